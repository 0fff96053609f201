//! # push-size
//!
//! A push stays small enough to be received, reviewed and cloned.
//!
//! ## Why
//!
//! Many files of a tolerable size are still a huge push: a folder of build results, a vendored tree, a data set. What
//! counts is how large the new files are uncompressed; what the other side has already does not count.
//!
//! ## Good
//!
//! ```text
//! 12 commits, 40 new files, 300 kB
//! ```
//!
//! ## Bad
//!
//! ```text
//! 1 commit, 3,000 new files, 90 MB
//! ```
//!
//! ## Options
//!
//! - `max`: the bytes of all new files together, as `"10MiB"`.
//! - `commits`: how many new commits a push may have; without it, any number.
//! - `files`: how many new files a push may have; without it, any number.
//!
//! ## Fix
//!
//! Take build results and vendored trees out of the commits. Where the push is right as it is, as the first push of a whole
//! project, skip the rule once: `CIHOOK_SKIP=push-size git push`.

use crate::model::{Push, Stage};
use crate::options::Size;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::words::{Sentence, Words};

crate::options::options! {
    /// Settings of `push-size`.
    pub struct Options {
        /// The bytes of all new files together, uncompressed.
        pub max: Size = Size(10 << 20),
        /// How many new commits a push may have; without it, any number.
        pub commits: Option<u64> = None,
        /// How many new files a push may have; without it, any number.
        pub files: Option<u64> = None,
    }
}

/// The size of a whole push.
pub struct PushSize(Options);

impl Configure for PushSize {
    const META: Meta = Meta {
        id: "push-size",
        subject: Family::Change,
        summary: Words::new("a push stays small", "一次推送不过大"),
        page: page!("push_size.rs"),
        chinese: include_str!("zh-CN/push-size.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for PushSize {
    fn push(&self, push: &Push<'_>, cx: &mut Cx<'_>) {
        let Options { max, commits, files } = &self.0;
        let stage = cx.situation.stage;
        let mut is_wrong = false;
        if push.bytes > max.0 {
            let values = [Size(push.bytes).to_string().into(), max.to_string().into()];
            let finding = cx.report(TOO_LARGE.with(values)).asked_by("max");
            push.biggest.iter().for_each(|(path, size)| {
                finding.help(BIG.with([Size(*size).to_string().into(), path.as_str().into()]));
            });
            finding.remedy(remedy(push, stage));
            is_wrong = true;
        }
        for (limit, count, words, option) in
            [(commits, push.commits, &MANY_COMMITS, "commits"), (files, push.files, &MANY_FILES, "files")]
        {
            if let Some(limit) = limit.filter(|limit| count > *limit) {
                let finding = cx.report(words.with([count.into(), limit.into()])).asked_by(option);
                finding.remedy(remedy(push, stage));
                is_wrong = true;
            }
        }
        if let Some(gap) = push.unknown.as_ref().filter(|_| !is_wrong) {
            cx.unchecked(gap.clone());
        }
    }
}

/// What to do about it.
fn remedy(push: &Push<'_>, stage: Stage) -> Sentence {
    match (stage, push.is_first) {
        (Stage::PreReceive, _) => ASK.say(),
        (_, true) => FIRST.say(),
        _ => ONCE.say(),
    }
}

const TOO_LARGE: Words =
    Words::new("the push brings {0} of new files, where {1} is allowed", "此次推送的新文件共 {0}，上限为 {1}");
const BIG: Words = Words::new("{0}  `{1}`", "{0}  `{1}`");
const MANY_COMMITS: Words =
    Words::new("the push brings {0} new commits, where {1} are allowed", "此次推送有 {0} 个新提交，上限为 {1} 个");
const MANY_FILES: Words =
    Words::new("the push brings {0} new files, where {1} are allowed", "此次推送有 {0} 个新文件，上限为 {1} 个");
const FIRST: Words = Words::new(
    "if this first push is meant to bring all of it, push once with the variable CIHOOK_SKIP=push-size",
    "若首次推送确需包含全部内容，请设置变量 CIHOOK_SKIP=push-size 推送一次",
);
const ONCE: Words = Words::new(
    "take out what does not belong there; if all of it does, push once with the variable CIHOOK_SKIP=push-size",
    "请移除不应包含的内容；若确需全部推送，请设置变量 CIHOOK_SKIP=push-size 推送一次",
);
const ASK: Words = Words::new(
    "take out what does not belong there, or ask a maintainer to raise the limit",
    "请移除不应包含的内容，或请维护者提高上限",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Subject;
    use crate::model::Gap;
    use crate::rules::testing::{Judged, judge};

    fn push(options: &str, bytes: u64, unknown: Option<Gap>, is_first: bool) -> Judged {
        let push = Push {
            remote: "origin",
            bytes,
            commits: 3,
            files: 7,
            unknown,
            biggest: vec![("a.bin".to_owned(), 9)],
            is_first,
        };
        judge::<PushSize>(options, Subject::Push(&push))
    }

    #[test]
    fn the_limit_itself_passes() {
        assert_eq!(push("", 10 << 20, None, false).findings.len(), 0);
        let judged = push("", (10 << 20) + 1, None, true);
        assert_eq!(judged.findings, ["the push brings 10.4 MB of new files, where 10 MiB is allowed"]);
        assert!(judged.remedies[0].contains("first push"), "{:?}", judged.remedies);
    }

    #[test]
    fn counts_are_limited_on_request() {
        assert_eq!(push("commits = 2\nfiles = 7\n", 1, None, false).findings.len(), 1);
        assert_eq!(push("commits = 3\nfiles = 6\n", 1, None, false).findings.len(), 1);
    }

    #[test]
    fn a_size_that_nobody_knows_is_unchecked() {
        let judged = push("", 1, Some(Gap::PartialClone), false);
        assert_eq!((judged.findings.len(), judged.unchecked), (0, 1));
        let judged = push("max = 1", 2, Some(Gap::PartialClone), false);
        assert_eq!((judged.findings.len(), judged.unchecked), (1, 0));
    }
}
