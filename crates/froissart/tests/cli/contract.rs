//! `read --json` against the contract, version 1: keys and their order, spans that slice to their words, one output
//! for one input. What is checked here other programs stand on.
//!
//! "Syrian rebels on Saturday controlled most of Aleppo" begins at its `begin` and ends at its `end`, in characters.

use crate::support::{Desk, Ran, example};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// An HTML page with typographic quotes and furniture, and one scraped as text.
const TWO: [&str; 2] = ["2024-11-30-meridian-agency.html", "2024-12-06-harbour-post.txt"];

fn two() -> &'static Ran {
    static RAN: OnceLock<Ran> = OnceLock::new();
    RAN.get_or_init(|| read(&TWO).exits(0).quietly())
}

fn read(names: &[&str]) -> Ran {
    let paths: Vec<String> = names.iter().map(|n| example(n)).collect();
    let mut args = vec!["read", "--json"];
    args.extend(paths.iter().map(String::as_str));
    Desk::new().run(&args)
}

fn list(v: &Value) -> &[Value] {
    v.as_array().unwrap_or_else(|| panic!("no list: {v}"))
}

#[track_caller]
fn keys(v: &Value, contract: &str) {
    let Some(o) = v.as_object() else { panic!("no object: {v}") };
    let keys: Vec<&str> = o.keys().map(String::as_str).collect();
    assert_eq!(keys, contract.split_whitespace().collect::<Vec<_>>());
}

const CLAIM: &str = "id anchor kind type status subject means modes contexts auxiliary cameo quad intensity acled actor \
    recipient place extent figure happened in_force said according_to stance mood negated certainty told confidence \
    evidence more_evidence quotation links rule";
const PAGE: &str = "id title standfirst byline outlet url published modified language text body furniture";
const ENTITY: &str = "text begin end name id code kind country sector sectors count antecedent";
const PLACE: &str = "text begin end name geonames country admin1 lat lon radius_km precision feature role relation";

#[test]
fn every_line_parses_and_the_last_is_the_picture() {
    let lines = two().json();
    assert_eq!(lines.len(), 3);
    keys(&lines[0], "page claims notes");
    keys(&lines[1], "page claims notes");
    keys(&lines[2], "picture");
    assert_eq!(lines[0]["page"]["outlet"], "Meridian News Agency");
    assert_eq!(lines[1]["page"]["outlet"], "The Harbour Post");
    assert!(two().out.ends_with("}\n"));
}

#[test]
fn every_key_is_there_in_the_contracts_order() {
    let mut seen = BTreeMap::new();
    let mut check = |what: &'static str, v: &Value, contract: &str| {
        keys(v, contract);
        *seen.entry(what).or_insert(0) += 1;
    };
    for l in &two().json()[..2] {
        check("page", &l["page"], PAGE);
        for b in list(&l["page"]["body"]) {
            check("block", b, "begin end part");
        }
        for b in list(&l["page"]["furniture"]) {
            check("furniture", b, "begin end why");
        }
        for n in list(&l["notes"]) {
            check("note", n, "name message begin end");
        }
        for c in list(&l["claims"]) {
            check("claim", c, CLAIM);
            check("evidence", &c["evidence"], "begin end text part sentence");
            for e in list(&c["more_evidence"]) {
                check("evidence", e, "begin end text part sentence");
            }
            for role in ["actor", "recipient", "according_to"] {
                for e in list(&c[role]) {
                    check("entity", e, ENTITY);
                }
            }
            for p in list(&c["place"]) {
                check("place", p, PLACE);
            }
            for x in list(&c["links"]) {
                check("link", x, "to as");
            }
            for (key, contract) in [
                ("extent", "text of low high"),
                ("figure", "text of low high exact scope reported_none"),
                ("happened", "from to precision holds basis text begin end"),
                ("in_force", "from to precision holds basis text begin end"),
                ("said", "from to precision holds basis text begin end"),
                ("acled", "event_type sub_event_type"),
                ("quotation", "begin end"),
            ] {
                if !c[key].is_null() {
                    check(key, &c[key], contract);
                }
            }
        }
    }
    // The two pages are rich enough to have shown nearly all of it.
    for what in
        ["page", "block", "furniture", "claim", "evidence", "entity", "place", "extent", "figure", "happened", "acled"]
    {
        assert!(seen.contains_key(what), "no {what} among {seen:?}");
    }
}

