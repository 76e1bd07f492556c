//! A Word document with findings as comments at their places, and changes as tracked ones. Every part that says nothing of
//! them keeps its bytes, and in the text only the runs that a comment or a change begins or ends in are cut.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::model::Said;
use crate::report::findings::Change;
use crate::report::table::docx::escaped;

/// Who comments and changes.
const AUTHOR: &str = "plan";
/// The largest part that is read beside the text itself, in bytes.
const LARGEST_PART: u64 = 64 << 20;

/// What is said of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The place, in bytes of the text as it was read.
    pub place: Range<usize>,
    /// What is said, a paragraph a line.
    pub lines: Vec<String>,
}

/// The document `bytes`, whose text was read as `text`, with remarks and changes. Changes that stand where the document has
/// no letters of its own (automatic numbers, footnotes) are not made; `told` says them as remarks. An error says what of
/// the file cannot be read.
pub fn annotated(
    bytes: &[u8],
    text: &str,
    mut remarks: Vec<Remark>,
    changes: &[Change],
    told: impl Fn(&Change) -> Vec<String>,
) -> Result<Vec<u8>, Said> {
    let damaged = |part: &str, why: &dyn std::fmt::Display| {
        Said::new(
            format!("Word 文件里的 {part} 读不出：{why}"),
            format!("{part} of the Word file cannot be read: {why}"),
        )
    };
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|why| damaged("zip", &why))?;
    let mut part = |name: &str| -> Result<Option<String>, Said> {
        let mut file = match zip.by_name(name) {
            Ok(file) => file.take(LARGEST_PART),
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(why) => return Err(damaged(name, &why)),
        };
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|why| damaged(name, &why))?;
        Ok(Some(text))
    };
    let main = match part("_rels/.rels")? {
        Some(relations) => {
            target(&relations, "/officeDocument").unwrap_or_else(|| "word/document.xml".into())
        }
        None => "word/document.xml".into(),
    };
    let main = main.trim_start_matches('/').to_owned();
    let xml = part(&main)?.ok_or_else(|| damaged(&main, &"no such part"))?;
    let pieces = pieces(&xml).map_err(|why| damaged(&main, &why))?;
    let places = aligned(&pieces, text);

    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let within = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let relations_part = within(&format!("_rels/{file}.rels"));
    let relations = part(&relations_part)?.unwrap_or_else(|| RELATIONS.to_owned());
    let of_comments = target(&relations, "/comments").map(|name| match name.strip_prefix('/') {
        Some(name) => name.to_owned(),
        None => within(&name),
    });
    let comments = match &of_comments {
        Some(name) => part(name)?.unwrap_or_else(|| COMMENTS.to_owned()),
        None => COMMENTS.to_owned(),
    };

    let mut next = 1 + largest_id(&xml).max(largest_id(&comments));
    let mut cuts = Cuts::default();
    for change in changes {
        if !cuts.change(change, text, &places, &pieces, &mut next) {
            remarks.push(Remark { place: change.was.clone(), lines: told(change) });
        }
    }
    let mut said = String::new();
    for remark in &remarks {
        let Some((first, last)) = anchor(&remark.place, text, &places, &pieces) else { continue };
        let id = next;
        next += 1;
        cuts.at(first.piece, first.nth).starts.push(id);
        cuts.at(last.piece, last.nth + 1).ends.push(id);
        let _ = write!(said, "<w:comment w:id=\"{id}\" w:author=\"{AUTHOR}\" w:initials=\"{AUTHOR}\">");
        for line in &remark.lines {
            let _ = write!(said, "<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(line));
        }
        said.push_str("</w:comment>");
    }

    let mut replaced = BTreeMap::from([(main.clone(), cuts.made(&xml, &pieces))]);
    if !said.is_empty() {
        let name = of_comments.clone().unwrap_or_else(|| {
            let free = |n: &usize| zip.index_for_name(&within(&format!("comments{n}.xml"))).is_none();
            let n = (1..).find(free).unwrap_or(1);
            within(&format!("comments{n}.xml"))
        });
        let comments = ended(&comments, &said).ok_or_else(|| damaged(&name, &"no end"))?;
        replaced.insert(name.clone(), comments);
        if of_comments.is_none() {
            let kind = if xml.contains(STRICT) { STRICT } else { TRANSITIONAL };
            let n = (1..).find(|n| !relations.contains(&format!("\"rIdPlan{n}\""))).unwrap_or(1);
            let relation = format!(
                "<Relationship Id=\"rIdPlan{n}\" Type=\"{kind}/relationships/comments\" Target=\"/{name}\"/>"
            );
            let relations =
                ended(&relations, &relation).ok_or_else(|| damaged(&relations_part, &"no end"))?;
            replaced.insert(relations_part, relations);
            let types = "[Content_Types].xml";
            let mut file = zip.by_name(types).map_err(|why| damaged(types, &why))?.take(LARGEST_PART);
            let mut known = String::new();
            file.read_to_string(&mut known).map_err(|why| damaged(types, &why))?;
            let kind = format!("<Override PartName=\"/{name}\" ContentType=\"{CONTENT_TYPE}\"/>");
            replaced.insert(types.into(), ended(&known, &kind).ok_or_else(|| damaged(types, &"no end"))?);
        }
    }
    packed(bytes, replaced).map_err(|why| damaged("zip", &why))
}

