//! The JSON Schema of a policy, made from the settings themselves.

use super::exempt::Exemption;
use super::label::Label;
use super::landing::Landing;
use super::presets::PRESETS;
use super::read::{Adopt, HookRepairs, Language, OnUnchecked};
use super::size_labels;
use crate::options::{Bilingual, Field, Levels, OneOrMany, OptionSet, PathGlob, Setting};
use crate::rule::Definition;
use crate::rules;
use crate::words::Lang;
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of `cihook.toml`.
pub fn schema() -> Value {
    let rules: Map<String, Value> =
        rules::ALL.iter().map(|definition| (definition.meta.id.to_owned(), rule(definition))).collect();
    let rules = json!({ "type": "object", "additionalProperties": false, "properties": rules });
    let presets: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cihook policy",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "requires": { "type": "string", "description": "The versions of cihook that understand this policy, as \">=0.1\"." },
            "extends": {
                "description": "Presets, or files beside this one; later ones win key by key.",
                "type": "array",
                "items": { "anyOf": [{ "enum": presets }, { "type": "string", "pattern": "\\.toml$" }] },
            },
            "language": Language::schema(),
            "rules": rules,
            "override": { "type": "array", "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["branch"],
                "properties": { "branch": OneOrMany::<PathGlob>::schema(), "rules": rules },
            } },
            "exempt": { "type": "array", "items": object(Exemption::fields(), &["rules", "reason"]) },
            "adopt": object(Adopt::fields(), &[]),
            "on-unchecked": object(OnUnchecked::fields(), &[]),
            "repair": object(HookRepairs::fields(), &[]),
            "landing": object(Landing::fields(), &[]),
            "size-labels": size_labels::schema(),
            "label": { "type": "array", "items": object(Label::fields(), &["name"]) },
        },
    })
}

/// What `help` is, for every rule.
const HELP: &str = "The community's own sentence and link, shown last in every answer.";

fn rule(definition: &Definition) -> Value {
    let mut settings = object(definition.fields(), &[]);
    settings["description"] = definition.meta.summary.say().plain(Lang::En).into();
    settings["properties"]["level"] = Levels::schema();
    settings["properties"]["help"] = Bilingual::schema();
    settings["properties"]["help"]["description"] = HELP.into();
    json!({ "anyOf": [crate::options::Level::schema(), settings] })
}

fn object(fields: Vec<Field>, required: &[&str]) -> Value {
    let described = |field: Field| {
        let mut schema = field.schema;
        schema["description"] = field.doc.trim().into();
        (field.key.to_owned(), schema)
    };
    let properties: Map<String, Value> = fields.into_iter().map(described).collect();
    let mut object = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}
