//! Owner annotations: brackets, label runs and table cells.
//!
//! ```text
//! 责任单位：省科技厅、省财政厅，各市政府；配合单位：省税务局。列第一位的为牵头单位，下同
//! ╰─label─╯╰──────clause──────╯╰clause╯╰─label─╯╰clause╯  ╰─────── rule ────────╯
//!           names apart by 、      ， parts ranks, and a verb at the end of a clause gives
//!                                    its role to all names since the verb before it
//! ```

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::lex::bracket::{Pair, Shape};
use crate::lexicon::Hits;
use crate::model::{OwnerKind, OwnerRole};

use super::Named;
use super::colon::Colons;
use super::duty::{self, Label};
use super::name::{CLOSERS, OPENERS, Trust};
use super::scene::{Duty, Scene, Unit};
use crate::text::order;

/// The longest bracket or run that is read, in bytes: some hundred units.
const LONGEST: usize = 4000;
/// The longest clause of a label run, in bytes: what is longer is a sentence.
const LONGEST_CLAUSE: usize = 900;

/// Owners named together in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// All of it, with its brackets or its label, in bytes of the clean text.
    pub place: Range<usize>,
    /// The owners in order, with the roles that stand here; who is listed first is not looked at.
    pub owners: Vec<Named>,
    /// What stands after `完成时限：`, without the label.
    pub due: Option<Range<usize>>,
    /// Whether a label or a duty verb says that these are owners; a bare list in a bracket does not.
    pub labelled: bool,
    /// Whether it says that the first-listed unit leads, and how far that reaches.
    pub first_leads: Option<FirstLeads>,
    /// Owners of this and of every later task: `以下均需各市政府落实，不再列出`.
    pub everyone: Vec<Named>,
    /// What stands among names and could not be read as one.
    pub unread: Vec<Range<usize>>,
}

/// How far the rule reaches that the first-listed unit leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstLeads {
    /// This annotation only.
    Here,
    /// This one and all that follow: `下同`.
    Onward,
}

/// The owner annotations of a text. Each bracket and each run behind a label is read once, whoever asks for it.
pub struct Annotations<'t> {
    scene: Scene<'t>,
    /// What was read, by where it starts.
    read: RefCell<HashMap<usize, Kept>>,
}

/// What was read at a place, how far it might have reached, and under which label.
struct Kept {
    limit: usize,
    label: Option<Label>,
    reading: Rc<Reading>,
}

/// How far beyond its end a run is looked at, in bytes: for the next item and the rule that a sentence may state.
const AHEAD: usize = 120;

