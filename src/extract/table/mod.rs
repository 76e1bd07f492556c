//! Task tables: which table is one, what its columns hold, and the cells of each row.
//!
//! ```text
//! 序号␉工作任务␉责任单位␉完成时限      a head of known words
//! 一、道路                               a row of one cell heads those below it
//! 1␉拓宽望湖路␉市住建局␉6月底前       a task
//! 2␉修补支路␉同上␉9月底前            the same unit
//! 合计␉2␉␉                           no task
//! ```

mod align;
mod cell;
mod column;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::lex::sentence::trim;
use crate::lexicon::{Hits, List};
use crate::model::OwnerRole;
use crate::tree::{Row, Table};

use cell::{Ditto, Look, Share};
use column::{Column, Kind};

pub(in crate::extract) use cell::{first_number, items};

/// A cell of owners.
#[derive(Debug, Clone)]
pub(super) struct OwnerCell {
    /// The duty its column names.
    pub role: OwnerRole,
    /// Whether its column asks for people.
    pub person: bool,
    /// Where it stands.
    pub place: Range<usize>,
}

/// The cells of a row that mean something. All in bytes of the clean text, empty cells left out. A cell that stands for
/// several rows, or says 同上, is that of the row above.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    /// The number of the row.
    pub number: Option<Range<usize>>,
    /// The rows it belongs to, by their index in [`Tables::groups`].
    pub group: Option<usize>,
    /// The cell that names the task.
    pub title: Range<usize>,
    /// Whether other columns tell how it is done, so that this one only names it.
    pub named: bool,
    /// The cells that tell how it is done.
    pub measures: Vec<Range<usize>>,
    /// Who has to do with it.
    pub owners: Vec<OwnerCell>,
    /// By when it is to be done.
    pub deadline: Option<Range<usize>>,
    /// Whether a column says by when: where its cell is empty, nothing else does.
    pub dated: bool,
    /// When it takes place, which may say by when.
    pub day: Option<Range<usize>>,
    /// All other cells, each with the head of its column.
    pub columns: Vec<(String, Range<usize>)>,
}

impl Cells {
    /// From the first to the last of title and measures that stand in the row.
    pub fn body(&self, row: &Range<usize>) -> Range<usize> {
        let mut own =
            std::iter::once(&self.title).chain(&self.measures).filter(|cell| cell.start >= row.start);
        let Some(first) = own.next() else { return row.start..row.start };
        first.start..own.fold(first.end, |end, cell| end.max(cell.end))
    }

    /// Adds cells of columns of these kinds: more measures, more owners.
    fn add(&mut self, kinds: &[Kind], cells: Vec<(usize, Range<usize>)>) {
        for (at, cell) in cells {
            match kinds[at] {
                Kind::Measure => self.measures.push(cell),
                Kind::Owner { role, person } => self.owners.push(OwnerCell { role, person, place: cell }),
                _ => {}
            }
        }
    }
}

/// Rows under one heading in a table, or of one kind.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// Its name, without its number.
    pub title: Range<usize>,
    /// Its number, as it stands.
    pub number: Option<Range<usize>>,
    /// All of its rows.
    pub range: Range<usize>,
    /// The section that the table stands in.
    pub parent: Option<usize>,
}

/// A task of a table: its rows, and their cells.
pub(super) type Task = (Range<usize>, Cells);

/// A row of a card, with a head and what stands beside it.
type Pair<'t> = (&'t Row, [Range<usize>; 2]);

/// What has been read of the tables of a document.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The groups of rows, in order.
    pub groups: Vec<Group>,
    open: Option<Header>,
}

/// The head of a table.
#[derive(Debug, Clone)]
struct Header {
    /// The lowest cell of each column's head.
    cells: Vec<Range<usize>>,
    /// Its rows, as they come again on another page.
    rows: Vec<Vec<Range<usize>>>,
    /// What the columns hold, once rows have told.
    kinds: Option<Vec<Kind>>,
    /// How far its rows have been read.
    end: usize,
}

/// How many short lines may stand between the rows of one table: 一、道路类, what kind of it, a note.
const BETWEEN: usize = 8;

/// How many rows of a column are looked at to tell what it holds.
const SAMPLE: usize = 200;

/// The longest name of a person with a post, in characters.
const LONGEST_PERSON: usize = 12;

/// The longest heading of rows, in characters.
const LONGEST_HEADING: usize = 60;

