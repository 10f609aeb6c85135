//! What is told of each place: its holdings and events, and whether it can stand on a map at all.
//!
//! A country is no point and no land is coloured for it: "the government holds around 60 percent of Syria" is listed
//! beside the map. So is what is too wide for a mark, and what has no place that anybody knows.

use super::frame::{Spread, counted, first_degree};
use froissart_picture::{Holding, Incident, Picture, PlaceRef};
use std::collections::BTreeMap;

/// What reaches further than this is no place of a map of a country: a continent, "the north".
const WIDEST_KM: f64 = 400.0;
/// A town's own size, which a mark covers.
const TOWN_KM: f64 = 6.0;

/// One place with what is told of it.
#[derive(Debug, Clone)]
pub(crate) struct Spot<'p> {
    pub(crate) place: &'p PlaceRef,
    pub(crate) holdings: Vec<&'p Holding>,
    pub(crate) events: Vec<&'p Incident>,
}

/// The places of a picture, each kind with the best attested first.
#[derive(Debug, Default)]
pub(crate) struct Spots<'p> {
    /// Those that stand on a map.
    pub(crate) drawn: Vec<Spot<'p>>,
    /// Countries, by their own names.
    pub(crate) countries: Vec<Spot<'p>>,
    /// Wider than a mark may claim.
    pub(crate) wide: Vec<Spot<'p>>,
    /// Of unknown position: "several districts".
    pub(crate) unknown: Vec<Spot<'p>>,
    /// Events that are told without any place.
    pub(crate) nowhere: Vec<&'p Incident>,
}

impl Spot<'_> {
    /// How many independent accounts there are in all.
    pub(crate) fn accounts(&self) -> usize {
        let h: usize = self.holdings.iter().map(|h| h.grounds.accounts.len()).sum();
        let e: usize = self.events.iter().map(|e| e.grounds.accounts.len()).sum();
        h + e
    }

    /// Position and reach, where there is one.
    pub(crate) fn spread(&self) -> Option<Spread> {
        let (lat, lon) = self.place.lat.zip(self.place.lon)?;
        let is_on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        is_on_earth.then(|| Spread { lat, lon, km: self.reach() })
    }

    fn reach(&self) -> f64 {
        self.place.radius_km.filter(|r| r.is_finite()).unwrap_or(0.0).max(0.0)
    }

    /// Whether it lies somewhere within a circle rather than at a point: "near Hama", a district, a province.
    pub(crate) fn is_area(&self) -> bool {
        match self.place.precision.as_deref() {
            Some("city") => self.place.key.contains(" | ") && self.reach() > TOWN_KM,
            Some(_) => self.reach() > 0.0,
            None => self.reach() > TOWN_KM,
        }
    }
}

impl<'p> Spots<'p> {
    pub(crate) fn of(p: &'p Picture) -> Self {
        let mut at: BTreeMap<&str, Spot<'p>> = BTreeMap::new();
        let empty = |place| Spot { place, holdings: Vec::new(), events: Vec::new() };
        for h in &p.holdings {
            at.entry(&h.place.key).or_insert_with(|| empty(&h.place)).holdings.push(h);
        }
        let mut spots = Self::default();
        for e in &p.events {
            if e.places.is_empty() {
                spots.nowhere.push(e);
            }
            for place in &e.places {
                let spot = at.entry(&place.key).or_insert_with(|| empty(place));
                if spot.events.last().is_none_or(|last| !std::ptr::eq(*last, e)) {
                    spot.events.push(e);
                }
            }
        }
        let mut all: Vec<Spot<'p>> = at.into_values().collect();
        all.sort_by_key(|s| std::cmp::Reverse(s.accounts()));
        for s in all {
            let kind = match (s.place.precision.as_deref(), s.spread()) {
                (Some("country"), _) => &mut spots.countries,
                (_, None) => &mut spots.unknown,
                (_, Some(at)) if at.km > WIDEST_KM => &mut spots.wide,
                _ => &mut spots.drawn,
            };
            kind.push(s);
        }
        spots
    }

