//! Three ways to walk a history against `git rev-list`, in repositories of all kinds.
//!
//! Commit dates that run backwards make git's own walk a guess unless it has generation numbers: there the set is taken
//! from the shape of the history, and a walk by dates may find more than that, as git's may, but never less.

mod kinds;
mod revisions;
mod shape;

use crate::aloud::skipped;
use crate::cases::{Answers, Differences, count};
use crate::random::Random;
use crate::sandbox::{answer, hermetic, version};
use cihook::failure::Result;
use cihook::git::history::{self, Edge, Plan, Selection, Take};
use cihook::git::objects::Objects;
use cihook::git::place::Place;
use cihook::model::ObjectId;
use kinds::{KINDS, Repository};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn all_walks_find_what_rev_list_finds() {
    hermetic("histories::all_walks_find_what_rev_list_finds", |folder| {
        let version = version(folder);
        let mut differences = Differences::default();
        for kind in KINDS {
            if let Some(why) = kind.needs(version) {
                skipped(format_args!("history in a repository of kind {kind:?}"), why);
                continue;
            }
            for case in 0..count(3, 20) {
                let random = &mut Random::of(&format!("{kind:?}"), case);
                let folder = folder.join(format!("{kind:?}-{case}"));
                fs::create_dir(&folder).expect("a folder");
                let repository = kind.make(&folder, random);
                (0..count(12, 25)).for_each(|_| compare(&repository, random, &mut differences));
                fs::remove_dir_all(&folder).expect("a folder");
            }
        }
        differences.conclude();
    });
}

/// What a walk handed out.
type Found = BTreeMap<ObjectId, Vec<u8>>;

/// A walk that was made.
struct Walked {
    name: &'static str,
    found: Found,
    edge: Edge,
}

fn compare(repository: &Repository, random: &mut Random, differences: &mut Differences) {
    let place = Place::find(&repository.start).expect("a repository");
    let selection = selection(repository, random);
    let by_git = rev_list(&repository.start, &selection);
    let exact = repository.exact(&selection).unwrap_or_else(|| by_git.clone());
    let told = walked(&place, &Objects::open_by_git(&place), &selection);
    let walked = walked(&place, &Objects::open(&place).expect("objects"), &selection);
    let is_listed = repository.has_graph && !selection.hidden.is_empty();
    assert_eq!(walked.name == "listed", is_listed, "a commit-graph is used for ranges, where there is one");
    let asked = |ids: &[ObjectId]| format!("{:?}", repository.numbers(ids));
    let question = format!("{} ^{} {repository}", asked(&selection.tips), asked(&selection.hidden));
    let mut check = |walk: &str, found: &[ObjectId], wanted: &[ObjectId]| {
        differences.note(walk, &question, &Answers { git: asked(wanted), own: asked(found) });
    };
    let found: Vec<ObjectId> = walked.found.keys().copied().collect();
    check("read by git", &told.found.keys().copied().collect::<Vec<_>>(), &found);
    if repository.is_skewed() && walked.name != "listed" {
        let missed: Vec<ObjectId> = exact.iter().filter(|id| !walked.found.contains_key(id)).copied().collect();
        check("missed by a walk", &missed, &[]);
    } else {
        check(walked.name, &found, &exact);
    }
    let other = walked.found.iter().find(|(id, content)| told.found.get(id).is_some_and(|told| told != *content));
    assert_eq!(other, None, "the content of a commit in {repository}");
    let shallow = history::shallow(&place).expect("a list");
    let edge = if by_git.iter().any(|id| shallow.contains(id)) { Edge::Shallow } else { Edge::Whole };
    assert_eq!((walked.edge, told.edge), (edge, edge), "the edge of {question}");
}

/// The walk over objects that are read in one way or the other.
fn walked(place: &Place, objects: &Objects, selection: &Selection) -> Walked {
    let plan = history::plan(place, objects, selection).expect("a plan");
    let name = match plan {
        Plan::Streamed => "streamed",
        Plan::Held(_) => "held",
        Plan::Listed(_) => "listed",
    };
    handed(name, |take| history::each(place, objects, selection, &plan, take))
}

/// Collects what is handed out, each commit once.
fn handed(name: &'static str, walk: impl FnOnce(&mut Take<'_>) -> Result<Edge>) -> Walked {
    let mut found = Found::new();
    let edge = walk(&mut |id, content| {
        assert_eq!(found.insert(id, content.to_vec()), None, "{id} is handed out twice");
        Ok(())
    });
    Walked { name, found, edge: edge.expect("a history") }
}

/// Some tips, mostly new ones, and some commits to hide.
fn selection(repository: &Repository, random: &mut Random) -> Selection {
    let ids = &repository.ids;
    let mut some = |most: usize, share: usize| -> Vec<ObjectId> {
        let from = ids.len() - ids.len().div_ceil(share);
        (0..most).map(|_| ids[from + random.below(ids.len() - from)]).collect()
    };
    let (new, old) = (some(4, 3), some(5, 1));
    let (tips, hidden) = (random.pick(&[1, 1, 2, 4]), random.pick(&[0, 1, 1, 2, 5]));
    Selection { tips: new[..tips].to_vec(), hidden: old[..hidden].to_vec(), ..Selection::default() }
}

fn rev_list(folder: &Path, selection: &Selection) -> Vec<ObjectId> {
    let tips = selection.tips.iter().map(|id| format!("{id}\n"));
    let hidden = selection.hidden.iter().map(|id| format!("^{id}\n"));
    let input: String = tips.chain(hidden).collect();
    let listed = answer(folder, ["--no-replace-objects", "rev-list", "--stdin"], input.as_bytes());
    let mut ids = ids_of(&listed);
    ids.sort();
    ids
}

/// The names in what git printed, one a line.
fn ids_of(listed: &[u8]) -> Vec<ObjectId> {
    listed.split(|&byte| byte == b'\n').filter_map(ObjectId::from_hex).collect()
}
