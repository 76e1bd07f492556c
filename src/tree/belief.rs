//! Which candidates are markers.
//!
//! ```text
//! …特制定本方案。一、工作思路根据…。二、工作目标…      after a sentence: believed, because 二 follows 一
//! 绿化进度表二、抓好管护…三、抓好…              inside words: believed, because only 二 is missing
//! 统一、规范                                        inside words: no run needs it
//! 1.5万元、（含技工院校）                            no candidates at all
//! ```
//!
//! At the start of a line a candidate is believed as it stands. Elsewhere it must be part of a run.

use std::collections::{HashMap, HashSet};

use crate::lex::marker::{Marker, Scheme, Standing};
use crate::text::{Marks, stretch};

/// The markers to believe, in order, and whether the document is flat: most of its markers of the two outer
/// schemes stand inside lines.
pub(super) fn believed(text: &str, marks: &Marks, candidates: Vec<Marker>) -> (Vec<Marker>, bool) {
    let outer = |m: &&Marker| {
        m.scheme <= Scheme::Article
            || matches!(m.scheme, Scheme::Han | Scheme::HanParen | Scheme::Spoken | Scheme::Arabic)
    };
    let links = links(&candidates);
    let lined = candidates.iter().filter(outer).filter(|m| m.standing == Standing::Line).count();
    let inline = candidates
        .iter()
        .zip(&links)
        .filter(|(m, link)| outer(m) && m.standing == Standing::Sentence && link.chained())
        .count();
    let flat = inline > lined;
    // One month alone is a line of a sentence or of a table.
    let times = candidates.iter().filter(|m| m.scheme == Scheme::Time).count() > 1;
    let decimals = candidates.iter().any(|m| m.scheme == Scheme::Decimal(2) && m.standing == Standing::Line);

    // The runs that stand inside lines, as chains of indices.
    let mut inside = vec![false; candidates.len()];
    for first in 0..candidates.len() {
        let marker = &candidates[first];
        if inside[first] || marker.standing == Standing::Line && !flat {
            continue;
        }
        // What is left of a longer text opens in the middle of a run.
        let middle = marker.ordinal != 1 && marker.standing != Standing::Line;
        if marker.ordinal != 1 && !flat || middle && links[first].previous {
            continue;
        }
        let mut run = vec![first];
        while let Some(next) = follower(&candidates, &links, *run.last().expect("a run has a first")) {
            if candidates[next].standing == Standing::Line && !flat {
                break;
            }
            run.push(next);
        }
        let sure = || behind_heading(text, &candidates, first) || goes_on(&candidates, &run);
        if believable(text, marks, &candidates, &run, flat) && (!middle || sure()) {
            run.iter().for_each(|&at| inside[at] = true);
        }
    }

    let tabbed = |m: &Marker| {
        let start = marks.line_start(m.place.start);
        let end = marks.line_end(m.place.end).unwrap_or(text.len());
        m.place.start == start && end - start < 4000 && text[start..end].contains('\t')
    };
    // 4.10, 12.8 and 6.25 down a list of links are days; 3.1 and 3.2 number parts.
    let parts = |m: &Marker| {
        let number = &text[m.number.clone()];
        number.rfind('.').map(|at| (number[..at].to_owned(), m.ordinal))
    };
    let decimal = |m: &&Marker| matches!(m.scheme, Scheme::Decimal(2..)) && m.standing == Standing::Line;
    let known: HashSet<(String, u32)> = candidates.iter().filter(decimal).filter_map(parts).collect();
    let run = |m: &Marker| {
        parts(m).is_none_or(|(of, n)| {
            n == 1 || known.contains(&(of.clone(), n + 1)) || known.contains(&(of, n - 1))
        })
    };
    let spaced = spaced(text, marks, &candidates);
    for (at, inside) in inside.iter_mut().enumerate() {
        *inside |= !flat && under_heading(text, &candidates, &links, at);
    }
    let markers = candidates
        .iter()
        .zip(&links)
        .zip(&inside)
        .filter(|((m, link), inside)| match m.standing {
            // 最后，… alone on a line opens a closing word.
            Standing::Line if m.scheme == Scheme::Spoken => link.chained(),
            Standing::Line if m.scheme == Scheme::Named => link.chained() && !tabbed(m),
            Standing::Line if m.scheme == Scheme::Decimal(1) => {
                (decimals || spaced.contains(&m.place.start)) && !tabbed(m)
            }
            Standing::Line if m.is_weak(text) => link.chained() && !tabbed(m),
            Standing::Line if m.scheme == Scheme::Roman => link.chained() && !tabbed(m),
            Standing::Line if matches!(m.scheme, Scheme::Decimal(2..)) => run(m) && !tabbed(m),
            Standing::Line if m.scheme == Scheme::Annex => annex(text, m),
            Standing::Line if m.scheme == Scheme::Time => times,
            Standing::Line => !tabbed(m),
            _ => **inside,
        })
        .map(|((m, _), _)| m.clone())
        .collect();
    (markers, flat)
}

