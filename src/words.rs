//! Layer 2: what cihook says. A sentence is data: its words in both languages, and what is put into them. Whoever
//! shows it chooses the language and escapes what came from outside for the place where it is shown.

use smallvec::SmallVec;
use smol_str::SmolStr;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The languages that cihook speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Lang {
    /// Reads `en`, `zh-CN`, or what a locale variable holds, as `zh_CN.UTF-8`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "en" | "c" | "posix" => Some(Self::En),
            "zh" => Some(Self::ZhCn),
            _ => None,
        }
    }

    /// As `--lang` takes it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }
}

/// The words of a sentence in both languages; `{0}` to `{9}` stand for what is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    en: &'static str,
    zh: &'static str,
}

impl Words {
    /// Both languages have to use the same values: this is checked when cihook is compiled.
    ///
    /// # Panics
    /// Where one language uses a value that the other does not.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        assert!(slots(en) == slots(zh), "both languages have to use the same values");
        Self { en, zh }
    }

    /// The sentence as it stands.
    pub fn say(&'static self) -> Sentence {
        Sentence { words: self, values: SmallVec::new() }
    }

    /// The sentence with values put in.
    pub fn with<const N: usize>(&'static self, values: [Value; N]) -> Sentence {
        debug_assert_eq!(slots(self.en).count_ones() as usize, N, "{}", self.en);
        Sentence { words: self, values: values.into_iter().collect() }
    }

    const fn in_lang(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::ZhCn => self.zh,
        }
    }
}

/// Which of `{0}` to `{9}` stand in `template`, as a set of bits.
const fn slots(template: &str) -> u16 {
    let bytes = template.as_bytes();
    let mut found = 0;
    let mut at = 0;
    while at + 2 < bytes.len() {
        if bytes[at] == b'{' && bytes[at + 2] == b'}' && bytes[at + 1].is_ascii_digit() {
            found |= 1 << (bytes[at + 1] - b'0');
        }
        at += 1;
    }
    found
}

/// Something that is put into a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, which may come from strangers.
    Text(SmolStr),
    /// Several texts, shown as code and parted by commas.
    List(Arc<[String]>),
    /// A count or a size.
    Number(u64),
    /// A text of the policy, in English and in Chinese: its author is trusted to link.
    Own(Arc<[SmolStr; 2]>),
    /// Another sentence.
    Sentence(Box<Sentence>),
    /// Several sentences, parted by commas.
    Sentences(Arc<[Sentence]>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Cow<'_, str>> for Value {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into())
    }
}

impl From<SmolStr> for Value {
    fn from(text: SmolStr) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for Value {
    fn from(list: Vec<String>) -> Self {
        Self::List(list.into())
    }
}

impl From<Arc<[String]>> for Value {
    fn from(list: Arc<[String]>) -> Self {
        Self::List(list)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Vec<Sentence>> for Value {
    fn from(list: Vec<Sentence>) -> Self {
        Self::Sentences(list.into())
    }
}

impl From<Sentence> for Value {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(Box::new(sentence))
    }
}

/// Something that cihook says.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    words: &'static Words,
    values: SmallVec<[Value; 2]>,
}

/// A place where a sentence is shown, which knows how text from outside is made harmless there.
pub trait Place {
    /// Our own words within a sentence.
    ///
    /// # Errors
    /// Where `out` fails.
    fn words(&self, words: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(words)
    }

    /// Text from outside within a sentence.
    ///
    /// # Errors
    /// Where `out` fails.
    fn text(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result;

    /// A sentence of the policy, whose links work where the place has links.
    ///
    /// # Errors
    /// Where `out` fails.
    fn own(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        self.text(text, out)
    }

    /// Text from outside that stands for itself, in backquotes where the place has nothing better.
    ///
    /// # Errors
    /// Where `out` fails.
    fn code(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_char('`')?;
        self.text(text, out)?;
        out.write_char('`')
    }
}

/// A place that shows everything as it is: a data format that escapes texts itself.
pub struct Plain;

impl Place for Plain {
    fn text(&self, text: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(text)
    }
}

/// A sentence in a language, as it is.
#[derive(Clone, Copy, Debug)]
pub struct InLang<'s>(pub &'s Sentence, pub Lang);

impl fmt::Display for InLang<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(self.1, &Plain, f)
    }
}