/// The package with some parts replaced and others added; all the rest is copied as it is packed.
fn packed(bytes: &[u8], mut parts: BTreeMap<String, String>) -> ZipResult<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + (1 << 14))));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for at in 0..zip.len() {
        let file = zip.by_index_raw(at)?;
        let name = file.name()?.into_owned();
        match parts.remove(&name) {
            Some(text) => {
                drop(file);
                out.start_file(name, options)?;
                out.write_all(text.as_bytes())?;
            }
            None => out.raw_copy_file(file)?,
        }
    }
    for (name, text) in parts {
        out.start_file(name, options)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

/// A `w:t` of the document: letters that people see.
#[derive(Debug, Default)]
struct Piece {
    /// Its element, in bytes of the part.
    element: Range<usize>,
    /// Where each of its characters is written, and where they end.
    at: Vec<usize>,
    chars: Vec<char>,
    /// The properties of its run.
    properties: Range<usize>,
    /// Where its run begins, if nothing but properties stands between.
    opens: Option<usize>,
    /// Where its run ends, if nothing stands between.
    closes: Option<usize>,
    /// Its paragraph, by the order in which paragraphs begin.
    paragraph: usize,
}

/// A run that is being read.
#[derive(Debug, Default, Clone)]
struct Run {
    start: usize,
    properties: Range<usize>,
    /// Where what it holds begins, if nothing does so far.
    bare: Option<usize>,
}

/// The letters of a document in the order of its paragraphs; those in a text box stand behind the paragraph it hangs on.
fn pieces(xml: &str) -> Result<Vec<Piece>, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut n_paragraphs = 0;
    // The open paragraph and run, and those around the text box that is open.
    let (mut paragraph, mut run) = (0, Run::default());
    let mut around: Vec<(usize, Run)> = Vec::new();
    let mut open: Option<Piece> = None;
    // Depth within what is not seen: text that was moved away, what stands in for a shape elsewhere.
    let (mut unseen, mut in_properties) = (0usize, None);
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|why| why.to_string())?;
        let end = reader.buffer_position() as usize;
        match event {
            Event::Eof => break,
            Event::Start(tag) => match tag.name().into_inner() {
                "w:moveFrom" | "w:del" | "mc:Fallback" => unseen += 1,
                "w:p" => {
                    paragraph = n_paragraphs;
                    n_paragraphs += 1;
                }
                "w:txbxContent" => around.push((paragraph, std::mem::take(&mut run))),
                "w:r" => run = Run { start, properties: end..end, bare: Some(end) },
                "w:rPr" if run.bare == Some(start) => in_properties = Some(start),
                "w:t" => {
                    let opens = (run.bare == Some(start)).then_some(run.start);
                    let properties = run.properties.clone();
                    open =
                        Some(Piece { element: start..end, properties, opens, paragraph, ..Piece::default() });
                }
                _ => {}
            },
            Event::Empty(tag) => match tag.name().into_inner() {
                "w:p" => n_paragraphs += 1,
                "w:rPr" if run.bare == Some(start) => {
                    run.properties = start..end;
                    run.bare = Some(end);
                }
                _ => {}
            },
            Event::End(tag) => match tag.name().into_inner() {
                "w:moveFrom" | "w:del" | "mc:Fallback" => unseen = unseen.saturating_sub(1),
                "w:txbxContent" => (paragraph, run) = around.pop().unwrap_or_default(),
                "w:rPr" => {
                    if let Some(from) = in_properties.take() {
                        run.properties = from..end;
                        run.bare = Some(end);
                    }
                }
                "w:r" => {
                    if let Some(piece) = pieces.last_mut().filter(|piece| piece.element.end == start) {
                        piece.closes = Some(end);
                    }
                }
                "w:t" => {
                    if let Some(mut piece) = open.take().filter(|_| unseen == 0) {
                        piece.element.end = end;
                        piece.at.push(start);
                        pieces.push(piece);
                    }
                }
                _ => {}
            },
            Event::Text(text) => {
                if let Some(piece) = &mut open {
                    for (at, c) in text.into_inner().char_indices() {
                        piece.at.push(start + at);
                        piece.chars.push(c);
                    }
                }
            }
            Event::GeneralRef(name) => {
                if let Some(piece) = &mut open {
                    let c = name.resolve_char_ref().ok().flatten();
                    let named = || {
                        resolve_xml_entity(&name.clone().into_inner()).and_then(|text| text.chars().next())
                    };
                    piece.at.push(start);
                    piece.chars.push(c.or_else(named).unwrap_or('\u{fffd}'));
                }
            }
            // Letters in a way that nobody writes them.
            Event::CData(_) => open = None,
            _ => {}
        }
    }
    // The stretches keep their order within a paragraph.
    pieces.sort_by_key(|piece| piece.paragraph);
    Ok(pieces)
}

