//! The page of `cihook fix --edit`: a row a commit, its id and its header. Nothing else reaches the header of a commit
//! below HEAD, so that a person fills in all of them at once.

use crate::model::ObjectId;

/// A commit on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: ObjectId,
    /// The header that is proposed.
    pub header: String,
    /// What is still missing there, a line each.
    pub notes: Vec<String>,
}

/// A line of the page that is none of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownLine {
    /// Its number, from 1.
    pub number: usize,
}

/// What begins a line that is not read.
const COMMENT: char = '#';

/// The page as the editor opens it; `explanation` says what to do with it.
pub fn write(rows: &[Row], explanation: &str) -> String {
    let mut page = String::new();
    for row in rows {
        for note in &row.notes {
            comment(note, &mut page);
        }
        page.push_str(&format!("{} {}\n", row.id.short(), row.header));
    }
    page.push('\n');
    comment(explanation, &mut page);
    page
}

fn comment(text: &str, page: &mut String) {
    for line in text.lines() {
        page.push_str(format!("{COMMENT} {line}").trim_end());
        page.push('\n');
    }
}

/// The headers that a person wrote, each beside the number of its row. Rows that were taken away are left as they are;
/// a page of which nothing is left changes nothing.
///
/// # Errors
/// Where a line begins with no id of a row: a header that a person wrote is never lost in silence.
pub fn read(page: &str, rows: &[Row]) -> Result<Vec<(usize, String)>, UnknownLine> {
    let mut headers = Vec::new();
    for (index, line) in page.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(COMMENT) {
            continue;
        }
        let (id, header) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let row = rows.iter().position(|row| row.id.short() == id).ok_or(UnknownLine { number: index + 1 })?;
        headers.push((row, header.trim().to_owned()));
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(headers: &[String]) -> Vec<Row> {
        let id = |number: usize| ObjectId::from_bytes(&[number as u8 + 1; 20]).expect("an id");
        let row = |(number, header): (usize, &String)| Row {
            id: id(number),
            header: header.clone(),
            notes: vec!["a\nb".to_owned()],
        };
        headers.iter().enumerate().map(row).collect()
    }

    proptest! {
        #[test]
        fn a_page_that_was_saved_as_it_is_says_the_same(headers in prop::collection::vec("[ -~\u{4e00}-\u{4eff}]{0,30}", 0..5)) {
            let rows = rows(&headers);
            let expected: Vec<(usize, String)> =
                headers.iter().enumerate().map(|(number, header)| (number, header.trim().to_owned())).collect();
            prop_assert_eq!(read(&write(&rows, "# what to do\n\nhere"), &rows), Ok(expected));
        }
    }

    #[test]
    fn an_emptied_page_changes_nothing_and_a_stray_line_is_told() {
        let rows = rows(&["a".to_owned()]);
        assert_eq!(read("\n# x\n", &rows), Ok(Vec::new()));
        assert_eq!(read("# x\nfeat: y\n", &rows), Err(UnknownLine { number: 2 }));
    }
}
