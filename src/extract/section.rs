//! Sections: what each is for, and the tree that is printed.

use std::ops::Range;

use crate::extract::Reading;
use crate::extract::draft::Drafts;
use crate::extract::table::Group;
use crate::lex::marker::Scheme;
use crate::lexicon::{Lexicon, List};
use crate::model::{Kind, Phrase, Plan, Section, SectionRole};
use crate::tree::Node;

/// The role of every node of the document, by its index.
pub(super) fn roles(reading: Reading) -> Vec<SectionRole> {
    let nodes = &reading.document.nodes;
    let mut roles: Vec<SectionRole> = Vec::with_capacity(nodes.len());
    let beyond = beyond(nodes);
    for (at, node) in nodes.iter().enumerate() {
        let own = role(reading, node.title.clone());
        let above = node.parent.map(|parent| roles[parent]);
        let above = above.filter(|above| !(beyond[at] && silent(*above)));
        let staged = node.marker.as_ref().is_some_and(|marker| marker.scheme == Scheme::Stage);
        let role = match (own, above) {
            // What is said of a section holds for all of it.
            (_, Some(above)) if silent(above) => above,
            // 2024年工作思路 and 下一步工作打算 are what is to be done.
            (Some(SectionRole::GuidingPrinciples), _) if ahead(&reading.text[node.title.clone()]) => {
                SectionRole::Tasks
            }
            // Goals with numbered items under 目标任务 are tasks.
            (Some(SectionRole::Goals), _)
                if !node.children.is_empty() && reading.text[node.title.clone()].contains("任务") =>
            {
                SectionRole::Tasks
            }
            (Some(own), _) => own,
            (None, _) if staged => SectionRole::Phases,
            (None, Some(above)) => above,
            (None, None) => SectionRole::Tasks,
        };
        roles.push(role);
    }
    roles
}

/// Whether a document is by its title an account of work done: 关于2021年监督责任落实情况的报告.
pub(super) fn is_account(reading: Reading, title: Option<&Phrase>) -> bool {
    let kind = title.and_then(|title| reading.scene.lexicon.endings(List::Kinds, &title.text).next());
    kind.is_some_and(|(_, kind)| kind == "account")
}

/// What the heading alone does not tell: an account looks back under every heading but those of what comes next, and the
/// report of a government in the parts that open with the years before.
pub(super) fn look_back(reading: Reading, plan: &Plan, roles: &mut [SectionRole]) {
    let account = is_account(reading, plan.title.as_ref());
    if !account && plan.kind != Kind::WorkReport {
        return;
    }
    let mut turned = vec![false; roles.len()];
    for (at, node) in reading.document.nodes.iter().enumerate() {
        let words = &reading.text[node.title.clone()];
        let looks = || match account {
            true => {
                let next = ahead(words) || NEXT.iter().any(|next| words.starts_with(next));
                role(reading, node.title.clone()).is_none() && !next
            }
            false => {
                node.level == 1
                    && is_past(
                        reading.scene.lexicon,
                        words,
                        &reading.text[node.title.end..node.end],
                        plan.year,
                    )
            }
        };
        let back = match node.parent {
            None => looks(),
            Some(parent) => turned[parent] && (!account || looks()),
        };
        turned[at] = roles[at] == SectionRole::Tasks && back;
        if turned[at] {
            roles[at] = SectionRole::Review;
        }
    }
}

/// Whether a part of a government's report tells of the years before its own, by its heading or the words it opens with.
///
/// ```text
/// 2025年工作总结和“十四五”发展成就│过去一年，…
/// 一年接着一年干，新福建建设取得新成效│2025年是“十四五”收官之年。…
/// “十四五”时期发展成就和“十五五”时期主要目标任务      no: what comes next stands in it too
/// ```
fn is_past(lexicon: &Lexicon, title: &str, text: &str, year: Option<i16>) -> bool {
    let holds = |class: &str| title.char_indices().any(|(at, _)| lexicon.cues().opens(&title[at..], class));
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '。');
    let before = || {
        let named = text.get(..4).filter(|_| text[4..].starts_with('年'))?.parse::<i16>().ok()?;
        year.filter(|&year| (named + 1..named + 6).contains(&year))
    };
    !holds("next") && (lexicon.cue(text, "last").is_some() || before().is_some() || holds("last"))
}

/// What a heading of what comes next opens with.
const NEXT: [&str; 2] = ["下一步", "下步"];

