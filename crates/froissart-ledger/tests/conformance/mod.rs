//! What every ledger promises, one function a promise, asked of whichever back end `new` makes.
//!
//! The pages are invented, about Arnor and Gondor. A back end passes when [`suite`] returns.

use froissart_ledger::{
    Act, AsOf, Asked, Cited, ClaimLink, Correction, Decision, Error, Ground, LinkType, MadeBy, Opinion, Query, Reading,
    Recorded, Store, Target, Verdict,
};
use froissart_model::{
    Certainty, Char, Claim, Entity, EntityKind, Evidence, Interval, Kind, Link, LinkAs, Note, Page, Part, Place,
    PlaceRole, Span, seal,
};

pub(crate) type New<'a> = &'a dyn Fn() -> Box<dyn Store>;

const V1: &str = "coder 1";
const V2: &str = "coder 2";
const MONDAY: &str = "2024-12-02T10:00:00Z";
const TUESDAY: &str = "2024-12-03T10:00:00Z";

/// Holds a back end to everything below; `new` makes an empty ledger each time.
pub(crate) fn suite(new: New<'_>) {
    recording_again_changes_nothing(new);
    a_batch_is_kept_whole_or_not_at_all(new);
    every_claim_comes_back_byte_for_byte(new);
    a_later_version_answers_and_the_earlier_is_kept(new);
    known_by_goes_by_publication_recorded_by_by_the_clock(new);
    the_same_bytes_under_another_date_are_one_page(new);
    words_names_and_filters_narrow(new);
    the_newest_come_first_where_asked(new);
    holdings_are_told_as_of_a_day_by_all_accounts(new);
    opinions_cite_id_and_anchor_and_survive_a_new_coder(new);
    the_state_changes_with_all_that_is_kept(new);
    links_hang_claims_together_and_can_be_taken_back(new);
    corrections_ask_which_and_close_no_circle(new);
    what_is_cited_must_be_there(new);
    pages_that_print_one_text_are_one_family(new);
    families_are_those_of_all_pages_in_any_order(new);
    a_situation_is_what_its_definition_says(new);
    a_page_is_read_whole_and_the_last_told_is_kept_however_old(new);
}

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

fn keep(l: &mut dyn Store, page: &Page<Char>, claims: &[Claim<Char>], version: &str, at: &str) -> Recorded {
    l.record_all(&[Reading { page, claims, notes: &[] }], version, at).unwrap()[0]
}

fn ids(l: &dyn Store, q: &Query) -> Vec<String> {
    l.claims(q).unwrap().into_iter().map(|s| s.claim.id.clone()).collect()
}

fn cite(c: &Claim<Char>) -> Cited {
    Cited { id: c.id.clone(), anchor: c.anchor.clone() }
}

fn because(why: &str) -> Ground {
    Ground { why: why.into(), who: "Faramir".into(), at: MONDAY.into() }
}

fn recording_again_changes_nothing(new: New<'_>) {
    let mut l = new();
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let claims = [
        claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath"),
        claim(&p, V1, Kind::Control, "controls", "Rebels", "Osgiliath"),
    ];
    let notes = [Note::new("no-byline", "the page names no author").to_chars(&froissart_model::CharMap::new(&p.text))];
    let reading = [Reading { page: &p, claims: &claims, notes: &notes }];
    let first = l.record_all(&reading, V1, MONDAY).unwrap();
    assert_eq!(first, [Recorded { new_pages: 1, new_claims: 2, already_there: 0 }]);
    let (before, counts) = (l.claims(&Query::default()).unwrap(), l.counts().unwrap());
    let second = l.record_all(&reading, V1, TUESDAY).unwrap();
    assert_eq!(second, [Recorded { new_pages: 0, new_claims: 0, already_there: 2 }]);
    assert_eq!(l.claims(&Query::default()).unwrap(), before);
    assert_eq!(l.counts().unwrap(), counts);
    assert_eq!((counts.pages, counts.claims, counts.runs), (1, 2, 1));
    assert_eq!((&*before[0].recorded_at, &*before[0].version), (MONDAY, V1));
    assert_eq!(before.iter().map(|s| &*s.claim).collect::<Vec<_>>(), claims.iter().collect::<Vec<_>>());
    assert_eq!(l.page(&p.id).unwrap().as_ref(), Some(&p));
    assert_eq!(l.page(&"0".repeat(32)).unwrap(), None);
    assert_eq!(l.page("no id").unwrap(), None);
    assert_eq!(l.notes(&p.id).unwrap(), notes);
    assert_eq!(l.pages().unwrap().len(), 1);
}

fn a_batch_is_kept_whole_or_not_at_all(new: New<'_>) {
    let mut l = new();
    let (one, two) = (page("Arnor fell.", Some("2024-12-01")), page("Gondor stood.", Some("2024-12-01")));
    let of_one = [claim(&one, V1, Kind::Event, "ASSAULT", "Rebels", "Arnor")];
    // A claim of another page than it is given with.
    let not_of_two = [claim(&one, V1, Kind::Event, "AID", "Rebels", "Arnor")];
    let batch =
        [Reading { page: &one, claims: &of_one, notes: &[] }, Reading { page: &two, claims: &not_of_two, notes: &[] }];
    let e = l.record_all(&batch, V1, MONDAY).unwrap_err();
    assert!(matches!(e, Error::NotOfPage { .. }), "{e:?}");
    assert_eq!((l.counts().unwrap().pages, l.counts().unwrap().claims), (0, 0));
    let e = l.record_all(&batch[..1], V1, "yesterday").unwrap_err();
    assert!(e.to_string().contains("`yesterday` is no instant"), "{e}");
    assert_eq!(l.counts().unwrap().pages, 0);
    l.record_all(&batch[..1], V1, MONDAY).unwrap();
    assert_eq!(*l.claims(&Query::default()).unwrap()[0].claim, of_one[0], "after a failure all goes on as before");
}

