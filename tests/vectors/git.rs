//! What git itself answered: full agreement is asked for.

use crate::source::{Case, cases};
use cihook::message::cleanup::{Cleanup, Mode};
use cihook::message::draft::{Comment, DraftSettings};
use cihook::message::trailers::Trailers;

#[test]
fn messages_are_cleaned_as_git_stored_them() {
    let Some(cases) = cases("git_commit_msg_hook_oracle") else { return };
    assert!(!cases.is_empty());
    for case in cases.iter().filter(|case| case.expected["exit"] == 0) {
        let file = case.input["commit_msg_file"].as_str().expect("a text");
        let stored = settings(case).cleanup_of(file.as_bytes()).apply(file.as_bytes());
        let wanted = case.expected["final_message"].as_str().expect("a text");
        // `%B` of git log, with which the answers were taken, ends in one line break more or less.
        let text = String::from_utf8(stored.text).expect("UTF-8");
        assert_eq!(text.trim_end_matches('\n'), wanted.trim_end_matches('\n'), "line {}", case.line);
    }
}

fn settings(case: &Case) -> DraftSettings {
    let config = |key: &str| case.input["config"][key].as_str();
    let how = case.input["how"].as_str().unwrap_or_default();
    let with_editor = ["editor", "git commit --fixup=amend:HEAD", "git merge --squash then git commit"];
    let opened =
        with_editor.contains(&how) || how.starts_with("git commit --amend -s") || how.starts_with("conflicted");
    DraftSettings {
        cleanup: config("commit.cleanup").map(str::to_owned),
        comment: match config("core.commentString").or(config("core.commentChar")) {
            None => Comment::Default,
            Some("auto") => Comment::Auto,
            Some(prefix) => Comment::Prefix(prefix.into()),
        },
        verbose: config("commit.verbose") == Some("true"),
        no_editor: !opened,
        encoding: None,
    }
}

#[test]
fn trailers_are_those_of_interpret_trailers() {
    let Some(cases) = cases("git_trailers_oracle") else { return };
    assert!(!cases.is_empty());
    for case in &cases {
        let message = case.input["message"].as_str().expect("a text");
        let found: Vec<String> =
            Trailers::parse(message).list.iter().map(|trailer| format!("{}: {}", trailer.key, trailer.value)).collect();
        let wanted: Vec<&str> = case.expected["trailers_no_divider"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|line| line.as_str())
            .collect();
        assert_eq!(found, wanted, "line {}", case.line);
    }
}

#[test]
fn comments_are_stripped_as_stripspace_does() {
    let Some(cases) = cases("git_trailers_oracle") else { return };
    let strip = Cleanup { mode: Mode::Strip, comment: b"#".to_vec(), cut: false };
    for case in &cases {
        let message = case.input["message"].as_str().expect("a text");
        let wanted = case.expected["stripspace_strip_comments"].as_str().expect("a text");
        let text = String::from_utf8(strip.apply(message.as_bytes()).text).expect("UTF-8");
        assert_eq!(text, wanted, "line {}", case.line);
    }
}
