//! What makes a pull request a draft on Gitea and Forgejo: a mark before its title. Pure.
//!
//! Source: `WORK_IN_PROGRESS_PREFIXES` in <https://docs.gitea.com/administration/config-cheat-sheet>.

use super::answers::Pull;

/// The marks that a server knows if nobody set others, in any case.
const MARKS: [&str; 2] = ["wip:", "[wip]"];

/// Takes the mark off the title, which cannot land with it: taking it off is how a draft is made ready.
pub fn take(pull: &mut Pull) {
    let starts = |mark: &&&str| pull.title.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let Some(mark) = MARKS.iter().find(starts) else { return };
    let title = pull.title[mark.len()..].trim_start().to_owned();
    pull.draft_mark = pull.title[..pull.title.len() - title.len()].to_owned();
    pull.title = title;
    pull.draft = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_a_draft_is_no_part_of_what_lands() {
        let taken = |title: &str| {
            let mut pull = Pull { title: title.to_owned(), ..Pull::default() };
            take(&mut pull);
            (pull.draft, pull.draft_mark + "|" + &pull.title)
        };
        assert_eq!(taken("WIP: feat: x"), (true, "WIP: |feat: x".to_owned()));
        assert_eq!(taken("[wip]feat: x"), (true, "[wip]|feat: x".to_owned()));
        assert_eq!(taken("wip: "), (true, "wip: |".to_owned()));
        for kept in ["feat: WIP: x", "WIP feat: x", "进行", ""] {
            assert_eq!(taken(kept), (false, format!("|{kept}")));
        }
    }
}
