//! `plan extract --stream`: a document a line in, a plan a line out, for other engines.

use std::io::{self, BufRead, BufReader, Read, Write as _};
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::cli::batch::reader::unwinding;
use crate::cli::batch::tally::status;
use crate::cli::batch::{Step, explained, in_order, jobs};
use crate::cli::output::Output;
use crate::cli::{Session, apart, read};
use crate::extract::Scene;
use crate::model::{Lang, Said};
use crate::report::json;

/// What a line may hold. Anything else in it is left alone.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    #[serde(borrow)]
    path: Option<&'a RawValue>,
}

/// Reads JSON Lines `{"id", "text"}` or `{"id", "path"}` on standard input and writes one line for each, in their order:
/// the id as it was and the plan, or the id and an error. Whenever it has to wait for input, all that is done has been
/// printed. Status 0 when all were read, 1 when some were not, 2 when none was.
pub(in crate::cli) fn stream(session: &Session) -> Result<u8> {
    let lexicon = session.lexicon()?;
    let scene = Scene { lexicon: &lexicon, year: session.year() };
    let mut output = Output::open(session, session.out())?;
    let mut lines = Lines::of_stdin(session.largest());
    let (mut read, mut failed) = (0, 0);
    let work = |(n, line): (usize, io::Result<Vec<u8>>)| answer(session, scene, n, line);
    let receive = |step: Step<Result<Answer>>| {
        match step {
            Step::Waiting => output.flush()?,
            Step::Done(answer) => {
                let Answer { line, is_plan } = answer?;
                *(if is_plan { &mut read } else { &mut failed }) += 1;
                session.so_far(status(read, failed));
                output.write_all(&line)?;
            }
        }
        Ok(())
    };
    let weight = |answer: &Result<Answer>| answer.as_ref().map_or(0, |answer| answer.line.len());
    in_order(jobs(session), std::iter::from_fn(move || lines.next()), work, weight, receive)
        .and_then(|()| output.finish())
        .map_err(|error| explained(session, error))?;
    session.say(format_args!("读出 {read}，失败 {failed}"), format_args!("{read} read, {failed} failed"));
    Ok(status(read, failed))
}

/// What is written for a line.
struct Answer {
    /// With its end.
    line: Vec<u8>,
    is_plan: bool,
}

/// The answer to a line; an error where it names the output.
fn answer(session: &Session, scene: Scene, n: usize, line: io::Result<Vec<u8>>) -> Result<Answer> {
    let failure = |id: &str, why: &Said| Ok(Answer { line: failure(session, id, n, why), is_plan: false });
    let line = match line {
        Ok(line) => line,
        Err(error) => return failure("null", &read::why_not(&error)),
    };
    // Of a line that is too long there is the beginning; memory stays flat.
    if line.len() as u64 > session.largest() {
        return failure("null", &read::too_large(session.largest()));
    }
    let request: Line = match serde_json::from_slice(&line) {
        Ok(request) => request,
        Err(error) => {
            let why = Said::new(
                format!("不是 {{\"id\", \"text\"}} 或 {{\"id\", \"path\"}} 这样的 JSON：{error}"),
                format!("is no JSON such as {{\"id\", \"text\"}} or {{\"id\", \"path\"}}: {error}"),
            );
            return failure("null", &why);
        }
    };
    let id = request.id.map_or("null", RawValue::get);
    if let Some(Ok(path)) = request.path.map(|path| serde_json::from_str::<String>(path.get())) {
        apart::refuse(session, Path::new(&path))?;
    }
    let plan = unwinding(|| plan(session, scene, &request)).and_then(|plan| plan);
    match plan {
        Ok(mut plan) => {
            // The plan is an object; the id becomes its first member.
            plan.splice(..1, format!("{{\"id\":{id},").into_bytes());
            plan.push(b'\n');
            Ok(Answer { line: plan, is_plan: true })
        }
        Err(why) => failure(id, &why),
    }
}

fn plan(session: &Session, scene: Scene, request: &Line) -> Result<Vec<u8>, Said> {
    let string = |value: &RawValue, name: &str| {
        serde_json::from_str::<String>(value.get()).map_err(|error| {
            Said::new(format!("`{name}` 不是文字：{error}"), format!("`{name}` is no string: {error}"))
        })
    };
    let (name, bytes) = match (request.text, request.path) {
        (Some(text), None) => ("-".to_owned(), string(text, "text")?.into_bytes()),
        (None, Some(path)) => {
            let path = string(path, "path")?;
            let bytes = read::regular(Path::new(&path), session.largest())?;
            (path, bytes)
        }
        _ => return Err(Said::new("要有 `text` 或 `path` 之一", "wanted either `text` or `path`")),
    };
    let source = match request.text {
        Some(_) => session.text(&name, bytes),
        None => session.source(&name, bytes),
    };
    let source = source.map_err(|error| error.said())?;
    let document = json::read(scene, &source, session.lang);
    let mut line = Vec::with_capacity(4 * source.text.len());
    json::append(&document, &mut line);
    Ok(line)
}

fn failure(session: &Session, id: &str, n: usize, why: &Said) -> Vec<u8> {
    let why = serde_json::Value::from(match session.lang {
        Lang::Zh => why.zh.as_str(),
        Lang::En => why.en.as_str(),
    });
    format!("{{\"id\":{id},\"line\":{n},\"error\":{why}}}\n").into_bytes()
}

/// The lines of the input, without their ends, numbered from 1.
pub(in crate::cli) struct Lines<R> {
    input: BufReader<R>,
    /// The most bytes of a line.
    longest: u64,
    n: usize,
}

impl Lines<io::Stdin> {
    /// Those of standard input; no more than `longest` bytes and one of each.
    pub(in crate::cli) fn of_stdin(longest: u64) -> Lines<io::Stdin> {
        Lines { input: BufReader::with_capacity(1 << 18, io::stdin()), longest, n: 0 }
    }
}

impl<R: Read> Lines<R> {
    /// The next line; of one that is too long, the beginning, which is longer than `longest`.
    pub(in crate::cli) fn next(&mut self) -> Option<(usize, io::Result<Vec<u8>>)> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(self.longest + 1).read_until(b'\n', &mut line);
        self.n += 1;
        match read {
            Ok(0) => return None,
            Ok(_) => {}
            Err(error) => return Some((self.n, Err(error))),
        }
        match line.pop_if(|last| *last == b'\n') {
            Some(_) => {}
            None if line.len() as u64 > self.longest => {
                if let Err(error) = self.input.skip_until(b'\n') {
                    return Some((self.n, Err(error)));
                }
            }
            None => {}
        }
        Some((self.n, Ok(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use std::io::BufReader;

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_is_whole() {
        let input = "ab\nabcdefghij\n\nabcd\nabcde";
        let mut lines = Lines { input: BufReader::with_capacity(3, input.as_bytes()), longest: 4, n: 0 };
        let mut found = Vec::new();
        while let Some((n, line)) = lines.next() {
            found.push((n, String::from_utf8(line.expect("readable")).expect("UTF-8")));
        }
        let expected = ["ab", "abcde", "", "abcd", "abcde"];
        assert_eq!(
            found,
            expected.iter().enumerate().map(|(n, line)| (n + 1, (*line).into())).collect::<Vec<_>>()
        );
    }
}
