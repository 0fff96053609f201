//! A policy that fits what a community does already, so that adopting it hurts nobody.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What was seen in a history.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    /// How many commits were looked at.
    pub commits: u64,
    /// What each rule of the default policy came to.
    pub rules: BTreeMap<&'static str, Kept>,
    /// How often each type stands in a header.
    pub types: BTreeMap<String, u64>,
}

/// How many commits a rule was judged for, and how many of them keep it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Those that it was judged for: merges and the like are let off.
    pub judged: u64,
    /// Those in which nothing was found.
    pub kept: u64,
}

/// A rule of the default policy: what it is called, and whether messages alone suffice to judge it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its name.
    pub id: &'static str,
    /// Whether it was looked at.
    pub is_judged: bool,
}

/// From this share on, in percent, of commits that keep a rule, it can be asked of everybody.
const ASK: u64 = 95;

/// From this share on, in percent, it can be recommended.
const RECOMMEND: u64 = 50;

/// Of fewer commits no share says anything.
const FEW: u64 = 20;

/// A type that is used less often, in percent, is a slip.
const TYPE_IN_USE: u64 = 2;

/// The types that people expect (Conventional Commits, as commitlint's config-conventional has them): that one was not needed
/// lately is no reason to refuse it.
const USUAL_TYPES: [&str; 11] =
    ["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"];

/// The file that fits these habits; `rules` are those of the default policy that are on. What was not judged is not asked
/// for, and nothing is said of it.
pub fn proposal(habits: &Habits, rules: &[Asked]) -> String {
    let mut out = header("openim");
    let _ = write!(
        out,
        "\n# From the messages of the last {} commits: behind each rule, how many keep it of those that it is for.\n[rules]\n",
        habits.commits
    );
    for rule in rules.iter().filter(|rule| rule.is_judged) {
        let Kept { judged, kept } = habits.rules.get(rule.id).copied().unwrap_or_default();
        let level = match (judged, kept * 100 / judged.max(1)) {
            (..FEW, _) => "off",
            (_, ASK..) => "error",
            (_, RECOMMEND..) => "warn",
            _ => "off",
        };
        let seen = if judged < FEW { ": too little was seen" } else { "" };
        if rule.id == "header-type" {
            let types = types(habits).join(", ");
            let _ =
                writeln!(out, "header-type = {{ level = \"{level}\", allow = [{types}] }} # {kept} of {judged}{seen}");
        } else {
            let _ = writeln!(out, "{} = \"{level}\" # {kept} of {judged}{seen}", rule.id);
        }
    }
    let others: Vec<&Asked> = rules.iter().filter(|rule| !rule.is_judged).collect();
    if !others.is_empty() {
        out.push_str("\n# These were not looked at; `cihook explain` tells what they ask for.\n");
        others.iter().for_each(|rule| out.push_str(&format!("{} = \"off\"\n", rule.id)));
    }
    out
}

/// The usual types, and those that are in use.
fn types(habits: &Habits) -> Vec<String> {
    let in_use = habits.types.iter().filter(|(_, count)| **count * 100 >= habits.commits * TYPE_IN_USE);
    let types = in_use.map(|(kind, _)| kind.as_str()).chain(USUAL_TYPES);
    let types: std::collections::BTreeSet<&str> = types.collect();
    types.into_iter().map(crate::options::quoted).collect()
}

/// The file that takes a preset as it is.
pub fn of_preset(name: &str) -> String {
    header(name)
}

fn header(preset: &str) -> String {
    let mut version = env!("CARGO_PKG_VERSION").split('.');
    let (major, minor) = (version.next().unwrap_or("0"), version.next().unwrap_or("1"));
    format!(
        "# What is asked of a commit here. `cihook explain` tells of each rule, `cihook policy show` of all settings.\n\
         requires = \">={major}.{minor}\"\nextends = [\"{preset}\"]\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_are_kept_are_asked_for_and_others_are_not() {
        let kept = |judged, kept| Kept { judged, kept };
        let habits = Habits {
            commits: 100,
            rules: [
                ("sign-off", kept(100, 20)),
                ("header-scope", kept(90, 54)),
                ("header-format", kept(90, 88)),
                ("header-type", kept(90, 90)),
                ("header-issue", kept(10, 10)),
            ]
            .into(),
            types: [("feat".to_owned(), 50), ("deps".to_owned(), 5), ("fxi".to_owned(), 1)].into(),
        };
        let names = ["header-format", "header-type", "header-scope", "header-issue", "sign-off"];
        let mut rules = names.map(|id| Asked { id, is_judged: true }).to_vec();
        rules.push(Asked { id: "file-size", is_judged: false });
        let text = proposal(&habits, &rules);
        for line in [
            "header-format = \"error\" # 88 of 90",
            "\"ci\", \"deps\", \"docs\", \"feat\", \"fix\", \"perf\"",
            "header-scope = \"warn\" # 54 of 90",
            "header-issue = \"off\" # 10 of 10: too little was seen",
            "sign-off = \"off\" # 20 of 100",
            "\nfile-size = \"off\"\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(!text.contains("fxi"), "{text}");
        assert!(
            crate::policy::Policy::load(Some(crate::policy::Source { name: "x".into(), text: text.into() }), &|_| Err(
                String::new()
            ))
            .is_ok()
        );
    }
}
