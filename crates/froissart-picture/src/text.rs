//! A picture as lines of text with roles, which a terminal may colour and a file may not.
//!
//! `  Rebels: hold Aleppo, most of (a war monitor; Firstpost, 2024-12-02) 1a2b3c4d` is one [`Line`]. It prints
//! nothing, knows no colours and no width.

use crate::types::{Account, Grounds, Holding, Picture, Standing, Timing};
use std::fmt::{Display, Formatter, Write as _};

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A section's name.
    Heading,
    /// What is so, as somebody has it.
    Item,
    /// Who says so, where and when.
    Account,
    /// Claim ids, and what is no fact or no longer so.
    Muted,
}

/// One line, in pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// How many steps of two spaces it is set in.
    pub indent: usize,
    /// The pieces, to be written with one space between.
    pub parts: Vec<(Role, String)>,
}

impl Line {
    fn new(indent: usize, role: Role, text: impl Into<String>) -> Self {
        Self { indent, parts: vec![(role, text.into())] }
    }
    fn with(mut self, g: &Grounds) -> Self {
        let shown = g.accounts.iter().take(ACCOUNTS_MAX).map(account).collect::<Vec<_>>().join(" | ");
        let more = g.accounts.len().saturating_sub(ACCOUNTS_MAX);
        let more = if more > 0 { format!(" | and {more} more") } else { String::new() };
        self.parts.push((Role::Account, format!("({shown}{more})")));
        let mut ids: String = g.claims.iter().take(CLAIMS_MAX).map(|c| short(&c.id)).collect::<Vec<_>>().join(" ");
        if g.claims.len() > CLAIMS_MAX {
            let _ = write!(ids, " +{}", g.claims.len() - CLAIMS_MAX);
        }
        self.parts.push((Role::Muted, ids));
        self
    }
}

impl Display for Line {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(&"  ".repeat(self.indent))?;
        for (n, (_, text)) in self.parts.iter().enumerate() {
            f.write_str(if n > 0 { " " } else { "" })?;
            f.write_str(text)?;
        }
        Ok(())
    }
}

/// More accounts and ids than these make a line that nobody reads; the JSON has them all.
const ACCOUNTS_MAX: usize = 3;
const CLAIMS_MAX: usize = 3;

/// The first eight digits: enough to ask for a claim by.
fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

fn account(a: &Account) -> String {
    let mut text = a.by.join(", via ");
    if let Some(outlet) = &a.outlet {
        let _ = write!(text, "{}{outlet}", if text.is_empty() { "" } else { "; " });
    }
    if let Some(day) = a.day {
        let _ = write!(text, "{}{day}", if text.is_empty() { "" } else { ", " });
    }
    if text.is_empty() { "no outlet named".into() } else { text }
}

/// The marks of what is no plain fact on the day.
fn marked(text: &str, standing: Standing, timing: Timing) -> String {
    let mut marks = Vec::new();
    if standing != Standing::Fact {
        marks.push(standing.mark().to_owned());
    }
    match timing {
        Timing::Current => {}
        Timing::LastReported(day) => marks.push(format!("last reported {day}")),
        Timing::Possible => marks.push("possibly".into()),
        Timing::Past => marks.push("past".into()),
    }
    if marks.is_empty() { text.to_owned() } else { format!("{text} [{}]", marks.join(", ")) }
}

fn item_role(standing: Standing, timing: Timing) -> Role {
    if standing == Standing::Fact && timing != Timing::Past { Role::Item } else { Role::Muted }
}

fn number(n: f64) -> String {
    if n.fract() == 0.0 { format!("{n:.0}") } else { format!("{n}") }
}

fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(l), Some(h)) if (l - h).abs() < f64::EPSILON => number(l),
        (Some(l), Some(h)) => format!("{} to {}", number(l), number(h)),
        (Some(l), None) => format!("{} or more", number(l)),
        (None, Some(h)) => format!("up to {}", number(h)),
        (None, None) => "an unknown number".into(),
    }
}

fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn holding(h: &Holding) -> Line {
    let mut text = format!("{}: {}", h.holder.name, h.status);
    if let Some(e) = &h.extent {
        let _ = write!(text, ", {e}");
    }
    if let (Some(low), Some(high)) = (h.low.filter(|&l| l < 1.0), h.high) {
        let _ = write!(text, " ({:.0}\u{2013}{:.0} %)", low * 100.0, high * 100.0);
    }
    if !h.other.is_empty() {
        let preposition = match h.status.as_str() {
            "besieged" => "by",
            "besieging" => "against",
            "lost" => "to",
            "contested" | "shared" => "with",
            _ => "from",
        };
        let _ = write!(text, ", {preposition} {}", list(h.other.iter().map(|o| o.name.as_str())));
    }
    // What is over has an end; what may last has only a beginning.
    let timing = match (h.timing, h.from, h.to) {
        (Timing::Past, Some(from), Some(to)) if from != to => {
            let _ = write!(text, ", {from} to {to}");
            Timing::Current
        }
        (Timing::Past, _, Some(to)) => {
            let _ = write!(text, ", by {to}");
            Timing::Current
        }
        (timing, Some(from), to) if to != Some(from) => {
            let _ = write!(text, ", since {from}");
            timing
        }
        (timing, ..) => timing,
    };
    Line::new(2, item_role(h.standing, h.timing), marked(&text, h.standing, timing)).with(&h.grounds)
}

