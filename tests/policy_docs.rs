//! `cihook policy docs`: what is written from a policy is what the policy asks, and nothing of a file is lost for it.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

#[path = "support/mod.rs"]
mod support;

use cihook::docs::{self, Kind, Norm};
use cihook::policy::{PRESETS, Policy, Source};
use cihook::words::Lang;
use support::{Repo, Sandbox};

/// Policies that ask for something of their own, beside the presets.
const ODD: [&str; 8] = [
    "extends = []\n",
    "extends = []\n[rules.header-format]\n[rules.header-scope]\nrequired = true\nallow = [\"core/*\", \"ui\"]\n",
    "extends = []\n[rules.header-format]\n[rules.header-issue]\nwhere = [\"trailer\"]\nforms = [\"PROJ-\"]\n[rules.body-format]\nrequired = true\n",
    "extends = [\"kernel\"]\n[rules.header-length]\nmax = 60\n",
    "extends = [\"conventional\"]\nlanguage = \"zh-CN\"\n[rules.header-type]\nallow = [\"加\", \"改\"]\n",
    "extends = [\"conventional\"]\n[rules.header-style]\ncase = [\"sentence-case\"]\nnot-case = []\n",
    "[rules.header-format]\npattern = \"[A-Z]+-[0-9]+: .+\"\nhelp = \"See https://example.org/commits\"\n",
    "[rules.header-type]\nallow = [\"feat\", \"x\"]\nabout = { x = { en = \"an experiment\", zh-CN = \"实验\" } }\n[rules.pr-title]\ncommits = \"off\"\n",
];

fn policy(text: &str) -> Policy {
    let source = Source { name: "cihook.toml".to_owned(), text: text.to_owned().into() };
    Policy::load(Some(source), &|_| Err(String::new())).expect("a policy")
}

fn text(policy: &Policy, kind: Kind, lang: Lang) -> String {
    let effective = policy.for_branch(None).expect("rules");
    docs::text(kind, &Norm { policy, effective: &effective }, lang, "#")
}

/// The blocks of code of a text.
fn examples(text: &str) -> Vec<&str> {
    text.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_example_is_accepted_by_the_policy_that_it_was_written_from() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.git(&["config", "user.name", "Ann Lee"]).ok();
    repo.git(&["config", "user.email", "ann@example.org"]).ok();
    let presets = PRESETS.iter().map(|preset| format!("extends = [\"{}\"]\n", preset.name));
    let mut with_example = 0;
    for written in presets.chain(ODD.map(str::to_owned)) {
        repo.write("cihook.toml", &written);
        for lang in [Lang::En, Lang::ZhCn] {
            let text = text(&policy(&written), Kind::Contributing, lang);
            for example in examples(&text) {
                let mut check = repo.command(support::program());
                check.args(["check", "--message", "-", "--stored"]);
                for who in ["AUTHOR", "COMMITTER"] {
                    check.env(format!("GIT_{who}_NAME"), "Ann Lee").env(format!("GIT_{who}_EMAIL"), "ann@example.org");
                }
                support::run(&mut check, example.as_bytes()).ok();
                with_example += 1;
            }
        }
    }
    assert!(with_example >= 20, "{with_example}");
}

#[test]
fn nothing_is_said_that_the_policy_does_not_ask() {
    let said = |written: &str| text(&policy(written), Kind::Contributing, Lang::En);
    let bare = said(ODD[0]);
    assert!(!bare.contains("\n- "), "{bare}");
    let dco = said("extends = [\"dco\"]\n");
    assert!(dco.contains("git commit -s") && !dco.contains("Types:") && !dco.contains("columns"), "{dco}");
    let gentle = said("extends = [\"gentle\"]\n");
    assert!(gentle.contains("Advice, for which nothing is refused"), "{gentle}");
    let own = said(ODD[6]);
    assert!(own.contains("matches `[A-Z]+-[0-9]+: .+`. See <https://example.org/commits>"), "{own}");
    assert!(!own.contains("scope") && !own.contains("Types") && !own.contains("An example"), "{own}");
    let about = text(&policy(ODD[7]), Kind::Contributing, Lang::ZhCn);
    assert!(about.contains("`x`（实验）") && about.contains("只看标题"), "{about}");
}

