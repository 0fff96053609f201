//! Headers that release tools write.

use crate::message::header::Header;

/// Whether a header is nothing but a version: `v1.2.3`, `1.2.3-rc.1`, `chore(release): 1.2.3 [skip ci]`.
pub(crate) fn is_version(header: &Header<'_>) -> bool {
    let is_chore = header.kind().is_some_and(|kind| kind == "chore");
    let whole = if is_chore { header.description() } else { header.text_of(header.line) };
    let bare = without_marker(whole.trim());
    semver::Version::parse(bare.strip_prefix('v').unwrap_or(bare)).is_ok()
}

/// Without the note that asks a CI to do nothing, as `npm version` is often told to add it.
fn without_marker(text: &str) -> &str {
    let Some((rest, marker)) = text.rsplit_once(['[', '(']) else { return text };
    match marker.strip_suffix([']', ')']) {
        Some("skip ci" | "skip-ci" | "ci skip" | "ci-skip") => rest.trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn is(line: &str) -> bool {
        is_version(&Header::parse(Span::new(0, line.len()), line, &[]))
    }

    #[test]
    fn versions_stand_alone_or_behind_chore() {
        for line in ["1.0.0", " v3.0.0", "0.0.1-1e69d54", "2.3.3-beta.1 [skip-ci]", "1.0.0 (ci skip)", "chore: v0.0.1"]
        {
            assert!(is(line), "{line}");
        }
        assert!(is("chore(release): 0.0.1-some-crazy-tag.0 [skip ci]"));
    }

    #[test]
    fn whatever_else_is_said_has_to_be_judged() {
        for line in
            ["", "v", "1.0", "1.0.0 and more", "fix: 1.0.0", "chore: to 1.0.0", "1.0.0 [skip", "1.0.0 [wip]", "vv1.0.0"]
        {
            assert!(!is(line), "{line}");
        }
    }
}
