//! What stands in our own answers for what only a person knows. Pasted as it is, it says nothing.

use crate::message::header::Header;
use crate::text::Span;

/// For a type.
pub const TYPE: &str = "<type>";
/// For a scope.
pub const SCOPE: &str = "<scope>";
/// For the number of an issue.
pub const ISSUE: &str = "<issue>";
/// For a subsystem.
const SUBSYSTEM: &str = "<subsystem>";
/// For the description.
const DESCRIPTION: &str = "<description>";

/// The first placeholder that still stands in its place; the same letters within a description are words.
pub fn find(header: &Header<'_>, message: &str) -> Option<Span> {
    let start = header.autosquash.map_or(header.line.start, |prefix| prefix.end);
    let line = Span::new(start, header.line.end);
    let text = line.of(message);
    let at = |offset: usize, word: &str| Span::new(start + offset, start + offset + word.len());
    let is_end_of_type = |rest: &str| rest.trim_start().starts_with(['(', '!', ':', '（', '：']);
    for word in [TYPE, SUBSYSTEM] {
        if text.strip_prefix(word).is_some_and(is_end_of_type) {
            return Some(at(0, word));
        }
    }
    let (head, behind) = text.split_once([':', '：']).unwrap_or(("", text));
    if let Some(open) = head.find(&format!("({SCOPE}")).filter(|_| head.trim_end().ends_with([')', '!'])) {
        return Some(at(open + 1, SCOPE));
    }
    if let Some(place) = text.rfind(ISSUE).filter(|&place| is_in_last_brackets(text, place)) {
        return Some(at(place, ISSUE));
    }
    let description = behind.split(" (").next().unwrap_or_default();
    (description.trim() == DESCRIPTION).then(|| at(text.len() - behind.trim_start().len(), DESCRIPTION))
}

/// Whether a place is within the brackets that end the header.
fn is_in_last_brackets(text: &str, place: usize) -> bool {
    let open = text.trim_end().strip_suffix([')', '）']).and_then(|text| text.rfind(['(', '（']));
    open.is_some_and(|open| open < place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Message;
    use crate::message::issue;

    fn left(text: &str) -> Option<&str> {
        let forms = issue::default_forms();
        let message = Message::parse(text, &forms);
        find(&message.header, text).map(|span| span.of(text))
    }

    #[test]
    fn a_placeholder_in_its_place_is_found() {
        for (text, found) in [
            ("<type>: add it (#1)", TYPE),
            ("<type>(<scope>): add it (#<issue>)", TYPE),
            ("feat(<scope>): add it (#1)", SCOPE),
            ("feat(<scope>)!: add it (#1)", SCOPE),
            ("fixup! feat(<scope>): add it", SCOPE),
            ("feat(api): add it (#<issue>)", ISSUE),
            ("feat(api): add it (GH-<issue>)", ISSUE),
            ("feat(api): <description> (#1)", DESCRIPTION),
            ("feat(api): <description>", DESCRIPTION),
            ("<subsystem>: add it", SUBSYSTEM),
        ] {
            assert_eq!(left(text), Some(found), "{text}");
        }
    }

    #[test]
    fn within_a_description_it_is_a_word() {
        for text in [
            "fix(api): escape <type> (#1)",
            "fix(api): escape <scope> in <issue> tags (#1)",
            "<type> is escaped",
            "docs: say what <description> means (#1)",
        ] {
            assert_eq!(left(text), None, "{text}");
        }
    }
}
