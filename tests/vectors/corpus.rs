//! Histories of real communities: what is found in them, and that every correction that is offered as safe is one.

use crate::aloud::{aloud, skipped};
use crate::bench::{Bench, Judged};
use cihook::finding::{Finding, Trust};
use cihook::model::{Commit, Identity, Known, ObjectId};
use cihook::repair::Correction;
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
