//! The hooks of a repository: where git looks for them, whose they are, and how ours are put there and taken away.
//! Hooks of others are kept and still run; nothing of theirs is changed. Each step can be done again after it was cut
//! short, and there is no moment in which git finds no hook.

mod kept;
pub mod managers;
mod shim;

use super::alias;
use super::ask::Git;
use super::config::Config;
use super::environment;
use super::file::{self, Use};
use super::place::Place;
use crate::failure::{Failure, Result};
use crate::text::escape;
use crate::words::Words;
use bstr::ByteSlice as _;
use kept::Taken;
use std::fs;
use std::path::{Path, PathBuf};

pub use shim::{Owner, VERSION as SHIM_VERSION, is_called_in, text as shim};

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
    /// Our shim, where somebody else's hook stands in its place and it was moved aside.
    pub moved: Option<PathBuf>,
}

impl Installed {
    /// Whether git would have run the hook that is kept: a file that is not executable, or a link to nothing, it does not.
    pub fn kept_runs(&self) -> bool {
        self.kept.as_deref().is_some_and(file::is_executable)
    }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderKind {
    /// Below the git directory: nobody else's.
    Own,
    /// In the work tree: other people get what is written there.
    Shared,
    /// husky writes it anew again and again.
    Husky {
        /// The folder of the team's scripts, as seen from the top of the work tree.
        scripts: PathBuf,
    },
    /// Somewhere else: of other repositories as well.
    Outside,
    /// A link to somewhere else.
    Linked {
        /// Where to.
        to: PathBuf,
    },
    /// `core.hooksPath` is empty: git runs nothing.
    Nowhere,
}

/// What was done to a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was written; the hook that was there before is kept.
    Written {
        /// The shim.
        file: PathBuf,
        /// The hook of somebody else, and whether git would run it.
        kept: Option<(PathBuf, bool)>,
        /// Where the shim is that somebody had changed.
        edited: Option<PathBuf>,
    },
    /// It was there already.
    Unchanged(PathBuf),
    /// It was removed, and what was there before is back.
    Removed {
        /// The shim that is gone.
        file: PathBuf,
        /// Whether a hook of somebody else is back.
        restored: bool,
        /// Where the shim is that somebody had changed.
        edited: Option<PathBuf>,
    },
}

const HUSKY: Words = Words::new(
    "husky owns the hooks here (`{0}`) and would overwrite cihook's",
    "这里的钩子由 husky 管理（`{0}`），会覆盖 cihook 的钩子",
);
const ADD_HUSKY: Words = Words::new(
    "let husky call cihook:  echo 'cihook hook {0} \"$@\"' >> {1}",
    "让 husky 调用 cihook：  echo 'cihook hook {0} \"$@\"' >> {1}",
);
const OUTSIDE: Words = Words::new(
    "git looks for hooks in `{0}` (core.hooksPath), outside of this repository",
    "git 在仓库之外的 `{0}` 查找钩子（core.hooksPath）",
);
const LINKED: Words = Words::new(
    "the folder of hooks is a link to `{0}`, outside of this repository",
    "钩子目录是指向仓库之外 `{0}` 的链接",
);
const NOWHERE: Words =
    Words::new("core.hooksPath is empty, so git runs no hooks here", "core.hooksPath 为空，git 不会运行任何钩子");
const CALL_FROM_THERE: Words = Words::new(
    "add this line to the {0} hook there:  {1} hook {0} \"$@\"",
    "在那里的 {0} 钩子中加一行：  {1} hook {0} \"$@\"",
);
const OR_HERE: Words = Words::new(
    "or let this repository have its own hooks:  git config core.hooksPath \"$(cd \"$(git rev-parse --git-common-dir)\" && pwd)/{0}\"",
    "或让此仓库使用自己的钩子：  git config core.hooksPath \"$(cd \"$(git rev-parse --git-common-dir)\" && pwd)/{0}\"",
);
const HAVE_HERE: Words = Words::new(
    "let this repository have its own hooks:  git config core.hooksPath \"$(cd \"$(git rev-parse --git-common-dir)\" && pwd)/{0}\"",
    "让此仓库使用自己的钩子：  git config core.hooksPath \"$(cd \"$(git rev-parse --git-common-dir)\" && pwd)/{0}\"",
);
const NO_FILE: Words =
    Words::new("`{0}` is not a file, so it cannot be kept as a hook", "`{0}` 不是文件，因此不是钩子，也无法保留");
const MOVE_IT: Words = Words::new("move it away, then install again", "请将其移走，然后重新安装");

