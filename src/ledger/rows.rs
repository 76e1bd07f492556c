//! Plans to rows.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;
use regex::Regex;

use crate::extract::theme::THEMES;
use crate::ledger::column::{By, Column, Preset};
use crate::ledger::stretch::{part, stretch_of, stretches};
use crate::ledger::{Cell, Head, Row, Sort, Table, Unit, theme};
use crate::lex::imperative::imperative;
use crate::lexicon::{Lexicon, List};
use crate::model::{
    Corrected, DateKind, DateMention, Lang, Owner, OwnerRole, OwnerSource, Plan, Section, Task,
};
use crate::text::order;

/// A plan and the name of the file it was read from.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The file.
    pub name: &'a str,
    /// The plan.
    pub plan: &'a Plan,
}

/// What table is wanted.
#[derive(Debug, Default)]
pub struct Asked {
    /// Which table, for its title and, where they are not said, its columns and groups.
    pub preset: Preset,
    /// Other columns than those of the preset.
    pub columns: Option<Vec<Column>>,
    /// Columns of the plans' own tables, by their heads: the place each is to have among all columns, lower ones first.
    pub own: Vec<(usize, String)>,
    /// Other groups than those of the preset.
    pub by: Option<By>,
    /// What has a row of its own, where it is not what goes with the preset.
    pub rows: Option<Of>,
    /// Whether a text that stands in the list of one unit is only pointed to in those of others: for paper.
    pub refers: bool,
    /// Another title.
    pub title: Option<String>,
    /// Which tasks.
    pub filter: Filter,
    /// The day on which it is told what is overdue; else the column for it stays empty.
    pub as_of: Option<Date>,
    /// The language of headings and notes.
    pub lang: Lang,
}

/// What has a row of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Each task.
    Tasks,
    /// Each stretch of a task whose owners are its own; in the lists of units the stretches of the unit.
    Brackets,
}

/// Which tasks stand in a table; all that hold.
#[derive(Debug, Default)]
pub struct Filter {
    /// With this unit as an owner, and what it was called by whoever asked.
    pub owner: Option<(Unit, String)>,
    /// With an owner of this duty; with `owner`, with that one in this duty.
    pub role: Option<OwnerRole>,
    /// With this theme.
    pub theme: Option<String>,
    /// Due on this day or before.
    pub before: Option<Date>,
    /// Due on this day or after.
    pub after: Option<Date>,
    /// Without any owner.
    pub without_owner: bool,
    /// Without any deadline.
    pub without_deadline: bool,
    /// Whose words this pattern finds.
    pub words: Option<Regex>,
}

impl Filter {
    fn takes_owner(&self, owner: &Owner, lexicon: &Lexicon) -> bool {
        self.role.is_none_or(|role| owner.role == role)
            && self.owner.as_ref().is_none_or(|(unit, _)| unit.is(owner, lexicon))
    }

    /// Whether a day lies between those that are asked for.
    fn takes_day(&self, due: Option<Date>) -> bool {
        self.before.is_none_or(|day| due.is_some_and(|due| due <= day))
            && self.after.is_none_or(|day| due.is_some_and(|due| due >= day))
    }

    /// Whether a task stands in the table.
    pub fn takes(&self, task: &Task, lexicon: &Lexicon) -> bool {
        let asks_owner = self.owner.is_some() || self.role.is_some();
        let due = task.deadline.as_ref().and_then(|deadline| deadline.date);
        (!asks_owner || task.owners.iter().any(|owner| self.takes_owner(owner, lexicon)))
            && self.theme.as_ref().is_none_or(|theme| task.themes.iter().any(|(id, _)| id == theme))
            && self.takes_day(due)
            && (!self.without_owner || task.owners.is_empty())
            && (!self.without_deadline || task.deadline.is_none())
            && self.words.as_ref().is_none_or(|words| words.is_match(&task.text))
    }
}

/// A task in the table: where it is from, and the group and duty it is listed for.
struct Entry<'a> {
    sheet: usize,
    task: Cow<'a, Task>,
    /// Its place among the plan's tasks, and which of its stretches it has.
    of: (usize, Vec<usize>),
    /// Whether the group's unit is named for it, and not only for what it stands in.
    own: bool,
    /// A milestone of the task that has a line of its own.
    milestone: Option<&'a DateMention>,
    group: Option<String>,
    /// The duties of the group's unit, the weightiest first.
    roles: Vec<OwnerRole>,
    /// Before the order of the documents.
    order: (usize, Option<Date>, usize),
}

