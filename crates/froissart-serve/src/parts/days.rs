//! The days that a picture can be drawn of, as a row of links: a script makes a slider of it.
//!
//! Each day says how many pages that tell of the subject came out on it. A day without any is marked, for silence is
//! not peace.

use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::{count, short_day};
use froissart_ask::Answer;
use froissart_model::Day;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Days in the row: six weeks, which a phone shows without crowding.
const MOST: usize = 42;

/// Pages by the day of publication.
pub(crate) fn published(a: &Answer) -> BTreeMap<Day, usize> {
    let mut pages: BTreeSet<(Day, &str)> = BTreeSet::new();
    for s in &a.stored {
        if let Some(day) = s.page.published.as_deref().and_then(|p| p.get(..10)?.parse().ok()) {
            pages.insert((day, &s.page.id));
        }
    }
    let mut by_day = BTreeMap::new();
    for (day, _) in pages {
        *by_day.entry(day).or_default() += 1;
    }
    by_day
}

/// The days of the row: up to the last day of publication or the day that is asked for, whichever is later.
fn shown(pages: &BTreeMap<Day, usize>, as_of: Option<Day>) -> Vec<Day> {
    let Some(last) = pages.keys().next_back().copied().into_iter().chain(as_of).max() else { return Vec::new() };
    let first = pages.keys().next().copied().into_iter().chain(as_of).min().unwrap_or(last);
    // Around the day, where it is long before the last.
    let half = i32::try_from(MOST / 2).unwrap_or(0);
    let end = as_of.and_then(|d| d.checked_add(jiff::Span::new().days(half)).ok()).map_or(last, |d| d.min(last));
    let mut days = Vec::new();
    let mut day = end;
    while day >= first && days.len() < MOST {
        days.push(day);
        let Ok(before) = day.yesterday() else { break };
        day = before;
    }
    days.reverse();
    days
}

/// The row of days, each a link to the same view as of that day.
pub(crate) fn strip(cx: &Cx<'_>, a: &Answer) -> Result<Markup, Refusal> {
    let s = &cx.selection;
    let latest;
    let whole = if s.ask.as_of.is_some() {
        let mut ask = s.ask.clone();
        (ask.as_of, ask.known_by, ask.since) = (None, None, None);
        latest = cx.app.answer(cx.ledger, cx.state, &ask)?;
        &*latest
    } else {
        a
    };
    let pages = published(whole);
    let now = a.picture.as_of;
    let days = shown(&pages, now);
    let most = days.iter().filter_map(|d| pages.get(d)).max().copied().unwrap_or(1) as f64;
    let at = |d: Day| s.on(d).at(cx.path);
    Ok(html! {
        @if days.len() > 1 {
            nav class="days" aria-label="Days" data-days {
                ol {
                    @for (i, d) in days.iter().enumerate() {
                        @let n = pages.get(d).copied().unwrap_or(0);
                        @let told = if n == 0 { "no page".to_owned() } else { count(n, "page", "pages") };
                        @let what = format!("{}: {told}", short_day(*d));
                        li class=[(n == 0).then_some("silent")] {
                            a href=(at(*d)) data-day=(d) aria-current=[(Some(*d) == now).then_some("date")] aria-label=(what) title=(what) {
                                svg viewBox="0 0 10 20" preserveAspectRatio="none" aria-hidden="true" {
                                    @if n > 0 { rect x="1" width="8" y=(20.0 - height(n, most)) height=(height(n, most)) {} }
                                    @else { path d="M2 18H8" {} }
                                }
                                span { (label(&days, i)) }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// So many days have room for the month beside one of them and the next one's number too.
const ROOMY: usize = 20;

/// "27", with the month where it begins, and none where the month before it takes the room; its link says the day whole.
fn label(days: &[Day], i: usize) -> String {
    let begins = |i: usize| days[i].day() == 1;
    let is_crowded = days.len() > ROOMY;
    let has_month = |i: usize| begins(i) || i == 0 && !(is_crowded && days.len() > 1 && begins(1));
    if has_month(i) {
        days[i].strftime("%-d %b").to_string()
    } else if is_crowded && i > 0 && has_month(i - 1) {
        String::new()
    } else {
        days[i].day().to_string()
    }
}

/// The height of a day's bar among twenty.
fn height(n: usize, most: f64) -> f64 {
    (2.0 + 18.0 * n as f64 / most).round()
}

#[cfg(test)]
mod tests {
    use super::{label, shown};
    use froissart_model::Day;
    use std::collections::BTreeMap;

    #[test]
    fn a_month_takes_the_room_of_the_next_number_where_days_are_many() {
        let from = |d: &str, n: i32| -> Vec<Day> {
            let first: Day = d.parse().unwrap();
            (0..n).map(|i| first.checked_add(jiff::Span::new().days(i)).unwrap()).collect()
        };
        let row = |days: &[Day]| (0..days.len()).map(|i| label(days, i)).collect::<Vec<_>>().join(" ");
        assert_eq!(row(&from("2024-11-29", 5)), "29 Nov 30 1 Dec 2 3");
        assert!(row(&from("2024-11-28", 30)).starts_with("28 Nov  30 1 Dec  3 4 "), "{}", row(&from("2024-11-28", 30)));
        assert!(row(&from("2024-11-30", 30)).starts_with("30 1 Dec  3 "), "{}", row(&from("2024-11-30", 30)));
    }

    #[test]
    fn the_row_ends_with_the_last_day_and_holds_the_one_asked_for() {
        let day = |d: &str| d.parse::<Day>().unwrap();
        let pages: BTreeMap<Day, usize> =
            [("2023-01-05", 1), ("2024-11-27", 2), ("2024-12-08", 1)].into_iter().map(|(d, n)| (day(d), n)).collect();
        let all = shown(&pages, None);
        assert_eq!((all.len(), all.last()), (super::MOST, Some(&day("2024-12-08"))));
        let old = shown(&pages, Some(day("2023-06-01")));
        assert!(old.contains(&day("2023-06-01")) && old.len() == super::MOST);
        assert!(shown(&BTreeMap::new(), None).is_empty());
    }
}
