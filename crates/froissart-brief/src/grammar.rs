//! Small pieces of English: articles, lists, days, numbers, and verbs that keep their hedge.
//!
//! "the Syrian National Army", "A, B and C", "on 8 December 2024", "280,000", "is believed to hold". Each is a pure
//! function of words; none knows what a claim is.

use froissart_model::{Certainty, Day};
use froissart_picture::{ActorRef, Standing, is_plural};
use std::sync::Arc;

/// Last words of names that take an article: "the Syrian National Army", "the United States".
const ARTICLED: &[&str] = &[
    "agency",
    "alliance",
    "army",
    "bank",
    "brigade",
    "brigades",
    "coalition",
    "command",
    "commission",
    "committee",
    "corps",
    "council",
    "court",
    "directorate",
    "emirates",
    "federation",
    "force",
    "forces",
    "front",
    "gazette",
    "government",
    "guard",
    "guards",
    "helmets",
    "herald",
    "kingdom",
    "kremlin",
    "league",
    "ledger",
    "militia",
    "ministry",
    "movement",
    "nations",
    "navy",
    "netherlands",
    "observatory",
    "office",
    "opposition",
    "organisation",
    "organization",
    "parliament",
    "party",
    "philippines",
    "police",
    "post",
    "regime",
    "republic",
    "senate",
    "service",
    "staff",
    "states",
    "union",
    "units",
];
/// First words after which no article stands.
const DETERMINERS: &[&str] = &[
    "a", "all", "an", "another", "both", "each", "every", "few", "half", "her", "his", "its", "many", "most", "no",
    "one", "our", "several", "some", "that", "the", "their", "these", "this", "those", "three", "two", "whose",
];

/// A name as it stands in a sentence, with its article where English wants one.
pub fn the(name: &str) -> String {
    let lower = name.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or("");
    let is_possessed =
        lower.split_whitespace().any(|w| w.ends_with("\u{2019}s") || w.ends_with("'s") || w.ends_with("s\u{2019}"))
            && !lower.starts_with("people");
    if first == "few" {
        return format!("a {lower}");
    }
    // "The Gulf Ledger" is a title; "A commander" has its capital from the beginning of a sentence.
    if first != "the" && DETERMINERS.contains(&first) {
        let mut chars = name.chars();
        return chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect());
    }
    // "the country\u{2019}s second city", but "Gondor\u{2019}s government".
    if is_possessed && name.starts_with(char::is_lowercase) {
        return format!("the {name}");
    }
    if first == "the" || is_possessed || name.starts_with(|c: char| c.is_ascii_digit()) {
        return name.to_owned();
    }
    let head = [" of ", " for ", " in ", " from "].iter().fold(lower.as_str(), |h, p| h.split(p).next().unwrap_or(h));
    let last = head.rsplit(' ').next().unwrap_or("");
    let is_common = !name.chars().any(char::is_uppercase);
    // "rebels" are some rebels; "the army" is one that both know; "Rebel factions" begin with a capital by chance.
    let is_some = is_common && is_plural(name);
    if !is_some && (is_common || ARTICLED.contains(&last)) { format!("the {name}") } else { name.to_owned() }
}

/// "A", "A and B", "A, B and C"; each once.
pub fn and(names: impl IntoIterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    match all.pop() {
        None => String::new(),
        Some(last) if all.is_empty() => last,
        Some(last) => format!("{} and {last}", all.join(", ")),
    }
}

/// The names of a list of actors, in a sentence.
pub fn names(actors: &[Arc<ActorRef>]) -> String {
    and(actors.iter().map(|a| the(&a.name)))
}

/// "8 December 2024"
pub fn day(d: Day) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!("{} {} {}", d.day(), MONTHS[usize::from(d.month().unsigned_abs()) - 1], d.year())
}

/// "1 day", "3 days", "1,200 days"
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(n as f64), if n == 1 { one } else { many })
}

/// "280,000"; a fraction as it is.
pub fn number(n: f64) -> String {
    if n.fract() != 0.0 {
        return format!("{n}");
    }
    let digits = format!("{:.0}", n.abs());
    let mut text = String::new();
    for (k, c) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    if n < 0.0 { format!("\u{2212}{text}") } else { text }
}

/// A first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// A verb in the three forms that sentences need: "holds", "hold", "hold".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// Of one, told as so.
    pub one: String,
    /// Of many, told as so.
    pub many: String,
    /// After "to" or "not".
    pub base: String,
}

