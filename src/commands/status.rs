//! `cihook status`: which policy is in force, and which hooks git would really run. Git is asked where it looks; a hook
//! of ours is then started by git, and has to answer.

use super::hook::{PROBE, PROBED};
use super::install::USUAL;
use super::session::{Session, Stream};
use crate::cli::{Format, HookName};
use crate::failure::Result;
use crate::git::ask::Git;
use crate::git::hooks::{Folder, Installed, Owner, SHIM_VERSION};
use crate::git::place::Place;
use crate::render::Terminal;
use crate::words::{Lang, Sentence, Words};
use clap::ValueEnum as _;
use serde_json::json;

const POLICY: Words = Words::new("policy: {0}", "策略：{0}");
const GOOD: Words = Words::new("{0}: cihook {1} answers ({2})", "{0}：cihook {1} 应答（{2}）");
const KEPT: Words = Words::new("  beside it runs: {0}", "  同时运行：{0}");
const NONE: Words = Words::new("{0}: there is no hook: {1}", "{0}：没有钩子：{1}");
const FOREIGN: Words = Words::new("{0}: this hook is not cihook's: {1}", "{0}：此钩子不是 cihook 的：{1}");
const NOT_RUN: Words =
    Words::new("{0}: git does not run a file that is not executable: {1}", "{0}：文件不可执行，git 不会运行：{1}");
const OLD: Words =
    Words::new("{0}: this shim is of version {1}, and {2} is needed: {3}", "{0}：垫片版本为 {1}，需要 {2}：{3}");
const SILENT: Words =
    Words::new("{0}: git runs {1}, and cihook does not answer: {2}", "{0}：git 运行了 {1}，但 cihook 没有应答：{2}");
const INSTALL: Words = Words::new("  install it with: cihook install", "  安装：cihook install");
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
        if USUAL.contains(&name) || matches!(hook.owner, Owner::Cihook(_)) {
            states.push(State::of(&place, name, hook));
        }
    }
    let text = match session.global.format {
        Format::Json => format!(
            "{:#}\n",
            json!({
                "policy": { "source": policy.name(), "digest": policy.digest() },
                "hooks": states.iter().map(|state| state.json(lang)).collect::<Vec<_>>(),
            })
        ),
        _ => {
            let mut text = POLICY.with([policy.name().into()]).show(lang, &Terminal) + "\n";
            states.iter().for_each(|state| text.push_str(&state.text(lang)));
            text
        }
    };
    super::print(Stream::Out, &text);
    Ok(u8::from(states.iter().any(|state| state.fault.is_some())))
}

/// What is known of one hook.
struct State {
    name: HookName,
    hook: Installed,
    version: Option<String>,
    /// Why it would not run.
    fault: Option<Sentence>,
}

impl State {
    fn of(place: &Place, name: HookName, hook: Installed) -> Self {
        let file = hook.file.display().to_string();
        let named = name.as_str();
        let mut version = None;
        let fault = match hook.owner {
            Owner::Nobody => Some(NONE.with([named.into(), file.into()])),
            Owner::Other => Some(FOREIGN.with([named.into(), file.into()])),
            Owner::Cihook(_) if !hook.is_executable => Some(NOT_RUN.with([named.into(), file.into()])),
            Owner::Cihook(old) if old != SHIM_VERSION => {
                Some(OLD.with([named.into(), u64::from(old).into(), u64::from(SHIM_VERSION).into(), file.into()]))
            }
            Owner::Cihook(_) => match probe(place, name) {
                Ok(found) => {
                    version = Some(found);
                    None
                }
                Err(said) => {
                    let said = if said.is_empty() { NO_PROBE.say().into() } else { said.into() };
                    Some(SILENT.with([named.into(), file.into(), said]))
                }
            },
        };
        Self { name, hook, version, fault }
    }

    fn text(&self, lang: Lang) -> String {
        let file = self.hook.file.display().to_string();
        let version = self.version.clone().unwrap_or_default();
        let mut lines = match &self.fault {
            None => vec![GOOD.with([self.name.as_str().into(), version.into(), file.into()])],
            Some(fault) => vec![fault.clone(), INSTALL.say()],
        };
        if let Some(kept) = self.hook.kept.as_ref().filter(|_| self.fault.is_none()) {
            lines.push(KEPT.with([kept.display().to_string().into()]));
        }
        lines.iter().map(|line| line.show(lang, &Terminal) + "\n").collect()
    }

    fn json(&self, lang: Lang) -> serde_json::Value {
        json!({
            "name": self.name.as_str(),
            "file": self.hook.file.display().to_string(),
            "runs": self.fault.is_none(),
            "version": self.version,
            "kept": self.hook.kept.as_ref().map(|kept| kept.display().to_string()),
            "fault": self.fault.as_ref().map(|fault| fault.plain(lang)),
        })
    }
}

/// Lets git run the hook and waits for our answer: the version, or what was said instead.
fn probe(place: &Place, name: HookName) -> std::result::Result<String, String> {
    let nonce = std::process::id().to_string();
    let mut command = Git::at(place).command(["hook", "run", name.as_str()]);
    let output = command.env(PROBE, &nonce).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer = said.lines().find_map(|line| line.strip_prefix("cihook-probe ")?.strip_suffix(nonce.as_str()));
    match answer.map(str::trim) {
        Some(version) if output.status.code() == Some(PROBED.into()) => Ok(version.to_owned()),
        _ => Err(said.lines().next().unwrap_or_default().to_owned()),
    }
}
