//! What is pushed, and how.

use super::World;
use super::kinds::large;
use crate::history::{Change, History, MESSAGE};
use crate::support::run;
use Change::{Gone, Link, Module, Moved, Put, Run};

/// The name of a push, and what makes it: the arguments of `git push`.
pub type Push = (&'static str, fn(&World<'_>) -> Vec<String>);

/// Tried in repositories of every kind.
pub const MAIN: &[Push] = &[
    ("a new branch", new_branch),
    ("more commits on a branch", update),
    ("a branch after a rebase", rebased),
    ("a branch is deleted", deletion),
    ("an annotated tag", annotated_tag),
    ("several refs at once", several),
    ("a merge that adds a file", evil_merge),
    ("a copy of an old file", copy),
    ("a deleted file comes back", comeback),
    ("a large file is renamed", rename),
    ("a review, refs/for/main", review),
    ("notes", notes),
];

/// Tried in ordinary repositories.
pub const MORE: &[Push] = &[
    ("a lightweight tag", light_tag),
    ("a tag of a tag", nested_tag),
    ("a tag of a tree", tree_tag),
    ("a tag of a tree moves", moved_tree_tag),
    ("a tag of a blob", blob_tag),
    ("an older commit, HEAD~1:refs/heads/x", older),
    ("a revision with blanks", blanks),
    ("a remote that is only an address", by_address),
    ("a remote that was never fetched", never_fetched),
    ("a fork, after pulling upstream", fork),
    ("a file becomes executable", mode),
    ("--tags", all_tags),
    ("--mirror to an empty remote", mirror),
    ("a project's first push", first),
    ("a merge", merge),
    ("a merge of three", octopus),
    ("a file is added and deleted again", added_and_deleted),
    ("a submodule", module),
    ("a link", link),
    ("3,000 files", many_files),
    ("a branch that somebody else moved", moved_meanwhile),
    ("nothing new", nothing),
    ("a ref outside of heads and tags", elsewhere),
    ("folders and files with odd modes", odd_modes),
];

