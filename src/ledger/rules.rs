//! What people set up on the sheets of a workbook beside its cells: drop-down lists, conditional colours, what is
//! hidden, names. It follows the cells it was set up for when these stand elsewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ledger::formula::{Reference, rewritten};
use crate::text::order;

/// What is set up on one sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// Whether the sheet can be seen.
    pub seen: Seen,
    /// Columns that someone has hidden, from 0.
    pub hidden: BTreeSet<usize>,
    /// What may be typed into which cells.
    pub asks: Vec<Ask>,
    /// How cells are coloured by what they hold, the most important first.
    pub shades: Vec<Shade>,
}

/// Whether a sheet can be seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Seen {
    /// It can.
    #[default]
    Shown,
    /// Not until someone asks for it.
    Hidden,
    /// Only a program can show it.
    VeryHidden,
}

/// A rectangle of cells, from 0, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// The first row.
    pub top: usize,
    /// The first column.
    pub left: usize,
    /// The last row.
    pub bottom: usize,
    /// The last column.
    pub right: usize,
}

/// What may be typed into cells: a drop-down list, a number, a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ask {
    /// Which cells; formulas are written for the first of them.
    pub areas: Vec<Area>,
    /// `list`, `whole`, `decimal`, `date`, `time`, `textLength`, `custom` or `none`.
    pub kind: String,
    /// How it is compared, as `between`; empty for a list.
    pub operator: String,
    /// What it is compared with, or the list, as formulas without `=`.
    pub formulas: Vec<String>,
    /// Whether nothing may stand there too.
    pub blank: bool,
    /// Whether a list is shown to choose from.
    pub dropdown: bool,
    /// Title and text of what is said before something is typed.
    pub prompt: Option<[String; 2]>,
    /// Title and text of what is said of something else.
    pub refusal: Option<[String; 2]>,
    /// `stop`, `warning` or `information`; none where nothing is said.
    pub style: Option<String>,
}

/// How cells are coloured by what they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Shade {
    /// Which cells; formulas are written for the first of them.
    pub areas: Vec<Area>,
    /// When, and with a scale how much.
    pub when: When,
    /// How they look then.
    pub look: Look,
    /// Whether later rules say nothing of a cell that this one colours.
    pub stop: bool,
}

/// When a cell is coloured.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// Where a formula holds.
    Formula(String),
    /// Where its value compares so with others, such as `greaterThan`.
    Value(String, Vec<String>),
    /// The first or last so many, or so many in a hundred.
    Top {
        /// How many.
        rank: u16,
        /// Whether of a hundred.
        percent: bool,
        /// Whether the last.
        bottom: bool,
    },
    /// Above or below the average, by so many standard deviations.
    Average {
        /// Whether above.
        above: bool,
        /// Whether the average itself counts.
        equal: bool,
        /// How many deviations, up to 3.
        deviations: u8,
    },
    /// Where the value stands in another cell too, or in none.
    Repeated(bool),
    /// Shades between two or three colours, each with the point it stands for.
    Scale(Vec<(Point, u32)>),
    /// A bar as long as the value, between two points, in a colour; whether it stands alone.
    Bar([Point; 2], u32, bool),
    /// One of a set of icons, such as `3Arrows`, each from a point on; whether they stand the other way round, and alone.
    Icons(String, Vec<Point>, bool, bool),
}

/// A point of a scale: `min`, `max`, `num`, `percent`, `percentile` or `formula`, and its value.
pub type Point = (String, String);

/// How coloured cells look; colours are 0xRRGGBB.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// The colour behind.
    pub fill: Option<u32>,
    /// The colour of the letters.
    pub ink: Option<u32>,
    /// Whether the letters are bold.
    pub bold: bool,
    /// Whether they slant.
    pub italic: bool,
    /// Whether they are struck out.
    pub struck: bool,
    /// Whether they are underlined.
    pub underlined: bool,
}

/// A name for cells or a value, such as `状态` for `选项!$A$1:$A$5`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: String,
    /// The sheet that alone knows it.
    pub sheet: Option<String>,
    /// What it stands for, a formula without `=`.
    pub formula: String,
}

