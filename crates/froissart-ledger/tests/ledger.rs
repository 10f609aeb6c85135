//! What a ledger promises, one test a promise, on hand-made pages about Arnor and Gondor.

use froissart_ledger::{Error, Ledger, Query, Recorded};
use froissart_model::{
    Char, Claim, Entity, EntityKind, Evidence, Interval, Kind, Link, LinkAs, Note, Page, Part, Place, PlaceRole, Span,
    seal,
};
use std::time::Duration;

const V1: &str = "coder 1";
const MONDAY: &str = "2024-12-02T10:00:00Z";
const TUESDAY: &str = "2024-12-03T10:00:00Z";

fn page(text: &str, published: Option<&str>) -> Page<Char> {
    Page::from_text(text, published.map(Into::into), Some("Gondor Herald".into())).to_chars()
}

fn claim(page: &Page<Char>, version: &str, kind: Kind, type_: &str, actor: &str, place: &str) -> Claim<Char> {
    let whole = Span::new(0, page.text.chars().count());
    let evidence = Evidence { span: whole, text: page.text.clone(), part: Part::Body, sentence: 0 };
    let mut c = Claim::new(kind, type_, evidence, "test");
    c.actor = vec![Entity::unnamed(actor, whole, EntityKind::Group)];
    c.place = vec![Place::unnamed(place, whole, PlaceRole::At)];
    c.happened = Some(Interval::by_page(page.day()));
    seal(&page.id, version, &mut c);
    c
}

fn ledger_with(texts: &[(&str, Option<&str>, &str)]) -> Ledger {
    let mut ledger = Ledger::open_in_memory().unwrap();
    for (text, published, at) in texts {
        let p = page(text, *published);
        let c = claim(&p, V1, Kind::Event, "ASSAULT", "the Rebels", "Osgiliath");
        ledger.record(&p, &[c], &[], V1, at).unwrap();
    }
    ledger
}

fn evidence(ledger: &Ledger, query: &Query) -> Vec<String> {
    ledger.claims(query).unwrap().into_iter().map(|s| s.claim.evidence.text.clone()).collect()
}

#[test]
fn recording_again_changes_nothing() {
    let mut ledger = Ledger::open_in_memory().unwrap();
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let claims = [
        claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath"),
        claim(&p, V1, Kind::Control, "controls", "Rebels", "Osgiliath"),
    ];
    let notes = [Note::new("no-byline", "the page names no author").to_chars(&froissart_model::CharMap::new(&p.text))];
    let first = ledger.record(&p, &claims, &notes, V1, MONDAY).unwrap();
    assert_eq!(first, Recorded { new_pages: 1, new_claims: 2, already_there: 0 });
    let (before, counts) = (ledger.claims(&Query::default()).unwrap(), ledger.counts().unwrap());
    let second = ledger.record(&p, &claims, &notes, V1, TUESDAY).unwrap();
    assert_eq!(second, Recorded { new_pages: 0, new_claims: 0, already_there: 2 });
    assert_eq!(ledger.claims(&Query::default()).unwrap(), before);
    assert_eq!(ledger.counts().unwrap(), counts);
    assert_eq!(&*before[0].recorded_at, MONDAY);
    assert_eq!(*before[0].claim, claims[0]);
    assert_eq!(ledger.page(&p.id).unwrap().as_ref(), Some(&p));
    assert_eq!(ledger.notes(&p.id).unwrap(), notes);
}

#[test]
fn a_later_version_answers_and_the_earlier_is_kept() {
    let mut ledger = Ledger::open_in_memory().unwrap();
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let old = claim(&p, V1, Kind::Event, "COERCE", "Rebels", "Osgiliath");
    let new = claim(&p, "coder 2", Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    ledger.record(&p, std::slice::from_ref(&old), &[], V1, MONDAY).unwrap();
    let done = ledger.record(&p, std::slice::from_ref(&new), &[], "coder 2", TUESDAY).unwrap();
    assert_eq!(done, Recorded { new_pages: 0, new_claims: 1, already_there: 0 });
    let ids = |q: &Query| ledger.claims(q).unwrap().into_iter().map(|s| s.claim.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&Query::default()), [new.id.as_str()]);
    assert_eq!(ids(&Query { recorded_by: Some(MONDAY.into()), ..Query::default() }), [old.id.as_str()]);
    assert_eq!(ids(&Query { recorded_by: Some("2024-12-02".into()), ..Query::default() }), [old.id.as_str()]);
    assert_eq!(ids(&Query { recorded_by: Some("2024-12-02T09:59:59Z".into()), ..Query::default() }).len(), 0);
    assert_eq!(ledger.by_id(&old.id).unwrap().len(), 1, "the earlier reading can still be cited");
}

