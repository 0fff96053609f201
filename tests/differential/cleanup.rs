//! Clean-up against `git stripspace`.

use crate::aloud::skipped;
use crate::cases::{Answers, Differences, count};
use crate::random::Random;
use crate::sandbox::{answer, hermetic, version};
use cihook::message::cleanup::{Cleanup, Mode};
use std::path::Path;

const PIECES: &[&[u8]] = &[
    b"\n",
    b"\n",
    b"\n\n",
    b"\n\n\n",
    b" ",
    b"  ",
    b"\t",
    b"\r\n",
    b"\r",
    b"\x0c",
    b"\x0b",
    b"\x08",
    b"\x1b",
    b"\x7f",
    b"#",
    b"# c",
    b"\n# c\n",
    b"\n#\n",
    b" # c",
    b";",
    b"\n; c\n",
    b"//",
    b"\n// c\n",
    "\n※ c\n".as_bytes(),
    b"\n# ------------------------ >8 ------------------------\n",
    b"feat: x",
    b"feat(api): add x (#1)",
    b"body",
    b"a  b",
    "新增".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{feff}".as_bytes(),
    b"\xff",
    b"\xc3",
    b"\xa0",
    b"\x85",
    b"\\",
    b"-",
    b"---\n",
    b"\nSigned-off-by: A <a@b.c>\n",
];

/// What comment lines start with, and the first version of git that knows it.
const COMMENTS: &[(&str, (u32, u32))] =
    &[("#", (2, 0)), (";", (2, 0)), ("%", (2, 0)), ("//", (2, 45)), ("※", (2, 45)), ("# ", (2, 45)), ("a", (2, 0))];

#[test]
fn whitespace_goes_as_stripspace_takes_it() {
    hermetic("cleanup::whitespace_goes_as_stripspace_takes_it", |folder| {
        let mut differences = Differences::default();
        for case in 0..count(300, 10_000) {
            let text = Random::of("whitespace", case).soup(PIECES, 14);
            differences
                .compare("stripspace", &text, |text| answers(folder, &["stripspace"], Mode::Whitespace, "#", text));
        }
        differences.conclude();
    });
}

#[test]
fn comments_go_as_stripspace_takes_them() {
    hermetic("cleanup::comments_go_as_stripspace_takes_them", |folder| {
        let version = version(folder);
        for (comment, since) in COMMENTS.iter().filter(|(_, since)| *since > version) {
            skipped(
                format_args!("comment string {comment:?}"),
                format_args!("git {version:?} is older than {since:?}"),
            );
        }
        let known: Vec<&str> = COMMENTS.iter().filter(|(_, since)| *since <= version).map(|(text, _)| *text).collect();
        let mut differences = Differences::default();
        for case in 0..count(300, 10_000) {
            let random = &mut Random::of("comments", case);
            let text = random.soup(PIECES, 14);
            let comment = random.pick(&known);
            let name =
                if since(comment) > (2, 44) && random.chance(50) { "core.commentString" } else { "core.commentChar" };
            let setting = format!("{name}={comment}");
            let arguments = ["-c", &setting, "stripspace", "--strip-comments"];
            differences
                .compare(&arguments.join(" "), &text, |text| answers(folder, &arguments, Mode::Strip, comment, text));
        }
        differences.conclude();
    });
}

fn since(comment: &str) -> (u32, u32) {
    COMMENTS.iter().find(|(known, _)| *known == comment).map_or((0, 0), |(_, since)| *since)
}

fn answers(folder: &Path, arguments: &[&str], mode: Mode, comment: &str, text: &[u8]) -> Answers {
    let cleaned = Cleanup { mode, comment: comment.into(), cut: false }.apply(text);
    Answers::of(&answer(folder, arguments, text), &cleaned.text)
}
