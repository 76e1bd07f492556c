//! JSON on one line, written straight into memory: byte for byte what serde_json prints, at half its price. A plan is
//! mostly strings without anything to escape, which are looked at 32 bytes at a time and copied whole.

use std::fmt::{self, Display};

use serde::ser::{self, Serialize};

/// Writes `value` behind what `out` holds.
pub(super) fn write(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Failed> {
    value.serialize(&mut Writer { out, raw: false })
}

/// A value of a kind that the format has none of.
#[derive(Debug)]
pub(super) struct Failed;

impl Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no JSON")
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: Display>(_: T) -> Failed {
        Failed
    }
}

struct Writer<'o> {
    out: &'o mut Vec<u8>,
    /// The next string is JSON itself.
    raw: bool,
}

/// The name under which serde_json serialises a value that is JSON already.
const RAW: &str = "$serde_json::private::RawValue";

/// Whether a byte of a string is written otherwise.
fn escaped(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\')
}

fn string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let any = |bytes: &[u8]| bytes.iter().fold(false, |any, &byte| any | escaped(byte));
    let (blocks, rest) = bytes.as_chunks::<32>();
    if blocks.iter().any(|block| any(block)) || any(rest) {
        escape(out, bytes);
    } else {
        out.extend_from_slice(bytes);
    }
    out.push(b'"');
}

/// Writes a string that has something to escape.
#[cold]
fn escape(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if !escaped(byte) {
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => {
                let hex = |n: u8| b"0123456789abcdef"[n as usize];
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]);
            }
        }
    }
    out.extend_from_slice(&bytes[from..]);
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// A list or an object that is being written.
struct Inner<'w, 'o> {
    writer: &'w mut Writer<'o>,
    first: bool,
    close: u8,
}

impl<'w, 'o> Inner<'w, 'o> {
    fn open(writer: &'w mut Writer<'o>, open: u8, close: u8) -> Inner<'w, 'o> {
        writer.out.push(open);
        Inner { writer, first: true, close }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.writer.out.push(b',');
        }
    }

    fn end(self) -> Result<(), Failed> {
        self.writer.out.push(self.close);
        Ok(())
    }
}

impl ser::SerializeSeq for Inner<'_, '_> {
    type Ok = ();
    type Error = Failed;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Failed> {
        self.next();
        value.serialize(&mut *self.writer)
    }
    fn end(self) -> Result<(), Failed> {
        Inner::end(self)
    }
}

impl ser::SerializeTuple for Inner<'_, '_> {
    type Ok = ();
    type Error = Failed;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Failed> {
        self.next();
        value.serialize(&mut *self.writer)
    }
    fn end(self) -> Result<(), Failed> {
        Inner::end(self)
    }
}

impl ser::SerializeStruct for Inner<'_, '_> {
    type Ok = ();
    type Error = Failed;
    #[inline]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Failed> {
        if self.writer.raw {
            return value.serialize(&mut *self.writer);
        }
        let out = &mut self.writer.out;
        out.reserve(key.len() + 4);
        if !std::mem::take(&mut self.first) {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        value.serialize(&mut *self.writer)
    }
    fn end(self) -> Result<(), Failed> {
        if std::mem::take(&mut self.writer.raw) {
            return Ok(());
        }
        Inner::end(self)
    }
}

/// What the format has none of: maps, tuples with names, and values inside variants.
type Never = ser::Impossible<(), Failed>;

