//! Codes that no claim has and a layout asks for: derived by the field's own tables, blank where nothing says.

use crate::support::{War, acled, claim, clash, entity, figure, known, on, place, rows, strike};
use froissart_export::{Format, Options, PageFacts};
use froissart_model::{EntityKind, Interval, Kind, Precision};
use std::collections::BTreeMap;

fn war(claims: Vec<froissart_picture::Sourced>) -> War {
    War { claims, pages: BTreeMap::new(), groups: Vec::new(), set_aside: BTreeMap::new() }
}

fn cells<'r>(row: &'r BTreeMap<String, String>, columns: &[&str]) -> Vec<&'r str> {
    columns.iter().map(|c| row[*c].as_str()).collect()
}

const GDELT: &str = include_str!("../../../../data/layouts/gdelt2-events.tsv");
const MENTIONS: &str = include_str!("../../../../data/layouts/gdelt2-mentions.tsv");

#[test]
fn an_air_strike_on_civilians_in_acled() {
    let all = rows(&War::new().write(Format::Acled).text, b',');
    let r = all.iter().find(|r| r["sub_event_type"] == "Air/drone strike").unwrap();
    assert_eq!(
        cells(
            r,
            &[
                "event_date",
                "year",
                "time_precision",
                "disorder_type",
                "event_type",
                "actor1",
                "inter1",
                "actor2",
                "inter2",
                "interaction",
                "civilian_targeting"
            ]
        ),
        [
            "2024-12-01",
            "2024",
            "1",
            "Political violence",
            "Explosions/Remote violence",
            "Military Forces of Syria",
            "1",
            "Civilians (Syria)",
            "7",
            "17",
            "Civilian targeting"
        ]
    );
    assert_eq!(
        cells(
            r,
            &["iso", "region", "country", "admin1", "location", "latitude", "longitude", "geo_precision", "fatalities"]
        ),
        ["760", "Middle East", "Syria", "North Province", "Idlib", "35.93062", "36.63393", "1", "11"]
    );
    // Both outlets publish from Lebanon: of the region, not of the country.
    assert_eq!(r["source_scale"], "Regional");
    assert_eq!(r["source"], "The one Herald; The two Herald");
    // The newer page's instant, 07:30 in UTC.
    assert_eq!(r["timestamp"], "1733124600");
    assert!(r["event_id_cnty"].starts_with("SYR"));
    assert!(r["notes"].contains("actor1 as told: Syrian warplanes."), "{}", r["notes"]);
    assert!(r["notes"].contains("White Helmets, in The one Herald, 2024-12-02"), "{}", r["notes"]);
}

#[test]
fn an_undated_clash_has_no_date_unless_asked_for() {
    let war = war(vec![clash()]);
    let r = &rows(&war.write(Format::Acled).text, b',')[0];
    assert_eq!(
        cells(
            r,
            &[
                "event_date",
                "year",
                "time_precision",
                "actor1",
                "inter1",
                "actor2",
                "inter2",
                "interaction",
                "geo_precision",
                "fatalities"
            ]
        ),
        ["", "", "", "Syrian National Army", "2", "Military Forces of Syria", "1", "12", "2", ""]
    );
    assert_eq!(r["civilian_targeting"], "");
    let by_page = war.export(&Options { undated_by_page: true, ..Options::new(Format::Acled) });
    let r = &rows(&by_page.text, b',')[0];
    assert_eq!(cells(r, &["event_date", "time_precision"]), ["2024-12-02", "3"]);
    assert!(r["tags"].contains("date=of the page"));
}

#[test]
fn states_abroad_are_external_and_parties_of_a_deal_stand_on_two_sides() {
    let mut raid = strike("abroad", 10);
    raid.claim_mut().actor = vec![entity("Russia", EntityKind::State, Some("RUS"), None)];
    raid.claim_mut().recipient = vec![known("hts", "Hayat Tahrir al-Sham", "SYR", "REB")];
    let all = rows(&war(vec![raid]).write(Format::Acled).text, b',');
    assert_eq!(
        cells(&all[0], &["actor1", "inter1", "actor2", "inter2", "interaction", "civilian_targeting"]),
        ["Military Forces of Russia", "8", "Hayat Tahrir al-Sham", "2", "28", ""]
    );
    let all = rows(&War::new().write(Format::Acled).text, b',');
    let deal = all.iter().find(|r| r["sub_event_type"] == "Agreement").unwrap();
    assert_eq!(
        cells(deal, &["event_date", "time_precision", "actor1", "actor2", "interaction", "disorder_type", "location"]),
        ["2020-03-01", "3", "Government of Turkey", "Government of Russia", "11", "Strategic developments", ""]
    );
}