/// The table that is asked for. With several plans it has a column for the source.
pub fn rows(sheets: &[Sheet], lexicon: &Lexicon, asked: &Asked) -> Table {
    let by = asked.by.or(asked.preset.by());
    let mut entries = Vec::new();
    let mut units: Vec<String> = Vec::new();
    let mut found: HashMap<String, usize> = HashMap::new();
    let sections: Vec<Vec<String>> = sheets.iter().map(|sheet| paths(sheet.plan)).collect();
    let brackets = asked.rows.map_or(asked.preset == Preset::Responsibility, |rows| rows == Of::Brackets);
    // A calendar has lines for them, and a stretch its own.
    let with_dates = if asked.preset == Preset::Calendar || brackets { sheets } else { &[] };
    let of_task: Vec<HashMap<usize, Vec<&DateMention>>> =
        with_dates.iter().map(|sheet| dates(sheet.plan)).collect();
    for (sheet, Sheet { plan, .. }) in sheets.iter().enumerate() {
        let dates_of = |at: usize| {
            of_task.get(sheet).and_then(|of_task| of_task.get(&at)).map_or(&[][..], Vec::as_slice)
        };
        let all = plan.tasks.iter().enumerate().flat_map(|(at, task)| {
            let cut = if brackets { stretches(task) } else { Vec::new() };
            let parts: Vec<(Cow<Task>, Vec<usize>)> = match cut.len() {
                2.. if by != Some(By::Owner) => (0..cut.len())
                    .map(|stretch| (Cow::Owned(part(task, &cut, &[stretch], dates_of(at))), vec![stretch]))
                    .collect(),
                n => vec![(Cow::Borrowed(task), (0..n.max(1)).collect())],
            };
            parts.into_iter().map(move |(part, which)| (at, part, which))
        });
        for (at, task, which) in all.filter(|(_, task, _)| asked.filter.takes(task, lexicon)) {
            let entry = |group, order| Entry {
                sheet,
                task: task.clone(),
                of: (at, which.clone()),
                own: true,
                milestone: None,
                group,
                roles: Vec::new(),
                order,
            };
            let due = task.deadline.as_ref().and_then(|deadline| deadline.date);
            match by {
                None => entries.push(entry(None, (0, None, 0))),
                Some(By::Section) => {
                    let path = task.section.and_then(|id| sections[sheet].get(id)).cloned();
                    let group = path.and_then(|path| path.split('\n').next().map(str::to_owned));
                    entries.push(entry(Some(group.unwrap_or_else(|| none(asked.lang))), (0, None, 0)));
                }
                Some(By::Deadline) => {
                    let undated = task.deadline.is_none();
                    let group = |due: Option<Date>| match (due, asked.lang) {
                        (Some(day), Lang::Zh) => format!("{}年{}月", day.year(), day.month()),
                        (Some(day), Lang::En) => format!("{:04}-{:02}", day.year(), day.month()),
                        (None, Lang::Zh) if undated => "未写时限".into(),
                        (None, Lang::En) if undated => "No deadline".into(),
                        (None, Lang::Zh) => "时限未定到日".into(),
                        (None, Lang::En) => "No day".into(),
                    };
                    let order = |due: Option<Date>| (due.map_or(1 + usize::from(undated), |_| 0), due, 0);
                    let own = entry(Some(group(due)), order(due));
                    let milestones = milestones(dates_of(at), &task, asked).map(|date| Entry {
                        milestone: Some(date),
                        ..entry(Some(group(date.end)), order(date.end))
                    });
                    entries.extend(milestones.chain([own]));
                }
                Some(By::Theme) => {
                    let first = task.themes.first().map(|(id, _)| *id);
                    let place = first.map_or(usize::MAX, |id| {
                        THEMES.iter().position(|known| *known == id).unwrap_or(THEMES.len())
                    });
                    let group = first.map_or_else(|| none(asked.lang), |id| theme::name(id, asked.lang));
                    entries.push(entry(Some(group), (place, None, 0)));
                }
                Some(By::Owner) => {
                    let mut roles: Vec<(usize, OwnerRole)> = Vec::new();
                    let cut: Vec<Range<usize>> = if which.len() > 1 { stretches(&task) } else { Vec::new() };
                    // Which stretches each unit is named for; none stands for all.
                    let mut named: HashMap<usize, Vec<Option<usize>>> = HashMap::new();
                    let mut own: HashSet<usize> = HashSet::new();
                    for owner in task.owners.iter().filter(|owner| asked.filter.takes_owner(owner, lexicon)) {
                        let unit = *found.entry(owner.canonical.clone()).or_insert_with(|| {
                            units.push(owner.canonical.clone());
                            units.len() - 1
                        });
                        if !roles.contains(&(unit, owner.role)) {
                            roles.push((unit, owner.role));
                        }
                        named.entry(unit).or_default().push(stretch_of(&task, &cut, owner.span));
                        if owner.source != OwnerSource::Inherited {
                            own.insert(unit);
                        }
                    }
                    order::sort(&mut roles);
                    for of in roles.chunk_by(|a, b| a.0 == b.0) {
                        let (unit, role) = of[0];
                        let named = named.get(&unit).map_or(&[][..], Vec::as_slice);
                        let some = cut.len() > 1 && named.iter().all(Option::is_some);
                        let mut theirs: Vec<usize> = named.iter().flatten().copied().collect();
                        theirs.sort_unstable();
                        theirs.dedup();
                        let (task, which) = match some && theirs.len() < cut.len() {
                            true => (Cow::Owned(part(&task, &cut, &theirs, dates_of(at))), theirs),
                            false => (task.clone(), which.clone()),
                        };
                        entries.push(Entry {
                            task,
                            of: (at, which),
                            own: own.contains(&unit),
                            roles: of.iter().map(|(_, role)| *role).collect(),
                            ..entry(Some(units[unit].clone()), (unit, None, role as usize))
                        });
                    }
                    if roles.is_empty() {
                        entries.push(entry(Some(none(asked.lang)), (usize::MAX, None, 0)));
                    }
                }
            }
        }
    }
    order::by_key(&mut entries, |entry| entry.order);

    let mut columns = asked.columns.clone().unwrap_or_else(|| asked.preset.columns_for(sheets));
    let labels = labels(sheets);
    if sheets.len() > 1 && !columns.contains(&Column::Source) && asked.columns.is_none() {
        let at = usize::from(columns.first() == Some(&Column::No));
        columns.insert(at, Column::Source);
    }
    let mut table = Table {
        title: title(sheets, asked),
        heads: columns.iter().map(|column| Head::of(*column, asked.lang)).collect(),
        ..Table::default()
    };
    for (at, name) in &asked.own {
        let head = Head { id: name.clone(), text: name.clone(), floor: OWN_FLOOR, column: None };
        table.heads.insert((*at).min(table.heads.len()), head);
    }
    let mut corrected = HashSet::new();
    let mut numbers: Vec<usize> = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        // The list of each unit is numbered for itself, for its tasks stand in other lists too.
        let starts = by == Some(By::Owner) && at > 0 && entries[at - 1].group != entry.group;
        numbers.push(if starts { 1 } else { numbers.last().map_or(1, |number| number + 1) });
    }
    let homes =
        if brackets && asked.refers && by == Some(By::Owner) { homes(&entries) } else { HashMap::new() };
    for (at, entry) in entries.iter().enumerate() {
        let number = numbers[at];
        let text = match columns.contains(&Column::Measures) {
            true => measures(&entry.task, &columns, lexicon),
            false => String::new(),
        };
        let (mine, elsewhere) = match homes.is_empty() || text.chars().count() <= SHORT {
            true => (Vec::new(), Vec::new()),
            false => parted(at, entry, &homes),
        };
        let mut cells: Vec<Cell> = columns
            .iter()
            .map(|column| match column {
                Column::No => Cell::number(number),
                Column::Source => Cell::text(&labels[entry.sheet]),
                Column::File => Cell::text(sheets[entry.sheet].name),
                Column::Section => {
                    let path = entry.task.section.and_then(|id| sections[entry.sheet].get(id));
                    Cell::text(path.cloned().unwrap_or_default())
                }
                Column::Role => Cell::text(match entry.roles.is_empty() {
                    true => list_of_roles(&entry.task, asked.lang),
                    false => {
                        let names: Vec<&str> =
                            entry.roles.iter().map(|role| duty(*role, asked.lang)).collect();
                        names.join(comma(asked.lang))
                    }
                }),
                Column::Task => Cell::text(match entry.milestone.and_then(|date| date.due.as_ref()) {
                    Some(due) => format!("{}：{due}", called(&entry.task.title, lexicon)),
                    None => called(&entry.task.title, lexicon).to_string(),
                }),
                Column::Light => {
                    let own = entry.task.deadline.as_ref().and_then(|deadline| deadline.date);
                    light(entry.milestone.map_or(own, |date| date.end), asked)
                }
                Column::Measures => Cell::text(match elsewhere.as_slice() {
                    [] => text.clone(),
                    elsewhere => {
                        let whole = &sheets[entry.sheet].plan.tasks[entry.of.0];
                        let part = part(whole, &stretches(whole), &mine, &[]);
                        let there = |home: &usize| {
                            (entries[*home].group.as_deref().unwrap_or_default(), numbers[*home])
                        };
                        see(measures(&part, &columns, lexicon), elsewhere.iter().map(there), asked.lang)
                    }
                }),
                // Who has to do with it stands where the text does.
                Column::Owners if mine.is_empty() && !elsewhere.is_empty() => Cell::default(),
                column => match entry.milestone {
                    Some(date) => milestone(*column, date, &entry.task, asked.lang),
                    None => cell(*column, &entry.task, asked.lang),
                },
            })
            .collect();
        if let Some(parts) = sheets[entry.sheet].plan.corrected.get(&entry.of.0) {
            corrected.insert((entry.sheet, entry.of.0));
            for (cell, column) in cells.iter_mut().zip(&columns) {
                cell.corrected = parts.iter().any(|part| is_part(*column, *part));
            }
        }
        for (at, name) in &asked.own {
            let kept = entry.task.columns.iter().find(|(head, _)| head == name);
            let cell = kept.map(|(_, cell)| Cell::text(&cell.text)).unwrap_or_default();
            cells.insert((*at).min(cells.len()), cell);
        }
        table.rows.push(Row { group: entry.group.clone(), cells });
    }
    if table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.inherited) {
        table.notes.push(
            match asked.lang {
                Lang::Zh => "注：带*的内容，本项任务未单独写明，承自所在章节或成段的统一标注。",
                Lang::En => {
                    "* Not stated for the task itself: taken from its section or from a joint annotation."
                }
            }
            .to_owned(),
        );
    }
    if !corrected.is_empty() {
        let n = corrected.len();
        table.notes.push(match asked.lang {
            Lang::Zh => format!("注：有 {n} 项任务经人工更正。"),
            Lang::En => format!("Corrected by hand: {n} tasks."),
        });
    }
    table
}

