//! From a source to a clean text: page marks, site text, wrapped lines, widths, injected glyphs.
//!
//! In the clean text `\n` ends a paragraph and never stands inside one; a line with a tab is a row of a
//! table. Each pass reads the text the one before it left and is one file; a pass that finds nothing to do
//! costs a scan and no copy.

mod glyph;

mod bars;

mod cells;

mod site;

mod lines;

mod page;

mod contents;

mod wrap;

mod opening;

mod title;

mod space;

mod chars;

use crate::lexicon::Lexicon;
use crate::text::{Clean, Source};

/// Cleans a source. Every change is kept with its reason in [`Clean::edits`].
///
/// The reasons are `control`, `glyph`, `markup`, `site_text`, `page_mark`, `title`, `contents`, `wrap`,
/// `space` and `width`.
pub fn clean<'s>(source: &'s Source, lexicon: &Lexicon) -> Clean<'s> {
    Clean::new(&source.text)
        .pass(glyph::changes)
        .pass(|text| bars::changes(text, lexicon))
        .pass(cells::changes)
        .pass(|text| site::changes(text, lexicon))
        .pass(contents::changes)
        .pass(page::inline)
        .pass(|text| lines::changes(text, lexicon))
        .pass(title::changes)
        .pass(|text| space::changes(text, lexicon))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::proptest;

    use super::clean;
    use crate::lexicon::Lexicon;
    use crate::text::Source;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

    fn unescape(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let c = rest.chars().next().unwrap_or('\\');
            rest = rest.get(1..).unwrap_or("");
            match c {
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                't' => out.push('\t'),
                'f' => out.push('\x0c'),
                'u' => {
                    let (code, after) = rest[1..].split_once('}').unwrap();
                    out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
                    rest = after;
                }
                other => out.push(other),
            }
        }
        out + rest
    }

    /// What holds of every text: each clean character has a place, places are in order, and what was copied,
    /// rewritten and left out makes up the source.
    fn check(source: &Source, lexicon: &Lexicon) -> String {
        let clean = clean(source, lexicon);
        let text = clean.text();
        let (mut last, mut covered) = (0, 0);
        for (at, c) in text.char_indices() {
            let span = clean.span(at..at + c.len_utf8());
            assert!(last <= span.start() && !span.is_empty(), "{:?} at {at} of {text:?}", span);
            (last, covered) = (span.end(), covered + span.of(&source.text).len());
        }
        let mut end = 0;
        for edit in clean.edits() {
            assert!(end <= edit.span.start() && !edit.why.is_empty());
            end = edit.span.end();
            covered += if edit.with.is_none() { edit.span.of(&source.text).len() } else { 0 };
        }
        assert_eq!(covered, source.text.len());
        assert!(
            !text.contains(['\r', '\0', '\x0c', '\u{feff}', '\u{200b}']) && !text.contains("\n\n"),
            "{text:?}"
        );
        text.to_owned()
    }

    #[test]
    fn cases() {
        let mut wrong = Vec::new();
        for (n, line) in include_str!("../../fixtures/noise/cases.txt").lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let (raw, want) = line.split_once(" => ").unwrap_or_else(|| panic!("line {}: no ` => `", n + 1));
            let raw = unescape(raw);
            let want = if want == "=" { raw.clone() } else { unescape(want) };
            let got = check(&Source::of_text(raw), &LEXICON);
            if got != want {
                wrong.push(format!("line {}:\nwant {want:?}\n got {got:?}", n + 1));
                continue;
            }
            let again = check(&Source::of_text(got.clone()), &LEXICON);
            if again != got {
                wrong.push(format!("line {}, cleaned again:\nwant {got:?}\n got {again:?}", n + 1));
            }
        }
        assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    }

    proptest! {
        #[test]
        fn any_text_is_cleaned(source in "(一、|（一）|1、|2、|3、|第一条|— 4 —|—５—|责任单位：|首页|ICP备|发布时间：|&nbsp;|<br>|<script>|\">|center|[市县林业局负责推进年月日12９Ｘa欗。，；：“”（）《》\n\n\n \u{3000}\t\r\u{c}\0\u{200b}\u{feff}\u{e000}é😀—.-/]){0,120}") {
            check(&Source::of_text(source), &LEXICON);
        }

        #[test]
        fn wrapped_text_is_cleaned(source in "([市县林业局负责推进工作]{24,26}[，。\n ]{1,2}|（一）|１２|— 4 —\n){0,60}") {
            check(&Source::of_text(source), &LEXICON);
        }
    }
}
