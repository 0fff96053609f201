//! What git tells pre-push and pre-receive.

use cihook::git::push::RefUpdate;

/// The whole input is what git writes to its hook. Nothing is passed unread.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    received(&text, &lines);
    let Ok(updates) = RefUpdate::parse(&text) else { return };
    assert_eq!(updates.len(), lines.len());
    for (update, line) in updates.iter().zip(lines) {
        assert!(line.starts_with(&update.local) && line.contains(&update.remote), "{line:?}");
        assert!([update.new, update.old].into_iter().flatten().all(|id| !id.is_zero()), "{line:?}");
        assert_eq!(update.branch().is_some(), update.remote.starts_with("refs/heads/"), "{line:?}");
        assert!(update.has_messages() || update.branch().is_none(), "{line:?}");
    }
}

fn received(text: &str, lines: &[&str]) {
    let Ok(updates) = RefUpdate::parse_received(text) else { return };
    assert_eq!(updates.len(), lines.len());
    for (update, line) in updates.iter().zip(lines) {
        assert!(line.ends_with(&update.remote) && update.local.is_empty(), "{line:?}");
        assert!([update.new, update.old].into_iter().flatten().all(|id| !id.is_zero()), "{line:?}");
    }
}
