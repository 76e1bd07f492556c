use crate::input::InputError;
use crate::input::body::Written;
use crate::input::budget::{Budget, Quantity};
use crate::input::html;

/// Reads Markdown: its text without the marks, tables as rows. Numbers of lists stand as they are written.
pub(super) fn read(text: &str, budget: &Budget) -> Result<Written, InputError> {
    let mut headings = Vec::new();
    let mut left = budget.meter(Quantity::Text);
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    let mut fence: Option<&str> = None;
    // Front matter.
    if lines.peek().is_some_and(|line| line.trim_end() == "---") {
        let end = text.lines().skip(1).position(|line| line.trim_end() == "---");
        if let Some(end) = end.filter(|end| *end < 64) {
            lines.by_ref().take(end + 2).for_each(drop);
        }
    }
    // How far out the last heading stands.
    let mut last = 1u8;
    while let Some(line) = lines.next() {
        let bare = line.trim();
        match fence {
            Some(mark) if bare.starts_with(mark) => fence = None,
            Some(_) => {
                out.push_str(line.trim_end());
                out.push('\n');
            }
            None if bare.starts_with("```") || bare.starts_with("~~~") => fence = Some(&bare[..3]),
            None if is_rule(bare) => {}
            None if is_tag(bare, "table") => {
                let mut table = String::new();
                let mut next = Some(line);
                while let Some(line) = next {
                    table.push_str(line);
                    table.push('\n');
                    let ends = line.to_ascii_lowercase().contains("</table>");
                    next = if ends { None } else { lines.next() };
                }
                out.push_str(&html::piece(&table, &mut left)?.text);
            }
            None if is_row(bare) && lines.peek().is_some_and(|next| is_separator(next.trim())) => {
                row(bare, &mut out);
                lines.next();
                while let Some(line) = lines.next_if(|line| line.contains('|') && !line.trim().is_empty()) {
                    row(line.trim(), &mut out);
                }
            }
            None => {
                let at = out.len();
                let marks = bare.len() - bare.trim_start_matches('#').len();
                let underlined = lines.peek().and_then(|next| underline(bare, next));
                let level = match heading(bare) {
                    Some(_) => Some(marks as u8),
                    None if underlined.is_some() => underlined,
                    None => is_bold(bare).then_some((last + 1).min(6)),
                };
                if heading(bare).is_some() || underlined.is_some() {
                    last = level.unwrap_or(last);
                }
                paragraph(bare, &mut out);
                headings.extend(level.filter(|_| out.len() > at).map(|level| (at, level)));
            }
        }
    }
    Ok(Written { text: out, headings })
}

/// The level that the line below makes a line a heading of: `===` or `---`.
fn underline(line: &str, next: &str) -> Option<u8> {
    let next = next.trim();
    let of = |mark: char| next.len() >= 3 && next.chars().all(|c| c == mark);
    let plain = !line.is_empty() && !is_row(line) && !line.starts_with(['>', '-', '*', '+', '#']);
    match plain && line.chars().count() <= 60 && !line.ends_with(['。', '；']) {
        true if of('=') => Some(1),
        true if of('-') => Some(2),
        _ => None,
    }
}

/// Whether a line is a heading that is only set in bold: `**重点任务**`.
fn is_bold(line: &str) -> bool {
    let inner = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    inner.is_some_and(|text| {
        !text.trim().is_empty()
            && !text.contains('*')
            && text.chars().count() <= 40
            && !text.ends_with(['。', '；', '：', ':', '，', ';', ','])
    })
}

/// Whether a line opens an element of HTML.
fn is_tag(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix('<').and_then(|rest| {
        rest.get(..name.len()).filter(|n| n.eq_ignore_ascii_case(name)).map(|_| &rest[name.len()..])
    });
    rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\t']) || rest.is_empty())
}

/// Whether a text is Markdown: it has a table, or headings and other marks that plain text does not have.
pub(super) fn is_markdown(text: &str) -> bool {
    // Headings begin with #, stand over = or between *; rows and their separators hold |.
    let bytes = text.as_bytes();
    if memchr::memchr2(b'#', b'|', bytes).is_none() && memchr::memchr2(b'*', b'=', bytes).is_none() {
        return false;
    }
    let (mut headings, mut marks, mut last_is_row) = (0, 0, false);
    let mut lines = text.lines().take(2000).peekable();
    // One heading that stands apart, before all other text.
    let mut first = text.lines().skip_while(|line| line.trim().is_empty());
    let opens = first.next().is_some_and(|line| line.starts_with("# ") && heading(line).is_some())
        && first.next().is_some_and(|line| line.trim().is_empty());
    if opens {
        return true;
    }
    while let Some(line) = lines.next() {
        let bare = line.trim();
        if last_is_row && is_separator(bare) && bare.contains('-') {
            return true;
        }
        last_is_row = is_row(bare);
        let underlined =
            lines.peek().is_some_and(|next| next.starts_with("===") && underline(bare, next).is_some());
        headings += usize::from(heading(bare).is_some() || is_bold(bare) || underlined);
        let bold = bare.split("**").count() >= 3;
        marks +=
            usize::from(bold || bare.starts_with("```") || bare.starts_with("- ") || bare.starts_with("> "));
        marks += usize::from(bare.contains("](http"));
    }
    headings >= 2 || headings >= 1 && marks >= 1
}

/// The text of a heading with `#` before it.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with(' ')).then(|| text.trim().trim_end_matches('#').trim_end())
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && ['-', '*', '_', '='].iter().any(|mark| line.chars().all(|c| c == *mark || c == ' '))
}

fn is_row(line: &str) -> bool {
    line.matches('|').count() >= 2 || line.contains(" | ")
}

