//! `[[exempt]]`: some rules for some commits. There is no entry that lets a commit off everything.

use super::fixed;
use super::label::Label;
use super::rule_names;
use crate::model::{Commit, Known, ObjectId};
use crate::options::tree::{Data, Place, Table};
use crate::options::{
    Day, Field, FileGlobs, IdentityGlob, Mistake, OneOrMany, OptionSet, PathGlob, Section, Setting, TextGlob,
};
use crate::words::Words;

/// Rules that do not hold for some commits. All conditions that are given have to hold.
#[derive(Clone, Debug)]
pub struct Exemption {
    /// Globs for the author's name or address.
    pub author: Vec<IdentityGlob>,
    /// Globs for the branch that is pushed to or worked on.
    pub branch: Vec<PathGlob>,
    /// Globs for the tag that is pushed or made.
    pub tag: Vec<PathGlob>,
    /// Globs for the path of a file; for a commit, for all paths that it changes.
    pub path: FileGlobs,
    /// Globs for the header, in which `*` crosses everything.
    pub header: Vec<TextGlob>,
    /// Labels of the pull request, any of which suffices.
    pub label: Vec<String>,
    /// Commit ids, with all their digits: shorter ones can be forged within a minute.
    pub commit: Vec<ObjectId>,
    /// A revision: commits that it reaches.
    pub until: Option<String>,
    /// The rules that do not hold.
    pub rules: Vec<String>,
    /// Why.
    pub reason: String,
    /// The last day on which the entry holds.
    pub expires: Option<Day>,
    /// Where the entry stands.
    pub place: Place,
}

const NO_CONDITION: Words = Words::new(
    "this entry holds for every commit: name an author, a branch, a tag, a path, a commit, a header, a label or a revision (`until`)",
    "此条目对所有提交都生效：请写明 author、branch、tag、path、commit、header、label 或 until",
);
const NO_RULES: Words = Words::new("this entry names no rule", "此条目没有列出规则");
const NO_REASON: Words = Words::new("say why", "请写明原因");
const NO_ID: Words = Words::new(
    "`{0}` is not a full commit id, and a short one can be forged; write what `git rev-parse {0}` prints",
    "`{0}` 不是完整的提交编号：只写开头可以被伪造；请写 `git rev-parse {0}` 的输出",
);
const ODD_ID: Words = Words::new("`{0}` is not a commit id", "`{0}` 不是提交编号");

/// What a committer types into a header lets nothing off these.
pub const NEVER_BY_HEADER: [&str; 5] = ["sign-off", "author", "signature", "file-size", "push-size"];
const BY_HEADER: Words = Words::new(
    "anybody can write this header: it cannot exempt from `{0}`",
    "任何人都可以写出这样的标题，不能据此豁免 `{0}`",
);
const BY_OTHERS: Words =
    Words::new("use author, path, commit or until for this rule", "请用 author、path、commit 或 until 豁免该规则");
const OWN_LABEL: Words = Words::new(
    "the label `{0}` is set by a [[label]] of this policy: name one that only people set",
    "标签 `{0}` 由本策略的 [[label]] 设置：请写只由人设置的标签",
);

/// As it is written.
struct Written {
    author: Option<OneOrMany<IdentityGlob>>,
    branch: Option<OneOrMany<PathGlob>>,
    tag: Option<OneOrMany<PathGlob>>,
    path: Option<FileGlobs>,
    commit: Option<OneOrMany<String>>,
    header: Option<OneOrMany<TextGlob>>,
    label: Option<OneOrMany<String>>,
    until: Option<String>,
    rules: Vec<String>,
    reason: String,
    expires: Option<Day>,
}

impl OptionSet for Written {
    fn read(section: &mut Section<'_>) -> Self {
        Self {
            author: section.take_optional("author"),
            branch: section.take_optional("branch"),
            tag: section.take_optional("tag"),
            path: section.take_optional("path"),
            commit: section.take_optional("commit"),
            header: section.take_optional("header"),
            label: section.take_optional("label"),
            until: section.take_optional("until"),
            rules: section.require("rules").unwrap_or_default(),
            reason: section.require("reason").unwrap_or_default(),
            expires: section.take_optional("expires"),
        }
    }

