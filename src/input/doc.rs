//! Word documents before 2007, which WPS writes too ([MS-DOC]): the text is scattered over pieces, its properties
//! over pages of 512 bytes, the lists and styles over tables.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::InputError;
use crate::input::body::{Body, EdgedRow, Written};
use crate::input::budget::{Budget, Meter, Quantity};
use crate::input::numbering::{Counter, LEVELS, Level, Style};
use crate::input::ole::{Compound, u16_at, u32_at};
use crate::text::order;

/// Reads a document: paragraphs with their automatic numbers, tables, then text boxes and notes. Deleted and
/// hidden text is left out.
pub(super) fn read(file: &Compound, budget: &Budget) -> Result<Written, InputError> {
    let main =
        file.stream("WordDocument").ok_or_else(|| InputError::damaged("WordDocument", "no such stream"))?;
    let flags = u16_at(&main, 10).unwrap_or(0);
    if u16_at(&main, 0) != Some(0xa5ec) {
        return Err(InputError::damaged("WordDocument", "no file information block"));
    }
    if u16_at(&main, 2).unwrap_or(0) < 0xc0 {
        return Err(InputError::NoDocument { what: "Word 95" });
    }
    if flags & 0x100 != 0 {
        return Err(InputError::Encrypted { what: "doc" });
    }
    let name = if flags & 0x200 != 0 { "1Table" } else { "0Table" };
    let table = file.stream(name).ok_or_else(|| InputError::damaged(name, "no such stream"))?;
    let data = file.stream("Data").unwrap_or_default();
    let document =
        Document::new(&main, &table, &data).ok_or_else(|| InputError::damaged(name, "no piece table"))?;
    document.text(budget)
}

struct Document<'b> {
    main: &'b [u8],
    /// Properties that are too many for a page, as those of the rows of a wide table.
    data: &'b [u8],
    pieces: Vec<Piece>,
    /// Runs of paragraph properties and of character properties, by their place in the stream.
    paragraphs: Vec<Run<'b>>,
    characters: Vec<Run<'b>>,
    styles: Vec<ParagraphStyle<'b>>,
    lists: BTreeMap<u32, Vec<Level>>,
    overrides: Vec<Override>,
    /// Characters of the text, footnotes, headers, comments, endnotes, text boxes.
    counts: [usize; 6],
}

/// A run of characters: from which one, and where it stands in the stream.
#[derive(Clone, Copy)]
struct Piece {
    from: usize,
    to: usize,
    at: usize,
    /// One byte each instead of two.
    narrow: bool,
}

/// Properties of the bytes from `from` to `to` of the stream.
struct Run<'b> {
    from: usize,
    to: usize,
    style: u16,
    properties: &'b [u8],
}

#[derive(Default)]
struct ParagraphStyle<'b> {
    based_on: usize,
    properties: &'b [u8],
    /// A line of a table of contents.
    contents: bool,
    /// The level of a heading, from 1.
    heading: Option<u8>,
}

/// A use of a list, with levels changed.
#[derive(Default)]
struct Override {
    list: u32,
    starts: Vec<(usize, i64)>,
    levels: Vec<(usize, Level)>,
}

/// A table of the table stream, by its number in the file information block.
fn part<'b>(main: &[u8], table: &'b [u8], n: usize) -> &'b [u8] {
    let at = 154 + 8 * n;
    let (Some(start), Some(len)) = (u32_at(main, at), u32_at(main, at + 4)) else { return &[] };
    let (start, len) = (start as usize, len as usize);
    table.get(start..start.saturating_add(len)).unwrap_or(&[])
}

const STYLES: usize = 1;
const CHARACTERS: usize = 12;
const PARAGRAPHS: usize = 13;
const PIECES: usize = 33;
const LISTS: usize = 73;
const OVERRIDES: usize = 74;

