//! Claims out of a seeded generator, for benches of what has to hold at a million: none is read from anywhere.

use froissart_model::{
    Basis, Char, Claim, Entity, EntityKind, Evidence, Holds, Interval, Kind, Part, Place, PlaceRole, Precision, Span,
};
use froissart_picture::Sourced;

/// `SplitMix64` (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// Below `n`, the small ones far more often: the square of a uniform number.
    fn skewed(&mut self, n: u64) -> u64 {
        let x = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((x * x) * n as f64) as u64
    }
}

fn entity(n: u64) -> Entity<Char> {
    let sector = ["MIL", "GOV", "REB", "REB", "CVL"][(n % 5) as usize];
    let country = if n % 3 == 0 { "SYR" } else { ["RUS", "TUR", "IRN", "USA", "LBN"][(n % 5) as usize] };
    Entity {
        name: Some(format!("Actor {n}")),
        id: (n % 2 == 0).then(|| format!("actor_{n}")),
        country: Some(country.into()),
        sector: Some(sector.into()),
        sectors: vec![sector.into()],
        ..Entity::unnamed(format!("the actor {n}"), Span::new(0, 9), EntityKind::Group)
    }
}

/// `count` claims on places of one country: 4 pages in 100 claims, 300 actors, 1,000 places, 60 days, 40 accounts.
pub fn claims(count: usize) -> Vec<Sourced> {
    let mut r = Random(6);
    (0..count)
        .map(|k| {
            let day = format!("2024-{:02}-{:02}", 11 - k % 2, 1 + r.skewed(28));
            let (kind, type_) = match r.next() % 20 {
                0..=8 => (Kind::Event, "ASSAULT"),
                9..=11 => (Kind::Control, "controls"),
                12..=13 => (Kind::Relation, "supports"),
                14 => (Kind::Relation, "fights"),
                15 => (Kind::Figure, "killed"),
                _ => (Kind::Statement, "ACCUSE"),
            };
            let words = format!("words of the claim number {k}, as long as such words are in the middle");
            let evidence = Evidence { span: Span::new(0, 60), text: words, part: Part::Body, sentence: k % 30 };
            let mut c: Claim<Char> = Claim::new(kind, type_, evidence, "held/takes");
            c.id = format!("{:016x}{k:048x}", r.next());
            c.anchor.clone_from(&c.id);
            c.actor.push(entity(r.skewed(300)));
            if kind != Kind::Control {
                c.recipient.push(entity(r.skewed(300)));
            } else {
                c.status = Some("held".into());
            }
            let place = r.skewed(1_000);
            c.place.push(Place {
                name: Some(format!("Place {place}")),
                geonames: Some(place),
                country: Some("SYR".into()),
                lat: Some(35.0),
                lon: Some(37.0),
                ..Place::unnamed(format!("Place {place}"), Span::new(10, 19), PlaceRole::At)
            });
            if r.next() % 3 == 0 {
                c.according_to.push(entity(r.skewed(40)));
            }
            c.intensity = Some(-9.0);
            c.happened = Some(Interval {
                from: day.parse().ok(),
                to: day.parse().ok(),
                precision: Precision::Day,
                holds: Holds::Throughout,
                basis: Basis::Words,
                text: None,
                span: None.into(),
            });
            Sourced {
                claim: c,
                outlet: Some(format!("Outlet {}", r.skewed(60))),
                page_id: format!("{:064x}", k / 25),
                title: None,
                published: Some(day),
            }
        })
        .collect()
}
