//! Time expressions, one line a case. A word may carry its Penn tag (`fled/VBD`), which gives the tense.

use super::*;
use froissart_model::{Holds, Part, Pos, Sentence, Token};

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
            "TO" => Pos::Part,
            "CC" => Pos::Cconj,
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

/// Reads each sentence on a page of Monday 2 December 2024, and tells all that differ.
fn check(cases: &[(&str, &[&str])]) {
    let different: Vec<String> = cases
        .iter()
        .map(|(words, wanted)| (words, wanted, read(words, Some("2024-12-02"))))
        .filter(|(_, wanted, read)| read != *wanted)
        .map(|(words, wanted, read)| format!("{words}\n  wanted {wanted:?}\n  read   {read:?}"))
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
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
        ("fell/VBD on November twenty-seventh", &["November twenty-seventh = 2024-11-27 2024-11-27/2024-11-27"]),
        ("fell/VBD on the eighth of March", &["the eighth of March = 2024-03-08 2024-03-08/2024-03-08"]),
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
    check(cases);
}

/// Lists and ranges, on Monday 2 December 2024. A range tells its whole twice, once at either end.
#[test]
fn lists_and_ranges() {
    let cases: &[(&str, &[&str])] = &[
        (
            "shelled/VBD it between 3 and 5 May",
            &["3 = 2024-05-03 2024-05-03/2024-05-05", "5 May = 2024-05-05 2024-05-03/2024-05-05"],
        ),
        (
            "shelled/VBD it from 28 to 30 November 2023",
            &["28 = 2023-11-28 2023-11-28/2023-11-30", "30 November 2023 = 2023-11-30 2023-11-28/2023-11-30"],
        ),
        ("shelled/VBD it on 3-5 May", &["3-5 May = 2024-05-03 2024-05-03/2024-05-05"]),
        (
            "met/VBD on April 24 and 25",
            &["April 24 = 2024-04-24 2024-04-24/2024-04-24", "25 = 2024-04-25 2024-04-25/2024-04-25"],
        ),
        (
            "met/VBD on April 9 , 10 and/CC 11 , 2013",
            &[
                "April 9 = 2013-04-09 2013-04-09/2013-04-09",
                "10 = 2013-04-10 2013-04-10/2013-04-10",
                "11 , 2013 = 2013-04-11 2013-04-11/2013-04-11",
            ],
        ),
        ("killed/VBD on April 24 and 25 people/NNS", &["April 24 = 2024-04-24 2024-04-24/2024-04-24"]),
        (
            "fought/VBD from Thursday to Monday",
            &["Thursday = 2024-11-28 2024-11-28/2024-12-02", "Monday = 2024-12-02 2024-11-28/2024-12-02"],
        ),
        (
            "will/MD meet/VB Monday-Thursday",
            &["Monday = 2024-12-02 2024-12-02/2024-12-05", "Thursday = 2024-12-05 2024-12-02/2024-12-05"],
        ),
        (
            "fought/VBD between Monday and Thursday",
            &["Monday = 2024-11-25 2024-11-25/2024-11-28", "Thursday = 2024-11-28 2024-11-25/2024-11-28"],
        ),
        (
            "fought/VBD from November to March",
            &["November = 2023-11 2023-11-01/2024-03-31", "March = 2024-03 2023-11-01/2024-03-31"],
        ),
        (
            "fought/VBD from November to March 2017",
            &["November = 2016-11 2016-11-01/2017-03-31", "March 2017 = 2017-03 2016-11-01/2017-03-31"],
        ),
        (
            "between 27 November 2016 and 3 February",
            &["27 November 2016 = 2016-11-27 2016-11-27/2017-02-03", "3 February = 2017-02-03 2016-11-27/2017-02-03"],
        ),
        (
            "in March and April 2015",
            &["March = 2015-03 2015-03-01/2015-03-31", "April 2015 = 2015-04 2015-04-01/2015-04-30"],
        ),
        ("in 2014-15", &["2014-15 = 2014/2015 2014-01-01/2015-12-31"]),
        ("in 2014/15", &["2014/15 = 2014/2015 2014-01-01/2015-12-31"]),
        ("the 2014-15 fiscal year", &["the 2014-15 fiscal year = 2014/2015 2014-01-01/2015-12-31"]),
    ];
    check(cases);
}

