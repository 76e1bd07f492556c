//! Whether a unit that somebody names is the one a plan names.

use std::ops::Range;

use crate::extract::owner::{self, canonical};
use crate::lexicon::Lexicon;
use crate::model::{Owner, OwnerRole};
use crate::text::order;

/// A unit somebody asks for.
#[derive(Debug)]
pub struct Unit {
    name: String,
}

impl Unit {
    /// By name, full name or alias.
    ///
    /// ```text
    /// 发改委        省发展改革委, 杭州市发展改革委
    /// 市教育局      市教育局, 教育局, but not 区教育局
    /// ```
    pub fn named(name: &str, lexicon: &Lexicon) -> Unit {
        Unit { name: usual(name, lexicon) }
    }

    /// Whether an owner is this unit. A level or place that only one of the two names does not tell them apart.
    pub fn is(&self, owner: &Owner, lexicon: &Lexicon) -> bool {
        [&owner.name, &owner.canonical].into_iter().any(|name| {
            let name = usual(name, lexicon);
            ends_as(&name, &self.name) || ends_as(&self.name, &name)
        })
    }
}

/// The names of units in a cell for those of a duty: as a plan's own tables are read, and what is no name there is parted at
/// its marks, so that every word belongs to some name.
///
/// ```text
/// 市教育局、市财政局等*        市教育局, 市财政局
/// 各市、县级人民政府          各市、县级人民政府
/// 张工、水上分队             张工, 水上分队
/// ```
pub(super) fn listed(cell: &str, role: OwnerRole, lexicon: &Lexicon) -> Vec<String> {
    let text = cell.replace('*', "");
    let hits = lexicon.scan(&text);
    let mut read: Vec<Range<usize>> =
        owner::cell(&text, &hits, 0..text.len(), role, false).into_iter().map(|named| named.place).collect();
    order::by_key(&mut read, |place| place.start);
    let (mut names, mut from) = (Vec::new(), 0);
    for place in read.into_iter().chain(std::iter::once(text.len()..text.len())) {
        if place.start < from {
            continue;
        }
        names.extend(named(&text[from..place.start]).map(str::to_owned));
        names.extend((!place.is_empty()).then(|| text[place.clone()].to_owned()));
        from = place.end;
    }
    names
}

/// The names of units in a cell of a table, without the marks behind them. What stands in brackets belongs to its name.
///
/// ```text
/// 市教育局、市财政局等        市教育局, 市财政局
/// 各县（市、区）人民政府*      各县（市、区）人民政府
/// ```
pub(super) fn named(cell: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let parts = cell.split(move |c: char| {
        match c {
            '（' | '(' | '〔' => depth += 1,
            '）' | ')' | '〕' => depth = depth.saturating_sub(1),
            // One that is never closed ends with its line.
            '\n' => depth = 0,
            _ => {}
        }
        depth == 0 && matches!(c, '\n' | '、' | ',' | '，' | ';' | '；')
    });
    let bare = |name: &'_ str| -> usize { name.trim_end_matches(['*', '等', ' ']).len() };
    parts.map(str::trim).map(move |name| &name[..bare(name)]).filter(|name| !name.is_empty())
}

fn usual(name: &str, lexicon: &Lexicon) -> String {
    let name: String = name
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' | '〔' => '(',
            '）' | '〕' => ')',
            _ => c,
        })
        .collect();
    canonical(&[&name], lexicon, None).pop().unwrap_or(name)
}

fn ends_as(long: &str, short: &str) -> bool {
    const LEVELS: [char; 8] = ['省', '市', '县', '区', '州', '盟', '旗', '镇'];
    long == short
        || short.chars().nth(1).is_some()
            && long
                .strip_suffix(short)
                .is_some_and(|before| before.ends_with(LEVELS) || short.starts_with(LEVELS))
}
