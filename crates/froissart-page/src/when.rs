//! Days and clocks as pages write them, in markup and in words.
//!
//! It finds full dates only: a day without its year is no date here, and "on Friday" is the language step's affair.
//! "December 2, 2024, 14:39:31 IST" on an Indian outlet is 2024-12-02T14:39:31+05:30.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

/// The clock a time is told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Zone {
    /// Nothing is said.
    Unsaid,
    /// Seconds east of Greenwich.
    Fixed(i32),
    /// An abbreviation that several clocks share ("IST").
    Named(String),
}

/// A day, and the time of day where it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) day: Date,
    pub(crate) time: Option<Time>,
    pub(crate) zone: Zone,
}

/// What is known of the page's place, to read "IST" and "03/04/2024" by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// The outlet's IANA zone.
    pub(crate) zone: Option<String>,
    /// The outlet's country, alpha-3.
    pub(crate) country: Option<String>,
    /// Whether the page is in American English, which puts the month first.
    pub(crate) month_first: bool,
}

/// A date found in words, with the bytes it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) begin: usize,
    pub(crate) end: usize,
    pub(crate) when: When,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Mark,
}

#[derive(Debug, Clone, Copy)]
struct Tok<'a> {
    kind: Kind,
    text: &'a str,
    begin: usize,
    end: usize,
    value: u64,
    /// Whether a blank stands before it.
    gap: bool,
}

fn tokens(s: &str) -> Vec<Tok<'_>> {
    let mut out: Vec<Tok<'_>> = Vec::new();
    let mut chars = s.char_indices().peekable();
    let mut gap = true;
    while let Some((begin, c)) = chars.next() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let class = |c: char| {
            if c.is_ascii_digit() {
                Kind::Number
            } else if c.is_alphabetic() && !matches!(c, '年' | '月' | '日') {
                Kind::Word
            } else {
                Kind::Mark
            }
        };
        let kind = class(c);
        let mut end = begin + c.len_utf8();
        if kind != Kind::Mark {
            while let Some(&(i, d)) = chars.peek() {
                if class(d) != kind {
                    break;
                }
                end = i + d.len_utf8();
                chars.next();
            }
        }
        let text = &s[begin..end];
        out.push(Tok { kind, text, begin, end, value: text.parse().unwrap_or(u64::MAX), gap });
        gap = false;
    }
    out
}

