//! Whole pages through the one door: every source of a field, hostile bytes, and the invariant that no word is lost.
//!
//! The pages are written here for the purpose; no outlet and no reporter in them exists, but for those of the outlets' table.
//! "By Ada Writer | Published 2 December 2024" under a headline is a byline and a day.

use froissart_model::{Note, Page, Part};
use froissart_page::{Hints, read};

mod hostile;
mod plain;

/// Three paragraphs that any extraction takes for an article.
pub const PROSE: &str = "<p>Rebel fighters entered the western districts of the city on Friday, two days after the start of their offensive, residents said by telephone.</p>\
<p>The army said that it was sending reinforcements to the province, and that its units had repelled an attack on the airport during the night.</p>\
<p>Some 14,000 people have fled their homes since Wednesday, according to the United Nations, and aid workers expect many more to follow them.</p>";

pub fn page(html: &str) -> (Page, Vec<Note>) {
    let r = read(html.as_bytes(), &Hints::default());
    r.0.assert_whole();
    r
}

/// A page with `head` in its head and `top` over its three paragraphs.
pub fn article(head: &str, top: &str) -> Page {
    page(&format!("<!doctype html><html lang=en><head>{head}</head><body><nav><a href=/>Home</a></nav><article><h1>Rebels enter the city</h1>{top}{PROSE}</article><footer>© 2024 Somebody</footer></body></html>")).0
}

pub fn body(p: &Page) -> Vec<(Part, &str)> {
    p.body.iter().map(|b| (b.part, b.span.of(&p.text))).collect()
}

pub fn furniture(p: &Page) -> Vec<(&str, &str)> {
    p.furniture.iter().map(|f| (f.why.as_str(), f.span.of(&p.text))).collect()
}

pub fn named(notes: &[Note]) -> Vec<&str> {
    notes.iter().map(|n| n.name.as_str()).collect()
}

