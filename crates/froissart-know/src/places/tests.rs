//! Tests of the gazetteer: spellings, namesakes, and files that must be refused.
//!
//! "Deir Ezzor" is found however it is spelt.

use super::*;
use froissart_model::Span;

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
    assert!(sound::GENERIC.is_sorted());
}

#[test]
fn every_spelling_of_the_check_list_leads_home_without_context() {
    let (mut tried, mut wrong) = (0, Vec::new());
    let lines = include_str!("../../../../data/places/check.tsv").lines();
    for line in lines.filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let f: Vec<&str> = line.split('\t').collect();
        let number = |n: usize| f[n].parse::<f64>().expect("a number");
        let found = Gazetteer::embedded().resolve(&[f[0]], &[]).remove(0);
        tried += 1;
        if found.is_none_or(|x| kilometres((x.lat, x.lon), (number(2), number(3))) > number(4).max(25.0)) {
            wrong.push(f[0]);
        }
    }
    assert!(tried > 350);
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn at(text: &str, names: &[&str]) -> Vec<Option<Found>> {
    let spans: Vec<Span> = names
        .iter()
        .map(|n| text.find(n).map(|b| Span::new(b, b + n.len())).expect("the name stands in the text"))
        .collect();
    let asked = Asked { text, spans: &spans, context: &[], countries: &[], strangers: true };
    Gazetteer::embedded().locate(&asked)
}

#[test]
fn the_words_around_a_name_decide() {
    let f = at("The Syrian army entered Jisr al-Shughur in Idlib province.", &["Jisr al-Shughur", "Idlib"]);
    near(f[0].as_ref().expect("found"), 35.81, 36.32);
    assert_eq!(f[1].as_ref().map(|f| f.kind), Some(PlaceKind::Admin1));
    let f = at("Gunmen attacked Palma in Cabo Delgado, northern Mozambique.", &["Palma", "Cabo Delgado", "Mozambique"]);
    assert_eq!(f[0].as_ref().and_then(|f| f.country.as_deref()), Some("MOZ"));
    let f = at("Ships in the Red Sea were hit, the Houthis in Yemen said.", &["Red Sea", "Yemen"]);
    assert_eq!(f[0].as_ref().map(|f| f.kind), Some(PlaceKind::Water));
    let f = at("A woman from Alexandria, La., was arrested in Rapides Parish.", &["Alexandria", "Rapides Parish"]);
    assert_eq!(f[0].as_ref().and_then(|f| f.admin1.as_deref()), Some("Louisiana"));
    let f = at("From Springfield, Ill., he went to Springfield, Mo.", &["Springfield, Ill.", "Springfield, Mo."]);
    assert_eq!(f[0].as_ref().and_then(|f| f.admin1.as_deref()), Some("Illinois"));
    assert_eq!(f[1].as_ref().and_then(|f| f.admin1.as_deref()), Some("Missouri"));
}

#[test]
fn what_is_not_in_the_gazetteer_lies_in_what_the_words_say() {
    let f = at("The attack on Qxvzzkrt in Idlib province killed four.", &["Qxvzzkrt", "Idlib"]);
    let f = f[0].as_ref().expect("placed");
    assert_eq!(f.within.as_deref(), Some("in Idlib"));
    assert_eq!(f.geonames, None);
    let spans = [Span::new(0, 8)];
    let text = "Qxvzzkrt was quiet. Fighting went on near Hama.";
    let asked = Asked { text, spans: &spans, context: &[], countries: &["SYR"], strangers: false };
    assert_eq!(Gazetteer::embedded().locate(&asked), [None], "without a word that says so, nothing is put anywhere");
}

#[test]
fn a_part_of_a_name_needs_a_witness() {
    let f = at("The British Embassy Tokyo said so.", &["British Embassy Tokyo"]);
    near(f[0].as_ref().expect("placed"), 35.69, 139.69);
    assert_eq!(at("Woodman Point was closed.", &["Woodman Point"]), [None]);
}

#[test]
fn moves_a_place_as_the_words_say() {
    let hama = one("Hama", &[]);
    let r = relation("25 km south of Hama", 15).expect("read");
    let f = hama.clone().moved(&r);
    assert!((hama.lat - f.lat - 0.2248).abs() < 0.01 && (hama.lon - f.lon).abs() < 0.01, "{f:?}");
    assert_eq!(f.geonames, None);
    assert!((f.radius_km - 7.5).abs() < 1e-9);
    let r = relation("north of Hama", 9).expect("read");
    assert_eq!(hama.clone().moved(&r), hama, "without a distance the point stays");
}

#[test]
fn the_built_in_file_is_whole_and_small() {
    Tables::new(PACKED.into()).and_then(|t| t.check()).expect("the packed file is sound");
    assert!(PACKED.len() <= 16 << 20);
    assert!(Gazetteer::embedded().len() > 180_000);
}

