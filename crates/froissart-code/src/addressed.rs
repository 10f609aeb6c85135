//! Who is addressed by an act besides those that its rule's words name: whose offer is rejected, for whom peace is asked,
//! whose land is left.
//!
//! Fills recipients of a claim, and makes none. "Oman welcomed a resumption of ties between Kuwait and Libya" speaks to
//! Kuwait and to Libya.

use crate::matcher::Match;
use crate::reader::Reader;
use froissart_know::{Trigger, Yield};
use froissart_model::{Claim, Entity, EntityKind, Kind, Pos, TokenRef};

/// Adds the state whose land an act is about, where no other party is told.
pub(crate) fn landlords(r: &Reader, s: usize, m: &Match, objects: &[TokenRef], c: &mut Claim) {
    // "massed troops on the border with Chad": one's own troops are no party to it.
    let troops = |e: &Entity| e.country.is_none() && e.name.is_none() && e.code.is_none();
    let open = match c.type_.as_str() {
        "RETREAT" | "MOBILIZE" => c.recipient.iter().all(troops),
        "COERCE" | "SANCTION" => c.recipient.is_empty(),
        _ => false,
    };
    if open {
        for p in r.spread(s, &m.place).into_iter().chain(objects.iter().copied()) {
            // Troops sent to a state may be sent to its help.
            if c.type_ == "MOBILIZE" && r.is_named_state(p.sentence, p.token) {
                continue;
            }
            for x in lords(r, m, p) {
                let all = r.parties(x.sentence, x.token);
                // "Niger closed its border with Benin": one's own state is no other party.
                let other = |e: &Entity| c.actor.iter().all(|a| a.country.is_none() || a.country != e.country);
                let all: Vec<Entity> = all.into_iter().filter(other).collect();
                c.recipient.extend(all);
            }
        }
    }
}

/// "willing to help end the conflict in Chad": where the situation is that a promise or a demand is about.
pub(crate) fn situation(r: &Reader, s: usize, m: &Match) -> Option<froissart_model::Place> {
    let tree = &r.trees[s];
    let under = |k: usize| m.consumed.iter().any(|&c| tree.dominates(c, k)) || tree.dominates(m.pred, k);
    let about = |n: usize| r.know.words.has("wars", tree.low(n)) || tree.low(n) == "situation";
    let place = (m.pred..tree.len()).find(|&k| {
        matches!(tree.case(k).as_deref(), Some("in" | "across" | "throughout"))
            && tree.rel(k) == "nmod"
            && tree.head(k).is_some_and(about)
            && under(k)
            && !r.is_time(s, k)
            && (r.is_place(s, k) || r.is_named_state(s, k))
    })?;
    Some(r.place(s, place, froissart_model::PlaceRole::At))
}

/// The state whose land a place is, where the words name it: "withdrew from Georgia", "troops on the border with Chad".
fn lords(r: &Reader, m: &Match, place: TokenRef) -> Vec<TokenRef> {
    let s = place.sentence;
    // Manoeuvres or a curfew in Norway are not against it.
    let inside = |c: String| matches!(c.as_str(), "in" | "across" | "within" | "throughout" | "over");
    if r.trees[s].case(place.token).is_some_and(inside) {
        return Vec::new();
    }
    // "the south of Lebanon" and "southern Lebanon" are places.
    if r.is_named_state(s, place.token) && r.trees[s].kids_by(place.token, &["amod"]).next().is_none() {
        return vec![place];
    }
    if !r.know.words.has("ways", r.trees[s].low(place.token)) {
        return Vec::new();
    }
    let state = |x: &TokenRef| r.is_named_state(x.sentence, x.token);
    let mut all = r.owners(place);
    all.extend(r.concerned(place, true));
    all.retain(|x| state(x) && r.trees[x.sentence].upos(x.token) != Pos::Pron);
    // "massed near the border with Chad", where the parser hung the state on the verb.
    if all.is_empty() {
        let with: Vec<usize> =
            m.frame.oblique.iter().filter(|(c, k)| c == "with" && *k > place.token).map(|x| x.1).collect();
        all = r.spread(s, &with);
        all.retain(state);
    }
    all
}

