use crate::input::body::Written;

/// Reads Markdown: its text without the marks, tables as rows. Numbers of lists stand as they are written.
pub(super) fn read(text: &str) -> Written {
    let mut headings = Vec::new();
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
            None if is_row(bare) && lines.peek().is_some_and(|next| is_separator(next.trim())) => {
                row(bare, &mut out);
                lines.next();
                while let Some(line) = lines.next_if(|line| line.contains('|') && !line.trim().is_empty()) {
                    row(line.trim(), &mut out);
                }
            }
            None => {
                let at = out.len();
                let level = heading(bare).map(|_| bare.len() - bare.trim_start_matches('#').len());
                paragraph(bare, &mut out);
                headings.extend(level.filter(|_| out.len() > at).map(|level| (at, level as u8)));
            }
        }
    }
    Written { text: out, headings }
}

/// Whether a text is Markdown: it has a table, or headings and other marks that plain text does not have.
pub(super) fn is_markdown(text: &str) -> bool {
    // Headings begin with the one, rows and their separators hold the other.
    if memchr::memchr2(b'#', b'|', text.as_bytes()).is_none() {
        return false;
    }
    let (mut headings, mut marks, mut last_is_row) = (0, 0, false);
    for line in text.lines().take(2000) {
        let bare = line.trim();
        if last_is_row && is_separator(bare) && bare.contains('-') {
            return true;
        }
        last_is_row = is_row(bare);
        headings += usize::from(heading(bare).is_some());
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
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| inline(&cell.replace("<br>", " ").replace("<br/>", " ")).trim().to_owned())
        .collect();
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

    #[test]
    fn marks_are_left_out() {
        let text = "# 2025年工作要点\n\n## 一、修路\n\n1. **完成**新改建公路，见[附件](a.pdf)\n- 责任单位：`公路科`\n\n\
                    | 任务 | 时限 |\n|---|:-:|\n| 修 \\| 路 | 6月 |\n| 架桥 | |\n\n> 说明 5*6 与 a_b\n---\n";
        assert_eq!(
            read(text).text,
            "2025年工作要点\n一、修路\n1. 完成新改建公路，见附件\n责任单位：公路科\n任务\t时限\n修 | 路\t6月\n架桥\t\n说明 5*6 与 a_b\n"
        );
        assert!(is_markdown(text));
    }

    #[test]
    fn plain_text_is_not_markdown() {
        assert!(!is_markdown("一、总体要求\n1. 修路\n- 3 -\n二、重点任务\n"));
        assert!(!is_markdown("# 只有一个井号\n正文\n"));
    }
}