    fn fields() -> Vec<Field> {
        let field = |key, doc, schema| Field { key, doc, schema, default: String::new() };
        vec![
            field("author", "Globs for the author's name or address.", OneOrMany::<IdentityGlob>::schema()),
            field("branch", "Globs for the branch.", OneOrMany::<PathGlob>::schema()),
            field("tag", "Globs for the tag.", OneOrMany::<PathGlob>::schema()),
            field(
                "path",
                "Globs for the path of a file, or all paths of a commit; `!glob` takes files off.",
                FileGlobs::schema(),
            ),
            field("commit", "Commit ids, with all their digits.", OneOrMany::<String>::schema()),
            field(
                "header",
                "Globs for the header, in which `*` crosses everything; case matters.",
                OneOrMany::<TextGlob>::schema(),
            ),
            field(
                "label",
                "Labels of the pull request that people set, any of which suffices.",
                OneOrMany::<String>::schema(),
            ),
            field("until", "A revision: commits that it reaches.", String::schema()),
            field("rules", "The rules that do not hold.", Vec::<String>::schema()),
            field("reason", "Why.", String::schema()),
            field("expires", "The last day on which the entry holds.", Day::schema()),
        ]
    }
}

impl Exemption {
    /// Reads one entry.
    pub(super) fn read(table: &Table, place: Place, mistakes: &mut Vec<Mistake>) -> Self {
        let written: Written = Section::read_all(table, place, mistakes);
        let at = |key: &str| table.get(key).map_or(place, |node| node.place);
        rule_names::check(table.get("rules"), &written.rules, mistakes);
        if written.rules.is_empty() && table.get("rules").is_some() {
            mistakes.push(Mistake::at(at("rules"), NO_RULES.say()));
        }
        if written.reason.trim().is_empty() && table.get("reason").is_some() {
            mistakes.push(Mistake::at(at("reason"), NO_REASON.say()));
        }
        let conditions = ["author", "branch", "tag", "path", "commit", "header", "label", "until"];
        if conditions.iter().all(|key| table.get(key).is_none()) {
            mistakes.push(Mistake::at(place, NO_CONDITION.say()));
        }
        if written.header.is_some() {
            for rule in written.rules.iter().filter(|rule| NEVER_BY_HEADER.contains(&rule.as_str())) {
                let message = BY_HEADER.with([rule.as_str().into()]);
                mistakes.push(Mistake::at(at("header"), message).help(BY_OTHERS.say()));
            }
        }
        let mut commit = Vec::new();
        for id in written.commit.map_or_else(Vec::new, |OneOrMany(ids)| ids) {
            let is_hex = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
            match ObjectId::from_hex(id.to_ascii_lowercase().as_bytes()) {
                Some(whole) => commit.push(whole),
                None if is_hex => mistakes.push(Mistake::at(at("commit"), NO_ID.with([id.into()]))),
                None => mistakes.push(Mistake::at(at("commit"), ODD_ID.with([id.into()]))),
            }
        }
        if let Some(until) = &written.until {
            fixed::check(at("until"), std::slice::from_ref(until), mistakes);
        }
        Self {
            author: written.author.map_or_else(Vec::new, |OneOrMany(globs)| globs),
            branch: written.branch.map_or_else(Vec::new, |OneOrMany(globs)| globs),
            tag: written.tag.map_or_else(Vec::new, |OneOrMany(globs)| globs),
            path: written.path.unwrap_or_default(),
            header: written.header.map_or_else(Vec::new, |OneOrMany(globs)| globs),
            label: written.label.map_or_else(Vec::new, |OneOrMany(names)| names),
            commit,
            until: written.until,
            rules: written.rules,
            reason: written.reason,
            expires: written.expires,
            place,
        }
    }

