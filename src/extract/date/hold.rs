//! Days by which nothing is done: those that tell which things are meant, and those up to which a rule holds.
//!
//! ```text
//! 对 2023年4月8日前 未缴清价款的项目        2024年12月31日前 到期的贷款        春节前 未投运项目
//! 即日起至2024年12月31日，购买新房的可申请补贴        有效期至2028年7月9日        2025年底前，购买新房的，给予退税
//! ```

use super::side::Side;
use super::{Reader, is_han};
use crate::lex::word;
use crate::lexicon::List;

/// How far a sentence is looked at, in bytes.
const REACH: usize = 240;

impl Reader<'_> {
    /// Whether a moment with 前 behind it, from `at` to `end`, tells which things are meant.
    pub(super) fn picks_out(&self, at: usize, end: usize) -> bool {
        let before = self.text[..at].trim_end_matches(['在', '于', ' ']);
        if before.ends_with(['对', '凡']) {
            return true;
        }
        // 借款人应于12月底前归还应还未还的本息
        if before.ends_with(['应', '须', '要']) {
            return false;
        }
        let clause = self.clause(self.skip(end));
        // 6月底前，如承建单位未完成: on what condition something follows.
        let next = self.clause(self.after_comma(end));
        if matches!(word::opening(next), "如" | "若" | "如果") && self.after_comma(end) > self.skip(end) {
            return true;
        }
        // 未成年人 is a word of its own.
        let stands = |text: &str| {
            let word = word::opening(text);
            text.starts_with(['已', '未', '尚', '仍'])
                && word.chars().count() <= 2
                && !word.ends_with(['来', '知'])
        };
        if stands(clause) {
            return true;
        }
        // 金融机构已发放的贷款: what stands before 已 does nothing.
        let had = clause.find(['已', '未']).filter(|&at| {
            let to = clause.starts_with(['对', '将', '把', '向', '按', '就', '由']);
            !to && clause[at..].contains('的') && stands(&clause[at..])
        });
        if had.is_some_and(|at| !self.acts(self.skip(end), at)) {
            return true;
        }
        // 注册的车辆, and not 完成的改造: a heading may name what is completed by then.
        let hits = self.hits.and_then(|hits| hits.at(List::Measures, self.skip(end)));
        let verb = match hits {
            Some((place, value)) if value.starts_with("verb") => Some(place.len()),
            _ => clause.starts_with("到期").then_some("到期".len()),
        };
        let ends = self.char(self.skip(end) + clause.len());
        let of = verb.is_some_and(|len| clause[len..].starts_with('的'))
            && !clause.starts_with("完成")
            && ends.is_some_and(|c| c != '\n');
        // 6月底前缴清契税的，给予补贴; 6月底前，在市区购房的，给予补贴
        let start = self.after_comma(end);
        let stop = start + self.clause(start).len();
        let closes = |start: usize| {
            let clause = self.clause(start);
            ends_as_condition(clause) && matches!(self.char(start + clause.len()), Some('，' | ','))
        };
        // 6月底前在新城区（含高新区）购房的，给予补贴
        let inner = self.after_bracket(stop);
        let condition = closes(start) || inner > stop && closes(inner);
        // 6月底前在新城区购买新房，一次性给予2万元补贴
        let given = || {
            let from = self.skip(end);
            let last = inner + if inner > stop { self.clause(inner).len() } else { 0 };
            let bought = &self.text[from..last.max(from)];
            let next = self.after_comma(last);
            let gives = ["给予", "一次性给予"].iter().any(|word| self.text[next..].starts_with(word));
            start == from && bought.contains("购买") && gives
        };
        // 生效之日前（即11月6日前）属于外地的
        let explained = || {
            let close = before.strip_suffix('即').is_some_and(|before| before.ends_with(['（', '(']));
            let from = self.skip(end);
            let next = self.eat(from, "）").or_else(|| self.eat(from, ")")).filter(|_| close);
            next.is_some_and(|next| !self.acts(next, self.clause(next).len()))
        };
        // 在12月底前缴纳契税并办证的购房人，给予补贴; 在9月底前（精装房12月底前）缴清契税的购房人，…
        let buyers = || {
            let from = self.after_bracket(self.skip(end));
            let clause = self.clause(from);
            let who = clause.rfind('的').map(|at| &clause[at + '的'.len_utf8()..]);
            let after = from + clause.len();
            who.is_some_and(|who| {
                (1..=6).contains(&who.chars().count()) && who.ends_with(['人', '户', '庭', '者', '民'])
            }) && matches!(self.char(after), Some('，' | ','))
                && self.is_rule(after)
        };
        // 在9月底前购房的由财政给予补贴
        let granted = || {
            let clause = self.clause(self.skip(end));
            clause.contains("的由") && self.is_rule(self.skip(end))
        };
        of || condition
            || given()
            || explained()
            || buyers()
            || granted()
            || self.names_paper(at, self.skip(end))
    }

    /// Where a bracket that opens at `at` ends; `at` where none does.
    fn after_bracket(&self, at: usize) -> usize {
        let open = self.char(at).is_some_and(|c| matches!(c, '（' | '('));
        let close = || self.sentence(at).char_indices().find(|(_, c)| matches!(c, '）' | ')'));
        match open.then(close).flatten() {
            Some((len, c)) => at + len + c.len_utf8(),
            None => at,
        }
    }

    /// Whether a day from `at` to `end` is one by which things stand, not one by which they are done: 根据本年度内盘活的面积,
    /// 对9月底进度未达到90%的, 纳入年底目标考核体系.
    pub(super) fn measures(&self, at: usize, end: usize) -> bool {
        let before = &self.text[..at];
        let clause = self.clause(end);
        before.ends_with("纳入")
            || (before.ends_with("根据") || before.ends_with("按照")) && clause.contains('的')
            || before.ends_with('对') && ends_as_condition(clause)
    }

    /// Whether the moment at `at` stands in the name of a paper that is drawn up: 制定2030年前碳达峰行动方案.
    fn names_paper(&self, at: usize, end: usize) -> bool {
        let Some(hits) = self.hits else { return false };
        let near = crate::text::floor(self.text, at.saturating_sub(12))..at;
        let drawn = || {
            hits.of(List::Measures, near).any(|(place, value)| place.end == at && value.starts_with("verb"))
        };
        let clause = end..end + self.clause(end).len();
        hits.of(List::Kinds, clause.clone()).any(|(place, _)| place.end == clause.end) && drawn()
    }

    /// Whether the moment from `at` to `end`, with `until` before it or a side behind it, tells how long a rule holds.
    pub(super) fn holds(&self, at: usize, until: Option<usize>, end: usize, side: Side) -> bool {
        let opens = |at: usize| {
            !self.text[..at].trim_end_matches(' ').ends_with(|c: char| is_han(c) || c.is_ascii_alphanumeric())
        };
        let next = self.after_comma(end);
        // 购买新房的居民可申请补贴 allows, though a verb opens it.
        // 即日起至6月底，购买新房，家庭…可以入学: what others do, whom something is allowed then.
        let first = || {
            let clause = self.clause(next);
            let bought = clause.starts_with("购买") || clause.starts_with("购置");
            grants_in(clause) || ends_as_condition(clause) || bought && self.grants(next)
        };
        let acts = self.verb_at(next) && !first();
        let Some(until) = until else {
            if side != Side::Before {
                return false;
            }
            // 2027年底前可通过收购等方式处置; 在6月底前申请预售许可，符合条件的可以…
            if next == self.skip(end) {
                let asked_for = || {
                    let clause = self.clause(next);
                    clause.starts_with("申请") && self.grants(next + clause.len())
                };
                // 2027年底前对个体工商户减半征收资源税
                let taxed = || {
                    let clause = self.clause(next);
                    clause.starts_with('对') && ["征收", "免征", "减征"].iter().any(|of| clause.contains(of))
                };
                return grants_in(word::opening(&self.text[next..])) || asked_for() || taxed();
            }
            let asked = || asks_in(self.sentence(next));
            return opens(at) && !acts && (self.grants(next) || self.is_rule(next) && !asked());
        };
        let before = self.text[..until].trim_end_matches([' ', '\n']);
        // 有效期至2028年7月9日, 执行至2024年底; 延期至 sets a new day, and so does 完成期限.
        let said = before.trim_end_matches(['：', ':']);
        let bare = said.strip_suffix("期限").or_else(|| said.strip_suffix('期')).unwrap_or(said);
        // 缓缴期限至4月底: how long something is granted.
        let granted = || {
            let near = crate::text::floor(self.text, bare.len().saturating_sub(12))..bare.len();
            let policy =
                |(place, value): (std::ops::Range<usize>, &str)| place.end == bare.len() && value == "policy";
            self.hits.is_some_and(|hits| hits.of(List::Measures, near).any(policy))
        };
        if bare.len() < said.len() && granted() {
            return true;
        }
        // 远期展望至2050年; 即日起至6月底，购买新房
        let buys = ["购买", "购置"].iter().any(|word| self.text[next..].starts_with(word));
        if before.ends_with("展望") || before.ends_with('起') && buys {
            return true;
        }
        if bare.ends_with(['行', '施', '效']) || bare.len() < said.len() && bare.ends_with("适用") {
            return true;
        }
        // 从现在到2009年，将是高发期; 活动时间延续至3月底
        if before.ends_with("从现在") || before.ends_with("延续") {
            return true;
        }
        // 缓缴期限延长至6月底, 还本付息最长可延至6月底, 工具实施期限延长至…, and not 整改期限延长至6月底
        if before.ends_with("可延") || before.ends_with("可延期") || before.ends_with("可延长") {
            return true;
        }
        if let Some(said) = before.strip_suffix("延长").or_else(|| before.strip_suffix('延')) {
            // …政策再延长至明年3月底
            if said.trim_end_matches('再').ends_with("政策")
                || said.strip_suffix("期限").is_some_and(|of| of.ends_with(['行', '施', '效', '用']))
            {
                return true;
            }
            let from = said.rfind(['。', '；', '\n']).map_or(0, |at| at + 1);
            let from = crate::text::floor(self.text, from.max(said.len().saturating_sub(REACH)));
            if self.text[from..said.len()].contains("政策") {
                return true;
            }
            let policy = |(_, value): (_, &str)| value == "policy";
            return self.hits.is_some_and(|hits| hits.of(List::Measures, from..said.len()).any(policy));
        }
        if before.ends_with('期') || before.ends_with("期限") {
            let due = before.ends_with("延期")
                || before.ends_with("展期")
                || self.words_ending(before.len()).any(|word| word.value == "label");
            return !due;
        }
        let issued = before.ends_with("之日起") || before.ends_with("之日");
        // 自9月1日起实施，至10月31日结束
        let over = || self.text[self.skip(end)..].starts_with("结束") || self.text[at..end].ends_with('止');
        let in_force = ["起实施", "起施行", "起执行", "起生效"];
        if in_force.iter().any(|word| before.trim_end_matches(['，', ',']).ends_with(word)) && over() {
            return true;
        }
        // 受理补贴申请时间截止至6月30日: by when others may apply.
        let open = before.strip_suffix("截止").unwrap_or(before).strip_suffix("时间");
        if let Some(said) = open.filter(|said| said.ends_with("申请") || said.ends_with("申报")) {
            let from = said.rfind(['。', '；', '\n']).map_or(0, |at| at + 1);
            let from = crate::text::floor(self.text, from.max(said.len().saturating_sub(REACH)));
            let policy = |(_, value): (_, &str)| value == "policy";
            return self.hits.is_some_and(|hits| hits.of(List::Measures, from..said.len()).any(policy));
        }
        // 适用对象为本通知发布之日起至2024年底购房的家庭
        let clause = before.rfind(['，', ',', '。', '；', '\n']).map_or(before, |at| &before[at..]);
        if issued && clause.contains("适用") {
            return true;
        }
        // 直至2021年4月才处理; 从今天起，到7月1日河道恢复通航
        if before.ends_with('直') && self.text[self.skip(end)..].starts_with('才') {
            return true;
        }
        if before.trim_end_matches(['，', ',']).ends_with("今天起") {
            return !acts && !asks_in(self.sentence(next));
        }
        let begun = issued || before.ends_with('起') || before.ends_with("现在");
        let closed = opens(until) && self.text[at..end].ends_with('止');
        let sentence = self.sentence(next);
        // 自印发之日起至2024年底。 and …，落实…的政策规定
        if issued && (sentence.is_empty() || sentence.contains("政策")) {
            return true;
        }
        // 至2024年底止，代缴的时间调整为…
        closed && !acts && !asks_in(sentence) || (begun || closed) && (issued || !acts) && self.is_rule(next)
    }

    /// Whether the sentence at `at` allows something or says on what condition: 可申请…, …的，给予….
    fn grants(&self, at: usize) -> bool {
        let sentence = self.sentence(at);
        grants_in(sentence) || sentence.split(['，', ',']).rev().skip(1).any(ends_as_condition)
    }

    /// Whether the sentence at `at` is one of a rule: it allows, or speaks of what is paid or spared.
    fn is_rule(&self, at: usize) -> bool {
        let end = at + self.sentence(at).len();
        self.grants(at)
            || self
                .hits
                .is_some_and(|hits| hits.of(List::Measures, at..end).any(|(_, value)| value == "policy"))
    }

    /// Whether something is done in the first `len` bytes at `at`.
    fn acts(&self, at: usize, len: usize) -> bool {
        let verb = |(_, value): (_, &str)| value.starts_with("verb");
        self.hits.is_some_and(|hits| hits.of(List::Measures, at..at + len).any(verb))
    }

    fn after_comma(&self, at: usize) -> usize {
        let at = self.skip(at);
        let at = self.eat(at, "期间").unwrap_or(at);
        self.eat(at, "，").or_else(|| self.eat(at, ",")).map_or(at, |at| self.skip(at))
    }

    fn clause(&self, at: usize) -> &str {
        let rest = self.sentence(at);
        rest.split(['，', ',', '：', ':', '、', '（', '(']).next().unwrap_or(rest)
    }

    fn sentence(&self, at: usize) -> &str {
        let rest = &self.text[at..crate::text::floor(self.text, self.text.len().min(at + REACH))];
        rest.split(['。', '；', ';', '\n']).next().unwrap_or(rest)
    }
}

/// Whether a clause says on what condition: 在市区购房的, 符合条件的; not 以增收为目的.
fn ends_as_condition(clause: &str) -> bool {
    clause.trim_end_matches(' ').strip_suffix('的').is_some_and(|of| !of.ends_with(['目', '标', '别', '有']))
}

/// Whether something is asked for in `words`: 要, 应当, and not 应税.
fn asks_in(words: &str) -> bool {
    let asks = |(at, _): (usize, &str)| {
        let word = word::opening(&words[at..]);
        matches!(word, "要" | "应" | "应当" | "须")
            && !words[at + word.len()..].starts_with(['税', '缴', '纳'])
    };
    words.match_indices(['要', '应', '须']).any(asks)
}

/// Whether 可 or 可以 stands in `words`.
fn grants_in(words: &str) -> bool {
    words.match_indices('可').any(|(at, _)| {
        matches!(word::opening(&words[at..]), "可" | "可以") && !words[..at].ends_with(['许', '认', '不'])
    })
}
