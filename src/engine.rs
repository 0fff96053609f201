//! Layer 4: facts and a policy make a verdict. Pure: one engine serves the hooks, `cihook check` and the action.

mod title;

use crate::finding::{EntryPlace, Excuse, Exempt, Finding, Severity, Sheet, Subject, Verdict};
use crate::message::issue::Form;
use crate::model::{Around, Commit, Rework, Stage};
use crate::options::{Day, Level, PathGlob, Size};
use crate::policy::{About, Active, Effective, Policy};
use crate::repair;
use crate::rule::{Cx, Family, Meta, Needs, Rule, Situation, Vocabulary};
use crate::rules::{ids, pr_title};
use crate::words::Words;

/// Judges facts by a policy, at one stage.
pub struct Judge<'p> {
    policy: &'p Policy,
    situation: Situation<'p>,
    /// The rules for messages, which are judged by the ten thousand.
    messages: Vec<Judged<'p>>,
    /// The rules for everything else.
    others: Vec<Judged<'p>>,
    /// The rule that says which commits the header rules let off.
    gate: &'p dyn Rule,
    /// The header rules that judge what a pull request will be, which need not be those of its commits.
    titles: Vec<Judged<'p>>,
    /// Whether only the title of a pull request is judged, and not how its commits are written.
    is_title_only: bool,
    /// For each `[[exempt]]` entry, whether it holds today.
    holds: Vec<bool>,
    /// The tag that is pushed or made.
    tag: Option<&'p str>,
}

/// A rule that is judged at the stage.
struct Judged<'p> {
    active: &'p Active,
    severity: Severity,
    /// The `[[exempt]]` entries that name it.
    entries: Vec<usize>,
}

impl Judged<'_> {
    fn commit(&self, commit: &Commit<'_>, situation: Situation<'_>, sheet: &mut Sheet) {
        let before = sheet.findings.len();
        let mut cx = Cx::new(situation, self.active.definition.meta.id, self.severity, sheet);
        if situation.vocabulary.has_pattern && self.active.rule.reads_grammar() {
            cx.not_applicable();
        } else {
            self.active.rule.commit(commit, &mut cx);
        }
        self.add_help(&mut sheet.findings[before..]);
    }

    /// Adds the community's own sentence to what the rule found.
    fn add_help(&self, findings: &mut [Finding]) {
        if let Some(help) = &self.active.help {
            findings.iter_mut().for_each(|finding| finding.own = Some(help.clone()));
        }
    }
}

/// An entry of the policy that did nothing.
#[derive(Clone, Debug)]
pub struct IdleEntry {
    /// Its number in the policy.
    pub index: usize,
    /// Where it stands.
    pub place: EntryPlace,
    /// The day after which it does nothing.
    pub expired: Option<Day>,
}

const EXPIRED: Words = Words::new("this exemption expired on {0}", "此条目已于 {0} 过期");
const UNUSED: Words = Words::new("this exemption matches no commit in this history", "此条目在这里没有豁免任何内容");
const REMOVE: Words = Words::new("remove it from the policy", "请从策略中删除");

impl IdleEntry {
    /// Whether its last day is over, whatever it would excuse.
    pub const fn is_over(&self) -> bool {
        self.expired.is_some()
    }

    /// Says so, as a warning.
    pub fn tell(&self, sheet: &mut Sheet) {
        let message = match self.expired {
            Some(day) => EXPIRED.with([day.to_string().into()]),
            None => UNUSED.say(),
        };
        let vocabulary = Vocabulary::default();
        let situation = Situation {
            stage: Stage::Check,
            branch: None,
            vocabulary: &vocabulary,
            file_limit: None,
            around: None,
            suffix: "",
            rework: Rework::default(),
        };
        Cx::new(situation, "exempt", Severity::Warn, sheet).report(message).remedy(REMOVE.say());
    }
}

