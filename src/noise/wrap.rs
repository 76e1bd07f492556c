//! Wrapped lines: which line ends are a page's and which are the author's.
//!
//! ```text
//! 一、发展目标                                      一、发展目标
//!     坚持创新驱动、企业主导，统筹布局算            坚持创新驱动、企业主导，统筹布局算力、数据。
//! 力、数据。                                        到2027年，产业规模突破1万亿元。
//!     到2027年，产业规模突破1万亿元。
//! ```
//!
//! Wrapped lines share one measure, and the first of a paragraph is two characters shorter when its
//! indentation is lost. Each line end gets a price for joining and one for ending a paragraph there, and the
//! cheapest reading of the whole text is taken: a line end costs what the line leaves unfilled when it is
//! joined, and the sentence it cuts when it is not. A text whose lines are paragraphs has no measure, and
//! stays as it is. Where line ends became spaces, the same prices choose the spaces that were line ends.

use std::ops::Range;

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::{closes, digit, ends_sentence, is_han, is_word, never_first, opens, width};
use crate::noise::lines::Line;
use crate::noise::opening::{Opening, numeral, opening};
use crate::text::{Change, marks};

/// Lines at the head of a text among which its titles stand.
const HEAD: usize = 24;

/// What lines are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Columns: what a page or a terminal fills.
    Columns,
    /// Characters, two columns each whatever they are: what a program cuts by.
    Characters,
}

impl Unit {
    fn width(self, text: &str) -> u32 {
        match self {
            Unit::Columns => width(text),
            Unit::Characters => 2 * text.chars().count() as u32,
        }
    }
}

/// The measure of a wrapped text.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    unit: Unit,
    /// A full line.
    full: u32,
    /// How much shorter the first line of a paragraph is.
    indent: u32,
    /// First lines still have their indentation.
    indented: bool,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With a sentence.
    Sentence,
    /// With `：`, after those a document is sent to or before a list.
    Colon,
    /// With `；`, or after a bracket: a paragraph may end here.
    Pause,
    /// Within a sentence.
    Cut,
    /// With `，` or `、`, or what opens: no paragraph ends here.
    Open,
}

/// A line, or a piece of one between two spaces, as its prices need it.
#[derive(Debug, Clone, Copy)]
struct Piece {
    width: u32,
    end: End,
    /// An opening bracket in it is not closed in it.
    opens: bool,
    /// A closing bracket in it was not opened in it.
    closes: bool,
    /// It begins with a mark or a word that begins nothing.
    never_first: bool,
    opening: Opening,
    /// The columns of its first character or word, with the marks that cling to it.
    first: u32,
    /// Its columns when letters and digits of full width are narrow, for such a line may seem too wide.
    narrow: u32,
    /// It begins with a bracket that is no marker, such as a note on who is responsible.
    bracket: bool,
    /// Columns of space before it, beyond what all lines have.
    indent: u32,
    row: bool,
    blank: bool,
    /// It ends within a bracket that a later line closes.
    held: bool,
    /// It is the title of a document.
    titled: bool,
    /// It begins with a whole date.
    dated: bool,
}

/// Whether the line end after each line but the last is only a page's, so that the next line goes on.
pub fn joined(text: &str, lines: &[Line], measure: Option<Measure>, lexicon: &Lexicon) -> Vec<bool> {
    if lines.len() < 2 {
        return Vec::new();
    }
    let held = held(text, lines);
    let mut joined = match measure {
        Some(measure) => {
            let base = lines
                .iter()
                .filter(|line| measure.unit.width(&text[line.range.clone()]) + 12 > measure.full)
                .map(|line| line.indent)
                .min()
                .unwrap_or(0);
            let mut pieces: Vec<Piece> =
                lines.iter().map(|line| piece(text, line, base, measure.unit)).collect();
            for (piece, held) in pieces.iter_mut().zip(&held) {
                piece.held = *held;
            }
            for n in 0..pieces.len().min(HEAD) {
                pieces[n].titled = titled(&text[lines[n].range.clone()], lexicon);
            }
            cheapest(&pieces, measure)
        }
        None => lines
            .windows(2)
            .zip(&held)
            .map(|(pair, held)| *held || pair[1].page && goes_on(text, &pair[0], &pair[1]))
            .collect(),
    };
    for n in 0..lines.len().min(HEAD) - 1 {
        joined[n] |= title(text, &lines[n], &lines[n + 1], lexicon);
    }
    joined
}