/// A character of the text and where the document has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// In bytes of the text.
    byte: usize,
    piece: usize,
    /// Which of the piece's characters.
    nth: usize,
}

/// The characters of the text that stand in the document, in order. Automatic numbers, notes and separators of cells do not.
fn aligned(pieces: &[Piece], text: &str) -> Vec<Place> {
    let mut input: InternedInput<char> = InternedInput::default();
    let mut own = Vec::new();
    let mut paragraph = None;
    for (at, piece) in pieces.iter().enumerate() {
        if paragraph.replace(piece.paragraph).is_some_and(|before| before != piece.paragraph) {
            own.push(('\n', None));
        }
        own.extend(piece.chars.iter().enumerate().map(|(nth, c)| (*c, Some((at, nth)))));
    }
    let said: Vec<(usize, char)> = text.char_indices().collect();
    input.update_before(own.iter().map(|(c, _)| *c));
    input.update_after(said.iter().map(|(_, c)| *c));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let mut places = Vec::with_capacity(said.len());
    let (mut from, mut to) = (0, 0);
    let mut same = |until: usize, from: usize, to: usize| {
        let pairs = own[from..until].iter().zip(&said[to..]);
        places.extend(pairs.filter_map(|((_, place), (byte, _))| {
            place.map(|(piece, nth)| Place { byte: *byte, piece, nth })
        }));
    };
    for hunk in diff.hunks() {
        same(hunk.before.start as usize, from, to);
        (from, to) = (hunk.before.end as usize, hunk.after.end as usize);
    }
    same(own.len(), from, to);
    places
}

/// Where a remark begins and ends: within the paragraph of its first letter, or the letter beside it where the document
/// has none there.
fn anchor(range: &Range<usize>, text: &str, places: &[Place], pieces: &[Piece]) -> Option<(Place, Place)> {
    let low = places.partition_point(|place| place.byte < range.start);
    let high = places.partition_point(|place| place.byte < range.end).max(low);
    if let Some(first) = places[low..high].first() {
        let of = |place: &&Place| pieces[place.piece].paragraph == pieces[first.piece].paragraph;
        return Some((*first, *places[low..high].iter().take_while(of).last().unwrap_or(first)));
    }
    let on_line = |place: &&Place| !text[range.start..place.byte].contains('\n');
    let near = places.get(low).filter(on_line).or_else(|| places[..low].last()).or(places.first())?;
    Some((*near, *near))
}

/// What happens between two characters of a piece.
#[derive(Debug, Default)]
struct Cut {
    ends: Vec<usize>,
    /// Runs that are put there, with their tracks.
    put: Vec<(usize, String)>,
    starts: Vec<usize>,
}

/// What happens to pieces.
#[derive(Debug, Default)]
struct Cuts {
    cuts: BTreeMap<usize, BTreeMap<usize, Cut>>,
    /// Characters that are struck out, by piece, with the number of their track.
    struck: BTreeMap<usize, BTreeMap<usize, usize>>,
}

impl Cuts {
    fn at(&mut self, piece: usize, nth: usize) -> &mut Cut {
        self.cuts.entry(piece).or_default().entry(nth).or_default()
    }

    /// Takes up a change, if the document has all letters that it takes out, in one paragraph, or one beside what it puts in.
    fn change(
        &mut self,
        change: &Change,
        text: &str,
        places: &[Place],
        pieces: &[Piece],
        next: &mut usize,
    ) -> bool {
        let low = places.partition_point(|place| place.byte < change.was.start);
        let high = places.partition_point(|place| place.byte < change.was.end).max(low);
        let taken = &places[low..high];
        let of = |place: &Place| pieces[place.piece].paragraph;
        if taken.len() != text[change.was.clone()].chars().count()
            || taken.iter().any(|place| of(place) != of(&taken[0]))
            || change.with.contains('\n')
        {
            return false;
        }
        // Behind the last letter that goes, or the one before it, else before the next.
        let before = |place: &&Place| text[place.byte..change.was.start].chars().count() == 1;
        let last = taken.last().or_else(|| places[..low].last().filter(before));
        let here = match (last, places.get(high).filter(|place| place.byte == change.was.end)) {
            (Some(last), _) => (last.piece, last.nth + 1),
            (None, Some(next)) => (next.piece, next.nth),
            (None, None) => return false,
        };
        for place in taken {
            self.struck.entry(place.piece).or_default().insert(place.nth, *next);
        }
        if !taken.is_empty() {
            *next += 1;
        }
        if !change.with.is_empty() {
            self.at(here.0, here.1).put.push((*next, change.with.clone()));
            *next += 1;
        }
        true
    }

