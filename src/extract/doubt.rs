//! What a reading should be doubted for: nothing is lost in silence.
//!
//! ```text
//! no-task         a document with many numbered items, and no task
//! large-task      one task that holds most of a long document
//! outside         much of the document stands in no section
//! table-unread    a table with the columns of a task table, and no task of it
//! year-unknown    days without a year, and none can be told
//! ```

use std::ops::Range;

use crate::extract::Reading;
use crate::lex::sentence::trim;
use crate::lexicon::List;
use crate::model::{Kind, Plan, Problem, Said, Severity};
use crate::text::Span;
use crate::tree::{Part, Table};

/// From how many numbered items on a document without a task is odd.
const ITEMS: usize = 6;
/// From how many characters on a document is long,
const LONG: usize = 1500;
/// and which share of it is most, in hundredths.
const MOST: usize = 60;
/// Rows of a table that is worth a word.
const ROWS: usize = 4;

/// What is to be doubted of a plan that was read.
pub(super) fn doubts(reading: Reading, main: usize, plan: &Plan) -> Vec<Problem> {
    let part = &reading.document.parts[main];
    let whole = trim(reading.text, part.range.clone());
    let n_chars = reading.text[whole.clone()].chars().count();
    let rest = part.range.start..reading.text.len();
    let mut found: Vec<Problem> = Vec::new();
    found.extend(no_task(reading, part, whole, plan));
    if n_chars > LONG {
        found.extend(large_task(reading, n_chars, plan));
        found.extend(outside(reading, part, n_chars));
    }
    found.extend(unread(reading, rest.clone(), plan));
    found.extend(scattered(reading, rest));
    found.extend(year_unknown(plan));
    found
}

fn warning(check: &'static str, span: Span, message: Said, help: Option<Said>) -> Problem {
    Problem { check, severity: Severity::Warning, span, message, help }
}

fn no_task(reading: Reading, part: &Part, whole: Range<usize>, plan: &Plan) -> Option<Problem> {
    let nodes = reading.document.nodes.iter();
    let n_items = nodes.filter(|node| node.marker.is_some() && part.range.contains(&node.start)).count();
    let has_tasks = !matches!(plan.kind, Kind::Rules | Kind::Notice | Kind::Summary);
    if !plan.tasks.is_empty() || !has_tasks || n_items < ITEMS {
        return None;
    }
    let message = Said::new(
        format!("有 {n_items} 个编号条目，却没有读出任务"),
        format!("{n_items} numbered items, and no task was found"),
    );
    Some(warning("no-task", reading.span(whole), message, None))
}

fn large_task(reading: Reading, n_chars: usize, plan: &Plan) -> Option<Problem> {
    let size = |span: Span| span.of(reading.clean.source()).chars().count();
    let task = plan.tasks.iter().find(|task| size(task.span) * 100 > n_chars * MOST)?;
    let share = (size(task.span) * 100 / n_chars).min(100);
    let message = Said::new(
        format!("任务“{}”占全文 {share}%，可能没有分开", task.title),
        format!("task `{}` holds {share} % of the text; it may be several", task.title),
    );
    Some(warning("large-task", task.span, message, None))
}

fn outside(reading: Reading, part: &Part, n_chars: usize) -> Option<Problem> {
    let front = trim(reading.text, part.front.clone());
    let size = reading.text[front.clone()].chars().count();
    let message = Said::new("大部分文字不在任何章节里", "most of the text stands in no section");
    (!part.roots.is_empty() && size * 100 > n_chars * MOST)
        .then(|| warning("outside", reading.span(front), message, None))
}

/// The tables of tasks of which no task was read.
fn unread(reading: Reading, range: Range<usize>, plan: &Plan) -> Vec<Problem> {
    let mut found = Vec::new();
    for table in reading.document.tables(reading.text, range) {
        let place = reading.span(table.range.clone());
        // Tasks stand in the order of the text.
        let first = plan.tasks.partition_point(|task| task.span.start() < place.start());
        let read = plan.tasks.get(first).is_some_and(|task| task.span.end() <= place.end());
        if !read && table.rows.len() >= ROWS && of_tasks(reading, &table) {
            let n = table.rows.len();
            let message = Said::new(
                format!("有 {n} 行的表像任务表，但没有读出任务"),
                format!("a table of {n} rows looks like a task table, and no task of it was found"),
            );
            found.push(warning("table-unread", place, message, None));
        }
    }
    found
}

fn scattered(reading: Reading, range: Range<usize>) -> Option<Problem> {
    let mut tables = reading.document.scattered.iter();
    let head = tables.find(|table| table.of_tasks && range.contains(&table.head.start))?.head.clone();
    let message = Said::new(
        "这里像一张任务表，但各单元格的文字散在不同的行里，次序已乱，没有按表读",
        "this looks like a task table whose cells are scattered over lines in no order; it was not read as one",
    );
    let help =
        Said::new("改用原来的 Word、Excel 或 PDF 文件", "read the Word, Excel or PDF file that it came from");
    Some(warning("table-unread", reading.span(head), message, Some(help)))
}

fn year_unknown(plan: &Plan) -> Option<Problem> {
    let undated = plan.tasks.iter().filter_map(|task| task.deadline.as_ref()).find(|deadline| {
        deadline.date.is_none()
            && deadline.text.contains('月')
            && !deadline.text.contains('年')
            && deadline.text.contains(|c: char| c.is_ascii_digit())
    });
    let deadline = undated.filter(|_| plan.year.is_none())?;
    let message = Said::new(
        format!("看不出“{}”是哪一年", deadline.text),
        format!("nothing tells the year of `{}`", deadline.text),
    );
    let help = Said::new("用 --year 说明是哪一年的计划", "say the plan's year with --year");
    Some(warning("year-unknown", deadline.span, message, Some(help)))
}

/// Whether one of the first rows of a table names two columns of task tables, one of them those who have to do it.
fn of_tasks(reading: Reading, table: &Table) -> bool {
    let columns = |row: &crate::tree::Row| -> Vec<&'static str> {
        let words = row.cells.iter().map(|cell| reading.words(cell.clone()).replace(' ', ""));
        words.filter_map(|word| reading.scene.lexicon.value(List::Columns, &word)).collect()
    };
    table.rows.iter().take(3).map(columns).any(|found| {
        let owners = found.iter().any(|of| matches!(*of, "lead" | "responsible" | "support" | "person"));
        owners && found.len() >= 2
    })
}
