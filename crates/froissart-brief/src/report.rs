//! The sections of a report, in the order of humanitarian and analytic reports, and the notes under it.
//!
//! Headlines, what changed, the situation place by place, parties and backers, events, agreements, figures, exposure,
//! disputes, coverage, what is not known. No section is left out: where there is nothing to tell, it says so.

use crate::grammar::{and, capital, count, day};
use crate::sentence as say;
use froissart_model::Day;
use froissart_picture::{Account, Difference, Dispute, Grounds, Holding, Picture, Standing, Timing};
use std::collections::{BTreeMap, BTreeSet};

/// The head of a page, for the notes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published: a day or an instant.
    pub published: Option<String>,
}

/// One sentence, and the notes that it rests on, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The words.
    pub text: String,
    /// Numbers of [`Brief::notes`], from 1; empty where the sentence counts or names what the report lacks.
    pub notes: Vec<usize>,
}

/// Sentences under one heading, or under none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// A place, a party.
    pub heading: Option<String>,
    /// In their order.
    pub sentences: Vec<Sentence>,
}

/// A section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Of one word, for addresses.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// Never empty.
    pub groups: Vec<Group>,
}

/// A footnote: one claim with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The claim's id.
    pub claim: String,
    /// Its words, verbatim.
    pub words: String,
    /// By whose account.
    pub account: Account,
    /// How sure: asserted, reported, believed …
    pub certainty: String,
    /// The page.
    pub page: Source,
    /// What analysts decided of it, a phrase each: "accepted by Faramir".
    pub decided: Vec<String>,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// "Syria: situation as of 8 December 2024"
    pub title: String,
    /// What it is drawn from, in one sentence.
    pub lead: String,
    /// The sections, always the same.
    pub sections: Vec<Section>,
    /// The notes, in the order of their first use.
    pub notes: Vec<Note>,
}

/// More notes than these make a sentence that nobody reads: one claim for each account comes first.
const NOTES_MAX: usize = 6;
/// How many of what comes first are headlines.
const HEADLINES: usize = 3;
/// Events beyond these are counted, not told.
const EVENTS_MAX: usize = 40;

/// The notes so far, and where each claim and page stands.
pub(crate) struct Notes<'p> {
    all: Vec<Note>,
    number: BTreeMap<String, usize>,
    pages: &'p BTreeMap<String, Source>,
}

impl Notes<'_> {
    /// The sentence with notes on the claims of `grounds`: the latest of each account first, and so many at most.
    pub(crate) fn on<'g>(&mut self, text: String, grounds: impl IntoIterator<Item = &'g Grounds>) -> Sentence {
        let mut notes = BTreeSet::new();
        let mut grounds: Vec<&Grounds> = grounds.into_iter().collect();
        // Both sides of a dispute have their notes, however many stand on one of them.
        let share = NOTES_MAX.div_ceil(grounds.len().max(1)).max(1);
        for g in grounds.drain(..) {
            let mut seen = BTreeSet::new();
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for c in g.claims.iter().rev() {
                let voice = (c.account.by.first().cloned(), c.account.outlet.clone());
                if seen.insert(voice) { first.push(c) } else { rest.push(c) }
            }
            for c in first.into_iter().chain(rest).take(share) {
                let next = self.all.len() + 1;
                let number = *self.number.entry(c.id.clone()).or_insert(next);
                if number == next {
                    let known = self.pages.get(&c.page_id).cloned().unwrap_or_else(|| Source {
                        outlet: c.account.outlet.as_deref().map(str::to_owned),
                        published: c.account.day.map(|d| d.to_string()),
                        ..Source::default()
                    });
                    self.all.push(Note {
                        claim: c.id.clone(),
                        words: c.evidence.split_whitespace().collect::<Vec<_>>().join(" "),
                        account: c.account.clone(),
                        certainty: format!("{:?}", c.certainty).to_lowercase(),
                        decided: crate::decided::of_claim(c),
                        page: known,
                    });
                }
                notes.insert(number);
            }
        }
        Sentence { text, notes: notes.into_iter().collect() }
    }
}

