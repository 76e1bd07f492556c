//! The arguments, in one ordered table a command; the order is that of the help text.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _, ValueParser};
use clap::{Arg, ArgAction, Command, value_parser};

use crate::cli::read::size;
use crate::cli::table::ROLES;
use crate::ledger::column::PRESETS;
use crate::ledger::duty;
use crate::model::Lang;
use crate::report::schema::SCHEMAS;
use crate::report::trace::KINDS;

const FORMATS: [&str; 12] =
    ["text", "md", "html", "docx", "doc", "rtf", "odt", "ofd", "pdf", "xlsx", "xls", "csv"];

/// The version, and the form of JSON that each command prints.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\nextract plan/1, table plan-table/1, check plan-check/1, diff plan-diff/1, compare plan-compare/1, trace plan-trace/1, reconcile plan-reconcile/1"
);

/// The command line in `lang`.
pub(super) fn command(lang: Lang) -> Command {
    let t = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let files = Arg::new("files")
        .value_name(t("文件", "FILE"))
        .num_args(1..)
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help(t("要读的文件；`-` 为标准输入", "files to read; `-` is standard input"));
    let output = Arg::new("output")
        .short('o')
        .long("output")
        .value_name(t("文件", "OUT"))
        .value_parser(value_parser!(PathBuf))
        .help(t("写到文件（写完才出现，失败则不留残片）", "write to a file, whole or not at all"));
    let force = Arg::new("force").long("force").action(ArgAction::SetTrue).help(t(
        "只读文件、别的用户的文件也覆盖",
        "overwrite a file that is read-only or another user's too",
    ));
    let output = [output, force];
    let all = [
        Arg::new("year")
            .long("year")
            .value_name(t("年份", "YEAR"))
            .value_parser(value_parser!(i16).range(1949..=2199))
            .help(t(
                "计划所属年份；不给则从文中判断",
                "the year the plan is for; told from the document if not given",
            )),
        Arg::new("encoding").long("encoding").value_name(t("编码", "NAME")).help(t(
            "所读文件的编码，如 gb18030；不给则自动判断",
            "encoding of the files, such as gb18030; told from the bytes if not given",
        )),
        Arg::new("from").long("from").value_name(t("格式", "FORMAT")).value_parser(FORMATS).help(t(
            "文件格式（text、md、html、docx、doc、rtf、odt、ofd、pdf、xlsx、xls、csv）；不给则由内容判断",
            "format of the files; told from the bytes if not given",
        )),
        Arg::new("password")
            .long("password")
            .value_name(t("密码", "TEXT"))
            .help(t("加密文件的密码", "password of an encrypted file")),
        Arg::new("dict").long("dict").value_name(t("目录", "DIR")).value_parser(value_parser!(PathBuf)).help(
            t("用自己的词表补充或替换内置词表", "a folder of word lists that change the built-in ones"),
        ),
    ];
    let max_size =
        Arg::new("max-size").long("max-size").value_name(t("大小", "SIZE")).value_parser(size).help(t(
            "最大读多大的文件，如 500M；默认 256M",
            "the largest file that is read, such as 500M; 256M if not given",
        ));
    let common = |common: &[Arg]| common.iter().cloned().chain([max_size.clone()]).collect::<Vec<Arg>>();
    let always = [
        Arg::new("lang").long("lang").value_name(t("语言", "LANG")).value_parser(["zh", "en"]).help(t(
            "提示语言（zh、en）；默认随系统",
            "language of messages; that of the locale if not given",
        )),
        Arg::new("quiet")
            .short('q')
            .long("quiet")
            .action(ArgAction::SetTrue)
            .help(t("不输出提示", "no messages")),
        Arg::new("verbose")
            .short('v')
            .long("verbose")
            .action(ArgAction::Count)
            .help(t("说明正在做什么", "say what is done")),
        Arg::new("help").short('h').long("help").action(ArgAction::Help).help(t("显示帮助", "print help")),
    ];
    let sub = |name: &'static str, about: &'static str| {
        Command::new(name).about(about).disable_help_flag(true).args(always.clone())
    };
    let root = Command::new("plan")
        .about(t("读懂工作计划：任务、责任单位、时限、指标、主题，每一项都指明出处", "reads Chinese work plans: tasks, owners, dates, targets and themes, each with its place in the source"))
        .version(env!("CARGO_PKG_VERSION"))
        .long_version(VERSION)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help).global(false).help(t("显示帮助", "print help")))
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(t("显示版本；--version 也列出各 JSON 格式的编号", "print version; --version also the numbers of the forms of JSON")))
        .subcommands([
            sub("extract", t("提取任务、责任单位、时限、指标、主题，输出 JSON", "print tasks, owners, dates, targets and themes as JSON"))
                .arg(folders(t, &files).required_unless_present_any(["files-from", "stream"]).conflicts_with("stream"))
                .arg(Arg::new("format").long("format").value_name(t("格式", "FORMAT")).value_parser(["json", "jsonl", "csv", "parquet"]).help(t(
                    "json：缩进；多个文件为数组。jsonl：每个文件一行。csv、parquet：多张表，写到 -o 目录（见 docs/tables.md）。默认：一个文件为 json，多个为 jsonl",
                    "json: indented, several files as an array; jsonl: one line a file; csv, parquet: flat tables in the folder -o (docs/tables.md). Default: json for one file, jsonl for several",
                )))
                .args(output.clone())
                .args(batch_arguments(t))
                .args(common(&all)),
            sub("table", t("输出会上要用的表：任务分解表、责任清单、督办台账、工作日历、统计表", "print the table for the meeting: breakdown, responsibilities, ledger, calendar, counts"))
                .arg(files.clone().value_name(t("文件或目录", "FILE|DIR")).help(t(
                    "要读的文件；目录则把其中的计划汇成一张表，xlsx 里另每份一个工作表；`-` 为标准输入",
                    "files to read; of a folder all plans in one table, and in xlsx a sheet a plan; `-` is standard input",
                )))
                .args(table_arguments(t))
                .args(output.clone())
                .args(common(&all)),
            Command::new("ledger")
                .about(t("台账分给各单位填写，再收回汇总", "hand a ledger out to its units and collect it again"))
                .disable_help_flag(true)
                .disable_help_subcommand(true)
                .subcommand_required(true)
                .arg_required_else_help(true)
                .args(always.clone())
                .subcommands(ledger_commands(t, &sub, &files, &output, &[all[4].clone(), max_size.clone(), all[0].clone()])),
            sub("reconcile", t("核对台账与原文：缺行多行、职责对调、时限放错、文字改动", "set a ledger against its source: rows missing or extra, duties swapped, deadlines elsewhere, words changed"))
                .arg(files.clone().value_names([t("台账.xlsx", "LEDGER.xlsx"), t("原文", "SOURCE")]).num_args(1..).help(t("台账，再是它所依据的计划", "the ledger, then the plan it was made from")))
                .arg(Arg::new("format").long("format").value_name(t("格式", "FORMAT")).value_parser(["term", "md", "json", "xlsx"]).help(t(
                    "输出格式；默认 term，给人看",
                    "how differences are printed; term, for people, if not given",
                )))
                .args(output.clone())
                .args(common(&all)),
            sub("diff", t("比较两份计划：新增、取消、改写、责任单位、时限、指标、提法", "compare two plans: tasks added, dropped and reworded, owners, deadlines, targets, set phrases"))
                .args(diff_arguments(t, &files))
                .args(output.clone())
                .args(common(&all)),
            sub("compare", t("并列多份计划：主题、责任单位、提法、指标、贯穿始终的任务", "set plans side by side: themes, owners, set phrases, targets, tasks that run through"))
                .args(compare_arguments(t, &files))
                .args(output.clone())
                .args(common(&all)),
            sub("trace", t("逐项对照：上级计划的任务下级有没有承接、由谁、何时、指标多少", "follow an upper plan into lower ones: what was taken up, by whom, until when, how much"))
                .args(trace_arguments(t, &files))
                .args(output.clone())
                .args(common(&all)),
            sub("outline", t("输出提纲：章节、任务、责任单位、时限", "print the tree: sections, tasks, owners, deadlines")).arg(files.clone()).args(output.clone()).args(common(&all)),
            sub("check", t("检查计划：缺什么、错在哪里", "find what is missing or wrong in a plan"))
                .arg(folders(t, &files).required_unless_present("files-from"))
                .args(folder_arguments(t))
                .arg(Arg::new("format").long("format").value_name(t("格式", "FORMAT")).value_parser(["term", "json", "sarif", "github", "md", "xlsx", "docx"]).help(t(
                    "输出格式；默认 term，给人看；docx 为原文件加批注",
                    "how findings are printed; term, for people, if not given; docx is the document itself with comments",
                )))
                .arg(Arg::new("select").long("select").value_name(t("检查名", "CHECKS")).action(ArgAction::Append).help(t("只做这些检查，逗号隔开；也可写中文名", "only these checks, apart by commas")))
                .arg(Arg::new("ignore").long("ignore").value_name(t("检查名", "CHECKS")).action(ArgAction::Append).help(t("不做这些检查，逗号隔开", "not these checks, apart by commas")))
                .arg(Arg::new("severity").long("severity").value_name(t("程度", "LEVEL")).value_parser(["error", "warning", "hint"]).help(t("最低输出到哪一级；默认 hint", "the lowest that is shown; hint if not given")))
                .arg(Arg::new("min-confidence").long("min-confidence").value_name(t("把握", "PERCENT")).value_parser(value_parser!(u8).range(0..=100)).help(t("最低输出到几成把握的（0 到 100）；默认 50，-v 为 0", "the least confidence of what is shown, from 0 to 100; 50 if not given, 0 with -v")))
                .arg(Arg::new("fix").long("fix").action(ArgAction::SetTrue).help(t("只改确定无疑的，输出改后的文字", "mend what is certain and print the mended text"))
                    .conflicts_with_all(["accept", "format"]))
                .arg(Arg::new("write").long("write").action(ArgAction::SetTrue).conflicts_with_all(["output", "accept", "format"])
                    .help(t("改后写回原文件", "mend and write over the file")))
                .arg(Arg::new("accept").long("accept").action(ArgAction::SetTrue).help(t("把查出的问题记入文件旁的 .plan-accept，以后不再报", "add the findings to .plan-accept beside the file, not to be told again")).conflicts_with_all(["output", "format"]))
                .args(output.clone())
                .args(common(&all)),
            sub("show", t("指明任务的每一项从哪里来", "show where each value of a task comes from"))
                .arg(Arg::new("file").value_name(t("文件", "FILE")).required(true).value_parser(value_parser!(PathBuf)).help(t("要读的文件；`-` 为标准输入", "the file; `-` is standard input")))
                .arg(Arg::new("task").value_name(t("任务", "TASK")).help(t("任务号，如 t5；不给则列出所有任务", "a task such as t5; all are shown if not given")))
                .args(common(&all)),
            sub("text", t("输出所读的文字（所有位置都以它为准）", "print the text that offsets point into"))
                .arg(files)
                .arg(Arg::new("clean").long("clean").action(ArgAction::SetTrue).help(t("输出清理后的文字", "print the cleaned text")))
                .arg(Arg::new("mask").long("mask").action(ArgAction::SetTrue).conflicts_with("clean").help(t(
                    "地名、人名、文号、数字换成同样长短的别的，以便把读错的文件给人看",
                    "replace names of places and people, document numbers and figures by others as long, so that a document that is read wrongly can be shown",
                )))
                .args(output)
                .args(common(&all)),
            sub("schema", t("输出 JSON Schema", "print a JSON Schema"))
                .arg(Arg::new("of").value_name(t("命令", "COMMAND")).value_parser(SCHEMAS.map(|(command, _)| command)).default_value("extract").hide_default_value(true).help(t(
                    "哪个命令的 JSON：extract、diff、compare、trace、reconcile；默认 extract",
                    "of which command's JSON (extract, diff, compare, trace, reconcile); extract if not given",
                ))),
            Command::new("dict")
                .about(t("查看、检查词表", "show and check word lists"))
                .disable_help_flag(true)
                .disable_help_subcommand(true)
                .subcommand_required(true)
                .arg_required_else_help(true)
                .args(always.clone())
                .subcommands([
                    sub("show", t("列出词表，或一个词表里的词及其来源", "list the word lists, or the words of one and where each is from"))
                        .arg(Arg::new("name").value_name(t("词表", "NAME")).help(t("词表名；不给则列出所有词表", "a list; all lists are named if not given")))
                        .arg(all[4].clone()),
                    sub("check", t("检查自己的词表", "check a folder of your own lists"))
                        .arg(Arg::new("dict").value_name(t("目录", "DIR")).required(true).value_parser(value_parser!(PathBuf)).help(t("词表目录", "the folder"))),
                ]),
            sub("mcp", t("作为 MCP 工具，由智能体经标准输入输出调用；只读", "serve agents over standard input and output as tools of the Model Context Protocol; nothing is written"))
                .arg(Arg::new("root").long("root").value_name(t("目录", "DIR")).value_parser(value_parser!(PathBuf)).help(t(
                    "可以读这个目录下的文件；不给则只读送来的文字",
                    "files below this folder may be read; without it only texts that are sent",
                )))
                .arg(max_size.clone()),
            sub("skill", t("输出给智能体看的说明（SKILL.md）", "print what an agent has to know (SKILL.md)")),
            sub("explain", t("说明一项检查", "explain a check"))
                .arg(Arg::new("check").value_name(t("名称", "NAME")).help(t("检查名或其中文名；不给则列出所有检查", "a check; all are named if not given"))),
            sub("completions", t("输出命令行补全脚本", "print a script with which a shell completes commands, options and values"))
                .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(["bash", "zsh", "fish", "powershell", "elvish"]).help(t(
                    "为哪种 shell",
                    "for which shell",
                ))),
            sub("man", t("输出手册页（roff）", "print a manual page (roff)"))
                .arg(Arg::new("command").value_name(t("命令", "COMMAND")).num_args(0..).help(t(
                    "哪个命令的，如 table 或 ledger split；不给则是总的一页",
                    "of which command, such as table or ledger split; the first page if not given",
                ))),
        ]);
    localised(root, lang)
}

