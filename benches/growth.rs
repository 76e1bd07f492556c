//! How much longer a text of twice the length takes: `cargo bench --bench growth`. Each row is one kind of text that once
//! grew faster than its length; its exponent is 1 where time grows as the text does. All are measured in one run, so the
//! machine's speed plays no part.

use std::fmt::Write as _;
use std::time::Instant;

use plan::check::{check, rules::RULES};
use plan::extract::{Scene, read_all};
use plan::ledger::{Asked, Sheet, rows};
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::findings::{Checked, Form, Report};
use plan::report::outline::outline;
use plan::report::table::md::md;
use plan::text::Source;

const FROM: usize = 10_000;
const TO: usize = 80_000;
/// The best of so many.
const TIMES: usize = 3;

fn headings(n: usize) -> String {
    format!("2025年工作方案\n{}", "一、加强领导\n".repeat(n))
}

fn spoken(n: usize) -> String {
    format!("2025年工作方案\n一、任务\n1.抓好工作。{}\n", "一是抓好培训；二是抓好检查；".repeat(n / 2))
}

fn owners(n: usize) -> String {
    let mut text = String::from("2025年工作方案\n一、任务\n");
    for at in 0..n {
        let _ = writeln!(text, "{}.清理河道。（牵头单位：市{}局）", at + 1, name(at));
    }
    text
}

/// A third of the headings has nothing below it, and no two are the same.
fn bare(n: usize) -> String {
    let mut text = String::from("2025年工作方案\n一、任务\n");
    for at in 0..n {
        let below = if at % 3 == 0 { "" } else { "清理河道。\n" };
        let _ = write!(text, "{}.整治{}河道\n{below}", at + 1, name(at));
    }
    text
}

fn name(at: usize) -> String {
    at.to_string().bytes().map(|b| DIGITS[usize::from(b - b'0')]).collect()
}

const DIGITS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

fn line_ends(n: usize) -> String {
    "\n".repeat(n)
}

fn nested(n: usize) -> String {
    format!("2025年工作方案\n{}河{}\n", "《".repeat(n), "》".repeat(n))
}

/// Every second line is of a table of two, whose first cells open as headings do.
fn tables(n: usize) -> String {
    format!(
        "2025年工作方案\n{}",
        "一、\t清理河道\t市水利局\n二、\t整修堤防\t市水利局\n说明如下。\n三、抓好管护\n".repeat(n / 4)
    )
}

/// A list of contents without pages, of lines that do not come again.
fn contents(n: usize) -> String {
    let mut text = String::from("2025年工作方案\n目录\n");
    for at in 0..500 {
        let _ = writeln!(text, "整治{}河道", name(at));
    }
    text + &"清理河道。\n".repeat(n)
}

fn unpaired(n: usize) -> String {
    format!("2025年工作方案\n{}", "清理河道（含支流，共三条。\n".repeat(n))
}

fn main() {
    let lexicon = Lexicon::default();
    let scene = Scene { lexicon: &lexicon, year: None };
    let checked = |text: String| {
        let source = Source::of_text(text);
        let findings = check(&source, &read_all(scene, &source), RULES.iter().copied());
        Report::new(Form::Term(false), Lang::Zh).file(&Checked { source, findings }).len()
    };
    let outlined = |text: String| outline(&read_all(scene, &Source::of_text(text)).plan, Lang::Zh).len();
    let tabled = |text: String| {
        let source = Source::of_text(text);
        let read = read_all(scene, &source);
        md(&rows(&[Sheet { name: "", plan: &read.plan }], &lexicon, &Asked::default())).len()
    };
    type Row<'r> = (&'r str, fn(usize) -> String, &'r dyn Fn(String) -> usize);
    let kinds: [Row; 9] = [
        ("outline of equal headings", headings, &outlined),
        ("check of 一是…二是… in one task", spoken, &checked),
        ("table of distinct owners", owners, &tabled),
        ("check of headings without text", bare, &checked),
        ("check of line ends alone", line_ends, &checked),
        ("check of nested title marks", nested, &checked),
        ("check of unpaired brackets", unpaired, &checked),
        ("outline of many small tables", tables, &outlined),
        ("outline of a list of contents", contents, &outlined),
    ];
    println!("{:36} {:>9} {:>9} {:>9}", "", FROM, TO, "exponent");
    for (name, text, run) in kinds {
        let best = |n: usize| {
            let text = text(n);
            let once = |_| {
                let (copy, start) = (text.clone(), Instant::now());
                std::hint::black_box(run(copy));
                start.elapsed().as_secs_f64()
            };
            (0..TIMES).map(once).fold(f64::INFINITY, f64::min)
        };
        let (short, long) = (best(FROM), best(TO));
        let exponent = (long / short).ln() / (TO as f64 / FROM as f64).ln();
        println!("{name:36} {:7.1}ms {:7.1}ms {exponent:9.2}", short * 1e3, long * 1e3);
    }
}
