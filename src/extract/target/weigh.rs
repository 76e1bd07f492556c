//! Whether a number is to be reached, by what stands around it.

use std::ops::Range;

use super::{Bounds, Mark, NOUN, Quantity, REACH, Reader};
use crate::lex::numeral::{Decimal, digit_of};
use crate::lex::word::is_han;
use crate::lexicon::List;
use crate::model::{Bound, Change, DateKind};

/// The least sum of money that no single household or firm is given.
const SUM: u64 = 100_000_000;
/// The fewest characters of a book.
const BOOK: u64 = 100_000;
/// How many parts of a whole are looked back over.
const PARTS: usize = 12;
/// How long the name of a whole may be of which something makes up a share, in characters.
const WHOLE: usize = 14;
/// How far behind 每 its sum stands, in characters.
const EACH: usize = 11;

/// A quantity and what stands right beside it.
struct Near<'q> {
    quantity: &'q Quantity,
    bounds: &'q Bounds,
    /// Where the quantity begins.
    at: usize,
    /// The characters before and behind it, and where the second stands.
    before: char,
    after: char,
    after_at: usize,
}

/// What is done in the clause of a quantity.
struct Duty {
    /// The verb before it.
    verb: Option<Range<usize>>,
    /// The verb stands right before it: 打造100亿元以上基金群, 改造提升四个出入口.
    ruled: bool,
    strong: bool,
    /// It only picks out what stands behind it: 超过100人的企业.
    qualified: bool,
    /// It is bounded from above.
    below: bool,
    /// It is one.
    one: bool,
}

