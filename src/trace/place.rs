//! Whose plan it is: names of its own place, and units that answer each other across levels.

use crate::extract::owner::canonical;
use crate::lex::word::words;
use crate::lexicon::{Lexicon, List};
use crate::model::{Owner, OwnerKind, OwnerRole, OwnerSource, Plan};

/// What the names of levels end with.
const LEVELS: [char; 9] = ['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡'];

/// The names of a plan's own place, with and without their level: 丽水市 and 丽水.
pub(super) fn own_places(lexicon: &Lexicon, plan: &Plan) -> Vec<String> {
    let said = [&plan.issuer, &plan.title, &plan.notice].into_iter().flatten();
    let mut places: Vec<String> = Vec::new();
    for phrase in said {
        let words = words(&phrase.text);
        for (at, word) in words.iter().enumerate() {
            let next = words.get(at + 1).and_then(|next| next.chars().next());
            let short = words.get(at + 1).is_some_and(|next| next.chars().count() <= 2);
            let named = match word.char_indices().next_back() {
                Some((end, last)) if LEVELS.contains(&last) && word.chars().count() > 2 => Some(&word[..end]),
                _ => next
                    .filter(|next| short && LEVELS.contains(next) && word.chars().count() > 1)
                    .map(|_| *word),
            };
            let Some(named) = named.filter(|named| !is_general(lexicon, named)) else { continue };
            if !places.iter().any(|place| place == named) {
                let level =
                    word.chars().last().filter(|last| LEVELS.contains(last) && *word != named).or(next);
                places.push(named.to_owned());
                places.extend(level.map(|level| format!("{named}{level}")));
            }
        }
    }
    places
}

/// Whether what stands before a level names no place: 示范区, 全市, 各县.
fn is_general(lexicon: &Lexicon, named: &str) -> bool {
    const GENERAL: [&str; 16] = [
        "全", "各", "我", "本", "该", "示范", "开发", "试验", "新", "城", "社", "园", "山", "景", "市场",
        "地",
    ];
    GENERAL.contains(&named)
        || named.starts_with(['各', '全', '我', '本'])
        || lexicon.value(List::Scopes, named).is_some()
}

/// The units that lead: those with that duty, else the first that are responsible. Of a list without a lead the first
/// leads.
pub(super) fn leads<'p>(owners: impl Iterator<Item = &'p Owner> + Clone) -> Vec<&'p Owner> {
    let of = |role: OwnerRole| owners.clone().filter(move |owner| owner.role == role);
    let leads: Vec<&Owner> = of(OwnerRole::Lead).collect();
    if !leads.is_empty() {
        return leads;
    }
    let annotated = of(OwnerRole::Responsible).filter(|owner| owner.source != OwnerSource::Subject);
    let first = annotated.take(1).collect::<Vec<&Owner>>();
    if !first.is_empty() {
        return first;
    }
    of(OwnerRole::Responsible).take(1).collect()
}

/// Whether somebody in particular is named: 各地 and 有关部门 name nobody.
pub(super) fn is_particular(owner: &Owner) -> bool {
    let anybody = ["各地", "各市", "各县", "各区", "各有关", "有关", "各部门", "相关", "县级以上", "地方"];
    !anybody.iter().any(|of| owner.canonical.starts_with(of))
        && !(owner.kind == OwnerKind::Collective && owner.canonical.ends_with(['区', '县', '市']))
}

/// Whether two units do the same at their levels: 省发展改革委 and 市发展改革委, 市委金融办 and 市金融事务中心.
pub(super) fn answer(lexicon: &Lexicon, upper: &Owner, lower: &Owner) -> bool {
    let (a, b) = (stem(lexicon, &upper.canonical), stem(lexicon, &lower.canonical));
    let long = |name: &str| name.chars().nth(1).is_some();
    if a == b {
        return true;
    }
    long(&a) && long(&b) && (a.contains(&b) || b.contains(&a)) || alike(&a, &b)
}

/// Whether two names share most of their pairs of characters.
fn alike(a: &str, b: &str) -> bool {
    let pairs = |name: &str| -> Vec<(char, char)> {
        let chars: Vec<char> = name.chars().collect();
        chars.windows(2).map(|two| (two[0], two[1])).collect()
    };
    let (a, b) = (pairs(a), pairs(b));
    let shared = a.iter().filter(|pair| b.contains(pair)).count();
    let least = a.len().min(b.len());
    least > 0 && shared * 10 >= least * 6
}

/// What a unit is called without place, level and kind: 发展改革.
fn stem(lexicon: &Lexicon, name: &str) -> String {
    let full = canonical(&[name], lexicon, None).pop().unwrap_or_else(|| name.to_owned());
    let mut rest = full.as_str();
    // The last level within the first eight characters ends the place: 长沙市|住房…, 浙江省|杭州市|….
    for (at, c) in full.char_indices().take(8) {
        let end = at + c.len_utf8();
        let market = full[at..].starts_with("市场")
            || full[at..].starts_with("市政")
            || full[at..].starts_with("区域");
        if LEVELS.contains(&c) && !market && full[end..].chars().nth(1).is_some() {
            rest = &full[end..];
        }
    }
    for opening in ["委", "人民政府", "政府", "级"] {
        rest = rest.strip_prefix(opening).filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(rest);
    }
    for ending in [
        "主管部门",
        "管理部门",
        "部门",
        "管理局",
        "委员会",
        "办公室",
        "中心",
        "局",
        "厅",
        "委",
        "办",
        "部",
        "处",
    ] {
        if let Some(short) = rest.strip_suffix(ending).filter(|short| short.chars().nth(1).is_some()) {
            return short.to_owned();
        }
    }
    rest.to_owned()
}

/// The places an owner names that are a level's own: 杭州市政府 names 杭州市; 各市政府 and 省政府 name none.
pub(super) fn place_of<'o>(lexicon: &Lexicon, owner: &'o Owner) -> Option<&'o str> {
    let name = owner.canonical.as_str();
    let body =
        ["人民政府", "政府", "党委", "管委会", ""].into_iter().find_map(|body| name.strip_suffix(body))?;
    let (at, last) = body.char_indices().next_back()?;
    (LEVELS.contains(&last) && body[..at].chars().nth(1).is_some() && !is_general(lexicon, &body[..at]))
        .then_some(body)
}
