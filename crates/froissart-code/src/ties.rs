//! Ties that follow from acts, and the parties behind what a tie names: who fights a common enemy stands together, who
//! storms a town that rebels hold fights the rebels, and who backs an army's offensive backs the army.
//!
//! What follows is marked `implied_by` the claim that it follows from, so that pictures and exports can leave it out.

use crate::matcher::Match;
use crate::reader::Reader;
use froissart_model::{Basis, Claim, Entity, EntityKind, Kind, Link, LinkAs, Mood, Pos, Span, TokenRef};

/// More than so many side by side are a list, and no alliance.
const MOST_ALLIES: usize = 4;
/// So many sentences back "these strikes" may look for whose they are.
const MOST_BACK: usize = 6;
/// Sectors that fight.
const ARMED: &[&str] = &["MIL", "REB", "PRM", "COP", "SPY", "UAF", "SEP", "IMG"];

impl Reader<'_> {
    /// Whether a common noun names something built or manned that can be hit, though it also tells where: a post, a base.
    pub(crate) fn is_installation(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let low = tree.low(t);
        tree.upos(t) == Pos::Noun
            && self.name_at(s, t).is_none()
            && ["facilities", "installations"].iter().any(|l| self.know.words.has(l, low))
    }

    /// The objects of an act with those that are named of them: "infrastructure such as schools", "nine people, including
    /// a hostage".
    pub(crate) fn with_members(&self, objects: Vec<TokenRef>) -> Vec<TokenRef> {
        let mut out = objects.clone();
        for o in objects {
            let tree = &self.trees[o.sentence];
            let named: Vec<usize> = tree
                .kids_by(o.token, &["nmod"])
                .filter(|&k| {
                    k > o.token
                        && tree.is_noun(k)
                        // How many of them were children is a figure's to tell.
                        && tree.kid(k, &["nummod"]).is_none()
                        && tree.case(k).is_some_and(|c| matches!(c.as_str(), "such as" | "including" | "include"))
                })
                .collect();
            for m in self.spread(o.sentence, &named) {
                if !out.contains(&m) {
                    out.push(m);
                }
            }
        }
        out
    }

    /// Whether a common noun names what a party does: an operation, an effort, a fight.
    fn is_undertaking(&self, at: TokenRef) -> bool {
        let tree = &self.trees[at.sentence];
        tree.upos(at.token) == Pos::Noun && self.know.words.has("undertakings", tree.low(at.token))
    }
}

/// Who is meant as the other end of a tie: the party itself, or whoever's undertaking is backed. Nobody where a thing or
/// an idea is.
pub(crate) fn party(r: &Reader, type_: &str, at: TokenRef) -> Vec<TokenRef> {
    if !matches!(type_, "supports" | "allied_with") {
        return vec![at];
    }
    let (s, t) = (at.sentence, at.token);
    let tree = &r.trees[s];
    if r.is_undertaking(at) {
        let mut all = r.owners(at);
        if all.is_empty() {
            let before: Vec<usize> = tree
                .kids_by(t, &["compound", "amod", "nmod:desc"])
                // "the Iraq campaign" is fought there, "the Iraqi campaign" by Iraq.
                .filter(|&k| k < t && r.can_act(s, k) && !(tree.upos(k) == Pos::Propn && r.is_named_state(s, k)))
                .collect();
            all = r.spread(s, &before);
        }
        // "the recapture of Gao by soldiers": theirs who do it, and not where it is done.
        let by = |x: &TokenRef| {
            let tree = &r.trees[x.sentence];
            tree.case(tree.first_conjunct(x.token)).as_deref() == Some("by")
        };
        // Also where the parser hung them on the verb: "supported the recapture of Gao by soldiers".
        all.extend(r.spread(s, &r.doers(s, t)).into_iter().filter(|x| by(x) && !all.contains(x)).collect::<Vec<_>>());
        if all.iter().any(by) {
            all.retain(by);
        }
        all.retain(|x| r.can_act(x.sentence, x.token) && !r.is_place(x.sentence, x.token));
        return all;
    }
    // "in support of Operation Anvil": what soldiers take part in is no party.
    let operation = |n: &str| n.starts_with("Operation ") || n.starts_with("operation ");
    if r.name_at(s, t).is_some_and(|n| operation(n.span.of(&r.page.text))) || operation(&r.text(s, t)) {
        return Vec::new();
    }
    let somebody = r.can_act(s, t)
        || r.resolve(s, t).is_some()
        || r.is_place(s, t)
        || r.know.words.has("people", tree.low(t))
        || tree.upos(t) != Pos::Noun;
    if somebody { vec![at] } else { Vec::new() }
}

