//! # trailers
//!
//! The trailers at the end of a message are those that a community wants.
//!
//! ## Why
//!
//! Trailers are read by programs: review systems, credits, statistics on the help of machines. They are worth only what
//! their form is worth.
//!
//! ## Good
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! Assisted-by: Agent:model-1 clippy
//! Signed-off-by: Ada Lovelace <ada@lovelace.org>
//! ```
//!
//! ## Bad
//!
//! ```text
//! fix(auth): drop tokens without expiry (#7)
//!
//! Assisted-by: a machine
//! Signed-off-by: Ada Lovelace <ada@lovelace.org>
//! ```
//!
//! ## Options
//!
//! - `required`: keys, each of which has to be there, as `["Change-Id"]`.
//! - `forbidden`: globs that neither a key nor a whole `Key: value` may match, as
//!   `["Co-authored-by: *<noreply@anthropic.com>"]`; case does not matter and `*` crosses everything.
//! - `order`: keys in the order in which they have to stand.
//! - `co-authors-sign`: whether each `Co-authored-by` needs a sign-off of the same address.
//! - `assisted-by`: whether `Assisted-by` has to have the form `agent:model`, with tools behind it (as in the Linux
//!   kernel's "AI Coding Assistants").
//!
//! - `fixes`: whether `Fixes` has to name a commit as the Linux kernel does: twelve digits of its id or more, and its
//!   header, `Fixes: 54a4f0239f2e ("KVM: MMU: make kvm_mmu_zap_page() return the number of pages")`.
//!
//! ```toml
//! [rules.trailers]
//! assisted-by = true
//! ```
//!
//! ## Fix
//!
//! Write the trailers in the last paragraph, each on a line of its own. What has to be there, and what must not, is listed
//! below.

use crate::message::trailers::Trailer;
use crate::model::{Commit, Identity};
use crate::options::IdentityGlob;
use crate::rule::{Configure, Cx, Family, Meta, Rule, page};
use crate::words::Words;

crate::options::options! {
    /// Settings of `trailers`.
    pub struct Options {
        /// Keys, each of which has to be there.
        pub required: Vec<String> = Vec::new(),
        /// Globs that neither a key nor a whole `Key: value` may match.
        pub forbidden: Vec<IdentityGlob> = Vec::new(),
        /// Keys in the order in which they have to stand.
        pub order: Vec<String> = Vec::new(),
        /// Whether each `Co-authored-by` needs a sign-off of the same address.
        pub co_authors_sign: bool = false,
        /// Whether `Assisted-by` has to have the form `agent:model`, with tools behind it.
        pub assisted_by: bool = false,
        /// Whether `Fixes` has to name a commit: at least twelve digits of its id, and its header.
        pub fixes: bool = false,
    }
}

/// The trailers of the message.
pub struct Trailers(Options);

impl Configure for Trailers {
    const META: Meta = Meta {
        id: "trailers",
        subject: Family::Message,
        summary: Words::new("the trailers are those that the community wants", "尾注符合社区要求"),
        page: page!("trailers.rs"),
        chinese: include_str!("zh-CN/trailers.md"),
    };
    type Options = Options;

    fn new(options: Options) -> Self {
        Self(options)
    }
}

impl Rule for Trailers {
    fn commit(&self, commit: &Commit<'_>, cx: &mut Cx<'_>) {
        let trailers = &commit.message.trailers;
        for key in &self.0.required {
            if trailers.with_key(key).all(|trailer| trailer.value.is_empty()) {
                cx.report(REQUIRED.with([key.as_str().into()]))
                    .remedy(ADD.with([key.as_str().into()]))
                    .asked_by("required");
            }
        }
        for trailer in &trailers.list {
            self.forbidden(trailer, cx);
        }
        self.order(&trailers.list, cx);
        if self.0.co_authors_sign {
            unsigned_co_authors(&trailers.list, cx);
        }
        if self.0.assisted_by {
            for trailer in trailers.with_key("Assisted-by").filter(|trailer| !is_assistance(&trailer.value)) {
                cx.report(ASSISTED.with([trailer.value.as_ref().into()]))
                    .at(trailer.span, ASSISTED_FORM.say())
                    .remedy(ASSISTED_FORM.say())
                    .asked_by("assisted-by");
            }
        }
        if self.0.fixes {
            for trailer in trailers.with_key("Fixes").filter(|trailer| !is_commit(&trailer.value)) {
                cx.report(NO_COMMIT.with([trailer.value.as_ref().into()]))
                    .at(trailer.span, COMMIT_FORM.say())
                    .remedy(COMMIT_FORM.say())
                    .asked_by("fixes")
                    .help(WRITE_FIXES.say());
            }
        }
    }
}