/// Years in words, quarters, halves, seasons, decades, and the nth of something in them.
#[test]
fn years_and_their_parts() {
    let cases: &[(&str, &[&str])] = &[
        ("in nineteen ninety-one", &["nineteen ninety-one = 1991 1991-01-01/1991-12-31"]),
        ("in nineteen oh five", &["nineteen oh five = 1905 1905-01-01/1905-12-31"]),
        ("in two thousand and eleven", &["two thousand and eleven = 2011 2011-01-01/2011-12-31"]),
        ("in twenty sixteen", &["twenty sixteen = 2016 2016-01-01/2016-12-31"]),
        ("by the year two thousand", &["the year two thousand = 2000 ../2000-12-31"]),
        ("lost/VBD two thousand fighters/NNS", &[]),
        ("lost/VBD nineteen fighters/NNS", &[]),
        ("in fiscal 2015", &["fiscal 2015 = 2015 2015-01-01/2015-12-31"]),
        ("in FY2015", &["FY2015 = 2015 2015-01-01/2015-12-31"]),
        ("in the 2015 fiscal year", &["the 2015 fiscal year = 2015 2015-01-01/2015-12-31"]),
        ("in mid-2016", &["mid-2016 = 2016 2016-05-01/2016-09-01"]),
        ("a post-2011 order", &["2011 = 2011 2012-01-01/2024-12-02"]),
        ("in the early 1990s", &["the early 1990s = 199 1990-01-01/1993-05-02"]),
        ("in the first half of 2016", &["the first half of 2016 = 2016-H1 2016-01-01/2016-07-01"]),
        ("in Q3 2016", &["Q3 2016 = 2016-Q3 2016-07-01/2016-09-30"]),
        ("in last year 's fourth quarter", &["last year 's fourth quarter = 2023-Q4 2023-10-01/2023-12-31"]),
        ("in the 2013 second quarter", &["the 2013 second quarter = 2013-Q2 2013-04-01/2013-06-30"]),
        ("will/MD report/VB on the third quarter", &["the third quarter = 2024-Q3 2024-07-01/2024-09-30"]),
        ("will/MD start/VB in the second quarter", &["the second quarter = 2025-Q2 2025-04-01/2025-06-30"]),
        (
            "in the third quarter , against the year-ago period",
            &[
                "the third quarter = 2024-Q3 2024-07-01/2024-09-30",
                "the year-ago period = 2023-Q3 2023-07-01/2023-09-30",
            ],
        ),
        ("the fourth quarter of the match", &[]),
        ("fell/VBD last winter", &["last winter = 2023-WI 2023-12-01/2024-02-29"]),
        ("in the winter of 2015", &["the winter of 2015 = 2015-WI 2015-12-01/2016-02-29"]),
        ("fell/VBD on the first day of March", &["the first day of March = 2024-03-01 2024-03-01/2024-03-01"]),
        ("on the last day of 2016", &["the last day of 2016 = 2016-12-31 2016-12-31/2016-12-31"]),
        ("in the first week of May 2015", &["the first week of May 2015 = 2015-W19 2015-05-01/2015-05-07"]),
        ("in the last week of 2016", &["the last week of 2016 = 2016-W52 2016-12-25/2016-12-31"]),
        ("on the second Friday of March 2015", &["the second Friday of March 2015 = 2015-03-13 2015-03-13/2015-03-13"]),
        ("on the last weekend of May 2015", &["the last weekend of May 2015 = 2015-W22-WE 2015-05-30/2015-05-31"]),
        ("on the first day of the war", &[]),
    ];
    check(cases);
}

/// On Monday 2 December 2024. Islamic feasts come from a table, and have a day's room on either side.
#[test]
fn feasts() {
    let cases: &[(&str, &[&str])] = &[
        (
            "struck/VBD on the first day of Eid al-Fitr",
            &["the first day of Eid al-Fitr = 2024-04-10 2024-04-09/2024-04-11"],
        ),
        ("struck/VBD during Eid al-Fitr", &["Eid al-Fitr = 2024-04-10 2024-04-09/2024-04-13"]),
        (
            "struck/VBD on the third day of Eid al-Adha",
            &["the third day of Eid al-Adha = 2024-06-19 2024-06-18/2024-06-20"],
        ),
        ("struck/VBD during Ramadan", &["Ramadan = 2024-03-11 2024-03-10/2024-04-10"]),
        ("struck/VBD during Ramadan 2015", &["Ramadan 2015 = 2015-06-18 2015-06-17/2015-07-18"]),
        ("will/MD strike/VB before Ramadan", &["Ramadan = 2025-03-01 ../2025-02-27"]),
        ("struck/VBD on the last day of Ramadan", &["the last day of Ramadan = 2024-04-09 2024-04-08/2024-04-10"]),
        ("struck/VBD on the 10th of Muharram", &["the 10th of Muharram = 2024-07-17 2024-07-16/2024-07-18"]),
        ("struck/VBD on Ashura", &["Ashura = 2024-07-17 2024-07-16/2024-07-18"]),
        ("gathered/VBD for Arbaeen 2023", &["Arbaeen 2023 = 2023-09-06 2023-09-05/2023-09-07"]),
        ("struck/VBD on Orthodox Christmas", &["Orthodox Christmas = 2024-01-07 2024-01-07/2024-01-07"]),
        ("a truce for Orthodox Easter 2022", &["Orthodox Easter 2022 = 2022-04-24 2022-04-24/2022-04-24"]),
        ("struck/VBD on Easter Sunday 2019", &["Easter Sunday 2019 = 2019-04-21 2019-04-21/2019-04-21"]),
        ("attacked/VBD on Yom Kippur 1973", &["Yom Kippur 1973 = 1973-10-06 1973-10-06/1973-10-06"]),
        ("attacked/VBD during Passover 2023", &["Passover 2023 = 2023-04-06 2023-04-06/2023-04-13"]),
        ("marched/VBD on Nowruz", &["Nowruz = 2024-03-20 2024-03-20/2024-03-20"]),
    ];
    check(cases);
}

