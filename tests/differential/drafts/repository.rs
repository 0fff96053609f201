//! A repository in which commits are made, one as well as the other.

use super::case::{Case, Told};
use super::editor;
use crate::sandbox::{self, answer, git};
use bstr::ByteSlice as _;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// The repository, and what it looks like before each commit.
pub struct Repository {
    folder: PathBuf,
    tree: String,
    head: String,
    /// The version of git.
    pub version: (u32, u32),
}

/// How a commit ended.
pub struct Ended {
    /// The message that git stored, if it made a commit.
    pub stored: Option<Vec<u8>>,
    /// What git said.
    pub said: String,
    /// What the hook made of it.
    pub cleaned: Vec<u8>,
    /// Whether the hook takes the message for an empty one.
    pub is_empty: bool,
}

/// What merges leave behind.
const LEFT_OVER: [&str; 5] = ["MERGE_HEAD", "MERGE_MSG", "MERGE_MODE", "AUTO_MERGE", "SQUASH_MSG"];

impl Repository {
    /// A repository with one branch beside `main`, and a change that waits to be committed.
    pub fn new(folder: &Path) -> Self {
        let run = |arguments: &[&str]| answer(folder, arguments, b"").trim().to_str_lossy().into_owned();
        run(&["init", "--quiet"]);
        fs::write(folder.join("a"), "one\n").expect("a file");
        run(&["add", "a"]);
        run(&["commit", "--quiet", "--message=base"]);
        run(&["branch", "side"]);
        let tree = run(&["write-tree"]);
        let side = run(&["commit-tree", "-p", "side", "-m", "side", &tree]);
        run(&["update-ref", "refs/heads/side", &side]);
        let head = run(&["rev-parse", "HEAD"]);
        fs::copy(folder.join(".git/index"), folder.join("clean")).expect("a copy");
        fs::copy(folder.join(".git/config"), folder.join("config")).expect("a copy");
        fs::write(folder.join("a"), "two\n# two\n; two\n").expect("a file");
        run(&["add", "a"]);
        fs::copy(folder.join(".git/index"), folder.join("staged")).expect("a copy");
        editor::install(folder);
        Self { folder: folder.to_owned(), tree, head, version: sandbox::version(folder) }
    }

    /// Makes a commit, on top of what was there at first.
    pub fn commit(&self, case: &Case) -> Ended {
        let git_dir = self.folder.join(".git");
        let head = self.reset(case);
        let mut command = git(&self.folder, [""; 0]);
        match case.told {
            Told::CommandLine => {
                command.args(case.settings.iter().flat_map(|setting| ["-c", setting]));
            }
            Told::Counted => {
                command.env("GIT_CONFIG_COUNT", case.settings.len().to_string());
                for (index, setting) in case.settings.iter().enumerate() {
                    let (key, value) = setting.split_once('=').expect("a setting");
                    command.env(format!("GIT_CONFIG_KEY_{index}"), key);
                    command.env(format!("GIT_CONFIG_VALUE_{index}"), value);
                }
            }
            Told::File => self.configure(&case.settings),
        }
        for argument in &case.arguments {
            match argument.strip_prefix("--message={text}") {
                Some(_) => command.arg("--message").arg(OsStr::from_bytes(&case.text)),
                None => command.arg(argument.replace("{text}", "text")),
            };
        }
        let output = editor::environment(&mut command, case.keeps).output().expect("git starts");
        let now = answer(&self.folder, ["cat-file", "--batch"], b"HEAD\n");
        let stored = (!now.starts_with(head.as_bytes())).then(|| message(&now));
        Ended {
            stored,
            said: String::from_utf8_lossy(&output.stderr).into_owned(),
            cleaned: fs::read(git_dir.join("cleaned")).unwrap_or_default(),
            is_empty: git_dir.join("empty").exists(),
        }
    }

    /// Puts everything back; the result is the name of HEAD.
    fn reset(&self, case: &Case) -> String {
        let git_dir = self.folder.join(".git");
        LEFT_OVER.iter().chain(&["cleaned", "empty"]).for_each(|name| drop(fs::remove_file(git_dir.join(name))));
        let index = if case.is_merge() { "clean" } else { "staged" };
        fs::copy(self.folder.join(index), git_dir.join("index")).expect("a copy");
        fs::copy(self.folder.join("config"), git_dir.join("config")).expect("a copy");
        fs::write(self.folder.join("text"), &case.text).expect("a file");
        if let Some(file) = case.waiting {
            fs::write(git_dir.join(file), &case.old).expect("a file");
            if file == "MERGE_MSG" {
                fs::copy(git_dir.join("refs/heads/side"), git_dir.join("MERGE_HEAD")).expect("a copy");
            }
        }
        let person = "A <a@b.c> 1600000000 +0000";
        let header = format!("tree {}\nparent {}\nauthor {person}\ncommitter {person}\n\n", self.tree, self.head);
        let commit = [header.as_bytes(), &case.old].concat();
        let id = answer(&self.folder, ["hash-object", "-t", "commit", "-w", "--stdin"], &commit);
        fs::write(git_dir.join("refs/heads/main"), &id).expect("a file");
        id.trim().to_str_lossy().into_owned()
    }

    fn configure(&self, settings: &[String]) {
        let quoted = settings.iter().map(|setting| {
            let (key, value) = setting.split_once('=').expect("a setting");
            let (section, name) = key.split_once('.').expect("a section");
            format!("[{section}]\n\t{name} = \"{value}\"\n")
        });
        let file = self.folder.join(".git/config");
        let before = fs::read_to_string(&file).expect("a file");
        fs::write(file, before + &quoted.collect::<String>()).expect("a file");
    }
}

/// The message in an answer of `git cat-file --batch`.
fn message(answer: &[u8]) -> Vec<u8> {
    let (_, message) = answer.split_once_str("\n\n").expect("a commit");
    message.strip_suffix(b"\n").expect("a line break behind the object").to_vec()
}
