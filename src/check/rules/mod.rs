//! The checks, one file each.

mod broken_line;
mod broken_table;
mod count_mismatch;
mod deadline_before_issue;
mod deadline_outside_period;
mod document_number;
mod doubled_mark;
mod doubled_word;
mod duplicate_task;
mod empty_section;
mod heading_end_mark;
mod heading_without_text;
mod impossible_date;
mod lead_and_support;
mod level_order;
mod marker_punctuation;
mod misplaced_mark;
mod misquoted_phrase;
mod missing_annex;
mod missing_end_mark;
mod missing_part;
mod missing_pause;
mod missing_unit;
mod mistaken_kind;
mod mistaken_sign;
mod mistaken_title;
mod mistyped_word;
mod mixed_numbering;
mod mixed_unit;
mod mixed_width;
mod needless_pause;
mod nested_mark;
mod number_out_of_order;
mod number_repeated;
mod number_skipped;
mod owner_misspelt;
mod owner_spelt_twice;
mod owners_left_open;
mod owners_without_lead;
mod page_mark;
mod phases_gap;
mod phases_out_of_order;
mod phases_overlap;
mod placeholder;
mod range_mark;
mod redundant_word;
mod region_spelt_twice;
mod repeated_paragraph;
mod run_together;
mod site_text;
mod stale_reference;
mod stray_space;
mod swapped_word;
mod target_without_number;
mod task_without_deadline;
mod task_without_owner;
mod unpaired_mark;
mod unreadable_text;
mod vague_deadline;
mod year_mismatch;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::check::{Finding, Findings, Rule, Subject};
use crate::lex::marker::Scheme;
use crate::lexicon::List;
use crate::model::{Section, SectionRole};
use crate::text::order;
use crate::text::{Edit, Span, floor};
use crate::tree::Form;

/// Every check, in the order of the help text: tasks, structure, text.
pub const RULES: &[&Rule] = &[
    &task_without_owner::RULE,
    &task_without_deadline::RULE,
    &owners_without_lead::RULE,
    &lead_and_support::RULE,
    &owners_left_open::RULE,
    &owner_spelt_twice::RULE,
    &owner_misspelt::RULE,
    &impossible_date::RULE,
    &deadline_outside_period::RULE,
    &deadline_before_issue::RULE,
    &vague_deadline::RULE,
    &phases_out_of_order::RULE,
    &phases_overlap::RULE,
    &phases_gap::RULE,
    &target_without_number::RULE,
    &duplicate_task::RULE,
    &number_skipped::RULE,
    &number_repeated::RULE,
    &number_out_of_order::RULE,
    &mixed_numbering::RULE,
    &level_order::RULE,
    &marker_punctuation::RULE,
    &heading_without_text::RULE,
    &empty_section::RULE,
    &heading_end_mark::RULE,
    &count_mismatch::RULE,
    &missing_annex::RULE,
    &missing_part::RULE,
    &run_together::RULE,
    &broken_table::RULE,
    &repeated_paragraph::RULE,
    &placeholder::RULE,
    &year_mismatch::RULE,
    &mistaken_kind::RULE,
    &document_number::RULE,
    &stale_reference::RULE,
    &misquoted_phrase::RULE,
    &mistaken_title::RULE,
    &swapped_word::RULE,
    &mistyped_word::RULE,
    &redundant_word::RULE,
    &region_spelt_twice::RULE,
    &mistaken_sign::RULE,
    &doubled_word::RULE,
    &doubled_mark::RULE,
    &unpaired_mark::RULE,
    &nested_mark::RULE,
    &misplaced_mark::RULE,
    &needless_pause::RULE,
    &range_mark::RULE,
    &mixed_width::RULE,
    &stray_space::RULE,
    &mixed_unit::RULE,
    &missing_unit::RULE,
    &missing_end_mark::RULE,
    &missing_pause::RULE,
    &site_text::RULE,
    &page_mark::RULE,
    &broken_line::RULE,
    &unreadable_text::RULE,
];

