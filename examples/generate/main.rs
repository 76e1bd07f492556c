//! Writes plans of about 8 KB for measurements, the same ones for the same seed:
//! `cargo run --release --example generate -- DIR N [SEED]`.
//!
//! They stand in folders of a thousand: `DIR/000/plan_000000.txt`. With `-` for DIR they are printed as JSON Lines
//! `{"id", "text"}` for `plan extract --stream`.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const WORDS: &str = include_str!("words.tsv");

/// The plan ends with the section that reaches this many bytes.
const SIZE: usize = 7_600;

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let number = |at: usize| args.get(at).map(|n| n.parse::<u64>().map_err(io::Error::other)).transpose();
    let (Some(dir), Some(n)) = (args.first(), number(1)?) else {
        eprintln!("usage: generate DIR|- N [SEED]");
        std::process::exit(2);
    };
    let seed = number(2)?.unwrap_or(1);
    let words = words();
    if dir == "-" {
        let mut out = BufWriter::new(io::stdout().lock());
        for at in 0..n {
            let text = Plan::new(&words, seed, at).text();
            writeln!(out, "{}", serde_json::json!({"id": at, "text": text}))?;
        }
        return out.flush();
    }
    for at in 0..n {
        let folder: PathBuf = Path::new(dir).join(format!("{:03}", at / 1000));
        if at % 1000 == 0 {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("plan_{at:06}.txt")), Plan::new(&words, seed, at).text())?;
    }
    Ok(())
}

type Words = BTreeMap<&'static str, Vec<&'static str>>;

fn words() -> Words {
    let mut words = Words::new();
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let (name, text) = line.split_once('\t').expect("a name, a tab and a text");
        words.entry(name).or_default().push(text);
    }
    words
}

/// One plan under way: its words, what is the same throughout it, and its dice.
struct Plan<'w> {
    words: &'w Words,
    fixed: BTreeMap<&'static str, String>,
    dice: u64,
}

impl<'w> Plan<'w> {
    fn new(words: &'w Words, seed: u64, at: u64) -> Plan<'w> {
        let dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ at.wrapping_mul(0xd134_2543_de82_ef95);
        let mut plan = Plan { words, fixed: BTreeMap::new(), dice };
        for name in ["place", "field", "kind"] {
            let text = plan.expanded(&format!("{{{name}}}"));
            plan.fixed.insert(name, text);
        }
        let level = plan.fixed["place"].chars().next_back().expect("a place").to_string();
        let year = (2019 + plan.below(8)).to_string();
        plan.fixed.insert("level", level);
        plan.fixed.insert("year", year);
        plan
    }

    fn text(mut self) -> String {
        let mut text = self.expanded("{place}{year}年{field}{kind}\n\n");
        text += &self.expanded("{preamble}\n{preamble}\n");
        let mut section = 0;
        while text.len() < SIZE {
            text +=
                &format!("{}、", ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"][section % 10]);
            text += &self.expanded("{section}\n");
            for task in 1..=3 + self.below(4) {
                let sentences = "{sentence}".repeat(2 + self.below(4) as usize);
                text += &self.expanded(&format!("{task}.{{lead}}。{sentences}{{owners}}\n"));
            }
            section += 1;
        }
        text + &self.expanded("{closing}{closing}\n")
    }

    /// The text with every `{name}` replaced, also in what replaces it.
    fn expanded(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out += before;
            let (name, after) = after.split_once('}').expect("a closing brace");
            rest = after;
            match (self.fixed.get(name), name) {
                (Some(text), _) => out += text,
                (None, "number") => out += &(3 + self.below(180)).to_string(),
                (None, "percent") => out += &(50 + self.below(49)).to_string(),
                (None, "month") => out += &(1 + self.below(12)).to_string(),
                (None, name) => {
                    let choices = &self.words[name];
                    let choice = choices[self.below(choices.len() as u64) as usize];
                    out += &self.expanded(choice);
                }
            }
        }
        out + rest
    }

    /// A number below `n`, by splitmix64.
    fn below(&mut self, n: u64) -> u64 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}