    /// The settings of an entry, described.
    pub(super) fn fields() -> Vec<Field> {
        Written::fields()
    }

    /// Whether the entry is over.
    pub fn is_expired(&self, today: Day) -> bool {
        self.expires.is_some_and(|last| today > last)
    }

    /// Whether all its conditions hold.
    pub fn covers(&self, about: &About<'_>) -> bool {
        (self.author.is_empty() || self.is_by(about))
            && (self.branch.is_empty() || about.branch.is_some_and(|branch| PathGlob::any(&self.branch, branch)))
            && (self.tag.is_empty() || about.tag.is_some_and(|tag| PathGlob::any(&self.tag, tag)))
            && (self.path.is_empty() || self.has_paths(about))
            && (self.header.is_empty()
                || about.commit.is_some_and(|commit| TextGlob::any(&self.header, commit.summary())))
            && (self.label.is_empty() || self.has_label(about))
            && (self.commit.is_empty() || about.commit.is_some_and(|commit| self.has_id(commit)))
            && (self.until.is_none() || about.reached)
    }

    fn is_by(&self, about: &About<'_>) -> bool {
        match about.account {
            Some(login) => login.is_some_and(|login| IdentityGlob::any(&self.author, login, "")),
            None => about.commit.is_some_and(|commit| self.has_author(commit)),
        }
    }

    fn has_author(&self, commit: &Commit<'_>) -> bool {
        match &commit.author {
            Known::Yes(author) => IdentityGlob::any(&self.author, &author.name, &author.email),
            Known::No(_) => false,
        }
    }

    /// Names of labels are the same whatever their case, as on GitHub.
    fn has_label(&self, about: &About<'_>) -> bool {
        let is_one = |label: &&str| self.label.iter().any(|name| name.to_lowercase() == label.to_lowercase());
        about.labels.iter().any(is_one)
    }

    /// Finds labels that the policy itself sets: an exemption by them would be one by whatever the label is set for.
    pub(super) fn check_labels(tree: &Table, labels: &[Label], mistakes: &mut Vec<Mistake>) {
        let Some(Data::List(entries)) = tree.get("exempt").map(|node| &node.data) else { return };
        for node in entries.iter().filter_map(|entry| entry.as_table()?.get("label")) {
            let names = match &node.data {
                Data::List(list) => list.as_slice(),
                _ => std::slice::from_ref(node),
            };
            for name in names {
                let Data::Text(text) = &name.data else { continue };
                if labels.iter().any(|label| label.name.to_lowercase() == text.to_lowercase()) {
                    mistakes.push(Mistake::at(name.place, OWN_LABEL.with([text.as_str().into()])));
                }
            }
        }
    }

    fn has_id(&self, commit: &Commit<'_>) -> bool {
        commit.id.is_some_and(|id| self.commit.contains(&id))
    }

    fn has_paths(&self, about: &About<'_>) -> bool {
        let matches = |path: &str| self.path.matches(path);
        match (about.path, about.commit.map(|commit| &commit.paths)) {
            (Some(path), _) => matches(path),
            (None, Some(Known::Yes(paths))) => !paths.is_empty() && paths.iter().all(|path| matches(path)),
            (None, _) => false,
        }
    }
}

/// What an entry may cover.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The commit that is judged, or that brings what is judged.
    pub commit: Option<&'a Commit<'a>>,
    /// The path of the file that is judged.
    pub path: Option<&'a str>,
    /// The branch that is pushed to or worked on.
    pub branch: Option<&'a str>,
    /// The tag that is pushed or made.
    pub tag: Option<&'a str>,
    /// Whether the revision of the entry reaches the commit.
    pub reached: bool,
    /// The labels of the pull request that is judged, or that brings what is judged.
    pub labels: &'a [&'a str],
    /// On a server that knows accounts: the one that it vouches for as the author, else nobody. What a commit says of its
    /// author counts for nothing there.
    pub account: Option<Option<&'a str>>,
}