impl<'b> Document<'b> {
    fn new(main: &'b [u8], table: &'b [u8], data: &'b [u8]) -> Option<Document<'b>> {
        let count = |at| u32_at(main, at).map_or(0, |n| n as usize);
        let pieces = pieces(part(main, table, PIECES))?;
        let start = u32_at(main, 154 + 8 * LISTS).unwrap_or(0) as usize;
        Some(Document {
            main,
            data,
            pieces,
            paragraphs: runs(main, part(main, table, PARAGRAPHS), true),
            characters: runs(main, part(main, table, CHARACTERS), false),
            styles: styles(part(main, table, STYLES)),
            lists: lists(part(main, table, LISTS), table.get(start..).unwrap_or(&[])),
            overrides: overrides(part(main, table, OVERRIDES)),
            counts: [count(0x4c), count(0x50), count(0x54), count(0x5c), count(0x60), count(0x64)],
        })
    }

    /// Those properties of a paragraph that stand in the data stream (sprmPHugePapx).
    fn more(&self, list: &[u8]) -> Option<&'b [u8]> {
        let (_, place) = properties(list).find(|(code, _)| matches!(code, 0x6645 | 0x6646))?;
        let at = u32_at(place, 0)? as usize;
        let len = u16_at(self.data, at)? as usize;
        self.data.get(at + 2..at + 2 + len)
    }

    fn text(&self, budget: &Budget) -> Result<Written, InputError> {
        let mut writer = Writer::new(self, budget);
        let mut from = 0usize;
        let mut ranges = [(0, 0); 6];
        for (range, count) in ranges.iter_mut().zip(self.counts) {
            *range = (from, from.saturating_add(count));
            from = range.1;
        }
        let [text, footnotes, _headers, _comments, endnotes, boxes] = ranges;
        for (from, to) in [text, boxes, footnotes, endnotes] {
            writer.range(from, to);
        }
        writer.read.check("WordDocument")?;
        writer.body.written("WordDocument")
    }
}

fn pieces(clx: &[u8]) -> Option<Vec<Piece>> {
    let mut at = 0;
    // Properties that pieces share come first.
    while clx.get(at) == Some(&1) {
        at += 3 + u16_at(clx, at + 1)? as usize;
    }
    if clx.get(at) != Some(&2) {
        return None;
    }
    let table = clx.get(at + 5..)?;
    let table = &table[..table.len().min(u32_at(clx, at + 1)? as usize)];
    let count = table.len().checked_sub(4)? / 12;
    let mut pieces = Vec::with_capacity(count);
    for n in 0..count {
        let (from, to) = (u32_at(table, 4 * n)? as usize, u32_at(table, 4 * n + 4)? as usize);
        let at = u32_at(table, 4 * (count + 1) + 8 * n + 2)?;
        let narrow = at & 1 << 30 != 0;
        let at = (at & !(1 << 30)) as usize;
        pieces.push(Piece { from, to, at: if narrow { at / 2 } else { at }, narrow });
    }
    Some(pieces)
}

/// Reads the pages that hold properties. Damaged ones are left out.
fn runs<'b>(main: &'b [u8], table: &[u8], paragraphs: bool) -> Vec<Run<'b>> {
    let count = table.len().saturating_sub(4) / 8;
    let mut runs = Vec::new();
    for n in 0..count {
        let number = u32_at(table, 4 * (count + 1) + 4 * n).unwrap_or(0) & 0x3f_ffff;
        let start = number as usize * 512;
        let Some(page) = main.get(start..start + 512) else { continue };
        let in_page = page[511] as usize;
        for run in 0..in_page {
            let (Some(from), Some(to)) = (u32_at(page, 4 * run), u32_at(page, 4 * run + 4)) else { break };
            let place = 4 * (in_page + 1) + run * if paragraphs { 13 } else { 1 };
            let Some(&offset) = page.get(place) else { break };
            let at = 2 * offset as usize;
            let (mut style, mut properties): (u16, &[u8]) = (0, &[]);
            if let (true, Some(&len)) = (at > 0, page.get(at)) {
                let (at, len) = match (paragraphs, len) {
                    (true, 0) => (at + 2, 2 * page.get(at + 1).copied().unwrap_or(0) as usize),
                    (true, len) => (at + 1, 2 * len as usize - 1),
                    (false, len) => (at + 1, len as usize),
                };
                properties = page.get(at..(at + len).min(511)).unwrap_or(&[]);
                if paragraphs {
                    style = u16_at(properties, 0).unwrap_or(0);
                    properties = properties.get(2..).unwrap_or(&[]);
                }
            }
            runs.push(Run { from: from as usize, to: to as usize, style, properties });
        }
    }
    order::by_key(&mut runs, |run| run.from);
    runs
}

