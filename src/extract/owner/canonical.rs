//! Full names: what an annotation leaves out because it stood just before, and the usual name for another.

use std::borrow::Cow;

use crate::lexicon::{Lexicon, List};

use super::scene::Unit;

/// The full names of the owners of one annotation, in its order.
///
/// ```text
/// 省发展改革委、教育厅             省发展改革委、省教育厅
/// 杭州市、宁波市、湖州市人民政府      杭州市人民政府、宁波市人民政府、湖州市人民政府
/// 江北电力检修、建设公司            江北电力检修公司、建设公司
/// 市发改委                     市发展改革委
/// ```
///
/// `level` is the opening of the issuer's departments, such as `省`, when that is known; it stands in where
/// the annotation itself names none.
pub fn canonical(names: &[&str], lexicon: &Lexicon, level: Option<&str>) -> Vec<String> {
    let mut full: Vec<String> = Vec::with_capacity(names.len());
    let mut prefix = level.unwrap_or("");
    for (n, name) in names.iter().enumerate() {
        let (own, rest) = prefix_of(lexicon, name);
        if !own.is_empty() {
            prefix = own.strip_suffix('委').unwrap_or(own);
        }
        let rest = usual(lexicon, rest);
        let department = own.is_empty() && is_department(lexicon, &rest);
        let mut name = [if department { prefix } else { own }, rest.as_ref()].concat();
        if let Some(shared) = shared_ending(lexicon, &name, &names[n + 1..]) {
            name.push_str(shared);
        }
        full.push(name);
    }
    full
}

/// What the departments of an issuer open with: 省 of 河南省人民政府办公厅, 区 of 青岭市北湖区教育局; none for central bodies
/// and firms.
pub fn level(issuer: &str) -> Option<&str> {
    let ends = |at: usize, level: &str| {
        let (before, after) = (&issuer[..at], &issuer[at + level.len()..]);
        !after.starts_with(['场', '政', '民', '直', '属'])
            && !before.ends_with(['社', '园', '发', '地', '校', '景'])
    };
    let levels = ["自治区", "省", "市", "县", "区", "州", "盟", "旗"];
    let places = levels.iter().flat_map(|level| issuer.match_indices(level));
    places
        .filter(|(at, level)| ends(*at, level))
        .max_by_key(|(at, level)| (at + level.len(), level.len()))
        .map(|(_, level)| level)
}

/// The level a department's name opens with: `省`教育厅, `市`教育局. 省委 and 市政府 are names themselves.
fn prefix_of<'n>(lexicon: &Lexicon, name: &'n str) -> (&'n str, &'n str) {
    // What goes on with these is the name of the place's own bodies, or another word.
    const OTHERS: [&str; 20] = [
        "级", "委", "直", "属", "人民", "人大", "政府", "政协", "域", "、", "（", "(", "〔", "长", "辖",
        "区", "县", "市", "场", "政管",
    ];
    for level in ["自治区", "国家", "省", "市", "县", "区", "州", "盟", "旗", "镇", "乡"] {
        let Some(rest) = name.strip_prefix(level).filter(|rest| rest.chars().count() > 1) else { continue };
        if !OTHERS.iter().any(|other| rest.starts_with(other))
            || rest.starts_with("市场")
            || rest.starts_with("市监")
        {
            return name.split_at(level.len());
        }
        // 市人民政府国资委 and 市委编办 are 市国资委 and 市编办; 市委政法委 has no other name.
        let usual = |body: &&str| lexicon.value(List::Aliases, body);
        if let Some(body) = rest.strip_prefix("人民政府").filter(|body| usual(body).is_some()) {
            return (&name[..level.len()], body);
        }
        if let Some((body, usual)) = rest.strip_prefix('委').and_then(|body| Some((body, usual(&body)?))) {
            let party = if usual.ends_with('办') { 0 } else { '委'.len_utf8() };
            return (&name[..level.len() + party], body);
        }
    }
    ("", name)
}

/// Whether a name is that of a government department without its level: 教育厅.
fn is_department(lexicon: &Lexicon, name: &str) -> bool {
    let ends = name.ends_with(['局', '厅', '委', '办']);
    let stems = lexicon.openings(List::Orgs, name).filter(|(_, value)| Unit::new(value).is(Unit::STEM));
    // Nothing but the general word may stand behind the stem.
    ends && stems.last().is_some_and(|(stem, _)| name[stem.len()..].chars().count() <= 2)
}

/// The usual name where the list of aliases has one for the whole or for its stem.
fn usual<'n>(lexicon: &Lexicon, name: &'n str) -> Cow<'n, str> {
    let Some((stem, usual)) = lexicon.openings(List::Aliases, name).last() else { return name.into() };
    match &name[stem.len()..] {
        "" => usual.into(),
        end @ ("局" | "厅" | "委" | "部" | "部门" | "办") => format!("{usual}{end}").into(),
        _ => name.into(),
    }
}

/// What a name shares with a later one and leaves out: 人民政府 behind 杭州市, 公司 behind 江北电力检修.
fn shared_ending<'n>(lexicon: &Lexicon, name: &str, later: &[&'n str]) -> Option<&'n str> {
    // 各区（功能区） names many by itself.
    if name.ends_with(['）', ')']) {
        return None;
    }
    let place = |text: &str| text.ends_with(['市', '县', '区', '州', '镇', '乡', '盟', '旗']);
    if place(name) && !name.starts_with('各') {
        let next = later.iter().find(|next| !place(next))?;
        return ["人民政府", "政府", "党委", "管委会"].iter().find_map(|ending| {
            let at = next.len().checked_sub(ending.len()).filter(|_| next.ends_with(ending))?;
            place(&next[..at]).then(|| &next[at..])
        });
    }
    let unit = lexicon.endings(List::Orgs, name).any(|(_, value)| Unit::new(value).is(Unit::ENDS));
    if !unit && name.chars().count() >= 2 {
        let next = later.first()?;
        return ["公司", "分公司", "中心", "部门"].iter().find_map(|ending| {
            let at = next.len().checked_sub(ending.len()).filter(|_| next.ends_with(ending))?;
            Some(&next[at..])
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn an_issuer_tells_the_level_of_its_departments() {
        for (issuer, wanted) in [
            ("清江省人民政府办公厅", Some("省")),
            ("青岭市北湖区教育局", Some("区")),
            ("青岭市市场监管局", Some("市")),
            ("云岭自治区发展改革委", Some("自治区")),
            ("青岭市云台社区", Some("市")),
            ("国务院办公厅", None),
            ("云岭能源集团", None),
        ] {
            assert_eq!(level(issuer), wanted, "{issuer}");
        }
    }
}