/// "join the militia's fight against the rebels": whose fight it is fights as well.
pub(crate) fn fellows(r: &Reader, s: usize, m: &Match) -> Vec<TokenRef> {
    let mut all = Vec::new();
    for &c in &m.consumed {
        let at = TokenRef { sentence: s, token: c };
        if r.is_undertaking(at) {
            let tree = &r.trees[s];
            let own: Vec<usize> = tree
                .kids_by(c, &["nmod:poss", "compound"])
                .filter(|&k| k < c && tree.upos(k) != Pos::Pron && r.can_act(s, k) && !r.is_place(s, k))
                .collect();
            all.extend(r.spread(s, &own));
        }
    }
    all
}

/// Whom a backed party fights: "support for Mali in the fight against the insurgents".
pub(crate) fn in_the_fight(r: &Reader, s: usize, m: &Match) -> Vec<usize> {
    let tree = &r.trees[s];
    let mut fights: Vec<usize> = m.frame.oblique.iter().filter(|(c, _)| c == "in").map(|x| x.1).collect();
    // The phrase may hang as high as the verb that carries the backing.
    let above = tree.head(m.pred).filter(|&h| tree.is_verb(h) && !tree.is_verb(m.pred));
    for at in [Some(m.pred), above].into_iter().flatten() {
        let late = |k: &usize| m.recipient.iter().all(|b| k > b) && tree.case(*k).as_deref() == Some("in");
        fights.extend(tree.kids_by(at, &["nmod", "obl"]).filter(late));
    }
    for &b in &m.recipient {
        fights.extend(tree.kids_by(b, &["nmod"]).filter(|&k| tree.case(k).as_deref() == Some("in")));
    }
    fights.sort_unstable();
    fights.dedup();
    fights
        .into_iter()
        .filter(|&f| r.is_undertaking(TokenRef { sentence: s, token: f }))
        .flat_map(|f| tree.kids_by(f, &["nmod"]).collect::<Vec<_>>())
        .filter(|&k| tree.case(k).as_deref() == Some("against") && r.can_act(s, k))
        .collect()
}

/// Whether help passes between people of no part in any conflict: volunteers help patients, a man trains musicians.
pub(crate) fn is_private(c: &Claim) -> bool {
    let nobody = |e: &Entity| {
        e.id.is_none()
            && e.country.is_none()
            && e.code.is_none()
            && e.sector.as_deref().is_none_or(|x| matches!(x, "CVL" | "EDU" | "MED" | "JRN" | "LAB" | "BUS" | "SOC"))
            && e.text.chars().next().is_some_and(|x| x.is_lowercase() || e.text.contains(' ') || e.text.len() < 5)
            && !e.text.chars().skip(1).any(char::is_uppercase)
    };
    !c.actor.is_empty()
        && !c.recipient.is_empty()
        && c.actor.iter().chain(&c.recipient).all(nobody)
        && c.place.is_empty()
}

/// Whether both ends of a tie are one party: nobody fights or backs himself.
pub(crate) fn same(r: &Reader, type_: &str, x: TokenRef, y: TokenRef) -> bool {
    if !matches!(type_, "fights" | "opposes" | "allied_with" | "supports") {
        return false;
    }
    let root = |a: TokenRef| r.antecedent(a.sentence, a.token).unwrap_or(a);
    if root(x) == root(y) {
        return true;
    }
    // "Egypt reinforced its troops": nobody backs what is his own.
    let tree = &r.trees[y.sentence];
    let is_own = |k: usize| root(TokenRef { sentence: y.sentence, token: k }) == root(x);
    let forces = r.know.words.has("troops", tree.low(y.token));
    if type_ == "supports"
        && forces
        && tree.kids_by(y.token, &["nmod:poss"]).any(|k| tree.upos(k) == Pos::Pron && is_own(k))
    {
        return true;
    }
    match (r.resolve(x.sentence, x.token), r.resolve(y.sentence, y.token)) {
        (Some(a), Some(b)) => a.id.is_some() && a.id == b.id && a.sector == b.sector && a.name == b.name,
        _ => false,
    }
}

