//! The forms that the names of tags and branches have.

use super::Share;
use crate::text::name_form::NameForm;
use std::collections::BTreeMap;

/// More forms than this are none in common.
const MOST: usize = 16;

/// So many percent of the names make the forms those of the community.
const COMMON: u64 = 95;

/// Branches that every community may have; `{type}/{words}` only where there are types.
const USUAL: [&str; 7] = ["main", "master", "develop", "gh-pages", "dependabot/**", "renovate/**", "revert-*"];

/// What was seen of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The forms; empty where there are none in common.
    pub allow: Vec<String>,
    /// Names that have one of them.
    pub share: Share,
}

impl Names {
    /// The forms of tags: a number stands for any number, and what comes before a version for any name where there are many,
    /// as in repositories with many packages.
    pub fn of_tags(names: &[String]) -> Self {
        let exact = common(names, template);
        let loose = || common(names, |name| template(name).map(|form| without_package(&form)));
        let Some(mut allow) = exact.or_else(loose) else { return Self::with(Vec::new(), names, &[]) };
        // The first release candidate of a community that had none so far is a version as well.
        for plain in ["v{number}.{number}.{number}", "{number}.{number}.{number}"] {
            let has_more = allow.iter().any(|form| form.starts_with(plain) && form.len() > plain.len());
            if allow.iter().any(|form| form == plain) && !has_more {
                allow.push(format!("{plain}-{{alpha,beta,rc}}.{{number}}"));
            }
        }
        Self::with(allow, names, &[])
    }

    /// The forms of branches: those that at least two of them share, and those that every community may have. `types` are
    /// the types of headers, where these are asked for.
    pub fn of_branches(names: &[String], types: &[String]) -> Self {
        let typed = (!types.is_empty()).then_some("{type}/{words}");
        let usual: Vec<String> = USUAL.into_iter().chain(typed).map(str::to_owned).collect();
        let known = forms(&usual);
        let is_known = |name: &&String| known.iter().any(|form| form.matches(name, types));
        let others: Vec<&String> = names.iter().filter(|name| !is_known(name)).collect();
        let shared = counted(others.into_iter().filter_map(|name| branch_form(name))).into_iter();
        let shared = shared.filter(|(_, count)| *count > 1).map(|(form, _)| form).take(MOST);
        Self::with(usual.into_iter().chain(shared).collect(), names, types)
    }

    fn with(allow: Vec<String>, names: &[String], types: &[String]) -> Self {
        let known = forms(&allow);
        let mut share = Share::default();
        names.iter().for_each(|name| share.add(known.iter().any(|form| form.matches(name, types))));
        Self { allow, share }
    }

    /// Whether the forms are those of the community.
    pub fn are_common(&self) -> bool {
        !self.allow.is_empty() && self.share.is(COMMON)
    }
}

fn forms(texts: &[String]) -> Vec<NameForm> {
    texts.iter().filter_map(|text| NameForm::new(text).ok()).collect()
}

/// The forms that nearly all names have, the most used one first, where these are few.
fn common(names: &[String], form: impl Fn(&str) -> Option<String>) -> Option<Vec<String>> {
    let mut covered = 0;
    let mut taken = Vec::new();
    for (form, count) in counted(names.iter().filter_map(|name| form(name))) {
        if covered * 100 >= names.len() as u64 * COMMON && count < 2 {
            break;
        }
        covered += count;
        taken.push(form);
    }
    let is_common = covered * 100 >= names.len() as u64 * COMMON && !taken.is_empty() && taken.len() <= MOST;
    // As many forms as names are none.
    (is_common && (taken.len() as u64) < covered).then_some(taken)
}

/// Forms with how often they occur, the most used one first.
fn counted(forms: impl Iterator<Item = String>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    forms.for_each(|form| *counts.entry(form).or_default() += 1);
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// A name with `{number}` for each number; dates and other numbers with zeros before them become `*`. Nothing for names with
/// characters that mean something in a form.
fn template(name: &str) -> Option<String> {
    if name.contains(['{', '}', '*', '?']) {
        return None;
    }
    let mut form = String::new();
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            form.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let is_padded = digits > 1 && c == '0';
        form.push_str(if is_padded { "*" } else { "{number}" });
        rest = &rest[digits..];
    }
    Some(form)
}

/// `pkg-v{number}…` and `@team/pkg@{number}…` as `**v{number}…` and `**@{number}…`.
fn without_package(form: &str) -> String {
    let Some(at) = form.find("{number}.") else { return form.to_owned() };
    let before = &form[..at];
    let sign = before.chars().next_back().filter(|c| matches!(c, 'v' | '@' | '-' | '/' | '_'));
    let is_long = before.chars().count() > 1;
    match sign.filter(|_| is_long) {
        Some(sign) => format!("**{sign}{}", &form[at..]),
        None => form.to_owned(),
    }
}

/// The form of a branch: `release/{number}.{number}`, `team/{words}`, `team/**`; without a slash only a numbered one.
fn branch_form(name: &str) -> Option<String> {
    let Some((first, rest)) = name.split_once('/') else {
        return template(name).filter(|form| form.contains("{number}"));
    };
    if first.contains(['{', '}', '*', '?']) {
        return None;
    }
    let bare = rest.strip_prefix('v').unwrap_or(rest);
    let is_version =
        bare.starts_with(|c: char| c.is_ascii_digit()) && bare.chars().all(|c| c.is_ascii_digit() || c == '.');
    let rest = match template(rest).filter(|_| is_version) {
        Some(form) => form,
        None if rest.contains('/') => "**".to_owned(),
        None => "{words}".to_owned(),
    };
    Some(format!("{first}/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn tags_are_versions_in_the_form_of_the_community() {
        let tags = Names::of_tags(&names(&["1.0.0", "1.1.0", "1.10.2", "2.0.0"]));
        assert_eq!(tags.allow, ["{number}.{number}.{number}", "{number}.{number}.{number}-{alpha,beta,rc}.{number}"]);
        assert!(tags.are_common() && tags.share == Share { part: 4, whole: 4 });
        let tags = Names::of_tags(&names(&["v1.0", "v1.1", "v1.2-rc1", "v1.3-rc2"]));
        assert_eq!(tags.allow, ["v{number}.{number}", "v{number}.{number}-rc{number}"]);
        let dates = Names::of_tags(&names(&["2024.01.05", "2024.02.11", "2024.11.05", "2024.12.01"]));
        assert!(dates.are_common(), "{dates:?}");
        let packages: Vec<String> = (0..40).map(|n| format!("@team/pkg-{}@1.{n}.0", (b'a' + n % 26) as char)).collect();
        assert_eq!(Names::of_tags(&packages).allow, ["**@{number}.{number}.{number}"]);
    }

    #[test]
    fn names_without_anything_in_common_have_no_form() {
        let tags = Names::of_tags(&names(&["first", "before-rewrite", "x{y}", "nightly"]));
        assert!(!tags.are_common() && tags.allow.is_empty());
        assert!(!Names::of_tags(&[]).are_common());
    }

    #[test]
    fn branches_have_the_forms_that_several_share() {
        let found = Names::of_branches(
            &names(&["main", "release/1.2", "release/1.10", "feat/login", "team/a/b", "team/c/d", "team/e", "patch-1"]),
            &names(&["feat", "fix"]),
        );
        assert_eq!(&found.allow[8..], ["release/{number}.{number}", "team/**"]);
        assert_eq!(found.share, Share { part: 7, whole: 8 });
        assert!(Names::of_branches(&names(&["main"]), &[]).allow.len() == USUAL.len());
    }
}
