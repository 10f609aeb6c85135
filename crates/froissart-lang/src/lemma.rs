//! The dictionary form of a word: the model's rule where it gives a word, a regular or irregular one where it does not.
//!
//! "seized" is "seize", not "seiz", and "fought" is "fight". What counts as a word is the encoder's own list of word
//! pieces. Not here: names, which keep their form unless the model says otherwise.

use crate::engine::{Labels, Model};
use froissart_model::Pos;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The lists of `data/language/en/irregular.toml` and `verbs.toml`, form to lemma.
struct Lists {
    verbs: BTreeMap<String, String>,
    nouns: BTreeMap<String, String>,
    plurals: BTreeSet<String>,
    short: BTreeMap<String, String>,
    regular_verbs: BTreeSet<String>,
}

/// The embedded lists. The files are part of the program, so a mistake in them is a broken build: a test loads them.
fn lists() -> &'static Lists {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Irregular {
        verbs: Vec<String>,
        nouns: Vec<String>,
        plurals: BTreeSet<String>,
        short: BTreeMap<String, String>,
    }
    #[derive(serde::Deserialize)]
    struct Verbs {
        verbs: BTreeSet<String>,
    }
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| {
        let file: Irregular = toml::from_str(include_str!("../../../data/language/en/irregular.toml"))
            .expect("data/language/en/irregular.toml is well formed");
        let verbs: Verbs = toml::from_str(include_str!("../../../data/language/en/verbs.toml"))
            .expect("data/language/en/verbs.toml is well formed");
        let by_form = |rows: &[String]| {
            let mut out = BTreeMap::new();
            for row in rows {
                let mut words = row.split(' ').map(str::to_owned);
                let lemma = words.next().unwrap_or_default();
                for form in words {
                    out.entry(form).or_insert_with(|| lemma.clone());
                }
            }
            out
        };
        Lists {
            verbs: by_form(&file.verbs),
            nouns: by_form(&file.nouns),
            plurals: file.plurals,
            short: file.short,
            regular_verbs: verbs.verbs,
        }
    })
}

/// First parts of verbs whose rest may be irregular: "retook", "overran", "withheld".
const PREFIXES: &[&str] = &["over", "under", "with", "fore", "out", "mis", "inter", "re", "un", "up"];

/// The lemma of an irregular form, also of one with something before it: "overthrew", "policemen".
fn irregular(lower: &str, upos: Pos, xpos: &str) -> Option<String> {
    match upos {
        // A rare past form passes for a present one: "overran", "forgave". What is a verb of its own stays ("found").
        Pos::Verb | Pos::Aux
            if matches!(xpos, "VBD" | "VBN" | "VBG" | "VBZ")
                || matches!(xpos, "VB" | "VBP") && upos == Pos::Verb && !lists().regular_verbs.contains(lower) =>
        {
            let verbs = &lists().verbs;
            let with = |prefix: &&str| {
                let rest = lower.strip_prefix(*prefix).filter(|r| r.len() > 2 && upos == Pos::Verb)?;
                Some(format!("{prefix}{}", verbs.get(rest)?))
            };
            verbs.get(lower).cloned().or_else(|| PREFIXES.iter().find_map(with))
        }
        // "Rebels retook the town" is taken for a present by its looks; no verb begins its life as "retook".
        Pos::Verb if matches!(xpos, "VB" | "VBP") => {
            let verbs = &lists().verbs;
            let base = |w: &str| verbs.values().any(|l| l == w) || lists().regular_verbs.contains(w);
            PREFIXES.iter().find_map(|prefix| {
                let rest = lower.strip_prefix(*prefix).filter(|r| r.len() > 2 && !base(r) && !base(lower))?;
                Some(format!("{prefix}{}", verbs.get(rest)?))
            })
        }
        Pos::Noun if xpos == "NNS" => {
            if lists().plurals.contains(lower)
                || (lower.starts_with(|c: char| c.is_ascii_digit()) && lower.ends_with('s'))
            {
                return Some(lower.to_owned());
            }
            let nouns = &lists().nouns;
            let tail = |(form, lemma): (&String, &String)| {
                let rest = lower.strip_suffix(form.as_str()).filter(|r| r.len() > 2 && form.len() > 2)?;
                Some(format!("{rest}{lemma}"))
            };
            nouns.get(lower).cloned().or_else(|| nouns.iter().rev().find_map(tail))
        }
        _ => None,
    }
}

/// Whether a word in lower case is the name of a file: "report.pdf".
fn is_file(lower: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "pdf", "png", "ppt", "xls", "xlsx", "zip"];
    let Some((name, ending)) = lower.rsplit_once('.') else { return false };
    ENDINGS.contains(&ending) && !name.is_empty() && !lower.contains(['/', '@'])
}

