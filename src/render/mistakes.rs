//! What is wrong with a policy, for people.

use super::excerpt::{Excerpt, LONGEST};
use super::{Screen, Terminal};
use crate::options::Mistake;
use crate::policy::Sources;
use crate::text::escape;
use crate::words::{Lang, Words};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Nobody reads more at once; a policy that somebody else wrote may have as many as it has lines.
const MOST: usize = 200;

const MORE: Words = Words::new("{0} more mistakes are not shown", "另有 {0} 处错误未显示");

/// The mistakes, each with the line that it stands in.
pub fn render(sources: &Sources, mistakes: &[Mistake], screen: Screen) -> String {
    let mut text: String = mistakes.iter().take(MOST).map(|mistake| one(sources, mistake, screen) + "\n").collect();
    if mistakes.len() > MOST {
        text.push_str(&MORE.with([(mistakes.len() - MOST).into()]).show(screen.lang, &Terminal));
        text.push('\n');
    }
    text
}

/// The same for a program: the first mistake, and each of them with its place as a hint.
pub fn json(sources: &Sources, mistakes: &[Mistake], lang: Lang) -> String {
    let hint = |mistake: &Mistake| {
        let at = mistake.place.map(|place| format!("{}:{}: ", sources.name_of(place), sources.line_of(place)));
        let help = mistake.help.as_ref().map(|help| format!("; {}", help.plain(lang)));
        format!("{}{}{}", at.unwrap_or_default(), mistake.message.plain(lang), help.unwrap_or_default())
    };
    let hints: Vec<String> = mistakes.iter().take(MOST).map(hint).collect();
    let message = mistakes.first().map_or_else(String::new, |mistake| mistake.message.plain(lang));
    super::json::error("policy", &message, &hints)
}

fn one(sources: &Sources, mistake: &Mistake, screen: Screen) -> String {
    let say = |sentence: &crate::words::Sentence| sentence.show(screen.lang, &Terminal);
    let help = mistake.help.as_ref().map(|help| format!(" {}", say(help))).unwrap_or_default();
    let title = format!("{}{}{help}", say(&mistake.message), if help.is_empty() { "" } else { ";" });
    let mut group = Group::with_title(Level::ERROR.primary_title(title).id("policy"));
    let place = mistake.place.and_then(|place| Some((sources.get(place.source)?, place.span)));
    let shown = place.map(|(source, span)| (escape::line(&source.name), Excerpt::of(&source.text, span, LONGEST)));
    if let Some((file, excerpt)) = &shown {
        group = group.element(
            Snippet::source(excerpt.line.as_str())
                .line_start(excerpt.number)
                .path(file.as_ref())
                .annotation(AnnotationKind::Primary.span(excerpt.marked.clone())),
        );
    }
    let renderer = if screen.color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(screen.width).decor_style(DecorStyle::Ascii).render(&[group])
}
