//! What the pages of a PDF would run and show, counted before they are: a form may be drawn many times, and draw others,
//! so that a small file stands for work without end.
//!
//! Nothing is believed that the file says of itself. Every `obj` in it counts, and of several with one number the
//! dearest. What is encrypted cannot be counted.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::ops::Range;
use std::rc::Rc;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use crate::input::InputError;
use crate::input::budget::{Budget, Meter, Quantity};
use crate::text::order;

/// An error if the file has more pages than it may, or if they would run or show more.
pub(super) fn weigh(bytes: &[u8], budget: &Budget) -> Result<(), InputError> {
    let file = File::new(bytes, budget)?;
    file.count(&mut budget.meter(Quantity::Pages))?;
    let (mut drawn, mut glyphs) = (budget.meter(Quantity::Drawn), budget.meter(Quantity::Glyphs));
    for (part, all) in file.parts() {
        let mut dearest = Cost::default();
        for object in all {
            let mut cost = Cost::default();
            // A page may stand within the list of pages.
            let mut open = vec![&object.value];
            while let Some(value) = open.pop() {
                match value {
                    Value::Array(values) => open.extend(values),
                    Value::Dict(entries) => {
                        open.extend(entries.iter().map(|(_, value)| value));
                        if value.get("Contents").is_some() || value.is_named("Type", "Page") {
                            cost.add(file.page(value)?, 1);
                        }
                    }
                    _ => {}
                }
            }
            dearest = dearest.max(cost);
        }
        let whole = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        drawn.take(whole(dearest.run));
        glyphs.take(whole(dearest.shown / 2));
        drawn.check(&part)?;
        glyphs.check(&part)?;
    }
    Ok(())
}

/// What running instructions costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    /// Bytes of instructions.
    run: u64,
    /// Bytes of strings that may be shown; a character takes one or two.
    shown: u64,
}

impl Cost {
    fn add(&mut self, other: Cost, times: u64) {
        self.run = self.run.saturating_add(other.run.saturating_mul(times));
        self.shown = self.shown.saturating_add(other.shown.saturating_mul(times));
    }

    fn max(self, other: Cost) -> Cost {
        Cost { run: self.run.max(other.run), shown: self.shown.max(other.shown) }
    }
}

/// What a page, or the drawing of a form, costs beside its instructions.
const ENTRY: u64 = 256;

/// What each entry of the resources costs that a form is drawn with, for they are copied.
const COPY: u64 = 4;

/// The deepest forms within forms that are drawn.
const DEEPEST: u8 = 20;

/// The longest chain of pages above a page, of lists of pages within lists, or of codings of a stream, that is followed.
const CHAIN: usize = 32;

/// The deepest values within values that are read.
const NESTED: usize = 64;

/// What following a reference costs, in bytes unpacked.
const STEP: usize = 8;

/// A value, as far as it matters here; numbers and strings are left out of arrays.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Name(Vec<u8>),
    Reference(u32),
    Number(f64),
    Array(Vec<Value>),
    /// The entries in the order of their names.
    Dict(Vec<(Vec<u8>, Value)>),
    Other,
}

impl Value {
    /// A dictionary; of entries of one name the order stays.
    fn dict(mut entries: Vec<(Vec<u8>, Value)>) -> Value {
        order::by(&mut entries, |a, b| a.0.cmp(&b.0));
        Value::Dict(entries)
    }

    /// The entries of a name.
    fn entries(&self, name: &[u8]) -> &[(Vec<u8>, Value)] {
        let Value::Dict(entries) = self else { return &[] };
        let from = entries.partition_point(|entry| &entry.0[..] < name);
        &entries[from..from + entries[from..].partition_point(|entry| &entry.0[..] == name)]
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.entries(name.as_bytes()).last().map(|(_, value)| value)
    }

    fn is_named(&self, key: &str, name: &str) -> bool {
        matches!(self.get(key), Some(Value::Name(found)) if found == name.as_bytes())
    }
}

/// An object, and where the bytes of its stream stand in the file.
struct Object {
    value: Value,
    stream: Option<Range<usize>>,
}

/// What a stream of instructions says: what it costs by itself, and how often it draws what.
#[derive(Default)]
struct Content {
    own: Cost,
    draws: BTreeMap<Vec<u8>, u64>,
}

