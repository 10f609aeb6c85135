//! The claims of an event, a statement or an agreement: its parties, its targets, its time and its codes.
//!
//! "Jets bombed Idlib and Maarat on Friday" gives two acts, one for each town; "the rebels are not ready to hand over the
//! port" a refusal. Not the ties and the hold over places that follow from an act: see `relation` and `control`.

use crate::assemble::{acled, base, circumstances};
use crate::matcher::Match;
use crate::reader::Reader;
use crate::scene::places;
use froissart_know::Rule;
use froissart_model::{Claim, Entity, Interval, Kind, Mood, Place, PlaceRole, Span, TokenRef};

/// An object as recipient or as place.
enum Object {
    Recipient(Vec<Entity>),
    Place(Box<Place>),
}

fn object(r: &Reader, at: TokenRef, event: &str, taken: bool) -> Object {
    // A base that is hit is hit, one that is taken is where somebody now is.
    // "A place is never an actor": a town hit is a place, a state hit is a party.
    // A capital speaks for its government, but what is bombed or entered is the town.
    if event == "ASSAULT" && !taken && r.is_installation(at.sentence, at.token) {
        return Object::Recipient(r.parties(at.sentence, at.token));
    }
    let inside = || {
        let case = r.trees[at.sentence].case(at.token);
        case.is_some_and(|c| matches!(c.as_str(), "across" | "at" | "in" | "near" | "outside" | "through"))
    };
    let capital = (matches!(event, "ASSAULT" | "MOBILIZE" | "RETREAT" | "COERCE") || event == "PROTEST" && inside())
        && r.resolve(at.sentence, at.token).is_some_and(|x| x.is_place && x.name.is_none());
    if capital || r.is_place(at.sentence, at.token) {
        let role = if event == "RETREAT" { PlaceRole::From } else { PlaceRole::Target };
        // Aid goes to those who live there: "promised help to the Greek villages".
        let people =
            matches!(event, "AID" | "AGREE") && r.resolve(at.sentence, at.token).is_some_and(|x| x.country.is_some());
        if people {
            return Object::Recipient(r.parties(at.sentence, at.token));
        }
        Object::Place(Box::new(r.place(at.sentence, at.token, role)))
    } else {
        Object::Recipient(r.parties(at.sentence, at.token))
    }
}

/// A plan's bare weekday is the next one, not the last: "are to meet on Saturday".
fn forward(r: &Reader, mut when: Interval, mood: Mood) -> Interval {
    let (Some(day), Some(from), Some(to)) = (r.day, when.from, when.to) else { return when };
    let weekday = when.text.as_deref().is_some_and(|t| t.ends_with("day") && !t.contains(' '));
    if matches!(mood, Mood::Planned | Mood::Predicted) && weekday && to < day {
        let week = jiff::Span::new().days(7);
        (when.from, when.to) = (Some(from.saturating_add(week)), Some(to.saturating_add(week)));
    }
    when
}

/// "The truce of 2020 has collapsed": in that year it was made, and the words do not say when it collapsed.
fn of_what_is_told(r: &Reader, s: usize, m: &Match, kind: Kind, when: Interval) -> Interval {
    let Some(span) = when.span.get().filter(|_| kind == Kind::Agreement && !m.pattern.instrument.is_empty()) else {
        return when;
    };
    let tree = &r.trees[s];
    let inside = |n: usize| (0..tree.len()).any(|i| tree.dominates(n, i) && tree.tok(i).span.overlaps(span));
    if m.frame.actor.iter().any(|&n| !tree.dominates(n, m.pred) && inside(n)) { Interval::by_page(r.day) } else { when }
}

fn dress(c: &mut Claim, rule: &Rule, r: &Reader) {
    c.modes.clone_from(&rule.modes);
    c.contexts.clone_from(&rule.contexts);
    c.cameo.clone_from(&rule.cameo);
    c.means.clone_from(&rule.means);
    if c.status.is_none() {
        c.status.clone_from(&rule.status);
    }
    if c.subject.is_none() {
        c.subject.clone_from(&rule.subject);
    }
    if let Some(sub) = &rule.acled {
        c.acled = r.know.ontology.acled(sub).map(acled);
    }
}

/// "Spoke to reporters", "told the Gazette by telephone": who speaks to the press is an account, and consults nobody.
fn is_press(r: &Reader, e: &Entity) -> bool {
    // A paper calls itself by the last of its name; "Damascus" of the Damascus Gazette is a government.
    let is_own = || {
        let outlet = r.page.outlet.as_deref().map(froissart_model::fold).unwrap_or_default();
        let name = froissart_model::fold(e.name.as_deref().unwrap_or(&e.text));
        let is_nobody_else = e.id.is_none() && e.sector.is_none() && e.country.is_none();
        is_nobody_else && !name.is_empty() && format!(" {outlet}").ends_with(&format!(" {name}"))
    };
    e.sector.as_deref() == Some("JRN") || is_own()
}

