//! What has to be done about a verdict, held against what is there already. Pure: equal inputs make equal plans, and a plan
//! for what is done already is empty.

use super::answers::{CheckRun, Comment, IssueEvent, Label, User};
use super::check::Check;
use super::comment::Letter;
use crate::words::{Sentence, Words};
use std::collections::{BTreeMap, BTreeSet};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The title is changed.
    SetTitle(String),
    /// A label that the repository does not know yet.
    CreateLabel(NewLabel),
    /// A label is put on.
    AddLabel(String),
    /// A label is taken off; its number is what Gitea takes it off by.
    RemoveLabel(String, Option<u64>),
    /// The comment is written.
    CreateComment(String),
    /// The comment is written anew.
    EditComment(u64, String),
    /// A second comment of ours goes.
    DeleteComment(u64),
    /// A check run is made.
    CreateCheck(Check),
    /// A check run is made anew.
    EditCheck(u64, Check),
}

/// A label as it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLabel {
    /// Its name.
    pub name: String,
    /// Six hexadecimal digits.
    pub color: String,
    /// What it means.
    pub description: String,
}

/// The account that we act as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own(pub String);

impl Own {
    /// Whether an account is ours.
    pub fn is(&self, user: &User) -> bool {
        !self.0.is_empty() && user.login.eq_ignore_ascii_case(&self.0)
    }
}

/// The colour of a label that the policy gives none.
const GREY: &str = "ededed";

/// So many labels an issue takes.
const LABELS_MOST: usize = 100;

const BY_HAND: Words = Words::new(
    "the label `{0}` stays as it is: {1} set or removed it by hand",
    "标签 `{0}` 保持不变：{1} 已手动设置或移除",
);
const FULL: Words =
    Words::new("the label `{0}` is not added: there are {1} already", "未添加标签 `{0}`：已有 {1} 个标签");

/// What the labels of a pull request have to become.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelChanges {
    /// To be put on.
    pub add: Vec<String>,
    /// To be taken off, with the number where the server told one.
    pub remove: Vec<(String, Option<u64>)>,
    /// What was left alone, and why.
    pub notes: Vec<Sentence>,
}

/// Compares what the policy wants with what is there. Whoever put a label on or took it off last decides, unless that was
/// us; a label that stands there and that nobody is known to have set is somebody's as well.
pub fn label_changes(
    wanted: &BTreeSet<&str>,
    unwanted: &BTreeSet<&str>,
    present: &[Label],
    events: &[IssueEvent],
    own: &Own,
) -> LabelChanges {
    let mut changes = LabelChanges::default();
    let last = last_actors(events);
    let by_hand = |name: &str| last.get(&name.to_lowercase()).filter(|actor| !own.is(actor)).copied();
    let find = |name: &str| present.iter().find(|label| label.name.to_lowercase() == name.to_lowercase());
    for name in unwanted {
        let Some(label) = find(name) else { continue };
        match (by_hand(name), last.contains_key(&name.to_lowercase())) {
            (None, true) => changes.remove.push((label.name.clone(), label.id)),
            (Some(actor), _) => changes.notes.push(BY_HAND.with([(*name).into(), actor.login.as_str().into()])),
            (None, false) => {}
        }
    }
    for name in wanted.iter().filter(|name| find(name).is_none()) {
        let count = present.len() - changes.remove.len() + changes.add.len();
        match by_hand(name) {
            Some(actor) => changes.notes.push(BY_HAND.with([(*name).into(), actor.login.as_str().into()])),
            None if count >= LABELS_MOST => changes.notes.push(FULL.with([(*name).into(), count.into()])),
            None => changes.add.push((*name).to_owned()),
        }
    }
    changes
}

/// Who touched each label last, by its name in lower case.
fn last_actors(events: &[IssueEvent]) -> BTreeMap<String, &User> {
    static NOBODY: User = User { login: String::new(), kind: String::new() };
    let touched = events.iter().filter(|event| matches!(event.event.as_str(), "labeled" | "unlabeled"));
    let named = |event: &'_ IssueEvent| event.label.as_ref().map(|label| label.name.to_lowercase());
    touched.filter_map(|event| Some((named(event)?, event.actor.as_ref().unwrap_or(&NOBODY)))).collect()
}

