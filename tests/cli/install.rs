//! `cihook install` and `uninstall`: hooks that cannot be silently dead, and nothing of anybody's lost.

use crate::support::{GOOD, Repo, Sandbox, run};
use std::path::Path;

fn refuses(repo: &Repo) {
    repo.try_commit("bad one").fails(1).says("error[header-format");
    repo.try_commit(GOOD).ok();
}

#[test]
fn installing_twice_changes_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["install"]).ok().prints("installed commit-msg").prints("installed pre-push");
    let before = repo.read(".git/hooks/commit-msg");
    repo.cihook(&["install"]).ok().prints("commit-msg is installed already");
    assert_eq!(repo.read(".git/hooks/commit-msg"), before);
    refuses(&repo);
}

#[test]
fn hooks_of_others_still_run_and_come_back_as_they_were() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let theirs = "#!/bin/sh\nprintf '%s|' \"$@\" >> log; cat >> log 2>/dev/null; sed -i 's/wip/fix(a): x/' \"$1\" 2>/dev/null; exit ${THEIRS:-0}\n";
    for name in ["commit-msg", "pre-push"] {
        repo.program(&format!(".git/hooks/{name}"), theirs);
    }
    repo.cihook(&["install"]).ok().prints("is kept as").prints("still runs");
    repo.git(&[
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "wip the page (#1)\n\nSigned-off-by: A U Thor <author@example.org>",
    ])
    .ok();
    repo.git(&["log", "-1", "--format=%s"]).ok().prints("fix(a): x the page (#1)");
    let mut commit = repo.command("git");
    run(commit.args(["commit", "--allow-empty", "-m", "bad one"]).env("THEIRS", "7"), b"").fails(1);
    assert!(!repo.has(".git/cihook/rejected"), "theirs refused first");
    sandbox.init("remote.git", &["--bare"]);
    repo.git(&["push", "-q", "../remote.git", "main"]).ok();
    assert!(repo.read("log").contains("refs/heads/main"), "their pre-push got its standard input");
    repo.cihook(&["uninstall"]).ok().prints("is back");
    assert_eq!(repo.read(".git/hooks/commit-msg"), theirs);
    assert!(!repo.has(".git/hooks/commit-msg.before-cihook"));
    repo.cihook(&["uninstall"]).ok().prints("there is nothing of cihook to remove here");
}

#[test]
fn two_hooks_of_others_are_never_mixed_up() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\n# first\n");
    repo.install();
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\n# second\n");
    repo.cihook(&["install"]).fails(2).says("two hooks of others cannot both stay");
    assert!(repo.read(".git/hooks/commit-msg").contains("second"));
    assert!(repo.read(".git/hooks/commit-msg.before-cihook").contains("first"));
}

#[test]
fn linked_work_trees_share_the_hooks() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit(GOOD);
    repo.git(&["worktree", "add", "-q", "../linked tree", "-b", "feat/x"]).ok();
    let linked = sandbox.at(sandbox.path("linked tree"));
    linked.install();
    refuses(&linked);
    refuses(&repo);
    linked.try_commit("bad in the linked tree").fails(1);
    let kept = linked.git(&["rev-parse", "--git-path", "cihook/rejected"]).ok().out;
    assert!(
        kept.contains("worktrees") && std::fs::read_to_string(kept.trim()).is_ok_and(|text| text.contains("linked"))
    );
    linked.cihook(&["status"]).ok();
}

#[test]
fn submodules_have_hooks_of_their_own() {
    let sandbox = Sandbox::new();
    let inner = sandbox.repo("inner");
    inner.commit(GOOD);
    let outer = sandbox.repo("outer");
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "-q", "add", "../inner", "part"]).ok();
    let part = sandbox.at(sandbox.path("outer/part"));
    part.git(&["config", "user.name", "A U Thor"]).ok();
    part.git(&["config", "user.email", "author@example.org"]).ok();
    part.install();
    refuses(&part);
    outer.try_commit("not judged here").ok();
}

