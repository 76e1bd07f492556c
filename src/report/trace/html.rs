//! A page that needs nothing else: the matrix of several lower plans, then upper and lower task side by side, measure by
//! measure. Everything can be read without script; a few lines of it filter by state and unit.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::model::Lang;
use crate::report::page;
use crate::report::phrase::{labelled, say};
use crate::report::trace::view::{self, Item, Spot, View, kind_label, state};
use crate::report::trace::{KINDS, Traces, table};
use crate::text::order;

/// The page.
pub fn html(of: &Traces, lang: Lang) -> String {
    let views: Vec<View> = of.lowers.iter().map(|lower| View::new(of, lower, lang)).collect();
    let title = match views.as_slice() {
        [view] => view.title.clone(),
        _ => view::name(of.upper.plan, &of.upper.source.path),
    };
    let style = format!("{}{STYLE}", page::STYLE);
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            (page::head(&title, &style, Some(page::FILTER)))
            body {
                h1 { (title) }
                @if views.len() > 1 { (overview(of, lang)) }
                (filters(of, &views, lang))
                @for (view, lower) in views.iter().zip(of.lowers) {
                    section {
                        h2 { (lower.label) "（" span.count { (view.items.len()) } "）" }
                        p.summary { (view.summary) }
                        @if let Some(warning) = view.warning { p.warning { (warning) } }
                        @for item in &view.items { (article(item, lower.label, lang)) }
                    }
                    @if !view.own.is_empty() {
                        section.list {
                            h2 { (say(lang, "本级自有的任务", "Of our own")) "（" (view.own.len()) "）" }
                            ul { @for spot in &view.own { li { (spot.text(lang)) } } }
                        }
                    }
                }
                script { (PreEscaped(page::FILTER)) }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

/// Hidden until the script shows it.
fn filters(of: &Traces, views: &[View], lang: Lang) -> Markup {
    let items = || views.iter().flat_map(|view| &view.items);
    let kinds: Vec<(&str, &str)> = KINDS
        .iter()
        .filter(|kind| items().any(|item| item.kinds.contains(kind)))
        .map(|kind| (*kind, kind_label(kind, lang)))
        .collect();
    let mut units: Vec<&str> = items().flat_map(|item| &item.units).map(String::as_str).collect();
    order::sort(&mut units);
    units.dedup();
    let several = of.lowers.len() > 1;
    let labels: Vec<(&str, &str)> = match several {
        true => of.lowers.iter().map(|lower| (lower.label, lower.label)).collect(),
        false => Vec::new(),
    };
    html! {
        form.filters hidden {
            (page::choice("lower", say(lang, "下级", "lower plan"), labels, lang))
            (page::choice("kinds", say(lang, "情形", "state"), kinds, lang))
            (page::choice("owners", say(lang, "单位", "unit"), units.iter().map(|unit| (*unit, *unit)).collect(), lang))
            output {}
        }
    }
}

/// The matrix.
fn overview(of: &Traces, lang: Lang) -> Markup {
    let table = table::table(of, lang);
    html! {
        section.list {
            h2 { (table.title) }
            table {
                thead { tr { @for head in &table.heads { th { (head.text) } } } }
                tbody { @for row in &table.rows { tr { @for cell in &row.cells { td { (cell.text) } } } } }
            }
        }
    }
}

fn article(item: &Item, label: &str, lang: Lang) -> Markup {
    let kind = item.kinds.first().copied().unwrap_or_default();
    html! {
        article class=(kind) data-kinds=(item.kinds.join("\n")) data-owners=(item.units.join("\n")) data-lower=(label) {
            header {
                span.badge { (state(item.state, lang)) }
                @for kind in item.kinds.iter().skip(1) { span.badge.minor { (kind_label(kind, lang)) } }
            }
            h3 { (item.upper.text(lang)) }
            @if !item.lower.is_empty() { ul.fields { @for spot in &item.lower { (takes_up(spot, lang)) } } }
            @if let Some(near) = &item.near {
                p.place { (labelled(say(lang, "最接近的", "nearest"), &near.text(lang), lang)) }
            }
            @if !item.ties.is_empty() {
                ul.fields { @for tie in &item.ties { li { b { (tie.label) } " " (tie.text(lang)) } } }
            }
            @if !item.lower.is_empty() {
                table.measures { tbody {
                    @for (upper, lower) in &item.found { tr { td { (upper) } td { (lower) } } }
                    @for measure in &item.lacking {
                        tr.lacking { td { (measure) } td { (say(lang, "未见", "not found")) } }
                    }
                } }
            }
        }
    }
}

fn takes_up(spot: &Spot, lang: Lang) -> Markup {
    html! { li { "→ " (spot.text(lang)) } }
}

const STYLE: &str = "
article.taken_up { border-left-color: #1b7f3b; }
article.partly { border-left-color: #b7791f; }
article.missing { border-left-color: #b3261e; }
article.not_ours { border-left-color: #999; }
.taken_up .badge { background: #1b7f3b; }
.partly .badge { background: #b7791f; }
.missing .badge { background: #b3261e; }
.not_ours .badge { background: #777; }
article .badge.minor { color: #333; background: #e4e9ef; }
.measures { width: 100%; table-layout: fixed; font-size: 14px; }
.lacking td { background: #fdf3e1; }
.lacking td:last-child { color: #8c1d18; }
";
