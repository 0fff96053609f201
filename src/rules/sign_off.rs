//! # sign-off
//!
//! The message ends with `Signed-off-by: Name <mail>`, and it is the author or the committer who signs.
//!
//! ## Why
//!
//! With a sign-off a person states that they may submit the change (the Developer Certificate of Origin,
//! <https://developercertificate.org>). A sign-off in another name states nothing; cihook never writes one for you.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! Signed-off-by: Ada Lovelace <ada@lovelace.org>
//! ```
//!
//! ## Bad
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//! ```
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! Signed-off-by: Nobody
//! ```
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! Signed-off-by: Ada Lovelace <ada@lovelace.org>
//!
//! And a paragraph more.
//! ```
//!
//! ## Options
//!
//! - `merges`: `skip` (default) lets merge commits off, `judge` does not.
//! - `reverts`: the same for reverts that git or GitHub wrote (default `judge`).
//! - `autosquash`: the same for `fixup!`, `squash!` and `amend!` commits (default `judge`).
//!
//! - `compat`: `strict` (default), or how an app judges that the rule stands in for: `dcoapp` (the DCO App of probot) or
//!   `dco2` (DCO 2 of the CNCF).
//!
//! `strict`: only git's own trailers count (`git interpret-trailers`). Names are compared as Unicode text (after NFC),
//! addresses without regard to case. A sign-off by a web server's identity (`noreply@github.com`) is nobody's.
//!
//! `dcoapp` and `dco2`: a line `Signed-off-by: Name <mail>` counts wherever it stands, merges are let off, and names and
//! addresses are compared without regard to case. In pull requests the apps' `.github/dco.yml` of the default branch
//! holds as well: bots are let off, with `require.members: false` also members of the organisation whose signature was
//! verified, and with `allowRemediationCommits` a later commit may sign off an earlier one:
//!
//! ```text
//! I, Ada Lovelace <ada@lovelace.org>, hereby add my Signed-off-by to this commit: 0123456789abcdef0123456789abcdef01234567
//!
//! Signed-off-by: Ada Lovelace <ada@lovelace.org>
//! ```
//!
//! They differ in this: `dcoapp` takes the author's name with the committer's address, checks the author's address only,
//! and wants a remediation by the author of the commit; in a merge queue it asks that commits which the queue made kept a
//! sign-off. `dco2` wants name and address of one person, checks both addresses, and takes a remediation by author or
//! committer of either commit.
//!
//! ## Fix
//!
//! `git commit -s` signs a new commit, `git commit --amend -s` the last one, `cihook fix --signoff --apply` all of your own
//! commits in a range. Set your name and address before: `git config user.name` and `git config user.email`. A sign-off is a
//! statement; only the person who makes it can write it.

mod compat;
mod email;
mod lines;

use super::header_format::Judging;
use crate::finding::{Excuse, Finding, Severity};
use crate::message::{Message, Origin};
use crate::model::{Commit, Gap, Identity, Known, Stage};
use crate::rule::{Configure, Cx, Family, Meta, Needs, Rule, page};
use crate::text::Span;
use crate::words::{Sentence, Words};
use compat::{Fault, Judgement};
use unicode_normalization::UnicodeNormalization;

crate::options::choice! {
    /// Whose judgement of sign-offs holds.
    pub enum Compat {
        /// Our own.
        Strict = "strict",
        /// That of the DCO App of probot.
        Dcoapp = "dcoapp",
        /// That of DCO 2 of the CNCF.
        Dco2 = "dco2",
    }
}

crate::options::options! {
    /// Settings of `sign-off`.
    pub struct Options {
        /// Whether merge commits have to be signed off.
        pub merges: Judging = Judging::Skip,
        /// Whether reverts that git or GitHub wrote have to be signed off.
        pub reverts: Judging = Judging::Judge,
        /// Whether `fixup!`, `squash!` and `amend!` commits have to be signed off.
        pub autosquash: Judging = Judging::Judge,
        /// Whose judgement of sign-offs holds.
        pub compat: Compat = Compat::Strict,
    }
}

/// The sign-off of the author or committer.
pub struct SignOff(Options);