/// Months in the languages that news pages mostly come in; "mar" and "mai" are the same month wherever they occur.
const MONTHS: &[(&str, i8)] = &[
    ("january", 1),
    ("jan", 1),
    ("janvier", 1),
    ("januar", 1),
    ("jänner", 1),
    ("enero", 1),
    ("gennaio", 1),
    ("janeiro", 1),
    ("januari", 1),
    ("ocak", 1),
    ("января", 1),
    ("січня", 1),
    ("stycznia", 1),
    ("ene", 1),
    ("gen", 1),
    ("janv", 1),
    ("february", 2),
    ("feb", 2),
    ("février", 2),
    ("fevrier", 2),
    ("februar", 2),
    ("febrero", 2),
    ("febbraio", 2),
    ("fevereiro", 2),
    ("februari", 2),
    ("şubat", 2),
    ("февраля", 2),
    ("лютого", 2),
    ("lutego", 2),
    ("févr", 2),
    ("fev", 2),
    ("march", 3),
    ("mar", 3),
    ("mars", 3),
    ("märz", 3),
    ("marzo", 3),
    ("março", 3),
    ("maart", 3),
    ("mart", 3),
    ("марта", 3),
    ("березня", 3),
    ("marca", 3),
    ("april", 4),
    ("apr", 4),
    ("avril", 4),
    ("abril", 4),
    ("aprile", 4),
    ("nisan", 4),
    ("апреля", 4),
    ("квітня", 4),
    ("kwietnia", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("maggio", 5),
    ("maio", 5),
    ("mei", 5),
    ("mayıs", 5),
    ("мая", 5),
    ("травня", 5),
    ("maja", 5),
    ("june", 6),
    ("jun", 6),
    ("juin", 6),
    ("juni", 6),
    ("junio", 6),
    ("giugno", 6),
    ("junho", 6),
    ("haziran", 6),
    ("июня", 6),
    ("червня", 6),
    ("czerwca", 6),
    ("july", 7),
    ("jul", 7),
    ("juillet", 7),
    ("juli", 7),
    ("julio", 7),
    ("luglio", 7),
    ("julho", 7),
    ("temmuz", 7),
    ("июля", 7),
    ("липня", 7),
    ("lipca", 7),
    ("juil", 7),
    ("august", 8),
    ("aug", 8),
    ("août", 8),
    ("aout", 8),
    ("agosto", 8),
    ("augustus", 8),
    ("ağustos", 8),
    ("августа", 8),
    ("серпня", 8),
    ("sierpnia", 8),
    ("ago", 8),
    ("september", 9),
    ("sep", 9),
    ("sept", 9),
    ("septembre", 9),
    ("septiembre", 9),
    ("settembre", 9),
    ("setembro", 9),
    ("eylül", 9),
    ("сентября", 9),
    ("вересня", 9),
    ("września", 9),
    ("october", 10),
    ("oct", 10),
    ("octobre", 10),
    ("oktober", 10),
    ("okt", 10),
    ("octubre", 10),
    ("ottobre", 10),
    ("outubro", 10),
    ("ekim", 10),
    ("октября", 10),
    ("жовтня", 10),
    ("października", 10),
    ("november", 11),
    ("nov", 11),
    ("novembre", 11),
    ("noviembre", 11),
    ("novembro", 11),
    ("kasım", 11),
    ("ноября", 11),
    ("листопада", 11),
    ("listopada", 11),
    ("december", 12),
    ("dec", 12),
    ("décembre", 12),
    ("decembre", 12),
    ("dezember", 12),
    ("dez", 12),
    ("diciembre", 12),
    ("dicembre", 12),
    ("dezembro", 12),
    ("aralık", 12),
    ("декабря", 12),
    ("грудня", 12),
    ("grudnia", 12),
    ("déc", 12),
    ("dic", 12),
];

fn month(word: &str) -> Option<i8> {
    let w = word.to_lowercase();
    MONTHS.iter().find(|(m, _)| *m == w).map(|(_, n)| *n)
}

/// Abbreviations that mean one clock, in minutes east of Greenwich.
const ZONES: &[(&str, i32)] = &[
    ("ACDT", 630),
    ("ACST", 570),
    ("ADT", -180),
    ("AEDT", 660),
    ("AEST", 600),
    ("AFT", 270),
    ("AKDT", -480),
    ("AKST", -540),
    ("AWST", 480),
    ("CAT", 120),
    ("CEST", 120),
    ("CET", 60),
    ("EAT", 180),
    ("EDT", -240),
    ("EEST", 180),
    ("EET", 120),
    ("GMT", 0),
    ("HKT", 480),
    ("HST", -600),
    ("IDT", 180),
    ("IRST", 210),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MESZ", 120),
    ("MEZ", 60),
    ("MSK", 180),
    ("MYT", 480),
    ("NPT", 345),
    ("NZDT", 780),
    ("NZST", 720),
    ("PDT", -420),
    ("PHT", 480),
    ("PKT", 300),
    ("PST", -480),
    ("SAST", 120),
    ("SGT", 480),
    ("TRT", 180),
    ("UTC", 0),
    ("WAT", 60),
    ("WEST", 60),
    ("WIB", 420),
    ("WIT", 540),
    ("WITA", 480),
    ("Z", 0),
];

/// A country, and the minutes east of Greenwich that it means; `None` where its own rules give them.
type Meaning = (&'static str, Option<i32>);

/// Abbreviations that several clocks share, with whose clock each is.
const SHARED: &[(&str, &[Meaning])] = &[
    (
        "AST",
        &[
            ("SAU", Some(180)),
            ("IRQ", Some(180)),
            ("KWT", Some(180)),
            ("QAT", Some(180)),
            ("BHR", Some(180)),
            ("YEM", Some(180)),
            ("CAN", Some(-240)),
            ("PRI", Some(-240)),
        ],
    ),
    ("BST", &[("GBR", Some(60)), ("BGD", Some(360))]),
    ("CDT", &[("USA", Some(-300)), ("CAN", Some(-300)), ("MEX", Some(-300)), ("CUB", Some(-240))]),
    (
        "CST",
        &[
            ("USA", Some(-360)),
            ("CAN", Some(-360)),
            ("MEX", Some(-360)),
            ("CHN", Some(480)),
            ("TWN", Some(480)),
            ("CUB", Some(-300)),
        ],
    ),
    ("CT", &[("USA", None)]),
    ("EST", &[("USA", Some(-300)), ("CAN", Some(-300)), ("AUS", Some(600))]),
    ("ET", &[("USA", None), ("CAN", None)]),
    ("GST", &[("ARE", Some(240)), ("OMN", Some(240)), ("SGS", Some(-120))]),
    ("HRS", &[]),
    ("IST", &[("IND", Some(330)), ("IRL", Some(60)), ("ISR", Some(120))]),
    ("LOCAL", &[]),
    ("MST", &[("USA", Some(-420)), ("CAN", Some(-420)), ("MYS", Some(480))]),
    ("MT", &[("USA", None)]),
    ("PT", &[("USA", None), ("CAN", None)]),
    ("SST", &[("SGP", Some(480)), ("ASM", Some(-660))]),
];

fn american(abbreviation: &str) -> Option<&'static str> {
    Some(match abbreviation {
        "ET" => "America/New_York",
        "CT" => "America/Chicago",
        "MT" => "America/Denver",
        "PT" => "America/Los_Angeles",
        _ => return None,
    })
}

struct Reader<'a> {
    toks: Vec<Tok<'a>>,
    clock: &'a Clock,
}

