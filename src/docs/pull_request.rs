//! The template for the description of a pull request.

use super::asked::{self, About};
use super::{Norm, contributing};
use crate::rules::ids;
use crate::words::{Lang, Words};

const WHAT: Words = Words::new("## What and why", "## 内容与原因");
const ISSUE: Words = Words::new("Fixes: ", "Fixes: ");
const TRIED: Words = Words::new("## How it was tried", "## 如何验证");
const LIST: Words = Words::new("## Checklist", "## 检查清单");
const NOTE: Words = Words::new("## Release note", "## 发布说明");
const SIGNED: Words =
    Words::new("Each commit is signed off (`git commit -s`).", "每个提交都已签署（`git commit -s`）。");
const MESSAGES: Words = Words::new(
    "The messages of the commits have the form that CONTRIBUTING shows.",
    "各提交说明符合 CONTRIBUTING 中的格式。",
);

/// The template, as Markdown. What stands in it was filled in by nobody: rule pr-description knows it by that.
pub fn text(norm: &Norm<'_>, lang: Lang) -> String {
    let say = |words: &'static Words| words.say().plain(lang);
    let mut out = format!("{}\n\n\n", say(&WHAT));
    if norm.asks("pr-description") && norm.is("pr-description", "issue") {
        out.push_str(&format!("{}\n\n", say(&ISSUE).trim_end()));
    }
    out.push_str(&format!("{}\n\n\n", say(&TRIED)));
    if norm.asks("pr-description") && norm.is("pr-description", "release-note") {
        out.push_str(&format!("{}\n\n```release-note\n\n```\n\n", say(&NOTE)));
    }
    out.push_str(&format!("{}\n\n", say(&LIST)));
    for asked in asked::all(norm).iter().filter(|asked| asked.about == About::PullRequest) {
        out.push_str(&format!("- [ ] {}\n", contributing::line(asked, lang)));
    }
    let is_title_only = norm.vocabulary().is_title_only;
    let is_written = norm.asks("header-format") && !is_title_only;
    let last = [(is_written, &MESSAGES), (norm.asks(ids::SIGN_OFF), &SIGNED)];
    last.into_iter()
        .filter(|(is_asked, _)| *is_asked)
        .for_each(|(_, words)| out.push_str(&format!("- [ ] {}\n", say(words))));
    out
}
