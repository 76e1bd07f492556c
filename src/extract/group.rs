//! Leading groups and their members.
//!
//! ```text
//! 成立创建领导小组，甲任组长，乙、丙任副组长，领导小组下设办公室，丁任办公室主任。
//! 组长：甲   县委副书记        副组长：乙、丙成员：丁、戊        a label, then names with or without their posts
//! 组长由甲担任，成员由各科室负责人组成
//! ```

use std::ops::Range;

use crate::lex::word::is_han;
use crate::lexicon::{Hit, Hits, List};

use super::owner::{Duty, Unit, unit_ending};
use crate::text::order;

/// A leading group as it stands in a text. Ranges are bytes of the clean text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundGroup {
    /// Its name, where the text gives one.
    pub name: Option<Range<usize>>,
    /// From the name or the first member to the last.
    pub place: Range<usize>,
    /// The members in order.
    pub members: Vec<FoundMember>,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMember {
    /// The name without its post; a post or a unit where no name is given.
    pub name: Range<usize>,
    /// 组长, 副组长, 成员, 办公室主任 …
    pub role: String,
    /// Whether it only keeps a place: XXX, ×××, ***.
    pub placeholder: bool,
}

/// The longest list of members that is read, in bytes.
const LONGEST: usize = 6000;

/// The longest note on a post, in bytes.
const LONGEST_NOTE: usize = 48;

/// The groups whose members `range` of a clean text lists, in order. `hits` are the words of the whole text.
pub fn groups(text: &str, hits: &Hits, range: Range<usize>) -> Vec<FoundGroup> {
    let mut found: Vec<FoundGroup> = Vec::new();
    let mut name: Option<Range<usize>> = None;
    let mut named_anew = false;
    let mut done = range.start;
    for (list, hit) in told(hits, range.clone()) {
        let place = hit.range();
        if place.start < done {
            continue;
        }
        if list == List::Orgs {
            if let Some(of) = group_name(text, range.start..place.end) {
                // 领导小组下设… speaks of the group at hand.
                // 成立以甲为组长的领导小组: the name comes last.
                if let Some(last) = found.last_mut()
                    && of.start >= last.place.end
                    && text[last.place.end..of.start].chars().count() <= 12
                    && text[last.place.end..of.start].contains('的')
                {
                    last.place.end = of.end;
                    last.name = Some(of.clone());
                    (name, named_anew) = (Some(of), false);
                    continue;
                }
                let again = name.as_ref().is_some_and(|name| text[name.clone()].ends_with(&text[of.clone()]));
                if !again {
                    named_anew |= name.as_ref().is_none_or(|old| of.start >= old.end);
                    name = Some(of);
                }
            }
            continue;
        }
        // 负责人：甲 under a task names its owner.
        if &text[place.clone()] == "负责人" && name.is_none() && found.is_empty() {
            continue;
        }
        // 某某委员会组成人员 over a list names the group.
        if let Some(of) = listed_group(text, range.start, place.clone()) {
            named_anew |= name.as_ref().is_none_or(|old| text[old.clone()] != text[of.clone()]);
            (name, done) = (Some(of), place.end);
            continue;
        }
        // 办公室主任 rather than 主任, 副组长 rather than 组长: the longest that ends or starts here.
        let longest = hits.starting_in(List::Duties, place.start..place.start + 1).last();
        let Some(post) = longest.filter(|hit| Duty::of(hits, **hit).is(Duty::POST)) else { continue };
        let Some((members, end)) = members(text, hits, &range, done, post.range()) else { continue };
        done = end;
        let start = members.first().map_or(end, |member| member.name.start);
        match found.last_mut().filter(|group| !named_anew && text[group.place.end..start].len() < 600) {
            Some(group) => {
                group.members.extend(members);
                group.place.end = end;
            }
            None => {
                let from = name.as_ref().map_or(start, |name| name.start.min(start));
                found.push(FoundGroup { name: name.clone(), place: from..end, members });
            }
        }
        named_anew = false;
    }
    found
}

