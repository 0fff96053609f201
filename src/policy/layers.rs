//! The files of a policy, laid over one another: first what `extends` names, in its order, then the file itself.

use super::lay::{lay_rules, normalize};
use super::presets::{PRESETS, Preset};
use super::sources::{Source, Sources};
use crate::options::tree::{self, Data, Entry, Node, Place, Table};
use crate::options::{Mistake, Setting};
use crate::text::{Span, similar};
use crate::words::Words;
use std::borrow::Cow;

/// The preset that holds without a policy, and that a policy extends unless it says otherwise.
pub const DEFAULT_PRESET: &str = "openim";

/// Reads a file beside the policy; the error is the reason as the system tells it.
pub type Read<'r> = dyn Fn(&str) -> Result<String, String> + 'r;

const UNKNOWN_PRESET: Words = Words::new("there is no preset `{0}`", "没有名为 `{0}` 的预设");
const DID_YOU_MEAN: Words = Words::new("did you mean `{0}`?", "您是不是想写 `{0}`？");
const PRESETS_ARE: Words = Words::new(
    "presets: {0}; a file beside this one is named with its ending, as `team.toml`",
    "可用预设：{0}；同目录的文件要写扩展名，如 `team.toml`",
);
const OUTSIDE: Words = Words::new(
    "`{0}` is not beside this file: no `..`, no absolute path, no link out",
    "`{0}` 不在本文件旁边：不能用 `..`、绝对路径或指向外部的链接",
);
const UNREADABLE: Words = Words::new("`{0}` cannot be read: {1}", "无法读取 `{0}`：{1}");
const CYCLE: Words = Words::new("`{0}` extends itself: {1}", "`{0}` 循环引用了自己：{1}");
const TOO_OLD: Words =
    Words::new("this policy needs cihook {0}, and this is cihook {1}", "此策略需要 cihook {0}，当前版本是 {1}");
const UPGRADE: Words = Words::new(
    "install a newer cihook, for example with: cargo install cihook --locked",
    "请安装更新的 cihook，例如：cargo install cihook --locked",
);
const NO_VERSION: Words = Words::new("`{0}` is not a version requirement", "`{0}` 不是版本要求");
const AS_VERSION: Words = Words::new("write it as \">=0.1\"", "请写作 \">=0.1\"");

/// Reads all files and lays them over one another.
pub(super) fn load(first: Option<Source>, read: &Read<'_>, mistakes: &mut Vec<Mistake>) -> (Sources, Table) {
    let mut loader = Loader { read, sources: Sources::default(), open: Vec::new(), done: Vec::new(), mistakes };
    let mut merged = Table::default();
    match first {
        Some(first) => {
            let name = first.name.clone();
            let source = loader.sources.add(first);
            loader.file(&name, source, Some(DEFAULT_PRESET), &mut merged);
        }
        None => loader.preset(DEFAULT_PRESET, &mut merged),
    }
    (loader.sources, merged)
}

struct Loader<'l> {
    read: &'l Read<'l>,
    sources: Sources,
    /// The files that are being read, the outermost first: one that stands here extends itself.
    open: Vec<String>,
    done: Vec<String>,
    mistakes: &'l mut Vec<Mistake>,
}

