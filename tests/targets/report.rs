//! What is shown of a commit: nothing of it as it is, in any format.

use super::promises::{choice, is_harmless, judge, preset};
use cihook::finding::Sheet;
use cihook::git::object;
use cihook::model::{Commit, DraftPlace, Gap, Known, ObjectId, Stage};
use cihook::policy::Policy;
use cihook::render::answer::Answer;
use cihook::render::github::Github;
use cihook::render::human::Human;
use cihook::render::json::Json;
use cihook::render::junit::Junit;
use cihook::render::markdown::Document;
use cihook::render::sarif::Sarif;
use cihook::render::{Ending, Format, Page, Screen, Shown};
use cihook::repair::Correction;
use cihook::report::Report;
use cihook::words::Lang;
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| preset("openim"));

/// The first byte chooses language and subject, the rest is the content of a commit object.
pub fn target(data: &[u8]) {
    let (first, content) = choice(data);
    let lang = if first & 1 == 0 { Lang::En } else { Lang::ZhCn };
    let effective = POLICY.for_branch(None).expect("presets have no overrides");
    let object = object::commit(content);
    let id = ObjectId::from_hex(&[b'a'; 40]).expect("a name");
    let commit = object.facts(id, &effective.vocabulary.forms, Known::No(Gap::NotApplicable));
    // The name of a file is from outside as well.
    let file = object.text.lines().last().unwrap_or_default().to_owned();
    let place = DraftPlace { file, lines: (1..=object.text.lines().count()).collect() };
    let commit = if first & 2 == 0 { commit } else { Commit { id: None, draft: Some(&place), ..commit } };
    let human = Human {
        screen: Screen { lang, color: false, width: 20 + usize::from(first), most: (first & 8 != 0).then_some(4096) },
        stage: Stage::Check,
        quiet: false,
        verbose: first & 4 != 0,
        silent_when_clean: false,
        deny_unchecked: true,
        rules: Vec::new(),
        reasons: Vec::new(),
    };
    is_harmless(&shown(&commit, &human));
    other_formats(&commit, lang);
    let json = Json { lang, policy: &POLICY, families: &["message"], deny_unchecked: true };
    let told: serde_json::Value = serde_json::from_str(&shown(&commit, &json)).expect("a report in JSON is JSON");
    assert!(told["findings"].as_array().is_some_and(|findings| findings.iter().all(|finding| finding.is_object())));
}

/// What machines read is what they can read, and nothing of the commit is a mark of theirs.
fn other_formats(commit: &Commit<'_>, lang: Lang) {
    let sarif = shown(commit, &Sarif { lang, rules: Vec::new(), deny_unchecked: true });
    let told: serde_json::Value = serde_json::from_str(&sarif).expect("SARIF is JSON");
    assert!(told["runs"][0]["results"].is_array());
    let xml = shown(commit, &Junit { lang, deny_unchecked: true });
    is_harmless(&xml);
    assert_eq!(xml.matches("<testsuite ").count(), xml.matches("</testsuite>").count(), "{xml}");
    assert_eq!(xml.matches("<failure ").count(), xml.matches("</failure>").count(), "{xml}");
    for line in shown(commit, &Github { lang }).lines() {
        let is_command = ["::error ", "::warning ", "::notice"].iter().any(|command| line.starts_with(command));
        assert!(is_command || !line.trim_start().starts_with("::"), "{line:?}");
        assert!(!line.contains("##["), "{line:?}");
    }
    let page = shown(commit, &Document { lang, most: None, deny_unchecked: true });
    is_harmless(&page);
    let outside: String = page.split('`').step_by(2).collect();
    assert!(!outside.contains("<!--") && !outside.contains("://"), "{page:?}");
}

fn shown(commit: &Commit<'_>, format: &dyn Format) -> String {
    let effective = POLICY.for_branch(None).expect("presets have no overrides");
    let judge = judge(&POLICY, &effective);
    let (mut sheet, mut page, mut correction) = (Sheet::default(), Page::default(), Correction::default());
    let verdict = judge.commit(commit, &|_| false, &mut sheet);
    correction.fill(verdict.text(), &verdict.sheet.findings);
    let mut report = Report::new(format.lists());
    report.add(&verdict);
    let whys = |rule: &str, option: &str| effective.why(&POLICY.sources, rule, option);
    let shown =
        Shown { verdict: &verdict, correction: &correction, whys: &whys, passes: Some(&|_| false), people: &[] };
    let answers: Vec<Answer> = format.answer(&shown).into_iter().collect();
    let (mut out, mut limit) = (Vec::new(), format.limit());
    page.add(format, &shown, &mut limit);
    format.head(&mut out);
    let mut is_first = true;
    let mut without_first = |text: &[u8], out: &mut Vec<u8>| {
        let between = if std::mem::take(&mut is_first) { format.between().len() } else { 0 };
        out.extend_from_slice(text.get(between..).unwrap_or_default());
    };
    let count = page.pieces(&mut format.limit(), &mut |piece| without_first(piece, &mut out));
    format.middle(&mut out);
    out.extend_from_slice(page.corrections.get(format.between().len()..).unwrap_or_default());
    let answers = if format.answers() { answers.as_slice() } else { &[] };
    let (go_on, program) = (Some("cihook commit --retry"), Some("cihook"));
    format.tail(&Ending { report: &report, shown: count, answers, go_on, all: None, program }, &mut out);
    String::from_utf8(out).expect("reports are text")
}