/// The run that covers a place in the stream.
fn run_at<'r, 'b>(runs: &'r [Run<'b>], at: usize) -> Option<&'r Run<'b>> {
    let n = runs.partition_point(|run| run.from <= at).checked_sub(1)?;
    runs.get(n).filter(|run| at < run.to)
}

/// The properties in a list of them: code and operand.
fn properties(mut list: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let code = u16_at(list, 0)?;
        let rest = &list[2..];
        let (skip, len) = match (code, code >> 13) {
            // The definition of a table's cells has a length of two bytes, one too large.
            (0xd608, _) => (2, (u16_at(rest, 0)? as usize).saturating_sub(1)),
            (_, 0 | 1) => (0, 1),
            (_, 2 | 4 | 5) => (0, 2),
            (_, 3) => (0, 4),
            (_, 7) => (0, 3),
            _ => (1, *rest.first()? as usize),
        };
        let operand = rest.get(skip..skip + len)?;
        list = &rest[skip + len..];
        Some((code, operand))
    })
}

fn styles(table: &[u8]) -> Vec<ParagraphStyle<'_>> {
    let mut styles = Vec::new();
    let header = u16_at(table, 0).unwrap_or(0) as usize;
    let count = u16_at(table, 2).unwrap_or(0) as usize;
    let base = u16_at(table, 4).unwrap_or(10) as usize;
    let mut at = 2 + header;
    for _ in 0..count {
        let Some(len) = u16_at(table, at) else { break };
        let style = table.get(at + 2..at + 2 + len as usize).unwrap_or(&[]);
        at += 2 + len as usize;
        styles.push(self::style(style, base).unwrap_or_default());
    }
    styles
}

fn style(style: &[u8], base: usize) -> Option<ParagraphStyle<'_>> {
    let (known, kind) = (u16_at(style, 0)? & 0xfff, u16_at(style, 2)?);
    if kind & 0xf != 1 {
        return None;
    }
    let name = u16_at(style, base)? as usize;
    // The properties follow the name, each on an even place.
    let at = base + 2 + 2 * name + 2;
    let at = at + at % 2;
    let len = u16_at(style, at)? as usize;
    let properties = style.get(at + 4..at + 2 + len).unwrap_or(&[]);
    Some(ParagraphStyle {
        based_on: (kind >> 4) as usize,
        properties,
        contents: (19..=27).contains(&known),
        heading: (1..=9).contains(&known).then_some(known as u8),
    })
}

/// The lists; their levels stand after the table, in `rest`.
fn lists(table: &[u8], rest: &[u8]) -> BTreeMap<u32, Vec<Level>> {
    let mut lists = BTreeMap::new();
    let count = u16_at(table, 0).unwrap_or(0) as usize;
    let mut at = 2 + 28 * count;
    for n in 0..count {
        let list = 2 + 28 * n;
        let (Some(id), Some(&flags)) = (u32_at(table, list), table.get(list + 26)) else { break };
        let mut levels = Vec::new();
        for _ in 0..if flags & 1 != 0 { 1 } else { 9 } {
            let Some((level, len)) = level(rest.get(at..).unwrap_or(&[])) else { return lists };
            levels.push(level);
            at += len;
        }
        lists.insert(id, levels);
    }
    lists
}

