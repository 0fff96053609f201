//! The page that the editor opens: the corrected message, and below a scissors line what is left to do. Pure. Git cuts at
//! that line, so that lines of the message which look like comments stay in it (git-commit(1), `--cleanup=scissors`).

use super::desk::Corrected;
use crate::message::cleanup::CUT_LINE;
use crate::message::draft::Comment;
use crate::render::Terminal;
use crate::words::{Lang, Words};

const LEFT_OUT: Words =
    Words::new("This line and everything below it are left out of the message.", "此行及以下内容不会写入提交说明。");
const FILL_IN: Words = Words::new("Fill in: {0}", "请填写：{0}");
const FINDING: Words = Words::new("{0}: {1}", "{0}：{1}");
const CORRECTED: Words = Words::new(
    "The message above is corrected as far as cihook knows. Save it to commit; empty it to give up.",
    "以上提交说明已尽量修正。保存即提交；清空则放弃。",
);

/// What comment lines begin with on the page. Git chooses for `auto` by what stands in the file, so that the choice has to
/// be told to it.
pub fn comment_of(comment: &Comment, text: &[u8]) -> Vec<u8> {
    match comment {
        Comment::Default => b"#".to_vec(),
        Comment::Prefix(prefix) => prefix.clone(),
        Comment::Auto => {
            let starts = |c: u8| text.split(|&byte| byte == b'\n').any(|line| line.first() == Some(&c));
            vec![*b"#;@!$%^&|:".iter().find(|&&c| !starts(c)).unwrap_or(&b'#')]
        }
    }
}

/// The page; `more` are sentences that stand first.
pub fn page(text: &[u8], corrected: &Corrected, more: &[String], comment: &[u8], lang: Lang) -> Vec<u8> {
    let mut page = text.to_vec();
    page.extend_from_slice(b"\n");
    page.extend_from_slice(&[comment, CUT_LINE].concat());
    let mut lines = vec![LEFT_OUT.say().show(lang, &Terminal), CORRECTED.say().show(lang, &Terminal)];
    lines.extend(more.iter().cloned());
    if !corrected.placeholders.is_empty() {
        lines.push(FILL_IN.with([corrected.placeholders.join(", ").into()]).show(lang, &Terminal));
    }
    for finding in &corrected.left {
        let message = finding.message.clone();
        lines.push(
            FINDING.with([finding.rule.into(), crate::words::Value::Sentence(message.into())]).show(lang, &Terminal),
        );
    }
    for line in lines.iter().flat_map(|line| line.lines()) {
        page.extend_from_slice(&[comment, b" ", line.as_bytes(), b"\n"].concat());
    }
    page
}
