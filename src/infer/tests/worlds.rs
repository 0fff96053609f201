//! Histories in the style of real communities. Each is made from a number alone, so that it is always the same.

use crate::infer::{History, Sample};
use crate::model::{Identity, ObjectId};

/// A small source of numbers (Knuth's multiplicative generator).
pub struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.roll(words.len())]
    }

    /// Whether something happens that does so many times in a hundred.
    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

const NAMES: [&str; 6] = ["Ann Lee", "Bob Ray", "Chen Wei", "Dana Fox", "Eli Marsh", "Fay Wong"];
const VERBS: [&str; 8] = ["add", "drop", "handle", "rename", "speed up", "explain", "guard", "split"];
const THINGS: [&str; 8] = [
    "the login page",
    "token refresh",
    "retries of uploads",
    "the cache",
    "long names",
    "old flags",
    "errors",
    "the parser",
];
const USUAL: [&str; 9] = ["feat", "fix", "fix", "docs", "chore", "refactor", "test", "ci", "perf"];

/// A commit that is about to be made.
pub struct Draft {
    pub author: (String, String),
    pub committer: Option<(String, String)>,
    pub text: String,
    pub is_merge: bool,
}

/// What a person writes.
pub struct World<'w> {
    /// How many commits.
    pub count: usize,
    /// Makes the message of a person; the number is that of the commit, the text the author's identity.
    pub write: &'w dyn Fn(&mut Dice, usize, &str) -> String,
    /// How many percent of the commits are by bots.
    pub bots: usize,
    /// How many percent are merges.
    pub merges: usize,
    /// Whether a server squashes pull requests.
    pub is_squashed: bool,
    pub tags: &'w [&'w str],
    pub branches: &'w [&'w str],
}

pub const PLAIN: World<'_> = World {
    count: 500,
    write: &|dice, _, _| format!("feat: {}\n", said(dice)),
    bots: 0,
    merges: 0,
    is_squashed: false,
    tags: &[],
    branches: &["main"],
};

pub fn said(dice: &mut Dice) -> String {
    format!("{} {}", dice.of(&VERBS), dice.of(&THINGS))
}

pub fn usual(dice: &mut Dice) -> &'static str {
    dice.of(&USUAL)
}

pub fn one_of<'w>(dice: &mut Dice, words: &[&'w str]) -> &'w str {
    dice.of(words)
}

pub fn chance(dice: &mut Dice, percent: usize) -> bool {
    dice.chance(percent)
}

fn person(name: &str) -> (String, String) {
    (name.to_owned(), format!("{}@example.org", name.to_lowercase().replace(' ', ".")))
}

fn server() -> (String, String) {
    ("GitHub".to_owned(), "noreply@github.com".to_owned())
}

impl World<'_> {
    /// The history, the newest commit first.
    pub fn history(&self) -> History {
        let mut dice = Dice(42);
        let drafts: Vec<Draft> = (0..self.count).map(|number| self.draft(&mut dice, number)).collect();
        history(drafts, self.tags, self.branches)
    }

    fn draft(&self, dice: &mut Dice, number: usize) -> Draft {
        let author = person(dice.of(&NAMES));
        if dice.chance(self.bots) {
            let login = "49699333+dependabot[bot]@users.noreply.github.com".to_owned();
            let text = format!("Bump left-pad from 1.{number}.0 to 1.{}.0 (#{number})\n\nBumps it.\n", number + 1);
            let author = ("dependabot[bot]".to_owned(), login);
            return Draft { author, committer: Some(server()), text, is_merge: false };
        }
        if dice.chance(self.merges) {
            let text = format!("Merge pull request #{number} from ann/patch\n\n{}\n", said(dice));
            return Draft { author, committer: Some(server()), text, is_merge: true };
        }
        let identity = format!("{} <{}>", author.0, author.1);
        let text = (self.write)(dice, number, &identity);
        if !self.is_squashed {
            return Draft { author, committer: None, text, is_merge: false };
        }
        let (header, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let text = format!("{header} (#{number})\n{rest}");
        Draft { author, committer: Some(server()), text, is_merge: false }
    }
}

pub fn id(number: usize) -> ObjectId {
    ObjectId::from_hex(format!("{:040x}", number + 1).as_bytes()).expect("an id")
}

/// Drafts, the oldest first, as a history; a tag `name@12` is for the commit with that number, others for the newest.
pub fn history(drafts: Vec<Draft>, tags: &[&str], branches: &[&str]) -> History {
    let identity = |(name, email): (String, String)| Some(Identity { name: name.into(), email: email.into() });
    let count = drafts.len();
    let samples = drafts.into_iter().enumerate().map(|(number, draft)| {
        let mut parents: Vec<ObjectId> = number.checked_sub(1).map(id).into_iter().collect();
        parents.extend(draft.is_merge.then(|| id(1_000_000 + number)));
        Sample {
            id: id(number),
            parents,
            author: identity(draft.author.clone()),
            committer: identity(draft.committer.unwrap_or(draft.author)),
            text: draft.text,
            fault: None,
        }
    });
    let mut commits: Vec<Sample> = samples.collect();
    commits.reverse();
    let before = if count > 500 { commits.split_off(500) } else { Vec::new() };
    let tags = tags.iter().map(|tag| match tag.split_once("=>") {
        Some((tag, number)) => (tag.to_owned(), id(number.parse().expect("a number"))),
        None => ((*tag).to_owned(), id(count - 1)),
    });
    History {
        last: 500,
        commits,
        before,
        tags: tags.collect(),
        branches: branches.iter().map(|name| (*name).to_owned()).collect(),
        files: (0..50)
            .map(|number| crate::infer::SeenFile { path: format!("src/{number}.c"), size: Some(100) })
            .collect(),
    }
}
