//! Who holds a place by what it is called, and who stands beside whom by how they are listed: "the rebel stronghold of
//! Idlib", "the militants' de facto capital Raqqa", "Turkey and allied militias", "under the cover of coalition strikes".

use crate::assemble::{base, in_passing};
use crate::reader::Reader;
use froissart_model::{Claim, Kind, NameKind, PlaceRole, Pos};

/// Adds what the nouns of one sentence tell in passing.
pub(crate) fn holds(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for n in 0..tree.len() {
        if tree.upos(n) == Pos::Noun && r.know.words.has("stronghold-nouns", tree.low(n)) {
            stronghold(r, s, n, out);
        }
        if matches!(tree.low(n), "allied" | "ally" | "aligned") && tree.rel(n) == "amod" {
            listed_ally(r, s, n, out);
        }
    }
    covered(r, s, out);
}

/// "the rebel stronghold of Idlib": the rebels hold it. A bare capital or base is nobody's.
fn stronghold(r: &Reader, s: usize, n: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    let low = tree.low(n);
    let facto = n > 0 && matches!(tree.form(n - 1), "facto" | "self-styled" | "self-proclaimed");
    if matches!(low, "capital" | "base" | "headquarters") && !(facto && low == "capital") {
        return;
    }
    let former = tree
        .kids_by(n, &["amod"])
        .any(|k| matches!(tree.low(k), "former" | "old" | "one-time" | "erstwhile" | "onetime"));
    let place = tree
        .kids(n)
        .iter()
        .copied()
        .find(|&k| {
            k > n
                && tree.upos(k) == Pos::Propn
                && r.may_be_place(s, k)
                && (matches!(tree.rel(k), "appos" | "flat" | "nmod:desc" | "nmod:unmarked")
                    || tree.rel(k) == "nmod" && tree.case(k).as_deref() == Some("of"))
        })
        .or_else(|| {
            // "Raqqa, the militants' de facto capital"; "their stronghold Raqqa", where the name heads the phrase.
            tree.head(n)
                .filter(|&h| tree.upos(h) == Pos::Propn && matches!(tree.rel(n), "appos" | "compound" | "nmod:desc"))
        });
    let Some(place) = place.filter(|&p| r.may_be_place(s, p)) else { return };
    let holder = tree.kids(n).iter().copied().find(|&k| {
        k != place
            && (matches!(tree.rel(k), "nmod:poss" | "compound" | "amod") && k < n
                || tree.rel(k) == "nmod" && matches!(tree.case(k).as_deref(), Some("of" | "for")))
            && r.can_act(s, k)
            && !r.is_place(s, k)
            && (r.kind_at(s, k) == Some(NameKind::Norp)
                || r.resolve(s, k)
                    .and_then(|x| x.sector)
                    .is_some_and(|c| matches!(c.as_str(), "REB" | "MIL" | "PRM" | "SEP" | "GOV" | "OPP" | "UAF")))
    });
    let Some(holder) = holder else { return };
    let (sure, when) = in_passing(r, s, n);
    for h in r.spread(s, &[holder]) {
        let words = [r.span(h.sentence, h.token), r.span(s, place)];
        let mut c = base(r, s, n, Kind::Control, "controls", &format!("modifier/{low}"), &sure, &words);
        c.status = Some(if former { "lost" } else { "held" }.into());
        c.actor.push(r.entity(h.sentence, h.token));
        c.place.push(r.place(s, place, PlaceRole::Of));
        c.happened = Some(when.clone());
        out.push(c);
    }
}

/// "Turkey and allied Syrian militias", "the army and its allied militias".
fn listed_ally(r: &Reader, s: usize, a: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    let Some(n) = tree.head(a).filter(|&n| tree.rel(n) == "conj" && tree.is_noun(n) && n > a) else { return };
    // "allied with Damascus" says with whom by itself.
    if tree.kids_by(a, &["obl", "nmod"]).next().is_some() || !r.can_act(s, n) || tree.tok(a.max(1) - 1).form == "-" {
        return;
    }
    let first = tree.first_conjunct(n);
    if !r.can_act(s, first) || r.is_place(s, first) || first > a {
        return;
    }
    let (sure, when) = in_passing(r, s, a);
    let words = [r.span(s, first), r.span(s, n)];
    let mut c = base(r, s, a, Kind::Relation, "allied_with", "modifier/allied", &sure, &words);
    c.actor.push(r.entity(s, n));
    c.recipient.push(r.entity(s, first));
    c.status = Some("active".into());
    c.happened = Some(when);
    out.push(c);
}

