//! Periods without a number of their own: "last week", "the past three days", "the weekend", "last winter".
//!
//! Quarters stand in `quarter`, years and what is longer in `year`.

use super::{Count, Grammar, Hit, Meaning, Side};
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
        if let Some(unit) = unit_at(n).filter(|u| *u >= Unit::Day && !self.w(n).ends_with('s'))
            && self.is(n + 1, &["before", "after"])
            && self.w(i) == "the"
        {
            // "the day before" alone counts from the time before; with a noun it is dated by that noun.
            let noun = matches!(
                self.pos(n + 2),
                Pos::Noun | Pos::Propn | Pos::Det | Pos::Pron | Pos::Verb | Pos::Adj | Pos::Num
            );
            let by = if self.w(n + 1) == "before" { -1 } else { 1 };
            if let Some((end, of)) = self.named_day(n + 2) {
                return Some((end, Meaning::Offset { unit, count: Count::Exact(1.0), sign: by, of: Box::new(of) }));
            }
            return (!noun).then_some((n + 2, Meaning::Same { unit, by }));
        }
        // "by the year's end".
        if self.is(n, &["year", "month", "week"])
            && self.w(n + 1) == "'s"
            && self.w(n + 2) == "end"
            && self.w(i) == "the"
        {
            return Some((n + 3, Meaning::Period { unit: unit_at(n)?, by: 0 }));
        }
        // "later in the day".
        if word == "day"
            && self.before(i, 1) == "in"
            && self.is(i.wrapping_sub(2), &["earlier", "later", "early", "late"])
        {
            return Some((n + 1, Meaning::Same { unit: Unit::Day, by: 0 }));
        }
        // "the year ended March 31" is a length, "the fiscal year" one that goes by another calendar.
        let full = usize::from(self.is(n, &["fiscal", "full"]));
        if self.w(n + full) == "year" && self.w(i) == "the" {
            let ends = self.is(n + full + 1, &["ended", "ending"]);
            let meaning = if ends {
                Meaning::Duration { unit: Unit::Year, count: Count::Exact(1.0), side: None }
            } else {
                Meaning::Period { unit: Unit::Year, by: 0 }
            };
            let named = self.year_at(n + full + 1).is_some();
            if ends || full == 1 && !named {
                return Some((n + full + 1, meaning));
            }
        }
        if self.phrase(n, &["latest", "fiscal", "year"]) {
            return Some((n + 3, Meaning::Period { unit: Unit::Year, by: -1 }));
        }
        if matches!(word, "week" | "month" | "year" | "quarter")
            && self.w(i) == "the"
            && !self.is(n + 1, &["of", "that", "when"])
            && !self.ranged(n + 1)
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

    /// "summer 2015", "last winter", "the winter of nineteen ninety-four".
    pub(super) fn season(&self, i: usize) -> Hit {
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
        None
    }
}