pub(crate) fn plain(text: impl Into<String>) -> Sentence {
    Sentence { text: text.into(), notes: Vec::new() }
}

fn section(id: &'static str, title: impl Into<String>, groups: Vec<Group>, none: &str) -> Section {
    let mut groups: Vec<Group> = groups.into_iter().filter(|g| !g.sentences.is_empty()).collect();
    if groups.is_empty() {
        groups.push(Group { heading: None, sentences: vec![plain(none)] });
    }
    Section { id, title: title.into(), groups }
}

fn one(sentences: Vec<Sentence>) -> Vec<Group> {
    vec![Group { heading: None, sentences }]
}

/// Writes the report of a picture. `pages` are the heads of its pages by id; a page that is not among them is known by
/// its outlet and day alone.
pub fn brief(p: &Picture, pages: &BTreeMap<String, Source>) -> Brief {
    let mut n = Notes { all: Vec::new(), number: BTreeMap::new(), pages };
    let about = p
        .about
        .as_deref()
        .map_or_else(|| "The conflict".to_owned(), |a| a.split('/').map(str::trim).collect::<Vec<_>>().join(" and "));
    let on = p.as_of.map_or_else(|| "of no known day".to_owned(), |d| format!("as of {}", day(d)));
    let known =
        p.known_by.filter(|k| Some(*k) != p.as_of).map_or_else(String::new, |k| format!(", as known by {}", day(k)));
    let lead = format!(
        "Drawn from {} on {} of {}. Each sentence rests on the claims in its notes; nothing is added up across accounts, and the order is: {}.",
        count(p.claims, "claim", "claims"),
        count(p.coverage.pages_with_claims, "page", "pages"),
        count(p.coverage.outlets.iter().filter(|o| o.0.is_some()).count(), "outlet", "outlets"),
        p.order,
    );
    let since = p.since.map_or_else(|| "the day before".to_owned(), day);
    let sections = vec![
        headlines(p, &mut n),
        section(
            "changes",
            format!("What changed since {since}"),
            changes(p, &mut n),
            if p.is_the_first() { NOTHING_BEFORE } else { "Nothing that these pages tell has changed." },
        ),
        section("places", "Situation by place", places(p, &mut n), "These pages tell of nobody who holds anything."),
        section("parties", "Parties and their backers", parties(p, &mut n), "These pages tell of no parties."),
        events(p, &mut n),
        section(
            "agreements",
            "Agreements",
            one(p.agreements.iter().map(|a| n.on(say::accord(a), [&a.grounds])).collect()),
            "These pages tell of no agreement.",
        ),
        section(
            "figures",
            "Figures",
            one(p.figures.iter().map(|f| n.on(say::figure(f), [&f.grounds])).collect()),
            "These pages give no figures.",
        ),
        section(
            "exposure",
            "Exposure: on whom the parties rely, and what else those are engaged in",
            exposure(p, &mut n),
            "These pages tell of nothing that engages a backer elsewhere.",
        ),
        section(
            "disputes",
            "Where accounts contradict each other",
            disputes(p, &mut n),
            "No two accounts were found that cannot both be true; that does not make either true.",
        ),
        section(
            "aside",
            "What analysts have set aside or put right",
            crate::decided::groups(p, &mut n),
            "Nothing is set aside: each sentence stands on the claims as they were recorded.",
        ),
        section("coverage", "Coverage", coverage(p), "No page was read."),
        section(
            "unknown",
            "What is not known",
            one(unknown(p)),
            "Nothing was found to be missing, which is no proof that nothing is.",
        ),
    ];
    Brief { title: format!("{}: situation {on}{known}", capital(&about)), lead, sections, notes: n.all }
}

/// A group a dispute, a sentence a side: so many accounts, who they are, where, since when.
/// What stands for the changes since a day of which no page told.
const NOTHING_BEFORE: &str = "Nothing had been told by then: there is nothing to compare with.";

fn disputes(p: &Picture, n: &mut Notes<'_>) -> Vec<Group> {
    let group = |d: &Dispute| {
        let mut sentences: Vec<Sentence> =
            d.sides.iter().map(|s| n.on(say::dispute_side(d, s), [&s.grounds])).collect();
        sentences.extend(d.stated.iter().map(|s| plain(crate::decided::stated(s))));
        Group { heading: Some(capital(&say::at_issue(d))), sentences }
    };
    p.disputes.iter().map(group).collect()
}