/// Whether a column says what a person corrected.
fn is_part(column: Column, corrected: Corrected) -> bool {
    use Column::{
        Accountable, Date, Deadline, Lead, Light, Measures, Month, Owners, Responsible, Role, Supervisor,
        Support, Text,
    };
    match corrected {
        Corrected::Title => column == Column::Task,
        Corrected::Owners(_) if matches!(column, Owners | Role) => true,
        Corrected::Owners(OwnerRole::Lead) => column == Lead,
        Corrected::Owners(OwnerRole::Responsible) => column == Responsible,
        Corrected::Owners(OwnerRole::Support) => column == Support,
        Corrected::Owners(OwnerRole::Accountable) => column == Accountable,
        Corrected::Owners(OwnerRole::Supervisor) => column == Supervisor,
        Corrected::Deadline => matches!(column, Deadline | Date | Month | Light),
        Corrected::Text => matches!(column, Column::Task | Measures | Text),
    }
}

/// A text of so many characters is as quickly read as looked up.
const SHORT: usize = 60;

/// A text, and the units and numbers where the rest of it stands.
fn see<'n>(own: String, there: impl Iterator<Item = (&'n str, usize)>, lang: Lang) -> String {
    let names: Vec<String> = match lang {
        Lang::Zh => there.map(|(unit, number)| format!("“{unit}”第{number}项")).collect(),
        Lang::En => there.map(|(unit, number)| format!("{unit} no. {number}")).collect(),
    };
    let names = names.join(comma(lang));
    match (lang, own.is_empty()) {
        (Lang::Zh, true) => format!("见{names}"),
        (Lang::Zh, false) => format!("{own}\n另见{names}"),
        (Lang::En, true) => format!("see {names}"),
        (Lang::En, false) => format!("{own}\nsee also {names}"),
    }
}

