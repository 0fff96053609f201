//! The values that completions and the manual name. The command line itself takes any text there, so that a mistake is
//! answered in the user's language and with the nearest name.

use super::Cli;
use crate::policy::{PAGES, PRESETS};
use crate::rules;
use crate::words::{Lang, Words};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory as _};

/// The command line with the values of rules, presets and languages.
pub fn described() -> Command {
    Cli::command()
        .mut_arg("lang", |arg| arg.value_parser([Lang::En.tag(), Lang::ZhCn.tag()]))
        .mut_subcommand("explain", |sub| sub.mut_arg("rule", |arg| arg.value_parser(pages())))
        .mut_subcommand("init", |sub| sub.mut_arg("preset", |arg| arg.value_parser(presets())))
        .mut_subcommand("policy", |policy| {
            ["show", "try"].into_iter().fold(policy, |policy, name| {
                policy.mut_subcommand(name, |sub| sub.mut_arg("preset", |arg| arg.value_parser(presets())))
            })
        })
}

fn pages() -> PossibleValuesParser {
    let rules = rules::ALL.iter().map(|rule| value(rule.meta.id, &rule.meta.summary));
    rules.chain(PAGES.iter().map(|page| value(page.name, &page.summary))).collect::<Vec<_>>().into()
}

fn presets() -> PossibleValuesParser {
    PRESETS.iter().map(|preset| value(preset.name, &preset.summary)).collect::<Vec<_>>().into()
}

fn value(name: &'static str, summary: &'static Words) -> PossibleValue {
    PossibleValue::new(name).help(summary.say().plain(Lang::En))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_named_and_the_definitions_hold_together() {
        let mut command = described();
        command.clone().debug_assert();
        command.build();
        let values = |path: &[&str], id: &str| -> Vec<String> {
            let found = path.iter().try_fold(&command, |command, name| command.find_subcommand(name));
            let arg = found.and_then(|command| command.get_arguments().find(|arg| arg.get_id() == id));
            arg.map_or_else(Vec::new, |arg| {
                arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
            })
        };
        assert!(values(&["explain"], "rule").contains(&"sign-off".to_owned()));
        assert!(values(&["explain"], "rule").contains(&"exempt".to_owned()));
        assert!(values(&["policy", "try"], "preset").contains(&"kernel".to_owned()));
        assert!(values(&["init"], "preset").contains(&"openim".to_owned()));
        assert_eq!(values(&["check"], "lang"), ["en", "zh-CN"]);
    }
}
