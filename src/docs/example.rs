//! A message that the policy accepts. It is tried, not claimed: where none of the usual ones passes, there is none.

use super::{Norm, asked};
use crate::engine::{Judge, Occasion};
use crate::finding::Sheet;
use crate::message::Message;
use crate::model::{Commit, Identity, Known, Stage};
use crate::options::Day;
use crate::rules::ids;
use crate::words::Lang;

const SIGN_OFF: &str = "Signed-off-by: Ann Lee <ann@example.org>";

/// An example; it may depend on the language, since policies may ask for one.
pub fn message(norm: &Norm<'_>, lang: Lang) -> Option<String> {
    let descriptions = match lang {
        Lang::En => ["add the login page", "Add the login page"],
        Lang::ZhCn => ["新增登录页面", "add the login page"],
    };
    let heads = heads(norm);
    let headers = heads.iter().flat_map(|head| descriptions.map(|description| format!("{head}{description}")));
    headers.flat_map(|header| wholes(norm, &header, lang)).find(|text| passes(norm, text))
}

/// The same without its sign-off: a program that copies it would sign in a stranger's name.
pub fn unsigned(message: String) -> String {
    message.replace(SIGN_OFF, "").trim_end().to_owned() + "\n"
}

/// What may stand before the description.
fn heads(norm: &Norm<'_>) -> Vec<String> {
    let vocabulary = norm.vocabulary();
    if vocabulary.has_pattern {
        return vec![String::new()];
    }
    let is_plain = |scope: &&String| !scope.contains(['*', '?', '{', '!']);
    let named = norm.list("header-scope", "allow");
    let scopes = vocabulary.scopes.iter().chain(&named).filter(is_plain).map(String::as_str).chain(["api"]);
    let usual = vocabulary.types.iter().find(|kind| *kind == "feat").or(vocabulary.types.first());
    let kind = usual.map_or("feat", String::as_str);
    let scoped = scopes.take(2).flat_map(|scope| [format!("{kind}({scope}): "), format!("{scope}: ")]);
    [format!("{kind}: "), String::new()].into_iter().chain(scoped).collect()
}

/// A header with what else the policy may ask for, from little to much.
fn wholes(norm: &Norm<'_>, header: &str, lang: Lang) -> Vec<String> {
    let number = asked::number(norm);
    let is_signed = norm.asks(ids::SIGN_OFF);
    let why = match lang {
        Lang::En => "Users could not get in without a token.",
        Lang::ZhCn => "没有令牌的用户无法进入。",
    };
    let mut all = Vec::new();
    for suffix in [String::new(), format!(" ({number})")] {
        for body in ["", why] {
            for refers in [false, true] {
                let mut paragraphs = vec![format!("{header}{suffix}")];
                paragraphs.extend((!body.is_empty()).then(|| body.to_owned()));
                let refers = refers.then(|| format!("Refs: {number}"));
                let trailers: Vec<String> = refers.into_iter().chain(is_signed.then(|| SIGN_OFF.to_owned())).collect();
                paragraphs.extend((!trailers.is_empty()).then(|| trailers.join("\n")));
                all.push(paragraphs.join("\n\n") + "\n");
            }
        }
    }
    all
}

fn passes(norm: &Norm<'_>, text: &str) -> bool {
    let known = Known::Yes(Identity { name: "Ann Lee".into(), email: "ann@example.org".into() });
    let commit = Commit {
        author: known.clone(),
        committer: known,
        ..Commit::saying(Message::parse(text, &norm.vocabulary().forms))
    };
    [Stage::CommitMsg, Stage::PrePush, Stage::Check].into_iter().all(|stage| {
        let occasion = Occasion { stage, branch: None, today: Day::of_unix_time(0), skip: &[], around: None };
        let mut sheet = Sheet::default();
        Judge::new(norm.policy, norm.effective, occasion).commit(&commit, &|_| false, &mut sheet);
        sheet.findings.is_empty()
    })
}
