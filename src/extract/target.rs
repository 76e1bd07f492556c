//! Targets: numbers to be reached, such as `80%以上`, `12座` of 完成12座桥改造, `突破1200亿元`.
//!
//! ```text
//! 建设 产业园 不低于 45 个        完成 12 座 四类桥 改造
//! verb  of    before  unit       verb   unit  of
//! ```
//!
//! Every number with a unit is looked at once. It is a target unless its surroundings say otherwise: what
//! exists already, what was reached before, what picks out a noun (35吨以下的锅炉), the parameters of a
//! policy (给予30%补助), names and ranks. Counted things need a duty beside them, for plans are full of
//! counted things that are only there.

mod weigh;

use std::ops::Range;

use super::date::FoundDate;
use crate::lex::numeral::{self, Decimal};
use crate::lex::word::is_han;
use crate::lex::{Stops, width, word};
use crate::lexicon::{Hit, Hits, List};
use crate::model::{Bound, Change, DateKind};
use crate::text::floor;

/// A number to be reached; its text is the slice of `place`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTarget {
    /// Where it stands with its bound, in bytes of the text read.
    pub place: Range<usize>,
    /// The exact number in decimal digits; none for a range such as 3-5个.
    pub value: Option<String>,
    /// Such as `%`, `个`, `吨/日`.
    pub unit: Option<String>,
    /// On which side it is bounded.
    pub bound: Bound,
    /// Whether it is a change, or what is changed to.
    pub change: Option<Change>,
    /// Where what it measures is named.
    pub of: Option<Range<usize>>,
}

/// The targets of `text` outside `skip`, in document order, none overlapping. `hits` are the words of the
/// same text and `dates` its dates; `skip` is in order.
pub fn targets(text: &str, hits: &Hits, skip: &[Range<usize>], dates: &[FoundDate]) -> Vec<FoundTarget> {
    let mut reader = Reader {
        text,
        hits,
        skip,
        dates,
        here: 0,
        date: 0,
        clause: 0,
        sentence: 0,
        period: 0,
        line: 0,
        found: Vec::new(),
    };
    reader.read();
    reader.found
}

/// A word of `bounds` or `measures`.
struct Mark {
    place: Range<usize>,
    value: &'static str,
}

struct Reader<'a> {
    text: &'a str,
    hits: &'a Hits<'a>,
    skip: &'a [Range<usize>],
    dates: &'a [FoundDate],
    /// Where the number being read begins.
    here: usize,
    /// The first date that ends after the place being read.
    date: usize,
    /// Where the clause began, after any punctuation.
    clause: usize,
    /// Where the sentence began.
    sentence: usize,
    /// Where the text began that no full stop cuts.
    period: usize,
    /// Where the line began.
    line: usize,
    found: Vec<FoundTarget>,
}

/// A number with its unit.
struct Quantity {
    place: Range<usize>,
    value: Option<Decimal>,
    unit: String,
    class: &'static str,
    /// Written in Chinese digits.
    chinese: bool,
    /// 300余家
    odd: bool,
    /// 两三个
    vague: bool,
}

/// What the words around a number say of its bound.
#[derive(Default)]
struct Bounds {
    place: Range<usize>,
    /// Where the words before the number begin, also those that are no part of the target's text.
    from: usize,
    bound: Option<Bound>,
    change: Option<Change>,
    /// Some word before or after bounds it.
    said: bool,
    after: Option<Range<usize>>,
}

/// How far back and forth words are looked for, in bytes, so that a text without punctuation stays linear.
const REACH: usize = 360;

/// How long a noun may be, in bytes.
const NOUN: usize = 90;

/// Numbers, and what ends a clause or opens a name.
static STOPS: Stops =
    Stops::of_signs("0123456789\n;,:(\t|\"。；！？，：（《“一二两三四五六七八九十百千万半壹贰叁肆伍陆柒捌玖");