/// The check of what cannot be read.
pub(super) const UNREADABLE: &str = unreadable_text::RULE.name;
pub(super) const DOCUMENT_NUMBER: &str = document_number::RULE.name;
pub(super) const UNPAIRED_MARK: &str = unpaired_mark::RULE.name;
pub(super) const NESTED_MARK: &str = nested_mark::RULE.name;

/// The check of that name.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name).copied()
}

/// The tasks one would expect an owner and a deadline of: not those of organisation and safeguards.
fn assigned(subject: Subject) -> Vec<usize> {
    let mut roles: Vec<SectionRole> = Vec::new();
    let mut open: Vec<&Section> = subject.plan.sections.iter().rev().collect();
    // Parents before children, so that ids come in order.
    while let Some(section) = open.pop() {
        if roles.len() <= section.id {
            roles.resize(section.id + 1, SectionRole::Tasks);
        }
        roles[section.id] = section.role;
        open.extend(section.children.iter().rev());
    }
    (0..subject.plan.tasks.len())
        .filter(|&at| {
            let role = subject.plan.tasks[at].section.and_then(|id| roles.get(id).copied());
            !matches!(role, Some(SectionRole::Safeguards | SectionRole::Organization | SectionRole::Phases))
                && !subject.plan.tasks[at].title.ends_with("阶段")
        })
        .collect()
}

/// Whether a task only says when the document comes into force or who explains it.
fn is_closing(subject: Subject, at: usize) -> bool {
    holds(subject, &subject.plan.tasks[at].title, "force")
}

/// Words for a message: forty characters of them, on one line.
fn short(words: &str) -> String {
    const MOST: usize = 40;
    let mut shown: String = words.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if words.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

/// Where the title of a task stands.
pub(crate) fn title(subject: Subject, at: usize) -> Span {
    let task = &subject.plan.tasks[at];
    let range = subject.clean.range(task.span);
    // Past its marker or the cells before it; a title is never far from the start.
    let mut end = range.end.min(range.start + task.title.len() + 400);
    while !subject.text.is_char_boundary(end) {
        end -= 1;
    }
    match subject.text[range.start..end].find(task.title.as_str()) {
        Some(found) if !task.title.is_empty() => {
            let start = range.start + found;
            subject.clean.span(start..start + task.title.len())
        }
        _ => {
            let line = subject.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
            subject.clean.span(range.start..line)
        }
    }
}

/// Whether a deadline stands after a label such as 完成时限： or in a cell of a table.
fn labelled(subject: Subject, span: Span) -> bool {
    let place = subject.clean.range(span);
    let mut from = place.start.saturating_sub(60);
    while !subject.text.is_char_boundary(from) {
        from += 1;
    }
    let before = &subject.text[from..place.start];
    let from = before.rfind('\n').map_or(from, |at| from + at + 1);
    let label = subject.hits.of(List::Duties, from..place.start).any(|(word, value)| {
        value.split(['\t', ',']).any(|part| matches!(part, "due" | "when"))
            && subject.text[word.end..].starts_with(['：', ':'])
    });
    label || before.trim_end_matches(' ').ends_with('\t')
}

/// One finding for all `places` of a kind, by how many there are; none where there are none.
fn together<'f>(
    subject: Subject,
    findings: &'f mut Findings,
    places: &[Range<usize>],
    said: impl Fn(usize) -> (String, String),
) -> Option<&'f mut Finding> {
    let (first, rest) = places.split_first()?;
    let (zh, en) = said(places.len());
    let finding = findings.at(first.clone(), zh, en);
    finding.also.extend(rest.iter().map(|place| subject.clean.span(place.clone())));
    Some(finding)
}

/// Whether some word of `class` in the list of cues opens a text.
fn opens(subject: Subject, text: &str, class: &str) -> bool {
    subject.hits.lexicon().cues().opens(text, class)
}

/// Whether some word of `class` in the list of cues stands in a text, which should be short.
fn holds(subject: Subject, text: &str, class: &str) -> bool {
    let cues = subject.hits.lexicon().cues();
    text.char_indices().any(|(at, _)| cues.opens(&text[at..], class))
}

