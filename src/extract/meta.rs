//! The document's own fields: title, kind, year, period, issuer, number, day of issue, addressees, covering notice.

use std::ops::Range;

use jiff::civil::Date;

use crate::extract::provision::{calls_itself_rules, is_agreement};
use crate::extract::{Reading, date, owner};
use crate::lex::numeral;
use crate::lex::sentence::{trim, trim_end_marks};
use crate::lex::word;
use crate::lexicon::List;
use crate::model::{Kind, OwnerRole, Phrase, Plan, SectionRole};
use crate::text::floor;
use crate::tree::{Part, core, lines, title};

/// Which part of the document is the plan: the first, unless that is a letter and a later one has a title and sections
/// or more of them.
pub(super) fn main_part(reading: Reading) -> usize {
    let document = reading.document;
    let Reading { text, hits, .. } = reading;
    let letter = |part: &Part| hits.of(List::Letters, part.range.clone()).any(|(_, place)| place == "letter");
    let tables = |part: &Part| document.tables(text, part.range.clone()).iter().any(|t| t.rows.len() > 2);
    let weight = |part: &Part| part.roots.len() + usize::from(tables(part));
    let first = &document.parts[0];
    if weight(first) == 0 || letter(first) {
        let later = document.parts.iter().enumerate().skip(1);
        // 关于转发《X》的通知 carries X, be it only a table.
        let carried = |part: &Part| {
            let head = lines(text, part.front.clone()).next();
            tables(part)
                && head
                    .is_some_and(|line| text[first.range.clone()].contains(&format!("《{}》", &text[line])))
        };
        let plan = |part: &Part| {
            let cited = cited(reading, first, part);
            // What the letter names is the plan, however few headings it has.
            let few = usize::from(cited.is_none() || part.annex.is_some());
            let kind = headed(reading, part).or(cited);
            // A report on what was found is none.
            kind.is_some_and(|kind| !matches!(kind, "summary" | "account")) && weight(part) > few
        };
        let found = later.clone().find(|(_, part)| plan(part) || carried(part));
        // A reply with a title of its own is none, whatever it sends along.
        let titled =
            || lines(text, first.front.clone()).take(6).any(|line| title(text, hits, line).is_some());
        let found = found.or_else(|| {
            let heavier = later.filter(|(_, part)| weight(part) > weight(first));
            heavier.max_by_key(|(_, part)| weight(part)).filter(|_| letter(first) || !titled())
        });
        return found.map_or(0, |(at, _)| at);
    }
    0
}

/// The kind that the first line of a part names.
fn headed(reading: Reading, part: &Part) -> Option<&'static str> {
    let line = lines(reading.text, part.front.clone()).next()?;
    let buried = || Some(buried_title(reading, line.clone())?.1);
    title(reading.text, reading.hits, line.clone()).or_else(buried)
}

/// The kind of a part that its letter names, be it at the head of a line that goes on or over several lines: 现将《X》印发给你们…X因….
fn cited(reading: Reading, letter: &Part, part: &Part) -> Option<&'static str> {
    let whole = |line: Range<usize>| {
        let kind = title(reading.text, reading.hits, line.clone())?;
        crate::tree::cited_from(reading.text, &line).map(|_| kind)
    };
    let buried = named_by(reading, &[letter], part).map(|(_, kind)| kind);
    buried.or_else(|| lines(reading.text, part.front.clone()).take(4).find_map(whole))
}

/// A title at the head of a line that goes on without a mark: `…工作方案根据…`.
fn buried_title(reading: Reading, line: Range<usize>) -> Option<(Range<usize>, &'static str)> {
    let first = buried(reading, line.clone())?;
    // 2023年…方案2022年…方案为深入…: the first is left over from another year.
    let (own, next) = (&reading.text[first.0.clone()], &reading.text[first.0.end..line.end]);
    let two = opens_with_year(own) && opens_with_year(next) && own[..4] != next[..4];
    let second = match two && !next["2022年".len()..].starts_with(['是', '，', ',', '以']) {
        true => buried(reading, first.0.end..line.end),
        false => None,
    };
    Some(second.unwrap_or(first))
}

/// The first stretch of a line that may be such a title.
fn buried(reading: Reading, line: Range<usize>) -> Option<(Range<usize>, &'static str)> {
    let found = unsigned(reading, line.clone())?;
    // …三年行动|2024年工作要点为…: the year is that of a longer title.
    let rest = found.0.end..line.end;
    let longer = opens_with_year(&reading.text[rest.clone()]).then(|| unsigned(reading, rest)).flatten();
    let longer = longer.filter(|(range, _)| {
        let words = &reading.text[range.clone()];
        words.chars().count() <= 16 && !opens_with_year(&reading.text[found.0.clone()])
    });
    Some(longer.map_or(found.clone(), |(range, kind)| (found.0.start..range.end, kind)))
}

/// The same behind a signature and its day that run into it: …办公室2024年3月1日|…工作要点为….
fn unsigned(reading: Reading, line: Range<usize>) -> Option<(Range<usize>, &'static str)> {
    let (found, kind) = stretch(reading, line)?;
    let words = &reading.text[found.clone()];
    let day = words.match_indices('日').map(|(at, _)| at).rfind(|&at| {
        let numeral = |c: char| c.is_ascii_digit() || "年月".contains(c);
        let start = words[..at].trim_end_matches(numeral).len();
        let bracketed = words[..start].trim_end().ends_with(['（', '(']);
        !bracketed && date::day(&words[start..at + '日'.len_utf8()]).is_some()
    });
    let after = day.map_or(found.start, |at| found.start + at + '日'.len_utf8());
    // 170795…文件云办发〔2020〕39号│…关于…的通知; 特急·明电云机发532号│…关于…
    let number = document_number(reading, found.clone()).map(|number| reading.clean.range(number.span).end);
    let telegram = || {
        let at = words.rfind('号')?;
        let digit = words[..at].ends_with(|c: char| c.is_ascii_digit());
        (digit && words[at..].contains("关于")).then_some(found.start + at + '号'.len_utf8())
    };
    let number = number.max(telegram()).filter(|end| text_len(reading.text, *end..found.end) >= 6);
    let after = after.max(number.unwrap_or(found.start));
    let range = trim(reading.text, after..found.end);
    (reading.text[range.clone()].chars().count() >= 6).then_some((range, kind))
}

fn text_len(text: &str, range: Range<usize>) -> usize {
    text.get(range).map_or(0, |words| words.chars().count())
}

fn stretch(reading: Reading, line: Range<usize>) -> Option<(Range<usize>, &'static str)> {
    let Reading { text, hits, .. } = reading;
    let limit = line.end.min(line.start + 300);
    let stop =
        text[line.clone()].find(['。', '，', ',', '：', ':', '；']).map_or(line.end, |at| line.start + at);
    hits.of(List::Kinds, line.start..line.end).take_while(|(word, _)| word.end <= limit.min(stop)).find_map(
        |(word, kind)| {
            // A longer kind word may start later and end later: 实施方案 in …方案.
            let mut end = word.end;
            while let Some(rest) = text[end..line.end].strip_prefix(['(', '（', '〔']) {
                let close = rest.find([')', '）', '〕']).filter(|&at| at < 60)?;
                end = line.end - rest.len() + close + rest[close..].chars().next().map_or(0, char::len_utf8);
            }
            let opens =
                hits.lexicon().opening(List::Seams, &text[end..]).is_some_and(|(_, side)| side == "open")
                    || text[end..line.end].starts_with(['为', '根', '按'])
                    || ["同志们", "各位", "今年", "近年"]
                        .iter()
                        .any(|word| text[end..line.end].starts_with(word))
                    || opens_with_year(&text[end..line.end]);
            let count = text[line.start..end].chars().count();
            ((6..=70).contains(&count) && opens).then_some((line.start..end, kind))
        },
    )
}

/// Whether a text opens with a year: 2024年，全市….
fn opens_with_year(text: &str) -> bool {
    text.as_bytes().iter().take_while(|b| b.is_ascii_digit()).count() == 4 && text[4..].starts_with('年')
}

/// Whether a text opens with a year or years: 2024年…, 2024—2026年….
fn opens_with_time(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits(text)..];
    let range = rest.trim_start_matches(['-', '—', '－', '–', '~', '～', '至']);
    opens_with_year(text) || digits(text) == 4 && range.len() < rest.len() && digits(range) == 4
}

