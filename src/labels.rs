//! Layer 4: which labels of a policy a pull request bears. Pure: whoever calls brings the facts, and sets and removes
//! what differs.

use crate::message::Message;
use crate::model::{File, Known, PullRequest};
use crate::options::PathGlob;
use crate::policy::{Label, Policy, Touched};
use crate::report::Report;
use crate::rule::Vocabulary;
use std::collections::{BTreeMap, BTreeSet};

/// What the conditions of `[[label]]` entries look at.
#[derive(Clone, Debug)]
pub struct Facts<'f> {
    /// The types of what lands, as the policy names them.
    pub types: BTreeSet<String>,
    /// The scopes of what lands.
    pub scopes: BTreeSet<String>,
    /// Whether what lands announces a breaking change.
    pub is_breaking: bool,
    /// The files that are changed, those that were renamed with both names.
    pub files: Known<Vec<&'f str>>,
    /// How many lines are changed, as `pr-size` counts.
    pub lines: Known<u64>,
    /// The branch that the pull request comes from.
    pub head: &'f str,
    /// The branch that it goes into.
    pub base: &'f str,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Whether its author never contributed before.
    pub is_first: bool,
    /// The rules that found something of level error.
    pub failed: BTreeSet<&'static str>,
    /// The rules that could not be judged everywhere.
    pub unchecked: BTreeSet<&'static str>,
}

impl<'f> Facts<'f> {
    /// The facts of a pull request. Where it lands as one commit, its types are those of that commit; else those of
    /// `messages`, which are what its commits say.
    pub fn of(
        pull_request: &'f PullRequest<'f>,
        messages: &[&Message<'_>],
        vocabulary: &Vocabulary,
        report: &Report,
    ) -> Self {
        let landing = pull_request.landing.commit.as_ref().map(|commit| &commit.message);
        let landing: Vec<&Message<'_>> = landing.map_or_else(|| messages.to_vec(), |message| vec![message]);
        let kind = |message: &&Message<'_>| message.header.kind().map(|kind| named(&kind, vocabulary));
        let scopes = landing.iter().flat_map(|message| message.header.scopes());
        let files = &pull_request.files;
        Self {
            types: landing.iter().filter_map(kind).collect(),
            scopes: scopes.map(|(_, scope)| scope.into_owned()).collect(),
            is_breaking: landing.iter().any(|message| message.is_breaking()),
            files: files.as_ref().map(|files| files.iter().flat_map(names).collect()),
            lines: files.as_ref().map(|files| vocabulary.counting.lines(files)),
            head: pull_request.head,
            base: pull_request.base,
            is_draft: pull_request.is_draft,
            is_first: pull_request.is_first,
            failed: report.failed.clone(),
            unchecked: report.unchecked_counts.keys().map(|(rule, _)| *rule).collect(),
        }
    }
}

impl Facts<'_> {
    /// Whether one of these rules found something of level error.
    fn any_failed(&self, rules: &[String]) -> Answer {
        let is_in = |known: &BTreeSet<&'static str>| rules.iter().any(|rule| known.contains(rule.as_str()));
        match (is_in(&self.failed), is_in(&self.unchecked)) {
            (true, _) => Answer::Yes,
            (false, true) => Answer::Unknown,
            (false, false) => Answer::No,
        }
    }
}

/// A file that moves leaves one place and comes to another: both are concerned.
fn names<'f>(file: &File<'f>) -> impl Iterator<Item = &'f str> {
    [Some(file.path), file.previous].into_iter().flatten()
}

/// The type that a word means.
fn named(word: &str, vocabulary: &Vocabulary) -> String {
    vocabulary.type_of(word).unwrap_or(word).to_owned()
}

/// The labels that a policy names: which of them a pull request bears.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels<'p> {
    /// It bears them.
    pub wanted: BTreeSet<&'p str>,
    /// It does not bear them, and they are taken off.
    pub unwanted: BTreeSet<&'p str>,
    /// Nobody can tell, because a fact is missing: they stay as they are.
    pub unknown: BTreeSet<&'p str>,
}

/// Holds the `[[label]]` entries of a policy against the facts. Entries of one name are alternatives; names are the same
/// whatever their case, as on GitHub, and are spelled as the first entry does.
pub fn derive<'p>(policy: &'p Policy, facts: &Facts<'_>) -> Labels<'p> {
    let mut by_name: BTreeMap<String, (&'p str, Answer)> = BTreeMap::new();
    for label in &policy.labels {
        let answer = holds(label, facts);
        let answer = if label.add_only { answer.max(Answer::Kept) } else { answer };
        let (_, known) = by_name.entry(label.name.to_lowercase()).or_insert((&label.name, Answer::No));
        *known = (*known).max(answer);
    }
    let mut labels = Labels::default();
    for (name, answer) in by_name.into_values() {
        match answer {
            Answer::Yes => labels.wanted.insert(name),
            Answer::No => labels.unwanted.insert(name),
            Answer::Unknown => labels.unknown.insert(name),
            Answer::Kept => false,
        };
    }
    labels
}

/// Whether a condition holds. Of alternatives the greatest counts, of conditions that all have to hold the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    No,
    /// No, of a label that is never taken off.
    Kept,
    Unknown,
    Yes,
}

