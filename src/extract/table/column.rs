//! What a column of a table holds: told by the words of its head and by what stands in its cells.

use crate::lexicon::{Lexicon, List};
use crate::model::OwnerRole;

use super::cell::Share;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The number of the row.
    Number,
    /// What kind of task it is: 类别, 板块.
    Section,
    /// The task.
    Task,
    /// What the task is part of: 项目, beside a column of tasks.
    Project,
    /// The task where nothing else names it, else how it is done: 工作内容.
    Content,
    /// How it is done.
    Measure,
    /// What it is to reach.
    Target,
    /// Who has to do with it.
    Owner {
        /// In which duty.
        role: OwnerRole,
        /// Whether the head asks for people.
        person: bool,
    },
    /// Units, whatever they have to do with it: 部门, 处室.
    Unit,
    /// Marks under the name of a unit: ●, ○.
    Marked,
    /// By when it is to be done.
    Deadline,
    /// When it begins.
    Start,
    /// When it takes place: 日期, 时间.
    Day,
    /// Anything else that a known word heads.
    Other,
}

impl Kind {
    fn of(value: &str) -> Kind {
        let owner = |role| Kind::Owner { role, person: false };
        match value {
            "number" => Kind::Number,
            "section" => Kind::Section,
            "task" => Kind::Task,
            "project" => Kind::Project,
            "content" => Kind::Content,
            "measure" => Kind::Measure,
            "target" => Kind::Target,
            "lead" => owner(OwnerRole::Lead),
            "responsible" => owner(OwnerRole::Responsible),
            "support" => owner(OwnerRole::Support),
            "accountable" => owner(OwnerRole::Accountable),
            "supervisor" => owner(OwnerRole::Supervisor),
            "person" => Kind::Owner { role: OwnerRole::Responsible, person: true },
            "unit" => Kind::Unit,
            "deadline" => Kind::Deadline,
            "start" => Kind::Start,
            "day" => Kind::Day,
            _ => Kind::Other,
        }
    }

    /// Whether it tells who has to do with a task.
    pub(super) fn is_owner(self) -> bool {
        matches!(self, Kind::Owner { .. })
    }
}

/// The longest head of a column, in characters without white space and brackets.
const LONGEST_HEAD: usize = 16;

/// How many characters a head may have beside a word that does not end it.
const BESIDE: usize = 8;

/// What the words of a head say, white space and brackets at its end left out; none where it has no known word.
///
/// ```text
/// 时 间                day                a word of the list
/// 负责处室/年段           responsible        either half says it
/// 配合责任单位            support            配合 says more than 责任单位
/// 任务完成情况            other              what a head ends with counts
/// ```
pub(super) fn head(lexicon: &Lexicon, words: &str) -> Option<Kind> {
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = without_bracket(&words).trim_end_matches(['：', ':']);
    if bare.is_empty() || bare.chars().count() > LONGEST_HEAD || bare.contains(['。', '；', '，']) {
        return None;
    }
    let whole = lexicon.value(List::Columns, bare).map(Kind::of);
    if whole.is_some() {
        return whole;
    }
    let parts: Vec<Kind> =
        bare.split(['/', '／', '、', '及', '与', '和']).filter_map(|part| part_of(lexicon, part)).collect();
    let owner = parts.iter().find(|kind| kind.is_owner());
    owner.or(parts.first()).copied()
}

fn without_bracket(words: &str) -> &str {
    match words.rfind(['（', '(']) {
        Some(at) if at > 0 && words.ends_with(['）', ')']) => &words[..at],
        _ => words,
    }
}

