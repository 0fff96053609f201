//! The section of CONTRIBUTING.

use super::asked::{self, Asked};
use super::{Norm, example};
use crate::render::markdown::Markdown;
use crate::text::escape;
use crate::words::{Lang, Sentence, Words};

const TITLE: Words = Words::new("## Commits and pull requests", "## 提交与拉取请求");
const EXAMPLE: Words = Words::new("An example:", "示例：");
const ADVICE: Words = Words::new("Advice, for which nothing is refused:", "以下只是建议，不会因此被拒绝：");
const HOOKS: Words = Words::new(
    "cihook checks this: `cihook install` installs the hooks in your clone. When it stops a commit, it shows the corrected message, and `cihook commit --retry` goes on with it; `cihook fix` corrects commits that exist, and `cihook explain` tells why a rule is there.",
    "由 cihook 检查：`cihook install` 在您的克隆中安装钩子。提交被拒绝时会给出改好的提交说明，用 `cihook commit --retry` 继续；`cihook fix` 修正已有的提交，`cihook explain` 说明每条规则的原因。",
);

/// The section, as Markdown.
pub fn text(norm: &Norm<'_>, lang: Lang) -> String {
    let say = |words: &'static Words| words.say().show(lang, &Markdown);
    let all = asked::all(norm);
    let mut out = format!("{}\n", say(&TITLE));
    let (advice, asked): (Vec<&Asked>, Vec<&Asked>) = all.iter().partition(|asked| asked.is_advice);
    push(&mut out, &asked, lang);
    if let Some(example) = example::message(norm, lang) {
        out.push_str(&format!("\n{}\n\n{}\n", say(&EXAMPLE), escape::markdown_block(&example).trim_end()));
    }
    if !advice.is_empty() {
        out.push_str(&format!("\n{}\n", say(&ADVICE)));
        push(&mut out, &advice, lang);
    }
    out.push_str(&format!("\n{}\n", say(&HOOKS)));
    out
}

fn push(out: &mut String, list: &[&Asked], lang: Lang) {
    if !list.is_empty() {
        out.push('\n');
    }
    list.iter().for_each(|asked| out.push_str(&format!("- {}\n", line(asked, lang))));
}

/// What is asked, with the community's own sentence behind it.
pub fn line(asked: &Asked, lang: Lang) -> String {
    let show = |sentence: &Sentence| sentence.show(lang, &Markdown);
    let own = asked.own.as_ref().map_or_else(String::new, |own| format!(" {}", show(own)));
    format!("{}{own}", show(&asked.sentence))
}