impl Verb {
    /// A verb whose third person alone differs: "holds", "hold".
    pub fn regular(one: &str, base: &str) -> Self {
        Self { one: one.into(), many: base.into(), base: base.into() }
    }
    /// A form of "be", and what follows: "is present in".
    pub fn be(rest: &str) -> Self {
        Self { one: format!("is {rest}"), many: format!("are {rest}"), base: format!("be {rest}") }
    }
    /// A form of "have", and a participle: "has lost".
    pub fn have(rest: &str) -> Self {
        Self { one: format!("has {rest}"), many: format!("have {rest}"), base: format!("have {rest}") }
    }
    /// An act of the past, the same of one and of many: "attacked".
    pub fn past(text: &str, base: &str) -> Self {
        Self { one: text.into(), many: text.into(), base: base.into() }
    }
}

/// Subject and verb as surely as they are told: "Umbar holds", "Umbar is believed to hold", "It is denied that Umbar
/// holds", "Umbar does not hold". `denials` are the certainties of the claims, which tell a rejected allegation from
/// something told as not so.
pub fn clause(subject: &str, is_many: bool, verb: &Verb, standing: Standing, denials: &[Certainty]) -> String {
    let (is, do_, told) = if is_many { ("are", "do", &verb.many) } else { ("is", "does", &verb.one) };
    match standing {
        Standing::Fact => format!("{subject} {told}"),
        Standing::Believed => format!("{subject} {is} believed or alleged to {}", verb.base),
        Standing::Planned => format!("{subject} {is} planning or expected to {}", verb.base),
        Standing::Conditional => format!("{subject}, on a condition, would {}", verb.base),
        Standing::Requested => format!("{subject} {is} asked to {}", verb.base),
        Standing::Denied if !denials.is_empty() && denials.iter().all(|c| *c == Certainty::Denied) => {
            format!("it is denied that {subject} {told}")
        }
        // Auxiliaries take the "not" themselves: "have not lost", "is not present".
        Standing::Denied => match told.split_once(' ') {
            Some((aux @ ("is" | "are" | "has" | "have"), rest)) => format!("{subject} {aux} not {rest}"),
            _ => format!("{subject} {do_} not {}", verb.base),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_stand_where_english_wants_them() {
        for (name, told) in [
            ("Gondorian National Army", "the Gondorian National Army"),
            ("United States", "the United States"),
            ("Gondor Observatory for Human Rights", "the Gondor Observatory for Human Rights"),
            ("army", "the army"),
            ("rebels", "rebels"),
            ("Umbar", "Umbar"),
            ("Gondor\u{2019}s government", "Gondor\u{2019}s government"),
            ("two residents", "two residents"),
            ("his office", "his office"),
            ("The Harbour Gazette", "The Harbour Gazette"),
            ("A commander", "a commander"),
            ("few quarters", "a few quarters"),
            ("country\u{2019}s second city", "the country\u{2019}s second city"),
            ("Observatory", "the Observatory"),
            ("White Helmets", "the White Helmets"),
            ("Rebel factions", "Rebel factions"),
        ] {
            assert_eq!(the(name), told);
        }
    }

    #[test]
    fn lists_days_and_numbers_read_as_english() {
        let list = |l: &[&str]| and(l.iter().map(|s| (*s).to_owned()));
        assert_eq!(list(&["Arnor", "Gondor", "Rohan", "Gondor"]), "Arnor, Gondor and Rohan");
        assert_eq!(
            (list(&["Arnor", "Gondor"]), list(&["Arnor"]), list(&[])),
            ("Arnor and Gondor".into(), "Arnor".into(), String::new())
        );
        assert_eq!(day("2024-12-08".parse().unwrap()), "8 December 2024");
        assert_eq!((number(280_000.0), number(999.0), number(0.5)), ("280,000".into(), "999".into(), "0.5".into()));
        assert_eq!((count(1, "page", "pages"), count(1200, "page", "pages")), ("1 page".into(), "1,200 pages".into()));
    }

    #[test]
    fn hedges_stay_in_the_verb() {
        let hold = Verb::regular("holds the town", "hold the town");
        let told = |standing, denials: &[Certainty]| clause("Umbar", false, &hold, standing, denials);
        assert_eq!(told(Standing::Fact, &[]), "Umbar holds the town");
        assert_eq!(told(Standing::Believed, &[]), "Umbar is believed or alleged to hold the town");
        assert_eq!(told(Standing::Planned, &[]), "Umbar is planning or expected to hold the town");
        assert_eq!(told(Standing::Conditional, &[]), "Umbar, on a condition, would hold the town");
        assert_eq!(told(Standing::Requested, &[]), "Umbar is asked to hold the town");
        assert_eq!(told(Standing::Denied, &[Certainty::Denied]), "it is denied that Umbar holds the town");
        assert_eq!(told(Standing::Denied, &[Certainty::Reported]), "Umbar does not hold the town");
        assert_eq!(
            clause("rebels", true, &Verb::be("present in the town"), Standing::Fact, &[]),
            "rebels are present in the town"
        );
        assert_eq!(
            clause("rebels", true, &Verb::have("lost the town"), Standing::Denied, &[Certainty::Asserted]),
            "rebels have not lost the town"
        );
    }
}
