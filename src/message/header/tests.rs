use super::{Fault, Header};
use crate::message::issue;
use crate::text::{Span, edit};
use proptest::prelude::*;

fn read(text: &str) -> Header<'_> {
    let length = text.find('\n').unwrap_or(text.len());
    Header::parse(Span::new(0, length), text, &issue::default_forms())
}

fn mended(text: &str) -> String {
    let header = read(text);
    edit::apply(text, header.deviations.iter().flat_map(|deviation| &deviation.edits))
}

fn faults(text: &str) -> Vec<Fault> {
    read(text).deviations.iter().map(|deviation| deviation.fault).collect()
}

#[test]
fn a_clean_header_has_all_parts_and_no_deviation() {
    let header = read("feat(auth,api)!: add the login page (#12, owner/repo#3)");
    assert_eq!(header.kind().as_deref(), Some("feat"));
    assert_eq!(header.scopes().map(|(_, scope)| scope.into_owned()).collect::<Vec<_>>(), ["auth", "api"]);
    assert!(header.breaking.is_some());
    assert_eq!(header.title(), "add the login page");
    let issues: Vec<_> = header.issues.iter().map(|issue| issue.text.as_ref()).collect();
    assert_eq!(issues, ["#12", "owner/repo#3"]);
    assert_eq!(header.deviations, []);
}

#[test]
fn deviations_are_recognised_and_mended() {
    use Fault::*;
    let cases: &[(&str, &[Fault], &str)] = &[
        (" feat: x", &[LeadingBlank], "feat: x"),
        ("feat:x", &[MissingBlank], "feat: x"),
        ("feat:  x", &[DoubledBlank], "feat: x"),
        ("feat:\tx", &[StrangeBlank], "feat: x"),
        ("feat: a  b", &[DoubledBlank], "feat: a b"),
        ("feat : x", &[BlankBeforeColon], "feat: x"),
        ("feat (api): x", &[BlankBeforeScope], "feat(api): x"),
        ("feat( api ): x", &[BlankInScope], "feat(api): x"),
        ("feat[api]: x", &[ScopeBrackets], "feat(api): x"),
        ("feat【api】：x", &[ScopeBrackets, FullWidth], "feat(api): x"),
        ("feat(api: x", &[UnclosedScope], "feat(api): x"),
        ("feat[api: x", &[UnclosedScope, ScopeBrackets], "feat(api): x"),
        ("feat!(api): x", &[EarlyBreaking], "feat(api)!: x"),
        ("feat!(api)!: x", &[EarlyBreaking, EarlyBreaking], "feat(api)!: x"),
        ("feat(api) add x", &[MissingColon], "feat(api): add x"),
        ("feat(api)add x", &[MissingColon], "feat(api): add x"),
        ("feat(api)! add x", &[MissingColon], "feat(api)!: add x"),
        ("feat（用户）：新增登录", &[FullWidth, FullWidth, FullWidth], "feat(用户): 新增登录"),
        ("feat(用户，群组): 新增", &[FullWidth], "feat(用户,群组): 新增"),
        ("ｆｅａｔ: x", &[FullWidth], "feat: x"),
        ("feat！：x", &[FullWidth, FullWidth], "feat!: x"),
        ("fixup!\u{a0}squash!  feat: x", &[StrangeBlank, DoubledBlank], "fixup! squash! feat: x"),
        ("feat: \x1b[31mred\u{7}", &[Invisible, Invisible], "feat: [31mred"),
        ("feat: a\rb\u{2028}c", &[StrangeBlank, StrangeBlank], "feat: a b c"),
        ("feat: a\t\r\t", &[TrailingBlank], "feat: a"),
        ("fe\u{200b}at: x\u{feff}", &[Invisible, Invisible], "feat: x"),
        ("\u{200b}feat(api): x", &[Invisible], "feat(api): x"),
        ("feat: x(#12)", &[GluedIssue], "feat: x (#12)"),
        ("feat: 新增（＃12）", &[GluedIssue, FullWidth], "feat: 新增 (#12)"),
        ("feat: x  ( #12 )", &[DoubledBlank, IssueForm], "feat: x (#12)"),
        ("feat: x (\t#12)", &[StrangeBlank], "feat: x (#12)"),
        ("feat: x (#12).", &[BehindIssue], "feat: x (#12)"),
        ("feat: x ", &[TrailingBlank], "feat: x"),
        ("feat(api,): x", &[LooseComma], "feat(api): x"),
        ("feat(login\tpage): x", &[StrangeBlank], "feat(login page): x"),
        ("feat(login  page): x", &[DoubledBlank], "feat(login page): x"),
        ("feat(,a,,b, ): x", &[BlankInScope, LooseComma], "feat(a,b): x"),
    ];
    for (text, expected, corrected) in cases {
        assert_eq!(faults(text), *expected, "{text}");
        assert_eq!(mended(text), *corrected, "{text}");
    }
}

