//! Ties between the claims of a page: what a statement says, what it rejects, which event a figure counts, what answered
//! what, and what is told again.
//!
//! "Iran accused Turkey of shelling Syria" is a statement, and its content is an act according to Iran. "The blast killed
//! nine people. Two of them …" counts that blast. A cause is linked only where the words say cause: "in retaliation for",
//! "because of", and not a bare "after".

use crate::assemble::SYMMETRIC;
use crate::reader::Reader;
use froissart_model::{
    Basis, Certainty, Claim, Entity, EntityKind, Figure, FigureScope, Kind, Link, LinkAs, Mood, Place, PlaceRole, Pos,
    TokenRef,
};

/// How many sentences back a figure or "the attack" looks for its event.
const NEAR: usize = 3;

/// Links the claims of a page; the links are indices until the claims are sealed.
pub(crate) fn links(r: &Reader, out: &mut [Claim]) {
    let preds: Vec<Option<TokenRef>> = out.iter().map(|c| c.origin).collect();
    contents(r, out, &preds);
    figures(r, out, &preds);
    again(r, out, &preds);
    tellings(out);
    rejected(r, out, &preds);
    causes(r, out, &preds);
}

fn link(out: &mut [Claim], from: usize, to: usize, as_: LinkAs) {
    let l = Link { to: format!("#{to}"), as_ };
    if from != to && !out[from].links.contains(&l) {
        out[from].links.push(l);
    }
}

fn is_linked(c: &Claim, as_: LinkAs) -> bool {
    c.links.iter().any(|l| l.as_ == as_)
}

/// Whether two mentions are of the same party, by what is known of them, else by their words.
pub(crate) fn same(a: &Entity, b: &Entity) -> bool {
    if a.span == b.span || a.antecedent == Some(b.span) || b.antecedent == Some(a.span) {
        return true;
    }
    if a.id.is_some() || b.id.is_some() {
        return a.id == b.id && a.sector == b.sector;
    }
    let words = |e: &Entity| bare(e.name.as_deref().unwrap_or(&e.text));
    words(a) == words(b) && (a.country == b.country || a.country.is_none() || b.country.is_none())
}

fn bare(words: &str) -> String {
    let low = words.to_lowercase();
    ["the ", "a ", "an "].iter().find_map(|d| low.strip_prefix(d)).unwrap_or(&low).to_owned()
}

fn same_place(a: &Place, b: &Place) -> bool {
    if a.geonames.is_some() && b.geonames.is_some() {
        return a.geonames == b.geonames && a.relation == b.relation;
    }
    bare(a.name.as_deref().unwrap_or(&a.text)) == bare(b.name.as_deref().unwrap_or(&b.text))
}

fn all_same(a: &[Entity], b: &[Entity]) -> bool {
    a.len() == b.len() && a.iter().all(|x| b.iter().any(|y| same(x, y)))
}

fn overlap(a: &Claim, b: &Claim) -> bool {
    let (Some(x), Some(y)) = (&a.happened, &b.happened) else { return true };
    let before = |x: Option<froissart_model::Day>, y: Option<froissart_model::Day>| match (x, y) {
        (Some(x), Some(y)) => x < y,
        _ => false,
    };
    !before(x.to, y.from) && !before(y.to, x.from)
}

/// Acts inside a statement of the same sentence, by the speaker's account.
fn contents(r: &Reader, out: &mut [Claim], preds: &[Option<TokenRef>]) {
    for i in 0..out.len() {
        let Some(p) = preds[i].filter(|_| out[i].kind == Kind::Statement && !out[i].actor.is_empty()) else { continue };
        for j in 0..out.len() {
            let Some(q) = preds[j].filter(|q| q.sentence == p.sentence && *q != p) else { continue };
            let tree = &r.trees[p.sentence];
            let at = tree.tok(q.token).span;
            let said =
                r.analysis.attributions.iter().any(|a| {
                    a.cue_head == p && (a.content.iter().any(|c| c.contains(at)) || a.content_head == Some(q))
                });
            let by = out[j].according_to.first().is_some_and(|e| out[i].actor.iter().any(|a| same(a, e)));
            if by && (said || tree.dominates(p.token, q.token)) && !is_linked(&out[j], LinkAs::ContentOf) {
                link(out, j, i, LinkAs::ContentOf);
            }
        }
    }
}

