//! Small turns of text that every layout needs: numbers, accounts, ids as numbers.
//!
//! "Syrian Observatory for Human Rights, in Meridian News Agency, 2024-11-30" is [`account`].

use froissart_model::{Char, Claim, Entity, content_id};
use froissart_picture::Sourced;
use std::fmt::Write as _;

/// A number without a trailing `.0`.
pub(crate) fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 { format!("{n:.0}") } else { n.to_string() }
}

/// The variant's name in the JSON contract: `reported`, `implied_by`.
pub(crate) fn name_of<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(s)) => s,
        // Only enums without fields come here, and those are strings.
        _ => String::new(),
    }
}

/// The name known for an entity, else its words.
pub(crate) fn named(e: &Entity<Char>) -> &str {
    e.name.as_deref().unwrap_or(&e.text)
}

/// By whose account, innermost first, then the outlet and the day.
pub(crate) fn account(s: &Sourced) -> String {
    let mut text = s.claim.according_to.iter().map(named).collect::<Vec<_>>().join(", according to ");
    let outlet = s.page.outlet.as_deref().or(s.page.title.as_deref()).unwrap_or("page without a name");
    if !text.is_empty() {
        text.push_str(", in ");
    }
    text.push_str(outlet);
    if let Some(day) = s.day() {
        let _ = write!(text, ", {day}");
    }
    text
}

/// What a reader must know of a claim that is no plain fact: `negated`, `believed`, `planned`, `background` …
pub(crate) fn hedges(c: &Claim<Char>) -> Vec<String> {
    use froissart_model::{Mood, Stance, Told};
    let mut all = Vec::new();
    if c.negated {
        all.push("negated".to_owned());
    }
    if c.stance != Stance::Asserted {
        all.push(name_of(&c.stance));
    }
    if c.mood != Mood::Actual {
        all.push(name_of(&c.mood));
    }
    if c.told == Told::Background {
        all.push("background".to_owned());
    }
    if c.is_implied() {
        all.push("implied".to_owned());
    }
    all
}

/// An id as a whole number below 2^53, which every reader of numbers keeps: the first 52 bits of its hash.
pub(crate) fn number_of_id(id: &str) -> u64 {
    let hash = content_id("export number", id.as_bytes());
    u64::from_str_radix(&hash[..13], 16).expect("a content id is hexadecimal")
}

/// The texts in order of first appearance, each once.
pub(crate) fn distinct<T: PartialEq>(texts: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for t in texts {
        if !all.contains(&t) {
            all.push(t);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_numbers_that_a_float_keeps() {
        for id in ["", "a", "527d9911ae9afe55a566c84bd592092d"] {
            let n = number_of_id(id);
            assert!(n < 1 << 53);
            assert_eq!(n as f64 as u64, n);
        }
        assert_ne!(number_of_id("a"), number_of_id("b"));
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(number(11.0), "11");
        assert_eq!(number(-9.5), "-9.5");
    }
}