impl Trailers {
    fn forbidden(&self, trailer: &Trailer<'_>, cx: &mut Cx<'_>) {
        let whole = format!("{}: {}", trailer.key, trailer.value);
        if IdentityGlob::any(&self.0.forbidden, trailer.key, &whole) {
            cx.report(FORBIDDEN.with([whole.into()]))
                .at(trailer.span, REMOVE.say())
                .remedy(REMOVE.say())
                .asked_by("forbidden");
        }
    }

    fn order(&self, list: &[Trailer<'_>], cx: &mut Cx<'_>) {
        let rank = |trailer: &Trailer<'_>| self.0.order.iter().position(|key| key.eq_ignore_ascii_case(trailer.key));
        let ranked: Vec<(usize, &Trailer<'_>)> =
            list.iter().filter_map(|trailer| Some((rank(trailer)?, trailer))).collect();
        if let Some(pair) = ranked.windows(2).find(|pair| pair[0].0 > pair[1].0) {
            let (late, early) = (pair[0].1, pair[1].1);
            cx.report(ORDER.with([early.key.into(), late.key.into()]))
                .at(early.span, MOVE_UP.say())
                .remedy(MOVE_UP.say())
                .asked_by("order");
        }
    }
}

fn unsigned_co_authors(list: &[Trailer<'_>], cx: &mut Cx<'_>) {
    let with_key = |key: &'static str| list.iter().filter(move |trailer| trailer.key.eq_ignore_ascii_case(key));
    let email =
        |trailer: &Trailer<'_>| Identity::parse(trailer.value.clone()).map(|person| person.email.to_lowercase());
    let signed: Vec<String> = with_key("Signed-off-by").filter_map(email).collect();
    for trailer in
        with_key("Co-authored-by").filter(|trailer| email(trailer).is_none_or(|email| !signed.contains(&email)))
    {
        cx.report(UNSIGNED.with([trailer.value.as_ref().into()]))
            .at(trailer.span, NO_SIGN_OFF.say())
            .remedy(ASK_THEM.say())
            .asked_by("co-authors-sign");
    }
}

/// `54a4f0239f2e ("header of that commit")`.
fn is_commit(value: &str) -> bool {
    let (id, header) = value.split_once(' ').unwrap_or((value, ""));
    let is_id = (12..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id && header.strip_prefix("(\"").and_then(|rest| rest.strip_suffix("\")")).is_some_and(|title| !title.is_empty())
}

/// `agent:model`, and tools behind it.
fn is_assistance(value: &str) -> bool {
    let first = value.split_whitespace().next().unwrap_or_default();
    first.split_once(':').is_some_and(|(agent, model)| !agent.is_empty() && !model.is_empty())
}

const NO_COMMIT: Words = Words::new("`{0}` does not name a commit by id and header", "`{0}` 没有按编号和标题写明提交");
const COMMIT_FORM: Words = Words::new(
    "write `Fixes: 0123456789ab (\"its header\")`, twelve digits or more",
    "请写 `Fixes: 0123456789ab (\"该提交的标题\")`，编号至少十二位",
);
const WRITE_FIXES: Words = Words::new(
    "`git log -1 --abbrev=12` with `--format='Fixes: %h (\"%s\")'` writes it",
    "`git log -1 --abbrev=12` 加上 `--format='Fixes: %h (\"%s\")'` 可以生成",
);
const REQUIRED: Words = Words::new("the trailer `{0}` is missing", "缺少尾注 `{0}`");
const ADD: Words = Words::new("add a line `{0}: …` to the last paragraph", "请在最后一段加一行 `{0}: …`");
const FORBIDDEN: Words = Words::new("the trailer `{0}` is not allowed", "不允许尾注 `{0}`");
const REMOVE: Words = Words::new("remove this line", "请删除此行");
const ORDER: Words = Words::new("move the trailer `{0}` before `{1}`", "尾注 `{0}` 应在 `{1}` 之前");
const MOVE_UP: Words = Words::new("move this line up", "请将此行上移");
const UNSIGNED: Words = Words::new("the co-author `{0}` has not signed off", "合作者 `{0}` 没有签署");
const NO_SIGN_OFF: Words = Words::new("no sign-off with this address", "没有该邮箱的签署");
const ASK_THEM: Words = Words::new("ask them to sign off", "请对方签署");
const ASSISTED: Words = Words::new("`{0}` does not say which machine helped", "`{0}` 没有写明使用的工具");
const ASSISTED_FORM: Words =
    Words::new("write `Assisted-by: agent:model tools`", "请写 `Assisted-by: 工具:模型 其他工具`");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_are_named_by_id_and_header() {
        assert!(is_commit("54a4f0239f2e (\"KVM: MMU: make x (y) \\\"z\\\"\")"));
        for value in ["54a4f023 (\"KVM: x\")", "54a4f0239f2e", "54a4f0239f2e KVM: x", "54a4f0239f2e (\"\")", "#12", ""]
        {
            assert!(!is_commit(value), "{value}");
        }
    }
}
