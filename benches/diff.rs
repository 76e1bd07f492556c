//! How long comparing takes, beyond reading the plans: `cargo bench --bench diff`.

use std::fmt::Write as _;
use std::time::Instant;

use plan::diff::{Options, diff};
use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::Plan;
use plan::text::Source;

const VERBS: [&str; 8] = ["推进", "完善", "整治", "建设", "推广", "规范", "举办", "提升"];
const THINGS: [&str; 16] = [
    "口袋公园",
    "行道树",
    "智慧灌溉",
    "工程档案",
    "公园厕所",
    "古树名木",
    "城北苗圃",
    "生态廊道",
    "社区食堂",
    "公交站台",
    "河道清淤",
    "校园周边秩序",
    "农贸市场",
    "老旧电梯",
    "雨污分流",
    "充电设施",
];
const MEANS: [&str; 12] = [
    "建立问题台账",
    "实行远程控制",
    "聘请专家会诊",
    "完成数字化扫描",
    "增设无障碍设施",
    "开展集中排查",
    "引进社会资本",
    "组织志愿者参与",
    "落实网格责任",
    "优化办理流程",
    "公开进展情况",
    "纳入年度考核",
];
const PLACES: [&str; 10] =
    ["城东", "城西", "城南", "老城区", "开发区", "高新区", "滨河路", "火车站", "大学城", "北山"];

/// A plan of `n` tasks; in another `year` half of them are said in other words and all stand in another order.
fn composed(lexicon: &Lexicon, n: usize, year: usize) -> Plan {
    let mut text = format!("某市{}年工作要点\n", 2020 + year);
    for at in 0..n {
        let task = if year == 0 { at } else { (at * 7 + 3) % n };
        if at % 20 == 0 {
            let _ = writeln!(text, "{}、重点任务之{}", numeral(at / 20 + 1), PLACES[at / 20 % 10]);
        }
        let pick = |of: &[&'static str], step: usize| of[(task * step + task / of.len()) % of.len()];
        let changed = if year > 0 && task % 2 == 0 { "，务求实效，按月报送进展" } else { "" };
        let _ = writeln!(
            text,
            "{}.{}{}{}。在{}{}，{}，{}{changed}，年内完成{}处，{}月底前验收。（责任单位：{}科）",
            at % 20 + 1,
            pick(&VERBS, 3),
            pick(&PLACES, 7),
            pick(&THINGS, 5),
            pick(&PLACES, 3),
            pick(&THINGS, 11),
            pick(&MEANS, 5),
            pick(&MEANS, 7),
            10 + task % 90 + year,
            task % 12 + 1,
            pick(&["规划", "养护", "工程", "宣传", "执法"], 3),
        );
    }
    read(Scene { lexicon, year: None }, &Source::of_text(text)).0
}

fn numeral(n: usize) -> String {
    let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
    match (n / 10, n % 10) {
        (0, units) => digits[units].to_string(),
        (tens, units) => {
            let tens = if tens == 1 { String::new() } else { numeral(tens) };
            format!("{tens}十{}", if units == 0 { String::new() } else { digits[units].to_string() })
        }
    }
}

fn main() {
    let lexicon = Lexicon::default();
    for n in [20, 200, 2000] {
        let (old, new) = (composed(&lexicon, n, 0), composed(&lexicon, n, 1));
        let mut times: Vec<f64> = (0..if n > 1000 { 5 } else { 15 })
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(diff(&lexicon, &old, &new, Options::default()));
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{} x {} tasks: {:.2} ms", old.tasks.len(), new.tasks.len(), times[times.len() / 2]);
    }
}
