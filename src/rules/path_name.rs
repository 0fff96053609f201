//! # path-name
//!
//! Everybody can check the files out, on every system.
//!
//! ## Why
//!
//! A repository with `README.md` and `readme.md`, or with a file named `aux.c`, cannot be cloned on Windows or on a
//! Mac as it is, and the person who finds out is never the one who pushed it. Judged are the names that a commit adds;
//! what was there before passes.
//!
//! ## Good
//!
//! ```text
//! docs/用户指南.md
//! src/auxiliary.c
//! ```
//!
//! ## Bad
//!
//! ```text
//! Docs/intro.md      (beside docs/)
//! src/aux.c
//! notes/what?.md
//! ```
//!
//! ## Options
//!
//! - `case-clashes`: whether two names of one folder may differ in case or Unicode form only (`true`: they may not).
//! - `windows`: whether names have to be possible on Windows.
//! - `max-length`: the longest path, in bytes.
//! - `deny`: globs of paths that nobody may add, as `"**/*.pem"`.
//!
//! ## Fix
//!
//! Rename the file (`git mv`), and amend the commit that added it: the old name must not stay in the history either.

use crate::finding::Finding;
use crate::model::{NewPath, Reach};
use crate::options::PathGlob;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::escape::shell_path;
use crate::words::{Sentence, Words};
use bstr::ByteSlice as _;

crate::options::options! {
    /// Settings of `path-name`.
    pub struct Options {
        /// Whether two names of one folder that differ in case or Unicode form only are wrong.
        pub case_clashes: bool = true,
        /// Whether names have to be possible on Windows.
        pub windows: bool = true,
        /// The longest path, in bytes.
        pub max_length: u64 = 200,
        /// Globs of paths that nobody may add.
        pub deny: Vec<PathGlob> = Vec::new(),
    }
}

/// The names of files.
pub struct PathName(Options);

impl Configure for PathName {
    const META: Meta = Meta {
        id: "path-name",
        subject: Family::Change,
        summary: Words::new("everybody can check the files out", "所有人都能检出这些文件"),
        page: page!("path_name.rs"),
        chinese: include_str!("zh-CN/path-name.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for PathName {
    fn path(&self, new: &NewPath<'_>, cx: &mut Cx<'_>) {
        let bytes: &[u8] = new.entry.path;
        let path = bytes.to_str_lossy();
        let name = new.name.to_str_lossy();
        let name = name.as_ref();
        if is_refused_by_git(name) {
            close(cx.report(REFUSED.with([path.as_ref().into()])), new);
            return;
        }
        if self.0.case_clashes
            && let Some(clash) = new.clash
        {
            let values = [path.as_ref().into(), clash.to_str_lossy().into()];
            close(cx.report(CLASH.with(values)).asked_by("case-clashes"), new);
        }
        if self.0.windows
            && let Some(fault) = on_windows(name)
        {
            close(cx.report(fault.with([path.as_ref().into()])).asked_by("windows"), new);
        }
        let length = bytes.len() as u64;
        if length > self.0.max_length {
            let values = [path.as_ref().into(), length.into(), self.0.max_length.into()];
            close(cx.report(TOO_LONG.with(values)).asked_by("max-length"), new);
        }
        if PathGlob::any(&self.0.deny, &path) {
            cx.report(DENIED.with([path.as_ref().into()])).asked_by("deny").remedy(way_out(new));
        }
    }
}

/// Only a person knows a better name.
fn close(finding: &mut Finding, new: &NewPath<'_>) {
    finding.remedy(match (new.entry.reach, new.entry.commit) {
        (Reach::Older | Reach::Proposed, Some(commit)) => RENAME_IN.with([commit.short().into()]),
        _ => RENAME.say(),
    });
}

/// The command that takes it out, where it touches nothing but the index or the user's own last commit.
fn way_out(new: &NewPath<'_>) -> Sentence {
    let remove = format!("git rm -r --cached -- {}", shell_path(new.entry.path));
    match (new.entry.reach, new.entry.commit) {
        (Reach::Staged, _) => TAKE_OUT.with([remove.into()]),
        (Reach::Tip, _) => TAKE_OUT.with([format!("{remove} && git commit --amend --no-edit --allow-empty").into()]),
        (_, Some(commit)) => TAKE_OUT_OF.with([commit.short().into()]),
        _ => TAKE_OUT_WORDS.say(),
    }
}

/// Whether git itself refuses to check a file of that name out, on one system or another (fsck.c, `fsck_tree`; path.c,
/// `is_ntfs_dotgit`; utf8.c, `is_hfs_dotgit`): a `.git` in a work tree would be taken for a repository.
fn is_refused_by_git(name: &str) -> bool {
    if name.is_empty() || name == "." || name == ".." || name.contains('/') {
        return true;
    }
    let seen: String = name.chars().filter(|&c| !is_ignored_on_mac(c)).collect();
    // On Windows a name ends before its blanks and full stops, and before a stream (`.git::$INDEX_ALLOCATION`).
    let upper = name.split([':', '\\']).next().unwrap_or_default().trim_end_matches([' ', '.']).to_ascii_uppercase();
    seen.eq_ignore_ascii_case(".git") || upper == ".GIT" || upper == "GIT~1"
}

/// What the file system of a Mac leaves out when it compares names (utf8.c, `next_hfs_char`).
fn is_ignored_on_mac(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}')
}

/// Whether Windows can have a file of that name.
pub(crate) fn is_possible_on_windows(name: &str) -> bool {
    on_windows(name).is_none()
}

/// Why Windows cannot have a file of that name ("Naming Files, Paths, and Namespaces" of the Win32 documentation).
fn on_windows(name: &str) -> Option<&'static Words> {
    let stem = name.split('.').next().unwrap_or_default().trim_end_matches(' ');
    if name.chars().any(|c| c < ' ' || "<>:\"|?*\\".contains(c)) {
        Some(&IMPOSSIBLE)
    } else if name.ends_with(['.', ' ']) {
        Some(&ENDS_BADLY)
    } else {
        is_device(stem).then_some(&DEVICE)
    }
}