impl<'w, 'o> ser::Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = Failed;
    type SerializeSeq = Inner<'w, 'o>;
    type SerializeTuple = Inner<'w, 'o>;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Inner<'w, 'o>;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, v: bool) -> Result<(), Failed> {
        self.out.extend_from_slice(if v { b"true" } else { b"false" });
        Ok(())
    }
    fn serialize_i8(self, v: i8) -> Result<(), Failed> {
        self.serialize_i64(v.into())
    }
    fn serialize_i16(self, v: i16) -> Result<(), Failed> {
        self.serialize_i64(v.into())
    }
    fn serialize_i32(self, v: i32) -> Result<(), Failed> {
        self.serialize_i64(v.into())
    }
    fn serialize_i64(self, v: i64) -> Result<(), Failed> {
        if v < 0 {
            self.out.push(b'-');
        }
        number(self.out, v.unsigned_abs());
        Ok(())
    }
    fn serialize_u8(self, v: u8) -> Result<(), Failed> {
        self.serialize_u64(v.into())
    }
    fn serialize_u16(self, v: u16) -> Result<(), Failed> {
        self.serialize_u64(v.into())
    }
    fn serialize_u32(self, v: u32) -> Result<(), Failed> {
        self.serialize_u64(v.into())
    }
    fn serialize_u64(self, v: u64) -> Result<(), Failed> {
        number(self.out, v);
        Ok(())
    }
    fn serialize_f32(self, v: f32) -> Result<(), Failed> {
        serde_json::to_writer(&mut *self.out, &v).map_err(|_| Failed)
    }
    fn serialize_f64(self, v: f64) -> Result<(), Failed> {
        serde_json::to_writer(&mut *self.out, &v).map_err(|_| Failed)
    }
    fn serialize_char(self, v: char) -> Result<(), Failed> {
        string(self.out, v.encode_utf8(&mut [0; 4]));
        Ok(())
    }
    #[inline]
    fn serialize_str(self, v: &str) -> Result<(), Failed> {
        match self.raw {
            true => self.out.extend_from_slice(v.as_bytes()),
            false => string(self.out, v),
        }
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Failed> {
        Err(Failed)
    }
    fn serialize_none(self) -> Result<(), Failed> {
        self.serialize_unit()
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Failed> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Failed> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Failed> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Failed> {
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'"');
        Ok(())
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, v: &T) -> Result<(), Failed> {
        v.serialize(self)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Failed> {
        Err(Failed)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Inner<'w, 'o>, Failed> {
        Ok(Inner::open(self, b'[', b']'))
    }
    fn serialize_tuple(self, _: usize) -> Result<Inner<'w, 'o>, Failed> {
        Ok(Inner::open(self, b'[', b']'))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Failed> {
        Err(Failed)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, Failed> {
        Err(Failed)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Never, Failed> {
        Err(Failed)
    }
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Inner<'w, 'o>, Failed> {
        if name == RAW {
            self.raw = true;
            return Ok(Inner { writer: self, first: true, close: 0 });
        }
        Ok(Inner::open(self, b'{', b'}'))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, Failed> {
        Err(Failed)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::value::RawValue;

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        OfTwoWords,
    }

    #[derive(Serialize)]
    struct Row {
        text: &'static str,
        kind: Kind,
        number: Option<Box<RawValue>>,
        year: Option<i16>,
        score: f64,
        span: [usize; 2],
        open: bool,
        rows: Vec<Row>,
    }

    #[test]
    fn prints_what_serde_json_prints() {
        let row = |text, digits: Option<&str>, rows| Row {
            text,
            kind: Kind::OfTwoWords,
            number: digits.map(|digits| RawValue::from_string(digits.into()).expect("a number")),
            year: digits.map(|_| -7),
            score: 0.37,
            span: [0, 1_234_567],
            open: digits.is_some(),
            rows,
        };
        let long = "一个字符串，比三十二个字节长得多，其中没有什么要转义，除了末尾的“\u{1}”和“\\”";
        let rows = vec![
            row("", Some("6.50"), Vec::new()),
            row("\u{8}\t\n\u{c}\r\"\\\u{0}\u{1f}\u{7f}/", None, Vec::new()),
            row(long, Some("100000000000000000000"), Vec::new()),
        ];
        let all = row("😀é", None, rows);
        let mut out = b"kept".to_vec();
        super::write(&all, &mut out).expect("it is JSON");
        assert_eq!(out, [b"kept", &serde_json::to_vec(&all).expect("it is JSON")[..]].concat());
    }
}
