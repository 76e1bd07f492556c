//! Spaces within lines, and letters and digits of full width.
//!
//! ```text
//! 到 ２０２７ 年 ， 覆盖率达 ８０％        到2027年，覆盖率达80%
//! 政 府 工 作 报 告                        政府工作报告
//! 组　长：韩　立　　副市长                 组长：韩立 副市长
//! “学先进 争上游”活动                      (stays)
//! ```
//!
//! A space says something between two Latin words, between names and posts, within a slogan in quotes, and
//! where it is wide; there one space stays. After a sentence a wide space or a marker shows that a line end
//! was lost. Elsewhere spaces come from typesetting.

use crate::lexicon::{Lexicon, List};
use crate::noise::chars::{closes, digit, ends_sentence, is_han, is_space, is_word, opens, width};
use crate::noise::opening::{Opening, numeral, opening};
use crate::text::Change;

/// What stands for a run of spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Nothing,
    Space,
    LineEnd,
}

/// The line that is being read, as far as it was needed.
struct Line {
    start: usize,
    /// Its end, when it was looked for.
    end: Option<usize>,
    /// Where the last `“` that is still open stands.
    quote: Option<usize>,
    /// Whether single spaces after sentences are lost line ends, when it was asked.
    sentence_spaces: Option<bool>,
    /// Whether it is a row of a table, when it was asked.
    row: Option<bool>,
    /// Whether it names people behind their post, when it was asked.
    post: Option<bool>,
}

impl Line {
    fn at(start: usize) -> Line {
        Line { start, end: None, quote: None, sentence_spaces: None, row: None, post: None }
    }

    fn end(&mut self, text: &str) -> usize {
        *self.end.get_or_insert_with(|| {
            memchr::memchr(b'\n', &text.as_bytes()[self.start..]).map_or(text.len(), |at| self.start + at)
        })
    }

    /// Whether a post opens it: 副组长：张伟 李敏.
    fn is_post(&mut self, text: &str, lexicon: &Lexicon) -> bool {
        *self.post.get_or_insert_with(|| {
            let label = head(&text[self.start..], LONGEST_POST);
            let Some(at) = label.find(['：', ':', '\n']) else { return false };
            // 副主任（按姓氏笔画排序）：
            let label =
                label[..at].find(['（', '(']).filter(|at| *at > 0).map_or(&label[..at], |at| &label[..at]);
            let word: String = label.chars().filter(|c| !is_space(*c)).collect();
            !text[self.start + at..].starts_with('\n')
                && lexicon.senses(&word).any(|sense| {
                    let kinds = sense.value.split('\t').next().unwrap_or("");
                    sense.list == List::Duties && kinds.split(',').any(|kind| kind == "post")
                })
        })
    }

    /// Whether it is a row of a table: a tab stands in it, and in the line before or after it. The paragraphs of a cell are
    /// apart by a space, and stay in their line.
    fn is_row(&mut self, text: &str) -> bool {
        let (start, end) = (self.start, self.end(text));
        *self.row.get_or_insert_with(|| {
            let tab = |line: &str| memchr::memchr(b'\t', line.as_bytes()).is_some();
            let next = || text[end..].trim_start_matches('\n').split('\n').next().is_some_and(tab);
            let before = || text[..start].trim_end_matches('\n').rsplit('\n').next().is_some_and(tab);
            tab(&text[start..end]) && (next() || before())
        })
    }
}

/// The longest label of a post with the spaces in it, in bytes.
const LONGEST_POST: usize = 60;

