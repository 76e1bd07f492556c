/// Reads a table whose cells are separated by commas.
pub(super) fn read(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Typed with a Chinese keyboard.
    let wide = || {
        text.lines().take(3).filter(|line| line.matches('，').count() > 1 && !line.contains(',')).count() > 1
    };
    let delimiter = delimiter(text).unwrap_or_else(|| if wide() { '，' } else { ',' });
    for record in Records::new(text, delimiter) {
        let cells: Vec<String> =
            record.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        // A row with one cell is a title or a heading.
        let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        match filled[..] {
            [] => continue,
            [only] => out.push_str(only),
            _ => out.push_str(&cells.join("\t")),
        }
        out.push('\n');
    }
    out
}

/// Whether a text is such a table: every row has as many cells as the first, at least three, and the first row
/// is short labels.
pub(super) fn is_csv(text: &str) -> bool {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    // The last row may be cut.
    let head = if head.len() < text.len() { &head[..head.rfind('\n').unwrap_or(0)] } else { head };
    delimiter(head).is_some()
}

/// How much of a text is looked at, in bytes.
const HEAD: usize = 64 << 10;

fn delimiter(text: &str) -> Option<char> {
    // Rows typed with a Chinese keyboard hold no sentence.
    let marks = [',', ';', '，'].into_iter().filter(|&mark| mark.is_ascii() || !text.contains('。'));
    marks
        .filter(|&mark| {
            memchr::memmem::find(text.as_bytes(), mark.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
        })
        .find(|&delimiter| {
            let mut records = Records::new(text, delimiter)
                .take(50)
                .filter(|record| record.iter().any(|cell| !cell.trim().is_empty()));
            // A title over the table has one cell.
            let filled = |record: &Vec<String>| record.iter().filter(|cell| !cell.trim().is_empty()).count();
            let Some(head) = records.by_ref().take(4).find(|record| filled(record) > 1) else { return false };
            let is_label = |cell: &String| cell.chars().count() <= 20 && !cell.contains(['。', '；']);
            if head.len() < 3 || !head.iter().all(is_label) || filled(&head) * 2 <= head.len() {
                return false;
            }
            let rest: Vec<Vec<String>> = records.collect();
            let longest = rest.iter().map(|record| record.len()).max().unwrap_or(0);
            let least = if delimiter.is_ascii() { 0 } else { 2 };
            head.len() >= 3
                && rest.len() >= least
                && longest == head.len()
                && head.iter().all(is_label)
                && filled(&head) * 2 > head.len()
                && rest.iter().all(|record| record.len() == head.len())
        })
}

/// The rows of a table, as RFC 4180 has them.
struct Records<'t> {
    rest: &'t str,
    delimiter: char,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: char) -> Records<'t> {
        Records { rest: text, delimiter }
    }
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = vec![String::new()];
        let mut quoted = false;
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            let cell = record.last_mut().expect("a record has a cell");
            match c {
                '"' if quoted && chars.next_if(|(_, c)| *c == '"').is_some() => cell.push('"'),
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                c if c == self.delimiter && !quoted => record.push(String::new()),
                '\n' if !quoted => {
                    end = at + 1;
                    break;
                }
                '\r' => {}
                c => cell.push(c),
            }
        }
        self.rest = &self.rest[end..];
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use super::{is_csv, read};

    #[test]
    fn tables_are_told_from_prose() {
        assert!(is_csv("序号,任务,责任单位\n1,修路,公路科\n2,\"架桥,两座\",桥梁科\n"));
        assert!(is_csv("任务分解表,,\n序号,任务,责任单位\n1,修路,公路科\n"));
        assert!(!is_csv("各科室要提高认识,加强领导,狠抓落实。\n要强化督查,严格考核,确保实效。\n"));
        assert!(!is_csv("一、提高认识,加强领导\n二、明确任务,压实责任\n"));
        assert!(!is_csv("一行文字"));
        assert!(!is_csv(""));
    }

    #[test]
    fn quotes_hold_commas_and_lines() {
        let text = "任务,单位,时限\n\"修\n路\",\"甲,乙\",\"说\"\"好\"\"\"\n汇总,,\n";
        assert_eq!(read(text), "任务\t单位\t时限\n修 路\t甲,乙\t说\"好\"\n汇总\n");
    }
}
