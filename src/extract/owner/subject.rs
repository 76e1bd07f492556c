//! Duties spoken in sentences.
//!
//! ```text
//! 区文明办要强化督查。                      a unit opens a clause and an auxiliary follows
//! 组织、宣传、党校等部门,要调动各方资源。       a list closed by 等部门
//! 由市教育局牵头、市财政局配合                由, or a duty verb behind the unit
//! 省林业局为总牵头单位，市林业局为责任单位        a unit is made something
//! ```
//!
//! The unit must open its clause: in `推动各部门共享信息`, `在区委领导下` and `文明委组织协调的领导体制` none is given a duty.

use std::ops::Range;

use crate::lex::bracket::Shape;
use crate::lexicon::{Hits, List};
use crate::model::{OwnerKind, OwnerRole};

use super::Named;
use super::annotation::without_etc;
use super::colon::Colons;
use super::duty::{self, Label};
use super::name::{CLOSERS, OPENERS, Trust, UNIT_ENDS};
use super::scene::{Duty, Scene, Unit};
use crate::text::order;

/// How far before its duty a list of units may begin, in bytes.
const REACH: usize = 240;

/// In how many characters units are looked for that a word before them announces: few, and many.
const FEW: usize = 40;
const MANY: usize = 80;

/// The longest heading that may name offices, in characters.
const LONGEST_TITLE: usize = 40;

/// How many owners back a shorter name may stand for a longer.
const LATELY: usize = 30;

/// The owners that sentences of `range` name, in order. With each stands whether its duty is explicit (由甲负责,
/// 甲牵头, 甲指导), which counts even beside an annotation. `hits` are the words of the whole text.
pub fn subjects(text: &str, hits: &Hits, range: Range<usize>) -> Vec<(Named, bool)> {
    let scene = Scene { text, hits };
    let mut found = Vec::new();
    let (mut done, mut blocked) = (range.start, range.start);
    // What stands in brackets only explains: （技工院校内由人社部门负责）.
    let brackets = scene.brackets(range.clone());
    let mut outer = brackets.pairs.iter().filter(|pair| pair.shape == Shape::Round).peekable();
    let mut inside = 0;
    let mut in_brackets = |at: usize| {
        while let Some(pair) = outer.next_if(|pair| pair.outer.start <= at) {
            inside = inside.max(pair.outer.end);
        }
        at < inside
    };
    let keep = |found: &mut Vec<(Named, bool)>, from: usize| {
        // 各科室负责人…科室负责人要 and 创建工作领导小组…领导小组要 name the same again.
        let mut at = from;
        while at < found.len() {
            let name = &text[found[at].0.place.clone()];
            let again = found[from.saturating_sub(LATELY)..from].iter().any(|(named, _)| {
                let longer = &text[named.place.clone()];
                longer.len() > name.len() && longer.ends_with(name)
            });
            match again {
                true => {
                    found.remove(at);
                }
                false => at += 1,
            }
        }
    };
    let triggers = Duty::BY | Duty::HOLDER | Duty::LABEL | Duty::AUX | Duty::VERB | Duty::WITH | Duty::WEAK;
    for (place, duty) in scene.duties_in(range.clone()) {
        if place.start < blocked {
            continue;
        }
        if duty.is(Duty::BLOCK) {
            blocked = place.end;
            continue;
        }
        if place.start < done || !duty.is(triggers) {
            continue;
        }
        // Most duty words stand behind no unit, which is soon seen.
        let last = text[range.start..place.start].chars().next_back();
        let unit = || scene.units_ending(range.start..place.start).any(|(_, unit)| unit.is(Unit::ENDS));
        let candidate = match last {
            _ if duty.is(Duty::BY | Duty::WITH) => true,
            _ if duty.is(Duty::LABEL) && !duty.is(Duty::VERB) => true,
            _ if duty.is(Duty::HOLDER) => scene
                .duties_ending(range.start..place.start)
                .any(|(_, duty)| duty.is(Duty::VERB | Duty::PART | Duty::LABEL)),
            None => false,
            Some(c) => {
                CLOSERS.contains(&c)
                    || matches!(
                        c,
                        '，' | ','
                            | '等'
                            | '都'
                            | '也'
                            | '均'
                            | '还'
                            | '定'
                            | '时'
                            | '样'
                            | '更'
                            | '既'
                            | '”'
                    )
                    || unit()
                    // 承办机构对材料的真实性负责
                    || scene.of(&place) == "负责" && text[place.end..range.end].starts_with(parts_clauses)
            }
        };
        if !candidate {
            continue;
        }
        if scene.duty(&(place.start..range.end)).is_some_and(|(_, longer)| longer.is(Duty::BLOCK)) {
            continue;
        }
        let from = found.len();
        let end = match () {
            () if in_brackets(place.start) => None,
            () if duty.is(Duty::BY) => by(scene, &range, place, &mut found),
            () if duty.is(Duty::VERB) && duty.is(Duty::LABEL) => {
                made(scene, range.start.max(done), place.clone(), range.end, &mut found)
                    .or_else(|| spoken(scene, &range, place, done, &mut found))
            }
            () if duty.is(Duty::HOLDER | Duty::LABEL) => {
                made(scene, range.start.max(done), place, range.end, &mut found)
            }
            () if duty.is(Duty::AUX) => auxiliary(scene, &range, place, done, &mut found),
            () if duty.is(Duty::VERB | Duty::WITH) => spoken(scene, &range, place, done, &mut found),
            () if duty.is(Duty::WEAK) => weak(scene, &range, place, done, &mut found),
            () => None,
        };
        if let Some(end) = end {
            done = end;
            keep(&mut found, from);
        }
    }
    let named = found.len();
    headed(scene, &range, &mut found);
    acting(scene, &range, &mut found);
    if found.len() > named {
        order::by_key(&mut found, |(named, _)| named.place.start);
        found.dedup_by(|a, b| a.0.place.start < b.0.place.end && b.0.place.start < a.0.place.end);
    }
    found
}

