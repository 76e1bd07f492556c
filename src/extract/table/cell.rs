//! What stands in a cell.

use std::ops::Range;

use crate::extract::owner;
use crate::lex::imperative::imperative;
use crate::lex::marker::{Marker, Scheme};
use crate::lex::sentence::{clauses, trim};
use crate::lexicon::{Hits, Lexicon, List};

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Blank,
    /// 同上: what the cell above says.
    Ditto,
    Number,
    Date,
    /// A figure with a unit of measure.
    Amount,
    Units,
    People,
    /// Words; whether they call for something.
    Words {
        duty: bool,
    },
}

/// The longest cell that may be a list of units, in bytes.
const LONGEST_LIST: usize = 600;

/// What a cell looks like.
pub(super) fn look(text: &str, hits: &Hits, cell: Range<usize>) -> Look {
    let words = &text[cell.clone()];
    if words.is_empty() {
        return Look::Blank;
    }
    if ditto(hits.lexicon(), words).is_some() {
        return Look::Ditto;
    }
    if is_date(words) {
        return Look::Date;
    }
    if is_number(words) {
        return Look::Number;
    }
    let digits = words.chars().filter(|c| c.is_ascii_digit()).count();
    if digits > 0 && words.chars().count() <= digits + 4 && words.starts_with(|c: char| c.is_ascii_digit()) {
        return Look::Amount;
    }
    if words.len() <= LONGEST_LIST {
        match owner::names_only(text, hits, cell.clone()) {
            Some(true) => return Look::People,
            Some(false) => return Look::Units,
            None => {}
        }
    }
    let first = clauses(text, without_number(text, cell.clone())).into_iter().next();
    Look::Words { duty: first.is_some_and(|first| imperative(text, hits, first)) }
}

/// What a ditto mark points at: the row above, or the row of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ditto {
    Above,
    Row(u32),
}

/// Reads a cell that only says that it is as another: 同上, 〃, ″, 同第3项.
pub(super) fn ditto(lexicon: &Lexicon, words: &str) -> Option<Ditto> {
    if words.is_empty() || words.len() > 24 {
        return None;
    }
    let marks = |c: char| matches!(c, '〃' | '″' | '"' | '“' | '”' | '\'' | '＂' | ' ');
    if words.chars().all(marks) || lexicon.value(List::Cells, words) == Some("above") {
        return Some(Ditto::Above);
    }
    let rest = words.strip_prefix('同')?;
    let number = rest.trim_start_matches(['第', '序', '号']).trim_end_matches(['项', '条', '号', '行']);
    number.parse().ok().map(Ditto::Row)
}

/// `1`, `01`, `1.2`, `一`, `（三）`, `1-2`, `①`.
pub(super) fn is_number(words: &str) -> bool {
    let bare = words.trim_matches(['（', '(', '）', ')', '.', '．', '、', '第', '条', '项']);
    let han = bare.chars().all(|c| "一二三四五六七八九十".contains(c));
    let digits = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let circled = |c: char| ('①'..='⑳').contains(&c);
    !bare.is_empty()
        && (han && bare.chars().count() <= 3
            || bare.chars().count() == 1 && bare.starts_with(circled)
            || words.len() <= 12 && bare.split(['.', '-', '．']).all(digits))
}

/// Whether a cell tells a time and little else: `6月底前`, `2025.09`, `每季度`, `周一（6月17日）`, `长期坚持`.
fn is_date(words: &str) -> bool {
    let chars: Vec<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    if chars.len() > 30 {
        return false;
    }
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    let of_time = |c: &&char| {
        c.is_ascii_digit() || "年月日号周星期季度旬初中底末前后上下午至到完成每全长持续推进—-–~～.／/：:（）()一二三四五六七八九十天内".contains(**c)
    };
    let told = chars.iter().filter(of_time).count();
    let dotted = digits >= 3 && chars.iter().filter(|c| matches!(c, '.' | '-' | '/')).count() > 0;
    let named =
        chars.iter().any(|c| matches!(c, '年' | '月' | '日' | '周' | '季' | '期' | '续' | '：' | ':'));
    let day = matches!(digits, 6 | 8) && chars.len() == digits && words.starts_with("20");
    let counted = digits > 0 || chars.iter().any(|c| "一二三四五六七八九十每年底持续".contains(*c));
    (day || dotted || named) && counted && told * 10 >= chars.len() * 8
}

