//! Repairs that are offered as safe are safe: made once, nothing is left for them to do, and a message of which
//! everything could be repaired has no findings left.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

use cihook::engine::{Judge, Occasion};
use cihook::finding::{Finding, Severity, Sheet, Trust};
use cihook::message::Message;
use cihook::message::cleanup::{Cleanup, Mode, cut_at};
use cihook::message::decode::DecodeFault;
use cihook::message::issue::default_forms;
use cihook::model::{Commit, Identity, Known, Stage};
use cihook::options::Day;
use cihook::policy::{Policy, Source};
use cihook::repair::Correction;
use cihook::text::lookalike::{self, folded};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::borrow::Cow;
use std::sync::LazyLock;

static OPENIM: LazyLock<Policy> = LazyLock::new(|| policy("openim"));
static CONVENTIONAL: LazyLock<Policy> = LazyLock::new(|| policy("conventional"));
static KERNEL: LazyLock<Policy> = LazyLock::new(|| policy("kernel"));

fn policy(preset: &str) -> Policy {
    policy_of(&format!("extends = [\"{preset}\"]\n"))
}

fn policy_of(text: &str) -> Policy {
    let file = Source { name: "cihook.toml".to_owned(), text: text.to_owned().into() };
    Policy::load(Some(file), &|name| Err(format!("{name}: these tests have no files"))).expect("presets are right")
}

const AUTHOR: Identity<'static> = Identity { name: Cow::Borrowed("Ada"), email: Cow::Borrowed("ada@lovelace.org") };

/// What a policy finds in a message of [`AUTHOR`].
fn findings(policy: &Policy, text: &str) -> Vec<Finding> {
    findings_in(policy, Message::parse(text, &default_forms()))
}

fn findings_in(policy: &Policy, message: Message<'_>) -> Vec<Finding> {
    let effective = policy.for_branch(None).expect("presets have no overrides");
    let commit = Commit { author: Known::Yes(AUTHOR), committer: Known::Yes(AUTHOR), ..Commit::saying(message) };
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

/// What is offered as safe is the same message: git stores it as it is offered, and all but the header is what it was.
fn repairs_keep_the_message(policy: &Policy, text: &str) -> Result<(), TestCaseError> {
    let before = findings(policy, text);
    let Some(once) = repaired(text, &before) else { return Ok(()) };
    let is_kept = |text: &str| cleaned(text) == text && cut_at(text.as_bytes(), b"#") == text.len();
    prop_assert!(!is_kept(text) || is_kept(&once), "git does not store {once:?}, but {:?}", cleaned(&once));
    let (old, new) = (Message::parse(text, &default_forms()), Message::parse(&once, &default_forms()));
    let parted = before.iter().any(|finding| finding.rule == "body-format" && is_safe(finding));
    let blank = if parted { "\n" } else { "" };
    let below = text[old.header.line.end..].to_owned();
    prop_assert_eq!(&once[new.header.line.end..], blank.to_owned() + &below, "below the header of {:?}", text);
    let pairs = |message: &Message<'_>| -> Vec<(String, String)> {
        message.trailers.list.iter().map(|trailer| (trailer.key.to_owned(), trailer.value.to_string())).collect()
    };
    let (old_pairs, new_pairs) = (pairs(&old), pairs(&new));
    prop_assert!(new_pairs.ends_with(&old_pairs), "{old_pairs:?} became {new_pairs:?} in {once:?}");
    prop_assert!(parted || new_pairs == old_pairs, "{new_pairs:?} are new in {once:?}");
    if old.header.is_typed() {
        let words = |message: &Message<'_>| spoken(message.header.words().of(message.text));
        prop_assert_eq!(words(&old), words(&new), "the title of {:?}", text);
        prop_assert_eq!(old.header.breaking.is_some(), new.header.breaking.is_some(), "{:?}", text);
    }
    Ok(())
}

/// What git stores of a message that somebody saw in an editor.
fn cleaned(text: &str) -> String {
    let cleanup = Cleanup { mode: Mode::Strip, comment: b"#".to_vec(), cut: false };
    String::from_utf8(cleanup.apply(text.as_bytes()).text).expect("a clean-up keeps characters whole")
}

