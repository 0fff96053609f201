//! `cihook policy import`: a policy of what other tools are told to ask for. Their files are read, never run.

use super::super::new_policy;
use super::super::session::{Session, Stream};
use super::try_;
use crate::cli::Format;
use crate::cli::policy::{Import, LAST};
use crate::failure::{Failure, Result};
use crate::git::file;
use crate::git::policy_file::NAMES;
use crate::import::{self, Found, LARGEST};
use crate::policy::{Policy, Preset, Source};
use crate::render::Terminal;
use crate::render::import::Report;
use crate::words::{Sentence, Words};
use std::io::Read as _;
use std::path::{Path, PathBuf};

const NOTHING: Words = Words::new(
    "there is nothing to import: no configuration of a known tool was found",
    "没有可导入的内容：未找到已知工具的配置",
);
const PRINTS: Words = Words::new(
    "of a file that can only be run: npx commitlint --print-config json | {0} policy import -",
    "只能运行的配置：npx commitlint --print-config json | {0} policy import -",
);
const CANNOT_READ: Words = Words::new("cannot read `{0}`: {1}", "无法读取 `{0}`：{1}");
const LEADS_OUT: Words = Words::new(
    "it is a link that leads out of the repository; name the file if you trust it",
    "它是指向仓库之外的链接；如果您信任它，请写明该文件",
);
const NOT_TEXT: Words = Words::new("`{0}` is not text", "`{0}` 不是文本");
const OTHER: Words =
    Words::new("`{0}` is no configuration of that tool, and was left", "`{0}` 不是该工具的配置，已跳过");
const NEXT: Words = Words::new(
    "see what it would have refused with `{0} policy try`, then install the hooks with `{0} install`",
    "用 `{0} policy try` 查看它会拒绝哪些提交，然后用 `{0} install` 安装钩子",
);
const HEAD: Words = Words::new(
    "What is asked of a commit here; behind each key, where it comes from.",
    "此仓库对提交的要求；每个键后面是其来源。",
);
const TAIL: Words =
    Words::new("Next: cihook policy try, then cihook install.", "接下来：cihook policy try，然后 cihook install。");

/// Where hooks and scripts stand that may call another tool.
const CALLING: [&str; 10] = [
    ".husky/commit-msg",
    ".husky/pre-commit",
    ".husky/prepare-commit-msg",
    "lefthook.yml",
    "lefthook.yaml",
    ".lefthook.yml",
    ".pre-commit-config.yaml",
    "package.json",
    ".config/lefthook.yml",
    ".githooks/commit-msg",
];

/// Runs the command.
///
/// # Errors
/// Where there is a policy already, a file cannot be read, or there is nothing to import.
pub(super) fn run(session: &Session, options: &Import) -> Result<u8> {
    let top = top(session, options)?;
    let lang = session.lang(None);
    let mut notes = Vec::new();
    let all = if options.files.is_empty() { found(&top)? } else { named(session, &options.files, &mut notes)? };
    if all.is_empty() {
        return Err(notes
            .into_iter()
            .fold(Failure::usage(NOTHING.say()), Failure::hint)
            .hint(PRINTS.with([session.program_name().into()])));
    }
    let mut merged = import::merge(all, |name| Preset::find(name).map(|preset| preset.text));
    merged.draft.head.push(HEAD.say().plain(lang));
    merged.draft.tail.push(TAIL.say().plain(lang));
    let text = merged.draft.toml();
    let policy = loads(&text)?;
    let written = if options.print { None } else { Some(new_policy::write(&top, &text)?) };
    let would = try_::newest(session, &policy, LAST)?;
    let callers = calling(&top);
    let told = Report { merged: &merged, callers: &callers, policy: written.is_none().then_some(&*text), would };
    tell(session, written, &told, &notes);
    Ok(0)
}

/// Where the policy is written to. To print one no repository is needed, and no place for it.
fn top(session: &Session, options: &Import) -> Result<PathBuf> {
    if !options.print {
        return new_policy::folder(session);
    }
    let top = session.place().ok().and_then(|place| place.work_tree);
    Ok(top.unwrap_or_else(|| session.start.clone()))
}

/// All files of known tools.
fn found(top: &Path) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for name in import::KNOWN.iter().filter(|name| top.join(name).symlink_metadata().is_ok()) {
        let text = text_within(top, name)?;
        all.extend(import::read(name, &text, &beside(top, top)).map_err(Failure::usage)?);
    }
    for name in workflows(top).into_iter().filter(|name| top.join(name).is_file()) {
        let text = text_within(top, &name)?;
        // Other workflows are no business of ours, broken ones neither.
        all.extend(import::read(&name, &text, &beside(top, top)).unwrap_or_default());
    }
    Ok(all)
}