fn part_of(lexicon: &Lexicon, part: &str) -> Option<Kind> {
    let ending = lexicon.endings(List::Columns, part).next();
    let within = || {
        let starts = part.char_indices().map(|(at, _)| &part[at..]);
        starts.filter_map(|rest| lexicon.opening(List::Columns, rest)).max_by_key(|(word, _)| word.len())
    };
    let (word, value) = ending.or_else(within)?;
    let kind = Kind::of(value);
    if !matches!(kind, Kind::Unit | Kind::Owner { .. }) {
        let beside = part.chars().count() - word.chars().count();
        return (ending.is_some() || beside <= BESIDE).then_some(kind);
    }
    // 牵头 of 牵头责任单位, 配合 of 配合责任部门: the duty that says most.
    let duties = part.char_indices().flat_map(|(at, _)| lexicon.openings(List::Columns, &part[at..]));
    let duties = duties.map(|(_, value)| Kind::of(value)).filter(|kind| kind.is_owner());
    let rank = |kind: &Kind| match kind {
        Kind::Owner { role: OwnerRole::Accountable, .. } => 0,
        Kind::Owner { role: OwnerRole::Supervisor, .. } => 1,
        Kind::Owner { role: OwnerRole::Support, .. } => 2,
        Kind::Owner { role: OwnerRole::Lead, .. } => 3,
        Kind::Owner { person: true, .. } => 4,
        _ => 5,
    };
    duties.min_by_key(rank).or_else(|| ending.map(|_| kind))
}

/// What a column's head says and what stands under it.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) said: Option<Kind>,
    pub(super) share: Share,
}

/// What the columns of a task table hold; none when it is no task table.
///
/// A task table has a column of duties, and one that tells who has them or by when. A known head may say it; units and
/// duties may say it by themselves.
///
/// `marked` says which columns hold marks under the name of a unit.
pub(super) fn kinds(columns: &[Column], marked: &[bool]) -> Option<Vec<Kind>> {
    let mut kinds: Vec<Kind> = columns.iter().enumerate().map(|(at, column)| kind(column, at)).collect();
    for (kind, _) in kinds.iter_mut().zip(marked).filter(|(_, marked)| **marked) {
        *kind = Kind::Marked;
    }
    name_task(columns, &mut kinds);
    let task = kinds.iter().position(|kind| *kind == Kind::Task)?;
    let duties = columns[task].share.duties >= 0.5;
    let named =
        matches!(columns[task].said, Some(Kind::Task | Kind::Project | Kind::Content | Kind::Measure));
    let enough = kinds.iter().zip(columns).any(|(kind, column)| match (kind, column.said) {
        (Kind::Owner { .. }, Some(Kind::Owner { .. })) => {
            named || column.share.n == 0 || duties || columns[task].said.is_some()
        }
        (Kind::Owner { .. }, Some(_)) => named || duties,
        (Kind::Marked, _) => named,
        (Kind::Owner { .. }, None) => duties || named && columns[task].said == Some(Kind::Task),
        (Kind::Deadline | Kind::Day, Some(_)) => {
            matches!(columns[task].said, Some(Kind::Task | Kind::Content))
        }
        _ => false,
    });
    // 牵头单位：… within the cells.
    let labelled = named && columns.iter().any(|column| column.share.n > 1 && column.share.labelled >= 0.5);
    // 工作任务 and 任务分解: how the tasks are done is told beside them.
    let parts = columns.iter().filter(|column| column.said == Some(Kind::Task)).count() > 1;
    (enough || parts || labelled).then_some(kinds)
}

/// What a column holds by itself.
fn kind(column: &Column, at: usize) -> Kind {
    let Column { said, share } = column;
    let named = share.units + share.people;
    let units = Kind::Owner { role: OwnerRole::Responsible, person: false };
    match said {
        // A head over what it does not name.
        Some(Kind::Owner { .. }) if share.n > 2 && named < 0.2 && share.length > 30.0 => Kind::Measure,
        Some(Kind::Unit) if share.n == 0 || named < 0.5 => Kind::Other,
        Some(Kind::Unit) => units,
        Some(Kind::Section)
            if share.n > 0 && (share.length > 20.0 || share.duties > 0.5 && share.fresh > 0.8) =>
        {
            Kind::Task
        }
        Some(Kind::Task | Kind::Project | Kind::Content | Kind::Measure)
            if share.amounts + share.numbers > 0.6 =>
        {
            Kind::Other
        }
        Some(Kind::Task | Kind::Project | Kind::Content) if share.units > 0.8 && share.n > 3 => units,
        Some(Kind::Deadline) if share.length > 40.0 => Kind::Measure,
        Some(kind) => *kind,
        None if share.n < 2 => Kind::Other,
        None if share.units >= 0.6 => units,
        None if share.numbers >= 0.8 && at == 0 => Kind::Number,
        None if share.dates >= 0.6 => Kind::Day,
        None if share.duties >= 0.5 && share.length >= 4.0 => Kind::Task,
        None => Kind::Other,
    }
}

