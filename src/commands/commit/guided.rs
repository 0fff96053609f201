//! `cihook commit` without `--retry`: asks for the parts of a message and has git commit it.

use super::super::print_err;
use super::super::prompting::{self, Stop};
use super::super::session::{Session, Setup, Stream};
use super::desk::Desk;
use super::questions::{self, Composed, Knowledge};
use super::{Order, push, scopes};
use crate::cli::commit::Commit;
use crate::failure::{Failure, Result};
use crate::git::ask::Git;
use crate::git::command_line::CommitLine;
use crate::git::committing::{self, Ended};
use crate::git::config::Config;
use crate::git::file::{self, Use};
use crate::git::place::Place;
use crate::git::rejected::{self, CommitForm};
use crate::git::{editor, refs};
use crate::message::issue;
use crate::model::Stage;
use crate::render::Terminal;
use crate::text::escape;
use crate::words::{Sentence, Words};
use std::ffi::OsString;

const NO_TERMINAL: Words = Words::new("there is no terminal to ask questions on", "没有终端，无法提问");
const TYPE_THIS: Words = Words::new(
    "write the message, in the form {0}, into the variable message, and commit it with:  {1}",
    "请把提交说明（格式为 {0}）写入变量 message，再用以下命令提交：  {1}",
);
const NOTHING: Words = Words::new("there is nothing to commit", "没有要提交的内容");
const STAGE: Words = Words::new("stage files with git add, or use -a", "请用 git add 暂存文件，或使用 -a");
const BROKEN: Words = Words::new("the terminal cannot be used: {0}", "无法使用终端：{0}");
const GIVEN_UP: Words = Words::new("nothing was committed", "没有提交");
const GIVEN_UP_KEPT: Words = Words::new(
    "nothing was committed; what you wrote is kept. Go on with:  {0} commit --retry",
    "没有提交；您写的内容已保存。继续：  {0} commit --retry",
);

/// Asks, and commits.
///
/// # Errors
/// Where there is no terminal, nothing to commit, or git cannot be started.
pub fn run(session: &Session, commit: &Commit) -> Result<u8> {
    let place = session.place()?;
    let policy = match session.policy(Some(&place))? {
        Ok(policy) => policy,
        Err(code) => return Ok(code),
    };
    let arguments = commit.git_arguments();
    let words: Vec<_> = arguments.iter().map(|word| word.as_encoded_bytes().to_vec()).collect();
    let line = CommitLine::parse(&words);
    let order = |message: Vec<OsString>| Order {
        folder: place.start.clone(),
        git: Vec::new(),
        options: message.into_iter().chain(commit.signoff.then(|| "-s".into())).chain(arguments.clone()).collect(),
        paths: Vec::new(),
    };
    if line.gives_message {
        return finish(&place, commit, order(Vec::new()).run()?);
    }
    let config = Config::read(&place)?;
    let branch = refs::branch_at_work(&place);
    let setup = Setup::new(policy, Stage::CommitMsg, branch.as_deref())?;
    let lang = session.lang(Some(policy));
    let vocabulary = &setup.effective.vocabulary;
    if !prompting::is_possible() {
        let is_bare = vocabulary.has_pattern || vocabulary.types.is_empty();
        let has_issue = vocabulary.issue_ends_header && !vocabulary.has_pattern;
        let shape = shape(is_bare, vocabulary.scope_required, has_issue);
        let typed = typed(&order(vec!["-m".into()]));
        return Err(Failure::usage(NO_TERMINAL.say()).hint(TYPE_THIS.with([shape.into(), typed.into()])));
    }
    if !commit.print {
        is_anything_to_commit(&place, &arguments, &line)?;
    }
    let form = CommitForm { prefix: prefix(&place), ..CommitForm::of(CommitLine::split(&words)) };
    let judge = setup.judge();
    let desk = Desk::new(&judge, setup.forms(), &place, &config, &form);
    let knowledge = Knowledge {
        lang,
        is_whole_line: vocabulary.has_pattern,
        types: &vocabulary.types,
        about: &vocabulary.about,
        scope_required: vocabulary.scope_required,
        scopes: &|| scopes::likely(&place, &desk, vocabulary, line.amends),
        issue: branch.as_deref().and_then(|branch| issue::in_branch(branch, setup.forms())),
        form: setup.forms().first().map_or("#", |form| form.as_str()).to_owned(),
        issue_ends_header: vocabulary.issue_ends_header,
        asks_sign_off: !commit.signoff,
        findings: &|text| desk.sheet(text).findings,
        body: &|| body(&place),
    };
    let color = session.screen(Some(policy), Stream::Err).color;
    let mut composed = Composed { sign: commit.signoff, ..Composed::default() };
    let asked = prompting::converse(lang, color, |prompter| questions::ask(prompter, &knowledge, &mut composed));
    let given_up_kept = || GIVEN_UP_KEPT.with([session.program_name().into()]);
    let say = |sentence: &Sentence| print_err(&format!("cihook: {}\n", sentence.show(lang, &Terminal)));
    if let Err(stop) = asked {
        let is_written = !composed.parts.description.is_empty();
        if is_written {
            rejected::keep(&place, composed.parts.message().as_bytes(), Some(&form))?;
        }
        say(&if is_written { given_up_kept() } else { GIVEN_UP.say() });
        return match stop {
            Stop::Interrupted => Ok(1),
            Stop::Broken(why) => Err(Failure::unable(BROKEN.with([why.into()]))),
        };
    }
    let desk = desk.signed(composed.sign);
    let message = composed.parts.message();
    if commit.print {
        super::super::print(Stream::Out, desk.as_committed(&message));
        return Ok(u8::from(!desk.passes(&message)));
    }
    let sign = (composed.sign && !commit.signoff).then(|| "-s".into());
    let file = place.own_folder().join("message");
    file::write(&file, message.as_bytes(), Use::Private)?;
    let given = ["-F".into(), file.clone().into_os_string()].into_iter().chain(sign).collect();
    let order = Order { git: committing::words(&["-c", "commit.cleanup=whitespace"]), ..order(given) };
    let ended = order.run()?;
    file::remove(&file)?;
    if ended != Ended::Done
        && rejected::last(&place)?.is_none_or(|last| !last.text.starts_with(message.trim_end().as_bytes()))
    {
        rejected::keep(&place, message.as_bytes(), Some(&form))?;
        say(&given_up_kept());
    }
    finish(&place, commit, ended)
}

