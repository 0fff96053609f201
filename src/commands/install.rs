//! `cihook install`: puts the hooks where git looks for them.

use super::session::{Session, Stream};
use crate::cli::{HookName, Install};
use crate::failure::{Failure, Result};
use crate::git::alias;
use crate::git::ask::Git;
use crate::git::config::Config;
use crate::git::environment;
use crate::git::hooks::{self, Done, Folder, FolderKind, managers};
use crate::git::place::Place;
use crate::render::Terminal;
use crate::words::{Sentence, Words};
use std::path::{Path, PathBuf};

const INSTALLED: Words = Words::new("installed {0}: {1}", "已安装 {0}：{1}");
const UNCHANGED: Words = Words::new("{0} is installed already: {1}", "{0} 已经安装：{1}");
const KEPT: Words =
    Words::new("  the hook that was there is kept as {0}, and still runs", "  原有的钩子保留为 {0}，仍会运行");
const KEPT_IDLE: Words = Words::new(
    "  what was there is kept as {0}; git did not run it, since it is not executable, and neither does cihook",
    "  原有的文件保留为 {0}；它不可执行，git 原本就不运行，cihook 也不会运行",
);
const EDITED: Words = Words::new(
    "  the hook had been edited; the edited file is kept as {0} and does not run",
    "  cihook 生成的钩子曾被修改：修改后的内容保留为 {0}，不会运行",
);
const TEMPLATE: Words = Words::new(
    "repositories that are cloned or made from now on get the hooks (init.templateDir: {0})",
    "今后克隆或新建的仓库都会带上这些钩子（init.templateDir：{0}）",
);
const NO_HOME: Words = Words::new("there is no home folder for a template", "没有主目录，无法放置模板");
const LEFTHOOK: Words = Words::new(
    "lefthook may overwrite this hook; let it call cihook: in lefthook.yml, under {0}, run: cihook hook {1} {2}",
    "lefthook 可能会覆盖此钩子；请在 lefthook.yml 的 {0} 下运行：cihook hook {1} {2}",
);
const ALIAS: Words = Words::new(
    "cihook is not on the PATH: type `git cihook` here instead",
    "cihook 不在 PATH 中：在此仓库中请输入 `git cihook`",
);
const PROGRAM: Words = Words::new("cannot tell where cihook itself is: {0}", "无法确定 cihook 程序的位置：{0}");

/// The hooks that are installed unless others are asked for as well.
pub const USUAL: [HookName; 2] = [HookName::CommitMsg, HookName::PrePush];

/// Runs the command.
///
/// # Errors
/// Where hooks may not be written, and what to do instead.
pub fn run(session: &Session, install: &Install) -> Result<u8> {
    let program = environment::program().map_err(|error| Failure::unable(PROGRAM.with([error.to_string().into()])))?;
    if install.template {
        return template(session, install, &program);
    }
    let place = session.place()?;
    let config = Config::read(&place)?;
    let mode = hooks::shared_mode(&config);
    let folder = Folder::of(&place)?;
    let names = names(install);
    names.iter().try_for_each(|name| folder.check(name.as_str()))?;
    hooks::note_program(&place, &program, mode)?;
    for name in names {
        let done = folder.install(name.as_str(), &program, mode)?;
        tell(session, name, &done);
        lefthook(session, &place, name);
    }
    if !environment::is_on_path("cihook") && alias::set(&place, &program)? {
        say(session, &ALIAS.say());
    }
    Ok(0)
}

fn names(install: &Install) -> Vec<HookName> {
    let more = install.hooks.iter().copied().filter(|name| !USUAL.contains(name));
    USUAL.into_iter().chain(more).collect()
}

fn tell(session: &Session, name: HookName, done: &Done) {
    let path = |path: &Path| path.display().to_string();
    let mut lines = Vec::new();
    match done {
        Done::Written { file, kept, edited } => {
            lines.push(INSTALLED.with([name.as_str().into(), path(file).into()]));
            lines.extend(kept.as_ref().map(|(kept, runs)| {
                let words = if *runs { &KEPT } else { &KEPT_IDLE };
                words.with([path(kept).into()])
            }));
            lines.extend(edited.as_ref().map(|edited| EDITED.with([path(edited).into()])));
        }
        Done::Unchanged(file) => lines.push(UNCHANGED.with([name.as_str().into(), path(file).into()])),
        Done::Removed { .. } => {}
    }
    lines.iter().for_each(|line| say(session, line));
}

/// lefthook writes its hooks anew whenever its configuration changes.
fn lefthook(session: &Session, place: &Place, name: HookName) {
    if place.work_tree.as_ref().is_some_and(|top| managers::lefthook(top).is_some()) {
        let arguments = if name == HookName::PrePush { "{0}" } else { "{1}" };
        say(session, &LEFTHOOK.with([name.as_str().into(), name.as_str().into(), arguments.into()]));
    }
}

/// Hooks for repositories to come. A template that the user has is added to; no setting that exists is changed.
fn template(session: &Session, install: &Install, program: &Path) -> Result<u8> {
    let git = Git::in_folder(&session.start);
    let told = git.maybe(["config", "--global", "--type=path", "--get", "init.templateDir"]);
    let folder = match &told {
        Some(folder) => PathBuf::from(folder),
        None => data_folder()?.join("cihook/template"),
    };
    let own = Folder { path: folder.join("hooks"), kind: FolderKind::Own };
    for name in names(install) {
        let done = own.install_text(name.as_str(), &hooks::shim(name.as_str(), Some(program), true), 0)?;
        tell(session, name, &done);
    }
    if told.is_none() {
        git.text(["config", "--global", "init.templateDir", &folder.display().to_string()])?;
    }
    say(session, &TEMPLATE.with([folder.display().to_string().into()]));
    Ok(0)
}

fn data_folder() -> Result<PathBuf> {
    let told = environment::text("XDG_DATA_HOME").map(PathBuf::from);
    told.or_else(|| environment::home().map(|home| home.join(".local/share")))
        .ok_or_else(|| Failure::unable(NO_HOME.say()))
}

fn say(session: &Session, sentence: &Sentence) {
    if !session.global.quiet {
        super::print(Stream::Out, sentence.show(session.lang(None), &Terminal) + "\n");
    }
}
