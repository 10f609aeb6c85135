//! A picture's items in time: bars from day to day with the ends that are open, points for acts, sorted into lanes.
//!
//! "Rebels have held Aleppo since 30 November; last told on 7 December" is solid between the two days, and hatched from
//! there to the picture's own day, of which nobody has told it.

use crate::items::Item;
use crate::parts::{COLOURS, Sides};
use froissart_model::Day;
use froissart_picture::{ActorRef, Grounds, Picture, Standing};
use std::collections::BTreeMap;

/// By what the lanes are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lanes {
    Party,
    Dyad,
    Type,
}

impl Lanes {
    pub(crate) fn of(name: Option<&str>) -> Self {
        match name {
            Some("dyad") => Self::Dyad,
            Some("type") => Self::Type,
            _ => Self::Party,
        }
    }
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Dyad => "dyad",
            Self::Type => "type",
        }
    }
}

/// One item in time. Days on the axis are whole: a bar of one day is a day wide.
#[derive(Debug, Clone)]
pub(crate) struct Bar<'p> {
    pub(crate) section: &'static str,
    pub(crate) type_: String,
    /// Solid from here; none where the words leave the beginning open.
    pub(crate) begin: Option<Day>,
    /// Solid to here.
    pub(crate) end: Day,
    /// Hatched before the solid part: it began some time from this day on, or nobody says when.
    pub(crate) maybe_from: Option<Day>,
    /// Hatched after it: nobody has told it of these days, nor that it is over.
    pub(crate) maybe_to: Option<Day>,
    /// An act rather than a state.
    pub(crate) is_act: bool,
    pub(crate) intensity: Option<f64>,
    pub(crate) standing: Standing,
    pub(crate) is_disputed: bool,
    /// Over, or told too long ago.
    pub(crate) is_past: bool,
    pub(crate) side: Option<(usize, bool)>,
    /// What stands beside the bar.
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) grounds: &'p Grounds,
    lane: String,
}

impl Bar<'_> {
    /// The first and the last day that it covers in any manner.
    pub(crate) fn span(&self) -> (Day, Day) {
        let first = self.maybe_from.or(self.begin).unwrap_or(self.end).min(self.begin.unwrap_or(self.end));
        (first, self.maybe_to.unwrap_or(self.end).max(self.end))
    }
}

/// A lane with its bars, each in a row in which it has room.
#[derive(Debug)]
pub(crate) struct Lane<'p> {
    pub(crate) name: String,
    pub(crate) side: Option<(usize, bool)>,
    pub(crate) bars: Vec<(usize, Bar<'p>)>,
    pub(crate) rows: usize,
}

/// Days that stand for a beginning of which the words say nothing.
const BY: i32 = 1;

fn earlier(d: Day, days: i32) -> Day {
    d.checked_sub(jiff::Span::new().days(days)).unwrap_or(d)
}

