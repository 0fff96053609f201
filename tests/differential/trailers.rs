//! Trailers against `git interpret-trailers --parse --no-divider`.

use crate::cases::{Answers, Differences, count};
use crate::random::Random;
use crate::sandbox::{answer, hermetic};
use bstr::ByteSlice as _;
use cihook::message::trailers::Trailers;
use std::fs;
use std::path::Path;

/// Whole lines and pieces of lines; what stands more than once comes more often.
const PIECES: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    " ",
    "\t",
    "\r\n",
    "\r",
    "\x0c",
    "\x0b",
    ":",
    ": ",
    " : ",
    "=",
    "#",
    "-",
    "é",
    "新增",
    "\u{3000}",
    "title",
    "body text\n",
    "one more line of it\n",
    "Refs: #1\n",
    "Refs: #1",
    "refs:#2\n",
    "Acked-by: B <b@c.d>\n",
    "Signed-off-by: A <a@b.c>\n",
    "Signed-off-by: A <a@b.c>\n",
    "signed-off-by: a\n",
    "Signed-off-by:A\n",
    "Signed-off-by : A\n",
    " Signed-off-by: A\n",
    "Signed-off-by: ",
    "Signed-off-by\n",
    "(cherry picked from commit 0123456789abcdef)\n",
    "(cherry picked from commit ",
    "(cherry picked\n",
    " continued\n",
    "\tcontinued\n",
    "  \n",
    "\t\n",
    " : x\n",
    "BREAKING CHANGE: gone\n",
    "BREAKING-CHANGE: gone\n",
    "Key\t: x\n",
    "Key :x\n",
    "Ke y: x\n",
    "Key:\n",
    "Key: \n",
    "Key:",
    ": x\n",
    "-: x\n",
    "-x-: y\n",
    "1: x\n",
    "clé: x\n",
    "键：值\n",
    "https://example.com/x\n",
    "12:30 x\n",
    "a:b:c\n",
    "a.b: c\n",
    "a_b: c\n",
    "[x]: y\n",
    "# comment\n",
    "#\n",
    "#Refs: #1\n",
    " # no comment\n",
    "---\n",
    "--- \n",
    "---",
    "-- \n",
    "diff --git a b\n",
    "Conflicts:\n",
    "Conflicts:\n\ta.c\n",
    "Conflicts: \n",
    "\ta.c\n",
    "# Conflicts:\n#\ta.c\n",
    "# ------------------------ >8 ------------------------\n",
    "; ------------------------ >8 ------------------------\n",
    "------------------------ >8 ------------------------\n",
    "Revert \"x\"\n",
    "This reverts commit 01234567.\n",
];

#[test]
fn trailers_are_those_of_interpret_trailers() {
    hermetic("trailers::trailers_are_those_of_interpret_trailers", |folder| {
        const AT_ONCE: usize = 250;
        let cases: Vec<String> = (0..count(1_500, 20_000)).map(message).collect();
        let mut differences = Differences::default();
        for some in cases.chunks(AT_ONCE) {
            let told = git_of_all(folder, some);
            for (text, told) in some.iter().zip(told) {
                if told == own(text) {
                    continue;
                }
                differences.compare("interpret-trailers", text.as_bytes(), |text| match text.to_str() {
                    Ok(text) => Answers::of(&git(folder, text), &own(text)),
                    Err(_) => Answers::of(b"", b""),
                });
            }
        }
        differences.conclude();
    });
}

/// Mostly a message with title, body and a block that could be one of trailers; sometimes just anything.
fn message(case: usize) -> String {
    let random = &mut Random::of("trailers", case);
    let pieces: Vec<&[u8]> = PIECES.iter().map(|piece| piece.as_bytes()).collect();
    let mut text = if random.chance(80) { b"feat: x\n\n".to_vec() } else { Vec::new() };
    if random.chance(40) {
        text.extend(b"why it matters\n\n");
    }
    for _ in 0..random.below(8) {
        let lines: Vec<&[u8]> = pieces.iter().filter(|piece| piece.ends_with(b"\n")).copied().collect();
        text.extend(random.pick(&lines));
    }
    let most = random.pick(&[2, 2, 10]);
    text.extend(random.soup(&pieces, most));
    String::from_utf8(text).expect("pieces are UTF-8")
}

fn own(text: &str) -> Vec<u8> {
    let trailers = Trailers::parse(text).list;
    trailers.iter().map(|trailer| format!("{}: {}\n", trailer.key, trailer.value)).collect::<String>().into_bytes()
}

const ARGUMENTS: [&str; 3] = ["interpret-trailers", "--parse", "--no-divider"];

fn git(folder: &Path, text: &str) -> Vec<u8> {
    answer(folder, ARGUMENTS, text.as_bytes())
}

/// One git for many messages: it prints one answer behind the other, so that a file with a trailer that no message has
/// goes between two of them.
fn git_of_all(folder: &Path, texts: &[String]) -> Vec<Vec<u8>> {
    const BETWEEN: &str = "Between-two-messages: x\n";
    fs::write(folder.join("between"), format!("title\n\n{BETWEEN}")).expect("a file");
    let names = texts.iter().enumerate().flat_map(|(number, text)| {
        let name = format!("message-{number}");
        fs::write(folder.join(&name), text).expect("a file");
        [name, "between".to_owned()]
    });
    let arguments: Vec<String> = ARGUMENTS.iter().map(|&argument| argument.to_owned()).chain(names).collect();
    let told = answer(folder, &arguments, b"");
    let mut told: Vec<Vec<u8>> = told.split_str(BETWEEN).map(<[u8]>::to_vec).collect();
    assert_eq!(told.pop().as_deref(), Some(b"".as_slice()));
    assert_eq!(told.len(), texts.len());
    told
}