#[test]
fn words_stand_where_their_spans_say() {
    let mut n = 0;
    for l in &two().json()[..2] {
        let text: Vec<char> = l["page"]["text"].as_str().unwrap().chars().collect();
        let mut slices = |v: &Value| {
            let at = |k: &str| v[k].as_u64().unwrap_or_else(|| panic!("no {k} in {v}")) as usize;
            let words: String = text[at("begin")..at("end")].iter().collect();
            assert_eq!(v["text"], words, "{v}");
            assert!(!words.trim().is_empty(), "{v}");
            n += 1;
        };
        for c in list(&l["claims"]) {
            slices(&c["evidence"]);
            for k in ["more_evidence", "actor", "recipient", "place", "according_to"] {
                list(&c[k]).iter().for_each(&mut slices);
            }
            for k in ["happened", "in_force", "said"] {
                if !c[k]["text"].is_null() {
                    slices(&c[k]);
                }
            }
            for k in ["actor", "recipient", "according_to"] {
                for e in list(&c[k]).iter().filter(|e| !e["antecedent"].is_null()) {
                    let end = e["antecedent"]["end"].as_u64().unwrap() as usize;
                    assert!(end <= text.len() && e["antecedent"]["begin"].as_u64().unwrap() < end as u64, "{e}");
                }
            }
        }
    }
    assert!(n > 150, "only {n} spans: too few to tell");
}

#[test]
fn body_and_furniture_are_the_whole_page_in_order() {
    for l in &two().json()[..2] {
        let p = &l["page"];
        let text: Vec<char> = p["text"].as_str().unwrap().chars().collect();
        let mut spans: Vec<(usize, usize)> = list(&p["body"])
            .iter()
            .chain(list(&p["furniture"]))
            .map(|b| (b["begin"].as_u64().unwrap() as usize, b["end"].as_u64().unwrap() as usize))
            .collect();
        spans.sort_unstable();
        let mut at = 0;
        for (begin, end) in spans {
            assert!(at <= begin && begin < end, "blocks overlap at {begin}");
            assert!(text[at..begin].iter().all(|c| c.is_whitespace()), "words lost before {begin}");
            at = end;
        }
        assert!(text[at..].iter().all(|c| c.is_whitespace()), "words lost at the end");
        assert!(list(&p["furniture"]).len() > 5, "the page has menus and teasers");
    }
}

#[test]
fn nothing_is_coded_from_furniture() {
    for l in &two().json()[..2] {
        let blocks: Vec<(u64, u64, &Value)> = list(&l["page"]["body"])
            .iter()
            .map(|b| (b["begin"].as_u64().unwrap(), b["end"].as_u64().unwrap(), &b["part"]))
            .collect();
        let claims = list(&l["claims"]);
        assert!(claims.len() > 10, "the page has more to tell");
        for c in claims {
            for e in std::iter::once(&c["evidence"]).chain(list(&c["more_evidence"])) {
                let (begin, end) = (e["begin"].as_u64().unwrap(), e["end"].as_u64().unwrap());
                let block = blocks.iter().find(|b| b.0 <= begin && end <= b.1);
                let Some(block) = block else { panic!("evidence outside the body: {e}") };
                assert_eq!(*block.2, e["part"], "{e}");
                assert!(begin < end, "{e}");
            }
        }
        // "Truce monitors arrive in southern Lebanon" and "Gunmen storm prison in Haiti" are teasers.
        let told = serde_json::to_string(claims).unwrap();
        assert!(!told.contains("Truce monitors") && !told.contains("Haiti"), "a teaser was coded");
    }
}

