//! The commands that a refusal offers: pasted as they are they let the push pass, and nothing else is lost.

use crate::history::MESSAGE;
use crate::pair::{Pair, huge, offered};
use crate::support::{Ran, program, run};

/// Pastes the command that takes a file out.
fn take_out(pair: &Pair, refused: &Ran) {
    pair.shell(&offered(refused, "remove it with: ")).ok();
}

#[test]
fn a_file_of_the_newest_commit_is_amended_out() {
    for name in
        ["big.bin", "大文件.bin", "[x]y.bin", ":top", "-rf", "a \"b\" 'c' $d", "two\nlines", "a*.bin", "back\\slash"]
    {
        let pair = Pair::new();
        pair.repo.write("cihook.toml", "[rules]\npath-name = \"off\"\n");
        pair.save("ab.bin", "innocent\n");
        pair.save("xy.bin", "innocent\n");
        pair.repo.write("beside.txt", "beside\n").git(&["add", "beside.txt"]).ok();
        pair.save(name, huge());
        take_out(&pair, &pair.push(&["origin", "main"]).fails(1));
        pair.push(&["origin", "main"]).ok();
        assert_eq!(pair.files("HEAD"), ["ab.bin", "beside.txt", "first.txt", "xy.bin"], "{name}");
        assert!(pair.repo.has(name), "the file itself stays: {name}");
    }
}

#[test]
fn names_that_are_no_text_are_taken_out_as_well() {
    let pair = Pair::new();
    pair.shell("head -c 2000001 /dev/zero >$'caf\\xe9.bin' && git add . && git commit -q --no-verify -m x").ok();
    pair.repo.git(&["commit", "-q", "--no-verify", "--amend", "-m", MESSAGE]).ok();
    take_out(&pair, &pair.push(&["origin", "main"]).fails(1));
    pair.push(&["origin", "main"]).ok();
    assert_eq!(pair.files("HEAD"), ["first.txt"]);
}

#[test]
fn a_commit_that_has_nothing_else_stays_without_changes() {
    let pair = Pair::new();
    pair.save("big.bin", huge());
    take_out(&pair, &pair.push(&["origin", "main"]).fails(1));
    pair.push(&["origin", "main"]).ok();
}

#[test]
fn a_file_that_was_small_before_is_small_again() {
    let pair = Pair::new();
    pair.save("data.bin", "small\n");
    pair.push(&["origin", "main"]).ok();
    pair.save("data.bin", huge());
    take_out(&pair, &pair.push(&["origin", "main"]).fails(1));
    pair.push(&["origin", "main"]).ok();
    assert_eq!(pair.repo.git(&["show", "HEAD:data.bin"]).ok().out, "small\n");
    assert_eq!(pair.repo.read("data.bin").len(), huge().len());
}

#[test]
fn a_file_of_an_older_commit_is_told_in_words_and_no_history_is_filtered() {
    let pair = Pair::new();
    let commit = pair.save("big.bin", huge());
    pair.save("later.txt", "later\n");
    let refused = pair.push(&["origin", "main"]).fails(1).says(&format!("remove it from the commit {}", &commit[..10]));
    let why = "(why: git cihook explain file-size)";
    assert!(!refused.err.replace(why, "").contains("git "), "{refused:#?}");
}

#[test]
fn what_is_staged_is_unstaged() {
    let pair = Pair::new();
    pair.repo.write("new.bin", huge()).write("first.txt", huge()).git(&["add", "."]).ok();
    let refused = pair.repo.git(&["commit", "-q", "-m", MESSAGE]).fails(1);
    for line in refused.err.lines().filter(|line| line.starts_with("error[file-size]")) {
        pair.shell(line.split_once("remove it with: ").expect("a command").1).ok();
    }
    assert_eq!(pair.repo.git(&["diff", "--cached", "--name-only"]).ok().out, "");
    assert!(pair.repo.has("new.bin"));
}

