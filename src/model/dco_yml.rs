//! `.github/dco.yml`: as much of YAML as such files use. What is not understood is an error, never a guess.

use super::DcoConfig;

/// The part of the file that a line belongs to.
type Path<'t> = Vec<(usize, &'t str)>;

impl DcoConfig {
    /// Reads the file. Keys that are not known say nothing.
    ///
    /// # Errors
    /// The line, from 1, that could not be understood: it would have to be for somebody to know what the file says.
    pub fn read(text: &str) -> Result<Self, usize> {
        let mut config = Self::default();
        let mut path: Path<'_> = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let content = without_comment(line).trim_end();
            if !content.trim().is_empty() && content != "---" {
                config.line(content, &mut path).ok_or(index + 1)?;
            }
        }
        Ok(config)
    }

    fn line<'t>(&mut self, line: &'t str, path: &mut Path<'t>) -> Option<()> {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        while path.last().is_some_and(|(known, _)| *known >= indent) {
            path.pop();
        }
        if content.starts_with('\t') {
            return None;
        }
        let is_strange = path.first().is_some_and(|(_, key)| !KNOWN.contains(key));
        if is_strange {
            return Some(());
        }
        let (key, value) = pair(content)?;
        if key == "_extends" || (path.is_empty() && indent > 0) || path.len() > 1 {
            return None;
        }
        path.push((indent, key));
        match (path.as_slice(), value) {
            ([(_, section)], "") if KNOWN.contains(section) => Some(()),
            ([(_, section)], value) if KNOWN.contains(section) => self.flow(section, value),
            ([(_, section), (_, key)], value) => self.set(section, key, value),
            _ => Some(()),
        }
    }

    /// `{ individual: true, thirdParty: true }`.
    fn flow(&mut self, section: &str, value: &str) -> Option<()> {
        let inside = value.strip_prefix('{')?.strip_suffix('}')?.trim();
        let parts = inside.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(pair).try_for_each(|pair| {
            let (key, value) = pair?;
            self.set(section, key, value)
        })
    }

    fn set(&mut self, section: &str, key: &str, value: &str) -> Option<()> {
        let place = match (section, key) {
            ("require", "members") => &mut self.require_members,
            ("allowRemediationCommits", "individual") => &mut self.individual,
            ("allowRemediationCommits", "thirdParty") => &mut self.third_party,
            _ => return Some(()),
        };
        *place = match value {
            "true" | "True" | "TRUE" => true,
            "false" | "False" | "FALSE" => false,
            _ => return None,
        };
        Some(())
    }
}

/// The sections that say something.
const KNOWN: [&str; 2] = ["require", "allowRemediationCommits"];

/// `key: value`; the key may stand in quotation marks.
fn pair(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once(':')?;
    let is_parted = value.is_empty() || value.starts_with([' ', '\t']);
    let key = key.trim();
    let unquoted = ['"', '\''].iter().find_map(|&mark| key.strip_prefix(mark)?.strip_suffix(mark)).unwrap_or(key);
    let is_plain =
        !unquoted.is_empty() && unquoted.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    (is_parted && is_plain).then(|| (unquoted, value.trim()))
}

/// A comment starts with `#` at the beginning of a line or behind a blank.
fn without_comment(line: &str) -> &str {
    let starts = |at: &usize| *at == 0 || line[..*at].ends_with([' ', '\t']);
    line.match_indices('#').map(|(at, _)| at).find(starts).map_or(line, |at| &line[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(require_members: bool, individual: bool, third_party: bool) -> DcoConfig {
        DcoConfig { require_members, individual, third_party }
    }

    #[test]
    fn files_as_they_are_found() {
        for (text, expected) in [
            ("", config(true, false, false)),
            ("require:\n  members: false\n", config(false, false, false)),
            (
                "# comment\nallowRemediationCommits:\n  individual: true # yes\n  thirdParty: true\n",
                config(true, true, true),
            ),
            (
                "---\nallowRemediationCommits: { individual: true }\r\nrequire: {members: false}\r\n",
                config(false, true, false),
            ),
            (
                "other:\n  - a\n  - b: [1, 2]\n\"require\":\n    members: False\nallowOverrideAction: true\n",
                config(false, false, false),
            ),
            ("require:\n", config(true, false, false)),
        ] {
            assert_eq!(DcoConfig::read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for (text, line) in [
            ("require:\n  members: nope\n", 2),
            ("require: &x\n  members: false\n", 1),
            ("require:\n\tmembers: false\n", 2),
            ("_extends: .github\n", 1),
            ("require:\n  - members\n", 2),
            ("{ require: { members: false } }\n", 1),
            ("  require:\n    members: false\n", 1),
            ("allowRemediationCommits:\n  individual: *yes\n", 2),
        ] {
            assert_eq!(DcoConfig::read(text), Err(line), "{text}");
        }
    }
}
