//! A picture's items in time: bars from day to day with the ends that are open, points for acts, sorted into lanes.
//!
//! "Rebels have held Aleppo since 30 November; last told on 7 December" is solid between the two days, and hatched from
//! there to the picture's own day, of which nobody has told it.

use crate::items::Item;
use crate::parts::{COLOURS, Sides, number};
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
    /// Of a figure, between what bounds it is told.
    pub(crate) count: Option<Count>,
    lane: String,
}

/// The bounds of a figure: "at least 11" has no greatest, and "none reported" neither, which is not zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Count {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
}

impl Count {
    /// "11 to 20", "11 or more", "up to 20", "none reported".
    fn words(self) -> String {
        let n = |x: f64| number(x.round().max(0.0) as usize);
        match (self.low, self.high) {
            (Some(a), Some(b)) if (a - b).abs() < 0.5 => n(a),
            (Some(a), Some(b)) => format!("{} to {}", n(a), n(b)),
            (Some(a), None) => format!("{} or more", n(a)),
            (None, Some(b)) => format!("up to {}", n(b)),
            (None, None) => "some".to_owned(),
        }
    }
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
            count: None,
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
            count: None,
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
            label: {
                let who = x.parties.iter().take(2).map(|a| a.name.as_str()).collect::<Vec<_>>().join(" – ");
                let colon = if who.is_empty() { "" } else { ": " };
                let what = if Item::type_(x) == "other" { "agreement" } else { Item::type_(x) };
                format!("{who}{colon}{what} {}", x.stands.replace('_', " "))
            },
            text: x.text(),
            grounds: &x.grounds,
            count: None,
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
            count: None,
            lane: lane(&b.tie, &actors),
        });
    }
    for f in &p.figures {
        // A count without a day had been reached when it was told.
        let Some(end) = f.day.or(f.grounds.last_told) else { continue };
        let what = f.of.replace('_', " ");
        let count = Count { low: f.low, high: f.high };
        let n = if f.counts.is_empty() && f.reported_none { "none reported".to_owned() } else { count.words() };
        let place = f.place.as_ref().map_or_else(String::new, |x| format!(", {}", x.name));
        let scope = if f.scope == "total" { " in all" } else { "" };
        all.push(Bar {
            section: "figure",
            type_: f.of.clone(),
            begin: f.day,
            end,
            maybe_from: f.day.is_none().then(|| earlier(end, BY)),
            maybe_to: None,
            is_act: true,
            intensity: None,
            standing: f.standing,
            is_disputed: false,
            is_past: false,
            side: None,
            label: format!("{n} {what}{scope}{place}"),
            text: f.text(),
            grounds: &f.grounds,
            count: Some(count),
            lane: if by == Lanes::Type { what } else { FIGURES.to_owned() },
        });
    }
    all
}

/// The lane of counts, which are nobody's: the dead of a strike stand beside no party.
const FIGURES: &str = "Figures";
/// The lane of those of whom only one thing is told, so that the others can be seen together.
const ONCE: &str = "Told of once";

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
    let party = |name: &str| (by == Lanes::Party).then(|| p.parties.iter().position(|x| x.name == name)).flatten();
    let is_once = |name: &String, bars: &Vec<Bar<'_>>| bars.len() == 1 && name != FIGURES && party(name).is_none();
    if by != Lanes::Type && of.iter().filter(|(name, bars)| is_once(name, bars)).count() > 2 {
        let (once, more): (BTreeMap<_, _>, BTreeMap<_, _>) =
            of.into_iter().partition(|(name, bars)| is_once(name, bars));
        of = more;
        let named = |(name, bars): (String, Vec<Bar<'p>>)| {
            bars.into_iter().map(move |b| Bar { label: format!("{name}: {}", b.label), ..b })
        };
        of.insert(ONCE.to_owned(), once.into_iter().flat_map(named).collect());
    }
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
            Lane { side: party(&name).map(|n| (n.min(COLOURS), false)), name, rows: free.len(), bars }
        })
        .collect();
    let accounts = |l: &Lane<'_>| l.bars.iter().map(|(_, b)| b.grounds.accounts.len()).sum::<usize>();
    let rank = |name: &str| match name {
        FIGURES => usize::MAX - 2,
        ONCE => usize::MAX,
        _ => party(name).unwrap_or(usize::MAX - 1),
    };
    out.sort_by_key(|l| (rank(&l.name), std::cmp::Reverse(accounts(l))));
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

    #[test]
    fn a_count_stands_on_its_day_with_its_bounds_and_beside_no_party() {
        let figure = |low: Option<f64>, high: Option<f64>, day: Option<&str>, told: &str| {
            json!({"of": "killed", "scope": "event", "place": null, "victims": [], "day": day, "low": low, "high": high,
                   "words": ["x"], "counts": [{"text": "x", "low": low, "high": high, "grounds": {"accounts": [], "claims": []}}],
                   "reported_none": false, "standing": "fact", "grounds": {"accounts": [], "claims": [], "last_told": told}})
        };
        let figures = serde_json::from_value(json!([
            figure(Some(11.0), Some(20.0), Some("2024-12-01"), "2024-12-02"),
            figure(Some(12_600.0), None, None, "2024-12-04"),
            figure(None, Some(41.0), Some("2024-12-01"), "2024-12-02"),
        ]));
        let p = Picture { as_of: Some(day("2024-12-05")), figures: figures.unwrap(), ..Picture::default() };
        let all = bars(&p, Lanes::Party, &Sides::default());
        let labels: Vec<&str> = all.iter().map(|b| b.label.as_str()).collect();
        assert_eq!(labels, ["11 to 20 killed", "12\u{202f}600 or more killed", "up to 41 killed"]);
        assert_eq!((all[0].begin, all[0].end), (Some(day("2024-12-01")), day("2024-12-01")));
        assert_eq!((all[1].begin, all[1].end), (None, day("2024-12-04")), "reached by the day on which it was told");
        let x = |d: Day| f64::from((d - day("2024-11-01")).get_days());
        let lanes = lanes(all, &p, Lanes::Party, x, |_| 1.0);
        assert_eq!(lanes.iter().map(|l| (l.name.as_str(), l.bars.len())).collect::<Vec<_>>(), [("Figures", 3)]);
    }

    #[test]
    fn those_told_of_once_share_a_lane_and_keep_their_names() {
        let mut holdings: Vec<_> = ["Rohan", "Harad", "Umbar", "Gondor", "Gondor"]
            .iter()
            .enumerate()
            .map(|(i, who)| holding(&format!("fort {i}"), &json!({}), who, "held"))
            .collect();
        for h in &mut holdings {
            h.told = Some(day("2024-12-01"));
        }
        let p = Picture { as_of: Some(day("2024-12-05")), holdings, ..Picture::default() };
        let x = |d: Day| f64::from((d - day("2024-11-01")).get_days());
        let of = |by| lanes(bars(&p, by, &Sides::default()), &p, by, x, |_| 1.0);
        let all = of(Lanes::Party);
        let named: Vec<(&str, usize)> = all.iter().map(|l| (l.name.as_str(), l.bars.len())).collect();
        assert_eq!(named, [("Gondor", 2), ("Told of once", 3)]);
        assert!(all[1].bars.iter().any(|(_, b)| b.label == "Harad: fort 1 held"), "{:?}", all[1].bars);
        assert_eq!(of(Lanes::Type).len(), 1);
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
