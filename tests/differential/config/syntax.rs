//! The syntax of one file against `git config --file`, and the line that is named where it is broken.

use crate::cases::{Answers, Differences, count};
use crate::random::Random;
use crate::sandbox::{fed, git, hermetic};
use cihook::git::config::parse::parse;
use std::path::Path;

const PIECES: &[&[u8]] = &[
    b"\n",
    b"\n",
    b"\r\n",
    b"\r",
    b" ",
    b"\t",
    b"\x0c",
    b"\x0b",
    b"=",
    b" = ",
    b"\"",
    b"\\",
    b"\\\n",
    b"\\\r\n",
    b"\\n",
    b"\\t",
    b"\\b",
    b"\\\\",
    b"\\\"",
    b"\\x",
    b"#",
    b";",
    b" # note",
    b" ; note",
    b"[",
    b"]",
    b".",
    b"-",
    b"_",
    b"a",
    b"B",
    b"1",
    b"x y",
    "é".as_bytes(),
    "\u{a0}".as_bytes(),
    b"\xff",
    b"true",
    b"\x7f",
];

const LINES: &[&[u8]] = &[
    b"[core]\n",
    b"[CORE]\n",
    b"[a.b]\n",
    b"[a.B.c]\n",
    b"[a \"b\"]\n",
    b"[a \"B c\"]\n",
    b"[a \"b\\\"c\\\\d\\e\"]\n",
    b"[a\t\"b\"]\n",
    b"[a  \"b\"]\n",
    b"[a \"b\" ]\n",
    b"[a \"\"]\n",
    b"[a \"b]\"]",
    b"[a \"\xff\"]\n",
    b"[ a]\n",
    b"[]\n",
    b"[a-1]\n",
    b"[1]\n",
    b"[.]\n",
    b"[a b]\n",
    b"[a \"b\n",
    b"[a]x = 1\n",
    b"[a] # c\n",
    b"[a.\"b\"]\n",
    b"x = 1\n",
    b"x=1\n",
    b"\tX = 1\n",
    b"x\n",
    b"x =\n",
    b"x = \"\"\n",
    b"x = \" a \"\n",
    b"x = a \"b \" c \n",
    b"x = a # c\n",
    b"x = \"a # b\" ; c\n",
    b"x = a;b\n",
    b"x = a\\\n  b\n",
    b"x = a \\\n\n",
    b"x = \"a\\\nb\"\n",
    b"x = \"a\n",
    b"x = \\q\n",
    b"x = a\\nb\\tc\\bd\n",
    b"x # c\n",
    b"x ; c\n",
    b"x y\n",
    b"1x = 1\n",
    b"x-1 = 1\n",
    b"x_1 = 1\n",
    b"-x = 1\n",
    b"x = a\r\n",
    b"x = a\rb\n",
    b"x\r\n",
    b"[a]\r\n",
    b"# c\n",
    b"; c\r\n",
    b"#\n",
    b"  \n",
    b"\x0c\n",
    b"x \x0b= 1\n",
    "x = 新 增\n".as_bytes(),
    "\u{feff}[a]\n".as_bytes(),
    b"x = a  b\t c\n",
    b"x = # c\n",
    b"x = ;\n",
    b"x = \"\" # c\n",
    b"x = \\\n",
    b"x = \\",
    b"x = a\\\r\n",
    b"= 1\n",
];

#[test]
fn files_are_read_as_git_config_reads_them() {
    hermetic("config::syntax::files_are_read_as_git_config_reads_them", |folder| {
        let mut differences = Differences::default();
        for case in 0..count(600, 10_000) {
            let (start, text) = file(case);
            let answers = |text: &[u8]| answers(folder, &[start, text].concat());
            differences.compare("git config --file - --list --null", &text, answers);
        }
        differences.conclude();
    });
}

/// How the file starts, and what follows. It starts with a section: `git config --file` takes a name without one, and
/// refuses it wherever the configuration is used.
fn file(case: usize) -> (&'static [u8], Vec<u8>) {
    let random = &mut Random::of("config", case);
    let start: &[u8] = if random.chance(2) { b"\xef\xbb\xbf[a]\n" } else { b"[a]\n" };
    let mut text = Vec::new();
    for _ in 0..random.below(5) {
        text.extend(random.pick(LINES));
    }
    if random.chance(60) {
        text.extend(b"y = ");
        text.extend(random.soup(PIECES, 8));
    }
    (start, text)
}

fn answers(folder: &Path, text: &[u8]) -> Answers {
    let told = fed(&mut git(folder, ["config", "--file", "-", "--list", "--null"]), text);
    let said = String::from_utf8_lossy(&told.stderr);
    let git = match said.split_once("bad config line ").and_then(|(_, rest)| rest.split_whitespace().next()) {
        None if told.status.success() => String::from_utf8_lossy(&told.stdout).into_owned(),
        None => said.into_owned(),
        Some(line) => broken(text, line.parse().expect("a number")),
    };
    Answers::of(git.as_bytes(), own(text).as_bytes())
}

/// Git counts the end of a file as one line more; to people that is the last line.
fn broken(text: &[u8], line: usize) -> String {
    format!("broken in line {}", line.min(text.split(|&byte| byte == b'\n').count()))
}

/// In the form of `git config --list --null`.
fn own(text: &[u8]) -> String {
    match parse(text) {
        Err(line) => broken(text, line),
        Ok(settings) => settings
            .into_iter()
            .map(|setting| match setting.value {
                Some(value) => format!("{}\n{}\0", setting.key, String::from_utf8_lossy(&value)),
                None => format!("{}\0", setting.key),
            })
            .collect(),
    }
}
