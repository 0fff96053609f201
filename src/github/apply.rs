//! Carries a plan out. What creates something is ordered once; where nobody knows whether it was done, that is looked up
//! before it is ordered again.

use super::answers::{CheckRun, CheckRuns, Comment, Label, Status};
use super::check::{Check, Conclusion};
use super::client::{Client, Method, Server, Trouble};
use super::comment::Letter;
use super::encode;
use super::plan::{self, NewLabel, Own, Step};
use super::repository::Repository;
use serde_json::{Value, json};

/// A step that was not carried out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The step.
    pub step: Step,
    /// What came between.
    pub trouble: Trouble,
}

/// Where a plan is carried out.
pub struct Site<'s> {
    /// The repository.
    pub repository: &'s Repository<'s>,
    /// The number of the pull request.
    pub number: u64,
    /// Tells the account that we act as.
    pub own: &'s dyn Fn() -> Result<Own, Trouble>,
}

impl Site<'_> {
    /// Carries steps out, one by one; what fails does not keep the others back. Tells which were not done.
    pub fn apply(&self, steps: &[Step]) -> Vec<Undone> {
        let undone = |step: &Step| self.step(step).err().map(|trouble| Undone { step: step.clone(), trouble });
        steps.iter().filter_map(undone).collect()
    }

    fn client(&self) -> &Client {
        self.repository.client
    }

    fn issue(&self, rest: &str) -> String {
        self.repository.address(&format!("issues/{}/{rest}", self.number))
    }

    fn step(&self, step: &Step) -> Result<(), Trouble> {
        let comment = |id: &u64| self.repository.address(&format!("issues/comments/{id}"));
        match step {
            Step::SetTitle(title) => {
                let pull = self.repository.address(&format!("pulls/{}", self.number));
                self.order(Method::Patch, &pull, &json!({ "title": title }))
            }
            Step::CreateLabel(label) => self.create_label(label),
            Step::AddLabel(name) => self.add_label(name),
            Step::RemoveLabel(name, id) => self.remove_label(name, *id),
            Step::CreateComment(body) => self.create_comment(body),
            Step::EditComment(id, body) => self.order(Method::Patch, &comment(id), &json!({ "body": body })),
            Step::DeleteComment(id) => self.delete(&comment(id)),
            Step::CreateCheck(check) => self.create_check(check),
            Step::EditCheck(_, check) if self.client().server == Server::Gitea => self.create_check(check),
            Step::EditCheck(id, check) => {
                let mut body = check_body(check);
                if let Some(body) = body.as_object_mut() {
                    body.remove("head_sha");
                }
                self.order(Method::Patch, &self.repository.address(&format!("check-runs/{id}")), &body)
            }
        }
    }

    fn order(&self, method: Method, path: &str, body: &Value) -> Result<(), Trouble> {
        self.client().order(method, path, Some(body)).map(drop)
    }

    fn delete(&self, path: &str) -> Result<(), Trouble> {
        match self.client().order(Method::Delete, path, None) {
            // Somebody else was faster.
            Err(trouble) if trouble.is_missing() => Ok(()),
            ended => ended.map(drop),
        }
    }

    /// Orders something that must not be done twice. `is_done` looks whether it was done; only where it was not, it is
    /// ordered once more. Tells what the server answered, which is nothing where it broke off.
    fn once(&self, path: &str, body: &Value, is_done: &dyn Fn() -> Result<bool, Trouble>) -> Result<String, Trouble> {
        let post = || self.client().order(Method::Post, path, Some(body));
        match post() {
            Err(Trouble::Broken(_)) if is_done()? => Ok(String::new()),
            Err(Trouble::Broken(_)) => match post() {
                Err(Trouble::Broken(_)) if is_done()? => Ok(String::new()),
                ended => ended,
            },
            ended => ended,
        }
    }

    fn create_label(&self, label: &NewLabel) -> Result<(), Trouble> {
        let sign = if self.client().server == Server::Gitea { "#" } else { "" };
        let color = format!("{sign}{}", label.color);
        let body = json!({ "name": label.name, "color": color, "description": label.description });
        let found = || self.find_label(&label.name).map(|label| label.is_some());
        match self.once(&self.repository.address("labels"), &body, &found) {
            // Somebody else was faster.
            Err(Trouble::Refused { status: 422 | 409, .. }) if found()? => Ok(()),
            ended => ended.map(drop),
        }
    }

    fn find_label(&self, name: &str) -> Result<Option<Label>, Trouble> {
        if self.client().server == Server::Gitea {
            return Ok(self.repository.labels()?.into_iter().find(|label| label.name == name));
        }
        self.client().find(&self.repository.address(&format!("labels/{}", encode::segment(name))))
    }

    /// The number of a label, by which Gitea puts it on.
    fn number_of(&self, name: &str) -> Result<u64, Trouble> {
        let lacking = || Trouble::Refused { status: 404, message: format!("there is no label {name}") };
        self.find_label(name)?.and_then(|label| label.id).ok_or_else(lacking)
    }

    fn add_label(&self, name: &str) -> Result<(), Trouble> {
        let body = match self.client().server {
            Server::GitHub => json!({ "labels": [name] }),
            Server::Gitea => json!({ "labels": [self.number_of(name)?] }),
        };
        let path = self.issue("labels");
        let is_done = || {
            let labels: Vec<Label> = self.client().get(&format!("{path}?per_page=100"))?;
            Ok(labels.iter().any(|label| label.name.to_lowercase() == name.to_lowercase()))
        };
        self.once(&path, &body, &is_done).map(drop)
    }

    fn remove_label(&self, name: &str, id: Option<u64>) -> Result<(), Trouble> {
        let name = match (self.client().server, id) {
            (Server::Gitea, Some(id)) => id.to_string(),
            _ => encode::segment(name),
        };
        self.delete(&self.issue(&format!("labels/{name}")))
    }

    fn create_comment(&self, body: &str) -> Result<(), Trouble> {
        let letter = Letter { text: body.to_owned(), is_clean: false };
        let is_done = || {
            let own = (self.own)()?;
            let is_ours = |comment: &Comment| own.is(&comment.user) && comment.body.starts_with(letter.marker());
            Ok(self.repository.comments(self.number)?.iter().any(is_ours))
        };
        let reply = self.once(&self.issue("comments"), &json!({ "body": body }), &is_done)?;
        self.keep_oldest(&reply, &letter)
    }

    /// Another run may have written at the same moment, or the account is another than was thought, which the answer
    /// tells: of several comments of ours the oldest is kept. Where that cannot be seen, the next run sees it.
    fn keep_oldest(&self, reply: &str, letter: &Letter) -> Result<(), Trouble> {
        let written: Comment = serde_json::from_str(reply).unwrap_or_default();
        let own = if written.user.login.is_empty() { (self.own)()? } else { Own(written.user.login) };
        let Ok(comments) = self.repository.comments(self.number) else { return Ok(()) };
        let steps = plan::comment_steps(letter, &comments, &own);
        // A list that does not show the comment yet is no reason for another one.
        let mut later = steps.iter().filter(|step| !matches!(step, Step::CreateComment(_)));
        later.try_for_each(|step| self.step(step))
    }

    fn create_check(&self, check: &Check) -> Result<(), Trouble> {
        if self.client().server == Server::Gitea {
            let path = self.repository.address(&format!("statuses/{}", check.commit));
            // The same status twice says no more than once.
            return self.once(&path, &status_body(check), &|| Ok(false)).map(drop);
        }
        let is_done = || {
            let known = self.repository.checks(check)?;
            Ok(known.iter().any(|run| run.conclusion == check.conclusion.name() && run.output.summary == check.summary))
        };
        self.once(&self.repository.address("check-runs"), &check_body(check), &is_done).map(drop)
    }
}

