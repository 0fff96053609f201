//! Files that are made from the code and checked in: `CIHOOK_UPDATE=1 cargo test --test generated` writes them anew.

#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "tests bring the outside in")]

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
    let mut pages = String::from(
        "# The rules\n\nMade from the comments that open the files in `src/rules`; `cihook explain RULE` shows one.\n",
    );
    for rule in &cihook::rules::ALL {
        pages.push('\n');
        let deeper = rule
            .meta
            .text()
            .lines()
            .map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") })
            .collect::<String>();
        pages.push_str(deeper.trim_end());
        pages.push('\n');
    }
    check("docs/rules.md", &pages);
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

#[test]
fn every_option_that_a_page_names_exists_and_the_other_way_round() {
    for rule in &cihook::rules::ALL {
        let page = rule.meta.text();
        let options = page.split("## Options").nth(1).and_then(|part| part.split("\n## ").next()).unwrap_or_default();
        for field in rule.fields() {
            assert!(
                options.contains(&format!("- `{}`", field.key)),
                "{}: {} is not on the page",
                rule.meta.id,
                field.key
            );
        }
        for line in options.lines().filter_map(|line| line.strip_prefix("- `")) {
            let named = line.split('`').next().unwrap_or_default();
            assert!(
                rule.fields().iter().any(|field| field.key == named),
                "{}: there is no option {named}",
                rule.meta.id
            );
        }
    }
}
