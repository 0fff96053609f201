//! What git says a push makes public, and what we say.

use super::World;
use crate::support::{Repo, run};
use cihook::git::changes;
use cihook::git::history;
use cihook::git::objects::Objects;
use cihook::git::place::Place;
use cihook::git::push::{Public, RefUpdate};
use cihook::model::ObjectId;
use std::collections::BTreeSet;

/// Commits and blobs.
#[derive(Debug, Default, PartialEq, Eq)]
struct Brought {
    commits: BTreeSet<String>,
    blobs: BTreeSet<String>,
}

/// Pushes, compares what is judged with what git says, and says how much that is.
pub fn compare(world: &World<'_>, name: &str, arguments: &[String]) -> String {
    let repo = world.repo;
    let record = world.sandbox.path("record");
    let _ = std::fs::remove_file(&record);
    let record = record.to_str().expect("a path");
    let mut push = repo.command("git");
    let stopped = run(push.arg("push").args(arguments).env("RECORD", record), b"");
    let told = std::fs::read_to_string(record).unwrap_or_else(|error| panic!("{name}: {error}: {stopped:#?}"));
    let by_git = brought(repo, told.lines(), &told);
    let place = place(repo);
    for objects in [Objects::open(&place).expect("objects"), Objects::open_by_git(&place)] {
        assert_eq!(by_us(&place, &objects, &told), by_git, "{name}: {told}");
    }
    let judged = by_hook(repo, name, &told);
    let has_messages = |line: &&str| [" refs/heads/", " refs/tags/"].iter().any(|below| line.contains(below));
    let with_messages = brought(repo, told.lines().filter(has_messages), &told);
    assert_eq!(judged, (with_messages.commits.len(), by_git.blobs.len()), "{name}: {told}");
    let pushed = run(repo.command("git").arg("push").arg("-q").args(arguments), b"");
    assert_eq!(pushed.code, 0, "{name}: {pushed:#?}");
    format!("{} commits, {} blobs", by_git.commits.len(), by_git.blobs.len())
}

/// The repository, as git says that it is.
fn place(repo: &Repo) -> Place {
    let ask = |question: &str| repo.git(&["rev-parse", "--path-format=absolute", question]).ok().out.trim().into();
    let is_bare = repo.git(&["rev-parse", "--is-bare-repository"]).ok().out.trim() == "true";
    Place {
        git_dir: ask("--git-dir"),
        common_dir: ask("--git-common-dir"),
        work_tree: (!is_bare).then(|| repo.path.clone()),
        start: repo.path.clone(),
    }
}

/// `git rev-list --objects <new> --not --remotes <old>`, as far as these are here: what some of the lines bring that is
/// not public, as all of them tell.
fn brought<'l>(repo: &Repo, some: impl Iterator<Item = &'l str>, told: &str) -> Brought {
    let is_id = |id: &&str| id.contains(|digit| digit != '0');
    let is_here = |id: &&str| repo.git(&["cat-file", "-e", id]).code == 0;
    let new: Vec<&str> = some.filter_map(|line| line.rsplit(' ').nth(2)).filter(is_id).collect();
    if new.is_empty() {
        return Brought::default();
    }
    let old = told.lines().filter_map(|line| line.rsplit(' ').next()).filter(is_id).filter(is_here);
    let mut list = repo.command("git");
    list.env("GIT_NO_LAZY_FETCH", "1").env("GIT_NO_REPLACE_OBJECTS", "1");
    list.args(["rev-list", "--objects", "--no-object-names", "--missing=allow-any"]).args(&new);
    let listed = run(list.args(["--not", "--remotes"]).args(old), b"").ok().out;
    let mut kinds = repo.command("git");
    let kinds = run(kinds.args(["cat-file", "--batch-check"]).env("GIT_NO_LAZY_FETCH", "1"), listed.as_bytes()).ok();
    let mut brought = Brought::default();
    for line in kinds.out.lines() {
        let (id, kind) = line.split_once(' ').expect("a kind");
        match kind.split(' ').next() {
            Some("commit") => drop(brought.commits.insert(id.to_owned())),
            Some("blob") => drop(brought.blobs.insert(id.to_owned())),
            _ => {}
        }
    }
    brought
}

/// What the library finds.
fn by_us(place: &Place, objects: &Objects, told: &str) -> Brought {
    let updates = RefUpdate::parse(told).expect("git's own lines");
    let public = Public::to_remotes(place, objects, &updates).expect("refs");
    let selection = public.selection(objects, &updates.iter().collect::<Vec<_>>(), &|_| true).expect("tips");
    let mut brought = Brought::default();
    if selection.is_empty() {
        return brought;
    }
    let plan = history::plan(place, objects, &selection).expect("a plan");
    let mut see = |id: ObjectId, _: &[u8]| {
        assert!(brought.commits.insert(id.to_string()), "{id} twice");
        Ok(())
    };
    history::each(place, objects, &selection, &plan, &mut see).expect("commits");
    let plan = history::plan(place, objects, &selection).expect("a plan");
    let mut gathered = changes::gather(place, objects, &selection, &plan, &mut |_| {}).expect("changes");
    gathered.make_exact().expect("trees");
    let blobs = gathered.blobs().expect("blobs");
    brought.blobs = blobs.iter().map(|blob| blob.id.to_string()).collect();
    assert_eq!(brought.blobs.len(), blobs.len());
    brought
}

/// How many commits and blobs the hook itself judges.
fn by_hook(repo: &Repo, name: &str, told: &str) -> (usize, usize) {
    let ran = repo.cihook_with(&["--format", "json", "hook", "pre-push", "origin", "url"], &[], told.as_bytes());
    let json: serde_json::Value =
        serde_json::from_str(&ran.err).unwrap_or_else(|error| panic!("{name}: {error}: {ran:#?}"));
    assert_eq!((ran.code, &json["findings"]), (0, &serde_json::json!([])), "{name}: {ran:#?}");
    let count = |what: &str| usize::try_from(json["checked"][what].as_u64().expect("a number")).expect("a number");
    (count("commits"), count("blobs"))
}
