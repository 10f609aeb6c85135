//! The loss report: every claim given is written or left out, once, and what has no column is said.

use crate::support::War;
use froissart_export::{Format, Options, Per};
use froissart_picture::Aside;

fn every_way() -> Vec<Options> {
    let mut all = Vec::new();
    for format in Format::ALL {
        for per in [Per::Event, Per::Claim] {
            for with in [false, true] {
                all.push(Options {
                    per,
                    with_background: with,
                    with_implied: with,
                    with_negated: with,
                    with_non_actual: with,
                    undated_by_page: with,
                    spreadsheet_safe: with,
                    ..Options::new(format)
                });
            }
        }
    }
    all
}

#[test]
fn every_claim_is_written_or_left_out_once() {
    let war = War::new();
    for options in every_way() {
        let report = war.export(&options).report;
        let mut out: Vec<&String> = report.left_out.iter().flat_map(|l| &l.claims).collect();
        let n = out.len();
        out.sort();
        out.dedup();
        assert_eq!(out.len(), n, "{options:?}: a claim is left out twice");
        assert_eq!(report.given, war.claims.len());
        assert_eq!(report.written + n, report.given, "{options:?}: {report:#?}");
    }
}

#[test]
fn what_is_no_plain_fact_stays_out_unless_asked_for() {
    let war = War::new();
    for format in Format::ALL {
        let report = war.write(format).report;
        let names: Vec<&str> = report.left_out.iter().map(|l| l.name).collect();
        for name in ["negated", "non-actual", "implied", "background"] {
            assert!(names.contains(&name), "{format:?}: {names:?}");
        }
        let options = Options {
            with_background: true,
            with_implied: true,
            with_negated: true,
            with_non_actual: true,
            ..Options::new(format)
        };
        let with = war.export(&options).report;
        // Nobody is told to have died in any of those, so UCDP has no row for them either way.
        assert!(with.written > report.written || format == Format::Ucdp, "{format:?}");
        let names: Vec<&str> = with.left_out.iter().map(|l| l.name).collect();
        for name in ["negated", "non-actual", "implied", "background"] {
            assert!(!names.contains(&name), "{format:?}: {names:?}");
        }
    }
}

#[test]
fn each_layout_says_what_it_drops() {
    let war = War::new();
    let dropped = |format| {
        let report = war.write(format).report;
        report.dropped.into_iter().map(|d| d.field).collect::<Vec<_>>()
    };
    for field in ["according_to", "claim ids", "rival values", "evidence", "deaths"] {
        assert!(dropped(Format::Gdelt).contains(&field), "{field}: {:?}", dropped(Format::Gdelt));
    }
    assert!(!dropped(Format::GdeltMentions).contains(&"claim ids"));
    assert!(dropped(Format::GdeltMentions).contains(&"according_to"));
    assert!(dropped(Format::Polecat).contains(&"deaths") && dropped(Format::Polecat).contains(&"according_to"));
    for format in [Format::Acled, Format::Ucdp, Format::Geojson, Format::Graphml] {
        let fields = dropped(format);
        assert!(!fields.contains(&"claim ids") && !fields.contains(&"according_to"), "{format:?}: {fields:?}");
        assert!(fields.contains(&"offsets"), "{format:?}: {fields:?}");
    }
    for format in [Format::Plover, Format::Csv] {
        assert!(dropped(format).is_empty(), "{format:?}: {:?}", dropped(format));
    }
}

#[test]
fn the_report_reads_like_a_page() {
    let text = War::new().write(Format::Ucdp).report.text();
    assert_eq!(text.lines().next(), Some("export to ucdp, a row an event: 1 row from 4 of 13 claims"));
    for line in [
        "       1  negated: say that something did not happen or is not so; --with-negated takes them",
        "       3  no-death: no violence, or nobody told to have died: UCDP lists deadly events only",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} is not in\n{text}");
    }
}

#[test]
fn what_a_decision_leaves_out_has_no_row_and_is_counted_by_its_reason() {
    let mut war = War::new();
    let ids: Vec<String> = war.claims.iter().take(3).map(|s| s.claim.id.clone()).collect();
    for (id, why) in ids.iter().zip([Aside::Rejected, Aside::Retracted, Aside::Follows]) {
        war.set_aside.insert(id.clone(), why);
    }
    for options in every_way() {
        let done = war.export(&options);
        let left = |name: &str| -> Vec<&String> {
            done.report.left_out.iter().filter(|l| l.name == name).flat_map(|l| &l.claims).collect()
        };
        let (mut rejected, withdrawn) = (left("rejected"), left("withdrawn"));
        rejected.sort();
        let mut expected = vec![&ids[0], &ids[2]];
        expected.sort();
        assert_eq!((rejected, withdrawn), (expected, vec![&ids[1]]), "{options:?}");
        assert!(ids.iter().all(|id| !done.text.contains(id.as_str())), "{options:?}: one of them has a row");
    }
    assert!(war.write(Format::Csv).report.text().contains("rejected: rejected by analysts"));
}