/// The picture as a report: parties, backers, holdings, engagements, agreements, figures, changes, disputes.
pub fn render(p: &Picture) -> Vec<Line> {
    let mut lines = Vec::new();
    let day = p.as_of.map_or_else(|| "on no known day".to_owned(), |d| format!("as of {d}"));
    let about = p.about.as_ref().map_or_else(String::new, |a| format!(", about {a}"));
    let claims = if p.claims == 1 { "1 claim".into() } else { format!("{} claims", p.claims) };
    lines.push(Line::new(0, Role::Heading, format!("SITUATION {day}{about}, from {claims}")));
    let mut section = |name: &str, body: Vec<Line>| {
        if !body.is_empty() {
            lines.push(Line::default());
            lines.push(Line::new(0, Role::Heading, name));
            lines.extend(body);
        }
    };

    let mut body = Vec::new();
    for party in &p.parties {
        let others = list(party.members.iter().skip(1).map(|m| m.name.as_str()));
        let others = if others.is_empty() { others } else { format!(" with {others}") };
        let mut head = Line::new(1, Role::Item, format!("{}{others}", party.name));
        if !party.grounds.claims.is_empty() {
            head = head.with(&party.grounds);
        }
        body.push(head);
        for o in &party.against {
            let verb = if o.fights { "fights" } else { "opposes" };
            body.push(Line::new(2, Role::Item, format!("{verb} {}", o.party)).with(&o.grounds));
        }
    }
    section("PARTIES", body);

    let mut body = Vec::new();
    let mut party = None;
    for b in &p.backers {
        if party != Some(&b.party) {
            party = Some(&b.party);
            body.push(Line::new(1, Role::Item, b.party.clone()));
        }
        let mut text = match b.tie.as_str() {
            "depends_on" => format!("{} depends on {}", b.backed.name, b.backer.name),
            tie => format!("{} {} {}", b.backer.name, tie.replace('_', " "), b.backed.name),
        };
        if !b.means.is_empty() {
            let _ = write!(text, " ({})", b.means.join(", "));
        }
        if let Some(since) = b.since {
            let _ = write!(text, ", since {since}");
        }
        let text = marked(&text, b.standing, b.timing);
        body.push(Line::new(2, item_role(b.standing, b.timing), text).with(&b.grounds));
    }
    section("BACKERS", body);

    for (name, list) in [("HOLDINGS", &p.holdings), ("HELD BEFORE", &p.history)] {
        let mut body = Vec::new();
        let mut place = None;
        for h in list {
            if place != Some(&h.place.key) {
                place = Some(&h.place.key);
                body.push(Line::new(1, Role::Item, h.place.name.clone()));
            }
            body.push(holding(h));
        }
        section(name, body);
    }

    let mut body = Vec::new();
    for e in &p.engagements {
        let mut text = format!("{} and {} fight", e.a.name, e.b.name);
        for (who, count) in [(&e.a, e.a_on_b), (&e.b, e.b_on_a)] {
            if count > 0 {
                let _ = write!(text, "; {count} {} by {}", if count == 1 { "assault" } else { "assaults" }, who.name);
            }
        }
        if !e.places.is_empty() {
            let _ = write!(text, "; {}", list(e.places.iter().map(|p| p.name.as_str())));
        }
        if let Some(latest) = e.latest {
            let _ = write!(text, "; last by {latest}");
        }
        let text = marked(&text, e.standing, Timing::Current);
        body.push(Line::new(1, item_role(e.standing, Timing::Current), text).with(&e.grounds));
    }
    section("ENGAGEMENTS", body);

    let mut body = Vec::new();
    for a in &p.agreements {
        let mut text = format!(
            "{}: {}",
            a.subject.as_deref().unwrap_or("agreement"),
            list(a.parties.iter().chain(&a.bound).map(|p| p.name.as_str()))
        );
        if let Some(status) = &a.status {
            let _ = write!(text, ", {}", status.replace('_', " "));
        }
        if let Some(from) = a.from {
            let _ = write!(text, ", from {from}");
        }
        if let Some(to) = a.to {
            let _ = write!(text, " to {to}");
        }
        if !a.in_force && a.standing == Standing::Fact {
            text.push_str(", not in force");
        }
        let text = marked(&text, a.standing, Timing::Current);
        body.push(Line::new(1, item_role(a.standing, Timing::Current), text).with(&a.grounds));
    }
    section("AGREEMENTS", body);

    let mut body = Vec::new();
    for f in &p.figures {
        let mut text = if f.words.is_empty() && f.reported_none {
            format!("none reported {}", f.of.replace('_', " "))
        } else {
            format!("{} {}", range(f.low, f.high), f.of.replace('_', " "))
        };
        if !f.victims.is_empty() {
            let _ = write!(text, ", {}", list(f.victims.iter().map(String::as_str)));
        }
        if f.scope != "event" {
            let _ = write!(text, " ({})", if f.scope == "subset" { "part of another figure" } else { "total" });
        }
        if let Some(place) = &f.place {
            let _ = write!(text, ", {}", place.name);
        }
        if let Some(day) = f.day {
            let _ = write!(text, ", {day}");
        }
        let text = marked(&text, f.standing, Timing::Current);
        body.push(Line::new(1, item_role(f.standing, Timing::Current), text).with(&f.grounds));
    }
    section("FIGURES", body);

    let mut body = Vec::new();
    for c in &p.changes {
        let by = if c.by { "by " } else { "" };
        body.push(Line::new(1, Role::Item, format!("{by}{}: {}", c.day, c.text)).with(&c.grounds));
    }
    section("CHANGES IN THE LAST 7 DAYS", body);

    let mut body = Vec::new();
    for d in &p.disputes {
        body.push(Line::new(1, Role::Item, d.label.clone()));
        for side in &d.sides {
            body.push(Line::new(2, Role::Item, side.label.clone()).with(&side.grounds));
        }
    }
    section("DISPUTES", body);
    lines
}