/// In which entry the text of each stretch stands, by sheet, task and stretch: with the unit that is named for it and has the
/// weightiest duty.
fn homes(entries: &[Entry]) -> HashMap<(usize, usize, usize), usize> {
    let mut homes: HashMap<(usize, usize, usize), usize> = HashMap::new();
    let weight = |at: usize| (!entries[at].own, entries[at].order.2);
    for (at, entry) in entries.iter().enumerate() {
        for stretch in &entry.of.1 {
            let home = homes.entry((entry.sheet, entry.of.0, *stretch)).or_insert(at);
            if weight(at) < weight(*home) {
                *home = at;
            }
        }
    }
    homes
}

/// What of an entry's text is at home with it, and where the rest is: the number of the entry that has it, in order.
fn parted(
    at: usize,
    entry: &Entry,
    homes: &HashMap<(usize, usize, usize), usize>,
) -> (Vec<usize>, Vec<usize>) {
    let (mut mine, mut elsewhere) = (Vec::new(), Vec::new());
    for stretch in &entry.of.1 {
        match homes.get(&(entry.sheet, entry.of.0, *stretch)) {
            Some(home) if *home != at => elsewhere.push(*home),
            _ => mine.push(*stretch),
        }
    }
    order::sort(&mut elsewhere);
    elsewhere.dedup();
    (mine, elsewhere)
}

