use std::collections::BTreeMap;
use std::rc::Rc;

use crate::input::InputError;
use crate::input::archive::Archive;
use crate::input::sheet::{Sheet, Sheets};
use crate::input::shown::Formats;
use crate::input::xml::{Node, Tag, Xml};

/// Reads an Excel workbook: the sheets that are not hidden, row by row.
pub(super) fn read(archive: &mut Archive) -> Result<String, InputError> {
    if archive.has("xl/workbook.bin") {
        return Err(InputError::NoDocument { what: "XLSB" });
    }
    let (sheets, from_1904) = part(archive, "xl/workbook.xml", true, sheets)?;
    let relations = part(archive, "xl/_rels/workbook.xml.rels", true, relations)?;
    let shared = part(archive, "xl/sharedStrings.xml", false, shared)?;
    let mut formats = part(archive, "xl/styles.xml", false, formats)?;
    formats.from_1904 = from_1904;
    let mut all = Sheets::new(&archive.budget);
    for target in sheets.iter().filter_map(|id| relations.get(id)) {
        let name = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        };
        // Sheets of charts have no cells.
        if name.contains("worksheets/") {
            let sheet = part(archive, &name, true, |text| sheet(text, &shared, &formats, &mut all))?;
            all.write(sheet, &name)?;
        }
    }
    Ok(all.finish())
}

/// Reads one part; one that need not be there and is not is empty.
fn part<T: Default>(
    archive: &mut Archive,
    name: &str,
    needed: bool,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, InputError> {
    match archive.text(name)? {
        Some(text) => read(&text).map_err(|e| InputError::damaged(name, e)),
        None if needed => Err(InputError::damaged(name, "no such part")),
        None => Ok(T::default()),
    }
}

/// The relation of each sheet that shows, and whether days count from 1904.
fn sheets(text: &str) -> Result<(Vec<String>, bool), String> {
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        match local(tag.name()) {
            "sheet" if tag.get("state").is_none_or(|state| state == "visible") => {
                sheets.extend(tag.get("r:id"))
            }
            "workbookPr" => from_1904 = tag.get("date1904").is_some_and(|v| v == "1" || v == "true"),
            _ => {}
        }
    }
    Ok((sheets, from_1904))
}

fn relations(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut relations = BTreeMap::new();
    let mut xml = Xml::new(text);
    while let Some(node) = xml.next()? {
        if let Node::Open(tag) = node
            && let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target"))
        {
            relations.insert(id, target);
        }
    }
    Ok(relations)
}

/// The texts that cells share.
fn shared(text: &str) -> Result<Vec<Rc<str>>, String> {
    let mut shared: Vec<Rc<str>> = Vec::new();
    let mut open = String::new();
    let mut xml = Xml::new(text);
    let mut in_text = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match local(tag.name()) {
                "t" => in_text = true,
                "rPh" => xml.skip()?,
                _ => {}
            },
            Node::Close(name) => match local(&name) {
                "t" => in_text = false,
                "si" => shared.push(std::mem::take(&mut open).into()),
                _ => {}
            },
            Node::Text(text) if in_text => open.push_str(&text),
            Node::Text(_) => {}
        }
    }
    Ok(shared)
}

fn formats(text: &str) -> Result<Formats, String> {
    let mut formats = Formats::default();
    let mut xml = Xml::new(text);
    let mut in_cells = false;
    while let Some(node) = xml.next()? {
        let tag = match node {
            Node::Open(tag) => tag,
            Node::Close(name) => {
                in_cells &= local(&name) != "cellXfs";
                continue;
            }
            Node::Text(_) => continue,
        };
        let number = |name| tag.number(name).and_then(|n| u32::try_from(n).ok());
        match local(tag.name()) {
            "numFmt" => {
                if let (Some(id), Some(code)) = (number("numFmtId"), tag.get("formatCode")) {
                    formats.codes.insert(id, code);
                }
            }
            "cellXfs" => in_cells = true,
            "xf" if in_cells => formats.cells.push(number("numFmtId").unwrap_or(0)),
            _ => {}
        }
    }
    Ok(formats)
}

fn sheet(text: &str, shared: &[Rc<str>], formats: &Formats, all: &mut Sheets) -> Result<Sheet, String> {
    let mut sheet = Sheet::default();
    let mut xml = Xml::new(text);
    let mut row = 0u32;
    // The place, the kind and the cell format of the open cell.
    let mut at = (0, 0);
    let mut next = 0u32;
    let (mut kind, mut style) = (String::new(), 0);
    let mut value = String::new();
    let mut in_value = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match local(tag.name()) {
                "row" => {
                    row = index(&tag, "r").unwrap_or(row.saturating_add(1));
                    next = 0;
                    if is_on(&tag, "hidden") {
                        sheet.hidden_rows.insert(row);
                    }
                }
                "c" => {
                    let column = tag.get("r").and_then(|r| place(&r)).map_or(next, |(_, column)| column);
                    next = column.saturating_add(1);
                    at = (row, column);
                    kind = tag.get("t").unwrap_or_default();
                    style = index(&tag, "s").unwrap_or(0) as usize;
                    value.clear();
                }
                "col" if is_on(&tag, "hidden") => {
                    if let (Some(from), Some(to)) = (index(&tag, "min"), index(&tag, "max")) {
                        sheet.hidden_columns.push((from.saturating_sub(1), to.saturating_sub(1)));
                    }
                }
                "filterColumn" => sheet.filtered = true,
                "v" | "t" => in_value = true,
                "rPh" | "f" => xml.skip()?,
                "mergeCell" => {
                    let range = tag.get("ref").unwrap_or_default();
                    if let Some((from, to)) = range.split_once(':')
                        && let (Some(from), Some(to)) = (place(from), place(to))
                    {
                        // Rows count from 1 here, as in `row`.
                        sheet.merged.push([from.0, from.1, to.0, to.1]);
                    }
                }
                _ => {}
            },
            Node::Text(text) if in_value => value.push_str(&text),
            Node::Text(_) => {}
            Node::Close(name) => match local(&name) {
                "v" | "t" => in_value = false,
                "c" => {
                    let text = match kind.as_str() {
                        "s" => value.trim().parse().ok().and_then(|n: usize| shared.get(n)).cloned(),
                        "str" | "inlineStr" | "d" => Some(value.as_str().into()),
                        "b" => Some(if value.trim() == "1" { "TRUE" } else { "FALSE" }.into()),
                        // An error, such as #REF!, is no value.
                        "e" => None,
                        _ => value.trim().parse().ok().map(|n| formats.show(n, style).into()),
                    };
                    if text.is_some_and(|text: Rc<str>| !all.cell(&mut sheet, at.0, at.1, text)) {
                        break;
                    }
                }
                _ => {}
            },
        }
    }
    Ok(sheet)
}

/// The name without a prefix, which some writers use.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn is_on(tag: &Tag, name: &str) -> bool {
    tag.get(name).is_some_and(|value| value == "1" || value == "true")
}

fn index(tag: &Tag, name: &str) -> Option<u32> {
    tag.number(name).and_then(|n| u32::try_from(n).ok())
}

/// The row (from 1) and the column (from 0) of a place such as `AB12`.
pub(super) fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let mut column = 0u32;
    for b in name[..digits].bytes() {
        if !b.is_ascii_alphabetic() || column > 1 << 20 {
            return None;
        }
        column = column * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1;
    }
    Some((name[digits..].parse().ok()?, column.checked_sub(1)?))
}
