//! A generated commit: how git is asked to make it, how it is configured, and what is written.

use crate::random::Random;
use bstr::ByteSlice as _;
use std::fmt;

/// One commit that is about to be made.
#[derive(Clone)]
pub struct Case {
    /// What git is asked; `{text}` stands for the file with the text.
    pub arguments: Vec<&'static str>,
    /// Settings, as `git -c` takes them.
    pub settings: Vec<String>,
    /// Who tells git the settings.
    pub told: Told,
    /// What the editor does with the text, or what `{text}` holds.
    pub text: Vec<u8>,
    /// Whether the editor keeps what git prepared.
    pub keeps: bool,
    /// The message of HEAD, or the one that waits.
    pub old: Vec<u8>,
    /// In which file of the git directory a message waits, as after a merge with conflicts.
    pub waiting: Option<&'static str>,
}

/// Where settings stand.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// In the repository's own file.
    File,
    /// On the command line.
    CommandLine,
    /// In `GIT_CONFIG_COUNT`.
    Counted,
}

/// What git is asked.
const WAYS: &[&[&str]] = &[
    &["commit"],
    &["commit"],
    &["commit"],
    &["commit"],
    &["commit", "--verbose"],
    &["commit", "--signoff"],
    &["commit", "--file={text}"],
    &["commit", "--file={text}", "--edit"],
    &["commit", "--message={text}"],
    &["commit", "--message={text}", "--signoff"],
    &["commit", "--template={text}"],
    &["commit", "--amend"],
    &["commit", "--amend", "--no-edit"],
    &["commit", "--amend", "--message={text}"],
    &["commit", "--fixup=HEAD"],
    &["commit", "--fixup=amend:HEAD"],
    &["commit", "--squash=HEAD"],
    &["commit", "--squash=HEAD", "--message={text}"],
    &["commit", "--reuse-message=HEAD"],
    &["commit", "--reedit-message=HEAD"],
    &["merge", "--no-ff", "--edit", "side"],
    &["merge", "--no-ff", "--no-edit", "side"],
    &["merge", "--no-ff", "--message={text}", "side"],
];

const CLEANUPS: &[&str] = &["default", "strip", "whitespace", "verbatim", "scissors"];

const COMMENT_CHARS: &[&str] = &["#", ";", "%", "|", "auto", "Auto"];

const COMMENT_STRINGS: &[&str] = &["//", "※", "# ", "--", "a", "auto"];

const PIECES: &[&[u8]] = &[
    b"\n",
    b"\n",
    b"\n\n",
    b" ",
    b"\t",
    b"\r\n",
    b"\r",
    b"\x0c",
    b"#",
    b";",
    b"\n# c\n",
    b"\n; c\n",
    b"\n// c\n",
    b"\n% c\n",
    b"\n#12 is fixed\n",
    b"\n@a\n",
    b"feat: x",
    b"body",
    "新增".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{a0}".as_bytes(),
    b"\xff",
    b"\nSigned-off-by: A <a@b.c>\n",
    b"\nSigned-off-by: ",
    b"\nRefs: #1\n",
    b"diff --git a/a b/a\n",
    b"\n# ------------------------ >8 ------------------------\nkept\n",
    b"\n; ------------------------ >8 ------------------------\nkept\n",
    b"\n// ------------------------ >8 ------------------------\nkept\n",
    b" ------------------------ >8 ------------------------\n",
];

impl Case {
    /// The case with that number.
    pub fn of(number: usize, version: (u32, u32)) -> Self {
        let random = &mut Random::of("drafts", number);
        let mut case = Self {
            arguments: random.pick(WAYS).to_vec(),
            settings: settings(random, version),
            told: random.pick(&[Told::File, Told::CommandLine, Told::Counted]),
            text: text(random),
            keeps: random.chance(85),
            old: text(random),
            waiting: None,
        };
        if case.arguments == ["commit"] && random.chance(50) {
            case.waiting = Some(random.pick(&["MERGE_MSG", "SQUASH_MSG"]));
        }
        // What character git took for `auto`, and that it was asked for `--verbose`, shows in its hints alone.
        if !case.keeps || case.has("commit.status=false") {
            case.settings.retain(|setting| !setting.to_lowercase().ends_with("=auto"));
            case.arguments.retain(|argument| *argument != "--verbose");
        }
        case
    }

    /// Both texts as one, which can be made smaller.
    pub fn texts(&self) -> Vec<u8> {
        [self.text.as_slice(), b"\0", &self.old].concat()
    }

    /// The same case with other texts.
    pub fn with(&self, texts: &[u8]) -> Self {
        let (text, old) = texts.split_once_str("\0").unwrap_or((texts, b""));
        Self { text: text.to_vec(), old: old.to_vec(), ..self.clone() }
    }

    /// Whether `git merge` makes the commit.
    pub fn is_merge(&self) -> bool {
        self.arguments[0] == "merge"
    }

    /// Whether git is told this setting.
    pub fn has(&self, setting: &str) -> bool {
        self.settings.iter().any(|told| told == setting)
    }

    /// Whether the message has to be UTF-8.
    pub fn is_utf8(&self) -> bool {
        self.has("i18n.commitEncoding=utf8") || !self.settings.iter().any(|told| told.starts_with("i18n."))
    }
}

fn settings(random: &mut Random, version: (u32, u32)) -> Vec<String> {
    let mut settings = Vec::new();
    if random.chance(50) {
        settings.push(format!("commit.cleanup={}", random.pick(CLEANUPS)));
    }
    if random.chance(50) {
        let strings = version >= (2, 45) && random.chance(50);
        let comment = random.pick(if strings { COMMENT_STRINGS } else { COMMENT_CHARS });
        let key = if strings { "core.commentString" } else { "core.commentChar" };
        settings.push(format!("{key}={comment}"));
    }
    if random.chance(25) {
        settings.push(format!("commit.verbose={}", random.pick(&["true", "1", "2", "0", "no", "false"])));
    }
    if random.chance(10) {
        settings.push("commit.status=false".to_owned());
    }
    if random.chance(10) {
        settings.push(format!("i18n.commitEncoding={}", random.pick(&["GBK", "ISO-8859-1", "utf8"])));
    }
    settings
}

fn text(random: &mut Random) -> Vec<u8> {
    let mut text = if random.chance(70) { b"feat: x".to_vec() } else { Vec::new() };
    let most = random.pick(&[0, 2, 4, 10]);
    text.extend(random.soup(PIECES, most));
    // An argument of a program can be no longer than 128 KiB.
    text.truncate(100_000);
    text
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "git {} with {:?} by {:?}", self.arguments.join(" "), self.settings, self.told)?;
        self.waiting.map_or(Ok(()), |file| write!(f, "; the message of HEAD waits in {file}"))?;
        write!(
            f,
            "; the editor {} hints; text, and behind \\x00 the message of HEAD",
            if self.keeps { "keeps" } else { "drops" }
        )
    }
}
