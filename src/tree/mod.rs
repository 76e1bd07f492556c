//! From clean text to a document: its parts, and in each the tree of numbered headings. Never fails.
//!
//! ```text
//! letter      关于印发《…方案》的通知 …        Part 0
//! the plan    …方案                          Part 1
//!   一、总体要求                              Node, level 1
//!   二、重点任务
//!     （一）建好社区食堂                       Node, level 2
//! annex       附件1 …                        Part 2
//! ```

mod belief;
mod heading;
mod nest;
mod part;
mod seam;
mod style;
mod table;

use std::ops::Range;

use crate::lex::marker::{Marker, Scheme, Standing};
use crate::lexicon::{Hits, List};
use crate::noise::Scattered;

pub use heading::{Form, first_clause};
pub use part::{cited_from, core, title};
pub use table::{Row, Table};

/// A document as a tree. All ranges are bytes of the clean text.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The letter, the plan, annexes: they tile the text.
    pub parts: Vec<Part>,
    /// All nodes in document order.
    pub nodes: Vec<Node>,
    /// Whether headings stand inside lines, because line ends were lost.
    pub flat: bool,
    /// Tables whose cells are lines in no order: nothing in them is numbered or opens a part.
    pub scattered: Vec<Scattered>,
}

/// One document within the text.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Where it stands.
    pub range: Range<usize>,
    /// `附件1`, where it opens with one.
    pub annex: Option<Marker>,
    /// What stands before its first node.
    pub front: Range<usize>,
    /// Its outermost nodes.
    pub roots: Vec<usize>,
}

/// A numbered part of the text with its heading.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its marker; none for a heading that has no number.
    pub marker: Option<Marker>,
    /// 1 for the outermost.
    pub level: u8,
    /// The node above.
    pub parent: Option<usize>,
    /// The nodes below.
    pub children: Vec<usize>,
    /// From its marker on.
    pub start: usize,
    /// The heading or lead sentence without its end mark; the first clause where there is neither.
    pub title: Range<usize>,
    /// How the title stands.
    pub form: Form,
    /// What follows the title, up to the first child or the end. Where the title is only a clause, the body
    /// opens with it.
    pub body: Range<usize>,
    /// The end, children included.
    pub end: usize,
}

/// Reads the tree of a text. `styled` are the lines that their style makes headings, with their level; where they have
/// no number they are believed for that.
pub fn read(text: &str, hits: &Hits, styled: &[(Range<usize>, u8)]) -> Document {
    let scattered = crate::noise::scattered(text, hits.lexicon());
    let mut candidates = crate::lex::marker::markers_of(text, hits.marks());
    boxes(text, &mut candidates);
    attached(text, &mut candidates);
    noted(text, hits, &mut candidates);
    table::without_cells(text, &mut candidates);
    candidates.retain(|m| {
        let after = scattered.partition_point(|table| table.range.start <= m.place.start);
        after == 0 || scattered[after - 1].range.end <= m.place.start
    });
    let (markers, flat) = belief::believed(text, hits.marks(), candidates);
    let mut parts = part::split(text, hits, &markers, &scattered);
    let mut nodes = Vec::new();
    for part in &mut parts {
        let styles = style::Styles::new(text, hits, &markers, part, styled);
        nest::nest(text, hits, &markers, &styles, part, flat, &mut nodes);
    }
    Document { parts, nodes, flat, scattered }
}

