//! Nothing that a stranger writes does anything: no order to the runner, no output of its own, no mention, no link, nothing
//! hidden, no end of a block of code. Many texts, put together by chance from what could.

use super::random::Random;
use super::site::{Came, POLICY, Site, commit, file, good, id, state};
use serde_json::{Value, json};

/// What texts are made of.
const PIECES: [&str; 44] = [
    "::error::x",
    "::set-output name=a::b",
    "::stop-commands::x",
    "::add-mask::a",
    "##[error]x",
    "##[",
    "##",
    "[group]",
    "\n",
    "\r",
    "\r\n",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    " ",
    "\t",
    "@ada",
    "@acme/team",
    "#1",
    "acme/shop#1",
    "GH-12",
    "https://evil.example",
    "www.evil.example",
    "[a](https://evil.example)",
    "![x](//evil.example)",
    "<!--",
    "-->",
    "<details>",
    "</details>",
    "<b>",
    "`",
    "```",
    "~~~",
    "````text\n",
    "\\",
    "%0A",
    "%3A%3A",
    "feat",
    "(a)",
    ": ",
    "&lt;",
    "cihook_0<<x\n",
    "\u{202e}",
    "0123456789abcdef0123456789abcdef01234567",
];

/// So many pull requests are judged.
const CASES: usize = 60;

/// A text of a stranger, which says somewhere that it is.
fn text(random: &mut Random) -> String {
    let pieces: Vec<&[u8]> = PIECES.iter().map(|piece| piece.as_bytes()).collect();
    let soup = String::from_utf8(random.soup(&pieces, 9)).expect("text of text");
    soup.chars().take(4_000).collect()
}

fn line(random: &mut Random) -> String {
    text(random).replace(['\n', '\r'], " ")
}

/// A pull request of strangers, under a policy that lets nothing pass unsaid.
fn strange(random: &mut Random) -> Site {
    let mut one = commit(899, &text(random));
    one["commit"]["author"] = json!({ "name": line(random), "email": line(random) });
    let path = line(random);
    let mut files = vec![file(&format!("src/{path}x"), 11), file("cihook.toml", 12)];
    files[0]["status"] = json!(random.pick(&["added", "modified", "renamed"]));
    let mut state = state(vec![one, commit(900, &if random.chance(50) { good(1) } else { text(random) })], files);
    let entry = json!({ "path": format!("src/{path}x"), "type": "blob", "sha": id(11), "size": 9_000_000 });
    let policy = json!({ "path": "cihook.toml", "type": "blob", "sha": id(12), "size": 10 });
    state.trees.insert(format!("recursive/{}", id(900)), json!({ "tree": [entry, policy] }));
    state.pull["title"] = json!(line(random));
    state.pull["body"] = json!(text(random));
    state.pull["head"]["ref"] = json!(line(random));
    state.pull["user"]["login"] = json!(line(random));
    state.pull["labels"] = json!([{ "name": line(random) }, { "name": "kind/bug" }]);
    let by = json!({ "login": line(random) });
    state.events = vec![json!({ "event": "labeled", "label": { "name": "kind/bug" }, "actor": by })];
    let rules = "[[label]]\nname = \"kind/bug\"\ntype = \"fix\"\n[[label]]\nname = \"size/M\"\nsize = { min = 1 }\n";
    let dco = "[rules.sign-off]\ncompat = \"dcoapp\"\n[rules.closing-words]\nlevel = \"error\"\n[rules.pr-description]\nlevel = \"error\"\n";
    let policy = POLICY.replace("pr-description = \"off\"\n", "");
    state.contents.insert(format!("{}:cihook.toml", id(800)), format!("{policy}{dco}{rules}"));
    state
        .contents
        .insert("main:.github/dco.yml".to_owned(), "allowRemediationCommits:\n  individual: true\n".to_owned());
    state.contents.insert(format!("{}:cihook.toml", id(900)), text(random));
    Site::new(state)
}

#[test]
fn nothing_that_a_stranger_writes_does_anything() {
    let mut told = 0;
    for case in 0..CASES {
        let mut random = Random::of("strangers", case);
        let site = strange(&mut random);
        let came = site.run();
        assert!((1..=3).contains(&came.ran.code), "case {case}: {came:#?}");
        commands(&came, case);
        assert_eq!(came.outputs.keys().collect::<Vec<_>>(), ["findings", "labels", "outcome"], "case {case}");
        assert!(serde_json::from_str::<Value>(&came.outputs["findings"]).is_ok(), "case {case}: {came:#?}");
        markdown(&came.summary, case);
        if came.ran.code == 1 {
            markdown(&site.comment(), case);
            told += 1;
        }
    }
    assert!(told > CASES / 2, "only {told} were told");
}

/// The lines that the runner takes for commands are our own annotations.
fn commands(came: &Came, case: usize) {
    for line in came.ran.out.split(['\n', '\r']).chain(came.ran.err.split(['\n', '\r'])) {
        assert!(!line.contains("##["), "case {case}: {line}");
        let Some(command) = line.trim_start().strip_prefix("::") else { continue };
        let (head, _) = command.split_once("::").unwrap_or_else(|| panic!("case {case}: {line}"));
        let properties = head.strip_prefix("error ").or_else(|| head.strip_prefix("warning "));
        let properties: Vec<&str> = properties.unwrap_or_else(|| panic!("case {case}: {line}")).split(',').collect();
        let names: Vec<&str> = properties.iter().map(|pair| pair.split('=').next().unwrap_or_default()).collect();
        assert!(names == ["title"] || names == ["file", "title"], "case {case}: {line}");
    }
}

/// Outside of code there are our own words alone.
fn markdown(text: &str, case: usize) {
    let text = text.strip_prefix("<!-- cihook:report -->").unwrap_or(text);
    let text = text.replace("(https://developercertificate.org)", "");
    let mut fence: Option<usize> = None;
    for line in text.split('\n') {
        let marks = line.len() - line.trim_start_matches('`').len();
        let info = &line[marks..];
        match fence {
            Some(open) if marks >= open && info.trim().is_empty() => fence = None,
            Some(_) => {}
            None if marks >= 3 && !info.contains('`') => fence = Some(marks),
            None => {
                let bare = without_code(line);
                let is_evil = |c: char| matches!(c, '@' | '<' | '[' | ']' | '\\' | '`') || c.is_control();
                let is_evil = bare.contains(is_evil)
                    || ["http", "www.", "~~~", "::", "GH-", "0123456789abc"].iter().any(|evil| bare.contains(evil));
                let is_reference =
                    bare.match_indices('#').any(|(at, _)| bare[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
                assert!(!is_evil && !is_reference, "case {case}: {line:?} leaves {bare:?}");
            }
        }
    }
    assert!(fence.is_none(), "case {case}: {text}");
}

/// A line without its pieces of code, which go from a run of backquotes to the next as long.
fn without_code(line: &str) -> String {
    let mut bare = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        bare.push_str(&rest[..start]);
        let length = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let inside = &rest[start + length..];
        let mut at = 0;
        let end = loop {
            let Some(found) = inside[at..].find('`').map(|found| at + found) else { break None };
            let run = inside[found..].len() - inside[found..].trim_start_matches('`').len();
            if run == length {
                break Some(found + run);
            }
            at = found + run;
        };
        let Some(end) = end else {
            bare.push_str(&rest[start..]);
            return bare;
        };
        rest = &inside[end..];
    }
    bare + rest
}
