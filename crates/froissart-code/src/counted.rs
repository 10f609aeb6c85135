//! Times told by their distance from another act: "eight years after they were driven out", "two days before the vote".
//!
//! Arithmetic of calendars only. Which clause is counted from which is read in `when`; a distance is as fine as its
//! unit, so that eight years before a Friday of 2024 is some day of 2016.

use froissart_model::{Day, Precision};
use jiff::Span;

/// What a length of time is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// The count and unit of a TIMEX length of one whole unit: `P8Y`, `P3W`; of none that is vague or split (`PXD`, `P1.5Y`).
pub(crate) fn whole_units(value: &str) -> Option<(i32, Unit)> {
    let told = value.strip_prefix('P')?;
    let unit = match told.as_bytes().last()? {
        b'D' => Unit::Day,
        b'W' => Unit::Week,
        b'M' => Unit::Month,
        b'Y' => Unit::Year,
        _ => return None,
    };
    // No act in the news is counted from another over a thousand years.
    let count = told[..told.len() - 1].parse().ok().filter(|n| (1..1_000).contains(n))?;
    Some((count, unit))
}

impl Unit {
    /// The unit of a precision; of the hour the day, of a season and of what is unknown none.
    pub(crate) fn of(precision: Precision) -> Option<Self> {
        Some(match precision {
            Precision::Hour | Precision::Day => Self::Day,
            Precision::Week => Self::Week,
            Precision::Month => Self::Month,
            Precision::Year => Self::Year,
            Precision::Quarter | Precision::Decade | Precision::Unknown => return None,
        })
    }

    /// How finely a time so counted is told.
    pub(crate) fn precision(self) -> Precision {
        match self {
            Self::Day => Precision::Day,
            Self::Week => Precision::Week,
            Self::Month => Precision::Month,
            Self::Year => Precision::Year,
        }
    }

    /// The day so many units away; none outside the calendar.
    pub(crate) fn away(self, day: Day, count: i32) -> Option<Day> {
        let span = match self {
            Self::Day => Span::new().try_days(count),
            Self::Week => Span::new().try_weeks(count),
            Self::Month => Span::new().try_months(count),
            Self::Year => Span::new().try_years(count),
        };
        // A day before our era has no place in a ledger of news.
        day.checked_add(span.ok()?).ok().filter(|d| d.year() > 0)
    }

    /// The first and the last day of the unit that a day lies in; weeks begin on Monday.
    pub(crate) fn around(self, day: Day) -> Option<(Day, Day)> {
        Some(match self {
            Self::Day => (day, day),
            Self::Week => {
                let past = i32::from(day.weekday().to_monday_zero_offset());
                (Self::Day.away(day, -past)?, Self::Day.away(day, 6 - past)?)
            }
            Self::Month => (day.first_of_month(), day.last_of_month()),
            Self::Year => (day.first_of_year(), day.last_of_year()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn lengths_are_read_and_laid_off() {
        assert_eq!(whole_units("P8Y"), Some((8, Unit::Year)));
        for vague in ["PXD", "P1.5Y", "PT3H", "P", "", "P0D", "P99999Y", "PY", "P-1D", "8Y", "PY日"] {
            assert_eq!(whole_units(vague), None, "{vague}");
        }
        let friday = date(2024, 11, 29);
        let so = |unit: Unit, n| unit.away(friday, n).and_then(|d| unit.around(d));
        assert_eq!(so(Unit::Year, -8), Some((date(2016, 1, 1), date(2016, 12, 31))));
        assert_eq!(so(Unit::Month, -1), Some((date(2024, 10, 1), date(2024, 10, 31))));
        assert_eq!(so(Unit::Week, -3), Some((date(2024, 11, 4), date(2024, 11, 10))));
        assert_eq!(so(Unit::Day, -2), Some((date(2024, 11, 27), date(2024, 11, 27))));
        assert_eq!(so(Unit::Year, -9_999), None);
    }
}
