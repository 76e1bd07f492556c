//! Two plans compared: what is found, and what always holds.

use std::collections::BTreeSet;

use plan::diff::{Change, Changes, OpKind, Options, diff, for_reading, redline};
use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::{Lang, Plan};
use plan::report::diff::{Comparison, Side, kinds, term};
use plan::text::Source;
use proptest::prelude::*;

fn plan_of(lexicon: &Lexicon, text: &str) -> Plan {
    read(Scene { lexicon, year: None }, &Source::of_text(text)).0
}

fn titles(plan: &Plan, tasks: &[usize]) -> String {
    tasks.iter().map(|task| plan.tasks[*task].title.as_str()).collect::<Vec<&str>>().join("＋")
}

fn data_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[test]
fn finds_what_changed_from_one_year_to_the_next() {
    let lexicon = Lexicon::default();
    let old = plan_of(&lexicon, include_str!("../fixtures/diff/parks_2023.txt"));
    let new = plan_of(&lexicon, include_str!("../fixtures/diff/parks_2024.txt"));
    let changes = diff(&lexicon, &old, &new, Options::default());
    let mut found: Vec<String> = Vec::new();
    for entry in &changes.tasks {
        let mut of = kinds(entry);
        let change = of.remove(0);
        if entry.rollover {
            of.push("rollover");
        }
        // The targets of a task that stands alone did not change.
        let others = if entry.likeness.is_some() { of.join("、") } else { String::new() };
        let line = [change, &titles(&old, &entry.old), &titles(&new, &entry.new), &others].join(" | ");
        found.push(line.replace("|  |", "| |").trim_end().to_owned());
    }
    let mut wanted: Vec<&str> = data_lines(include_str!("../fixtures/diff/parks.expect")).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted, "found:\n{}", found.join("\n"));
}