fn is_device(stem: &str) -> bool {
    let upper = stem.to_ascii_uppercase();
    let numbered = upper.strip_prefix("COM").or_else(|| upper.strip_prefix("LPT"));
    let is_number = |rest: &str| {
        let mut digits = rest.chars();
        digits.next().is_some_and(|digit| "123456789¹²³".contains(digit)) && digits.next().is_none()
    };
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&upper.as_str()) || numbered.is_some_and(is_number)
}

const REFUSED: Words = Words::new(
    "`{0}` cannot be checked out: git refuses such a name, since it is its own or no name",
    "`{0}` 无法检出：git 会拒绝这样的名称，因为它是 git 自用的或无效的",
);
const CLASH: Words = Words::new(
    "`{0}` and `{1}` are one and the same on Windows and Mac",
    "`{0}` 与 `{1}` 在 Windows 和 Mac 上是同一个名称",
);
const IMPOSSIBLE: Words = Words::new(
    "`{0}` cannot be checked out on Windows: a name may hold none of `< > : \" | ? * \\`",
    "`{0}` 无法在 Windows 上检出：名称不能含有 `< > : \" | ? * \\`",
);
const ENDS_BADLY: Words = Words::new(
    "`{0}` cannot be checked out on Windows: a name may not end with a full stop or a space",
    "`{0}` 无法在 Windows 上检出：名称不能以句点或空格结尾",
);
const DEVICE: Words = Words::new(
    "`{0}` cannot be checked out on Windows: it is a device name there",
    "`{0}` 无法在 Windows 上检出：该名称在那里是设备名",
);
const TOO_LONG: Words =
    Words::new("`{0}` is too long: {1} bytes, where {2} are allowed", "`{0}` 太长：{1} 字节，上限为 {2} 字节");
const DENIED: Words = Words::new("`{0}` is not allowed here", "不允许添加 `{0}`");
const RENAME: Words = Words::new("give it another name", "请改用其他名称");
const RENAME_IN: Words =
    Words::new("give it another name in the commit {0}, which adds it", "请在添加它的提交 {0} 中改用其他名称");
const TAKE_OUT: Words = Words::new("remove it with: {0}", "请移除：{0}");
const TAKE_OUT_OF: Words = Words::new("remove it from the commit {0}, which adds it", "请从添加它的提交 {0} 中移除");
const TAKE_OUT_WORDS: Words = Words::new("remove it from what is pushed", "请从推送内容中移除");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::model::{ObjectId, TreeEntry};
    use crate::rules::testing::{Judged, judge};
    use bstr::BStr;

    fn path(path: &[u8], clash: Option<&str>, options: &str) -> Judged {
        let id = ObjectId::from_bytes(&[1; 20]).expect("an id");
        let entry = TreeEntry { path: BStr::new(path), id, commit: Some(id), reach: Reach::Tip, replaces: false };
        judge::<PathName>(options, Subject::Path(&NewPath::new(entry, clash.map(BStr::new))))
    }

    #[test]
    fn names_that_windows_cannot_have_are_told() {
        for name in ["a/aux", "NUL.txt", "com1.log", "LPT³", "a?", "a:b", "a\\b", "a.", "a ", "con .txt", "a\u{1}"] {
            assert_eq!(path(name.as_bytes(), None, "").findings.len(), 1, "{name}");
        }
        for name in ["auxiliary.c", "com0", "com10", "用户.md", "a b", ".gitignore", "console", "lpt"] {
            assert_eq!(path(name.as_bytes(), None, "").findings.len(), 0, "{name}");
        }
        assert_eq!(path(b"aux", None, "windows = false").findings.len(), 0);
    }

    #[test]
    fn names_that_git_refuses_are_told() {
        for name in [
            ".git",
            "a/.GIT",
            "git~1",
            "GIT~1",
            ".g\u{200c}it",
            "\u{feff}.git",
            ".git .",
            ".git::$INDEX_ALLOCATION",
            ".",
            "..",
        ] {
            assert_eq!(path(name.as_bytes(), None, "windows = false").findings.len(), 1, "{name}");
        }
        for name in [".github", ".gitignore", "git~10", "my.git", "agit~1", "..a"] {
            assert_eq!(path(name.as_bytes(), None, "").findings.len(), 0, "{name}");
        }
    }

    #[test]
    fn clashes_lengths_and_forbidden_paths_are_told() {
        assert_eq!(
            path(b"Docs", Some("docs"), "").findings,
            ["`Docs` and `docs` are one and the same on Windows and Mac"]
        );
        assert_eq!(path(b"Docs", Some("docs"), "case-clashes = false").findings.len(), 0);
        assert_eq!(path(&[b'a'; 200], None, "").findings.len(), 0);
        assert_eq!(path(&[b'a'; 201], None, "").findings.len(), 1);
        let judged = path("a/k [1].pem".as_bytes(), None, "deny = [\"**/*.pem\"]");
        assert_eq!(
            judged.remedies,
            ["remove it with: git rm -r --cached -- 'a/k [1].pem' && git commit --amend --no-edit --allow-empty"]
        );
    }
}
