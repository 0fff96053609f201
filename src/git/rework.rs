//! Which commits the user may write anew (gitworkflows(7): what was published is rewritten by nobody).

use super::config::Config;
use super::draft;
use super::history::{self, Selection};
use super::object;
use super::objects::Objects;
use super::objects::ids::IdMap;
use super::place::Place;
use super::push;
use super::refs;
use crate::failure::Result;
use crate::model::{Identity, ObjectId, Rework};

/// A longer line of own commits that nobody has seen is rare, and nobody reads it at once.
const MOST: usize = 500;

/// A commit that no remote has.
struct Own {
    parents: Vec<ObjectId>,
    is_mine: bool,
}

/// What may be written anew from HEAD on. Nothing, where git is in the middle of something else.
///
/// # Errors
/// Where refs or commits cannot be read.
pub fn of(place: &Place, objects: &Objects) -> Result<Rework> {
    let branch = refs::current_branch(place).filter(|_| !place.has_message_of_git());
    let Some(branch) = branch else { return Ok(Rework::default()) };
    let name = format!("refs/heads/{branch}");
    let Some(head) = refs::below(place, "refs/heads/")?.get(bstr::BStr::new(&name)).copied() else {
        return Ok(Rework::default());
    };
    let config = Config::read(place)?;
    let me = draft::people(place, &config);
    let hidden = push::seen_by_remotes(place, objects)?;
    if hidden.is_empty() {
        // Without a remote nothing is public, and the whole history would have to be looked through for a base.
        let is_mine = objects.commit(head, |content| is_by(content, &me))?;
        return Ok(Rework { tip: is_mine.then_some(head), base: None });
    }
    let selection = Selection { tips: vec![head], hidden, ..Selection::default() };
    let plan = history::plan(place, objects, &selection)?;
    let mut unpublished: IdMap<Own> = IdMap::default();
    history::each(place, objects, &selection, &plan, &mut |id, content| {
        if unpublished.len() <= MOST {
            let parents = object::links(content).parents.to_vec();
            unpublished.insert(id, Own { parents, is_mine: is_by(content, &me) });
        }
        Ok(())
    })?;
    Ok(rework(head, &unpublished))
}

fn rework(head: ObjectId, unpublished: &IdMap<Own>) -> Rework {
    let tip = unpublished.get(&head).is_some_and(|own| own.is_mine).then_some(head);
    let mut at = head;
    let mut seen = 0;
    while let Some(own) = unpublished.get(&at) {
        let [parent] = own.parents.as_slice() else { return Rework { tip, base: None } };
        if !own.is_mine {
            return Rework { tip, base: None };
        }
        (at, seen) = (*parent, seen + 1);
    }
    let is_one_line = seen > 0 && seen == unpublished.len() && seen <= MOST;
    Rework { tip, base: is_one_line.then_some(at) }
}

/// Whether the author is the user: a commit of somebody else that the user committed, as by `git am`, is not theirs to sign.
fn is_by(content: &[u8], me: &[Identity<'static>]) -> bool {
    let author = object::commit(content).author;
    author.is_some_and(|author| me.iter().any(|one| one.email == author.email && one.name == author.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ObjectId {
        ObjectId::from_bytes(&[number; 20]).expect("an id")
    }

    fn found(commits: &[(u8, &[u8], bool)]) -> Rework {
        let own =
            |parents: &[u8], is_mine| Own { parents: parents.iter().map(|&parent| id(parent)).collect(), is_mine };
        let commits = commits.iter().map(|&(number, parents, is_mine)| (id(number), own(parents, is_mine)));
        rework(id(9), &commits.collect())
    }

    #[test]
    fn a_line_of_own_commits_has_a_base() {
        assert_eq!(found(&[(9, &[8], true), (8, &[1], true)]), Rework { tip: Some(id(9)), base: Some(id(1)) });
    }

    #[test]
    fn nothing_is_offered_over_what_others_made() {
        let tip = Rework { tip: Some(id(9)), base: None };
        assert_eq!(found(&[(9, &[8], true), (8, &[1], false)]), tip, "a commit of somebody else");
        assert_eq!(found(&[(9, &[8, 7], true), (8, &[1], true), (7, &[1], true)]), tip, "a merge");
        assert_eq!(found(&[(9, &[8], true), (8, &[], true)]), tip, "a root commit");
        assert_eq!(found(&[(9, &[8], false), (8, &[1], true)]), Rework::default());
        assert_eq!(found(&[]), Rework::default(), "published");
    }
}