impl From<bool> for Answer {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Answer {
    fn of<T>(fact: &Known<T>, holds: impl FnOnce(&T) -> bool) -> Self {
        fact.yes().map_or(Self::Unknown, |fact| holds(fact).into())
    }
}

/// Whether all conditions of an entry hold.
fn holds(label: &Label, facts: &Facts<'_>) -> Answer {
    let is_any = |globs: &[PathGlob], texts: &BTreeSet<String>| texts.iter().any(|text| PathGlob::any(globs, text));
    let is_touched = |files: &Vec<&str>| label.files.iter().all(|asked| asked.holds(files));
    let is = |wanted: Option<bool>, fact: bool| Answer::from(wanted.is_none_or(|wanted| wanted == fact));
    let given = |is_given: bool, answer: Answer| if is_given { answer } else { Answer::Yes };
    [
        given(!label.types.is_empty(), label.types.iter().any(|kind| facts.types.contains(kind)).into()),
        given(!label.scopes.is_empty(), is_any(&label.scopes, &facts.scopes).into()),
        given(!label.files.iter().all(Touched::is_empty), Answer::of(&facts.files, is_touched)),
        label.size.map_or(Answer::Yes, |size| Answer::of(&facts.lines, |lines| size.holds(*lines))),
        given(!label.rules.is_empty(), facts.any_failed(&label.rules)),
        given(!label.head.is_empty(), PathGlob::any(&label.head, facts.head).into()),
        given(!label.base.is_empty(), PathGlob::any(&label.base, facts.base).into()),
        is(label.draft, facts.is_draft),
        is(label.first_time, facts.is_first),
        is(label.breaking, facts.is_breaking),
    ]
    .into_iter()
    .min()
    .unwrap_or(Answer::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Gap;
    use crate::policy::Source;

    fn policy(labels: &str) -> Policy {
        let text = format!("extends = []\n{labels}");
        let source = Source { name: "cihook.toml".to_owned(), text: text.into() };
        Policy::load(Some(source), &|_| Err("no such file".to_owned())).expect("right")
    }

    fn facts<'f>() -> Facts<'f> {
        Facts {
            types: ["feat".to_owned()].into(),
            scopes: ["api".to_owned(), "docs/zh".to_owned()].into(),
            is_breaking: false,
            files: Known::Yes(vec!["docs/a.md", "src/.hidden/b.rs"]),
            lines: Known::Yes(29),
            head: "feat/42-login",
            base: "main",
            is_draft: false,
            is_first: true,
            failed: ["sign-off"].into(),
            unchecked: ["file-size"].into(),
        }
    }

    fn wanted(conditions: &str) -> bool {
        let policy = policy(&format!("[[label]]\nname = \"x\"\n{conditions}\n"));
        let labels = derive(&policy, &facts());
        assert!(labels.unknown.is_empty());
        labels.wanted.contains("x")
    }

    #[test]
    fn each_condition_has_to_hold() {
        for holds in [
            "type = [\"fix\", \"feat\"]",
            "scope = \"docs/*\"",
            "paths = [\"docs/**\"]",
            "paths = \"**/*.rs\"",
            "all-paths = [\"docs/**\", \"src/**\"]",
            "paths = [\"docs/**\", \"!docs/b*\"]",
            "paths = \"!docs/**\"",
            "all-paths = \"!lib/**\"",
            "any-glob-to-all-files = [\"docs/**\", \"**/*.*\"]",
            "all-globs-to-any-file = [\"docs/**\", \"!**/*.rs\"]",
            "all-globs-to-all-files = [\"*/**\", \"!lib/**\"]",
            "all = [{ paths = \"docs/**\" }, { paths = \"src/**\" }]",
            "size = { min = 10, max = 29 }",
            "size = { min = 29 }",
            "rules = [\"author\", \"sign-off\"]",
            "head = \"feat/*\"\nbase = [\"main\", \"release-*\"]",
            "draft = false\nfirst-time = true\nbreaking = false",
        ] {
            assert!(wanted(holds), "{holds}");
        }
        for fails in [
            "type = \"fix\"",
            "scope = \"docs\"",
            "paths = \"*.rs\"",
            "all-paths = \"docs/**\"",
            "paths = [\"docs/**\", \"!docs/a*\"]",
            "all-paths = [\"**\", \"!docs/**\"]",
            "any-glob-to-all-files = [\"docs/**\", \"src/**\"]",
            "all-globs-to-any-file = [\"docs/**\", \"src/**\"]",
            "all-globs-to-all-files = [\"*/**\", \"!docs/**\"]",
            "all = [{ paths = \"docs/**\" }, { paths = \"lib/**\" }]",
            "size = { max = 28 }",
            "size = { min = 30 }",
            "rules = \"author\"",
            "base = \"release-*\"",
            "draft = true",
            "type = \"feat\"\nbreaking = true",
        ] {
            assert!(!wanted(fails), "{fails}");
        }
    }

    #[test]
    fn the_facts_are_those_of_what_lands() {
        let policy = Policy::load(None, &|_| Err("no such file".to_owned())).expect("right");
        let vocabulary = &policy.for_branch(None).expect("right").vocabulary;
        let message = |text| Message::parse(text, &vocabulary.forms);
        let title = "feature(api,docs)!: x";
        let mut subject = crate::rules::testing_pr::pull_request(title, "");
        let own = [message("fix(git): y"), message("docs: z")];
        let own: Vec<&Message<'_>> = own.iter().collect();
        let facts = |subject: &PullRequest<'_>| {
            let facts = Facts::of(subject, &own, vocabulary, &Report::default());
            (facts.types, facts.scopes, facts.is_breaking)
        };
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(facts(&subject), (set(&["feat"]), set(&["api", "docs"]), true), "squashed");
        subject.landing.commit = None;
        assert_eq!(facts(&subject), (set(&["fix", "docs"]), set(&["git"]), false), "as it is");
    }

    #[test]
    fn entries_of_one_name_are_alternatives() {
        let policy = policy(
            "[[label]]\nname = \"kind/Docs\"\ntype = \"docs\"\n[[label]]\nname = \"kind/docs\"\npaths = \"docs/**\"\n\
             [[label]]\nname = \"y\"\ndraft = true\n",
        );
        let labels = derive(&policy, &facts());
        assert_eq!((labels.wanted, labels.unwanted), (["kind/Docs"].into(), ["y"].into()));
    }

    #[test]
    fn of_labels_by_size_one_holds() {
        let policy =
            policy("[size-labels]\n\"size/M\" = 30\n\"size/S\" = { min = 10, color = \"EEBB00\" }\n\"size/L\" = 100\n");
        let of = |lines: u64| {
            let facts = Facts { lines: Known::Yes(lines), ..facts() };
            derive(&policy, &facts).wanted.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            [9, 10, 29, 30, 99, 100, u64::MAX].map(of).concat(),
            ["S", "S", "M", "M", "L", "L"].map(|name| format!("size/{name}"))
        );
        assert_eq!(policy.labels[0].color.as_deref(), Some("eebb00"));
        assert_eq!(derive(&policy, &facts()).unwanted.len(), 2);
    }

    #[test]
    fn a_label_may_be_one_that_is_only_set() {
        let policy = policy("[[label]]\nname = \"a\"\nadd-only = true\ntype = \"fix\"\n");
        let labels = derive(&policy, &facts());
        assert!(labels.wanted.is_empty() && labels.unwanted.is_empty() && labels.unknown.is_empty());
    }

    #[test]
    fn a_renamed_file_counts_with_both_its_names() {
        let policy = policy(
            "[[label]]\nname = \"docs\"\nall-paths = \"docs/**\"\n[[label]]\nname = \"src\"\npaths = \"src/**\"\n",
        );
        let mut subject = crate::rules::testing_pr::pull_request("x", "");
        let moved = File { path: "docs/a", previous: Some("src/a"), additions: 0, deletions: 0, is_generated: false };
        subject.files = Known::Yes(vec![moved]);
        let facts = Facts::of(&subject, &[], &Vocabulary::default(), &Report::default());
        assert_eq!(derive(&policy, &facts).wanted, ["src"].into());
    }

    #[test]
    fn a_label_that_hangs_on_a_missing_fact_is_unknown() {
        let policy = policy(
            "[[label]]\nname = \"a\"\npaths = \"docs/**\"\n[[label]]\nname = \"b\"\npaths = \"docs/**\"\ndraft = true\n\
             [[label]]\nname = \"c\"\nsize = { min = 1 }\n[[label]]\nname = \"c\"\ntype = \"feat\"\n\
             [[label]]\nname = \"d\"\nrules = \"signature\"\n",
        );
        let gap = Gap::ApiLimit { got: 3_000, of: 4_000 };
        let unchecked = ["signature"].into();
        let facts = Facts { files: Known::No(gap.clone()), lines: Known::No(gap), unchecked, ..facts() };
        let labels = derive(&policy, &facts);
        assert_eq!((labels.unknown, labels.unwanted, labels.wanted), (["a", "d"].into(), ["b"].into(), ["c"].into()));
    }
}