#[test]
fn a_bare_repository_with_work_trees_works() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit(GOOD);
    repo.git(&["clone", "-q", "--bare", ".", "../bare.git"]).ok();
    let bare = sandbox.at(sandbox.path("bare.git"));
    bare.git(&["config", "user.name", "A U Thor"]).ok();
    bare.git(&["config", "user.email", "author@example.org"]).ok();
    bare.git(&["worktree", "add", "-q", "../tree", "main"]).ok();
    let tree = sandbox.at(sandbox.path("tree"));
    tree.install();
    refuses(&tree);
    bare.cihook(&["status"]).ok();
}

#[test]
fn hooks_path_in_the_work_tree_gets_no_path_of_this_machine() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "core.hooksPath", ".githooks"]).ok();
    repo.install();
    let shim = repo.read(".githooks/commit-msg");
    assert!(!shim.contains(sandbox.path("").to_str().expect("a path")) && !shim.contains("target"), "{shim}");
    refuses(&repo);
    repo.commit(GOOD);
    repo.git(&["worktree", "add", "-q", "../linked", "-b", "feat/y"]).ok();
    let linked = sandbox.at(sandbox.path("linked"));
    linked.write(".githooks/commit-msg", &shim);
    linked.program(".githooks/commit-msg", &shim);
    refuses(&linked);
    repo.cihook(&["status"]).ok();
    repo.cihook(&["uninstall"]).ok();
    assert!(!repo.has(".githooks/commit-msg"));
}

#[test]
fn hooks_path_outside_is_refused_with_what_to_do() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    std::fs::create_dir(sandbox.path("global hooks")).expect("a folder");
    repo.git(&["config", "--global", "core.hooksPath", sandbox.path("global hooks").to_str().expect("a path")]).ok();
    let refused = repo.cihook(&["install"]).fails(2).says("outside of this repository");
    refused.says("cihook hook commit-msg \"$@\"").says("git config core.hooksPath");
    assert_eq!(std::fs::read_dir(sandbox.path("global hooks")).expect("a folder").count(), 0);
    repo.cihook(&["status"]).fails(1);
}

#[test]
fn husky_is_asked_to_call_cihook() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write(".husky/_/h", "").git(&["config", "core.hooksPath", ".husky/_"]).ok();
    repo.cihook(&["install"]).fails(2).says("echo 'cihook hook commit-msg \"$@\"' >> .husky/commit-msg");
}

#[test]
fn a_template_serves_repositories_to_come_and_only_those_with_a_policy() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    here.cihook(&["install", "--template"]).ok().prints("init.templateDir");
    let repo = sandbox.repo("later");
    repo.try_commit("anything goes here").ok().says("this repository has no policy; nothing was checked");
    repo.cihook(&["init"]).ok();
    refuses(&repo);
    repo.cihook(&["status"]).ok();
}

#[test]
fn a_template_that_exists_is_added_to() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    here.program("mine/hooks/commit-msg", "#!/bin/sh\necho mine ran\n");
    here.git(&["config", "--global", "init.templateDir", sandbox.path("mine").to_str().expect("a path")]).ok();
    let before = here.read("home/.gitconfig");
    here.cihook(&["install", "--template"]).ok();
    assert_eq!(here.read("home/.gitconfig"), before);
    let repo = sandbox.repo("later");
    repo.write("cihook.toml", "").git(&["add", "."]).ok();
    repo.git(&["commit", "-q", "-m", GOOD]).ok().says("mine ran");
}

#[test]
fn a_short_path_is_enough() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let git = run(repo.command("sh").args(["-c", "command -v git"]), b"").ok().out;
    let folder = Path::new(git.trim()).parent().expect("a folder").to_owned();
    let mut commit = repo.command(git.trim());
    commit
        .args(["commit", "--allow-empty", "-m", "bad one"])
        .env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    run(&mut commit, b"").fails(1).says("error[header-format");
}

#[test]
fn a_shared_repository_stays_shared() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let repo = sandbox.init("r", &["--shared=group"]);
    repo.install();
    let mode = |name: &str| std::fs::metadata(repo.path.join(name)).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(".git/hooks/commit-msg") & 0o070, 0o070);
    assert_eq!(mode(".git/cihook/path") & 0o060, 0o060);
}

