//! Questions on a terminal, by the crate inquire, whose cursor is right among wide characters.

use super::{Asked, Choice, Line, Prompter, Stop};
use crate::text::escape;
use inquire::autocompletion::{Autocomplete, Replacement};
use inquire::ui::RenderConfig;
use inquire::{Confirm, CustomUserError, InquireError, Select, Text};
use std::cell::RefCell;

/// Asks on the terminal of the user.
pub struct Terminal {
    /// Whether it is written in colour.
    pub color: bool,
}

/// What begins a line that tells something and is no answer.
const TOLD: &str = "· ";

impl Terminal {
    fn looks(&self) -> RenderConfig<'static> {
        if self.color { RenderConfig::default_colored() } else { RenderConfig::empty() }
    }
}

fn stop(error: InquireError) -> Stop {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Stop::Interrupted,
        InquireError::IO(error) if error.kind() == std::io::ErrorKind::Interrupted => Stop::Interrupted,
        error => Stop::Broken(error.to_string()),
    }
}

impl Prompter for Terminal {
    fn choose(&mut self, question: &str, choices: &[Choice]) -> Asked<usize> {
        let width = choices.iter().map(|choice| choice.name.len()).max().unwrap_or(0);
        let shown: Vec<String> = choices
            .iter()
            .map(|choice| format!("{:width$}  {}", choice.name, choice.meaning).trim_end().to_owned())
            .collect();
        let asked =
            Select::new(question, shown).with_render_config(self.looks()).with_page_size(12).without_help_message();
        asked.raw_prompt().map(|chosen| chosen.index).map_err(stop)
    }

    fn line(&mut self, line: &Line<'_>) -> Asked<String> {
        let typed = RefCell::new(line.initial.to_owned());
        let live = Live { line, typed: &typed };
        loop {
            let initial = typed.borrow().clone();
            let mut asked = Text::new(line.question)
                .with_render_config(self.looks())
                .with_initial_value(&initial)
                .with_page_size(6)
                .with_autocomplete(live.clone());
            asked.help_message = Some(line.help).filter(|help| !help.is_empty());
            let answer = asked.prompt().map_err(stop)?;
            // The line that tells how the text is was chosen: that is no answer.
            if !answer.starts_with(TOLD) {
                return Ok(answer.trim().to_owned());
            }
        }
    }

    fn confirm(&mut self, question: &str, help: &str) -> Asked<bool> {
        let mut asked = Confirm::new(question).with_render_config(self.looks()).with_default(false);
        asked.help_message = Some(help).filter(|help| !help.is_empty());
        asked.prompt().map_err(stop)
    }

    fn say(&mut self, text: &str) {
        super::super::print_err(&format!("{}\n", escape::block(text)));
    }
}

/// What is shown below a line while it is typed.
#[derive(Clone)]
struct Live<'l> {
    line: &'l Line<'l>,
    typed: &'l RefCell<String>,
}

impl Autocomplete for Live<'_> {
    fn get_suggestions(&mut self, typed: &str) -> Result<Vec<String>, CustomUserError> {
        typed.clone_into(&mut self.typed.borrow_mut());
        let verdict = (self.line.verdict)(typed);
        let told = (!verdict.is_empty()).then(|| format!("{TOLD}{verdict}"));
        let fitting = self.line.suggestions.iter().filter(|one| one.starts_with(typed) && *one != typed).cloned();
        Ok(told.into_iter().chain(fitting).collect())
    }

    fn get_completion(&mut self, _typed: &str, chosen: Option<String>) -> Result<Replacement, CustomUserError> {
        Ok(chosen.filter(|chosen| !chosen.starts_with(TOLD)))
    }
}
