//! Dates: `6月底前`, `2021年11月-12月`, `每月25日前`, 春节, 持续推进.
//!
//! ```text
//! 于 2021年11月 底  前 完成        到 2027年 ，         每月 25日 前
//!    ╰ moment ╯ edge ╰ before      │  ╰ moment         ╰ every ╯
//!                                  ╰ until
//! ```
//!
//! One pass over the text looks at digits, Chinese numerals and the words of `times` and `days`. A moment (`moment`) is
//! a year, a part of one, or a day; its year is told by what stands near (`year`); what stands around it (`side`)
//! makes it a deadline, a period or a point.

mod every;
mod feast;
mod hold;
mod moment;
mod settle;
mod side;
mod typed;
mod year;

use std::cell::Cell;
use std::ops::Range;

use jiff::civil::Date;

use self::moment::{Edge, Extent, Moment, Part, Several, Year, days};
use self::side::Side;
use super::lunar;
use crate::lex::word::is_han;
use crate::lex::{Stops, numeral, width};
use crate::lexicon::{Hits, List};
use crate::model::DateKind;

/// A date found; its text is the slice of `place`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Where it stands, in bytes of the text read.
    pub place: Range<usize>,
    /// What it says.
    pub kind: DateKind,
    /// The first day; a deadline has none.
    pub start: Option<Date>,
    /// The last day.
    pub end: Option<Date>,
    /// A recurrence rule of RFC 5545.
    pub recurrence: Option<String>,
    /// No calendar has this day, such as 9月31日.
    pub impossible: bool,
    /// Bound to an event whose day nobody can work out, such as 全国两会召开前.
    pub event: bool,
}

/// What a reader knows before reading dates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar<'a> {
    /// The year the plan is for.
    pub year: Option<i16>,
    /// The day of issue.
    pub issued_on: Option<Date>,
    /// The days the plan is for.
    pub period: Option<(Date, Date)>,
    /// Where the text looks back on past work, in bytes, in order.
    pub past: &'a [Range<usize>],
    /// Cells that hold deadlines, in bytes, in order.
    pub due: &'a [Range<usize>],
    /// Cells that tell when something takes place, in bytes, in order: a day there is none by which it is due.
    pub held: &'a [Range<usize>],
    /// The year in which its page says it was put there, which counts where nothing of its own tells the year.
    pub published: Option<i16>,
    /// Whether the text is that of a workbook, which shows 9.30 as 9.3.
    pub workbook: bool,
}

/// The dates of `text`, in document order, none overlapping. `hits` are the words of the same text.
///
/// A year that only names a document (《2023年工作要点》, a title) or that others are compared with
/// (比2020年下降) is left out, and so is a bare 今年, 全年 or 定期.
pub fn dates(text: &str, hits: &Hits, calendar: &Calendar) -> Vec<FoundDate> {
    let mut reader = Reader::new(text, Some(hits), calendar);
    reader.read();
    // A plan that names its year only in its text dates the rest by it.
    if reader.plan_year().is_none()
        && let Some(year) = reader
            .named
            .filter(|(first, last)| first == last)
            .map_or(calendar.published.or_else(|| year_of_papers(text, hits)), |(year, _)| Some(year))
    {
        reader = Reader { told: Some(year), ..Reader::new(text, Some(hits), calendar) };
        reader.read();
    }
    reader.found
}

/// The one year that papers to be drawn up have in their names, where two say it: 《2025年工作要点》, 《2025年培训计划》.
fn year_of_papers(text: &str, hits: &Hits) -> Option<i16> {
    let mut years = Vec::new();
    for (at, _) in text.match_indices('《') {
        let name = &text[at + '《'.len_utf8()..];
        let name = name.split(['》', '\n']).next().unwrap_or(name);
        let year = name.split_once('年').and_then(|(year, _)| year.parse::<i16>().ok());
        let end = at + '《'.len_utf8() + name.len();
        let paper = hits.of(List::Kinds, at..end).any(|(word, _)| word.end == end);
        years.extend(year.filter(|year| (1949..2100).contains(year) && paper));
    }
    let first = *years.first()?;
    (years.len() > 1 && years.iter().all(|year| *year == first)).then_some(first)
}

