//! The message that was refused last, kept in the git directory of the work tree, and beside it which commit was refused:
//! going on means that commit and no other one. The ten messages before it stay as well.

use super::ask::Git;
use super::caller;
use super::command_line::CommitLine;
use super::environment;
use super::file::{self, Use};
use super::place::Place;
use super::{amend, draft, index, refs};
use crate::failure::{Failure, Result};
use bstr::ByteVec as _;
use std::ffi::OsString;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Where the message is kept, below the folder of cihook.
const MESSAGE: &str = "rejected";

/// Where it is kept which commit was refused.
const FORM: &str = "rejected.form";

/// So many messages stay that were refused before the last one.
const EARLIER: u32 = 10;

/// A larger file is no message that a hook kept. In bytes.
const LARGEST: u64 = 64 << 20;

/// A message that was refused, and the commit that it was for.
#[derive(Clone, Debug, Default)]
pub struct Rejected {
    /// The message, cleaned as git would have stored it.
    pub text: Vec<u8>,
    /// The commit; `None` where it was not noted.
    pub form: Option<CommitForm>,
}

/// Which commit is meant: the arguments of git but those that give the message, and what they led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommitForm {
    /// Arguments of git itself, before `commit`: its settings, and how paths are read.
    pub git: Vec<Vec<u8>>,
    /// Options of `git commit`.
    pub options: Vec<Vec<u8>>,
    /// Paths, as written in the folder of [`CommitForm::prefix`].
    pub paths: Vec<Vec<u8>>,
    /// The folder below the top of the work tree from where paths count; empty for the top.
    pub prefix: Vec<u8>,
    /// The tree that was to be committed.
    pub tree: Option<String>,
    /// The commit that HEAD was: the parent, or the commit that was to be amended.
    pub head: Option<String>,
}

/// Whether it is the tree of nothing, which every repository knows (hash-object of an empty tree, in SHA-1 and SHA-256).
fn is_empty_tree(id: &str) -> bool {
    const SHA_1: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    const SHA_256: &str = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";
    [SHA_1, SHA_256].contains(&id)
}

/// What cannot be done once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unrepeatable {
    /// The paths came from standard input.
    PathsFromStdin,
    /// Only the message of another commit was to change (`--fixup=reword:`).
    Reword,
}

impl CommitForm {
    /// The commit that the git that calls is about to make, for a commit-msg hook: as git was told, where the system shows
    /// that, else inferred.
    pub fn of_caller(place: &Place) -> Self {
        let git = Git::at(place);
        let line = caller::of_commit().map(|arguments| CommitLine::parse(&arguments));
        let head = refs::head(place);
        let tree = index::tree(place, head);
        let mut form = match line {
            Some(line) => Self::told(line),
            None => Self::inferred(place, &git, tree.as_deref()),
        };
        form.git = settings();
        form.prefix = environment::bytes("GIT_PREFIX").unwrap_or_default();
        form.head = head.map(|id| id.to_string());
        form.tree = tree;
        form
    }

    /// The commit that these arguments stand for.
    pub fn of(line: CommitLine) -> Self {
        Self { options: line.options, paths: line.paths, ..Self::default() }
    }

    /// From the arguments of git. Authorship that was named, or taken over with a message, is what git tells its hooks.
    fn told(line: CommitLine) -> Self {
        let mut options = line.options;
        if line.rewords {
            options.push(b"--fixup=reword:".to_vec());
        }
        let author = line.names_author.then(author).flatten();
        let date = line.names_date.then(date).flatten();
        options.extend(author.into_iter().chain(date));
        Self { options, paths: line.paths, ..Self::default() }
    }

    /// From what git tells its hooks: the index that it made for the commit, and the author. What git brings itself, in a
    /// merge, a pick or a revert, it still brings when the commit is made later.
    fn inferred(place: &Place, git: &Git, tree: Option<&str>) -> Self {
        let amends = !place.is_merging() && amend::is_likely(place);
        let mut form = Self::default();
        if amends {
            form.options.push(b"--amend".to_vec());
        }
        if place.has_message_of_git() {
            return form;
        }
        let base = if amends { "HEAD^1" } else { "HEAD" };
        let base_tree = git.maybe(["rev-parse", "--verify", "--quiet", &format!("{base}^{{tree}}")]);
        let is_empty = base_tree.as_deref().map_or_else(|| tree.is_some_and(is_empty_tree), |base| Some(base) == tree);
        if is_empty {
            form.options.push(b"--allow-empty".to_vec());
        }
        // `index` for what is staged, `index.lock` for `-a` and `-i`, `next-index-PID.lock` for paths alone.
        let index = environment::path("GIT_INDEX_FILE").unwrap_or_default();
        let name = index.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mode: &[u8] = if name.starts_with("next-index-") { b"--only" } else { b"--include" };
        if let Some(base_tree) = base_tree.filter(|_| name.ends_with(".lock")) {
            let arguments = ["diff-index", "--cached", "--name-only", "--no-renames", "-z", base_tree.as_str(), "--"];
            let changed = git.bytes(arguments).unwrap_or_default();
            let changed = changed.split(|&byte| byte == 0).filter(|path| !path.is_empty());
            form.paths = changed.map(|path| [b":(top,literal)", path].concat()).collect();
            if !form.paths.is_empty() {
                form.options.push(mode.to_vec());
            }
        }
        if !amends && is_of_other_author(place) {
            form.options.extend(author());
        }
        form
    }

