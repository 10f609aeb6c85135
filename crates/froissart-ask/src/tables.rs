//! What the actor tables know of outlets, as testimony asks for it: under which key each is known, and whom it leans to.
//!
//! "SANA" on a page's head and "Syria's state news agency" in a sentence are one voice because of this; what is made of
//! it is not decided here.

use froissart_know::Knowledge;
use froissart_testimony::{Context, Families, Leaning, Origin, OutletKeys};

/// The tables' outlets and leanings, beside the families of the pages.
pub fn context(know: &Knowledge, families: Families) -> Context {
    let mut outlets = OutletKeys::new();
    let mut leanings = Vec::new();
    for a in know.actors.actors() {
        if a.hosts.is_empty() && a.leans.is_empty() {
            continue;
        }
        for name in std::iter::once(&a.name).chain(&a.aliases) {
            // Of two outlets of one name, the first by key; the page reader tells hosts apart, not this.
            outlets.entry(froissart_model::fold(name)).or_insert_with(|| a.key.clone());
        }
        leanings.extend(a.leans.iter().map(|l| Leaning {
            who: a.key.clone(),
            to: l.to.clone(),
            since: l.from,
            until: l.until,
            origin: Origin::Table { why: l.why.clone() },
        }));
    }
    leanings.sort();
    Context { families, outlets, leanings, without_leanings: false, given: Vec::new() }
}

/// The names of states by their codes.
pub fn state_names(know: &Knowledge) -> std::collections::BTreeMap<String, String> {
    know.actors.states().iter().map(|s| (s.code.clone(), s.name.clone())).collect()
}
