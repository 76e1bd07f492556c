//! The columns a table can have and the tables offices use.

use crate::ledger::Sheet;
use crate::model::{Lang, OwnerRole};

/// A column. The order is that of `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Column {
    No,
    Source,
    File,
    Section,
    Number,
    Role,
    Task,
    Measures,
    Text,
    Owners,
    Lead,
    Responsible,
    Support,
    Accountable,
    Supervisor,
    Deadline,
    Date,
    Light,
    Month,
    Theme,
    State,
    Progress,
    Problems,
    Next,
    Notes,
    Key,
}

/// What is known of a column.
#[derive(Debug)]
pub struct About {
    /// The column.
    pub column: Column,
    /// Its name on the command line and in JSON.
    pub name: &'static str,
    /// Its heading in Chinese.
    pub zh: &'static str,
    /// Its heading in English.
    pub en: &'static str,
    /// The least width on paper, in half-width characters.
    pub floor: usize,
    /// Whether people fill it in.
    pub filled: bool,
}

const fn about(
    column: Column,
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    floor: usize,
    filled: bool,
) -> About {
    About { column, name, zh, en, floor, filled }
}

/// Every column, in the order of [`Column`].
pub const COLUMNS: &[About] = &[
    about(Column::No, "no", "序号", "No.", 6, false),
    about(Column::Source, "source", "来源", "Source", 10, false),
    about(Column::File, "file", "文件", "File", 10, false),
    about(Column::Section, "section", "所在章节", "Section", 12, false),
    about(Column::Number, "number", "原编号", "Number", 8, false),
    about(Column::Role, "role", "职责", "Role", 6, false),
    about(Column::Task, "task", "工作任务", "Task", 18, false),
    about(Column::Measures, "measures", "具体举措", "Measures", 20, false),
    about(Column::Text, "text", "原文", "Text", 24, false),
    about(Column::Owners, "owners", "责任分工", "Owners", 14, false),
    about(Column::Lead, "lead", "牵头单位", "Lead", 11, false),
    about(Column::Responsible, "responsible", "责任单位", "Responsible", 11, false),
    about(Column::Support, "support", "配合单位", "Support", 11, false),
    about(Column::Accountable, "accountable", "责任领导", "Accountable", 12, false),
    about(Column::Supervisor, "supervisor", "督办单位", "Supervisor", 11, false),
    about(Column::Deadline, "deadline", "完成时限", "Deadline", 11, false),
    about(Column::Date, "date", "截止日期", "Due", 12, false),
    about(Column::Light, "light", "预警", "Light", 8, false),
    about(Column::Month, "month", "月份", "Month", 10, false),
    about(Column::Theme, "theme", "主题", "Theme", 10, false),
    about(Column::State, "state", "状态", "State", 8, true),
    about(Column::Progress, "progress", "进展情况", "Progress", 14, true),
    about(Column::Problems, "problems", "存在问题", "Problems", 12, true),
    about(Column::Next, "next", "下一步", "Next", 12, true),
    about(Column::Notes, "notes", "备注", "Notes", 8, true),
    about(Column::Key, "key", "任务编号", "Key", 13, false),
];

impl Column {
    /// What is known of it.
    pub fn about(self) -> &'static About {
        &COLUMNS[self as usize]
    }

    /// Its heading.
    pub fn heading(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.about().zh,
            Lang::En => self.about().en,
        }
    }

    /// Whether its values are short and each reads in one piece: numbers, days, duties.
    pub fn is_short(self) -> bool {
        use Column::{Date, Deadline, Light, Month, No, Number, Role, State, Theme};
        matches!(self, No | Number | Role | Deadline | Date | Light | Month | Theme | State)
    }

    /// Whether its values are names and days, which stand in the middle of a cell, and no sentences.
    pub fn is_middle(self) -> bool {
        use Column::{File, Measures, Next, Notes, Owners, Problems, Progress, Section, Source, Task, Text};
        let prose = [Source, File, Section, Task, Measures, Text, Owners, Progress, Problems, Next, Notes];
        !prose.contains(&self)
    }

    /// The column of a name, or of a heading in either language.
    pub fn named(name: &str) -> Option<Column> {
        COLUMNS
            .iter()
            .find(|about| about.name == name || about.zh == name || about.en.eq_ignore_ascii_case(name))
            .map(|about| about.column)
    }
}