/// The offices that a heading names and nothing else, but for what it calls their work: 地市公司, 市教育局重点工作.
pub fn titled(text: &str, hits: &Hits, title: Range<usize>) -> Option<Vec<Named>> {
    let scene = Scene { text, hits };
    let words = scene.of(&title);
    let work = ["重点工作", "主要工作", "工作职责", "主要职责", "工作任务", "职责", "任务", "工作"];
    let name = work.iter().find_map(|word| words.strip_suffix(word)).unwrap_or(words);
    if name.chars().count() > LONGEST_TITLE {
        return None;
    }
    let found = names(scene, title.start..title.start + name.len(), Trust::Clause)?;
    found.iter().all(|named| is_official(scene, named)).then_some(found)
}

/// （四）市通管办：协调组织各运营商…: a unit with a colon heads its duties.
fn headed(scene: Scene, range: &Range<usize>, found: &mut Vec<(Named, bool)>) {
    let mut colons = Colons::new(scene, range.clone());
    while let Some(colon) = colons.next() {
        let start = clause_start(scene, range.start..colon.start);
        let duties = &scene.text[colon.end..range.end];
        let line = duties.chars().take_while(|&c| c != '\n').take(4).count();
        if start == colon.start || line < 4 || !opens_sentence(scene, range.start..start) {
            continue;
        }
        // After whom a letter is addressed to comes why it is written.
        let label = duty::label(scene, start..colon.start).is_some();
        // 按照“谁主管、谁负责”原则，负责…
        let told = || {
            let near = duties.char_indices().take(40);
            let comma =
                near.take_while(|(_, c)| *c != '\n').find(|(_, c)| matches!(c, '，' | ',')).map(|(at, _)| at);
            let next = comma.map(|at| colon.end + at + duties[at..].chars().next().map_or(1, char::len_utf8));
            next.and_then(|next| scene.duty(&(next..range.end))).is_some_and(|(_, duty)| duty.is(Duty::VERB))
        };
        let letter = label
            || duties.starts_with(['现', '近', '经', '今', '你', '我', '“'])
            || scene.duty(&(colon.end..range.end)).is_some_and(|(_, duty)| duty.is(Duty::FRONT)) && !told();
        if letter {
            continue;
        }
        let Some(names) = names(scene, start..colon.start, Trust::Clause) else { continue };
        if names.iter().all(|named| named.kind != OwnerKind::Person) {
            found.extend(names.into_iter().map(|named| (named, true)));
        }
    }
}

/// 县审计局对违规问题严肃追责, 各乡镇于11月25日前上报总结, 县科协7月开展调研: a unit opens its clause, and does something.
fn acting(scene: Scene, range: &Range<usize>, found: &mut Vec<(Named, bool)>) {
    let text = scene.text;
    let mut done = range.start;
    for (word, unit) in scene.units_in(range.clone()) {
        if word.start < done || word.end >= range.end || !unit.is(Unit::SUFFIX | Unit::NAME | Unit::GENERIC) {
            continue;
        }
        let rest = &text[word.end..range.end];
        let next = rest.chars().next().unwrap_or('。');
        let fronted = rest.starts_with("根据") || rest.starts_with("按照");
        // 有关街镇|进一步|发挥作用
        let manner = || {
            let (adverb, _) = scene.verb(word.end).filter(|(_, part)| *part == "adverb")?;
            text.is_char_boundary(word.end + adverb.len()).then_some(word.end + adverb.len())
        };
        let acts = fronted
            || does(scene, word.end..range.end)
            || manner().is_some_and(|at| at < range.end && does(scene, at..range.end));
        if !acts {
            continue;
        }
        let mut start = clause_start(scene, range.start.max(done)..word.end);
        let sentence = opens_sentence(scene, range.start..start);
        // 税务部门在表单中设立承诺书, and not 建设地点所在地
        if next == '在' && !sentence {
            continue;
        }
        // 由医务科、护理部每月通报: whom it is given to.
        let by = next == '每' && text[start..word.end].starts_with('由');
        if by {
            start += '由'.len_utf8();
        }
        // 市政府与各县区签订责任书 says what two do together.
        if text[start..word.end].contains('与') {
            continue;
        }
        let Some(names) = names(scene, start..word.end, Trust::Clause) else { continue };
        let level = |named: &Named| {
            let mut units = scene.units_at(named.place.start, named.place.end);
            units.any(|(end, unit)| unit.is(Unit::LEVEL) && end < named.place.end)
        };
        let unit = names.iter().all(|named| named.kind == OwnerKind::Organization)
            && names.first().is_some_and(level);
        // 各市县和相关部门明确…: the first speaks for the others.
        let first = names.first().is_some_and(|named| scene.of(&named.place).starts_with(['各', '相', '有']));
        let all = |named: &Named| named.kind == OwnerKind::Collective && first;
        // 领导小组办公室收集资料: who was set up for the task.
        let set_up = |named: &Named| {
            let name = scene.of(&named.place);
            named.kind == OwnerKind::Group
                || name.ends_with("办公室") && name.chars().count() > 3
                || name.ends_with("专班")
        };
        let town = |named: &Named| scene.is_town(&named.place);
        // 税务部门依法保护信息: a department by the name of its work.
        let department = |named: &Named| {
            scene.of(&named.place).ends_with("部门")
                && scene.units_at(named.place.start, named.place.end).any(|(_, unit)| unit.is(Unit::STEM))
        };
        // 各部门抓好落实，领导小组办公室每两周召开…
        let regular = next == '每'
            && names.iter().all(|named| set_up(named) && scene.of(&named.place).chars().count() > 5);
        // 市妇女儿童医院10月投入使用: what is built has no duty.
        let built = || {
            let ends = |(_, c): &(usize, char)| "，,。；;\n".contains(*c);
            let stop = rest.char_indices().take(14).find(ends).or_else(|| rest.char_indices().nth(14));
            let soon = word.end..word.end + stop.map_or(rest.len(), |(at, _)| at);
            let mut outcomes = scene.hits.lexicon().asked_within(List::Outcomes, text, soon.clone());
            outcomes.any(|(_, value)| value == "built") && !text[soon].contains(['对', '将', '把'])
        };
        if unit && !fronted
            || by
            || regular
            // 各专业坚持目标导向 tells a manner, not a duty.
            || !fronted && (sentence || !rest.starts_with("坚持")) && names.iter().all(all)
            || sentence
                && (names.iter().all(set_up)
                    || !fronted && (names.iter().all(town) || names.iter().all(department)))
        {
            if built() {
                continue;
            }
            done = word.end;
            found.extend(names.into_iter().map(|named| (named, false)));
        }
    }
}