/// A value and, of an object, where its stream stands.
type Meant<'f> = (&'f Value, Option<Range<usize>>);

struct File<'b> {
    bytes: &'b [u8],
    objects: BTreeMap<u32, Vec<Object>>,
    /// What the file ends with may hold pages as well.
    trailers: Vec<Object>,
    unpacked: RefCell<Meter>,
    /// Streams that were read, by where they begin.
    contents: RefCell<HashMap<usize, Rc<Content>>>,
    /// Forms by where they begin, the resources they draw from, and how deep others may be drawn in them.
    forms: RefCell<HashMap<(usize, usize, u8), Cost>>,
    /// How many entries resources have, by what they are known by.
    sizes: RefCell<HashMap<usize, u64>>,
}

impl<'b> File<'b> {
    fn new(bytes: &'b [u8], budget: &Budget) -> Result<File<'b>, InputError> {
        let mut file = File {
            bytes,
            objects: BTreeMap::new(),
            trailers: Vec::new(),
            unpacked: RefCell::new(budget.meter(Quantity::Unpacked)),
            contents: RefCell::default(),
            forms: RefCell::default(),
            sizes: RefCell::default(),
        };
        let ends: Vec<usize> = memchr::memmem::find_iter(bytes, b"endstream").collect();
        let mut read = 0;
        for at in memchr::memmem::find_iter(bytes, b"obj") {
            let Some(number) = number_before(&bytes[..at]) else { continue };
            let object = file.object(number, at + 3, &ends, &mut read)?;
            file.objects.entry(number).or_default().push(object);
        }
        let mut read = 0;
        for at in memchr::memmem::find_iter(bytes, b"trailer") {
            let trailer = file.object(0, at + b"trailer".len(), &ends, &mut read)?;
            file.trailers.push(trailer);
        }
        let packed: Vec<(u32, usize)> = file
            .objects
            .iter()
            .flat_map(|(number, all)| (0..all.len()).map(move |n| (*number, n)))
            .filter(|(number, n)| file.objects[number][*n].value.is_named("Type", "ObjStm"))
            .collect();
        for (number, n) in packed {
            let object = &file.objects[&number][n];
            let Some(stream) = object.stream.clone() else { continue };
            let text = file.decode(&object.value, stream)?;
            let (count, first) =
                (file.number(object.value.get("N"))?, file.number(object.value.get("First"))?);
            // The numbers and the places of the objects, then the objects.
            let mut head = Reader::new(&text, 0);
            let mut read = 0;
            for _ in 0..count {
                let (Value::Number(number), Value::Number(place)) = (head.value(0), head.value(0)) else {
                    break;
                };
                let at = first.saturating_add(place as usize).min(text.len());
                let mut reader = Reader::new(&text, at);
                let value = reader.value(0);
                file.charge(&reader, number as u32, at, &mut read)?;
                file.objects.entry(number as u32).or_default().push(Object { value, stream: None });
            }
        }
        Ok(file)
    }

    /// The object whose value stands at `at`. The file is read up to `read`.
    fn object(&self, number: u32, at: usize, ends: &[usize], read: &mut usize) -> Result<Object, InputError> {
        let mut reader = Reader::new(self.bytes, at);
        let value = reader.value(0);
        self.charge(&reader, number, at, read)?;
        let stream = reader.stream(&value, ends);
        Ok(Object { value, stream })
    }

    /// Counts what was read of an object from `at` on, as far as it had been read before: objects may be said to stand
    /// within each other.
    fn charge(&self, reader: &Reader, number: u32, at: usize, read: &mut usize) -> Result<(), InputError> {
        if reader.too_deep {
            let what = format!("values nested deeper than {NESTED}");
            return Err(InputError::damaged(format!("object {number}"), what));
        }
        let again = reader.at.min(*read).saturating_sub(at);
        *read = reader.at.max(*read);
        self.take(again)
    }

    /// Counts bytes read once more.
    fn take(&self, n: usize) -> Result<(), InputError> {
        let mut meter = self.unpacked.borrow_mut();
        meter.take(n);
        meter.check("PDF")
    }

    /// The objects of each number, with the name of that part of the file.
    fn parts(&self) -> impl Iterator<Item = (String, &[Object])> {
        let objects = self.objects.iter().map(|(number, all)| (format!("object {number}"), &all[..]));
        objects.chain(self.trailers.iter().map(|one| ("trailer".to_owned(), std::slice::from_ref(one))))
    }

    /// Counts the pages, be they objects or stand within the list of pages; of several lists of one number the longest.
    fn count(&self, pages: &mut Meter) -> Result<(), InputError> {
        for (part, all) in self.parts() {
            let mut most = 0;
            for object in all {
                most = most.max(self.pages(&object.value, 0)?);
            }
            pages.take(usize::try_from(most).unwrap_or(usize::MAX));
            pages.check(&part)?;
        }
        Ok(())
    }

    /// How many pages a value lists. Those that are objects count where they are listed; what they list counts there.
    fn pages(&self, value: &Value, depth: usize) -> Result<u64, InputError> {
        let mut n_pages = 0u64;
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values),
                Value::Dict(entries) => {
                    open.extend(entries.iter().filter(|(name, _)| name != b"Kids").map(|(_, value)| value));
                    n_pages = n_pages.saturating_add(self.kids(value, depth)?);
                }
                _ => {}
            }
        }
        Ok(n_pages)
    }

    /// How many pages the list of a dictionary has.
    fn kids(&self, value: &Value, depth: usize) -> Result<u64, InputError> {
        // Lists in circles have no end.
        if depth > CHAIN {
            return Ok(u64::MAX);
        }
        let mut most = 0;
        for (list, _) in self.all(value.get("Kids"))? {
            let Value::Array(values) = list else { continue };
            self.take(STEP * values.len())?;
            let mut n_pages = 0u64;
            for value in values {
                let n = match value {
                    Value::Reference(_) => 1,
                    Value::Dict(_) if value.get("Kids").is_some() => self.kids(value, depth + 1)?,
                    Value::Dict(_) => 1,
                    _ => 0,
                };
                n_pages = n_pages.saturating_add(n);
            }
            most = most.max(n_pages);
        }
        Ok(most)
    }

    /// What a value stands for: itself, or all objects of the number it refers to.
    fn all<'f>(&'f self, value: Option<&'f Value>) -> Result<Vec<Meant<'f>>, InputError> {
        let mut found = Vec::new();
        let mut followed = BTreeSet::new();
        let mut open: Vec<Meant> = value.map(|value| (value, None)).into_iter().collect();
        while let Some((value, stream)) = open.pop() {
            self.take(STEP)?;
            match value {
                Value::Reference(number) => {
                    let objects = self.objects.get(number).filter(|_| followed.insert(*number));
                    let objects = objects.map_or(&[][..], |all| all);
                    open.extend(objects.iter().map(|object| (&object.value, object.stream.clone())));
                }
                value => found.push((value, stream)),
            }
        }
        Ok(found)
    }

    fn number(&self, value: Option<&Value>) -> Result<usize, InputError> {
        Ok(match self.all(value)?.first() {
            Some((Value::Number(n), _)) if *n >= 0.0 => *n as usize,
            _ => 0,
        })
    }

    /// What a page costs.
    fn page(&self, page: &Value) -> Result<Cost, InputError> {
        let mut scope = vec![page];
        while scope.len() <= CHAIN {
            let Some(last) = scope.last() else { break };
            let Some((above, _)) = self.all(last.get("Parent"))?.first().cloned() else { break };
            scope.push(above);
        }
        let id = std::ptr::from_ref(page).addr();
        let one = |(value, stream): (&Value, Option<Range<usize>>)| match stream {
            Some(stream) => self.run(value, stream, &scope, id, DEEPEST),
            None => Ok(Cost::default()),
        };
        let mut dearest = Cost::default();
        for (value, stream) in self.all(page.get("Contents"))? {
            let mut cost = Cost::default();
            match value {
                Value::Array(values) => {
                    for value in values {
                        let mut part = Cost::default();
                        for said in self.all(Some(value))? {
                            part = part.max(one(said)?);
                        }
                        cost.add(part, 1);
                    }
                }
                value => cost = one((value, stream))?,
            }
            dearest = dearest.max(cost);
        }
        dearest.run = dearest.run.saturating_add(ENTRY);
        Ok(dearest)
    }

    /// What it costs to run a stream whose names are looked up in the resources of `scope`, which is known by `id`.
    fn run(
        &self,
        value: &Value,
        stream: Range<usize>,
        scope: &[&Value],
        id: usize,
        depth: u8,
    ) -> Result<Cost, InputError> {
        let key = (stream.start, id, depth);
        if let Some(cost) = self.forms.borrow().get(&key) {
            return Ok(*cost);
        }
        let content = self.content(value, stream)?;
        let mut cost = content.own;
        for (name, times) in content.draws.iter().filter(|_| depth > 0) {
            let mut dearest = Cost::default();
            for (form, stream) in self.named(scope, name)? {
                let own = form.get("Resources").is_some();
                let (scope, id) = if own { (&[form][..], stream.start) } else { (scope, id) };
                let mut one = self.run(form, stream, scope, id, depth - 1)?;
                one.run = one.run.saturating_add(COPY * self.size(scope, id)?);
                dearest = dearest.max(one);
            }
            dearest.run = dearest.run.saturating_add(ENTRY);
            cost.add(dearest, *times);
        }
        self.forms.borrow_mut().insert(key, cost);
        Ok(cost)
    }

    /// How many entries the resources of `scope` have, which is known by `id`.
    fn size(&self, scope: &[&Value], id: usize) -> Result<u64, InputError> {
        if let Some(size) = self.sizes.borrow().get(&id) {
            return Ok(*size);
        }
        let mut most = 0;
        for value in scope {
            for (resources, _) in self.all(value.get("Resources"))? {
                let (mut n_entries, mut open) = (0, vec![resources]);
                while let Some(value) = open.pop() {
                    match value {
                        Value::Array(values) => open.extend(values),
                        Value::Dict(entries) => open.extend(entries.iter().map(|(_, value)| value)),
                        _ => {}
                    }
                    n_entries += 1;
                }
                self.take(n_entries)?;
                most = most.max(n_entries as u64);
            }
        }
        self.sizes.borrow_mut().insert(id, most);
        Ok(most)
    }

    /// The forms of a name.
    fn named<'f>(
        &'f self,
        scope: &[&'f Value],
        name: &[u8],
    ) -> Result<Vec<(&'f Value, Range<usize>)>, InputError> {
        let mut found = Vec::new();
        for value in scope {
            for (resources, _) in self.all(value.get("Resources"))? {
                for (objects, _) in self.all(resources.get("XObject"))? {
                    for (_, value) in objects.entries(name) {
                        let forms = self.all(Some(value))?.into_iter();
                        let forms = forms.filter(|(form, _)| !form.is_named("Subtype", "Image"));
                        found.extend(forms.filter_map(|(form, stream)| Some((form, stream?))));
                    }
                }
            }
        }
        Ok(found)
    }

    fn content(&self, value: &Value, stream: Range<usize>) -> Result<Rc<Content>, InputError> {
        if let Some(content) = self.contents.borrow().get(&stream.start) {
            return Ok(content.clone());
        }
        let start = stream.start;
        let content = Rc::new(Content::new(&self.decode(value, stream)?));
        self.contents.borrow_mut().insert(start, content.clone());
        Ok(content)
    }

    /// The bytes of a stream, as far as they can be read.
    fn decode(&self, value: &Value, stream: Range<usize>) -> Result<Vec<u8>, InputError> {
        self.take(stream.len())?;
        let mut bytes = self.bytes[stream].to_vec();
        let mut filters: Vec<Vec<u8>> = Vec::new();
        for (value, _) in self.all(value.get("Filter").or(value.get("F")))? {
            let values =
                if let Value::Array(values) = value { &values[..] } else { std::slice::from_ref(value) };
            for value in values {
                let names = self.all(Some(value))?.into_iter();
                filters.extend(names.filter_map(|(value, _)| match value {
                    Value::Name(name) => Some(name.clone()),
                    _ => None,
                }));
            }
        }
        for filter in filters.iter().take(CHAIN) {
            let limit = self.unpacked.borrow().left() as usize;
            bytes = match &filter[..] {
                b"FlateDecode" | b"Fl" => inflated(&bytes, limit),
                b"LZWDecode" | b"LZW" => unpacked(&bytes, limit),
                b"ASCIIHexDecode" | b"AHx" => of_hex(&bytes),
                b"ASCII85Decode" | b"A85" => of_base85(&bytes),
                b"RunLengthDecode" | b"RL" => of_runs(&bytes, limit),
                // Pictures, and what is encrypted.
                _ => break,
            };
            self.take(bytes.len())?;
        }
        Ok(bytes)
    }
}

