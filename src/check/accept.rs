//! Findings that a person has accepted: a check and a mark a line.
//!
//! ```text
//! # .plan-accept
//! placeholder 9f2c01ab   # XX 是项目代号
//! task-without-owner *   # 领导讲话，不分工
//! ```

use crate::check::Finding;

/// Which findings are accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    entries: Vec<(String, String)>,
}

impl Accepted {
    /// Adds the lines of a list. An error names the line, from 1.
    pub fn read(&mut self, list: &str) -> Result<(), usize> {
        for (n, line) in list.lines().enumerate() {
            let line = line.split('#').next().unwrap_or("").trim();
            if line.is_empty() {
                continue;
            }
            let mut words = line.split_whitespace();
            match (words.next(), words.next(), words.next()) {
                (Some(check), Some(mark), None) => self.add(check, mark),
                _ => return Err(n + 1),
            }
        }
        Ok(())
    }

    /// Accepts the findings of `check` with this mark; `*` stands for all of them.
    pub fn add(&mut self, check: &str, mark: &str) {
        self.entries.push((check.to_owned(), mark.to_owned()));
    }

    /// Whether a finding is accepted.
    pub fn has(&self, finding: &Finding) -> bool {
        self.entries
            .iter()
            .any(|(check, mark)| check == finding.problem.check && (mark == "*" || *mark == finding.mark))
    }
}