fn every_claim_comes_back_byte_for_byte(new: New<'_>) {
    let mut l = new();
    let mut source = crate::news::News::new(11, crate::news::VALLEY, V1);
    let items: Vec<_> = (0..12).map(|_| source.page()).collect();
    let batch: Vec<Reading<'_>> =
        items.iter().map(|i| Reading { page: &i.page, claims: &i.claims, notes: &i.notes }).collect();
    l.record_all(&batch, V1, MONDAY).unwrap();
    for i in &items {
        let back = l.claims_by(V1, &i.page.id).unwrap().expect("it was coded");
        let line = |c: &Claim<Char>| serde_json::to_string(c).unwrap();
        assert_eq!(back.iter().map(line).collect::<Vec<_>>(), i.claims.iter().map(line).collect::<Vec<_>>());
        let page = l.page(&i.page.id).unwrap().expect("it is there");
        assert_eq!(serde_json::to_string(&page).unwrap(), serde_json::to_string(&i.page).unwrap());
        assert_eq!(l.notes(&i.page.id).unwrap(), i.notes);
    }
    assert_eq!(l.claims_by("another", &items[0].page.id).unwrap(), None);
}

fn a_later_version_answers_and_the_earlier_is_kept(new: New<'_>) {
    let mut l = new();
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let old = claim(&p, V1, Kind::Event, "COERCE", "Rebels", "Osgiliath");
    let newer = claim(&p, V2, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    keep(&mut *l, &p, std::slice::from_ref(&old), V1, MONDAY);
    let done = keep(&mut *l, &p, std::slice::from_ref(&newer), V2, TUESDAY);
    assert_eq!(done, Recorded { new_pages: 0, new_claims: 1, already_there: 0 });
    assert_eq!(ids(&*l, &Query::default()), [newer.id.as_str()]);
    let then = |at: &str| ids(&*l, &Query { recorded_by: Some(at.into()), ..Query::default() });
    assert_eq!(then(MONDAY), [old.id.as_str()]);
    assert_eq!(then("2024-12-02"), [old.id.as_str()], "a day means its end");
    assert!(then("2024-12-02T09:59:59Z").is_empty());
    assert_eq!(*l.by_id(&old.id).unwrap()[0].claim, old, "the earlier reading can still be cited");
    assert_eq!(l.by_id(&newer.id[..9]).unwrap().len(), 1);
    assert_eq!(l.by_id(&newer.anchor).unwrap()[0].claim.id, newer.id);
    assert_eq!(l.by_id("no hex").unwrap().len(), 0);
    let versions: Vec<_> = l.versions().unwrap().into_iter().map(|v| (v.name, v.pages, v.last_recorded_at)).collect();
    assert_eq!(versions, [(V1.into(), 1, MONDAY.to_owned()), (V2.into(), 1, TUESDAY.to_owned())]);
    assert_eq!(l.claims_by(V1, &p.id).unwrap(), Some(vec![old]));
}

fn known_by_goes_by_publication_recorded_by_by_the_clock(new: New<'_>) {
    let mut l = new();
    for (text, published, at) in [
        ("Published early, recorded late.", Some("2024-11-28T23:30:00+05:30"), "2024-12-20T00:00:00+01:00"),
        ("Published late, recorded early.", Some("2024-12-01"), MONDAY),
        ("Without a day.", None, TUESDAY),
    ] {
        let p = page(text, published);
        let c = claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
        keep(&mut *l, &p, &[c], V1, at);
    }
    let texts = |q: &Query| -> Vec<String> {
        l.claims(q).unwrap().into_iter().map(|s| s.claim.evidence.text.clone()).collect()
    };
    let known = |day: &str| texts(&Query { known_by: Some(day.parse().unwrap()), ..Query::default() });
    assert_eq!(known("2024-11-28"), ["Published early, recorded late."]);
    assert_eq!(known("2024-12-02"), ["Published early, recorded late.", "Published late, recorded early."]);
    assert_eq!(known("2024-12-03").len(), 3, "a page without a day counts from its recording");
    let by = |at: &str| texts(&Query { recorded_by: Some(at.into()), ..Query::default() });
    assert_eq!(by(MONDAY), ["Published late, recorded early."]);
    assert_eq!(by("2024-12-19T23:00:00Z").len(), 3, "offsets count");
    let since = Query { published_since: Some("2024-12-01".parse().unwrap()), ..Query::default() };
    assert_eq!(texts(&since), ["Published late, recorded early.", "Without a day."]);
    let e = l.claims(&Query { recorded_by: Some("2024-12-02T14:00".into()), ..Query::default() }).unwrap_err();
    assert!(matches!(e, Error::BadInstant { .. }), "{e:?}");
}

fn the_same_bytes_under_another_date_are_one_page(new: New<'_>) {
    let mut l = new();
    let (early, late) = (page("Arnor fell.", Some("2024-12-01")), page("Arnor fell.", Some("2024-12-05")));
    let undated = |p: &Page<Char>| {
        let mut c = claim(p, V1, Kind::Event, "ASSAULT", "Rebels", "Arnor");
        c.happened = None;
        seal(&p.id, V1, &mut c);
        c
    };
    keep(&mut *l, &early, &[undated(&early)], V1, MONDAY);
    keep(&mut *l, &late, &[undated(&late)], V1, TUESDAY);
    let all = l.claims(&Query::default()).unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].page.published.as_deref(), Some("2024-12-05"));
    assert_eq!((l.counts().unwrap().pages, l.pages().unwrap().len()), (1, 1));
    assert_eq!(l.page(&early.id).unwrap(), Some(late));
    let known = |day: &str| ids(&*l, &Query { known_by: Some(day.parse().unwrap()), ..Query::default() }).len();
    assert_eq!((known("2024-12-04"), known("2024-12-05")), (0, 1), "the day of the newer reading counts");
}