/// The least width of a column of a plan's own on paper, in half-width characters.
const OWN_FLOOR: usize = 10;

/// How many days before it is due a task is soon due, as offices for supervision have it.
const SOON: i32 = 3;
/// What is said of a day: it has passed, it is near, it is not.
pub const LIGHTS: [(&str, &str); 3] = [("超期", "overdue"), ("3天内", "in 3 days"), ("正常", "in time")];

fn light(due: Option<Date>, asked: &Asked) -> Cell {
    let Some((due, today)) = due.zip(asked.as_of) else { return Cell::default() };
    let (zh, en) = light_of(due, today);
    Cell::text(if asked.lang == Lang::Zh { zh } else { en })
}

/// What is said of a day that something is due on.
pub(super) fn light_of(due: Date, today: Date) -> (&'static str, &'static str) {
    match (due - today).get_days() {
        ..0 => LIGHTS[0],
        0..=SOON => LIGHTS[1],
        _ => LIGHTS[2],
    }
}

/// The dates of each task of a plan.
fn dates(plan: &Plan) -> HashMap<usize, Vec<&DateMention>> {
    let mut dates: HashMap<usize, Vec<&DateMention>> = HashMap::new();
    for date in &plan.dates {
        if let Some(task) = date.task {
            dates.entry(task).or_default().push(date);
        }
    }
    dates
}

/// The other days by which something of a task is due.
fn milestones<'a>(
    of_task: &'a [&'a DateMention],
    task: &Task,
    asked: &'a Asked,
) -> impl Iterator<Item = &'a DateMention> + use<'a> {
    let own = task.deadline.as_ref().map(|deadline| (deadline.span, deadline.date));
    of_task.iter().copied().filter(move |date| {
        let due = date.kind == DateKind::Deadline && date.end.is_some();
        let asked_for = asked.filter.takes_day(date.end);
        due && asked_for && own.is_none_or(|(span, day)| span != date.span && day != date.end)
    })
}

/// The name of a duty.
pub fn duty(role: OwnerRole, lang: Lang) -> &'static str {
    match (role, lang) {
        (OwnerRole::Lead, Lang::Zh) => "牵头",
        (OwnerRole::Responsible, Lang::Zh) => "责任",
        (OwnerRole::Support, Lang::Zh) => "配合",
        (OwnerRole::Accountable, Lang::Zh) => "领导",
        (OwnerRole::Supervisor, Lang::Zh) => "督办",
        (OwnerRole::Lead, Lang::En) => "lead",
        (OwnerRole::Responsible, Lang::En) => "responsible",
        (OwnerRole::Support, Lang::En) => "support",
        (OwnerRole::Accountable, Lang::En) => "accountable",
        (OwnerRole::Supervisor, Lang::En) => "supervisor",
    }
}

/// What stands for no value where groups and counts need a name.
pub(super) fn none(lang: Lang) -> String {
    match lang {
        Lang::Zh => "未明确".into(),
        Lang::En => "Not stated".into(),
    }
}

fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

fn title(sheets: &[Sheet], asked: &Asked) -> String {
    if let Some(title) = &asked.title {
        return title.clone();
    }
    let table = asked.preset.title(asked.lang);
    let plan = match sheets {
        [only] => dated(only.plan, asked.lang),
        _ => None,
    };
    let plan = plan.as_deref();
    let unit = asked.filter.owner.as_ref().map(|(_, name)| name);
    match asked.lang {
        Lang::Zh => {
            let unit = unit.map(|name| format!("（{name}）")).unwrap_or_default();
            format!("{}{unit}", titled(plan.unwrap_or(""), table))
        }
        Lang::En => {
            let unit = unit.map(|name| format!(" ({name})")).unwrap_or_default();
            let plan = plan.map(|plan| format!(": {plan}")).unwrap_or_default();
            format!("{table}{plan}{unit}")
        }
    }
}

