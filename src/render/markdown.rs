//! `--format markdown`: for step summaries and comments. Text from outside is shown as code, in which nothing is a
//! mention, a link or HTML.

use super::answer::path_of;
use super::said::Said;
use super::unchecked;
use super::{Ending, Format, Limit, Shown};
use crate::finding::{Finding, Severity};
use crate::text::escape;
use crate::words::{Lang, Place, Sentence, Words};
use std::fmt;

/// A line of Markdown.
pub struct Markdown;

impl Place for Markdown {
    /// Our own words hold code between backquotes, and outside of it nothing but `<` that Markdown could take for more.
    fn words(&self, words: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        words.split('`').enumerate().try_for_each(|(index, part)| {
            out.write_str(if index == 0 { "" } else { "`" })?;
            if index % 2 == 0 { out.write_str(&part.replace('<', "&lt;")) } else { out.write_str(part) }
        })
    }

    fn text(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&escape::markdown(text))
    }

    fn own(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&escape::markdown_prose(text))
    }

    fn code(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(&escape::markdown_code(text))
    }
}

/// Reports as Markdown.
pub struct Document {
    /// The language of the sentences.
    pub lang: Lang,
    /// How many findings are written out at most.
    pub most: Option<u64>,
    /// Whether missing facts count.
    pub deny_unchecked: bool,
}

const TITLE: Words = Words::new("### cihook", "### cihook");
const CLEAN: Words = Words::new("Nothing was found.", "没有发现问题。");
const FOUND: Words = Words::new("Errors: {0}, warnings: {1}.", "错误 {0} 个，警告 {1} 个。");
const MORE: Words = Words::new("And {0} more.", "另外还有 {0} 个。");
const INCOMPLETE: Words = Words::new("Not everything could be checked.", "部分内容未能检查。");
const TYPE: Words = Words::new("type instead: ", "请改为：");

impl Document {
    fn say(&self, sentence: &Sentence) -> String {
        sentence.show(self.lang, &Markdown)
    }
}

impl Format for Document {
    fn limit(&self) -> Limit {
        self.most.map_or(Limit::NONE, Limit::of_all)
    }

    fn lists(&self) -> bool {
        false
    }

    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.say(&TITLE.say()).as_bytes());
        out.extend_from_slice(b"\n\n");
    }

    /// One entry of a list; what helps stands below it.
    fn finding(&self, finding: &Finding, shown: &Shown<'_>, _: &[u8], out: &mut Vec<u8>) {
        let mark = match finding.severity {
            Severity::Error => "❌",
            Severity::Warn => "⚠️",
        };
        let said = Said::of(finding, shown, self.lang, &Markdown);
        let place = escape::markdown_code(&path_of(shown.verdict.subject));
        let mut entry = format!("- {mark} **{}** {place}: {}\n", finding.rule, said.message);
        let label = if finding.remedy.is_none() { self.say(&TYPE.say()) } else { String::new() };
        let remedy = said.remedy.map(|remedy| format!("{label}{remedy}"));
        remedy.into_iter().chain(said.help).for_each(|line| entry.push_str(&format!("  - {line}\n")));
        out.extend_from_slice(entry.as_bytes());
    }

    fn tail(&self, ending: &Ending<'_>, out: &mut Vec<u8>) {
        let report = ending.report;
        let rest = report.findings().saturating_sub(ending.shown);
        let mut text = String::new();
        if rest > 0 {
            text.push_str(&format!("\n{}\n", self.say(&MORE.with([rest.into()]))));
        }
        for sentence in unchecked::sentences(report) {
            text.push_str(&format!("- {}\n", self.say(&sentence)));
        }
        let last = match (report.findings(), report.missing() > 0 && self.deny_unchecked) {
            (0, false) => CLEAN.say(),
            (0, true) => INCOMPLETE.say(),
            _ => FOUND.with([report.errors.into(), report.warnings.into()]),
        };
        text.push_str(&format!("\n{}\n", self.say(&last)));
        out.extend_from_slice(text.as_bytes());
    }
}