/// Where the rows and columns of a ledger stand now; all count from 0.
#[derive(Debug)]
pub(super) struct Places {
    /// The row of headings, before and now.
    pub head: (usize, usize),
    /// Rows of tasks before, and where each stands now.
    pub lines: BTreeMap<usize, usize>,
    /// The first and last row of tasks now.
    pub body: (usize, usize),
    /// Of each column before, where it stands now.
    pub columns: Vec<Option<usize>>,
    /// How many columns there are now.
    pub n_columns: usize,
}

/// A cell as formulas name it; row and column from 0.
pub fn cell(row: usize, column: usize) -> String {
    Reference { row, column, fixed: (false, false) }.text()
}

/// The last row and column of a sheet.
const LAST: (usize, usize) = ((1 << 20) - 1, (1 << 14) - 1);

impl Rules {
    /// The rules for where their cells stand now, and how many could not follow because what they speak of is gone.
    pub(super) fn moved(&self, places: &Places) -> (Rules, usize) {
        let mut rules = Rules { seen: self.seen, ..Rules::default() };
        rules.hidden = self.hidden.iter().filter_map(|at| places.column(*at)).collect();
        let mut lost = 0;
        for ask in &self.asks {
            let parts = places.parts(&ask.areas);
            lost += usize::from(parts.is_empty());
            for part in parts {
                match ask.formulas.iter().map(|formula| part.formula(formula, places)).collect() {
                    Some(formulas) => {
                        rules.asks.push(Ask { areas: part.areas.clone(), formulas, ..ask.clone() });
                    }
                    None => lost += 1,
                }
            }
        }
        for shade in &self.shades {
            let parts = places.parts(&shade.areas);
            lost += usize::from(parts.is_empty());
            for part in parts {
                let moved = |formula: &String| part.formula(formula, places);
                let when = match &shade.when {
                    When::Formula(formula) => moved(formula).map(When::Formula),
                    When::Value(operator, formulas) => {
                        let formulas: Option<Vec<String>> = formulas.iter().map(moved).collect();
                        formulas.map(|formulas| When::Value(operator.clone(), formulas))
                    }
                    when => Some(when.clone()),
                };
                match when {
                    Some(when) => {
                        rules.shades.push(Shade { areas: part.areas.clone(), when, ..shade.clone() })
                    }
                    None => lost += 1,
                }
            }
        }
        (rules, lost)
    }
}

impl Name {
    /// The name for where the cells of the ledger stand now. None where they are gone.
    pub(super) fn moved(&self, ledger: &str, places: &Places) -> Option<Name> {
        let formula = places.follow(&self.formula, ledger)?;
        Some(Name { formula, ..self.clone() })
    }
}

/// Cells of a rule that stand beside each other as before.
#[derive(Debug)]
struct Part {
    areas: Vec<Area>,
    /// The cell that formulas were written for, and the first of the part's columns before.
    from: (usize, usize, usize),
}

impl Part {
    /// A formula of the rule as it reads for the first cell of the part. What is fixed by `$` follows its cell.
    fn formula(&self, formula: &str, places: &Places) -> Option<String> {
        let (row, column, left) = self.from;
        let now = self.areas[0].top;
        let relative = |of: Reference| {
            let column = if of.fixed.0 { Some(of.column) } else { (of.column + left).checked_sub(column) };
            // A row beside its own stays beside it.
            let beside = (now + of.row).checked_sub(row).filter(|row| *row <= LAST.0);
            Some((places.column(column?)?, beside))
        };
        let map = |first: Reference, last: Reference| {
            let ((left, above), (right, below)) = (relative(first)?, relative(last)?);
            let fixed = places.rows(first.row, last.row);
            let top = if first.fixed.1 { fixed?.0 } else { above? };
            let bottom = if last.fixed.1 { fixed?.1 } else { below? };
            Some([
                Reference { row: top, column: left.min(right), ..first },
                Reference { row: bottom, column: left.max(right), ..last },
            ])
        };
        rewritten(formula, None, map, |at| places.column(at))
    }
}

impl Places {
    /// A formula on another sheet, where the cells of the `ledger` stand now that it speaks of. None where they are gone.
    pub(super) fn follow(&self, formula: &str, ledger: &str) -> Option<String> {
        let fixed = |first: Reference, last: Reference| {
            let rows = self.rows(first.row, last.row)?;
            let columns = [first, last].map(|of| self.column(of.column));
            let [Some(left), Some(right)] = columns else { return None };
            Some([
                Reference { row: rows.0, column: left.min(right), ..first },
                Reference { row: rows.1, column: left.max(right), ..last },
            ])
        };
        rewritten(formula, Some(ledger), fixed, |at| self.column(at))
    }

