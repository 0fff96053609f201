//! Histories in the style of real communities, each of which gets a policy that fits it.

mod suggested;
mod worlds;

use super::*;
use crate::engine::{Judge, Occasion};
use crate::finding::{Severity, Sheet, Subject};
use crate::model::{AuthorKind, Commit, Gap, Known, RefChange, Stage};
use crate::options::{Day, Level};
use crate::policy::{Policy, Source};
use std::collections::BTreeSet;
use worlds::{Draft, PLAIN, World, chance, history, id, one_of, said, usual};

/// A proposal that was read as a policy.
struct Fit {
    text: String,
    policy: Policy,
    proposal: Proposal,
}

fn read(text: &str) -> Policy {
    let source = Source { name: "cihook.toml".into(), text: text.to_owned().into() };
    let policy = Policy::load(Some(source), &|_| Err(String::new()));
    policy.unwrap_or_else(|rejected| panic!("{:?}\n{text}", rejected.mistakes))
}

/// Proposes a policy, and checks what holds for every proposal.
fn fit(history: &History) -> Fit {
    let proposal = propose(history, Lang::En);
    let text = proposal.text.clone();
    let policy = read(&text);
    let fit = Fit { text, policy, proposal };
    let (passed, all) = fit.passing(history);
    assert!(passed * 100 >= all * 95, "{passed} of {all} pass\n{}", fit.text);
    assert!(fit.refused_names(history).is_empty(), "{:?}\n{}", fit.refused_names(history), fit.text);
    fit.claims();
    fit
}

impl Fit {
    fn with_judge<T>(&self, use_it: impl FnOnce(&Judge<'_>) -> T) -> T {
        let effective = self.policy.for_branch(None).expect("rules");
        let today = Day::parse("2026-11-27").expect("a day");
        use_it(&Judge::new(
            &self.policy,
            &effective,
            Occasion { stage: Stage::Check, branch: None, today, skip: &[], around: None },
        ))
    }

    /// How many of some commits pass.
    fn taken(&self, commits: &[&Commit<'_>]) -> usize {
        let is_taken = |judge: &Judge<'_>, commit: &Commit<'_>| {
            let mut sheet = Sheet::default();
            let commit = judged::read_by(judge, commit);
            let sheet = judge.commit(&commit, &|_| false, &mut sheet).sheet;
            sheet.findings.iter().all(|finding| finding.severity == Severity::Warn)
        };
        self.with_judge(|judge| commits.iter().filter(|commit| is_taken(judge, commit)).count())
    }

    fn takes_text(&self, text: &str) -> bool {
        let author = Some(Identity { name: "Ann Lee".into(), email: "ann.lee@example.org".into() });
        let sample = Sample {
            id: id(0),
            parents: vec![id(1)],
            author: author.clone(),
            committer: author,
            text: text.to_owned(),
            fault: None,
        };
        self.taken(&[&people::facts(&sample)]) == 1
    }

    /// How many commits of people that are no merges pass, of those that are judged.
    fn passing(&self, history: &History) -> (usize, usize) {
        let all: Vec<&Sample> = history.commits.iter().collect();
        let since = self.policy.adopt_since.iter().filter_map(|tag| history.tags.iter().find(|(name, _)| name == tag));
        let old: BTreeSet<ObjectId> = since.flat_map(|(_, id)| people::reached(&all, *id)).collect();
        let judged: Vec<Commit<'_>> =
            all.iter().filter(|sample| !old.contains(&sample.id)).map(|sample| people::facts(sample)).collect();
        let people = judged.iter().filter(|commit| !commit.is_merge() && AuthorKind::of(commit) != AuthorKind::Bot);
        let people: Vec<&Commit<'_>> = people.collect();
        (self.taken(&people), people.len())
    }

    /// The tags and branches that would be refused.
    fn refused_names(&self, history: &History) -> Vec<String> {
        let tags = history.tags.iter().map(|(tag, _)| format!("refs/tags/{tag}"));
        let branches = history.branches.iter().map(|branch| format!("refs/heads/{branch}"));
        self.with_judge(|judge| {
            let is_refused = |name: &String| {
                let change =
                    RefChange { name, old: None, new: Some(id(0)), local: None, within: Known::No(Gap::NotApplicable) };
                let mut sheet = Sheet::default();
                let verdict = judge.subject(Subject::Ref(&change), &|_, _| {}, &mut sheet);
                verdict.sheet.findings.iter().any(|finding| finding.severity == Severity::Error)
            };
            tags.chain(branches).filter(is_refused).collect()
        })
    }

    fn level(&self, rule: &str) -> Level {
        let effective = self.policy.for_branch(None).expect("rules");
        let found = effective.rules.iter().find(|active| active.definition.meta.id == rule);
        found.map_or(Level::Off, |active| active.levels.at(Stage::Check))
    }

    fn has(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.text.contains(part), "{part}\n{}", self.text);
        }
    }