/// A hook that tells by which name it was started, from which folder, and what it sees around it.
const CURIOUS: &str = "echo \"$(basename \"$0\") $(cd \"$(dirname \"$0\")/..\" && pwd) $(ls \"$(dirname \"$0\")\" | tr '\\n' ' ')\" >> \"$LOG\"\n";

#[test]
fn a_kept_hook_sees_the_name_and_the_neighbours_that_it_had() {
    let sandbox = Sandbox::new();
    let log = sandbox.path("log").display().to_string();
    for first in ["#!/bin/sh\n", "", "\u{feff}#!/bin/sh\n"] {
        let _ = std::fs::remove_file(&log);
        let repo = sandbox.repo(&format!("r{}", first.len()));
        let _ = std::fs::remove_dir_all(repo.path.join(".git/hooks"));
        repo.write(".git/hooks/lib.sh", "x=1\n").write(".git/hooks/commit-msg.d/one", "x\n");
        repo.program(".git/hooks/commit-msg", &format!("{first}. \"$(dirname \"$0\")/lib.sh\"\n{CURIOUS}"));
        let commit = || {
            let mut command = repo.command("git");
            run(command.args(["commit", "-q", "--allow-empty", "-m", GOOD]).env("LOG", &log), b"").ok();
            std::fs::read_to_string(&log).expect("the hook ran").lines().last().map(str::to_owned)
        };
        let before = commit().expect("a line");
        repo.install();
        let after = commit().expect("a line");
        assert_eq!(before, after, "{first:?}");
        repo.cihook(&["uninstall"]).ok();
        assert_eq!(commit().expect("a line"), before);
        assert!(!repo.has(".git/hooks.before-cihook"));
    }
}

#[test]
fn an_empty_hook_and_one_that_is_not_executable_stop_nobody() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.program(".git/hooks/commit-msg", "");
    repo.write(".git/hooks/pre-push", "exit 1\n");
    repo.cihook(&["install"]).ok().prints("still runs").prints("git did not run it");
    repo.cihook(&["status"]).ok().prints("does not run, because it is not executable");
    refuses(&repo);
    sandbox.init("remote.git", &["--bare"]);
    repo.git(&["push", "-q", "../remote.git", "main"]).ok();
}

#[test]
fn a_hook_that_was_a_link_is_kept_as_one() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.program("tools/check", "#!/bin/sh\ntouch \"$(basename \"$0\")\"\n");
    std::os::unix::fs::symlink("../../tools/check", repo.path.join(".git/hooks/commit-msg")).expect("a link");
    repo.install();
    repo.try_commit(GOOD).ok();
    assert!(repo.has("commit-msg"));
    repo.cihook(&["uninstall"]).ok();
    let link = std::fs::read_link(repo.path.join(".git/hooks/commit-msg")).expect("a link");
    assert_eq!(link, Path::new("../../tools/check"));
}

#[test]
fn a_folder_in_the_place_of_a_hook_is_told_and_left_alone() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write(".git/hooks/commit-msg/mine", "x\n");
    repo.cihook(&["install"]).fails(2).says("is not a file").says("move it away");
    assert!(repo.has(".git/hooks/commit-msg/mine"));
    repo.cihook(&["uninstall"]).ok();
    assert!(repo.has(".git/hooks/commit-msg/mine"));
}

#[test]
fn an_installation_that_was_cut_short_is_finished_or_undone() {
    let theirs = "#!/bin/sh\n# theirs\n";
    let sandbox = Sandbox::new();
    for (number, finish) in [true, false].into_iter().enumerate() {
        let repo = sandbox.repo(&format!("r{number}"));
        repo.program(".git/hooks/commit-msg", theirs);
        // Killed after the hook was kept, and before ours was put there.
        let hooks = repo.path.join(".git/hooks");
        std::fs::hard_link(hooks.join("commit-msg"), hooks.join("commit-msg.before-cihook")).expect("a link");
        if finish {
            repo.cihook(&["install"]).ok().prints("still runs");
            refuses(&repo);
        }
        repo.cihook(&["uninstall"]).ok();
        assert_eq!(repo.read(".git/hooks/commit-msg"), theirs);
        assert!(!repo.has(".git/hooks/commit-msg.before-cihook"));
        // Killed in a moment in which an older version left no hook at all.
        std::fs::rename(hooks.join("commit-msg"), hooks.join("commit-msg.before-cihook")).expect("moved");
        repo.cihook(&["uninstall"]).ok().prints("is back");
        assert_eq!(repo.read(".git/hooks/commit-msg"), theirs);
    }
}

