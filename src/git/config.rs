//! Git's configuration, of every scope, as git reads it (git-config(1), "FILES" and "ENVIRONMENT").

pub mod parse;

use super::ask::Git;
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::message::draft::{Comment, DraftSettings};
use crate::words::Words;
use parse::{Setting, is_true};
use std::env;
use std::path::{Path, PathBuf};

/// All settings, in the order in which git reads them: the last one wins.
#[derive(Clone, Debug, Default)]
pub struct Config {
    settings: Vec<Setting>,
}

/// Files may include files, but not without end (git's own limit).
const MOST_INCLUDES: usize = 10;

const BROKEN: Words =
    Words::new("git's configuration is broken in `{0}`, line {1}", "git 配置文件 `{0}` 第 {1} 行有误");

impl Config {
    /// Reads the configuration that holds at a place.
    ///
    /// # Errors
    /// Where a file is broken, so that git itself would refuse to work.
    pub fn read(place: &Place) -> Result<Self> {
        let mut reader = Reader { place, settings: Vec::new(), needs_git: false };
        for file in files(place) {
            reader.file(&file, 0)?;
        }
        if reader.is_on("extensions.worktreeconfig") {
            reader.file(&place.git_dir.join("config.worktree"), 0)?;
        }
        for setting in super::environment::config_settings() {
            reader.setting(setting, None, 0)?;
        }
        match reader.needs_git {
            false => Ok(Self { settings: reader.settings }),
            true => Self::told_by_git(place),
        }
    }

    /// Asks git, for conditions that only git can judge.
    fn told_by_git(place: &Place) -> Result<Self> {
        let listed = Git::at(place).bytes(["config", "--null", "--list"])?;
        let settings = listed.split(|&byte| byte == 0).filter(|entry| !entry.is_empty()).map(|entry| {
            let mut parts = entry.splitn(2, |&byte| byte == b'\n');
            let key = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
            Setting { key, value: parts.next().map(<[u8]>::to_vec) }
        });
        Ok(Self { settings: settings.collect() })
    }

    /// The value of a setting; `key` is in lower case. A name without a value is "true".
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        let setting = self.settings.iter().rev().find(|setting| setting.key == key)?;
        Some(setting.value.as_deref().unwrap_or(b"true"))
    }

    /// The value of a setting as text.
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    /// The value of a setting that names a file (git-config(1), "pathname"); relative ones count from the work tree.
    pub fn path(&self, key: &str, place: &Place) -> Option<PathBuf> {
        let value = self.text(key).filter(|value| !value.is_empty())?;
        let path = resolved(value.as_bytes(), None);
        Some(place.work_tree.as_ref().unwrap_or(&place.start).join(path))
    }

    /// Whether a setting is on (git-config(1), "boolean"); numbers other than 0 are on.
    pub fn is_on(&self, key: &str) -> bool {
        self.get(key).is_some_and(is_true)
    }

    /// What decides how a message is cleaned.
    pub fn draft_settings(&self) -> DraftSettings {
        DraftSettings {
            cleanup: self.text("commit.cleanup"),
            comment: self.comment(),
            verbose: self.is_on("commit.verbose"),
            no_editor: env::var_os("GIT_EDITOR").is_some_and(|editor| editor == ":"),
            encoding: self.text("i18n.commitencoding"),
        }
    }

    /// `core.commentChar` and `core.commentString` are two names of one setting: the one that is set last wins.
    fn comment(&self) -> Comment {
        let is_comment = |setting: &&Setting| matches!(setting.key.as_str(), "core.commentchar" | "core.commentstring");
        let last = self.settings.iter().rev().find(is_comment).and_then(|setting| setting.value.as_deref());
        match last {
            None | Some(b"") => Comment::Default,
            Some(value) if value.eq_ignore_ascii_case(b"auto") => Comment::Auto,
            Some(value) => Comment::Prefix(value.to_vec()),
        }
    }
}

struct Reader<'r> {
    place: &'r Place,
    settings: Vec<Setting>,
    /// A condition was met that only git can judge.
    needs_git: bool,
}

