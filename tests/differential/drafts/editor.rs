//! What git starts while it makes a commit: an editor, and the commit-msg hook, which is this program.

use crate::sandbox::{again, script};
use cihook::git::config::Config;
use cihook::git::draft::{Draft, Reading};
use cihook::git::place::Place;
use cihook::message::Message;
use cihook::message::issue;
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Names the message file to this program.
const FILE: &str = "CIHOOK_DIFFERENTIAL_FILE";

/// Writes the text above what git prepared.
const ABOVE: &str = "#!/bin/sh\ncat text \"$1\" >edited && cat edited >\"$1\"\n";

/// Writes nothing but the text.
const INSTEAD: &str = "#!/bin/sh\ncat text >\"$1\"\n";

/// Writes both editors, and the hook.
pub fn install(folder: &Path) {
    let ours = again("drafts::editor::our_side");
    let words =
        [ours.get_program()].into_iter().chain(ours.get_args()).map(|word| format!("'{}'", word.to_string_lossy()));
    let words: Vec<String> = words.collect();
    let hook = format!("#!/bin/sh\n{FILE}=\"$1\" exec {} >/dev/null\n", words.join(" "));
    for (name, text) in [("above", ABOVE), ("instead", INSTEAD), (".git/hooks/commit-msg", &hook)] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        script(&path, text);
    }
}

/// Gives git its editor.
pub fn environment(command: &mut Command, keeps: bool) -> &mut Command {
    command.env("GIT_EDITOR", if keeps { "./above" } else { "./instead" })
}

/// Run by git: reads the file as the commit-msg hook does, and leaves what it makes of it in the git directory.
#[test]
fn our_side() {
    let Ok(file) = env::var(FILE) else { return };
    let start = env::current_dir().expect("a folder");
    let place = Place::find(&start).expect("a repository");
    let config = Config::read(&place).expect("a configuration");
    let bytes = fs::read(start.join(&file)).expect("a message");
    let draft = Draft::read(&bytes, &file, &config, Reading::Draft);
    fs::write(place.git_dir.join("cleaned"), &draft.bytes).expect("a file");
    if Message::parse(&draft.text, &issue::default_forms()).is_empty() {
        fs::write(place.git_dir.join("empty"), b"").expect("a file");
    }
}
