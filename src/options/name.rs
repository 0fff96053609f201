//! Forms of names as settings.

use super::setting::text_of;
use super::tree::Node;
use super::{Mistake, Setting, quoted};
use crate::text::name_form::{FormFault, NameForm};
use crate::words::Words;
use serde_json::{Value, json};

const FORM: Words = Words::new("a form of names, as \"{type}/{words}\"", "名称形式，如 \"{type}/{words}\"");
const EMPTY: Words = Words::new("an empty form allows no name", "空的形式不允许任何名称");
const BRACES: Words = Words::new("the braces of the form `{0}` do not match", "形式 `{0}` 的花括号不配对");
const TOO_LARGE: Words = Words::new("this form is too long", "该形式过长");

impl Setting for NameForm {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let source = text_of(node, &FORM, mistakes)?;
        let fault = match Self::new(source) {
            Ok(form) => return Some(form),
            Err(FormFault::Empty) => EMPTY.say(),
            Err(FormFault::Braces) => BRACES.with([source.into()]),
            Err(FormFault::TooLarge) => TOO_LARGE.say(),
        };
        mistakes.push(Mistake::at(node.place, fault));
        None
    }

    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1, "maxLength": 256 })
    }

    fn toml(&self) -> String {
        quoted(self.as_str())
    }
}