/// Whether a page ended within a paragraph of a text that is not wrapped.
fn goes_on(text: &str, before: &Line, after: &Line) -> bool {
    let after_end = piece(text, after, 0, Unit::Columns);
    let before = (piece(text, before, 0, Unit::Columns), before);
    matches!(before.0.end, End::Cut | End::Open)
        && before.1.width >= 30
        && (before.1.opening < Opening::Heading || text[before.1.range.clone()].contains('。'))
        && (after.opening == Opening::None || before.0.opens)
        && !(before.1.row || after.row)
        && after_end.indent <= before.1.indent
}

/// Whether `line` ends with a kind of document, as titles do: `要点` `方案（试行）`.
fn kind(line: &str, lexicon: &Lexicon) -> bool {
    let bare = line.trim_end_matches(closes).trim_end();
    let bare = match bare.rfind(['（', '(']) {
        Some(at) if bare.len() < line.len() && line.len() - at < 60 => &bare[..at],
        _ => bare,
    };
    let bare = bare.trim_end_matches(closes);
    let near = bare.char_indices().rev().take(12).last().map_or(0, |(at, _)| at);
    lexicon.endings(List::Kinds, &bare[near..]).next().is_some()
}

/// Whether `line` is a whole title.
fn titled(line: &str, lexicon: &Lexicon) -> bool {
    line.len() <= 180 && !line.contains(['，', '。', '、', ',']) && kind(line, lexicon)
}

/// Whether two lines are one title: `关于做好当前和今后一个时期` `促进就业工作的若干意见`.
///
/// The first holds 关于 or an open 《 and no kind of document ends it; the second ends with a kind.
fn title(text: &str, first: &Line, second: &Line, lexicon: &Lexicon) -> bool {
    let (a, b) = (&text[first.range.clone()], &text[second.range.clone()]);
    let kind = |line| kind(line, lexicon);
    let plain = |line: &Line, text: &str| {
        line.opening == Opening::None
            && !line.row
            && line.width <= 100
            && !text.contains(['。', '；', '：', ':', '，', ','])
    };
    if second.blank > 0 || first.width < 16 || !plain(first, a) || !plain(second, b) {
        return false;
    }
    let open = a.matches('《').count() > a.matches('》').count();
    (open || a.contains("关于") || a.ends_with('的'))
        && (open || !kind(a))
        && (kind(b) || open && b.contains('》'))
}

/// The measure the lines share, if they are wrapped.
///
/// Many lines that end within a sentence must be of nearly one width and hold marks of punctuation, and hardly
/// any line may be wider: a text whose lines are paragraphs has lines of hundreds of characters, and its
/// headings are of any width. The first lines speak for all. Lines are cut by columns or by characters; the unit in
/// which more of them are of one width is right.
pub fn measure(text: &str, lines: &[Line]) -> Option<Measure> {
    let columns = measured(text, lines, Unit::Columns);
    let characters = measured(text, lines, Unit::Characters);
    match (columns, characters) {
        (Some((_, a)), Some((measure, b))) if 20 * b > 21 * a => Some(measure),
        (Some((measure, _)), _) | (None, Some((measure, _))) => Some(measure),
        (None, None) => None,
    }
}

