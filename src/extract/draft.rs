//! Which stretches of the document are tasks.
//!
//! ```text
//! 二、重点任务⏎                         has numbered items: a section
//! （一）建好社区食堂。新建…           a numbered leaf: a task
//! 三、倡导绿色出行⏎                  a leaf of the first level: a section; in it
//! 办好骑行周活动。组织…         each paragraph that opens with a lead sentence is a task,
//!   …。完善慢行步道。改造…            and each later sentence of the same shape opens another
//! 四、加强自身建设⏎ 全体干部要…         neither: one task with the section's title
//! ```

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::extract::leaf::{Above, Leaf, Piece};
use crate::extract::provision::{is_agreement, is_provision, is_statute};
use crate::extract::section::silent;
use crate::extract::{Reading, meta, owner, table};
use crate::lex::imperative::imperative;
use crate::lex::marker::{Marker, Scheme};
use crate::lex::sentence::{sentences, trim, trim_end_marks};
use crate::lexicon::List;
use crate::model::{Kind, OwnerKind, SectionRole};
use crate::text::order;
use crate::text::stretch;
use crate::tree::{Form, lines};

/// A task before its owners, dates and themes are known.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The node of its section.
    pub section: Option<usize>,
    /// Its marker.
    pub marker: Option<Marker>,
    /// Its title.
    pub title: Range<usize>,
    /// All of it.
    pub range: Range<usize>,
    /// What follows the title.
    pub body: Range<usize>,
    /// The line it starts in, so that the tasks of one paragraph are known.
    pub paragraph: usize,
    /// The cells of its row, when it stands in a table.
    pub row: Option<table::Cells>,
}

/// All drafts in document order, and which nodes are sections.
pub(super) struct Drafts {
    pub list: Vec<Draft>,
    pub is_section: Vec<bool>,
    /// The printed id of each section's node, filled when the tree is made.
    pub ids: RefCell<BTreeMap<usize, usize>>,
    /// Where the main part's own text ends: signature and contacts follow.
    pub said: usize,
    /// Where its tasks end: the same, or where the closing words to an audience begin.
    pub end: usize,
    /// What was read of tables. Behind those of the nodes, the numbers of sections go on with its groups.
    pub tables: table::Tables,
}

/// Finds the tasks of the main part of a document of some kind and of the tables in its annexes.
pub(super) fn drafts(reading: Reading, main: usize, kind: Kind, roles: &[SectionRole]) -> Drafts {
    let document = reading.document;
    let part = &document.parts[main];
    let last = part.roots.last().map(|_| {
        document.nodes.iter().rposition(|node| part.range.contains(&node.start)).expect("a root is a node")
    });
    let floor = last.map_or(part.front.start, |last| document.nodes[last].title.end);
    let said = foot(reading, floor..part.range.end);
    let last = reading.text[floor..said].trim_end().rfind('\n').map_or(floor, |at| floor + at + 1);
    let end = address(reading, last..said).unwrap_or(said);
    let mut finder = Finder {
        reading,
        roles,
        end,
        drafts: Drafts {
            list: Vec::new(),
            is_section: vec![false; document.nodes.len()],
            ids: RefCell::default(),
            said,
            end,
            tables: table::Tables::default(),
        },
    };
    match part.roots.is_empty() {
        true => finder.unnumbered(part.front.start..end),
        false => {
            finder.tables(usize::MAX, part.front.clone());
        }
    }
    let statute = is_statute(reading, part, kind);
    for &root in &part.roots {
        match statute || is_agreement(reading, part) {
            true => finder.chapters(root, statute),
            false => finder.node(root),
        }
    }
    for part in &document.parts[main + 1..] {
        finder.annex(part);
    }
    order::by_key(&mut finder.drafts.list, |draft| draft.range.start);
    finder.drafts
}

/// The longest sentence of a cell that is a title as a whole, in characters.
const LONGEST_NAME: usize = 40;

struct Finder<'a> {
    reading: Reading<'a>,
    roles: &'a [SectionRole],
    end: usize,
    drafts: Drafts,
}