impl<'a> Reader<'a> {
    fn at(&self, i: usize) -> Option<&Tok<'a>> {
        self.toks.get(i)
    }
    fn number(&self, i: usize, digits: std::ops::RangeInclusive<usize>) -> Option<i64> {
        let t = self.at(i)?;
        (t.kind == Kind::Number && digits.contains(&t.text.len())).then_some(t.value as i64)
    }
    fn is(&self, i: usize, any: &[&str]) -> bool {
        self.at(i).is_some_and(|t| any.iter().any(|a| t.text.eq_ignore_ascii_case(a)))
    }
    fn skip(&self, mut i: usize, any: &[&str]) -> usize {
        while self.is(i, any) {
            i += 1;
        }
        i
    }
    fn month(&self, i: usize) -> Option<i8> {
        let t = self.at(i)?;
        if t.kind == Kind::Word { month(t.text) } else { None }
    }

    /// A day at token `i`, and the token after it.
    fn day(&self, i: usize) -> Option<(Date, usize)> {
        let make = |y: i64, m: i64, d: i64| {
            if !(1900..=2100).contains(&y) {
                return None;
            }
            Date::new(y as i16, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
        };
        let sep = |i: usize| {
            self.at(i).filter(|t| matches!(t.text, "-" | "/" | "." | "年" | "月" | "‐" | "–")).map(|t| t.text)
        };
        // 2024-12-02, 2024/12/02, 2024年12月2日
        if let (Some(y), Some(a), Some(m), Some(b), Some(d)) =
            (self.number(i, 4..=4), sep(i + 1), self.number(i + 2, 1..=2), sep(i + 3), self.number(i + 4, 1..=2))
            && (a == b || a == "年")
            && let Some(day) = make(y, m, d)
        {
            return Some((day, self.skip(i + 5, &["日"])));
        }
        // 20241202, and 20241202T143931
        if let Some(n) = self.number(i, 8..=8)
            && let Some(day) = make(n / 10000, n / 100 % 100, n % 100)
        {
            return Some((day, i + 1));
        }
        // 2 December 2024, 2nd of December, 2024, 02-Dec-2024, 2. Dezember 2024
        if let Some(d) = self.number(i, 1..=2) {
            let k = self.skip(i + 1, &["st", "nd", "rd", "th", "er", "º", "°", ".", "-", "of", "de", "/", ","]);
            if let Some(m) = self.month(k) {
                let k = self.skip(k + 1, &[".", ",", "-", "of", "de", "/", "del"]);
                if let Some(y) = self.number(k, 4..=4)
                    && let Some(day) = make(y, i64::from(m), d)
                {
                    return Some((day, k + 1));
                }
                // 02-Dec-24, but never "2 December 24"
                if let (Some(y), true) = (self.number(k, 2..=2), self.is(k.wrapping_sub(1), &["-"]))
                    && let Some(day) = make(2000 + y, i64::from(m), d)
                {
                    return Some((day, k + 1));
                }
            }
        }
        // December 2, 2024; Dec. 2nd 2024; Dec 2 14:39:31 2024 is not read here
        if let Some(m) = self.month(i) {
            let k = self.skip(i + 1, &[".", "-"]);
            if let Some(d) = self.number(k, 1..=2) {
                let k = self.skip(k + 1, &["st", "nd", "rd", "th", ",", ".", "-"]);
                if let Some(y) = self.number(k, 4..=4)
                    && let Some(day) = make(y, i64::from(m), d)
                {
                    return Some((day, k + 1));
                }
            }
        }
        // 02.12.2024 has the day first everywhere; 02/12/2024 only where the outlet's country says so
        if let (Some(a), Some(s), Some(b), Some(t), Some(y)) =
            (self.number(i, 1..=2), sep(i + 1), self.number(i + 2, 1..=2), sep(i + 3), self.number(i + 4, 4..=4))
            && s == t
        {
            let known = self.clock.country.as_deref().map(|c| matches!(c, "USA" | "PHL"));
            let month_first = match known {
                _ if s == "." => Some(false),
                _ if a > 12 => Some(false),
                _ if b > 12 => Some(true),
                Some(us) => Some(us),
                None if self.clock.month_first => Some(true),
                None if a == b => Some(true),
                None => None,
            }?;
            let (m, d) = if month_first { (a, b) } else { (b, a) };
            return make(y, m, d).map(|day| (day, i + 5));
        }
        None
    }

    /// A time of day at token `i`, and the token after it.
    fn time(&self, i: usize) -> Option<(Time, usize)> {
        let h = self.number(i, 1..=2)?;
        let mut k = i + 1;
        let (mut m, mut s, mut minutes) = (0, 0, false);
        if self.is(k, &[":", ".", "h", "H"]) && self.number(k + 1, 2..=2).is_some() {
            m = self.number(k + 1, 2..=2)?;
            minutes = true;
            k += 2;
            if self.is(k, &[":"]) && self.number(k + 1, 2..=2).is_some() {
                s = self.number(k + 1, 2..=2)?;
                k += 2;
                if self.is(k, &[".", ","]) && self.at(k + 1).is_some_and(|t| t.kind == Kind::Number && !t.gap) {
                    k += 2;
                }
            }
        }
        let half = if self.is(k, &["am", "pm"]) {
            k += 1;
            Some(self.is(k - 1, &["pm"]))
        } else if self.is(k, &["a", "p"]) && self.is(k + 1, &["."]) && self.is(k + 2, &["m"]) {
            let pm = self.is(k, &["p"]);
            k = self.skip(k + 3, &["."]);
            Some(pm)
        } else {
            None
        };
        // "2024.12" or a bare number is no clock: a point between hours and minutes needs a half of the day or an "Uhr".
        let pointed = self.is(i + 1, &["."]);
        if !minutes && half.is_none() || pointed && half.is_none() && !self.is(k, &["uhr", "hrs"]) {
            return None;
        }
        let h = match half {
            Some(true) if h < 12 => h + 12,
            Some(false) if h == 12 => 0,
            _ => h,
        };
        let (h, m, s) = (i8::try_from(h).ok()?, i8::try_from(m).ok()?, i8::try_from(s).ok()?);
        Time::new(h, m, s.min(59), 0).ok().map(|t| (t, self.skip(k, &["uhr", "hrs", "h"])))
    }

    fn zone(&self, i: usize) -> (Zone, usize) {
        let bracket = usize::from(self.is(i, &["("]));
        if let Some(t) = self.at(i + bracket)
            && t.kind == Kind::Word
        {
            let name = t.text.to_uppercase();
            let upper = t.text == name || name == "UTC" || name == "GMT";
            let next = self.skip(i + bracket + 1, if bracket == 1 { &[")"] } else { &[] });
            if upper && let Some((_, minutes)) = ZONES.iter().find(|(z, _)| *z == name) {
                // GMT+0530, UTC+3
                if *minutes == 0
                    && let Some((east, next)) = self.offset(i + bracket + 1, true)
                {
                    return (Zone::Fixed(east), self.skip(next, &[")"]));
                }
                return (Zone::Fixed(minutes * 60), next);
            }
            if upper && SHARED.iter().any(|(z, _)| *z == name) {
                return (Zone::Named(name), next);
            }
            if name == "LOCAL" && self.is(i + bracket + 1, &["time"]) {
                return (Zone::Unsaid, i + bracket + 2);
            }
        }
        match self.offset(i, false) {
            Some((east, next)) => (Zone::Fixed(east), next),
            None => (Zone::Unsaid, i),
        }
    }

    /// `+05:30`, `-0800`, and after UTC or GMT `+3`.
    fn offset(&self, i: usize, short: bool) -> Option<(i32, usize)> {
        let sign = match self.at(i)?.text {
            "+" => 1,
            "-" | "−" => -1,
            _ => return None,
        };
        if self.at(i + 1)?.gap {
            return None;
        }
        let (minutes, next) = if let Some(hhmm) = self.number(i + 1, 4..=4) {
            (hhmm / 100 * 60 + hhmm % 100, i + 2)
        } else {
            let h = self.number(i + 1, 1..=2)?;
            match (self.is(i + 2, &[":"]), self.number(i + 3, 2..=2)) {
                (true, Some(m)) => (h * 60 + m, i + 4),
                _ if short || self.number(i + 1, 2..=2).is_some() && i + 2 == self.toks.len() => (h * 60, i + 2),
                _ => return None,
            }
        };
        (minutes <= 14 * 60).then_some((sign * minutes as i32 * 60, next))
    }

    /// A date with its clock, on either side of it, starting at token `i`.
    fn when(&self, i: usize) -> Option<(When, usize)> {
        const BETWEEN: &[&str] = &[
            ",", "|", "-", "–", "—", "·", "•", "at", "à", "um", "t", "on", "le", "am", "a", "las", "alle", "ore", "/",
            "(", ";",
        ];
        const WEEKDAYS: &[&str] = &[
            "mon",
            "monday",
            "tue",
            "tues",
            "tuesday",
            "wed",
            "weds",
            "wednesday",
            "thu",
            "thur",
            "thurs",
            "thursday",
            "fri",
            "friday",
            "sat",
            "saturday",
            "sun",
            "sunday",
        ];
        // 14:39 IST, 2 December 2024
        if let Some((time, k)) = self.time(i) {
            let (zone, k) = self.zone(k);
            let k = self.skip(self.skip(self.skip(k, BETWEEN), WEEKDAYS), BETWEEN);
            let (day, k) = self.day(k)?;
            return Some((When { day, time: Some(time), zone }, k));
        }
        // Mon Dec 2 14:39:31 IST 2024
        if self.month(i).is_some()
            && self.number(i + 1, 1..=2).is_some()
            && let Some((time, k)) = self.time(i + 2)
        {
            let (zone, k) = self.zone(k);
            let y = self.number(k, 4..=4)?;
            let day = Date::new(i16::try_from(y).ok()?, self.month(i)?, self.number(i + 1, 1..=2)? as i8).ok()?;
            return Some((When { day, time: Some(time), zone }, k + 1));
        }
        let (day, k) = self.day(i)?;
        let t = self.skip(k, BETWEEN);
        // 20241202T143931Z
        if let (Some(n), true) = (self.number(t, 6..=6), t > k)
            && let Ok(time) = Time::new((n / 10000) as i8, (n / 100 % 100) as i8, (n % 100).min(59) as i8, 0)
        {
            let (zone, e) = self.zone(t + 1);
            return Some((When { day, time: Some(time), zone }, e));
        }
        if let Some((time, e)) = self.time(t) {
            let (zone, e) = self.zone(e);
            return Some((When { day, time: Some(time), zone }, e));
        }
        // 1439 GMT
        if let Some(n) = self.number(t, 4..=4)
            && let (zone @ (Zone::Fixed(_) | Zone::Named(_)), e) = self.zone(t + 1)
            && let Ok(time) = Time::new((n / 100) as i8, (n % 100) as i8, 0, 0)
        {
            return Some((When { day, time: Some(time), zone }, e));
        }
        Some((When { day, time: None, zone: Zone::Unsaid }, k))
    }
}

