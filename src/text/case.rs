//! The cases in which a phrase can be written, named as commitlint names them.

/// A way to use capitals and to join words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `no capitals at all`
    Lower,
    /// `ONLY CAPITALS`
    Upper,
    /// `A capital first`; what follows is free.
    Sentence,
    /// `Capitals For All Words`
    Start,
    /// `CapitalsAndNoBlanks`
    Pascal,
    /// `capitalsAndNoBlanks`
    Camel,
    /// `hyphens-between-words`
    Kebab,
    /// `underscores_between_words`
    Snake,
}

impl Case {
    /// Whether `phrase` is written so. Quoted parts do not count (they hold names); a phrase without letters that have
    /// a case is written in every case.
    pub fn holds(self, phrase: &str) -> bool {
        let phrase = unquoted(phrase);
        let phrase = phrase.trim();
        if !phrase.chars().any(has_case) {
            return true;
        }
        match self {
            Self::Lower => phrase.to_lowercase() == phrase,
            Self::Upper => phrase.to_uppercase() == phrase,
            Self::Sentence => phrase.chars().next().is_some_and(|first| !first.is_lowercase()),
            Self::Start => joined(phrase, " ", |_, word| capitalized(word)) == phrase,
            Self::Pascal => joined(phrase, "", |_, word| capitalized(&word.to_lowercase())) == phrase,
            Self::Camel => joined(phrase, "", camel) == phrase,
            Self::Kebab => joined(phrase, "-", |_, word| word.to_lowercase()) == phrase,
            Self::Snake => joined(phrase, "_", |_, word| word.to_lowercase()) == phrase,
        }
    }
}

fn has_case(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

fn camel(index: usize, word: &str) -> String {
    let lower = word.to_lowercase();
    if index == 0 { lower } else { capitalized(&lower) }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn joined(phrase: &str, separator: &str, write: impl Fn(usize, &str) -> String) -> String {
    let words: Vec<String> = words(phrase).iter().enumerate().map(|(index, word)| write(index, word)).collect();
    words.join(separator)
}

/// The words of a phrase: runs of letters and digits, parted also where a capital follows a small letter and before
/// the last capital of a run of them.
fn words(phrase: &str) -> Vec<String> {
    let chars: Vec<char> = phrase.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for (index, &c) in chars.iter().enumerate() {
        if c.is_alphanumeric() {
            let after = chars.get(index + 1);
            let starts = match before {
                None => true,
                Some(before) => {
                    (before.is_lowercase() && c.is_uppercase())
                        || (before.is_uppercase() && c.is_uppercase() && after.is_some_and(|c| c.is_lowercase()))
                        || before.is_numeric() != c.is_numeric()
                }
            };
            if starts {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        }
        before = Some(c).filter(|c| c.is_alphanumeric());
    }
    words
}

/// `phrase` without what stands in backquotes or quotation marks.
fn unquoted(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some(at) = rest.find(['`', '"', '\'']) {
        let mark = rest[at..].chars().next().unwrap_or('"');
        let Some(length) = rest[at + 1..].find(mark) else { break };
        out.push_str(&rest[..at]);
        rest = &rest[at + 1 + length + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_told_apart() {
        let cases = [
            (Case::Lower, "add page", "Add page"),
            (Case::Upper, "ADD PAGE", "Add PAGE"),
            (Case::Sentence, "Add page", "add page"),
            (Case::Start, "Add Page", "Add page"),
            (Case::Pascal, "AddPage", "Add page"),
            (Case::Camel, "addPage", "AddPage"),
            (Case::Kebab, "add-page", "add_page"),
            (Case::Snake, "add_page", "add-page"),
        ];
        for (case, yes, no) in cases {
            assert!(case.holds(yes), "{case:?} {yes}");
            assert!(!case.holds(no), "{case:?} {no}");
        }
    }

    #[test]
    fn scripts_without_case_and_quoted_names_count_as_any_case() {
        assert!(Case::Upper.holds("这是一次提交") && Case::Lower.holds("这是一次提交"));
        assert!(Case::Lower.holds("use `Eslint` everywhere"));
        assert!(!Case::Lower.holds("don't use Eslint"));
    }
}
