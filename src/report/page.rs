//! What pages have in common: the head, which has the browser hold the page to needing nothing from outside; the style
//! and the filter of pages that list articles.

use maud::{Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::model::Lang;
use crate::report::phrase::say;

/// The head with its style and, where there is one, its script. The policy allows these two by their hashes and nothing
/// else, whatever a document may have brought into the page.
pub(super) fn head(title: &str, style: &str, script: Option<&str>) -> Markup {
    let script_src = script.map_or_else(|| "'none'".to_owned(), source);
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {script_src}; base-uri 'none'; form-action 'none'",
        source(style)
    );
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) }
            style { (PreEscaped(style)) }
        }
    }
}

/// A choice of a filter: its name, what it is called, and its values with what they are called. Nothing where there are none.
pub(super) fn choice(name: &str, called: &str, options: Vec<(&str, &str)>, lang: Lang) -> Markup {
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
}

/// What allows just this text as a style or script.
fn source(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text)))
}

/// Base64 as of RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            out.push(if at > three.len() {
                '='
            } else {
                DIGITS[(bits >> (18 - 6 * at) & 63) as usize].into()
            });
        }
    }
    out
}

/// Shows only the articles whose data holds what is chosen in the form, and counts them.
pub(super) const FILTER: &str = "
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

/// Articles in two columns, lists and tables, on a screen and on paper.
pub(super) const STYLE: &str = "
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

#[cfg(test)]
mod tests {
    #[test]
    fn bytes_as_base64() {
        // The examples of RFC 4648.
        for (text, wanted) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(super::base64(text.as_bytes()), wanted);
        }
    }
}
