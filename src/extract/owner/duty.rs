//! Duty words at places of a text: the verbs behind names, the labels before them.

use std::ops::Range;

use crate::model::OwnerRole;

use super::scene::{Duty, Scene, Unit};

/// Takes the duty words off the end of `range`: where they begin and the role they give, if there is a verb.
///
/// ```text
/// 省科技厅、省教育厅按照各自职责分工负责      北京市委组织部
///                 ╰── Responsible ──╯      none: 组织 does not end it
/// ```
pub(super) fn tail(scene: Scene, range: Range<usize>) -> Option<(usize, OwnerRole)> {
    let mut end = range.end;
    let mut found: Option<(usize, OwnerRole)> = None;
    loop {
        let word = scene.duties_ending(range.start..end).find(|(_, duty)| duty.is(Duty::VERB | Duty::FILL));
        let Some((at, duty)) = word else { return found };
        // The end of a longer unit is no verb: 党|组织.
        let unit = scene.units_ending(range.start..end);
        if unit
            .into_iter()
            .find(|(_, unit)| !unit.is(Unit::NOT | Unit::STEM))
            .is_some_and(|(unit, _)| unit < at)
        {
            return found;
        }
        if let Some(role) = duty.role().filter(|_| duty.is(Duty::VERB)) {
            let role = found.map_or(role, |(_, of)| stronger(role, of));
            found = Some((at, role));
        } else if let Some((start, _)) = &mut found {
            *start = at;
        }
        end = at;
    }
}

/// The duty words that follow at `range.start`: where they end and the role they give.
pub(super) fn verbs(scene: Scene, range: Range<usize>) -> Option<(usize, OwnerRole)> {
    let mut at = range.start;
    let mut found: Option<(usize, OwnerRole)> = None;
    while let Some((end, duty)) = scene.duty(&(at..range.end)) {
        if let Some(role) = duty.role().filter(|_| duty.is(Duty::VERB)) {
            found = Some((end, found.map_or(role, |(_, of)| stronger(of, role))));
        } else if !duty.is(Duty::FILL) {
            break;
        }
        at = end;
    }
    found
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
pub(super) fn label(scene: Scene, range: Range<usize>) -> Option<(usize, Label)> {
    let text = scene.text;
    let words = |end: usize| scene.duties_ending(range.start..end);
    let whole = words(range.end).find_map(|(at, duty)| {
        let label = match () {
            () if duty.is(Duty::DUE) => Label::Due,
            () if duty.is(Duty::WHEN) => Label::When,
            () if duty.is(Duty::OTHER) => Label::Other,
            () if duty.is(Duty::LABEL) => Label::Role { role: duty.role()?, person: false, first: false },
            () => return None,
        };
        Some((at, label))
    });
    // Backwards over brackets, holders, ranks and joints to the duty words, of which the first counts.
    let (mut at, mut role, mut holder, mut first) = (range.end, None, false, None);
    while let Some(c) = text[range.start..at].chars().next_back() {
        let word = words(at).find(|(_, duty)| {
            duty.is(Duty::RANK)
                || duty.is(Duty::HOLDER) && role.is_none()
                || holder && duty.is(Duty::VERB | Duty::PART)
                || duty.is(Duty::LABEL)
        });
        if let Some((start, duty)) = word {
            holder |= duty.is(Duty::HOLDER | Duty::LABEL);
            if let Some(next) = duty.role().filter(|_| duty.is(Duty::VERB | Duty::PART | Duty::LABEL)) {
                let joined = !text[..at].ends_with('（') && text[at..].starts_with(['及', '和', '与', '、']);
                first = role.filter(|of| next == OwnerRole::Lead && *of != OwnerRole::Lead && joined);
                role = Some(next);
            }
            at = start;
        } else if JOINTS.contains(c) && (role.is_some() || holder) || matches!(c, '）' | ')') {
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
        *person = text[start..range.end].ends_with(['人', '导', '员', '志', '长'])
            || text[start..range.end].ends_with("总负责");
    }
    Some((start, label))
}

/// What may stand between the words of a label: `牵头及责任单位`, `责任（配合）单位`.
const JOINTS: &str = "（）()及和与、/";
