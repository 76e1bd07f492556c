//! What is wrong with a command line, and what the system says of files, in sentences of our own.

use std::ffi::OsString;
use std::io;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::model::{Lang, Said};

/// The message for arguments that cannot be used: what was found, what was wanted, how to go on. None where clap
/// prints what was asked for, such as help.
pub(super) fn refused(
    error: &clap::Error,
    command: &Command,
    args: &[OsString],
    lang: Lang,
) -> Option<String> {
    let texts = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let number = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::Number(number)) => *number,
        _ => 0,
    };
    let text = |kind: ContextKind| texts(kind).join(if lang == Lang::Zh { "、" } else { ", " });
    // `--format <FORMAT>` and `<文件>…` are told by their names.
    let argument = texts(ContextKind::InvalidArg).join(" ");
    let name = argument.split(' ').next().unwrap_or_default().trim_end_matches("...").to_owned();
    let positional = name.starts_with('<') || name.starts_with('[');
    let name = if positional { argument.replace("...", "…") } else { name };
    let value = text(ContextKind::InvalidValue);
    let known = among(&text(ContextKind::ValidValue), lang);
    // The likeliest stands last.
    let near = |kind: ContextKind| perhaps(texts(kind).last().map_or("", String::as_str), lang);
    // The command that was meant, and all that leads to it.
    let (mut of, mut path) = (command, "plan".to_owned());
    for arg in args.iter().skip(1) {
        if let Some(sub) = arg.to_str().and_then(|name| of.find_subcommand(name)) {
            of = sub;
            path = format!("{path} {}", sub.get_name());
        }
    }
    let said = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::MissingSubcommand => {
            let known = among(&commands_of(of, lang), lang);
            Said::new(format!("`{path}` 后面缺一个命令{known}"), format!("`{path}` needs a command{known}"))
        }
        ErrorKind::UnknownArgument if !name.starts_with('-') => {
            Said::new(format!("`{name}` 是多余的"), format!("`{name}` is one argument too many"))
        }
        ErrorKind::UnknownArgument => {
            let near = near(ContextKind::SuggestedArg);
            Said::new(format!("没有 `{name}` 这个选项{near}"), format!("there is no option `{name}`{near}"))
        }
        ErrorKind::InvalidSubcommand => {
            let near = near(ContextKind::SuggestedSubcommand);
            let value = text(ContextKind::InvalidSubcommand);
            let known = among(&commands_of(of, lang), lang);
            Said::new(
                format!("没有 `{value}` 这个命令{near}{known}"),
                format!("there is no command `{value}`{near}{known}"),
            )
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            Said::new(format!("`{name}` 后面缺一个值{known}"), format!("`{name}` needs a value{known}"))
        }
        ErrorKind::InvalidValue => {
            let near = near(ContextKind::SuggestedValue);
            Said::new(
                format!("`{name}` 没有 `{value}` 这个值{near}{known}"),
                format!("`{name}` has no value `{value}`{near}{known}"),
            )
        }
        ErrorKind::ValueValidation => {
            let wanted = wanted(&name).map(|wanted| wanted.of(lang).to_owned());
            let other = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let wanted = wanted.unwrap_or(other);
            Said::new(
                format!("`{name}` 不能是 `{value}`，应是 {wanted}"),
                format!("`{name}` cannot be `{value}`; wanted {wanted}"),
            )
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(ContextKind::InvalidArg);
            let missing = missing.iter().map(|name| name.replace("...", "…")).collect::<Vec<_>>().join(" ");
            Said::new(format!("缺少 {missing}"), format!("{missing} is missing"))
        }
        ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues | ErrorKind::TooManyValues => {
            let (few, many) = (number(ContextKind::MinValues), number(ContextKind::ExpectedNumValues));
            let found = number(ContextKind::ActualNumValues);
            match (few.max(0), many) {
                (0, 0) => Said::new(
                    format!("`{name}` 多了一个值 `{value}`"),
                    format!("`{name}` takes no further value `{value}`"),
                ),
                (few, 0) => Said::new(
                    format!("{name} 至少要 {few} 个，只给了 {found} 个"),
                    format!("{name}: at least {few} are needed, {found} given"),
                ),
                (_, many) => Said::new(
                    format!("{name} 要 {many} 个，给了 {found} 个"),
                    format!("{name}: {many} are needed, {found} given"),
                ),
            }
        }
        ErrorKind::ArgumentConflict => {
            let mut others = texts(ContextKind::PriorArg);
            others.iter_mut().for_each(|other| {
                *other = format!("`{}`", other.split(' ').next().unwrap_or_default().replace("...", "…"));
            });
            match others.is_empty() || others == [format!("`{name}`")] {
                true => {
                    Said::new(format!("`{name}` 写了不止一次"), format!("`{name}` is given more than once"))
                }
                false => Said::new(
                    format!("`{name}` 不能与 {} 同时使用", others.join("、")),
                    format!("`{name}` cannot go with {}", others.join(", ")),
                ),
            }
        }
        ErrorKind::InvalidUtf8 => Said::new("参数里有不是 UTF-8 的文字", "an argument is not UTF-8 text"),
        kind => Said::new(
            format!("命令行有误（{kind:?}）"),
            format!("the command line cannot be read ({kind:?})"),
        ),
    };
    let usage = text(ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim().to_owned();
    let lines = match lang {
        Lang::Zh => [format!("用法：{usage}"), format!("全部选项见 `{path} --help`")],
        Lang::En => [format!("usage: {usage}"), format!("all options: `{path} --help`")],
    };
    let lines = lines[usize::from(usage.is_empty())..].join("\n");
    Some(format!("plan: {}\n{lines}", said.of(lang)))
}

