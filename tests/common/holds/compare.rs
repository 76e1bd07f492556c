use plan::diff;
use plan::extract::{Scene, read};
use plan::ledger::column::Preset;
use plan::ledger::{Asked, Sheet, rows};
use plan::model::{Lang, Plan};
use plan::report::diff::term::Screen;
use plan::report::diff::{Comparison, Side, json, md, term};
use plan::report::table::{csv, html};
use plan::text::Source;

use super::{lexicon, text};

/// An old and a new text, apart by a line `====`: every task of both stands in exactly one entry, and each report and
/// table of them can be printed.
pub fn diff(data: &[u8]) {
    let both = text(data);
    let (old, new) = both.split_once("\n====\n").unwrap_or((&both, &both));
    let sources = [old, new].map(Source::of_text);
    let [old, new] =
        sources.each_ref().map(|source| read(Scene { lexicon: lexicon(), year: None }, source).0);
    let changes = diff::diff(lexicon(), &old, &new, diff::Options::default());
    for (plan, of) in [(&old, 0), (&new, 1)] {
        let mut seen: Vec<usize> = changes
            .tasks
            .iter()
            .flat_map(|entry| if of == 0 { entry.old.clone() } else { entry.new.clone() })
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..plan.tasks.len()).collect::<Vec<_>>(), "side {of}");
    }
    let comparison = Comparison {
        old: Side { source: &sources[0], plan: &old },
        new: Side { source: &sources[1], plan: &new },
        changes: &changes,
    };
    term::term(&comparison, Screen { colour: false, columns: 60, brief: false }, Lang::Zh);
    md::md(&comparison, false, Lang::En);
    serde_json::to_string(&json::document(&comparison, Lang::Zh)).expect("the format is JSON");
    tables(&new);
}

fn tables(plan: &Plan) {
    for preset in [Preset::Breakdown, Preset::Responsibility, Preset::Ledger, Preset::Calendar] {
        let table = rows(&[Sheet { name: "", plan }], lexicon(), &Asked { preset, ..Asked::default() });
        for columns in [20, 79] {
            plan::report::table::term::term(&table, columns);
        }
        csv::csv(&table);
        html::html(&table, Lang::Zh);
    }
}
