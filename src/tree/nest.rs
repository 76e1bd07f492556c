//! From markers to levels. Levels are counted by nesting, not by the shape of the marker.
//!
//! ```text
//! 一、   1. 2. 3.      a scheme that is open is gone back to: 二、 closes 3.
//! 二、   4. 5.         one that is not is opened below: 1. below 一、, （一） below 三、
//! 三、   （一）（二）
//! ```
//!
//! A heading that only its style makes one closes what is of its level or below, and what has no style.

use std::collections::HashMap;
use std::ops::Range;

use crate::lex::marker::{Marker, Scheme, Standing};
use crate::lex::sentence::{clauses, trim_end_marks};
use crate::lexicon::Hits;
use crate::text::order;
use crate::tree::heading::{self, Form, Heading};
use crate::tree::style::Styles;
use crate::tree::{Node, Part};

/// How far out a scheme usually stands.
fn rank(scheme: Scheme) -> u8 {
    match scheme {
        Scheme::Annex => 0,
        Scheme::Part => 1,
        Scheme::Chapter => 2,
        Scheme::Division => 3,
        Scheme::Article => 4,
        Scheme::Roman | Scheme::Han | Scheme::Time => 5,
        Scheme::HanParen => 6,
        Scheme::Stage | Scheme::Spoken | Scheme::Named => 7,
        Scheme::Decimal(1) => 8,
        Scheme::Arabic => 8,
        Scheme::Decimal(depth) => 8 + depth.min(4),
        Scheme::ArabicHalf | Scheme::ArabicParen => 13,
        Scheme::Circled => 14,
        Scheme::Is => 15,
    }
}

/// What opens a node: a marker, or a line that is a heading by its style.
struct Opening<'m> {
    marker: Option<&'m Marker>,
    line: Range<usize>,
    /// The level that its style gives it.
    style: Option<u8>,
}

/// An open node.
struct Open {
    scheme: Option<Scheme>,
    style: Option<u8>,
    node: usize,
}