/// The title of a plan; with its year where days of the table leave out the year and the title does not say it.
fn dated(plan: &Plan, lang: Lang) -> Option<String> {
    let title = plan.title.as_ref().map(|title| title.text.as_str());
    // 2025年, 2025—2027年; 整治2025行动 does not say it.
    let names_year = |text: &str| {
        let four =
            text.as_bytes().windows(4).enumerate().filter(|(_, four)| four.iter().all(u8::is_ascii_digit));
        let mut rests = four.filter_map(|(at, _)| text.get(at + 4..));
        rests.any(|rest| rest.starts_with(['年', '-', '—', '－', '–', '~', '～', '至', '到']))
    };
    let due = || plan.tasks.iter().filter_map(|task| task.deadline.as_ref());
    let asks =
        |year: i16| due().any(|due| due.date.is_some_and(|day| day.year() == year) && !names_year(&due.text));
    match plan.year.filter(|year| !names_year(title.unwrap_or_default()) && asks(*year)) {
        Some(year) => Some(match lang {
            Lang::En if title.is_none() => year.to_string(),
            _ => format!("{year}年{}", title.unwrap_or_default()),
        }),
        None => title.map(str::to_owned),
    }
}

/// The title of a table of a plan, without saying anything twice.
///
/// ```text
/// …工作要点           …工作要点重点任务分解表
/// …工作重点           …工作重点任务分解表
/// …任务分工表         …任务分工表, but as a ledger …任务督办台账
/// …责任分解           …责任分解表
/// ```
fn titled(plan: &str, table: &str) -> String {
    let ends = |endings: &[&'static str]| endings.iter().copied().find(|ending| plan.ends_with(ending));
    let breakdown = table == Preset::Breakdown.title(Lang::Zh);
    if ends(TABLES).is_some() && (breakdown || plan.ends_with(table)) {
        return plan.to_owned();
    }
    if breakdown && ends(DIVISIONS).is_some() {
        return format!("{plan}表");
    }
    let kind = ends(TABLES).or(ends(DIVISIONS)).unwrap_or_default();
    let plan = &plan[..plan.len() - kind.len()];
    let starts = table.char_indices().map(|(at, _)| &table[..at]).filter(|start| !start.is_empty());
    let said = starts.rev().find(|start| plan.ends_with(start)).unwrap_or_default();
    format!("{plan}{}", &table[said.len()..])
}

/// How titles end that already name a table, and how those that divide tasks do.
const TABLES: &[&str] = &[
    "任务分解表",
    "任务分工表",
    "责任分解表",
    "责任分工表",
    "分解表",
    "分工表",
    "一览表",
    "清单",
    "台账",
    "表",
];
const DIVISIONS: &[&str] = &["责任分解", "责任分工", "任务分解", "任务分工", "分解", "分工"];

/// What each plan is called beside others: by its title, and by its file where titles are lacking or the same.
pub(super) fn labels(sheets: &[Sheet]) -> Vec<String> {
    let title = |sheet: &Sheet| {
        let title = sheet.plan.title.as_ref().map_or("", |title| title.text.as_str());
        match sheet.plan.year.map(|year| year.to_string()) {
            Some(year) if !title.is_empty() && !title.contains(&year) => format!("{year}年{title}"),
            _ => title.to_owned(),
        }
    };
    let titles: Vec<String> = sheets.iter().map(title).collect();
    let same = |title: &String| titles.iter().filter(|other| *other == title).count() > 1;
    titles
        .iter()
        .zip(sheets)
        .map(|(title, sheet)| match title.as_str() {
            "" => sheet.name.to_owned(),
            _ if same(title) => {
                let stem = sheet.name.rsplit_once('.').map_or(sheet.name, |(stem, _)| stem);
                format!("{title}（{stem}）")
            }
            _ => title.clone(),
        })
        .collect()
}

/// Of each section by its id: the headings that lead to it, a line each, with their markers.
fn paths(plan: &Plan) -> Vec<String> {
    fn walk(sections: &[Section], above: &str, paths: &mut Vec<String>) {
        for section in sections {
            let number = section.number.as_deref().unwrap_or("");
            let gap = match number.chars().last() {
                None | Some(')' | '）') => "",
                Some(c) if c.is_ascii_digit() => ". ",
                Some('章' | '节' | '条' | '编' | '段') => " ",
                Some(_) => "、",
            };
            let own = format!("{number}{gap}{}", section.title);
            let path = if above.is_empty() { own } else { format!("{above}\n{own}") };
            if paths.len() <= section.id {
                paths.resize(section.id + 1, String::new());
            }
            walk(&section.children, &path, paths);
            paths[section.id] = path;
        }
    }
    let mut all = Vec::new();
    walk(&plan.sections, "", &mut all);
    all
}

/// The cell of a line that stands for a milestone of a task.
fn milestone(column: Column, date: &DateMention, task: &Task, lang: Lang) -> Cell {
    match (column, date.end) {
        (Column::Deadline, _) => Cell::text(&date.text),
        (Column::Month, Some(day)) => Cell::text(month(day)),
        (Column::Date, Some(day)) => Cell { sort: Sort::Day, ..Cell::text(day.to_string()) },
        _ => cell(column, task, lang),
    }
}

fn cell(column: Column, task: &Task, lang: Lang) -> Cell {
    match column {
        Column::Number => Cell::text(task.number.clone().unwrap_or_default()),
        Column::Text => Cell::text(&task.text),
        Column::Owners => all_owners(task, lang),
        Column::Lead => owners(task, OwnerRole::Lead, lang),
        Column::Responsible => owners(task, OwnerRole::Responsible, lang),
        Column::Support => owners(task, OwnerRole::Support, lang),
        Column::Accountable => owners(task, OwnerRole::Accountable, lang),
        Column::Supervisor => owners(task, OwnerRole::Supervisor, lang),
        Column::Deadline => match &task.deadline {
            Some(deadline) => marked(deadline.text.clone(), deadline.inherited),
            None => Cell::default(),
        },
        Column::Date => match task.deadline.as_ref().and_then(|due| Some((due.date?, due.inherited))) {
            Some((date, inherited)) => Cell { sort: Sort::Day, ..marked(date.to_string(), inherited) },
            None => Cell::default(),
        },
        Column::Month => {
            let due = task.deadline.as_ref().and_then(|due| due.date);
            Cell::text(due.map(month).unwrap_or_default())
        }
        Column::Theme => {
            Cell::text(task.themes.first().map(|(id, _)| theme::name(id, lang)).unwrap_or_default())
        }
        Column::Key => Cell::text(&task.key),
        _ => Cell::default(),
    }
}

/// A month so that months in order of their letters are in order of time.
fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn marked(mut text: String, inherited: bool) -> Cell {
    if inherited {
        text.push('*');
    }
    Cell { text, inherited, ..Cell::default() }
}

/// A title without the 要 of a speech: 要科学编制规划 is the task 科学编制规划; 要素保障 stays.
fn called<'t>(title: &'t str, lexicon: &Lexicon) -> &'t str {
    let rest = title.strip_prefix('要').unwrap_or(title);
    if rest.len() < title.len() && imperative(rest, &lexicon.scan(rest), 0..rest.len()) {
        rest
    } else {
        title
    }
}