    /// The part with all of it.
    fn made(mut self, xml: &str, pieces: &[Piece]) -> String {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let cuts = self.cuts.remove(&at).unwrap_or_default();
            let struck = self.struck.remove(&at).unwrap_or_default();
            if !cuts.is_empty() || !struck.is_empty() {
                edits.push(rewritten(xml, piece, &cuts, &struck));
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(xml.len() + 256 * edits.len());
        let mut done = 0;
        for (range, with) in edits {
            out.push_str(&xml[done..range.start]);
            out.push_str(&with);
            done = range.end;
        }
        out.push_str(&xml[done..]);
        out
    }
}

/// A piece with its cuts: what is replaced, and by what.
fn rewritten(
    xml: &str,
    piece: &Piece,
    cuts: &BTreeMap<usize, Cut>,
    struck: &BTreeMap<usize, usize>,
) -> (Range<usize>, String) {
    let run = format!("<w:r>{}", &xml[piece.properties.clone()]);
    let mut out = String::new();
    let mut inside = piece.opens.is_none();
    let step = |inside: &mut bool, wanted: bool, out: &mut String| {
        if *inside != wanted {
            out.push_str(if wanted { &run } else { "</w:r>" });
            *inside = wanted;
        }
    };
    let n = piece.chars.len();
    let mut at = 0;
    while at <= n {
        if let Some(cut) = cuts.get(&at) {
            step(&mut inside, false, &mut out);
            for id in &cut.ends {
                let _ = write!(
                    out,
                    "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:commentReference w:id=\"{id}\"/></w:r>"
                );
            }
            for (id, with) in &cut.put {
                let with = escaped(with);
                let _ = write!(
                    out,
                    "<w:ins w:id=\"{id}\" w:author=\"{AUTHOR}\">{run}<w:t xml:space=\"preserve\">{with}</w:t></w:r></w:ins>"
                );
            }
            for id in &cut.starts {
                let _ = write!(out, "<w:commentRangeStart w:id=\"{id}\"/>");
            }
        }
        if at == n {
            break;
        }
        let track = struck.get(&at);
        let mut end = at + 1;
        while end < n && !cuts.contains_key(&end) && struck.get(&end) == track {
            end += 1;
        }
        let letters = &xml[piece.at[at]..piece.at[end]];
        match track {
            Some(id) => {
                step(&mut inside, false, &mut out);
                let _ = write!(
                    out,
                    "<w:del w:id=\"{id}\" w:author=\"{AUTHOR}\">{run}<w:delText xml:space=\"preserve\">{letters}</w:delText></w:r></w:del>"
                );
            }
            None => {
                step(&mut inside, true, &mut out);
                let _ = write!(out, "<w:t xml:space=\"preserve\">{letters}</w:t>");
            }
        }
        at = end;
    }
    let from = piece.opens.unwrap_or(piece.element.start);
    let to = match piece.closes {
        Some(closes) => {
            step(&mut inside, false, &mut out);
            closes
        }
        None => {
            step(&mut inside, true, &mut out);
            piece.element.end
        }
    };
    (from..to, out)
}

/// The target of the relation whose type ends so.
fn target(relations: &str, kind: &str) -> Option<String> {
    let mut reader = Reader::from_str(relations);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let get = |name: &str| {
                    let mut all = tag.attributes();
                    let found = all.with_checks(false).flatten().find(|a| a.key.into_inner() == name)?;
                    Some(found.value.into_owned())
                };
                if get("Type").is_some_and(|known| known.ends_with(kind)) {
                    return get("Target");
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// The part with something more before its end, in the part's own prefix.
fn ended(xml: &str, more: &str) -> Option<String> {
    let end = xml.rfind("</")?;
    let name = &xml[end + 2..];
    let prefix = name.find(':').map_or("", |at| &name[..=at]);
    let more = match (prefix, more.strip_prefix("<w:")) {
        ("" | "w:", _) | (_, Some(_)) => more.to_owned(),
        (prefix, None) => more.replacen('<', &format!("<{prefix}"), 1),
    };
    Some(format!("{}{more}{}", &xml[..end], &xml[end..]))
}

/// The largest number that anything in a part is known by.
fn largest_id(xml: &str) -> usize {
    let ids = xml.split("w:id=\"").skip(1);
    ids.filter_map(|rest| rest.split('"').next()?.parse().ok()).max().unwrap_or(0)
}

const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument";
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
const COMMENTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"></w:comments>";
