//! A picture as lines of text with roles, which a terminal may colour and a file may not.
//!
//! `  Rebels: held, most of (2 accounts: a war monitor; Firstpost, 2024-12-02 | …) 1a2b3c4d` is one [`Line`]. It
//! prints nothing, knows no colours and no width.

use crate::decision_text::{corrected, is_by_its_source, set_aside};
use crate::decisions::SetAside;
use crate::text::{
    accord_text, account, backing_text, engagement_text, figure_text, holding_text, incident_text, list, tie_text,
};
use crate::types::{Coverage, Engagement, Grounds, Holding, Picture, Reliance, Standing, Tie, Timing};
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
    pub(crate) fn new(indent: usize, role: Role, text: impl Into<String>) -> Self {
        Self { indent, parts: vec![(role, text.into())] }
    }
    pub(crate) fn with(mut self, g: &Grounds) -> Self {
        if g.claims.is_empty() {
            return self;
        }
        let count = match g.accounts.len() {
            1 => String::new(),
            n => format!("{n} accounts: "),
        };
        let shown = g.accounts.iter().take(ACCOUNTS_MAX).map(account).collect::<Vec<_>>().join(" | ");
        let more = g.accounts.len().saturating_sub(ACCOUNTS_MAX);
        let more = if more > 0 { format!(" | and {more} more") } else { String::new() };
        self.parts.push((Role::Account, format!("({count}{shown}{more})")));
        let mut ids: String = g.claims.iter().take(CLAIMS_MAX).map(|c| short(&c.id)).collect::<Vec<_>>().join(" ");
        if g.claims.len() > CLAIMS_MAX {
            let _ = write!(ids, " +{}", g.claims.len() - CLAIMS_MAX);
        }
        self.parts.push((Role::Muted, ids));
        self.marked(g)
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
pub(crate) fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

fn item_role(standing: Standing, timing: Timing) -> Role {
    if standing == Standing::Fact && timing != Timing::Past { Role::Item } else { Role::Muted }
}

pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

struct Report(Vec<Line>);

impl Report {
    fn section(&mut self, name: &str, body: Vec<Line>) {
        if !body.is_empty() {
            self.0.push(Line::default());
            self.0.push(Line::new(0, Role::Heading, name));
            self.0.extend(body);
        }
    }

    fn parties(&mut self, p: &Picture) {
        let mut body = Vec::new();
        for party in &p.parties {
            let others: Vec<&str> =
                party.members.iter().map(|m| m.name.as_str()).filter(|n| *n != party.name && !is_count(n)).collect();
            // A state's card has every office and office holder under it; the JSON lists them all.
            let more = others.len().saturating_sub(MEMBERS_MAX);
            let mut names = list(others.into_iter().take(MEMBERS_MAX));
            if more > 0 {
                let _ = write!(names, " and {more} more");
            }
            let names = if names.is_empty() { names } else { format!(", with {names}") };
            body.push(Line::new(1, Role::Item, format!("{}{names}", party.name)).with(&party.grounds));
            for o in &party.against {
                let verb = match (o.fights, crate::grammar::is_plural(&party.name)) {
                    (true, false) => "fights",
                    (true, true) => "fight",
                    (false, false) => "opposes",
                    (false, true) => "oppose",
                };
                body.push(Line::new(2, Role::Item, format!("{verb} {}", o.party)).with(&o.grounds));
            }
        }
        self.section("SIDES", body);
    }

    fn backers(&mut self, p: &Picture) {
        let mut body = Vec::new();
        let mut party = None;
        for b in &p.backers {
            if party != Some(&b.party) {
                party = Some(&b.party);
                body.push(Line::new(1, Role::Item, b.party.clone()));
            }
            body.push(Line::new(2, item_role(b.standing, b.timing), backing_text(b)).with(&b.grounds));
        }
        self.section("BACKERS", body);
        let ties = p.ties.iter().filter(|t| !t.is_stale).map(tie);
        self.section("OTHER TIES", ties.collect());
        let Some(camps) = &p.camps else { return };
        let mut body = Vec::new();
        for (n, camp) in camps.camps.iter().enumerate() {
            let names = list(camp.iter().map(|a| a.name.as_str()));
            body.push(Line::new(1, Role::Item, format!("camp {}: {names}", n + 1)));
        }
        for m in &camps.misfits {
            body.push(Line::new(1, Role::Item, format!("does not fit: {}", m.text)).with(&m.grounds));
        }
        self.section("CAMPS (a view by stated ties alone, and nobody's claim)", body);
    }

    fn holdings(&mut self, p: &Picture) {
        let fresh = |how: u8| {
            let is_it = |h: &&Holding| !h.is_stale && crate::holdings::unplaced(&h.place) == how;
            p.holdings.iter().filter(is_it).collect::<Vec<_>>()
        };
        let stale = p.holdings.iter().filter(|h| h.is_stale);
        let title = format!("LAST TOLD, MORE THAN {} BEFORE", count(p.stale_after_days.into(), "DAY", "DAYS"));
        let all: [(&str, Vec<&Holding>); 5] = [
            ("HOLDINGS", fresh(0)),
            ("HOLDINGS OF PLACES THAT NO GAZETTEER KNOWS", fresh(1)),
            // "Several districts": somebody holds something, and no map can show it.
            ("HOLDINGS OF PLACES THAT NO WORDS NAME", fresh(2)),
            (&title, stale.collect()),
            ("HELD BEFORE", p.history.iter().collect()),
        ];
        for (name, list) in all {
            let mut body = Vec::new();
            let mut place = None;
            for h in list {
                if place != Some(&h.place.key) {
                    place = Some(&h.place.key);
                    body.push(Line::new(1, Role::Item, h.place.name.clone()));
                }
                body.push(Line::new(2, item_role(h.standing, h.timing), holding_text(h)).with(&h.grounds));
            }
            // Who was last told to be somewhere stands with those who were last told to hold it.
            if name == title {
                body.extend(p.ties.iter().filter(|t| t.is_stale).map(tie));
            }
            self.section(name, body);
        }
    }

    fn disputes(&mut self, p: &Picture) {
        self.section("DISPUTES", p.disputes.iter().flat_map(crate::dispute_text::lines).collect());
    }

    fn decisions(&mut self, p: &Picture) {
        let (source, analysts): (Vec<&SetAside>, Vec<&SetAside>) =
            p.set_aside.iter().partition(|a| is_by_its_source(a, &p.set_aside));
        let lines = |all: Vec<&SetAside>| all.into_iter().flat_map(set_aside).collect();
        self.section("SET ASIDE BY ANALYSTS, AND NOT COUNTED ABOVE", lines(analysts));
        self.section("NO LONGER TOLD BY THEIR OWN SOURCE, AND NOT COUNTED ABOVE", lines(source));
        self.section("NAMES PUT RIGHT BY ANALYSTS", p.corrections.iter().map(corrected).collect());
    }

    fn exposure(&mut self, p: &Picture) {
        let mut body = Vec::new();
        let is_busy = |r: &&Reliance| !r.elsewhere.is_empty() || !r.condition.is_empty();
        for e in &p.exposure {
            let backers: Vec<&Reliance> = e.backers.iter().filter(is_busy).collect();
            if !backers.is_empty() {
                body.push(Line::new(1, Role::Item, format!("{} relies on", e.actor.name)));
            }
            for r in backers {
                let means = if r.means.is_empty() { String::new() } else { format!(" ({})", r.means.join(", ")) };
                body.push(Line::new(2, Role::Item, format!("{}{means}", r.backer.name)).with(&r.grounds));
                for e in &r.elsewhere {
                    body.push(
                        Line::new(3, Role::Item, format!("engaged elsewhere: {}", engagement(e))).with(&e.grounds),
                    );
                }
                for c in &r.condition {
                    let role = item_role(c.standing, Timing::Current);
                    let text = format!("told to be {}", c.what.replace('_', " "));
                    body.push(Line::new(3, role, text).with(&c.grounds));
                }
            }
        }
        self.section("EXPOSURE", body);
    }

    fn coverage(&mut self, c: &Coverage) {
        if c.pages == 0 {
            return;
        }
        let named = |all: &[(Option<String>, usize)], none: &str| {
            let shown = all.iter().take(NAMES_MAX).map(|(name, n)| format!("{} {n}", name.as_deref().unwrap_or(none)));
            let more = all.len().saturating_sub(NAMES_MAX);
            let more = (more > 0).then(|| format!("and {more} more"));
            shown.chain(more).collect::<Vec<_>>().join(", ")
        };
        let days = match (c.first, c.last) {
            (Some(a), Some(b)) if a == b => format!(", published {a}"),
            (Some(a), Some(b)) => format!(", published {a} to {b}"),
            _ => String::new(),
        };
        let mut body = vec![
            format!("{}, {} with claims{days}", count(c.pages, "page", "pages"), c.pages_with_claims),
            format!(
                "{}: {}",
                count(c.outlets.iter().filter(|o| o.0.is_some()).count(), "outlet", "outlets"),
                named(&c.outlets, "no outlet named")
            ),
            format!("languages: {}", named(&c.languages, "not known")),
            format!(
                "{}, {} hedged, planned or denied; {}",
                count(c.facts, "fact", "facts"),
                c.hedged,
                count(c.accounts, "account", "accounts")
            ),
        ];
        if let Some(since) = c.whole_since {
            body.push(format!(
                "whole since {since}; of what was published before, who was last told to hold, back, fight and agree"
            ));
        }
        if let Some(since) = c.ties_since {
            let claims = count(c.left_out, "claim", "claims");
            body.push(format!("ties and agreements that were told since {since}; {claims} of others, older, left out"));
        }
        if c.undated_pages > 0 {
            body.push(format!("{} without a day", count(c.undated_pages, "page", "pages")));
        }
        if !c.silent_days.is_empty() {
            let days: Vec<String> = c.silent_days.iter().map(ToString::to_string).collect();
            body.push(format!("no page of {}: silence is not peace", days.join(", ")));
        }
        self.section("COVERAGE", body.into_iter().map(|t| Line::new(1, Role::Item, t)).collect());
    }
}

/// Whether a name only counts: "dozens of its soldiers" are no name of their party.
pub fn is_count(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or("");
    first.starts_with(|c: char| c.is_ascii_digit())
        || matches!(
            first.to_lowercase().as_str(),
            "dozens" | "hundreds" | "scores" | "several" | "some" | "thousands" | "its" | "his" | "their"
        )
}

fn tie(t: &Tie) -> Line {
    Line::new(1, item_role(t.standing, t.timing), tie_text(t)).with(&t.grounds)
}

fn engagement(e: &Engagement) -> String {
    engagement_text(e)
}

/// More names than these make a line that nobody reads.
const MEMBERS_MAX: usize = 8;
const NAMES_MAX: usize = 12;

/// The picture as a report: what has changed, sides, backers, holdings, engagements, agreements, events, figures,
/// disputes, exposure, coverage.
pub fn render(p: &Picture) -> Vec<Line> {
    let day = p.as_of.map_or_else(|| "on no known day".to_owned(), |d| format!("as of {d}"));
    let known = p.known_by.filter(|k| Some(*k) != p.as_of).map_or_else(String::new, |k| format!(", as known by {k}"));
    let about = p.about.as_ref().map_or_else(String::new, |a| format!(", about {a}"));
    let claims = count(p.claims, "claim", "claims");
    let aside = if p.set_aside.is_empty() { String::new() } else { format!("; {} set aside", p.set_aside.len()) };
    let head = format!("SITUATION {day}{known}{about}, from {claims}{aside}");
    let mut r = Report(vec![Line::new(0, Role::Heading, head)]);

    let differences = p.differences.iter().map(|d| {
        let before = d.before.as_ref().map_or_else(String::new, |b| format!("; before: {b}"));
        Line::new(1, Role::Item, format!("{} {}: {}{before}", d.what.replace('_', " "), d.section, d.text))
            .with(&d.grounds)
    });
    let since = p.since.map_or_else(String::new, |s| s.to_string());
    r.section(&format!("CHANGED SINCE {since}"), differences.collect());
    if p.is_the_first() {
        r.0.push(Line::default());
        r.0.push(Line::new(0, Role::Heading, format!("NOTHING HAD BEEN TOLD BY {since}: all of this is new")));
    }
    r.parties(p);
    r.backers(p);
    r.holdings(p);
    let engagements = p
        .engagements
        .iter()
        .map(|e| Line::new(1, item_role(e.standing, Timing::Current), engagement_text(e)).with(&e.grounds));
    r.section("ENGAGEMENTS", engagements.collect());
    let accords = p
        .agreements
        .iter()
        .map(|a| Line::new(1, item_role(a.standing, Timing::Current), accord_text(a)).with(&a.grounds));
    r.section("AGREEMENTS", accords.collect());
    let after = p.events_after.map_or_else(String::new, |s| format!("AFTER {s}"));
    let events = p.events.iter().map(|e| Line::new(1, Role::Item, incident_text(e)).with(&e.grounds));
    r.section(&format!("EVENTS {after}, THE GRAVEST FIRST"), events.collect());
    let figures =
        p.figures.iter().map(|f| Line::new(1, item_role(f.standing, Timing::Current), figure_text(f)).with(&f.grounds));
    r.section("FIGURES", figures.collect());
    let changes = p.changes.iter().map(|c| {
        let by = if c.by { "by " } else { "" };
        Line::new(1, Role::Item, format!("{by}{}: {}", c.day, c.text)).with(&c.grounds)
    });
    r.section(&format!("CHANGES {after}"), changes.collect());
    r.disputes(p);
    r.decisions(p);
    r.exposure(p);
    r.coverage(&p.coverage);
    if p.claims > 0 {
        let order = vec![Line::new(1, Role::Muted, p.order.clone())];
        r.section("ORDER", order);
    }
    r.0
}
