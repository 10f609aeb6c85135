//! Claims out of matches: roles filled, places and times found, relations told apart, duplicates folded, links set.

use crate::matcher::Match;
use crate::reader::Reader;
use crate::sure::Sure;
use froissart_know::{Rule, RuleRole as Role, Yield};
use froissart_model::{
    Acled, Claim, Entity, EntityKind, Evidence, Interval, Kind, Link, LinkAs, Mood, Place, PlaceRole, Span, Stance,
    TokenRef, Told,
};

/// Relations among equals: actor and recipient may change places. Kept with the ontology's table of relations.
pub(crate) const SYMMETRIC: &[&str] = &["fights", "allied_with", "opposes"];
/// Relations whose object is a place.
const PLACED: &[&str] = &["based_in", "present_in"];
/// Prepositions of place and what they make of it.
const WHERE: &[(&str, PlaceRole)] = &[
    ("in", PlaceRole::At),
    ("at", PlaceRole::At),
    ("near", PlaceRole::At),
    ("around", PlaceRole::At),
    ("outside", PlaceRole::At),
    ("inside", PlaceRole::At),
    ("across", PlaceRole::At),
    ("throughout", PlaceRole::At),
    ("within", PlaceRole::At),
    ("on", PlaceRole::At),
    ("over", PlaceRole::At),
    ("along", PlaceRole::At),
    ("north of", PlaceRole::At),
    ("south of", PlaceRole::At),
    ("east of", PlaceRole::At),
    ("west of", PlaceRole::At),
    ("from", PlaceRole::From),
    ("to", PlaceRole::To),
    ("into", PlaceRole::To),
    ("towards", PlaceRole::To),
    ("toward", PlaceRole::To),
];

/// All claims of a page.
pub(crate) fn claims(r: &Reader) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    for s in 0..r.trees.len() {
        let mut found = Vec::new();
        let matches = merged(r, s, r.matches(s));
        for m in &matches {
            of_match(r, s, m, out.len() + found.len(), &mut found);
        }
        crate::said::said(r, s, &mut found);
        one_reading(out.len(), &mut found);
        let acts = found.len();
        crate::casualties::casualties(r, s, &mut found);
        only_counted(out.len(), acts, &mut found);
        crate::modifiers::modifiers(r, s, &mut found);
        fold(out.len(), found, &mut out);
    }
    for c in &mut out {
        finish(r, c);
    }
    out
}

/// An act told twice in one clause is one: "a bomb blast killed 16 people", "killed in an air strike by the coalition".
/// The verb's match takes over what the noun's knows better, and the noun's own match goes.
fn merged<'k>(r: &Reader<'k>, s: usize, mut all: Vec<Match<'k>>) -> Vec<Match<'k>> {
    let tree = &r.trees[s];
    let noun_of = |m: &Match, of: &Match| {
        let t = m.pred;
        !tree.is_verb(t)
            && m.rule.yields == of.rule.yields
            && tree.is_verb(of.pred)
            && tree.head(t) == Some(of.pred)
            && (matches!(tree.rel(t), "nsubj" | "obl:agent")
                || tree.rel(t) == "obl"
                    && tree.case(t).is_some_and(|c| {
                        matches!(c.as_str(), "in" | "by" | "during" | "with" | "after" | "from" | "through")
                    }))
    };
    let mut gone = Vec::new();
    for i in 0..all.len() {
        let Some(j) = (0..all.len()).find(|&j| j != i && noun_of(&all[i], &all[j])) else { continue };
        let noun = all[i].clone();
        let verb = &mut all[j];
        if verb.actor.is_empty() || verb.actor == [noun.pred] {
            verb.actor.clone_from(&noun.actor);
        }
        if verb.rule.modes.is_empty() && !noun.rule.modes.is_empty() {
            verb.rule = noun.rule;
        }
        verb.frame.oblique.extend(noun.frame.oblique.iter().cloned());
        verb.consumed.push(noun.pred);
        gone.push(i);
    }
    let mut n = 0;
    all.retain(|_| {
        n += 1;
        !gone.contains(&(n - 1))
    });
    all
}

