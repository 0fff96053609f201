//! The forms of names that a policy allows, as `{type}/{words}` or `v{number}.{number}`: globs in which some words in
//! braces stand for what they say.

use super::lookalike::is_invisible;

/// A form of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameForm {
    source: String,
    /// One for each combination of alternatives.
    ways: Vec<Vec<Part>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Char(char),
    /// `?`
    One,
    /// `*`: any run without a slash.
    Run,
    /// `**`: any run.
    Deep,
    /// `{type}`: one of the types of the policy.
    Type,
    /// `{words}`: letters, digits, `.`, `_`, `-`, `#`; at least one letter or digit that can be seen.
    Words,
    /// `{number}`: digits, the first of which is no zero unless it is the only one.
    Number,
}

/// Why a text is no form of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// It allows nothing.
    Empty,
    /// A `{` without `}`, or the other way round, or one within another.
    Braces,
    /// It has more combinations of alternatives, or is longer, than anybody needs.
    TooLarge,
}

const MOST_WAYS: usize = 64;
const LONGEST: usize = 256;

impl NameForm {
    /// Reads a form.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn new(source: &str) -> Result<Self, FormFault> {
        if source.is_empty() {
            return Err(FormFault::Empty);
        }
        if source.len() > LONGEST {
            return Err(FormFault::TooLarge);
        }
        let mut ways = vec![Vec::new()];
        let mut rest = source;
        while let Some(c) = rest.chars().next() {
            rest = match c {
                '{' => {
                    let (inside, behind) = rest[1..].split_once('}').ok_or(FormFault::Braces)?;
                    ways = with_each(&ways, &choices(inside)?)?;
                    behind
                }
                '}' => return Err(FormFault::Braces),
                '*' if rest.starts_with("**") => add(&mut ways, Part::Deep, &rest[2..]),
                '*' => add(&mut ways, Part::Run, &rest[1..]),
                '?' => add(&mut ways, Part::One, &rest[1..]),
                c => add(&mut ways, Part::Char(c), &rest[c.len_utf8()..]),
            };
        }
        Ok(Self { source: source.to_owned(), ways })
    }

    /// As it stands in the policy.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether `name` has this form; `types` are what `{type}` stands for.
    pub fn matches(&self, name: &str, types: &[String]) -> bool {
        self.ways.iter().any(|way| is_way(way, name, types))
    }
}

fn add<'r>(ways: &mut [Vec<Part>], part: Part, rest: &'r str) -> &'r str {
    ways.iter_mut().for_each(|way| way.push(part));
    rest
}

/// What a pair of braces stands for: a word, or alternatives that are parted by commas.
fn choices(inside: &str) -> Result<Vec<Vec<Part>>, FormFault> {
    let word = match inside {
        "type" => Some(Part::Type),
        "words" => Some(Part::Words),
        "number" => Some(Part::Number),
        _ => None,
    };
    if let Some(part) = word {
        return Ok(vec![vec![part]]);
    }
    let choice = |text: &str| match text.contains(['{', '*', '?']) {
        true => Err(FormFault::Braces),
        false => Ok(text.chars().map(Part::Char).collect()),
    };
    inside.split(',').map(choice).collect()
}

fn with_each(ways: &[Vec<Part>], choices: &[Vec<Part>]) -> Result<Vec<Vec<Part>>, FormFault> {
    if ways.len() * choices.len() > MOST_WAYS {
        return Err(FormFault::TooLarge);
    }
    Ok(ways.iter().flat_map(|way| choices.iter().map(move |choice| [&way[..], &choice[..]].concat())).collect())
}

/// Goes through the parts and remembers all places of the name that may be reached: no form takes longer than its
/// length times that of the name.
fn is_way(way: &[Part], name: &str, types: &[String]) -> bool {
    let mut reached = vec![false; name.len() + 1];
    reached[0] = true;
    for part in way {
        let mut next = vec![false; name.len() + 1];
        for at in (0..=name.len()).filter(|&at| reached[at] && name.is_char_boundary(at)) {
            step(*part, &name[at..], types, |length| next[at + length] = true);
        }
        reached = next;
    }
    reached[name.len()]
}

