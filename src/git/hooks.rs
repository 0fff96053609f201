//! The hooks of a repository: where git looks for them, whose they are, and how ours are put there and taken away.
//! Hooks of others are kept beside ours and still run; nothing of theirs is changed.

use super::ask::Git;
use super::config::Config;
use super::file::{self, Use};
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::text::escape;
use crate::words::Words;
use std::fs;
use std::path::{Path, PathBuf};

/// The shim, before its blanks are filled in.
const SHIM: &str = include_str!("../../hooks/shim.sh");

/// The version of the shim, which its second line tells.
pub const SHIM_VERSION: u32 = 1;

/// What every shim of ours says in its second line, before its version.
const MARK: &str = "# cihook shim ";

/// What is put behind the name of a hook that was there before.
const KEPT: &str = ".before-cihook";

/// Where shims in a shared folder find the program, below the common git directory.
const PATH_FILE: &str = "cihook/path";

/// A hook at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// The file that git would run.
    pub file: PathBuf,
    /// Whose it is.
    pub owner: Owner,
    /// Whether the system would run it.
    pub is_executable: bool,
    /// The hook that was there before, where one was kept.
    pub kept: Option<PathBuf>,
}

/// Whose a hook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// There is none.
    Nobody,
    /// Ours, of this version.
    Cihook(u32),
    /// Somebody else's.
    Other,
}

/// The folder of the hooks, and what may stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Where git looks.
    pub path: PathBuf,
    /// What kind of place that is.
    pub kind: FolderKind,
}

/// What kind of place a folder of hooks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderKind {
    /// Below the git directory: nobody else's.
    Own,
    /// In the work tree: other people get what is written there.
    Shared,
    /// husky writes it anew again and again.
    Husky,
    /// Somewhere else: of other repositories as well.
    Outside,
}

/// What was done to a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was written; the hook that was there before is kept.
    Written {
        /// The shim.
        file: PathBuf,
        /// The hook of somebody else.
        kept: Option<PathBuf>,
    },
    /// It was there already.
    Unchanged(PathBuf),
    /// It was removed, and what was there before is back.
    Removed {
        /// The shim that is gone.
        file: PathBuf,
        /// Whether a hook of somebody else is back.
        restored: bool,
    },
}

const BOTH: Words = Words::new(
    "`{0}` is not cihook's, and `{1}` is kept from before: two hooks of others cannot both stay",
    "`{0}` 不是 cihook 的钩子，而 `{1}` 是之前保留的：两个其他钩子无法同时保留",
);
const REMOVE_ONE: Words =
    Words::new("remove or merge one of them, then install again", "请删除或合并其中一个，再重新安装");
const HUSKY: Words = Words::new(
    "husky owns the hooks here (`{0}`) and would overwrite cihook's",
    "这里的钩子由 husky 管理（`{0}`），会覆盖 cihook 的钩子",
);
const ADD_HUSKY: Words = Words::new(
    "let husky call cihook:  echo 'cihook hook {0} \"$@\"' >> .husky/{1}",
    "让 husky 调用 cihook：  echo 'cihook hook {0} \"$@\"' >> .husky/{1}",
);
const OUTSIDE: Words = Words::new(
    "git looks for hooks in `{0}` (core.hooksPath), outside of this repository",
    "git 在仓库之外的 `{0}` 查找钩子（core.hooksPath）",
);
const CALL_FROM_THERE: Words = Words::new(
    "add this line to the {0} hook there:  cihook hook {1} \"$@\"",
    "在那里的 {0} 钩子中加一行：  cihook hook {1} \"$@\"",
);
const OR_HERE: Words = Words::new(
    "or let this repository have its own hooks:  git config core.hooksPath \"$(git rev-parse --git-common-dir)/hooks\"",
    "或让此仓库使用自己的钩子：  git config core.hooksPath \"$(git rev-parse --git-common-dir)/hooks\"",
);

impl Folder {
    /// Where git looks for the hooks of a repository; git itself is asked.
    ///
    /// # Errors
    /// Where git cannot tell.
    pub fn of(place: &Place) -> Result<Self> {
        let told = Git::at(place).text(["rev-parse", "--git-path", "hooks"])?;
        let path = place.start.join(told);
        let kind = kind_of(place, &path);
        Ok(Self { path, kind })
    }

