//! What a report says of hand-made claims about Gondor and its neighbours.

use froissart_brief::{Brief, Source, brief, html, markdown};
use froissart_model::{
    Basis, Certainty, Char, Claim, Entity, EntityKind, Evidence, Figure, FigureScope, Holds, Interval, Kind, Part,
    Place, PlaceRole, Precision, Span, content_id,
};
use froissart_picture::{
    Act, Cited, Correction, Decisions, Ground, Opinion, Options, PageHead, Sourced, decide, picture,
};
use std::collections::BTreeMap;

const MARKUP: &str = "Umbar's <script>alert(\"1\")</script> & *fleet* [struck](javascript:x)";

fn entity(name: &str) -> Entity<Char> {
    Entity { name: Some(name.into()), ..Entity::unnamed(name, Span::new(0, 1), EntityKind::Group) }
}

/// A claim of `kind` told on `day` by `by`, in `words`.
fn claim(kind: Kind, type_: &str, day: &str, words: &str, by: &str) -> Sourced {
    let evidence = Evidence { span: Span::new(0, 1), text: words.into(), part: Part::Body, sentence: 0 };
    let mut c = Claim::new(kind, type_, evidence, "held/holds");
    c.happened = Some(Interval {
        from: day.parse().ok(),
        to: day.parse().ok(),
        precision: Precision::Day,
        holds: Holds::Throughout,
        basis: Basis::Words,
        text: None,
        span: None.into(),
    });
    if !by.is_empty() {
        c.according_to.push(entity(by));
        c.certainty = Certainty::Reported;
    }
    c.id = content_id("test", format!("{type_} {day} {words} {by}").as_bytes());
    c.anchor = content_id("anchor", c.id.as_bytes());
    Sourced::new(
        c,
        PageHead {
            id: content_id("page", day.as_bytes()),
            title: Some("A <b>bold</b> headline".into()),
            outlet: Some("Gondor Herald".into()),
            url: None,
            published: Some(day.into()),
        },
    )
}

fn holds(who: &str, place: &str, day: &str, by: &str) -> Sourced {
    let mut s = claim(Kind::Control, "controls", day, &format!("{who} holds {place}"), by);
    s.claim_mut().actor.push(entity(who));
    s.claim_mut().status = Some("held".into());
    s.claim_mut().place.push(Place {
        lat: Some(1.0),
        lon: Some(2.0),
        ..Place::unnamed(place, Span::new(0, 1), PlaceRole::At)
    });
    s
}

fn tie(type_: &str, a: &str, b: &str) -> Sourced {
    let mut s = claim(Kind::Relation, type_, "2024-12-02", &format!("{a} {type_} {b}"), "");
    s.claim_mut().actor.push(entity(a));
    s.claim_mut().recipient.push(entity(b));
    s
}

fn killed(words: &str, n: f64, by: &str) -> Sourced {
    let mut s = claim(Kind::Figure, "killed", "2024-12-02", words, by);
    s.claim_mut().place.push(Place::unnamed("Pelargir", Span::new(0, 1), PlaceRole::At));
    s.claim_mut().figure = Some(Figure {
        text: words.into(),
        of: "killed".into(),
        low: Some(n),
        high: Some(n),
        exact: Some(n),
        scope: FigureScope::Event,
        reported_none: false,
    });
    s
}

fn situation() -> Vec<Sourced> {
    let mut struck = claim(Kind::Event, "ASSAULT", "2024-12-02", MARKUP, "");
    struck.claim_mut().actor.push(entity("Umbar"));
    struck.claim_mut().recipient.push(entity("Gondor"));
    struck.claim_mut().intensity = Some(-9.0);
    let mut believed = tie("supports", "Mordor", "Umbar");
    believed.claim_mut().certainty = Certainty::Believed;
    let mut denied = tie("supports", "Harad", "Umbar");
    denied.claim_mut().negated = true;
    denied.claim_mut().certainty = Certainty::Denied;
    denied.claim_mut().according_to.push(entity("Harad"));
    // Another reading is another id.
    for (n, c) in [&mut believed, &mut denied].into_iter().enumerate() {
        c.claim_mut().id = content_id("test", format!("hedged {n}").as_bytes());
    }
    vec![
        holds("Gondor", "Osgiliath", "2024-11-20", ""),
        holds("Umbar", "Pelargir", "2024-12-02", "a monitor"),
        holds("rebels", "Pelargir", "2024-12-02", "the Steward"),
        killed("11", 11.0, "a monitor"),
        killed("16", 16.0, "the Steward"),
        tie("fights", "Umbar", "Gondor"),
        tie("fights", "Harad", "Dale"),
        tie("supports", "Harad", "Umbar"),
        struck,
        believed,
        denied,
    ]
}

fn drawn(claims: &[Sourced]) -> Brief {
    let options = Options { as_of: "2024-12-02".parse().ok(), since: "2024-12-01".parse().ok(), ..Options::default() };
    let pages: BTreeMap<String, Source> = claims
        .iter()
        .map(|s| {
            let url = Some("https://herald.example/a?b=1&c=\"<2>\"".to_owned());
            let source = Source {
                title: s.page.title.clone(),
                outlet: s.page.outlet.clone(),
                url,
                published: s.page.published.clone(),
            };
            (s.page.id.clone(), source)
        })
        .collect();
    brief(&picture(claims, &options), &pages)
}

