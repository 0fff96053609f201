//! # signature
//!
//! The commit is signed with a key (GPG, SSH or S/MIME).
//!
//! ## Why
//!
//! Anybody can write any name into a commit. A signature with a key says who made it; it is not a sign-off, which is a
//! statement about the right to submit the change.
//!
//! ## Good
//!
//! A commit made with `git commit -S`.
//!
//! ## Bad
//!
//! A commit made without.
//!
//! ## Options
//!
//! - `require`: `present` (default): there is a signature; `verified`: it was verified as well.
//!
//! ## Fix
//!
//! Set up a key (`git config gpg.format ssh`, `git config user.signingKey`), then `git commit -S`, or
//! `git commit --amend -S` for the last commit.

use crate::model::{self, Commit, Gap};
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::words::Words;

crate::options::choice! {
    /// What is asked of a signature.
    pub enum Require {
        /// It is there.
        Present = "present",
        /// It is there and holds.
        Verified = "verified",
    }
}

crate::options::options! {
    /// Settings of `signature`.
    pub struct Options {
        /// What is asked of the signature.
        pub require: Require = Require::Present,
    }
}

/// The signature of the commit.
pub struct Signature(Options);

impl Configure for Signature {
    const META: Meta = Meta {
        id: "signature",
        subject: Family::Message,
        summary: Words::new("the commit is signed with a key", "提交有密钥签名"),
        page: page!("signature.rs"),
        chinese: include_str!("zh-CN/signature.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for Signature {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let sign = if cx.situation.rework.amends(commit.id) { &SIGN } else { &SIGN_IT };
        let Some(signature) = cx.need(&commit.signature) else { return };
        match (signature, self.0.require) {
            (model::Signature::Absent, _) => {
                cx.report(ABSENT.say()).remedy(sign.say()).asked_by("require");
            }
            (model::Signature::Bad, _) => {
                cx.report(BAD.say()).remedy(sign.say()).asked_by("require");
            }
            (model::Signature::Present, Require::Verified) => {
                cx.unchecked(Gap::Unreadable("nobody verified the signature".to_owned()));
            }
            (model::Signature::Present | model::Signature::Verified, _) => {}
        }
    }
}

const ABSENT: Words = Words::new("the commit is not signed with a key", "提交没有密钥签名");
const BAD: Words = Words::new("the signature of the commit does not hold", "提交的签名无效");
const SIGN_IT: Words = Words::new("who made the commit has to sign it", "须由创建该提交的人签名");
const SIGN: Words = Words::new(
    "sign it with: git commit --amend --allow-empty -S --no-edit",
    "请签名：git commit --amend --allow-empty -S --no-edit",
);
