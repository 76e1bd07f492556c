//! Duty words at places of a text: the verbs behind names, the labels before them.

use std::ops::Range;

use crate::lexicon::{Lexicon, List};
use crate::model::OwnerRole;

/// The longest word looked for behind or before a place, in bytes: eight characters.
const LONGEST: usize = 24;

/// What the list of duties says of a word: its kinds, and the role it gives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Duty<'l> {
    kinds: &'l str,
    /// The role, for verbs and labels.
    pub(super) role: Option<OwnerRole>,
}

impl<'l> Duty<'l> {
    /// Reads a value of the list.
    pub(super) fn new(value: &'l str) -> Duty<'l> {
        let (kinds, role) = value.split_once('\t').unwrap_or((value, ""));
        let role = match role {
            "lead" => Some(OwnerRole::Lead),
            "responsible" => Some(OwnerRole::Responsible),
            "support" => Some(OwnerRole::Support),
            "accountable" => Some(OwnerRole::Accountable),
            "supervisor" => Some(OwnerRole::Supervisor),
            _ => None,
        };
        Duty { kinds, role }
    }

    /// Whether it is of `kind`.
    pub(super) fn is(self, kind: &str) -> bool {
        has(self.kinds, kind)
    }
}

/// Whether `kind` is one of the kinds written in a value, apart by commas.
pub(in crate::extract) fn has(kinds: &str, kind: &str) -> bool {
    kinds.split(',').any(|of| of == kind)
}

/// The words of `list` that end at `range.end` and start in `range`, longest first.
pub(super) fn ending<'t>(
    lexicon: &Lexicon,
    list: List,
    text: &'t str,
    range: Range<usize>,
) -> impl Iterator<Item = (usize, &'static str)> {
    let from = range.start.max(range.end.saturating_sub(LONGEST));
    let from = (from..=range.end).find(|&at| text.is_char_boundary(at)).unwrap_or(range.end);
    text[from..range.end]
        .char_indices()
        .filter_map(move |(at, _)| Some((from + at, lexicon.value(list, &text[from + at..range.end])?)))
}

/// Takes the duty words off the end of `range`: where they begin and the role they give, if there is a verb.
///
/// ```text
/// 省科技厅、省教育厅按照各自职责分工负责      北京市委组织部
///                 ╰── Responsible ──╯      none: 组织 does not end it
/// ```
pub(super) fn tail(lexicon: &Lexicon, text: &str, range: Range<usize>) -> Option<(usize, OwnerRole)> {
    let mut end = range.end;
    let mut found: Option<(usize, OwnerRole)> = None;
    loop {
        let unit = ending(lexicon, List::Orgs, text, range.start..end)
            .find(|(_, kinds)| !has(kinds, "not") && !has(kinds, "stem"))
            .map_or(end, |(at, _)| at);
        let word = ending(lexicon, List::Duties, text, range.start..end)
            .map(|(at, value)| (at, Duty::new(value)))
            .find(|(_, duty)| duty.is("verb") || duty.is("fill"));
        let Some((at, duty)) = word.filter(|(at, _)| unit >= *at) else { return found };
        if let Some(role) = duty.role.filter(|_| duty.is("verb")) {
            let role = found.map_or(role, |(_, of)| stronger(role, of));
            found = Some((at, role));
        } else if let Some((start, _)) = &mut found {
            *start = at;
        }
        end = at;
    }
}

/// The duty words that follow at `range.start`: where they end and the role they give.
pub(super) fn verbs(lexicon: &Lexicon, text: &str, range: Range<usize>) -> Option<(usize, OwnerRole)> {
    let mut at = range.start;
    let mut found: Option<(usize, OwnerRole)> = None;
    while let Some((end, duty)) = starting(lexicon, text, at..range.end) {
        if let Some(role) = duty.role.filter(|_| duty.is("verb")) {
            found = Some((end, found.map_or(role, |(_, of)| stronger(of, role))));
        } else if !duty.is("fill") {
            break;
        }
        at = end;
    }
    found
}

