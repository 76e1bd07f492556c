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

/// The page; `brief` leaves out the texts.
pub fn html(comparison: &Comparison, brief: bool, lang: Lang) -> String {
    let view = View::new(comparison, lang);
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            (page::head(&view.title, STYLE, (!brief).then_some(SCRIPT)))
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
                @if !brief { script { (PreEscaped(SCRIPT)) } }
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
        names.sort_unstable();
        names.dedup();
        names
    };
    let choice = |name: &str, called: &str, options: Vec<(&str, &str)>| {
        html! {
            @if !options.is_empty() {
                label { (called) " "
                    select name=(name) {
                        option value="" { (say(lang, "全部", "all")) }
                        @for (value, shown) in options { option value=(value) { (shown) } }
                    }
                }
            }
        }
    };
    let same = |names: Vec<&'_ str>| names.iter().map(|name| name.to_string()).collect::<Vec<String>>();
    let (owners, themes) = (same(all(|item| &item.owners)), same(all(|item| &item.themes)));
    let pairs = |names: &'_ [String]| -> Vec<(String, String)> {
        names.iter().map(|name| (name.clone(), name.clone())).collect()
    };
    let (owners, themes) = (pairs(&owners), pairs(&themes));
    html! {
        form.filters hidden {
            (choice("kinds", say(lang, "变化", "change"), kinds.iter().map(|kind| (*kind, kind_label(kind, lang))).collect()))
            (choice("owners", say(lang, "责任单位", "owner"), owners.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()))
            (choice("themes", say(lang, "主题", "theme"), themes.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()))
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

const SCRIPT: &str = "
const form = document.querySelector('.filters'), all = [...document.querySelectorAll('article')];
form.hidden = false;
form.oninput = () => {
  const wanted = [...form.elements].filter(e => e.name && e.value);
  let shown = 0;
  for (const a of all) {
    a.hidden = !wanted.every(e => a.dataset[e.name].split('\\n').includes(e.value));
    shown += !a.hidden;
  }
  for (const s of document.querySelectorAll('section')) {
    const of = s.querySelectorAll('article');
    if (of.length) { const n = [...of].filter(a => !a.hidden).length; s.hidden = !n; s.querySelector('.count').textContent = n; }
  }
  form.querySelector('output').textContent = shown + ' / ' + all.length;
};
form.oninput();
";

const STYLE: &str = "
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; color: #1a1a1a; background: #fff; font: 15px/1.7 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif; }
h1 { margin: 0 0 .4rem; font-size: 22px; line-height: 1.4; }
h2 { margin: 2rem 0 .6rem; font-size: 18px; border-bottom: 2px solid #31527a; }
.place, .likeness, .more { color: #555; font-size: 13px; }
.summary { margin: .4rem 0; font-weight: bold; }
.warning { color: #9b1c1c; }
.filters { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; padding: .5rem 0; background: #fff; border-bottom: 1px solid #ccc; }
.filters[hidden], [hidden] { display: none; }
.filters select { font: inherit; max-width: 14rem; }
article { margin: 0 0 1rem; padding: .6rem .9rem; border: 1px solid #c9d1da; border-left: 5px solid #31527a; break-inside: auto; }
article.added { border-left-color: #1b7f3b; }
article.dropped { border-left-color: #b3261e; }
article.same { border-left-color: #999; }
article header { margin: 0 0 .3rem; }
h3 { margin: 0 0 .3rem; font-size: 15px; }
.badge { margin-right: .4rem; padding: 0 .5em; border-radius: 2px; color: #fff; background: #31527a; font-size: 13px; }
.added .badge { background: #1b7f3b; }
.dropped .badge { background: #b3261e; }
.same .badge { background: #777; }
.badge.minor { color: #333; background: #e4e9ef; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.4rem; }
.sides.alone { grid-template-columns: 1fr; }
.place { margin: 0; }
.text { margin: .2rem 0 0; overflow-wrap: anywhere; }
/* The column says which side it is; a page of struck-out words cannot be read. */
del { color: #8c1d18; background: #fde3e1; text-decoration: none; }
ins { color: #0f5a28; background: #dcf3e2; text-decoration: none; }
.fields { margin: 0 0 .5rem; padding: 0 0 .4rem 1.2rem; border-bottom: 1px dashed #c9d1da; }
.list ul { margin: .4rem 0; padding-left: 1.3rem; }
.list a { color: #1f4e8c; text-decoration: none; }
.list a:hover { text-decoration: underline; }
article { scroll-margin-top: 4rem; }
.quiet { color: #777; }
table { border-collapse: collapse; }
.list > table { width: 100%; }
.figures td { width: 26%; }
.figures td:last-child { white-space: nowrap; width: auto; }
.list > table.counts { width: auto; min-width: 24rem; }
th, td { padding: .2em .6em; border: 1px solid #c9d1da; text-align: left; vertical-align: top; }
th { background: #eef2f6; font-weight: normal; }
td.number { text-align: right; }
dt { margin-top: .4rem; font-weight: bold; }
dd { margin: 0; }
.word { display: inline-block; margin-right: .7em; }
@media (max-width: 700px) {
  body { padding: .8rem; }
  h1 { font-size: 18px; }
  .sides { grid-template-columns: 1fr; gap: .6rem; }
  .figures td:last-child { white-space: normal; }
  th, td { padding: .2em .35em; font-size: 13px; }
  .list > table.counts { min-width: 0; width: 100%; }
}
@media print {
  @page { size: A4; margin: 15mm 12mm; @bottom-center { content: counter(page) ' / ' counter(pages); font-size: 9pt; } }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .filters { display: none; }
  h2, h3 { break-after: avoid; }
  tr, li { break-inside: avoid; }
  .list a { color: inherit; }
  article header, .place { break-after: avoid; }
  del, ins, .badge, th, article { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
";