fn headlines(p: &Picture, n: &mut Notes<'_>) -> Section {
    let mut all = Vec::new();
    // What is new on a map: who holds which known place; then the gravest events; then what is disputed.
    let is_new = |d: &&Difference| d.section == "holding" && d.what == "new";
    let new: BTreeSet<&str> =
        p.differences.iter().filter(is_new).flat_map(|d| d.grounds.claims.iter().map(|c| c.id.as_str())).collect();
    let is_news = |h: &&Holding| {
        h.standing == Standing::Fact
            && h.place.lat.is_some()
            && (p.is_the_first() && !h.is_stale || h.grounds.claims.iter().any(|c| new.contains(c.id.as_str())))
    };
    all.extend(p.holdings.iter().filter(is_news).take(HEADLINES).map(|h| n.on(say::holding(h), [&h.grounds])));
    let grave = p.events.iter().filter(|e| e.intensity.is_some_and(|i| i < 0.0) && !e.actors.is_empty());
    all.extend(grave.take(HEADLINES).map(|e| n.on(say::incident(e), [&e.grounds])));
    all.extend(p.disputes.iter().take(HEADLINES).map(|d| n.on(say::dispute(d), d.sides.iter().map(|s| &s.grounds))));
    section("headlines", "Headlines", one(all), "These pages tell of nothing new.")
}

fn changes(p: &Picture, n: &mut Notes<'_>) -> Vec<Group> {
    let mut groups: BTreeMap<usize, Vec<Sentence>> = BTreeMap::new();
    let kinds = ["new", "changed", "ended", "last_told"];
    for d in &p.differences {
        let told = told_again(p, d);
        let text = match d.what.as_str() {
            "changed" => {
                let was = d.before.as_deref().unwrap_or("");
                format!("{told} Before, it was: {was}.")
            }
            _ => told,
        };
        let place = kinds.iter().position(|k| *k == d.what).unwrap_or(kinds.len());
        groups.entry(place).or_default().push(n.on(text, [&d.grounds]));
    }
    let title = |k: usize| match k {
        0 => "New",
        1 => "Told otherwise than before",
        2 => "No longer so, or no longer told",
        _ => "Not told again for too long to stand as current",
    };
    groups.into_iter().map(|(k, sentences)| Group { heading: Some(title(k).into()), sentences }).collect()
}

/// The sentence of the item that a difference is about: found again by the claims it rests on.
fn told_again(p: &Picture, d: &Difference) -> String {
    let is_it = |g: &Grounds| *g == d.grounds;
    let found = match d.section.as_str() {
        "holding" => p.holdings.iter().chain(&p.history).find(|h| is_it(&h.grounds)).map(say::holding),
        "backer" => p.backers.iter().find(|b| is_it(&b.grounds)).map(say::backing),
        "engagement" => p.engagements.iter().find(|e| is_it(&e.grounds)).map(say::engagement),
        "agreement" => p.agreements.iter().find(|a| is_it(&a.grounds)).map(say::accord),
        "figure" => p.figures.iter().find(|f| is_it(&f.grounds)).map(say::figure),
        _ => p.disputes.iter().find(|x| x.sides.first().is_some_and(|s| is_it(&s.grounds))).map(say::dispute),
    };
    found.unwrap_or_else(|| format!("{}.", capital(&d.text)))
}

fn places(p: &Picture, n: &mut Notes<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for stale in [false, true] {
        let mut last = None;
        for h in p.holdings.iter().filter(|h| h.is_stale == stale) {
            if last != Some(&h.place.key) {
                last = Some(&h.place.key);
                let old = if stale { " (last told, not current)" } else { "" };
                groups.push(Group { heading: Some(format!("{}{old}", capital(&h.place.name))), sentences: Vec::new() });
            }
            let sentence = n.on(say::holding(h), [&h.grounds]);
            if let Some(g) = groups.last_mut() {
                g.sentences.push(sentence);
            }
        }
    }
    groups
}

