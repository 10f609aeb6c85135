//! Any claim, any bytes: what goes into a row comes out of it, or a reason does.
//!
//! The claims here are made at random and make no sense; "Rebels seized most of Osgiliath" is the one that does.

use super::*;
use proptest::prelude::*;
use std::cell::RefCell;

/// Forms in memory.
#[derive(Default)]
struct Shelf(RefCell<Vec<Arc<Form>>>);

impl Forms for Shelf {
    type Error = std::convert::Infallible;
    fn number(&mut self, form: &Form) -> Result<u64, Self::Error> {
        let json = serde_json::to_string(form).unwrap();
        let mut all = self.0.borrow_mut();
        if let Some(n) = all.iter().position(|f| serde_json::to_string(f.as_ref()).unwrap() == json) {
            return Ok(n as u64);
        }
        all.push(Arc::new(serde_json::from_str(&json).unwrap()));
        Ok(all.len() as u64 - 1)
    }
    fn form(&self, number: u64) -> Result<Option<Arc<Form>>, Self::Error> {
        Ok(self.0.borrow().get(number as usize).cloned())
    }
}

fn any_text() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-zé“حلب💥 ]{0,12}").unwrap()
}
fn span() -> impl Strategy<Value = Span<Char>> {
    (0..40_usize, 0..40_usize).prop_map(|(a, b)| Span::new(a, b))
}
fn number() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        Just(None),
        (0..2000_u32).prop_map(|n| Some(f64::from(n) / 1e3)),
        (0..9_000_000_u32).prop_map(|n| Some(f64::from(n))),
        any::<f64>().prop_map(Some)
    ]
}
fn day() -> impl Strategy<Value = Option<Day>> {
    proptest::option::of((-9000..9000_i16, 1..13_i8, 1..29_i8).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap()))
}
fn interval() -> impl Strategy<Value = Interval<Char>> {
    (day(), day(), 0..8_usize, 0..3_usize, 0..4_usize, proptest::option::of(any_text()), proptest::option::of(span()))
        .prop_map(|(from, to, p, h, b, text, span)| Interval {
            from,
            to,
            precision: PRECISIONS[p],
            holds: HOLDS[h],
            basis: BASES[b],
            text,
            span: span.into(),
        })
}
fn entity() -> impl Strategy<Value = Entity<Char>> {
    let known = (
        proptest::option::of(any_text()),
        proptest::option::of(any_text()),
        proptest::collection::vec(any_text(), 0..3),
    );
    (any_text(), span(), known, proptest::option::of(any::<u64>()), proptest::option::of(span())).prop_map(
        |(text, span, (name, id, sectors), count, antecedent)| {
            let mut e = Entity::unnamed(text, span, EntityKind::Facility);
            (e.name, e.id, e.sectors, e.count, e.antecedent) = (name, id, sectors, count, antecedent);
            e
        },
    )
}
fn place() -> impl Strategy<Value = Place<Char>> {
    (any_text(), span(), number(), 0..5_usize, proptest::option::of(any_text())).prop_map(
        |(text, span, lat, role, relation)| {
            let mut p = Place::unnamed(text, span, ROLES[role]);
            (p.lat, p.relation) = (lat, relation);
            p
        },
    )
}
fn claim() -> impl Strategy<Value = Claim<Char>> {
    let times = (proptest::option::of(interval()), proptest::option::of(interval()), proptest::option::of(interval()));
    let who = (
        proptest::collection::vec(entity(), 0..3),
        proptest::collection::vec(entity(), 0..2),
        proptest::collection::vec(place(), 0..3),
    );
    let sure = (0..4_usize, 0..7_usize, any::<bool>(), 0..7_usize, any::<bool>());
    let more = (number(), number(), proptest::option::of(span()), any_text(), "[0-9a-f]{32}", any_text());
    (any_text(), span(), 0..4_usize, 0..90_usize, times, who, sure, more).prop_map(
        |(text, span, part, sentence, times, who, sure, more)| {
            let evidence = Evidence { span, text, part: PARTS[part], sentence };
            let mut c = Claim::new(Kind::Figure, more.3.clone(), evidence.clone(), "test");
            (c.id, c.anchor) = ("0123456789abcdef".repeat(2), "fedcba9876543210".repeat(2));
            (c.happened, c.in_force, c.said) = times;
            (c.actor, c.according_to, c.place) = who;
            (c.stance, c.mood, c.negated) = (STANCES[sure.0], MOODS[sure.1], sure.2);
            c.certainty = CERTAINTIES[sure.3];
            c.told = if sure.4 { Told::News } else { Told::Background };
            (c.confidence, c.intensity, c.quotation) = (more.0, more.1, more.2);
            c.figure = more.2.map(|_| Figure {
                text: more.3.clone(),
                of: more.5.clone(),
                low: more.0,
                high: more.1,
                exact: None,
                scope: froissart_model::FigureScope::Total,
                reported_none: sure.2,
            });
            c.extent = more.2.map(|_| Extent {
                text: more.5.clone(),
                of: froissart_model::ExtentOf::Rest,
                low: more.1,
                high: None,
            });
            if sure.2 {
                c.more_evidence = vec![evidence];
                c.links = vec![Link { to: more.4, as_: LinkAs::PartOf }, Link { to: more.5, as_: LinkAs::BecauseOf }];
            }
            c
        },
    )
}

