//! What the words around a name say of the place: what kind it is, what it lies in, and how far off the point is.
//!
//! No grammar and no tables of places: a few words before and behind. "25 km south of Hama" gives a distance and a
//! direction; "Jisr al-Shughur in Idlib province" gives that the second holds the first; "Rapides Parish" is a region.

use super::PlaceKind;
use froissart_model::Span;

/// How one name's neighbour is tied to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// "Paris, Texas", "Azaz (Aleppo)": the second may hold the first, or only follow it in a list.
    Comma,
    /// "Saraqeb in Idlib", "Idlib's Saraqeb", "the Syrian town of Kobani": the words say that it does.
    In,
    /// "a village near Hama".
    Near,
}

/// What the words say that a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Region,
    Town,
    Nature,
    Site,
}

impl Sort {
    /// Whether a place of this kind may be called so.
    pub(super) fn fits(self, kind: PlaceKind) -> bool {
        match self {
            Self::Region => matches!(
                kind,
                PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Region | PlaceKind::Territory | PlaceKind::Country
            ),
            Self::Town => kind.is_town(),
            Self::Nature => {
                matches!(kind, PlaceKind::Water | PlaceKind::River | PlaceKind::Island | PlaceKind::Landform)
            }
            Self::Site => matches!(kind, PlaceKind::Site | PlaceKind::Village),
        }
    }
}

const REGION: [&str; 24] = [
    "canton",
    "co",
    "counties",
    "countryside",
    "county",
    "department",
    "district",
    "division",
    "governor",
    "governorate",
    "oblast",
    "parish",
    "peninsula",
    "prefecture",
    "province",
    "provinces",
    "raion",
    "region",
    "regions",
    "senator",
    "state",
    "states",
    "strip",
    "territory",
];
const TOWN: [&str; 14] = [
    "airport",
    "capital",
    "city",
    "hamlet",
    "mayor",
    "municipality",
    "neighborhood",
    "neighbourhood",
    "port",
    "suburb",
    "town",
    "township",
    "village",
    "villages",
];
const NATURE: [&str; 27] = [
    "bay",
    "canal",
    "channel",
    "coast",
    "creek",
    "desert",
    "falls",
    "forest",
    "gulf",
    "hill",
    "hills",
    "island",
    "islands",
    "isle",
    "lake",
    "mount",
    "mountain",
    "mountains",
    "ocean",
    "pass",
    "plain",
    "plains",
    "reservoir",
    "river",
    "sea",
    "strait",
    "valley",
];
const SITE: [&str; 6] = ["airbase", "base", "camp", "crossing", "dam", "hospital"];

fn sort_of(word: &str) -> Option<Sort> {
    let is = |list: &[&str]| list.binary_search(&word).is_ok();
    if is(&REGION) {
        Some(Sort::Region)
    } else if is(&TOWN) {
        Some(Sort::Town)
    } else if is(&NATURE) {
        Some(Sort::Nature)
    } else if is(&SITE) {
        Some(Sort::Site)
    } else {
        None
    }
}

/// Up to `bytes` bytes of text before or behind a point, cut at a line's end.
fn window(text: &str, at: usize, bytes: usize, behind: bool) -> &str {
    if behind {
        let mut end = (at + bytes).min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text[at..end].split('\n').next().unwrap_or("")
    } else {
        let mut from = at.saturating_sub(bytes);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        text[from..at].rsplit('\n').next().unwrap_or("")
    }
}

fn words(s: &str) -> impl DoubleEndedIterator<Item = &str> {
    s.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '’'))).filter(|w| !w.is_empty())
}

