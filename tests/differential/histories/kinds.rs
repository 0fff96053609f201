//! Repositories of all kinds: how objects are stored, what git knows of them beside, and what is missing.

use super::ids_of;
use super::shape::Shape;
use crate::random::Random;
use crate::sandbox::answer;
use cihook::git::history::Selection;
use cihook::model::ObjectId;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// A kind of repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Each object is a file.
    Loose,
    /// Clocks were wrong, and no graph knows better.
    LooseSkewed,
    /// One pack.
    Packed,
    /// Many packs, and an index over them.
    MultiPack,
    /// A linked work tree of a repository.
    LinkedWorkTree,
    /// A commit-graph knows all.
    Graph,
    /// A commit-graph knows all but what is new.
    GraphBehind,
    /// Several commit-graphs, each over the one before.
    GraphChain,
    /// A commit-graph without corrected dates, as older versions of git write.
    OldGraph,
    /// A commit-graph, and objects that stand in for others.
    Replaced,
    /// A clone that ends somewhere.
    Shallow,
    /// Most objects are in another repository.
    Alternates,
    /// SHA-256.
    Sha256,
    /// SHA-256, with a commit-graph.
    Sha256Graph,
    /// Refs in tables.
    Reftable,
}

/// All of them.
pub const KINDS: [Kind; 15] = [
    Kind::Loose,
    Kind::LooseSkewed,
    Kind::Packed,
    Kind::MultiPack,
    Kind::LinkedWorkTree,
    Kind::Graph,
    Kind::GraphBehind,
    Kind::GraphChain,
    Kind::OldGraph,
    Kind::Replaced,
    Kind::Shallow,
    Kind::Alternates,
    Kind::Sha256,
    Kind::Sha256Graph,
    Kind::Reftable,
];

/// A repository that was made.
pub struct Repository {
    kind: Kind,
    shape: Shape,
    /// Where git is started.
    pub start: PathBuf,
    /// Its commits, each behind its parents.
    pub ids: Vec<ObjectId>,
    /// Whether there is a commit-graph that can be read.
    pub has_graph: bool,
}

impl Kind {
    /// Why this git cannot make one.
    pub fn needs(self, version: (u32, u32)) -> Option<String> {
        let since = match self {
            Self::Reftable => (2, 45),
            Self::Sha256 | Self::Sha256Graph => (2, 29),
            _ => (2, 28),
        };
        (version < since).then(|| format!("git {version:?} is older than {since:?}"))
    }

    /// Makes one of a random shape in an empty folder.
    pub fn make(self, folder: &Path, random: &mut Random) -> Repository {
        let is_skewed = self == Self::LooseSkewed || (self.has_graph() && random.chance(50));
        self.shaped(folder, Shape::of(random, is_skewed), random)
    }

    /// Makes one of a given shape in an empty folder.
    pub fn shaped(self, folder: &Path, shape: Shape, random: &mut Random) -> Repository {
        let start = folder.join("repository");
        fs::create_dir(&start).expect("a folder");
        run(&start, &["init", "--quiet", self.format()]);
        let (first, last) = (shape.len() / 2, shape.len());
        self.import(&start, &shape.stream(0..first));
        self.half_way(&start);
        let place =
            if self == Self::Alternates { cloned(&start, &["clone", "--quiet", "--shared", "."]) } else { start };
        self.import(&place, &shape.stream(first..last));
        let ids = marks(folder);
        self.at_the_end(&place, &ids);
        let start = match self {
            Self::LinkedWorkTree => cloned(&place, &["worktree", "add", "--quiet", "--detach"]),
            Self::Shallow => shallow(&place, last, random),
            _ => place,
        };
        let ids =
            if self == Self::Shallow { ids_of(&answer(&start, ["rev-list", "--all", "--reverse"], b"")) } else { ids };
        Repository { kind: self, shape, start, ids, has_graph: self.has_graph() }
    }

    fn has_graph(self) -> bool {
        matches!(self, Self::Graph | Self::GraphBehind | Self::GraphChain | Self::OldGraph)
    }

