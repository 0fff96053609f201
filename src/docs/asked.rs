//! What a policy asks for, sentence by sentence.

use super::{Norm, types};
use crate::message::issue::Form;
use crate::options::{Level, Size};
use crate::rules::ids;
use crate::words::{Sentence, Words};

/// Something that is asked for.
pub struct Asked {
    /// What.
    pub sentence: Sentence,
    /// Whether nothing is refused for it.
    pub is_advice: bool,
    /// The community's own sentence on it.
    pub own: Option<Sentence>,
    /// What it is about.
    pub about: About,
}

/// What something that is asked for is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The message of a commit.
    Message,
    /// What a commit or a push brings, and how it is named.
    Change,
    /// A pull request.
    PullRequest,
}

const FORM: Words = Words::new("The first line has the form `{0}`.", "首行的格式是 `{0}`。");
const PATTERN: Words = Words::new("The first line matches `{0}`.", "首行须匹配 `{0}`。");
const TYPES: Words = Words::new("Types: {0}.", "类型：{0}。");
const TYPE: Words = Words::new("`{0}` ({1})", "`{0}`（{1}）");
const SCOPE: Words = Words::new("A scope is required.", "必须写范围。");
const SCOPE_OF: Words = Words::new("A scope is required, one of {0}.", "必须写范围，可用：{0}。");
const SCOPES: Words = Words::new("A scope, where there is one, is one of {0}.", "如写范围，可用：{0}。");
const ISSUE: Words = Words::new("The first line ends with the issue, as `{0}`.", "首行末尾写 issue，如 `{0}`。");
const ISSUE_ANYWHERE: Words = Words::new(
    "Name the issue, as `{0}` at the end of the first line or as `{1}` below.",
    "写明 issue：首行末尾如 `{0}`，或在下方写 `{1}`。",
);
const ISSUE_BELOW: Words =
    Words::new("Name the issue below the first line, as `{0}`.", "在首行下方写明 issue，如 `{0}`。");
const LENGTH: Words = Words::new(
    "The first line has at most {0} columns; a wide character, such as a Chinese one, counts two.",
    "首行最多 {0} 列，汉字等宽字符算两列。",
);
const SHORT: Words = Words::new("The description has at least {0} characters.", "描述至少 {0} 列。");
const NO_STOP: Words = Words::new("The first line does not end with a full stop.", "首行末尾不加句号。");
const CASE: Words = Words::new("The description is written in {0}.", "描述的大小写形式：{0}。");
const NOT_CASE: Words = Words::new("The description is not written in {0}.", "描述不用这些大小写形式：{0}。");
const STYLE_PATTERN: Words = Words::new("The description matches `{0}`.", "描述须匹配 `{0}`。");
const BLANK: Words = Words::new("A blank line stands below the first line.", "首行之下空一行。");
const BODY: Words = Words::new(
    "Say below the first line, behind a blank one, why you change it.",
    "首行之下空一行，再写明修改的原因。",
);
const WIDTH: Words = Words::new("Lines of the body have at most {0} columns.", "正文每行最多 {0} 列。");
const SIGN_OFF: Words = Words::new(
    "Each commit is signed off with `git commit -s`: you state that you may contribute it (Developer Certificate of Origin, developercertificate.org).",
    "每个提交都用 `git commit -s` 签署：声明您有权提交此改动（开发者原创证书 DCO，developercertificate.org）。",
);
const TRAILERS: Words = Words::new("Required trailers: {0}.", "必须有的尾注：{0}。");
const NO_TRAILERS: Words = Words::new("These trailers are not allowed: {0}.", "不允许的尾注：{0}。");
const CLOSING: Words = Words::new(
    "Messages close no issues (`fix #12`): the description of the pull request does.",
    "提交说明不关闭 issue（`fix #12`）：请写在拉取请求的描述里。",
);
const SIGNATURE: Words =
    Words::new("Each commit is signed with your key: `git commit -S`.", "每个提交都用您的密钥签名：`git commit -S`。");