/// Whether a unit in whose clause `rest` follows does something: 对问题追责, 于11月上报, 开展调研.
fn does(scene: Scene, rest: Range<usize>) -> bool {
    let words = scene.of(&rest);
    let next = words.chars().next().unwrap_or('。');
    match next {
        // In a list of units, which is where most stand.
        '、' | '，' | '。' | '；' | '）' | '：' => false,
        '于' | '每' => words[next.len_utf8()..]
            .starts_with(|c: char| c.is_ascii_digit() || "季半月周年旬两二三".contains(c)),
        '对' => !words.starts_with("对外") && !words.starts_with("对口"),
        '在' => !words[next.len_utf8()..].starts_with(['于', '建', '职', '线', '校', '岗', '编']),
        '将' | '把' => !words.starts_with("将军"),
        '0'..='9' => words.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('月'),
        _ => scene.verb(rest.start).is_some_and(|(verb, part)| {
            // A verb may reach over the end of the range.
            let Some(after) = words.get(verb.len()..) else { return false };
            // 市教育局联系人
            let label = || {
                scene.duty(&rest).is_some_and(|(end, duty)| {
                    end > rest.start + verb.len() && duty.is(Duty::OTHER | Duty::HOLDER | Duty::LABEL)
                })
            };
            part != "aux"
                && verb.len() >= 6
                && !after.starts_with(['、', '，', '。', '）'])
                // 各部门协作配合的局面
                && !after.chars().take(4).any(|c| c == '的')
                // 县政府|督查室 goes on.
                && !after.starts_with(UNIT_ENDS)
                && scene.hits.at(List::Orgs, rest.start).is_none()
                && !label()
        }),
    }
}

/// 由甲牵头，乙配合.
fn by(scene: Scene, range: &Range<usize>, by: Range<usize>, found: &mut Vec<(Named, bool)>) -> Option<usize> {
    let limit = clause_end(scene, by.end..range.end);
    let before = scene.text[range.start..by.start].chars().next_back();
    if before.is_some_and(|c| "自理事缘因来经由".contains(c)) {
        return None;
    }
    // 请甲制定, 责成甲整改, 委托甲评估
    if scene.of(&by) != "由" {
        return asked(scene, range, by, found);
    }
    if let Some(end) = by_with(scene, by.end..limit, found) {
        return Some(end);
    }
    // 由市住建局等联合发文单位负责解释
    if scene.text[by.end..limit].contains("负责解释") {
        return Some(limit);
    }
    let spoken = first_verb(scene, by.end..limit)
        .and_then(|(at, end, role)| Some((at, end, role, names(scene, by.end..at, Trust::Clause)?)));
    let Some((at, end, role, names)) = spoken else {
        return done_by(scene, by.end..limit, found);
    };
    // 由职工参加 and 由企业支持 say what happens, not whose duty it is.
    if role == OwnerRole::Support && !["配", "协"].iter().any(|of| scene.text[at..end].contains(of)) {
        return None;
    }
    chain(scene, range, names, end, role, found)
}

/// 请甲、乙等部门完成修订, 请甲会同乙制定.
fn asked(
    scene: Scene,
    range: &Range<usize>,
    ask: Range<usize>,
    found: &mut Vec<(Named, bool)>,
) -> Option<usize> {
    // 国务院已责成甲研究
    if scene.of(&ask) != "责成"
        && clause_start(scene, range.start..ask.start) < ask.start
        && without_lead_in(scene, clause_start(scene, range.start..ask.start)..ask.start).start < ask.start
    {
        return None;
    }
    let limit = clause_end(scene, ask.end..range.end);
    if let Some(end) = by_with(scene, ask.end..limit, found) {
        return Some(end);
    }
    let (names, end) = listed(scene, ask.end..limit, MANY);
    if !names.first().is_some_and(|first| is_official(scene, first))
        || scene.text[end..limit].chars().count() < 2
    {
        return None;
    }
    let role = duty::verbs(scene, end..limit).map_or(OwnerRole::Responsible, |(_, role)| role);
    found.extend(names.into_iter().map(|named| (Named { role, ..named }, false)));
    // 请甲在办法中明确，乙要…: what stands behind is what is to be written.
    let written = ["明确", "规定", "要求"].iter().any(|word| scene.text[end..limit].ends_with(word));
    let sentence = || {
        let marks = scene.marks(limit..range.end);
        marks.iter().find(|mark| matches!(mark.c, '。' | '\n')).map_or(range.end, |mark| mark.start())
    };
    Some(if written { sentence() } else { end })
}

/// 由各区县政府制定并组织实施: units behind 由 that do something, and not 由企业自愿选择.
fn done_by(scene: Scene, clause: Range<usize>, found: &mut Vec<(Named, bool)>) -> Option<usize> {
    let (names, end) = listed(scene, clause.clone(), FEW);
    // 由业务主管部门根据规定审查
    let front = scene.duty(&(end..clause.end)).is_some_and(|(_, duty)| duty.is(Duty::FRONT));
    let verb = scene.verb(end).filter(|(_, part)| *part != "aux").map(|(verb, _)| verb);
    // 由登记管理机关责令解散
    let ordered = || scene.duty(&(end..clause.end)).filter(|(_, duty)| duty.is(Duty::CAUSE));
    let verb = verb.or_else(|| Some(scene.of(&(end..ordered()?.0))))?;
    let none = scene.duty(&(end..clause.end)).is_some_and(|(_, duty)| duty.is(Duty::BLOCK));
    let judged = none
        || ["审核", "审批", "核定", "承担", "提供", "决定", "约谈", "问责", "通报", "给予", "追究"]
            .contains(&verb);
    let rest = &scene.text[(end + verb.len()).min(clause.end)..clause.end];
    if names.is_empty()
        || judged
        || verb.len() < 6 && !front
        || verb == "确定" && rest.is_empty()
        || rest.contains('的') && !front
        || !names.iter().all(|named| is_official(scene, named) || is_body(scene, named))
    {
        return None;
    }
    found.extend(names.into_iter().map(|named| (named, false)));
    Some(end)
}

