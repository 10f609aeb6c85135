//! The grammar of time expressions: which atoms make one, and what they mean before any calendar is asked.
//!
//! Resolves nothing: "last Friday" is the weekday 5 with [`Side::Last`]; which day that is, `resolve` says.
//! At each place the longest reading wins.

use super::atom::{Atom, Joint};
use super::words::{Unit, words};
use froissart_model::{Pos, Sentence};

/// Which of several like periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Last,
    This,
    Next,
}
/// Which year a date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearOf {
    Exact(i16),
    /// Years from the page's.
    Relative(i64),
}
/// How many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Count {
    Exact(f64),
    /// "several".
    Vague,
}
/// A part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
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
pub(super) enum Meaning {
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
    Half {
        n: i8,
        year: Option<YearOf>,
    },
    Decade(i16),
    Century(i16),
    /// "six months ago"; from the time before in the text where `in_text` ("three days later").
    Ago {
        unit: Unit,
        count: Count,
        sign: i64,
        in_text: bool,
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
/// A clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) hour: u8,
    pub(super) minute: Option<u8>,
}
/// A time expression before it is resolved.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Its first atom.
    pub(super) begin: usize,
    /// The first atom after.
    pub(super) end: usize,
    pub(super) meaning: Meaning,
    pub(super) edge: Option<Edge>,
    /// The part of the day, as TIMEX3 writes it.
    pub(super) part: Option<String>,
    pub(super) clock: Option<Time>,
}