/// Fills the document's fields of `plan`.
pub(super) fn fill(reading: Reading, main: usize, roles: &[SectionRole], plan: &mut Plan) {
    let Reading { text, hits, document, .. } = reading;
    let part = &document.parts[main];
    let letters: Vec<&Part> = document.parts[..main].iter().collect();
    // A line of a cell is no title.
    let tables = document.tables(text, part.front.clone());
    let folded =
        tables.iter().filter(|table| table.rows.iter().any(|row| text[row.range.clone()].contains('\n')));
    let cells: Vec<&Range<usize>> = folded.map(|table| &table.range).collect();
    let front: Vec<Range<usize>> = lines(text, part.front.clone())
        .filter(|line| !cells.iter().any(|cells| cells.contains(&line.start)))
        .flat_map(|line| head_lines(reading, line, false))
        .collect();
    let named = plan_title(reading, &front)
        .or_else(|| named_by(reading, &letters, part))
        .or_else(|| adopted(reading, &front));
    let head: Vec<Range<usize>> = letters
        .iter()
        .flat_map(|part| lines(text, part.front.clone()))
        .flat_map(|line| head_lines(reading, line, true))
        .collect();
    let notice = head.iter().find_map(|line| {
        let whole = title(text, hits, line.clone()).map(|_| line.clone());
        whole.or_else(|| buried_title(reading, line.clone()).map(|(range, _)| range))
    });
    // A notice that carries its plan in its own body: the plan is named between its book marks.
    let (named, carrier) = match named {
        Some((range, "notice")) => match carried(reading, range.clone()) {
            Some(inner) => (Some(inner), Some(range)),
            None => (Some((range, "notice")), None),
        },
        named => (named, None),
    };
    plan.title = named.as_ref().map(|(range, _)| reading.phrase(range.clone()));
    if let Some(range) = carrier {
        plan.notice = Some(reading.phrase(range));
    }
    if main > 0 {
        plan.notice = notice.clone().map(|range| {
            let all = letters.first().map_or(0, |part| part.range.start)
                ..letters.last().map_or(0, |part| part.range.end);
            Phrase { text: reading.words(range), span: reading.span(trim(text, all)) }
        });
    }
    let fields = Fields::read(reading, part);
    plan.kind = kind(reading, named.as_ref(), part);
    if let (None, Some(title)) = (&named, &fields.title) {
        plan.title = Some(title.clone());
        plan.kind = fields.kind(reading).unwrap_or(plan.kind);
    }
    let own = named.as_ref().map(|(range, _)| range.clone());

    plan.document_number =
        [&head[..], &front[..]].concat().into_iter().find_map(|line| document_number(reading, line));
    plan.document_number = plan.document_number.take().or(fields.number);
    if plan.document_number.is_none()
        && let Some((_, number)) = ordered(reading, &head).or_else(|| ordered(reading, &front))
    {
        plan.document_number = Some(reading.phrase(number));
    }
    // A letter with numbered requests is signed below them.
    let signed = letters.last().filter(|part| !part.roots.is_empty()).and_then(|part| {
        let (day, _) = signature(reading, &foot(reading, part))?;
        date::day(&text[day])
    });
    let foot = foot(reading, part);
    plan.issued_on = signed.or_else(|| issued_on(reading, &head, &front, &foot)).or_else(|| {
        // Where line ends are lost the day follows the title: …讲话（2024年3月1日）同志们：
        let rest = text[own.as_ref()?.end..].trim_start().strip_prefix(['（', '('])?;
        date::day(rest.get(..rest.find(['）', ')']).filter(|&at| at <= 48)?)?)
    });
    plan.issued_on = plan.issued_on.or(fields.day);
    let notice_or_own = notice.or_else(|| own.clone());
    plan.issuer = issuer(reading, plan, &head, &front, &foot, notice_or_own.clone(), part);
    plan.issuer = plan.issuer.take().or(fields.issuer);
    plan.addressees = addressees(reading, if head.is_empty() { &front } else { &head });
    if plan.addressees.is_empty()
        && let Some(line) = notice_or_own.and_then(|title| behind_title(reading, title))
    {
        plan.addressees = addressees(reading, &[line]);
    }
    let years = own.clone().and_then(|range| {
        // Years in brackets may stand on the line below the title.
        let below = front.iter().find(|line| line.start >= range.end).filter(|line| {
            let words = &text[(*line).clone()];
            words.starts_with(['（', '(']) && words.ends_with(['）', ')']) && !words.contains(['月', '号'])
        });
        years(&text[range.clone()]).or_else(|| years(&text[below?.clone()]))
    });
    let years = years.or_else(|| self::years(&fields.title.as_ref()?.text));
    // 2023年工作总结及2024年工作思路 plans the second.
    let summed =
        |title: &Phrase| ["总结", "情况暨", "情况及", "回顾"].iter().any(|word| title.text.contains(word));
    let summed = plan.title.as_ref().is_some_and(summed);
    let years = years.map(|(first, last)| if summed { (last, last) } else { (first, last) });
    plan.period = years
        .filter(|(first, last)| first != last)
        .and_then(|(first, last)| Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?)));
    plan.year = reading.scene.year.or(match years {
        Some((first, last)) if first == last => Some(first),
        Some(_) => None,
        None => year(reading, plan, &front, part, roles),
    });
    if let (None, Some(year)) = (plan.period, plan.year) {
        plan.period = Date::new(year, 1, 1).ok().zip(Date::new(year, 12, 31).ok());
    }
}

/// The lines of a letter whose line ends are lost: its title, its number, those it is sent to, its text, its signature;
/// or of the head of a plan, whose title goes on with its number.
///
/// ```text
/// …关于印发《…》的通知│云质办〔2025〕4号│各市人民政府，各成员单位：│经…同意，…。│…办公室2025年3月5日│（此件公开发布）附件
/// ```
fn head_lines(reading: Reading, line: Range<usize>, letter: bool) -> Vec<Range<usize>> {
    let Reading { text, hits, .. } = reading;
    if text[line.clone()].chars().count() < if letter { 120 } else { 40 } {
        return vec![line];
    }
    let stop = text[line.clone()].find('。').map_or(line.end, |at| line.start + at);
    let near = line.start..floor(text, stop.min(line.start + 300));
    let mut kinds = hits.of(List::Kinds, near).filter(|(word, _)| !text[word.end..].starts_with('》'));
    let title = match letter {
        true => kinds.find(|(word, kind)| *kind == "notice" && text[..word.start].ends_with('的')),
        false => kinds.find(|(word, _)| {
            let number = document_number(reading, word.end..floor(text, stop.min(word.end + 90)));
            number.is_some_and(|number| reading.clean.range(number.span).start == word.end)
        }),
    };
    let Some((title, _)) = title else { return vec![line] };
    let mut cuts = vec![title.end];
    if let Some(number) = document_number(reading, title.end..stop) {
        let number = reading.clean.range(number.span);
        cuts.extend([number.start, number.end]);
    }
    let from = cuts[cuts.len() - 1];
    cuts.extend(
        text[from..stop]
            .find(['：', ':'])
            .map(|at| from + at + text[from + at..].chars().next().map_or(1, char::len_utf8)),
    );
    // The signature stands after the last sentence; its day ends it.
    let last = text[..line.end].rfind(['。', '！']).filter(|at| *at >= stop).map(|at| at + '。'.len_utf8());
    if let Some(last) = last {
        cuts.extend(text[last..line.end].find('日').map(|at| last + at + '日'.len_utf8()));
    }
    cuts.push(line.end);
    let starts = std::iter::once(line.start).chain(cuts.clone());
    starts
        .zip(cuts.clone())
        .map(|(start, end)| trim(text, start..end))
        .filter(|line| !line.is_empty())
        .collect()
}

/// The title that a plan without line ends opens with, told by the book marks of its letter: 《X》印发给你们…X古树是….
fn named_by(reading: Reading, letters: &[&Part], part: &Part) -> Option<(Range<usize>, &'static str)> {
    let Reading { text, hits, .. } = reading;
    const NEAR: usize = 20_000;
    let start = trim(text, part.front.clone()).start;
    let near =
        |letter: &&Part| letter.range.start..floor(text, letter.range.end.min(letter.range.start + NEAR));
    letters.iter().flat_map(|letter| text[near(letter)].split('《').skip(1)).find_map(|rest| {
        let name = rest.split('》').next().filter(|name| text[start..].starts_with(name))?;
        let range = start..start + name.len();
        title(text, hits, range.clone()).map(|kind| (range, kind))
    })
}