#[test]
fn what_strangers_write_into_a_policy_is_code_or_a_comment() {
    let hostile = "[rules.header-type]\nallow = [\"<b>@all</b>\", \"x\"]\nabout = { \"<b>@all</b>\" = \"<i>\", x = \"![x](y) @all\" }\n\
                   [rules.header-scope]\nallow = [\"-->\", \"x\\u202e\"]\nhelp = \"see @all\"\n";
    let policy = policy(hostile);
    for kind in [Kind::Contributing, Kind::PullRequest, Kind::Agents] {
        let text = text(&policy, kind, Lang::En);
        let outside: String = text.split('`').step_by(2).collect();
        assert!(!outside.contains("@all") && !outside.contains("<b>") && !outside.contains("]("), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
    let template = text(&policy, Kind::Template, Lang::En);
    assert!(
        template.lines().all(|line| line.starts_with("# ")) && !template.contains(['\u{1b}', '\u{202e}']),
        "{template}"
    );
}

fn docs_of(repo: &Repo, arguments: &[&str]) -> support::Ran {
    repo.cihook(&[&["policy", "docs"], arguments].concat())
}

#[test]
fn a_file_keeps_everything_else() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    docs_of(&repo, &["--check", "A.md"]).fails(2).says("no file `A.md`");
    docs_of(&repo, &["--write", "A.md"]).ok().prints("written: A.md");
    docs_of(&repo, &["--check", "A.md"]).ok().prints("up to date");
    repo.write("A.md", format!("# Mine\r\n\r\n{}\r\nlast", repo.read("A.md").replace('\n', "\r\n")));
    docs_of(&repo, &["--check", "A.md"]).ok();
    let stale = repo.read("A.md").replace("`type(scope)", "`typ(scope)");
    repo.write("A.md", &stale);
    let told = docs_of(&repo, &["--check", "A.md"]).fails(1).prints("not up to date");
    let command = told.out.lines().find_map(|line| line.split_once("write it with: ")).expect("a command").1.to_owned();
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    repo.cihook(&words).ok();
    let fresh = repo.read("A.md");
    assert!(
        fresh.starts_with("# Mine\r\n\r\n<!--")
            && fresh.ends_with("\r\nlast")
            && !fresh.replace("\r\n", "").contains('\n')
    );
    repo.cihook(&["--lang", "zh-CN", "policy", "docs", "--check", "A.md"]).fails(1);
    repo.cihook(&["--lang", "zh-CN", "policy", "docs", "--write", "A.md"]).ok();
    docs_of(&repo, &["--check", "A.md"]).ok();
    let broken = fresh.replacen("<!-- cihook docs contributing en end -->", "", 1);
    repo.write("A.md", &broken);
    docs_of(&repo, &["--write", "A.md"]).fails(2).says("do not go together");
    assert_eq!(repo.read("A.md"), broken);
    repo.write("B.md", [0xff, 0xfe]);
    docs_of(&repo, &["--write", "B.md"]).fails(2).says("not text");
}

#[test]
fn git_takes_the_template_and_an_untouched_one_commits_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.commit("feat(api): start (#1)\n");
    repo.git(&["config", "core.commentChar", ";"]).ok();
    let told = docs_of(&repo, &["--for", "template", "--write", "my template"]).ok();
    let command = told.out.lines().find_map(|line| line.split_once("use it with: git ")).expect("a command").1;
    assert_eq!(command, "config commit.template 'my template'");
    repo.git(&["config", "commit.template", "my template"]).ok();
    assert!(repo.read("my template").starts_with("\n; cihook docs template en begin"));
    let commit = |editor: &str| {
        let mut commit = repo.command("git");
        commit.args(["commit", "-q", "--allow-empty"]).env("GIT_EDITOR", editor);
        support::run(&mut commit, b"")
    };
    assert_ne!(commit("true").code, 0);
    commit("sed -i '1s/^/feat(api): go on (#2)/'").ok();
    assert_eq!(repo.git(&["log", "-1", "--format=%B"]).ok().out.trim(), "feat(api): go on (#2)");
    repo.git(&["config", "core.commentChar", "auto"]).ok();
    docs_of(&repo, &["--for", "template"]).fails(2).says("git config core.commentChar '#'");
}

#[test]
fn our_own_texts_are_up_to_date() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (kind, file) in [
        ("contributing", "CONTRIBUTING.md"),
        ("pull-request", ".github/pull_request_template.md"),
        ("agents", "AGENTS.md"),
    ] {
        let mut check = std::process::Command::new(support::program());
        check.current_dir(root).args(["--lang", "en", "policy", "docs", "--for", kind, "--check", file]);
        let output = check.output().expect("a program");
        assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stdout));
    }
}