/// The workflows, in the order of their names.
fn workflows(top: &Path) -> Vec<String> {
    const FOLDER: &str = ".github/workflows";
    let Ok(listed) = std::fs::read_dir(top.join(FOLDER)) else { return Vec::new() };
    let named = listed.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let is_workflow = |name: &String| name.ends_with(".yml") || name.ends_with(".yaml");
    let mut all: Vec<String> = named.filter(is_workflow).map(|name| format!("{FOLDER}/{name}")).collect();
    all.sort();
    all
}

/// The files that were named.
fn named(session: &Session, files: &[PathBuf], notes: &mut Vec<Sentence>) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    let within = session.place().ok().and_then(|place| place.work_tree).unwrap_or_else(|| session.start.clone());
    for path in files {
        let name = path.to_string_lossy().into_owned();
        let text = if name == "-" { standard_input()? } else { text_of(&session.start.join(path), &name)? };
        match import::read(&name, &text, &beside(&session.start, &within)).map_err(Failure::usage)? {
            Some(found) => all.push(found),
            None => notes.push(OTHER.with([name.into()])),
        }
    }
    Ok(all)
}

/// Reads the files that a configuration names, from a folder, as far as they are in the repository.
fn beside<'p>(from: &'p Path, within: &'p Path) -> impl Fn(&str) -> Option<String> + 'p {
    move |name| text_inside(&from.join(name), within, name).ok()
}

/// A file that nobody named: what a stranger's link leads to is not read, and so nothing of it is shown.
fn text_within(top: &Path, name: &str) -> Result<String> {
    text_inside(&top.join(name), top, name)
}

fn text_inside(path: &Path, top: &Path, name: &str) -> Result<String> {
    let leads_out = file::leads_out(path, top);
    if leads_out.map_err(|error| Failure::usage(CANNOT_READ.with([name.into(), error.to_string().into()])))? {
        return Err(Failure::usage(CANNOT_READ.with([name.into(), LEADS_OUT.say().into()])));
    }
    text_of(path, name)
}

fn text_of(path: &Path, name: &str) -> Result<String> {
    let wrong = |error: std::io::Error| Failure::usage(CANNOT_READ.with([name.into(), error.to_string().into()]));
    // A pipe or a device would be waited for.
    if !path.metadata().map_err(wrong)?.is_file() {
        return Err(wrong(std::io::ErrorKind::InvalidInput.into()));
    }
    bounded(std::fs::File::open(path).map_err(wrong)?, name)
}

fn standard_input() -> Result<String> {
    bounded(std::io::stdin().lock(), "-")
}

/// As much as is read of a configuration: one byte more tells that it is too large.
fn bounded(from: impl std::io::Read, name: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let ended = from.take(LARGEST as u64 + 1).read_to_end(&mut bytes);
    ended.map_err(|error| Failure::usage(CANNOT_READ.with([name.into(), error.to_string().into()])))?;
    if bytes.len() > LARGEST {
        // It may have been cut within a character.
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|_| Failure::usage(NOT_TEXT.with([name.into()])))
}

/// What was made of strangers' settings has to be a policy.
fn loads(text: &str) -> Result<Policy> {
    let source = Source { name: NAMES[0].to_owned(), text: text.to_owned().into() };
    let loaded = Policy::load(Some(source), &|_| Err(String::new()));
    loaded.map_err(|rejected| match rejected.mistakes.into_iter().next() {
        Some(mistake) => Failure::usage(mistake.message),
        None => Failure::usage(NOTHING.say()),
    })
}

fn calling(top: &Path) -> Vec<import::Caller> {
    let found = |name: &&str| Some(import::callers(name, &text_within(top, name).ok()?));
    CALLING.iter().filter_map(found).flatten().collect()
}

fn tell(session: &Session, written: Option<Sentence>, told: &Report<'_>, notes: &[Sentence]) {
    let lang = session.lang(None);
    if session.global.format == Format::Json {
        return super::super::print(Stream::Out, told.json(lang));
    }
    let mut said: String = notes.iter().map(|note| note.show(lang, &Terminal) + "\n").collect();
    said.push_str(&told.human(lang));
    if let Some(policy) = told.policy {
        super::super::print(Stream::Out, policy);
        return super::super::print(Stream::Err, said);
    }
    let ended = written.into_iter().chain([NEXT.with([session.program_name().into()])]);
    let ended: String = ended.map(|line| line.show(lang, &Terminal) + "\n").collect();
    super::super::print(Stream::Out, format!("{said}\n{ended}"));
}
