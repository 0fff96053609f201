//! Every finding in full, like a compiler's.

use super::Human;
use crate::finding::{Finding, Severity};
use crate::render::Shown;
use crate::render::answer::{corrected_header, line_in_file, path_of};
use crate::render::excerpt::{Excerpt, LONGEST};
use crate::text::escape;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

impl Human {
    /// A finding in full.
    pub(super) fn whole(&self, finding: &Finding, shown: &Shown<'_>) -> String {
        let subject = shown.verdict.subject;
        let title = self.title(finding, shown);
        let label = finding.label.as_ref().map(|label| self.say(label));
        let path = path_of(subject);
        let excerpt = finding.span.map(|span| Excerpt::of(shown.verdict.text(), span, LONGEST));
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warn => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(title).id(finding.rule));
        group = match &excerpt {
            Some(excerpt) => group.element(
                Snippet::source(excerpt.line.as_str())
                    .line_start(line_in_file(subject, excerpt.number))
                    .path(path.as_str())
                    .annotation(AnnotationKind::Primary.span(excerpt.marked.clone()).label(label)),
            ),
            None => group.element(Origin::path(path.as_str())),
        };
        if let Some(why) = (shown.whys)(finding.source.unwrap_or(finding.rule), finding.option) {
            let setting = why.setting.map_or_else(String::new, |setting| format!(", {setting}"));
            let text = format!("{}:{} ({}{setting})", why.name, why.line, finding.source.unwrap_or(finding.rule));
            let name = self.pick("policy", "策略");
            group = group.element(Level::NOTE.with_name(name).message(escape::line(&text).into_owned()));
        }
        for help in finding.help.iter().chain(&finding.own) {
            group = group.element(Level::HELP.with_name(self.pick("help", "提示")).message(self.say(help)));
        }
        let renderer = if self.screen.color { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(self.screen.width).decor_style(DecorStyle::Ascii);
        renderer.render(&[group]) + "\n"
    }

    /// What is wrong and what to type instead.
    fn title(&self, finding: &Finding, shown: &Shown<'_>) -> String {
        let message = self.say(&finding.message);
        let remedy = match &finding.remedy {
            Some(remedy) => Some(self.say(remedy)),
            None => {
                corrected_header(shown.verdict.text(), shown.correction).map(|header| escape::line(header).into_owned())
            }
        };
        let colon = self.pick(": ", "：");
        remedy.map_or_else(|| message.clone(), |remedy| format!("{message}{colon}{remedy}"))
    }
}
