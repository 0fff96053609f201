//! A table of settings that is read key by key.

use super::setting::wrong_kind;
use super::tree::{Data, Node, Place, Table};
use super::{Mistake, Setting};
use crate::text::similar;
use crate::words::{Sentence, Words};
use serde_json::{Value, json};
use smallvec::SmallVec;

const A_TABLE: Words = Words::new("a table", "表");
const UNKNOWN_KEY: Words = Words::new("unknown key `{0}`", "这里没有 `{0}` 这项设置");
const DID_YOU_MEAN: Words = Words::new("did you mean `{0}`?", "您是不是想写 `{0}`？");
const KNOWN_KEYS: Words = Words::new("valid keys: {0}", "这里可用的有：{0}");
const MISSING_KEY: Words = Words::new("`{0}` is missing here", "这里缺少 `{0}`");

/// A set of settings that stand in one table.
pub trait OptionSet: Sized {
    /// Reads them; what is absent or wrong takes its default.
    fn read(section: &mut Section<'_>) -> Self;
    /// Describes them, in the order in which they are declared.
    fn fields() -> Vec<Field>;
}

/// Settings that write themselves as an inline table of TOML.
pub trait Inline {
    /// The table.
    fn inline(&self) -> String;
}

/// A set of settings as one entry of a list.
#[derive(Clone, Debug)]
pub struct Nested<O>(pub O);

impl<O: OptionSet + Inline> Setting for Nested<O> {
    fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
        match &node.data {
            Data::Table(table) => Some(Self(Section::read_all(table, node.place, mistakes))),
            _ => {
                mistakes.push(wrong_kind(A_TABLE.say(), node));
                None
            }
        }
    }

    fn schema() -> Value {
        let described = |field: Field| {
            let mut schema = field.schema;
            schema["description"] = field.doc.trim().into();
            (field.key.to_owned(), schema)
        };
        let properties: serde_json::Map<String, Value> = O::fields().into_iter().map(described).collect();
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    fn toml(&self) -> String {
        self.0.inline()
    }
}

/// One setting of a set, described.
#[derive(Clone, Debug)]
pub struct Field {
    /// As a policy spells it.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Its JSON Schema.
    pub schema: Value,
    /// What it is without a policy, as TOML.
    pub default: String,
}

/// A table of which settings are taken one by one.
pub struct Section<'t> {
    table: &'t Table,
    place: Place,
    known: SmallVec<[&'static str; 12]>,
    mistakes: &'t mut Vec<Mistake>,
}

impl<'t> Section<'t> {
    /// Starts to read `table`, which stands at `place`.
    pub fn new(table: &'t Table, place: Place, mistakes: &'t mut Vec<Mistake>) -> Self {
        Self { table, place, known: SmallVec::new(), mistakes }
    }

    /// Reads a whole set and complains about every other key.
    pub fn read_all<O: OptionSet>(table: &'t Table, place: Place, mistakes: &'t mut Vec<Mistake>) -> O {
        let mut section = Self::new(table, place, mistakes);
        let options = O::read(&mut section);
        section.finish();
        options
    }

    /// The setting `key`; `default` where it is absent or wrong.
    pub fn take<T: Setting>(&mut self, key: &'static str, default: impl FnOnce() -> T) -> T {
        self.take_optional(key).unwrap_or_else(default)
    }

    /// The setting `key`, where it is there and right.
    pub fn take_optional<T: Setting>(&mut self, key: &'static str) -> Option<T> {
        self.known.push(key);
        T::read(self.table.get(key)?, self.mistakes)
    }

    /// The setting `key`; its absence is a mistake.
    pub fn require<T: Setting>(&mut self, key: &'static str) -> Option<T> {
        if self.table.get(key).is_none() {
            self.known.push(key);
            self.mistakes.push(Mistake::at(self.place, MISSING_KEY.with([key.into()])));
            return None;
        }
        self.take_optional(key)
    }

    /// Leaves `key` to somebody else.
    pub fn allow(&mut self, key: &'static str) {
        self.known.push(key);
    }

    /// Where `key` stands, or the whole table.
    pub fn place_of(&self, key: &str) -> Place {
        self.table.get(key).map_or(self.place, |node| node.place)
    }