/// "condemned an attack by the army", "rejected an offer from Kabul", "called for peace in Chad": whose act or word it
/// is, or whom it concerns, is addressed with it.
pub(crate) fn addressed(r: &Reader, s: usize, m: &Match, actors: &[TokenRef], objects: &[TokenRef], c: &mut Claim) {
    let verbal = matches!(c.type_.as_str(), "ACCUSE" | "REJECT" | "SUPPORT" | "REQUEST" | "THREATEN" | "AGREE");
    if !verbal
        && !matches!(c.type_.as_str(), "CONSULT" | "SANCTION" | "COERCE" | "CONCEDE" | "AID" | "PROTEST" | "MOBILIZE")
    {
        return;
    }
    let tree = &r.trees[s];
    // "agreed to withdraw his troops": nobody addresses himself.
    let own =
        |x: &TokenRef| actors.contains(x) || r.antecedent(x.sentence, x.token).is_some_and(|a| actors.contains(&a));
    let party = |o: &TokenRef| r.is_party(o.sentence, o.token);
    let mut things: Vec<TokenRef> =
        objects.iter().copied().filter(|o| !party(o) && !r.is_place(o.sentence, o.token)).collect();
    if objects.is_empty() && c.place.is_empty() {
        things.extend(
            m.consumed
                .iter()
                .chain(&m.content)
                .filter(|&&t| tree.is_noun(t) && !r.is_time(s, t))
                .map(|&token| TokenRef { sentence: s, token }),
        );
    }
    let mut found: Vec<TokenRef> = Vec::new();
    if verbal || matches!(c.type_.as_str(), "CONSULT" | "PROTEST") {
        found = things.iter().flat_map(|o| r.owners(*o)).filter(|x| !own(x)).collect();
        // "ordered the killing of villagers" asks nothing of them; "demanded an admission by Moscow" does.
        if c.type_ == "REQUEST" && objects.is_empty() {
            let asked = |x: &TokenRef| {
                tree.rel(x.token) == "nmod:poss"
                    || tree.case(x.token).is_none_or(|w| matches!(w.as_str(), "by" | "from" | "with"))
            };
            found.retain(asked);
        }
    }
    // What several agree on concerns others; what one alone promises is promised to somebody.
    let hostile = matches!(c.type_.as_str(), "SANCTION" | "COERCE" | "PROTEST" | "THREATEN");
    let alone = c.kind != Kind::Agreement && actors.len() == 1;
    if found.is_empty()
        && !objects.iter().any(party)
        && !matches!(c.type_.as_str(), "CONSULT" | "MOBILIZE")
        && (c.type_ != "AGREE" || alone)
    {
        found = things.iter().flat_map(|o| r.concerned(*o, hostile)).filter(|x| !own(x)).collect();
    }
    let known = |e: &Entity| e.country.is_some() || e.id.is_some() || e.code.is_some();
    if found.is_empty() && !c.recipient.iter().any(known) {
        found = match c.type_.as_str() {
            "PROTEST" => aims(r, s, m),
            "MOBILIZE" => foes(r, s, m),
            "THREATEN" | "REJECT" | "CONCEDE" | "AGREE" | "REQUEST" if alone && objects.is_empty() => m
                .consumed
                .iter()
                .chain(&m.told)
                .filter(|&&v| tree.is_verb(v))
                .flat_map(|&v| of_deed(r, s, v, hostile))
                .collect(),
            _ => Vec::new(),
        };
        found.retain(|x| !own(x) && r.trees[x.sentence].upos(x.token) != Pos::Pron);
    }
    if c.type_ == "ACCUSE" && matches!(tree.low(m.pred), "complain" | "protest" | "complaint") {
        found.extend(phrases(m, &["about", "against", "over"]).flat_map(|token| whose(r, s, token, true)));
    }
    for x in found {
        let all = r.parties(x.sentence, x.token);
        // A government that promises something at home promises it to its people, and not to itself.
        let itself = |e: &Entity| {
            e.kind == EntityKind::State
                && e.sector.is_none()
                && c.actor.iter().any(|a| {
                    a.country.is_some() && a.country == e.country && a.sector.as_deref().is_none_or(|x| x == "GOV")
                })
                && matches!(c.type_.as_str(), "AGREE" | "THREATEN")
        };
        // A pronoun that stands for nobody known tells nothing.
        let empty = r.trees[x.sentence].upos(x.token) == Pos::Pron && r.resolve(x.sentence, x.token).is_none();
        if !empty && !c.recipient.iter().any(|e| e.span == r.span(x.sentence, x.token)) && !all.iter().any(itself) {
            c.recipient.extend(all);
        }
    }
}

/// Whether a mention is of a party of which something is known.
fn known(r: &Reader, s: usize, k: usize) -> bool {
    r.is_party(s, k)
        && r.resolve(s, k).is_some_and(|x| {
            x.country.is_some() || x.id.is_some() || x.code.is_some() || x.sector.is_some_and(|y| y != "UNK")
        })
}