/// One level of a list, and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let start = u32_at(bytes, 0)? as i32;
    let (style, flags) = (*bytes.get(4)?, *bytes.get(5)?);
    let (characters, paragraphs) = (*bytes.get(24)? as usize, *bytes.get(25)? as usize);
    let restart = *bytes.get(26)? as usize;
    let at = 28 + characters + paragraphs;
    let count = u16_at(bytes, at)? as usize;
    let mut label = String::new();
    for n in 0..count {
        match u16_at(bytes, at + 2 + 2 * n)? {
            of @ 0..=8 => label.push_str(&format!("%{}", of + 1)),
            unit => label.push(char::from_u32(unit.into()).unwrap_or('\u{fffd}')),
        }
    }
    let level = Level {
        style: number_style(style),
        label,
        start: start.into(),
        restart: (flags & 8 != 0).then(|| restart.checked_sub(1)),
        legal: flags & 4 != 0,
    };
    Some((level, at + 2 + 2 * count))
}

/// The style of a number by its code ([MS-OSHARED] MSONFC).
fn number_style(code: u8) -> Style {
    match code {
        1 => Style::UpperRoman,
        2 => Style::LowerRoman,
        3 => Style::UpperLetter,
        4 => Style::LowerLetter,
        10 | 17 | 36 => Style::Digits,
        11 | 33 | 35 | 37 | 39 => Style::Counting,
        14 | 19 => Style::FullWidth,
        16 | 34 => Style::LegalTraditional,
        18 | 28 => Style::Circle,
        22 => Style::DecimalZero,
        26 => Style::FullStop,
        27 => Style::Paren,
        29 => Style::CircleCounting,
        30 => Style::Stems,
        31 | 32 => Style::Branches,
        38 => Style::Legal,
        23 | 255 => Style::None,
        _ => Style::Decimal,
    }
}

fn overrides(table: &[u8]) -> Vec<Override> {
    let count = u32_at(table, 0).unwrap_or(0) as usize;
    let count = count.min(table.len() / 16);
    let mut overrides = Vec::new();
    let mut at = 4 + 16 * count;
    for n in 0..count {
        let place = 4 + 16 * n;
        let mut read = Override { list: u32_at(table, place).unwrap_or(0), ..Override::default() };
        let levels = table.get(place + 12).copied().unwrap_or(0);
        // Four bytes before the levels.
        at += 4;
        for _ in 0..levels {
            let (Some(start), Some(flags)) = (u32_at(table, at), u32_at(table, at + 4)) else { break };
            at += 8;
            let number = (flags & 0xf) as usize;
            if flags & 0x20 != 0 {
                let Some((level, len)) = level(table.get(at..).unwrap_or(&[])) else { break };
                at += len;
                read.levels.push((number, level));
            } else if flags & 0x10 != 0 {
                read.starts.push((number, i64::from(start as i32)));
            }
        }
        overrides.push(read);
    }
    overrides
}

/// What a paragraph's properties say.
#[derive(Default)]
struct Paragraph {
    in_table: bool,
    ends_row: bool,
    depth: u32,
    list: Option<u16>,
    level: Option<usize>,
    contents: bool,
    /// The level of a heading, from 1; 10 is text.
    heading: Option<u8>,
    /// Where the cells of a row begin and end, and how they are merged with those above.
    edges: Vec<i32>,
    merged: Vec<bool>,
}

impl Paragraph {
    fn read(&mut self, list: &[u8]) {
        for (code, operand) in properties(list) {
            let byte = operand.first().copied().unwrap_or(0);
            match code {
                0x2416 => self.in_table = byte != 0,
                0x2417 => self.ends_row = byte != 0,
                0x6649 => self.depth = u32_at(operand, 0).unwrap_or(0),
                0x2640 => self.heading = Some(byte.saturating_add(1)),
                0x260a => self.level = Some(byte as usize),
                0x460b => self.list = u16_at(operand, 0),
                0xd608 => self.cells(operand),
                0xd62b => {
                    // Merges the cell of this number with the one above.
                    if let [cell, how, ..] = operand
                        && let Some(merged) = self.merged.get_mut(*cell as usize)
                    {
                        *merged = *how == 1;
                    }
                }
                _ => {}
            }
        }
    }

