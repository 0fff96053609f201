//! What commitlint does not judge at all.

use super::letting_off;
use crate::bench::{Bench, Judged, Rules};
use crate::reasons::{MERGE_BY_WORDS, says_merge};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run};
use regex::Regex;

#[test]
fn is_ignored() {
    let bench = |is_ignoring| letting_off(Rules::default(), is_ignoring).bench().expect("a policy of one rule");
    let (skip, judge) = (bench(true), bench(false));
    run("commitlint_is_ignored", |case| {
        let has_own =
            case.input.as_object().is_some_and(|input| input.keys().any(|key| !KNOWN.contains(&key.as_str())));
        if has_own {
            return Class::NotMapped("functions that a configuration brings along");
        }
        let bench = if case.input["defaults"] == false { &judge } else { &skip };
        compared(bench, case)
    });
}

const KNOWN: [&str; 2] = ["message", "defaults"];

fn compared(bench: &Bench, case: &Case) -> Class {
    let text = case.input["message"].as_str().expect("a text");
    let judged = bench.judge_text(text);
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    let is_ignored = case.expected["ignored"] == true;
    if is_ignored && says_merge(judged.header()) {
        let mut merge = bench.commit(text);
        merge.parents = 2;
        assert!(is_let_off(&bench.judge(&merge)), "a commit with two parents is let off: {text}");
    }
    compare(&seen, is_ignored, is_let_off(&judged), &REASONS)
}

fn is_let_off(judged: &Judged<'_>) -> bool {
    !judged.excuses.is_empty() && judged.findings.is_empty()
}

/// Why not everything is let off that is ignored there.
pub static REASONS: [Reason; 2] = [
    MERGE_BY_WORDS,
    Reason {
        side: Side::WeRefuse,
        why: "of reverts only those are let off that git or GitHub wrote: `Revert \"…\"` (header-format, reverts)",
        holds: |seen| {
            let written = Regex::new(r#"^(Revert|Reapply) ".+"( \(#[0-9]+\))?$"#).expect("a pattern");
            let header = seen.judged.header();
            let first = header.split(' ').next().unwrap_or_default().to_lowercase();
            matches!(first.as_str(), "revert" | "reapply") && !written.is_match(header)
        },
    },
];
