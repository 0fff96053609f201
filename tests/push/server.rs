//! A server: a bare repository with our hooks, and real pushes into it.

use crate::history::MESSAGE;
use crate::pair::huge;
use crate::support::{Ran, Repo, Sandbox, run};

/// A server, and a clone of it without hooks.
pub struct Server {
    pub sandbox: Sandbox,
    pub bare: Repo,
    pub repo: Repo,
}

impl Server {
    /// One whose policy is this, with hooks of these names.
    pub fn new(policy: &str, hooks: &[&str]) -> Self {
        Self::at("server.git", policy, hooks)
    }

    /// The same, in a folder of that name.
    pub fn at(name: &str, policy: &str, hooks: &[&str]) -> Self {
        let sandbox = Sandbox::new();
        let bare = sandbox.init(name, &["--bare"]);
        let repo = sandbox.repo("work");
        repo.git(&["remote", "add", "origin", bare.path.to_str().expect("a path")]).ok();
        let server = Self { sandbox, bare, repo };
        server.save("cihook.toml", policy);
        server.repo.git(&["push", "-q", "origin", "main"]).ok();
        let hooks: Vec<&str> = hooks.iter().flat_map(|hook| ["--hook", hook]).collect();
        server.bare.cihook(&[&["install"], &hooks[..]].concat()).ok();
        server
    }

    /// Commits a file.
    pub fn save(&self, path: &str, content: impl AsRef<[u8]>) -> String {
        self.repo.write(path, content).git(&["add", path]).ok();
        self.repo.commit(MESSAGE)
    }

    /// Pushes.
    pub fn push(&self, words: &[&str]) -> Ran {
        self.push_with(&[], words)
    }

    /// Pushes with variables.
    pub fn push_with(&self, variables: &[(&str, &str)], words: &[&str]) -> Ran {
        let mut push = self.repo.command("git");
        run(push.args(["push", "-q", "origin"]).args(words).envs(variables.iter().copied()), b"")
    }

    /// Whether the server has an object.
    pub fn has(&self, id: &str) -> bool {
        self.bare.git(&["cat-file", "-e", id]).code == 0
    }

    /// The refs of the server.
    pub fn refs(&self) -> Vec<String> {
        let listed = self.bare.git(&["for-each-ref", "--format=%(refname)"]).ok().out;
        listed.lines().map(str::to_owned).collect()
    }
}

const USUAL: &str = "";

#[test]
fn nothing_stays_of_a_push_that_is_refused() {
    let server = Server::new(USUAL, &["pre-receive"]);
    let commit = server.save("big.bin", huge());
    let blob = server.repo.git(&["rev-parse", "HEAD:big.bin"]).ok().out;
    let before = server.bare.git(&["count-objects", "-v"]).ok().out;
    server
        .push(&["main"])
        .fails(1)
        .says("error[file-size]: `big.bin` is 2.0 MB; the limit is")
        .says("pre-receive hook declined");
    assert!(!server.has(&commit) && !server.has(blob.trim()));
    assert_eq!(server.bare.git(&["count-objects", "-v"]).ok().out, before);
    server.repo.git(&["rm", "-q", "--cached", "big.bin"]).ok();
    server.repo.git(&["commit", "-q", "--amend", "--allow-empty", "-m", MESSAGE]).ok();
    server.push(&["main"]).ok();
}

#[test]
fn the_update_hook_refuses_one_ref_and_takes_the_others() {
    let server = Server::new(USUAL, &["update"]);
    server.repo.git(&["branch", "feat/good"]).ok();
    server.repo.git(&["checkout", "-q", "-b", "feat/bad"]).ok();
    server.save("big.bin", huge());
    server.push(&["feat/good", "feat/bad"]).fails(1).says("`big.bin` is 2.0 MB; the limit is").says("hook declined");
    assert_eq!(server.refs(), ["refs/heads/feat/good", "refs/heads/main"]);
}