/// The words that name groups and posts in `range`, in order.
fn told(hits: &Hits, range: Range<usize>) -> Vec<(List, Hit)> {
    let within =
        |list| hits.starting_in(list, range.clone()).iter().filter(|hit| hit.end as usize <= range.end);
    let groups = within(List::Orgs).filter(|hit| Unit::of(hits, **hit).is(Unit::GROUP));
    let posts = within(List::Duties).filter(|hit| Duty::of(hits, **hit).is(Duty::POST));
    let mut told: Vec<(List, Hit)> = groups.map(|hit| (List::Orgs, *hit)).collect();
    told.extend(posts.map(|hit| (List::Duties, *hit)));
    order::by_key(&mut told, |(_, hit)| (hit.start, hit.end));
    told
}

/// The group that a heading names over the list of its members: `某某委员会组成人员`, `某某领导小组成员名单`.
fn listed_group(text: &str, from: usize, members: Range<usize>) -> Option<Range<usize>> {
    let after = &text[members.end..];
    let list = after.strip_prefix("名单");
    let alone = list.unwrap_or(after).trim_start_matches([' ', '\u{3000}']).starts_with('\n');
    if !alone || list.is_none() && !text[members.clone()].ends_with("人员") {
        return None;
    }
    let start = text[from..members.start].rfind('\n').map_or(from, |at| from + at + 1);
    let line = text[start..members.start].trim_end();
    let name = line
        .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "附件：:.．、".contains(c));
    let plain = (4..=30).contains(&name.chars().count()) && !name.contains(['，', '。', '：', '；', '《']);
    plain.then(|| start + line.len() - name.len()..start + line.len())
}

/// The name that ends with the word for a group: from 成立 or the start of its clause.
fn group_name(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let end = range.end;
    // 领导小组办公室, 领导小组成员 and 领导小组组长 are not the group.
    let after = text[end..].trim_start_matches([')', '）', '”']);
    if after.starts_with("办公室")
        || after.starts_with("成员")
        || after.starts_with("各")
        || after.starts_with('办')
    {
        return None;
    }
    let mut start = range.start.max(end.saturating_sub(120));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let window = &text[start..end];
    // 镇“安全月”领导小组: a quote that closes within the name is part of it.
    let mut closed = 0u32;
    let stop = window.char_indices().rev().find(|(_, c)| match c {
        '”' => {
            closed += 1;
            false
        }
        '“' if closed > 0 => {
            closed -= 1;
            false
        }
        c => "，,。；;：:、\n！（(《“".contains(*c),
    });
    let from = stop.map_or(0, |(at, c)| at + c.len_utf8());
    let mut name = &window[from..];
    for opening in ["成立了", "成立", "组建了", "组建", "设立", "建立", "健全", "调整", "充实", "的"]
    {
        if let Some(at) = name.rfind(opening) {
            name = &name[at + opening.len()..];
        }
    }
    name =
        name.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || ".．、)）".contains(c));
    name = name.trim_start_matches("由").trim_start_matches("以");
    (name.chars().count() >= 2).then(|| end - name.len()..end)
}

