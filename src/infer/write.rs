//! The proposal as a file that explains itself.

use super::files::{Limit, Paths};
use super::grammar::Form;
use super::judged::refusing;
use super::levels::{Plan, Planned};
use super::names::Names;
use super::people::People;
use super::{History, Share};
use crate::model::Stage;
use crate::options::{Level, quoted};
use crate::policy::Policy;
use crate::policy::draft::{PolicyDraft, Section, Value};
use crate::words::{Lang, Plain, Sentence, Words};
use std::fmt::Write as _;

/// A policy in which all these rules are errors, for trying them.
pub fn all_as_errors(rules: &[Planned]) -> String {
    let mut text = "extends = []\n".to_owned();
    for planned in rules {
        let _ = writeln!(text, "[rules.{}]\nlevel = \"error\"", planned.rule);
        planned.options.iter().for_each(|(key, value)| text.push_str(&format!("{key} = {}\n", value.toml())));
    }
    text
}

const HEAD: Words = Words::new(
    "What is asked of a commit here, proposed from the last {0} commits (people {1}, bots {2}, merges {3}).",
    "此仓库对提交的要求，根据最近 {0} 个提交提出（个人 {1} 个，机器人 {2} 个，合并 {3} 个）。",
);
const NUMBERS: Words = Words::new(
    "The numbers say how many messages keep a rule, of those that it has something to check in.",
    "数字表示：在规则适用的提交说明中，有多少符合规则。",
);
const HAS_FORM: Words = Words::new("Headers have the form `{0}`: {1}.", "标题的格式是 `{0}`：{1}。");
const NO_FORM: Words = Words::new(
    "No form is common to most headers, so none is asked for.",
    "大多数标题没有共同的格式，因此不要求任何格式。",
);
const TOO_FEW: Words = Words::new(
    "Too little was seen to ask for anything: {0} messages by people, where {1} are needed.",
    "样本太少，无法提出要求：个人提交说明 {0} 个，至少需要 {1} 个。",
);
const OF: Words = Words::new("{0} of {1}", "{1} 个中有 {0} 个");
const FEW_SEEN: Words = Words::new("too little seen ({0})", "样本太少（{0} 个）");
const NOT_CHECKED: Words = Words::new("not checked against the history", "未对照历史检查");
const SQUASHED: Words = Words::new(
    "{0} of {1} headers end in the ` (#N)` that a server adds when it squashes",
    "{1} 个标题中有 {0} 个以服务器压缩合并时追加的 ` (#N)` 结尾",
);
const SINCE: Words = Words::new(
    "older commits are counted, not checked; {0} of {1} after it pass",
    "更早的提交只计数，不检查；此后 {1} 个中有 {0} 个通过",
);
const BY_TOOLS: Words = Words::new(
    "Nearly all messages have {0}, which tools add: not asked for.",
    "几乎所有提交说明都有 {0}，由工具添加：不作要求。",
);
const TAGS: Words = Words::new("{0} of {1} tags", "{1} 个标签中有 {0} 个");
const BRANCHES: Words = Words::new("{0} of {1} branches", "{1} 个分支中有 {0} 个");
const FILES: Words = Words::new("{0} of {1} files of the newest commit", "最新提交的 {1} 个文件中有 {0} 个");
const GENERATED: Words = Words::new("files that a tool writes", "由工具生成的文件");
const NO_PUSHES: Words = Words::new("a history does not tell what was pushed at once", "历史中看不出一次推送了多少");
const NO_FIXUP: Words = Words::new("no such commit was seen", "没有见到这样的提交");
const TITLES: Words =
    Words::new("titles of pull requests are checked by the rules above", "拉取请求的标题按以上规则检查");
const BOTS: Words = Words::new(
    "pre-receive does not honour this for sign-off, where a name is only a claim",
    "pre-receive 对 sign-off 不承认此豁免：那里作者姓名只是自称",
);
const BOT: Words = Words::new("commits that a program writes", "程序生成的提交");
const NEXT: Words = Words::new("What to do next:", "接下来：");
const TRY: Words = Words::new(
    "  cihook policy try   # which commits this would have refused",
    "  cihook policy try   # 哪些提交会被拒绝",
);
const INSTALL: Words = Words::new("  cihook install      # install the hooks", "  cihook install      # 安装钩子");
const EXPLAIN: Words =
    Words::new("  cihook explain      # what each rule asks for", "  cihook explain      # 每条规则的要求");

