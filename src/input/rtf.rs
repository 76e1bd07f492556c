//! Rich text, which older word processors and office systems write, often under the name `.doc`.
//!
//! ```text
//! {\rtf1\ansicpg936 {\fonttbl{\f0\fcharset134 …}}      words of control, groups that inherit and end
//! {\listtext 一、\tab}\u24635?\'cc\'e5 要求\par}         numbers as text; characters by code, or bytes of the font
//! ```

use std::collections::BTreeMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

use crate::input::InputError;
use crate::input::body::{Body, EdgedRow, Written};
use crate::input::budget::Budget;

/// Reads a document: paragraphs with their numbers, tables, then footnotes. Deleted and hidden text, headers and
/// footers are left out.
pub(super) fn read(bytes: &[u8], budget: &Budget) -> Result<Written, InputError> {
    let mut reader = Reader::new(budget);
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'{' => reader.open(),
            b'}' => reader.close(),
            b'\\' => rest = reader.control(after),
            b'\r' | b'\n' => {}
            byte => reader.byte(byte),
        }
    }
    reader.finish()
}

/// What a group inherits from the one around it.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Nothing of it shows.
    skip: bool,
    hidden: bool,
    deleted: bool,
    /// The table of fonts.
    fonts: bool,
    /// The table of styles, where text is their names.
    styles: bool,
    /// A footnote.
    note: bool,
    /// The number of an item.
    label: bool,
    /// It began with `\*`: skipped unless it is known.
    starred: bool,
    font: i64,
    /// How many characters stand in for one given by its code.
    instead: usize,
}

/// The deepest groups. Deeper ones count as part of the one around them.
const DEEPEST: usize = 100_000;

struct Reader {
    body: Body,
    groups: Vec<Group>,
    group: Group,
    beyond: usize,
    page: &'static Encoding,
    fonts: BTreeMap<i64, i64>,
    /// The level of the styles that are headings; the name and the number of the one that is read.
    styles: BTreeMap<i64, u8>,
    name: String,
    style: i64,
    /// Bytes of the open run that wait to be decoded.
    bytes: Vec<u8>,
    /// Characters that stand in for the last one given by its code.
    passed: usize,
    /// The first half of a character.
    high: Option<u16>,
    /// The open paragraph, and that of a footnote.
    line: String,
    note: String,
    notes: Vec<String>,
    in_table: bool,
    heading: Option<u8>,
    cell: Vec<String>,
    row: Vec<Vec<String>>,
    edges: Vec<i32>,
    merged: Vec<bool>,
    /// The next cell goes on with the one above.
    merges: bool,
    rows: Vec<EdgedRow>,
}

impl Reader {
    fn new(budget: &Budget) -> Reader {
        Reader {
            body: Body::new(budget),
            groups: Vec::new(),
            group: Group {
                skip: false,
                hidden: false,
                deleted: false,
                fonts: false,
                styles: false,
                note: false,
                label: false,
                starred: false,
                font: -1,
                instead: 1,
            },
            beyond: 0,
            page: WINDOWS_1252,
            fonts: BTreeMap::new(),
            styles: BTreeMap::new(),
            name: String::new(),
            style: 0,
            bytes: Vec::new(),
            passed: 0,
            high: None,
            line: String::new(),
            note: String::new(),
            notes: Vec::new(),
            in_table: false,
            heading: None,
            cell: Vec::new(),
            row: Vec::new(),
            edges: Vec::new(),
            merged: Vec::new(),
            merges: false,
            rows: Vec::new(),
        }
    }

    fn open(&mut self) {
        self.decode();
        self.passed = 0;
        match self.groups.len() < DEEPEST {
            true => self.groups.push(self.group),
            false => self.beyond += 1,
        }
        self.group.starred = false;
    }

    fn close(&mut self) {
        self.decode();
        self.passed = 0;
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(outer) = self.groups.pop() else { return };
        if self.group.styles {
            let name = std::mem::take(&mut self.name).to_ascii_lowercase();
            let level = name.trim_end_matches(';').trim().strip_prefix("heading ");
            let level = level.and_then(|n| n.parse().ok()).filter(|n| (1..10).contains(n));
            self.styles.extend(level.map(|level| (self.style, level)));
        }
        if self.group.note && !outer.note {
            self.notes.push(std::mem::take(&mut self.note));
        }
        self.group = outer;
    }