/// The members that have `post`, and where they end.
fn members(
    text: &str,
    hits: &Hits,
    range: &Range<usize>,
    done: usize,
    post: Range<usize>,
) -> Option<(Vec<FoundMember>, usize)> {
    let role: String = text[post.clone()].to_owned();
    let after = &text[post.end..range.end];
    let rest = after.trim_start_matches([' ', '\u{3000}']);
    let make = |name: Range<usize>, role: &str| FoundMember {
        placeholder: is_placeholder(&text[name.clone()]),
        name,
        role: role.to_owned(),
    };
    // 组长（兼）：甲, 委员（按姓氏笔画排序）：甲
    let noted = match rest.starts_with(['（', '(']) {
        true => rest.find(['）', ')']).filter(|at| *at <= LONGEST_NOTE).map(|at| &rest[at..]),
        false => None,
    };
    let noted = noted.map(|rest| rest.trim_start_matches(['）', ')', ' ']));
    let rest = noted.filter(|rest| rest.starts_with(['：', ':'])).unwrap_or(rest);
    if rest.starts_with('\t') && text[range.start..post.start].trim_end_matches(' ').ends_with(['\n', '\t']) {
        // 组长⇥甲⇥县长: a row of a table.
        let start = range.end - rest.trim_start_matches(['\t', ' ']).len();
        let stop = text[start..range.end].find(['\t', '\n']).map_or(range.end, |len| start + len);
        let line = text[stop..range.end].find('\n').map_or(range.end, |len| stop + len);
        let names = apart(text, hits, start..text[..stop].trim_end().len().max(start));
        let named = names.iter().all(|name| is_name(text, hits, name));
        let members: Vec<_> = names.into_iter().map(|name| make(name, &role)).collect();
        return named.then_some((members, line));
    }
    if rest.starts_with(['：', ':']) {
        // 组长：甲; the label must open its clause, or follow a name run into it.
        let colon = range.end - rest.len();
        let start = colon + rest.chars().next().map_or(1, char::len_utf8);
        let (names, end) = listed(text, hits, start..range.end);
        let role = match text[range.start..post.start].ends_with("办公室") {
            true => format!("办公室{role}"),
            false => role,
        };
        let members: Vec<_> = names.into_iter().map(|name| make(name, &role)).collect();
        return (!members.is_empty()).then_some((members, end));
    }
    if let Some(by) = after.strip_prefix('由') {
        // 组长由甲担任
        let start = range.end - by.len();
        let clause = clause(text, start..range.end);
        let said = &text[clause.clone()];
        let verb = ["担任", "兼任", "组成", "等组成"].iter().filter_map(|verb| said.find(verb)).min();
        let verb = verb.or_else(|| said.rfind('任'))?;
        let names = heads(text, hits, start..start + verb, &role);
        let members: Vec<_> = names.into_iter().map(|name| make(person(text, hits, name), &role)).collect();
        return (!members.is_empty()).then_some((members, clause.end));
    }
    // 甲任组长, 甲、乙为成员, 甲兼任办公室主任
    let window = range.start.max(done).max(post.start.saturating_sub(900));
    let window = (window..=post.start).find(|&at| text.is_char_boundary(at))?;
    let before = &text[window..post.start];
    let clause = before
        .rfind(['，', ',', '。', '；', ';', '：', ':', '\n'])
        .map_or(window, |at| window + at + before[at..].chars().next().map_or(0, char::len_utf8));
    let said = &text[clause..post.start];
    // The last one: 由办公室主任甲任组长.
    let spoken = |at: &usize| !said[..*at].ends_with(['责', '主', '信', '重', '担', '因', '认']);
    let verbs = ["担任", "兼任", "作为", "任", "为"];
    let (at, verb) = verbs.iter().find_map(|verb| Some((said.rfind(verb).filter(spoken)?, verb)))?;
    // Between the verb and the post may stand whose post it is: 为创建专职人员.
    if said[at + verb.len()..].chars().count() > 12 || said[at + verb.len()..].contains(['、', '的']) {
        return None;
    }
    // 成立由甲任组长
    let by = said[..at].char_indices().rev().find(|(_, c)| matches!(c, '由' | '以'));
    let from = by.map_or(0, |(by, c)| by + c.len_utf8());
    let names = heads(text, hits, clause + from..clause + at, &role);
    // 明确专人作为联络员, 确定1名同志为联络员: nobody is named.
    let nobody = |name: &Range<usize>| {
        let verb =
            hits.lexicon().opening(List::Verbs, &text[name.clone()]).is_some_and(|(verb, _)| verb.len() >= 6);
        let unit = unit_ending(text, hits, name.clone()).is_some_and(|(_, unit)| unit.is(Unit::SUFFIX));
        let said = &text[name.clone()];
        verb && !unit && !said.ends_with(is_mark)
            || ["专人", "一名", "1名", "专职", "的"].iter().any(|word| said.contains(word))
    };
    if names.iter().any(nobody) {
        return None;
    }
    let members: Vec<_> = names.into_iter().map(|name| make(person(text, hits, name), &role)).collect();
    (!members.is_empty()).then_some((members, post.end))
}