/// Finds the spaces to take out or to narrow, and the widths to fold.
pub fn changes(text: &str, lexicon: &Lexicon) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut line = Line::at(0);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Most characters are plain Chinese ones.
        if matches!(bytes[at], 0xe4..=0xe9) {
            at += 3;
            continue;
        }
        match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
            (b' ', ..) | (0xe3, Some(0x80), Some(0x80)) => {
                let end = text.len() - text[at..].trim_start_matches(is_space).len();
                let mut gap = gap(text, at, end, &mut line, lexicon);
                let item = || opening(head(&text[end..], 60), lexicon) >= Opening::Item;
                if gap != Gap::Space && (gap == Gap::LineEnd || item()) && line.is_row(text) {
                    gap = Gap::Space;
                }
                let (with, why) = match gap {
                    Gap::Nothing => (None, "space"),
                    Gap::Space => (Some(' '), "space"),
                    Gap::LineEnd => (Some('\n'), "wrap"),
                };
                if gap != Gap::Space || &text[at..end] != " " {
                    changes.push(Change { range: at..end, with, why });
                }
                if gap == Gap::LineEnd {
                    line = Line {
                        end: line.end,
                        sentence_spaces: line.sentence_spaces,
                        row: line.row,
                        post: line.post,
                        ..Line::at(end)
                    };
                }
                at = end;
            }
            (b'\n', ..) => {
                at += 1;
                line = Line::at(at);
            }
            (0xe2, Some(0x80), Some(quote @ (0x9c | 0x9d))) => {
                line.quote = (*quote == 0x9c).then_some(at);
                at += 3;
            }
            (0xef, Some(0xbc | 0xbd), _) => {
                let c = text[at..].chars().next().unwrap_or(' ');
                let with = match c {
                    '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => {
                        char::from_u32(c as u32 - 0xfee0)
                    }
                    '．' if between_digits(text, at) => Some('.'),
                    _ => None,
                };
                if with.is_some() {
                    changes.push(Change { range: at..at + 3, with, why: "width" });
                }
                at += 3;
            }
            (0xf0.., ..) => at += 4,
            (0xe0.., ..) => at += 3,
            (0x80.., ..) => at += 2,
            _ => at += 1,
        }
    }
    changes
}

fn between_digits(text: &str, at: usize) -> bool {
    let sides = [text[..at].chars().next_back(), text[at..].chars().nth(1)];
    sides.iter().all(|c| c.is_some_and(|c| digit(c).is_some()))
}

/// What stands for the spaces `start..end`.
fn gap(text: &str, start: usize, end: usize, line: &mut Line, lexicon: &Lexicon) -> Gap {
    let (before, after) = (&text[..start], &text[end..]);
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else {
        return Gap::Nothing;
    };
    if matches!(left, '\n' | '\t') || matches!(right, '\n' | '\t') {
        return Gap::Nothing;
    }
    // 主 任 委员：
    if is_han(left)
        && is_han(right)
        && line.is_post(text, lexicon)
        && !text[line.start..start].contains(['：', ':'])
    {
        return Gap::Nothing;
    }
    // …宣传组组  长：
    let spread = matches!((left, right), ('组', '长') | ('主', '任') | ('成', '员') | ('职', '责'));
    if spread && after[right.len_utf8()..].starts_with(['：', ':']) {
        return Gap::Nothing;
    }
    let columns = width(&text[start..end]);
    let opens_paragraph = || opening(head(after, 60), lexicon) >= Opening::Item;
    let sentence = ends_sentence(left)
        || closes(left) && before[..start - left.len_utf8()].chars().next_back().is_some_and(ends_sentence);
    if sentence || matches!(left, '：' | '；' | ':' | ';') && !left.is_ascii() {
        let lost = match sentence {
            _ if columns >= 4 && (is_han(right) || opens_paragraph()) => true,
            true => {
                opens_paragraph()
                    || is_han(right) && (signature(text, end, line) || sentences_are_lines(text, line))
            }
            false => opens_paragraph(),
        };
        if lost {
            return Gap::LineEnd;
        }
    }
    // `二、重点任务 （一）推进…`, `…负责） 三、保障措施`: a heading's marker opens no line within a sentence.
    if (is_han(left) || closes(left))
        && right != '第'
        && opening(head(after, 60), lexicon) == Opening::Heading
        && line.end(text) - end > 30
    {
        return Gap::LineEnd;
    }
    if marker(&text[line.start..start], right) {
        return Gap::Space;
    }
    if is_han(left) && is_han(right) && label_broken(&text[line.start..start], after, lexicon) {
        return Gap::Nothing;
    }
    if is_han(right) && label(after) && !opens(left) && left != '、' {
        return Gap::Space;
    }
    match (is_han(left), is_han(right)) {
        (true, true) => between_han(text, start, end, columns, line, lexicon),
        (han, _) if is_word(left) || is_word(right) => {
            let ascii = |c: char| c.is_ascii() || is_word(c);
            if ascii(left) && ascii(right) {
                return between_words(before, after, left, right);
            }
            if !(han && is_word(right) || is_han(right) && is_word(left)) {
                return Gap::Nothing;
            }
            let unit = digit(left).is_some() && matches!(right, '年' | '月' | '日' | '号');
            if columns >= 3 && !unit || dated(text, start, end, line) { Gap::Space } else { Gap::Nothing }
        }
        _ if left.is_ascii() && right.is_ascii() => Gap::Space,
        // 张伟（县长） 李敏（副县长）
        _ if closes(left) && is_han(right) && line.is_post(text, lexicon) => Gap::Space,
        _ if columns >= 4 && (closes(left) && is_han(right) || is_han(left) && opens(right)) => Gap::Space,
        _ => Gap::Nothing,
    }
}