/// The rules for how the rest of a message is written.
const OF_BODIES: [&str; 2] = [ids::BODY_FORMAT, ids::BODY_WIDTH];

const fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Off => None,
        Level::Warn => Some(Severity::Warn),
        Level::Error => Some(Severity::Error),
    }
}

/// The rule for what is lost most easily where a server writes messages.
const SIGN_OFF: &str = "sign-off";

/// What a run judges by, beside the policy.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'o> {
    /// Where.
    pub stage: Stage,
    /// The branch that is worked on or pushed to, where there is one.
    pub branch: Option<&'o str>,
    /// The day, for entries that expire.
    pub today: Day,
    /// Rules that the user asked to skip.
    pub skip: &'o [String],
    /// What a server knows around the commits.
    pub around: Option<&'o Around<'o>>,
}

impl<'p> Judge<'p> {
    /// A judge for one occasion.
    pub fn new(policy: &'p Policy, effective: &'p Effective, occasion: Occasion<'p>) -> Self {
        let holds = policy.exemptions.iter().map(|entry| !entry.is_expired(occasion.today)).collect();
        let judged = |active: &'p Active, severity: Severity| {
            let id = active.definition.meta.id;
            let names = |entry: &crate::policy::Exemption| entry.rules.iter().any(|rule| rule == id);
            let entries = policy.exemptions.iter().enumerate().filter(|(_, entry)| names(entry));
            let entries = entries.map(|(index, _)| index).collect();
            (!occasion.skip.iter().any(|skipped| skipped == id)).then_some(Judged { active, severity, entries })
        };
        let weight = |active: &Active| severity(active.levels.at(occasion.stage));
        let rules = effective.rules.iter().filter_map(|active| judged(active, weight(active)?));
        let title = effective.rules.iter().find(|active| active.definition.meta.id == pr_title::ID);
        let title = title.filter(|_| occasion.stage.is_of_pulls()).and_then(weight);
        let is_of_title = |active: &&Active| effective.judges_titles(&policy.sources, active, occasion.stage);
        let titles = title.into_iter().flat_map(|weight| {
            effective.rules.iter().filter(is_of_title).filter_map(move |active| judged(active, weight))
        });
        let is_of_messages =
            |judged: &Judged<'_>| matches!(judged.active.definition.meta.subject, Family::Header | Family::Message);
        let (messages, others) = rules.partition(is_of_messages);
        Self {
            policy,
            situation: Situation {
                stage: occasion.stage,
                branch: occasion.branch,
                vocabulary: &effective.vocabulary,
                file_limit: None,
                around: occasion.around,
                suffix: "",
                rework: Rework::default(),
            },
            messages,
            others,
            titles: titles.collect(),
            is_title_only: title.is_some() && effective.vocabulary.is_title_only,
            gate: effective.gate(),
            holds,
            tag: None,
        }
    }

    /// The same, for a tag that is pushed or made.
    pub fn for_tag(self, tag: Option<&'p str>) -> Self {
        Self { tag, ..self }
    }

    /// The same, for a user who may write these commits anew.
    pub fn with_rework(mut self, rework: Rework) -> Self {
        self.situation.rework = rework;
        self
    }

    /// The same, with another limit for files than the one of the policy.
    pub fn with_file_limit(mut self, limit: Option<Size>) -> Self {
        self.situation.file_limit = limit;
        self
    }

    /// The same, for commits that a merge queue made of others: their headers are judged, and whether a sign-off was lost.
    pub fn for_queue(mut self) -> Self {
        let holds = |meta: &Meta| meta.subject == Family::Header || meta.id == SIGN_OFF;
        self.messages.retain(|judged| holds(judged.active.definition.meta));
        self.is_title_only = false;
        self
    }

    /// The same, for headers that a server will make longer by `suffix`.
    pub const fn with_suffix(mut self, suffix: &'p str) -> Self {
        self.situation.suffix = suffix;
        self
    }

    /// The branches one of which has to contain what a tag of this name is for, where that matters.
    pub fn branches_for_tag(&self, tag: &str) -> Option<&'p [PathGlob]> {
        self.others.iter().find_map(|judged| judged.active.rule.branches_for_tag(tag))
    }

    /// What an issue reference looks like.
    pub fn forms(&self) -> &'p [Form] {
        &self.situation.vocabulary.forms
    }

    /// The rules that judge, and how much they weigh.
    pub fn rules(&self) -> Vec<(&'static str, Severity)> {
        let applies =
            |judged: &&Judged<'_>| !(self.situation.vocabulary.has_pattern && judged.active.rule.reads_grammar());
        self.judged().filter(applies).map(|judged| (judged.active.definition.meta.id, judged.severity)).collect()
    }

    /// The facts that its rules need and that are dear to learn.
    pub fn needs(&self) -> Needs {
        let of_rules = self.judged().map(|judged| judged.active.rule.needs()).fold(Needs::default(), Needs::and);
        let has_path = |&index: &usize| self.holds[index] && !self.policy.exemptions[index].path.is_empty();
        let of_entries = self.messages.iter().any(|judged| judged.entries.iter().any(has_path));
        Needs { paths: of_rules.paths || of_entries, ..of_rules }
    }

    /// Judges a commit, or the draft of one, on a sheet that may have been used before. `reached` says which revisions
    /// of `[[exempt]]` entries reach the commit.
    pub fn commit<'v>(
        &self,
        commit: &'v Commit<'v>,
        reached: &dyn Fn(usize) -> bool,
        sheet: &'v mut Sheet,
    ) -> Verdict<'v> {
        sheet.clear();
        let let_off = self.gate.lets_off(commit);
        for judged in &self.messages {
            let meta = judged.active.definition.meta;
            let excuse = let_off.filter(|_| meta.subject == Family::Header);
            let excuse = excuse.or_else(|| self.is_left_to_title(meta).then_some(Excuse::TitleOnly));
            let excuse = excuse.or_else(|| self.entry(judged, commit, reached));
            match excuse {
                Some(reason) => sheet.exempt.push(Exempt { rule: meta.id, reason }),
                None => judged.commit(commit, self.situation, sheet),
            }
        }
        repair::doubt(&commit.message, &mut sheet.findings);
        Verdict { subject: Subject::Commit(commit), sheet }
    }

    /// Judges what is no commit. `about` tells what `[[exempt]]` entries ask for; it is only called for rules that found
    /// something, since to tell may be dear: it hands what it knows, for the entry of that number, to its argument.
    pub fn subject<'v>(&self, subject: Subject<'v>, about: &Tell<'_>, sheet: &'v mut Sheet) -> Verdict<'v> {
        sheet.clear();
        // Of pull requests rules for messages judge the title.
        let is_titled = matches!(subject, Subject::PullRequest(_));
        let messages = self.messages.iter().filter(|_| is_titled);
        for judged in messages.chain(&self.others) {
            let before = (sheet.findings.len(), sheet.unchecked.len());
            let rule = judged.active.definition.meta.id;
            let mut cx = Cx::new(self.situation, rule, judged.severity, sheet);
            let rules = judged.active.rule.as_ref();
            match subject {
                Subject::PullRequest(pull_request) if rule == pr_title::ID => {
                    self.title(pull_request, about, cx.sheet());
                }
                Subject::Blob(blob) => rules.blob(blob, &mut cx),
                Subject::Path(path) => rules.path(path, &mut cx),
                Subject::Push(push) => rules.push(push, &mut cx),
                Subject::Ref(change) => rules.reference(change, &mut cx),
                Subject::PullRequest(pull_request) => rules.pull_request(pull_request, &mut cx),
                Subject::Commit(_) | Subject::Entry(_) => {}
            }
            judged.add_help(&mut sheet.findings[before.0..]);
            if (sheet.findings.len(), sheet.unchecked.len()) == before {
                continue;
            }
            if let Some(index) = self.entry_about(judged, about) {
                sheet.findings.truncate(before.0);
                sheet.unchecked.truncate(before.1);
                sheet.exempt.push(Exempt { rule, reason: Excuse::Entry(index) });
            }
        }
        Verdict { subject, sheet }
    }

    /// Whether a rule is about how a commit is written, and only the title counts.
    fn is_left_to_title(&self, meta: &Meta) -> bool {
        self.is_title_only && (meta.subject == Family::Header || OF_BODIES.contains(&meta.id))
    }

    /// The entry of the policy that lets what is no commit off a rule.
    fn entry_about(&self, judged: &Judged<'_>, about: &Tell<'_>) -> Option<usize> {
        let rule = judged.active.definition.meta.id;
        let covers = |&index: &usize| {
            let mut covers = false;
            about(index, &mut |about| covers = self.covers(rule, index, about));
            covers
        };
        judged.entries.iter().copied().find(covers)
    }

    /// The entries of the policy that are over, or excused nothing in a run; `is_used` tells which ones excused something.
    pub fn idle_entries(&self, is_used: &dyn Fn(usize) -> bool) -> Vec<IdleEntry> {
        let entries = self.policy.exemptions.iter().enumerate();
        let idle = entries.filter(|(index, _)| !self.holds[*index] || !is_used(*index));
        let sources = &self.policy.sources;
        idle.map(|(index, entry)| IdleEntry {
            index,
            place: EntryPlace {
                at: format!("{}:{}", sources.name_of(entry.place), sources.line_of(entry.place)),
                reason: entry.reason.clone(),
            },
            expired: entry.expires.filter(|_| !self.holds[index]),
        })
        .collect()
    }

    fn judged(&self) -> impl Iterator<Item = &Judged<'p>> {
        self.messages.iter().chain(&self.others)
    }

    /// The entry of the policy that lets the commit off a rule.
    fn entry(&self, judged: &Judged<'_>, commit: &Commit<'_>, reached: &dyn Fn(usize) -> bool) -> Option<Excuse> {
        let rule = judged.active.definition.meta.id;
        let covers = |&index: &usize| {
            let reached = self.policy.exemptions[index].until.is_some() && reached(index);
            self.covers(rule, index, &About { commit: Some(commit), reached, ..About::default() })
        };
        judged.entries.iter().copied().find(covers).map(Excuse::Entry)
    }

    /// The account behind the author of a commit, where a server knows accounts; what lands has no author yet.
    fn account<'c>(&'c self, about: &About<'c>) -> Option<Option<&'c str>> {
        let is_of_server = self.situation.stage.is_of_pulls();
        let commit = about.commit.filter(|commit| is_of_server && commit.id.is_some())?;
        let dco = self.situation.around.and_then(|around| around.dco.as_ref());
        Some(dco.and_then(|dco| dco.vouched_author(commit)))
    }

    /// Whether an entry lets something off a rule. What a committer can write decides nothing on a server that matters
    /// there most.
    fn covers(&self, rule: &str, index: usize, about: &About<'_>) -> bool {
        const OF_SERVERS: [&str; 3] = ["sign-off", "file-size", "push-size"];
        let entry = &self.policy.exemptions[index];
        let is_claim =
            !entry.author.is_empty() && self.situation.stage == Stage::PreReceive && OF_SERVERS.contains(&rule);
        self.holds[index]
            && !is_claim
            && entry.covers(&About {
                branch: self.situation.branch,
                tag: self.tag,
                account: self.account(about),
                labels: self.situation.around.map_or(&[], |around| &around.labels),
                ..*about
            })
    }
}

/// Tells what an `[[exempt]]` entry, by its number, asks for.
pub type Tell<'t> = dyn Fn(usize, &mut dyn FnMut(&About<'_>)) + 't;
