//! # pr-size
//!
//! A pull request is small enough to be reviewed.
//!
//! ## Why
//!
//! Nobody reads a thousand changed lines as carefully as a hundred. Two small pull requests land sooner than a large one.
//!
//! ## Good
//!
//! A pull request that does one thing.
//!
//! ## Bad
//!
//! A pull request that changes thousands of lines by hand.
//!
//! ## Options
//!
//! - `max`: the most changed lines, new and gone ones together (default 1000). Generated files do not count: those that
//!   `.gitattributes` (`linguist-generated`) or `.generated_files` name on the base branch.
//! - `ignore`: globs for files that do not count, as `["**/*.lock", "!src/**"]` (default none).
//! - `deletions`: whether lines that are gone count (default `true`).
//!
//! Labels by size count in the same way.
//!
//! ## Fix
//!
//! Split the pull request: land what stands on its own first.

use crate::model::{File, PullRequest};
use crate::options::FileGlobs;
use crate::rule::{Configure, Counting, Cx, Family, Meta, Rule, Vocabulary, page};
use crate::words::Words;

crate::options::options! {
    /// Settings of `pr-size`.
    pub struct Options {
        /// The most changed lines, generated files not counted.
        pub max: u64 = 1000,
        /// Globs for files that do not count; `!glob` takes files off them.
        pub ignore: FileGlobs = FileGlobs::default(),
        /// Whether lines that are gone count.
        pub deletions: bool = true,
    }
}

/// The size of a pull request.
pub struct PrSize {
    max: u64,
    counting: Counting,
}

impl Configure for PrSize {
    const META: Meta = Meta {
        id: "pr-size",
        subject: Family::PullRequest,
        summary: Words::new("a pull request is small enough to be reviewed", "拉取请求大小适合评审"),
        page: page!("pr_size.rs"),
        chinese: include_str!("zh-CN/pr-size.md"),
    };
    type Options = Options;

    fn new(Options { max, ignore, deletions }: Options) -> Self {
        Self { max, counting: Counting { ignore, deletions } }
    }
}

impl Rule for PrSize {
    fn teaches_when_off(&self) -> bool {
        true
    }

    fn teach(&self, vocabulary: &mut Vocabulary) {
        vocabulary.counting = self.counting.clone();
    }

    fn pull_request(&self, pull_request: &PullRequest<'_>, cx: &mut Cx<'_>) {
        let Some(files) = cx.need(&pull_request.files) else { return };
        let lines = self.counting.lines(files);
        if lines <= self.max {
            return;
        }
        let finding = cx.report(TOO_LARGE.with([lines.into(), self.max.into()])).remedy(SPLIT.say()).asked_by("max");
        let counted = files.iter().map(|file| (file, self.counting.lines_of(file)));
        let mut biggest: Vec<(&File<'_>, u64)> = counted.filter(|(_, lines)| *lines > 0).collect();
        biggest.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
        let shown: Vec<String> =
            biggest.iter().take(SHOWN).map(|(file, lines)| format!("{} ({lines})", file.path)).collect();
        finding.help(BIGGEST.with([shown.into()])).help(GENERATED.say());
    }
}

/// How many files are named.
const SHOWN: usize = 3;

const TOO_LARGE: Words = Words::new("{0} changed lines, at most {1} allowed", "改动了 {0} 行，最多 {1} 行");
const SPLIT: Words =
    Words::new("split it into pull requests that do one thing each", "请拆分成几个各做一件事的拉取请求");
const BIGGEST: Words = Words::new("most of them: {0}", "改动最多的文件：{0}");
const GENERATED: Words = Words::new(
    "files that are generated do not count: mark them in .gitattributes with linguist-generated",
    "自动生成的文件不计入：请在 .gitattributes 中标记 linguist-generated",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::model::{Gap, Known};
    use crate::rules::testing::configured;
    use crate::rules::testing_pr::{pull_request, sheet_of};
    use crate::words::Lang;

    fn rule(options: &str) -> PrSize {
        configured(options)
    }

    fn file(path: &str, additions: u64, is_generated: bool) -> File<'_> {
        File { path, previous: None, additions, deletions: 5, is_generated }
    }

    #[test]
    fn generated_files_do_not_count() {
        let rule = rule("max = 15");
        let mut subject = pull_request("feat: x", "");
        subject.files = Known::Yes(vec![file("a.rs", 10, false), file("b.pb.go", 500, true)]);
        assert!(sheet_of(&rule, &subject, Severity::Warn).findings.is_empty());
        subject.files = Known::Yes(vec![file("a.rs", 10, false), file("b.rs", 1, false)]);
        let sheet = sheet_of(&rule, &subject, Severity::Warn);
        assert_eq!(sheet.findings[0].message.plain(Lang::En), "21 changed lines, at most 15 allowed");
    }

    #[test]
    fn what_the_policy_leaves_out_does_not_count() {
        let rule = rule("max = 10\nignore = [\"**/*.lock\"]\ndeletions = false");
        let mut subject = pull_request("feat: x", "");
        subject.files = Known::Yes(vec![file("a.rs", 10, false), file("x/Cargo.lock", 500, false)]);
        assert!(sheet_of(&rule, &subject, Severity::Warn).findings.is_empty());
        subject.files = Known::Yes(vec![file("a.rs", 11, false), file("x/Cargo.lock", 500, false)]);
        let sheet = sheet_of(&rule, &subject, Severity::Warn);
        assert_eq!(sheet.findings[0].help[0].plain(Lang::En), "most of them: `a.rs (11)`");
    }

    #[test]
    fn a_list_that_is_cut_off_is_unchecked() {
        let mut subject = pull_request("feat: x", "");
        subject.files = Known::No(Gap::ApiLimit { got: 3_000, of: 3_001 });
        let sheet = sheet_of(&rule("max = 10"), &subject, Severity::Warn);
        assert_eq!((sheet.findings.len(), sheet.unchecked.len()), (0, 1));
    }
}
