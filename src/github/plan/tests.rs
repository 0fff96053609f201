use super::super::comment::MARKER;
use super::*;
use crate::github::answers::App;
use crate::github::check::Conclusion;
use crate::model::ObjectId;

fn user(login: &str) -> User {
    User { login: login.to_owned(), kind: String::new() }
}

fn label(name: &str) -> Label {
    Label { name: name.to_owned(), id: None }
}

fn event(what: &str, name: &str, actor: &str) -> IssueEvent {
    IssueEvent { event: what.to_owned(), actor: Some(user(actor)), label: Some(label(name)) }
}

fn own() -> Own {
    Own("github-actions[bot]".to_owned())
}

fn changes(wanted: &[&str], unwanted: &[&str], present: &[&str], events: &[IssueEvent]) -> LabelChanges {
    let present: Vec<Label> = present.iter().map(|name| label(name)).collect();
    label_changes(&wanted.iter().copied().collect(), &unwanted.iter().copied().collect(), &present, events, &own())
}

#[test]
fn labels_are_added_and_removed_one_by_one() {
    let set = [event("labeled", "size/S", "github-actions[bot]")];
    let changes = changes(&["size/M"], &["size/S", "size/L"], &["size/S", "theirs"], &set);
    assert_eq!((changes.add, changes.remove), (vec!["size/M".to_owned()], vec![("size/S".to_owned(), None)]));
}

#[test]
fn what_a_person_did_last_stays() {
    let removed = [event("labeled", "kind/Feature", "github-actions[bot]"), event("unlabeled", "kind/feature", "ada")];
    let left = changes(&["kind/feature"], &[], &[], &removed);
    assert!(left.add.is_empty() && left.notes.len() == 1);
    let added = [event("labeled", "kind/bug", "ada")];
    assert!(changes(&[], &["kind/bug"], &["kind/bug"], &added).remove.is_empty());
    // Nobody is known to have set it, so it is not ours to take off.
    assert!(changes(&[], &["kind/bug"], &["kind/bug"], &[]).remove.is_empty());
    let ours_again = [event("unlabeled", "kind/bug", "ada"), event("labeled", "kind/bug", "github-actions[bot]")];
    assert_eq!(changes(&[], &["kind/bug"], &["kind/bug"], &ours_again).remove.len(), 1);
}

#[test]
fn an_account_that_is_gone_is_still_a_person() {
    let ghost = IssueEvent { event: "unlabeled".to_owned(), actor: None, label: Some(label("x")) };
    assert!(changes(&["x"], &[], &[], &[ghost]).add.is_empty());
}

#[test]
fn a_hundred_labels_are_enough() {
    let many: Vec<String> = (0..100).map(|n| format!("l{n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let left = changes(&["x"], &[], &many, &[]);
    assert!(left.add.is_empty() && left.notes.len() == 1);
}

#[test]
fn labels_that_nobody_knows_are_made_first() {
    let changes = LabelChanges { add: vec!["a".into(), "B".into()], ..LabelChanges::default() };
    let steps = label_steps(&changes, &[label("b")], |name| ((name == "a").then_some("d73a4a"), Some("why")));
    let new = NewLabel { name: "a".into(), color: "d73a4a".into(), description: "why".into() };
    assert_eq!(steps, [Step::CreateLabel(new), Step::AddLabel("a".into()), Step::AddLabel("B".into())]);
}

fn comment(id: u64, login: &str, body: &str) -> Comment {
    Comment { id, body: body.to_owned(), user: user(login) }
}

fn letter(text: &str, is_clean: bool) -> Letter {
    Letter { text: format!("{MARKER}\n{text}"), is_clean }
}

#[test]
fn the_comment_is_ours_alone_and_the_oldest_is_kept() {
    let body = format!("{MARKER}\nold");
    let comments = [
        comment(1, "mallory", &body),
        comment(5, "github-actions[bot]", &body),
        comment(3, "GitHub-Actions[bot]", &body),
        comment(2, "github-actions[bot]", "something else"),
    ];
    let steps = comment_steps(&letter("new", false), &comments, &own());
    assert_eq!(steps, [Step::EditComment(3, letter("new", false).text), Step::DeleteComment(5)]);
    assert!(comment_steps(&letter("x", true), &comments[..1], &own()).is_empty());
    let steps = comment_steps(&letter("x", false), &comments[..1], &own());
    assert_eq!(steps, [Step::CreateComment(letter("x", false).text)]);
}

#[test]
fn an_unchanged_comment_is_left_alone() {
    let comments = [comment(3, "github-actions[bot]", &format!("{MARKER}\r\nsame\r\n"))];
    assert!(comment_steps(&letter("same", false), &comments, &own()).is_empty());
}

#[test]
fn a_check_is_made_once_and_changed_after_that() {
    let check = Check {
        name: "DCO".into(),
        commit: ObjectId::from_bytes(&[1; 20]).expect("an id"),
        conclusion: Conclusion::Success,
        title: "DCO".into(),
        summary: "all".into(),
    };
    let mut run = CheckRun { id: 7, name: "DCO".into(), conclusion: "success".into(), ..CheckRun::default() };
    run.output.summary = "all".into();
    assert_eq!(check_step(&check, &[], "github-actions"), Some(Step::CreateCheck(check.clone())));
    assert_eq!(check_step(&check, &[run.clone()], "github-actions"), None);
    run.conclusion = "action_required".into();
    assert_eq!(check_step(&check, &[run.clone()], "github-actions"), Some(Step::EditCheck(7, check.clone())));
    run.app = Some(App { slug: "dco".into() });
    assert_eq!(check_step(&check, &[run], "github-actions"), Some(Step::CreateCheck(check)));
}
