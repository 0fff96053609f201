//! How questions are asked: behind a trait, so that the whole conversation can be held without a terminal.

pub mod plain;
mod terminal;

use super::print_err;
use crate::git::committing::Interrupts;
use crate::git::environment;
use crate::text::escape;
use crate::words::Lang;
use plain::Plain;
use std::io::IsTerminal as _;
use std::sync::mpsc;
use std::time::Duration;

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

/// Whether somebody is there to answer.
pub fn is_possible() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks on the terminal as it is.
///
/// # Errors
/// Where there is no answer.
pub fn converse<T>(lang: Lang, color: bool, ask: impl FnOnce(&mut dyn Prompter) -> Asked<T>) -> Asked<T> {
    let interrupts = Interrupts::held();
    let is_plain =
        environment::text("TERM").is_none_or(|term| term == "dumb") || environment::text("ACCESSIBLE").is_some();
    if !is_plain {
        return ask(&mut terminal::Terminal { color });
    }
    let lines = lines();
    let mut read = || loop {
        if interrupts.has_come() {
            return Err(Stop::Interrupted);
        }
        match lines.recv_timeout(Duration::from_millis(50)) {
            Ok(line) => return Ok(Some(line)),
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(None),
        }
    };
    let yes = match lang {
        Lang::En => "yes",
        Lang::ZhCn => "是",
    };
    let mut plain = Plain { read: &mut read, write: &mut |text| print_err(&escape::block(text)), yes };
    ask(&mut plain)
}

/// The lines of standard input, read beside: a read that waits is not ended by an interrupt.
fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(std::result::Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    receiver
}