    fn cells(&mut self, operand: &[u8]) {
        let count = operand.first().copied().unwrap_or(0) as usize;
        self.edges = (0..=count).map_while(|n| Some(i32::from(u16_at(operand, 1 + 2 * n)? as i16))).collect();
        let first = 1 + 2 * (count + 1);
        self.merged = (0..count)
            .map(|n| u16_at(operand, first + 20 * n).is_some_and(|flags| flags >> 5 & 3 == 1))
            .collect();
    }
}

struct Writer<'d, 'b> {
    document: &'d Document<'b>,
    body: Body,
    /// The open paragraph, cell, row and table.
    line: String,
    cell: Vec<String>,
    row: Vec<Vec<String>>,
    rows: Vec<EdgedRow>,
    counters: BTreeMap<u32, Counter>,
    used: BTreeSet<u16>,
    /// Characters read, of which pieces may name the same ones again and again.
    read: Meter,
}

impl<'d, 'b> Writer<'d, 'b> {
    fn new(document: &'d Document<'b>, budget: &Budget) -> Writer<'d, 'b> {
        Writer {
            document,
            body: Body::new(budget),
            line: String::new(),
            cell: Vec::new(),
            row: Vec::new(),
            rows: Vec::new(),
            counters: BTreeMap::new(),
            used: BTreeSet::new(),
            read: budget.meter(Quantity::Text),
        }
    }

