//! How questions are asked: behind a trait, so that the whole conversation can be held without a terminal.

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The user gave up (Ctrl-C, Escape, or the end of the input).
    Interrupted,
    /// The terminal could not be used.
    Broken(String),
}

/// An answer, or why there is none.
pub type Asked<T> = Result<T, Stop>;

/// One of several answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen.
    pub name: String,
    /// What it means; may be empty.
    pub meaning: String,
}

/// A question that is answered with a line of text.
pub struct Line<'l> {
    /// The question.
    pub question: &'l str,
    /// How to answer; may be empty.
    pub help: &'l str,
    /// What stands in the line already.
    pub initial: &'l str,
    /// Answers that are likely.
    pub suggestions: &'l [String],
    /// What is to be said of the text as far as it is typed.
    pub verdict: &'l dyn Fn(&str) -> String,
}

/// Who asks.
pub trait Prompter {
    /// Has one of several answers chosen; tells its number, from 0.
    ///
    /// # Errors
    /// Where there is no answer.
    fn choose(&mut self, question: &str, choices: &[Choice]) -> Asked<usize>;

    /// Has a line typed.
    ///
    /// # Errors
    /// Where there is no answer.
    fn line(&mut self, line: &Line<'_>) -> Asked<String>;

    /// Asks a question that is answered with yes or no; no is what Enter means.
    ///
    /// # Errors
    /// Where there is no answer.
    fn confirm(&mut self, question: &str, help: &str) -> Asked<bool>;

    /// Says something.
    fn say(&mut self, text: &str);
}
