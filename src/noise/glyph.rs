//! Characters that are no text: controls, zero-width and private ones, decoration, leftover markup, and
//! pinyin put behind traditional characters.
//!
//! ```text
//! 創(chuàng)建文明城市&nbsp;<br>      創建文明城市␣␤
//! 欗欗欗欗欗欗欗欗欗欗欗欗              (gone)
//! ```

use crate::noise::chars::{digit, is_han, is_space};
use crate::noise::radical::unified;
use crate::text::{Change, floor};

/// Finds what to take out or to fold. Line ends become `\n`; a form feed stays for the pass over lines.
pub fn changes(text: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    lines_drawn(text, &mut changes);
    ones_dashed(text, &mut changes);
    let mut markup = Markup::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if PLAIN[byte as usize] > 0 {
            at += PLAIN[byte as usize] as usize;
            continue;
        }
        match bytes[at..] {
            // Marks of full width but the bracket; dashes, quotes and dots.
            [0xef, 0xbc, 0x80..=0x87 | 0x89..=0xbf, ..] | [0xef, 0xbd, ..] => at += 3,
            [0xe2, 0x80, 0x90..=0xa1 | 0xa3..=0xa7, ..] => at += 3,
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                let end = at + c.len_utf8();
                let change = other(text, at, c, &mut markup);
                at = change.as_ref().map_or(end, |change| change.range.end.max(end));
                changes.extend(change);
            }
        }
    }
    changes
}

/// How many bytes the characters have that begin with a byte and are never changed; else zero.
static PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = match byte as u8 {
            b'\n' | b'\t' | b'\x0c' | b' '..=b'%' | b'\'' | b')'..=b';' | b'=' | b'?'..=b'~' => 1,
            0xe3..=0xe9 => 3,
            _ => 0,
        };
        byte += 1;
    }
    plain
};

/// Finds lines drawn with one Chinese character: six at least, for no word repeats one so often.
///
/// Within a run each byte is as the third before it. Six characters have fifteen such bytes, and among them all of some
/// eight on a place that eight divides, so only those are looked at.
fn lines_drawn(text: &str, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(near) = bytes.get(at..).and_then(|rest| rest.first_chunk::<11>()) {
        let repeated = near.first_chunk::<8>() == near.last_chunk::<8>();
        at += 8;
        if !repeated {
            continue;
        }
        let mut start = floor(text, at - 8);
        if !matches!(bytes[start], 0xe4..=0xe9) {
            continue;
        }
        let unit = &bytes[start..start + 3];
        start -= 3 * bytes[..start].rchunks_exact(3).take_while(|before| *before == unit).count();
        let end = start + 3 * bytes[start..].chunks_exact(3).take_while(|chunk| *chunk == unit).count();
        if end - start >= 18 {
            changes.push(drawn(text, start, end));
        }
        at = at.max(end.next_multiple_of(8));
    }
}

/// Finds dashes that a scan or a typist put for the numeral: `—、` at the start of a line where `二、` stands at another's,
/// and `（—）` before `（二）`.
fn ones_dashed(text: &str, changes: &mut Vec<Change>) {
    let second = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let (mut plain, mut bracketed) = (None, None);
    for dash in ['—', '―', '─', '－', 'ー', '–'] {
        let mut one = [0; 4];
        let one = dash.encode_utf8(&mut one);
        for at in memchr::memmem::find_iter(text.as_bytes(), one.as_bytes()) {
            let end = at + dash.len_utf8();
            let before = text[..at].trim_end_matches(is_space);
            let numeral = if text[end..].starts_with('、') {
                (before.is_empty() || before.ends_with(['\n', '\r']))
                    && *plain
                        .get_or_insert_with(|| second("\n二、") || second("\n　　二、") || second("\n  二、"))
            } else {
                text[end..].starts_with(['）', ')'])
                    && before.ends_with(['（', '('])
                    && *bracketed.get_or_insert_with(|| second("（二）") || second("(二)"))
            };
            if numeral {
                changes.push(Change { range: at..end, with: Some('一'), why: "glyph" });
            }
        }
    }
}

/// Takes out a drawn line, with its line end when it is a line of its own.
fn drawn(text: &str, start: usize, end: usize) -> Change {
    let alone = (start == 0 || text[..start].ends_with('\n')) && text[end..].starts_with('\n');
    Change { range: start..end + usize::from(alone), with: None, why: "glyph" }
}

