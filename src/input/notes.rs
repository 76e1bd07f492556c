use std::collections::HashMap;

use crate::input::Limits;
use crate::input::archive::Archive;
use crate::input::budget::Budget;
use crate::input::xlsx::{local, place};
use crate::input::xml::{Node, Xml};

/// The comments of a sheet, with their row and column, counted from 0.
type Notes = Vec<((usize, usize), String)>;

/// The comments of a workbook, by the name of their sheet. What cannot be read has none.
pub fn notes(bytes: &[u8]) -> HashMap<String, Notes> {
    let mut notes = HashMap::new();
    let Ok(mut archive) = Archive::new(bytes, Budget::new(Limits::default(), bytes.len())) else {
        return notes;
    };
    let mut part = |name: &str| archive.text(name).ok().flatten().unwrap_or_default();
    let targets = relations(&part("xl/_rels/workbook.xml.rels"), "xl").unwrap_or_default();
    for (name, id) in sheets(&part("xl/workbook.xml")).unwrap_or_default() {
        let Some(Part { path, .. }) = targets.iter().find(|part| part.id == id) else { continue };
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let beside = part(&format!("{folder}/_rels/{file}.rels"));
        for found in relations(&beside, folder).unwrap_or_default() {
            if found.kind.ends_with("/comments") {
                let found = comments(&part(&found.path)).unwrap_or_default();
                notes.entry(name.clone()).or_insert_with(Vec::new).extend(found);
            }
        }
    }
    notes
}

/// Each sheet's name and the id of its part.
pub(super) fn sheets(text: &str) -> Result<Vec<(String, String)>, String> {
    let (mut found, mut xml) = (Vec::new(), Xml::new(text));
    while let Some(node) = xml.next()? {
        if let Node::Open(tag) = node
            && local(tag.name()) == "sheet"
        {
            found.extend(tag.get("name").zip(tag.get("r:id")));
        }
    }
    Ok(found)
}

/// A part that another refers to.
pub(super) struct Part {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) path: String,
}

/// The parts that one in `folder` refers to.
pub(super) fn relations(text: &str, folder: &str) -> Result<Vec<Part>, String> {
    let (mut found, mut xml) = (Vec::new(), Xml::new(text));
    while let Some(node) = xml.next()? {
        if let Node::Open(tag) = node
            && let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target"))
        {
            let from_root = target.starts_with('/');
            let mut path: Vec<&str> = if from_root { Vec::new() } else { folder.split('/').collect() };
            for step in target.split('/').filter(|step| !step.is_empty()) {
                match step {
                    ".." => drop(path.pop()),
                    step => path.push(step),
                }
            }
            found.push(Part { id, kind: tag.get("Type").unwrap_or_default(), path: path.join("/") });
        }
    }
    Ok(found)
}

fn comments(text: &str) -> Result<Notes, String> {
    let (mut found, mut xml, mut inside) = (Notes::new(), Xml::new(text), "");
    let mut authors: Vec<String> = Vec::new();
    let mut by: Vec<Option<usize>> = Vec::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if local(tag.name()) == "comment" => {
                let at = tag.get("ref").and_then(|cell| place(&cell));
                // A place that no sheet has is none.
                let at = at.filter(|(row, column)| (1..=1 << 20).contains(row) && *column < 1 << 14);
                if let Some((row, column)) = at {
                    found.push(((row as usize - 1, column as usize), String::new()));
                    by.push(tag.number("authorId").and_then(|author| usize::try_from(author).ok()));
                }
            }
            Node::Open(tag) => {
                inside = match local(tag.name()) {
                    "t" => "t",
                    "author" => "author",
                    _ => "",
                };
                if inside == "author" {
                    authors.push(String::new());
                }
            }
            Node::Text(text) => {
                let into = match inside {
                    "t" => found.last_mut().map(|(_, note)| note),
                    "author" => authors.last_mut(),
                    _ => None,
                };
                into.into_iter().for_each(|into| into.push_str(&text));
            }
            Node::Close(_) => inside = "",
        }
    }
    // Spreadsheets begin a comment with its author, other writers only name them.
    for ((_, note), author) in found.iter_mut().zip(by) {
        let author = author.and_then(|author| authors.get(author)).map_or("", |author| author.trim());
        if !author.is_empty() && !note.starts_with(author) {
            *note = format!("{author}:\n{note}");
        }
    }
    Ok(found)
}