/// The letters and digits of a title, as one says them.
fn spoken(title: &str) -> String {
    title.chars().map(folded).filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
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

/// Headers that only blanks, or what cannot be seen, keep from being a comment, a scissors line or empty.
fn almost() -> impl Strategy<Value = String> {
    let lead =
        one("| |  |\u{3000}|\u{200b}|\u{200b} |\n |\n\u{200b}\n|\t|\r|\u{7f}|\u{fe0f}|[PATCH] |[PATCH 1/2]\u{feff}");
    let text =
        one("# note|#12: add page|#12 add  page|; add\tpage|: add page|@ada: add  page|! add  page|():  add page|(): \
         |(#12)|(#12) |# ------------------------ >8 ------------------------|feat(api): add page (#12)|mm: add  page");
    (lead, text).prop_map(|(lead, text)| lead.to_owned() + text)
}

/// What stands below the header and may be taken for something else when the header changes.
fn below_almost() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\nkey: value\n",
        "\n\nkey: value\n\nNo trailer.\n",
        "\n\u{3000}\nkey: value\n",
        "\n\nWhy.\n\nRefs: #1\n folded\nSigned-off-by: Ada <ada@lovelace.org>\n",
        "\n\n# kept\nRefs: #1\n",
        "\n\nRefs: #1\n\nConflicts:\n\ta.c\n",
        "\n# ------------------------ >8 ------------------------\nWhy.\n",
        "\n\nSigned-off-by: Ada <ada@lovelace.org>\u{2028}\n",
    ])
}

fn messages() -> impl Strategy<Value = String> {
    let below = prop_oneof![3 => below(), 1 => below_almost()];
    (prop_oneof![2 => pieces(), 2 => ordered(), 1 => almost()], below).prop_map(|(header, below)| header + below)
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
        repairs_keep_the_message(&OPENIM, &text)?;
    }

    #[test]
    fn repairs_by_conventional_commits_are_final(text in messages()) {
        repairs_are_final(&CONVENTIONAL, &text)?;
        repairs_keep_the_message(&CONVENTIONAL, &text)?;
    }

    #[test]
    fn repairs_by_the_kernels_preset_are_final(text in messages()) {
        repairs_are_final(&KERNEL, &text)?;
        repairs_keep_the_message(&KERNEL, &text)?;
    }
}

/// Controls and what cannot be seen: none of them has a place in a header, but for the blanks that git itself takes away at
/// the end.
fn unwanted() -> impl Iterator<Item = char> {
    let ranges = [
        '\0'..='\t',
        '\u{b}'..='\u{1f}',
        '\u{7f}'..='\u{9f}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{206f}',
        '\u{e0020}'..='\u{e007f}',
    ];
    ranges
        .into_iter()
        .flatten()
        .chain("\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}".chars())
}

#[test]
fn no_control_character_is_let_through_a_header() {
    const HEADER: &str = "feat(api)!: add the page (#12, o/r#3)";
    assert!(findings(&OPENIM, &format!("{HEADER}\n\n{SIGNED}")).is_empty(), "without them the message is right");
    for c in unwanted() {
        for at in (0..=HEADER.len()).filter(|&at| c != '\r' || at < HEADER.len()) {
            let text = format!("{}{c}{}\n\n{SIGNED}", &HEADER[..at], &HEADER[at..]);
            let before = findings(&OPENIM, &text);
            assert!(before.iter().any(|finding| finding.severity == Severity::Error), "{text:?} passes");
            // A blank within a word makes two of it, and which of them is a type or an issue only a person knows.
            let Some(once) = repaired(&text, &before) else { continue };
            let after = findings(&OPENIM, &once);
            assert!(!after.iter().any(is_safe), "{:?} are left in {once:?}", rules(&after));
            assert!(!unwanted().any(|c| once.lines().next().is_some_and(|header| header.contains(c))), "{once:?}");
            let is_blank = lookalike::is_blank(c);
            assert!(is_blank || once == format!("{HEADER}\n\n{SIGNED}"), "{text:?} became {once:?}");
        }
    }
}

const SIGNED: &str = "Signed-off-by: Ada <ada@lovelace.org>\n";

#[test]
fn bytes_that_could_not_be_read_are_not_written_as_others() {
    let message = |fault| Message::parse("feat(api):  add \u{fffd}\n", &default_forms()).with_fault(fault);
    assert!(findings_in(&OPENIM, message(None)).iter().any(is_safe));
    let unreadable = Some(DecodeFault::NotUtf8 { looks_like: None });
    assert!(!findings_in(&OPENIM, message(unreadable)).iter().any(is_safe));
}

#[test]
fn what_makes_another_message_is_no_more_than_a_guess() {
    let signed = format!("\n\n{SIGNED}");
    for text in [" # note", "\u{200b} ; note", "[PATCH] # note", "fixup! \u{200b}", &signed] {
        for policy in [&OPENIM, &CONVENTIONAL, &KERNEL] {
            let found = findings(policy, text);
            assert!(!found.is_empty() && !found.iter().any(is_safe), "{text:?}: {:?}", rules(&found));
        }
    }
    assert!(findings(&OPENIM, " feat: note").iter().any(is_safe));
}