impl Configure for SignOff {
    const META: Meta = Meta {
        id: "sign-off",
        subject: Family::Message,
        summary: Words::new("the author or committer signs off", "作者或提交者签署 Signed-off-by"),
        page: page!("sign_off.rs"),
        chinese: include_str!("zh-CN/sign-off.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

const KEY: &str = "Signed-off-by";

/// The rule for the blank line below the header.
const BODY_FORMAT: &str = "body-format";

/// Who commits on GitHub's pages: a server, not a person.
const WEB_COMMITTER: &str = "noreply@github.com";

impl Rule for SignOff {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        if let Some(excuse) = self.excuse(commit).or_else(|| self.of_queue(commit, cx)) {
            cx.excuse(excuse);
            return;
        }
        if self.0.compat != Compat::Strict {
            self.as_app(commit, cx);
            return;
        }
        let message = &commit.message;
        let people = [commit.author.yes(), commit.committer.yes()];
        let is_either = |signer: &Identity<'_>| people.into_iter().flatten().any(|person| is_same(signer, person));
        if signers(message).any(|signer| is_either(&signer)) {
            return;
        }
        match signers(message).next() {
            None if is_parted_away(message, &is_either, cx) => {}
            None => missing(commit, cx),
            Some(signer) => somebody_else(&signer, commit, cx),
        }
    }

    fn needs(&self) -> Needs {
        Needs { dco: self.0.compat != Compat::Strict, ..Needs::default() }
    }
}

/// Who signs off, by name and address and with nothing behind them. With two addresses nobody knows who it is.
fn signers<'m>(message: &'m Message<'_>) -> impl Iterator<Item = Identity<'m>> {
    let sign_offs = message.trailers.with_key(KEY).filter(|trailer| {
        let value = trailer.value.trim_end();
        value.matches('<').count() == 1 && value.find('>') == Some(value.len() - 1)
    });
    sign_offs.filter_map(|trailer| Identity::parse(trailer.value.as_ref().into()))
}

impl SignOff {
    /// As one of the apps judges.
    fn as_app(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        match compat::judge(self.0.compat, commit, cx) {
            Judgement::Passes => {}
            Judgement::Excused(excuse) => cx.excuse(excuse),
            Judgement::Unknown(gap) => cx.unchecked(gap),
            Judgement::Fails(Fault::Missing) => match stray_line(&commit.message) {
                None => missing(commit, cx),
                Some(line) => {
                    let written = line.of(commit.message.text);
                    let command = command(commit, cx);
                    cx.report(NOBODY.with([written.into()])).at(line, NAME_AND_MAIL.say()).remedy(command);
                }
            },
            Judgement::Fails(Fault::Unverified) => {
                let command = command(commit, cx);
                let amends = cx.situation.rework.amends(commit.id);
                let finding = cx.report(UNVERIFIED.say()).remedy(command).asked_by("compat");
                if amends {
                    finding.help(OR_SIGN.say());
                }
            }
            Judgement::Fails(Fault::NoAddress(email)) => {
                let words = if cx.situation.rework.amends(commit.id) { &RESET_AUTHOR } else { &SET_EMAIL };
                cx.report(NO_ADDRESS.with([email.into()])).remedy(words.say()).asked_by("compat");
            }
            Judgement::Fails(Fault::SomebodyElse(signer, span)) => {
                let author = commit.author.yes().map_or_else(String::new, Identity::to_string);
                let command = command(commit, cx);
                let words = SOMEBODY_ELSE.with([signer.into(), author.into()]);
                cx.report(words).at(span, NOT_AUTHOR.say()).remedy(command);
            }
        }
    }

    /// A commit that the merge queue made is signed off by nobody: those of the pull request are.
    fn of_queue(&self, commit: &Commit<'_>, cx: &Cx<'_>) -> Option<Excuse> {
        let facts = cx.situation.around.and_then(|around| around.dco.as_ref())?;
        let is_of_queue = cx.situation.stage == Stage::MergeGroup && !facts.is_own(commit.id);
        (is_of_queue && self.0.compat != Compat::Dcoapp).then_some(Excuse::Queue)
    }

    fn excuse(&self, commit: &Commit<'_>) -> Option<Excuse> {
        let Options { merges, reverts, autosquash, .. } = &self.0;
        let is_autosquash = commit.message.header.autosquash.is_some();
        if commit.is_merge() && *merges == Judging::Skip {
            Some(Excuse::Merge)
        } else if commit.message.origin() != Origin::Author && *reverts == Judging::Skip {
            Some(Excuse::Revert)
        } else {
            (is_autosquash && *autosquash == Judging::Skip).then_some(Excuse::Autosquash)
        }
    }
}

/// Whether nothing is wrong with the sign-off but that no blank line stands above it, below the header: that is one fault,
/// and where it stops the commit `body-format` has reported it.
fn is_parted_away(message: &Message<'_>, is_either: &dyn Fn(&Identity<'_>) -> bool, cx: &mut Cx<'_>) -> bool {
    let is_reported = |finding: &Finding| finding.rule == BODY_FORMAT && finding.severity == Severity::Error;
    if !cx.sheet().findings.iter().any(is_reported) || stray_line(message).is_none() {
        return false;
    }
    let end = message.header.line.end;
    let text = [&message.text[..end], "\n", &message.text[end..]].concat();
    let parted = Message::parse(&text, &[]);
    signers(&parted).any(|signer| is_either(&signer))
}

/// No trailer that names a person. There may be a line that looks like one.
fn missing(commit: &Commit<'_>, cx: &mut Cx<'_>) {
    let message = &commit.message;
    let command = command(commit, cx);
    if let Some(trailer) = message.trailers.with_key(KEY).next() {
        cx.report(NOBODY.with([trailer.value.as_ref().into()])).at(trailer.span, NAME_AND_MAIL.say()).remedy(command);
    } else if let Some(line) = stray_line(message) {
        cx.report(NOT_LAST.say()).at(line, MOVE_DOWN.say()).remedy(MOVE_DOWN.say());
    } else {
        let end = message.text.trim_end().len();
        cx.report(MISSING.say()).at(Span::empty(end), EXPECTED.say()).remedy(command);
    }
}

fn somebody_else(signer: &Identity<'_>, commit: &Commit<'_>, cx: &mut Cx<'_>) {
    let unknown = [&commit.author, &commit.committer].into_iter().find_map(|person| match person {
        Known::No(gap) if *gap != Gap::NotApplicable => Some(gap.clone()),
        _ => None,
    });
    if let Some(gap) = unknown {
        cx.unchecked(gap);
        return;
    }
    let Some(author) = cx.need(&commit.author) else { return };
    let span = commit.message.trailers.with_key(KEY).next().map(|trailer| trailer.span).unwrap_or_default();
    let words = SOMEBODY_ELSE.with([signer.to_string().into(), author.to_string().into()]);
    let command = command(commit, cx);
    cx.report(words).at(span, NOT_AUTHOR.say()).remedy(command).help(OR_NAME.say());
}

/// How to sign off: by a command where it signs nothing but the user's own commits, else in words. The base is public, so
/// that no commit is written anew that somebody else has.
fn command(commit: &Commit<'_>, cx: &Cx<'_>) -> Sentence {
    let rework = cx.situation.rework;
    match rework.base {
        _ if commit.id.is_none() => COMMIT_S.say(),
        _ if rework.amends(commit.id) => AMEND.say(),
        Some(base) => REBASE.with([base.short().into()]),
        None => THEIR_OWN.say(),
    }
}

/// One and the same person: the name as Unicode text, the address without regard to case. A letter of another script that
/// becomes an ASCII one in lower case (the Kelvin sign) is another letter.
fn is_same(signer: &Identity<'_>, person: &Identity<'_>) -> bool {
    let same_name = signer.name == person.name || signer.name.nfc().eq(person.name.nfc());
    let is_named = !signer.name.is_empty() && !signer.email.is_empty();
    let same_script = signer.email.is_ascii() == person.email.is_ascii();
    same_name
        && is_named
        && same_script
        && same_email(signer, person)
        && !signer.email.eq_ignore_ascii_case(WEB_COMMITTER)
}

/// The same name as Unicode text, without regard to case: as the apps compare.
fn same_name(one: &Identity<'_>, other: &Identity<'_>) -> bool {
    let folded = |name: &str| name.nfc().collect::<String>().to_lowercase();
    one.name == other.name || folded(&one.name) == folded(&other.name)
}

/// The same address, without regard to case.
fn same_email(one: &Identity<'_>, other: &Identity<'_>) -> bool {
    one.email.eq_ignore_ascii_case(&other.email) || one.email.to_lowercase() == other.email.to_lowercase()
}

/// A line that starts like a sign-off and is no trailer.
fn stray_line(message: &Message<'_>) -> Option<Span> {
    let mut offset = 0;
    message.text.split_inclusive('\n').find_map(|line| {
        let start = offset;
        offset += line.len();
        let is_stray = line.get(..KEY.len() + 1).is_some_and(|head| head.eq_ignore_ascii_case("Signed-off-by:"));
        is_stray.then(|| Span::new(start, start + line.trim_end().len()))
    })
}

const MISSING: Words = Words::new("the sign-off is missing", "缺少 Signed-off-by 签署");
const EXPECTED: Words =
    Words::new("expected `Signed-off-by: Name <mail>` below", "其后应有 `Signed-off-by: 姓名 <邮箱>`");
const NOBODY: Words = Words::new("`{0}` is not a valid sign-off identity", "`{0}` 不是可以签署的人");
const NAME_AND_MAIL: Words = Words::new("expected a name and an address", "应写姓名和邮箱");
const NOT_LAST: Words = Words::new("the sign-off is not in the last paragraph", "Signed-off-by 不在最后一段");
const MOVE_DOWN: Words =
    Words::new("move it to the last paragraph, among nothing but trailers", "请移到最后一段，与其他尾注放在一起");
const SOMEBODY_ELSE: Words = Words::new("signed off by {0}, but the author is {1}", "签署人是 `{0}`，而作者是 `{1}`");
const NOT_AUTHOR: Words = Words::new("neither author nor committer", "既不是作者也不是提交者");
const UNVERIFIED: Words = Words::new(
    "the commit of a member is neither signed off nor signed with a verified key",
    "组织成员的提交既没有签署，也没有已验证的密钥签名",
);
const OR_SIGN: Words = Words::new(
    "or sign it with a key that the server knows: git commit --amend --allow-empty -S --no-edit",
    "或用服务器认识的密钥签名：git commit --amend --allow-empty -S --no-edit",
);
const NO_ADDRESS: Words = Words::new("`{0}` is not an e-mail address", "`{0}` 不是邮箱地址");
const RESET_AUTHOR: Words = Words::new(
    "set git config user.email, then: git commit --amend --allow-empty -s --no-edit --reset-author",
    "请设置 git config user.email，然后：git commit --amend --allow-empty -s --no-edit --reset-author",
);
const COMMIT_S: Words = Words::new("add it with `git commit -s`", "请用 `git commit -s` 签署");
const AMEND: Words = Words::new(
    "add it with `git commit --amend -s --no-edit --allow-empty`",
    "请用 `git commit --amend -s --no-edit --allow-empty` 签署",
);
const REBASE: Words = Words::new(
    "add it to all of your commits with `git rebase --signoff {0}`",
    "请用 `git rebase --signoff {0}` 为您的所有提交签署",
);
const THEIR_OWN: Words = Words::new(
    "if you wrote the commit, add yours; it cannot be added for someone else",
    "如果您是该提交的作者，请自行签署；他人不能代签",
);
const SET_EMAIL: Words =
    Words::new("set git config user.email for the next commits", "请为后续提交设置 git config user.email");
const OR_NAME: Words = Words::new(
    "if that is you: git config user.name and user.email have to be what you sign with",
    "若是您本人：git config 的 user.name 和 user.email 要与签署一致",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::rules::testing::judge;
    use crate::rules::testing_pr::commit;

    /// Whether a commit of somebody passes with a sign-off.
    fn passes(name: &str, email: &str, sign_off: &str) -> bool {
        let text = format!("feat: x\n\nSigned-off-by: {sign_off}\n");
        let person = Identity { name: name.into(), email: email.into() };
        let commit = Commit { author: Known::Yes(person.clone()), committer: Known::Yes(person), ..commit(&text) };
        let judged = judge::<SignOff>("", Subject::Commit(&commit));
        judged.findings.is_empty() && judged.unchecked == 0
    }

    #[test]
    fn a_sign_off_names_one_person() {
        let ada = |sign_off: &str| passes("Ada Lovelace", "ada@kings.org", sign_off);
        assert!(ada("Ada Lovelace <Ada@Kings.org>") && ada("Ada Lovelace\n <ada@kings.org>"));
        assert!(passes("Adé", "ada@kings.org", "Ade\u{301} <ada@kings.org>"), "one name in two forms");
        for other in [
            "Ada Lovelace <ada@\u{212a}ings.org>",
            "Ada Lovelace <ada@kings.org> <eve@evil.org>",
            "\u{410}da Lovelace <ada@kings.org>",
            "Ada\u{a0}Lovelace <ada@kings.org>",
            "\u{202e}Ada Lovelace <ada@kings.org>",
            "Eve <eve@evil.org>\rSigned-off-by: Ada Lovelace <ada@kings.org>",
            "<ada@kings.org>",
            "Ada Lovelace <>",
            "Ada Lovelace",
        ] {
            assert!(!ada(other), "{other:?}");
        }
        assert!(!passes("", "ada@kings.org", "<ada@kings.org>"), "nobody is nobody");
    }
}
