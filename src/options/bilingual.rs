//! The community's own sentences, in one language or in both.

use super::setting::wrong_kind;
use super::tree::{Data, Node};
use super::{Mistake, Setting, quoted};
use crate::words::{Sentence, Value as Word, Words};
use serde_json::{Value, json};

/// A sentence that a policy brings: one text for every reader, or one for each language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    en: String,
    zh: String,
}

/// So many characters a sentence has at most: it is shown below every refusal.
const MOST: usize = 500;

const EXPECTED: Words =
    Words::new("a text, or { en = \"…\", zh-CN = \"…\" }", "文本，或 { en = \"…\", zh-CN = \"…\" }");
const NO_TEXT: Words = Words::new("write a sentence here", "请在这里写一句话");
const ONE_LINE: Words = Words::new("write it on one line", "只能写一行");
const TOO_LONG: Words = Words::new("this has {0} characters, at most {1} are allowed", "共 {0} 个字符，最多 {1} 个");
const UNKNOWN_LANGUAGE: Words =
    Words::new("unknown language `{0}`; write `en` or `zh-CN`", "不支持语言 `{0}`；请写 `en` 或 `zh-CN`");
const OWN: Words = Words::new("{0}", "{0}");

impl Bilingual {
    /// The sentence, to be shown in the language of the reader.
    pub fn sentence(&self) -> Sentence {
        OWN.with([Word::Own([self.en.as_str(), self.zh.as_str()].map(Into::into).into())])
    }
}

fn text(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let Data::Text(text) = &node.data else {
        mistakes.push(wrong_kind(EXPECTED.say(), node));
        return None;
    };
    let length = text.chars().count();
    let fault = if text.trim().is_empty() {
        NO_TEXT.say()
    } else if text.contains(char::is_control) {
        ONE_LINE.say()
    } else if length > MOST {
        TOO_LONG.with([length.into(), MOST.into()])
    } else {
        return Some(text.trim().to_owned());
    };
    mistakes.push(Mistake::at(node.place, fault));
    None
}

impl Setting for Bilingual {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        let Data::Table(table) = &node.data else {
            return text(node, mistakes).map(|text| Self { en: text.clone(), zh: text });
        };
        let known = mistakes.len();
        for entry in table.entries.iter().filter(|entry| !matches!(entry.key.as_str(), "en" | "zh-CN")) {
            mistakes.push(Mistake::at(entry.key_place, UNKNOWN_LANGUAGE.with([entry.key.as_str().into()])));
        }
        let mut of = |key: &str| table.get(key).and_then(|node| text(node, mistakes));
        let (en, zh) = (of("en"), of("zh-CN"));
        if en.is_none() && zh.is_none() && mistakes.len() == known {
            mistakes.push(Mistake::at(node.place, NO_TEXT.say()));
        }
        // A reader of the other language is better served by this one than by nothing.
        Some(Self { en: en.clone().or_else(|| zh.clone())?, zh: zh.or(en)? })
    }

    fn schema() -> Value {
        let text = json!({ "type": "string", "minLength": 1, "maxLength": MOST });
        json!({ "anyOf": [text, {
            "type": "object", "additionalProperties": false, "minProperties": 1,
            "properties": { "en": text, "zh-CN": text },
        }] })
    }

    fn toml(&self) -> String {
        if self.en == self.zh {
            return quoted(&self.en);
        }
        format!("{{ en = {}, zh-CN = {} }}", quoted(&self.en), quoted(&self.zh))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::tree;
    use crate::words::Lang;

    fn read(value: &str) -> Result<Bilingual, usize> {
        let mut mistakes = Vec::new();
        let table = tree::parse(&format!("x = {value}\n"), 0, &mut mistakes);
        let read = table.get("x").and_then(|node| Bilingual::read(node, &mut mistakes));
        if mistakes.is_empty() { read.ok_or(0) } else { Err(mistakes.len()) }
    }

    #[test]
    fn a_sentence_is_shown_in_the_language_of_the_reader() {
        let both = read("{ en = \"ask us\", zh-CN = \"请问\" }").expect("right").sentence();
        assert_eq!((both.plain(Lang::En), both.plain(Lang::ZhCn)), ("ask us".to_owned(), "请问".to_owned()));
        let one = read("{ zh-CN = \"请问 {0}\" }").expect("right");
        assert_eq!(one.sentence().plain(Lang::En), "请问 {0}");
        assert_eq!(one.toml(), "\"请问 {0}\"");
    }

    #[test]
    fn what_is_not_one_short_sentence_is_a_mistake() {
        for wrong in ["\" \"", "\"a\\nb\"", "1", "{}", "{ de = \"hallo\" }", "{ en = 1 }"] {
            assert_eq!(read(wrong), Err(1), "{wrong}");
        }
        assert_eq!(read(&format!("\"{}\"", "x".repeat(MOST + 1))), Err(1));
    }
}