#[test]
fn a_branch_is_renamed() {
    let pair = Pair::new();
    pair.repo.git(&["checkout", "-q", "-b", "Fix_Login"]).ok();
    pair.save("x.txt", "x\n");
    let refused = pair.push(&["origin", "Fix_Login"]).fails(1);
    assert_eq!(pair.push(&["origin", "HEAD"]).fails(1).err, refused.err);
    pair.shell(&offered(&refused, "then push again: ")).ok();
    pair.push(&["origin", "fix/login"]).ok();
    for local in ["fix/login", "HEAD~1"] {
        let ran = pair.push(&["origin", &format!("{local}:refs/heads/Bad")]).fails(1);
        assert!(
            ran.says("push it under another name, as `feat/bad`").err.lines().all(|line| !line.contains("git branch"))
        );
    }
}

#[test]
fn no_command_takes_the_date_and_the_text_of_a_tag_away() {
    let pair = Pair::new();
    for (name, meant) in [("1.2", "is `v1.2.0` meant?"), ("v1.2.3-preview", "give it a name that is allowed")] {
        pair.repo.git(&["tag", "-a", "-m", "words", name]).ok();
        let refused = pair.push(&["origin", name]).fails(1).says(meant);
        assert!(!refused.err.contains("git tag"), "{refused:#?}");
    }
}

/// The one command to go on with.
fn go_on(refused: &Ran) -> String {
    let lines: Vec<&str> = refused.err.lines().filter_map(|line| line.strip_prefix("Go on with:  ")).collect();
    assert_eq!(lines.len(), 1, "{refused:#?}");
    lines[0].to_owned()
}

const UNSIGNED: &str = "docs(a): say more (#1)\n";

/// Runs a line as a user types it who has cihook on the PATH.
fn typed(pair: &Pair, line: &str) -> Ran {
    let folder = program().parent().expect("a folder").display().to_string();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    run(pair.repo.command("sh").args(["-c", line]).env("PATH", path).env("GIT_EDITOR", "true"), b"")
}

#[test]
fn own_commits_are_signed_by_one_command() {
    let pair = Pair::new();
    pair.repo.commit(UNSIGNED);
    let refused = typed(&pair, "git push origin main").fails(1);
    assert_eq!(go_on(&refused), "cihook fix --push --apply --signoff");
    typed(&pair, &go_on(&refused)).ok();
    pair.push(&["origin", "main"]).ok();
    let base = pair.repo.git(&["rev-parse", "HEAD"]).ok().out;
    pair.save("x.txt", "x\n");
    pair.repo.git(&["commit", "-q", "--amend", "--no-verify", "-m", UNSIGNED]).ok();
    pair.save("y.txt", "y\n");
    let tree = pair.repo.git(&["rev-parse", "HEAD^{tree}"]).ok().out;
    let refused = typed(&pair, "git push origin main").fails(1);
    let refused = refused.says("error[sign-off]: 1 of 2 commits cannot be pushed yet: cihook fix");
    typed(&pair, &go_on(&refused)).ok();
    pair.push(&["origin", "main"]).ok();
    assert_eq!(pair.repo.git(&["rev-parse", "HEAD^{tree}"]).ok().out, tree);
    assert_eq!(pair.repo.git(&["rev-parse", "HEAD~2"]).ok().out, base, "what is public stays");
}

#[test]
fn what_a_machine_can_write_better_is_written_better_by_the_command() {
    let pair = Pair::new();
    pair.repo.commit("Docs(a) : say more （#1）\n\nSigned-off-by: A U Thor <author@example.org>\n");
    for (line, command) in [
        ("git push origin main", "cihook fix --push --apply"),
        ("cihook check --lang en >&2", "cihook fix --apply"),
        ("cihook check origin/main..HEAD >&2", "cihook fix origin/main..HEAD --apply"),
        ("cihook check HEAD >&2", "cihook fix HEAD --apply"),
    ] {
        assert_eq!(go_on(&typed(&pair, line).fails(1)), command, "{line}");
        let before = pair.repo.git(&["rev-parse", "HEAD"]).ok().out;
        typed(&pair, command).ok();
        typed(&pair, line).ok();
        if line.starts_with("git push") {
            pair.repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD~1"]).ok();
        }
        pair.repo.git(&["reset", "-q", "--hard", before.trim()]).ok();
    }
}