#[test]
fn a_march_has_protesters_and_its_size() {
    let mut march = claim("march", Kind::Event, "PROTEST", 10, "some 500 students marched in Homs");
    march.claim_mut().acled = Some(acled("Protests", "Peaceful protest"));
    let mut students = entity("students", EntityKind::Civilians, None, Some("EDU"));
    students.count = Some(500);
    march.claim_mut().actor = vec![students];
    march.claim_mut().place = vec![place("Homs", "SYR", 34.72, 36.72)];
    march.claim_mut().happened = Some(on("2024-11-25", "2024-12-01"));
    let r = &rows(&war(vec![march]).write(Format::Acled).text, b',')[0];
    assert_eq!(
        cells(r, &["disorder_type", "actor1", "inter1", "interaction", "event_date", "time_precision"]),
        ["Demonstrations", "Protesters (Syria)", "6", "60", "2024-11-25", "2"]
    );
    assert!(r["tags"].starts_with("crowd size=500; "), "{}", r["tags"]);
}

#[test]
fn what_nobody_says_is_blank() {
    let mut bare = claim("bare", Kind::Event, "ASSAULT", 10, "an attack");
    bare.claim_mut().acled = Some(acled("Battles", "Armed clash"));
    bare.claim_mut().cameo = Some("190".into());
    bare.page_mut().published = None;
    bare.page_mut().outlet = None;
    bare.page_mut().title = None;
    let war = war(vec![bare]);
    let r = &rows(&war.write(Format::Acled).text, b',')[0];
    let told: Vec<&str> = r.iter().filter(|(_, v)| !v.is_empty()).map(|(k, _)| k.as_str()).collect();
    assert_eq!(told, ["disorder_type", "event_id_cnty", "event_type", "notes", "sub_event_type", "tags"]);
    let r = &rows(&format!("{GDELT}{}", war.write(Format::Gdelt).text), b'\t')[0];
    let told: Vec<&str> = r.iter().filter(|(_, v)| !v.is_empty()).map(|(k, _)| k.as_str()).collect();
    let codes = [
        "EventBaseCode",
        "EventCode",
        "EventRootCode",
        "GLOBALEVENTID",
        "GoldsteinScale",
        "IsRootEvent",
        "NumArticles",
        "NumMentions",
        "NumSources",
        "QuadClass",
    ];
    assert_eq!(told, codes);
}

#[test]
fn gdelt_events_and_their_mentions() {
    let war = War::new();
    let events = rows(&format!("{GDELT}{}", war.write(Format::Gdelt).text), b'\t');
    let strike = events.iter().find(|r| r["EventCode"] == "195").unwrap();
    assert_eq!(
        cells(
            strike,
            &[
                "SQLDATE",
                "MonthYear",
                "Year",
                "FractionDate",
                "Actor1Code",
                "Actor1Name",
                "Actor1CountryCode",
                "Actor1Type1Code",
                "Actor2Code"
            ]
        ),
        ["20241201", "202412", "2024", "2024.9068", "SYRMIL", "SYRIAN WARPLANES", "SYR", "MIL", "SYRCVL"]
    );
    assert_eq!(
        cells(
            strike,
            &[
                "IsRootEvent",
                "EventBaseCode",
                "EventRootCode",
                "QuadClass",
                "GoldsteinScale",
                "NumMentions",
                "NumSources",
                "NumArticles"
            ]
        ),
        ["1", "195", "19", "4", "-10.0", "2", "2", "2"]
    );
    assert_eq!(
        cells(
            strike,
            &[
                "ActionGeo_Type",
                "ActionGeo_FullName",
                "ActionGeo_CountryCode",
                "ActionGeo_ADM1Code",
                "ActionGeo_Lat",
                "DATEADDED"
            ]
        ),
        ["4", "Idlib, North Province, Syria", "SY", "", "35.93062", "20241202063000"]
    );
    assert!(strike["SOURCEURL"].starts_with("https://www.herald.example/"));
    let words = events.iter().find(|r| r["EventCode"] == "112").unwrap();
    assert_eq!(
        cells(words, &["SQLDATE", "MonthYear", "QuadClass", "Actor1Code", "Actor2Code", "SOURCEURL"]),
        ["", "202412", "3", "TURGOV", "SYRGOV", ""]
    );

    let mentions = rows(&format!("{MENTIONS}{}", war.write(Format::GdeltMentions).text), b'\t');
    let of_strike: Vec<_> = mentions.iter().filter(|m| m["GLOBALEVENTID"] == strike["GLOBALEVENTID"]).collect();
    assert_eq!(of_strike.len(), 2);
    // Every event has its mentions, and none hangs in the air.
    for e in &events {
        let n = mentions.iter().filter(|m| m["GLOBALEVENTID"] == e["GLOBALEVENTID"]).count();
        assert_eq!(n.to_string(), e["NumMentions"]);
    }
    for m in &mentions {
        let id = m["Extras"].strip_prefix("froissart claim ").unwrap();
        let s = war.claims.iter().find(|s| s.claim.id == id).expect("a claim of ours");
        assert_eq!(m["ActionCharOffset"], s.claim.evidence.span.begin.to_string());
        assert_eq!(m["Actor1CharOffset"], s.claim.actor[0].span.begin.to_string());
        assert_eq!(m["SentenceID"], (s.claim.evidence.sentence + 1).to_string());
        let on_web = m["MentionType"] == "1";
        assert_eq!(on_web, m["MentionIdentifier"].starts_with("https://"), "{m:?}");
        assert_eq!(m["MentionSourceName"] == "herald.example", on_web);
    }
}