const FIXUP: Words = Words::new(
    "Commits such as `fixup! …` are squashed before they land: `git rebase -i --autosquash`.",
    "`fixup! …` 之类的提交在合并前要压缩：`git rebase -i --autosquash`。",
);
const MERGE: Words = Words::new(
    "Rebase your branch instead of merging the other one into it.",
    "请变基（rebase）您的分支，而不是把目标分支合并进来。",
);
const AUTHOR: Words = Words::new("Commits bear your real e-mail address.", "提交使用您真实的邮箱。");
const FILE: Words = Words::new("A file has at most {0}.", "单个文件最大 {0}。");
const PUSH: Words = Words::new("A push brings at most {0} of new files.", "一次推送的新内容最多 {0}。");
const BRANCH: Words = Words::new("New branches are named like {0}.", "新分支的名称形式：{0}。");
const TAG: Words = Words::new("Tags are named like {0}.", "标签的名称形式：{0}。");
const TITLE: Words = Words::new(
    "The title of a pull request is written like the first line of a commit.",
    "拉取请求的标题与提交首行的写法相同。",
);
const TITLE_ONLY: Words = Words::new(
    "Of a pull request the title counts: it is written like the first line of a commit, and how its own commits are written does not matter.",
    "拉取请求只看标题：与提交首行的写法相同，其中各提交怎样写都可以。",
);
const DESCRIBED: Words =
    Words::new("The description of a pull request says what it is about.", "拉取请求的描述写明内容。");
const DESCRIBED_ISSUE: Words = Words::new(
    "The description of a pull request says what it is about, and names the issue, as `{0}`.",
    "拉取请求的描述写明内容和 issue，如 `{0}`。",
);
const NOTE: Words = Words::new(
    "It has a block of code named `release-note`, with a line for the release notes or `NONE`.",
    "其中有名为 `release-note` 的代码块，写一行发布说明或 `NONE`。",
);
const SMALL: Words = Words::new("A pull request has at most {0} changed lines.", "一个拉取请求最多改动 {0} 行。");

/// Everything, in the order in which a contributor meets it.
pub fn all(norm: &Norm<'_>) -> Vec<Asked> {
    let mut list = List { norm, all: Vec::new() };
    headers(&mut list);
    bodies(&mut list);
    changes(&mut list);
    pull_requests(&mut list);
    list.all
}

struct List<'l, 'p> {
    norm: &'l Norm<'p>,
    all: Vec<Asked>,
}

impl List<'_, '_> {
    /// Adds what a rule asks, where it is on.
    fn add(&mut self, rule: &str, about: About, sentence: Option<Sentence>) {
        let level = self.norm.level(rule);
        let Some(sentence) = sentence.filter(|_| level != Level::Off) else { return };
        // The community says once what it has to say of a rule.
        let own = self.norm.help(rule).filter(|own| !self.all.iter().any(|asked| asked.own.as_ref() == Some(own)));
        self.all.push(Asked { sentence, is_advice: level == Level::Warn, own, about });
    }
}

/// The form of a first line, with words in the places of its parts; nothing where a regular expression says it.
pub fn form(norm: &Norm<'_>) -> Option<String> {
    let vocabulary = norm.vocabulary();
    if vocabulary.has_pattern || !norm.asks("header-format") {
        return None;
    }
    let is_subsystem = norm.word("header-format", "grammar").as_deref() == Some("subsystem");
    let head = match (is_subsystem, norm.asks("header-scope") && vocabulary.scope_required) {
        (true, _) => "subsystem: ",
        (false, true) => "type(scope): ",
        (false, false) => "type: ",
    };
    let issue = if norm.asks("header-issue") && places(norm) == ["header"] { " (#issue)" } else { "" };
    Some(format!("{head}description{issue}"))
}

fn places(norm: &Norm<'_>) -> Vec<String> {
    norm.list("header-issue", "where")
}

/// A number as the policy wants it, as `#12`.
pub fn number(norm: &Norm<'_>) -> String {
    format!("{}12", norm.vocabulary().forms.first().map_or("#", Form::as_str))
}