/// The title that the first words of an untitled plan name: 《X》已经县政府同意，现印发给你们。
fn adopted(reading: Reading, front: &[Range<usize>]) -> Option<(Range<usize>, &'static str)> {
    let Reading { text, hits, .. } = reading;
    front.iter().take(6).find_map(|line| {
        let sent = hits.of(List::Letters, line.clone()).find(|(word, place)| {
            let words = &text[word.clone()];
            *place == "letter" && ["印发", "发给"].iter().any(|sent| words.contains(sent))
        });
        let (sent, _) = sent?;
        let before = &text[line.start..sent.start];
        let from = line.start + before.rfind('。').map_or(0, |at| at + '。'.len_utf8());
        let close = from + text[from..sent.start].rfind('》')?;
        let open = from + text[from..close].rfind('《')? + '《'.len_utf8();
        title(text, hits, open..close).filter(|kind| *kind != "notice").map(|kind| (open..close, kind))
    })
}

/// The plan's title: of the lines before the text, the last that is one, a notice's own title only if there is no other.
fn plan_title(reading: Reading, front: &[Range<usize>]) -> Option<(Range<usize>, &'static str)> {
    let Reading { text, hits, .. } = reading;
    let head: Vec<_> = front.iter().take(24).collect();
    let whole: Vec<_> =
        head.iter().filter_map(|line| Some(((*line).clone(), title(text, hits, (*line).clone())?))).collect();
    // 重点任务 and 壹、重点任务 below a title are the plan's first heading.
    let heading = |range: &Range<usize>| {
        const MARKER: usize = 12;
        let from = range.start..range.end.min(range.start + MARKER);
        hits.of(List::Headings, from).any(|(word, _)| {
            let marker = &text[range.start..word.start];
            word.end == range.end
                && marker.chars().all(|c| {
                    !('一'..='鿿').contains(&c)
                        || "壹贰叁肆伍陆柒捌玖拾".contains(c)
                        || numeral::digit_of(c).is_some()
                })
        })
    };
    // Behind the rows of a table below the first title stands that of the next sheet.
    let first = whole.first().map_or(0, |(range, _)| range.end);
    let is_row =
        |line: &&&Range<usize>| line.start > first && text[(**line).clone()].matches('\t').count() > 1;
    let table = head.iter().find(is_row).map_or(text.len(), |line| line.start);
    let plans: Vec<_> = whole
        .iter()
        .filter(|(range, kind)| *kind != "notice" && range.start < table)
        .enumerate()
        .filter(|(n, (range, _))| *n == 0 || !heading(range))
        .map(|(_, found)| found)
        .collect();
    // Of two titles with different years one is left over from another year: the text tells which.
    let spoken = |range: &Range<usize>| {
        let Some((first, last)) = years(&text[range.clone()]).filter(|(first, last)| first == last) else {
            return 0;
        };
        let year = format!("{first}年");
        debug_assert_eq!(first, last);
        front
            .iter()
            .filter(|line| {
                text[(*line).clone()].contains('。') || text[(*line).clone()].ends_with(['：', ':'])
            })
            .filter(|line| text[(*line).clone()].contains(&year))
            .count()
    };
    let best =
        plans.into_iter().max_by_key(|(range, _)| (spoken(range), range.start)).or(whole.first()).cloned();
    best.map(|(range, kind)| (wrapped(reading, front, range), kind))
        .or_else(|| front.iter().take(3).find_map(|line| buried_title(reading, line.clone())))
        .or_else(|| front.iter().take(3).find_map(|line| letter_title(reading, line.clone())))
}

/// What follows a title on its line up to a colon, its number left out: those it is sent to, where line ends are lost.
fn behind_title(reading: Reading, title: Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 600;
    let text = reading.text;
    let line = reading.line(title.start);
    let near = title.end..floor(text, line.end.min(title.end + LONGEST));
    let colon = text.get(near.clone())?.find(['：', ':'])?;
    let end = near.start + colon + text[near.start + colon..].chars().next().map_or(0, char::len_utf8);
    let rest = trim(text, near.start..end);
    (!text[rest.clone()].contains(['。', '；', '》'])).then_some(rest)
}

/// The title of a letter whose line ends are lost, with those it is sent to behind it:
/// …厅鲁环便函〔2021〕1190号│山东省…厅关于征求…意见的函│省发展改革委、省教育厅：
fn letter_title(reading: Reading, line: Range<usize>) -> Option<(Range<usize>, &'static str)> {
    const NEAR: usize = 1500;
    let Reading { text, hits, .. } = reading;
    let near = line.start..floor(text, line.end.min(line.start + NEAR));
    // The colon behind 签发人 ends no title.
    let signer = text[near.clone()].find("签发人").map_or(near.start, |at| near.start + at + "签发人".len());
    let stops = |c: char| matches!(c, '。' | '：' | ':' | '\n');
    let mut ends = text[signer..near.end].match_indices(stops).map(|(at, _)| signer + at);
    let head = near.start..ends.find(|&end| end > signer || signer == near.start)?;
    let named = |word: &Range<usize>| {
        let words = &text[word.clone()];
        (words.contains('的') || text[..word.start].ends_with('的'))
            && text[head.start..word.start].contains("关于")
            && !text[word.end..].starts_with(['》', '”', '（'])
    };
    let (word, kind) = hits.of(List::Kinds, head.clone()).find(|(word, kind)| {
        matches!(*kind, "notice" | "summary" | "account" | "opinion" | "other") && named(word)
    })?;
    let number = document_number(reading, head.start..word.end);
    let start = number.map_or(head.start, |number| reading.clean.range(number.span).end).min(word.start);
    // 云水供水公司文件…签发人：张三│云水供水公司关于…
    let issuer = text[head.clone()].find("文件").map(|len| &text[head.start..head.start + len]);
    let again =
        issuer.filter(|issuer| issuer.len() >= 12).and_then(|issuer| text[start..word.start].rfind(issuer));
    let range = trim(text, start + again.unwrap_or(0)..word.end);
    // 关于2023年工作要点|的报告 names its plan.
    let other = text[word].ends_with("的报告") && title(text, hits, range.clone()).is_none();
    ((6..=120).contains(&text[range.clone()].chars().count()) && !other).then_some((range, kind))
}

/// A title with the lines above it that belong to it, three at most.
///
/// ```text
/// 东屏县人民政府办公室转发县水利局
/// 关于清理河道和
/// 加固堤防工作意见的通知
/// ```
fn wrapped(reading: Reading, front: &[Range<usize>], title: Range<usize>) -> Range<usize> {
    let Reading { text, hits, .. } = reading;
    let mut range = match crate::tree::cited_from(text, &title) {
        Some(start) => start..title.end,
        None => begun_above(reading, front, title),
    };
    for _ in 0..3 {
        let Some(above) = front.iter().rfind(|line| line.end <= range.start) else { break };
        let (words, below) = (&text[above.clone()], &text[range.clone()]);
        let beside = text[above.end..range.start].trim_matches([' ', '\u{3000}']) == "\n";
        let plain = (4..=40).contains(&words.chars().count())
            && !words.contains(['。', '；', '：', ':', '！', '〔', '\t', '《'])
            && !words.ends_with(['，', '）', ')', '》', '号', '日'])
            && (!words.ends_with(['市', '省', '县', '区']) || opens_with_time(words))
            && !words.starts_with(['（', '(', '—', '-', '附'])
            && !words.ends_with("文件")
            && crate::tree::title(text, hits, above.clone()).is_none();
        let unit = ends_with_unit(reading, above);
        let higher = || front.iter().rfind(|line| line.end <= above.start);
        // Several units, a line each, are no part of the title.
        if unit && below.starts_with("关于") && higher().is_some_and(|line| are_units(reading, line)) {
            break;
        }
        let opens = opens_with_year(below) || ["关于", "《"].iter().any(|word| below.starts_with(word));
        let begun =
            ["关于", "印发", "转发"].iter().any(|word| words.contains(word)) || opens_with_time(words);
        // 县人民政府办公室⏎关于…; 县粮食局⏎2024年工作要点 are two lines of one title only before 关于.
        // …“将绿色融入⏎城乡建设”工作方案
        let torn = [('“', '”'), ('《', '》'), ('（', '）')].iter().any(|(open, close)| {
            below.matches(*close).count() > below.matches(*open).count() && words.contains(*open)
        });
        if beside && torn && words.chars().count() <= 60 {
            range.start = above.start;
            continue;
        }
        let goes_on = match (opens, unit) {
            (true, _) => below.starts_with("关于") && (unit || begun),
            (false, true) => false,
            // …数字政府建设⏎领导小组办公室关于…: no name begins so.
            (false, false) if hits.at(List::Orgs, range.start).is_some_and(|(_, class)| class == "group") => {
                true
            }
            (false, false) => begun || below.chars().count() <= 12,
        };
        if !(beside && plain && goes_on) {
            break;
        }
        range.start = above.start;
    }
    range
}

