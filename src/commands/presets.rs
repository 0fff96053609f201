//! Presets that a user names.

use crate::failure::{Failure, Result};
use crate::policy::{PRESETS, Policy, Preset, Source};
use crate::text::similar;
use crate::words::Words;

const UNKNOWN: Words = Words::new("there is no preset `{0}`", "没有名为 `{0}` 的预设");
const DID_YOU_MEAN: Words = Words::new("did you mean `{0}`?", "您是不是想写 `{0}`？");
const PRESETS_ARE: Words = Words::new("presets: {0}", "可用预设：{0}");
const BROKEN: Words = Words::new("the preset `{0}` cannot be read", "无法读取预设 `{0}`");

/// The preset of that name.
///
/// # Errors
/// Where there is none.
pub(super) fn known(name: &str) -> Result<&'static Preset> {
    if let Some(preset) = Preset::find(name) {
        return Ok(preset);
    }
    let names = || PRESETS.iter().map(|preset| preset.name);
    let hint = match similar::nearest(name, names()) {
        Some(nearest) => DID_YOU_MEAN.with([nearest.into()]),
        None => PRESETS_ARE.with([names().map(str::to_owned).collect::<Vec<_>>().into()]),
    };
    Err(Failure::usage(UNKNOWN.with([name.into()])).hint(hint))
}

/// The preset of that name as a policy of its own. As others, it is kept until the program ends.
///
/// # Errors
/// Where there is none.
pub(super) fn policy(name: &str) -> Result<&'static Policy> {
    let preset = known(name)?;
    let source = Source { name: format!("preset {}", preset.name), text: preset.text.into() };
    match Policy::load(Some(source), &|_| Err(String::new())) {
        Ok(policy) => Ok(Box::leak(Box::new(policy))),
        Err(_) => Err(Failure::unable(BROKEN.with([name.into()]))),
    }
}