/// Whether a name is that of an office, which can be asked for something: 市教育局, 各有关部门, and not 考生随时关注系统.
fn is_official(scene: Scene, named: &Named) -> bool {
    let place = &named.place;
    let n_chars = scene.of(place).chars().count();
    let opens = || {
        let unit =
            |(end, unit): (usize, Unit)| end < place.end && unit.is(Unit::LEVEL | Unit::STEM | Unit::NAME);
        scene.units_at(place.start, place.end).any(unit)
    };
    let plain =
        || scene.duty(place).is_none() && scene.verb(place.start).is_none() && (4..=8).contains(&n_chars);
    let known =
        || scene.units_at(place.start, place.end).any(|(end, unit)| end == place.end && unit.is(Unit::NAME));
    match named.kind {
        OwnerKind::Organization | OwnerKind::Group => n_chars > 2 && (known() || opens() || plain()),
        OwnerKind::Collective => scene.collective(place).is_some(),
        OwnerKind::Person => false,
    }
}

/// Whether a name says of many what they are, as of departments and bodies: 业务主管部门, 社会团体.
fn is_body(scene: Scene, named: &Named) -> bool {
    let name = scene.of(&named.place);
    named.kind == OwnerKind::Collective
        && !name.contains(['向', '至'])
        && (name.ends_with("部门") || name.ends_with("机关"))
}

/// 由甲会同乙制定, 由甲会同乙负责.
fn by_with(scene: Scene, clause: Range<usize>, found: &mut Vec<(Named, bool)>) -> Option<usize> {
    let (with, _) = scene
        .duties_in(clause.start..clause.end.min(clause.start + REACH))
        .find(|(word, duty)| duty.is(Duty::WITH) && word.start > clause.start && scene.of(word) != "商")?;
    let first = names(scene, clause.start..with.start, Trust::Clause)?;
    let (helpers, end) = helped(scene, with.end..clause.end);
    // 由市住建局会同有关部门负责解释
    if helpers.is_empty() || scene.text[end..clause.end].contains("解释") {
        return None;
    }
    let role = duty::verbs(scene, end..clause.end).map_or(OwnerRole::Responsible, |(_, role)| role);
    found.extend(first.into_iter().map(|named| (Named { role, ..named }, true)));
    found.extend(helpers.into_iter().map(|named| (named, true)));
    Some(end)
}

/// The first duty verb in a clause with something before it: where it starts and ends, and its role.
fn first_verb(scene: Scene, clause: Range<usize>) -> Option<(usize, usize, OwnerRole)> {
    let limit = clause.end.min(clause.start + REACH);
    let mut blocked = clause.start;
    for (word, duty) in scene.duties_in(clause.start..limit) {
        if duty.is(Duty::BLOCK) {
            blocked = blocked.max(word.end);
        }
        let at = word.start;
        if at < blocked || at == clause.start || !duty.is(Duty::VERB | Duty::FILL) {
            continue;
        }
        if scene.duty(&(at..clause.end)).is_some_and(|(_, longer)| longer.is(Duty::BLOCK)) {
            continue;
        }
        let before = &scene.text[clause.start..at];
        if before.matches(OPENERS).count() > before.matches(CLOSERS).count() {
            continue;
        }
        if let Some((end, role)) = duty::verbs(scene, at..clause.end)
            && !unit_spans(scene, clause.start, at)
        {
            return Some((at, end, role));
        }
    }
    None
}

/// Whether a unit's ending begins before `at` and goes on behind it: 党|组织.
fn unit_spans(scene: Scene, start: usize, at: usize) -> bool {
    let ends = scene.text[at..].char_indices().map(|(i, c)| at + i + c.len_utf8()).take(3);
    ends.into_iter().any(|end| {
        scene.units_ending(start..end).any(|(from, unit)| from < at && !unit.is(Unit::NOT | Unit::STEM))
    })
}

/// Owners with a spoken duty, and those of the clauses that go on: 、乙配合，丙参与.
fn chain(
    scene: Scene,
    range: &Range<usize>,
    first: Vec<Named>,
    mut end: usize,
    role: OwnerRole,
    found: &mut Vec<(Named, bool)>,
) -> Option<usize> {
    // 由各地统筹资金: many do not lead; 教育部门统筹安排入学.
    let many = || first.iter().all(|named| scene.collective(&named.place).is_some());
    let shared = role == OwnerRole::Lead
        && scene.text[..end].ends_with("统筹")
        && (many() || spent(&scene.text[end..clause_end(scene, end..range.end)]));
    let role = if shared { OwnerRole::Responsible } else { role };
    let mut owners: Vec<Named> = first.into_iter().map(|named| Named { role, ..named }).collect();
    loop {
        let rest = &scene.text[end..range.end];
        // 本办法由教育局负责解释
        if rest.starts_with("解释") {
            return None;
        }
        // 由政府负责人牵头、相关部门参与的工作机制 describes; only units named one by one have a duty in it.
        if rest.starts_with('的') {
            if !owners.iter().all(|named| matches!(named.kind, OwnerKind::Organization | OwnerKind::Group)) {
                return None;
            }
            break;
        }
        let Some(joint) = rest.chars().next().filter(|c| "、，,；;".contains(*c)) else { break };
        let start = end + joint.len_utf8();
        let limit = clause_end(scene, start..range.end);
        // 由甲牵头，会同乙等部门
        if scene.text[start..limit].starts_with("会同") {
            let (helpers, next) = helped(scene, start + "会同".len()..limit);
            end = if helpers.is_empty() { end } else { next };
            owners.extend(helpers);
            break;
        }
        let Some((at, next, role)) = first_verb(scene, start..limit) else { break };
        let Some(more) = names(scene, start..at, Trust::Clause) else { break };
        let after = &scene.text[next..range.end];
        if !(after.is_empty() || after.starts_with(|c: char| "、，,；;。\n）)的".contains(c))) {
            break;
        }
        owners.extend(more.into_iter().map(|named| Named { role, ..named }));
        end = next;
    }
    found.extend(owners.into_iter().map(|named| (named, true)));
    Some(end)
}

