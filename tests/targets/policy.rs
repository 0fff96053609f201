//! Policies, from text to rules.

use super::promises::{is_harmless, load};
use cihook::policy::{Rejected, show, show_json};
use cihook::render::{Screen, mistakes};
use cihook::words::Lang;

const BRANCHES: [Option<&str>; 4] = [None, Some("main"), Some("release-v1.2"), Some("\"\\\n{branch}")];

/// The whole input is a policy.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    match load(text) {
        Err(rejected) => are_told(&rejected),
        Ok(policy) => {
            for branch in BRANCHES {
                let Ok(effective) = policy.for_branch(branch) else { continue };
                let _ = show_json(&policy, &effective);
                let shown = format!("extends = []\n{}", show(&policy, &effective));
                assert!(load(shown.clone()).is_ok(), "the effective policy is a policy: {shown}");
            }
        }
    }
}

/// What is wrong is told in both languages, and nothing of it as it is.
fn are_told(Rejected { sources, mistakes }: &Rejected) {
    assert!(!mistakes.is_empty(), "a policy is rejected for a reason");
    for lang in [Lang::En, Lang::ZhCn] {
        let told = mistakes::render(sources, mistakes, Screen { lang, color: false, width: 80, most: None });
        is_harmless(&told);
        assert!(!told.is_empty());
    }
}
