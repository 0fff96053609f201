//! Ranges as people write them, also those that lie far back and are walked without git, against `git rev-parse`.

use super::ids_of;
use super::kinds::Kind;
use super::shape::Shape;
use crate::cases::{Answers, Differences, count};
use crate::random::Random;
use crate::sandbox::{answer, fed, git, hermetic};
use cihook::git::objects::Objects;
use cihook::git::place::Place;
use cihook::git::revisions::{self, Repository};
use cihook::model::ObjectId;
use std::fs;
use std::path::Path;

/// `{}` stands for a number.
const SIDES: &[&str] = &[
    "",
    "HEAD",
    "HEAD~{}",
    "HEAD~{}",
    "c{}",
    "c{}~{}",
    "v1",
    "v1~{}",
    "HEAD^^",
    "HEAD~{}^2",
    "HEAD^{}",
    "@",
    "HEAD~",
    "none",
    "HEAD^{tree}",
];

#[test]
fn ranges_are_those_of_rev_parse() {
    hermetic("histories::revisions::ranges_are_those_of_rev_parse", |folder| {
        let mut differences = Differences::default();
        for kind in [Kind::Loose, Kind::Graph, Kind::GraphBehind] {
            let random = &mut Random::of("revisions", kind as usize);
            let folder = folder.join(format!("{kind:?}"));
            fs::create_dir(&folder).expect("a folder");
            let repository = kind.shaped(&folder, Shape::long(random), random);
            answer(&repository.start, ["checkout", "--quiet", "c149"], b"");
            answer(&repository.start, ["tag", "--annotate", "--message=x", "v1", "c140"], b"");
            for _ in 0..count(60, 1_000) {
                let written = written(random);
                differences.note(
                    &format!("git rev-parse in {kind:?}"),
                    &written,
                    &answers(&repository.start, &written),
                );
            }
        }
        differences.conclude();
    });
}

fn written(random: &mut Random) -> String {
    let between = random.pick(&["..", "..", "..", "...", ""]);
    let (from, to) = (random.pick(SIDES), random.pick(SIDES));
    let text = if between.is_empty() { to.to_owned() } else { format!("{from}{between}{to}") };
    text.split("{}").fold(String::new(), |text, part| {
        let number = random.pick(&[0, 1, 2, 63, 64, 65, 90, 149, 150, 400]);
        if text.is_empty() { part.to_owned() } else { format!("{text}{number}{part}") }
    })
}

fn answers(start: &Path, written: &str) -> Answers {
    let place = Place::find(start).expect("a repository");
    let objects = Objects::open(&place).expect("objects");
    let own = revisions::select(&Repository { place: &place, objects: &objects }, written);
    let mut own = own.map(|selection| [selection.tips, selection.hidden]).unwrap_or_default();
    let mut git = by_git(start, written);
    own.iter_mut().chain(&mut git).for_each(|ids| ids.sort());
    Answers { git: format!("{git:?}"), own: format!("{own:?}") }
}

/// The tips and the hidden commits that git names; none where one of them is no commit.
fn by_git(start: &Path, written: &str) -> [Vec<ObjectId>; 2] {
    let told = fed(&mut git(start, ["rev-parse", "--revs-only", written]), b"");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let (hidden, tips): (Vec<&str>, Vec<&str>) = told.lines().partition(|line| line.starts_with('^'));
    let commits = |lines: &[&str]| -> Option<Vec<ObjectId>> {
        let asked: String = lines.iter().map(|line| format!("{}^{{commit}}\n", line.trim_start_matches('^'))).collect();
        let told = answer(start, ["cat-file", "--batch-check=%(objectname)"], asked.as_bytes());
        let ids = ids_of(&told);
        (ids.len() == lines.len()).then_some(ids)
    };
    commits(&tips)
        .zip(commits(&hidden))
        .map(|(tips, hidden)| [tips, hidden])
        .filter(|[tips, _]| !tips.is_empty())
        .unwrap_or_default()
}