/// 省林业局为总牵头单位, 县级党委作为责任主体, 各科室负责人是本科室的第一责任人.
fn made(
    scene: Scene,
    from: usize,
    holder: Range<usize>,
    limit: usize,
    found: &mut Vec<(Named, bool)>,
) -> Option<usize> {
    let start = clause_start(scene, from..holder.start);
    let mut holder = holder;
    while let Some((end, _)) =
        scene.duty(&(holder.end..limit)).filter(|(_, duty)| duty.is(Duty::HOLDER | Duty::LABEL | Duty::PART))
    {
        holder.end = end;
    }
    let (label_start, label) = duty::label(scene, start..holder.end)?;
    let Label::Role { role, .. } = label else { return None };
    let text = &scene.text[start..label_start];
    let (at, len) = ["作为", "为", "是"].iter().find_map(|word| Some((text.find(word)?, word.len())))?;
    let after = &text[at + len..];
    if at == 0 || after.chars().count() > 40 || after.contains('、') && !after.starts_with('本') {
        return None;
    }
    let names = names(scene, start..start + at, Trust::Clause)?;
    found.extend(names.into_iter().map(|named| (Named { role, ..named }, true)));
    Some(holder.end)
}

/// 区文明办要强化督查.
fn auxiliary(
    scene: Scene,
    range: &Range<usize>,
    aux: Range<usize>,
    done: usize,
    found: &mut Vec<(Named, bool)>,
) -> Option<usize> {
    let start = clause_start(scene, range.start.max(done)..aux.start);
    let mut before = start..aux.start;
    // 各级政府、有关部门，都要督促
    let together = ["都", "均"].contains(&scene.of(&before));
    if before.is_empty() || together {
        // 组织、宣传等部门,要调动: the comma stands between the list and its duty.
        let comma = scene.text[..start].chars().next_back().filter(|c| "，,".contains(*c))?;
        let end = start - comma.len_utf8();
        before = clause_start(scene, range.start.max(done)..end)..end;
        if together && opens_sentence(scene, range.start..before.start) {
        } else if let Some(subject) = fronted(scene, before.clone())
            && opens_sentence(scene, range.start..before.start)
        {
            before = subject;
        } else if !["等部门", "等单位", "等有关部门", "等相关部门"]
            .iter()
            .any(|of| scene.of(&before).ends_with(of))
        {
            return None;
        }
    }
    // 企业要落实主体责任: what is general names somebody where the sentence opens with it.
    let many = scene.trim(without_lead_in(scene, before.clone()));
    let general = (scene.of(&many).ends_with("企业") || scene.of(&many).ends_with('校'))
        && scene.unit_ending(&many).is_some_and(|(at, unit)| at == many.start && unit.is(Unit::GENERIC))
        && !scene.of(&aux).starts_with('需');
    if general && opens_sentence(scene, range.start..before.start) {
        let (role, kind) = (OwnerRole::Responsible, OwnerKind::Collective);
        found.push((Named { place: many, role, kind, open_ended: false }, false));
        return Some(aux.end);
    }
    let names = names(scene, before, Trust::Clause)?;
    // 志愿者要新增2000名 tells how many there are to be.
    let counted = ["新增", "增加", "达到", "超过", "突破"]
        .iter()
        .find_map(|word| scene.text[aux.end..range.end].strip_prefix(word))
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if counted && names.iter().all(|named| named.kind == OwnerKind::Person) {
        return None;
    }
    // 要牵头梳理 and 要会同市教育局 say more than that there is a duty.
    let limit = clause_end(scene, aux.end..range.end);
    let (mut role, mut explicit, mut end) = (OwnerRole::Responsible, false, aux.end);
    let mut helpers = Vec::new();
    if let Some((after, duty)) = scene.duty(&(aux.end..limit)) {
        if duty.is(Duty::VERB)
            && matches!(duty.role(), Some(OwnerRole::Lead))
            && scene.text[aux.end..].starts_with(['牵', '统', '主'])
            && !spent(&scene.text[after..limit])
            // 各地要统筹土地供应 tells how, and many do not lead.
            && !(scene.text[aux.end..].starts_with('统')
                && names.iter().all(|named| scene.collective(&named.place).is_some()))
        {
            (role, explicit, end) = (OwnerRole::Lead, true, after);
        } else if ["配合", "协助"].iter().any(|word| &scene.text[aux.end..after] == *word) {
            // 要配合市交通局整顿秩序: the task is another's.
            let (helped, next) = helped(scene, after..limit);
            if !helped.is_empty() {
                (role, end) = (OwnerRole::Support, next);
            }
        } else if duty.is(Duty::WITH)
            && (scene.text[aux.end..].starts_with("会同") || scene.text[aux.end..].starts_with("联合"))
        {
            (helpers, end) = helped(scene, after..limit);
        }
    }
    // 要承担…主体责任
    let clause = &scene.text[aux.end..limit];
    explicit |= ["主体责任", "第一责任", "领导责任", "牵头责任", "属地责任", "属地管理责任", "监管责任"]
        .iter()
        .any(|of| clause.contains(of));
    found.extend(names.into_iter().map(|named| (Named { role, ..named }, explicit)));
    found.extend(helpers.into_iter().map(|named| (named, false)));
    Some(end)
}

