//! How far the tasks of a ledger are, by unit and by month, as its own states say.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::extract::date::{self, Calendar};
use crate::ledger::column::Column;
use crate::ledger::merge::{Entry, Old, STATES, states};
use crate::ledger::rows::{LIGHTS, light_of, none};
use crate::ledger::{Cell, Head, Row, Table};
use crate::lexicon::{Lexicon, List};
use crate::model::{DateKind, Lang, OwnerRole, Said};
use crate::text::order;

/// What is counted of some tasks.
#[derive(Debug, Clone, Default)]
struct Count {
    n: usize,
    /// By state, in the order of [`STATES`].
    of: [usize; STATES.len()],
    /// With a state that no list knows.
    other: usize,
    /// Without one.
    blank: usize,
    /// Not done and overdue, and not done and due within days.
    late: usize,
    soon: usize,
}

/// The place of what is done among [`STATES`].
const DONE: usize = 2;

/// The tables of counts by unit and by month. `year` is the year that days without one are in, else that of the title;
/// with a day `as_of` it is also told what is overdue then.
pub fn summary(
    old: &Old,
    lexicon: &Lexicon,
    year: Option<i16>,
    as_of: Option<Date>,
    lang: Lang,
) -> Result<[Table; 2], Said> {
    let units = old.units_of(&[OwnerRole::Lead, OwnerRole::Responsible], lexicon)?;
    let calendar = Calendar { year: year.or_else(|| old.year()), ..Calendar::default() };
    let (mut all, mut by_unit, mut by_month) =
        (Count::default(), Vec::<(String, Count)>::new(), BTreeMap::new());
    for (entry, units) in old.entries().iter().zip(units) {
        let due = due(entry, lexicon, &calendar);
        let mut one = Count { n: 1, ..Count::default() };
        let state = entry.text(Column::State).trim();
        let kind = lexicon.value(List::States, state).and_then(|value| value.split('\t').next());
        match STATES.iter().position(|known| Some(*known) == kind) {
            Some(at) => one.of[at] = 1,
            None if state.is_empty() => one.blank = 1,
            None => one.other = 1,
        }
        if let Some((due, today)) = due.zip(as_of).filter(|_| one.of[DONE] == 0) {
            let light = light_of(due, today);
            (one.late, one.soon) = (usize::from(light == LIGHTS[0]), usize::from(light == LIGHTS[1]));
        }
        all.add(&one);
        let units = if units.is_empty() { vec![none(lang)] } else { units };
        for unit in units {
            match by_unit.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, count)) => count.add(&one),
                None => by_unit.push((unit, one.clone())),
            }
        }
        let month = due.map(|day| format!("{:04}-{:02}", day.year(), day.month()));
        // What has no day stands last.
        by_month.entry((month.is_none(), month)).or_insert_with(Count::default).add(&one);
    }
    order::by_key(&mut by_unit, |(_, count)| std::cmp::Reverse(count.n));
    let by_month =
        by_month.into_iter().map(|((_, month), count)| (month.unwrap_or_else(|| none(lang)), count));
    let t = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let of = |title: &str, head: (&str, &str), counts: Vec<(String, Count)>| {
        let mut table = table(title, head, counts, &all, lexicon, as_of.is_some(), lang);
        table.notes.extend(as_of.map(|day| match lang {
            Lang::Zh => format!("以 {day} 为准：超期、{}只计未办结的。", LIGHTS[1].0),
            Lang::En => format!("As of {day}; only what is not done is overdue or due {}.", LIGHTS[1].1),
        }));
        table
    };
    let mut units = of(t("各单位办理情况", "How far each unit is"), ("unit", t("单位", "Unit")), by_unit);
    units.notes.push(
        t(
            "注：一项任务有几个单位的，各单位分别计数，合计按任务计一次。",
            "A task counts once for each of its units, and once in the totals.",
        )
        .to_owned(),
    );
    let months = of(t("各月办理情况", "By month due"), ("month", t("时限", "Month")), by_month.collect());
    Ok([units, months])
}

impl Count {
    fn add(&mut self, other: &Count) {
        self.n += other.n;
        self.of.iter_mut().zip(other.of).for_each(|(all, one)| *all += one);
        self.other += other.other;
        self.blank += other.blank;
        self.late += other.late;
        self.soon += other.soon;
    }
}

fn table(
    title: &str,
    (id, first): (&str, &str),
    counts: Vec<(String, Count)>,
    all: &Count,
    lexicon: &Lexicon,
    lit: bool,
    lang: Lang,
) -> Table {
    let head = |id: &str, text: &str, floor| Head { id: id.into(), text: text.into(), floor, column: None };
    let t = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let mut heads = vec![head(id, first, 16), head("tasks", t("任务", "Tasks"), 6)];
    heads.push(head("share", t("占比", "Share"), 6));
    heads.extend(STATES.iter().zip(states(lexicon)).map(|(id, word)| head(id, word, 8)));
    let has_other = all.other > 0;
    heads.extend(has_other.then(|| head("other", t("其他", "Other"), 6)));
    heads.push(head("blank", t("未填", "Not filled in"), 6));
    heads.push(head("done_share", t("办结率", "Done"), 7));
    if lit {
        heads.push(head("late", t(LIGHTS[0].0, LIGHTS[0].1), 6));
        heads.push(head("soon", t(LIGHTS[1].0, LIGHTS[1].1), 7));
    }
    let share = |part: usize, of: usize| match of {
        0 => Cell::default(),
        of => Cell::share(part as f32 / of as f32),
    };
    let total = (t("合计", "Total").to_owned(), all.clone());
    let row = |(name, count): (String, Count)| {
        let mut cells = vec![Cell::text(name), Cell::number(count.n), share(count.n, all.n)];
        cells.extend(count.of.map(Cell::number));
        cells.extend(has_other.then(|| Cell::number(count.other)));
        cells.extend([Cell::number(count.blank), share(count.of[DONE], count.n)]);
        if lit {
            cells.extend([count.late, count.soon].map(Cell::number));
        }
        Row { group: None, cells }
    };
    Table {
        title: title.to_owned(),
        heads,
        rows: counts.into_iter().chain([total]).map(row).collect(),
        notes: Vec::new(),
    }
}

/// The day on which a row is due: as its column of days has it, else as its deadline is read.
fn due(entry: &Entry, lexicon: &Lexicon, calendar: &Calendar) -> Option<Date> {
    let bare = |text: &str| text.trim().trim_end_matches('*').to_owned();
    [Column::Date, Column::Deadline].into_iter().find_map(|column| {
        let text = bare(entry.text(column));
        text.parse().ok().or_else(|| {
            let found = date::dates(&text, &lexicon.scan(&text), calendar);
            let due = found
                .into_iter()
                .filter(|date| matches!(date.kind, DateKind::Deadline | DateKind::Period | DateKind::Point));
            due.filter_map(|date| date.end).max()
        })
    })
}
