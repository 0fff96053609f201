//! Layer 4: the one way to go on after a refusal. Pure: what the run knows of the place comes in as data, and what comes
//! out is one command that runs as it is printed, or none where a person has to decide.

use crate::finding::{Finding, Severity, Subject, Trust, Verdict};
use crate::model::{Commit, Identity};
use crate::report::Repairs;
use crate::rules::ids;
use unicode_normalization::UnicodeNormalization as _;

/// Where something was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Where nothing of ours goes on: a server, a text from standard input, other people's history.
    #[default]
    Elsewhere,
    /// A commit that was about to be made; its message is kept.
    Commit {
        /// Whether git is in the middle of a rebase, which goes on after it.
        is_rebasing: bool,
    },
    /// Commits that were checked.
    Range {
        /// As a person names them, already quoted for a shell: empty for those that are not yet upstream.
        range: String,
        /// Whether their messages may be written anew: they are not public.
        is_open: bool,
    },
    /// Commits of a push.
    Push {
        /// The branches that are named, or none for the one that is worked on. Already quoted for a shell.
        branches: Vec<String>,
        /// Whether their messages may be written anew.
        is_open: bool,
    },
}

/// What the run knows of the place.
#[derive(Clone, Debug)]
pub struct Scene {
    /// What to type for cihook so that it runs, quoted for a shell; `None` where whoever reads the answer need not have it,
    /// as that of a server.
    pub program: Option<String>,
    /// Where something was refused.
    pub place: Place,
}

/// Nothing is known, and so nothing is offered.
pub const NOWHERE: Scene = Scene { program: None, place: Place::Elsewhere };

impl Scene {
    /// The one command after which the findings are gone, or a person is asked for what is left; `None` where no command
    /// does that.
    pub fn go_on(&self, repairs: &Repairs) -> Option<String> {
        let program = self.program.as_deref().filter(|_| repairs.commits > 0)?;
        match &self.place {
            Place::Elsewhere => None,
            Place::Commit { is_rebasing } => {
                let sign = if repairs.signs { " -s" } else { "" };
                let then = if *is_rebasing { " && git rebase --continue" } else { "" };
                Some(format!("{program} commit --retry{sign}{then}"))
            }
            Place::Range { range, is_open: true } if repairs.is_ours() => {
                let range = if range.is_empty() { String::new() } else { format!(" {range}") };
                Some(format!("{program} fix{range}{}", flags(repairs)))
            }
            Place::Push { branches, is_open: true } if repairs.is_ours() => {
                Some(format!("{program} fix --push{}{}", listed(branches), flags(repairs)))
            }
            Place::Range { .. } | Place::Push { .. } => None,
        }
    }

    /// The command that writes everything out that was found, where there is one.
    pub fn all(&self) -> Option<String> {
        let program = self.program.as_deref()?;
        match &self.place {
            Place::Range { range, .. } if range.is_empty() => Some(format!("{program} check -v")),
            Place::Range { range, .. } => Some(format!("{program} check -v {range}")),
            Place::Push { branches, .. } => Some(format!("{program} check -v --push{}", listed(branches))),
            Place::Elsewhere | Place::Commit { .. } => None,
        }
    }
}

/// Branches as arguments.
fn listed(branches: &[String]) -> String {
    branches.iter().map(|branch| format!(" {branch}")).collect()
}

/// `--apply` where a machine can do all of it, `--edit` where a person has to fill something in.
fn flags(repairs: &Repairs) -> String {
    let way = if repairs.asks { " --edit" } else { " --apply" };
    let sign = if repairs.signs { " --signoff" } else { "" };
    format!("{way}{sign}")
}

/// What a refused commit needs. `people` are the names and addresses of the user: nobody else's commit is ever offered to
/// be written anew or signed.
pub fn repairs(verdict: &Verdict<'_>, people: &[Identity<'_>]) -> Repairs {
    let Subject::Commit(commit) = verdict.subject else { return Repairs::default() };
    let errors = || verdict.sheet.findings.iter().filter(|finding| finding.severity == Severity::Error);
    if errors().next().is_none() {
        return Repairs::default();
    }
    let mut repairs = Repairs { commits: 1, of_others: u64::from(!is_own(commit, people)), ..Repairs::default() };
    for finding in errors() {
        match kind(finding, verdict.text(), commit) {
            Kind::Safe => {}
            Kind::SignOff => repairs.signs = true,
            Kind::Message => repairs.asks = true,
            Kind::Commit => repairs.beyond += 1,
        }
    }
    repairs
}

/// How a finding about a commit goes away.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// By edits that a machine may make.
    Safe,
    /// By the user's own sign-off.
    SignOff,
    /// By what a person writes.
    Message,
    /// By something else than another message.
    Commit,
}

