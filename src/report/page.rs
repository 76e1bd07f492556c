//! The head of every page: it needs nothing from outside, and has the browser hold it to that.

use maud::{Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// The head with its style and, where there is one, its script. The policy allows these two by their hashes and nothing
/// else, whatever a document may have brought into the page.
pub(super) fn head(title: &str, style: &str, script: Option<&str>) -> Markup {
    let script_src = script.map_or_else(|| "'none'".to_owned(), source);
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {script_src}; base-uri 'none'; form-action 'none'",
        source(style)
    );
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) }
            style { (PreEscaped(style)) }
        }
    }
}

/// What allows just this text as a style or script.
fn source(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text)))
}

/// Base64 as of RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            out.push(if at > three.len() {
                '='
            } else {
                DIGITS[(bits >> (18 - 6 * at) & 63) as usize].into()
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn bytes_as_base64() {
        // The examples of RFC 4648.
        for (text, wanted) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(super::base64(text.as_bytes()), wanted);
        }
    }
}