/// A title without 关于 with the lines above it, from the one on that has 关于: three at most, none of them a sentence or a
/// title of its own.
///
/// ```text
/// 国务院关于同意东屏、云台
/// 高新技术产业开发区建设
/// 国家自主创新示范区的批复
/// ```
fn begun_above(reading: Reading, front: &[Range<usize>], title: Range<usize>) -> Range<usize> {
    let Reading { text, hits, .. } = reading;
    let words = &text[title.clone()];
    if words.contains("关于") || words.contains('《') || !words.contains('的') {
        return title;
    }
    let mut below = title.start;
    for line in front.iter().rev().skip_while(|line| line.end > title.start).take(3) {
        let (words, between) = (&text[line.clone()], &text[line.end..below]);
        let plain = (4..=40).contains(&words.chars().count())
            && between.trim_matches([' ', '\u{3000}']) == "\n"
            && !words.contains(['。', '；', '：', ':', '！', '〔', '\t'])
            && !words.ends_with(['，', '号', '日']);
        let opens = words.contains("关于") && !words.ends_with("关于");
        // 关于推行⏎登记公示制度⏎…的意见: the line between ends as titles do and is none.
        let whole = crate::tree::title(text, hits, line.clone());
        let system = whole == Some("rules") && !words.contains('的');
        if !plain || whole == Some("notice") || whole.is_some() && opens && !system {
            break;
        }
        if opens {
            return line.start..title.end;
        }
        below = line.start;
    }
    title
}

/// The plan that a notice's title carries: 关于印发《…工作计划》的通知.
fn carried(reading: Reading, title: Range<usize>) -> Option<(Range<usize>, &'static str)> {
    let Reading { text, hits, .. } = reading;
    let words = &text[title.clone()];
    let open =
        words.find('《').filter(|at| words[..*at].contains("印发") || words[..*at].contains("下发"))?;
    let close = words.rfind('》').filter(|close| *close > open)?;
    let inner = title.start + open + '《'.len_utf8()..title.start + close;
    crate::tree::title(text, hits, inner.clone()).map(|kind| (inner, kind))
}

/// The field lines that a page puts before a document, which cleaning left out: 标题：… 发布机构：… 发布时间：….
#[derive(Default)]
struct Fields {
    title: Option<Phrase>,
    issuer: Option<Phrase>,
    number: Option<Phrase>,
    day: Option<Date>,
}

impl Fields {
    /// Of what was left out before a part.
    fn read(reading: Reading, part: &Part) -> Fields {
        let mut fields = Fields::default();
        let (source, lexicon) = (reading.clean.source(), reading.scene.lexicon);
        let start = reading.span(trim(reading.text, part.range.clone())).start();
        let before = reading.clean.edits().iter().take_while(|edit| edit.span.start() < start);
        for edit in before.filter(|edit| edit.why == "site_text") {
            let labelled = edit.span.of(source).lines().flat_map(|line| {
                let bracketed = line.strip_prefix('[').map(|line| line.split('[')).into_iter().flatten();
                bracketed.filter_map(|field| field.split_once(']')).chain(line.split_once(['：', ':']))
            });
            for (label, value) in labelled {
                let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
                let Some(field) =
                    lexicon.value(List::Letters, &label).and_then(|of| of.strip_prefix("field\t"))
                else {
                    continue;
                };
                let value = value.trim();
                let phrase = || Some(Phrase { text: value.to_owned(), span: edit.span.find(source, value)? });
                match field {
                    _ if matches!(value, "" | "无" | "/" | "-" | "—") => {}
                    "title" => fields.title = fields.title.take().or_else(phrase),
                    "issuer" => fields.issuer = fields.issuer.take().or_else(phrase),
                    "number" => fields.number = fields.number.take().or_else(phrase),
                    _ => fields.day = fields.day.or_else(|| date::day(value.split(' ').next()?)),
                }
            }
        }
        fields
    }

    /// The kind of document the title names.
    fn kind(&self, reading: Reading) -> Option<Kind> {
        let title = &self.title.as_ref()?.text;
        let core = core(title, 0..title.len());
        // …工作要点的报告
        let core = core.start..core.start + title[core.clone()].trim_end_matches("的报告").len();
        reading.scene.lexicon.endings(List::Kinds, &title[core]).next().map(|(_, name)| by_name(name))
    }
}

/// The kind of a name of `dict/kinds.tsv`.
fn by_name(name: &str) -> Kind {
    match name {
        "key_points" => Kind::KeyPoints,
        "work_plan" => Kind::WorkPlan,
        "implementation_plan" => Kind::ImplementationPlan,
        "task_assignment" => Kind::TaskAssignment,
        "work_report" => Kind::WorkReport,
        "programme" => Kind::Programme,
        "opinion" => Kind::Opinion,
        "speech" => Kind::Speech,
        "rules" => Kind::Rules,
        "summary" | "account" => Kind::Summary,
        "notice" => Kind::Notice,
        _ => Kind::Other,
    }
}

