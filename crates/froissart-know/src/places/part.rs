//! What a name may stand for, whole or in part, and names that no tagger is needed to find.
//!
//! Decides nothing: [`super::choose`] weighs what comes out. "British Embassy Tokyo" may be Tokyo; "Trump Tower" is no town
//! called Tower; "Rapides Parish" stands in the text whoever marks it.

use super::choose::lies_in;
use super::{Candidate, Gazetteer, How, PlaceKind};
use crate::fold::fold;
use froissart_model::Span;
use std::collections::BTreeSet;
use std::sync::OnceLock;

const COMPASS: [&str; 14] = [
    "central",
    "east",
    "eastern",
    "north",
    "northeast",
    "northeastern",
    "northern",
    "northwest",
    "south",
    "southeast",
    "southern",
    "southwest",
    "west",
    "western",
];

/// Words of names that say nothing of where, by themselves.
const EMPTY: &str = "\
    academy agency air airport al arena army arts assembly association avenue bank battalion bay beach big black \
    block blue board bridge brigade building bureau bus campus capitol castle center central centre chamber chapel \
    christian church city club coast college command commission committee community company complex congress \
    convention corporation corps council county court creek crescent cross cup daily democratic department \
    district division drive east elementary energy falls family farms faubourg fc federal field fields film first \
    force forces forest free freedom front fund garden gardens gas gate gazette general global golden grand great \
    greater green ground group guard hall harbor harbour hatch health herald high hill hills holy hospital hotel \
    house ii independence institute international island islands joint journal lake lakes land lands lane league \
    liberty library little long lower main mall market medical memorial metro middle ministry mosque mountain \
    mountains museum music national navy new news north ocean office oil old open park parliament party people \
    peoples plaza point police port post power press red republic river rivers road royal saint school science sea \
    senate service services shore society south special spring springs square st stadium star state states station \
    street streets sun supreme technology temple the theater theatre times tower trade tribune trust union united \
    university upper valley victory water way west white world zoo";

/// Whether a name says of itself that it is a building, a street or an institution: "Third Presbyterian Church".
pub(super) fn is_facility(name: &str) -> bool {
    let key = fold(name);
    key.contains(' ') && key.split(' ').any(|w| empty().contains(w))
}

fn empty() -> &'static BTreeSet<&'static str> {
    static WORDS: OnceLock<BTreeSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| EMPTY.split_whitespace().collect())
}

/// "Colorado" of "Colorado State University", "Tokyo" of "British Embassy Tokyo": the longest run of words that names a place.
fn inner<'a>(g: &Gazetteer, name: &'a str) -> Vec<Candidate> {
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for w in name
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')' | '-' | '–'))
        .filter(|w| !w.is_empty())
    {
        let at = w.as_ptr() as usize - name.as_ptr() as usize;
        cuts.push((at, at + w.len()));
    }
    let n = cuts.len();
    let whole = |a: &str| -> Option<Vec<Candidate>> {
        let key = fold(a);
        let last = key.rsplit(' ').next().unwrap_or("");
        let dull = key.split(' ').all(|w| empty().contains(w) || w.len() < 3) || matches!(last, "of" | "and" | "the");
        let found = if dull || !a.starts_with(char::is_uppercase) { Vec::new() } else { g.exact(a) };
        (!found.is_empty()).then_some(found)
    };
    let mut best: Option<Vec<Candidate>> = None;
    for len in (1..n.max(1)).rev().filter(|l| *l <= 4) {
        for from in 0..=(n - len) {
            let part: &'a str = &name[cuts[from].0..cuts[from + len - 1].1];
            if let Some(found) = whole(part) {
                // A name proper says more than a nationality: "British Embassy Tokyo".
                if found.iter().any(|c| c.flag & 8 == 0) {
                    return found;
                }
                best = best.or(Some(found));
            }
        }
        if best.is_some() {
            break;
        }
    }
    best.unwrap_or_default()
}

/// State abbreviations behind a comma, and names with "County" or "Province" behind them: witnesses that no tagger is needed for.
pub(super) fn witnesses(g: &Gazetteer, text: &str, known: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let words: Vec<(usize, &str)> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '/' | '-' | '–' | '—'))
        .filter(|w| !w.is_empty())
        .map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
        .collect();
    for (n, (at, w)) in words.iter().enumerate() {
        let behind_comma = n > 0 && words[n - 1].1.ends_with(',');
        let bare = w.trim_end_matches([',', ';', ':', '\'', '’']);
        let span = if behind_comma
            && bare.ends_with('.')
            && bare.len() <= 6
            && bare.starts_with(char::is_uppercase)
            && !g.exact(bare).is_empty()
        {
            Some(Span::new(*at, at + bare.len()))
        } else if matches!(
            bare.trim_end_matches('.'),
            "County" | "Parish" | "Province" | "Governorate" | "Oblast" | "Township"
        ) && n > 0
        {
            let mut from = n;
            let mut hit = None;
            while from > 0
                && n - from < 3
                && words[from - 1].1.starts_with(char::is_uppercase)
                && !words[from - 1].1.ends_with([',', '.', ';', ':'])
            {
                from -= 1;
                let s = Span::new(words[from].0, at + bare.len());
                if !g.exact(s.of(text)).is_empty() {
                    hit = Some(s);
                }
            }
            hit
        } else {
            None
        };
        out.extend(span.filter(|s| !known.iter().any(|k| k.overlaps(*s))));
    }
    out
}

/// What a name may stand for, itself or inside of it; "City, State" keeps those inside the second.
pub(super) fn candidates(g: &Gazetteer, mention: &str) -> Vec<Candidate> {
    let t = g.tables();
    let mut parts = mention.split(',').map(str::trim).filter(|p| !p.is_empty());
    let name = parts.next().unwrap_or("");
    // "Western countries", "the South": a direction is no place, though somewhere one is called so.
    if COMPASS.contains(&fold(name).trim_start_matches("the ")) {
        return Vec::new();
    }
    let mut all = g.lookup(name);
    // "Syrias second city": a name that lost its apostrophe, which no other place sounds like so well.
    if all.iter().all(|c| c.how == How::Roman)
        && let Some(stem) = name.strip_suffix('s').filter(|stem| stem.len() > 3)
    {
        let states: Vec<Candidate> =
            g.exact(stem).into_iter().filter(|c| t.kind(c.place as usize) == PlaceKind::Country).collect();
        if !states.is_empty() {
            all = states;
        }
    }
    // "Nazi Germany" sounds like many a name, and says one.
    if all.iter().all(|c| c.how == How::Roman) {
        let mut parts = inner(g, name);
        for c in &mut parts {
            c.how = How::Inner;
        }
        parts.retain(|c| !all.iter().any(|o| o.place == c.place));
        all.extend(parts);
    }
    for part in parts {
        let outer: Vec<usize> = g
            .lookup(part)
            .iter()
            .map(|c| c.place as usize)
            .filter(|&i| matches!(t.kind(i), PlaceKind::Admin1 | PlaceKind::Country | PlaceKind::Territory))
            .collect();
        let inside = |c: &Candidate| outer.iter().any(|&o| lies_in(t, c.place as usize, o, 1e9));
        if all.iter().any(inside) {
            all.retain(inside);
        }
    }
    all
}