#[test]
fn a_missing_blank_line_is_one_fault_and_a_wrong_sign_off_another() {
    let found = |policy: &Policy, text: &str| rules(&findings(policy, text));
    let text = |sign_off: &str| format!("feat(api): add page (#12)\nSigned-off-by: {sign_off}\n");
    assert_eq!(found(&OPENIM, &text("Ada <ada@lovelace.org>")), ["body-format"]);
    assert_eq!(found(&OPENIM, &text("Eve <eve@lovelace.org>")), ["body-format", "sign-off"]);
    let lenient = policy_of("[rules.body-format]\nlevel = \"warn\"\n");
    assert_eq!(found(&lenient, &text("Ada <ada@lovelace.org>")), ["body-format", "sign-off"], "nothing else stops it");
}

/// The first line, or the whole text where more than it changes, with every safe edit, and with all of them.
fn corrected(policy: &Policy, text: &str) -> (Option<String>, Option<String>) {
    let findings = findings(policy, text);
    let mut correction = Correction::default();
    correction.fill(text, &findings);
    (correction.safe().map(str::to_owned), correction.best().map(str::to_owned))
}

#[test]
fn what_changes_the_meaning_is_not_safe() {
    for (text, best) in [
        ("backup-2023-19:16:33 import", "<type>(<scope>): backup-2023-19:16:33 import (#<issue>)"),
        ("malloc(size) may fail", "<type>(<scope>): malloc(size) may fail (#<issue>)"),
        ("foo[bar] baz qux", "<type>(<scope>): foo[bar] baz qux (#<issue>)"),
        ("修复登录，更新文档：说明", "<type>(<scope>): 修复登录，更新文档：说明 (#<issue>)"),
        ("优化登录，修复(bug)：慢", "<type>(<scope>): 优化登录，修复(bug)：慢 (#<issue>)"),
        ("README：增加说明", "<type>(README): 增加说明 (#<issue>)"),
        ("build system: drop it", "build(system): drop it (#<issue>)"),
        ("build system works", "build(<scope>): system works (#<issue>)"),
        ("Fix login bug", "fix(<scope>): login bug (#<issue>)"),
        ("feat(api): add it\nand more of it", "feat(api): add it and more of it (#<issue>)"),
        ("feat(api): don\u{92}t do it (#1)", "feat(api): dont do it (#1)"),
        ("feat(api): do\u{85}it now (#1)", "feat(api): do it now (#1)"),
    ] {
        assert_eq!(corrected(&OPENIM, text), (None, Some(best.to_owned())), "{text}");
    }
    let (safe, best) = corrected(&OPENIM, "Document :edit and :close.");
    assert_eq!(safe.as_deref(), Some("Document :edit and :close"));
    assert_eq!(best.as_deref(), Some("<type>(<scope>): Document :edit and :close (#<issue>)"));
}

#[test]
fn no_word_before_the_colon_is_lost() {
    for (text, best) in [
        ("vendor: update it", "<type>(vendor): update it (#<issue>)"),
        ("net/http: fix leak", "<type>(net/http): fix leak (#<issue>)"),
        ("vendor(api): update it", "<type>(vendor,api): update it (#<issue>)"),
        ("login page: update it", "<type>(login page): update it (#<issue>)"),
        ("core: update it", "<type>(core): update it (#<issue>)"),
        ("cli: update it", "<type>(cli): update it (#<issue>)"),
        ("aix: update it", "<type>(aix): update it (#<issue>)"),
        ("faet: update it", "feat(<scope>): update it (#<issue>)"),
        ("fxi: update it", "fix(<scope>): update it (#<issue>)"),
        ("Fixed login bug", "fix(<scope>): Fixed login bug (#<issue>)"),
        ("[WIP] login page", "<type>(<scope>): [WIP] login page (#<issue>)"),
        ("this is what was wrong: all of it", "<type>(<scope>): this is what was wrong: all of it (#<issue>)"),
    ] {
        assert_eq!(corrected(&OPENIM, text).1.as_deref(), Some(best), "{text}");
    }
}

#[test]
fn signs_alone_before_a_header_are_taken_off() {
    for lead in ["- ", "* ", "✨ ", "🐛", "> ", "⚡\u{fe0f} ", "• "] {
        let text = format!("{lead}fix(api)：login bug (#1)");
        assert_eq!(corrected(&OPENIM, &text).0.as_deref(), Some("fix(api): login bug (#1)"), "{text}");
    }
    for text in ["\"fix(api): login bug (#1)\"", "“fix(api): login bug (#1)”", "「Fix(api): login bug (#1)」"] {
        assert_eq!(corrected(&OPENIM, text).0.as_deref(), Some("fix(api): login bug (#1)"), "{text}");
    }
}