impl Finder<'_> {
    /// Tasks of a node and of all below it. Depth is that of schemes, at most 18.
    fn node(&mut self, at: usize) {
        let node = &self.reading.document.nodes[at];
        let role = self.roles[at];
        // 附则: what it holds is said of the document; 附件: it lists what is attached.
        if matches!(self.reading.text[node.title.clone()].replace(' ', "").as_str(), "附则" | "附件") {
            self.silent(at);
            return;
        }
        if node.children.is_empty() && is_provision(self.reading, self.said(at)) {
            self.drafts.is_section[at] = node.level == 1 && node.form == Form::Line;
            return;
        }
        if silent(role) {
            self.silent(at);
            // What stands behind a heading that was not seen is none of it.
            let roles = self.roles;
            for &child in node.children.iter().filter(|&&child| !silent(roles[child])) {
                self.node(child);
            }
            return;
        }
        if self.conditions(at) {
            self.whole(at);
            return;
        }
        if self.defines(at) {
            self.silent(at);
            return;
        }
        let (is, numbered): (Vec<usize>, Vec<usize>) = node.children.iter().partition(|&&child| {
            self.reading.document.nodes[child].marker.as_ref().is_some_and(|m| m.scheme == Scheme::Is)
        });
        if !numbered.is_empty() {
            self.drafts.is_section[at] = true;
            self.tables(at, node.body.clone());
            self.above(at, node.body.clone());
            for &child in &node.children {
                self.node(child);
            }
            return;
        }
        if !is.is_empty() && self.pieces_are_tasks(at, &is) {
            self.drafts.is_section[at] = true;
            for child in is {
                self.node(child);
            }
            return;
        }
        self.leaf(at);
    }

    /// Whether the items of a node are what it holds for and nobody's task: conditions, cases or papers that its own words
    /// announce.
    ///
    /// ```text
    /// （二）有下列情形之一的，不予补贴：1.未按时申报的；2.…的。       each ends with 的
    /// （三）申请人应提交以下材料：1.申请表；2.合同。                   or is short and no sentence
    /// ```
    fn conditions(&self, at: usize) -> bool {
        const SHORT: usize = 40;
        let Reading { text, hits, document, .. } = self.reading;
        let node = &document.nodes[at];
        let items = || node.children.iter().map(|&child| self.said(child));
        if node.children.len() < 2
            || node.children.iter().any(|&child| !document.nodes[child].children.is_empty())
        {
            return false;
        }
        let own = &text[node.start..document.nodes[node.children[0]].start];
        let tail = own.rfind(['。', '\n']).map_or(own, |at| match own[at..].trim().chars().count() {
            ..=1 => own,
            _ => &own[at..],
        });
        let announced = || {
            let cues = hits.lexicon().cues();
            tail.char_indices().any(|(at, _)| cues.opens(&tail[at..], "case"))
        };
        let ending = |range: Range<usize>| trim_end_marks(text, trim(text, range));
        let which = |range: Range<usize>| text[ending(range)].ends_with('的');
        let n_which = items().filter(|range| which(range.clone())).count();
        let listed = |range: Range<usize>| {
            let words = &text[ending(range)];
            words.chars().count() <= SHORT && !words.contains('。')
        };
        // The last item may have a closing paragraph behind it.
        n_which + 1 >= node.children.len()
            && n_which * 2 > node.children.len()
            && (n_which > 2 || announced())
            || items().all(listed) && announced()
    }

    /// Whether all items of a node say what they mean: 生态宜居。反映…情况。
    fn defines(&self, at: usize) -> bool {
        let Reading { text, document, .. } = self.reading;
        let nodes = &document.nodes;
        let children = &nodes[at].children;
        let told = |child: usize| {
            let body = text[nodes[child].body.clone()].trim_start();
            nodes[child].form != Form::Clause && ["反映", "是指"].iter().any(|verb| body.starts_with(verb))
        };
        children.len() > 2 && children.iter().all(|&child| told(child))
    }

    /// A node with all below it as one task.
    fn whole(&mut self, at: usize) {
        let node = &self.reading.document.nodes[at];
        self.drafts.is_section[at] = true;
        let section = Some(at);
        let range = node.start..node.end.min(self.end).max(node.body.start);
        self.push(section, node.marker.clone(), node.title.clone(), range.clone());
        let draft = self.drafts.list.last_mut().expect("just pushed");
        draft.body = node.body.start..range.end;
    }

    /// What a node without others below it says, its number left out.
    fn said(&self, at: usize) -> Range<usize> {
        let node = &self.reading.document.nodes[at];
        let start = node.marker.as_ref().map_or(node.title.start, |marker| marker.place.end);
        stretch(start, node.end.min(self.end))
    }

    /// Paragraphs that open with lead sentences above the numbered items of a section, two at least: a report's tasks before
    /// 我们将继续办好十件民生实事：1.…
    fn above(&mut self, at: usize, body: Range<usize>) {
        let text = self.reading.text;
        let introduces = text[body.clone()].trim_end().ends_with(['：', ':']);
        if !introduces || self.reading.document.flat {
            return;
        }
        let last = text[body.clone()].trim_end().rfind('\n').map_or(body.start, |n| body.start + n);
        let pieces = self.pieces(body.start..last);
        if pieces.len() > 1 {
            for (range, title) in pieces {
                self.push(Some(at), None, title, range);
            }
        }
    }

    /// Where an item ends that is followed by an address to the audience and paragraphs behind dashes that open with lead
    /// sentences, with those paragraphs and their titles; where it is the last of its section (`last`), whatever they open with.
    ///
    /// ```text
    /// （七）…　　各位代表，新时代提出了新要求。　　——恪守法治。严格执行…　　——清正廉洁。履行…
    /// ```
    fn addressed(&self, body: &Range<usize>, last: bool) -> Option<(usize, Vec<Piece>)> {
        let Reading { text, hits, .. } = self.reading;
        if !text[body.clone()].contains("\n") {
            return None;
        }
        let all: Vec<Range<usize>> = lines(text, body.clone()).collect();
        let address = |line: &Range<usize>| {
            hits.at(List::Letters, line.start).is_some_and(|(_, place)| place == "address")
        };
        let first = all.iter().skip(1).position(address)? + 1;
        let mut found: Vec<Piece> = Vec::new();
        for line in &all[first + 1..] {
            let words = &text[line.clone()];
            let bare = words.trim_start_matches(['—', '-', ' ']);
            if bare.len() == words.len() {
                break;
            }
            let start = line.end - bare.len();
            let sentences: Vec<_> = sentences(text, hits.marks(), start..line.end, false).collect();
            let title = trim_end_marks(text, sentences.first()?.clone());
            if sentences.len() < 2 || text[title.clone()].chars().count() > 24 {
                break;
            }
            found.push((start..line.end, title));
        }
        if found.len() > 1 {
            return Some((all[first].start, found));
        }
        // What follows the last item is none of it.
        if !last {
            return None;
        }
        let pieces = self.pieces(all[first].start..body.end);
        Some((all[first].start, if pieces.len() > 1 { pieces } else { Vec::new() }))
    }

    /// The line that closes a document behind its last item and speaks to all: 各地区、各有关部门要高度重视，….
    fn for_all(&self, body: Range<usize>) -> Option<Range<usize>> {
        let Reading { text, hits, .. } = self.reading;
        let mut all: Vec<Range<usize>> = lines(text, body).collect();
        // Where line ends are lost: …。（省林业厅负责）各地区、各有关部门要高度重视，…
        if let ([line], true) = (&all[..], self.reading.document.flat) {
            let owners = self.reading.annotations.of(line.clone());
            let at = owners.last().map(|found| found.place.end)?;
            all = vec![line.start..at, at..line.end];
        }
        let (last, above) = all.split_last()?;
        let ended = text[above.last()?.clone()].ends_with(['。', '）', ')']);
        // Of several paragraphs that each open so none closes.
        let alone = above.iter().all(|line| !text[line.clone()].starts_with('各'));
        hits.at(List::Collectives, last.start)?;
        let first = sentences(text, hits.marks(), last.clone(), false).next()?;
        let (named, _) = owner::subjects(text, hits, first).into_iter().next()?;
        let all = named.place.start == last.start && text[last.clone()].starts_with('各');
        (ended && alone && all).then(|| last.clone())
    }

    /// The end of a passage without a last line that introduces what follows it: 十月份：
    fn without_next_head(&self, range: Range<usize>) -> usize {
        let text = self.reading.text;
        let words = text[range.clone()].trim_end();
        match words.rfind('\n') {
            Some(at) if range.end < self.end && words.ends_with(['：', ':']) && words.len() - at <= 60 => {
                range.start + at
            }
            _ => range.end,
        }
    }

    /// A section without tasks, and its headings.
    fn silent(&mut self, at: usize) {
        let node = &self.reading.document.nodes[at];
        self.drafts.is_section[at] = node.level == 1
            || !node.children.is_empty()
            || node.form == Form::Line
            || node.form == Form::Lead;
        for &child in &node.children {
            if self.reading.document.nodes[child].marker.as_ref().is_none_or(|m| m.scheme != Scheme::Is) {
                self.silent(child);
            }
        }
    }

    /// The chapters of a statute, and its articles where it has none.
    fn chapters(&mut self, at: usize, duties: bool) {
        let nodes = &self.reading.document.nodes;
        let (node, article) = (&nodes[at], |at: usize| {
            nodes[at].marker.as_ref().is_none_or(|marker| marker.scheme >= Scheme::Article)
        });
        if article(at) {
            if duties && self.assigns(node.start..node.end.min(self.end)) {
                self.leaf(at);
                self.drafts.is_section[at] = false;
            }
            return;
        }
        self.drafts.is_section[at] = true;
        for &child in &node.children {
            self.chapters(child, duties);
        }
    }

    /// Whether an article tells bodies their duty in its first sentence, or in one that opens with who is in charge:
    /// 市林业局负责古树的保护, and not 任何单位不得…, 违反本办法….
    fn assigns(&self, article: Range<usize>) -> bool {
        let Reading { text, hits, .. } = self.reading;
        sentences(text, hits.marks(), article, false).enumerate().any(|(n, sentence)| {
            let (start, open) = (sentence.start, n == 0);
            let named = owner::subjects(text, hits, sentence);
            named.iter().any(|(named, _)| {
                let charged = || named.place.start == start && text[named.place.end..].starts_with("负责");
                named.kind == OwnerKind::Organization && (open || charged())
            })
        })
    }

    /// 一是…二是… are tasks where each is a paragraph that opens with a lead sentence under a heading of its own line,
    /// or has owners of its own; else they are measures.
    fn pieces_are_tasks(&self, at: usize, pieces: &[usize]) -> bool {
        let nodes = &self.reading.document.nodes;
        let lined = nodes[at].form == Form::Line;
        let opened = |piece: usize| matches!(nodes[piece].form, Form::Lead);
        let owned = |piece: usize| {
            let node = &nodes[piece];
            !self.reading.annotations.of(node.start..node.end.min(self.end)).is_empty()
        };
        pieces.len() > 1 && pieces.iter().all(|&piece| lined && opened(piece) || owned(piece))
    }

    fn leaf(&mut self, at: usize) {
        let node = &self.reading.document.nodes[at];
        let end = node.end.min(self.end).max(node.body.start);
        let body = node.body.start..self.without_next_head(node.body.start..end);
        let nodes = &self.reading.document.nodes;
        let last = node.parent.is_some_and(|parent| nodes[parent].children.last() == Some(&at));
        let addressed = self.addressed(&body, last);
        let body = body.start..addressed.as_ref().map_or(body.end, |(end, _)| *end);
        if let Some((_, pieces)) = addressed {
            let section = node.parent.unwrap_or(at);
            for (range, title) in pieces {
                self.push(Some(section), None, title, range);
            }
        }
        let first_level = node.level == 1;
        self.drafts.is_section[at] = first_level;
        let mut body = body;
        if node.end >= self.end
            && let Some(line) = self.for_all(body.clone())
        {
            let title = crate::tree::first_clause(self.reading.text, line.clone());
            body.end = line.start;
            self.push(if first_level { Some(at) } else { node.parent }, None, title, line);
        }
        let tables = self.reading.document.tables(self.reading.text, body.clone());
        if let Some(table) = tables.first()
            && self.tables(at, body.clone())
        {
            // A last item with a text of its own may stand above the table.
            let above = stretch(body.start, table.range.start);
            // A title that is the first clause of its line may stand in a row of the table.
            let spoken = self.reading.text[stretch(node.title.end, above.end)].contains(['。', '；', ';']);
            if first_level || !spoken {
                self.drafts.is_section[at] = true;
                return;
            }
            let lines: Vec<_> = lines(self.reading.text, above).collect();
            let head = lines
                .iter()
                .rev()
                .take_while(|line| !self.reading.text[(*line).clone()].contains(['。', '；', ';']));
            body.end = head.last().map_or(table.range.start, |line| line.start);
        }
        // 加强组织领导 is a task even where it only names a group; 组织领导 and 组织机构 are not.
        let title = &self.reading.text[node.title.clone()];
        let noun = title.starts_with("组织") && title.chars().count() == 4;
        if (noun || !imperative(self.reading.text, self.reading.hits, node.title.clone()))
            && self.members_only(body.clone())
        {
            self.drafts.is_section[at] = true;
            return;
        }
        let staged = node.marker.as_ref().is_some_and(|m| m.scheme == Scheme::Stage);
        // 二、坚持预防为先。要办好宣传月。…: a section of a speech, and its first task.
        let spoken = first_level
            && node.form == Form::Lead
            && self.reading.text[body.clone()].trim_start_matches([' ', '\n']).starts_with('要');
        let above = match node.form {
            Form::Line | Form::Buried => Above::Own,
            Form::Lead if spoken => Above::Own,
            Form::Lead | Form::Colon => Above::RunIn,
            Form::Clause => Above::Within,
        };
        if !staged {
            let mut pieces = Leaf { reading: self.reading, body: body.clone(), above }.pieces();
            let called = |(_, title): &Piece| self.reading.text[title.clone()].starts_with('要');
            if spoken && !pieces.first().is_some_and(called) {
                pieces.clear();
            }
            if let [(range, title)] = &pieces[..]
                && first_level
                && node.marker.is_some()
                && self.heads_better(node.form, &body, range, title)
            {
                pieces.clear();
            }
            // A heading over one paragraph is the task, unless that paragraph opens several.
            if first_level && !pieces.is_empty() || pieces.len() > 1 {
                self.drafts.is_section[at] = true;
                for (range, title) in pieces {
                    self.push(Some(at), None, title, range);
                }
                return;
            }
        }
        let section = if first_level { Some(at) } else { node.parent };
        // A section is called by its first clause, its task by what is done.
        let title = match node.form {
            Form::Clause => crate::tree::first_clause(self.reading.text, node.title.start..body.end),
            _ => node.title.clone(),
        };
        self.push(section, node.marker.clone(), title, node.start..body.end);
        let draft = self.drafts.list.last_mut().expect("just pushed");
        draft.body = body;
    }

    /// Whether the heading names its one task better than the first sentence below it does: 三、优化贷款条件⏎
    /// 将首付比例调整为…。 A heading that its text runs on behind, 六、推进融合发展。要坚持统筹兼顾。…, always does.
    fn heads_better(
        &self,
        form: Form,
        body: &Range<usize>,
        range: &Range<usize>,
        title: &Range<usize>,
    ) -> bool {
        const SHORT: usize = 12;
        let text = self.reading.text;
        let all = trim(text, body.clone());
        let alone = all == trim(text, range.clone());
        alone && (form == Form::Lead || text[title.clone()].chars().count() > SHORT)
    }

    fn push(
        &mut self,
        section: Option<usize>,
        marker: Option<Marker>,
        title: Range<usize>,
        range: Range<usize>,
    ) {
        let text = self.reading.text;
        let range = trim(text, range);
        // A number with nothing behind it has its title where the next line begins.
        let title = title.start.min(range.end)..title.end.min(range.end);
        let body = title.end.max(range.start)..range.end;
        let paragraph = self.reading.line(range.start).start;
        self.drafts.list.push(Draft { section, marker, title, range, body, paragraph, row: None });
    }

    /// The pieces of a stretch that no heading opens.
    fn pieces(&self, body: Range<usize>) -> Vec<Piece> {
        Leaf { reading: self.reading, body, above: Above::Own }.pieces()
    }

    /// Whether a passage names the members of a group and little else.
    fn members_only(&self, body: Range<usize>) -> bool {
        let groups = crate::extract::group::groups(self.reading.text, self.reading.hits, body.clone());
        let named: usize = groups.iter().map(|group| group.place.len()).sum();
        named > 0 && named * 5 >= body.len() * 3
    }

    /// The tasks of the task tables in a stretch; whether there were any.
    fn tables(&mut self, at: usize, body: Range<usize>) -> bool {
        let mut any = false;
        for table in self.reading.document.tables(self.reading.text, body) {
            let section = self.reading.document.nodes.get(at).map(|_| at);
            any |= self.rows(section, &table);
        }
        any
    }

    fn rows(&mut self, section: Option<usize>, table: &crate::tree::Table) -> bool {
        let Reading { text, hits, document, .. } = self.reading;
        let rows = self.drafts.tables.read(text, hits, table, section);
        let any = !rows.is_empty();
        for (range, cells) in rows {
            let section = cells.group.map(|group| document.nodes.len() + group).or(section);
            let paragraph = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            self.drafts.list.push(Draft {
                section,
                marker: None,
                title: self.cell_title(&cells),
                body: cells.body(&range),
                range,
                paragraph,
                row: Some(cells),
            });
        }
        any
    }

    /// The title of a row: all of a cell that only names the task; else what stands before its numbered items, or the first
    /// of them; of that the first sentence if it is short, else the first paragraph or clause.
    fn cell_title(&self, cells: &table::Cells) -> Range<usize> {
        let Reading { text, hits, .. } = self.reading;
        let (lead, items) =
            table::items(text, cells.title.clone()).unwrap_or((cells.title.clone(), Vec::new()));
        let cell = match items.into_iter().next() {
            Some(first) if lead.is_empty() => first,
            _ => lead,
        };
        // 完善台账；落实专人: a cell that only names the task may name two things.
        let split = |halves| sentences(text, hits.marks(), cell.clone(), halves).next();
        let whole = split(false).map(|first| trim_end_marks(text, first));
        if cells.named && whole.as_ref() == Some(&trim_end_marks(text, cell.clone())) {
            return whole.expect("just compared");
        }
        let first = split(true).unwrap_or(cell.clone());
        let lead = trim_end_marks(text, first.clone());
        if text[lead.clone()].chars().count() <= LONGEST_NAME {
            return lead;
        }
        let paragraph = text[first.clone()].find(' ').map_or(first.end, |at| first.start + at);
        match text[first.start..paragraph].chars().count() >= 4 {
            true => crate::tree::first_clause(text, first.start..paragraph),
            false => crate::tree::first_clause(text, first),
        }
    }

    /// A part without any heading: the tables in it, or its paragraphs that open as tasks do.
    fn unnumbered(&mut self, range: Range<usize>) {
        let mut any = false;
        for table in self.reading.document.tables(self.reading.text, range.clone()) {
            any |= self.rows(None, &table);
        }
        if !any {
            let pieces = self.pieces(range.clone());
            let each = Leaf { reading: self.reading, body: range, above: Above::Own }.paragraphs();
            for (range, title) in if each.len() > pieces.len() { each } else { pieces } {
                self.push(None, None, title, range);
            }
        }
    }

    /// An annex holds tasks only in task tables.
    fn annex(&mut self, part: &crate::tree::Part) {
        for &root in &part.roots {
            self.silent(root);
        }
        for table in self.reading.document.tables(self.reading.text, part.range.clone()) {
            self.rows(None, &table);
        }
    }
}

