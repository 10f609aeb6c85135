//! What one party tells of another's violence is a charge: "Iran said Turkey attacked Syria" is Iran ACCUSE Turkey, and,
//! according to Iran, Turkey ASSAULT Syria.
//!
//! The charge follows from the telling and is marked as implied by the act; the act is the content of the charge. Only
//! parties charge: a monitor, an outlet or an organisation of states reports. Whoever reports what nameless gunmen did
//! charges nobody.

use crate::assemble::base;
use crate::links::same;
use crate::reader::Reader;
use froissart_model::{Attitude, Claim, EntityKind, Kind, Link, LinkAs, Mood};

/// Sectors that speak for a side.
const SIDES: &[&str] = &["GOV", "MIL", "REB", "PRM", "SEP", "OPP", "ELI", "SPY"];

/// Adds the charges of a sentence whose claims stand in `found`, the first of them at `first` on the page.
pub(crate) fn charged(r: &Reader, s: usize, first: usize, found: &mut Vec<Claim>) {
    let acts = found.len();
    for i in 0..acts {
        let c = &found[i];
        let fits = c.kind == Kind::Event
            && c.type_ == "ASSAULT"
            && !c.negated
            && c.mood == Mood::Actual
            && !c.is_implied()
            && !c.actor.is_empty()
            && (!c.recipient.is_empty() || !c.place.is_empty());
        let (true, Some(speaker)) = (fits, c.according_to.first().cloned()) else { continue };
        let side = |e: &froissart_model::Entity| {
            let sector = e.sector.as_deref().unwrap_or("");
            e.kind == EntityKind::State && e.country.is_some() && (sector.is_empty() || SIDES.contains(&sector))
                || e.country.is_some() && SIDES.contains(&sector)
                || e.id.is_some() && SIDES.contains(&sector)
        };
        let known = |e: &froissart_model::Entity| side(e) && (e.id.is_some() || e.name.is_some());
        let own =
            |e: &froissart_model::Entity| same(e, &speaker) || e.country.is_some() && e.country == speaker.country;
        if !side(&speaker) || !c.actor.iter().all(known) || c.actor.iter().any(own) {
            continue;
        }
        let told = r.analysis.attributions.iter().find(|a| {
            a.attitude == Attitude::Statement
                && a.cue_head.sentence == s
                && a.source_head.is_some_and(|h| r.span(h.sentence, h.token) == speaker.span)
        });
        let Some(told) = told else { continue };
        // An accusation in so many words has its own claim.
        let again = found.iter().any(|o| o.type_ == "ACCUSE" && o.actor.iter().any(|e| same(e, &speaker)));
        if again {
            continue;
        }
        let cue = told.cue_head.token;
        let words: Vec<_> = c.actor.iter().map(|e| e.span).chain([speaker.span]).collect();
        let mut charge = base(r, s, cue, Kind::Statement, "ACCUSE", "said/charged", &r.sure(s, cue), &words);
        charge.actor.push(speaker);
        charge.recipient.clone_from(&found[i].actor);
        charge.cameo = Some("112".into());
        charge.modes.push("allege".into());
        charge.subject = Some("allegation".into());
        charge.happened = Some(r.when(s, cue, false));
        charge.links.push(Link { to: format!("#{}", first + i), as_: LinkAs::ImpliedBy });
        found.push(charge);
    }
}
