//! Compiles the word lists of `dict/` into one text with places, and the segmenter's dictionary into a tree, so that
//! nothing is parsed at start.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

#[path = "src/lexicon/chars.rs"]
mod chars;
#[path = "src/lexicon/code.rs"]
#[allow(dead_code)]
mod code;
#[path = "src/lex/dictionary.rs"]
mod dictionary;
#[path = "src/lexicon/format.rs"]
#[allow(dead_code)]
mod format;
#[path = "src/lexicon/list.rs"]
#[allow(dead_code)]
mod list;
#[path = "src/text/signs.rs"]
mod signs;
#[path = "src/lexicon/tables.rs"]
#[allow(dead_code)]
mod tables;
#[path = "src/lexicon/values.rs"]
#[allow(dead_code)]
mod values;
#[path = "src/lexicon/words.rs"]
#[allow(dead_code)]
mod words;

fn main() {
    println!("cargo::rerun-if-changed=dict");
    println!("cargo::rerun-if-changed=src/lex/dictionary.rs");
    println!("cargo::rerun-if-changed=src/lexicon/chars.rs");
    println!("cargo::rerun-if-changed=src/lexicon/code.rs");
    println!("cargo::rerun-if-changed=src/lexicon/format.rs");
    println!("cargo::rerun-if-changed=src/lexicon/list.rs");
    println!("cargo::rerun-if-changed=src/lexicon/tables.rs");
    println!("cargo::rerun-if-changed=src/lexicon/values.rs");
    println!("cargo::rerun-if-changed=src/lexicon/words.rs");
    println!("cargo::rerun-if-changed=src/text/signs.rs");
    let mut words: BTreeMap<String, Vec<(u8, String)>> = BTreeMap::new();
    for (list, name, _) in list::LISTS {
        let path = Path::new("dict").join(format!("{name}.tsv"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let lines = format::read(&text).unwrap_or_else(|(n, e)| panic!("{}:{n}: {e}", path.display()));
        for (n, line) in lines {
            match line {
                format::Line::Word { word, value, .. } => {
                    if let Err(wrong) = values::check(*list, &value) {
                        panic!("{}:{n}: {}", path.display(), wrong.of(&word))
                    }
                    words.entry(word).or_default().push((*list as u8, value))
                }
                _ => panic!("{}: `-word` and `!replace` are for a user's list", path.display()),
            }
        }
    }
    let (text, rows, senses, several) = tables::pack(words.iter().map(|(word, senses)| {
        let senses = senses.iter().map(|(list, value)| (list::LISTS[*list as usize].0, value.as_str()));
        (word.as_str(), senses.collect())
    }));
    let out = env::var("OUT_DIR").unwrap();
    let tables = tables::Tables::new((
        text.clone().leak(),
        rows.clone().leak(),
        senses.clone().leak(),
        several.clone().leak(),
    ));
    let leads = weights("leads", &["opens", "ends", "next"]);
    let seams = weights("seam_weights", &["before", "behind", "cut1", "cut2"]);
    let weighed = leads.words.keys().chain(seams.words.keys());
    let packed = chars::pack(words.keys().chain(weighed).map(String::as_str), signs::SIGNS);
    fs::write(Path::new(&out).join("lexicon.chars"), &packed).unwrap();
    let chars = chars::Chars::new(packed.leak());
    leads.write(Path::new(&out), &chars);
    seams.write(Path::new(&out), &chars);
    let searched = words::pack(&chars, &tables.coded(list::List::is_searched));
    let asked_for = words::pack(&chars, &tables.coded(list::List::is_asked_for));
    let site = words::pack(&chars, &tables.coded(|list| list == list::List::Site));
    fs::write(Path::new(&out).join("lexicon.searched"), searched).unwrap();
    fs::write(Path::new(&out).join("lexicon.asked_for"), asked_for).unwrap();
    fs::write(Path::new(&out).join("lexicon.site"), site).unwrap();
    words_of_segmenter(&Path::new(&out).join("words.packed"));
    fs::write(Path::new(&out).join("simplified.rs"), simplified()).unwrap();
    fs::write(Path::new(&out).join("frequent.rs"), frequent()).unwrap();
    fs::write(Path::new(&out).join("lexicon.text"), text).unwrap();
    fs::write(Path::new(&out).join("lexicon.words"), rows).unwrap();
    fs::write(Path::new(&out).join("lexicon.senses"), senses).unwrap();
    fs::write(Path::new(&out).join("lexicon.several"), several).unwrap();
}

/// The weights of `dict/NAME.tsv`: words with what each weighs at several places, packed for the search, in whose numbers the
/// weights share the bits, each half its range more than it is; and a table for each number that weighs something.
struct Weights {
    name: &'static str,
    words: BTreeMap<String, u32>,
    sizes: BTreeMap<String, Vec<i32>>,
}

fn weights(name: &'static str, places: &[&str]) -> Weights {
    let path = format!("dict/{name}.tsv");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let lines = format::read(&text).unwrap_or_else(|(n, e)| panic!("{path}:{n}: {e}"));
    let bits = 32 / places.len();
    let half = 1i32 << (bits - 1);
    let most = half - 2;
    let mut words: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    let mut sizes: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for (n, line) in lines {
        let format::Line::Word { word, value, .. } = line else {
            panic!("{path}:{n}: `-word` and `!replace` are for a user's list")
        };
        let weight = value.split_once('\t').and_then(|(class, weight)| Some((class, weight.parse().ok()?)));
        let Some((class, weight)) = weight.filter(|(_, weight)| (-most..=most).contains(weight)) else {
            panic!("{path}:{n}: wanted a class and a weight from -{most} to {most}, found `{value}`")
        };
        match places.iter().position(|place| *place == class) {
            Some(place) => words.entry(word).or_insert_with(|| vec![0; places.len()])[place] = weight,
            None => {
                let size: usize =
                    word.parse().unwrap_or_else(|_| panic!("{path}:{n}: wanted a number, found `{word}`"));
                let of = sizes.entry(class.to_uppercase()).or_default();
                of.resize(of.len().max(size + 1), 0);
                of[size] = weight;
            }
        }
    }
    let number = |weights: Vec<i32>| {
        weights.iter().enumerate().map(|(n, weight)| ((weight + half) as u32) << (bits * n)).sum()
    };
    Weights { name, words: words.into_iter().map(|(word, weights)| (word, number(weights))).collect(), sizes }
}

impl Weights {
    fn write(&self, out: &Path, chars: &chars::Chars) {
        let Weights { name, words, sizes } = self;
        let words: Vec<(&str, u32)> = words.iter().map(|(word, number)| (word.as_str(), *number)).collect();
        fs::write(out.join(format!("{name}.words")), words::pack(chars, &words)).unwrap();
        let mut tables = String::new();
        for (of, weights) in sizes {
            let what = of.to_lowercase();
            writeln!(tables, "/// `{what}` of `dict/{name}.tsv`.\npub const {of}: &[i16] = &{weights:?};")
                .unwrap();
        }
        fs::write(out.join(format!("{name}.rs")), tables).unwrap();
    }
}

/// The frequent characters of `dict/frequent.tsv` as one bit for each character from U+4E00 to U+9FFF.
///
/// They tell encodings apart and are no words to find in a text, so they stand outside the trie.
fn frequent() -> String {
    let text = fs::read_to_string("dict/frequent.tsv").unwrap_or_else(|e| panic!("dict/frequent.tsv: {e}"));
    let lines = format::read(&text).unwrap_or_else(|(n, e)| panic!("dict/frequent.tsv:{n}: {e}"));
    let mut bits = [0u64; 0x5200 / 64];
    for (_, line) in lines {
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

/// The dictionary of jieba-rs: words and their costs, the negative logarithms of their shares of all text in fourteenths,
/// the finest that fit a byte. It takes a second, so it is kept until the dictionary moves or another form is wanted.
fn words_of_segmenter(to: &Path) {
    let from = dictionary();
    println!("cargo::rerun-if-changed={}", from.display());
    println!("cargo::rerun-if-env-changed={DICTIONARY}");
    let stamp = to.with_extension("from");
    let made = format!("{FORM}\n{}", from.display());
    if to.exists() && fs::read_to_string(&stamp).is_ok_and(|last| last == made) {
        return;
    }
    let text = fs::read_to_string(&from).unwrap_or_else(|e| {
        panic!("{}: {e}; {DICTIONARY} may name the file src/data/dict.txt of jieba-rs", from.display())
    });
    let mut words: BTreeMap<Vec<u16>, f64> = BTreeMap::new();
    for line in text.lines() {
        let mut fields = line.split(' ');
        if let (Some(word), Some(Ok(count))) = (fields.next(), fields.next().map(str::parse))
            && count >= RARE
        {
            words.insert(word.encode_utf16().collect(), count);
        }
    }
    let total: f64 = words.values().sum();
    let cost = |count: f64| ((total / count.max(1.0)).ln() * 14.0).round().clamp(1.0, 255.0) as u8;
    let words = words.into_iter().map(|(word, count)| (word, cost(count))).collect();
    fs::write(to, dictionary::pack(&words)).unwrap();
    fs::write(stamp, made).unwrap();
}

/// How often a word must have been seen. More than half of the list was seen three times and less: names of novels, numbers
/// written out. Without them years of plans are paired as before, and the program is 0.9 MB smaller.
const RARE: f64 = 4.0;

/// How words and costs are written.
const FORM: &str = "tree of units, fourteenths, from four on";

/// Names the dictionary of jieba-rs where the compiler does not say where that package lies.
const DICTIONARY: &str = "PLAN_SEGMENTER_DICTIONARY";

/// Where `dict.txt` of jieba-rs lies: beside the source file that reads dictionaries. The package has it as data of its own
/// only, and cargo does not tell a build script where a package is; but a reader that asks for its caller is told the
/// source file of jieba-rs, be the package downloaded, vendored or patched.
fn dictionary() -> PathBuf {
    struct Nothing<'f>(&'f mut Option<&'static str>);
    impl io::Read for Nothing<'_> {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Ok(0)
        }
    }
    impl io::BufRead for Nothing<'_> {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            Ok(&[])
        }
        fn consume(&mut self, _: usize) {}
        #[track_caller]
        fn read_line(&mut self, _: &mut String) -> io::Result<usize> {
            *self.0 = Some(Location::caller().file());
            Ok(0)
        }
    }
    if let Some(named) = env::var_os(DICTIONARY) {
        return named.into();
    }
    let mut source = None;
    jieba_rs::Jieba::empty().load_dict(&mut Nothing(&mut source)).expect("a dictionary may be empty");
    let source =
        source.unwrap_or_else(|| panic!("jieba-rs read no line; wanted {DICTIONARY} to name its dictionary"));
    Path::new(source).with_file_name("data/dict.txt")
}

/// Each traditional character beside its simplified one, sorted; both take three bytes in UTF-8.
fn simplified() -> String {
    let converter = OpenCC::from_config(BuiltinConfig::T2s).expect("the tables are built in");
    let mut table = String::from("&[\n");
    for c in ('\u{3400}'..='\u{9fff}').filter(|c| c.len_utf8() == 3) {
        let text = converter.convert(&c.to_string());
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