/// "These strikes hit a depot": the strikes of the last that struck. The mention is that of the strikes, and its
/// antecedent whoever carried them out.
pub(crate) fn echo(r: &Reader, s: usize, m: &Match, told: &[Claim], found: &mut [Claim]) {
    let tree = &r.trees[s];
    let deed = |t: &usize| tree.upos(*t) == Pos::Noun && r.know.words.has("attacks", tree.low(*t));
    let Some(t) = tree.subject(m.pred, 0).into_iter().find(deed) else { return };
    let pointed =
        tree.kids_by(t, &["det"]).any(|d| matches!(tree.form(d), "the" | "these" | "those" | "this" | "that" | "both"));
    if !pointed {
        return;
    }
    let struck = |low: &str| low.ends_with("strike");
    let low = tree.low(t);
    let alike = |c: &Claim| {
        let other = &r.trees[c.evidence.sentence];
        s - c.evidence.sentence <= MOST_BACK
            && (0..other.len()).any(|i| {
                c.evidence.span.overlaps(other.tok(i).span)
                    && (other.low(i) == low || struck(low) && struck(other.low(i)))
            })
    };
    let of = told
        .iter()
        .rev()
        .find(|c| c.type_ == "ASSAULT" && !c.actor.is_empty() && !c.negated && c.evidence.sentence < s && alike(c));
    let Some(of) = of else { return };
    let span = r.span(s, t);
    for c in found.iter_mut().filter(|c| c.type_ == "ASSAULT" && c.actor.is_empty()) {
        c.actor = of
            .actor
            .iter()
            .map(|e| {
                let mut e = e.clone();
                e.antecedent = Some(e.antecedent.unwrap_or(e.span));
                if e.name.is_none() {
                    e.name = Some(e.text.clone());
                }
                e.span = span;
                span.of(&r.page.text).clone_into(&mut e.text);
                e
            })
            .collect();
        c.evidence = crate::assemble::evidence(r, s, c.evidence.span.cover(span));
    }
}

/// Adds what follows from the acts of a page.
pub(crate) fn implied(r: &Reader, out: &mut Vec<Claim>) {
    let mut more = Vec::new();
    common_enemy(r, out, &mut more);
    held_place(r, out, &mut more);
    for c in more {
        let told = out.iter().any(|o| {
            o.type_ == c.type_
                && o.evidence.sentence == c.evidence.sentence
                && (ends(o) == ends(&c) || ends(o) == ends(&c).map(|(a, b)| (b, a)))
        });
        if !told {
            out.push(c);
        }
    }
}

fn ends(c: &Claim) -> Option<(Span, Span)> {
    Some((c.actor.first()?.span, c.recipient.first()?.span))
}

/// A claim that follows from another, between two parties.
fn follows(r: &Reader, from: usize, of: &Claim, type_: &str, rule: &str, a: &Entity, b: &Entity) -> Claim {
    let words = of.evidence.span.cover(a.span).cover(b.span);
    let s = of.evidence.sentence;
    let at = if r.trees[s].sentence.span.contains(words) { words } else { of.evidence.span };
    let mut c = Claim::new(Kind::Relation, type_, crate::assemble::evidence(r, s, at), rule);
    c.stance = of.stance;
    c.mood = of.mood;
    c.certainty = of.certainty;
    c.according_to.clone_from(&of.according_to);
    c.said.clone_from(&of.said);
    c.told = of.told;
    c.status = Some("active".into());
    c.actor.push(a.clone());
    c.recipient.push(b.clone());
    c.happened.clone_from(&of.happened);
    if let Some(h) = &mut c.happened {
        h.basis = Basis::Implied;
    }
    c.links.push(Link { to: format!("#{from}"), as_: LinkAs::ImpliedBy });
    c
}

fn is_fighter(e: &Entity) -> bool {
    e.sector.as_deref().is_some_and(|x| ARMED.contains(&x))
        || e.kind == EntityKind::State && e.country.is_some()
        || e.kind == EntityKind::Group
            && e.id.is_some()
            && e.sector.as_deref().is_none_or(|x| matches!(x, "GOV" | "IGO" | "PTY"))
}

