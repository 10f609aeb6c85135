//! What was made once and may be asked for again, up to a size; the longest unasked goes first.
//!
//! Whoever asks for what is being made waits for it and does not make it again: sixty-four readers of one situation
//! draw it once. It knows nothing of what it keeps.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

/// One thing that is kept, or is being made.
type Slot<T, E> = Arc<OnceLock<Result<Arc<T>, E>>>;

struct Entry<T, E> {
    slot: Slot<T, E>,
    size: usize,
    asked: u64,
}

struct Inside<T, E> {
    entries: BTreeMap<String, Entry<T, E>>,
    size: usize,
    clock: u64,
}

/// Things by their names.
pub(crate) struct Bounded<T, E> {
    inside: Mutex<Inside<T, E>>,
    most: usize,
}

impl<T, E: Clone> Bounded<T, E> {
    /// Keeps things of `most` in all, in whatever unit their sizes are told.
    pub(crate) fn new(most: usize) -> Self {
        Self { inside: Mutex::new(Inside { entries: BTreeMap::new(), size: 0, clock: 0 }), most }
    }

    /// The thing of this name, made where it is not there. What could not be made is not kept.
    pub(crate) fn get(
        &self,
        name: &str,
        size: impl Fn(&T) -> usize,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        let slot = {
            let mut inside = self.inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            inside.clock += 1;
            let asked = inside.clock;
            let entry =
                inside.entries.entry(name.to_owned()).or_insert_with(|| Entry { slot: Arc::default(), size: 0, asked });
            entry.asked = asked;
            entry.slot.clone()
        };
        let mut is_new = false;
        let made = slot
            .get_or_init(|| {
                is_new = true;
                make().map(Arc::new)
            })
            .clone();
        if is_new {
            let mut inside = self.inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match &made {
                Ok(thing) => {
                    let size = size(thing);
                    if let Some(e) = inside.entries.get_mut(name) {
                        e.size = size;
                        inside.size += size;
                    }
                    inside.shrink(self.most, name);
                }
                Err(_) => {
                    inside.entries.remove(name);
                }
            }
        }
        made
    }
}

impl<T, E> Inside<T, E> {
    /// Forgets the longest unasked until there is room; the newest stays, however large it is.
    fn shrink(&mut self, most: usize, newest: &str) {
        while self.size > most {
            let oldest = self
                .entries
                .iter()
                .filter(|(name, e)| name.as_str() != newest && e.slot.get().is_some())
                .min_by_key(|(_, e)| e.asked)
                .map(|(name, _)| name.clone());
            let Some(oldest) = oldest else { return };
            if let Some(gone) = self.entries.remove(&oldest) {
                self.size -= gone.size;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bounded;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_is_there_is_not_made_again_and_the_longest_unasked_goes_first() {
        let kept: Bounded<usize, String> = Bounded::new(10);
        let made = AtomicUsize::new(0);
        let get = |name: &str| {
            let make = || {
                made.fetch_add(1, Ordering::Relaxed);
                Ok(4)
            };
            kept.get(name, |n| *n, make).map(|n| *n)
        };
        for name in ["a", "b", "a"] {
            assert_eq!(get(name), Ok(4));
        }
        assert_eq!(made.load(Ordering::Relaxed), 2);
        assert_eq!(get("c"), Ok(4), "there is room for two: b goes");
        get("a").unwrap();
        assert_eq!(made.load(Ordering::Relaxed), 3);
        get("b").unwrap();
        assert_eq!(made.load(Ordering::Relaxed), 4);
    }

    #[test]
    fn what_failed_is_tried_again() {
        let kept: Bounded<usize, String> = Bounded::new(10);
        assert_eq!(kept.get("a", |n| *n, || Err("not now".into())), Err("not now".to_owned()));
        assert_eq!(kept.get("a", |n| *n, || Ok(1)).map(|n| *n), Ok(1));
    }

    #[test]
    fn many_who_ask_at_once_wait_for_one() {
        let kept: Bounded<usize, String> = Bounded::new(10);
        let made = AtomicUsize::new(0);
        std::thread::scope(|s| {
            for _ in 0..16 {
                s.spawn(|| {
                    kept.get(
                        "a",
                        |n| *n,
                        || {
                            made.fetch_add(1, Ordering::Relaxed);
                            Ok(1)
                        },
                    )
                });
            }
        });
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }
}
