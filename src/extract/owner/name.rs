//! Names of units and people: where one ends and the next begins, and whether a stretch is one at all.

use std::ops::Range;

use crate::lex::word;
use crate::lexicon::Hits;
use crate::model::OwnerKind;

use super::duty::tail;
use super::scene::{Duty, Scene, Unit};

/// The longest name, in characters; brackets in it do not count.
const LONGEST: usize = 25;
/// The longest name without the ending of a unit, such as that of a person or a firm.
const LONGEST_BARE: usize = 10;

/// How far the place of a stretch vouches for its being a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// After a label, or in a table cell: it need not end like a unit.
    Label,
    /// Between `、` in a list of which the other pieces are units: it need not end like one, but it must begin like a name.
    Among,
    /// In a bracket or before a duty verb: it must end like a unit.
    List,
    /// At the start of a clause: nothing else may be able to stand there.
    Clause,
}

/// What the list of units says of the longest word that ends `range`: where it begins and its kinds.
pub(in crate::extract) fn unit_ending(text: &str, hits: &Hits, range: Range<usize>) -> Option<(usize, Unit)> {
    Scene { text, hits }.unit_ending(&range)
}

impl Scene<'_> {
    /// What the list of units says of the longest word that ends `range`, a bracket at the end left out:
    /// where the word begins and its kinds.
    pub(super) fn unit_ending(&self, range: &Range<usize>) -> Option<(usize, Unit)> {
        let end = self.without_bracket(range).end;
        self.units_ending(range.start..end).find(|(_, unit)| unit.is(Unit::ENDS))
    }

    /// `省数据集团〔筹〕` without its `〔筹〕`.
    fn without_bracket(&self, range: &Range<usize>) -> Range<usize> {
        let text = self.of(range);
        match text.ends_with(CLOSERS) {
            true => match text.rfind(OPENERS) {
                Some(at) if at > 0 => range.start..range.start + at,
                _ => range.clone(),
            },
            false => range.clone(),
        }
    }

    /// The longest opening of a collective name at the start of `range`: where it ends.
    pub(super) fn collective(&self, range: &Range<usize>) -> Option<usize> {
        let opening = |at: usize| self.collectives_at(at, range.end).next_back();
        // 各街道; 省有关部门, 县直各单位
        opening(range.start).or_else(|| opening(self.opening(range, Unit::LEVEL)?))
    }

    /// What the list of units says of the longest word at the start of `range`, with one of `kinds`.
    fn opening(&self, range: &Range<usize>, kinds: u32) -> Option<usize> {
        self.units_at(range.start, range.end).rfind(|(_, unit)| unit.is(kinds)).map(|(end, _)| end)
    }

    /// What `range` is when it is a name.
    pub(super) fn judge(&self, range: &Range<usize>, trust: Trust) -> Option<OwnerKind> {
        let text = self.of(range);
        // A byte count first: most stretches that are none are sentences.
        if text.len() > 6 * LONGEST || text.len() < 4 && !text.is_ascii() {
            return None;
        }
        let (mut n_chars, mut depth, mut quotes) = (0, 0u32, false);
        let mut last = ' ';
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if OPENERS.contains(&c) {
                depth += 1;
            } else if CLOSERS.contains(&c) {
                depth = depth.checked_sub(1)?;
            } else if matches!(c, '“' | '”') {
                quotes = match (c, quotes) {
                    ('“', false) => true,
                    ('”', true) => false,
                    _ => return None,
                };
            } else if depth == 0 {
                n_chars += 1;
                let named = || {
                    let word = word::opening(&text[at..]);
                    // 自流井区, 自行车中心
                    word.len() >= 3 * c.len_utf8() && self.unit_ending(range).is_some()
                        // 规自局
                        || self.units_in(range.clone()).any(|(of, unit)| {
                            unit.is(Unit::STEM) && of.start < range.start + at && of.end > range.start + at
                        })
                        || at == 0 && trust == Trust::Label && town_opens(text)
                };
                // 各单位的主要负责同志
                let post = || {
                    let behind = range.start + at + c.len_utf8();
                    let mut posts = self.units_at(behind, range.end);
                    c == '的'
                        && posts.any(|(end, unit)| end == range.end && unit.is(Unit::PERSON))
                        && self
                            .units_ending(range.start..range.start + at)
                            .any(|(_, unit)| !unit.is(Unit::NOT))
                };
                if !may_stand(last, c, rest.peek().map(|(_, next)| *next)) && !named() && !post() {
                    return None;
                }
            }
            last = c;
        }
        if depth > 0 || quotes || !(2..=LONGEST).contains(&n_chars) {
            return None;
        }
        let duty = self.duty(range);
        if duty.is_some_and(|(end, duty)| {
            duty.is(Duty::NONE) && end == range.end || duty.is(Duty::FIRST | Duty::ONWARD | Duty::HEREAFTER)
        }) {
            return None;
        }
        let collective = self.collective(range);
        let Some((at, unit)) = self.unit_ending(range) else {
            let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '·' | 'A'..='Z' | 'a'..='z' | '〇' | '*' | '×');
            let plain = text.chars().all(|c| han(c) || c.is_ascii_digit())
                && !text.starts_with(|c: char| c.is_ascii_digit());
            let begins = match trust {
                Trust::Label => n_chars <= 4 || !self.opens_badly(range),
                Trust::Among => self.duty(range).is_none() && self.verb(range.start).is_none(),
                Trust::List | Trust::Clause => false,
            };
            return (begins && n_chars <= LONGEST_BARE && plain).then_some(
                if n_chars <= 4 && collective.is_none() {
                    OwnerKind::Person
                } else {
                    OwnerKind::Organization
                },
            );
        };
        // 农业农村、民政等部门: what a department is called by, though it ends like no unit.
        let stem = || {
            self.units_at(range.start, range.end).any(|(end, unit)| end == range.end && unit.is(Unit::STEM))
        };
        if unit.is(Unit::NOT) {
            return (trust == Trust::Label && stem()).then_some(OwnerKind::Organization);
        }
        let single = self.text[at..].chars().next().map_or(0, char::len_utf8);
        let whole = at == range.start;
        if whole && self.without_bracket(range).len() == single {
            return None;
        }
        if trust != Trust::Label {
            // 金融机构要… says whose duty it is, 单位要… hardly does.
            let general = unit.is(Unit::GENERIC) && !unit.is(Unit::NAME) && collective.is_none();
            if whole && general && (trust == Trust::List || n_chars < 4) {
                return None;
            }
            if collective.is_none() && self.opens_badly(range) {
                return None;
            }
        }
        // 医院明确办公室为牵头部门, 企业委托设计单位
        let done_to = || {
            let told = |(word, duty): (Range<usize>, Duty)| duty.is(Duty::BY) && self.of(&word) != "由";
            text.contains("明确") || self.duties_in(range.clone()).any(told)
        };
        if trust == Trust::Clause && (!self.opens_well(range, at, unit) || done_to()) {
            return None;
        }
        // 建设高水平创新与中试平台: what stands on both sides of 与 is no unit.
        if trust == Trust::Clause && collective.is_none() && unit.is(Unit::GENERIC) && text.contains('与') {
            return None;
        }
        if trust != Trust::Label && collective.is_some() && self.acts_within(range, at) {
            return None;
        }
        Some(match () {
            () if unit.is(Unit::PERSON) => OwnerKind::Person,
            () if collective.is_some() || text.contains('各') || unit.is(Unit::GENERIC) => {
                OwnerKind::Collective
            }
            () if unit.is(Unit::GROUP) => OwnerKind::Group,
            () => OwnerKind::Organization,
        })
    }

    /// Whether a word opens it after which a unit is done something to: `推动各部门`, `在市委`.
    fn opens_badly(&self, range: &Range<usize>) -> bool {
        let Some((end, duty)) = self.duty(range) else { return false };
        // 自流井区: the word goes on.
        let single = self.text[range.start..].chars().next().map_or(0, char::len_utf8);
        if end == range.start + single && word::opening(self.of(range)).len() >= 3 * single {
            return false;
        }
        // 依法接受人大|监督
        if duty.is(Duty::OBJECT) {
            return true;
        }
        // `组织部` and `经信厅` are units, `组织各学校` and `经市政府` are not.
        let longer = |of: usize| of > end;
        // 发展部, 督导科
        if self
            .unit_ending(range)
            .is_some_and(|(at, unit)| at == end && !unit.is(Unit::GENERIC | Unit::PERSON | Unit::NAME))
            // 认真|组, 充分发挥|工会
            && !duty.is(Duty::WEAK)
            && (self.of(&(end..range.end)).starts_with(UNIT_ENDS)
                || self.of(&(end..range.end)).chars().nth(1).is_none())
        {
            return false;
        }
        duty.is(Duty::CAUSE)
            && !self
                .opening(range, Unit::STEM | Unit::NAME | Unit::LEVEL | Unit::SUFFIX)
                .is_some_and(|of| longer(of) || of == end && !self.a_name_follows(end..range.end))
    }

    /// Whether many are named and then do something before the name is at its end: 相关部门|明确专门机构, and not
    /// 各部门督导组 or 各科室负责人. `ending` is where the word begins that ends the name.
    fn acts_within(&self, range: &Range<usize>, ending: usize) -> bool {
        self.units_in(range.start..ending).any(|(place, unit)| {
            let auxiliary = || {
                let duty = self.duty(&(place.end..range.end));
                duty.is_some_and(|(_, duty)| duty.is(Duty::AUX | Duty::WEAK))
            };
            place.end < ending
                && unit.is(Unit::GENERIC)
                // 各级|发展改革部门, 各地区|农业农村部门
                && self.units_at(place.end, range.end).next().is_none()
                && (self.text[place.end..].starts_with(['可', '进', '按', '依', '结'])
                    || auxiliary()
                    || self.verb(place.end).is_some_and(|(verb, _)| {
                        // A verb may reach over the end of the range.
                        let rest = self.text.get(place.end + verb.len()..range.end).unwrap_or_default();
                        verb.len() >= 6 && !rest.is_empty() && !rest.starts_with(UNIT_ENDS)
                    }))
        })
    }

    fn a_name_follows(&self, range: Range<usize>) -> bool {
        self.collective(&range).is_some()
            || self.opening(&range, Unit::NAME | Unit::LEVEL).is_some_and(|end| end < range.end)
                && self.unit_ending(&range).is_some_and(|(at, _)| at > range.start)
    }

    /// Whether a name at the start of a clause opens as units do.
    fn opens_well(&self, range: &Range<usize>, ending: usize, unit: Unit) -> bool {
        if self.collective(range).is_some() {
            return true;
        }
        // 委属各支部, 文明委各成员单位
        if let Some(at) = self.of(range).find('各') {
            let before = range.start..range.start + at;
            return self.of(&before).chars().count() <= 12 && !self.of(&before).contains(['与', '和']);
        }
        if unit.is(Unit::PERSON) {
            return true;
        }
        if self.is_town(range) {
            return true;
        }
        if ["市", "区", "县", "省", "镇", "乡", "村", "州", "社区", "街道"]
            .iter()
            .any(|of| self.of(range).ends_with(of))
            && !["试点地区", "试点城市"].iter().any(|of| self.of(range).ends_with(of))
        {
            return false;
        }
        // 人力资源社会保障|部门, though 人力资源社会保障部 is a longer one
        let opens = |(end, unit): (usize, Unit)| {
            unit.is(Unit::STEM | Unit::NAME | Unit::LEVEL) && (end <= ending || ending == range.start)
        };
        if self.units_at(range.start, range.end).any(opens) {
            return true;
        }
        let n_chars = self.of(&self.without_bracket(range)).chars().count();
        match unit.is(Unit::GENERIC) {
            // 中小学校, 宣传部门; what a firm or a place is told is mostly policy.
            true => {
                let sentence =
                    self.verb(range.start).is_some() || self.of(range).contains(|c: char| c.is_ascii_digit());
                n_chars <= if sentence { 8 } else { 14 }
                    && [
                        "部门",
                        "单位",
                        "学校",
                        "机构",
                        "科室",
                        "院校",
                        "高校",
                        "经济组织",
                        "试点地区",
                        "试点城市",
                        "窗口",
                        "团体",
                        "各方",
                    ]
                    .iter()
                    .any(|of| self.of(range).ends_with(of))
            }
            false => n_chars <= 18,
        }
    }

    /// Whether it is the name of a town, such as 城关镇, 东坪街道, and not 新型城镇.
    pub(super) fn is_town(&self, range: &Range<usize>) -> bool {
        let text = self.of(range);
        let name = ["镇", "街道", "乡"].iter().find_map(|word| text.strip_suffix(word));
        name.is_some_and(|name| (2..=4).contains(&name.chars().count()))
            && !self.unit_ending(range).is_some_and(|(_, unit)| unit.is(Unit::NOT | Unit::GENERIC))
            && self.collective(range).is_none()
            && self.verb(range.start).is_none()
            && self.duty(range).is_none()
    }

    /// Splits a list into names: at `、`, spaces and `/`, and at 和, 及, 与 between two units.
    ///
    /// ```text
    /// 各市、县〔市、区〕政府      one: the level words belong together
    /// 各市党委、政府            one
    /// 宣传部和商洛公司          two
    /// 工业和信息化厅            one: what stands before 和 is no unit
    /// ```
    pub(super) fn split(&self, range: Range<usize>) -> Vec<Range<usize>> {
        self.parts(range).into_iter().flat_map(|part| self.conjoined(part)).collect()
    }

    /// Splits a list at `、`, spaces, commas and `/` only; a duty verb may still end a part.
    pub(super) fn parts(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut names: Vec<Range<usize>> = Vec::new();
        let (mut start, mut depth, mut joined) = (range.start, 0u32, false);
        let text = self.of(&range);
        let mut push = |this: &Self, part: Range<usize>, tight: bool| {
            let part = this.trim(part);
            if part.is_empty() {
                return;
            }
            match names.last_mut() {
                Some(last) if tight && this.belongs(last, &part) => last.end = part.end,
                _ => names.push(part),
            }
        };
        for (at, c) in text.char_indices() {
            if OPENERS.contains(&c) {
                depth += 1;
            } else if CLOSERS.contains(&c) {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && (c == '、' || c == '/' || c.is_whitespace() || c == '，' || c == ',') {
                push(self, start..range.start + at, joined);
                joined = c == '、';
                start = range.start + at + c.len_utf8();
            } else if depth == 0 && matches!(c, '★' | '☆' | '▲' | '△' | '●' | '◆' | '◇' | '■' | '□' | '※')
            {
                // ▲市城管局●市财政局: each behind its mark.
                push(self, start..range.start + at, joined);
                (joined, start) = (false, range.start + at);
            }
        }
        push(self, start..range.end, joined);
        names
    }

    /// Whether `next` only goes on with the name `last`: `各市` and `县〔市、区〕政府`.
    fn belongs(&self, last: &Range<usize>, next: &Range<usize>) -> bool {
        let end = tail(*self, next.clone()).map_or(next.end, |(at, _)| at);
        let last_text = self.of(last);
        let next_text = &self.text[next.start..end];
        // One character is no name: 市、县两级.
        if last_text.chars().count() == 1 {
            return true;
        }
        if self.collective(last).is_none() {
            return false;
        }
        // 省政府各委、办、厅、局
        if ["委", "办", "厅", "局"].contains(&next_text)
            && last_text.ends_with(['委', '办', '厅', '局', '部'])
        {
            return true;
        }
        // 各部门、单位
        let general = |unit: (usize, Unit)| unit.1.is(Unit::GENERIC);
        let whole = self.unit_ending(&(next.start..end)).filter(|(at, _)| *at == next.start);
        if whole.is_some_and(general) && self.unit_ending(last).is_some_and(general) {
            return true;
        }
        if last_text.ends_with("党委") || last_text.ends_with("党組") {
            return ["政府", "人民政府"].contains(&next_text);
        }
        let bare = self.without_bracket(last);
        // 各市、县、自治县
        let level = next_text.strip_prefix("自治").unwrap_or(next_text);
        let (Some(of), Some(to)) = (self.of(&bare).chars().next_back(), level.chars().next()) else {
            return false;
        };
        let to = match next_text {
            _ if next_text.starts_with("自治区") || next_text.starts_with("直辖市") => 0,
            _ if next_text.starts_with("县级市") || next_text.starts_with("开发区") => 2,
            _ if next_text.starts_with("街道") => 3,
            _ => match rank(to) {
                Some(to) => to,
                None => return false,
            },
        };
        let of = match self.of(&bare) {
            bare if bare.ends_with("自治区") || bare.ends_with("直辖市") => 0,
            bare if bare.ends_with("街道") => 3,
            _ => match rank(of) {
                Some(of) => of,
                None => return false,
            },
        };
        of <= to
    }

    /// Splits one part at 和, 及, 与 between two units.
    pub(super) fn conjoined(&self, part: Range<usize>) -> Vec<Range<usize>> {
        let mut names = Vec::new();
        let (mut start, mut depth) = (part.start, 0u32);
        let text = self.of(&part);
        for (at, c) in text.char_indices() {
            if OPENERS.contains(&c) {
                depth += 1;
            } else if CLOSERS.contains(&c) {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && matches!(c, '和' | '及' | '与' | '暨' | '並' | '并' | '或') {
                let at = part.start + at;
                let left =
                    start..at - if self.text[start..at].ends_with('以') { '以'.len_utf8() } else { 0 };
                let right = at + c.len_utf8()..part.end;
                // 建设单位或者当地政府
                let whole =
                    self.of(&right).strip_prefix('者').map_or(right.start, |rest| part.end - rest.len());
                let right = whole..part.end;
                // 金融机构和市公积金中心
                let several = || {
                    self.of(&left).chars().count() >= 4
                        && self.unit_ending(&left).is_some_and(|(_, unit)| unit.is(Unit::GENERIC))
                        && self.unit_ending(&right).is_some_and(|(_, unit)| {
                            unit.is(Unit::SUFFIX | Unit::NAME) && !unit.is(Unit::GENERIC)
                        })
                };
                // 全市各级政府和主管部门 are named together.
                let together = self.collective(&left).is_some()
                    && self.collective(&right).is_none()
                    && self
                        .unit_ending(&right)
                        .is_some_and(|(at, unit)| at == right.start && unit.is(Unit::GENERIC));
                if (self.stands_alone(&left) || several()) && self.begins_another(&right) && !together {
                    names.push(left);
                    start = right.start;
                }
            }
        }
        names.push(start..part.end);
        match names.iter().any(|name| self.glued(name).is_some()) {
            true => names.into_iter().flat_map(|name| self.apart(name)).collect(),
            false => names,
        }
    }

    /// Names between which a blank was lost: 市林业局|市城管局.
    fn apart(&self, mut name: Range<usize>) -> Vec<Range<usize>> {
        let mut names = Vec::new();
        while let Some(at) = self.glued(&name) {
            names.push(name.start..at);
            name.start = at;
        }
        names.push(name);
        names
    }

    /// Where the second of two names of the same level begins that stand side by side.
    fn glued(&self, name: &Range<usize>) -> Option<usize> {
        let text = self.of(name);
        let level = text.chars().next().filter(|c| "省市县区州".contains(*c))?;
        let office = |text: &str| text.chars().count() >= 4 && text.ends_with(['局', '委', '厅', '办']);
        let mut places = text.match_indices(level).skip(1).map(|(at, _)| at);
        let at = places.find(|&at| office(&text[..at]) && office(&text[at..]))?;
        let place = name.start + at;
        // 市文化局市场科: the word goes on.
        let word = word::opening(&text[at..]);
        let another = (word.chars().count() != 2 || word.ends_with('委'))
            && self.unit_ending(&(name.start..place)).is_some()
            && self.unit_ending(&(place..name.end)).is_some();
        another.then_some(place)
    }

    /// Whether what stands before 和 is a unit of its own.
    fn stands_alone(&self, left: &Range<usize>) -> bool {
        let text = self.of(left);
        let Some((at, unit)) = self.unit_ending(left) else { return text.ends_with('等') };
        let n_chars = text.chars().count();
        let collective = self.collective(left);
        // 各有关地区和部门 is one name, and so is 各有关部门和单位.
        if unit.is(Unit::NOT)
            || unit.is(Unit::GENERIC) && collective.is_none_or(|end| end >= left.end) && at == left.start
        {
            return false;
        }
        n_chars >= 3
            || self.opening(left, Unit::LEVEL).is_some_and(|end| end < left.end)
            || at == left.start && n_chars == 2 && !unit.is(Unit::STEM)
    }

    fn begins_another(&self, right: &Range<usize>) -> bool {
        let text = self.of(right);
        let Some((at, unit)) = self.unit_ending(right) else { return false };
        // 各县党委和政府 are one, as 各县党委、政府 are.
        !matches!(text, "政府" | "人民政府")
            && !(at == right.start && unit.is(Unit::GENERIC) && text.chars().count() < 4)
            && !text.starts_with(['其', '时'])
            && text.chars().count() > 1
    }
}

/// Whether the name of a town opens a text whose first character is a particle elsewhere: 由义镇, 在野乡, 等驾坊街道. What
/// stands before 镇 is no level or collective: 在各镇, 由乡镇.
pub(super) fn town_opens(text: &str) -> bool {
    let end = ["镇", "乡", "街道"].iter().filter_map(|word| text.find(word)).min();
    end.is_some_and(|end| {
        (2..=3).contains(&text[..end].chars().count())
            && !text[..end].contains(['各', '本', '全', '该', '每', '县', '区', '市', '和', '及'])
    })
}

/// What may follow a verb that is part of a unit's name: 督查|室.
pub(super) const UNIT_ENDS: [char; 12] =
    ['部', '室', '办', '局', '处', '科', '委', '中', '厅', '队', '站', '组'];

pub(super) const OPENERS: [char; 5] = ['（', '(', '〔', '[', '【'];
pub(super) const CLOSERS: [char; 5] = ['）', ')', '〕', ']', '】'];

/// How far down an administrative level is; lists of levels go down: 各省、自治区、直辖市; 各市、县.
fn rank(c: char) -> Option<u8> {
    Some(match c {
        '省' => 0,
        '市' | '州' | '盟' => 1,
        '县' | '区' | '旗' => 2,
        '镇' | '乡' => 3,
        '村' => 4,
        _ => return None,
    })
}

/// Whether `c` may stand inside a name: particles of sentences may not, but for the words that hold them.
fn may_stand(before: char, c: char, after: Option<char>) -> bool {
    match c {
        '的' | '了' | '是' | '把' | '要' | '着' | '被' | '让' | '使' | '由' | '给' | '你' | '我' | '它'
        | '将' | '须' | '應' => {
            matches!((before, c), ('必' | '主' | '重' | '首' | '纲', '要') | ('目', '的'))
                || matches!((c, after), ('由', Some('贸')) | ('将', Some('乐' | '军')))
                || c == '是' && before == ' '
        }
        '不' => after == Some('动'),
        '自' => after.is_some_and(|after| "治然贸由动来规资建".contains(after)),
        '以' => after.is_some_and(|after| "上下及外内".contains(after)),
        '在' => before == '所' || after.is_some_and(|after| "线职校岗编京华建".contains(after)),
        '对' => after.is_some_and(|after| "外口台接港标应".contains(after)),
        '为' => after == Some('民') || before == '作',
        '等' => before != ' ' && "高中初平同均优特一二三".contains(before),
        '。' | '！' | '？' | '：' | ':' | ';' | '；' | '《' | '》' | '=' | '<' | '>' | '%' | '％' | '，'
        | ',' | '\n' | '…' => false,
        _ => true,
    }
}
