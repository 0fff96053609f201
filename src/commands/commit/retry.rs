//! `cihook commit --retry`: goes on with the message that was refused last, for the very commit that was refused.

use super::super::print_err;
use super::super::session::{Session, Setup, Stream};
use super::desk::{Corrected, Desk};
use super::{Order, page, push};
use crate::cli::commit::Commit;
use crate::failure::{Failure, Result};
use crate::git::alias;
use crate::git::command_line::CommitLine;
use crate::git::committing::{self, Editor, Ended};
use crate::git::config::Config;
use crate::git::file::{self, Use};
use crate::git::place::Place;
use crate::git::refs;
use crate::git::rejected::{self, CommitForm, Rejected, Unrepeatable};
use crate::message::cleanup::{Cleanup, Mode};
use crate::message::decode::decode;
use crate::message::draft::Comment;
use crate::model::Stage;
use crate::render::Terminal;
use crate::text::escape;
use crate::words::{Lang, Sentence, Words};
use std::ffi::OsString;
use std::io::{BufRead as _, IsTerminal as _};

const NOTHING_KEPT: Words = Words::new("no refused message is kept here", "没有被拒绝的提交说明，无可继续");
const COMMITTED: Words = Words::new(
    "the message that was kept is that of HEAD already: there is nothing to go on with",
    "保存的提交说明已是 HEAD 的说明，无可继续",
);
const OTHER_HEAD: Words = Words::new(
    "commit {0} was to be amended, and HEAD is another one by now",
    "原本要修改（amend）的是提交 {0}，而 HEAD 已是另一个提交",
);
const FROM_STDIN: Words = Words::new(
    "the paths of the refused commit came from standard input, which cannot be read again",
    "被拒绝的提交的路径来自标准输入，无法再次读取",
);
const GIVE_PATHS: Words =
    Words::new("commit the paths by name, with this message", "请按名称提交这些路径，并使用此提交说明");
const REWORD: Words = Words::new(
    "the refused commit only gives another one a new message (--fixup=reword), which git cannot do with a message from a file",
    "被拒绝的提交只是改写另一个提交的说明（--fixup=reword），git 无法对文件中的说明这样做",
);
const PRINT: Words =
    Words::new("the message is printed by: {0} commit --retry --print", "打印此提交说明：{0} commit --retry --print");
const NO_EDITOR: Words = Words::new(
    "there is neither a terminal nor an editor to finish the message in",
    "没有终端，也没有编辑器，无法完成提交说明",
);
const TYPE_THIS: Words = Words::new("commit it with:  {0}", "请用以下命令提交：  {0}");
const FILL_IN: Words =
    Words::new("fill in {0}, and commit the message with git commit -m", "请填写 {0}，再用 git commit -m 提交");
const SIGN: Words = Words::new(
    "sign it off, if you may, with -s (the Developer Certificate of Origin)",
    "如您有权提交，请用 -s 签署（开发者原创证书 DCO）",
);
const CORRECTED: Words = Words::new("the corrected message:", "修正后的提交说明：");
const CHOOSE: Words = Words::new("[Enter] commit it   [e] edit   [q] quit", "[Enter] 提交   [e] 编辑   [q] 退出");
const STILL_KEPT: Words = Words::new("nothing was committed; the message is kept", "没有提交；提交说明仍已保存");
const OTHER_TREE: Words = Words::new(
    "what is staged is not what was staged when the message was refused",
    "暂存的内容与提交说明被拒绝时不同",
);
const OTHER_COMMIT: Words = Words::new(
    "note: the files of this commit are not those of the commit that was refused",
    "注意：此提交的文件与被拒绝的提交不同",
);

