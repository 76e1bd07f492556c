use std::collections::{BTreeMap, BTreeSet};

use crate::input::InputError;
use crate::input::archive::Archive;
use crate::input::body::{Body, Written};
use crate::input::budget::Budget;
use crate::input::numbering::{Counter, LEVELS, Level, Style, spaced};
use crate::input::symbol;
use crate::input::xml::{Node, Tag, Xml};

/// Reads a Word document: its paragraphs with their automatic numbers, tables, text boxes, and footnotes at
/// the end. Tracked changes are accepted. Headers, footers, tables of contents and hidden text are left out.
pub(super) fn read(archive: &mut Archive) -> Result<Written, InputError> {
    let main = main_part(archive)?;
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut lists = Lists::default();
    let part = format!("{folder}styles.xml");
    if let Some(text) = archive.text(&part)? {
        lists.styles(&text).map_err(|e| InputError::damaged(&part, e))?;
    }
    let part = format!("{folder}numbering.xml");
    if let Some(text) = archive.text(&part)? {
        lists.numbers(&text).map_err(|e| InputError::damaged(&part, e))?;
    }
    let text = archive.needed(&main)?;
    let mut body = story(&text, "w:body", &mut lists, Body::new(&archive.budget))
        .map_err(|e| InputError::damaged(&main, e))?;
    for (name, root) in [("footnotes.xml", "w:footnote"), ("endnotes.xml", "w:endnote")] {
        let part = format!("{folder}{name}");
        if let Some(text) = archive.text(&part)? {
            body = story(&text, root, &mut lists, body).map_err(|e| InputError::damaged(&part, e))?;
        }
    }
    body.written(&main)
}

/// Reads a document that is one XML text: the parts of a package, or Word of 2003.
pub(super) fn flat(text: &str, budget: &Budget) -> Result<Written, InputError> {
    let damaged = |e| InputError::damaged("xml", e);
    let mut lists = Lists::default();
    // Each reads what is its own: elements of another part are of no list or style.
    lists.styles(text).map_err(damaged)?;
    lists.numbers(text).map_err(damaged)?;
    let mut body = story(text, "w:body", &mut lists, Body::new(budget)).map_err(damaged)?;
    for root in ["w:footnote", "w:endnote"] {
        body = story(text, root, &mut lists, body).map_err(damaged)?;
    }
    body.written("xml")
}

/// The name of the part that holds the document's text.
fn main_part(archive: &mut Archive) -> Result<String, InputError> {
    let usual = "word/document.xml";
    if archive.has(usual) {
        return Ok(usual.into());
    }
    let relations = archive.needed("_rels/.rels")?;
    let mut xml = Xml::new(&relations);
    while let Ok(Some(node)) = xml.next() {
        if let Node::Open(tag) = node
            && tag.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            && let Some(target) = tag.get("Target")
        {
            return Ok(target.trim_start_matches('/').into());
        }
    }
    Err(InputError::damaged(usual, "no such part"))
}

/// A run of paragraphs that is read as one: the document, or a text box in it.
struct Story {
    body: Body,
    paragraph: Option<Paragraph>,
}

/// A paragraph while it is read.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    list: Option<i64>,
    level: Option<usize>,
    /// Its level in the outline, from 0; 9 is text.
    outline: Option<i64>,
    /// Its number, where it is written.
    label: Option<String>,
    /// Its mark is deleted, so the next one goes on where it ends.
    joined: bool,
    /// Its mark is hidden: without other text it does not show, and takes no number.
    hidden: bool,
    /// A part of it is a table of contents that a field makes.
    contents: bool,
    /// The text boxes anchored in it, which stand after it.
    boxes: String,
}

