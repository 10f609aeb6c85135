//! The dictionary form of a word: the model's rule where it gives a word, a regular or irregular one where it does not.
//!
//! "seized" is "seize", not "seiz", and "fought" is "fight". What counts as a word is the encoder's own list of word
//! pieces. Not here: names, which keep their form unless the model says otherwise.

use crate::engine::{Labels, Model};
use froissart_model::Pos;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Irregular verbs: the lemma, then its other forms.
const VERBS: &[&str] = &[
    "arise arose arisen",
    "bear bore borne",
    "beat beaten",
    "become became",
    "begin began begun",
    "bend bent",
    "bind bound",
    "bite bit bitten",
    "bleed bled",
    "blow blew blown",
    "break broke broken",
    "breed bred",
    "bring brought",
    "build built",
    "burn burnt",
    "buy bought",
    "catch caught",
    "choose chose chosen",
    "cling clung",
    "come came",
    "creep crept",
    "deal dealt",
    "dig dug",
    "do did done does",
    "draw drew drawn",
    "drink drank drunk",
    "drive drove driven",
    "eat ate eaten",
    "fall fell fallen",
    "feed fed",
    "feel felt",
    "fight fought",
    "find found",
    "flee fled",
    "fling flung",
    "fly flew flown",
    "forbid forbade forbidden",
    "forget forgot forgotten",
    "forgive forgave forgiven",
    "freeze froze frozen",
    "get got gotten",
    "give gave given",
    "go went gone goes",
    "grind ground",
    "grow grew grown",
    "hang hung",
    "have had has",
    "hear heard",
    "hide hid hidden",
    "hold held",
    "keep kept",
    "kneel knelt",
    "know knew known",
    "lay laid",
    "lead led",
    "leave left",
    "lend lent",
    "lose lost",
    "make made",
    "mean meant",
    "meet met",
    "mislead misled",
    "outgun outgunned",
    "overcome overcame",
    "overrun overran",
    "oversee oversaw overseen",
    "overtake overtook overtaken",
    "overthrow overthrew overthrown",
    "pay paid",
    "rebuild rebuilt",
    "retake retook retaken",
    "ride rode ridden",
    "ring rang rung",
    "rise rose risen",
    "run ran",
    "say said",
    "see saw seen",
    "seek sought",
    "sell sold",
    "send sent",
    "shake shook shaken",
    "shoot shot",
    "show shown",
    "shrink shrank shrunk",
    "sing sang sung",
    "sink sank sunk",
    "sit sat",
    "sleep slept",
    "slide slid",
    "speak spoke spoken",
    "speed sped",
    "spend spent",
    "spin spun",
    "spring sprang sprung",
    "stand stood",
    "steal stole stolen",
    "stick stuck",
    "strike struck stricken",
    "strive strove striven",
    "swear swore sworn",
    "sweep swept",
    "swim swam swum",
    "swing swung",
    "take took taken",
    "teach taught",
    "tear tore torn",
    "tell told",
    "think thought",
    "throw threw thrown",
    "tie tying",
    "undergo underwent undergone",
    "understand understood",
    "undertake undertook undertaken",
    "shed shed",
    "uphold upheld",
    "wake woke woken",
    "wear wore worn",
    "weep wept",
    "win won",
    "wind wound",
    "withdraw withdrew withdrawn",
    "withhold withheld",
    "withstand withstood",
    "write wrote written",
    "die dying",
    "lie lying",
];
/// Irregular nouns: the lemma, then the plural.
const NOUNS: &[&str] = &[
    "analysis analyses",
    "army armies",
    "child children",
    "crisis crises",
    "foot feet",
    "half halves",
    "knife knives",
    "life lives",
    "man men",
    "shelf shelves",
    "thief thieves",
    "tooth teeth",
    "wife wives",
    "wolf wolves",
    "woman women",
];

/// The lemma of a word; `scripts` are the model's rules for it, the best first.
pub(crate) fn lemma(form: &str, upos: Pos, xpos: &str, scripts: &[usize], model: &Model) -> String {
    let Labels { exceptions, lemma: rules, .. } = &model.labels;
    let lower = form.to_lowercase().replace('’', "'");
    if let Some(known) = exceptions.get(&format!("{lower}|{}", upos.as_str())) {
        return known.clone();
    }
    let mut candidates = scripts.iter().map(|&s| rules[s].apply(form));
    let first = candidates.next().unwrap_or_else(|| lower.clone());
    let irregular = match upos {
        Pos::Verb | Pos::Aux if matches!(xpos, "VBD" | "VBN" | "VBG" | "VBZ") => VERBS,
        Pos::Noun if xpos == "NNS" => NOUNS,
        Pos::Noun | Pos::Verb | Pos::Aux | Pos::Adj | Pos::Adv => &[],
        _ => return first,
    };
    let listed = irregular.iter().find(|row| row.split(' ').skip(1).any(|f| f == lower));
    if let Some(known) = listed.and_then(|row| row.split(' ').next()) {
        return known.to_owned();
    }
    // "retook", "overran", "withheld": the prefix stays, the rest is irregular.
    for prefix in ["over", "under", "with", "fore", "out", "mis", "re", "un", "up"] {
        let Some(rest) = lower.strip_prefix(prefix).filter(|r| r.len() > 2 && upos == Pos::Verb) else { continue };
        let row = VERBS.iter().find(|row| row.split(' ').skip(1).any(|f| f == rest));
        if let Some(base) = row.and_then(|row| row.split(' ').next()) {
            return format!("{prefix}{base}");
        }
    }
    let regular = regular(&lower, xpos);
    if regular.is_empty() || (upos != Pos::Verb && first == form) {
        return first;
    }
    // A verb of the list wins over everything: "severed" is "sever", although "severe" is a word too.
    if upos == Pos::Verb
        && let Some(v) = regular.iter().find(|c| verbs().contains(c.as_str()))
    {
        return v.clone();
    }
    let sound = |l: &str| model.knows(l) && is_spelt(&lower, l);
    if sound(&first) {
        return first;
    }
    // A rule of lower rank counts where it is a regular one too: others turn "subject" into "subjey".
    candidates
        .find(|c| regular.contains(c) && sound(c))
        .or_else(|| regular.iter().find(|c| sound(c)).cloned())
        .or_else(|| regular.contains(&first).then(|| first.clone()).filter(|l| is_spelt(&lower, l)))
        .unwrap_or_else(|| regular[0].clone())
}

/// The verbs of `data/language/en/verbs.toml`.
fn verbs() -> &'static BTreeSet<String> {
    #[derive(serde::Deserialize)]
    struct File {
        verbs: BTreeSet<String>,
    }
    static LIST: OnceLock<BTreeSet<String>> = OnceLock::new();
    LIST.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../../../data/language/en/verbs.toml")).expect("a test reads it");
        file.verbs
    })
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

/// Whether the lemma's spelling gives the form: "tri" does not give "tried", nor "hop" "hoping".
fn is_spelt(form: &str, lemma: &str) -> bool {
    let bare = ["ed", "ing", "er", "est"].iter().any(|e| form.strip_suffix(e) == Some(lemma));
    let of_y = lemma.len() > 3 && lemma.ends_with("ie") && form.len() == lemma.len() + 1;
    !(bare && is_bare_stem(lemma) || of_y)
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
    fn the_lists_are_of_lemmas_and_forms() {
        for row in VERBS.iter().chain(NOUNS) {
            assert!(row.split(' ').count() > 1, "{row}");
        }
    }
}
