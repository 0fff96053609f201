//! Reasons to differ that hold for more than one peer.

use crate::tally::{Reason, Seen, Side};
use cihook::text::width;

/// Peers skip blanks that they do not expect, or do not ask for the one that they do.
pub const BLANKS: Reason = Reason {
    side: Side::WeRefuse,
    why: "one blank stands behind the colon and between words, none elsewhere (header-format)",
    holds: |seen| seen.judged.has_odd_blanks_only(),
};

/// Peers let a body or a footer follow the header at once.
pub const BLANK_LINE: Reason = Reason {
    side: Side::WeRefuse,
    why: "a blank line parts the header from whatever follows (body-format)",
    holds: |seen| seen.judged.rules().into_iter().eq(["body-format"]) && second_line(seen).is_some(),
};

/// Peers read `()` as no scope.
pub const EMPTY_SCOPE: Reason = Reason {
    side: Side::WeRefuse,
    why: "brackets without a scope are left out (header-scope)",
    holds: |seen| seen.judged.rules().into_iter().eq(["header-scope"]) && scope_is_empty(seen),
};

/// Peers measure in UTF-16 units or characters.
pub const COLUMNS: Reason = Reason {
    side: Side::Either,
    why: "length is width: East Asian characters count two columns, combining marks none",
    holds: |seen| {
        let is_wide = |line: &str| width::columns(line) != line.chars().count();
        seen.text("rule").contains("length") && seen.judged.message.text.lines().any(is_wide)
    },
};

/// Peers know merges by what their message says.
pub const MERGE_BY_WORDS: Reason = Reason {
    side: Side::WeRefuse,
    why: "a merge is known by its parents, not by its words (header-format, merges)",
    holds: |seen| says_merge(seen.judged.header()),
};

/// Whether a header is one that tools write for merges: git, GitHub, Bitbucket, Azure DevOps.
pub fn says_merge(header: &str) -> bool {
    ["Merge ", "Merge:", "Merged ", "Automatic merge", "Auto-merged "].iter().any(|start| header.starts_with(start))
}

/// The line below the header, where it is not blank.
pub fn second_line<'c>(seen: &Seen<'c>) -> Option<&'c str> {
    let message = &seen.judged.message;
    let below = message.text[message.header.line.end..].split('\n').nth(1)?;
    (!below.trim().is_empty()).then_some(below)
}

fn scope_is_empty(seen: &Seen<'_>) -> bool {
    let header = &seen.judged.message.header;
    header.scope_brackets.is_some() && header.scope.is_none_or(|scope| scope.is_empty())
}
