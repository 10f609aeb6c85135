//! Time expressions, one line a case. A word may carry its Penn tag (`fled/VBD`), which gives the tense.

use super::*;
use froissart_model::{Part, Pos, Sentence, Token};

fn analysis(words: &str) -> (Analysis, String) {
    let (mut text, mut tokens) = (String::new(), Vec::new());
    for word in words.split(' ') {
        let (form, xpos) = match word.rsplit_once('/') {
            Some((f, x)) if x.chars().all(|c| c.is_ascii_uppercase()) => (f, x),
            _ => (word, "NN"),
        };
        let upos = match xpos {
            "VBD" | "VBZ" | "VBP" | "VB" => Pos::Verb,
            "MD" => Pos::Aux,
            "NNS" => Pos::Noun,
            "JJ" => Pos::Adj,
            _ if form.chars().all(|c| c.is_ascii_punctuation()) => Pos::Punct,
            _ if form.starts_with(char::is_uppercase) => Pos::Propn,
            _ => Pos::Noun,
        };
        let begin = text.len();
        text.push_str(form);
        tokens.push(Token {
            span: Span::new(begin, text.len()),
            form: form.into(),
            lemma: form.to_lowercase(),
            upos,
            xpos: xpos.into(),
            feats: "_".into(),
            head: None,
            deprel: "_".into(),
        });
        text.push(' ');
    }
    let s = Sentence { span: Span::new(0, text.len()), part: Part::Body, block: 0, tokens };
    (Analysis { sentences: vec![s], ..Analysis::default() }, text)
}

fn read(words: &str, day: Option<&str>) -> Vec<String> {
    let (a, text) = analysis(words);
    let show = |d: Option<Day>| d.map_or("..".to_string(), |d| d.to_string());
    times(&a, &text, day.map(|d| d.parse().unwrap()))
        .iter()
        .map(|t| format!("{} = {} {}/{}", t.span.of(&text), t.value, show(t.from), show(t.to)))
        .collect()
}

