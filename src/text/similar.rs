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

#[cfg(test)]
mod tests {
    use super::*;

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