/// The exit code of a commit that git made or did not make; pushes where that was asked for.
fn finish(place: &Place, commit: &Commit, ended: Ended) -> Result<u8> {
    if ended == Ended::Done { push(place, commit) } else { Ok(ended.exit_code()) }
}

/// Git says before the first question that there is nothing to commit.
fn is_anything_to_commit(place: &Place, arguments: &[OsString], line: &CommitLine) -> Result<()> {
    let asks = |words: &[&str]| {
        line.options.iter().any(|option| words.iter().any(|word| option.as_slice() == word.as_bytes()))
    };
    if asks(&["-p", "--patch", "--interactive"]) {
        return Ok(());
    }
    let dry: Vec<OsString> =
        committing::words(&["commit", "--dry-run"]).into_iter().chain(arguments.iter().cloned()).collect();
    match Git::at(place).answer_as_is(dry)? {
        Some(_) => Ok(()),
        None => Err(Failure::usage(NOTHING.say()).hint(STAGE.say())),
    }
}

/// The form of a first line, with placeholders, which are refused where one is left.
fn shape(is_bare: bool, has_scope: bool, has_issue: bool) -> String {
    let head = match (is_bare, has_scope) {
        (true, _) => "",
        (false, true) => "<type>(<scope>): ",
        (false, false) => "<type>: ",
    };
    format!("{head}<description>{}", if has_issue { " (#<issue>)" } else { "" })
}

/// The command line for a message in a variable.
fn typed(order: &Order) -> String {
    let words = order.arguments().into_iter();
    let words = words.map(|word| escape::shell_path(word.as_encoded_bytes()).into_owned()).collect::<Vec<_>>();
    format!("git {}", words.join(" ").replacen(" -m", " -m \"$message\"", 1))
}

fn prefix(place: &Place) -> Vec<u8> {
    let below = place.work_tree.as_ref().and_then(|top| place.start.strip_prefix(top).ok());
    below.map(|below| below.as_os_str().as_encoded_bytes().to_vec()).unwrap_or_default()
}

/// Has the body written in the editor; nothing, where that does not work.
fn body(place: &Place) -> Option<String> {
    let file = place.own_folder().join("body");
    let written = editor::edit(place, &file, "");
    editor::forget(&file);
    written.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_first_line_follows_the_policy() {
        assert_eq!(shape(false, true, true), "<type>(<scope>): <description> (#<issue>)");
        assert_eq!(shape(false, false, false), "<type>: <description>");
        assert_eq!(shape(true, true, false), "<description>");
    }
}