fn parties(p: &Picture, n: &mut Notes<'_>) -> Vec<Group> {
    let mut groups: Vec<(String, Vec<Sentence>)> = Vec::new();
    let mut put = |name: &str, s: Sentence| match groups.iter_mut().find(|g| g.0 == name) {
        Some(g) => g.1.push(s),
        None => groups.push((name.to_owned(), vec![s])),
    };
    for party in &p.parties {
        for o in &party.against {
            put(&party.name, n.on(say::opposition(&party.name, o), [&o.grounds]));
        }
    }
    for b in &p.backers {
        put(&b.party, n.on(say::backing(b), [&b.grounds]));
    }
    for t in p.ties.iter().filter(|t| t.timing != Timing::Past) {
        put("Other ties", n.on(say::tie(t), [&t.grounds]));
    }
    if let Some(camps) = &p.camps {
        for (k, camp) in camps.camps.iter().enumerate() {
            let names = crate::grammar::names(camp);
            put(
                "Camps, by stated ties alone: a view, and nobody\u{2019}s claim",
                plain(format!("Camp {}: {names}.", k + 1)),
            );
        }
        for m in &camps.misfits {
            put(
                "Camps, by stated ties alone: a view, and nobody\u{2019}s claim",
                n.on(format!("What does not fit: {}.", m.text), [&m.grounds]),
            );
        }
    }
    groups.into_iter().map(|(name, sentences)| Group { heading: Some(capital(&name)), sentences }).collect()
}

fn events(p: &Picture, n: &mut Notes<'_>) -> Section {
    let mut all: Vec<Sentence> =
        p.events.iter().take(EVENTS_MAX).map(|e| n.on(say::incident(e), [&e.grounds])).collect();
    let more = p.events.len().saturating_sub(EVENTS_MAX);
    if more > 0 {
        all.push(plain(format!("{} of less weight are left out here.", count(more, "event", "events"))));
    }
    let after = p.events_after.map_or_else(String::new, |d| format!(" after {}", day(d)));
    section(
        "events",
        format!("Events{after}, the gravest first"),
        one(all),
        "These pages tell of no events in these days, which does not mean that there were none.",
    )
}

fn exposure(p: &Picture, n: &mut Notes<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for e in &p.exposure {
        let mut sentences = Vec::new();
        for r in e.backers.iter().filter(|r| !r.elsewhere.is_empty() || !r.condition.is_empty()) {
            sentences.push(n.on(say::reliance(&e.actor.name, r), [&r.grounds]));
            sentences.extend(r.elsewhere.iter().map(|x| n.on(say::elsewhere(&r.backer.name, x), [&x.grounds])));
            sentences.extend(r.condition.iter().map(|c| n.on(say::condition(c), [&c.grounds])));
        }
        groups.push(Group { heading: Some(capital(&e.actor.name)), sentences });
    }
    groups
}

fn coverage(p: &Picture) -> Vec<Group> {
    let c = &p.coverage;
    if c.pages == 0 {
        return Vec::new();
    }
    let days = match (c.first, c.last) {
        (Some(a), Some(b)) if a == b => format!(", published on {}", day(a)),
        (Some(a), Some(b)) => format!(", published from {} to {}", day(a), day(b)),
        _ => String::new(),
    };
    let list = |all: &[(Option<String>, usize)], none: &str| {
        and(all.iter().map(|(name, k)| format!("{} ({k})", name.as_deref().unwrap_or(none))))
    };
    let mut all = vec![
        plain(format!(
            "{} were read{days}; {} of them gave claims to this report.",
            count(c.pages, "page", "pages"),
            c.pages_with_claims
        )),
        plain(format!("Outlets, with their pages: {}.", list(&c.outlets, "no outlet named"))),
        plain(format!("Languages, with their pages: {}.", list(&c.languages, "not known"))),
        plain(format!(
            "Of the claims, {} told as facts and {} hedged, planned, asked for or denied; they rest on {}.",
            verb(c.facts),
            verb(c.hedged),
            count(c.accounts, "account", "accounts")
        )),
    ];
    if let Some(since) = c.whole_since {
        all.push(plain(format!(
            "Of what was published before {}, only who was last told to hold, back, fight and agree is in this report.",
            day(since)
        )));
    }
    if let Some(since) = c.ties_since {
        let (claims, are) = (count(c.left_out, "claim", "claims"), if c.left_out == 1 { "is" } else { "are" });
        all.push(plain(format!(
            "Ties and agreements of which nobody has told since {} are not in this report: {claims} of the ledger {are} left out for it.",
            day(since)
        )));
    }
    if c.undated_pages > 0 {
        all.push(plain(format!("Without a day of publication: {}.", count(c.undated_pages, "page", "pages"))));
    }
    one(all)
}