/// Usage lines in the language of the rest.
fn localised(root: Command, lang: Lang) -> Command {
    if lang == Lang::En {
        return root;
    }
    let names: Vec<String> = root.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let root = root.override_usage("plan <命令> [选项] <文件>…");
    names
        .into_iter()
        .fold(root, |root, name| root.mut_subcommand(&name, |sub| in_chinese(sub, &format!("plan {name}"))))
}

fn in_chinese(sub: Command, path: &str) -> Command {
    let positionals: String = sub.get_positionals().map(positional).collect();
    let names: Vec<String> = sub.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let usage = match names.is_empty() {
        true => format!("{path} [选项]{positionals}"),
        false => format!("{path} <命令>"),
    };
    names.into_iter().fold(sub.override_usage(usage), |sub, name| {
        let path = format!("{path} {name}");
        sub.mut_subcommand(&name, |sub| in_chinese(sub, &path))
    })
}

fn positional(arg: &Arg) -> String {
    let names: Vec<String> =
        arg.get_value_names().unwrap_or_default().iter().map(|name| format!("<{name}>")).collect();
    let range = arg.get_num_args();
    let (few, many) = range.map_or((1, 1), |range| (range.min_values(), range.max_values()));
    let mut body = match names.len() {
        1 => vec![names[0].clone(); few.max(1)].join(" "),
        _ => names.join(" "),
    };
    if many > names.len().max(few) {
        body.push('…');
    }
    if arg.is_required_set() { format!(" {body}") } else { format!(" [{body}]") }
}

