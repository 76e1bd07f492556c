//! Several plans side by side, as printed.

pub mod html;
pub mod json;
pub mod table;

use crate::corpus::Corpus;
use crate::model::Plan;
use crate::report::diff::file;
use crate::text::order;

/// Plans, what they are called, and what they have.
#[derive(Debug, Clone, Copy)]
pub struct Plans<'a> {
    /// The plans in order.
    pub plans: &'a [&'a Plan],
    /// What each is called.
    pub labels: &'a [String],
    /// The file of each.
    pub paths: &'a [String],
    /// What they have.
    pub corpus: &'a Corpus,
}

impl Plans<'_> {
    /// Whether the plans are of one year after the other, so that one comes first and one last.
    pub fn by_year(&self) -> bool {
        let years: Option<Vec<i16>> = self.plans.iter().map(|plan| plan.year).collect();
        years.is_some_and(|years| years.windows(2).all(|two| two[0] < two[1]))
    }
}

/// What plans are called: by the first of year, issuer, both, title and file that every plan has and that tells them apart.
pub fn labels(plans: &[&Plan], paths: &[String]) -> Vec<String> {
    let distinct = |names: &[String]| {
        let mut sorted: Vec<&String> = names.iter().collect();
        order::sort(&mut sorted);
        sorted.windows(2).all(|two| two[0] != two[1])
    };
    type Of<'a> = &'a dyn Fn(usize) -> Option<String>;
    let year = |at: usize| plans[at].year.map(|year| format!("{year}年"));
    let issuer = |at: usize| plans[at].issuer.as_ref().map(|issuer| issuer.text.clone());
    let both = |at: usize| Some(format!("{}{}", year(at)?, issuer(at)?));
    let title = |at: usize| plans[at].title.as_ref().map(|title| title.text.clone());
    let name = |at: usize| {
        let name = file(&paths[at]);
        Some(name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned())
    };
    let each = |of: Of| (0..plans.len()).map(of).collect::<Option<Vec<String>>>();
    let ways: [Of; 5] = [&year, &issuer, &both, &title, &name];
    let numbered = |at: usize| format!("{} {}", at + 1, file(&paths[at]));
    ways.into_iter()
        .filter_map(each)
        .find(|names| distinct(names))
        .unwrap_or_else(|| (0..plans.len()).map(numbered).collect())
}
