//! `cihook commit --retry`: after a refusal the very commit that was refused is made, with a better message.

use crate::support::{Ran, Repo, Sandbox, program, run};

const HEADER: &str = "fix(api): close the pool (#7)";

fn repo(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("work tree");
    repo.write("a", "one\n").write("b", "one\n").write("sub/c", "one\n").git(&["add", "."]).ok();
    repo.commit("feat(api): start (#1)\n");
    repo.install();
    repo
}

/// Runs a line as a user types it, with an editor.
fn typed(repo: &Repo, line: &str, editor: &str) -> Ran {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = program().parent().expect("a folder").to_owned();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path))).expect("a path");
    run(repo.command("sh").args(["-c", line]).env("PATH", path).env("GIT_EDITOR", editor), b"")
}

/// The command that a refusal prints.
fn go_on(refused: &Ran) -> String {
    let line = refused.err.lines().find_map(|line| line.split_once("Go on with:  "));
    line.unwrap_or_else(|| panic!("{refused:#?}")).1.to_owned()
}

/// Refuses a commit that git was asked for with a message as `git ARGUMENTS` would, and goes on as printed.
fn refused_and_gone_on(repo: &Repo, line: &str) -> Ran {
    let refused = typed(repo, line, "false").fails(1);
    let go_on = go_on(&refused);
    assert!(go_on.starts_with("cihook commit --retry"), "{go_on}");
    typed(repo, &go_on, "true").ok()
}

fn shows(repo: &Repo, format: &str, expected: &str) {
    let shown = repo.git(&["log", "-1", &format!("--format={format}")]).ok().out;
    assert_eq!(shown.trim_end(), expected, "{format}");
}

fn changed(repo: &Repo) -> String {
    repo.git(&["show", "--name-only", "--format=", "HEAD"]).ok().out.replace('\n', " ").trim_end().to_owned()
}

const BAD: &str = "Fix(api): close the pool  (#7).";

#[test]
fn what_was_refused_is_committed_in_the_form_that_was_refused() {
    for (name, line, paths) in [
        ("what is staged", format!("git add a && git commit -m '{BAD}'"), "a"),
        ("-a", format!("git commit -q -a -m '{BAD}'"), "a b sub/c"),
        ("-am", format!("git commit -am '{BAD}'"), "a b sub/c"),
        ("a path", format!("git add a && git commit -m '{BAD}' b"), "b"),
        ("a path behind --", format!("git commit --message='{BAD}' -- b a"), "a b"),
        ("-i", format!("git add a && git commit -i -m '{BAD}' b"), "a b"),
        ("a path below the top", format!("cd sub && git commit -m '{BAD}' c"), "sub/c"),
        ("an alias", format!("git config alias.ci 'commit -a' && git ci -m '{BAD}'"), "a b sub/c"),
        ("an alias of the shell", format!("git config alias.ca '!git add b && git commit' && git ca -m '{BAD}'"), "b"),
        ("a file of paths", format!("echo b > list && git commit -m '{BAD}' --pathspec-from-file=list"), "b"),
        ("literal paths", format!("git --literal-pathspecs commit -m '{BAD}' b"), "b"),
        ("a message from a file", format!("echo '{BAD}' > m && git commit -a -F m"), "a b sub/c"),
        ("a message from standard input", format!("echo '{BAD}' | git commit -a -F -"), "a b sub/c"),
    ] {
        let sandbox = Sandbox::new();
        let repo = repo(&sandbox);
        repo.write("a", "two\n").write("b", "two\n").write("sub/c", "two\n");
        refused_and_gone_on(&repo, &line);
        shows(&repo, "%s", HEADER);
        assert_eq!(changed(&repo), paths, "{name}");
        shows(&repo, "%(trailers:key=Signed-off-by)", "Signed-off-by: A U Thor <author@example.org>");
        assert!(!repo.has(".git/cihook/rejected") && !repo.has(".git/cihook/rejected.form"), "{name}");
        assert_eq!(repo.read(".git/cihook/rejected.1"), format!("{BAD}\n"), "{name}");
    }
}

#[test]
fn an_amended_commit_is_amended_and_no_other_one() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.write("a", "two\n").git(&["add", "a"]).ok();
    repo.commit("feat(api): second (#2)\n");
    refused_and_gone_on(&repo, &format!("git commit --amend -m '{BAD}'"));
    shows(&repo, "%s", HEADER);
    repo.git(&["rev-list", "--count", "HEAD"]).ok().prints("2\n");
    let refused = typed(&repo, "git commit --amend -m 'words'", "false").fails(1);
    let head = repo.commit("feat(api): another one (#3)\n");
    typed(&repo, &go_on(&refused), "true").fails(2).says("HEAD is another one by now");
    repo.git(&["rev-parse", "HEAD"]).ok().prints(&head);
    assert_eq!(repo.read(".git/cihook/rejected"), "words\n");
}