/// The number of the object whose `obj` follows: `12 0 `.
fn number_before(before: &[u8]) -> Option<u32> {
    let near = &before[before.len().saturating_sub(32)..];
    let mut words = near.rsplit(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let generation = words.next()?;
    let number = words.next()?;
    // What stands before the number may touch it.
    let digits = number.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let number = std::str::from_utf8(&number[number.len() - digits..]).ok()?;
    generation.iter().all(u8::is_ascii_digit).then(|| number.parse().ok())?
}

/// Reads values.
struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    /// There were values nested deeper than [`NESTED`].
    too_deep: bool,
}

impl<'b> Reader<'b> {
    fn new(bytes: &'b [u8], at: usize) -> Reader<'b> {
        Reader { bytes, at, too_deep: false }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b) = self.peek() {
            match b {
                b'%' => {
                    while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                        self.at += 1;
                    }
                }
                b if is_space(b) => self.at += 1,
                _ => break,
            }
        }
    }

    /// The next value; nothing that is known at the end.
    fn value(&mut self, depth: usize) -> Value {
        self.space();
        let Some(first) = self.peek() else { return Value::Other };
        if depth > NESTED {
            self.too_deep = true;
            self.at = self.bytes.len();
            return Value::Other;
        }
        match first {
            b'/' => Value::Name(self.name()),
            b'(' => {
                self.string();
                Value::Other
            }
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                let mut entries = Vec::new();
                loop {
                    self.space();
                    match self.peek() {
                        Some(b'/') => {
                            let name = self.name();
                            entries.push((name, self.value(depth + 1)));
                        }
                        Some(b'>') => {
                            self.at = (self.at + 2).min(self.bytes.len());
                            return Value::dict(entries);
                        }
                        None => return Value::dict(entries),
                        // A value too many.
                        _ => {
                            let before = self.at;
                            self.value(depth + 1);
                            if self.at == before {
                                return Value::dict(entries);
                            }
                        }
                    }
                }
            }
            b'<' => {
                while self.peek().is_some_and(|b| b != b'>') {
                    self.at += 1;
                }
                self.at += 1;
                Value::Other
            }
            b'[' => {
                self.at += 1;
                let mut values = Vec::new();
                loop {
                    self.space();
                    match self.peek() {
                        None => return Value::Array(values),
                        Some(b']') => {
                            self.at += 1;
                            return Value::Array(values);
                        }
                        _ => {
                            let before = self.at;
                            let value = self.value(depth + 1);
                            if !matches!(value, Value::Other | Value::Number(_)) {
                                values.push(value);
                            }
                            if self.at == before {
                                return Value::Array(values);
                            }
                        }
                    }
                }
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => self.number(),
            b if b.is_ascii_alphabetic() => {
                while self.peek().is_some_and(|b| b.is_ascii_alphanumeric()) {
                    self.at += 1;
                }
                Value::Other
            }
            _ => Value::Other,
        }
    }

    /// A number, or the reference that begins with it.
    fn number(&mut self) -> Value {
        let word = |reader: &mut Self| {
            let start = reader.at;
            while reader.peek().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.')) {
                reader.at += 1;
            }
            std::str::from_utf8(&reader.bytes[start..reader.at])
                .ok()
                .and_then(|word| word.parse::<f64>().ok())
        };
        let number = word(self).unwrap_or(0.0);
        let end = self.at;
        self.space();
        if self.peek().is_some_and(|b| b.is_ascii_digit()) && word(self).is_some() {
            self.space();
            if self.peek() == Some(b'R')
                && !self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_alphanumeric)
            {
                self.at += 1;
                return Value::Reference(number as u32);
            }
        }
        self.at = end;
        Value::Number(number)
    }

    /// A name without its slash, with its codes resolved.
    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let start = self.at;
        while self.peek().is_some_and(|b| !is_space(b) && !is_mark(b)) {
            self.at += 1;
        }
        plain(&self.bytes[start..self.at])
    }

    fn string(&mut self) {
        let mut depth = 0;
        while let Some(b) = self.peek() {
            self.at += 1;
            match b {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        self.at = self.at.min(self.bytes.len());
    }

    /// Where the stream behind a dictionary stands; `ends` are the places of `endstream`.
    fn stream(&mut self, value: &Value, ends: &[usize]) -> Option<Range<usize>> {
        self.space();
        let rest = self.bytes.get(self.at..)?.strip_prefix(b"stream")?;
        let rest = rest
            .strip_prefix(b"\r\n")
            .or(rest.strip_prefix(b"\n"))
            .or(rest.strip_prefix(b"\r"))
            .unwrap_or(rest);
        let start = self.bytes.len() - rest.len();
        let said = match value.get("Length") {
            Some(Value::Number(n)) if *n >= 0.0 => start.checked_add(*n as usize),
            _ => None,
        };
        let is_end = |at: &usize| {
            self.bytes.get(*at..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"endstream"))
        };
        let next = || ends.get(ends.partition_point(|end| *end < start)).copied();
        let end = said.filter(is_end).or_else(next);
        Some(start..end.unwrap_or(self.bytes.len()))
    }
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0 | 0xc)
}

