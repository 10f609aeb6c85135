//! The grammar of time expressions: which atoms make one, and what they mean before any calendar is asked.
//!
//! Resolves nothing: "last Friday" is the weekday 5 with [`Side::Last`]; which day that is, `resolve` says.
//! At each place the longest reading wins.

mod clock;
mod date;
mod nth;
mod period;
mod quantity;
mod quarter;
mod year;

use super::atom::{Atom, Joint};
use super::words::{Unit, words};
use froissart_model::{Pos, Sentence};

/// Which of several like periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::time) enum Side {
    Last,
    This,
    Next,
}
/// Which year a date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::time) enum YearOf {
    Exact(i16),
    /// Years from the page's.
    Relative(i64),
}
/// How many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::time) enum Count {
    Exact(f64),
    /// "several".
    Vague,
}
/// A part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::time) enum Edge {
    Early,
    Mid,
    Late,
    /// "the end of".
    End,
    /// "the beginning of".
    Start,
    FirstHalf,
    SecondHalf,
    /// "earlier this week": from its first day to the page's.
    Earlier,
    /// "later this week".
    Later,
}
/// What the words mean.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::time) enum Meaning {
    /// A date, some of it unsaid; `last_day` for "December 5-7".
    Date {
        year: Option<YearOf>,
        month: Option<i8>,
        day: Option<i8>,
        last_day: Option<i8>,
        side: Option<Side>,
    },
    /// Numbers with slashes, of which it is unsaid which is the month.
    Slashed {
        year: i16,
        a: i8,
        b: i8,
    },
    Weekday {
        day: i8,
        side: Option<Side>,
        week: Option<i64>,
    },
    Weekend {
        side: Option<Side>,
    },
    /// Days from the page's: yesterday is -1.
    Day(i64),
    /// "last week": units from the page's.
    Period {
        unit: Unit,
        by: i64,
    },
    Season {
        season: String,
        year: Option<YearOf>,
        side: Option<Side>,
    },
    Quarter {
        n: i8,
        year: Option<YearOf>,
    },
    /// "the latest quarter".
    LatestQuarter,
    /// "the year-ago period", "the 1988 quarter": the quarter last told, in another year.
    Comparable {
        year: Option<YearOf>,
    },
    Half {
        n: i8,
        year: Option<YearOf>,
    },
    /// "2014-15".
    Years {
        first: i16,
        last: i16,
    },
    Decade(i16),
    Century(i16),
    /// "the first week of May": the nth of the smaller periods in a larger one, -1 for the last.
    Nth {
        n: i64,
        what: Inner,
        of: Box<Meaning>,
    },
    /// "six months ago"; from the time before in the text where `in_text` ("three days later").
    Ago {
        unit: Unit,
        count: Count,
        sign: i64,
        in_text: bool,
    },
    /// "two days before Christmas".
    Offset {
        unit: Unit,
        count: Count,
        sign: i64,
        of: Box<Meaning>,
    },
    Duration {
        unit: Unit,
        count: Count,
        side: Option<Side>,
    },
    Reference(String),
    Set(String),
    Holiday {
        rule: String,
        year: Option<YearOf>,
        side: Option<Side>,
    },
    /// "the previous Friday": the weekday before (-1), in the week of (0) or after (1) the time before in the text.
    SameWeekday {
        day: i8,
        by: i64,
    },
    /// "that day", "the following week": units from the time before in the text.
    Same {
        unit: Unit,
        by: i64,
    },
    /// "year-end".
    YearEnd,
    /// A clock time or a part of a day alone: of the day before in the text, or the page's.
    Clock,
}
/// What is counted inside a longer period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::time) enum Inner {
    Unit(Unit),
    Weekday(i8),
    Weekend,
}
/// A clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::time) struct Time {
    pub(in crate::time) hour: u8,
    pub(in crate::time) minute: Option<u8>,
}
/// A time expression before it is resolved.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::time) struct Found {
    /// Its first atom.
    pub(in crate::time) begin: usize,
    /// The first atom after.
    pub(in crate::time) end: usize,
    pub(in crate::time) meaning: Meaning,
    pub(in crate::time) edge: Option<Edge>,
    /// The part of the day, as TIMEX3 writes it.
    pub(in crate::time) part: Option<String>,
    pub(in crate::time) clock: Option<Time>,
}

