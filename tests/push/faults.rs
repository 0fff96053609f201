//! Things that break: nothing passes, the reason is told, nothing is lost, and nothing is left behind.

use crate::pair::{Pair, huge};
use crate::support::aloud::skipped;
use crate::support::{Ran, Repo, run};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A pair whose branch is one commit ahead, and that commit.
fn ahead() -> (Pair, String) {
    let pair = Pair::new();
    pair.repo.git(&["config", "gc.auto", "0"]).ok();
    let commit = pair.save("src/more.txt", "more\n");
    (pair, commit)
}

/// What the hook says of main.
fn judged(repo: &Repo, commit: &str) -> Ran {
    let line = format!("refs/heads/main {commit} refs/heads/main {}\n", "0".repeat(40));
    repo.cihook_with(&["hook", "pre-push", "origin", "url"], &[], line.as_bytes())
}

fn loose(repo: &Repo, revision: &str) -> PathBuf {
    let id = repo.git(&["rev-parse", revision]).ok().out;
    repo.path.join(format!(".git/objects/{}/{}", &id[..2], id[2..].trim()))
}

fn pack(repo: &Repo, extension: &str) -> PathBuf {
    repo.git(&["repack", "-q", "-a", "-d"]).ok();
    let folder = std::fs::read_dir(repo.path.join(".git/objects/pack")).expect("a folder");
    let mut packs = folder.map(|entry| entry.expect("an entry").path());
    packs.find(|path| path.extension().is_some_and(|found| found == extension)).expect("a pack")
}

/// Writes over a file that git has made read-only.
fn overwrite(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).expect("a file");
    change(&mut bytes);
    std::fs::remove_file(path).expect("a file");
    std::fs::write(path, bytes).expect("a file");
}

/// Everything below the git directory that looks like the rest of something.
fn left_behind(repo: &Repo) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![repo.path.join(".git")];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                todo.push(path);
            } else if name.ends_with(".lock") || name.ends_with(".tmp") || name.starts_with("tmp_") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn a_missing_or_damaged_object_is_never_a_pass() {
    for revision in ["HEAD", "HEAD^{tree}", "HEAD:src"] {
        let (pair, commit) = ahead();
        let object = loose(&pair.repo, revision);
        let content = std::fs::read(&object).expect("an object");
        std::fs::remove_file(&object).expect("an object");
        pair.repo.write("cihook.toml", "[on-unchecked]\nhooks = \"error\"\n");
        let ran = judged(&pair.repo, &commit).fails(3);
        assert!(ran.err.contains("missing"), "{revision}: {ran:#?}");
        std::fs::write(&object, &content[..content.len() / 2]).expect("an object");
        judged(&pair.repo, &commit).fails(3).says("cannot be read").says("git fsck");
        overwrite(&object, |bytes| *bytes = content.clone());
        overwrite(&object, |bytes| bytes[3] ^= 0x40);
        judged(&pair.repo, &commit).fails(3);
        overwrite(&object, |bytes| *bytes = content);
        judged(&pair.repo, &commit).ok();
        assert_eq!(left_behind(&pair.repo), Vec::<PathBuf>::new());
    }
}

#[test]
fn a_missing_blob_is_unchecked_and_a_damaged_one_told() {
    let (pair, commit) = ahead();
    let object = loose(&pair.repo, "HEAD:src/more.txt");
    std::fs::remove_file(&object).expect("an object");
    judged(&pair.repo, &commit).ok().says("could not check file-size: an object is missing");
    std::fs::write(&object, "damaged").expect("an object");
    judged(&pair.repo, &commit).fails(3).says("cannot be read");
}

