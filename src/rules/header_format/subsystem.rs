//! `grammar = "subsystem"`: the header has the form `subsystem: description`, as in the Linux kernel and in Git.

use crate::finding::Trust;
use crate::message::Message;
use crate::message::header::Fault;
use crate::rule::Cx;
use crate::text::{Edit, Span, lookalike};
use crate::words::Words;

/// The faults that a header of this grammar can have as well.
pub(super) const fn concerns(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::LeadingBlank | Fault::TrailingBlank | Fault::DoubledBlank | Fault::StrangeBlank | Fault::Invisible
    )
}

/// More words than this before the colon are a sentence, as in `this is a problem: fix it`.
const MOST_WORDS: usize = 3;

/// Judges what stands before the first colon.
pub(super) fn judge(message: &Message<'_>, cx: &mut Cx<'_>) {
    let start = message.header.autosquash.map_or(message.header.line.start, |prefix| prefix.end);
    let line = Span::new(start, message.header.line.end);
    let mut text = line.of(message.text).trim_start();
    while let Some(length) = mail_tag(text) {
        let start = line.end - text.len();
        let tag = Span::new(start, start + length);
        text = &text[length..];
        cx.report(MAIL_TAG.with([tag.of(message.text).trim_end().into()]))
            .at(tag, TAKE_OUT.say())
            .asked_by("grammar")
            .fix(Trust::Safe, TAKE_OUT.say(), [Edit::remove(tag)]);
    }
    let start = line.end - text.len();
    let Some((subsystem, description)) = parted(text) else {
        cx.report(NO_SUBSYSTEM.say()).at(Span::empty(start), EXPECTED.say()).asked_by("grammar").fix(
            Trust::Placeholder,
            NAME_IT.say(),
            [Edit::insert(start, "<subsystem>: ")],
        );
        return;
    };
    let end = start + subsystem.len();
    let name = subsystem.trim_end_matches(lookalike::is_unseen);
    if subsystem[name.len()..].contains(lookalike::is_blank) {
        let blank = Span::new(start + name.len(), end);
        cx.report(BLANK.say()).at(blank, TAKE_OUT.say()).asked_by("grammar").fix(
            Trust::Safe,
            TAKE_OUT.say(),
            [Edit::remove(blank)],
        );
    }
    if description.chars().all(lookalike::is_unseen) {
        cx.report(NO_DESCRIPTION.say()).at(Span::empty(end + 1), SAY_IT.say()).remedy(SAY_IT.say()).asked_by("grammar");
    }
}

/// What stands before the first colon that a blank or nothing follows, where that can be the name of a subsystem, and
/// what stands behind it.
fn parted(text: &str) -> Option<(&str, &str)> {
    let at = text.match_indices(':').map(|(at, _)| at).find(|at| {
        let seen = text[at + 1..].trim_start_matches(lookalike::needs_neighbours);
        seen.is_empty() || seen.starts_with(lookalike::is_blank)
    })?;
    let (subsystem, description) = (&text[..at], &text[at + 1..]);
    let words =
        |part: &str| part.split(lookalike::is_blank).filter(|word| !word.chars().all(lookalike::is_unseen)).count();
    subsystem.split(',').all(|part| (1..=MOST_WORDS).contains(&words(part))).then_some((subsystem, description))
}

/// How long a tag for mails is, as `[PATCH v2 1/3] `, which `git am` takes out.
fn mail_tag(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('[')?;
    let end = inside.find(']')?;
    let is_tag = inside[..end].split(' ').any(|word| matches!(word, "PATCH" | "RFC" | "RESEND"));
    let length = end + 2;
    is_tag.then(|| text.len() - text[length..].trim_start().len())
}

const NO_SUBSYSTEM: Words = Words::new("the header does not name its subsystem", "标题没有写明子系统");
const EXPECTED: Words = Words::new("expected `subsystem: ` here", "此处应有 `子系统: `");
const NAME_IT: Words = Words::new("name the subsystem that the change concerns", "请写明变更所属的子系统");
const BLANK: Words = Words::new("remove the space before the colon", "冒号前不应有空格");
const TAKE_OUT: Words = Words::new("take it out", "请去掉");
const MAIL_TAG: Words = Words::new("`{0}` is part of the mail, not of the commit", "`{0}` 属于邮件，不属于提交");
const NO_DESCRIPTION: Words = Words::new("the description is missing", "缺少描述");
const SAY_IT: Words = Words::new("say what the commit does", "请写明本次提交做了什么");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsystems_stand_before_the_first_colon() {
        for (header, subsystem) in [
            ("mm/slub: fix a leak", "mm/slub"),
            ("net: phy: micrel: add x", "net"),
            ("ARM: dts: qcom: add x", "ARM"),
            ("perf tools: fix 12:30", "perf tools"),
            ("x86/mm, kvm: drop x", "x86/mm, kvm"),
            ("Documentation/process: x", "Documentation/process"),
            ("fs:", "fs"),
        ] {
            assert_eq!(parted(header).map(|(subsystem, _)| subsystem), Some(subsystem), "{header}");
        }
        for header in ["fix everything", "fix everything at 12:30", ": x", "one, : x", "this is a problem: fix it"] {
            assert_eq!(parted(header), None, "{header}");
        }
    }

    #[test]
    fn tags_of_mails_are_known() {
        assert_eq!(mail_tag("[PATCH v2 1/3] mm: x"), Some("[PATCH v2 1/3] ".len()));
        assert_eq!(mail_tag("[media] x: y"), None);
    }
}
