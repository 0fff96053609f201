//! What the documents show is what happens: every console block is run, in one repository from top to bottom, and every
//! policy is read.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    clippy::panic,
    reason = "tests bring the outside in"
)]

mod support;

use cihook::policy::{Policy, Source};
use support::terminal::{has_python, on_terminal};
use support::{Repo, Sandbox, program, run};

/// A command, how it ends, and what it says.
struct Step {
    command: String,
    code: i32,
    output: Vec<String>,
}

fn document(name: &str) -> String {
    std::fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a document")
}

/// The blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let parts = text.split(opening.as_str()).skip(1);
    parts.map(|part| part[..part.find("```").expect("an end")].to_owned()).collect()
}

fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in block.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.to_owned(), code: 0, output: Vec::new() });
        } else if let Some(step) = steps.last_mut() {
            match line.strip_prefix("? ") {
                Some(code) => step.code = code.parse().expect("an exit code"),
                None => step.output.push(line.to_owned()),
            }
        }
    }
    steps
}

/// Whether `line` is `pattern`, in which `[..]` stands for anything.
fn fits_line(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split("[..]");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Whether `lines` are `patterns`, in which a line `...` stands for any lines.
fn fits(patterns: &[String], lines: &[&str]) -> bool {
    match patterns.split_first() {
        None => lines.is_empty(),
        Some((dots, rest)) if dots == "..." => (0..=lines.len()).any(|skip| fits(rest, &lines[skip..])),
        Some((pattern, rest)) => match lines.split_first() {
            Some((line, lines)) => fits_line(pattern, line) && fits(rest, lines),
            None => false,
        },
    }
}

fn play(repo: &Repo, step: &Step) {
    play_in("en", repo, step);
}

fn play_in(lang: &str, repo: &Repo, step: &Step) {
    let folder = program().parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = repo.command("sh");
    shell.args(["-c", &format!("exec 2>&1; {}", step.command)]).env("PATH", format!("{folder}:{path}"));
    shell.env("CIHOOK_LANG", lang);
    let ran = run(&mut shell, b"");
    let lines: Vec<&str> = ran.out.lines().map(str::trim_end).collect();
    let is_push_refused = |line: &&str| line.starts_with("error: failed to push");
    let lines: Vec<&str> = lines.into_iter().filter(|line| !is_push_refused(line)).collect();
    assert!(
        ran.code == step.code && fits(&step.output, &lines),
        "$ {}\n{}\nwas: {ran:#?}",
        step.command,
        step.output.join("\n")
    );
}

#[test]
fn the_readme_shows_what_happens() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    let blocks = blocks(&document("README.md"), "console");
    assert!(blocks.len() >= 6);
    // The refusal on the first screen is what an installed hook says, before the tour installs it.
    repo.cihook(&["install"]).ok();
    repo.write("a.txt", "a").git(&["add", "a.txt"]).ok();
    for step in blocks.iter().flat_map(|block| steps(block)) {
        play(&repo, &step);
        if step.command.starts_with("git commit -m") {
            repo.git(&["rm", "-q", "--cached", "a.txt"]).ok();
            repo.cihook(&["uninstall"]).ok();
        }
    }
}

/// Plays a session on a plain terminal: what stands after `>` is typed.
fn play_on_terminal(repo: &Repo, block: &str) {
    let steps = steps(block);
    let [step] = steps.as_slice() else { panic!("one command: {block}") };
    let typed = step.output.iter().filter_map(|line| line.strip_prefix('>')).map(str::trim);
    let typed: Vec<String> = typed.map(|answer| format!("{answer}\r")).collect();
    let typed: Vec<(&str, &str)> = typed.iter().map(|answer| ("> ", answer.as_str())).collect();
    let arguments: Vec<&str> = step.command.strip_prefix("cihook ").expect("ours").split(' ').collect();
    let ran = on_terminal(repo, "dumb", &arguments, &[], &typed);
    let lines: Vec<&str> = ran.out.lines().map(str::trim_end).collect();
    assert!(ran.code == step.code && fits(&step.output, &lines), "{block}\nwas: {ran:#?}");
}

#[test]
fn the_page_on_repair_shows_what_happens() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    repo.install().commit("feat(api): start (#1)");
    repo.write("a.txt", "a\n").git(&["add", "a.txt"]).ok();
    let page = document("docs/repair.md");
    blocks(&page, "console").iter().flat_map(|block| steps(block)).for_each(|step| play(&repo, &step));
    repo.git(&["switch", "-q", "-c", "feat/43-pool", "main"]).ok();
    repo.write("internal/api/a", "b\n").git(&["add", "internal"]).ok();
    let sessions = blocks(&page, "terminal");
    assert_eq!(sessions.len(), 1);
    if has_python("the_page_on_repair_shows_what_happens") {
        sessions.iter().for_each(|block| play_on_terminal(&repo, block));
    }
}

