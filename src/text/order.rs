//! Sorting through one copy of the standard library's sort.
//!
//! Each kind of thing that is sorted by itself makes a copy of it, some six kilobytes of program; ninety kinds took half a
//! megabyte. Places are sorted here instead, by asking about the things at them: a call for each comparison, which is not
//! felt, for lists are short or in order already.

use std::cmp::Ordering;

/// Sorts a list; equal items keep their order.
pub fn sort<T: Ord>(list: &mut [T]) {
    by(list, T::cmp);
}

/// Sorts a list by a key of its items; items of equal keys keep their order.
pub fn by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts a list as `order` says; equal items keep their order.
pub fn by<T>(list: &mut [T], mut order: impl FnMut(&T, &T) -> Ordering) {
    if list.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
        return;
    }
    let mut places = places(list.len(), &mut |a, b| order(&list[a], &list[b]));
    put(&mut places, &mut |a, b| list.swap(a, b));
}

/// Where each of `n` items belongs.
fn places(n: usize, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..n).collect();
    sorted.sort_by(|a, b| order(*a, *b));
    let mut places = vec![0; n];
    for (place, item) in sorted.into_iter().enumerate() {
        places[item] = place;
    }
    places
}

/// Swaps items until each is at its place.
fn put(places: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for at in 0..places.len() {
        while places[at] != at {
            let place = places[at];
            swap(at, place);
            places.swap(at, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(list: Vec<(u8, u8)>) {
            let (mut ours, mut theirs) = (list.clone(), list);
            super::by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &theirs);
            super::by(&mut ours, |a, b| b.1.cmp(&a.1));
            theirs.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
            prop_assert_eq!(&ours, &theirs);
            super::sort(&mut ours);
            theirs.sort();
            prop_assert_eq!(ours, theirs);
        }
    }
}
