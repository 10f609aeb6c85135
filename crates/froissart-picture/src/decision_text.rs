//! Decisions as lines of text: the marks beside claims, what was set aside and by whom, which names were put right.
//!
//! "[accepted by Éowyn]" stands after a claim's id; "rejected by Faramir, 2024-12-10: an old photograph" under a claim
//! on the list of those set aside.

use crate::decisions::{Act, Aside, Corrected, Ground, Remark, Says, SetAside};
use crate::report::{Line, Role, count, short};
use crate::text::account;
use crate::types::Grounds;
use std::collections::BTreeSet;

impl Line {
    /// With a mark for what was decided of the claims that it rests on.
    pub(crate) fn marked(mut self, g: &Grounds) -> Self {
        for c in &g.claims {
            self = self.marked_by(&c.decisions, &c.id);
        }
        self
    }

    /// With a mark for what was decided of one claim.
    pub(crate) fn marked_by(mut self, decisions: &[Remark], id: &str) -> Self {
        let text = mark(decisions, id);
        if !text.is_empty() {
            self.parts.push((Role::Muted, format!("[{text}]")));
        }
        self
    }
}

/// "0188da29 accepted by Faramir, corroborated by 2acbc8d9 (Éowyn)"
fn mark(decisions: &[Remark], id: &str) -> String {
    let who = |says: Says| -> Vec<&str> {
        let all: BTreeSet<&str> = decisions.iter().filter(|r| r.says == says).map(|r| r.ground.who.as_str()).collect();
        all.into_iter().collect()
    };
    let mut parts = Vec::new();
    match (who(Says::Accepted), who(Says::Rejected)) {
        (yes, no) if !yes.is_empty() && !no.is_empty() => {
            parts.push(format!("analysts disagree: accepted by {}, rejected by {}", yes.join(", "), no.join(", ")));
        }
        (yes, _) if !yes.is_empty() => parts.push(format!("accepted by {}", yes.join(", "))),
        (_, no) if !no.is_empty() => parts.push(format!("rejected by {}", no.join(", "))),
        _ => {}
    }
    for r in decisions {
        let words = match r.says {
            // The dispute has it.
            Says::Accepted | Says::Rejected | Says::Contradicts => continue,
            says => words(says),
        };
        let other = r.claim.as_deref().map_or("", short);
        parts.push(format!("{words} {other} ({})", r.ground.who));
    }
    if parts.is_empty() { String::new() } else { format!("{} {}", short(id), parts.join(", ")) }
}

/// What a decision says of a claim, before the other claim or whoever decided.
fn words(says: Says) -> &'static str {
    match says {
        Says::Accepted => "accepted by",
        Says::Rejected => "rejected by",
        Says::SameEvent => "one event with",
        Says::Contradicts => "contradicts",
        Says::Corroborates => "corroborates",
        Says::CorroboratedBy => "corroborated by",
        Says::Supersedes => "supersedes",
        Says::SupersededBy => "superseded by",
        Says::Retracts => "retracts",
        Says::RetractedBy => "retracted by",
    }
}

/// "Faramir, 2024-12-10: an old photograph"
fn ground(g: &Ground) -> String {
    format!("{}, {}: {}", g.who, g.at.get(..10).unwrap_or(&g.at), g.why)
}

/// One decision in a line: "rejected by Faramir, 2024-12-10: an old photograph", "superseded by 66a8ae44 (Faramir, …)".
pub fn remark(r: &Remark) -> String {
    let of_other = r.cites.as_ref().map_or_else(String::new, |id| format!(" [of {}, the same words]", short(id)));
    let text = match &r.claim {
        None => format!("{} {}", words(r.says), ground(&r.ground)),
        Some(other) => format!("{} {} ({})", words(r.says), short(other), ground(&r.ground)),
    };
    text + &of_other
}

/// A claim that was set aside, and under it by whom and why.
pub(crate) fn set_aside(a: &SetAside) -> Vec<Line> {
    let quoted = a.claim.evidence.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut head = Line::new(1, Role::Item, format!("{}: \u{201c}{quoted}\u{201d}", a.text));
    head.parts.push((Role::Account, format!("({})", account(&a.claim.account))));
    head.parts.push((Role::Muted, short(&a.claim.id).to_owned()));
    let mut all = vec![head];
    all.extend(a.claim.decisions.iter().map(|r| Line::new(2, Role::Muted, remark(r))));
    if let Some(from) = &a.follows {
        all.push(Line::new(2, Role::Muted, format!("only follows from {}", short(from))));
    }
    all
}

/// Whether the claim's own source, and not an analyst, no longer stands by it.
pub(crate) fn is_by_its_source(a: &SetAside, all: &[SetAside]) -> bool {
    match a.why {
        Aside::Rejected => false,
        Aside::Superseded | Aside::Retracted => true,
        Aside::Follows => {
            let from =
                a.follows.as_ref().and_then(|id| all.iter().find(|x| x.claim.id == *id && x.why != Aside::Follows));
            from.is_some_and(|x| x.why != Aside::Rejected)
        }
    }
}

/// "“militants” is Hayat Tahrir al-Sham, in 4 claims (merged by Faramir, 2024-12-10: one band)"
pub(crate) fn corrected(c: &Corrected) -> Line {
    let (verb, act) = match c.act {
        Act::Rename => ("is called", "renamed"),
        Act::Merge => ("is", "merged"),
        Act::Split => ("means", "split"),
    };
    let claims = count(c.claims.len(), "claim", "claims");
    let text = format!("\u{201c}{}\u{201d} {verb} {}, in {claims}", c.from, c.into);
    let mut line = Line::new(1, Role::Item, text);
    line.parts.push((Role::Account, format!("({act} by {})", ground(&c.ground))));
    line
}