/// What `plan extract` is told of many files.
fn batch_arguments(t: impl Fn(&'static str, &'static str) -> &'static str + Copy) -> Vec<Arg> {
    let mut arguments = folder_arguments(t);
    arguments.extend([
        Arg::new("errors")
            .long("errors")
            .value_name(t("文件", "FILE"))
            .value_parser(value_parser!(PathBuf))
            .help(t("读不了的文件另写一份（JSON Lines）", "write what could not be read here too, as JSON Lines")),
        Arg::new("resume").long("resume").action(ArgAction::SetTrue).help(t(
            "接着上次中断处继续；没有变化的文件不再读（需要 -o 文件）",
            "go on after an interrupted run; files that have not changed are not read again (needs -o FILE)",
        )),
        Arg::new("no-progress")
            .long("no-progress")
            .action(ArgAction::SetTrue)
            .help(t("不显示进度", "no progress line")),
        Arg::new("stream")
            .long("stream")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["format", "files-from", "glob", "follow", "errors", "resume"])
            .help(t(
                "标准输入每行一个 {\"id\", \"text\"} 或 {\"id\", \"path\"}，逐行输出结果",
                "read a {\"id\", \"text\"} or {\"id\", \"path\"} a line on standard input, write a line for each",
            )),
    ]);
    arguments
}

