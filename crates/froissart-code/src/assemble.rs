//! Claims out of matches: each match handed to the claims of its kind, and what all claims have in common.
//!
//! "The army, backed by Russia, retook Palmyra" gives here an act, and from its rule who holds the town since. How an act,
//! a tie or a hold becomes a claim is in `event`, `relation` and `control`, what is told twice in `fold`.

use crate::control::control;
use crate::event::event;
use crate::fold::{enmity, fold, merged, one_reading, only_counted};
use crate::matcher::Match;
use crate::reader::Reader;
use crate::relation::relation;
use crate::sure::Sure;
use froissart_know::{RuleRole as Role, Yield};
use froissart_model::{Acled, Claim, Entity, Evidence, Interval, Kind, Mood, Span, Stance, TokenRef, Told};

/// Relations among equals: actor and recipient may change places. Kept with the ontology's table of relations.
pub(crate) const SYMMETRIC: &[&str] = &["fights", "allied_with", "opposes"];

/// All claims of a page, and the matches of each sentence that they come from.
pub(crate) fn claims<'k>(r: &Reader<'k>) -> (Vec<Claim>, Vec<Vec<Match<'k>>>) {
    let mut out: Vec<Claim> = Vec::new();
    let world = crate::world::World::new(r);
    let mut all = Vec::with_capacity(r.trees.len());
    for s in 0..r.trees.len() {
        let mut found = Vec::new();
        let mut matches = acts(r, s);
        crate::backoff::fill(r, s, &mut matches);
        matches.retain(|m| r.is_of_the_world(&world, s, m));
        for m in &matches {
            let from = found.len();
            of_match(r, s, m, out.len() + found.len(), &mut found);
            crate::ties::echo(r, s, m, &out, &mut found[from..]);
        }
        crate::said::said(r, s, &mut found);
        one_reading(out.len(), &mut found);
        enmity(out.len(), &mut found);
        let acts = found.len();
        crate::casualties::casualties(r, s, &mut found);
        only_counted(out.len(), acts, &mut found);
        crate::modifiers::modifiers(r, s, &mut found);
        crate::holds::holds(r, s, &mut found);
        crate::charged::charged(r, s, out.len(), &mut found);
        crate::subjects::denials(r, s, &mut found);
        crate::assess::assessments(r, s, &mut found);
        crate::helped::helped(r, s, &mut found);
        fold(out.len(), found, &mut out);
        all.push(matches);
    }
    // What a novel tells did not happen.
    for c in &mut out {
        let tale = |e: &Entity| e.text.to_lowercase().split(' ').any(|w| r.know.words.has("fictions", w));
        if c.according_to.first().is_some_and(tale) && c.mood == Mood::Actual {
            c.mood = Mood::Conditional;
            c.certainty = froissart_model::Certainty::summary(false, c.stance, c.mood, true);
        }
    }
    crate::assess::only_parties(&mut out);
    crate::ties::implied(r, &mut out);
    crate::answers::answers(r, &mut out);
    crate::links::links(r, &mut out);
    crate::validity::validity(r, &mut out);
    crate::subjects::subjects(r, &mut out);
    crate::told::background(r, &mut out);
    crate::homes::homes(r, &mut out);
    let words = crate::shades::Words::new(r, &out);
    for c in &mut out {
        finish(r, c);
        if c.quad.is_some() {
            words.contexts(r, c);
        }
    }
    crate::shades::one_event(&mut out);
    crate::confidence::weigh(r, &all, &mut out);
    (out, all)
}

/// What the rules read in a sentence, an act told twice but once.
pub(crate) fn acts<'k>(r: &Reader<'k>, s: usize) -> Vec<Match<'k>> {
    let mut matches = r.matches(s);
    for m in &mut matches {
        r.towns_to_places(s, m);
    }
    merged(r, s, matches)
}

/// What every claim gets at the end: codes of the type, auxiliary modes, the summary, background.
fn finish(r: &Reader, c: &mut Claim) {
    let o = &r.know.ontology;
    if matches!(c.kind, Kind::Event | Kind::Statement | Kind::Agreement) {
        let modes: Vec<&str> = c.modes.iter().map(String::as_str).collect();
        c.quad = Some(o.quad(&c.type_)).filter(|q| *q > 0);
        c.intensity = c.quad.map(|_| o.intensity(&c.type_, &modes));
        if c.cameo.is_none() {
            c.cameo = o.cameo_default(&c.type_, &modes).map(str::to_owned);
        }
        if c.acled.is_none() {
            c.acled = o.acled_default(&c.type_, &modes).map(acled);
        }
    }
    if c.negated && !c.auxiliary.iter().any(|a| a == "negation") {
        c.auxiliary.push("negation".into());
    }
    if let (Some(h), Some(day)) = (&c.happened, r.day) {
        // Thirty days is where a news page's "recently" ends; before that it reminds, it does not report.
        let old = h.to.is_some_and(|t| t.saturating_add(jiff::Span::new().days(30)) < day);
        if old {
            c.told = Told::Background;
            c.auxiliary.push("historical".into());
        }
    }
    c.auxiliary.sort();
    c.auxiliary.dedup();
}

