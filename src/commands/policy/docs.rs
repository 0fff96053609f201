//! `cihook policy docs`: texts that are written from the policy, to standard output or between their markers in a file.

use super::super::print;
use super::super::session::{Session, Setup, Stream};
use crate::cli::policy::{Docs, DocsFor};
use crate::docs::markers::{Held, Markers};
use crate::docs::{self, Kind, Norm};
use crate::failure::{Failure, Result};
use crate::git::config::Config;
use crate::git::file::{self, Use};
use crate::git::place::Place;
use crate::message::draft::Comment;
use crate::model::Stage;
use crate::render::Terminal;
use crate::text::escape;
use crate::words::{Lang, Sentence, Words};
use std::path::Path;

const NO_FILE: Words = Words::new("there is no file `{0}`", "没有文件 `{0}`");
const NOT_TEXT: Words = Words::new("`{0}` is not text in UTF-8", "`{0}` 不是 UTF-8 文本");
const BROKEN: Words = Words::new(
    "the markers in `{0}` do not go together: there has to be one line that begins the text and one that ends it",
    "`{0}` 中的标记不成对：应有一行开始标记和一行结束标记",
);
const FRESH: Words = Words::new("{0} is up to date", "{0} 是最新的");
const STALE: Words = Words::new("{0} is not up to date", "{0} 不是最新的");
const MISSING: Words = Words::new("{0} does not hold this text", "{0} 中没有这段文本");
const WRITE: Words = Words::new("write it with: {0}", "写入：{0}");
const WRITTEN: Words = Words::new("written: {0}", "已写入：{0}");
const TEMPLATE: Words =
    Words::new("let git use it with: git config commit.template {0}", "让 git 使用它：git config commit.template {0}");
const AUTO: Words = Words::new(
    "core.commentChar is `auto`: git would take the comments of a template for text",
    "core.commentChar 为 `auto`：git 会把模板中的注释当作正文",
);
const SET_SIGN: Words =
    Words::new("choose a sign with: git config core.commentChar '#'", "请指定注释符：git config core.commentChar '#'");

/// Runs the command.
///
/// # Errors
/// Where the policy or the file cannot be read, or the file not written.
pub(super) fn run(session: &Session, options: &Docs) -> Result<u8> {
    let place = session.place().ok();
    let policy = match session.policy(place.as_ref())? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let lang = session.lang(Some(policy));
    let kind = kind(options.kind);
    let comment = if kind == Kind::Template { comment(place.as_ref())? } else { String::new() };
    let setup = Setup::new(policy, Stage::Check, None)?;
    let norm = Norm { policy, effective: &setup.effective };
    let text = docs::text(kind, &norm, lang, &comment);
    let markers = Markers::of(kind, lang, &comment);
    match (&options.write, &options.check) {
        (Some(path), _) => write(session, path, &markers, &text, (kind, lang)),
        (None, Some(path)) => check(session, path, &markers, &text, (kind, lang)),
        (None, None) => {
            print(Stream::Out, escape::block(&markers.around(&text)).as_ref());
            Ok(0)
        }
    }
}

const fn kind(written: DocsFor) -> Kind {
    match written {
        DocsFor::Contributing => Kind::Contributing,
        DocsFor::Template => Kind::Template,
        DocsFor::PullRequest => Kind::PullRequest,
        DocsFor::Agents => Kind::Agents,
    }
}

/// What begins a comment in this repository.
fn comment(place: Option<&Place>) -> Result<String> {
    let Some(place) = place else { return Ok("#".to_owned()) };
    match Config::read(place)?.draft_settings().comment {
        Comment::Default => Ok("#".to_owned()),
        Comment::Prefix(sign) => Ok(String::from_utf8_lossy(&sign).into_owned()),
        Comment::Auto => Err(Failure::usage(AUTO.say()).hint(SET_SIGN.say())),
    }
}

/// The text of a file; nothing where there is no such file.
fn read(path: &Path, name: &str) -> Result<Option<String>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::reading(path, error)),
    };
    String::from_utf8(bytes).map(Some).map_err(|_| Failure::usage(NOT_TEXT.with([name.into()])))
}

fn write(session: &Session, named: &Path, markers: &Markers, text: &str, of: (Kind, Lang)) -> Result<u8> {
    let (path, name) = (session.start.join(named), named.display().to_string());
    let before = read(&path, &name)?;
    let after = markers.put(before.as_deref().unwrap_or_default(), text);
    let Some(after) = after else { return Err(Failure::usage(BROKEN.with([name.into()]))) };
    match &before {
        Some(before) if *before == after => {}
        Some(_) => file::replace(&path, after.as_bytes())?,
        None => file::write(&path, after.as_bytes(), Use::Shared)?,
    }
    say(&WRITTEN.with([name.as_str().into()]), of.1);
    if of.0 == Kind::Template {
        say(&TEMPLATE.with([escape::shell_word(&name).into()]), of.1);
    }
    Ok(0)
}

fn check(session: &Session, named: &Path, markers: &Markers, text: &str, of: (Kind, Lang)) -> Result<u8> {
    let name = named.display().to_string();
    let Some(held) = read(&session.start.join(named), &name)? else {
        return Err(Failure::usage(NO_FILE.with([name.into()])));
    };
    let (said, code) = match markers.find(&held) {
        Held::Text(held) if held == text.trim_matches('\n') => (&FRESH, 0),
        Held::Text(_) => (&STALE, 1),
        Held::Nothing => (&MISSING, 1),
        Held::Broken => return Err(Failure::usage(BROKEN.with([name.into()]))),
    };
    say(&said.with([name.as_str().into()]), of.1);
    if code != 0 {
        let program = session.program_name();
        let lang = if of.1 == Lang::ZhCn { "zh-CN" } else { "en" };
        let command =
            format!("{program} --lang {lang} policy docs --for {} --write {}", of.0.name(), escape::shell_word(&name));
        say(&WRITE.with([command.into()]), of.1);
    }
    Ok(code)
}

fn say(sentence: &Sentence, lang: Lang) {
    print(Stream::Out, format!("{}\n", sentence.show(lang, &Terminal)));
}