/// Makes the nodes of one part and appends them to `nodes`.
pub(super) fn nest(
    text: &str,
    hits: &Hits,
    markers: &[Marker],
    styles: &Styles,
    part: &mut Part,
    flat: bool,
    nodes: &mut Vec<Node>,
) {
    let from = markers.partition_point(|m| m.place.start < part.front.start);
    let to = markers.partition_point(|m| m.place.end <= part.range.end).max(from);
    let mut inner: Vec<&Marker> = markers[from..to].iter().filter(|m| m.scheme != Scheme::Annex).collect();
    // （一）第一阶段：… has one number, the first.
    let mut before = usize::MAX;
    inner.retain(|marker| std::mem::replace(&mut before, marker.place.end) != marker.place.start);
    let outermost = inner.iter().map(|m| rank(m.scheme)).min();
    let articles_within = articles_within(&inner);
    let first = nodes.len();
    let marked = inner.iter().map(|&marker| Opening {
        marker: Some(marker),
        line: marker.place.clone(),
        style: styles.of(marker.place.start),
    });
    let bare = styles.bare.iter().map(|(line, level)| Opening {
        marker: None,
        line: line.clone(),
        style: Some(*level),
    });
    let mut openings: Vec<Opening> = marked.chain(bare).collect();
    order::by_key(&mut openings, |opening| opening.line.start);
    let mut open: Vec<Open> = Vec::new();
    for (n, opening) in openings.iter().enumerate() {
        if let Some(level) = opening.style {
            let bare = opening.marker.is_none();
            let outer = |scheme: Scheme| rank(scheme) <= rank(Scheme::Han) && level > 1;
            let holds = |open: &Open| match (open.style, open.scheme) {
                (Some(style), _) => style < level,
                (None, Some(scheme)) => !bare || outer(scheme),
                (None, None) => true,
            };
            open.truncate(open.iter().take_while(|open| holds(open)).count());
        }
        match opening.marker.map(|marker| (marker, open.iter().position(|o| o.scheme == Some(marker.scheme))))
        {
            None => {}
            Some((_, Some(depth))) => open.truncate(depth),
            Some((marker, None)) => {
                // 1. may stand above （一） where no 一、 does.
                let inverted = |scheme: Scheme| {
                    scheme == Scheme::Arabic
                        && marker.scheme == Scheme::HanParen
                        && outermost == Some(rank(Scheme::HanParen))
                        && marker.ordinal == 1
                };
                let kept = |scheme: Scheme| {
                    inverted(scheme)
                        || articles_within && (scheme, marker.scheme) == (Scheme::Han, Scheme::Article)
                };
                let within = |scheme: Scheme| rank(scheme) > rank(marker.scheme) && !kept(scheme);
                while open.last().is_some_and(|open| open.scheme.is_some_and(within)) {
                    open.pop();
                }
            }
        }
        let parent = open.last().map(|open| open.node);
        let next = openings.get(n + 1).map_or(part.range.end, |opening| opening.line.start);
        let level = parent.map_or(1, |parent| nodes[parent].level.saturating_add(1));
        let node = match opening.marker {
            Some(marker) => numbered(marker, next, parent, level),
            None => line_node(opening.line.clone(), next, parent, level),
        };
        open.push(Open {
            scheme: opening.marker.map(|marker| marker.scheme),
            style: opening.style,
            node: nodes.len(),
        });
        match parent {
            Some(parent) => {
                let at = nodes.len();
                nodes[parent].children.push(at);
            }
            None => part.roots.push(nodes.len()),
        }
        nodes.push(node);
    }
    name(text, hits, flat, &mut nodes[first..]);
    part.front.end = openings.first().map_or(part.range.end, |opening| opening.line.start);
    if part.roots.is_empty() {
        unnumbered(text, hits, part, nodes);
    }
    let lists: Vec<Vec<usize>> = (first..nodes.len()).map(|at| nodes[at].children.clone()).collect();
    for siblings in std::iter::once(&part.roots).chain(&lists) {
        run_in(text, hits, siblings, flat, nodes);
    }
    for node in &mut nodes[first..] {
        whole(text, node);
    }
    // A node ends where its next sibling or its parent's next sibling starts.
    let mut end_of_level = vec![part.range.end; 64];
    for at in (first..nodes.len()).rev() {
        let level = (nodes[at].level as usize).min(63);
        nodes[at].end = end_of_level[..=level].iter().copied().min().unwrap_or(part.range.end);
        end_of_level[level] = nodes[at].start;
        end_of_level[level + 1..].fill(part.range.end);
    }
}

/// Whether articles stand within numbered headings, which their numbers run through: 一、… 第一条 第二条 二、… 第三条.
fn articles_within(inner: &[&Marker]) -> bool {
    let mut outer = inner.iter().enumerate().filter(|(_, m)| m.scheme == Scheme::Han);
    let mut articles = inner.iter().enumerate().filter(|(_, m)| m.scheme == Scheme::Article);
    let Some(((first, _), (article, _))) = outer.next().zip(articles.next()) else { return false };
    let Some((second, _)) = outer.find(|(_, m)| m.ordinal == 2) else { return false };
    let next = articles.find(|(at, _)| *at > second);
    first < article && article < second && next.is_some_and(|(_, m)| m.ordinal > 1)
}

/// Takes the whole sentence for the title of a node with nodes below it that is that sentence and no more:
/// 一、着眼长远，抓实规划，建好管网，用好资金。（一）…
fn whole(text: &str, node: &mut Node) {
    const CLAUSE: usize = 18;
    let own = trim_end_marks(text, node.body.clone());
    if node.form != Form::Clause || node.children.is_empty() || own.len() > 4 * heading::LEAD {
        return;
    }
    let count = |range: &Range<usize>| text[range.clone()].chars().count();
    let one = !text[own.clone()].contains(['。', '；', '！', '？', '\n', '\t']);
    let short = clauses(text, own.clone()).iter().all(|clause| count(clause) <= CLAUSE);
    if one && short && count(&own) <= heading::LEAD && !text[own.end..node.body.end].starts_with(['：', ':'])
    {
        (node.title, node.form, node.body.start) = (own, Form::Line, node.body.end);
    }
}

