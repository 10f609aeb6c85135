//! What is looked at: the subject, the two days and the filters, as the address holds them.
//!
//! An address can be sent and cited, so all of a view's state is in it, and nothing is anywhere else:
//! `/map?about=Syria&as_of=2024-12-02&type=ASSAULT`. What cannot be understood is left out and told, never guessed.

use froissart_ask::Ask;
use froissart_model::Day;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Longer values are cut: nobody's name has so many characters.
const LONGEST: usize = 300;

/// What must not stand plainly in a query.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'&')
    .add(b'+')
    .add(b'%')
    .add(b'=')
    .add(b'\'')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']');

/// Those that a person sees as filters, in the order in which they are shown, with their names.
pub(crate) const FILTERS: &[(&str, &str)] =
    &[("actor", "actor"), ("place", "place"), ("type", "type"), ("account", "account"), ("from", "from"), ("to", "to")];

/// Everything that the address says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Selection {
    /// The question that the picture answers.
    pub(crate) ask: Ask,
    /// Only items with this actor, by its key.
    pub(crate) actor: Option<String>,
    /// Only items at this place, by its key.
    pub(crate) place: Option<String>,
    /// Only items of this type: `ASSAULT`, `supports`, `held`, `killed`.
    pub(crate) type_: Option<String>,
    /// Only items that rest on this account or outlet.
    pub(crate) account: Option<String>,
    /// Only items of this day or later.
    pub(crate) from: Option<Day>,
    /// Only items of this day or earlier.
    pub(crate) to: Option<Day>,
    /// What a view has of its own: the words looked for, the page of a list, a claim.
    pub(crate) own: BTreeMap<String, String>,
}

/// What views have of their own; anything else in an address is nobody's.
const OWN: &[&str] = &[
    "q",
    "kind",
    "certainty",
    "country",
    "outlet",
    "page",
    "section",
    "lanes",
    "ties",
    "claim",
    "a",
    "b",
    "key",
    "sort",
    "mode",
    "implied_too",
    "undo",
    "why",
    "decision",
];