/// The names after a label: up to the end of the sentence, the next label, or a line that is no name.
fn listed(text: &str, hits: &Hits, mut range: Range<usize>) -> (Vec<Range<usize>>, usize) {
    range.end = range.end.min(range.start + LONGEST);
    while !text.is_char_boundary(range.end) {
        range.end -= 1;
    }
    let mut names = Vec::new();
    let mut end = range.start;
    let mut at = range.start;
    // 副主任：⏎甲 清江大学教授: all names stand below.
    let below = text[range.clone()].trim_start_matches([' ', '\t']);
    let below = below.starts_with('\n');
    if below {
        at = range.end - text[range.clone()].trim_start().len();
    }
    loop {
        let line_end = text[at..range.end].find(['\n', '。']).map_or(range.end, |len| at + len);
        // A label on the same line ends the names: 组长：甲副组长：乙.
        let colon = text[at..line_end].find(['：', ':']).map(|len| at + len);
        let stop = match colon {
            None => line_end,
            Some(colon) => {
                let label = hits
                    .of(List::Duties, at..colon)
                    .filter(|(place, value)| {
                        place.end == colon && value.split(['\t', ',']).any(|kind| kind == "post")
                    })
                    .map(|(place, _)| place.start)
                    .min();
                let mut stop = label.unwrap_or_else(|| {
                    let before = &text[at..colon];
                    at + before.char_indices().rev().nth(1).map_or(0, |(len, _)| len)
                });
                if text[at..stop].ends_with("办公室") {
                    stop -= "办公室".len();
                }
                stop
            }
        };
        // 甲　县委副书记、⏎县长: the post goes on in a line of its own.
        let line_ends = stop < range.end && text[stop..].starts_with('\n');
        if end > range.start && colon.is_none() && goes_on(text, hits, &(at..stop)) {
            end = stop;
            if !line_ends {
                return (names, end);
            }
            at = stop + 1;
            continue;
        }
        // 甲县委副书记、县长: a post alone, behind a name with a post, is that one's too.
        let mut found: Vec<Range<usize>> = Vec::new();
        for piece in pieces(text, hits, at..stop) {
            let name = person(text, hits, piece.clone());
            let posted =
                unit_ending(text, hits, piece.clone()).is_some_and(|(_, unit)| unit.is(Unit::PERSON));
            // 甲　县委副书记、县长: behind a name set apart from its post, another post is that one's too.
            let between = found.last().map_or("", |last| &text[last.end..piece.start]);
            let apart = between.starts_with(char::is_whitespace)
                && !text[piece.clone()].contains(char::is_whitespace);
            let alone = hits.lexicon().value(List::Orgs, &text[piece.clone()]);
            let alone = alone.is_some_and(|value| Unit::new(value).is(Unit::PERSON));
            let post = posted && apart || alone;
            let named = between.chars().count() > 1;
            if !(post && named) {
                found.push(name);
            }
        }
        // 甲　清江大学教授，清江工程院院士: behind a name with its post, what is no name is more of the post.
        if let [first, ..] = &found[..]
            && (end > range.start || below)
            && text[first.end..stop].starts_with(char::is_whitespace)
        {
            let first = first.start;
            found.retain(|name| name.start == first || is_name(text, hits, name));
        }
        let good = found.iter().all(|name| {
            let n_chars = text[name.clone()].chars().count();
            (1..=24).contains(&n_chars) && !text[name.clone()].contains(['的', '：', ':', '《'])
        });
        // A further line goes on only when it is a name with a post.
        let follows = end > range.start || below;
        if !good
            || found.is_empty() && follows
            || follows && !found.iter().all(|name| looks_like_person(text, hits, name, stop, found.len() > 1))
        {
            return (names, end);
        }
        if let Some(last) = found.last() {
            end = last.end.max(end);
            if colon.is_none() {
                end = end.max(text[..stop].trim_end().len());
            }
        }
        names.extend(found);
        if colon.is_some() || !line_ends {
            return (names, end.max(range.start));
        }
        at = stop + 1;
    }
}

