//! Plans of several offices beside each other, and what each unit is shown of a task whose sentences have owners of their own.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).expect("a folder");
    for (name, text) in files {
        fs::write(dir.join(name), text).expect("writable");
    }
    dir
}

fn printed(args: &[&str], folder: &Path) -> String {
    let mut command = Command::new(common::program());
    let output = command.env("LC_ALL", "C").current_dir(folder).args(args).output().expect("it runs");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

const OFFICES: [(&str, &str); 3] = [
    (
        "a.txt",
        "青川市林业局2024年工作要点\n一、保护古树\n（一）开展古树普查。逐株测量树高、胸围。（责任单位：资源科）\n二、抓好防火\n（一）加强森林防火巡护。组织护林员每日巡查。（责任单位：防火办）\n",
    ),
    (
        "b.txt",
        "白河市林业局2024年工作要点\n一、保护古树\n（一）开展古树普查。逐株测量树高、冠幅。（责任单位：野保科）\n",
    ),
    (
        "c.txt",
        "青石市林业局2024年工作要点\n一、抓好防火\n（一）加强森林防火巡护。组织护林员每日巡查林区。（责任单位：防火科）\n二、发展林下经济\n（一）建设林下种植基地。新建基地5个。（责任单位：产业科）\n",
    ),
];

#[test]
fn like_tasks_stand_on_one_line_and_gaps_are_seen() {
    let dir = folder("beside", &OFFICES);
    let files = ["a.txt", "b.txt", "c.txt"];
    let args =
        |more: &[&'static str]| [&["compare", "--format", "md", "--lang", "zh"][..], &files, more].concat();
    let all = printed(&args(&[]), &dir);
    let line = |page: &str, words: &str| -> Vec<String> {
        let table = page.split("## 任务对照").nth(1).unwrap_or_else(|| panic!("{page}"));
        let table = table.split("\n## ").next().unwrap_or_default();
        let found =
            table.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {table}"));
        found.trim_matches('|').split('|').skip(1).map(|cell| cell.trim().to_owned()).collect()
    };
    assert_eq!(line(&all, "古树普查"), ["开展古树普查（资源科）", "开展古树普查（野保科）", ""]);
    // The first and the last are beside each other though the second has no such task.
    assert_eq!(line(&all, "防火"), ["加强森林防火巡护（防火办）", "", "加强森林防火巡护（防火科）"]);
    assert_eq!(line(&all, "种植基地"), ["", "", "建设林下种植基地（产业科）"]);
    assert!(all.contains("| 青川市林业局 | 白河市林业局 | 青石市林业局 |"), "{all}");

    let two = ["compare", "a.txt", "b.txt", "--format", "md", "--lang", "zh", "--only", "missing"];
    let missing = printed(&two, &dir);
    assert!(!missing.contains("古树普查") && missing.contains("森林防火巡护"), "{missing}");
    printed(&["compare", "a.txt", "b.txt", "c.txt", "-o", "out.docx"], &dir);
    let read = printed(&["text", "out.docx"], &dir);
    assert!(read.contains("任务对照") && read.contains("建设林下种植基地（产业科）"), "{read}");
}

const BRACKETS: &str = "青川市2025年工业工作要点\n一、压减产能\n（一）压减落后产能。关停全市使用年限超过二十年的老旧焦炉并按期拆除相关的配套设施，6月底前退出两条高耗能生产线并妥善安置好职工，做好设备处置。（市工信局牵头）开展库存清理，按季度公布清理结果，对长期积压的库存逐项登记造册、分类处置，防止国有资产流失，确保账实相符、手续齐全，及时报告进展情况。（市国资委、市财政局负责）\n";

#[test]
fn a_unit_is_shown_its_own_sentences() {
    let dir = folder("brackets", &[("plan.txt", BRACKETS)]);
    let rows = |args: &[&str]| -> Vec<serde_json::Value> {
        let args = [&["table", "plan.txt", "--format", "json", "--lang", "zh"][..], args].concat();
        let table: serde_json::Value = serde_json::from_str(&printed(&args, &dir)).expect("JSON");
        table["rows"].as_array().expect("rows").clone()
    };
    assert_eq!(rows(&[]).len(), 1);
    let parts = rows(&["--rows", "brackets"]);
    assert_eq!(parts.len(), 2, "{parts:?}");
    let text = |row: &serde_json::Value| row.to_string();
    assert!(text(&parts[0]).contains("市工信局") && !text(&parts[0]).contains("市国资委"), "{parts:?}");
    assert!(text(&parts[1]).contains("库存") && !text(&parts[1]).contains("焦炉"), "{parts:?}");
    // Of three units two share a stretch: data say it twice, paper once.
    let units = rows(&["--preset", "responsibility"]);
    let with = |words: &str| units.iter().filter(|row| text(row).contains(words)).count();
    assert_eq!((units.len(), with("库存清理"), with("焦炉")), (3, 2, 1), "{units:?}");
    let page =
        printed(&["table", "plan.txt", "--preset", "责任清单", "--format", "md", "--lang", "zh"], &dir);
    assert_eq!(page.matches("库存清理").count(), 1, "{page}");
    assert!(page.contains("见“市国资委”第1项"), "{page}");
    let whole = rows(&["--preset", "responsibility", "--rows", "tasks"]);
    assert!(whole.iter().all(|row| text(row).contains("焦炉")), "{whole:?}");
}
