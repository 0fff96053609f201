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
//!
//! ## Fix
//!
//! Split the pull request: land what stands on its own first.

use crate::model::{File, PullRequest};
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::words::Words;

crate::options::options! {
    /// Settings of `pr-size`.
    pub struct Options {
        /// The most changed lines, generated files not counted.
        pub max: u64 = 1000,
    }
}

/// The size of a pull request.
pub struct PrSize(Options);

impl Configure for PrSize {
    const META: Meta = Meta {
        id: "pr-size",
        subject: Family::PullRequest,
        summary: Words::new("a pull request is small enough to be reviewed", "拉取请求大小适合评审"),
        page: page!("pr_size.rs"),
        chinese: include_str!("zh-CN/pr-size.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for PrSize {
    fn pull_request(&self, pull_request: &PullRequest<'_>, cx: &mut Cx<'_>) {
        let Some(files) = cx.need(&pull_request.files) else { return };
        let lines = File::changed_lines(files);
        if lines <= self.0.max {
            return;
        }
        let finding = cx.report(TOO_LARGE.with([lines.into(), self.0.max.into()])).remedy(SPLIT.say()).asked_by("max");
        let mut biggest: Vec<&File<'_>> = files.iter().filter(|file| !file.is_generated).collect();
        biggest.sort_by_key(|file| std::cmp::Reverse(file.lines()));
        let shown: Vec<String> =
            biggest.iter().take(SHOWN).map(|file| format!("{} ({})", file.path, file.lines())).collect();
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
    use crate::rules::testing_pr::{pull_request, sheet_of};
    use crate::words::Lang;

    fn file(path: &str, additions: u64, is_generated: bool) -> File<'_> {
        File { path, additions, deletions: 0, is_generated }
    }

    #[test]
    fn generated_files_do_not_count() {
        let rule = PrSize(Options { max: 10 });
        let mut subject = pull_request("feat: x", "");
        subject.files = Known::Yes(vec![file("a.rs", 10, false), file("b.pb.go", 500, true)]);
        assert!(sheet_of(&rule, &subject, Severity::Warn).findings.is_empty());
        subject.files = Known::Yes(vec![file("a.rs", 10, false), file("b.rs", 1, false)]);
        let sheet = sheet_of(&rule, &subject, Severity::Warn);
        assert_eq!(sheet.findings[0].message.plain(Lang::En), "11 changed lines, at most 10 allowed");
    }

    #[test]
    fn a_list_that_is_cut_off_is_unchecked() {
        let mut subject = pull_request("feat: x", "");
        subject.files = Known::No(Gap::ApiLimit { got: 3_000, of: 3_001 });
        let sheet = sheet_of(&PrSize(Options { max: 10 }), &subject, Severity::Warn);
        assert_eq!((sheet.findings.len(), sheet.unchecked.len()), (0, 1));
    }
}