/// Goes on with the message that was refused last.
///
/// # Errors
/// Where there is none, or the commit cannot be made as it was to be.
pub fn run(session: &Session, commit: &Commit) -> Result<u8> {
    let place = session.place()?;
    let policy = match session.policy(Some(&place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let nothing = || Failure::usage(NOTHING_KEPT.say());
    let Rejected { text: kept, form } = rejected::last(&place)?.ok_or_else(nothing)?;
    let form = form.unwrap_or_default();
    let config = Config::read(&place)?;
    let branch = refs::branch_at_work(&place);
    let setup = Setup::new(policy, Stage::CommitMsg, branch.as_deref())?;
    let judge = setup.judge();
    let desk = Desk::new(&judge, setup.forms(), &place, &config, &form).signed(commit.signoff);
    let decoded = decode(&kept, config.draft_settings().encoding.as_deref());
    let corrected = desk.corrected(&decoded.text);
    // What is kept in another encoding than UTF-8 is given to git as it is: it is for the editor to change it.
    let is_utf8 = decoded.text.as_bytes() == kept;
    let comment = page::comment_of(&config.draft_settings().comment, corrected.text.as_bytes());
    let text = match is_utf8 {
        true => desk.with_last_sign_off(&corrected.text, &comment).into_bytes(),
        false => kept.clone(),
    };
    if commit.print {
        super::super::print(Stream::Out, &text);
        return Ok(u8::from(!corrected.passes));
    }
    let retry =
        Retry { place: &place, form: &form, config: &config, lang: session.lang(Some(policy)), commit, kept: &kept };
    retry.refuse_what_cannot_be(&text)?;
    let passes = corrected.passes && is_utf8;
    match retry.way(passes, &corrected)? {
        Some(way) => retry.commit(way, &text, &corrected),
        None => Ok(1),
    }
}

/// How the message gets to git.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As it is.
    AsItIs,
    /// Through the editor.
    Edited,
}

struct Retry<'r> {
    place: &'r Place,
    form: &'r CommitForm,
    config: &'r Config,
    lang: Lang,
    commit: &'r Commit,
    kept: &'r [u8],
}