/// The longest duty word that starts at `range.start`.
pub(super) fn starting<'l>(
    lexicon: &'l Lexicon,
    text: &str,
    range: Range<usize>,
) -> Option<(usize, Duty<'l>)> {
    let text = &text[range.clone()];
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(8);
    ends.filter_map(|end| Some((range.start + end, Duty::new(lexicon.value(List::Duties, &text[..end])?))))
        .last()
}

/// Of two verbs on one name the one that says more: 负责牵头 leads, 配合落实 supports.
fn stronger(a: OwnerRole, b: OwnerRole) -> OwnerRole {
    let rank = |role| match role {
        OwnerRole::Lead => 0,
        OwnerRole::Support => 1,
        OwnerRole::Supervisor => 2,
        OwnerRole::Accountable => 3,
        OwnerRole::Responsible => 4,
    };
    if rank(a) <= rank(b) { a } else { b }
}

/// What a label says of the names or the text after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Names with this role follow; `person` when it asks for people.
    Role {
        /// The role.
        role: OwnerRole,
        /// 责任人, 分管领导: people rather than units.
        person: bool,
        /// 牵头及责任单位: the first one leads, the others have the role.
        first: bool,
    },
    /// A time limit follows: 完成时限.
    Due,
    /// A time follows, which is a limit only beside owners: 时间.
    When,
    /// Something else follows: 适用范围, 联系人.
    Other,
}

/// The label that ends `range`, and where it begins: `牵头单位`, `责任处（科）室`, `第一责任人`.
///
/// Either a whole word of the list or made of a duty word and a holder, `责任` and `股室`.
pub(super) fn label(lexicon: &Lexicon, text: &str, range: Range<usize>) -> Option<(usize, Label)> {
    let words = |end: usize| {
        ending(lexicon, List::Duties, text, range.start..end).map(|(at, value)| (at, Duty::new(value)))
    };
    let whole = words(range.end).find_map(|(at, duty)| {
        let label = match () {
            () if duty.is("due") => Label::Due,
            () if duty.is("when") => Label::When,
            () if duty.is("other") => Label::Other,
            () if duty.is("label") => Label::Role { role: duty.role?, person: false, first: false },
            () => return None,
        };
        Some((at, label))
    });
    // Backwards over brackets, holders, ranks and joints to the duty words, of which the first counts.
    let (mut at, mut role, mut holder, mut first) = (range.end, None, false, None);
    while let Some(c) = text[range.start..at].chars().next_back() {
        let word = words(at).find(|(_, duty)| {
            duty.is("rank")
                || duty.is("holder") && role.is_none()
                || holder && (duty.is("verb") || duty.is("part"))
                || duty.is("label")
        });
        if let Some((start, duty)) = word {
            holder |= duty.is("holder") || duty.is("label");
            if let Some(next) =
                duty.role.filter(|_| ["verb", "part", "label"].iter().any(|kind| duty.is(kind)))
            {
                let joined = text[..at].chars().next_back() != Some('（')
                    && text[at..].starts_with(['及', '和', '与', '、']);
                first = role.filter(|of| next == OwnerRole::Lead && *of != OwnerRole::Lead && joined);
                role = Some(next);
            }
            at = start;
        } else if JOINTS.contains(c) && (role.is_some() || holder) || "）)".contains(c) {
            at -= c.len_utf8();
        } else {
            break;
        }
    }
    while let Some(c) = text[at..range.end].chars().next().filter(|&c| JOINTS.contains(c)) {
        at += c.len_utf8();
    }
    let made = role
        .filter(|_| holder)
        .map(|role| (at, Label::Role { role: first.unwrap_or(role), person: false, first: first.is_some() }));
    let (start, mut label) = match (whole, made) {
        (Some(whole), Some(made)) if made.0 < whole.0 => match whole.1 {
            Label::Role { role: OwnerRole::Accountable, .. } => (made.0, whole.1),
            _ => made,
        },
        (Some(whole), _) => whole,
        (None, made) => made?,
    };
    if let Label::Role { person, .. } = &mut label {
        *person = text[start..range.end].ends_with(['人', '导', '員', '员', '志', '導', '长'])
            || text[start..range.end].ends_with("总负责");
    }
    Some((start, label))
}

/// What may stand between the words of a label: `牵头及责任单位`, `责任（配合）单位`.
const JOINTS: &str = "（）()及和与、/";