/// Whether a line is only the rest of a post: one word without a name that ends like a post.
fn goes_on(text: &str, hits: &Hits, line: &Range<usize>) -> bool {
    let words = text[line.clone()].trim();
    let start = line.start + text[line.clone()].len() - text[line.clone()].trim_start().len();
    let whole = start..start + words.len();
    let post = || unit_ending(text, hits, whole.clone()).is_some_and(|(_, unit)| unit.is(Unit::PERSON));
    !words.is_empty()
        && !words.contains([' ', '\u{3000}', '、', '，', '。', '：', ':', '（', '('])
        && post()
        && person(text, hits, whole.clone()) == whole
}

/// Whether a line without a label goes on with a list: a short name and then its post, or several names (`listed`).
fn looks_like_person(text: &str, hits: &Hits, name: &Range<usize>, end: usize, listed: bool) -> bool {
    let n_chars = text[name.clone()].chars().filter(|c| !c.is_whitespace()).count();
    (2..=4).contains(&n_chars)
        && (listed || name.end < end)
        && unit_ending(text, hits, name.clone()).is_none()
}

/// Those before a verb who have a post: 区委、区政府主要领导 head a group together. Members are each for himself.
fn heads(text: &str, hits: &Hits, range: Range<usize>, role: &str) -> Vec<Range<usize>> {
    let found = pieces(text, hits, range);
    let person =
        |of: &Range<usize>| unit_ending(text, hits, of.clone()).map(|(_, unit)| unit.is(Unit::PERSON));
    match &found[..] {
        [first, others @ .., last]
            if !role.contains("成员")
                && person(last) == Some(true)
                && [first].into_iter().chain(others).all(|other| person(other) == Some(false)) =>
        {
            let whole = first.start..last.end;
            vec![whole]
        }
        _ => found,
    }
}

/// Cuts a list of members at its separators and trims each.
fn pieces(text: &str, hits: &Hits, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = range.start;
    let mut push = |part: Range<usize>| {
        let mut piece = &text[part.clone()];
        piece = piece.trim_start_matches(|c: char| c.is_whitespace() || "，,、:：由以和及".contains(c));
        let start = part.end - piece.len();
        let piece = piece.trim_end_matches(|c: char| c.is_whitespace() || "，,、；;等".contains(c));
        let piece = ["等单位", "等部门"].iter().find_map(|word| piece.strip_suffix(word)).unwrap_or(piece);
        if !piece.is_empty() {
            found.push(start..start + piece.len());
        }
    };
    let mut depth = 0u32;
    for (at, c) in text[range.clone()].char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '、' | '，' | ',' | '；' | ';' if depth == 0 => {
                push(start..range.start + at);
                start = range.start + at + c.len_utf8();
            }
            _ => {}
        }
    }
    push(start..range.end);
    found.into_iter().flat_map(|piece| apart(text, hits, piece)).collect()
}

/// The members of a piece whose names are apart by blanks only: `张伟 李敏 王 强`, `张伟 县长 李敏 副县长`, `XXX　XXX`; else the
/// piece.
fn apart(text: &str, hits: &Hits, piece: Range<usize>) -> Vec<Range<usize>> {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let mut words: Vec<Range<usize>> = Vec::new();
    for word in text[piece.clone()].split_whitespace().map(|word| at(word)..at(word) + word.len()) {
        // 王 强: a name of two characters set as wide as one of three.
        let single = |word: &Range<usize>| text[word.clone()].chars().count() == 1;
        match words.last_mut().filter(|last| single(last) && single(&word)) {
            Some(last) => last.end = word.end,
            None => words.push(word),
        }
    }
    if words.len() < 2 {
        return vec![piece];
    }
    let post = |word: &Range<usize>| {
        unit_ending(text, hits, word.clone()).is_some_and(|(_, unit)| unit.is(Unit::PERSON))
    };
    let named: Vec<bool> = words.iter().map(|word| is_name(text, hits, word)).collect();
    let n_named = named.iter().filter(|named| **named).count();
    let all =
        n_named == words.len() || n_named > 2 && n_named + 1 == words.len() && post(&words[words.len() - 1]);
    // Each name with its post behind it.
    let posted = n_named > 1
        && named[0]
        && (1..words.len()).all(|n| !named[n] || post(&words[n - 1]) && !named[n - 1]);
    match (all, posted) {
        (true, _) => words,
        (_, true) => {
            let starts: Vec<usize> = (0..words.len()).filter(|&n| named[n]).collect();
            let ends = starts.iter().skip(1).map(|&n| words[n - 1].end).chain([piece.end]);
            starts.iter().zip(ends).map(|(&n, end)| words[n].start..end).collect()
        }
        _ => vec![piece],
    }
}

