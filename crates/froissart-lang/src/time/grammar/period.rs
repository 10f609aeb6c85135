//! Periods: "last week", "the third quarter", "2015", "the 1990s", "the past three days".
//!
//! Which number is a year and which a count is decided here: "2000 fighters" has no year.

use super::{Count, Grammar, Hit, Meaning, Side, YearOf};
use crate::time::atom::Joint;
use crate::time::words::{Unit, words};
use froissart_model::Pos;

impl Grammar<'_> {
    /// "last week", "this year", "the previous day", "that month", "the past three days".
    pub(super) fn relative(&self, i: usize) -> Hit {
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
            if let Some((end, count)) = self.number(n + 1, false)
                && let Some(unit) = unit_at(end)
            {
                let unit_end = self.and_half(end + 1);
                return Some((unit_end, Meaning::Duration { unit, count, side }));
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
        if let Some((end, count)) = self.number(n, false)
            && let Some(unit) = unit_at(end)
            && self.w(end).ends_with('s')
            && !self.is(end + 1, &["old", "of"])
        {
            return Some((end + 1, Meaning::Duration { unit, count, side: None }));
        }
        None
    }

    /// "summer 2015", "last winter", "the third quarter of 2015", "third-quarter", "first half of 2016".
    pub(super) fn season_or_quarter(&self, i: usize) -> Hit {
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
        if let Some((end, Meaning::Period { by, .. })) = own
            && let Some((end, Meaning::Quarter { n, .. })) = self.season_or_quarter(end + 1)
        {
            return Some((end, Meaning::Quarter { n, year: Some(YearOf::Relative(by)) }));
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
    pub(super) fn year(&self, i: usize) -> Hit {
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
        if let Some(digits) = t.strip_suffix('s').map(|d| d.trim_start_matches('\''))
            && (digits.len() == 4 || digits.len() == 2)
            && digits.ends_with('0')
            && let Ok(y) = digits.parse::<i16>()
        {
            let year = if digits.len() == 4 {
                y
            } else if y >= 30 {
                1900 + y
            } else {
                2000 + y
            };
            return Some((n + 1, Meaning::Decade(year)));
        }
        let tens = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        if the == 1
            && let Some(k) = tens.iter().position(|x| *x == t)
        {
            return Some((n + 1, Meaning::Decade(1920 + 10 * k as i16)));
        }
        // Centuries.
        let nth = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|s| t.strip_suffix(s).and_then(|d| d.parse::<i64>().ok()))
            .or_else(|| w.ordinal.get(t).copied())
            .map(|k| (n + 1, k))
            .or_else(|| (t == "twenty").then(|| w.ordinal.get(self.w(n + 1)).map(|k| (n + 2, 20 + k))).flatten());
        if let Some((end, k)) = nth
            && matches!(self.w(end), "century" | "centuries")
            && (1..=30).contains(&k)
        {
            return Some((end + 1, Meaning::Century(k as i16)));
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
    pub(super) fn bare_year(&self, i: usize, year: i16) -> bool {
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
        let determined = matches!(before, "the" | "its" | "their" | "that" | "'s" | "s" | "in" | "since");
        !counted || determined && !after_word
    }
}
