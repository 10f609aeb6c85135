//! Lengths and distances of time, and what comes again and again: "nearly four years", "six months ago", "daily".
//!
//! Also the words that only point: "recently", "at one point".

use super::{Count, DURING, Grammar, Hit, Meaning, duration_value};
use crate::time::atom::{Atom, Joint};
use crate::time::words::{Unit, words};
use froissart_model::Pos;

impl Grammar<'_> {
    /// A number: end, count. `a` says whether "a" counts.
    pub(super) fn number(&self, i: usize, a: bool) -> Option<(usize, Count)> {
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
            &["thousands", "of"],
            &["scores", "of"],
            &["few"],
        ];
        if let Some(p) = vague.iter().find(|p| self.phrase(i, p)) {
            let more = usize::from(self.is(i + p.len(), &["more", "short", "long", "dozen"]));
            return Some((i + p.len() + more, Count::Vague));
        }
        if self.phrase(i, &["a", "couple", "of"]) || self.phrase(i, &["couple", "of"]) {
            return Some((i + if self.w(i) == "a" { 3 } else { 2 }, Count::Exact(2.0)));
        }
        // "half an hour", "half-century", "a half hour", "a quarter century".
        if self.w(i) == "half" {
            return Some((i + 1 + usize::from(self.is(i + 1, &["a", "an"])), Count::Exact(0.5)));
        }
        if a && self.phrase(i, &["a", "half"]) {
            return Some((i + 2, Count::Exact(0.5)));
        }
        let quarter = i + usize::from(self.w(i) == "a");
        if self.w(quarter) == "quarter" && self.w(quarter + 1) == "century" {
            return Some((quarter + 1, Count::Exact(0.25)));
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
        } else if self.is(n, &["hundred", "thousand", "million"]) {
            total *= match self.w(n) {
                "hundred" => 100.0,
                "thousand" => 1e3,
                _ => 1e6,
            };
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
        if let Some(m) = link
            && single(m).is_some()
            && !self.is(m, &["a", "an"])
            && w.unit.contains_key(self.w(m + 1))
        {
            return Some((m + 1, Count::Vague));
        }
        if w.lasting.between.iter().any(|b| b == self.w(n)) && w.unit.contains_key(self.w(n + 1)) {
            n += 1;
        }
        Some((n, Count::Exact(total)))
    }

    pub(super) fn and_half(&self, end: usize) -> usize {
        if self.phrase(end, &["and", "a", "half"]) { end + 3 } else { end }
    }

    /// "three days", "six months ago", "two weeks later", "four-year", "for years", "year-earlier".
    pub(super) fn quantity(&self, i: usize) -> Hit {
        let w = words();
        if let Some(unit) = w.unit.get(self.w(i))
            && self.is(i + 1, &["long", "old"])
            && self.ranged(i + 1)
            && !self.ranged(i)
        {
            // "day-long", "a decades-long battle", "years-old".
            let count = if self.w(i).ends_with('s') { Count::Vague } else { Count::Exact(1.0) };
            return Some((i + 2, Meaning::Duration { unit: *unit, count, side: None }));
        }
        let Some((mut n, mut count)) = self.number(i, true) else {
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
                "for" | "within" | "in" | "after" | "took" | "take" | "takes" | "spent" | "lasted" | "last" | "over"
            );
            let of = self.w(end) == "of" && unit >= Unit::Hour && unit != Unit::Quarter;
            return (led || of).then_some((end, Meaning::Duration { unit, count: Count::Vague, side: None }));
        };
        let hyphen = self.ranged(n);
        let single = self.is(i, &["a", "an"]) && count == Count::Exact(1.0);
        let unit = *w.unit.get(self.w(n))?;
        if matches!(unit, Unit::Second) && (single || count == Count::Exact(1.0) || !self.w(n).ends_with('s')) {
            return None;
        }
        let plural = self.w(n).ends_with('s');
        if unit == Unit::Quarter && (self.w(n + 1) == "of" && count != Count::Vague || !hyphen && !plural) {
            return None;
        }
        if self.w(n + 1) == "old" {
            // "a 10-year-old boy" tells an age, "the 10-year-old war" a length; a word may stand between.
            let war = (n + 2..n + 4).any(|k| w.lasting.nouns.iter().any(|noun| noun == self.w(k)));
            return (hyphen && self.ranged(n + 1) && war)
                .then_some((n + 2, Meaning::Duration { unit, count, side: None }));
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
        // "a week or so", "a year or two", "six months or more".
        if self.w(n) == "or" && self.is(n + 1, &["so", "more", "less", "longer", "two", "three"]) && !hyphen {
            if self.is(n + 1, &["two", "three"]) {
                count = Count::Vague;
            }
            n += 2;
        }
        if let Some(hit) = self.ago(n, unit, count) {
            return Some(hit);
        }
        if self.is(n, &["before", "after"])
            && unit >= Unit::Day
            && let Some((end, of)) = self.named_day(n + 1)
        {
            let sign = if self.w(n) == "before" { -1 } else { 1 };
            return Some((end, Meaning::Offset { unit, count, sign, of: Box::new(of) }));
        }
        // "and two days after ." counts from the time before; with a noun it is dated by that noun.
        if self.is(n, &["before", "after"])
            && (n + 1 >= self.atoms.len() || self.pos(n + 1) == Pos::Punct)
            && unit >= Unit::Day
        {
            let sign = if self.w(n) == "before" { -1 } else { 1 };
            return Some((n + 1, Meaning::Ago { unit, count, sign, in_text: true }));
        }
        if hyphen && self.w(n) == "long" && self.ranged(n) {
            return Some((n + 1, Meaning::Duration { unit, count, side: None }));
        }
        // "a day" by itself is as often "per day".
        let so = self.before(n, 2) == "or";
        if single && !so && !DURING.contains(&self.before(i, 1)) && !hyphen {
            return None;
        }
        if self.ranged(n) {
            return None;
        }
        Some((n, Meaning::Duration { unit, count, side: None }))
    }

    pub(super) fn ago(&self, n: usize, unit: Unit, count: Count) -> Hit {
        let hit = |end, sign, in_text| Some((end, Meaning::Ago { unit, count, sign, in_text }));
        match self.w(n) {
            "ago" => hit(n + 1, -1, false),
            "earlier" | "previously" => hit(n + 1, -1, true),
            "later" | "afterwards" | "afterward" | "thereafter" => hit(n + 1, 1, true),
            "hence" => hit(n + 1, 1, false),
            "from" if self.w(n + 1) == "now" => hit(n + 2, 1, false),
            // "in three days' time".
            "'" | "'s" if self.w(n + 1) == "time" => hit(n + 2, 1, false),
            _ => None,
        }
    }

    /// "every day", "each Friday", "daily", "twice a week".
    pub(super) fn set(&self, i: usize) -> Hit {
        let w = words();
        if let Some((end, v)) = self.table(i, &w.set)
            && !(self.taken)(self.atoms[i].token)
        {
            return Some((end, Meaning::Set(v.to_string())));
        }
        // "12 strikes per day".
        if self.w(i) == "per"
            && let Some(unit) = w.unit.get(self.w(i + 1)).filter(|u| **u >= Unit::Hour)
        {
            return Some((i + 2, Meaning::Set(duration_value(*unit, Count::Exact(1.0)))));
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
                return Some(match w.part.get(self.w(n + 1)) {
                    Some(part) => (n + 2, Meaning::Set(format!("XXXX-WXX-{d}T{part}"))),
                    None => (n + 1, Meaning::Set(format!("XXXX-WXX-{d}"))),
                });
            }
            if self.w(n) == "weekend" {
                return Some((n + 1, Meaning::Set("XXXX-WXX-WE".into())));
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

    pub(super) fn reference(&self, i: usize) -> Hit {
        // "will one day fall".
        if self.phrase(i, &["one", "day"]) && i > 0 && self.pos(i - 1) == Pos::Aux {
            return Some((i + 2, Meaning::Reference("FUTURE_REF".into())));
        }
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
        if self.w(i) == "soon" && self.w(end) == "after" {
            return None;
        }
        // "at the time of its founding", "at the time Howes was captured": dated by what follows.
        if word == "time"
            && self.w(i + 1) == "the"
            && (self.w(end) == "of" || matches!(self.pos(end), Pos::Noun | Pos::Propn | Pos::Det | Pos::Pron))
        {
            return None;
        }
        if matches!(self.w(i), "soon" | "long") && matches!(self.before(i, 1), "as" | "that" | "too" | "how") {
            return None;
        }
        Some((end, Meaning::Reference(v.to_string())))
    }
}