/// Whether a run without its first numbers is sure to be one: of three and more two in three stand after a sentence, and of
/// two with Chinese numbers both.
fn goes_on(candidates: &[Marker], run: &[usize]) -> bool {
    let strong = run.iter().filter(|&&at| candidates[at].standing == Standing::Sentence).count();
    let pair = matches!(candidates[run[0]].scheme, Scheme::Han | Scheme::HanParen) && strong == run.len();
    run.len() >= 3 && strong * 3 >= run.len() * 2 || run.len() == 2 && pair
}

/// The candidate that goes on with the run of one. A number that the text left out is passed over where the one behind it
/// stands after a sentence and is followed in its turn: 1.…。3.…。4.….
fn follower(candidates: &[Marker], links: &[Link], at: usize) -> Option<usize> {
    let marker = &candidates[at];
    links[at].next.or_else(|| {
        let same = |m: &&Marker| m.scheme == marker.scheme;
        let behind = candidates.iter().enumerate().skip(at + 1).take(NEAR);
        let (next, one) = behind.filter(|(_, m)| same(m)).find(|(_, m)| m.ordinal == marker.ordinal + 2)?;
        (one.standing != Standing::Inside && !links[next].previous && links[next].next.is_some())
            .then_some(next)
    })
}

/// How many candidates are looked through for one behind a number that is missing.
const NEAR: usize = 64;

/// Where the numbers stand that only a space parts from their items: three at least in a row, each before a sentence, for
/// rows of a table and of figures open like that too.
///
/// ```text
/// 1 加强路面养护。逐条排查主干道和支路…。
/// 2 推进站亭清洗。…
/// ```
fn spaced(text: &str, marks: &Marks, candidates: &[Marker]) -> HashSet<usize> {
    let sentence = |m: &&Marker| {
        let end = marks.line_end(m.place.end).unwrap_or(text.len());
        m.scheme == Scheme::Decimal(1)
            && m.standing == Standing::Line
            && text[m.place.end..end].contains('。')
    };
    let mut found = HashSet::new();
    let mut run: Vec<&Marker> = Vec::new();
    for marker in candidates.iter().filter(sentence) {
        if run.last().is_none_or(|last| last.ordinal + 1 != marker.ordinal) {
            run.clear();
        }
        if marker.ordinal == 1 || !run.is_empty() {
            run.push(marker);
        }
        if run.len() >= 3 {
            found.extend(run.iter().map(|marker| marker.place.start));
        }
    }
    found
}

/// A candidate's neighbours of its scheme.
#[derive(Debug, Clone, Copy, Default)]
struct Link {
    /// The next candidate with the next ordinal, unless its own ordinal comes again before.
    next: Option<usize>,
    /// Whether some candidate has this one as its next.
    previous: bool,
}

impl Link {
    fn chained(&self) -> bool {
        self.next.is_some() || self.previous
    }
}

fn links(candidates: &[Marker]) -> Vec<Link> {
    let mut later: HashMap<(Scheme, u32), usize> = HashMap::new();
    let mut links = vec![Link::default(); candidates.len()];
    for (at, marker) in candidates.iter().enumerate().rev() {
        let next = later.get(&(marker.scheme, marker.ordinal + 1)).copied();
        let again = later.get(&(marker.scheme, marker.ordinal)).copied();
        // A weak candidate of the same ordinal does not break a strong chain.
        let broken =
            |again: usize, next: usize| again < next && candidates[again].standing <= marker.standing;
        links[at].next = next.filter(|&next| !again.is_some_and(|again| broken(again, next)));
        // 统一、 must not stand between 一、 and 二、; a bracketed number seldom stands in a sentence.
        let doubtful = marker.scheme == Scheme::Han;
        let weaker = doubtful
            && again.is_some_and(|again| {
                candidates[again].standing < marker.standing && next.is_some_and(|next| again < next)
            });
        if !weaker {
            later.insert((marker.scheme, marker.ordinal), at);
        }
    }
    for at in 0..links.len() {
        if let Some(next) = links[at].next {
            links[next].previous = true;
        }
    }
    links
}

/// Whether a number that stands inside a line is the first below the heading that opens the line, where the others of its
/// run have lines of their own or stand likewise: 二、增加住房供给（四）增加用地….
fn under_heading(text: &str, candidates: &[Marker], links: &[Link], at: usize) -> bool {
    let marker = &candidates[at];
    let stands = |n: usize| candidates[n].standing == Standing::Line || behind_heading(text, candidates, n);
    let before = || (0..at).rev().find(|&n| candidates[n].scheme == marker.scheme && stands(n));
    let follows = || before().is_some_and(|n| candidates[n].ordinal + 1 == marker.ordinal);
    let next = links[at].next.is_some_and(stands);
    behind_heading(text, candidates, at) && (marker.ordinal == 1 && next || follows())
}

