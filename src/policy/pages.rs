//! The pages of what a policy says beside its rules, for `cihook explain`.

use crate::words::{Lang, Words};

/// The page of a section of a policy.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The section, as `exempt`.
    pub name: &'static str,
    /// One line.
    pub summary: Words,
    english: &'static str,
    chinese: &'static str,
}

impl Page {
    /// The page of that section.
    pub fn find(name: &str) -> Option<&'static Self> {
        PAGES.iter().find(|page| page.name == name)
    }

    /// The page as Markdown, in a language.
    pub const fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.english,
            Lang::ZhCn => self.chinese,
        }
    }
}

/// A page whose texts have the name of the section.
macro_rules! page {
    ($name:literal, $summary:expr) => {
        Page {
            name: $name,
            summary: $summary,
            english: include_str!(concat!("pages/", $name, ".md")),
            chinese: include_str!(concat!("pages/", $name, ".zh-CN.md")),
        }
    };
}

/// All of them.
pub static PAGES: [Page; 8] = [
    page!("exempt", Words::new("some rules off for some commits", "让某些提交不受某些规则约束")),
    page!("override", Words::new("other settings for some branches", "为某些分支规定其他设置")),
    page!("adopt", Words::new("from when on the policy holds", "策略从何时起生效")),
    page!("on-unchecked", Words::new("what happens where a fact is not known", "事实查不到时怎么办")),
    page!("repair", Words::new("what hooks correct on their own", "钩子自行修正什么")),
    page!("landing", Words::new("how pull requests land", "拉取请求如何落地")),
    page!("label", Words::new("the labels of pull requests", "拉取请求的标签")),
    page!("size-labels", Words::new("labels of pull requests by size", "按大小设置的拉取请求标签")),
];
