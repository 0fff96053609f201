//! Which form of headers fits a history best: that of each preset is tried.

use super::probes::Probes;
use super::types::Types;
use super::{PASS, Share};
use crate::message::Message;

/// So many percent of the headers have a form that is worth to be named.
const NAMED: u64 = 50;

/// The form of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `type(scope): description`.
    Conventional,
    /// `subsystem: description`.
    Subsystem,
    /// None that most headers have.
    Free,
}

/// The form that fits best, and how many headers have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grammar {
    /// The form.
    pub form: Form,
    /// Headers that have it; of a free form, those of the form that came nearest.
    pub share: Share,
}

impl Grammar {
    /// Chooses by what was tried on what people wrote by hand.
    pub fn of(probes: &Probes, messages: &[Message<'_>], types: &Types) -> Self {
        let Probes { conventional, subsystem, .. } = *probes;
        // Each header with a type also names a subsystem, so that this form always fits a little better.
        let has_types = are_types(messages, types);
        let (form, share) = match (conventional.is(NAMED) && has_types, subsystem.is(NAMED)) {
            (true, _) => (Form::Conventional, conventional),
            (false, true) if !is_mostly_usual(types, conventional) => (Form::Subsystem, subsystem),
            _ => (Form::Free, if conventional.part >= subsystem.part { conventional } else { subsystem }),
        };
        Self { form, share }
    }
}

/// Whether the words are types, although not enough headers have any.
fn is_mostly_usual(types: &Types, conventional: Share) -> bool {
    types.usual.is(NAMED) && !conventional.is(NAMED)
}

/// Whether what comes before the colon is a type and no subsystem: mostly one of the usual ones, or a few words, often with
/// a scope in brackets, and without the signs that names of subsystems have.
fn are_types(messages: &[Message<'_>], types: &Types) -> bool {
    const OFTEN: u64 = 20;
    const NOW_AND_THEN: u64 = 5;
    if types.usual.is(NAMED) {
        return true;
    }
    let (mut scoped, mut odd, mut listed) = (Share::default(), Share::default(), Share::default());
    for message in messages {
        let header = &message.header;
        let Some(kind) = header.kind() else { continue };
        scoped.add(header.scope.is_some());
        let is_nested = header.title().split(' ').next().is_some_and(|word| word.len() > 1 && word.ends_with(':'));
        odd.add(kind.contains(['/', '.', '_', ',', ' ']) || is_nested);
        listed.add(types.allow.iter().any(|known| *known == kind));
    }
    scoped.is(OFTEN) || (types.are_few() && listed.is(PASS - NOW_AND_THEN) && !odd.is(NOW_AND_THEN))
}