fn push(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

impl World<'_> {
    /// A commit on the branch of the case, which begins at main.
    fn start(&self, changes: &[Change<'_>]) -> History {
        History::default().commit(&self.branch, &["refs/remotes/origin/main"], changes)
    }

    /// Two commits on the branch of the case.
    fn two(&self, text: &str) {
        let more = format!("{text} {}\n", self.branch);
        let history = self.start(&[Put("src/deep/new.txt", &more), Put("top.txt", text)]);
        history.commit(&self.branch, &[&self.branch], &[Put("src/deep/b.txt", &more), Gone("a.txt")]).make(self.repo);
    }

    /// Pushes without judging, so that the remote has something.
    fn publish(&self, words: &[&str]) {
        self.repo.git(&[&["push", "-q", "--no-verify", "origin"], words].concat()).ok();
    }

    /// A commit whose only change is this one.
    fn with(&self, changes: &[Change<'_>]) -> Vec<String> {
        self.start(changes).make(self.repo);
        push(&["origin", &self.branch])
    }

    fn id(&self, revision: &str) -> String {
        self.repo.git(&["rev-parse", "--verify", revision]).ok().out.trim().to_owned()
    }

    /// A new remote without anything; how it is reached.
    fn empty_remote(&self, name: &str) -> String {
        let format = self.repo.git(&["rev-parse", "--show-object-format"]).ok().out;
        let remote = self.sandbox.init(name, &["--bare", &format!("--object-format={}", format.trim())]);
        remote.path.display().to_string()
    }
}

fn new_branch(world: &World<'_>) -> Vec<String> {
    world.two("new");
    push(&["origin", &world.branch])
}

fn update(world: &World<'_>) -> Vec<String> {
    world.two("before");
    world.publish(&[&world.branch]);
    History::default().commit(&world.branch, &[&world.branch], &[Put("later.txt", "later\n")]).make(world.repo);
    push(&["origin", &world.branch])
}

fn rebased(world: &World<'_>) -> Vec<String> {
    world.two("as it was");
    world.publish(&[&world.branch]);
    History::default()
        .commit(&world.branch, &["refs/remotes/origin/main"], &[Put("src/deep/new.txt", "rebased\n")])
        .commit(&world.branch, &[&world.branch], &[Put("top.txt", "as it was")])
        .make(world.repo);
    push(&["--force", "origin", &world.branch])
}

fn deletion(world: &World<'_>) -> Vec<String> {
    world.two("to be deleted");
    world.publish(&[&format!("{}:refs/heads/Bad_Name!", world.branch)]);
    push(&["origin", ":refs/heads/Bad_Name!"])
}

fn annotated_tag(world: &World<'_>) -> Vec<String> {
    world.two("annotated");
    world.repo.git(&["tag", "-a", "-m", "a release", "v1.0.0", &world.branch]).ok();
    push(&["origin", "v1.0.0"])
}

fn light_tag(world: &World<'_>) -> Vec<String> {
    world.two("light");
    world.repo.git(&["tag", "v1.0.1", &world.branch]).ok();
    push(&["origin", "v1.0.1"])
}

fn nested_tag(world: &World<'_>) -> Vec<String> {
    world.two("nested");
    world.repo.git(&["tag", "-a", "-m", "inner", "inner", &world.branch]).ok();
    world.repo.git(&["-c", "advice.nestedTag=false", "tag", "-a", "-m", "outer", "v1.0.2", "inner"]).ok();
    push(&["origin", "v1.0.2"])
}

fn tree_tag(world: &World<'_>) -> Vec<String> {
    world.two("a tree");
    world.repo.git(&["tag", "tree", &format!("{}:src", world.branch)]).ok();
    push(&["origin", "tree"])
}

fn moved_tree_tag(world: &World<'_>) -> Vec<String> {
    world.two("a tree before");
    world.repo.git(&["tag", "moving", &format!("{}:src", world.branch)]).ok();
    world.publish(&["moving"]);
    world.start(&[Put("src/deep/new.txt", "another\n"), Put("top.txt", "a tree before")]).make(world.repo);
    world.repo.git(&["tag", "-f", "moving", &format!("{}:src", world.branch)]).ok();
    push(&["--force", "origin", "moving"])
}

fn blob_tag(world: &World<'_>) -> Vec<String> {
    world.start(&[Put("key.pub", "a key\n")]).make(world.repo);
    world.repo.git(&["tag", "-a", "-m", "a key", "key", &format!("{}:key.pub", world.branch)]).ok();
    push(&["origin", "key"])
}

fn several(world: &World<'_>) -> Vec<String> {
    world.two("several");
    let other = format!("{}-other", world.branch);
    History::default().commit(&other, &[&format!("{}~1", world.branch)], &[Put("o.txt", "o\n")]).make(world.repo);
    world.repo.git(&["tag", "-a", "-m", "both", "both", &other]).ok();
    push(&["origin", &world.branch, &other, "both"])
}

fn older(world: &World<'_>) -> Vec<String> {
    world.two("older");
    push(&["origin", &format!("{0}~1:refs/heads/{0}", world.branch)])
}

fn blanks(world: &World<'_>) -> Vec<String> {
    world.two("blanks");
    push(&["origin", &format!("{0}^{{/add the login}}:refs/heads/{0}", world.branch)])
}

fn by_address(world: &World<'_>) -> Vec<String> {
    world.two("address");
    push(&[&world.empty_remote("address.git"), &world.branch])
}

fn never_fetched(world: &World<'_>) -> Vec<String> {
    let address = world.empty_remote("never fetched.git");
    world.two("before");
    world.repo.git(&["push", "-q", "--no-verify", &address, &world.branch]).ok();
    world.repo.git(&["remote", "add", "never", &address]).ok();
    History::default().commit(&world.branch, &[&world.branch], &[Put("l.txt", "later\n")]).make(world.repo);
    push(&["never", &world.branch])
}

fn fork(world: &World<'_>) -> Vec<String> {
    let address = world.empty_remote("fork.git");
    world.repo.git(&["remote", "add", "fork", &address]).ok();
    History::default().commit("main", &["main"], &[Put("upstream.txt", "upstream\n")]).make(world.origin);
    world.repo.git(&["fetch", "-q", "origin"]).ok();
    world.start(&[Put("mine.txt", "mine\n")]).make(world.repo);
    push(&["fork", &world.branch])
}

fn mode(world: &World<'_>) -> Vec<String> {
    world.with(&[Run("src/c.txt", "c\n")])
}

fn all_tags(world: &World<'_>) -> Vec<String> {
    world.two("all tags");
    world.repo.git(&["tag", "one", &world.branch]).ok();
    world.repo.git(&["tag", "two", &format!("{}~1", world.branch)]).ok();
    push(&["origin", "--tags"])
}

fn mirror(world: &World<'_>) -> Vec<String> {
    world.two("mirror");
    push(&["--mirror", &world.empty_remote("mirror.git")])
}

fn first(world: &World<'_>) -> Vec<String> {
    let history = History::default().commit(&world.branch, &[], &[Put("other.txt", "another project\n")]);
    history.commit(&world.branch, &[&world.branch], &[Put("deep/er/x.txt", "x\n")]).make(world.repo);
    push(&[&world.empty_remote("first.git"), &world.branch])
}

fn merge(world: &World<'_>) -> Vec<String> {
    let (branch, other) = (&world.branch, format!("{}-other", world.branch));
    let history = world.start(&[Put("left.txt", "left\n")]);
    let history = history.commit(&other, &["refs/remotes/origin/side"], &[Put("right.txt", "right\n")]);
    history
        .commit(branch, &[branch, &other], &[Put("right.txt", "right\n"), Put("side.txt", "side\n")])
        .make(world.repo);
    push(&["origin", branch])
}

fn evil_merge(world: &World<'_>) -> Vec<String> {
    let (branch, other) = (&world.branch, format!("{}-other", world.branch));
    let history = world.start(&[Put("left.txt", "left evil\n")]);
    let history = history.commit(&other, &["refs/remotes/origin/main"], &[Put("right.txt", "right evil\n")]);
    let merged = [Put("right.txt", "right evil\n"), Put("evil.txt", "evil\n"), Put("a.txt", "neither\n")];
    history.commit(branch, &[branch, &other], &merged).make(world.repo);
    push(&["origin", branch])
}

fn octopus(world: &World<'_>) -> Vec<String> {
    let branch = &world.branch;
    let arms: Vec<String> = (0..3).map(|arm| format!("{branch}-{arm}")).collect();
    let mut history = world.start(&[Put("body.txt", "body\n")]);
    for arm in &arms {
        history = history.commit(arm, &["refs/remotes/origin/main"], &[Put(arm, arm)]);
    }
    let parents: Vec<&str> = [branch].into_iter().chain(&arms).map(String::as_str).collect();
    let changes: Vec<Change<'_>> = arms.iter().map(|arm| Put(arm, arm)).chain([Put("eight.txt", "8\n")]).collect();
    history.commit(branch, &parents, &changes).make(world.repo);
    push(&["origin", branch])
}

fn copy(world: &World<'_>) -> Vec<String> {
    world.with(&[Put("elsewhere/b-again.txt", "b\n")])
}

fn comeback(world: &World<'_>) -> Vec<String> {
    world.with(&[Put("gone.txt", "it came and went\n")])
}

fn rename(world: &World<'_>) -> Vec<String> {
    let large = large();
    let history = world.start(&[Moved("large.bin", "moved/large.bin")]);
    history.commit(&world.branch, &[&world.branch], &[Put("copied/large.bin", &large)]).make(world.repo);
    push(&["origin", &world.branch])
}

fn added_and_deleted(world: &World<'_>) -> Vec<String> {
    let history = world.start(&[Put("secret.txt", "secret\n")]);
    history.commit(&world.branch, &[&world.branch], &[Gone("secret.txt")]).make(world.repo);
    push(&["origin", &world.branch])
}

fn review(world: &World<'_>) -> Vec<String> {
    world.two("review");
    push(&["origin", &format!("{}:refs/for/main", world.branch)])
}

fn notes(world: &World<'_>) -> Vec<String> {
    let main = world.id("refs/remotes/origin/main");
    world.repo.git(&["notes", "add", "-f", "-m", &world.branch, &main]).ok();
    push(&["origin", "refs/notes/commits"])
}

fn module(world: &World<'_>) -> Vec<String> {
    world.with(&[Module("part"), Put(".gitmodules", "[submodule \"part\"]\n\tpath = part\n\turl = ../part\n")])
}

fn link(world: &World<'_>) -> Vec<String> {
    world.with(&[Link("src/link", "deep/b.txt"), Link("large.link", "large.bin")])
}

fn many_files(world: &World<'_>) -> Vec<String> {
    let files: Vec<(String, String)> = (0..3_000).map(|n| (format!("many/{}/{n}", n % 37), format!("{n}\n"))).collect();
    world.with(&files.iter().map(|(path, text)| Put(path, text)).collect::<Vec<_>>())
}

fn moved_meanwhile(world: &World<'_>) -> Vec<String> {
    world.two("mine");
    let there = History::default().commit(&world.branch, &["main"], &[Put("theirs.txt", "theirs\n")]);
    there.make(world.origin);
    push(&["--force", "origin", &world.branch])
}

fn nothing(world: &World<'_>) -> Vec<String> {
    push(&["origin", &format!("refs/remotes/origin/main:refs/heads/{}", world.branch)])
}

fn elsewhere(world: &World<'_>) -> Vec<String> {
    world.two("elsewhere");
    push(&["origin", &format!("{}:refs/backups/one", world.branch)])
}

/// Modes that git takes, and that nobody should write: what is in such a folder is pushed like anything else.
fn odd_modes(world: &World<'_>) -> Vec<String> {
    world.start(&[Put("in/hidden.txt", "hidden\n"), Put("plain.txt", "plain with an odd mode\n")]).make(world.repo);
    let bytes = |revision: &str| {
        let id = world.id(&format!("{}:{revision}", world.branch));
        (0..id.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&id[at..at + 2], 16).expect("a digit"))
            .collect::<Vec<u8>>()
    };
    let entries = [("000040000", "in", bytes("in")), ("100664", "plain.txt", bytes("plain.txt"))];
    let tree = entries.map(|(mode, name, id)| [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &id].concat()).concat();
    let mut write = world.repo.command("git");
    let tree = run(write.args(["hash-object", "-t", "tree", "-w", "--literally", "--stdin"]), &tree).ok().out;
    let parent = world.id("refs/remotes/origin/main");
    let commit = world.repo.git(&["commit-tree", tree.trim(), "-p", &parent, "-m", MESSAGE]).ok().out;
    vec!["origin".to_owned(), format!("{}:refs/heads/{}", commit.trim(), world.branch)]
}