/// Parts a heading from the lead sentence that ran into it, where its siblings stand apart from theirs:
///
/// ```text
/// 二、促进运用，激发市场活力⏎拓宽融资渠道。…
/// 三、优化服务，厚植创新沃土|提升服务水平。…        as long as its siblings, and what is left is a lead sentence
/// 四、以链补短，推动融合发展|加工是最弱的一环，…    or ends with a word that ends headings, where line ends are lost
/// ```
fn run_in(text: &str, hits: &Hits, siblings: &[usize], flat: bool, nodes: &mut [Node]) {
    let count = |range: &Range<usize>| text[range.clone()].chars().count();
    let apart = |node: &Node| matches!(node.form, Form::Line | Form::Buried);
    let lengths: Vec<usize> =
        siblings.iter().filter(|&&at| apart(&nodes[at])).map(|&at| count(&nodes[at].title)).collect();
    if lengths.len() < 2 || lengths.len() * 2 < siblings.len() {
        return;
    }
    let (least, most) = lengths.iter().fold((usize::MAX, 0), |(least, most), &n| (least.min(n), most.max(n)));
    for &at in siblings {
        let node = &nodes[at];
        let (title, ended) = (node.title.clone(), text[node.title.end..].starts_with('。'));
        // What is parted is a heading and twelve characters at most.
        let long = (most + 1..=most + 16).contains(&count(&title));
        if apart(node) || !node.children.is_empty() {
            continue;
        }
        let as_long = |head: Range<usize>| (least.max(6)..=most + 4).contains(&count(&head));
        let led = || {
            let seams = text[title.clone()].char_indices().map(|(i, _)| title.start + i);
            seams.rev().find(|&seam| {
                let (head, lead) = (title.start..seam, seam..title.end);
                (6..=12).contains(&count(&lead))
                    && as_long(head.clone())
                    && !text[head].ends_with(['，', ',', '、', '的', '和'])
                    && heading::imperative(text, hits, lead)
            })
        };
        let ended_as_headings = || {
            let far =
                text[title.start..].char_indices().nth(most + 5).map_or(text.len(), |(i, _)| title.start + i);
            let sentence = text[title.start..far].find(['。', '；', '\n']).map_or(far, |at| title.start + at);
            let ends = heading::seam_ends(text, hits, title.start..sentence);
            let goes_on = |at: usize| text[at..].starts_with(|c: char| "的和与及、，,。；：:（(".contains(c));
            ends.filter(|&end| as_long(title.start..end) && end < sentence && !goes_on(end)).last()
        };
        let seam = match ended && long {
            true => led(),
            false => None,
        };
        let seam = seam.or_else(|| (flat && count(&title) > most + 4).then(ended_as_headings).flatten());
        if let Some(seam) = seam {
            let node = &mut nodes[at];
            (node.title, node.form) = (title.start..seam, Form::Buried);
            node.body.start = seam;
        }
    }
}

/// The node of a marker, up to `next`, its heading not yet read.
fn numbered(marker: &Marker, next: usize, parent: Option<usize>, level: u8) -> Node {
    Node {
        marker: Some(marker.clone()),
        level,
        parent,
        children: Vec::new(),
        start: marker.place.start,
        title: marker.place.end..marker.place.end,
        form: Form::Line,
        body: marker.place.end..next,
        end: next,
    }
}

