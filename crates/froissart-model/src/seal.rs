//! Ids and anchors: content hashes, so that a retried shard changes nothing.
//!
//! `id` is the hash of the whole reading, the coder's and the data's version included, `confidence` not;
//! `anchor` is the hash of the page, the kind, the evidence span and the role spans. Both are the first 128 bits
//! of a SHA-256, as 32 hexadecimal digits: a ledger of a billion claims has a collision with probability 1e-21.

use crate::claim::Claim;
use crate::span::Char;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

fn hash(parts: &[&[u8]]) -> String {
    let mut h = Sha256::new();
    for p in parts {
        h.update((p.len() as u64).to_le_bytes());
        h.update(p);
    }
    h.finalize().iter().take(16).fold(String::with_capacity(32), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// The id of a page: the hash of its bytes.
pub fn page_id(bytes: &[u8]) -> String {
    hash(&[b"page", bytes])
}

/// The hash of any bytes under a name that keeps uses apart.
pub fn content_id(name: &str, bytes: &[u8]) -> String {
    hash(&[name.as_bytes(), bytes])
}

/// The anchor of a claim on page `page`: its words, whatever was made of them.
pub fn anchor_of(page: &str, c: &Claim<Char>) -> String {
    let mut s = format!("{:?} {:?}", c.kind, c.evidence.span);
    for (name, spans) in [
        ("actor", c.actor.iter().map(|e| e.span).collect::<Vec<_>>()),
        ("recipient", c.recipient.iter().map(|e| e.span).collect()),
        ("place", c.place.iter().map(|p| p.span).collect()),
    ] {
        let _ = write!(s, " {name} {spans:?}");
    }
    // A figure and an implied relation may share every span with another claim of their kind: the type tells them apart.
    let _ = write!(s, " {}", c.type_);
    if let Some(f) = &c.figure {
        let _ = write!(s, " {} {}", f.of, f.text);
    }
    hash(&[b"anchor", page.as_bytes(), s.as_bytes()])
}

/// Sets `anchor`, then `id`, of a claim whose links are final. `version` is the coder's and the data's.
pub fn seal(page: &str, version: &str, c: &mut Claim<Char>) {
    c.anchor = anchor_of(page, c);
    let (id, confidence) = (std::mem::take(&mut c.id), c.confidence.take());
    drop(id);
    let text = serde_json::to_string(c).expect("a claim is plain data");
    c.confidence = confidence;
    c.id = hash(&[b"claim", page.as_bytes(), version.as_bytes(), text.as_bytes()]);
}
