use super::*;
use crate::finding::Sheet;
use crate::model::{Rework, Stage};
use crate::rule::{Cx, Situation, Vocabulary};

const SAYS: Words = Words::new("it says `{0}`", "它写着 `{0}`");

fn finding(rule: &'static str, value: &str) -> Finding {
    let vocabulary = Vocabulary::default();
    let mut sheet = Sheet::default();
    let situation = Situation {
        stage: Stage::PullRequest,
        branch: None,
        vocabulary: &vocabulary,
        file_limit: None,
        rework: Rework::default(),
        around: None,
        suffix: "",
    };
    Cx::new(situation, rule, Severity::Error, &mut sheet).report(SAYS.with([value.into()]));
    sheet.findings.remove(0)
}

fn id(byte: u8) -> ObjectId {
    ObjectId::from_bytes(&[byte; 20]).expect("an id")
}

fn commit(byte: u8, summary: &str, findings: Vec<Finding>) -> Told {
    let subject = SubjectLine { kind: "commit", id: id(byte).to_string(), summary: summary.to_owned() };
    Told { subject, part: Part::Commit(id(byte)), corrected: None, findings }
}

fn draft(told: &[Told]) -> Draft<'_> {
    Draft {
        lang: Lang::En,
        told,
        missing: &[],
        notes: &[],
        commits: 3,
        newest: Some(id(3)),
        onto: Some(Onto { address: "https://example.org/a/b".to_owned(), branch: "main".to_owned() }),
        is_first: false,
        remediation: None,
    }
}

#[test]
fn all_well_is_one_line() {
    let letter = draft(&[]).letter();
    assert!(letter.is_clean);
    assert_eq!(letter.text, format!("{MARKER}\n✅ cihook: 3 commits, no problems\n"));
    assert_eq!(Draft { lang: Lang::ZhCn, ..draft(&[]) }.letter().text.lines().count(), 2);
}

#[test]
fn what_is_unchecked_is_not_well() {
    let missing = [("file-size".to_owned(), "a@b.bin".to_owned(), "api-limit: 1 of 2".to_owned())];
    let letter = Draft { missing: &missing, ..draft(&[]) }.letter();
    assert!(letter.is_clean && !letter.text.contains("✅"));
    assert!(letter.text.contains("**file-size** `a@b.bin` `api-limit: 1 of 2`"));
}

#[test]
fn the_commands_fit_what_is_wrong() {
    let commands = |told: &[Told]| draft(told).letter().text;
    let newest = [commit(3, "x", vec![finding("sign-off", "y")])];
    assert!(
        commands(&newest).contains("git commit --amend --allow-empty --signoff --no-edit\ngit push --force-with-lease")
    );
    let older = [commit(1, "x", vec![finding("sign-off", "y"), finding("header-issue", "y")])];
    let text = commands(&older);
    assert!(
        text.contains("\ngit fetch https://example.org/a/b main && git rebase --interactive --signoff FETCH_HEAD\n"),
        "{text}"
    );
    let title = Told { part: Part::Title, corrected: Some("feat(a): b (#1)".into()), ..older[0].clone() };
    let text = commands(&[title]);
    assert!(
        text.contains("choose “Edit” beside it at the top of this page, and write:\n\n```text\nfeat(a): b (#1)\n```")
            && !text.contains("git rebase"),
        "{text}"
    );
}

#[test]
fn remediation_is_offered_where_it_counts() {
    let told = [commit(1, "x", vec![finding("sign-off", "y")])];
    let people = vec![(id(1), "Ada <a@b.c>".to_owned())];
    let text = Draft { remediation: Some(people), ..draft(&told) }.letter().text;
    assert!(text.contains(&format!("I, Ada <a@b.c>, hereby add my Signed-off-by to this commit: {}", id(1))));
}

#[test]
fn what_is_never_cut_does_not_fill_the_letter() {
    let told = [commit(1, "x", vec![finding("sign-off", "y")])];
    let people = vec![(id(1), "Ada <a@b.c>".to_owned()); 900];
    let missing = vec![("file-size".to_owned(), "z".repeat(900), "y".repeat(900)); 900];
    let draft = Draft { remediation: Some(people), missing: &missing, ..draft(&told) };
    let letter = draft.letter().text;
    assert!(letter.chars().count() < 65_536 && letter.contains("… and 880 more"));
    assert!(letter.contains("(sign-off)") && !letter.contains("hereby add"));
    assert_eq!(draft.summary().matches("**file-size**").count(), 900);
}

