//! Partial clones: objects that are missing because the remote promised to hand them out when they are needed
//! (partial-clone of git's technical documentation).

use super::config::parse;
use super::place::Place;
use crate::model::Gap;

const MISSING: &str = "an object is missing";

/// What it means that an object is missing here: in a partial clone it was never fetched, elsewhere it is lost.
pub fn gap(place: &Place) -> Gap {
    if is_partial(place) { Gap::PartialClone } else { Gap::Unreadable(MISSING.to_owned()) }
}

fn is_partial(place: &Place) -> bool {
    let text = std::fs::read(place.common_dir.join("config")).unwrap_or_default();
    let settings = parse::parse(&text).unwrap_or_default();
    settings.iter().any(|setting| {
        let promises = setting.key.starts_with("remote.") && setting.key.ends_with(".promisor");
        let is_on = || setting.value.as_deref().is_none_or(|value| value.eq_ignore_ascii_case(b"true"));
        setting.key == "extensions.partialclone" || (promises && is_on())
    })
}
