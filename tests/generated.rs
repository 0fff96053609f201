//! Files that are made from the code and checked in: `CIHOOK_UPDATE=1 cargo test --test generated` writes them anew.

#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "tests bring the outside in")]

use cihook::policy::{Policy, Source};
use cihook::words::Lang;
use std::path::Path;

fn check(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("CIHOOK_UPDATE").is_some() {
        std::fs::write(&path, made).expect("a file");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "{name} is stale: CIHOOK_UPDATE=1 cargo test --test generated");
}

#[test]
fn the_schema_of_policies_is_up_to_date() {
    check("policies/schema.json", &format!("{:#}\n", cihook::policy::schema()));
}

#[test]
fn the_pages_of_the_rules_are_up_to_date() {
    let english = "# The rules\n\nMade from the comments that open the files in `src/rules`; `cihook explain RULE` shows one.\n\n\
         Every rule also has `level` (`error`, `warn`, `off`, or a table by stage) and `help`: the community's own sentence and\n\
         link, as one text or as `{ en = \"…\", zh-CN = \"…\" }`, shown last in every answer.\n";
    let chinese = "# 规则\n\n由 `src/rules/zh-CN` 中的页面生成；`cihook explain RULE --lang zh-CN` 显示其中一页。\n\n\
         每条规则还有 `level`（`error`、`warn`、`off`，或按阶段的表）和 `help`：社区自己的一句话和链接，写作一段文字或\n\
         `{ en = \"…\", zh-CN = \"…\" }`，显示在每个结果的最后。\n";
    for (name, opening, lang) in [("docs/rules.md", english, Lang::En), ("docs/rules.zh-CN.md", chinese, Lang::ZhCn)] {
        let pages = cihook::rules::ALL.iter().map(|rule| rule.meta.text(lang));
        check(name, &pages.fold(opening.to_owned(), |made, page| made + "\n" + deeper(&page).trim_end() + "\n"));
    }
}

/// A page whose headings are one level deeper.
fn deeper(page: &str) -> String {
    page.lines().map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") }).collect()
}

#[test]
fn every_preset_keeps_the_schema() {
    let validator = jsonschema::validator_for(&cihook::policy::schema()).expect("a schema");
    for preset in &cihook::policy::PRESETS {
        let value: serde_json::Value = toml_value(preset.text);
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", preset.name);
    }
    let wrong = toml_value("[rules.header-type]\nalow = []\n");
    assert!(!validator.is_valid(&wrong), "a mistake is found");
}

fn toml_value(text: &str) -> serde_json::Value {
    let table: toml::Table = toml::from_str(text).expect("TOML");
    serde_json::to_value(table).expect("JSON")
}

/// The options that a page describes.
fn described(page: &str, heading: &str) -> Vec<String> {
    let options = page.split(heading).nth(1).and_then(|part| part.split("\n## ").next()).unwrap_or_default();
    let named = options.lines().filter_map(|line| line.strip_prefix("- `"));
    named.map(|line| line.split('`').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_option_that_a_page_names_exists_and_the_other_way_round() {
    for (lang, heading) in [(Lang::En, "## Options"), (Lang::ZhCn, "## 选项")] {
        for rule in &cihook::rules::ALL {
            let mut named = described(&rule.meta.text(lang), heading);
            let mut fields: Vec<&str> = rule.fields().iter().map(|field| field.key).collect();
            named.sort_unstable();
            fields.sort_unstable();
            assert_eq!(named, fields, "{} in {lang:?}", rule.meta.id);
        }
        for page in &cihook::policy::PAGES {
            let section = &cihook::policy::schema()["properties"][page.name];
            let entries = section.get("items").or_else(|| section.pointer("/additionalProperties/anyOf/1"));
            let keys = entries.unwrap_or(section)["properties"].as_object().expect("keys").clone();
            let mut named = described(page.text(lang), heading);
            named.sort_unstable();
            assert!(named.iter().eq(keys.keys()), "{} in {lang:?}: {named:?} {keys:#?}", page.name);
        }
    }
}

#[test]
fn every_example_of_a_section_is_a_policy() {
    for (page, lang) in cihook::policy::PAGES.iter().flat_map(|page| [(page, Lang::En), (page, Lang::ZhCn)]) {
        let example = page.text(lang).split("```toml\n").nth(1).and_then(|part| part.split("```").next());
        let source = Source { name: page.name.to_owned(), text: example.expect("an example").into() };
        let policy = Policy::load(Some(source), &|_| Err(String::new()));
        assert!(policy.is_ok(), "{}: {:#?}", page.name, policy.err());
    }
}