/// All items of a picture that have a day.
pub(crate) fn bars<'p>(p: &'p Picture, by: Lanes, sides: &Sides) -> Vec<Bar<'p>> {
    let mut all = Vec::new();
    let party_of =
        |key: &str| p.parties.iter().find(|x| x.members.iter().any(|m| m.key == key)).map(|x| x.name.clone());
    let lane = |type_: &str, actors: &[&ActorRef]| match by {
        Lanes::Type => type_.replace('_', " "),
        Lanes::Party => actors
            .iter()
            .find_map(|a| party_of(&a.key))
            .or_else(|| actors.first().map(|a| a.name.clone()))
            .unwrap_or_else(|| "Nobody named".to_owned()),
        Lanes::Dyad => match actors {
            [] => "Nobody named".to_owned(),
            [one] => one.name.clone(),
            [a, b, ..] if a.key <= b.key => format!("{} – {}", a.name, b.name),
            [a, b, ..] => format!("{} – {}", b.name, a.name),
        },
    };
    let side = |actors: &[&ActorRef]| actors.iter().find_map(|a| sides.get(&a.key)).map(|(n, b)| (n.min(COLOURS), b));
    for h in p.holdings.iter().chain(&p.history) {
        let actors = h.actors();
        let is_over = h.timing == froissart_picture::Timing::Past || p.history.iter().any(|x| std::ptr::eq(x, h));
        let begin = h.since.or(h.from);
        let Some(end) = (if is_over { h.to.or(h.told) } else { h.told.or(h.to) }).or(begin) else { continue };
        let begin = begin.filter(|b| *b <= end);
        all.push(Bar {
            section: "holding",
            type_: h.status.clone(),
            // Who captured a place some time from Monday to Wednesday surely holds it from Wednesday on.
            begin: if h.is_by_act { h.to.filter(|t| *t <= end).or(begin) } else { begin },
            end,
            maybe_from: if h.is_by_act { h.from } else { begin.is_none().then(|| earlier(end, BY)) },
            maybe_to: p.as_of.filter(|d| !is_over && *d > end),
            is_act: false,
            intensity: None,
            standing: h.standing,
            is_disputed: h.is_disputed,
            is_past: is_over || h.is_stale,
            side: side(&actors[..1]),
            label: format!("{} {}", h.place.name, h.status),
            text: h.text(),
            grounds: &h.grounds,
            lane: lane(&h.status, &actors),
        });
    }
    for e in &p.events {
        let actors = e.actors();
        let by_whom = &actors[..e.actors.len().min(1)];
        all.push(Bar {
            section: "event",
            type_: e.type_.clone(),
            begin: (!e.by).then_some(e.day),
            end: e.day,
            maybe_from: e.by.then(|| earlier(e.day, BY)),
            maybe_to: None,
            is_act: true,
            intensity: e.intensity,
            standing: Standing::Fact,
            is_disputed: false,
            is_past: false,
            side: side(by_whom),
            label: format!(
                "{}{}",
                e.type_.to_lowercase(),
                e.places.first().map_or_else(String::new, |x| format!(" {}", x.name))
            ),
            text: e.text(),
            grounds: &e.grounds,
            lane: lane(&e.type_, &actors),
        });
    }
    for x in &p.agreements {
        let actors = x.actors();
        let Some(end) = x.to.or(x.grounds.last_told).or(x.from) else { continue };
        all.push(Bar {
            section: "agreement",
            type_: Item::type_(x).to_owned(),
            begin: x.from.filter(|b| *b <= end),
            end,
            maybe_from: x.from.is_none().then(|| earlier(end, BY)),
            maybe_to: p.as_of.filter(|d| x.in_force && x.to.is_none() && *d > end),
            is_act: false,
            intensity: None,
            standing: x.standing,
            is_disputed: false,
            is_past: !x.in_force,
            side: side(&actors),
            label: format!(
                "{}: {} {}",
                x.parties.iter().take(2).map(|a| a.name.as_str()).collect::<Vec<_>>().join(" – "),
                Item::type_(x),
                x.stands.replace('_', " ")
            ),
            text: x.text(),
            grounds: &x.grounds,
            lane: lane(Item::type_(x), &actors),
        });
    }
    for b in &p.backers {
        let actors = [&*b.backed, &*b.backer];
        let Some(end) = b.grounds.last_told.or(b.since) else { continue };
        let is_over = b.timing == froissart_picture::Timing::Past;
        all.push(Bar {
            section: "backer",
            type_: b.tie.clone(),
            begin: b.since.filter(|s| *s <= end),
            end,
            maybe_from: b.since.is_none().then(|| earlier(end, BY)),
            maybe_to: p.as_of.filter(|d| !is_over && *d > end),
            is_act: false,
            intensity: None,
            standing: b.standing,
            is_disputed: false,
            is_past: is_over,
            side: sides.get(&b.backer.key).map(|(n, b)| (n.min(COLOURS), b)),
            label: format!("{} {} {}", b.backer.name, b.tie.replace('_', " "), b.backed.name),
            text: b.text(),
            grounds: &b.grounds,
            lane: lane(&b.tie, &actors),
        });
    }
    all
}