/// What stands around the words, and what was told before them.
#[test]
fn bounds_and_anchors() {
    let cases: &[(&str, &[&str])] = &[
        ("will/MD leave/VB by Friday", &["Friday = 2024-12-06 ../2024-12-06"]),
        ("has/VBZ until Friday to/TO leave/VB", &["Friday = 2024-12-06 ../2024-12-06"]),
        ("extended/VBD the truce until Friday", &["Friday = 2024-12-06 ../2024-12-06"]),
        ("postponed/VBD the talks to Friday", &["Friday = 2024-12-06 2024-12-06/2024-12-06"]),
        ("gave/VBD a speech to Friday 's rally", &["Friday = 2024-11-29 2024-11-29/2024-11-29"]),
        ("held/VBD it through 2016", &["2016 = 2016 ../2016-12-31"]),
        ("called/VBD a strike for Friday", &["Friday = 2024-12-06 2024-12-06/2024-12-06"]),
        ("no later than Friday", &["Friday = 2024-12-06 ../2024-12-06"]),
        ("fell/VBD prior to 2011", &["2011 = 2011 ../2010-12-31"]),
        ("held/VBD from 2015 onwards", &["2015 = 2015 2015-01-01/2024-12-02"]),
        ("held/VBD since last week", &["last week = 2024-W48 2024-11-25/2024-12-02"]),
        ("fell/VBD late on Tuesday", &["late on Tuesday = 2024-11-26 2024-11-26/2024-11-26"]),
        (
            "fell/VBD in the early hours of Tuesday",
            &["the early hours of Tuesday = 2024-11-26TMO 2024-11-26/2024-11-26"],
        ),
        ("in the past two weeks", &["the past two weeks = P2W 2024-11-18/2024-12-02"]),
        ("will/MD fall/VB within hours", &["hours = PTXH 2024-12-02/.."]),
        ("will/MD fall/VB within two weeks", &["two weeks = P2W 2024-12-02/2024-12-16"]),
        ("fell/VBD eight years ago", &["eight years ago = 2016 2016-01-01/2016-12-31"]),
        ("fell/VBD a decade ago", &["a decade ago = 2014 2014-01-01/2014-12-31"]),
        ("will/MD meet/VB three weeks later", &["three weeks later = 2024-W52 2024-12-23/2024-12-29"]),
        ("fought/VBD for two and a half years", &["two and a half years = P2Y6M ../.."]),
        ("fought/VBD for half an hour", &["half an hour = PT30M ../.."]),
        ("fought/VBD for two decades", &["two decades = P20Y ../.."]),
        ("after eight trading days", &["eight trading days = P8D ../.."]),
        ("the 13-year-old war", &["13-year-old = P13Y ../.."]),
        (
            "fell/VBD on Friday , Nov. 22 , and the previous Friday",
            &[
                "Friday , Nov. 22 = 2024-11-22 2024-11-22/2024-11-22",
                "the previous Friday = 2024-11-15 2024-11-15/2024-11-15",
            ],
        ),
        (
            "fell/VBD on 3 May and Hama fell/VBD the following week",
            &["3 May = 2024-05-03 2024-05-03/2024-05-03", "the following week = 2024-W19 2024-05-06/2024-05-12"],
        ),
        (
            "fell/VBD on 3 May and Hama fell/VBD two days after .",
            &["3 May = 2024-05-03 2024-05-03/2024-05-03", "two days after = 2024-05-05 2024-05-05/2024-05-05"],
        ),
        ("came/VBD a day before Yom Kippur 1973", &["a day before Yom Kippur 1973 = 1973-10-05 1973-10-05/1973-10-05"]),
        ("came/VBD the day after Christmas 2016", &["the day after Christmas 2016 = 2016-12-26 2016-12-26/2016-12-26"]),
        ("came/VBD two days before Friday", &["two days before Friday = 2024-11-27 2024-11-27/2024-11-27"]),
        ("the last days of October 2016", &["the last days of October 2016 = 2016-10 2016-10-25/2016-10-31"]),
        ("left/VBD after 3 p.m. on Friday", &["3 p.m. on Friday = 2024-11-29T15:00 2024-11-29/2024-11-29"]),
        ("fought/VBD through the night", &["the night = 2024-12-01TNI 2024-12-01/2024-12-02"]),
        // Nothing was told before it, and a past lies before the page.
        ("resigned/VBD three days later", &["three days later = XXXX-XX-XX ../2024-12-02"]),
        ("resigned/VBD the following month", &["the following month = XXXX-XX ../2024-12-02"]),
        // Again and again.
        ("marched/VBD on Friday nights", &["Friday nights = XXXX-WXX-5TNI ../.."]),
        ("bombs/VBZ it twice a week", &["twice a week = P1W ../.."]),
        ("bombs/VBZ it every weekend", &["every weekend = XXXX-WXX-WE ../.."]),
        ("bombs/VBZ it every other day", &["every other day = P2D ../.."]),
        ("bombs/VBZ it daily", &["daily = P1D ../.."]),
        // Words that only point.
        ("will/MD fall/VB soon", &["soon = FUTURE_REF 2024-12-02/.."]),
        ("was/VBD soon released", &[]),
        ("holds/VBZ it for now", &["for now = PRESENT_REF 2024-12-02/2024-12-02"]),
        ("spoke/VBD on This Week of heavy fighting/NN around the besieged city", &[]),
    ];
    check(cases);
}