#[test]
fn lines_that_a_person_added_to_the_shim_are_kept() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    for again in ["install", "uninstall"] {
        let text = repo.read(".git/hooks/commit-msg");
        repo.program(".git/hooks/commit-msg", &format!("{text}# mine, before {again}\n"));
        repo.cihook(&[again]).ok().prints("commit-msg.edited");
    }
    assert!(repo.read(".git/hooks/commit-msg.edited").contains("# mine, before install"));
    assert!(repo.read(".git/hooks/commit-msg.edited-1").contains("# mine, before uninstall"));
    assert!(!repo.has(".git/hooks/commit-msg"));
}

#[test]
fn a_manager_that_moves_our_shim_aside_loses_nobodys_hook() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\necho own >> log\n");
    repo.install();
    let hooks = repo.path.join(".git/hooks");
    std::fs::rename(hooks.join("commit-msg"), hooks.join("commit-msg.legacy")).expect("moved");
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\n\"$0.legacy\" \"$@\" || exit 1\necho manager >> log\n");
    refuses(&repo);
    assert_eq!(repo.read("log"), "own\nown\nmanager\n");
    repo.cihook(&["status"]).ok().prints("commit-msg.legacy calls cihook");
    repo.cihook(&["uninstall"]).ok();
    repo.try_commit("bad one").ok();
    assert_eq!(repo.read("log"), "own\nown\nmanager\nown\nmanager\n");
}

#[test]
fn a_shim_that_was_moved_and_that_nobody_starts_does_not_count() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let hooks = repo.path.join(".git/hooks");
    std::fs::rename(hooks.join("commit-msg"), hooks.join("commit-msg.old")).expect("moved");
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\n# not any more: commit-msg.old\nexit 0\n");
    repo.cihook(&["status"]).fails(1).prints("commit-msg");
    repo.cihook(&["install"]).ok();
    refuses(&repo);
}

#[test]
fn over_a_manager_that_starts_our_shim_nothing_is_installed() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\necho own >> log\n");
    repo.install();
    let hooks = repo.path.join(".git/hooks");
    std::fs::rename(hooks.join("commit-msg"), hooks.join("commit-msg.legacy")).expect("moved");
    let manager = "#!/bin/sh\n\"$0.legacy\" \"$@\" || exit 1\n";
    repo.program(".git/hooks/commit-msg", manager);
    repo.cihook(&["install"]).ok().prints("commit-msg.legacy");
    assert_eq!(repo.read(".git/hooks/commit-msg"), manager);
    refuses(&repo);
}

#[test]
fn pipes_in_the_place_of_files_hang_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    std::fs::create_dir_all(repo.path.join(".git/cihook")).expect("a folder");
    let pipe = |name: &str| {
        let mut command = repo.command("mkfifo");
        crate::support::run(command.arg(repo.path.join(name)), b"").ok();
    };
    pipe(".git/cihook/path");
    pipe(".git/hooks/commit-msg.edited");
    pipe("template");
    repo.git(&["config", "commit.template", "template"]).ok();
    repo.install();
    let text = repo.read(".git/hooks/commit-msg");
    repo.program(".git/hooks/commit-msg", &format!("{text}# mine\n"));
    repo.cihook(&["install"]).ok().prints("commit-msg.edited-1");
    repo.cihook_with(&["hook", "commit-msg", "/dev/null"], &[], b"").fails(1);
    repo.cihook(&["uninstall"]).ok();
    pipe(".git/hooks/pre-push.before-cihook");
    repo.program(".git/hooks/pre-push", "#!/bin/sh\n");
    repo.cihook(&["install"]).fails(2);
}