/// The measure in one unit, and how many lines are of it.
fn measured(text: &str, lines: &[Line], unit: Unit) -> Option<(Measure, u32)> {
    const WIDEST: usize = 200;
    const SAMPLE: usize = 50_000;
    // By width: all lines, those that end within a sentence, those of them that hold a mark, and those of
    // them that probably begin a paragraph.
    let (mut all, mut cut) = ([0u32; WIDEST], [0u32; WIDEST]);
    let (mut marked, mut firsts) = ([0u32; WIDEST], [0u32; WIDEST]);
    // Lines that follow the end of a paragraph in the middle of a line, and those of them with indentation.
    let (mut after, mut indented) = (0, 0);
    let mut short = true;
    for line in lines.iter().filter(|line| !line.row).take(SAMPLE) {
        let body = &text[line.range.clone()];
        let columns = match unit {
            Unit::Columns => line.width,
            // Of so many bytes there are too many characters anyway.
            Unit::Characters if body.len() > 4 * WIDEST => WIDEST as u32,
            Unit::Characters => unit.width(body),
        };
        let width = (columns + line.indent.min(8)).min(WIDEST as u32 - 1) as usize;
        all[width] += 1;
        if width == WIDEST - 1 {
            short = true;
            continue;
        }
        let end = ends(body);
        if width >= 30 && !matches!(end, End::Sentence | End::Colon) {
            cut[width] += 1;
            marked[width] += u32::from(body.contains(['，', '。', '、', '；', ',', ';']));
            firsts[width] += u32::from(short || line.opening >= Opening::Item);
        }
        if short && width >= 30 {
            after += 1;
            indented += u32::from(line.indent >= 2);
        }
        short = width < 30 || end == End::Sentence && width < 40;
    }
    let sum = |count: &[u32; WIDEST], at: usize| -> u32 {
        count[at.saturating_sub(5)..(at + 5).min(WIDEST)].iter().sum()
    };
    let full = (34..WIDEST - 20).max_by_key(|&at| (sum(&cut, at), cut[at]))?;
    let full = (full - 5..full + 5).max_by_key(|&at| (cut[at], at))?;
    // Where paragraphs are short, most full lines are first ones: the measure is two characters more.
    let three = |count: &[u32; WIDEST], at: usize| -> u32 {
        count[at.saturating_sub(1)..(at + 2).min(WIDEST)].iter().sum()
    };
    let full = match 2 * three(&firsts, full) > three(&cut, full) && three(&cut, full + 4) > 0 {
        true => (full + 3..(full + 6).min(WIDEST)).max_by_key(|&at| (cut[at], at))?,
        false => full,
    };
    let near = sum(&cut, full);
    let lines: u32 = cut.iter().sum();
    let wider: u32 = all[(full + 14).min(WIDEST - 1)..].iter().sum();
    if near < 3 || 5 * near < 2 * lines || 2 * sum(&marked, full) < near || 5 * wider > near || full < 34 {
        return None;
    }
    let shorter = three(&firsts, full - 4) > three(&firsts, full);
    let indent = if shorter { 4 } else { 0 };
    Some((Measure { unit, full: full as u32, indent, indented: 2 * indented > after }, three(&cut, full)))
}

fn piece(text: &str, line: &Line, base: u32, unit: Unit) -> Piece {
    let body = &text[line.range.clone()];
    let (opens, closes) = brackets(body);
    let indent = line.indent.saturating_sub(base);
    let width = unit.width(body) + indent;
    Piece {
        width,
        end: ends(body),
        opens,
        closes,
        never_first: body.starts_with(never_first) || rounds(body),
        opening: line.opening,
        first: first(body, unit),
        narrow: width - if unit == Unit::Columns { folded(body) } else { 0 },
        bracket: body.starts_with(['（', '(']) && line.opening == Opening::None,
        indent,
        row: line.row,
        blank: line.blank > 0 && !line.page,
        held: false,
        titled: false,
        dated: false,
    }
}

/// Whether a line begins with what only rounds a number: 左右。, 以上，.
fn rounds(line: &str) -> bool {
    let word = ["左右", "以上", "以下", "以内", "之内", "之间", "不等"]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    word.is_some_and(|rest| rest.starts_with(['，', '。', '、', '；', ',', ';', ' ', '）', '的']))
}

/// How `line` ends.
fn ends(line: &str) -> End {
    let bare = line.trim_end_matches(closes);
    match bare.chars().next_back() {
        None => End::Pause,
        Some(c) if ends_sentence(c) => End::Sentence,
        Some('：' | ':') => End::Colon,
        Some('；' | ';') => End::Pause,
        Some(_) if bare.len() < line.len() => match line.chars().next_back() {
            // …整改。（责任单位：住建局） closes what the sentence said.
            Some('）' | ')') if noted(line) => End::Sentence,
            Some('）' | ')' | '】' | '〕') => End::Pause,
            _ => End::Cut,
        },
        Some(c) if matches!(c, '，' | '、' | ',' | '—' | '-' | '〈') || opens(c) => End::Open,
        Some(_) => End::Cut,
    }
}

