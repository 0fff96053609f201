//! What could not be checked, and why, in words.

use crate::model::Gap;
use crate::report::Report;
use crate::words::{Sentence, Words};

const ONCE: Words = Words::new("could not check {0}: {1}", "未能检查 {0}：{1}");
const OFTEN: Words = Words::new("could not check {0} ({2} times): {1}", "未能检查 {0}（{2} 次）：{1}");
const SHALLOW: Words =
    Words::new("this is a shallow clone (git fetch --unshallow --tags)", "这是浅克隆（git fetch --unshallow --tags）");
const PARTIAL: Words =
    Words::new("this is a partial clone, and the object is not in it", "这是部分克隆，其中没有该对象");
const LIMIT: Words = Words::new("the server lists {0} of {1}", "服务器只列出 {1} 个中的 {0} 个");
const UNREADABLE: Words = Words::new("{0}", "{0}");
const NOT_HERE: Words = Words::new("it cannot be known here", "在此处无法得知");

/// A sentence for each rule and reason.
pub fn sentences(report: &Report) -> impl Iterator<Item = Sentence> {
    report.unchecked_counts.iter().map(|((rule, gap), count)| {
        let (rule, why) = ((*rule).into(), why(gap).into());
        if *count == 1 { ONCE.with([rule, why]) } else { OFTEN.with([rule, why, (*count).into()]) }
    })
}

fn why(gap: &Gap) -> Sentence {
    match gap {
        Gap::ShallowHistory => SHALLOW.say(),
        Gap::PartialClone => PARTIAL.say(),
        Gap::ApiLimit { got, of } => LIMIT.with([(*got).into(), (*of).into()]),
        Gap::Unreadable(why) => UNREADABLE.with([why.as_str().into()]),
        Gap::NotApplicable => NOT_HERE.say(),
    }
}
