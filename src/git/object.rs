//! What a commit object holds (git's `commit.c`; gitformat-… of the object is in "git cat-file commit").

use crate::message::Message;
use crate::message::decode::{DecodeFault, decode};
use crate::message::issue::Form;
use crate::model::{Commit, Gap, Identity, Known, ObjectId, Signature};
use bstr::ByteSlice;
use smallvec::SmallVec;
use std::borrow::Cow;

/// A commit object, read as far as rules need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitObject<'a> {
    /// How many parents it names.
    pub parents: usize,
    /// Who wrote the change; `None` where the line is broken.
    pub author: Option<Identity<'a>>,
    /// Who made the commit; `None` where the line is broken.
    pub committer: Option<Identity<'a>>,
    /// Whether it is signed with a key.
    pub signature: Signature,
    /// The message as text.
    pub text: Cow<'a, str>,
    /// Why the message is no text.
    pub fault: Option<DecodeFault>,
}

impl CommitObject<'_> {
    /// The commit as rules see it.
    pub fn facts(&self, id: ObjectId, forms: &[Form], paths: Known<Vec<String>>) -> Commit<'_> {
        let nobody = || Gap::Unreadable("the commit names nobody".to_owned());
        Commit {
            id: Some(id),
            message: Message::parse(&self.text, forms).with_fault(self.fault.clone()),
            author: Known::or(self.author.clone(), nobody),
            committer: Known::or(self.committer.clone(), nobody),
            parents: self.parents,
            signature: Known::Yes(self.signature),
            paths,
            draft: None,
        }
    }
}

/// The tree of a commit and its parents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// What its files are; `None` where the line is broken.
    pub tree: Option<ObjectId>,
    /// The commits before it.
    pub parents: SmallVec<[ObjectId; 1]>,
}

/// Reads no more of a commit object than what it leads to, as git does: the first line is the tree, and the parents are
/// those that follow it at once (commit.c, `parse_commit_buffer`).
pub fn links(content: &[u8]) -> Links {
    let mut lines = content.split(|&byte| byte == b'\n');
    let tree = lines.next().and_then(|line| line.strip_prefix(b"tree ")).and_then(ObjectId::from_hex);
    let parents = lines.map_while(|line| line.strip_prefix(b"parent ").and_then(ObjectId::from_hex));
    Links { tree, parents: parents.collect() }
}

/// Takes the content of a commit object apart. Whatever it is, something is made of it.
pub fn commit(content: &[u8]) -> CommitObject<'_> {
    let (header, message) = match content.find(b"\n\n") {
        Some(at) => (&content[..at], &content[at + 2..]),
        None => (content, &content[content.len()..]),
    };
    let parents = links(content).parents.len();
    let (mut author, mut committer, mut encoding) = (None, None, None);
    let mut signature = Signature::Absent;
    for line in header.split(|&byte| byte == b'\n') {
        if let Some(value) = line.strip_prefix(b"author ") {
            author = Some(value);
        } else if let Some(value) = line.strip_prefix(b"committer ") {
            committer = Some(value);
        } else if let Some(value) = line.strip_prefix(b"encoding ") {
            encoding = value.to_str().ok();
        } else if line.starts_with(b"gpgsig ") || line.starts_with(b"gpgsig-sha256 ") {
            signature = Signature::Present;
        }
    }
    let decoded = decode(message, encoding);
    let odd = odd_line(header).map(|line| DecodeFault::OddHeader { line: String::from_utf8_lossy(line).into_owned() });
    CommitObject {
        parents,
        author: identity(author, encoding),
        committer: identity(committer, encoding),
        signature,
        text: decoded.text,
        fault: odd.or(decoded.fault),
    }
}

/// When the commit was made, in seconds since 1970, as its committer's line says; 0 where it says nothing readable.
pub fn committed_at(content: &[u8]) -> i64 {
    let header = content.find(b"\n\n").map_or(content, |at| &content[..at]);
    let line = header.split(|&byte| byte == b'\n').find_map(|line| line.strip_prefix(b"committer "));
    let date = line.and_then(|line| line.rsplit(|&byte| byte == b' ').nth(1));
    date.and_then(|date| std::str::from_utf8(date).ok()?.parse().ok()).unwrap_or(0)
}

/// When the change was written, in seconds since 1970, and how many minutes before UTC the author's clock was; 0 where the
/// author's line says nothing readable.
pub fn authored_at(content: &[u8]) -> (i64, i64) {
    let header = content.find(b"\n\n").map_or(content, |at| &content[..at]);
    let line = header.split(|&byte| byte == b'\n').find_map(|line| line.strip_prefix(b"author ")).unwrap_or_default();
    let mut words = line.rsplit(|&byte| byte == b' ').map(|word| std::str::from_utf8(word).unwrap_or_default());
    let zone: i64 = words.next().and_then(|zone| zone.parse().ok()).unwrap_or(0);
    let seconds = words.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
    (seconds, zone / 100 * 60 + zone % 100)
}

