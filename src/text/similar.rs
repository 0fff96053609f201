//! What somebody may have meant.

/// The candidate that is nearest to `name`, when it is near enough to be a slip of the fingers: at most a third of the
/// characters differ (Damerau-Levenshtein distance).
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    if length > 64 {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= length.max(candidate.chars().count()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Words of their own that are one slip away from a usual type.
const WORDS: [&str; 22] = [
    "bind", "built", "chord", "choke", "core", "chose", "dots", "dock", "guild", "feet", "flat", "perk", "pref",
    "reverb", "revere", "rest", "shore", "stale", "stile", "styled", "style", "text",
];

/// The candidate of which `name` is a misspelling: one letter too many, too few, wrong or at the place of its neighbour,
/// and the first letter is right unless it changed places. Of short candidates only those count in which a letter is
/// doubled or changed places: most words of three letters are near another one.
pub fn misspelt<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONG: usize = 5;
    let name = name.to_lowercase();
    if name.len() > 64 || !name.is_ascii() || WORDS.contains(&name.as_str()) {
        return None;
    }
    candidates.into_iter().find(|candidate| {
        let meant = candidate.to_lowercase();
        let is_slip = strsim::osa_distance(&name, &meant) == 1;
        let is_long = meant.len() >= LONG && meant.get(..1) == name.get(..1);
        is_slip && meant.len() > 2 && (is_long || is_swapped(&name, &meant) || is_doubled(&name, &meant))
    })
}

/// Whether `name` is one edit or swap away from `meant`, and no word of its own.
pub fn is_one_slip(name: &str, meant: &str) -> bool {
    let name = name.to_lowercase();
    name.len() <= 64 && !WORDS.contains(&name.as_str()) && strsim::osa_distance(&name, &meant.to_lowercase()) == 1
}

/// Whether two letters beside one another changed places.
fn is_swapped(name: &str, meant: &str) -> bool {
    let mut letters = [name, meant].map(|word| word.bytes().collect::<Vec<_>>());
    letters.iter_mut().for_each(|letters| letters.sort_unstable());
    letters[0] == letters[1]
}

/// Whether a letter stands twice that stands once in what is meant.
fn is_doubled(name: &str, meant: &str) -> bool {
    let (name, meant) = (name.as_bytes(), meant.as_bytes());
    let same = name.iter().zip(meant).take_while(|(one, other)| one == other).count();
    name.len() == meant.len() + 1 && same > 0 && name.get(same) == name.get(same - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slips_of_the_fingers_are_misspellings() {
        let types = ["feat", "fix", "docs", "style", "refactor", "test", "chore", "perf", "revert", "build", "ci"];
        for (written, meant) in [
            ("faet", "feat"),
            ("fxi", "fix"),
            ("fixx", "fix"),
            ("tets", "test"),
            ("refacter", "refactor"),
            ("refector", "refactor"),
            ("refctor", "refactor"),
            ("chroe", "chore"),
            ("chor", "chore"),
            ("buld", "build"),
            ("biuld", "build"),
            ("stlye", "style"),
            ("docss", "docs"),
            ("Featt", "feat"),
            ("revet", "revert"),
        ] {
            assert_eq!(misspelt(written, types), Some(meant), "{written}");
        }
        for word in [
            "core", "cli", "aix", "fox", "text", "rest", "pref", "built", "stale", "chose", "cd", "i", "ic", "cis",
            "six", "mix", "fit", "feast", "beat", "dogs", "per", "port", "guild", "update", "feat", "",
        ] {
            assert_eq!(misspelt(word, types), None, "{word}");
        }
    }

    #[test]
    fn only_slips_are_similar() {
        let types = ["feat", "fix", "docs", "refactor"];
        assert_eq!(nearest("faet", types), Some("feat"));
        assert_eq!(nearest("Refacter", types), Some("refactor"));
        assert_eq!(nearest("fxi", types), Some("fix"));
        assert_eq!(nearest("improve", types), None);
        assert_eq!(nearest("", types), None);
    }
}
