//! Number: whether a name takes "hold" or "holds". One rule for the picture's lines and the brief's sentences.
//!
//! "Rebels hold", "the Syrian Democratic Forces hold", "the United States holds", "Hamas holds".

use crate::types::ActorRef;
use froissart_model::EntityKind;

/// Names that end as a plural does and are none.
const SINGULAR: &[&str] = &["hamas", "ecowas", "brics", "unicef", "atlas", "crisis", "isis", "paris", "tunis"];
/// Nouns that are many without an s.
const PLURAL: &[&str] = &[
    "attackers",
    "children",
    "civilians",
    "gunmen",
    "men",
    "militia men",
    "militiamen",
    "peacekeepers",
    "people",
    "police",
    "servicemen",
    "tribesmen",
    "women",
];

/// Whether several are meant, by the name's head: what stands before its first "of", "in", "from" or "close to".
pub fn is_plural(name: &str) -> bool {
    let lower = name.to_lowercase();
    if lower.contains(" and ") {
        return true;
    }
    let head = [" of ", " for ", " in ", " from ", " close ", " led ", " backed "]
        .iter()
        .fold(lower.as_str(), |h, p| h.split(p).next().unwrap_or(h));
    let last = head.rsplit(' ').next().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
    if PLURAL.contains(&last) {
        return true;
    }
    let is_possessive = head.ends_with("\u{2019}s") || head.ends_with("'s");
    last.ends_with('s')
        && !["ss", "us", "os"].iter().any(|e| last.ends_with(e))
        && !SINGULAR.contains(&last)
        && !is_possessive
}

/// Whether an actor takes a verb of many: a state or a person never does, whatever its name ends with.
pub fn are_many(a: &ActorRef) -> bool {
    match a.kind {
        EntityKind::State | EntityKind::Person => false,
        EntityKind::Group | EntityKind::Civilians | EntityKind::Facility | EntityKind::Equipment => is_plural(&a.name),
    }
}

/// PLOVER's types as verbs of the present, before whoever it is done to: "withdraws", "withdraw". "capture" is the
/// taking of a place; a type that is not PLOVER's stands as it is.
pub(crate) fn deed(type_: &str, are_many: bool) -> &str {
    let (one, many) = match type_ {
        "capture" => ("takes", "take"),
        "ASSAULT" => ("attacks", "attack"),
        "COERCE" => ("uses force short of an attack against", "use force short of an attack against"),
        "MOBILIZE" => ("moves or readies forces against", "move or ready forces against"),
        "PROTEST" => ("protests against", "protest against"),
        "SANCTION" => ("imposes sanctions on", "impose sanctions on"),
        "AID" => ("gives aid to", "give aid to"),
        "COOPERATE" => ("works together with", "work together with"),
        "CONSULT" => ("consults with", "consult with"),
        "RETREAT" => ("withdraws", "withdraw"),
        "AGREE" => ("agrees with", "agree with"),
        "SUPPORT" => ("speaks in support of", "speak in support of"),
        "CONCEDE" => ("makes a concession to", "make a concession to"),
        "REQUEST" => ("asks something of", "ask something of"),
        "ACCUSE" => ("accuses", "accuse"),
        "REJECT" => ("refuses", "refuse"),
        "THREATEN" => ("threatens", "threaten"),
        other => return other,
    };
    if are_many { many } else { one }
}

#[cfg(test)]
mod tests {
    use super::is_plural;

    #[test]
    fn the_head_of_a_name_tells_its_number() {
        for many in [
            "rebels",
            "Gondorian Democratic Forces",
            "Iran-backed militias",
            "fighters of the Corsairs",
            "police",
            "Legolas and Gimli",
            "local gunmen",
            "Houthis",
        ] {
            assert!(is_plural(many), "{many}");
        }
        for one in [
            "Hamas",
            "Gondor\u{2019}s government",
            "the army",
            "Damascus",
            "the coalition of rebels",
            "Hezbollah",
            "the Herald\u{2019}s",
            "Laos",
        ] {
            assert!(!is_plural(one), "{one}");
        }
    }
}
