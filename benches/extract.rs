//! How fast plans are read, as ratios in one run: against reading and validating the same bytes, and against
//! segmenting them into words. `cargo bench --bench extract`.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::json;
use plan::text::Source;

/// The best of several runs of `work` over all texts.
fn best(mut work: impl FnMut()) -> Duration {
    (0..7)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .min()
        .expect("seven runs")
}

fn texts(dir: &Path, found: &mut Vec<String>) {
    let mut paths: Vec<_> =
        fs::read_dir(dir).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "txt")) {
        found.extend(fs::read_to_string(path));
    }
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for dir in ["fixtures/plans", "../shared/seeds", "../shared/corpus"] {
        texts(&root.join(dir), &mut found);
    }
    let n_bytes: usize = found.iter().map(String::len).sum();
    let sources: Vec<Source> = found.iter().map(|text| Source::of_text(text.as_str())).collect();
    let lexicon = Lexicon::default();
    let scene = Scene { lexicon: &lexicon, year: None };

    let valid = best(|| {
        for text in &found {
            assert!(std::str::from_utf8(std::hint::black_box(text.as_bytes())).is_ok());
        }
    });
    let clean = best(|| {
        for source in &sources {
            std::hint::black_box(plan::noise::clean(source, &lexicon));
        }
    });
    let cleaned: Vec<_> = sources.iter().map(|source| plan::noise::clean(source, &lexicon)).collect();
    let scan = best(|| {
        for clean in &cleaned {
            std::hint::black_box(lexicon.scan(clean.text()));
        }
    });
    let hits: Vec<_> = cleaned.iter().map(|clean| lexicon.scan(clean.text())).collect();
    let tree = best(|| {
        for (clean, hits) in cleaned.iter().zip(&hits) {
            std::hint::black_box(plan::tree::read(clean.text(), hits, &[]));
        }
    });
    let all = best(|| {
        for source in &sources {
            std::hint::black_box(read(scene, source));
        }
    });
    let mut line = Vec::new();
    let printed = best(|| {
        for source in &sources {
            let (plan, clean) = read(scene, source);
            let document = json::document(source, &clean, plan, Lang::En);
            line.clear();
            json::append(&document, &mut line);
        }
    });
    let began = Instant::now();
    let jieba = jieba_rs::Jieba::new();
    let start = began.elapsed();
    let words = best(|| {
        for text in &found {
            std::hint::black_box(jieba.cut(text, true));
        }
    });

    let rate = |time: Duration| n_bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{} documents, {:.2} MB", found.len(), n_bytes as f64 / 1e6);
    for (name, time) in [
        ("validate UTF-8", valid),
        ("clean", clean),
        ("find words of all lists", scan),
        ("tree", tree),
        ("extract", all),
        ("extract and print", printed),
        ("segment with jieba-rs", words),
    ] {
        let ratio = time.as_secs_f64() / all.as_secs_f64();
        println!("{name:26} {:9.1} MB/s   {ratio:8.3} of extract", rate(time));
    }
    println!("start of jieba-rs: {start:?}, not counted above");
}