#[test]
fn every_source_tells_the_day() {
    let cases: &[(&str, &str, &str)] = &[
        (
            r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-12-02T14:39:31+05:30"}</script>"#,
            "",
            "2024-12-02T14:39:31+05:30",
        ),
        (
            r#"<script type="application/ld+json">/* x */{"@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"datePublished":"2024-12-02T09:09:31Z",},],}</script>"#,
            "",
            "2024-12-02T09:09:31+00:00",
        ),
        (
            "<script type='application/ld+json'>//<![CDATA[\n{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-12-02\"}\n//]]></script>",
            "",
            "2024-12-02",
        ),
        (
            r#"<meta property="article:published_time" content="2024-12-02T14:39:31+0530">"#,
            "",
            "2024-12-02T14:39:31+05:30",
        ),
        (
            "",
            r#"<span itemprop="datePublished" content="2024-12-02T14:39:31Z">today</span>"#,
            "2024-12-02T14:39:31+00:00",
        ),
        ("", r#"<time class="published" datetime="2024-12-02T14:39:31Z">today</time>"#, "2024-12-02T14:39:31+00:00"),
        (r#"<meta name="parsely-pub-date" content="2024-12-02T14:39:31Z">"#, "", "2024-12-02T14:39:31+00:00"),
        (r#"<meta name="sailthru.date" content="2024-12-02 19:20:00 +0300">"#, "", "2024-12-02T19:20:00+03:00"),
        (r#"<meta name="dcterms.created" content="2024-12-02">"#, "", "2024-12-02"),
        (r#"<meta name="citation_publication_date" content="2024/12/02">"#, "", "2024-12-02"),
        ("", r#"<div><time datetime="2024-12-02T09:15:00+03:00">02/12/2024</time></div>"#, "2024-12-02T09:15:00+03:00"),
        (r#"<link rel="canonical" href="https://paper.example/2024/12/02/rebels-enter">"#, "", "2024-12-02"),
        ("", "<p>By Ada Writer | Published 2 December 2024, 14:39 GMT</p>", "2024-12-02T14:39:00+00:00"),
        (
            r#"<link rel="canonical" href="https://www.firstpost.com/world/rebels.html">"#,
            "<p>FP Staff December 2, 2024, 14:39:31 IST</p>",
            "2024-12-02T14:39:31+05:30",
        ),
    ];
    for (head, top, want) in cases {
        assert_eq!(article(head, top).published.as_deref(), Some(*want), "{head}{top}");
    }
}

#[test]
fn every_source_tells_who() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            r#"<script type="application/ld+json">{"@type":"NewsArticle","author":[{"@type":"Person","name":"Ada Writer"},{"name":"Ben Scribe"}]}</script>"#,
            "",
            &["Ada Writer", "Ben Scribe"],
        ),
        (r#"<meta name="author" content="By Ada Writer and Ben Scribe">"#, "", &["Ada Writer", "Ben Scribe"]),
        (r#"<meta name="parsely-author" content="Ada Writer">"#, "", &["Ada Writer"]),
        (
            r#"<meta property="article:author" content="https://social.example/ada"><meta name="dc.creator" content="Ada Writer">"#,
            "",
            &["Ada Writer"],
        ),
        ("", r#"<span itemprop="author">Ada Writer</span>"#, &["Ada Writer"]),
        ("", r#"<a rel="author" href="/ada">Ada Writer</a>"#, &["Ada Writer"]),
        ("", "<div class=byline>By Ada Writer in Beirut</div>", &["Ada Writer"]),
    ];
    for (head, top, want) in cases {
        assert_eq!(article(head, top).byline, *want, "{head}{top}");
    }
}

#[test]
fn published_and_modified_are_both_kept() {
    let p = article(
        r#"<meta property="article:published_time" content="2024-12-02T10:00:00Z"><meta property="article:modified_time" content="2024-12-03T11:00:00Z">"#,
        "",
    );
    assert_eq!(p.published.as_deref(), Some("2024-12-02T10:00:00+00:00"));
    assert_eq!(p.modified.as_deref(), Some("2024-12-03T11:00:00+00:00"));
    let (p, notes) = page(&format!(
        "<html><body><h1>Rebels enter the city</h1><p>Updated: December 3, 2024</p>{PROSE}</body></html>"
    ));
    assert_eq!((p.published.as_deref(), p.modified.as_deref()), (Some("2024-12-03"), Some("2024-12-03")));
    assert!(named(&notes).contains(&"published-from-modified"));
}

#[test]
fn title_outlet_and_address() {
    let p = article(
        r#"<title>Rebels enter the city | The Paper</title><meta property="og:site_name" content="The Paper"><link rel="canonical" href="https://www.paper.example/world/rebels"><meta property="og:title" content="Rebels enter the city - The Paper">"#,
        "",
    );
    assert_eq!(p.title.as_deref(), Some("Rebels enter the city"));
    assert_eq!(p.outlet.as_deref(), Some("The Paper"));
    assert_eq!(p.url.as_deref(), Some("https://www.paper.example/world/rebels"));
    assert_eq!(p.language.as_deref(), Some("en"));
    // A host of the table speaks for itself.
    let p = article(r#"<link rel="canonical" href="https://edition.cnn.com/2024/12/02/rebels">"#, "");
    assert_eq!((p.outlet.as_deref(), p.published.as_deref()), (Some("CNN"), Some("2024-12-02")));
}

#[test]
fn hints_win() {
    let hints = Hints { date: Some("2024-12-05".into()), outlet: Some("Firstpost".into()), ..Hints::default() };
    let html = format!(
        r#"<html><head><meta property="article:published_time" content="2024-12-02"></head><body><h1>Rebels enter</h1>{PROSE}</body></html>"#
    );
    let (p, notes) = read(html.as_bytes(), &hints);
    assert_eq!((p.published.as_deref(), p.outlet.as_deref()), (Some("2024-12-05"), Some("Firstpost")));
    assert!(notes.is_empty(), "{notes:?}");
    let (p, notes) = read(html.as_bytes(), &Hints { date: Some("soon".into()), ..Hints::default() });
    assert_eq!(p.published.as_deref(), Some("2024-12-02"));
    assert_eq!(named(&notes), ["bad-date"]);
}

#[test]
fn a_page_comes_apart_into_body_and_furniture() {
    let (p, _) = page(&format!(
        "<html><head><meta property='article:published_time' content='2024-12-02'></head><body><header><a href=/>The Paper</a><nav><ul><li><a href=/w>World</a><li><a href=/s>Sport</a></ul></nav></header>
        <article><h1>Rebels enter the city</h1><p class=standfirst>Two days into the offensive, the army calls for help</p><div class=byline>By Ada Writer</div>
        <figure><img src=x><figcaption>Smoke over the citadel on Friday.</figcaption></figure>{PROSE}
        <p>STORY CONTINUES BELOW THIS AD</p><p>Damascus blames Turkey for the assault, and Turkey denies that it had any part in it, officials of both states said.</p>
        <p>Also read: <a href=/x>Border shut for a third day</a></p>
        <p>Damascus blames Turkey for the assault, and Turkey denies that it had any part in it, officials of both states said.</p></article>
        <aside class=most-read><h3>Most read</h3><ol><li><a href=/1>Storm closes port</a></ol></aside><div id=comments><p>Who armed them, then?</p></div><footer>© 2024 The Paper</footer></body></html>"
    ));
    let b = body(&p);
    assert_eq!(b[0], (Part::Headline, "Rebels enter the city"));
    assert_eq!(b[1], (Part::Standfirst, "Two days into the offensive, the army calls for help"));
    assert_eq!(b[2], (Part::Caption, "Smoke over the citadel on Friday."));
    assert_eq!(b.len(), 7);
    assert!(b[3..].iter().all(|(part, _)| *part == Part::Body));
    let f = furniture(&p);
    for want in [
        ("menu", "World"),
        ("byline", "By Ada Writer"),
        ("advertisement", "STORY CONTINUES BELOW THIS AD"),
        ("related", "Also read: Border shut for a third day"),
        ("related", "Most read"),
        ("comment", "Who armed them, then?"),
        ("footer", "© 2024 The Paper"),
    ] {
        assert!(f.contains(&want), "{want:?} in {f:?}");
    }
    assert_eq!(f.iter().filter(|(why, _)| *why == "duplicate").count(), 1);
    assert_eq!(p.standfirst.as_deref(), Some("Two days into the offensive, the army calls for help"));
}

#[test]
fn metadata_is_no_text() {
    let p = article(
        "<title>Seen nowhere</title><meta name=description content='Hidden summary of the page'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"unseen words\"}</script>",
        "",
    );
    assert!(!p.text.contains("Seen nowhere") && !p.text.contains("Hidden summary") && !p.text.contains("unseen"));
}

#[test]
fn a_french_page_is_read_and_named_so() {
    let (p, notes) = page(
        "<html lang=fr><body><h1>Les rebelles entrent dans la ville</h1><p>Publié le 2 décembre 2024 à 14h39</p>
        <p>Les combattants rebelles sont entrés vendredi dans les quartiers ouest de la ville, deux jours après le début de leur offensive, selon des habitants joints par téléphone.</p>
        <p>L'armée a annoncé l'envoi de renforts dans la province et affirmé que ses unités avaient repoussé une attaque contre l'aéroport pendant la nuit.</p></body></html>",
    );
    assert_eq!(p.language.as_deref(), Some("fr"));
    assert_eq!(p.published.as_deref(), Some("2024-12-02"));
    assert_eq!(named(&notes), ["not-english"]);
}
