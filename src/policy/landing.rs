//! `[landing]`: how pull requests land, where the policy says it and not the server.

use crate::model::{BodySource, Method, TitleSource};
use crate::options::tree::Node;
use crate::options::{Mistake, Setting, one_of, quoted};
use serde_json::{Value, json};

crate::options::options! {
    /// How pull requests land. What is not said here is what the server says.
    pub struct Landing {
        /// How they land.
        pub method: Option<Method> = None,
        /// Where the header of a squashed pull request comes from.
        pub title: Option<TitleSource> = None,
        /// Where its body comes from.
        pub body: Option<BodySource> = None,
    }
}

/// Makes a setting of a fact that is one of a few words.
macro_rules! word {
    ($type:ident: $($variant:ident = $word:literal),*) => {
        impl Setting for $type {
            fn read(node: &Node, mistakes: &mut Vec<Mistake>) -> Option<Self> {
                one_of(node, &[$((Self::$variant, $word)),*], mistakes)
            }

            fn schema() -> Value {
                json!({ "enum": [$($word),*] })
            }

            fn toml(&self) -> String {
                quoted(match self { $(Self::$variant => $word),* })
            }
        }
    };
}

word!(Method: Squash = "squash", Merge = "merge", Rebase = "rebase");
word!(TitleSource: PullRequest = "pull-request", CommitOrPullRequest = "commit-or-pull-request");
word!(BodySource: Commits = "commits", PullRequest = "pull-request", Blank = "blank");