    fn format(self) -> &'static str {
        match self {
            Self::Sha256 | Self::Sha256Graph => "--object-format=sha256",
            Self::Reftable => "--ref-format=reftable",
            _ => "--initial-branch=main",
        }
    }

    /// Adds commits; fast-import leaves few of them as files of their own and many as a pack.
    fn import(self, start: &Path, stream: &str) {
        let limit = if self == Self::MultiPack { "0" } else { "1000" };
        let limit = format!("fastimport.unpackLimit={limit}");
        let marks = ["--import-marks-if-exists=../marks", "--export-marks=../marks"];
        answer(start, [&["-c", &limit, "fast-import", "--quiet"], &marks[..]].concat(), stream.as_bytes());
    }

    /// What git does when half of the commits are there.
    fn half_way(self, start: &Path) {
        match self {
            Self::GraphBehind => run(start, &["commit-graph", "write", "--reachable"]),
            Self::GraphChain => run(start, &["commit-graph", "write", "--reachable", "--split=no-merge"]),
            _ => {}
        }
    }

    /// What git does when all of the commits are there.
    fn at_the_end(self, start: &Path, ids: &[ObjectId]) {
        let graph = |options: &[&str]| run(start, &[options, &["commit-graph", "write", "--reachable"]].concat());
        match self {
            Self::Packed => run(start, &["repack", "--quiet", "-a", "-d"]),
            Self::MultiPack => run(start, &["multi-pack-index", "write"]),
            Self::LinkedWorkTree => run(start, &["symbolic-ref", "HEAD", "refs/heads/c0"]),
            Self::Graph | Self::Sha256Graph => graph(&[]),
            Self::OldGraph => graph(&["-c", "commitGraph.generationVersion=1"]),
            Self::GraphChain => run(start, &["commit-graph", "write", "--reachable", "--split=no-merge"]),
            Self::Replaced => {
                graph(&[]);
                run(start, &["replace", &ids[ids.len() - 1].to_string(), &ids[0].to_string()]);
            }
            _ => {}
        }
    }
}

fn run(start: &Path, arguments: &[&str]) {
    answer(start, arguments, b"");
}

/// Another place beside `start`, which git makes.
fn cloned(start: &Path, arguments: &[&str]) -> PathBuf {
    run(start, &[arguments, &["../other"]].concat());
    start.with_file_name("other")
}

/// A clone of some branches, which ends a few commits behind each.
fn shallow(start: &Path, commits: usize, random: &mut Random) -> PathBuf {
    let clone = cloned(start, &["init", "--quiet"]);
    let (depth, origin) = (format!("--depth={}", 1 + random.below(6)), format!("file://{}", start.display()));
    let branches = (0..4).map(|_| commits - 1 - random.below(commits.min(12)));
    let branches: Vec<String> = branches.map(|number| format!("c{number}:c{number}")).collect();
    let options = ["fetch", "--quiet", &depth, &origin].map(str::to_owned);
    answer(&clone, [&options[..], &branches].concat(), b"");
    clone
}

impl Repository {
    /// Whether some commits are older than their parents.
    pub fn is_skewed(&self) -> bool {
        self.shape.is_skewed
    }

    /// What a selection is, by the shape of the history; `None` where some of it is missing.
    pub fn exact(&self, selection: &Selection) -> Option<Vec<ObjectId>> {
        let reached = self.shape.reached(&self.numbers(&selection.tips), &self.numbers(&selection.hidden));
        let mut ids: Vec<ObjectId> = reached.into_iter().map(|number| self.ids[number]).collect();
        ids.sort();
        (self.kind != Kind::Shallow).then_some(ids)
    }

    /// The numbers of commits, in order.
    pub fn numbers(&self, ids: &[ObjectId]) -> Vec<usize> {
        let number = |id: &ObjectId| self.ids.iter().position(|known| known == id);
        let mut numbers: Vec<usize> = ids.iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers
    }
}

impl fmt::Display for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "of {:?} with {}", self.kind, self.shape)
    }
}

/// The names of all commits, in the order in which they were made.
fn marks(folder: &Path) -> Vec<ObjectId> {
    let text = fs::read_to_string(folder.join("marks")).expect("marks");
    let mut marks: Vec<(usize, ObjectId)> = text
        .lines()
        .map(|line| {
            let (mark, id) = line[1..].split_once(' ').expect("a mark");
            (mark.parse().expect("a number"), ObjectId::from_hex(id.as_bytes()).expect("a name"))
        })
        .collect();
    marks.sort_unstable();
    marks.into_iter().map(|(_, id)| id).collect()
}