/// "Repelled an attack by rebels" is done to the rebels, "condemned Israel's killing of a clerk" says something to
/// Israel: where the doer of a deed is told, the deed gives way to him. Whom a repelled attack fell back on is open where
/// nobody says whose it was: an assault is no party.
pub(crate) fn of_deeds(r: &Reader, type_: &str, actors: &[TokenRef], objects: Vec<TokenRef>) -> Vec<TokenRef> {
    let verbal = matches!(type_, "ACCUSE" | "SUPPORT");
    if !verbal && type_ != "ASSAULT" {
        return objects;
    }
    let doers = |o: TokenRef| -> Vec<TokenRef> {
        let low = r.trees[o.sentence].low(o.token);
        let violent = r.know.words.has("attacks", low) && !r.can_act(o.sentence, o.token);
        let deed = if verbal { violent || is_deed(r, o) } else { violent };
        let who = if deed { r.spread(o.sentence, &r.doers(o.sentence, o.token)) } else { Vec::new() };
        let who: Vec<TokenRef> = who.into_iter().filter(|x| *x != o && !actors.contains(x)).collect();
        if who.is_empty() && (verbal || !deed) { vec![o] } else { who }
    };
    objects.into_iter().flat_map(doers).collect()
}

/// Whether a common noun names an act that a rule knows: "killing", "deployment", "release".
fn is_deed(r: &Reader, o: TokenRef) -> bool {
    let tree = &r.trees[o.sentence];
    let act = |y: &Yield| match y {
        Yield::Event(t) => matches!(t.as_str(), "ASSAULT" | "COERCE" | "SANCTION" | "MOBILIZE" | "RETREAT" | "AID"),
        Yield::Relation(t) => t == "supports",
        _ => false,
    };
    tree.upos(o.token) == Pos::Noun
        && r.know.rules.triggered(tree.low(o.token)).any(|(rule, p)| p.trigger == Trigger::Noun && act(&rule.yields))
}

/// The phrases of a match behind some prepositions.
fn phrases<'m>(m: &'m Match, cases: &'m [&'m str]) -> impl Iterator<Item = usize> + 'm {
    m.frame.oblique.iter().filter(|(c, k)| *k > m.pred && cases.contains(&c.as_str())).map(|x| x.1)
}

/// A party itself, or whose a thing is, or whom it concerns.
fn whose(r: &Reader, s: usize, token: usize, hostile: bool) -> Vec<TokenRef> {
    if r.is_time(s, token) || r.is_place(s, token) {
        return Vec::new();
    }
    if r.is_party(s, token) {
        return if known(r, s, token) { r.spread(s, &[token]) } else { Vec::new() };
    }
    let at = TokenRef { sentence: s, token };
    let owners = r.owners(at);
    if owners.is_empty() { r.concerned(at, hostile) } else { owners }
}

/// At whom a protest is aimed: "to protest Sweden's decision", "in protest against arrests by the police", "to demand
/// reforms by the government".
fn aims(r: &Reader, s: usize, m: &Match) -> Vec<TokenRef> {
    let tree = &r.trees[s];
    let has = |list: &str, x: usize| r.know.words.has(list, tree.low(x));
    for k in phrases(m, &["about", "against", "at", "over"]) {
        let found = whose(r, s, k, true);
        if !found.is_empty() {
            return found;
        }
    }
    // "an anti-Putin rally"
    for noun in std::iter::once(m.pred).chain(m.consumed.iter().copied()) {
        let against = |&k: &usize| {
            let name = tree.tok(k).form.strip_prefix("anti-").or_else(|| tree.tok(k).form.strip_prefix("Anti-"));
            k < noun && name.is_some_and(|x| x.starts_with(char::is_uppercase)) && known(r, s, k)
        };
        if let Some(token) = tree.kids_by(noun, &["amod", "compound"]).find(against) {
            return vec![TokenRef { sentence: s, token }];
        }
    }
    // "in protest of", "in protest against": the phrase hangs on the noun.
    for p in phrases(m, &["in"]).filter(|&p| tree.low(p) == "protest") {
        for k in tree.kids_by(p, &["nmod"]).filter(|&k| k > p) {
            let found = whose(r, s, k, true);
            if !found.is_empty() {
                return found;
            }
        }
    }
    let carriers = std::iter::once(m.pred).chain(m.consumed.iter().copied()).chain(m.recipient.iter().copied());
    for v in carriers.flat_map(|x| tree.kids_by(x, &["advcl", "acl", "xcomp"])).filter(|&v| tree.is_verb(v)) {
        let (aims, demands) = (has("aim-verbs", v), has("demand-verbs", v));
        if !aims && !demands {
            continue;
        }
        let f = tree.verb_frame(v);
        let direct = f.object.iter().copied().filter(|&o| o > v);
        let through = f.oblique.iter().filter(|(c, k)| {
            *k > v && (matches!(c.as_str(), "about" | "against" | "at" | "over" | "from") || demands && c == "by")
        });
        if aims {
            let all = direct.chain(through.map(|x| x.1)).map(|k| whose(r, s, k, true)).find(|x| !x.is_empty());
            if let Some(found) = all {
                return found;
            }
            continue;
        }
        for k in through.map(|x| x.1) {
            if r.is_party(s, k) {
                return r.spread(s, &[k]);
            }
        }
        // "demand reforms by the government", "the president's resignation", and not "the release of prisoners".
        for o in direct.chain(f.oblique.iter().filter(|(c, _)| c == "for").map(|x| x.1)) {
            let asked = |k: &usize| {
                tree.rel(*k) == "nmod:poss"
                    || tree
                        .case(*k)
                        .is_some_and(|c| matches!(c.as_str(), "by" | "from") || c == "of" && has("ouster-nouns", o))
            };
            let heads: Vec<usize> = tree.kids_by(o, &["nmod"]).filter(asked).filter(|&k| r.is_party(s, k)).collect();
            if !heads.is_empty() {
                return r.spread(s, &heads);
            }
            // "the return of property seized by the army"
            let things = tree
                .kids_by(o, &["nmod"])
                .filter(|&k| k > o && tree.case(k).as_deref() == Some("of") && !r.is_party(s, k) && !r.is_place(s, k));
            let owners: Vec<TokenRef> = things.flat_map(|token| r.owners(TokenRef { sentence: s, token })).collect();
            if !owners.is_empty() {
                return owners;
            }
        }
    }
    Vec::new()
}