#[test]
fn ucdp_lists_the_deadly_with_ranges_and_sources() {
    let war = War::new();
    let export = war.write(Format::Ucdp);
    let all = rows(&export.text, b',');
    assert_eq!(all.len(), 1, "only the strike killed anybody");
    let r = &all[0];
    assert_eq!(
        cells(r, &["type_of_violence", "side_a", "side_b", "dyad_name", "gwnoa", "gwnob", "country_id", "region"]),
        ["3", "Government of Syria", "Civilians", "Government of Syria - Civilians", "652", "", "652", "Middle East"]
    );
    assert_eq!(
        cells(r, &["deaths_civilians", "deaths_a", "deaths_b", "deaths_unknown", "best", "high", "low"]),
        ["", "", "", "", "", "", "11"],
        "two accounts differ, and one leaves the upper bound open"
    );
    assert_eq!(
        cells(r, &["date_prec", "date_start", "date_end", "year", "where_prec", "geom_wkt", "priogrid_gid"]),
        ["1", "2024-12-01", "2024-12-01", "2024", "1", "POINT (36.63393 35.93062)", "181154"]
    );
    assert_eq!(r["number_of_sources"], "2");
    assert_eq!(r["source_original"], "White Helmets");
    assert_eq!(
        r["source_article"],
        "\"The one Herald,2024-12-02,News of one\";\"The two Herald,2024-12-02,News of two\""
    );
    assert_eq!(r["relid"].split("; ").count(), 4);
}

#[test]
fn ucdp_counts_each_side_and_adds_only_within_one_account() {
    let fight = clash();
    let mut soldiers = figure(&fight, "killed", "three soldiers", 3.0, Some(3.0), 300);
    soldiers.claim_mut().recipient = fight.claim.recipient.clone();
    let mut villagers = figure(&fight, "killed", "five villagers", 5.0, Some(5.0), 320);
    villagers.claim_mut().recipient = vec![entity("villagers", EntityKind::Civilians, Some("SYR"), Some("CVL"))];
    let r = rows(&war(vec![fight, soldiers, villagers]).write(Format::Ucdp).text, b',').remove(0);
    assert_eq!(
        cells(&r, &["type_of_violence", "deaths_a", "deaths_b", "deaths_civilians", "best", "high", "low"]),
        ["1", "", "3", "5", "8", "8", "8"]
    );
}

#[test]
fn polecat_has_its_codes_and_blanks() {
    let all = rows(&War::new().write(Format::Polecat).text, b'\t');
    assert_eq!(all.len(), 4);
    let r = all.iter().find(|r| r["Event Mode"] == "aerial").unwrap();
    assert_eq!(
        cells(
            r,
            &[
                "Event Date",
                "Event Type",
                "Intensity",
                "Quad Code",
                "Contexts",
                "Actor Country",
                "Actor COW",
                "Primary Actor Sector",
                "Recipient Name"
            ]
        ),
        ["2024-12-01", "ASSAULT", "-9", "4", "military", "SYR", "652", "MIL", "shoppers"]
    );
    assert_eq!(
        cells(
            r,
            &[
                "City",
                "District",
                "Province",
                "Country",
                "Latitude",
                "GeoNames ID",
                "Feature Type",
                "Publication Date",
                "Language",
                "Version"
            ]
        ),
        ["Idlib", "", "North Province", "SYR", "35.93062", "170063", "city", "2024-12-02", "en", ""]
    );
    let deal = all.iter().find(|r| r["Event Type"] == "AGREE").unwrap();
    assert_eq!(cells(deal, &["Actor Name", "Recipient Name", "Event Date"]), ["Turkey", "Russia", ""]);
}