/// Files, and folders for the documents in them.
fn folders(t: impl Fn(&'static str, &'static str) -> &'static str, files: &Arg) -> Arg {
    files.clone().value_name(t("文件或目录", "FILE|DIR")).required(false).help(t(
        "要读的文件；目录则读其中的文档；`-` 为标准输入",
        "files to read, folders whose documents are read; `-` is standard input",
    ))
}

/// Which files of folders and lists are read, and how.
fn folder_arguments(t: impl Fn(&'static str, &'static str) -> &'static str) -> Vec<Arg> {
    vec![
        Arg::new("glob").short('g').long("glob").value_name(t("模式", "PATTERN")).action(ArgAction::Append).help(t(
            "目录里只读合乎模式的文件，如 '*.docx'；以 ! 开头则不读这些",
            "in folders only files of this pattern, such as '*.docx'; with ! before it, all but these",
        )),
        Arg::new("files-from")
            .long("files-from")
            .value_name(t("列表", "LIST"))
            .value_parser(value_parser!(PathBuf))
            .help(t(
                "从列表读文件名，一行一个（或以零字节隔开）；`-` 为标准输入",
                "read the names of files from a list, one a line or apart by zero bytes; `-` is standard input",
            )),
        Arg::new("follow")
            .long("follow")
            .action(ArgAction::SetTrue)
            .help(t("跟随目录里的符号链接", "follow symbolic links in folders")),
        Arg::new("allow-empty").long("allow-empty").action(ArgAction::SetTrue).help(t(
            "一个文档也没有时不算错",
            "no error when there is no document at all",
        )),
        Arg::new("jobs")
            .short('j')
            .long("jobs")
            .value_name(t("线程数", "N"))
            .value_parser(value_parser!(u16))
            .help(t("同时读几个文件；默认为处理器核数", "how many files are read at once; as many as there are processors if not given")),
    ]
}