impl Reader<'_> {
    fn read(&mut self) {
        let bytes = self.text.as_bytes();
        let is_phrase = |value: &str| u32::from(value.starts_with("value") || value == "none");
        let all = self.hits.starting_in(List::Measures, 0..bytes.len()).iter();
        let phrases: Vec<usize> =
            all.filter(|hit| self.hits.read(**hit, is_phrase) > 0).map(|hit| hit.range().start).collect();
        let (mut at, mut skipped, mut phrase) = (0, 0, 0);
        // Where next to look for more than a character.
        let mut stop = 0;
        while at < bytes.len() {
            if at >= stop {
                while self.skip.get(skipped).is_some_and(|range| range.end <= at) {
                    skipped += 1;
                }
                while self.dates.get(self.date).is_some_and(|date| date.place.end <= at) {
                    self.date += 1;
                }
                while phrases.get(phrase).is_some_and(|start| *start < at) {
                    phrase += 1;
                }
                if let Some(range) = self.skip.get(skipped).filter(|range| range.start <= at) {
                    at = range.end;
                    (self.clause, self.sentence, self.period, self.line) = (at, at, at, at);
                    continue;
                }
                if let Some(found) = self.dates.get(self.date).filter(|found| found.place.start <= at) {
                    at = found.place.end;
                    continue;
                }
                if phrases.get(phrase) == Some(&at) {
                    self.here = at;
                    phrase += 1;
                    if let Some(end) = self.phrase(at) {
                        at = end;
                        continue;
                    }
                }
                let next = [
                    self.skip.get(skipped).map(|range| range.start),
                    self.dates.get(self.date).map(|date| date.place.start),
                    phrases.get(phrase).copied(),
                ];
                stop = next.into_iter().flatten().min().unwrap_or(bytes.len());
            }
            at = STOPS.next_of(self.hits.marks(), at, stop);
            if at == stop {
                continue;
            }
            match bytes[at] {
                b'0'..=b'9' => {
                    self.here = at;
                    at = self.number(at);
                    continue;
                }
                b'\n' => {
                    let next = at + 1;
                    (self.clause, self.sentence, self.period, self.line) = (next, next, next, next);
                }
                b';' => (self.clause, self.sentence) = (at + 1, at + 1),
                b',' | b':' | b'(' | b'\t' | b'|' => self.clause = at + 1,
                b'"' => at = self.close(at, '"', 36).map_or(at, |end| end - 1),
                0x80.. => {
                    let c = self.char(at).unwrap_or(' ');
                    let end = at + c.len_utf8();
                    match c {
                        '。' | '！' | '？' => {
                            (self.clause, self.sentence, self.period) = (end, end, end);
                        }
                        '；' => (self.clause, self.sentence) = (end, end),
                        '，' | '：' | '（' => self.clause = end,
                        '《' => {
                            at = self.close(at, '》', 300).unwrap_or(end);
                            continue;
                        }
                        '“' => {
                            at = self.close(at, '”', 40).unwrap_or(end);
                            continue;
                        }
                        '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百'
                        | '千' | '万' | '半' | '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌'
                        | '玖' => {
                            self.here = at;
                            at = self.number(at);
                            continue;
                        }
                        _ => {}
                    }
                    at = end;
                    continue;
                }
                _ => {}
            }
            at += width(bytes[at]);
        }
    }

    /// A phrase that is a number: 全覆盖, 零失分.
    fn phrase(&mut self, at: usize) -> Option<usize> {
        let mark = self.mark_at(at, List::Measures)?;
        let (place, value) = (mark.place.clone(), mark.value);
        // 健全覆盖城乡的网络: 全 belongs to the word before.
        let before = self.text[..at].char_indices().next_back().filter(|(_, c)| is_han(*c));
        let inside = before.is_some_and(|(start, c)| word::opening(&self.text[start..]).len() > c.len_utf8());
        if value == "none" || inside {
            return Some(place.end);
        }
        let mut parts = value.strip_prefix("value\t")?.split('\t');
        let (value, unit) = (parts.next()?, parts.next()?);
        // Without a date 全覆盖 tells of a manner of working, not of a number to be reached.
        let reached = || {
            let words = ["实现", "达到", "做到", "确保"];
            // 实现县区检查全覆盖; with a longer name between it tells what is striven for at large.
            let before = self.text[self.clause.min(at)..at]
                .char_indices()
                .rev()
                .nth(5)
                .map_or(self.clause, |(n, _)| self.clause + n);
            words.iter().any(|word| self.text[..at].ends_with(word))
                || self
                    .measures_before(self.clause, at)
                    .any(|mark| mark.place.end >= before && words.contains(&&self.text[mark.place.clone()]))
        };
        // 实现全域旅游“吃住玩”全覆盖。 says what is reached; 全覆盖检查 and 无禁区、全覆盖 how it is done.
        let manner = |text: &str| text.starts_with(['无', '零', '不', '全']);
        let last = self.text[..at].strip_suffix('、').map(|before| {
            let start = before.char_indices().rev().take(3).last().map_or(0, |(start, _)| start);
            manner(&before[start..])
        });
        let next = self.text[place.end..].strip_prefix('、');
        // 多层次、全覆盖、人性化的服务: one manner among others.
        let among = last.is_some() && next.is_some();
        let set = last == Some(true) || among || next.is_some_and(manner);
        let closes = !self.char(place.end).is_some_and(|c| is_han(c) || matches!(c, '”' | '"'));
        let dated =
            closes || self.said_date().is_some() || self.verb_before(self.clause, at).is_none() || reached();
        // 未能全覆盖
        let lacking = self.text[..at].trim_end_matches("实现").trim_end_matches('能').ends_with('未');
        if parts.next() == Some("dated") && (!dated || set && !reached()) || lacking || self.is_past(at) {
            return Some(place.end);
        }
        let of = self.noun_before(at);
        self.found.push(FoundTarget {
            place: place.clone(),
            value: Some(value.to_owned()),
            unit: (unit != "-").then(|| unit.to_owned()),
            bound: Bound::Exact,
            change: None,
            of,
        });
        Some(place.end)
    }

    /// Reads the number at `at`, keeps it when it is a target, and tells where to go on.
    fn number(&mut self, at: usize) -> usize {
        let next = self.past_number(at);
        let Some(quantity) = self.quantity(at) else { return next };
        let bounds = self.bounds(&quantity);
        if !self.is_target(&quantity, &bounds) {
            return bounds.place.end.max(next);
        }
        let of = self.measured(&quantity, &bounds);
        let end = bounds.place.end.max(next);
        let mut bound = bounds.bound.unwrap_or_default();
        if bound == Bound::Exact && (quantity.odd || quantity.vague) {
            bound = if quantity.odd { Bound::AtLeast } else { Bound::About };
        }
        // 分别降低13.5%、18%: both fall.
        let change = bounds.change.or_else(|| {
            let last = self.found.last().filter(|last| last.place.end + '、'.len_utf8() == at)?;
            let both = self.text[self.clause.min(at)..at].contains("分别") && self.text[..at].ends_with('、');
            last.change.filter(|_| both)
        });
        self.found.push(FoundTarget {
            place: bounds.place,
            value: quantity.value.map(|value| value.to_string()),
            unit: Some(quantity.unit).filter(|unit| !unit.is_empty()),
            bound,
            change,
            of,
        });
        end
    }

    /// Where the run of digits at `at` ends.
    fn past_number(&self, at: usize) -> usize {
        let bytes = &self.text.as_bytes()[at..];
        let run = bytes.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'.')).count();
        match run {
            0 => numeral::han(self.text, at).map_or(at + width(bytes[0]), |(_, end)| end),
            run => at + run,
        }
    }

    /// The number at `at` with its unit: 12座, 1.2万亿元, 304克/千瓦时, 3-5个, 百分之八十.
    fn quantity(&self, at: usize) -> Option<Quantity> {
        let chinese = !self.text.as_bytes()[at].is_ascii_digit();
        let amount = numeral::amount(self.text, at);
        if let Some(share) = self.share(at, amount) {
            return Some(Quantity { chinese, ..share });
        }
        // 两三个, 三五座: neither the one nor the other.
        if let Some((end, (word, unit))) =
            numeral::vague(self.text, at).and_then(|end| Some((end, self.unit(end)?)))
        {
            let (unit, class) = unit.split_once('\t')?;
            let (place, unit) = (at..end + word.len(), unit.to_owned());
            return Some(Quantity { place, value: None, unit, class, chinese, odd: false, vague: true });
        }
        // 数十家, 上百家
        if chinese
            && self.text[..at].ends_with(['数', '几', '上', '成'])
            && !self.text[..at].ends_with("以上")
        {
            return None;
        }
        let (first, mut end) = amount?;
        let bytes = self.text.as_bytes();
        // 53.3.2 is a marker, 2.0版 a version.
        if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let mut value = Some(first);
        let last = self.dash(end).or_else(|| self.dash(self.eat(end, "%")?));
        if let Some((_, last)) = last.and_then(|from| numeral::amount(self.text, from)) {
            (value, end) = (None, last);
        }
        let (mut inner, mut odd) = (self.skip(end), false);
        for word in ["余", "多"] {
            if let Some(after) = self.eat(inner, word) {
                (inner, odd) = (after, true);
            }
        }
        if odd {
            // 20余万人
            for (word, zeros) in [("万", 4), ("亿", 8)] {
                if let Some(after) = self.eat(inner, word) {
                    (inner, value) = (after, value.and_then(|value| value.times_ten(zeros)));
                }
            }
        }
        let Some((word, value_of_unit)) = self.unit(inner) else {
            // 收入比缩小到1.9: a bare ratio, told from markers and versions by what stands before it.
            let ratio = value.is_some_and(|value| value.whole().is_none()) && !chinese;
            let (unit, class) = (String::new(), "bare");
            return ratio.then_some(Quantity {
                place: at..end,
                value,
                unit,
                class,
                chinese,
                odd,
                vague: false,
            });
        };
        // 8组织, 三班长: the word goes on.
        if word::opens_longer(&self.text[inner..], word.len()) {
            return None;
        }
        let (unit, class) = value_of_unit.split_once('\t')?;
        let mut unit = unit.to_owned();
        let mut end = inner + word.len();
        if let Some(slash) = self.eat(self.skip(end), "/").or_else(|| self.eat(self.skip(end), "／")) {
            let slash = self.skip(slash);
            // 克/千瓦时, 4.5个/千人
            let tens = ["百", "千", "万", "十万"].iter().find_map(|word| self.eat(slash, word));
            let unit_at = |at| self.unit(at).map(|(word, _)| at + word.len());
            let per = unit_at(slash).or_else(|| unit_at(tens?));
            let han = || Some(slash + self.char(slash).filter(|c| is_han(*c))?.len_utf8());
            if let Some(per) = per.or_else(han) {
                // 吨/月·平方公里
                let dot = self.eat(per, "·").and_then(unit_at);
                let per = dot.unwrap_or(per);
                unit = format!("{unit}/{}", &self.text[slash..per]);
                end = per;
            }
        }
        Some(Quantity { place: at..end, value, unit, class, chinese, odd, vague: false })
    }

    /// A share in words at `at`, where `amount` may stand, in percent: 百分之八十, 三分之一, 九成, 一半.
    fn share(&self, at: usize, amount: Option<(Decimal, usize)>) -> Option<Quantity> {
        let made = |end, value| {
            let (unit, class) = ("%".to_owned(), "percent");
            Some(Quantity { place: at..end, value, unit, class, chinese: true, odd: false, vague: false })
        };
        if let Some(end) = self.eat(at, "一半").or_else(|| self.eat(at, "半数")) {
            return made(end, Some(50.into()));
        }
        let mut whole = [("百", 100), ("千", 1000), ("万", 10_000)].into_iter();
        let whole = whole.find_map(|(word, n)| Some((Decimal::from(n), self.eat(at, word)?)));
        let (first, end) = whole.or(amount)?;
        if let Some(from) = self.eat(end, "分之") {
            let (part, end) = numeral::amount(self.text, from)?;
            return made(end, part.percent_of(first));
        }
        // 九成, 九成五; no 一成不变.
        let after = self.eat(end, "成").filter(|_| (1..=10).contains(&first.whole().unwrap_or(0)))?;
        if word::opening(&self.text[end..]) != "成" || word::opening(&self.text[at..]).len() > after - at {
            return None;
        }
        let tenths = first.times_ten(1)?;
        match numeral::han(self.text, after).filter(|(n, _)| *n < 10) {
            Some((n, end)) => made(end, Some((first.whole()? * 10 + n).into())),
            None => made(after, Some(tenths)),
        }
    }

    /// The words that bound a number, just before and after it.
    fn bounds(&self, quantity: &Quantity) -> Bounds {
        let mut found =
            Bounds { place: quantity.place.clone(), from: quantity.place.start, ..Bounds::default() };
        let after = self.skip(quantity.place.end);
        let word = self
            .mark_at(after, List::Bounds)
            .and_then(|mark| Some((mark.place.clone(), mark.value.strip_prefix("after\t")?)));
        if let Some((place, bound)) = word {
            found.bound = side(bound);
            found.place.end = place.end;
            found.after = Some(place);
            found.said = true;
        }
        // 10%和4%以下: both.
        if found.after.is_none()
            && let Some(next) = ["和", "、", "及"].iter().find_map(|word| self.eat(after, word))
            && let Some(other) = self.quantity(next).filter(|other| other.unit == quantity.unit)
        {
            let mark = self.mark_at(self.skip(other.place.end), List::Bounds);
            if let Some(bound) = mark.and_then(|mark| mark.value.strip_prefix("after\t")) {
                (found.bound, found.said) = (side(bound), true);
            }
        }
        // 不低于辖区总数的30%
        if quantity.class == "percent" && self.text[..found.from].ends_with('的') {
            let low = self.floor(self.clause.max(found.from.saturating_sub(45)));
            let whole = self.text[low..found.from].char_indices().rev();
            let whole = whole.take_while(|(_, c)| is_han(*c) || c.is_ascii_digit());
            let open = |at: &usize| {
                let mark = self.mark_ending(*at, List::Bounds);
                mark.and_then(|mark| mark.value.strip_prefix("before\t"))
                    .is_some_and(|rule| rule.starts_with("at_"))
            };
            if let Some(at) = whole.map(|(n, _)| low + n).find(open) {
                found.from = at;
            }
        }
        for _ in 0..4 {
            let at = self.back(found.from);
            // 至少与1家企业签约
            let with = self.text[..at].strip_suffix(['与', '同', '和', '向', '为', '有']).map(str::len);
            // 至少认定1家
            let done = || {
                let verb = self.mark_ending(at, List::Measures)?;
                verb.value.starts_with("verb").then_some(verb.place.start)
            };
            let mark = self.mark_ending(at, List::Bounds).or_else(|| {
                let mark = self.mark_ending(with.or_else(done)?, List::Bounds)?;
                (mark.value.starts_with("before\tat")).then_some(mark)
            });
            let Some(mark) = mark else { break };
            let Some(rule) = mark.value.strip_prefix("before\t") else { break };
            let (bound, change) = rule.split_once('\t').unwrap_or((rule, ""));
            found.from = mark.place.start;
            found.said = true;
            if bound != "exact" && found.bound.is_none() {
                found.bound = side(bound);
                found.place.start = mark.place.start;
            }
            // 改造提升四个出入口 is no rise by four.
            let verb = self.mark_ending(mark.place.end, List::Measures);
            let compound = verb
                .is_some_and(|verb| verb.place.start < mark.place.start && verb.value.starts_with("verb"));
            if found.change.is_none() && !compound {
                found.change = match change {
                    "increase" => Some(Change::Increase),
                    "decrease" => Some(Change::Decrease),
                    "to" => Some(Change::To),
                    _ => None,
                };
            }
        }
        found
    }

    /// Whether the things counted at `at` are what something is done to or with: 对286座泵房进行体检, 与30所学校签订协议. A
    /// circumstance stands right before the number and a duty behind the thing, in one clause.
    fn is_served(&self, at: usize, after: usize) -> bool {
        let before = &self.text[self.clause.min(at)..self.back(at)];
        let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
        // 对城区72公里管网和3800座雨水口, 在全院32个病区
        let opens = ["对", "将", "把"].iter().any(|word| before.starts_with(word))
            && !before.starts_with("对于")
            && before.len() <= REACH
            && !before.contains('的')
            && !self.text[after..]
                .chars()
                .take(20)
                .take_while(|c| is_han(*c))
                .collect::<String>()
                .contains("全覆盖");
        let across = ends(&[
            "在全市",
            "在全县",
            "在全区",
            "在全省",
            "在全院",
            "在全校",
            "在全国",
            "在全州",
            "在全镇",
            "在全域",
        ]);
        if !opens && !across && !ends(&["对", "在", "面向", "与", "为", "给", "把", "将"])
            || ends(&["应对", "参与", "作为", "成为", "分为", "列为", "设在", "针对"])
        {
            return false;
        }
        let near = &self.text[after..self.floor(self.text.len().min(after + 120))];
        let end = after + near.find(['，', ',', '。', '；', ';', '\n', '：']).unwrap_or(near.len());
        let duty = |mark: &Mark| {
            mark.place.end <= end && mark.value.starts_with("verb") && mark.place.start >= after + 6
        };
        self.longest(List::Measures, self.here..end).any(|mark| duty(&mark))
    }

    /// Whether the things counted at `at` open the sentence and are what is built or done in it: 40个小区建成投放亭.
    fn is_built(&self, at: usize, after: usize) -> bool {
        let opens = self.back(at) == self.sentence || self.text[..at].ends_with('\t');
        opens && {
            let near = &self.text[after..];
            let end = near.char_indices().take(16).take_while(|(_, c)| is_han(*c)).last();
            let near = after..end.map_or(after, |(at, c)| after + at + c.len_utf8());
            self.hits.lexicon().asked_within(List::Outcomes, self.text, near.clone()).next().is_some()
                && !self.text[near].contains('的')
        }
    }

    /// Whether a word at `at` goes on with the sentence and is no noun the number counts.
    fn goes_on(&self, at: usize) -> bool {
        self.char(at).is_some_and(|c| "和及与并且或，、".contains(c))
            || self.mark_at(at, List::Measures).is_some_and(|mark| mark.value.starts_with("verb"))
    }

    /// Whether the noun at `at` has a number of its own: 10亿元以上项目20个.
    fn is_counted(&self, at: usize) -> bool {
        self.text[at..].chars().take(16).find(|c| !is_han(*c)).is_some_and(|c| c.is_ascii_digit())
    }

    /// Whether the noun after a number is a part of a text or of an effort: 三个阶段, 6个方面.
    fn is_structure(&self, at: usize) -> bool {
        let mut at = at;
        for _ in 0..5 {
            if self.mark_at(at, List::Measures).is_some_and(|mark| mark.value == "structure") {
                let end = self.mark_at(at, List::Measures).map_or(at, |mark| mark.place.end);
                return self.char(end).is_none_or(|c| !is_han(c) || "的进开工展内中，".contains(c));
            }
            match self.char(at) {
                // 10个有条件的城市
                Some(c) if is_han(c) && !matches!(c, '的' | '有') => at += c.len_utf8(),
                _ => return false,
            }
        }
        false
    }

    /// Whether the number is a rate or a sum of a policy: 给予最高500万元补助.
    fn is_policy(&self, at: usize) -> bool {
        // 发放补贴5000元 is a sum that is paid; 给予5000元补贴 what each gets.
        let paid = |place: &Range<usize>| {
            place.end == self.back(at)
                && !self.is_repeated(at)
                && self
                    .mark_ending(place.start, List::Measures)
                    .is_some_and(|mark| mark.value == "verb\tstrong")
        };
        let policy = |mark: &Mark| mark.value == "policy";
        if self.measures_before(self.clause, at).find(policy).is_some_and(|mark| !paid(&mark.place)) {
            return true;
        }
        // 不高于合同金额的30%，给予补助: the clause, and the first word of the next one.
        let rest = &self.text[at..];
        let stop =
            rest.char_indices().take(40).find(|(_, c)| matches!(c, '，' | ',' | '。' | '；' | ';' | '\n'));
        let (end, comma) = stop.map_or((at, ' '), |(n, c)| (at + n, c));
        let policy = |mark: Mark| mark.value == "policy";
        // 达到100%的得5分, and not 90%以上的得到保护.
        let mut points = self.text[at..end].match_indices("的得").map(|(n, got)| at + n + got.len());
        points.any(|n| self.char(n).is_some_and(|c| c.is_ascii_digit()))
            || self.longest(List::Measures, self.here..end).any(policy)
            || matches!(comma, '，' | ',')
                && self.mark_at(end + comma.len_utf8(), List::Measures).is_some_and(policy)
    }

    /// The last date before the place being read in its sentence.
    fn said_date(&self) -> Option<&FoundDate> {
        self.dates[..self.date].last().filter(|date| date.place.end > self.sentence)
    }

    /// Whether the sentence tells what was reached before: 过去一年, or 2022年 in a plan for 2023.
    fn is_past(&self, at: usize) -> bool {
        self.said_date().is_some_and(|date| date.kind == DateKind::Past)
            || self.said_before(self.sentence, at, "past")
    }

    /// Whether the clause tells how often: 每年不少于4次.
    fn is_repeated(&self, at: usize) -> bool {
        let from = self.floor(self.clause.max(at.saturating_sub(60)));
        self.text[from..at].contains('每')
    }

    /// Whether a number at `at` opens its clause, perhaps after others: 建设一座公园，一条环路、两条滨河路.
    fn opens_list(&self, at: usize) -> bool {
        let from = self.clause;
        self.back(at) == from || self.char(from).is_some_and(|c| numeral::digit_of(c).is_some())
    }

    fn is_strong(&self, verb: &Range<usize>) -> bool {
        self.mark_at(verb.start, List::Measures).is_some_and(|mark| mark.value == "verb\tstrong")
    }

    /// The last duty word between `from` and `at` that no circumstance (对, 在, 围绕) has closed.
    fn verb_before(&self, from: usize, at: usize) -> Option<Range<usize>> {
        // 对接 and 应对 hold the 对 of no circumstance.
        let within = |mark: &Mark| {
            &self.text[mark.place.clone()] == "对"
                && (self.text[mark.place.end..].starts_with(['接', '口', '外', '标', '照', '应', '比', '象'])
                    || self.text[..mark.place.start].ends_with(['应', '面', '针', '相', '核', '校']))
        };
        // 举办面向南亚的活动: right behind a duty it tells of what is done.
        let inner = |mark: &Mark| {
            let verb = self.mark_ending(mark.place.start, List::Measures);
            verb.is_some_and(|verb| verb.value.starts_with("verb"))
        };
        let found = self.measures_before(from, at).find(|mark| {
            mark.value.starts_with("verb") || mark.value == "prep" && !within(mark) && !inner(mark)
        })?;
        found.value.starts_with("verb").then(|| found.place.clone())
    }

    /// Whether a word of this kind stands between `from` and `at`.
    fn said_before(&self, from: usize, at: usize, kind: &str) -> bool {
        self.measures_before(from, at).any(|mark| {
            // 比上年增长 compares with the past; 项目前期 and 网上年审 only hold its words.
            let before = self.text[..mark.place.start].chars().next_back().unwrap_or('\n');
            mark.value == kind
                // 在上年基础上压减10% starts from it.
                && !(kind == "past" && self.text[mark.place.end..].starts_with("基础"))
                && (kind != "past" || !is_han(before) || "市县区省校院司我们在是于".contains(before))
        })
    }

    /// The longest word of `list` at each place of `range` where one starts, in order.
    fn longest(&self, list: List, range: Range<usize>) -> impl DoubleEndedIterator<Item = Mark> {
        let hits = self.hits.starting_in(list, range);
        let start = move |n: usize| hits.get(n).map(|hit| hit.range().start);
        (0..hits.len()).filter(move |n| start(n + 1) != start(*n)).map(move |n| self.mark(hits[n]))
    }

    fn mark(&self, hit: Hit) -> Mark {
        Mark { place: hit.range(), value: self.hits.value(hit) }
    }

    /// The words of `measures` between `from` and `at`, the last first.
    fn measures_before(&self, from: usize, at: usize) -> impl Iterator<Item = Mark> {
        let from = from.max(at.saturating_sub(REACH));
        self.longest(List::Measures, from..self.here.min(at).max(from))
            .rev()
            .filter(move |mark| mark.place.end <= at)
    }

    /// The longest unit of measure that starts at `at`, with what the list says of it.
    fn unit(&self, at: usize) -> Option<(&str, &'static str)> {
        self.hits.lexicon().opening(List::Units, &self.text[at..])
    }

    /// The longest word of `list` that starts at `at`.
    fn mark_at(&self, at: usize, list: List) -> Option<Mark> {
        let hits = self.hits.starting_in(list, at..at + 1);
        hits.last().map(|hit| self.mark(*hit))
    }

    /// The longest word of `list` that ends at `at`.
    fn mark_ending(&self, at: usize, list: List) -> Option<Mark> {
        let near = at.saturating_sub(30)..at.min(self.here);
        self.longest(list, near).find(|mark| mark.place.end == at)
    }

    /// Where the text names what the number measures: the noun it counts, else the noun before it, else what
    /// the target before it in the sentence measures (增长7%，达到300亿元).
    fn measured(&self, quantity: &Quantity, bounds: &Bounds) -> Option<Range<usize>> {
        let counted = matches!(quantity.class, "thing" | "count" | "person");
        let after = self.noun_after(bounds.place.end);
        match self.noun_before(bounds.from) {
            Some(noun) if !counted || after.is_none() => Some(noun),
            _ if after.is_some() => after,
            noun => noun.or_else(|| {
                let last = self.found.last()?;
                // 96户、183人 count the same; 投资4亿元，完成65条 do not.
                let between = &self.text[last.place.end.min(bounds.from)..bounds.from];
                let joined = !counted || between.chars().all(|c| matches!(c, '、' | '，' | ' '));
                last.of.clone().filter(|_| joined && last.place.start >= self.sentence)
            }),
        }
    }

    /// The noun that ends at `at`, without the duty that opens its clause.
    fn noun_before(&self, at: usize) -> Option<Range<usize>> {
        let mut end = self.back(at).max(self.clause);
        let mut start = end;
        let low = self.floor(self.clause.max(end.saturating_sub(NOUN)));
        for (i, c) in self.text[low..end].char_indices().rev() {
            if !is_han(c) && !c.is_ascii_alphanumeric() && !matches!(c, '”' | '“' | '·' | '.') {
                break;
            }
            start = low + i;
        }
        let date = self.dates.partition_point(|date| date.place.start < end);
        if let Some(date) = self.dates[..date].last().filter(|date| date.place.end > start) {
            // 工业增加值一季度增长9%: the noun stands before the date.
            match date.place.end < end {
                true => start = date.place.end,
                false => end = date.place.start.max(start),
            }
        }
        // 66个重点项目54亿元: the number before has its own noun.
        if let Some(last) = self.found.last().filter(|last| last.place.end > start && last.place.end <= end) {
            start = last.place.end;
        }
        // A marker before the noun: 7.新院区.
        let marker = self.text[start..end].trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        if self.text[..end - marker.len()].ends_with('.') {
            start = end - marker.len();
        }
        // 能耗比2020年下降: what it is compared with is not measured.
        let phrase = &self.text[start..end];
        let than = phrase.char_indices().rev().find(|(i, c)| {
            let next = phrase[i + c.len_utf8()..].chars().next();
            matches!(c, '比' | '较') && next.is_some_and(|c| c.is_ascii_digit() || c == '上' || c == '去')
        });
        let end = than.map_or(end, |(i, _)| start + i);
        for _ in 0..6 {
            let Some(mark) = self.opening(start).filter(|mark| mark.place.end + 6 <= end) else { break };
            // 开工率 is a word, and so are 造林面积 and 再就业.
            let rest = &self.text[mark.place.end..end];
            if rest.starts_with(['率', '量', '额', '数', '比'])
                || self.mark_at(mark.place.end, List::Measures).is_some_and(|next| next.value == "bare")
                || mark.place.len() == '再'.len_utf8() && rest.chars().count() < 3
            {
                break;
            }
            start = mark.place.end;
        }
        start += opener(&self.text[start..end]);
        // 城镇居民收入、农村居民收入均增长8%
        let phrase = &self.text[start..end];
        let each = match phrase.ends_with("平均") {
            true => phrase.trim_end_matches("平均"),
            false => phrase.trim_end_matches(['均', '都']),
        };
        let end = start + each.len();
        if each.len() < phrase.len() {
            start = self.joint(start);
        }
        let phrase = &self.text[start..end];
        // A noun does not end with these, and a duty or a time alone is none.
        let open = phrase.ends_with(['和', '及', '与', '或', '内', '中', '里', '的']);
        let alone = self.opening(start).is_some_and(|mark| mark.place.end == end);
        let time = ["今年", "全年", "年内", "每年", "全部", "当年", "年度", "分别", "预计", "力争"]
            .contains(&phrase);
        let particle = ["把", "将", "对", "在", "为", "给", "向"].contains(&phrase);
        (start < end && !open && !alone && !time && !particle).then_some(start..end)
    }

    /// The start of the first of the nouns that 、 joins to the one at `start`.
    fn joint(&self, mut start: usize) -> usize {
        for _ in 0..6 {
            let before = &self.text[self.clause.max(self.floor(start.saturating_sub(NOUN)))..start];
            let Some(list) = before.strip_suffix(['、', '和']) else { break };
            let noun: usize = list.chars().rev().take_while(|c| is_han(*c)).map(char::len_utf8).sum();
            if noun == 0 {
                break;
            }
            start -= before.len() - list.len() + noun;
        }
        start
    }

    /// A duty or an adverb that opens a clause at `at`.
    fn opening(&self, at: usize) -> Option<Mark> {
        [List::Measures, List::Bounds].into_iter().find_map(|list| self.mark_at(at, list)).filter(|mark| {
            mark.value.starts_with("verb")
                || mark.value.starts_with("before")
                || mark.value.starts_with("adverb")
                || mark.value == "prep"
        })
    }

    /// The noun that starts at `at`.
    fn noun_after(&self, at: usize) -> Option<Range<usize>> {
        let at = self.eat(self.skip(at), "的").unwrap_or(self.skip(at));
        let mut end = at;
        for (i, c) in self.text[at..].char_indices().take(18) {
            let quote = matches!(c, '“' | '”' | '+' | '·') || i > 0 && c.is_ascii_alphabetic();
            let adverb =
                || self.mark_at(at + i, List::Measures).is_some_and(|mark| mark.value.starts_with("adverb"));
            if !is_han(c) && !quote || self.goes_on(at + i) || adverb() {
                break;
            }
            end = at + i + c.len_utf8();
        }
        let noun = self.text[at..end].trim_end_matches('的');
        let open = noun.matches('“').count() != noun.matches('”').count();
        (!noun.is_empty() && !open).then(|| at..at + noun.len())
    }

    fn dash(&self, at: usize) -> Option<usize> {
        let at = self.skip(at);
        let c = self.char(at)?;
        let end = self.skip(at + c.len_utf8());
        let digit = self.text.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
        (digit && matches!(c, '-' | '—' | '–' | '~' | '～' | '至' | '到')).then_some(end)
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

    /// `at` without the spaces before it.
    fn back(&self, at: usize) -> usize {
        at - self.text.as_bytes()[..at].iter().rev().take(4).take_while(|b| **b == b' ').count()
    }

    /// The character boundary at or before `at`.
    fn floor(&self, at: usize) -> usize {
        floor(self.text, at)
    }

    /// Where the mark opened at `at` has closed, when that is within `limit` bytes.
    fn close(&self, at: usize, mark: char, limit: usize) -> Option<usize> {
        let from = at + self.char(at)?.len_utf8();
        let bytes = &self.text.as_bytes()[from..self.text.len().min(at + limit)];
        let mut buffer = [0; 4];
        let mark = mark.encode_utf8(&mut buffer).as_bytes();
        memchr::memmem::find(bytes, mark).map(|n| from + n + mark.len())
    }
}