fn words_names_and_filters_narrow(new: New<'_>) {
    let mut l = new();
    let p = page("Rebels seized most of Osgiliath, Éowyn said.", Some("2024-12-01"));
    let mut told = claim(&p, V1, Kind::Event, "ASSAULT", "The Minas-Tirith guards", "Úmbar");
    told.actor[0].id = Some("gondor.guards".into());
    told.place[0].country = Some("GON".into());
    seal(&p.id, V1, &mut told);
    let mut implied = claim(&p, V1, Kind::Control, "controls", "Rebels", "Osgiliath");
    implied.links = vec![Link { to: told.anchor.clone(), as_: LinkAs::ImpliedBy }];
    implied.happened = Some(Interval::by_tense(p.day()));
    seal(&p.id, V1, &mut implied);
    keep(&mut *l, &p, &[told.clone(), implied.clone()], V1, MONDAY);
    let (t, i) = (told.id.as_str(), implied.id.as_str());
    assert_eq!(ids(&*l, &Query::default()), [t], "what is only implied waits to be asked for");
    let all = Query { include_implied: true, ..Query::default() };
    assert_eq!(ids(&*l, &all), [t, i]);
    let hits = |text: &str| ids(&*l, &Query { text: Some(text.into()), ..Query::default() }).len();
    for (text, count) in [
        ("seized", 1),
        ("eowyn", 1),
        ("osgil*", 1),
        ("\"most of\" seized", 1),
        ("\"of most\"", 0),
        ("seized western", 0),
        ("umbar", 1),
    ] {
        assert_eq!(hits(text), count, "{text}");
    }
    for odd in [
        "\"",
        "'",
        "*",
        "a AND",
        "NEAR(x",
        "evidence:",
        "{}",
        "\0",
        "x\0y",
        "%_",
        ";DROP",
        "",
        "“”",
        "💥",
        "\u{E001}kevent",
    ] {
        hits(odd);
    }
    let about = |name: &str| ids(&*l, &Query { about: Some(name.into()), ..Query::default() }).len();
    for (name, count) in
        [("minas tirith", 1), ("UMBAR", 1), ("Umba", 0), ("gondor.guards", 1), ("the guards", 1), ("%", 0), ("", 0)]
    {
        assert_eq!(about(name), count, "{name}");
    }
    let day = |d: &str| Some(d.parse().unwrap());
    assert_eq!(ids(&*l, &Query { kind: Some(Kind::Control), ..all.clone() }), [i]);
    assert_eq!(ids(&*l, &Query { type_: Some("ASSAULT".into()), ..all.clone() }), [t]);
    assert_eq!(ids(&*l, &Query { type_: Some("assault".into()), ..all.clone() }).len(), 0);
    assert_eq!(ids(&*l, &Query { certainty: Some(Certainty::Denied), ..all.clone() }).len(), 0);
    assert_eq!(ids(&*l, &Query { country: Some("GON".into()), ..all.clone() }), [t]);
    assert_eq!(ids(&*l, &Query { since: day("2024-12-02"), ..all.clone() }).len(), 0);
    assert_eq!(ids(&*l, &Query { until: day("2024-11-30"), ..all.clone() }), [t], "it may have been earlier");
    assert_eq!(ids(&*l, &Query { limit: Some(1), ..all }), [t]);
}

fn the_newest_come_first_where_asked(new: New<'_>) {
    let mut l = new();
    for day in ["2024-12-03", "2024-12-01", "2024-12-05", "2024-12-02"] {
        let p = page(&format!("Shelling on {day}."), Some(day));
        let c = claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
        keep(&mut *l, &p, &[c], V1, MONDAY);
    }
    let days = |q: &Query| -> Vec<String> {
        l.claims(q).unwrap().into_iter().filter_map(|s| s.page.published.clone()).collect()
    };
    let text = Some("shelling".to_owned());
    let q = Query { text, newest: true, limit: Some(2), ..Query::default() };
    assert_eq!(days(&q), ["2024-12-05", "2024-12-03"]);
    assert_eq!(days(&Query { newest: false, ..q.clone() }), ["2024-12-01", "2024-12-02"]);
    assert_eq!(days(&Query { known_by: Some("2024-12-03".parse().unwrap()), ..q }), ["2024-12-03", "2024-12-02"]);
}

