//! Kinds of repositories × kinds of pushes: the commits and blobs that the hook judges are those that git itself says
//! the push makes public, `git rev-list --objects <new> --not --remotes <old>`, at that very moment.
//!
//! A hook of somebody else stops each push after ours has judged it; the test then asks git and the library about the
//! refs that git told the hooks, and pushes again for good.

mod kinds;
mod oracle;
mod pushes;

use crate::support::aloud::{aloud, skipped};
use crate::support::{Repo, Sandbox};
use kinds::Kind;
use pushes::Push;
use std::fmt::Write as _;

/// A repository of a kind, and the push that is tried in it.
pub struct World<'w> {
    /// Where everything is.
    pub sandbox: &'w Sandbox,
    /// The repository that is pushed from.
    pub repo: &'w Repo,
    /// A repository that everybody pushes to.
    pub origin: &'w Repo,
    /// The branch of the case.
    pub branch: String,
}

fn run_all(kind: Kind, pushes: &[Push]) {
    let sandbox = Sandbox::new();
    let made = match kind.make(&sandbox) {
        Ok(made) => made,
        Err(why) => return skipped(format_args!("pushes from a repository of kind {kind:?}"), why),
    };
    made.repo.install();
    let mut table = String::new();
    for (number, (name, prepare)) in pushes.iter().enumerate() {
        let branch = format!("feat/case-{number}");
        let world = World { sandbox: &sandbox, repo: &made.repo, origin: &made.origin, branch };
        let result = oracle::compare(&world, name, &prepare(&world));
        let _ = writeln!(table, "{:<26} {name:<44} {result}", format!("{kind:?}"));
    }
    aloud(table.trim_end());
}

#[test]
fn every_push_from_an_ordinary_repository() {
    run_all(Kind::Normal, &[pushes::MAIN, pushes::MORE].concat());
}

#[test]
fn every_push_read_by_git_itself() {
    run_all(Kind::Foreign, &[pushes::MAIN, pushes::MORE].concat());
}

macro_rules! kinds {
    ($($name:ident: $kind:expr;)*) => {
        $(#[test]
        fn $name() {
            run_all($kind, pushes::MAIN);
        })*
    };
}

kinds! {
    from_a_repository_of_long_names: Kind::Sha256;
    from_a_repository_with_reftables: Kind::Reftable;
    from_a_linked_work_tree: Kind::Linked;
    from_a_submodule: Kind::Submodule;
    from_a_bare_repository: Kind::Bare;
    from_a_repository_with_alternates: Kind::Alternates;
    from_a_clone_of_depth_one: Kind::Shallow(1);
    from_a_clone_of_depth_three: Kind::Shallow(3);
    from_a_clone_without_blobs: Kind::Partial("blob:none");
    from_a_clone_without_large_blobs: Kind::Partial("blob:limit=1k");
    from_a_clone_without_trees: Kind::Partial("tree:0");
    from_a_repository_with_a_commit_graph: Kind::Graph;
    from_a_repository_of_long_names_with_a_commit_graph: Kind::LongGraph;
}