    /// Nothing is claimed that was not judged: each share has at least thirty behind it.
    fn claims(&self) {
        let mut is_of_messages = false;
        for line in self.text.lines() {
            if let Some(rule) = line.strip_prefix("[rules.") {
                let names = ["branch-name", "tag-name", "file-size", "path-name"];
                is_of_messages = !names.contains(&rule.trim_end_matches(']'));
            }
            let whole = line.rsplit_once(" of ").and_then(|(_, whole)| whole.parse::<u64>().ok());
            let is_share = line.starts_with("level = ") && is_of_messages;
            assert!(!is_share || whole.is_none_or(|whole| whole >= FEW), "{line}\n{}", self.text);
        }
    }
}

#[test]
fn squashed_pull_requests_are_read_as_their_authors_wrote_them() {
    let world = World {
        write: &|dice, number, _| {
            let scope = one_of(dice, &["(api)", "", "(web)", ""]);
            let issue = if number % 3 == 0 { " (#7)" } else { "" };
            format!("{}{scope}: {}{issue}\n\n* one thing\n", usual(dice), said(dice))
        },
        merges: 3,
        is_squashed: true,
        tags: &["v1.0.0", "v1.1.0", "v1.2.0-rc.1"],
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["method = \"squash\"", "extends = [\"conventional\"]", "{number}.{number}.{number}", "3 of 3 tags"]);
    assert_eq!((fit.level("header-issue"), fit.level("header-type")), (Level::Off, Level::Error));
    assert!(fit.takes_text("build: add the page (#9)"), "a usual type is not refused");
    assert!(!fit.takes_text("Add the page (#9)"));
}

#[test]
fn the_same_history_gives_the_same_policy_in_both_languages() {
    let history = World { bots: 20, tags: &["v1.0", "v1.1", "v1.2"], ..PLAIN }.history();
    let proposal = propose(&history, Lang::En);
    assert_eq!(propose(&history, Lang::En), proposal);
    let chinese = propose(&history, Lang::ZhCn);
    let bare = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with("reason"));
        lines.map(|line| line.split('#').next().unwrap_or_default().trim_end().to_owned()).collect()
    };
    assert_eq!(bare(&chinese.text), bare(&proposal.text));
    assert!(read(&chinese.text).exemptions.len() == 1 && !chinese.text.contains(" of "), "{}", chinese.text);
}

#[test]
fn bots_are_left_out_and_exempted() {
    let world = World { write: &|dice, _, _| format!("{}: {}\n", usual(dice), said(dice)), bots: 40, ..PLAIN };
    let history = world.history();
    let fit = fit(&history);
    fit.has(&["[[exempt]]\nauthor = \"dependabot[bot]\"\nrules = [\"header-format\"", "pre-receive"]);
    let commits: Vec<Commit<'_>> = history.commits.iter().map(people::facts).collect();
    let bots: Vec<&Commit<'_>> = commits.iter().filter(|commit| AuthorKind::of(commit) == AuthorKind::Bot).collect();
    assert!(bots.len() > 150 && fit.taken(&bots) == bots.len());
    assert!(fit.proposal.passing.whole < 350 && fit.level("header-format") == Level::Error);
}

#[test]
fn sign_offs_are_asked_for_where_nearly_all_sign() {
    let world = World {
        write: &|dice, _, author| {
            let sign = if chance(dice, 99) { format!("\nSigned-off-by: {author}\n") } else { String::new() };
            let said = said(dice);
            format!("{}{}\n\nIt was broken.\n{sign}", said[..1].to_uppercase(), &said[1..])
        },
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["extends = [\"dco\"]", "No form is common"]);
    assert_eq!((fit.level("sign-off"), fit.level("header-format")), (Level::Error, Level::Off));
}