#[test]
fn a_truncated_pack_and_a_lost_index_are_never_a_pass() {
    let (pair, commit) = ahead();
    let packed = pack(&pair.repo, "pack");
    overwrite(&packed, |bytes| bytes.truncate(bytes.len() / 3));
    judged(&pair.repo, &commit).fails(3).says("cihook: error");
    let (pair, commit) = ahead();
    std::fs::remove_file(pack(&pair.repo, "idx")).expect("an index");
    judged(&pair.repo, &commit).fails(3).says("is missing");
    let (pair, commit) = ahead();
    overwrite(&pack(&pair.repo, "pack"), |bytes| bytes[0] ^= 1);
    judged(&pair.repo, &commit).fails(3).says("cihook: error");
}

#[test]
fn an_object_that_may_not_be_read_is_never_a_pass() {
    use std::os::unix::fs::PermissionsExt as _;
    let (pair, commit) = ahead();
    let object = loose(&pair.repo, "HEAD");
    std::fs::set_permissions(&object, std::fs::Permissions::from_mode(0o000)).expect("a mode");
    if std::fs::read(&object).is_ok() {
        return skipped("an_object_that_may_not_be_read_is_never_a_pass", "root reads everything");
    }
    judged(&pair.repo, &commit).fails(3).says("cannot be read");
}

#[test]
fn a_ref_that_is_damaged_stops_the_push() {
    let (pair, commit) = ahead();
    let head = pair.repo.path.join(".git/refs/remotes/origin/main");
    std::fs::write(&head, "nonsense\n").expect("a ref");
    // What the remote has is not known: everything is judged.
    judged(&pair.repo, &commit).ok().says("2 commits checked");
}

#[test]
fn a_full_disk_loses_no_message_of_before() {
    let pair = Pair::new();
    pair.repo.git(&["commit", "-q", "--allow-empty", "-m", "bad one that is kept"]).fails(1);
    let kept = pair.repo.read(".git/cihook/rejected");
    pair.repo.write("draft", "bad two, which finds no room\n");
    let program = crate::support::program().display();
    let script = format!("trap '' XFSZ; ulimit -f 0; exec '{program}' hook commit-msg draft");
    let ran = run(pair.repo.command("sh").args(["-c", &script]), b"").fails(1);
    ran.says("error[header-format").says("Your message could not be kept");
    assert_eq!(pair.repo.read(".git/cihook/rejected"), kept);
    assert_eq!(left_behind(&pair.repo), Vec::<PathBuf>::new());
}

#[test]
fn a_reader_who_goes_away_changes_no_verdict() {
    let pair = Pair::new();
    let bad = pair.save("big.bin", huge());
    let line = format!("refs/heads/main {bad} refs/heads/main {}", "0".repeat(40));
    let program = crate::support::program().display();
    for closed in ["2>&-", "2>/dev/full", ">&- 2>&-"] {
        let script = format!("echo '{line}' | '{program}' hook pre-push origin url {closed}");
        run(pair.repo.command("sh").args(["-c", &script]), b"").fails(1);
    }
    // Nobody reads the other end of this pipe.
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut hook = pair.repo.command(crate::support::program());
    hook.args(["hook", "pre-push", "origin", "url"]).stdin(Stdio::piped()).stderr(writer);
    let mut child = hook.spawn().expect("a hook");
    writeln!(child.stdin.take().expect("an input"), "{line}").expect("an input");
    assert_eq!(child.wait().expect("an end").code(), Some(1));
}

/// Which signal ended `command` when it got one while it waited for its input.
fn interrupted(mut command: Command, signal: &str) -> Option<i32> {
    use std::os::unix::process::ExitStatusExt as _;
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a program");
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill").success());
    child.wait().expect("an end").signal()
}

#[test]
fn an_interrupted_hook_passes_nothing_and_leaves_nothing() {
    for (signal, number) in [("-INT", 2), ("-TERM", 15)] {
        let (pair, _) = ahead();
        // What a shell starts in the background ignores interrupts, and so does all that it starts.
        if interrupted(pair.repo.command("cat"), signal) != Some(number) {
            skipped(format_args!("an_interrupted_hook_passes_nothing_and_leaves_nothing {signal}"), "ignored here");
            continue;
        }
        let mut hook = pair.repo.command(crate::support::program());
        hook.args(["hook", "pre-push", "origin", "url"]);
        assert_eq!(interrupted(hook, signal), Some(number));
        assert_eq!(left_behind(&pair.repo), Vec::<PathBuf>::new());
    }
}