fn kind(reading: Reading, named: Option<&(Range<usize>, &'static str)>, part: &Part) -> Kind {
    let Reading { text, hits, .. } = reading;
    let Some((range, name)) = named else {
        let mut front = part.front.clone();
        front.end = front.end.min(front.start + 1500);
        while !text.is_char_boundary(front.end) {
            front.end -= 1;
        }
        let opening = &text[front];
        return match () {
            () if (opening.contains("工作报告") || opening.contains("大会报告工作"))
                && opening.contains("代表") =>
            {
                Kind::WorkReport
            }
            () if opening.contains("同志们：") || opening.contains("同志们:") => Kind::Speech,
            () if is_agreement(reading, part) => Kind::Other,
            () if calls_itself_rules(reading, part) => Kind::Rules,
            () => announced_kind(reading, part).unwrap_or(Kind::WorkPlan),
        };
    };
    let words = &text[range.clone()];
    if words.contains("讲话") {
        return Kind::Speech;
    }
    if *name != "notice" {
        // 三年行动计划 and 重点任务分工 say more than their last word.
        let core = core(text, range.clone());
        let longest = hits
            .of(List::Kinds, core.clone())
            .filter(|(word, _)| word.end == core.end)
            .max_by_key(|(word, _)| word.len());
        return by_name(longest.map_or(name, |(_, kind)| kind));
    }
    // 关于…若干措施的通知 carries its plan in its own body.
    let inner = words
        .trim_end_matches(['》', '）', ')'])
        .trim_end_matches("通知")
        .trim_end_matches(['的', '》', '”']);
    let inner = core(text, range.start..range.start + inner.len());
    let carried = hits
        .of(List::Kinds, inner.clone())
        .filter(|(word, _)| word.end == inner.end)
        .max_by_key(|(word, _)| word.len());
    match carried {
        Some((_, kind)) if kind != "notice" => by_name(kind),
        _ => Kind::Notice,
    }
}

/// The kind that the first words of an untitled document give it: 提出如下意见, 制定本方案.
fn announced_kind(reading: Reading, part: &Part) -> Option<Kind> {
    const NEAR: usize = 4000;
    const BETWEEN: usize = 4;
    let Reading { text, hits, .. } = reading;
    let front = part.front.start..floor(text, part.front.end.min(part.front.start + NEAR));
    let itself = |at: usize| {
        let rest = text[at..front.end].strip_prefix("提出").or(text[at..front.end].strip_prefix("制定"))?;
        let rest =
            ["如下", "以下"].iter().find_map(|word| rest.strip_prefix(word)).or(rest.strip_prefix('本'))?;
        Some(front.end - rest.len())
    };
    text[front.clone()].char_indices().filter(|(_, c)| matches!(c, '提' | '制')).find_map(|(at, _)| {
        let from = itself(front.start + at)?;
        let near = from..floor(text, front.end.min(from + 30));
        let mut named = hits.of(List::Kinds, near).filter(|(word, _)| {
            text[from..word.start].chars().count() <= BETWEEN
                && text[word.end..].starts_with(['：', ':', '。', '，', ',', '；', '\n'])
        });
        named.next().map(|(_, kind)| by_name(kind))
    })
}

/// The years a title names: first and last.
fn years(title: &str) -> Option<(i16, i16)> {
    let mut found = None;
    let bytes = title.as_bytes();
    let mut at = 0;
    while at + 4 <= bytes.len() {
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 4
            && (bytes[at] == b'1' && bytes[at + 1] == b'9' || bytes[at] == b'2' && bytes[at + 1] == b'0')
        {
            let year: i16 = title[at..at + 4].parse().ok()?;
            let rest = &title[at + 4..];
            let ranged = rest
                .trim_start_matches('年')
                .trim_start()
                .starts_with(['-', '—', '－', '–', '~', '～', '至', '到', '一', '－']);
            if rest.starts_with('年') || ranged || found.is_some() {
                // A document number's year stands in 〔〕.
                if !rest.starts_with(['〕', ']', '］']) {
                    found =
                        Some(found.map_or((year, year), |(first, _): (i16, i16)| (first, year.max(first))));
                }
            }
        }
        at += digits.max(1);
    }
    found.or_else(|| five_years(title)).or_else(|| han_year(title))
}

/// 二〇二五年: 2025.
fn han_year(title: &str) -> Option<(i16, i16)> {
    let at = title.find('年')?;
    let (start, _) = title[..at].char_indices().rev().nth(3)?;
    let (year, end) = numeral::han(title, start)?;
    let year = i16::try_from(year).ok().filter(|year| end == at && (1949..2200).contains(year))?;
    Some((year, year))
}

/// “十四五”: 2021 to 2025.
fn five_years(title: &str) -> Option<(i16, i16)> {
    let at = title
        .find("五”")
        .or_else(|| title.find("五\""))
        .or_else(|| title.find("五时期"))
        .or_else(|| title.find("五规划"))?;
    let ten =
        title[..at].chars().rev().take_while(|c| "一二三四五六七八九十".contains(*c)).collect::<String>();
    let digits = "一二三四五六七八九";
    let n = match ten.chars().rev().collect::<String>().strip_prefix('十')? {
        "" => 10,
        rest => 10 + digits.chars().position(|c| rest.starts_with(c))? as i16 + 1,
    };
    let first = 1953 + 5 * (n - 1) + if n > 2 { 3 } else { 0 };
    Some((first, first + 4))
}

/// The year of a plan whose title tells none: of the first words of its text, of a heading of this year's work, of the
/// day of issue.
fn year(
    reading: Reading,
    plan: &Plan,
    front: &[Range<usize>],
    part: &Part,
    roles: &[SectionRole],
) -> Option<i16> {
    let Reading { text, document, .. } = reading;
    if plan.title.as_ref().is_some_and(|title| title.text.contains("三年") || title.text.contains("五年"))
    {
        return None;
    }
    let opening = front.iter().find_map(|line| {
        let words = &text[line.clone()];
        let year = words.get(..4).filter(|four| four.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
        words[4..].starts_with('年').then_some(year).filter(|year| (1949..2100).contains(year))
    });
    let announced = || front.iter().find_map(|line| announced_year(reading, line.clone()));
    let headed = || {
        let nodes = part.roots.iter().filter(|&&at| roles[at] != SectionRole::Review);
        nodes
            .filter_map(|&at| years(&text[document.nodes[at].title.clone()]))
            .filter(|(first, last)| first == last)
            .map(|(first, _)| first)
            .max()
    };
    let whole = matches!(plan.kind, Kind::Programme | Kind::Rules);
    // 今年是“十四五”规划的收官之年
    let turn = || {
        let words = &text[part.range.clone()];
        let at = part.range.start + memchr::memmem::find(words.as_bytes(), "今年是".as_bytes())?;
        let stop = text[at..part.range.end].find('。').map_or(part.range.end, |end| at + end);
        let named = reading.hits.of(List::Announcers, at..stop);
        let mut named = named.filter_map(|(_, value)| value.strip_prefix("turn\t")?.parse().ok());
        if let Some(year) = named.next() {
            return Some(year);
        }
        let clause = text[at..part.range.end].split(['，', ',', '。']).next()?;
        let (first, last) = five_years(clause)?;
        match () {
            () if clause.contains("收官") || clause.contains("最后一年") => Some(last),
            () if clause.contains("开局") || clause.contains("第一年") || clause.contains("起步") => {
                Some(first)
            }
            () => None,
        }
    };
    // 2022年以来，全区…, 2022年上半年，全区…: what a speech looks back on is the year it is of.
    let since = || {
        let front = &text[part.front.clone()];
        let words = [
            "年以来",
            "年上半年",
            "年前三季度",
            "年第一季度",
            "年一季度",
            "年第二季度",
            "年二季度",
            "年第三季度",
        ];
        let at = words.iter().filter_map(|word| front.find(word)).min()?;
        year_before(front, at).filter(|_| plan.kind == Kind::Speech)
    };
    // 主要任务是传达2024年全省…会议精神: the last of the meetings a speech opens with.
    let meeting = || {
        let front = &text[part.front.clone()];
        let years = front.match_indices('年').filter_map(|(at, _)| {
            let year = year_before(front, at)?;
            // Only as far as a clause may reach, so that one long line stays cheap.
            let near = front[at..].char_indices().nth(32).map_or(front.len(), |(len, _)| at + len);
            let clause = front[at..near].split(['，', ',', '。', '、']).next()?;
            let met = clause.contains("会议") && clause.chars().count() <= 30;
            met.then_some(year)
        });
        years.max().filter(|_| plan.kind == Kind::Speech)
    };
    // 决定从2023年5月10日至8月17日…: the last year whose month a speech names before its first heading.
    let dated = || {
        let front = &text[part.front.clone()];
        let years = front.match_indices('年').filter_map(|(at, _)| {
            let year = year_before(front, at)?;
            let month = front[at + '年'.len_utf8()..].trim_start_matches(|c: char| c.is_ascii_digit());
            let named = month.len() + '年'.len_utf8() < front[at..].len() && month.starts_with('月');
            named.then_some(year)
        });
        years.max().filter(|_| plan.kind == Kind::Speech)
    };
    // …衷心的感谢！2024年是实施“十四五”规划的关键一年
    let spoken = || {
        let limit = floor(text, part.front.end.min(part.front.start + 6000));
        let front = &text[part.front.start..limit];
        front.match_indices("年是").find_map(|(at, _)| {
            let year = year_before(front, at)?;
            let opens = front[..at - 4].trim_end().ends_with(['。', '！', '!', '？', '；', '：', ':', '\n']);
            let clause = front[at..].split(['，', ',', '。', '；']).next()?;
            let turn = clause.ends_with("之年") || clause.ends_with("一年");
            (opens && turn).then_some(year)
        })
    };
    opening
        .or_else(announced)
        .or_else(headed)
        .or_else(turn)
        .or_else(spoken)
        .or_else(since)
        .or_else(meeting)
        .or_else(dated)
        .or_else(|| plan.issued_on.filter(|_| !whole).map(Date::year))
        .or_else(|| {
            let number = &plan.document_number.as_ref().filter(|_| !whole)?.text;
            let close = number.find(['〕', ']', '］', ')', '）'])?;
            year_before(number, close)
        })
        .or_else(|| yearly(reading, part).filter(|_| plan.title.is_none()))
}

/// The one year of all plans of a year that an untitled text names, two at least: 《2024年培训计划》 and 《2024年工作要点》.
fn yearly(reading: Reading, part: &Part) -> Option<i16> {
    let words = &reading.text[part.range.clone()];
    let opens = memchr::memmem::find_iter(words.as_bytes(), "《");
    let mut years = opens.filter_map(|at| {
        let inner = &words[at + '《'.len_utf8()..];
        let year = inner.get(..4)?.parse::<i16>().ok().filter(|year| (1990..2100).contains(year))?;
        let name = inner[4..].strip_prefix('年')?;
        let end = name
            .char_indices()
            .map(|(at, _)| at)
            .take(40)
            .find(|&at| name[at..].starts_with(['》', '《']))?;
        let kind = reading.scene.lexicon.endings(List::Kinds, &name[..end]).next()?.1;
        matches!(kind, "work_plan" | "key_points" | "implementation_plan").then_some(year)
    });
    let first = years.next()?;
    let mut rest = years.peekable();
    (rest.peek().is_some() && rest.all(|year| year == first)).then_some(first)
}

/// The year whose four digits end at `at`.
fn year_before(text: &str, at: usize) -> Option<i16> {
    let year = text.get(at.checked_sub(4)?..at)?.parse().ok()?;
    (1990..2100).contains(&year).then_some(year)
}

/// The year a preamble says it plans: 为做好2024年工作，特制定…, 现将2024年任务分工如下.
fn announced_year(reading: Reading, line: Range<usize>) -> Option<i16> {
    let Reading { text, hits, .. } = reading;
    let at = |start: usize| {
        let year: i16 = text.get(start..start + 4)?.parse().ok()?;
        let rest = text[start + 4..line.end].strip_prefix('年')?;
        let dated = rest.starts_with(|c: char| c.is_ascii_digit() || "底末初内前以".contains(c));
        ((1990..2100).contains(&year) && !dated).then_some(year)
    };
    // 现将2023年工作总结报告如下 looks back.
    let ahead =
        |start: usize| !text[start..line.end].split(['，', '。']).next().unwrap_or("").contains("总结");
    hits.of(List::Announcers, line.clone()).find_map(|(word, class)| match class {
        "year" => at(word.end),
        "stated" => at(word.end).filter(|_| ahead(word.end)),
        _ => None,
    })
}

/// Such as `国办发〔2020〕6号`.
fn document_number(reading: Reading, line: Range<usize>) -> Option<Phrase> {
    let text = reading.text;
    let words = &text[line.clone()];
    let mut from = 0;
    while let Some(at) = words[from..].find(['〔', '[', '［', '【', '(', '（']).map(|at| from + at) {
        let open = words[at..].chars().next().map_or(1, char::len_utf8);
        from = at + open;
        let rest = &words[from..];
        let year = rest.len() > 4
            && rest.is_char_boundary(4)
            && rest[..4].bytes().all(|b| b.is_ascii_digit())
            && rest[4..].starts_with(['〕', ']', '］', '】', ')', '）']);
        if !year {
            continue;
        }
        let close = 4 + rest[4..].chars().next().map_or(1, char::len_utf8);
        // 青政发（2025）字第5号; the letters of （2025）青政办字第12号 stand behind the year.
        let behind = rest[close..].trim_start();
        let letters = match words[..at].trim().is_empty() {
            true => behind.find('第').filter(|&len| {
                (2..=8).contains(&behind[..len].chars().count())
                    && behind[..len].chars().all(|c| ('一'..='鿿').contains(&c))
            }),
            false => behind.starts_with("字第").then_some('字'.len_utf8()),
        };
        let tail = behind[letters.unwrap_or(0)..].trim_start_matches('第');
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        if words[..at].ends_with('》')
            || head_bracket(&words[..at])
            || digits == 0
            || !tail[digits..].trim_start().starts_with('号')
        {
            continue;
        }
        let end = words.len() - tail[digits..].len()
            + (tail[digits..].len() - tail[digits..].trim_start().len())
            + '号'.len_utf8();
        let head: Vec<(usize, char)> = words[..at]
            .char_indices()
            .rev()
            .take_while(|(_, c)| ('一'..='鿿').contains(c))
            .take(10)
            .collect();
        // 山东省生态环境厅鲁环便函〔2021〕: the issuer may run into it; a number's own letters are at most five.
        // …文件佛卫函〔2025〕, …的通知国办发〔2020〕: what ends before it is none of it.
        let start = head.last().map_or(at, |(start, _)| *start);
        let ends = ["文件", "通知", "公开", "方案", "意见", "要点", "计划"];
        let glued =
            ends.iter().filter_map(|end| Some(start + words[start..at].rfind(end)? + end.len())).max();
        let glued = glued.filter(|glued| at - glued >= 2 * '一'.len_utf8());
        let head: Vec<(usize, char)> = match glued {
            Some(glued) => head.into_iter().filter(|(place, _)| *place >= glued).collect(),
            None => head,
        };
        let run = head.len();
        let start = match run {
            _ if glued.is_some() => head.last().map_or(at, |(start, _)| *start),
            0 if letters.is_some() => at,
            0 => continue,
            1..=6 => head[run - 1].0,
            _ => {
                let unit = reading
                    .hits
                    .of(List::Orgs, line.start..line.start + at)
                    .map(|(word, _)| word.end - line.start)
                    .filter(|end| *end < at)
                    .last();
                unit.filter(|unit| words[*unit..at].chars().count() <= 6).unwrap_or(head[4.min(run - 1)].0)
            }
        };
        return Some(reading.phrase(line.start + start..line.start + end));
    }
    None
}

/// Whether a number stands in brackets after something else: (安监二〔2021〕34号).
fn head_bracket(before: &str) -> bool {
    before.trim_end_matches(|c: char| ('一'..='鿿').contains(&c)).ends_with(['（', '('])
}

/// The last lines of a part, the last first, and for text without line ends its last stretch.
fn foot(reading: Reading, part: &Part) -> Vec<Range<usize>> {
    let text = reading.text;
    let mut tail = part.range.end.saturating_sub(900).max(part.range.start);
    while !text.is_char_boundary(tail) {
        tail += 1;
    }
    // A row of a table is no signature, whatever day stands in it.
    let row = |line: &Range<usize>| text[line.clone()].matches('\t').count() > 1;
    let mut found: Vec<Range<usize>> = lines(text, tail..part.range.end).filter(|line| !row(line)).collect();
    found.reverse();
    found
}

/// The year in which the page that a plan stands on says it was put there: 发布时间：2021年02月02日 in a line of the site.
pub(super) fn published(reading: Reading) -> Option<i16> {
    let source = reading.clean.source();
    let lexicon = reading.hits.lexicon();
    let site = reading.clean.edits().iter().filter(|edit| edit.why == "site_text");
    site.map(|edit| edit.span.of(source)).find_map(|line| {
        line.match_indices("发布").find_map(|(at, _)| {
            let (label, field) = lexicon.opening(List::Letters, &line[at..])?;
            let after = line[at + label.len()..].trim_start_matches(['：', ':', ' ', '\u{3000}']);
            (field == "field\tday").then(|| date::day(after))?.map(Date::year)
        })
    })
}

fn issued_on(
    reading: Reading,
    head: &[Range<usize>],
    front: &[Range<usize>],
    foot: &[Range<usize>],
) -> Option<Date> {
    let text = reading.text;
    let upward: Vec<Range<usize>> = head.iter().rev().cloned().collect();
    if let Some((at, _)) = signed(reading, &upward, front, foot) {
        return date::day(&text[at]);
    }
    let short = |line: &&Range<usize>| text[(*line).clone()].chars().count() <= 30;
    let alone = |line: &Range<usize>| {
        date::day(text[line.clone()].trim_matches(['（', '）', '(', ')', '—', '-', ' ']).trim())
    };
    // A signature of the letter, then the foot, then a line under the title.
    head.iter()
        .rev()
        .filter(short)
        .find_map(alone)
        .or_else(|| {
            foot.iter()
                .take(12)
                .filter(short)
                .find_map(|line| alone(line).or_else(|| last_day(text, line.clone())))
        })
        .or_else(|| {
            front
                .iter()
                .take(6)
                .filter(|line| text[(*line).clone()].chars().count() <= 60)
                .find_map(|line| bracketed(text, line.clone()))
        })
        .or_else(|| head.iter().chain(foot.first()).find_map(|line| last_day(text, line.clone())))
}

/// A full date in a line under the title: （2023年3月1日）, ——2016年2月19日在…会议上.
fn bracketed(text: &str, line: Range<usize>) -> Option<Date> {
    let words = text[line].trim_matches(['（', '(', '—', '-', ' ', '\u{2014}']);
    let end = words.find('日')? + '日'.len_utf8();
    date::day(words.get(..end)?)
}

/// The last full date of a stretch, if nothing but a few words follow it.
fn last_day(text: &str, line: Range<usize>) -> Option<Date> {
    let words = &text[line];
    let end = words.rfind('日')? + '日'.len_utf8();
    if words[end..].chars().count() > 40 || words[end..].contains('。') {
        return None;
    }
    let start = words[..end]
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_digit() || "年月日 〇一二三四五六七八九十○".contains(*c))
        .last()?
        .0;
    // 完成时限：2022年12月31日 is a task's.
    if words[..start].ends_with(['：', ':', '于', '到', '至', '在']) {
        return None;
    }
    date::day(words[start..end].trim())
}

/// Who issued it: the signature above a date, the title's first words, or `我代表X向大会`.
fn issuer(
    reading: Reading,
    plan: &Plan,
    head: &[Range<usize>],
    front: &[Range<usize>],
    foot: &[Range<usize>],
    title: Option<Range<usize>>,
    part: &Part,
) -> Option<Phrase> {
    let text = reading.text;
    let upward: Vec<Range<usize>> = head.iter().rev().cloned().collect();
    if let Some((_, unit)) = signed(reading, &upward, front, foot) {
        return Some(reading.phrase(first_unit(reading, unit)));
    }
    if let Some((unit, _)) = ordered(reading, head).or_else(|| ordered(reading, front)) {
        return Some(reading.phrase(unit));
    }
    // 我代表区人民政府向大会作工作报告
    let first = text[part.range.clone()]
        .find("我代表")
        .filter(|at| *at < 3000)
        .map(|at| part.range.start + at + "我代表".len());
    if plan.kind == Kind::WorkReport
        && let Some(start) = first
        && let Some(end) = text[start..part.range.end].find('向').filter(|at| *at < 90)
    {
        return Some(reading.phrase(trim_end_marks(text, start..start + end)));
    }
    if let Some(range) = title
        && let Some(unit) = unit_before(reading, range)
    {
        return Some(unit);
    }
    // 2020年,市发改委精神文明建设工作坚持…
    let lines = || front.iter().filter(|line| !text[(*line).clone()].contains('\t'));
    let opening = lines().find(|line| text[(*line).clone()].contains('。')).or(lines().next())?;
    let words = &text[opening.clone()];
    let skip = words.find(|c: char| !c.is_ascii_digit() && !"年，, ".contains(c))?;
    let start = opening.start + skip;
    let named = plan.title.is_none().then(|| unit_at(reading, start, opening.end)).flatten();
    named.filter(|unit| acts_there(reading, unit, opening.end)).map(|range| reading.phrase(range))
}

/// Whether a unit that opens the first sentence is its subject or owns it: 市发改委|精神文明建设工作坚持…, and not 为贯彻落实党中央|、…,
/// 高中教育是国民教育体系的重要组|成部分.
fn acts_there(reading: Reading, unit: &Range<usize>, end: usize) -> bool {
    let Reading { text, hits, .. } = reading;
    let words = &text[unit.clone()];
    let opens = hits.lexicon().opening(List::Verbs, words).is_some() || words.starts_with("关于");
    !opens
        && !words.contains(['是', '的', '在', '为', '我', '“', '》'])
        && !text[unit.end..end].starts_with(['、', '，', ',', '。', '（', '(', '和'])
}

/// The unit at the head of a title: before 关于, 印发, a year, or a kind word.
fn unit_before(reading: Reading, title: Range<usize>) -> Option<Phrase> {
    let text = reading.text;
    let words = &text[title.clone()];
    if words.starts_with(['《', '“', '【', '在']) || words.starts_with("关于") {
        return None;
    }
    // 2021年|市残联工作要点; 全市 is no part of a name.
    let year = words.find('年').filter(|at| words[..*at].bytes().all(|b| b.is_ascii_digit() || b == b'X'));
    let bare = year.map_or(words, |at| words[at..].trim_start_matches(['年', '度']));
    // 第十八周|学校主要工作安排表
    let bare = bare.strip_prefix('第').map_or(bare, |rest| {
        let after =
            rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c));
        let counted = reading.scene.lexicon.cue(after, "counted").map(|word| &after[word.len()..]);
        counted.filter(|_| after.len() < rest.len()).unwrap_or(bare)
    });
    // A page's number or the mark of a heading that ran into it: II清江省…, # 清江省….
    let letters = bare.trim_start_matches(|c: char| !matches!(c, '《' | '“' | 'X' | '×') && !word::is_han(c));
    let start = title.end - letters.len();
    (!bare.starts_with('全'))
        .then(|| unit_at(reading, start, title.end))
        .flatten()
        .map(|range| reading.phrase(range))
}

