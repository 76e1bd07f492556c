//! JSON on one line, in memory: what serde_json writes, with the bytes of strings looked at many at once.

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple};
use serde_json::{Error, Result};

/// Writes a value behind what `out` holds, without a line end.
///
/// # Errors
///
/// Enums whose variants hold values are not written, and keys of maps are strings.
pub fn append<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<()> {
    value.serialize(Line(out))
}

/// What is written goes behind these bytes.
struct Line<'o>(&'o mut Vec<u8>);

impl Line<'_> {
    /// Text that stands as it is between its quotes; other text is left to serde_json.
    fn text(&mut self, text: &str) -> Result<()> {
        let escaped = |bytes: &[u8]| {
            let of = |byte: u8| u8::from(byte < b' ') | u8::from(byte == b'"') | u8::from(byte == b'\\');
            bytes.iter().fold(0, |any, &byte| any | of(byte)) != 0
        };
        if text.as_bytes().chunks(64).any(escaped) {
            return serde_json::to_writer(&mut *self.0, text);
        }
        self.0.reserve(text.len() + 2);
        self.0.push(b'"');
        self.0.extend_from_slice(text.as_bytes());
        self.0.push(b'"');
        Ok(())
    }
}

/// A list or an object that is being written.
struct Open<'o> {
    out: &'o mut Vec<u8>,
    /// What stands before the next item: nothing before the first.
    comma: &'static [u8],
    close: u8,
    /// The token of a [`serde_json::value::RawValue`], which stands for the text in it.
    raw: bool,
}

impl<'o> Open<'o> {
    fn new(out: &'o mut Vec<u8>, open: u8, close: u8) -> Open<'o> {
        out.push(open);
        Open { out, comma: b"", close, raw: false }
    }

    fn item(&mut self) -> Line<'_> {
        self.out.extend_from_slice(self.comma);
        self.comma = b",";
        Line(self.out)
    }

    fn close(self) -> Result<()> {
        if !self.raw {
            self.out.push(self.close);
        }
        Ok(())
    }
}

impl SerializeSeq for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(self.item())
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}

impl SerializeTuple for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(self.item())
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        key.serialize(self.item())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.out.push(b':');
        value.serialize(Line(self.out))
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}

impl SerializeStruct for Open<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
        if self.raw {
            // A number, in which nothing is escaped: without the quotes of a text.
            let start = self.out.len();
            value.serialize(Line(self.out))?;
            self.out.pop();
            self.out.remove(start);
            return Ok(());
        }
        // Names of fields are plain.
        self.out.extend_from_slice(self.comma);
        self.comma = b",";
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        value.serialize(Line(self.out))
    }

    fn end(self) -> Result<()> {
        self.close()
    }
}

/// Values that serde_json writes well.
macro_rules! plain {
    ($($name:ident $of:ty),*) => {
        $(fn $name(self, value: $of) -> Result<()> {
            serde_json::to_writer(self.0, &value)
        })*
    };
}

fn unknown<T>() -> Result<T> {
    Err(ser::Error::custom("a variant that holds values"))
}

impl<'o> ser::Serializer for Line<'o> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'o>;
    type SerializeTuple = Open<'o>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Open<'o>;
    type SerializeStruct = Open<'o>;
    type SerializeStructVariant = Impossible<(), Error>;

    plain!(serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64);
    plain!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_f32 f32);
    plain!(serialize_f64 f64, serialize_char char, serialize_bytes &[u8]);

    fn serialize_str(mut self, value: &str) -> Result<()> {
        self.text(value)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.0.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(mut self, _: &'static str, _: u32, variant: &'static str) -> Result<()> {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<()> {
        unknown()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'o>> {
        Ok(Open::new(self.0, b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'o>> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Impossible<(), Error>> {
        unknown()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>> {
        unknown()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'o>> {
        Ok(Open::new(self.0, b'{', b'}'))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Open<'o>> {
        if name == "$serde_json::private::RawValue" {
            return Ok(Open { out: self.0, comma: b"", close: b' ', raw: true });
        }
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Impossible<(), Error>> {
        unknown()
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};
    use serde::Serialize;
    use serde_json::value::RawValue;

    #[derive(Serialize)]
    struct Sample<'a> {
        text: &'a str,
        none: Option<u8>,
        number: Option<Box<RawValue>>,
        score: f64,
        spans: Vec<[usize; 2]>,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<i16>,
        kind: Kind,
        columns: std::collections::BTreeMap<String, &'a str>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        WholeYear,
    }

    proptest! {
        #[test]
        fn is_what_serde_json_writes(text in "[一a\"\\\\/\n\t\u{1}\u{7f}é😀]{0,90}", score in -9.0f64..9.0) {
            let sample = Sample {
                text: &text,
                none: None,
                number: RawValue::from_string("1.50".to_owned()).ok(),
                score,
                spans: vec![[0, 1], [2, 30]],
                left_out: None,
                kind: Kind::WholeYear,
                columns: [(text.clone(), "甲"), ("乙".to_owned(), &text)].into(),
            };
            let mut line = b"[".to_vec();
            super::append(&sample, &mut line).unwrap();
            prop_assert_eq!(String::from_utf8(line).unwrap(), format!("[{}", serde_json::to_string(&sample).unwrap()));
        }
    }
}
