//! Invented news in bulk: pages with claims, skewed as news is, the same for the same seed.
//!
//! No language model and no page of anybody's: words are syllables put together. A few towns, actors and phrases are
//! told of again and again, most are told of once; "Tarmoz guards shelled Vel on Friday, Orna said" is one sentence.

use froissart_model::{
    Certainty, Char, Claim, Day, Entity, EntityKind, Evidence, Figure, FigureScope, Interval, Kind, Link, LinkAs, Note,
    Page, Part, Place, PlaceRole, Span, seal,
};

/// A small generator of numbers (SplitMix64, Steele et al. 2014): the same everywhere, and no dependency.
#[derive(Debug, Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Any number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    /// A number in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// A number below `n`, the low ones far more often: rank r with a weight of about 1 / (r + 1).
    pub(crate) fn skewed(&mut self, n: usize) -> usize {
        (((n as f64 + 1.0).powf(self.unit()) - 1.0) as usize).min(n - 1)
    }
    /// Whether something happens that does so `per_cent` times in a hundred.
    pub(crate) fn chance(&mut self, per_cent: usize) -> bool {
        self.below(100) < per_cent
    }
}

/// How large the invented world is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) places: usize,
    pub(crate) actors: usize,
    pub(crate) outlets: usize,
    pub(crate) words: usize,
    pub(crate) days: i64,
}

/// The world of the floors: 20,000 places, three years.
#[allow(dead_code, reason = "each test takes the world that it needs")]
pub(crate) const WORLD: Size = Size { places: 20_000, actors: 6_000, outlets: 400, words: 12_000, days: 1_100 };
/// A small one.
#[allow(dead_code, reason = "each test takes the world that it needs")]
pub(crate) const VALLEY: Size = Size { places: 40, actors: 30, outlets: 5, words: 300, days: 30 };

const COUNTRIES: [&str; 24] = [
    "SYR", "UKR", "SDN", "YEM", "MMR", "COD", "MLI", "IRQ", "LBN", "AFG", "ETH", "SOM", "NGA", "LBY", "HTI", "PAK",
    "BFA", "CMR", "MOZ", "TCD", "NER", "SSD", "PSE", "COL",
];
const POWERS: [&str; 8] = ["USA", "RUS", "IRN", "TUR", "CHN", "FRA", "GBR", "ARE"];
const TYPES: [&str; 8] = ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "AID", "CONCEDE", "RETREAT"];
const SPEECH: [&str; 6] = ["ACCUSE", "THREATEN", "SUPPORT", "REJECT", "REQUEST", "CONSULT"];
const TIES: [&str; 6] = ["supports", "fights", "opposes", "allied_with", "part_of", "commands"];
const STATUS: [&str; 6] = ["held", "contested", "lost", "besieged", "shared", "present"];
const SECTORS: [&str; 6] = ["MIL", "REB", "GOV", "CVL", "UAF", "COP"];

/// A page with what was read off it.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) page: Page<Char>,
    pub(crate) claims: Vec<Claim<Char>>,
    pub(crate) notes: Vec<Note<Char>>,
}

/// An endless supply of pages, in the order of their days.
#[derive(Debug)]
pub(crate) struct News {
    dice: Dice,
    size: Size,
    version: String,
    day: i64,
    serial: u64,
}

fn word(n: usize) -> String {
    const BEGIN: [&str; 20] =
        ["t", "v", "or", "k", "m", "s", "gr", "l", "d", "br", "h", "n", "p", "sh", "r", "f", "b", "z", "gl", "y"];
    const MIDDLE: [&str; 10] = ["a", "e", "i", "o", "u", "ar", "el", "in", "or", "un"];
    const END: [&str; 12] = ["", "n", "m", "z", "ed", "s", "r", "ing", "t", "l", "th", "k"];
    let mut w = format!("{}{}{}", BEGIN[n % 20], MIDDLE[n / 20 % 10], END[n / 200 % 12]);
    let mut rest = n / 2400;
    while rest > 0 {
        w.push_str(BEGIN[rest % 20]);
        w.push_str(MIDDLE[rest / 20 % 10]);
        rest /= 200;
    }
    w
}

fn capital(w: &str) -> String {
    let mut c = w.chars();
    c.next().map_or_else(String::new, |f| f.to_uppercase().chain(c).collect())
}

/// Text that grows, with places counted in characters.
#[derive(Default)]
struct Text {
    text: String,
    at: usize,
}

impl Text {
    fn push(&mut self, s: &str) -> Span<Char> {
        let begin = self.at;
        self.text.push_str(s);
        self.at += s.chars().count();
        Span::new(begin, self.at)
    }
}