/// What to do with a character that is neither common Chinese nor plain ASCII.
fn other(text: &str, at: usize, c: char, markup: &mut Markup) -> Option<Change> {
    let end = at + c.len_utf8();
    let (range, with, why) = match c {
        '\r' if text[end..].starts_with('\n') => (at..end, None, "control"),
        '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => (at..end, Some('\n'), "control"),
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => (at..end, None, "control"),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => (at..end, Some(' '), "space"),
        '\u{ad}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => (at..end, None, "control"),
        // What only hangs a paragraph out.
        '•' | '●' | '■' | '▪' | '◆' | '◇' | '◈' | '❖' | '★' | '☆' | '➢' | '➤' | '►' | '▶' | '✦' | '✧'
        | '\u{2219}'
            if text[..at].trim_end_matches([' ', '\u{3000}']).ends_with('\n')
                || text[..at].trim().is_empty() =>
        {
            let line = text[end..].split('\n').next().unwrap_or_default();
            // In a row of a table the tab ends its first cell.
            let is_row = line.matches('\t').nth(1).is_some();
            let gap = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{a0}') || c == '\t' && !is_row;
            let rest = text[end..].trim_start_matches(gap);
            (at..text.len() - rest.len(), None, "glyph")
        }
        // ○○市 is a name left out, and √ alone a cell.
        '○' | '◎' | '□' | '✓' | '√' | '·' | '⚫' | '◾' | '◼' | '◻' | '▫'
            if text[..at].trim_end_matches([' ', '\u{3000}']).ends_with('\n')
                && text[end..].trim_start_matches([' ', '\u{3000}', '\u{a0}']).starts_with(is_han) =>
        {
            let rest = text[end..].trim_start_matches([' ', '\u{3000}', '\u{a0}']);
            (at..text.len() - rest.len(), None, "glyph")
        }
        '\u{2e80}'..='\u{2fd5}' => (at..end, Some(unified(c)?), "glyph"),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => {
            // Between two digits it can only be the decimal point of the page's own font.
            let after = text[end..].trim_start_matches(' ');
            let digits = [before(text, at), after.chars().next()];
            match digits.iter().all(|c| c.is_some_and(|c| digit(c).is_some())) {
                true => (at..text.len() - after.len(), Some('.'), "glyph"),
                false => (at..end, None, "glyph"),
            }
        }
        // 责任单位∶市财政局, and not 1∶2
        '∶' if before(text, at).is_some_and(is_han)
            && !text[end..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            (at..end, Some('：'), "glyph")
        }
        '(' | '（' if before(text, at).is_some_and(is_han) => {
            (at..end + pinyin(&text[end..])?, None, "glyph")
        }
        '<' | '&' | '>' => {
            let (start, stop, with) = markup.at(text, at)?;
            (start..stop, with, "markup")
        }
        _ => return None,
    };
    Some(Change { range, with, why })
}

fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The length of `chuàng)`: one syllable with its tone and the closing bracket.
fn pinyin(rest: &str) -> Option<usize> {
    let mut tones = 0;
    for (at, c) in rest.char_indices().take(8) {
        match c {
            'a'..='z' | 'ü' => {}
            'à' | 'á' | 'è' | 'é' | 'ì' | 'í' | 'ò' | 'ó' | 'ù' | 'ú' => tones += 1,
            'ā' | 'ē' | 'ě' | 'ī' | 'ń' | 'ň' | 'ō' | 'ū' | 'ǎ'..='ǜ' | 'ǹ' | 'ḿ' => tones += 1,
            ')' | '）' if tones == 1 => return Some(at + c.len_utf8()),
            _ => return None,
        }
    }
    None
}

/// Tags and entities left in a text that was cut out of a web page.
#[derive(Default)]
struct Markup {
    /// No such closing tag follows, so that a text full of opening ones stays linear.
    no_script_end: bool,
    no_style_end: bool,
    no_comment_end: bool,
}

/// Elements that end a line where they stand.
const BLOCKS: [&str; 22] = [
    "br", "p", "div", "tr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "thead",
    "section", "article", "header", "footer", "center", "hr",
];