/// The first line before the message that git does not write there: it writes one `tree`, the parents, one `author` and one
/// `committer`, in this order, then other headers, each once but for `mergetag` (commit.c, `commit_tree_extended`; fsck.c,
/// `fsck_commit`). Git and others read such lines in ways of their own.
fn odd_line(header: &[u8]) -> Option<&[u8]> {
    const FIXED: [&[u8]; 4] = [b"tree ", b"parent ", b"author ", b"committer "];
    let mut stage = 0;
    let mut others = 0_usize;
    for line in header.split(|&byte| byte == b'\n') {
        let fixed = FIXED.iter().position(|start| line.starts_with(start));
        let fits = match fixed {
            // A parent may follow a parent.
            Some(1) => (stage == 1 || stage == 2).then_some(2),
            Some(0) => (stage == 0).then_some(1),
            Some(2) => (stage == 1 || stage == 2).then_some(3),
            Some(_) => (stage == 3).then_some(4),
            None if line.first() == Some(&b' ') => (others > 0).then_some(stage),
            None => {
                others += 1;
                (stage == 4).then_some(4)
            }
        };
        match fits {
            Some(next) if !line.contains(&0) => stage = next,
            _ => return Some(line),
        }
    }
    (stage < 4).then_some(b"")
}

fn identity<'a>(line: Option<&'a [u8]>, encoding: Option<&str>) -> Option<Identity<'a>> {
    Identity::parse(decode(line?, encoding).text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_commit_is_its_committers() {
        let at = |line: &str| committed_at(format!("tree 1\nauthor A <a@b> 7 +0000\n{line}\n\nx 9 +0\n").as_bytes());
        assert_eq!(at("committer A B <a@b> 1700000000 +0800"), 1_700_000_000);
        assert_eq!((at("committer A <a@b>"), at("committer "), at("other 5 +0000")), (0, 0, 0));
    }

    #[test]
    fn the_author_has_a_date_and_a_clock() {
        let at = |line: &str| authored_at(format!("tree 1\n{line}\ncommitter A <a@b> 7 +0000\n\nx 9 +0\n").as_bytes());
        assert_eq!(at("author A B <a@b> 1700000000 +0530"), (1_700_000_000, 330));
        assert_eq!(at("author A B <a@b> 1700000000 -0930"), (1_700_000_000, -570));
        assert_eq!((at("author "), at("author A <a@b>"), at("other 5 +0000")), ((0, 0), (0, 0), (0, 0)));
    }

    #[test]
    fn a_commit_object_is_taken_apart() {
        let id = "1".repeat(40);
        let content = format!("tree {id}\nparent {id}\nparent {id}\n").into_bytes();
        let rest = b"author A B <a@b.c> 1 +0000\ncommitter C <c@d.e> 1 +0000\n\
                        encoding GBK\ngpgsig -----BEGIN\n x\n\nfeat: \xd0\xc2\xd4\xf6\n\nbody\n";
        let content = [content.as_slice(), rest].concat();
        let commit = commit(&content);
        assert_eq!(commit.parents, 2);
        assert_eq!(commit.author.map(|author| author.to_string()).as_deref(), Some("A B <a@b.c>"));
        assert_eq!(commit.signature, Signature::Present);
        assert_eq!((commit.text.as_ref(), commit.fault), ("feat: 新增\n\nbody\n", None));
    }

    #[test]
    fn lines_that_git_reads_in_another_way_are_a_fault() {
        let id = "1".repeat(40);
        let (tree, parent) = (format!("tree {id}"), format!("parent {id}"));
        let (author, committer) = ("author A <a@b.c> 1 +0000", "committer A <a@b.c> 1 +0000");
        let fault = |lines: &[&str]| commit(format!("{}\n\nfeat: x\n", lines.join("\n")).as_bytes()).fault;
        assert_eq!(fault(&[&tree, &parent, author, committer, "encoding UTF-8", "gpgsig x", " y", "HG:extra z"]), None);
        assert_eq!(fault(&[&tree, author, committer]), None);
        for odd in [
            vec![tree.as_str(), &parent, &tree, author, committer],
            vec![&tree, author, &parent, committer],
            vec![&tree, author, committer, &parent],
            vec![&tree, author, author, committer],
            vec![&tree, author, committer, committer],
            vec![&tree, author, committer, "x\0y"],
            vec![&tree, author, committer, "\0"],
            vec![author, committer],
            vec![&tree, committer],
        ] {
            assert!(matches!(fault(&odd), Some(DecodeFault::OddHeader { .. })), "{odd:?}");
        }
    }

    #[test]
    fn the_first_tree_is_the_one_that_counts_and_late_parents_are_none() {
        let (one, two) = ("1".repeat(40), "2".repeat(40));
        let text = format!("tree {one}\nparent {one}\ntree {two}\nauthor A <a@b.c> 1 +0000\nparent {two}\n\nx");
        let links = links(text.as_bytes());
        assert_eq!((links.tree.map(|id| id.to_string()), links.parents.len()), (Some(one), 1));
        assert_eq!(commit(text.as_bytes()).parents, 1);
    }

    #[test]
    fn broken_objects_are_read_as_far_as_they_go() {
        assert_eq!(commit(b"").parents, 0);
        assert_eq!(commit(b"author nobody\n\nx").author, None);
        assert_eq!(commit(b"tree 1").text, "");
    }
}
