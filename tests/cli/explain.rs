//! `cihook explain` and the examples of its pages.

use crate::support::Sandbox;
use cihook::rule::Definition;
use cihook::words::Lang;

#[test]
fn all_rules_and_sections_are_listed_and_explained_in_both_languages() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    let list = here.cihook(&["explain"]).ok().out;
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_once("  ")).map(|(name, _)| name).collect();
    assert_eq!(names.len(), cihook::rules::ALL.len() + cihook::policy::PAGES.len(), "{list}");
    for name in names {
        here.cihook(&["explain", name]).ok().prints(&format!("# {name}\n")).prints("\n## Here\n");
        here.cihook(&["explain", name, "--lang", "zh-CN"]).ok().prints("\n## 当前设置\n");
    }
    here.cihook(&["explain", "sign-of"]).fails(2).says("did you mean `sign-off`?");
    here.cihook(&["explain", "exemt"]).fails(2).says("did you mean `exempt`?");
}

#[test]
fn a_page_shows_what_holds_here_and_where_it_comes_from() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    repo.write("cihook.toml", "[rules.header-scope]\nallow = [\"api\\u001b\"]\n\n[adopt]\nsince = \"v1\"\n");
    let page = repo.cihook(&["explain", "header-scope"]).ok();
    assert!(!page.out.contains('\u{1b}'), "{page:#?}");
    page.prints("level = \"error\"  # preset openim:").prints("  # cihook.toml:2").prints("required = true  # preset");
    repo.cihook(&["explain", "adopt"]).ok().prints("[adopt]\nsince = \"v1\"  # cihook.toml:5\n");
    repo.cihook(&["explain", "landing"]).ok().prints("The policy (cihook.toml) does not set this.");
    repo.write("cihook.toml", "[rules.header-scop]\n");
    repo.cihook(&["explain", "header-scope"])
        .ok()
        .prints("The policy could not be read; `cihook policy check` says why.");
}

#[test]
fn an_override_of_the_branch_at_work_is_what_holds() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("work");
    let entry = "[[override]]\nbranch = \"docs/**\"\n[override.rules.header-scope]\nlevel = \"off\"\n";
    repo.write("cihook.toml", entry).git(&["checkout", "-q", "-b", "docs/page"]).ok();
    repo.cihook(&["explain", "header-scope"]).ok().prints("level = \"off\"  # cihook.toml:4");
    repo.cihook(&["explain", "override"]).ok().prints("branch = \"docs/**\"  # cihook.toml:2");
}

#[test]
fn the_examples_of_the_pages_are_what_they_say() {
    let sandbox = Sandbox::new();
    let is_of_messages = |definition: &&Definition| definition.meta.subject.name() == "message";
    for definition in cihook::rules::ALL.iter().filter(is_of_messages) {
        let id = definition.meta.id;
        let repo = sandbox.repo(id);
        for (lang, [settings, good, bad]) in
            [(Lang::En, ["## Options", "## Good", "## Bad"]), (Lang::ZhCn, ["## 选项", "## 正确", "## 错误"])]
        {
            let page = definition.meta.text(lang);
            let options = blocks(&page, settings, "toml").concat();
            let table = if options.is_empty() { format!("[rules.{id}]\n") } else { options };
            repo.write("cihook.toml", format!("{table}level = \"error\"\n"));
            let mut seen = 0;
            for (title, is_good) in [(good, true), (bad, false)] {
                for message in blocks(&page, title, "text").iter().flat_map(|block| messages(block, is_good)) {
                    seen += 1;
                    let ran =
                        repo.cihook_with(&["check", "--message", "-", "--format", "json"], &PEOPLE, message.as_bytes());
                    assert_eq!(!ran.rules().contains(&id.to_owned()), is_good, "{id}: {message}\n{ran:#?}");
                }
            }
            assert!(seen > 0 || ["author", "signature", "merge-commit"].contains(&id), "{id} in {lang:?}");
        }
    }
}

const PEOPLE: [(&str, &str); 2] = [("GIT_AUTHOR_NAME", "Ada Lovelace"), ("GIT_AUTHOR_EMAIL", "ada@lovelace.org")];

/// The code blocks of a section.
fn blocks(page: &str, title: &str, language: &str) -> Vec<String> {
    let Some(start) = page.find(title) else { return Vec::new() };
    let section = &page[start + title.len()..];
    let section = &section[..section.find("\n## ").unwrap_or(section.len())];
    let opening = format!("```{language}\n");
    let parts = section.split(opening.as_str()).skip(1);
    parts.map(|part| part[..part.find("```").expect("an end")].to_owned()).collect()
}

/// A block is one message, or several headers; authors are shown and not messages.
fn messages(block: &str, signed: bool) -> Vec<String> {
    let sign = if signed { "\n\nSigned-off-by: Ada Lovelace <ada@lovelace.org>\n" } else { "\n" };
    if block.starts_with("Author:") {
        Vec::new()
    } else if block.lines().count() > 1
        && block.lines().all(|line| line.contains(": ") || !block.contains("\n\n") && !line.starts_with("They"))
    {
        block.lines().map(|line| format!("{line}{sign}")).collect()
    } else if block.contains("Signed-off-by") {
        vec![block.to_owned()]
    } else {
        vec![format!("{}{sign}", block.trim_end())]
    }
}