/// What an option that takes no list of words wants.
fn wanted(option: &str) -> Option<Said> {
    Some(match option {
        "--year" => Said::new("1949 到 2199 之间的年份", "a year from 1949 to 2199"),
        "--min-similarity" => Said::new("0 到 1 之间的数，如 0.5", "a number from 0 to 1, such as 0.5"),
        "--max-size" => Said::new("字节数，如 500M、2G", "a number of bytes, such as 500M or 2G"),
        "--jobs" => Said::new("1 以上的整数", "a whole number, 1 or more"),
        _ => return None,
    })
}

/// The names of the commands of a command.
fn commands_of(command: &Command, lang: Lang) -> String {
    let names: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

fn perhaps(near: &str, lang: Lang) -> String {
    match (near.is_empty(), lang) {
        (true, _) => String::new(),
        (_, Lang::Zh) => format!("，是不是 `{near}`？"),
        (_, Lang::En) => format!(", perhaps `{near}`?"),
    }
}

fn among(known: &str, lang: Lang) -> String {
    match (known.is_empty(), lang) {
        (true, _) => String::new(),
        (_, Lang::Zh) => format!("（可用的有：{known}）"),
        (_, Lang::En) => format!(" (there are {known})"),
    }
}

/// An error with its causes, the system's own in the user's language.
pub(super) fn chain(error: &anyhow::Error, lang: Lang) -> String {
    let parts: Vec<String> = error
        .chain()
        .map(|cause| match cause.downcast_ref::<io::Error>() {
            Some(error) => system(error).of(lang).to_owned(),
            None => cause.to_string(),
        })
        .collect();
    parts.join(if lang == Lang::Zh { "：" } else { ": " })
}

/// What the system says of a file.
pub(super) fn system(error: &io::Error) -> Said {
    let zh = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或目录",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::AlreadyExists => "已有同名文件",
        io::ErrorKind::NotADirectory => "路径中有一段不是目录",
        io::ErrorKind::IsADirectory => "这是目录，不是文件",
        io::ErrorKind::ReadOnlyFilesystem => "所在的盘只读",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::QuotaExceeded => "超出磁盘配额",
        io::ErrorKind::FileTooLarge => "文件太大",
        io::ErrorKind::InvalidFilename => "文件名太长或不合法",
        io::ErrorKind::InvalidData => "内容不是 UTF-8 文字",
        io::ErrorKind::UnexpectedEof => "文件不完整",
        io::ErrorKind::TimedOut => "超时",
        io::ErrorKind::Interrupted => "被中断",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "正被别的程序占用",
        _ => return Said::new(format!("系统报错（{}）", plain(error)), plain(error)),
    };
    Said::new(zh, plain(error))
}

/// Without the number of the error.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    // A walk through folders says first what it was doing, and on what.
    let text = match text.starts_with("IO error for operation on ") {
        true => text.rsplit(": ").next().unwrap_or(text),
        false => text,
    };
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
