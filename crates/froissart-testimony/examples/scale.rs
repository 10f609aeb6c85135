//! How long events and wire copies take at the size of an archive: `cargo run --release --example scale -- 1000000 100000`.
//!
//! Claims are made of invented events, skewed as news is: a few towns and parties make most of it, a few events are
//! told a hundred times, a third of the tellings leave out the day, a fifth the actor. Pages are stories of some 500
//! words, one in five a copy of an earlier one. Not a test of what is found; that is in `tests/`.
#![allow(clippy::print_stdout, reason = "it is a program that prints its figures")]

use froissart_model::{
    Basis, Certainty, Char, Claim, Day, Entity, EntityKind, Evidence, Holds, Interval, Kind, Part, Place, PlaceRole,
    Precision, Span, content_id,
};
use froissart_testimony::{PageHead, Print, Signature, Sourced, Wire, events};
use std::time::Instant;

/// SplitMix64.
struct Dice(u64);
impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }
    /// Low numbers often: the cube of an even draw.
    fn skewed(&mut self, below: usize) -> usize {
        let u = self.roll(1 << 20) as f64 / f64::from(1 << 20);
        (u * u * u * below as f64) as usize
    }
}

fn group(n: usize) -> Entity<Char> {
    let mut e = Entity::unnamed(format!("Band {n}"), Span::new(0, 1), EntityKind::Group);
    e.country = Some(format!("{}AA", char::from(b'A' + (n % 20) as u8)));
    e.sector = Some(if n.is_multiple_of(3) { "MIL" } else { "REB" }.to_owned());
    if n.is_multiple_of(2) {
        e.id = Some(format!("band_{n}"));
        e.name = Some(e.text.clone());
    } else {
        e.text = "rebels".into();
    }
    e
}

fn claims(n: usize) -> Vec<Sourced> {
    let mut dice = Dice(2_031);
    let first: Day = "2030-01-01".parse().expect("a day");
    let types = ["ASSAULT", "ASSAULT", "ASSAULT", "MOBILIZE", "COERCE", "PROTEST", "AID", "CONSULT", "RETREAT"];
    let mut all = Vec::with_capacity(n);
    while all.len() < n {
        let (type_, actor, recipient) = (types[dice.roll(types.len())], dice.skewed(400), dice.skewed(400));
        let (place, day) = (dice.skewed(20_000), dice.roll(730) as i64);
        let most = if dice.roll(50) == 0 { 100 } else { 6 };
        for _ in 0..=dice.skewed(most) {
            let on = |d: i64| first.checked_add(jiff::Span::new().days(d)).expect("a day");
            let page = all.len() / 10;
            let words = format!("telling {}", all.len());
            let evidence = Evidence { span: Span::new(0, 1), text: words, part: Part::Body, sentence: all.len() % 10 };
            let mut c = Claim::new(Kind::Event, type_, evidence, "synthetic");
            c.anchor = content_id("scale", all.len().to_string().as_bytes());
            c.id.clone_from(&c.anchor);
            if dice.roll(5) > 0 {
                c.actor.push(group(actor));
            }
            if dice.roll(2) == 0 {
                c.recipient.push(group(recipient));
            }
            if dice.roll(6) > 0 {
                let mut p = Place::unnamed(format!("Town {place}"), Span::new(0, 1), PlaceRole::At);
                p.geonames = Some(place as u64);
                p.country = Some(format!("{}AA", char::from(b'A' + (place % 20) as u8)));
                (p.lat, p.lon, p.radius_km) =
                    (Some((place % 180) as f64 - 90.0), Some((place / 180) as f64), Some(8.0));
                c.place.push(p);
            }
            let mut i = Interval::by_page(Some(on(day + 1)));
            if dice.roll(3) > 0 {
                (i.from, i.to) = (Some(on(day)), Some(on(day)));
                (i.precision, i.holds, i.basis) = (Precision::Day, Holds::Throughout, Basis::Words);
            }
            c.happened = Some(i);
            if dice.roll(20) == 0 {
                (c.negated, c.certainty) = (true, Certainty::Denied);
            }
            all.push(Sourced::new(
                c,
                PageHead {
                    id: format!("page {page}"),
                    title: None,
                    outlet: Some(format!("Outlet {}", page % 200)),
                    url: None,
                    published: Some(on(day + 1).to_string()),
                },
            ));
        }
    }
    all
}

fn texts(n: usize) -> Vec<String> {
    let mut dice = Dice(77);
    let mut all: Vec<String> = Vec::with_capacity(n);
    for k in 0..n {
        if k > 10 && dice.roll(5) == 0 {
            let old = &all[dice.roll(k)];
            let cut = old.len() / (1 + dice.roll(3));
            all.push(old[..cut].to_owned());
            continue;
        }
        let words: Vec<String> = (0..350 + dice.roll(300)).map(|_| format!("w{}", dice.skewed(8_000))).collect();
        all.push(words.join(" "));
    }
    all
}

fn main() {
    let number = |n: usize, or: usize| std::env::args().nth(n).and_then(|a| a.parse().ok()).unwrap_or(or);
    let all = claims(number(1, 1_000_000));
    let start = Instant::now();
    let found = events(&all);
    let took = start.elapsed().as_secs_f64();
    let most = found.events.iter().map(|e| e.claims.len()).max().unwrap_or(0);
    println!("{} claims: {} events, the largest of {most}, {took:.1} s", all.len(), found.events.len());
    drop((all, found));
    let texts = texts(number(2, 100_000));
    let start = Instant::now();
    let prints: Vec<Print> = texts
        .iter()
        .enumerate()
        .map(|(n, t)| Print {
            page_id: format!("page {n}"),
            outlet: Some(format!("Outlet {}", n % 200)),
            published: Some("2031-01-01".into()),
            signature: Signature::of_text(t),
        })
        .collect();
    println!("{} pages: signatures {:.1} s", prints.len(), start.elapsed().as_secs_f64());
    let start = Instant::now();
    let wire = Wire::of(prints);
    let (copies, families) = (wire.copies().len(), wire.families().families.len());
    println!("{copies} copies, {families} families, {:.1} s", start.elapsed().as_secs_f64());
}