/// A table that offices use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// 重点任务分解表.
    #[default]
    Breakdown,
    /// 责任清单: the tasks of each unit.
    Responsibility,
    /// 督办台账: with columns to fill in.
    Ledger,
    /// 工作日历: by deadline.
    Calendar,
}

/// Every preset: its name on the command line, and its title in Chinese and English.
pub const PRESETS: &[(Preset, &str, &str, &str)] = &[
    (Preset::Breakdown, "breakdown", "重点任务分解表", "Breakdown of tasks"),
    (Preset::Responsibility, "responsibility", "责任清单", "Responsibilities by unit"),
    (Preset::Ledger, "ledger", "督办台账", "Ledger of tasks"),
    (Preset::Calendar, "calendar", "工作日历", "Calendar of deadlines"),
];

impl Preset {
    /// The preset of a name.
    pub fn named(name: &str) -> Option<Preset> {
        PRESETS.iter().find(|(_, known, ..)| *known == name).map(|(preset, ..)| *preset)
    }

    /// Its title.
    pub fn title(self, lang: Lang) -> &'static str {
        let (_, _, zh, en) = PRESETS[self as usize];
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Its columns in order.
    pub fn columns(self) -> &'static [Column] {
        use Column::{
            Date, Deadline, Key, Lead, Measures, Next, No, Notes, Owners, Problems, Progress, Responsible,
            Role, Support, Task,
        };
        match self {
            Preset::Breakdown => &[No, Task, Measures, Lead, Responsible, Support, Deadline, Notes],
            Preset::Responsibility => &[No, Role, Task, Measures, Owners, Deadline, Notes],
            Preset::Ledger => &[
                No,
                Task,
                Measures,
                Lead,
                Responsible,
                Support,
                Deadline,
                Progress,
                Problems,
                Next,
                Notes,
                Key,
            ],
            Preset::Calendar => &[No, Date, Deadline, Task, Lead, Responsible, Support, Notes],
        }
    }

    /// Its columns for some plans: with those of the leaders and supervisors whom any of their tasks names.
    pub fn columns_for(self, sheets: &[Sheet]) -> Vec<Column> {
        let mut columns = self.columns().to_vec();
        let owners = || sheets.iter().flat_map(|sheet| &sheet.plan.tasks).flat_map(|task| &task.owners);
        for (role, column, before) in [
            (OwnerRole::Accountable, Column::Accountable, Column::Lead),
            (OwnerRole::Supervisor, Column::Supervisor, Column::Support),
        ] {
            let place = columns.iter().position(|known| *known == before);
            if let Some(place) = place.filter(|_| owners().any(|owner| owner.role == role)) {
                columns.insert(place, column);
            }
        }
        columns
    }

    /// How its rows are grouped where nothing is said.
    pub fn by(self) -> Option<By> {
        match self {
            Preset::Breakdown | Preset::Ledger => None,
            Preset::Responsibility => Some(By::Owner),
            Preset::Calendar => Some(By::Deadline),
        }
    }
}

/// What rows are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By unit, the unit's tasks with the duty that weighs most first; a task stands under each of its units.
    Owner,
    /// By outermost section, in the order of the document.
    Section,
    /// By month of the deadline; without a day last.
    Deadline,
    /// By first theme.
    Theme,
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, PRESETS};

    #[test]
    fn tables_are_in_the_order_of_their_values() {
        assert!(COLUMNS.iter().enumerate().all(|(at, about)| about.column as usize == at));
        assert!(PRESETS.iter().enumerate().all(|(at, (preset, ..))| *preset as usize == at));
    }
}
