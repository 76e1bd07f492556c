use crate::input::InputError;
use crate::input::budget::{Budget, Meter, Quantity};
use crate::text::order;

/// The text of a document as it is put together: paragraphs as lines, rows of tables as lines with tabs.
///
/// A table most of which is tables in its cells, or that has one column only, is there for the layout: its paragraphs
/// stand as paragraphs. In a row of a table of its own a small table is a cell's text.
pub(super) struct Body {
    text: String,
    /// The text so far.
    meter: Meter,
    /// What was put together on the way to it: cells, tables within cells, texts beside this one.
    held: Meter,
    headings: Vec<(usize, u8)>,
    tables: Vec<Table>,
    /// Tables deeper than [`DEEPEST`], whose paragraphs count as those of the cell around them.
    beyond: usize,
}

/// What a reader gives.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) text: String,
    /// Where lines begin that their style makes headings, and their level from 1.
    pub(super) headings: Vec<(usize, u8)>,
}

/// A row whose cells are known by where they begin and end, as in Word's older formats.
pub(super) struct EdgedRow {
    /// The paragraphs of each cell.
    pub(super) cells: Vec<Vec<String>>,
    /// Where the cells begin, and the last one ends, in twips.
    pub(super) edges: Vec<i32>,
    /// Which cells go on with the one above.
    pub(super) merged: Vec<bool>,
}

impl From<String> for Written {
    fn from(text: String) -> Written {
        Written { text, headings: Vec::new() }
    }
}

/// The deepest tables within tables that are kept apart.
const DEEPEST: usize = 32;

/// The most columns of a table.
const WIDEST: usize = 1024;

/// A cell that covers all columns, however many they are.
const ALL: usize = usize::MAX;

/// The fewest filled cells of the rows of a table that holds small tables.
const CELLS: usize = 3;

/// How much text merged cells may add by standing in every place they cover, in bytes.
const FILL: usize = 4 << 20;

#[derive(Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    /// The bytes of the tables in its cells.
    within: usize,
}

/// A cell of a table.
#[derive(Default, Clone)]
pub(super) struct Cell {
    lines: Vec<String>,
    columns: usize,
    rows: usize,
    continues: bool,
}

impl Body {
    /// Without any text yet.
    pub(super) fn new(budget: &Budget) -> Body {
        Body::within(budget.meter(Quantity::Text))
    }

    /// Without any text yet, and with what `meter` has left.
    pub(super) fn within(meter: Meter) -> Body {
        let (text, headings, tables) = (String::new(), Vec::new(), Vec::new());
        Body { text, meter, held: meter, headings, tables, beyond: 0 }
    }

    /// A text beside this one, such as a text box, that may have what is left to this one.
    pub(super) fn beside(&self) -> Body {
        Body::within(self.held)
    }

    /// The text of one beside this one.
    pub(super) fn text_of(&mut self, mut beside: Body) -> String {
        beside.close();
        let n_bytes = if beside.is_over() { usize::MAX } else { beside.text.len() };
        self.held.take(n_bytes);
        beside.text
    }

    /// Whether there was more text than the file may give. What comes then is left out.
    pub(super) fn is_over(&self) -> bool {
        self.meter.is_over() || self.held.is_over()
    }

    /// The whole text, and its headings; an error that names `part` if there was too much.
    pub(super) fn written(mut self, part: &str) -> Result<Written, InputError> {
        self.close();
        self.meter.check(part)?;
        self.held.check(part)?;
        Ok(Written { text: self.text, headings: self.headings })
    }

    /// Closes all tables.
    pub(super) fn close(&mut self) {
        while !self.tables.is_empty() {
            self.beyond = 0;
            self.close_table();
        }
    }

