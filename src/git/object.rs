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

/// Reads no more of a commit object than what it leads to: `tree` and `parent` are its first lines.
pub fn links(content: &[u8]) -> Links {
    let mut links = Links::default();
    for line in content.split(|&byte| byte == b'\n') {
        if let Some(hex) = line.strip_prefix(b"tree ") {
            links.tree = ObjectId::from_hex(hex);
        } else if let Some(hex) = line.strip_prefix(b"parent ") {
            links.parents.extend(ObjectId::from_hex(hex));
        } else {
            break;
        }
    }
    links
}

/// Takes the content of a commit object apart. Whatever it is, something is made of it.
pub fn commit(content: &[u8]) -> CommitObject<'_> {
    let (header, message) = match content.find(b"\n\n") {
        Some(at) => (&content[..at], &content[at + 2..]),
        None => (content, &content[content.len()..]),
    };
    let mut parents = 0;
    let (mut author, mut committer, mut encoding) = (None, None, None);
    let mut signature = Signature::Absent;
    for line in header.split(|&byte| byte == b'\n') {
        if line.starts_with(b"parent ") {
            parents += 1;
        } else if let Some(value) = line.strip_prefix(b"author ") {
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
    CommitObject {
        parents,
        author: identity(author, encoding),
        committer: identity(committer, encoding),
        signature,
        text: decoded.text,
        fault: decoded.fault,
    }
}

fn identity<'a>(line: Option<&'a [u8]>, encoding: Option<&str>) -> Option<Identity<'a>> {
    Identity::parse(decode(line?, encoding).text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_object_is_taken_apart() {
        let content = b"tree 1\nparent 2\nparent 3\nauthor A B <a@b.c> 1 +0000\ncommitter C <c@d.e> 1 +0000\n\
                        encoding GBK\ngpgsig -----BEGIN\n x\n\nfeat: \xd0\xc2\xd4\xf6\n\nbody\n";
        let commit = commit(content);
        assert_eq!(commit.parents, 2);
        assert_eq!(commit.author.map(|author| author.to_string()).as_deref(), Some("A B <a@b.c>"));
        assert_eq!(commit.signature, Signature::Present);
        assert_eq!((commit.text.as_ref(), commit.fault), ("feat: 新增\n\nbody\n", None));
    }

    #[test]
    fn broken_objects_are_read_as_far_as_they_go() {
        assert_eq!(commit(b"").parents, 0);
        assert_eq!(commit(b"author nobody\n\nx").author, None);
        assert_eq!(commit(b"tree 1").text, "");
    }
}
