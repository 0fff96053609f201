//! The commands that a refusal offers: pasted as they are they let the push pass, and nothing else is lost.

use crate::history::MESSAGE;
use crate::pair::{Pair, huge, offered};
use crate::support::Ran;

/// Pastes the command that takes a file out.
fn take_out(pair: &Pair, refused: &Ran) {
    pair.shell(&offered(refused, "take it out: ")).ok();
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
    for later in ["true", "git commit -q --no-verify --allow-empty -s -m 'docs(a): more words (#1)'"] {
        let pair = Pair::new();
        pair.shell("head -c 2000001 /dev/zero >$'caf\\xe9.bin' && git add . && git commit -q --no-verify -m x").ok();
        pair.repo.git(&["commit", "-q", "--no-verify", "--amend", "-m", MESSAGE]).ok();
        pair.shell(later).ok();
        take_out(&pair, &pair.push(&["origin", "main"]).fails(1));
        pair.push(&["origin", "main"]).ok();
        assert_eq!(pair.files("HEAD"), ["first.txt"]);
    }
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
fn an_older_commit_is_written_anew() {
    for name in ["big.bin", "a*.bin", "it's [x].bin", ":top", "two\nlines"] {
        let pair = Pair::new();
        pair.repo.write("cihook.toml", "[rules]\npath-name = \"off\"\n");
        pair.save("ab.bin", "innocent\n");
        pair.save(name, huge());
        let old = pair.save("later.txt", "later\n");
        std::fs::rename(pair.repo.path.join(name), pair.sandbox.path("kept")).expect("moved away");
        pair.repo.git(&["update-index", "--force-remove", "--", name]).ok();
        let old =
            if pair.repo.git(&["diff", "--cached", "--quiet"]).code == 0 { old } else { pair.repo.commit(MESSAGE) };
        let refused = pair.push(&["origin", "main"]).fails(1).says("git filter-branch");
        take_out(&pair, &refused);
        pair.push(&["origin", "main"]).ok();
        assert_eq!(pair.files("HEAD"), ["ab.bin", "first.txt", "later.txt"], "{name}");
        let backup = offered(&refused, "the old ones stay below ");
        let backup = backup.split(',').next().expect("a place");
        let kept = pair.repo.git(&["rev-parse", &format!("{backup}/refs/heads/main")]).ok().out;
        assert_eq!(kept.trim(), old, "{name}");
    }
}

#[test]
fn several_files_are_taken_out_one_by_one() {
    let pair = Pair::new();
    pair.save("one.bin", huge());
    pair.save("two.bin", [&huge()[..], b"2"].concat());
    pair.save("later.txt", "later\n");
    for _ in 0..2 {
        take_out(&pair, &pair.push(&["origin", "main"]).fails(1));
    }
    pair.push(&["origin", "main"]).ok();
    assert_eq!(pair.files("HEAD"), ["first.txt", "later.txt"]);
    assert_eq!(pair.repo.git(&["for-each-ref", "refs/original/"]).ok().out.lines().count(), 2);
}

#[test]
fn an_older_version_of_a_file_comes_back_and_later_ones_stay() {
    let pair = Pair::new();
    pair.save("data.bin", "small\n");
    pair.push(&["origin", "main"]).ok();
    pair.save("data.bin", huge());
    pair.save("data.bin", "small again\n");
    take_out(&pair, &pair.push(&["origin", "main"]).fails(1));
    pair.push(&["origin", "main"]).ok();
    assert_eq!(pair.repo.git(&["show", "HEAD:data.bin"]).ok().out, "small again\n");
    assert_eq!(pair.repo.git(&["show", "HEAD~1:data.bin"]).ok().out, "small\n");
}

#[test]
fn a_root_commit_can_be_written_anew() {
    for commits in 1..3 {
        let pair = Pair::new();
        pair.sandbox.init("other.git", &["--bare"]);
        pair.repo.git(&["checkout", "-q", "--orphan", "feat/root"]).ok();
        pair.save("big.bin", huge());
        (1..commits).for_each(|_| drop(pair.save("later.txt", "later\n")));
        take_out(&pair, &pair.push(&["../other.git", "feat/root"]).fails(1));
        pair.push(&["../other.git", "feat/root"]).ok();
        assert!(!pair.files("HEAD").contains(&"big.bin".to_owned()));
        assert!(pair.files("HEAD").contains(&"first.txt".to_owned()));
    }
}

#[test]
fn the_branch_that_is_pushed_is_written_anew_and_not_the_one_that_is_checked_out() {
    let pair = Pair::new();
    pair.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    pair.save("big.bin", huge());
    pair.repo.git(&["checkout", "-q", "main"]).ok();
    let main = pair.save("mine.txt", "mine\n");
    take_out(&pair, &pair.push(&["origin", "feat/x"]).fails(1));
    pair.push(&["origin", "feat/x"]).ok();
    assert_eq!(pair.repo.git(&["rev-parse", "main"]).ok().out.trim(), main);
    assert_eq!(pair.files("feat/x"), ["first.txt"]);
}

#[test]
fn what_is_staged_is_unstaged() {
    let pair = Pair::new();
    pair.repo.write("new.bin", huge()).write("first.txt", huge()).git(&["add", "."]).ok();
    let refused = pair.repo.git(&["commit", "-q", "-m", MESSAGE]).fails(1);
    for line in refused.err.lines().filter(|line| line.starts_with("error[file-size]")) {
        pair.shell(line.split_once("take it out: ").expect("a command").1).ok();
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
    pair.push(&["origin", "fix/login:refs/heads/Bad"]).fails(1).says("git branch -m fix/login feat/bad");
    pair.push(&["origin", "HEAD~1:refs/heads/Bad"]).fails(1).says("git push <remote> <branch>:feat/bad");
}

#[test]
fn a_tag_is_renamed() {
    let pair = Pair::new();
    pair.repo.git(&["tag", "1.2"]).ok();
    let refused = pair.push(&["origin", "1.2"]).fails(1).says("the tag `1.2` is no version");
    pair.shell(&offered(&refused, "name it anew: ")).ok();
    pair.push(&["origin", "v1.2.0"]).ok();
    assert_eq!(pair.repo.git(&["tag"]).ok().out, "v1.2.0\n");
    pair.repo.git(&["tag", "mine"]).ok();
    let refused = pair.push(&["origin", "mine:refs/tags/release-1.3"]).fails(1);
    pair.shell(&offered(&refused, "name it anew: ")).ok();
    pair.push(&["origin", "v1.3.0"]).ok();
}

#[test]
fn a_tag_of_a_huge_file_is_not_to_be_pushed() {
    let pair = Pair::new();
    pair.repo.write("big.bin", huge());
    let blob = pair.repo.git(&["hash-object", "-w", "big.bin"]).ok().out;
    pair.repo.git(&["tag", "v9.9.9-rc.1", blob.trim()]).ok();
    pair.push(&["origin", "v9.9.9-rc.1"]).fails(1).says("is too large").says("do not push the tag that names it");
}