/// The unit a title opens with: the name that 关于, 印发, a year and the like follow.
fn unit_at(reading: Reading, start: usize, end: usize) -> Option<Range<usize>> {
    let Reading { text, hits, .. } = reading;
    let limit = end.min(start + 90);
    let stops =
        ["关于", "印发", "转发", "精神", "工作", "的", "等", "《", "“", "创建", "争创", "开展", "推进"];
    let mut ends: Vec<usize> = hits
        .of(List::Orgs, start..end)
        .filter(|(_, class)| *class != "stem" && !class.contains("person") && !class.contains("generic"))
        .map(|(word, _)| word.end)
        .filter(|&at| {
            at <= limit
                // 房地产市|场 is no town, 节约型机关 is what is set up.
                && !text[at..end].starts_with(['场', '政', '容', '级', '域'])
                && !text[start..at].contains(['，', '。', '、', '：', ',', '型', '《'])
                && text[start..at].matches('“').count() == text[start..at].matches('”').count()
                // 国民教育体系的重要组|成部分, and not 区委|员会
                && (text[at..end].is_empty() || word::begins(text, at))
                && text[start..at].chars().count() >= 3
        })
        .collect();
    ends.dedup();
    let followed = |at: &&usize| {
        let rest = &text[**at..end];
        rest.starts_with(|c: char| c.is_ascii_digit()) || stops.iter().any(|stop| rest.starts_with(stop))
    };
    // 市交通运输局 and not 市交通: of the names that nothing tells apart the longest of usual length.
    let usual = |at: &&usize| text[start..**at].chars().count() <= 14;
    // 省质量强省工作领导小组办公室关于…: what 关于 follows is the whole name.
    let whole =
        |at: &&usize| ["关于", "印发", "转发", "贯彻"].iter().any(|stop| text[**at..end].starts_with(stop));
    let at = ends
        .iter()
        .find(whole)
        .or(ends.iter().find(followed))
        .or(ends.iter().rfind(usual))
        .or(ends.first())?;
    // A place by itself issues nothing.
    let place = text[start..*at].ends_with(['省', '市', '县', '镇', '乡', '州']);
    (text[start..*at].chars().count() <= 30 && !place).then_some(start..*at)
}