/// Against whom a force is readied: "for a possible war against Iraq", "to attack the rebels".
fn foes(r: &Reader, s: usize, m: &Match) -> Vec<TokenRef> {
    let tree = &r.trees[s];
    let heads = |all: Vec<usize>| {
        let all: Vec<usize> = all.into_iter().filter(|&k| r.is_party(s, k)).collect();
        r.spread(s, &all)
    };
    for (case, k) in m.frame.oblique.iter().filter(|(_, k)| *k > m.pred) {
        if case == "against" && r.is_party(s, *k) {
            return r.spread(s, &[*k]);
        }
        if matches!(case.as_str(), "ahead of" | "before" | "for") && r.is_instrument(s, *k) {
            let on = |x: &usize| tree.case(*x).is_some_and(|c| matches!(c.as_str(), "against" | "of" | "on" | "with"));
            let found = heads(tree.kids_by(*k, &["nmod"]).filter(on).collect());
            if !found.is_empty() {
                return found;
            }
        }
    }
    let carriers = std::iter::once(m.pred).chain(m.recipient.iter().copied());
    for v in carriers.flat_map(|x| tree.kids_by(x, &["advcl", "acl", "xcomp"])).filter(|&v| tree.is_infinitive(v)) {
        if r.know.words.has("violence-verbs", tree.low(v)) {
            let found = heads(tree.verb_frame(v).object);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Whom a deed is for or against that is threatened, promised or refused: "to ban the opposition's candidates", "to
/// deliver blows to Chad", "to lift the curfew in Gaza".
fn of_deed(r: &Reader, s: usize, v: usize, hostile: bool) -> Vec<TokenRef> {
    const WHOM: &[&str] = &["against", "on", "upon", "to", "with", "from", "at", "for", "towards", "toward"];
    const MOTION: &[&str] = &["come", "fly", "go", "head", "move", "return", "travel"];
    let tree = &r.trees[s];
    let f = tree.verb_frame(v);
    let after = |k: usize| k > v;
    // "to withdraw its troops": those are one's own.
    let theirs = |o: usize| tree.kids_by(o, &["nmod"]).any(|k| tree.rel(k) == "nmod:poss" && tree.upos(k) == Pos::Pron);
    let direct: Vec<usize> = f.object.iter().copied().filter(|&o| after(o) && known(r, s, o) && !theirs(o)).collect();
    if !direct.is_empty() {
        return r.spread(s, &direct);
    }
    for w in WHOM {
        if matches!(*w, "to" | "for" | "towards" | "toward") && MOTION.contains(&tree.low(v)) {
            continue;
        }
        let found = f.oblique.iter().find(|(c, k)| c == w && after(*k) && known(r, s, *k) && !r.is_time(s, *k));
        if let Some((_, k)) = found {
            return r.spread(s, &[*k]);
        }
    }
    let things: Vec<usize> = f.object.iter().copied().filter(|&o| after(o)).collect();
    things.into_iter().flat_map(|o| whose(r, s, o, hostile)).collect()
}
