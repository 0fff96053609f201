//! How the size of a pull request is counted.

use crate::model::File;
use crate::options::FileGlobs;

/// Which changed lines count towards the size of a pull request: for `pr-size`, and for labels by size.
#[derive(Clone, Debug)]
pub struct Counting {
    /// Files that do not count, beside those that are generated.
    pub ignore: FileGlobs,
    /// Whether lines that are gone count.
    pub deletions: bool,
}

impl Default for Counting {
    fn default() -> Self {
        Self { ignore: FileGlobs::default(), deletions: true }
    }
}

impl Counting {
    /// How many lines of a file count.
    pub fn lines_of(&self, file: &File<'_>) -> u64 {
        if file.is_generated || self.ignore.matches(file.path) {
            return 0;
        }
        file.additions + if self.deletions { file.deletions } else { 0 }
    }

    /// How many lines of all files count.
    pub fn lines(&self, files: &[File<'_>]) -> u64 {
        files.iter().map(|file| self.lines_of(file)).sum()
    }
}
