//! The one answer and the one way to go on (the report for people), over what newcomers write.

use crate::support::{GOOD, Ran, Repo, Sandbox, program, run};
use serde_json::Value;

/// What people write who do not know the norm.
const MESSAGES: [&str; 40] = [
    "fix bug",
    "Fix login bug.",
    "update README.md",
    "WIP",
    "wip: login",
    "[WIP] add login page",
    "feat add login page",
    "Feat: add login page",
    "feature(api): add login page",
    "feat(api) : add login page",
    "feat(api):add login page",
    "feat（用户）：新增登录",
    "修复登录问题",
    "fix: 修复登录问题",
    "feat(api): add login page #12",
    "feat(api): add login page(#12)",
    "feat(api): add login page (12)",
    "(#12) fix login page",
    "Bug 1532 - login fails",
    "api: add login page",
    ":sparkles: add login page",
    "✨ feat: add login page",
    "- add login page",
    "\"add login page\"",
    "1. add login page",
    "fix(api): x",
    "fix(): login page (#1)",
    "fix(api: login page (#1)",
    "fix[api]: login page (#1)",
    "fix(api)!add login page",
    "fxi(api): add login page (#1)",
    "perf (api): faster (#1)",
    "feat(api): add the login page (#12) and more",
    "feat(api): add the login page (#12)\nwithout a blank line",
    "feat(api): this header says very much more than a header should say, so that nobody can read it in a log at all (#1)",
    "feat(api): add the login page (#12)\n\nSigned-off-by: nobody",
    "feat(api): add the login page (#12)\n\nSigned-off-by: Eve <eve@example.org>",
    "feat(<scope>): add the login page (#<issue>)",
    "feat(api):  add  the login page (#12)",
    "Merge the login page",
];

fn hook(repo: &Repo, message: &str, variables: &[(&str, &str)]) -> Ran {
    repo.write(".git/COMMIT_EDITMSG", format!("{message}\n"));
    repo.cihook_with(&["hook", "commit-msg", ".git/COMMIT_EDITMSG"], variables, b"")
}

fn on_stderr(ran: &Ran) -> Value {
    assert_eq!(ran.out, "", "git has its own standard output: {ran:#?}");
    serde_json::from_str(&ran.err).unwrap_or_else(|error| panic!("{error}: {ran:#?}"))
}

fn go_on(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("Go on with:  ")).collect()
}

#[test]
fn a_refused_message_gets_eight_lines_and_one_a_finding() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    for message in MESSAGES {
        let json = on_stderr(&hook(&repo, message, &[("CIHOOK_FORMAT", "json")]).fails(1));
        let findings = json["findings"].as_array().expect("a list");
        for lang in ["en", "zh-CN"] {
            let ran = hook(&repo, message, &[("CIHOOK_LANG", lang)]).fails(1);
            assert!(ran.err.lines().count() <= 8 + findings.len(), "{message}: {}", ran.err);
            assert!(ran.err.len() <= 4096, "{message}: {}", ran.err.len());
            let first = ran.err.lines().next().expect("a line");
            let errors = findings.iter().filter(|finding| finding["level"] == "error");
            let mut named =
                first.strip_prefix("error[").and_then(|rest| rest.split("]: ").next()).expect("rules").split(", ");
            assert!(errors.clone().all(|finding| first.contains(finding["rule"].as_str().expect("a rule"))), "{first}");
            assert!(named.all(|rule| errors.clone().any(|finding| finding["rule"] == rule)), "{first}");
            let header =
                |text: &Value| text.as_str().and_then(|text| text.lines().next()).unwrap_or_default().to_owned();
            let corrected = json["corrections"][0]["text"].clone();
            if !corrected.is_null() && header(&corrected) != message.lines().next().expect("a header") {
                assert!(first.ends_with(&header(&corrected)), "{first}\n{corrected}");
            }
            assert!(first.len() > first.find("]: ").expect("rules") + 10, "what to do is said: {first}");
        }
    }
}

#[test]
fn there_is_exactly_one_command_and_nothing_to_fill_in_in_it() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.install();
    for message in MESSAGES {
        let ran = hook(&repo, message, &[]).fails(1);
        let commands = go_on(&ran.err);
        assert_eq!(commands.len(), 1, "{}", ran.err);
        let sign = if ran.err.contains("sign-off: missing") { " -s" } else { "" };
        assert!(commands[0].contains("cihook commit --retry") && commands[0].ends_with(sign), "{}", ran.err);
        let others = ran.err.lines().filter(|line| line.contains("git commit") || line.contains("git rebase"));
        assert_eq!(others.collect::<Vec<_>>(), Vec::<&str>::new());
        let json = on_stderr(&hook(&repo, message, &[("CIHOOK_FORMAT", "json")]).fails(1));
        assert_eq!(json["go-on"], commands[0], "{message}");
    }
}