impl Tables {
    /// The tasks of a table that stands in `section`. The head of the table before goes on where a row over all columns cut
    /// it, as sheets and Word write it:
    ///
    /// ```text
    /// 序号␉项目␉责任单位        the head
    /// 一、道路类                    a row of one cell is a line
    /// 1␉拓宽望湖路␉市住建局    rows of the same table
    /// ```
    pub fn read(&mut self, text: &str, hits: &Hits, table: &Table, section: Option<usize>) -> Vec<Task> {
        let reader = Reader { text, hits };
        if let Some(cards) = reader.cards(&table.rows) {
            return cards;
        }
        let mut open = self.open.take().filter(|header| reader.goes_on(header, table));
        let mut group = open.as_ref().and_then(|header| self.line_group(reader, header.end, table, section));
        let heads: Vec<bool> = (0..table.rows.len())
            .map(|at| reader.is_head(&table.rows[at].cells) || reader.is_over_marks(&table.rows[at..]))
            .collect();
        let heads = reader.without_values(&table.rows, heads);
        let mut found = Vec::new();
        let mut at = 0;
        while at < table.rows.len() {
            let repeated = open.as_ref().map_or(0, |header| reader.repeated(header, &table.rows[at..]));
            if repeated > 0 {
                at += repeated;
            } else if let Some((next, header)) = reader.header(table, &heads, at) {
                (open, group, at) = (Some(header), None, next);
            } else if open.is_none()
                && at + 1 < heads.len().min(4)
                && heads[at + 1..].iter().take(3).any(|&head| head)
            {
                // A title, or who fills it in, above the head.
                at += 1;
                continue;
            }
            let head = |row: &usize| {
                let again = |header: &Header| reader.repeated(header, &table.rows[*row..]) > 0;
                heads[*row] || open.as_ref().is_some_and(again)
            };
            let end = (at + 1..table.rows.len()).find(head).unwrap_or(table.rows.len());
            let rows = &table.rows[at.min(end)..end];
            if rows.is_empty() {
                break;
            }
            let told = match open.as_mut() {
                Some(header) => {
                    if header.kinds.is_none() {
                        header.kinds = reader.kinds(&header.cells, rows);
                    }
                    header.end = rows[rows.len() - 1].range.end;
                    header.kinds.is_some().then(|| header.clone())
                }
                None => reader.headless(rows),
            };
            match told {
                Some(header) => {
                    let mut body = Body::new(&reader, &header, self, section, group);
                    body.read(rows);
                    group = body.group;
                    found.append(&mut body.rows);
                }
                None if open.is_none() => found.extend(reader.turned(rows)),
                None => {}
            }
            at = end;
        }
        self.open = open;
        found
    }

    /// The group that the last line between the rows of a cut table names.
    fn line_group(
        &mut self,
        reader: Reader,
        end: usize,
        table: &Table,
        section: Option<usize>,
    ) -> Option<usize> {
        let line = trim(reader.text, end..table.range.start);
        let last = reader.words(&line).rfind('\n').map_or(line.start, |n| line.start + n + 1);
        let line = trim(reader.text, last..line.end);
        if !reader.heads_rows(&line) {
            return None;
        }
        self.groups.push(Group { title: line.clone(), number: None, range: line, parent: section });
        Some(self.groups.len() - 1)
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    hits: &'a Hits<'a>,
}

impl Reader<'_> {
    fn words(&self, cell: &Range<usize>) -> &str {
        &self.text[cell.clone()]
    }

    fn look(&self, cell: &Range<usize>) -> Look {
        cell::look(self.text, self.hits, cell.clone())
    }

    fn head(&self, cell: &Range<usize>) -> Option<Kind> {
        column::head(self.hits.lexicon(), self.words(cell))
    }