proptest! {
    #[test]
    fn a_claim_comes_back_byte_for_byte_whatever_it_says(c in claim(), text in any_text()) {
        let (words, mut forms) = (Words::new(format!("{text} {}", c.evidence.text)), Shelf::default());
        let p = pack(&c, &words, &mut forms).unwrap();
        let back = unpack(p.outside.clone(), &p.body, &words, &forms).unwrap().unwrap();
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), serde_json::to_string(&c).unwrap());
    }

    #[test]
    fn bytes_of_any_kind_are_a_claim_or_a_reason(
        c in claim(), cut in 0..200_usize, at in 0..200_usize, to in any::<u8>(), text in any_text(),
    ) {
        let (words, mut forms) = (Words::new(text), Shelf::default());
        let p = pack(&c, &words, &mut forms).unwrap();
        let mut body = p.body[..cut.min(p.body.len())].to_vec();
        if let Some(b) = body.get_mut(at) {
            *b = to;
        }
        let _ = unpack(p.outside.clone(), &body, &words, &forms).unwrap();
    }

    #[test]
    fn words_are_found_as_the_models_map_finds_them(text in any_text(), span in span()) {
        let map = froissart_model::CharMap::new(&text);
        let words = Words::new(text.clone());
        let inside = span.begin <= span.end && span.end <= text.chars().count();
        prop_assert_eq!(words.at(span), inside.then(|| map.bytes(span).of(&text)));
    }

    #[test]
    fn rows_come_back(rows in proptest::collection::vec(any::<i64>(), 0..40)) {
        prop_assert_eq!(unpack_rows(&pack_rows(&rows)), Some(rows));
    }

    #[test]
    fn days_come_back(d in day()) {
        prop_assert_eq!(d.and_then(|d| day_of_number(day_number(d))), d);
    }
}

#[test]
fn a_claim_on_its_page_is_short() {
    let text = "Rebels seized most of Osgiliath on Friday, a war monitor said.";
    let evidence = Evidence { span: Span::new(0, 62), text: text.into(), part: Part::Body, sentence: 3 };
    let mut c = Claim::new(Kind::Event, "ASSAULT", evidence, "ASSAULT/seize");
    c.actor = vec![Entity::unnamed("Rebels", Span::new(0, 6), EntityKind::Group)];
    c.place = vec![Place::unnamed("Osgiliath", Span::new(22, 31), PlaceRole::At)];
    c.according_to = vec![Entity::unnamed("a war monitor", Span::new(43, 56), EntityKind::Group)];
    c.happened = Some(Interval::by_page(None));
    c.confidence = Some(0.87);
    let p = pack(&c, &Words::new(text.into()), &mut Shelf::default()).unwrap();
    assert_eq!(p.body[0], PACKED);
    assert!(p.body.len() < 32, "{} bytes", p.body.len());
}
