//! What a `[[label]]` asks of the changed files.

use crate::options::{FileGlobs, OneOrMany, SignedGlob};

crate::options::options! {
    /// Conditions on the changed files, all of which have to hold. The last three are those of actions/labeler, for what
    /// the first two cannot say.
    pub struct Touched {
        /// Globs, one of which has to match a changed file; what a `!glob` matches is taken off first.
        pub paths: FileGlobs = FileGlobs::default(),
        /// Globs, one of which has to match each changed file, and no `!glob` any.
        pub all_paths: FileGlobs = FileGlobs::default(),
        /// Globs, one of which has to match all changed files.
        pub any_glob_to_all_files: Option<OneOrMany<SignedGlob>> = None,
        /// Globs, all of which have to match the same changed file.
        pub all_globs_to_any_file: Option<OneOrMany<SignedGlob>> = None,
        /// Globs, all of which have to match each changed file.
        pub all_globs_to_all_files: Option<OneOrMany<SignedGlob>> = None,
    }
}

impl Touched {
    /// Whether it asks nothing.
    pub const fn is_empty(&self) -> bool {
        self.paths.is_empty()
            && self.all_paths.is_empty()
            && self.any_glob_to_all_files.is_none()
            && self.all_globs_to_any_file.is_none()
            && self.all_globs_to_all_files.is_none()
    }

    /// Whether these changed files are as it asks. Where there is none, nothing is true of all of them.
    pub fn holds(&self, files: &[&str]) -> bool {
        let each = |holds: &dyn Fn(&str) -> bool| !files.is_empty() && files.iter().all(|file| holds(file));
        let any = |holds: &dyn Fn(&str) -> bool| files.iter().any(|file| holds(file));
        let asked = |globs: &Option<OneOrMany<SignedGlob>>, holds: &dyn Fn(&[SignedGlob]) -> bool| {
            globs.as_ref().is_none_or(|OneOrMany(globs)| holds(globs))
        };
        let all = |globs: &[SignedGlob], file: &str| globs.iter().all(|glob| glob.matches(file));
        (self.paths.is_empty() || any(&|file| self.paths.matches(file)))
            && (self.all_paths.is_empty() || each(&|file| self.all_paths.matches(file)))
            && asked(&self.any_glob_to_all_files, &|globs| globs.iter().any(|glob| each(&|file| glob.matches(file))))
            && asked(&self.all_globs_to_any_file, &|globs| any(&|file| all(globs, file)))
            && asked(&self.all_globs_to_all_files, &|globs| each(&|file| all(globs, file)))
    }
}
