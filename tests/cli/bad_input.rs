//! What strangers and accidents bring: a clear answer in bounded time, never a panic, never exit 0 unchecked.

use crate::support::{GOOD, Sandbox};

#[test]
fn odd_messages_get_findings() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    for message in [
        b"\n".as_slice(),
        b"# only\n# comments\n",
        b"   \n\t\n",
        b"feat(a): nul \0 byte (#1)\n",
        b"\xff\xfe\xfd\n",
        b"\xef\xbb\xbf",
        b"Signed-off-by: A U Thor <author@example.org>\n",
    ] {
        let ran = repo.check_message(message).fails(1);
        assert!(ran.out.contains("error["), "{message:?}: {ran:#?}");
    }
}

#[test]
fn huge_messages_are_judged() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let long = "x".repeat(10 << 20);
    repo.check_message(format!("feat(a): {long} (#1)\n").as_bytes()).fails(1).prints("header-length");
    let lines = "a line\n".repeat(1_000_000);
    let many =
        format!("feat(api): add the login page (#12)\n\n{lines}\nSigned-off-by: A U Thor <author@example.org>\n");
    repo.check_message(many.as_bytes()).ok();
    let brackets = "(".repeat(200_000);
    repo.check_message(format!("feat{brackets}: x\n").as_bytes()).fails(1);
    repo.check_message("feat: x ".repeat(200_000).as_bytes()).fails(1);
    repo.check_message(format!("feat(a): x {}\n", "(#1) ".repeat(100_000)).as_bytes()).fails(1);
}

#[test]
fn nothing_of_a_stranger_moves_the_cursor_or_hides() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let message =
        "feat(a): \u{1b}[2Jwiped \u{202e}txt.exe \u{200b}\u{7}\r (#1)\n\nSigned-off-by: \u{1b}]0;x\u{7} <a@b.c>\n";
    let ran = repo.check_message(message.as_bytes()).fails(1);
    let is_bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{200b}');
    assert_eq!(ran.out.chars().find(|&c| is_bad(c)), None, "{}", ran.out);
    let id = repo.commit(message);
    let ran = repo.cihook(&["check", &id]).fails(1);
    assert_eq!(ran.out.chars().find(|&c| is_bad(c)), None, "{}", ran.out);
    repo.git(&["checkout", "-q", "-b", "x\u{202e}y/42-z"]).ok();
    let ran = repo.check_message(b"feat(a): add it\n").fails(1);
    assert_eq!(ran.out.chars().find(|&c| is_bad(c)), None, "{}", ran.out);
}

#[test]
fn policies_with_mistakes_end_in_two_wherever_they_are_read() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    repo.commit(GOOD);
    for policy in [
        "[rules]\nsign-of = \"error\"\n",
        "[rules.header-type]\npattern = \"(a{1000}){1000}\"\n",
        "extends = [\"cihook.toml\"]\n",
        "= nothing\n",
        "requires = \">=99\"\n",
        "[rules.header-scope]\npattern = \"(\"\nlevel = \"off\"\n",
    ] {
        repo.write("cihook.toml", policy);
        repo.cihook(&["check", "HEAD"]).fails(2).says("error[policy]");
        repo.cihook(&["policy", "check"]).fails(2);
        repo.try_commit(GOOD).fails(1).says("error[policy]");
        assert!(!repo.has(".git/cihook/rejected"));
    }
    repo.write("cihook.toml", vec![b'#'; 2 << 20]);
    repo.cihook(&["check", "HEAD"]).fails(2).says("too large");
    repo.write("cihook.toml", b"\xff\xfe");
    repo.cihook(&["check", "HEAD"]).fails(2).says("not text");
    repo.write("cihook.toml", "").write(".github/cihook.toml", "");
    repo.cihook(&["check", "HEAD"]).fails(2).says("there are two policies");
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit(GOOD);
    std::fs::write(sandbox.path("secret.toml"), "[rules]\n").expect("a file");
    std::os::unix::fs::symlink("../secret.toml", repo.path.join("team.toml")).expect("a link");
    repo.write("cihook.toml", "extends = [\"team.toml\"]\n");
    repo.cihook(&["check", "HEAD"]).fails(2).says("it is a link that leads out");
}

#[test]
fn commits_that_name_nobody_are_unchecked() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let tree = repo.git(&["hash-object", "-t", "tree", "-w", "/dev/null"]).ok().out;
    let object = format!(
        "tree {}\nauthor nobody\ncommitter nobody\n\nfeat(a): add the page (#1)\n\nSigned-off-by: A <a@b.co>\n",
        tree.trim()
    );
    repo.write("object", object);
    let id = repo.git(&["hash-object", "-t", "commit", "-w", "--literally", "object"]).ok().out;
    repo.cihook(&["check", id.trim()]).fails(3).prints("could not check author: ").prints("could not check sign-off: ");
}

#[test]
fn usage_errors_end_in_two() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["chekc"]).fails(2);
    repo.cihook(&["check", "--lang", "xx"]).fails(2);
    repo.cihook(&["hook", "commit-msg"]).fails(2);
    repo.cihook(&["hook", "commit-msg", "gone"]).fails(3).says("cannot read");
    repo.cihook(&["check", "--message", "gone"]).fails(3).says("cannot read");
    repo.cihook(&["check", "--end-of-options"]).fails(2);
    repo.cihook(&["check", "--upload-pack=x"]).fails(2);
}
