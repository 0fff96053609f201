//! `cihook commit` on a real terminal: a pseudo-terminal of 80 columns and 24 lines, driven by a small Python program.

use crate::support::terminal::{has_python, on_terminal};
use crate::support::{Repo, Sandbox, program, run};

fn repo(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("r");
    repo.commit("feat(api): start (#1)\n");
    repo.install().write("internal/api/a", "a\n").git(&["add", "internal"]).ok();
    repo.git(&["switch", "-q", "-c", "fix/42-login"]).ok();
    repo
}

#[test]
fn a_commit_is_made_on_a_terminal_also_in_chinese() {
    if !has_python("a_commit_is_made_on_a_terminal_also_in_chinese") {
        return;
    }
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let steps = [
        ("类型", "fix\r"),
        ("范围", "api\r"),
        // A wide character that is taken back goes with one key.
        ("描述", "关闭连接词"),
        ("关闭连接词", "\u{7f}"),
        ("24 列", "池\r"),
        ("Issue", "\r"),
        ("正文", "\r"),
        ("不兼容", "\r"),
        ("签署", "y\r"),
    ];
    let ran = on_terminal(&repo, "xterm", &["--lang", "zh-CN", "commit"], &[], &steps).ok();
    repo.git(&["log", "-1", "--format=%s%n%b"])
        .ok()
        .prints("fix(api): 关闭连接池 (#42)\nSigned-off-by: A U Thor <author@example.org>\n");
    assert!(ran.out.contains("26 列"), "the width is shown: {}", ran.out);
    let is_colour =
        |sequence: &str| sequence.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m');
    assert!(!ran.out.split("\u{1b}[").skip(1).any(is_colour), "NO_COLOR holds: {}", ran.out);
}

#[test]
fn an_interrupt_leaves_everything_as_it_was_and_keeps_the_text() {
    if !has_python("an_interrupt_leaves_everything_as_it_was_and_keeps_the_text") {
        return;
    }
    for (term, kind, scope) in [("xterm", "fix\r", "api\r"), ("dumb", "fix\r", "api\r")] {
        let sandbox = Sandbox::new();
        let repo = repo(&sandbox);
        let before = repo.git(&["status", "--porcelain"]).ok().out + &repo.git(&["ls-files", "-s"]).ok().out;
        let steps = [("Type", kind), ("Scope", scope), ("Description", "close the pool\r"), ("Issue", "\u{3}")];
        let ran = on_terminal(&repo, term, &["commit"], &[], &steps);
        assert_eq!(ran.code, 1, "{term}: {ran:#?}");
        assert!(ran.out.contains("what you wrote is kept"), "{term}: {ran:#?}");
        let after = repo.git(&["status", "--porcelain"]).ok().out + &repo.git(&["ls-files", "-s"]).ok().out;
        assert_eq!(before, after);
        assert!(repo.read(".git/cihook/rejected").starts_with("fix(api): close the pool"), "{term}");
        repo.git(&["log", "-1", "--format=%s"]).ok().prints("feat(api): start (#1)");
        let mut retry = repo.command(program());
        let retry = retry.args(["commit", "--retry", "-s"]).env("GIT_EDITOR", "sed -i 1s/#.issue./#42/");
        run(retry, b"").ok();
        repo.git(&["log", "-1", "--format=%s"]).ok().prints("fix(api): close the pool (#42)");
    }
}

#[test]
fn a_dumb_terminal_gets_numbered_questions() {
    if !has_python("a_dumb_terminal_gets_numbered_questions") {
        return;
    }
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let steps = [
        ("2. fix: a bug fix", "2\r"),
        ("Scope", "api\r"),
        ("Description", "close the pool\r"),
        ("Issue [#42]", "\r"),
        ("body", "\r"),
        ("break", "\r"),
        ("Sign it off? [y/N]", "y\r"),
    ];
    let ran = on_terminal(&repo, "dumb", &["commit"], &[], &steps).ok();
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("fix(api): close the pool (#42)\n");
}

