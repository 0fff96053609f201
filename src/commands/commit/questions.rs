//! The conversation: which questions are asked, and what is said of the answers.

use super::compose::{Parts, issues};
use crate::commands::prompting::{Asked, Choice, Line, Prompter};
use crate::docs::meaning;
use crate::finding::{Finding, Severity};
use crate::options::Bilingual;
use crate::render::Terminal;
use crate::text::width;
use crate::words::{Lang, Words};
use std::collections::BTreeMap;

/// What the questions are made of.
pub struct Knowledge<'k> {
    /// The language of the questions.
    pub lang: Lang,
    /// Whether the policy has a form of its own for the whole first line: it is asked for as it is.
    pub is_whole_line: bool,
    /// The types of the policy; empty where it has none.
    pub types: &'k [String],
    /// What they mean, where the policy says it.
    pub about: &'k BTreeMap<String, Bilingual>,
    /// Whether a scope is required.
    pub scope_required: bool,
    /// Scopes that are likely, the likeliest first.
    pub scopes: &'k dyn Fn() -> Vec<String>,
    /// The issue that the branch names.
    pub issue: Option<String>,
    /// What stands before a bare number.
    pub form: String,
    /// Whether issues end the first line.
    pub issue_ends_header: bool,
    /// Whether the sign-off is still to be asked for.
    pub asks_sign_off: bool,
    /// What the policy finds in a message.
    pub findings: &'k dyn Fn(&str) -> Vec<Finding>,
    /// Has a body written; `None` where nothing was.
    pub body: &'k dyn Fn() -> Option<String>,
}

/// The message, and whether it is to be signed off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composed {
    /// The message.
    pub parts: Parts,
    /// Whether the user signs it off.
    pub sign: bool,
}

const TYPE: Words = Words::new("Type", "类型");
const SCOPE: Words = Words::new("Scope", "范围");
const SCOPE_HELP: Words = Words::new("the part of the project that changes", "改动涉及的模块");
const SCOPE_OPTIONAL: Words =
    Words::new("the part of the project that changes; Enter for none", "改动涉及的模块；直接回车表示没有");
const DESCRIPTION: Words = Words::new("Description", "描述");
const FIRST_LINE: Words = Words::new("First line", "首行");
const DESCRIPTION_HELP: Words = Words::new("what the commit does, in a few words", "用几个字说明此提交做了什么");
const ISSUE: Words = Words::new("Issue", "Issue 编号");
const ISSUE_HELP: Words =
    Words::new("a number, or several with commas; empty for none", "编号，多个用逗号分隔；留空表示没有");
const BODY: Words = Words::new("Write a body in the editor?", "在编辑器中写正文？");
const BREAKING: Words = Words::new("Does it break something for users?", "是否有不兼容的改动？");
const WHAT_BREAKS: Words = Words::new("What breaks", "不兼容之处");
const SIGN: Words = Words::new("Sign it off?", "签署（sign-off）？");
const SIGN_HELP: Words = Words::new(
    "you state that you may contribute it (Developer Certificate of Origin, developercertificate.org)",
    "声明您有权提交此改动（开发者原创证书 DCO，developercertificate.org）",
);
const COLUMNS: Words = Words::new("{0} columns", "{0} 列");
const COLUMNS_AND: Words = Words::new("{0} columns; {1}", "{0} 列；{1}");