/// A line each; several that have no numbers of their own are numbered. What only says again what the title or
/// another of the `columns` says is left out.
fn measures(task: &Task, columns: &[Column], lexicon: &Lexicon) -> String {
    let mut lines: Vec<&str> = task.measures.iter().map(|measure| measure.text.as_str()).collect();
    if let Some(first) = lines.first_mut()
        && let Some(rest) = first.strip_prefix(task.title.as_str())
    {
        *first = rest.trim_start_matches(['，', ',', '：', ':', '；', ';', '。', ' ']);
        // It went on in the same breath.
        if first.len() == rest.len() && !rest.is_empty() {
            *first = task.measures[0].text.as_str();
        }
    }
    let told = told(task, columns);
    lines.retain(|line| !line.is_empty() && !says_again(line, &told, lexicon));
    match lines.len() > 1 && !lines.iter().any(|line| numbered(line)) {
        true => {
            let lines = lines.iter().enumerate().map(|(at, line)| format!("{}. {line}", at + 1));
            lines.collect::<Vec<String>>().join("\n")
        }
        false => lines.join("\n"),
    }
}

/// The names of owners and the deadline that stand in `columns`, the longest first.
fn told<'t>(task: &'t Task, columns: &[Column]) -> Told<'t> {
    let column = |role| match role {
        OwnerRole::Lead => Column::Lead,
        OwnerRole::Responsible => Column::Responsible,
        OwnerRole::Support => Column::Support,
        OwnerRole::Accountable => Column::Accountable,
        OwnerRole::Supervisor => Column::Supervisor,
    };
    let shown = |role| columns.contains(&Column::Owners) || columns.contains(&column(role));
    let owners = task.owners.iter().filter(|owner| shown(owner.role)).map(|owner| owner.name.as_str());
    let due = task.deadline.as_ref().filter(|_| columns.contains(&Column::Deadline));
    let words: HashSet<&str> = owners.chain(due.map(|due| due.text.as_str())).collect();
    let mut lengths: Vec<usize> = words.iter().map(|word| word.len()).filter(|length| *length > 0).collect();
    order::by_key(&mut lengths, |length| std::cmp::Reverse(*length));
    lengths.dedup();
    Told { words, lengths }
}