/// The full date that opens `text`: 2023年3月21日, 二〇二三年三月二十一日, 2025-07-18, 2024.3.5.
pub fn day(text: &str) -> Option<Date> {
    let calendar = Calendar::default();
    let reader = Reader::new(text, None, &calendar);
    let at = text.len() - text.trim_start().len();
    let moment = reader.moment(at)?;
    let (Year::Given(year), Part::Day(..)) = (moment.year, moment.part) else { return None };
    Some(days(moment.part, moment.edge, year)?.0)
}

/// A word of time or a named day.
struct Word {
    place: Range<usize>,
    list: List,
    value: &'static str,
}

struct Reader<'a> {
    text: &'a str,
    hits: Option<&'a Hits<'a>>,
    calendar: &'a Calendar<'a>,
    /// The longest word at each place where one starts, in order.
    words: Vec<Word>,
    found: Vec<FoundDate>,
    /// The year this sentence has named.
    said: Option<i16>,
    /// The year the last heading has named.
    headed: Option<i16>,
    /// The time of action, where it reaches into the next year: 2023年11月15日至2024年2月9日.
    action: Option<(Date, Date)>,
    /// The last year that was read with nothing but a feast behind it.
    token: Option<(Range<usize>, Year)>,
    /// The first and the last of the years the text names for what is to be done.
    named: Option<(i16, i16)>,
    /// The one year that the text names, where nothing else tells the plan's.
    told: Option<i16>,
    /// The Chinese number that was read last, and where.
    numeral: Cell<(usize, Option<(u64, usize)>)>,
}

/// Numbers, blanks for them, and what ends a sentence or opens a title.
static STOPS: Stops = Stops::of_signs("0123456789Xx\n;。；！？《一二两三四五六七八九十第");

fn words(text: &str, hits: &Hits) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (list, hit) in hits.of_lists([List::Days, List::Times], 0..text.len()) {
        let place = hit.range();
        if words.last().is_some_and(|last| last.place.start == place.start) {
            words.pop();
        }
        words.push(Word { place, list, value: hits.value(hit) });
    }
    words
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, hits: Option<&'a Hits<'a>>, calendar: &'a Calendar<'a>) -> Reader<'a> {
        Reader {
            text,
            hits,
            calendar,
            words: hits.map(|hits| words(text, hits)).unwrap_or_default(),
            found: Vec::new(),
            said: None,
            headed: None,
            action: None,
            token: None,
            named: None,
            told: None,
            numeral: Cell::new((usize::MAX, None)),
        }
    }
}