    /// Those of the drawn that lie together: those of the country with most of them, and what is as near to them as
    /// they are to each other. A strike on a far capital is on the map, beyond what is seen at first.
    pub(crate) fn heart(&self) -> Vec<Spread> {
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for s in &self.drawn {
            *of.entry(s.place.country.as_deref().unwrap_or_default()).or_default() += s.accounts().max(1);
        }
        // Places of which no country is known lie together nowhere.
        let most =
            of.iter().max_by_key(|(code, n)| (!code.is_empty(), **n, std::cmp::Reverse(**code))).map(|(code, _)| *code);
        let all: Vec<(Spread, bool)> = self
            .drawn
            .iter()
            .filter_map(|s| Some((s.spread()?, s.place.country.as_deref().unwrap_or_default() == most?)))
            .collect();
        let core: Vec<Spread> = all.iter().filter(|(_, is_core)| *is_core).map(|(s, _)| *s).collect();
        let Some(first) = core.first() else { return all.into_iter().map(|(s, _)| s).collect() };
        let from = first_degree(core.iter().map(|s| s.lon));
        let lon = |s: &Spread| counted(s.lon, from);
        let mut span = (lon(first), first.lat, lon(first), first.lat);
        for s in &core {
            span = (span.0.min(lon(s)), span.1.min(s.lat), span.2.max(lon(s)), span.3.max(s.lat));
        }
        let (dx, dy) = ((span.2 - span.0).max(1.0) / 2.0, (span.3 - span.1).max(1.0) / 2.0);
        let is_near = |s: &Spread| {
            let east = counted(s.lon, f64::midpoint(span.0, span.2) - 180.0);
            (span.0 - dx..=span.2 + dx).contains(&east) && (span.1 - dy..=span.3 + dy).contains(&s.lat)
        };
        all.into_iter().filter(|(s, is_core)| *is_core || is_near(s)).map(|(s, _)| s).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::Spots;
    use froissart_picture::{Holding, Picture};
    use serde_json::json;

    /// A holding of a place by a holder, as a picture has it.
    pub(crate) fn holding(place: &str, more: &serde_json::Value, holder: &str, status: &str) -> Holding {
        let mut at = json!({"key": place, "name": place, "country": "SYR", "lat": 36.2, "lon": 37.2, "precision": "city", "radius_km": 5.0});
        for (k, v) in more.as_object().into_iter().flatten() {
            at[k] = v.clone();
        }
        serde_json::from_value(json!({
            "place": at, "status": status, "extent": null, "low": null, "high": null, "other": [], "from": null, "to": null,
            "holder": {"key": holder, "name": holder, "country": null, "sector": null, "kind": "group"},
            "standing": "fact", "timing": {"state": "current"}, "ended_by": null, "grounds": {"accounts": [], "claims": []}
        }))
        .unwrap()
    }

    #[test]
    fn a_country_is_listed_and_never_drawn() {
        let p = Picture {
            holdings: vec![
                holding("Osgiliath", &json!({}), "Gondor", "held"),
                holding("Osgiliath", &json!({}), "Mordor", "contested"),
                holding("Gondor", &json!({"precision": "country", "radius_km": 300.0}), "Gondor", "held"),
                holding("the south", &json!({"precision": "area", "radius_km": 900.0}), "Harad", "held"),
                holding("several forts", &json!({"lat": null, "lon": null}), "Harad", "held"),
                holding("Ithilien", &json!({"precision": "admin1", "radius_km": 60.0}), "Gondor", "held"),
            ],
            ..Picture::default()
        };
        let s = Spots::of(&p);
        let names = |all: &[super::Spot<'_>]| all.iter().map(|s| s.place.name.clone()).collect::<Vec<_>>().join(", ");
        assert_eq!(names(&s.drawn), "Ithilien, Osgiliath");
        assert_eq!(names(&s.countries), "Gondor");
        assert_eq!(names(&s.wide), "the south");
        assert_eq!(names(&s.unknown), "several forts");
        assert_eq!(s.drawn[1].holdings.len(), 2, "rivals are one mark");
        assert!(s.drawn[0].is_area() && !s.drawn[1].is_area());
    }

    #[test]
    fn islands_on_both_sides_of_the_date_line_lie_together() {
        let at = |lon: f64| json!({"lat": -17.0, "lon": lon, "country": "FJI"});
        let p = Picture {
            holdings: vec![
                holding("Suva", &at(178.4), "a", "held"),
                holding("Lau", &at(-178.8), "a", "held"),
                holding("Dakar", &json!({"lat": 14.7, "lon": -17.4, "country": "SEN"}), "b", "held"),
            ],
            ..Picture::default()
        };
        let heart: Vec<f64> = Spots::of(&p).heart().iter().map(|s| s.lon).collect();
        assert_eq!(heart.len(), 2, "Dakar is between 178.8° W and 178.4° E only by the long way round: {heart:?}");
    }

    #[test]
    fn what_is_far_does_not_make_the_map_small() {
        let far = json!({"lat": 55.7, "lon": 37.6, "country": "RUS"});
        let p = Picture {
            holdings: vec![
                holding("Hama", &json!({"lat": 35.1, "lon": 36.7}), "a", "held"),
                holding("Aleppo", &json!({}), "a", "held"),
                holding("Moscow", &far, "b", "held"),
            ],
            ..Picture::default()
        };
        assert_eq!(Spots::of(&p).heart().len(), 2);
    }
}