impl Folder {
    /// Where git looks for the hooks of a repository; git itself is asked.
    ///
    /// # Errors
    /// Where git cannot tell.
    pub fn of(place: &Place) -> Result<Self> {
        let git = Git::at(place);
        let told = git.bytes(["rev-parse", "--git-path", "hooks"])?;
        let path = place.start.join(environment::path_of(told.trim_end_with(|end| end == '\n')));
        let setting = git.answer_as_is(["config", "--get", "core.hooksPath"])?;
        let kind = match setting.as_deref() {
            Some(b"") => FolderKind::Nowhere,
            setting => kind_of(place, &path, setting.is_some()),
        };
        Ok(Self { path, kind })
    }

    /// Whether hooks may be installed here.
    ///
    /// # Errors
    /// Where they may not; the failure says what to type instead.
    pub fn check(&self, name: &str) -> Result<()> {
        let path = || self.path.display().to_string();
        let call = || CALL_FROM_THERE.with([name.into(), alias::program_name(None).into()]);
        match &self.kind {
            FolderKind::Own | FolderKind::Shared => Ok(()),
            FolderKind::Nowhere => Err(Failure::usage(NOWHERE.say()).hint(HAVE_HERE.with(["hooks".into()]))),
            FolderKind::Husky { scripts } => {
                let script = escape::shell_word(&scripts.join(name).display().to_string()).into_owned();
                Err(Failure::usage(HUSKY.with([path().into()])).hint(ADD_HUSKY.with([name.into(), script.into()])))
            }
            FolderKind::Outside => {
                Err(Failure::usage(OUTSIDE.with([path().into()])).hint(call()).hint(OR_HERE.with(["hooks".into()])))
            }
            FolderKind::Linked { to } => {
                let failure = Failure::usage(LINKED.with([to.display().to_string().into()])).hint(call());
                Err(failure.hint(OR_HERE.with(["cihook/hooks".into()])))
            }
        }
    }

    /// The hook of that name.
    pub fn hook(&self, name: &str) -> Installed {
        let file = self.path.join(name);
        let kept = kept::file(&self.path, name);
        let owner = shim::owner_of(&file);
        Installed {
            owner,
            is_executable: file::is_executable(&file),
            kept: kept.symlink_metadata().is_ok().then_some(kept),
            moved: if owner == Owner::Other { self.moved(name) } else { None },
            file,
        }
    }

    /// Our shim under another name: pre-commit and others move what they find aside, and call it there.
    fn moved(&self, name: &str) -> Option<PathBuf> {
        let entries = fs::read_dir(&self.path).ok()?.flatten();
        let mut moved = entries.filter(|entry| shim::is_moved(&entry.file_name(), name)).map(|entry| entry.path());
        moved.find(|path| shim::owner_of(path).is_ours() && file::is_executable(path))
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
    pub fn install_text(&self, name: &str, text: &[u8], shared_mode: u32) -> Result<Done> {
        loop {
            let hook = self.hook(name);
            file::sweep(&hook.file);
            file::sweep(&kept::file(&self.path, name));
            if hook.is_executable && file::holds(&hook.file, text) {
                return Ok(Done::Unchanged(hook.file));
            }
            if let Some(moved) = hook.moved.as_ref().filter(|_| managers::starts_moved(&hook, name)) {
                return renewed(moved, text);
            }
            // Everything that a full disk may stop comes before anything of the user's is touched.
            let shim = file::prepare(&hook.file, text, Use::Program)?;
            let (mut kept, mut edited) = (hook.kept.clone(), None);
            match hook.owner {
                Owner::NoFile => {
                    let path = hook.file.display().to_string();
                    return Err(Failure::usage(NO_FILE.with([path.into()])).hint(MOVE_IT.say()));
                }
                Owner::Edited => edited = Some(set_aside(&hook.file)?),
                Owner::Other => match kept::take(&self.path, name)? {
                    Taken::Kept(path) => kept = Some(path),
                    Taken::Changed => continue,
                },
                Owner::Nobody | Owner::Cihook(_) => {}
            }
            shim.put()?;
            share(&hook.file, shared_mode)?;
            if kept.is_some() {
                kept::ready(&self.path, name)?;
            }
            let kept = kept.map(|path| (path.clone(), file::is_executable(&path)));
            return Ok(Done::Written { file: hook.file, kept, edited });
        }
    }

    /// Takes our shim away and puts back what was there before, also where an installation was cut short or somebody moved
    /// the shim; `None` where there is nothing of ours.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn uninstall(&self, name: &str) -> Result<Option<Done>> {
        let hook = self.hook(name);
        file::sweep(&hook.file);
        file::sweep(&kept::file(&self.path, name));
        let shim = hook.moved.clone().unwrap_or_else(|| hook.file.clone());
        let owner = shim::owner_of(&shim);
        let edited = (owner == Owner::Edited).then(|| set_aside(&shim)).transpose()?;
        let restored = kept::give_back(&self.path, name, &shim)?;
        if owner.is_ours() && !restored {
            fs::remove_file(&shim).map_err(|error| Failure::writing(&shim, error))?;
        }
        kept::tidy(&self.path);
        Ok((owner.is_ours() || restored).then_some(Done::Removed { restored, edited, file: shim }))
    }
}