    /// Whether hooks may be installed here.
    ///
    /// # Errors
    /// Where they may not; the failure says what to type instead.
    pub fn check(&self, name: &str) -> Result<()> {
        let path = self.path.display().to_string();
        match self.kind {
            FolderKind::Own | FolderKind::Shared => Ok(()),
            FolderKind::Husky => {
                Err(Failure::usage(HUSKY.with([path.into()])).hint(ADD_HUSKY.with([name.into(), name.into()])))
            }
            FolderKind::Outside => Err(Failure::usage(OUTSIDE.with([path.into()]))
                .hint(CALL_FROM_THERE.with([name.into(), name.into()]))
                .hint(OR_HERE.say())),
        }
    }

    /// The hook of that name.
    pub fn hook(&self, name: &str) -> Installed {
        let file = self.path.join(name);
        let kept = kept_file(&file);
        Installed {
            owner: owner_of(&file),
            is_executable: is_executable(&file),
            kept: fs::symlink_metadata(&kept).is_ok().then_some(kept),
            file,
        }
    }

    /// Puts a shim there that starts `program`; a hook of somebody else is kept.
    ///
    /// # Errors
    /// Where the folder is not ours to write to.
    pub fn install(&self, name: &str, program: &Path, shared_mode: u32) -> Result<Done> {
        self.check(name)?;
        // What other people get must not name a place of this machine.
        let baked = (self.kind == FolderKind::Own).then_some(program);
        self.install_text(name, &shim(name, baked, false), shared_mode)
    }

    /// Puts a shim with this text there; a hook of somebody else is kept.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn install_text(&self, name: &str, text: &str, shared_mode: u32) -> Result<Done> {
        let hook = self.hook(name);
        let kept = self.keep(&hook)?;
        if kept.is_none() && hook.is_executable && fs::read(&hook.file).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(Done::Unchanged(hook.file));
        }
        file::write(&hook.file, text.as_bytes(), Use::Program)?;
        share(&hook.file, shared_mode)?;
        Ok(Done::Written { kept: kept.or(hook.kept), file: hook.file })
    }

    /// Moves a hook of somebody else aside.
    fn keep(&self, hook: &Installed) -> Result<Option<PathBuf>> {
        match (hook.owner, &hook.kept) {
            (Owner::Other, Some(kept)) => {
                let names = [hook.file.display().to_string().into(), kept.display().to_string().into()];
                Err(Failure::usage(BOTH.with(names)).hint(REMOVE_ONE.say()))
            }
            (Owner::Other, None) => {
                let kept = kept_file(&hook.file);
                fs::rename(&hook.file, &kept).map_err(|error| Failure::writing(&kept, error))?;
                Ok(Some(kept))
            }
            (Owner::Nobody | Owner::Cihook(_), _) => Ok(None),
        }
    }

    /// Takes our shim away and puts back what was there before; `None` where there is no shim of ours.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn uninstall(&self, name: &str) -> Result<Option<Done>> {
        let hook = self.hook(name);
        let Owner::Cihook(_) = hook.owner else { return Ok(None) };
        match &hook.kept {
            // One step: there is no moment without a hook.
            Some(kept) => fs::rename(kept, &hook.file).map_err(|error| Failure::writing(&hook.file, error))?,
            None => fs::remove_file(&hook.file).map_err(|error| Failure::writing(&hook.file, error))?,
        }
        Ok(Some(Done::Removed { restored: hook.kept.is_some(), file: hook.file }))
    }
}

/// Where the kept hook of a shim stands; the shim tells its own place in `CIHOOK_SHIM`.
pub fn kept_of_shim() -> Option<PathBuf> {
    let shim = std::env::var_os("CIHOOK_SHIM").filter(|shim| !shim.is_empty())?;
    let kept = kept_file(Path::new(&shim));
    is_executable(&kept).then_some(kept)
}