/// "Several people were wounded" tells a figure; that somebody wounded them only follows.
fn only_counted(base: usize, acts: usize, found: &mut [Claim]) {
    let figures: Vec<(usize, Vec<Span>)> = found[acts..]
        .iter()
        .enumerate()
        .map(|(i, c)| (acts + i, c.recipient.iter().map(|e| e.span).collect()))
        .collect();
    for c in &mut found[..acts] {
        if c.type_ != "ASSAULT" || !c.actor.is_empty() || !c.modes.is_empty() || c.is_implied() {
            continue;
        }
        let who: Vec<Span> = c.recipient.iter().map(|e| e.span).collect();
        if let Some((i, _)) = figures.iter().find(|(_, f)| f.iter().any(|x| who.iter().any(|w| w.overlaps(*x)))) {
            c.links.push(Link { to: format!("#{}", base + i), as_: LinkAs::ImpliedBy });
        }
    }
}

/// Where one predicate gave an event and a tie between the same two, one is what the words say and the other follows:
/// "backs" says a tie, and a verbal act follows; "clashed" says an act, and enmity follows.
fn one_reading(base: usize, found: &mut [Claim]) {
    let same = |a: &Claim, b: &Claim| {
        let ends = |c: &Claim| {
            (c.actor.iter().map(|e| e.span).collect::<Vec<_>>(), c.recipient.iter().map(|e| e.span).collect::<Vec<_>>())
        };
        let ((aa, ar), (ba, br)) = (ends(a), ends(b));
        let all = |x: &[Span], y: &[Span]| x.iter().all(|s| y.contains(s));
        all(&ba, &aa) && all(&br, &ar) || all(&ba, &aa) && all(&br, &aa)
    };
    for i in 0..found.len() {
        if !matches!(found[i].kind, Kind::Event | Kind::Statement) || found[i].is_implied() {
            continue;
        }
        for j in 0..found.len() {
            if found[j].kind != Kind::Relation
                || found[j].evidence.sentence != found[i].evidence.sentence
                || found[j].is_implied()
                || !same(&found[i], &found[j])
            {
                continue;
            }
            let (from, to) = match (found[i].type_.as_str(), found[j].type_.as_str()) {
                ("SUPPORT" | "COOPERATE", "supports" | "allied_with") => (i, j),
                ("ASSAULT", "fights" | "opposes")
                | ("ACCUSE" | "REJECT" | "THREATEN" | "PROTEST", "opposes")
                | ("AID", "supports") => (j, i),
                _ => continue,
            };
            found[from].links.push(Link { to: format!("#{}", base + to), as_: LinkAs::ImpliedBy });
            if from == i {
                break;
            }
        }
    }
}

/// Moves one sentence's claims to the page's, without those that say the same of the same.
fn fold(base: usize, found: Vec<Claim>, out: &mut Vec<Claim>) {
    let key = |c: &Claim| {
        let mut a: Vec<_> = c.actor.iter().map(|e| e.antecedent.unwrap_or(e.span)).collect();
        let mut b: Vec<_> =
            c.recipient.iter().map(|e| e.antecedent.unwrap_or(e.span)).chain(c.place.iter().map(|p| p.span)).collect();
        if SYMMETRIC.contains(&c.type_.as_str()) {
            a.append(&mut b);
            a.sort();
        }
        let figure = c.figure.as_ref().map(|f| (f.of.clone(), f.text.clone()));
        (c.kind, c.type_.clone(), c.status.clone().filter(|_| c.kind == Kind::Control), a, b, figure, c.negated)
    };
    let mut map: Vec<Option<usize>> = Vec::with_capacity(found.len());
    let start = out.len();
    for c in found {
        let k = key(&c);
        // The first telling stays; an implied one gives way to a plain one.
        if let Some(at) = out[start..].iter().position(|o| key(o) == k).map(|i| i + start) {
            if out[at].is_implied() && !c.is_implied() {
                out[at] = c;
            }
            map.push(Some(at));
        } else {
            out.push(c);
            map.push(Some(out.len() - 1));
        }
    }
    // Links were written against the unfolded order.
    for (at, c) in out[start..].iter_mut().enumerate() {
        c.links.retain_mut(|l| {
            let Some(i) = l.to.strip_prefix('#').and_then(|i| i.parse::<usize>().ok()) else { return true };
            match map.get(i.wrapping_sub(base)).copied().flatten() {
                Some(to) if to != start + at => {
                    l.to = format!("#{to}");
                    true
                }
                _ => false,
            }
        });
    }
}