/// Whether the bracket that ends `line` stands behind the end of a sentence, as a note on who is responsible does.
fn noted(line: &str) -> bool {
    let mut depth = 0;
    for (at, c) in line.char_indices().rev().take(200) {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' if depth == 1 => {
                return line[..at].trim_end().chars().next_back().is_some_and(ends_sentence);
            }
            '（' | '(' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Whether an opening bracket is left open, and whether a closing one closes what stands before.
fn brackets(text: &str) -> (bool, bool) {
    let (mut depth, mut under) = (0i32, false);
    for mark in marks::within(text, 0..text.len()) {
        match mark.c {
            '（' | '(' | '《' | '〔' | '【' | '“' => depth += 1,
            '）' | ')' | '》' | '〕' | '】' | '”' if depth > 0 => depth -= 1,
            '）' | ')' | '》' | '〕' | '】' | '”' => under = true,
            _ => {}
        }
    }
    (depth > 0, under)
}

/// The columns of what cannot be parted at the start of `text`: a character or a Latin word, the marks
/// that open it and those that close it.
fn first(text: &str, unit: Unit) -> u32 {
    let word = text.trim_start_matches(opens);
    let lead = text.len() - word.len();
    let latin =
        word.len() - word.trim_start_matches(|c| is_word(c) || matches!(c, '.' | '%' | '％' | '-')).len();
    let len = if latin > 0 { latin } else { word.chars().next().map_or(0, char::len_utf8) };
    let marks = word[len..].len() - word[len..].trim_start_matches(never_first).len();
    unit.width(&text[..(lead + len + marks).min(text.len())]).min(24)
}

/// The price of joining the next line to one of `width`.
fn join_price(width: u32, piece: &Piece, next: &Piece, first: bool, measure: Measure) -> i32 {
    let target = measure.full - if first && piece.indent == 0 { measure.indent } else { 0 };
    let left = target as i32 - width as i32;
    let unfilled = (left - next.first.max(2) as i32).max(0);
    let mut price = if unfilled > 0 { 8 + 5 * unfilled.min(60) } else { 0 };
    if first && measure.indent > 0 {
        price += (5 * (-left - 1)).clamp(0, 20);
    }
    if piece.narrow > measure.full + 16 {
        price += 100;
    }
    if piece.end == End::Colon || piece.end == End::Sentence && left > 2 {
        price += 10;
    }
    price += match next.opening {
        Opening::None => 0,
        Opening::Word => 8,
        Opening::Label => 25,
        Opening::Item => 50,
        Opening::Heading => 60,
    };
    if next.blank {
        price += 40;
    }
    if next.indent >= 2 && piece.indent != next.indent {
        price += 60;
    }
    if next.narrow > measure.full + 16 {
        price += 60;
    }
    match piece.row || next.row {
        true => 10_000,
        false if piece.held => 0,
        false => price,
    }
}

/// The price of ending a paragraph after a line of `width`.
fn end_price(width: u32, piece: &Piece, next: &Piece, measure: Measure) -> i32 {
    let left = measure.full.saturating_sub(width).min(14) as i32;
    let mut price = match piece.end {
        // More sentences than paragraphs end just where a line is full.
        End::Sentence if left <= 2 => 6,
        End::Sentence | End::Colon => 0,
        End::Cut | End::Pause if piece.titled => 5,
        End::Pause => 8,
        End::Cut if piece.opening >= Opening::Item => 45 - 3 * left,
        End::Cut => 45 - 2 * left,
        End::Open => 80,
    };
    if next.bracket {
        price += 15;
    }
    // Where paragraphs are indented, one that is not goes on, unless it is a heading or a signature.
    if measure.indented && next.indent == 0 && left < 8 {
        price += 25;
    }
    if piece.opens {
        price += 60;
    }
    if next.closes {
        price += 30;
    }
    if next.never_first {
        price += 80;
    }
    if piece.held {
        price += 200;
    }
    price
}

/// How many lines a bracket may reach over, and a title or a quotation.
const REACHES: [usize; 2] = [12, 3];
/// How many marks may be open at once.
const DEEPEST: usize = 8;

/// For each line, whether it ends within a bracket, a title or a quotation that a later line closes:
///
/// ```text
/// （省卫生健康            names of owners, wherever the page or the line ends
/// 委、省体育局负责）
/// ```
///
/// A bracket that none closes holds nothing, nor does one in which an item, a row or after the end of a sentence a
/// quotation goes on.
fn held(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut held = vec![false; lines.len()];
    // What is open: the mark that closes it, and its line.
    let mut open: Vec<(char, usize)> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let reach = |closer: char| REACHES[usize::from(matches!(closer, '》' | '”'))];
        let breaks = line.row || line.opening >= Opening::Heading || line.opening == Opening::Item;
        open.retain(|&(closer, at)| !breaks && n - at <= reach(closer));
        if n > 0 && ends(&text[lines[n - 1].range.clone()]) == End::Sentence {
            open.retain(|&(closer, _)| !matches!(closer, '》' | '”'));
        }
        let body = &text[line.range.clone()];
        let bare = body.trim_start_matches(|c| digit(c).is_some() || numeral(c));
        // 1）: the mark of an item closes nothing.
        let marker = bare.len() < body.len() && bare.starts_with(['）', ')']);
        let from = match marker {
            true => line.range.end - bare.len() + bare.chars().next().map_or(0, char::len_utf8),
            false => line.range.start,
        };
        for mark in marks::within(text, from..line.range.end) {
            let closer = match mark.c {
                '（' | '(' => '）',
                '〔' | '[' => '〕',
                '【' => '】',
                '《' => '》',
                '“' => '”',
                _ => {
                    let c = match mark.c {
                        ')' => '）',
                        ']' => '〕',
                        c => c,
                    };
                    if let Some(at) = open.iter().rposition(|&(closer, _)| closer == c) {
                        held[open[at].1..n].fill(true);
                        open.truncate(at);
                    }
                    continue;
                }
            };
            // A row of open marks is none.
            if open.len() == DEEPEST {
                open.remove(0);
            }
            open.push((closer, n));
        }
    }
    held
}

