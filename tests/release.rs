//! `scripts/release`: a release by our own rules, in a repository of its own.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

mod support;

use support::{Ran, Repo, Sandbox, program, run};

const TARGETS: [&str; 6] = [
    "aarch64-apple-darwin.tar.gz",
    "aarch64-pc-windows-msvc.zip",
    "aarch64-unknown-linux-musl.tar.gz",
    "x86_64-apple-darwin.tar.gz",
    "x86_64-pc-windows-msvc.zip",
    "x86_64-unknown-linux-musl.tar.gz",
];

/// A project with what the script needs.
fn project(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("r");
    for name in ["scripts/release", "action/checksums.txt"] {
        let text = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/").to_owned() + name).expect("a file");
        repo.write(name, text);
    }
    repo.write(
        "Cargo.toml",
        "[package]\nname = \"cihook\"\nversion = \"0.1.0\"\nrepository = \"https://example.org/a/cihook\"\n",
    )
    .write("Cargo.lock", "[[package]]\nname = \"cihook\"\nversion = \"0.1.0\"\n")
    .write("pyproject.toml", "[project]\nversion = \"0.1.0\"\ndependencies = [\"cihook==0.1.0\"]\n")
    .write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n")
    .git(&["add", "."])
    .ok();
    repo.commit(&message("feat(api): add the first part (#1)"));
    repo
}

fn message(header: &str) -> String {
    format!("{header}\n\nSigned-off-by: A U Thor <author@example.org>\n")
}

fn release(repo: &Repo, arguments: &[&str]) -> Ran {
    let mut command = repo.command("sh");
    run(command.arg("scripts/release").args(arguments).env("CIHOOK", program()), b"")
}

fn checksums(repo: &Repo) -> &Repo {
    let lines: String = TARGETS.iter().map(|target| format!("{}  cihook-{target}\n", "a".repeat(64))).collect();
    repo.write(".git/sums", lines)
}

#[test]
fn a_release_is_prepared_pinned_and_tagged() {
    let sandbox = Sandbox::new();
    let repo = project(&sandbox);
    repo.commit(&message("fix(api)!: mend it (#2)"));
    release(&repo, &["prepare", "0.2.0", "3"]).ok().prints("git push -u origin release-v0.2.0");
    for (name, text) in
        [("Cargo.toml", "version = \"0.2.0\""), ("Cargo.lock", "\"0.2.0\""), ("pyproject.toml", "cihook==0.2.0")]
    {
        assert!(repo.read(name).contains(text), "{name}");
    }
    let log = repo.read("CHANGELOG.md");
    assert!(
        log.contains("## [0.2.0]")
            && log.contains("- api: add the first part (#1)")
            && log.contains("- api: mend it (#2)"),
        "{log}"
    );
    release(&repo, &["tag"]).fails(1).says("pins no program yet");
    checksums(&repo);
    release(&repo, &["pin", ".git/sums", "3"]).ok();
    release(&repo, &["tag"]).ok().prints("git push origin v0.2.0");
    assert_eq!(repo.git(&["cat-file", "-t", "v0.2.0"]).ok().out, "tag\n");
    repo.cihook(&["check", "--all"]).ok();
}

#[test]
fn what_does_not_keep_the_norm_is_not_released() {
    let sandbox = Sandbox::new();
    let repo = project(&sandbox);
    release(&repo, &["prepare", "0.2", "3"]).fails(1).says("does not keep the norm");
    repo.commit("bad words\n");
    release(&repo, &["prepare", "0.2.0", "3"]).fails(1).says("does not keep the norm");
    assert_eq!(repo.git(&["branch", "--show-current"]).ok().out, "main\n");
    release(&repo, &[]).fails(2).says("scripts/release prepare VERSION ISSUE");
}

#[test]
fn an_archive_that_is_missing_or_an_unknown_history_stops_a_release() {
    let sandbox = Sandbox::new();
    let repo = project(&sandbox);
    repo.write(".git/sums", format!("{}  cihook-{}\n", "a".repeat(64), TARGETS[0]));
    release(&repo, &["pin", ".git/sums", "3"]).fails(1).says("has no sum of the archive for");
    repo.commit(&message("fix(api): mend it (#2)"));
    let address = format!("file://{}", repo.path.display());
    repo.git(&["clone", "-q", "--depth=1", &address, "../shallow"]).ok();
    let shallow = sandbox.at(sandbox.path("shallow"));
    release(&shallow, &["prepare", "0.2.0", "3"]).fails(3).says("not everything could be checked");
    repo.write("Cargo.toml", "version = \"0.1.0\"\nrepository = \"https://github.com/OWNER/cihook\"\n");
    repo.git(&["add", "."]).ok();
    repo.commit(&message("fix(api): mend it (#2)"));
    release(&repo, &["prepare", "0.2.0", "3"]).fails(1).says("still says OWNER");
}
