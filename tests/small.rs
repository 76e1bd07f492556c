//! Small documents, a line each: what must stand where in what is printed of them.

mod common;

use plan::extract::Scene;
use plan::lexicon::Lexicon;
use plan::model::Lang;
use plan::report::json;
use plan::text::Source;

/// `fixtures/small/cases.txt`: each document with what its lines below say of it.
#[test]
fn say_what_they_must() {
    let lexicon = Lexicon::default();
    let (mut wrong, mut asked) = (String::new(), 0);
    let mut printed = serde_json::Value::Null;
    for line in include_str!("../fixtures/small/cases.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some(said) = line.strip_prefix("=> ") else {
            let source = Source::of_text(line.replace('⏎', "\n").replace('⇥', "\t"));
            let document = json::read(Scene { lexicon: &lexicon, year: None }, &source, Lang::En);
            printed = serde_json::to_value(&document).expect("a document is JSON");
            continue;
        };
        asked += 1;
        let (place, want) = said.split_once(" = ").expect("a place and what stands there");
        let want: serde_json::Value = serde_json::from_str(want).expect("JSON");
        let got = found(&printed, place);
        if got != want {
            wrong.push_str(&format!("{place}: want {want}, got {got}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(asked > 10, "{asked} values");
}

/// What stands at a place such as `/tasks/*/deadline/date`, where `*` collects from every item.
fn found(value: &serde_json::Value, place: &str) -> serde_json::Value {
    match place.split_once("/*") {
        Some((list, rest)) => {
            let items = value.pointer(list).and_then(serde_json::Value::as_array);
            items.into_iter().flatten().map(|item| found(item, rest)).collect()
        }
        None => value.pointer(place).cloned().unwrap_or_default(),
    }
}
