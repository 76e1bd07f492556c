//! `plan check --fix` and `--write`: what is certain is changed in a text file, and no other byte of it.

use std::io::Write as _;
use std::path::Path;

use anyhow::Result;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::check::Finding;
use crate::check::fix;
use crate::cli::output::Output;
use crate::cli::{Session, warn};
use crate::model::{Lang, Said};
use crate::report::findings::{self, Change, word};
use crate::report::shown;
use crate::text::order;
use crate::text::{Format, Source};

/// A text, read to be mended.
pub(super) struct Draft {
    pub(super) source: Source,
    /// The bytes of the file; none of them where it is only checked.
    pub(super) bytes: Vec<u8>,
}

/// What mending leaves.
pub(super) struct Mended {
    bytes: Vec<u8>,
    changes: Vec<Change>,
    /// What a person must decide.
    pub(super) left: Vec<Finding>,
}

/// Makes the changes that `check` finds certain, until there are none; in a Word document they are tracked, and what is left
/// is said in comments where `remarks` names their language. An error says why the file cannot be mended.
pub(super) fn mend(
    draft: &Draft,
    mut left: Vec<Finding>,
    remarks: Option<Lang>,
    check: impl Fn(&Source) -> Vec<Finding>,
) -> Result<Mended, Said> {
    let Draft { source, bytes } = draft;
    if !matches!(source.format, Format::Text | Format::Docx) {
        let name = source.format.name();
        return Err(Said::new(
            format!(
                "只能修正纯文本和 Word（docx），这是 {name}；请在原来的程序里改，或用 --from text 当作纯文本"
            ),
            format!(
                "only plain text and Word (docx) can be mended, and this is {name}; mend it where it was written, or read it as it stands with --from text"
            ),
        ));
    }
    let encoding = Encoding::for_label(source.encoding.as_bytes()).unwrap_or(UTF_8);
    let mut trace = Trace::of(&source.text);
    let mut now = source.clone();
    // Mending one fault may uncover another; what is written must be what a second run leaves alone.
    for _ in 0..8 {
        let made = fix::mend(&now.text, &left).made;
        if made.is_empty() {
            break;
        }
        now.text = trace.change(
            &now.text,
            made.iter().map(|(at, fix)| Edit {
                start: fix.span.start(),
                end: fix.span.end(),
                with: &fix.with,
                check: left[*at].problem.check,
            }),
        );
        left = check(&now);
    }
    if source.format == Format::Docx {
        let mut open = remarks.map_or(Vec::new(), |lang| findings::remarks(&now, &left, lang));
        let origins = trace.origins(&now.text);
        for remark in &mut open {
            remark.place = origin(&origins, remark.place.start)..origin(&origins, remark.place.end);
        }
        let changes = trace.changes(&source.text, &now.text);
        let told = |change: &Change| {
            let told = findings::told(source, std::slice::from_ref(change));
            told.iter().map(|told| format!("{} → {} ({})", told.old, told.new, told.checks)).collect()
        };
        let bytes = word::annotated(bytes, &source.text, open, &changes, told)?;
        return Ok(Mended { bytes, changes, left });
    }
    let changes = trace.changes(&source.text, &now.text);
    let bytes = spliced(bytes, encoding, &source.text, &changes)?;
    Ok(Mended { bytes, changes, left })
}

impl Mended {
    /// Itself, where it may be written over its file: an error says that this is none, or no longer what was read.
    pub(super) fn writable(self, session: &Session, draft: &Draft) -> Result<Mended, Said> {
        let path = &draft.source.path;
        if path == "-" {
            return Err(Said::new("标准输入不能用 --write", "--write needs a file, not standard input"));
        }
        let as_read = || session.bytes(Path::new(path)).is_ok_and(|(bytes, _)| bytes == draft.bytes);
        if !self.changes.is_empty() && !as_read() {
            return Err(Said::new(
                "读过之后又被改动，没有写回",
                "has changed since it was read and was left as it is",
            ));
        }
        Ok(self)
    }