    /// Whether HEAD is amended.
    pub fn amends(&self) -> bool {
        CommitLine::parse(&self.options).amends
    }

    /// The author that the options name, as `Name <mail>`.
    pub fn author(&self) -> Option<String> {
        let named = self.options.iter().rev().find_map(|option| option.strip_prefix(b"--author="))?;
        Some(String::from_utf8_lossy(named).into_owned())
    }

    /// Whether what is staged is what is committed.
    pub fn is_of_index(&self) -> bool {
        let asks = |letters: &[&[u8]], names: &[&str]| {
            self.options.iter().any(|option| {
                letters.contains(&option.as_slice()) || names.iter().any(|name| option.as_slice() == name.as_bytes())
            })
        };
        self.paths.is_empty()
            && !asks(&[b"-a", b"-i", b"-o", b"-p"], &["--all", "--include", "--only", "--patch", "--interactive"])
            && !self.options.iter().any(|option| option.starts_with(b"--pathspec"))
    }

    /// Why it cannot be made once more, where it cannot.
    pub fn unrepeatable(&self) -> Option<Unrepeatable> {
        let line = CommitLine::parse(&self.options);
        match (line.paths_from_stdin, line.rewords) {
            (true, _) => Some(Unrepeatable::PathsFromStdin),
            (_, true) => Some(Unrepeatable::Reword),
            _ => None,
        }
    }

    /// The folder where git is to be started.
    pub fn folder(&self, place: &Place) -> PathBuf {
        place.work_tree.as_ref().unwrap_or(&place.start).join(environment::path_of(&self.prefix))
    }

    /// The arguments of git before `commit`, the options of `git commit`, and the paths.
    pub fn arguments(&self) -> [Vec<OsString>; 3] {
        [&self.git, &self.options, &self.paths].map(|words| words.iter().cloned().map(os_string).collect())
    }

    /// Names and values, each ended by a zero, which no argument holds.
    fn to_bytes(&self) -> Vec<u8> {
        let lists = [("git", &self.git), ("option", &self.options), ("path", &self.paths)];
        let lists = lists.into_iter().flat_map(|(name, list)| list.iter().map(move |value| (name, value.as_slice())));
        let facts = [
            ("prefix", Some(self.prefix.as_slice())),
            ("tree", self.tree.as_deref().map(str::as_bytes)),
            ("head", self.head.as_deref().map(str::as_bytes)),
        ];
        let facts = facts.into_iter().filter_map(|(name, value)| Some((name, value?)));
        lists.chain(facts).flat_map(|(name, value)| [name.as_bytes(), b"\0", value, b"\0"].concat()).collect()
    }

    /// What [`CommitForm::to_bytes`] wrote; `None` for anything else.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut form = Self::default();
        let mut parts = bytes.strip_suffix(b"\0")?.split(|&byte| byte == 0);
        while let Some(name) = parts.next() {
            let value = parts.next()?.to_vec();
            let text = |value: Vec<u8>| String::from_utf8(value).ok();
            match name {
                b"git" => form.git.push(value),
                b"option" => form.options.push(value),
                b"path" => form.paths.push(value),
                b"prefix" => form.prefix = value,
                b"tree" => form.tree = text(value),
                b"head" => form.head = text(value),
                _ => return None,
            }
        }
        Some(form)
    }
}

fn os_string(bytes: Vec<u8>) -> OsString {
    bytes.into_os_string_lossy()
}

/// Settings that `--retry` itself gives to git, for the message that it opens.
const OWN_SETTINGS: [&str; 3] = ["commit.cleanup", "core.commentchar", "core.commentstring"];

/// What stood before `commit` and still matters: settings (`-c`), and how paths are read (git(1), "OPTIONS").
fn settings() -> Vec<Vec<u8>> {
    let told = environment::text("GIT_CONFIG_PARAMETERS").unwrap_or_default();
    let told = environment::parameters(&told).into_iter().filter(|one| !OWN_SETTINGS.contains(&one.key.as_str()));
    let mut arguments: Vec<Vec<u8>> = Vec::new();
    for setting in told {
        let value = setting.value.map(|value| [b"=", value.as_slice()].concat()).unwrap_or_default();
        arguments.extend([b"-c".to_vec(), [setting.key.as_bytes(), &value].concat()]);
    }
    for word in ["literal", "glob", "noglob", "icase"] {
        if environment::is_on(&format!("GIT_{}_PATHSPECS", word.to_uppercase())) {
            arguments.push(format!("--{word}-pathspecs").into_bytes());
        }
    }
    arguments
}

