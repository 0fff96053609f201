//! # header-format
//!
//! The header has the form `type(scope): description (#issue)`: a type, a scope in brackets, `!` before the colon for
//! a breaking change, a colon, one blank, a description.
//!
//! ## Why
//!
//! Release notes, version numbers and labels are made from this form, and people who search the history rely on it.
//! Almost every slip is a matter of writing, and cihook shows the corrected header: full-width punctuation (`：（）`),
//! characters that cannot be seen, missing and doubled blanks, `feat!(api):`, a missing colon.
//!
//! ## Good
//!
//! ```text
//! feat(api): add the login page (#12)
//! fix(auth)!: drop tokens without expiry (#7)
//! ```
//!
//! ## Bad
//!
//! ```text
//! fix everything at 12:30
//! feat（用户）：新增登录 (#12)
//! feat(api):add the login page (#12)
//! feat!(api): add the login page (#12)
//! ```
//!
//! ## Options
//!
//! - `grammar`: `conventional` (default), or `subsystem` for `subsystem: description` as in the Linux kernel: `mm/slub: fix
//!   a leak`, `net: phy: micrel: add a delay`.
//! - `pattern`: a regular expression for the whole header, without the ` (#12)` that a server adds when it squashes; it takes
//!   the place of the grammar, and the rules for type, scope and issue are not applicable then. Say with `help` what it
//!   means: people do not read regular expressions.
//! - `merges`: `skip` (default) lets merge commits off all header rules, `judge` does not.
//! - `reverts`: the same for `Revert "…"` and `Reapply "…"` as git and GitHub write them.
//! - `autosquash`: `judge` (default) judges what stands behind `fixup!`, `squash!` and `amend!`, `skip` does not.
//! - `versions`: the same for headers that are nothing but a version, as release tools write them: `v1.2.3`,
//!   `chore(release): 1.2.3` (default `judge`).
//!
//! ## Fix
//!
//! Write the header that the answer shows. `cihook commit --retry` brings back the message that was refused, corrected;
//! `cihook fix --apply` corrects commits that exist. Replace `<type>`, `<scope>` and the like by words of your own:
//! as long as one is left, the message is refused.

mod emoji;
mod lead;
mod patterned;
pub mod placeholder;
pub(in crate::rules) mod reading;
mod subsystem;
mod version;

use crate::finding::{Excuse, Slot, Trust};
use crate::message::decode::DecodeFault;
use crate::message::header::{Bare, Deviation, Fault};
use crate::message::{Message, Origin};
use crate::model::Commit;
use crate::options::Pattern;
use crate::rule::{Configure, Cx, Family, Meta, Rule, Vocabulary, page};
use crate::text::{Edit, Span};
use crate::words::{Sentence, Words};
use reading::Reading;
pub(crate) use version::is_version;

crate::options::choice! {
    /// Whether the header rules judge messages of a kind.
    pub enum Judging {
        /// They are judged.
        Judge = "judge",
        /// They are let off, which reports show.
        Skip = "skip",
    }
}

crate::options::choice! {
    /// What a header looks like.
    pub enum Grammar {
        /// `type(scope): description`.
        Conventional = "conventional",
        /// `subsystem: description`.
        Subsystem = "subsystem",
    }
}

crate::options::options! {
    /// Settings of `header-format`.
    pub struct Options {
        /// What a header looks like.
        pub grammar: Grammar = Grammar::Conventional,
        /// A regular expression for the whole header, in place of the grammar.
        pub pattern: Option<Pattern> = None,
        /// Whether merge commits are judged by the header rules.
        pub merges: Judging = Judging::Skip,
        /// Whether reverts as git and GitHub write them are judged by the header rules.
        pub reverts: Judging = Judging::Skip,
        /// Whether what stands behind `fixup!`, `squash!` and `amend!` is judged by the header rules.
        pub autosquash: Judging = Judging::Judge,
        /// Whether headers that are nothing but a version, as `v1.2.3` and `chore(release): 1.2.3`, are judged by the header
        /// rules.
        pub versions: Judging = Judging::Judge,
    }
}

/// The form of the header.
pub struct HeaderFormat(Options);

