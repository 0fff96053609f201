//! One message: a draft in a file, and a stored one through a pipe.

use crate::support::Sandbox;
use crate::{POLICY, repo};

#[test]
fn a_draft_shows_a_difference_and_is_written_only_when_asked() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let draft = "# before\nFix: the login.\n\nbody\n# after\n";
    repo.write("message", draft);
    let ran =
        repo.cihook(&["fix", "--message", "message"]).fails(1).prints("- Fix: the login.").prints("+ fix: the login\n");
    assert!(ran.out.contains("fix --message message --apply"), "{ran:#?}");
    assert_eq!(repo.read("message"), draft);
    repo.cihook(&["fix", "--message", "message", "--apply"]).ok();
    assert_eq!(repo.read("message"), "# before\nfix: the login\n\nbody\n# after\n");
}

#[test]
fn as_a_filter_the_text_always_comes_out() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, POLICY);
    let filter = |text: &str| repo.cihook_with(&["fix", "--message", "-"], &[], text.as_bytes());
    assert_eq!(filter("Fix: the login\n\n# kept\n").ok().out, "fix: the login\n\n# kept\n");
    let ran = filter("tidy up\n").fails(1);
    assert_eq!(ran.out, "tidy up\n");
    assert!(ran.err.contains("header-format"), "{ran:#?}");
}

#[test]
fn a_sign_off_is_added_only_when_asked() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox, "extends = [\"dco\"]\n");
    repo.cihook_with(&["fix", "--message", "-"], &[], b"mine\n").fails(1);
    let ran = repo.cihook_with(&["fix", "--message", "-", "--signoff"], &[], b"mine\n").ok();
    assert_eq!(ran.out, "mine\n\nSigned-off-by: A U Thor <author@example.org>\n");
}