#[test]
fn own_types_are_allowed_and_slips_become_aliases() {
    let world = World {
        write: &|dice, number, _| match number % 50 {
            0 => format!("faet: {}\n", said(dice)),
            1 | 2 => format!("deps: {}\n", said(dice)),
            3..6 => format!("i18n(web): {}\n", said(dice)),
            6..26 => format!("feat: {}\n", said(dice)),
            _ => format!("{}: {}\n", usual(dice), said(dice)),
        },
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["\"deps\"", "\"i18n\"", "faet = \"feat\""]);
    for kind in types::USUAL.into_iter().chain(["deps", "i18n"]) {
        assert!(fit.takes_text(&format!("{kind}: add the page\n")), "{kind}");
    }
    assert!(!fit.takes_text("improve: add the page\n"));
}

#[test]
fn subsystems_are_no_types() {
    let world = World {
        write: &|dice, _, author| {
            let system =
                one_of(dice, &["mm/slub", "net: phy", "x86/kvm", "drm/amd", "fs", "docs", "usb: gadget", "arm64"]);
            format!("{system}: {}\n\nIt was wrong.\n\nSigned-off-by: {author}\n", said(dice))
        },
        merges: 20,
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["grammar = \"subsystem\"", "extends = [\"kernel\"]", "[rules.trailers]\nlevel = \"off\""]);
    assert_eq!((fit.level("header-format"), fit.level("sign-off")), (Level::Error, Level::Error));
    assert!(fit.takes_text("crypto: add x\n\nSigned-off-by: Ann Lee <ann.lee@example.org>\n"));
}

#[test]
fn chinese_headers_are_counted_in_columns() {
    let world = World {
        write: &|dice, number, _| {
            let what = one_of(dice, &["新增登录页面", "修复空指针异常", "优化查询性能", "调整缓存策略"]);
            if number % 60 == 0 {
                format!("fix（用户）：{what}\n")
            } else {
                format!("{}(用户): {what}\n", usual(dice))
            }
        },
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["language = \"zh-CN\"", "required = true"]);
    assert!(fit.takes_text("feat(用户): 支持单点登录\n"));
}

#[test]
fn scopes_are_a_list_where_few_cover_nearly_all() {
    let packages = ["core", "cli", "web", "docs-site", "@team/ui", "server"];
    let world = World {
        write: &|dice, _, _| format!("{}({}): {}\n", usual(dice), one_of(dice, &packages), said(dice)),
        tags: &["@team/ui@1.0.0", "@team/ui@1.1.0", "core@2.0.1", "core@2.0.2"],
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["required = true", "\"@team/ui\", \"cli\", \"core\"", "4 of 4 tags"]);
    assert!(!fit.takes_text("feat(kore): add the page\n"));
    let many =
        World { write: &|dice, number, _| format!("{}(m{}): {}\n", usual(dice), number % 90, said(dice)), ..PLAIN };
    self::fit(&many.history()).has(&["required = true\nallow = []"]);
}

#[test]
fn free_prose_is_asked_for_no_form() {
    let world = World {
        write: &|dice, number, _| match number % 4 {
            0 => format!("{}.\n", said(dice)),
            1 => format!("WIP {}\nand more\n", said(dice)),
            2 => "typo\n".to_owned(),
            _ => format!("[{}] {}\n", usual(dice), said(dice)),
        },
        tags: &["first", "before-rewrite", "old"],
        branches: &["main", "x", "y1", "johns-fix", "tmp", "a", "b", "c", "d", "e", "f"],
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["No form is common to most headers, so none is asked for.", "extends = []"]);
    for rule in ["header-format", "header-type", "header-scope", "header-issue", "sign-off"] {
        assert_eq!(fit.level(rule), Level::Off, "{rule}");
    }
}

