//! A refused push of a history that is older than the policy: nobody writes that anew, and the policy can count it only.

use super::super::session::Session;
use crate::cli::Format;
use crate::failure::Result;
use crate::git::ask::Git;
use crate::git::place::Place;
use crate::git::policy_file::NAMES;
use crate::git::push::RefUpdate;
use crate::policy::Policy;
use crate::render::Terminal;
use crate::report::Report;
use crate::words::Words;

const FIRST: Words = Words::new(
    " The remote has nothing yet. If this history is older than the policy, let it count only what comes after, from the top \
     of the work tree:  printf '\\n[adopt]\\nsince = \"%s\"\\n' \"$(git rev-parse HEAD)\" >> {0}",
    " 远程仓库还没有任何内容。如果这些历史早于策略，可在工作区顶层执行以下命令，只检查之后的提交：  printf \
     '\\n[adopt]\\nsince = \"%s\"\\n' \"$(git rev-parse HEAD)\" >> {0}",
);
const OLDER: Words = Words::new(
    " {0} of these {1} commits are older than the policy. To check only what comes after them, from the top of the work \
     tree:  printf '\\n[adopt]\\nsince = \"%s\"\\n' {2} >> {3}",
    " 这 {1} 个提交中有 {0} 个早于策略。如只想检查之后的提交，请在工作区顶层执行：  printf \
     '\\n[adopt]\\nsince = \"%s\"\\n' {2} >> {3}",
);

/// Fewer refused commits are written anew, or by hand.
const MANY: u64 = 10;

/// Tells how to adopt the policy, where the push shows that this is what is needed.
pub fn advise(
    session: &Session,
    place: &Place,
    policy: &Policy,
    updates: &[RefUpdate],
    is_first: bool,
    report: &Report,
) {
    if session.global.format != Format::Human || session.global.policy.is_some() || !policy.adopt_since.is_empty() {
        return;
    }
    let name = policy.name();
    let advice = if is_first {
        Some(FIRST.with([if NAMES.contains(&name) { name } else { NAMES[0] }.into()]))
    } else if report.repairs.commits >= MANY && NAMES.contains(&name) {
        // The verdict stands: where git does not answer there is no advice.
        let age = Age::of(place, updates, name).ok().flatten();
        let mostly = age.filter(|age| age.older * 2 > age.all);
        mostly.map(|age| OLDER.with([age.older.into(), age.all.into(), age.last.into(), name.into()]))
    } else {
        None
    };
    if let Some(advice) = advice {
        let text = advice.show(session.lang(Some(policy)), &Terminal);
        super::super::print_err(&format!("{text}\n"));
    }
}

/// How much of a push is older than the policy.
struct Age {
    all: u64,
    older: u64,
    /// The newest commit that is.
    last: String,
}

impl Age {
    /// `None` where the commit that brought the policy is public already.
    fn of(place: &Place, updates: &[RefUpdate], name: &str) -> Result<Option<Self>> {
        let git = Git::at(place);
        let tips: Vec<String> = updates.iter().filter_map(|update| update.new).map(|id| id.to_string()).collect();
        let new = |words: &[&str], ends: &[String], paths: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned());
            let public = ["--not", "--remotes", "--"].iter().chain(paths).map(|word| (*word).to_owned());
            git.text(words.chain(ends.iter().cloned()).chain(public))
        };
        let path = format!(":(top,literal){name}");
        let brought = new(&["log", "--format=%P", "--diff-filter=A"], &tips, &[&path])?;
        let before = match brought.lines().last() {
            Some(parents) => parents.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect(),
            // Not committed yet: all of it is older.
            None if git.maybe(["ls-tree", "HEAD", "--", name]).is_none() => tips.clone(),
            None => return Ok(None),
        };
        // Several ends need several revisions, which a person has to choose.
        let [last] = before.as_slice() else { return Ok(None) };
        let count = |ends: &[String]| new(&["rev-list", "--count"], ends, &[]).map(|told| told.parse().unwrap_or(0));
        Ok(Some(Self { all: count(&tips)?, older: count(&before)?, last: last.clone() }))
    }
}