#[test]
fn newcomers_are_thanked() {
    let told = [commit(1, "x", vec![finding("sign-off", "y")])];
    assert!(Draft { is_first: true, ..draft(&told) }.letter().text.contains("Thank you for your first contribution"));
}

#[test]
fn nothing_of_a_stranger_breaks_out() {
    let evil = "`` --> </details> @acme/team #1 https://evil.example <!-- <b>\n\n# heading\n```";
    let told = [commit(1, evil, vec![finding("header-type", evil)])];
    let text = draft(&told).letter().text;
    for line in text.lines().filter(|line| line.contains("@acme")) {
        let (before, _) = line.split_once("`` -->").expect("the stranger");
        assert!(before.ends_with("```` ") && line.ends_with("``` ```` (header-type)"), "{line}");
    }
    assert!(!text.lines().any(|line| line.starts_with("# heading") || line.starts_with("@")));
}

#[test]
fn long_letters_are_cut_between_findings() {
    let many: Vec<Told> = (0..3_000).map(|_| commit(1, "x", vec![finding("header-type", &"y".repeat(90))])).collect();
    let letter = draft(&many).letter();
    assert!(letter.text.chars().count() < 65_536);
    let shown = letter.text.matches("(header-type)").count();
    assert!(letter.text.contains(&format!("and {} more", 3_000 - shown)), "{shown}");
    assert!(letter.text.ends_with("reword` instead of `pick` before the commits that are named above.\n\n"));
    assert!(draft(&many).summary().len() < 1 << 20);
    assert_eq!(draft(&many).summary().matches("(header-type)").count(), 3_000);
}

#[test]
fn one_endless_finding_does_not_fill_the_letter() {
    let told = [commit(1, &"z".repeat(200_000), vec![finding("header-type", &"y".repeat(200_000))])];
    assert!(draft(&told).letter().text.chars().count() < 65_536);
}

#[test]
fn one_slip_takes_few_lines() {
    let slip = |lang| {
        let findings =
            ["header-format", "header-scope", "header-issue", "sign-off"].map(|rule| finding(rule, "x")).to_vec();
        let corrected = Some("fix(<scope>): login bug (#42)\n\nbody\n".to_owned());
        let one = Told { corrected, ..commit(3, "Fix login", findings) };
        // The only commit of a pull request has its title, most likely.
        let told = [one.clone(), Told { part: Part::Title, ..one }];
        Draft { lang, commits: 1, is_first: true, ..draft(&told) }.letter().text
    };
    for lang in [Lang::En, Lang::ZhCn] {
        assert!(slip(lang).lines().count() <= 25, "{}", slip(lang));
        assert_eq!(slip(lang).matches("fix(<scope>)").count(), 3, "{}", slip(lang));
        assert_eq!(slip(lang).matches("```sh").count(), 1, "{}", slip(lang));
    }
    let text = slip(Lang::En);
    assert!(text.contains("### cihook: 8 errors to fix before this can be merged\n"), "{text}");
    assert!(
        text.contains(
            "- `0303030303` `Fix login` → write `fix(<scope>): login bug (#42)`: it says `x` (header-format); it says `x` (header-scope); "
        ),
        "{text}"
    );
    assert!(!text.contains("cihook fix") && !text.contains("cihook commit"), "who reads it need not have it: {text}");
    let title = [Told {
        part: Part::Title,
        corrected: Some("feat(a): b (#1)".into()),
        ..commit(3, "feat: b", vec![finding("pr-title", "x")])
    }];
    let text = draft(&title).letter().text;
    assert!(text.lines().count() <= 25 && text.contains("No clone is needed") && !text.contains("```sh"), "{text}");
    assert!(text.contains("### cihook: 1 error to fix"), "{text}");
}

#[test]
fn the_sentence_of_a_community_comes_last_and_once() {
    const OWN: Words = Words::new("{0}", "{0}");
    let own = || OWN.with([crate::words::Value::Own(["ask @us: https://example.org/help".into(), "问".into()].into())]);
    let found = |rule| Finding { own: Some(own()), ..finding(rule, "x") };
    let told = [commit(1, "feat: x", vec![found("header-scope"), found("header-issue")])];
    let text = draft(&told).letter().text;
    assert!(text.ends_with("ask `@us:` <https://example.org/help>\n\n"), "{text}");
    assert_eq!(text.matches("example.org/help").count(), 1, "{text}");
}