/// Every full date in a line of words, in order.
pub(crate) fn find(text: &str, clock: &Clock) -> Vec<Found> {
    let r = Reader { toks: tokens(text), clock };
    let (mut i, mut out) = (0, Vec::new());
    while i < r.toks.len() {
        // A number that continues one ("1,234" or "v1.2.2024") begins no date.
        let inside = i > 0
            && !r.toks[i].gap
            && r.toks[i].kind == Kind::Number
            && matches!(r.toks[i - 1].text, "." | "$" | "#" | "=");
        match if inside { None } else { r.when(i) } {
            Some((when, next)) => {
                out.push(Found { begin: r.toks[i].begin, end: r.toks[next - 1].end, when });
                i = next;
            }
            None => i += 1,
        }
    }
    out
}

/// A value from markup: an ISO or mail date, seconds since 1970, or a date in words.
pub(crate) fn parse(value: &str, clock: &Clock) -> Option<When> {
    let v = value.trim();
    if v.is_empty() || v.len() > 200 {
        return None;
    }
    if v.bytes().all(|b| b.is_ascii_digit()) && matches!(v.len(), 10 | 13) {
        let n: i64 = v.parse().ok()?;
        let t = jiff::Timestamp::from_second(if v.len() == 13 { n / 1000 } else { n }).ok()?;
        let z = t.to_zoned(TimeZone::UTC);
        return plausible(When {
            day: z.date(),
            time: Some(z.time().with().subsec_nanosecond(0).build().ok()?),
            zone: Zone::Fixed(0),
        });
    }
    plausible(find(v, clock).into_iter().next()?.when)
}