fn is_event(c: &Claim) -> bool {
    c.kind == Kind::Event && matches!(c.type_.as_str(), "ASSAULT" | "COERCE") && !c.negated
}

/// Whether the noun or verb at `q` is the act in which what `v` counts came about.
fn is_act_of(r: &Reader, s: usize, v: usize, q: usize) -> bool {
    let tree = &r.trees[s];
    if v == q {
        return true;
    }
    // "Umbar downs drones; two killed in Pelargir": a semicolon parts what is told.
    let is_parted = |a: usize, b: usize| (a.min(b)..a.max(b)).any(|i| tree.form(i) == ";");
    let under = |a: usize, b: usize| {
        tree.head(a) == Some(b)
            && !is_parted(a, b)
            && match tree.rel(a).split(':').next() {
                Some("nsubj" | "advcl" | "acl" | "conj" | "parataxis" | "xcomp") => true,
                Some("obl" | "nmod") => tree.case(a).is_some_and(|c| {
                    matches!(c.as_str(), "in" | "by" | "during" | "after" | "from" | "when" | "following")
                }),
                _ => false,
            }
    };
    under(q, v)
        || under(v, q)
        // "launched an attack that killed nine", "carried out a raid, killing four": over a light verb.
        || tree.head(q).is_some_and(|h| !tree.is_verb(q) && (under(v, h) || h == v))
        || tree.head(v).is_some_and(|h| under(q, h) && tree.rel(v) != "ccomp")
}

/// The event that a figure counts, and the greater figure of which it is a part.
fn figures(r: &Reader, out: &mut [Claim], preds: &[Option<TokenRef>]) {
    for f in 0..out.len() {
        let (Some(figure), Some(v)) = (out[f].figure.clone(), preds[f]) else { continue };
        let s = v.sentence;
        if figure.scope == FigureScope::Subset {
            let whole = (0..f).rev().find(|&i| {
                preds[i].is_some_and(|p| p == v)
                    && out[i].figure.as_ref().is_some_and(|w| w.of == figure.of && w.scope != FigureScope::Subset)
            });
            if let Some(whole) = whole {
                link(out, f, whole, LinkAs::PartOf);
            }
        }
        let counted = matches!(figure.of.as_str(), "killed" | "injured" | "killed_or_injured" | "captured" | "missing");
        // Troops are counted where they move, people where they are hurt or taken.
        let is_troops = figure.of == "troops";
        let moves = |c: &Claim| c.kind == Kind::Event && matches!(c.type_.as_str(), "MOBILIZE" | "RETREAT" | "AID");
        let here = (0..out.len()).find(|&i| {
            (if is_troops { moves(&out[i]) } else { is_event(&out[i]) })
                && preds[i].is_some_and(|q| q.sentence == s && is_act_of(r, s, v.token, q.token))
                && (out[i].type_ == "ASSAULT" || figure.of == "captured" || is_troops)
        });
        // "Nine people were hurt." after the sentence that tells of the blast.
        let open = out[f].place.is_empty() && out[f].actor.is_empty() && figure.scope == FigureScope::Event;
        let before = || {
            let fits = |i: &usize| {
                let i = *i;
                is_event(&out[i])
                    && out[i].type_ == "ASSAULT"
                    && out[i].mood == Mood::Actual
                    && !out[i].is_implied()
                    && out[i].told == out[f].told
                    && !tells_another(&out[f], &out[i])
                    && !is_tally(r, s, v.token)
                    && overlap(&out[i], &out[f])
                    && preds[i].is_some_and(|q| q.sentence < s && q.sentence + NEAR > s)
            };
            // The nearest sentence that tells of one; in it the first.
            let sentence = |i: usize| out[i].evidence.sentence;
            let last = (0..out.len()).rev().find(fits)?;
            (0..out.len()).find(|i| fits(i) && sentence(*i) == sentence(last))
        };
        // "were wounded" implies an act of nobody at no place: that says no more than the figure.
        let bare = |i: usize| out[i].is_implied() && out[i].actor.is_empty() && out[i].place.is_empty();
        let told = here.filter(|&i| !bare(i));
        let Some(event) = told.or_else(|| if open && counted { before() } else { None }).or(here) else { continue };
        link(out, f, event, LinkAs::FigureOf);
        inherit(r, out, f, event, here == Some(event));
    }
}

