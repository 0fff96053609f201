//! Every format over one rich report, in both languages and with colours, as it was last looked at. After a wanted change:
//! `CIHOOK_BLESS=1 cargo test --test formats golden`, and read what the change did.

use crate::support::{Repo, Sandbox, program, run};
use std::path::PathBuf;

const SIGNED: &str = "\n\nSigned-off-by: A U Thor <author@example.org>\n";

/// Commits of every kind, the same in every run: the ids stand in the reports.
fn history(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("r");
    let policy = "[[exempt]]\nauthor = \"*[bot]*\"\nrules = [\"header-issue\"]\nreason = \"bots name none\"\n";
    let big = "x".repeat(2_000_001);
    let commits: [(&str, &str, &str); 7] = [
        ("A U Thor", &format!("feat(api): begin (#1){SIGNED}"), ""),
        ("A U Thor", "Fix login bug.\n", ""),
        ("A U Thor", &format!("feat（用户）：新增登录（＃12）{SIGNED}"), ""),
        ("A U Thor", &format!("docs(readme): say it nicely. (#3){SIGNED}"), ""),
        ("A U Thor", &format!("feat(film): add <b>@all</b> \u{202e}`x` ##[x] (#4)\n{}{SIGNED}", "y ".repeat(70)), &big),
        ("dep[bot]", "build(deps): bump x\n", ""),
        ("Eve", &format!("chore(all): say `it`{SIGNED}"), ""),
    ];
    let mut stream = String::new();
    for (at, (name, message, file)) in commits.iter().enumerate() {
        let who = |name: &str| format!("{name} <author@example.org> {} +0000", 1_700_000_000 + at);
        stream +=
            &format!("commit refs/heads/main\nmark :{}\nauthor {}\ncommitter {}\n", at + 1, who(name), who("A U Thor"));
        stream += &format!("data {}\n{message}\n", message.len());
        if at == 0 {
            stream += &format!("M 100644 inline cihook.toml\ndata {}\n{policy}\n", policy.len());
        }
        if !file.is_empty() {
            stream += &format!("M 100644 inline film.bin\ndata {}\n{file}\n", file.len());
        }
    }
    let who = "A U Thor <author@example.org> 1700000009 +0000";
    stream +=
        &format!("commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 9\nMerge it\n\nfrom :7\nmerge :1\n\n");
    run(repo.command("git").args(["fast-import", "--quiet"]), stream.as_bytes()).ok();
    repo.git(&["tag", "v0.1.0", "main~7"]).ok();
    repo.git(&["reset", "-q", "--hard", "main"]).ok();
    repo
}

/// What is not ours to pin down here: the digest of a policy, the lines of a preset, the pages of rules.
fn pinned(format: &str, text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let sarif = (format == "sarif").then(|| {
        let json: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let run = &json["runs"][0];
        serde_json::to_string_pretty(&serde_json::json!([run["results"], run["invocations"]])).expect("JSON")
    });
    let json = (format == "json").then(|| {
        let mut json: serde_json::Value = serde_json::from_str(text).expect("JSON");
        json["policy"]["digest"] = "[..]".into();
        serde_json::to_string_pretty(&json).expect("JSON")
    });
    for line in sarif.or(json).unwrap_or_else(|| text.to_owned()).lines() {
        lines.push(match line.split_once("preset openim:") {
            Some((before, rest)) => {
                let is_number = |c: char| c.is_ascii_digit() || c == ',' || c == ' ';
                let numbers = rest.len() - rest.trim_start_matches(is_number).len();
                let rest = &rest[rest[..numbers].trim_end().len()..];
                format!("{before}preset openim:[..]{rest}")
            }
            None => line.to_owned(),
        });
    }
    lines.join("\n") + "\n"
}

fn compare(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("CIHOOK_BLESS").is_some() {
        std::fs::write(&path, text).expect("a golden file");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let first = golden.lines().zip(text.lines()).find(|(golden, text)| golden != text);
    assert!(golden == text, "{name} was otherwise, first here: {first:#?}\n{text}");
}

#[test]
fn every_format_shows_the_rich_report_as_it_was_looked_at() {
    let sandbox = Sandbox::new();
    let repo = history(&sandbox);
    let folder = program().parent().expect("a folder").display().to_string();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    let path = [("PATH", path.as_str())];
    for lang in ["en", "zh-CN"] {
        let check = |name: &str, format: &str, more: &[&str]| {
            let arguments = ["check", "v0.1.0..HEAD", "--changes", "--lang", lang, "--format", format];
            let ran = repo.cihook_with(&[&arguments[..], more].concat(), &path, b"").fails(1);
            compare(&format!("{name}.{lang}.txt"), &pinned(format, &ran.out));
        };
        for format in ["human", "json", "sarif", "junit", "github", "markdown"] {
            check(format, format, &[]);
        }
        check("human-verbose", "human", &["-v"]);
        check("human-color", "human", &["--color", "always"]);
        for (name, revision, color) in [("message", "main~6", "never"), ("message-color", "main~6", "always")] {
            let text = repo.git(&["log", "-1", "--format=%B", revision]).ok().out;
            let arguments = ["check", "--message", "-", "--lang", lang, "--color", color];
            let ran = repo.cihook_with(&arguments, &path, text.as_bytes()).fails(1);
            compare(&format!("{name}.{lang}.txt"), &pinned("human", &ran.out));
        }
    }
}
