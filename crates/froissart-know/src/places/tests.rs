//! Tests of the gazetteer: spellings, namesakes, and files that must be refused.
//!
//! "Deir Ezzor" is found however it is spelt.

use super::*;

fn one(name: &str, hints: &[&str]) -> Found {
    Gazetteer::embedded().resolve(&[name], hints).remove(0).unwrap_or_else(|| panic!("{name} is not found"))
}
fn near(f: &Found, lat: f64, lon: f64) {
    assert!(kilometres((f.lat, f.lon), (lat, lon)) < 40.0, "{f:?}");
}

#[test]
fn finds_towns_by_spelling_article_and_sound() {
    near(&one("Aleppo", &[]), 36.2, 37.16);
    near(&one("Hama", &["SYR"]), 35.13, 36.76);
    near(&one("Kobani", &["SYR"]), 36.89, 38.35);
    near(&one("Deir ez-Zour", &["SYR"]), 35.34, 40.14);
    near(&one("Kharkiv", &[]), 49.98, 36.25);
    assert_eq!(one("Syria", &[]).kind, PlaceKind::Country);
    assert_eq!(one("Syria", &[]).country.as_deref(), Some("SYR"));
    assert_eq!(one("Idlib province", &[]).kind, PlaceKind::Admin1);
}

#[test]
fn company_decides_among_namesakes() {
    let g = Gazetteer::embedded();
    let found = g.resolve(&["Tripoli", "Beirut", "Sidon"], &[]);
    assert_eq!(found[0].as_ref().and_then(|f| f.country.as_deref()), Some("LBN"));
    let found = g.resolve(&["Tripoli", "Benghazi", "Misrata"], &[]);
    assert_eq!(found[0].as_ref().and_then(|f| f.country.as_deref()), Some("LBY"));
    assert_eq!(one("Paris, Texas", &[]).admin1.as_deref(), Some("Texas"));
    assert_eq!(one("Paris", &[]).country.as_deref(), Some("FRA"));
}

#[test]
fn the_same_name_is_the_same_place() {
    let found = Gazetteer::embedded().resolve(&["Hama", "Homs", "Hama", "No Such Place At All"], &[]);
    assert_eq!(found[0], found[2]);
    assert_eq!(found[3], None);
}

#[test]
fn folds_as_the_packing_script_does() {
    let vectors = include_str!("../../../../data/places/folding.tsv");
    let mut tried = 0;
    for line in vectors.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let f: Vec<&str> = line.split('\t').collect();
        let key = fold(f[0]);
        let ours = [
            key.as_str(),
            strip_article(&key).unwrap_or(""),
            strip_generic(&key).unwrap_or(""),
            &sound(&key, false),
            &sound(&key, true),
        ];
        assert_eq!(ours[..], f[1..6], "{line}");
        tried += 1;
    }
    assert!(tried > 20);
}

#[test]
fn adjectives_and_abbreviations_stand_for_their_places() {
    assert_eq!(one("Russian", &[]).name, "Russia");
    assert_eq!(one("Egyptians", &[]).country.as_deref(), Some("EGY"));
    assert_eq!(one("W.Va.", &[]).name, "West Virginia");
    assert_eq!(one("Springfield, Ill.", &[]).admin1.as_deref(), Some("Illinois"));
}

#[test]
fn a_sound_needs_company() {
    assert_eq!(Gazetteer::embedded().resolve(&["Zzkwrtl"], &[]), [None]);
}

#[test]
fn the_generic_words_are_sorted() {
    assert!(GENERIC.is_sorted());
}

#[test]
fn refuses_damaged_files() {
    assert_eq!(Gazetteer::from_bytes(b"PK".to_vec()).err(), Some(GazetteerError::Magic));
    let mut cut = PACKED[..200].to_vec();
    assert_eq!(Gazetteer::from_bytes(cut.clone()).err(), Some(GazetteerError::Table(0)));
    cut = PACKED.to_vec();
    let at = number(PACKED, 16 + 16 * 3).expect("the fourth table has a place") + 40;
    cut[at] ^= 0xFF;
    assert!(matches!(Gazetteer::from_bytes(cut).err(), Some(GazetteerError::Table(_))));
}
