//! `--edit`: one page in the editor for all commits that a person has to fill something in for.

use super::plan::{Plan, Row};
use super::repairer::Repairer;
use crate::failure::{Failure, Result};
use crate::git::editor;
use crate::git::object;
use crate::git::place::Place;
use crate::message::Message;
use crate::model::{Gap, Known};
use crate::render::Terminal;
use crate::rewrite::page;
use crate::rules::header_format::placeholder;
use crate::words::{Lang, Words};
use std::collections::HashMap;

const EXPLAIN: Words = Words::new(
    "Each line is a commit: its id, then its first line as it will be. Replace what stands in <…>.\nA line that is taken away leaves its commit as it is; an empty page changes nothing.",
    "每行是一个提交：编号，然后是修改后的首行。请替换 <…> 中的内容。\n删去某行则该提交保持不变；清空页面则不作任何修改。",
);
const STRAY: Words =
    Words::new("line {0} of the page does not begin with the id of a commit", "页面第 {0} 行不是以提交编号开头");
const KEPT: Words = Words::new("your page is kept as {0}", "您编辑的页面保存在 {0}");

/// Opens the page and puts what a person wrote into the plan; `false` where the page came back empty.
pub fn fill_in(place: &Place, repairer: &Repairer<'_>, plan: &mut Plan, lang: Lang) -> Result<bool> {
    let chosen: Vec<usize> = (0..plan.rows.len()).filter(|&index| is_asked(&plan.rows[index])).collect();
    if chosen.is_empty() {
        return Ok(true);
    }
    let rows: Vec<page::Row> = chosen.iter().map(|&index| asked(&plan.rows[index], repairer, lang)).collect();
    let file = place.own_folder().join("fix");
    let text = page::write(&rows, &EXPLAIN.say().show(lang, &Terminal));
    let written = editor::edit(place, &file, &text)?;
    let headers = page::read(&written, &rows).map_err(|stray| {
        let kept = KEPT.with([file.display().to_string().into()]);
        Failure::usage(STRAY.with([stray.number.into()])).hint(kept)
    })?;
    editor::forget(&file);
    if headers.is_empty() {
        return Ok(false);
    }
    let objects: HashMap<_, _> = plan.commits.iter().map(|(id, content)| (id, content.to_vec())).collect();
    for (row, header) in headers {
        let Some(row) = chosen.get(row).and_then(|&index| plan.rows.get_mut(index)) else { continue };
        let Some(content) = objects.get(&row.id) else { continue };
        let object = object::commit(content);
        let commit = object.facts(row.id, repairer.forms, Known::No(Gap::NotApplicable));
        let text = with_header(&row.after, &header, repairer);
        let repaired = repairer.repair(&commit, &text);
        // What still holds a placeholder is not taken: nothing made up gets in.
        let is_open = placeholder::find(&Message::parse(&text, repairer.forms).header, &text).is_some();
        if !is_open && !header.is_empty() {
            (row.after, row.left) = (repaired.text, repaired.left);
        }
    }
    Ok(true)
}

/// Whether a person is asked for a commit: what is left in its header is theirs to say.
fn is_asked(row: &Row) -> bool {
    row.why_not.is_none() && row.is_left()
}

fn asked(row: &Row, repairer: &Repairer<'_>, lang: Lang) -> page::Row {
    let proposal = row.proposal();
    let header = Message::parse(&proposal, repairer.forms).header.line.of(&proposal).trim().to_owned();
    let notes =
        row.left.findings.iter().map(|finding| format!("{}: {}", finding.rule, finding.message.show(lang, &Terminal)));
    page::Row { id: row.id, header, notes: notes.collect() }
}

/// The message with another header.
fn with_header(text: &str, header: &str, repairer: &Repairer<'_>) -> String {
    let line = Message::parse(text, repairer.forms).header.line;
    format!("{}{header}{}", &text[..line.start], &text[line.end..])
}
