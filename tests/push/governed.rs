//! Which policy a server judges by: the one that held before the push.

use crate::history::MESSAGE;
use crate::pair::huge;
use crate::server::Server;

const LAX: &str = "[rules.file-size]\nmax = \"5MB\"\n";
const STRICT: &str = "[rules.file-size]\nmax = \"1kB\"\n";
const HOOK: &[&str] = &["pre-receive"];

#[test]
fn a_push_that_loosens_the_policy_is_judged_by_the_old_one() {
    for hook in ["pre-receive", "update"] {
        let server = Server::new("", &[hook]);
        server.save("cihook.toml", LAX);
        server.save("big.bin", huge());
        server.push(&["main"]).fails(1).says("the limit is 2 MB");
        server.push(&["HEAD~1:main"]).ok();
        server.push(&["main"]).ok();
    }
}

#[test]
fn a_new_branch_is_judged_by_the_policy_of_head() {
    let server = Server::new(STRICT, HOOK);
    server.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    server.save("cihook.toml", LAX);
    server.save("big.bin", huge());
    server.push(&["feat/x"]).fails(1).says("the limit is 1 kB").says("HEAD:cihook.toml:2");
}

#[test]
fn the_first_push_of_all_is_judged_by_the_default() {
    let server = Server::new("", &[]);
    let empty = server.sandbox.init("empty.git", &["--bare"]);
    empty.cihook(&["install", "--hook", "pre-receive"]).ok();
    server.save("big.bin", huge());
    server.repo.git(&["push", "-q", "../empty.git", "main"]).fails(1).says("the limit is 2 MB");
    server.repo.git(&["push", "-q", "../empty.git", "HEAD~1:refs/heads/main"]).ok();
}

/// A server with two branches and a policy for each.
fn two(main: &str, release: &str) -> Server {
    let server = Server::new(main, &[]);
    server.repo.git(&["checkout", "-q", "-b", "release-v1.0"]).ok();
    server.save("cihook.toml", release);
    server.push(&["release-v1.0"]).ok();
    server.bare.cihook(&["install", "--hook", "pre-receive"]).ok();
    server
}

#[test]
fn two_branches_with_two_policies_get_two_verdicts() {
    let server = two(STRICT, LAX);
    server.save("big.bin", huge());
    server.repo.git(&["checkout", "-q", "main"]).ok();
    server.save("large.bin", vec![b'y'; 1_001]);
    let ran = server.push(&["--atomic", "main", "release-v1.0"]).fails(1).says("`large.bin` is ");
    assert!(!ran.err.contains("`big.bin` is 2.0 MB; the limit is"), "{ran:#?}");
    assert_eq!(ran.err.matches("commit checked").count(), 2, "{ran:#?}");
    server.push(&["release-v1.0"]).ok();
}

/// The exit code of the hook itself: git tells a client nothing but that it was not 0.
fn code(server: &Server, updates: &[(&str, &str)]) -> i32 {
    let id = |revision: &str| server.bare.git(&["rev-parse", "--verify", revision]).ok().out.trim().to_owned();
    let lines: Vec<String> =
        updates.iter().map(|(name, new)| format!("{} {} refs/heads/{name}\n", id(name), id(new))).collect();
    server.bare.cihook_with(&["hook", "pre-receive"], &[], lines.concat().as_bytes()).code
}

#[test]
fn of_several_exit_codes_the_one_that_says_more_wins() {
    // What cannot be checked is a commit whose author nobody can read.
    let server = two("[rules]\nnonsense = 1\n", "[on-unchecked]\nhooks = \"error\"\n");
    let release = server.bare.git(&["rev-parse", "release-v1.0"]).ok().out;
    server.bare.git(&["branch", "other", "release-v1.0"]).ok();
    let commit = |name: &str, author: &str, message: &str| {
        let tree = server.bare.git(&["rev-parse", "release-v1.0^{tree}"]).ok().out;
        let head = format!(
            "tree {}\nparent {}\nauthor {author}\ncommitter A <a@b.org> 1 +0000\n\n",
            tree.trim(),
            release.trim()
        );
        let mut write = server.bare.command("git");
        write.args(["hash-object", "-t", "commit", "-w", "--literally", "--stdin"]);
        let id = crate::support::run(&mut write, format!("{head}{message}").as_bytes()).ok().out;
        server.bare.git(&["tag", name, id.trim()]).ok();
    };
    commit("bad", "A U Thor <author@example.org> 1 +0000", "bad one\n");
    commit("unknown", "nobody", MESSAGE);
    commit("good", "A U Thor <author@example.org> 1 +0000", MESSAGE);
    for tag in ["bad", "unknown", "good"] {
        // The commits are to be new, as they would be in a quarantine.
        let id = server.bare.git(&["rev-parse", tag]).ok().out;
        server.bare.git(&["tag", "-d", tag]).ok();
        server.bare.write(&format!("{tag}.id"), id.trim());
    }
    let id = |tag: &str| server.bare.read(&format!("{tag}.id"));
    let (bad, unknown, good) = (id("bad"), id("unknown"), id("good"));
    assert_eq!(code(&server, &[("release-v1.0", &good)]), 0);
    assert_eq!(code(&server, &[("release-v1.0", &unknown)]), 3);
    assert_eq!(code(&server, &[("release-v1.0", &bad), ("other", &unknown)]), 1);
    assert_eq!(code(&server, &[("release-v1.0", &bad), ("main", &good)]), 2);
    assert_eq!(code(&server, &[("main", &good), ("release-v1.0", &unknown)]), 2);
}

#[test]
fn a_policy_with_mistakes_stops_every_push_and_says_why() {
    let server = Server::new("[rules.file-size]\nmaks = \"1MB\"\n", HOOK);
    server.save("a.txt", "a\n");
    let ran = server.push(&["main"]).fails(1).says("maks").says("max");
    assert!(ran.err.contains("cihook.toml:2"), "{ran:#?}");
    server.push(&["main:refs/heads/feat/new"]).fails(1).says("maks");
    assert_eq!(code(&server, &[("main", "main")]), 2);
}