fn is_mark(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// A name with its codes (`#58`) resolved.
fn plain(name: &[u8]) -> Vec<u8> {
    let hex = |b: u8| char::from(b).to_digit(16).map(|n| n as u8);
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match after {
            [a, b, after @ ..] if first == b'#' && hex(*a).is_some() && hex(*b).is_some() => {
                out.push(hex(*a).unwrap_or(0) << 4 | hex(*b).unwrap_or(0));
                rest = after;
            }
            _ => out.push(first),
        }
    }
    out
}

impl Content {
    /// Counts the instructions of a stream. `Do` counts wherever it stands.
    fn new(bytes: &[u8]) -> Content {
        let mut content = Content { own: Cost { run: bytes.len() as u64, shown: 0 }, draws: BTreeMap::new() };
        for at in memchr::memmem::find_iter(bytes, b"Do") {
            let before = bytes[..at].trim_ascii_end();
            let start =
                before.iter().rposition(|b| is_space(*b) || is_mark(*b)).filter(|n| before[*n] == b'/');
            if let Some(start) = start.filter(|start| at - start < 300) {
                *content.draws.entry(plain(&before[start + 1..])).or_default() += 1;
            }
        }
        let mut reader = Reader::new(bytes, 0);
        let starts = |b: &u8| matches!(b, b'(' | b'<' | b'%' | b'I');
        // Within the head of a picture that stands among the instructions.
        let mut in_picture = false;
        while let Some(n) = bytes[reader.at..].iter().position(starts) {
            reader.at += n;
            let start = reader.at;
            match bytes[start] {
                b'(' => {
                    reader.string();
                    content.own.shown += (reader.at - start) as u64;
                }
                b'%' => reader.space(),
                b'I' => {
                    reader.at += 1;
                    if is_word(bytes, start.saturating_sub(1), b"BI") {
                        in_picture = true;
                    } else if in_picture && is_word(bytes, start, b"ID") {
                        in_picture = false;
                        reader.at = end_of_picture(bytes, start + 2);
                    }
                }
                _ if bytes.get(start + 1) == Some(&b'<') => reader.at += 2,
                _ => {
                    let len = memchr::memchr(b'>', &bytes[start..]).unwrap_or(bytes.len() - start);
                    content.own.shown += len as u64 / 2;
                    reader.at = (start + len + 1).min(bytes.len());
                }
            }
        }
        content
    }
}

