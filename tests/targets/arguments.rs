//! The arguments of `git commit`, one a line.

use cihook::git::command_line::CommitLine;

/// What is left without the message says the same commit when it is read again, and gives no message.
pub fn target(data: &[u8]) {
    let mut words: Vec<Vec<u8>> = data.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    // Git refuses an option at the end that lacks its value.
    words.push(b"x".to_vec());
    let line = CommitLine::parse(&words);
    let again = [line.options.as_slice(), &[b"--".to_vec()], &line.paths].concat();
    let again = CommitLine::parse(&again);
    assert_eq!((&again.options, &again.paths), (&line.options, &line.paths), "{words:?}");
    assert_eq!(again.amends, line.amends, "{words:?}");
    assert!(!again.gives_message, "{words:?}");
}
