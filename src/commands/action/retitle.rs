//! `/cihook fix`: the title of a pull request becomes its correction, where that only says the same in a better form.

use super::Run;
use super::orders::{Orders, Told};
use crate::failure::Result;
use crate::github::answers::Pull;
use crate::github::plan::Step;
use crate::github::repository::Repository;
use crate::words::{Lang, Sentence, Words};

/// So many characters a title takes (GitHub refuses longer ones).
const TITLE_MOST: usize = 256;

const CHANGED: Words =
    Words::new("the title was corrected, as `{0}` asked; it was `{1}`", "已应 `{0}` 的要求修改标题，原标题为 `{1}`");
const NOT_CHANGED: Words = Words::new("the title could not be corrected: {0}", "未能修改标题：{0}");
const NOTHING: Words = Words::new(
    "the title has nothing to correct; commits are corrected in a clone",
    "标题无需修改；提交请在克隆中修改",
);
const BY_HAND: Words = Words::new(
    "the title is left as it is: what is wrong with it only a person can correct",
    "标题保持不变：其中的问题只能由人来修改",
);
const MEANWHILE: Words =
    Words::new("the title is left as it is: somebody changed it in the meantime", "标题保持不变：在此期间有人修改了它");
const PLANNED: Words = Words::new("the title would be corrected, as `{0}` asked", "将应 `{0}` 的要求修改标题");

/// What was found about a title.
pub(super) struct Title {
    /// Whether anything is wrong with it.
    pub(super) has_findings: bool,
    /// The title with what is safe corrected.
    pub(super) safe: Option<String>,
}

/// An order to correct a title.
pub(super) struct Retitle<'r> {
    /// The run.
    pub(super) run: &'r Run<'r>,
    /// The repository.
    pub(super) repository: &'r Repository<'r>,
    /// The pull request as it was judged.
    pub(super) pull: &'r Pull,
    /// Who orders it.
    pub(super) asker: &'r str,
    /// The language of the plan.
    pub(super) lang: Lang,
}

impl Retitle<'_> {
    /// Gives the order, and says what came of it.
    ///
    /// # Errors
    /// Where the pull request cannot be read again.
    pub(super) fn order(&self, title: &Title) -> Result<Sentence> {
        let Some(new) = title.safe.as_deref().filter(|new| self.is_fit(new)) else {
            return Ok(if title.has_findings { BY_HAND.say() } else { NOTHING.say() });
        };
        // Whoever edits the title at this moment knows better.
        let now = self.repository.pull(self.pull.number)?;
        let is_same = |one: &Pull, other: &Pull| (&one.draft_mark, &one.title) == (&other.draft_mark, &other.title);
        if !is_same(&now, self.pull) || now.state != self.pull.state {
            return Ok(MEANWHILE.say());
        }
        let (run, repository, number) = (self.run, self.repository, self.pull.number);
        let mut told = Told::with(Vec::new());
        Orders { run, repository, number, lang: self.lang }.give(&[Step::SetTitle(self.whole(new))], &mut told);
        Ok(match told.notes.pop() {
            Some(why) => NOT_CHANGED.with([why.into()]),
            None if run.action.dry_run => PLANNED.with([self.asker.into()]),
            None => CHANGED.with([self.asker.into(), self.whole(&self.pull.title).into()]),
        })
    }

    /// Whether it is another title, and one that a server takes.
    fn is_fit(&self, new: &str) -> bool {
        let is_text = !new.trim().is_empty() && !new.chars().any(char::is_control);
        is_text && new != self.pull.title && self.whole(new).chars().count() <= TITLE_MOST
    }

    /// A title as the server has it: without its mark a draft would be ready.
    fn whole(&self, title: &str) -> String {
        format!("{}{title}", self.pull.draft_mark)
    }
}
