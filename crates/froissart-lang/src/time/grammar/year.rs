//! Years and what is longer: "2015", "nineteen ninety-one", "2014-15", "fiscal 2015", "the 1990s", "the 20th century".
//!
//! Which number is a year and which a count is decided here: "2000 fighters" has no year.

use super::{Grammar, Hit, Meaning, YearOf};
use crate::time::atom::Joint;
use crate::time::words::words;
use froissart_model::Pos;

impl Grammar<'_> {
    /// A year in digits or in words: its end and its number.
    pub(super) fn year_at(&self, i: usize) -> Option<(usize, i16)> {
        let digits = || {
            let year = self.atoms.get(i).filter(|a| a.text.len() == 4)?.digits()?;
            (1000..2100).contains(&year).then_some((i + 1, year as i16))
        };
        digits().or_else(|| self.spelled_year(i))
    }

    /// "nineteen ninety-one", "nineteen oh five", "two thousand and eleven", "twenty twenty-four".
    fn spelled_year(&self, i: usize) -> Option<(usize, i16)> {
        let number = |k: usize| words().number.get(self.w(k)).copied().filter(|_| !self.is(k, &["a", "an"]));
        let tail = |k: usize| match number(k) {
            Some(t @ 20..=90) => match number(k + 1) {
                Some(ones @ 1..=9) => Some((k + 2, t + ones)),
                _ => Some((k + 1, t)),
            },
            Some(t @ 10..=19) => Some((k + 1, t)),
            _ if self.is(k, &["oh", "o"]) => number(k + 1).filter(|n| *n < 10).map(|n| (k + 2, n)),
            _ => None,
        };
        let (end, year) = match (self.w(i), self.w(i + 1)) {
            ("two", "thousand") => {
                let and = i + 2 + usize::from(self.w(i + 2) == "and");
                let more = tail(and).or_else(|| number(and).filter(|n| *n < 10).map(|n| (and + 1, n)));
                more.map_or((i + 2, 2000), |(end, n)| (end, 2000 + n))
            }
            ("nineteen" | "eighteen" | "seventeen", "hundred") => (i + 2, number(i)? * 100),
            ("nineteen" | "eighteen" | "seventeen" | "twenty", _) if !self.ranged(i + 1) => {
                let (end, n) = tail(i + 1)?;
                (end, number(i)? * 100 + n)
            }
            _ => return None,
        };
        i16::try_from(year).ok().map(|y| (end, y))
    }

    /// A year after a month, a season or a quarter: "2015", "this year".
    pub(super) fn year_after(&self, i: usize) -> Option<(usize, YearOf)> {
        let n = if self.is(i, &[",", "of", "in"]) { i + 1 } else { i };
        if let Some((end, y)) = self.year_at(n) {
            // "on Dec. 2, 2000 fighters" tells no year.
            return (!self.counted(end)).then_some((end, YearOf::Exact(y)));
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

    /// Whether a plural noun follows, which the number before it may count.
    fn counted(&self, i: usize) -> bool {
        self.atoms.get(i).is_some_and(|a| {
            a.joint == Joint::Space
                && self.sentence.tokens.get(a.token).is_some_and(|t| t.upos == Pos::Noun && t.xpos == "NNS")
        })
    }

    /// "2015", "2014-15", "fiscal 2015", "the year 2000", "the 1990s", "the 20th century", "year-end".
    pub(super) fn year(&self, i: usize) -> Hit {
        let own = usize::from(self.w(i + 1) == "'s");
        if self.w(i) == "year"
            && self.w(i + 1 + own) == "end"
            && (self.ranged(i + 1) || self.is(i.wrapping_sub(1), &["by", "at", "until", "around", "before", "of"]))
        {
            return Some((i + 2 + own, Meaning::YearEnd));
        }
        let the = usize::from(self.w(i) == "the");
        let n = i + the;
        if the == 1 && self.is(n, &["early", "mid", "late"]) {
            return None;
        }
        if let Some(hit) = self.decade(n, the == 1).or_else(|| self.century(n)) {
            return Some(hit);
        }
        let lead: &[&[&str]] = &[&["fiscal", "year"], &["financial", "year"], &["fiscal"], &["fy"], &["year"]];
        let led = lead.iter().find(|p| self.phrase(n, p)).map_or(0, |p| p.len());
        let glued = self.w(n).strip_prefix("fy").and_then(|y| y.parse::<i16>().ok());
        if let Some(y) = glued.filter(|y| (1900..2100).contains(y)) {
            return Some((n + 1, year_of(y)));
        }
        if led == 1 && self.w(n) == "year" && the == 0 && self.before(i, 1) != "in" {
            return None;
        }
        let at = n + led;
        let (end, year) = self.year_at(at)?;
        if the == 1 && led == 0 {
            // "the 2014-15 fiscal year", "the 2015 fiscal year".
            let tail = if self.years(at).is_some() { end + 1 } else { end };
            let fiscal = self.phrase(tail, &["fiscal", "year"]) || self.phrase(tail, &["financial", "year"]);
            return fiscal.then(|| (tail + 2, self.years(at).map_or_else(|| year_of(year), |(_, m)| m)));
        }
        if let Some(hit) = self.years(at) {
            return Some(hit);
        }
        if led > 0 {
            return Some((end, year_of(year)));
        }
        self.bare_year(at, end, year).then(|| (end, year_of(year)))
    }

    /// "2014-15", "2014/15": two digits that go on from the year.
    fn years(&self, i: usize) -> Hit {
        let first = self.atoms.get(i).filter(|a| a.text.len() == 4)?.digits()? as i16;
        let tail = self.atoms.get(i + 1).filter(|a| a.text.len() == 2)?;
        let last = first - first.rem_euclid(100) + i16::try_from(tail.digits()?).ok()?;
        let joined = self.ranged(i + 1) || tail.joint == Joint::Slash && last == first + 1;
        let more = self.ranged(i + 2) || self.joined(i + 2, Joint::Slash);
        (joined && !more && first < last && (1800..2100).contains(&first))
            .then_some((i + 2, Meaning::Years { first, last }))
    }

    /// "1990s", "'90s", "the nineties".
    fn decade(&self, n: usize, the: bool) -> Hit {
        let t = self.w(n);
        let t = t.strip_suffix("'s").unwrap_or(t);
        if let Some(digits) = t.strip_suffix('s').map(|d| d.trim_start_matches('\''))
            && (digits.len() == 4 || digits.len() == 2)
            && digits.ends_with('0')
            && let Ok(y) = digits.parse::<i16>()
        {
            // "in his 30s" is an age.
            if digits.len() == 2 && matches!(self.before(n, 1), "his" | "her" | "their" | "my" | "our" | "your") {
                return None;
            }
            let year = match (digits.len(), y) {
                (4, y) => y,
                (_, y) if y >= 30 => 1900 + y,
                (_, y) => 2000 + y,
            };
            return Some((n + 1, Meaning::Decade(year)));
        }
        let tens = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        let k = tens.iter().position(|x| *x == t).filter(|_| the)?;
        Some((n + 1, Meaning::Decade(1920 + 10 * k as i16)))
    }

    /// "the 20th century", "the nineteenth century".
    fn century(&self, n: usize) -> Hit {
        let (end, k) = self.ordinal(n)?;
        let fits = matches!(self.w(end), "century" | "centuries") && (1..=30).contains(&k);
        fits.then_some((end + 1, Meaning::Century(k as i16)))
    }

    /// Whether a number is a year and no count. It ends before `end`.
    fn bare_year(&self, i: usize, end: usize, year: i16) -> bool {
        let before = self.before(i, 1);
        let spelled = self.w(i).bytes().all(|b| b.is_ascii_alphabetic());
        if self.joined(i, Joint::Slash)
            || self.joined(i, Joint::Colon)
            || matches!(before, "$" | "€" | "£" | "#" | "no")
        {
            return false;
        }
        // "post-1959", "mid-2016".
        if self.joined(i, Joint::Hyphen) && matches!(before, "post" | "pre" | "mid" | "early" | "late" | "circa") {
            return true;
        }
        if matches!(
            self.w(end),
            "%" | "km"
                | "kilometers"
                | "kilometres"
                | "miles"
                | "gmt"
                | "hours"
                | "meters"
                | "metres"
                | "am"
                | "pm"
                | "percent"
                | "dollars"
                | "years"
                | "hundred"
                | "thousand"
                | "million"
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
        if !(1900..2100).contains(&year) || spelled && year == 2000 {
            return led
                && before != "of"
                && before != "by"
                && !matches!(self.pos(end), Pos::Noun | Pos::Adj | Pos::Propn);
        }
        let after_word = matches!(
            before,
            "about" | "some" | "nearly" | "almost" | "least" | "than" | "over" | "around" | "roughly" | "to"
        );
        let determined = matches!(before, "the" | "its" | "their" | "that" | "'s" | "s" | "in" | "since");
        !self.counted(end) || determined && !after_word
    }
}

fn year_of(y: i16) -> Meaning {
    Meaning::Date { year: Some(YearOf::Exact(y)), month: None, day: None, last_day: None, side: None }
}
