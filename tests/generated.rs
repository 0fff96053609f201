//! Files that are made from the code and checked in: `CIHOOK_UPDATE=1 cargo test --test generated` writes them anew.

#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "tests bring the outside in")]

use cihook::policy::{Policy, Source};
use cihook::words::Lang;
use std::collections::BTreeMap;
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

/// The bullets of a page's options: each key with what is said of it, on one line.
fn meanings(page: &str, heading: &str) -> BTreeMap<String, String> {
    let options = page.split(heading).nth(1).and_then(|part| part.split("\n## ").next()).unwrap_or_default();
    let mut all = BTreeMap::new();
    let mut last = String::new();
    for line in options.lines() {
        if let Some((key, said)) = line.strip_prefix("- `").and_then(|line| line.split_once('`')) {
            last = key.to_owned();
            all.insert(last.clone(), said.trim_start_matches([':', '：', ' ']).to_owned());
        } else if let (Some(more), Some(said)) = (line.strip_prefix("  "), all.get_mut(&last)) {
            said.push(' ');
            said.push_str(more);
        }
    }
    all
}

/// What a setting may be, from its schema.
fn values(schema: &serde_json::Value) -> String {
    let each =
        |list: &serde_json::Value| -> Vec<String> { list.as_array().into_iter().flatten().map(values).collect() };
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" / ");
    }
    if schema.get("anyOf").is_some() {
        return each(&schema["anyOf"]).join(" / ");
    }
    match schema["type"].as_str() {
        Some("array") => format!("[{}]", values(&schema["items"])),
        Some("object") => "{ … }".to_owned(),
        Some("boolean") => "true / false".to_owned(),
        Some("integer") => "0 …".to_owned(),
        _ => "\"…\"".to_owned(),
    }
}

/// A value as a cell of a table; nothing where there is none.
fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{}`", cell(text)) }
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// What a preset sets a key of a rule to, as it stands there.
fn of_preset<'t>(preset: &'t toml::Table, rule: &str, key: &str) -> Option<&'t toml::Value> {
    preset.get("rules")?.get(rule)?.get(key)
}

/// Every key of a policy, its values, what it is without a setting and in `openim`, and what it means.
fn reference(opening: &str, headings: [&str; 3], lang: Lang) -> String {
    let preset: toml::Table = toml::from_str(cihook::policy::PRESETS[0].text).expect("a preset");
    let mut made = opening.to_owned();
    for rule in &cihook::rules::ALL {
        let meta = rule.meta;
        let level = of_preset(&preset, meta.id, "level").map_or_else(|| "off".to_owned(), |level| level.to_string());
        made +=
            &format!("\n### {}\n\n{} `openim`: `{level}`.\n", meta.id, sentence(&meta.summary.say().plain(lang), lang));
        let said = meanings(&meta.text(lang), headings[1]);
        if !rule.fields().is_empty() {
            made += &format!("\n{}\n|---|---|---|---|---|\n", headings[0]);
        }
        for field in rule.fields() {
            let own = of_preset(&preset, meta.id, field.key).map_or_else(String::new, |value| match value {
                toml::Value::Table(table) => format!(
                    "{{ {} … }}",
                    table.iter().next().map_or_else(String::new, |(key, value)| format!("{key} = {value},"))
                ),
                value => value.to_string(),
            });
            let said = cell(&said[field.key]);
            let [values, default, own] = [&values(&field.schema), &field.default, &own].map(|text| code(text));
            made += &format!("| `{}` | {values} | {default} | {own} | {said} |\n", field.key);
        }
    }
    made += &format!("\n## {}\n", headings[2]);
    for page in &cihook::policy::PAGES {
        made += &format!("\n{}\n", deeper(&deeper(page.text(lang))).trim_end());
    }
    made
}

fn sentence(text: &str, lang: Lang) -> String {
    let mut signs = text.chars();
    let first: String = signs.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}{}", signs.as_str(), if lang == Lang::En { "." } else { "。" })
}

#[test]
fn the_reference_of_policies_is_up_to_date() {
    let english = include_str!("reference/opening.md");
    let chinese = include_str!("reference/opening.zh-CN.md");
    let columns = "| key | values | without a setting | in openim | meaning |";
    let headings = [columns, "## Options", "Sections beside the rules"];
    check("docs/policy.md", &reference(english, headings, Lang::En));
    let columns = "| 键 | 值 | 未设置时 | openim 中 | 含义 |";
    check("docs/policy.zh-CN.md", &reference(chinese, [columns, "## 选项", "规则之外的部分"], Lang::ZhCn));
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