/// Whether `before` ends with a marker that only the space parts from what it marks: `第一条` `2.1`.
fn marker(before: &str, right: char) -> bool {
    let near = tail(before, 40);
    let token = near
        .rfind(['。', ' ', '\u{3000}'])
        .map_or(near, |at| near[at..].trim_start_matches(['。', ' ', '\u{3000}']));
    if let Some(rest) = token.strip_prefix('第') {
        let rest = rest.trim_start_matches(|c| numeral(c) || digit(c).is_some());
        return matches!(rest, "条" | "章" | "节" | "篇" | "编" | "款" | "项" | "部分" | "阶段")
            && rest.len() + 3 < token.len();
    }
    let number = token.len() == before.len() && token.len() <= 8 && token.ends_with(|c| digit(c).is_some());
    number
        && is_han(right)
        && !matches!(right, '年' | '月' | '日' | '个' | '项' | '号' | '万' | '亿')
        && token
            .split(['.', '．'])
            .all(|part| (1..=2).contains(&part.chars().count()) && part.chars().all(|c| digit(c).is_some()))
}

/// Whether a label opens `after`: `配合部门：`. The space before it parts it from the value of another.
fn label(after: &str) -> bool {
    let after = head(after, 30);
    let rest = after.trim_start_matches(is_han);
    (6..=24).contains(&(after.len() - rest.len())) && rest.starts_with(['：', ':'])
}

/// Whether the space stands within a label that opens behind a mark: `（责任 单位：`, `；完成 时限：`, `责 任单 位：`.
fn label_broken(before: &str, after: &str, lexicon: &Lexicon) -> bool {
    const LONGEST: usize = 6;
    let may = |c: &char| is_han(*c) || is_space(*c);
    let back: Vec<char> = before.chars().rev().take(2 * LONGEST).take_while(may).collect();
    let on: String = after.chars().take(2 * LONGEST).take_while(may).collect();
    if back.len() == 2 * LONGEST || !after[on.len()..].starts_with(['：', ':']) {
        return false;
    }
    let word: String = back.into_iter().rev().chain(on.chars()).filter(|c| is_han(*c)).collect();
    word.chars().count() <= LONGEST
        && lexicon.senses(&word).any(|sense| {
            let kinds = sense.value.split('\t').next().unwrap_or("");
            sense.list == List::Duties && kinds.split(',').any(|kind| matches!(kind, "label" | "due"))
        })
}