    /// Writes the text over its file, unless there is nothing to change.
    pub(super) fn write(&self, session: &Session, draft: &Draft) -> Result<()> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let mut output = Output::open(session, Some(Path::new(&draft.source.path)))?;
        output.write_all(&self.bytes)?;
        output.finish()
    }

    /// Prints the text.
    pub(super) fn print(&self, output: &mut Output) -> Result<()> {
        Ok(output.write_all(&self.bytes)?)
    }

    /// Says each change, `plan.txt:12: 效率,质量 → 效率，质量 ×3 (mixed-width)`, and how much was taken and put in all.
    pub(super) fn tell(&self, session: &Session, source: &Source) {
        let path = shown::line(&source.path);
        let told = findings::told(source, &self.changes);
        for told in told.iter().filter(|_| !session.quiet) {
            let times = if told.times > 1 { format!(" ×{}", told.times) } else { String::new() };
            warn(format_args!("{path}:{}: {} → {}{times} ({})", told.line, told.old, told.new, told.checks));
        }
        let (n, left) = (self.changes.len(), self.left.len());
        let taken: usize =
            self.changes.iter().map(|change| source.text[change.was.clone()].chars().count()).sum();
        let put: usize = self.changes.iter().map(|change| change.with.chars().count()).sum();
        session.say(
            format_args!("{path}：修正 {n} 处（取出 {taken} 字，补上 {put} 字），还有 {left} 处要由人来定"),
            format_args!("{path}: mended {n} places ({taken} characters taken, {put} put), left {left} for a person to decide"),
        );
    }
}

/// A change of the text as it is now, in bytes.
struct Edit<'e> {
    start: usize,
    end: usize,
    with: &'e str,
    check: &'static str,
}

/// Which characters of a text that is changed again and again stand there from the beginning.
struct Trace {
    /// For each character where it stood at first, in bytes; none for one that was put there.
    from: Vec<Option<usize>>,
    /// Which check changed what, by where that stood at first.
    checks: Vec<(usize, &'static str)>,
}

impl Trace {
    fn of(text: &str) -> Trace {
        Trace { from: text.char_indices().map(|(at, _)| Some(at)).collect(), checks: Vec::new() }
    }

    /// The text after changes in the order of their places, which do not overlap.
    fn change<'e>(&mut self, text: &str, edits: impl Iterator<Item = Edit<'e>>) -> String {
        let mut edits = edits.peekable();
        let (mut out, mut from) = (String::with_capacity(text.len()), Vec::with_capacity(self.from.len()));
        // The first place that is not passed yet, of the text at first.
        let mut passed = 0;
        let mut put = |edit: &Edit, out: &mut String, from: &mut Vec<Option<usize>>, passed: usize| {
            out.push_str(edit.with);
            from.extend(edit.with.chars().map(|_| None));
            self.checks.push((passed, edit.check));
        };
        for ((at, c), origin) in text.char_indices().zip(&self.from) {
            while let Some(edit) = edits.next_if(|edit| edit.end <= at) {
                put(&edit, &mut out, &mut from, passed);
            }
            if edits.peek().is_none_or(|edit| at < edit.start) {
                out.push(c);
                from.push(*origin);
            }
            if let Some(origin) = origin {
                passed = origin + c.len_utf8();
            }
        }
        for edit in edits {
            put(&edit, &mut out, &mut from, passed);
        }
        self.from = from;
        out
    }

    /// Where the characters of the text as it is now stand, and where they stood at first.
    fn origins(&self, now: &str) -> Vec<(usize, usize)> {
        let places = now.char_indices().zip(&self.from);
        places.filter_map(|((at, _), origin)| origin.map(|origin| (at, origin))).collect()
    }

