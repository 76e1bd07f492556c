//! `doubled-word`.

use crate::check::{Findings, Rule, Subject, Text};
use crate::lex::marker::Scheme;
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "doubled-word",
    title: "词语重复",
    severity: Severity::Warning,
    layout: true,
    what: Text(
        "同一个词语紧接着写了两遍：“进一步进一步”“的的”。“一步一步”一类的重叠不算。",
        "A word stands twice in a row: 进一步进一步, 的的. Reduplication such as 一步一步 is fine.",
    ),
    why: Text("多是改稿时留下的，读起来不通。", "It is usually left over from editing."),
    flagged: "进一步进一步压缩办理时限",
    mended: "进一步压缩办理时限",
    basis: Text("", ""),
    run,
};

/// The longest repeated word, in characters.
const LONGEST: usize = 8;

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    // The last characters, the latest first, and for each length how many of them equal those so many before.
    let mut last = [0u32; LONGEST];
    let mut equal = [0u32; LONGEST];
    let mut done = 0;
    for (at, c) in text.char_indices() {
        let c_or_none = if ('\u{4e00}'..='\u{9fff}').contains(&c) { c as u32 } else { u32::MAX };
        let mut twice = false;
        for n in 0..LONGEST {
            equal[n] = if last[n] == c_or_none { equal[n] + 1 } else { 0 };
            twice |= equal[n] == n as u32 + 1;
        }
        last.copy_within(..LONGEST - 1, 1);
        last[0] = c as u32;
        if !twice {
            continue;
        }
        let Some(length) = (1..=LONGEST).find(|&length| equal[length - 1] == length as u32) else { continue };
        let end = at + c.len_utf8();
        let start = end - 6 * length;
        let half = start + 3 * length;
        if start < done || !text.is_char_boundary(start) || !wrong(subject, start, half, end, length) {
            continue;
        }
        done = end;
        let word = text[start..half].to_owned();
        findings.at(half..end, format!("“{word}”写了两遍"), format!("`{word}` stands twice"));
    }
}

fn wrong(subject: Subject, start: usize, half: usize, end: usize, length: usize) -> bool {
    let text = subject.text;
    let word = &text[start..half];
    // Something was cut out between them.
    let span = subject.clean.span(start..end);
    if span.end() - span.start() != end - start || heads(subject, start, half) {
        return false;
    }
    match length {
        // 以保护创新为目的的申请, 的士, 的的确确
        1 => word == "的" && !text[end..].starts_with(['士', '确']) && subject.before(start) != '目',
        2 => {
            let mut chars = word.chars();
            let (first, second) = (chars.next(), chars.next());
            let counts = first.is_some_and(|c| "一二三四五六七八九十两几个每".contains(c));
            // Two characters may meet by chance, and 研究研究 is good Chinese.
            let lexicon = subject.hits.lexicon();
            let known = match lexicon.value(List::Doubles, word) {
                Some(class) => class != "fine",
                None => lexicon.value(List::Verbs, word).is_some(),
            };
            // 党组织组织力: the second belongs to a longer word.
            let longer = text[end..].starts_with(['力', '者', '性', '化', '员', '部', '室', '科', '人']);
            first != second && !counts && known && !longer
        }
        _ => {
            let same = word.chars().all(|c| word.starts_with(c));
            let counts =
                word.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '每', '逐']);
            // 申请人｜申请｜人才补助: the second is cut across a word.
            let across = word.ends_with('人')
                && text[end..].starts_with(['才', '员', '民', '口', '数', '群', '力', '事', '工', '大']);
            !same && !counts && !across
        }
    }
}

/// Whether the first of two words ends a heading that its sentence takes up without a mark between them:
/// （一）申请人申请人对资料负责.
fn heads(subject: Subject, start: usize, half: usize) -> bool {
    /// The longest heading of this kind, in bytes.
    const LONG: usize = 48;
    let text = subject.text;
    let from = crate::text::floor(text, start.saturating_sub(LONG));
    let before = text[from..start].rsplit(['\n', '。', '；', '：', ':']).next().unwrap_or_default();
    let nodes = &subject.document.nodes;
    let at = nodes.partition_point(|node| node.title.start <= start);
    let node = at.checked_sub(1).map(|at| &nodes[at]);
    let titled = node.is_some_and(|node| {
        // 1.加强加强领导 is no heading.
        let opened = half - start == 6 && node.title.start == start;
        node.marker.is_some()
            && !opened
            && half - node.title.start <= LONG
            && !text[node.title.start..half].contains(['，', '。', ',', '\n'])
    });
    // 2.3运营单位运营单位是…, ——市电科院市电科院进一步…
    let marker = |c: char| c.is_ascii_digit() || " .、．—-（()）第条章节一二三四五六七八九十".contains(c);
    let ends = node.is_some_and(|node| node.title.end == half);
    // 三、…，加快构建现代化产业体系现代化产业体系是…: a long heading of a section.
    let section = node.is_some_and(|node| {
        let scheme = node.marker.as_ref().map(|marker| marker.scheme);
        matches!(scheme, Some(Scheme::Han | Scheme::HanParen | Scheme::Chapter))
            && half - start >= 12
            && half - node.title.start <= 3 * LONG
            && !text[node.title.start..half].contains(['。', '；', '\n'])
    });
    titled
        || ends
        || section
        || half - start > 6 && !before.is_empty() && before.trim_start_matches(marker).is_empty()
}
