//! `cihook policy import`, through the program.

use crate::support::{Repo, Sandbox};

const MODULE: &str = "require('child_process').execSync('touch ran')\nmodule.exports = {\n  extends: ['@commitlint/config-conventional'],\n  rules: { 'header-max-length': [2, 'always', 72], 'scope-enum': require('./scopes') },\n}\n";

fn repo(sandbox: &Sandbox) -> Repo {
    let repo = sandbox.repo("a");
    repo.write("commitlint.config.js", MODULE);
    repo.write(".husky/commit-msg", "npx --no -- commitlint --edit $1\n");
    repo
}

#[test]
fn a_configuration_becomes_a_policy_and_is_not_run() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let ran = repo.cihook(&["policy", "import"]).ok();
    assert!(ran.out.contains("commitlint.config.js:4  scope-enum"), "{}", ran.out);
    assert!(ran.out.contains(".husky/commit-msg:1  npx --no -- commitlint"), "{}", ran.out);
    assert!(!repo.path.join("ran").exists());
    let policy = std::fs::read_to_string(repo.path.join("cihook.toml")).expect("a policy");
    assert!(policy.contains("max = 72 # commitlint.config.js:4"), "{policy}");
    repo.cihook(&["policy", "check"]).ok();
    let again = repo.cihook(&["policy", "import"]);
    assert_eq!(again.code, 2, "{again:?}");
    assert_eq!(std::fs::read_to_string(repo.path.join("cihook.toml")).expect("a policy"), policy);
}

#[test]
fn programs_read_what_became_of_it() {
    let sandbox = Sandbox::new();
    let repo = repo(&sandbox);
    let json = repo.cihook(&["policy", "import", "--print", "--format", "json"]).ok().json();
    assert_eq!((&json["version"], &json["sources"][0]["tool"]), (&1.into(), &"commitlint".into()), "{json}");
    for key in ["sources", "carried", "stricter", "not-carried", "no-effect", "callers"] {
        assert!(json[key].is_array(), "{key}: {json}");
    }
    assert!(json["refused"].is_null());
    assert!(!repo.path.join("cihook.toml").exists());
}

#[test]
fn what_commitlint_prints_is_read_from_standard_input() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("a");
    let text = br#"{ "plugins": {}, "rules": { "type-enum": [2, "always", ["feat", "x"]] } }"#;
    let ran = repo.cihook_with(&["policy", "import", "--print", "-"], &[], text).ok();
    assert!(ran.out.contains("allow = [\"feat\", \"x\"] # -:1"), "{}", ran.out);
    assert!(ran.err.contains("type-enum"), "{}", ran.err);
}

#[test]
fn what_cannot_be_imported_is_said() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("a");
    repo.write(".github/dco.yml", "on: push\njobs: {}\n").write("package.json", "{}");
    repo.write(".commitlintrc.json", "{ \"rules\": ").write("x.ini", "");
    for files in [
        &[] as &[&str],
        &["nowhere/.gitlint"],
        &["package.json"],
        &[".github/dco.yml"],
        &[".commitlintrc.json"],
        &["x.ini"],
        &["."],
    ] {
        let ran = repo.cihook(&[&["policy", "import"], files].concat());
        assert_eq!(ran.code, 2, "{files:?}: {ran:?}");
        assert!(ran.err.starts_with("cihook: "), "{files:?}: {ran:?}");
        assert!(!repo.path.join("cihook.toml").exists());
    }
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_read_only_where_it_is_named() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("a");
    std::fs::write(sandbox.path("secret.yml"), "rules: { type-enum: [2, always, [hunter2]] }\n").expect("a file");
    std::os::unix::fs::symlink(sandbox.path("secret.yml"), repo.path.join(".commitlintrc.yml")).expect("a link");
    let ran = repo.cihook(&["policy", "import", "--print"]).fails(2).says("leads out of the repository");
    assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{ran:#?}");
    repo.cihook(&["policy", "import", "--print", ".commitlintrc.yml"]).ok().prints("hunter2");
}