impl Reader<'_> {
    pub(super) fn is_target(&self, quantity: &Quantity, bounds: &Bounds) -> bool {
        let at = quantity.place.start;
        let after_at = self.skip(bounds.place.end);
        let near = Near {
            quantity,
            bounds,
            at,
            before: self.text[..at].chars().next_back().unwrap_or('\n'),
            after: self.char(after_at).unwrap_or('\n'),
            after_at,
        };
        if self.is_none(&near)
            || self.is_name(&near)
            || self.tells(&near)
            || self.is_composed(&near)
            || self.is_norm(&near)
        {
            return false;
        }
        let duty = self.duty(&near);
        // 二百名 is a count as 200名 is; 两个, 百名 and 三项 mostly are not.
        let round = quantity.value.and_then(Decimal::whole).is_some_and(|value| value >= 11);
        let counted = round && self.text[quantity.place.clone()].chars().count() >= 3 || quantity.vague;
        if quantity.chinese && quantity.class != "percent" && !counted {
            return self.is_written_out(&near, &duty);
        }
        if self.is_parameter(&near, &duty) {
            return false;
        }
        match quantity.class {
            "time" => self.is_time(&near, &duty),
            "freq" => self.is_frequency(&near, &duty),
            "percent" => self.is_share(&near, &duty),
            "money" | "area" | "length" | "mass" | "volume" | "power" | "energy" | "data" => {
                self.is_amount(&near, &duty)
            }
            "ratio" | "score" => bounds.said,
            "bare" => {
                let to = self.mark_ending(self.back(at), List::Bounds);
                to.is_some_and(|mark| mark.value.starts_with("before\texact") && mark.place.len() >= 6)
                    && !is_han(near.after)
            }
            "age" => bounds.said && near.after != '的' && !is_han(near.after),
            _ => self.is_count(&near, &duty),
        }
    }

    fn duty(&self, near: &Near) -> Duty {
        let Near { quantity, bounds, at, after, after_at, .. } = *near;
        let verb = self.verb_before(self.clause, at);
        Duty {
            ruled: verb
                .as_ref()
                .is_some_and(|verb| verb.end == self.back(at) || verb.end == self.back(bounds.from)),
            strong: verb.as_ref().is_some_and(|verb| self.is_strong(verb)),
            verb,
            qualified: match bounds.after {
                Some(_) => {
                    after == '的' || after.is_ascii_digit() || is_han(after) && !self.goes_on(after_at)
                }
                None => after == '的' && bounds.bound.is_some(),
            },
            below: bounds.bound == Some(Bound::AtMost)
                || bounds.after.as_ref().is_some_and(|place| self.text[place.clone()].starts_with('及')),
            one: quantity.value.is_some_and(|value| value.whole() == Some(1)),
        }
    }

    /// Whether it is part of another sign or word: GB/T 1.1, 3级.
    fn is_none(&self, near: &Near) -> bool {
        near.quantity.class == "no"
            || matches!(near.before, '×' | '-' | '—' | '/' | '+' | '.' | '〔' | '*' | '#' | '~' | '～' | '№')
            || near.before.is_ascii_alphanumeric()
            || near.after.is_ascii_alphabetic()
            || near.after == '级'
            // 90平方米(含90平方米)以下
            || near.before == '含'
            // 5套以上(含5套)
            || self.text[near.after_at..]
                .strip_prefix(['(', '（'])
                .is_some_and(|rest| rest.starts_with('含') || rest.starts_with("不含"))
            || self.text[..near.at].ends_with("不足")
            // A text of so many characters is no book.
            || near.quantity.unit == "字" && near.quantity.value.and_then(Decimal::whole).is_none_or(|n| n < BOOK)
    }

    /// Whether it counts those who hold a post in a body: 设委员9人，主任1人，女职工4人.
    fn is_composed(&self, near: &Near) -> bool {
        if near.quantity.class != "person" || is_han(near.after) && !self.goes_on(near.after_at) {
            return false;
        }
        let end = self.back(near.bounds.from);
        let posts = self.hits.starting_in(List::Duties, end.saturating_sub(30)..end);
        let is_post = |value: &str| value.split(',').any(|kind| kind == "post");
        let held = posts.iter().any(|hit| hit.range().end == end && self.hits.values(*hit).any(is_post));
        // 代表共176人，其中职工代表20人: parts of a whole that is not to be reached.
        let part = || {
            let said = &self.text[self.floor(self.sentence.max(end.saturating_sub(2 * REACH)))..end];
            let from = said.find("其中").map(|at| end - said.len() + at);
            let whole = |from: usize| {
                let near = self.found.iter().rev().take(PARTS);
                near.into_iter().any(|last| (self.sentence..from).contains(&last.place.start))
            };
            from.is_some_and(|from| {
                !whole(from) && self.verb_before(from, end).is_none() && !near.bounds.said
            })
        };
        // 配备队员12名 is a duty.
        let given = || self.verb_before(self.clause, end).is_some_and(|verb| self.is_strong(&verb));
        held && !given() || part()
    }

    /// Whether it is a measure that a thing must have: 阳台进深不应大于2.4米.
    fn is_norm(&self, near: &Near) -> bool {
        let Near { quantity, bounds, at, .. } = *near;
        let said = &self.text[bounds.from..at];
        let made = matches!(quantity.class, "length" | "area");
        ["不应", "不宜"].iter().any(|word| said.starts_with(word)) || made && said.starts_with("不得")
    }

    /// Whether it is part of a name: 龙潭、68海里、仙人井等景区; 百亿斤粮食产能提升工程.
    fn is_name(&self, near: &Near) -> bool {
        let Near { quantity, bounds, at, .. } = *near;
        let listed = self.found.last().is_some_and(|last| last.place.end + '、'.len_utf8() == at);
        let among = near.before == '、' && near.after == '、' && !listed;
        let counts = matches!(quantity.class, "thing" | "person" | "count" | "percent");
        let work = || {
            let noun = self.noun_after(bounds.place.end);
            noun.is_some_and(|noun| self.text[noun].ends_with("工程"))
        };
        // 《若干措施》22条
        let titled = near.before == '》' && quantity.unit == "条";
        among || titled || quantity.chinese && !bounds.said && !counts && work()
    }

    /// Whether it tells how things are, or frames what is said.
    fn tells(&self, near: &Near) -> bool {
        let Near { quantity, bounds, at, after_at, .. } = *near;
        // 年过半百, 占产量的四分之三, 比常年偏少三成 tell how things are.
        let share = quantity.chinese && quantity.class == "percent" && !self.text[at..].starts_with("百分之");
        let told = self.text[..self.back(bounds.from)].ends_with(['占', '少', '多']);
        if share && (!bounds.said && self.verb_before(self.clause, at).is_none() || told) {
            return true;
        }
        if self.has_grown(near) || self.is_part(near) || self.is_result(at) {
            return true;
        }
        // 以下6个方面, but not 3万吨及以下8处煤矿.
        let dated = self.said_date().is_some_and(|date| date.place.end == self.back(at));
        // 赤字率按3.2%安排 says what is to be.
        let set = quantity.class == "percent" && self.text[after_at..].starts_with("安排");
        let frame = self.mark_ending(self.back(at), List::Measures).is_some_and(|mark| {
            mark.value == "frame" && !dated && !set && !self.text[..mark.place.start].ends_with('及')
        });
        // 每千人拥有指导员2.5名以上 is a rate to be reached.
        frame
            || self.is_past(at)
            || self.said_before(self.clause, at, "exist") && !(bounds.said && self.is_repeated(at))
    }

    /// Whether something has become so much: 增长了8%, 由12%提高到60%.
    fn has_grown(&self, near: &Near) -> bool {
        let Near { quantity, bounds, at, .. } = *near;
        let before = self.text[..self.back(bounds.from)].strip_suffix('了').map(str::len);
        if before.is_some_and(|end| self.mark_ending(end, List::Bounds).is_some()) {
            return true;
        }
        // 由30%
        let left = self.text[..self.back(bounds.from)].ends_with(['由', '从']);
        if left && self.mark_at(near.after_at, List::Bounds).is_some_and(|mark| mark.value.ends_with("to")) {
            return true;
        }
        // 由30%提高到50% with a day or a will is to come.
        let clause = self.clause_to(at);
        let counted =
            |from: usize| clause[from..].contains(|c: char| c.is_ascii_digit() || digit_of(c).is_some());
        // 完成扩建，日处理能力由3万吨提高到6万吨: what is built.
        let built = || {
            let physical =
                matches!(quantity.class, "mass" | "volume" | "power" | "energy" | "area" | "length");
            physical && self.measures_before(self.sentence, at).any(|mark| mark.value == "verb\tstrong")
        };
        // 由3家增加到8家，年底前建成
        let due = || {
            let next = self.dates.get(self.date).filter(|date| date.kind == DateKind::Deadline);
            next.is_some_and(|date| {
                date.place.start <= at + REACH
                    && !self.text[at..date.place.start].contains(['。', '；', ';', '\n'])
            })
        };
        // What was reached is told without a bound.
        quantity.class != "time"
            && bounds.change == Some(Change::To)
            && bounds.after.is_none()
            && !due()
            && !built()
            && clause.find(['由', '从']).is_some_and(counted)
            && !self.is_dated()
            && !self.is_willed(at)
    }

    /// Whether the paragraph has just told what was achieved: 取得重要进展。化学需氧量下降12%。
    fn is_result(&self, at: usize) -> bool {
        let told = self.measures_before(self.line, at).find(|mark| mark.value == "result");
        told.is_some_and(|told| {
            let before = self.floor(told.place.start.saturating_sub(NOUN).max(self.line))..told.place.start;
            let open = self.text[before.clone()]
                .rfind(['，', '。', '；', ',', ';'])
                .map_or(before.start, |n| before.start + n);
            let open =
                open + self.text[open..].chars().next().filter(|c| !is_han(*c)).map_or(0, char::len_utf8);
            let to_come = |mark: Mark| mark.value.starts_with("verb") || mark.value.ends_with("will");
            let near = before.start.saturating_sub(REACH).max(self.line);
            let from = self.dates.partition_point(|date| date.place.start < near);
            let mut dates = self.dates[from..self.date.max(from)].iter();
            !is_han(self.char(told.place.end).unwrap_or(' '))
                // 确保治理取得重要进展
                && !self.mark_at(open, List::Measures).is_some_and(to_come)
                && !self.measures_before(told.place.end, at).any(|mark| mark.value.ends_with("will"))
                && dates.all(|date| matches!(date.kind, DateKind::Past | DateKind::Point))
                && !self.text[told.place.end..at].contains('要')
        })
    }

    /// Whether it is the share that something makes up of a whole: 投资占全部投资的88%.
    fn is_part(&self, near: &Near) -> bool {
        let Near { quantity, bounds, at, .. } = *near;
        if quantity.class != "percent" || bounds.said {
            return false;
        }
        let clause = self.clause_to(self.back(at));
        let whole =
            clause.strip_suffix('的').and_then(|clause| clause.rsplit_once('占')).map(|(_, whole)| whole);
        let of = whole.is_some_and(|whole| whole.chars().count() <= WHOLE && whole.chars().all(is_han));
        // 职工15人，占比8%
        let share =
            clause == "占比" && !self.found.last().is_some_and(|last| last.place.end + 3 >= self.clause);
        // A cell of a task table says what is to be reached.
        let cell = self.text[self.floor(self.line.max(at.saturating_sub(REACH)))..at].contains('\t');
        (of || share || clause.ends_with('占')) && !cell && !self.is_dated() && !self.is_willed(at)
    }

    /// The clause up to a place, as far back as words are looked for.
    fn clause_to(&self, at: usize) -> &str {
        &self.text[self.floor(self.clause.min(at).max(at.saturating_sub(REACH)))..at]
    }

    /// Whether the sentence names a day to come.
    fn is_dated(&self) -> bool {
        self.said_date().is_some_and(|date| !matches!(date.kind, DateKind::Past | DateKind::Recurring))
    }

    /// Whether the sentence tells of a will before a place: 力争, 全年, 确保.
    fn is_willed(&self, at: usize) -> bool {
        let willed = |mark: &Mark| mark.value.ends_with("will") || &self.text[mark.place.clone()] == "确保";
        self.measures_before(self.sentence, at).any(|mark| willed(&mark))
    }

    /// Whether a small number in Chinese characters is to be reached: 打造四个中心, 不少于三家, and not 两个.
    fn is_written_out(&self, near: &Near, duty: &Duty) -> bool {
        let Near { quantity, bounds, after, after_at, .. } = *near;
        let named = is_han(after) && after != '的' && !self.is_structure(after_at);
        let listed = duty.verb.is_none()
            && self.opens_list(bounds.from)
            && self.verb_before(self.sentence, bounds.from).is_some();
        let done = match quantity.class {
            "thing" => duty.strong || duty.ruled || listed,
            "person" | "count" => duty.ruled && duty.strong,
            _ => false,
        };
        let bounded = bounds.said && bounds.bound.is_some() && !matches!(quantity.class, "time" | "freq");
        !duty.one && (bounded && !duty.qualified || named && done)
    }

    /// Whether it is a parameter of a policy, or part of a measure's name.
    fn is_parameter(&self, near: &Near, duty: &Duty) -> bool {
        let class = near.quantity.class;
        // 每培育1家企业给予补助10万元: what each earns a reward for.
        let each = duty.verb.as_ref().is_some_and(|verb| self.text[..verb.start].ends_with('每'));
        let sum = matches!(class, "money" | "percent" | "length" | "area");
        if self.is_granted(near, duty) || sum && self.is_rate(near) {
            return true;
        }
        // 500米覆盖率, 15分钟生活圈
        let named = || ["覆盖率", "生活圈"].iter().any(|name| self.text[near.after_at..].starts_with(name));
        (sum || each) && self.is_policy(near.at) || matches!(class, "length" | "time") && named()
    }

    /// Whether it is what somebody may get: 可增加5万元, 每类可补贴1件.
    fn is_granted(&self, near: &Near, duty: &Duty) -> bool {
        let policy =
            self.mark_ending(self.back(near.at), List::Measures).filter(|mark| mark.value == "policy");
        let verb = duty.verb.as_ref().filter(|_| duty.ruled).map(|verb| verb.start);
        let from = policy.map(|mark| mark.place.start).or(verb).unwrap_or(near.at).min(near.bounds.from);
        self.text[..self.back(from)].ends_with('可') || self.text[..self.back(from)].ends_with("可以")
    }

    /// Whether it is a rate by which a policy is measured out: 贷款额度提高至50万元, 每套10000元, 20元/平方米.
    fn is_rate(&self, near: &Near) -> bool {
        let Near { quantity, bounds, at, .. } = *near;
        let clause = self.clause_to(at);
        // 亩均税收达到20万元/亩 is what is earned.
        let earned = || {
            self.text[bounds.from..at].starts_with('达') || clause.contains('均') || clause.contains("收入")
        };
        let money = quantity.class == "money";
        if money && (quantity.unit.contains('/') || self.is_for_each(at)) && !earned() {
            return true;
        }
        let large = money && quantity.value.and_then(Decimal::whole).is_some_and(|value| value >= SUM);
        let date =
            self.said_date().filter(|date| date.kind != DateKind::Past).map_or(0, |date| date.place.start);
        // 提高补助标准，2025年占比达到57%: a day begins anew, and so does a measure of its own: 农膜回收率达到85%.
        let named = &self.text[..self.back(bounds.from)];
        let own = named.strip_suffix('率').is_some_and(|named| !named.ends_with(['利', '费', '税']));
        let new = |mark: &Mark| mark.place.start < self.clause && (own || date >= self.clause);
        let set = |mark: &Mark| mark.value == "rate" && !new(mark);
        !large && self.measures_before(self.period, at).any(|mark| set(&mark)) && !self.is_willed(at)
    }

    /// Whether each of something has the number right behind it: 每套发放10000元.
    fn is_for_each(&self, at: usize) -> bool {
        let clause = self.clause_to(at);
        let from = clause.char_indices().rev().nth(EACH).map_or(0, |(from, _)| from);
        let each = clause[from..].rfind('每').map(|each| at - clause.len() + from + each + '每'.len_utf8());
        each.and_then(|each| self.unit(each)).is_some_and(|(_, said)| !said.ends_with("time"))
    }

    fn is_time(&self, near: &Near, duty: &Duty) -> bool {
        let Near { quantity, bounds, at, after, .. } = *near;
        // 30分钟内出具报告
        let quick = || {
            let rest = &self.text[bounds.place.end..];
            let done = ["出具", "到达", "响应", "送达", "赶到"];
            bounds.after.is_some() && done.iter().any(|word| rest.starts_with(word))
        };
        // 户外活动不低于2小时
        let least = bounds.bound == Some(Bound::AtLeast)
            && bounds.from < at
            && matches!(quantity.unit.as_str(), "小时" | "个小时" | "分钟" | "天")
            && !is_han(after);
        // 年限调整为5年 is a rule.
        let set = self.text[bounds.from..at].starts_with("调整");
        let cut =
            bounds.change.is_some() && !set || self.said_before(self.clause, at, "cut") || quick() || least;
        let number = quantity.value.and_then(Decimal::whole).unwrap_or(0);
        let calendar = quantity.unit == "年" || quantity.unit == "月" || quantity.unit == "日";
        cut && bounds.said && !(calendar && number > 31) && !(duty.qualified && after == '的')
    }

    /// 举办论坛1场, but 开会1次.
    fn is_frequency(&self, near: &Near, duty: &Duty) -> bool {
        let single = duty.one && near.quantity.unit == "场" && is_han(near.before) && !is_han(near.after);
        (!duty.one || single) && !self.is_repeated(near.at) && (near.bounds.said || duty.verb.is_some())
    }

    fn is_share(&self, near: &Near, duty: &Duty) -> bool {
        let Near { bounds, at, after, after_at, .. } = *near;
        // 80%以上的村要达到标准, 对30%以上的县开展稽查; 对占比3%以上的企业予以支持 picks out.
        let urged = || {
            let rest = &self.text[after_at..self.floor(self.text.len().min(after_at + REACH / 3))];
            let clause = rest.split(['，', ',', '。', '；', ';', '\n']).next().unwrap_or(rest);
            let head = self.back(bounds.from) == self.clause || self.said_date().is_some();
            head && (clause.contains(['要', '应', '须', '将'])
                || clause.contains("达到")
                || clause.contains("实现"))
        };
        let measure = self.text[..self.back(bounds.from)].ends_with(['率', '比', '重', '度', '量', '额']);
        let held = duty.ruled || !duty.below && (urged() || !measure && self.is_served(at, after_at));
        !(after == '的' && !bounds.said) && !(duty.qualified && (duty.below || after == '的') && !held)
    }

    /// Money, lengths, weights and the like.
    fn is_amount(&self, near: &Near, duty: &Duty) -> bool {
        let Near { bounds, at, after, after_at, .. } = *near;
        let nominal = is_han(after) && !self.goes_on(after_at);
        let named = |end: usize| self.mark_ending(self.back(end), List::Measures).map(|mark| mark.value);
        // 总投资约24亿元, 单机容量为35万千瓦
        let sized = matches!(bounds.bound, None | Some(Bound::Exact | Bound::About)) || nominal;
        let spec = named(at).or_else(|| named(bounds.from).filter(|value| sized && *value == "size"));
        if spec == Some("size") || spec == Some("spec") && (duty.qualified || nominal) {
            return false;
        }
        if duty.qualified {
            return duty.ruled && !duty.below && !self.is_counted(after_at);
        }
        !nominal
            || duty.ruled
            || bounds.said
            || duty.strong
            || after != '的' && (duty.verb.is_some() || self.is_served(at, after_at))
    }

    /// Things and people that are counted.
    fn is_count(&self, near: &Near, duty: &Duty) -> bool {
        let Near { bounds, at, before, after, after_at, .. } = *near;
        if self.is_structure(after_at) {
            return false;
        }
        if duty.qualified && (duty.below || after == '的') {
            return duty.ruled;
        }
        if bounds.bound.is_some() {
            return !duty.one || bounds.from < at;
        }
        if bounds.from == at && self.closes(near, duty) {
            return true;
        }
        // 等12个重点项目年内要全部开工
        let promised = || {
            let clause = self.text[after_at..].chars().take(40);
            let clause: String = clause.take_while(|c| !"，,。；;\n".contains(*c)).collect();
            after != '的' && (clause.contains("全部") || clause.contains("年内"))
        };
        if before == '等' {
            return duty.strong || promised() || self.is_served(at, after_at);
        }
        duty.strong
            || duty.ruled
            || bounds.said
            || duty.verb.is_some() && after != '的'
            || promised()
            || after != '的' && self.is_built(at, after_at)
    }

    /// Whether the noun of a count stands before it, or its things are what something is done with.
    fn closes(&self, near: &Near, duty: &Duty) -> bool {
        let Near { at, before, after, after_at, .. } = *near;
        // 线路8条： the noun stands before, nothing after.
        let closed = !is_han(after) || self.goes_on(after_at);
        // 认证“好产品”2个, and after another: 创建示范校2所，国防教育“少年军校”3所
        let more = || self.found.last().is_some_and(|last| last.place.end + '，'.len_utf8() >= self.clause);
        closed && is_han(before) && !matches!(before, '的' | '等')
            || closed && matches!(before, '”' | '》') && (duty.verb.is_some() || more())
            || after != '的' && self.is_served(at, after_at)
    }
}