#[test]
fn no_command_is_printed_that_would_be_refused() {
    let pair = Pair::new();
    let is_silent = |line: &str| {
        let refused = typed(&pair, line).fails(1);
        assert!(!refused.err.contains("Go on with"), "{line}: {refused:#?}");
    };
    pair.repo.commit(UNSIGNED);
    pair.repo.git(&["tag", "v1.2.3"]).ok();
    is_silent("cihook check v1.2.3 >&2");
    is_silent("cihook check --all >&2");
    is_silent("git push origin v1.2.3");
    pair.push(&["--no-verify", "-q", "origin", "main"]).ok();
    is_silent("cihook check HEAD~1..HEAD >&2");
    pair.repo.commit(UNSIGNED);
    std::fs::create_dir(pair.repo.path.join(".git/rebase-merge")).expect("a state");
    std::fs::write(pair.repo.path.join(".git/rebase-merge/head-name"), "refs/heads/main\n").expect("a state");
    is_silent("git push origin main");
    is_silent("cihook check >&2");
}

#[test]
fn nobody_is_told_to_sign_for_somebody_else() {
    let theirs = |pair: &Pair| {
        let mut commit = pair.repo.command("git");
        commit.args(["commit", "-q", "--allow-empty", "--no-verify", "-m", UNSIGNED]);
        let names = [("GIT_AUTHOR_NAME", "Eve"), ("GIT_AUTHOR_EMAIL", "eve@example.org")];
        crate::support::run(commit.envs(names), b"").ok();
    };
    let last_is_theirs = Pair::new();
    last_is_theirs.save("x.txt", "x\n");
    theirs(&last_is_theirs);
    let below_is_theirs = Pair::new();
    theirs(&below_is_theirs);
    below_is_theirs.save("x.txt", "x\n");
    let merged = Pair::new();
    merged.push(&["origin", "main"]).ok();
    merged.repo.git(&["switch", "-q", "-c", "feat/x"]).ok();
    merged.repo.commit(UNSIGNED);
    merged.repo.git(&["switch", "-q", "main"]).ok();
    merged.save("y.txt", "y\n");
    merged.repo.git(&["merge", "-q", "--no-ff", "--no-verify", "-m", "Merge branch 'feat/x'", "feat/x"]).ok();
    let elsewhere = Pair::new();
    elsewhere.repo.git(&["switch", "-q", "-c", "feat/x"]).ok();
    elsewhere.repo.commit(UNSIGNED);
    elsewhere.repo.git(&["switch", "-q", "main"]).ok();
    for pair in [last_is_theirs, below_is_theirs] {
        let refused = pair.push(&["origin", "main"]).fails(1).says("if you wrote the commit, add yours");
        assert!(!refused.err.contains("--signoff") && !refused.err.contains("--amend"), "{refused:#?}");
        assert!(!refused.err.contains("Go on with"), "{refused:#?}");
    }
    // A merge stays what it is, and a branch that is pushed need not be the one that is worked on.
    let command = go_on(&merged.push(&["origin", "main"]).fails(1));
    assert_eq!(command, "git cihook fix --push --apply --signoff");
    let command = go_on(&elsewhere.push(&["origin", "feat/x"]).fails(1));
    assert_eq!(command, "git cihook fix --push feat/x --apply --signoff");
}