#[test]
fn the_same_bytes_with_another_date_are_another_reading_of_one_page() {
    let mut ledger = Ledger::open_in_memory().unwrap();
    let (early, late) = (page("Arnor fell.", Some("2024-12-01")), page("Arnor fell.", Some("2024-12-05")));
    assert_eq!(early.id, late.id);
    for (p, at) in [(&early, MONDAY), (&late, TUESDAY)] {
        let c = claim(p, V1, Kind::Event, "ASSAULT", "Rebels", "Arnor");
        ledger.record(p, &[c], &[], V1, at).unwrap();
    }
    let all = ledger.claims(&Query::default()).unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].page.published.as_deref(), Some("2024-12-05"));
    assert_eq!((ledger.counts().unwrap().pages, ledger.pages().unwrap().len()), (1, 1));
    assert_eq!(ledger.page(&early.id).unwrap(), Some(late));
}

#[test]
fn rows_cannot_be_changed_removed_or_replaced_by_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("froissart.db");
    let mut ledger = Ledger::open(&path).unwrap();
    let p = page("Rebels seized Osgiliath.", None);
    let c = claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    let note = Note::<Char> { name: "no-date".into(), message: "the page gives no day".into(), span: None.into() };
    ledger.record(&p, &[c], &[note], V1, MONDAY).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    for statement in [
        "UPDATE claim SET implied = 1",
        "DELETE FROM claim",
        "UPDATE page SET title = 'x'",
        "DELETE FROM page",
        "DELETE FROM rule_run",
        "UPDATE rule_run SET version = 7",
        "DELETE FROM place",
        "DELETE FROM note",
        "DELETE FROM actor_name",
        "UPDATE print SET bytes = zeroblob(9)",
        "INSERT OR REPLACE INTO claim SELECT * FROM claim",
        "INSERT OR REPLACE INTO page SELECT * FROM page",
        "INSERT OR REPLACE INTO rule_run SELECT * FROM rule_run",
        "INSERT OR REPLACE INTO form SELECT * FROM form",
        "INSERT OR REPLACE INTO note SELECT * FROM note",
        "INSERT OR REPLACE INTO print SELECT * FROM print",
    ] {
        let e = other.execute(statement, []).expect_err(statement);
        assert!(e.to_string().contains("the ledger only grows"), "{statement}: {e}");
    }
    assert_eq!(ledger.claims(&Query::default()).unwrap().len(), 1);
}

#[test]
fn what_is_no_ledger_is_refused_with_advice_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "Rebels seized most of Aleppo on Friday, a war monitor said. ".repeat(40)).unwrap();
    let e = Ledger::open(&text).unwrap_err();
    assert!(matches!(e, Error::NotALedger { .. }), "{e:?}");
    assert!(e.to_string().contains("is no Froissart ledger: "), "{e}");
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("Rebels seized"));

    let foreign = folder.path().join("other.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE claim (id)").unwrap();
    let e = Ledger::open(&foreign).unwrap_err();
    assert!(e.to_string().contains("another program's SQLite database"), "{e}");

    let e = Ledger::open(folder.path()).unwrap_err();
    assert!(e.to_string().contains("it is a folder"), "{e}");
    let e = Ledger::open(&folder.path().join("no/such/froissart.db")).unwrap_err();
    assert!(e.to_string().contains("there is no folder"), "{e}");
    let e = Ledger::open_existing(&folder.path().join("none.db")).unwrap_err();
    assert!(matches!(e, Error::Missing { .. }) && e.to_string().contains("froissart record"), "{e}");
}

#[test]
fn a_newer_ledger_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("froissart.db");
    drop(Ledger::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 7).unwrap();
    let e = Ledger::open(&path).unwrap_err();
    assert!(e.to_string().contains("was written by a newer Froissart (ledger version 7, this one reads 4)"), "{e}");
}

#[test]
fn a_writer_is_waited_for_and_then_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("froissart.db");
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.set_patience(Duration::from_millis(5)).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let e = ledger.record(&page("Arnor fell.", None), &[], &[], V1, MONDAY).unwrap_err();
    assert!(matches!(e, Error::Locked), "{e:?}");
    assert_eq!(ledger.claims(&Query::default()).unwrap().len(), 0, "a reader does not wait for a writer");
    other.execute_batch("COMMIT").unwrap();
    ledger.record(&page("Arnor fell.", None), &[], &[], V1, MONDAY).unwrap();
    drop(ledger);
    assert_eq!(Ledger::open_existing(&path).unwrap().counts().unwrap().pages, 1);
}

#[test]
fn known_by_goes_by_publication_and_recorded_by_by_the_clock() {
    let ledger = ledger_with(&[
        ("Published early, recorded late.", Some("2024-11-28T23:30:00+05:30"), "2024-12-20T00:00:00+01:00"),
        ("Published late, recorded early.", Some("2024-12-01"), MONDAY),
        ("Without a day.", None, TUESDAY),
    ]);
    let known = |day: &str| evidence(&ledger, &Query { known_by: Some(day.parse().unwrap()), ..Query::default() });
    assert_eq!(known("2024-11-28"), ["Published early, recorded late."]);
    assert_eq!(known("2024-12-02"), ["Published early, recorded late.", "Published late, recorded early."]);
    assert_eq!(known("2024-12-03").len(), 3, "a page without a day counts from its recording");
    let by = |at: &str| evidence(&ledger, &Query { recorded_by: Some(at.into()), ..Query::default() });
    assert_eq!(by(MONDAY), ["Published late, recorded early."]);
    assert_eq!(by("2024-12-19T22:59:59Z").len(), 2);
    assert_eq!(by("2024-12-19T23:00:00Z").len(), 3, "offsets count");
    let e = ledger.claims(&Query { recorded_by: Some("2024-12-02T14:00".into()), ..Query::default() }).unwrap_err();
    assert!(matches!(e, Error::BadInstant { .. }), "{e:?}");
}

