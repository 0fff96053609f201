//! Plugins of prow: work in progress, words that close issues, commits to be squashed, release notes, sign-offs.

use crate::bench::{Bench, Rules};
use crate::source::Case;
use crate::tally::{Class, Reason, Seen, Side, compare, run};
use cihook::rules::pr_description;
use serde_json::{Value, json};

#[test]
fn prow_plugins() {
    let wip = Rules::default().set("fixup-commit", "words", json!(["wip"])).bench().expect("a policy");
    run("prow_plugins", |case| match &case.expected {
        expected if !expected["wip"].is_null() => title(&wip, case),
        expected if !expected["label_added"].is_null() => invalid_commit_message(case),
        expected if !expected["release_note"].is_null() => release_note(case),
        expected if !expected["dco"].is_null() => sign_offs(case),
        _ => Class::NotMapped("a plugin that has no counterpart"),
    });
}

fn title(bench: &Bench, case: &Case) -> Class {
    let judged = bench.judge_text(case.input["title"].as_str().expect("a text"));
    let seen = Seen { input: &case.input, expected: &case.expected, judged: &judged };
    compare(&seen, case.expected["wip"] == false, judged.passes(), &[ALONE])
}

/// The plugin also keeps a label, for which it wants more than a note where people say that something is deprecated.
fn release_note(case: &Case) -> Class {
    let there = case.expected["release_note"].as_str().unwrap_or_default();
    let here = pr_description::release_note(case.input["pr_body"].as_str().unwrap_or_default()).unwrap_or_default();
    if here != there {
        return Class::Wrong(format!("there {there:?}, here {here:?}"));
    }
    let is_needed = case.expected["label"] == "do-not-merge/release-note-label-needed";
    if is_needed == here.is_empty() {
        Class::Agree
    } else {
        Class::Differ("no label that people set asks for a note (pr-description)")
    }
}

/// The plugin takes every line that starts like a sign-off.
fn sign_offs(case: &Case) -> Class {
    let bench = Rules::default().set("sign-off", "compat", "dcoapp").bench().expect("a policy");
    let commits =
        case.input["commits"].as_array().into_iter().flatten().filter_map(|commit| commit["message"].as_str());
    let judged: Vec<_> = commits.map(|message| bench.judge_text(message)).collect();
    let Some(shown) = judged.iter().find(|judged| !judged.passes()).or(judged.first()) else {
        return Class::NotMapped("a pull request without a commit");
    };
    let seen = Seen { input: &case.input, expected: &case.expected, judged: shown };
    compare(&seen, case.expected["dco"] == "success", judged.iter().all(|judged| judged.passes()), &[NOBODY])
}

const NOBODY: Reason = Reason {
    side: Side::WeRefuse,
    why: "a sign-off names a person and an address (sign-off)",
    holds: |seen| seen.judged.message.text.to_lowercase().contains("signed-off-by:"),
};

const ALONE: Reason = Reason {
    side: Side::WeRefuse,
    why: "the word counts also where nothing follows it (fixup-commit, words)",
    holds: |seen| seen.text("title").trim().eq_ignore_ascii_case("wip"),
};

/// The plugin labels a pull request when its title or one of its commits is at fault, and takes the label away again.
fn invalid_commit_message(case: &Case) -> Class {
    if !["opened", "reopened", "synchronize", "synchronized", "edited"].contains(&action(case).as_str()) {
        return Class::NotMapped("events that are not looked at");
    }
    let has_label = case.input["has_label"] == true;
    let kept = has_label && case.expected["label_removed"] == false;
    let passes_there = case.expected["label_added"] == false && !kept;
    let bench = |is_commit| policy(&case.input, is_commit).bench().expect("a policy");
    let (for_commits, for_title) = (bench(true), bench(false));
    let commits = case.input["commits"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let titles = case.input["title"].as_str().filter(|title| !title.is_empty());
    let judged: Vec<_> = commits
        .map(|message| for_commits.judge_text(message))
        .chain(titles.map(|title| for_title.judge_text(title)))
        .collect();
    let passes_here = judged.iter().all(|judged| judged.passes());
    let shown = judged.iter().find(|judged| !judged.passes()).or(judged.first());
    shown.map_or(Class::NotMapped("a pull request without a message"), |judged| {
        let seen = Seen { input: &case.input, expected: &case.expected, judged };
        compare(&seen, passes_there, passes_here, &[MENTIONS])
    })
}

fn action(case: &Case) -> String {
    case.input["action"].as_str().unwrap_or_default().to_lowercase()
}

fn policy(input: &Value, is_commit: bool) -> Rules {
    let mut rules = Rules::default();
    if input["check_issue_closing"] == true {
        rules = rules.on("closing-words");
    }
    if input["check_fixup"] == true && is_commit {
        rules = rules.on("fixup-commit");
    }
    rules
}

const MENTIONS: Reason = Reason {
    side: Side::WeAccept,
    why: "`@name` is an option of its own (closing-words, mentions)",
    holds: |seen| seen.input["title"].as_str().into_iter().chain(messages(seen.input)).any(|text| text.contains('@')),
};

fn messages(input: &Value) -> impl Iterator<Item = &str> {
    input["commits"].as_array().into_iter().flatten().filter_map(Value::as_str)
}