/// A town is captured, and not abducted: the sub-type goes by who takes it.
fn captured(r: &Reader, c: &mut Claim) {
    c.modes.clear();
    c.cameo = Some("190".into());
    let state = c.actor.iter().any(|a| matches!(a.sector.as_deref(), Some("MIL" | "GOV" | "COP")));
    let type_ = if state { "Government regains territory" } else { "Non-state actor overtakes territory" };
    c.acled = r.know.ontology.acled(type_).map(acled);
}

/// Two towns hit are two events, as every list of events has it; two parties hit at one place may be one.
fn by_target(
    r: &Reader,
    type_: &str,
    actors: Vec<TokenRef>,
    mut objects: Vec<TokenRef>,
) -> Vec<(Vec<TokenRef>, Vec<TokenRef>)> {
    let town = |o: &TokenRef| r.is_place(o.sentence, o.token);
    if type_ != "ASSAULT" || objects.is_empty() || !objects.iter().all(town) {
        return vec![(actors, objects)];
    }
    // "areas of the province, including the city of Bama": named besides, and hit too.
    for o in objects.clone() {
        let tree = &r.trees[o.sentence];
        let named =
            |k: &usize| tree.case(*k).is_some_and(|c| matches!(c.as_str(), "including" | "include" | "such as"));
        let more: Vec<usize> = tree.kids_by(o.token, &["nmod", "obl"]).filter(|k| *k > o.token && named(k)).collect();
        objects.extend(r.spread(o.sentence, &more).into_iter().filter(town));
    }
    objects.into_iter().map(|o| (actors.clone(), vec![o])).collect()
}

pub(crate) fn event(r: &Reader, s: usize, m: &Match, kind: Kind, type_: &str, out: &mut Vec<Claim>) {
    let sure = circumstances(r, s, m);
    let mut actors = r.spread(s, &m.actor);
    let objects = r.spread(s, &m.recipient);
    let objects = crate::addressed::of_deeds(r, type_, &actors, objects);
    let objects = if type_ == "ASSAULT" { r.with_members(objects) } else { objects };
    // "No group has claimed responsibility for downing the helicopter": somebody downed it, and not "no group".
    let nobody = |a: &TokenRef| {
        let tree = &r.trees[a.sentence];
        tree.kids_by(a.token, &["det"]).any(|d| tree.low(d) == "no") || matches!(tree.form(a.token), "nobody" | "none")
    };
    // "Who bombed the bridge is unclear" asks who, and names nobody.
    let asked = |a: &TokenRef| {
        let tok = r.trees[a.sentence].tok(a.token);
        tok.form.eq_ignore_ascii_case("who") && r.antecedent(a.sentence, a.token).is_none()
    };
    actors.retain(|a| !objects.contains(a) && !asked(a) && (sure.negated || !nobody(a)));
    if type_ == "ASSAULT" {
        let named = |o: &TokenRef| r.trees[o.sentence].upos(o.token) != froissart_model::Pos::Pron;
        actors.retain(|a| !objects.iter().any(|o| named(o) && crate::ties::same(r, "fights", *a, *o)));
    }
    let pairs = r.respectively(s, &actors, &objects);
    let groups: Vec<(Vec<TokenRef>, Vec<TokenRef>)> = match pairs {
        Some(p) => p.into_iter().map(|(a, b)| (vec![a], vec![b])).collect(),
        None => by_target(r, type_, actors, objects),
    };
    for (actors, objects) in groups {
        // "Baghdad car bombing": a town before the deed is where it was done.
        let town = |a: &TokenRef| {
            type_ == "ASSAULT"
                && a.sentence == s
                && matches!(r.trees[s].rel(a.token), "compound" | "nmod:unmarked")
                && r.trees[s].head(a.token).is_some_and(|h| r.is_instrument(s, h))
                && r.resolve(s, a.token).is_some_and(|x| x.is_place && x.name.is_none())
        };
        let (scene, actors): (Vec<TokenRef>, Vec<TokenRef>) = actors.into_iter().partition(town);
        let mut words: Vec<Span> = actors.iter().chain(&objects).map(|a| r.span(a.sentence, a.token)).collect();
        let when = of_what_is_told(r, s, m, kind, r.when(s, m.pred, false));
        words.extend(when.span.get());
        words.extend(m.consumed.iter().map(|&k| r.trees[s].tok(k).span));
        let mut c = base(r, s, m.pred, kind, type_, &m.rule.id, &sure, &words);
        dress(&mut c, m.rule, r);
        c.actor = actors.iter().flat_map(|a| r.parties(a.sentence, a.token)).collect();
        for o in &objects {
            match object(r, *o, type_, !m.rule.implies.is_empty()) {
                Object::Recipient(e) => c.recipient.extend(e),
                Object::Place(p) => c.place.push(*p),
            }
        }
        crate::addressed::addressed(r, s, m, &actors, &objects, &mut c);
        for p in r.spread(s, &m.place) {
            let role = if type_ == "ASSAULT" || type_ == "COERCE" { PlaceRole::Target } else { PlaceRole::At };
            let p = r.place(p.sentence, p.token, role);
            if !c.place.iter().any(|o| o.span == p.span) {
                c.place.push(p);
            }
        }
        c.place.extend(scene.iter().map(|x| r.place(x.sentence, x.token, PlaceRole::At)));
        if c.modes == ["abduct"] && c.recipient.is_empty() && !c.place.is_empty() {
            captured(r, &mut c);
            let from =
                m.frame.oblique.iter().filter(|(case, k)| case == "from" && r.can_act(s, *k) && !r.is_place(s, *k));
            let from: Vec<usize> = from.map(|x| x.1).collect();
            c.recipient = r.spread(s, &from).iter().flat_map(|x| r.parties(x.sentence, x.token)).collect();
        }
        crate::addressed::landlords(r, s, m, &objects, &mut c);
        if matches!(type_, "AGREE" | "REQUEST" | "CONCEDE") && c.recipient.is_empty() && c.place.is_empty() {
            c.place.extend(crate::addressed::situation(r, s, m));
        }
        let bound: Vec<usize> = m.actor.iter().chain(&m.recipient).chain(&m.place).copied().collect();
        for p in places(r, s, m, &bound) {
            if !c.place.iter().any(|o| o.span.overlaps(p.span)) {
                c.place.push(p);
            }
        }
        if let Some(&o) = m.recipient.first().or(m.place.first()) {
            c.extent = crate::figure::extent(&r.trees[s], o, &r.page.text).filter(|_| !c.place.is_empty()).map(|x| x.0);
        }
        c.happened = Some(forward(r, when, sure.mood));
        // A speech act inside somebody's own words is that speaker's statement.
        if kind == Kind::Event
            && matches!(type_, "SUPPORT" | "AGREE" | "REJECT" | "REQUEST" | "ACCUSE" | "THREATEN" | "CONCEDE")
        {
            c.kind = Kind::Statement;
        }
        // "will not end the strike until": for as long as that, they refuse.
        if matches!(c.mood, Mood::Planned | Mood::Predicted) && !c.negated && not_until(r, s, m.pred) {
            c.negated = true;
        }
        unwilling(r, s, m.pred, &mut c);
        crate::auxiliary::single_type(&r.know.finders, &mut c);
        crate::shades::shade(r, s, m, &mut c);
        if c.kind == Kind::Statement {
            statement(r, s, m, &mut c);
        }
        if type_ == "CONSULT" && !c.recipient.is_empty() && c.recipient.iter().all(|e| is_press(r, e)) {
            continue;
        }
        if matches!(m.rule.id.as_str(), "AID/aid" | "AID/military-aid") && crate::ties::is_private(&c) {
            continue;
        }
        // An act of nobody against nobody, nowhere, tells nothing; but "the ceasefire came into force" does.
        let known =
            kind == Kind::Agreement && m.rule.status.as_deref().is_some_and(|x| x != "reached" && x != "proposed");
        if c.actor.is_empty()
            && !known
            && c.recipient.is_empty()
            && (c.place.is_empty() || type_ != "ASSAULT" && type_ != "PROTEST")
        {
            continue;
        }
        out.push(c);
    }
}

