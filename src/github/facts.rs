//! What the API told, as the facts that rules judge. Pure.

use super::answers;
use crate::failure::{Failure, Result};
use crate::message::Message;
use crate::message::decode::DecodeFault;
use crate::message::issue::Form;
use crate::model::{Commit, Gap, Identity, Known, ObjectId, Signature};
use crate::words::Words;

const NO_COMMIT: Words =
    Words::new("the server's answer has no message for the commit `{0}`", "服务器的回答中，提交 `{0}` 没有说明");

/// Commits as rules see them; `paths` are those that each changes, where they were asked for.
///
/// # Errors
/// Where an answer has no message: such a commit cannot be judged, and is not passed over.
pub fn commits<'a>(
    answers: &'a [answers::Commit],
    forms: &[Form],
    mut paths: Vec<Known<Vec<String>>>,
) -> Result<Vec<Commit<'a>>> {
    paths.resize(answers.len(), Known::No(Gap::NotApplicable));
    let one = |(answer, paths): (&'a answers::Commit, Known<Vec<String>>)| {
        let lacks = || Failure::unable(NO_COMMIT.with([answer.sha.as_str().into()]));
        commit(answer, forms, paths).ok_or_else(lacks)
    };
    answers.iter().zip(paths).map(one).collect()
}

/// A commit as rules see it; `None` where the answer lacks its name or its message.
pub fn commit<'a>(answer: &'a answers::Commit, forms: &[Form], paths: Known<Vec<String>>) -> Option<Commit<'a>> {
    let text = answer.commit.message.as_deref()?;
    // The server replaces what is no text before it answers.
    let fault = text.contains('\u{fffd}').then_some(DecodeFault::NotUtf8 { looks_like: None });
    Some(Commit {
        id: Some(ObjectId::from_hex(answer.sha.as_bytes())?),
        message: Message::parse(text, forms).with_fault(fault),
        author: identity(answer.commit.author.as_ref()),
        committer: identity(answer.commit.committer.as_ref()),
        parents: answer.parents.len(),
        signature: signature(answer.commit.verification.as_ref()),
        paths,
        draft: None,
    })
}

fn identity(person: Option<&answers::Person>) -> Known<Identity<'_>> {
    let nobody = || Gap::Unreadable("the server does not say who it was".to_owned());
    Known::or(person.map(|person| Identity { name: (&*person.name).into(), email: (&*person.email).into() }), nobody)
}

/// `reason` is `unsigned` where there is no signature (documented with "Get a commit").
fn signature(verification: Option<&answers::Verification>) -> Known<Signature> {
    let unsaid = || Gap::Unreadable("the server does not tell of signatures".to_owned());
    Known::or(
        verification.map(|verification| match (verification.verified, verification.reason.as_str()) {
            (true, _) => Signature::Verified,
            (false, "unsigned" | "" | "gpg.error.not_signed_commit") => Signature::Absent,
            (false, "invalid" | "malformed_signature" | "bad_email") => Signature::Bad,
            (false, _) => Signature::Present,
        }),
        unsaid,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::issue;
    use serde_json::json;

    fn answer(value: serde_json::Value) -> answers::Commit {
        serde_json::from_value(value).expect("an answer")
    }

    #[test]
    fn a_commit_is_what_the_server_tells_of_it() {
        let answer = answer(json!({
            "sha": "0123456789abcdef0123456789abcdef01234567", "author": null, "parents": [{ "sha": "1" }, { "sha": "2" }],
            "commit": { "message": "feat: x", "author": { "name": "A", "email": "a@b.c" }, "committer": null,
                "verification": { "verified": false, "reason": "unsigned" } },
        }));
        let commit = commit(&answer, &issue::default_forms(), Known::No(Gap::NotApplicable)).expect("a commit");
        assert_eq!((commit.parents, commit.signature), (2, Known::Yes(Signature::Absent)));
        assert_eq!(commit.author.yes().map(ToString::to_string).as_deref(), Some("A <a@b.c>"));
        assert!(matches!(commit.committer, Known::No(Gap::Unreadable(_))));
    }

    #[test]
    fn what_lacks_its_message_is_no_commit() {
        let answer =
            answer(json!({ "sha": "0123456789abcdef0123456789abcdef01234567", "commit": { "message": null } }));
        assert!(commit(&answer, &issue::default_forms(), Known::No(Gap::NotApplicable)).is_none());
    }
}