    /// What became of the text at first, place by place; what was put back as it was is no change.
    fn changes(mut self, first: &str, now: &str) -> Vec<Change> {
        order::sort(&mut self.checks);
        self.checks.dedup();
        let mut changes = Vec::new();
        let (mut end, mut with) = (0, String::new());
        let mut close = |was: std::ops::Range<usize>, with: &mut String| {
            let by = |(at, _): &&(usize, &'static str)| was.start <= *at && *at <= was.end;
            let low = self.checks.partition_point(|(at, _)| *at < was.start);
            let mut checks: Vec<&'static str> =
                self.checks[low..].iter().take_while(by).map(|(_, check)| *check).collect();
            order::sort(&mut checks);
            checks.dedup();
            let (was, with) = trimmed(first, was, std::mem::take(with));
            if !was.is_empty() || !with.is_empty() {
                changes.push(Change { was, with, checks });
            }
        };
        for (c, origin) in now.chars().zip(&self.from) {
            match *origin {
                None => with.push(c),
                Some(origin) => {
                    if origin > end || !with.is_empty() {
                        close(end..origin, &mut with);
                    }
                    end = origin + c.len_utf8();
                }
            }
        }
        if end < first.len() || !with.is_empty() {
            close(end..first.len(), &mut with);
        }
        changes
    }
}

/// Where a place stood at first, by `Trace::origins`; what was put there, where the next character stood.
fn origin(origins: &[(usize, usize)], place: usize) -> usize {
    let at = origins.partition_point(|(now, _)| *now < place);
    match (origins.get(at), origins.last()) {
        (Some((_, origin)), _) => *origin,
        (None, Some((now, origin))) => origin + (place - now),
        (None, None) => 0,
    }
}

/// A change without the characters at its ends that stay.
fn trimmed(text: &str, was: std::ops::Range<usize>, with: String) -> (std::ops::Range<usize>, String) {
    let old = &text[was.clone()];
    let alike = |(a, b): &(char, char)| a == b;
    let head: usize = old.chars().zip(with.chars()).take_while(alike).map(|(c, _)| c.len_utf8()).sum();
    let (old, new) = (&old[head..], &with[head..]);
    let tail: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(alike).map(|(c, _)| c.len_utf8()).sum();
    (was.start + head..was.end - tail, new[..new.len() - tail].to_owned())
}

/// The bytes of the file with the changes made in its own encoding; all others stay, those too that stand for no character.
fn spliced(
    bytes: &[u8],
    encoding: &'static Encoding,
    text: &str,
    changes: &[Change],
) -> Result<Vec<u8>, Said> {
    let wanted: Vec<usize> = changes.iter().flat_map(|change| [change.was.start, change.was.end]).collect();
    let places = places(bytes, encoding, text, &wanted).ok_or_else(|| {
        Said::new(
            "要改的地方与文件的字节对不上，没有改动",
            "the bytes of the file are not the text that was checked; it was left as it is",
        )
    })?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for (change, place) in changes.iter().zip(places.chunks_exact(2)) {
        out.extend_from_slice(&bytes[done..place[0]]);
        out.extend(encoded(&change.with, encoding).ok_or_else(|| {
            Said::new(
                format!("编码 {} 里没有要补上的 `{}`，没有改动", encoding.name(), change.with),
                format!(
                    "`{}` cannot be written in {}; the file was left as it is",
                    change.with,
                    encoding.name()
                ),
            )
        })?);
        done = place[1];
    }
    out.extend_from_slice(&bytes[done..]);
    Ok(out)
}

/// A text in an encoding; none where that has not all of its characters.
fn encoded(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    if encoding == UTF_16LE {
        return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, used, lossy) = encoding.encode(text);
    (used == encoding && !lossy).then(|| bytes.into_owned())
}

/// Where places of the text, in ascending order, stand among the bytes it was decoded from. None where these do not
/// give this text, or where a place is within bytes that stand for no character.
fn places(bytes: &[u8], encoding: &'static Encoding, text: &str, wanted: &[usize]) -> Option<Vec<usize>> {
    let start = match Encoding::for_bom(bytes) {
        Some((found, length)) if found == encoding => length,
        _ => 0,
    };
    let mut wanted = wanted.iter().copied().peekable();
    let mut found = Vec::new();
    // A stretch of the bytes that gives one of the text; both begin where the last one ended.
    let (mut at_byte, mut at_text) = (start, 0);
    let mut stretch = |n_bytes: usize, said: &str, linear: bool| -> Option<()> {
        if !text[at_text..].starts_with(said) {
            return None;
        }
        while let Some(place) = wanted.next_if(|place| *place < at_text + said.len()) {
            let within = place - at_text;
            match linear || within == 0 {
                true => found.push(at_byte + within),
                false => return None,
            }
        }
        (at_byte, at_text) = (at_byte + n_bytes, at_text + said.len());
        Some(())
    };
    if encoding == UTF_8 {
        for chunk in bytes[start..].utf8_chunks() {
            stretch(chunk.valid().len(), chunk.valid(), true)?;
            if !chunk.invalid().is_empty() {
                stretch(chunk.invalid().len(), "\u{fffd}", false)?;
            }
        }
    } else {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut said = String::with_capacity(64);
        let mut n_bytes = 0;
        for (at, byte) in bytes[start..].iter().enumerate() {
            let last = start + at + 1 == bytes.len();
            let _ = decoder.decode_to_string(std::slice::from_ref(byte), &mut said, last);
            n_bytes += 1;
            if !said.is_empty() {
                stretch(n_bytes, &said, false)?;
                (n_bytes, said) = (0, {
                    said.clear();
                    said
                });
            }
        }
    }
    (at_text == text.len()).then_some(())?;
    found.extend(wanted.map(|_| bytes.len()));
    Some(found)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, UTF_8, UTF_16BE, UTF_16LE};

