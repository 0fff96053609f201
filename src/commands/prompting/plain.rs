//! Questions line by line, with numbers to choose by: for terminals that can do no more (`TERM=dumb`) and for screen readers.

use super::{Asked, Choice, Line, Prompter, Stop};

/// Asks with plain lines.
pub struct Plain<'p> {
    /// The next line that the user typed; `None` at the end of the input.
    pub read: &'p mut dyn FnMut() -> Asked<Option<String>>,
    /// Shows a text.
    pub write: &'p mut dyn FnMut(&str),
    /// What stands for yes, beside `y`.
    pub yes: &'p str,
}

impl Plain<'_> {
    fn answer(&mut self) -> Asked<String> {
        (self.read)()?.map(|line| line.trim().to_owned()).ok_or(Stop::Interrupted)
    }
}

impl Prompter for Plain<'_> {
    fn choose(&mut self, question: &str, choices: &[Choice]) -> Asked<usize> {
        loop {
            (self.write)(&format!("{question}\n"));
            for (number, Choice { name, meaning }) in (1..).zip(choices) {
                let meaning = if meaning.is_empty() { String::new() } else { format!(": {meaning}") };
                (self.write)(&format!("  {number}. {name}{meaning}\n"));
            }
            (self.write)("> ");
            let answer = self.answer()?;
            let by_number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let by_name = || choices.iter().position(|choice| choice.name == answer);
            if let Some(chosen) = by_number.filter(|&number| number < choices.len()).or_else(by_name) {
                return Ok(chosen);
            }
        }
    }

    fn line(&mut self, line: &Line<'_>) -> Asked<String> {
        let initial = if line.initial.is_empty() { String::new() } else { format!(" [{}]", line.initial) };
        (self.write)(&format!("{}{initial}\n", line.question));
        if !line.help.is_empty() {
            (self.write)(&format!("  {}\n", line.help));
        }
        if !line.suggestions.is_empty() {
            (self.write)(&format!("  {}\n", line.suggestions.join(", ")));
        }
        (self.write)("> ");
        let answer = self.answer()?;
        let answer = match answer.as_str() {
            "" => line.initial.to_owned(),
            "-" => String::new(),
            answer => answer.to_owned(),
        };
        let verdict = (line.verdict)(&answer);
        if !verdict.is_empty() {
            (self.write)(&format!("  {verdict}\n"));
        }
        Ok(answer)
    }

    fn confirm(&mut self, question: &str, help: &str) -> Asked<bool> {
        let help = if help.is_empty() { String::new() } else { format!("  {help}\n") };
        (self.write)(&format!("{question} [y/N]\n{help}> "));
        let answer = self.answer()?.to_lowercase();
        Ok(["y", "yes", self.yes].contains(&answer.as_str()))
    }

    fn say(&mut self, text: &str) {
        (self.write)(&format!("{text}\n"));
    }
}