/// The signature of the letter (its lines read upward), of the foot, or under the title.
fn signed(
    reading: Reading,
    letter: &[Range<usize>],
    front: &[Range<usize>],
    foot: &[Range<usize>],
) -> Option<(Range<usize>, Range<usize>)> {
    let under: Vec<Range<usize>> = front.iter().take(12).rev().cloned().collect();
    [letter, foot, &under].into_iter().find_map(|lines| signature(reading, lines))
}

/// The date and the unit of a signature, among lines read upward: a date alone on its line, and above it one or more
/// units, of which the first is meant.
fn signature(reading: Reading, upward: &[Range<usize>]) -> Option<(Range<usize>, Range<usize>)> {
    let text = reading.text;
    let dated = |line: &Range<usize>| {
        text[line.clone()].chars().count() <= 16 && date::day(&text[line.clone()]).is_some()
    };
    let unit = |line: &&Range<usize>| are_units(reading, line);
    let together = upward
        .iter()
        .find_map(|line| signed_line(reading, line.clone()))
        .or_else(|| upward.iter().take(1).find_map(|line| signed_first(reading, line.clone())));
    let Some(at) = upward.iter().position(dated) else { return together };
    let mut units: Vec<&Range<usize>> = upward[at + 1..].iter().take_while(unit).collect();
    let above = upward.get(at + 1 + units.len());
    units.extend(above.filter(|above| units.last().is_some_and(|unit| is_one_unit(reading, above, unit))));
    let first = units.iter().enumerate().next_back().map(|(n, unit)| {
        let below = n.checked_sub(1).map(|n| units[n]).filter(|below| is_one_unit(reading, unit, below));
        unit.start..below.map_or(unit.end, |below| below.end)
    });
    first.map(|unit| (upward[at].clone(), unit)).or(together)
}

/// The first unit and day behind the last sentence of a line whose ends are lost; who printed and copied it follows:
/// …报省政府。│云江省人民政府办公厅2024年3月1日│（此件发至县级）办公厅秘书处2024年3月2日印发
pub(super) fn signed_first(reading: Reading, line: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    const LONGEST: usize = 60;
    let text = reading.text;
    let words = &text[line.clone()];
    let stop = words.rfind(['。', '！'])?;
    let start = line.start + stop + words[stop..].chars().next().map_or(0, char::len_utf8);
    let end = start + text[start..line.end].find('日')? + '日'.len_utf8();
    let numeral = |c: &char| c.is_ascii_digit() || "年月日〇一二三四五六七八九十○".contains(*c);
    let digits: usize = text[start..end].chars().rev().take_while(numeral).map(char::len_utf8).sum();
    let (unit, day) = (trim(text, start..end - digits), end - digits..end);
    let digit = |c: char| c.is_ascii_digit();
    let plain = !text[unit.clone()].contains(['：', ':', '，', '（', '(', '；', '附'])
        && !text[unit.clone()].contains(digit)
        && !["印发", "翻印"].iter().any(|done| text[day.end..line.end].starts_with(done));
    let dated = text[day.clone()].contains('年') && date::day(&text[day.clone()]).is_some();
    let signs = plain && dated && text_len(text, unit.clone()) <= LONGEST && ends_with_unit(reading, &unit);
    signs.then_some((day, unit))
}

