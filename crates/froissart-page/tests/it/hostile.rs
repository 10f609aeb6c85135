//! Bytes that mean harm, or nothing: whatever comes in, a page comes out, whole and in time.

use crate::{PROSE, named, page};
use froissart_page::{Hints, MOST_BYTES, read};
use proptest::prelude::*;

#[test]
fn nothing_and_no_text() {
    for (bytes, note) in [
        (b"".as_slice(), "empty"),
        (b" \n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 stream of something", "binary"),
        (b"PK\x03\x04 a word file", "binary"),
        (b"\x89PNG\r\n\x1a\n....", "binary"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07\x00\x01\x02\x03", "binary"),
        (b"<html><body><script>x()</script></body></html>", "empty"),
    ] {
        let (p, notes) = read(bytes, &Hints::default());
        p.assert_whole();
        assert_eq!(named(&notes), [note], "{bytes:?}");
        assert!(p.text.is_empty());
    }
}

#[test]
fn deep_markup_keeps_its_words() {
    for (open, close) in
        [("<div>", "</div>"), ("<b><i>", "</i></b>"), ("<div><table><tr><td></div>", ""), ("<blockquote class=a>", "")]
    {
        let html = format!("<html><body>{}{PROSE}{}</body></html>", open.repeat(50_000), close.repeat(50_000));
        let (p, notes) = page(&html);
        assert!(named(&notes).contains(&"deep-markup"), "{open}");
        assert!(p.text.contains("Some 14,000 people have fled"), "{open}");
        assert!(p.body.len() >= 3, "{open}");
    }
}

#[test]
fn formatting_left_open_is_no_trap() {
    let open = (0..500).map(|i| i.to_string()).collect::<Vec<_>>().join("><b a=");
    let open = format!("<b a={open}>");
    let html = format!("<html><body><p>{open}</p>{}{PROSE}</body></html>", "<p>x".repeat(20_000));
    let (p, notes) = page(&html);
    assert!(named(&notes).contains(&"deep-markup"));
    assert!(p.text.contains("14,000 people"));
}

#[test]
fn many_tags_keep_their_words() {
    let (p, notes) = page(&format!("<html><body>{}{PROSE}</body></html>", "<i>x</i>\n<p>".repeat(40_000)));
    assert!(named(&notes).contains(&"too-many-tags"));
    assert!(p.text.contains("14,000 people"));
}

#[test]
fn torn_markup_is_linear() {
    for part in [
        "<a href=\"",
        "<!--",
        "<script>",
        "</",
        "<a b='",
        "<p title=\"x",
        "&#x;",
        "<![CDATA[",
        "<textarea>",
        "<svg><path d='",
    ] {
        let (p, _) = page(&format!("<html><body>{PROSE}{}", part.repeat(10_000)));
        assert!(p.text.contains("14,000 people"), "{part}");
    }
}

#[test]
fn twenty_megabytes_are_cut() {
    let mut bytes = format!("{}\n", "The rebels said on Friday that they held the town. ".repeat(20))
        .repeat(20_000_000 / 1_000)
        .into_bytes();
    bytes.extend_from_slice("é".repeat(1000).as_bytes());
    assert!(bytes.len() > MOST_BYTES);
    let (p, notes) = read(&bytes, &Hints::default());
    assert!(named(&notes).contains(&"too-large"), "{:?}", named(&notes));
    assert!(p.text.len() <= MOST_BYTES && p.text.starts_with("The rebels said"));
}

#[test]
fn charsets() {
    let html = |meta: &str| format!("<html><head>{meta}</head><body><h1>Caf\u{1}s shelled</h1>{PROSE}</body></html>");
    let latin = |s: String| s.into_bytes().into_iter().map(|b| if b == 1 { 0xe9 } else { b }).collect::<Vec<u8>>();
    // The header says it, the page says it, or the bytes must tell.
    for (bytes, charset) in [
        (latin(html("")), Some("text/html; charset=ISO-8859-1".to_owned())),
        (latin(html("<meta charset=windows-1252>")), None),
        (latin(html("")), None),
        // A header that lies about UTF-8 bytes loses.
        (html("<meta charset=windows-1252>").replace('\u{1}', "é").into_bytes(), Some("windows-1252".to_owned())),
    ] {
        let (p, notes) = read(&bytes, &Hints { charset, ..Hints::default() });
        assert_eq!(p.title.as_deref(), Some("Cafés shelled"));
        assert!(!named(&notes).contains(&"bad-encoding"));
    }
    let mut torn = html("").replace('\u{1}', "é").into_bytes();
    torn.truncate(torn.len() - 14);
    torn.extend_from_slice(b" \xe2\x80");
    let (p, notes) = read(&torn, &Hints::default());
    p.assert_whole();
    assert!(named(&notes).contains(&"bad-encoding"));
    assert!(p.text.ends_with('\u{fffd}') && p.text.contains("Cafés shelled"));
}

#[test]
fn same_bytes_same_page() {
    let html = format!("<html><body><h1>Rebels enter the city</h1>{PROSE}</body></html>");
    assert_eq!(page(&html), page(&html));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_make_a_whole_page(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read(&bytes, &Hints::default()).0.assert_whole();
    }

    #[test]
    fn any_tag_soup_makes_a_whole_page(parts in proptest::collection::vec(prop_oneof![
        Just("<div class='ad related'>"), Just("</div>"), Just("<p>"), Just("</p>"), Just("<h1>"), Just("</h1>"), Just("<table><td>"), Just("</table>"),
        Just("<b>"), Just("</i>"), Just("<br>"), Just("<!--"), Just("-->"), Just("<script type='application/ld+json'>"), Just("</script>"), Just("{\"@type\":\"Article\",\"headline\":\"é"),
        Just("Rebels took the town on Friday, residents said. "), Just("By Ada Writer 2 December 2024 "), Just("Advertisement"), Just("حلب "), Just("\u{200b}\u{a0}"), Just("&nbsp;&#0;"), Just("<time datetime='2024-13-99T99:99'>"),
        Just("<figure><figcaption>"), Just("<svg>"), Just("<template>"), Just("<select><option>"), Just("“No.” "), Just("10:15 PM EST, "), Just("<meta property='article:published_time' content='"), Just("'>"),
    ], 0..60)) {
        let html = format!("<html><body>{}", parts.concat());
        read(html.as_bytes(), &Hints::default()).0.assert_whole();
        read(parts.concat().as_bytes(), &Hints { name: Some("x.txt".into()), ..Hints::default() }).0.assert_whole();
    }

    #[test]
    fn any_words_make_a_whole_page(text in "(\\PC{0,40}\n){0,12}") {
        read(text.as_bytes(), &Hints::default()).0.assert_whole();
    }
}
