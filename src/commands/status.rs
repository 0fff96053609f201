//! `cihook status`: which policy is in force, and which hooks git would really run. Git is asked where it looks; a hook
//! of ours is then started by git, and has to answer.

use super::hook::{PROBE, PROBED};
use super::install::USUAL;
use super::session::{Session, Stream};
use crate::cli::{Format, HookName};
use crate::failure::Result;
use crate::git::alias;
use crate::git::ask::Git;
use crate::git::hooks::{Folder, Installed, Owner, SHIM_VERSION, managers};
use crate::git::place::Place;
use crate::render::Terminal;
use crate::words::{Lang, Sentence, Words};
use clap::ValueEnum as _;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const POLICY: Words = Words::new("policy: {0}", "策略：{0}");
const GOOD: Words = Words::new("{0}: cihook {1} is active ({2})", "{0}：cihook {1} 已生效（{2}）");
const KEPT: Words = Words::new("  also runs: {0}", "  同时运行：{0}");
const NONE: Words = Words::new("{0}: there is no hook: {1}", "{0}：没有钩子：{1}");
const IDLE: Words =
    Words::new("  does not run, because it is not executable: {0}", "  旁边的文件不可执行，不会运行：{0}");
const CALLED: Words = Words::new("{0}: {1} calls cihook", "{0}：{1} 会调用 cihook");
const FOREIGN: Words = Words::new(
    "{0}: this hook belongs to another tool and does not call cihook: {1}",
    "{0}：此钩子属于其他工具，其中没有看到对 cihook 的调用：{1}",
);
const EDITED: Words = Words::new("{0}: this hook of cihook was edited: {1}", "{0}：cihook 的此钩子被修改过：{1}");
const NO_FILE: Words = Words::new("{0}: not a file: {1}", "{0}：这不是文件：{1}");
const EMBEDDED: Words = Words::new(
    "{0}: not started, since this bare repository lies within the work tree of another: {1}",
    "{0}：未启动，因为此裸仓库位于另一个仓库的工作区内：{1}",
);
const NOT_RUN: Words =
    Words::new("{0}: git does not run a file that is not executable: {1}", "{0}：文件不可执行，git 不会运行：{1}");
const OLD: Words =
    Words::new("{0}: this shim is of version {1}, and {2} is needed: {3}", "{0}：垫片版本为 {1}，需要 {2}：{3}");
const SILENT: Words =
    Words::new("{0}: git runs {1}, and cihook does not answer: {2}", "{0}：git 运行了 {1}，但 cihook 没有应答：{2}");
const INSTALL: Words = Words::new("  install it with: {0} install", "  安装：{0} install");
const PROGRAM: Words = Words::new("run it as: {0}", "运行方式：{0}");
const NO_PROBE: Words = Words::new("nothing was said", "没有任何输出");