/// The cheapest reading of whole lines.
fn cheapest(pieces: &[Piece], measure: Measure) -> Vec<bool> {
    // The price of the best reading up to here in which the last line end is joined, or ends a paragraph;
    // and whether the line end before it was joined.
    let (mut join, mut end) = (10_000, 0);
    let mut back: Vec<(bool, bool)> = Vec::with_capacity(pieces.len());
    for pair in pieces.windows(2) {
        let (piece, next) = (&pair[0], &pair[1]);
        let ended = end_price(piece.width, piece, next, measure);
        let later = join + join_price(piece.width, piece, next, false, measure);
        let first = end + join_price(piece.width, piece, next, true, measure);
        back.push((later <= first, join <= end));
        (join, end) = (later.min(first), join.min(end) + ended);
    }
    let mut joined = vec![false; back.len()];
    let mut last = join < end;
    for n in (0..back.len()).rev() {
        joined[n] = last;
        last = if last { back[n].0 } else { back[n].1 };
    }
    joined
}

/// Rebuilds the paragraphs of a line in which the ends of wrapped lines became spaces.
pub fn spaced(text: &str, line: Range<usize>, lexicon: &Lexicon, changes: &mut Vec<Change>) {
    let body = &text[line.clone()];
    if memchr::memchr(b' ', body.as_bytes()).is_none() {
        return;
    }
    // Pieces between spaces, in bytes of `body`.
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b' ', body.as_bytes()) {
        if at > start {
            ranges.push(start..at);
        }
        start = at + 1;
    }
    ranges.push(start..body.len());
    let Some((widths, measure)) = shared(body, &ranges) else { return };
    let pieces: Vec<Piece> = ranges
        .iter()
        .zip(&widths)
        .enumerate()
        .map(|(n, (range, &width))| {
            let piece = &body[range.clone()];
            let (opens, closes) = brackets(piece);
            let opening = opening(piece, lexicon);
            Piece {
                width,
                end: ends(piece),
                opens,
                closes,
                never_first: piece.starts_with(never_first) || rounds(piece),
                opening,
                first: first(piece, measure.unit),
                narrow: width,
                bracket: piece.starts_with(['（', '(']) && opening == Opening::None,
                indent: 0,
                row: false,
                blank: false,
                held: false,
                titled: n < HEAD && titled(piece, lexicon),
                dated: dated(&body[range.start..]),
            }
        })
        .collect();
    for (n, chosen) in choose(body, &ranges, &pieces, measure).into_iter().enumerate() {
        let range = line.start + ranges[n].end..line.start + ranges[n + 1].start;
        match chosen {
            None => {}
            Some(true) if between_latin(text, &range, measure.unit) => {}
            // 2023 年|殡葬改革工作要点: no line ends with a year, and 2023 年殡葬改革|工作要点: no title is a kind alone.
            Some(false)
                if ends_with_year(&text[line.start..range.start])
                    || lexicon.value(List::Kinds, &body[ranges[n + 1].clone()]).is_some() =>
            {
                changes.push(Change { range, with: None, why: "wrap" })
            }
            Some(true) => changes.push(Change { range, with: None, why: "wrap" }),
            Some(false) => changes.push(Change { range, with: Some('\n'), why: "wrap" }),
        }
    }
}