/// Whether a number stands inside a line, behind a heading that opens it.
fn behind_heading(text: &str, candidates: &[Marker], at: usize) -> bool {
    /// The longest heading, in bytes.
    const HEADING: usize = 150;
    let marker = &candidates[at];
    let Some(above) = at.checked_sub(1).map(|above| &candidates[above]) else { return false };
    let heading = stretch(above.place.end, marker.place.start);
    // A chapter opens with its first article, whatever number that has.
    let below = match marker.scheme {
        Scheme::HanParen | Scheme::Arabic | Scheme::ArabicParen => true,
        Scheme::Division | Scheme::Article => above.scheme <= Scheme::Division,
        _ => false,
    };
    below
        && marker.standing != Standing::Line
        && above.standing == Standing::Line
        && above.scheme < marker.scheme
        && (12..=HEADING).contains(&heading.len())
        && !text[heading].contains(['。', '；', '：', '\n', '\t'])
}

/// Whether a run that stands inside lines numbers parts of the document.
fn believable(text: &str, marks: &Marks, candidates: &[Marker], run: &[usize], flat: bool) -> bool {
    let first = &candidates[run[0]];
    let before = |m: &Marker| text[..m.place.start].chars().next_back().unwrap_or('\n');
    match first.scheme {
        Scheme::Part | Scheme::Chapter | Scheme::Division | Scheme::Article if !flat => return false,
        // 一是 inside a paragraph opens a measure.
        Scheme::Is | Scheme::Circled | Scheme::ArabicHalf => return false,
        // 附件1 and 附件2, where line ends are lost; 见附件1 and 附件：1. open none.
        Scheme::Annex => {
            let opens = |m: &Marker| {
                !text[m.number.end..m.place.end].contains(['：', ':']) && !"见（(按照的".contains(before(m))
            };
            return flat
                && run.len() > 1
                && run.iter().all(|&at| candidates[at].ordinal > 0 && opens(&candidates[at]));
        }
        Scheme::Han
            if first.standing == Standing::Inside
                && "统专唯万同单逐之第其不归如合划".contains(before(first)) =>
        {
            return false;
        }
        _ => {}
    }
    let strong = run.iter().filter(|&&at| candidates[at].standing != Standing::Inside).count();
    // Items apart by ；are the measures of one sentence.
    let semicolons = run.iter().skip(1).filter(|&&at| matches!(before(&candidates[at]), '；' | ';')).count();
    if semicolons * 2 >= run.len() && run.len() > 1 && first.scheme != Scheme::Han {
        return false;
    }
    // 附件：1.…2.… lists what is annexed.
    let above = text[..first.place.start].trim_end_matches(['：', ':']);
    if first.scheme == Scheme::Arabic && above.len() < first.place.start && above.ends_with("附件") {
        return false;
    }
    // 第一，…第二，… in one breath are the points of a sentence, or of its paragraph.
    let breath = |pair: &[usize]| candidates[pair[1]].place.start - candidates[pair[0]].place.end < 240;
    if first.scheme == Scheme::Spoken && run.windows(2).any(breath) {
        return false;
    }
    // （一）…（二） seldom stand in a sentence; 1. and 一、 do, and then near each other.
    let paren = matches!(first.scheme, Scheme::HanParen | Scheme::ArabicParen);
    let apart = |pair: &[usize]| candidates[pair[1]].place.start - candidates[pair[0]].place.end >= 24;
    let dotted = first.scheme == Scheme::Arabic
        && run.iter().all(|&at| !text[candidates[at].place.clone()].ends_with('、'))
        && run.windows(2).all(apart);
    match flat {
        true => {
            run.len() >= 2 && (strong > 0 || paren || dotted) && !note(text, marks, first)
                || strong == 1 && first.scheme == Scheme::Stage
        }
        false => run.len() >= 2 && strong == run.len() && !note(text, marks, first),
    }
}

/// Whether a marker stands in a note under a table: 注：1.…2.…
fn note(text: &str, marks: &Marks, marker: &Marker) -> bool {
    let start = marks.line_start(marker.place.start);
    ["注：", "注:", "备注", "说明"].iter().any(|word| text[start..].starts_with(word))
}

/// `附件1` opens an annex when it stands on a line of its own or before a title; `附件：1. …` lists annexes.
fn annex(text: &str, marker: &Marker) -> bool {
    // At the start of all it opens the document.
    if text[..marker.place.start].trim().is_empty() {
        return true;
    }
    let listed = text[marker.number.end..marker.place.end].contains(['：', ':']);
    let line = text[marker.place.end..].chars().take(61).take_while(|&c| c != '\n');
    !listed && line.count() <= 60
}