/// Whether an instruction stands at `at`, and no more than that.
fn is_word(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let ends = |b: Option<&u8>| b.is_none_or(|b| is_space(*b) || is_mark(*b));
    // `/BI` is a name.
    let begins = ends(bytes[..at].last()) && !bytes[..at].ends_with(b"/");
    begins && bytes[at..].starts_with(word) && ends(bytes.get(at + word.len()))
}

/// Where the picture ends whose bytes begin behind `ID`, which end there: behind an `EI` with white space on either side.
fn end_of_picture(bytes: &[u8], at: usize) -> usize {
    let start = at + bytes[at..].iter().take_while(|b| is_space(**b)).count();
    let stands_alone = |at: &usize| {
        (*at == start || is_space(bytes[at - 1])) && bytes.get(at + 2).is_none_or(|b| is_space(*b))
    };
    let ends = memchr::memmem::find_iter(&bytes[start..], b"EI").map(|n| start + n);
    ends.into_iter().find(stands_alone).map_or(bytes.len(), |at| at + 2)
}

/// What comes of a packed stream, as far as it is sound; one byte more than `limit` at most.
fn inflated(bytes: &[u8], limit: usize) -> Vec<u8> {
    let read = |reader: &mut dyn Read| {
        let mut out = Vec::new();
        // What is damaged gives what came before.
        let _ = reader.take(limit as u64 + 1).read_to_end(&mut out);
        out
    };
    let out = read(&mut ZlibDecoder::new(bytes));
    if out.is_empty() { read(&mut DeflateDecoder::new(bytes)) } else { out }
}

