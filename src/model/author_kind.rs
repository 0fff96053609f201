//! Who is behind a commit: a person, a program, or a server that acted for one.

use super::{Commit, Identity};

/// The kinds of authors that reports tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorKind {
    /// A person, on their own machine.
    Person,
    /// A program wrote the change.
    Bot,
    /// A server made the commit: it squashed or merged a pull request, or somebody wrote in its editor.
    Server,
}

impl AuthorKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Person, Self::Bot, Self::Server];

    /// As reports name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Bot => "bot",
            Self::Server => "server",
        }
    }

    /// Whoever made this commit.
    pub fn of(commit: &Commit<'_>) -> Self {
        if commit.author.yes().is_some_and(is_bot) {
            return Self::Bot;
        }
        if commit.committer.yes().is_some_and(is_server) { Self::Server } else { Self::Person }
    }
}

/// Programs whose names do not say so.
const KNOWN_BOTS: [&str; 14] = [
    "allcontributors",
    "codecov-io",
    "copilot",
    "crowdin",
    "dependabot",
    "dependabot-preview",
    "github-actions",
    "github actions",
    "greenkeeper",
    "mergify",
    "pre-commit-ci",
    "renovate",
    "semantic-release",
    "weblate",
];

/// How the names of programs end, when a word comes before it.
const ENDINGS: [&str; 2] = ["bot", "robot"];

/// Whether an identity is a program's: an account of a GitHub app (`name[bot]`), a name that ends in the word "bot", or one
/// that is known.
pub fn is_bot(identity: &Identity<'_>) -> bool {
    let user = identity.email.split('@').next().unwrap_or_default();
    // GitHub writes `49699333+dependabot[bot]@users.noreply.github.com`.
    let user = user.split_once('+').map_or(user, |(_, login)| login);
    [identity.name.as_ref(), user].into_iter().any(is_name_of_bot)
}

fn is_name_of_bot(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    let (name, is_app) = name.strip_suffix("[bot]").map_or((name.as_str(), false), |name| (name, true));
    let last = name.rsplit([' ', '-', '_', '.']).next().unwrap_or_default();
    is_app || ENDINGS.contains(&last) || KNOWN_BOTS.contains(&name)
}

/// Names under which servers make commits, beside GitHub's.
const SERVER_NAMES: [&str; 6] = ["github", "github enterprise", "gitlab", "gitea", "forgejo", "bitbucket"];

/// Addresses from which servers make commits, whatever the name.
const SERVER_ADDRESSES: [&str; 6] = [
    "noreply@github.com",
    "noreply@gitlab.com",
    "noreply@gitea.com",
    "noreply@codeberg.org",
    "gitea@fake.local",
    "forgejo@fake.local",
];

/// Whether an identity is that of a server which makes commits: GitHub and GitHub Enterprise (`noreply@HOST`, `web-flow`),
/// GitLab, Gitea and Forgejo. A person's private address (`login@users.noreply.HOST`) is none of them.
pub fn is_server(identity: &Identity<'_>) -> bool {
    let email = identity.email.trim().to_ascii_lowercase();
    let name = identity.name.trim().to_ascii_lowercase();
    let user = email.split('@').next().unwrap_or_default();
    let login = user.split_once('+').map_or(user, |(_, login)| login);
    SERVER_ADDRESSES.contains(&email.as_str())
        || login == "web-flow"
        || name == "web-flow"
        || (user == "noreply" && SERVER_NAMES.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(text: &str) -> Identity<'_> {
        Identity::parse(text.into()).expect("an identity")
    }

    #[test]
    fn programs_are_known_by_their_names() {
        for text in [
            "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
            "Renovate Bot <bot@renovateapp.com>",
            "k8s-ci-robot <k8s-ci-robot@users.noreply.github.com>",
            "Mergify <37929162+mergify[bot]@users.noreply.github.com>",
            "GitHub Actions <actions@github.com>",
            "semantic-release-bot <semantic-release-bot@martynus.net>",
        ] {
            assert!(is_bot(&identity(text)), "{text}");
        }
        for text in ["Jan Talbot <jan@example.org>", "Abbot <abbot@example.org>", "Ann Lee <ann+robotics@example.org>"]
        {
            assert!(!is_bot(&identity(text)), "{text}");
        }
    }

    #[test]
    fn servers_are_known_by_their_addresses() {
        for text in [
            "GitHub <noreply@github.com>",
            "GitHub Enterprise <noreply@git.example.com>",
            "GitLab <noreply@git.example.com>",
            "Gitea <gitea@fake.local>",
            "web-flow <19864447+web-flow@users.noreply.github.com>",
        ] {
            assert!(is_server(&identity(text)), "{text}");
        }
        for text in ["Ann <123+ann@users.noreply.github.com>", "Ann <noreply@example.org>", "GitHub <ann@example.org>"]
        {
            assert!(!is_server(&identity(text)), "{text}");
        }
    }
}
