//! A commit object as bytes: what git's `commit.c` makes of its lines is left to git.

use crate::model::ObjectId;
use bstr::ByteSlice as _;
use gix_object::Kind;

/// The line breaks between headers and message, from the first of them on; `None` without a message.
fn end_of_headers(content: &[u8]) -> Option<usize> {
    content.find(b"\n\n")
}

/// The message, as it is stored.
pub fn message(content: &[u8]) -> &[u8] {
    end_of_headers(content).map_or(&[], |at| &content[at + 2..])
}

/// The encoding that a commit declares for its message, where that is text.
pub fn encoding(content: &[u8]) -> Option<&str> {
    headers(content).lines().filter_map(|line| line.strip_prefix(b"encoding ")).next_back()?.to_str().ok()
}

/// The first line of a message that holds more than blanks.
pub fn subject(message: &[u8]) -> &[u8] {
    message.lines().map(<[u8]>::trim_ascii).find(|line| !line.is_empty()).unwrap_or_default()
}

/// Whether a key has signed the commit; the signature within a `mergetag` is of another object, and stays valid.
pub fn is_signed(content: &[u8]) -> bool {
    headers(content).lines().any(is_signature)
}

fn headers(content: &[u8]) -> &[u8] {
    end_of_headers(content).map_or(content, |at| &content[..=at])
}

fn is_signature(line: &[u8]) -> bool {
    line.starts_with(b"gpgsig ") || line.starts_with(b"gpgsig-sha256 ")
}

/// The commit with other parents and another message, and without the signatures that no longer fit it; `None` where
/// parents and message are what they were. `parent` tells the new id of a parent that got one.
pub fn rebuilt(content: &[u8], parent: &dyn Fn(ObjectId) -> Option<ObjectId>, new_message: &[u8]) -> Option<Vec<u8>> {
    let mut is_changed = message(content) != new_message;
    let mut out = Vec::with_capacity(content.len() + new_message.len());
    let mut is_among_parents = true;
    let mut is_in_signature = false;
    for (number, line) in headers(content).split_inclusive(|&byte| byte == b'\n').enumerate() {
        is_in_signature = is_signature(line) || is_in_signature && line.starts_with(b" ");
        if is_in_signature {
            continue;
        }
        // The parents are the lines that follow the tree at once (commit.c, `parse_commit_buffer`).
        is_among_parents &= number == 0 || line.starts_with(b"parent ");
        let moved = line.strip_prefix(b"parent ").filter(|_| is_among_parents);
        match moved.and_then(|hex| parent(ObjectId::from_hex(hex.trim_end_with(|end| end == '\n'))?)) {
            Some(id) => {
                out.extend_from_slice(format!("parent {id}\n").as_bytes());
                is_changed = true;
            }
            None => out.extend_from_slice(line),
        }
    }
    out.push(b'\n');
    out.extend_from_slice(new_message);
    is_changed.then_some(out)
}

/// The commit with a signature behind its other headers, where git puts it (commit.c, `add_header_signature`). The header is
/// named by the kind of its ids.
pub fn with_signature(content: &[u8], like: ObjectId, signature: &[u8]) -> Vec<u8> {
    let key: &[u8] = if like.as_bytes().len() == 20 { b"gpgsig" } else { b"gpgsig-sha256" };
    let (head, rest) = content.split_at(end_of_headers(content).map_or(content.len(), |at| at + 1));
    let mut out = head.to_vec();
    for (number, line) in signature.trim_end().lines().enumerate() {
        if number == 0 {
            out.extend_from_slice(key);
        }
        out.push(b' ');
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    out.extend_from_slice(rest);
    out
}

/// The id of a commit object, made as that of `like`: by SHA-1, or by SHA-256.
pub fn id(like: ObjectId, content: &[u8]) -> ObjectId {
    let kind = if like.as_bytes().len() == 20 { gix_hash::Kind::Sha1 } else { gix_hash::Kind::Sha256 };
    let id = gix_object::compute_hash(kind, Kind::Commit, content);
    // SHA-1 only fails for an attack on it: such an object has no id that anybody could trust.
    id.ok().and_then(|id| ObjectId::from_bytes(id.as_bytes())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";

    #[test]
    fn what_is_not_known_stays_byte_for_byte() {
        let parent = "1111111111111111111111111111111111111111";
        let odd = "author  <> 1 +0\ncommitter\tX\nmergetag object 1\n type commit\n gpgsig in it\nodd \nencoding GBK\n";
        let content = format!("{TREE}parent {parent}\n{odd}gpgsig -----BEGIN\n x\n \n -----END\nlast x\n\nold");
        let to = ObjectId::from_hex(&[b'2'; 40]);
        let new = rebuilt(content.as_bytes(), &|_| to, b"new").expect("a change");
        let expected = format!("{TREE}parent {}\n{odd}last x\n\nnew", "2".repeat(40));
        assert_eq!(new.as_bstr(), expected.as_bytes().as_bstr());
        assert_eq!(rebuilt(content.as_bytes(), &|_| None, b"old"), None);
    }

    #[test]
    fn a_late_parent_line_is_no_parent() {
        let late = format!("{TREE}author A <a> 1 +0000\nparent {}\n\nm", "1".repeat(40));
        assert_eq!(rebuilt(late.as_bytes(), &|_| ObjectId::from_hex(&[b'2'; 40]), b"m"), None);
    }

    #[test]
    fn signatures_are_those_of_the_commit() {
        assert!(is_signed(format!("{TREE}gpgsig x\n\n").as_bytes()));
        assert!(is_signed(format!("{TREE}gpgsig-sha256 x\n\n").as_bytes()));
        assert!(!is_signed(format!("{TREE}mergetag x\n gpgsig y\n\ngpgsig z\n").as_bytes()));
    }

    #[test]
    fn a_signature_is_the_last_header() {
        let content = format!("{TREE}author A <a> 1 +0000\n\nm\n\nmore\n");
        let signed = with_signature(content.as_bytes(), ObjectId::nothing(), b"-----BEGIN\n\nx\n-----END\n");
        let expected = format!("{TREE}author A <a> 1 +0000\ngpgsig -----BEGIN\n \n x\n -----END\n\nm\n\nmore\n");
        assert_eq!(signed.as_bstr(), expected.as_bytes().as_bstr());
        assert_eq!(
            rebuilt(&signed, &|_| None, b"n").as_deref(),
            Some(format!("{TREE}author A <a> 1 +0000\n\nn").as_bytes())
        );
    }

    #[test]
    fn ids_are_those_of_git() {
        // printf '' | git hash-object -t commit --literally --stdin
        let sha1 = id(ObjectId::nothing(), b"");
        assert_eq!(sha1.to_string(), "dcf5b16e76cce7425d0beaef62d79a7d10fce1f5");
        let like = ObjectId::from_bytes(&[0; 32]).expect("32 bytes");
        assert_eq!(id(like, b"").as_bytes().len(), 32);
    }
}
