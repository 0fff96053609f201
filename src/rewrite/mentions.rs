//! Texts that name a commit that got a new id: reverts, picks, `Fixes:`, commits to be squashed, and the DCO App's
//! remediation commits.

use super::object::subject;
use crate::model::ObjectId;
use bstr::ByteSlice as _;
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

/// What was renamed so far.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Ids in hexadecimal digits: an abbreviation is found by the order.
    ids: BTreeMap<String, String>,
    subjects: HashMap<Vec<u8>, Vec<u8>>,
}

/// Shorter runs of hexadecimal digits are words, as git's own abbreviations are never shorter.
const SHORTEST: usize = 7;

/// Lines that begin so name a commit.
const NAMING: [&[u8]; 4] = [b"This reverts commit ", b"changes made to ", b"(cherry picked from commit ", b"Fixes: "];

/// As the DCO App reads it (its docs, "Remediation commits").
const REMEDIATION: &[u8] = b"hereby add my Signed-off-by to this commit: ";

/// What stands before the subject of another commit in a header.
const BEFORE_SUBJECT: [&[u8]; 3] = [b"fixup! ", b"squash! ", b"amend! "];

/// What stands before the subject of another commit in quotes.
const BEFORE_QUOTED: [&[u8]; 2] = [b"Revert \"", b"Reapply \""];

impl Mentions {
    /// A commit was renamed.
    pub fn add(&mut self, old: ObjectId, new: ObjectId, old_subject: &[u8], new_subject: &[u8]) {
        self.ids.insert(old.to_string(), new.to_string());
        if old_subject != new_subject {
            self.subjects.insert(old_subject.to_vec(), new_subject.to_vec());
        }
    }

    /// The message with new names in the place of old ones; `None` where it names none.
    pub fn follow(&self, message: &[u8]) -> Option<Vec<u8>> {
        if self.ids.is_empty() {
            return None;
        }
        let header = subject(message);
        let mut out = Vec::with_capacity(message.len());
        let mut is_header_due = true;
        for line in message.split_inclusive(|&byte| byte == b'\n') {
            let text = line.trim_end_with(|end| end == '\n');
            let is_header = std::mem::take(&mut is_header_due) && line.trim_ascii() == header;
            is_header_due = !is_header && line.trim_ascii().is_empty();
            if is_header {
                out.extend_from_slice(&self.header(text));
            } else if NAMING.iter().any(|start| text.starts_with(start)) || text.contains_str(REMEDIATION) {
                out.extend_from_slice(&self.quoted(&self.named(text)));
            } else {
                out.extend_from_slice(text);
            }
            out.extend_from_slice(&line[text.len()..]);
        }
        (out != message).then_some(out)
    }

    /// A header that holds the subject of another commit, which may do so again.
    fn header(&self, text: &[u8]) -> Vec<u8> {
        if let Some(new) = self.subjects.get(text).filter(|_| !text.is_empty()) {
            return new.clone();
        }
        for start in BEFORE_SUBJECT {
            if let Some(rest) = text.strip_prefix(start) {
                return [start, &self.header(rest)].concat();
            }
        }
        for start in BEFORE_QUOTED {
            if let Some(rest) = text.strip_prefix(start).and_then(|rest| rest.strip_suffix(b"\"")) {
                return [start, &self.header(rest), b"\""].concat();
            }
        }
        text.to_vec()
    }

    /// A line with the new id in the place of each old one, as long as that was.
    fn named(&self, line: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(line.len());
        let mut rest = line;
        while !rest.is_empty() {
            let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let (word, after) = rest.split_at(length.max(1));
            match self.renamed(word) {
                Some(new) => out.extend_from_slice(new.as_bytes()),
                None => out.extend_from_slice(word),
            }
            rest = after;
        }
        out
    }

    fn renamed(&self, word: &[u8]) -> Option<&str> {
        let word = word.to_str().ok().filter(|word| word.len() >= SHORTEST)?;
        let mut from = self.ids.range::<str, _>((Bound::Included(word), Bound::Unbounded));
        let (_, new) = from.next().filter(|(old, _)| old.starts_with(word))?;
        // An abbreviation of two commits names neither.
        let is_only = from.next().is_none_or(|(old, _)| !old.starts_with(word));
        new.get(..word.len()).filter(|_| is_only)
    }

    /// A line with the new subject in the place of an old one, as `Fixes: 0123456789ab ("subject")` names it.
    fn quoted(&self, line: &[u8]) -> Vec<u8> {
        let inner = || {
            let start = line.find(b"(\"")? + 2;
            let end = start + line[start..].rfind(b"\")")?;
            let new = self.subjects.get(&line[start..end])?;
            Some([&line[..start], new, &line[end..]].concat())
        };
        inner().unwrap_or_else(|| line.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions() -> Mentions {
        let id = |digit: u8| ObjectId::from_hex(&[digit; 40]).expect("an id");
        let mut mentions = Mentions::default();
        mentions.add(id(b'a'), id(b'1'), b"old", b"new");
        mentions
    }

    fn followed(text: &str) -> String {
        let new = mentions().follow(text.as_bytes());
        new.map_or_else(|| text.to_owned(), |new| String::from_utf8(new).expect("text"))
    }

    #[test]
    fn ids_keep_their_length() {
        assert_eq!(
            followed("x\n\n(cherry picked from commit aaaaaaaaaa)\n"),
            "x\n\n(cherry picked from commit 1111111111)\n"
        );
        let long = "a".repeat(40);
        assert_eq!(
            followed(&format!("x\n\nThis reverts commit {long}.")),
            format!("x\n\nThis reverts commit {}.", "1".repeat(40))
        );
        let remediation = "I, A <a@b.c>, hereby add my Signed-off-by to this commit: ";
        assert_eq!(followed(&format!("x\n\n{remediation}{long}\n")), format!("x\n\n{remediation}{}\n", "1".repeat(40)));
    }

    #[test]
    fn words_are_no_ids() {
        for text in ["x\n\nsee aaaaaaaaaa\n", "x\n\nFixes: aaaaaa\n", "x\n\nFixes: aaaaaaaz\n", "Fixes: aaaaaaaaaa\n"] {
            assert_eq!(followed(text), text);
        }
    }

    #[test]
    fn subjects_follow_where_they_are_named() {
        assert_eq!(followed("fixup! fixup! old\n"), "fixup! fixup! new\n");
        assert_eq!(followed("Reapply \"Revert \"old\"\"\n"), "Reapply \"Revert \"new\"\"\n");
        assert_eq!(followed("x\n\nFixes: aaaaaaaaaaaa (\"old\")\n"), "x\n\nFixes: 111111111111 (\"new\")\n");
        assert_eq!(followed("fixup! older\n"), "fixup! older\n");
        assert_eq!(followed("x\n\nfixup! old\n"), "x\n\nfixup! old\n");
    }
}