#[test]
fn a_body_is_written_in_the_editor_and_what_the_hook_refuses_is_kept() {
    if !has_python("a_body_is_written_in_the_editor_and_what_the_hook_refuses_is_kept") {
        return;
    }
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let editor = repo.program("editor", "#!/bin/sh\nprintf 'It leaked.\\n' > \"$1\"\n");
    let editor = format!("'{}'", editor.display());
    let steps = [
        ("Type", "fix\r"),
        ("Scope", "api\r"),
        ("Description", "close the pool\r"),
        ("Issue", "\r"),
        ("body", "y\r"),
        ("break", "y\r"),
        ("What breaks", "the pool\r"),
        ("Sign", "n\r"),
    ];
    let ran = on_terminal(&repo, "xterm", &["commit"], &[("GIT_EDITOR", editor.as_str())], &steps);
    assert_eq!(ran.code, 1, "{ran:#?}");
    let message = "fix(api)!: close the pool (#42)\n\nIt leaked.\n\nBREAKING CHANGE: the pool\n";
    assert_eq!(repo.read(".git/cihook/rejected"), message);
}

#[test]
fn the_message_is_printed_and_nothing_committed_on_request() {
    if !has_python("the_message_is_printed_and_nothing_committed_on_request") {
        return;
    }
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let steps = [
        ("Type", "fix\r"),
        ("Scope", "api\r"),
        ("Description", "close the pool\r"),
        ("Issue", "\r"),
        ("body", "\r"),
        ("break", "\r"),
    ];
    let ran = on_terminal(&repo, "dumb", &["commit", "--print", "-s"], &[], &steps).ok();
    let message = "fix(api): close the pool (#42)\r\n\r\nSigned-off-by: A U Thor <author@example.org>\r\n";
    assert!(ran.out.ends_with(message), "{}", ran.out);
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("feat(api): start (#1)");
}

#[test]
fn a_correction_is_offered_before_it_is_committed() {
    if !has_python("a_correction_is_offered_before_it_is_committed") {
        return;
    }
    for (key, code, subject) in [
        ("q\r", 1, "feat(api): start (#1)"),
        ("\r", 0, "fix(api): close it (#7)"),
        ("e\r", 0, "fix(api): shut it (#7)"),
    ] {
        let sandbox = Sandbox::new();
        let repo = repo(&sandbox);
        repo.git(&["commit", "-q", "-m", "Fix(api): close it (#7)."]).fails(1);
        let retry = ["commit", "--retry", "-s"];
        let editor = [("GIT_EDITOR", "sed -i 1s/close/shut/")];
        let ran = on_terminal(&repo, "xterm", &retry, &editor, &[("[q] quit", key)]);
        assert_eq!(ran.code, code, "{key:?}: {ran:#?}");
        assert!(ran.out.contains("\nfix(api): close it (#7)\r\n"), "{ran:#?}");
        repo.git(&["log", "-1", "--format=%s"]).ok().prints(subject);
    }
}

#[test]
fn without_a_terminal_the_line_to_type_is_told() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let told = repo.cihook(&["commit", "-s", "--amend"]).fails(2).says("there is no terminal to ask questions on");
    let line = told.err.lines().find_map(|line| line.split_once("commit it with:  ")).expect("a line").1.to_owned();
    assert_eq!(line, "git commit -m \"$message\" -s --amend");
    let mut typed = repo.command("sh");
    typed.args(["-c", &line]).env("message", "feat(api): start well (#1)");
    run(&mut typed, b"").ok();
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("feat(api): start well (#1)\n");
}

#[test]
fn nothing_to_commit_is_told_before_the_first_question() {
    if !has_python("nothing_to_commit_is_told_before_the_first_question") {
        return;
    }
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.git(&["reset", "-q"]).ok();
    let ran = on_terminal(&repo, "xterm", &["commit"], &[], &[]);
    assert_eq!(ran.code, 2, "{ran:#?}");
    assert!(ran.out.contains("there is nothing to commit"), "{ran:#?}");
}

#[test]
fn git_writes_the_message_of_a_fixup() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.cihook(&["commit", "--fixup", "HEAD", "-n"]).ok();
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("fixup! feat(api): start (#1)\n");
}
