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

/// How often a password is hashed at most. Office does it 100,000 times; more is what a file claims, at our cost.
const MOST_SPINS: u64 = 1_000_000;

/// Whether the agile way uses what Office has used since 2013, AES of 256 bits and SHA-512, and asks for no more work than
/// that takes.
fn is_known(info: &[u8]) -> bool {
    let has = |words: &[u8]| memchr::memmem::find(info, words).is_some();
    has(b"keyBits=\"256\"")
        && has(b"hashAlgorithm=\"SHA512\"")
        && has(b"ChainingModeCBC")
        && spins(info) <= MOST_SPINS
}

/// The most that any `spinCount` of an agile description says; none, or one that is no number,
/// counts as without end.
fn spins(info: &[u8]) -> u64 {
    let name = b"spinCount";
    let said = memchr::memmem::find_iter(info, name).map(|at| {
        let value = info[at + name.len()..].iter().skip_while(|byte| b" \t\r\n='\"".contains(byte));
        let digits: String =
            value.take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
        digits.parse().unwrap_or(u64::MAX)
    });
    said.max().unwrap_or(u64::MAX)
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

#[cfg(test)]
mod tests {
    use super::{MOST_SPINS, is_known, spins};

    fn info(spins: &str) -> Vec<u8> {
        format!(
            "<p:encryptedKey spinCount={spins} keyBits=\"256\" hashAlgorithm=\"SHA512\" cipherChaining=\"ChainingModeCBC\"/>"
        )
        .into_bytes()
    }

    #[test]
    fn the_work_of_a_password_is_bounded() {
        assert_eq!(spins(&info("\"100000\"")), 100_000);
        assert!(is_known(&info("\"100000\"")));
        assert!(is_known(&info(&format!("\"{MOST_SPINS}\""))));
        for more in [format!("\"{}\"", MOST_SPINS + 1), "\"99999999999999999999\"".into(), "\"many\"".into()]
        {
            assert!(!is_known(&info(&more)), "{more}");
        }
        let both = [info("\"100000\""), info(" '2000000'")].concat();
        assert!(!is_known(&both), "the dearest of them counts");
        assert_eq!(spins(b"keyBits=\"256\""), u64::MAX);
    }
}