fn is_separator(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.chars().all(|c| matches!(c, '-' | ':' | '|' | ' '))
}

fn row(line: &str, out: &mut String) {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            c => {
                let cell = cells.last_mut().expect("a row has a cell");
                if escaped && c != '|' {
                    cell.push('\\');
                }
                cell.push(c);
            }
        }
        escaped = false;
    }
    let cells: Vec<String> = cells.iter().map(|cell| inline(&without_tags(cell)).trim().to_owned()).collect();
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

fn paragraph(line: &str, out: &mut String) {
    let mut line = line;
    while let Some(quoted) = line.strip_prefix('>') {
        line = quoted.trim_start();
    }
    let line = heading(line).unwrap_or(line);
    let line = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    let line = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line);
    let text = inline(line);
    if !text.trim().is_empty() {
        out.push_str(text.trim());
        out.push('\n');
    }
}

/// Takes the marks out of a line: emphasis, code, links, pictures, escapes.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                rest = &after[1..];
            }
            // 5*8 小时 is no emphasis.
            '*' if !after.starts_with('*') && is_between(&out, after) => {
                out.push('*');
                rest = after;
            }
            '*' | '`' => rest = after,
            '_' | '~' if after.starts_with(c) => rest = &after[1..],
            '!' if after.starts_with('[') => rest = link(after).map_or(after, |(_, after)| after),
            '[' => match link(rest) {
                Some((label, after)) => {
                    out.push_str(label.trim_matches('*'));
                    rest = after;
                }
                None => {
                    out.push('[');
                    rest = after;
                }
            },
            c => {
                out.push(c);
                rest = after;
            }
        }
    }
    out
}

/// A cell without the elements of HTML within it; a line break of theirs is a space.
fn without_tags(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let body = rest[1..].trim_start_matches('/');
        let name: String = body
            .chars()
            .take(8)
            .take_while(|c| c.is_ascii_alphanumeric())
            .collect::<String>()
            .to_ascii_lowercase();
        let end = rest.bytes().take(400).position(|b| b == b'>');
        match end.filter(|_| TAGS.contains(&name.as_str())) {
            Some(end) => {
                if matches!(name.as_str(), "br" | "p" | "div") {
                    out.push(' ');
                }
                rest = &rest[end + 1..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// The elements of HTML that stand in cells.
const TAGS: &[&str] =
    &["br", "span", "b", "i", "u", "em", "strong", "font", "p", "div", "sup", "sub", "a", "small"];

fn is_between(before: &str, after: &str) -> bool {
    let stands = |c: char| c.is_ascii_alphanumeric() || c == ' ';
    before.ends_with(stands) && after.starts_with(stands)
}

/// The label of a link `[label](address)`, and what follows it.
fn link(text: &str) -> Option<(&str, &str)> {
    // A bracket within the label would make this quadratic.
    let close = 1 + text[1..].bytes().take(1000).position(|b| matches!(b, b'[' | b']'))?;
    let address = text[close..].strip_prefix("](")?;
    let end = address.bytes().take(2000).position(|b| b == b')')?;
    Some((&text[1..close], &address[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{is_markdown, read};
    use crate::input::Limits;
    use crate::input::budget::Budget;

    fn text(of: &str) -> String {
        read(of, &Budget::new(Limits::default(), of.len())).unwrap().text
    }

    #[test]
    fn marks_are_left_out() {
        let text = "# 2025年工作要点\n\n## 一、修路\n\n1. **完成**新改建公路，见[附件](a.pdf)\n- 责任单位：`公路科`\n\n\
                    | 任务 | 时限 |\n|---|:-:|\n| 修 \\| 路 | 6月 |\n| 架桥 | |\n\n> 说明 5*6 与 a_b\n---\n";
        assert_eq!(
            super::tests::text(text),
            "2025年工作要点\n一、修路\n1. 完成新改建公路，见附件\n责任单位：公路科\n任务\t时限\n修 | 路\t6月\n架桥\t\n说明 5*6 与 a_b\n"
        );
        assert!(is_markdown(text));
    }

    #[test]
    fn plain_text_is_not_markdown() {
        assert!(!is_markdown("一、总体要求\n1. 修路\n- 3 -\n二、重点任务\n"));
        assert!(!is_markdown("# 只有一个井号\n正文\n"));
        assert!(!is_markdown("2025年总结\n---\n正文\n"));
    }

    #[test]
    fn headings_of_other_kinds() {
        for text in ["# 2025年工作要点\n\n正文\n", "工作要点\n===\n\n**重点任务**\n\n正文\n"]
        {
            assert!(is_markdown(text), "{text}");
        }
        let text = "工作要点\n====\n\n目标\n---\n\n**重点任务**\n**责任单位**：公路科\n";
        let written = read(text, &Budget::new(Limits::default(), text.len())).unwrap();
        assert_eq!(written.text, "工作要点\n目标\n重点任务\n责任单位：公路科\n");
        let levels: Vec<u8> = written.headings.iter().map(|(_, level)| *level).collect();
        assert_eq!(levels, [1, 2, 3]);
    }

    #[test]
    fn tables_of_html() {
        let text = "# 工作要点\n\n<table><tr><td>任务</td><td>单位</td></tr>\n<tr><td>修路</td><td>公路科</td></tr></table>\n\n\
                    |任务|单位|\n|--|--|\n|<span style=\"x\">架桥</span><br />造林|林业科|\n";
        assert_eq!(
            super::tests::text(text),
            "工作要点\n任务\t单位\n修路\t公路科\n任务\t单位\n架桥 造林\t林业科\n"
        );
    }
}