impl Sentence {
    /// Writes the sentence for a place.
    ///
    /// # Errors
    /// Where `out` fails.
    pub fn write(&self, lang: Lang, place: &dyn Place, out: &mut dyn fmt::Write) -> fmt::Result {
        let mut rest = self.words.in_lang(lang);
        while let Some(at) = rest.find('{') {
            let index = rest[at + 1..].bytes().next().filter(u8::is_ascii_digit).map(|digit| usize::from(digit - b'0'));
            let value = index.and_then(|index| self.values.get(index));
            let (Some(value), Some("}")) = (value, rest.get(at + 2..at + 3)) else {
                place.words(&rest[..=at], out)?;
                rest = &rest[at + 1..];
                continue;
            };
            let before = &rest[..at];
            rest = &rest[at + 3..];
            match (before.strip_suffix('`'), rest.strip_prefix('`')) {
                (Some(before), Some(after)) => {
                    place.words(before, out)?;
                    value.write_code(lang, place, out)?;
                    rest = after;
                }
                _ => {
                    place.words(before, out)?;
                    value.write(lang, place, out)?;
                }
            }
        }
        place.words(rest, out)
    }

    /// The sentence itself, where nothing is put into it.
    pub fn fixed(&self, lang: Lang) -> Option<&'static str> {
        self.values.is_empty().then(|| self.words.in_lang(lang))
    }

    /// The sentence for a place, as a text of its own.
    pub fn show(&self, lang: Lang, place: &dyn Place) -> String {
        let mut out = String::new();
        // A String takes everything.
        let _ = self.write(lang, place, &mut out);
        out
    }

    /// The sentence as it is, for data formats that escape it themselves.
    pub fn plain(&self, lang: Lang) -> String {
        self.show(lang, &Plain)
    }
}

/// What parts one of a list from the one before.
const fn comma(index: usize, lang: Lang) -> &'static str {
    match (index, lang) {
        (0, _) => "",
        (_, Lang::ZhCn) => "、",
        (_, Lang::En) => ", ",
    }
}

impl Value {
    fn write(&self, lang: Lang, place: &dyn Place, out: &mut dyn fmt::Write) -> fmt::Result {
        match self {
            Self::Text(text) => place.text(text, out),
            Self::Number(number) => write!(out, "{number}"),
            Self::Own(texts) => place.own(&texts[usize::from(lang == Lang::ZhCn)], out),
            Self::Sentence(sentence) => sentence.write(lang, place, out),
            Self::List(list) => list.iter().enumerate().try_for_each(|(index, text)| {
                out.write_str(comma(index, lang))?;
                place.code(text, out)
            }),
            Self::Sentences(list) => list.iter().enumerate().try_for_each(|(index, sentence)| {
                out.write_str(comma(index, lang))?;
                sentence.write(lang, place, out)
            }),
        }
    }

    fn write_code(&self, lang: Lang, place: &dyn Place, out: &mut dyn fmt::Write) -> fmt::Result {
        match self {
            Self::Text(text) => place.code(text, out),
            other => {
                out.write_char('`')?;
                other.write(lang, place, out)?;
                out.write_char('`')
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREETING: Words = Words::new("hello `{0}`, you have {1} of {2}", "你好 `{0}`，{2} 中有 {1} 个");

    #[test]
    fn both_languages_take_the_same_values() {
        let sentence = GREETING.with(["Tom".into(), 3usize.into(), vec!["a".to_owned(), "b".to_owned()].into()]);
        assert_eq!(sentence.plain(Lang::En), "hello `Tom`, you have 3 of `a`, `b`");
        assert_eq!(sentence.plain(Lang::ZhCn), "你好 `Tom`，`a`、`b` 中有 3 个");
    }

    #[test]
    fn values_are_not_read_as_templates() {
        const PAIR: Words = Words::new("{0} {1}", "{0} {1}");
        let sentence = PAIR.with(["{1}".into(), "x".into()]);
        assert_eq!(sentence.plain(Lang::En), "{1} x");
    }

    #[test]
    fn other_braces_stay() {
        const BRACES: Words = Words::new("write {branch} or {", "{branch} {");
        assert_eq!(BRACES.say().plain(Lang::En), "write {branch} or {");
    }

    #[test]
    fn locales_are_understood() {
        assert_eq!(Lang::from_tag("zh_CN.UTF-8"), Some(Lang::ZhCn));
        assert_eq!(Lang::from_tag("en"), Some(Lang::En));
        assert_eq!(Lang::from_tag("C.UTF-8"), Some(Lang::En));
        assert_eq!(Lang::from_tag("de_DE"), None);
    }
}
