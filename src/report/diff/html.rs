//! A page that needs nothing else: a summary, then old and new side by side with the changed words marked. Everything can
//! be read without script; a few lines of it filter.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::diff::Change;
use crate::model::Lang;
use crate::report::diff::Comparison;
use crate::report::diff::brief::{Point, parts};
use crate::report::diff::view::{Item, Line, View, Words, kind_label, label};
use crate::report::page;
use crate::report::phrase::say;
use crate::report::place::Place;
use crate::text::order;

/// The page; `brief` leaves out the texts.
pub fn html(comparison: &Comparison, brief: bool, lang: Lang) -> String {
    let view = View::new(comparison, lang);
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            (page::head(&view.title, page::STYLE, (!brief).then_some(page::FILTER)))
            body {
                h1 { (view.title) }
                p.summary { (view.summary_line()) }
                @if let Some(warning) = view.warning() { p.warning { (warning) } }
                (summary(&view, brief))
                @if !brief {
                    (filters(&view))
                    @for (name, items) in view.groups() {
                        section {
                            h2 { (name) "（" span.count { (items.len()) } "）" }
                            @for item in items { (article(item, &view)) }
                        }
                    }
                    (words(say(lang, "提法", "Set phrases"), &view.terms, lang))
                    (words(say(lang, "引用文件", "Documents"), &view.references, lang))
                    (counts(&view))
                }
                @if !brief { script { (PreEscaped(page::FILTER)) } }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

/// Hidden until the script shows it.
fn filters(view: &View) -> Markup {
    let lang = view.lang;
    let mut kinds: Vec<&str> = Vec::new();
    for kind in
        ["reworded", "split", "merged", "added", "dropped", "same", "moved", "owner", "deadline", "target"]
    {
        if view.entries.iter().any(|item| item.kinds.contains(&kind)) {
            kinds.push(kind);
        }
    }
    let all = |of: fn(&Item) -> &Vec<String>| {
        let mut names: Vec<&str> = view.entries.iter().flat_map(&of).map(String::as_str).collect();
        order::sort(&mut names);
        names.dedup();
        names
    };
    let same = |names: Vec<&'_ str>| names.iter().map(|name| name.to_string()).collect::<Vec<String>>();
    let (owners, themes) = (same(all(|item| &item.owners)), same(all(|item| &item.themes)));
    let pairs = |names: &'_ [String]| -> Vec<(String, String)> {
        names.iter().map(|name| (name.clone(), name.clone())).collect()
    };
    let (owners, themes) = (pairs(&owners), pairs(&themes));
    html! {
        form.filters hidden {
            (page::choice("kinds", say(lang, "变化", "change"), kinds.iter().map(|kind| (*kind, kind_label(kind, lang))).collect(), lang))
            (page::choice("owners", say(lang, "责任单位", "owner"), owners.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect(), lang))
            (page::choice("themes", say(lang, "主题", "theme"), themes.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect(), lang))
            output {}
        }
    }
}

/// One page of what changed; names of tasks lead to their texts.
fn summary(view: &View, brief: bool) -> Markup {
    let lang = view.lang;
    let gap = say(lang, "；", "; ");
    html! {
        @for part in parts(view) {
            section.list {
                h2 { (part.name) }
                @let figures: Vec<&Line> = part.points.iter().filter_map(|point| match point {
                    Point::Figure(line) => Some(*line),
                    _ => None,
                }).collect();
                @if !figures.is_empty() {
                    table.figures {
                        thead { tr {
                            th { (say(lang, "指标", "figure")) }
                            th { (view.sides[0]) }
                            th { (view.sides[1]) }
                            th { (say(lang, "变化", "change")) }
                        } }
                        tbody { @for line in figures { tr {
                            td { (line.name) }
                            td { (line.sides[0]) }
                            td { (line.sides[1]) }
                            td { (line.change) }
                        } } }
                    }
                }
                ul { @for point in &part.points {
                    @match point {
                        Point::Figure(_) => {},
                        Point::List(name, list) => li { b { (name.label(lang)) "：" } (list.join(gap)) },
                        Point::Task(item, more) => li {
                            @if brief { (item.titles()) } @else { a href={ "#" (anchor(item)) } { (item.titles()) } }
                            @if !more.is_empty() { span.more { "　" (more) } }
                        },
                    }
                } }
            }
        }
    }
}

/// Where an entry stands on the page.
fn anchor(item: &Item) -> String {
    let ids = |places: &[Place], side: &str| places.first().map(|place| format!("{side}-{}", place.id));
    ids(&item.new, "new").or_else(|| ids(&item.old, "old")).unwrap_or_default()
}

fn article(item: &Item, view: &View) -> Markup {
    let lang = view.lang;
    let list = |names: &[String]| names.join("\n");
    let unchanged = item.change == Change::Same && item.kinds.len() == 1;
    html! {
        article id=(anchor(item)) class=(item.kinds[0]) data-kinds=(item.kinds.join("\n")) data-owners=(list(&item.owners)) data-themes=(list(&item.themes)) {
            header {
                span.badge { (label(item.change, lang)) }
                @for kind in item.kinds.iter().skip(1) { span.badge.minor { (kind_label(kind, lang)) } }
                @if let Some(likeness) = item.likeness && item.change != Change::Same {
                    span.likeness { (say(lang, "相似度", "likeness")) " " (likeness) "%" }
                }
            }
            h3 { (item.titles()) }
            @if item.shown().next().is_some() {
                ul.fields { @for line in item.shown() { li { b { (line.label) } " " (line.text) } } }
            }
            @if !unchanged {
                div.sides.alone[item.old.is_empty() || item.new.is_empty()] {
                    (side(item, view, 0))
                    (side(item, view, 1))
                }
            }
        }
    }
}

fn side(item: &Item, view: &View, which: usize) -> Markup {
    let places = [&item.old, &item.new][which];
    html! {
        @if !places.is_empty() {
            div.side {
                @for place in places { (place_of(place, &view.sides[which], view.lang)) }
                p.text { @for (text, marked) in item.marked(which) { (stretch(&text, marked.then_some(which))) } }
            }
        }
    }
}

fn place_of(place: &Place, side: &str, lang: Lang) -> Markup {
    html! {
        p.place {
            b { (side) } " " (place.id)
            @if !place.path.is_empty() { "，" (place.path) }
            "，" @if lang == Lang::Zh { "第 " (place.line) " 行" } @else { "line " (place.line) }
        }
    }
}

fn stretch(text: &str, marked: Option<usize>) -> Markup {
    let lines = html! { @for (at, line) in text.split('\n').enumerate() { @if at > 0 { br; } (line) } };
    match marked {
        None => lines,
        Some(0) => html! { del { (lines) } },
        Some(_) => html! { ins { (lines) } },
    }
}

fn words(name: &str, words: &Words, lang: Lang) -> Markup {
    let lists = [
        (say(lang, "新出现", "new"), &words.new),
        (say(lang, "不再出现", "gone"), &words.gone),
        (say(lang, "沿用", "kept"), &words.kept),
    ];
    html! {
        @if lists.iter().any(|(_, words)| !words.is_empty()) {
            section.list {
                h2 { (name) }
                dl { @for (name, words) in lists.iter().filter(|(_, words)| !words.is_empty()) {
                    dt { (name) "（" (words.len()) "）" }
                    dd { @for word in words.iter() { span.word { (word) } " " } }
                } }
            }
        }
    }
}

fn counts(view: &View) -> Markup {
    let lang = view.lang;
    let table = |name: &str, unit: &str, rows: Vec<(&str, usize, usize)>| {
        html! {
            @if !rows.is_empty() {
                section.list {
                    h2 { (name) }
                    table.counts {
                        thead { tr { th { } th { (view.sides[0]) } th { (view.sides[1]) } } }
                        tbody { @for (name, old, new) in rows {
                            tr.quiet[old == new] { td { (name) } td.number { (old) (unit) } td.number { (new) (unit) } }
                        } }
                    }
                }
            }
        }
    };
    let owners = view.owners.iter().map(|(name, old, new)| (name.as_str(), *old, *new)).collect();
    let themes =
        view.themes.iter().map(|(name, old, new)| (name.as_str(), *old as usize, *new as usize)).collect();
    html! {
        (table(say(lang, "责任单位（承担任务数）", "Owners (tasks)"), "", owners))
        (table(say(lang, "主题（占任务的比例）", "Themes (share of tasks)"), "%", themes))
    }
}
