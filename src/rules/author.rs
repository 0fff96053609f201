//! # author
//!
//! The author has a real e-mail address.
//!
//! ## Why
//!
//! Commits with `root@localhost` or `you@example.com` belong to nobody: no account, no credit, no answer to questions,
//! and no sign-off that means anything.
//!
//! ## Good
//!
//! ```text
//! Author: Ada Lovelace <ada@lovelace.org>
//! ```
//!
//! ## Bad
//!
//! ```text
//! Author: root <root@localhost>
//! Author: Ada <you@example.com>
//! ```
//!
//! ## Options
//!
//! - `allow`: globs, one of which the name or the address has to match; empty: any. Here `*` crosses everything and
//!   case does not matter.
//! - `deny`: globs that neither may match.
//!
//! ## Fix
//!
//! Set your address with `git config user.email`, then give the last commit to yourself with
//! `git commit --amend --reset-author`.

use crate::finding::Finding;
use crate::model::{Commit, Identity};
use crate::options::IdentityGlob;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::text::lookalike::is_invisible;
use crate::words::Words;

crate::options::options! {
    /// Settings of `author`.
    pub struct Options {
        /// Globs, one of which the name or the address has to match; empty: any.
        pub allow: Vec<IdentityGlob> = Vec::new(),
        /// Globs that neither may match.
        pub deny: Vec<IdentityGlob> = Vec::new(),
    }
}

/// The author's identity.
pub struct Author(Options);

impl Configure for Author {
    const META: Meta = Meta {
        id: "author",
        subject: Family::Message,
        summary: Words::new("the author has a real e-mail address", "作者有真实的邮箱地址"),
        page: page!("author.rs"),
        chinese: include_str!("zh-CN/author.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for Author {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let Some(author) = cx.need(&commit.author) else { return };
        let Identity { name, email } = author;
        let amends = cx.situation.rework.amends(commit.id);
        if !is_real(email) {
            remedy(cx.report(NOT_REAL.with([email.clone().into()])), amends);
        } else if IdentityGlob::any(&self.0.deny, name, email) {
            remedy(cx.report(DENIED.with([author.to_string().into()])).asked_by("deny"), amends);
        } else if !self.0.allow.is_empty() && !IdentityGlob::any(&self.0.allow, name, email) {
            remedy(cx.report(DENIED.with([author.to_string().into()])).asked_by("allow"), amends);
        }
    }
}

fn remedy(finding: &mut Finding, amends: bool) {
    finding.remedy(SET_EMAIL.say());
    if amends {
        finding.help(AMEND.say());
    }
}

/// Whether somebody can receive mail there, as far as the text tells: `local@domain.tld`, no blanks, no name that only
/// this machine knows, not the example of git's own advice.
fn is_real(email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c) || "<>()\\,;:\"".contains(c);
    let is_domain = domain.contains('.') && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-'));
    let last = domain.rsplit('.').next().unwrap_or_default();
    let is_local = LOCAL_DOMAINS.iter().any(|local| local.eq_ignore_ascii_case(last));
    let is_advice = email.eq_ignore_ascii_case("you@example.com");
    !local.is_empty() && !local.contains('@') && !email.contains(is_odd) && is_domain && !is_local && !is_advice
}

/// Ends of names that only a machine or a local network knows.
const LOCAL_DOMAINS: [&str; 5] = ["local", "localhost", "localdomain", "lan", "invalid"];

const NOT_REAL: Words = Words::new("the author's e-mail address `{0}` is not real", "作者邮箱 `{0}` 不是真实的地址");
const DENIED: Words = Words::new("`{0}` may not be the author", "不允许以 `{0}` 作为作者");
const SET_EMAIL: Words = Words::new(
    "tell git your own name and address (git config user.name, user.email)",
    "请告诉 git 您自己的姓名和邮箱（git config user.name、user.email）",
);
const AMEND: Words = Words::new(
    "then: git commit --amend --allow-empty --reset-author --no-edit",
    "然后：git commit --amend --allow-empty --reset-author --no-edit",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_addresses_are_told_from_others() {
        for email in [
            "ada@lovelace.org",
            "a.b+c@sub.example.com",
            "49699333+dependabot[bot]@users.noreply.github.com",
            "jöhn@bår.com",
        ] {
            assert!(is_real(email), "{email}");
        }
        for email in [
            "",
            "ada",
            "root@localhost",
            "ada@host.(none)",
            "you@example.com",
            "ada@box.local",
            "ada\u{200b}@acme.org",
            "ada@ac\u{3164}me.org",
            "@b.com",
            "a@.com",
            "a b@c.de",
            "a@b. c",
        ] {
            assert!(!is_real(email), "{email}");
        }
    }
}
