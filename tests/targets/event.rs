//! Events of a server, and the names that they hold.

use super::promises::first_line;
use cihook::github::event::{self, Event};
use cihook::words::Lang;

/// The first line is the name of an event, the rest its payload. No name leads elsewhere in an address.
pub fn target(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (name, payload) = first_line(&text);
    match event::read(name, payload) {
        Ok(Event::PullRequest(pull) | Event::Order { pull, .. }) => is_name(&pull.repository),
        Ok(Event::MergeGroup(group)) => is_name(&group.repository),
        Ok(Event::Push(push)) => {
            is_name(&push.repository);
            assert!(!push.after.is_zero() && push.before.is_none_or(|id| !id.is_zero()), "{push:?}");
        }
        Ok(Event::Nothing(why)) | Err(why) => assert!(!why.plain(Lang::En).is_empty()),
    }
    if let Some(pull) = event::pull_ref(name) {
        is_name(&pull.repository);
        assert!(pull.number > 0, "{name:?}");
    }
    if let Some((base, number)) = event::queue_branch(name) {
        assert!(!base.is_empty() && name.contains(&format!("/{base}/pr-")), "{name:?}: {base} {number}");
    }
}

fn is_name(repository: &str) {
    let (owner, name) = repository.split_once('/').expect("an owner");
    for word in [owner, name] {
        assert!(!matches!(word, "" | "." | ".."), "{repository:?}");
        assert!(
            !word.contains(|c: char| "/?#%\\@:".contains(c) || c.is_whitespace() || c.is_control()),
            "{repository:?}"
        );
    }
}