/// What the name's own last or first word, the word behind it, or "the town of" before it says that it is.
pub(super) fn sort(text: &str, span: Span) -> Option<(Sort, String)> {
    let own = span.of(text);
    if own.contains(' ') {
        for w in [words(own).next_back(), words(own).next()].into_iter().flatten() {
            if let Some(s) = sort_of(&w.to_lowercase()) {
                return Some((s, String::new()));
            }
        }
    }
    let behind = window(text, span.end, 24, true);
    // "Idlib province", "Idlib's province", and not "Idlib. Province": the word follows at once.
    if let Some(rest) =
        behind.strip_prefix(' ').or_else(|| behind.strip_prefix("'s ")).or_else(|| behind.strip_prefix("’s "))
        && rest.starts_with(char::is_alphabetic)
        && let Some(w) = words(rest).next()
        && let Some(s) = sort_of(&w.trim_end_matches('.').to_lowercase())
    {
        return Some((s, if behind.starts_with(' ') { w.to_owned() } else { String::new() }));
    }
    let before = window(text, span.begin, 40, false);
    if !before.ends_with(' ') {
        return None;
    }
    let mut back = words(before).rev();
    let last = back.next()?.to_lowercase();
    match last.as_str() {
        "of" => sort_of(&back.next()?.to_lowercase()).map(|s| (s, String::new())),
        "river" | "lake" | "mount" | "mt." => Some((Sort::Nature, String::new())),
        "gov." | "sen." => Some((Sort::Region, String::new())),
        _ => None,
    }
}

/// Whether a name stands where a report says where it was written: "BEIRUT (Reuters) - ", "WASHINGTON, April 2 —".
pub(super) fn is_dateline(text: &str, span: Span) -> bool {
    let own = span.of(text);
    let starts = text[..span.begin]
        .trim_end_matches([' ', '\u{a0}'])
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '\n' | '.'));
    let rest = window(text, span.end, 40, true);
    let dash = ["- ", "– ", "— ", "-- "].iter().any(|d| rest.find(d).is_some_and(|n| n > 0 && rest[..n].len() < 36));
    starts
        && own.chars().count() > 3
        && !own.chars().any(char::is_lowercase)
        && (dash || rest.trim_start().starts_with(['(', ',']))
}

/// Words that may stand between a place and what holds it.
fn is_filler(w: &str) -> bool {
    matches!(
        w,
        "the"
            | "a"
            | "an"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "north"
            | "south"
            | "east"
            | "west"
            | "northeastern"
            | "northwestern"
            | "southeastern"
            | "southwestern"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "rural"
            | "upstate"
            | "nearby"
            | "countryside"
            | "town"
            | "village"
            | "city"
            | "suburb"
            | "district"
            | "area"
            | "neighborhood"
            | "neighbourhood"
            | "province"
            | "region"
            | "governorate"
            | "state"
            | "county"
            | "capital"
            | "port"
            | "of"
            | "border"
            | "besieged"
            | "held"
            | "rebel"
            | "small"
            | "coastal"
    )
}

/// How what stands between two neighbouring names ties them: the tie, and whether the second holds the first.
pub(super) fn tie(between: &str) -> Option<(Tie, bool)> {
    if between.len() > 60 || between.contains(['\n', ';', '!', '?']) || between.contains(". ") {
        return None;
    }
    let bare = between.trim();
    if bare.is_empty() && !between.is_empty() {
        // "Syrian Aleppo", "Hama Syria": weaker than a comma, of the same sort.
        return Some((Tie::Comma, true));
    }
    if bare == "," || bare == "(" || bare == "-" && between.starts_with(' ') {
        return Some((Tie::Comma, true));
    }
    let low = bare.to_lowercase();
    if let Some(rest) = low.strip_prefix("'s").or_else(|| low.strip_prefix("’s"))
        && words(rest).all(is_filler)
    {
        return Some((Tie::In, false));
    }
    let mut all: Vec<&str> = words(&low).collect();
    let town_of =
        all.len() >= 2 && all[all.len() - 1] == "of" && all.iter().all(|w| is_filler(w)) && !low.contains(',');
    if town_of && all[0] != "of" {
        return Some((Tie::In, false));
    }
    let prep = all.iter().rposition(|w| matches!(*w, "in" | "near" | "outside" | "at"))?;
    let near = all[prep] != "in" && all[prep] != "at";
    all.remove(prep);
    let commas = low.matches(',').count();
    (commas <= 1 && all.iter().all(|w| is_filler(w))).then_some((if near { Tie::Near } else { Tie::In }, true))
}

/// How a place lies to the one that is named.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// Where the words begin: at "25" of "25 km south of Hama".
    pub begin: usize,
    /// The words, without the name: "25 km south of".
    pub text: String,
    /// How far.
    pub km: Option<f64>,
    /// In which direction, degrees clockwise from north.
    pub bearing: Option<f64>,
}

