//! # file-size
//!
//! No huge file gets into the history.
//!
//! ## Why
//!
//! What was pushed once is in every clone for ever: to delete the file later takes nothing away. So every blob of every
//! new commit is judged, also one that a later commit deletes again, by the size of what git stores; whether the file
//! of the work tree is larger or already gone does not matter. A pointer of Git LFS is the small file that it is. A
//! file that was there before and is only renamed is not new.
//!
//! ## Good
//!
//! ```text
//! docs/images/login.png            120 kB
//! assets/film.mp4                  130 B, a pointer of Git LFS
//! ```
//!
//! ## Bad
//!
//! ```text
//! bin/server                       48 MB
//! ```
//!
//! ## Options
//!
//! - `max`: the largest file, as `"2MB"` (millions of bytes) or `"2MiB"`.
//! - `limit`: entries with `paths` (globs; `!glob` takes files off first) and a `max` of their own; the first that matches
//!   counts.
//!
//! `GIT_FILE_SIZE_LIMIT` overrides `max` for hooks on a laptop and for `cihook check`; servers ignore it.
//!
//! ## Fix
//!
//! The answer shows the command that takes the file out of your unpushed commits and keeps it on your disk. Store large files
//! with Git LFS, or as a release asset.

use crate::model::{Blob, Reach, TreeEntry};
use crate::options::{FileGlobs, Nested, Size};
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::escape::shell_path;
use crate::words::Words;
use bstr::ByteSlice as _;

crate::options::options! {
    /// A limit for some paths.
    pub struct Limit {
        /// Globs of the paths that it is for; `!glob` takes files off first.
        pub paths: FileGlobs = FileGlobs::default(),
        /// The largest file there.
        pub max: Size = Size(2_000_000),
    }
}

crate::options::options! {
    /// Settings of `file-size`.
    pub struct Options {
        /// The largest file.
        pub max: Size = Size(2_000_000),
        /// Limits for some paths; the first that matches counts.
        pub limit: Vec<Nested<Limit>> = Vec::new(),
    }
}

/// The size of files.
pub struct FileSize(Options);

impl Configure for FileSize {
    const META: Meta = Meta {
        id: "file-size",
        subject: Family::Change,
        summary: Words::new("no huge file gets into the history", "历史中没有过大的文件"),
        page: page!("file_size.rs"),
        chinese: include_str!("zh-CN/file-size.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for FileSize {
    fn blob(&self, blob: &Blob<'_>, cx: &mut Cx<'_>) {
        let path = blob.entry.path.to_str_lossy();
        let Some(&size) = cx.need(&blob.size) else { return };
        let own = self.0.limit.iter().find(|limit| limit.0.paths.matches(&path));
        let (max, option) =
            own.map_or((cx.situation.file_limit.unwrap_or(self.0.max), "max"), |limit| (limit.0.max, "limit"));
        if size <= max.0 {
            return;
        }
        let values = [path.as_ref().into(), Size(size).to_string().into(), max.to_string().into()];
        let is_told = own.is_none() && cx.situation.file_limit.is_some();
        let is_proposed = cx.situation.stage.is_of_pulls();
        let finding = cx.report(TOO_LARGE.with(values)).asked_by(option);
        if is_told {
            finding.help(TOLD.say());
        }
        if blob.entry.commit.is_none() && !is_proposed && blob.entry.reach != Reach::Staged {
            finding.remedy(NO_TAG.say());
            return;
        }
        finding.remedy(match way_out(&blob.entry) {
            Some(command) => TAKE_OUT.with([command.into()]),
            None => blob.entry.commit.map_or_else(|| TAKE_OUT_ALL.say(), |id| TAKE_OUT_OF.with([id.short().into()])),
        });
        if blob.entry.reach == Reach::Staged {
            finding.help(TRACK.with([shell_path(blob.entry.path).into()]));
        } else if blob.entry.reach == Reach::Tip {
            finding.help(MIGRATE.with([with_prefix("--include=", blob.entry.path).into()]));
        }
    }
}

/// The command that takes a file out, or puts back what stood there before, and leaves the one in the work tree alone;
/// `None` where older commits would have to be written anew.
fn way_out(entry: &TreeEntry<'_>) -> Option<String> {
    let (git, word) = (git_for(entry.path), shell_path(entry.path));
    match (entry.reach, entry.replaces) {
        (Reach::Staged, false) => Some(format!("{git} rm --cached -- {word}")),
        (Reach::Staged, true) => Some(format!("{git} restore --staged -- {word}")),
        (Reach::Tip, false) => Some(format!("{git} rm --cached -- {word} && {AMEND}")),
        (Reach::Tip, true) => Some(format!("{git} restore --source=HEAD^ --staged -- {word} && {AMEND}")),
        (Reach::Older | Reach::Proposed, _) => None,
    }
}

/// A word that ends with a path.
fn with_prefix(prefix: &str, path: &[u8]) -> String {
    shell_path(&[prefix.as_bytes(), path].concat()).into_owned()
}

/// Git, told where a path could be taken for a pattern (gitglossary(7), "pathspec").
fn git_for(path: &[u8]) -> &'static str {
    let is_pattern = path.starts_with(b":") || path.iter().any(|byte| b"*?[\\".contains(byte));
    if is_pattern { "git --literal-pathspecs" } else { "git" }
}

/// A commit may be left without any change.
const AMEND: &str = "git commit --amend --no-edit --allow-empty";

const TOO_LARGE: Words = Words::new("`{0}` is {1}; the limit is {2}", "`{0}` 太大：{1}，上限为 {2}");
const TOLD: Words = Words::new("GIT_FILE_SIZE_LIMIT says so", "该上限来自 GIT_FILE_SIZE_LIMIT");
const TAKE_OUT: Words = Words::new("remove it with: {0}", "请移除：{0}");
const NO_TAG: Words = Words::new("do not push the tag that names it", "请不要推送指向它的标签");
const TAKE_OUT_ALL: Words = Words::new(
    "remove it from the commit that adds it; deleting it in a later commit is not enough",
    "请从添加它的提交中移除；在后续提交中删除是不够的",
);
const TAKE_OUT_OF: Words = Words::new(
    "remove it from the commit {0}, which adds it; deleting it in a later commit is not enough",
    "请从添加它的提交 {0} 中移除；在后续提交中删除是不够的",
);
const TRACK: Words = Words::new(
    "or keep it with Git LFS: git lfs track {0}, then git add it again together with .gitattributes",
    "或用 Git LFS 存放：git lfs track {0}，然后连同 .gitattributes 重新 git add",
);
const MIGRATE: Words =
    Words::new("or keep it with Git LFS: git lfs migrate import {0}", "或用 Git LFS 存放：git lfs migrate import {0}");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::model::{Gap, Known, ObjectId};
    use crate::rules::testing::{Judged, judge};
    use bstr::BStr;

