//! What lower plans made of an upper one: composed plans, from outside and from inside.

mod common;

use std::process::{Command, Output};

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::text::Source;
use plan::trace::{DeadlineRelation, OwnerRelation, Paper, State, TargetRelation, Trace, trace};
use serde_json::Value;

fn traced(upper: &str, lower: &str) -> Trace {
    let lexicon = Lexicon::default();
    let scene = Scene { lexicon: &lexicon, year: None };
    let (upper, lower) = (Source::of_text(upper), Source::of_text(lower));
    let ((above, above_text), (below, below_text)) = (read(scene, &upper), read(scene, &lower));
    trace(&lexicon, Paper { plan: &above, clean: &above_text }, Paper { plan: &below, clean: &below_text })
}

const UPPER: &str = include_str!("../fixtures/trace/upper.txt");
const LOWER: &str = include_str!("../fixtures/trace/lower.txt");
const BARE: &str = include_str!("../fixtures/trace/bare.txt");
const STRANGE: &str = include_str!("../fixtures/trace/strange.txt");

/// The tasks that take up each upper task, from 1.
fn links(trace: &Trace) -> Vec<Vec<usize>> {
    let task = |link: &plan::trace::Link| trace.passages[link.passage].task.map(|task| task + 1);
    trace.rows.iter().map(|row| row.links.iter().filter_map(task).collect()).collect()
}

#[test]
fn tasks_are_found_again_one_level_down() {
    let trace = traced(UPPER, LOWER);
    let none: Vec<usize> = Vec::new();
    assert_eq!(
        links(&trace),
        [vec![1], vec![2], vec![3], none.clone(), vec![4], none.clone(), none, vec![6]],
        "upper tasks by lower ones"
    );
    let states: Vec<State> = trace.rows.iter().map(|row| row.state).collect();
    assert_eq!((states[3], states[5], states[6]), (State::Missing, State::NotOurs, State::Missing));
    assert_eq!(states[0], State::TakenUp);
    let own: Vec<&str> = trace.own.iter().map(|at| trace.passages[*at].title.as_str()).collect();
    assert_eq!(own, ["加固河堤"]);
    assert!(trace.cited && trace.lacks() && !trace.is_strange());
}

#[test]
fn owner_deadline_and_target_are_those_of_levels() {
    let trace = traced(UPPER, LOWER);
    let owners: Vec<OwnerRelation> = trace.rows.iter().map(|row| row.owner.relation).collect();
    assert_eq!(owners[..3], [OwnerRelation::Counterpart, OwnerRelation::Other, OwnerRelation::Counterpart]);
    assert_eq!(trace.rows[0].deadline.relation, DeadlineRelation::Same);
    assert_eq!(trace.rows[1].deadline.relation, DeadlineRelation::Later);
    let targets: Vec<TargetRelation> = trace.rows[0].targets.iter().map(|tie| tie.relation).collect();
    assert_eq!(targets, [TargetRelation::Share, TargetRelation::Raised]);
}

#[test]
fn a_text_without_headings_is_read_by_paragraphs() {
    let trace = traced(UPPER, BARE);
    let found: Vec<usize> =
        trace.rows.iter().filter(|row| !row.links.is_empty()).map(|row| row.task + 1).collect();
    assert_eq!(found, [1, 3, 7]);
    assert_eq!(trace.rows[6].deadline.relation, DeadlineRelation::Earlier);
}

#[test]
fn the_words_that_show_it_stand_in_the_lower_text() {
    for lower in [LOWER, BARE] {
        let trace = traced(UPPER, lower);
        let found =
            trace.rows.iter().flat_map(|row| &row.measures).filter_map(|measure| measure.found.as_ref());
        let mut n_found = 0;
        for (passage, text, span) in found {
            assert!(trace.passages[*passage].span.contains(*span), "{text}");
            assert_eq!(text.trim(), span.of(lower).trim());
            n_found += 1;
        }
        assert!(n_found >= 3, "{n_found}");
    }
}

#[test]
fn a_plan_of_other_matters_takes_up_nothing() {
    let trace = traced(UPPER, STRANGE);
    assert!(trace.is_strange() && !trace.cited);
    assert_eq!(trace.own.len(), 2);
    // A copy takes up everything.
    let copy = traced(UPPER, &UPPER.replace("云岭省", "松江市"));
    assert_eq!(copy.count(State::Missing), 0);
    assert!(copy.own.is_empty());
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(common::program());
    command.env("LC_ALL", "C").current_dir(common::root());
    command.args(args).output().expect("it runs")
}

