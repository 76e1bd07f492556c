//! Word and Excel files with a password, opened before they are read.

use crate::input::InputError;
use crate::input::ole::{Compound, u16_at};

/// How a compound file is encrypted.
enum Scheme {
    /// A package of Word or Excel, by the standard or the agile way of ECMA-376.
    Package,
    /// A document before 2007, by RC4.
    Document,
    /// In a way that is not known here.
    Unknown(&'static str),
}

impl Scheme {
    /// None for what is not encrypted, or of a kind that is told later.
    fn of(file: &Compound) -> Option<Scheme> {
        if file.has("EncryptedPackage") {
            let info = file.stream("EncryptionInfo").unwrap_or_default();
            return Some(match (u16_at(&info, 0), u16_at(&info, 2)) {
                (Some(4), Some(4)) if is_known(&info) => Scheme::Package,
                (Some(2..=4), Some(2)) => Scheme::Package,
                _ => Scheme::Unknown(PACKAGE),
            });
        }
        let main = file.stream("WordDocument")?;
        let flags = u16_at(&main, 10).filter(|flags| flags & 0x100 != 0)?;
        let table = file.stream(if flags & 0x200 != 0 { "1Table" } else { "0Table" }).unwrap_or_default();
        Some(match (u16_at(&table, 0), u16_at(&table, 2)) {
            // Bit 15: letters are only changed by a short key.
            _ if flags & 0x8000 != 0 => Scheme::Unknown(DOCUMENT),
            (Some(1), Some(1)) | (Some(2..=4), Some(2)) => Scheme::Document,
            _ => Scheme::Unknown(DOCUMENT),
        })
    }
}

const PACKAGE: &str = "docx/xlsx";
const DOCUMENT: &str = "doc";

/// Whether the agile way uses what Office has used since 2013: AES of 256 bits and SHA-512.
fn is_known(info: &[u8]) -> bool {
    let has = |words: &[u8]| memchr::memmem::find(info, words).is_some();
    has(b"keyBits=\"256\"") && has(b"hashAlgorithm=\"SHA512\"") && has(b"ChainingModeCBC")
}

/// The file without its password; none where it has none.
pub(super) fn opened(bytes: &[u8], password: Option<&str>) -> Result<Option<Vec<u8>>, InputError> {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(None);
    }
    let Some(scheme) = Compound::new(bytes).and_then(|file| Scheme::of(&file)) else { return Ok(None) };
    let what = match scheme {
        Scheme::Unknown(what) => return Err(InputError::Encrypted { what }),
        Scheme::Package => PACKAGE,
        Scheme::Document => DOCUMENT,
    };
    let Some(password) = password else { return Err(InputError::Password { what, given: false }) };
    let wrong = InputError::Password { what, given: true };
    // The crate is young: a panic in it is a damaged file.
    let opened = std::panic::catch_unwind(|| office_crypto::decrypt_from_bytes(bytes.to_vec(), password));
    match (opened, scheme) {
        (Ok(Ok(opened)), Scheme::Document) => Ok(Some(opened)),
        // A wrong password makes other bytes than those of a zip archive.
        (Ok(Ok(opened)), _) if opened.starts_with(b"PK") => Ok(Some(opened)),
        (Ok(Ok(_)), _) => Err(wrong),
        // All that the crate says of the password of a document is that the structure is wrong.
        (Ok(Err(office_crypto::DecryptError::InvalidStructure)), Scheme::Document) => Err(wrong),
        (Ok(Err(office_crypto::DecryptError::Unimplemented(_))), _) => Err(InputError::Encrypted { what }),
        (Ok(Err(error)), _) => Err(InputError::damaged("EncryptionInfo", error)),
        (Err(_), _) => Err(InputError::damaged("EncryptionInfo", "its parts do not fit together")),
    }
}
