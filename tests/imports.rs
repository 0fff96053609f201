//! What other tools ask, as policies: small configurations of every tool, and the samples that lie beside the project.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

#[path = "support/aloud.rs"]
mod aloud;

use cihook::engine::{Judge, Occasion};
use cihook::finding::{Severity, Sheet};
use cihook::import::{self, Found, Kind, LARGEST, Merged, merge, tool_of};
use cihook::message::Message;
use cihook::message::issue::default_forms;
use cihook::model::{Commit, Identity, Known, Stage};
use cihook::policy::{Policy, Source};
use cihook::words::Lang;

/// Reads a configuration with nothing beside it.
fn read(name: &str, text: &str) -> Result<Option<Found>, cihook::words::Sentence> {
    import::read(name, text, &|_| None)
}

fn preset(name: &str) -> Option<&'static str> {
    cihook::policy::PRESETS.iter().find(|preset| preset.name == name).map(|preset| preset.text)
}

fn imported(name: &str, text: &str) -> (String, Merged) {
    let found = read(name, text).map_err(|why| why.plain(Lang::En)).expect("a configuration").expect("something in it");
    let merged = merge(vec![found], preset);
    let toml = merged.draft.toml();
    let source = Source { name: "cihook.toml".into(), text: toml.clone().into() };
    Policy::load(Some(source), &|_| Err(String::new()))
        .map_err(|rejected| format!("{:?}\n{toml}", rejected.mistakes))
        .expect("a policy");
    (toml, merged)
}

fn kinds(merged: &Merged, kind: Kind) -> Vec<(&str, &str)> {
    let lines = merged.lines.iter().filter(|line| line.kind == kind);
    lines.map(|line| (line.what.as_str(), line.origin.as_str())).collect()
}

const TYPED: &str = "import type { UserConfig } from 'x';
const kinds = ['feat', 'fix'] as const; // both
const config: UserConfig = {
  extends: ['@commitlint/config-conventional'],
  rules: { 'type-enum': [2, 'always', [...kinds, `ops`]], 'body-max-line-length': [0],
    'scope-enum': async (ctx) => [2, 'always', await ({ a: '}' })],
    'header-max-length': [RuleConfigSeverity.Error, 'always', 72] },
  ignores: [(m) => /^WIP/.test(m)],
} satisfies UserConfig;
export default config;
";

#[test]
fn a_typed_module_is_read_and_not_run() {
    let (toml, merged) = imported("commitlint.config.ts", TYPED);
    assert!(toml.contains("extends = [\"conventional\"]"), "{toml}");
    assert!(toml.contains("allow = [\"feat\", \"fix\", \"ops\"] # commitlint.config.ts:5"), "{toml}");
    assert!(toml.contains("max = 72 # commitlint.config.ts:7"), "{toml}");
    assert!(toml.contains("[rules.body-width]\nlevel = \"off\""), "{toml}");
    let lost = kinds(&merged, Kind::NotCarried);
    assert!(lost.contains(&("scope-enum", "commitlint.config.ts:6")), "{lost:?}");
    assert!(lost.contains(&("ignores", "commitlint.config.ts:8")), "{lost:?}");
}

#[test]
fn modules_of_several_forms_are_read() {
    for text in [
        "module.exports = { rules: { 'type-enum': [2, 'always', ['a']] } }",
        "exports.rules = { 'type-enum': [2, 'always', ['a']] }",
        "export const rules = { 'type-enum': [2, 'always', ['a']] }\n",
        "const rules = { 'type-enum': [2, 'always', ['a']] }\nconst { b } = require('b')\nexport default defineConfig({ rules })",
        "/* x */ export default ({ 'rules': { ['type-enum']: [2, \"always\", ['a',],], }, helpUrl: 'http://x//y', })!;",
    ] {
        let (toml, _) = imported("commitlint.config.mjs", text);
        assert!(toml.contains("allow = [\"a\"]"), "{text}\n{toml}");
    }
}