/// Whether a count is told by somebody other than he who tells of the act.
fn tells_another(figure: &Claim, event: &Claim) -> bool {
    let (a, b) = (figure.according_to.first(), event.according_to.first());
    a.zip(b).is_some_and(|(a, b)| !same(a, b))
}

/// "By Friday", "within a day": a count of all that time, and not of the act before it.
fn is_tally(r: &Reader, s: usize, v: usize) -> bool {
    let tree = &r.trees[s];
    tree.kids_by(v, &["obl"])
        .any(|k| r.is_time(s, k) && tree.case(k).is_some_and(|c| matches!(c.as_str(), "by" | "within" | "since")))
}

/// What a figure's event says and the figure does not: where, when, and by whom.
fn inherit(r: &Reader, out: &mut [Claim], f: usize, event: usize, near: bool) {
    if out[f].place.is_empty() {
        let victims: Vec<_> = out[f].recipient.iter().map(|e| e.span).collect();
        out[f].place = out[event]
            .place
            .iter()
            .filter(|p| !victims.iter().any(|v| v.overlaps(p.span)))
            .map(|p| Place { role: PlaceRole::At, ..p.clone() })
            .collect();
    }
    // Two who fight each other are not both the doers.
    let doer = near
        && out[event].type_ == "ASSAULT"
        && !out[event].rule.starts_with("ASSAULT/fight")
        && out[f].actor.is_empty()
        && !out[event].actor.iter().any(|a| out[f].recipient.iter().any(|v| same(a, v)));
    if doer {
        // "terrorist rocket fire" names no doer that a figure could be laid to.
        let party =
            |e: &&Entity| e.sector.is_some() || e.id.is_some() || e.country.is_some() && e.kind == EntityKind::State;
        out[f].actor = out[event].actor.iter().filter(party).cloned().collect();
    }
    let dated = |c: &Claim| c.happened.as_ref().is_some_and(|h| h.basis == Basis::Words);
    if !dated(&out[f]) && dated(&out[event]) && r.day.is_some() {
        let happened = out[event].happened.clone();
        out[f].happened = happened;
    }
}

/// "The attack", "the bomber": a definite act or doer after its first telling is the same again.
fn again(r: &Reader, out: &mut [Claim], preds: &[Option<TokenRef>]) {
    for i in 0..out.len() {
        let Some(p) = preds[i].filter(|_| is_event(&out[i]) && out[i].type_ == "ASSAULT" && !out[i].is_implied())
        else {
            continue;
        };
        let tree = &r.trees[p.sentence];
        let definite =
            |t: usize| tree.kids_by(t, &["det"]).any(|d| tree.low(d) == "the") && r.name_at(p.sentence, t).is_none();
        let act =
            tree.upos(p.token) == Pos::Noun && definite(p.token) && tree.kids_by(p.token, &["nmod"]).next().is_none();
        let doer = tree
            .subject(p.token, 0)
            .into_iter()
            .any(|x| tree.is_noun(x) && definite(x) && r.know.words.has("attackers", tree.low(x)));
        if !act && !doer {
            continue;
        }
        let first = (0..i).rev().find(|&j| {
            is_event(&out[j])
                && out[j].type_ == "ASSAULT"
                && out[j].mood == Mood::Actual
                && !out[j].is_implied()
                && out[j].told == out[i].told
                && overlap(&out[i], &out[j])
                && preds[j].is_some_and(|q| q.sentence < p.sentence && q.sentence + NEAR > p.sentence)
        });
        let Some(first) = first else { continue };
        link(out, i, first, LinkAs::SameTelling);
        if out[i].place.is_empty() {
            out[i].place = out[first].place.iter().map(|x| Place { role: PlaceRole::At, ..x.clone() }).collect();
        }
    }
}

