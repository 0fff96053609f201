//! What is wrong with a policy.

use super::tree::Place;
use crate::words::Sentence;

/// One mistake in a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// Where it stands; `None` where it concerns no place of a file.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: Sentence,
    /// What to write instead.
    pub help: Option<Sentence>,
}

impl Mistake {
    /// A mistake at a place.
    pub fn at(place: Place, message: Sentence) -> Self {
        Self { place: Some(place), message, help: None }
    }

    /// A mistake of no place.
    pub fn anywhere(message: Sentence) -> Self {
        Self { place: None, message, help: None }
    }

    /// Adds what to write instead.
    pub fn help(mut self, help: Sentence) -> Self {
        self.help = Some(help);
        self
    }
}