/// "Mali, France and the coalition fight the insurgents": the three stand together.
fn common_enemy(r: &Reader, out: &[Claim], more: &mut Vec<Claim>) {
    let hostile = |c: &Claim| {
        matches!(c.type_.as_str(), "fights" | "ASSAULT")
            && !c.negated
            && matches!(c.mood, Mood::Actual | Mood::Planned | Mood::Attempted)
            && !c.recipient.is_empty()
            && c.recipient.iter().all(is_fighter)
            && !["separately", "respectively", "each other"]
                .iter()
                .any(|w| r.trees[c.evidence.sentence].sentence.span.of(&r.page.text).contains(w))
    };
    let spans = |c: &Claim| c.recipient.iter().map(|e| e.span).collect::<Vec<_>>();
    for (i, c) in out.iter().enumerate().filter(|(_, c)| hostile(c)) {
        // A tie is one claim a pair: its fellows stand among the claims after it.
        let mut side: Vec<&Entity> = c.actor.iter().collect();
        let first = !out[..i].iter().any(|o| o.rule == c.rule && o.type_ == c.type_ && fellow(o, c, &spans));
        if c.kind == Kind::Relation && first {
            side.extend(
                out[i + 1..]
                    .iter()
                    .filter(|o| o.rule == c.rule && o.type_ == c.type_ && fellow(o, c, &spans))
                    .flat_map(|o| &o.actor),
            );
        }
        if side.len() > MOST_ALLIES || !side.iter().all(|e| is_fighter(e) || e.kind == EntityKind::Group) {
            continue;
        }
        for (n, a) in side.iter().enumerate() {
            for b in &side[n + 1..] {
                if !one(a, b) && apart(r, a, b) && !foes(out, a, b) {
                    more.push(follows(r, i, c, "allied_with", "implied/common-enemy", a, b));
                }
            }
        }
    }
}

/// Whether words stand between two mentions: "F-16 Falcons" is no list.
fn apart(r: &Reader, a: &Entity, b: &Entity) -> bool {
    let (first, second) = if a.span.begin < b.span.begin { (a.span, b.span) } else { (b.span, a.span) };
    r.page.text.get(first.end..second.begin).is_some_and(|x| x.contains(',') || x.chars().any(char::is_alphabetic))
}

/// Whether two ties are told in one breath of one enemy.
fn fellow(o: &Claim, c: &Claim, spans: &impl Fn(&Claim) -> Vec<Span>) -> bool {
    o.evidence.sentence == c.evidence.sentence && spans(o) == spans(c) && !o.negated && o.is_implied() == c.is_implied()
}

/// Whether two mentions are of one party, as far as can be told.
fn one(a: &Entity, b: &Entity) -> bool {
    a.span.overlaps(b.span)
        || a.antecedent == Some(b.span)
        || b.antecedent == Some(a.span)
        || a.id.is_some() && a.id == b.id && a.sector == b.sector
        || a.name.is_some() && a.name == b.name && a.sector == b.sector
}

/// Whether the page has the two against each other.
fn foes(out: &[Claim], a: &Entity, b: &Entity) -> bool {
    out.iter().any(|c| {
        matches!(c.type_.as_str(), "fights" | "opposes" | "ASSAULT" | "THREATEN")
            && (c.actor.iter().any(|x| one(x, a)) && c.recipient.iter().any(|x| one(x, b))
                || c.actor.iter().any(|x| one(x, b)) && c.recipient.iter().any(|x| one(x, a)))
    })
}

/// "stormed rebel-held Gao": whoever attacks what somebody holds fights the holder.
fn held_place(r: &Reader, out: &[Claim], more: &mut Vec<Claim>) {
    for h in out.iter().filter(|c| c.kind == Kind::Control && c.rule.starts_with("modifier/")) {
        let (Some(holder), Some(place)) = (h.actor.first(), h.place.first()) else { continue };
        let hit = |c: &Claim| {
            c.type_ == "ASSAULT"
                && !c.negated
                && c.evidence.sentence == h.evidence.sentence
                && (c.place.iter().any(|p| p.relation.is_none() && p.span.overlaps(place.span))
                    || c.recipient.iter().any(|e| e.span.overlaps(place.span)))
        };
        for (i, c) in out.iter().enumerate().filter(|(_, c)| hit(c)) {
            let alike = |a: &Entity| a.id.is_none() && holder.id.is_none() && a.sector == holder.sector;
            for a in c.actor.iter().filter(|a| is_fighter(a) && !one(a, holder) && !alike(a)) {
                more.push(follows(r, i, c, "fights", "implied/held-place", a, holder));
            }
        }
    }
}