/// Takes out the numbers in boxes, which number nothing of the plan: `专栏1　健身设施` and its items, up to the next
/// heading of the plan.
fn boxes(text: &str, candidates: &mut Vec<Marker>) {
    if memchr::memmem::find(text.as_bytes(), "专栏".as_bytes()).is_none() {
        return;
    }
    let opens = |at: usize| {
        let rest = &text[at + "专栏".len()..];
        let line =
            text[..at].is_empty() || text[..at].trim_end_matches([' ', '\u{3000}', '【']).ends_with('\n');
        let number =
            rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        line && number
    };
    let starts = memchr::memmem::find_iter(text.as_bytes(), "专栏".as_bytes()).filter(|&at| opens(at));
    let outer = |m: &Marker| m.standing == Standing::Line && m.scheme <= Scheme::HanParen;
    let mut inside: Vec<Range<usize>> = Vec::new();
    for start in starts {
        let from = candidates.partition_point(|m| m.place.start < start);
        let end = candidates[from..].iter().find(|m| outer(m)).map_or(text.len(), |m| m.place.start);
        inside.push(start..end);
    }
    candidates.retain(|m| {
        let after = inside.partition_point(|range| range.start <= m.place.start);
        after == 0 || inside[after - 1].end <= m.place.start
    });
}

/// Takes out the numbers of a list of what is attached, a line each: `附件：1.任务表⏎2.联系表`; 附：….
fn attached(text: &str, candidates: &mut Vec<Marker>) {
    let starts = memchr::memmem::find_iter(text.as_bytes(), "附".as_bytes());
    let listed: Vec<Range<usize>> = starts.filter_map(|at| attachments(text, at)).collect();
    candidates.retain(|m| {
        let after = listed.partition_point(|list| list.start <= m.place.start);
        after == 0 || listed[after - 1].end <= m.place.start
    });
}

/// Takes out the numbers of notes on a table: 填表说明⏎1.请各单位每月报送进展。⏎2.….
fn noted(text: &str, hits: &Hits, candidates: &mut Vec<Marker>) {
    const LONGEST: usize = 30;
    let label = |at: usize| {
        let above = text[..at].trim_end();
        let line = above.rfind('\n').map_or(above, |end| &above[end + 1..]).trim();
        let word = line.trim_end_matches(['：', ':']);
        above.len() < at && word.len() <= LONGEST && hits.lexicon().value(List::Cells, word) == Some("note")
    };
    // The number that would go on with the notes.
    let mut next: Option<(Scheme, u32)> = None;
    candidates.retain(|m| {
        let lined = m.standing == Standing::Line;
        let first = lined && m.ordinal == 1 && m.scheme > Scheme::HanParen && label(m.place.start);
        let goes_on = lined && next == Some((m.scheme, m.ordinal));
        if first || goes_on {
            next = Some((m.scheme, m.ordinal + 1));
        } else if lined {
            next = None;
        }
        !(first || goes_on)
    });
}

/// The list of what is attached whose first line begins at `at`: it and the numbered lines below, none of them a sentence.
pub fn attachments(text: &str, at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 80;
    let opens = text[..at].is_empty() || text[..at].trim_end_matches([' ', '\u{3000}']).ends_with('\n');
    let rest = text[at..].strip_prefix('附')?;
    let rest = rest.strip_prefix('件').unwrap_or(rest);
    let label = rest.trim_start_matches([' ', '\u{3000}']);
    if !opens || !label.starts_with(['：', ':']) {
        return None;
    }
    let plain = |line: &Range<usize>| {
        let words = &text[line.clone()];
        words.chars().count() <= LONGEST && !words.contains(['。', '；', '\t'])
    };
    let mut all = lines(text, at..text.len());
    let mut end = all.next().filter(plain)?.end;
    for line in all.take_while(plain) {
        let words = &text[line.clone()];
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || !words[digits..].starts_with(['.', '．', '、', ' ', '：', ':']) {
            break;
        }
        end = line.end;
    }
    Some(at..end)
}

impl Document {
    /// The tables of `range`.
    pub fn tables(&self, text: &str, range: Range<usize>) -> Vec<Table> {
        table::tables(text, range)
    }
}

/// The lines of `range` that say something, without white space at their ends.
pub fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(range.start);
    std::iter::from_fn(move || {
        loop {
            let start = next?;
            let end = memchr::memchr(b'\n', &text.as_bytes()[start..range.end]);
            next = end.map(|len| start + len + 1);
            let line = crate::lex::sentence::trim(text, start..end.map_or(range.end, |len| start + len));
            if !line.is_empty() {
                return Some(line);
            }
        }
    })
}