/// Leaves one column as the task: of several the first, but one that names the same again and again is what the tasks of
/// another are part of.
fn name_task(columns: &[Column], kinds: &mut [Kind]) {
    let of = |kinds: &[Kind], wanted: Kind| -> Vec<usize> {
        (0..kinds.len()).filter(|&at| kinds[at] == wanted).collect()
    };
    let repeats = |at: usize| columns[at].share.n > 2 && columns[at].share.fresh <= 0.75;
    if of(kinds, Kind::Task).is_empty() {
        let others = [Kind::Project, Kind::Content, Kind::Measure, Kind::Section, Kind::Target];
        if let Some(at) = others.iter().find_map(|kind| of(kinds, *kind).first().copied()) {
            kinds[at] = Kind::Task;
        }
    }
    // What only looks like duties, beside a column that a head calls the task: how it is done, or a word on it.
    if of(kinds, Kind::Task).iter().any(|&at| columns[at].said.is_some()) {
        for at in of(kinds, Kind::Task).into_iter().filter(|&at| columns[at].said.is_none()) {
            kinds[at] = if columns[at].share.length >= 8.0 { Kind::Measure } else { Kind::Other };
        }
    }
    kinds.iter_mut().filter(|kind| **kind == Kind::Project).for_each(|kind| *kind = Kind::Section);
    kinds.iter_mut().filter(|kind| **kind == Kind::Content).for_each(|kind| *kind = Kind::Measure);
    let tasks = of(kinds, Kind::Task);
    let Some(&first) = tasks.first() else { return };
    let fresh = tasks.iter().copied().find(|&at| !repeats(at));
    match fresh {
        Some(title) => {
            for &at in &tasks {
                kinds[at] = match () {
                    () if at == title => Kind::Task,
                    () if at < title => Kind::Section,
                    () => Kind::Measure,
                };
            }
        }
        // 工作明细 over several of 功能模块: what has no known head is the task.
        None => {
            let text = |at: &usize| {
                let Column { said, share } = &columns[*at];
                kinds[*at] == Kind::Other
                    && said.is_none()
                    && share.n > 2
                    && share.fresh > 0.8
                    && share.length >= 2.0
            };
            let other = (first + 1..kinds.len()).find(text);
            for &at in &tasks[1..] {
                kinds[at] = Kind::Measure;
            }
            if let Some(other) = other.filter(|_| tasks.len() == 1 && !kinds.contains(&Kind::Measure)) {
                (kinds[first], kinds[other]) = (Kind::Section, Kind::Task);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, head};
    use crate::lexicon::Lexicon;
    use crate::model::OwnerRole;

    #[test]
    fn heads_say_what_a_column_holds() {
        let owner = |role| Some(Kind::Owner { role, person: false });
        let lexicon = Lexicon::default();
        for (words, wanted) in [
            ("序 号", Some(Kind::Number)),
            ("日期（星期）", Some(Kind::Day)),
            ("负责处室/年段", owner(OwnerRole::Responsible)),
            ("牵头责任单位", owner(OwnerRole::Lead)),
            ("主办处室", owner(OwnerRole::Lead)),
            ("配合责任部门", owner(OwnerRole::Support)),
            ("协办科室", owner(OwnerRole::Support)),
            ("承办股室", owner(OwnerRole::Responsible)),
            ("责任人", Some(Kind::Owner { role: OwnerRole::Responsible, person: true })),
            ("分管领导", owner(OwnerRole::Accountable)),
            ("职能处室", Some(Kind::Unit)),
            ("政策重点领域", Some(Kind::Section)),
            ("主要职责", Some(Kind::Task)),
            ("任务完成情况", Some(Kind::Other)),
            ("拟完成时间", Some(Kind::Deadline)),
            ("启动时间", Some(Kind::Start)),
            ("开工日期", Some(Kind::Start)),
            ("子项目", Some(Kind::Task)),
            ("项目", Some(Kind::Project)),
            ("望湖路", None),
            ("完善制度，压实责任", None),
        ] {
            assert_eq!(head(&lexicon, words), wanted, "{words}");
        }
    }
}