impl Reader<'_> {
    fn is_on(&self, key: &str) -> bool {
        let setting = self.settings.iter().rev().find(|setting| setting.key == key);
        setting.is_some_and(|setting| setting.value.as_deref().is_none_or(is_true))
    }

    /// Reads a file and what it includes; a file that is not there holds nothing.
    fn file(&mut self, path: &Path, depth: usize) -> Result<()> {
        let Ok(text) = std::fs::read(path) else { return Ok(()) };
        let broken = |line: usize| Failure::unable(BROKEN.with([path.display().to_string().into(), line.into()]));
        parse::parse(&text)
            .map_err(broken)?
            .into_iter()
            .try_for_each(|setting| self.setting(setting, Some(path), depth))
    }

    /// Takes a setting, and what it includes; it stands in `file`, or on the command line.
    fn setting(&mut self, setting: Setting, file: Option<&Path>, depth: usize) -> Result<()> {
        let included = match (setting.key.as_str(), &setting.value) {
            ("include.path", Some(value)) => Some(value.clone()),
            (key, Some(value)) => self.condition(key, file).then(|| value.clone()),
            _ => None,
        };
        self.settings.push(setting);
        match included.filter(|_| depth < MOST_INCLUDES) {
            Some(target) => self.file(&resolved(&target, file), depth + 1),
            None => Ok(()),
        }
    }

    /// Whether `includeIf.<condition>.path` holds. What is no plain `gitdir:` prefix is left to git.
    fn condition(&mut self, key: &str, file: Option<&Path>) -> bool {
        let Some(condition) = key.strip_prefix("includeif.").and_then(|key| key.strip_suffix(".path")) else {
            return false;
        };
        let prefix = condition.strip_prefix("gitdir:").filter(|pattern| {
            let is_rooted = pattern.starts_with('/') || pattern.starts_with("~/");
            is_rooted && pattern.ends_with('/') && !pattern.contains(['*', '?', '[', '\\'])
        });
        match prefix {
            Some(prefix) => {
                let prefix = resolved(prefix.as_bytes(), file);
                let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
                let holds = real(&self.place.git_dir).starts_with(&prefix);
                // Git tries the path without links, and then the one by which the user came here, which only git knows.
                self.needs_git |= !holds && (real(&prefix) != prefix || came_through_a_link());
                holds
            }
            None => {
                self.needs_git = true;
                false
            }
        }
    }
}

/// Whether the folder in which the user's shell is was reached through a link.
fn came_through_a_link() -> bool {
    let told = env::var_os("PWD").map(PathBuf::from);
    told.is_some_and(|told| std::fs::canonicalize(&told).map_or(true, |real| real != told))
}

/// A path of a configuration file: `~/` is the home folder, other paths count from the file. Git refuses to start with
/// such a one on its command line.
fn resolved(value: &[u8], file: Option<&Path>) -> PathBuf {
    let text = String::from_utf8_lossy(value);
    match text.strip_prefix("~/") {
        Some(rest) => super::environment::home().unwrap_or_default().join(rest),
        None => file.and_then(Path::parent).unwrap_or(Path::new("")).join(text.as_ref()),
    }
}

/// The files of system, user and repository, in git's order.
fn files(place: &Place) -> Vec<PathBuf> {
    let mut files = Vec::new();
    if !super::environment::is_on("GIT_CONFIG_NOSYSTEM") {
        match env::var_os("GIT_CONFIG_SYSTEM") {
            Some(path) => files.push(path.into()),
            None => files.extend(system_files()),
        }
    }
    match env::var_os("GIT_CONFIG_GLOBAL") {
        Some(path) => files.push(path.into()),
        None => {
            let home = super::environment::home();
            let xdg = env::var_os("XDG_CONFIG_HOME").filter(|path| !path.is_empty()).map(PathBuf::from);
            let xdg = xdg.or_else(|| home.as_ref().map(|home| home.join(".config")));
            files.extend(xdg.map(|folder| folder.join("git/config")));
            files.extend(home.map(|home| home.join(".gitconfig")));
        }
    }
    files.push(place.common_dir.join("config"));
    files
}

/// Where git keeps the configuration of the system: it is built into git. A hook finds git's own programs first on its
/// PATH, and `etc/gitconfig` stands beside them.
fn system_files() -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from("/etc/gitconfig")];
    let path = env::var_os("GIT_EXEC_PATH").or_else(|| env::var_os("PATH")).unwrap_or_default();
    let first = env::split_paths(&path).next().unwrap_or_default();
    let prefix = first.ends_with("git-core").then(|| first.parent().and_then(Path::parent)).flatten();
    if let Some(prefix) = prefix.filter(|prefix| *prefix != Path::new("/usr")) {
        files.insert(0, prefix.join("etc/gitconfig"))
    }
    files.truncate(if prefix.is_some_and(|prefix| prefix.join("etc/gitconfig").exists()) { 1 } else { 2 });
    files
}
