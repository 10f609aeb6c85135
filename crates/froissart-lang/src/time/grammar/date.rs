//! Days and months: "2 December 2024", "last March", "Friday last week", "Christmas Eve".
//!
//! Also the days of a list, "April 24 and 25". Longer periods stand in `period`, `quarter` and `year`.

use super::{DATED, Found, Grammar, Hit, Meaning, Side, YearOf};
use crate::time::atom::Joint;
use crate::time::words::words;
use froissart_model::Pos;

impl Grammar<'_> {
    pub(super) fn day_number(&self, i: usize) -> Option<i8> {
        let t = self.w(i);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|s| t.strip_suffix(s)).unwrap_or(t);
        if digits.is_empty() || digits.len() > 2 || self.joined(i + 1, Joint::Colon) {
            return None;
        }
        digits.parse().ok().filter(|d| (1..=31).contains(d))
    }

    /// The day of a month in digits or as an ordinal: "24", "24th", "eighth", "twenty-first".
    pub(super) fn day_at(&self, i: usize) -> Option<(usize, i8)> {
        if let Some(d) = self.day_number(i) {
            return Some((i + 1, d));
        }
        let (end, n) = self.ordinal(i).filter(|(end, _)| !self.joined(*end, Joint::Hyphen))?;
        i8::try_from(n).ok().filter(|d| (1..=31).contains(d)).map(|d| (end, d))
    }

    pub(super) fn month_name(&self, i: usize) -> Option<i8> {
        let a = self.atoms.get(i)?;
        let w = words();
        if !a.capital {
            return None;
        }
        if let Some(m) = w.month.get(&a.text) {
            return Some(*m);
        }
        let near_number = self.day_number(i + 1).is_some()
            || self.year_at(i + 1).is_some()
            || (i > 0 && self.day_number(i - 1).is_some())
            || (self.w(i + 1) == "." && self.day_number(i + 2).is_some());
        w.month_short.get(&a.text).copied().filter(|_| near_number || a.dot)
    }

    /// 2024-12-02, 2024/12/02, 02/12/2024, 02.12.2024.
    pub(super) fn iso(&self, i: usize) -> Hit {
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
    pub(super) fn month_day(&self, i: usize) -> Hit {
        let (i, side) = self.led_side(i);
        let month = self.month_name(i)?;
        let mut n = i + 1;
        if self.w(n) == "." {
            n += 1;
        }
        if self.w(n) == "the" {
            n += 1;
        }
        let (mut n, day) = self.day_at(n)?;
        let mut last_day = None;
        if self.ranged(n)
            && let Some(d) = self.day_number(n).filter(|d| *d > day)
        {
            last_day = Some(d);
            n += 1;
        }
        let mut year = None;
        if let Some((end, y)) = self.year_after(n) {
            // "In August 7, 2015 ..." is one date, "on Dec. 2 in 2015" as well; "Dec. 2 in Aleppo" has no year.
            year = Some(y);
            n = end;
        }
        Some((n, Meaning::Date { year, month: Some(month), day: Some(day), last_day, side }))
    }

    pub(super) fn led_side(&self, i: usize) -> (usize, Option<Side>) {
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
    pub(super) fn day_month(&self, i: usize) -> Hit {
        let i = if self.w(i) == "the" { i + 1 } else { i };
        let (mut n, day) = self.day_at(i)?;
        // "first May" is no date, "the first of May" is.
        if self.day_number(i).is_none() && self.w(n) != "of" {
            return None;
        }
        let mut last_day = None;
        if self.ranged(n)
            && let Some(d) = self.day_number(n).filter(|d| *d > day)
        {
            last_day = Some(d);
            n += 1;
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

    /// The "3" of "between 3 and 5 May", which takes its month from the last of the list.
    pub(super) fn day_of_list(&self, i: usize) -> Hit {
        let n = if self.w(i) == "the" { i + 1 } else { i };
        let day = self.day_number(n)?;
        let mut k = n + 1;
        // A list of days in one month is short.
        for _ in 0..6 {
            let last = self.is(k, &["and", "or", "to", "until", "till", "through"]);
            if !last && self.w(k) != "," {
                return None;
            }
            let at = k + 1;
            if last && let Some((_, Meaning::Date { year, month, day: Some(_), side, .. })) = self.day_month(at) {
                return Some((n + 1, Meaning::Date { year, month, day: Some(day), last_day: None, side }));
            }
            let the = usize::from(self.w(at) == "the");
            self.day_number(at + the)?;
            k = at + the + 1;
        }
        None
    }

    /// The "25" of "April 24 and 25", which takes its month from the day before it.
    pub(super) fn next_day(&self, f: &Found) -> Option<Found> {
        let Meaning::Date { year: None, month: Some(month), day: Some(before), last_day: None, side } = f.meaning
        else {
            return None;
        };
        let last = self.is(f.end, &["and", "or", "to", "until", "till", "through"]);
        let comma = self.w(f.end) == ",";
        let begin = f.end + 1 + usize::from(self.w(f.end + 1) == "the");
        let day = self.day_number(begin).filter(|d| *d > before)?;
        let next = begin + 1;
        // In "April 24 and 25 people" the number counts; "25 May" has a month of its own; a comma goes on to an "and".
        let counts = matches!(self.pos(next), Pos::Noun | Pos::Adj | Pos::Propn | Pos::Num | Pos::Sym)
            && self.year_after(next).is_none()
            || self.is(next, &["of", "more", "others", "other", "%", "percent", "per"])
            || self.atoms.get(next).is_some_and(|a| a.joint != Joint::Space)
            || self.atoms.get(next).and_then(|a| self.sentence.tokens.get(a.token)).is_some_and(|t| t.xpos == "VBN");
        let listed = comma && self.is(next, &["and", "or", ","]) && self.day_number(next + 1).is_some();
        if counts || self.month_name(next).is_some() || !(last || listed) {
            return None;
        }
        let (end, year) = self.year_after(next).map_or((next, None), |(e, y)| (e, Some(y)));
        let meaning = Meaning::Date { year, month: Some(month), day: Some(day), last_day: None, side };
        Some(Found { begin, end, meaning, edge: None, part: None, clock: None })
    }

    /// "March 2015", "last March", "March last year", "March".
    pub(super) fn month_year(&self, i: usize) -> Hit {
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
    pub(super) fn weekday(&self, i: usize) -> Hit {
        let w = words();
        let (i, side) = match (self.w(i), self.w(i + 1)) {
            ("the", "previous" | "preceding" | "following" | "next") => (i + 2, None),
            ("that", _) => (i + 1, None),
            _ => self.led_side(i),
        };
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
        // "on Friday nights".
        if let Some(part) = w.part.get(self.w(n)).filter(|_| self.w(n).ends_with('s') && self.w(n) != "hours") {
            return Some((n + 1, Meaning::Set(format!("XXXX-WXX-{day}T{part}"))));
        }
        match (self.before(i, 2), self.before(i, 1)) {
            ("the", "previous" | "preceding") => return Some((n, Meaning::SameWeekday { day, by: -1 })),
            ("the", "following" | "next") => return Some((n, Meaning::SameWeekday { day, by: 1 })),
            (_, "that") if side.is_none() => return Some((n, Meaning::SameWeekday { day, by: 0 })),
            _ => {}
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

    /// "yesterday", "today", "tonight".
    pub(super) fn near(&self, i: usize) -> Hit {
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

    pub(super) fn holiday(&self, i: usize) -> Hit {
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
}
