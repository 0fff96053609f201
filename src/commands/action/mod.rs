//! `cihook action`: judges what an event of a server names, and says so there. All facts come from the API; nothing of a
//! pull request is checked out or run, and its policy is the one of the branch that it goes into.

mod around;
mod base;
mod changes;
mod desk;
mod orders;
mod outcome;
mod proposal;
mod pull;
mod push;
mod queue;
mod retitle;
mod runner;
mod telling;
mod templates;

use super::session::{Session, Setup, Stream};
use crate::cli::{Action, Global};
use crate::failure::{Failure, Result};
use crate::github::client::{Client, Server, Trouble};
use crate::github::event::{Event, Order, PullRef};
use crate::github::plan::Own;
use crate::github::repository::Repository;
use crate::policy::Policy;
use crate::text::escape;
use crate::words::{Sentence, Words};
use outcome::Outcome;
use runner::Runner;
use std::cell::OnceCell;

/// What a run works with.
pub struct Run<'r> {
    session: &'r Session,
    action: &'r Action,
    runner: &'r Runner,
    client: Client,
    own: OnceCell<Own>,
    has_app_token: bool,
}

/// A policy, or the exit code after its mistakes were shown.
type Loaded = std::result::Result<&'static Policy, u8>;

/// The account of the token that a workflow is given.
const WORKFLOW_ACCOUNT: &str = "github-actions[bot]";

/// The same on Gitea.
const GITEA_ACCOUNT: &str = "gitea-actions";

/// What somebody may be to a repository, and have a pull request looked at again.
const COLLABORATORS: [&str; 3] = ["OWNER", "MEMBER", "COLLABORATOR"];

const IDLE: Words = Words::new("cihook: nothing to do: {0}", "cihook：无需检查：{0}");
const IGNORED: Words = Words::new("cihook: a server does not listen to {0}", "cihook：服务器不理会 {0}");
const NOT_YOURS: Words = Words::new(
    "`{0}` is neither the author of the pull request nor a collaborator",
    "`{0}` 既不是拉取请求的作者也不是协作者",
);
const MISTAKES: Words = Words::new(
    "the policy has mistakes: the log and `cihook policy check` show them",
    "策略有误：详见日志或运行 `cihook policy check`",
);

/// Runs the command.
///
/// # Errors
/// Where the facts cannot be had: that is said in the outputs as well, and is never a pass.
pub fn run(session: &Session, action: &Action) -> Result<u8> {
    let ignored = Runner::ignored();
    if !ignored.is_empty() {
        say(session, &IGNORED.with([ignored.into()]));
    }
    let runner = Runner::here();
    let session = &Session {
        global: Global { format: runner.format(session.global.format), ..session.global.clone() },
        failures: session.failures,
        start: session.start.clone(),
    };
    let ended = Runner::event(action).and_then(|event| {
        let access = Runner::access(action);
        let has_app_token = access.token.as_ref().is_some_and(|token| token.starts_with("ghs_"));
        let client = Client::new(&access)?;
        let run = Run { session, action, runner: &runner, client, own: OnceCell::new(), has_app_token };
        run.event(&event)
    });
    if let Err(failure) = &ended {
        outcome::failed(&runner, failure, session.lang(None))?;
    }
    ended
}

impl Run<'_> {
    fn event(&self, event: &Event) -> Result<u8> {
        match event {
            Event::PullRequest(pull) => pull::run(self, pull, false),
            Event::Order { order, pull, asker, association } => self.order(*order, pull, asker, association),
            Event::MergeGroup(group) => queue::run(self, group),
            Event::Push(push) => push::run(self, push),
            Event::Nothing(why) => self.idle(why),
        }
    }

    fn order(&self, order: Order, pull: &PullRef, asker: &str, association: &str) -> Result<u8> {
        let is_collaborator = COLLABORATORS.contains(&association);
        let is_author = || -> Result<bool> {
            let author = self.repository(&pull.repository).pull(pull.number)?.user.login;
            Ok(!author.is_empty() && author.eq_ignore_ascii_case(asker))
        };
        if !is_collaborator && !is_author()? {
            return self.idle(&NOT_YOURS.with([asker.into()]));
        }
        match order {
            Order::Recheck => pull::run(self, pull, true),
            Order::Fix => pull::fix(self, pull, asker),
        }
    }

    pub(super) fn idle(&self, why: &Sentence) -> Result<u8> {
        say(self.session, &IDLE.with([why.clone().into()]));
        Outcome::nothing().tell(self.runner)?;
        Ok(0)
    }

    fn repository<'c>(&'c self, name: &str) -> Repository<'c> {
        Repository::new(&self.client, name)
    }

    /// The policy that holds.
    fn policy(&self, repository: &Repository<'_>, base: &base::Base<'_>) -> Result<Loaded> {
        let read = match &self.action.policy_from {
            Some(told) => base::pinned(repository, told)?,
            None if self.session.global.policy.is_some() => return self.session.policy(None),
            None => base.policy()?,
        };
        match read {
            Ok(policy) => Ok(Ok(policy)),
            Err(rejected) => {
                outcome::failed(self.runner, &Failure::usage(MISTAKES.say()), self.session.lang(None))?;
                Ok(Err(self.session.reject(&rejected)))
            }
        }
    }

    /// The account that we act as. It is only asked for where something is there that could be ours.
    fn own(&self, repository: &Repository<'_>) -> std::result::Result<Own, Trouble> {
        if let Some(own) = self.own.get() {
            return Ok(own.clone());
        }
        let own = match &self.action.login {
            Some(login) => login.clone(),
            None if self.has_app_token => match repository.viewer() {
                Ok(login) => login,
                Err(trouble) if trouble.is_refused() => WORKFLOW_ACCOUNT.to_owned(),
                Err(trouble) => return Err(trouble),
            },
            None => match repository.own_account() {
                Ok(user) => user.login,
                Err(trouble) if trouble.is_refused() => match self.client.server {
                    Server::GitHub => WORKFLOW_ACCOUNT.to_owned(),
                    Server::Gitea => GITEA_ACCOUNT.to_owned(),
                },
                Err(trouble) => return Err(trouble),
            },
        };
        Ok(self.own.get_or_init(|| Own(own)).clone())
    }
}

/// Says something in the log. A line of ours begins with our name, so that none of it is taken for an order.
fn say(session: &Session, sentence: &Sentence) {
    let text = sentence.plain(session.lang(None));
    super::print(Stream::Err, format!("{}\n", escape::line(&text)));
}

/// The first mistake of a policy that does not fit, in words.
fn setup<'p>(policy: &'p Policy, stage: crate::model::Stage, branch: &'p str) -> Result<Setup<'p>> {
    Setup::on_server(policy, stage, Some(branch))
}
