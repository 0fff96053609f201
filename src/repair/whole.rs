//! A whole message, repaired until nothing is left that may be repaired without a person.

use super::{Given, is_too_long};
use crate::finding::{Sheet, Slot};

/// A message after its repair.
#[derive(Clone, Debug)]
pub struct Repaired {
    /// The message.
    pub text: String,
    /// What is still found in it.
    pub left: Sheet,
}

/// More rounds than any message needs: a repair shows the next fault, and each rule repairs its own.
const MOST_ROUNDS: usize = 8;

/// Repairs `text`; `judge` tells what a text has wrong. Whatever was given is used once: where it does not help, as a scope
/// that the policy does not allow, the finding is left, and nothing comes twice.
pub fn whole(text: &str, given: &Given<'_>, judge: &mut dyn FnMut(&str) -> Sheet) -> Repaired {
    let mut given = given.sound();
    let mut text = text.to_owned();
    let mut left = judge(&text);
    if is_too_long(&text) {
        return Repaired { text, left };
    }
    for _ in 0..MOST_ROUNDS {
        let (repaired, filled) = given.applied(&text, &left.findings);
        if repaired == text {
            break;
        }
        for slot in filled {
            match slot {
                Slot::Issue => given.issue = None,
                Slot::Scope => given.scope = None,
                Slot::Type => given.kind = None,
            }
        }
        text = repaired;
        left = judge(&text);
    }
    Repaired { text, left }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Judge, Occasion};
    use crate::message::Message;
    use crate::model::{Commit, Stage};
    use crate::options::Day;
    use crate::policy::{Policy, Source};

    /// What becomes of a message by a policy that wants no sign-off.
    fn repaired(settings: &str, branch: Option<&str>, text: &str, given: Given<'_>) -> String {
        let text_of_policy = format!("[rules.sign-off]\nlevel = \"off\"\n{settings}");
        let file = Source { name: "cihook.toml".to_owned(), text: text_of_policy.into() };
        let policy = Policy::load(Some(file), &|name| Err(name.to_owned())).expect("a policy");
        let effective = policy.for_branch(None).expect("no override");
        let occasion = Occasion { stage: Stage::Check, branch, today: Day::of_unix_time(0), skip: &[], around: None };
        let judge = Judge::new(&policy, &effective, occasion);
        let mut judged = |text: &str| {
            let mut sheet = Sheet::default();
            let commit = Commit::saying(Message::parse(text, &effective.vocabulary.forms));
            judge.commit(&commit, &|_| false, &mut sheet);
            sheet
        };
        whole(text, &given, &mut judged).text
    }

    fn issue(issue: &str) -> Given<'_> {
        Given { issue: Some(issue), ..Given::default() }
    }

    #[test]
    fn a_given_issue_is_written_as_the_policy_wants_it() {
        let text = "feat(api): add it\n";
        for (given, written) in [("42", "(#42)"), ("#42", "(#42)"), ("GH-42", "(#42)"), ("o/r#42", "(o/r#42)")] {
            assert_eq!(repaired("", None, text, issue(given)), format!("feat(api): add it {written}\n"));
        }
        let jira = "[rules.header-issue]\nforms = [\"PROJ-\", \"#\"]\n";
        assert_eq!(repaired(jira, None, text, issue("7")), "feat(api): add it (PROJ-7)\n");
        assert_eq!(repaired(jira, None, text, issue("PROJ-7")), "feat(api): add it (PROJ-7)\n");
        let trailer = "[rules.header-issue]\nwhere = [\"trailer\"]\n";
        assert_eq!(repaired(trailer, None, text, issue("7")), "feat(api): add it\n\nRefs: #7\n");
        let signed = "feat(api): add it\n\nSigned-off-by: A <a@b.c>\n";
        let with_both = "feat(api): add it\n\nRefs: #7\nSigned-off-by: A <a@b.c>\n";
        assert_eq!(repaired(trailer, None, signed, issue("7")), with_both);
        let body = "[rules.header-issue]\nwhere = [\"body\"]\n";
        assert_eq!(repaired(body, None, text, issue("o/r#7")), "feat(api): add it\n\nRefs o/r#7\n");
        let with_line = "feat(api): add it\n\nRefs #7\n\nSigned-off-by: A <a@b.c>\n";
        assert_eq!(repaired(body, None, signed, issue("7")), with_line);
    }

    #[test]
    fn a_given_issue_comes_once_and_never_beside_another() {
        for text in ["feat(api): add it (#7)\n", "Revert \"feat(api): add it\"\n"] {
            assert_eq!(repaired("", None, text, issue("42")), text);
        }
        let other = "[rules.header-issue]\nforms = [\"PROJ-\"]\n";
        let once = repaired(other, None, "feat(api): add it\n", issue("o/r#42"));
        assert_eq!(once, "feat(api): add it (o/r#42)\n", "a form that the policy does not know is not tried again");
        let branch = Some("feat/12-page");
        assert_eq!(repaired("", branch, "feat(api): add it\n", issue("42")), "feat(api): add it (#42)\n");
    }

    #[test]
    fn given_type_and_scope_fill_in_what_is_missing() {
        let given = Given { kind: Some("fix"), scope: Some("api"), ..Given::default() };
        for (text, whole) in [
            ("Login is broken (#1)\n", "fix(api): Login is broken (#1)\n"),
            ("feat: add it (#1)\n", "feat(api): add it (#1)\n"),
            ("feat(): add it (#1)\n", "feat(api): add it (#1)\n"),
            ("feat(web): add it (#1)\n", "feat(web): add it (#1)\n"),
            ("improve(web): add it (#1)\n", "fix(web): add it (#1)\n"),
            ("web: add it (#1)\n", "fix(api): add it (#1)\n"),
            ("(web): add it (#1)\n", "fix(web): add it (#1)\n"),
            (": add it (#1)\n", "fix(api): add it (#1)\n"),
            ("Test all of it (#1)\n", "fix(api): Test all of it (#1)\n"),
            ("Fix all of it (#1)\n", "fix(api): all of it (#1)\n"),
        ] {
            assert_eq!(repaired("", None, text, given), whole);
        }
        let as_scope = repaired("", None, "web: add it (#1)\n", Given { kind: Some("fix"), ..Given::default() });
        assert_eq!(as_scope, "fix(web): add it (#1)\n");
        let only_type = Given { kind: Some("fix"), ..Given::default() };
        assert_eq!(repaired("", None, "Login is broken (#1)\n", only_type), "fix: Login is broken (#1)\n");
        assert_eq!(repaired("", None, "Revert \"x\"\n", given), "Revert \"x\"\n");
    }

    #[test]
    fn what_says_more_than_its_place_is_not_taken() {
        for value in ["", "a b", "a): b", "a\nb", "a\u{202e}b", "<type>"] {
            let given = Given { kind: Some(value), issue: Some(value), ..Given::default() };
            assert_eq!(repaired("", None, "Login is broken\n", given), "Login is broken\n", "{value:?}");
        }
        let scope = Given { scope: Some("a): b"), ..Given::default() };
        assert_eq!(repaired("", None, "feat: add it (#1)\n", scope), "feat: add it (#1)\n");
    }
}