/// Between Latin words and numbers: `1 9 9 8` is one number, others keep their space.
fn between_words(before: &str, after: &str, left: char, right: char) -> Gap {
    if right == '%' || right == '％' {
        return Gap::Nothing;
    }
    if digit(left).is_none() || digit(right).is_none() {
        return Gap::Space;
    }
    let (a, b) = (before.chars().rev().nth(1), before.chars().rev().nth(2));
    let (c, d) = (after.chars().nth(1), after.chars().nth(2));
    let lone = |c: Option<char>| c.is_none_or(|c| !is_word(c) && c != '.');
    let more = |space: Option<char>, c: Option<char>| {
        space.is_some_and(is_space) && c.is_some_and(|c| digit(c).is_some())
    };
    if lone(a) && lone(c) && (more(a, b) || more(c, d)) { Gap::Nothing } else { Gap::Space }
}

/// Whether the rest of a short line is a date: `市教育局 2024年3月1日`.
fn dated(text: &str, start: usize, end: usize, line: &mut Line) -> bool {
    let stop = line.end(text);
    let rest = &text[end..stop];
    rest.len() < 60
        && start - line.start < 120
        && digit(rest.chars().next().unwrap_or(' ')).is_some()
        && han_run_back(&text[line.start..start]) >= 3
        && rest.contains('年')
        && rest.contains('月')
        && rest.trim_end_matches("印发").ends_with('日')
        && !rest.contains(['，', '。', '、', ','])
}

fn between_han(
    text: &str,
    start: usize,
    end: usize,
    columns: u32,
    line: &mut Line,
    lexicon: &Lexicon,
) -> Gap {
    let (before, after) = (&text[line.start..start], &text[end..]);
    let (left, right) = (han_run_back(before), han_run(after));
    let stop = line.end(text);
    // `一、指导思想 以习近平…`: a heading and the text under it, the line end between them lost.
    let near = tail(before, 150);
    let sentence = near.rfind(ends_sentence).map_or(near, |at| &near[at..]).trim_start_matches(ends_sentence);
    if left >= 2
        && stop - end > 30
        && sentence.len() <= 120
        && (near.len() == before.len() || sentence.len() < near.len())
        && !sentence.contains(['；', ' ', '\u{3000}'])
        && opening(sentence, lexicon) >= Opening::Item
        && head(&text[end..stop], 600).contains('。')
    {
        return Gap::LineEnd;
    }
    if columns >= 3 {
        // `目　　录`: letters spaced out.
        let spaced = left == 1 && right == 1 && (stop - line.start < 40 || before.len() < 40);
        return if spaced { Gap::Nothing } else { Gap::Space };
    }
    if line.is_post(text, lexicon) && before.contains(['：', ':']) {
        // 王 强 李敏: two characters alone are one name.
        let near = tail(before, 150);
        let names = near.rfind(['：', ':', '、', '，']).map_or("", |at| &near[at..]);
        let words = names.trim_start_matches(['：', ':', '、', '，']).rsplit(is_space);
        let alone =
            words.filter(|word| !word.is_empty()).take_while(|word| word.chars().count() == 1).count();
        return if right == 1 && alone % 2 == 1 { Gap::Nothing } else { Gap::Space };
    }
    if right >= 2 && before.len() <= 12 && is_listed(text, line.start, before, lexicon) {
        return Gap::Space;
    }
    if left < 2 || right < 2 {
        return Gap::Nothing;
    }
    if line.quote.is_some_and(|quote| start - quote < 120) {
        return Gap::Space;
    }
    let short = stop - line.start <= 180 && !text[line.start..stop].contains(['。', '；', '！']);
    let rest = &text[end..stop];
    let last = right <= 3 && han_len(rest) == rest.len();
    let listed = short && !text[line.start..stop].contains(['，', '、', ',']);
    let names = left <= 4 && right <= 4 && (listed || neighbours(before, rest));
    let named = short && left <= 4 && before.trim_end_matches(is_han).ends_with(['：', ':']);
    // 2025年城市管理工 作要点: the kind of document stands on both sides.
    let cut = || {
        let joined: String = tail(before, 30).chars().chain(rest.chars()).collect();
        lexicon.endings(List::Kinds, &joined).any(|(word, _)| word.len() > rest.len())
    };
    let post = short && last && !before.ends_with('的') && !cut();
    let units = short && unit(before, lexicon) && unit(&rest[..han_len(head(rest, 60))], lexicon);
    if names || named || post || units { Gap::Space } else { Gap::Nothing }
}