/// Reads the text inside the elements named `root` of one part.
fn story(text: &str, root: &str, lists: &mut Lists, body: Body) -> Result<Body, String> {
    let mut xml = Xml::new(text);
    let mut inside = false;
    let mut around: Vec<Story> = Vec::new();
    let mut story = Story { body, paragraph: None };
    let (mut in_text, mut in_contents) = (false, false);
    let mut run = Run::default();
    // The open fields: their instructions, and whether they make a table of contents.
    let mut fields: Vec<Field> = Vec::new();
    let mut in_code = false;
    let contents_end = !text.contains("TOC") || contents_end(text)?;
    // Within these properties `w:del` is about a paragraph's mark or a row.
    let (mut of_paragraph, mut of_row, mut row_deleted, mut cell_deleted) = (false, false, false, false);
    while let Some(node) = xml.next()? {
        if story.body.is_over() {
            break;
        }
        let tag = match node {
            // The separators between text and notes have a type, notes have none.
            Node::Open(tag) if !inside => {
                inside = tag.name() == root && tag.get("w:type").is_none();
                continue;
            }
            Node::Open(tag) => tag,
            Node::Text(text) => {
                if let (true, Some(field)) = (in_code, fields.last_mut()) {
                    field.code(&text);
                    field.contents &= contents_end;
                }
                let contents = fields.iter().any(|field| field.contents);
                if let (true, false, Some(paragraph)) = (in_text, run.hidden, &mut story.paragraph) {
                    paragraph.contents |= contents;
                    if !contents {
                        run.write(&text, &mut paragraph.text);
                    }
                }
                continue;
            }
            Node::Close(name) => {
                match name.as_str() {
                    "w:t" | "m:t" => in_text = false,
                    "w:instrText" => in_code = false,
                    "w:r" => run = Run::default(),
                    "w:pPr" => of_paragraph = false,
                    "w:trPr" => of_row = false,
                    "w:p" if story.paragraph.as_ref().is_some_and(|paragraph| !paragraph.joined) => {
                        story.close(lists)
                    }
                    // A deleted mark joins no cells.
                    "w:tc" => {
                        story.close(lists);
                        if std::mem::take(&mut cell_deleted) {
                            story.body.drop_cell();
                        }
                    }
                    "w:tr" if row_deleted => story.body.drop_row(),
                    "w:tbl" => {
                        story.close(lists);
                        story.body.close_table();
                    }
                    "w:txbxContent" => {
                        story.close(lists);
                        if let Some(outer) = around.pop() {
                            let inner = std::mem::replace(&mut story, outer).body;
                            let text = story.body.text_of(inner);
                            match &mut story.paragraph {
                                Some(paragraph) => paragraph.boxes.push_str(&text),
                                None => story.body.paragraph(&text),
                            }
                        }
                    }
                    name if name == root => inside = false,
                    _ => {}
                }
                continue;
            }
        };
        match tag.name() {
            "w:p" => match &mut story.paragraph {
                Some(paragraph) if paragraph.joined => {
                    *paragraph = Paragraph {
                        text: std::mem::take(&mut paragraph.text),
                        boxes: std::mem::take(&mut paragraph.boxes),
                        ..Paragraph::default()
                    }
                }
                _ => {
                    story.close(lists);
                    story.paragraph = Some(Paragraph::default());
                }
            },
            "w:pPr" => of_paragraph = true,
            "w:trPr" => of_row = true,
            "w:t" | "m:t" => in_text = true,
            "w:r" => {
                run = Run::default();
                let style = story.paragraph.as_ref().and_then(|paragraph| paragraph.style.as_ref());
                run.hidden = lists.hides(style);
            }
            "w:rStyle" if !of_paragraph => run.hidden |= lists.hides(tag.get("w:val").as_ref()),
            "w:rFonts" if !of_paragraph => run.font = tag.get("w:ascii").or(tag.get("w:hAnsi")),
            "w:vanish" if !of_paragraph => run.hidden = is_on(&tag),
            "w:vanish" => {
                if let Some(paragraph) = &mut story.paragraph {
                    paragraph.hidden = is_on(&tag);
                }
            }
            "w:fldChar" => match tag.get("w:fldCharType").as_deref() {
                Some("begin") => fields.push(Field::default()),
                Some("end") => drop(fields.pop()),
                _ => {}
            },
            "w:fldSimple" if tag.get("w:instr").is_some_and(|code| is_contents(&code)) => xml.skip()?,
            "w:instrText" => in_code = true,
            "w:del" | "w:moveFrom" if of_paragraph => {
                if let Some(paragraph) = &mut story.paragraph {
                    paragraph.joined = true;
                }
            }
            // Where notes stand within the text, they are read after it.
            "w:footnote" | "w:endnote" if root == "w:body" => xml.skip()?,
            "w:del" if of_row => row_deleted = true,
            "w:cellDel" => cell_deleted = true,
            "w:gridBefore" => {
                let columns = tag.number("w:val").and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
                columns.into_iter().for_each(|columns| story.body.open_cell(columns, 1));
            }
            "w:del" | "w:moveFrom" | "mc:Fallback" | "w:rt" | "w:pPrChange" | "w:rPrChange"
            | "w:tblPrChange" | "w:tcPrChange" | "w:trPrChange" | "w:sectPr" | "w:numberingChange" => {
                xml.skip()?
            }
            "w:sdt" => in_contents = false,
            "w:docPartGallery" => in_contents = tag.get("w:val").is_some_and(|v| v == "Table of Contents"),
            "w:sdtContent" if in_contents => {
                in_contents = false;
                xml.skip()?;
            }
            "w:txbxContent" => {
                let inner = Story { body: story.body.beside(), paragraph: None };
                around.push(std::mem::replace(&mut story, inner));
            }
            "w:tbl" => {
                story.close(lists);
                story.body.open_table();
            }
            "w:tr" => {
                (row_deleted, cell_deleted) = (false, false);
                story.body.open_row();
            }
            "w:tc" => story.body.open_cell(1, 1),
            "w:gridSpan" => {
                story.body.span_cell(tag.number("w:val").and_then(|n| usize::try_from(n).ok()), false)
            }
            "w:vMerge" => story.body.span_cell(None, tag.get("w:val").is_none_or(|v| v != "restart")),
            _ => {
                if let Some(paragraph) = &mut story.paragraph {
                    paragraph.read(&tag, of_paragraph, run.hidden);
                }
            }
        }
    }
    story.close(lists);
    Ok(story.body)
}

