use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::input::InputError;

/// The parts of a zip file, as Word, OpenDocument and OFD use it.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

/// The largest part that is unpacked, in bytes: a plan of 20 million characters. An archive of zeros stops
/// here instead of filling the memory.
pub(super) const LARGEST_PART: u64 = 64 << 20;

/// The most that is unpacked of one archive, in bytes.
const LARGEST_WHOLE: u64 = 2 * LARGEST_PART;

impl<'b> Archive<'b> {
    /// Reads the archive's directory.
    pub(super) fn new(bytes: &'b [u8]) -> Result<Archive<'b>, InputError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| InputError::damaged("zip", e))?;
        Ok(Archive { zip, left: LARGEST_WHOLE })
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
        let limit = LARGEST_PART.min(self.left);
        let mut bytes = Vec::new();
        let read = file.by_ref().take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|e| InputError::damaged(name, e))?;
        if bytes.len() as u64 > limit {
            return Err(InputError::TooLarge { part: name.into(), limit });
        }
        self.left -= bytes.len() as u64;
        // XML is UTF-8 unless a byte order mark says UTF-16.
        let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
        match broken {
            true => Err(InputError::damaged(name, "bytes that are not UTF-8")),
            false => Ok(Some(text.into_owned())),
        }
    }

    /// Unpacks a part that must be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, InputError> {
        self.text(name)?.ok_or_else(|| InputError::damaged(name, "no such part"))
    }
}