fn holdings_are_told_as_of_a_day_by_all_accounts(new: New<'_>) {
    let mut l = new();
    for (day, who, town) in [
        ("2024-11-20", "The army", "Osgiliath"),
        ("2024-11-29", "Rebels", "Osgiliath"),
        ("2024-11-30", "The army", "Osgiliath"),
        ("2024-11-30", "Rebels", "Pelargir"),
    ] {
        let p = page(&format!("{who} held {town} on {day}."), Some(day));
        let mut c = claim(&p, V1, Kind::Control, "controls", who, town);
        c.status = Some("held".into());
        c.happened = Some(Interval::by_tense(p.day()));
        seal(&p.id, V1, &mut c);
        keep(&mut *l, &p, &[c], V1, MONDAY);
    }
    let told = |at: &AsOf| -> Vec<String> {
        let held = l.holdings(at).unwrap();
        held.iter()
            .map(|h| format!("{} {} {}", h.place.key, h.holder.as_deref().unwrap_or("?"), h.published.unwrap()))
            .collect()
    };
    let on = |day: &str| AsOf::day(day.parse().unwrap());
    assert_eq!(
        told(&on("2024-11-30")),
        ["osgiliath army 2024-11-30", "osgiliath rebels 2024-11-29", "pelargir rebels 2024-11-30"],
        "rival accounts of the last week both come, the older one no longer"
    );
    assert_eq!(told(&on("2024-11-25")), ["osgiliath army 2024-11-20"]);
    assert_eq!(told(&on("2024-11-19")).len(), 0);
    let one = AsOf { place: Some("Osgiliath".into()), within_days: 0, ..on("2024-11-30") };
    assert_eq!(told(&one), ["osgiliath army 2024-11-30"]);
    let later = AsOf { known_by: Some("2024-11-29".parse().unwrap()), ..on("2024-12-30") };
    assert_eq!(told(&later), ["osgiliath rebels 2024-11-29"], "as known by an earlier day");
    let h = &l.holdings(&one).unwrap()[0];
    assert_eq!((h.status.as_deref(), h.negated, h.holder_name.as_deref()), (Some("held"), false, Some("The army")));
    assert_eq!(l.by_id(&h.claim).unwrap()[0].claim.type_, "controls");
}

fn opinions_cite_id_and_anchor_and_survive_a_new_coder(new: New<'_>) {
    let mut l = new();
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let old = claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    keep(&mut *l, &p, std::slice::from_ref(&old), V1, MONDAY);
    let reject = Opinion { claim: cite(&old), verdict: Verdict::Reject, ground: because("an old photograph") };
    let n = l.opine(&reject).unwrap();
    assert_eq!(l.opine(&reject).unwrap(), n, "the same again changes nothing");
    let newer = claim(&p, V2, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    keep(&mut *l, &p, std::slice::from_ref(&newer), V2, TUESDAY);
    assert_ne!(newer.id, old.id);
    let all = l.opinions().unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].decision, reject);
    assert_eq!(all[0].decision.claim.anchor, newer.anchor, "it speaks of the newer coder's claim as well");
    l.retract(Decision::Opinion, n, &because("the photograph is of this year")).unwrap();
    let all = l.opinions().unwrap();
    assert_eq!(all[0].retracted.as_ref().unwrap().why, "the photograph is of this year");
    assert_ne!(l.opine(&reject).unwrap(), n, "after it was taken back it is an opinion of its own");
    let e = l.opine(&Opinion { ground: because("  "), ..reject }).unwrap_err();
    assert!(matches!(e, Error::NoReason), "{e:?}");
}

fn the_state_changes_with_all_that_is_kept(new: New<'_>) {
    let mut l = new();
    let mut seen = vec![l.state().unwrap()];
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let c = claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    keep(&mut *l, &p, std::slice::from_ref(&c), V1, MONDAY);
    seen.push(l.state().unwrap());
    keep(&mut *l, &p, std::slice::from_ref(&c), V1, TUESDAY);
    assert_eq!(l.state().unwrap(), seen[1], "recording again changes nothing");
    let n =
        l.opine(&Opinion { claim: cite(&c), verdict: Verdict::Reject, ground: because("an old photograph") }).unwrap();
    seen.push(l.state().unwrap());
    l.retract(Decision::Opinion, n, &because("it is of this year")).unwrap();
    seen.push(l.state().unwrap());
    let name = Correction {
        act: Act::Rename,
        subject: "rebels".into(),
        into: "the Free Company".into(),
        claims: Vec::new(),
        ground: because("so they call themselves"),
    };
    l.correct(&name).unwrap();
    seen.push(l.state().unwrap());
    assert!((1..seen.len()).all(|n| !seen[..n].contains(&seen[n])), "{seen:?}");
}