/// What holds of the text of a run.
#[derive(Default)]
struct Run {
    hidden: bool,
    font: Option<String>,
}

impl Run {
    /// Writes text, with the signs of its font as characters.
    fn write(&self, text: &str, into: &mut String) {
        match self.font.as_deref().filter(|font| symbol::is_font(font)) {
            None => into.push_str(text),
            // Word shows letters and Chinese of such a run in another font.
            Some(font) => into.extend(text.chars().filter_map(|c| match c as u32 {
                place @ 0xf000..=0xf0ff => symbol::character(font, place),
                _ => Some(c),
            })),
        }
    }
}

/// A field whose result stands in the text.
#[derive(Default)]
struct Field {
    /// How its instructions begin.
    code: String,
    /// It makes a table of contents.
    contents: bool,
}

impl Field {
    fn code(&mut self, text: &str) {
        if self.code.len() < 64 {
            self.code.push_str(text);
            self.contents = is_contents(&self.code);
        }
    }
}

/// Whether each field that makes a table of contents ends. Where one does not, nobody knows which paragraphs are of it.
fn contents_end(text: &str) -> Result<bool, String> {
    let mut xml = Xml::new(text);
    let mut fields: Vec<Field> = Vec::new();
    let mut in_code = false;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match (tag.name(), tag.get("w:fldCharType").as_deref()) {
                ("w:fldChar", Some("begin")) => fields.push(Field::default()),
                ("w:fldChar", Some("end")) => drop(fields.pop()),
                ("w:instrText", _) => in_code = true,
                _ => {}
            },
            Node::Close(name) => in_code &= name != "w:instrText",
            Node::Text(text) => {
                if let (true, Some(field)) = (in_code, fields.last_mut()) {
                    field.code(&text);
                }
            }
        }
    }
    Ok(!fields.iter().any(|field| field.contents))
}