/// What every claim gets at the end: codes of the type, auxiliary modes, the summary, background.
fn finish(r: &Reader, c: &mut Claim) {
    let o = &r.know.ontology;
    if matches!(c.kind, Kind::Event | Kind::Statement | Kind::Agreement) {
        let modes: Vec<&str> = c.modes.iter().map(String::as_str).collect();
        c.quad = Some(o.quad(&c.type_)).filter(|q| *q > 0);
        c.intensity = Some(o.intensity(&c.type_, &modes));
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
    match c.mood {
        Mood::Planned | Mood::Predicted | Mood::Requested => c.auxiliary.push("future".into()),
        Mood::Conditional | Mood::Asked => c.auxiliary.push("hypothetical".into()),
        Mood::Actual | Mood::Attempted => {}
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
    c.stance = sure.stance;
    c.mood = sure.mood;
    c.negated = sure.negated;
    c.certainty = sure.certainty();
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

/// An object as recipient or as place.
enum Object {
    Recipient(Vec<Entity>),
    Place(Box<Place>),
}

fn object(r: &Reader, at: TokenRef, event: &str) -> Object {
    // "A place is never an actor": a town hit is a place, a state hit is a party.
    // A capital speaks for its government, but what is bombed or entered is the town.
    let capital = matches!(event, "ASSAULT" | "MOBILIZE" | "RETREAT" | "COERCE")
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

/// The places of a predicate: its own phrases and those of its arguments.
pub(crate) fn places(r: &Reader, s: usize, m: &Match, bound: &[usize]) -> Vec<Place> {
    let tree = &r.trees[s];
    let mut out: Vec<Place> = Vec::new();
    let mut phrases: Vec<(String, usize)> = m.frame.oblique.clone();
    for &b in bound {
        phrases.extend(
            tree.kids_by(b, &["nmod"])
                .filter(|&k| k > b)
                .filter_map(|k| tree.case(k).filter(|c| c != "of").map(|c| (c, k))),
        );
    }
    // A participle or a second verb shares the place of the first.
    for (case, k) in phrases {
        if bound.contains(&k) || m.consumed.contains(&k) || r.is_time(s, k) {
            continue;
        }
        let Some((_, role)) = WHERE.iter().find(|(w, _)| *w == case) else { continue };
        let state = r
            .resolve(s, k)
            .is_some_and(|x| x.kind == EntityKind::State && (x.is_place || x.sector.is_none()) && x.country.is_some());
        if r.is_place(s, k) || state {
            for c in r.spread(s, &[k]) {
                let mut p = r.place(c.sentence, c.token, *role);
                if matches!(case.as_str(), "near" | "around" | "outside" | "along") || case.ends_with(" of") {
                    p.relation.get_or_insert_with(|| case.clone());
                }
                if !out.iter().any(|o| o.span == p.span) {
                    out.push(p);
                }
            }
        }
    }
    out
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
fn circumstances(r: &Reader, s: usize, m: &Match) -> Sure {
    let mut sure = r.sure(s, m.pred);
    if let Some(mood) = m.rule.mood.as_deref().and_then(mood_of) {
        sure.mood = mood;
    }
    if m.rule.negated {
        sure.negated = !sure.negated;
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
        let against: Vec<usize> =
            m.frame.oblique.iter().filter(|(c, k)| c == "against" && r.can_act(s, *k)).map(|x| x.1).collect();
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
                    let b: Vec<usize> = b
                        .into_iter()
                        .filter(|&x| r.is_place(s, x) || crate::figure::extent(&r.trees[s], x, &r.page.text).is_some())
                        .collect();
                    control(r, s, m, status, &a, &b, Some(next), out);
                }
                _ => {}
            }
        }
    }
}

/// The ontology's pair as the claim's.
fn acled(a: Acled) -> Acled {
    Acled { event_type: a.event_type, sub_event_type: a.sub_event_type }
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

fn event(r: &Reader, s: usize, m: &Match, kind: Kind, type_: &str, out: &mut Vec<Claim>) {
    let sure = circumstances(r, s, m);
    let mut actors = r.spread(s, &m.actor);
    let objects = r.spread(s, &m.recipient);
    actors.retain(|a| !objects.contains(a));
    let pairs = r.respectively(s, &actors, &objects);
    let groups: Vec<(Vec<TokenRef>, Vec<TokenRef>)> = match pairs {
        Some(p) => p.into_iter().map(|(a, b)| (vec![a], vec![b])).collect(),
        None => vec![(actors, objects)],
    };
    for (actors, objects) in groups {
        let mut words: Vec<Span> = actors.iter().chain(&objects).map(|a| r.span(a.sentence, a.token)).collect();
        let when = r.when(s, m.pred, false);
        words.extend(when.span.get());
        words.extend(m.consumed.iter().map(|&k| r.trees[s].tok(k).span));
        let mut c = base(r, s, m.pred, kind, type_, &m.rule.id, &sure, &words);
        dress(&mut c, m.rule, r);
        c.actor = actors.iter().flat_map(|a| r.parties(a.sentence, a.token)).collect();
        for o in &objects {
            match object(r, *o, type_) {
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
        crate::addressed::landlords(r, s, m, &objects, &mut c);
        let bound: Vec<usize> = m.actor.iter().chain(&m.recipient).chain(&m.place).copied().collect();
        for p in places(r, s, m, &bound) {
            if !c.place.iter().any(|o| o.span.overlaps(p.span)) {
                c.place.push(p);
            }
        }
        if type_ == "ASSAULT" {
            instruments(r, s, m, &mut c);
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
        by_mood(&mut c);
        if c.kind == Kind::Statement {
            statement(r, s, m, &mut c);
        }
        // An act of nobody against nobody, nowhere, tells nothing.
        if c.actor.is_empty()
            && c.recipient.is_empty()
            && (c.place.is_empty() || type_ != "ASSAULT" && type_ != "PROTEST")
        {
            continue;
        }
        out.push(c);
    }
}

/// Whether a claim's innermost account is its own actor: "Turkey said it would withdraw".
fn own_words(c: &Claim) -> bool {
    let Some(a) = c.according_to.first() else { return false };
    c.actor.iter().any(|e| {
        e.span == a.span
            || e.antecedent == Some(a.span)
            || e.id.is_some() && e.id == a.id
            || e.name.is_some() && e.name == a.name
            || e.country.is_some() && e.country == a.country
    })
}

/// A single type wins over a type and an auxiliary mode, as the manual has it: a meeting to come is AGREE, help that will
/// not come REJECT, an attack that its own actor announces THREATEN, and what somebody says another must do REQUEST.
fn by_mood(c: &mut Claim) {
    let future = matches!(c.mood, Mood::Planned | Mood::Predicted);
    let cooperative = matches!(c.type_.as_str(), "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "RETREAT" | "CONCEDE");
    let own = own_words(c) || c.according_to.is_empty();
    let to = |c: &mut Claim, type_: &str| {
        type_.clone_into(&mut c.type_);
        c.kind = Kind::Statement;
        c.modes.clear();
        c.cameo = None;
        c.acled = None;
    };
    if c.kind == Kind::Agreement || c.actor.is_empty() {
        return;
    }
    if future && cooperative && c.negated && own {
        to(c, "REJECT");
        c.negated = false;
        c.mood = Mood::Actual;
        c.certainty = froissart_model::Certainty::summary(false, c.stance, c.mood, !c.according_to.is_empty());
    } else if future && cooperative && !c.negated && own {
        to(c, "AGREE");
    } else if future
        && !c.negated
        && own_words(c)
        && matches!(c.type_.as_str(), "ASSAULT" | "COERCE" | "SANCTION" | "PROTEST")
    {
        to(c, "THREATEN");
    } else if c.mood == Mood::Requested
        && !c.negated
        && !own_words(c)
        && cooperative
        && let Some(speaker) = c.according_to.first().cloned()
    {
        to(c, "REQUEST");
        c.recipient = std::mem::replace(&mut c.actor, vec![speaker]);
        // The speaker is the actor now, and no account of himself; that he asks is a fact.
        c.according_to.remove(0);
        c.mood = Mood::Actual;
        c.certainty = froissart_model::Certainty::summary(false, c.stance, c.mood, !c.according_to.is_empty());
    }
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

/// Modes by what it was done with: the instrument may stand anywhere in the predicate's clause.
fn instruments(r: &Reader, s: usize, m: &Match, c: &mut Claim) {
    let tree = &r.trees[s];
    let mut near: Vec<usize> = vec![m.pred];
    near.extend(m.consumed.iter().copied());
    near.extend(tree.kids_by(m.pred, &["nsubj", "obl", "obj", "compound", "amod", "nmod"]));
    for &n in &near.clone() {
        near.extend(tree.kids_by(n, &["compound", "amod", "nmod", "conj"]));
    }
    near.extend(m.frame.oblique.iter().map(|x| x.1));
    let mut found: Vec<&str> = Vec::new();
    for n in near {
        let low = tree.low(n);
        let joined = if n > 0 { format!("{} {low}", tree.low(n - 1)) } else { String::new() };
        for mode in [
            "aerial",
            "drone",
            "heavy-weapons",
            "firearms",
            "explosives",
            "suicide-attack",
            "primitive",
            "unconventional",
        ] {
            let list = format!("mode-{mode}");
            if (r.know.words.has(&list, &low) || r.know.words.has(&list, &joined)) && !found.contains(&mode) {
                found.push(mode);
            }
        }
    }
    if c.modes.is_empty() || c.modes.iter().all(|m| m == "targeted") {
        c.modes.extend(found.iter().map(|m| (*m).to_owned()));
        if !found.is_empty()
            && c.acled.as_ref().is_none_or(|a| matches!(a.sub_event_type.as_str(), "Attack" | "Armed clash"))
        {
            let modes: Vec<&str> = c.modes.iter().map(String::as_str).collect();
            if let Some(a) = r.know.ontology.acled_default("ASSAULT", &modes) {
                c.acled = Some(acled(a));
            }
            if c.cameo
                .as_deref()
                .is_none_or(|x| x.len() <= 3 && (x.starts_with("19") || x.starts_with("18")) && x != "190")
            {
                c.cameo = r.know.ontology.cameo_default("ASSAULT", &modes).map(str::to_owned);
            }
        }
    }
}

/// One claim for each pair.
#[allow(clippy::too_many_arguments, reason = "the parts of a relation are what they are")]
fn relation(
    r: &Reader,
    s: usize,
    m: &Match,
    type_: &str,
    actor: &[usize],
    recipient: &[usize],
    implied: Option<usize>,
    out: &mut Vec<Claim>,
) {
    let sure = circumstances(r, s, m);
    let a = r.spread(s, actor);
    let mut b = r.spread(s, recipient);
    for x in b.clone() {
        for y in r.members(x.sentence, x.token) {
            if !b.contains(&y) {
                b.push(y);
            }
        }
    }
    let symmetric = SYMMETRIC.contains(&type_);
    let pairs: Vec<(TokenRef, TokenRef)> = if b.is_empty() && symmetric {
        // "fighting between A and B", "A and B are allies".
        (0..a.len()).flat_map(|i| (i + 1..a.len()).map(move |j| (i, j))).map(|(i, j)| (a[i], a[j])).collect()
    } else if let Some(p) = r.respectively(s, &a, &b) {
        p
    } else {
        a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y))).collect()
    };
    let when = r.when(s, m.pred, true);
    // "stopped funding", "withdrew its support": the tie has ended, which is more than that it is not.
    let tree = &r.trees[s];
    let mut sure = sure;
    let over = tree.head(m.pred).is_some_and(|h| {
        let ends = matches!(
            tree.low(h).as_str(),
            "stop" | "cease" | "end" | "halt" | "suspend" | "withdraw" | "cut" | "drop" | "terminate" | "freeze"
        );
        ends && (tree.rel(m.pred) == "xcomp" || tree.rel(m.pred) == "obj" && !tree.is_verb(m.pred))
    });
    if over {
        sure.negated = false;
    }
    for (x, y) in pairs {
        if x == y {
            continue;
        }
        let words = [r.span(x.sentence, x.token), r.span(y.sentence, y.token)];
        let mut c = base(r, s, m.pred, Kind::Relation, type_, &m.rule.id, &sure, &words);
        c.actor.extend(r.parties(x.sentence, x.token));
        if PLACED.contains(&type_) {
            c.place.push(r.place(y.sentence, y.token, PlaceRole::At));
        } else {
            c.recipient.extend(r.parties(y.sentence, y.token));
        }
        if implied.is_none() {
            c.means.clone_from(&m.rule.means);
        }
        c.status = m.rule.status.clone().filter(|_| implied.is_none()).or_else(|| Some("active".into()));
        if over {
            c.status = Some("ended".into());
        }
        c.happened = Some(when.clone());
        if !PLACED.contains(&type_) {
            let bound: Vec<usize> = actor.iter().chain(recipient).copied().collect();
            c.place = places(r, s, m, &bound);
        }
        imply(&mut c, implied);
        out.push(c);
    }
}

fn imply(c: &mut Claim, implied: Option<usize>) {
    if let Some(i) = implied {
        c.links.push(Link { to: format!("#{i}"), as_: LinkAs::ImpliedBy });
        if let Some(h) = &mut c.happened {
            h.basis = froissart_model::Basis::Implied;
        }
    }
}

/// One claim for each actor and place, with the share that it holds.
#[allow(clippy::too_many_arguments, reason = "the parts of a position are what they are")]
fn control(
    r: &Reader,
    s: usize,
    m: &Match,
    status: &str,
    actor: &[usize],
    place: &[usize],
    implied: Option<usize>,
    out: &mut Vec<Claim>,
) {
    let sure = circumstances(r, s, m);
    let tree = &r.trees[s];
    let actors = r.spread(s, actor);
    // "the control of the rest of the country is divided": what is divided is the rest.
    let place: Vec<usize> = place
        .iter()
        .map(|&p| {
            if tree.low(p) == "control" {
                tree.kids_by(p, &["nmod"])
                    .find(|&k| tree.case(k).is_some_and(|c| c == "of" || c == "over"))
                    .unwrap_or(p)
            } else {
                p
            }
        })
        .collect();
    let places = r.spread(s, &place);
    let mut when = r.when(s, m.pred, implied.is_none());
    if implied.is_some() {
        // Taken within the interval: held from its end on.
        if let Some(to) = when.to {
            when = Interval { from: Some(to), to: Some(to), holds: froissart_model::Holds::Throughout, ..when };
        }
    }
    let actor_list: Vec<Option<TokenRef>> =
        if actors.is_empty() { vec![None] } else { actors.into_iter().map(Some).collect() };
    let many = actor_list.len() > 1;
    let paired = actor_list.iter().copied().collect::<Option<Vec<_>>>().and_then(|a| r.respectively(s, &a, &places));
    for a in &actor_list {
        for p in &places {
            if paired.as_ref().is_some_and(|x| !x.iter().any(|(y, z)| Some(*y) == *a && z == p)) {
                continue;
            }
            // "one in the east and one in the south" names no place.
            if matches!(r.trees[p.sentence].upos(p.token), froissart_model::Pos::Num) {
                continue;
            }
            let t = &r.trees[p.sentence];
            let extent = crate::figure::extent(t, p.token, &r.page.text);
            let mut at = *p;
            if let Some((_, Some(whole))) = &extent {
                at = TokenRef { sentence: p.sentence, token: *whole };
            }
            let mut held = r.place(at.sentence, at.token, PlaceRole::Of);
            if at != *p {
                // The place's words are the whole phrase, share included; its coordinates are the whole's.
                held.span = r.span(p.sentence, p.token).cover(held.span);
                held.span.of(&r.page.text).clone_into(&mut held.text);
            }
            // "divided between X and Y in the north-east": the second holds its own corner.
            if let (true, Some(x)) = (many, a) {
                let here = &r.trees[x.sentence];
                let all = here.conjuncts(here.first_conjunct(x.token));
                let next = all.iter().copied().find(|&c| c > x.token).unwrap_or(here.len());
                // The phrase belongs to the last before it, wherever the parser hung it.
                let corner = all
                    .iter()
                    .flat_map(|&c| here.kids_by(c, &["nmod"]).collect::<Vec<_>>())
                    .find(|&k| k > x.token && k < next && here.case(k).as_deref() == Some("in"));
                if let Some(k) = corner {
                    let corner = r.place(x.sentence, k, PlaceRole::Of);
                    held = Place { country: held.country.clone(), ..corner };
                }
            }
            let mut words = vec![held.span];
            words.extend(a.map(|a| r.span(a.sentence, a.token)));
            let mut c = base(r, s, m.pred, Kind::Control, "controls", &m.rule.id, &sure, &words);
            c.status = Some(status.to_owned());
            if let Some(a) = a {
                c.actor.push(r.entity(a.sentence, a.token));
            }
            if implied.is_none() {
                c.recipient = r
                    .spread(s, &m.recipient)
                    .iter()
                    .filter(|x| !places.contains(x))
                    .map(|x| r.entity(x.sentence, x.token))
                    .collect();
            }
            c.extent = extent.map(|e| e.0);
            c.place.push(held);
            c.happened = Some(when.clone());
            imply(&mut c, implied);
            if c.actor.is_empty() && !c.negated && status != "contested" {
                continue;
            }
            out.push(c);
        }
    }
}

/// The plain circumstances of a modifier: told in passing, and true on the page's day.
pub(crate) fn in_passing(r: &Reader, s: usize, p: usize) -> (Sure, Interval) {
    let mut sure = r.sure(s, p);
    sure.mood = Mood::Actual;
    sure.negated = false;
    sure.denied = false;
    if sure.stance == Stance::Doubted {
        sure.stance = Stance::Asserted;
    }
    sure.embedded = true;
    (sure, Interval::by_tense(r.day))
}