/// The lemma of a word; `scripts` are the model's rules for it, the best first.
pub(crate) fn lemma(form: &str, upos: Pos, xpos: &str, scripts: &[usize], model: &Model) -> String {
    let Labels { exceptions, lemma: rules, .. } = &model.labels;
    let lower = form.to_lowercase().replace('’', "'");
    // The treebanks write file names small, whatever part of speech they are given.
    if is_file(&lower) {
        return lower;
    }
    if lower == "b/c" {
        return "because".to_owned();
    }
    if let Some(known) = irregular(&lower, upos, xpos) {
        return known;
    }
    if let Some(known) = exceptions.get(&format!("{lower}|{}", upos.as_str())) {
        return known.clone();
    }
    let mut candidates = scripts.iter().map(|&s| rules[s].apply(form));
    let first = candidates.next().unwrap_or_else(|| lower.clone());
    match upos {
        Pos::Propn => return proper(form, &lower, xpos, first, model),
        Pos::Num if lower.contains(',') && lower.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.') => {
            return lower.replace(',', "");
        }
        Pos::Noun | Pos::Verb | Pos::Aux | Pos::Adj | Pos::Adv => {}
        _ => return first,
    }
    if let Some(plain) = drawn_out(&lower, model) {
        return plain;
    }
    let regular = regular(&lower, xpos);
    if regular.is_empty() {
        // "hit", "cut" and "put" are the same in all tenses.
        let same = matches!(xpos, "VBD" | "VBN") && !lower.ends_with("ed") && model.knows(&lower);
        return if upos == Pos::Verb && (same || lists().regular_verbs.contains(&lower)) { lower } else { first };
    }
    if upos != Pos::Verb && first == form {
        return first;
    }
    // A verb of the list wins over everything: "severed" is "sever", although "severe" is a word too.
    if upos == Pos::Verb
        && let Some(v) = regular.iter().find(|c| lists().regular_verbs.contains(c.as_str()))
    {
        return v.clone();
    }
    let sound = |l: &str| model.knows(l) && is_spelt(&lower, l);
    if regular.contains(&first) && sound(&first) {
        return first;
    }
    // A rule of lower rank counts where it is a regular one too: others turn "subject" into "subjey".
    let known =
        candidates.find(|c| regular.contains(c) && sound(c)).or_else(|| regular.iter().find(|c| sound(c)).cloned());
    if let Some(known) = known {
        return known;
    }
    // No list has it: the spelling decides, and where it leaves both open the model.
    let stem = ["ed", "ing", "er", "est"].iter().find_map(|e| lower.strip_suffix(e));
    match stem.filter(|s| regular.iter().any(|r| r == s)).and_then(ends_in_e) {
        Some(true) => regular.iter().find(|r| r.ends_with('e')).unwrap_or(&regular[0]).clone(),
        Some(false) => regular.iter().find(|r| !r.ends_with('e')).unwrap_or(&regular[0]).clone(),
        None if !lower.ends_with("ies") && regular.contains(&first) && is_spelt(&lower, &first) => first,
        None => regular[0].clone(),
    }
}

/// The lemma of a name: it keeps its capital, is written out where it is a month or a day, and loses the plural's ending
/// where the model says so.
fn proper(form: &str, lower: &str, xpos: &str, first: String, model: &Model) -> String {
    let capital = |s: &str| {
        let mut rest = s.chars();
        rest.next().map_or_else(String::new, |c| c.to_uppercase().chain(rest).collect())
    };
    if let Some(long) = lists().short.get(lower.trim_end_matches('.')) {
        return long.clone();
    }
    if !form.starts_with(char::is_uppercase) {
        return first;
    }
    if xpos == "NNPS" && first != form {
        let plain = regular(lower, "NNS");
        let known = plain.iter().find(|c| model.knows(c)).or_else(|| plain.iter().find(|c| capital(c) == first));
        return known.or_else(|| plain.first()).map_or(first, |c| capital(c));
    }
    // A name in capitals, but not an abbreviation: "TEHRAN".
    if form.len() > 5 && form.bytes().all(|b| b.is_ascii_uppercase()) && first == form && model.knows(lower) {
        return capital(lower);
    }
    if first == lower { if form == capital(lower) { form.to_owned() } else { capital(lower) } } else { first }
}