/// The expressions of a sentence in order, none overlapping. `taken` says which tokens are parts of other names.
pub(in crate::time) fn scan(atoms: &[Atom], sentence: &Sentence, taken: &dyn Fn(usize) -> bool) -> Vec<Found> {
    let g = Grammar { atoms, sentence, taken };
    let mut out = Vec::new();
    let mut i = 0;
    while i < atoms.len() {
        match g.expression(i) {
            Some(f) if f.end > i && !g.is_title(&f) => {
                i = f.end;
                out.push(f);
                // "April 24, 25 and 26": each further number is a day of its own.
                while let Some(next) = out.last().and_then(|f| g.next_day(f)) {
                    i = next.end;
                    out.push(next);
                }
            }
            Some(f) if f.end > i => i = f.end,
            _ => i += 1,
        }
    }
    out
}

struct Grammar<'a> {
    atoms: &'a [Atom],
    sentence: &'a Sentence,
    taken: &'a dyn Fn(usize) -> bool,
}

type Hit = Option<(usize, Meaning)>;

const APPROXIMATE: &[&[&str]] = &[
    &["at", "least"],
    &["at", "most"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["up", "to"],
    &["as", "many", "as"],
    &["as", "long", "as"],
    &["nearly"],
    &["almost"],
    &["about"],
    &["around"],
    &["roughly"],
    &["approximately"],
    &["some"],
    &["over"],
    &["barely"],
    &["exactly"],
    &["another"],
];
const DURING: &[&str] = &[
    "for",
    "in",
    "within",
    "after",
    "over",
    "than",
    "least",
    "nearly",
    "almost",
    "about",
    "around",
    "roughly",
    "take",
    "takes",
    "took",
    "taken",
    "spend",
    "spent",
    "lasted",
    "last",
    "lasting",
    "every",
    "of",
    "inside",
    "throughout",
    "under",
    "only",
    "just",
    "during",
    "through",
    "barely",
    "as",
];
const DATED: &[&str] = &[
    "in",
    "since",
    "by",
    "of",
    "until",
    "till",
    "last",
    "this",
    "next",
    "from",
    "to",
    "early",
    "late",
    "mid",
    "during",
    "and",
    "through",
    "before",
    "after",
    "between",
    "following",
    "throughout",
    "around",
    "about",
    "per",
    "or",
    "circa",
    "for",
    "on",
    "end",
    "past",
];
const ZONES: &[&str] = &["est", "edt", "gmt", "utc", "pst", "pdt", "cet", "eet", "bst", "cst", "cdt", "msk", "ist"];

impl Grammar<'_> {
    fn w(&self, i: usize) -> &str {
        self.atoms.get(i).map_or("", |a| a.text.as_str())
    }

    fn before(&self, i: usize, back: usize) -> &str {
        i.checked_sub(back).map_or("", |k| self.w(k))
    }

    fn is(&self, i: usize, list: &[&str]) -> bool {
        list.contains(&self.w(i))
    }

    fn pos(&self, i: usize) -> Pos {
        self.atoms.get(i).and_then(|a| self.sentence.tokens.get(a.token)).map_or(Pos::X, |t| t.upos)
    }

    fn joined(&self, i: usize, joint: Joint) -> bool {
        self.atoms.get(i).is_some_and(|a| a.joint == joint)
    }

    fn ranged(&self, i: usize) -> bool {
        self.joined(i, Joint::Hyphen) || self.joined(i, Joint::Dash)
    }

    /// "ABC's This Week", "60 Minutes": a title in capitals inside a sentence that has none else.
    fn is_title(&self, f: &Found) -> bool {
        let plain = matches!(
            f.meaning,
            Meaning::Period { .. } | Meaning::Same { .. } | Meaning::Duration { .. } | Meaning::Day(_)
        );
        let last = &self.atoms[f.end - 1];
        if !plain || !last.capital || f.begin == 0 {
            return false;
        }
        let long = |a: &&Atom| a.text.len() > 3 && a.text.chars().all(char::is_alphabetic);
        let (all, capitals) = self
            .atoms
            .iter()
            .filter(long)
            .fold((0, 0), |(all, capitals), a| (all + 1, capitals + usize::from(a.capital)));
        let after_name = self.atoms[f.begin - 1].capital && self.pos(f.begin - 1) == Pos::Propn;
        capitals * 3 < all * 2 && (f.end > f.begin + 1 || after_name)
    }

    fn phrase(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.w(i + k) == *w)
    }

    /// The longest key of a table of phrases that stands at `i`.
    fn table<'t>(&self, i: usize, table: &'t std::collections::BTreeMap<String, String>) -> Option<(usize, &'t str)> {
        let mut key = String::new();
        let mut best = None;
        for n in 0..5 {
            let word = self.w(i + n);
            if word.is_empty() {
                break;
            }
            if n > 0 {
                key.push(' ');
            }
            key.push_str(word);
            if let Some(v) = table.get(&key) {
                best = Some((i + n + 1, v.as_str()));
            }
        }
        best
    }

    fn expression(&self, i: usize) -> Option<Found> {
        let plain = self.dated(i);
        // "around Nov. 1", "nearly four years", "up to 180 days".
        let approximate = APPROXIMATE.iter().find(|p| self.phrase(i, p)).and_then(|p| {
            let f = self.dated(i + p.len())?;
            let fits = match f.meaning {
                Meaning::Duration { .. } | Meaning::Ago { .. } | Meaning::Clock => true,
                Meaning::Date { .. } => matches!(p[0], "about" | "around" | "almost" | "nearly" | "exactly"),
                _ => false,
            };
            fits.then_some(Found { begin: i, ..f })
        });
        let edged = self.edge(i).and_then(|(n, edge)| {
            let f = self.dated(n)?;
            let fits = match &f.meaning {
                Meaning::Duration { .. } | Meaning::Reference(_) | Meaning::Set(_) | Meaning::Clock => false,
                Meaning::Same { unit, .. } => *unit > Unit::Day,
                _ => true,
            };
            (fits && f.edge.is_none()).then_some(Found { begin: i, edge: Some(edge), ..f })
        });
        [plain, approximate, edged].into_iter().flatten().max_by_key(|f| f.end)
    }

    /// "early", "late in", "the end of", "mid-".
    fn edge(&self, i: usize) -> Option<(usize, Edge)> {
        let start = i;
        let i = if self.w(i) == "the" { i + 1 } else { i };
        let simple = match self.w(i) {
            "early" => Some(Edge::Early),
            "late" => Some(Edge::Late),
            "mid" | "middle" => Some(Edge::Mid),
            "earlier" => Some(Edge::Earlier),
            "later" => Some(Edge::Later),
            _ => None,
        };
        let of = match (self.w(i), self.w(i + 1)) {
            ("first" | "second" | "last" | "latter", "half") if self.w(i + 2) == "of" => {
                return Some((i + 3, if self.w(i) == "first" { Edge::FirstHalf } else { Edge::SecondHalf }));
            }
            // "the last days of October".
            ("last" | "final" | "closing" | "dying", "days" | "weeks" | "months") if self.w(i + 2) == "of" => {
                return Some((i + 3, Edge::End));
            }
            ("first" | "opening" | "early", "days" | "weeks" | "months") if self.w(i + 2) == "of" => {
                return Some((i + 3, Edge::Start));
            }
            ("beginning" | "start" | "outset" | "dawn", "of") => Some(Edge::Start),
            ("end" | "close", "of") => Some(Edge::End),
            ("middle", "of") => Some(Edge::Mid),
            _ => None,
        };
        if let Some(e) = of {
            return Some((i + 2, e));
        }
        let e = simple?;
        // The words "earlier" and "later" narrow only a period that the page's day stands in.
        let told = |k: usize| {
            self.is(k, &["this", "today", "yesterday", "in", "on", "that"]) || words().weekday.contains_key(self.w(k))
        };
        if matches!(e, Edge::Earlier | Edge::Later) && (start != i || !told(i + 1)) {
            return None;
        }
        let n = i + 1;
        Some((
            if self.is(n, &["in", "on"]) && matches!(e, Edge::Early | Edge::Late | Edge::Earlier | Edge::Later) {
                n + 1
            } else {
                n
            },
            e,
        ))
    }

    /// A date with its clock time or part of the day on either side.
    fn dated(&self, i: usize) -> Option<Found> {
        let mut best: Option<Found> = None;
        let mut offer = |f: Found| {
            if best.as_ref().is_none_or(|b| f.end > b.end) {
                best = Some(f);
            }
        };
        if let Some((end, meaning)) = self.core(i) {
            let mut f = Found { begin: i, end, meaning, edge: None, part: None, clock: None };
            if f.is_day() {
                if matches!(self.w(end - 1), "night" | "tonight") {
                    f.part = Some("NI".into());
                }
                self.day_tail(&mut f);
            }
            offer(f);
        }
        if let Some((end, clock, part)) = self.clock(i) {
            // "3 p.m. on Friday", "noon Thursday", "the morning of December 2".
            let mut n = end;
            if self.w(n) == "," {
                n += 1;
            }
            if self.is(n, &["on", "of"]) {
                n += 1;
            }
            let inner = self.edge_free_day(n);
            match inner {
                Some((day_end, meaning)) => {
                    let mut f = Found { begin: i, end: day_end, meaning, edge: None, part, clock };
                    if f.part.is_none() && clock.is_none() {
                        self.day_tail(&mut f);
                    }
                    offer(f);
                }
                None if self.clock_alone(i, end, clock) => {
                    offer(Found { begin: i, end, meaning: Meaning::Clock, edge: None, part, clock });
                }
                None => {}
            }
        }
        best
    }

    fn edge_free_day(&self, n: usize) -> Hit {
        let (end, meaning) = self.core(n)?;
        let f = Found { begin: n, end, meaning, edge: None, part: None, clock: None };
        f.is_day().then_some((f.end, f.meaning))
    }

    /// A day with a name or a number, for what is counted from it: "two days before Christmas".
    fn named_day(&self, i: usize) -> Hit {
        let rules: [fn(&Self, usize) -> Hit; 6] =
            [Self::iso, Self::month_day, Self::day_month, Self::weekday, Self::near, Self::holiday];
        let hit = rules.iter().filter_map(|rule| rule(self, i)).max_by_key(|hit| hit.0)?;
        (!matches!(hit.1, Meaning::Set(_))).then_some(hit)
    }

    fn core(&self, i: usize) -> Hit {
        let rules: [fn(&Self, usize) -> Hit; 17] = [
            Self::iso,
            Self::month_day,
            Self::day_month,
            Self::day_of_list,
            Self::month_year,
            Self::weekday,
            Self::relative,
            Self::near,
            Self::holiday,
            Self::season,
            Self::quarter,
            Self::year_ago,
            Self::year,
            Self::nth,
            Self::quantity,
            Self::set,
            Self::reference,
        ];
        let mut best: Hit = None;
        for rule in rules {
            if let Some(hit) = rule(self, i)
                && best.as_ref().is_none_or(|b| hit.0 > b.0)
            {
                best = Some(hit);
            }
        }
        best
    }
}

