//! The format of what is printed: what `--format` says, else what goes with the ending of `-o`.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::{Result, anyhow};

use crate::cli::{Session, named};
use crate::model::Said;

/// One of `known`, formats named as in `--format`. Without `--format` the ending of `out` decides, and one that goes with
/// none of them is refused; without an ending, or without `out`, it is `default`. What only programs read is not written to a terminal.
pub(super) fn format(
    session: &Session,
    out: Option<&Path>,
    known: &[&'static str],
    default: &'static str,
) -> Result<&'static str> {
    let of = |name: &str| known.iter().copied().find(|known| name.eq_ignore_ascii_case(known));
    let format = match (session.matches.get_one::<String>("format"), out) {
        (Some(name), _) => of(name).unwrap_or(default),
        (None, Some(path)) if path.extension().is_none() => default,
        (None, Some(path)) => of_ending(path, known).ok_or_else(|| {
            let (path, names) = (named(path), known.join(", "));
            let why = Said::new(
                format!("不知道 `{path}` 该用什么格式，请用 --format 指定 {}", known.join("、")),
                format!("no format goes with `{path}`; name one of {names} with --format"),
            );
            anyhow!("{}", why.of(session.lang))
        })?,
        (None, None) => default,
    };
    if matches!(format, "xlsx" | "docx") && out.is_none() && std::io::stdout().is_terminal() {
        let why = Said::new(
            format!("{format} 不能显示在终端上，请用 -o 写到文件，如 -o 结果.{format}"),
            format!("{format} cannot be shown on a terminal; write it to a file, such as -o result.{format}"),
        );
        return Err(anyhow!("{}", why.of(session.lang)));
    }
    Ok(format)
}

/// The format that goes with the ending of a file.
fn of_ending(path: &Path, known: &[&'static str]) -> Option<&'static str> {
    let ending = path.extension()?.to_string_lossy().to_ascii_lowercase();
    let name = match ending.as_str() {
        "htm" => "html",
        "markdown" => "md",
        // Plain text: what is printed for people, or else what comes first.
        "txt" => return known.iter().copied().find(|known| *known == "term").or(known.first().copied()),
        ending => ending,
    };
    known.iter().copied().find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::of_ending;

    #[test]
    fn endings_name_formats() {
        let known = ["term", "md", "html", "docx"];
        for (path, wanted) in [
            ("a.docx", Some("docx")),
            ("dir.x/A.HTM", Some("html")),
            ("a.txt", Some("term")),
            ("a.markdown", Some("md")),
            ("a.pdf", None),
            ("a.xlsx", None),
            ("a", None),
        ] {
            assert_eq!(of_ending(Path::new(path), &known), wanted, "{path}");
        }
        assert_eq!(of_ending(Path::new("lines.txt"), &["jsonl", "json"]), Some("jsonl"));
    }
}