/// A claim of a predicate with its circumstances.
#[allow(clippy::too_many_arguments, reason = "a claim begins with all of these")]
pub(crate) fn base(
    r: &Reader,
    s: usize,
    pred: usize,
    kind: Kind,
    type_: &str,
    rule: &str,
    sure: &Sure,
    words: &[Span],
) -> Claim {
    let tree = &r.trees[s];
    let mut span = tree.tok(pred).span;
    for w in words {
        if tree.sentence.span.contains(*w) {
            span = span.cover(*w);
        }
    }
    let mut c = Claim::new(kind, type_, evidence(r, s, span), rule);
    c.origin = Some(TokenRef { sentence: s, token: pred });
    c.stance = sure.stance;
    c.mood = sure.mood;
    c.negated = sure.negated;
    c.certainty = sure.certainty();
    c.auxiliary.extend(crate::auxiliary::of_mood(sure.mood).map(str::to_owned));
    c.according_to.clone_from(&sure.accounts);
    c.said.clone_from(&sure.said);
    if sure.embedded {
        c.told = Told::Background;
    }
    c
}

pub(crate) fn evidence(r: &Reader, s: usize, span: Span) -> Evidence {
    Evidence { span, text: span.of(&r.page.text).to_owned(), part: r.trees[s].sentence.part, sentence: s }
}

fn mood_of(name: &str) -> Option<Mood> {
    Some(match name {
        "actual" => Mood::Actual,
        "planned" => Mood::Planned,
        "predicted" => Mood::Predicted,
        "conditional" => Mood::Conditional,
        "requested" => Mood::Requested,
        "attempted" => Mood::Attempted,
        "asked" => Mood::Asked,
        _ => return None,
    })
}

/// The circumstances of a match: those of its predicate, and what the rule itself says.
pub(crate) fn circumstances(r: &Reader, s: usize, m: &Match) -> Sure {
    let mut sure = r.sure(s, m.pred);
    let tree = &r.trees[s];
    // "Is expected in Damascus on Sunday for talks with": whoever is awaited has not met yet.
    let awaited = |h: usize| {
        tree.is_verb(h) && tree.is_passive(h) && matches!(tree.low(h), "expect" | "schedule" | "slate" | "bill" | "tip")
    };
    if tree.is_noun(m.pred)
        && tree.rel(m.pred) == "obl"
        && tree.head(m.pred).is_some_and(awaited)
        && sure.mood == Mood::Actual
    {
        sure.mood = Mood::Planned;
    }
    // A headline's only verb is its news, and "X to do" its plan.
    if tree.main == Some(m.pred) {
        sure.embedded = false;
    }
    if tree.planned == Some(m.pred) && sure.mood == Mood::Actual {
        sure.mood = Mood::Planned;
    }
    // "It was (not) the army that shelled the camp" tells it as plainly as "the army shelled the camp" does.
    if let Some(h) = tree.head(m.pred).filter(|&h| tree.rel(m.pred).ends_with(":relcl") && tree.is_cleft(h)) {
        let of = r.sure(s, h);
        sure.embedded = of.embedded;
        sure.negated = sure.negated != of.negated;
    }
    if let Some(mood) = m.rule.mood.as_deref().and_then(mood_of) {
        sure.mood = mood;
    }
    if m.rule.negated {
        sure.negated = !sure.negated;
    }
    // "Talks on the release of hostages": what is talked of is to come, if it comes.
    let cooperative = match &m.rule.yields {
        Yield::Event(t) | Yield::Statement(t) => matches!(t.as_str(), "RETREAT" | "AID" | "COOPERATE" | "CONCEDE"),
        Yield::Agreement(_) => true,
        _ => false,
    };
    let talked_of = tree.is_noun(m.pred)
        && tree.rel(m.pred) == "nmod"
        && tree.case(m.pred).is_some_and(|c| matches!(c.as_str(), "on" | "about" | "over" | "for"))
        && tree.head(m.pred).is_some_and(|h| r.know.words.has("talk-nouns", tree.low(h)));
    if cooperative && talked_of && sure.mood == Mood::Actual {
        sure.mood = Mood::Planned;
    }
    sure
}

