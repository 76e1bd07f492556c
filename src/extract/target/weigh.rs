//! Whether a number is to be reached, by what stands around it.

use std::ops::Range;

use super::{Bounds, Quantity, REACH, Reader};
use crate::lex::numeral::Decimal;
use crate::lex::word::is_han;
use crate::lexicon::List;
use crate::model::Bound;

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
        if self.is_none(&near) || self.is_name(&near) || self.tells(&near) {
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
        among || quantity.chinese && !bounds.said && !counts && work()
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
        // 500米覆盖率, 15分钟生活圈
        let named = || ["覆盖率", "生活圈"].iter().any(|name| self.text[near.after_at..].starts_with(name));
        (sum || each) && self.is_policy(near.at) || matches!(class, "length" | "time") && named()
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
        let cut = bounds.change.is_some() || self.said_before(self.clause, at, "cut") || quick() || least;
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
        let spec = self.mark_ending(self.back(at), List::Measures).map(|mark| mark.value);
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
        // 认证“好产品”2个, and after another: 创建示范校2所，“少年军校”3所
        let more = || {
            self.text[self.clause..].starts_with(['“', '《'])
                && self.found.last().is_some_and(|last| last.place.start >= self.sentence)
        };
        closed && is_han(before) && !matches!(before, '的' | '等')
            || closed && matches!(before, '”' | '》') && (duty.verb.is_some() || more())
            || after != '的' && self.is_served(at, after_at)
    }
}
