//! What a commit-msg hook makes of the file that it is given, against what `git commit` and `git merge` store. The hook
//! is this program: it reads place, configuration and file as the real one does.

mod case;
mod editor;
mod repository;

use crate::cases::{Answers, Differences, count};
use crate::sandbox::hermetic;
use case::Case;
use repository::{Ended, Repository};
use std::fs;
use std::path::Path;

#[test]
fn drafts_are_cleaned_as_git_stores_them() {
    hermetic("drafts::drafts_are_cleaned_as_git_stores_them", |folder| {
        let cases = count(400, 10_000);
        let side_by_side = |half: usize| move || made(&folder.join(half.to_string()), (half..cases).step_by(2));
        let stored: usize = std::thread::scope(|scope| {
            let threads = [0, 1].map(|half| scope.spawn(side_by_side(half)));
            threads.into_iter().map(|thread| thread.join().expect("no difference")).sum()
        });
        // Most cases are commits: otherwise this test would tell nothing.
        assert!(stored * 2 > cases, "only {stored} commits were made");
    });
}

/// Makes the commits of some cases, and insists that our side reads them as git does; the result is how many git
/// stored. Now and then a new repository begins, so that none gets large.
fn made(folder: &Path, cases: impl Iterator<Item = usize>) -> usize {
    const MOST: usize = 500;
    let mut differences = Differences::default();
    let mut stored = 0;
    let cases: Vec<usize> = cases.collect();
    for some in cases.chunks(MOST) {
        fs::create_dir(folder).expect("a folder");
        let repository = Repository::new(folder);
        for &number in some {
            let case = Case::of(number, repository.version);
            differences.compare(&case.to_string(), &case.texts(), |texts| {
                let case = case.with(texts);
                let ended = repository.commit(&case);
                stored += usize::from(ended.stored.is_some());
                answers(&case, &ended)
            });
        }
        fs::remove_dir_all(folder).expect("a folder");
    }
    differences.conclude();
    stored
}

fn answers(case: &Case, ended: &Ended) -> Answers {
    let shown = |text: &[u8]| [b"stored ", text].concat();
    let git = match &ended.stored {
        Some(message) => shown(message),
        None if ended.said.to_lowercase().contains("empty commit message.") => b"empty".to_vec(),
        None => return Answers::of(b"", b""),
    };
    // With `verbatim` and from merges git stores blanks and lone sign-offs, which no policy lets pass.
    let takes_all = case.has("commit.cleanup=verbatim") || case.is_merge();
    let is_empty = ended.is_empty && !(ended.stored.is_some() && takes_all);
    let own = match is_empty {
        true => b"empty".to_vec(),
        false if case.is_utf8() => shown(&rescued(&ended.cleaned)),
        false => shown(&ended.cleaned),
    };
    Answers::of(&git, &own)
}

/// What git makes of bytes that claim to be UTF-8 and are not: it takes each wrong one for Latin-1, and warns
/// (commit.c, `verify_utf8`). Our code tells that they are no text.
fn rescued(mut bytes: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    while let Err(error) = std::str::from_utf8(bytes) {
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        text.push_str(&String::from_utf8_lossy(valid));
        text.push(char::from(rest[0]));
        bytes = &rest[1..];
    }
    text.push_str(&String::from_utf8_lossy(bytes));
    text.into_bytes()
}