/// The bars in lanes, the lane with most accounts first; each bar in the first row where it and its label have room.
/// `x` gives a day's place on the axis and `wide` the width of a label.
pub(crate) fn lanes<'p>(
    all: Vec<Bar<'p>>,
    p: &Picture,
    by: Lanes,
    x: impl Fn(Day) -> f64,
    wide: impl Fn(&str) -> f64,
) -> Vec<Lane<'p>> {
    let mut of: BTreeMap<String, Vec<Bar<'p>>> = BTreeMap::new();
    for b in all {
        of.entry(b.lane.clone()).or_default().push(b);
    }
    let number = |name: &str| (by == Lanes::Party).then(|| p.parties.iter().position(|x| x.name == name)).flatten();
    let mut out: Vec<Lane<'p>> = of
        .into_iter()
        .map(|(name, mut bars)| {
            bars.sort_by(|a, b| a.span().cmp(&b.span()).then_with(|| a.text.cmp(&b.text)));
            let mut free: Vec<f64> = Vec::new();
            let bars: Vec<(usize, Bar<'p>)> = bars
                .into_iter()
                .map(|b| {
                    let (first, last) = b.span();
                    let (from, to) = (x(first), (x(last) + 14.0).max(x(b.begin.unwrap_or(b.end))) + wide(&b.label));
                    let row = free.iter().position(|end| *end <= from).unwrap_or(free.len());
                    if row == free.len() {
                        free.push(to);
                    } else {
                        free[row] = to;
                    }
                    (row, b)
                })
                .collect();
            Lane { side: number(&name).map(|n| (n.min(COLOURS), false)), name, rows: free.len(), bars }
        })
        .collect();
    let accounts = |l: &Lane<'_>| l.bars.iter().map(|(_, b)| b.grounds.accounts.len()).sum::<usize>();
    out.sort_by_key(|l| (number(&l.name).unwrap_or(usize::MAX), std::cmp::Reverse(accounts(l))));
    out
}

#[cfg(test)]
mod tests {
    use super::{Lanes, bars, lanes};
    use crate::draw::spots::tests::holding;
    use crate::parts::Sides;
    use froissart_model::Day;
    use froissart_picture::Picture;
    use proptest::prelude::*;
    use serde_json::json;

    fn day(d: &str) -> Day {
        d.parse().unwrap()
    }

    #[test]
    fn an_open_end_is_hatched_and_an_act_gives_a_span_for_the_beginning() {
        let mut held = holding("Osgiliath", &json!({}), "Gondor", "held");
        (held.from, held.to, held.told) = (Some(day("2024-11-27")), Some(day("2024-11-29")), Some(day("2024-12-02")));
        held.is_by_act = true;
        let mut open = holding("Ithilien", &json!({}), "Gondor", "held");
        open.told = Some(day("2024-12-05"));
        let p = Picture { as_of: Some(day("2024-12-05")), holdings: vec![held, open], ..Picture::default() };
        let all = bars(&p, Lanes::Party, &Sides::default());
        assert_eq!((all[0].maybe_from, all[0].begin), (Some(day("2024-11-27")), Some(day("2024-11-29"))));
        assert_eq!((all[0].end, all[0].maybe_to), (day("2024-12-02"), p.as_of));
        assert_eq!((all[1].begin, all[1].maybe_from), (None, Some(day("2024-12-04"))));
        assert_eq!(all[1].maybe_to, None, "told of the day itself");
    }

    proptest! {
        #[test]
        fn nothing_lies_over_anything(spans in prop::collection::vec((0_i16..200, 0_i16..60), 1..30)) {
            let start = day("2024-01-01");
            let on = |n: i16| start.checked_add(jiff::Span::new().days(n)).unwrap();
            let holdings = spans.iter().map(|(from, long)| {
                let mut h = holding("Osgiliath", &json!({}), "Gondor", "held");
                (h.since, h.told) = (Some(on(*from)), Some(on(from + long)));
                h
            }).collect();
            let p = Picture { as_of: Some(on(300)), holdings, ..Picture::default() };
            let x = |d: Day| f64::from((d - start).get_days());
            for l in lanes(bars(&p, Lanes::Type, &Sides::default()), &p, Lanes::Type, x, |_| 1.0) {
                for (i, (row, a)) in l.bars.iter().enumerate() {
                    prop_assert!(*row < l.rows);
                    for (other, b) in &l.bars[i + 1..] {
                        let ((a0, a1), (b0, b1)) = (a.span(), b.span());
                        prop_assert!(row != other || a1 < b0 || b1 < a0);
                    }
                }
            }
        }
    }
}