fn of_match(r: &Reader, s: usize, m: &Match, next: usize, out: &mut Vec<Claim>) {
    let before = out.len();
    match &m.rule.yields {
        Yield::Event(t) => event(r, s, m, Kind::Event, t, out),
        Yield::Statement(t) => event(r, s, m, Kind::Statement, t, out),
        Yield::Agreement(subject) => {
            event(r, s, m, Kind::Agreement, m.rule.event.as_deref().unwrap_or("AGREE"), out);
            for c in &mut out[before..] {
                c.subject = Some(subject.clone());
                c.status = m.rule.status.clone().or_else(|| Some("reached".into()));
                // "The truce no longer holds": so it did, and is over. "There is no truce": nobody says that there was one.
                let is_plain = c.mood == Mood::Actual && c.certainty != froissart_model::Certainty::Denied;
                let holds_no_more = c.negated && c.status.as_deref() == Some("in_force");
                if is_plain && holds_no_more && crate::relation::is_no_longer(&r.trees[s], m.pred) {
                    c.negated = false;
                    c.status = Some("ended".into());
                    (c.cameo, c.acled) = (None, None);
                }
                // A signature to come is a promise of one; ties to be restored are spoken for already.
                let future = matches!(c.mood, Mood::Planned | Mood::Predicted);
                if future && !c.negated && c.type_ == "SUPPORT" && subject != "normalisation" {
                    "AGREE".clone_into(&mut c.type_);
                    c.cameo = None;
                }
                // "talks on a truce", "hopes of a ceasefire": what is spoken of is not yet agreed.
                let tree = &r.trees[s];
                let over = tree.head(m.pred).filter(|_| tree.rel(m.pred) == "nmod" && !tree.is_verb(m.pred));
                if over.is_some_and(|h| r.know.words.has("aspirations", tree.low(h))) && c.mood == Mood::Actual {
                    c.status = Some("proposed".into());
                    c.mood = Mood::Planned;
                    c.certainty =
                        froissart_model::Certainty::summary(false, c.stance, c.mood, !c.according_to.is_empty());
                }
            }
        }
        Yield::Relation(t) => {
            let (actor, recipient) = (&m.actor, if m.recipient.is_empty() { &m.place } else { &m.recipient });
            relation(r, s, m, t, actor, recipient, None, out);
        }
        Yield::Control(status) => control(r, s, m, status, &m.actor, &m.place, None, out),
        Yield::Figure(_) => {}
    }
    // "A backs B against C": B fights C, and, implied, A opposes C. The two sides are never fused into one actor.
    if matches!(&m.rule.yields, Yield::Relation(t) if t == "supports") && !m.recipient.is_empty() {
        // The phrase may hang on those who are backed: "sided with the rebels against the state".
        let tree = &r.trees[s];
        let below = m.recipient.iter().flat_map(|&x| tree.kids_by(x, &["nmod"]).filter(move |&k| k > x));
        let mut against: Vec<usize> =
            m.frame.oblique.iter().filter(|(c, k)| c == "against" && r.can_act(s, *k)).map(|x| x.1).collect();
        against.extend(below.filter(|&k| tree.case(k).as_deref() == Some("against") && r.can_act(s, k)));
        against.sort_unstable();
        against.dedup();
        if against.is_empty() {
            against = crate::ties::in_the_fight(r, s, m);
        }
        if !against.is_empty() && out.len() > before {
            relation(r, s, m, "fights", &m.recipient, &against, None, out);
            relation(r, s, m, "opposes", &m.actor, &against, Some(next), out);
        }
    }
    if out.len() > before {
        for i in &m.rule.implies {
            let pick = |role: Role| match role {
                Role::Actor => m.actor.clone(),
                Role::Recipient => m.recipient.clone(),
                _ => {
                    // A captured town may have been bound as recipient.
                    let mut p = m.place.clone();
                    p.extend(m.recipient.iter().copied().filter(|&x| r.is_place(s, x) || m.place.is_empty()));
                    p
                }
            };
            let (a, b) = (pick(i.actor), pick(i.object));
            match &i.yields {
                Yield::Relation(t) => relation(r, s, m, t, &a, &b, Some(next), out),
                Yield::Control(status) => {
                    // What stands where the pattern has its place is one, whatever else its name may be: "Kabul fell".
                    let is_named = |x: usize| m.place.contains(&x) && r.may_be_place(s, x);
                    let share = |x: usize| crate::figure::extent(&r.trees[s], x, &r.page.text).is_some();
                    let b: Vec<usize> =
                        b.into_iter().filter(|&x| r.is_place(s, x) || is_named(x) || share(x)).collect();
                    control(r, s, m, status, &a, &b, Some(next), out);
                }
                _ => {}
            }
        }
    }
}

/// The ontology's pair as the claim's.
pub(crate) fn acled(a: Acled) -> Acled {
    Acled { event_type: a.event_type, sub_event_type: a.sub_event_type }
}

/// The plain circumstances of a modifier: told in passing, and true on the page's day, or on that of a clause long past
/// that it stands in ("in 2016 the army recaptured the rebel-held east").
pub(crate) fn in_passing(r: &Reader, s: usize, p: usize) -> (Sure, Interval) {
    let mut sure = r.sure(s, p);
    sure.mood = Mood::Actual;
    sure.negated = false;
    sure.denied = false;
    if sure.stance == Stance::Doubted {
        sure.stance = Stance::Asserted;
    }
    sure.embedded = true;
    let tree = &r.trees[s];
    let told = r.when(s, tree.head(p).map_or(p, |h| tree.clause_of(h)), false);
    let is_past = told.basis == froissart_model::Basis::Words
        && told.from.is_some()
        && told.to.zip(r.day).is_some_and(|(to, day)| to.saturating_add(jiff::Span::new().days(30)) < day);
    (sure, if is_past { told } else { Interval::by_tense(r.day) })
}