/// The web's first pages are from 1990; what is dated 1970 is an empty field.
fn plausible(w: When) -> Option<When> {
    (w.day.year() >= 1990).then_some(w)
}

/// The date in an address: `/2024/12/02/`, `-20241202`, `/2024-12-02-`.
pub(crate) fn in_url(url: &str) -> Option<When> {
    let path = url.split(['?', '#']).next()?;
    let mut digits: Vec<(usize, &str)> = Vec::new();
    let bytes = path.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i].is_ascii_digit() {
            let b = i;
            while i < bytes.len() && bytes[i].is_ascii_digit() {
                i += 1;
            }
            digits.push((b, &path[b..i]));
        } else {
            i += 1;
        }
    }
    let day = |y: i64, m: i64, d: i64| {
        let day = Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()?;
        ((1995..=2100).contains(&y)).then_some(When { day, time: None, zone: Zone::Unsaid })
    };
    let num = |s: &str| s.parse::<i64>().unwrap_or(-1);
    for w in digits.windows(3) {
        let [(a, y), (b, m), (c, d)] = [w[0], w[1], w[2]];
        let joined = b == a + y.len() + 1
            && c == b + m.len() + 1
            && path[a + y.len()..=a + y.len()] == path[b + m.len()..=b + m.len()];
        if y.len() == 4
            && m.len() <= 2
            && d.len() <= 2
            && joined
            && let Some(w) = day(num(y), num(m), num(d))
        {
            return Some(w);
        }
    }
    // /2024/dec/02/
    let parts: Vec<&str> = path.split('/').collect();
    for w in parts.windows(3) {
        if let (4, Some(m)) = (w[0].len(), month(w[1]))
            && let Some(w) = day(num(w[0]), i64::from(m), num(w[2]))
        {
            return Some(w);
        }
    }
    digits.iter().filter(|(_, s)| s.len() == 8).find_map(|(_, s)| day(num(&s[..4]), num(&s[4..6]), num(&s[6..])))
}