/// Which nodes stand behind a heading that was not seen: their numbers begin again below the same heading, （一）…（七）（一）….
fn beyond(nodes: &[Node]) -> Vec<bool> {
    let mut beyond = vec![false; nodes.len()];
    let ordinal = |at: usize| nodes[at].marker.as_ref().map(|marker| (marker.scheme, marker.ordinal));
    for node in nodes {
        let again = node.children.windows(2).position(|pair| {
            matches!((ordinal(pair[0]), ordinal(pair[1])), (Some((a, n)), Some((b, 1))) if a == b && n > 1)
        });
        let behind = again.map_or(&[][..], |at| &node.children[at + 1..]);
        behind.iter().for_each(|&at| beyond[at] = true);
    }
    beyond
}

/// Whether a heading names the year to come: 2024年工作思路, 下一步打算.
fn ahead(title: &str) -> bool {
    let year = title.as_bytes().iter().take_while(|b| b.is_ascii_digit()).count() == 4;
    (year && title[4..].starts_with('年') || NEXT.iter().any(|next| title.starts_with(next)))
        && ["思路", "打算", "安排", "计划"].iter().any(|word| title.ends_with(word))
}

/// Whether a section of this role holds no tasks.
pub(super) fn silent(role: SectionRole) -> bool {
    matches!(
        role,
        SectionRole::Preamble | SectionRole::GuidingPrinciples | SectionRole::Goals | SectionRole::Review
    )
}

/// The role a heading tells: one of the usual headings, alone, at the end, or with few words beside it.
fn role(reading: Reading, title: Range<usize>) -> Option<SectionRole> {
    let title = crate::tree::core(reading.text, title);
    let chars = |range: Range<usize>| reading.text[range].chars().count();
    let imperative = crate::lex::imperative::imperative(reading.text, reading.hits, title.clone());
    let (word, value) = reading
        .hits
        .of(List::Headings, title.clone())
        .filter(|(word, value)| {
            let (known, all) = (chars(word.clone()), chars(title.clone()));
            match *value {
                // 申请条件 and 购房补贴申请条件, and not 补贴对象和补贴标准
                "condition" => word.end == title.end && all <= known + 6,
                _ => word.end == title.end || known > 2 && all <= known + 6,
            }
        })
        .max_by_key(|(word, _)| (word.len(), word.end))?;
    let role = match value {
        "preamble" => SectionRole::Preamble,
        "guiding_principles" => SectionRole::GuidingPrinciples,
        "goals" | "condition" => SectionRole::Goals,
        "organization" => SectionRole::Organization,
        "phases" => SectionRole::Phases,
        "safeguards" => SectionRole::Safeguards,
        "review" => SectionRole::Review,
        "annex" => SectionRole::Annex,
        _ => SectionRole::Tasks,
    };
    // 明确工作目标，压实责任 is an order, not the goals.
    // 加强学习的总体要求 is a heading of these; 落实中央的总体要求 and 营造开放的发展环境 are orders.
    let before = &reading.text[title.start..word.start];
    let told = ["要求", "思想"].iter().any(|end| reading.text[word.clone()].ends_with(end));
    let noun = told && before.ends_with('的') && reading.scene.lexicon.cue(before, "urge").is_none();
    let ordered = imperative && word.start > title.start && silent(role) && !noun;
    // 完善组织机构: so is this.
    (!ordered).then_some(role)
}

/// Makes the section tree of the main part and of the annexes after it.
pub(super) fn fill(reading: Reading, main: usize, roles: &[SectionRole], drafts: &Drafts, plan: &mut Plan) {
    let document = reading.document;
    let tree = Tree { reading, roles, drafts };
    let mut next = 0;
    let mut sections = Vec::new();
    for (at, part) in document.parts.iter().enumerate().skip(main) {
        if at == main {
            sections = tree.children(&part.roots, None, part.range.clone(), 1, &mut next);
            continue;
        }
        let Some(annex) = &part.annex else { continue };
        let title = annex_title(reading, part.front.clone());
        let number = reading.words(annex.number.clone()).replace(' ', "");
        let id = next;
        next += 1;
        let children = tree.children(&part.roots, None, part.range.clone(), 2, &mut next);
        sections.push(Section {
            id,
            level: 1,
            number: Some(number),
            title: reading.words(title.clone()),
            role: SectionRole::Annex,
            span: reading.span(crate::lex::sentence::trim(reading.text, part.range.clone())),
            heading_span: reading.span(annex.place.start..title.end.max(annex.place.end)),
            children,
        });
    }
    plan.sections = sections;
}

