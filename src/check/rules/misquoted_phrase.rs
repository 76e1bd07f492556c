//! `misquoted-phrase`.

use std::ops::Range;

use crate::check::rules::floor;
use crate::check::{Findings, Rule, Subject, Text};
use crate::lexicon::List;
use crate::model::Severity;

/// Its manual page.
pub const RULE: Rule = Rule {
    name: "misquoted-phrase",
    title: "提法有误",
    severity: Severity::Error,
    layout: false,
    what: Text(
        "固定提法写错：“三个意识”“二个维护”；“四个意识”后面列举不全；“坚定”“四个意识”一类的搭配错误（警告）。",
        "A set phrase is misquoted: 三个意识, 二个维护; fewer than four are listed after 四个意识; or a wrong verb stands before it.",
    ),
    why: Text(
        "政治性提法必须准确，写错是严重差错。",
        "Political set phrases must be exact; a wrong one is a grave mistake.",
    ),
    flagged: "增强“三个意识”、坚定“四个自信”、做到“两个维护”",
    mended: "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
    basis: Text(
        "《党政机关公文处理工作条例》第十九条：内容准确、表述规范",
        "Regulations on Official Documents of Party and Government Organs, article 19",
    ),
    run,
};

fn run(subject: Subject, findings: &mut Findings) {
    let text = subject.text;
    for (place, value) in subject.hits.of(List::Phrases, 0..text.len()) {
        let words = &text[place.clone()];
        let mut columns = value.split('\t');
        match columns.next() {
            Some("wrong") => {
                let Some(right) = columns.next() else { continue };
                // 三个意识 may be three of anything, and “三个意识”教育 is a campaign of its own, unless it is 增强三个意识
                // or stands in quotes beside the phrases that go with it.
                let said = text[..place.start].trim_end_matches(['“', '"', '‘']);
                let quoted = said.len() < place.start;
                let urged =
                    columns.next().is_none_or(|verbs| verbs.split('、').any(|verb| said.ends_with(verb)));
                let campaign = text[place.end..].trim_start_matches(['”', '"', '’']).starts_with("教育");
                if !campaign && (urged || quoted && beside(subject, &place)) {
                    findings.at(
                        place.clone(),
                        format!("“{words}”应为“{right}”"),
                        format!("`{words}` should be `{right}`"),
                    );
                }
            }
            Some("members") => {
                let Some(members) = columns.next() else { continue };
                let all: Vec<&str> = members.split('、').collect();
                if let Some((listed, missing)) = before(subject, place.start, &all) {
                    findings.at(
                        listed,
                        format!("“{words}”缺少{}", missing.join("、")),
                        format!("`{words}` lacks {}", missing.join(", ")),
                    );
                    continue;
                }
                let rest = text[place.end..].strip_prefix(['”', '"']).unwrap_or(&text[place.end..]);
                let Some(list) = rest.strip_prefix(['（', '(', '：', '—']) else { continue };
                let list = list.trim_start_matches(['—', '即']);
                let mut end = list.len().min(200);
                while !list.is_char_boundary(end) {
                    end -= 1;
                }
                let end = list[..end].find(['）', ')', '。', '\n', '；']).unwrap_or(end);
                let list = &list[..end];
                let missing: Vec<&str> =
                    all.iter().copied().filter(|member| !list.contains(member)).collect();
                // Half of them must stand there before it is an enumeration at all.
                if missing.is_empty() || missing.len() * 2 > all.len() {
                    continue;
                }
                let start =
                    text.len() - rest.len() + (rest.len() - rest[rest.find(list).unwrap_or(0)..].len());
                findings.at(
                    start..start + list.len(),
                    format!("“{words}”缺少{}", missing.join("、")),
                    format!("`{words}` lacks {}", missing.join(", ")),
                );
            }
            _ => {}
        }
    }
}

/// Whether another phrase that is quoted right stands beside one, in the same sentence.
fn beside(subject: Subject, place: &Range<usize>) -> bool {
    const NEAR: usize = 90;
    let text = subject.text;
    let (from, to) =
        (floor(text, place.start.saturating_sub(NEAR)), floor(text, (place.end + NEAR).min(text.len())));
    let ends = ['。', '；', '\n'];
    let from = text[from..place.start].rfind(ends).map_or(from, |at| from + at);
    let to = text[place.end..to].find(ends).map_or(to, |at| place.end + at);
    let counted = subject.hits.of(List::Phrases, from..to).any(|(_, value)| value.starts_with("members"));
    counted || RIGHT.iter().any(|phrase| text[from..to].contains(phrase))
}

/// Phrases that stand side by side in set sentences.
const RIGHT: [&str; 2] = ["两个维护", "两个确立"];

/// Where the members stand right before their phrase and some are missing: 政治意识、大局意识、看齐意识“四个意识”.
fn before<'m>(subject: Subject, at: usize, all: &[&'m str]) -> Option<(Range<usize>, Vec<&'m str>)> {
    let text = subject.text;
    let mut from = at.saturating_sub(120);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let list = text[from..at].trim_end_matches(['“', '"', '‘']);
    let start = list
        .rfind(['，', '。', '；', '：', ',', '\n', '“', '”'])
        .map_or(0, |mark| mark + list[mark..].chars().next().map_or(0, char::len_utf8));
    let list = &list[start..];
    let missing: Vec<&str> = all.iter().copied().filter(|member| !list.contains(member)).collect();
    let closes = all.iter().any(|member| list.ends_with(member));
    let listed = all.len() - missing.len();
    (closes && !missing.is_empty() && listed > 1 && listed * 2 >= all.len())
        .then(|| (from + start..from + start + list.len(), missing))
}
