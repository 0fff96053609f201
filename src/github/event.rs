//! What happened, as the runner tells it: the name of the event and its payload. Payloads go stale (a re-run gets the old
//! one), so that nothing is taken from here that can be asked for: only what has to be judged.
//!
//! Source: <https://docs.github.com/en/webhooks/webhook-events-and-payloads>.

use crate::model::ObjectId;
use crate::words::{Sentence, Words};
use serde_json::Value;

/// Something to judge, or the reason why there is nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A pull request was opened or changed.
    PullRequest(PullRef),
    /// Somebody orders something in a comment on a pull request.
    Order {
        /// What.
        order: Order,
        /// Which one.
        pull: PullRef,
        /// Who asks.
        asker: String,
        /// What the asker is to the repository, as `COLLABORATOR`.
        association: String,
    },
    /// A merge queue has made a commit and asks whether it may land.
    MergeGroup(MergeGroup),
    /// Commits were pushed.
    Push(Push),
    /// Nothing to judge.
    Nothing(Sentence),
}

/// What a comment can order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// To look at the pull request again.
    Recheck,
    /// To correct its title first, where that is safe.
    Fix,
}

/// The name of a pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullRef {
    /// `owner/name` of the repository that it goes into.
    pub repository: String,
    /// Its number.
    pub number: u64,
}

/// What a merge queue has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeGroup {
    /// `owner/name`.
    pub repository: String,
    /// The commit that the queue made.
    pub head: ObjectId,
    /// The commit that it was made upon.
    pub base: ObjectId,
    /// The branch that it would land on.
    pub branch: String,
    /// The pull request that is in the name of the queue's branch.
    pub number: Option<u64>,
}

/// Commits that were pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// `owner/name`.
    pub repository: String,
    /// Its default branch.
    pub default_branch: String,
    /// What the ref was; `None` where it is new.
    pub before: Option<ObjectId>,
    /// What it is now.
    pub after: ObjectId,
    /// The whole name of the ref.
    pub name: String,
}

/// What a comment has to say, and nothing else.
const ORDERS: [(&str, Order); 2] = [("/cihook recheck", Order::Recheck), ("/cihook fix", Order::Fix)];

/// Before the name of the branch that a merge queue tries things on.
const QUEUE: &str = "refs/heads/gh-readonly-queue/";

const NO_JSON: Words = Words::new("the payload of the event is not JSON: {0}", "事件内容不是 JSON：{0}");
const LACKS: Words =
    Words::new("the payload of `{0}` lacks `{1}`, or it is of another kind", "`{0}` 事件的内容缺少 `{1}`，或类型不对");
const NOT_JUDGED: Words = Words::new(
    "unsupported event `{0}`; supported: pull_request, pull_request_target, merge_group, push, issue_comment",
    "事件 `{0}` 没有可检查的内容：支持 pull_request、pull_request_target、merge_group、push 和 issue_comment",
);
const ACTION: Words =
    Words::new("nothing to check for `{0}` of a `{1}` event", "`{1}` 事件的 `{0}` 不改变要检查的内容");
const NO_PULL: Words = Words::new("the comment is not on a pull request", "该评论不在拉取请求上");
const NO_ORDER: Words = Words::new(
    "the comment is neither `/cihook recheck` nor `/cihook fix`",
    "该评论既不是 `/cihook recheck` 也不是 `/cihook fix`",
);
const DELETED: Words = Words::new("the branch or tag was deleted", "该分支或标签已被删除");

/// Reads an event.
///
/// # Errors
/// Where the payload is no JSON, or lacks what the event has to have.
pub fn read(name: &str, payload: &str) -> Result<Event, Sentence> {
    let payload: Value = serde_json::from_str(payload).map_err(|error| NO_JSON.with([error.to_string().into()]))?;
    let payload = Payload { event: name, payload: &payload };
    match name {
        "pull_request" | "pull_request_target" => pull_request(&payload),
        "merge_group" => merge_group(&payload),
        "push" => push(&payload),
        "issue_comment" => comment(&payload),
        _ => Ok(Event::Nothing(NOT_JUDGED.with([name.into()]))),
    }
}

