//! What a page reminds of, and what it brings as news: "had seized the town in 2015" is background beside the fresh act of
//! the lead.
//!
//! Told in a relative clause or a modifier, more than thirty days old, in the pluperfect of the page's own voice, or
//! counted since a war began: each of these reminds. What somebody says is moved back in time by the saying alone
//! ("said that rebels had attacked"), and stays news.

use crate::reader::Reader;
use froissart_model::{Basis, Certainty, Claim, Mood, Part, Told};

/// Marks the claims of a page that only remind.
pub(crate) fn background(r: &Reader, out: &mut [Claim]) {
    for c in out {
        let Some(p) = c.origin else { continue };
        let since = since_beginning(r, p.sentence, p.token);
        let long = c.happened.as_ref().is_some_and(|h| {
            let words = h.text.as_deref().unwrap_or("").to_lowercase();
            let day = h.from.zip(r.day).is_some_and(|(f, d)| f.saturating_add(jiff::Span::new().days(14)) < d);
            day && h.to == r.day && (words.starts_with("since") || since_time(r, p.sentence, p.token))
        });
        if (since || long)
            && let Some(f) = &mut c.figure
        {
            crate::links::as_total(f);
        }
        let reminds = || {
            since
                || pluperfect(r, p.sentence, p.token, c)
                || dates_another(r, p.sentence, p.token)
                || in_background(r, p.sentence)
                || is_former(r, c)
        };
        if c.told == Told::News && c.evidence.part != Part::Headline && reminds() {
            c.told = Told::Background;
        }
    }
}

/// "had seized": before what the page tells; not where its own words date it to the page's days, nor in somebody's words.
fn pluperfect(r: &Reader, s: usize, p: usize, c: &Claim) -> bool {
    let tree = &r.trees[s];
    let mut v = p;
    // The clause of a noun or an infinitive is its verb's.
    for _ in 0..4 {
        if tree.kids_by(v, &["aux"]).any(|k| tree.tok(k).has("VerbForm=Fin")) || tree.tok(v).has("VerbForm=Fin") {
            break;
        }
        match tree.head(v) {
            Some(h) if matches!(tree.rel(v).split(':').next(), Some("obj" | "obl" | "xcomp" | "nsubj" | "conj")) => {
                v = h;
            }
            _ => break,
        }
    }
    let had = tree.kids_by(v, &["aux"]).any(|k| tree.tok(k).form.eq_ignore_ascii_case("had"));
    let fresh = !is_former(r, c)
        && c.happened.as_ref().is_some_and(|h| {
            h.basis == Basis::Words
                && match (h.to, r.day) {
                    (Some(to), Some(day)) => to.saturating_add(jiff::Span::new().days(7)) >= day,
                    _ => false,
                }
        });
    let conditional = tree.kids_by(v, &["mark"]).any(|k| matches!(tree.low(k), "if" | "unless"));
    let actual = c.mood == Mood::Actual && c.certainty != Certainty::Denied;
    had && actual && !fresh && !conditional && c.according_to.is_empty()
}

/// "In the week after the fall of Umbar the pound lost a quarter": an act that only dates another one is known already.
fn dates_another(r: &Reader, s: usize, p: usize) -> bool {
    const SPANS: &[&str] = &["day", "hour", "month", "night", "week", "weekend", "year"];
    let tree = &r.trees[s];
    tree.is_noun(p)
        && tree.case(p).is_some_and(|c| matches!(c.as_str(), "after" | "before" | "since" | "following"))
        && (0..p).rev().take_while(|&i| tree.upos(i) != froissart_model::Pos::Verb).take(4).any(|i| {
            // Right before the preposition, wherever the parser hung the noun.
            SPANS.contains(&tree.low(i)) && matches!(tree.form(i + 1), "after" | "before" | "since" | "following")
        })
}

/// "At one point the brigade had lost half of the valley": so it was once, and what is so now is told beside it.
fn is_former(r: &Reader, c: &Claim) -> bool {
    c.mood == Mood::Actual
        && c.happened.as_ref().is_some_and(|h| {
            let words = h.text.as_deref().unwrap_or("").to_lowercase();
            h.basis == Basis::Words && h.from.is_none() && r.know.words.has("former-times", &words)
        })
}

/// A paragraph that says of itself that it reminds: "BACKGROUND. Harad sent its fleet to Umbar long ago."
fn in_background(r: &Reader, s: usize) -> bool {
    const LABELS: &[&str] = &["background", "context", "history", "timeline"];
    let block = r.trees[s].sentence.block;
    let first = (0..=s).rev().take_while(|&n| r.trees[n].sentence.block == block).last().unwrap_or(s);
    let tree = &r.trees[first];
    // A sentence of its own, or a word before a stop or a colon.
    tree.len() > 0
        && LABELS.contains(&tree.form(0))
        && (tree.len() == 1 || matches!(tree.tok(1).form.as_str(), "." | ":"))
}

/// "since April": a time under the predicate with that preposition.
fn since_time(r: &Reader, s: usize, p: usize) -> bool {
    let tree = &r.trees[s];
    tree.kids_by(p, &["obl"]).any(|k| tree.case(k).as_deref() == Some("since") && r.is_time(s, k))
}

/// "since the war began", "since the start of the conflict": a tally and no news of the day.
fn since_beginning(r: &Reader, s: usize, p: usize) -> bool {
    let tree = &r.trees[s];
    let marked = |k: usize| {
        tree.case(k).as_deref() == Some("since") || tree.kids_by(k, &["mark"]).any(|m| tree.low(m) == "since")
    };
    let war = |k: usize| r.know.words.has("wars", tree.low(k));
    tree.kids_by(p, &["obl", "advcl", "nmod"]).any(|k| {
        marked(k)
            && (war(k)
                || tree
                    .kids(k)
                    .iter()
                    .any(|&x| war(x) && matches!(tree.rel(x).split(':').next(), Some("nsubj" | "nmod" | "compound"))))
    })
}