#[test]
fn statuses_tell_what_is_lacking() {
    let file = |name: &str| format!("fixtures/trace/{name}.txt");
    let (upper, lower, strange) = (file("upper"), file("lower"), file("strange"));
    let of = |args: &[&str]| run(&[&["trace"], args].concat());
    assert_eq!(of(&[&upper, &lower]).status.code(), Some(1));
    let same = of(&[&upper, &upper]);
    assert_eq!(same.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&same.stderr).contains("are the same file"));
    let none = of(&[&upper, &strange]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stderr).contains("nothing in common"));
    assert_eq!(of(&[&upper]).status.code(), Some(2));
    assert_eq!(of(&[&upper, "fixtures/trace/none.txt"]).status.code(), Some(2));
}

#[test]
fn several_lowers_and_chains_are_followed() {
    let json = |args: &[&str]| -> Value {
        serde_json::from_slice(&run(&[&["trace", "--format", "json"], args].concat()).stdout).expect("JSON")
    };
    let [upper, lower, bare] = ["upper", "lower", "bare"].map(|name| format!("fixtures/trace/{name}.txt"));
    let both = json(&[&upper, &lower, &bare]);
    assert_eq!(both["schema"], "plan-trace/1");
    assert_eq!(both["lowers"].as_array().map(Vec::len), Some(2));
    assert_eq!(both["matrix"][6]["states"], serde_json::json!(["missing", "taken_up"]));
    assert_eq!(both["matrix"][3]["missing"].as_array().map(Vec::len), Some(2));
    let chain = json(&["--chain", &upper, &lower, &bare]);
    assert_eq!(chain["chain"], true);
    // Nothing carried it to the city, so the county cannot have it from there.
    assert_eq!(chain["matrix"][6]["states"], serde_json::json!(["missing", "missing"]));
    assert_ne!(chain["matrix"][0]["states"][1], "missing");
    let only = json(&[&upper, &lower, "--only", "later"]);
    let rows: Vec<&Value> = only["lowers"][0]["rows"].as_array().into_iter().flatten().collect();
    assert_eq!(rows.iter().map(|row| &row["upper"]).collect::<Vec<&Value>>(), ["t2"]);
}

/// 部分承接 by a sentence that has hardly a word of the task is to be looked at.
#[test]
fn what_is_hardly_alike_is_said_to_be_doubtful() {
    let told = |lower: &str| -> String {
        let [upper, lower] = ["upper", lower].map(|name| format!("fixtures/trace/{name}.txt"));
        let output = run(&["trace", "--lang", "zh", "--format", "md", &upper, &lower]);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let doubtful = told("aside");
    let row = |task: &str| doubtful.lines().find(|line| line.contains(task)).unwrap_or_default();
    assert!(row("发展智慧养老").contains("存疑"), "{doubtful}");
    assert!(row("建设社区助餐点").contains("办好老年人食堂") && !row("建设社区助餐点").contains("存疑"));
    // Who is addressed takes up nothing, and is nearest to nothing.
    assert!(!told("lower").contains("各县（区）人民政府"));
}

/// Every key that is printed is in the schema.
#[test]
fn schema_and_output_agree() {
    let schema: Value = serde_json::from_slice(&run(&["schema", "trace"]).stdout).expect("JSON");
    let output = run(&["trace", "--format", "json", "fixtures/trace/upper.txt", "fixtures/trace/lower.txt"]);
    let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let known = |name: &str| -> Vec<&String> {
        let of = if name.is_empty() { &schema } else { &schema["$defs"][name] };
        of["properties"].as_object().map(|keys| keys.keys().collect()).unwrap_or_default()
    };
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
    };
    let lower = &printed["lowers"][0];
    for (name, value) in [
        ("", &printed),
        ("LowerPlan", lower),
        ("Row", &lower["rows"][0]),
        ("Link", &lower["rows"][0]["lower"][0]),
        ("Measure", &lower["rows"][0]["measures"][0]),
        ("TargetTie", &lower["rows"][0]["targets"][0]),
        ("MatrixRow", &printed["matrix"][0]),
    ] {
        assert_eq!(keys(value), known(name).into_iter().cloned().collect::<Vec<String>>(), "{name}");
    }
}

#[test]
fn every_format_holds_the_rows() {
    for format in ["term", "md", "html"] {
        let args = [
            "trace",
            "--lang",
            "zh",
            "--format",
            format,
            "fixtures/trace/upper.txt",
            "fixtures/trace/lower.txt",
        ];
        let text = String::from_utf8(run(&args).stdout).expect("UTF-8");
        for wanted in
            ["建设社区助餐点", "办好老年人食堂", "未见承接", "不涉及本级", "加固河堤", "市自然资源局"]
        {
            assert!(text.contains(wanted), "{format}: {wanted}");
        }
    }
}