/// The title of an annex: its first line, and the next where only that ends as titles do: 2024年东屏县⏎农机补贴目录.
fn annex_title(reading: Reading, front: Range<usize>) -> Range<usize> {
    let Reading { text, hits, .. } = reading;
    let mut lines = crate::tree::lines(text, front.clone());
    let first = lines.next().unwrap_or(front.start..front.start);
    let count = |range: &Range<usize>| text[range.clone()].chars().count();
    let titled = |line: &Range<usize>| crate::tree::title(text, hits, line.clone()).is_some();
    let open = !first.is_empty() && count(&first) <= 40 && !titled(&first);
    let plain = !text[first.clone()].contains(['。', '；', '：', ':', '\t']);
    match lines.next().filter(|next| open && plain && titled(next) && count(next) <= 40) {
        Some(next) => first.start..next.end,
        None => first,
    }
}

/// What the tree of sections is made of.
struct Tree<'a> {
    reading: Reading<'a>,
    roles: &'a [SectionRole],
    drafts: &'a Drafts,
}

impl Tree<'_> {
    /// The sections of some nodes, with the groups of rows that stand in `parent` and in `range`, in order.
    fn children(
        &self,
        nodes: &[usize],
        parent: Option<usize>,
        range: Range<usize>,
        level: u8,
        next: &mut usize,
    ) -> Vec<Section> {
        let document = self.reading.document;
        // In the order of the text.
        let groups = &self.drafts.tables.groups;
        let from = groups.partition_point(|group| group.range.start < range.start);
        let groups =
            groups.iter().enumerate().skip(from).take_while(|(_, group)| group.range.start < range.end);
        let mut groups = groups.filter(|(_, group)| group.parent == parent).peekable();
        let mut sections = Vec::new();
        for &node in nodes {
            let start = document.nodes[node].start;
            while let Some((n, group)) = groups.next_if(|(_, group)| group.range.start < start) {
                sections.push(self.group(n, group, level, next));
            }
            sections.extend(self.section(node, level, next));
        }
        sections.extend(groups.map(|(n, group)| self.group(n, group, level, next)));
        sections
    }

    /// The section that a heading within a table opens.
    fn group(&self, n: usize, group: &Group, level: u8, next: &mut usize) -> Section {
        let reading = self.reading;
        let id = *next;
        *next += 1;
        self.drafts.ids.borrow_mut().insert(reading.document.nodes.len() + n, id);
        let number = group.number.clone().map(|number| reading.words(number));
        let heading =
            group.number.as_ref().map_or(group.title.start, |number| number.start.min(group.title.start));
        Section {
            id,
            level,
            number: number.map(|number| number.trim_end_matches(['、', '.', '．']).to_owned()),
            title: reading.words(group.title.clone()),
            role: SectionRole::Tasks,
            span: reading.span(crate::lex::sentence::trim(reading.text, group.range.clone())),
            heading_span: reading.span(heading..group.title.end),
            children: Vec::new(),
        }
    }

    fn section(&self, at: usize, level: u8, next: &mut usize) -> Option<Section> {
        let Tree { reading, roles, drafts } = *self;
        // Sections nest as deep as schemes do, at most 18.
        if !drafts.is_section[at] {
            return None;
        }
        let node = &reading.document.nodes[at];
        let id = *next;
        *next += 1;
        drafts.ids.borrow_mut().insert(at, id);
        let children = self.children(&node.children, Some(at), node.start..node.end, level + 1, next);
        Some(Section {
            id,
            level,
            number: node
                .marker
                .as_ref()
                .map(|marker| number(reading, marker))
                .filter(|number| !number.is_empty()),
            title: reading.words(node.title.clone()),
            role: roles[at],
            span: reading.span(crate::lex::sentence::trim(reading.text, node.start..node.end)),
            heading_span: reading.span(node.start..node.title.end.max(node.start)),
            children,
        })
    }
}

/// A marker's number as it is printed: brackets of the narrow kind, no closing punctuation.
pub(super) fn number(reading: Reading, marker: &crate::lex::marker::Marker) -> String {
    let words = reading.words(marker.number.clone());
    words.trim_end_matches(['、', '.', '．', '：', ':', ' ']).to_owned()
}
