//! A page that needs nothing else and has no script: a heat map of themes, lines of targets, tables.

use maud::{DOCTYPE, Markup, html};

use crate::corpus::Said;
use crate::ledger::{Line, Sort, theme};
use crate::model::Lang;
use crate::report::compare::{Plans, table};
use crate::report::diff::{file, value};
use crate::report::page;
use crate::report::table::layout::{on_screen, wrap};

/// The page.
pub fn html(of: &Plans, lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let title = format!("{}：{}", say("计划比较", "Plans compared"), of.labels.join("、"));
    // The policy of the page allows no style beside its sheet.
    let style = format!("{STYLE}.heat {{ max-width: {}px; }}\n", NAME + CELL * of.labels.len());
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            (page::head(&title, &style, None))
            body {
                h1 { (title) }
                ul.files { @for (at, (label, plan)) in of.labels.iter().zip(of.plans).enumerate() {
                    li {
                        b { (label) } "：" (plan.title.as_ref().map_or(file(&of.paths[at]), |title| title.text.as_str()))
                        "，" (plan.tasks.len()) (say(" 项任务", " tasks"))
                    }
                } }
                @if !of.corpus.themes.is_empty() && of.theme.is_none() {
                    h2 { (say("主题热图（占任务的比例）", "Themes by share of tasks")) }
                    (heat_map(of, lang))
                }
                @let lines = lines(of, lang);
                @if !lines.is_empty() {
                    h2 { (say("指标走势", "Targets over the plans")) }
                    div.lines { @for line in lines { (line) } }
                }
                @for (name, table) in table::tables(of, Some(60), lang).iter().skip(usize::from(!of.corpus.themes.is_empty() && of.theme.is_none() && !of.missing)) {
                    h2 { (name) }
                    div.wide { table {
                        thead { tr { @for head in &table.heads { th { (head.text) } } } }
                        tbody { @for line in table.lines() { @match line {
                            Line::Band(name) => tr { th colspan=(table.heads.len()) { (name) } },
                            Line::Row(row) => tr { @for cell in &row.cells {
                                td.number[cell.sort == Sort::Number] { @for (at, line) in cell.text.split('\n').enumerate() { @if at > 0 { br; } (line) } }
                            } },
                        } } }
                    } }
                }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

/// The width of the names beside the heat map, and that of a plan.
const NAME: usize = 150;
const CELL: usize = 96;

/// A row a theme, a column a plan; the darker, the larger the share. Long names of plans stand in several lines.
fn heat_map(of: &Plans, lang: Lang) -> Markup {
    const ROW: usize = 26;
    const LINE: usize = 17;
    let themes = &of.corpus.themes;
    let most = themes.iter().flat_map(|(_, shares)| shares).copied().fold(0.01, f32::max);
    let heads: Vec<Vec<&str>> = of.labels.iter().map(|label| wrap(label, 14, on_screen)).collect();
    let head = heads.iter().map(Vec::len).max().unwrap_or(1) * LINE + 9;
    let (width, height) = (NAME + CELL * of.labels.len(), head + ROW * themes.len());
    html! {
        svg.heat viewBox={ "0 0 " (width) " " (height) } role="img" {
            @for (column, lines) in heads.iter().enumerate() {
                @for (at, line) in lines.iter().enumerate() {
                    text x=(NAME + CELL * column + CELL / 2) y=(head - 9 - LINE * (lines.len() - 1 - at)) text-anchor="middle" { (line) }
                }
            }
            @for (row, (id, shares)) in themes.iter().enumerate() {
                @let y = head + ROW * row;
                text x=(NAME - 10) y=(y + 18) text-anchor="end" { (short(&theme::name(id, lang), 10)) }
                @for (column, share) in shares.iter().enumerate() {
                    @let depth = share / most;
                    rect x=(NAME + CELL * column) y=(y) width=(CELL - 2) height=(ROW - 2) fill=(shade(depth)) {}
                    @if *share > 0.0 {
                        text x=(NAME + CELL * column + CELL / 2) y=(y + 17) text-anchor="middle" fill=(if depth > 0.6 { "#fff" } else { "#1a1a1a" }) {
                            (format!("{:.0}%", share * 100.0))
                        }
                    }
                }
            }
        }
    }
}

/// From the paper's white to dark blue.
fn shade(depth: f32) -> String {
    let mixed = |from: f32, to: f32| (from + (to - from) * depth).round() as u8;
    format!("#{:02x}{:02x}{:02x}", mixed(246.0, 31.0), mixed(248.0, 78.0), mixed(251.0, 140.0))
}

fn short(text: &str, most: usize) -> String {
    match text.chars().nth(most) {
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// A small drawing for each target with a number in two plans or more.
fn lines(of: &Plans, lang: Lang) -> Vec<Markup> {
    of.corpus.series.iter().filter_map(|said| line(of, said, lang)).collect()
}

fn line(of: &Plans, series: &[Option<Said>], lang: Lang) -> Option<Markup> {
    const WIDTH: f64 = 240.0;
    const HEIGHT: f64 = 112.0;
    const SIDE: f64 = 34.0;
    let found: Vec<(usize, f64, String)> = series
        .iter()
        .enumerate()
        .filter_map(|(at, said)| {
            let said = said.as_ref()?;
            let target = &of.plans[at].targets[said.target];
            Some((
                at,
                target.value.as_deref()?.parse::<f64>().ok()?,
                value(target, said.of.as_deref().unwrap_or_default(), lang),
            ))
        })
        .collect();
    if found.len() < 2 {
        return None;
    }
    let last = of.plans.len() - 1;
    let of_last = series.iter().rev().flatten().find_map(|said| said.of.clone());
    let (least, most) = found.iter().fold((f64::MAX, f64::MIN), |(a, b), (_, v, _)| (a.min(*v), b.max(*v)));
    let x = |at: usize| SIDE + (WIDTH - 2.0 * SIDE) * at as f64 / last as f64;
    let y = |value: f64| match most > least {
        true => 84.0 - 40.0 * (value - least) / (most - least),
        false => 64.0,
    };
    let points: Vec<String> =
        found.iter().map(|(at, value, _)| format!("{:.1},{:.1}", x(*at), y(*value))).collect();
    Some(html! {
        figure {
            figcaption { (of_last.unwrap_or_default()) }
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" {
                polyline points=(points.join(" ")) fill="none" stroke="#1f4e8c" stroke-width="2" {}
                @for (at, value, text) in &found {
                    circle cx=(format!("{:.1}", x(*at))) cy=(format!("{:.1}", y(*value))) r="3.5" fill="#1f4e8c" {}
                    text x=(format!("{:.1}", x(*at))) y=(format!("{:.1}", y(*value) - 9.0)) text-anchor="middle" { (short(text, 11)) }
                    text.label x=(format!("{:.1}", x(*at))) y="106" text-anchor="middle" { (short(&of.labels[*at], 6)) }
                }
            }
        }
    })
}

const STYLE: &str = "
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; color: #1a1a1a; background: #fff; font: 15px/1.6 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif; }
h1 { margin: 0 0 .4rem; font-size: 22px; line-height: 1.4; }
h2 { margin: 2rem 0 .6rem; font-size: 18px; border-bottom: 2px solid #31527a; break-after: avoid; }
.files { padding-left: 1.2rem; color: #444; font-size: 14px; overflow-wrap: anywhere; }
svg { width: 100%; font: 13px 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; }
svg .label { fill: #555; font-size: 11px; }
.lines { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: .6rem; }
figure { margin: 0; padding: .4rem; border: 1px solid #c9d1da; break-inside: avoid; }
figcaption { font-size: 13px; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .2em .6em; border: 1px solid #c9d1da; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef2f6; font-weight: normal; }
td.number { text-align: right; }
.note { color: #555; font-size: 13px; }
tr { break-inside: avoid; }
@media (max-width: 700px) { body { padding: .8rem; } h1 { font-size: 18px; } }
@media print {
  @page { size: A4; margin: 15mm 12mm; @bottom-center { content: counter(page) ' / ' counter(pages); font-size: 9pt; } }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  th, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
";