/// The subject of a clause that tells on what occasion it acts, before the clause with its duty: 各部门|在编制规划时，要….
fn fronted(scene: Scene, clause: Range<usize>) -> Option<Range<usize>> {
    let occasion = ["时", "中", "过程中", "同时", "基础上", "前", "后"];
    let occasion = occasion.iter().any(|word| scene.of(&clause).ends_with(word));
    // 审核机构|完成审核后，要…; 市、县两级水利部门|承担监管责任，要…
    let unit = scene.units_in(clause.clone()).find(|(word, unit)| {
        unit.is(Unit::ENDS)
            && !unit.is(Unit::NOT)
            && scene.verb(word.end).is_some_and(|(verb, part)| part == "verb" && verb.len() >= 6)
    });
    if let Some((word, _)) = unit
        && names(scene, clause.start..word.end, Trust::Clause).is_some()
    {
        return Some(clause.start..word.end);
    }
    let words = scene.duties_in(clause.clone());
    let mut fronts = words.filter(|(word, duty)| duty.is(Duty::FRONT) && word.start > clause.start).take(4);
    fronts.find_map(|(word, _)| {
        // 各金融机构|对新开工的项目，要…
        if !occasion && !["对", "针对", "按照", "根据"].contains(&scene.of(&word)) {
            return None;
        }
        names(scene, clause.start..word.start, Trust::Clause).map(|_| clause.start..word.start)
    })
}

/// Whether what follows 统筹 is shared out, and nobody led: 统筹安排资金.
fn spent(after: &str) -> bool {
    let funds = after.char_indices().nth(10).map_or(after, |(at, _)| &after[..at]).contains("资金");
    funds || ["安排", "使用", "考虑", "兼顾", "好", "利用", "推进"].iter().any(|word| after.starts_with(word))
}

/// The units after 会同, up to the last that is one, and where they end.
fn helped(scene: Scene, rest: Range<usize>) -> (Vec<Named>, usize) {
    let (names, end) = listed(scene, rest, FEW);
    (names.into_iter().map(|named| Named { role: OwnerRole::Support, ..named }).collect(), end)
}

/// The units that open `rest`, each within so many characters behind the one before, and where they end.
fn listed(scene: Scene, rest: Range<usize>, n_chars: usize) -> (Vec<Named>, usize) {
    let text = scene.of(&rest);
    let mut best = (Vec::new(), rest.start);
    let mut left = n_chars;
    for (at, c) in text.char_indices() {
        let Some(less) = left.checked_sub(1) else { break };
        left = less;
        let end = rest.start + at + c.len_utf8();
        // 会同省财政厅|依托服务系统
        let front = || scene.duty(&(best.1..rest.end)).is_some_and(|(_, duty)| duty.is(Duty::FRONT));
        if !best.0.is_empty() && scene.unit_ending(&(rest.start..best.1)).is_some() && front() {
            break;
        }
        // 会同市公交集团|做好公交站…, 会同团市委|组织青年…, but 会同市委宣传部.
        let verb = (!best.0.is_empty()).then(|| scene.verb(best.1)).flatten();
        let goes_on = |word: &str| {
            let rest = &scene.text[best.1 + word.len()..];
            rest.starts_with(UNIT_ENDS) && !rest.starts_with("办法")
        };
        if verb.is_some_and(|(word, part)| part != "aux" && !goes_on(word)) {
            break;
        }
        let next = scene.text[end..rest.end].chars().next();
        let unit = scene.unit_ending(&(rest.start..end)).is_some_and(|(_, unit)| !unit.is(Unit::NOT));
        // 项目所|在地, 代理人办|理
        let cut = matches!(
            (c, next),
            ('所', Some('在' | '属' | '有' | '需')) | ('办', Some('理' | '法' | '事' | '学'))
        );
        if !unit || cut || next.is_some_and(|c| "门位室厅局委部区县镇级道".contains(c)) {
            continue;
        }
        let whole = rest.start..end;
        if let Some(names) = names(scene, whole, Trust::List) {
            (best, left) = ((names, end), n_chars);
        }
    }
    best
}

/// 市教育局负责, 市教育局牵头, 市教育局指导, 市教育局会同市财政局 at the start of a clause.
fn spoken(
    scene: Scene,
    range: &Range<usize>,
    verb: Range<usize>,
    done: usize,
    found: &mut Vec<(Named, bool)>,
) -> Option<usize> {
    let text = scene.of(&verb);
    let start = clause_start(scene, range.start.max(done)..verb.start);
    let limit = clause_end(scene, verb.start..range.end);
    let with = text == "会同";
    // 成立工作专班，负责…: who is set up for it.
    if start == verb.start && text.starts_with("负责") {
        let comma = scene.text[..start].chars().next_back().filter(|c| "，,".contains(*c))?;
        let end = start - comma.len_utf8();
        let before = clause_start(scene, range.start.max(done)..end)..end;
        let set_up = ["成立", "组建", "设立"].iter().find_map(|word| {
            let words = scene.of(&before);
            words.starts_with(word).then(|| before.start + word.len()..before.end)
        })?;
        let named = names(scene, set_up, Trust::List)?;
        found.extend(named.into_iter().map(|named| (named, true)));
        return Some(verb.end);
    }
    // 会同市教育局开展…: whose task it is stands elsewhere.
    if start == verb.start {
        let (helpers, end) = match with && opens_sentence(scene, range.start..start) {
            true => helped(scene, verb.end..limit),
            false => return None,
        };
        found.extend(helpers.into_iter().map(|named| (named, true)));
        return Some(end);
    }
    let (end, role) = match with {
        true => (verb.end, OwnerRole::Responsible),
        false => duty::verbs(scene, verb.start..limit)?,
    };
    let after = &scene.text[end..range.end];
    let alone = after.is_empty() || after.starts_with(|c: char| "、，,；;。\n".contains(c));
    // These take a unit as their subject even with an object behind them; others only speak of a duty alone.
    let speaks = ["牵头", "负责", "主抓", "指导", "督办", "督导", "会同", "统筹"]
        .iter()
        .any(|of| text.starts_with(of));
    let organises = text == "组织" || text == "组织开展";
    if !(alone || speaks || organises) || after.starts_with('的') {
        return None;
    }
    let sentence = opens_sentence(scene, range.start..start);
    // 承办机构对材料的真实性负责
    if alone
        && text == "负责"
        && let Some(of) = scene.of(&(start..verb.start)).find('对').filter(|of| *of > 0)
    {
        let named = names(scene, start..start + of, Trust::Clause).filter(|_| sentence)?;
        found.extend(named.into_iter().map(|named| (named, false)));
        return Some(end);
    }
    let first = names(scene, start..verb.start, Trust::Clause)?;
    if organises && !alone {
        if !sentence {
            return None;
        }
        found.extend(first.into_iter().map(|named| (Named { role: OwnerRole::Responsible, ..named }, false)));
        return Some(end);
    }
    if with {
        let (helpers, end) = helped(scene, verb.end..limit);
        if helpers.is_empty() && !sentence {
            return None;
        }
        found.extend(first.into_iter().map(|named| (Named { role, ..named }, true)));
        found.extend(helpers.into_iter().map(|named| (named, true)));
        return Some(end);
    }
    chain(scene, range, first, end, role, found)
}

