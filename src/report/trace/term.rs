//! The rows for the terminal.

use crate::model::Lang;
use crate::report::pen::{BOLD, DIM, Pen};
use crate::report::phrase::{bracketed, labelled, say};
use crate::report::trace::view::{Item, View, state};
use crate::report::trace::{Lower, Traces, view};
use crate::trace::State;

const RED: &str = "\x1b[31m";
const YELLOW: &str = "\x1b[33m";
const GREEN: &str = "\x1b[32m";

/// How rows are shown in a terminal.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// With colour or without.
    pub colour: bool,
    /// The width of a line.
    pub columns: usize,
}

/// Each lower plan in turn: a summary, the rows, and what is its own. Several begin with a line for each upper task.
pub fn term(of: &Traces, screen: Screen, lang: Lang) -> String {
    let mut pen = Pen { colour: screen.colour, columns: screen.columns, out: String::new() };
    if of.lowers.len() > 1 {
        pen.overview(of, lang);
    }
    for (at, lower) in of.lowers.iter().enumerate() {
        if at > 0 || of.lowers.len() > 1 {
            pen.out.push('\n');
        }
        pen.lower(of, lower, lang);
    }
    pen.out
}

fn colour(of: State) -> &'static str {
    match of {
        State::TakenUp => GREEN,
        State::Partly => YELLOW,
        State::Missing => RED,
        State::NotOurs => DIM,
    }
}

impl Pen {
    /// For each upper task who has not taken it up, or only in part.
    fn overview(&mut self, of: &Traces, lang: Lang) {
        self.put(0, 0, &[(BOLD, &view::name(of.upper.plan, &of.upper.source.path))]);
        for thread in of.threads.iter().filter(|thread| of.wants_thread(thread)) {
            let title = &of.upper.plan.tasks[thread.task].title;
            self.put(2, 4, &[("", &format!("t{} {title}", thread.task + 1))]);
            if of.chain {
                for (step, lower) in thread.steps.iter().zip(of.lowers) {
                    let titles: Vec<&str> =
                        step.passages.iter().map(|at| lower.trace.passages[*at].title.as_str()).collect();
                    let mark = bracketed(state(step.state, lang), lang);
                    let text = labelled(&format!("→ {}{mark}", lower.label), &titles.join(" ＋ "), lang);
                    self.put(6, 8, &[(colour(step.state), text.trim_end_matches(['：', ':', ' ']))]);
                }
                continue;
            }
            for wanted in State::ALL {
                let with = thread.steps.iter().zip(of.lowers).filter(|(step, _)| step.state == wanted);
                let labels: Vec<&str> = with.map(|(_, lower)| lower.label).collect();
                if !labels.is_empty() {
                    let text = labelled(state(wanted, lang), &labels.join(say(lang, "、", ", ")), lang);
                    self.put(6, 8, &[(colour(wanted), &text)]);
                }
            }
        }
    }

    fn lower(&mut self, of: &Traces, lower: &Lower, lang: Lang) {
        let view = View::new(of, lower, lang);
        self.put(0, 0, &[(BOLD, &view.title)]);
        self.put(0, 0, &[("", &view.summary)]);
        if let Some(warning) = view.warning {
            self.put(0, 0, &[(RED, warning)]);
        }
        for item in &view.items {
            self.row(item, lang);
        }
        if !view.own.is_empty() {
            let name = say(lang, "本级自有的任务", "of our own");
            self.out.push('\n');
            self.put(0, 0, &[(BOLD, &format!("{name}{}", bracketed(&view.own.len().to_string(), lang)))]);
            for spot in &view.own {
                self.put(2, 4, &[("", &spot.text(lang))]);
            }
        }
    }

    fn row(&mut self, item: &Item, lang: Lang) {
        self.out.push('\n');
        let mark = format!(" [{}]", state(item.state, lang));
        self.put(2, 4, &[(BOLD, &item.upper.text(lang)), (colour(item.state), &mark)]);
        for spot in &item.lower {
            self.put(4, 6, &[("", &format!("→ {}", spot.text(lang)))]);
        }
        if let Some(near) = &item.near {
            let text = labelled(say(lang, "最接近的", "nearest"), &near.text(lang), lang);
            self.put(4, 6, &[(DIM, &text)]);
        }
        for tie in &item.ties {
            self.put(4, 6, &[("", &labelled(tie.label, &tie.text(lang), lang))]);
        }
        if item.state == State::Partly {
            for (upper, lower) in &item.found {
                self.put(4, 6, &[("", &format!("✓ {upper} → {lower}"))]);
            }
            for measure in &item.lacking {
                self.put(4, 6, &[("", &format!("✗ {measure}"))]);
            }
        }
    }
}