fn clean(value: &str) -> Option<String> {
    let kept: String = value.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

impl Selection {
    /// Reads an address's query; what cannot be understood is told in words.
    pub(crate) fn parse(query: &str) -> (Self, Vec<String>) {
        let mut s = Self::default();
        let mut problems = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(value) = clean(&value) else { continue };
            s.set(&name, value, &mut problems);
        }
        if let Some((from, to)) = s.from.zip(s.to).filter(|(f, t)| f > t) {
            problems.push(format!("from {from} to {to} is no span of days: the filter on days is left out"));
            (s.from, s.to) = (None, None);
        }
        if let Some((since, as_of)) = s.ask.since.zip(s.ask.as_of).filter(|(s, d)| s >= d) {
            problems.push(format!("{since} is not before {as_of}: it is compared with the day before instead"));
            s.ask.since = None;
        }
        (s, problems)
    }

    fn set(&mut self, name: &str, value: String, problems: &mut Vec<String>) {
        let mut day = |of: &str| -> Option<Day> {
            let read = value.get(..10).unwrap_or(&value).parse::<Day>();
            if read.is_err() {
                problems.push(format!("“{value}” is no day for {of}: a day is written 2024-12-02"));
            }
            read.ok()
        };
        match name {
            "as_of" => self.ask.as_of = day("as of"),
            "known_by" => self.ask.known_by = day("known by"),
            "since" => self.ask.since = day("compared with"),
            "from" => self.from = day("from"),
            "to" => self.to = day("to"),
            "about" => self.ask.about = Some(value),
            "recorded_by" => self.ask.recorded_by = Some(value),
            "days" | "stale_after" | "back" => match value.parse::<u16>() {
                Ok(n) if n > 0 => match name {
                    "days" => self.ask.days = n,
                    "back" => self.ask.back = n,
                    _ => self.ask.stale_after = n,
                },
                _ => problems.push(format!("“{value}” is no number of days from 1 to {}", u16::MAX)),
            },
            "organs" => self.ask.separate_organs = value == "separate",
            "camps" => self.ask.camps = value == "1",
            "implied" => self.ask.implied = value == "1",
            "decisions" => self.ask.without_decisions = value == "off",
            "actor" => self.actor = Some(value),
            "place" => self.place = Some(value),
            "type" => self.type_ = Some(value),
            "account" => self.account = Some(value),
            _ if OWN.contains(&name) => {
                self.own.insert(name.to_owned(), value);
            }
            _ => {}
        }
    }

    /// What a view has of its own.
    pub(crate) fn own(&self, name: &str) -> Option<&str> {
        self.own.get(name).map(String::as_str)
    }

    /// Which page of a list, from 1; nonsense is the first.
    pub(crate) fn page(&self) -> usize {
        self.own("page").and_then(|p| p.parse().ok()).filter(|p| (1..=1_000_000).contains(p)).unwrap_or(1)
    }

    /// Names and values as an address has them, in one order; what is as always is left out.
    pub(crate) fn pairs(&self) -> Vec<(&str, String)> {
        let (a, usual) = (&self.ask, Ask::default());
        let day = |d: &Option<Day>| d.map(|d| d.to_string());
        let flag = |is: bool, value: &str| is.then(|| value.to_owned());
        let number = |n: u16, usual: u16| (n != usual).then(|| n.to_string());
        let all = [
            ("about", a.about.clone()),
            ("as_of", day(&a.as_of)),
            ("known_by", day(&a.known_by)),
            ("since", day(&a.since)),
            ("recorded_by", a.recorded_by.clone()),
            ("days", number(a.days, usual.days)),
            ("back", number(a.back, usual.back)),
            ("stale_after", number(a.stale_after, usual.stale_after)),
            ("organs", flag(a.separate_organs, "separate")),
            ("camps", flag(a.camps, "1")),
            ("implied", flag(a.implied, "1")),
            ("decisions", flag(a.without_decisions, "off")),
            ("actor", self.actor.clone()),
            ("place", self.place.clone()),
            ("type", self.type_.clone()),
            ("account", self.account.clone()),
            ("from", day(&self.from)),
            ("to", day(&self.to)),
        ];
        let own = self.own.iter().map(|(n, v)| (n.as_str(), v.clone()));
        all.into_iter().filter_map(|(n, v)| Some((n, v?))).chain(own).collect()
    }

    /// The query of an address, without its question mark; the same selection gives the same words.
    pub(crate) fn query(&self) -> String {
        let mut q = String::new();
        for (name, value) in self.pairs() {
            let mark = if q.is_empty() { "" } else { "&" };
            let _ = write!(q, "{mark}{name}={}", utf8_percent_encode(&value, RESERVED));
        }
        q
    }

    /// The address of this selection at a path.
    pub(crate) fn at(&self, path: &str) -> String {
        let q = self.query();
        if q.is_empty() { path.to_owned() } else { format!("{path}?{q}") }
    }

    /// The same with a change.
    #[must_use]
    pub(crate) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        change(&mut other);
        other
    }

    /// The same as of another day, known by that day where it was known by one; a day to compare with stays if it is earlier.
    #[must_use]
    pub(crate) fn on(&self, day: Day) -> Self {
        self.with(|s| {
            s.ask.as_of = Some(day);
            s.ask.known_by = s.ask.known_by.map(|_| day);
            s.ask.since = s.ask.since.filter(|since| *since < day);
        })
    }

    /// The same without what one view has of its own: what is carried to another view.
    #[must_use]
    pub(crate) fn shared(&self) -> Self {
        Self { own: BTreeMap::new(), ..self.clone() }
    }

    /// The same with one thing of a view's own.
    #[must_use]
    pub(crate) fn having(&self, name: &str, value: impl Into<String>) -> Self {
        self.with(|s| {
            s.own.insert(name.to_owned(), value.into());
        })
    }

    /// The value of a filter.
    pub(crate) fn filter(&self, name: &str) -> Option<String> {
        match name {
            "actor" => self.actor.clone(),
            "place" => self.place.clone(),
            "type" => self.type_.clone(),
            "account" => self.account.clone(),
            "from" => self.from.map(|d| d.to_string()),
            "to" => self.to.map(|d| d.to_string()),
            _ => None,
        }
    }

    /// The same without one filter.
    #[must_use]
    pub(crate) fn without(&self, name: &str) -> Self {
        self.with(|s| match name {
            "actor" => s.actor = None,
            "place" => s.place = None,
            "type" => s.type_ = None,
            "account" => s.account = None,
            "from" => s.from = None,
            "to" => s.to = None,
            _ => {}
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;
    use proptest::prelude::*;

    #[test]
    fn an_address_says_all_and_nothing_is_guessed() {
        let (s, problems) = Selection::parse("about=Osgiliath&as_of=2024-12-02&type=ASSAULT&page=3&nobody=1&since=");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(s.query(), "about=Osgiliath&as_of=2024-12-02&type=ASSAULT&page=3");
        assert_eq!(s.page(), 3);
        for (query, problem) in [
            ("as_of=yesterday", "is no day for as of"),
            ("days=-4", "is no number of days"),
            ("from=2024-12-03&to=2024-12-01", "is no span of days"),
            ("as_of=2024-12-01&since=2024-12-01", "is not before"),
        ] {
            let (s, problems) = Selection::parse(query);
            assert!(problems.len() == 1 && problems[0].contains(problem), "{query}: {problems:?}");
            assert_eq!((s.from, s.to, s.ask.since), (None, None, None));
        }
        assert_eq!(Selection::parse("page=-7").0.page(), 1);
        assert_eq!(Selection::parse("page=99999999999999999999").0.page(), 1);
    }

    proptest! {
        #[test]
        fn any_query_is_read_and_what_was_read_is_read_the_same_again(query in "\\PC{0,80}") {
            let (s, _) = Selection::parse(&query);
            let (again, problems) = Selection::parse(&s.query());
            prop_assert_eq!(&again, &s);
            prop_assert_eq!(problems, Vec::<String>::new());
        }

        #[test]
        fn values_of_any_words_come_back(value in "\\PC{1,40}") {
            let s = Selection::default().with(|s| s.actor = super::clean(&value));
            prop_assert_eq!(Selection::parse(&s.query()).0, s);
        }
    }
}
