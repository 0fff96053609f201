//! A page as `cihook explain` shows it: what was written, how to exempt a commit from the rule, and what holds here.

use crate::policy::Page;
use crate::rule::{Family, Meta};
use crate::rules::ids;
use crate::words::{Lang, Words};

/// What the policy in force says.
pub(super) enum Here {
    /// This, as TOML with origins.
    Set {
        /// The policy.
        policy: String,
        /// The settings.
        settings: String,
    },
    /// Nothing.
    NotSet {
        /// The policy.
        policy: String,
    },
    /// The policy could not be read.
    Unreadable,
}

impl Here {
    /// What a policy says, where it does.
    pub(super) fn of(policy: &str, settings: Option<String>) -> Self {
        let policy = policy.to_owned();
        match settings {
            Some(settings) => Self::Set { policy, settings },
            None => Self::NotSet { policy },
        }
    }
}

const EXEMPT: Words = Words::new("## Exempt", "## 豁免");
const HERE: Words = Words::new("## Here", "## 当前设置");
const ONCE: Words = Words::new(
    "Once, on your own computer: `CIHOOK_SKIP={0}` before the command. The rule is reported as skipped, and servers check it\n\
     all the same. For good, in the policy:",
    "只在自己的电脑上跳过一次：在命令前加 `CIHOOK_SKIP={0}`。此规则会报告为已跳过，服务器仍会检查。长期有效的写在策略里：",
);
const FOR_GOOD: Words = Words::new("In the policy:", "写在策略里：");
const REASON: Words = Words::new("say why", "写明原因");
const NOT_BY_AUTHOR: Words =
    Words::new("On a server no exemption by author covers this rule. ", "在服务器上，按作者的豁免不适用于此规则。");
const MORE: Words = Words::new("More: `cihook explain exempt`", "更多：`cihook explain exempt`");
const IN_FORCE: Words = Words::new("Policy: {0}", "策略：{0}");
const NOT_NAMED: Words = Words::new("The policy ({0}) does not set this.", "策略（{0}）没有设置此项。");
const UNREADABLE: Words = Words::new(
    "The policy could not be read; `cihook policy check` says why.",
    "无法读取策略；`cihook policy check` 会说明原因。",
);

/// The page of a rule.
pub(super) fn of_rule(meta: &Meta, here: &Here, lang: Lang) -> String {
    let page = meta.text(lang);
    format!("{}\n\n{}\n{}", page.trim_end(), exempt(meta, lang), holds(here, lang))
}

/// The page of a section of the policy.
pub(super) fn of_section(page: &Page, here: &Here, lang: Lang) -> String {
    format!("{}\n\n{}", page.text(lang).trim_end(), holds(here, lang))
}

/// How some commits are exempt from the rule.
fn exempt(meta: &Meta, lang: Lang) -> String {
    let introduction = match meta.subject {
        Family::PullRequest => FOR_GOOD.say(),
        _ => ONCE.with([meta.id.into()]),
    };
    let condition = match (meta.subject, meta.id) {
        (Family::Ref, ids::TAG_NAME) => r#"tag = "nightly-*""#,
        (Family::Ref, _) => r#"branch = "sandbox/**""#,
        (Family::Change, ids::PUSH_SIZE) => r#"branch = "data/**""#,
        (Family::Change, _) => r#"path = "docs/images/**""#,
        _ => r#"author = "*[bot]*""#,
    };
    let is_kept = [ids::SIGN_OFF, ids::FILE_SIZE, ids::PUSH_SIZE].contains(&meta.id);
    let note = if is_kept { NOT_BY_AUTHOR.say().plain(lang) } else { String::new() };
    format!(
        "{}\n\n{}\n\n```toml\n[[exempt]]\n{condition}\nrules = [\"{}\"]\nreason = \"{}\"\n```\n\n{note}{}\n",
        EXEMPT.say().plain(lang),
        introduction.plain(lang),
        meta.id,
        REASON.say().plain(lang),
        MORE.say().plain(lang),
    )
}

/// What holds here.
fn holds(here: &Here, lang: Lang) -> String {
    let text = match here {
        Here::Set { policy, settings } => {
            let policy = IN_FORCE.with([policy.as_str().into()]).plain(lang);
            format!("{policy}\n\n```toml\n{}\n```", settings.trim_end())
        }
        Here::NotSet { policy } => NOT_NAMED.with([policy.as_str().into()]).plain(lang),
        Here::Unreadable => UNREADABLE.say().plain(lang),
    };
    format!("{}\n\n{text}\n", HERE.say().plain(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    /// The headings of a page, outside of code.
    fn headings(page: &str) -> Vec<&str> {
        let mut in_code = false;
        page.lines()
            .filter(|line| {
                in_code ^= line.starts_with("```");
                !in_code && line.starts_with('#')
            })
            .collect()
    }

    #[test]
    fn pages_have_all_their_parts_in_both_languages() {
        let english = ["## Why", "## Good", "## Bad", "## Options", "## Fix", "## Exempt", "## Here"];
        let chinese = ["## 为什么", "## 正确", "## 错误", "## 选项", "## 修复", "## 豁免", "## 当前设置"];
        for rule in &rules::ALL {
            let here = Here::of("cihook.toml", None);
            for (lang, wanted) in [(Lang::En, english), (Lang::ZhCn, chinese)] {
                let page = of_rule(rule.meta, &here, lang);
                let title = format!("# {}", rule.meta.id);
                assert_eq!(headings(&page), [[title.as_str()].as_slice(), &wanted].concat(), "{page}");
                assert!(lang == Lang::En || page.contains('。'), "{page}");
            }
        }
    }

    #[test]
    fn settings_are_shown_as_the_policy_has_them() {
        let here = Here::of("cihook.toml", Some("[adopt]\nsince = \"v1\"  # cihook.toml:3\n".into()));
        let text = holds(&here, Lang::En);
        assert_eq!(text, "## Here\n\nPolicy: cihook.toml\n\n```toml\n[adopt]\nsince = \"v1\"  # cihook.toml:3\n```\n");
        assert!(holds(&Here::Unreadable, Lang::ZhCn).contains("cihook policy check"));
    }
}
