//! The commit-msg hook, run by git.

use crate::support::{GOOD, Repo, Sandbox, run};

fn repo(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("work tree");
    repo.install();
    repo
}

#[test]
fn a_bad_commit_is_refused_and_the_message_kept() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let refused = repo.try_commit("fix everything at 12:30").fails(1);
    let first = refused.err.lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        first,
        "error[header-format, header-scope, header-issue, sign-off]: write: fix(<scope>): everything at 12:30 (#<issue>)"
    );
    refused.says("Go on with:  git cihook commit --retry -s\n");
    assert_eq!(repo.read(".git/cihook/rejected"), "fix everything at 12:30\n");
    repo.git(&["rev-parse", "--verify", "-q", "HEAD"]).fails(1);
}

#[test]
fn the_kept_message_is_private_and_goes_on() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.try_commit("feat(api): add the login page").fails(1);
    let mode = std::fs::metadata(repo.path.join(".git/cihook/rejected")).expect("kept").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let mut go_on = repo.command(crate::support::program());
    run(go_on.args(["commit", "--retry", "-s"]).env("GIT_EDITOR", "sed -i 1s/#.issue./#12/"), b"").ok();
    repo.git(&["log", "-1", "--format=%B"]).ok().prints(GOOD);
}

fn quoted(path: &std::path::Path) -> String {
    format!("'{}'", path.display())
}

#[test]
fn a_good_commit_passes_silently() {
    let sandbox = Sandbox::new();
    let ran = repo(&sandbox).try_commit(GOOD).ok();
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
}

#[test]
fn an_emptied_message_gets_one_line_and_replaces_nothing() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.try_commit("kept from before").fails(1);
    let editor = repo.program("editor", "#!/bin/sh\n: > \"$1\"\n");
    let mut commit = repo.command("git");
    commit.args(["commit", "--allow-empty", "--allow-empty-message"]).env("GIT_EDITOR", quoted(&editor));
    let ran = run(&mut commit, b"").fails(1);
    assert_eq!(ran.err.lines().filter(|line| line.starts_with("cihook: empty message")).count(), 1, "{ran:#?}");
    assert_eq!(repo.read(".git/cihook/rejected"), "kept from before\n");
}

#[test]
fn comments_verbose_diffs_and_scissors_are_not_judged() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.write("a.txt", format!("{}\n", "wide ".repeat(60))).git(&["add", "a.txt"]).ok();
    let text = GOOD.replace('\n', "\\n");
    let editor = repo.program(
        "editor",
        &format!("#!/bin/sh\nprintf '{text}' > \"$1.new\"; cat \"$1\" >> \"$1.new\"; mv \"$1.new\" \"$1\"\n"),
    );
    for settings in [
        vec![],
        vec!["-c", "commit.verbose=true"],
        vec!["-c", "commit.cleanup=scissors"],
        vec!["-c", "core.commentChar=;"],
        vec!["-c", "core.commentString=//", "-c", "commit.verbose=true"],
        vec!["-c", "core.commentChar=auto"],
    ] {
        let arguments = [settings.as_slice(), &["commit", "-q", "--allow-empty"]].concat();
        let ran = run(repo.command("git").args(&arguments).env("GIT_EDITOR", quoted(&editor)), b"");
        assert_eq!(ran.code, 0, "{settings:?}: {ran:#?}");
        repo.git(&["log", "-1", "--format=%B"]).ok().prints(GOOD);
    }
}

#[test]
fn merges_reverts_and_autosquash_are_treated_as_the_policy_says() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.commit(GOOD);
    repo.git(&["checkout", "-q", "-b", "side"]).ok();
    repo.commit(GOOD);
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.commit(GOOD);
    repo.git(&["merge", "--no-ff", "--no-edit", "side"]).ok().says("exempt (merge commit)");
    repo.git(&["commit", "--amend", "-q", "--allow-empty", "--no-edit"]).ok();
    repo.try_commit("Merge branch 'x' by hand").fails(1).says("header-format");
    repo.try_commit("Revert \"feat: x\"\n\nThis reverts commit 1.").fails(1).says("error[sign-off]");
    let revert = "Revert \"feat: x\"\n\nSigned-off-by: A U Thor <author@example.org>";
    repo.try_commit(revert).ok().says("exempt (revert that git or GitHub wrote)");
    repo.git(&["commit", "-q", "--allow-empty", "-s", "--fixup=HEAD~2"]).ok();
    repo.try_commit("fixup! whatever").fails(1);
}