impl Reader<'_> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let (mut at, mut next) = (0, 0);
        // Where the next word starts.
        let mut stop = 0;
        while at < bytes.len() {
            if at >= stop {
                while self.words.get(next).is_some_and(|word| word.place.start < at) {
                    next += 1;
                }
                if self.words.get(next).is_some_and(|word| word.place.start == at) {
                    next += 1;
                    if let Some(end) = self.word(next - 1) {
                        at = end;
                        continue;
                    }
                }
                stop = self.words.get(next).map_or(bytes.len(), |word| word.place.start);
            }
            at = match self.hits {
                Some(hits) => STOPS.next_of(hits.marks(), at, stop),
                None => STOPS.next(bytes, at, stop),
            };
            if at == stop {
                continue;
            }
            match bytes[at] {
                b'0'..=b'9' => {
                    at = match self.number(at) {
                        Some(end) => end,
                        None => at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count(),
                    };
                    continue;
                }
                b'X' | b'x' => {
                    if let Some(end) = self.calendar_date(at) {
                        at = end;
                        continue;
                    }
                    at += bytes[at..].iter().take_while(|b| matches!(b, b'X' | b'x')).count();
                    continue;
                }
                b'\n' => self.said = None,
                // 2023年3月前报名；12月底前入职, where nothing else tells the year
                b';' => self.said = self.said.filter(|_| self.plan_year().is_none()),
                0x80.. => {
                    let c = self.char(at).unwrap_or(' ');
                    match c {
                        '。' | '！' | '？' => self.said = None,
                        '；' => self.said = self.said.filter(|_| self.plan_year().is_none()),
                        '《' => {
                            if let Some(end) = self.close(at, '》', 300) {
                                at = end;
                                continue;
                            }
                        }
                        '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '第' => {
                            if let Some(end) = self.calendar_date(at) {
                                at = end;
                                continue;
                            }
                        }
                        _ => {}
                    }
                    at += c.len_utf8();
                    continue;
                }
                _ => {}
            }
            at += width(bytes[at]);
        }
    }

    /// Reads what a digit at `at` may open, and tells where it ends.
    fn number(&mut self, at: usize) -> Option<usize> {
        let before = self.text[..at].bytes().next_back().unwrap_or(b' ');
        if before.is_ascii_alphabetic() {
            return None;
        }
        if let Some(end) = self.dotted_day(at, before) {
            return Some(end);
        }
        if let Some(end) = self.numeric_day(at, before) {
            return Some(end);
        }
        self.calendar_date(at)
    }

    /// Reads a date made of moments that starts at `at`.
    fn calendar_date(&mut self, at: usize) -> Option<usize> {
        if let Some(several) = self.several(at) {
            return self.each(at, several);
        }
        // 前三季度, 前两个季度
        if let Some(from) =
            self.text[..at].strip_suffix('前').map(str::len).filter(|from| *from >= self.taken())
            && let Some(extent) = self.first_quarters(from, Year::Unsaid)
        {
            return self.settle(from, extent);
        }
        let extent = self.extent(at)?;
        self.settle(at, extent)
    }

    /// Numbers that share a unit: those that follow one another are one stretch (5、6月); else, and where each is a day by
    /// which something is due (3、6、9月底前), each is a date.
    fn each(&mut self, at: usize, several: Several) -> Option<usize> {
        let Several { parts, edge, end } = several;
        let tail = self.tail(end, edge == Edge::End);
        let (first, last) = (parts[0], parts[parts.len() - 1]);
        let place = |(_, year, part): (usize, Year, Part)| match (year, part) {
            (Year::Given(year), Part::Year) => year,
            (_, part) => {
                moment::months(part).map_or(0, |(first, last)| i16::from(first / (last - first + 1)))
            }
        };
        let joined = parts.windows(2).all(|pair| place(pair[0]) + 1 == place(pair[1]));
        let due = tail.side == Side::Before || edge == Edge::End;
        if joined && !due {
            let moment = |(_, year, part)| Moment { year, part, edge: Edge::None, end };
            let last = Moment { edge, ..moment(last) };
            return self.settle(at, Extent { first: moment(first), last: Some(last), end });
        }
        for (n, (start, year, part)) in parts.iter().enumerate() {
            let digits = self.count(*start).map_or(end, |(_, end)| end);
            let last = n + 1 == parts.len();
            let here = if n == 0 { at } else { *start }..if last { tail.end.max(end) } else { digits };
            let of = |year| days(*part, edge, year);
            let year = self.year_of(*year, *part, Some(&|year| of(year).map(|days| days.1)));
            let found = year.and_then(of);
            if self.is_past(at) {
                continue;
            }
            match due {
                true => self.push(here, DateKind::Deadline, None, found.map(|days| days.1)),
                false => {
                    self.push(here, DateKind::Period, found.map(|days| days.0), found.map(|days| days.1))
                }
            };
        }
        Some(if due { tail.end.max(end) } else { end })
    }

    /// Whether words of time tell when something is done: they open a clause, follow a promise or stand before what is done.
    /// 购机者年度内享受的补贴 tells which.
    fn is_told(&self, place: &Range<usize>) -> bool {
        let after = self.skip(place.end);
        let stops = self.char(after).is_none_or(|c| !is_han(c) || "将要须应把对在完全基就各".contains(c));
        let before = self.text[..place.start].trim_end_matches(['在', '于', ' ']);
        let opens = before.chars().next_back().is_none_or(|c| !is_han(c) && !is_quote(c));
        stops || opens || self.verb_at(after) || self.promised_before(place.start)
    }

    /// Whether the clause up to `at` promises: 争取水库项目|年内核准.
    fn promised_before(&self, at: usize) -> bool {
        const REACH: usize = 60;
        let first = self.words.partition_point(|word| word.place.start + REACH < at);
        let near = self.words[first..].iter().take_while(|word| word.place.end <= at);
        let last = near.filter(|word| word.value == "promise").last();
        last.is_some_and(|word| !self.text[word.place.end..at].contains(['，', ',', '。', '；', '\n']))
    }

    fn verb_at(&self, at: usize) -> bool {
        self.hits.is_some_and(|hits| {
            hits.at(List::Measures, at)
                .is_some_and(|(_, value)| value.starts_with("verb") || value == "adverb")
        })
    }

    /// Whether the moment is all that its table cell or its 完成时限： says.
    fn is_due(&self, at: usize, end: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '\u{3000}']);
        let label = before.trim_end_matches([':', '：']);
        if self.words_ending(label.len()).any(|word| word.value == "label") {
            return true;
        }
        let opens = before.chars().next_back();
        let closes = self.char(self.skip(end));
        let edge = |c: Option<char>| matches!(c, None | Some('|' | '\t' | '\n'));
        // A line that is nothing but a day is a signature, or that of a paper above: 2022-02-18.
        let line = |c: Option<char>| matches!(c, None | Some('\n'));
        let day = &self.text[at..end];
        let full = day.len() >= 10 && day.bytes().take(4).all(|b| b.is_ascii_digit()) && day.contains('-');
        let day = line(opens) && line(closes) && (day.ends_with('日') || full);
        let held = self.calendar.held;
        let held = held.get(held.partition_point(|cell| cell.end <= at)).is_some_and(|cell| cell.start <= at);
        edge(opens) && edge(closes) && !day && !held
    }

    /// Whether what stands from `at` to `end` is all that a 完成时限： or a cell of deadlines says, so that any number there
    /// is a day.
    fn is_slot(&self, at: usize, end: usize) -> bool {
        let due = self.calendar.due;
        let cell = due.get(due.partition_point(|cell| cell.end <= at)).filter(|cell| cell.start <= at);
        if let Some(cell) = cell {
            return self.text[cell.start..at].trim().is_empty()
                && self.text[end..cell.end.max(end)].trim().is_empty();
        }
        let label = self.text[..at].trim_end_matches([' ', '\u{3000}']).trim_end_matches([':', '：']);
        let next = self.char(self.skip(end));
        self.words_ending(label.len()).any(|word| word.value == "label")
            && !next.is_some_and(|c| is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '.' | '%'))
    }

    fn is_past(&self, at: usize) -> bool {
        let past = self.calendar.past;
        let index = past.partition_point(|range| range.start <= at);
        index > 0 && at < past[index - 1].end
    }

    /// A point before the day of issue is past.
    fn tense(&self, day: Date, kind: DateKind) -> DateKind {
        let past = self.calendar.issued_on.is_some_and(|issued| day < issued);
        if kind == DateKind::Point && past { DateKind::Past } else { kind }
    }

    /// Reads what the word of `words[index]` opens.
    fn word(&mut self, index: usize) -> Option<usize> {
        let Word { ref place, list, value } = self.words[index];
        let place = place.clone();
        if list == List::Days {
            return self.named(place, Some(value), None);
        }
        let (rule, detail) = value.split_once('\t').unwrap_or((value, ""));
        match rule {
            "none" => Some(place.end),
            "year" | "next" | "same" => {
                let extent = self.extent(place.start)?;
                // 今年 and 明年 alone only set the time of the talk.
                let bare = extent.last.is_none()
                    && extent.first.part == Part::Year
                    && extent.first.edge == Edge::None;
                let alone = bare && self.tail(extent.end, false).side == Side::None;
                if alone && self.feast_at(self.skip(extent.end)).is_none() {
                    // 明年，3月底前
                    if let (Year::Plan(1..), Some('，')) = (extent.first.year, self.char(extent.end)) {
                        self.said = self.given(extent.first.year);
                    }
                    return None;
                }
                self.calendar_date(place.start)
            }
            "half" | "end" | "within" | "month-end" | "years" => {
                // 近3年内 is a length of time.
                let counted = self.text[..place.start]
                    .ends_with(|c: char| c.is_ascii_digit() || numeral::digit_of(c).is_some());
                // 户籍迁入后半年内 is a length of time.
                let span = rule == "half"
                    && self.text[place.clone()].starts_with(['前', '后'])
                    && self.eat(place.end, "内").or_else(|| self.eat(place.end, "以内")).is_some();
                let part = span
                    || rule != "half" && !self.is_whole(&place)
                    || rule == "within" && !self.is_told(&place);
                if counted || self.is_past(place.start) || part {
                    return Some(place.end);
                }
                self.calendar_date(place.start).or(Some(place.end))
            }
            "lunar" => {
                let first = self.lunar(self.skip(place.end))?;
                self.settle(place.start, Extent { first, last: None, end: first.end })
            }
            "lunar-month" => {
                let extent = self.extent(place.start)?;
                let bare = extent.first.end == place.end && self.tail(place.end, true).side == Side::None;
                if bare { Some(place.end) } else { self.settle(place.start, extent) }
            }
            "whole" => {
                let due = self.is_due(place.start, place.end);
                let year = self.year_of(Year::Unsaid, Part::Year, None).filter(|_| due);
                let (start, end) = days(Part::Year, Edge::None, year?)?;
                self.push(place, DateKind::Period, Some(start), Some(end))
            }
            "every" => self.every(place, detail),
            "era" => self.era(place, detail.parse().ok()?),
            "ongoing" => self.ongoing(place),
            "event" => self.event(place),
            "turn" | "over" => {
                // 省运会开幕前: an event no list holds.
                let before = &self.text[..place.start];
                let name = before
                    .char_indices()
                    .rev()
                    .take(12)
                    .take_while(|(_, c)| is_han(*c))
                    .last()
                    .map(|(i, _)| i);
                let start = name?.max(self.found.last().map_or(0, |last| last.place.end));
                let start =
                    ["在", "于", "至", "到"].iter().find_map(|word| self.eat(start, word)).unwrap_or(start);
                if start + 6 > place.start {
                    return None;
                }
                self.before_event(start, place.end)
            }
            "anchor" => self.since_issue(place),
            _ => None,
        }
    }

    /// “十四五”末 is a deadline; “十四五”时期， a period. As part of a name (十四五规划) it is no date.
    fn era(&mut self, place: Range<usize>, number: i16) -> Option<usize> {
        let mut end = place.end;
        if let Some(quote @ ('”' | '"')) = self.char(end) {
            end += quote.len_utf8();
        }
        let (first, last) =
            (Date::new(1951 + 5 * number, 1, 1).ok()?, Date::new(1955 + 5 * number, 12, 31).ok()?);
        let term = ["时期", "期间", "期"].iter().find_map(|word| self.eat(end, word));
        let close = ["末期", "末", "收官前"].iter().find_map(|word| self.eat(term.unwrap_or(end), word));
        if self.is_past(place.start) {
            return Some(term.unwrap_or(end));
        }
        if let Some(close) = close {
            // 规模比“十三五”末翻了一番
            if self.text[..place.start].trim_end_matches(is_open).ends_with(['比', '较']) {
                return Some(close);
            }
            let close = self.eat(close, "前").unwrap_or(close);
            return self.push(place.start..close, DateKind::Deadline, None, Some(last));
        }
        let Some(term) = term else { return Some(end) };
        if matches!(self.char(term), Some('，' | ',' | ')' | '、')) {
            let over = self.plan_start().is_some_and(|start| last < start);
            let kind = if over { DateKind::Past } else { DateKind::Period };
            return self.push(place.start..term, kind, Some(first), Some(last));
        }
        Some(term)
    }

    /// 持续推进 where it is all that a cell, a bracket or a 完成时限： says.
    fn ongoing(&mut self, place: Range<usize>) -> Option<usize> {
        let before = self.text[..place.start].trim_end_matches(' ');
        let label = before.trim_end_matches([':', '：']);
        let opens = matches!(before.chars().next_back(), None | Some('|' | '\t' | '\n' | '(' | '（'))
            || self.words_ending(label.len()).any(|word| word.value == "label");
        let mut end = place.end;
        // 长期坚持、持续推进
        while let Some(next) = self.eat(end, "、").or_else(|| self.eat(end, "，")) {
            match self.word_at(next).filter(|word| word.value == "ongoing") {
                Some(word) => end = word.place.end,
                None => break,
            }
        }
        let closes = matches!(
            self.char(self.skip(end)),
            None | Some('|' | '\t' | '\n' | ')' | '）' | '。' | '；' | ';')
        );
        // 完成时限：持续推进（四）… where line ends are lost.
        let labelled = self.words_ending(label.len()).any(|word| word.value == "label");
        let closes = closes || labelled && matches!(self.char(self.skip(end)), Some('(' | '（' | '0'..='9'));
        if opens && closes && !self.is_past(place.start) {
            return self.push(place.start..end, DateKind::Ongoing, None, None);
        }
        Some(place.end)
    }

    /// 全国两会召开前, 至全国两会结束.
    fn event(&mut self, place: Range<usize>) -> Option<usize> {
        // “两节”前
        let quotes = self.open_before(place.start).zip(self.char(place.end).filter(|c| is_close(*c)));
        let place = match quotes {
            Some((open, close)) => open..place.end + close.len_utf8(),
            None => place,
        };
        let turn = self.word_at(place.end).filter(|word| matches!(word.value, "turn" | "over"));
        let over = turn.is_some_and(|word| word.value == "over");
        let end = turn.map_or(place.end, |word| word.place.end);
        if over && self.tail(end, true).side == Side::None {
            let start = self.until(place.start).filter(|_| !self.is_past(place.start));
            return start.map_or(Some(end), |start| self.push_event(start..end));
        }
        self.before_event(place.start, end).or(Some(place.end))
    }

    /// An event from `start` to `end`, when 前 follows and makes it the time limit of what comes next.
    fn before_event(&mut self, start: usize, end: usize) -> Option<usize> {
        let tail = self.tail(end, true);
        if tail.side != Side::Before {
            return None;
        }
        let after = self.skip(tail.end);
        // 减少寒假前学生流动 tells which; 寒假前清点图书 opens its clause.
        if self.char(after) == Some('的') {
            return None;
        }
        if !self.is_told(&(start..tail.end)) || self.is_past(start) {
            return None;
        }
        self.push_event(start..tail.end)
    }

    fn push_event(&mut self, place: Range<usize>) -> Option<usize> {
        let end = self.push(place, DateKind::Deadline, None, None);
        self.mark(|date| date.event = true);
        end
    }

    /// 印发之日起30日内.
    fn since_issue(&mut self, place: Range<usize>) -> Option<usize> {
        let from = self.eat(place.end, "起")?;
        let (span, end) = self.within(from)?;
        let last = self.calendar.issued_on.zip(span).and_then(|(day, span)| day.checked_add(span).ok());
        self.push(place.start..end, DateKind::Deadline, None, last)
    }

    fn push(
        &mut self,
        place: Range<usize>,
        kind: DateKind,
        start: Option<Date>,
        end: Option<Date>,
    ) -> Option<usize> {
        let next = place.end;
        self.found.push(FoundDate {
            place,
            kind,
            start,
            end,
            recurrence: None,
            impossible: false,
            event: false,
        });
        Some(next)
    }

    /// Says more of the date pushed last.
    fn mark(&mut self, say: impl FnOnce(&mut FoundDate)) {
        if let Some(date) = self.found.last_mut() {
            say(date);
        }
    }

    /// Where the last date found ends.
    fn taken(&self) -> usize {
        self.found.last().map_or(0, |last| last.place.end)
    }

    fn word_at(&self, at: usize) -> Option<&Word> {
        let index = self.words.partition_point(|word| word.place.start < at);
        self.words.get(index).filter(|word| word.place.start == at)
    }

    /// The words that end at `at`; they start at most 30 bytes before.
    fn words_ending(&self, at: usize) -> impl Iterator<Item = &Word> {
        let index = self.words.partition_point(|word| word.place.start < at);
        self.words[..index]
            .iter()
            .rev()
            .take_while(move |w| w.place.start + 30 >= at)
            .filter(move |w| w.place.end == at)
    }

    fn word_before(&self, at: usize) -> Option<&Word> {
        self.words_ending(at).next()
    }

    fn char(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    fn eat(&self, at: usize, word: &str) -> Option<usize> {
        self.text[at..].starts_with(word).then_some(at + word.len())
    }

    fn skip(&self, at: usize) -> usize {
        at + self.text.as_bytes()[at..].iter().take(4).take_while(|b| **b == b' ').count()
    }

    /// Where the mark opened at `at` has closed, when that is within `limit` bytes.
    fn close(&self, at: usize, mark: char, limit: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[at..self.text.len().min(at + limit)];
        let mut buffer = [0; 4];
        let mark = mark.encode_utf8(&mut buffer).as_bytes();
        memchr::memmem::find(bytes, mark).map(|n| at + n + mark.len())
    }
}