/// The expressions of a sentence in order, none overlapping. `taken` says which tokens are parts of other names.
pub(super) fn scan(atoms: &[Atom], sentence: &Sentence, taken: &dyn Fn(usize) -> bool) -> Vec<Found> {
    let g = Grammar { atoms, sentence, taken };
    let mut out = Vec::new();
    let mut i = 0;
    while i < atoms.len() {
        match g.expression(i) {
            Some(f) if f.end > i => {
                i = f.end;
                out.push(f);
            }
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

    // ---- the whole expression ---------------------------------------------------------------------------

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
            ("first" | "second", "half") if self.w(i + 2) == "of" => {
                return Some((i + 3, if self.w(i) == "first" { Edge::FirstHalf } else { Edge::SecondHalf }));
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
        if matches!(e, Edge::Earlier | Edge::Later)
            && (start != i || !self.is(i + 1, &["this", "today", "in", "on", "that"]))
        {
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

    /// A clock time stands alone; a part of a day needs a word before it: "at dawn", "in the morning".
    fn clock_alone(&self, i: usize, end: usize, clock: Option<Time>) -> bool {
        if matches!(self.w(i), "overnight" | "tonight") {
            return true;
        }
        if clock.is_some() && !matches!(self.w(end - 1), "noon" | "midnight" | "midday") {
            return true;
        }
        let det = matches!(self.w(i), "the" | "mid" | "late" | "early");
        let led = matches!(
            self.before(i, 1),
            "at" | "by" | "until" | "till" | "since" | "after" | "before" | "around" | "in" | "during" | "from"
        );
        let night = self.w(i) == "night" && self.before(i, 1) == "at";
        led && !night && (det || !matches!(self.w(i), "morning" | "evening" | "afternoon" | "night"))
    }

    /// "Monday morning", "Friday at 3 p.m.", "Dec. 2 at dawn".
    fn day_tail(&self, f: &mut Found) {
        let n = f.end;
        if let Some(part) = words().part.get(self.w(n)).filter(|_| self.joined(n, Joint::Space)) {
            f.part = Some(part.clone());
            f.end = n + 1;
            return;
        }
        let n = if self.w(n) == "," { n + 1 } else { n };
        let (at, n) = if self.is(n, &["at", "around", "about", "by"]) { (true, n + 1) } else { (false, n) };
        let n = if at && self.is(n, &["about", "around"]) { n + 1 } else { n };
        if let Some((end, clock, part)) = self.clock(n) {
            if clock.is_some() || at {
                (f.clock, f.part, f.end) = (clock, part, end);
            }
        }
    }

    /// A clock time or a part of the day: end, time, part.
    fn clock(&self, i: usize) -> Option<(usize, Option<Time>, Option<String>)> {
        let w = words();
        match self.w(i) {
            "noon" | "midday" => return Some((i + 1, Some(Time { hour: 12, minute: Some(0) }), None)),
            "midnight" => return Some((i + 1, Some(Time { hour: 24, minute: Some(0) }), None)),
            "overnight" => return Some((i + 1, None, Some("NI".into()))),
            _ => {}
        }
        let n = if self.is(i, &["the"]) { i + 1 } else { i };
        let n = if self.is(n, &["early", "late", "mid"]) { n + 1 } else { n };
        if let Some(part) = w.part.get(self.w(n)) {
            let hours = self.w(n + 1) == "hours";
            return Some((n + 1 + usize::from(hours), None, Some(part.clone())));
        }
        if self.phrase(n, &["early", "hours"]) || (n > i && self.phrase(n - 1, &["early", "hours"])) {
            return Some((if n > i { n + 1 } else { n + 2 }, None, Some("MO".into())));
        }
        let digits = self.atoms.get(i)?.digits()?;
        let len = self.w(i).len();
        let (mut end, mut hour, mut minute) = (i + 1, digits, None);
        let mut sure = false;
        if len <= 2 && self.joined(i + 1, Joint::Colon) && self.w(i + 1).len() == 2 {
            minute = self.atoms[i + 1].digits();
            end = i + 2;
            sure = true;
        } else if len == 4
            && (ZONES.contains(&self.w(i + 1)) || self.phrase(i + 1, &["local", "time"]) || self.w(i + 1) == "hours")
        {
            (hour, minute) = (digits / 100, Some(digits % 100));
            sure = true;
        } else if len > 2 {
            // "7.15 pm" keeps its dot in the middle and never comes here as digits.
            return None;
        }
        let half = match self.w(end) {
            "am" => Some(0),
            "pm" => Some(12),
            "a" if self.w(end + 1) == "m" => Some(0),
            "p" if self.w(end + 1) == "m" => Some(12),
            _ => None,
        };
        if let Some(add) = half {
            if hour > 12 {
                return None;
            }
            end += if self.w(end).len() == 1 { 2 } else { 1 };
            hour = hour % 12 + add;
            sure = true;
        } else if self.w(end) == "o'clock" || self.phrase(end, &["o", "'clock"]) {
            end += if self.w(end) == "o'clock" { 1 } else { 2 };
            sure = true;
        }
        sure |= hour <= 12
            && self.phrase(end, &["in", "the"])
            && matches!(self.w(end + 2), "morning" | "afternoon" | "evening");
        if !sure || hour > 24 || minute.is_some_and(|m| m > 59) {
            return None;
        }
        if ZONES.contains(&self.w(end)) {
            end += 1;
        } else if self.phrase(end, &["local", "time"]) {
            end += 2;
        }
        if self.phrase(end, &["in", "the"]) && w.part.contains_key(self.w(end + 2)) {
            if matches!(self.w(end + 2), "afternoon" | "evening") && hour < 12 {
                hour += 12;
            }
            end += 3;
        }
        Some((end, Some(Time { hour: hour as u8, minute: minute.map(|m| m as u8) }), None))
    }

    // ---- what stands at the core ------------------------------------------------------------------------

    fn core(&self, i: usize) -> Hit {
        let rules: [fn(&Self, usize) -> Hit; 13] = [
            Self::iso,
            Self::month_day,
            Self::day_month,
            Self::month_year,
            Self::weekday,
            Self::relative,
            Self::near,
            Self::holiday,
            Self::season_or_quarter,
            Self::year,
            Self::quantity,
            Self::set,
            Self::reference,
        ];
        let mut best: Hit = None;
        for rule in rules {
            if let Some(hit) = rule(self, i) {
                if best.as_ref().is_none_or(|b| hit.0 > b.0) {
                    best = Some(hit);
                }
            }
        }
        best
    }

    fn day_number(&self, i: usize) -> Option<i8> {
        let t = self.w(i);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| t.strip_suffix(s)).unwrap_or(t);
        if digits.is_empty() || digits.len() > 2 || self.joined(i + 1, Joint::Colon) {
            return None;
        }
        digits.parse().ok().filter(|d| (1..=31).contains(d))
    }
    /// A year after a month or a season: "2015", "this year".
    fn year_after(&self, i: usize) -> Option<(usize, YearOf)> {
        let n = if self.is(i, &[",", "of", "in"]) { i + 1 } else { i };
        if let Some(y) = self.exact_year(n) {
            return Some((n + 1, YearOf::Exact(y)));
        }
        let n = if self.w(n) == "of" { n + 1 } else { n };
        if self.w(n + 1) == "year" && self.joined(n + 1, Joint::Space) {
            let by = match self.w(n) {
                "this" => 0,
                "last" => -1,
                "next" => 1,
                _ => return None,
            };
            return Some((n + 2, YearOf::Relative(by)));
        }
        None
    }
    fn exact_year(&self, i: usize) -> Option<i16> {
        let t = self.w(i);
        if t.len() != 4 {
            return None;
        }
        self.atoms.get(i)?.digits().filter(|y| (1000..2100).contains(y)).map(|y| y as i16)
    }
    fn month_name(&self, i: usize) -> Option<i8> {
        let a = self.atoms.get(i)?;
        let w = words();
        if !a.capital {
            return None;
        }
        if let Some(m) = w.month.get(&a.text) {
            return Some(*m);
        }
        let near_number = self.day_number(i + 1).is_some()
            || self.exact_year(i + 1).is_some()
            || (i > 0 && self.day_number(i - 1).is_some())
            || (self.w(i + 1) == "." && self.day_number(i + 2).is_some());
        w.month_short.get(&a.text).copied().filter(|_| near_number || a.dot)
    }

    /// 2024-12-02, 2024/12/02, 02/12/2024, 02.12.2024.
    fn iso(&self, i: usize) -> Hit {
        let a = self.atoms.get(i)?;
        if let [x, y, z] = a.text.split('.').collect::<Vec<_>>()[..] {
            let (d, m, year) = (x.parse::<i8>().ok()?, y.parse::<i8>().ok()?, z.parse::<i16>().ok()?);
            let fits = (1..=31).contains(&d) && (1..=12).contains(&m) && (1900..2100).contains(&year);
            let date = Meaning::Date {
                year: Some(YearOf::Exact(year)),
                month: Some(m),
                day: Some(d),
                last_day: None,
                side: None,
            };
            return fits.then_some((i + 1, date));
        }
        let joint = self.atoms.get(i + 1)?.joint;
        if !matches!(joint, Joint::Hyphen | Joint::Slash) || !self.joined(i + 2, joint) {
            return None;
        }
        let n = |k: usize| self.atoms[i + k].digits();
        let (x, y, z) = (n(0)?, n(1)?, n(2)?);
        if self.w(i).len() == 4 && (1000..2100).contains(&x) && (1..=12).contains(&y) && (1..=31).contains(&z) {
            return Some((
                i + 3,
                Meaning::Date {
                    year: Some(YearOf::Exact(x as i16)),
                    month: Some(y as i8),
                    day: Some(z as i8),
                    last_day: None,
                    side: None,
                },
            ));
        }
        let year = match self.w(i + 2).len() {
            4 if (1900..2100).contains(&z) => z,
            2 if joint == Joint::Slash => z + if z < 70 { 2000 } else { 1900 },
            _ => return None,
        };
        let fits = (1..=31).contains(&x) && (1..=31).contains(&y) && (x <= 12 || y <= 12);
        fits.then_some((i + 3, Meaning::Slashed { year: year as i16, a: x as i8, b: y as i8 }))
    }

    /// "December 2, 2024", "Dec. 2", "December 5-7", "December the 2nd".
    fn month_day(&self, i: usize) -> Hit {
        let (i, side) = self.led_side(i);
        let month = self.month_name(i)?;
        let mut n = i + 1;
        if self.w(n) == "." {
            n += 1;
        }
        if self.w(n) == "the" {
            n += 1;
        }
        let day = self.day_number(n)?;
        n += 1;
        let mut last_day = None;
        if self.ranged(n) {
            if let Some(d) = self.day_number(n).filter(|d| *d > day) {
                last_day = Some(d);
                n += 1;
            }
        }
        let mut year = None;
        if let Some((end, y)) = self.year_after(n) {
            // "In August 7, 2015 ..." is one date, "on Dec. 2 in 2015" as well; "Dec. 2 in Aleppo" has no year.
            year = Some(y);
            n = end;
        }
        Some((n, Meaning::Date { year, month: Some(month), day: Some(day), last_day, side }))
    }

    fn led_side(&self, i: usize) -> (usize, Option<Side>) {
        match (self.w(i), self.w(i + 1)) {
            ("last", _) => (i + 1, Some(Side::Last)),
            ("next", _) => (i + 1, Some(Side::Next)),
            ("this", "past") => (i + 2, Some(Side::Last)),
            ("this", "coming") => (i + 2, Some(Side::Next)),
            ("this", _) => (i + 1, Some(Side::This)),
            ("the", "previous") => (i + 2, Some(Side::Last)),
            ("past" | "previous", _) => (i + 1, Some(Side::Last)),
            ("coming", _) => (i + 1, Some(Side::Next)),
            _ => (i, None),
        }
    }

    /// "2 December 2024", "the 2nd of December", "5-7 December".
    fn day_month(&self, i: usize) -> Hit {
        let i = if self.w(i) == "the" { i + 1 } else { i };
        let day = self.day_number(i)?;
        let mut n = i + 1;
        let mut last_day = None;
        if self.ranged(n) {
            if let Some(d) = self.day_number(n).filter(|d| *d > day) {
                last_day = Some(d);
                n += 1;
            }
        }
        if self.w(n) == "of" {
            n += 1;
        }
        let month = self.month_name(n)?;
        // "from 5 May 3": a number on the other side wins only where none stands before.
        n += 1;
        if self.w(n) == "." && self.atoms[n - 1].dot {
            n += 1;
        }
        let mut year = None;
        if let Some((end, y)) = self.year_after(n) {
            year = Some(y);
            n = end;
        }
        Some((n, Meaning::Date { year, month: Some(month), day: Some(day), last_day, side: None }))
    }

    /// "March 2015", "last March", "March last year", "March".
    fn month_year(&self, i: usize) -> Hit {
        let start = i;
        let (i, side) = self.led_side(i);
        let month = self.month_name(i)?;
        let n = i + 1;
        if let Some((end, year)) = self.year_after(n) {
            return Some((
                end,
                Meaning::Date { year: Some(year), month: Some(month), day: None, last_day: None, side },
            ));
        }
        let name = self.w(i);
        if (self.taken)(self.atoms[i].token) {
            return None;
        }
        // "May" and "March" are verbs as well, and both begin sentences.
        if matches!(name, "may" | "march" | "mar" | "jan" | "sun" | "april" | "june" | "august") {
            let noun = matches!(self.before(i, 1), "the" | "a" | "its") && self.pos(i + 1) == Pos::Noun;
            let led = start < i
                || noun
                || (i > 0 && (DATED.contains(&self.before(i, 1)) || self.atoms[i].joint != Joint::Space));
            let verb = matches!(self.pos(i), Pos::Aux | Pos::Verb);
            if verb || !led && (i == 0 || matches!(name, "may" | "march")) {
                return None;
            }
        }
        Some((n, Meaning::Date { year: None, month: Some(month), day: None, last_day: None, side }))
    }

    /// "Friday", "last Friday", "Monday, December 2", "Friday last week", "Fridays".
    fn weekday(&self, i: usize) -> Hit {
        let w = words();
        let (i, side) = self.led_side(i);
        let a = self.atoms.get(i)?;
        let short = |t: &str| {
            ["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"].iter().position(|s| *s == t)
        };
        let day = match w.weekday.get(&a.text) {
            Some(d) => *d,
            None if a.capital => {
                let k = short(&a.text)?;
                let d = [1, 2, 2, 3, 4, 4, 4, 5, 6, 7][k];
                let n = i + 1 + usize::from(self.is(i + 1, &[",", "."]));
                let dated =
                    self.month_name(n).is_some() || (self.day_number(n).is_some() && self.month_name(n + 1).is_some());
                if !(dated || a.dot && self.before(i, 1) == "on") {
                    return None;
                }
                d
            }
            None => return None,
        };
        if !a.capital || (self.taken)(a.token) {
            return None;
        }
        let mut n = i + 1;
        if a.text.ends_with("days") && side.is_none() {
            return Some((n, Meaning::Set(format!("XXXX-WXX-{day}"))));
        }
        // With a full date beside it the weekday adds nothing.
        let after = n + usize::from(self.w(n) == ",");
        if let Some((end, m)) = self.month_day(after).or_else(|| self.day_month(after)).or_else(|| self.iso(after)) {
            return Some((end, m));
        }
        let mut week = None;
        let of = usize::from(self.w(n) == "of");
        if self.w(n + of + 1) == "week" {
            week = match self.w(n + of) {
                "last" => Some(-1),
                "this" => Some(0),
                "next" => Some(1),
                _ => None,
            };
            if week.is_some() {
                n += of + 2;
            }
        } else if self.w(n) == "last" && !self.is(n + 1, &["week", "month", "year"]) && self.before(i, 1) == "on" {
            return Some((n + 1, Meaning::Weekday { day, side: Some(Side::Last), week: None }));
        }
        Some((n, Meaning::Weekday { day, side, week }))
    }

    /// "last week", "this year", "the previous day", "that month", "the past three days".
    fn relative(&self, i: usize) -> Hit {
        let w = words();
        let the = self.is(i, &["the", "its", "their", "his", "her", "our"]);
        let n = if the { i + 1 } else { i };
        let word = self.w(n);
        let unit_at = |k: usize| w.unit.get(self.w(k)).copied();
        // "the last two years", "the past week", "next three months", "recent weeks".
        if matches!(
            word,
            "last"
                | "past"
                | "next"
                | "coming"
                | "previous"
                | "preceding"
                | "following"
                | "first"
                | "final"
                | "latest"
                | "upcoming"
                | "recent"
        ) {
            let side = match word {
                "last" | "past" | "previous" | "preceding" | "latest" | "recent" => Some(Side::Last),
                "next" | "coming" | "following" | "upcoming" => Some(Side::Next),
                _ => None,
            };
            if let Some((end, count)) = self.number(n + 1, false) {
                if let Some(unit) = unit_at(end) {
                    let unit_end = self.and_half(end + 1);
                    return Some((unit_end, Meaning::Duration { unit, count, side }));
                }
            }
            if the
                && w.part.contains_key(self.w(n + 1))
                && !self.w(n + 1).ends_with('s')
                && matches!(word, "next" | "following" | "previous")
            {
                return Some((n + 1, Meaning::Same { unit: Unit::Day, by: if word == "previous" { -1 } else { 1 } }));
            }
            if let Some(unit) = unit_at(n + 1) {
                let plural = self.w(n + 1).ends_with('s') || self.w(n + 1) == "centuries";
                if plural {
                    return match word {
                        "recent" => Some((n + 2, Meaning::Reference("PAST_REF".into()))),
                        "coming" | "upcoming" => Some((n + 2, Meaning::Reference("FUTURE_REF".into()))),
                        "first" | "final" => Some((n + 2, Meaning::Duration { unit, count: Count::Vague, side: None })),
                        _ => Some((n + 2, Meaning::Duration { unit, count: Count::Vague, side })),
                    };
                }
                if the || matches!(word, "previous" | "preceding" | "following") {
                    return match word {
                        "previous" | "preceding" => Some((n + 2, Meaning::Same { unit, by: -1 })),
                        "following" => Some((n + 2, Meaning::Same { unit, by: 1 })),
                        "next" if unit == Unit::Day => Some((n + 2, Meaning::Same { unit, by: 1 })),
                        "latest" if unit == Unit::Quarter => Some((n + 2, Meaning::LatestQuarter)),
                        "coming" | "upcoming" => Some((n + 2, Meaning::Period { unit, by: 1 })),
                        "last" | "past" | "next" if unit != Unit::Quarter => {
                            Some((n + 2, Meaning::Duration { unit, count: Count::Exact(1.0), side }))
                        }
                        "last" => Some((n + 2, Meaning::Period { unit, by: -1 })),
                        "next" => Some((n + 2, Meaning::Period { unit, by: 1 })),
                        _ => None,
                    };
                }
                if word == "last" && self.w(n + 1) == "night" {
                    return Some((n + 2, Meaning::Period { unit: Unit::Day, by: -1 }));
                }
                return match word {
                    "last" => Some((n + 2, Meaning::Period { unit, by: -1 })),
                    "next" => Some((n + 2, Meaning::Period { unit, by: 1 })),
                    "past" => Some((n + 2, Meaning::Duration { unit, count: Count::Exact(1.0), side })),
                    _ => None,
                };
            }
            if self.w(n + 1) == "weekend" {
                return side.map(|s| (n + 2, Meaning::Weekend { side: Some(s) }));
            }
            if matches!(self.w(n + 1), "period" | "time") {
                return None;
            }
        }
        if !the {
            let side = match word {
                "this" | "current" => 0,
                "that" | "same" => {
                    let unit = unit_at(n + 1).filter(|u| *u >= Unit::Day)?;
                    let plural = self.w(n + 1).ends_with('s');
                    // "that day" is a time, "that week's" too; "that years of war ..." is not.
                    return (!plural).then_some((n + 2, Meaning::Same { unit, by: 0 }));
                }
                _ => {
                    // "week" after "by the" is read below; a bare unit is no time.
                    return None;
                }
            };
            if self.w(n + 1) == "weekend" {
                return Some((n + 2, Meaning::Weekend { side: Some(Side::This) }));
            }
            if self.w(n) == "this" && self.w(n + 1) == "past" && self.w(n + 2) == "weekend" {
                return Some((n + 3, Meaning::Weekend { side: Some(Side::Last) }));
            }
            if self.phrase(n, &["this", "past"]) || self.phrase(n, &["this", "coming"]) {
                let unit = unit_at(n + 2)?;
                return Some((n + 3, Meaning::Period { unit, by: if self.w(n + 1) == "past" { -1 } else { 1 } }));
            }
            if word == "this" && w.part.contains_key(self.w(n + 1)) {
                return Some((n + 1, Meaning::Day(0)));
            }
            let unit = unit_at(n + 1).filter(|u| *u >= Unit::Day && !self.w(n + 1).ends_with('s'))?;
            return Some((n + 2, Meaning::Period { unit, by: side }));
        }
        // "the same day", "the current year", "the week", "the weekend", "the year-earlier quarter".
        if word == "same" || word == "very" {
            let unit = unit_at(n + 1).filter(|u| *u >= Unit::Day)?;
            return Some((n + 2, Meaning::Same { unit, by: 0 }));
        }
        if word == "current" || word == "present" {
            let fiscal = usize::from(self.w(n + 1) == "fiscal");
            let unit = unit_at(n + 1 + fiscal)?;
            return Some((n + 2 + fiscal, Meaning::Period { unit, by: 0 }));
        }
        // "the days before the attack", "the weeks that followed".
        if self.w(n).ends_with('s')
            && unit_at(n).is_some_and(|u| u >= Unit::Hour)
            && self.is(n + 1, &["before", "after", "following", "leading", "ahead", "since", "that"])
        {
            let unit = unit_at(n)?;
            return Some((n + 1, Meaning::Duration { unit, count: Count::Vague, side: None }));
        }
        if word == "weekend" && self.w(i) == "the" {
            return Some((n + 1, Meaning::Weekend { side: None }));
        }
        if word == "day" && self.is(n + 1, &["before", "after"]) && self.w(i) == "the" {
            // "the day before" alone counts from the time before; with a noun it is dated by that noun.
            let noun = matches!(
                self.pos(n + 2),
                Pos::Noun | Pos::Propn | Pos::Det | Pos::Pron | Pos::Verb | Pos::Adj | Pos::Num
            );
            let by = if self.w(n + 1) == "before" { -1 } else { 1 };
            if self.w(n + 2) == "yesterday" {
                return Some((n + 3, Meaning::Day(-2)));
            }
            if self.w(n + 2) == "tomorrow" {
                return Some((n + 3, Meaning::Day(2)));
            }
            return (!noun).then_some((n + 2, Meaning::Same { unit: Unit::Day, by }));
        }
        if word == "year" && self.is(n + 1, &["ago", "earlier"]) && self.joined(n + 1, Joint::Hyphen) {
            let end = n + 2 + usize::from(self.is(n + 2, &["quarter", "period", "month"]));
            return Some((end, Meaning::Ago { unit: Unit::Year, count: Count::Exact(1.0), sign: -1, in_text: true }));
        }
        if matches!(word, "week" | "month" | "year" | "quarter")
            && self.w(i) == "the"
            && !self.is(n + 1, &["of", "that", "when"])
        {
            let unit = unit_at(n)?;
            return Some((n + 1, Meaning::Same { unit, by: 0 }));
        }
        // "the nine months", "the two days".
        if let Some((end, count)) = self.number(n, false) {
            if let Some(unit) = unit_at(end) {
                if self.w(end).ends_with('s') && !self.is(end + 1, &["old", "of"]) {
                    return Some((end + 1, Meaning::Duration { unit, count, side: None }));
                }
            }
        }
        None
    }

    /// "yesterday", "today", "tonight".
    fn near(&self, i: usize) -> Hit {
        let by = match self.w(i) {
            "yesterday" => -1,
            "today" => 0,
            "tomorrow" => 1,
            "tonight" => 0,
            _ => return None,
        };
        if self.joined(i, Joint::Hyphen) || (self.taken)(self.atoms[i].token) {
            return None;
        }
        Some((i + 1, Meaning::Day(by)))
    }

    fn holiday(&self, i: usize) -> Hit {
        let (n, side) = self.led_side(i);
        if !self.atoms.get(n)?.capital {
            return None;
        }
        let (end, rule) = self.table(n, &words().holiday)?;
        if (self.taken)(self.atoms[n].token) && end == n + 1 {
            return None;
        }
        let (end, year) = self.year_after(end).map_or((end, None), |(e, y)| (e, Some(y)));
        Some((end, Meaning::Holiday { rule: rule.to_string(), year, side }))
    }

    /// "summer 2015", "last winter", "the third quarter of 2015", "third-quarter", "first half of 2016".
    fn season_or_quarter(&self, i: usize) -> Hit {
        let w = words();
        let (n, side) = self.led_side(i);
        let the = usize::from(self.w(n) == "the");
        let n = n + the;
        if let Some(season) = w.season.get(self.w(n)) {
            if self.pos(n) == Pos::Verb || (self.taken)(self.atoms[n].token) {
                return None;
            }
            let year = self.year_after(n + 1);
            let led = matches!(
                self.before(i, 1),
                "in" | "since" | "during" | "by" | "until" | "early" | "late" | "mid" | "over" | "of" | "through"
            );
            if year.is_none() && side.is_none() && !(led && (the == 1 || !matches!(self.w(n), "fall" | "spring"))) {
                return None;
            }
            if year.is_none() && self.is(n + 1, &["of"]) {
                return None;
            }
            let (end, year) = year.map_or((n + 1, None), |(e, y)| (e, Some(y)));
            return Some((end, Meaning::Season { season: season.clone(), year, side }));
        }
        let fiscal = usize::from(self.w(n) == "fiscal");
        let nth = match self.w(n + fiscal) {
            "first" | "1st" => 1,
            "second" | "2nd" => 2,
            "third" | "3rd" => 3,
            "fourth" | "4th" | "final" => 4,
            "q1" => 1,
            "q2" => 2,
            "q3" => 3,
            "q4" => 4,
            _ => 0,
        };
        // "this year's third quarter"
        let own = self
            .relative(i)
            .filter(|(end, m)| matches!(m, Meaning::Period { unit: Unit::Year, .. }) && matches!(self.w(*end), "'s"));
        if let Some((end, Meaning::Period { by, .. })) = own {
            if let Some((end, Meaning::Quarter { n, .. })) = self.season_or_quarter(end + 1) {
                return Some((end, Meaning::Quarter { n, year: Some(YearOf::Relative(by)) }));
            }
        }
        if nth > 0 {
            let letter = self.w(n + fiscal).starts_with('q');
            let end = n + fiscal + 1;
            let tail = |end: usize| self.year_after(end).map_or((end, None), |(e, y)| (e, Some(y)));
            if letter || self.w(end) == "quarter" {
                if !letter && self.w(end + 1) == "of" && self.year_after(end + 1).is_none() {
                    return None;
                }
                let (end, year) = tail(if letter { end } else { end + 1 });
                return Some((end, Meaning::Quarter { n: nth, year }));
            }
            if self.w(end) == "half" && nth <= 2 {
                let (e, year) = tail(end + 1);
                year?;
                return Some((e, Meaning::Half { n: nth, year }));
            }
        }
        None
    }

    /// "2015", "fiscal 2015", "the 1990s", "the 20th century", "year-end".
    fn year(&self, i: usize) -> Hit {
        let w = words();
        let own = usize::from(self.w(i + 1) == "'s");
        if self.w(i) == "year"
            && self.w(i + 1 + own) == "end"
            && (self.ranged(i + 1) || self.is(i.wrapping_sub(1), &["by", "at", "until", "around", "before", "of"]))
        {
            return Some((i + 2 + own, Meaning::YearEnd));
        }
        let the = usize::from(self.w(i) == "the");
        let n = i + the;
        let n = if the == 1 && self.is(n, &["early", "mid", "late"]) { return None } else { n };
        // Decades: "1990s", "'90s", "nineties".
        let t = self.w(n);
        let t = t.strip_suffix("'s").unwrap_or(t);
        if matches!(self.before(n, 1), "his" | "her" | "their" | "my" | "our" | "your") {
            // "in his 30s" is an age.
            return None;
        }
        if let Some(digits) = t.strip_suffix('s').map(|d| d.trim_start_matches('\'')) {
            if (digits.len() == 4 || digits.len() == 2) && digits.ends_with('0') {
                if let Ok(y) = digits.parse::<i16>() {
                    let year = if digits.len() == 4 {
                        y
                    } else if y >= 30 {
                        1900 + y
                    } else {
                        2000 + y
                    };
                    return Some((n + 1, Meaning::Decade(year)));
                }
            }
        }
        let tens = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        if the == 1 {
            if let Some(k) = tens.iter().position(|x| *x == t) {
                return Some((n + 1, Meaning::Decade(1920 + 10 * k as i16)));
            }
        }
        // Centuries.
        let nth = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|s| t.strip_suffix(s).and_then(|d| d.parse::<i64>().ok()))
            .or_else(|| w.ordinal.get(t).copied())
            .map(|k| (n + 1, k))
            .or_else(|| (t == "twenty").then(|| w.ordinal.get(self.w(n + 1)).map(|k| (n + 2, 20 + k))).flatten());
        if let Some((end, k)) = nth {
            if matches!(self.w(end), "century" | "centuries") && (1..=30).contains(&k) {
                return Some((end + 1, Meaning::Century(k as i16)));
            }
        }
        let fiscal = usize::from(self.w(n) == "fiscal") + usize::from(self.phrase(n, &["fiscal", "year"]));
        let at = n + fiscal;
        let year = self.exact_year(at)?;
        if the == 1 && fiscal == 0 {
            return None;
        }
        let span =
            Meaning::Date { year: Some(YearOf::Exact(year)), month: None, day: None, last_day: None, side: None };
        if fiscal > 0 || self.bare_year(at, year) {
            return Some((at + 1, span));
        }
        None
    }

    /// Whether a number of four digits is a year and no count.
    fn bare_year(&self, i: usize, year: i16) -> bool {
        let before = self.before(i, 1);
        if self.joined(i, Joint::Slash)
            || self.joined(i, Joint::Colon)
            || matches!(before, "$" | "€" | "£" | "#" | "no")
        {
            return false;
        }
        if matches!(
            self.w(i + 1),
            "%" | "km" | "kilometers" | "kilometres" | "miles" | "gmt" | "hours" | "meters" | "metres" | "am" | "pm"
        ) {
            return false;
        }
        let led = matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "from"
                | "between"
                | "before"
                | "after"
                | "during"
                | "of"
                | "early"
                | "late"
                | "mid"
                | "year"
                | "throughout"
        );
        if !(1900..2100).contains(&year) {
            return led
                && before != "of"
                && before != "by"
                && !matches!(self.pos(i + 1), Pos::Noun | Pos::Adj | Pos::Propn);
        }
        let counted = self.atoms.get(i + 1).is_some_and(|a| {
            a.joint == Joint::Space
                && self.sentence.tokens.get(a.token).is_some_and(|t| t.upos == Pos::Noun && t.xpos == "NNS")
        });
        let after_word = matches!(
            before,
            "about" | "some" | "nearly" | "almost" | "least" | "than" | "over" | "around" | "roughly" | "to"
        );
        !(counted && !matches!(before, "the" | "its" | "their" | "that" | "'s" | "s" | "in" | "since")
            || after_word && counted)
    }

    /// A number: end, count. `a` says whether "a" counts.
    fn number(&self, i: usize, a: bool) -> Option<(usize, Count)> {
        let w = words();
        let vague: &[&[&str]] = &[
            &["a", "few"],
            &["a", "number", "of"],
            &["several"],
            &["many"],
            &["some"],
            &["dozens", "of"],
            &["tens", "of"],
            &["hundreds", "of"],
            &["few"],
        ];
        if let Some(p) = vague.iter().find(|p| self.phrase(i, p)) {
            let more = usize::from(self.is(i + p.len(), &["more", "short", "long", "dozen"]));
            return Some((i + p.len() + more, Count::Vague));
        }
        if self.phrase(i, &["a", "couple", "of"]) || self.phrase(i, &["couple", "of"]) {
            return Some((i + if self.w(i) == "a" { 3 } else { 2 }, Count::Exact(2.0)));
        }
        if self.w(i) == "half" && self.is(i + 1, &["a", "an"]) {
            return Some((i + 2, Count::Exact(0.5)));
        }
        let single = |k: usize| -> Option<f64> {
            let t = self.w(k);
            if let Some(d) = self.atoms.get(k).and_then(Atom::digits) {
                return Some(d as f64);
            }
            if t.bytes().next().is_some_and(|b| b.is_ascii_digit())
                && t.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
            {
                return t.replace(',', "").parse().ok();
            }
            w.number.get(t).map(|n| *n as f64)
        };
        if !a && self.is(i, &["a", "an"]) && self.w(i + 1) != "hundred" {
            return None;
        }
        let mut total = single(i)?;
        let mut n = i + 1;
        if (20.0..100.0).contains(&total) && self.atoms[i].digits().is_none() {
            if let Some(ones) = w.number.get(self.w(n)).filter(|k| (1..10).contains(*k) && !self.is(n, &["a", "an"])) {
                total += *ones as f64;
                n += 1;
            }
        } else if self.w(n) == "hundred" {
            total *= 100.0;
            n += 1;
        } else if self.w(n) == "dozen" {
            return Some((n + 1, Count::Exact(total * 12.0)));
        }
        if self.w(n) == "1/2" || (self.w(n) == "1" && self.w(n + 1) == "2" && self.joined(n + 1, Joint::Slash)) {
            n += if self.w(n) == "1/2" { 1 } else { 2 };
            total += 0.5;
        }
        if self.phrase(n, &["and", "a", "half"]) {
            n += 3;
            total += 0.5;
        }
        // "12 to 18 months", "two or three days", "2-3 weeks".
        let link = if self.is(n, &["to", "or"]) {
            Some(n + 1)
        } else if self.ranged(n) {
            Some(n)
        } else {
            None
        };
        if let Some(m) = link {
            if single(m).is_some() && !self.is(m, &["a", "an"]) && w.unit.contains_key(self.w(m + 1)) {
                return Some((m + 1, Count::Vague));
            }
        }
        if self.is(n, &["more", "additional", "full", "straight", "consecutive", "long", "whole", "successive"])
            && w.unit.contains_key(self.w(n + 1))
        {
            n += 1;
        }
        Some((n, Count::Exact(total)))
    }

    fn and_half(&self, end: usize) -> usize {
        if self.phrase(end, &["and", "a", "half"]) { end + 3 } else { end }
    }

    /// "three days", "six months ago", "two weeks later", "four-year", "for years", "year-earlier".
    fn quantity(&self, i: usize) -> Hit {
        let w = words();
        if self.w(i) == "year" && self.is(i + 1, &["ago", "earlier"]) && self.joined(i + 1, Joint::Hyphen) {
            return Some((i + 2, Meaning::Ago { unit: Unit::Year, count: Count::Exact(1.0), sign: -1, in_text: true }));
        }
        if w.unit.contains_key(self.w(i)) && self.w(i + 1) == "long" && self.joined(i + 1, Joint::Hyphen) {
            return Some((i + 2, Meaning::Duration { unit: w.unit[self.w(i)], count: Count::Exact(1.0), side: None }));
        }
        let (mut n, mut count) = match self.number(i, true) {
            Some(x) => x,
            None => {
                // "for years", "weeks ago", "days later".
                let unit = *w.unit.get(self.w(i))?;
                let plural = self.w(i).ends_with('s') || self.w(i) == "centuries";
                if !plural || self.joined(i, Joint::Hyphen) {
                    return None;
                }
                if let Some(hit) = self.ago(i + 1, unit, Count::Vague) {
                    return Some(hit);
                }
                let mut end = i + 1;
                if self.w(end) == "or" && w.unit.contains_key(self.w(end + 1)) && self.w(end + 1).ends_with('s') {
                    end += 2;
                }
                let led = matches!(
                    self.before(i, 1),
                    "for"
                        | "within"
                        | "in"
                        | "after"
                        | "took"
                        | "take"
                        | "takes"
                        | "spent"
                        | "lasted"
                        | "last"
                        | "over"
                );
                let of = self.w(end) == "of" && unit >= Unit::Hour && unit != Unit::Quarter;
                return (led || of).then_some((end, Meaning::Duration { unit, count: Count::Vague, side: None }));
            }
        };
        let hyphen = self.ranged(n);
        let single = self.is(i, &["a", "an"]) && n == i + 1;
        let unit = *w.unit.get(self.w(n))?;
        if matches!(unit, Unit::Second) && (single || count == Count::Exact(1.0) || !self.w(n).ends_with('s')) {
            return None;
        }
        if self.w(n + 1) == "old"
            || (unit == Unit::Quarter && (self.w(n + 1) == "of" || !hyphen && !self.w(n).ends_with('s')))
        {
            return None;
        }
        if self.w(n) == "fortnight" {
            count = Count::Exact(2.0);
        }
        n += 1;
        if self.phrase(n, &["and", "a", "half"]) {
            if let Count::Exact(c) = count {
                count = Count::Exact(c + 0.5);
            }
            n += 3;
        }
        if let Some(hit) = self.ago(n, unit, count) {
            return Some(hit);
        }
        if hyphen && self.w(n) == "long" && self.ranged(n) {
            return Some((n + 1, Meaning::Duration { unit, count, side: None }));
        }
        // "a day" by itself is as often "per day".
        if single && !DURING.contains(&self.before(i, 1)) && !hyphen {
            return None;
        }
        if self.ranged(n) {
            return None;
        }
        Some((n, Meaning::Duration { unit, count, side: None }))
    }

    fn ago(&self, n: usize, unit: Unit, count: Count) -> Hit {
        let hit = |end, sign, in_text| Some((end, Meaning::Ago { unit, count, sign, in_text }));
        match self.w(n) {
            "ago" => hit(n + 1, -1, false),
            "earlier" | "previously" => hit(n + 1, -1, true),
            "later" | "afterwards" | "afterward" | "thereafter" => hit(n + 1, 1, true),
            "hence" => hit(n + 1, 1, false),
            "from" if self.w(n + 1) == "now" => hit(n + 2, 1, false),
            _ => None,
        }
    }

    /// "every day", "each Friday", "daily", "twice a week".
    fn set(&self, i: usize) -> Hit {
        let w = words();
        if let Some((end, v)) = self.table(i, &w.set) {
            if !(self.taken)(self.atoms[i].token) {
                return Some((end, Meaning::Set(v.to_string())));
            }
        }
        if self.is(i, &["each", "every"]) {
            let mut n = i + 1;
            let mut count = 1;
            if self.w(n) == "other" {
                count = 2;
                n += 1;
            }
            if self.w(n) == "single" {
                n += 1;
            }
            if let Some((end, Count::Exact(k))) = self.number(n, false) {
                count = k as i64;
                n = end;
            }
            if let Some(d) = w.weekday.get(self.w(n)) {
                return Some((n + 1, Meaning::Set(format!("XXXX-WXX-{d}"))));
            }
            if let Some(m) = self.month_name(n) {
                return Some((n + 1, Meaning::Set(format!("XXXX-{m:02}"))));
            }
            if w.part.contains_key(self.w(n)) && self.w(n) != "night" {
                return Some((n + 1, Meaning::Set(format!("XXXX-XX-XXT{}", w.part[self.w(n)]))));
            }
            if let Some(s) = w.season.get(self.w(n)) {
                return Some((n + 1, Meaning::Set(format!("XXXX-{s}"))));
            }
            let unit = *w.unit.get(self.w(n))?;
            return Some((n + 1, Meaning::Set(duration_value(unit, Count::Exact(count as f64)))));
        }
        let times = match self.w(i) {
            "once" | "twice" => i + 1,
            _ => {
                let (n, _) = self.number(i, false)?;
                if self.w(n) != "times" {
                    return None;
                }
                n + 1
            }
        };
        if self.is(times, &["a", "an", "per", "each", "every"]) {
            let unit = *w.unit.get(self.w(times + 1))?;
            return Some((times + 2, Meaning::Set(duration_value(unit, Count::Exact(1.0)))));
        }
        None
    }

    fn reference(&self, i: usize) -> Hit {
        let (end, v) = self.table(i, &words().reference)?;
        let word = self.w(end - 1);
        // "past" before a noun is no time; "now" joined to a word ("now-defunct") is still one.
        if matches!(self.w(i), "the") && matches!(word, "past" | "present" | "future") {
            let next = self.pos(end);
            if self.is(end, &["tense"])
                || (word != "future" && matches!(next, Pos::Noun | Pos::Num | Pos::Propn | Pos::Adj))
            {
                return None;
            }
        }
        if self.w(i) == "future" && end == i + 1 && !matches!(self.pos(i), Pos::Adj | Pos::Noun | Pos::X) {
            return None;
        }
        // "as soon as", "not that long ago".
        if matches!(self.w(i), "soon" | "long") && matches!(self.before(i, 1), "as" | "that" | "too" | "how") {
            return None;
        }
        Some((end, Meaning::Reference(v.to_string())))
    }
}

impl Found {
    /// Whether it means one day, so that a clock time fits.
    fn is_day(&self) -> bool {
        match &self.meaning {
            Meaning::Date { day, .. } => day.is_some(),
            Meaning::Slashed { .. } | Meaning::Weekday { .. } | Meaning::Day(_) => true,
            Meaning::Same { unit, .. } | Meaning::Period { unit, .. } => *unit == Unit::Day,
            Meaning::Holiday { rule, .. } => !rule.contains('/'),
            _ => false,
        }
    }
}

/// A duration as TIMEX3 writes it: P3D, PT2H, PXY, P1DE.
pub(super) fn duration_value(unit: Unit, count: Count) -> String {
    let n = match count {
        Count::Exact(n) if (n - n.round()).abs() < 1e-9 => format!("{}", n.round() as i64),
        Count::Exact(n) => format!("{n}"),
        Count::Vague => "X".into(),
    };
    match unit {
        Unit::Second => format!("PT{n}S"),
        Unit::Minute => format!("PT{n}M"),
        Unit::Hour => format!("PT{n}H"),
        Unit::Day => format!("P{n}D"),
        Unit::Week => format!("P{n}W"),
        Unit::Month => format!("P{n}M"),
        Unit::Quarter => format!("P{n}Q"),
        Unit::Year => format!("P{n}Y"),
        Unit::Decade => format!("P{n}DE"),
        Unit::Century => format!("P{n}CE"),
    }
}
