//! The knowledge of the files under `data/`, packed into the binary when it is built.
//!
//! No file is parsed at the start: 2,000 tables of actors and 200 rules are there in a few milliseconds. The files as
//! text, for `froissart check` and for a user's own set, are froissart-know's.

use froissart_know::Knowledge;
use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));

/// The knowledge built in.
pub fn knowledge() -> &'static Knowledge {
    static KNOWN: OnceLock<Knowledge> = OnceLock::new();
    KNOWN.get_or_init(|| Knowledge::unpack(PACKED).expect("it was packed by the same code"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packed_form_says_what_the_files_say() {
        assert_eq!(Knowledge::embedded().pack(), PACKED);
        assert_eq!(knowledge().pack(), PACKED);
        assert_eq!(knowledge().version(), Knowledge::embedded().version());
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(Knowledge::unpack(&[]).is_err());
        assert!(Knowledge::unpack(&PACKED[..PACKED.len() / 2]).is_err());
        assert!(Knowledge::unpack(b"FROIGAZ1 and more").is_err());
    }
}