    fn is_same(&self, a: &[Range<usize>], b: &[Range<usize>]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.words(a) == self.words(b))
    }

    /// How many of the first rows are those of the head again.
    fn repeated(&self, header: &Header, rows: &[Row]) -> usize {
        header.rows.iter().zip(rows).take_while(|(head, row)| self.is_same(head, &row.cells)).count()
    }

    /// Whether a table goes on with one before it: as wide, and only short lines between.
    fn goes_on(&self, header: &Header, table: &Table) -> bool {
        let between = self.text.get(header.end..table.range.start).unwrap_or("。");
        let lines = || between.split('\n').map(str::trim).filter(|line| !line.is_empty());
        let heads = |line: &str| line.chars().count() <= 40 && !line.contains(['。', '\t']);
        table.rows[0].cells.len() == header.cells.len()
            && between.len() <= 1000
            && lines().all(heads)
            && (1..=BETWEEN).contains(&lines().count())
    }

    /// Whether a row is made of heads of columns: two known ones at least, and half of them all.
    fn is_head(&self, cells: &[Range<usize>]) -> bool {
        let filled = || cells.iter().filter(|cell| !cell.is_empty());
        if filled().any(|cell| cell.len() > 72) {
            return false;
        }
        let known = filled().filter(|cell| self.head(cell).is_some()).count();
        // 一季度, 3月: what is to be done in it stands below.
        let period = |cell: &&Range<usize>| {
            let words = self.words(cell);
            let mut ends = words.char_indices().rev().take(2).map(|(at, _)| &words[at..]);
            ends.any(|end| self.hits.lexicon().cue(end, "span") == Some(end))
        };
        let others = || filled().filter(|cell| self.head(cell).is_none() && !period(cell));
        known > 1
            && known >= others().count()
            && !others()
                .any(|cell| matches!(self.look(cell), Look::Number | Look::Date | Look::Amount | Look::Units))
    }

    /// Leaves out of the rows that are made of heads those that hold what a head above asks for: 履行第一责任人职责 and
    /// 每季度 under 责任内容 and 完成时限.
    fn without_values(&self, rows: &[Row], mut heads: Vec<bool>) -> Vec<bool> {
        let mut last: Option<&[Range<usize>]> = None;
        for (row, head) in rows.iter().zip(&mut heads).filter(|(_, head)| **head) {
            *head = last.is_none_or(|last| !self.answers(last, &row.cells));
            if *head {
                last = Some(&row.cells);
            }
        }
        heads
    }

    /// Whether a cell of a row is what the head over it asks for.
    fn answers(&self, head: &[Range<usize>], row: &[Range<usize>]) -> bool {
        let is_value = |(head, cell): (&Range<usize>, &Range<usize>)| {
            self.head(cell).is_none()
                && matches!(
                    (self.head(head), self.look(cell)),
                    (Some(Kind::Owner { .. } | Kind::Unit), Look::Units | Look::People)
                        | (Some(Kind::Deadline | Kind::Start | Kind::Day), Look::Date)
                        | (Some(Kind::Number), Look::Number)
                )
        };
        head.len() == row.len() && head.iter().zip(row).any(is_value)
    }

    /// Whether the first row is a head whose units stand over marks.
    fn is_over_marks(&self, rows: &[Row]) -> bool {
        let [head, below, ..] = rows else { return false };
        let units = || head.cells.iter().zip(&below.cells).filter(|(unit, _)| self.look(unit) == Look::Units);
        head.cells.len() == below.cells.len()
            && head.cells.len() > 2
            && head.cells.iter().any(|cell| self.head(cell) == Some(Kind::Task))
            && units().all(|(_, mark)| mark.is_empty() || self.mark(mark).is_some())
            && units().any(|(_, mark)| !mark.is_empty())
            && units().count() > 1
    }

    /// The head that begins at a row, and the row after it; `heads` says which rows are made of heads. It may be two rows
    /// high:
    ///
    /// ```text
    /// 序号␉任务␉责任分工␉责任分工␉完成时限
    /// 序号␉任务␉牵头单位␉配合单位␉完成时限
    /// ```
    fn header(&self, table: &Table, heads: &[bool], at: usize) -> Option<(usize, Header)> {
        let first = &table.rows.get(at).filter(|_| heads[at])?.cells;
        let header = |cells: Vec<Range<usize>>, n_rows: usize| Header {
            cells,
            rows: table.rows[at..at + n_rows].iter().map(|row| row.cells.clone()).collect(),
            kinds: None,
            end: table.range.end,
        };
        let Some(second) = table.rows.get(at + 1).map(|row| &row.cells) else {
            return Some((at + 1, header(first.clone(), 1)));
        };
        let same = |(a, b): (&Range<usize>, &Range<usize>)| !a.is_empty() && self.words(a) == self.words(b);
        if second.len() == first.len() {
            let repeats = first.iter().zip(second).filter(|&pair| same(pair)).count();
            if (1..first.len()).contains(&repeats) && !self.is_body(second) || repeats == 0 && heads[at + 1] {
                let lower = first.iter().zip(second).map(|(upper, lower)| match self.head(lower) {
                    Some(_) => lower.clone(),
                    None if upper.is_empty() => lower.clone(),
                    None => upper.clone(),
                });
                return Some((at + 2, header(lower.collect(), 2)));
            }
        } else if heads[at + 1]
            && let Some(body) = table.rows.get(at + 2)
            && let Some(cells) = self.spread(first, second, body.cells.len())
        {
            return Some((at + 2, header(cells, 2)));
        }
        Some((at + 1, header(first.clone(), 1)))
    }

    /// Whether a row holds values: a number, a day, units.
    fn is_body(&self, cells: &[Range<usize>]) -> bool {
        cells
            .iter()
            .any(|cell| matches!(self.look(cell), Look::Number | Look::Date | Look::Units | Look::Ditto))
    }

    /// The columns of a head of two rows whose upper cells lost how many columns they cover: those are beside each other,
    /// and together as wide as the lower row. Of several places the one where upper and lower heads are of one kind.
    ///
    /// ```text
    /// 序号␉工作任务␉责任分工␉时间安排
    /// 牵头单位␉配合单位␉启动时间␉完成时间
    /// ```
    fn spread(
        &self,
        upper: &[Range<usize>],
        lower: &[Range<usize>],
        width: usize,
    ) -> Option<Vec<Range<usize>>> {
        let covering =
            (upper.len() + lower.len()).checked_sub(width).filter(|n| (1..=upper.len()).contains(n))?;
        let kin = |cell: &Range<usize>| match self.head(cell) {
            Some(Kind::Owner { .. } | Kind::Unit) => 1,
            Some(Kind::Deadline | Kind::Start | Kind::Day) => 2,
            Some(Kind::Number) => 3,
            Some(Kind::Task | Kind::Content | Kind::Measure | Kind::Section | Kind::Project) => 4,
            _ => 0,
        };
        let lower_kin: Vec<u8> = lower.iter().map(&kin).collect();
        let price = |from: usize| {
            let over: Vec<u8> = upper[from..from + covering].iter().map(&kin).collect();
            lower_kin.iter().filter(|kin| !over.contains(kin)).count()
        };
        let from = (0..=upper.len() - covering).rev().min_by_key(|&from| price(from))?;
        Some([&upper[..from], lower, &upper[from + covering..]].concat())
    }

    /// What the columns under `heads` hold, told by them and by the rows as wide as they are.
    fn kinds(&self, heads: &[Range<usize>], rows: &[Row]) -> Option<Vec<Kind>> {
        let full = rows.iter().filter(|row| row.cells.len() == heads.len()).take(SAMPLE);
        let (pairs, body): (Vec<&Row>, Vec<&Row>) = full
            .filter(|row| self.heading(&row.cells, None).is_none())
            .partition(|row| self.owner_pair(&row.cells).is_some());
        let columns: Vec<Column> = heads
            .iter()
            .enumerate()
            .map(|(at, head)| {
                let cells = || body.iter().map(|row| &row.cells[at]);
                let share = Share::of(self.text, cells().map(|cell| (cell.clone(), self.look(cell))));
                let n_labelled = cells().filter(|cell| self.is_labelled(cell)).count();
                let labelled = match pairs.is_empty() {
                    true => n_labelled as f32 / share.n.max(1) as f32,
                    false => 1.0,
                };
                Column { said: self.head(head), share: Share { labelled, ..share } }
            })
            .collect();
        let marked = |at: usize| {
            let mut cells = body.iter().map(|row| &row.cells[at]).filter(|cell| !cell.is_empty()).peekable();
            cells.peek().is_some()
                && columns[at].said.is_none()
                && self.look(&heads[at]) == Look::Units
                && cells.all(|cell| self.mark(cell).is_some())
        };
        let marked: Vec<bool> = (0..heads.len()).map(marked).collect();
        column::kinds(&columns, &marked)
    }

    /// The owners that a row of their own names below a task: ⇥责任单位⇥县民政局、各街道.
    fn owner_pair(&self, cells: &[Range<usize>]) -> Option<OwnerCell> {
        let mut filled = cells.iter().filter(|cell| !cell.is_empty());
        let (head, place) = (filled.next()?, filled.next()?);
        let alone = filled.all(|cell| self.words(cell) == self.words(place));
        match self.head(head) {
            Some(Kind::Owner { role, person })
                if alone
                    && (matches!(self.look(place), Look::Units | Look::People)
                        || person && self.words(place).chars().count() <= LONGEST_PERSON) =>
            {
                Some(OwnerCell { role, person, place: place.clone() })
            }
            _ => None,
        }
    }

    /// Whether a label in a cell names who has to do with the task: 牵头单位：….
    fn is_labelled(&self, cell: &Range<usize>) -> bool {
        self.hits.of(List::Duties, cell.clone()).any(|(word, says)| {
            says.split(['\t', ',']).any(|kind| kind == "label")
                && self.text[word.end..cell.end].starts_with(['：', ':'])
        })
    }

    /// The duty that a mark under a unit says: ●, ○, 牵头.
    fn mark(&self, cell: &Range<usize>) -> Option<OwnerRole> {
        match self.hits.lexicon().value(List::Cells, self.words(cell))? {
            "lead" => Some(OwnerRole::Lead),
            "responsible" => Some(OwnerRole::Responsible),
            "support" => Some(OwnerRole::Support),
            _ => None,
        }
    }

    /// The units over the marks of a row, as a table has them whose columns are units.
    ///
    /// ```text
    /// 工作任务␉县住建局␉县城管局
    /// 改造公厕␉●␉○
    /// ```
    fn marked(&self, header: &Header, kinds: &[Kind], cells: &[Range<usize>]) -> Vec<OwnerCell> {
        let columns =
            kinds.iter().zip(&header.cells).zip(cells).filter(|((kind, _), _)| **kind == Kind::Marked);
        columns
            .filter_map(|((_, head), cell)| {
                Some(OwnerCell { role: self.mark(cell)?, person: false, place: head.clone() })
            })
            .collect()
    }

    /// A table without a head whose rows are duties of units, three at least and all as wide.
    fn headless(&self, rows: &[Row]) -> Option<Header> {
        let width = rows[0].cells.len();
        if rows.len() < 3 || width < 2 || rows.iter().any(|row| row.cells.len() != width) {
            return None;
        }
        let heads = vec![rows[0].range.start..rows[0].range.start; width];
        let kinds = self.kinds(&heads, rows)?;
        let clear = |(at, kind): (usize, &Kind)| match kind {
            Kind::Owner { .. } => rows.iter().all(|row| self.look(&row.cells[at]) == Look::Units),
            _ => true,
        };
        kinds.iter().enumerate().all(clear).then(|| Header {
            cells: heads,
            rows: Vec::new(),
            kinds: Some(kinds),
            end: rows[rows.len() - 1].range.end,
        })
    }

    /// The tasks of cards, a table each or several: heads and what they name side by side, in one or two pairs a row. A card
    /// ends where its first head comes again.
    ///
    /// ```text
    /// 任务名称␉修建东湖公园␉修建东湖公园␉修建东湖公园     one cell over three columns
    /// 牵头单位␉县住建局␉配合单位␉县财政局
    /// 任务名称␉改造老桥                                        the next card
    /// ```
    fn cards(&self, rows: &[Row]) -> Option<Vec<Task>> {
        let first = rows.first()?.cells.iter().find(|cell| !cell.is_empty())?.clone();
        if !matches!(self.head(&first), Some(Kind::Task | Kind::Project)) {
            return None;
        }
        let mut pairs: Vec<Pair> = Vec::new();
        let mut beside = false;
        for row in rows.iter().take(SAMPLE) {
            let mut cells = row.cells.iter().filter(|cell| !cell.is_empty()).peekable();
            let mut n = 0;
            while let Some(head) = cells.next() {
                let value = cells.next().cloned().unwrap_or(head.end..head.end);
                while cells.next_if(|cell| self.words(cell) == self.words(&value)).is_some() {}
                pairs.push((row, [head.clone(), value]));
                n += 1;
            }
            beside |= n == 2;
        }
        let heads = pairs.iter().filter(|(_, [head, _])| self.head(head).is_some()).count();
        let values = pairs.iter().filter(|(_, [_, value])| self.head(value).is_some()).count();
        let first = pairs.first()?.1[0].clone();
        let again = || pairs.iter().skip(1).any(|(_, [head, _])| self.words(head) == self.words(&first));
        let named = |head: &Range<usize>| matches!(self.head(head), Some(Kind::Task | Kind::Project));
        if rows.len() < 2
            || !beside && !again()
            || heads * 4 < pairs.len() * 3
            || values * 5 > pairs.len()
            || !named(&first)
        {
            return None;
        }
        let mut cards: Vec<&[Pair]> = Vec::new();
        let mut from = 0;
        for at in 1..=pairs.len() {
            if at == pairs.len() || self.words(&pairs[at].1[0]) == self.words(&first) {
                cards.push(&pairs[from..at]);
                from = at;
            }
        }
        Some(cards.into_iter().filter_map(|card| self.card(card)).collect())
    }

    fn card(&self, pairs: &[Pair]) -> Option<Task> {
        let heads: Vec<Range<usize>> = pairs.iter().map(|(_, [head, _])| head.clone()).collect();
        let cells: Vec<Range<usize>> = pairs.iter().map(|(_, [_, value])| value.clone()).collect();
        let column =
            |cell: &Range<usize>| Share::of(self.text, std::iter::once((cell.clone(), self.look(cell))));
        let columns: Vec<Column> = heads
            .iter()
            .zip(&cells)
            .map(|(head, cell)| Column { said: self.head(head), share: column(cell) })
            .collect();
        let cells = self.cells(&column::kinds(&columns, &[])?, &self.names(&heads), &cells, None)?;
        let (first, last) = (pairs.first()?.0, pairs.last()?.0);
        Some((first.range.start..last.range.end, cells))
    }

    /// The tasks of a table whose heads stand one below the other: a column is a task.
    ///
    /// ```text
    /// 工作任务␉修补路面␉清洗站亭
    /// 责任单位␉市住建局␉市城管局
    /// ```
    fn turned(&self, rows: &[Row]) -> Vec<Task> {
        let width = rows[0].cells.len();
        if rows.len() < 2
            || width < 2
            || rows.len() > SAMPLE
            || rows.iter().any(|row| row.cells.len() != width)
        {
            return Vec::new();
        }
        let heads: Vec<Range<usize>> = rows.iter().map(|row| row.cells[0].clone()).collect();
        let known = heads.iter().filter(|head| self.head(head).is_some()).count();
        if known < 2 || known * 2 < heads.len() {
            return Vec::new();
        }
        let columns: Vec<Column> = rows
            .iter()
            .map(|row| Column {
                said: self.head(&row.cells[0]),
                share: Share::of(
                    self.text,
                    row.cells[1..].iter().map(|cell| (cell.clone(), self.look(cell))),
                ),
            })
            .collect();
        let Some(kinds) = column::kinds(&columns, &[]) else { return Vec::new() };
        let names = self.names(&heads);
        (1..width)
            .filter_map(|at| {
                let cells: Vec<Range<usize>> = rows.iter().map(|row| row.cells[at].clone()).collect();
                let cells = self.cells(&kinds, &names, &cells, None)?;
                Some((cells.title.clone(), cells))
            })
            .collect()
    }

    /// What a row that heads those below it says, and its number: one filled cell, or one value over all columns, with a
    /// number before it at most.
    fn heading(
        &self,
        cells: &[Range<usize>],
        kinds: Option<&[Kind]>,
    ) -> Option<(Option<Range<usize>>, Range<usize>)> {
        let filled: Vec<(usize, &Range<usize>)> =
            cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).collect();
        let (number, rest) = match filled[..] {
            [(_, only)] => (None, vec![only]),
            [(0, number), ref rest @ ..] if cell::is_number(self.words(number)) => {
                (Some(number.clone()), rest.iter().map(|(_, cell)| *cell).collect())
            }
            ref all => (None, all.iter().map(|(_, cell)| *cell).collect()),
        };
        let title = rest.first()?;
        // 一、⇥巩固成果⇥31: what the rows below are worth together.
        let han = |number: &Range<usize>| !self.words(number).contains(|c: char| c.is_ascii_digit());
        let rest: Vec<&Range<usize>> = match number.as_ref().is_some_and(han) {
            true => {
                let worth = |cell: &&&Range<usize>| matches!(self.look(cell), Look::Number | Look::Amount);
                let words = rest.len() - rest[1..].iter().rev().take_while(worth).count();
                rest[..words].to_vec()
            }
            false => rest.clone(),
        };
        let long = self.words(title).chars().count() > LONGEST_HEADING;
        if long || rest.iter().any(|cell| self.words(cell) != self.words(title)) {
            return None;
        }
        // Two cells of a wide row may be the same by chance.
        if rest.len() > 1 && rest.len() * 2 < cells.len() {
            return None;
        }
        // Alone behind the number of a row stands a task whose other cells are empty.
        let counted =
            number.as_ref().is_some_and(|number| self.words(number).bytes().all(|b| b.is_ascii_digit()));
        if counted && rest.len() < 2 || rest.len() < 2 && cells.len() < 3 && number.is_some() {
            return None;
        }
        // In the first column of texts, beside empty cells, stands a task too.
        let texts = kinds.is_some_and(|kinds| matches!(kinds.first(), Some(Kind::Task | Kind::Section)));
        let first = filled.len() == 1 && filled[0].0 == 0 && cells.len() > 1;
        if texts && first && first_number(self.text, title).is_none() {
            return None;
        }
        Some((number, (*title).clone()))
    }

    /// What the cells of other columns are kept as: the words of the head; the number of the column where it has none, and
    /// behind it where another has the same.
    fn names(&self, heads: &[Range<usize>]) -> Vec<String> {
        let mut known: HashSet<String> = HashSet::new();
        let name = |(at, head): (usize, &Range<usize>)| {
            let words: String = self.words(head).chars().filter(|c| !c.is_whitespace()).collect();
            match words.as_str() {
                "" => (at + 1).to_string(),
                _ if !known.insert(words.clone()) => format!("{words}{}", at + 1),
                _ => words,
            }
        };
        heads.iter().enumerate().map(name).collect()
    }

    /// Whether a cell names a sum: 合计, 总 计.
    fn is_sum(&self, cell: &Range<usize>) -> bool {
        let words: String = self.words(cell).chars().take(12).filter(|c| !c.is_whitespace()).collect();
        self.hits.lexicon().value(List::Cells, words.trim_end_matches(['：', ':'])) == Some("sum")
    }

    /// Whether a line between the rows of a table heads those below it: 道路类, but not 单位：万元, 续表, 附件2. A line with a
    /// number is a heading of the document.
    fn heads_rows(&self, line: &Range<usize>) -> bool {
        let words = self.words(line);
        let is_aside = |word: &str| !words[word.len()..].starts_with(|c: char| c.is_alphabetic());
        let mut openings = self.hits.lexicon().openings(List::Cells, words);
        !words.is_empty()
            && !words.contains(['：', ':'])
            && !openings.any(|(word, says)| matches!(says, "aside" | "note") && is_aside(word))
            && first_number(self.text, line).is_none()
    }

    /// The cells of a row by what their columns hold; none where nothing names a task.
    fn cells(
        &self,
        kinds: &[Kind],
        names: &[String],
        cells: &[Range<usize>],
        group: Option<usize>,
    ) -> Option<Cells> {
        let of = |wanted: fn(Kind) -> bool| {
            let all = kinds.iter().zip(cells);
            all.filter(move |(kind, cell)| wanted(**kind) && !cell.is_empty()).map(|(_, cell)| cell.clone())
        };
        let first = |wanted: fn(Kind) -> bool| of(wanted).next();
        let mut measures: Vec<Range<usize>> = of(|kind| kind == Kind::Measure).collect();
        let title = first(|kind| kind == Kind::Task)
            .or_else(|| (!measures.is_empty()).then(|| measures.remove(0)))
            .or_else(|| first(|kind| kind == Kind::Section))?;
        let owners = kinds.iter().zip(cells).flat_map(|(kind, place)| match *kind {
            Kind::Owner { role, person } if !place.is_empty() => {
                let places =
                    if person { cell::without_phones(self.text, place.clone()) } else { vec![place.clone()] };
                places.into_iter().map(|place| OwnerCell { role, person, place }).collect()
            }
            _ => Vec::new(),
        });
        let deadline = first(|kind| kind == Kind::Deadline);
        let kept = |(at, kind): &(usize, &Kind)| match kind {
            Kind::Other | Kind::Target | Kind::Start | Kind::Day => true,
            Kind::Deadline => Some(&cells[*at]) != deadline.as_ref(),
            _ => false,
        };
        Some(Cells {
            number: first(|kind| kind == Kind::Number),
            group,
            named: kinds.contains(&Kind::Measure),
            measures,
            owners: owners.collect(),
            day: first(|kind| kind == Kind::Day),
            columns: kinds
                .iter()
                .enumerate()
                .filter(kept)
                .filter(|(at, _)| !cells[*at].is_empty())
                .map(|(at, _)| (names[at].clone(), cells[at].clone()))
                .collect(),
            title,
            deadline,
            dated: kinds.contains(&Kind::Deadline),
        })
    }
}