/// The steps for labels; `known` are those of the repository, `look` is what the policy says of a label's colour and
/// meaning.
pub fn label_steps<'l>(
    changes: &LabelChanges,
    known: &[Label],
    look: impl Fn(&str) -> (Option<&'l str>, Option<&'l str>),
) -> Vec<Step> {
    let is_known = |name: &str| known.iter().any(|label| label.name.to_lowercase() == name.to_lowercase());
    let remove = changes.remove.iter().map(|(name, id)| Step::RemoveLabel(name.clone(), *id));
    let add = changes.add.iter().flat_map(|name| {
        let (color, description) = look(name);
        let new = || NewLabel {
            name: name.clone(),
            color: color.unwrap_or(GREY).to_owned(),
            description: description.unwrap_or_default().to_owned(),
        };
        let create = (!is_known(name)).then(|| Step::CreateLabel(new()));
        create.into_iter().chain([Step::AddLabel(name.clone())])
    });
    remove.chain(add).collect()
}

/// The steps for the comment. Of several of ours the oldest is kept; a stranger's with our marker is none of ours.
pub fn comment_steps(letter: &Letter, comments: &[Comment], own: &Own) -> Vec<Step> {
    let mut ours: Vec<&Comment> =
        comments.iter().filter(|comment| own.is(&comment.user) && comment.body.starts_with(letter.marker())).collect();
    ours.sort_by_key(|comment| comment.id);
    let Some((kept, others)) = ours.split_first() else {
        return if letter.is_clean { Vec::new() } else { vec![Step::CreateComment(letter.text.clone())] };
    };
    let is_same = kept.body.replace("\r\n", "\n").trim_end() == letter.text.trim_end();
    let edit = (!is_same).then(|| Step::EditComment(kept.id, letter.text.clone()));
    edit.into_iter().chain(others.iter().map(|comment| Step::DeleteComment(comment.id))).collect()
}

/// The step for a check run; `known` are the runs of that name on the commit, `app` is the name of the app that we act as.
pub fn check_step(check: &Check, known: &[CheckRun], app: &str) -> Option<Step> {
    let is_ours = |run: &&CheckRun| run.name == check.name && run.app.as_ref().is_none_or(|by| by.slug == app);
    match known.iter().filter(is_ours).max_by_key(|run| run.id) {
        None => Some(Step::CreateCheck(check.clone())),
        Some(run) => {
            let is_same = run.conclusion == check.conclusion.name() && run.output.summary == check.summary;
            (!is_same).then(|| Step::EditCheck(run.id, check.clone()))
        }
    }
}

const SET_TITLE: Words = Words::new("set the title to `{0}`", "将标题改为 `{0}`");
const CREATE_LABEL: Words = Words::new("create the label `{0}`", "创建标签 `{0}`");
const ADD_LABEL: Words = Words::new("add the label `{0}`", "添加标签 `{0}`");
const REMOVE_LABEL: Words = Words::new("remove the label `{0}`", "移除标签 `{0}`");
const CREATE_COMMENT: Words = Words::new("write a comment of {0} characters", "发表 {0} 个字符的评论");
const EDIT_COMMENT: Words = Words::new("edit the comment {0}: now {1} characters", "修改评论 {0}：现为 {1} 个字符");
const DELETE_COMMENT: Words = Words::new("delete the comment {0}, a second one of ours", "删除我们重复的评论 {0}");
const CREATE_CHECK: Words = Words::new("report the check `{0}`: {1}", "报告检查 `{0}`：{1}");
const EDIT_CHECK: Words = Words::new("update the check `{0}`: {1}", "更新检查 `{0}`：{1}");

impl Step {
    /// In words.
    pub fn say(&self) -> Sentence {
        match self {
            Self::SetTitle(title) => SET_TITLE.with([title.as_str().into()]),
            Self::CreateLabel(label) => CREATE_LABEL.with([label.name.as_str().into()]),
            Self::AddLabel(name) => ADD_LABEL.with([name.as_str().into()]),
            Self::RemoveLabel(name, _) => REMOVE_LABEL.with([name.as_str().into()]),
            Self::CreateComment(body) => CREATE_COMMENT.with([body.chars().count().into()]),
            Self::EditComment(id, body) => EDIT_COMMENT.with([(*id).into(), body.chars().count().into()]),
            Self::DeleteComment(id) => DELETE_COMMENT.with([(*id).into()]),
            Self::CreateCheck(check) => CREATE_CHECK.with([check.name.as_str().into(), check.conclusion.name().into()]),
            Self::EditCheck(_, check) => EDIT_CHECK.with([check.name.as_str().into(), check.conclusion.name().into()]),
        }
    }
}

#[cfg(test)]
mod tests;
