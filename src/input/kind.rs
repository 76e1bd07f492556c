use crate::input::InputError;
use crate::text::Format;

/// What the bytes of a file are, as far as they tell before they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, in an encoding to be found; which of the text formats, if the user said so.
    Text(Option<Format>),
}

impl Kind {
    /// The kind that a user's `--from` names.
    pub(super) fn of(format: Format) -> Kind {
        Kind::Text(Some(format))
    }
}

/// Tells the kind from the bytes. Fails for what is known to be no document.
pub(super) fn of_bytes(bytes: &[u8]) -> Result<Kind, InputError> {
    match MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some((_, what)) => Err(InputError::NoDocument { what }),
        None => Ok(Kind::Text(None)),
    }
}

/// The first bytes of files that people send by mistake.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM\0\0", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90\0", "EXE"),
];