/// `--author` for who git says the author is (githooks(5) and builtin/commit.c, `determine_author_info`).
fn author() -> Option<Vec<u8>> {
    let (name, email) = (environment::bytes("GIT_AUTHOR_NAME")?, environment::bytes("GIT_AUTHOR_EMAIL")?);
    Some([b"--author=", name.as_slice(), b" <", &email, b">"].concat())
}

fn date() -> Option<Vec<u8>> {
    Some([b"--date=".to_vec(), environment::bytes("GIT_AUTHOR_DATE")?].concat())
}

/// Whether the author that git tells is another one than who commits.
fn is_of_other_author(place: &Place) -> bool {
    let Ok(config) = super::config::Config::read(place) else { return false };
    match draft::people(place, &config).as_slice() {
        [author, committer] => author != committer,
        _ => false,
    }
}

/// Keeps a message and the commit that it was for. The one that was kept becomes the first of the earlier ones, unless it is
/// the same.
///
/// # Errors
/// Where the folder cannot be written to; on a full disk the message that is kept stays where it is.
pub fn keep(place: &Place, text: &[u8], form: Option<&CommitForm>) -> Result<()> {
    let kept = place.own_folder().join(MESSAGE);
    let noted = place.own_folder().join(FORM);
    let prepared = file::prepare(&kept, text, Use::Private)?;
    let form = form.map(|form| file::prepare(&noted, &form.to_bytes(), Use::Private)).transpose()?;
    if read(&kept)?.is_some_and(|old| old != text) {
        rotate(&kept)?;
    }
    // Never beside the form of another message.
    file::remove(&noted)?;
    prepared.put()?;
    form.map_or(Ok(()), file::Prepared::put)
}

/// The message that was refused last.
///
/// # Errors
/// Where it is there and cannot be read.
pub fn last(place: &Place) -> Result<Option<Rejected>> {
    let Some(text) = read(&place.own_folder().join(MESSAGE))? else { return Ok(None) };
    let form = read(&place.own_folder().join(FORM))?;
    Ok(Some(Rejected { text, form: form.and_then(|bytes| CommitForm::from_bytes(&bytes)) }))
}

/// Moves the kept message to the earlier ones: it was committed.
///
/// # Errors
/// Where a file cannot be moved.
pub fn committed(place: &Place) -> Result<()> {
    rotate(&place.own_folder().join(MESSAGE))?;
    file::remove(&place.own_folder().join(FORM))
}

/// Where it stands which message prepare-commit-msg brought back into the editor, until it is closed.
const BROUGHT_BACK: &str = "brought-back";

/// Notes which message the editor opens with; nothing, where it is none of ours.
///
/// # Errors
/// Where the folder cannot be written to.
pub fn note_brought_back(place: &Place, text: Option<&str>) -> Result<()> {
    let note = place.own_folder().join(BROUGHT_BACK);
    match text {
        Some(text) => file::write(&note, text.as_bytes(), Use::Private),
        None => file::remove(&note),
    }
}

/// The message that the editor opened with, where that was the kept one. Without an editor nothing is looked for.
///
/// # Errors
/// Where it is there and cannot be read.
pub fn brought_back(place: &Place) -> Result<Option<String>> {
    if environment::text("GIT_EDITOR").as_deref() == Some(":") {
        return Ok(None);
    }
    let bytes = read(&place.own_folder().join(BROUGHT_BACK))?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Moves the message that is kept to `.1`, that to `.2`, and so on.
fn rotate(kept: &Path) -> Result<()> {
    let numbered = |number: u32| match number {
        0 => kept.to_owned(),
        number => kept.with_extension(number.to_string()),
    };
    for number in (0..EARLIER).rev().filter(|&number| numbered(number).symlink_metadata().is_ok()) {
        let to = numbered(number + 1);
        fs::rename(numbered(number), &to).map_err(|error| Failure::writing(&to, error))?;
    }
    Ok(())
}

/// A file of ours, where there is one. What is no plain file is not opened: a pipe would be waited for without end.
fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    let failed = |error: std::io::Error| Failure::reading(path, error);
    let data = match path.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        data => data.map_err(failed)?,
    };
    if !data.is_file() || data.len() > LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    fs::File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)).map_err(failed)?;
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_written() {
        let words = |words: &[&str]| words.iter().map(|word| word.as_bytes().to_vec()).collect::<Vec<_>>();
        let form = CommitForm {
            git: words(&["-c", "a.b=c\nd"]),
            options: words(&["-a", "", "--author=Ann Lee <ann@example.org>"]),
            paths: vec![b"a \xff b".to_vec()],
            prefix: b"sub/".to_vec(),
            tree: Some("1234".to_owned()),
            head: None,
        };
        assert_eq!(CommitForm::from_bytes(&form.to_bytes()), Some(form.clone()));
        assert_eq!(CommitForm::from_bytes(b"nonsense\0"), None);
        assert_eq!(CommitForm::from_bytes(&form.to_bytes()[1..]), None);
        assert_eq!(form.author().as_deref(), Some("Ann Lee <ann@example.org>"));
        assert!(!form.is_of_index() && CommitForm::default().is_of_index());
    }
}
