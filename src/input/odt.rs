use std::collections::BTreeMap;

use crate::input::InputError;
use crate::input::archive::Archive;
use crate::input::body::{Body, Written};
use crate::input::numbering::{Counter, LEVELS, Level, Style};
use crate::input::ods;
use crate::input::sheet::Sheets;
use crate::input::xml::{Node, Tag, Xml};

/// Reads an OpenDocument text (or the cells of an OpenDocument spreadsheet): paragraphs with their automatic numbers,
/// tables, text boxes, and notes at the end. Tracked changes are accepted.
pub(super) fn read(archive: &mut Archive) -> Result<Written, InputError> {
    if let Some(manifest) = archive.text("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(InputError::Encrypted { what: "odt" });
    }
    let mut styles = Styles::default();
    if let Some(text) = archive.text("styles.xml")? {
        styles.read(&text).map_err(|e| InputError::damaged("styles.xml", e))?;
    }
    let text = archive.needed("content.xml")?;
    if ods::is_sheet(&text) {
        return Ok(ods::read(&text, Sheets::new(&archive.budget))?.into());
    }
    styles.read(&text).map_err(|e| InputError::damaged("content.xml", e))?;
    let body = Body::new(&archive.budget);
    let (mut body, notes) = story(&text, &styles, body).map_err(|e| InputError::damaged("content.xml", e))?;
    body.close();
    body.paragraph(&notes);
    body.written("content.xml")
}

/// Styles that number paragraphs.
#[derive(Default)]
struct Styles {
    lists: BTreeMap<String, Vec<Level>>,
    outline: Vec<Level>,
    paragraphs: BTreeMap<String, ParagraphStyle>,
    /// Styles of paragraphs and of text that hide it, or do not: by family and name, with the style above.
    hidden: BTreeMap<(bool, String), (Option<String>, Option<bool>)>,
}

#[derive(Default)]
struct ParagraphStyle {
    parent: Option<String>,
    list: Option<String>,
}

/// How far chains of styles are followed.
const CHAIN: usize = 32;

