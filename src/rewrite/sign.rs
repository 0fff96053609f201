//! A sign-off for a message that exists, where `git commit -s` would put it (sequencer.c, `append_signoff`).

use crate::message::trailers::Trailers;
use crate::model::Identity;
use unicode_normalization::UnicodeNormalization as _;

const KEY: &str = "Signed-off-by";

/// The message with the sign-off of `who`; `None` where it has it. A sign-off of the same name with another address is
/// replaced: it is the same person, as whom somebody else's would not be touched.
pub fn signed(text: &str, who: &Identity<'_>) -> Option<String> {
    let trailers = Trailers::parse(text);
    let line = format!("{KEY}: {who}");
    let mut others = Vec::new();
    for trailer in trailers.with_key(KEY) {
        let Some(identity) = Identity::parse(trailer.value.as_ref().into()) else { continue };
        if !is_same(&identity.name, &who.name) {
            continue;
        }
        if identity.email.eq_ignore_ascii_case(&who.email) {
            return None;
        }
        others.push(trailer.span);
    }
    if let Some(span) = others.last() {
        return Some(format!("{}{line}{}", &text[..span.start], &text[span.end..]));
    }
    let block = trailers.block;
    let (message, rest) = text.split_at(block.end.min(text.len()));
    let message = message.trim_end_matches('\n');
    let between = if block.is_empty() { "\n\n" } else { "\n" };
    Some(format!("{message}{between}{line}\n{rest}"))
}

/// Whether two names are written alike, however their accents are composed.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || one.nfc().eq(other.nfc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_ann(text: &str) -> Option<String> {
        signed(text, &Identity { name: "Ann Lee".into(), email: "ann@example.org".into() })
    }

    #[test]
    fn a_sign_off_goes_where_git_puts_it() {
        let line = "Signed-off-by: Ann Lee <ann@example.org>\n";
        for (text, expected) in [
            ("feat: x\n", format!("feat: x\n\n{line}")),
            ("feat: x", format!("feat: x\n\n{line}")),
            ("feat: x\n\nbody\n", format!("feat: x\n\nbody\n\n{line}")),
            ("feat: x\n\nRefs: #1\n", format!("feat: x\n\nRefs: #1\n{line}")),
            ("feat: x\n\nSigned-off-by: Bo <b@c.d>\n", format!("feat: x\n\nSigned-off-by: Bo <b@c.d>\n{line}")),
        ] {
            assert_eq!(by_ann(text), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn one_sign_off_is_enough() {
        assert_eq!(by_ann("feat: x\n\nSigned-off-by: Ann Lee <Ann@Example.org>\n"), None);
    }

    #[test]
    fn an_old_address_of_the_same_person_is_replaced() {
        let text = "feat: x\n\nSigned-off-by: Ann Lee <old@x.y>\nRefs: #1\n";
        let expected = "feat: x\n\nSigned-off-by: Ann Lee <ann@example.org>\nRefs: #1\n";
        assert_eq!(by_ann(text).as_deref(), Some(expected));
    }

    #[test]
    fn accents_may_be_composed_in_either_way() {
        assert!(is_same("Jos\u{e9}", "Jose\u{301}"));
        assert!(!is_same("José", "Jose"));
    }
}
