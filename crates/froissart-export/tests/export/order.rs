//! Properties: the order of input changes nothing, and no text breaks a layout.

use crate::support::{War, rows};
use froissart_export::{Format, Options, Per};
use proptest::prelude::*;

fn any_format() -> impl Strategy<Value = Format> {
    prop::sample::select(Format::ALL.to_vec())
}

/// Text as pages have it at their worst: quotes, separators, line ends, controls, formulas, other scripts.
fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            prop::sample::select(vec![
                '"', '\'', ',', ';', '\t', '\n', '\r', '=', '+', '-', '@', '<', '&', '>', ']', '\u{0}', '\u{1f}',
                '\u{fffe}', 'ح', '🙂'
            ]),
            any::<char>(),
        ],
        0..12,
    )
    .prop_map(|c| c.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_changes_nothing(
        format in any_format(),
        per_claim in any::<bool>(),
        with in any::<bool>(),
        keys in prop::collection::vec(any::<u32>(), 13),
    ) {
        let war = War::new();
        let mut options = Options::new(format);
        options.per = if per_claim { Per::Claim } else { Per::Event };
        (options.with_background, options.with_implied, options.with_negated, options.with_non_actual) = (with, with, with, with);
        let first = war.export(&options);
        prop_assert_eq!(&first, &war.export(&options));
        let mut other = War::new();
        let mut claims: Vec<_> = other.claims.into_iter().zip(keys).collect();
        claims.sort_by_key(|(_, k)| *k);
        other.claims = claims.into_iter().map(|(s, _)| s).collect();
        other.groups[0].members.reverse();
        // A claim given twice is one claim.
        other.claims.push(other.claims[0].clone());
        prop_assert_eq!(&first, &other.export(&options));
    }

    #[test]
    fn no_text_breaks_a_layout(format in any_format(), words in any_text(), name in any_text(), outlet in any_text()) {
        let mut war = War::new();
        for s in &mut war.claims {
            s.claim_mut().evidence.text.clone_from(&words);
            s.page_mut().outlet = Some(outlet.clone());
            s.page_mut().title = Some(words.clone());
            let c = s.claim_mut();
            for e in c.actor.iter_mut().chain(&mut c.recipient) {
                e.text.clone_from(&name);
                e.name = Some(name.clone());
            }
            for p in &mut c.place {
                p.name = Some(name.clone());
            }
        }
        let export = war.write(format);
        let n = export.report.rows;
        match format {
            Format::Acled | Format::Ucdp | Format::Csv => {
                prop_assert_eq!(rows(&export.text, b',').len(), n);
                // One record, one line, also for readers that split lines first.
                prop_assert_eq!(export.text.matches('\n').count(), n + 1);
            }
            Format::Polecat => prop_assert_eq!(rows(&export.text, b'\t').len(), n),
            Format::Gdelt | Format::GdeltMentions => {
                let width = if format == Format::Gdelt { 61 } else { 16 };
                let lines: Vec<&str> = export.text.split_terminator('\n').collect();
                prop_assert_eq!(lines.len(), n);
                prop_assert!(lines.iter().all(|l| l.split('\t').count() == width));
            }
            Format::Plover => {
                let lines: Vec<&str> = export.text.split_terminator('\n').collect();
                prop_assert_eq!(lines.len(), n);
                for l in lines {
                    prop_assert!(serde_json::from_str::<serde_json::Value>(l).is_ok());
                }
            }
            Format::Geojson => prop_assert!(export.text.parse::<geojson::GeoJson>().is_ok()),
            Format::Graphml => {
                let mut reader = quick_xml::Reader::from_str(&export.text);
                loop {
                    match reader.read_event() {
                        Ok(quick_xml::events::Event::Eof) => break,
                        Ok(_) => {}
                        Err(e) => prop_assert!(false, "{}", e),
                    }
                }
            }
        }
    }
}