fn sentences<'b>(b: &'b Brief, id: &str) -> Vec<&'b str> {
    let section = b.sections.iter().find(|s| s.id == id).unwrap_or_else(|| panic!("no section {id}"));
    section.groups.iter().flat_map(|g| g.sentences.iter().map(|s| s.text.as_str())).collect()
}

#[test]
fn every_section_is_there_and_every_claimed_sentence_has_its_notes() {
    let b = drawn(&situation());
    let ids: Vec<&str> = b.sections.iter().map(|s| s.id).collect();
    assert_eq!(
        ids,
        [
            "headlines",
            "changes",
            "places",
            "parties",
            "events",
            "agreements",
            "figures",
            "exposure",
            "disputes",
            "aside",
            "coverage",
            "unknown"
        ]
    );
    for s in b.sections.iter().filter(|s| !matches!(s.id, "coverage" | "unknown" | "agreements" | "aside")) {
        for x in s.groups.iter().flat_map(|g| &g.sentences) {
            assert!(!x.notes.is_empty(), "{}: {}", s.id, x.text);
            assert!(x.notes.iter().all(|n| (1..=b.notes.len()).contains(n)), "{}", x.text);
        }
    }
    assert!(b.notes.iter().any(|n| n.words == MARKUP), "words stand as they are told");
    let empty = brief(&picture(&[], &Options::default()), &BTreeMap::new());
    assert_eq!(empty.sections.len(), b.sections.len(), "an empty report says that it is empty");
    assert_eq!(
        sentences(&empty, "events"),
        ["These pages tell of no events in these days, which does not mean that there were none."]
    );
}

#[test]
fn contradictions_are_said_in_words_with_both_sides_notes() {
    let b = drawn(&situation());
    let disputes = sentences(&b, "disputes");
    assert!(
        disputes.contains(
            &"It is held by Umbar, according to one account: a monitor (in the Gondor Herald, since 2 December 2024)."
        ),
        "{disputes:#?}"
    );
    let count =
        |d: &&&str| d.starts_with("\u{201c}11\u{201d}, according to one account: a monitor (in the Gondor Herald");
    assert!(disputes.iter().any(|d| count(&d)), "{disputes:#?}");
    let section = b.sections.iter().find(|s| s.id == "disputes").unwrap();
    let headings: Vec<Option<&str>> = section.groups.iter().map(|g| g.heading.as_deref()).collect();
    assert!(headings.contains(&Some("Who holds Pelargir")), "{headings:?}");
    for g in &section.groups {
        assert!(
            g.sentences.len() > 1 && g.sentences.iter().all(|s| !s.notes.is_empty()),
            "each side has its note: {g:?}"
        );
    }
    let headlines = sentences(&b, "headlines");
    assert!(
        headlines.contains(
            &"Accounts differ on who holds Pelargir: a monitor (in the Gondor Herald) says that it is held by Umbar; \
              the Steward (in the Gondor Herald) says that it is held by rebels."
        ),
        "{headlines:#?}"
    );
}

#[test]
fn hedges_stay_and_nothing_is_added_up() {
    let b = drawn(&situation());
    let parties = sentences(&b, "parties").join("\n");
    for told in
        ["Mordor is believed or alleged to back Umbar", "It is denied that Harad backs Umbar", "Harad backs Umbar"]
    {
        assert!(parties.contains(told), "`{told}` is not in\n{parties}");
    }
    let figures = sentences(&b, "figures").join("\n");
    assert!(
        figures.contains(
            "Killed in Pelargir, on 2 December 2024: \u{201c}11\u{201d} according to a monitor (in the Gondor Herald); \
             \u{201c}16\u{201d} according to the Steward (in the Gondor Herald); from 11 to 16, and not to be added up."
        ),
        "{figures}"
    );
    let all: String = b.sections.iter().map(|s| sentences(&b, s.id).join("\n")).collect();
    assert!(!figures.contains("27"), "11 and 16 are not 27");
    for cause in ["because", "therefore", "as a result", "due to", "in response"] {
        assert!(!all.to_lowercase().contains(cause), "no claim states a cause: {cause}");
    }
}

#[test]
fn what_is_old_is_last_told_and_what_is_missing_is_said() {
    let b = drawn(&situation());
    let places = sentences(&b, "places").join("\n");
    assert!(
        places.contains("Gondor holds Osgiliath (last told of 20 November 2024; whether it is still so, nobody says), according to the Gondor Herald."),
        "{places}"
    );
    let unknown = sentences(&b, "unknown").join("\n");
    assert!(unknown.contains("Who holds Osgiliath now: nobody has told for more than 7 days."), "{unknown}");
    assert!(unknown.contains("Which of the accounts of Pelargir is true."), "{unknown}");
    assert!(unknown.contains("does not mean peace"), "{unknown}");
    let exposure = sentences(&b, "exposure").join("\n");
    assert!(exposure.contains("Elsewhere, Harad fights Dale"), "{exposure}");
}