fn kind(finding: &Finding, text: &str, commit: &Commit<'_>) -> Kind {
    let beyond = [ids::AUTHOR, ids::FIXUP_COMMIT, ids::MERGE_COMMIT, ids::SIGNATURE];
    match &finding.fix {
        Some(fix) if fix.trust == Trust::Safe => Kind::Safe,
        Some(_) => Kind::Message,
        None if beyond.contains(&finding.rule) => Kind::Commit,
        None if lacks_sign_off(finding) && !names_author(finding, text, commit) => Kind::SignOff,
        None => Kind::Message,
    }
}

/// Whether a finding is about the sign-off, and no edit is offered for it.
pub fn lacks_sign_off(finding: &Finding) -> bool {
    finding.rule == ids::SIGN_OFF && finding.fix.is_none()
}

/// Whether a sign-off of the author is there, only not where it counts: a second one would not be better.
fn names_author(finding: &Finding, text: &str, commit: &Commit<'_>) -> bool {
    let marked = finding.span.map_or("", |span| span.of(text)).to_lowercase();
    commit.author.yes().is_some_and(|author| !author.email.is_empty() && marked.contains(&author.email.to_lowercase()))
}

/// Whether the user made a commit, or is about to.
pub fn is_own(commit: &Commit<'_>, people: &[Identity<'_>]) -> bool {
    let is_author = |author: &Identity<'_>| {
        let is_same =
            |one: &Identity<'_>| one.email.eq_ignore_ascii_case(&author.email) && one.name.nfc().eq(author.name.nfc());
        people.iter().any(is_same)
    };
    commit.id.is_none() || commit.author.yes().is_some_and(is_author)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Repairs = Repairs { commits: 1, of_others: 0, beyond: 0, signs: false, asks: false };

    fn push(branches: &[&str], is_open: bool) -> Place {
        Place::Push { branches: branches.iter().map(|&branch| branch.to_owned()).collect(), is_open }
    }

    fn go_on(place: Place, repairs: Repairs) -> String {
        Scene { program: Some("cihook".to_owned()), place }.go_on(&repairs).unwrap_or_default()
    }

    #[test]
    fn a_refused_commit_goes_on_with_its_kept_message() {
        let place = |is_rebasing| Place::Commit { is_rebasing };
        assert_eq!(go_on(place(false), ONE), "cihook commit --retry");
        assert_eq!(go_on(place(false), Repairs { signs: true, ..ONE }), "cihook commit --retry -s");
        assert_eq!(go_on(place(true), ONE), "cihook commit --retry && git rebase --continue");
    }

    #[test]
    fn a_range_is_repaired_by_a_machine_or_in_an_editor() {
        let range = |range: &str, is_open| Place::Range { range: range.to_owned(), is_open };
        assert_eq!(go_on(range("main..HEAD", true), ONE), "cihook fix main..HEAD --apply");
        assert_eq!(go_on(range("", true), Repairs { asks: true, ..ONE }), "cihook fix --edit");
        assert_eq!(go_on(range("v1..v2", false), ONE), "", "public");
        let both = Repairs { asks: true, signs: true, ..ONE };
        assert_eq!(go_on(push(&[], true), both), "cihook fix --push --edit --signoff");
        assert_eq!(go_on(push(&["a"], true), ONE), "cihook fix --push a --apply");
        assert_eq!(go_on(push(&["a"], false), ONE), "", "public");
    }

    #[test]
    fn what_is_not_shown_has_a_command_that_shows_it() {
        let all = |place| Scene { program: Some("cihook".to_owned()), place }.all().unwrap_or_default();
        assert_eq!(all(push(&[], false)), "cihook check -v --push");
        assert_eq!(all(push(&["a", "b"], true)), "cihook check -v --push a b");
        assert_eq!(all(Place::Range { range: String::new(), is_open: true }), "cihook check -v");
        assert_eq!(all(Place::Elsewhere), "");
    }

    #[test]
    fn nothing_is_offered_over_what_others_made_or_no_message_repairs() {
        for repairs in [Repairs { of_others: 1, ..ONE }, Repairs { beyond: 1, ..ONE }, Repairs { commits: 0, ..ONE }] {
            assert_eq!(go_on(push(&[], true), repairs), "", "{repairs:?}");
            let range = Place::Range { range: "a..b".to_owned(), is_open: true };
            assert_eq!(go_on(range, repairs), "", "{repairs:?}");
        }
        assert_eq!(NOWHERE.go_on(&ONE), None);
    }

    #[test]
    fn without_a_program_on_the_path_git_is_asked() {
        let scene = Scene { program: Some("git cihook".to_owned()), place: Place::Commit { is_rebasing: false } };
        assert_eq!(scene.go_on(&ONE).as_deref(), Some("git cihook commit --retry"));
    }
}