fn of_hex(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .take_while(|b| **b != b'>')
        .filter_map(|b| char::from(*b).to_digit(16).map(|n| n as u8))
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn of_base85(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut group) = (Vec::new(), Vec::with_capacity(5));
    for &b in bytes.iter().take_while(|b| **b != b'~') {
        match b {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(b - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            let value = group.iter().fold(0u32, |n, d| n.wrapping_mul(85).wrapping_add(u32::from(*d)));
            out.extend(value.to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let keep = group.len() - 1;
        group.resize(5, 84);
        let value = group.iter().fold(0u32, |n, d| n.wrapping_mul(85).wrapping_add(u32::from(*d)));
        out.extend(&value.to_be_bytes()[..keep]);
    }
    out
}

fn of_runs(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        if first == 128 || out.len() > limit {
            break;
        }
        if first < 128 {
            let (run, after) = after.split_at(after.len().min(usize::from(first) + 1));
            out.extend_from_slice(run);
            rest = after;
        } else {
            let Some((&b, after)) = after.split_first() else { break };
            out.resize(out.len() + 257 - usize::from(first), b);
            rest = after;
        }
    }
    out
}

/// What comes of a stream packed by the older way (LZW).
fn unpacked(bytes: &[u8], limit: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    // Each code is a range of what has come out.
    let mut table: Vec<Range<usize>> = Vec::new();
    let (mut bits, mut count, mut width) = (0u32, 0, 9);
    let mut last: Option<Range<usize>> = None;
    for &b in bytes {
        bits = bits << 8 | u32::from(b);
        count += 8;
        if count < width {
            continue;
        }
        let code = (bits >> (count - width) & ((1 << width) - 1)) as usize;
        count -= width;
        let start = out.len();
        match code {
            256 => {
                table.clear();
                (width, last) = (9, None);
                continue;
            }
            257 => break,
            0..256 => out.push(code as u8),
            code => match (table.get(code - 258).cloned(), last.clone()) {
                (Some(range), _) => out.extend_from_within(range),
                (None, Some(range)) if code - 258 == table.len() => {
                    let first = out[range.start];
                    out.extend_from_within(range);
                    out.push(first);
                }
                _ => break,
            },
        }
        if let Some(range) = last.filter(|_| table.len() < 4096 - 258) {
            // The last one, and the first character of this one, which follows it.
            table.push(range.start..range.end + 1);
        }
        last = Some(start..out.len());
        width = match table.len() + 258 + 1 {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if out.len() > limit {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{of_base85, of_hex, of_runs, unpacked};

    #[test]
    fn codings() {
        assert_eq!(of_hex(b"48 65 6C6c 6F>"), b"Hello");
        assert_eq!(of_base85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(of_runs(&[2, b'a', b'b', b'c', 253, b'd', 128, 9], 99), b"abcdddd");
        // The example of the specification.
        assert_eq!(
            unpacked(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01], 99),
            [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]
        );
    }
}