impl Loader<'_> {
    fn preset(&mut self, name: &str, merged: &mut Table) {
        let Some(preset) = Preset::find(name) else { return };
        let name = format!("preset {name}");
        let source = self.sources.add(Source { name: name.clone(), text: Cow::Borrowed(preset.text) });
        self.file(&name, source, None, merged);
    }

    fn file(&mut self, name: &str, source: usize, implied: Option<&str>, merged: &mut Table) {
        let text = self.sources.get(source).map_or("", |source| &source.text);
        let mut table = tree::parse(text, source, self.mistakes);
        if !self.fits(&table) {
            return;
        }
        self.open.push(name.to_owned());
        match table.remove("extends").map(|entry| entry.node) {
            Some(node) => self.extends(&node, merged),
            None => {
                if let Some(preset) = implied {
                    self.preset(preset, merged);
                }
            }
        }
        self.open.pop();
        self.sources.lay(source);
        lay(merged, normalize(table));
    }

    fn extends(&mut self, node: &Node, merged: &mut Table) {
        let Some(names) = Vec::<String>::read(node, self.mistakes) else { return };
        let Data::List(nodes) = &node.data else { return };
        for (name, node) in names.iter().zip(nodes) {
            if Preset::find(name).is_some() {
                let shown = format!("preset {name}");
                if !self.done.contains(&shown) && self.enter(&shown, node.place) {
                    self.preset(name, merged);
                }
            } else if name.ends_with(".toml") {
                self.beside(name, node.place, merged);
            } else {
                self.mistakes.push(unknown_preset(name, node.place));
            }
        }
    }

    /// A file beside the policy.
    fn beside(&mut self, name: &str, place: Place, merged: &mut Table) {
        let is_beside =
            !name.starts_with('/') && !name.contains(['\\', ':', '\0']) && name.split('/').all(|part| part != "..");
        if !is_beside {
            self.mistakes.push(Mistake::at(place, OUTSIDE.with([name.into()])));
            return;
        }
        if self.done.iter().any(|done| done == name) || !self.enter(name, place) {
            return;
        }
        match (self.read)(name) {
            Ok(text) => {
                let source = self.sources.add(Source { name: name.to_owned(), text: text.into() });
                self.file(name, source, None, merged);
                self.done.push(name.to_owned());
            }
            Err(why) => self.mistakes.push(Mistake::at(place, UNREADABLE.with([name.into(), why.into()]))),
        }
    }

    /// Whether `name` may be read now; it may not where it is being read already.
    fn enter(&mut self, name: &str, place: Place) -> bool {
        let is_open = self.open.iter().any(|open| open == name);
        if is_open {
            let path = [self.open.as_slice(), &[name.to_owned()]].concat().join(" -> ");
            self.mistakes.push(Mistake::at(place, CYCLE.with([name.into(), path.into()])));
        }
        !is_open
    }

    /// Whether this cihook is new enough for the file. An older one must not guess what the rest means.
    fn fits(&mut self, table: &Table) -> bool {
        let Some(node) = table.get("requires") else { return true };
        let Some(text) = String::read(node, self.mistakes) else { return true };
        let own = env!("CARGO_PKG_VERSION");
        let version = semver::Version::parse(own);
        match (semver::VersionReq::parse(&text), version) {
            (Ok(wanted), Ok(version)) if wanted.matches(&version) => return true,
            (Ok(_), _) => {
                let message = TOO_OLD.with([text.into(), own.into()]);
                self.mistakes.push(Mistake::at(node.place, message).help(UPGRADE.say()));
            }
            (Err(_), _) => {
                self.mistakes.push(Mistake::at(node.place, NO_VERSION.with([text.into()])).help(AS_VERSION.say()));
            }
        }
        false
    }
}

fn unknown_preset(name: &str, place: Place) -> Mistake {
    let names = PRESETS.iter().map(|preset| preset.name);
    let help = match similar::nearest(name, names.clone()) {
        Some(nearest) => DID_YOU_MEAN.with([nearest.into()]),
        None => PRESETS_ARE.with([names.map(str::to_owned).collect::<Vec<_>>().into()]),
    };
    Mistake::at(place, UNKNOWN_PRESET.with([name.into()])).help(help)
}

/// Lays a whole file over the others.
fn lay(merged: &mut Table, mut later: Table) {
    let rules = later.remove("rules");
    merged.lay(later);
    let Some(rules) = rules else { return };
    let known = merged.entries.iter_mut().find(|entry| entry.key == "rules");
    match (known.map(|entry| &mut entry.node.data), rules) {
        (Some(Data::Table(known)), Entry { node: Node { data: Data::Table(later), .. }, .. }) => {
            lay_rules(known, later)
        }
        (Some(known), rules) => *known = rules.node.data,
        (None, rules) => merged.entries.push(rules),
    }
}

/// The place of a whole file.
pub(super) fn whole() -> Place {
    Place { source: 0, span: Span::empty(0) }
}
