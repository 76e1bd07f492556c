//! Prints the words of plans, for `tools/kin.py`: a line of JSON for each document named on standard input, with the words
//! of its lines and, task by task, those of title and text.

use std::io::{BufRead, Write};

use plan::extract::{Scene, read};
use plan::lex::word::words;
use plan::lexicon::Lexicon;
use plan::text::Source;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = Lexicon::default();
    let scene = Scene { lexicon: &lexicon, year: None };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for path in std::io::stdin().lock().lines() {
        let source = Source::of_text(&std::fs::read_to_string(path?)?);
        let (plan, clean) = read(scene, &source);
        let lines: Vec<Vec<&str>> = clean.text().lines().map(words).collect();
        let tasks: Vec<[Vec<&str>; 2]> =
            plan.tasks.iter().map(|task| [words(&task.title), words(&task.text)]).collect();
        writeln!(out, "{}", serde_json::json!({ "lines": lines, "tasks": tasks }))?;
    }
    Ok(())
}