fn verb(n: usize) -> String {
    format!("{} {}", crate::grammar::number(n as f64), if n == 1 { "is" } else { "are" })
}

/// What a reader would look for and not find: read off the picture, and off nothing else.
fn unknown(p: &Picture) -> Vec<Sentence> {
    let mut all = Vec::new();
    let days = |d: &[Day]| and(d.iter().map(|d| day(*d)));
    if !p.coverage.silent_days.is_empty() {
        all.push(plain(format!(
            "No page of {} was read; that nothing is told of them does not mean peace.",
            days(&p.coverage.silent_days)
        )));
    }
    let stale: BTreeSet<&str> =
        p.holdings.iter().filter(|h| h.is_stale && h.place.lat.is_some()).map(|h| h.place.name.as_str()).collect();
    if !stale.is_empty() {
        all.push(plain(format!(
            "Who holds {} now: nobody has told for more than {}.",
            and(stale.into_iter().map(str::to_owned)),
            count(p.stale_after_days.into(), "day", "days")
        )));
    }
    let disputed: BTreeSet<&str> = p.holdings.iter().filter(|h| h.is_disputed).map(|h| h.place.name.as_str()).collect();
    if !disputed.is_empty() {
        all.push(plain(format!("Which of the accounts of {} is true.", and(disputed.into_iter().map(str::to_owned)))));
    }
    let vague = p.holdings.iter().filter(|h| h.place.lat.is_none()).count();
    if vague > 0 {
        all.push(plain(format!(
            "Where exactly: {} of {} are told of places that no gazetteer knows.",
            vague,
            count(p.holdings.len(), "holding", "holdings")
        )));
    }
    let quiet: Vec<String> = p
        .engagements
        .iter()
        .filter(|e| e.standing == Standing::Fact && e.quiet_days.is_some_and(|q| q > i32::from(p.stale_after_days)))
        .map(|e| and([crate::grammar::the(&e.a.name), crate::grammar::the(&e.b.name)]))
        .collect();
    for pair in quiet {
        all.push(plain(format!(
            "Whether {pair} still fight: nothing is told of it for more than {}.",
            count(p.stale_after_days.into(), "day", "days")
        )));
    }
    let unnamed = p.events.iter().filter(|e| e.actors.is_empty()).count();
    if unnamed > 0 {
        all.push(plain(format!(
            "Who did it: {} of {} name nobody.",
            unnamed,
            count(p.events.len(), "event", "events")
        )));
    }
    let undated = p.events.iter().filter(|e| e.by).count();
    if undated > 0 {
        all.push(plain(format!(
            "On which day exactly: {} of {} are bounded by their page\u{2019}s day or a longer time alone.",
            undated,
            count(p.events.len(), "event", "events")
        )));
    }
    let open = p.figures.iter().filter(|f| f.standing == Standing::Fact && f.high.is_none() && f.low.is_some()).count();
    if open > 0 {
        all.push(plain(format!(
            "How many at most: {} of {} have no upper bound.",
            open,
            count(p.figures.len(), "count", "counts")
        )));
    }
    let alone = p.holdings.iter().filter(|h| h.standing == Standing::Fact && h.grounds.accounts.len() == 1).count();
    if alone > 0 {
        all.push(plain(format!(
            "Whether a second account would say the same: {} of {} rest on one alone.",
            alone,
            count(p.holdings.len(), "holding", "holdings")
        )));
    }
    all
}