impl<'t> Annotations<'t> {
    /// Those of a clean text; `hits` are its words.
    pub fn new(text: &'t str, hits: &'t Hits<'t>) -> Annotations<'t> {
        Annotations { scene: Scene { text, hits }, read: RefCell::default() }
    }

    /// Those in `range`, in order: brackets at the end of a sentence or paragraph, runs that open with a label, lines
    /// that do.
    pub fn of(&self, range: Range<usize>) -> Vec<Annotation> {
        annotations(self, range)
    }

    /// What `body` says, which a bracket holds, or which follows a label.
    fn read(&self, body: Range<usize>, label: Option<Label>) -> Rc<Reading> {
        if let Some(kept) = self.read.borrow().get(&body.start) {
            // A run ends where it ends, however much more is asked for.
            let far = |limit: usize| kept.reading.end + AHEAD <= limit;
            let same = kept.limit == body.end || label.is_some() && far(kept.limit) && far(body.end);
            if kept.label == label && same {
                return kept.reading.clone();
            }
        }
        let reading = Rc::new(read(self.scene, body.clone(), label, label.is_some()));
        let kept = Kept { limit: body.end, label, reading: reading.clone() };
        self.read.borrow_mut().insert(body.start, kept);
        reading
    }
}

fn annotations(all: &Annotations, range: Range<usize>) -> Vec<Annotation> {
    let scene = all.scene;
    let mut found: Vec<Annotation> = Vec::new();
    let brackets = scene.brackets(range.clone());
    let mut outer = brackets.pairs.iter().filter(|pair| !pair.shape.quotes()).peekable();
    let mut colons = Colons::new(scene, range.clone());
    let mut done = range.start;
    let mut colon = colons.next();
    loop {
        // Whatever comes first; a bracket that was read hides the labels in it.
        let bracket = outer.peek().map(|pair| pair.outer.start);
        match (bracket, colon.as_ref().map(|colon| colon.start)) {
            (None, None) => {
                dashed(scene, &range, &mut found);
                return found;
            }
            (Some(at), next) if next.is_none_or(|next| at < next) => {
                let pair = outer.next().expect("one was seen");
                if at < done {
                    continue;
                }
                if pair.inner.len() > LONGEST || pair.inner.len() < 4 || pair.shape == Shape::Curly {
                    continue;
                }
                match label_in_brackets(scene, pair) {
                    Some(label) => {
                        let (annotation, end) = run(all, at, pair.outer.end..range.end, label);
                        done = end;
                        found.extend(annotation);
                    }
                    None => {
                        if let Some(annotation) = bracketed(all, pair, &range) {
                            done = annotation.place.end;
                            found.push(annotation);
                        }
                    }
                }
            }
            _ => {
                let at = colon.take().expect("one was seen");
                colon = colons.next();
                if at.start < done {
                    continue;
                }
                let Some((start, label)) = duty::label(scene, done..at.start) else { continue };
                if label == Label::Other || said_of(scene, done..start) {
                    continue;
                }
                let (annotation, end) = run(all, start, at.end..range.end, label);
                done = end;
                found.extend(annotation);
            }
        }
    }
}

/// Units behind a dash that opens a line or follows a sentence: `——市水利局牵头，市财政局配合`.
fn dashed(scene: Scene, range: &Range<usize>, found: &mut Vec<Annotation>) {
    let text = scene.of(range);
    let before = found.len();
    for dash in scene.marks(range.clone()).iter().filter(|mark| mark.c == '—') {
        let at = dash.start() - range.start;
        let head = text[..at].trim_end_matches([' ', '\u{3000}']);
        // Asked first, so that a long run of dashes stays linear.
        if !(head.is_empty() || head.ends_with(['\n', '。', '；', '）'])) {
            continue;
        }
        let body = text[at..].trim_start_matches(['—', '-', ' ']);
        let start = range.end - body.len();
        let line = body.split('\n').next().unwrap_or("").trim_end();
        let taken = |a: &Annotation| a.place.contains(&start);
        if !(6..LONGEST).contains(&line.len()) || found.iter().any(taken) {
            continue;
        }
        let reading = read(scene, start..start + line.len(), None, false);
        if !reading.owners.is_empty() && reading.failed == 0 {
            found.push(reading.annotation(range.start + at..start + line.len(), true));
        }
    }
    if found.len() > before {
        order::by_key(found, |annotation| annotation.place.start);
    }
}

/// A line of its own within `range`, behind the first, that holds nothing but names of units, as where a table lost its
/// rows. Whether such lines name owners only several of them together tell.
///
/// ```text
/// 1．食堂卫生检查⏎总务处⏎周二
/// ```
pub fn lined(text: &str, hits: &Hits, range: Range<usize>) -> Option<Annotation> {
    const WIDEST: usize = 90;
    let scene = Scene { text, hits };
    let mut at = range.start + text[range.clone()].find('\n')? + 1;
    let mut names = Vec::new();
    while at < range.end && names.is_empty() {
        let end = text[at..range.end].find('\n').map_or(range.end, |len| at + len);
        let line = scene.trim(at..end);
        if line.len() <= WIDEST && !scene.of(&line).contains(['，', '。', '：', '；']) {
            let pieces = scene.split(line.clone());
            let named = pieces.iter().map(|place| scene.judge(place, Trust::List));
            names = named
                .collect::<Option<Vec<_>>>()
                .map_or(Vec::new(), |kinds| pieces.into_iter().zip(kinds).collect());
        }
        at = end + 1;
    }
    let (first, last) = (names.first()?.0.start, names.last()?.0.end);
    // A list of those who attend has a unit on each line.
    let next = text[last..range.end].trim_start();
    let next = range.end - next.len()..range.end - next.len() + next.find('\n').unwrap_or(next.len());
    if !next.is_empty() && scene.judge(&scene.trim(next), Trust::List).is_some() {
        return None;
    }
    let named = |(place, kind)| Named { place, role: OwnerRole::Responsible, kind, open_ended: false };
    Some(Annotation {
        place: first..last,
        owners: names.into_iter().map(named).collect(),
        due: None,
        labelled: false,
        first_leads: None,
        everyone: Vec::new(),
        unread: Vec::new(),
    })
}

/// The owners in a table cell that holds nothing else. `role` is what the head of the column says, and `person` whether
/// it asks for people; a verb in the cell may say otherwise. `无`, `/` and an empty cell give none.
pub fn cell(text: &str, hits: &Hits, range: Range<usize>, role: OwnerRole, person: bool) -> Vec<Named> {
    let scene = Scene { text, hits };
    read(scene, range, Some(Label::Role { role, person, first: false }), false).owners
}

/// Whether a table cell lists units or people and nothing else: whether they are people; none where it holds anything
/// else.
pub fn names_only(text: &str, hits: &Hits, range: Range<usize>) -> Option<bool> {
    let reading = read(Scene { text, hits }, range, None, false);
    let people = reading.owners.iter().filter(|named| named.kind == OwnerKind::Person).count();
    (reading.failed == 0 && !reading.owners.is_empty()).then_some(people == reading.owners.len())
}

/// `【责任单位】` before names.
fn label_in_brackets(scene: Scene, pair: &Pair) -> Option<Label> {
    if pair.inner.len() > 60 || !matches!(pair.shape, Shape::Lens | Shape::Square) {
        return None;
    }
    let (start, label) = duty::label(scene, pair.inner.clone())?;
    (start == pair.inner.start && label != Label::Other).then_some(label)
}

/// Whether the words before a label show that it is spoken of: 各责任单位, 明确责任人.
fn said_of(scene: Scene, before: Range<usize>) -> bool {
    let text = scene.of(&before);
    if text.ends_with(['和', '与', '各', '是', '为', '有', '等']) {
        return true;
    }
    let collective = scene.ends_in_collective(before.clone());
    let cause = scene.duties_ending(before).any(|(_, duty)| duty.is(Duty::CAUSE));
    collective || cause && !text.ends_with(['级', '市', '县', '区'])
}

/// Reads a label run that began with `label` at `start`; `body` begins after its colon. Also says where it
/// ends, even when it names nobody.
fn run(all: &Annotations, start: usize, body: Range<usize>, label: Label) -> (Option<Annotation>, usize) {
    let scene = all.scene;
    let mut limit = body.end.min(body.start + LONGEST);
    while !scene.text.is_char_boundary(limit) {
        limit -= 1;
    }
    let body = body.start..limit;
    let reading = all.read(body, Some(label));
    let owners = !reading.owners.is_empty();
    let end = reading.end;
    // 时间：3月—7月 on a line of its own.
    let line = scene.text[..start].is_empty() || scene.text[..start].ends_with('\n');
    if !(owners || reading.due.is_some() && (label == Label::Due || label == Label::When && line)) {
        return (None, end);
    }
    (Some(reading.annotation(start..end, true)), end)
}

/// Reads a bracket, if it names owners.
fn bracketed(all: &Annotations, pair: &Pair, range: &Range<usize>) -> Option<Annotation> {
    let scene = all.scene;
    let inner = pair.inner.clone();
    // Without a duty word or the end of a unit there is nothing to read.
    let names = || scene.units_in(inner.clone()).any(|(_, unit)| unit.is(Unit::ENDS));
    let told = Duty::VERB | Duty::LABEL | Duty::HOLDER;
    if !names() && !scene.duties_in(inner.clone()).any(|(_, duty)| duty.is(told)) {
        return None;
    }
    let reading = all.read(inner, None);
    let rule = reading.first_leads.is_some() || !reading.everyone.is_empty();
    if reading.owners.is_empty() && !rule && (reading.due.is_none() || !reading.labelled) {
        return None;
    }
    let labelled = reading.labelled || reading.spoken;
    if !labelled && !rule && !(reading.failed == 0 && is_list_here(scene, pair, range, &reading)) {
        return None;
    }
    if !reading.labelled && reading.failed > reading.owners.len() {
        return None;
    }
    Some(reading.annotation(pair.outer.clone(), labelled))
}

/// Whether a bracket that only lists units stands where owners stand: after the end of a sentence, or at the
/// end of a paragraph and not as an explanation of the word before it.
fn is_list_here(scene: Scene, pair: &Pair, range: &Range<usize>, reading: &Reading) -> bool {
    let before = scene.text[range.start..pair.outer.start].trim_end_matches([' ', '\u{3000}']);
    let after = scene.text[pair.outer.end..range.end].trim_start_matches([' ', '\u{3000}']);
    // 3.【市教育局、市财政局】办好…
    let number = |c: char| c.is_ascii_digit() || "（）().．、一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩".contains(c);
    if pair.shape == Shape::Lens && before.chars().all(number) {
        return true;
    }
    let last = after.is_empty() || after.starts_with('\n') || after == "。" || after.starts_with("。\n");
    // …“百千万”（进百城、进千镇、进万村）活动 explains.
    let quoted = before.ends_with('”') && (last || after.starts_with(['。', '；', ';', '\n']));
    if quoted || before.is_empty() || before.ends_with(['。', '；', '！', '？', ';', '!', '?', '\n']) {
        return true;
    }
    let word = pair.outer.start - before.len().min(24);
    let word =
        (word..=pair.outer.start).find(|&at| scene.text.is_char_boundary(at)).unwrap_or(pair.outer.start);
    let explains = scene.unit_ending(&(word..pair.outer.start)).is_some_and(|(_, unit)| !unit.is(Unit::NOT));
    last && !explains && reading.owners.iter().any(|owner| owner.kind != OwnerKind::Person)
}

/// What a list of names says.
#[derive(Default)]
struct Reading {
    owners: Vec<Named>,
    due: Option<Range<usize>>,
    first_leads: Option<FirstLeads>,
    everyone: Vec<Named>,
    /// Whether a label stands in it.
    labelled: bool,
    /// Whether a duty verb stands in it.
    spoken: bool,
    /// How many stretches were no names.
    failed: usize,
    /// Those of them that stand between names.
    unread: Vec<Range<usize>>,
    /// Where the run ends.
    end: usize,
}

impl Reading {
    /// The annotation at `place` that says it; `labelled` where a label or a duty verb makes its names owners.
    fn annotation(&self, place: Range<usize>, labelled: bool) -> Annotation {
        Annotation {
            place,
            owners: self.owners.clone(),
            due: self.due.clone(),
            labelled,
            first_leads: self.first_leads,
            everyone: self.everyone.clone(),
            unread: self.unread.clone(),
        }
    }
}

/// A stretch between commas, under one label.
struct Clause {
    range: Range<usize>,
    label: Option<Label>,
    /// Whether names before it take no role from verbs after it.
    closed: bool,
}

/// Reads `body`, which is what a bracket holds, or what follows a label when it is `open`: then it ends with
/// the sentence, the paragraph, or before the number of the next item.
fn read(scene: Scene, body: Range<usize>, label: Option<Label>, open: bool) -> Reading {
    let (clauses, end) = clauses(scene, body, label, open);
    let mut reading = Reading { end, labelled: label.is_some(), ..Reading::default() };
    let mut list = Gathered::default();
    let mut when = None;
    if let Some(Label::Role { first: true, .. }) = label {
        reading.first_leads = Some(FirstLeads::Here);
    }
    for clause in clauses {
        let range = scene.trim(clause.range);
        match clause.label {
            _ if range.is_empty() => {}
            Some(Label::Due) => reading.due = reading.due.or(Some(range)),
            Some(Label::When) => when = when.or(Some(range)),
            Some(Label::Other) => {}
            _ if rule(scene, &range, &mut reading) => {}
            None if is_time(scene.of(&range)) => when = when.or(Some(range)),
            label => {
                list.default = label;
                list.clause(scene, range, &mut reading);
            }
        }
        reading.labelled |= matches!(clause.label, Some(Label::Role { .. } | Label::Due));
        if clause.closed {
            list.close(&mut reading);
        }
    }
    list.close(&mut reading);
    if !reading.owners.is_empty() || label == Some(Label::When) {
        reading.due = reading.due.or(when);
    }
    reading
}

/// Whether a clause is nothing but a time: `5月底前`, `2026年第三季度完成`.
fn is_time(clause: &str) -> bool {
    let done = ["完成", "办结", "落实"].iter().find_map(|word| clause.strip_suffix(word)).unwrap_or(clause);
    let may = |c: char| {
        c.is_ascii_digit() || "年月日底末前初中旬上下半季度第一二三四十今明至到内-—－～.．".contains(c)
    };
    done.contains(['年', '月', '日', '季']) && done.chars().all(may)
}

/// Cuts `body` at commas, full stops and labels. Also says where it ends.
fn clauses(scene: Scene, body: Range<usize>, label: Option<Label>, open: bool) -> (Vec<Clause>, usize) {
    let text = scene.text;
    let mut clauses = Vec::new();
    let (mut label, mut start, mut depth) = (label, body.start, 0u32);
    let chars = text[body.clone()].char_indices().map(|(at, c)| (body.start + at, c)).peekable();
    let mut end = body.end;
    let (mut skip, mut ruled) = (body.start, false);
    let close = |clauses: &mut Vec<Clause>, range: Range<usize>, label, closed| {
        clauses.push(Clause { range, label, closed });
    };
    for (at, c) in chars {
        if at < skip {
            continue;
        }
        if open && (at - start > LONGEST_CLAUSE || depth == 0 && item_begins(&text[..body.end], start, at)) {
            end = at;
            break;
        }
        match c {
            '\n' if open
                // A label may stand on a line of its own, before the names.
                && (!text[start..at].trim().is_empty() || !clauses.is_empty()) =>
            {
                end = at;
                break;
            }
            _ if OPENERS.contains(&c) => {
                let inner = at + c.len_utf8();
                let closer = text[inner..body.end].char_indices().take(12).find(|(_, c)| CLOSERS.contains(c));
                let named = closer.filter(|_| depth == 0 && (c == '【' || c == '[')).and_then(|(len, c)| {
                    let (from, label) = duty::label(scene, inner..inner + len)?;
                    (from == inner).then_some((inner + len + c.len_utf8(), label))
                });
                match named {
                    Some((after, next)) => {
                        close(&mut clauses, start..at, label, true);
                        (label, start, skip) = (Some(next), after, after);
                    }
                    // 省科技厅〔列第一位的为牵头单位，下同〕
                    None if depth == 0 && rule_follows(scene, inner..body.end) => {
                        close(&mut clauses, start..at, label, false);
                        (start, ruled) = (inner, true);
                    }
                    None => depth += 1,
                }
            }
            _ if CLOSERS.contains(&c) => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None if ruled => {
                    close(&mut clauses, start..at, label, false);
                    (start, ruled) = (at + c.len_utf8(), false);
                }
                None if open => {
                    end = at;
                    break;
                }
                None => {}
            },
            _ if depth > 0 => {}
            '：' | ':' => match duty::label(scene, start..at) {
                Some((from, next)) => {
                    // 市教育局联系人：甲 names whom to ask.
                    let contact = next == Label::Other
                        && label.is_none()
                        && !text[start..from].ends_with(char::is_whitespace);
                    if !contact {
                        close(&mut clauses, start..from, label, true);
                    }
                    (label, start) = (Some(next), at + c.len_utf8());
                }
                None if open => {
                    end = start;
                    break;
                }
                None => (label, start) = (Some(Label::Other), at + c.len_utf8()),
            },
            '；' | ';' | '。' => {
                close(&mut clauses, start..at, label, true);
                start = at + c.len_utf8();
                if open && c == '。' && !rule_follows(scene, start..body.end) {
                    end = at;
                    break;
                }
                // A label reaches to the semicolon when it was about time or place.
                if !matches!(label, Some(Label::Role { .. })) {
                    label = None;
                }
            }
            '，' | ',' if !matches!(label, Some(Label::Due | Label::When)) => {
                // 责任单位：甲，乙协助: a verb behind the comma says nothing of those before it.
                close(&mut clauses, start..at, label, matches!(label, Some(Label::Role { .. })));
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if start < end {
        close(&mut clauses, start..end, label, true);
    }
    (clauses, end)
}

/// Whether the number of the next item stands at `at`: `2.`, `（二）`, `三、`, `一是`, in a run that began
/// at `start`.
fn item_begins(text: &str, start: usize, at: usize) -> bool {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return false };
    let numeral =
        |c: char| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百');
    let before = text[start..at].chars().next_back();
    match first {
        '（' | '(' => {
            let inner = &rest[first.len_utf8()..];
            let number = inner.trim_start_matches(|c: char| numeral(c) || c.is_ascii_digit());
            let len = inner.len() - number.len();
            // （1）甲、（2）乙 are names with their numbers.
            (1..=9).contains(&len)
                && number.starts_with(['）', ')'])
                && before != Some('、')
                && (before.is_some() || !inner.starts_with(|c: char| c.is_ascii_digit()))
        }
        '①'..='⑳' => true,
        '0'..='9' => {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            !before.is_some_and(|c| c.is_ascii_digit() || ".．-—至到、".contains(c))
                && rest.len() - after.len() <= 2
                && after.starts_with(['.', '．', '、'])
                && !after.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
                && before.is_some()
        }
        _ if numeral(first) => {
            let after = rest.trim_start_matches(numeral);
            !before.is_some_and(|c| numeral(c) || c == '第' || c == '、')
                && (after.starts_with('、') || after.starts_with('是') && before.is_some())
                && before.is_some()
        }
        _ => false,
    }
}

/// Whether the next clause says which unit leads.
fn rule_follows(scene: Scene, rest: Range<usize>) -> bool {
    let text = scene.of(&rest);
    let end = text.find(['，', '。', '\n', ',', '）', '〕', ')', ']']).unwrap_or(text.len()).min(90);
    let clause = rest.start..rest.start + end;
    scene.text.is_char_boundary(clause.end) && says_first(scene, &clause)
}

/// Whether a sentence of `range` says that the first-listed unit leads, as notes over and under tables do.
pub fn first_leads(text: &str, hits: &Hits, range: Range<usize>) -> bool {
    let scene = Scene { text, hits };
    let mut done = range.start;
    for (word, duty) in scene.duties_in(range.clone()) {
        if !duty.is(Duty::FIRST) || word.start < done {
            continue;
        }
        let end = text[word.start..range.end].find(['，', '。', '\n', ',', '；', '）', ')']);
        done = end.map_or(range.end, |at| word.start + at);
        if says_first(scene, &(word.start..done)) {
            return true;
        }
    }
    false
}

/// The mark that a note of the document gives to those who lead: 标★的为牵头单位, ★为牵头单位.
pub fn lead_mark(text: &str, hits: &Hits) -> Option<char> {
    const REACH: usize = 30;
    let scene = Scene { text, hits };
    // All but the last begin with the byte 0xe2, which few other characters do.
    let mut near = memchr::memchr2_iter(0xe2, b'*', text.as_bytes());
    if !near.any(|at| text[at..].starts_with(['★', '☆', '▲', '△', '●', '◆', '■', '※', '*'])) {
        return None;
    }
    let led = scene.duties_in(0..text.len()).filter(|(_, duty)| duty.role() == Some(OwnerRole::Lead));
    led.into_iter().find_map(|(word, _)| {
        let before = &text[crate::text::floor(text, word.start.saturating_sub(REACH))..word.start];
        let says = before.trim_end_matches(['为', '是', '系', '表', '示', '：', ':']);
        let says = says.trim_end_matches(['的', '者']);
        let says = ["单位", "部门"].iter().find_map(|word| says.strip_suffix(word)).unwrap_or(says);
        let mark = says.trim_end_matches(['“', '”', '"', '号', '的']).chars().next_back()?;
        (says.len() < before.len() && "★☆▲△●◆■※*".contains(mark)).then_some(mark)
    })
}

fn says_first(scene: Scene, clause: &Range<usize>) -> bool {
    let mut first = false;
    for (_, duty) in scene.duties_in(clause.clone()) {
        first |= duty.is(Duty::FIRST);
        if first && duty.role() == Some(OwnerRole::Lead) {
            return true;
        }
    }
    false
}

/// Reads a clause that states a rule for the document: 列第一位者为牵头单位, 下同, 以下均需各市政府落实.
fn rule(scene: Scene, clause: &Range<usize>, reading: &mut Reading) -> bool {
    if says_first(scene, clause) {
        reading.first_leads = reading.first_leads.or(Some(FirstLeads::Here));
        return true;
    }
    let Some((end, duty)) = scene.duty(clause) else { return false };
    if duty.is(Duty::ONWARD) && end == clause.end {
        if reading.first_leads.is_some() {
            reading.first_leads = Some(FirstLeads::Onward);
        }
        return true;
    }
    if !duty.is(Duty::HEREAFTER) {
        return false;
    }
    let all = scene.duties_in(clause.clone()).filter(|(_, duty)| duty.is(Duty::ALL)).map(|(word, _)| word);
    let all = all.max_by_key(|word| (std::cmp::Reverse(word.start), word.end)).map(|word| word.end);
    if let Some(start) = all {
        let mut list = Gathered::default();
        let mut everyone = Reading::default();
        list.clause(scene, start..clause.end, &mut everyone);
        list.close(&mut everyone);
        reading.everyone = everyone.owners;
    }
    true
}

/// Names gathered until a verb or the end gives them a role.
#[derive(Default)]
struct Gathered {
    default: Option<Label>,
    pending: Vec<Named>,
    /// Names after 会同.
    helpers: Vec<Named>,
    helping: bool,
    /// Short words before a name that may share its ending: 东湾、石门 before 云角海事处.
    short: Vec<Range<usize>>,
    /// Pieces between `、` that end like no unit, with the number of names before each and whether 等 follows: 省计生协 among departments.
    odd: Vec<(usize, Range<usize>, bool)>,
}

impl Gathered {
    /// Reads one clause of names.
    fn clause(&mut self, scene: Scene, clause: Range<usize>, reading: &mut Reading) {
        for part in scene.parts(clause) {
            self.part(scene, part, reading);
        }
    }

    fn part(&mut self, scene: Scene, part: Range<usize>, reading: &mut Reading) {
        let part = without_opening(scene, scene.trim(part));
        let tail = duty::tail(scene, part.clone());
        let body = match tail {
            Some((start, _)) => part.start..start,
            None => part.clone(),
        };
        if tail.is_none()
            && let Some((name, role)) = in_brackets(scene, &body)
        {
            self.names(scene, name, reading);
            self.speak(role, reading);
            return;
        }
        // 甲会同乙负责: what stands after 会同 helps.
        let with = (!self.helping).then(|| with(scene, &body)).flatten();
        match with {
            Some(with) => {
                self.names(scene, body.start..with.start, reading);
                self.helping = true;
                self.names(scene, with.end..body.end, reading);
            }
            None if !body.is_empty() => {
                // 商务部指导供销社落实: a verb between two names ends the first list.
                match self.inner_verb(scene, &body, reading) {
                    Some(rest) => self.names(scene, rest, reading),
                    None => self.names(scene, body, reading),
                }
            }
            None => {}
        }
        if let Some((_, role)) = tail {
            self.speak(role, reading);
        }
    }

    fn inner_verb(
        &mut self,
        scene: Scene,
        body: &Range<usize>,
        reading: &mut Reading,
    ) -> Option<Range<usize>> {
        if self.valid(scene, body).is_some() {
            return None;
        }
        for (word, _) in scene.duties_in(body.clone()).filter(|(_, duty)| duty.is(Duty::VERB)).take(8) {
            let at = word.start;
            let verb = duty::verbs(scene, at..body.end);
            if let Some((end, role)) = verb
                && end < body.end
                && self.valid(scene, &(body.start..at)).is_some()
                && self.valid(scene, &(end..body.end)).is_some()
            {
                self.names(scene, body.start..at, reading);
                self.speak(role, reading);
                return Some(end..body.end);
            }
        }
        None
    }

    fn trust(&self) -> Trust {
        if matches!(self.default, Some(Label::Role { .. })) { Trust::Label } else { Trust::List }
    }

    fn valid(&self, scene: Scene, range: &Range<usize>) -> Option<OwnerKind> {
        scene.judge(range, self.trust())
    }

    /// Takes the names of one part, which 和 may join.
    fn names(&mut self, scene: Scene, body: Range<usize>, reading: &mut Reading) {
        for piece in scene.conjoined(body) {
            let (name, open_ended, rest) = without_etc(scene, piece);
            self.name(scene, name, open_ended, reading);
            if let Some(rest) = rest {
                self.name(scene, rest, false, reading);
            }
        }
    }

    fn name(&mut self, scene: Scene, place: Range<usize>, open_ended: bool, reading: &mut Reading) {
        let place = scene.trim(place);
        if place.is_empty() {
            return;
        }
        let Some(mut kind) = self.valid(scene, &place) else {
            reading.failed += 1;
            let listed =
                scene.text[..place.start].ends_with('、') || scene.text[place.end..].starts_with('、');
            if !self.helping && listed && scene.judge(&place, Trust::Among).is_some() {
                self.odd.push((self.pending.len(), place.clone(), open_ended));
            }
            if listed {
                reading.unread.push(place.clone());
            }
            let words = scene.of(&place);
            let short = (2..=4).contains(&words.chars().count())
                && words.chars().all(|c| ('一'..='鿿').contains(&c))
                && scene.verb(place.start).is_none()
                && scene.duty(&place).is_none()
                && scene.unit_ending(&place).is_none();
            match short {
                true => self.short.push(place),
                false => self.short.clear(),
            }
            return;
        };
        let shared = std::mem::take(&mut self.short);
        if shared.last().is_some_and(|last| &scene.text[last.end..place.start] == "、")
            && kind == OwnerKind::Organization
            && scene.units_ending(place.clone()).any(|(_, unit)| unit.is(Unit::BRANCH))
        {
            reading.failed = reading.failed.saturating_sub(shared.len());
            reading.unread.retain(|place| !shared.contains(place));
            self.odd.retain(|(_, odd, _)| !shared.contains(odd));
            let named = |place| Named { place, role: OwnerRole::Responsible, kind, open_ended: false };
            let list = if self.helping { &mut self.helpers } else { &mut self.pending };
            list.extend(shared.into_iter().map(named));
        }
        let person = matches!(self.default, Some(Label::Role { person: true, .. }));
        if person && scene.unit_ending(&place).is_none() {
            kind = OwnerKind::Person;
        } else if !person && kind == OwnerKind::Person && scene.unit_ending(&place).is_none() {
            kind = OwnerKind::Organization;
        }
        let named = Named { place, role: OwnerRole::Responsible, kind, open_ended };
        if self.helping { self.helpers.push(named) } else { self.pending.push(named) }
    }

    /// A verb gives its role to the names before it.
    fn speak(&mut self, role: OwnerRole, reading: &mut Reading) {
        reading.spoken |= !self.pending.is_empty();
        self.among(1, reading);
        self.flush(role, reading);
    }

    /// Takes the odd pieces of a list for names where there are `times` as many others.
    fn among(&mut self, times: usize, reading: &mut Reading) {
        let odd = std::mem::take(&mut self.odd);
        if odd.is_empty() || self.pending.len() < times * odd.len() {
            return;
        }
        reading.failed = reading.failed.saturating_sub(odd.len());
        reading.unread.retain(|place| !odd.iter().any(|(_, odd, _)| odd == place));
        for (at, place, open_ended) in odd.into_iter().rev() {
            let (role, kind) = (OwnerRole::Responsible, OwnerKind::Organization);
            self.pending.insert(at, Named { place, role, kind, open_ended });
        }
    }

    fn flush(&mut self, role: OwnerRole, reading: &mut Reading) {
        self.short.clear();
        self.odd.clear();
        reading.owners.extend(self.pending.drain(..).map(|named| Named { role, ..named }));
        let support = |named| Named { role: OwnerRole::Support, ..named };
        reading.owners.extend(self.helpers.drain(..).map(support));
        self.helping = false;
    }

    /// The end of a list: what has no verb takes the role of the label.
    fn close(&mut self, reading: &mut Reading) {
        let role = match self.default {
            Some(Label::Role { role, .. }) => role,
            _ => OwnerRole::Responsible,
        };
        // (观测科、气象台、办公室): without a verb two of three must be units.
        self.among(2, reading);
        self.flush(role, reading);
    }
}

/// `省数据局（牵头）`: the name and the role.
fn in_brackets(scene: Scene, part: &Range<usize>) -> Option<(Range<usize>, OwnerRole)> {
    let text = scene.of(part);
    let closer = text.chars().next_back().filter(|c| CLOSERS.contains(c))?;
    let at = text.rfind(OPENERS).filter(|&at| at > 0)?;
    let opener = text[at..].chars().next()?;
    let inner = part.start + at + opener.len_utf8()..part.end - closer.len_utf8();
    let role = match duty::verbs(scene, inner.clone()) {
        Some((end, role)) if end == inner.end => role,
        _ => match duty::label(scene, inner.clone())? {
            (start, Label::Role { role, .. }) if start == inner.start => role,
            _ => return None,
        },
    };
    Some((part.start..part.start + at, role))
}

/// Where 会同 stands in a part, with a name before it.
fn with(scene: Scene, body: &Range<usize>) -> Option<Range<usize>> {
    let text = scene.of(body);
    let at = body.start + text.find("会同")?;
    scene.judge(&(body.start..at), Trust::List).map(|_| at..at + "会同".len())
}

/// Whether a text opens with one character and the word for a town, as no town is called: 义镇 of 由义镇.
fn town_of_one(text: &str) -> bool {
    let rest = text.strip_prefix(|c: char| !"各市区县乡镇村本".contains(c)).unwrap_or("");
    rest.starts_with(['镇', '乡']) || rest.starts_with("街道")
}

/// A part without 由, 并 and the like before the name.
fn without_opening(scene: Scene, part: Range<usize>) -> Range<usize> {
    // 和平区教育局
    if scene.units_at(part.start, part.end).any(|(_, unit)| unit.is(Unit::LEVEL)) {
        return part;
    }
    let text = scene.of(&part);
    let kept = ["以及", "由", "并由", "并", "及", "和", "与"]
        .iter()
        .filter_map(|word| text.strip_prefix(word))
        .min_by_key(|rest| rest.len());
    match kept {
        // 由义镇: no town has a name of one character.
        Some(rest) if town_of_one(rest) => part,
        // 并州街道
        Some(rest) if rest.starts_with('州') => part,
        Some(rest) if rest.chars().count() > 1 => part.end - rest.len()..part.end,
        _ => part,
    }
}

/// Takes `等`, `等有关部门和单位` off a name; says whether it stood there, and what comes after `等和`.
pub(super) fn without_etc(scene: Scene, piece: Range<usize>) -> (Range<usize>, bool, Option<Range<usize>>) {
    let text = scene.of(&piece);
    let Some(at) =
        text.rfind('等').filter(|&at| at > 0 && !text[..at].ends_with(['高', '中', '初', '平', '同', '优']))
    else {
        return (piece, false, None);
    };
    let name = piece.start..piece.start + at;
    let mut rest = piece.start + at + '等'.len_utf8()..piece.end;
    for joint in ["以及", "和", "及", "与", "，"] {
        if scene.of(&rest).starts_with(joint) {
            rest.start += joint.len();
            return (name, true, Some(rest));
        }
    }
    // Only general words may follow, or it is the 等 of a longer name.
    let (mut at, mut general) = (rest.start, true);
    while at < rest.end {
        let number = |c: char| c.is_ascii_digit() || "个多家和及、一二三四五六七八九十".contains(c);
        let word = scene
            .units_at(at, rest.end)
            // 等国务院相关部门, 等省级单位
            .filter(|(_, unit)| unit.is(Unit::GENERIC | Unit::LEVEL))
            .map(|(end, unit)| (end, unit.is(Unit::GENERIC)))
            .chain(scene.collectives_at(at, rest.end).map(|end| (end, true)))
            .max();
        match (word, scene.text[at..rest.end].chars().next().filter(|&c| number(c))) {
            (Some(word), _) => (at, general) = word,
            (None, Some(c)) => at += c.len_utf8(),
            (None, None) => return (piece, false, None),
        }
    }
    match general {
        true => (name, true, None),
        false => (piece, false, None),
    }
}

/// Whether a sentence is a label that names nobody: `配合部门：无`.
pub fn nobody(text: &str, hits: &Hits, range: Range<usize>) -> bool {
    let scene = Scene { text, hits };
    let Some(colon) = Colons::new(scene, range.clone()).next().map(|colon| colon.start) else { return false };
    let after = text[colon..].chars().next().map_or(colon, |c| colon + c.len_utf8());
    let rest = scene.trim(after..range.end);
    let none = scene.duty(&rest).is_some_and(|(end, duty)| end == rest.end && duty.is(Duty::NONE));
    let role = duty::label(scene, range.start..colon)
        .is_some_and(|(at, label)| at == range.start && matches!(label, Label::Role { .. }));
    role && (none || scene.of(&rest).chars().all(|c| "/／—-".contains(c)))
}