/// 各有关部门依职责…, 领导班子及时…: no duty word, but a unit opens the sentence and acts.
fn weak(
    scene: Scene,
    range: &Range<usize>,
    word: Range<usize>,
    done: usize,
    found: &mut Vec<(Named, bool)>,
) -> Option<usize> {
    let start = clause_start(scene, range.start.max(done)..word.start);
    // 指导各地认真把握: behind what was read no clause begins.
    let inside = start == done && done > range.start && !scene.text[..done].ends_with(parts_clauses);
    if start == word.start || inside {
        return None;
    }
    // 各单位按照职责分工落实: like an annotation, wherever the clause stands.
    let limit = clause_end(scene, word.start..range.end);
    if let Some((end, role)) = duty::verbs(scene, word.start..limit)
        && end == limit
    {
        let first = names(scene, start..word.start, Trust::Clause)?;
        found.extend(first.into_iter().map(|named| (Named { role, ..named }, false)));
        return Some(end);
    }
    // 需要联合执法的，办公室及时组织…; many are the subject wherever their clause stands.
    let told =
        || scene.text[range.start..start].trim_end_matches(['，', ',']).ends_with(['的', '前', '后', '时']);
    // 各组成部门负责提供，办公室定期汇总
    let beside = found.last().is_some_and(|(last, _)| {
        last.place.end <= start && !scene.text[last.place.end..start].contains(['。', '；', '\n'])
    });
    let names = names(scene, start..word.start, Trust::Clause)?;
    let offices = || names.iter().all(|named| named.kind == OwnerKind::Organization);
    let sentence = opens_sentence(scene, range.start..start) || told() || beside && offices();
    if !(sentence || names.iter().all(|named| scene.collective(&named.place).is_some())) {
        return None;
    }
    found.extend(names.into_iter().map(|named| (named, false)));
    Some(word.end)
}

/// Where the clause that ends at `range.end` begins.
fn clause_start(scene: Scene, range: Range<usize>) -> usize {
    let from = range.start.max(range.end.saturating_sub(REACH));
    let from = (from..=range.end).find(|&at| scene.text.is_char_boundary(at)).unwrap_or(range.end);
    let mut depth = 0u32;
    for mark in scene.marks(from..range.end).iter().rev() {
        if CLOSERS.contains(&mark.c) {
            depth += 1;
        } else if OPENERS.contains(&mark.c) {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return mark.end(),
            }
        } else if depth == 0 && parts_clauses(mark.c) {
            return mark.end();
        }
    }
    from
}

/// Where the clause that starts at `range.start` ends.
fn clause_end(scene: Scene, range: Range<usize>) -> usize {
    let mut end = range.end.min(range.start + 2 * REACH);
    while !scene.text.is_char_boundary(end) {
        end -= 1;
    }
    scene.marks(range.start..end).iter().find(|mark| parts_clauses(mark.c)).map_or(end, |mark| mark.start())
}

/// Whether a clause ends before `c`.
fn parts_clauses(c: char) -> bool {
    matches!(c, '，' | ',' | '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n' | '：' | ':')
}

fn opens_sentence(scene: Scene, before: Range<usize>) -> bool {
    let text = scene.of(&before).trim_end_matches([' ', '\u{3000}']);
    // 按照总部要求，安监部组织: an adverbial may stand in front.
    if let Some(fronted) = text.strip_suffix(['，', ',']) {
        let start = clause_start(scene, before.start..before.start + fronted.len());
        let opens = opens_with_sentence(&scene.text[before.start..start]);
        let front = scene.duty(&(start..before.start + fronted.len()));
        return opens && front.is_some_and(|(_, duty)| duty.is(Duty::FRONT));
    }
    opens_with_sentence(text)
}

/// Whether a sentence or an item begins after `text`.
fn opens_with_sentence(text: &str) -> bool {
    text.is_empty()
        || text.ends_with(['。', '；', ';', '！', '!', '？', '\n', '：', ':', '、', '.', '）', ')'])
}

