//! The strictest settings that a history already meets.

use super::worlds::{PLAIN, World, chance, said, usual};
use super::*;

/// What is suggested for a policy; nothing is refused with it on top.
fn suggested(text: &str, history: &History) -> String {
    let tried = read(text);
    let today = Day::parse("2026-11-27").expect("a day");
    let tried = Tried { policy: &tried, branch: None, today, reached: &|_, _| false };
    let fragment = suggest(&tried, &history.commits, Lang::En);
    let top = read(&format!("{text}\n{fragment}"));
    let commits: Vec<Commit<'_>> = history.commits.iter().map(people::facts).collect();
    judged::judge_with(&top, None, today, &mut |judge, rules| {
        for commit in &commits {
            let (refused, _) = judged::refused_and_judged(judge, rules, &judged::read_by(judge, commit), &|_| false);
            assert_eq!(refused, 0, "{}\n{fragment}", commit.message.text);
        }
    });
    fragment
}

#[test]
fn everything_that_was_seen_meets_what_is_suggested() {
    let mixed = World {
        write: &|dice, number, author| {
            let scope = if chance(dice, 40) { "(api)" } else { "" };
            let sign = if number % 2 == 0 { format!("\nSigned-off-by: {author}\n") } else { String::new() };
            format!("{}{scope}: {}\n{sign}", usual(dice), said(dice))
        },
        merges: 5,
        ..PLAIN
    };
    let squashed = World { is_squashed: true, ..PLAIN };
    let prose = World { write: &|dice, _, _| format!("Some {}.\n", said(dice)), bots: 10, ..PLAIN };
    for base in
        ["extends = []\n", "extends = [\"openim\"]\n", "extends = [\"conventional\"]\n", "extends = [\"kernel\"]\n"]
    {
        for world in [&mixed, &squashed, &prose, &World { count: 10, ..PLAIN }] {
            suggested(base, &world.history());
        }
    }
    let fragment = suggested("extends = [\"openim\"]\n", &mixed.history());
    for part in [
        "[rules.header-type]\nlevel = \"error\"  # 470 of 470\n",
        "required = false\nallow = [\"api\"]",
        "case = [\"lower-case\"]",
        "[rules.sign-off]\nlevel = \"",
        "[rules.merge-commit]\nlevel = \"warn\"",
    ] {
        assert!(fragment.contains(part), "{part}\n{fragment}");
    }
    let fragment = suggested("extends = []\n", &squashed.history());
    assert!(fragment.contains("[rules.header-issue]\nlevel = \"off\"  # 0 of 500"), "{fragment}");
    assert!(
        suggested("extends = []\n", &World { count: 10, ..PLAIN }.history())
            .contains("# header-type: too little seen (10)")
    );
}