#[test]
fn words_are_found_and_odd_characters_are_no_error() {
    let ledger = ledger_with(&[
        ("Rebels seized most of Osgiliath, Éowyn said.", Some("2024-12-01"), MONDAY),
        ("Shelling of Osgiliath's western bank.", Some("2024-12-02"), MONDAY),
    ]);
    let hits = |text: &str| ledger.claims(&Query { text: Some(text.into()), ..Query::default() }).unwrap().len();
    for (text, count) in [
        ("seized", 1),
        ("eowyn", 1),
        ("osgiliath", 2),
        ("shell*", 1),
        ("\"most of\" seized", 1),
        ("\"of most\"", 0),
        ("seized western", 0),
        ("rebels", 2),
    ] {
        assert_eq!(hits(text), count, "{text}");
    }
    for odd in [
        "\"",
        "'",
        "*",
        "(",
        "a AND",
        "NEAR(x",
        "evidence:",
        "^",
        "-",
        "{}",
        "\0",
        "x\0y",
        "%_",
        ";DROP",
        "",
        "“”",
        "💥",
    ] {
        hits(odd);
    }
}

#[test]
fn about_matches_whole_words_of_names_whatever_their_spelling() {
    let mut ledger = Ledger::open_in_memory().unwrap();
    let p = page("The Minas-Tirith guards struck Umbar.", Some("2024-12-01"));
    let mut c = claim(&p, V1, Kind::Event, "ASSAULT", "The Minas-Tirith guards", "Úmbar");
    c.actor[0].id = Some("gondor.guards".into());
    seal(&p.id, V1, &mut c);
    ledger.record(&p, &[c], &[], V1, MONDAY).unwrap();
    let hits = |about: &str| ledger.claims(&Query { about: Some(about.into()), ..Query::default() }).unwrap().len();
    for (about, count) in
        [("minas tirith", 1), ("UMBAR", 1), ("Umba", 0), ("gondor.guards", 1), ("the guards", 1), ("%", 0), ("", 0)]
    {
        assert_eq!(hits(about), count, "{about}");
    }
}

#[test]
fn filters_narrow_and_implied_claims_wait_to_be_asked_for() {
    let mut ledger = Ledger::open_in_memory().unwrap();
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let event = claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    let mut held = claim(&p, V1, Kind::Control, "controls", "Rebels", "Osgiliath");
    held.links = vec![Link { to: event.anchor.clone(), as_: LinkAs::ImpliedBy }];
    held.happened = Some(Interval::by_tense(p.day()));
    seal(&p.id, V1, &mut held);
    ledger.record(&p, &[event.clone(), held.clone()], &[], V1, MONDAY).unwrap();
    let ids = |q: Query| ledger.claims(&q).unwrap().into_iter().map(|s| s.claim.id.clone()).collect::<Vec<_>>();
    let all = Query { include_implied: true, ..Query::default() };
    let day = |d: &str| Some(d.parse().unwrap());
    let (told, implied) = (event.id.as_str(), held.id.as_str());
    assert_eq!(ids(Query::default()), [told]);
    assert_eq!(ids(all.clone()), [told, implied]);
    assert_eq!(ids(Query { kind: Some(Kind::Control), ..all.clone() }), [implied]);
    assert_eq!(ids(Query { type_: Some("ASSAULT".into()), ..all.clone() }), [told]);
    assert_eq!(ids(Query { certainty: Some(froissart_model::Certainty::Denied), ..all.clone() }).len(), 0);
    assert_eq!(ids(Query { since: day("2024-12-02"), ..all.clone() }).len(), 0);
    assert_eq!(ids(Query { until: day("2024-11-30"), ..all.clone() }), [told], "it may have been earlier");
    assert_eq!(ids(Query { limit: Some(1), ..all }), [told]);
    assert_eq!(ledger.by_id(&event.id[..8]).unwrap().len(), 1);
    assert_eq!(ledger.by_id(&held.anchor).unwrap()[0].claim.id, held.id);
    assert_eq!(ledger.by_id("no hex").unwrap().len(), 0);
}

#[test]
fn a_bad_instant_is_refused_before_anything_is_written() {
    let mut ledger = Ledger::open_in_memory().unwrap();
    let e = ledger.record(&page("Arnor fell.", None), &[], &[], V1, "yesterday").unwrap_err();
    assert!(e.to_string().contains("`yesterday` is no instant"), "{e}");
    assert_eq!(ledger.counts().unwrap().pages, 0);
}