fn links_hang_claims_together_and_can_be_taken_back(new: New<'_>) {
    let mut l = new();
    let (one, two) =
        (page("Rebels hold Osgiliath.", Some("2024-12-01")), page("The army holds Osgiliath.", Some("2024-12-01")));
    let a = claim(&one, V1, Kind::Control, "controls", "Rebels", "Osgiliath");
    let b = claim(&two, V1, Kind::Control, "controls", "The army", "Osgiliath");
    keep(&mut *l, &one, std::slice::from_ref(&a), V1, MONDAY);
    keep(&mut *l, &two, std::slice::from_ref(&b), V1, MONDAY);
    let mut numbers = Vec::new();
    for type_ in
        [LinkType::SameEvent, LinkType::Contradicts, LinkType::Corroborates, LinkType::Supersedes, LinkType::Retracts]
    {
        let made_by = if type_ == LinkType::Contradicts { MadeBy::Rule } else { MadeBy::Analyst };
        let link = ClaimLink { type_, from: cite(&a), to: cite(&b), made_by, ground: because("one town, one day") };
        numbers.push(l.link(&link).unwrap());
        assert_eq!(l.link(&link).unwrap(), *numbers.last().unwrap(), "the same again changes nothing");
        assert_eq!(l.links().unwrap().last().unwrap().decision, link);
    }
    l.retract(Decision::Link, numbers[1], &because("two towns of one name")).unwrap();
    let taken: Vec<bool> = l.links().unwrap().iter().map(|n| n.retracted.is_some()).collect();
    assert_eq!(taken, [false, true, false, false, false]);
    assert_eq!(l.claims(&Query::default()).unwrap().len(), 2, "and no claim is changed by any of it");
}

fn corrections_ask_which_and_close_no_circle(new: New<'_>) {
    let mut l = new();
    let p = page("Rebels, rebels and the Grey Company.", Some("2024-12-01"));
    let mut claims = Vec::new();
    for (name, country, type_) in
        [("rebels", Some("GON"), "ASSAULT"), ("rebels", Some("ARN"), "AID"), ("Grey Company", None, "PROTEST")]
    {
        let mut c = claim(&p, V1, Kind::Event, type_, name, "Osgiliath");
        c.actor[0].country = country.map(Into::into);
        seal(&p.id, V1, &mut c);
        claims.push(c);
    }
    keep(&mut *l, &p, &claims, V1, MONDAY);
    let e = l.actor_named("The rebels").unwrap_err();
    let Error::Ambiguous { actors, .. } = &e else { panic!("{e:?}") };
    assert_eq!(actors.iter().map(|a| a.key.as_str()).collect::<Vec<_>>(), ["rebels@ARN", "rebels@GON"]);
    assert!(e.to_string().contains("`rebels@ARN`: rebels (ARN)"), "{e}");
    assert_eq!(l.actor_named("rebels@GON").unwrap().country.as_deref(), Some("GON"));
    assert!(matches!(l.actor_named("Nazgul").unwrap_err(), Error::NoSuchActor { .. }));
    let correct = |act, subject: &str, into: &str, claims: &[&Claim<Char>]| Correction {
        act,
        subject: subject.into(),
        into: into.into(),
        claims: claims.iter().map(|c| cite(c)).collect(),
        ground: because("they say so themselves"),
    };
    let first = l.correct(&correct(Act::Merge, "rebels@GON", "rebels@ARN", &[&claims[0]])).unwrap();
    assert_eq!(l.correct(&correct(Act::Merge, "rebels@GON", "rebels@ARN", &[&claims[0]])).unwrap(), first);
    l.correct(&correct(Act::Merge, "rebels@ARN", "grey company", &[])).unwrap();
    let e = l.correct(&correct(Act::Merge, "grey company", "rebels@GON", &[])).unwrap_err();
    assert!(matches!(e, Error::Cycle { .. }), "{e:?}");
    assert!(e.to_string().contains("grey company → rebels gon → rebels arn → grey company"), "{e}");
    let e = l.correct(&correct(Act::Merge, "grey company", "grey company", &[])).unwrap_err();
    assert!(matches!(e, Error::Cycle { .. }), "{e:?}");
    let e = l.correct(&correct(Act::Merge, "nazgul", "grey company", &[])).unwrap_err();
    assert!(matches!(e, Error::NoSuchActor { .. }), "{e:?}");
    let e = l.correct(&correct(Act::Split, "grey company", "Rangers", &[])).unwrap_err();
    assert!(matches!(e, Error::SplitOfNothing), "{e:?}");
    l.correct(&correct(Act::Split, "grey company", "rebels@GON", &[&claims[2]])).unwrap();
    // The circle is open again once a link of it is taken back.
    l.retract(Decision::Correction, first, &because("two bands after all")).unwrap();
    l.correct(&correct(Act::Merge, "grey company", "rebels@GON", &[])).unwrap();
    let all = l.corrections().unwrap();
    let acts: Vec<_> = all.iter().map(|n| (n.decision.act, n.retracted.is_some(), n.decision.claims.len())).collect();
    assert_eq!(acts, [(Act::Merge, true, 1), (Act::Merge, false, 0), (Act::Split, false, 1), (Act::Merge, false, 0)]);
}

fn what_is_cited_must_be_there(new: New<'_>) {
    let mut l = new();
    let p = page("Rebels seized Osgiliath.", Some("2024-12-01"));
    let c = claim(&p, V1, Kind::Event, "ASSAULT", "Rebels", "Osgiliath");
    keep(&mut *l, &p, std::slice::from_ref(&c), V1, MONDAY);
    let nowhere = Cited { id: "0".repeat(32), anchor: c.anchor.clone() };
    let e = l.opine(&Opinion { claim: nowhere.clone(), verdict: Verdict::Accept, ground: because("x") }).unwrap_err();
    assert!(matches!(e, Error::NoSuchClaim { .. }), "{e:?}");
    let link = ClaimLink {
        type_: LinkType::Contradicts,
        from: cite(&c),
        to: nowhere,
        made_by: MadeBy::Analyst,
        ground: because("x"),
    };
    assert!(matches!(l.link(&link).unwrap_err(), Error::NoSuchClaim { .. }));
    let e = l.retract(Decision::Opinion, 9, &because("x")).unwrap_err();
    assert!(e.to_string().contains("there is no opinion 9"), "{e}");
    assert_eq!((l.opinions().unwrap().len(), l.links().unwrap().len()), (0, 0));
}