/// A claim told again in another sentence, by the same words for who and whom.
fn tellings(out: &mut [Claim]) {
    let told = |c: &Claim| !c.is_implied() && !matches!(c.kind, Kind::Figure | Kind::Assessment) && !c.actor.is_empty();
    for i in 0..out.len() {
        if !told(&out[i]) || is_linked(&out[i], LinkAs::SameTelling) {
            continue;
        }
        let first = (0..i).find(|&j| {
            let (a, b) = (&out[i], &out[j]);
            told(b)
                && a.evidence.sentence != b.evidence.sentence
                && (a.kind, &a.type_, &a.status, a.negated, a.mood) == (b.kind, &b.type_, &b.status, b.negated, b.mood)
                && overlap(a, b)
                && same_parties(a, b)
        });
        if let Some(first) = first {
            link(out, i, first, LinkAs::SameTelling);
        }
    }
    // "shelled a town", and in the next sentence which town that was.
    for i in 0..out.len() {
        let unnamed = |c: &Claim| {
            let low = c.place.first().map_or(String::new(), |p| p.text.to_lowercase());
            (low.starts_with("a ") || low.starts_with("an "))
                && c.place[0].name.as_ref().is_none_or(|n| !c.place[0].text.contains(n.as_str()))
                && c.recipient.is_empty()
        };
        if !told(&out[i]) || out[i].type_ != "ASSAULT" || !unnamed(&out[i]) {
            continue;
        }
        let sentence = out[i].evidence.sentence;
        let named = (i + 1..out.len()).find(|&j| {
            let b = &out[j];
            told(b)
                && b.type_ == "ASSAULT"
                && b.evidence.sentence > sentence
                && b.evidence.sentence < sentence + NEAR
                && (b.negated, b.mood) == (out[i].negated, out[i].mood)
                && overlap(b, &out[i])
                && all_same(&b.actor, &out[i].actor)
                && b.place.first().is_some_and(|p| p.name.is_some() && p.geonames.is_some())
        });
        if let Some(j) = named {
            let p = out[j].place[0].clone();
            let own = &mut out[i].place[0];
            (own.name, own.geonames, own.country) = (p.name, p.geonames, p.country);
            (own.admin1, own.lat, own.lon) = (p.admin1, p.lat, p.lon);
            (own.radius_km, own.precision, own.feature) = (p.radius_km, p.precision, p.feature);
            link(out, j, i, LinkAs::SameTelling);
        }
    }
}

/// Whether two claims of one type have the same parties and, where both name one, the same place.
fn same_parties(a: &Claim, b: &Claim) -> bool {
    let straight = all_same(&a.actor, &b.actor) && all_same(&a.recipient, &b.recipient);
    let crossed =
        SYMMETRIC.contains(&a.type_.as_str()) && all_same(&a.actor, &b.recipient) && all_same(&a.recipient, &b.actor);
    let placed = a.place.iter().any(|x| b.place.iter().any(|y| same_place(x, y)));
    match a.kind {
        Kind::Relation if !a.recipient.is_empty() => straight || crossed,
        Kind::Relation | Kind::Control => straight && placed,
        // Two attacks by one party are two, unless on the same people or place; a statement needs somebody spoken to.
        Kind::Event => straight && (placed || !a.recipient.is_empty() && (a.place.is_empty() || b.place.is_empty())),
        _ => straight && !a.recipient.is_empty() && a.subject == b.subject,
    }
}

/// What a denial denies: the same told by another, else an accusation against who denies, else its own content.
fn rejected(r: &Reader, out: &mut [Claim], preds: &[Option<TokenRef>]) {
    for i in 0..out.len() {
        let denial = out[i].kind == Kind::Statement
            && !out[i].negated
            && (out[i].subject.as_deref() == Some("denial") || out[i].type_ == "REJECT");
        let Some(p) = preds[i].filter(|_| denial && !out[i].actor.is_empty()) else { continue };
        let own = format!("#{i}");
        let content: Vec<usize> = (0..out.len())
            .filter(|&j| {
                out[j].negated
                    && out[j].certainty == Certainty::Denied
                    && !out[j].is_implied()
                    && out[j].links.iter().any(|l| l.as_ == LinkAs::ContentOf && l.to == own)
            })
            .collect();
        let other = |j: usize| {
            (0..out.len()).find(|&k| {
                let (a, b) = (&out[j], &out[k]);
                k != j
                    && !b.negated
                    && (a.kind, &a.type_) == (b.kind, &b.type_)
                    && same_parties(a, b)
                    && !b.according_to.iter().any(|e| out[i].actor.iter().any(|x| same(x, e)))
            })
        };
        let mut found: Vec<usize> = content.iter().filter_map(|&j| other(j)).collect();
        if found.is_empty() {
            found = content;
        }
        // "Rwanda rejected the accusation": whoever accused it, before or in the same breath.
        let tree = &r.trees[p.sentence];
        let charge = tree
            .kids_by(p.token, &["obj", "nmod", "obl"])
            .any(|k| ["charge-nouns", "accuse-nouns"].iter().any(|l| r.know.words.has(l, tree.low(k))));
        if found.is_empty() && charge {
            let near = |q: TokenRef| q.sentence <= p.sentence && q.sentence + NEAR > p.sentence && q != p;
            found.extend((0..out.len()).rev().find(|&k| {
                out[k].type_ == "ACCUSE"
                    && preds[k].is_some_and(near)
                    && out[k].recipient.iter().any(|e| out[i].actor.iter().any(|x| same(x, e) || of_one_state(x, e)))
            }));
        }
        for k in found {
            link(out, i, k, LinkAs::Rejects);
        }
    }
}