/// The file.
pub fn text(history: &History, people: &People<'_>, plan: &Plan, lang: Lang) -> String {
    let mut writer = Writer { draft: PolicyDraft::default(), lang };
    writer.head(history, people, plan);
    writer.settings(history, people, plan);
    plan.rules.iter().for_each(|planned| writer.rule(planned));
    writer.others(history, people, plan);
    writer.unchecked(plan);
    writer.bots(people);
    writer.next();
    writer.draft.toml()
}

/// Fills a draft. What comes from outside is made harmless where the draft is written.
struct Writer {
    draft: PolicyDraft,
    lang: Lang,
}

impl Writer {
    fn say(&self, sentence: &Sentence) -> String {
        sentence.show(self.lang, &Plain)
    }

    fn comment(&mut self, sentence: &Sentence) {
        let said = self.say(sentence);
        self.draft.head.push(said);
    }

    /// Sets a key of a table, and says why.
    fn set(&mut self, section: &str, key: &str, value: impl Into<Value>, why: &Sentence) {
        let said = self.say(why);
        self.draft.section(section).set(key, value, &said);
    }

    fn head(&mut self, history: &History, people: &People<'_>, plan: &Plan) {
        let bots: usize = people.bots.values().map(Vec::len).sum();
        let counts = [history.commits.len().into(), people.commits.len().into(), bots.into(), people.merges.into()];
        self.comment(&HEAD.with(counts));
        let seen = people.by_hand.len() as u64;
        if seen < super::FEW {
            self.comment(&TOO_FEW.with([seen.into(), super::FEW.into()]));
            return;
        }
        self.comment(&NUMBERS.say());
        let share = plan.seen.grammar.share;
        let of = || OF.with([share.part.into(), share.whole.into()]);
        match plan.seen.grammar.form {
            Form::Conventional => self.comment(&HAS_FORM.with(["type(scope): description".into(), of().into()])),
            Form::Subsystem => self.comment(&HAS_FORM.with(["subsystem: description".into(), of().into()])),
            Form::Free => self.comment(&NO_FORM.say()),
        }
        if !plan.seen.by_tools.is_empty() {
            self.comment(&BY_TOOLS.with([plan.seen.by_tools.clone().into()]));
        }
    }

    /// Everything but the rules.
    fn settings(&mut self, history: &History, people: &People<'_>, plan: &Plan) {
        self.draft.extends.extend(plan.base().map(str::to_owned));
        if plan.seen.chinese.is_enough() && plan.seen.chinese.is(50) {
            let Share { part, whole } = plan.seen.chinese;
            self.set("", "language", "zh-CN", &OF.with([part.into(), whole.into()]));
        }
        if people.is_squashed() {
            let Share { part, whole } = people.suffixed;
            self.set("landing", "method", "squash", &SQUASHED.with([part.into(), whole.into()]));
        }
        if let Some(since) = &plan.since {
            let why = SINCE.with([since.after.part.into(), since.after.whole.into()]);
            // A branch of the same name would move.
            let is_branch = history.branches.contains(&since.tag);
            let tag = if is_branch { format!("refs/tags/{}", since.tag) } else { since.tag.clone() };
            self.set("adopt", "since", tag, &why);
        }
    }

    /// What the preset asks for beside the rules that are named already, and what nobody knows of this history.
    fn unchecked(&mut self, plan: &Plan) {
        let Some(base) = plan.base() else { return };
        for rule in on_in(base) {
            let section = format!("rules.{rule}");
            if self.draft.find(&section).is_none() {
                let why = if rule == "push-size" { &NO_PUSHES } else { &NOT_CHECKED };
                self.set(&section, "level", "off", &why.say());
            }
        }
    }

    fn rule(&mut self, planned: &Planned) {
        let Planned { rule, options, share, level } = planned;
        let Share { part, whole } = *share;
        let why = if share.is_enough() { OF.with([part.into(), whole.into()]) } else { FEW_SEEN.with([whole.into()]) };
        self.set(&format!("rules.{rule}"), "level", word(*level), &why);
        // Of a rule that asks for nothing only those settings count that say which commits are left alone.
        let is_of_gate = |key: &str| *rule == "header-format" && key == "versions";
        for (key, value) in options.iter().filter(|(key, _)| *level != Level::Off || is_of_gate(key)) {
            self.draft.rule(rule).set(key, value.clone(), "");
        }
    }