#[test]
fn two_pushes_at_once_do_not_disturb_one_another() {
    let pair = Pair::new();
    for name in ["feat/a", "feat/b", "feat/c"] {
        pair.repo.git(&["checkout", "-q", "-b", name, "main"]).ok();
        pair.save(name, name);
    }
    pair.save("big.bin", huge());
    let push = |name: &str| {
        let mut push = pair.repo.command("git");
        push.args(["push", "-q", "origin", name]).stderr(Stdio::piped()).spawn().expect("a push")
    };
    let pushes = ["feat/a", "feat/b", "feat/c"].map(push);
    let codes = pushes.map(|child| child.wait_with_output().expect("an end").status.code());
    assert_eq!(codes, [Some(0), Some(0), Some(1)]);
    assert_eq!(left_behind(&pair.repo), Vec::<PathBuf>::new());
    pair.repo.git(&["fsck", "--strict"]).ok();
}

#[test]
fn messages_that_are_refused_at_once_are_kept_whole() {
    let pair = Pair::new();
    let drafts: Vec<String> = (0..4).map(|number| format!("bad {number}\n{}", "word\n".repeat(2_000))).collect();
    let commit = |(number, draft): (usize, &String)| {
        let name = format!("draft-{number}");
        pair.repo.write(&name, draft);
        let mut hook = pair.repo.command(crate::support::program());
        hook.args(["hook", "commit-msg", &name]).stderr(Stdio::null()).spawn().expect("a hook")
    };
    for mut child in drafts.iter().enumerate().map(commit).collect::<Vec<_>>() {
        assert_eq!(child.wait().expect("an end").code(), Some(1));
    }
    assert!(drafts.contains(&pair.repo.read(".git/cihook/rejected")));
    assert_eq!(left_behind(&pair.repo), Vec::<PathBuf>::new());
}

/// Every tree of the parents is needed at once: a commit that names very many of them would take all memory there is.
#[test]
fn a_merge_of_a_thousand_parents_and_more_is_not_compared() {
    let pair = Pair::new();
    let who = "A <a@example.org> 1700000000 +0000";
    let merge = |parents: usize| {
        let mut stream = String::from("blob\nmark :1\ndata 1\nx\n");
        for number in 0..parents {
            let mark = number + 2;
            stream += &format!(
                "reset refs/heads/r\ncommit refs/heads/r\nmark :{mark}\ncommitter {who}\ndata 0\nM 100644 :1 f{number}\n"
            );
        }
        let marks = pair.repo.path.join("marks");
        let export = format!("--export-marks={}", marks.display());
        run(pair.repo.command("git").args(["fast-import", "--quiet", "--force", &export]), stream.as_bytes()).ok();
        let marks = std::fs::read_to_string(&marks).expect("marks");
        let ids = marks.lines().filter_map(|line| line.split_once(' ')).filter(|(mark, _)| *mark != ":1");
        let parents: String = ids.map(|(_, id)| format!("parent {id}\n")).collect();
        let tree = pair.repo.git(&["rev-parse", "HEAD^{tree}"]).ok().out;
        let raw = format!("tree {tree}{parents}author {who}\ncommitter {who}\n\nMerge branches\n");
        let made = run(pair.repo.command("git").args(["hash-object", "-t", "commit", "-w", "--stdin"]), raw.as_bytes());
        made.ok().out.trim().to_owned()
    };
    let check = |commit: &str| pair.repo.cihook(&["check", commit, "--changes"]);
    let few = check(&merge(1_000));
    assert!(few.code == 0 && !few.out.contains("unchecked"), "{few:#?}");
    let many = check(&merge(1_001));
    assert!(many.code == 3 && many.out.contains("more parents than can be compared"), "{many:#?}");
}
