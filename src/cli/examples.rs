//! What commands are used for: three lines each, at the end of their help.

/// A command line and what it does, in Chinese and English.
pub(super) type Example = (&'static str, &'static str, &'static str);

/// The examples of a command, named by its words without `plan`; none for what has commands of its own.
pub(super) fn examples(command: &str) -> &'static [Example] {
    EXAMPLES.iter().find(|(name, _)| *name == command).map_or(&[], |(_, examples)| examples)
}

const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "extract",
        &[
            ("plan extract plan.docx", "一份计划的全部内容，JSON", "all of one plan, as JSON"),
            (
                "plan extract plans/ -o plans.jsonl --resume",
                "一个目录，每份一行，中断了接着来",
                "a folder, a line a document; goes on after a kill",
            ),
            ("plan extract plans/ --format csv -o tables", "供数据库用的几张表", "flat tables for databases"),
        ],
    ),
    (
        "table",
        &[
            ("plan table plan.docx -o table.xlsx", "重点任务分解表", "the breakdown of tasks"),
            (
                "plan table plan.docx --preset 台账 --merge old.xlsx -o new.xlsx",
                "台账，把旧台账里填的并进来",
                "the ledger, with what people filled into the old one",
            ),
            (
                "plan table plan.docx --owner 财政局 --role 牵头 --due-in 30",
                "财政局牵头、30 天内到期的",
                "what one unit leads and is due within 30 days",
            ),
        ],
    ),
    (
        "ledger split",
        &[
            ("plan ledger split ledger.xlsx -o sheets", "一个单位一个工作簿", "a workbook a unit"),
            (
                "plan ledger split ledger.xlsx -o sheets --role 牵头",
                "只发给牵头单位",
                "for units that lead only",
            ),
            (
                "plan ledger split ledger.xlsx -o sheets --force",
                "重发，覆盖目录里已有的",
                "once more, over those that are there",
            ),
        ],
    ),
    (
        "ledger collect",
        &[
            (
                "plan ledger collect ledger.xlsx sheets/*.xlsx -o all.xlsx",
                "收回汇总，列出冲突和未交回的",
                "brought together, with conflicts and who has not returned",
            ),
            (
                "plan ledger collect ledger.xlsx sheets/*.xlsx -o all.xlsx --role 牵头",
                "分发时怎样分，收回时也怎样写",
                "as it was split",
            ),
            ("plan ledger collect all.xlsx late.xlsx -o all2.xlsx", "迟交的再并入", "one that came late"),
        ],
    ),
    (
        "ledger summary",
        &[
            (
                "plan ledger summary all.xlsx",
                "按单位、按月份的件数和办结率",
                "counts and shares by unit and by month",
            ),
            (
                "plan ledger summary all.xlsx --as-of 2025-06-30",
                "到这一天的超期件数",
                "what is overdue on that day",
            ),
            ("plan ledger summary all.xlsx -o summary.xlsx", "写成 Excel", "as a workbook"),
        ],
    ),
    (
        "reconcile",
        &[
            (
                "plan reconcile ledger.xlsx plan.docx",
                "台账与原文哪里不一致",
                "where ledger and source differ",
            ),
            ("plan reconcile ledger.xlsx plan.docx -o differences.xlsx", "写成 Excel", "as a workbook"),
            ("plan reconcile ledger.xlsx plan.docx --format json", "供程序用", "for programs"),
        ],
    ),
    (
        "diff",
        &[
            ("plan diff 2024.docx 2025.docx", "两年有什么变化", "what changed between two years"),
            ("plan diff 2024.docx 2025.docx --brief", "只要一页摘要", "only the page that sums up"),
            (
                "plan diff 2024.docx 2025.docx -o changes.docx",
                "写成 Word，也可 html、xlsx、md",
                "as a Word document; also html, xlsx, md",
            ),
        ],
    ),
    (
        "compare",
        &[
            ("plan compare 2023.docx 2024.docx 2025.docx", "几年并列", "years side by side"),
            (
                "plan compare a.docx b.docx c.docx -o compare.html",
                "几家并列，写成网页",
                "offices side by side, as a page",
            ),
            (
                "plan compare a.docx b.docx c.docx --only missing --theme education -o gaps.docx",
                "教育方面哪家有、哪家没有",
                "what of education some do and others do not",
            ),
        ],
    ),
    (
        "trace",
        &[
            (
                "plan trace province.docx city.docx",
                "省里的任务市里接了哪些",
                "which tasks of the province the city takes up",
            ),
            (
                "plan trace province.docx a.docx b.docx --only missing -o missing.xlsx",
                "几个市各有哪些没有承接",
                "what several cities do not take up",
            ),
            (
                "plan trace --chain province.docx city.docx county.docx",
                "省、市、县逐级往下",
                "down from province to county",
            ),
        ],
    ),
    (
        "outline",
        &[
            ("plan outline plan.docx", "提纲", "the tree of sections and tasks"),
            ("plan outline *.docx", "几份计划的提纲", "of several plans"),
            ("plan outline plan.pdf -o outline.txt", "写到文件", "into a file"),
        ],
    ),
    (
        "check",
        &[
            ("plan check plan.docx", "缺什么、错在哪里", "what is missing or wrong"),
            (
                "plan check plans/ -o findings.xlsx",
                "一个目录，写成 Excel 逐条处理",
                "a folder, as a workbook to work through",
            ),
            (
                "plan check plan.docx -o commented.docx",
                "原文件加批注；再加 --fix 则确定无疑的用修订改好",
                "the document with comments; with --fix what is certain is mended as tracked changes",
            ),
        ],
    ),
    (
        "show",
        &[
            ("plan show plan.docx t5", "任务 t5 的每一项从哪里来", "where each value of task t5 comes from"),
            ("plan show plan.docx", "所有任务", "of all tasks"),
            (
                "plan show plan.pdf t1 --year 2025",
                "文中看不出年份时",
                "where nothing in the text tells the year",
            ),
        ],
    ),
    (
        "text",
        &[
            ("plan text plan.pdf", "所读的文字", "the text as it was read"),
            (
                "plan text plan.pdf --clean",
                "去掉页码、网站文字之后的",
                "without page marks and text of websites",
            ),
            (
                "plan text plan.docx --mask -o shown.txt",
                "换掉名称和数字，以便给人看",
                "with names and numbers replaced, to be shown",
            ),
        ],
    ),
    (
        "schema",
        &[
            ("plan schema", "extract 的 JSON 的结构", "what extract prints"),
            ("plan schema diff", "diff 的", "what diff prints"),
            ("plan schema trace > trace.json", "存成文件", "into a file"),
        ],
    ),
    (
        "dict show",
        &[
            ("plan dict show", "有哪些词表", "which lists there are"),
            ("plan dict show themes", "一个词表里的词", "the words of one"),
            ("plan dict show aliases --dict mine", "连同自己的词", "with words of your own"),
        ],
    ),
    (
        "dict check",
        &[
            ("plan dict check mine", "自己的词表合不合格式", "whether your own lists are well-formed"),
            ("plan dict check mine --lang zh", "用中文说明", "told in Chinese"),
            ("plan dict check mine -q", "只要退出码", "only the exit status"),
        ],
    ),
    (
        "mcp",
        &[
            ("plan mcp", "只读送来的文字", "only texts that are sent"),
            ("plan mcp --root plans", "也可读这个目录下的文件", "files below this folder too"),
            ("plan mcp --root plans --max-size 50M", "太大的不读", "but none that is larger"),
        ],
    ),
    ("skill", &[("plan skill > SKILL.md", "存成文件", "into a file")]),
    (
        "explain",
        &[
            ("plan explain", "有哪些检查", "which checks there are"),
            (
                "plan explain placeholder",
                "一项检查查什么、为什么、怎样改",
                "what a check flags, why, and how to mend it",
            ),
            ("plan explain 错别字", "也可用中文名", "also by its Chinese name"),
        ],
    ),
    (
        "completions",
        &[
            ("plan completions bash > /etc/bash_completion.d/plan", "bash", "for bash"),
            ("plan completions zsh > _plan", "zsh，放到 fpath 里的目录", "for zsh, in a folder of fpath"),
            (
                "plan completions powershell > plan.ps1",
                "PowerShell，在配置文件里运行它",
                "for PowerShell, run from the profile",
            ),
        ],
    ),
    (
        "man",
        &[
            ("plan man > plan.1", "总的一页", "the first page"),
            ("plan man table > plan-table.1", "一个命令的", "of one command"),
            ("plan man ledger split > plan-ledger-split.1", "两个词的命令", "of a command of two words"),
        ],
    ),
];
