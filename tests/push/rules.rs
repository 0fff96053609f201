//! The rules of pushes through the whole program, in both languages, as text and as JSON.

use crate::history::{Change, History, MESSAGE};
use crate::pair::{Pair, huge};
use crate::support::{Ran, run};

/// What a rule says, of what, and what helps, from a JSON report.
fn told(ran: &Ran, rule: &str) -> Vec<(String, String, String)> {
    let report = if ran.out.is_empty() { &ran.err } else { &ran.out };
    let json: serde_json::Value = serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {ran:#?}"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = json["findings"].as_array().expect("findings").iter().filter(|found| found["rule"] == rule);
    findings.map(|found| (text(&found["subject"]["kind"]), text(&found["message"]), text(&found["help"][0]))).collect()
}

fn staged(pair: &Pair, words: &[&str]) -> Ran {
    pair.repo.cihook(&[words, &["check", "--staged"]].concat())
}

#[test]
fn path_name_finds_what_others_cannot_check_out() {
    let pair = Pair::new();
    for name in ["FIRST.txt", "src/aux.c", "what?.md", "ends.", "sub/ü.md", "sub/u\u{308}.md", "two\nlines"] {
        pair.repo.write(name, name);
    }
    pair.repo.write(&format!("long/{}", "x".repeat(196)), "x").git(&["add", "-A"]).ok();
    let ran = staged(&pair, &[]).fails(1).prints("`FIRST.txt` and `first.txt` are one and the same on Windows and Mac");
    let ran = ran.prints("`src/aux.c` cannot be checked out on Windows: it is a device name there");
    let ran = ran.prints("a name may not end with a full stop or a space").prints("is too long: 201 bytes");
    assert_eq!(ran.out.matches("error[path-name]").count(), 8, "{ran:#?}");
    staged(&pair, &["--lang", "zh-CN"]).fails(1).prints("在 Windows 和 Mac 上是同一个名称").prints("请改用其他名称");
    let json = told(&staged(&pair, &["--format", "json"]).fails(1), "path-name");
    assert!(json.iter().all(|(kind, _, help)| kind == "blob" && help.starts_with("give it another name")), "{json:#?}");
    pair.repo.commit(MESSAGE);
    let pushed = pair.push(&["origin", "main"]).fails(1).says("give it another name");
    assert_eq!(pushed.err.matches("error[path-name]").count(), 8, "{pushed:#?}");
    pair.repo.write("cihook.toml", "[rules.path-name]\nwindows = false\ncase-clashes = false\nmax-length = 201\n");
    pair.push(&["origin", "main"]).ok();
}

#[test]
fn path_name_forbids_paths_on_request_and_excuses_some() {
    let pair = Pair::new();
    let deny = "[rules.path-name]\ndeny = [\"**/*.pem\", \"dist/**\"]\n";
    pair.repo.write("cihook.toml", deny);
    pair.save("keys/one.pem", "key\n");
    pair.save("dist/a.js", "a\n");
    let ran = pair.push(&["origin", "main"]).fails(1).says("`keys/one.pem` is not allowed here");
    ran.says("remove it with: git rm -r --cached -- dist/a.js");
    let entry = "[[exempt]]\npath = [\"dist/**\", \"keys/*\"]\nrules = [\"path-name\"]\nreason = \"made for tests\"\n";
    pair.repo.write("cihook.toml", format!("{deny}{entry}"));
    pair.push(&["origin", "main"]).ok().says("exempt (made for tests): path-name 2");
}

#[test]
fn branch_name_minds_new_branches_only() {
    let pair = Pair::new();
    for (name, code) in [("feat/42-login", 0), ("release-v1.2", 0), ("renovate/a/b", 0), ("patch-1", 1), ("Feat/x", 1)]
    {
        let ran = pair.repo.cihook(&["check", "--branch", name]);
        assert_eq!(ran.code, code, "{name}: {ran:#?}");
        assert_eq!(pair.push(&["-n", "origin", &format!("main:refs/heads/{name}")]).code, code, "{name}");
    }
    let zh = pair.repo.cihook(&["--lang", "zh-CN", "check", "--branch", "patch-1"]).fails(1);
    zh.prints("新分支 `patch-1` 的名称不符合约定").prints("请重命名后再推送：git branch -m patch-1 feat/patch-1");
    let json = told(&pair.repo.cihook(&["--format", "json", "check", "--branch", "patch-1"]).fails(1), "branch-name");
    assert_eq!((json.len(), json[0].0.as_str()), (1, "ref"));
    pair.push(&["--no-verify", "origin", "main:patch-1"]).ok();
    pair.save("a.txt", "a\n");
    pair.push(&["origin", "main:patch-1"]).ok();
    pair.repo.git(&["checkout", "-q", "-b", "patch-2"]).ok();
    pair.repo.git(&["commit", "-q", "--allow-empty", "-m", MESSAGE]).fails(1).says("error[branch-name]");
    let entry = "[[exempt]]\nbranch = \"patch-*\"\nrules = [\"branch-name\"]\nreason = \"from the web\"\n";
    pair.repo.write("cihook.toml", entry);
    pair.push(&["origin", "patch-2"]).ok().says("exempt (from the web): branch-name 1");
}

#[test]
fn tag_name_wants_versions_of_what_was_merged() {
    let pair = Pair::new();
    for (name, code) in
        [("v1.2.3", 0), ("v1.2.3-rc.1", 0), ("1.2.3", 1), ("v1.2", 1), ("release", 1), ("v1.2.3=HEAD", 0)]
    {
        let ran = pair.repo.cihook(&["check", "--tag", name]);
        assert_eq!(ran.code, code, "{name}: {ran:#?}");
    }
    pair.repo.cihook(&["check", "--tag", "v1.0.0=gone"]).fails(2).says("there is no revision `gone` here");
    pair.repo.git(&["checkout", "-q", "-b", "feat/x"]).ok();
    let side = pair.save("x.txt", "x\n");
    pair.repo.cihook(&["check", "--tag", "v1.0.0"]).fails(1).prints("is on none of these branches: `main`");
    pair.repo.cihook(&["check", "--tag", "v1.0.0-alpha.1"]).ok();
    pair.repo.cihook(&["check", "--tag", "v1.0.0=main"]).ok();
    pair.repo.git(&["tag", "v1.0.0"]).ok();
    pair.push(&["origin", "v1.0.0"]).fails(1).says("merge the commit first, and tag what was merged");
    pair.push(&["-n", "origin", "v1.0.0", "feat/x:main"]).ok();
    pair.repo.git(&["branch", "release-v1.0", &side]).ok();
    pair.push(&["-n", "origin", "v1.0.0"]).ok();
    let zh = pair.repo.cihook(&["--lang", "zh-CN", "check", "--tag", "1.0"]).fails(1);
    zh.prints("标签 `1.0` 不是版本号").prints("是否应为 `v1.0.0`？");
    let entry = "[[exempt]]\ntag = \"nightly-*\"\nrules = [\"tag-name\"]\nreason = \"made at night\"\n";
    pair.repo.write("cihook.toml", entry).git(&["tag", "nightly-1"]).ok();
    pair.push(&["origin", "nightly-1"]).ok().says("exempt (made at night): tag-name 1");
    pair.repo.cihook(&["check", "--tag", "nightly-2"]).ok();
}

#[test]
fn push_size_adds_everything_up() {
    let pair = Pair::new();
    let part = |number: u8| vec![number; 1_900_000];
    for number in 0..6 {
        pair.save(&format!("part-{number}.bin"), part(number));
    }
    let ran =
        pair.push(&["origin", "main"]).fails(1).says("the push brings 11.4 MB of new files, where 10 MiB is allowed");
    ran.says("1.9 MB  `part-").says("CIHOOK_SKIP=push-size");
    let upstream = pair.repo.cihook(&["--lang", "zh-CN", "check", "--changes"]).fails(1);
    upstream.prints("此次推送的新文件共 11.4 MB，上限为 10 MiB");
    let json = told(&pair.repo.cihook(&["--format", "json", "check", "--changes"]).fails(1), "push-size");
    assert_eq!((json.len(), json[0].0.as_str()), (1, "push"));
    pair.push(&["-n", "origin", "main~1:main"]).ok();
    let mut push = pair.repo.command("git");
    let skipped = run(push.args(["push", "-q", "-n", "origin", "main"]).env("CIHOOK_SKIP", "push-size"), b"").ok();
    skipped.says("skipped, as CIHOOK_SKIP asks: `push-size`");
    pair.repo.write("cihook.toml", "[rules.push-size]\nmax = \"1GB\"\ncommits = 5\nfiles = 5\n");
    let ran = pair.push(&["origin", "main"]).fails(1).says("6 new commits, where 5 are allowed");
    ran.says("6 new files, where 5 are allowed");
    // What is split over branches is one push all the same.
    pair.repo.git(&["branch", "feat/half", "main~3"]).ok();
    pair.push(&["origin", "feat/half", "main"]).fails(1).says("6 new commits, where 5 are allowed");
    let entry = "[[exempt]]\nbranch = \"main\"\nrules = [\"push-size\"]\nreason = \"moved house\"\n";
    pair.repo.write("cihook.toml", format!("[rules.push-size]\nmax = \"1MB\"\n{entry}"));
    pair.push(&["-n", "origin", "main"]).ok().says("exempt (moved house): push-size 1");
}

#[test]
fn the_size_of_a_push_is_judged_by_the_limits_of_every_branch() {
    let pair = Pair::new();
    let rules = "[rules]\nbranch-name = \"off\"\n[rules.push-size]\nmax = \"1kB\"\n";
    for (lenient, strict) in [("aaa", "zzz"), ("zzz", "aaa")] {
        let level = format!("[[override]]\nbranch = \"{lenient}\"\n[override.rules.push-size]\nlevel = \"warn\"\n");
        pair.repo.write("cihook.toml", format!("{rules}{level}"));
        pair.save(&format!("{strict}.bin"), vec![b'x'; 1_001]);
        let (lenient, strict) = (format!("main:{lenient}"), format!("main:{strict}"));
        pair.push(&["-n", "origin", &lenient]).ok().says("warning[push-size]");
        pair.push(&["-n", "origin", &lenient, &strict]).fails(1).says("error[push-size]");
    }
}

#[test]
fn a_first_push_says_how_to_bring_everything() {
    let pair = Pair::new();
    pair.sandbox.init("new.git", &["--bare"]);
    pair.repo.git(&["remote", "remove", "origin"]).ok();
    for number in 0..6 {
        pair.save(&format!("part-{number}.bin"), vec![number; 1_900_000]);
    }
    pair.repo
        .git(&["push", "-q", "../new.git", "main"])
        .fails(1)
        .says("if this first push is meant to bring all of it");
}

#[test]
fn file_size_has_limits_for_paths_and_branches() {
    let pair = Pair::new();
    let limits = "[[rules.file-size.limit]]\npaths = [\"docs/images/**\"]\nmax = \"5MB\"\n\
                  [[rules.file-size.limit]]\npaths = [\"docs/**\"]\nmax = \"1kB\"\n";
    let release = "[[override]]\nbranch = [\"release-v*\"]\n[override.rules.file-size]\nmax = \"1MB\"\nlimit = []\n";
    pair.repo.write("cihook.toml", format!("{limits}{release}"));
    pair.save("docs/images/photo.jpg", huge());
    pair.push(&["origin", "main"]).ok();
    pair.save("docs/text.md", vec![b'x'; 1_001]);
    let ran = pair.push(&["origin", "main"]).fails(1).says("`docs/text.md` is 1.0 kB; the limit is 1 kB");
    ran.says("cihook.toml:1");
    pair.save("middle.bin", vec![b'x'; 1_500_000]);
    pair.push(&["origin", "main:release-v1.0"]).fails(1).says("the limit is 1 MB");
    pair.repo.cihook(&["check", "--changes", "--branch", "release-v1.0"]).fails(1).prints("`middle.bin` is ");
    let entry = "[[exempt]]\npath = \"docs/*.md\"\nrules = [\"file-size\"]\nreason = \"one long page\"\n";
    pair.repo.write("cihook.toml", format!("{limits}{release}{entry}"));
    pair.push(&["origin", "main"]).ok().says("exempt (one long page): file-size 1");
}

#[test]
fn sizes_are_told_in_both_languages_and_as_json() {
    let pair = Pair::new();
    let commit = pair.save("big.bin", huge());
    let mut push = pair.repo.command("git");
    let zh = run(push.args(["push", "-q", "origin", "main"]).env("CIHOOK_LANG", "zh-CN"), b"").fails(1);
    let zh = zh.says("`big.bin` 太大：2.0 MB，上限为 2 MB：请移除：git rm --cached -- big.bin");
    zh.says("检查了 1 个提交，新文件 1 个（2.0 MB），错误 1 个");
    let ran = pair.repo.cihook(&["--format", "json", "check", "--changes"]).fails(1);
    let blob = pair.repo.git(&["rev-parse", &format!("{commit}:big.bin")]).ok().out;
    assert_eq!(
        ran.json()["findings"][0]["subject"],
        serde_json::json!({
            "kind": "blob", "id": blob.trim(), "summary": "big.bin",
        })
    );
    assert_eq!(ran.json()["families"], serde_json::json!(["message", "change", "ref"]));
    assert_eq!(ran.json()["checked"], serde_json::json!({ "commits": 1, "refs": 0, "blobs": 1, "bytes": 2_000_001 }));
}

#[test]
fn check_finds_its_range() {
    let pair = Pair::new();
    pair.repo.git(&["tag", "v1.0.0"]).ok();
    pair.save("big.bin", huge());
    pair.repo.git(&["rm", "-q", "big.bin"]).ok();
    pair.repo.commit(MESSAGE);
    for words in
        [&["--changes"][..], &["--since-tag", "--changes"], &["--changes", "v1.0.0..HEAD"], &["--changes", "--all"]]
    {
        pair.repo.cihook(&[&["check"], words].concat()).fails(1).prints("`big.bin` is 2.0 MB; the limit is");
    }
    pair.repo.cihook(&["check", "--since-tag"]).ok().prints("2 commits checked");
    pair.repo.cihook(&["check", "--changes", "HEAD"]).ok();
    pair.repo.cihook(&["check", "--changes", "HEAD~1"]).fails(1);
    let both = pair.repo.cihook(&["check", "--since-tag", "--changes", "--tag", "1.1", "--branch", "Bad"]).fails(1);
    both.prints("error[tag-name]").prints("error[branch-name]").prints("error[file-size]");
}

#[test]
fn reftables_know_their_branch() {
    let pair = Pair::with(&["--ref-format=reftable"]);
    let entry = "[[override]]\nbranch = \"release-v*\"\n[override.rules.header-scope]\nallow = [\"{branch}\"]\n";
    pair.repo.write("cihook.toml", entry).git(&["checkout", "-q", "-b", "release-v1.0"]).ok();
    pair.repo.git(&["commit", "-q", "--allow-empty", "-m", MESSAGE]).fails(1).says("`api` is not an allowed scope");
    History::default().commit("Bad_Name", &["main"], &[Change::Put("a", "a\n")]).make(&pair.repo);
    pair.push(&["origin", "Bad_Name"]).fails(1).says("git branch -m Bad_Name feat/bad-name");
}