/// A shim that a manager moved and starts there stays there: to install over the manager would have each start the other.
fn renewed(moved: &Path, text: &[u8]) -> Result<Done> {
    if file::holds(moved, text) {
        return Ok(Done::Unchanged(moved.to_owned()));
    }
    let edited = (shim::owner_of(moved) == Owner::Edited).then(|| set_aside(moved)).transpose()?;
    file::write(moved, text, Use::Program)?;
    Ok(Done::Written { file: moved.to_owned(), kept: None, edited })
}

/// Gives a shim that a person changed a second name, under which it stays.
fn set_aside(shim: &Path) -> Result<PathBuf> {
    let mut number = 0_u32;
    loop {
        let mut name = shim.as_os_str().to_owned();
        name.push(if number == 0 { ".edited".to_owned() } else { format!(".edited-{number}") });
        let aside = PathBuf::from(name);
        let is_there = aside.symlink_metadata().is_ok();
        let linked = if is_there {
            None
        } else {
            Some(fs::hard_link(shim, &aside).or_else(|_| fs::copy(shim, &aside).map(drop)))
        };
        match linked {
            Some(Ok(())) => return Ok(aside),
            Some(Err(error)) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(Failure::writing(&aside, error));
            }
            _ if file::is_same(shim, &aside) => return Ok(aside),
            _ => number += 1,
        }
    }
}

/// Where the kept hook of a shim stands; the shim tells its own place in `CIHOOK_SHIM`, whatever its name has become.
///
/// # Errors
/// Where the hook cannot be shown what lies around it.
pub fn kept_of_shim(name: &str) -> Result<Option<PathBuf>> {
    let Some(shim) = environment::path("CIHOOK_SHIM") else { return Ok(None) };
    let hooks = shim.parent().unwrap_or(Path::new(""));
    if file::is_executable(&kept::file(hooks, name)) { kept::ready(hooks, name).map(Some) } else { Ok(None) }
}

/// Notes where the program is, for shims that other people get as well.
///
/// # Errors
/// Where the git directory cannot be written to.
pub fn note_program(place: &Place, program: &Path, shared_mode: u32) -> Result<()> {
    let path = place.common_dir.join(PATH_FILE);
    let text = [program.as_os_str().as_encoded_bytes(), b"\n"].concat();
    if file::holds(&path, &text) {
        return Ok(());
    }
    file::write(&path, &text, Use::Shared)?;
    share(&path, shared_mode)
}

/// Forgets where the program is. A message that is kept stays.
pub fn forget_program(place: &Place) {
    // Where it was never noted there is nothing to forget.
    let _ = fs::remove_file(place.common_dir.join(PATH_FILE));
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

fn kind_of(place: &Place, path: &Path, is_set: bool) -> FolderKind {
    let real_path = real(path);
    if real_path.starts_with(real(&place.common_dir)) || real_path.starts_with(real(&place.git_dir)) {
        return FolderKind::Own;
    }
    match &place.work_tree {
        Some(top) if is_husky(path) => {
            let scripts = path.parent().unwrap_or(path);
            FolderKind::Husky { scripts: scripts.strip_prefix(top).unwrap_or(scripts).to_owned() }
        }
        Some(top) if real_path.starts_with(real(top)) => FolderKind::Shared,
        _ if is_set => FolderKind::Outside,
        _ => FolderKind::Linked { to: real_path },
    }
}

/// husky writes its folder `_` anew at each installation of packages; the scripts of the team lie beside it (husky 9: `h`,
/// before: `husky.sh`).
fn is_husky(path: &Path) -> bool {
    path.ends_with(".husky/_")
        || (path.ends_with("_") && ["h", "husky.sh"].iter().any(|name| path.join(name).is_file()))
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
