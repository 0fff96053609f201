use super::*;
use crate::words::Lang;

fn no_files(_: &str) -> Result<String, String> {
    Err("no such file".to_owned())
}

fn load(text: &str) -> Result<Policy, Box<Rejected>> {
    load_with(text, &no_files)
}

fn load_with(text: &str, read: &Read<'_>) -> Result<Policy, Box<Rejected>> {
    let first = Source { name: "cihook.toml".to_owned(), text: text.to_owned().into() };
    Policy::load(Some(first), read)
}

fn mistakes(text: &str) -> Vec<String> {
    match load(text) {
        Ok(_) => Vec::new(),
        Err(rejected) => rejected
            .mistakes
            .iter()
            .map(|mistake| {
                let line = mistake.place.map_or(0, |place| rejected.sources.line_of(place));
                let help =
                    mistake.help.as_ref().map_or_else(String::new, |help| format!(" ({})", help.plain(Lang::En)));
                format!("{line}: {}{help}", mistake.message.plain(Lang::En))
            })
            .collect(),
    }
}

fn shown(policy: &Policy, branch: Option<&str>) -> String {
    let effective = policy.for_branch(branch).map_err(|mistakes| format!("{mistakes:?}"));
    show(policy, &effective.unwrap_or_else(|mistakes| panic!("{mistakes}")))
}

#[test]
fn every_preset_is_right() {
    for preset in &PRESETS {
        let policy = load(&format!("extends = [\"{}\"]", preset.name));
        assert!(policy.is_ok(), "{}: {:?}", preset.name, policy.err());
    }
}

#[test]
fn without_a_file_the_default_preset_holds() {
    let policy = Policy::load(None, &no_files).expect("the preset is right");
    assert_eq!(policy.name(), "preset openim");
    let effective = policy.for_branch(None).expect("the preset is right");
    assert!(effective.is_on("sign-off", Stage::Check));
    assert!(effective.vocabulary.scope_required);
}

#[test]
fn later_layers_win_key_by_key() {
    let policy = load("[rules.header-length]\nmax = 72\n\n[rules]\nsign-off = \"off\"\n").expect("right");
    let shown = shown(&policy, None);
    assert!(shown.contains("max = 72  # cihook.toml:2"), "{shown}");
    assert!(shown.contains("description-min = 4  # preset openim:"), "{shown}");
    assert!(
        shown.contains("[rules.sign-off]\nlevel = \"off\"  # cihook.toml:5\nmerges = \"skip\"  # preset"),
        "{shown}"
    );
}

#[test]
fn a_table_of_levels_keeps_what_it_does_not_name() {
    let policy = load("[rules.header-style]\nlevel = { check = \"off\" }\n").expect("right");
    let effective = policy.for_branch(None).expect("right");
    let style = effective.rules.iter().find(|active| active.definition.meta.id == "header-style").expect("there");
    assert_eq!((style.levels.at(Stage::Check), style.levels.at(Stage::PrePush)), (Level::Off, Level::Warn));
}

#[test]
fn nothing_is_on_in_a_policy_that_starts_from_nothing() {
    let policy = load("extends = []\n[rules.header-length]\nmax = 50\n").expect("right");
    let effective = policy.for_branch(None).expect("right");
    assert_eq!(effective.rules.len(), 1);
    assert!(effective.is_on("header-length", Stage::CommitMsg));
}

#[test]
fn ten_mistakes_are_reported_in_one_run() {
    let found = mistakes(
        r#"language = "german"
colour = true
[rules]
sign-of = "error"
header-style = "eror"
[rules.header-type]
allow = ["feat", 3]
[rules.header-length]
max = -1
[rules.header-scope]
paths = { api = ["internal/{api"] }
pattern = "("
[[exempt]]
rules = ["body-widht"]
expires = 2027-02-30
[on-unchecked]
hooks = "maybe"
"#,
    );
    assert!(found.len() >= 10, "{found:#?}");
    for expected in [
        "1: `german` is not a valid value (valid keys: `auto`, `en`, `zh-CN`)",
        "2: unknown key `colour`",
        "4: there is no rule `sign-of` (did you mean `sign-off`?)",
        "5: `eror` is not a valid value (did you mean `error`?)",
        "7: expected a text, found a number",
        "9: expected a whole number, found a number",
        "11: the braces of the glob `internal/{api` do not match",
        "12: this regular expression cannot be used: unclosed group",
        "13: `reason` is missing here",
        "14: there is no rule `body-widht` (did you mean `body-width`?)",
        "17: `maybe` is not a valid value",
    ] {
        assert!(found.iter().any(|mistake| mistake.starts_with(expected)), "{expected}\n{found:#?}");
    }
}

#[test]
fn cycles_and_paths_out_are_refused() {
    let read = |name: &str| match name {
        "a.toml" => Ok("extends = [\"b.toml\"]".to_owned()),
        "b.toml" => Ok("extends = [\"a.toml\"]".to_owned()),
        _ => Err("no such file".to_owned()),
    };
    let texts = |text: &str| -> Vec<String> {
        let rejected = load_with(text, &read).expect_err("a mistake");
        rejected.mistakes.iter().map(|mistake| mistake.message.plain(Lang::En)).collect()
    };
    assert_eq!(texts("extends = [\"a.toml\"]"), ["`a.toml` extends itself: cihook.toml -> a.toml -> b.toml -> a.toml"]);
    for path in ["../x.toml", "/etc/x.toml", "a/../../x.toml", "C:x.toml"] {
        let found = texts(&format!("extends = [\"{path}\"]"));
        assert!(found[0].contains("is not beside this file"), "{found:?}");
    }
    assert_eq!(texts("extends = [\"gone.toml\"]"), ["`gone.toml` cannot be read: no such file"]);
    assert_eq!(texts("extends = [\"conventinal\"]"), ["there is no preset `conventinal`"]);
}