/// The number of the pull request and its base branch in `gh-readonly-queue/<base>/pr-<number>-<sha>`.
pub fn queue_branch(name: &str) -> Option<(&str, u64)> {
    let (base, tail) = name.strip_prefix(QUEUE)?.rsplit_once('/')?;
    let (number, id) = tail.strip_prefix("pr-")?.split_once('-')?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    number.parse().ok().filter(|_| is_id && !base.is_empty()).map(|number| (base, number))
}

/// Reads `OWNER/REPO#N`.
pub fn pull_ref(text: &str) -> Option<PullRef> {
    let (repository, number) = text.split_once('#')?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    is_repository(repository).then(|| PullRef { repository: repository.to_owned(), number })
}

/// Whether it is `owner/name`, and nothing that would lead elsewhere in an address.
pub fn is_repository(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word != "."
            && word != ".."
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    name.split_once('/').is_some_and(|(owner, name)| is_word(owner) && is_word(name))
}

struct Payload<'p> {
    event: &'p str,
    payload: &'p Value,
}

impl<'p> Payload<'p> {
    fn at(&self, pointer: &str) -> Option<&'p Value> {
        self.payload.pointer(pointer).filter(|value| !value.is_null())
    }

    fn text(&self, pointer: &str) -> Result<&'p str, Sentence> {
        self.at(pointer).and_then(Value::as_str).ok_or_else(|| self.lacks(pointer))
    }

    fn id(&self, pointer: &str) -> Result<ObjectId, Sentence> {
        ObjectId::from_hex(self.text(pointer)?.as_bytes()).ok_or_else(|| self.lacks(pointer))
    }

    fn repository(&self) -> Result<String, Sentence> {
        let name = self.text("/repository/full_name")?;
        if is_repository(name) { Ok(name.to_owned()) } else { Err(self.lacks("/repository/full_name")) }
    }

    fn number(&self, pointer: &str) -> Result<u64, Sentence> {
        self.at(pointer).and_then(Value::as_u64).ok_or_else(|| self.lacks(pointer))
    }

    fn action(&self) -> &'p str {
        self.at("/action").and_then(Value::as_str).unwrap_or_default()
    }

    fn lacks(&self, pointer: &str) -> Sentence {
        LACKS.with([self.event.into(), pointer.trim_start_matches('/').replace('/', ".").into()])
    }

    fn idle(&self) -> Event {
        Event::Nothing(ACTION.with([self.action().into(), self.event.into()]))
    }
}

fn pull_request(payload: &Payload<'_>) -> Result<Event, Sentence> {
    if payload.action() == "closed" {
        return Ok(payload.idle());
    }
    let number = payload.number("/pull_request/number").or_else(|_| payload.number("/number"))?;
    Ok(Event::PullRequest(PullRef { repository: payload.repository()?, number }))
}

fn merge_group(payload: &Payload<'_>) -> Result<Event, Sentence> {
    if payload.action() == "destroyed" {
        return Ok(payload.idle());
    }
    let base_ref = payload.text("/merge_group/base_ref")?;
    Ok(Event::MergeGroup(MergeGroup {
        repository: payload.repository()?,
        head: payload.id("/merge_group/head_sha")?,
        base: payload.id("/merge_group/base_sha")?,
        branch: base_ref.strip_prefix("refs/heads/").unwrap_or(base_ref).to_owned(),
        number: queue_branch(payload.text("/merge_group/head_ref")?).map(|(_, number)| number),
    }))
}

fn push(payload: &Payload<'_>) -> Result<Event, Sentence> {
    let after = payload.id("/after")?;
    if after.is_zero() {
        return Ok(Event::Nothing(DELETED.say()));
    }
    Ok(Event::Push(Push {
        repository: payload.repository()?,
        default_branch: payload.text("/repository/default_branch").unwrap_or("HEAD").to_owned(),
        before: Some(payload.id("/before")?).filter(|id| !id.is_zero()),
        after,
        name: payload.text("/ref")?.to_owned(),
    }))
}

