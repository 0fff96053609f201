//! The globs of a policy: `*` any run without `/`, `**` across `/`, `?` one character, `{a,b}` alternatives; brackets
//! are literal. Names and e-mail addresses know no `/`: there `*` crosses everything and case does not matter.

use globset::{GlobBuilder, GlobMatcher};
use std::sync::OnceLock;

/// What a glob is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Paths, branches, tags, scopes: `/` parts the words, case matters.
    Path,
    /// Names and e-mail addresses: `*` crosses everything, case does not matter.
    Identity,
    /// Texts such as headers: `*` crosses everything, case matters.
    Text,
    /// Patterns of git's own files: paths, where brackets stand for one of several characters and braces for themselves.
    Git,
}

/// A glob of a policy, compiled when it is first asked.
#[derive(Clone, Debug)]
pub struct Glob {
    source: String,
    dialect: Dialect,
    matcher: OnceLock<Option<GlobMatcher>>,
}

impl Glob {
    /// Reads a glob.
    ///
    /// # Errors
    /// Says what is wrong with it: it is empty, or its braces do not close.
    pub fn new(source: &str, dialect: Dialect) -> Result<Self, GlobFault> {
        check(source, dialect)?;
        Ok(Self { source: source.to_owned(), dialect, matcher: OnceLock::new() })
    }

    /// As it stands in the policy.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether the whole of `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        if !self.source.contains(['*', '?', '{', '}', '[', '\\']) {
            return match self.dialect {
                Dialect::Path | Dialect::Text | Dialect::Git => self.source == text,
                Dialect::Identity => self.source.to_lowercase() == text.to_lowercase(),
            };
        }
        let matcher = self.matcher.get_or_init(|| compile(&self.source, self.dialect));
        matcher.as_ref().is_some_and(|matcher| matcher.is_match(text))
    }
}

/// Whether any of `globs` matches the whole of `text`.
pub fn any(globs: &[Glob], text: &str) -> bool {
    globs.iter().any(|glob| glob.matches(text))
}

/// Why a text is no glob.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobFault {
    /// It matches nothing.
    Empty,
    /// A `{` without `}`, or the other way round.
    Braces,
    /// Too long or too deep to be compiled in bounded time.
    TooLarge,
}

/// A glob needs no more than this; what is longer is an accident or an attack.
const MAX_LENGTH: usize = 1024;
const MAX_BRACES: usize = 32;

fn check(source: &str, dialect: Dialect) -> Result<(), GlobFault> {
    if source.is_empty() {
        return Err(GlobFault::Empty);
    }
    let mut depth = 0usize;
    let mut opened = 0usize;
    for byte in source.bytes().filter(|_| dialect != Dialect::Git) {
        match byte {
            b'{' => {
                depth += 1;
                opened += 1;
            }
            b'}' => depth = depth.checked_sub(1).ok_or(GlobFault::Braces)?,
            _ => {}
        }
    }
    if source.len() > MAX_LENGTH || opened > MAX_BRACES {
        return Err(GlobFault::TooLarge);
    }
    if depth == 0 { Ok(()) } else { Err(GlobFault::Braces) }
}

fn compile(source: &str, dialect: Dialect) -> Option<GlobMatcher> {
    GlobBuilder::new(&translated(source, dialect))
        .literal_separator(matches!(dialect, Dialect::Path | Dialect::Git))
        .case_insensitive(dialect == Dialect::Identity)
        .backslash_escape(true)
        .build()
        .ok()
        .map(|glob| glob.compile_matcher())
}