#[test]
fn files_beside_the_policy_are_layers() {
    let read = |_: &str| Ok("[rules.header-length]\nmax = 60\n".to_owned());
    let policy = load_with("extends = [\"conventional\", \"team.toml\"]", &read).expect("right");
    let shown = shown(&policy, None);
    assert!(shown.contains("max = 60  # team.toml:2"), "{shown}");
    assert!(!shown.contains("[rules.sign-off]"), "{shown}");
}

#[test]
fn an_older_binary_says_how_to_upgrade_and_guesses_nothing() {
    let found = mistakes("requires = \">=99\"\nfuture = true\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("1: this policy needs cihook >=99"), "{found:?}");
    assert!(mistakes("requires = \">=0.1\"").is_empty());
    assert_eq!(mistakes("requires = \"new\""), ["1: `new` is not a version requirement (write it as \">=0.1\")"]);
}

#[test]
fn overrides_hold_for_their_branches_with_the_name_put_in() {
    let policy =
        load("[[override]]\nbranch = [\"release-v*\"]\n[override.rules.header-scope]\nallow = [\"{branch}\"]\n")
            .expect("right");
    assert!(shown(&policy, Some("release-v3.5")).contains("allow = [\"release-v3.5\"]  # cihook.toml:4"));
    assert!(shown(&policy, Some("main")).contains("allow = []  # default"));
    assert!(shown(&policy, Some("release-v{3")).contains("allow = [\"release-v?3\"]"));
}

#[test]
fn mistakes_in_overrides_are_found_without_their_branch() {
    let found = mistakes("[[override]]\nbranch = \"x\"\n[override.rules.header-scope]\nalow = []\n");
    assert_eq!(found, ["4: unknown key `alow` (did you mean `allow`?)"]);
}

#[test]
fn the_digest_changes_with_the_text() {
    let digest = |text: &str| load(text).expect("right").digest();
    assert_eq!(digest(""), digest(""));
    assert_ne!(digest(""), digest("# a comment"));
    assert!(digest("").starts_with("sha256:") && digest("").len() == 71);
}

#[test]
fn landing_and_labels_are_read_and_shown() {
    let policy = load(
        "extends = []\n[landing]\nmethod = \"squash\"\ntitle = \"commit-or-pull-request\"\n[[label]]\nname = \"size/S\"\n\
         color = \"#D73A4A\"\nsize = { min = 10, max = 29 }\n",
    )
    .expect("right");
    assert_eq!(policy.landing.method, Some(crate::model::Method::Squash));
    assert_eq!(policy.landing.body, None);
    let label = &policy.labels[0];
    assert_eq!((label.color.as_deref(), label.size), (Some("d73a4a"), Some(Lines { min: 10, max: Some(29) })));
    let shown = shown(&policy, None);
    assert!(shown.contains("[landing]\nmethod = \"squash\"  # cihook.toml:3\n"), "{shown}");
    assert!(shown.contains("[[label]]\ncolor = \"#D73A4A\"  # cihook.toml:7\n"), "{shown}");
    let json = show_json(&policy, &policy.for_branch(None).expect("right"));
    assert_eq!(json["label"][0]["name"]["value"], "\"size/S\"");
}

#[test]
fn mistakes_in_landing_and_labels_are_found() {
    let found = mistakes(
        "[landing]\nmethod = \"squish\"\nbdy = \"blank\"\n[[label]]\ncolor = \"red\"\npath = \"x\"\n\
         size = { min = 3, max = 2 }\nrules = \"sign-of\"\n[[label]]\nname = \"y\"\n",
    );
    assert_eq!(
        found,
        [
            "2: `squish` is not a valid value (did you mean `squash`?)",
            "3: unknown key `bdy` (did you mean `body`?)",
            "4: `name` is missing here",
            "5: `red` is not a colour (write six hexadecimal digits, as \"d73a4a\")",
            "6: unknown key `path` (did you mean `paths`?)",
            "7: no number is at least 3 and at most 2",
            "8: there is no rule `sign-of` (did you mean `sign-off`?)",
            "10: every pull request would bear this label: name a condition, as `type`, `paths` or `rules`",
        ]
    );
    let long = mistakes(&format!("[[label]]\nname = \"{}\"\ntype = \"feat\"\n", "x".repeat(51)));
    assert_eq!(long, ["2: this is 51 characters long, 50 are allowed"]);
}

#[test]
fn mistakes_in_conditions_on_files_and_in_labels_by_size_are_found() {
    let found = mistakes(
        "[[label]]\nname = \"x\"\npaths = []\n[[label]]\nname = \"y\"\nall = [{}]\n[[label]]\nname = \"SIZE/s\"\npaths = \"!\"\n\
         [size-labels]\n\"size/S\" = 10\n\"size/M\" = 10\n\"size/L\" = \"big\"\n\"size/XL\" = { min = 3, colour = \"red\" }\n",
    );
    assert_eq!(
        found,
        [
            "3: this list is empty: name something, or leave the key out",
            "6: this asks nothing of the files: name `paths`, or another condition on them",
            "8: `SIZE/s` is one of `[size-labels]`: give this label another name",
            "9: `!` takes nothing off without a glob behind it",
            "12: `size/S` begins at 10 lines as well",
            "13: expected the fewest lines as a number, or { min = 10, color = \"eebb00\" }",
            "14: unknown key `colour` (did you mean `color`?)",
        ]
    );
}

#[test]
fn look_around_is_a_mistake_with_its_place() {
    let found = mistakes("[rules.header-format]\npattern = '^(?!wip).*'\n");
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("2: ") && found[0].contains("look-around") && found[0].contains("character 2"),
        "{found:?}"
    );
}