/// "three days later" counts from the last time told, also over the end of a sentence.
#[test]
fn the_time_before_is_that_of_the_text() {
    let day = Some("2024-12-02".parse().unwrap());
    let (mut a, mut text) = analysis("fell/VBD on 27 November");
    let (b, more) = analysis("Hama fell/VBD three days later .");
    let mut s = b.sentences[0].clone();
    for t in &mut s.tokens {
        t.span = Span::new(t.span.begin + text.len(), t.span.end + text.len());
    }
    s.span = Span::new(text.len(), text.len() + more.len());
    text.push_str(&more);
    a.sentences.push(s);
    let values: Vec<_> = times(&a, &text, day).into_iter().map(|t| t.value).collect();
    assert_eq!(values, ["2024-11-27", "2024-11-30"]);
}

/// A tree gives the verb: rows of form, lemma, part of speech, Penn tag, head (from 1, 0 for the root), relation.
fn tree(rows: &[(&str, &str, &str, &str, usize, &str)]) -> (Analysis, String) {
    let (mut a, text) = analysis(&rows.iter().map(|r| r.0).collect::<Vec<_>>().join(" "));
    for (t, r) in a.sentences[0].tokens.iter_mut().zip(rows) {
        (t.lemma, t.upos, t.xpos) = (r.1.into(), Pos::parse(r.2), r.3.into());
        (t.head, t.deprel) = (r.4.checked_sub(1), r.5.into());
    }
    (a, text)
}

