//! The scripts of docs/releases.md and docs/servers.md are run as they stand there.

use crate::history::MESSAGE;
use crate::pair::{Pair, huge};
use crate::server::Server;
use crate::support::{Ran, Repo, Sandbox, program, run};

/// The first block of shell in a document.
fn script(name: &str) -> String {
    let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a document");
    let block = text.split("```sh\n").nth(1).expect("a block");
    block.split("```").next().expect("an end").to_owned()
}

/// The folder of the program, and what is on the path.
fn path() -> String {
    let folder = program().parent().expect("a folder").display().to_string();
    format!("{folder}:{}", std::env::var("PATH").unwrap_or_default())
}

fn release(repo: &Repo, version: &str) -> Ran {
    repo.program(".git/release.sh", &script("releases.md"));
    run(repo.command(".git/release.sh").arg(version).env("PATH", path()), b"")
}

fn tags(repo: &Repo) -> String {
    repo.git(&["tag"]).ok().out
}

#[test]
fn the_release_script_tags_what_keeps_the_norm() {
    let pair = Pair::new();
    release(&pair.repo, "v1.0.0").ok().prints("1 commit checked");
    release(&pair.repo, "1.1").fails(1).prints("error[tag-name]").says("mend what is told above");
    pair.save("big.bin", huge());
    release(&pair.repo, "v1.1.0").fails(1).prints("error[file-size]");
    pair.repo.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    pair.repo.commit("bad one");
    release(&pair.repo, "v1.1.0").fails(1).prints("error[header-format");
    assert_eq!(tags(&pair.repo), "v1.0.0\n");
    pair.repo.git(&["commit", "-q", "--amend", "--allow-empty", "--no-verify", "-m", MESSAGE]).ok();
    release(&pair.repo, "v1.1.0").ok();
    assert_eq!(tags(&pair.repo), "v1.0.0\nv1.1.0\n");
    pair.repo.write("cihook.toml", "[rules]\nnonsense = 1\n");
    release(&pair.repo, "v1.2.0").fails(2).says("the command or the policy is wrong");
}

#[test]
fn the_release_script_stops_where_the_history_is_shallow() {
    let sandbox = Sandbox::new();
    let origin = sandbox.repo("origin");
    origin.commit(MESSAGE);
    origin.commit(MESSAGE);
    let url = format!("file://{}", origin.path.display());
    sandbox.at(sandbox.path("")).git(&["clone", "-q", "--depth=1", &url, "shallow"]).ok();
    let shallow = sandbox.at(sandbox.path("shallow"));
    release(&shallow, "v1.0.0").fails(3).says("not everything could be checked");
    assert_eq!(tags(&shallow), "");
}

/// A script that runs every program beside it, as Gitea, Forgejo and GitLab have one.
const DELEGATE: &str = "#!/bin/sh\ndata=$(cat)\nfor hook in \"$(dirname \"$0\")\"/pre-receive.d/*; do\n\
                        echo \"$data\" | \"$hook\" || exit 1\ndone\n";

#[test]
fn the_hook_of_forges_is_one_of_many() {
    let server = Server::new("", &[]);
    server.bare.program("hooks/pre-receive", DELEGATE);
    server.bare.program("hooks/pre-receive.d/another", "#!/bin/sh\ncat >/dev/null\n");
    server.bare.program("hooks/pre-receive.d/cihook", &script("servers.md"));
    server.save("a.txt", "a\n");
    let path = path();
    server.push_with(&[("PATH", &path)], &["main"]).ok().says("1 commit checked");
    server.save("big.bin", huge());
    server.push_with(&[("PATH", &path)], &["main"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
}

#[test]
fn one_folder_of_hooks_serves_all_repositories() {
    let server = Server::new("", &[]);
    let hooks = server.sandbox.at(server.sandbox.path("hooks"));
    hooks.program("pre-receive", &script("servers.md"));
    server.bare.git(&["config", "--global", "core.hooksPath", hooks.path.to_str().expect("a path")]).ok();
    server.save("big.bin", huge());
    server.push_with(&[("PATH", &path())], &["main"]).fails(1).says("`big.bin` is 2.0 MB; the limit is");
}