/// One of several values by their English or Chinese names, or the end of these (台账 for 督办台账); it is kept in English.
fn either(names: impl Iterator<Item = (&'static str, &'static str)>) -> ValueParser {
    let names: Vec<_> = names.collect();
    let value = |(en, zh): &(&'static str, &'static str)| {
        let ends = zh.char_indices().map(|(at, _)| &zh[at..]).take_while(|end| end.chars().count() > 1);
        PossibleValue::new(*en).aliases(ends)
    };
    let values: Vec<PossibleValue> = names.iter().map(value).collect();
    let known = values.clone();
    PossibleValuesParser::new(values)
        .map(move |given| {
            let of = known.iter().find(|value| value.matches(&given, false));
            of.map_or(given.clone(), |value| value.get_name().to_owned())
        })
        .into()
}

fn table_arguments(t: impl Fn(&'static str, &'static str) -> &'static str) -> [Arg; 24] {
    let free = |name: &'static str, value: &'static str| Arg::new(name).long(name).value_name(value);
    let choice = |name: &'static str, value: &'static str, values: &[&'static str]| {
        free(name, value).value_parser(values.to_vec())
    };
    [
        choice("format", t("格式", "FORMAT"), &["term", "md", "csv", "xlsx", "docx", "html", "json", "ics"]).help(t(
            "格式；不给则看 -o 的后缀，在终端上为 term",
            "the format; told from the ending of -o if not given, term on a terminal",
        )),
        free("preset", t("样式", "TABLE")).value_parser(either(PRESETS.iter().map(|(_, name, zh, _)| (*name, *zh)))).help(t(
            "表的种类：重点任务分解表、责任清单、督办台账、工作日历；也可写其中文名，如 台账",
            "which table: breakdown of tasks, responsibilities by unit, ledger to fill in, calendar of deadlines; also by its Chinese name",
        )),
        free("columns", t("栏目", "COLUMNS")).help(t(
            "要哪些栏、按什么次序，如 序号,工作任务,牵头单位 或 no,task,lead；原表自有的栏用其表头",
            "which columns in which order, such as no,task,lead,deadline; those of the source's own tables by their heads",
        )),
        free("title", t("标题", "TITLE")).help(t("表的标题；不给则由计划标题和表名组成", "title of the table")),
        choice("rows", t("行", "ROWS"), &["tasks", "brackets"]).conflicts_with("merge").help(t(
            "一行是一项任务（tasks），还是各有责任单位的一段（brackets）；责任清单默认 brackets，只列本单位的那几段，长的只写一次，其余写“见”；其他表默认 tasks",
            "what has a row: tasks, or brackets, each stretch of a task that has owners of its own; brackets if not given where rows are by unit, with a long text once and pointed to elsewhere, else tasks",
        )),
        choice("by", t("分组", "BY"), &["owner", "section", "deadline", "theme"])
            .help(t("按单位、章节、时限或主题分组", "group the rows by unit, section, deadline or theme")),
        free("owner", t("单位", "UNIT")).help(t(
            "只要这个单位的任务；简称、全称都可以，发改委即发展改革委",
            "only tasks of this unit, by name, full name or usual short name",
        )),
        free("role", t("职责", "DUTY"))
            .value_parser(either(ROLES.iter().map(|role| (duty(*role, Lang::En), duty(*role, Lang::Zh)))))
            .help(t("只要有这种职责的任务：牵头、责任、配合、领导、督办", "only tasks with an owner of this duty")),
        free("theme", t("主题", "THEME")).help(t("只要这个主题的任务，如 education 或 教育", "only tasks with this theme, such as education")),
        free("before", t("日期", "DATE"))
            .help(t("只要这一天或之前到期的任务，如 2024-06-30 或 2024-06", "only tasks due on this day or before, such as 2024-06-30 or 2024-06")),
        free("after", t("日期", "DATE"))
            .help(t("只要这一天或之后到期的任务", "only tasks due on this day or after")),
        free("between", t("起..止", "FROM..TO")).conflicts_with_all(["before", "after", "due-in"]).help(t(
            "只要这两天之间（含）到期的任务，如 2024-03..2024-06",
            "only tasks due between these days, such as 2024-03..2024-06",
        )),
        free("due-in", t("天数", "DAYS"))
            .value_parser(value_parser!(u16))
            .conflicts_with_all(["before", "after"])
            .help(t("只要今后这么多天内到期的任务", "only tasks due within so many days")),
        free("as-of", t("日期", "DATE")).help(t(
            "以这一天为今天，加“截止日期”“预警”（超期、3天内、正常）两栏",
            "take this day for today and add columns for the day due and whether it is overdue or near",
        )),
        choice("without", t("缺项", "WHAT"), &["owner", "deadline"])
            .action(ArgAction::Append)
            .help(t("只要没有责任单位（或没有时限）的任务", "only tasks without owner, or without deadline")),
        free("match", t("正则", "REGEX"))
            .help(t("只要文字中有它的任务，如 路灯|路面", "only tasks whose text it finds, such as 路灯|路面")),
        free("matrix", t("行,列", "DOWN,ACROSS")).help(t(
            "任务数量统计表，如 owner,theme 或 theme,month",
            "counts of tasks by two of owner, theme, month, section, source, such as owner,theme",
        )),
        free("merge", t("旧台账.xlsx", "OLD.xlsx")).value_parser(value_parser!(PathBuf)).help(t(
            "把旧台账里填写的内容并入新台账",
            "carry what people filled into an old ledger over to this one",
        )),
        free("corrections", t("更正.plan.json", "FILE.plan.json"))
            .value_parser(value_parser!(PathBuf))
            .action(ArgAction::Append)
            .help(t(
                "用上网页里手工更正、存在文档旁边的文件；几份文档可给几次",
                "make the corrections that were made by hand in the page and saved beside the document; once for each of several",
            )),
        Arg::new("flat").long("flat").action(ArgAction::SetTrue).conflicts_with_all(["by", "matrix", "merge", "preset", "title"]).help(t(
            "供数据库、多维表格导入的平表（xlsx、csv、json）：第一行即表头，一格一值，日期是真日期",
            "a plain table for databases and forms to take in (xlsx, csv, json): headings first, days as days",
        )),
        Arg::new("todo").long("todo").action(ArgAction::SetTrue).help(t(
            "ics 写成待办（VTODO），不写成全天日程",
            "in ics to-dos (VTODO) instead of events of a whole day",
        )),
        free("stamp", t("日期", "DATE")).help(t(
            "ics 里每条的制作日期（DTSTAMP），默认 2000-01-01，以便每次相同",
            "the day on which ics says it was made (DTSTAMP), 2000-01-01 if not given, so that it is always the same",
        )),
        similarity(&t).help(t(
            "与 --merge 同用：旧台账的行与新计划的任务算作同一项的最低相似度，0 到 1",
            "with --merge: the least likeness, from 0 to 1, of a row and a task that may be one",
        )),
        free("output-encoding", t("编码", "NAME")).value_parser(["utf-8", "gb18030"]).help(t(
            "写出的 csv 的编码，默认 utf-8（带 BOM）",
            "encoding of the csv that is written, utf-8 with a byte order mark if not given",
        )),
    ]
}