/// The titles of headings below which nothing stands, while most of their siblings have text: those of sections, or
/// all others. A section stands on the first level and is not numbered （一） or 1. as the items of a section are.
fn bare_headings(subject: Subject, outermost: bool) -> Vec<Range<usize>> {
    let nodes = &subject.document.nodes;
    let lists =
        subject.document.parts.iter().map(|part| &part.roots).chain(nodes.iter().map(|node| &node.children));
    let mut found = Vec::new();
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for list in lists {
        let Some(&first) = list.first() else { continue };
        let inner =
            |scheme| matches!(scheme, Scheme::HanParen | Scheme::Arabic | Scheme::ArabicParen | Scheme::Is);
        let item = nodes[first].marker.as_ref().is_some_and(|marker| inner(marker.scheme));
        if list.len() < 3 || outermost != (nodes[first].level == 1 && !item) {
            continue;
        }
        let bare = |at: usize| {
            let node = &nodes[at];
            let rest = subject.text.get(node.title.end..node.end).unwrap_or("");
            node.form == Form::Line && node.children.is_empty() && rest.trim().is_empty()
        };
        let empty: Vec<usize> = list.iter().copied().filter(|&at| bare(at)).collect();
        if empty.is_empty() || empty.len() * 3 > list.len() {
            continue;
        }
        let heading = |at: &usize| {
            let words = &subject.text[nodes[*at].title.clone()];
            let n_han = words.chars().filter(|c| han(*c)).count();
            (4..=24).contains(&words.chars().count())
                && n_han > 3
                && !words.contains(['，', '。', '；', ',', '：', ':', '）', ')', '…', '\t'])
                && nested(subject, *at)
        };
        // 附件：1.…2.… names what stands elsewhere.
        let above = subject.text[..nodes[first].start].trim_end().rsplit('\n').next().unwrap_or_default();
        // Points below a sentence that ends with a colon are no headings.
        if above.trim_start().starts_with('附') || above.ends_with(['：', ':']) || subject.document.flat {
            continue;
        }
        // Two in a row are names in a list: 1.云江重工 2.云江智造.
        let alone = |at: &usize| {
            !empty
                .iter()
                .any(|other| nodes[*other].start == nodes[*at].end || nodes[*other].end == nodes[*at].start)
        };
        found.extend(empty.iter().filter(|at| heading(at) && alone(at)).map(|&at| nodes[at].title.clone()));
    }
    if found.is_empty() {
        return found;
    }
    let last = last_starts(subject, &found);
    found.retain(|title| last.get(&subject.text[title.clone()]).is_none_or(|&last| last < title.end));
    order::by_key(&mut found, |title| title.start);
    found
}

/// Where the words of each heading stand last by themselves; those of a list of contents do once more below.
fn last_starts<'a>(subject: Subject<'a>, titles: &[Range<usize>]) -> HashMap<&'a str, usize> {
    let text = subject.text;
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut last: HashMap<&str, usize> =
        titles.iter().map(|title| (&text[title.clone()], title.start)).collect();
    // A title is short, so that there are few.
    let lengths: BTreeSet<usize> = titles.iter().map(ExactSizeIterator::len).collect();
    for (at, _) in text.char_indices().filter(|(at, _)| !han(subject.before(*at))) {
        for words in lengths.iter().filter_map(|length| text.get(at..at + length)) {
            if !han(subject.after(at + words.len()))
                && let Some(last) = last.get_mut(words)
            {
                *last = at.max(*last);
            }
        }
    }
    last
}

/// Whether the next heading is of the same list or of one further out; 一、 over 第一条 has that below it.
fn nested(subject: Subject, at: usize) -> bool {
    let nodes = &subject.document.nodes;
    let Some(next) = nodes.get(at + 1) else { return true };
    let mut outer = Some(at);
    while let Some(own) = outer {
        if nodes[own].parent == next.parent
            && next.marker.as_ref().map(|m| m.scheme) == nodes[own].marker.as_ref().map(|m| m.scheme)
        {
            return true;
        }
        outer = nodes[own].parent;
    }
    false
}