impl News {
    pub(crate) fn new(seed: u64, size: Size, version: &str) -> Self {
        Self { dice: Dice(seed), size, version: version.into(), day: 0, serial: 0 }
    }

    fn place(&mut self) -> (String, u64, &'static str) {
        let n = self.dice.skewed(self.size.places);
        // A place lies in one country; the countries much in the news have more places in it.
        let country = Dice(n as u64 * 7919).skewed(COUNTRIES.len());
        (capital(&word(n + 900)), 100_000 + n as u64, COUNTRIES[country])
    }

    fn entity(&mut self, text: &mut Text, country: &str) -> Entity<Char> {
        // Most who are told of are of the country; the rest are the same few powers everywhere.
        let per_country = (self.size.actors / COUNTRIES.len()).max(1);
        let home = COUNTRIES.iter().position(|c| *c == country).unwrap_or(0);
        let home = if self.dice.chance(15) { 1000 + self.dice.skewed(8) } else { home };
        let n = home * per_country + self.dice.skewed(if home >= 1000 { 4 } else { per_country });
        let country = if home >= 1000 { POWERS[home - 1000] } else { country };
        let sector = SECTORS[n % 6];
        let named = !n.is_multiple_of(3);
        let words = if named {
            format!("{} {}", capital(&word(n + 4000)), ["guards", "front", "army", "brigade"][n % 4])
        } else {
            ["rebels", "the army", "gunmen", "residents", "officials"][n % 5].to_owned()
        };
        let span = text.push(&words);
        let mut e = Entity::unnamed(words.clone(), span, EntityKind::Group);
        if named {
            e.id = Some(format!("{}.{n}", word(n)));
            e.name = Some(words);
        }
        e.country = Some(country.into());
        e.sector = Some(sector.into());
        e.sectors = vec![sector.into()];
        if self.dice.chance(4) {
            e.antecedent = Some(Span::new(0, 3));
        }
        e
    }

    /// The next page; its day is that of the page before or a later one.
    pub(crate) fn page(&mut self) -> Item {
        self.serial += 1;
        let day: Day = Day::constant(2022, 1, 1);
        let day = day.checked_add(jiff::Span::new().days(self.day % self.size.days)).expect("within the calendar");
        if self.dice.chance(3) {
            self.day += 1;
        }
        let outlet = format!("{} {}", capital(&word(self.dice.skewed(self.size.outlets) + 77)), "Herald");
        let mut t = Text::default();
        let home = self.place().2;
        let title = format!("{} {} {}", capital(&word(self.dice.below(900))), word(self.dice.below(900)), self.serial);
        let mut body = vec![froissart_model::Block { span: t.push(&title), part: Part::Headline }];
        t.push("\n");
        let count = 4 + self.dice.skewed(120).min(90);
        let mut claims: Vec<Claim<Char>> = Vec::with_capacity(count);
        let mut sentence = 1;
        while claims.len() < count {
            let begin = t.at;
            for _ in 0..self.dice.below(12) {
                let w = word(self.dice.skewed(self.size.words));
                t.push(&w);
                t.push(" ");
            }
            self.sentence(&mut t, home, day, sentence, &mut claims);
            for _ in 0..self.dice.below(6) {
                t.push(" ");
                let w = word(self.dice.skewed(self.size.words));
                t.push(&w);
            }
            body.push(froissart_model::Block { span: Span::new(begin, t.at), part: Part::Body });
            t.push(if sentence % 7 == 0 { "”\n" } else { ".\n" });
            sentence += 1;
        }
        let id = froissart_model::page_id(t.text.as_bytes());
        for c in &mut claims {
            if c.links.is_empty() {
                seal(&id, &self.version, c);
            }
        }
        // What follows from another claim names its anchor, which stands by now.
        for i in 1..claims.len() {
            if !claims[i].links.is_empty() {
                let to = claims[i - 1].anchor.clone();
                claims[i].links[0].to = to;
                seal(&id, &self.version, &mut claims[i]);
            }
        }
        let page = Page {
            id,
            title: Some(title.clone()),
            standfirst: None,
            byline: vec![format!("{} {}", capital(&word(self.dice.below(90))), capital(&word(self.dice.below(90))))],
            url: Some(format!("https://{}.example/{}", outlet.to_lowercase().replace(' ', "-"), self.serial)),
            outlet: Some(outlet),
            published: Some(format!("{day}T{:02}:{:02}:00Z", self.dice.below(24), self.dice.below(60))),
            modified: None,
            language: Some("en".into()),
            text: t.text,
            body,
            furniture: Vec::new(),
        };
        let notes = if self.dice.chance(10) {
            vec![Note { name: "no-byline".into(), message: "the page names no author".into(), span: None.into() }]
        } else {
            Vec::new()
        };
        Item { page, claims, notes }
    }

