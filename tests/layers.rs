//! Imports point one way: a layer uses only those before it, and layers of one rank do not know each other.

mod common;

use std::fs;
use std::path::Path;

/// The layers by rank, lowest first.
const RANKS: &[&[&str]] = &[
    &["text"],
    &["lexicon"],
    &["noise"],
    &["lex"],
    &["tree"],
    &["model"],
    &["extract"],
    &["check", "diff", "ledger", "corpus"],
    &["trace"],
    &["input"],
    &["report"],
    &["cli"],
];

fn rank(layer: &str) -> Option<usize> {
    RANKS.iter().position(|rank| rank.contains(&layer))
}

fn visit(dir: &Path, with: &mut impl FnMut(&Path, &str)) {
    let mut entries: Vec<_> =
        fs::read_dir(dir).expect("readable").filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => visit(&path, with),
            false => with(&path, &fs::read_to_string(&path).expect("readable")),
        }
    }
}

#[test]
fn imports_point_one_way() {
    let src = common::root().join("src");
    let (mut wrong, mut n_uses) = (Vec::new(), 0);
    visit(&src, &mut |path, body| {
        let first = path.strip_prefix(&src).expect("below src").components().next().expect("a name");
        let own = Path::new(first.as_os_str()).file_stem().expect("a stem").to_string_lossy().into_owned();
        let Some(own_rank) = rank(&own) else { return };
        for (n, line) in body.lines().enumerate() {
            for (at, _) in line.match_indices("crate::") {
                let used: String =
                    line[at + 7..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                n_uses += 1;
                if used != own && rank(&used).is_none_or(|used| used >= own_rank) {
                    wrong.push(format!("{}:{}: `{own}` uses `{used}`", path.display(), n + 1));
                }
            }
            if line.trim_start().starts_with("use ") && line.contains("::*") {
                wrong.push(format!("{}:{}: a star import", path.display(), n + 1));
            }
        }
    });
    assert!(n_uses > 100, "only {n_uses} uses were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
