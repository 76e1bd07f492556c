//! A task in stretches: the measures that a bracket of owners closes are theirs, not those of the next bracket.
//!
//! ```text
//! 关停焦炉。压减产能。（甲局牵头）清理库存。（乙局负责）   two stretches: 关停、压减 of 甲局, 清理 of 乙局
//! ```

use std::ops::Range;

use crate::model::{DateKind, DateMention, Deadline, OwnerSource, Task};
use crate::text::Span;

/// Which measures each stretch of a task has, in order; one stretch where fewer than two brackets part them.
pub(super) fn stretches(task: &Task) -> Vec<Range<usize>> {
    let closing = task.owners.iter().filter(|owner| owner.source == OwnerSource::Annotation);
    let mut ends: Vec<usize> = closing
        .filter_map(|owner| {
            let at = measure(task, owner.span)?;
            (task.measures[at].span.end() <= owner.span.start()).then_some(at + 1)
        })
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let n = task.measures.len();
    if ends.len() < 2 {
        return std::iter::once(0..n).collect();
    }
    if ends.last() != Some(&n) {
        ends.push(n);
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).map(|(start, end)| start..end).collect()
}

/// The last measure that begins before a place in the task; none where the place stands before them all or elsewhere, and so
/// speaks of all.
fn measure(task: &Task, place: Span) -> Option<usize> {
    let inside = task.span.start() <= place.start() && place.end() <= task.span.end();
    inside
        .then(|| task.measures.partition_point(|measure| measure.span.start() <= place.start()))?
        .checked_sub(1)
}

/// The stretch that a place in the task speaks of; none where it speaks of all.
pub(super) fn stretch_of(task: &Task, stretches: &[Range<usize>], place: Span) -> Option<usize> {
    let measure = measure(task, place)?;
    stretches.iter().position(|stretch| stretch.contains(&measure))
}

/// The task with no more than some of its stretches, and the owners and the day of these. `dates` are those of the task.
pub(super) fn part(
    task: &Task,
    stretches: &[Range<usize>],
    chosen: &[usize],
    dates: &[&DateMention],
) -> Task {
    let theirs =
        |place: Span| stretch_of(task, stretches, place).is_none_or(|stretch| chosen.contains(&stretch));
    let within = |place: Span| stretch_of(task, stretches, place).is_some_and(|at| chosen.contains(&at));
    let due =
        dates.iter().find(|date| date.kind == DateKind::Deadline && date.end.is_some() && within(date.span));
    let due = due.map(|date| Deadline {
        text: date.text.clone(),
        date: date.end,
        inherited: false,
        span: date.span,
    });
    let measures =
        chosen.iter().filter_map(|at| stretches.get(*at)).flat_map(|range| &task.measures[range.clone()]);
    Task {
        key: format!("{}-{}", task.key, chosen.first().map_or(0, |at| at + 1)),
        measures: measures.cloned().collect(),
        owners: task.owners.iter().filter(|owner| theirs(owner.span)).cloned().collect(),
        deadline: task.deadline.clone().filter(|deadline| theirs(deadline.span)).or(due),
        ..task.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{part, stretches};
    use crate::extract::{Scene, read};
    use crate::lexicon::Lexicon;
    use crate::model::Task;
    use crate::text::Source;

    fn task(text: &str) -> Task {
        let lexicon = Lexicon::default();
        let scene = Scene { lexicon: &lexicon, year: Some(2025) };
        let source = Source::of_text(text);
        read(scene, &source).0.tasks.swap_remove(0)
    }

    #[test]
    fn brackets_part_a_task() {
        let two = task(
            "2025年工业工作要点\n一、压减产能\n（一）压减落后产能。关停老旧焦炉。6月底前退出两条生产线。（市工信局牵头）开展库存清理。（市国资委负责）\n",
        );
        let parts = stretches(&two);
        let names = |task: &Task| task.owners.iter().map(|owner| owner.name.clone()).collect::<Vec<_>>();
        assert_eq!(parts.len(), 2, "{two:?}");
        let [first, second] = [0, 1].map(|at| part(&two, &parts, &[at], &[]));
        assert_eq!((names(&first), names(&second)), (vec!["市工信局".into()], vec!["市国资委".into()]));
        assert_eq!(first.measures.len() + second.measures.len(), two.measures.len());
        assert!(second.measures.iter().any(|measure| measure.text.contains("库存清理")), "{second:?}");
        assert!(first.deadline.is_some() && second.deadline.is_none(), "{second:?}");
        // One bracket at the end is of the whole task, and so are owners before the measures.
        for whole in [
            "2025年工业工作要点\n一、压减产能\n（一）压减落后产能。关停老旧焦炉。开展库存清理。（市工信局牵头，市国资委配合）\n",
            "2025年工业工作要点\n一、压减产能\n（一）压减落后产能。（市工信局牵头）关停老旧焦炉。开展库存清理。\n",
        ] {
            let whole = task(whole);
            let all = 0..whole.measures.len();
            assert_eq!(stretches(&whole), std::slice::from_ref(&all));
        }
    }
}