    fn column(&self, at: usize) -> Option<usize> {
        match self.columns.get(at) {
            Some(to) => *to,
            // Beside the table.
            None => Some((at - self.columns.len() + self.n_columns).min(LAST.1)),
        }
    }

    /// Where a stretch of rows stands now: one that holds all tasks still does, and reaches as far below them.
    fn rows(&self, top: usize, bottom: usize) -> Option<(usize, usize)> {
        let runs = self.runs(top.min(bottom), top.max(bottom));
        Some((runs.iter().map(|run| run.0).min()?, runs.iter().map(|run| run.1).max()?))
    }

    /// The rows that a stretch of rows covers now, as runs.
    fn runs(&self, top: usize, bottom: usize) -> Vec<(usize, usize)> {
        let (first, last) = match (self.lines.first_key_value(), self.lines.last_key_value()) {
            (Some((first, _)), Some((last, _))) => (*first, *last),
            _ => (self.head.0 + 1, self.head.0),
        };
        let below = |row: usize| (row + self.body.1).saturating_sub(last).min(LAST.0);
        let mut runs: Vec<(usize, usize)> = Vec::new();
        if top <= first && last <= bottom {
            let from = match () {
                () if top < self.head.0 => 0,
                () if top == self.head.0 => self.head.1,
                () => self.body.0,
            };
            let to =
                if bottom == LAST.0 || bottom > last + 1 { bottom.max(self.body.1) } else { self.body.1 };
            return vec![(from, to)];
        }
        if (top..=bottom).contains(&self.head.0) {
            runs.push((self.head.1, self.head.1));
        }
        if bottom < self.head.0 {
            return vec![(top.min(self.head.1), bottom.min(self.head.1))];
        }
        if top > last {
            return vec![(below(top), below(bottom))];
        }
        let mut rows: Vec<usize> = self.lines.range(top..=bottom).map(|(_, to)| *to).collect();
        order::sort(&mut rows);
        for row in rows {
            match runs.last_mut() {
                Some(run) if run.1 + 1 >= row => run.1 = run.1.max(row),
                _ => runs.push((row, row)),
            }
        }
        runs
    }

    /// The parts of a rule's cells that stand beside each other as before, each column block for itself.
    fn parts(&self, areas: &[Area]) -> Vec<Part> {
        let Some(first) = areas.first() else { return Vec::new() };
        // By the shift of a block of columns: its first column before, and its cells.
        let mut parts: BTreeMap<isize, Part> = BTreeMap::new();
        let mut order: HashMap<isize, usize> = HashMap::new();
        for area in areas {
            let runs = self.runs(area.top, area.bottom);
            // Each block's first column before, its first and its last now.
            let mut blocks: Vec<(usize, usize, usize)> = Vec::new();
            let known = self.columns.len();
            if area.left == 0 && area.right + 1 >= known {
                // All of a row still is.
                blocks.push((0, 0, area.right.max(self.n_columns.max(1) - 1)));
            } else {
                let beside = (area.right >= known).then(|| (area.left.max(known), area.right));
                let single = (area.left..known.min(area.right + 1)).map(|at| (at, at));
                for (from, to) in single.chain(beside) {
                    let (Some(left), Some(right)) = (self.column(from), self.column(to)) else { continue };
                    match blocks.last_mut() {
                        Some((at, start, end)) if *end + 1 == left && from - *at == left - *start => {
                            *end = right
                        }
                        _ => blocks.push((from, left, right)),
                    }
                }
            }
            for (from, left, right) in blocks {
                let shift = left as isize - from as isize;
                let n_parts = order.len();
                order.entry(shift).or_insert(n_parts);
                let part = parts
                    .entry(shift)
                    .or_insert(Part { areas: Vec::new(), from: (first.top, first.left, from) });
                part.areas.extend(runs.iter().map(|&(top, bottom)| Area { top, left, bottom, right }));
            }
        }
        let mut parts: Vec<(isize, Part)> =
            parts.into_iter().filter(|(_, part)| !part.areas.is_empty()).collect();
        order::by_key(&mut parts, |(shift, _)| order[shift]);
        parts.into_iter().map(|(_, part)| part).collect()
    }
}