    use super::{Edit, Trace, places, spliced};
    use crate::report::findings::Change;

    #[test]
    fn places_of_characters_among_bytes() {
        let text = "一a\u{fffd}二";
        for (encoding, bytes, wanted) in [
            (UTF_8, &b"\xef\xbb\xbf\xe4\xb8\x80a\xff\xe4\xba\x8c"[..], [3, 6, 7, 8, 11]),
            (UTF_8, b"\xe4\xb8\x80a\xe4\xba\xe4\xba\x8c", [0, 3, 4, 6, 9]),
            (GB18030, b"\xd2\xbba\xff\xb6\xfe", [0, 2, 3, 4, 6]),
            (BIG5, b"\xa4\x40a\xff\xa4\x47", [0, 2, 3, 4, 6]),
            (UTF_16LE, b"\xff\xfe\x00\x4ea\x00\x00\xdc\x8c\x4e", [2, 4, 6, 8, 10]),
            (UTF_16BE, b"\x4e\x00\x00a\xdc\x00\x4e\x8c", [0, 2, 4, 6, 8]),
        ] {
            let found = places(bytes, encoding, text, &[0, 3, 4, 7, 10]);
            assert_eq!(found.as_deref(), Some(&wanted[..]), "{}", encoding.name());
            assert_eq!(places(bytes, encoding, "一b二", &[0]), None);
        }
        // Four bytes for one character, and a character outside of the first plane.
        let (bytes, ..) = GB18030.encode("一\u{20000}ㄓ\u{e000}。");
        let found = places(&bytes, GB18030, "一\u{20000}ㄓ\u{e000}。", &[3, 7]);
        assert_eq!(found, Some(vec![2, 6]));
    }

    #[test]
    fn bytes_that_are_not_named_stay() {
        let change = |was, with: &str| Change { was, with: with.into(), checks: vec![] };
        let bytes = b"a\xffb,\xd2\xbb\r\n\xfe";
        let text = "a\u{fffd}b,一\r\n\u{fffd}";
        let made = spliced(bytes, GB18030, text, &[change(5..6, "，")]).expect("it can be made");
        assert_eq!(made, b"a\xffb\xa3\xac\xd2\xbb\r\n\xfe");
        let why = spliced(bytes, BIG5, "a,", &[change(1..2, "，")]).expect_err("another text");
        assert!(why.en.contains("left as it is"));
        let why = spliced(b"a,", BIG5, "a,", &[change(1..2, "\u{20000}")]).expect_err("no such character");
        assert!(why.en.contains("cannot be written in Big5"), "{}", why.en);
    }

    #[test]
    fn changes_of_changes_are_told_once() {
        let first = "甲,,乙 丙";
        let mut trace = Trace::of(first);
        let edit = |start, end, with, check| Edit { start, end, with, check };
        let now = trace
            .change(first, [edit(3, 4, "，", "w"), edit(4, 5, "，", "w"), edit(8, 9, "", "s")].into_iter());
        assert_eq!(now, "甲，，乙丙");
        let now = trace.change(&now, [edit(3, 9, "，", "d")].into_iter());
        assert_eq!(now, "甲，乙丙");
        let changes = trace.changes(first, &now);
        let told: Vec<_> = changes
            .iter()
            .map(|change| (change.was.clone(), change.with.as_str(), &change.checks[..]))
            .collect();
        assert_eq!(told, [(3..5, "，", &["d", "w"][..]), (8..9, "", &["s"][..])]);
        // Put back as it was.
        let mut trace = Trace::of(first);
        let now = trace.change(first, [edit(3, 5, "，", "w")].into_iter());
        let now = trace.change(&now, [edit(3, 6, ",,", "d")].into_iter());
        assert!(trace.changes(first, &now).is_empty());
    }
}