/// Whether two lines are the name of one unit that was wrapped: 青河县住房和城乡⏎建设局.
pub(super) fn is_one_unit(reading: Reading, above: &Range<usize>, below: &Range<usize>) -> bool {
    const LONGEST: usize = 40;
    let Reading { text, .. } = reading;
    let [head, tail] = [above, below].map(|line| text[line.clone()].trim());
    let joined = [head, tail].concat();
    if joined.chars().count() > LONGEST || joined.contains(['。', '；', '：', ':', '，', '）', '\t']) {
        return false;
    }
    let hits = reading.scene.lexicon.scan(&joined);
    let names: Vec<Range<usize>> = hits.of(List::Orgs, 0..joined.len()).map(|(word, _)| word).collect();
    names.iter().any(|word| word.start < head.len() && word.end > head.len())
        && names.iter().any(|word| word.end == joined.len())
}

/// A unit and a date on one line, apart by a space: 清河市人民政府办公室　2025年4月11日. One that ends with 印发 tells who
/// printed it.
pub(super) fn signed_line(reading: Reading, line: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let text = reading.text;
    // …办公厅2025年7月23日（此件公开发布）
    let bracket = text[line.clone()].trim_end().strip_suffix(['）', ')']).and_then(|words| {
        let open = line.start + words.rfind(['（', '('])?;
        let inner = open + text[open..].chars().next().map_or(0, char::len_utf8);
        reading.hits.at(List::Letters, inner).filter(|(_, place)| *place == "tail").map(|_| open)
    });
    let line = trim(text, line.start..bracket.unwrap_or(line.end));
    // Where line ends are lost it follows the last sentence without a space.
    let words = &text[line.clone()];
    let last = words.rfind(['。', '！', '）', ')']);
    let from =
        last.map_or(line.start, |at| line.start + at + words[at..].chars().next().map_or(0, char::len_utf8));
    let words = &text[from..line.end];
    if !words.ends_with('日') || words.chars().count() > 48 || words.contains('\t') {
        return None;
    }
    let numeral = |c: &char| c.is_ascii_digit() || "年月日〇一二三四五六七八九十○".contains(*c);
    let digits: usize = words.chars().rev().take_while(numeral).map(char::len_utf8).sum();
    let day = line.end - digits..line.end;
    let unit = trim(text, from..day.start);
    // A line of its own needs no space where it names the year.
    let parted = (from > line.start || unit.end < day.start || text[day.clone()].contains('年'))
        && !text[unit.clone()].contains(['：', ':', '，']);
    date::day(&text[day.clone()])?;
    (parted && ends_with_unit(reading, &unit) && text[unit.clone()].chars().count() > 2)
        .then_some((day, unit))
}

/// The unit and the number of a decree: 云江省人民政府令⏎第12号; 令 may stand below the units, of which the first is meant.
fn ordered(reading: Reading, lines: &[Range<usize>]) -> Option<(Range<usize>, Range<usize>)> {
    let text = reading.text;
    let lines = &lines[..lines.len().min(16)];
    lines.windows(2).enumerate().find_map(|(n, pair)| {
        let words = &text[pair[0].clone()];
        let name = words.strip_suffix('令')?.trim_end();
        let number = &text[pair[1].clone()];
        let digits = number.strip_prefix('第')?.trim().strip_suffix('号')?.trim();
        if digits.is_empty() || digits.chars().count() > 6 {
            return None;
        }
        let unit = match name.is_empty() {
            false => {
                Some(pair[0].start..pair[0].start + name.len()).filter(|unit| ends_with_unit(reading, unit))
            }
            true => lines[..n].iter().rev().take_while(|line| are_units(reading, line)).last().cloned(),
        };
        Some((unit?, pair[1].clone()))
    })
}

/// Whether a stretch ends with the name of a unit.
fn ends_with_unit(reading: Reading, range: &Range<usize>) -> bool {
    reading.hits.of(List::Orgs, range.clone()).any(|(word, _)| word.end == range.end)
}

/// Whether a line is the names of units, one or several with spaces between them, and nothing else.
pub(super) fn are_units(reading: Reading, line: &Range<usize>) -> bool {
    const LONGEST: usize = 40;
    let text = reading.text;
    let plain = !text[line.clone()].contains(['。', '；', '：', ':', '）', '《', '-', '，', '\t']);
    let pieces = pieces(text, line.clone());
    let short = |range: &Range<usize>| text[range.clone()].chars().count() <= LONGEST;
    plain
        && (short(line) && ends_with_unit(reading, line)
            || pieces.len() > 1 && pieces.iter().all(|piece| short(piece) && ends_with_unit(reading, piece)))
}

/// What stands between the spaces of a line.
fn pieces(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let at = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    let all = text[line].split([' ', '\u{3000}']).filter(|piece| !piece.is_empty());
    all.map(|piece| at(piece)..at(piece) + piece.len()).collect()
}

/// The first of the units that signed together: 青河县民政局 青河县财政局; 青河县民政局青河县财政局, where the place comes again.
fn first_unit(reading: Reading, units: Range<usize>) -> Range<usize> {
    let text = reading.text;
    let spaced = pieces(text, units.clone());
    if spaced.len() > 1 && spaced.iter().all(|piece| ends_with_unit(reading, piece)) {
        return spaced[0].clone();
    }
    let words = &text[units.clone()];
    let place = words.char_indices().take(6).skip(1).find(|(_, c)| "省市县区州盟旗".contains(*c));
    let Some(place) = place.map(|(at, c)| &words[..at + c.len_utf8()]) else { return units };
    let ends = reading.hits.of(List::Orgs, units.clone()).map(|(word, _)| word.end);
    // …局中共青河县委…, …局中国人民银行青河县支行
    let again = |at: &usize| {
        *at > units.start + place.len()
            && [place, "中", "国家"].iter().any(|next| text[*at..units.end].starts_with(next))
    };
    ends.filter(again).min().map_or(units.clone(), |end| units.start..end)
}

/// The units of the line `各…：` after the title.
fn addressees(reading: Reading, head: &[Range<usize>]) -> Vec<Phrase> {
    let Reading { text, hits, .. } = reading;
    let opens = |words: &str| {
        words.starts_with(['各', '全']) || words.starts_with("有关") || words.starts_with("相关")
    };
    let sentence = |words: &str| {
        let said = ["如下", "下列", "为", "根据", "按照"];
        words.contains('。') || said.iter().any(|word| words.ends_with(word) || words.starts_with(word))
    };
    // 京政办发〔2025〕13号│各区人民政府，…：
    let behind_number = |line: &Range<usize>| {
        let number = document_number(reading, line.clone()).map(|number| reading.clean.range(number.span));
        let number = number.filter(|number| text[line.start..number.start].trim().is_empty());
        trim(text, number.map_or(line.start, |number| number.end)..line.end)
    };
    let lines: Vec<Range<usize>> = head.iter().take(20).map(behind_number).collect();
    let Some(line) = lines.iter().find(|line| {
        let words = text[(*line).clone()].trim_end_matches(['：', ':']);
        let unit =
            || hits.of(List::Orgs, (*line).clone()).any(|(word, _)| word.end == line.start + words.len());
        words.len() < line.len()
            && !sentence(words)
            && words.chars().count() <= 200
            && (opens(words) || unit())
    }) else {
        return Vec::new();
    };
    let inner = trim_end_marks(text, line.clone());
    let mut found = Vec::new();
    let mut depth = 0i32;
    let mut start = inner.start;
    for (at, c) in text[inner.clone()].char_indices().map(|(at, c)| (inner.start + at, c)) {
        match c {
            '（' | '(' | '〔' => depth += 1,
            '）' | ')' | '〕' => depth -= 1,
            '，' | ',' if depth <= 0 => {
                split(reading, start..at, &mut found);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    split(reading, start..inner.end, &mut found);
    found
}

fn split(reading: Reading, range: Range<usize>, found: &mut Vec<Phrase>) {
    let range = trim(reading.text, range);
    if range.is_empty() {
        return;
    }
    let names = owner::cell(reading.text, reading.hits, range.clone(), OwnerRole::Responsible, false);
    // 各区、县人民政府 and 各市、县经信、商务等部门 are named as one.
    let text = reading.text;
    let shared = names.first().is_some_and(|first| {
        let name = &text[first.place.clone()];
        first.place.start > range.start || name.starts_with('各') && name.chars().count() == 2
    });
    match names.is_empty() || shared && text[range.start..].starts_with('各') {
        true => found.push(reading.phrase(range)),
        false => found.extend(names.into_iter().map(|named| reading.phrase(named.place))),
    }
}
