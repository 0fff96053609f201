//! A policy that fits what a community does already, so that adopting it hurts nobody.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What was seen in a history.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    /// How many commits were looked at.
    pub commits: u64,
    /// In how many of them a rule of the default policy found something.
    pub found: BTreeMap<&'static str, u64>,
    /// How often each type stands in a header.
    pub types: BTreeMap<String, u64>,
}

/// From this share on, in percent, of commits that keep a rule, it can be asked of everybody.
const ASK: u64 = 90;

/// From this share on, in percent, it can be recommended.
const RECOMMEND: u64 = 50;

/// A type that is used less often, in percent, is a slip.
const TYPE_IN_USE: u64 = 2;

/// The file that fits these habits; `rules` are those of the default policy that are on.
pub fn proposal(habits: &Habits, rules: &[&str]) -> String {
    let mut out = header("openim");
    let types = habits.types.iter().filter(|(_, count)| *count * 100 >= habits.commits * TYPE_IN_USE);
    let types: Vec<String> = types.map(|(kind, _)| crate::options::quoted(kind)).collect();
    let _ = write!(
        out,
        "\n# From the last {} commits: behind each rule, how many of them keep it.\n[rules]\n",
        habits.commits
    );
    for rule in rules {
        let kept = habits.commits - habits.found.get(rule).copied().unwrap_or(0).min(habits.commits);
        let share = kept * 100 / habits.commits.max(1);
        let level = match share {
            ASK.. => "error",
            RECOMMEND.. => "warn",
            _ => "off",
        };
        if *rule == "header-type" && !types.is_empty() {
            let _ =
                writeln!(out, "header-type = {{ level = \"{level}\", allow = [{}] }} # {share} %", types.join(", "));
        } else {
            let _ = writeln!(out, "{rule} = \"{level}\" # {share} %");
        }
    }
    out
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
        let habits = Habits {
            commits: 100,
            found: [("sign-off", 80), ("header-scope", 40), ("header-format", 3)].into(),
            types: [("feat".to_owned(), 50), ("fxi".to_owned(), 1)].into(),
        };
        let text = proposal(&habits, &["header-format", "header-type", "header-scope", "sign-off"]);
        for line in [
            "header-format = \"error\" # 97 %",
            "header-type = { level = \"error\", allow = [\"feat\"] } # 100 %",
            "header-scope = \"warn\" # 60 %",
            "sign-off = \"off\" # 20 %",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(
            crate::policy::Policy::load(Some(crate::policy::Source { name: "x".into(), text: text.into() }), &|_| Err(
                String::new()
            ))
            .is_ok()
        );
    }
}