#[test]
fn the_author_of_the_commit_has_to_sign_off() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let by_other = ["commit", "-q", "--allow-empty", "--author=Else <else@example.org>", "-m", "fix(a): mend it (#1)"];
    repo.git(&by_other).fails(1).says("missing `Signed-off-by: Else <else@example.org>`");
    repo.git(&[&by_other[..], &["-s"]].concat()).ok();
    let message = "fix(a): mend it (#1)\n\nSigned-off-by: Nobody <nobody@example.org>";
    repo.try_commit(message).fails(1).says("signed off by Nobody <nobody@example.org>, but the author is");
    repo.try_commit("fix(a): mend it (#1)\n\nSigned-off-by: Nobody").fails(1).says("not a valid sign-off identity");
    let twice = "fix(a): mend it (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n\
                 Signed-off-by: A U Thor <author@example.org>";
    repo.try_commit(twice).ok();
}

#[test]
fn messages_in_other_encodings_are_read() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let gbk = b"feat(\xd3\xc3\xbb\xa7): \xd0\xc2\xd4\xf6\xb5\xc7\xc2\xbc (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n";
    repo.write("message", gbk);
    let commit = ["commit", "-q", "--allow-empty", "-F", "message"];
    repo.git(&commit)
        .fails(1)
        .says("it looks like GBK; to keep that encoding, tell git: git config i18n.commitEncoding GBK");
    repo.git(&["config", "i18n.commitEncoding", "GBK"]).ok();
    repo.git(&commit).ok();
    repo.cihook(&["check", "HEAD"]).ok();
}

#[test]
fn the_hook_can_be_switched_off_and_rules_skipped_but_never_silently() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let commit = |variables: &[(&str, &str)]| {
        let mut command = repo.command("git");
        command.args(["commit", "-q", "--allow-empty", "-m", "feat(api): add the login page"]);
        run(command.envs(variables.iter().copied()), b"")
    };
    commit(&[("CIHOOK", "0")]).ok().says("switched off by CIHOOK=0");
    commit(&[("CIHOOK_SKIP", "header-issue,sign-off")])
        .ok()
        .says("skipped, as CIHOOK_SKIP asks: `header-issue`, `sign-off`");
    commit(&[("CIHOOK_SKIP", "sign-of")]).fails(1).says("did you mean `sign-off`?");
}

#[test]
fn answers_come_in_the_language_of_the_reader() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let mut command = repo.command("git");
    command.args(["commit", "--allow-empty", "-m", "feat(api): add the login page"]).env("LANG", "zh_CN.UTF-8");
    run(&mut command, b"").fails(1).says("缺少 issue 编号").says("继续：  git cihook commit --retry -s");
}

#[test]
fn the_branch_helps_with_the_issue() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.git(&["checkout", "-q", "-b", "feat/42-login"]).ok();
    let refused = repo.git(&["commit", "--allow-empty", "-s", "-m", "feat(auth): add the login page"]).fails(1);
    refused.says("feat(auth): add the login page (#42)").says("the branch is `feat/42-login`: is it `#42`?");
}

#[test]
fn prepare_commit_msg_fills_in_what_the_branch_tells() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["install", "--hook", "prepare-commit-msg"]).ok();
    repo.git(&["checkout", "-q", "-b", "feat/42-login"]).ok();
    let mut commit = repo.command("git");
    commit.args(["commit", "-q", "--allow-empty", "-s"]);
    crate::support::run(commit.env("GIT_EDITOR", "sed -i '1s/^feat: /feat(auth): add the login page/'"), b"").ok();
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("feat(auth): add the login page (#42)\n");
}

#[test]
fn scopes_have_to_fit_what_is_staged() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.write("cihook.toml", "[rules.header-scope]\npaths = { api = [\"internal/api/**\"], web = [\"web/**\"] }\n");
    repo.write("web/index.html", "x").git(&["add", "web"]).ok();
    let commit = |scope: &str| repo.git(&["commit", "-q", "-s", "-m", &format!("feat({scope}): add the page (#1)")]);
    commit("api").fails(1).says("touches nothing of `internal/api/**`").says("feat(web): add the page (#1)");
    commit("web").ok();
    repo.write("internal/api/a.go", "x").git(&["add", "internal"]).ok();
    commit("api").ok();
    repo.cihook(&["check", "HEAD~1..HEAD"]).ok();
    let bad = repo.commit("feat(api): add nothing of it (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n");
    repo.cihook(&["check", &bad]).ok();
}