#[test]
fn authors_and_dates_stay() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let author = "Ann Lee <ann@example.org>";
    refused_and_gone_on(&repo, &format!("git commit --allow-empty --author='{author}' -m '{BAD}'"));
    shows(&repo, "%an <%ae>", author);
    refused_and_gone_on(
        &repo,
        "git commit --allow-empty --date='2020-02-03T04:05:06+0700' -m 'Fix(api): close it twice (#7)'",
    );
    shows(&repo, "%aI", "2020-02-03T04:05:06+07:00");
    let source = repo.git(&["rev-parse", "HEAD~1"]).ok().out;
    repo.git(&[
        "commit",
        "--allow-empty",
        "--no-verify",
        "-q",
        "--author",
        author,
        "--date=1600000000 +0000",
        "-m",
        BAD,
    ])
    .ok();
    repo.git(&["commit", "--allow-empty", "--no-verify", "-q", "-m", "other"]).ok();
    refused_and_gone_on(&repo, "git commit --allow-empty -C HEAD~1");
    shows(&repo, "%an <%ae> %at", &format!("{author} 1600000000"));
    assert!(!source.is_empty());
}

#[test]
fn keys_trailers_and_settings_stay() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let gpg = repo.program(
        "gpg",
        "#!/bin/sh\ncat > /dev/null\necho '[GNUPG:] BEGIN_SIGNING' >&2\necho '[GNUPG:] SIG_CREATED D' >&2\n\
         printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nabc\\n-----END PGP SIGNATURE-----\\n'\n",
    );
    repo.git(&["config", "gpg.program", &gpg.display().to_string()]).ok();
    refused_and_gone_on(&repo, &format!("git commit --allow-empty -SABC -m '{BAD}'"));
    repo.git(&["cat-file", "commit", "HEAD"]).ok().prints("BEGIN PGP SIGNATURE");
    let line =
        "git commit --allow-empty --trailer 'Reviewed-by: R <r@example.org>' --trailer 'Acked-by: A <a@example.org>'";
    refused_and_gone_on(&repo, &format!("{line} -m 'Fix(api): close it twice (#7)'"));
    shows(
        &repo,
        "%(trailers:key=Reviewed-by)%(trailers:key=Acked-by)",
        "Reviewed-by: R <r@example.org>\nAcked-by: A <a@example.org>",
    );
    let line = "git -c user.name='Else Where' -c user.email=else@example.org commit --allow-empty";
    refused_and_gone_on(&repo, &format!("{line} -m 'Fix(api): close it elsewhere (#7)'"));
    shows(&repo, "%cn <%ce>", "Else Where <else@example.org>");
}

#[test]
fn what_git_tells_its_hooks_serves_where_nobody_sees_how_it_was_called() {
    for (name, line, paths) in [
        ("what is staged", "git add a && git commit", "a"),
        ("-a", "git commit -a", "a b sub/c"),
        ("a path", "git add a && git commit b", "b"),
        ("-i", "git add a && git commit -i b", "a b"),
        ("--amend -a", "git commit --amend -a", "a b sub/c"),
    ] {
        let sandbox = Sandbox::new();
        let repo = repo(&sandbox);
        let line_of_head =
            "GIT_AUTHOR_DATE='1600000000 +0000' git commit -q --no-verify --allow-empty -m 'feat(api): second (#2)'";
        typed(&repo, line_of_head, "false").ok();
        let hook = repo.read(".git/hooks/commit-msg");
        repo.program(".git/hooks/commit-msg.own", &hook);
        // So many shells stand between git and us that it is not looked for any longer.
        let inner = "\"$0.own\" \"$1\"";
        let nested = (0..8).fold(inner.to_owned(), |inner, _| {
            format!("sh -c '{}; exit $?' \"$0\" \"$1\"", inner.replace('\'', r"'\''"))
        });
        repo.program(".git/hooks/commit-msg", &format!("#!/bin/sh\n{nested}; exit $?\n"));
        repo.write("a", "two\n").write("b", "two\n").write("sub/c", "two\n");
        let mut words = line.split(" commit").map(str::to_owned);
        let line = format!(
            "{} commit -m '{BAD}' --author='Ann Lee <ann@example.org>'{}",
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default()
        );
        let line =
            if name.contains("amend") { line.replace(" --author='Ann Lee <ann@example.org>'", "") } else { line };
        refused_and_gone_on(&repo, &line);
        shows(&repo, "%s", HEADER);
        assert_eq!(changed(&repo), paths, "{name}");
        if !name.contains("amend") {
            shows(&repo, "%an <%ae>", "Ann Lee <ann@example.org>");
        }
    }
}