/// Whether the instructions of a field make a table of contents.
fn is_contents(code: &str) -> bool {
    code.split_whitespace().next().is_some_and(|name| name.eq_ignore_ascii_case("TOC"))
}

/// The value of a property that is on or off.
fn is_on(tag: &Tag) -> bool {
    tag.get("w:val").is_none_or(|v| v != "0" && v != "false")
}

impl Paragraph {
    /// Takes what an element says about the paragraph, or the character it stands for.
    fn read(&mut self, tag: &Tag, of_paragraph: bool, hidden: bool) {
        match (tag.name(), of_paragraph) {
            ("w:pStyle", true) => self.style = tag.get("w:val"),
            ("w:numId", true) => self.list = tag.number("w:val"),
            ("w:ilvl", true) => self.level = tag.number("w:val").and_then(|n| usize::try_from(n).ok()),
            ("w:outlineLvl", true) => self.outline = tag.number("w:val"),
            // Word of 2003 writes the number beside the list.
            ("wx:t", true) => self.label = tag.get("wx:val"),
            (_, true) => {}
            _ if hidden => {}
            ("w:tab" | "w:ptab", _) => self.text.push(' '),
            ("w:br" | "w:cr", _) => self.text.push('\n'),
            ("w:noBreakHyphen", _) => self.text.push('-'),
            ("w:sym", _) => {
                let code = tag.get("w:char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = tag.get("w:font").unwrap_or_default();
                // Codes of symbol fonts stand for nothing outside their font.
                let plain = || code.filter(|code| !(0xf000..0xf100).contains(code)).and_then(char::from_u32);
                let sign = code.and_then(|code| symbol::character(&font, code));
                self.text.extend(if symbol::is_font(&font) { sign } else { plain() });
            }
            _ => {}
        }
    }
}

impl Story {
    /// Ends the open paragraph.
    fn close(&mut self, lists: &mut Lists) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let blank = paragraph.text.trim().is_empty();
        if paragraph.style.as_ref().and_then(|id| lists.styles.get(id)).is_some_and(|style| style.contents)
            || paragraph.contents && blank
        {
            self.body.paragraph(&paragraph.boxes);
            return;
        }
        // What does not show takes no number.
        if blank && (paragraph.joined || paragraph.hidden || lists.hides(paragraph.style.as_ref())) {
            self.body.paragraph(&paragraph.boxes);
            return;
        }
        let label = match &paragraph.label {
            Some(label) => spaced(label.trim()),
            None => lists.label(&paragraph),
        };
        let outline = paragraph.outline.or_else(|| lists.outline(&paragraph)).filter(|n| (0..9).contains(n));
        if let (Some(level), false) = (outline, paragraph.text.trim().is_empty()) {
            self.body.heading(&(label + paragraph.text.trim()), level as u8 + 1);
            self.body.paragraph(&paragraph.boxes);
            return;
        }
        match paragraph.text.trim() {
            // In a table the number may be all there is in a cell.
            "" if self.body.in_cell() => self.body.paragraph(&label),
            "" => {}
            text if !label.is_empty() => self.body.paragraph(&(label + text)),
            _ => self.body.paragraph(&paragraph.text),
        }
        self.body.paragraph(&paragraph.boxes);
    }
}

/// The lists and the styles that number paragraphs.
#[derive(Default)]
struct Lists {
    styles: BTreeMap<String, ParagraphStyle>,
    default_style: Option<String>,
    lists: BTreeMap<i64, List>,
    schemes: BTreeMap<i64, Scheme>,
    counters: BTreeMap<i64, Counter>,
    used: BTreeSet<i64>,
}

#[derive(Default)]
struct ParagraphStyle {
    based_on: Option<String>,
    list: Option<i64>,
    level: Option<usize>,
    /// The level in the outline, from 0; 9 is text.
    outline: Option<i64>,
    /// A line of a table of contents.
    contents: bool,
    /// Its text is hidden, or not; none if the style it is based on says so.
    hidden: Option<bool>,
}

