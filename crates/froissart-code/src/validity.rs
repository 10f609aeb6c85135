//! From when to when an agreement binds: "a 60-day ceasefire", "a truce until May", "from midnight on Sunday", "came into
//! force on Wednesday".
//!
//! The day of signing is the claim's `happened`; what its words say of its validity is `in_force`. A length without a
//! beginning is kept in its words, with both bounds open.

use crate::reader::Reader;
use froissart_model::{Basis, Claim, Day, Holds, Interval, Kind, Precision, TimeExpression};

/// Words before a time that say that the agreement ends then, and those that say that it begins.
const ENDS: &[&str] = &["until", "till", "through", "up to"];
const BEGINS: &[&str] = &["from", "starting", "beginning", "effective", "commencing", "as of", "since"];
/// Verbs of coming into force.
const COMES: &[&str] = &["take", "come", "enter", "go", "start", "begin", "commence"];

/// Fills `in_force` of the agreements of a page.
pub(crate) fn validity(r: &Reader, out: &mut [Claim]) {
    for c in out.iter_mut().filter(|c| c.kind == Kind::Agreement && !c.is_implied()) {
        if let Some(p) = c.origin {
            c.in_force = of(r, p.sentence, p.token, c);
            // What says how long it binds does not say when it was signed.
            let binds = c.in_force.as_ref().and_then(|i| i.span.get());
            let signed = c.happened.as_ref().and_then(|h| h.span.get());
            if binds.zip(signed).is_some_and(|(a, b)| a.overlaps(b)) && c.status.as_deref() != Some("in_force") {
                c.happened = Some(Interval::by_page(r.day));
            }
        }
    }
}

fn of(r: &Reader, s: usize, p: usize, c: &Claim) -> Option<Interval> {
    let tree = &r.trees[s];
    // The clause: the predicate, and the verb above a noun.
    let top = if tree.is_verb(p) { p } else { tree.head(p).filter(|&h| tree.is_verb(h)).unwrap_or(p) };
    let comes = COMES.contains(&tree.low(top)) && c.status.as_deref() == Some("in_force");
    let (mut from, mut to, mut length) = (None, None, None);
    let mut words: Vec<froissart_model::Span> = Vec::new();
    for t in r.analysis.times.iter().filter(|t| t.first.sentence == s && t.last.sentence == s) {
        if !(t.first.token..=t.last.token).any(|i| tree.dominates(top, i)) || inner_clause(r, s, top, t) {
            continue;
        }
        let before = before(r, s, t);
        let any = |list: &[&str]| list.iter().any(|w| before.iter().any(|b| b == w));
        if t.kind == "DURATION" && days(&t.value).is_some() {
            // "a 60-day truce", "a truce of three weeks", "for 72 hours"; "after ten days of talks" is no length of it.
            let binds = any(&["for", "of", "a", "an", "the"]) || is_modifier(r, s, t);
            if binds && !any(&["after", "within", "in", "past", "last"]) {
                length = days(&t.value);
                words.push(t.span);
            }
        } else if (any(ENDS) || any(&["to", "and"]) && from.is_some()) && t.to.is_some() {
            to = t.to;
            words.push(t.span);
        } else if (any(BEGINS) || comes && t.kind != "DURATION") && t.from.is_some() {
            from = t.from;
            words.push(t.span);
        }
    }
    let first = *words.first()?;
    let span = words.iter().fold(first, |a, b| a.cover(*b));
    // What is only agreed begins on the next Sunday, not on the last.
    if let (Some(f), Some(day)) = (from, r.day)
        && !comes
        && !r.trees[s].sentence.tokens.iter().any(|t| t.form == "since" && t.span.end <= span.begin)
        && f < day
        && f.saturating_add(jiff::Span::new().days(7)) >= day
        && !words.is_empty()
        && weekday(span.of(&r.page.text))
    {
        from = Some(f.saturating_add(jiff::Span::new().days(7)));
    }
    if let (Some(f), Some(n), None) = (from, length, to) {
        to = Some(f.saturating_add(jiff::Span::new().days(n - 1)));
    }
    if let (Some(t), Some(n), None) = (to, length, from) {
        from = Some(t.saturating_sub(jiff::Span::new().days(n - 1)));
    }
    if from.zip(to).is_some_and(|(f, t): (Day, Day)| f > t) {
        return None;
    }
    let precision = if from.is_some() || to.is_some() { Precision::Day } else { Precision::Unknown };
    Some(Interval {
        from,
        to,
        precision,
        holds: Holds::Throughout,
        basis: Basis::Words,
        text: Some(span.of(&r.page.text).to_owned()),
        span: Some(span).into(),
    })
}

fn weekday(words: &str) -> bool {
    let low = words.to_lowercase();
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].iter().any(|d| low.contains(d))
        && !low.contains("last")
}

/// The words right before a time expression, in lower case, nearest last; two words also as one.
fn before(r: &Reader, s: usize, t: &TimeExpression) -> Vec<String> {
    let tree = &r.trees[s];
    let first = t.first.token;
    let form = |i: usize| tree.form(i);
    let mut out: Vec<String> = (first.saturating_sub(2)..=first).map(|i| form(i).to_owned()).collect();
    if first >= 2 {
        out.push(format!("{} {}", form(first - 2), form(first - 1)));
    }
    // "from midnight on Sunday": the earlier preposition leads the whole.
    if first >= 3 && form(first - 1) == "on" {
        out.push(form(first - 3).to_owned());
    }
    out
}

fn is_modifier(r: &Reader, s: usize, t: &TimeExpression) -> bool {
    let tree = &r.trees[s];
    (t.first.token..=t.last.token).any(|i| {
        matches!(tree.rel(i).split(':').next(), Some("amod" | "compound" | "nummod" | "nmod"))
            && tree.head(i).is_some_and(|h| h > t.last.token && tree.is_noun(h))
    })
}

/// Whether a time belongs to a clause under the agreement's: "after talks that began on Monday".
fn inner_clause(r: &Reader, s: usize, top: usize, t: &TimeExpression) -> bool {
    let tree = &r.trees[s];
    let mut at = t.first.token;
    for _ in 0..tree.len() {
        if at == top {
            return false;
        }
        if matches!(tree.rel(at), "acl:relcl" | "advcl" | "ccomp" | "parataxis") {
            let starts = matches!(tree.low(at), "start" | "begin" | "last" | "commence" | "run" | "take" | "come");
            return !starts;
        }
        match tree.head(at) {
            Some(h) => at = h,
            None => return false,
        }
    }
    false
}

/// The days of a TIMEX3 length: `P60D`, `P2W`, `PT72H`, `P3M`.
fn days(value: &str) -> Option<i64> {
    let (hours, rest) = match value.strip_prefix("PT") {
        Some(rest) => (true, rest),
        None => (false, value.strip_prefix('P')?),
    };
    let n: i64 = rest.get(..rest.len().checked_sub(1)?)?.parse().ok()?;
    let n = match (hours, rest.chars().last()?) {
        (true, 'H') => (n + 23) / 24,
        (false, 'D') => n,
        (false, 'W') => n * 7,
        (false, 'M') => n * 30,
        (false, 'Y') => n * 365,
        _ => return None,
    };
    (n > 0).then_some(n)
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn lengths_in_days() {
        for (value, n) in [("P60D", Some(60)), ("P2W", Some(14)), ("PT72H", Some(3)), ("PXD", None), ("2024-W48", None)]
        {
            assert_eq!(days(value), n, "{value}");
        }
    }
}