fn comment(payload: &Payload<'_>) -> Result<Event, Sentence> {
    if payload.action() != "created" {
        return Ok(payload.idle());
    }
    if payload.at("/issue/pull_request").is_none() {
        return Ok(Event::Nothing(NO_PULL.say()));
    }
    let said = payload.text("/comment/body")?.trim();
    let Some((_, order)) = ORDERS.into_iter().find(|(words, _)| *words == said) else {
        return Ok(Event::Nothing(NO_ORDER.say()));
    };
    Ok(Event::Order {
        order,
        pull: PullRef { repository: payload.repository()?, number: payload.number("/issue/number")? },
        asker: payload.text("/comment/user/login")?.to_owned(),
        association: payload.text("/comment/author_association").unwrap_or("NONE").to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use serde_json::json;

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    fn event(name: &str, payload: &Value) -> Event {
        read(name, &payload.to_string()).unwrap_or_else(|sentence| panic!("{}", sentence.plain(Lang::En)))
    }

    #[test]
    fn pull_requests_are_named_by_their_payload() {
        let payload = json!({ "action": "edited", "number": 7, "pull_request": { "number": 7, "head": { "repo": null } },
            "repository": { "full_name": "acme/shop" } });
        let pull = PullRef { repository: "acme/shop".to_owned(), number: 7 };
        assert_eq!(event("pull_request_target", &payload), Event::PullRequest(pull.clone()));
        assert_eq!(pull_ref("acme/shop#7"), Some(pull));
        for wrong in ["acme/shop", "acme#7", "acme/shop#0", "acme/../x#7", "acme/..#7", "a b/c#7"] {
            assert_eq!(pull_ref(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn merge_groups_name_their_pull_request_in_the_branch() {
        let name = format!("refs/heads/gh-readonly-queue/release/v1/pr-104-{ID}");
        assert_eq!(queue_branch(&name), Some(("release/v1", 104)));
        assert_eq!(queue_branch("refs/heads/gh-readonly-queue/main/pr-x-1"), None);
        assert_eq!(queue_branch("refs/heads/main"), None);
        let payload = json!({ "action": "checks_requested", "repository": { "full_name": "acme/shop" },
            "merge_group": { "head_sha": ID, "base_sha": ID, "base_ref": "refs/heads/main", "head_ref": name } });
        assert!(matches!(event("merge_group", &payload), Event::MergeGroup(group) if group.number == Some(104)));
    }

    #[test]
    fn comments_have_to_say_the_words_on_a_pull_request() {
        let payload = |body: &str, on_pull: bool| {
            json!({ "action": "created", "repository": { "full_name": "acme/shop" },
                "issue": { "number": 3, "pull_request": if on_pull { json!({}) } else { Value::Null } },
                "comment": { "body": body, "user": { "login": "ada" }, "author_association": "MEMBER" } })
        };
        assert!(matches!(
            event("issue_comment", &payload(" /cihook recheck\n", true)),
            Event::Order { order: Order::Recheck, .. }
        ));
        assert!(matches!(
            event("issue_comment", &payload("/cihook fix", true)),
            Event::Order { order: Order::Fix, .. }
        ));
        for odd in ["/cihook fix now", "/cihook fix\n/cihook recheck", "/CIHOOK FIX", "> /cihook fix"] {
            assert!(matches!(event("issue_comment", &payload(odd, true)), Event::Nothing(_)), "{odd}");
        }
        assert!(matches!(event("issue_comment", &payload("/cihook recheck", false)), Event::Nothing(_)));
        assert!(matches!(event("issue_comment", &payload("please /cihook recheck", true)), Event::Nothing(_)));
    }

    #[test]
    fn broken_payloads_say_what_they_lack() {
        let lacking = |name: &str, payload: &str| match read(name, payload) {
            Err(sentence) => sentence.plain(Lang::En),
            Ok(event) => panic!("{event:?}"),
        };
        assert!(lacking("push", "{").contains("not JSON"));
        assert!(lacking("push", "{\"after\": 5}").contains("lacks `after`"));
        assert!(lacking("pull_request", "{\"pull_request\": []}").contains("lacks `number`"));
        assert!(matches!(event("schedule", &json!({})), Event::Nothing(_)));
    }
}
