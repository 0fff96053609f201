//! The commits of a range.

use super::super::session::{Session, Setup};
use super::plan::{self, Plan};
use super::repairer::repairer;
use super::{edit, show};
use crate::cli::fix::Fix;
use crate::failure::{Failure, Result};
use crate::git::config::Config;
use crate::git::objects::Objects;
use crate::git::place::Place;
use crate::git::revisions::Repository;
use crate::git::rewrite::apply::{self, Moves};
use crate::git::rewrite::guard;
use crate::git::rewrite::heads::{self, Head};
use crate::git::rewrite::range::{self, Range};
use crate::git::signing::Signer;
use crate::model::{Identity, ObjectId, Stage};
use crate::rewrite::Rewritten;
use crate::words::Words;

const SIGNED: Words = Words::new("the rewrite would remove the signatures of {0}", "改写会移除以下提交的签名：{0}");
const DROP: Words =
    Words::new("add --drop-signatures to rewrite without them", "如确实要改写，请加上 --drop-signatures");
const SIGN: Words =
    Words::new("add --gpg-sign to sign your own commits anew", "如要重新签名您自己的提交，请加上 --gpg-sign");

/// What was done, or would be.
pub struct Done {
    /// The commits that get a new id.
    pub rewritten: Vec<Rewritten>,
    /// What happens to refs.
    pub moves: Moves,
    /// Rewritten commits that lose a signature.
    pub signatures: Vec<ObjectId>,
    /// Where the old commits are kept, once they were replaced.
    pub backup: Option<String>,
    /// What went wrong after the refs had moved.
    pub afterwards: Option<Failure>,
    /// Locks of refs that nobody holds any more, most likely.
    pub locks: Vec<String>,
    /// Pushes that bring the new commits to where the old ones were pushed.
    pub pushes: Vec<String>,
}

pub fn run(session: &Session, fix: &Fix) -> Result<u8> {
    let place = session.place()?;
    let policy = match session.policy(Some(&place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let objects = Objects::open(&place)?;
    let repository = Repository { place: &place, objects: &objects };
    let range = of(&repository, fix)?;
    let heads = heads::all(&place)?;
    guard::idle(&heads, range.targets.iter().map(|target| target.name.as_str()))?;
    let branch = range.targets.last().and_then(|target| target.name.strip_prefix("refs/heads/"));
    let setup = Setup::new(policy, Stage::Check, branch)?;
    let judge = setup.judge();
    let mut repairer = repairer(&setup, &judge, fix, &Config::read(&place)?)?;
    let mut plan = plan::make(&repository, policy, &setup, &mut repairer, &range)?;
    let lang = session.lang(Some(policy));
    if fix.edit && !edit::fill_in(&place, &repairer, &mut plan, lang)? {
        show::nothing_written(lang);
        return Ok(setup.outcome(&plan.before).exit_code());
    }
    let is_applied = fix.apply || fix.edit;
    let person = repairer.person.as_ref();
    let done = Finish { place: &place, fix, range: &range, heads: &heads, plan: &plan, person }.run(is_applied)?;
    show::show(session, policy, fix, &plan, &done);
    let report = if is_applied { plan.after() } else { plan.before };
    Ok(setup.outcome(&report).exit_code())
}

fn of(repository: &Repository<'_>, fix: &Fix) -> Result<Range> {
    match (&fix.push, &fix.revision) {
        (Some(branches), _) => range::of_push(repository, branches),
        (None, Some(written)) => range::named(repository, written),
        (None, None) => range::since_upstream(repository),
    }
}

/// What is known before anything is written.
struct Finish<'f> {
    place: &'f Place,
    fix: &'f Fix,
    range: &'f Range,
    heads: &'f [Head],
    plan: &'f Plan,
    person: Option<&'f Identity<'static>>,
}

impl Finish<'_> {
    /// Looks for what stands in the way, and writes where that is asked for.
    fn run(&self, is_applied: bool) -> Result<Done> {
        let Self { place, fix, range, heads, plan, .. } = *self;
        let rewritten = plan.rewritten();
        let old: Vec<ObjectId> = rewritten.iter().map(|one| one.old).collect();
        let moves = apply::moves(place, &range.targets, heads, &rewritten)?;
        guard::idle(heads, moves.refs.iter().map(|moved| moved.name.as_str()))?;
        guard::whole(place, &old)?;
        if !fix.published {
            guard::unpublished(place, &old)?;
        }
        let signatures = self.lost(&rewritten)?;
        // A signature is made of the whole commit: with it ids are others than without, and only known once it is made.
        let (rewritten, moves) = match self.signer()?.filter(|_| is_applied) {
            Some((signer, person)) => {
                let signed = plan.rewritten_and_signed(&signer, person)?;
                let moves = apply::moves(place, &range.targets, heads, &signed)?;
                (signed, moves)
            }
            None => (rewritten, moves),
        };
        let pushes = apply::pushes(place, &moves, &rewritten)?;
        let names: Vec<&str> = range.targets.iter().map(|target| target.name.as_str()).collect();
        let locks = apply::locks(place, &names).into_iter().map(|lock| lock.display().to_string()).collect();
        let mut done = Done { rewritten, moves, signatures, backup: None, afterwards: None, locks, pushes };
        if is_applied && !done.rewritten.is_empty() {
            done.backup = Some(apply::apply(place, &done.rewritten, &done.moves)?);
            done.afterwards = apply::after(place, &done.rewritten).err();
        }
        Ok(done)
    }

    /// Who signs, where that is asked for.
    fn signer(&self) -> Result<Option<(Signer<'_>, &Identity<'static>)>> {
        let (Some(key), Some(person)) = (&self.fix.gpg_sign, self.person) else { return Ok(None) };
        Ok(Some((Signer::of(self.place, &Config::read(self.place)?, key, person)?, person)))
    }

    /// The commits that lose a signature and get none.
    fn lost(&self, rewritten: &[Rewritten]) -> Result<Vec<ObjectId>> {
        let signed = self.plan.signed(rewritten, self.person);
        let signs = self.fix.gpg_sign.is_some();
        let lost: Vec<ObjectId> = signed.iter().filter(|(_, is_own)| !(signs && *is_own)).map(|(id, _)| *id).collect();
        if lost.is_empty() || self.fix.drop_signatures {
            return Ok(lost);
        }
        let names: Vec<String> = lost.iter().map(|id| id.short().to_string()).collect();
        let failure = Failure::usage(SIGNED.with([names.into()]));
        let has_own = !signs && signed.iter().any(|(_, is_own)| *is_own);
        let failure = if has_own { failure.hint(SIGN.say()) } else { failure };
        Err(failure.hint(DROP.say()))
    }
}