/// How many bytes of a phrase come before its noun: 一是固定车位, 将绿地占比.
fn opener(phrase: &str) -> usize {
    let mut rest = phrase;
    let mut chars = rest.chars();
    if let (Some(first), Some('是')) = (chars.next(), chars.next())
        && numeral::digit_of(first).is_some()
    {
        rest = chars.as_str();
    }
    // 将来 and 把关 are words.
    let alone = |rest: &str, c: char| word::opening(rest).len() == c.len_utf8();
    if let Some(noun) =
        ['将', '把', '使'].iter().find_map(|c| rest.strip_prefix(*c).filter(|_| alone(rest, *c)))
    {
        rest = noun;
    }
    match rest.chars().count() {
        2.. => phrase.len() - rest.len(),
        _ => 0,
    }
}

fn side(bound: &str) -> Option<Bound> {
    Some(match bound {
        "at_least" => Bound::AtLeast,
        "at_most" => Bound::AtMost,
        "about" => Bound::About,
        _ => Bound::Exact,
    })
}

#[cfg(test)]
mod tests {
    use crate::extract::date;
    use crate::lexicon::Lexicon;
    use crate::model::{Bound, Change};

    /// What `fixtures/targets/cases.txt` says of a line, and what was found in it, written the same way.
    #[test]
    fn cases() {
        let lexicon = Lexicon::default();
        let (mut wrong, mut count) = (String::new(), 0);
        for line in include_str!("../../fixtures/targets/cases.txt").lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            count += 1;
            let (mut text, mut skip, mut mark) = (String::new(), Vec::new(), false);
            for c in line.chars() {
                match c {
                    '{' => mark = true,
                    '|' if mark => mark = false,
                    _ if mark => {}
                    '}' => {}
                    '⟦' => skip.push(text.len()..0),
                    '⟧' => skip.last_mut().unwrap().end = text.len(),
                    '⏎' => text.push('\n'),
                    c => text.push(c),
                }
            }
            let hits = lexicon.scan(&text);
            let calendar = date::Calendar { year: Some(2023), ..Default::default() };
            let dates = date::dates(&text, &hits, &calendar);
            let (mut marked, mut done) = (String::new(), 0);
            for target in super::targets(&text, &hits, &skip, &dates) {
                assert!(done <= target.place.start, "targets overlap: {line}");
                marked.push_str(&text[done..target.place.start]);
                marked.push_str(&format!("{{{}|{}}}", said(&target), &text[target.place.clone()]));
                done = target.place.end;
            }
            marked.push_str(&text[done..]);
            let want = line.replace(['⟦', '⟧'], "").replace('⏎', "\n");
            if marked != want {
                wrong.push_str(&format!("want {want}\ngot  {marked}\n"));
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
        assert!(count > 150, "{count} cases");
    }

    fn said(target: &super::FoundTarget) -> String {
        let bound = match target.bound {
            Bound::AtLeast => ">=",
            Bound::AtMost => "<=",
            Bound::About => "~",
            Bound::Exact => "=",
        };
        let change = match target.change {
            Some(Change::Increase) => " +",
            Some(Change::Decrease) => " -",
            Some(Change::To) => " >",
            None => "",
        };
        let (value, unit) = (target.value.as_deref().unwrap_or("?"), target.unit.as_deref().unwrap_or("_"));
        format!("{value} {unit} {bound}{change}")
    }

    /// What is measured, for texts with one target each.
    #[test]
    fn what_is_measured() {
        let lexicon = Lexicon::default();
        for (text, of) in [
            ("地区生产总值增长6.5%左右，", "地区生产总值"),
            ("全省单位能耗比2020年下降8.8%。", "全省单位能耗"),
            ("到2027年培育100个用云企业，", "用云企业"),
            ("年底前完成12座危桥改造。", "危桥"),
            ("新建高标准农田2.8万亩，", "高标准农田"),
            ("城镇登记失业率控制在4%以内。", "城镇登记失业率"),
            ("完成16.9万平方米的绿化任务。", "绿化任务"),
            ("城镇新增就业4000人以上，", "城镇新增就业"),
            ("力争全年用电量突破360万千瓦时。", "用电量"),
            ("每村至少2名网格员。", "网格员"),
            ("规上工业增加值一季度增长8.5%，", "规上工业增加值"),
            ("新签约10亿元以上项目20个", "10亿元以上项目"),
        ] {
            let hits = lexicon.scan(text);
            let dates = date::dates(text, &hits, &date::Calendar::default());
            let targets = super::targets(text, &hits, &[], &dates);
            assert_eq!(targets.len(), 1, "{text}");
            assert_eq!(targets[0].of.clone().map(|of| &text[of]), Some(of), "{text}");
        }
    }

    static LEXICON: std::sync::LazyLock<Lexicon> = std::sync::LazyLock::new(Lexicon::default);

    proptest::proptest! {
        /// Whatever the text, nothing panics, and places are in order and on character boundaries.
        #[test]
        fn any_text_is_read(text in "([0-9]{1,4}|[年月日底前起至到每—.,，。:、X%《》“”()（）|\n\t 一二三十百千万亿零两第个次座元级的]|不低于|以上|达到|春节|年底|每月|十四五|时期|持续推进|两会|召开|印发之日|3·5|学雷锋日|完成|全覆盖|上半年|季度|清零|星期|下午|起至|次年){0,24}") {
            let hits = LEXICON.scan(&text);
            let cut = text.char_indices().nth(text.len() / 30).map_or(0, |(at, _)| at);
            let whole = 0..cut;
            let past = [whole];
            let issued_on = date::day("2023-03-21");
            let calendar = date::Calendar { year: Some(2023), issued_on, past: &past, ..Default::default() };
            let dates = date::dates(&text, &hits, &calendar);
            let targets = super::targets(&text, &hits, &past, &dates);
            for places in [
                dates.iter().map(|date| date.place.clone()).collect::<Vec<_>>(),
                targets.iter().map(|target| target.place.clone()).collect(),
            ] {
                let mut done = 0;
                for place in places {
                    proptest::prop_assert!(done <= place.start && place.start < place.end);
                    proptest::prop_assert!(text.get(place.clone()).is_some());
                    done = place.end;
                }
            }
            for of in targets.iter().filter_map(|target| target.of.clone()) {
                proptest::prop_assert!(text.get(of).is_some());
            }
        }
    }
}
