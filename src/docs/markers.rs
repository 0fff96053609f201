//! The lines around a text that was written into somebody's file: what stands outside of them is not ours.

use super::Kind;
use crate::words::{Lang, Words};

/// The lines around a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    open: String,
    close: String,
    begins_empty: bool,
}

/// What a file holds of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// The text, between its markers; line ends are `\n`.
    Text(String),
    /// Nothing.
    Nothing,
    /// Markers that do not go together.
    Broken,
}

const NOTE: Words = Words::new("written by: cihook policy docs", "由 cihook policy docs 生成");

impl Markers {
    /// The markers of a text. In a template of git they are comments, which begin with `comment`; elsewhere HTML comments.
    pub fn of(kind: Kind, lang: Lang, comment: &str) -> Self {
        let code = match lang {
            Lang::En => "en",
            Lang::ZhCn => "zh-CN",
        };
        let line = |end: &str| {
            let mark = format!("cihook docs {} {code} {end}", kind.name());
            if kind == Kind::Template { format!("{comment} {mark}") } else { format!("<!-- {mark} -->") }
        };
        let begin = format!("begin ({})", NOTE.say().plain(lang));
        Self { open: line(&begin), close: line("end"), begins_empty: kind == Kind::Template }
    }

    /// The text with its markers.
    pub fn around(&self, text: &str) -> String {
        format!("{}\n{}\n{}\n", self.open, text.trim_end_matches('\n'), self.close)
    }

    /// What stands between the markers of a file.
    pub fn find(&self, file: &str) -> Held {
        match self.places(file) {
            None => Held::Broken,
            Some(None) => Held::Nothing,
            Some(Some((start, end))) => {
                let held = file[start..end].replace("\r\n", "\n");
                let inside = held
                    .strip_prefix(self.open.as_str())
                    .and_then(|rest| rest.strip_suffix(&format!("{}\n", self.close)));
                let inside =
                    inside.or_else(|| held.strip_prefix(self.open.as_str())?.strip_suffix(self.close.as_str()));
                Held::Text(inside.unwrap_or_default().trim_matches('\n').to_owned())
            }
        }
    }

    /// The file with the text between its markers, or behind everything else where it has none; `None` where its markers do
    /// not go together. Everything else stays, byte for byte; new lines end as those of the file do.
    pub fn put(&self, file: &str, text: &str) -> Option<String> {
        let block = self.around(text);
        let is_crlf =
            file.lines().next().is_some_and(|_| file.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')));
        let block = if is_crlf { block.replace('\n', "\r\n") } else { block };
        let end = if is_crlf { "\r\n" } else { "\n" };
        Some(match self.places(file)? {
            Some((start, stop)) => {
                // The last line of a file may have no end: it keeps none.
                let is_open = !file[start..stop].ends_with('\n');
                let block = if is_open { block.trim_end_matches(['\r', '\n']) } else { &block };
                format!("{}{block}{}", &file[..start], &file[stop..])
            }
            // The first line of a template is where the message begins.
            None if file.is_empty() && self.begins_empty => format!("\n{block}"),
            None if file.is_empty() => block,
            None => {
                let gap = if file.ends_with('\n') { end.to_owned() } else { end.repeat(2) };
                format!("{file}{gap}{block}")
            }
        })
    }

    /// Where the markers begin and end; nothing between where there are none, and nothing at all where they are broken.
    fn places(&self, file: &str) -> Option<Option<(usize, usize)>> {
        let (mut opened, mut closed) = (Vec::new(), Vec::new());
        let mut at = 0;
        for line in file.split_inclusive('\n') {
            let bare = line.trim_end_matches(['\r', '\n']);
            if bare == self.open {
                opened.push(at);
            }
            at += line.len();
            if bare == self.close {
                closed.push(at);
            }
        }
        match (opened.as_slice(), closed.as_slice()) {
            ([], []) => Some(None),
            ([start], [end]) if start < end => Some(Some((*start, *end))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn markers() -> Markers {
        Markers::of(Kind::Contributing, Lang::En, "#")
    }

    #[test]
    fn a_text_comes_behind_everything_else_and_is_found_there() {
        let once = markers().put("# Mine\n", "a\nb").expect("whole");
        assert!(once.starts_with("# Mine\n\n<!-- cihook docs contributing en begin") && once.ends_with(" end -->\n"));
        assert_eq!(markers().find(&once), Held::Text("a\nb".to_owned()));
        assert_eq!(Markers::of(Kind::Contributing, Lang::ZhCn, "#").find(&once), Held::Nothing);
    }

    #[test]
    fn a_template_begins_with_the_line_of_the_message() {
        let template = Markers::of(Kind::Template, Lang::En, ";");
        assert!(template.put("", "; x").expect("whole").starts_with("\n; cihook docs template en begin"));
    }

    #[test]
    fn markers_that_do_not_go_together_are_left_alone() {
        let (open, close) = (markers().open, markers().close);
        for file in [
            format!("{open}\n"),
            format!("{close}\n"),
            format!("{close}\n{open}\n"),
            format!("{open}\n{open}\n{close}\n"),
        ] {
            assert_eq!((markers().put(&file, "x"), markers().find(&file)), (None, Held::Broken), "{file}");
        }
    }

    proptest! {
        #[test]
        fn nothing_else_changes(before in "[a-z<!\\n\r-]{0,40}", after in "[a-z<!\\n\r-]{0,40}", old in "[a-z\\n]{0,20}", new in "[a-z\\n]{0,20}") {
            let before = if before.is_empty() || before.ends_with('\n') { before } else { before + "\n" };
            let file = format!("{before}{}{after}", markers().around(&old));
            let put = markers().put(&file, &new).expect("whole");
            prop_assert!(put.starts_with(&before) && put.ends_with(&after));
            prop_assert_eq!(markers().find(&put), Held::Text(new.trim_matches('\n').to_owned()));
            prop_assert_eq!(markers().put(&put, &new).expect("whole"), put);
        }
    }
}
