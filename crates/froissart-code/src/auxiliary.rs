//! Auxiliary modes, and the types that win over them: "will meet" is AGREE and not CONSULT with `future`.
//!
//! Which type wins over which stands in `data/ontology/auxiliary.toml`; here is who speaks, and what then changes.

use froissart_know::{Becomes, By, Case, Finders};
use froissart_model::{Certainty, Claim, Entity, EntityKind, Kind, Mood};

/// The auxiliary mode of a mood.
pub(crate) fn of_mood(mood: Mood) -> Option<&'static str> {
    match mood {
        Mood::Planned | Mood::Predicted | Mood::Requested => Some("future"),
        Mood::Conditional | Mood::Asked => Some("hypothetical"),
        Mood::Actual | Mood::Attempted => None,
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
            // "The premier announced that the government will …": his own, where no other is named.
            || e.country.is_none() && e.name.is_none() && a.country.is_some() && ruling(e) && ruling(a)
            // "Chad will provide shelter, the minister promised".
            || e.kind == EntityKind::State && a.country.is_none() && a.name.is_none() && ruling(a)
    })
}

fn ruling(e: &Entity) -> bool {
    e.sector.as_deref() == Some("GOV")
}

fn fits(b: &Becomes, c: &Claim) -> bool {
    // What one announces of oneself on a condition is announced: "will not lift the ban unless", "would strike if".
    let future = matches!(c.mood, Mood::Planned | Mood::Predicted) || c.mood == Mood::Conditional && own_words(c);
    // Troops that are only readied for later are no threat yet.
    if c.type_ == "MOBILIZE" && c.mood == Mood::Planned {
        return false;
    }
    let when = match b.when {
        Case::Future => future && !c.negated,
        Case::NotToBe => future && c.negated,
        Case::Requested => c.mood == Mood::Requested && !c.negated,
    };
    when && match b.by {
        By::Itself => own_words(c) || c.according_to.is_empty(),
        By::Speaker => own_words(c),
        By::Another => !own_words(c) && !c.according_to.is_empty(),
    }
}

/// A single type wins over a type and an auxiliary mode, as the manual has it: a meeting to come is AGREE, help that will
/// not come REJECT, troops that will leave CONCEDE, an attack that its own actor announces THREATEN, and what somebody
/// says another must do REQUEST.
pub(crate) fn single_type(f: &Finders, c: &mut Claim) {
    if c.kind == Kind::Agreement || c.actor.is_empty() {
        return;
    }
    let keys: Vec<String> = c.modes.iter().map(|m| format!("{}.{m}", c.type_)).chain([c.type_.clone()]).collect();
    let row = f.becomes.iter().filter(|b| fits(b, c)).find_map(|b| keys.iter().find_map(|k| Some((b, b.from.get(k)?))));
    let Some((b, sort)) = row else { return };
    b.to.clone_into(&mut c.type_);
    c.kind = Kind::Statement;
    c.modes = sort.mode.iter().cloned().collect();
    c.cameo.clone_from(&sort.cameo);
    c.acled = None;
    c.auxiliary.retain(|a| a != "future" && a != "hypothetical");
    match b.when {
        Case::Future => {}
        Case::NotToBe => {
            c.negated = false;
            c.mood = Mood::Actual;
        }
        Case::Requested => {
            // The speaker is the actor now, and no account of himself; that he asks is a fact.
            let speaker = c.according_to.remove(0);
            c.recipient = std::mem::replace(&mut c.actor, vec![speaker]);
            c.mood = Mood::Actual;
        }
    }
    if c.mood == Mood::Actual {
        c.certainty = Certainty::summary(false, c.stance, c.mood, !c.according_to.is_empty());
    }
}