/// Shares of the cells of a column that say something.
#[derive(Debug, Clone, Default)]
pub(super) struct Share {
    /// How many cells were looked at.
    pub(super) n: usize,
    pub(super) numbers: f32,
    pub(super) dates: f32,
    pub(super) amounts: f32,
    pub(super) units: f32,
    pub(super) people: f32,
    /// Words that call for something.
    pub(super) duties: f32,
    /// Cells in which a label names who has to do with it: 牵头单位：….
    pub(super) labelled: f32,
    /// Cells that are not the same as the one above.
    pub(super) fresh: f32,
    /// Characters a cell.
    pub(super) length: f32,
}

impl Share {
    /// The shares of the cells of a column, in order.
    pub(super) fn of(text: &str, cells: impl Iterator<Item = (Range<usize>, Look)>) -> Share {
        let mut share = Share::default();
        let mut above = "";
        for (cell, look) in cells {
            if matches!(look, Look::Blank | Look::Ditto) {
                continue;
            }
            let words = &text[cell];
            share.n += 1;
            share.length += words.chars().count() as f32;
            share.fresh += f32::from(words != above);
            above = words;
            *match look {
                Look::Number => &mut share.numbers,
                Look::Date => &mut share.dates,
                Look::Amount => &mut share.amounts,
                Look::Units => &mut share.units,
                Look::People => &mut share.people,
                Look::Words { duty: true } => &mut share.duties,
                _ => continue,
            } += 1.0;
        }
        let n = share.n.max(1) as f32;
        for part in [
            &mut share.numbers,
            &mut share.dates,
            &mut share.amounts,
            &mut share.units,
            &mut share.people,
            &mut share.duties,
            &mut share.labelled,
            &mut share.fresh,
            &mut share.length,
        ] {
            *part /= n;
        }
        share
    }
}

/// How many digits a telephone number has at least.
const PHONE: usize = 7;

/// The parts of a cell of people beside their telephone numbers: 陈刚 and 李敏 of `陈刚13800000000、李敏 0871-0000000`.
pub(super) fn without_phones(text: &str, cell: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[cell.clone()];
    let of_phone = |c: char| c.is_ascii_digit() || matches!(c, '-' | '－' | '—');
    let mut parts = Vec::new();
    let (mut from, mut rest) = (0, 0);
    while let Some(at) = words[rest..].find(of_phone).map(|at| rest + at) {
        let run = words[at..].find(|c| !of_phone(c)).map_or(words.len(), |len| at + len);
        if words[at..run].bytes().filter(u8::is_ascii_digit).count() >= PHONE {
            parts.push(from..at);
            from = run;
        }
        rest = run;
    }
    if parts.is_empty() {
        return vec![cell];
    }
    parts.push(from..words.len());
    let mark = |c: char| c.is_whitespace() || "、，,；;：:/（）()".contains(c);
    let bare = |part: Range<usize>| {
        let end = part.start + words[part.clone()].trim_end_matches(mark).len();
        let start = end - words[part.start..end].trim_start_matches(mark).len();
        cell.start + start..cell.start + end
    };
    parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

/// A cell without the number that opens it: `1．`, `（一）`.
pub(super) fn without_number(text: &str, cell: Range<usize>) -> Range<usize> {
    match first_number(text, &cell) {
        Some(marker) => trim(text, cell.start + marker.place.end..cell.end),
        None => cell,
    }
}

/// The number that opens a cell; its places count from the cell's start.
pub(in crate::extract) fn first_number(text: &str, cell: &Range<usize>) -> Option<Marker> {
    let end = (cell.start + 48).min(cell.end);
    let end = (end..=cell.end).find(|&at| text.is_char_boundary(at)).unwrap_or(cell.end);
    let marker = crate::lex::marker::markers(&text[cell.start..end]).into_iter().next()?;
    let counts = !matches!(marker.scheme, Scheme::Time | Scheme::Annex | Scheme::Stage | Scheme::Decimal(_));
    (marker.place.start == 0 && counts && cell.start + marker.place.end < cell.end).then_some(marker)
}

/// What stands before the numbered items of a cell, and the items without their numbers; none where it has none. One
/// way of numbering counts: that of the first number, from one on.
pub(in crate::extract) fn items(text: &str, cell: Range<usize>) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let markers = crate::lex::marker::markers(&text[cell.clone()]);
    let counts = |marker: &&Marker| {
        matches!(
            marker.scheme,
            Scheme::Han
                | Scheme::HanParen
                | Scheme::Arabic
                | Scheme::ArabicHalf
                | Scheme::ArabicParen
                | Scheme::Circled
                | Scheme::Spoken
                | Scheme::Is
        )
    };
    // The scheme whose run of 1, 2, … opens first.
    let mut runs: Vec<Vec<&Marker>> = Vec::new();
    for marker in markers.iter().filter(counts) {
        match runs.iter_mut().find(|run| run[0].scheme == marker.scheme) {
            Some(run) if run[run.len() - 1].ordinal + 1 == marker.ordinal => run.push(marker),
            None if marker.ordinal == 1 || marker.place.start == 0 => runs.push(vec![marker]),
            _ => {}
        }
    }
    let run = runs
        .into_iter()
        .find(|run| run.len() > 1 || run[0].place.start == 0 && run[0].scheme != Scheme::Is)?;
    let ends = run.iter().skip(1).map(|marker| marker.place.start).chain([cell.len()]);
    let items = run.iter().zip(ends).map(|(marker, end)| {
        trim(text, cell.start + marker.place.end..cell.start + end.max(marker.place.end))
    });
    let items = items.filter(|item| !item.is_empty()).collect();
    Some((trim(text, cell.start..cell.start + run[0].place.start), items))
}

