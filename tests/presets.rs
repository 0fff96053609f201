//! The presets beside the default one judge as the communities do whose names they bear.

#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::panic, reason = "tests bring the outside in")]

mod support;

use support::{Repo, Sandbox};

/// The rules that find something in a message of Ada's.
fn found(repo: &Repo, message: &str) -> Vec<String> {
    let ada = [("GIT_AUTHOR_NAME", "Ada Lovelace"), ("GIT_AUTHOR_EMAIL", "ada@lovelace.org")];
    repo.cihook_with(&["check", "--message", "-", "--format", "json"], &ada, message.as_bytes()).rules()
}

const SIGNED: &str = "Signed-off-by: Ada Lovelace <ada@lovelace.org>\n";

#[test]
fn the_kernel_wants_subsystems_and_whole_fixes() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "extends = [\"kernel\"]\n");
    let whole =
        "Fixes: 54a4f0239f2e (\"KVM: MMU: make kvm_mmu_zap_page() return the number of pages it actually freed\")\n";
    for header in ["mm/slub: fix a leak", "net: phy: micrel: add a delay", "ARM: dts: qcom: Fix the clock (v2)"] {
        assert_eq!(found(&repo, &format!("{header}\n\nIt leaked.\n\n{whole}{SIGNED}")), [""; 0], "{header}");
    }
    assert_eq!(found(&repo, &format!("fix a leak\n\nIt leaked.\n\n{SIGNED}")), ["header-format"]);
    assert_eq!(found(&repo, &format!("[PATCH v2] mm: fix a leak\n\n{SIGNED}")), ["header-format"]);
    assert_eq!(found(&repo, &format!("mm : fix a leak\n\n{SIGNED}")), ["header-format"]);
    assert_eq!(found(&repo, &format!("mm: fix a leak\n\nFixes: 54a4f02\n{SIGNED}")), ["trailers"]);
    assert_eq!(found(&repo, "mm: fix a leak\n"), ["sign-off"]);
}

#[test]
fn kubernetes_wants_no_keywords_and_no_mentions() {
    let sandbox = Sandbox::new();
    let repo = sandbox.repo("r");
    repo.write("cihook.toml", "extends = [\"kubernetes\"]\n");
    assert_eq!(found(&repo, "Drop tokens without expiry\n\nThey were valid for ever.\n"), [""; 0]);
    assert_eq!(found(&repo, "Drop tokens\n\nFixes #12\n"), ["closing-words"]);
    assert_eq!(found(&repo, "Drop tokens\n\nThanks to @ada.\n"), ["closing-words"]);
    repo.cihook(&["policy", "show"]).ok().prints("\"size/XXL\" = { color = \"ee0000\"");
}