    /// Adds a mistake.
    pub fn complain(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    /// Complains about every key that nobody took.
    pub fn finish(self) {
        for entry in &self.table.entries {
            if !self.known.contains(&entry.key.as_str()) {
                let message = UNKNOWN_KEY.with([entry.key.as_str().into()]);
                let known = self.known.iter().copied();
                self.mistakes.push(Mistake::at(entry.key_place, message).help(suggestion(&entry.key, known)));
            }
        }
    }
}

/// "Did you mean", or everything that there is.
pub fn suggestion<'a>(written: &str, known: impl Iterator<Item = &'a str> + Clone) -> Sentence {
    match similar::nearest(written, known.clone()) {
        Some(nearest) => DID_YOU_MEAN.with([nearest.into()]),
        None => KNOWN_KEYS.with([known.map(str::to_owned).collect::<Vec<_>>().into()]),
    }
}

/// How long the name of a field is as a policy spells it: without `r#`.
pub const fn key_length(field: &str) -> usize {
    field.len() - raw_prefix(field)
}

/// The name of a field as a policy spells it: with hyphens.
pub const fn key_bytes<const N: usize>(field: &str) -> [u8; N] {
    let mut key = [0; N];
    let mut at = 0;
    while at < N {
        let byte = field.as_bytes()[at + raw_prefix(field)];
        key[at] = if byte == b'_' { b'-' } else { byte };
        at += 1;
    }
    key
}

const fn raw_prefix(field: &str) -> usize {
    if field.len() > 2 && field.as_bytes()[1] == b'#' { 2 } else { 0 }
}

/// The name of a field as a policy spells it.
macro_rules! key {
    ($field:ident) => {{
        const BYTES: [u8; $crate::options::key_length(stringify!($field))] =
            $crate::options::key_bytes(stringify!($field));
        const KEY: &str = match std::str::from_utf8(&BYTES) {
            Ok(key) => key,
            Err(_) => "",
        };
        KEY
    }};
}
pub(crate) use key;

/// Declares a set of settings: each with its meaning, its type and what it is without a policy.
macro_rules! options {
    ($(#[doc = $doc:literal])* pub struct $name:ident {
        $($(#[doc = $field_doc:literal])* pub $field:ident: $type:ty = $default:expr,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $name { $($(#[doc = $field_doc])* pub $field: $type,)* }

        impl Default for $name {
            fn default() -> Self { Self { $($field: $default,)* } }
        }

        impl $crate::options::OptionSet for $name {
            #[allow(unused_variables)]
            fn read(section: &mut $crate::options::Section<'_>) -> Self {
                Self { $($field: section.take($crate::options::key!($field), || $default),)* }
            }

            fn fields() -> Vec<$crate::options::Field> {
                vec![$($crate::options::Field {
                    key: $crate::options::key!($field),
                    doc: concat!($($field_doc),*),
                    schema: <$type as $crate::options::Setting>::schema(),
                    default: {
                        let default: $type = $default;
                        $crate::options::Setting::toml(&default)
                    },
                }),*]
            }
        }

        impl $crate::options::Inline for $name {
            fn inline(&self) -> String {
                let settings: Vec<String> = vec![$(
                    format!("{} = {}", $crate::options::key!($field), $crate::options::Setting::toml(&self.$field))
                ),*];
                format!("{{ {} }}", settings.join(", "))
            }
        }
    };
}
pub(crate) use options;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::tree;
    use crate::words::Lang;

    options! {
        /// For the test.
        pub struct Sample {
            /// How many.
            pub how_many: u64 = 3,
            /// Which.
            pub names: Vec<String> = vec!["a".to_owned()],
        }
    }

    #[test]
    fn all_mistakes_are_reported_at_once_with_the_nearest_name() {
        let text = "how-mny = 1\nhow-many = \"x\"\nnames = [1, \"b\", true]\n";
        let mut mistakes = Vec::new();
        let table = tree::parse(text, 0, &mut mistakes);
        let place = Place { source: 0, span: crate::text::Span::empty(0) };
        let sample: Sample = Section::read_all(&table, place, &mut mistakes);
        assert_eq!((sample.how_many, sample.names), (3, vec!["a".to_owned()]));
        let texts: Vec<_> = mistakes.iter().map(|mistake| mistake.message.plain(Lang::En)).collect();
        assert_eq!(
            texts,
            [
                "expected a whole number, found a text",
                "expected a text, found a number",
                "expected a text, found true or false",
                "unknown key `how-mny`",
            ]
        );
        assert_eq!(
            mistakes[3].help.as_ref().map(|help| help.plain(Lang::En)).as_deref(),
            Some("did you mean `how-many`?")
        );
    }

    #[test]
    fn fields_describe_themselves() {
        let fields = Sample::fields();
        assert_eq!(fields[0].key, "how-many");
        assert_eq!((fields[1].doc.trim(), fields[1].default.as_str()), ("Which.", "[\"a\"]"));
    }
}