/// The rows under a head while they are read.
struct Body<'a, 'r> {
    reader: &'a Reader<'r>,
    header: &'a Header,
    tables: &'a mut Tables,
    section: Option<usize>,
    /// The group of the last heading row.
    group: Option<usize>,
    /// The group of the kind that the rows are of, and its cell.
    kind_group: Option<(usize, Range<usize>)>,
    /// What each column said last.
    above: Vec<Range<usize>>,
    /// The rows by their number, for 同第3项.
    numbered: BTreeMap<u32, Vec<Range<usize>>>,
    rows: Vec<Task>,
}

impl<'a, 'r> Body<'a, 'r> {
    fn new(
        reader: &'a Reader<'r>,
        header: &'a Header,
        tables: &'a mut Tables,
        section: Option<usize>,
        group: Option<usize>,
    ) -> Body<'a, 'r> {
        Body {
            reader,
            header,
            tables,
            section,
            group,
            kind_group: None,
            above: vec![0..0; header.cells.len()],
            numbered: BTreeMap::new(),
            rows: Vec::new(),
        }
    }

    fn read(&mut self, rows: &[Row]) {
        let reader = *self.reader;
        let Some(kinds) = &self.header.kinds else { return };
        let names = reader.names(&self.header.cells);
        let merged = self.merged(rows, kinds);
        for row in rows {
            if row.cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            if let Some((number, title)) = reader.heading(&row.cells, Some(kinds)) {
                if !reader.is_sum(&title) {
                    self.open_group(number, title, row);
                    self.above.iter_mut().for_each(|cell| *cell = 0..0);
                    self.kind_group = None;
                }
                continue;
            }
            if row.cells.iter().take(3).any(|cell| reader.is_sum(cell)) {
                continue;
            }
            if let (Some(owner), Some((range, last))) = (reader.owner_pair(&row.cells), self.rows.last_mut())
            {
                range.end = row.range.end;
                last.owners.push(owner);
                continue;
            }
            let Some(placed) = align::align(&reader, kinds, row) else { continue };
            let mut cells = self.filled(kinds, placed.cells, &placed.carried);
            if self.goes_on(kinds, &cells) {
                self.add_to_last(kinds, &cells, row);
                continue;
            }
            self.carry_down(kinds, &mut cells);
            let group = match kinds.iter().position(|kind| *kind == Kind::Section).filter(|_| merged) {
                Some(at) if !cells[at].is_empty() => Some(self.kind_of(&cells[at], row)),
                _ => self.group,
            };
            let Some(mut told) = reader.cells(kinds, &names, &cells, group) else { continue };
            told.add(kinds, placed.more);
            told.owners.extend(reader.marked(self.header, kinds, &cells));
            self.push(row, told, cells);
        }
    }