#[test]
fn the_page_on_adoption_shows_what_happens() {
    for (page, lang) in [("docs/adopt.md", "en"), ("docs/adopt.zh-CN.md", "zh-CN")] {
        let sandbox = Sandbox::new();
        let repo = sandbox.repo("work");
        (1..=40).for_each(|number| drop(repo.commit(&format!("feat(api): add part {number} (#{number})"))));
        repo.git(&["tag", "v1.0.0"]).ok();
        repo.commit("quick fix");
        let mut bot = repo.command("git");
        bot.args(["commit", "-q", "--allow-empty", "-m", "Update dependency serde to v2", "--author"]);
        run(bot.arg("renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>"), b"").ok();
        (41..=45).for_each(|number| drop(repo.commit(&format!("fix(web): mend part {number} (#{number})"))));
        let blocks = blocks(&document(page), "console");
        assert!(blocks.len() >= 4);
        blocks.iter().flat_map(|block| steps(block)).for_each(|step| play_in(lang, &repo, &step));
    }
}

#[test]
fn the_page_on_servers_shows_what_happens() {
    let sandbox = Sandbox::new();
    sandbox.init("server.git", &["--bare"]);
    let beside = sandbox.at(sandbox.path(""));
    for step in blocks(&document("docs/servers.md"), "console").iter().flat_map(|block| steps(block)) {
        play(&beside, &step);
    }
}

#[test]
fn every_policy_of_the_documents_is_right() {
    for name in pages().into_iter().chain(["README.md", "README.zh-CN.md"].map(str::to_owned)) {
        for block in blocks(&document(&name), "toml") {
            let source = Source { name: name.clone(), text: block.clone().into() };
            let policy = Policy::load(Some(source), &|_| Err("no such file".to_owned()));
            assert!(policy.is_ok(), "{name}: {block}\n{:#?}", policy.err());
        }
    }
}

/// The documents of the folder, from the top.
fn pages() -> Vec<String> {
    let listed = std::fs::read_dir(format!("{}/docs", env!("CARGO_MANIFEST_DIR"))).expect("the documents");
    let names = listed.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")).collect()
}

/// Pages that users read stand in both languages, with the same parts; what is for who works on cihook is in English.
#[test]
fn every_page_for_users_is_there_in_both_languages() {
    let parts = |name: &str| document(name).lines().filter(|line| line.starts_with("## ")).count();
    let english = pages().into_iter().filter(|name| !name.ends_with(".zh-CN.md"));
    for name in english.filter(|name| !["docs/architecture.md", "docs/benchmarks.md"].contains(&name.as_str())) {
        let chinese = name.replace(".md", ".zh-CN.md");
        assert_eq!(parts(&name), parts(&chinese), "{name}");
    }
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let named = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md", "action/README.md"];
    for name in pages().into_iter().chain(named.map(str::to_owned)) {
        let text = document(&name);
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
        for (at, _) in text.match_indices("](") {
            let link = text[at + 2..].split(')').next().unwrap_or_default();
            let link = link.split('#').next().unwrap_or_default();
            if !link.starts_with("http") {
                assert!(folder.parent().expect("a folder").join(link).exists(), "{name}: {link}");
            }
        }
    }
}

/// The names of all that a JSON value holds.
fn names(value: &serde_json::Value, all: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            for (name, value) in object {
                all.insert(name.clone());
                names(value, all);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| names(value, all)),
        _ => {}
    }
}

#[test]
fn the_reference_names_everything_that_a_report_holds() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    drop(repo.commit("Fix login bug.\n"));
    drop(repo.commit("Merge branch 'x'\n"));
    let mut all = std::collections::BTreeSet::new();
    for arguments in [&["check", "--all", "--format", "json"][..], &["check", "nowhere", "--format", "json"]] {
        let report = repo.cihook(arguments).out;
        names(&serde_json::from_str(&report).expect("JSON"), &mut all);
    }
    assert!(all.len() > 25, "{all:?}");
    for page in ["docs/reference.md", "docs/reference.zh-CN.md"] {
        let text = document(page);
        let unsaid: Vec<&String> = all
            .iter()
            .filter(|name| !text.contains(&format!("`{name}`")) && !text.contains(&format!("\"{name}\"")))
            .collect();
        assert!(unsaid.is_empty(), "{page}: {unsaid:?}");
    }
}

#[test]
fn patterns_stand_for_what_they_should() {
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    assert!(fits(&lines("a\n...\nd [..] f"), &["a", "b", "c", "d e f"]));
    assert!(!fits(&lines("a\nb"), &["a"]));
    assert!(!fits(&lines("a [..]x"), &["a y"]));
}