/// The changes that cleaning made for a reason, in runs with nothing but white space and other changes between them.
fn edits(subject: Subject, why: &str) -> Vec<Vec<Edit>> {
    let mut runs: Vec<Vec<Edit>> = Vec::new();
    let mut done = None;
    if !subject.clean.edits().iter().any(|edit| edit.why == why) {
        return runs;
    }
    for edit in subject.clean.edits() {
        let touches =
            done.is_some_and(|end: usize| subject.source.text[end..edit.span.start()].trim().is_empty());
        if edit.why == why {
            match runs.last_mut().filter(|_| touches) {
                Some(run) => run.push(*edit),
                None => runs.push(vec![*edit]),
            }
        }
        if edit.why == why || touches {
            done = Some(edit.span.end());
        }
    }
    runs
}

/// Whether a day only tells which things are meant or how long something is offered, and so is no time limit of a task:
/// 5月18日前发放的贷款, 对9月底未达到90%的, 截至11月底, 于年底前购房的给予补贴, 有效期至12月.
fn condition(subject: Subject, day: Range<usize>) -> bool {
    /// How far the clause is looked at on either side, in bytes.
    const NEAR: usize = 90;
    let text = subject.text;
    let from = floor(text, day.start.saturating_sub(NEAR));
    let ends = ['。', '；', '\n', ';', '，', ','];
    let before = text[from..day.start].rsplit(ends).next().unwrap_or_default();
    let to = floor(text, (day.end + NEAR).min(text.len())).max(day.end);
    let after = text[day.end..to].split(ends).next().unwrap_or_default();
    let window = holds(subject, before, "window") || holds(subject, after, "window");
    let order = opens(subject, after, "order");
    after.contains('的') && !order || window || before.ends_with('至') || text[day].starts_with('至')
}

/// Lines of a page about the document: 发布单位：县政府 公开方式：主动公开. They have no sentence.
fn facts(subject: Subject) -> impl Iterator<Item = Range<usize>> {
    /// How many words of a page make a line one of the page.
    const FEW: usize = 2;
    subject
        .lines()
        .iter()
        .filter(move |line| {
            let words = &subject.text[(*line).clone()];
            let narrow = memchr::memchr2(b':', b'(', words.as_bytes()).is_some();
            let named = |(at, _): &(usize, &str)| names_fact(subject, &words[..*at]).is_some();
            narrow
                && !words.contains(['。', '；'])
                && words.match_indices([':', '：']).filter(named).take(FEW).count() == FEW
        })
        .cloned()
}

/// Where the name of a fact about the document begins that the words before a colon end with.
fn names_fact(subject: Subject, before: &str) -> Option<usize> {
    let lexicon = subject.hits.lexicon();
    let fact = |word: &str| lexicon.value(List::Site, word).is_some_and(|value| value.starts_with("start"));
    let mut starts = before.char_indices().rev().take(8).map(|(at, _)| at);
    starts.find(|&at| fact(&before[at..]) || fact(&format!("{}：", &before[at..])))
}

/// The years named in a stretch: 2024年, with their places; a span of years counts as two.
fn years(text: &str, range: Range<usize>) -> impl Iterator<Item = (u32, Range<usize>)> {
    let bytes = &text.as_bytes()[range.clone()];
    let base = range.start;
    (0..bytes.len().saturating_sub(3)).filter_map(move |at| {
        let digits = &bytes[at..at + 4];
        let alone = (at == 0 || !bytes[at - 1].is_ascii_digit())
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        if !alone
            || !digits.iter().all(u8::is_ascii_digit)
            || !(digits.starts_with(b"20") || digits.starts_with(b"19"))
        {
            return None;
        }
        let year = digits.iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0'));
        let after = &text[base + at + 4..];
        let dash = after.starts_with(['-', '—', '－', '～', '~', '至']);
        let said = after.trim_start_matches(' ').starts_with('年');
        (said || dash)
            .then_some((year, base + at..base + at + 4 + if said && after.starts_with('年') { 3 } else { 0 }))
    })
}