fn is_open(c: char) -> bool {
    matches!(c, '“' | '"' | '‘' | '「' | '『')
}

fn is_close(c: char) -> bool {
    matches!(c, '”' | '"' | '’' | '」' | '』')
}

fn is_quote(c: char) -> bool {
    is_open(c) || is_close(c)
}

#[cfg(test)]
mod tests {
    use super::{Calendar, day};
    use crate::lexicon::Lexicon;
    use jiff::civil::Date;
    use std::ops::Range;

    /// What `fixtures/dates/cases.txt` says of a line, and what was found in it, written the same way.
    #[test]
    fn cases() {
        let lexicon = Lexicon::default();
        let (mut year, mut issued_on, mut period, mut published) = (None, None, None, None);
        let (mut wrong, mut count) = (String::new(), 0);
        for line in include_str!("../../../fixtures/dates/cases.txt").lines() {
            if let Some(known) = line.strip_prefix("@ ") {
                let value = |name: &str| known.split(' ').find_map(|part| part.strip_prefix(name));
                year = value("year=").and_then(|year| year.parse().ok());
                issued_on = value("issued=").and_then(day);
                published = value("published=").and_then(|year| year.parse().ok());
                period = value("period=")
                    .and_then(|p| p.split_once(".."))
                    .and_then(|(a, b)| Some((day(a)?, day(b)?)));
                continue;
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            count += 1;
            let (text, past) = plain(line);
            let calendar =
                Calendar { year, issued_on, period, past: &past, published, ..Calendar::default() };
            let dates = super::dates(&text, &lexicon.scan(&text), &calendar);
            let mut marked = String::new();
            let mut done = 0;
            for date in &dates {
                assert!(done <= date.place.start, "dates overlap: {line}");
                marked.push_str(&text[done..date.place.start]);
                marked.push_str(&format!("{{{}|{}}}", said(date), &text[date.place.clone()]));
                done = date.place.end;
            }
            marked.push_str(&text[done..]);
            let want = line.replace(['⟦', '⟧'], "").replace('⏎', "\n").replace('⇥', "\t");
            if marked != want {
                wrong.push_str(&format!("want {want}\ngot  {marked}\n"));
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
        assert!(count > 150, "{count} cases");
    }

    /// The line without its marks, and where it looks back.
    fn plain(line: &str) -> (String, Vec<Range<usize>>) {
        let (mut text, mut past, mut mark) = (String::new(), Vec::new(), false);
        for c in line.chars() {
            match c {
                '{' => mark = true,
                '|' if mark => mark = false,
                _ if mark => {}
                '}' => {}
                '⟦' => past.push(text.len()..0),
                '⟧' => past.last_mut().unwrap().end = text.len(),
                '⏎' => text.push('\n'),
                '⇥' => text.push('\t'),
                c => text.push(c),
            }
        }
        (text, past)
    }

    fn said(date: &super::FoundDate) -> String {
        use crate::model::DateKind;
        let show = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        let (start, end) = (show(date.start), show(date.end));
        if date.impossible {
            return "impossible".to_owned();
        }
        match date.kind {
            DateKind::Deadline if date.event => "event".to_owned(),
            DateKind::Deadline => format!("deadline={end}"),
            DateKind::Period => format!("period={start}..{end}"),
            DateKind::Point => format!("point={end}"),
            DateKind::NamedDay if start == end => format!("named={end}"),
            DateKind::NamedDay => format!("named={start}..{end}"),
            DateKind::Recurring => format!("recurring={}", date.recurrence.as_deref().unwrap_or("")),
            DateKind::Ongoing => "ongoing".to_owned(),
            DateKind::Past => format!("past={start}..{end}"),
        }
    }

    #[test]
    fn full_days_are_read_alone() {
        for (text, want) in [
            ("2023年3月21日", Some("2023-03-21")),
            ("二〇二三年三月二十一日", Some("2023-03-21")),
            ("二○○四年三月二日印发", Some("2004-03-02")),
            (" 2025-07-18", Some("2025-07-18")),
            ("2024.3.5", Some("2024-03-05")),
            ("2025 年 4 月 17 日", Some("2025-04-17")),
            ("2023年3月", None),
            ("2023年2月30日", None),
            ("3月21日", None),
            ("", None),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), want, "{text}");
        }
    }
}
