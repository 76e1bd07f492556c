//! What stands beside a moment and says which side of it is meant: 前, 起, 为止, and how far from it.
//!
//! ```text
//! 6月30日 (含) 前 10天        3月16日 （周五） 下午 5时 前        不得迟于 6月30日
//!         aside ╰ before ╯                 clock    before      until
//! ```

use jiff::{Span, ToSpan};

use super::Reader;
use crate::lex::word;
use crate::model::DateKind;

/// Which side of a moment is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    None,
    Before,
    From,
    Since,
}

/// How long before a moment is meant.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lead {
    None,
    Span(Span),
    /// Working days, which depend on what each year's government decrees.
    Working,
}

/// What follows a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    pub side: Side,
    pub lead: Lead,
    /// Where it ends.
    pub end: usize,
}

impl Reader<'_> {
    /// What follows a moment that ends at `at`: (星期三)下午4时前, 起, 之前, 前10天.
    ///
    /// After a day or 底 (`firm`) 前 hardly opens another word: 3月底前提交.
    pub(super) fn tail(&self, at: usize, firm: bool) -> Tail {
        let none = Tail { side: Side::None, lead: Lead::None, end: at };
        let at = self.skip(at);
        let beside = match self.aside(at) {
            Some(end) => self.side(self.clock(end), firm),
            None => self.side(self.clock(at), firm),
        };
        let Some((side, end)) = beside else {
            // 春节10天前
            let lead = self.length(at).filter(|_| firm);
            return match lead.and_then(|(lead, end)| Some((lead, self.before(self.skip(end))?))) {
                Some((lead, end)) => Tail { side: Side::Before, lead, end },
                None => none,
            };
        };
        let lead = self.length(self.skip(end)).filter(|(_, after)| {
            let goes_on = ["内", "以内", "之内", "起", "开始"];
            side == Side::Before && !goes_on.iter().any(|word| self.text[*after..].starts_with(word))
        });
        match lead {
            Some((lead, end)) => Tail { side, lead, end },
            None => Tail { side, lead: Lead::None, end },
        }
    }

    /// A bracket that says something of the moment, where a side follows: （含）, (星期三), （含当日）.
    fn aside(&self, at: usize) -> Option<usize> {
        let open = self.char(at).filter(|c| matches!(c, '(' | '（'))?;
        let inner = &self.text[at + open.len_utf8()..];
        let (close, mark) = inner
            .char_indices()
            .take(10)
            .find(|(_, c)| matches!(c, ')' | '）' | '\n' | '。' | '；' | '，'))?;
        let end = at + open.len_utf8() + close + mark.len_utf8();
        let followed = matches!(mark, ')' | '）') && self.side(self.clock(end), true).is_some();
        followed.then(|| self.skip(end))
    }

    /// The side at `at`, and where it ends.
    fn side(&self, at: usize, firm: bool) -> Option<(Side, usize)> {
        let end = self.skip(at);
        for word in ["之前", "以前", "前"] {
            let Some(after) = self.eat(end, word) else { continue };
            let next = self.char(after).unwrap_or('\n');
            // 前后, 前期, 前往, 前列 are words of their own.
            let other =
                if firm { "后" } else { "后期段往列三沿线台置景瞻述移端任身者提" };
            if word != "前" || !other.contains(next) {
                return Some((Side::Before, after));
            }
        }
        if let Some(after) = self.eat(end, "以来") {
            return Some((Side::Since, after));
        }
        for word in ["之日起", "开始", "以后", "之后", "起", "后"] {
            let Some(after) = self.eat(end, word) else { continue };
            let next = self.char(after).unwrap_or('\n');
            let other = match word {
                "起" => "草步止底诉点源来动到重伏",
                "后" => "续期勤面备台方",
                _ => "",
            };
            if !other.contains(next) {
                return Some((Side::From, after));
            }
        }
        ["为止", "止"].into_iter().find_map(|word| Some((Side::Before, self.eat(end, word)?)))
    }

    /// Where 前, 之前 or 以前 at `at` ends.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        self.side(at, true).filter(|(side, _)| *side == Side::Before).map(|(_, end)| end)
    }

    /// Where a time of day that starts at `at` ends: 下午4时, 17:00, 24时, 下班.
    fn clock(&self, at: usize) -> usize {
        let at = ["当天", "当日"].iter().find_map(|word| self.eat(at, word)).unwrap_or(at);
        let half = ["上午", "下午", "中午", "晚上", "晚"].iter().find_map(|word| self.eat(at, word));
        let from = self.skip(half.unwrap_or(at));
        let bare = || self.eat(from, "下班").or_else(|| self.eat(from, "上班")).or(half).unwrap_or(at);
        let Some((_, hour)) = self.count(from) else { return bare() };
        if let Some(minute) = self.eat(hour, ":").or_else(|| self.eat(hour, "：")) {
            return self.digits(minute, 2).map_or(at, |(_, end)| end);
        }
        let Some(end) = self.eat(hour, "时").or_else(|| self.eat(hour, "点")) else {
            return half.unwrap_or(at);
        };
        let end = self.eat(end, "整").or_else(|| self.eat(end, "半")).unwrap_or(end);
        self.count(end).and_then(|(_, minute)| self.eat(minute, "分")).unwrap_or(end)
    }

    /// A length of time at `at`: 10天, 一周, 半个月, 5个工作日.
    pub(super) fn length(&self, at: usize) -> Option<(Lead, usize)> {
        if let Some(end) = self.eat(at, "半个月") {
            return Some((Lead::Span(15.days()), end));
        }
        let (n, end) = self.count(at)?;
        let n = i64::from(n).min(10_000);
        let end = self.skip(end);
        let units = [
            ("个工作日", Lead::Working),
            ("工作日", Lead::Working),
            ("个月", Lead::Span(n.months())),
            ("个星期", Lead::Span(n.weeks())),
            ("日", Lead::Span(n.days())),
            ("天", Lead::Span(n.days())),
            ("周", Lead::Span(n.weeks())),
            ("年", Lead::Span(n.years())),
        ];
        let (lead, after) = units.into_iter().find_map(|(unit, lead)| Some((lead, self.eat(end, unit)?)))?;
        // 10天然气站, 3日报; 5年内 is a length.
        let word = word::opening(&self.text[end..]);
        (word.len() <= after - end || word.ends_with('内')).then_some((lead, after))
    }

    /// A length of time that ends with 内: 30日内, 3个月之内, 5年内. None is its span in working days.
    pub(super) fn within(&self, at: usize) -> Option<(Option<Span>, usize)> {
        let (lead, end) = self.length(self.eat(at, "，").unwrap_or(self.skip(at)))?;
        let end = self.eat(end, "之").or_else(|| self.eat(end, "以")).unwrap_or(end);
        let span = match lead {
            Lead::Span(span) => Some(span),
            Lead::Working | Lead::None => None,
        };
        Some((span, self.eat(end, "内")?))
    }

    /// Where 到, 至, 截至 or 不得迟于 before `at` starts, which make a moment a last day.
    pub(super) fn until(&self, at: usize) -> Option<usize> {
        let before = self.text[..at].trim_end_matches(' ');
        if let Some(word) = self.words_ending(before.len()).filter(|word| word.value == "until").last() {
            return Some(word.place.start);
        }
        // 到2022年和|2030年: the second goes with the first.
        let joined = before.strip_suffix(['和', '、']).is_some_and(|rest| {
            let first = self.found.last().filter(|first| first.place.end == rest.trim_end_matches(' ').len());
            first.is_some_and(|first| {
                let words = &self.text[first.place.clone()];
                first.kind == DateKind::Deadline && words.starts_with('到') && words.ends_with('年')
            })
        });
        if joined {
            return Some(at);
        }
        let rest = before.strip_suffix('至').or_else(|| {
            // 达到2020年水平, 回到, 想到
            let rest = before.strip_suffix('到')?;
            (!rest.ends_with(['达', '得', '做', '回', '碰', '想', '看', '涉', '加', '高', '升', '降']))
                .then_some(rest)
        })?;
        Some(rest.len())
    }
}