/// Holds the conversation; `parts` holds what was answered, also where it is broken off.
///
/// # Errors
/// Where it is broken off.
pub fn ask(prompter: &mut dyn Prompter, knowledge: &Knowledge<'_>, composed: &mut Composed) -> Asked<()> {
    let text = |words: &'static Words| words.say().show(knowledge.lang, &Terminal);
    let parts = &mut composed.parts;
    parts.issue_ends_header = knowledge.issue_ends_header;
    let has_type = !knowledge.is_whole_line && !knowledge.types.is_empty();
    if !knowledge.is_whole_line {
        parts.issue = knowledge.issue.clone().unwrap_or_default();
    }
    if has_type {
        let choices: Vec<Choice> = knowledge.types.iter().map(|kind| choice(kind, knowledge)).collect();
        let chosen = prompter.choose(&text(&TYPE), &choices)?;
        parts.kind = knowledge.types.get(chosen).cloned().unwrap_or_default();
        let suggestions = (knowledge.scopes)();
        let help = text(if knowledge.scope_required { &SCOPE_HELP } else { &SCOPE_OPTIONAL });
        let asked = Question { question: &text(&SCOPE), help: &help, initial: "", suggestions: &suggestions };
        parts.scope = until_right(prompter, knowledge, &asked, &["header-scope"], &|scope| {
            let description = "description".to_owned();
            Parts { scope: scope.to_owned(), description, ..parts.clone() }
        })?;
    }
    let question = text(if has_type { &DESCRIPTION } else { &FIRST_LINE });
    let asked = Question { question: &question, help: &text(&DESCRIPTION_HELP), initial: "", suggestions: &[] };
    parts.description = until_right(prompter, knowledge, &asked, &OF_DESCRIPTION, &|description| Parts {
        description: description.to_owned(),
        ..parts.clone()
    })?;
    if !knowledge.is_whole_line {
        parts.issue = ask_issue(prompter, knowledge, parts)?;
    }
    if prompter.confirm(&text(&BODY), "")? {
        parts.body = (knowledge.body)().unwrap_or_default();
    }
    if has_type && prompter.confirm(&text(&BREAKING), "")? {
        let line = Line {
            question: &text(&WHAT_BREAKS),
            help: "",
            initial: "",
            suggestions: &[],
            verdict: &|_| String::new(),
        };
        parts.breaking = Some(prompter.line(&line)?);
    }
    if knowledge.asks_sign_off {
        composed.sign = prompter.confirm(&text(&SIGN), &text(&SIGN_HELP))?;
    }
    Ok(())
}

fn ask_issue(prompter: &mut dyn Prompter, knowledge: &Knowledge<'_>, parts: &mut Parts) -> Asked<String> {
    let text = |words: &'static Words| words.say().show(knowledge.lang, &Terminal);
    let initial = std::mem::take(&mut parts.issue);
    let asked = Question { question: &text(&ISSUE), help: &text(&ISSUE_HELP), initial: &initial, suggestions: &[] };
    let with = |issue: &str| Parts { issue: issues(issue, &knowledge.form), ..parts.clone() };
    until_right(prompter, knowledge, &asked, &["header-issue"], &with).map(|issue| issues(&issue, &knowledge.form))
}

/// The rules that a description can break.
const OF_DESCRIPTION: [&str; 3] = ["header-format", "header-length", "header-style"];

struct Question<'q> {
    question: &'q str,
    help: &'q str,
    initial: &'q str,
    suggestions: &'q [String],
}

/// Asks until the rules that the answer can break find nothing that stops it.
fn until_right(
    prompter: &mut dyn Prompter,
    knowledge: &Knowledge<'_>,
    question: &Question<'_>,
    rules: &[&str],
    with: &dyn Fn(&str) -> Parts,
) -> Asked<String> {
    let found = |answer: &str| {
        let findings = (knowledge.findings)(&with(answer).message());
        let of_answer = findings.into_iter().filter(|finding| rules.contains(&finding.rule));
        let mut of_answer: Vec<Finding> = of_answer.collect();
        of_answer.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        of_answer.into_iter().next()
    };
    let said = |finding: Finding| {
        let message = finding.message.show(knowledge.lang, &Terminal);
        let own = finding.own.map(|own| own.show(knowledge.lang, &Terminal));
        own.map_or_else(|| message.clone(), |own| format!("{message} ({own})"))
    };
    let verdict = |answer: &str| {
        let columns = width::columns(&with(answer).header());
        match found(answer).map(said) {
            _ if answer.is_empty() => String::new(),
            Some(said) => COLUMNS_AND.with([columns.into(), said.into()]).show(knowledge.lang, &Terminal),
            None => COLUMNS.with([columns.into()]).show(knowledge.lang, &Terminal),
        }
    };
    let mut initial = question.initial.to_owned();
    loop {
        let Question { question, help, suggestions, .. } = *question;
        let answer = prompter.line(&Line { question, help, initial: &initial, suggestions, verdict: &verdict })?;
        match found(&answer).filter(|finding| finding.severity == Severity::Error) {
            None => return Ok(answer),
            Some(finding) => prompter.say(&said(finding)),
        }
        initial = answer;
    }
}