/// Whether a word looks like the name of a person: 张伟, 王 强, 张伟（县教育局局长）, XXX.
fn is_name(text: &str, hits: &Hits, word: &Range<usize>) -> bool {
    let said = &text[word.clone()];
    let said = said.find(['（', '(']).map_or(said, |at| &said[..at]);
    let n_chars = said.chars().filter(|c| !c.is_whitespace()).count();
    n_chars > 0 && is_placeholder(said)
        || (2..=3).contains(&n_chars)
            && said.chars().all(|c| is_han(c) || c.is_whitespace())
            && unit_ending(text, hits, word.start..word.start + said.len()).is_none()
}

/// The name in a piece that also has a post: 韩正　国务院副总理, 县委书记赵立新, 赵立新同志, XXX（局长）.
fn person(text: &str, hits: &Hits, piece: Range<usize>) -> Range<usize> {
    let said = &text[piece.clone()];
    let mark = said.len() - said.trim_start_matches(is_mark).len();
    if mark >= 2 {
        return piece.start..piece.start + mark;
    }
    let gap = |c: char| c.is_whitespace() || "（(".contains(c);
    if let Some(at) = said.find(gap) {
        // 丁　岚　副主任: a name of two characters set as wide as one of three.
        let after = said[at..].trim_start();
        let second = after.find(gap).unwrap_or(after.len());
        match (said[..at].chars().count(), after[..second].chars().count()) {
            (1, 1) => return piece.start..piece.end - after.len() + second,
            (1, _) => {}
            _ => return piece.start..piece.start + at,
        }
    }
    let said = said.strip_suffix("同志").unwrap_or(said);
    let piece = piece.start..piece.start + said.len();
    // A post behind the name begins with a unit, a level or 副.
    let lexicon = hits.lexicon();
    let opens = |at: usize| {
        said[at..].starts_with(['副', '党', '局', '委'])
            || said[at..].char_indices().map(|(i, c)| i + c.len_utf8()).take(6).any(|len| {
                lexicon
                    .value(List::Orgs, &said[at..at + len])
                    .is_some_and(|value| Unit::new(value).is(Unit::LEVEL | Unit::NAME | Unit::PERSON))
            })
    };
    let is_post =
        |range: Range<usize>| unit_ending(text, hits, range).is_some_and(|(_, unit)| unit.is(Unit::PERSON));
    if is_post(piece.clone()) {
        for (at, _) in said.char_indices().skip(2).take(2) {
            let name = &said[..at];
            let unit = opens(0)
                || name.starts_with(['分', '主', '各', '有', '相', '总', '副', '办', '其'])
                || unit_ending(text, hits, piece.start..piece.start + at).is_some()
                // 林业|局负责人
                || lexicon.value(List::Orgs, name).is_some();
            if !unit && opens(at) {
                return piece.start..piece.start + at;
            }
        }
        return piece;
    }
    // A name behind the post: 县委书记赵立新.
    for n_chars in [3, 2, 4] {
        let Some((at, _)) = said.char_indices().rev().nth(n_chars - 1) else { continue };
        if at > 0 && is_post(piece.start..piece.start + at) {
            return piece.start + at..piece.end;
        }
    }
    piece
}

/// Where the clause that starts at `range.start` ends.
fn clause(text: &str, range: Range<usize>) -> Range<usize> {
    let end = text[range.clone()]
        .find(|c: char| "，,。；;\n".contains(c))
        .map_or(range.end, |len| range.start + len);
    range.start..end
}

fn is_mark(c: char) -> bool {
    matches!(c, 'X' | 'x' | '×' | '*' | '＊' | '某' | '○' | '〇' | 'Ｘ' | '╳' | '█')
}

/// XXX, ×××, ***, 某某.
fn is_placeholder(name: &str) -> bool {
    name.chars().all(is_mark)
}