/// A `w:num`: a scheme, with some of its levels changed.
#[derive(Default)]
struct List {
    scheme: i64,
    starts: Vec<(usize, i64)>,
    levels: Vec<(usize, Level)>,
}

/// A `w:abstractNum`.
#[derive(Default)]
struct Scheme {
    levels: Vec<Level>,
    /// Styles that are tied to a level.
    styles: Vec<(String, usize)>,
    /// The style whose list stands for this one.
    link: Option<String>,
}

/// How far chains of styles are followed, which may be circles in a damaged file.
const CHAIN: usize = 32;

impl Lists {
    /// Reads `styles.xml`.
    fn styles(&mut self, text: &str) -> Result<(), String> {
        let mut xml = Xml::new(text);
        let mut id = None;
        while let Some(node) = xml.next()? {
            let tag = match node {
                Node::Open(tag) => tag,
                Node::Close(name) => {
                    id = id.filter(|_| name != "w:style");
                    continue;
                }
                Node::Text(_) => continue,
            };
            if tag.name() == "w:style" {
                id = tag.get("w:styleId");
                let kind = tag.get("w:type").unwrap_or_default();
                if kind == "table" {
                    id = None;
                    xml.skip()?;
                } else if kind == "character" {
                    // Of its properties only those that hide text matter.
                } else if tag.get("w:default").is_some_and(|v| v == "1" || v == "true") {
                    self.default_style = id.clone();
                }
                continue;
            }
            let Some(id) = &id else { continue };
            match tag.name() {
                "w:name" => {
                    let name = tag.get("w:val").unwrap_or_default().to_ascii_lowercase();
                    let style = self.styles.entry(id.clone()).or_default();
                    style.contents = name.starts_with("toc ");
                    let level = name.strip_prefix("heading ").and_then(|n| n.trim().parse::<i64>().ok());
                    style.outline = style.outline.or(level.map(|n| n - 1));
                }
                "w:vanish" => self.styles.entry(id.clone()).or_default().hidden = Some(is_on(&tag)),
                "w:basedOn" => self.styles.entry(id.clone()).or_default().based_on = tag.get("w:val"),
                "w:outlineLvl" => {
                    self.styles.entry(id.clone()).or_default().outline = tag.number("w:val");
                }
                "w:numId" => self.styles.entry(id.clone()).or_default().list = tag.number("w:val"),
                "w:ilvl" => {
                    let level = tag.number("w:val").and_then(|n| usize::try_from(n).ok());
                    self.styles.entry(id.clone()).or_default().level = level;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads `numbering.xml`.
    fn numbers(&mut self, text: &str) -> Result<(), String> {
        let mut xml = Xml::new(text);
        let (mut scheme, mut list): (Option<i64>, Option<i64>) = (None, None);
        let mut level = 0;
        while let Some(node) = xml.next()? {
            let tag = match node {
                Node::Open(tag) => tag,
                Node::Close(name) => {
                    scheme = scheme.filter(|_| name != "w:abstractNum");
                    list = list.filter(|_| name != "w:num");
                    continue;
                }
                Node::Text(_) => continue,
            };
            match tag.name() {
                "mc:Fallback" => {
                    xml.skip()?;
                    continue;
                }
                "w:abstractNum" => {
                    (scheme, list) = (tag.number("w:abstractNumId"), None);
                    continue;
                }
                "w:num" => {
                    (scheme, list) = (None, tag.number("w:numId"));
                    continue;
                }
                "w:lvlOverride" | "w:lvl" => {
                    level = tag
                        .number("w:ilvl")
                        .and_then(|n| usize::try_from(n).ok())
                        .unwrap_or(0)
                        .min(LEVELS - 1);
                    if let (Some(list), "w:lvl") = (list, tag.name()) {
                        self.lists.entry(list).or_default().levels.push((level, Level::default()));
                    }
                    continue;
                }
                _ => {}
            }
            let value = tag.get("w:val");
            if let Some(list) = list {
                let list = self.lists.entry(list).or_default();
                match (tag.name(), list.levels.last_mut()) {
                    ("w:abstractNumId", _) => list.scheme = tag.number("w:val").unwrap_or(-1),
                    ("w:startOverride", _) => list.starts.push((level, tag.number("w:val").unwrap_or(1))),
                    (_, Some((_, level))) => level.read(&tag),
                    _ => {}
                }
            } else if let Some(scheme) = scheme {
                let scheme = self.schemes.entry(scheme).or_default();
                match tag.name() {
                    "w:numStyleLink" => scheme.link = value,
                    "w:pStyle" => scheme.styles.extend(value.map(|style| (style, level))),
                    _ => {
                        if scheme.levels.len() <= level {
                            scheme.levels.resize_with(level + 1, Level::default);
                        }
                        scheme.levels[level].read(&tag);
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether a style hides its text.
    fn hides(&self, style: Option<&String>) -> bool {
        let mut next = style;
        for _ in 0..CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { return false };
            if let Some(hidden) = style.hidden {
                return hidden;
            }
            next = style.based_on.as_ref();
        }
        false
    }

    /// The level in the outline that the paragraph's style gives it.
    fn outline(&self, paragraph: &Paragraph) -> Option<i64> {
        let mut id = paragraph.style.as_ref()?;
        for _ in 0..CHAIN {
            let style = self.styles.get(id)?;
            if style.outline.is_some() {
                return style.outline;
            }
            id = style.based_on.as_ref()?;
        }
        None
    }

    /// The automatic number of a paragraph, which is counted; empty if it has none.
    fn label(&mut self, paragraph: &Paragraph) -> String {
        let style = paragraph.style.as_ref().or(self.default_style.as_ref());
        let (mut list, mut level) = (paragraph.list, paragraph.level);
        let mut next = style;
        for _ in 0..CHAIN {
            let Some(of) = next.and_then(|id| self.styles.get(id)) else { break };
            if list.is_none() {
                list = of.list;
                level = level.or(of.level);
            }
            next = of.based_on.as_ref();
        }
        let Some((id, found)) = list.and_then(|id| Some((id, self.lists.get(&id)?))) else {
            return String::new();
        };
        let mut scheme_id = found.scheme;
        for _ in 0..CHAIN {
            let link = self.schemes.get(&scheme_id).and_then(|scheme| scheme.link.as_ref());
            let linked = link.and_then(|style| self.styles.get(style)?.list);
            let Some(linked) = linked.and_then(|list| self.lists.get(&list)) else { break };
            scheme_id = linked.scheme;
        }
        let Some(scheme) = self.schemes.get(&scheme_id) else { return String::new() };
        let tied = scheme.styles.iter().find(|(tied, _)| Some(tied) == style).map(|(_, level)| *level);
        let level = level.or(tied).unwrap_or(0);
        let counter = self.counters.entry(scheme_id).or_default();
        let first = self.used.insert(id);
        if found.starts.is_empty() && found.levels.is_empty() {
            return counter.count(&scheme.levels, level);
        }
        let mut levels = scheme.levels.clone();
        for (at, changed) in &found.levels {
            if levels.len() <= *at {
                levels.resize_with(at + 1, Level::default);
            }
            levels[*at] = changed.clone();
        }
        for (at, start) in &found.starts {
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

impl Level {
    /// Takes what an element inside `w:lvl` says.
    fn read(&mut self, tag: &Tag) {
        match tag.name() {
            "w:start" => self.start = tag.number("w:val").unwrap_or(1),
            "w:numFmt" => {
                self.style = match tag.get("w:format") {
                    Some(sample) => Style::of_sample(&sample),
                    None => Style::of_word(&tag.get("w:val").unwrap_or_default()),
                }
            }
            "w:lvlText" => self.label = tag.get("w:val").unwrap_or_default(),
            "w:isLgl" => self.legal = is_on(tag),
            "w:lvlRestart" => {
                self.restart = Some(tag.number("w:val").and_then(|n| usize::try_from(n - 1).ok()));
            }
            _ => {}
        }
    }
}
