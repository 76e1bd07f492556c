//! `--resume`: lines that were written before a kill, a power cut or a full disk are not made again.
//!
//! ```text
//! out.jsonl               appears when all is done, whole
//! out.jsonl.journal       what each of its lines was made from
//! out.jsonl.part          lines written so far, in any order; locked by the run that writes it
//! out.jsonl.part.journal  a line for each line of it that has certainly reached the disk
//! ```
//!
//! Lines go to the part, the part to the disk, and only then a line of the journal: so whatever the journal names is
//! whole, and what the part has beyond it is cut off. At the end the lines stand in the order of their paths; where the
//! part has them so, it only takes its name, else they are copied.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::cli::output::{Held, cannot_write, sync_folder, write_whole};
use crate::cli::read::Stamp;
use crate::cli::{Session, named};
use crate::model::Lang;

/// What a line was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    key: Key,
    stamp: Stamp,
    sha256: [u8; 32],
}

/// The first half of the SHA-256 of a path.
type Key = [u8; 16];

impl Entry {
    /// The entry of a file with these bytes.
    pub(super) fn new(path: &Path, stamp: Stamp, bytes: &[u8]) -> Entry {
        Entry { key: key(path), stamp, sha256: Sha256::digest(bytes).into() }
    }
}

fn key(path: &Path) -> Key {
    let hash: [u8; 32] = Sha256::digest(path.as_os_str().as_encoded_bytes()).into();
    std::array::from_fn(|at| hash[at])
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    file: Place,
    start: u64,
    length: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the output of an earlier run.
    Output,
    /// In the part.
    Part,
}

/// The lines of earlier runs; none where this run cannot be resumed.
#[derive(Default)]
pub(super) struct Known(Option<Lines>);

impl Known {
    /// Whether entries are wanted.
    pub(super) fn is_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// The line of a file whose size and time of change are as they were.
    pub(super) fn unread(&self, path: &Path) -> Option<(Entry, Piece)> {
        let (entry, piece) = self.0.as_ref()?.get(&key(path))?;
        let stamp = Stamp::of(&fs::metadata(path).ok()?)?;
        entry.stamp.holds_for(stamp).then_some((*entry, *piece))
    }

    /// The line of a file that has been touched but has the bytes it had.
    pub(super) fn same(&self, entry: &Entry) -> Option<Piece> {
        let (old, piece) = self.0.as_ref()?.get(&entry.key)?;
        (old.sha256 == entry.sha256).then_some(*piece)
    }
}

/// The output of a run that can be resumed.
pub(super) struct Store {
    held: Held,
    /// The language of messages.
    lang: Lang,
    fingerprint: String,
    part: File,
    /// Lines that are still to be written to it.
    buffer: Vec<u8>,
    /// Bytes in the part and the buffer.
    written: u64,
    /// The lines in the order of the output.
    order: Vec<(Piece, Option<Entry>)>,
    /// Lines that the journal does not name yet.
    pending: Vec<(Piece, Entry)>,
    keeper: Option<Keeper>,
    kept_at: Instant,
}

/// Every journal begins with it; see `fingerprint` in `target.rs`.
const MARK: &[u8] = b"plan ";

/// How often what has been written is brought to the disk. A kill costs the work of so long.
const PAUSE: Duration = Duration::from_millis(200);

/// How much is written at once, in bytes.
const BUFFER: usize = 1 << 16;

/// The most bytes of a line of the journal.
const ENTRY: u64 = 4 * 21 + 2 * (32 + 16) + 3;

impl Store {
    /// Opens the output and what earlier runs left of it. `fingerprint` stands for the program and the options that
    /// change what is printed: lines made with others are not used.
    pub(super) fn open(session: &Session, path: &Path, fingerprint: &str) -> Result<(Store, Known)> {
        let (held, mut part) = Held::open(session, path, MARK)?;
        let [journal_path, finished] = &held.journals;
        let mut known = HashMap::new();
        let end = read_finished(&mut known, finished, fingerprint)?;
        // Without it the journal is cut off; with another, something else has written the output since.
        if end.is_none() || fs::metadata(&held.path).ok().and_then(|found| Stamp::of(&found)) != end {
            known.clear();
        }
        let journal = File::options().read(true).write(true).create(true).truncate(false).open(journal_path);
        let mut journal = journal.with_context(|| session.cannot_write(journal_path))?;
        let part_length = part.metadata()?.len();
        let (written, journaled) = read_part(&mut known, &journal, part_length, fingerprint)?;
        if written < part_length {
            session.say(
                format_args!("`{}` 从第 {written} 字节处接着写", named(&held.part)),
                format_args!("`{}` is continued at byte {written}", named(&held.part)),
            );
        }
        part.set_len(written)?;
        part.seek(SeekFrom::End(0))?;
        journal.set_len(journaled)?;
        journal.seek(SeekFrom::End(0))?;
        if journaled == 0 {
            journal.write_all(format!("{fingerprint}\n").as_bytes())?;
            // By its journal the next run knows the part for ours; so the journal is there first.
            journal.sync_data()?;
            sync_folder(journal_path);
        }
        let keeper = Keeper::start(part.try_clone()?, journal);
        let store = Store {
            held,
            lang: session.lang,
            fingerprint: fingerprint.to_owned(),
            part,
            buffer: Vec::new(),
            written,
            order: Vec::new(),
            pending: Vec::new(),
            keeper: Some(keeper),
            kept_at: Instant::now(),
        };
        Ok((store, Known(Some(known))))
    }