    /// Takes what follows a backslash, and gives what follows that.
    fn control<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let Some(&first) = rest.first() else { return rest };
        if !first.is_ascii_alphabetic() {
            match (first, rest) {
                (b'\'', [_, a, b, after @ ..]) => {
                    let hex = |b: u8| char::from(b).to_digit(16).unwrap_or(0) as u8;
                    self.byte(hex(*a) << 4 | hex(*b));
                    return after;
                }
                (b'*', _) => self.group.starred = true,
                (b'~', _) => self.text(' '),
                (b'_', _) => self.text('-'),
                (b'\\' | b'{' | b'}', _) => self.byte(first),
                (b'\r' | b'\n', _) => self.paragraph(),
                _ => {}
            }
            return &rest[1..];
        }
        let len = rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        let (word, mut rest) = rest.split_at(len);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let value = rest[sign..sign + digits].iter().fold(0i64, |n, b| n * 10 + i64::from(b - b'0'));
            number = Some(if sign > 0 { -value } else { value });
            rest = &rest[sign + digits..];
        }
        rest = rest.strip_prefix(b" ").unwrap_or(rest);
        if word == b"bin" {
            return &rest[number.unwrap_or(0).clamp(0, rest.len() as i64) as usize..];
        }
        self.word(word, number);
        rest
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        self.decode();
        let on = number != Some(0);
        let starred = std::mem::take(&mut self.group.starred);
        match word {
            b"u" => {
                let code = number.unwrap_or(0) as u16;
                self.unit(code);
                self.passed = self.group.instead;
            }
            b"uc" => self.group.instead = number.unwrap_or(1).clamp(0, 16) as usize,
            b"ansicpg" => self.page = page(number.unwrap_or(1252)),
            b"fonttbl" => self.group.fonts = true,
            b"f" => self.group.font = number.unwrap_or(0),
            b"fcharset" if self.group.fonts => {
                self.fonts.insert(self.group.font, number.unwrap_or(0));
            }
            b"v" => self.group.hidden = on,
            b"deleted" => self.group.deleted = on,
            b"plain" => (self.group.hidden, self.group.deleted) = (false, false),
            b"listtext" | b"pntext" => self.group.label = true,
            b"footnote" => self.group.note = true,
            b"shpinst" | b"shppict" => {}
            b"stylesheet" => self.group.styles = true,
            b"s" if self.group.styles => self.style = number.unwrap_or(0),
            b"colortbl" | b"info" | b"pict" | b"object" | b"header" | b"headerl" | b"headerr"
            | b"headerf" | b"footer" | b"footerl" | b"footerr" | b"footerf" | b"fldinst" | b"nonshppict"
            | b"shprslt" | b"sp" | b"xe" | b"tc" | b"upr" | b"annotation" | b"ftnsep" | b"ftnsepc"
            | b"aftnsep" | b"aftnsepc" => self.group.skip = true,
            _ if starred => self.group.skip = true,
            _ if self.group.skip || self.group.fonts || self.group.styles => {}
            b"s" => self.heading = number.and_then(|n| self.styles.get(&n).copied()),
            b"par" | b"sect" | b"page" => self.paragraph(),
            // The number of an item has a form of its own, which ends with it.
            b"pard" if self.group.label => {}
            b"pard" => (self.in_table, self.heading) = (false, None),
            b"intbl" => self.in_table = true,
            b"outlinelevel" => {
                self.heading = number.filter(|n| (0..9).contains(n)).map(|n| n as u8 + 1);
            }
            b"trowd" => {
                self.edges.clear();
                self.merged.clear();
                self.merges = false;
            }
            b"trleft" => self.edges.splice(..0, number.map(|n| n as i32)).for_each(drop),
            b"clvmrg" => self.merges = true,
            b"cellx" if self.merged.len() < 1024 => {
                if self.edges.is_empty() {
                    self.edges.push(i32::MIN / 2);
                }
                self.edges.push(number.unwrap_or(0) as i32);
                self.merged.push(std::mem::take(&mut self.merges));
            }
            b"cell" => {
                self.in_table = true;
                self.paragraph();
                self.row.push(std::mem::take(&mut self.cell));
            }
            b"row" => self.end_row(),
            // 一、 needs no space behind it, 1. does.
            b"tab" if self.group.label && !self.line.ends_with(|c: char| c.is_ascii()) => {}
            b"line" => self.text('\n'),
            b"tab" | b"nestcell" | b"emspace" | b"enspace" | b"qmspace" => self.text(' '),
            b"emdash" => self.text('—'),
            b"endash" => self.text('–'),
            b"lquote" => self.text('‘'),
            b"rquote" => self.text('’'),
            b"ldblquote" => self.text('“'),
            b"rdblquote" => self.text('”'),
            _ => {}
        }
    }

    /// A byte of text, which may be a part of a character.
    fn byte(&mut self, byte: u8) {
        if self.passed > 0 {
            self.passed -= 1;
            return;
        }
        self.bytes.push(byte);
    }

    /// Decodes the bytes that wait.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let encoding = match self.fonts.get(&self.group.font) {
            // Signs of a symbol font, such as bullets, are no characters.
            Some(2) => return,
            Some(128) => SHIFT_JIS,
            Some(129) => EUC_KR,
            Some(134) => GB18030,
            Some(136) => BIG5,
            _ => self.page,
        };
        let text = encoding.decode_without_bom_handling(&bytes).0;
        text.chars().for_each(|c| self.text(c));
    }

    /// A character by its code, or half of one.
    fn unit(&mut self, unit: u16) {
        for c in char::decode_utf16(self.high.take().into_iter().chain([unit])) {
            match c {
                Ok(c) => self.text(c),
                Err(e) if e.unpaired_surrogate() == unit && unit < 0xdc00 => self.high = Some(unit),
                Err(_) => self.text('\u{fffd}'),
            }
        }
    }

    fn text(&mut self, c: char) {
        self.decode();
        let Group { skip, hidden, deleted, fonts, styles, note, .. } = self.group;
        if styles && !skip {
            self.name.push(c);
            return;
        }
        if skip || hidden || deleted || fonts || (c.is_control() && c != '\n') {
            return;
        }
        let into = if note { &mut self.note } else { &mut self.line };
        into.push(if c == '\u{a0}' { ' ' } else { c });
    }

    fn paragraph(&mut self) {
        self.decode();
        if self.group.note {
            self.note.push('\n');
            return;
        }
        if self.group.skip {
            return;
        }
        let line = std::mem::take(&mut self.line);
        if self.in_table {
            self.cell.extend(Some(line).filter(|line| !line.trim().is_empty()));
            return;
        }
        self.end_table();
        match self.heading {
            Some(level) => self.body.heading(line.trim(), level),
            None => self.body.paragraph(&line),
        }
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.row);
        self.cell.clear();
        self.rows.push(EdgedRow { cells, edges: self.edges.clone(), merged: self.merged.clone() });
    }

    fn end_table(&mut self) {
        if !self.row.is_empty() || !self.cell.is_empty() {
            // A row without its end.
            self.row.push(std::mem::take(&mut self.cell));
            self.end_row();
        }
        self.body.rows(std::mem::take(&mut self.rows));
    }

    fn finish(mut self) -> Result<Written, InputError> {
        // What a cut file leaves open shows all the same.
        self.group.note = false;
        self.in_table &= !self.row.is_empty() || !self.cell.is_empty();
        self.paragraph();
        self.end_table();
        self.notes.push(std::mem::take(&mut self.note));
        for note in std::mem::take(&mut self.notes) {
            self.body.paragraph(&note);
        }
        self.body.written("rtf")
    }
}

/// The encoding of a code page.
fn page(number: i64) -> &'static Encoding {
    match number {
        936 | 54936 => GB18030,
        950 => BIG5,
        932 => SHIFT_JIS,
        949 => EUC_KR,
        65001 => encoding_rs::UTF_8,
        _ => WINDOWS_1252,
    }
}
