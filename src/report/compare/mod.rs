//! Several plans side by side, as printed.

pub mod html;
pub mod json;
pub mod table;

use crate::corpus::Corpus;
use crate::model::Plan;

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

/// What plans are called: by year, issuer, title or file, by the first that tells them apart; else by several of them.
pub fn labels(plans: &[&Plan], paths: &[String]) -> Vec<String> {
    let distinct = |names: &[String]| {
        let mut sorted: Vec<&String> = names.iter().collect();
        sorted.sort();
        sorted.windows(2).all(|two| two[0] != two[1]) && names.iter().all(|name| !name.is_empty())
    };
    let year = |plan: &&Plan| plan.year.map_or(String::new(), |year| format!("{year}年"));
    let issuer = |plan: &&Plan| plan.issuer.as_ref().map_or(String::new(), |issuer| issuer.text.clone());
    let title = |plan: &&Plan| plan.title.as_ref().map_or(String::new(), |title| title.text.clone());
    let each = |of: &dyn Fn(&&Plan) -> String| plans.iter().map(of).collect::<Vec<String>>();
    let file = |path: &String| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    [each(&year), each(&issuer), each(&|plan| year(plan) + &issuer(plan)), each(&title)]
        .into_iter()
        .find(|names| distinct(names))
        .unwrap_or_else(|| {
            let files: Vec<String> = paths.iter().map(file).collect();
            match distinct(&files) {
                true => files,
                false => paths.iter().enumerate().map(|(at, path)| format!("{} {path}", at + 1)).collect(),
            }
        })
}
