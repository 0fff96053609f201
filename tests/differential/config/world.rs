//! A generated world of configuration: files of all scopes, includes, conditions, and settings of the command line.

use crate::random::Random;
use crate::sandbox;
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Names of settings, as people write them.
const KEYS: &[&str] = &[
    "test.a",
    "test.a",
    "Test.B",
    "test.Sub.x",
    "test.SUB.x",
    "core.commentChar",
    "core.commentString",
    "commit.cleanup",
    "Commit.Verbose",
    "i18n.commitEncoding",
    "user.name",
];

const VALUES: &[&str] = &[
    "", "a", "auto", ";", "#", "strip", "true", "a b", " a ", "a  b\tc", "it's", "wow!", "\"q\"", "a=b", "a\nb",
    "a\\b", "新增", "a # b", "a ; b", "-1", "\t",
];

/// Values of settings under `flag`, all of which git takes for a boolean.
const FLAGS: &[&str] = &[
    "true", "TRUE", "yes", "on", "false", "No", "off", "", "0", "1", "2", "-1", "1k", "0k", "0x1", "0x0", "010", "+1",
    " 1", "00",
];

/// Conditions of `includeIf`; `{}` stands for the folder of the world.
const CONDITIONS: &[&str] = &[
    "gitdir:~/",
    "gitdir:~/code/",
    "gitdir:{}/home/code/",
    "gitdir:{}/home/code/repo/.git",
    "gitdir:{}/home/code/repo",
    "gitdir:{}/home/code",
    "gitdir:{}/home/other/",
    "gitdir:repo/",
    "gitdir:**/repo/**",
    "gitdir:{}/home/*/repo/",
    "gitdir:./",
    "gitdir/i:{}/HOME/code/",
    "onbranch:main",
    "onbranch:ma*",
    "onbranch:feat/",
    "hasconfig:remote.*.url:**",
    "gitdir:",
    "nonsense:x",
    "GitDir:~/",
];

/// Files that may be included.
const TARGETS: &[&str] = &["~/included", "{}/home/code/included", "included", "missing", "../included"];

/// Where git is started, counted from the folder of the world.
const STARTS: &[&str] = &[
    "home/code/repo",
    "home/code/repo",
    "home/code/repo/sub",
    "home/code/linked",
    "home/code/bare.git",
    "home/code/repo/.git",
];

/// All of it: where git is started, and what is made before, bit by bit.
#[derive(Clone)]
pub struct World {
    start: &'static str,
    steps: Vec<Step>,
}

/// One bit of a world; `{}` stands for its folder.
#[derive(Clone, Debug)]
enum Step {
    /// Adds to a file.
    Append(String, String),
    Variable(String, String),
    Argument(String),
}

impl World {
    /// The world of a case.
    pub fn of(case: usize) -> Self {
        let random = &mut Random::of("configuration", case);
        let mut world = Self { start: random.pick(STARTS), steps: Vec::new() };
        world.files(random);
        world.command_line(random);
        world
    }

    /// The same world with one bit less, for every bit.
    pub fn smaller(&self) -> impl Iterator<Item = Self> {
        (0..self.steps.len()).map(|index| {
            let mut smaller = self.clone();
            smaller.steps.remove(index);
            smaller
        })
    }

    /// Makes the world in a new folder; the result is git in it.
    pub fn make(&self, folder: &Path) -> Command {
        self.repositories(folder);
        let filled = |text: &str| text.replace("{}", &folder.display().to_string());
        let mut command = sandbox::git(&folder.join(self.start), [""; 0]);
        command.env("HOME", folder.join("home")).env_remove("GIT_CONFIG_GLOBAL");
        for step in &self.steps {
            match step {
                Step::Append(file, text) => append(&folder.join(file), &filled(text)),
                Step::Variable(name, value) => drop(command.env(name, filled(value))),
                Step::Argument(setting) => drop(command.args(["-c", &filled(setting)])),
            }
        }
        command
    }

    fn repositories(&self, folder: &Path) {
        let code = folder.join("home/code");
        fs::create_dir_all(&code).expect("a folder");
        sandbox::answer(&code, ["init", "--quiet", "repo"], b"");
        let repo = code.join("repo");
        fs::create_dir(repo.join("sub")).expect("a folder");
        match self.start {
            "home/code/bare.git" => drop(sandbox::answer(&code, ["init", "--quiet", "--bare", "bare.git"], b"")),
            "home/code/linked" => {
                sandbox::answer(&repo, ["commit", "--quiet", "--allow-empty", "--message=x"], b"");
                sandbox::answer(&repo, ["worktree", "add", "--quiet", "../linked"], b"");
            }
            _ => {}
        }
    }

