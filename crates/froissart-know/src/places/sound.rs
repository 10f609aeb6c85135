//! Keys of names that are spelt in many ways: without article, without "province", and by their consonants.
//!
//! No dictionary and no choice: "Deir ez-Zour" and "Dayr az Zawr" get one key here; which place it is, is decided elsewhere.
//! data/places/make.py has the same rules, data/places/folding.tsv the examples that hold both together.

use crate::fold::is_article;

/// `al bab` without its article.
pub(super) fn strip_article(key: &str) -> Option<&str> {
    let (first, rest) = key.split_once(' ')?;
    is_article(first).then_some(rest)
}

pub(super) const GENERIC: [&str; 26] = [
    "canton",
    "county",
    "department",
    "district",
    "division",
    "emirate",
    "governorate",
    "krai",
    "kray",
    "municipality",
    "oblast",
    "parish",
    "prefecture",
    "province",
    "provinces",
    "raion",
    "rayon",
    "region",
    "regional",
    "republic",
    "state",
    "subdistrict",
    "territory",
    "voblast",
    "wilayah",
    "wilayat",
];

/// `donetsk oblast` without its generic word.
pub(super) fn strip_generic(key: &str) -> Option<&str> {
    if let Some((rest, last)) = key.rsplit_once(' ')
        && GENERIC.binary_search(&last).is_ok()
    {
        return Some(rest);
    }
    if let Some(rest) = key.strip_prefix("county ") {
        return Some(rest);
    }
    let mut words = key.splitn(3, ' ');
    let (first, second, rest) = (words.next()?, words.next()?, words.next()?);
    (GENERIC.binary_search(&first).is_ok() && matches!(second, "of" | "de")).then_some(rest)
}

/// The romanisation key of a folded name: its consonants, in one spelling for the many of Arabic and of Slavic names.
pub(crate) fn sound(key: &str, slavic: bool) -> String {
    let words: Vec<&str> = key.split(' ').collect();
    let is_vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    let mut out = String::new();
    for w in &words {
        let mut w = *w;
        if !slavic {
            if words.len() > 1 && is_article(w) {
                continue;
            }
            let b = w.as_bytes();
            if b.len() > 4 && matches!(b[0], b'a' | b'e') && b[1] == b[2] && b"zrsdtnl".contains(&b[1]) {
                w = &w[2..];
            } else if b.len() > 5 && matches!(b[0], b'a' | b'e') && &b[1..5] == b"shsh" {
                w = &w[3..];
            }
        }
        let mut s = w.to_owned();
        let ch = if slavic { "C" } else { "S" };
        for (a, b) in [
            ("tch", "C"),
            ("sch", "S"),
            ("ch", ch),
            ("sh", "S"),
            ("kh", "X"),
            ("gh", "g"),
            ("dh", "d"),
            ("th", "t"),
            ("ph", "f"),
            ("dj", "j"),
            ("zh", "Z"),
            ("ck", "k"),
            ("q", "k"),
            ("c", "k"),
            ("p", "p"),
            ("x", "ks"),
        ] {
            if s.contains(a) {
                s = s.replace(a, b);
            }
        }
        if slavic {
            s = s.replace('g', "h").replace('w', "v").replace('X', "h").replace('j', "y");
        }
        let b = s.as_bytes();
        let mut r: Vec<u8> = Vec::new();
        for (i, &c) in b.iter().enumerate() {
            let prev = if i > 0 { b[i - 1] } else { 0 };
            let next = b.get(i + 1).copied().unwrap_or(0);
            if is_vowel(c) {
                if i == 0 {
                    r.push(b'A');
                }
                continue;
            }
            if c == b'y' || c == b'w' {
                if i == 0 {
                    r.push(if slavic { b'A' } else { c });
                    continue;
                }
                if slavic && c == b'y' {
                    continue;
                }
                // The second half of a diphthong, or the glide of aya, iya, ayya.
                if next == 0 || !is_vowel(next) || (c == b'y' && (is_vowel(prev) || prev == b'y')) {
                    continue;
                }
            }
            if c == b'h' && next == 0 && is_vowel(prev) {
                continue;
            }
            if r.last() == Some(&c) && prev == c {
                continue;
            }
            r.push(c);
        }
        out.extend(r.into_iter().map(char::from));
    }
    out
}