/// Hands out how much of the beginning of `rest` a part may take.
fn step(part: Part, rest: &str, types: &[String], mut take: impl FnMut(usize)) {
    let first = rest.chars().next();
    match part {
        Part::Char(c) => first.filter(|&first| first == c).into_iter().for_each(|c| take(c.len_utf8())),
        Part::One => first.filter(|&first| first != '/').into_iter().for_each(|c| take(c.len_utf8())),
        Part::Run => run(rest, 0, |c| c != '/', take),
        Part::Deep => run(rest, 0, |_| true, take),
        Part::Words => words(rest, take),
        Part::Number if first == Some('0') => take(1),
        Part::Number => run(rest, 1, |c| c.is_ascii_digit(), take),
        Part::Type => types.iter().filter(|kind| rest.starts_with(kind.as_str())).for_each(|kind| take(kind.len())),
    }
}

/// All lengths of a run of words: signs alone say nothing, nor do letters that nobody sees.
fn words(rest: &str, mut take: impl FnMut(usize)) {
    let is_letter = |c: char| c.is_alphanumeric() && !is_invisible(c);
    let mut says_something = false;
    for (at, c) in rest.char_indices().take_while(|&(_, c)| is_letter(c) || "._-#".contains(c)) {
        says_something |= is_letter(c);
        if says_something {
            take(at + c.len_utf8());
        }
    }
}

/// All lengths of a run of at least `least` characters.
fn run(rest: &str, least: usize, holds: impl Fn(char) -> bool, mut take: impl FnMut(usize)) {
    if least == 0 {
        take(0);
    }
    rest.char_indices().take_while(|&(_, c)| holds(c)).for_each(|(at, c)| take(at + c.len_utf8()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(form: &str, name: &str) -> bool {
        let types = ["feat", "fix"].map(str::to_owned);
        NameForm::new(form).is_ok_and(|form| form.matches(name, &types))
    }

    #[test]
    fn words_in_braces_stand_for_what_they_say() {
        for (form, name) in [
            ("main", "main"),
            ("{type}/{words}", "feat/42-login"),
            ("{type}/{words}", "fix/登录"),
            ("release-v{number}.{number}", "release-v3.10"),
            ("v{number}-{alpha,beta}.{number}", "v0-beta.12"),
            ("dependabot/**", "dependabot/npm/a/b-1.2"),
            ("revert-*", "revert-12-feat"),
            ("**a**b", "xxaxaxb"),
        ] {
            assert!(matches(form, name), "{form} {name}");
        }
        for (form, name) in [
            ("main", "mainly"),
            ("{type}/{words}", "feature/login"),
            ("{type}/{words}", "feat/"),
            ("{type}/{words}", "feat/a/b"),
            ("{type}/{words}", "feat/#"),
            ("{type}/{words}", "feat/-._"),
            ("{type}/{words}", "feat/\u{3164}"),
            ("{type}/{words}", "feat/a\u{115f}"),
            ("v{number}", "v01"),
            ("v{number}", "v"),
            ("revert-*", "revert-a/b"),
            ("?", "/"),
        ] {
            assert!(!matches(form, name), "{form} {name}");
        }
    }

    #[test]
    fn broken_and_huge_forms_are_refused() {
        for form in ["", "{", "a}", "{a,{b}}", "{a*,b}", &"{a,b}".repeat(7), &"a".repeat(300)] {
            assert!(NameForm::new(form).is_err(), "{form}");
        }
    }

    #[test]
    fn no_form_takes_long() {
        assert!(!matches(&"**a".repeat(60), &"a".repeat(59)));
    }
}
