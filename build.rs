//! Compiles the word lists of `dict/` into one text with places, so that nothing is parsed at start.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

#[path = "src/lexicon/format.rs"]
#[allow(dead_code)]
mod format;
#[path = "src/lexicon/list.rs"]
#[allow(dead_code)]
mod list;

fn main() {
    println!("cargo::rerun-if-changed=dict");
    println!("cargo::rerun-if-changed=src/lexicon/format.rs");
    println!("cargo::rerun-if-changed=src/lexicon/list.rs");
    let mut words: BTreeMap<String, Vec<(u8, String)>> = BTreeMap::new();
    for (list, name, _) in list::LISTS {
        let path = Path::new("dict").join(format!("{name}.tsv"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let lines = format::read(&text).unwrap_or_else(|(n, e)| panic!("{}:{n}: {e}", path.display()));
        for line in lines {
            match line {
                format::Line::Word { word, value, .. } => {
                    words.entry(word).or_default().push((*list as u8, value))
                }
                _ => panic!("{}: `-word` and `!replace` are for a user's list", path.display()),
            }
        }
    }
    // Words and values stand once in one text; numbers say where. All little-endian.
    let (mut text, mut numbers, mut senses) = (String::new(), Vec::<u8>::new(), Vec::<u8>::new());
    let mut put = |numbers: &mut Vec<u8>, word: &str| {
        numbers.extend((text.len() as u32).to_le_bytes());
        numbers.extend((word.len() as u16).to_le_bytes());
        text.push_str(word);
    };
    for (word, of) in &words {
        put(&mut numbers, word);
        numbers.extend((of.len() as u16).to_le_bytes());
        for (list, value) in of {
            put(&mut senses, value);
            senses.extend(u16::from(*list).to_le_bytes());
        }
    }
    let out = env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&out).join("simplified.rs"), simplified()).unwrap();
    fs::write(Path::new(&out).join("frequent.rs"), frequent()).unwrap();
    fs::write(Path::new(&out).join("lexicon.text"), text).unwrap();
    fs::write(Path::new(&out).join("lexicon.words"), numbers).unwrap();
    fs::write(Path::new(&out).join("lexicon.senses"), senses).unwrap();
}

/// The frequent characters of `dict/frequent.tsv` as one bit for each character from U+4E00 to U+9FFF.
///
/// They tell encodings apart and are no words to find in a text, so they stand outside the trie.
fn frequent() -> String {
    let text = fs::read_to_string("dict/frequent.tsv").unwrap_or_else(|e| panic!("dict/frequent.tsv: {e}"));
    let lines = format::read(&text).unwrap_or_else(|(n, e)| panic!("dict/frequent.tsv:{n}: {e}"));
    let mut bits = [0u64; 0x5200 / 64];
    for line in lines {
        let format::Line::Word { word, .. } = line else {
            panic!("dict/frequent.tsv: `-word` and `!replace` are for a user's list")
        };
        match word.chars().next() {
            Some(c @ '\u{4e00}'..='\u{9fff}') if word.chars().count() == 1 => {
                let at = c as usize - 0x4e00;
                bits[at / 64] |= 1 << (at % 64);
            }
            _ => panic!("dict/frequent.tsv: wanted one Chinese character, found `{word}`"),
        }
    }
    format!("static FREQUENT: [u64; {}] = {bits:?};\n", bits.len())
}

/// Each traditional character beside its simplified one, sorted; both take three bytes in UTF-8.
fn simplified() -> String {
    let mut table = String::from("&[\n");
    for c in ('\u{3400}'..='\u{9fff}').filter(|c| c.len_utf8() == 3) {
        let text = fast2s::convert(&c.to_string());
        let mut chars = text.chars();
        if let (Some(simple), None) = (chars.next(), chars.next())
            && simple != c
            && simple.len_utf8() == 3
        {
            writeln!(table, "({c:?}, {simple:?}),").unwrap();
        }
    }
    table + "]"
}
