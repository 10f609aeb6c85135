//! What analysts have decided, in a report: phrases under the notes, and the list of what was set aside or put right.
//!
//! "“Army units control the city” is set aside: rejected by Faramir on 10 December 2024, who says “an old
//! photograph”." Nothing is hidden by a decision: what it takes out of the other sections stands here.

use crate::grammar::{capital, count, day};
use crate::markdown::short;
use crate::report::{Group, Notes, Sentence, plain};
use froissart_picture::{Act, Aside, ClaimRef, Corrected, Ground, Grounds, Picture, Remark, Says, SetAside, Stated};

/// "Faramir on 10 December 2024"
fn who(g: &Ground) -> String {
    let on = g.at.get(..10).and_then(|d| d.parse().ok()).map_or_else(String::new, |d| format!(" on {}", day(d)));
    format!("{}{on}", g.who)
}

fn quoted(text: &str) -> String {
    format!("\u{201c}{}\u{201d}", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What was decided of a claim that the report stands on, a phrase each; who rejects it stands beside who accepts it.
pub(crate) fn of_claim(c: &ClaimRef) -> Vec<String> {
    c.decisions.iter().filter(|r| r.says != Says::Contradicts).map(|r| capital(&phrase(r))).collect()
}

/// "rejected by Faramir on 10 December 2024, who says “an old photograph”"
fn phrase(r: &Remark) -> String {
    let (g, other) = (&r.ground, r.claim.as_deref().map_or("", short));
    let why = quoted(&g.why);
    let by = |what: &str| format!("{what} {}, who says {why}", who(g));
    let to = |what: &str| format!("{what} claim {other}, as {} says: {why}", who(g));
    match r.says {
        Says::Accepted => by("accepted by"),
        Says::Rejected => by("rejected by"),
        Says::SameEvent => to("of one event with"),
        Says::Contradicts => to("in contradiction to"),
        Says::Corroborates => to("corroborates"),
        Says::CorroboratedBy => to("corroborated by"),
        Says::Supersedes => to("takes the place of"),
        Says::SupersededBy => to("replaced by its own source with"),
        Says::Retracts => to("takes back"),
        Says::RetractedBy => to("taken back by its own source with"),
    }
}

/// That an analyst holds two claims of a dispute to contradict each other.
pub(crate) fn stated(s: &Stated) -> String {
    format!(
        "That claims {} and {} contradict each other is what {} says: {}.",
        short(&s.a),
        short(&s.b),
        who(&s.ground),
        quoted(&s.ground.why)
    )
}

/// What was set aside, and the names that were put right.
pub(crate) fn groups(p: &Picture, n: &mut Notes<'_>) -> Vec<Group> {
    let aside = p.set_aside.iter().map(|a| set_aside(a, n)).collect();
    let names = p.corrections.iter().map(|c| plain(corrected(c))).collect();
    let group = |heading: &str, sentences| Group { heading: Some(heading.to_owned()), sentences };
    vec![group("Set aside, and in no other section", aside), group("Names put right", names)]
}

fn set_aside(a: &SetAside, n: &mut Notes<'_>) -> Sentence {
    let mut reasons: Vec<String> =
        a.claim.decisions.iter().filter(|r| r.says != Says::Contradicts).map(phrase).collect();
    if let (Aside::Follows, Some(from)) = (a.why, &a.follows) {
        reasons.push(format!("it only follows from claim {}, which is set aside", short(from)));
    }
    let text = format!("{} is set aside: {}.", quoted(&a.claim.evidence), reasons.join("; "));
    // The note says of the claim by whom it was set aside; here the sentence has said it.
    let claim = ClaimRef { decisions: Vec::new(), ..a.claim.clone() };
    n.on(text, [&Grounds { claims: vec![claim.into()], ..Grounds::default() }])
}

fn corrected(c: &Corrected) -> String {
    let is = match c.act {
        Act::Rename => "is called",
        Act::Merge => "is",
        Act::Split => "means",
    };
    format!(
        "In {}, {} {is} {}: so says {}, {}.",
        count(c.claims.len(), "claim", "claims"),
        quoted(&c.from),
        c.into,
        who(&c.ground),
        quoted(&c.ground.why)
    )
}