#[test]
fn what_is_missing_is_named_but_not_invented() {
    assert_eq!(faults("feat:"), [Fault::EmptyDescription]);
    assert_eq!(faults("feat(api): "), [Fault::TrailingBlank, Fault::EmptyDescription]);
    assert_eq!(faults("feat: (#12)"), [Fault::EmptyDescription]);
    assert_eq!(faults(": x"), [Fault::EmptyType]);
    assert_eq!(faults("(api): x"), [Fault::EmptyType]);
}

#[test]
fn prose_with_a_colon_is_no_typed_header() {
    for text in [
        "fix everything at 12:30",
        "docsfoo bar: baz",
        "use std::vector here",
        "std::vector is slow",
        "https://example.com",
        ":sparkles: new",
        "12:30 is late",
        "Update (part of) it",
        "",
    ] {
        assert!(!read(text).is_typed(), "{text}");
    }
}

#[test]
fn a_bare_first_word_is_offered_as_a_type() {
    let bare = |text: &str| read(text).bare.map(|bare| (bare.word.of(text).to_owned(), bare.whole.of(text).to_owned()));
    let pair = |word: &str, whole: &str| Some((word.to_owned(), whole.to_owned()));
    assert_eq!(bare("fix everything at 12:30"), pair("fix", "fix "));
    assert_eq!(bare("[feat] add x"), pair("feat", "[feat] "));
    assert_eq!(bare("【修复】登录"), pair("修复", "【修复】"));
    assert_eq!(bare("[feat]: add x"), pair("feat", "[feat]: "));
    assert_eq!(bare("fix"), None);
    assert_eq!(bare("fix: x"), None);
}

#[test]
fn autosquash_prefixes_stand_before_the_header() {
    let header = read("fixup! squash! feat(api): x");
    assert_eq!(header.autosquash, Some(Span::new(0, 15)));
    assert_eq!(header.kind().as_deref(), Some("feat"));
}

#[test]
fn emoji_that_are_joined_are_no_fault() {
    assert_eq!(faults("feat: add 👩\u{200d}💻 page"), []);
}

fn headers() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "feat", "fix", "api", "(", ")", "（", "）", "[", "]", ":", "：", "!", "！", " ", "  ", "\t", "　", "#12",
        "＃7", "(#12)", "，", ",", "\u{200b}", "新增", ".", "。", "GH-3", "fixup! ", "/", "a b",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn parsing_never_fails_and_spans_stay_inside(text in any::<String>().prop_map(|text| text.replace('\n', " "))) {
        let header = read(&text);
        for deviation in &header.deviations {
            prop_assert!(text.get(deviation.span.range()).is_some());
        }
        prop_assert!(text.get(header.description.range()).is_some());
    }

    #[test]
    fn mending_is_idempotent(text in headers()) {
        let once = mended(&text);
        let twice = mended(&once);
        prop_assert_eq!(&twice, &once);
        let left = read(&once).deviations.iter().filter(|deviation| !deviation.edits.is_empty()).count();
        prop_assert_eq!(left, 0, "{:?}", once);
    }
}
