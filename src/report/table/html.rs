//! A page that needs nothing else: on wide screens and on A4 a table, on narrow screens a list of cards.

use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, html};

use crate::ledger::column::Column;
use crate::ledger::{Line, Sort, Table};
use crate::model::Lang;
use crate::report::page;
use crate::report::table::layout::{Room, is_long, on_paper, widths};

/// The page.
pub fn html(table: &Table, lang: Lang) -> String {
    let all: Vec<usize> = (0..table.heads.len()).collect();
    let widths =
        widths(table, &all, Room { total: 138, floors: true, margin: 2, fill: true, measure: on_paper });
    let total: usize = widths.iter().sum::<usize>().max(1);
    // The policy of the page allows no style beside its sheet.
    let mut style = STYLE.to_owned();
    for (at, width) in widths.iter().enumerate() {
        let share = width * 1000 / total;
        let _ = writeln!(style, "col:nth-child({}) {{ width: {}.{}%; }}", at + 1, share / 10, share % 10);
    }
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            (page::head(&table.title, &style, None))
            body {
                h1 { (table.title) }
                table {
                    colgroup { @for _ in &widths { col; } }
                    thead { tr { @for head in &table.heads { th scope="col" { (head.text) } } } }
                    tbody {
                        @for line in table.lines() {
                            @match line {
                                Line::Band(band) => tr.band { th scope="rowgroup" colspan=(table.heads.len()) { (band) } },
                                Line::Row(row) => tr.long[is_long(row, &widths)] {
                                    @for (head, cell) in table.heads.iter().zip(&row.cells) {
                                        td data-head=(head.text) .middle[cell.sort == Sort::Number || head.column.is_some_and(Column::is_middle)] .inherited[cell.inherited] .empty[cell.text.is_empty()] {
                                            (lines(&cell.text))
                                        }
                                    }
                                },
                            }
                        }
                    }
                }
                @for note in &table.notes { p.note { (note) } }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

fn lines(text: &str) -> Markup {
    html! {
        @for (at, line) in text.split('\n').enumerate() {
            @if at > 0 { br; }
            (line)
        }
    }
}

const STYLE: &str = "
body { margin: 1.5rem; color: #111; background: #fff; font: 15px/1.5 '仿宋_GB2312', '仿宋', FangSong, STFangsong, 'Noto Serif CJK SC', serif; }
h1 { margin: 0 0 1rem; text-align: center; font: 24px/1.4 '方正小标宋简体', STZhongsong, SimSun, 'Noto Serif CJK SC', serif; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; }
th, td { border: 1px solid #333; padding: .3em .4em; overflow-wrap: anywhere; }
th { font-family: '黑体', SimHei, 'Noto Sans CJK SC', sans-serif; font-weight: normal; }
thead th { background: #d9e2f3; }
thead { display: table-header-group; }
.band th { background: #f2f2f2; text-align: left; }
.middle { text-align: center; }
.inherited { color: #444; }
.note { margin: .5rem 0 0; font-size: 13px; }
tr { break-inside: avoid; }
tr.long { break-inside: auto; }
tr.band { break-after: avoid; }
@media screen and (min-width: 701px) { thead th { position: sticky; top: 0; } }
@media screen and (max-width: 700px) {
  body { margin: .8rem; }
  h1 { font-size: 19px; }
  table, tbody, tr, td, .band th { display: block; }
  colgroup, thead, .empty { display: none; }
  tr { margin: 0 0 .8rem; border: 1px solid #333; }
  td, td.middle, .band th { border: 0; padding: .25em .6em; text-align: left; }
  td:not(:last-child) { border-bottom: 1px solid #ddd; }
  td::before { content: attr(data-head) '：'; font-family: '黑体', SimHei, 'Noto Sans CJK SC', sans-serif; }
}
@media print {
  @page { size: A4 landscape; margin: 15mm 12mm; @bottom-center { content: counter(page) ' / ' counter(pages); font-size: 9pt; } }
  body { margin: 0; font-size: 10.5pt; }
  h1 { font-size: 18pt; }
  thead th, .band th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
";