impl Styles {
    fn read(&mut self, text: &str) -> Result<(), String> {
        let mut xml = Xml::new(text);
        let mut list: Option<String> = None;
        let mut outline = false;
        // The open style: whether it is one of text, and its name.
        let mut open: Option<(bool, String)> = None;
        while let Some(node) = xml.next()? {
            let tag = match node {
                Node::Open(tag) => tag,
                Node::Close(name) => {
                    outline &= name != "text:outline-style";
                    continue;
                }
                Node::Text(_) => continue,
            };
            match tag.name() {
                "office:body" => xml.skip()?,
                "style:text-properties" => {
                    let shows = tag.get("text:display").map(|display| display == "none");
                    if let (Some(style), Some(hidden)) = (&open, shows) {
                        self.hidden.entry(style.clone()).or_default().1 = Some(hidden);
                    }
                }
                "style:style" if tag.get("style:family").is_some_and(|family| family == "text") => {
                    let style = (true, tag.get("style:name").unwrap_or_default());
                    self.hidden.entry(style.clone()).or_default().0 = tag.get("style:parent-style-name");
                    open = Some(style);
                }
                "style:style" if tag.get("style:family").is_some_and(|family| family == "paragraph") => {
                    let style = ParagraphStyle {
                        parent: tag.get("style:parent-style-name"),
                        list: tag.get("style:list-style-name"),
                    };
                    let name = tag.get("style:name").unwrap_or_default();
                    self.hidden.entry((false, name.clone())).or_default().0.clone_from(&style.parent);
                    open = Some((false, name.clone()));
                    self.paragraphs.insert(name, style);
                }
                "text:list-style" => {
                    list = tag.get("style:name");
                    self.lists.insert(list.clone().unwrap_or_default(), Vec::new());
                }
                "text:outline-style" => outline = true,
                "text:list-level-style-number"
                | "text:outline-level-style"
                | "text:list-level-style-bullet" => {
                    let levels = match &list {
                        _ if outline => &mut self.outline,
                        Some(list) => self.lists.entry(list.clone()).or_default(),
                        None => continue,
                    };
                    let at = tag.number("text:level").unwrap_or(1).clamp(1, LEVELS as i64) as usize - 1;
                    if levels.len() <= at {
                        levels.resize_with(at + 1, Level::default);
                    }
                    levels[at] = level(&tag, at);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a style, of text or of paragraphs, hides what has it.
    fn hides(&self, of_text: bool, style: Option<String>) -> bool {
        let Some(mut style) = style else { return false };
        for _ in 0..CHAIN {
            match self.hidden.get(&(of_text, style)) {
                Some((_, Some(hidden))) => return *hidden,
                Some((Some(above), None)) => style = above.clone(),
                _ => return false,
            }
        }
        false
    }

    /// The list that a paragraph style puts its paragraphs in.
    fn list_of(&self, style: Option<String>) -> Option<String> {
        let mut style = style?;
        for _ in 0..CHAIN {
            let of = self.paragraphs.get(&style)?;
            if let Some(list) = &of.list {
                return Some(list.clone()).filter(|list| !list.is_empty());
            }
            style = of.parent.clone()?;
        }
        None
    }
}

/// How a level of a list is numbered.
fn level(tag: &Tag, at: usize) -> Level {
    let sample = match tag.name() {
        "text:list-level-style-bullet" => String::new(),
        _ => tag.get("style:num-format").unwrap_or_default(),
    };
    let style = Style::of_sample(&sample);
    // LibreOffice writes the whole label with %1% for the number of the first level.
    let template = tag
        .get("loext:num-list-format")
        .map(|label| (1..=LEVELS).fold(label, |label, n| label.replace(&format!("%{n}%"), &format!("%{n}"))));
    let label = match template {
        _ if style == Style::None => String::new(),
        Some(label) => label,
        None => {
            let shown = tag.number("text:display-levels").unwrap_or(1).clamp(1, at as i64 + 1) as usize;
            let numbers: Vec<String> = (at + 2 - shown..=at + 1).map(|n| format!("%{n}")).collect();
            let affix = |name| tag.get(name).unwrap_or_default();
            format!("{}{}{}", affix("style:num-prefix"), numbers.join("."), affix("style:num-suffix"))
        }
    };
    Level { style, label, start: tag.number("text:start-value").unwrap_or(1), ..Level::default() }
}

/// An open list.
struct List {
    style: Option<String>,
    /// Where its numbers are counted.
    counter: usize,
    /// The next paragraph begins an item.
    begins: bool,
}

/// A run of paragraphs that is read as one: the document, a text box or a note.
struct Story {
    body: Body,
    lists: Vec<List>,
    /// The open paragraph, and its label.
    paragraph: Option<(String, String)>,
    /// The level of the open paragraph, where it is a heading.
    heading: Option<u8>,
    /// Text boxes of the open paragraph.
    boxes: String,
    /// A covered cell, whose content does not show.
    is_note: bool,
}

impl Story {
    fn new(body: Body) -> Story {
        Story {
            body,
            lists: Vec::new(),
            paragraph: None,
            heading: None,
            boxes: String::new(),
            is_note: false,
        }
    }

    fn close(&mut self) {
        if let Some((label, text)) = self.paragraph.take() {
            match text.trim() {
                "" if self.body.in_cell() => self.body.paragraph(label.trim()),
                "" => {}
                trimmed if self.heading.is_some() => {
                    self.body.heading(&(label + trimmed), self.heading.unwrap_or(1));
                }
                trimmed if !label.is_empty() => self.body.paragraph(&(label + trimmed)),
                _ => self.body.paragraph(&text),
            }
            let boxes = std::mem::take(&mut self.boxes);
            self.body.paragraph(&boxes);
        }
    }
}

/// The name of an element; tables in shapes have names of their own.
fn plain(name: &str) -> &str {
    match name {
        "loext:table" => "table:table",
        "loext:table-row" => "table:table-row",
        "loext:table-cell" => "table:table-cell",
        "loext:covered-table-cell" => "table:covered-table-cell",
        name => name,
    }
}

/// Elements with text of their own beside the text around them.
macro_rules! SHAPES {
    () => {
        "draw:text-box" | "draw:custom-shape" | "draw:rect" | "draw:ellipse" | "draw:path" | "draw:polygon"
    };
}

/// The document, and its notes.
fn story(text: &str, styles: &Styles, body: Body) -> Result<(Body, String), String> {
    let mut xml = Xml::new(text);
    let mut inside = false;
    let mut around: Vec<Story> = Vec::new();
    let mut story = Story::new(body);
    let mut notes = String::new();
    let mut counters: Vec<Counter> = vec![Counter::default()];
    // The counters of the lists so far, by their name and by their style.
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_style: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(node) = xml.next()? {
        if story.body.is_over() {
            break;
        }
        let tag = match node {
            Node::Open(tag) if !inside => {
                inside = tag.name() == "office:body";
                continue;
            }
            Node::Open(tag) => tag,
            Node::Text(text) => {
                if let Some((_, open)) = &mut story.paragraph {
                    open.extend(text.chars().map(|c| if matches!(c, '\n' | '\t' | '\r') { ' ' } else { c }));
                }
                continue;
            }
            Node::Close(name) => {
                match plain(&name) {
                    "text:p" | "text:h" => story.close(),
                    "text:list" => {
                        story.lists.pop();
                    }
                    "table:table" => {
                        story.close();
                        story.body.close_table();
                    }
                    "text:note-body" | SHAPES!() => {
                        story.close();
                        if let Some(outer) = around.pop() {
                            let inner = std::mem::replace(&mut story, outer);
                            let text = story.body.text_of(inner.body);
                            match &mut story.paragraph {
                                _ if inner.is_note => notes.push_str(&text),
                                Some(_) => story.boxes.push_str(&text),
                                None => story.body.paragraph(&text),
                            }
                        }
                    }
                    "office:body" => inside = false,
                    _ => {}
                }
                continue;
            }
        };
        match plain(tag.name()) {
            "text:section" if tag.get("text:display").is_some_and(|display| display == "none") => {
                xml.skip()?
            }
            "text:span" if styles.hides(true, tag.get("text:style-name")) => xml.skip()?,
            "text:p" | "text:h" if styles.hides(false, tag.get("text:style-name")) => xml.skip()?,
            "text:tracked-changes"
            | "office:annotation"
            | "text:table-of-content"
            | "text:alphabetical-index"
            | "text:note-citation"
            | "svg:title"
            | "svg:desc"
            | "text:ruby-text"
            | "text:hidden-text"
            | "office:forms"
            | "table:covered-table-cell"
            | "text:sequence-decls" => xml.skip()?,
            "text:p" | "text:h" => {
                story.close();
                let label = label(&tag, &mut story, styles, &mut counters);
                let level = tag.number("text:outline-level").unwrap_or(1).clamp(1, 9) as u8;
                story.heading = (tag.name() == "text:h").then_some(level);
                story.paragraph = Some((label, String::new()));
            }
            "text:list" => {
                let style =
                    tag.get("text:style-name").or(story.lists.last().and_then(|list| list.style.clone()));
                let counter = match (story.lists.last_mut(), tag.get("text:continue-list")) {
                    (Some(outer), _) => {
                        outer.begins = false;
                        outer.counter
                    }
                    (None, Some(id)) if by_id.contains_key(&id) => by_id[&id],
                    (None, _) => {
                        let goes_on = tag.get("text:continue-numbering").is_some_and(|v| v == "true");
                        let before = style.as_ref().and_then(|style| by_style.get(style)).filter(|_| goes_on);
                        before.copied().unwrap_or_else(|| {
                            counters.push(Counter::default());
                            counters.len() - 1
                        })
                    }
                };
                if let Some(id) = tag.get("xml:id") {
                    by_id.insert(id, counter);
                }
                if let (true, Some(style)) = (story.lists.is_empty(), &style) {
                    by_style.insert(style.clone(), counter);
                }
                story.lists.push(List { style, counter, begins: false });
            }
            "text:list-item" => {
                if let Some(list) = story.lists.last_mut() {
                    list.begins = true;
                    let (counter, level) = (list.counter, story.lists.len() - 1);
                    if let Some(start) = tag.number("text:start-value") {
                        counters[counter].restart(level, start);
                    }
                }
            }
            SHAPES!() => {
                let inner = Story::new(story.body.beside());
                around.push(std::mem::replace(&mut story, inner));
            }
            "text:note-body" => {
                let inner = Story { is_note: true, ..Story::new(story.body.beside()) };
                around.push(std::mem::replace(&mut story, inner));
            }
            "table:table" => {
                story.close();
                story.body.open_table();
            }
            "table:table-row" => story.body.open_row(),
            "table:table-cell" => {
                let count = |name| tag.number(name).and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
                let repeated = count("table:number-columns-repeated");
                for _ in 1..if repeated > 64 { 1 } else { repeated } {
                    story.body.open_cell(1, 1);
                }
                story
                    .body
                    .open_cell(count("table:number-columns-spanned"), count("table:number-rows-spanned"));
            }
            "text:s" => {
                let count = tag.number("text:c").unwrap_or(1).clamp(1, 100) as usize;
                if let Some((_, open)) = &mut story.paragraph {
                    open.extend(std::iter::repeat_n(' ', count));
                }
            }
            "text:tab" | "text:line-break" => {
                let c = if tag.name() == "text:tab" { ' ' } else { '\n' };
                if let Some((_, open)) = &mut story.paragraph {
                    open.push(c);
                }
            }
            _ => {}
        }
    }
    story.close();
    Ok((story.body, notes))
}

/// The automatic number of a paragraph that begins, which is counted; empty if it has none.
fn label(tag: &Tag, story: &mut Story, styles: &Styles, counters: &mut [Counter]) -> String {
    let level = story.lists.len().saturating_sub(1);
    if let Some(list) = story.lists.last_mut() {
        if !std::mem::take(&mut list.begins) {
            return String::new();
        }
        let style = list.style.clone().or_else(|| styles.list_of(tag.get("text:style-name")));
        let levels = style.and_then(|style| styles.lists.get(&style));
        return levels.map_or(String::new(), |levels| counters[list.counter].count(levels, level));
    }
    // Headings outside of lists are numbered by the outline.
    if tag.name() == "text:h" && tag.get("text:is-list-header").is_none_or(|v| v != "true") {
        let level = tag.number("text:outline-level").unwrap_or(1).clamp(1, LEVELS as i64) as usize - 1;
        return counters[0].count(&styles.outline, level);
    }
    String::new()
}