#[test]
fn nothing_is_signed_without_being_asked() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    typed(&repo, &format!("git commit --allow-empty -m '{BAD}'"), "false").fails(1);
    typed(&repo, "cihook commit --retry", "true").fails(1).says("sign-off");
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("start");
    typed(&repo, "cihook commit --retry -s", "true").ok();
}

#[test]
fn with_nothing_kept_there_is_nothing_to_go_on_with() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.cihook(&["commit", "--retry"]).fails(2).says("no refused message is kept here");
    refused_and_gone_on(&repo, &format!("git commit --allow-empty -m '{BAD}'"));
    repo.cihook(&["commit", "--retry"]).fails(2).says("no refused message is kept here");
    std::fs::create_dir(sandbox.path("none")).expect("a folder");
    sandbox.at(sandbox.path("none")).cihook(&["commit", "--retry"]).fails(2);
}

#[test]
fn a_message_that_was_committed_by_hand_is_not_committed_again() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    typed(&repo, &format!("git commit --allow-empty -m '{BAD}'"), "false").fails(1);
    typed(&repo, &format!("git commit --allow-empty -s -m '{HEADER}'"), "false").ok();
    typed(&repo, "cihook commit --retry -s", "true").fails(2).says("that of HEAD already");
    assert!(!repo.has(".git/cihook/rejected"));
}

#[test]
fn placeholders_are_shown_and_asked_for() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let refused = typed(&repo, "git commit --allow-empty -m 'fix the login'", "false").fails(1);
    let page = sandbox.path("page");
    let editor = repo.program("editor", &format!("#!/bin/sh\ncp \"$1\" '{}'\n", page.display()));
    typed(&repo, &go_on(&refused), &format!("'{}'", editor.display())).fails(1).says("`<scope>` is a placeholder");
    let page = std::fs::read_to_string(page).expect("a page");
    assert!(page.starts_with("fix(<scope>): the login (#<issue>)\n"), "{page}");
    assert!(page.contains("\n# Fill in: <scope>, <issue>\n") && page.contains("\n# header-issue: "), "{page}");
    let editor = "sed -i -e 's/<scope>/auth/' -e 's/<issue>/42/'";
    typed(&repo, &go_on(&refused), editor).ok();
    shows(&repo, "%s", "fix(auth): the login (#42)");
}

#[test]
fn lines_that_look_like_comments_stay_whatever_comments_begin_with() {
    for setting in [
        "core.commentChar=#",
        "core.commentChar=;",
        "core.commentString=//",
        "core.commentChar=auto",
        "commit.cleanup=verbatim",
    ] {
        let sandbox = Sandbox::new();
        let repo = repo(&sandbox);
        let (key, value) = setting.split_once('=').expect("a setting");
        repo.git(&["config", key, value]).ok();
        let body = "#12 was the cause\n\n; so it was\n\n// and so on";
        refused_and_gone_on(&repo, &format!("git commit --allow-empty -m '{BAD}' -m '{body}'"));
        shows(&repo, "%b", &format!("{body}\n\nSigned-off-by: A U Thor <author@example.org>"));
    }
}

#[test]
fn what_was_written_is_kept_where_the_commit_fails() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let refused = typed(&repo, &format!("git commit --allow-empty -m '{BAD}'"), "false").fails(1);
    let go_on = go_on(&refused);
    typed(&repo, &go_on, "sed -i 1s/^/words/").fails(1);
    assert!(repo.read(".git/cihook/rejected").starts_with("wordsfix(api)"));
    typed(&repo, &go_on, ": >").fails(1);
    assert!(repo.read(".git/cihook/rejected").starts_with("wordsfix(api)"), "an emptied page");
    typed(&repo, &go_on, "false").fails(1);
    repo.git(&["config", "gpg.program", "false"]).ok();
    repo.git(&["config", "commit.gpgSign", "true"]).ok();
    typed(&repo, &go_on, "sed -i '1s/.*/fix(api): written well (#9)/'");
    assert!(repo.read(".git/cihook/rejected").starts_with("fix(api): written well (#9)\n"));
    repo.git(&["config", "commit.gpgSign", "false"]).ok();
    typed(&repo, &go_on, "true").ok();
    shows(&repo, "%s", "fix(api): written well (#9)");
}

