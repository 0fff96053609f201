//! `cihook explain` and the examples of its pages.

use crate::support::Sandbox;
use cihook::rule::Definition;

#[test]
fn all_rules_are_listed_and_explained_in_both_languages() {
    let sandbox = Sandbox::new();
    let here = sandbox.at(sandbox.path(""));
    let list = here.cihook(&["explain"]).ok().out;
    for rule in list.lines().filter_map(|line| line.split_whitespace().next()) {
        here.cihook(&["explain", rule]).ok().prints(&format!("# {rule}\n"));
        here.cihook(&["explain", rule, "--lang", "zh-CN"]).ok();
    }
    here.cihook(&["explain", "sign-of"]).fails(2).says("did you mean `sign-off`?");
}

#[test]
fn the_examples_of_the_pages_are_what_they_say() {
    let sandbox = Sandbox::new();
    let is_of_messages = |definition: &&Definition| definition.meta.subject.name() == "message";
    for definition in cihook::rules::ALL.iter().filter(is_of_messages) {
        let page = definition.meta.text();
        let id = definition.meta.id;
        let repo = sandbox.repo(id);
        let options = blocks(&page, "## Options", "toml").concat();
        let table = if options.is_empty() { format!("[rules.{id}]\n") } else { options };
        repo.write("cihook.toml", format!("{table}level = \"error\"\n"));
        for (title, is_good) in [("## Good", true), ("## Bad", false)] {
            for block in blocks(&page, title, "text") {
                for message in messages(&block, is_good) {
                    let ran =
                        repo.cihook_with(&["check", "--message", "-", "--format", "json"], &PEOPLE, message.as_bytes());
                    assert_eq!(!ran.rules().contains(&id.to_owned()), is_good, "{id}: {message}\n{ran:#?}");
                }
            }
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
