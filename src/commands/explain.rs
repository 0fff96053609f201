//! `cihook explain`: the pages of the rules.

use super::session::{Session, Stream};
use crate::failure::{Failure, Result};
use crate::rule::Definition;
use crate::rules;
use crate::text::{similar, width};
use crate::words::{Lang, Words};

const NO_RULE: Words = Words::new("there is no rule `{0}`", "没有名为 `{0}` 的规则");
const DID_YOU_MEAN: Words = Words::new("did you mean `{0}`?", "您是不是想写 `{0}`？");
const LIST_THEM: Words = Words::new("list them with: cihook explain", "列出所有规则：cihook explain");

/// Runs the command.
///
/// # Errors
/// Where there is no such rule.
pub fn run(session: &Session, rule: Option<&str>) -> Result<u8> {
    let lang = session.lang(None);
    let text = match rule {
        None => list(lang),
        Some(name) => page(name, lang)?,
    };
    super::print(Stream::Out, &text);
    Ok(0)
}

fn list(lang: Lang) -> String {
    let widest = rules::ALL.iter().map(|rule| rule.meta.id.len()).max().unwrap_or(0);
    let line = |rule: &Definition| {
        let blanks = " ".repeat(widest - width::columns(rule.meta.id) + 2);
        format!("{}{blanks}{}\n", rule.meta.id, rule.meta.summary.say().plain(lang))
    };
    rules::ALL.iter().map(line).collect()
}

fn page(name: &str, lang: Lang) -> Result<String> {
    match rules::find(name) {
        Some(rule) => Ok(in_lang(&rule.meta.text(), lang)),
        None => {
            let nearest = similar::nearest(name, rules::ALL.iter().map(|rule| rule.meta.id));
            let hint = nearest.map_or_else(|| LIST_THEM.say(), |nearest| DID_YOU_MEAN.with([nearest.into()]));
            Err(Failure::usage(NO_RULE.with([name.into()])).hint(hint))
        }
    }
}

/// The part of a page that is written in a language: the Chinese part stands at the end, under its own title, and the
/// examples serve both.
fn in_lang(page: &str, lang: Lang) -> String {
    const CHINESE: &str = "\n## 中文\n";
    let (english, chinese) = page.split_once(CHINESE).unwrap_or((page, ""));
    match lang {
        Lang::En => english.trim_end().to_owned() + "\n",
        Lang::ZhCn => {
            let title = english.lines().next().unwrap_or_default();
            let examples = section(english, "## Good") + &section(english, "## Bad");
            format!("{title}\n{chinese}\n{examples}").trim_end().to_owned() + "\n"
        }
    }
}

fn section(page: &str, title: &str) -> String {
    let Some(start) = page.find(title) else { return String::new() };
    let rest = &page[start..];
    let end = rest[title.len()..].find("\n## ").map_or(rest.len(), |at| title.len() + at + 1);
    rest[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_in_the_language_that_was_asked_for() {
        for rule in &rules::ALL {
            let page = rule.meta.text();
            assert!(page.starts_with(&format!("# {}\n", rule.meta.id)), "{page}");
            let (english, chinese) = (in_lang(&page, Lang::En), in_lang(&page, Lang::ZhCn));
            assert!(english.contains("## Options") && !english.contains('请'), "{english}");
            assert!(chinese.contains("## Good") && chinese.contains('。') && !chinese.contains("## Why"), "{chinese}");
        }
    }
}