    /// The cells of a row, with what those say that stand for the row above or for another one.
    fn filled(&self, kinds: &[Kind], mut cells: Vec<Range<usize>>, carried: &[bool]) -> Vec<Range<usize>> {
        let reader = self.reader;
        for (at, cell) in cells.iter_mut().enumerate() {
            let missing = carried[at] && kinds[at] != Kind::Number;
            match cell::ditto(reader.hits.lexicon(), reader.words(cell)) {
                Some(Ditto::Above) => *cell = self.above[at].clone(),
                Some(Ditto::Row(n)) => {
                    *cell = self.numbered.get(&n).map_or(cell.start..cell.start, |row| row[at].clone());
                }
                None if missing || is_dash(reader.words(cell)) && says_above(kinds[at]) => {
                    *cell = self.above[at].clone();
                }
                None => {}
            }
        }
        cells
    }

    /// Whether a row is more of the one above: it has no number, task or day of its own, and either owners or measures.
    fn goes_on(&self, kinds: &[Kind], cells: &[Range<usize>]) -> bool {
        let unowned = blank(kinds, cells, Kind::is_owner);
        let unmeasured = blank(kinds, cells, |kind| kind == Kind::Measure);
        blank(kinds, cells, |kind| matches!(kind, Kind::Number | Kind::Task | Kind::Deadline))
            && unowned != unmeasured
            && !self.rows.is_empty()
    }