    fn files(&mut self, random: &mut Random) {
        for file in ["home/included", "home/code/included"] {
            self.append(file, setting(random));
        }
        let global = random.chance(20);
        self.scope(if global { "home/global" } else { "home/.gitconfig" }, random);
        match global {
            true => self.variable("GIT_CONFIG_GLOBAL", "{}/home/global"),
            false => self.scope("home/.config/git/config", random),
        }
        if random.chance(30) {
            self.scope("system", random);
            self.variable("GIT_CONFIG_SYSTEM", "{}/system");
            self.variable("GIT_CONFIG_NOSYSTEM", random.pick(&["", "0", "false", "no", "1", "true"]));
        }
        let bare = self.start == "home/code/bare.git";
        let git_dir = if bare { "home/code/bare.git" } else { "home/code/repo/.git" };
        let config = format!("{git_dir}/config");
        self.scope(&config, random);
        if random.chance(30) {
            let on = random.pick(&["true", "1", "false"]);
            self.append(&config, format!("[extensions]\n\tworktreeConfig = {on}\n"));
            let own = if self.start == "home/code/linked" { "/worktrees/linked" } else { "" };
            self.scope(&format!("{git_dir}{own}/config.worktree"), random);
        }
    }

    fn command_line(&mut self, random: &mut Random) {
        for _ in 0..random.below(3) {
            let key = random.pick(KEYS);
            let is_bare = random.chance(15);
            let setting = if is_bare { key.to_owned() } else { format!("{key}={}", random.pick(VALUES)) };
            self.steps.push(Step::Argument(setting));
        }
        if random.chance(5) {
            self.steps.push(Step::Argument("include.path={}/home/included".to_owned()));
        }
        let counted = if random.chance(30) { 1 + random.below(2) } else { 0 };
        for index in 0..counted {
            self.variable(&format!("GIT_CONFIG_KEY_{index}"), random.pick(KEYS));
            self.variable(&format!("GIT_CONFIG_VALUE_{index}"), random.pick(VALUES));
        }
        if counted > 0 {
            self.variable("GIT_CONFIG_COUNT", &counted.to_string());
        }
    }

    /// A file of some scope, which may include others.
    fn scope(&mut self, file: &str, random: &mut Random) {
        for _ in 0..random.below(4) {
            self.append(file, setting(random));
            if random.chance(25) {
                let condition = match random.chance(30) {
                    true => "[include]".to_owned(),
                    false => format!("[includeIf \"{}\"]", random.pick(CONDITIONS)),
                };
                let target = random.pick(TARGETS);
                self.append(file, format!("{condition}\n\tpath = {target}\n"));
            }
        }
        if random.chance(1) {
            self.append(file, "broken]\n".to_owned());
        }
    }

    fn append(&mut self, file: &str, text: String) {
        self.steps.push(Step::Append(file.to_owned(), text));
    }

    fn variable(&mut self, name: &str, value: &str) {
        self.steps.push(Step::Variable(name.to_owned(), value.to_owned()));
    }
}

fn append(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let before = fs::read_to_string(path).unwrap_or_default();
    fs::write(path, before + text).expect("a file");
}

/// A setting in the syntax of a file.
fn setting(random: &mut Random) -> String {
    if random.chance(20) {
        let name = random.pick(&["a", "b", "c"]);
        return match random.chance(20) {
            true => format!("[flag]\n\t{name}\n"),
            false => format!("[flag]\n\t{name} = \"{}\"\n", random.pick(FLAGS)),
        };
    }
    let key = random.pick(KEYS);
    let (section, name) = key.rsplit_once('.').expect("a section");
    let section = match section.split_once('.') {
        Some((section, subsection)) => format!("[{section} \"{subsection}\"]"),
        None => format!("[{section}]"),
    };
    let value = random.pick(VALUES).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("{section}\n\t{name} = \"{value}\"\n")
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "started in {}", self.start)?;
        self.steps.iter().try_for_each(|step| write!(f, "\n        {step:?}"))
    }
}