#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    // A process of that number there cannot be: 2^22 is the most of Linux.
    let left = [".commit-msg.4194999.tmp", ".pre-push.before-cihook.4194999.tmp"];
    for name in left {
        repo.write(&format!(".git/hooks/{name}"), "half");
    }
    repo.write(".git/hooks/.mine.4194999.tmp", "mine");
    repo.install();
    assert!(
        !left.iter().any(|name| repo.has(&format!(".git/hooks/{name}")))
            || !std::path::Path::new("/proc/self").exists()
    );
    assert!(repo.has(".git/hooks/.mine.4194999.tmp"));
}

#[test]
fn where_cihook_is_not_on_the_path_git_starts_it() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.cihook(&["install"]).ok().prints("git cihook");
    repo.write("below/file", "").write("below/bad", "tidy up\n");
    let below = sandbox.at(repo.path.join("below"));
    below.git(&["cihook", "status"]).ok().prints("run it as: git cihook");
    below.git(&["cihook", "check", "--message", "bad"]).fails(1);
    repo.git(&["commit", "-q", "--allow-empty", "-m", "tidy up"]).fails(1).says("git cihook commit --retry");
    let mut retry = repo.command("git");
    let retry = retry.args(["cihook", "commit", "--retry"]).env_remove("GIT_EDITOR").env("TERM", "dumb");
    run(retry, b"").fails(2).says("printed by: git cihook commit --retry --print");
    std::fs::remove_file(repo.path.join(".git/hooks/pre-push")).expect("removed");
    repo.git(&["cihook", "status"]).fails(1).prints("install it with: git cihook install");
    repo.git(&["cihook", "uninstall"]).ok();
    assert_eq!(repo.git(&["config", "alias.cihook"]).code, 1);
    repo.git(&["config", "alias.cihook", "log"]).ok();
    repo.install().cihook(&["uninstall"]).ok();
    assert_eq!(repo.git(&["config", "alias.cihook"]).ok().out, "log\n");
}

#[test]
fn an_alias_that_is_there_twice_is_taken_away_where_it_is_ours() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    let ours = repo.git(&["config", "alias.cihook"]).ok().out;
    repo.git(&["config", "--add", "alias.cihook", ours.trim_end()]).ok();
    repo.install().git(&["config", "--get-all", "alias.cihook"]).ok();
    repo.git(&["config", "--add", "alias.cihook", "log"]).ok();
    repo.cihook(&["uninstall"]).ok();
    assert_eq!(repo.git(&["config", "--get-all", "alias.cihook"]).ok().out, "log\n");
}

#[test]
fn what_our_shim_says_to_us_does_not_reach_other_hooks() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    sandbox.at(sandbox.path("")).cihook(&["install", "--template"]).ok();
    repo.program(".git/hooks/commit-msg", "#!/bin/sh\nenv | grep '^CIHOOK' > seen; exit 0\n");
    repo.cihook(&["install"]).ok();
    let text = repo.read(".git/hooks/commit-msg");
    let template =
        text.replace("export CIHOOK_SHIM\n", "CIHOOK_ONLY_WITH_POLICY=1\nexport CIHOOK_SHIM CIHOOK_ONLY_WITH_POLICY\n");
    repo.program(".git/hooks/commit-msg", &template);
    repo.try_commit(GOOD).ok();
    assert_eq!(repo.read("seen"), "");
}

#[test]
fn a_hooks_path_that_is_empty_is_told() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "core.hooksPath", ""]).ok();
    let said = repo.cihook(&["install"]).fails(2).says("core.hooksPath is empty").err;
    assert!(!repo.has("commit-msg") && !repo.has("pre-push"));
    follow(&repo, &said);
    refuses(&repo);
}