/// Notes where the program is, for shims that other people get as well.
///
/// # Errors
/// Where the git directory cannot be written to.
pub fn note_program(place: &Place, program: &Path, shared_mode: u32) -> Result<()> {
    let file = place.common_dir.join(PATH_FILE);
    let text = format!("{}\n", program.display());
    if fs::read(&file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    file::write(&file, text.as_bytes(), Use::Shared)?;
    share(&file, shared_mode)
}

/// Forgets where the program is. A message that is kept stays.
pub fn forget_program(place: &Place) {
    // Where it was never noted there is nothing to forget.
    let _ = fs::remove_file(place.common_dir.join(PATH_FILE));
}

/// The text of a shim. One for a template does nothing where a repository has no policy.
pub fn shim(name: &str, program: Option<&Path>, only_with_policy: bool) -> String {
    let program = program.map_or_else(|| "''".to_owned(), |program| single_quoted(&program.display().to_string()));
    let text = SHIM.replace("@NAME@", name).replace("@BINARY@", &program);
    if !only_with_policy {
        return text;
    }
    text.replace("export CIHOOK_SHIM\n", "CIHOOK_ONLY_WITH_POLICY=1\nexport CIHOOK_SHIM CIHOOK_ONLY_WITH_POLICY\n")
}

fn single_quoted(text: &str) -> String {
    let word = escape::shell_word(text);
    if word.starts_with('\'') { word.into_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// How much more than the umask allows a shared repository lets others do (`core.sharedRepository`).
pub fn shared_mode(config: &Config) -> u32 {
    match config.text("core.sharedrepository").unwrap_or_default().to_ascii_lowercase().as_str() {
        "group" | "true" | "1" => 0o060,
        "all" | "world" | "everybody" | "2" => 0o064,
        octal if octal.starts_with('0') => u32::from_str_radix(octal, 8).unwrap_or(0) & 0o666,
        _ => 0,
    }
}

#[cfg(unix)]
fn share(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if mode == 0 {
        return Ok(());
    }
    let failed = |error| Failure::writing(path, error);
    let mut permissions = fs::metadata(path).map_err(failed)?.permissions();
    let now = permissions.mode();
    // Who may read a program may run it as well.
    let run = if now & 0o100 == 0 { 0 } else { (mode & 0o444) >> 2 };
    permissions.set_mode(now | mode | run);
    fs::set_permissions(path, permissions).map_err(failed)
}

#[cfg(not(unix))]
fn share(_: &Path, _: u32) -> Result<()> {
    Ok(())
}

fn kept_file(hook: &Path) -> PathBuf {
    let mut name = hook.as_os_str().to_owned();
    name.push(KEPT);
    PathBuf::from(name)
}

fn owner_of(file: &Path) -> Owner {
    if fs::symlink_metadata(file).is_err() {
        return Owner::Nobody;
    }
    let text = fs::read(file).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let version = text.lines().nth(1).and_then(|line| line.strip_prefix(MARK));
    let version = version.and_then(|rest| rest.split(':').next()).and_then(|number| number.parse().ok());
    version.map_or(Owner::Other, Owner::Cihook)
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(file).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

fn kind_of(place: &Place, path: &Path) -> FolderKind {
    let path = real(path);
    if path.starts_with(real(&place.common_dir)) || path.starts_with(real(&place.git_dir)) {
        return FolderKind::Own;
    }
    let is_husky = path.ends_with(".husky/_");
    match &place.work_tree {
        Some(_) if is_husky => FolderKind::Husky,
        Some(top) if path.starts_with(real(top)) => FolderKind::Shared,
        _ => FolderKind::Outside,
    }
}

/// The path without links, also of what does not exist yet.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) if parent != path => real(parent).join(name),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shims_quote_the_program_and_tell_their_version() {
        let text = shim("pre-push", Some(Path::new("/home/o'neil/my tools/cihook")), false);
        assert!(text.contains(r"cihook='/home/o'\''neil/my tools/cihook'"), "{text}");
        assert!(text.contains("hook pre-push \"$@\"") && !text.contains('@'.to_string().repeat(2).as_str()));
        assert!(text.lines().nth(1).is_some_and(|line| line.starts_with(&format!("{MARK}{SHIM_VERSION}:"))));
        assert!(!text.contains("@NAME@") && !text.contains("@BINARY@"));
    }

    #[test]
    fn shims_of_templates_ask_for_a_policy() {
        assert!(shim("commit-msg", None, true).contains("CIHOOK_ONLY_WITH_POLICY=1\n"));
        assert!(!shim("commit-msg", None, false).contains("CIHOOK_ONLY_WITH_POLICY"));
    }
}