impl Retry<'_> {
    /// A commit that would be another one than the one that was refused is not made.
    fn refuse_what_cannot_be(&self, text: &[u8]) -> Result<()> {
        let failure = match self.form.unrepeatable() {
            Some(Unrepeatable::PathsFromStdin) => Some(Failure::usage(FROM_STDIN.say()).hint(GIVE_PATHS.say())),
            Some(Unrepeatable::Reword) => Some(Failure::usage(REWORD.say())),
            None => None,
        };
        if let Some(failure) = failure {
            return Err(failure.hint(self.print()));
        }
        // Without a note of what HEAD was, nothing is known of what came after it.
        let Some(before) = &self.form.head else { return Ok(()) };
        if committing::of_head(self.place, "%H").as_ref() == Some(before) {
            return Ok(());
        }
        if self.form.amends() {
            let short = before.get(..10).unwrap_or(before).to_owned();
            return Err(Failure::usage(OTHER_HEAD.with([short.into()])).hint(self.print()));
        }
        let is_its_tree = committing::of_head(self.place, "%T") == self.form.tree;
        if is_its_tree && committing::of_head(self.place, "%B").is_some_and(|head| is_same(&head, text)) {
            rejected::committed(self.place)?;
            return Err(Failure::usage(COMMITTED.say()));
        }
        Ok(())
    }

    /// How to go on: asked on a terminal where nothing is left to fill in, else through the editor.
    fn way(&self, passes: bool, corrected: &Corrected) -> Result<Option<Way>> {
        let is_terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        let editor = committing::editor(self.config);
        match editor {
            _ if passes && is_terminal => self.ask(&corrected.text),
            Editor::Silent => Ok(Some(Way::AsItIs)),
            Editor::Chosen => Ok(Some(Way::Edited)),
            Editor::Unset if is_terminal => Ok(Some(Way::Edited)),
            Editor::Unset => Err(self.without_editor(passes, corrected)),
        }
    }

    fn ask(&self, text: &str) -> Result<Option<Way>> {
        self.say(&CORRECTED.say());
        print_err(&format!("\n{}\n", escape::block(text)));
        loop {
            print_err(&format!("{}: ", CHOOSE.say().show(self.lang, &Terminal)));
            let mut answer = String::new();
            let read = std::io::stdin().lock().read_line(&mut answer);
            let read = read.map_err(|error| Failure::reading(std::path::Path::new("-"), error))?;
            match answer.trim() {
                "" if read > 0 => return Ok(Some(Way::AsItIs)),
                "e" | "E" => return Ok(Some(Way::Edited)),
                "q" | "Q" | "" => {
                    self.say(&STILL_KEPT.say());
                    return Ok(None);
                }
                _ => {}
            }
        }
    }

    /// How the message is seen that was not committed.
    fn print(&self) -> Sentence {
        PRINT.with([alias::program_name(Some(self.place)).into()])
    }

    /// What to type where the message cannot be opened.
    fn without_editor(&self, passes: bool, corrected: &Corrected) -> Failure {
        let failure = Failure::usage(NO_EDITOR.say());
        if passes {
            return failure.hint(TYPE_THIS.with([self.typed(&corrected.text).into()]));
        }
        let failure = match corrected.placeholders.is_empty() {
            true => failure.hint(SIGN.say()),
            false => failure.hint(FILL_IN.with([corrected.placeholders.join(", ").into()])),
        };
        failure.hint(self.print())
    }

    /// The command line that commits a text in the form that was refused.
    fn typed(&self, text: &str) -> String {
        let order = self.order(Vec::new(), committing::words(&["-m", text.trim_end()]));
        let words = order.arguments().into_iter();
        let words = words.map(|word| escape::shell_path(word.as_encoded_bytes()).into_owned()).collect::<Vec<_>>();
        format!("git {}", words.join(" "))
    }

    /// The commit in the form that was refused, with what the user adds now.
    fn order(&self, settings: Vec<OsString>, message: Vec<OsString>) -> Order {
        let [git, options, mut paths] = self.form.arguments();
        let added = self.commit.git_arguments();
        let added: Vec<_> = added.iter().map(|word| word.as_encoded_bytes().to_vec()).collect();
        let [_, added, more] = CommitForm::of(CommitLine::split(&added)).arguments();
        paths.extend(more);
        let sign = self.commit.signoff.then(|| "-s".into());
        let options = message.into_iter().chain(sign).chain(options).chain(added).collect();
        Order { folder: self.form.folder(self.place), git: git.into_iter().chain(settings).collect(), options, paths }
    }

    /// Hands the message to git. What the user wrote is kept, however it ends.
    fn commit(&self, way: Way, text: &[u8], corrected: &Corrected) -> Result<u8> {
        let file = self.place.own_folder().join("retry");
        let (content, settings, edit) = match way {
            Way::AsItIs => (text.to_vec(), vec!["commit.cleanup=whitespace".into()], None),
            Way::Edited => self.page(text, corrected),
        };
        file::write(&file, &content, Use::Private)?;
        let settings = settings.into_iter().flat_map(|setting| ["-c".into(), setting]).collect();
        let message = ["-F".into(), file.clone().into_os_string()].into_iter().chain(edit).collect();
        let ended = self.order(settings, message).run()?;
        file::remove(&file)?;
        if ended != Ended::Done {
            self.keep_what_was_written(&content)?;
            return Ok(ended.exit_code());
        }
        rejected::committed(self.place)?;
        let tree = committing::of_head(self.place, "%T");
        if self.form.tree.is_some() && tree != self.form.tree {
            self.say(&OTHER_COMMIT.say());
        }
        push(self.place, self.commit)
    }

    /// What the editor opens, the settings by which git reads it, and the option that makes git open it.
    fn page(&self, text: &[u8], corrected: &Corrected) -> (Vec<u8>, Vec<OsString>, Option<OsString>) {
        let settings = self.config.draft_settings();
        let comment = page::comment_of(&settings.comment, text);
        let mut options = vec!["commit.cleanup=scissors".into()];
        if settings.comment == Comment::Auto {
            options.push(format!("core.commentChar={}", String::from_utf8_lossy(&comment)).into());
        }
        let is_changed = self.form.is_of_index()
            && self.form.tree.is_some()
            && committing::staged_tree(self.place) != self.form.tree;
        let more = is_changed.then(|| OTHER_TREE.say().show(self.lang, &Terminal));
        let more: Vec<String> = more.into_iter().collect();
        (page::page(text, corrected, &more, &comment, self.lang), options, Some("-e".into()))
    }

    /// A text that was written in the editor and not committed, for whatever reason, is the one that is kept; the hook has
    /// done that where it refused the text.
    fn keep_what_was_written(&self, opened: &[u8]) -> Result<()> {
        let is_as_before = rejected::last(self.place)?.is_some_and(|last| last.text == self.kept);
        let left = committing::last_opened(self.place)?;
        let comment = page::comment_of(&self.config.draft_settings().comment, opened);
        let cleanup = Cleanup { mode: Mode::Scissors, comment, cut: true };
        let (written, opened) = (cleanup.apply(&left).text, cleanup.apply(opened).text);
        if is_as_before && !written.is_empty() && written != opened && !self.kept.starts_with(&written) {
            rejected::keep(self.place, &written, Some(self.form))?;
        }
        self.say(&STILL_KEPT.say());
        Ok(())
    }

    fn say(&self, sentence: &Sentence) {
        print_err(&format!("cihook: {}\n", sentence.show(self.lang, &Terminal)));
    }
}

/// Whether a commit says what a text says, but for sign-offs, which git adds to it.
fn is_same(head: &str, text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let said = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("Signed-off-by: "));
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    };
    said(head) == said(&text)
}