#[test]
fn the_tense_of_the_clause_gives_the_direction() {
    let friday = |rows: &[(&str, &str, &str, &str, usize, &str)]| {
        let (a, text) = tree(rows);
        times(&a, &text, Some("2024-12-02".parse().unwrap()))[0].value.clone()
    };
    let who = ("Rebels", "rebel", "NOUN", "NNS", 2, "nsubj");
    assert_eq!(
        friday(&[who, ("left", "leave", "VERB", "VBD", 0, "root"), ("Friday", "Friday", "PROPN", "NNP", 2, "obl")]),
        "2024-11-29"
    );
    // "Rebels are to leave Friday": what they are to do is ahead.
    assert_eq!(
        friday(&[
            who,
            ("are", "be", "VERB", "VBP", 0, "root"),
            ("to", "to", "PART", "TO", 4, "mark"),
            ("leave", "leave", "VERB", "VB", 2, "xcomp"),
            ("Friday", "Friday", "PROPN", "NNP", 4, "obl"),
        ]),
        "2024-12-06"
    );
    // "Rebels could not be reached Friday": that could is a past.
    assert_eq!(
        friday(&[
            ("Rebels", "rebel", "NOUN", "NNS", 5, "nsubj:pass"),
            ("could", "could", "AUX", "MD", 5, "aux"),
            ("not", "not", "PART", "RB", 5, "advmod"),
            ("be", "be", "AUX", "VB", 5, "aux:pass"),
            ("reached", "reach", "VERB", "VBN", 0, "root"),
            ("Friday", "Friday", "PROPN", "NNP", 5, "obl"),
        ]),
        "2024-11-29"
    );
    // "Rebels scheduled talks Friday": the talks are on Friday.
    assert_eq!(
        friday(&[
            who,
            ("scheduled", "schedule", "VERB", "VBD", 0, "root"),
            ("talks", "talk", "NOUN", "NNS", 2, "obj"),
            ("Friday", "Friday", "PROPN", "NNP", 3, "nmod"),
        ]),
        "2024-12-06"
    );
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

/// The tables of `docs/times.md`: a sentence with its time words in bold, their value, their days.
#[test]
fn the_docs_are_true() {
    let docs = include_str!("../../../../docs/times.md");
    // The verbs of the examples, with the tags that a model gives them.
    let tag = |word: &str| match word {
        "fell" | "held" | "met" | "extended" | "called" => format!("{word}/VBD"),
        "hold" => format!("{word}/VBP"),
        "will" => format!("{word}/MD"),
        _ => word.to_owned(),
    };
    let mut rows = 0;
    for line in docs.lines().filter(|l| l.starts_with('|') && l.contains("**")) {
        let [sentence, value, days] = line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let told = sentence.split("**").nth(1).unwrap();
        let words: Vec<String> = sentence.replace("**", "").split(' ').map(tag).collect();
        let wanted = format!("{told} = {value} {days}");
        let read = read(&words.join(" "), Some("2024-12-02"));
        assert!(read.contains(&wanted), "{sentence}\n  wanted {wanted}\n  read   {read:?}");
        rows += 1;
    }
    assert!(rows > 50, "{rows} rows");
}

/// A small generator of numbers, the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Any words that tell times, in any order, on any page's day: no panic, and `from` is never after `to`.
#[test]
fn any_date_text_gives_ordered_days() {
    let words = "0 1 2 3 30 31 45 99 365 1000 1999 2000 2016 9999 99999 999999999 18446744073709551616 2.5 1/2 30th 99th 0th \
                 twenty-first first last next this that the a an half second third years year decade centuries century \
                 months month weeks week day days hours quarter quarters weekend February May December Sunday Friday \
                 Mondays Ramadan Eid al-Fitr Passover Nowruz Easter Christmas Eve ago later earlier before after since \
                 until between and to from of in on by - – / , : . ' 's per every daily twice winter spring 1990s '80s \
                 mid-2016 2014-15 2024-02-30 31/02/2024 32.13.2024 nineteen ninety thousand hundred two million fiscal \
                 FY2015 Q1 early late end beginning T24:99 25:61 3 p.m. noon midnight overnight morning now soon old \
                 will/MD fell/VBD has/VBZ to/TO year-ago year-end following previous";
    let words: Vec<&str> = words.split_whitespace().collect();
    let days =
        [None, Some("-9999-01-01"), Some("0000-02-29"), Some("1582-10-10"), Some("2024-02-29"), Some("9999-12-31")];
    let mut dice = Dice(7);
    for round in 0..4000 {
        let length = 1 + dice.roll(9);
        let text: Vec<&str> = (0..length).map(|_| words[dice.roll(words.len())]).collect();
        let (a, text) = analysis(&text.join(" "));
        let day = days[round % days.len()].map(|d| if d.starts_with('-') { Day::MIN } else { d.parse().unwrap() });
        for t in times(&a, &text, day) {
            assert!(
                t.from.is_none() || t.to.is_none() || t.from <= t.to,
                "{text}: {} {:?}/{:?}",
                t.value,
                t.from,
                t.to
            );
            assert!(!t.value.is_empty() && t.span.begin < t.span.end, "{text}");
        }
    }
}

#[test]
fn what_the_calendar_lacks_is_no_day() {
    for words in ["on February 30", "on 31 April 2024", "on the 99th", "on the 40th day of Ramadan", "in year 0"] {
        let all = read(words, Some("2024-12-02"));
        assert!(
            all.iter().all(|t| !t.contains("-30 ") && !t.contains("-31 ") && !t.contains("0000")),
            "{words}: {all:?}"
        );
    }
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
        "February 30",
        "the 99th",
        "in year 0",
    ] {
        let _ = read(words, Some("2024-12-02"));
        let _ = read(words, Some("-009999-01-01"));
        let _ = read(words, Some("9999-12-31"));
    }
}
