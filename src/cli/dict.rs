//! `plan dict show`, `plan dict check`, and the lists of `--dict`.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::cli::output::Output;
use crate::cli::words;
use crate::cli::{Session, named};
use crate::lexicon::{LISTS, Lexicon, Line, List, check_value, read_lines};
use crate::model::Lang;
use crate::report::shown;
use crate::text::order;

/// The user's lists in `dir`, in the order of the built-in ones. A file that is no list is an error that names the
/// nearest one, and a value that its list does not know one that names the line.
pub(super) fn changes(session: &Session, dir: &Path) -> Result<Vec<(List, Vec<Line>)>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => bail!(session.tell(
            format!("`{}` 不是可读的词表目录：{}", named(dir), words::system(&error).zh),
            format!("`{}` is no folder of word lists: {}", named(dir), words::system(&error).en),
        )),
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".tsv"))
        .collect();
    order::sort(&mut names);
    let mut found = Vec::new();
    for name in names {
        let stem = name.trim_end_matches(".tsv");
        let Some((list, ..)) = LISTS.iter().find(|(_, list, _)| *list == stem) else {
            let known: Vec<&str> = LISTS.iter().map(|(_, name, _)| *name).collect();
            bail!(session.tell(
                format!("`{}` 不是词表，可用的有：{}", shown::line(&name), known.join("、")),
                format!("`{}` is no word list; the lists are {}", shown::line(&name), known.join(", ")),
            ));
        };
        let path = dir.join(&name);
        let text = session.words(&path)?;
        let lines = read_lines(&text).map_err(|(n, what)| anyhow::anyhow!("{}:{n}: {what}", named(&path)))?;
        for (n, line) in &lines {
            if let Line::Word { word, value, .. } = line
                && let Err(wrong) = check_value(*list, value)
            {
                bail!("{}:{n}: {}", named(&path), session.tell(wrong.of_zh(word), wrong.of(word)))
            }
        }
        found.push((*list, lines.into_iter().map(|(_, line)| line).collect()));
    }
    order::by_key(&mut found, |(list, _)| *list);
    Ok(found)
}

/// Shows or checks lists.
pub(super) fn dict(session: &Session) -> Result<u8> {
    match session.matches.subcommand() {
        Some(("show", matches)) => show(&Session { matches, ..*session }),
        Some((_, matches)) => check(&Session { matches, ..*session }),
        None => Ok(2),
    }
}

fn show(session: &Session) -> Result<u8> {
    let mut output = Output::open(session, None)?;
    let lexicon = session.lexicon()?;
    let Some(name) = session.matches.get_one::<String>("name") else {
        for (list, name, what) in LISTS {
            let what = if session.lang == Lang::Zh { in_chinese(*list) } else { what };
            writeln!(output.writer(), "{name:12} {:6} {what}", lexicon.words(*list).count())?;
        }
        output.finish()?;
        return Ok(0);
    };
    let Some((list, ..)) = LISTS.iter().find(|(_, list, _)| list == name) else {
        let known: Vec<&str> = LISTS.iter().map(|(_, name, _)| *name).collect();
        bail!(session.tell(
            format!("没有词表“{name}”，可用的有：{}", known.join("、")),
            format!("no list `{name}`; the lists are {}", known.join(", ")),
        ));
    };
    let built = Lexicon::default();
    let dir = session.matches.get_one::<std::path::PathBuf>("dict").map(|dir| named(dir)).unwrap_or_default();
    for (word, value) in lexicon.words(*list) {
        let from = match built.senses(word).any(|sense| sense.list == *list && sense.value == value) {
            true => session.tell("内置".into(), "built-in".into()),
            false => format!("{dir}/{name}.tsv"),
        };
        writeln!(output.writer(), "{word}\t{value}\t{from}")?;
    }
    output.finish()?;
    Ok(0)
}

/// What the words of a list are.
fn in_chinese(list: List) -> &'static str {
    match list {
        List::Themes => "表明主题的词：主题名，分量（1 到 9）",
        List::Terms => "提法、会议、活动：numbered 数字提法、meeting 会议、campaign 活动、quoted 引号里的",
        List::Orgs => "机构名及其结尾：suffix 结尾、name 全名、group 一类机构、person 人",
        List::Aliases => "单位的别名、简称：规范名称",
        List::Collectives => "泛指许多单位的开头，如 各、有关",
        List::Duties => "职责用语：label（在单位前）或 verb（在单位后），及其职责",
        List::Verbs => "任务首句开头的动词，及其前面的助动词",
        List::Headings => "章节常用的标题：这一节的性质",
        List::Columns => "任务表的表头：这一栏是什么",
        List::Cells => "表格里不是内容的话：合计、同上、旁注",
        List::Kinds => "标题末尾的词：文种",
        List::Letters => "印发通知和文末的套语：letter、tail、address、force",
        List::Seams => "没有标点时标题在哪里结束：end 到此为止、open 从此开始",
        List::Units => "计量单位、量词：写法及其类别",
        List::Days => "有名称的日子：月-日、农历、节气或规则",
        List::Times => "时间用语：按什么规则读",
        List::Bounds => "指标前后的限定：在哪一边，at_least、at_most、about、exact 或增减",
        List::Measures => "说明数字不是指标（上限、费用、往年结果）或正是指标的词",
        List::Outcomes => "说明结果的词：建成，或达到",
        List::Scopes => "指标名称前后的范围：own、general、filler",
        List::References => "法规、规划、文件的名称及其结尾：种类",
        List::Site => "网页上正文之外的文字：head、tail、line、inline",
        List::Announcers => "引出列举、年份、决议的词：list、stage、year、turn 及年份、minutes",
        List::Cues => "分辨对错用的词：urge、guide、review、order、share、force、rule 等",
        List::Doubles => "连写两遍就错的两字词",
        List::Eras => "已有新一届、新一期的会议和规划：era 或 meeting，及最后有效的年份",
        List::Lookalikes => "容易认错的字：常被认成什么",
        List::Phrases => "固定提法：误写、正写和前面的动词；或所含各项",
        List::Swaps => "被改写工具换了词的固定说法：原来的说法",
        List::Titles => "法规、文件的全称",
        List::Vague => "不说明日期或数字的词：deadline 或 target",
        List::States => "台账里表示办理状态的写法：open、going、done、asked、extended",
    }
}

fn check(session: &Session) -> Result<u8> {
    let dir = session.matches.get_one::<std::path::PathBuf>("dict").expect("required");
    let lists = changes(session, dir)?;
    let n_words: usize = lists.iter().map(|(_, lines)| lines.len()).sum();
    session.say(
        format_args!("{} 个词表、{n_words} 行，都可用", lists.len()),
        format_args!("{} lists, {n_words} lines, all well-formed", lists.len()),
    );
    Ok(0)
}
