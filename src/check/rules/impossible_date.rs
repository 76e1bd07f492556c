//! `impossible-date`.

use jiff::civil::Date;

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "impossible-date",
    title: "日期不存在",
    severity: Severity::Error,
    layout: false,
    what: Text(
        "日历上没有的日子，如 9月31日、平年的 2月29日。",
        "A day that no calendar has, such as 9月31日, or 2月29日 of a common year.",
    ),
    why: Text(
        "这样的时限无法督办，也无法写进台账。",
        "Nobody can be held to such a deadline, and no ledger can hold it.",
    ),
    flagged: "完成时限：2025年9月31日",
    mended: "完成时限：2025年9月30日",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    for problem in subject.plan.problems.iter().filter(|problem| problem.check == RULE.name) {
        findings.problem(problem.clone());
    }
    weekdays(subject, findings);
}

/// Days of the week that are not those of their dates: 2025年3月5日（星期五） was a Wednesday.
fn weekdays(subject: Subject, findings: &mut Findings) {
    const DAYS: &str = "一二三四五六日";
    let text = subject.text;
    let bytes = text.as_bytes();
    let named = memchr::memmem::find_iter(bytes, "星期").chain(memchr::memmem::find_iter(bytes, "周"));
    for at in named {
        let name = if text[at..].starts_with('周') { '周'.len_utf8() } else { "星期".len() };
        let said = subject.after(at + name);
        let Some(said) = DAYS.chars().position(|c| c == if said == '天' { '日' } else { said }) else {
            continue;
        };
        let Some((start, day)) = day_before(text[..at].trim_end_matches(['（', '(', ' '])) else { continue };
        let is = day.weekday().to_monday_zero_offset() as usize;
        if is != said {
            let right = DAYS.chars().nth(is).unwrap_or('日');
            findings.at(
                start..at + name + '一'.len_utf8(),
                format!("这一天是星期{right}"),
                format!("this day is 星期{right}"),
            );
        }
    }
}

/// The day, with its year, that a text ends with, and where it starts.
fn day_before(text: &str) -> Option<(usize, Date)> {
    let digits = |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = text;
    let mut numbers = [0i16; 3];
    for (n, unit) in ['日', '月', '年'].into_iter().enumerate() {
        let head = rest.strip_suffix(unit)?;
        let len = digits(head);
        numbers[n] = head[head.len() - len..].parse().ok()?;
        rest = &head[..head.len() - len];
    }
    let [day, month, year] = numbers;
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (1949..2100).contains(&year).then_some((rest.len(), date))
}
