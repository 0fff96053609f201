//! What the DCO apps take for an e-mail address.

/// The DCO App: a plain local part of at most 64 characters and a domain with a dot, all ASCII (the rules of the
/// `email-validator` package).
pub(super) fn is_plain(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else { return false };
    let labels: Vec<&str> = domain.split('.').collect();
    let Some((top, below)) = labels.split_last() else { return false };
    let short = local.len() <= 64 && domain.len() <= 255 && labels.iter().all(|label| label.len() <= 63);
    short && is_dotted(local, false) && !below.is_empty() && below.iter().all(|label| is_label(label)) && is_top(top)
}

/// DCO 2: what RFC 5321 and 6531 allow, also quoted local parts, domains of one word and in brackets; and the addresses
/// that GitHub gives to bots, which no RFC allows.
pub(super) fn is_mail(email: &str) -> bool {
    const BOTS: &str = "[bot]@users.noreply.github.com";
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    if email.len() > BOTS.len() && email.to_ascii_lowercase().ends_with(BOTS) {
        return true;
    }
    let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    let literal =
        domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|inside| !inside.is_empty());
    let short = local.len() <= 64 && domain.len() <= 254;
    short && (quoted || is_dotted(local, true)) && (literal || is_domain(domain))
}

/// Words of the characters that RFC 5322 calls `atext`, parted by single dots.
fn is_dotted(text: &str, international: bool) -> bool {
    let is_atext =
        |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (international && !c.is_ascii());
    text.split('.').all(|word| !word.is_empty() && word.chars().all(is_atext))
}

fn is_domain(text: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii();
    let is_word = |word: &str| {
        (1..=63).contains(&word.len()) && word.chars().all(is_inner) && !word.starts_with('-') && !word.ends_with('-')
    };
    text.split('.').all(is_word)
}

/// Letters and digits, and hyphens that do not come first.
fn is_label(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_alphanumeric())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A letter, and at least one more letter or digit; hyphens stand alone between them.
fn is_top(label: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
    label.len() > 1 && label.starts_with(|c: char| c.is_ascii_alphabetic()) && label.split('-').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses() {
        for email in ["a@b.co", "a+b.c@d-e.f.org", "1@2.c3", "49699333+x@users.noreply.github.com"] {
            assert!(is_plain(email), "{email}");
        }
        for email in [
            "",
            "a",
            "a@b",
            "a@b.c",
            "a..b@c.org",
            "a@b..org",
            "x[bot]@users.noreply.github.com",
            "ä@b.org",
            "a@@b.org",
            "a b@c.org",
        ] {
            assert!(!is_plain(email), "{email}");
        }
    }

    #[test]
    fn addresses_of_the_standard() {
        for email in
            ["a@b", "a@b.test", "ä@bü.org", "\"a b\"@c.org", "a@[127.0.0.1]", "1+x[bot]@users.noreply.github.com"]
        {
            assert!(is_mail(email), "{email}");
        }
        for email in [
            "",
            "invalid",
            "@b.c",
            "a@",
            "a b@c.org",
            "x[bot]@example.org",
            "a@-b.org",
            "[bot]@users.noreply.github.com",
        ] {
            assert!(!is_mail(email), "{email}");
        }
    }
}
