//! The section of AGENTS.md: for programs that write code and commit it.

use super::asked::{self, About};
use super::{Norm, contributing, example};
use crate::render::markdown::Markdown;
use crate::rules::ids;
use crate::text::escape;
use crate::words::{Lang, Words};

const TITLE: Words = Words::new("## Commits", "## 提交");
const LIKE: Words = Words::new("Write every commit message like this one:", "每个提交说明都照此书写：");
const ADVICE: Words = Words::new(" (advice)", "（建议）");
const CHECK: Words = Words::new(
    "Check a message before you commit: `cihook check --message - --format json` reads it from standard input; exit code 0 means that it is accepted, and `corrections` holds a better text.",
    "提交前先检查：`cihook check --message - --format json` 从标准输入读取提交说明；退出码 0 表示通过，`corrections` 中有改好的文本。",
);
const REFUSED: Words = Words::new(
    "When a hook refuses a commit, change the message as it says. Never use `--no-verify`, `CIHOOK=0` or `CIHOOK_SKIP`, and do not change the policy to get through.",
    "钩子拒绝提交时，请按提示修改提交说明。不要使用 `--no-verify`、`CIHOOK=0` 或 `CIHOOK_SKIP`，也不要为了通过而修改策略。",
);
const UNKNOWN: Words = Words::new(
    "Do not make up issue numbers or scopes: ask the person for whom you work.",
    "不要编造 issue 编号或范围：请询问委托您的人。",
);
const SIGN: Words = Words::new(
    "A sign-off is a statement of the person whose name is configured: add it with `git commit -s` only where that person told you to, and never write one for somebody else. Until it is there the check names it as missing.",
    "签署是所配置姓名本人的声明：只有本人要求时才用 `git commit -s` 添加，绝不替他人签署。添加之前，检查会报告缺少签署。",
);
const OTHERS: Words = Words::new(
    "Do not rewrite commits of other people. `cihook fix` corrects your own messages; it changes nothing else.",
    "不要改写他人的提交。`cihook fix` 只修正您自己的提交说明，不改动其他内容。",
);

/// The section, as Markdown.
pub fn text(norm: &Norm<'_>, lang: Lang) -> String {
    let say = |words: &'static Words| words.say().show(lang, &Markdown);
    let mut out = format!("{}\n", say(&TITLE));
    if let Some(example) = example::message(norm, lang).map(example::unsigned) {
        out.push_str(&format!("\n{}\n\n{}\n", say(&LIKE), escape::markdown_block(&example).trim_end()));
    }
    out.push('\n');
    for asked in asked::all(norm).iter().filter(|asked| asked.about != About::PullRequest) {
        let advice = if asked.is_advice { say(&ADVICE) } else { String::new() };
        out.push_str(&format!("- {}{advice}\n", contributing::line(asked, lang)));
    }
    let sign = norm.asks(ids::SIGN_OFF).then_some(&SIGN);
    for words in [&CHECK, &REFUSED, &UNKNOWN].into_iter().chain(sign).chain([&OTHERS]) {
        out.push_str(&format!("- {}\n", say(words)));
    }
    out
}