#[test]
fn tags_and_branches_keep_the_form_that_they_have() {
    let world = World {
        tags: &["1.0.0", "1.0.1", "1.1.0", "2.0.0"],
        branches: &[
            "main",
            "release/1.0",
            "release/1.1",
            "release/2.0",
            "feat/login",
            "fix/42-crash",
            "docs/readme",
            "dependabot/npm/x",
            "feat/more",
            "feat/most",
        ],
        ..PLAIN
    };
    let fit = fit(&world.history());
    fit.has(&["\"{number}.{number}.{number}\"", "\"release/{number}.{number}\"", "4 of 4 tags", "10 of 10 branches"]);
    let history = |tags: &[&str]| worlds::history(Vec::new(), tags, &["release/3.4", "fix/other"]);
    assert!(fit.refused_names(&History { tags: vec![("3.0.0".into(), id(0))], ..history(&[]) }).is_empty());
    assert_eq!(fit.refused_names(&History { tags: vec![("v3".into(), id(0))], ..history(&[]) }), ["refs/tags/v3"]);
}

#[test]
fn issues_have_the_place_and_the_form_that_people_use() {
    let world = World {
        write: &|dice, number, _| format!("Refine {}\n\nIt was slow.\n\nCloses: PROJ-{number}\n", said(dice)),
        ..PLAIN
    };
    let found = fit(&world.history());
    found.has(&["where = [\"trailer\"]", "forms = [\"PROJ-\"]"]);
    assert!(!found.takes_text("Refine the page\n\nIt was slow.\n"));
    let world = World {
        write: &|dice, number, author| {
            format!("{}(api): {} (#{number})\n\nSigned-off-by: {author}\n", usual(dice), said(dice))
        },
        ..PLAIN
    };
    fit(&world.history()).has(&[
        "extends = [\"openim\"]",
        "where = [\"header\"]",
        "[rules.push-size]\nlevel = \"off\"",
    ]);
}

#[test]
fn a_community_that_changed_its_ways_is_judged_from_then_on() {
    let write = |from: usize| {
        move |dice: &mut worlds::Dice, number: usize, _: &str| match number < from {
            true => format!("Some {}.\n", said(dice)),
            false => format!("{}: {}\n", usual(dice), said(dice)),
        }
    };
    // Within the last commits.
    let world = World { write: &write(250), tags: &["v1.0.0=>100", "v2.0.0=>249", "v2.1.0=>400"], ..PLAIN };
    let found = fit(&world.history());
    found.has(&["[adopt]\nsince = \"v2.0.0\"", "250 of 250 after it pass"]);
    assert_eq!(found.level("header-type"), Level::Error);
    // Before them.
    let world = World { count: 900, write: &write(350), tags: &["v1.0.0=>100", "v2.0.0=>349", "v2.1.0=>600"], ..PLAIN };
    fit(&world.history()).has(&["since = \"v2.0.0\""]);
    // Never.
    let world = World { count: 900, write: &write(0), tags: &["v1.0.0=>100"], ..PLAIN };
    assert!(fit(&world.history()).policy.adopt_since.is_empty());
}

#[test]
fn of_a_few_commits_nothing_is_said() {
    for count in [0, 1, 29] {
        let world = World { count, ..PLAIN };
        let fit = fit(&world.history());
        fit.has(&["Too little was seen", "too little seen ("]);
        assert!(
            crate::rules::ALL
                .iter()
                .all(|rule| ["file-size", "path-name"].contains(&rule.meta.id) || fit.level(rule.meta.id) == Level::Off)
        );
    }
}

#[test]
fn what_comes_from_outside_stays_within_its_line() {
    let odd = "x\"\n[rules.evil]\u{1b}[31m";
    let draft = |number: usize| Draft {
        author: (format!("{odd}[bot]"), "a@b.c".to_owned()),
        committer: None,
        text: format!("feat({odd}): add\nKey{odd}: {number}\n"),
        is_merge: false,
    };
    let mut drafts: Vec<Draft> = (0..40).map(draft).collect();
    drafts.extend((0..60).map(|number| Draft { author: ("Ann".into(), "ann@example.org".into()), ..draft(number) }));
    let fit = fit(&history(drafts, &["v\u{1b}1.0", "v1.1", "v1.2"], &["main", "a\u{202e}b/c"]));
    assert!(!fit.text.contains(['\u{1b}', '\u{202e}']), "{}", fit.text);
}
