//! What the guide for people who come from another tool (`docs/move.md`) says of that tool, is so: each statement stands
//! beside a configuration, and beside what becomes of it.

#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "tests bring the outside in")]

use cihook::import::{Kind, Line, read};
use std::fs;

/// What is expected of a setting.
#[derive(Clone, Copy, Debug)]
enum Becomes {
    /// It is carried to this key.
    Key(&'static str),
    /// It is stricter here, with these words in the reason.
    Stricter(&'static str),
    /// It is not carried.
    Nothing,
}
use Becomes::{Key, Nothing, Stricter};

/// The words of the guide, the setting, and what becomes of it.
type Said = (&'static str, &'static str, Becomes);

const COMMITLINT: &str = "module.exports = { extends: ['@commitlint/config-conventional', 'other'], rules: {
  'type-enum': [2, 'always', ['a']], 'scope-enum': [2, 'always', ['b']], 'subject-case': [2, 'always', 'lower-case'],
  'header-max-length': [2, 'always', 60], 'subject-full-stop': [2, 'never', '.'], 'body-empty': [2, 'never'],
  'signed-off-by': [2, 'always'], 'trailer-exists': [2, 'always', 'Change-Id:'], 'references-empty': [2, 'never'],
  'footer-max-length': [2, 'always', 4] },
  ignores: [(m) => m.startsWith('Up')], plugins: [{ rules: {} }], prompt: {} }";

const OF_COMMITLINT: &[Said] = &[
    ("types", "type-enum", Key("header-type.allow")),
    ("scopes", "scope-enum", Key("header-scope.allow")),
    ("cases", "subject-case", Key("header-style.case")),
    ("lengths", "header-max-length", Key("header-length.max")),
    ("full stop", "subject-full-stop", Key("header-style.full-stop")),
    ("empty parts", "body-empty", Key("body-format.required")),
    ("leading blank", "body-leading-blank", Key("body-format")),
    ("sign-off", "signed-off-by", Key("sign-off")),
    ("trailers", "trailer-exists", Key("trailers.required")),
    ("references", "references-empty", Key("header-issue")),
    ("m.startsWith", "ignores", Key("exempt.header")),
    ("lengths count columns", "header-max-length", Stricter("wide characters count two")),
    ("the titles of pull requests that land are judged", "extends", Stricter("titles of pull requests")),
    ("rules for footers", "footer-max-length", Nothing),
    ("plugins", "plugins", Nothing),
    ("questions of the prompt", "prompt", Nothing),
    ("other\npackages in `extends`", "extends", Nothing),
];

const GITLINT: &str = "[general]\ncontrib=contrib-title-conventional-commits,contrib-body-requires-signed-off-by\n\
    extra-path=rules\n[title-max-length]\nline-length=60\n[ignore-by-title]\nregex=^Release(.*)\nignore=all\n\
    [ignore-by-author-name]\nregex=dependabot\nignore=all\n[body-min-length]\nmin-length=5\n[title-match-regex]\nregex=^A.*\n";

const OF_GITLINT: &[Said] = &[
    ("lengths", "title-max-length", Key("header-length.max")),
    ("full stop", "title-trailing-punctuation", Key("header-style.full-stop")),
    ("words such as `WIP`", "title-must-not-contain-word", Key("fixup-commit.words")),
    ("body", "body-is-missing", Key("body-format.required")),
    ("author", "author-valid-email", Key("author")),
    ("conventional titles", "contrib-title-conventional-commits", Key("header-type.allow")),
    ("sign-off", "contrib-body-requires-signed-off-by", Key("sign-off")),
    ("`title-match-regex`", "title-match-regex", Key("header-format.pattern")),
    ("`ignore-by-title`", "ignore-by-title", Key("exempt.header")),
    ("`ignore-by-author-name`", "ignore-by-author-name", Key("exempt.author")),
    ("has to name the author", "contrib-body-requires-signed-off-by", Stricter("name the author or committer")),
    ("wide characters count two", "title-max-length", Stricter("wide characters count two")),
    ("`body-min-length`", "body-min-length", Nothing),
    ("final signs", "title-trailing-punctuation", Nothing),
    ("tabs", "title-hard-tab", Nothing),
    ("`extra-path`", "extra-path", Nothing),
];

