//! Repairs that are offered as safe are safe: made once, nothing is left for them to do, and a message of which
//! everything could be repaired has no findings left.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

use cihook::engine::{Judge, Occasion};
use cihook::finding::{Finding, Sheet, Trust};
use cihook::message::Message;
use cihook::model::{Commit, Gap, Identity, Known, Stage};
use cihook::options::Day;
use cihook::policy::{Policy, Source};
use cihook::repair::Correction;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::borrow::Cow;
use std::sync::LazyLock;

static OPENIM: LazyLock<Policy> = LazyLock::new(|| policy("openim"));
static CONVENTIONAL: LazyLock<Policy> = LazyLock::new(|| policy("conventional"));

fn policy(preset: &str) -> Policy {
    let text = format!("extends = [\"{preset}\"]\n");
    let file = Source { name: "cihook.toml".to_owned(), text: text.into() };
    Policy::load(Some(file), &|name| Err(format!("{name}: these tests have no files"))).expect("presets are right")
}

const AUTHOR: Identity<'static> = Identity { name: Cow::Borrowed("Ada"), email: Cow::Borrowed("ada@lovelace.org") };

/// What a policy finds in a message of [`AUTHOR`].
fn findings(policy: &Policy, text: &str) -> Vec<Finding> {
    let effective = policy.for_branch(None).expect("presets have no overrides");
    let commit = Commit {
        id: None,
        message: Message::parse(text, &effective.vocabulary.forms),
        author: Known::Yes(AUTHOR),
        committer: Known::Yes(AUTHOR),
        parents: 1,
        signature: Known::No(Gap::NotApplicable),
        paths: Known::No(Gap::NotApplicable),
        draft: None,
    };
    let occasion = Occasion { stage: Stage::Check, branch: None, today: Day::of_unix_time(0), skip: &[], around: None };
    let mut sheet = Sheet::default();
    Judge::new(policy, &effective, occasion).commit(&commit, &|_| false, &mut sheet);
    sheet.findings
}

fn is_safe(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Safe)
}

fn rules(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

/// The message with all safe repairs made.
fn repaired(text: &str, findings: &[Finding]) -> Option<String> {
    let mut correction = Correction::default();
    correction.fill(text, findings);
    correction.safe().map(str::to_owned)
}

fn repairs_are_final(policy: &Policy, text: &str) -> Result<(), TestCaseError> {
    let before = findings(policy, text);
    let Some(once) = repaired(text, &before) else { return Ok(()) };
    let after = findings(policy, &once);
    let again: Vec<Finding> = after.iter().filter(|finding| is_safe(finding)).cloned().collect();
    prop_assert!(again.is_empty(), "{:?} can still be repaired in {once:?}", rules(&again));
    if before.iter().all(is_safe) {
        prop_assert!(after.is_empty(), "{:?} are new in {once:?}", rules(&after));
    }
    Ok(())
}

/// One of several texts, which `|` parts.
fn one(of: &'static str) -> impl Strategy<Value = &'static str> {
    prop::sample::select(of.split('|').collect::<Vec<_>>())
}

/// Pieces of headers, as people and input methods write them, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        one("feat|Fix|bugfix|新增|修复|docs|faet|update|ｆｉｘ|fixup! |squash! |Revert \"|\""),
        one("api|用户|login page|Add|登录|`Code`|👩\u{200d}💻"),
        one("(|)|（|）|[|]|【|】|:|：|!|！|,|，|、|.|。|...|…"),
        one(" |  |\t|\u{3000}|\u{a0}|\u{200b}|\u{feff}"),
        one("#12|＃7|(#12)|（#12）|[#3]|( #1 , #2 )|GH-3|owner/repo#12"),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Headers whose parts stand in their order, each of them a little odd.
fn ordered() -> impl Strategy<Value = String> {
    let lead = one("||| |\n|\u{feff}|fixup! |squash! fixup! |amend! ");
    let kind = one("feat|fix|Feat|feature|bugfix|新增|ｆｅａｔ|fe\u{200b}at|wip|[fix]|【修复】");
    let scope = one("|(api)|(api)| (api)|( api )|[api]|（用户）|【用户】|()|(api,用户)|(api|!(api)");
    let bang = one("||!|！| !");
    let colon = one(":|: |: |:  |：|： | : | ||:\t|:\u{a0}");
    let text = one(
        "add the login page|新增登录|Add page|Add the login  page|add\tpage|add `x`|登录 page|abc||add page #7|UI|\
         add (the) page|add: page|添加：页面|add the login page to the front of the old home page",
    );
    let stop = one("|||.|。|...|…| .|!");
    let issue =
        one("| (#12)| (#12)|(#12)|（#12）| #12| [#12]|  (#12)| (#1) (#2)| ( #1，＃2 )| (GH-7)|(#1). (#2)|(#1) #2");
    let tail = one("|||.|。| |\u{200b}|\u{feff}| 。");
    let parts = (lead, kind, scope, bang, colon, text, stop, issue, tail);
    parts.prop_map(|(lead, kind, scope, bang, colon, text, stop, issue, tail)| {
        [lead, kind, scope, bang, colon, text, stop, issue, tail].concat()
    })
}

/// What stands below the header.
fn below() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "\n",
        "\nWhy it matters.\n",
        "\n\nWhy it matters.\n",
        "\n \nWhy it matters.\n",
        "\r\nWhy it matters.\r\n",
        "\r\n\r\nWhy it matters.\r\n",
        "\n\nSigned-off-by: Ada <ada@lovelace.org>\n",
        "\n\nSigned-off-by: Ada <ada@lovelace.org>\n",
        "\nSigned-off-by: Ada <ada@lovelace.org>\n",
        "\nWhy it matters.\n\nSigned-off-by: Ada <ada@lovelace.org>\n",
        "\r\n\r\nSigned-off-by: Ada <ada@lovelace.org>\r\n",
    ])
}

fn messages() -> impl Strategy<Value = String> {
    (prop_oneof![pieces(), ordered()], below()).prop_map(|(header, below)| header + below)
}

/// The same few cases each time, to see that what worked still does; `make test-deep` looks for what is rare.
fn config() -> ProptestConfig {
    let (cases, rng_seed) = match std::env::var_os("CIHOOK_DEEP") {
        Some(_) => (200_000, RngSeed::Random),
        None => (4_000, RngSeed::Fixed(1)),
    };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn repairs_by_the_default_preset_are_final(text in messages()) {
        repairs_are_final(&OPENIM, &text)?;
    }

    #[test]
    fn repairs_by_conventional_commits_are_final(text in messages()) {
        repairs_are_final(&CONVENTIONAL, &text)?;
    }
}