#[test]
fn markup_in_words_of_pages_is_text_in_both_forms() {
    let b = drawn(&situation());
    let (md, page) = (markdown(&b), html(&b));
    assert!(md.contains("&lt;script&gt;alert"), "{md}");
    assert!(!md.contains("<script") && !md.contains("[struck](java"), "{md}");
    assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; *fleet*"), "{page}");
    assert!(!page.contains("<script") && !page.contains("<b>bold"), "{page}");
    for n in 1..=b.notes.len() {
        assert!(md.contains(&format!("\n[^{n}]: ")), "note {n} is missing");
    }
}

#[test]
fn the_page_is_valid_stands_alone_and_its_links_lead_somewhere() {
    let page = html(&drawn(&situation()));
    let parsed = scraper::Html::parse_document(&page);
    assert_eq!(parsed.errors, Vec::<std::borrow::Cow<'static, str>>::new(), "the parser of browsers finds no error");
    let select = |css: &str| scraper::Selector::parse(css).expect("the selector is sound");
    for css in ["script", "img", "link", "iframe", "[style]", "[src]", "[onclick]"] {
        assert_eq!(parsed.select(&select(css)).count(), 0, "{css}");
    }
    let ids: Vec<&str> = parsed.select(&select("[id]")).filter_map(|e| e.value().attr("id")).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "an id stands once");
    for a in parsed.select(&select("a[href]")) {
        let href = a.value().attr("href").unwrap_or("");
        match href.strip_prefix('#') {
            Some(id) => assert!(ids.contains(&id), "{href} leads nowhere"),
            None => assert!(href.starts_with("https://"), "{href}"),
        }
    }
    assert_eq!(parsed.select(&select("html[lang=en] head title")).count(), 1);
    assert_eq!((parsed.select(&select("h1")).count(), parsed.select(&select("main")).count()), (1, 1));
    let headings: Vec<u8> =
        parsed.select(&select("h1, h2, h3")).map(|h| h.value().name().as_bytes()[1] - b'0').collect();
    assert!(headings.windows(2).all(|w| w[1] <= w[0] + 1), "no level is left out: {headings:?}");
    assert!(page.contains("@media print"));
}

#[test]
fn the_order_of_claims_changes_nothing() {
    let claims = situation();
    let first = markdown(&drawn(&claims));
    let mut turned = claims;
    for _ in 0..turned.len() {
        turned.rotate_left(1);
        assert_eq!(markdown(&drawn(&turned)), first);
    }
}

/// The report as `decisions` have it.
fn decided(claims: &[Sourced], decisions: &Decisions) -> Brief {
    let (claims, decided) = decide(claims.to_vec(), decisions);
    let options = Options { as_of: "2024-12-02".parse().ok(), decided, ..Options::default() };
    brief(&picture(&claims, &options), &BTreeMap::new())
}

fn opinion(number: i64, s: &Sourced, accepts: bool) -> Opinion {
    let claim = Cited { id: s.claim.id.clone(), anchor: s.claim.anchor.clone() };
    let why = if accepts { "I was there" } else { "the *photograph* is of 2016" };
    let ground = Ground { number, who: "Faramir".into(), at: "2024-12-10T09:00:00Z".into(), why: why.into() };
    Opinion { claim, accepts, ground }
}

#[test]
fn what_analysts_set_aside_is_a_section_and_what_they_accept_is_said_in_its_note() {
    let claims = situation();
    let plain = decided(&claims, &Decisions::default());
    assert_eq!(
        sentences(&plain, "aside"),
        ["Nothing is set aside: each sentence stands on the claims as they were recorded."]
    );
    let opinions = vec![opinion(1, &claims[1], false), opinion(2, &claims[2], true)];
    let rename = Correction {
        act: Act::Rename,
        subject: "rebels".into(),
        into: "Lossarnach men".into(),
        known: None,
        claims: Vec::new(),
        ground: Ground { number: 1, ..opinions[1].ground.clone() },
    };
    let decisions = Decisions { opinions, corrections: vec![rename], ..Decisions::default() };
    let b = decided(&claims, &decisions);
    assert_eq!(
        sentences(&b, "aside"),
        [
            "“Umbar holds Pelargir” is set aside: rejected by Faramir on 10 December 2024, who says “the *photograph* \
             is of 2016”.",
            "In 1 claim, “rebels” is called Lossarnach men: so says Faramir on 10 December 2024, “I was there”.",
        ]
    );
    let places = sentences(&b, "places").join("\n");
    assert!(places.contains("Lossarnach men hold Pelargir") && !places.contains("Umbar"), "{places}");
    assert!(sentences(&b, "disputes").iter().all(|d| !d.contains("is held by")), "{b:?}");
    let accepted = " Accepted by Faramir on 10 December 2024, who says “I was there”.";
    let (md, page) = (markdown(&b), html(&b));
    assert!(md.contains(accepted) && md.contains("who says “the \\*photograph\\* is of 2016”"), "{md}");
    assert!(page.contains(&format!(" <strong>{}</strong>", accepted.trim())), "{page}");
}