/// Words of an invented agency, the same for the same number; one of them is a name of the story's own.
fn story(number: usize, words: usize) -> String {
    let mut dice = crate::news::Dice(number as u64 * 7919 + 1);
    let word = |n: usize| format!("w{n}");
    (0..words).map(|_| word(dice.below(4_000))).collect::<Vec<_>>().join(" ") + "."
}

fn printed(outlet: &str, text: &str, published: &str) -> Page<Char> {
    Page::from_text(text, Some(published.into()), Some(outlet.into())).to_chars()
}

fn pages_that_print_one_text_are_one_family(new: New<'_>) {
    let mut l = new();
    let wire = story(1, 200);
    let half: String = wire.split(' ').take(90).collect::<Vec<_>>().join(" ");
    let agency = printed("White Tower Agency", &wire, "2024-11-29T08:00:00Z");
    let post = printed("Pelargir Post", &half, "2024-11-29T20:00:00Z");
    // Pages are told apart by their bytes: each paper says where it had the story from.
    let late = printed("Dol Amroth Mail", &format!("{wire} By an agency."), "2024-12-04T09:00:00Z");
    let own = printed("Pelargir Post", &story(2, 200), "2024-11-30");
    // The latest comes in first, and the agency last: the head is the page that was published first.
    for (p, at) in [(&late, MONDAY), (&post, MONDAY), (&own, MONDAY), (&agency, TUESDAY)] {
        keep(&mut *l, p, &[], V1, at);
    }
    let day = |d: &str| Some(d.parse().unwrap());
    let family = |of: &Page<Char>, known: Option<&str>, recorded: Option<&str>| {
        let all = l.families(&[&of.id], known.and_then(day), recorded).unwrap();
        all.family(&of.id).map(|f| (f.outlet.clone().unwrap_or_default(), f.pages.len(), f.outlets.clone()))
    };
    let outlets = |all: &[&str]| all.iter().map(|o| (*o).to_owned()).collect::<Vec<_>>();
    let all =
        ("White Tower Agency".to_owned(), 3, outlets(&["Dol Amroth Mail", "Pelargir Post", "White Tower Agency"]));
    assert_eq!(family(&post, None, None), Some(all.clone()));
    assert_eq!(family(&late, Some("2024-12-04"), None), Some(all));
    let then = Some(("White Tower Agency".to_owned(), 2, outlets(&["Pelargir Post", "White Tower Agency"])));
    assert_eq!(family(&post, Some("2024-12-03"), None), then, "known by a day before the third paper printed it");
    assert_eq!(family(&late, Some("2024-12-03"), None), None, "what was not yet known is in no family");
    assert_eq!(family(&post, Some("2024-11-28"), None), None);
    let earlier = Some(("Pelargir Post".to_owned(), 2, outlets(&["Dol Amroth Mail", "Pelargir Post"])));
    assert_eq!(family(&late, None, Some(MONDAY)), earlier, "as the ledger stood before the agency's page was recorded");
    assert_eq!(family(&own, None, None), None, "a page that stands alone is in none");
    assert_eq!(l.families(&["no id", &"0".repeat(32)], None, None).unwrap().families.len(), 0);
    // The same bytes under another date are another reading of one page, and no copy of it.
    let again = printed("Pelargir Post", &half, "2024-11-27");
    assert_eq!(again.id, post.id);
    keep(&mut *l, &again, &[], V1, "2024-12-05T10:00:00Z");
    let now = l.families(&[&agency.id], None, None).unwrap();
    let f = now.family(&agency.id).expect("it is one of three");
    assert_eq!((f.head.as_str(), f.pages.len()), (post.id.as_str(), 3), "the newer reading's day counts");
}

fn families_are_those_of_all_pages_in_any_order(new: New<'_>) {
    use froissart_testimony::{Print, Wire};
    let mut dice = crate::news::Dice(23);
    let mut pages: Vec<Page<Char>> = Vec::new();
    for n in 0..60_u32 {
        let text = story(dice.below(9), 120 + dice.below(60));
        let words: Vec<&str> = text.split(' ').collect();
        // Cut, with a notice, two stories in one letter, or as it was; the number makes each page's bytes its own.
        let text = match dice.below(4) {
            0 => words[..words.len() / 3 + dice.below(30)].join(" "),
            1 => format!("{text} {}", story(100 + dice.below(3), 20)),
            2 => format!("{text} {}", story(dice.below(9), 150)),
            _ => text,
        };
        let outlet = ["Herald", "Post", "Mail", "Courier"][dice.below(4)];
        pages.push(printed(
            outlet,
            &format!("{text} n{n}."),
            &format!("2024-12-{:02}T{:02}:00:00Z", 1 + n % 9, n % 24),
        ));
    }
    let expected = Wire::of(pages.iter().map(Print::of)).families();
    let more: Vec<_> = expected.copied().cloned().collect();
    assert!(more.len() >= 3 && more.iter().any(|f| f.pages.len() > 4), "the pages are copies of one another: {more:?}");
    for batch in [1, 7, 60] {
        let mut l = new();
        let given: Vec<Reading<'_>> = pages.iter().map(|page| Reading { page, claims: &[], notes: &[] }).collect();
        for some in given.chunks(batch) {
            l.record_all(some, V1, MONDAY).unwrap();
        }
        pages.rotate_left(17);
        let ids: Vec<&str> = pages.iter().map(|p| p.id.as_str()).collect();
        let found: Vec<_> = l.families(&ids, None, None).unwrap().copied().cloned().collect();
        assert_eq!(found, more, "in batches of {batch}");
        // Asked of one page, its family comes whole.
        let one = l.families(&[&more[0].pages[1]], None, None).unwrap();
        assert_eq!(one.family(&more[0].head), Some(&more[0]));
    }
}

