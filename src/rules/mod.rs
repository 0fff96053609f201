//! Layer 3: the rules, one file each, and the list of them. A new rule is a file here and a line in [`ALL`].

mod author;
mod body_format;
mod body_width;
mod branch_name;
mod closing_words;
mod file_size;
mod fixup_commit;
pub(crate) mod header_format;
mod header_issue;
mod header_length;
mod header_scope;
mod header_style;
mod header_type;
mod merge_commit;
mod path_name;
pub mod pr_description;
mod pr_size;
pub mod pr_title;
mod push_size;
mod sign_off;
mod signature;
mod tag_name;
#[cfg(test)]
mod testing;
#[cfg(test)]
pub(crate) mod testing_pr;
mod trailers;

/// The names of rules that other rooms speak of.
pub mod ids {
    use crate::rule::Configure as _;

    /// The author's identity.
    pub const AUTHOR: &str = super::author::Author::META.id;
    /// The form of the rest of a message.
    pub const BODY_FORMAT: &str = super::body_format::BodyFormat::META.id;
    /// The width of the rest of a message.
    pub const BODY_WIDTH: &str = super::body_width::BodyWidth::META.id;
    /// The size of one file.
    pub const FILE_SIZE: &str = super::file_size::FileSize::META.id;
    /// Commits that are to be squashed into others.
    pub const FIXUP_COMMIT: &str = super::fixup_commit::FixupCommit::META.id;
    /// Merges in a history that should have none.
    pub const MERGE_COMMIT: &str = super::merge_commit::MergeCommit::META.id;
    /// How much a push brings.
    pub const PUSH_SIZE: &str = super::push_size::PushSize::META.id;
    /// The sign-off of the author or committer.
    pub const SIGN_OFF: &str = super::sign_off::SignOff::META.id;
    /// The signature with a key.
    pub const SIGNATURE: &str = super::signature::Signature::META.id;
    /// The names of tags.
    pub const TAG_NAME: &str = super::tag_name::TagName::META.id;
}

pub(crate) use body_width::widest_line;
pub(crate) use path_name::is_possible_on_windows;

use crate::rule::{Definition, Rule};

/// All rules, in the order in which their findings are shown.
pub static ALL: [Definition; 23] = [
    Definition::of::<header_format::HeaderFormat>(),
    Definition::of::<header_type::HeaderType>(),
    Definition::of::<header_scope::HeaderScope>(),
    Definition::of::<header_issue::HeaderIssue>(),
    Definition::of::<header_length::HeaderLength>(),
    Definition::of::<header_style::HeaderStyle>(),
    Definition::of::<body_format::BodyFormat>(),
    Definition::of::<body_width::BodyWidth>(),
    Definition::of::<sign_off::SignOff>(),
    Definition::of::<trailers::Trailers>(),
    Definition::of::<closing_words::ClosingWords>(),
    Definition::of::<fixup_commit::FixupCommit>(),
    Definition::of::<merge_commit::MergeCommit>(),
    Definition::of::<author::Author>(),
    Definition::of::<signature::Signature>(),
    Definition::of::<file_size::FileSize>(),
    Definition::of::<push_size::PushSize>(),
    Definition::of::<path_name::PathName>(),
    Definition::of::<branch_name::BranchName>(),
    Definition::of::<tag_name::TagName>(),
    Definition::of::<pr_title::PrTitle>(),
    Definition::of::<pr_description::PrDescription>(),
    Definition::of::<pr_size::PrSize>(),
];

/// What lets merges and reverts off the rules of headers, where no policy says anything of it.
pub fn usual_gate() -> Box<dyn Rule> {
    Box::new(header_format::HeaderFormat::usual())
}

/// The rule with that name.
pub fn find(id: &str) -> Option<&'static Definition> {
    ALL.iter().find(|definition| definition.meta.id == id)
}
