//! The targets hold for their seeds and for some thousand inputs made of them: the same ones in every run,
//! others with `CIHOOK_SEED=n`, more with `CIHOOK_DEEP=1`.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::expect_used,
    reason = "tests bring the outside in"
)]

#[path = "support/random.rs"]
mod random;
#[path = "support/smallest.rs"]
mod smallest;
mod targets;

use random::Random;
use smallest::smallest;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What breaks parsers: ends, quotes, brackets, what only looks like something else, what cannot be seen, and bytes that
/// are no text.
const ODD: &[&[u8]] = &[
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b" ",
    b"\t",
    b"\x0c",
    b"\x1b[31m",
    b"\x7f",
    b"\"",
    b"'",
    b"\\",
    b"`",
    b"#",
    b":",
    b",",
    b"=",
    b"*",
    b"**",
    b"?",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b"!",
    b"0",
    b"99999999999999999999",
    b"\xff",
    b"\xc3",
    b"\xd0\xc2",
    "\u{85}".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{3000}".as_bytes(),
    "\u{feff}".as_bytes(),
    "（".as_bytes(),
    "）".as_bytes(),
    "：".as_bytes(),
    "，".as_bytes(),
    "。".as_bytes(),
    "ｆ".as_bytes(),
    "新".as_bytes(),
    "e\u{301}".as_bytes(),
    "👩\u{200d}💻".as_bytes(),
];

#[test]
fn every_target_keeps_its_promises() {
    let cases = if std::env::var_os("CIHOOK_DEEP").is_some() { 200_000 } else { 2_000 };
    every_target_can_be_fuzzed();
    // What is panicked with is told at the end, for the smallest input that does it.
    std::panic::set_hook(Box::new(|_| {}));
    let next = AtomicUsize::new(0);
    let some = || {
        let mut broken = Vec::new();
        while let Some((name, target)) = targets::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
            let seeds = seeds(name);
            let made = (0..cases).map(|case| made(&seeds, &mut Random::of(name, case)));
            let fails = |input: &[u8]| broken_promise(*target, input).is_some();
            if let Some(input) = seeds.iter().cloned().chain(made).find(|input| fails(input)) {
                let input = smallest(&input, fails);
                let promise = broken_promise(*target, &input).unwrap_or_default();
                broken.push(format!("{name}: b\"{}\"\n    {promise}", input.escape_ascii()));
            }
        }
        broken
    };
    let broken = std::thread::scope(|scope| {
        let other = scope.spawn(some);
        [some(), other.join().unwrap_or_default()].concat()
    });
    let _ = std::panic::take_hook();
    assert!(broken.is_empty(), "targets fail\n{}", broken.join("\n"));
}

/// The package is without `fuzz`, and tests nothing less for that.
fn every_target_can_be_fuzzed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let files = files.map(|file| file.expect("a file").path());
    let mut files: Vec<_> = files.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect();
    files.sort();
    assert_eq!(files, targets::ALL.map(|(name, _)| name));
}

/// What a target panics with.
fn broken_promise(target: targets::Target, input: &[u8]) -> Option<String> {
    let told = catch_unwind(|| target(input)).err()?;
    let text = told.downcast_ref::<String>().cloned();
    text.or_else(|| told.downcast_ref::<&str>().map(|text| (*text).to_owned())).or_else(|| Some(String::new()))
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/targets/seeds").join(name);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut seeds: Vec<_> = files.map(|file| std::fs::read(file.expect("a seed").path()).expect("a seed")).collect();
    seeds.sort();
    seeds
}

/// A seed to which a few things happened.
fn made(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    for _ in 0..1 + random.below(6) {
        let (start, end) = part(&input, random);
        match random.below(6) {
            0 => drop(input.drain(start..end)),
            1 => {
                let part = input[start..end].repeat(1 + random.below(3));
                input.splice(start..start, part);
            }
            2 => {
                let other = &seeds[random.below(seeds.len())];
                let (from, to) = part(other, random);
                input.splice(start..end, other[from..to].iter().copied());
            }
            3 if start < end => input[start] ^= 1 << random.below(8),
            _ => drop(input.splice(start..start, random.pick(ODD).iter().copied())),
        }
    }
    input
}

/// A short part of an input; it may be empty.
fn part(input: &[u8], random: &mut Random) -> (usize, usize) {
    let start = random.below(input.len() + 1);
    (start, (start + random.below(24)).min(input.len()))
}