fn target(name: &str) -> Target {
    Target { name: name.into(), countries: Vec::new(), also: Vec::new() }
}

/// Six pages a day; and, of the invented claims, some ties to places, and agreements of some subjects that are broken or
/// not.
fn of_many_days_and_sorts(items: &mut [crate::news::Item]) {
    let begin: froissart_model::Day = "2024-11-01".parse().unwrap();
    for (n, i) in items.iter_mut().enumerate() {
        let day = begin + jiff::Span::new().days(n as i64 / 6);
        i.page.published = Some(format!("{day}T{:02}:00:00Z", n % 24));
        for (m, c) in i.claims.iter_mut().enumerate() {
            if let Some(h) = &mut c.happened {
                (h.from, h.to) = (h.from.map(|_| day), h.to.map(|_| day));
            }
            if c.kind == Kind::Agreement {
                c.subject = Some(["ceasefire", "exchange"][m % 2].into());
                c.status = Some(["reached", "broken"][n % 2].into());
                // Whoever is first of two makes no difference.
                if m % 3 == 0 {
                    c.actor.append(&mut c.recipient);
                } else if m % 3 == 1 {
                    c.actor.extend(c.recipient.first().cloned());
                    c.actor.rotate_left(1);
                }
            } else if c.kind == Kind::Relation && m % 2 == 0 {
                c.type_ = ["based_in", "present_in"][n % 2].into();
                if m % 4 == 0 {
                    c.recipient.clear();
                }
            }
            seal(&i.page.id, V1, c);
        }
    }
}

fn a_situation_is_what_its_definition_says(new: New<'_>) {
    let mut l = new();
    let mut source = crate::news::News::new(31, crate::news::VALLEY, V1);
    let mut items: Vec<_> = (0..90).map(|_| source.page()).collect();
    of_many_days_and_sorts(&mut items);
    for some in items.chunks(30) {
        let batch: Vec<Reading<'_>> =
            some.iter().map(|i| Reading { page: &i.page, claims: &i.claims, notes: &i.notes }).collect();
        l.record_all(&batch, V1, MONDAY).unwrap();
    }
    // Some pages are coded anew, without some of their claims.
    for i in items.iter().step_by(9) {
        keep(&mut *l, &i.page, &i.claims[1..], V2, TUESDAY);
    }
    let days: Vec<froissart_model::Day> = items.iter().filter_map(|i| i.page.day()).collect();
    let (first, last) = (days[0], *days.last().unwrap());
    let middle = days[days.len() / 2];
    assert!(first < middle && middle < last, "the pages are of several days");
    let claims: Vec<&Claim<Char>> = items.iter().flat_map(|i| &i.claims).collect();
    let someone = claims.iter().rev().find_map(|c| c.actor.first()?.name.clone()).unwrap();
    let place = claims.iter().rev().find_map(|c| c.place.first()?.name.clone()).unwrap();
    let state = claims.iter().rev().find_map(|c| c.recipient.first()?.country.clone()).unwrap();
    let (mut sizes, mut left_out) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for about in [
        vec![],
        vec!["SYR"],
        vec![state.as_str()],
        vec![place.as_str()],
        vec![someone.as_str()],
        vec!["SYR", state.as_str()],
        vec!["UKR", someone.as_str()],
        vec!["Nowhere"],
        vec!["…"],
    ] {
        for (as_of, known_by, recorded_by, since, days, back) in [
            (None, None, None, None, 3, 5),
            (Some(middle), Some(middle), None, None, 2, 2),
            (Some(middle), Some(last), None, Some(first), 1, 1),
            (Some(last), None, Some(MONDAY), None, 4, 0),
            (None, None, None, None, 400, 400),
            (None, None, None, None, 1, 2),
            (Some(first.yesterday().unwrap()), Some(first.yesterday().unwrap()), None, None, 30, 365),
        ] {
            let asked = Asked {
                about: about.iter().map(|a| target(a)).collect(),
                as_of,
                since,
                known_by,
                recorded_by: recorded_by.map(str::to_owned),
                days,
                within_days: 1,
                back_days: back,
                include_implied: back == 2,
            };
            let known =
                Query { known_by, recorded_by: asked.recorded_by.clone(), include_implied: true, ..Query::default() };
            let all = l.claims(&known).unwrap();
            let expected = froissart_ledger::situation_of(&all, &asked);
            let found = l.situation(&asked).unwrap();
            let ids = |of: &[froissart_ledger::Stored]| of.iter().map(|s| s.claim.id.clone()).collect::<Vec<_>>();
            assert_eq!(ids(&found.claims), ids(&expected.claims), "{asked:?}");
            assert_eq!(found.claims, expected.claims);
            let days = |s: &froissart_ledger::Situation| (s.first, s.ties_since, s.left_out);
            assert_eq!(days(&found), days(&expected), "{asked:?}");
            left_out.insert(expected.left_out);
            let pages: std::collections::BTreeSet<&str> = found.pages.iter().map(|p| p.head.id.as_str()).collect();
            assert!(
                found.claims.iter().all(|s| pages.contains(s.page.id.as_str())),
                "every claim's page is among them"
            );
            sizes.insert(expected.claims.len());
        }
    }
    assert!(sizes.len() > 12 && sizes.contains(&0), "the questions have many answers: {sizes:?}");
    assert!(left_out.len() > 20 && left_out.contains(&0), "much and nothing is left out: {left_out:?}");
}

