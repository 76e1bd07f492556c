use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::input::InputError;
use crate::input::budget::{Budget, Meter, Quantity};

/// The parts of a zip file, as Word, OpenDocument and OFD use it.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes are unpacked.
    unpacked: Meter,
    /// What the file may cost.
    pub(super) budget: Budget,
}

/// The largest part that is unpacked, in bytes: a plan of 20 million characters. An archive of zeros stops
/// here instead of filling the memory.
const LARGEST_PART: u64 = 64 << 20;

impl<'b> Archive<'b> {
    /// Reads the archive's directory.
    pub(super) fn new(bytes: &'b [u8], budget: Budget) -> Result<Archive<'b>, InputError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| InputError::damaged("zip", e))?;
        Ok(Archive { zip, unpacked: budget.meter(Quantity::Unpacked), budget })
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Unpacks a part and decodes it; none if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, InputError> {
        let mut file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(InputError::Encrypted { what: "zip" });
            }
            Err(e) => return Err(InputError::damaged(name, e)),
        };
        let limit = LARGEST_PART.min(self.unpacked.left());
        let mut bytes = Vec::new();
        let read = file.by_ref().take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|e| InputError::damaged(name, e))?;
        if bytes.len() as u64 > limit {
            let limit = LARGEST_PART.min(self.budget.of(Quantity::Unpacked));
            return Err(InputError::TooLarge { part: name.into(), of: Quantity::Unpacked, limit });
        }
        self.unpacked.take(bytes.len());
        // XML is UTF-8 unless a byte order mark says UTF-16.
        let text = match bytes.get(..2) {
            Some([0xef, _] | [0xff, 0xfe] | [0xfe, 0xff]) => {
                let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
                (!broken).then(|| text.into_owned())
            }
            _ => String::from_utf8(bytes).ok(),
        };
        text.ok_or_else(|| InputError::damaged(name, "bytes that are not UTF-8")).map(Some)
    }

    /// Unpacks a part that must be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, InputError> {
        self.text(name)?.ok_or_else(|| InputError::damaged(name, "no such part"))
    }
}
