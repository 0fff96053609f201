//! One value, or a list of them.

use super::tree::{Data, Node};
use super::{Mistake, Setting};
use crate::words::Words;
use serde_json::{Value, json};

/// One value, or a list of them. An empty list is a mistake: it names nothing, and a condition of nothing would hold for
/// everything.
#[derive(Clone, Debug)]
pub struct OneOrMany<T>(pub Vec<T>);

const EMPTY: Words =
    Words::new("this list is empty: name something, or leave the key out", "此列表为空：请写明内容，或删去此键");

impl<T: Setting> Setting for OneOrMany<T> {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        match node.data {
            Data::List(ref list) if list.is_empty() => {
                mistakes.push(Mistake::at(node.place, EMPTY.say()));
                None
            }
            Data::List(_) => Vec::read(node, mistakes).map(Self),
            _ => T::read(node, mistakes).map(|one| Self(vec![one])),
        }
    }

    fn schema() -> Value {
        let mut many = Vec::<T>::schema();
        many["minItems"] = 1.into();
        json!({ "anyOf": [T::schema(), many] })
    }

    fn toml(&self) -> String {
        self.0.toml()
    }
}