impl Found {
    /// Whether it means one day, so that a clock time fits.
    fn is_day(&self) -> bool {
        match &self.meaning {
            Meaning::Date { day, .. } => day.is_some(),
            Meaning::Slashed { .. } | Meaning::Weekday { .. } | Meaning::Day(_) => true,
            Meaning::Same { unit, .. } | Meaning::Period { unit, .. } => *unit == Unit::Day,
            Meaning::Nth { what, .. } => !matches!(what, Inner::Weekend) && *what != Inner::Unit(Unit::Week),
            Meaning::Holiday { rule, .. } => !rule.contains('/'),
            Meaning::SameWeekday { .. } => true,
            _ => false,
        }
    }
}

/// A duration as TIMEX3 writes it: P3D, PT2H, P2Y6M, PXY; decades and centuries are told in years.
pub(in crate::time) fn duration_value(unit: Unit, count: Count) -> String {
    let Count::Exact(n) = count else {
        return match unit {
            Unit::Second => "PTXS",
            Unit::Minute => "PTXM",
            Unit::Hour => "PTXH",
            Unit::Day => "PXD",
            Unit::Week => "PXW",
            Unit::Month => "PXM",
            Unit::Quarter => "PXQ",
            Unit::Year | Unit::Decade => "PXY",
            Unit::Century => "PXC",
        }
        .into();
    };
    let whole = |n: f64| (n - n.round()).abs() < 1e-9;
    // The unit's letter, and what a half of it is.
    let (time, letter, half) = match unit {
        Unit::Second => ("T", 'S', None),
        Unit::Minute => ("T", 'M', Some("30S")),
        Unit::Hour => ("T", 'H', Some("30M")),
        Unit::Day => ("", 'D', Some("T12H")),
        Unit::Week => ("", 'W', None),
        Unit::Month => ("", 'M', None),
        Unit::Quarter => ("", 'Q', None),
        Unit::Year => ("", 'Y', Some("6M")),
        Unit::Decade => return duration_value(Unit::Year, Count::Exact(n * 10.0)),
        Unit::Century => return duration_value(Unit::Year, Count::Exact(n * 100.0)),
    };
    if whole(n) {
        return format!("P{time}{:.0}{letter}", n.round());
    }
    match half {
        Some(half) if whole(n - 0.5) && n < 1.0 => format!("P{time}{half}"),
        Some(half) if whole(n - 0.5) => format!("P{time}{:.0}{letter}{half}", n - 0.5),
        _ => format!("P{time}{n}{letter}"),
    }
}