impl Configure for HeaderFormat {
    const META: Meta = Meta {
        id: "header-format",
        subject: Family::Header,
        summary: Words::new(
            "the header has the form `type(scope): description (#issue)`",
            "标题的格式是 `type(scope): 描述 (#issue)`",
        ),
        page: page!("header_format.rs"),
        chinese: include_str!("zh-CN/header-format.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl HeaderFormat {
    /// With the settings that hold without a policy.
    pub(super) fn usual() -> Self {
        Self(Options::default())
    }
}

impl Rule for HeaderFormat {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let message = &commit.message;
        if let Some(fault) = &message.fault {
            not_text(fault, cx);
        }
        if message.header.line.is_empty() {
            cx.report(EMPTY.say());
            return;
        }
        if let Some(span) = placeholder::find(&message.header, message.text) {
            let left = span.of(message.text).to_owned();
            cx.report(PLACEHOLDER.with([left.into()])).at(span, FILL_IN.say()).remedy(FILL_IN.say());
            return;
        }
        if let Some(pattern) = &self.0.pattern {
            return patterned::judge(pattern, commit, cx);
        }
        let is_subsystem = self.0.grammar == Grammar::Subsystem;
        if is_subsystem {
            // First, since of edits at one place the first is made: no blank before a colon is better than one.
            subsystem::judge(message, cx);
        }
        let all = message.header.deviations.iter();
        let all = all.filter(|each| !is_subsystem || subsystem::concerns(each.fault));
        let own: Vec<&Deviation> =
            all.filter(|each| !each.fault.concerns_issue() && !goes_along(each, message, cx)).collect();
        let is_untyped = !is_subsystem && !message.header.is_typed();
        if own.is_empty() && !is_untyped {
            return;
        }
        let reading = if is_subsystem { Reading::Typed } else { Reading::of(message, cx.situation.vocabulary) };
        for (number, deviation) in own.iter().enumerate() {
            if own[..number].iter().all(|before| before.fault != deviation.fault) {
                deviating(deviation, &own[number..], message, &reading, cx);
            }
        }
        if is_untyped {
            untyped(message, &reading, cx);
        }
    }

    fn teach(&self, vocabulary: &mut Vocabulary) {
        vocabulary.has_pattern = self.0.pattern.is_some();
    }

    fn lets_off(&self, commit: &Commit<'_>) -> Option<Excuse> {
        let message = &commit.message;
        let is_revert = message.origin() != Origin::Author;
        let is_autosquash = message.header.autosquash.is_some();
        [
            (commit.is_merge(), self.0.merges, Excuse::Merge),
            (is_revert, self.0.reverts, Excuse::Revert),
            (is_autosquash, self.0.autosquash, Excuse::Autosquash),
            (self.0.versions == Judging::Skip && is_version(&message.header), self.0.versions, Excuse::Version),
        ]
        .into_iter()
        .find(|(is_kind, judging, _)| *is_kind && *judging == Judging::Skip)
        .map(|(_, _, excuse)| excuse)
    }
}

/// The header leaves the form in one way, here or in several places.
fn deviating(first: &Deviation, from_here: &[&Deviation], message: &Message<'_>, reading: &Reading, cx: &mut Cx<'_>) {
    let (fault, label) = words(first, message);
    let trust = reading.trust(first.fault, &message.header);
    let finding = cx.report(fault).at(first.span, label);
    if first.fault == Fault::EmptyType {
        let start = message.header.scope_brackets.map_or(first.span.start, |brackets| brackets.start);
        finding.fix(Trust::Placeholder, NAME_TYPE.say(), [Edit::insert(start, placeholder::TYPE)]).fills(Slot::Type);
    } else if let Some(trust) = trust.filter(|_| !first.edits.is_empty()) {
        let alike = from_here.iter().filter(|deviation| deviation.fault == first.fault);
        let hides_letter = alike.clone().any(|deviation| is_within_word(deviation, message.text));
        let trust = if hides_letter { Trust::Guess } else { trust };
        finding.fix(trust, CORRECT.say(), alike.flat_map(|deviation| deviation.edits.iter().cloned()));
    }
}

/// Whether a control of ISO 6429 stands within a word, as where text of Windows-1252 was read as Latin-1: it was a letter
/// or an apostrophe.
fn is_within_word(deviation: &Deviation, text: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let span = deviation.span;
    let is_control = matches!(deviation.fault, Fault::Invisible | Fault::StrangeBlank)
        && span.of(text).contains(|c| matches!(c, '\u{80}'..='\u{9f}'));
    is_control && is_letter(text[..span.start].chars().next_back()) && is_letter(text[span.end..].chars().next())
}

/// Whether the colon that is missing comes where the deviation is.
fn goes_along(deviation: &Deviation, message: &Message<'_>, cx: &Cx<'_>) -> bool {
    let is_type = |word: &str| cx.situation.vocabulary.type_of(word).is_some();
    let bare = message.header.bare.filter(|_| message.header.bare_word().is_some_and(|word| is_type(&word)));
    bare.is_some_and(|bare| deviation.span == behind(bare))
}

/// What stands between the first word and the next.
const fn behind(bare: Bare) -> Span {
    Span::new(bare.word.end, bare.whole.end)
}

/// A header without `type:`. Its first word may be a type that only lacks its colon.
fn untyped(message: &Message<'_>, reading: &Reading, cx: &mut Cx<'_>) {
    let vocabulary = cx.situation.vocabulary;
    let header = &message.header;
    let finding = match reading {
        Reading::Bare(bare) => cx.report(bare.missing_colon()).at(bare.place(), EXPECTED_COLON.say()),
        _ => {
            let start = header.description.start;
            let form = reading::form(placeholder::TYPE, vocabulary);
            let finding = cx.report(NO_TYPE.say()).at(Span::empty(start), EXPECTED_TYPE.with([form.trim_end().into()]));
            if !vocabulary.types.is_empty() {
                finding.help(TYPES.with([vocabulary.types.clone().into()]));
            }
            finding
        }
    };
    reading.correct(header, vocabulary, finding);
}

fn not_text(fault: &DecodeFault, cx: &mut Cx<'_>) {
    match fault {
        DecodeFault::NotUtf8 { looks_like: Some(encoding) } => {
            cx.report(NOT_UTF8.say())
                .remedy(SAVE_AS_UTF8.say())
                .help(DECLARE.with([(*encoding).into(), (*encoding).into()]));
        }
        DecodeFault::NotUtf8 { looks_like: None } => {
            cx.report(NOT_UTF8.say()).remedy(SAVE_AS_UTF8.say());
        }
        DecodeFault::Malformed { encoding } => {
            cx.report(MALFORMED.with([encoding.as_str().into()])).remedy(SAVE_AS_UTF8.say());
        }
        DecodeFault::UnknownEncoding { encoding } => {
            cx.report(UNKNOWN_ENCODING.with([encoding.as_str().into()])).remedy(SAVE_AS_UTF8.say());
        }
        DecodeFault::Nul => {
            cx.report(NUL.say()).remedy(SAVE_AS_UTF8.say());
        }
        DecodeFault::OddHeader { line } => {
            cx.report(ODD_HEADER.with([line.as_str().into()])).remedy(MAKE_ANEW.say());
        }
    }
}

/// What is wrong, and what to say at the place.
fn words(deviation: &Deviation, message: &Message<'_>) -> (Sentence, Sentence) {
    let seen = deviation.span.of(message.text);
    let (fault, label): (&'static Words, &'static Words) = match deviation.fault {
        Fault::LeadingBlank => (&LEADING_BLANK, &REMOVE),
        Fault::TrailingBlank => (&TRAILING_BLANK, &REMOVE),
        Fault::DoubledBlank => (&DOUBLED_BLANK, &ONE_BLANK),
        Fault::StrangeBlank => (&STRANGE_BLANK, &ONE_BLANK),
        Fault::FullWidth => (&FULL_WIDTH, &ASCII),
        Fault::Invisible => {
            let code = seen.chars().next().map_or_else(String::new, |c| format!("U+{:04X}", u32::from(c)));
            return (INVISIBLE.with([code.into()]), REMOVE.say());
        }
        Fault::BlankBeforeScope => (&BLANK_BEFORE_SCOPE, &REMOVE),
        Fault::BlankInScope => (&BLANK_IN_SCOPE, &REMOVE),
        Fault::LooseComma => (&LOOSE_COMMA, &REMOVE),
        Fault::ScopeBrackets => (&SCOPE_BRACKETS, &ROUND),
        Fault::UnclosedScope => (&UNCLOSED_SCOPE, &CLOSE),
        Fault::EarlyBreaking => (&EARLY_BREAKING, &MOVE_BANG),
        Fault::BlankBeforeColon => (&BLANK_BEFORE_COLON, &REMOVE),
        Fault::MissingColon => (&COLON_BEHIND_SCOPE, &EXPECTED_COLON),
        Fault::MissingBlank => (&MISSING_BLANK, &ONE_BLANK),
        Fault::EmptyType => (&EMPTY_TYPE, &EXPECTED_A_TYPE),
        Fault::EmptyDescription | Fault::GluedIssue | Fault::IssueForm | Fault::BehindIssue => {
            (&EMPTY_DESCRIPTION, &EXPECTED_DESCRIPTION)
        }
    };
    (fault.say(), label.say())
}

const CORRECT: Words = Words::new("write the header in its form", "按格式书写标题");
const NAME_TYPE: Words = Words::new("name the type of the change", "写明变更的类型");
const TYPES: Words = Words::new("types: {0}", "可用类型：{0}");

const EMPTY: Words = Words::new("the message is empty", "提交说明为空");
const NO_TYPE: Words = Words::new("the header has no type", "标题缺少类型");
const EXPECTED_TYPE: Words = Words::new("expected `{0}` here", "此处应有 `{0}`");
const COLON_BEHIND_SCOPE: Words = Words::new("missing `:` after the scope", "范围后缺少冒号");
const EXPECTED_COLON: Words = Words::new("expected `: ` here", "此处应有 `: `");
const LEADING_BLANK: Words = Words::new("remove the space before the header", "标题前有空白");
const TRAILING_BLANK: Words = Words::new("remove the space after the header", "标题末尾有空白");
const DOUBLED_BLANK: Words = Words::new("use one space", "连续出现多个空格");
const STRANGE_BLANK: Words = Words::new("use a plain space here", "此处的空白不是普通空格");
const FULL_WIDTH: Words = Words::new("use ASCII punctuation instead of full-width", "使用了全角字符，应改为半角");
const INVISIBLE: Words = Words::new("there is a character that cannot be seen ({0})", "含有不可见字符（{0}）");
const BLANK_BEFORE_SCOPE: Words = Words::new("remove the space before the scope", "范围的括号前不应有空格");
const BLANK_IN_SCOPE: Words = Words::new("remove the spaces inside the brackets", "括号内侧不应有空格");
const LOOSE_COMMA: Words = Words::new("stray comma in the scope", "范围里多了一个逗号");
const SCOPE_BRACKETS: Words = Words::new("put the scope in round brackets", "范围应写在圆括号里");
const UNCLOSED_SCOPE: Words = Words::new("the bracket of the scope does not close", "范围的括号没有闭合");
const EARLY_BREAKING: Words = Words::new("put `!` directly before the colon", "`!` 应紧靠在冒号之前");
const BLANK_BEFORE_COLON: Words = Words::new("remove the space before the colon", "冒号前不应有空格");
const MISSING_BLANK: Words = Words::new("add a space after the colon", "冒号后缺少空格");
const EMPTY_TYPE: Words = Words::new("the type before the colon is missing", "冒号前缺少类型");
const EMPTY_DESCRIPTION: Words = Words::new("the description is missing", "缺少描述");

const REMOVE: Words = Words::new("remove this", "请删除");
const ONE_BLANK: Words = Words::new("expected one space", "应为一个空格");
const ASCII: Words = Words::new("write ASCII here", "请用半角字符");
const ROUND: Words = Words::new("expected `(` and `)`", "应为 `(` 和 `)`");
const CLOSE: Words = Words::new("this bracket is still open", "此括号未闭合");
const MOVE_BANG: Words = Words::new("move it before the colon", "请移到冒号之前");
const EXPECTED_A_TYPE: Words = Words::new("expected a type here", "此处应有类型");
const EXPECTED_DESCRIPTION: Words = Words::new("say what the commit does", "请写明本次提交做了什么");

const NOT_UTF8: Words = Words::new("the message is not text in UTF-8", "提交说明不是 UTF-8 文本");
const SAVE_AS_UTF8: Words = Words::new("save it as UTF-8 in your editor", "请在编辑器中以 UTF-8 保存");
const DECLARE: Words = Words::new(
    "it looks like {0}; to keep that encoding, tell git: git config i18n.commitEncoding {1}",
    "看起来是 {0} 编码；若要保留该编码，请告诉 git：git config i18n.commitEncoding {1}",
);
const MALFORMED: Words = Words::new(
    "the message is not {0} text, as i18n.commitEncoding says",
    "提交说明不是 git 设置（i18n.commitEncoding）所声明的 {0} 编码",
);
const UNKNOWN_ENCODING: Words = Words::new(
    "unknown encoding `{0}` (i18n.commitEncoding)",
    "git 设置（i18n.commitEncoding）中的编码 `{0}` 无法识别",
);
const ODD_HEADER: Words =
    Words::new("unexpected line before the message: `{0}`", "说明之前有 git 不会写在那里的一行：`{0}`");
const MAKE_ANEW: Words = Words::new("make the commit again with git itself", "请用 git 重新创建该提交");
const PLACEHOLDER: Words = Words::new("`{0}` is a placeholder", "`{0}` 是占位符，其内容只有您知道");
const FILL_IN: Words = Words::new("replace it with the real value", "请写上应有的内容");
const NUL: Words = Words::new("the message holds a NUL byte, which git refuses", "提交说明含有 NUL 字节，git 会拒绝");
