//! What the usual types mean (Conventional Commits; commitlint's config-conventional).

use crate::words::Words;

const MEANINGS: [(&str, Words); 11] = [
    ("feat", Words::new("a new feature", "新功能")),
    ("fix", Words::new("a bug fix", "修复缺陷")),
    ("docs", Words::new("documentation only", "仅文档")),
    ("style", Words::new("formatting, no change of meaning", "格式调整，不影响含义")),
    ("refactor", Words::new("neither a fix nor a feature", "重构，既非修复也非新功能")),
    ("test", Words::new("tests only", "仅测试")),
    ("chore", Words::new("other work that changes no code of the product", "其他不改动产品代码的工作")),
    ("perf", Words::new("better performance", "性能优化")),
    ("revert", Words::new("takes back an earlier commit", "撤销之前的提交")),
    ("build", Words::new("build system or dependencies", "构建系统或依赖")),
    ("ci", Words::new("continuous integration", "持续集成")),
];

/// What a type usually means.
pub fn meaning(kind: &str) -> Option<&'static Words> {
    MEANINGS.iter().find(|(name, _)| *name == kind).map(|(_, words)| words)
}