    fn add_to_last(&mut self, kinds: &[Kind], cells: &[Range<usize>], row: &Row) {
        let Some((range, last)) = self.rows.last_mut() else { return };
        range.end = row.range.end;
        let own = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        last.add(kinds, own.map(|(at, cell)| (at, cell.clone())).collect());
    }

    /// A merged cell says the same of all its rows.
    fn carry_down(&self, kinds: &[Kind], cells: &mut [Range<usize>]) {
        let unnamed = blank(kinds, cells, |kind| matches!(kind, Kind::Number | Kind::Task));
        for (at, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| cell.start == cell.end) {
            if matches!(kinds[at], Kind::Section | Kind::Day) || unnamed && kinds[at] == Kind::Deadline {
                *cell = self.above[at].clone();
            }
        }
    }

    /// The group of the kind that a cell names: that of the row above where it says the same.
    fn kind_of(&mut self, cell: &Range<usize>, row: &Row) -> usize {
        let same = |(_, above): &&(usize, Range<usize>)| self.reader.words(above) == self.reader.words(cell);
        let n = match self.kind_group.as_ref().filter(same) {
            Some((n, _)) => *n,
            None => self.add_group(cell.clone(), row),
        };
        self.kind_group = Some((n, cell.clone()));
        n
    }

    /// Adds a row as a task. One that is named like the row above is what it says of its own, or more of that row.
    fn push(&mut self, row: &Row, mut told: Cells, cells: Vec<Range<usize>>) {
        if told.title.start < row.range.start {
            match told.measures.iter().position(|cell| cell.start >= row.range.start) {
                Some(own) => (told.title, told.named) = (told.measures.remove(own), false),
                None => {
                    if let Some((range, last)) = self.rows.last_mut() {
                        range.end = row.range.end;
                        last.owners.append(&mut told.owners);
                    }
                    return;
                }
            }
        }
        if let Some(n) = told.number.as_ref().and_then(|number| self.reader.words(number).parse().ok()) {
            self.numbered.insert(n, cells.clone());
        }
        for (above, cell) in self.above.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            *above = cell;
        }
        for group in [told.group, self.group].into_iter().flatten() {
            self.tables.groups[group].range.end = row.range.end;
        }
        self.rows.push((row.range.clone(), told));
    }

    /// Whether the column of kinds has cells over several rows, so that it parts them.
    fn merged(&self, rows: &[Row], kinds: &[Kind]) -> bool {
        let Some(at) = kinds.iter().position(|kind| *kind == Kind::Section) else { return false };
        let full: Vec<&Row> = rows.iter().filter(|row| row.cells.len() == kinds.len()).collect();
        let words = |row: &Row| self.reader.words(&row.cells[at]).to_owned();
        full.len() < rows.len()
            || full.windows(2).any(|two| words(two[1]).is_empty() || words(two[0]) == words(two[1]))
    }

    /// Opens the group of a heading row.
    fn open_group(&mut self, number: Option<Range<usize>>, title: Range<usize>, row: &Row) {
        let n = self.add_group(title.clone(), row);
        let group = &mut self.tables.groups[n];
        if number.is_some() {
            (group.number, group.title) = (number, title);
        }
        self.group = Some(n);
    }

    /// Adds a group whose name may open with its number.
    fn add_group(&mut self, title: Range<usize>, row: &Row) -> usize {
        let text = self.reader.text;
        let number = first_number(text, &title);
        let range = title.start.min(row.range.start)..row.range.end;
        let parent = self.section;
        let group = match number {
            Some(marker) => Group {
                number: Some(title.start + marker.number.start..title.start + marker.number.end),
                title: trim(text, title.start + marker.place.end..title.end),
                range,
                parent,
            },
            None => Group { title, number: None, range, parent },
        };
        self.tables.groups.push(group);
        self.tables.groups.len() - 1
    }
}

/// Whether no cell of these kinds says anything.
fn blank(kinds: &[Kind], cells: &[Range<usize>], wanted: impl Fn(Kind) -> bool) -> bool {
    kinds.iter().zip(cells).all(|(kind, cell)| !wanted(*kind) || cell.is_empty())
}

fn is_dash(words: &str) -> bool {
    !words.is_empty() && words.chars().all(|c| matches!(c, '—' | '－' | '–'))
}

/// Whether a dash in a column means the row above: who and by when, but not who supports, for nobody may.
fn says_above(kind: Kind) -> bool {
    match kind {
        Kind::Owner { role, .. } => matches!(role, OwnerRole::Lead | OwnerRole::Responsible),
        kind => kind == Kind::Deadline,
    }
}
