//! How many cases there are, and what is said of one on which git and our code differ.

use crate::smallest::smallest;

/// What git says and what we say.
pub struct Answers {
    /// Git's answer.
    pub git: String,
    /// Our own.
    pub own: String,
}

impl Answers {
    /// Both answers, with everything that cannot be seen made visible.
    pub fn of(git: &[u8], own: &[u8]) -> Self {
        Self { git: git.escape_ascii().to_string(), own: own.escape_ascii().to_string() }
    }

    fn differ(&self) -> bool {
        self.git != self.own
    }
}

/// How many cases are run: `usual`, or `deep` with `CIHOOK_DEEP=1`.
pub fn count(usual: usize, deep: usize) -> usize {
    if std::env::var("CIHOOK_DEEP").is_ok_and(|deep| deep == "1") { deep } else { usual }
}

/// What git and our code differ on. A few cases tell more than the first alone.
#[derive(Default)]
pub struct Differences(Vec<String>);

impl Differences {
    const MOST: usize = 8;

    /// Holds the answers to `input` against each other; notes the smallest input that makes them differ.
    pub fn compare(&mut self, question: &str, input: &[u8], mut answers: impl FnMut(&[u8]) -> Answers) {
        if answers(input).differ() {
            let input = smallest(input, |input| answers(input).differ());
            self.note(question, &input.escape_ascii().to_string(), &answers(&input));
        }
    }

    /// Notes a difference, if there is one.
    pub fn note(&mut self, question: &str, input: &str, answers: &Answers) {
        if answers.differ() {
            let Answers { git, own } = answers;
            let differ_at = git.bytes().zip(own.bytes()).take_while(|(git, own)| git == own).count();
            let (git, own) = (excerpt(git, differ_at), excerpt(own, differ_at));
            let said = format!("{question}\n input: {}\n   git: {git}\ncihook: {own}\n", excerpt(input, 0));
            if !self.0.contains(&said) {
                self.0.push(said);
            }
        }
        if self.0.len() >= Self::MOST {
            self.conclude();
        }
    }

    /// Ends a test.
    ///
    /// # Panics
    /// Where anything differs.
    pub fn conclude(&self) {
        assert!(self.0.is_empty(), "git and cihook differ\n\n{}", self.0.join("\n"));
    }
}

/// The text around a place, as much as people read.
fn excerpt(text: &str, around: usize) -> String {
    const MOST: usize = 600;
    let skipped = if text.chars().count() <= MOST { 0 } else { around.saturating_sub(MOST / 2) };
    let shown: String = text.chars().skip(skipped).take(MOST).collect();
    let dots = |left_out: bool| if left_out { "[…]" } else { "" };
    format!("{}{shown}{}", dots(skipped > 0), dots(skipped + MOST < text.chars().count()))
}