fn bearing(word: &str) -> Option<f64> {
    let w: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    Some(match w.strip_suffix("ern").unwrap_or(&w) {
        "north" => 0.0,
        "northeast" => 45.0,
        "east" => 90.0,
        "southeast" => 135.0,
        "south" => 180.0,
        "southwest" => 225.0,
        "west" => 270.0,
        "northwest" => 315.0,
        _ => return None,
    })
}

fn count(word: &str) -> Option<f64> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(n) = WORDS.iter().position(|w| *w == word) {
        return Some(n as f64);
    }
    let tens = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(n) = tens.iter().position(|w| *w == word) {
        return Some((n as f64 + 3.0) * 10.0);
    }
    let plain = word.replace(',', "");
    plain.starts_with(|c: char| c.is_ascii_digit()).then(|| plain.parse().ok()).flatten().filter(|n: &f64| *n < 5000.0)
}

/// Kilometres in a unit of length that news texts use.
fn unit(word: &str) -> Option<f64> {
    match word.trim_end_matches('.') {
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Some(1.0),
        "mile" | "miles" | "mi" => Some(1.609),
        "m" | "metres" | "meters" => Some(0.001),
        _ => None,
    }
}

/// Reads the words before a name backwards: "25 km (16 miles) to the south-east of", "north of", "the outskirts of", "near".
pub fn relation(text: &str, begin: usize) -> Option<Relation> {
    let before = window(text, begin, 70, false);
    let base = begin - before.len();
    // Words with where they begin; "25km" is two, what stands in parentheses none.
    let mut all: Vec<(usize, String)> = Vec::new();
    let (mut from, mut depth) = (None, 0);
    let flush = |all: &mut Vec<(usize, String)>, from: &mut Option<usize>, to: usize| {
        let Some(f) = from.take() else { return };
        let w = before[f..to].trim_end_matches(',').to_lowercase();
        let digits = w.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(w.len());
        if digits > 0 && digits < w.len() && unit(w[digits..].trim_start_matches('-')).is_some() {
            all.push((f, w[..digits].to_owned()));
            all.push((f + digits, w[digits..].trim_start_matches('-').to_owned()));
        } else {
            all.push((f, w));
        }
    };
    for (i, c) in before.char_indices() {
        match c {
            '(' => {
                flush(&mut all, &mut from, i);
                depth = 1;
            }
            ')' => depth = 0,
            _ if depth > 0 => {}
            c if c.is_whitespace() => flush(&mut all, &mut from, i),
            _ if from.is_none() => from = Some(i),
            _ => {}
        }
    }
    flush(&mut all, &mut from, before.len());
    let mut n = all.len();
    let word = |n: usize| all.get(n).map_or("", |w| w.1.as_str());
    if n > 0 && word(n - 1) == "the" {
        n -= 1;
    }
    // "Hama city", "the town of Hama": the kind's word stands between.
    if n > 2 && word(n - 1) == "of" && matches!(word(n - 2), "town" | "city" | "village" | "capital") {
        n -= 2;
        while n > 0 && matches!(word(n - 1), "the" | "a") {
            n -= 1;
        }
    }
    let done = |first: usize, last: usize, km: Option<f64>, bearing: Option<f64>| {
        let begin = base + all[first].0;
        let end = all.get(last).map_or(base + before.len(), |w| base + w.0);
        Some(Relation { begin, text: text[begin..end].trim_end().to_owned(), km, bearing })
    };
    let end = n;
    let link = word(n.checked_sub(1)?);
    if matches!(link, "near" | "outside") {
        return done(n - 1, end, None, None);
    }
    if !matches!(link, "of" | "from") {
        return None;
    }
    n -= 1;
    if link == "of"
        && matches!(word(n.checked_sub(1)?), "outskirts" | "suburbs" | "suburb" | "edge" | "edges" | "vicinity")
    {
        n -= 1;
        if n > 0 && bearing(word(n - 1)).is_some() {
            n -= 1;
        }
        return done(n, end, None, None);
    }
    let mut towards = n.checked_sub(1).and_then(|m| bearing(word(m)));
    if towards.is_some() {
        n -= 1;
        // "south and east of" is no one direction.
        if n > 1 && matches!(word(n - 1), "and" | "or") && bearing(word(n - 2)).is_some() {
            towards = None;
            n -= 2;
        }
        while n > 0 && matches!(word(n - 1), "the" | "to" | "due" | "further" | "farther" | "just" | "away") {
            n -= 1;
        }
    } else {
        while n > 0 && matches!(word(n - 1), "away") {
            n -= 1;
        }
    }
    let km = (n >= 2).then(|| Some(count(word(n - 2))? * unit(word(n - 1))?)).flatten();
    match (km, towards) {
        (Some(d), t) => done(n - 2, end, Some(d), t),
        (None, Some(t)) => {
            // The words of direction alone; "to the" before them stays outside.
            let at = (n..end).find(|&i| bearing(word(i)).is_some()).unwrap_or(n);
            done(at, end, None, Some(t))
        }
        (None, None) => None,
    }
}

