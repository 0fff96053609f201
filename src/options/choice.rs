//! Settings that are one of a few words.

/// Declares an enum whose variants are words of a policy.
macro_rules! choice {
    ($(#[doc = $doc:literal])* pub enum $name:ident {
        $($(#[doc = $variant_doc:literal])* $variant:ident = $word:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[doc = $variant_doc])* $variant,)* }

        impl $name {
            /// All of them, with the words of a policy.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $word)),*];
        }

        impl $crate::options::Setting for $name {
            fn read(
                node: &$crate::options::tree::Node,
                mistakes: &mut Vec<$crate::options::Mistake>,
            ) -> Option<Self> {
                $crate::options::one_of(node, Self::ALL, mistakes)
            }

            fn schema() -> serde_json::Value {
                serde_json::json!({ "enum": [$($word),*] })
            }

            fn toml(&self) -> String {
                let word = Self::ALL.iter().find(|(variant, _)| variant == self).map_or("", |(_, word)| word);
                $crate::options::quoted(word)
            }
        }
    };
}
pub(crate) use choice;

use super::Mistake;
use super::section::suggestion;
use super::setting::text_of;
use super::tree::Node;
use crate::words::Words;

const TEXT: Words = Words::new("a text", "文本");
const UNKNOWN_WORD: Words = Words::new("`{0}` is not a valid value", "这里不能写 `{0}`");

/// The variant whose word `node` is.
pub(crate) fn one_of<T: Copy>(node: &Node, all: &[(T, &'static str)], mistakes: &mut Vec<Mistake>) -> Option<T> {
    let text = text_of(node, &TEXT, mistakes)?;
    let found = all.iter().find(|(_, word)| *word == text).map(|(variant, _)| *variant);
    if found.is_none() {
        let help = suggestion(text, all.iter().map(|(_, word)| *word));
        mistakes.push(Mistake::at(node.place, UNKNOWN_WORD.with([text.into()])).help(help));
    }
    found
}