/// Elements that stand within a line.
const INLINES: [&str; 19] = [
    "a", "b", "i", "u", "em", "strong", "span", "font", "img", "sup", "sub", "o:p", "small", "big", "nobr",
    "input", "button", "label", "iframe",
];

impl Markup {
    /// The range of markup at the `<`, `&` or `>` that stands at `at`, and what stands for it.
    fn at(&mut self, text: &str, at: usize) -> Option<(usize, usize, Option<char>)> {
        let rest = &text[at..];
        match rest.as_bytes()[0] {
            b'&' => entity(rest).map(|(len, with)| (at, at + len, with)),
            b'>' => broken_tag(text, at).map(|start| (start, at + 1, Some('\n'))),
            _ => self.tag(rest).map(|(len, with)| (at, at + len, with)),
        }
    }

    fn tag(&mut self, rest: &str) -> Option<(usize, Option<char>)> {
        if rest.starts_with("<!--") {
            return Some((closed(rest, "-->", &mut self.no_comment_end)?, None));
        }
        let body = rest[1..].trim_start_matches('/');
        let head: &str =
            &body[..body.bytes().take(10).take_while(|b| b.is_ascii_alphanumeric() || *b == b':').count()];
        let name = head.to_ascii_lowercase();
        let with = match name.as_str() {
            "td" | "th" if body.len() < rest.len() - 1 => Some('\t'),
            "td" | "th" => None,
            name if BLOCKS.contains(&name) => Some('\n'),
            name if INLINES.contains(&name) => None,
            "script" => return Some((closed(rest, "</script>", &mut self.no_script_end)?, None)),
            "style" => return Some((closed(rest, "</style>", &mut self.no_style_end)?, None)),
            _ => return None,
        };
        let after = &body[head.len()..];
        if !after.starts_with(['>', ' ', '/', '\n']) {
            return None;
        }
        let end = after.bytes().take(400).position(|b| b == b'>' || b == b'<')?;
        (after.as_bytes()[end] == b'>').then(|| (rest.len() - after.len() + end + 1, with))
    }
}

fn closed(rest: &str, close: &str, none_left: &mut bool) -> Option<usize> {
    if *none_left {
        return None;
    }
    let end = memchr::memmem::find(rest.as_bytes(), close.as_bytes());
    *none_left = end.is_none();
    Some(end? + close.len())
}

/// `&nbsp;` `&#12288;` `&lt;`
fn entity(rest: &str) -> Option<(usize, Option<char>)> {
    let len = rest.bytes().take(10).position(|b| b == b';')?;
    let name = &rest[1..len];
    let c = match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "middot" => '·',
        "times" => '×',
        "permil" => '‰',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            match char::from_u32(code)? {
                '\u{a0}' | '\u{2000}'..='\u{200a}' => ' ',
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {
                    return Some((len + 1, None));
                }
                c => c,
            }
        }
    };
    Some((len + 1, Some(c)))
}

/// The start of `center">`, the end of a tag whose beginning was cut off.
fn broken_tag(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..at];
    let inside = |b: &u8| b.is_ascii_alphanumeric() || b" =\"'-_:;.,%#/()".contains(b);
    let len = bytes.iter().rev().take(120).take_while(|b| inside(b)).count();
    let start = at - len;
    let body = text[start..at].strip_suffix('"')?;
    let style = ["center", "justify", "left", "right", "_blank", "px", "pt", "em", "="];
    if !style.iter().any(|word| body.contains(word)) {
        return None;
    }
    let cut = text[start..at].len() - text[start..at].trim_start_matches(is_space).len();
    Some(start + cut)
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn six_of_a_character_are_a_line() {
        for lead in 0..9 {
            for n in 1..14 {
                let text = format!("{}甲{}乙", "a".repeat(lead), "欗".repeat(n));
                let found = changes(&text);
                let from = lead + '甲'.len_utf8();
                match n {
                    6.. => assert_eq!(found[0].range, from..from + n * '欗'.len_utf8(), "{text}"),
                    _ => assert_eq!(found, [], "{text}"),
                }
            }
        }
        let alone = format!("甲\n{}\n{}乙{}", "欗".repeat(7), "　".repeat(8), "-".repeat(20));
        let found = changes(&alone);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(&alone[found[0].range.clone()], "欗欗欗欗欗欗欗\n");
    }
}