#[test]
fn many_refs_are_judged_in_one_run() {
    let server = Server::new(USUAL, &["pre-receive"]);
    let names: Vec<String> = (0..120).map(|number| format!("feat/number-{number}")).collect();
    let lines: Vec<String> = names.iter().map(|name| format!("create refs/heads/{name} HEAD\n")).collect();
    run(server.repo.command("git").args(["update-ref", "--stdin"]), lines.concat().as_bytes()).ok();
    server.push(&["--all"]).ok().says("120 refs checked, no problems");
    server.push(&["main:refs/heads/Bad_One", "main:refs/heads/feat/other"]).fails(1).says("`Bad_One`");
    assert_eq!(server.refs().len(), 121);
    let deleted: Vec<String> = names.iter().map(|name| format!(":{name}")).collect();
    server.push(&deleted.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    assert_eq!(server.refs(), ["refs/heads/main"]);
}

#[test]
fn what_the_clients_environment_says_changes_nothing_and_is_told() {
    let server = Server::new(USUAL, &["pre-receive"]);
    server.save("big.bin", huge());
    let told = [("CIHOOK", "0"), ("CIHOOK_SKIP", "file-size"), ("GIT_FILE_SIZE_LIMIT", "9GB")];
    for variable in told {
        let ran = server.push_with(&[variable], &["main"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
        ran.says(&format!("ignored on a server: `{}`", variable.0));
    }
    server.push_with(&[("GIT_FILE_SIZE_LIMIT", "huge"), ("CIHOOK_SKIP", "nonsense")], &["main"]).fails(1);
    server.push_with(&[("CIHOOK_ONLY_WITH_POLICY", "1"), ("CIHOOK_PROBE", "x")], &["main"]).fails(1);
}

#[test]
fn who_one_claims_to_be_excuses_no_size_and_no_missing_sign_off() {
    let rules = "[\"sign-off\", \"file-size\", \"push-size\", \"header-issue\"]";
    let entry = format!("[[exempt]]\nauthor = \"*[bot]*\"\nrules = {rules}\nreason = \"bots\"\n");
    let server = Server::new(&format!("[rules.push-size]\nmax = \"1kB\"\n{entry}"), &["pre-receive"]);
    server.repo.git(&["config", "user.name", "evil[bot]"]).ok();
    server.repo.write("big.bin", huge()).git(&["add", "."]).ok();
    server.repo.commit("build(deps): bump x\n");
    let ran = server.push(&["main"]).fails(1).says("error[sign-off, file-size, push-size]: 1 of 1 commit was refused");
    ran.says("error[file-size]").says("error[push-size]").says("exempt (bots): header-issue 1");
}

#[test]
fn tags_and_deletions_are_judged_like_anywhere() {
    let server = Server::new(USUAL, &["pre-receive"]);
    server.repo.git(&["tag", "-a", "-m", "x", "v1.0.0"]).ok();
    server.push(&["v1.0.0"]).ok();
    server.push(&["v1.0.0:refs/tags/1.0"]).fails(1).says("`1.0` is not a version");
    server.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    server.save("x.txt", "x\n");
    server.repo.git(&["tag", "v1.1.0"]).ok();
    server.push(&["v1.1.0"]).fails(1).says("is on none of these branches");
    server.push(&["v1.1.0", "feat/x:main"]).ok();
    server.push(&[":v1.0.0"]).ok();
    assert_eq!(server.refs(), ["refs/heads/main", "refs/tags/v1.1.0"]);
}

#[test]
fn what_the_server_has_is_not_judged_again() {
    let server = Server::new(USUAL, &["pre-receive"]);
    server.bare.cihook(&["uninstall"]).ok();
    server.save("big.bin", huge());
    server.push(&["main"]).ok();
    server.bare.cihook(&["install", "--hook", "pre-receive"]).ok();
    server.push(&["main:refs/heads/feat/same"]).ok().says("1 ref checked");
    server.save("copies/big.bin", huge());
    server.push(&["main"]).ok();
}

#[test]
fn what_a_client_says_was_there_hides_nothing() {
    let server = Server::new(USUAL, &["pre-receive"]);
    let bad = server.save("big.bin", huge());
    // The objects reach the server without a ref, as they do in a quarantine.
    server.bare.git(&["fetch", "-q", "../work", "main"]).ok();
    let zero = "0".repeat(40);
    let lines = format!("{bad} {bad} refs/heads/main\n{zero} {bad} refs/heads/feat/x\n");
    let ran = server.bare.cihook_with(&["hook", "pre-receive"], &[], lines.as_bytes()).fails(1);
    ran.says("`big.bin` is 2.0 MB; the limit is");
    server.bare.cihook(&["hook", "update", "refs/heads/main", &bad, &bad]).fails(1);
}

#[test]
fn a_server_with_alternates_and_a_colon_in_its_path_works() {
    for name in ["with:colon.git", "plain.git"] {
        let server = Server::at(name, USUAL, &["pre-receive"]);
        server.bare.git(&["clone", "-q", "--bare", "-s", ".", "../fork.git"]).ok();
        let fork = server.sandbox.at(server.sandbox.path("fork.git"));
        fork.cihook(&["install", "--hook", "pre-receive"]).ok();
        server.save("more.txt", "more\n");
        let ran = server.repo.git(&["push", "-q", "../fork.git", "main"]).ok();
        ran.says("1 commit checked, new files: 1 (5 B), no problems");
        server.push(&["main"]).ok().says("1 commit checked, new files: 1 (5 B), no problems");
        server.save("big.bin", huge());
        server.repo.git(&["push", "-q", "../fork.git", "main"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
        server.push(&["main"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
    }
}

#[test]
fn refs_that_are_hidden_and_reviews_are_judged_by_size() {
    let server = Server::new(USUAL, &["pre-receive"]);
    server.save("big.bin", huge());
    server.push(&["HEAD:refs/for/main"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
    server.repo.git(&["commit", "-q", "--amend", "-m", "bad one"]).ok();
    server.repo.git(&["rm", "-q", "big.bin"]).ok();
    server.repo.git(&["commit", "-q", "--amend", "--allow-empty", "-m", "bad one"]).ok();
    server.push(&["HEAD:refs/for/main"]).ok();
    server.push(&["main"]).fails(1).says("error[header-format");
}

#[test]
fn what_no_ref_of_the_same_policy_has_is_new_wherever_it_came_in() {
    for detour in
        ["refs/junk/x", "refs/pull/1/head", "refs/merge-requests/1/head", "refs/remotes/x/main", "refs/notes/x"]
    {
        let server = Server::new(USUAL, &["pre-receive"]);
        server.repo.git(&["commit", "-q", "--allow-empty", "-m", "bad one"]).ok();
        server.push(&["main"]).fails(1);
        server.push(&[&format!("HEAD:{detour}")]).ok();
        server.push(&["main"]).fails(1).says("error[header-format");
        server.push(&["HEAD:refs/heads/feat/new"]).fails(1).says("error[header-format");
        server.push(&["HEAD:refs/tags/v1.0.0"]).fails(1).says("error[header-format");
    }
}

#[test]
fn a_branch_that_asks_less_opens_no_way_to_one_that_asks_more() {
    let lax = "[rules]\nbranch-name = \"off\"\n[[override]]\nbranch = [\"wip/**\"]\n[override.rules]\nheader-format = \"off\"\nheader-issue = \"off\"\n\
               sign-off = \"off\"\n[override.rules.file-size]\nmax = \"5MB\"\n";
    let server = Server::new(&format!("{USUAL}{lax}"), &["pre-receive"]);
    server.save("big.bin", huge());
    server.repo.git(&["commit", "-q", "--amend", "-m", "bad one"]).ok();
    server.push(&["HEAD:refs/heads/wip/a"]).ok();
    server.push(&["main"]).fails(1).says("error[header-format").says("`big.bin` is 2.0 MB; the limit is");
    server.push(&["HEAD:refs/heads/wip/b"]).ok();
}

#[test]
fn a_branch_that_brought_a_policy_of_its_own_opens_no_way() {
    let server = Server::new(USUAL, &["pre-receive"]);
    let good = |text: &str| format!("feat(api): {text} (#1)\n\nSigned-off-by: A U Thor <author@example.org>\n");
    server.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    let policy = server.repo.has("cihook.toml").then(|| server.repo.read("cihook.toml"));
    server.repo.write("cihook.toml", "extends = []\n").git(&["add", "."]).ok();
    server.repo.commit(&good("ask for less"));
    server.push(&["feat/x"]).ok();
    server.repo.commit("bad one\n");
    server.push(&["feat/x"]).ok();
    server.push(&["feat/x:refs/heads/main"]).fails(1).says("error[header-format");
    match policy {
        Some(text) => drop(server.repo.write("cihook.toml", text)),
        None => std::fs::remove_file(server.repo.path.join("cihook.toml")).expect("removed"),
    }
    server.repo.git(&["add", "-A"]).ok();
    server.repo.commit(&good("ask for as much as before"));
    server.push(&["feat/x"]).ok();
    server.push(&["feat/x:refs/heads/main"]).fails(1).says("error[header-format");
    server.push(&["feat/x:refs/heads/feat/y"]).fails(1).says("error[header-format");
}

#[test]
fn what_a_branch_of_the_same_policy_has_is_not_judged_again() {
    let server = Server::new(USUAL, &[]);
    server.repo.commit("bad one from before the hook\n");
    server.push(&["main"]).ok();
    server.bare.cihook(&["install", "--hook", "pre-receive"]).ok();
    server.push(&["main:refs/heads/feat/x"]).ok();
    server.push(&["main:refs/heads/release-v1.0"]).ok();
}

#[test]
fn a_hook_that_was_handed_no_ref_checked_nothing() {
    let server = Server::new(USUAL, &["pre-receive"]);
    server.bare.cihook(&["hook", "pre-receive"]).fails(3).says("no ref was named");
}
