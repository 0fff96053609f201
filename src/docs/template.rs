//! The template of commit messages: comments that git takes out again, below the line where the message begins.

use super::Norm;
use super::asked::{self, About};
use crate::render::Terminal;
use crate::text::width;
use crate::words::{Lang, Words};

/// So wide are its lines, behind the comment sign.
const WIDTH: usize = 70;

const ADVICE: Words = Words::new("(advice) {0}", "（建议）{0}");

/// The lines, each a comment.
pub fn text(norm: &Norm<'_>, lang: Lang, comment: &str) -> String {
    let mut out = String::new();
    for asked in asked::all(norm).into_iter().filter(|asked| asked.about == About::Message) {
        let sentence = if asked.is_advice { ADVICE.with([asked.sentence.into()]) } else { asked.sentence };
        let sentences = std::iter::once(sentence).chain(asked.own);
        let said = sentences.map(|sentence| sentence.show(lang, &Terminal)).collect::<Vec<_>>().join(" ");
        for (number, line) in wrapped(&said).into_iter().enumerate() {
            out.push_str(&format!("{comment} {} {line}\n", if number == 0 { "-" } else { " " }));
        }
    }
    out
}

/// A sentence in lines. Chinese has no blanks between its words: such a text is parted where a line is full.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let Some(line) = lines.last_mut() else { break };
        if !line.is_empty() && width::columns(line) + width::columns(piece.trim_end()) > WIDTH {
            let rest = piece.trim_start().to_owned();
            line.truncate(line.trim_end().len());
            lines.push(rest);
        } else {
            line.push_str(piece);
        }
    }
    lines
}

/// What stays together: words with the blanks behind them, wide characters one by one.
fn pieces(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, sign) in text.char_indices() {
        let is_end = before.is_some_and(|before| " ，。：；、".contains(before))
            || (at > start && !sign.is_ascii() && !"，。：；）、".contains(sign));
        if is_end && sign != ' ' {
            all.push(&text[start..at]);
            start = at;
        }
        before = Some(sign);
    }
    all.push(&text[start..]);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_they_may_be_and_nothing_is_lost() {
        let english = "word ".repeat(40);
        let chinese = "请写明本次提交做了什么，".repeat(12);
        for text in [english.trim(), &chinese, &"x".repeat(200)] {
            let lines = wrapped(text);
            let is_one_word = lines.len() == 1;
            assert!(is_one_word || lines.iter().all(|line| width::columns(line) <= WIDTH + 2), "{lines:?}");
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&lines.concat()), bare(text));
        }
    }
}
