//! What the tasks of a section without numbered items are.
//!
//! ```text
//! 三、倡导绿色出行⏎                 paragraphs: both lines open a task
//! 办好骑行周活动。组织…⏎
//! 完善慢行步道。改造…
//! （二）改善环境⏎                    sentences: leads later in the line open tasks too
//! 环境就是民生。整治背街小巷。对…。清理房前屋后。对…
//! 四、加强自身建设⏎                 whole: nothing opens one
//! 全体干部要…
//! ```
//!
//! Each reading covers the whole leaf and has a price in hundredths: what it leaves unexplained (a sentence that looks like a
//! lead and opens nothing) and what speaks against it by the form of the heading. The cheapest is taken.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::extract::lead::{is_lead, likeness};
use crate::extract::{Reading, owner};
use crate::lex::imperative::imperative;
use crate::lex::sentence::{clauses, sentences, trim, trim_end_marks};
use crate::lexicon::List;
use crate::text::order;
use crate::tree::{first_clause, lines};

/// A stretch that is a task, and its title.
pub(super) type Piece = (Range<usize>, Range<usize>);

/// How the heading stands above the text of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    /// On a line of its own, or where it would be if line ends were not lost; or there is none.
    Own,
    /// The text runs on behind it in its line.
    RunIn,
    /// The text begins with it: the title is its first clause.
    Within,
}

/// A leaf to be read.
pub(super) struct Leaf<'a> {
    pub reading: Reading<'a>,
    /// Its text without the heading.
    pub body: Range<usize>,
    pub above: Above,
}

/// What a rule adds to the look of a lead: every clause is imperative.
const RULE: i32 = 150;
/// What an opening of a paragraph must look like that is no lead by the rule: its place speaks for it.
const OPENING: i32 = -60;
/// What the leads of a run-in heading must weigh together where line ends are lost, and where they stand: such an item
/// is mostly one task.
const RUN_IN_FLAT: i32 = 250;
const RUN_IN: i32 = 500;
/// The fewest characters of a task of a run-in item, on average, where line ends stand.
const STRETCH: usize = 90;

/// The longest lead sentence, in characters.
const LEAD: usize = 46;
/// The fewest characters before the owners of a line that opens a task for them alone.
const FEWEST: usize = 12;

/// Whether a line is ended by a mark.
fn closed(line: &str) -> bool {
    line.ends_with(['。', '；', ';', '：', ':', '！', '？', '）', ')', '”', '】', '〕', '—'])
}

/// A line of a leaf.
struct Line {
    range: Range<usize>,
    sentences: Vec<Range<usize>>,
    /// Its first sentence without its mark.
    title: Range<usize>,
    opens: Opens,
    /// Whether it is a lead by its look alone, not by the rule.
    by_look: bool,
    /// Whether it ends with owners of its own, and says something before them.
    owned: bool,
}

/// How a line opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// 会议要求，县财政局要…
    Told,
    /// A lead sentence, and more behind it that is no annotation.
    Lead,
    /// A short line over a longer one.
    Head,
    /// Who has to do it: 县财政局要统筹…
    Holder,
    None,
}

