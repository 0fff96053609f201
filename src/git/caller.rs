//! The git that started a hook, by its arguments, where the system shows them (Linux, `/proc`; proc(5)). Git itself does
//! not tell its hooks what it was asked to do.

use std::path::Path;

/// So many processes may stand between git and us: the shell of a manager, and the manager.
const FARTHEST: usize = 6;

/// The arguments of `git commit`, without those before the subcommand; `None` where it was another command that started
/// the hook, or nobody can tell.
pub fn of_commit() -> Option<Vec<Vec<u8>>> {
    let mut process = parent()?;
    for _ in 0..FARTHEST {
        let arguments = arguments(process)?;
        if arguments.first().is_some_and(|program| is_git(program)) {
            return commit_arguments(&arguments);
        }
        process = parent_of(process)?;
    }
    None
}

#[cfg(target_os = "linux")]
fn parent() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(target_os = "linux"))]
fn parent() -> Option<u32> {
    None
}

fn arguments(process: u32) -> Option<Vec<Vec<u8>>> {
    let text = std::fs::read(Path::new("/proc").join(process.to_string()).join("cmdline")).ok()?;
    // Each argument ends with a zero; an empty one is one as well.
    let text = text.strip_suffix(b"\0").unwrap_or(&text);
    Some(text.split(|&byte| byte == 0).map(<[u8]>::to_vec).collect())
}

/// The fourth field of `/proc/PID/stat`; the second one, a name in brackets, may hold anything.
fn parent_of(process: u32) -> Option<u32> {
    let text = std::fs::read(Path::new("/proc").join(process.to_string()).join("stat")).ok()?;
    let behind = &text[text.iter().rposition(|&byte| byte == b')')? + 1..];
    let parent = std::str::from_utf8(behind).ok()?.split_ascii_whitespace().nth(1)?.parse().ok()?;
    (parent > 1).then_some(parent)
}

fn is_git(program: &[u8]) -> bool {
    let name = program.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    matches!(name, b"git" | b"git-commit")
}

/// Options of git that stand before a subcommand and take the next word (git(1), "OPTIONS").
const WITH_VALUE: [&[u8]; 6] = [b"-c", b"-C", b"--git-dir", b"--work-tree", b"--namespace", b"--config-env"];

fn commit_arguments(arguments: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
    let (program, rest) = arguments.split_first()?;
    if program.ends_with(b"git-commit") {
        return Some(rest.to_vec());
    }
    let mut rest = rest.iter().peekable();
    while let Some(option) = rest.next_if(|argument| argument.starts_with(b"-")) {
        if WITH_VALUE.contains(&option.as_slice()) {
            rest.next();
        }
    }
    let is_commit = rest.next().is_some_and(|command| command == b"commit");
    is_commit.then(|| rest.cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<u8>> {
        text.split(' ').map(|word| word.as_bytes().to_vec()).collect()
    }

    #[test]
    fn the_subcommand_is_found_behind_the_options_of_git() {
        for text in
            ["git commit -m x", "/usr/bin/git -c a.b=c -C dir --no-pager commit -m x", "/usr/libexec/git-commit -m x"]
        {
            assert_eq!(commit_arguments(&words(text)), Some(words("-m x")), "{text}");
        }
        for text in ["git rebase -i", "git ci -m commit", "git -c commit"] {
            assert_eq!(commit_arguments(&words(text)), None, "{text}");
        }
    }
}