/// Our dialect in globset's: brackets and backslashes are escaped, and a `**` that is not a whole component, where
/// globset would read `*`, is spelled out as "within one component, or across several".
fn translated(source: &str, dialect: Dialect) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut rest = source;
    // Whether a component starts here, also as one of several alternatives; and whether one did where braces opened.
    let mut starts = true;
    let mut opened = Vec::new();
    while let Some(c) = rest.chars().next() {
        let stars = rest.len() - rest.trim_start_matches('*').len();
        if stars >= 2 {
            let behind = &rest[stars..];
            let whole = starts && (behind.is_empty() || (behind.starts_with('/') && behind.len() > 1));
            out.push_str(match dialect {
                Dialect::Identity | Dialect::Text => "*",
                Dialect::Path | Dialect::Git if whole => "**",
                Dialect::Path => "{*,*/**/*}",
                Dialect::Git => "*",
            });
            rest = behind;
            starts = false;
            continue;
        }
        match c {
            '{' if dialect != Dialect::Git => opened.push(starts),
            '}' if dialect != Dialect::Git => {
                opened.pop();
                starts = false;
            }
            ',' => starts = opened.last().copied().unwrap_or(false),
            _ => starts = c == '/',
        }
        let is_literal = match dialect {
            Dialect::Git => matches!(c, '{' | '}'),
            Dialect::Path | Dialect::Text | Dialect::Identity => matches!(c, '[' | ']' | '\\'),
        };
        if is_literal {
            out.push('\\');
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(glob: &str, text: &str) -> bool {
        Glob::new(glob, Dialect::Path).is_ok_and(|glob| glob.matches(text))
    }

    fn identity(glob: &str, text: &str) -> bool {
        Glob::new(glob, Dialect::Identity).is_ok_and(|glob| glob.matches(text))
    }

    #[test]
    fn folders_may_begin_an_alternative() {
        assert!(path("{**/a,b}", "a") && path("{**/a,b}", "x/y/a") && path("{**/a,b}", "b"));
        assert!(path("x/{**/a,b}", "x/a") && path("x/{**/a,b}", "x/y/a"));
        assert!(!path("x{**/a,b}", "xa") && path("x{**/a,b}", "xy/a"));
    }

    #[test]
    fn one_star_stays_within_a_folder_and_two_cross() {
        assert!(path("docs/*", "docs/a.md"));
        assert!(!path("docs/*", "docs/a/b.md"));
        assert!(path("docs/**", "docs/a/b.md"));
        assert!(path("**/b.md", "docs/a/b.md"));
        assert!(path("**/b.md", "b.md"));
        assert!(path("**", "a/b/c"));
        assert!(path("src/**/x.rs", "src/x.rs"));
        assert!(path("a**z", "a/b/z"));
        assert!(path("release-v?.{1,2}", "release-v3.2"));
        assert!(!path("release-v*", "Release-v1"));
    }

    #[test]
    fn brackets_are_literal() {
        assert!(path("[x]y.bin", "[x]y.bin"));
        assert!(!path("[x]y.bin", "xy.bin"));
        assert!(path("*[bot]*", "dependabot[bot]"));
        assert!(!identity("*[bot]*", "Tom"));
        assert!(identity("*[BOT]*", "49699333+dependabot[bot]@users.noreply.github.com"));
    }

    #[test]
    fn stars_in_identities_cross_everything() {
        assert!(identity("*@corp.example", "a/b@Corp.Example"));
        assert!(!identity("tom", "Thomas"));
        assert!(identity("tom", "TOM"));
    }

    #[test]
    fn stars_in_texts_cross_everything_and_case_matters() {
        let text = |glob: &str, text: &str| Glob::new(glob, Dialect::Text).is_ok_and(|glob| glob.matches(text));
        assert!(text("Version Packages*", "Version Packages (a/b)") && text("**/x", "a/b/x"));
        assert!(!text("Version Packages*", "version packages") && !text("Version", "Version 2"));
    }

    #[test]
    fn unbalanced_braces_are_a_fault() {
        assert_eq!(Glob::new("a{b", Dialect::Path).err(), Some(GlobFault::Braces));
        assert_eq!(Glob::new("a}b", Dialect::Path).err(), Some(GlobFault::Braces));
        assert_eq!(Glob::new("", Dialect::Path).err(), Some(GlobFault::Empty));
        assert_eq!(Glob::new(&"{a,b}".repeat(99), Dialect::Path).err(), Some(GlobFault::TooLarge));
    }
}