/// On Monday 2 December 2024.
#[test]
fn values_and_days() {
    let cases: &[(&str, &[&str])] = &[
        // Dates in full and in part.
        ("on December 2 , 2024", &["December 2 , 2024 = 2024-12-02 2024-12-02/2024-12-02"]),
        ("on 27 November 2024", &["27 November 2024 = 2024-11-27 2024-11-27/2024-11-27"]),
        ("on the 27th of November", &["the 27th of November = 2024-11-27 2024-11-27/2024-11-27"]),
        ("fled/VBD on Nov. 27", &["Nov. 27 = 2024-11-27 2024-11-27/2024-11-27"]),
        ("dated 2024-11-27", &["2024-11-27 = 2024-11-27 2024-11-27/2024-11-27"]),
        ("dated 27/11/2024", &["27/11/2024 = 2024-11-27 2024-11-27/2024-11-27"]),
        ("dated 02/12/2024", &["02/12/2024 = 2024-12-02 2024-12-02/2024-12-02"]),
        ("fought/VBD November 27-30", &["November 27-30 = 2024-11-27 2024-11-27/2024-11-30"]),
        ("in March 2015", &["March 2015 = 2015-03 2015-03-01/2015-03-31"]),
        ("met/VBD in March", &["March = 2024-03 2024-03-01/2024-03-31"]),
        ("will/MD meet/VB in March", &["March = 2025-03 2025-03-01/2025-03-31"]),
        ("met/VBD last March", &["last March = 2024-03 2024-03-01/2024-03-31"]),
        ("met/VBD in June last year", &["June last year = 2023-06 2023-06-01/2023-06-30"]),
        // Weekdays go by tense.
        ("fled/VBD on Friday", &["Friday = 2024-11-29 2024-11-29/2024-11-29"]),
        ("fled/VBD on Monday", &["Monday = 2024-12-02 2024-12-02/2024-12-02"]),
        ("will/MD meet/VB on Friday", &["Friday = 2024-12-06 2024-12-06/2024-12-06"]),
        ("fled/VBD last Monday", &["last Monday = 2024-11-25 2024-11-25/2024-11-25"]),
        ("will/MD meet/VB next Tuesday", &["next Tuesday = 2024-12-03 2024-12-03/2024-12-03"]),
        ("fled/VBD on Friday last week", &["Friday last week = 2024-11-29 2024-11-29/2024-11-29"]),
        // Clock and part of the day.
        ("fled/VBD Friday morning", &["Friday morning = 2024-11-29TMO 2024-11-29/2024-11-29"]),
        ("fled/VBD at 3 p.m. on Friday", &["3 p.m. on Friday = 2024-11-29T15:00 2024-11-29/2024-11-29"]),
        ("fled/VBD on Friday at 14:30", &["Friday at 14:30 = 2024-11-29T14:30 2024-11-29/2024-11-29"]),
        ("fell/VBD overnight", &["overnight = 2024-12-01TNI 2024-12-01/2024-12-02"]),
        ("fell/VBD last night", &["last night = 2024-12-01TNI 2024-12-01/2024-12-01"]),
        ("fell/VBD at dawn on Sunday", &["dawn on Sunday = 2024-12-01TMO 2024-12-01/2024-12-01"]),
        // Weeks, weekends, months, years.
        ("fell/VBD last week", &["last week = 2024-W48 2024-11-25/2024-12-01"]),
        ("fell/VBD this week", &["this week = 2024-W49 2024-12-02/2024-12-02"]),
        ("will/MD meet/VB next week", &["next week = 2024-W50 2024-12-09/2024-12-15"]),
        ("took/VBD Hama by the weekend", &["the weekend = 2024-W48-WE ../2024-12-01"]),
        ("fell/VBD last month", &["last month = 2024-11 2024-11-01/2024-11-30"]),
        ("fell/VBD earlier this year", &["earlier this year = 2024 2024-01-01/2024-12-02"]),
        ("fell/VBD in 2015", &["2015 = 2015 2015-01-01/2015-12-31"]),
        ("fell/VBD in early 2016", &["early 2016 = 2016 2016-01-01/2016-05-01"]),
        ("fell/VBD in mid-2013", &["mid-2013 = 2013 2013-05-02/2013-09-01"]),
        ("during the 1990s", &["the 1990s = 199 1990-01-01/1999-12-31"]),
        ("in the 20th century", &["the 20th century = 19 1901-01-01/2000-12-31"]),
        ("in the summer of 2015", &["the summer of 2015 = 2015-SU 2015-06-01/2015-08-31"]),
        ("in the first quarter of 2024", &["the first quarter of 2024 = 2024-Q1 2024-01-01/2024-03-31"]),
        // What governs the words sets the bounds.
        ("held/VBD since 2020", &["2020 = 2020 2020-01-01/2024-12-02"]),
        ("held/VBD since Friday", &["Friday = 2024-11-29 2024-11-29/2024-12-02"]),
        ("held/VBD until Friday", &["Friday = 2024-11-29 ../2024-11-29"]),
        ("held/VBD before 2011", &["2011 = 2011 ../2010-12-31"]),
        ("fell/VBD after 2011", &["2011 = 2011 2012-01-01/2024-12-02"]),
        (
            "fought/VBD from Monday to Wednesday last week",
            &["Monday = 2024-11-25 2024-11-25/2024-11-27", "Wednesday last week = 2024-11-27 2024-11-25/2024-11-27"],
        ),
        ("between 2011 and 2015", &["2011 = 2011 2011-01-01/2015-12-31", "2015 = 2015 2011-01-01/2015-12-31"]),
        ("2011–2015", &["2011 = 2011 2011-01-01/2015-12-31", "2015 = 2015 2011-01-01/2015-12-31"]),
        // Durations and distances.
        ("fought/VBD for three days", &["three days = P3D ../.."]),
        ("for nearly four years", &["nearly four years = P4Y ../.."]),
        ("killed/VBD in the past three days", &["the past three days = P3D 2024-11-29/2024-12-02"]),
        ("in recent months", &["recent months = PAST_REF ../2024-12-02"]),
        ("fell/VBD six months ago", &["six months ago = 2024-06 2024-06-01/2024-06-30"]),
        ("fell/VBD 11 days ago", &["11 days ago = 2024-11-21 2024-11-21/2024-11-21"]),
        (
            "fell/VBD on Nov. 27 and three days later",
            &["Nov. 27 = 2024-11-27 2024-11-27/2024-11-27", "three days later = 2024-11-30 2024-11-30/2024-11-30"],
        ),
        ("a 10-year war", &["10-year = P10Y ../.."]),
        ("a 10-year-old boy", &[]),
        // Words that point.
        ("fell/VBD yesterday", &["yesterday = 2024-12-01 2024-12-01/2024-12-01"]),
        ("holds/VBZ it now", &["now = PRESENT_REF 2024-12-02/2024-12-02"]),
        ("fell/VBD recently", &["recently = PAST_REF ../2024-12-02"]),
        ("held/VBD it at one point", &["at one point = PAST_REF ../2024-12-02"]),
        ("bombs/VBZ it every day", &["every day = P1D ../.."]),
        ("marches/VBZ each Friday", &["each Friday = XXXX-WXX-5 ../.."]),
        // Feasts.
        ("fell/VBD on Christmas Eve 2016", &["Christmas Eve 2016 = 2016-12-24 2016-12-24/2016-12-24"]),
        ("began/VBD on New Year 's Day", &["New Year 's Day = 2024-01-01 2024-01-01/2024-01-01"]),
        // What is no time.
        ("2000 fighters/NNS fled/VBD", &[]),
        ("they may/MD go/VB", &[]),
        ("a second man came/VBD first", &[]),
        ("three quarters of the city", &[]),
    ];
    for (words, wanted) in cases {
        assert_eq!(&read(words, Some("2024-12-02")), wanted, "{words}");
    }
}

#[test]
fn without_a_day_nothing_is_anchored() {
    assert_eq!(read("fled/VBD on Friday", None), ["Friday = XXXX-WXX-5 ../.."]);
    assert_eq!(read("fled/VBD last week", None), ["last week = XXXX-WXX ../.."]);
    assert_eq!(read("fled/VBD in March", None), ["March = XXXX-03 ../.."]);
    assert_eq!(read("fled/VBD in March 2015", None), ["March 2015 = 2015-03 2015-03-01/2015-03-31"]);
}

#[test]
fn a_claim_holds_throughout_within_or_again_and_again() {
    let holds = |words: &str| {
        let (a, text) = analysis(words);
        times(&a, &text, Some("2024-12-02".parse().unwrap()))[0].holds
    };
    assert_eq!(holds("held/VBD since 2020"), Holds::Throughout);
    assert_eq!(holds("held/VBD it at one point"), Holds::Within);
    assert_eq!(holds("fell/VBD last week"), Holds::Within);
    assert_eq!(holds("fell/VBD on Friday"), Holds::Throughout);
    assert_eq!(holds("bombs/VBZ it every day"), Holds::Repeated);
}

#[test]
fn odd_numbers_do_not_panic() {
    for words in [
        "99999999 years ago",
        "in 9999",
        "0/0/2024",
        "31 February 2024",
        "February 31",
        "99th century",
        "in 99999 months",
        "--",
        "the",
        "T24:99",
    ] {
        let _ = read(words, Some("2024-12-02"));
        let _ = read(words, Some("-009999-01-01"));
        let _ = read(words, Some("9999-12-31"));
    }
}