#[test]
fn the_hint_for_own_hooks_holds_in_linked_work_trees_and_behind_links() {
    let sandbox = Sandbox::new();
    for (name, is_link) in [("set", false), ("linked", true)] {
        let repo = sandbox.repo(name);
        let outside = sandbox.path(&format!("outside-{name}"));
        std::fs::create_dir(&outside).expect("a folder");
        if is_link {
            let _ = std::fs::remove_dir_all(repo.path.join(".git/hooks"));
            std::os::unix::fs::symlink(&outside, repo.path.join(".git/hooks")).expect("a link");
        } else {
            repo.git(&["config", "core.hooksPath", &outside.display().to_string()]).ok();
        }
        let said = repo.cihook(&["install"]).fails(2);
        assert_eq!(said.err.contains("(core.hooksPath)"), !is_link, "{said:#?}");
        follow(&repo, &said.err);
        refuses(&repo);
        repo.git(&["worktree", "add", "-q", &format!("../{name}-tree")]).ok();
        refuses(&sandbox.at(sandbox.path(&format!("{name}-tree"))));
        assert_eq!(std::fs::read_dir(&outside).expect("a folder").count(), 0);
    }
}

/// Types the command that the answer ends with, and installs again.
fn follow(repo: &Repo, said: &str) {
    let line = said.lines().find(|line| line.contains("own hooks:  ")).expect("a command");
    let command = line.split("own hooks:  ").nth(1).expect("a command");
    run(repo.command("sh").args(["-c", command]), b"").ok();
    repo.cihook(&["install"]).ok();
}

#[test]
fn husky_in_any_folder_is_husky() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "core.hooksPath", "tools/my husky/_"]).ok();
    repo.write("tools/my husky/_/h", "x\n");
    let said = repo.cihook(&["install"]).fails(2).says("husky owns the hooks here").err;
    let command = said.split("call cihook:  ").nth(1).expect("a command").lines().next().expect("a line");
    run(repo.command("sh").args(["-c", command]), b"").ok();
    assert_eq!(repo.read("tools/my husky/commit-msg"), "cihook hook commit-msg \"$@\"\n");
}

#[test]
fn a_folder_whose_name_is_no_text_works_everywhere() {
    use std::os::unix::ffi::OsStrExt as _;
    let sandbox = Sandbox::new();
    let odd = sandbox.path("").join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    if std::fs::create_dir(&odd).is_err() {
        return crate::support::aloud::skipped("a folder whose name is no text", "the file system takes none");
    }
    let repo = sandbox.repo("r");
    let moved = sandbox.at(odd.join("r"));
    std::fs::rename(&repo.path, &moved.path).expect("moved");
    let copy = odd.join("cihook");
    std::fs::copy(crate::support::program(), &copy).expect("a copy");
    run(moved.command(&copy).arg("install"), b"").ok();
    refuses(&moved);
    moved.git(&["worktree", "add", "-q", "../tree"]).ok();
    refuses(&sandbox.at(odd.join("tree")));
}

#[test]
fn the_program_is_named_by_the_link_that_stays() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let store = sandbox.path("store");
    std::fs::create_dir(&store).expect("a folder");
    std::fs::copy(crate::support::program(), store.join("cihook")).expect("a copy");
    std::fs::create_dir(sandbox.path("bin")).expect("a folder");
    std::os::unix::fs::symlink(store.join("cihook"), sandbox.path("bin/cihook")).expect("a link");
    let path = format!("{}:{}", sandbox.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    run(repo.command("sh").args(["-c", "cihook install"]).env("PATH", path), b"").ok();
    assert!(repo.read(".git/hooks/commit-msg").contains("/bin/cihook'"), "{}", repo.read(".git/hooks/commit-msg"));
    run(repo.command(sandbox.path("bin/cihook")).arg("install"), b"").ok().prints("already");
}

#[test]
fn a_shared_shim_finds_the_program_without_help_of_git() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "core.hooksPath", ".githooks"]).ok();
    repo.install().git(&["add", "."]).ok();
    repo.commit(GOOD);
    repo.git(&["worktree", "add", "-q", "../tree"]).ok();
    let tree = sandbox.at(sandbox.path("tree"));
    tree.write("message", "bad one\n");
    run(tree.command("./.githooks/commit-msg").arg("message"), b"").fails(1).says("error[header-format");
    std::fs::remove_file(repo.path.join(".git/cihook/path")).expect("removed");
    let gone = run(tree.command("./.githooks/commit-msg").arg("message"), b"").fails(1);
    assert!(!gone.err.contains("rm "), "a file of the team: {gone:#?}");
}