/// The parts of `plan ledger`.
fn ledger_commands(
    t: impl Fn(&'static str, &'static str) -> &'static str,
    sub: &impl Fn(&'static str, &'static str) -> Command,
    files: &Arg,
    output: &[Arg; 2],
    common: &[Arg],
) -> [Command; 3] {
    let duties = || either(ROLES[..3].iter().map(|role| (duty(*role, Lang::En), duty(*role, Lang::Zh))));
    let role = Arg::new("role")
        .long("role")
        .value_name(t("职责", "DUTY"))
        .action(ArgAction::Append)
        .value_delimiter(',');
    let role = role.value_parser(duties()).help(t(
        "分给负有这些职责的单位，逗号隔开：牵头、责任、配合；默认牵头和责任，都没有写的才看配合",
        "units with these duties, apart by commas; lead and responsible if not given, and support where there is neither",
    ));
    let [out, force] = output.clone();
    let folder = out
        .clone()
        .value_name(t("目录", "DIR"))
        .required(true)
        .help(t("写到这个目录，一个单位一个 xlsx", "the folder for the workbooks"));
    let force_all = force.clone().help(t("目录里已有的同名文件也覆盖", "overwrite workbooks that are there"));
    [
        sub("split", t("一个单位一个工作簿：只有本单位的任务，只能填该填的栏", "a workbook a unit: only its tasks, locked but for what it fills in"))
            .arg(files.clone().value_name(t("台账.xlsx", "MASTER.xlsx")).num_args(1).help(t("要分发的台账", "the ledger")))
            .arg(role.clone())
            .args([folder, force_all])
            .args(common[..2].to_vec()),
        sub("collect", t("收回各单位填好的工作簿，并入台账，列出冲突、改动和未交回的单位", "bring returned workbooks together, with lists of conflicts, of what should not be changed and of who has not returned"))
            .arg(files.clone().value_names([t("台账.xlsx", "MASTER.xlsx"), t("交回.xlsx", "RETURNED.xlsx")]).num_args(2..).help(t("台账，再是交回的工作簿", "the ledger, then the workbooks that came back")))
            .arg(role)
            .args([out.clone().required(true).help(t("写到这个 xlsx", "the workbook that is written")), force.clone()])
            .args(common[..2].to_vec()),
        sub("summary", t("按单位、按月份统计办理情况：件数、占比、办结率", "how far the tasks are, by unit and by month: counts and shares"))
            .arg(files.clone().value_name(t("台账.xlsx", "LEDGER.xlsx")).num_args(1).help(t("填写过的台账", "the ledger")))
            .arg(Arg::new("format").long("format").value_name(t("格式", "FORMAT")).value_parser(["term", "md", "xlsx"]).help(t(
                "格式；不给则看 -o 的后缀，在终端上为 term",
                "the format; told from the ending of -o if not given, term on a terminal",
            )))
            .arg(Arg::new("as-of").long("as-of").value_name(t("日期", "DATE")).help(t(
                "以这一天为今天，加“超期”“3天内”两栏",
                "take this day for today and add columns for what is overdue or near",
            )))
            .args([out, force])
            .args(common.to_vec()),
    ]
}