    /// Writes a range of characters, which is a story of its own.
    fn range(&mut self, from: usize, to: usize) {
        let document = self.document;
        // Within the instructions of fields.
        let mut fields: Vec<bool> = Vec::new();
        let mut high = None;
        for piece in &document.pieces {
            let (start, end) = (piece.from.max(from), piece.to.min(to));
            let width = if piece.narrow { 1 } else { 2 };
            let mut hidden_until = 0;
            let mut hidden = false;
            for n in start..end {
                let at = piece.at + (n - piece.from) * width;
                let unit = match piece.narrow {
                    true => document.main.get(at).copied().map(u16::from),
                    false => u16_at(document.main, at),
                };
                let Some(unit) = unit else { break };
                if !self.read.take(1) || self.body.is_over() {
                    return;
                }
                if at >= hidden_until {
                    let run = run_at(&document.characters, at);
                    hidden_until = run.map_or(at + 1, |run| run.to);
                    hidden = run.is_some_and(|run| is_hidden(run.properties));
                }
                if hidden {
                    continue;
                }
                match unit {
                    0x13 => fields.push(true),
                    0x14 => fields.iter_mut().rev().take(1).for_each(|field| *field = false),
                    0x15 => {
                        fields.pop();
                    }
                    _ if fields.contains(&true) => {}
                    0x0d | 0x0c | 0x07 => self.end(unit == 7, at),
                    0x0b => self.line.push('\n'),
                    0x09 | 0xa0 => self.line.push(' '),
                    0x1e => self.line.push('-'),
                    0..0x20 => {}
                    unit if piece.narrow => {
                        let bytes = [unit as u8];
                        self.line.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0);
                    }
                    unit => {
                        for c in char::decode_utf16(high.take().into_iter().chain([unit])) {
                            match c {
                                Ok(c) => self.line.push(c),
                                // The first half of a character waits for the second.
                                Err(e) if e.unpaired_surrogate() == unit && unit < 0xdc00 => {
                                    high = Some(unit)
                                }
                                Err(_) => self.line.push('\u{fffd}'),
                            }
                        }
                    }
                }
            }
        }
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.end_table();
            self.body.paragraph(&line);
        }
        self.end_table();
    }

    /// Ends a paragraph or, with a cell mark, a cell or row.
    fn end(&mut self, mark: bool, at: usize) {
        let run = run_at(&self.document.paragraphs, at);
        let style = run.map_or(0, |run| run.style) as usize;
        let mut paragraph = Paragraph::default();
        let mut chain: Vec<&ParagraphStyle> = Vec::new();
        let mut next = style;
        while let Some(style) = self.document.styles.get(next).filter(|_| chain.len() < 32) {
            chain.push(style);
            next = style.based_on;
        }
        paragraph.contents = chain.first().is_some_and(|style| style.contents);
        for style in chain.iter().rev() {
            paragraph.heading = style.heading.or(paragraph.heading);
            paragraph.read(style.properties);
        }
        if let Some(run) = run {
            paragraph.read(run.properties);
            if let Some(more) = self.document.more(run.properties)
                && self.read.take(more.len())
            {
                paragraph.read(more);
            }
        }
        let line = std::mem::take(&mut self.line);
        if paragraph.ends_row && paragraph.depth <= 1 {
            let cells = std::mem::take(&mut self.row);
            self.cell.clear();
            self.rows.push(EdgedRow { cells, edges: paragraph.edges, merged: paragraph.merged });
            return;
        }
        let label = self.label(&paragraph);
        let text = match line.trim() {
            "" if paragraph.in_table && !paragraph.ends_row => label.trim().to_owned(),
            "" => String::new(),
            trimmed if !label.is_empty() => label + trimmed,
            _ => line,
        };
        if !paragraph.in_table {
            self.end_table();
            match paragraph.heading.filter(|level| *level < 10) {
                _ if paragraph.contents => {}
                Some(level) => self.body.heading(&text, level),
                None => self.body.paragraph(&text),
            }
            return;
        }
        if !text.is_empty() {
            self.cell.push(text);
        }
        if mark && paragraph.depth <= 1 {
            self.row.push(std::mem::take(&mut self.cell));
        }
    }

    /// Writes the rows of the table that has ended.
    fn end_table(&mut self) {
        if !self.row.is_empty() || !self.cell.is_empty() {
            // A row without its end mark.
            self.row.push(std::mem::take(&mut self.cell));
            let cells = std::mem::take(&mut self.row);
            self.rows.push(EdgedRow { cells, edges: Vec::new(), merged: Vec::new() });
        }
        self.body.rows(std::mem::take(&mut self.rows));
    }

    /// The automatic number of a paragraph, which is counted; empty if it has none.
    fn label(&mut self, paragraph: &Paragraph) -> String {
        let Some(list) = paragraph.list.filter(|list| *list > 0) else { return String::new() };
        let Some(uses) = self.document.overrides.get(list as usize - 1) else { return String::new() };
        let Some(levels) = self.document.lists.get(&uses.list) else { return String::new() };
        let counter = self.counters.entry(uses.list).or_default();
        let first = self.used.insert(list);
        let level = paragraph.level.unwrap_or(0);
        if uses.starts.is_empty() && uses.levels.is_empty() {
            return counter.count(levels, level);
        }
        let mut levels = levels.clone();
        for (at, changed) in uses.levels.iter().filter(|(at, _)| *at < LEVELS) {
            if levels.len() <= *at {
                levels.resize_with(at + 1, Level::default);
            }
            levels[*at] = changed.clone();
        }
        for (at, start) in &uses.starts {
            if let Some(level) = levels.get_mut(*at) {
                level.start = *start;
            }
            if first {
                counter.forget(*at);
            }
        }
        counter.count(&levels, level)
    }
}

/// Whether characters are deleted by a tracked change, or hidden.
fn is_hidden(list: &[u8]) -> bool {
    properties(list).any(|(code, operand)| matches!(code, 0x0800 | 0x083c) && operand.first() == Some(&1))
}
