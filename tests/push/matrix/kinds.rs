//! The repositories that are pushed from.

use crate::history::{Change, History};
use crate::support::{Repo, Sandbox};

/// A kind of repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As `git clone` makes it.
    Normal,
    /// With names of 64 digits.
    Sha256,
    /// With refs in reftables.
    Reftable,
    /// A second work tree.
    Linked,
    /// Within another repository.
    Submodule,
    /// Without a work tree.
    Bare,
    /// With the objects of another repository.
    Alternates,
    /// With the end of the history only.
    Shallow(u32),
    /// Without some of the objects.
    Partial(&'static str),
    /// With a commit-graph that knows a part of the history.
    Graph,
    /// The same, with names of 64 digits.
    LongGraph,
    /// With an extension that nobody knows here: git reads it for us.
    Foreign,
}

/// A repository, and the one that it is a clone of.
pub struct Made {
    pub repo: Repo,
    pub origin: Repo,
}

/// More than `blob:limit=1k` hands out, and more than the policy of the matrix allows.
pub fn large() -> String {
    "large ".repeat(500)
}

/// What everybody pushes by here: sizes are judged, names are not.
const POLICY: &str = "[rules]\nbranch-name = \"off\"\ntag-name = \"off\"\n[rules.file-size]\nmax = \"2kB\"\n\
                      [rules.body-width]\nlevel = \"off\"\n";

impl Kind {
    /// Makes one; the error says why this git cannot.
    pub fn make(self, sandbox: &Sandbox) -> Result<Made, &'static str> {
        let options: &[&str] = match self {
            Self::Sha256 | Self::LongGraph => &["--bare", "--object-format=sha256"],
            _ => &["--bare"],
        };
        let origin = sandbox.init("origin.git", options);
        for setting in ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"] {
            origin.git(&["config", setting, "true"]).ok();
        }
        history().make(&origin);
        History::default().commit("side", &["main~2"], &[Change::Put("side.txt", "side\n")]).make(&origin);
        let outside = sandbox.at(sandbox.path(""));
        let url = format!("file://{}", origin.path.display());
        let clone = |options: &[&str]| {
            let cloned = outside.git(&[&["clone", "-q", "--no-tags"], options, &[&url, "work"]].concat());
            if cloned.code == 0 { Ok(sandbox.at(sandbox.path("work"))) } else { Err("this git cannot clone so") }
        };
        let repo = match self {
            Self::Normal | Self::Sha256 => clone(&[])?,
            Self::Reftable => clone(&["--ref-format=reftable"])?,
            Self::Bare => bare(clone(&["--bare"])?),
            Self::Alternates => clone(&["--reference", "origin.git"])?,
            Self::Shallow(depth) => clone(&[&format!("--depth={depth}")])?,
            Self::Partial(filter) => clone(&[&format!("--filter={filter}")])?,
            Self::Foreign => foreign(clone(&[])?),
            Self::Graph | Self::LongGraph => with_graph(clone(&[])?),
            Self::Linked => linked(sandbox, &clone(&[])?),
            Self::Submodule => submodule(sandbox, &url),
        };
        repo.git(&["config", "user.name", "A U Thor"]).ok();
        repo.git(&["config", "user.email", "author@example.org"]).ok();
        recorder(&repo);
        Ok(Made { repo, origin })
    }
}

/// A file that came and went, one that stays and changes, a large one, and folders within folders.
fn history() -> History {
    use Change::{Gone, Put};
    let large = large();
    let large = Put("large.bin", &large);
    let mut history = History::default()
        .commit("main", &[], &[Put("cihook.toml", POLICY), Put("a.txt", "a\n"), Put("src/deep/b.txt", "b\n")])
        .commit("main", &["main"], &[Put("gone.txt", "it came and went\n"), Put("src/c.txt", "c\n")])
        .commit("main", &["main"], &[Gone("gone.txt"), large]);
    for text in ["1\n", "2\n", "3\n"] {
        history = history.commit("main", &["main"], &[Put("a.txt", text)]);
    }
    history
}

/// A hook of somebody else, which keeps what git told it and stops the push, unless it is told not to.
fn recorder(repo: &Repo) {
    let hooks = repo.git(&["rev-parse", "--git-path", "hooks"]).ok().out;
    repo.program(
        &format!("{}/pre-push", hooks.trim()),
        "#!/bin/sh\n[ -z \"$RECORD\" ] || { cat >\"$RECORD\"; exit 1; }\n",
    );
}

fn bare(repo: Repo) -> Repo {
    repo.git(&["config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"]).ok();
    repo.git(&["fetch", "-q"]).ok();
    repo
}

fn foreign(repo: Repo) -> Repo {
    repo.git(&["config", "core.repositoryFormatVersion", "0"]).ok();
    repo.git(&["config", "extensions.somethingNew", "true"]).ok();
    repo
}

fn with_graph(repo: Repo) -> Repo {
    repo.git(&["commit-graph", "write", "--reachable"]).ok();
    repo
}

fn linked(sandbox: &Sandbox, repo: &Repo) -> Repo {
    repo.git(&["worktree", "add", "-q", "-b", "linked", "../linked tree"]).ok();
    sandbox.at(sandbox.path("linked tree"))
}

fn submodule(sandbox: &Sandbox, url: &str) -> Repo {
    let outer = sandbox.repo("outer");
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "-q", "add", url, "part"]).ok();
    sandbox.at(sandbox.path("outer/part"))
}