const DCO: &str = "require:\n  members: false\n";

const OF_DCO: &[Said] = &[
    ("`compat = \"dcoapp\"`", "DCO", Key("sign-off.compat")),
    ("`require.members: false`", "require.members", Stricter("hooks cannot know")),
];

const SEMANTIC: &str = "on: pull_request\njobs:\n  t:\n    runs-on: x\n    steps:\n    - uses: amannn/action-semantic-pull-request@v5\n      \
    with:\n        types: |\n          a\n          b\n        scopes: c\n        requireScope: true\n        \
    subjectPattern: ^(?![A-Z]).+$\n        subjectPatternError: no\n        ignoreLabels: bot\n        wip: true\n        \
    headerPattern: '^(\\w*): (.*)$'\n        validateSingleCommit: true\n";

const OF_SEMANTIC: &[Said] = &[
    ("types", "types", Key("header-type.allow")),
    ("scopes", "scopes", Key("header-scope.pattern")),
    ("`requireScope`", "requireScope", Key("header-scope.required")),
    ("`subjectPattern`", "subjectPattern", Key("header-style.pattern")),
    ("`help`", "subjectPatternError", Key("header-style.help")),
    ("`ignoreLabels`", "ignoreLabels", Key("exempt.label")),
    ("Titles are judged", "title", Key("pr-title")),
    ("`wip`", "wip", Stricter("only pending there")),
    ("`headerPattern` beside a list of types", "headerPattern", Nothing),
    ("`validateSingleCommit`", "validateSingleCommit", Nothing),
];

const LABELER: &str = "a:\n- any:\n  - changed-files:\n    - any-glob-to-any-file: ['x/**', '!y']\n- all:\n  - base-branch: '^main$'\n\
    b:\n- '+(x).js'\nc:\n- head-branch: '(a|b)+x'\nd: ['docs/**']\n";

const OF_LABELER: &[Said] = &[
    ("`any` and `all` groups", "a", Key("label.paths")),
    ("branches whose regular expression is plain", "a", Key("label.base")),
    ("of version 4 too", "d", Key("label.paths")),
    ("`+(…)` of minimatch", "b", Nothing),
    ("other regular expressions for branches", "c", Nothing),
];

fn becomes(lines: &[Line], what: &str, becomes: Becomes) -> bool {
    lines.iter().filter(|line| line.what == what).any(|line| match becomes {
        Key(key) => line.kind == Kind::Carried && line.key.as_deref() == Some(key),
        Stricter(why) => {
            let said = line.why.as_ref().map(|why| why.plain(cihook::words::Lang::En));
            line.kind == Kind::Stricter && said.is_some_and(|said| said.contains(why))
        }
        Nothing => line.kind == Kind::NotCarried && line.why.is_some(),
    })
}

#[track_caller]
fn is_so(heading: &str, file: &str, text: &str, said: &[Said]) {
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/move.md")).expect("the guide");
    let section = guide.split("\n## ").find(|section| section.starts_with(heading)).expect(heading);
    let lines = read(file, text, &|_| None).expect("a configuration").expect("something in it").lines;
    for (words, what, expected) in said {
        assert!(section.contains(words), "the guide no longer says: {words}");
        assert!(becomes(&lines, what, *expected), "{file}: {what} {expected:?}\n{lines:#?}");
    }
}

#[test]
fn of_commitlint() {
    is_so("From commitlint", "commitlint.config.js", COMMITLINT, OF_COMMITLINT);
}

#[test]
fn of_gitlint() {
    is_so("From gitlint", ".gitlint", GITLINT, OF_GITLINT);
}

#[test]
fn of_the_dco_app() {
    is_so("From the DCO App", ".github/dco.yml", DCO, OF_DCO);
}

#[test]
fn of_semantic_pull_request() {
    is_so("From semantic-pull-request", ".github/workflows/title.yml", SEMANTIC, OF_SEMANTIC);
}

#[test]
fn of_labeler() {
    is_so("From labeler", ".github/labeler.yml", LABELER, OF_LABELER);
}
