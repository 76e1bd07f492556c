//! `region-spelt-twice`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::{Findings, Rule, Subject, Text};
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "region-spelt-twice",
    title: "地区写法不一",
    severity: Severity::Hint,
    layout: false,
    what: Text(
        "同样的下级地区有两种写法：“各县区”和“各县（区）”“各县、区”。少了一类的（“各县（市）”）意思不同，不算；括号的全半角不算。",
        "The same regions are written in two ways: 各县区 beside 各县（区） or 各县、区. Where one kind is left out, as in 各县（市）, others are meant.",
    ),
    why: Text(
        "读者会以为指的是不同的地方，检索也会漏。",
        "Readers think that others are meant, and a search for one misses the other.",
    ),
    flagged: "各县区政府要落实。各县（区）政府要报送。",
    mended: "各县（区）政府要落实。各县（区）政府要报送。",
    basis: Text("", ""),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    // By which kinds they name, and by how they are written.
    let mut all: BTreeMap<String, BTreeMap<String, Vec<Range<usize>>>> = BTreeMap::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "各县") {
        let start = at + '各'.len_utf8();
        if let Some((form, end)) = form(&text[start..]) {
            let kinds = form.chars().filter(|c| c.is_alphabetic()).collect();
            all.entry(kinds).or_default().entry(form).or_default().push(at..start + end);
        }
    }
    for forms in all.values().filter(|forms| forms.len() > 1) {
        let usual = forms.iter().max_by_key(|(_, places)| places.len());
        let Some((usual, places)) = usual else { continue };
        for (form, odd) in forms.iter().filter(|(form, _)| *form != usual) {
            let finding = findings.at(
                odd[0].clone(),
                format!("“各{form}”在别处写作“各{usual}”"),
                format!("`各{form}` is written `各{usual}` elsewhere"),
            );
            finding.also(subject.clean.span(places[0].clone()));
            finding.also.extend(odd[1..].iter().map(|place| subject.clean.span(place.clone())));
        }
    }
}

/// How regions are written from 县 on, brackets full-width, and where that ends; none where it is 县 alone, or a word of
/// its own follows: 各县、市直部门.
fn form(rest: &str) -> Option<(String, usize)> {
    let mut form = String::new();
    let mut end = 0;
    let mut open = false;
    for (at, c) in rest.char_indices() {
        match c {
            '县' if at == 0 => form.push(c),
            '市' | '区' | '旗' => form.push(c),
            '、' | '，' | ',' if open || at > 0 => form.push('、'),
            '（' | '(' if !open => {
                open = true;
                form.push('（');
            }
            '）' | ')' if open => {
                open = false;
                form.push('）');
            }
            _ => break,
        }
        if c.is_alphabetic() && !open || matches!(c, '）' | ')') {
            end = at + c.len_utf8();
            if !open && matches!(c, '）' | ')') {
                break;
            }
        }
    }
    let n_chars = rest[..end].chars().count();
    let form: String = form.chars().take(n_chars).collect();
    let follows = rest[end..].chars().next().unwrap_or('\n');
    let whole = !follows.is_alphabetic()
        || matches!(follows, '人' | '政' | '党' | '委' | '要' | '应' | '须' | '负' | '按' | '可');
    let few = form.chars().filter(|c| c.is_alphabetic()).count() < 2 || !form.contains('区');
    (!few && whole && !open).then_some((form, end))
}