#[test]
fn what_stands_before_a_place_is_said_once() {
    let raw = |text: &str| {
        let mut s = clash();
        s.claim_mut().place[0].text = text.into();
        rows(&war(vec![s]).write(Format::Polecat).text, b'\t')[0]["Raw Placename"].clone()
    };
    assert_eq!(raw("Tel Rifaat"), "near Tel Rifaat");
    assert_eq!(raw("the fields near Tel Rifaat"), "the fields near Tel Rifaat");
}

#[test]
fn source_scales_need_every_outlet_to_be_known() {
    let s = strike("one", 10);
    let mut war = war(vec![s.clone()]);
    let scale = |war: &War| rows(&war.write(Format::Acled).text, b',')[0]["source_scale"].clone();
    assert_eq!(scale(&war), "");
    for (country, expected) in [("SYR", "National"), ("LBN", "Regional"), ("FRA", "International")] {
        let facts = PageFacts { outlet_country: Some(country.into()), ..PageFacts::default() };
        war.pages.insert(s.page.id.clone(), facts);
        assert_eq!(scale(&war), expected);
    }
}

#[test]
fn a_count_over_a_longer_time_is_not_the_events() {
    let act = strike("one", 10);
    let mut so_far = figure(&act, "killed", "more than 820", 821.0, None, 60);
    so_far.claim_mut().happened = Some(on("", "2024-12-01"));
    let r = rows(&war(vec![act.clone(), so_far]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(r["fatalities"], "");
    assert!(r["notes"].contains("over a longer time “more than 820” killed"), "{}", r["notes"]);
    let mut of_day = figure(&act, "killed", "eight", 8.0, Some(8.0), 60);
    of_day.claim_mut().happened = Some(on("2024-12-01", "2024-12-01"));
    let r = rows(&war(vec![act, of_day]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(r["fatalities"], "8");
}

#[test]
fn manned_aircraft_are_a_states() {
    let mut raid = strike("raid", 10);
    raid.claim_mut().actor = ["Syrian", "Russian"]
        .into_iter()
        .zip(["SYR", "RUS"])
        .map(|(n, c)| entity(n, EntityKind::Group, Some(c), None))
        .collect();
    let war = war(vec![raid.clone(), figure(&raid, "killed", "9", 9.0, Some(9.0), 50)]);
    let r = rows(&war.write(Format::Acled).text, b',').remove(0);
    assert_eq!(
        cells(&r, &["actor1", "assoc_actor_1", "inter1", "interaction"]),
        ["Military Forces of Syria", "Military Forces of Russia", "1", "17"]
    );
    let r = rows(&war.write(Format::Ucdp).text, b',').remove(0);
    assert_eq!(cells(&r, &["side_a", "type_of_violence"]), ["Government of Syria, Government of Russia", "3"]);
    // Nobody but a state has them; a bare adjective with a rifle may be anybody.
    raid.claim_mut().modes = vec!["firearms".into()];
    let r = rows(&self::war(vec![raid]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(cells(&r, &["actor1", "inter1", "interaction"]), ["Syrian", "", ""]);
}

#[test]
fn an_attack_whose_target_nobody_tells_targets_nobody() {
    let mut s = strike("one", 10);
    s.claim_mut().recipient.clear();
    s.claim_mut().acled = Some(acled("Violence against civilians", "Attack"));
    let r = rows(&war(vec![s]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(cells(&r, &["actor2", "inter2", "interaction", "civilian_targeting"]), ["", "", "", ""]);
}

#[test]
fn a_night_counts_as_the_day_it_began_on() {
    let mut s = strike("night", 10);
    s.claim_mut().happened = Some(Interval { precision: Precision::Hour, ..on("2024-11-29", "2024-11-30") });
    let r = &rows(&war(vec![s]).write(Format::Acled).text, b',')[0];
    assert_eq!(cells(r, &["event_date", "time_precision"]), ["2024-11-29", "1"]);
}