/// A word without the letters that draw it out: "sooo".
fn drawn_out(lower: &str, model: &Model) -> Option<String> {
    let chars: Vec<char> = lower.chars().collect();
    if !chars.windows(3).any(|w| w[0] == w[1] && w[1] == w[2] && w[0].is_alphabetic()) {
        return None;
    }
    let short = |most: usize| {
        let mut out = String::new();
        for (i, c) in chars.iter().enumerate() {
            let before = chars[..i].iter().rev().take_while(|b| *b == c).take(most).count();
            if before < most {
                out.push(*c);
            }
        }
        out
    };
    let (double, single) = (short(2), short(1));
    let order = if single.len() < 4 { [single, double] } else { [double, single] };
    order.into_iter().find(|w| model.knows(w))
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The lemmas that a form may have by the spelling of endings, the likeliest first; none where it has no ending.
fn regular(form: &str, xpos: &str) -> Vec<String> {
    let (ending, with_e): (&str, bool) = match xpos {
        "VBD" | "VBN" => ("ed", true),
        "VBG" => ("ing", true),
        "JJR" | "RBR" => ("er", true),
        "JJS" | "RBS" => ("est", true),
        "VBZ" | "NNS" => ("s", false),
        _ => return Vec::new(),
    };
    let Some(stem) =
        form.strip_suffix(ending).filter(|s| s.len() > 1 && s.is_ascii() && s.contains(|c| vowel(c) || c == 'y'))
    else {
        return Vec::new();
    };
    let own = |s: &str| s.to_owned();
    if !with_e {
        if stem.ends_with('s') {
            return Vec::new();
        }
        let Some(shorter) = stem.strip_suffix('e') else { return vec![own(stem)] };
        return match shorter.strip_suffix('i') {
            Some(base) if shorter.len() > 2 => vec![format!("{base}y"), own(stem)],
            _ if shorter.ends_with(['s', 'x', 'o'])
                || shorter.ends_with("ch")
                || shorter.ends_with("sh")
                || shorter.ends_with("zz") =>
            {
                vec![own(shorter), own(stem)]
            }
            _ => vec![own(stem)],
        };
    }
    if let Some(base) = stem.strip_suffix('i').filter(|_| ending != "ing") {
        return vec![format!("{base}y"), format!("{stem}e")];
    }
    let last: Vec<char> = stem.chars().rev().take(2).collect();
    if stem.ends_with("ick") && stem.len() > 5 {
        return vec![own(&stem[..stem.len() - 1]), own(stem)];
    }
    let silent = format!("{stem}e");
    if last[0] == last[1] && !vowel(last[0]) {
        let single = own(&stem[..stem.len() - 1]);
        return if matches!(last[0], 'l' | 's' | 'f' | 'z') || stem.len() == 3 {
            vec![own(stem), single]
        } else {
            vec![single, own(stem)]
        };
    }
    if is_bare_stem(stem) { vec![silent, own(stem)] } else { vec![own(stem), silent] }
}

/// One vowel and one consonant at the end of a short stem: "hop" would double its last letter ("hopping").
fn ends_short(stem: &str) -> bool {
    let mut back = stem.chars().rev();
    let (Some(last), Some(before)) = (back.next(), back.next()) else { return false };
    !vowel(last) && !matches!(last, 'w' | 'x' | 'y') && vowel(before) && !back.any(|c| vowel(c) || c == 'y')
}

/// Whether a stem must be written with an e or one letter less: no verb is "seiz", "invok" or "stopp".
fn is_bare_stem(stem: &str) -> bool {
    let mut back = stem.chars().rev();
    let (Some(last), Some(before)) = (back.next(), back.next()) else { return false };
    let doubled = last == before && !matches!(last, 'l' | 's' | 'f' | 'z') && !vowel(last) && stem.len() > 3;
    doubled
        || matches!(last, 'v' | 'c' | 'u' | 'i')
        || (last == 'z' && before != 'z')
        || (last == 'k' && vowel(before) && !back.next().is_some_and(vowel))
        || stem.ends_with("dg")
        || ends_short(stem)
}

/// Whether a verb of this stem is written with an e at its end, where the spelling tells: "narrat" is, "genuflect" is not.
fn ends_in_e(stem: &str) -> Option<bool> {
    let back: Vec<char> = stem.chars().rev().take(3).collect();
    let [last, before, ..] = back[..] else { return None };
    let earlier = back.get(2).copied().unwrap_or(' ');
    if is_bare_stem(stem) {
        return Some(true);
    }
    if matches!(last, 'w' | 'x' | 'y' | 'h') {
        return Some(false);
    }
    if !vowel(last) && !vowel(before) {
        // "settl", "revers", "respons", "collaps", "charg", "indulg".
        let soft = (last == 'l' && !matches!(before, 'l' | 'r' | 'w'))
            || (last == 's' && matches!(before, 'r' | 'n' | 'l' | 'p'))
            || (last == 'g' && matches!(before, 'r' | 'l'));
        let hard = last != 's' && last != 'g' || last == before;
        return if soft { Some(true) } else { hard.then_some(false) };
    }
    if vowel(before) && vowel(earlier) {
        return if matches!(last, 's' | 'z') { Some(true) } else { Some(false) };
    }
    let end: String = [before, last].iter().collect();
    match end.as_str() {
        "at" | "ut" | "iz" | "yz" | "is" | "os" | "us" | "as" | "ag" | "eg" | "ad" | "id" | "od" | "ud" | "ar"
        | "ir" | "ur" | "um" | "ap" | "il" => Some(true),
        "en" | "er" | "on" | "it" | "op" | "ow" | "el" => Some(false),
        _ => None,
    }
}

/// Whether the lemma's spelling gives the form: "tri" does not give "tried", nor "hop" "hoping".
fn is_spelt(form: &str, lemma: &str) -> bool {
    let bare = ["ed", "ing", "er", "est"].iter().any(|e| form.strip_suffix(e) == Some(lemma));
    !(bare && is_bare_stem(lemma))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_taken_off() {
        let model = Model::embedded();
        // The rule that drops one letter: right for few of these.
        let poor = model.labels.lemma.iter().position(|r| r.apply("ab") == "a" && r.apply("AB") == "a").expect("l|1|");
        for (form, xpos, want) in [
            ("seized", "VBD", "seize"),
            ("killed", "VBN", "kill"),
            ("denied", "VBD", "deny"),
            ("stopped", "VBD", "stop"),
            ("hoping", "VBG", "hope"),
            ("attacking", "VBG", "attack"),
            ("pledged", "VBD", "pledge"),
            ("fought", "VBD", "fight"),
            ("companies", "NNS", "company"),
            ("witnesses", "NNS", "witness"),
            ("children", "NNS", "child"),
            ("fled", "VBD", "flee"),
            ("larger", "JJR", "large"),
            ("backs", "VBZ", "back"),
            ("refused", "VBD", "refuse"),
            ("rebels", "NNS", "rebel"),
            ("houses", "NNS", "house"),
            ("carried", "VBN", "carry"),
            ("died", "VBD", "die"),
            ("invoked", "VBD", "invoke"),
            ("added", "VBD", "add"),
            ("clashes", "NNS", "clash"),
            ("launched", "VBD", "launch"),
            ("controlled", "VBN", "control"),
        ] {
            let upos = match xpos.as_bytes()[0] {
                b'V' => Pos::Verb,
                b'N' => Pos::Noun,
                _ => Pos::Adj,
            };
            assert_eq!(lemma(form, upos, xpos, &[poor], model), want, "{form}");
        }
    }

    #[test]
    fn irregular_and_unknown_words_are_led_back() {
        let model = Model::embedded();
        let keep = model.labels.lemma.iter().position(|r| r.apply("Ab") == "Ab").expect("k|0|");
        let poor = model.labels.lemma.iter().position(|r| r.apply("ab") == "a" && r.apply("AB") == "a").expect("l|1|");
        for (form, upos, xpos, want) in [
            ("overthrew", Pos::Verb, "VBD", "overthrow"),
            ("reneged", Pos::Verb, "VBD", "renege"),
            ("cut", Pos::Verb, "VBD", "cut"),
            ("hit", Pos::Verb, "VBN", "hit"),
            ("laid", Pos::Verb, "VBD", "lay"),
            ("lay", Pos::Verb, "VBD", "lie"),
            ("bound", Pos::Verb, "VBN", "bind"),
            ("slain", Pos::Verb, "VBN", "slay"),
            ("genuflected", Pos::Verb, "VBD", "genuflect"),
            ("botched", Pos::Verb, "VBN", "botch"),
            ("mimicking", Pos::Verb, "VBG", "mimic"),
            ("culminating", Pos::Verb, "VBG", "culminate"),
            ("festooned", Pos::Verb, "VBN", "festoon"),
            ("policemen", Pos::Noun, "NNS", "policeman"),
            ("grandchildren", Pos::Noun, "NNS", "grandchild"),
            ("calories", Pos::Noun, "NNS", "calorie"),
            ("headquarters", Pos::Noun, "NNS", "headquarters"),
            ("1990s", Pos::Noun, "NNS", "1990s"),
            ("maladies", Pos::Noun, "NNS", "malady"),
            ("12,500", Pos::Num, "CD", "12500"),
            ("Annex.PDF", Pos::Propn, "NNP", "annex.pdf"),
            ("b/c", Pos::Sconj, "IN", "because"),
            ("sooooo", Pos::Adv, "RB", "so"),
            ("Sept.", Pos::Propn, "NNP", "September"),
            ("Armies", Pos::Propn, "NNPS", "Army"),
        ] {
            assert_eq!(lemma(form, upos, xpos, &[poor], model), want, "{form}");
        }
        assert_eq!(lemma("Assad", Pos::Propn, "NNP", &[keep], model), "Assad");
    }

    #[test]
    fn the_lists_are_of_lemmas_and_forms() {
        for (form, lemma) in lists().verbs.iter().chain(&lists().nouns) {
            assert!(!form.is_empty() && !lemma.is_empty(), "{form} {lemma}");
        }
    }
}
