//! Many items worked on at once, their results in order.
//!
//! ```text
//! items    1 2 3 4 5 6 …       each taken by the next thread that is free
//! threads  [1][3]  [2][4]
//! results  1 2 . 4             2 is handed on before 4, however long it takes; 3 is waited for
//! ```

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use anyhow::Result;

/// What the receiver of results is told.
pub(in crate::cli) enum Step<R> {
    /// The result of the next item.
    Done(R),
    /// The next result is not there yet: a good moment to flush.
    Waiting,
}

/// How many results may wait for an earlier one, for each thread, and how large they may be together in bytes.
/// Documents of a usual size never reach the second; of larger ones fewer are under way.
const WINDOW: usize = 32;
const LARGEST: usize = 16 << 20;

/// Works on `items` with `jobs` threads and hands the results to `receive` in the order of the items, on the calling
/// thread. An item is only taken when there is room for its result, so that memory stays flat however many there are.
/// `weight` is the size of a result in bytes. With one job no thread is started. A panic of `work` or
/// `receive` ends all and goes on to the caller.
pub(in crate::cli) fn in_order<I: Send, R: Send>(
    jobs: usize,
    mut items: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> R + Sync,
    weight: impl Fn(&R) -> usize + Sync,
    mut receive: impl FnMut(Step<R>) -> Result<()>,
) -> Result<()> {
    if jobs <= 1 {
        return items.try_for_each(|item| {
            receive(Step::Done(work(item)))?;
            receive(Step::Waiting)
        });
    }
    let source = Mutex::new((0, items.fuse()));
    let ring = Mutex::new(Ring { first: 0, results: VecDeque::new(), bytes: 0, end: None, stopped: false });
    let (arrived, left) = (Condvar::new(), Condvar::new());
    // Whoever panics, in `work` or in `receive`, lets all others end.
    let stop = || {
        lock(&ring).stopped = true;
        left.notify_all();
        arrived.notify_all();
    };
    let worker = || {
        let _stop = OnPanic(&stop);
        loop {
            // Whoever holds the source waits for room and for the next item; the others work.
            let mut source = lock(&source);
            let at = source.0;
            let mut state = lock(&ring);
            while !state.stopped && state.is_full(at, WINDOW * jobs) {
                state = left.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            if state.stopped {
                return;
            }
            drop(state);
            let Some(item) = source.1.next() else {
                lock(&ring).end = Some(at);
                arrived.notify_one();
                return;
            };
            source.0 += 1;
            drop(source);
            let result = work(item);
            let weight = weight(&result);
            lock(&ring).put(at, result, weight);
            arrived.notify_one();
        }
    };
    std::thread::scope(|scope| {
        let _stop = OnPanic(&stop);
        for started in 0..jobs {
            // With no thread more to be had, those that run do all the work.
            match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker) {
                Ok(_) => {}
                Err(error) if started == 0 => return Err(error.into()),
                Err(_) => break,
            }
        }
        let mut take = || {
            loop {
                let mut state = lock(&ring);
                if state.is_waiting() {
                    drop(state);
                    receive(Step::Waiting)?;
                    state = lock(&ring);
                }
                while state.is_waiting() && !state.stopped {
                    state = arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                let Some(result) = state.take() else { return Ok(()) };
                drop(state);
                left.notify_one();
                receive(Step::Done(result))?;
            }
        };
        let result = take();
        stop();
        result
    })
}

/// Does something when a panic goes by.
struct OnPanic<F: Fn()>(F);

impl<F: Fn()> Drop for OnPanic<F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            (self.0)();
        }
    }
}

/// As large as that of the main thread, on which a single file is read.
const STACK: usize = 8 << 20;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The results that wait, from the one that is next.
struct Ring<R> {
    /// The index of the next result.
    first: usize,
    /// That result and those after it, as far as they have arrived.
    results: VecDeque<Option<(R, usize)>>,
    /// The weight of all of them.
    bytes: usize,
    /// How many items there are, once it is known.
    end: Option<usize>,
    /// Nobody takes results any more.
    stopped: bool,
}

impl<R> Ring<R> {
    /// Whether the item at `at` must wait. The one whose result is next never does.
    fn is_full(&self, at: usize, window: usize) -> bool {
        at > self.first && (at - self.first >= window || self.bytes > LARGEST)
    }

    fn is_waiting(&self) -> bool {
        !matches!(self.results.front(), Some(Some(_))) && self.end != Some(self.first)
    }

    fn put(&mut self, at: usize, result: R, weight: usize) {
        let place = at - self.first;
        if place >= self.results.len() {
            self.results.resize_with(place + 1, || None);
        }
        self.results[place] = Some((result, weight));
        self.bytes += weight;
    }

    fn take(&mut self) -> Option<R> {
        let (result, weight) = self.results.pop_front()??;
        self.first += 1;
        self.bytes -= weight;
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, in_order};

    #[test]
    fn results_keep_the_order_of_items() {
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            // Early items take longest.
            let work = |n: u64| {
                std::thread::sleep(std::time::Duration::from_micros(if n.is_multiple_of(7) {
                    900
                } else {
                    0
                }));
                n
            };
            let receive = |step| {
                if let Step::Done(n) = step {
                    seen.push(n);
                }
                Ok(())
            };
            in_order(jobs, 0..500, work, |_| 1 << 20, receive).expect("nothing fails");
            assert_eq!(seen, (0..500).collect::<Vec<_>>(), "{jobs} jobs");
        }
    }

    #[test]
    fn an_error_of_the_receiver_ends_all() {
        for jobs in [1, 3] {
            let mut n = 0;
            let receive = |step| {
                if let Step::Done(_) = step {
                    n += 1;
                }
                if n == 10 { anyhow::bail!("enough") } else { Ok(()) }
            };
            let result = in_order(jobs, 0.., |n: usize| n, |_| 0, receive);
            assert_eq!(result.expect_err("it ends").to_string(), "enough");
        }
    }

    #[test]
    fn a_panic_ends_all() {
        for (work, receive) in [(Some(40), None), (None, Some(40))] {
            let run = || {
                let work = |n: usize| {
                    assert_ne!(Some(n), work, "as a document might");
                    n
                };
                let receive = |step| match step {
                    Step::Done(n) => {
                        assert_ne!(Some(n), receive, "as a closed terminal might");
                        Ok(())
                    }
                    Step::Waiting => Ok(()),
                };
                in_order(3, 0..5000, work, |_| 0, receive)
            };
            std::panic::catch_unwind(run).expect_err("it goes on to the caller");
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        in_order(4, std::iter::empty::<u8>(), |n| n, |_| 0, |_| Ok(())).expect("nothing fails");
    }
}