/// The widths of pieces, and the measure that they share.
///
/// Marks of ASCII may have stood for wide ones, and lines may have been cut by characters; of these readings the one in
/// which more pieces are of one width is right.
fn shared(body: &str, ranges: &[Range<usize>]) -> Option<(Vec<u32>, Measure)> {
    let pieces = || ranges.iter().map(|range| &body[range.clone()]);
    let readings = [
        (Unit::Columns, pieces().map(width).collect::<Vec<u32>>()),
        (Unit::Columns, pieces().map(|piece| width(piece) + marks(piece)).collect()),
        (Unit::Characters, pieces().map(|piece| Unit::Characters.width(piece)).collect()),
    ];
    let peaks = readings.into_iter().filter_map(|(unit, widths)| {
        let (measure, sharp) = peak(&widths, unit)?;
        Some((widths, measure, sharp))
    });
    // Of equals the first.
    let best = peaks.reduce(|best, next| if next.2 > best.2 { next } else { best });
    best.map(|(widths, measure, _)| (widths, measure))
}

/// Whether a year ends `text`: 2023年, 2023 年.
fn ends_with_year(text: &str) -> bool {
    let year = text.strip_suffix('年').map(|head| head.trim_end_matches(' '));
    year.is_some_and(|head| head.bytes().rev().take_while(u8::is_ascii_digit).count() == 4)
}

/// Whether Latin words or numbers stand on both sides of a space. What cuts by characters cuts numbers too.
fn between_latin(text: &str, range: &Range<usize>, unit: Unit) -> bool {
    let (before, after) = (text.as_bytes()[range.start - 1], text.as_bytes()[range.end]);
    let number = before.is_ascii_digit() && after.is_ascii_digit();
    before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() && !(number && unit == Unit::Characters)
}

/// Whether a piece is a marker alone, so that the space behind it ends no line: `第一条` `1.` `（二）`.
fn marker_alone(piece: &str, opening: Opening) -> bool {
    let of_marker =
        |c| numeral(c) || digit(c).is_some() || opens(c) || closes(c) || "第条章节.．、".contains(c);
    opening >= Opening::Item && piece.len() <= 24 && piece.chars().all(of_marker)
}

/// The marks of ASCII that stand in Chinese text for wide ones.
fn marks(text: &str) -> u32 {
    let han = |c: Option<char>| c.is_some_and(is_han);
    let beside = |at: usize| han(text[..at].chars().next_back()) || han(text[at + 1..].chars().next());
    let marks =
        text.bytes().enumerate().filter(|(_, b)| matches!(b, b',' | b';' | b':' | b'(' | b')' | b'!' | b'?'));
    marks.filter(|(at, _)| beside(*at)).count() as u32
}

/// The measure that pieces of these widths share, and how sharply they share it.
fn peak(widths: &[u32], unit: Unit) -> Option<(Measure, u32)> {
    let mut count = [0u32; 128];
    let mut long = 0;
    for &width in widths {
        count[width.min(127) as usize] += 1;
        long += u32::from(width >= 30);
    }
    let score = |at: usize| 2 * count[at] + count[at - 1] + count[at + 1];
    let full = (34..120).max_by_key(|&at| score(at))?;
    let near: u32 = count[full - 1..=full + 1].iter().sum();
    let about: u32 = count[full - 6..=full + 4].iter().sum();
    let wider: u32 = count[full + 5..].iter().sum();
    if near < 4 || 2 * about < long || 5 * wider > about {
        return None;
    }
    let indent = if 20 * count[full - 5..full - 2].iter().sum::<u32>() > near { 4 } else { 0 };
    Some((Measure { unit, full: full as u32, indent, indented: false }, score(full)))
}

