//! Histories of real communities: what is found in them, and that every correction that is offered as safe is one.

use crate::aloud::{aloud, skipped};
use crate::bench::{Bench, Judged};
use cihook::finding::{Finding, Severity, Trust};
use cihook::message::Message;
use cihook::message::issue::default_forms;
use cihook::model::{Commit, Identity, Known, ObjectId, Stage};
use cihook::repair::{self, Correction, Given};
use cihook::text::lookalike;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn open_im_server() {
    history("open-im-server");
}

#[test]
fn bilingual() {
    history("bilingual");
}

/// Judges every commit of a history by the default preset, and repairs every message that can be.
fn history(name: &str) {
    let Some(commits) = commits(name) else { return };
    assert!(!commits.is_empty(), "{name}: no commits");
    let bench = Bench::standard();
    let mut counts = Counts::default();
    let mut faults = Vec::new();
    for line in &commits {
        let text = line["message"].as_str().expect("a text");
        let commit = commit(&bench, line, text);
        let judged = bench.judge(&commit);
        counts.add(&judged);
        if let Some(fault) = repaired(&bench, &commit, &judged) {
            faults.push(format!("  {}: {fault}\n    {:?}", line["hash"], judged.header()));
        }
    }
    aloud(counts.table(name, commits.len()));
    assert!(faults.is_empty(), "{name}: {} corrections are at fault\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn repairs_of_open_im_server_keep_every_word() {
    words_are_kept("open-im-server");
}

#[test]
fn repairs_of_bilingual_keep_every_word() {
    words_are_kept("bilingual");
}

/// Repairs every message, once as safe and once with all that is suggested and given: the letters and digits of what was
/// said are still there, in the safe repair in their order. Tells how many pass then.
fn words_are_kept(name: &str) {
    let Some(commits) = commits(name) else { return };
    let bench = Bench::load(UNASKED).expect("a policy");
    let strict = Bench::load("[rules.sign-off]\nlevel = \"off\"\n").expect("a policy");
    let (mut mechanical, mut safe, mut suggested, mut typed, mut given) = (0, 0, 0, 0, 0);
    let (mut faults, mut left) = (Vec::new(), Vec::new());
    for line in commits.iter().filter(|line| line["parents"].as_array().map_or(0, Vec::len) < 2) {
        let text = line["message"].as_str().expect("a text");
        let fix = |bench: &Bench, given: Given<'_>| {
            let judged = |text: &str| bench.sheet(&commit(bench, line, text), Stage::Check, None);
            let repaired = repair::whole(text, &given, &mut |text| judged(text));
            let passes = repaired.left.findings.iter().all(|finding| finding.severity == Severity::Warn);
            (repaired.text, passes)
        };
        let all = Given { suggested: true, ..Given::default() };
        let (is_safe, is_suggested) = (fix(&bench, Given::default()), fix(&bench, all));
        if !is_same_said(text, &is_safe.0) {
            faults.push(format!("safe: {text:?} -> {:?}", is_safe.0));
        }
        if let Some(word) = lost(text, &is_suggested.0) {
            faults.push(format!("{word:?} is lost: {text:?} -> {:?}", is_suggested.0));
        }
        let before = bench.sheet(&commit(&bench, line, text), Stage::Check, None).findings;
        let errors = || before.iter().filter(|finding| finding.severity == Severity::Error);
        if errors().next().is_some() && errors().all(is_mechanical) {
            mechanical += 1;
            safe += usize::from(is_safe.1);
            suggested += usize::from(is_suggested.1);
            if !is_suggested.1 {
                left.push(format!("  {:?}", is_suggested.0.lines().next().unwrap_or_default()));
            }
        }
        let message = Message::parse(text, &default_forms());
        if message.header.is_typed() && !before.iter().any(|finding| finding.rule == "header-type") {
            typed += 1;
            let person = Given { issue: Some("42"), scope: Some("core"), ..all };
            given += usize::from(fix(&strict, person).1);
        }
    }
    aloud(format!(
        "{name}: of {mechanical} mechanical {safe} pass by safe repairs, {suggested} by suggested ones; of {typed} typed {given} pass with issue and scope\n{}",
        left.join("\n")
    ));
    assert!(suggested * 100 >= mechanical * 99, "{name}: {suggested} of {mechanical}");
    assert!(given * 100 >= typed * 80, "{name}: {given} of {typed}");
    assert!(faults.is_empty(), "{name}: {} repairs are at fault\n{}", faults.len(), faults.join("\n"));
}

/// The norm without number, scope and sign-off.
const UNASKED: &str = "[rules.sign-off]\nlevel = \"off\"\n[rules.header-issue]\nlevel = \"off\"\n\
                       [rules.header-scope]\nrequired = false\n";