    fn blob(path: &str, size: Known<u64>, reach: Reach, options: &str) -> Judged {
        let id = ObjectId::from_bytes(&[1; 20]).expect("an id");
        let entry = TreeEntry { path: BStr::new(path), id, commit: Some(id), reach, replaces: false };
        judge::<FileSize>(options, Subject::Blob(&Blob { entry, size }))
    }

    #[test]
    fn the_limit_itself_passes() {
        assert_eq!(blob("a", Known::Yes(2_000_000), Reach::Tip, "").findings.len(), 0);
        let judged = blob("大文件.bin", Known::Yes(2_000_001), Reach::Tip, "");
        assert_eq!(judged.findings, ["`大文件.bin` is 2.0 MB; the limit is 2 MB"]);
        assert_eq!(
            judged.remedies,
            ["remove it with: git rm --cached -- 大文件.bin && git commit --amend --no-edit --allow-empty"]
        );
    }

    #[test]
    fn the_first_limit_that_matches_counts() {
        let options =
            "max = 10\n[[limit]]\npaths = [\"docs/**\"]\nmax = 100\n[[limit]]\npaths = [\"docs/x\"]\nmax = 1\n";
        assert_eq!(blob("docs/x", Known::Yes(100), Reach::Tip, options).findings.len(), 0);
        assert_eq!(blob("docs/x", Known::Yes(101), Reach::Tip, options).findings.len(), 1);
        assert_eq!(blob("x", Known::Yes(11), Reach::Tip, options).findings.len(), 1);
    }

    #[test]
    fn paths_are_words_of_the_shell() {
        let judged = blob("[x]y 'z'.bin", Known::Yes(u64::MAX), Reach::Tip, "");
        let way = r"git --literal-pathspecs rm --cached -- '[x]y '\''z'\''.bin' && ";
        assert!(judged.remedies[0].contains(way), "{}", judged.remedies[0]);
    }

    #[test]
    fn of_an_older_commit_no_command_is_offered() {
        for reach in [Reach::Older, Reach::Proposed] {
            let judged = blob("a", Known::Yes(u64::MAX), reach, "");
            assert!(judged.remedies[0].starts_with("remove it from the commit 0101010101"), "{}", judged.remedies[0]);
        }
    }

    #[test]
    fn a_size_that_nobody_knows_is_unchecked() {
        let judged = blob("a", Known::No(Gap::PartialClone), Reach::Tip, "");
        assert_eq!((judged.findings.len(), judged.unchecked), (0, 1));
    }
}