#[test]
fn hostile_configurations_are_bounded() {
    let deep = "[".repeat(100_000);
    let bomb = (0..40)
        .fold("const a0 = [1, 1]\n".to_owned(), |text, n| format!("{text}const a{} = [...a{n}, ...a{n}]\n", n + 1));
    let nested =
        (0..100).fold("const a0 = {}\n".to_owned(), |text, n| format!("{text}const a{} = {{ a: a{n} }}\n", n + 1));
    let laughs =
        (1..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| format!("{text}a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1));
    for (name, text) in [
        ("commitlint.config.js", format!("module.exports = {deep}")),
        ("commitlint.config.js", bomb + "export default a40"),
        ("commitlint.config.js", nested + "export default a100"),
        ("commitlint.config.js", "module.exports = { a: `x".to_owned()),
        ("commitlint.config.js", "process.exit(1)".to_owned()),
        ("commitlint.config.js", "\n".repeat(LARGEST + 1)),
        (".commitlintrc.json", deep.clone()),
        (".commitlintrc.yml", deep),
        (".commitlintrc.yml", laughs),
        (".commitlintrc.yml", "a: &a [*a]".to_owned()),
        (".gitlint", "x = 1\n".to_owned()),
        ("committed.toml", "a = ".to_owned()),
    ] {
        assert!(read(name, &text).is_err(), "{name}: {}", text.chars().take(60).collect::<String>());
    }
    let _ = read(".gitlint", &format!("[general]\nignore=x\n{}", " y\n".repeat(LARGEST / 4)));
    // Long ones take no longer than they are long.
    for text in [
        "\n".repeat(LARGEST),
        "a.".repeat(LARGEST / 2),
        "x = `${".repeat(LARGEST / 8),
        "const a=/[/\n".repeat(LARGEST / 16),
    ] {
        let _ = read("commitlint.config.js", &text);
    }
}

#[test]
fn of_two_files_the_stricter_holds_and_both_are_named() {
    let one = read("commitlint.config.js", "module.exports = { rules: { 'header-max-length': [2, 'always', 90] } }");
    let other = read("committed.toml", "subject_length = 60\nignore_author_re = \"bot\"\n");
    let all = [one, other].map(|found| found.expect("read").expect("found"));
    let toml = merge(all.to_vec(), preset).draft.toml();
    assert!(toml.contains("max = 60 # commitlint.config.js:1; committed.toml:1"), "{toml}");
    let exempt = toml.split("[[exempt]]").nth(1).expect("an exemption");
    assert!(!exempt.contains("header-length") && exempt.contains("body-width"), "{toml}");
}

#[test]
fn defaults_of_tools_count() {
    let (toml, merged) = imported("committed.toml", "style = \"conventional\"\n");
    assert!(toml.contains("max = 50 # committed (default)"), "{toml}");
    assert!(kinds(&merged, Kind::NotCarried).contains(&("imperative_subject", "committed (default)")));
    let (toml, _) = imported(".gitlint", "[general]\nignore=B6, t3\n");
    assert!(toml.contains("max = 72") && !toml.contains("required = true") && toml.contains("\"WIP\""), "{toml}");
    let (toml, merged) =
        imported(".gitlint", "[title-min-length]\nmin-length=7\n[author-valid-email]\nregex=[^@]+@x.org\n");
    assert!(toml.contains("description-min = 7 # .gitlint:2"), "{toml}");
    assert!(kinds(&merged, Kind::NotCarried).contains(&("author-valid-email", ".gitlint:4")), "{toml}");
    let (toml, _) = imported(".conform.yaml", "policies: [{type: commit, spec: {conventional: {types: [docs]}}}]");
    assert!(toml.contains("allow = [\"docs\", \"feat\", \"fix\"]"), "{toml}");
}

/// The samples of `../shared/import`, where they are there: each message has its verdict.
#[test]
fn samples_have_their_verdicts() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/import");
    let Ok(tools) = std::fs::read_dir(&root) else {
        return aloud::skipped("samples_have_their_verdicts", "no samples of configurations are here");
    };
    let folders =
        tools.flatten().filter_map(|tool| std::fs::read_dir(tool.path()).ok()).flat_map(|samples| samples.flatten());
    for folder in folders.map(|entry| entry.path()) {
        let Ok(cases) = std::fs::read_to_string(folder.join("cases.tsv")) else { continue };
        let files = std::fs::read_dir(&folder).expect("a folder").flatten();
        for path in files.map(|entry| entry.path()) {
            let name =
                path.file_name().and_then(|name| name.to_str()).unwrap_or_default().replace("print-config.json", "-");
            if tool_of(&name).is_none() {
                continue;
            }
            let (toml, _) = imported(&name, &std::fs::read_to_string(&path).expect("a file"));
            verdicts(&path.display().to_string(), &toml, &cases);
        }
    }
}

fn verdicts(path: &str, toml: &str, cases: &str) {
    let source = Source { name: "cihook.toml".into(), text: toml.to_owned().into() };
    let policy = Policy::load(Some(source), &|_| Err(String::new())).expect("a policy");
    for case in cases.lines().filter(|line| !line.is_empty()) {
        let (verdict, message) = case.split_once('\t').expect("two fields");
        let passes = passes(&policy, &message.replace("\\n", "\n"));
        assert_eq!(passes, verdict == "pass", "{path}: {case}\n{toml}");
    }
}

fn passes(policy: &Policy, text: &str) -> bool {
    let effective = policy.for_branch(None).expect("rules");
    let today = cihook::options::Day::parse("2026-11-27").expect("a day");
    let occasion = Occasion { stage: Stage::Check, branch: None, today, skip: &[], around: None };
    let judge = Judge::new(policy, &effective, occasion);
    let known = Known::Yes(Identity { name: "Test Person".into(), email: "test@example.com".into() });
    let message = Message::parse(text, &default_forms());
    let commit = Commit { author: known.clone(), committer: known, ..Commit::saying(message) };
    let mut sheet = Sheet::default();
    judge.commit(&commit, &|_| false, &mut sheet);
    sheet.findings.iter().all(|finding| finding.severity != Severity::Error)
}

#[test]
fn titles_labels_and_hooks_are_read() {
    let workflow = "on: pull_request\njobs:\n  a:\n    steps:\n      - uses: amannn/action-semantic-pull-request@v6\n        with:\n          types: |\n            feat\n            fix\n          subjectPattern: ^(?![A-Z]).+$\n          ignoredAuthors: x\n";
    let (toml, merged) = imported(".github/workflows/x.yml", workflow);
    assert!(toml.contains("allow = [\"feat\", \"fix\"]") && toml.contains("pattern = \"[^A-Z].*\""), "{toml}");
    assert_eq!(kinds(&merged, Kind::NoEffect), [("ignoredAuthors", ".github/workflows/x.yml:11")]);
    assert!(read(".github/workflows/y.yml", "on: push\njobs: {}\n").expect("a workflow").is_none());
    let (toml, _) = imported("semantic.yml", "titleOnly: true\ntypes: [feat]\n");
    assert!(toml.contains("[landing]\nmethod = \"squash\""), "{toml}");
    let (toml, merged) = imported(
        "labeler.yml",
        "docs: '*.md'\nci:\n- changed-files:\n  - any-glob-to-any-file: ['.github/**', './x']\nsdk:\n- any: ['a/**']\n  all: ['!b/**']\n",
    );
    assert!(toml.contains("paths = [\".github/**\", \"x\"]") && toml.contains("name = \"docs\""), "{toml}");
    assert!(toml.contains("name = \"sdk\" # labeler.yml:5\npaths = [\"a/**\"]\nall-paths = [\"!b/**\"]"), "{toml}");
    assert!(kinds(&merged, Kind::NotCarried).is_empty(), "{toml}");
    let broken = read("labeler.yml", "a:\n  - *.test.js\n").expect_err("an alias of nothing");
    assert!(broken.plain(Lang::En).ends_with("a glob stands in quotes: '*.test.js'"), "{broken:?}");
    let extended = read("labeler.yml", "docs: '**/*.(md|txt)'\n").expect("a file").expect("labels");
    assert!(extended.lines.iter().any(|line| line.kind == Kind::NoEffect), "{extended:?}");
    let hooks = "repos:\n- hooks:\n  - id: conventional-pre-commit\n    args: [--force-scope, --scopes, 'a,b', feat]\n  - id: check-added-large-files\n";
    let (toml, _) = imported(".pre-commit-config.yaml", hooks);
    assert!(toml.contains("required = true") && toml.contains("max = \"500KiB\""), "{toml}");
    let (toml, merged) = imported(
        "cchk.toml",
        "[commit]\nallow_revert_commits = false\nallow_empty_commits = true\nconventional_commits = true\nrequire_signed_off_by = true\nignore_authors = [\"b[bot]\"]\n[branch]\nconventional_branch = true\n",
    );
    assert!(toml.contains("[[exempt]]\nauthor = \"b[bot]\"") && toml.contains("release/**"), "{toml}");
    assert_eq!(kinds(&merged, Kind::NotCarried), [("allow_revert_commits", "cchk.toml:2")]);
}

#[test]
fn groups_of_conditions_of_labels_are_alternatives_of_ours() {
    let (toml, merged) = imported(
        ".github/labeler.yml",
        "a:\n- any:\n  - changed-files:\n    - any-glob-to-any-file: ['x/**', '!y/**']\n  - head-branch: ['^feat/']\n\
         - all:\n  - changed-files:\n    - all-globs-to-all-files: '!z/**'\n  - base-branch: 'main$'\n\
         b:\n- base-branch: '^v[0-9]'\nc:\n- changed-files:\n  - any-glob-to-any-file: 'a[0-9]'\n",
    );
    let entries: Vec<&str> = toml.split("[[label]]\nname = \"a\"").skip(1).collect();
    assert_eq!(entries.len(), 3, "{toml}");
    for (entry, first) in entries.iter().zip(["paths = [\"x/**\"]", "paths = [\"!y/**\"]", "head = [\"feat/**\"]"]) {
        assert!(entry.contains(first) && entry.contains("all-paths = [\"!z/**\"]"), "{toml}");
        assert!(entry.contains("base = [\"**main\"]"), "{toml}");
    }
    let lost: Vec<&str> = kinds(&merged, Kind::NotCarried).iter().map(|(what, _)| *what).collect();
    assert_eq!(lost, ["b", "c"], "{toml}");
}

#[test]
fn forms_of_ones_own_are_patterns() {
    let pattern = |name: &str, text: &str| {
        let (toml, _) = imported(name, text);
        let line = toml.lines().find(|line| line.starts_with("pattern = ")).unwrap_or_default().to_owned();
        line.split(" # ").next().unwrap_or_default().to_owned()
    };
    let gitlint = "[general]\nregex-style-search=true\n[title-match-regex]\nregex=^(SHOP|PAY)-[0-9]+: .+\n";
    assert_eq!(pattern(".gitlint", gitlint), "pattern = \"(SHOP|PAY)-[0-9]+: .+\"");
    let custom =
        "[tool.commitizen]\nname = \"cz_customize\"\n[tool.commitizen.customize]\nschema_pattern = \"(A|B): .*\"\n";
    assert_eq!(pattern("pyproject.toml", custom), "pattern = \"(A|B): .*\"");
    let lint = "module.exports = { parserPreset: { parserOpts: { headerPattern: /^\\[([a-z]+)\\] (.*)$/i } }, rules: { 'subject-empty': [2, 'never'] } }";
    assert_eq!(pattern("commitlint.config.js", lint), "pattern = \"(?i)\\\\[([a-z]+)\\\\] (.*)\"");
    let both = "[general]\ncontrib=CT1\n[title-match-regex]\nregex=^x\n";
    let (toml, merged) = imported(".gitlint", both);
    assert!(!toml.contains("pattern"), "{toml}");
    assert!(kinds(&merged, Kind::NotCarried).contains(&("title-match-regex", ".gitlint:4")), "{toml}");
}

#[test]
fn what_tools_leave_alone_is_exempt() {
    let (toml, _) = imported(
        "commitlint.config.js",
        "module.exports = { extends: ['@commitlint/config-conventional'], ignores: [(m) => m.startsWith('Bump'), m => m.includes(\"skip\"), (m) => m.length < 3] }",
    );
    assert!(toml.contains("header = [\"Bump*\"]") && toml.contains("header = [\"*skip*\"]"), "{toml}");
    let (toml, _) = imported(
        ".gitlint",
        "[ignore-by-title]\nregex=^Release(.*)\nignore=all\n[ignore-by-author-name]\nregex=(.*)bot(.*)\nignore=all\n",
    );
    assert!(toml.contains("header = [\"Release*\"]") && toml.contains("author = \"*bot*\""), "{toml}");
    let (toml, _) = imported(
        "pyproject.toml",
        "[tool.commitizen]\nname = \"cz_conventional_commits\"\nallowed_prefixes = [\"Merge\", \"fixup!\"]\n",
    );
    assert!(toml.contains("header = [\"Merge*\", \"fixup!*\"]"), "{toml}");
}

#[test]
fn titles_stand_for_the_commits_where_the_tool_looks_at_titles_only() {
    let workflow = "on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: amannn/action-semantic-pull-request@v6\n        with:\n          subjectPattern: ^[a-z].+$\n          subjectPatternError: |\n            The subject \"{subject}\"\n            must not be loud.\n          ignoreLabels: |\n            bot\n            skip title\n";
    let (toml, _) = imported(".github/workflows/x.yml", workflow);
    assert!(toml.contains("commits = \"off\"") && toml.contains("help = \"The subject must not be loud.\""), "{toml}");
    assert!(
        toml.contains("label = [\"bot\", \"skip title\"]") && toml.contains("\"header-style\", \"pr-title\"")
            || toml.contains("\"pr-title\", \"header-style\"]"),
        "{toml}"
    );
}

#[test]
fn two_lists_without_anything_in_common_are_told() {
    let one = read("commitlint.config.js", "module.exports = { rules: { 'type-enum': [2, 'always', ['a']] } }");
    let other = read("committed.toml", "style = \"conventional\"\nallowed_types = [\"b\"]\n");
    let merged = merge([one, other].map(|found| found.expect("read").expect("found")).to_vec(), preset);
    assert!(
        kinds(&merged, Kind::NotCarried).contains(&("header-type.allow", "committed.toml:2")),
        "{:?}",
        merged.lines
    );
}

#[test]
fn the_first_version_of_commit_check_is_read() {
    let usual = "checks:\n  - check: message\n    regex: '^(feat|fix){1}(\\([\\w\\-\\.]+\\))?(!)?: ([\\w ])+([\\s\\S]*)|(Merge).*'\n  - check: commit_signoff\n    regex: Signed-off-by\n  - check: branch\n    regex: ^main\n";
    let (toml, merged) = imported(".commit-check.yml", usual);
    assert!(
        toml.contains("allow = [\"feat\", \"fix\"] # .commit-check.yml:3") && toml.contains("[rules.sign-off]"),
        "{toml}"
    );
    assert!(kinds(&merged, Kind::NotCarried).contains(&("branch", ".commit-check.yml:7")), "{toml}");
    let (toml, _) = imported(".commit-check.yml", "checks:\n  - check: message\n    regex: '^[A-Z]+-[0-9]+ .*'\n");
    assert!(toml.contains("pattern = \"[A-Z]+-[0-9]+ .*\""), "{toml}");
}

#[test]
fn a_file_that_is_extended_counts_as_if_it_stood_there() {
    let files = |name: &str| match name {
        "config/base.json" => {
            Some(r#"{ "extends": ["./types"], "rules": { "header-max-length": [2, "always", 60] } }"#)
        }
        "config/types.js" => Some(
            "module.exports = { rules: { 'type-enum': [2, 'always', ['a', 'b']] }, ignores: [(m) => m.startsWith('Up')] };",
        ),
        _ => None,
    };
    let text = "export default {\n  extends: ['./base.json', './gone'],\n  rules: { 'header-max-length': [2, 'always', 50] },\n};\n";
    let found = import::read("config/commitlint.config.mjs", text, &|name| files(name).map(str::to_owned));
    let found = found.expect("a configuration").expect("something in it");
    let merged = merge(vec![found], preset);
    let policy = merged.draft.toml();
    for part in ["allow = [\"a\", \"b\"] # config/commitlint.config.mjs:2", "max = 50", "header = [\"Up*\"]"] {
        assert!(policy.contains(part), "{part}\n{policy}");
    }
    let gone = merged.lines.iter().filter(|line| line.kind == Kind::NotCarried && line.what == "extends").count();
    assert_eq!(gone, 1, "{:?}", merged.lines);
}

#[test]
fn of_settings_that_are_no_rules_the_nearest_counts() {
    let files = |name: &str| match name {
        "one.js" => Some("module.exports = { defaultIgnores: false, ignores: [(m) => m.startsWith('Up')] };"),
        "two.js" => Some("module.exports = { ignores: [(m) => m.startsWith('Down')] };"),
        _ => None,
    };
    let policy = |own: &str| {
        let text = format!(
            "module.exports = {{ extends: ['./one', './two'], rules: {{ 'type-empty': [2, 'never'] }}{own} }};"
        );
        let found = import::read("commitlint.config.js", &text, &|name| files(name).map(str::to_owned));
        merge(vec![found.expect("a configuration").expect("something in it")], preset).draft.toml()
    };
    let last = policy("");
    assert!(last.contains("merges = \"judge\"") && last.contains("Down*") && !last.contains("Up*"), "{last}");
    let own = policy(", defaultIgnores: true, ignores: [(m) => m.startsWith('In')]");
    assert!(own.contains("merges = \"skip\"") && own.contains("In*") && !own.contains("Down*"), "{own}");
}

#[test]
fn an_extended_file_that_is_too_large_is_not_read_in_part() {
    let large = format!("rules:\n  type-enum: [2, always, [a]]\n# {}\n", "x".repeat(LARGEST));
    let text = "extends: [./base.yml]\nrules:\n  type-empty: [2, never]\n";
    let found = import::read(".commitlintrc.yml", text, &|name| (name == "base.yml").then(|| large.clone()));
    let found = found.expect("a configuration").expect("something in it");
    assert!(found.lines.iter().any(|line| line.kind == Kind::NotCarried && line.what == "extends"), "{found:?}");
}