#[test]
fn corrections_are_written_once_and_sign_for_nobody() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    for message in MESSAGES {
        let ran = repo.cihook_with(&["check", "--message", "-", "--format", "json"], &[], message.as_bytes()).fails(1);
        let json = ran.json();
        assert!(json.get("go-on").is_none(), "nothing was refused: {json:#}");
        let corrections = json["corrections"].as_array().expect("a list");
        assert!(corrections.len() <= 1, "{json:#}");
        for correction in corrections {
            let text = correction["text"].as_str().expect("a text");
            let signed = |text: &str| text.matches("Signed-off-by").count();
            assert!(signed(text) <= signed(message), "{text}");
            let clean = repo.check_message(text.as_bytes()).code == 0;
            assert_eq!(correction["clean"], clean, "{message}: {correction:#}");
        }
        for finding in json["findings"].as_array().expect("a list") {
            let fix = finding.get("fix");
            assert!(fix.is_none_or(|fix| fix.get("text").is_none() && fix["edits"].is_array()), "{finding:#}");
        }
    }
}

#[test]
fn a_program_on_the_path_is_named_alone() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let folder = program().parent().expect("a folder").display().to_string();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    let ran = hook(&repo, "fix bug", &[("PATH", &path)]).fails(1);
    assert_eq!(go_on(&ran.err), ["cihook commit --retry -s"]);
    ran.says("(why: cihook explain header-");
}

#[test]
fn what_only_warns_is_short_and_stops_nothing() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let message = GOOD.replace(" (#", ". (#");
    let ran = hook(&repo, &message, &[]).ok().says("warning[header-style]: write: ");
    assert!(ran.err.lines().count() <= 8 && go_on(&ran.err).is_empty(), "{ran:#?}");
    (0..9).for_each(|_| drop(repo.commit(&message)));
    let ran = repo.cihook(&["check", "--all"]).ok().prints("warning[header-style]: 9 of 9 commits can be improved\n");
    assert_eq!(ran.out.lines().count(), 8, "five rows: {ran:#?}");
    ran.prints("  and 4 more\n").prints("cihook: 9 commits checked, 9 warnings\n");
}

#[test]
fn assistants_and_ci_get_no_colour_and_four_kilobytes() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let long = "x".repeat(300);
    (0..20).for_each(|number| drop(repo.commit(&format!("{number} {long}"))));
    for name in ["CLAUDECODE", "CODEX_SANDBOX", "CURSOR_AGENT", "AI_AGENT", "CI"] {
        let ran =
            repo.cihook_with(&["check", "--all", "--lang", "zh-CN"], &[(name, "1"), ("CLICOLOR_FORCE", "1")], b"");
        assert!(ran.fails(1).out.len() <= 4096, "{name}");
    }
    let ran = repo.cihook_with(&["check", "HEAD", "--color", "always"], &[("CI", "true")], b"").fails(1);
    assert!(ran.out.contains('\u{1b}'), "who asks for colours gets them: {ran:#?}");
}

#[test]
fn why_there_is_no_report_is_json_as_well() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let error = |ran: Ran, code: i32, kind: &str| {
        let json = ran.fails(code).json();
        assert_eq!((&json["version"], &json["error"]["kind"]), (&1.into(), &kind.into()), "{json:#}");
        assert!(json["error"]["message"].as_str().is_some_and(|message| message.len() > 10), "{json:#}");
        assert!(json["error"]["hints"].is_array(), "{json:#}");
    };
    error(repo.cihook(&["check", "nothing..HEAD", "--format", "json"]), 2, "usage");
    error(repo.cihook(&["check", "--format=json", "--nonsense"]), 2, "usage");
    error(repo.cihook(&["check", "--format", "json"]), 2, "usage");
    error(repo.cihook(&["check", "--message", "missing", "--format", "json"]), 3, "unable");
    let empty = hook(&repo, "# a comment", &[("CIHOOK_FORMAT", "json")]).fails(1);
    assert_eq!(on_stderr(&empty)["error"]["kind"], "empty");
    repo.write("cihook.toml", "[rules]\nsign-of = \"error\"\n");
    error(repo.cihook(&["check", "--all", "--format", "json"]), 2, "policy");
    let ran = hook(&repo, "x", &[("CIHOOK_FORMAT", "json")]).fails(2);
    assert_eq!(on_stderr(&ran)["error"]["kind"], "policy");
    hook(&repo, "x", &[("CIHOOK_FORMAT", "jsn")]).fails(2).says("CIHOOK_FORMAT is `jsn`, which is not a format");
}

#[test]
fn the_same_commits_are_annotated_in_every_run() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    let mut stream = String::new();
    for number in 0..3_000 {
        let text = format!("bad {number}\n");
        let who = format!("A U Thor <author@example.org> {} +0000", 1_700_000_000 + number);
        stream += &format!("commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata {}\n{text}\n", text.len());
    }
    run(repo.command("git").args(["fast-import", "--quiet"]), stream.as_bytes()).ok();
    let annotated = |format: &str| repo.cihook(&["check", "main", "--all", "--format", format]).fails(1).out;
    let first = annotated("github");
    assert_eq!(first.matches("::error ").count(), 10);
    assert!(first.contains("bad 2999") && (0..4).all(|_| annotated("github") == first));
    let rows = annotated("human");
    assert!(
        rows.contains("]: 3000 of 3000 commits do not")
            && rows.lines().nth(1).is_some_and(|row| row.contains("bad 0 "))
    );
    assert!(annotated("human") == rows);
}