fn headers(list: &mut List<'_, '_>) {
    let norm = list.norm;
    let vocabulary = norm.vocabulary();
    let pattern = norm.word("header-format", "pattern").map(|pattern| PATTERN.with([pattern.into()]));
    let has_pattern = pattern.is_some();
    list.add("header-format", About::Message, pattern.or_else(|| form(norm).map(|form| FORM.with([form.into()]))));
    if !has_pattern {
        list.add("header-type", About::Message, types_of(norm));
        let scopes = norm.list("header-scope", "allow");
        list.add(
            "header-scope",
            About::Message,
            match (vocabulary.scope_required, scopes.is_empty()) {
                (true, true) => Some(SCOPE.say()),
                (true, false) => Some(SCOPE_OF.with([scopes.into()])),
                (false, false) => Some(SCOPES.with([scopes.into()])),
                (false, true) => None,
            },
        );
        let (places, number) = (places(norm), number(norm));
        let (ending, below) = (format!("({number})"), format!("Refs: {number}"));
        let is_header = places.iter().any(|place| place == "header");
        list.add(
            "header-issue",
            About::Message,
            Some(match (is_header, places.len()) {
                (true, 1) => ISSUE.with([ending.into()]),
                (true, _) => ISSUE_ANYWHERE.with([ending.into(), below.into()]),
                (false, _) => ISSUE_BELOW.with([below.into()]),
            }),
        );
    }
    let (most, least) = (norm.number("header-length", "max"), norm.number("header-length", "description-min"));
    list.add("header-length", About::Message, (most > 0).then(|| LENGTH.with([most.into()])));
    list.add("header-length", About::Message, (least > 1).then(|| SHORT.with([least.into()])));
    let is_plain = norm.word("header-style", "full-stop").as_deref() == Some("never");
    list.add("header-style", About::Message, is_plain.then(|| NO_STOP.say()));
    for (key, words) in [("case", &CASE), ("not-case", &NOT_CASE)] {
        let cases = norm.list("header-style", key);
        list.add("header-style", About::Message, (!cases.is_empty()).then(|| words.with([cases.into()])));
    }
    let pattern = norm.word("header-style", "pattern");
    list.add("header-style", About::Message, pattern.map(|pattern| STYLE_PATTERN.with([pattern.into()])));
}

/// The types, each with what it means where somebody says so.
fn types_of(norm: &Norm<'_>) -> Option<Sentence> {
    let vocabulary = norm.vocabulary();
    let named = |kind: &String| {
        let own = vocabulary.about.get(kind).map(|about| about.sentence());
        own.or_else(|| types::meaning(kind).map(Words::say))
            .map(|meaning| TYPE.with([kind.as_str().into(), meaning.into()]))
    };
    if vocabulary.types.is_empty() {
        return None;
    }
    let all: Option<Vec<Sentence>> = vocabulary.types.iter().map(named).collect();
    Some(match all {
        Some(all) => TYPES.with([all.into()]),
        None => TYPES.with([vocabulary.types.clone().into()]),
    })
}

fn bodies(list: &mut List<'_, '_>) {
    let norm = list.norm;
    let blank = if norm.is("body-format", "required") { &BODY } else { &BLANK };
    list.add(ids::BODY_FORMAT, About::Message, Some(blank.say()));
    let width = norm.number(ids::BODY_WIDTH, "max");
    list.add(ids::BODY_WIDTH, About::Message, (width > 0).then(|| WIDTH.with([width.into()])));
    list.add(ids::SIGN_OFF, About::Message, Some(SIGN_OFF.say()));
    for (key, words) in [("required", &TRAILERS), ("forbidden", &NO_TRAILERS)] {
        let keys = norm.list("trailers", key);
        list.add("trailers", About::Message, (!keys.is_empty()).then(|| words.with([keys.into()])));
    }
    list.add("closing-words", About::Message, Some(CLOSING.say()));
    list.add(ids::SIGNATURE, About::Message, Some(SIGNATURE.say()));
    list.add(ids::AUTHOR, About::Message, Some(AUTHOR.say()));
    list.add(ids::FIXUP_COMMIT, About::Change, Some(FIXUP.say()));
    list.add(ids::MERGE_COMMIT, About::Change, Some(MERGE.say()));
}

fn changes(list: &mut List<'_, '_>) {
    let norm = list.norm;
    for (rule, words) in [(ids::FILE_SIZE, &FILE), (ids::PUSH_SIZE, &PUSH)] {
        let most = norm.word(rule, "max").filter(|most| Size::parse(most).is_some());
        list.add(rule, About::Change, most.map(|most| words.with([most.into()])));
    }
    for (rule, words) in [("branch-name", &BRANCH), (ids::TAG_NAME, &TAG)] {
        let forms = norm.list(rule, "allow");
        list.add(rule, About::Change, (!forms.is_empty()).then(|| words.with([forms.into()])));
    }
}

fn pull_requests(list: &mut List<'_, '_>) {
    let norm = list.norm;
    let title = if norm.vocabulary().is_title_only { &TITLE_ONLY } else { &TITLE };
    list.add("pr-title", About::PullRequest, Some(title.say()));
    let described = match norm.is("pr-description", "issue") {
        true => DESCRIBED_ISSUE.with([format!("Fixes {}", number(norm)).into()]),
        false => DESCRIBED.say(),
    };
    list.add("pr-description", About::PullRequest, Some(described));
    let note = norm.is("pr-description", "release-note");
    list.add("pr-description", About::PullRequest, note.then(|| NOTE.say()));
    let most = norm.number("pr-size", "max");
    list.add("pr-size", About::PullRequest, (most > 0).then(|| SMALL.with([most.into()])));
}
