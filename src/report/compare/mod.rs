//! Several plans side by side, as printed.

pub mod html;
pub mod json;
pub mod table;

use crate::corpus::{Beside, Corpus};
use crate::model::Plan;
use crate::report::diff::file;

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
    /// Their tasks, like beside like.
    pub beside: &'a [Beside],
    /// Only this theme.
    pub theme: Option<&'a str>,
    /// Only what one of them does not have.
    pub missing: bool,
}

impl Plans<'_> {
    /// Whether the plans are of one year after the other, so that one comes first and one last.
    pub fn by_year(&self) -> bool {
        by_year(self.plans)
    }
}

/// Whether plans are of one year after the other.
pub fn by_year(plans: &[&Plan]) -> bool {
    let years: Option<Vec<i16>> = plans.iter().map(|plan| plan.year).collect();
    years.is_some_and(|years| years.windows(2).all(|two| two[0] < two[1]))
}

/// What plans are called, one by one: issuer and year, else the title, else the file; without the part that all of them share.
/// Those that would be called alike are told apart by title, file or number.
pub fn labels(plans: &[&Plan], paths: &[String]) -> Vec<String> {
    let all = || 0..plans.len();
    let year = |at: usize| plans[at].year.map(|year| format!("{year}年"));
    let issuer = |at: usize| plans[at].issuer.as_ref().map(|issuer| issuer.text.as_str());
    let shared = |values: Vec<Option<String>>| values.windows(2).all(|two| two[0] == two[1]);
    let same_year = shared(all().map(year).collect());
    let one_office = {
        // 区人民政府 is the 海拉尔区人民政府 of the others.
        let known: Vec<&str> = all().filter_map(issuer).collect();
        let longest = known.iter().max_by_key(|name| name.len()).copied().unwrap_or_default();
        known.iter().all(|name| longest.ends_with(name))
    };
    let own = |at: usize| match (issuer(at), year(at)) {
        (_, Some(year)) if one_office && !same_year => Some(year),
        (Some(issuer), _) if same_year => Some(issuer.to_owned()),
        (Some(issuer), Some(year)) => Some(format!("{issuer} {year}")),
        (issuer, _) => issuer.map(str::to_owned),
    };
    let title = |at: usize| plans[at].title.as_ref().map(|title| title.text.clone());
    let name = |at: usize| {
        let name = file(&paths[at]);
        Some(name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned())
    };
    let numbered = |at: usize| Some(format!("{} {}", at + 1, file(&paths[at])));
    let ways: [&dyn Fn(usize) -> Option<String>; 4] = [&own, &title, &name, &numbered];
    // Which way each is called; what is called as another goes on to the next.
    let called = |(at, way): (usize, usize)| (way..ways.len()).find_map(|way| Some((way, ways[way](at)?)));
    let mut way = vec![0; plans.len()];
    loop {
        let names: Vec<(usize, String)> =
            way.iter().copied().enumerate().map(|of| called(of).unwrap_or_default()).collect();
        let alike = |name: &str| names.iter().filter(|(_, other)| other == name).count() > 1;
        let mut told = true;
        for (way, (found, name)) in way.iter_mut().zip(&names) {
            *way = *found;
            if alike(name) && *found + 1 < ways.len() {
                (*way, told) = (*found + 1, false);
            }
        }
        if told {
            return names.into_iter().map(|(_, name)| name).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::labels;
    use crate::model::Plan;

    #[test]
    fn plans_are_called_one_by_one() {
        let lexicon = crate::lexicon::Lexicon::default();
        let plan = |text: &str| -> Plan {
            let source = crate::text::Source::of_text(text);
            crate::extract::read(crate::extract::Scene { lexicon: &lexicon, year: None }, &source).0
        };
        let body = "一、抓好落实\n（一）加强宣传。开展培训。\n（二）加强检查。开展巡查。\n";
        let texts = [
            format!("青川市林业局2023年工作要点\n{body}"),
            format!("青川市林业局2024年工作要点\n{body}"),
            format!("青川市水务局2024年工作要点\n{body}"),
            body.to_owned(),
        ];
        let plans: Vec<Plan> = texts.iter().map(|text| plan(text)).collect();
        let called = |which: &[usize]| {
            let plans: Vec<&Plan> = which.iter().map(|at| &plans[*at]).collect();
            let paths: Vec<String> = which.iter().map(|at| format!("dir/{at}.txt")).collect();
            labels(&plans, &paths)
        };
        assert_eq!(called(&[0, 1]), ["2023年", "2024年"]);
        // One without a title does not take the others' names from them.
        let four = called(&[0, 1, 2, 3]);
        assert_eq!(four[3], "3");
        assert!(four[0].contains("2023年") && four[2].contains("水务局"), "{four:?}");
        assert_eq!(called(&[3, 3]), ["1 3.txt", "2 3.txt"]);
    }
}