impl Repository<'_> {
    /// The check runs of that name on the commit; on a server that has none, the statuses.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn checks(&self, check: &Check) -> Result<Vec<CheckRun>, Trouble> {
        if self.client.server == Server::Gitea {
            let path = self.address(&format!("commits/{}/statuses?limit=50", check.commit));
            let mut runs: Vec<CheckRun> =
                self.client.get::<Vec<Status>>(&path)?.into_iter().map(CheckRun::from).collect();
            // A status has no text, and one word for all that is not well: the same word is the same verdict.
            for run in &mut runs {
                run.output.summary.clone_from(&check.summary);
                if run.conclusion == state(check.conclusion) {
                    check.conclusion.name().clone_into(&mut run.conclusion);
                }
            }
            return Ok(runs);
        }
        let name = encode::segment(&check.name);
        let path = format!("commits/{}/check-runs?check_name={name}&filter=all&per_page=100", check.commit);
        self.client.get::<CheckRuns>(&self.address(&path)).map(|runs| runs.check_runs)
    }
}

fn check_body(check: &Check) -> Value {
    json!({
        "name": check.name,
        "head_sha": check.commit.to_string(),
        "status": "completed",
        "conclusion": check.conclusion.name(),
        "output": { "title": check.title, "summary": check.summary },
    })
}

/// A status has room for one line.
fn status_body(check: &Check) -> Value {
    json!({ "context": check.name, "state": state(check.conclusion), "description": check.title })
}

/// A status has no third way to end.
fn state(conclusion: Conclusion) -> &'static str {
    if conclusion == Conclusion::Success { "success" } else { "failure" }
}
