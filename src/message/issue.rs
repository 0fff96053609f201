//! References to issues: `#12`, `owner/repo#12`, `GH-12`, and whatever forms a policy names.

use crate::text::lookalike::{self, is_blank};
use crate::text::{Edit, Span};
use std::borrow::Cow;

/// What stands before the number of an issue, as `#`, `GH-` or `PROJ-`. With `#` goes `owner/repo#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form(String);

impl Form {
    /// A form; `None` for a text that could not be told from prose (empty, with blanks or brackets, or ending in a
    /// digit).
    pub fn new(text: &str) -> Option<Self> {
        let is_plain = text.chars().all(|c| !c.is_whitespace() && !"()[],".contains(c));
        let ends_well = text.chars().last().is_some_and(|c| !c.is_ascii_digit());
        (is_plain && ends_well).then(|| Self(text.to_owned()))
    }

    /// As it stands in the policy.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `#` and `GH-`.
pub fn default_forms() -> Vec<Form> {
    vec![Form("#".to_owned()), Form("GH-".to_owned())]
}

/// One reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue<'a> {
    /// Where it stands.
    pub span: Span,
    /// As it should be written: full-width characters are folded to ASCII.
    pub text: Cow<'a, str>,
}

/// The references in brackets that end a header: `(#1, #2)`, or several such groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<'a> {
    /// From the first opening bracket to the last closing one.
    pub span: Span,
    /// In the order in which they stand; never empty.
    pub issues: Vec<Issue<'a>>,
    /// Puts the group into its plain form, where it is not.
    pub canonical: Option<Edit>,
    /// Whether full-width characters are the reason for `canonical`.
    pub full_width: bool,
    /// Full stops and blanks behind the group.
    pub tail: Span,
}

/// The group of references that ends `text`; spans count from the start of `text`.
pub fn trailing_group<'a>(text: &'a str, forms: &[Form]) -> Option<Group<'a>> {
    let content = text.trim_end_matches(is_end);
    let mut issues = Vec::new();
    let mut start = content.len();
    while let Some(open) = last_group(content[..start].trim_end_matches(is_end), forms, &mut issues) {
        start = open;
    }
    issues.reverse();
    if issues.is_empty() {
        return None;
    }
    let span = Span::new(start, content.len());
    let written = span.of(text);
    Some(Group {
        span,
        canonical: (!is_canonical(written, &issues)).then(|| Edit::replace(span, canonical(&issues))),
        full_width: !written.is_ascii(),
        issues,
        tail: Span::new(content.len(), text.len()),
    })
}

/// Reads the group `(…)` at the very end of `text`: where it opens. Its references are added from the right to the left, as
/// groups are met: to put each group before the others would move them all once more for each.
fn last_group<'a>(text: &'a str, forms: &[Form], issues: &mut Vec<Issue<'a>>) -> Option<usize> {
    let inner_end = text.strip_suffix(')').or_else(|| text.strip_suffix('）'))?.len();
    let (open, bracket) = text[..inner_end].char_indices().rev().find(|&(_, c)| lookalike::folded(c) == '(')?;
    let inner_start = open + bracket.len_utf8();
    let known = issues.len();
    let all = list(&text[inner_start..inner_end], inner_start, forms, issues);
    if all.is_none() {
        issues.truncate(known);
    }
    issues[known..].reverse();
    (issues.len() > known).then_some(open)
}

/// Reads `#1, #2`: nothing but references, parted by commas or blanks.
fn list<'a>(inner: &'a str, offset: usize, forms: &[Form], issues: &mut Vec<Issue<'a>>) -> Option<()> {
    let is_separator = |c: char| is_blank(c) || lookalike::folded(c) == ',';
    let mut start = 0;
    for part in inner.split_inclusive(is_separator) {
        let item = part.trim_end_matches(is_separator);
        if !item.is_empty() {
            let span = Span::new(offset + start, offset + start + item.len());
            issues.push(Issue { span, text: reference(item, forms)? });
        }
        start += part.len();
    }
    Some(())
}

/// `item` as a reference in its plain form, if it is one.
pub fn reference<'a>(item: &'a str, forms: &[Form]) -> Option<Cow<'a, str>> {
    let plain: Cow<'a, str> = match item.is_ascii() {
        true => Cow::Borrowed(item),
        false => Cow::Owned(item.chars().map(lookalike::folded).collect()),
    };
    let digits = plain.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, number) = plain.split_at(plain.len() - digits);
    (is_number(number) && forms.iter().any(|form| fits(prefix, form))).then_some(plain)
}

/// The header without the ` (#N)` at its end that GitHub and others add when they squash pull request N; nothing where there is
/// none.
pub fn without_landing_number(header: &str) -> Option<&str> {
    let (before, number) = header.trim_end().strip_suffix(')')?.rsplit_once(" (#")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !before.trim().is_empty()).then(|| before.trim_end())
}

