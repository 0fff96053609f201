//! Sign-offs and remediations as the DCO apps read them: lines of the message, wherever they stand, not git's trailers.

use crate::model::Identity;
use crate::text::Span;

/// A line `Signed-off-by: Name <mail>`.
pub(super) struct SignOffLine<'m> {
    /// Who signs.
    pub(super) signer: Identity<'m>,
    /// The line.
    pub(super) span: Span,
}

/// A line that signs off another commit.
pub(super) struct Remediation<'m> {
    /// In whose name.
    pub(super) declarant: Identity<'m>,
    /// Who does it on behalf of the declarant.
    pub(super) representative: Option<Identity<'m>>,
    /// The whole id of the other commit, as written.
    pub(super) target: &'m str,
}

const KEY: &str = "Signed-off-by: ";
const HEREBY: &str = ", hereby add my Signed-off-by to this commit: ";

/// All sign-offs of a message.
pub(super) fn sign_offs(text: &str) -> impl Iterator<Item = SignOffLine<'_>> {
    lines(text).filter_map(|(start, line)| {
        let signer = person(after(line, KEY)?)?;
        Some(SignOffLine { signer, span: Span::new(start, start + line.len()) })
    })
}

/// All remediations of a message.
pub(super) fn remediations(text: &str) -> impl Iterator<Item = Remediation<'_>> {
    lines(text).filter_map(|(_, line)| {
        let (people, target) = parted(line, HEREBY)?;
        let target = target.trim();
        match after(people, "On behalf of ") {
            Some(people) => {
                let (declarant, representative) = parted(people, ", I, ")?;
                Some(Remediation {
                    declarant: person(declarant)?,
                    representative: Some(person(representative)?),
                    target,
                })
            }
            None => Some(Remediation { declarant: person(after(people, "I, ")?)?, representative: None, target }),
        }
    })
}

/// `Name <mail>`, with every blank of the name but the one before the bracket.
fn person(text: &str) -> Option<Identity<'_>> {
    let (name, email) = text.strip_suffix('>')?.rsplit_once(" <")?;
    Some(Identity { name: name.into(), email: email.into() })
}

/// The lines of a text without blanks at their ends, and where each starts.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split(['\n', '\r']).map(move |line| (line.as_ptr() as usize - start, line.trim_end()))
}

/// What follows `prefix`, whatever its case.
fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// What stands before and behind the last `separator`, whatever its case.
fn parted<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let at = text.to_ascii_lowercase().rfind(&separator.to_ascii_lowercase())?;
    Some((&text[..at], &text[at + separator.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_offs_stand_anywhere() {
        let text = "Signed-off-by: A <a@b.c>\n\nsigned-off-by:  B  <b@b.c>  \r\n\nmore\nSigned-off-by: C\nx Signed-off-by: D <d>";
        let found: Vec<String> = sign_offs(text).map(|line| line.signer.to_string()).collect();
        assert_eq!(found, ["A <a@b.c>", " B  <b@b.c>"]);
        assert_eq!(sign_offs(text).nth(1).map(|line| line.span.of(text)), Some("signed-off-by:  B  <b@b.c>"));
    }

    #[test]
    fn remediations_name_people_and_a_commit() {
        let text = "I, A <a@b.c>, hereby add my signed-off-by to this commit: 12ab \n\
                    On behalf of B <b@b.c>, I, C <c@b.c>, hereby add my Signed-off-by to this commit: 34\n\
                    For B <b@b.c>, I, C <c@b.c>, hereby add my Signed-off-by to this commit: 34\n";
        let found: Vec<_> = remediations(text)
            .map(|each| (each.declarant.to_string(), each.representative.map(|person| person.to_string()), each.target))
            .collect();
        assert_eq!(
            found,
            [("A <a@b.c>".to_owned(), None, "12ab"), ("B <b@b.c>".to_owned(), Some("C <c@b.c>".to_owned()), "34"),]
        );
    }
}
