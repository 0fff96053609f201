//! The templates for descriptions of pull requests, at the base: where servers look for them, in any case and with any
//! extension (<https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests>).

use super::base::Base;
use crate::github::answers::TreeEntry;
use crate::github::client::Trouble;
use crate::github::repository::Repository;
use crate::model::{Gap, Known};
use std::ops::ControlFlow;

/// What the template, and the folder of several of them, is called in lower case.
const NAME: &str = "pull_request_template";

/// Folders beside `.github` that a template may stand in, in lower case; the last two are those of Gitea and Forgejo.
const FOLDERS: [&str; 3] = ["docs", ".gitea", ".forgejo"];

/// So many questions may be asked for templates.
const READS_MOST: u64 = 10;

/// Why nobody knows of templates.
const UNLISTED: &str = "the server does not list the files of the base branch";

/// The texts of all templates that a description may have begun as.
///
/// # Errors
/// Where the server is broken; what it refuses, and what is no text, is a gap.
pub fn learn(base: &Base<'_>, repository: &Repository<'_>) -> Result<Known<Vec<String>>, Trouble> {
    let mut search = Search { base, repository, reads: 0, texts: Vec::new() };
    match search.run() {
        ControlFlow::Continue(()) => Ok(Known::Yes(search.texts)),
        ControlFlow::Break(Stop::Gap(gap)) => Ok(Known::No(gap)),
        ControlFlow::Break(Stop::Broken(trouble)) => Err(trouble),
    }
}

/// Why a search ends early.
enum Stop {
    Gap(Gap),
    Broken(Trouble),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        trouble.into_gap().map_or_else(Self::Broken, Self::Gap)
    }
}

struct Search<'s> {
    base: &'s Base<'s>,
    repository: &'s Repository<'s>,
    reads: u64,
    texts: Vec<String>,
}

impl Search<'_> {
    fn run(&mut self) -> ControlFlow<Stop> {
        let Some(entries) = self.base.entries() else {
            return ControlFlow::Break(Stop::Gap(Gap::Unreadable(UNLISTED.to_owned())));
        };
        let entries: Vec<&TreeEntry> = entries.collect();
        for entry in &entries {
            self.take(entry)?;
        }
        // A server offers the first template that it finds, and looks here last.
        if self.texts.is_empty() {
            let is_place =
                |entry: &&&TreeEntry| entry.kind == "tree" && FOLDERS.contains(&entry.path.to_lowercase().as_str());
            for folder in entries.iter().filter(is_place) {
                for entry in self.folder(folder)? {
                    self.take(&entry)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Reads a template, or all of a folder of templates; anything else is passed over.
    fn take(&mut self, entry: &TreeEntry) -> ControlFlow<Stop> {
        let name = entry.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let rest = name.strip_prefix(NAME);
        match (entry.kind.as_str(), rest) {
            ("blob", Some(rest)) if rest.is_empty() || rest.starts_with('.') => self.text(&entry.path),
            ("tree", Some("")) => {
                let inside = self.folder(entry)?;
                inside.iter().filter(|entry| entry.kind == "blob").try_for_each(|entry| self.text(&entry.path))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn text(&mut self, path: &str) -> ControlFlow<Stop> {
        self.count()?;
        match self.repository.text(path, self.base.revision()) {
            Ok(text) => {
                self.texts.extend(text);
                ControlFlow::Continue(())
            }
            Err(trouble) => ControlFlow::Break(trouble.into()),
        }
    }

    /// What stands in a folder, with whole paths.
    fn folder(&mut self, folder: &TreeEntry) -> ControlFlow<Stop, Vec<TreeEntry>> {
        self.count()?;
        match self.repository.folder(&folder.sha) {
            Ok(listing) => match listing.gap {
                Some(gap) => ControlFlow::Break(Stop::Gap(gap)),
                None => {
                    ControlFlow::Continue(listing.entries.into_iter().map(|entry| entry.below(&folder.path)).collect())
                }
            },
            Err(trouble) => ControlFlow::Break(trouble.into()),
        }
    }

    fn count(&mut self) -> ControlFlow<Stop> {
        if self.reads == READS_MOST {
            return ControlFlow::Break(Stop::Gap(Gap::ApiLimit { got: READS_MOST, of: READS_MOST + 1 }));
        }
        self.reads += 1;
        ControlFlow::Continue(())
    }
}