/// What other columns say of a task, and how long it is in bytes, the longest first.
struct Told<'t> {
    words: HashSet<&'t str>,
    lengths: Vec<usize>,
}

impl<'t> Told<'t> {
    /// What of it stands in a line, the longest first. A task may have as many owners as measures.
    fn within(&self, line: &str) -> Vec<&'t str> {
        let mut found = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for length in &self.lengths {
            let places = line.char_indices().filter_map(|(at, _)| line.get(at..at + length));
            let words = places.filter_map(|words| self.words.get(words).copied());
            found.extend(words.filter(|word| seen.insert(word)));
        }
        found
    }
}

/// Whether a sentence has nothing but words of duties beside what is `told`: 由甲牵头、乙配合, 6月底前完成.
fn says_again(line: &str, told: &Told, lexicon: &Lexicon) -> bool {
    let told = told.within(line);
    let n_told: usize = told.iter().map(|text| text.len()).sum();
    // Longer ones have more to say; the limit is in bytes, some fifteen characters a name.
    if told.is_empty() || line.len() > n_told + told.len() * 45 {
        return false;
    }
    let rest = told.iter().fold(line.to_owned(), |rest, text| rest.replace(*text, "、"));
    let rest: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
    let hits = lexicon.scan(&rest);
    let duty = |value: &str| {
        let kinds = value.split('\t').next().unwrap_or_default();
        kinds.split(',').any(|kind| ["verb", "fill", "by", "take"].contains(&kind))
    };
    let mut at = 0;
    while at < rest.len() {
        let next = hits.starting_in(List::Duties, at..at + 1).iter().filter(|hit| duty(hits.value(**hit)));
        let Some(end) = next.map(|hit| hit.end as usize).max() else { return false };
        at = end;
    }
    true
}

/// Whether a measure brings its number: `1.` `（2）` `③` `四是`, but not `12个…`.
fn numbered(line: &str) -> bool {
    let line = line.trim_start_matches(['（', '(']);
    let after = line.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let mut next = after.chars();
    let mark = next.next().is_some_and(|c| ".．、)）是".contains(c));
    let decimal = next.next().is_some_and(|c| c.is_ascii_digit());
    line.starts_with(|c: char| ('①'..='⑳').contains(&c)) || after.len() < line.len() && mark && !decimal
}

fn names<'t>(task: &'t Task, role: OwnerRole) -> impl Iterator<Item = (String, bool)> + 't {
    task.owners.iter().filter(move |owner| owner.role == role).map(|owner| {
        let more = if owner.open_ended { "等" } else { "" };
        let inherited = owner.source == OwnerSource::Inherited;
        (format!("{}{more}{}", owner.name, if inherited { "*" } else { "" }), inherited)
    })
}

fn owners(task: &Task, role: OwnerRole, lang: Lang) -> Cell {
    let mut cell = Cell::default();
    for (name, inherited) in names(task, role) {
        if !cell.text.is_empty() {
            cell.text.push_str(comma(lang));
        }
        cell.text.push_str(&name);
        cell.inherited |= inherited;
    }
    cell
}

/// The roles of owners, in the order of columns.
pub(super) const ROLES: [OwnerRole; 5] = [
    OwnerRole::Lead,
    OwnerRole::Responsible,
    OwnerRole::Support,
    OwnerRole::Accountable,
    OwnerRole::Supervisor,
];

fn all_owners(task: &Task, lang: Lang) -> Cell {
    let mut all = Cell::default();
    for role in ROLES {
        let cell = owners(task, role, lang);
        if !cell.text.is_empty() {
            let gap = if all.text.is_empty() { "" } else { "\n" };
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            all.text.push_str(&format!("{gap}{}{colon}{}", duty(role, lang), cell.text));
            all.inherited |= cell.inherited;
        }
    }
    all
}

fn list_of_roles(task: &Task, lang: Lang) -> String {
    let has = |role: &OwnerRole| task.owners.iter().any(|owner| owner.role == *role);
    let names: Vec<&str> = ROLES.into_iter().filter(has).map(|role| duty(role, lang)).collect();
    names.join(comma(lang))
}