/// The most lines below the first of a list of what is attached: the list, a signature, contacts.
const ATTACHED: usize = 24;

/// Where the foot of a document begins: signature, date, contacts, copies, closing words. `range` is the text after
/// the last heading; its end when there is no foot.
fn foot(reading: Reading, range: Range<usize>) -> usize {
    let Reading { text, hits, .. } = reading;
    let mut end = range.end;
    let mut all: Vec<Range<usize>> = lines(text, range.clone()).collect();
    // A list of what is attached closes the text, and so does all below it.
    let attached = all.iter().skip(1).position(|line| crate::tree::attachments(text, line.start).is_some());
    if let Some(n) = attached
        && all.len() <= n + 2 + ATTACHED
        && all[n + 2..].iter().all(|line| {
            let words = &text[line.clone()];
            // Rows of a table are no foot.
            words.chars().count() <= 60 && !words.contains('\t')
        })
    {
        // It may stand below the signature.
        end = all[n + 1].start;
        all.truncate(n + 1);
    }
    for (n, line) in all.iter().enumerate().rev() {
        // The first line after a heading is what the heading stands for.
        if n == 0 || line.start < range.start {
            break;
        }
        let words = &text[line.clone()];
        let chars = words.chars().count();
        let marked = hits
            .at(List::Letters, line.start)
            .or_else(|| hits.at(List::Letters, line.start + words.chars().next().map_or(0, char::len_utf8)));
        let place = marked.map(|(_, place)| place);
        let dated = chars <= 24 && crate::extract::date::day(words).is_some() || opens_with_day(words);
        let unit = !words.contains(['，', '\t'])
            && !words.starts_with('—')
            && meta::are_units(reading, &trim(text, line.clone()));
        let closing = is_provision(reading, line.clone());
        let printed = chars <= 48 && words.ends_with("印发");
        let wrapped =
            || end < range.end && all.get(n + 1).is_some_and(|below| meta::is_one_unit(reading, line, below));
        let closing = closing || place == Some("address") || place == Some("tail");
        if closing || dated || unit || printed || wrapped() {
            end = line.start;
        } else if chars <= 12
            && !words.contains('。')
            && end < range.end
            && !imperative(text, hits, line.clone())
        {
            // A short line among them, such as a name.
            continue;
        } else {
            break;
        }
    }
    // Where line ends are lost the foot follows the last sentence.
    end = range.start + text[range.start..end].trim_end().len();
    let line = reading.line(end).start.max(range.start);
    // A row of a table is signed by nobody.
    if text[line..end].contains('\t') && end - line < 300 {
        return end;
    }
    let tails = hits.of(List::Letters, line..end).filter(|(_, place)| *place == "tail");
    let tails: Vec<usize> = tails.map(|(word, _)| word.start).collect();
    // …办公室2024年3月1日（此件公开发布）
    let bracket = tails.iter().copied().find(|&at| {
        text[line..at].ends_with(['（', '('])
            && text[at..end].find(['）', ')']).is_some_and(|close| close < 40)
    });
    let signed = bracket.map_or(end, |at| text[..at].trim_end_matches(['（', '(']).len());
    tails
        .into_iter()
        .find(|&at| text[line..at].trim_end().ends_with(['。', '）', ')']))
        .or_else(|| meta::signed_line(reading, line..signed).map(|(_, unit)| unit.start))
        .or_else(|| meta::signed_first(reading, line..end).map(|(_, unit)| unit.start))
        .unwrap_or(end)
}

/// Whether a line opens with a whole day and says little more, which is no sentence: what a page says ran into the day of a
/// signature, 二〇二五年三月一日评价 打印本页.
fn opens_with_day(words: &str) -> bool {
    const MORE: usize = 60;
    let Some(at) = words.find('日').filter(|at| *at <= 48) else { return false };
    let (day, more) = words.split_at(at + '日'.len_utf8());
    day.contains('年')
        && crate::extract::date::day(day).is_some()
        && more.chars().count() <= MORE
        && !more.contains(['。', '，', '；', '：', '\t'])
        && !more.starts_with(['前', '起', '至', '—', '-', '以', '后'])
}

/// Where the words to an audience begin that close a line: …。各位代表，让我们…！
fn address(reading: Reading, line: Range<usize>) -> Option<usize> {
    const LONGEST: usize = 1500;
    let text = reading.text;
    let from = crate::text::floor(text, line.end.saturating_sub(LONGEST).max(line.start));
    let address = |at: usize| reading.hits.at(List::Letters, at).is_some_and(|(_, place)| place == "address");
    let all = sentences(text, reading.hits.marks(), from..line.end, false);
    all.skip(1).map(|sentence| sentence.start).find(|&at| at > line.start && address(at))
}