#[test]
fn ids_are_the_claims_own_and_links_lead_to_anchors() {
    let mut ids = BTreeSet::new();
    let mut printed = BTreeMap::new();
    let lines = two().json();
    for l in &lines[..2] {
        let anchors: BTreeSet<&str> = list(&l["claims"]).iter().map(|c| c["anchor"].as_str().unwrap()).collect();
        for c in list(&l["claims"]) {
            let id = c["id"].as_str().unwrap();
            assert!(id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
            assert!(ids.insert(id.to_owned()), "{id} twice");
            printed.insert(id.to_owned(), (c["evidence"]["text"].clone(), l["page"]["id"].clone()));
            for x in list(&c["links"]) {
                assert!(anchors.contains(x["to"].as_str().unwrap()), "{x} of {id} leads nowhere");
            }
        }
    }
    // And every claim that the picture cites was printed, with the same words.
    let mut cited = 0;
    let mut todo = vec![&lines[2]];
    while let Some(v) = todo.pop() {
        match v {
            Value::Array(l) => todo.extend(l),
            Value::Object(o) => {
                if let (Some(id), Some(evidence), Some(page)) = (o.get("id"), o.get("evidence"), o.get("page_id")) {
                    let there = printed.get(id.as_str().unwrap()).unwrap_or_else(|| panic!("{id} was not printed"));
                    assert_eq!((&there.0, &there.1), (evidence, page));
                    cited += 1;
                }
                todo.extend(o.values());
            }
            _ => {}
        }
    }
    assert!(cited > 10, "the picture cites {cited} claims only");
}

#[test]
fn same_bytes_in_same_bytes_out() {
    let paths = TWO.map(example);
    let args = ["read", "--json", &paths[0], &paths[1]];
    assert_eq!(read(&TWO).out, two().out, "twice");
    if let Some(r) = Desk::new().run_on_one_core(&args) {
        assert_eq!(r.exits(0).out, two().out, "with one thread");
    }
    let back = read(&[TWO[1], TWO[0]]).out;
    let (mut one, mut other): (Vec<&str>, Vec<&str>) = (two().out.lines().collect(), back.lines().collect());
    assert_ne!(one, other, "the order of the lines is that of the files");
    one.sort_unstable();
    other.sort_unstable();
    assert!(one == other, "the order of the files changes no page and no picture");
}

#[test]
fn what_the_user_knows_of_a_page_wins() {
    let d = Desk::new();
    let args = ["read", "--json", "--date", "2024-12-02", "--outlet", "The Shire Post", "-"];
    let lines = d.feed(&args, "Turkey backs the rebels.\n").exits(0).quietly().json();
    assert_eq!(lines[0]["page"]["published"], "2024-12-02");
    assert_eq!(lines[0]["page"]["outlet"], "The Shire Post");
    assert_eq!(lines[1]["picture"]["as_of"], "2024-12-02");
    let dateless = d.feed(&["read", "--json", "-"], "Turkey backs the rebels.\n").exits(0).quietly().json();
    assert!(dateless[0]["page"]["published"].is_null());
    assert!(list(&dateless[0]["notes"]).iter().any(|n| n["name"] == "no-date"));
}

#[test]
fn the_terminal_form_has_sentences_claims_and_the_picture() {
    let d = Desk::with("hama.html", crate::support::page("<meta name=\"date\" content=\"2024-12-05\">", ""));
    let r = d.run(&["read", "hama.html"]).exits(0).quietly();
    assert!(!r.out.contains('\u{1b}'), "no colours into a pipe");
    let sentence = "  Rebels seized the town of Hama on Thursday, a war monitor said.\n    ";
    let r = r.prints("Rebels seize Hama\n2024-12-05\n").prints(sentence).prints("per a war monitor  ");
    let r = r.prints("\nSITUATION as of 2024-12-05, from ").prints("\nBACKERS\n").prints("\nHOLDINGS\n");
    // The eight digits after a claim are the beginning of its id.
    let json = d.run(&["read", "--json", "hama.html"]).json();
    for c in list(&json[0]["claims"]) {
        assert!(
            r.out.contains(&c["id"].as_str().unwrap()[..8]) || c["links"].to_string().contains("implied_by"),
            "{c}"
        );
    }
}

#[test]
fn folders_are_read_in_the_order_of_their_names() {
    let d = Desk::new();
    std::fs::create_dir_all(d.path("in/b")).unwrap();
    for (name, text) in
        [("in/c.txt", "Iran supports Iraq."), ("in/b/z.txt", "Turkey backs the rebels."), ("in/a.txt", "Troops fled.")]
    {
        d.put(name, text);
    }
    d.put("in/.hidden", "China backs Chad.");
    let lines = d.run(&["read", "--json", "in"]).exits(0).json();
    let texts: Vec<&Value> = lines[..3].iter().map(|l| &l["page"]["text"]).collect();
    assert_eq!(texts, ["Troops fled.", "Turkey backs the rebels.", "Iran supports Iraq."]);
    assert_eq!(lines.len(), 4);
}