#[test]
fn without_terminal_and_editor_the_command_to_type_is_told() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    typed(&repo, &format!("git commit --allow-empty -m '{BAD}' -m 'It leaked.\n- and more'"), "false").fails(1);
    let without = |arguments: &[&str]| {
        let mut command = repo.command(program());
        ["GIT_EDITOR", "EDITOR", "VISUAL"].into_iter().for_each(|name| {
            command.env_remove(name);
        });
        run(command.args(arguments), b"")
    };
    without(&["commit", "--retry"]).fails(2).says("-s");
    let told = without(&["commit", "--retry", "-s"]).fails(2);
    let line = told.err.lines().find_map(|line| line.split_once("commit it with:  ")).expect("a command").1.to_owned();
    typed(&repo, &line, "false").ok();
    shows(&repo, "%s", HEADER);
    typed(&repo, "git commit --allow-empty -m 'fix the login'", "false").fails(1);
    without(&["commit", "--retry", "-s"]).fails(2).says("fill in <scope>, <issue>");
}

#[test]
fn the_message_is_printed_on_request() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    typed(&repo, &format!("git commit --allow-empty -m '{BAD}'"), "false").fails(1);
    let printed = repo.cihook(&["commit", "--retry", "--print"]).fails(1);
    assert_eq!(printed.out, format!("{HEADER}\n"));
    repo.cihook(&["commit", "--retry", "--print", "-s"]).ok();
    assert_eq!(repo.read(".git/cihook/rejected"), format!("{BAD}\n"));
}

#[test]
fn a_rebase_goes_on() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    for number in 2..4 {
        repo.write("a", format!("{number}\n")).git(&["add", "a"]).ok();
        repo.commit(&format!("fix(api): step {number} (#{number})\n\nSigned-off-by: A U Thor <author@example.org>\n"));
    }
    let rebase = "GIT_SEQUENCE_EDITOR='sed -i 1s/^pick/reword/' git rebase -q -i HEAD~2";
    let refused = typed(&repo, rebase, "sed -i 1s/^fix/Fix/");
    let go_on = go_on(&refused);
    assert_eq!(go_on, "cihook commit --retry && git rebase --continue");
    typed(&repo, &go_on, "true").ok();
    repo.git(&["log", "--format=%s", "-2"]).ok().prints("fix(api): step 3 (#3)\nfix(api): step 2 (#2)\n");
    repo.git(&["rev-list", "--count", "HEAD"]).ok().prints("3\n");
}

#[test]
fn that_something_else_is_staged_is_said() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.write("a", "two\n").git(&["add", "a"]).ok();
    let refused = typed(&repo, &format!("git commit -m '{BAD}'"), "false").fails(1);
    repo.write("b", "two\n").git(&["add", "b"]).ok();
    typed(&repo, &go_on(&refused), "true").ok().says("not those of the commit that was refused");
}

#[test]
fn what_is_no_plain_file_is_not_opened() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    std::fs::create_dir_all(repo.path.join(".git/cihook")).expect("a folder");
    for name in ["rejected", "rejected.form"] {
        run(repo.command("mkfifo").arg(repo.path.join(".git/cihook").join(name)), b"").ok();
    }
    repo.cihook(&["commit", "--retry"]).fails(2);
    refused_and_gone_on(&repo, &format!("git commit --allow-empty -m '{BAD}'"));
}

#[test]
fn an_equal_message_moves_nothing_and_the_newer_form_holds() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.write("a", "two\n").write("b", "two\n");
    typed(&repo, &format!("git commit -a -m '{BAD}'"), "false").fails(1);
    refused_and_gone_on(&repo, &format!("git commit -m '{BAD}' b"));
    assert_eq!(changed(&repo), "b");
    assert!(!repo.has(".git/cihook/rejected.2"));
}

#[test]
fn what_cannot_be_repeated_is_told() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    repo.write("a", "two\n");
    typed(&repo, &format!("echo a | git commit -m '{BAD}' --pathspec-from-file=-"), "false").fails(1);
    typed(&repo, "cihook commit --retry -s", "true").fails(2).says("came from standard input");
    assert_eq!(repo.read(".git/cihook/rejected"), format!("{BAD}\n"));
}

/// Where the system does not show how git was called, that an empty first commit was asked for is seen by its tree.
#[test]
fn an_empty_first_commit_is_gone_on_with_where_nobody_shows_the_command() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    repo.install();
    repo.write(
        ".git/COMMIT_EDITMSG",
        "Fix(api): close the pool (#7)\n\nSigned-off-by: A U Thor <author@example.com>\n",
    );
    let refused = repo.cihook(&["hook", "commit-msg", ".git/COMMIT_EDITMSG"]).fails(1);
    typed(&repo, &go_on(&refused), "true").ok();
    shows(&repo, "%s", HEADER);
}