/// How alike two tasks must be, from 0 to 1.
fn similarity(t: impl Fn(&'static str, &'static str) -> &'static str) -> Arg {
    let share = |text: &str| match text.parse::<f32>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("0..1"),
    };
    Arg::new("min-similarity").long("min-similarity").value_name(t("相似度", "SHARE")).value_parser(share)
}

fn diff_arguments(t: impl Fn(&'static str, &'static str) -> &'static str, files: &Arg) -> [Arg; 8] {
    [
        files
            .clone()
            .num_args(1..)
            .value_names([t("旧", "OLD"), t("新", "NEW")])
            .help(t("旧计划和新计划", "the old plan and the new one")),
        Arg::new("format")
            .long("format")
            .value_name(t("格式", "FORMAT"))
            .value_parser(["term", "md", "json", "html", "xlsx", "docx"])
            .help(t(
                "输出格式；默认 term，给人看",
                "how changes are printed; term, for people, if not given",
            )),
        Arg::new("brief").long("brief").action(ArgAction::SetTrue).help(t(
            "只要一页摘要：指标、新增、取消、改了名的任务",
            "only the page that sums up: figures, tasks that are new, dropped or called otherwise",
        )),
        Arg::new("only")
            .long("only")
            .value_name(t("变化", "CHANGES"))
            .value_delimiter(',')
            .value_parser([
                "same", "reworded", "split", "merged", "added", "dropped", "moved", "owner", "deadline",
                "target", "term",
            ])
            .help(t("只列这些变化，逗号隔开", "only these changes, apart by commas")),
        similarity(&t).help(t(
            "两项任务算作同一项的最低相似度，0 到 1",
            "the least likeness, from 0 to 1, of two tasks that count as one",
        )),
        Arg::new("corpus")
            .long("corpus")
            .value_name(t("目录", "DIR"))
            .value_parser(value_parser!(PathBuf))
            .help(t(
                "以目录里的计划衡量提法是套话还是独有",
                "a folder of plans that tell set phrases everybody uses from particular ones",
            )),
        Arg::new("color")
            .long("color")
            .value_name(t("时机", "WHEN"))
            .value_parser(["auto", "always", "never"])
            .help(t("何时用颜色；默认 auto", "when to use colour; auto if not given")),
        Arg::new("exit-code")
            .long("exit-code")
            .action(ArgAction::SetTrue)
            .help(t("有差异时退出码为 1", "status 1 when the plans differ")),
    ]
}

