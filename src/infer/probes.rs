//! Settings that are tried on what people wrote by hand, before it is known which of them are proposed.

use super::Share;
use super::judged::Judged;
use super::people::People;
use crate::policy::draft::Value;

/// The cases that config-conventional does not want.
pub const NOT_CASE: [&str; 4] = ["sentence-case", "start-case", "pascal-case", "upper-case"];

/// How many messages keep each of them.
#[derive(Clone, Copy, Debug)]
pub struct Probes {
    /// `type(scope): description`.
    pub conventional: Share,
    /// `subsystem: description`.
    pub subsystem: Share,
    /// None of the cases that config-conventional does not want.
    pub not_case: Share,
    /// Sign-offs as git reads them.
    pub strict: Share,
    /// Sign-offs as the DCO App reads them.
    pub dcoapp: Share,
}

impl Probes {
    /// Tries all of them, in as few rounds as there are settings of one rule.
    pub fn of(people: &People<'_>) -> Self {
        let judged = |grammar: &str, style: &str, compat: &str| {
            Judged::probe(
                &format!(
                    "extends = []\n[rules.header-format]\nlevel = \"error\"\ngrammar = \"{grammar}\"\nversions = \"skip\"\n\
                     {style}[rules.sign-off]\nlevel = \"error\"\ncompat = \"{compat}\"\n"
                ),
                people,
            )
        };
        let cases = Value::texts(NOT_CASE).toml();
        let style = format!("[rules.header-style]\nlevel = \"error\"\nfull-stop = \"any\"\nnot-case = {cases}\n");
        let (first, second) = (judged("conventional", &style, "strict"), judged("subsystem", "", "dcoapp"));
        Self {
            conventional: first.share("header-format"),
            subsystem: second.share("header-format"),
            not_case: first.share("header-style"),
            strict: first.share("sign-off"),
            dcoapp: second.share("sign-off"),
        }
    }
}
