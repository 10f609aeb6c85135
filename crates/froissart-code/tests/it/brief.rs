//! A claim as one line, for people who read many: what a test file shows of it.
//!
//! `ASSAULT  "Rebels" (REB) -> "the barracks" (facility) @ "Aleppo" (Aleppo SYR)  happened 2024-11-29  reported  per "a war monitor"`.
//! Without "happened": `now` is a state in the present tense, `undated` an act that only the page's day bounds, and
//! `thereby` the time of the claim that implies this one. Codes of other schemes and offsets are left out.

use froissart_model::{
    Basis, Certainty, Claim, Entity, EntityKind, FigureScope, Holds, Interval, Kind, Mood, Place, PlaceRole, Stance,
    Told,
};

pub(crate) fn brief(c: &Claim, text: &str) -> String {
    let mut head = match c.kind {
        Kind::Figure => "figure".to_owned(),
        Kind::Statement | Kind::Agreement | Kind::Assessment => format!("{}:{}", name(&c.kind), c.type_),
        Kind::Event | Kind::Relation | Kind::Control => c.type_.clone(),
    };
    if let Some(s) = &c.status {
        head = format!("{head}/{s}");
    }
    if let Some(s) = &c.subject {
        head = format!("{head}({s})");
    }
    let mut head = vec![head];
    head.extend(c.modes.iter().chain(&c.means).cloned());
    if let Some(f) = &c.figure {
        head.push(format!("{} \"{}\" {}", f.of, one_line(&f.text), bounds(f.low, f.high, f.exact)));
        head.extend(f.reported_none.then(|| "none".to_owned()));
        head.extend((f.scope != FigureScope::Event).then(|| name(&f.scope)));
    }
    if let Some(x) = &c.extent {
        head.push(format!("{} \"{}\" {}", name(&x.of), one_line(&x.text), bounds(x.low, x.high, None)));
    }
    let entities = |all: &[Entity], by: &str| all.iter().map(|e| entity(e, text)).collect::<Vec<_>>().join(by);
    let mut who = vec![entities(&c.actor, " + ")];
    who.extend((!c.recipient.is_empty()).then(|| format!("-> {}", entities(&c.recipient, " + "))));
    who.extend(c.place.iter().map(|p| format!("@ {}", place(p))));
    let mut parts = vec![head.join(" "), who.join(" ").trim().to_owned()];
    parts.extend(c.happened.as_ref().map(when));
    parts.extend(c.in_force.as_ref().map(|i| format!("in force {}", days(i))));
    parts.push(sure(c));
    if !c.according_to.is_empty() {
        parts.push(format!("per {}", entities(&c.according_to, " < ")));
    }
    parts.extend(c.said.as_ref().map(|i| format!("said {}", days(i))));
    parts.extend(c.quotation.map(|_| "quoted".to_owned()));
    if c.told == Told::Background {
        parts.push("background".to_owned());
    }
    for l in &c.links {
        let as_ = name(&l.as_);
        parts.push(if c.is_implied() && as_ == "implied_by" { "[implied]".to_owned() } else { format!("[{as_}]") });
    }
    parts.retain(|p| !p.is_empty());
    parts.join("  ")
}

/// A variant's name as the contract has it.
fn name(v: &impl std::fmt::Debug) -> String {
    let mut out = String::new();
    for ch in format!("{v:?}").chars() {
        if ch.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(ch.to_lowercase());
    }
    out
}

fn one_line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn entity(e: &Entity, text: &str) -> String {
    let kind = if matches!(e.kind, EntityKind::Facility | EntityKind::Equipment) { Some(name(&e.kind)) } else { None };
    let known = [
        e.antecedent.map(|a| format!("= {:?}", one_line(a.of(text)))),
        e.name.clone(),
        e.country.clone(),
        e.sector.clone(),
        e.count.map(|n| format!("×{n}")),
        kind,
    ];
    known_as(&e.text, &known)
}

fn place(p: &Place) -> String {
    let role = match p.role {
        PlaceRole::At | PlaceRole::Of => None,
        PlaceRole::Target | PlaceRole::From | PlaceRole::To => Some(name(&p.role)),
    };
    known_as(&p.text, &[role, p.relation.clone(), p.name.clone(), p.country.clone()])
}

fn known_as(text: &str, known: &[Option<String>]) -> String {
    let known: Vec<&str> = known.iter().flatten().map(String::as_str).collect();
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(" ")) };
    format!("\"{}\"{known}", one_line(text))
}

fn bounds(low: Option<f64>, high: Option<f64>, exact: Option<f64>) -> String {
    let n = |x: Option<f64>| x.map_or(String::new(), |x| x.to_string());
    match exact {
        Some(_) => n(exact),
        None if low.is_none() && high.is_none() => "?".to_owned(),
        None => format!("{}..{}", n(low), n(high)),
    }
}

fn days(i: &Interval) -> String {
    let day = |d: Option<froissart_model::Day>| d.map_or(String::new(), |d| d.to_string());
    if i.from.is_some() && i.from == i.to { day(i.from) } else { format!("{}..{}", day(i.from), day(i.to)) }
}

fn when(i: &Interval) -> String {
    let when = match i.basis {
        Basis::Words => format!("happened {}", days(i)),
        Basis::Tense => "now".to_owned(),
        Basis::Page if i.from.is_none() => "undated".to_owned(),
        Basis::Page => format!("page {}", days(i)),
        Basis::Implied => format!("thereby {}", days(i)),
    };
    let holds = match i.holds {
        Holds::Within => "",
        Holds::Throughout if i.basis == Basis::Tense || i.from == i.to => "",
        Holds::Throughout => " throughout",
        Holds::Repeated => " repeated",
    };
    when + holds
}

/// The summary, the axis that made it where the summary hides that, and whether it is negated.
fn sure(c: &Claim) -> String {
    let why = match (c.certainty, c.mood, c.stance) {
        (Certainty::Planned, Mood::Predicted | Mood::Attempted, _) | (Certainty::Conditional, Mood::Asked, _) => {
            format!("({})", name(&c.mood))
        }
        (Certainty::Believed, _, Stance::Alleged | Stance::Doubted) => format!("({})", name(&c.stance)),
        _ => String::new(),
    };
    format!("{}{}{why}", if c.negated { "not " } else { "" }, name(&c.certainty))
}