#[test]
fn compares_targets_by_what_they_measure() {
    let lexicon = Lexicon::default();
    let mut wrong = String::new();
    let cases = include_str!("../fixtures/diff/targets.txt").split("\n\n").map(str::trim);
    for case in cases.filter(|case| case.starts_with("- ")) {
        let (mut lines, mut sides) = (case.lines(), Vec::new());
        for (year, mark) in [(2023, "- "), (2024, "+ ")] {
            let said = lines.next().and_then(|line| line.strip_prefix(mark)).expect("two sentences");
            let text = format!(
                "市商务局{year}年工作要点\n\n一、重点任务\n1.抓好年度目标。{said}\n2.加强宣传。办好专栏。\n"
            );
            sides.push(plan_of(&lexicon, &text));
        }
        let changes = diff(&lexicon, &sides[0], &sides[1], Options::default());
        let shown = |plan: &Plan, at: Option<usize>, of: &Option<String>| {
            let text = at.map(|at| plan.targets[at].text.as_str());
            [of.as_deref(), text].into_iter().flatten().collect::<Vec<&str>>().join(" ")
        };
        let found = changes.tasks.iter().flat_map(|entry| &entry.targets).map(|target| {
            let change = format!("{:?}", target.change).to_lowercase();
            let old = shown(&sides[0], target.old, &target.of[0]);
            let new = shown(&sides[1], target.new, &target.of[1]);
            [change, old, new].join(" | ").replace("|  |", "| |").trim_end().to_owned()
        });
        let (found, wanted): (Vec<String>, Vec<&str>) = (found.collect(), lines.collect());
        if found != wanted {
            wrong += &format!("{case}\nfound:\n{}\n\n", found.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The whole of what the terminal shows; `UPDATE=1` stores it.
#[test]
fn shows_the_news_first_and_no_noise() {
    let lexicon = Lexicon::default();
    let texts = [
        include_str!("../fixtures/diff/harbour_2023.txt"),
        include_str!("../fixtures/diff/harbour_2024.txt"),
    ];
    let [old_source, new_source] = texts.map(Source::of_text);
    let [old, new] =
        [&old_source, &new_source].map(|source| read(Scene { lexicon: &lexicon, year: None }, source).0);
    let changes = diff(&lexicon, &old, &new, Options::default());
    let comparison = Comparison {
        old: Side { source: &old_source, plan: &old },
        new: Side { source: &new_source, plan: &new },
        changes: &changes,
    };
    let screen = term::Screen { colour: false, columns: 80, brief: false };
    let found = term::term(&comparison, screen, Lang::Zh);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write("fixtures/diff/harbour.term", &found).expect("written");
        return;
    }
    assert_eq!(found, include_str!("../fixtures/diff/harbour.term"), "found:\n{found}");
    let brief = term::term(&comparison, term::Screen { brief: true, ..screen }, Lang::Zh);
    assert!(found.starts_with(&brief));
}

#[test]
fn redlines_words_and_never_half_a_number() {
    for line in data_lines(include_str!("../fixtures/diff/redlines.txt")) {
        let (mut old, mut new, mut rest) = (String::new(), String::new(), line);
        while let Some(at) = rest.find("[-").into_iter().chain(rest.find("{+")).min() {
            let deleted = rest[at..].starts_with("[-");
            let end = at + rest[at..].find(if deleted { "-]" } else { "+}" }).expect("closed");
            old += &rest[..at];
            new += &rest[..at];
            *(if deleted { &mut old } else { &mut new }) += &rest[at + 2..end];
            rest = &rest[end + 2..];
        }
        old += rest;
        new += rest;
        let mut found = String::new();
        for op in redline(&old, &new) {
            match op.kind {
                OpKind::Equal => found += &op.text,
                OpKind::Delete => found += &format!("[-{}-]", op.text),
                OpKind::Insert => found += &format!("{{+{}+}}", op.text),
            }
        }
        assert_eq!(found, line);
    }
}

#[test]
fn unrelated_texts_are_replaced_whole() {
    let text = |seed: u32| -> String {
        let next = |state: &mut u32| {
            *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_u32(0x4e00 + (*state >> 16) % 5_000).unwrap_or('一')
        };
        let mut state = seed;
        (0..30_000).map(|_| next(&mut state)).collect()
    };
    let (old, new) = (text(1), text(2));
    let side = |kind: OpKind| -> usize {
        redline(&old, &new).iter().filter(|op| op.kind == kind).map(|op| op.text.len()).sum()
    };
    assert!(side(OpKind::Delete) * 10 > old.len() * 9);
    assert!(side(OpKind::Insert) * 10 > new.len() * 9);
}

const TASKS: [&str; 10] = [
    "建设口袋公园。年内新建口袋公园20个，改造老旧绿地3万平方米。（责任单位：规划科）",
    "整治行道树。对主城区行道树逐株建档，清除枯枝死树。（责任单位：养护科）",
    "举办赏花节。依托中心植物园举办郁金香赏花节，吸引市民走进公园。（责任单位：宣传科）",
    "推广智慧灌溉。在三处公园安装土壤湿度传感器，实行远程控制浇灌。（责任单位：工程科）",
    "规范档案管理。清理积存的工程档案，完成数字化扫描。（责任单位：办公室）",
    "加强党员教育。落实三会一课制度，组织党员到社区报到。（责任单位：机关党委）",
    "防治病虫害。监测美国白蛾虫情，5月底前完成首轮喷药。（责任单位：植保站）",
    "改善公园厕所。公园厕所全部达标，增设无障碍设施。（责任单位：公园科）",
    "保护古树名木。为百年以上古树设置围栏，聘请专家会诊。（责任单位：绿化委）",
    "提升苗圃产能。扩建城北苗圃，引进耐旱品种，实现自给。（责任单位：苗圃中心）",
];

/// A plan of some of the tasks, in an order.
fn composed(year: i16, tasks: &[(usize, bool)]) -> String {
    let mut text = format!("市园林局{year}年工作要点\n\n一、重点任务\n");
    for (at, (task, reworded)) in tasks.iter().enumerate() {
        let task = TASKS[*task];
        let said = if *reworded {
            task.replace("。（", "，务求实效，按时报送进展。（")
        } else {
            task.to_owned()
        };
        text += &format!("{}.{said}\n", at + 1);
    }
    text
}

/// Some tasks in any order, each perhaps reworded.
fn some_tasks() -> impl Strategy<Value = Vec<(usize, bool)>> {
    let all: Vec<usize> = (0..TASKS.len()).collect();
    (proptest::sample::subsequence(all, 2..=TASKS.len()), any::<u16>()).prop_flat_map(|(tasks, reworded)| {
        let tasks: Vec<(usize, bool)> =
            tasks.into_iter().map(|task| (task, reworded & (1 << task) != 0)).collect();
        Just(tasks).prop_shuffle()
    })
}

fn everything_once(changes: &Changes, old: &Plan, new: &Plan) {
    let mut sides = [BTreeSet::new(), BTreeSet::new()];
    for entry in &changes.tasks {
        for (side, tasks) in sides.iter_mut().zip([&entry.old, &entry.new]) {
            tasks.iter().for_each(|task| assert!(side.insert(*task)));
        }
        assert!(entry.old.len() == 1 || entry.new.len() == 1 || entry.old.is_empty() || entry.new.is_empty());
    }
    assert_eq!(sides.map(|side| side.len()), [old.tasks.len(), new.tasks.len()]);
}

fn mirrored(change: Change) -> Change {
    match change {
        Change::Split => Change::Merged,
        Change::Merged => Change::Split,
        Change::Added => Change::Dropped,
        Change::Dropped => Change::Added,
        change => change,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_is_the_same_as_itself(tasks in some_tasks()) {
        let lexicon = Lexicon::default();
        let plan = plan_of(&lexicon, &composed(2024, &tasks));
        let changes = diff(&lexicon, &plan, &plan, Options::default());
        everything_once(&changes, &plan, &plan);
        prop_assert!(!changes.differ());
        prop_assert!(changes.tasks.iter().all(|entry| !entry.moved && entry.also.is_empty()));
    }

    #[test]
    fn shuffled_tasks_only_move(tasks in some_tasks(), seed in any::<u64>()) {
        let lexicon = Lexicon::default();
        let mut shuffled = tasks.clone();
        let n = shuffled.len();
        shuffled.rotate_left(seed as usize % n);
        let (old, new) = (plan_of(&lexicon, &composed(2024, &tasks)), plan_of(&lexicon, &composed(2024, &shuffled)));
        let changes = diff(&lexicon, &old, &new, Options::default());
        everything_once(&changes, &old, &new);
        prop_assert!(changes.tasks.iter().all(|entry| entry.change == Change::Same && !entry.differs()));
        prop_assert_eq!(changes.tasks.iter().any(|entry| entry.moved), !(seed as usize).is_multiple_of(n));
    }

    #[test]
    fn either_order_finds_the_same(a in some_tasks(), b in some_tasks()) {
        let lexicon = Lexicon::default();
        let (old, new) = (plan_of(&lexicon, &composed(2023, &a)), plan_of(&lexicon, &composed(2024, &b)));
        let there = diff(&lexicon, &old, &new, Options::default());
        let back = diff(&lexicon, &new, &old, Options::default());
        everything_once(&there, &old, &new);
        let mut of_there: Vec<_> = there.tasks.iter().map(|e| (e.old.clone(), e.new.clone(), e.change, e.moved)).collect();
        let mut of_back: Vec<_> = back.tasks.iter().map(|e| (e.new.clone(), e.old.clone(), mirrored(e.change), e.moved)).collect();
        of_there.sort();
        of_back.sort();
        prop_assert_eq!(of_there, of_back);
    }

    #[test]
    fn a_redline_gives_both_texts_back(
        old in "[年月日第一二十百完成建设公园绿地，。,（）１２0-9.%\n]{0,60}",
        new in "[年月日第一二十百完成建设公园绿地，。,（）１２0-9.%\n]{0,60}",
        any_old in ".{0,20}",
    ) {
        for (old, new) in [(&old, &new), (&any_old, &new), (&old, &any_old)] {
            let ops = redline(old, new);
            for (kind, text) in [(OpKind::Delete, old), (OpKind::Insert, new)] {
                let side: Vec<&str> =
                    ops.iter().filter(|op| op.kind == OpKind::Equal || op.kind == kind).map(|op| op.text.as_str()).collect();
                prop_assert_eq!(&side.concat(), text);
                // Two stretches never meet inside a number.
                for two in side.windows(2) {
                    let cut = two[0].ends_with(|c: char| c.is_ascii_digit()) && two[1].starts_with(|c: char| c.is_ascii_digit());
                    prop_assert!(!cut, "{:?}", two);
                }
            }
            prop_assert!(ops.iter().all(|op| !op.text.is_empty()));
            prop_assert!(for_reading(&ops).len() <= ops.len());
        }
    }
}
