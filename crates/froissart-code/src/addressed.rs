//! Who is addressed by an act besides those that its rule's words name: whose offer is rejected, for whom peace is asked,
//! whose land is left.
//!
//! Fills recipients of a claim, and makes none. "Oman welcomed a resumption of ties between Kuwait and Libya" speaks to
//! Kuwait and to Libya.

use crate::matcher::Match;
use crate::reader::Reader;
use froissart_model::{Claim, Entity, Kind, Pos, TokenRef};

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
    if !r.know.words.has("ways", &r.trees[s].low(place.token)) {
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
    if !verbal && !matches!(c.type_.as_str(), "CONSULT" | "SANCTION" | "COERCE" | "CONCEDE" | "AID" | "PROTEST") {
        return;
    }
    // "agreed to withdraw his troops": nobody addresses himself.
    let own =
        |x: &TokenRef| actors.contains(x) || r.antecedent(x.sentence, x.token).is_some_and(|a| actors.contains(&a));
    let party = |o: &TokenRef| r.can_act(o.sentence, o.token) && !r.is_place(o.sentence, o.token);
    let mut things: Vec<TokenRef> = objects
        .iter()
        .copied()
        .filter(|o| !r.can_act(o.sentence, o.token) && !r.is_place(o.sentence, o.token))
        .collect();
    if objects.is_empty() && c.place.is_empty() {
        things.extend(
            m.consumed.iter().filter(|&&t| r.trees[s].is_noun(t)).map(|&token| TokenRef { sentence: s, token }),
        );
    }
    let mut found: Vec<TokenRef> = Vec::new();
    if verbal || c.type_ == "CONSULT" {
        found = things.iter().flat_map(|o| r.owners(*o)).filter(|x| !own(x)).collect();
    }
    // What several agree on concerns others; what one alone promises is promised to somebody.
    let hostile = matches!(c.type_.as_str(), "SANCTION" | "COERCE" | "PROTEST" | "THREATEN");
    let alone = c.kind != Kind::Agreement && actors.len() == 1;
    if found.is_empty() && !objects.iter().any(party) && c.type_ != "CONSULT" && (c.type_ != "AGREE" || alone) {
        found = things.iter().flat_map(|o| r.concerned(*o, hostile)).filter(|x| !own(x)).collect();
    }
    for x in found {
        if !c.recipient.iter().any(|e| e.span == r.span(x.sentence, x.token)) {
            c.recipient.extend(r.parties(x.sentence, x.token));
        }
    }
}