/// Whether `before` is a name that a line opens with, two or three characters, in a list below a post: 副主任：⏎张伟 清江大学教授.
fn is_listed(text: &str, start: usize, before: &str, lexicon: &Lexicon) -> bool {
    const LINES: usize = 40;
    const LONGEST: usize = 150;
    let n_chars = before.chars().filter(|c| is_han(*c)).count();
    if !(2..=3).contains(&n_chars) || !before.chars().all(|c| is_han(c) || is_space(c)) {
        return false;
    }
    let mut end = start.saturating_sub(1);
    for _ in 0..LINES {
        let from = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let mut line = Line::at(from);
        if end - from > LONGEST || text[from..end].contains('。') {
            return false;
        }
        if line.is_post(text, lexicon) {
            return true;
        }
        let Some(above) = from.checked_sub(1) else { return false };
        end = above;
    }
    false
}

/// Whether a further short run of Chinese characters stands before or after, as in a list of names.
fn neighbours(before: &str, after: &str) -> bool {
    let back = before.trim_end_matches(is_han);
    let further = back.trim_end_matches(is_space);
    let run = |n: usize| (2..=4).contains(&n);
    if further.len() < back.len() && run(han_run_back(further)) {
        return true;
    }
    let on = after.trim_start_matches(is_han);
    let further = on.trim_start_matches(is_space);
    further.len() < on.len() && run(han_run(further))
}

/// Whether `text` ends with the name of a unit.
fn unit(text: &str, lexicon: &Lexicon) -> bool {
    let from = text.char_indices().rev().take(8).last().map_or(0, |(at, _)| at);
    lexicon.endings(List::Orgs, &text[from..]).next().is_some()
}

/// Whether the line ends soon after `end`, with no sentence: a signature.
fn signature(text: &str, end: usize, line: &mut Line) -> bool {
    let stop = line.end(text);
    stop - end <= 90 && !text[end..stop].contains(['。', '，', '；', '！'])
}

/// Whether sentences of this line that are followed by a space are paragraphs: some are and some are not,
/// and spaces stand nowhere else between Chinese characters. A writer who puts a space after each sentence
/// means nothing by it.
fn sentences_are_lines(text: &str, line: &mut Line) -> bool {
    if let Some(known) = line.sentence_spaces {
        return known;
    }
    let end = line.end(text);
    let (mut sentences, mut spaced, mut other) = (0u32, 0u32, 0u32);
    let mut last = ' ';
    let mut chars = text[line.start..end].chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if ends_sentence(c) {
            sentences += 1;
            spaced += u32::from(next.is_some_and(is_space));
        } else if is_space(c) && is_han(last) && next.is_some_and(is_han) {
            other += 1;
        }
        last = c;
    }
    let known = spaced >= 2 && 4 * other <= spaced && 10 * spaced <= 8 * sentences;
    line.sentence_spaces = Some(known);
    known
}

/// At most `bytes` of the start of `text`.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// At most `bytes` of the end of `text`.
fn tail(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// How many Chinese characters begin `text`, to six.
fn han_run(text: &str) -> usize {
    text.chars().take(6).take_while(|&c| is_han(c)).count()
}

/// How many Chinese characters end `text`, to six.
fn han_run_back(text: &str) -> usize {
    text.chars().rev().take(6).take_while(|&c| is_han(c)).count()
}

/// The bytes of the Chinese characters that begin `text`.
fn han_len(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_han).len()
}