impl Leaf<'_> {
    /// The tasks of a leaf, or none where it is a task as a whole or holds none.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let flat = self.reading.document.flat;
        let lines = self.lines();
        let opening = |line: &&Line| matches!(line.opens, Opens::Told | Opens::Lead | Opens::Head);
        let mut own: Vec<Piece> = lines.iter().filter(opening).map(|line| self.opened(line)).collect();
        let n_leads = lines.iter().filter(|line| line.opens == Opens::Lead).count();
        // One line alone that only looks like a lead opens nothing.
        if own.len() == 1 && lines.iter().any(|line| opening(&line) && line.by_look) {
            own.clear();
        }
        // Where each paragraph opens one, its later sentences open none; but where line ends were lost, paragraphs are only
        // guessed.
        let sentences = flat || n_leads < 2 && own.len() < 2;
        let mut starts = own.clone();
        // Each paragraph has owners of its own: each is a task, whatever it opens with.
        let n_owned = lines.iter().filter(|line| line.owned).count();
        let each = n_owned > 1 && n_owned + usize::from(self.above == Above::Own) >= lines.len();
        if each && self.above != Above::Within {
            starts = lines
                .iter()
                .filter(|line| line.owned || opening(line))
                .map(|line| self.opened(line))
                .collect();
        } else if sentences {
            let later: Vec<(Piece, i32)> =
                lines.iter().flat_map(|line| self.later(line, n_leads == 1)).collect();
            let later = self.said_once(later);
            if self.affords(own.len(), &later) {
                starts.extend(later.into_iter().map(|(piece, _)| piece));
                order::by_key(&mut starts, |(range, _)| range.start);
            }
        }
        // An item that its text runs on behind is one task, unless most of its paragraphs open one.
        let few = !flat && !each && starts.len() == own.len() && 2 * own.len() + 1 < lines.len();
        if self.above != Above::Own && (starts.len() < 2 || few) {
            starts.clear();
        }
        if starts.is_empty() && self.above == Above::Own {
            starts = self.counted(&lines);
        }
        if starts.is_empty() {
            starts = self.held(&lines);
        }
        let ends: Vec<usize> =
            starts.iter().skip(1).map(|(range, _)| range.start).chain([self.body.end]).collect();
        starts.into_iter().zip(ends).map(|((range, title), end)| (range.start..end, title)).collect()
    }

    /// The paragraphs of a document whose headings are lost, each of them a task where most order something: they open as
    /// orders do, or with who has to do it. None where few do. 坚持正确方向。… right behind what guides is a principle.
    pub(super) fn paragraphs(&self) -> Vec<Piece> {
        const FEWEST: usize = 6;
        const SHORTEST: usize = 20;
        let Reading { text, hits, .. } = self.reading;
        let lines: Vec<Line> = self.lines();
        let long = |line: &&Line| text[line.range.clone()].chars().count() >= SHORTEST;
        let orders = |line: &&Line| {
            let words = &text[line.range.clone()];
            let clause = first_clause(text, line.sentences[0].clone());
            long(line)
                && !words.ends_with(['：', ':'])
                && !words.contains("为指导")
                && !words.contains("如下")
                // 为促进…，提出以下意见。
                && !(words.starts_with('为') && ["提出以下", "制定本"].iter().any(|own| words.contains(own)))
                // 到2027年，… is a goal.
                && !words.strip_prefix('到').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                && (line.opens != Opens::None || imperative(text, hits, clause))
        };
        let found: Vec<&Line> = lines.iter().filter(orders).collect();
        if found.len() < FEWEST || 2 * found.len() < lines.iter().filter(long).count() {
            return Vec::new();
        }
        let guides = lines.iter().rposition(|line| text[line.range.clone()].contains("为指导"));
        let principles = guides.map_or(0..0, |n| {
            let rest = lines[n + 1..].iter();
            let last = rest.take_while(|line| text[line.range.clone()].starts_with("坚持")).last();
            lines[n].range.start..last.map_or(lines[n].range.end, |line| line.range.end)
        });
        let mut found: Vec<Piece> = found.into_iter().map(|line| self.opened(line)).collect();
        found.retain(|(range, _)| !principles.contains(&range.start));
        found
    }

    /// Leads but those whose words come again: what is said of each of several names none of them.
    fn said_once(&self, found: Vec<(Piece, i32)>) -> Vec<(Piece, i32)> {
        let words = |(_, title): &Piece| &self.reading.text[title.clone()];
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        found.iter().for_each(|(piece, _)| *times.entry(words(piece)).or_default() += 1);
        found.into_iter().filter(|(piece, _)| times[words(piece)] == 1).collect()
    }

    /// Whether later sentences may open tasks beside those that open `n_own` paragraphs, by what they weigh together.
    fn affords(&self, n_own: usize, later: &[(Piece, i32)]) -> bool {
        let n = n_own + later.len();
        let weight: i32 = later.iter().map(|(_, weight)| weight).sum();
        let long = || self.reading.text[self.body.clone()].chars().count() >= STRETCH * n;
        match (self.above, self.reading.document.flat) {
            _ if later.is_empty() => false,
            (Above::Own, _) => n > 1,
            (_, true) => n > 1 && weight >= RUN_IN_FLAT,
            (_, false) => n > 2 && weight >= RUN_IN && long(),
        }
    }

    /// Lines that each open with their duty-holder, or that mostly end with their own owners.
    fn held(&self, lines: &[Line]) -> Vec<Piece> {
        let holder = |line: &&Line| line.opens == Opens::Holder;
        for wanted in [holder, |line: &&Line| line.owned] {
            let found: Vec<&Line> = lines.iter().filter(wanted).collect();
            if found.len() > 1 && found.len() * 2 > lines.len() {
                return found.into_iter().map(|line| self.opened(line)).collect();
            }
        }
        Vec::new()
    }

    /// 一是…。…二是…。… within the lines under a heading of its own line, where each has a lead of its own; else they are
    /// measures.
    fn counted(&self, lines: &[Line]) -> Vec<Piece> {
        // 专班推进 and 以奖代补 are ways to do one thing.
        const FEWEST_COUNTED: usize = 5;
        const LONGEST: usize = 30;
        let text = self.reading.text;
        let mut found: Vec<Piece> = Vec::new();
        for line in lines {
            for (n, sentence) in line.sentences.iter().enumerate() {
                let Some(digit) = "一二三四五六七八九".chars().nth(found.len()) else {
                    return found;
                };
                let rest =
                    text[sentence.clone()].strip_prefix(digit).and_then(|rest| rest.strip_prefix('是'));
                let Some(rest) = rest else { continue };
                let title = trim_end_marks(text, sentence.end - rest.len()..sentence.end);
                let next = line.sentences.get(n + 1).map(|next| &text[next.clone()]);
                let goes_on = next.is_some_and(|next| next.chars().nth(1) != Some('是'));
                if !goes_on || !(FEWEST_COUNTED..=LONGEST).contains(&text[title.clone()].chars().count()) {
                    return Vec::new();
                }
                found.push((sentence.start..line.range.end, title));
            }
        }
        if found.len() > 1 { found } else { Vec::new() }
    }

    /// A line that opens a task, with the task's title.
    fn opened(&self, line: &Line) -> Piece {
        let text = self.reading.text;
        const CLAUSES: usize = 3;
        // 以…为重点，逐步实现…。 is a lead of a line with owners, whatever it opens with.
        let more = line.sentences.get(1).is_some_and(|next| !self.annotation(next.clone()));
        let short = || {
            let count = text[line.title.clone()].chars().count();
            line.owned && more && count <= LEAD && clauses(text, line.title.clone()).len() <= CLAUSES
        };
        let title = match line.opens {
            Opens::Lead | Opens::Head => line.title.clone(),
            Opens::None if short() => line.title.clone(),
            _ => first_clause(text, line.sentences[0].clone()),
        };
        (line.range.clone(), title)
    }

    fn lines(&self) -> Vec<Line> {
        let text = self.reading.text;
        let all: Vec<Range<usize>> = lines(text, self.body.clone()).collect();
        let mut found: Vec<Line> = Vec::with_capacity(all.len());
        let mut before = self.body.start..self.body.start;
        for (n, range) in all.iter().enumerate() {
            let sentences: Vec<_> =
                sentences(text, self.reading.hits.marks(), range.clone(), false).collect();
            let Some(first) = sentences.first().cloned() else { continue };
            let title = trim_end_marks(text, first);
            let follows = n == 0 && self.above != Above::Own;
            let opens = match follows {
                true => Opens::None,
                false => self.opens(&all, n, &sentences, title.clone(), before.clone()),
            };
            let by_look = opens == Opens::Lead && !is_lead(text, self.reading.hits, title.clone(), 40);
            before = sentences.last().cloned().unwrap_or(before);
            let owned = self.owned(range.clone());
            found.push(Line { range: range.clone(), sentences, title, opens, by_look, owned });
        }
        found
    }

    fn opens(
        &self,
        all: &[Range<usize>],
        n: usize,
        sentences: &[Range<usize>],
        title: Range<usize>,
        before: Range<usize>,
    ) -> Opens {
        let Reading { text, hits, .. } = self.reading;
        let chars = |range: &Range<usize>| text[range.clone()].chars().count();
        let line = &all[n];
        // A short line without an end mark over a longer one is a heading of its own.
        let heads = || {
            sentences.len() == 1
                && chars(line) <= 30
                && !text[line.clone()].ends_with(['。', '：', ':', '；', '）', ')'])
                && all.get(n + 1).is_some_and(|next| chars(next) > chars(line))
        };
        let followed = || sentences.len() > 1 && !self.annotation(sentences[1].clone());
        // 会议要求，县财政局要统筹安排资金…
        let told = hits.at(List::Announcers, line.start).is_some_and(|(_, class)| class == "minutes");
        if told && all.len() > 1 {
            return Opens::Told;
        }
        // A line of a paragraph that was broken goes on.
        if n.checked_sub(1).is_some_and(|n| chars(&all[n]) >= 20 && !closed(&text[all[n].clone()])) {
            return Opens::None;
        }
        if is_lead(text, hits, title.clone(), 40) {
            if followed() {
                return Opens::Lead;
            }
            if heads() {
                return Opens::Head;
            }
        } else if sentences.len() > 1
            && self.names(title.clone())
            && likeness(text, title, before, sentences[1].clone()).is_some_and(|likes| likes > OPENING)
            && followed()
        {
            return Opens::Lead;
        }
        let holder = owner::subjects(text, hits, sentences[0].clone());
        if holder.first().is_some_and(|(named, _)| named.place.start == sentences[0].start) {
            return Opens::Holder;
        }
        Opens::None
    }

    /// Whether a line ends with owners of its own. One that is no more than that belongs to the task above.
    fn owned(&self, line: Range<usize>) -> bool {
        let text = self.reading.text;
        if !text[line.clone()].ends_with(['）', ')', '】', '〕', ']'])
            && !text[line.clone()].contains(['：', ':'])
        {
            return false;
        }
        let annotations = self.reading.annotations.of(line.clone());
        let said = annotations.first().map_or(0, |first| text[line.start..first.place.start].chars().count());
        annotations.last().is_some_and(|last| {
            said >= FEWEST
                && !last.owners.is_empty()
                && trim_end_marks(text, last.place.end..line.end).is_empty()
        })
    }

    /// Later sentences of a line that open tasks of their own, with what they weigh: leads with a longer sentence after them and one
    /// before that is no lead.
    fn later(&self, line: &Line, alone: bool) -> Vec<(Piece, i32)> {
        let Reading { text, hits, .. } = self.reading;
        let chars = |range: &Range<usize>| text[range.clone()].chars().count();
        let spoken = text[line.title.clone()].starts_with('要');
        let flat = self.reading.document.flat;
        // The first sentence of a line that opens a task is its lead; that of a clause is the item itself.
        let first = usize::from(line.opens != Opens::None || self.above != Above::RunIn);
        let mut since = usize::from(line.opens == Opens::None);
        let mut found = Vec::new();
        for (n, sentence) in line.sentences.iter().enumerate().skip(first) {
            let title = trim_end_marks(text, sentence.clone());
            let alike = line.opens == Opens::None || spoken == text[title.clone()].starts_with('要');
            let short = title.len() <= 72 && chars(&title) <= 24;
            let weight = || {
                let after = line.sentences.get(n + 1)?;
                let before =
                    n.checked_sub(1).map_or(self.body.start..self.body.start, |n| line.sentences[n].clone());
                let one = title.len() <= 48 && chars(&title) <= 16 && clauses(text, title.clone()).len() == 1;
                let longer = chars(after) * 2 >= chars(&title) * 3;
                let rule = one && longer && is_lead(text, hits, title.clone(), 16);
                let looks = likeness(text, title.clone(), before, after.clone())
                    .filter(|_| self.names(title.clone()));
                let likes = looks.unwrap_or(-RULE) + if rule { RULE } else { 0 };
                let usual = rule && (alone || flat) && line.opens == Opens::Lead;
                (likes > 0 || usual).then_some(likes.max(1)).filter(|_| !self.annotation(after.clone()))
            };
            match (since > 0 && alike && short).then(weight).flatten() {
                Some(weight) => {
                    found.push(((sentence.start..line.range.end, title), weight));
                    since = 0;
                }
                None => since += 1,
            }
        }
        found
    }

    /// Whether a sentence may name what is to be done: it states nothing, and speaks of nothing before it.
    fn names(&self, title: Range<usize>) -> bool {
        let Reading { text, hits, .. } = self.reading;
        let words = &text[title.clone()];
        let address = hits.at(List::Letters, title.start).is_some_and(|(_, place)| place == "address");
        let counted = words.chars().nth(1) == Some('是');
        let states = words.chars().any(|c| "是了已这吗呢曾".contains(c));
        let back = [
            "本", "以上", "上述", "此", "它", "他", "其", "我", "而", "但", "对", "因", "由于", "所以", "如",
        ];
        !(address || counted || states || back.iter().any(|word| words.starts_with(word)))
    }

    fn annotation(&self, range: Range<usize>) -> bool {
        let range = trim(self.reading.text, range);
        let found = self.reading.annotations.of(range.clone());
        found.first().is_some_and(|found| found.place.start <= range.start)
    }
}