/// Runs the command.
///
/// # Errors
/// Where there is no repository, or git cannot be asked.
pub fn run(session: &Session) -> Result<u8> {
    let place = session.place()?;
    let policy = match session.policy(Some(&place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let lang = session.lang(Some(policy));
    let folder = Folder::of(&place)?;
    let mut states = Vec::new();
    for &name in HookName::value_variants() {
        let hook = folder.hook(name.as_str());
        if USUAL.contains(&name) || hook.owner.is_ours() || hook.moved.is_some() {
            states.push(State::of(&place, &folder, name, hook));
        }
    }
    let program = alias::program_name(Some(&place));
    let text = match session.global.format {
        Format::Json => format!(
            "{:#}\n",
            json!({
                "policy": { "source": policy.name(), "digest": policy.digest() },
                "program": program,
                "hooks": states.iter().map(|state| state.json(lang)).collect::<Vec<_>>(),
            })
        ),
        _ => {
            let mut text = POLICY.with([policy.name().into()]).show(lang, &Terminal) + "\n";
            states.iter().for_each(|state| text.push_str(&state.text(lang, &program)));
            if program != PLAIN {
                text.push_str(&(PROGRAM.with([program.as_str().into()]).show(lang, &Terminal) + "\n"));
            }
            text
        }
    };
    super::print(Stream::Out, &text);
    Ok(u8::from(states.iter().any(|state| state.fault.is_some())))
}

/// How it is typed where it is on the PATH: nothing has to be said of that.
const PLAIN: &str = "cihook";

/// What is known of one hook.
struct State {
    name: HookName,
    hook: Installed,
    version: Option<String>,
    /// The file in which somebody else calls cihook.
    caller: Option<PathBuf>,
    /// Why it would not run.
    fault: Option<Sentence>,
}

impl State {
    fn of(place: &Place, folder: &Folder, name: HookName, hook: Installed) -> Self {
        let named = name.as_str();
        let file = || hook.file.display().to_string();
        let say = |words: &'static Words| Some(words.with([named.into(), file().into()]));
        let (mut version, mut caller) = (None, None);
        let fault = match hook.owner {
            Owner::Nobody => say(&NONE),
            Owner::NoFile => say(&NO_FILE),
            Owner::Other | Owner::Cihook(_) | Owner::Edited if !hook.is_executable => say(&NOT_RUN),
            Owner::Other => {
                caller = managers::caller(place, folder, &hook, named);
                if caller.is_some() { None } else { say(&FOREIGN) }
            }
            Owner::Edited => say(&EDITED),
            Owner::Cihook(old) if old != SHIM_VERSION => {
                Some(OLD.with([named.into(), u64::from(old).into(), u64::from(SHIM_VERSION).into(), file().into()]))
            }
            Owner::Cihook(_) if place.is_embedded() => say(&EMBEDDED),
            Owner::Cihook(_) => match probe(place, name, &hook) {
                Ok(found) => {
                    version = Some(found);
                    None
                }
                Err(said) => {
                    let said = if said.is_empty() { NO_PROBE.say().into() } else { said.into() };
                    Some(SILENT.with([named.into(), file().into(), said]))
                }
            },
        };
        Self { name, hook, version, caller, fault }
    }

    fn text(&self, lang: Lang, program: &str) -> String {
        let path = |path: &Path| path.display().to_string();
        let (name, file) = (self.name.as_str(), path(&self.hook.file));
        let mut lines = match (&self.fault, &self.caller) {
            (Some(fault), _) if self.hook.owner != Owner::NoFile => vec![fault.clone(), INSTALL.with([program.into()])],
            (Some(fault), _) => vec![fault.clone()],
            (None, Some(caller)) => vec![CALLED.with([name.into(), path(caller).into()])],
            (None, None) => {
                let version = self.version.clone().unwrap_or_default();
                vec![GOOD.with([name.into(), version.into(), file.into()])]
            }
        };
        if let Some(kept) = self.hook.kept.as_ref().filter(|_| self.fault.is_none()) {
            let words = if self.hook.kept_runs() { &KEPT } else { &IDLE };
            lines.push(words.with([path(kept).into()]));
        }
        lines.iter().map(|line| line.show(lang, &Terminal) + "\n").collect()
    }

    fn json(&self, lang: Lang) -> serde_json::Value {
        json!({
            "name": self.name.as_str(),
            "file": self.hook.file.display().to_string(),
            "runs": self.fault.is_none(),
            "version": self.version,
            "caller": self.caller.as_ref().map(|caller| caller.display().to_string()),
            "kept": self.hook.kept.as_ref().map(|kept| kept.display().to_string()),
            "fault": self.fault.as_ref().map(|fault| fault.plain(lang)),
        })
    }
}

/// Lets git run the hook and waits for our answer: the version, or what was said instead.
fn probe(place: &Place, name: HookName, hook: &Installed) -> std::result::Result<String, String> {
    let nonce = std::process::id().to_string();
    let mut command = Git::at(place).command(["hook", "run", name.as_str()]);
    let mut output = command.env(PROBE, &nonce).output().map_err(|error| error.to_string())?;
    // `git hook run` came with git 2.36; an older git starts the file, so here it is started as well.
    if output.stderr.starts_with(b"git: 'hook' is not a git command") {
        let mut command = Command::new(std::path::absolute(&hook.file).map_err(|error| error.to_string())?);
        command.current_dir(place.work_tree.as_ref().unwrap_or(&place.git_dir)).env("GIT_DIR", &place.git_dir);
        output = command.env(PROBE, &nonce).stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = said.lines().find_map(|line| line.strip_prefix("cihook-probe ")?.strip_suffix(nonce.as_str()));
    match answer.map(str::trim) {
        Some(version) if output.status.code() == Some(PROBED.into()) => Ok(version.to_owned()),
        _ => Err(said.lines().next().unwrap_or_default().to_owned()),
    }
}