fn trace_arguments(t: impl Fn(&'static str, &'static str) -> &'static str, files: &Arg) -> [Arg; 5] {
    [
        files
            .clone()
            .num_args(1..)
            .value_names([t("上级", "UPPER"), t("下级", "LOWER")])
            .help(t("上级计划，再是一份或几份下级计划", "the upper plan, then one lower plan or several")),
        Arg::new("format")
            .long("format")
            .value_name(t("格式", "FORMAT"))
            .value_parser(["term", "md", "json", "html", "xlsx", "docx"])
            .help(t("输出格式；默认 term，给人看", "how it is printed; term, for people, if not given")),
        Arg::new("only")
            .long("only")
            .value_name(t("情形", "KINDS"))
            .value_delimiter(',')
            .value_parser(KINDS)
            .help(t(
                "只列这些情形，逗号隔开，如 missing,later,lowered",
                "only rows of these kinds, apart by commas, such as missing,later,lowered",
            )),
        Arg::new("chain").long("chain").action(ArgAction::SetTrue).help(t(
            "逐级往下对照：省、市、县依次给出",
            "follow tasks down: each plan is below the one before it",
        )),
        Arg::new("color")
            .long("color")
            .value_name(t("时机", "WHEN"))
            .value_parser(["auto", "always", "never"])
            .help(t("何时用颜色；默认 auto", "when to use colour; auto if not given")),
    ]
}

fn compare_arguments(t: impl Fn(&'static str, &'static str) -> &'static str, files: &Arg) -> [Arg; 5] {
    [
        files.clone().num_args(1..),
        Arg::new("format")
            .long("format")
            .value_name(t("格式", "FORMAT"))
            .value_parser(["term", "md", "json", "html", "xlsx", "docx"])
            .help(t("输出格式；默认 term，给人看", "how it is printed; term, for people, if not given")),
        Arg::new("theme").long("theme").value_name(t("主题", "THEME")).help(t(
            "只列这个主题的任务，如 education 或 教育",
            "only the tasks of this theme, such as education",
        )),
        Arg::new("only").long("only").value_name(t("情形", "KIND")).value_parser(["missing"]).help(t(
            "missing：只列有的计划没有的：任务、责任单位、指标、提法",
            "missing: only what some of the plans do not have: tasks, owners, targets, phrases",
        )),
        Arg::new("label").long("label").value_name(t("名称", "LABELS")).value_delimiter(',').help(t(
            "各份计划的名称，依次以逗号隔开；不给则取年份、单位或标题",
            "names of the plans in order, apart by commas; year, issuer or title if not given",
        )),
    ]
}