/// "pushed ahead under the cover of coalition airstrikes", "backed by Russian air strikes, the army advanced": whoever
/// strikes supports whoever advances, and strikes whom the other fights.
fn covered(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for n in 0..tree.len() {
        let air = r.is_instrument(s, n)
            && tree.upos(n) == Pos::Noun
            && matches!(
                tree.low(n),
                "airstrike"
                    | "air-strike"
                    | "strike"
                    | "raid"
                    | "bombardment"
                    | "warplane"
                    | "jet"
                    | "aircraft"
                    | "helicopter"
                    | "gunship"
                    | "artillery"
            );
        if !air {
            continue;
        }
        let Some(h) = tree.head(n) else { continue };
        let cover = r.know.words.has("cover-nouns", tree.low(h))
            && matches!(tree.case(n).as_deref(), Some("of" | "from" | "by"))
            && matches!(tree.case(h).as_deref(), Some("under" | "with"));
        let backed = tree.is_verb(h)
            && matches!(tree.low(h), "back" | "support" | "aid" | "assist" | "help" | "cover" | "accompany")
            && tree.is_passive(h)
            && tree.case(n).as_deref() == Some("by");
        let helped: Vec<usize> = if backed {
            tree.subject(h, 0)
        } else if cover {
            let mut v = h;
            while let Some(up) = tree.head(v) {
                v = up;
                if tree.is_verb(v) {
                    break;
                }
            }
            tree.subject(v, 0)
        } else {
            continue;
        };
        let strikers: Vec<usize> = tree
            .noun_frame(n, &r.know.words)
            .actor
            .into_iter()
            .filter(|&a| r.can_act(s, a) && !r.is_place(s, a))
            .collect();
        let sure = r.sure(s, n);
        let mut pairs = Vec::new();
        for a in r.spread(s, &strikers) {
            for b in r.spread(s, &helped) {
                if a != b && r.can_act(b.sentence, b.token) && !r.is_place(b.sentence, b.token) {
                    pairs.push((a, b));
                }
            }
        }
        for (a, b) in pairs {
            let words = [r.span(a.sentence, a.token), r.span(b.sentence, b.token)];
            let mut c = base(r, s, n, Kind::Relation, "supports", "modifier/cover", &sure, &words);
            c.actor.push(r.entity(a.sentence, a.token));
            c.recipient.push(r.entity(b.sentence, b.token));
            c.means.push("air".into());
            if tree.low(n) == "artillery" {
                c.means = vec!["troops".into()];
            }
            c.status = Some("active".into());
            c.happened = Some(r.when(s, n, true));
            let helper = c.actor[0].clone();
            let who = c.recipient[0].clone();
            strikes_too(out, &helper, &who);
            // The rule of "backed by" took the strikes themselves for the backer.
            let told = out.iter_mut().find(|o| {
                o.type_ == "supports"
                    && o.recipient.iter().any(|e| crate::links::same(e, &who))
                    && o.actor.iter().any(|e| e.span.contains(helper.span))
            });
            if let Some(o) = told {
                o.actor = c.actor;
                o.means = c.means;
            } else {
                out.push(c);
            }
        }
    }
}

/// The cover's own ASSAULT falls on whom the covered fight, where its words name nobody.
fn strikes_too(out: &mut [Claim], helper: &froissart_model::Entity, helped: &froissart_model::Entity) {
    let of = |c: &Claim, e: &froissart_model::Entity| {
        c.type_ == "ASSAULT" && !c.negated && c.actor.iter().any(|a| crate::links::same(a, e))
    };
    let Some(theirs) = out.iter().position(|c| of(c, helped) && !c.recipient.is_empty()) else { return };
    let (recipient, place) = (out[theirs].recipient.clone(), out[theirs].place.clone());
    if let Some(own) = out.iter_mut().find(|c| of(c, helper) && c.recipient.is_empty() && c.place.is_empty()) {
        own.recipient = recipient;
        own.place = place;
    }
}
