//! Whether branches contain what tags are for (git-branch(1), `--contains`), for any number of tags at once.

use super::history::{self, Edge, Selection};
use super::objects::ids::IdSet;
use super::objects::{Kind, Objects};
use super::place::Place;
use super::refs;
use crate::failure::Result;
use crate::model::{Gap, Known, ObjectId, Within};
use bstr::ByteSlice as _;

/// Where the branches are.
pub struct Branches<'b> {
    /// The repository.
    pub place: &'b Place,
    /// Its objects.
    pub objects: &'b Objects,
    /// Whether it is a server: there `refs/remotes/` is what anybody pushed.
    pub is_server: bool,
}

impl Branches<'_> {
    /// For each of the tagged objects, whether one of the branches whose short names match, or one of `others`, contains it.
    ///
    /// # Errors
    /// Where refs or the history cannot be read.
    pub fn contain(
        &self,
        tagged: &[ObjectId],
        matches: &dyn Fn(&str) -> bool,
        others: Vec<ObjectId>,
    ) -> Result<Vec<Known<Within>>> {
        let targets = tagged.iter().map(|&id| self.objects.target(id)).collect::<Result<Vec<_>>>()?;
        let mut hidden = others;
        hidden.extend(self.tips(matches)?);
        let tips: Vec<ObjectId> =
            targets.iter().filter(|(kind, _)| *kind == Kind::Commit).map(|(_, commit)| *commit).collect();
        let (edge, outside) = self.outside(tips, hidden)?;
        let one = |(kind, id): &(Kind, ObjectId)| match kind {
            Kind::Commit if !outside.contains(id) => Known::Yes(Within::Contained),
            Kind::Commit if edge == Edge::Shallow => Known::No(Gap::ShallowHistory),
            Kind::Commit => Known::Yes(Within::Outside),
            Kind::Tree => Known::Yes(Within::NoCommit("tree")),
            Kind::Blob | Kind::Tag => Known::Yes(Within::NoCommit("blob")),
        };
        Ok(targets.iter().map(one).collect())
    }

    /// The newest commits of the branches that match, here and at remotes.
    fn tips(&self, matches: &dyn Fn(&str) -> bool) -> Result<Vec<ObjectId>> {
        let prefixes: &[&str] = if self.is_server { &["refs/heads/"] } else { &["refs/heads/", "refs/remotes/"] };
        let mut tips = Vec::new();
        for prefix in prefixes {
            for (name, id) in refs::below(self.place, prefix)? {
                let name = name.to_str_lossy();
                let local = name.strip_prefix("refs/heads/").is_some_and(matches);
                // A remote's name may hold slashes, and so may a branch's.
                let is_any_end = |name: &str| name.match_indices('/').any(|(at, _)| matches(&name[at + 1..]));
                if local || name.strip_prefix("refs/remotes/").is_some_and(is_any_end) {
                    tips.extend(self.objects.peeled(id)?);
                }
            }
        }
        Ok(tips)
    }

    /// The commits that `tips` reach and `hidden` do not.
    fn outside(&self, tips: Vec<ObjectId>, hidden: Vec<ObjectId>) -> Result<(Edge, IdSet)> {
        if hidden.is_empty() || tips.is_empty() {
            return Ok((Edge::Whole, tips.into_iter().collect()));
        }
        let selection = Selection { tips, hidden, ..Selection::default() };
        let plan = history::plan(self.place, self.objects, &selection)?;
        let mut found = IdSet::default();
        let edge = history::each(self.place, self.objects, &selection, &plan, &mut |id, _| {
            found.insert(id);
            Ok(())
        })?;
        Ok((edge, found))
    }
}