#[cfg(test)]
mod tests {
    use super::{Ditto, Look, ditto, items, look, without_phones};
    use crate::lexicon::Lexicon;

    #[test]
    fn cells_look_like_what_they_hold() {
        let words = Look::Words { duty: false };
        let duty = Look::Words { duty: true };
        let lexicon = Lexicon::default();
        for (text, wanted) in [
            ("", Look::Blank),
            ("同上", Look::Ditto),
            ("〃", Look::Ditto),
            ("（三）", Look::Number),
            ("1.2", Look::Number),
            ("6月底前", Look::Date),
            ("2025.09", Look::Date),
            ("20250930", Look::Date),
            ("星期", words),
            ("周一 （6月17日）", Look::Date),
            ("320元", Look::Amount),
            ("市水务局、市财政局", Look::Units),
            ("宣传部（融媒体中心）", Look::Units),
            ("工会、团委、妇联等", Look::Units),
            ("德育处", Look::Units),
            ("加强水源保护，保障供水。", duty),
            ("（1）加强水源保护", duty),
            ("高二大扫除", words),
            ("健康环境、饮水安全", words),
        ] {
            let hits = lexicon.scan(text);
            assert_eq!(look(text, &hits, 0..text.len()), wanted, "{text}");
        }
    }

    #[test]
    fn marks_say_that_a_cell_is_as_another() {
        let lexicon = Lexicon::default();
        for (words, wanted) in [
            ("同上", Some(Ditto::Above)),
            ("″", Some(Ditto::Above)),
            ("\"", Some(Ditto::Above)),
            ("同第3项", Some(Ditto::Row(3))),
            ("同步推进", None),
            ("市水务局", None),
        ] {
            assert_eq!(ditto(&lexicon, words), wanted, "{words}");
        }
    }

    #[test]
    fn telephone_numbers_are_no_people() {
        for (text, wanted) in [
            ("陈刚", vec!["陈刚"]),
            ("陈刚 13800000000", vec!["陈刚"]),
            ("陈刚13800000000、李敏（0871-0000000）", vec!["陈刚", "李敏"]),
            ("2024级1班", vec!["2024级1班"]),
        ] {
            let found: Vec<&str> =
                without_phones(text, 0..text.len()).into_iter().map(|part| &text[part]).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn numbered_lines_are_items() {
        let read = |text: &'static str| {
            let (lead, items) = items(text, 0..text.len())?;
            Some((&text[lead], items.into_iter().map(|item| &text[item]).collect::<Vec<_>>()))
        };
        assert_eq!(
            read("整修河堤 （1）加固南岸； （2）加固北岸。"),
            Some(("整修河堤", vec!["加固南岸；", "加固北岸。"]))
        );
        assert_eq!(read("1．清淤 2．绿化"), Some(("", vec!["清淤", "绿化"])));
        assert_eq!(
            read("整修河堤 一是加固南岸； 二是加固北岸。"),
            Some(("整修河堤", vec!["加固南岸；", "加固北岸。"]))
        );
        assert_eq!(read("1.清淤"), Some(("", vec!["清淤"])));
        assert_eq!(read("清淤1.5公里、绿化2处"), None);
        assert_eq!(read("统一、规范河道名称"), None);
    }
}
