//! The shape of a generated history: which commit follows which, and when.

use crate::random::Random;
use std::collections::BTreeSet;
use std::fmt;

/// Commits, each behind its parents.
pub struct Shape {
    commits: Vec<Made>,
    /// Whether some commits are older than their parents.
    pub is_skewed: bool,
}

struct Made {
    parents: Vec<usize>,
    date: i64,
}

impl Shape {
    /// A history with merges of two and of many, several roots, branches old and new.
    pub fn of(random: &mut Random, is_skewed: bool) -> Self {
        let mut commits: Vec<Made> = Vec::new();
        let roots = random.pick(&[1, 1, 3, 20]);
        let merges = random.pick(&[0, 20, 40, 40]);
        for number in 0..5 + random.below(90) {
            let is_root = number == 0 || random.chance(roots);
            let most = if random.chance(merges) { random.pick(&[2, 2, 2, 3, 8]) } else { 1 };
            let mut parents = Vec::new();
            for _ in 0..if is_root { 0 } else { most } {
                let back = if random.chance(80) { 4 } else { number };
                let parent = number - 1 - random.below(back.min(number));
                if !parents.contains(&parent) {
                    parents.push(parent);
                }
            }
            let newest = parents.iter().map(|&parent| commits[parent].date).max().unwrap_or(1_700_000_000);
            let date = newest + random.pick(&[0, 0, 1, 60]);
            let date = if is_skewed && random.chance(30) {
                random.pick(&[0, 1_600_000_000, 1_700_000_003, 1_900_000_000])
            } else {
                date
            };
            commits.push(Made { parents, date });
        }
        Self { commits, is_skewed }
    }

    /// A history of 150 commits, each behind the one before, some of them merges.
    pub fn long(random: &mut Random) -> Self {
        let parents = |number: usize, random: &mut Random| match number {
            0 => Vec::new(),
            number if number > 2 && random.chance(20) => vec![number - 1, random.below(number - 1)],
            number => vec![number - 1],
        };
        let commits =
            (0..150).map(|number| Made { parents: parents(number, random), date: 1_700_000_000 + number as i64 });
        Self { commits: commits.collect(), is_skewed: false }
    }

    /// How many commits there are.
    pub fn len(&self) -> usize {
        self.commits.len()
    }

    /// The commits of a range as `git fast-import` reads them; each has a branch of its own.
    pub fn stream(&self, range: std::ops::Range<usize>) -> String {
        let mut stream = String::new();
        for number in range {
            let Made { parents, date } = &self.commits[number];
            let mark = number + 1;
            stream.push_str(&format!("commit refs/heads/c{number}\nmark :{mark}\n"));
            stream.push_str(&format!("committer A <a@b.c> {date} +0000\ndata <<E\nfeat: {number}\n\nbody\nE\n"));
            for (index, parent) in parents.iter().enumerate() {
                stream.push_str(&format!("{} :{}\n", if index == 0 { "from" } else { "merge" }, parent + 1));
            }
            stream.push('\n');
        }
        stream
    }

    /// What `tips` reach and `hidden` do not.
    pub fn reached(&self, tips: &[usize], hidden: &[usize]) -> BTreeSet<usize> {
        &self.closure(tips) - &self.closure(hidden)
    }

    fn closure(&self, tips: &[usize]) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut todo = tips.to_vec();
        while let Some(number) = todo.pop() {
            if reached.insert(number) {
                todo.extend(&self.commits[number].parents);
            }
        }
        reached
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let commits = self.commits.iter().enumerate();
        let shown = commits.map(|(number, made)| format!("{number}@{}: {:?}", made.date, made.parents));
        f.write_str(&shown.collect::<Vec<_>>().join(", "))
    }
}