/// The instant as the page's own clock shows it, or the day alone; and the abbreviation that could not be told.
pub(crate) fn render(w: &When, clock: &Clock) -> (String, Option<String>) {
    let day = w.day.to_string();
    let Some(time) = w.time else { return (day, None) };
    let local = |zone: &str| {
        let z = w.day.to_datetime(time).to_zoned(TimeZone::get(zone).ok()?).ok()?;
        Some(z.offset())
    };
    let offset = match &w.zone {
        Zone::Fixed(s) => Offset::from_seconds(*s).ok(),
        Zone::Unsaid => clock.zone.as_deref().and_then(local),
        Zone::Named(name) => {
            let by = SHARED.iter().find(|(z, _)| z == name).map_or(&[][..], |(_, c)| *c);
            let mine = clock.country.as_deref().and_then(|c| by.iter().find(|(k, _)| *k == c));
            let found = match mine {
                Some((_, Some(minutes))) => Offset::from_seconds(minutes * 60).ok(),
                Some((_, None)) => american(name).and_then(local),
                // Only one country's outlets write ET or PT.
                None => american(name).and_then(local),
            };
            if found.is_none() {
                return (day, Some(name.clone()));
            }
            found
        }
    };
    match offset {
        Some(o) => {
            let s = o.seconds();
            let (sign, a) = if s < 0 { ('-', -s) } else { ('+', s) };
            let (h, m, sec) = (time.hour(), time.minute(), time.second());
            (format!("{day}T{h:02}:{m:02}:{sec:02}{sign}{:02}:{:02}", a / 3600, a / 60 % 60), None)
        }
        None => (day, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(country: &str, zone: &str) -> Clock {
        Clock { zone: Some(zone.into()), country: Some(country.into()), month_first: false }
    }

    #[test]
    fn dates_read_as_written() {
        let india = on("IND", "Asia/Kolkata");
        let nowhere = Clock::default();
        let cases: &[(&str, &Clock, &str)] = &[
            ("FP Staff December 2, 2024, 14:39:31 IST", &india, "2024-12-02T14:39:31+05:30"),
            ("Updated: December 2, 2024 14:39 IST", &on("ISR", "Asia/Jerusalem"), "2024-12-02T14:39:00+02:00"),
            ("December 2, 2024, 14:39:31 IST", &nowhere, "2024-12-02"),
            ("2024-12-02T14:39:31+0530", &nowhere, "2024-12-02T14:39:31+05:30"),
            ("2024-12-02T14:39:31.123Z", &nowhere, "2024-12-02T14:39:31+00:00"),
            ("2024-12-02T14:39+03", &nowhere, "2024-12-02T14:39:00+03:00"),
            ("2024-11-29 19:20:00 +0300", &nowhere, "2024-11-29T19:20:00+03:00"),
            ("2024-12-02 14:39", &on("GBR", "Europe/London"), "2024-12-02T14:39:00+00:00"),
            ("2024-07-02 14:39", &on("GBR", "Europe/London"), "2024-07-02T14:39:00+01:00"),
            ("Mon, 02 Dec 2024 14:39:31 GMT", &nowhere, "2024-12-02T14:39:31+00:00"),
            ("Mon Dec 02 2024 14:39:31 GMT+0530 (IST)", &nowhere, "2024-12-02T14:39:31+05:30"),
            ("Mon Dec  2 14:39:31 UTC 2024", &nowhere, "2024-12-02T14:39:31+00:00"),
            ("1733130571", &nowhere, "2024-12-02T09:09:31+00:00"),
            ("20241202T143931Z", &nowhere, "2024-12-02T14:39:31+00:00"),
            ("Published Dec. 2, 2024 at 9:05 a.m. ET", &nowhere, "2024-12-02T09:05:00-05:00"),
            ("10:15 PM EST, Mon December 2, 2024", &on("USA", "America/New_York"), "2024-12-02T22:15:00-05:00"),
            ("2nd of December, 2024", &nowhere, "2024-12-02"),
            ("2. Dezember 2024, 14:39 Uhr", &on("DEU", "Europe/Berlin"), "2024-12-02T14:39:00+01:00"),
            ("le 2 décembre 2024 à 14h39", &on("FRA", "Europe/Paris"), "2024-12-02T14:39:00+01:00"),
            ("02.12.2024", &nowhere, "2024-12-02"),
            ("02/12/2024", &india, "2024-12-02"),
            ("02/12/2024", &on("USA", "America/New_York"), "2024-02-12"),
            ("25/12/2024", &nowhere, "2024-12-25"),
            ("Published 2 Dec 2024 1439 GMT", &nowhere, "2024-12-02T14:39:00+00:00"),
        ];
        for (text, clock, want) in cases {
            let got = parse(text, clock).map(|w| render(&w, clock).0);
            assert_eq!(got.as_deref(), Some(*want), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        let nowhere = Clock::default();
        for text in [
            "02/03/2024",
            "on Friday",
            "14:39",
            "version 2.12.202",
            "December 2",
            "1,234 people",
            "0000-00-00T00:00:00",
            "",
            "1970-01-01",
        ] {
            assert_eq!(parse(text, &nowhere), None, "{text}");
        }
    }

    #[test]
    fn an_ambiguous_clock_is_named() {
        let w = parse("December 2, 2024, 14:39:31 IST", &Clock::default()).expect("a date");
        assert_eq!(render(&w, &Clock::default()), ("2024-12-02".into(), Some("IST".into())));
    }

    #[test]
    fn addresses_carry_days() {
        let day = |u: &str| in_url(u).map(|w| w.day.to_string());
        assert_eq!(day("https://a.example/2024/12/02/syria"), Some("2024-12-02".into()));
        assert_eq!(day("https://a.example/world/2024/dec/02/syria"), Some("2024-12-02".into()));
        assert_eq!(day("https://a.example/syria-20241202.html"), Some("2024-12-02".into()));
        assert_eq!(day("https://a.example/syria-13847261.html"), None);
    }
}
