//! Clock times and parts of the day, alone and beside a day.
//!
//! No dates of their own: "3 p.m. on Friday", "the morning of December 2", "overnight".

use super::{Found, Grammar, Time, ZONES};
use crate::time::atom::Joint;
use crate::time::words::words;

impl Grammar<'_> {
    /// A clock time stands alone; a part of a day needs a word before it: "at dawn", "in the morning".
    pub(super) fn clock_alone(&self, i: usize, end: usize, clock: Option<Time>) -> bool {
        if matches!(self.w(i), "overnight" | "tonight") {
            return true;
        }
        if clock.is_some() && !matches!(self.w(end - 1), "noon" | "midnight" | "midday") {
            return true;
        }
        let det = matches!(self.w(i), "the" | "mid" | "late" | "early");
        let led = matches!(
            self.before(i, 1),
            "at" | "by"
                | "until"
                | "till"
                | "since"
                | "after"
                | "before"
                | "around"
                | "in"
                | "during"
                | "from"
                | "through"
                | "throughout"
                | "into"
        );
        let night = self.w(i) == "night" && self.before(i, 1) == "at";
        led && !night && (det || !matches!(self.w(i), "morning" | "evening" | "afternoon" | "night"))
    }

    /// "Monday morning", "Friday at 3 p.m.", "Dec. 2 at dawn".
    pub(super) fn day_tail(&self, f: &mut Found) {
        let n = f.end;
        if let Some(part) = words().part.get(self.w(n)).filter(|_| self.joined(n, Joint::Space)) {
            f.part = Some(part.clone());
            f.end = n + 1;
            return;
        }
        let n = if self.w(n) == "," { n + 1 } else { n };
        let (at, n) = if self.is(n, &["at", "around", "about", "by"]) { (true, n + 1) } else { (false, n) };
        let n = if at && self.is(n, &["about", "around"]) { n + 1 } else { n };
        if let Some((end, clock, part)) = self.clock(n)
            && (clock.is_some() || at)
        {
            (f.clock, f.part, f.end) = (clock, part, end);
        }
    }

    /// A clock time or a part of the day: end, time, part.
    pub(super) fn clock(&self, i: usize) -> Option<(usize, Option<Time>, Option<String>)> {
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
}
