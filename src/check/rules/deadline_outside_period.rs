//! `deadline-outside-period`.

use std::ops::Range;

use jiff::civil::Date;

use crate::check::rules::{condition, floor, labelled, opens, years};
use crate::check::{Findings, Rule, Subject, Text};
use crate::model::{Severity, Task};

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "deadline-outside-period",
    title: "时限在计划期外",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "任务的时限早于计划所属时期；写在“完成时限”栏里而晚于这一时期的，或全文只有这一处晚于这一时期且写到月份的，作提示。正文里“到2027年”一类的远期目标不算。",
        "A task is due before the period of the plan; one that a deadline label or column puts after it, or the only one after it if it names a month, gets a hint. Long-term goals in the text are no fault.",
    ),
    why: Text(
        "年度计划里出现上一年的时限，多半是照抄上年稿没有改。",
        "A deadline of last year in a plan for this one usually was copied and not changed.",
    ),
    flagged: "2025年林业工作要点⏎2024年3月底前完成造林2万亩。",
    mended: "2025年林业工作要点⏎2025年3月底前完成造林2万亩。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let Some((first, last)) = subject.plan.period.filter(|period| is_stated(subject, *period)) else {
        return;
    };
    let late = |task: &&Task| {
        let due = task.deadline.as_ref().and_then(|deadline| deadline.date);
        due.is_some_and(|date| date > last)
    };
    let n_late = subject.plan.tasks.iter().filter(late).count();
    for task in &subject.plan.tasks {
        before(subject, findings, subject.clean.range(task.span), (first, last));
        let Some(deadline) = task.deadline.as_ref().filter(|deadline| !deadline.inherited) else { continue };
        let Some(date) = deadline.date else { continue };
        // A goal of a later year is no fault, a month of one looks like a slip of the pen.
        let monthly = subject.words(deadline.span).contains('月') && deadline.text.contains('年');
        let slip = monthly && n_late <= 1 && (last - first).get_days() < 366;
        let offered = condition(subject, subject.clean.range(deadline.span));
        if date > last && !offered && (slip || labelled(subject, deadline.span)) {
            findings
                .over(
                    deadline.span,
                    format!("时限“{}”晚于计划时期 {first} 至 {last}", deadline.text),
                    format!(
                        "deadline `{}` is after the period of the plan, {first} to {last}",
                        deadline.text
                    ),
                )
                .severity(Severity::Hint);
        }
    }
}

/// Whether the title names the years of the period; the year of a document's number is that of its issue.
fn is_stated(subject: Subject, (first, last): (Date, Date)) -> bool {
    let Some(title) = &subject.plan.title else { return false };
    let named = |year: i16| title.text.contains(&year.to_string()) || han_year(&title.text, year);
    named(first.year()) || named(last.year()) || title.text.contains("四五") || title.text.contains("五五")
}

/// Whether 二〇二五 stands in a text for 2025.
fn han_year(text: &str, year: i16) -> bool {
    let digits = |zero: char| -> String {
        let digit = |c: char| c.to_digit(10).and_then(|n| "〇一二三四五六七八九".chars().nth(n as usize));
        year.to_string().chars().map(|c| if c == '0' { zero } else { digit(c).unwrap_or(c) }).collect()
    };
    ['〇', '○', '零'].iter().any(|&zero| text.contains(&digits(zero)))
}

/// 2024年3月底前完成… in a plan of 2025. Past days are no deadlines to a reader of plans, so the text itself is looked
/// at: a year before the period, 前, and an order after it that qualifies no noun (2005年底前注册的车辆).
fn before(subject: Subject, findings: &mut Findings, task: Range<usize>, (first, last): (Date, Date)) {
    let text = subject.text;
    for (year, place) in years(text, task.clone()) {
        if i32::try_from(year).is_ok_and(|year| year >= i32::from(first.year())) {
            continue;
        }
        let rest = &text[place.end..floor(text, task.end.min(place.end + 120)).max(place.end)];
        let moment =
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || "年月日底末初上中下旬半".contains(c));
        let Some(order) = ["之前", "以前", "前"].iter().find_map(|before| moment.strip_prefix(before))
        else {
            continue;
        };
        let end = text[..place.end].len() + rest.len() - order.len();
        let order = order.trim_start_matches(['，', ',']);
        let clause = order.split(['，', '。', '；', ',', '\n']).next().unwrap_or(order);
        if opens(subject, clause, "order") && !clause.contains(['的', '了', '已']) {
            let words = text[place.start..end].to_owned();
            findings.at(
                place.start..end,
                format!("时限“{words}”早于计划时期 {first} 至 {last}"),
                format!("deadline `{words}` is before the period of the plan, {first} to {last}"),
            );
        }
    }
}
