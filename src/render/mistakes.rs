//! What is wrong with a policy, for people.

use super::{Screen, Terminal};
use crate::options::Mistake;
use crate::policy::Sources;
use crate::text::{Position, Span, escape};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// All mistakes, each with the line that it stands in.
pub fn render(sources: &Sources, mistakes: &[Mistake], screen: Screen) -> String {
    mistakes.iter().map(|mistake| one(sources, mistake, screen) + "\n").collect()
}

fn one(sources: &Sources, mistake: &Mistake, screen: Screen) -> String {
    let say = |sentence: &crate::words::Sentence| sentence.show(screen.lang, &Terminal);
    let help = mistake.help.as_ref().map(|help| format!(" {}", say(help))).unwrap_or_default();
    let title = format!("{}{}{help}", say(&mistake.message), if help.is_empty() { "" } else { ";" });
    let mut group = Group::with_title(Level::ERROR.primary_title(title).id("policy"));
    let place = mistake.place.and_then(|place| Some((sources.get(place.source)?, place.span)));
    let shown = place.map(|(source, span)| Line::of(&source.text, &source.name, span));
    if let Some(line) = &shown {
        group = group.element(
            Snippet::source(line.text.as_str())
                .line_start(line.number)
                .path(line.file.as_str())
                .annotation(AnnotationKind::Primary.span(line.marked.clone())),
        );
    }
    let renderer = if screen.color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(screen.width).decor_style(DecorStyle::Ascii).render(&[group])
}

/// The line of a file in which a span starts.
struct Line {
    file: String,
    number: usize,
    text: String,
    marked: std::ops::Range<usize>,
}

impl Line {
    fn of(text: &str, file: &str, span: Span) -> Self {
        let at = span.start.min(text.len());
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let shown = |end: usize| escape::line(line.get(..end.min(line.len())).unwrap_or(line)).len();
        Self {
            file: escape::line(file).into_owned(),
            number: Position::of(text, at).line,
            text: escape::line(line).into_owned(),
            marked: shown(at - start)..shown(span.end.max(at) - start),
        }
    }
}
