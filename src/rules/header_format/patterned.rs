//! `pattern`: a regular expression of the community's own in place of the grammar.

use crate::message::issue;
use crate::model::{Commit, Known, is_server};
use crate::options::Pattern;
use crate::rule::Cx;
use crate::text::Span;
use crate::words::Words;

const OTHER: Words =
    Words::new("the header does not match `{0}`, the form that the policy asks for", "标题不符合策略要求的格式 `{0}`");
const REWRITE: Words = Words::new("write the header in that form", "请按该格式书写标题");

/// Judges the whole header, what stands behind `fixup!` and the like for itself.
pub fn judge(pattern: &Pattern, commit: &Commit<'_>, cx: &mut Cx<'_>) {
    let header = &commit.message.header;
    let whole = header.autosquash.map_or(header.line, |prefix| Span::new(prefix.end, header.line.end));
    let text = whole.of(commit.message.text);
    if pattern.matches(text) || without_number(commit, text).is_some_and(|text| pattern.matches(text)) {
        return;
    }
    let message = OTHER.with([pattern.as_str().into()]);
    cx.report(message).at(whole, REWRITE.say()).remedy(REWRITE.say()).asked_by("pattern");
}

/// The header as it was before a server squashed a pull request: GitHub and others add ` (#N)` then. A commit that a server
/// rebased has its author's own number there, so that the header may be right either way.
fn without_number<'t>(commit: &Commit<'_>, text: &'t str) -> Option<&'t str> {
    let Known::Yes(committer) = &commit.committer else { return None };
    is_server(committer).then(|| issue::without_landing_number(text)).flatten()
}
