//! Names of rules, as a policy writes them.

use crate::options::Mistake;
use crate::options::tree::{Data, Node, Place};
use crate::rules;
use crate::text::similar;
use crate::words::Words;

const UNKNOWN_RULE: Words = Words::new("there is no rule `{0}`", "没有名为 `{0}` 的规则");
const DID_YOU_MEAN: Words = Words::new("did you mean `{0}`?", "您是不是想写 `{0}`？");
const ALL_RULES: Words = Words::new("`cihook explain` lists the rules", "`cihook explain` 列出所有规则");

/// Complains about names of rules that do not exist.
pub(super) fn check(node: Option<&Node>, names: &[String], mistakes: &mut Vec<Mistake>) {
    let nodes = match node {
        Some(Node { data: Data::List(nodes), .. }) => nodes.as_slice(),
        Some(node) => std::slice::from_ref(node),
        None => return,
    };
    for (name, node) in names.iter().zip(nodes).filter(|(name, _)| rules::find(name).is_none()) {
        mistakes.push(unknown(name, node.place));
    }
}

/// The mistake of a name that no rule has, with the nearest that one has.
pub(super) fn unknown(name: &str, place: Place) -> Mistake {
    let nearest = similar::nearest(name, rules::ALL.iter().map(|definition| definition.meta.id));
    let help = nearest.map_or_else(|| ALL_RULES.say(), |nearest| DID_YOU_MEAN.with([nearest.into()]));
    Mistake::at(place, UNKNOWN_RULE.with([name.into()])).help(help)
}