fn choice(kind: &str, knowledge: &Knowledge<'_>) -> Choice {
    let lang = knowledge.lang;
    if let Some(about) = knowledge.about.get(kind) {
        return Choice { name: kind.to_owned(), meaning: about.sentence().show(lang, &Terminal) };
    }
    let meaning = meaning(kind).map(|words| words.say().show(lang, &Terminal));
    Choice { name: kind.to_owned(), meaning: meaning.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::prompting::Stop;
    use crate::commands::prompting::plain::Plain;
    use crate::engine::{Judge, Occasion};
    use crate::finding::Sheet;
    use crate::message::Message;
    use crate::model::{Commit, Stage};
    use crate::options::Day;
    use crate::policy::Policy;

    /// Gives the answers of a script, and notes what was asked and said.
    struct Scripted<'s> {
        answers: std::slice::Iter<'s, &'s str>,
        asked: Vec<String>,
    }

    impl Scripted<'_> {
        fn answer(&mut self, question: &str) -> Asked<String> {
            self.asked.push(question.to_owned());
            self.answers.next().map(|answer| (*answer).to_owned()).ok_or(Stop::Interrupted)
        }
    }

    impl Prompter for Scripted<'_> {
        fn choose(&mut self, question: &str, choices: &[Choice]) -> Asked<usize> {
            let answer = self.answer(question)?;
            choices.iter().position(|choice| choice.name == answer).ok_or(Stop::Interrupted)
        }

        fn line(&mut self, line: &Line<'_>) -> Asked<String> {
            let answer = self.answer(&format!("{} [{}]", line.question, line.initial))?;
            self.asked.push((line.verdict)(&answer));
            Ok(if answer == "=" { line.initial.to_owned() } else { answer })
        }

        fn confirm(&mut self, question: &str, _help: &str) -> Asked<bool> {
            self.answer(question).map(|answer| answer == "y")
        }

        fn say(&mut self, text: &str) {
            self.asked.push(text.to_owned());
        }
    }

    fn held(
        policy: &str,
        lang: Lang,
        conversation: &dyn Fn(&Knowledge<'_>, &mut Composed) -> Asked<()>,
    ) -> (Asked<()>, Composed) {
        let source = crate::policy::Source { name: "cihook.toml".to_owned(), text: policy.to_owned().into() };
        let policy = Policy::load(Some(source), &|_| Err(String::new())).expect("a policy");
        let held = policy.for_branch(None).expect("rules");
        let today = Day::of_unix_time(0);
        let occasion = Occasion { stage: Stage::CommitMsg, branch: None, today, skip: &[], around: None };
        let judge = Judge::new(&policy, &held, occasion);
        let vocabulary = &held.vocabulary;
        let findings = |text: &str| {
            let commit = Commit::saying(Message::parse(text, &vocabulary.forms));
            let mut sheet = Sheet::default();
            judge.commit(&commit, &|_| false, &mut sheet);
            sheet.findings
        };
        let knowledge = Knowledge {
            lang,
            is_whole_line: vocabulary.has_pattern,
            types: &vocabulary.types,
            about: &vocabulary.about,
            scope_required: vocabulary.scope_required,
            scopes: &|| vec!["api".to_owned(), "web".to_owned()],
            issue: Some("#42".to_owned()),
            form: "#".to_owned(),
            issue_ends_header: vocabulary.issue_ends_header,
            asks_sign_off: true,
            findings: &findings,
            body: &|| Some("Why so.".to_owned()),
        };
        let mut composed = Composed::default();
        let ended = conversation(&knowledge, &mut composed);
        (ended, composed)
    }

    fn scripted(policy: &str, answers: &[&str]) -> (Asked<()>, Composed, Vec<String>) {
        let asked = std::cell::RefCell::new(Vec::new());
        let (ended, composed) = held(policy, Lang::En, &|knowledge, composed| {
            let mut script = Scripted { answers: answers.iter(), asked: Vec::new() };
            let ended = ask(&mut script, knowledge, composed);
            *asked.borrow_mut() = script.asked;
            ended
        });
        (ended, composed, asked.into_inner())
    }

    #[test]
    fn answers_make_a_message_that_the_policy_accepts() {
        let (ended, composed, asked) =
            scripted("", &["fix", "api", "新增登录页面", "=", "y", "y", "the page is gone", "y"]);
        assert_eq!(ended, Ok(()));
        let message = "fix(api)!: 新增登录页面 (#42)\n\nWhy so.\n\nBREAKING CHANGE: the page is gone\n";
        assert_eq!(composed.parts.message(), message);
        assert!(composed.sign);
        assert!(asked.iter().any(|said| said == "28 columns"), "wide characters count two: {asked:?}");
    }

    #[test]
    fn an_answer_that_the_policy_refuses_is_asked_for_again() {
        let answers = ["fix", "", "api", "x", "close the pool", "", "7", "n", "n", "n"];
        let (ended, composed, asked) = scripted("", &answers);
        assert_eq!(ended, Ok(()));
        assert_eq!(composed.parts.message(), "fix(api): close the pool (#7)\n");
        assert!(!composed.sign);
        for question in ["Scope []", "Description [x]", "Issue []"] {
            assert!(asked.iter().any(|said| said == question), "{question}: {asked:?}");
        }
    }

    #[test]
    fn what_the_policy_does_not_ask_for_may_be_left_out() {
        let policy = "extends = [\"conventional\"]\n";
        let (ended, composed, _) = scripted(policy, &["docs", "", "say more of it", "", "n", "n", "n"]);
        assert_eq!((ended, composed.parts.message().as_str()), (Ok(()), "docs: say more of it\n"));
        let (ended, composed, asked) = scripted("extends = [\"dco\"]\n", &["Say more of it", "", "n", "y"]);
        assert_eq!((ended, composed.parts.message().as_str()), (Ok(()), "Say more of it\n"));
        assert!(asked.first().is_some_and(|first| first == "First line []"), "{asked:?}");
    }

    #[test]
    fn a_form_of_ones_own_is_asked_for_as_a_whole() {
        let policy = "[rules.header-format]\npattern = \"(SHOP|PAY)-[0-9]+: .+\"\nhelp = \"docs/commits.md\"\n";
        let (ended, composed, asked) = scripted(policy, &["pay the rent", "PAY-7: pay the rent", "n", "n"]);
        assert_eq!((ended, composed.parts.message().as_str()), (Ok(()), "PAY-7: pay the rent\n"));
        assert!(asked.iter().any(|said| said.ends_with("(docs/commits.md)")), "{asked:?}");
        assert!(!asked.iter().any(|said| said.starts_with("Issue") || said.starts_with("Scope")), "{asked:?}");
    }

    #[test]
    fn what_was_answered_stays_where_the_conversation_is_broken_off() {
        let (ended, composed, _) = scripted("", &["fix", "api", "close the pool"]);
        assert_eq!(ended, Err(Stop::Interrupted));
        assert_eq!(composed.parts.header(), "fix(api): close the pool");
    }

    #[test]
    fn plain_questions_have_numbers_and_lines() {
        let shown = std::cell::RefCell::new(String::new());
        let (ended, composed) = held("", Lang::ZhCn, &|knowledge, composed| {
            let mut lines = ["12", "2", "api", "关闭连接池", "", "n", "", "是"].iter();
            let mut read = || Ok(lines.next().map(|line| (*line).to_owned()));
            let mut write = |text: &str| shown.borrow_mut().push_str(text);
            ask(&mut Plain { read: &mut read, write: &mut write, yes: "是" }, knowledge, composed)
        });
        assert_eq!((ended, composed.parts.message().as_str()), (Ok(()), "fix(api): 关闭连接池 (#42)\n"));
        assert!(composed.sign);
        let shown = shown.into_inner();
        for text in
            ["  2. fix: 修复缺陷\n", "范围\n", "  api, web\n", "Issue 编号 [#42]\n", "签署（sign-off）？ [y/N]\n"]
        {
            assert!(shown.contains(text), "{text}: {shown}");
        }
    }
}