/// "The rebels are not ready to hand over the port", "did not agree to": no consent is a refusal.
fn unwilling(r: &Reader, s: usize, p: usize, c: &mut Claim) {
    let low = r.trees[s].low(p);
    let consent = !r.trees[s].is_verb(p) || matches!(low, "agree" | "accept" | "consent" | "prepare" | "intend");
    // "not ready to launch attacks" is of what one can.
    let able = low == "ready" && c.rule == "AGREE/promise";
    let consent = consent && !able;
    // "would not let the envoy see the prisoners", "did not allow the convoy in".
    let barred = matches!(c.rule.as_str(), "CONCEDE/permit" | "RETREAT/access");
    let refused = c.type_ == "AGREE" && c.kind == Kind::Statement && c.mood == Mood::Actual && consent
        || barred && !c.actor.is_empty() && matches!(c.mood, Mood::Actual | Mood::Conditional);
    if c.negated && refused {
        c.kind = Kind::Statement;
        "REJECT".clone_into(&mut c.type_);
        c.negated = false;
        c.modes.clear();
        c.cameo = None;
        c.acled = None;
    }
}

/// Whether a predicate stands under "not" with an "until".
fn not_until(r: &Reader, s: usize, p: usize) -> bool {
    let tree = &r.trees[s];
    let until = |k: usize| tree.kids_by(k, &["mark", "case"]).any(|m| tree.low(m) == "until");
    tree.kids_by(p, &["advmod"]).any(|k| matches!(tree.low(k), "not" | "n't"))
        && tree.kids_by(p, &["advcl", "obl"]).any(until)
}

/// A statement's own words: its quotation, its time of saying, and the speaker no account of itself.
fn statement(r: &Reader, s: usize, m: &Match, c: &mut Claim) {
    let at = r.trees[s].tok(m.pred).span;
    c.quotation = r
        .analysis
        .quotations
        .iter()
        .find(|q| q.is_speech && (q.inner.contains(at) || r.trees[s].sentence.span.contains(q.outer)))
        .map(|q| q.inner);
}