    /// Writes the next line of the output, with its line end. One without an entry will be made again next time.
    pub(super) fn add(&mut self, line: &[u8], entry: Option<Entry>) -> Result<()> {
        self.buffer.extend_from_slice(line);
        let piece = Piece { file: Place::Part, start: self.written, length: line.len() as u64 };
        self.written += piece.length;
        self.order.push((piece, entry));
        if let Some(entry) = entry {
            self.pending.push((piece, entry));
        }
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        if self.kept_at.elapsed() >= PAUSE { self.keep() } else { Ok(()) }
    }

    /// Lets the next line of the output be one of an earlier run.
    pub(super) fn reuse(&mut self, piece: Piece, entry: Entry) {
        self.order.push((piece, Some(entry)));
    }

    fn flush(&mut self) -> Result<()> {
        self.part.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Lets the lines so far be brought to the disk.
    fn keep(&mut self) -> Result<()> {
        self.flush()?;
        let Some(keeper) = &self.keeper else { return Ok(()) };
        match keeper.send.try_send(std::mem::take(&mut self.pending)) {
            Ok(()) => self.kept_at = Instant::now(),
            // The disk is slower than we are; next time.
            Err(TrySendError::Full(pending)) => self.pending = pending,
            Err(TrySendError::Disconnected(_)) => self.settle()?,
        }
        Ok(())
    }

    /// Waits for the disk.
    fn settle(&mut self) -> Result<()> {
        let Some(keeper) = self.keeper.take() else { return Ok(()) };
        drop(keeper.send);
        keeper.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(())
    }

    /// Gives the output its name.
    pub(super) fn finish(mut self) -> Result<()> {
        self.flush()?;
        if let Some(keeper) = &self.keeper {
            let _ = keeper.send.send(std::mem::take(&mut self.pending));
        }
        self.settle()?;
        let Held { path, part, journals: [journal_of_part, _] } = &self.held;
        let in_order = |file: Place, length: u64| {
            let mut at = 0;
            let follows = self.order.iter().all(|(piece, _)| {
                let follows = piece.file == file && piece.start == at;
                at += piece.length;
                follows
            });
            follows && at == length
        };
        let old_length = fs::metadata(path).map(|found| found.len());
        if in_order(Place::Part, self.written) {
            fs::rename(part, path).with_context(|| cannot_write(self.lang, path))?;
        } else if old_length.is_ok_and(|length| in_order(Place::Output, length)) {
            fs::remove_file(part)?;
        } else {
            self.copy()?;
            fs::remove_file(part)?;
        }
        sync_folder(path);
        self.write_journal()?;
        fs::remove_file(journal_of_part)?;
        Ok(())
    }

    /// Copies the lines in their order to a new file, which becomes the output.
    fn copy(&self) -> Result<()> {
        let path = &self.held.path;
        let mut part = BufReader::with_capacity(1 << 18, File::open(&self.held.part)?);
        let mut old = File::open(path).ok().map(|file| BufReader::with_capacity(1 << 18, file));
        let (mut at_part, mut at_old) = (0, 0);
        write_whole(self.lang, path, |out| {
            for (piece, _) in &self.order {
                let (reader, at) = match (piece.file, &mut old) {
                    (Place::Output, Some(old)) => (old, &mut at_old),
                    _ => (&mut part, &mut at_part),
                };
                reader.seek_relative(piece.start as i64 - *at as i64)?;
                let copied = io::copy(&mut reader.by_ref().take(piece.length), out)?;
                anyhow::ensure!(
                    copied == piece.length,
                    match self.lang {
                        Lang::Zh => format!("`{}` 同时被别的程序截短", named(path)),
                        Lang::En => format!("`{}` became shorter meanwhile", named(path)),
                    }
                );
                *at = piece.start + piece.length;
            }
            Ok(())
        })
    }

    /// Writes what each line of the output was made from.
    fn write_journal(&self) -> Result<()> {
        let Held { path, journals: [_, journal], .. } = &self.held;
        let stamp = Stamp::of(&fs::metadata(path)?).context("a regular file")?;
        write_whole(self.lang, journal, |out| {
            writeln!(out, "{}", self.fingerprint)?;
            let (mut start, mut line) = (0, String::new());
            for (piece, entry) in &self.order {
                if let Some(entry) = entry {
                    line.clear();
                    write_entry(&mut line, Piece { start, ..*piece }, entry);
                    out.write_all(line.as_bytes())?;
                }
                start += piece.length;
            }
            writeln!(out, "end {} {}", stamp.size, stamp.modified)?;
            Ok(())
        })
    }
}

impl Drop for Store {
    /// A run that ends early, for want of room or anything else, keeps the lines that are whole. On a full disk the last
    /// of them make room for the journal of the others.
    fn drop(&mut self) {
        if self.keeper.is_none() {
            return;
        }
        let _ = self.flush();
        let there = self.part.metadata().map_or(0, |found| found.len());
        let room = if there < self.written { BLOCK + ENTRY * self.pending.len() as u64 } else { 0 };
        let end = |piece: &Piece| piece.start + piece.length;
        self.pending.retain(|(piece, _)| end(piece) + room <= there);
        if let Some((piece, _)) = self.pending.last() {
            let _ = self.part.set_len(end(piece));
        }
        if let Some(keeper) = &self.keeper {
            let _ = keeper.send.send(std::mem::take(&mut self.pending));
        }
        let _ = self.settle();
    }
}

/// In what steps disks give room, at most.
const BLOCK: u64 = 64 << 10;

/// Brings the part to the disk and then writes the journal, on a thread of its own: reading goes on meanwhile.
struct Keeper {
    send: SyncSender<Vec<(Piece, Entry)>>,
    thread: JoinHandle<io::Result<()>>,
}

impl Keeper {
    fn start(part: File, mut journal: File) -> Keeper {
        let (send, receive) = sync_channel::<Vec<(Piece, Entry)>>(0);
        let thread = std::thread::spawn(move || {
            let mut lines = String::new();
            for pieces in receive {
                part.sync_data()?;
                lines.clear();
                for (piece, entry) in &pieces {
                    write_entry(&mut lines, *piece, entry);
                }
                journal.write_all(lines.as_bytes())?;
                journal.sync_data()?;
            }
            Ok(())
        });
        Keeper { send, thread }
    }
}

/// `start length size modified sha256 key`, and a line end.
fn write_entry(out: &mut String, piece: Piece, entry: &Entry) {
    let _ = write!(out, "{} {} {} {} ", piece.start, piece.length, entry.stamp.size, entry.stamp.modified);
    for byte in entry.sha256 {
        let _ = write!(out, "{byte:02x}");
    }
    out.push(' ');
    for byte in entry.key {
        let _ = write!(out, "{byte:02x}");
    }
    out.push('\n');
}

fn read_entry(line: &str, file: Place) -> Option<(Entry, Piece)> {
    let mut fields = line.split(' ');
    let mut number = || fields.next()?.parse::<u64>().ok();
    let piece = Piece { file, start: number()?, length: number()? };
    let stamp = Stamp { size: number()?, modified: number()? };
    let (sha256, key) = (bytes_of(fields.next()?)?, bytes_of(fields.next()?)?);
    Some((Entry { key, stamp, sha256 }, piece)).filter(|_| fields.next().is_none())
}

fn bytes_of<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if hex.len() != 2 * N || !hex.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

type Lines = HashMap<Key, (Entry, Piece)>;

/// Reads the journal of a finished output, up to the stamp of that output at its end.
fn read_finished(known: &mut Lines, journal: &Path, fingerprint: &str) -> Result<Option<Stamp>> {
    let Ok(journal) = File::open(journal) else { return Ok(None) };
    let mut lines = BufReader::new(journal).lines().map_while(io::Result::ok);
    if lines.next().as_deref() != Some(fingerprint) {
        return Ok(None);
    }
    for line in lines {
        if let Some(end) = line.strip_prefix("end ") {
            let stamp = end.split_once(' ').and_then(|(size, modified)| {
                Some(Stamp { size: size.parse().ok()?, modified: modified.parse().ok()? })
            });
            if let Some(stamp) = stamp {
                return Ok(Some(stamp));
            }
        }
        if let Some((entry, piece)) = read_entry(&line, Place::Output) {
            known.insert(entry.key, (entry, piece));
        }
    }
    Ok(None)
}

/// Reads the journal of a part that is so long: how much of the part and of the journal is whole.
fn read_part(known: &mut Lines, journal: &File, length: u64, fingerprint: &str) -> Result<(u64, u64)> {
    let mut reader = BufReader::new(journal);
    let (mut written, mut journaled) = (0, 0);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line)? as u64;
        let Some(text) = line.strip_suffix(b"\n").and_then(|line| std::str::from_utf8(line).ok()) else {
            break;
        };
        if journaled == 0 {
            if text != fingerprint {
                break;
            }
        } else {
            let Some((entry, piece)) = read_entry(text, Place::Part) else { break };
            let end = piece.start.saturating_add(piece.length);
            if piece.start < written || end > length {
                break;
            }
            written = end;
            known.insert(entry.key, (entry, piece));
        }
        journaled += read;
    }
    Ok((written, journaled))
}
