//! `plan text --mask`: the office is gone, and what was read stays.

mod common;

use std::process::Command;

use plan::extract::{Scene, read};
use plan::lexicon::Lexicon;
use plan::model::Plan;
use plan::report::mask::mask;
use plan::text::Source;

const TEXT: &str = "首页 > 云台县人民政府 > 规划计划\n青川市林业局关于印发《青川市2025年古树保护工作要点》的通知\n青林发〔2025〕17号\n各县（市、区）林业局，经济技术开发区管委会：\n现将要点印发给你们，请认真执行。\n青川市2025年古树保护工作要点\n一、保护古树\n（一）开展普查。6月底前普查古树1200株，公布电话0839-1234567。（牵头单位：青川市林业局；配合单位：云台县人民政府、市住房城乡建设局）\n（二）新建公园。在青\n川市城区新建公园35处，11月15日前开放。（责任人：李志强）\n二、加强领导\n成立工作领导小组。组长：王  刚  副市长；副组长：陈小明  市林业局局长。\n青川市林业局\n2025年3月1日\n";

fn masked(lexicon: &Lexicon, text: &str) -> (String, Vec<(String, String, usize)>, [Plan; 2]) {
    let scene = Scene { lexicon, year: None };
    let source = Source::of_text(text);
    let (plan, clean) = read(scene, &source);
    let masked = mask(&plan, &clean);
    let again = read(scene, &Source::of_text(masked.text.clone())).0;
    (masked.text, masked.replaced, [plan, again])
}

#[test]
fn names_and_numbers_are_gone_and_what_was_read_stays() {
    let (text, replaced, [plan, again]) = masked(&Lexicon::default(), TEXT);
    let solid: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for gone in
        ["青川", "云台", "李志强", "王刚", "陈小明", "青林发", "17号", "0839", "1234567", "1200", "35处"]
    {
        assert!(!solid.contains(gone), "{gone} is left in\n{text}");
    }
    for kept in [
        "2025年",
        "6月底前",
        "11月15日前",
        "〔2025〕",
        "（一）",
        "住房城乡建设局",
        "各县（市、区）",
        "经济技术开发区",
    ] {
        assert!(solid.contains(kept), "{kept} is lost in\n{text}");
    }
    assert_eq!(text.chars().count(), TEXT.chars().count());
    let form = |text: &str| -> String { text.chars().filter(|c| !c.is_alphanumeric()).collect() };
    assert_eq!(form(&text), form(TEXT), "marks and blanks stay where they are");
    let counts = |plan: &Plan| {
        let owners: Vec<_> =
            plan.tasks.iter().flat_map(|task| &task.owners).map(|owner| (owner.role, owner.kind)).collect();
        let days: Vec<_> = plan.tasks.iter().map(|task| task.deadline.as_ref().map(|due| due.date)).collect();
        (plan.tasks.len(), plan.targets.len(), plan.groups.len(), plan.year, owners, days)
    };
    assert_eq!(counts(&again), counts(&plan));
    assert!(plan.tasks.len() >= 2 && plan.tasks[0].owners.len() == 3, "the text is read");
    let place = replaced.iter().find(|(old, ..)| old == "青川").expect("it is told");
    assert_eq!(place.2, TEXT.replace('\n', "").matches("青川").count());
}

#[test]
fn places_of_a_list_and_of_a_people_are_names() {
    let text = "云岭依兰族自治县2025年造林工作要点\n一、造林\n（一）补植。在龙溪市、白石县、青禾区补植１２００株，地址：江苏省柳溪市荷塘区，宣传进社区、进校区，城区、园区不变。\n版权所有：云岭依兰族自治县林业局 地址：杨浦市中山路26号 邮编：100000\n";
    let (masked, ..) = masked(&Lexicon::default(), text);
    for gone in ["云岭依兰", "龙溪", "白石", "青禾", "柳溪", "荷塘", "杨浦", "１２００"] {
        assert!(!masked.contains(gone), "{gone} is left in\n{masked}");
    }
    for kept in ["自治县2025年", "市、", "县、", "区补植", "株，", "进社区、进校区，城区、园区不变"]
    {
        assert!(masked.contains(kept), "{kept} is lost in\n{masked}");
    }
}

#[test]
fn a_text_without_names_stays_as_it_is() {
    let text = "各市、县要加强城乡建设，全省农村、城区一体推进。\n一、总体要求\n（一）6月底前完成。\n";
    let (masked, replaced, _) = masked(&Lexicon::default(), text);
    assert_eq!(masked, text, "{replaced:?}");
}

#[test]
fn what_was_replaced_is_told_and_that_a_person_must_look() {
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("a.txt");
    std::fs::write(&path, TEXT).expect("written");
    let run = Command::new(common::program()).args(["text", "--mask", "--lang", "en"]).arg(&path).output();
    let output = run.expect("it runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("plan: 青川 → ") && told.contains("read the text before you hand it on"), "{told}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("青川"));
    assert_eq!(output.status.code(), Some(0));
}