fn a_page_is_read_whole_and_the_last_told_is_kept_however_old(new: New<'_>) {
    let mut l = new();
    let put = |l: &mut dyn Store, day: &str, text: &str, claims: &[(Kind, &str, &str, &str)]| -> Vec<String> {
        let p = page(&format!("{text} ({day})"), Some(day));
        let claims: Vec<Claim<Char>> = claims
            .iter()
            .map(|(kind, type_, who, place)| {
                let mut c = claim(&p, V1, *kind, type_, who, place);
                c.status = (*kind == Kind::Control).then(|| "held".into());
                c.place[0].country = Some(if *place == "Umbar" { "HAR" } else { "GON" }.into());
                c.happened = Some(Interval::by_tense(p.day()));
                seal(&p.id, V1, &mut c);
                c
            })
            .collect();
        keep(l, &p, &claims, V1, MONDAY);
        claims.into_iter().map(|c| c.id).collect()
    };
    let l = &mut *l;
    let taken = put(l, "2024-01-05", "taken", &[(Kind::Control, "controls", "Rebels", "Osgiliath")]);
    put(l, "2024-02-05", "told between", &[(Kind::Control, "controls", "Rebels", "Osgiliath")]);
    let told = put(l, "2024-03-05", "told last", &[(Kind::Control, "controls", "Rebels", "Osgiliath")]);
    put(l, "2024-01-02", "long over", &[(Kind::Control, "controls", "The army", "Osgiliath")]);
    put(l, "2024-03-04", "an act of spring", &[(Kind::Event, "ASSAULT", "Rebels", "Osgiliath")]);
    let old_pact = put(l, "2023-01-05", "a pact", &[(Kind::Agreement, "agreement", "Easterlings", "Osgiliath")]);
    let truce = [(Kind::Agreement, "agreement", "Rebels", "Osgiliath")];
    let signed = put(l, "2023-06-05", "a truce", &truce);
    put(l, "2024-02-06", "the truce told between", &truce);
    let kept = put(l, "2024-03-06", "the truce told last", &truce);
    put(l, "2023-02-05", "a camp of old", &[(Kind::Relation, "based_in", "Easterlings", "Osgiliath")]);
    let of_harad = [
        (Kind::Event, "ASSAULT", "Corsairs", "Umbar"),
        (Kind::Event, "AID", "Corsairs", "Osgiliath"),
        (Kind::Event, "PROTEST", "Corsairs", "Umbar"),
        (Kind::Event, "COERCE", "Corsairs", "Umbar"),
    ];
    let whole = put(l, "2024-12-01", "a page of both", &of_harad[..3]);
    let in_part = put(l, "2024-12-02", "a page of Harad that names Gondor once", &of_harad);
    put(l, "2024-12-01", "of Harad alone", &of_harad[..1]);
    // A page without a claim is a page that was read.
    keep(l, &page("Nothing of note.", Some("2024-12-01")), &[], V1, MONDAY);
    let asked = Asked { about: vec![target("GON")], ..Asked::everything(30) };
    let found = l.situation(&asked).unwrap();
    let ids: Vec<&String> = found.claims.iter().map(|s| &s.claim.id).collect();
    let expected = signed.iter().chain(&taken).chain(&told).chain(&kept).chain(&whole).chain(&in_part[1..2]);
    let expected: Vec<&String> = expected.collect();
    assert_eq!(ids, expected, "not what was told between, nor what is over, nor an old act, nor a page of elsewhere");
    assert_eq!((found.first.unwrap().to_string().as_str(), found.has_older), ("2024-11-03", true));
    assert_eq!(found.pages.len(), 8, "four of the last days, and those of the older claims");
    // What nobody has told of for a year is counted, and given to who asks for more.
    assert_eq!((found.ties_since.unwrap().to_string().as_str(), found.left_out), ("2023-12-03", 2));
    let more = Asked { back_days: 2_000, ..asked.clone() };
    let more = l.situation(&more).unwrap();
    assert_eq!((more.claims.len(), more.left_out), (found.claims.len() + 2, 0));
    assert!(more.claims.iter().any(|s| s.claim.id == old_pact[0]));
    // Of ties that nobody has told of for a hundred days, none is left.
    let less = l.situation(&Asked { back_days: 100, ..asked }).unwrap();
    assert_eq!((less.claims.len(), less.left_out), (found.claims.len() - 2, 5));
    // By a correction, "the Black Fleet" is what the claims call corsairs.
    let fleet = Target { also: vec!["corsairs".into()], ..target("Black Fleet") };
    let found = l.situation(&Asked { about: vec![fleet], ..Asked::everything(30) }).unwrap();
    assert_eq!(found.claims.len(), 8);
}