#[test]
fn refuses_damaged_files() {
    assert_eq!(Gazetteer::from_bytes(b"PK".to_vec()).err(), Some(GazetteerError::Magic));
    assert_eq!(Gazetteer::from_bytes(PACKED[..200].to_vec()).err(), Some(GazetteerError::Table(0)));
    // The first key of the table of keys made longer than the table.
    let keys = u32::from_le_bytes(PACKED[16 + 12 * 5..20 + 12 * 5].try_into().expect("four bytes")) as usize;
    let mut cut = PACKED.to_vec();
    cut[keys] ^= 0xFF;
    assert!(matches!(Gazetteer::from_bytes(cut).err(), Some(GazetteerError::Table(_))));
}

/// A small sound file: two places, "hama" and "hamah", in one country.
fn small() -> Vec<u8> {
    let mut sections: Vec<(Vec<u8>, u32)> = Vec::new();
    sections.push((b"\0\0\0\0\0SYRSY".to_vec(), 2));
    let mut fixed = Vec::new();
    for column in [[1u32, 2], [3_513_000, 3_514_000], [3_675_000, 3_676_000], [460_000, 0]] {
        fixed.extend(column.iter().flat_map(|v| v.to_le_bytes()));
    }
    fixed.extend([0xFF, 0xFF, 0xFF, 0xFF, 5, 0, 1, 0, 1, 1, 0, 13]);
    sections.push((fixed, 2));
    sections.push((vec![0, 0, 0, 0, 6, 0, 0, 0], 2));
    sections.push((b"\x04Hama\0\x05Hamah\0".to_vec(), 2));
    sections.push((vec![0; 8], 2));
    sections.push((b"\0\x04hama\x04\x01h".to_vec(), 2));
    sections.push((vec![1, 0, 1, 16], 2));
    sections.extend([(Vec::new(), 0), (Vec::new(), 0), (Vec::new(), 0)]);
    let mut out = b"FROIGAZ2".to_vec();
    out.extend(10u32.to_le_bytes());
    out.extend(2u32.to_le_bytes());
    let mut at = out.len() + 12 * sections.len();
    for (s, n) in &sections {
        out.extend([at as u32, s.len() as u32, *n].iter().flat_map(|v| v.to_le_bytes()));
        at += s.len();
    }
    out.extend(sections.into_iter().flat_map(|s| s.0));
    out
}

#[test]
fn reads_a_small_file() {
    let g = Gazetteer::from_bytes(small()).expect("it is sound");
    assert_eq!(
        g.resolve(&["Hama", "Ḥamāh", "Homs"], &[]).iter().map(Option::is_some).collect::<Vec<_>>(),
        [true, true, false]
    );
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(512))]

    #[test]
    fn any_bytes_at_all_are_no_panic(bytes: Vec<u8>) {
        let _ = Gazetteer::from_bytes(bytes);
    }

    /// A file that is damaged anywhere is refused, or read without a panic, also unchecked.
    #[test]
    fn a_damaged_file_is_no_panic(hits in proptest::collection::vec((0usize..400, 0u8..=255), 1..6), name in "[a-zA-Z' ]{0,12}") {
        let mut bytes = small();
        let n = bytes.len();
        for (at, b) in hits {
            bytes[at % n] = b;
        }
        let _ = Gazetteer::from_bytes(bytes.clone());
        if let Ok(tables) = Tables::new(bytes.into()) {
            let g = Gazetteer { tables };
            let _ = g.resolve(&["Hama", "Hamah", &name], &["SYR"]);
        }
    }

    #[test]
    fn any_text_is_no_panic(text: String, cuts in proptest::collection::vec((0usize..60, 0usize..12), 0..5)) {
        let border = |mut n: usize| { n = n.min(text.len()); while !text.is_char_boundary(n) { n -= 1; } n };
        let spans: Vec<Span> = cuts.iter().map(|&(b, n)| Span::new(border(b), border(b + n).max(border(b)))).collect();
        let asked = Asked { text: &text, spans: &spans, context: &[], countries: &[], strangers: true };
        proptest::prop_assert_eq!(Gazetteer::embedded().locate(&asked).len(), spans.len());
        for s in &spans {
            let _ = relation(&text, s.begin);
        }
    }
}

#[test]
fn the_adjectives_of_the_states_are_packed() {
    // Where this fails, states.toml has a people that the packed table does not: run data/places/make.py again.
    let actors = crate::Actors::load(&crate::DataFiles::embedded()).unwrap_or_else(|e| panic!("{e}"));
    let g = Gazetteer::embedded();
    let missing: Vec<&str> = actors
        .states()
        .iter()
        .flat_map(|s| s.demonyms.iter())
        .filter(|d| d.chars().all(char::is_alphabetic) && d.starts_with(char::is_uppercase) && g.lookup(d).is_empty())
        .map(String::as_str)
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