    /// Whether a cell is open.
    pub(super) fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| table.rows.last().is_some_and(|row| !row.is_empty()))
    }

    /// Adds a paragraph that its style makes a heading of this level. In tables there are none, and one of several
    /// lines is none.
    pub(super) fn heading(&mut self, text: &str, level: u8) {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        if self.tables.is_empty() && lines.next().is_some() && lines.next().is_none() {
            self.headings.push((self.text.len(), level));
        }
        self.paragraph(text);
    }

    /// Adds a paragraph; its line breaks make lines of their own. Blank ones leave no trace.
    pub(super) fn paragraph(&mut self, text: &str) {
        for line in text.split('\n') {
            // Spaces before a paragraph are its indent.
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            match self.tables.last_mut().map(|table| table.rows.last_mut().and_then(|row| row.last_mut())) {
                Some(Some(cell)) => {
                    if self.held.take(line.len() + 1) {
                        cell.lines.push(line.to_owned());
                    }
                }
                // A paragraph between the cells of a table, which only damaged files have.
                Some(None) => self.table_line(line.to_owned()),
                None => self.line(line),
            }
        }
    }

    fn line(&mut self, line: &str) {
        if !self.meter.take(line.len() + 1) {
            return;
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn table_line(&mut self, line: String) {
        if let Some(table) = self.tables.last_mut() {
            let whole = Cell { lines: vec![line], columns: ALL, rows: 1, continues: false };
            table.rows.push(vec![whole]);
        }
    }

    /// Opens a table, within the open cell if there is one.
    pub(super) fn open_table(&mut self) {
        if self.tables.len() >= DEEPEST {
            self.beyond += 1;
        } else {
            self.tables.push(Table::default());
        }
    }

    /// Opens a row.
    pub(super) fn open_row(&mut self) {
        if let (0, Some(table)) = (self.beyond, self.tables.last_mut()) {
            table.rows.push(Vec::new());
        }
    }

    /// Takes the open row out again, as one that a tracked change deleted.
    pub(super) fn drop_row(&mut self) {
        if let (0, Some(table)) = (self.beyond, self.tables.last_mut()) {
            table.rows.pop();
        }
    }

    /// Takes the open cell out again.
    pub(super) fn drop_cell(&mut self) {
        if let (0, Some(row)) = (self.beyond, self.tables.last_mut().and_then(|table| table.rows.last_mut()))
        {
            row.pop();
        }
    }

    /// Opens a cell that covers so many columns and rows; 0 rows are all that follow.
    pub(super) fn open_cell(&mut self, columns: usize, rows: usize) {
        if let (0, Some(table)) = (self.beyond, self.tables.last_mut()) {
            let is_line = |row: &Vec<Cell>| row.first().is_some_and(|cell| cell.columns == ALL);
            if table.rows.last().is_none_or(is_line) {
                table.rows.push(Vec::new());
            }
            let rows = if rows == 0 { usize::MAX } else { rows };
            let cell = Cell { lines: Vec::new(), columns: columns.clamp(1, WIDEST), rows, continues: false };
            table.rows.last_mut().expect("one was pushed").push(cell);
        }
    }

    /// Says that the open cell covers so many columns, and whether it continues the one above.
    pub(super) fn span_cell(&mut self, columns: Option<usize>, continues: bool) {
        let cell = match self.tables.last_mut() {
            Some(table) if self.beyond == 0 => table.rows.last_mut().and_then(|row| row.last_mut()),
            _ => None,
        };
        if let Some(cell) = cell {
            cell.columns = columns.map_or(cell.columns, |n| n.clamp(1, WIDEST));
            cell.continues |= continues;
        }
    }

    /// Adds a table of rows whose cells are known by their edges.
    pub(super) fn rows(&mut self, rows: Vec<EdgedRow>) {
        if rows.is_empty() {
            return;
        }
        // Where columns begin, over all rows; a few twips apart is the same place.
        let mut places: Vec<i32> = rows.iter().flat_map(|row| row.edges.iter().copied()).collect();
        order::sort(&mut places);
        places.dedup_by(|b, a| b.saturating_sub(*a) < 30);
        let column = |edge: i32| places.partition_point(|place| place.saturating_add(30) <= edge);
        self.open_table();
        for row in rows {
            self.open_row();
            for (n, cell) in row.cells.iter().enumerate() {
                let columns = match row.edges.get(n..n + 2) {
                    Some(edges) => column(edges[1]).saturating_sub(column(edges[0])).max(1),
                    None => 1,
                };
                self.open_cell(columns, 1);
                self.span_cell(None, row.merged.get(n).copied().unwrap_or(false));
                cell.iter().for_each(|line| self.paragraph(line));
            }
        }
        self.close_table();
    }

    /// Closes the table.
    pub(super) fn close_table(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(table) = self.tables.pop() else { return };
        let is_inner = !self.tables.is_empty();
        let mut lines = table.lines(&mut self.meter);
        if is_inner && !self.held.take(lines.iter().map(|line| line.len() + 1).sum()) {
            return;
        }
        match self.tables.last_mut() {
            None => lines.iter().for_each(|line| self.line(line)),
            Some(outer) => match outer.rows.last_mut().and_then(|row| row.last_mut()) {
                Some(cell) => {
                    outer.within += lines.iter().map(String::len).sum::<usize>();
                    if cell.lines.is_empty() {
                        cell.lines = lines;
                    } else {
                        cell.lines.append(&mut lines);
                    }
                }
                None => lines.into_iter().for_each(|line| self.table_line(line)),
            },
        }
    }
}

impl Table {
    /// Whether its cells hold tables, and those are most of it or it has no rows of cells beside them.
    fn is_layout(&self) -> bool {
        let filled = |row: &&Vec<Cell>| row.iter().filter(|cell| !cell.lines.is_empty()).count() >= CELLS;
        let all = || self.rows.iter().flatten().flat_map(|cell| &cell.lines).map(String::len).sum::<usize>();
        self.within > 0 && (self.rows.iter().filter(filled).count() < 2 || self.within * 2 > all())
    }

    /// The lines of the table. Those that would be more than `meter` has left are left out.
    fn lines(self, meter: &mut Meter) -> Vec<String> {
        let mut ahead = *meter;
        if self.is_layout() {
            return self.rows.into_iter().flatten().flat_map(|cell| cell.lines).collect();
        }
        let width = |row: &Vec<Cell>| row.iter().map(|cell| cell.columns).fold(0, usize::saturating_add);
        let columns = self.rows.iter().map(width).filter(|n| *n < ALL).max().unwrap_or(0).min(WIDEST);
        let mut lines = Vec::new();
        // What the cells above leave in each column: the text, and for how many more rows.
        let mut above: Vec<(String, usize)> = Vec::new();
        let mut left = FILL;
        let mut copy = |text: &String| {
            let spent = left < text.len();
            left = left.saturating_sub(text.len());
            if spent { String::new() } else { text.clone() }
        };
        for row in self.rows {
            // A cell over all columns ends what reaches down from above.
            let whole = row.len() == 1 && width(&row) >= columns;
            let free = || above.iter().all(|(_, rows)| *rows == 0);
            if whole && (columns > 1 && row[0].columns == columns || free()) {
                for cell in row.into_iter().filter(|cell| !cell.continues) {
                    above = vec![(String::new(), 0); columns];
                    lines.extend(cell.lines.into_iter().map(|line| line.replace('\t', " ")));
                }
                continue;
            }
            let mut texts: Vec<String> = Vec::new();
            let mut cells = row.into_iter();
            loop {
                // First the columns that a cell above still covers.
                while let Some((text, rows)) = above.get_mut(texts.len()).filter(|(_, rows)| *rows > 0) {
                    *rows -= 1;
                    texts.push(copy(text));
                }
                let Some(cell) = cells.next() else { break };
                let at = texts.len();
                if at >= WIDEST {
                    break;
                }
                let text = match above.get(at) {
                    Some((text, _)) if cell.continues => copy(text),
                    _ => join(&cell.lines),
                };
                let end = at.saturating_add(cell.columns).min(WIDEST);
                if above.len() < end {
                    above.resize_with(end, Default::default);
                }
                for column in &mut above[at..end] {
                    *column = (copy(&text), cell.rows.saturating_sub(1));
                    texts.push(if texts.len() == at { text.clone() } else { column.0.clone() });
                }
            }
            if texts.iter().any(|text| !text.is_empty()) {
                if !ahead.take(texts.iter().map(|text| text.len() + 1).sum()) {
                    *meter = ahead;
                    break;
                }
                lines.push(texts.join("\t"));
            }
        }
        lines
    }
}

/// Joins the paragraphs of a cell. Where a narrow column breaks a heading into pieces of one or two
/// characters (责任 / 单位) they are one word; else they are apart, as units listed one below the other.
fn join(lines: &[String]) -> String {
    let pieces = lines.len() > 1 && lines.iter().all(|line| line.trim().chars().count() <= 2);
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    trimmed.join(if pieces { "" } else { " " }).replace('\t', " ")
}

#[cfg(test)]
mod tests {
    use super::Body;
    use crate::input::Limits;
    use crate::input::budget::Budget;

    fn body() -> Body {
        Body::new(&Budget::new(Limits::default(), 1))
    }

    fn text(body: Body) -> String {
        body.written("body").unwrap().text
    }

    /// Tables as rows of cells; `2x3:text` covers two columns and three rows, `^` continues the cell above.
    fn table(rows: &[&str]) -> String {
        let mut body = body();
        body.open_table();
        for row in rows {
            body.open_row();
            for cell in row.split('|') {
                let (span, text) = cell.split_once(':').unwrap_or(("1x1", cell));
                let (columns, height) = span.split_once('x').unwrap();
                body.open_cell(columns.parse().unwrap(), height.parse().unwrap());
                body.span_cell(None, text == "^");
                body.paragraph(if text == "^" { "" } else { text });
            }
        }
        body.close_table();
        text(body)
    }

    #[test]
    fn merged_cells_stand_in_every_row_and_column() {
        assert_eq!(table(&["a|b|c", "1x2:d|e|f", "g|h"]), "a\tb\tc\nd\te\tf\nd\tg\th\n");
        assert_eq!(table(&["a|b|c", "d|e|f", "^|g|h"]), "a\tb\tc\nd\te\tf\nd\tg\th\n");
        assert_eq!(table(&["a|2x1:b", "c|d|"]), "a\tb\tb\nc\td\t\n");
        assert_eq!(table(&["a|b|1x0:c", "d|e", "f|g"]), "a\tb\tc\nd\te\tc\nf\tg\tc\n");
        assert_eq!(table(&["1x2:a|b|c", "3x1:一、道路", "d|e|f"]), "a\tb\tc\n一、道路\nd\te\tf\n");
    }

    #[test]
    fn a_row_of_one_cell_is_a_paragraph() {
        assert_eq!(table(&["2x1:任务分解表", "a|b", "c|d"]), "任务分解表\na\tb\nc\td\n");
        assert_eq!(table(&["只有一格"]), "只有一格\n");
        assert_eq!(table(&["一列", "两行"]), "一列\n两行\n");
    }

    #[test]
    fn paragraphs_of_a_cell_are_joined() {
        assert_eq!(table(&["责任\n单位|市教育局\n市财政局", "c|d"]), "责任单位\t市教育局 市财政局\nc\td\n");
    }

    #[test]
    fn a_table_of_tables_is_layout() {
        let mut body = body();
        body.open_table();
        for text in ["左", "右"] {
            body.open_cell(1, 1);
            body.paragraph(text);
            body.open_table();
            for row in ["a", "b"] {
                body.open_row();
                for _ in 0..2 {
                    body.open_cell(1, 1);
                    body.paragraph(row);
                }
            }
            body.close_table();
        }
        assert_eq!(text(body), "左\na\ta\nb\tb\n右\na\ta\nb\tb\n");
    }

    #[test]
    fn a_small_table_in_a_row_is_text_of_its_cell() {
        let mut body = body();
        body.open_table();
        for row in ["1|设立标牌|县林业局", "2|普查古树|各镇"] {
            body.open_row();
            for cell in row.split('|') {
                body.open_cell(1, 1);
                body.paragraph(cell);
                if cell == "设立标牌" {
                    body.open_table();
                    for (kind, n) in [("树种", "数量"), ("银杏", "35块")] {
                        body.open_row();
                        for text in [kind, n] {
                            body.open_cell(1, 1);
                            body.paragraph(text);
                        }
                    }
                    body.close_table();
                }
            }
        }
        body.close_table();
        assert_eq!(text(body), "1\t设立标牌 树种 数量 银杏 35块\t县林业局\n2\t普查古树\t各镇\n");
    }

    #[test]
    fn spans_of_any_size_end() {
        let long = "长".repeat(1000);
        let row = format!("1000000x1000000:{long}");
        let text = table(&["a|b", &row, "c|d"]);
        assert!(text.len() < 10 << 20, "{}", text.len());
    }
}