/// The names a stretch consists of, or none when any of it is something else.
fn names(scene: Scene, range: Range<usize>, trust: Trust) -> Option<Vec<Named>> {
    let mut range = scene.trim(without_lead_in(scene, range));
    // Adverbs between the unit and its duty: 各部门一定要, 各镇也要.
    let text = scene.of(&range);
    for word in ["一定", "都", "也", "均", "还", "分别", "同时", "同样", "更", "既"] {
        if let Some(kept) = text.strip_suffix(word) {
            range.end = range.start + kept.len();
            break;
        }
    }
    if range.is_empty() {
        return None;
    }
    let mut names = Vec::new();
    let (whole, open, _) = without_etc(scene, range.clone());
    // 组织、宣传、党校等部门: the general word vouches for short names.
    let vouched =
        open && scene.of(&whole).contains('、') && scene.of(&(whole.end..range.end)).chars().count() >= 3;
    let pieces = scene.split(range.clone());
    let last = pieces.len().checked_sub(1)?;
    let shared = shared(scene, &pieces);
    // 各级农业农村、财政部门
    if shared && scene.collective(&pieces[0]).is_some_and(|end| is_stem(scene, &(end..pieces[0].end))) {
        let (role, kind) = (OwnerRole::Responsible, OwnerKind::Collective);
        return Some(vec![Named { place: range, role, kind, open_ended: false }]);
    }
    let vouched = vouched || shared;
    // 党政机关、国有企业要…: general words side by side speak of each.
    let general = |piece: &Range<usize>| {
        let whole = scene.units_at(piece.start, piece.end).rfind(|(end, _)| *end == piece.end);
        scene.of(piece).chars().count() > 3
            && (whole.is_some_and(|(_, unit)| unit.is(Unit::GENERIC | Unit::SUFFIX))
                || scene.unit_ending(piece).is_some_and(|(_, unit)| unit.is(Unit::GENERIC)))
            && (scene.verb(piece.start).is_none()
                || scene.units_at(piece.start, piece.end).any(|(_, unit)| unit.is(Unit::STEM)))
    };
    let general = last > 0 && trust == Trust::Clause && pieces.iter().all(general);
    for (n, piece) in pieces.into_iter().enumerate() {
        let (place, open_ended, rest) = without_etc(scene, piece);
        for (place, open_ended) in [(Some(place), open_ended), (rest, false)] {
            let Some(place) = place else { continue };
            let short = vouched && is_vouched(scene, &place);
            let trust = match trust {
                _ if short => Trust::Label,
                Trust::Clause if n > 0 => Trust::List,
                trust => trust,
            };
            let kind = match general {
                true => OwnerKind::Collective,
                // 市、区发展改革
                false if short && scene.of(&place).contains('、') => OwnerKind::Organization,
                false => scene.judge(&place, trust)?,
            };
            let kind = if short && kind == OwnerKind::Person { OwnerKind::Organization } else { kind };
            names.push(Named {
                place,
                role: OwnerRole::Responsible,
                kind,
                open_ended: open_ended && n == last,
            });
        }
    }
    Some(names)
}

/// A piece of a list without the levels before it: 市、区|发展改革, 市、区两级|审计, 各级|农业农村.
fn without_levels(scene: Scene, piece: &Range<usize>) -> Range<usize> {
    let opened = scene.collective(piece).unwrap_or(piece.start)..piece.end;
    let bare = scene.of(&opened).trim_start_matches(|c: char| "省市州县区、".contains(c));
    let bare = bare.strip_prefix("两级").or_else(|| bare.strip_prefix("三级")).unwrap_or(bare);
    piece.end - bare.len()..piece.end
}

/// Whether a stretch is what a department is called by.
fn is_stem(scene: Scene, range: &Range<usize>) -> bool {
    scene.units_at(range.start, range.end).any(|(end, unit)| end == range.end && unit.is(Unit::STEM))
}

/// Whether a piece of a list whose last word is said once for all may be one of them: what a department is called by, or
/// another short word.
///
/// ```text
/// 市、区发展改革、人力资源社会保障、督查等部门        市人力社保、医保部门
/// ```
fn is_vouched(scene: Scene, piece: &Range<usize>) -> bool {
    let bare = without_levels(scene, piece);
    let n_chars =
        if bare.start - piece.start > 3 { scene.of(&bare) } else { scene.of(piece) }.chars().count();
    !bare.is_empty() && (n_chars <= 6 || is_stem(scene, &bare))
}

/// Whether the departments of a list share their last word: 民政、人社部门.
fn shared(scene: Scene, pieces: &[Range<usize>]) -> bool {
    let Some((last, others)) = pieces.split_last() else { return false };
    let word = ["部门", "机关", "单位", "机构", "企业", "公司"]
        .iter()
        .find_map(|word| scene.of(last).strip_suffix(word));
    // 东湾、石门派出所
    let branch = scene.units_ending(last.clone()).any(|(at, unit)| unit.is(Unit::BRANCH) && at > last.start);
    let place = |piece: &Range<usize>| {
        (2..=4).contains(&scene.of(piece).chars().count())
            && scene.unit_ending(piece).is_none()
            && scene.verb(piece.start).is_none()
            && scene.duty(piece).is_none()
    };
    if branch && !others.is_empty() && others.iter().all(place) {
        return true;
    }
    let stem = |piece: &Range<usize>| is_stem(scene, &without_levels(scene, piece)) || is_stem(scene, piece);
    word.is_some_and(|word| is_stem(scene, &(last.start..last.start + word.len())))
        && others.iter().any(stem)
        && others.iter().all(|piece| {
            let short = scene.of(piece).chars().count() <= 4;
            short || stem(piece) || scene.verb(piece.start).is_none() && is_vouched(scene, piece)
        })
}

/// A clause without 同时, 一是, 本阶段 and numbers at its start.
fn without_lead_in(scene: Scene, mut range: Range<usize>) -> Range<usize> {
    loop {
        let text = scene.of(&range);
        let rest = text.trim_start_matches(|c: char| {
            c.is_ascii_digit() || c.is_whitespace() || ".．、①②③④⑤⑥⑦⑧⑨⑩".contains(c)
        });
        if rest.len() < text.len() {
            range.start = range.end - rest.len();
            continue;
        }
        // 第十一条住房部门应当
        if let Some(number) = text.strip_prefix('第')
            && let after = number
                .trim_start_matches(|c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(c))
            && let Some(rest) = after.strip_prefix(['条', '章', '节']).filter(|_| after.len() < number.len())
        {
            range.start = range.end - rest.len();
            continue;
        }
        if let Some((end, duty)) = scene.duty(&range)
            // 每季度各分公司将结果报送
            && (duty.is(Duty::LEAD_IN) || text.starts_with('每') && duty.is(Duty::WEAK))
        {
            range.start = end;
            continue;
        }
        // （一）各街道要, 【信息调查】各区应
        if text.starts_with(['（', '(', '【'])
            && let Some(at) =
                text.find(['）', ')', '】']).filter(|&at| at <= 12 || text.starts_with('【') && at <= 40)
        {
            range.start += at + text[at..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        return range;
    }
}