/// Reads the headings of the numbered nodes of a part. Headings of one level stand alike: where line ends are lost, a heading
/// is parted from its text the sooner the likelier those of its siblings, and of all with its marker, ran into theirs; where
/// lines are whole, only if those of its siblings did.
///
/// ```text
/// 一、健全机制各单位要…二、加大投入县财政…      both ran in
/// 一、对按时完成任务且成效显著的县，在安排资金时予以奖励。二、对…          sentences, of which one looks like it did
/// ```
fn name(text: &str, hits: &Hits, flat: bool, nodes: &mut [Node]) {
    let lost = |marker: &Marker, own: &Range<usize>| {
        flat && (marker.standing != Standing::Line || !text[own.clone()].contains('\n'))
    };
    let mut siblings: HashMap<(Option<usize>, Scheme), Likely> = HashMap::new();
    let mut alike: HashMap<Scheme, Likely> = HashMap::new();
    for node in nodes.iter() {
        let Some(marker) = &node.marker else { continue };
        let Some(weight) = heading::run_in(text, hits, marker.scheme, node.body.clone()) else { continue };
        siblings.entry((node.parent, marker.scheme)).or_default().add(weight);
        if lost(marker, &node.body) {
            alike.entry(marker.scheme).or_default().add(weight);
        }
    }
    for node in nodes {
        let Some(marker) = &node.marker else { continue };
        let near = || siblings.get(&(node.parent, marker.scheme)).copied().unwrap_or_default();
        let all = || alike.get(&marker.scheme).copied().unwrap_or_default();
        let least = match lost(marker, &node.body) {
            true => Some(near().least(all())),
            false => near().ran_in().then_some(0),
        };
        let Heading { title, form, rest } =
            heading::read(text, hits, marker.scheme, node.body.clone(), least);
        (node.title, node.form, node.body.start) = (title, form, rest);
    }
}

/// How likely the headings of several nodes ran into their texts.
#[derive(Debug, Default, Clone, Copy)]
struct Likely {
    sum: i32,
    n: i32,
}

impl Likely {
    fn add(&mut self, weight: i32) {
        self.sum += weight;
        self.n += 1;
    }

    /// The mean, nearer to nothing where there are few.
    fn mean(self) -> i32 {
        self.sum / (self.n + 1)
    }

    /// What the place at which one of these headings ends must weigh where line ends are lost; `alike` are all with its marker.
    fn least(self, alike: Likely) -> i32 {
        /// How much the others weigh beside the place itself, and at most.
        const SIBLINGS: i32 = 3;
        const LESS: i32 = 16;
        const MORE: i32 = 48;
        (-SIBLINGS * (self.mean() + alike.mean() * 3 / 5)).clamp(-LESS, MORE)
    }

    /// Whether they surely did, though lines are whole.
    fn ran_in(self) -> bool {
        self.n > 1 && self.mean() >= 10
    }
}

/// The node of a heading without a number that fills its line.
fn line_node(line: Range<usize>, next: usize, parent: Option<usize>, level: u8) -> Node {
    Node {
        marker: None,
        level,
        parent,
        children: Vec::new(),
        start: line.start,
        body: line.end..next,
        title: line,
        form: Form::Line,
        end: next,
    }
}

/// Headings without numbers: short lines without an end mark over longer ones, in a part that has no markers.
fn unnumbered(text: &str, hits: &Hits, part: &mut Part, nodes: &mut Vec<Node>) {
    let lines: Vec<_> = crate::tree::lines(text, part.front.clone()).collect();
    let short = |at: usize| {
        let line = &text[lines[at].clone()];
        !line.contains(['。', '；', '：', ':', '\t', '〔']) && line.chars().count() <= 24
    };
    let starts: Vec<usize> = (0..lines.len())
        .filter(|&at| {
            short(at)
                && lines.get(at + 1).is_some_and(|next| text[next.clone()].contains('。'))
                && (heading::role_word(text, hits, lines[at].clone())
                    || at > 0 && heading::imperative(text, hits, lines[at].clone()))
        })
        .collect();
    if starts.len() < 2 {
        return;
    }
    part.front.end = lines[starts[0]].start;
    for (n, &at) in starts.iter().enumerate() {
        let next = starts.get(n + 1).map_or(part.range.end, |&next| lines[next].start);
        part.roots.push(nodes.len());
        nodes.push(line_node(lines[at].clone(), next, None, 1));
    }
}
