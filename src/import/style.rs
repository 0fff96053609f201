//! What several tools have in common: cases, lists of types, and why something cannot be carried.

use crate::words::Words;

/// There is no rule of ours for it.
pub const NO_RULE: Words = Words::new("cihook has no rule for this", "cihook 没有对应的规则");
/// It needs a program.
pub const IS_CODE: Words = Words::new(
    "only running it would tell, and cihook runs nothing of a repository; either: npx commitlint --print-config json | cihook policy import -",
    "只有运行它才能得知，而 cihook 不运行仓库中的代码；可以：npx commitlint --print-config json | cihook policy import -",
);
/// It is no value of that setting.
pub const ODD: Words = Words::new("this is no value that the tool takes", "该工具不接受这样的值");
/// A part only.
pub const FULL_STOP_ONLY: Words =
    Words::new("of final signs only the full stop is looked at here", "结尾符号中此处只检查句号");
/// A sign-off is more than its line.
pub const IDENTITY: Words = Words::new(
    "there the line has to be there, here it also has to name the author or committer",
    "原工具只要求有这一行，此处还要求与作者或提交者一致",
);
/// What cannot be a regular expression here.
pub const REGEX: Words = Words::new(
    "`{0}` is no regular expression that works here (no look-around)",
    "`{0}` 不是此处可用的正则表达式（不支持环视）",
);
/// What cannot be a glob.
pub const NO_GLOB: Words = Words::new("`{0}` cannot be written as a glob", "`{0}` 无法写成通配符");
/// What belongs to another tool.
pub const NOT_OURS: Words = Words::new("{0} goes on doing this itself", "{0} 会继续自行处理");

/// The types of Conventional Commits as config-conventional has them.
pub const TYPES: [&str; 11] =
    ["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"];

const CASES: [&str; 8] = [
    "lower-case",
    "upper-case",
    "sentence-case",
    "start-case",
    "pascal-case",
    "camel-case",
    "kebab-case",
    "snake-case",
];

/// A case by any of the names that tools have for it.
pub fn case(name: &str) -> Option<&'static str> {
    let bare =
        |name: &str| name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect::<String>();
    CASES.into_iter().find(|case| bare(case) == bare(name))
}

/// A regular expression for words of a case.
pub fn pattern_of_case(case: &str) -> Option<&'static str> {
    Some(match case {
        "lower-case" => r"[^\p{Lu}]*",
        "upper-case" => r"[^\p{Ll}]*",
        "kebab-case" => "[a-z0-9]+(-[a-z0-9]+)*",
        "snake-case" => "[a-z0-9]+(_[a-z0-9]+)*",
        "camel-case" => "[a-z][a-zA-Z0-9]*",
        "pascal-case" => "[A-Z][a-zA-Z0-9]*",
        _ => return None,
    })
}

/// Whether a regular expression works here.
pub fn is_pattern(pattern: &str) -> bool {
    pattern.len() <= 4096 && regex_syntax::Parser::new().parse(pattern).is_ok()
}

/// Where a tool lets a regular expression match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// At the beginning of the text.
    Start,
    /// Anywhere in it.
    Anywhere,
}

/// A regular expression that matches part of a header as one that matches the whole; nothing where it does not work here.
pub fn whole(regex: &str, at: At) -> Option<String> {
    if !is_pattern(regex) {
        return None;
    }
    if let Some(bare) = regex.strip_prefix("(?i)") {
        return whole(bare, at).map(|whole| format!("(?i){whole}"));
    }
    let before = if at == At::Start { "" } else { ".*" };
    if has_alternatives(regex) {
        return Some(format!("{before}(?:{regex}).*"));
    }
    let (before, bare) = regex.strip_prefix('^').map_or((before, regex), |bare| ("", bare));
    let ended = bare.strip_suffix('$').filter(|bare| !bare.ends_with('\\'));
    let bare = ended.unwrap_or(bare);
    let is_open = [".*", ".+"].iter().any(|end| bare.strip_suffix(end).is_some_and(|rest| !rest.ends_with('\\')));
    Some(format!("{before}{bare}{}", if ended.is_some() || is_open { "" } else { ".*" }))
}

/// Whether alternatives stand outside of all brackets: anchors belong to one of them only.
fn has_alternatives(regex: &str) -> bool {
    let (mut depth, mut is_class, mut is_escaped) = (0usize, false, false);
    for sign in regex.chars() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '[' => is_class = true,
            ']' => is_class = false,
            '(' if !is_class => depth += 1,
            ')' if !is_class => depth = depth.saturating_sub(1),
            '|' if !is_class && depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// A regular expression for the beginning or a part of a header as a glob, where it is plain enough.
pub fn header_glob(regex: &str, at: At) -> Option<String> {
    let pattern = whole(regex, at)?;
    let mut glob = String::new();
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            // Groups that repeat nothing mean what stands in them.
            '(' | ')' => continue,
            '.' if matches!(signs.peek(), Some('*' | '+')) => {
                glob.push_str(if signs.next() == Some('+') { "?*" } else { "*" });
            }
            '\\' => glob.push(signs.next().filter(|sign| !sign.is_alphanumeric() && !"*?{}".contains(*sign))?),
            sign if "*?{}[]|+^$.".contains(sign) => return None,
            sign => glob.push(sign),
        }
        if matches!(signs.peek(), Some('*' | '+' | '?' | '{')) {
            return None;
        }
    }
    Some(glob.replace("**", "*"))
}

/// Whether all words have a case already.
pub fn all_have(words: &[String], case: &str) -> bool {
    let is_lower = |word: &String| !word.chars().any(char::is_uppercase);
    match case {
        "lower-case" => words.iter().all(is_lower),
        "upper-case" => !words.iter().any(|word| word.chars().any(char::is_lowercase)),
        "kebab-case" => words.iter().all(|word| is_lower(word) && !word.contains(['_', ' '])),
        "snake-case" => words.iter().all(|word| is_lower(word) && !word.contains(['-', ' '])),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_header_becomes_the_whole() {
        for (regex, at, pattern) in [
            ("^(SHOP|PAY)-[0-9]+: .+", At::Anywhere, "(SHOP|PAY)-[0-9]+: .+"),
            ("[A-Z]+-[0-9]+", At::Anywhere, ".*[A-Z]+-[0-9]+.*"),
            ("[A-Z]+-[0-9]+$", At::Start, "[A-Z]+-[0-9]+"),
            ("^a|b$", At::Anywhere, ".*(?:^a|b$).*"),
            ("a[|]b", At::Start, "a[|]b.*"),
            (r"costs \$", At::Start, r"costs \$.*"),
        ] {
            assert_eq!(whole(regex, at).as_deref(), Some(pattern), "{regex}");
        }
        assert_eq!(whole("(?!x)", At::Start), None);
    }

    #[test]
    fn plain_expressions_are_globs() {
        assert_eq!(header_glob("^Release(.*)", At::Start).as_deref(), Some("Release*"));
        assert_eq!(header_glob(r"^Bump .+ from \[x\]$", At::Start).as_deref(), Some("Bump ?* from [x]"));
        assert_eq!(header_glob("WIP", At::Anywhere).as_deref(), Some("*WIP*"));
        for other in ["^(a|b)", "^ab?", "^[ab]", r"^\d", "^a*"] {
            assert_eq!(header_glob(other, At::Start), None, "{other}");
        }
    }
}
