//! Words that do each other's work: 人才 and 高层次, 电力 and 用能, 经纪 and 中介.
//!
//! Every word of `dict/kin.tsv` has a place among the others, fitted by `tools/kin.py` so that what a task is called stands
//! near what its text says and far from the other tasks of its plan. How far out a word stands is how much it tells:
//! 加强 hardly anything, 知识产权 much. The list is read where it stands in the program.

/// How many numbers a place has.
pub(super) const N: usize = 32;

/// Where a word or a text stands.
pub(super) type Place = [f32; N];

/// A word that is not in the list stands about as far out as a telling one.
pub(super) const UNKNOWN: f32 = 22.0;

static LIST: &str = include_str!("../../dict/kin.tsv");

/// Where a word stands.
pub(super) fn place(word: &str) -> Option<Place> {
    let (mut from, mut to) = (0, LIST.len());
    while from < to {
        let middle = crate::text::floor(LIST, from.midpoint(to));
        let start = LIST[..middle].rfind('\n').map_or(0, |at| at + 1).max(from);
        let end = LIST[middle..].find('\n').map_or(LIST.len(), |at| middle + at);
        let line = &LIST[start..end];
        let (found, letters) = line.split_once('\t').unwrap_or((line, ""));
        // What the list tells of itself stands before all words.
        match if line.starts_with('#') { std::cmp::Ordering::Less } else { found.cmp(word) } {
            std::cmp::Ordering::Equal => return Some(numbers(letters)),
            std::cmp::Ordering::Less => from = end + 1,
            std::cmp::Ordering::Greater => to = start,
        }
    }
    None
}

/// A letter from A to Z and a to f is a number from −15 to 16.
fn numbers(letters: &str) -> Place {
    let mut place = [0.0; N];
    for (number, letter) in place.iter_mut().zip(letters.bytes()) {
        let level = if letter < b'a' { letter.wrapping_sub(b'A') } else { letter.wrapping_sub(b'a') + 26 };
        *number = f32::from(level) - 15.0;
    }
    place
}

/// How far out a place is.
pub(super) fn length(place: &Place) -> f32 {
    product(place, place).sqrt()
}

/// The product of two places; of two of length one their cosine.
pub(super) fn product(a: &Place, b: &Place) -> f32 {
    // Several sums at once, which the compiler adds in one step.
    let mut sums = [0f32; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for at in 0..8 {
            sums[at] += a[at] * b[at];
        }
    }
    sums.iter().sum()
}

/// A place at length one; one without length stays.
pub(super) fn unit(mut place: Place) -> Place {
    let length = length(&place);
    if length > 0.0 {
        place.iter_mut().for_each(|number| *number /= length);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::{length, place, product, unit};

    #[test]
    fn words_of_one_matter_stand_near_each_other() {
        let near = |a: &str, b: &str| {
            let of = |word: &str| unit(place(word).unwrap_or_else(|| panic!("{word} is in the list")));
            product(&of(a), &of(b))
        };
        assert!(near("经纪", "中介") > near("经纪", "养老") + 0.3);
        assert!(near("人才", "高层次") > near("人才", "污水") + 0.3);
        let far = |word: &str| length(&place(word).expect("it is in the list"));
        assert!(far("知识产权") > 2.0 * far("加强"));
        assert!(place("没有这个词").is_none() && place("").is_none() && place("#").is_none());
    }
}
