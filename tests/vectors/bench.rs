//! A policy and a message make a verdict: the engine, as small as these tests need it.

use cihook::engine::{Judge, Occasion};
use cihook::finding::{Excuse, Finding, Severity, Sheet, Subject};
use cihook::message::Message;
use cihook::message::header::Fault;
use cihook::model::{Account, Around, Commit, HeaderFrom, Known, Landing, Method, PullRequest, Stage};
use cihook::options::Day;
use cihook::policy::{Policy, Source};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Settings of rules, from which a policy is written that extends nothing.
#[derive(Clone, Default)]
pub struct Rules(BTreeMap<&'static str, BTreeMap<&'static str, Value>>);

impl Rules {
    /// The rule is on.
    pub fn on(mut self, rule: &'static str) -> Self {
        self.0.entry(rule).or_default().insert("level", "error".into());
        self
    }

    /// The rule is on, with this option. Texts, numbers and lists of JSON are those of TOML.
    pub fn set(self, rule: &'static str, option: &'static str, value: impl Into<Value>) -> Self {
        let mut rules = self.on(rule);
        rules.0.entry(rule).or_default().insert(option, value.into());
        rules
    }

    /// The policy.
    pub fn text(&self) -> String {
        let options = |options: &BTreeMap<&str, Value>| -> String {
            options.iter().map(|(option, value)| format!("{option} = {value}\n")).collect()
        };
        let rules = self.0.iter().map(|(rule, settings)| format!("[rules.{rule}]\n{}", options(settings)));
        std::iter::once("extends = []\n".to_owned()).chain(rules).collect()
    }

    /// The bench that judges by it, unless no policy may be so.
    pub fn bench(&self) -> Result<Bench, &'static str> {
        Bench::load(&self.text()).ok_or("settings that no policy takes, as an empty scope")
    }
}

/// A policy to judge by.
pub struct Bench(Policy);

impl Bench {
    /// A bench for the text of a policy, unless that is refused.
    pub fn load(text: &str) -> Option<Self> {
        let file = Source { name: "cihook.toml".to_owned(), text: text.to_owned().into() };
        Policy::load(Some(file), &no_files).ok().map(Self)
    }

    /// A bench for the policy that holds without a file.
    pub fn standard() -> Self {
        Self(Policy::load(None, &no_files).expect("the default preset is right"))
    }

    /// A commit with one parent that says `text`, of which nothing else is known.
    pub fn commit<'m>(&self, text: &'m str) -> Commit<'m> {
        let effective = self.0.for_branch(None).expect("no branch, no override");
        let message = Message::parse(text, &effective.vocabulary.forms);
        Commit::saying(message)
    }

    /// The verdict on a commit, as `cihook check` gives it.
    pub fn judge<'m>(&self, commit: &Commit<'m>) -> Judged<'m> {
        let sheet = self.sheet(commit, Stage::Check, None);
        let excuses = sheet.exempt.iter().map(|exempt| exempt.reason).collect();
        Judged { message: commit.message.clone(), findings: sheet.findings, excuses }
    }

    /// All that is said of a commit at a stage, with what a server knows around it.
    pub fn sheet(&self, commit: &Commit<'_>, stage: Stage, around: Option<&Around<'_>>) -> Sheet {
        let effective = self.0.for_branch(None).expect("no branch, no override");
        let occasion = Occasion { stage, branch: None, today: Day::of_unix_time(0), skip: &[], around };
        let mut sheet = Sheet::default();
        Judge::new(&self.0, &effective, occasion).commit(commit, &|_| false, &mut sheet);
        sheet
    }

    /// The verdict on a title, as the header that it becomes when the pull request is squashed.
    pub fn title(&self, title: &str) -> Sheet {
        let effective = self.0.for_branch(None).expect("no branch, no override");
        let stage = Stage::PullRequest;
        let occasion = Occasion { stage, branch: None, today: Day::of_unix_time(0), skip: &[], around: None };
        let subject = PullRequest {
            number: 1,
            title,
            body: "",
            author: Account::default(),
            is_draft: false,
            base: "main",
            head: "topic",
            is_first: false,
            landing: Landing {
                method: Method::Squash,
                commit: Some(self.commit(title)),
                suffix: String::new(),
                header_from: HeaderFrom::Title,
                guessed: false,
            },
            templates: Known::Yes(Vec::new()),
            files: Known::Yes(Vec::new()),
        };
        let mut sheet = Sheet::default();
        Judge::new(&self.0, &effective, occasion).subject(Subject::PullRequest(&subject), &|_, _| {}, &mut sheet);
        sheet
    }

    /// The verdict on a message.
    pub fn judge_text<'m>(&self, text: &'m str) -> Judged<'m> {
        self.judge(&self.commit(text))
    }
}

fn no_files(name: &str) -> Result<String, String> {
    Err(format!("{name}: these tests have no files"))
}

/// What was said of one message.
pub struct Judged<'m> {
    /// The message, taken apart.
    pub message: Message<'m>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Why rules were not applied.
    pub excuses: Vec<Excuse>,
}

impl Judged<'_> {
    /// Whether nothing of level error was found.
    pub fn passes(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }

    /// Whether a rule found something.
    pub fn found(&self, rule: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule)
    }

    /// Whether a rule found something that this option asks for.
    pub fn asked(&self, rule: &str, option: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule && finding.option == option)
    }

    /// The names of the rules that found something.
    pub fn rules(&self) -> BTreeSet<&'static str> {
        self.findings.iter().map(|finding| finding.rule).collect()
    }

    /// The header line.
    pub fn header(&self) -> &str {
        self.message.header.line.of(self.message.text)
    }

    /// Whether the header leaves the grammar in one of these ways.
    pub fn deviates(&self, faults: &[Fault]) -> bool {
        self.message.header.deviations.iter().any(|deviation| faults.contains(&deviation.fault))
    }

    /// Whether blanks of the header are all that is wrong: too many, too few, or in the wrong place.
    pub fn has_odd_blanks_only(&self) -> bool {
        let deviations = &self.message.header.deviations;
        self.rules().into_iter().eq(["header-format"])
            && self.message.header.is_typed()
            && deviations.iter().all(|deviation| BLANKS.contains(&deviation.fault))
    }
}

/// Ways to leave the grammar that concern blanks.
const BLANKS: [Fault; 8] = [
    Fault::LeadingBlank,
    Fault::TrailingBlank,
    Fault::DoubledBlank,
    Fault::StrangeBlank,
    Fault::MissingBlank,
    Fault::BlankInScope,
    Fault::BlankBeforeScope,
    Fault::BlankBeforeColon,
];