/// The point so far from another in a direction.
pub(super) fn moved((lat, lon): (f64, f64), km: f64, bearing: f64) -> (f64, f64) {
    let (la, lo, b, d) = (lat.to_radians(), lon.to_radians(), bearing.to_radians(), km / 6371.0);
    let north = (la.sin() * d.cos() + la.cos() * d.sin() * b.cos()).clamp(-1.0, 1.0);
    let east = lo + (b.sin() * d.sin() * la.cos()).atan2(d.cos() - la.sin() * north);
    (north.asin().to_degrees(), (east.to_degrees() + 540.0).rem_euclid(360.0) - 180.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(s: &str) -> Option<(String, Option<i64>, Option<i64>)> {
        let at = s.find("Hama").expect("the name stands in it");
        relation(s, at).map(|r| (r.text, r.km.map(|k| k.round() as i64), r.bearing.map(|b| b as i64)))
    }

    #[test]
    fn reads_distance_and_direction_before_a_name() {
        let is = |s: &str, text: &str, km, to| assert_eq!(told(s), Some((text.to_owned(), km, to)), "{s}");
        is("A village 25 km south of Hama was hit.", "25 km south of", Some(25), Some(180));
        is("about 10 miles (16 km) north-east of Hama", "10 miles (16 km) north-east of", Some(16), Some(45));
        is("some 40km from Hama", "40km from", Some(40), None);
        is("ten kilometres to the west of the city of Hama", "ten kilometres to the west of", Some(10), Some(270));
        is("fighting north of Hama", "north of", None, Some(0));
        is("on the southern outskirts of Hama", "southern outskirts of", None, None);
        is("a convoy near Hama", "near", None, None);
        is("1,200 kilometers southeast of Hama", "1,200 kilometers southeast of", Some(1200), Some(135));
        assert_eq!(told("the city of Hama"), None);
        assert_eq!(told("Hama"), None);
        assert_eq!(told("most of Hama"), None);
    }

    #[test]
    fn moves_a_point() {
        let (lat, lon) = moved((35.13, 36.75), 111.2, 0.0);
        assert!((lat - 36.13).abs() < 0.01 && (lon - 36.75).abs() < 0.01);
        let (lat, lon) = moved((0.0, 179.5), 111.2, 90.0);
        assert!(lat.abs() < 0.01 && (lon + 179.5).abs() < 0.01);
    }

    #[test]
    fn ties_neighbours() {
        assert_eq!(tie(", "), Some((Tie::Comma, true)));
        assert_eq!(tie(" in "), Some((Tie::In, true)));
        assert_eq!(tie(", a town in northern "), Some((Tie::In, true)));
        assert_eq!(tie("'s "), Some((Tie::In, false)));
        assert_eq!(tie(" province's town of "), None);
        assert_eq!(tie(" town of "), Some((Tie::In, false)));
        assert_eq!(tie(" near "), Some((Tie::Near, true)));
        assert_eq!(tie(" and "), None);
        assert_eq!(tie(". In "), None);
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(REGION.is_sorted() && TOWN.is_sorted() && NATURE.is_sorted() && SITE.is_sorted());
    }

    #[test]
    fn says_what_a_name_is() {
        let of = |s: &str, name: &str| {
            let b = s.find(name).expect("the name stands in it");
            sort(s, Span::new(b, b + name.len())).map(|x| x.0)
        };
        assert_eq!(of("in Idlib province", "Idlib"), Some(Sort::Region));
        assert_eq!(of("the town of Azaz", "Azaz"), Some(Sort::Town));
        assert_eq!(of("along Lake Assad", "Lake Assad"), Some(Sort::Nature));
        assert_eq!(of("in Azaz on Monday", "Azaz"), None);
    }
}
