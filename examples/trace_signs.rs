//! Prints the signs of every pair that `plan trace` weighs, for `tools/fit_trace.py`: `trace_signs UPPER LOWER`.

use std::path::Path;

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::text::{Offsets, Source};
use plan::trace::{Paper, pairs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(upper), Some(lower)) = (args.next(), args.next()) else { return Err("UPPER LOWER".into()) };
    let verbose = args.next().is_some();
    let lexicon = Lexicon::default();
    let sources = [upper, lower]
        .map(|path| std::fs::read_to_string(Path::new(&path)).map(|text| Source::of_text(&text)));
    let [upper, lower] = sources;
    let (upper, lower) = (upper?, lower?);
    let scene = Scene { lexicon: &lexicon, year: None };
    let (above, below) = (read(scene, &upper), read(scene, &lower));
    let paper = |of: &'_ (plan::model::Plan, plan::text::Clean<'_>)| -> (usize, usize) {
        (of.0.tasks.len(), of.1.text().len())
    };
    eprintln!("{:?} {:?}", paper(&above), paper(&below));
    let (above, below, pairs) =
        pairs(&lexicon, Paper { plan: &above.0, clean: &above.1 }, Paper { plan: &below.0, clean: &below.1 });
    let places = [Offsets::new(&upper.text), Offsets::new(&lower.text)];
    for (side, passages) in [&above, &below].into_iter().enumerate() {
        for (at, passage) in passages.iter().enumerate() {
            let span = places[side].span(passage.span);
            let is_task = passage.task.is_some();
            println!("{}\t{at}\t{}\t{}\t{is_task}", ["upper", "lower"][side], span[0], span[1]);
            if verbose {
                let pieces: Vec<&str> = passage.pieces.iter().map(|piece| piece.text.as_str()).collect();
                let told = serde_json::json!({ "title": passage.title, "text": passage.text, "path": passage.path,
                    "section": passage.section, "frames": passage.frames, "pieces": pieces });
                println!("told\t{told}");
            }
        }
    }
    for pair in pairs {
        let join = |of: &[f32]| of.iter().map(|sign| format!("{sign:.4}")).collect::<Vec<String>>().join(",");
        println!("pair\t{}\t{}\t{}\t{}", pair.upper, pair.lower, join(&pair.signs), join(&pair.measures));
    }
    Ok(())
}