    /// The rules that more than messages tell of.
    fn others(&mut self, history: &History, people: &People<'_>, plan: &Plan) {
        if people.by_hand.len() as u64 >= super::FEW && people.autosquash == 0 {
            let levels = [("default", "error"), ("commit-msg", "off"), ("check", "off")];
            let levels = levels.into_iter().map(|(stage, level)| (stage.to_owned(), level.into()));
            self.set("rules.fixup-commit", "level", Value::Table(levels.collect()), &NO_FIXUP.say());
        }
        self.files(history);
        let has_types = plan.rule("header-type").is_some_and(|planned| planned.level != Level::Off);
        let types = if has_types { plan.seen.types.allow.as_slice() } else { &[] };
        self.names("rules.branch-name", &BRANCHES, &Names::of_branches(&history.branches, types), BRANCHES_FEW);
        let tags: Vec<String> = history.tags.iter().map(|(tag, _)| tag.clone()).collect();
        self.names("rules.tag-name", &TAGS, &Names::of_tags(&tags), TAGS_FEW);
        if plan.rules.iter().any(|planned| planned.level == Level::Error && planned.rule.starts_with("header-")) {
            self.set("rules.pr-title", "level", "error", &TITLES.say());
        }
    }

    /// What the files of the newest commit keep.
    fn files(&mut self, history: &History) {
        if let Some(limit) = Limit::of(&history.files) {
            let Share { part, whole } = limit.share;
            self.set("rules.file-size", "level", "error", &FILES.with([part.into(), whole.into()]));
            self.draft.rule("file-size").set("max", limit.max, "");
            let own = limit.generated.into_iter().map(|(glob, max)| {
                Value::Table(vec![("paths".to_owned(), Value::texts([glob])), ("max".to_owned(), max.into())])
            });
            let own: Vec<Value> = own.collect();
            if !own.is_empty() {
                self.set("rules.file-size", "limit", Value::List(own), &GENERATED.say());
            }
        }
        if !history.files.is_empty() {
            let paths = Paths::of(&history.files);
            let Share { part, whole } = paths.share;
            self.set("rules.path-name", "level", "error", &FILES.with([part.into(), whole.into()]));
            let rule = self.draft.rule("path-name");
            rule.set("windows", paths.windows, "").set("case-clashes", paths.case_clashes, "");
            rule.set("max-length", paths.longest, "");
        }
    }

    fn names(&mut self, section: &str, words: &'static Words, names: &Names, few: u64) {
        let Share { part, whole } = names.share;
        if whole == 0 {
            return;
        }
        let is_asked = names.are_common() && whole >= few;
        let why = if whole < few { FEW_SEEN.with([whole.into()]) } else { words.with([part.into(), whole.into()]) };
        self.set(section, "level", if is_asked { "error" } else { "off" }, &why);
        if is_asked {
            let allow = Value::texts(names.allow.iter().map(String::as_str));
            self.draft.section(section).set("allow", allow, "");
        }
    }

    /// An entry for each bot whose commits would be refused.
    fn bots(&mut self, people: &People<'_>) {
        let policy = self.draft.toml();
        for (name, commits) in &people.bots {
            let rules = refusing(&policy, commits);
            if name.trim().is_empty() || rules.is_empty() {
                continue;
            }
            let (reason, why) = (self.say(&BOT.say()), self.say(&BOTS.say()));
            let mut entry = Section::entry("exempt");
            entry.set("author", name.as_str(), "").set("rules", Value::texts(rules), &why).set("reason", reason, "");
            self.draft.push(entry);
        }
    }

    fn next(&mut self) {
        let said: Vec<String> = [&NEXT, &TRY, &INSTALL, &EXPLAIN].map(|words| self.say(&words.say())).to_vec();
        self.draft.tail = said;
    }
}

/// Of fewer branches no form says anything,
const BRANCHES_FEW: u64 = 10;

/// and of fewer tags.
const TAGS_FEW: u64 = 3;

/// The rules that a preset switches on somewhere.
fn on_in(preset: &str) -> Vec<&'static str> {
    let text = format!("extends = [{}]\n", quoted(preset));
    let source = crate::policy::Source { name: "cihook.toml".to_owned(), text: text.into() };
    let Ok(policy) = Policy::load(Some(source), &|_| Err(String::new())) else { return Vec::new() };
    let Ok(effective) = policy.for_branch(None) else { return Vec::new() };
    let is_on = |levels: &crate::options::Levels| Stage::ALL.iter().any(|stage| levels.at(*stage) != Level::Off);
    effective.rules.iter().filter(|active| is_on(&active.levels)).map(|active| active.definition.meta.id).collect()
}

/// A level as policies name it.
fn word(level: Level) -> &'static str {
    Level::ALL.iter().find(|(known, _)| *known == level).map_or("off", |(_, word)| word)
}
