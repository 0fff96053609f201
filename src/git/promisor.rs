//! Partial clones: objects that are missing because the remote promised to hand them out when they are needed
//! (partial-clone of git's technical documentation).

use super::config::parse::{self, Setting};
use super::place::Place;
use crate::model::Gap;

const MISSING: &str = "an object is missing";

/// What it means that an object is missing here: in a partial clone it was never fetched, elsewhere it is lost.
pub fn gap(place: &Place) -> Gap {
    if is_partial(place) { Gap::PartialClone } else { Gap::Unreadable(MISSING.to_owned()) }
}

fn is_partial(place: &Place) -> bool {
    let text = std::fs::read(place.common_dir.join("config")).unwrap_or_default();
    has_promisor(&parse::parse(&text).unwrap_or_default())
}

fn has_promisor(settings: &[Setting]) -> bool {
    settings.iter().any(|setting| {
        let promises = setting.key.starts_with("remote.") && setting.key.ends_with(".promisor");
        let is_on = || setting.value.as_deref().is_none_or(parse::is_true);
        setting.key == "extensions.partialclone" || (promises && is_on())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_a_boolean_as_git_reads_it() {
        let found = |text: &str| has_promisor(&parse::parse(text.as_bytes()).expect("settings"));
        for value in ["promisor", "promisor = true", "promisor = yes", "promisor = on", "promisor = 1"] {
            assert!(found(&format!("[remote \"origin\"]\n{value}\n")), "{value}");
        }
        for value in ["promisor = no", "promisor = 0", "url = promisor"] {
            assert!(!found(&format!("[remote \"origin\"]\n{value}\n")), "{value}");
        }
    }
}