    /// One to three claims of one sentence.
    fn sentence(&mut self, t: &mut Text, home: &'static str, day: Day, number: usize, claims: &mut Vec<Claim<Char>>) {
        let begin = t.at;
        let actor = self.entity(t, home);
        t.push(" ");
        let verb = ["shelled", "struck", "backs", "holds", "met", "accused", "left", "reached"][self.dice.skewed(8)];
        t.push(verb);
        t.push(" ");
        let recipient = self.entity(t, home);
        t.push(" in ");
        let (name, geonames, country) = self.place();
        let at = t.push(&name);
        let mut place = Place::unnamed(name.clone(), at, PlaceRole::At);
        place.name = Some(name);
        place.geonames = Some(geonames);
        place.country = Some(country.into());
        place.lat = Some(Dice(geonames).unit() * 140.0 - 70.0);
        place.lon = Some(Dice(geonames + 1).unit() * 360.0 - 180.0);
        place.precision = Some("city".into());
        place.feature = Some("PPL".into());
        let mut happened = if self.dice.chance(45) {
            t.push(" on ");
            let span = t.push(["Friday", "Monday", "Wednesday", "27 November"][self.dice.below(4)]);
            let mut i = Interval::by_tense(Some(day));
            i.basis = froissart_model::Basis::Words;
            i.text = Some(t.text[t.text.len() - (span.end - span.begin)..].to_owned());
            i.span = Some(span).into();
            i
        } else {
            Interval::by_page(Some(day))
        };
        let account = self.dice.chance(40).then(|| {
            t.push(", ");
            let e = self.entity(t, home);
            t.push(" said");
            e
        });
        let span = Span::new(begin, t.at);
        let from = t.text.char_indices().rev().nth(t.at - begin - 1).map_or(0, |(i, _)| i);
        let evidence = Evidence { span, text: t.text[from..].to_owned(), part: Part::Body, sentence: number };
        for n in 0..=self.dice.skewed(3) {
            let (kind, type_) = match self.dice.below(100) {
                0..40 => (Kind::Event, TYPES[self.dice.skewed(8)]),
                40..60 => (Kind::Statement, SPEECH[self.dice.skewed(6)]),
                60..75 => (Kind::Relation, TIES[self.dice.skewed(6)]),
                75..87 => (Kind::Control, "controls"),
                87..95 => (Kind::Figure, "figure"),
                95..98 => (Kind::Agreement, "agreement"),
                _ => (Kind::Assessment, "weakened"),
            };
            let rule = self.dice.skewed(40);
            let mut c = Claim::new(kind, type_, evidence.clone(), format!("{type_}/{}", word(rule)));
            c.actor = vec![actor.clone()];
            if self.dice.chance(70) {
                c.recipient = vec![recipient.clone()];
            }
            if kind == Kind::Control || self.dice.chance(45) {
                c.place = vec![place.clone()];
            }
            match kind {
                Kind::Control => {
                    c.status = Some(STATUS[self.dice.skewed(6)].into());
                    happened.holds = froissart_model::Holds::Throughout;
                }
                Kind::Figure => {
                    let n = self.dice.skewed(400) as f64 + 1.0;
                    c.figure = Some(Figure {
                        text: format!("at least {n}"),
                        of: ["killed", "injured", "displaced"][self.dice.below(3)].into(),
                        low: Some(n),
                        high: None,
                        exact: None,
                        scope: FigureScope::Event,
                        reported_none: false,
                    });
                }
                Kind::Event => {
                    // A rule yields its own code; how bad it was goes with the words.
                    c.cameo = Some(format!("1{}{}", rule % 9, self.dice.skewed(4)));
                    c.quad = Some(4);
                    c.intensity = Some(-((rule % 7 + self.dice.skewed(3)) as f64));
                    if self.dice.chance(30) {
                        c.modes = vec![["airstrikes", "shelling", "abduct", "sexual"][self.dice.skewed(4)].into()];
                    }
                    if self.dice.chance(50) {
                        c.contexts = vec!["military".into()];
                    }
                }
                _ => {}
            }
            c.negated = self.dice.chance(5);
            c.happened = Some(happened.clone());
            if let Some(a) = &account {
                c.according_to = vec![a.clone()];
                c.certainty = if self.dice.chance(80) { Certainty::Reported } else { Certainty::Believed };
            }
            c.confidence = Some(self.dice.below(100) as f64 / 100.0);
            if n > 0 && self.dice.chance(40) {
                c.links = vec![Link { to: String::new(), as_: LinkAs::ImpliedBy }];
            }
            claims.push(c);
        }
    }
}