#[test]
fn what_is_to_be_squashed_is_squashed_by_the_command() {
    let pair = Pair::new();
    pair.push(&["origin", "main"]).ok();
    pair.save("x.txt", "x\n");
    pair.repo.write("x.txt", "y\n").git(&["add", "x.txt"]).ok();
    pair.repo.git(&["commit", "-q", "--no-verify", "-s", "--fixup", "HEAD"]).ok();
    pair.repo.write("cihook.toml", "[rules.fixup-commit]\nlevel = \"error\"\nprotected = [\"main\"]\n");
    let refused = pair.push(&["origin", "main"]).fails(1);
    pair.shell(&offered(&refused, "squash it with: ")).ok();
    pair.push(&["origin", "main"]).ok();
    assert_eq!(pair.repo.git(&["show", "HEAD:x.txt"]).ok().out, "y\n");
}

/// Everything that looks like a command in the answers to the usual faults.
#[test]
fn no_answer_holds_a_command_that_cannot_be_typed() {
    let pair = Pair::new();
    pair.repo.write("cihook.toml", "[rules]\nauthor = \"error\"\nmerge-commit = \"error\"\n[rules.push-size]\ncommits = 1\n[rules.path-name]\ndeny = [\"*.pem\"]\n");
    for name in ["a.pem", "aux", "A", "a", "big.bin"] {
        pair.save(name, if name == "big.bin" { huge() } else { name.as_bytes().to_vec() });
    }
    for message in ["bad words\n", "fixup! bad words\n", "feat: <scope>\n", UNSIGNED] {
        pair.repo.commit(message);
    }
    pair.repo.git(&["tag", "-a", "-m", "x", "odd"]).ok();
    let refused = pair.push(&["origin", "main", "HEAD:refs/heads/Odd", "odd"]).fails(1);
    let commands = refused.err.split(['`', '\n']).filter_map(|part| Some(&part[part.find("git ")?..]));
    let commands: Vec<&str> = commands.filter(|text| text.contains(" -")).collect();
    assert!(!commands.is_empty(), "{refused:#?}");
    for command in &commands {
        let is_typed = !command.contains('<') && !command.contains('…') && !command.contains("HEAD~");
        assert!(is_typed && !command.contains("filter-branch"), "{command}");
    }
}

#[test]
fn a_tag_of_a_huge_file_is_not_to_be_pushed() {
    let pair = Pair::new();
    pair.repo.write("big.bin", huge());
    let blob = pair.repo.git(&["hash-object", "-w", "big.bin"]).ok().out;
    pair.repo.git(&["tag", "v9.9.9-rc.1", blob.trim()]).ok();
    pair.push(&["origin", "v9.9.9-rc.1"]).fails(1).says("the limit is").says("do not push the tag that names it");
}

#[test]
fn the_first_push_of_an_old_project_is_told_how_to_adopt_the_policy() {
    let pair = Pair::new();
    pair.repo.commit("old words\n");
    pair.sandbox.init("other.git", &["--bare"]);
    for name in pair.repo.git(&["for-each-ref", "--format=%(refname)", "refs/remotes/"]).ok().out.lines() {
        pair.repo.git(&["update-ref", "-d", name]).ok();
    }
    let refused = pair.push(&["../other.git", "main"]).fails(1);
    pair.shell(&offered(&refused, "from the top of the work tree:  ")).ok();
    pair.push(&["../other.git", "main"]).ok().says("older than the policy");
    pair.repo.commit("new words\n");
    pair.push(&["../other.git", "main"]).fails(1).says("1 | new words");
}

/// A policy that comes with the last of many commits is not there to have the others written anew.
#[test]
fn a_push_that_is_mostly_older_than_the_policy_is_told_how_to_adopt_it() {
    let pair = Pair::new();
    for number in 0..12 {
        pair.repo.commit(&format!("old words {number}\n"));
    }
    let last = pair.repo.git(&["rev-parse", "HEAD"]).ok().out;
    pair.save("cihook.toml", "extends = [\"openim\"]\n");
    let refused = pair.push(&["origin", "main"]).fails(1).says("12 of these 13 commits are older than the policy");
    let command = offered(&refused, "from the top of the work tree:  ");
    assert!(command.contains(last.trim()), "{command}");
    pair.shell(&command).ok();
    pair.push(&["origin", "main"]).ok().says("12 commits older than the policy not checked");
}