/// A fault of writing alone.
fn is_mechanical(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.trust != Trust::Placeholder)
}

/// Whether two messages say the same: all letters and digits, behind the type where there is one. The number of an issue may
/// have moved.
fn is_same_said(text: &str, repaired: &str) -> bool {
    let is_typed = Message::parse(text, &default_forms()).header.is_typed();
    let said = |text: &str| {
        let colon = Message::parse(text, &default_forms()).header.colon;
        let start = colon.filter(|_| is_typed).map_or(0, |colon| colon.end);
        let letters = text[start..].chars().map(lookalike::folded).filter(|c| c.is_alphanumeric());
        let mut all: Vec<char> = letters.flat_map(char::to_lowercase).collect();
        all.sort_unstable();
        all
    };
    said(text) == said(repaired)
}

/// The first word of the description and the body that a repair does not hold any more.
fn lost<'t>(text: &'t str, repaired: &str) -> Option<&'t str> {
    let message = Message::parse(text, &default_forms());
    let header = &message.header;
    let tag = header.bare.filter(|bare| bare.word.start > bare.whole.start).map(|bare| bare.whole.end);
    let start = header.colon.map(|colon| colon.end).or(tag).unwrap_or(header.line.start);
    let plain = |word: &str| word.chars().map(lookalike::folded).collect::<String>().to_lowercase();
    let new = plain(repaired);
    let words = text[start..].split(|c: char| !lookalike::folded(c).is_alphanumeric()).filter(|word| !word.is_empty());
    words.into_iter().find(|word| !new.contains(&plain(word)))
}

fn commits(name: &str) -> Option<Vec<Value>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../shared/corpus/{name}.jsonl"));
    let Ok(text) = std::fs::read_to_string(&file) else {
        skipped(name, format_args!("no {}", file.display()));
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a commit is JSON")).collect())
}

fn commit<'m>(bench: &Bench, line: &'m Value, text: &'m str) -> Commit<'m> {
    let person = |person: &'m Value| -> Option<Identity<'m>> {
        Some(Identity { name: person["name"].as_str()?.into(), email: person["email"].as_str()?.into() })
    };
    let author = person(&line["author"]).expect("every commit has an author");
    let committer = person(&line["committer"]).unwrap_or_else(|| author.clone());
    let mut commit = bench.commit(text);
    commit.id = line["hash"].as_str().and_then(|hash| ObjectId::from_hex(hash.as_bytes()));
    commit.parents = line["parents"].as_array().map_or(0, Vec::len);
    commit.author = Known::Yes(author);
    commit.committer = Known::Yes(committer);
    commit
}

/// What is wrong with the correction that is offered for a commit, where one is.
fn repaired(bench: &Bench, commit: &Commit<'_>, judged: &Judged<'_>) -> Option<String> {
    let corrected = safe_correction(judged)?;
    let mut again = bench.commit(&corrected);
    (again.id, again.parents) = (commit.id, commit.parents);
    (again.author, again.committer) = (commit.author.clone(), commit.committer.clone());
    let again = bench.judge(&again);
    let left: Vec<&str> =
        again.findings.iter().filter(|finding| is_safe(finding)).map(|finding| finding.rule).collect();
    if !left.is_empty() {
        return Some(format!("{left:?} can still be repaired in {corrected:?}"));
    }
    let was_all = judged.findings.iter().all(is_safe);
    (was_all && !again.findings.is_empty()).then(|| format!("{:?} are new in {corrected:?}", again.rules()))
}

fn safe_correction(judged: &Judged<'_>) -> Option<String> {
    let mut correction = Correction::default();
    correction.fill(judged.message.text, &judged.findings);
    correction.safe().map(str::to_owned)
}

fn is_safe(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.trust == Trust::Safe)
}

/// How many commits a rule complains of, and how often it has a safe repair.
#[derive(Default)]
struct Counts {
    by_rule: BTreeMap<&'static str, (usize, usize)>,
    clean: usize,
}

impl Counts {
    fn add(&mut self, judged: &Judged<'_>) {
        self.clean += usize::from(judged.findings.is_empty());
        for finding in &judged.findings {
            let (found, safe) = self.by_rule.entry(finding.rule).or_default();
            *found += 1;
            *safe += usize::from(is_safe(finding));
        }
    }

    fn table(&self, name: &str, all: usize) -> String {
        let rules = self.by_rule.iter().map(|(rule, (found, safe))| format!("\n  {found:>5}  {safe:>5} safe  {rule}"));
        format!("{name}: {all} commits, {} without a finding{}", self.clean, rules.collect::<String>())
    }
}
