//! The types that emoji stand for, as gitmoji.dev and the preset of Conventional Commits' emoji list give them.

/// An emoji, its code, and the type.
const EMOJI: [(char, &[&str], &str); 38] = [
    ('✨', &["sparkles"], "feat"),
    ('🚸', &["children_crossing"], "feat"),
    ('💄', &["lipstick"], "style"),
    ('🎨', &["art"], "style"),
    ('🚨', &["rotating_light"], "style"),
    ('🐛', &["bug"], "fix"),
    ('🚑', &["ambulance"], "fix"),
    ('🩹', &["adhesive_bandage"], "fix"),
    ('🔒', &["lock"], "fix"),
    ('✏', &["pencil2"], "fix"),
    ('🥅', &["goal_net"], "fix"),
    ('📝', &["memo", "pencil"], "docs"),
    ('📚', &["books"], "docs"),
    ('📖', &["book"], "docs"),
    ('💡', &["bulb"], "docs"),
    ('⚡', &["zap"], "perf"),
    ('🐎', &["racehorse"], "perf"),
    ('♻', &["recycle"], "refactor"),
    ('🔨', &["hammer"], "refactor"),
    ('🚚', &["truck"], "refactor"),
    ('🔥', &["fire"], "refactor"),
    ('⚰', &["coffin"], "refactor"),
    ('🏗', &["building_construction"], "refactor"),
    ('✅', &["white_check_mark"], "test"),
    ('🧪', &["test_tube"], "test"),
    ('👷', &["construction_worker"], "ci"),
    ('💚', &["green_heart"], "ci"),
    ('📦', &["package"], "build"),
    ('⬆', &["arrow_up"], "build"),
    ('⬇', &["arrow_down"], "build"),
    ('📌', &["pushpin"], "build"),
    ('➕', &["heavy_plus_sign"], "build"),
    ('➖', &["heavy_minus_sign"], "build"),
    ('🔧', &["wrench"], "chore"),
    ('🔖', &["bookmark"], "chore"),
    ('🙈', &["see_no_evil"], "chore"),
    ('🎉', &["tada"], "chore"),
    ('⏪', &["rewind"], "revert"),
];

/// The type that an emoji stands for.
pub fn type_of(emoji: char) -> Option<&'static str> {
    EMOJI.iter().find(|(each, _, _)| *each == emoji).map(|(_, _, kind)| *kind)
}

/// The type that a code stands for, without its colons.
pub fn type_of_code(code: &str) -> Option<&'static str> {
    EMOJI.iter().find(|(_, codes, _)| codes.contains(&code)).map(|(_, _, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_and_their_codes_have_one_type() {
        for (emoji, codes, kind) in EMOJI {
            assert_eq!(type_of(emoji), Some(kind));
            for code in codes {
                assert_eq!(type_of_code(code), Some(kind), "{code}");
            }
        }
        assert_eq!((type_of('x'), type_of_code("unknown")), (None, None));
    }
}