#[test]
fn letters_and_digits_before_a_header_are_taken_off_when_asked() {
    for lead in
        ["[WIP] ", "WIP: ", "wip ", "Draft: ", "(draft) ", "1. ", "2) ", "3、", ":bug: ", ":sparkles:", "- [WIP] "]
    {
        let text = format!("{lead}fix(api): login bug (#1)");
        assert_eq!(corrected(&OPENIM, &text), (None, Some("fix(api): login bug (#1)".to_owned())), "{text}");
    }
}

#[test]
fn a_part_in_brackets_before_a_header_is_its_scope() {
    for (text, best) in [
        ("[backend] fix: login bug (#1)", "fix(backend): login bug (#1)"),
        ("[backend]fix: login bug (#1)", "fix(backend): login bug (#1)"),
        ("[web/ui] Bugfix: login bug (#1)", "fix(web/ui): login bug (#1)"),
        ("[backend] fix(api)!: login bug (#1)", "fix(backend,api)!: login bug (#1)"),
        ("[后端] feat(): 新增登录 (#1)", "feat(后端): 新增登录 (#1)"),
    ] {
        assert_eq!(corrected(&OPENIM, text), (None, Some(best.to_owned())), "{text}");
    }
    for (text, best) in [
        ("[backend] login page (#1)", "<type>(<scope>): [backend] login page (#1)"),
        ("[a b] fix: x of it (#1)", "<type>(<scope>): [a b] fix: x of it (#1)"),
    ] {
        assert_eq!(corrected(&OPENIM, text).1.as_deref(), Some(best), "{text}");
    }
}

#[test]
fn emoji_and_their_codes_are_types() {
    for (text, best) in [
        (":memo: update it", "docs(<scope>): update it (#<issue>)"),
        ("📝 update it", "docs(<scope>): update it (#<issue>)"),
        ("🐛 fix login bug", "fix(<scope>): login bug (#<issue>)"),
        (":sparkles: add it", "feat(<scope>): add it (#<issue>)"),
        ("♻️ split it", "refactor(<scope>): split it (#<issue>)"),
    ] {
        assert_eq!(corrected(&OPENIM, text), (None, Some(best.to_owned())), "{text}");
    }
    assert_eq!(corrected(&CONVENTIONAL, ":memo: update it").1.as_deref(), Some("docs: update it"));
}

#[test]
fn an_issue_in_another_form_is_moved_and_never_doubled() {
    let whole = "fix(api): login bug (#12)";
    for text in [
        "#12 fix(api): login bug",
        "#12: fix(api): login bug",
        "[#12] fix(api): login bug",
        "（#12）fix(api): login bug",
        "Issue 12: fix(api): login bug",
        "fix(api): login bug #12",
        "fix(api): login bug [#12]",
        "fix(api): login bug（#12）",
        "fix(api): login bug【#12】",
    ] {
        assert_eq!(corrected(&OPENIM, text).0.as_deref(), Some(whole), "{text}");
    }
    for text in ["fix(api): login bug issue 12", "fix(api): login bug (issue #12)", "fix(api): login bug (see #12)"] {
        assert_eq!(corrected(&OPENIM, text), (None, Some(whole.to_owned())), "{text}");
    }
    let closing = format!("{whole}\n\nFixes #12");
    for text in ["fix(api): login bug, fixes #12", "fix(api): login bug (fixes #12)", "fix(api): login bug fixes: #12."]
    {
        assert_eq!(corrected(&OPENIM, text).1.as_deref(), Some(closing.as_str()), "{text}");
    }
    assert_eq!(corrected(&OPENIM, "fix(api): login bug\n\nFixes #12").0, Some(closing));
    let trailer = corrected(&OPENIM, "fix(api): login bug\n\nWhy.\n\nRefs: #12\n").0;
    assert_eq!(trailer.as_deref(), Some("fix(api): login bug (#12)\n\nWhy.\n\nRefs: #12\n"));
    for (text, best) in [
        ("Bug 1532 - login is slow", "fix(<scope>): login is slow (#1532)"),
        ("fix #12: login is slow", "fix(<scope>): login is slow (#12)"),
        ("fix(#12): login is slow", "fix(<scope>): login is slow (#12)"),
        ("#12: login is slow", "<type>(<scope>): login is slow (#12)"),
    ] {
        assert_eq!(corrected(&OPENIM, text).1.as_deref(), Some(best), "{text}");
    }
    for prose in [
        "fix(api): go back to #12",
        "fix(api): handle #12 in the page",
        "fix(api): see #12",
        "fix(api): it (as seen in #12)",
    ] {
        assert_eq!(corrected(&OPENIM, prose), (None, None), "a person has to say it: {prose}");
    }
}