/// A state's minister answers for the state.
fn of_one_state(a: &Entity, b: &Entity) -> bool {
    let state = |e: &Entity| e.sector.as_deref().is_none_or(|s| matches!(s, "GOV" | "MIL" | "SPY"));
    a.country.is_some() && a.country == b.country && state(a) && state(b)
}

/// Causes, where the words say cause: "in retaliation for", "in response to", "because of", "prompted".
fn causes(r: &Reader, out: &mut [Claim], preds: &[Option<TokenRef>]) {
    let act = |c: &Claim| {
        matches!(c.kind, Kind::Event | Kind::Statement | Kind::Agreement)
            && !c.is_implied()
            && c.mood != Mood::Requested
    };
    let mut found = Vec::new();
    for j in 0..out.len() {
        let Some(q) = preds[j].filter(|_| act(&out[j])) else { continue };
        let Some(top) = effect(r, q) else { continue };
        let tree = &r.trees[q.sentence];
        for i in 0..out.len() {
            let Some(p) = preds[i].filter(|p| p.sentence == q.sentence && act(&out[i])) else { continue };
            let near = p.token == top
                || tree.head(p.token) == Some(top) && matches!(tree.rel(p.token), "obj" | "obl" | "xcomp");
            if i != j && near && !tree.dominates(q.token, p.token) {
                found.push((i, j));
            }
        }
    }
    for (i, j) in found {
        link(out, i, j, LinkAs::BecauseOf);
    }
}

/// The predicate whose cause the act at a token is, where the words say so.
fn effect(r: &Reader, q: TokenRef) -> Option<usize> {
    let tree = &r.trees[q.sentence];
    // An act carried by a light verb ("because rebels launched an attack") stands where its verb stands.
    let mut at = q.token;
    if !tree.is_verb(at)
        && matches!(tree.rel(at), "obj")
        && let Some(h) = tree.head(at).filter(|&h| r.light(tree.low(h), None) == crate::noun::Light::Actor)
    {
        at = h;
    }
    let h = tree.head(at)?;
    let has = |list: &str, w: &str| r.know.words.has(list, w);
    match tree.rel(at).split(':').next()? {
        "obl" | "nmod" | "advcl" | "acl" => {
            let mark = || tree.kids_by(at, &["mark"]).next().map(|m| tree.low(m).to_owned());
            let case = tree.case(at).or_else(mark)?;
            if has("cause-prepositions", &case) {
                return Some(h);
            }
            // "in retaliation for the attack", "in response to an attack": the noun says what it was.
            let answer = has("cause-nouns", tree.low(h))
                && matches!(case.as_str(), "for" | "to" | "against" | "over")
                && tree.case(h).is_some_and(|c| matches!(c.as_str(), "in" | "as"));
            if answer {
                return tree.head(h);
            }
            // "retaliated for the strike"; "sanctioned the firm for arming the rebels".
            let verb = tree.is_verb(h) && matches!(case.as_str(), "for" | "over");
            (verb && has("cause-answering", tree.low(h))).then_some(h)
        }
        // "avenged the killing", "The raid prompted an attack": the object, or the subject, is the cause.
        "obj" if has("cause-answering", tree.low(h)) => Some(h),
        "nsubj" if has("cause-verbs", tree.low(h)) && !tree.is_passive(h) => tree.kid(h, &["obj"]),
        _ => None,
    }
}

/// A figure over all that happened since a beginning is a total.
pub(crate) fn as_total(f: &mut Figure) {
    if f.scope == FigureScope::Event {
        f.scope = FigureScope::Total;
    }
}
