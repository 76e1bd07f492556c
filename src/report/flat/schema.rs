/// A table: its name, what one row is, and its columns in order.
#[derive(Debug)]
pub struct Table {
    /// The name, and that of its file without the ending.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// The columns. Before them stands `document`, the number of the document, in every table.
    pub columns: &'static [Column],
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub of: Type,
    /// Whether a row may have none.
    pub optional: bool,
    /// What it says.
    pub what: &'static str,
}

/// The type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A string in UTF-8.
    Text,
    /// A whole number of 64 bits.
    Int,
    /// A floating-point number of 64 bits.
    Number,
    /// A day without time.
    Day,
    /// True or false.
    Flag,
}

const fn must(name: &'static str, of: Type, what: &'static str) -> Column {
    Column { name, of, optional: false, what }
}

const fn may(name: &'static str, of: Type, what: &'static str) -> Column {
    Column { name, of, optional: true, what }
}

const START: Column = must("span_start", Type::Int, "where it begins in the source text, in code points");
const END: Column = must("span_end", Type::Int, "where it ends, exclusive");
const TASK: Column = may("task", Type::Text, "the task it stands in, as `tasks.task`");

/// All tables.
pub const TABLES: &[Table] = &[
    Table {
        name: "documents",
        row: "a file, also one that could not be read",
        columns: &[
            must("path", Type::Text, "as it was given or found; bytes that are no UTF-8 become U+FFFD"),
            may("error", Type::Text, "why it could not be read; then all columns after this one are null"),
            may("format", Type::Text, "`text`, `docx`, `pdf` …"),
            may("encoding", Type::Text, "such as `UTF-8`"),
            may("bytes", Type::Int, "size of the file"),
            may("chars", Type::Int, "size of its text in code points"),
            may("sha256", Type::Text, "hash of the file, hexadecimal"),
            may("title", Type::Text, "title of the plan"),
            may("kind", Type::Text, "`key_points`, `work_plan`, `implementation_plan` …"),
            may("year", Type::Int, "the year the plan is for"),
            may("period_start", Type::Day, "first day the plan is for"),
            may("period_end", Type::Day, "last day the plan is for"),
            may("issuer", Type::Text, "who issued it"),
            may("document_number", Type::Text, "such as 国办发〔2020〕6号"),
            may("issued_on", Type::Day, "day of issue"),
            may("notice_title", Type::Text, "title of the covering notice"),
        ],
    },
    Table {
        name: "sections",
        row: "a section, also one inside another",
        columns: &[
            must("section", Type::Text, "`s1`, `s2` … in document order"),
            may("parent", Type::Text, "the section around it"),
            must("level", Type::Int, "1 for the outermost"),
            may("number", Type::Text, "the marker as written"),
            must("title", Type::Text, "the heading without its marker"),
            must("role", Type::Text, "`tasks`, `goals`, `safeguards` …"),
            START,
            END,
        ],
    },
    Table {
        name: "tasks",
        row: "a task",
        columns: &[
            must("task", Type::Text, "`t1`, `t2` … in document order"),
            must("key", Type::Text, "made of the content: the same in a later run"),
            may("section", Type::Text, "the section it stands in, as `sections.section`"),
            may("number", Type::Text, "the marker as written"),
            must("title", Type::Text, "the lead sentence, or the first clause"),
            must("text", Type::Text, "all of its text, cleaned"),
            may(
                "deadline",
                Type::Day,
                "the day by which all of it is to be done; null when none can be told",
            ),
            may("deadline_text", Type::Text, "as written"),
            may("deadline_source", Type::Text, "`own` or `inherited`"),
            may("theme", Type::Text, "the best of its themes"),
            START,
            END,
        ],
    },
    Table {
        name: "owners",
        row: "an owner of a task",
        columns: &[
            must("task", Type::Text, "the task, as `tasks.task`"),
            must("name", Type::Text, "as written"),
            must("canonical", Type::Text, "the full name"),
            must("kind", Type::Text, "`organization`, `group`, `person` or `collective`"),
            must("role", Type::Text, "`lead`, `responsible`, `support`, `accountable` or `supervisor`"),
            must("source", Type::Text, "`annotation`, `subject` or `inherited`"),
            must("origin", Type::Text, "the task or section that names it"),
            must("open_ended", Type::Flag, "whether 等 left more unnamed"),
            START,
            END,
        ],
    },
    Table {
        name: "dates",
        row: "a date mentioned",
        columns: &[
            TASK,
            must("text", Type::Text, "as written"),
            must(
                "kind",
                Type::Text,
                "`deadline`, `period`, `point`, `named_day`, `recurring`, `ongoing` or `past`",
            ),
            may("first_day", Type::Day, "inclusive; null for a deadline"),
            may("last_day", Type::Day, "inclusive"),
            may("recurrence", Type::Text, "a recurrence rule of RFC 5545"),
            START,
            END,
        ],
    },
    Table {
        name: "targets",
        row: "a number to be reached",
        columns: &[
            TASK,
            must("text", Type::Text, "as written, with its bound"),
            may("value", Type::Number, "the nearest floating-point number; the exact digits are in the JSON"),
            may("unit", Type::Text, "such as %"),
            must("bound", Type::Text, "`at_least`, `at_most`, `about` or `exact`"),
            may("change", Type::Text, "`increase`, `decrease` or `to`"),
            may("measured", Type::Text, "what is measured"),
            START,
            END,
        ],
    },
    Table {
        name: "terms",
        row: "a set phrase in a task, or with a null task where it stands in none",
        columns: &[
            TASK,
            must("text", Type::Text, "without quotes"),
            must("kind", Type::Text, "`quoted`, `numbered`, `meeting` or `campaign`"),
            may("count", Type::Int, "for numbered ones, the number"),
            must("mentions", Type::Int, "how often the document says it"),
        ],
    },
    Table {
        name: "references",
        row: "a document named in a task, or with a null task where it is named in none",
        columns: &[
            TASK,
            must("title", Type::Text, "without book marks"),
            may("number", Type::Text, "its document number"),
            must("kind", Type::Text, "`law`, `policy`, `plan`, `publication`, `list` or `other`"),
            must("mentions", Type::Int, "how often the document names it"),
        ],
    },
    Table {
        name: "themes",
        row: "a theme of a task",
        columns: &[
            must("task", Type::Text, "the task, as `tasks.task`"),
            must("theme", Type::Text, "its id"),
            must("score", Type::Number, "from 0 to 1, two decimals"),
        ],
    },
];
