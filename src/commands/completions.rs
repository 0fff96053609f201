//! `cihook completions`: completions for a shell.

use super::session::Stream;
use crate::failure::Result;
use clap_complete::Shell;

/// Runs the command.
///
/// # Errors
/// Never; all commands look alike.
pub fn run(shell: Shell) -> Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut crate::cli::described(), "cihook", &mut text);
    if shell == Shell::Fish {
        text.extend_from_slice(words_for_fish(&crate::cli::described()).as_bytes());
    }
    super::print(Stream::Out, &text);
    Ok(0)
}

/// The words that may stand behind a command, as the names of rules: for fish clap_complete knows options only.
fn words_for_fish(cli: &clap::Command) -> String {
    let mut lines = String::new();
    for command in cli.get_subcommands() {
        let words = command.get_positionals().flat_map(clap::Arg::get_possible_values);
        let words: Vec<String> = words.map(|word| word.get_name().to_owned()).collect();
        if !words.is_empty() {
            let (name, words) = (command.get_name(), words.join(" "));
            lines.push_str(&format!(
                "complete -c cihook -n \"__fish_cihook_using_subcommand {name}\" -f -a \"{words}\"\n"
            ));
        }
    }
    lines
}
