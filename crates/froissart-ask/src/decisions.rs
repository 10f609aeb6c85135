//! The decisions of a ledger as picture, brief and export take them: those that stand, and of corrections also whom the
//! ledger knows by the name that they lead to.
//!
//! A decision that was taken back is none; asked for what the ledger held at an instant, one made later is none either,
//! and one taken back later still stands. What decisions do to claims is not told here.

use crate::Result;
use froissart_ledger::{self as ledger, Numbered, Store};
use froissart_picture as picture;

/// The decisions that stand, now or at the instant (or at the end of the day) of `recorded_by`.
pub fn standing(ledger: &dyn Store, recorded_by: Option<&str>) -> Result<picture::Decisions> {
    let until = recorded_by.map(ledger::end_instant).transpose()?;
    let opinions = kept(ledger.opinions()?, until, |o| &o.ground)?.into_iter().map(|(n, o)| picture::Opinion {
        claim: cited(o.claim),
        accepts: o.verdict == ledger::Verdict::Accept,
        ground: ground(n, o.ground),
    });
    let opinions = opinions.collect();
    let links = kept(ledger.links()?, until, |l| &l.ground)?.into_iter().map(|(n, l)| picture::ClaimLink {
        type_: link_type(l.type_),
        from: cited(l.from),
        to: cited(l.to),
        ground: ground(n, l.ground),
    });
    let links = links.collect();
    let mut corrections = Vec::new();
    for (n, c) in kept(ledger.corrections()?, until, |c| &c.ground)? {
        let known = match c.act {
            ledger::Act::Rename => None,
            ledger::Act::Merge => ledger.actors_named(&c.into)?.into_iter().find(|a| a.key == c.into).map(known),
            // Whoever is meant is given by a name; of several who are called so none is taken for them.
            ledger::Act::Split => match <[ledger::NamedActor; 1]>::try_from(ledger.actors_named(&c.into)?) {
                Ok([one]) => Some(known(one)),
                Err(_) => None,
            },
        };
        corrections.push(picture::Correction {
            act: act(c.act),
            subject: c.subject,
            into: c.into,
            known,
            claims: c.claims.into_iter().map(cited).collect(),
            ground: ground(n, c.ground),
        });
    }
    Ok(picture::Decisions { opinions, corrections, links })
}

/// Those that stand at the instant, in microseconds since 1970, with their numbers.
fn kept<T>(all: Vec<Numbered<T>>, until: Option<i64>, ground: impl Fn(&T) -> &ledger::Ground) -> Result<Vec<(i64, T)>> {
    let is_by_then = |g: &ledger::Ground| -> Result<bool> {
        Ok(match until {
            Some(until) => ledger::end_instant(&g.at)? <= until,
            None => true,
        })
    };
    let mut out = Vec::new();
    for one in all {
        let is_retracted = one.retracted.as_ref().map(is_by_then).transpose()?.unwrap_or(false);
        if is_by_then(ground(&one.decision))? && !is_retracted {
            out.push((one.number, one.decision));
        }
    }
    Ok(out)
}

fn known(a: ledger::NamedActor) -> picture::Known {
    picture::Known { key: a.key, name: a.name, country: a.country, sector: a.sector }
}

fn cited(c: ledger::Cited) -> picture::Cited {
    picture::Cited { id: c.id, anchor: c.anchor }
}

fn ground(number: i64, g: ledger::Ground) -> picture::Ground {
    picture::Ground { number, who: g.who, at: g.at, why: g.why }
}

fn act(a: ledger::Act) -> picture::Act {
    match a {
        ledger::Act::Rename => picture::Act::Rename,
        ledger::Act::Merge => picture::Act::Merge,
        ledger::Act::Split => picture::Act::Split,
    }
}

fn link_type(l: ledger::LinkType) -> picture::LinkType {
    match l {
        ledger::LinkType::SameEvent => picture::LinkType::SameEvent,
        ledger::LinkType::Contradicts => picture::LinkType::Contradicts,
        ledger::LinkType::Corroborates => picture::LinkType::Corroborates,
        ledger::LinkType::Supersedes => picture::LinkType::Supersedes,
        ledger::LinkType::Retracts => picture::LinkType::Retracts,
    }
}
