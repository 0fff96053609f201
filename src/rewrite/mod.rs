//! Layer 4: what becomes of commits whose messages change. A commit object is never parsed and made again: only its
//! parents and its message differ, everything else stays byte for byte.

mod mentions;
mod object;
pub mod page;
pub mod sign;

pub use object::{encoding, is_signed, message};

use crate::model::ObjectId;
use mentions::Mentions;
use std::collections::HashMap;

/// A commit of the range, parents before children.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// Its id.
    pub id: ObjectId,
    /// The commit object.
    pub content: &'a [u8],
    /// The message that it gets, in its own encoding; `None` where it keeps its own.
    pub message: Option<Vec<u8>>,
}

/// A commit that gets a new id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// The id before.
    pub old: ObjectId,
    /// The id after.
    pub new: ObjectId,
    /// The new commit object.
    pub content: Vec<u8>,
}

/// What becomes of the commits: those that get another message, and all that descend from them. The others keep their
/// ids, and are not among the result. A message that names the id or the subject of a rewritten commit follows it.
pub fn plan<'a>(steps: impl IntoIterator<Item = Step<'a>>) -> Vec<Rewritten> {
    let unsigned: Result<Vec<Rewritten>, std::convert::Infallible> = plan_signed(steps, &mut |_, _| Ok(None));
    unsigned.unwrap_or_else(|never| match never {})
}

/// Signs a commit: it is given the step and the new commit as it is without a signature.
pub type Sign<'s, E> = dyn FnMut(&Step<'_>, &[u8]) -> Result<Option<Vec<u8>>, E> + 's;

/// The same, with a signature of each new commit where `sign` makes one.
///
/// # Errors
/// The first of `sign`.
pub fn plan_signed<'a, E>(
    steps: impl IntoIterator<Item = Step<'a>>,
    sign: &mut Sign<'_, E>,
) -> Result<Vec<Rewritten>, E> {
    let mut rewritten: Vec<Rewritten> = Vec::new();
    let mut new_ids: HashMap<ObjectId, ObjectId> = HashMap::new();
    let mut mentions = Mentions::default();
    for step in steps {
        let old_message = object::message(step.content);
        let message = step.message.as_deref().unwrap_or(old_message);
        let followed = mentions.follow(message);
        let message = followed.as_deref().unwrap_or(message);
        let parent = |id: ObjectId| new_ids.get(&id).copied();
        let content = object::rebuilt(step.content, &parent, message);
        let Some(content) = content else { continue };
        let content = match sign(&step, &content)? {
            Some(signature) => object::with_signature(&content, step.id, &signature),
            None => content,
        };
        let new = object::id(step.id, &content);
        mentions.add(step.id, new, object::subject(old_message), object::subject(message));
        new_ids.insert(step.id, new);
        rewritten.push(Rewritten { old: step.id, new, content });
    }
    Ok(rewritten)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: &str = "author A <a@b.c> 1 +0000\ncommitter C <c@d.e> 1 -0130\n";

    fn commit(parents: &[ObjectId], message: &str) -> (ObjectId, Vec<u8>) {
        let parents: String = parents.iter().map(|id| format!("parent {id}\n")).collect();
        let content = format!("tree {}\n{parents}{PEOPLE}\n{message}", "4".repeat(40)).into_bytes();
        (object::id(ObjectId::nothing(), &content), content)
    }

    fn step<'a>((id, content): &'a (ObjectId, Vec<u8>), message: Option<&str>) -> Step<'a> {
        Step { id: *id, content, message: message.map(|message| message.as_bytes().to_vec()) }
    }

    #[test]
    fn commits_before_the_first_change_keep_their_ids() {
        let first = commit(&[], "one\n");
        let second = commit(&[first.0], "two\n");
        let third = commit(&[second.0], "three\n");
        let steps = [step(&first, None), step(&second, Some("TWO\n")), step(&third, None)];
        let rewritten = plan(steps);
        assert_eq!(rewritten.iter().map(|one| one.old).collect::<Vec<_>>(), [second.0, third.0]);
        assert_eq!(rewritten[0].content, commit(&[first.0], "TWO\n").1);
        assert_eq!(rewritten[1].content, commit(&[rewritten[0].new], "three\n").1);
        assert!(plan([step(&first, None), step(&second, Some("two\n"))]).is_empty(), "the same message is no change");
    }

    #[test]
    fn merges_keep_their_shape_and_duplicate_parents() {
        let root = commit(&[], "root\n");
        let side = commit(&[], "side\n");
        let merge = commit(&[root.0, side.0, root.0, root.0], "Merge\n");
        let rewritten = plan([step(&root, Some("ROOT\n")), step(&side, None), step(&merge, None)]);
        let new_root = rewritten[0].new;
        assert_eq!(rewritten[1].content, commit(&[new_root, side.0, new_root, new_root], "Merge\n").1);
    }

    #[test]
    fn messages_that_name_a_rewritten_commit_follow_it() {
        let bad = commit(&[], "Fix login\n");
        let text = |id: &ObjectId, subject: &str| {
            format!(
                "Revert \"{subject}\"\n\nThis reverts commit {id}.\n\nFixes: {:.12} (\"{subject}\")\n",
                id.to_string()
            )
        };
        let revert = commit(&[bad.0], &text(&bad.0, "Fix login"));
        let fixup = commit(&[revert.0], "fixup! Fix login\n");
        let rewritten = plan([step(&bad, Some("fix: login\n")), step(&revert, None), step(&fixup, None)]);
        let [first, second, third] = rewritten.as_slice() else { panic!("{rewritten:?}") };
        assert_eq!(object::message(&second.content), text(&first.new, "fix: login").as_bytes());
        assert_eq!(object::message(&third.content), b"fixup! fix: login\n");
    }
}