/// A number alone as a reference in the first of the forms.
pub fn of_number(number: &str, forms: &[Form]) -> Option<String> {
    let form = forms.first()?;
    is_number(number).then(|| format!("{}{number}", form.as_str()))
}

fn fits(prefix: &str, Form(form): &Form) -> bool {
    match prefix.strip_suffix(form.as_str()) {
        Some("") => true,
        Some(repository) if form == "#" => is_repository(repository),
        _ => prefix.eq_ignore_ascii_case(form) && form == "GH-",
    }
}

/// `owner/repo`, as GitHub allows names.
fn is_repository(text: &str) -> bool {
    let is_name = |name: &str| {
        !matches!(name, "" | "." | "..")
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    text.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name))
}

/// How a group should be written.
fn canonical(issues: &[Issue<'_>]) -> String {
    let texts: Vec<&str> = issues.iter().map(|issue| issue.text.as_ref()).collect();
    format!("({})", texts.join(", "))
}

/// Whether the groups are written as they should be. A missing blank behind a comma is nobody's fault, and several
/// groups in a row are what GitHub makes.
fn is_canonical(written: &str, issues: &[Issue<'_>]) -> bool {
    let mut rest = written;
    for (index, issue) in issues.iter().enumerate() {
        let openings: &[&str] = if index == 0 { &["("] } else { &[", ", ",", ") ("] };
        let opened = openings.iter().find_map(|opening| rest.strip_prefix(opening));
        match opened.and_then(|opened| opened.strip_prefix(issue.text.as_ref())) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest == ")"
}

/// A reference at the end of `text` that lacks its round brackets: `#12`, `[#12]`, `【#12】`. The edit puts it into
/// brackets, behind one blank, together with the references in brackets that stand before it.
pub fn loose_at_end(text: &str, forms: &[Form]) -> Option<Edit> {
    let content = text.trim_end_matches(is_end);
    let parted = content.rfind(is_blank).map_or(0, |at| at + content[at..].chars().next().map_or(1, char::len_utf8));
    let is_bracketed = content.ends_with(|c| lookalike::folded(c) == ']');
    let open = content.rfind(|c| lookalike::folded(c) == '[').filter(|_| is_bracketed);
    let start = open.map_or(parted, |open| open.max(parted));
    let word = &content[start..];
    let inner =
        word.trim_start_matches(|c| lookalike::folded(c) == '[').trim_end_matches(|c| lookalike::folded(c) == ']');
    let plain = reference(inner, forms)?;
    let group = trailing_group(&text[..start], forms);
    let mut texts: Vec<&str> = group.iter().flat_map(|group| &group.issues).map(|issue| issue.text.as_ref()).collect();
    texts.push(&plain);
    let title = text[..group.as_ref().map_or(start, |group| group.span.start)].trim_end_matches(is_blank);
    let blank = if title.is_empty() { "" } else { " " };
    Some(Edit::replace(Span::new(title.len(), text.len()), format!("{blank}({})", texts.join(", "))))
}

/// Whether `text` says nothing but references.
pub fn is_all(text: &str, forms: &[Form]) -> bool {
    let group = trailing_group(text, forms).map(|group| group.span.start);
    let loose = || loose_at_end(text, forms).map(|edit| edit.span.start);
    let end = group.or_else(loose).unwrap_or(text.len());
    text[..end].chars().all(is_end)
}

/// Blanks and full stops.
fn is_end(c: char) -> bool {
    is_blank(c) || matches!(c, '.' | '。' | '．')
}

/// Whether `text` mentions an issue anywhere, as GitHub would link it: `#12` after a blank or punctuation.
pub fn is_mentioned(text: &str, forms: &[Form]) -> bool {
    mentioned(text, forms).next().is_some()
}

/// All references that `text` mentions, in their plain form.
pub fn mentioned<'a>(text: &'a str, forms: &[Form]) -> impl Iterator<Item = Cow<'a, str>> {
    let is_part = |c: char| c.is_alphanumeric() || "#-_./".contains(c);
    text.split(move |c| !is_part(c))
        .map(|word| word.trim_end_matches(['.', '-', '/', '_']).trim_start_matches(['-', '_', '.']))
        .filter_map(|word| reference(word, forms))
}

/// The reference that the name of a branch holds: `feat/42-login`, `fix/#42`, `issue-42`, `PROJ-42-login`.
pub fn in_branch(branch: &str, forms: &[Form]) -> Option<String> {
    branch.rsplit('/').find_map(|part| in_branch_part(part, forms))
}

fn in_branch_part(part: &str, forms: &[Form]) -> Option<String> {
    let first = forms.first()?;
    let mut words = part.split(['-', '_']);
    for form in forms {
        let prefix = part.get(..form.as_str().len()).filter(|prefix| prefix.eq_ignore_ascii_case(form.as_str()));
        let number = prefix.and_then(|prefix| part[prefix.len()..].split(['-', '_']).next());
        if let Some(number) = number.filter(|number| is_number(number)) {
            return Some(format!("{}{number}", form.as_str()));
        }
    }
    let word = words.next()?;
    let number = if word.eq_ignore_ascii_case("issue") { words.next()? } else { word };
    is_number(number).then(|| format!("{}{number}", first.as_str()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 18 && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(text: &str) -> Option<(String, Vec<String>)> {
        let forms = [default_forms(), vec![Form("PROJ-".into())]].concat();
        trailing_group(text, &forms).map(|group| {
            let issues = group.issues.iter().map(|issue| issue.text.to_string()).collect();
            (group.span.of(text).to_owned(), issues)
        })
    }

    #[test]
    fn groups_at_the_end_are_found() {
        let cases = [
            ("add x (#12)", "(#12)", vec!["#12"]),
            ("add x(#12)", "(#12)", vec!["#12"]),
            ("add x (#1, #2)", "(#1, #2)", vec!["#1", "#2"]),
            ("add x (#1) (#2)", "(#1) (#2)", vec!["#1", "#2"]),
            ("add x (owner/repo#12)", "(owner/repo#12)", vec!["owner/repo#12"]),
            ("add x (GH-12)", "(GH-12)", vec!["GH-12"]),
            ("add x (PROJ-7)", "(PROJ-7)", vec!["PROJ-7"]),
            ("新增（＃１２）", "（＃１２）", vec!["#12"]),
            ("add x (#12).", "(#12)", vec!["#12"]),
        ];
        for (text, span, issues) in cases {
            let issues = issues.into_iter().map(str::to_owned).collect();
            assert_eq!(group(text), Some((span.to_owned(), issues)), "{text}");
        }
    }

    /// Each group moved all that were read before it: this test did not end within minutes then.
    #[test]
    fn very_many_groups_are_read_once() {
        let text = format!("x{}", " (#1, #2)".repeat(300_000));
        let group = trailing_group(&text, &default_forms()).expect("a group");
        assert_eq!(group.issues.len(), 600_000);
        assert!(group.issues.is_sorted_by_key(|issue| issue.span.start));
    }

    #[test]
    fn other_brackets_are_no_references() {
        for text in [
            "use (utf-8)",
            "use (SHA-256)",
            "x (#0)",
            "x (#12a)",
            "x ()",
            "x (see #12)",
            "(#1) x",
            "x",
            "",
            "x (../x#1)",
            "x (o/.#1)",
        ] {
            assert_eq!(group(text), None, "{text}");
        }
    }

    #[test]
    fn only_odd_groups_are_rewritten() {
        let canonical = |text: &str| {
            trailing_group(text, &default_forms()).and_then(|group| group.canonical).map(|edit| edit.text.to_string())
        };
        assert_eq!(canonical("x (#1,#2)"), None);
        assert_eq!(canonical("x (#1) (#2)"), None);
        assert_eq!(canonical("x ( #1 )").as_deref(), Some("(#1)"));
        assert_eq!(canonical("x（＃1，#2）").as_deref(), Some("(#1, #2)"));
    }

    #[test]
    fn loose_references_get_brackets() {
        let loose = |text: &str| loose_at_end(text, &default_forms()).map(|edit| edit.text.trim().to_string());
        assert_eq!(loose("add x #12").as_deref(), Some("(#12)"));
        assert_eq!(loose("add x [#12]").as_deref(), Some("(#12)"));
        assert_eq!(loose("新增 【＃12】。").as_deref(), Some("(#12)"));
        assert_eq!(loose("新增登录【#12】").as_deref(), Some("(#12)"), "glued");
        assert_eq!(loose("add #12 x"), None);
    }

    #[test]
    fn branches_name_their_issue() {
        let found = |branch: &str| in_branch(branch, &[default_forms(), vec![Form("PROJ-".into())]].concat());
        let cases = [
            ("feat/42-login", "#42"),
            ("fix/#42", "#42"),
            ("issue-42", "#42"),
            ("tom/PROJ-7-x", "PROJ-7"),
            ("gh-3", "GH-3"),
        ];
        for (branch, issue) in cases {
            assert_eq!(found(branch).as_deref(), Some(issue), "{branch}");
        }
        for branch in ["main", "release-v3.5", "feat/2fa-login", "feat/login-2", "v1.2"] {
            assert_eq!(found(branch), None, "{branch}");
        }
    }

    #[test]
    fn mentions_are_whole_words() {
        let mentioned = |text: &str| is_mentioned(text, &default_forms());
        assert!(mentioned("Fixes #12."));
        assert!(mentioned("see owner/repo#12, please"));
        assert!(mentioned("Refs: GH-3"));
        assert!(!mentioned("abc#12"));
        assert!(!mentioned("#12abc #x"));
    }
}
