//! Work on whole pages side by side, answers in the order of the questions.
//!
//! Never splits a page, so that the output is the same with any number of threads. Not a thread pool: the workers of
//! one call end with it.

use std::num::NonZero;
use std::sync::{Mutex, OnceLock, mpsc};

/// Items that wait for their turn to be handed on, at most; so that a slow first page cannot fill the memory.
const AHEAD: usize = 64;

/// How many threads `--jobs` asks for.
static THREADS: OnceLock<NonZero<usize>> = OnceLock::new();

/// Sets the number of threads, once.
pub(crate) fn set_threads(n: NonZero<usize>) {
    let _ = THREADS.set(n);
}

/// Does one page's work; a panic in it is that page's error, and the other pages go on. Where it happened stands on
/// standard error.
pub(crate) fn guarded<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    // Nothing that outlives the page is changed by its work.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let why = text.unwrap_or("for no reason that it gave");
        format!("the program failed on this page and left it out; please report it with the page: {why}")
    })
}

/// Calls `work` on every item, on as many threads as there are cores or `--jobs` says, and `sink` on the answers in order.
/// Stops at the first error of `sink`.
pub(crate) fn ordered<T: Send, R: Send, E>(
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = || std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let threads = THREADS.get().copied().unwrap_or_else(cores).get().min(AHEAD);
    let items = Mutex::new(items.enumerate());
    // A permit an item: a worker takes one before it takes an item, the sink gives it back.
    let (give, take) = mpsc::sync_channel::<()>(AHEAD);
    for _ in 0..AHEAD {
        let _ = give.try_send(());
    }
    let take = Mutex::new(take);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let send = send.clone();
            let (items, take, work) = (&items, &take, &work);
            std::thread::Builder::new()
                // Trees and markup may be deep.
                .stack_size(64 << 20)
                .spawn_scoped(scope, move || {
                    loop {
                        if take.lock().map_or(true, |t| t.recv().is_err()) {
                            return;
                        }
                        let next = items.lock().ok().and_then(|mut i| i.next());
                        let Some((n, item)) = next else { return };
                        // A panic goes to the thread that waits for the answers: none of them would come after it.
                        let answer = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(item)));
                        if send.send((n, answer)).is_err() {
                            return;
                        }
                    }
                })
                .expect("the system gives a thread");
        }
        drop(send);
        let mut waiting = std::collections::BTreeMap::new();
        let mut next = 0;
        let mut result = Ok(());
        for (n, answer) in receive {
            waiting.insert(n, answer.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            while let Some(a) = waiting.remove(&next) {
                next += 1;
                let _ = give.try_send(());
                if result.is_ok() {
                    result = sink(a);
                }
            }
            if result.is_err() {
                break;
            }
        }
        drop(give);
        result
    })
}

#[cfg(test)]
mod tests {
    use super::{guarded, ordered};

    #[test]
    fn one_page_that_fails_stops_no_other() {
        let mut got = Vec::new();
        let work = |i: u64| guarded(|| 10 / i.checked_sub(2).unwrap_or(7)).map_err(|e| e.contains("divide by zero"));
        let done: Result<(), ()> = ordered(0..5, work, |r| {
            got.push(r);
            Ok(())
        });
        assert_eq!((done, got), (Ok(()), vec![Ok(1), Ok(1), Err(true), Ok(10), Ok(5)]));
        assert!(guarded(|| std::panic::panic_any(7)).is_err_and(|e: String| e.ends_with("no reason that it gave")));
    }

    #[test]
    fn answers_come_in_order_and_an_error_ends_it() {
        let mut got = Vec::new();
        let work = |i: u64| {
            std::thread::sleep(std::time::Duration::from_micros(i * 7 % 50));
            i * i
        };
        let r: Result<(), ()> = ordered(0..500, work, |x| {
            got.push(x);
            Ok(())
        });
        assert!(r.is_ok());
        assert_eq!(got, (0..500).map(|i| i * i).collect::<Vec<_>>());
        let mut n = 0;
        let r = ordered(
            0..500,
            |i| i,
            |_| {
                n += 1;
                if n == 10 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((r, n), (Err("full"), 10));
    }
}
