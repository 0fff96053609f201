//! The shim: the small script that git runs as a hook, and that starts cihook. Its second line holds its version and a
//! digest of the rest, so that lines which a person added are seen.

use crate::text::escape;
use sha2::{Digest as _, Sha256};
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The shim, before its blanks are filled in.
const TEMPLATE: &str = include_str!("../../../hooks/shim.sh");

/// The version of the shim, which its second line tells.
pub const VERSION: u32 = 2;

/// What every shim of ours says in its second line, before its version and its digest.
const MARK: &str = "# cihook shim ";

/// No shim is as long; what is longer is not read.
const MOST_BYTES: u64 = 1 << 16;

/// Whose a hook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// There is none.
    Nobody,
    /// Ours, of this version.
    Cihook(u32),
    /// Ours, and somebody changed it.
    Edited,
    /// Somebody else's.
    Other,
    /// Nothing that could be a hook: a folder, a pipe.
    NoFile,
}

impl Owner {
    /// Whether it starts cihook.
    pub const fn is_ours(self) -> bool {
        matches!(self, Self::Cihook(_) | Self::Edited)
    }
}

/// The text of a shim. One for a template does nothing where a repository has no policy; one without a program is for a
/// folder that other people get as well.
pub fn text(name: &str, program: Option<&Path>, only_with_policy: bool) -> Vec<u8> {
    let shared = program.is_none();
    let mut text = TEMPLATE.replace("@NAME@", name).replace("@SHARED@", if shared { "1" } else { "" });
    if only_with_policy {
        let export = "export CIHOOK_SHIM\n";
        text = text.replace(export, "CIHOOK_ONLY_WITH_POLICY=1\nexport CIHOOK_SHIM CIHOOK_ONLY_WITH_POLICY\n");
    }
    let quoted =
        program.map_or_else(|| b"''".to_vec(), |program| escape::shell_quoted(program.as_os_str().as_encoded_bytes()));
    let (before, after) = text.split_once("@BINARY@").unwrap_or((&text, ""));
    let text = [before.as_bytes(), &quoted, after.as_bytes()].concat();
    let digest = digest(&text);
    bstr::ByteSlice::replacen(text.as_slice(), "@DIGEST@", digest, 1)
}

/// Of all lines but the second one, which holds it.
fn digest(text: &[u8]) -> String {
    let mut hash = Sha256::new();
    for (number, line) in text.split(|&byte| byte == b'\n').enumerate().filter(|(number, _)| *number != 1) {
        hash.update(number.to_le_bytes());
        hash.update(line);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whose the hook in a file is. Nothing but a file is opened: a pipe would never end.
pub fn owner_of(file: &Path) -> Owner {
    let Ok(link) = file.symlink_metadata() else { return Owner::Nobody };
    match file.metadata() {
        Ok(data) if data.is_file() => {}
        // A link to nothing is something that a person put there.
        Err(_) if link.is_symlink() => return Owner::Other,
        _ => return Owner::NoFile,
    }
    let mut text = Vec::new();
    let read = File::open(file).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text));
    if read.is_err() { Owner::Other } else { owner_of_text(&text) }
}

fn owner_of_text(text: &[u8]) -> Owner {
    let second = text.split(|&byte| byte == b'\n').nth(1).and_then(|line| std::str::from_utf8(line).ok());
    let Some(rest) = second.and_then(|line| line.strip_prefix(MARK)) else { return Owner::Other };
    let mut facts = rest.split(':').next().unwrap_or_default().split(' ');
    let (version, told) = (facts.next().and_then(|number| number.parse().ok()), facts.next());
    match (version, told) {
        (Some(version), Some(told)) if told == digest(text) => Owner::Cihook(version),
        _ => Owner::Edited,
    }
}

/// Whether the text of a hook or of a manager's configuration calls cihook for a hook: `cihook hook NAME`, whatever stands
/// before the name of the program and however it is quoted.
pub fn is_called_in(text: &[u8], name: &str) -> bool {
    let calls = |line: &[u8]| {
        bstr::ByteSlice::find_iter(line, "cihook").any(|at| {
            let rest = &line[at + "cihook".len()..];
            let rest = rest.strip_prefix(b".exe").unwrap_or(rest);
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let mut words = rest.split(|byte| matches!(byte, b' ' | b'\t'));
            let is_whole = words.next().is_some_and(<[u8]>::is_empty);
            let mut words = words.filter(|word| !word.is_empty());
            is_whole && words.next() == Some(b"hook") && words.next().is_some_and(|word| is_name(word, name))
        })
    };
    let is_comment = |line: &[u8]| line.trim_ascii_start().starts_with(b"#");
    text.split(|&byte| byte == b'\n').any(|line| !is_comment(line) && calls(line))
}

fn is_name(word: &[u8], name: &str) -> bool {
    let rest = word.strip_prefix(name.as_bytes());
    rest.is_some_and(|rest| !rest.first().is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// The name of a hook within the name of a file that a manager moved aside, such as `commit-msg.legacy`.
pub fn is_moved(file: &OsStr, name: &str) -> bool {
    file.to_str().and_then(|file| file.strip_prefix(name)).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shims_quote_the_program_and_tell_their_version() {
        let text = text("pre-push", Some(Path::new("/home/o'neil/my tools/cihook")), false);
        assert_eq!(owner_of_text(&text), Owner::Cihook(VERSION));
        let text = String::from_utf8(text).unwrap_or_default();
        assert!(text.contains(r"cihook='/home/o'\''neil/my tools/cihook'"), "{text}");
        assert!(text.contains("hook pre-push \"$@\""));
        assert!(["@NAME@", "@BINARY@", "@DIGEST@", "@SHARED@"].iter().all(|blank| !text.contains(blank)), "{text}");
    }

    #[test]
    fn shims_of_templates_ask_for_a_policy() {
        let has = |text: &[u8]| bstr::ByteSlice::contains_str(text, "CIHOOK_ONLY_WITH_POLICY=1\n");
        assert!(has(&text("commit-msg", None, true)) && !has(&text("commit-msg", None, false)));
        assert_eq!(owner_of_text(&text("commit-msg", None, true)), Owner::Cihook(VERSION));
    }

    #[test]
    fn a_line_that_a_person_added_is_seen() {
        let text = text("commit-msg", None, false);
        let added = [text.as_slice(), b"echo mine\n"].concat();
        assert_eq!(owner_of_text(&added), Owner::Edited);
        assert_eq!(owner_of_text(b"#!/bin/sh\n# cihook shim 1: older\n"), Owner::Edited);
        assert_eq!(owner_of_text(b"#!/bin/sh\necho mine\n"), Owner::Other);
    }

    #[test]
    fn a_call_is_seen_however_it_is_written() {
        let calls = |text: &str| is_called_in(text.as_bytes(), "commit-msg");
        for text in [
            "cihook hook commit-msg \"$1\"",
            "\"/opt/my tools/cihook\" hook commit-msg \"$@\"",
            "npx cihook hook commit-msg {1}",
            "      run: \"cihook hook commit-msg {1}\"",
            "x; cihook  hook\tcommit-msg",
        ] {
            assert!(calls(text), "{text}");
        }
        for text in
            ["# cihook hook commit-msg", "cihook hook commit-message", "cihook check", "mycihook-hook commit-msg"]
        {
            assert!(!calls(text), "{text}");
        }
    }
}