/// For each space: not a line end, or one and whether the lines beside it are joined.
fn choose(body: &str, ranges: &[Range<usize>], pieces: &[Piece], measure: Measure) -> Vec<Option<bool>> {
    const NEVER: i32 = i32::MAX / 2;
    let n = pieces.len();
    let mut before = Vec::with_capacity(n + 1);
    before.push(0u64);
    let space = measure.unit.width(" ");
    for piece in pieces {
        before.push(before[before.len() - 1] + u64::from(piece.width + space));
    }
    // The price of passing over the space after each piece, and of taking it as a line end.
    let mut over = vec![0i64];
    let mut take = Vec::with_capacity(n);
    for index in 0..n {
        let next = pieces.get(index + 1);
        let inner = next
            .is_some_and(|next| next.opening < Opening::Item && !next.dated && !pieces[index].titled)
            && (body[..ranges[index].end].ends_with(is_word)
                || body[ranges[index + 1].start..].starts_with(is_word)
                || body[..ranges[index].end].ends_with(',')
                || body[ranges[index + 1].start..].starts_with("，"));
        let (pass, end) = match inner {
            _ if marker_alone(&body[ranges[index].clone()], pieces[index].opening) => (0, 20),
            true => (3, 5),
            false => (20, 0),
        };
        over.push(over[index] + pass);
        take.push(end);
    }
    // best[k][s]: the first k pieces read, the space after them a joined line end (0) or a paragraph's (1).
    let mut best = vec![[NEVER; 2]; n + 1];
    let mut back = vec![[(0u32, false); 2]; n + 1];
    best[0][1] = 0;
    for end in 1..=n {
        let last = &pieces[end - 1];
        for start in (0..end).rev() {
            let width = (before[end] - before[start] - u64::from(space)) as u32;
            if width > measure.full + 10 && start + 1 < end {
                break;
            }
            let inner = (over[end - 1] - over[start]) as i32;
            for first in [false, true] {
                let prior = best[start][usize::from(first)];
                if prior >= NEVER {
                    continue;
                }
                let wide = (width as i32 - measure.full as i32 - 2).clamp(0, 40) * 4;
                let (join, stop) = match pieces.get(end) {
                    None => (NEVER, 0),
                    Some(next) => (
                        join_price(width, last, next, first, measure) + take[end - 1],
                        end_price(width, last, next, measure) + 4 * take[end - 1],
                    ),
                };
                let price = prior + inner + wide;
                for (state, cost) in [(0, join), (1, stop)] {
                    if cost < NEVER && price + cost < best[end][state] {
                        best[end][state] = price + cost;
                        back[end][state] = (start as u32, first);
                    }
                }
            }
        }
        // Prices only matter against each other: kept small, they never run over on a long line.
        if best[end][0].min(best[end][1]) > 1_000_000 {
            let low = best[end][0].min(best[end][1]);
            // No line starts further back than a measure of one-column pieces.
            for price in best[end.saturating_sub(80)..=end].as_flattened_mut() {
                if *price < NEVER {
                    *price -= low;
                }
            }
        }
    }
    let mut chosen = vec![None; n.saturating_sub(1)];
    let (mut end, mut state) = (n, 1);
    while end > 0 {
        let (start, first) = back[end][state];
        (end, state) = (start as usize, usize::from(first));
        if end > 0 {
            chosen[end - 1] = Some(state == 0);
        }
    }
    chosen
}

/// Whether a date begins `text`: `2024年3月1日`, spaces aside.
fn dated(text: &str) -> bool {
    let mut rest = text;
    for mark in ['年', '月', '日'] {
        let after = rest.trim_start_matches(|c| c == ' ' || digit(c).is_some());
        if rest.len() - after.len() > 14 || !after.starts_with(mark) || after.len() == rest.len() {
            return false;
        }
        rest = &after[mark.len_utf8()..];
    }
    true
}

/// The columns a line loses when its letters and digits of full width, and the spaces in it, are narrow.
fn folded(text: &str) -> u32 {
    text.chars().map(|c| u32::from(c == ' ' || !c.is_ascii() && is_word(c))).sum()
}
