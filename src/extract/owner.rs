//! Who has to do with a task: owner annotations, table cells, and duties spoken in sentences.
//!
//! ```text
//! …全面推开试点。（责任单位：省教育厅、财政厅，各市、县〔市、区〕政府）     an annotation
//! 区文明办要强化督查。…由市教育局牵头、市财政局配合                    subjects
//! | 省经信厅、省科技厅按职责分工负责 | 无 |                            cells
//! ```

mod annotation;
mod canonical;
mod colon;
mod duty;
mod name;
mod scene;
mod subject;

#[cfg(test)]
mod cases;

use std::ops::Range;

use crate::model::{OwnerKind, OwnerRole};

pub(super) use name::unit_ending;
pub(super) use scene::{Duty, Unit};

pub use annotation::{
    Annotation, Annotations, FirstLeads, cell, first_leads, lead_mark, lined, names_only, nobody,
};
pub use canonical::{canonical, level};
pub use subject::{subjects, titled};

/// A unit or person named with a duty. Ranges are bytes of the clean text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name, without `等` and without its duty.
    pub place: Range<usize>,
    /// Its duty.
    pub role: OwnerRole,
    /// What it is.
    pub kind: OwnerKind,
    /// Whether `等` after it left more unnamed.
    pub open_ended: bool,
}
