//! Tests of the tables of actors: names, nouns, roles by the day, and files that must be refused.
//!
//! "Syrian opposition forces" resolves to SYR REB.

use super::mention::{BELONGS, FORMER};
use super::*;
use std::sync::OnceLock;

fn actors() -> &'static Actors {
    static ALL: OnceLock<Actors> = OnceLock::new();
    ALL.get_or_init(|| Actors::load(&DataFiles::embedded()).unwrap_or_else(|e| panic!("{e}")))
}

/// Words by blanks, `-` and `'s` apart as a treebank has them; a word in capitals is a name, `*` marks the head.
fn who_on(text: &str, day: &str) -> Option<Resolved> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    for w in text.split(' ') {
        let (w, head) = w.strip_prefix('*').map_or((w, false), |w| (w, true));
        let (w, owner) = w.strip_suffix("'s").map_or((w, false), |w| (w, true));
        for (n, part) in w.split('-').enumerate() {
            if n > 0 {
                parts.push(("-".into(), false));
            }
            parts.push((part.to_owned(), head));
        }
        if owner {
            parts.push(("'s".into(), false));
        }
    }
    let lemma = |w: &str| match w {
        "gunmen" => "gunman".to_owned(),
        _ => without_s(&w.to_lowercase()),
    };
    let lemmas: Vec<String> = parts.iter().map(|(w, _)| lemma(w)).collect();
    let words: Vec<Word<'_>> = parts
        .iter()
        .zip(&lemmas)
        .map(|((form, _), lemma)| Word {
            form,
            lemma,
            upos: match form.as_str() {
                "of" | "in" | "to" | "for" | "from" => Pos::Adp,
                "the" | "a" => Pos::Det,
                f if f.starts_with(char::is_uppercase) => Pos::Propn,
                f if f.parse::<u32>().is_ok() => Pos::Num,
                _ => Pos::Noun,
            },
        })
        .collect();
    let head = parts.iter().rposition(|(_, h)| *h).unwrap_or(words.len() - 1);
    actors().resolve(&words, head, day.parse().ok())
}

fn short(r: Option<Resolved>) -> String {
    let Some(r) = r else { return "nobody".into() };
    let dash = || "-".to_owned();
    format!("{} {} {}", r.country.unwrap_or_else(dash), r.sector.unwrap_or_else(dash), r.id.unwrap_or_else(dash))
}

#[test]
fn names_and_nouns_resolve() {
    for (text, day, want) in [
        ("Turkish-backed Syrian National *Army", "2024-12-01", "SYR REB sna"),
        ("Iran-backed *Hezbollah", "2024-12-01", "LBN REB hezbollah"),
        ("Assad *forces", "2024-12-02", "SYR MIL -"),
        ("Assad's *regime", "2024-12-02", "SYR GOV -"),
        ("Syrian opposition *forces", "2024-12-02", "SYR REB -"),
        ("Kurdish *militia", "2024-12-02", "- REB -"),
        ("the US-led *coalition", "2016-12-02", "IMG MIL us_coalition"),
        ("former prime *minister of Lebanon", "2016-12-02", "LBN ELI -"),
        ("Chinese Foreign *Ministry", "2016-12-02", "CHN GOV -"),
        ("President *Biden", "2022-12-02", "USA GOV biden"),
        ("*President Biden", "2022-12-02", "USA GOV biden"),
        ("Putin's *spokesman", "2022-12-02", "RUS GOV -"),
        ("Hayat Tahrir al-*Sham", "2024-12-02", "SYR REB hts"),
        ("*HTS", "2024-12-20", "SYR GOV hts"),
        ("Bashar al-*Assad", "2025-01-20", "SYR ELI bashar_assad"),
        ("*Damascus", "", "SYR GOV -"),
        ("Boko Haram *gunmen", "", "NGA REB boko_haram"),
        ("*gunmen", "", "- UAF -"),
        ("*rebels", "", "- REB -"),
        ("Russia's *ambassador to Poland", "", "RUS GOV -"),
        ("*ambassador to Poland", "", "- GOV -"),
        ("European Union *legislators", "", "EUR LEG -"),
        ("the *Pentagon", "", "USA MIL pentagon"),
        ("a *group of gunmen", "", "- UAF -"),
        ("rebel *leader", "", "- REB -"),
        ("Governor Vadim *Shumkov", "", "- GOV -"),
        ("Hafez al-*Assad", "1990-01-01", "nobody"),
        ("the *bicycle", "", "nobody"),
        ("30 *Syrians", "", "SYR CVL -"),
    ] {
        assert_eq!(short(who_on(text, day)), want, "{text} on {day}");
    }
}

#[test]
fn a_place_alone_says_so() {
    assert!(who_on("*Syria", "").is_some_and(|r| r.is_place && r.kind == EntityKind::State));
    assert!(who_on("*Aleppo", "").is_some_and(|r| r.is_place));
    assert!(who_on("Syrian *rebels", "").is_some_and(|r| !r.is_place));
    assert_eq!(actors().country_of("Syrian"), Some("SYR"));
    assert_eq!(actors().country_of("the Kremlin"), Some("RUS"));
    assert_eq!(actors().country_of("turkey"), None);
}

#[test]
fn the_sectors_are_those_of_the_codebook() {
    let o = crate::Ontology::load(&DataFiles::embedded()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(o.sectors().map(|s| s.code.as_str()).collect::<Vec<_>>(), SECTORS);
    assert!(AFTER_HYPHEN.is_sorted() && FORMER.is_sorted() && BELONGS.is_sorted());
}

#[test]
fn the_files_are_sorted_and_rich() {
    let data = DataFiles::embedded();
    for (file, text) in data.of_folder("actors") {
        let keys: Vec<&str> = text.lines().filter(|l| l.starts_with('[')).collect();
        assert!(keys.is_sorted(), "{file} is not sorted");
    }
    let all = actors();
    assert!(all.states().len() > 190);
    let of = |kind| all.actors().iter().filter(|a| a.kind == kind).count();
    assert!(of(EntityKind::Group) > 800 && of(EntityKind::Person) > 500);
    for a in all.actors() {
        let c = a.country.as_deref().unwrap_or("");
        assert!(all.state_name(c).is_some() || INTERNATIONAL.contains(&c), "{} has the country `{c}`", a.key);
    }
}

fn broken(text: &str) -> Diagnostic {
    Actors::load(&DataFiles::from(vec![("actors/own.toml".to_owned(), text.to_owned())])).expect_err("it is broken")
}

#[test]
fn refuses_broken_files_and_points_into_them() {
    let two = "[actor.x]\nname = \"X Y\"\nkind = \"group\"\nroles = [\n  { sector = \"REB\", from = \"2011-01-01\" },\n  { sector = \"GOV\", from = \"2012-01-01\" },\n]\n";
    let e = broken(two);
    assert_eq!(e.message, "two roles of X Y overlap: REB 2011-01-01 to open and GOV 2012-01-01 to open");
    assert_eq!(e.labels.len(), 2);
    assert_eq!(e.line_and_column(), (6, 3));
    let e = broken("[actor.x]\nname = \"X\"\nkind = \"group\"\nroles = [{ sector = \"ARMY\" }]\n");
    assert_eq!(e.message, "`ARMY` is no PLOVER sector");
    let e = broken("[actor.x]\nname = \"X\"\nkind = \"group\"\nroles = [{ sector = \"REB\", from = \"soon\" }]\n");
    assert_eq!(e.message, "`soon` is no day");
    assert_eq!(e.labels[0].span.of(&e.source), "\"soon\"");
    let e = broken("[actor.x]\nname = \"X\"\nkind = \"group\"\nparents = [\"y\"]\n");
    assert_eq!(e.message, "x has the parent `y`, which has no table");
    assert_eq!(e.labels[0].span.of(&e.source), "\"y\"");
    let e = broken("[actor.x]\nname = \"X\"\nkind = \"group\"\ncountry = \"Syria\"\n");
    assert_eq!(e.message, "`Syria` is no country code");
    let e =
        broken("[noun.a]\nkind = \"group\"\nwords = [\"rebel\"]\n[noun.b]\nkind = \"group\"\nwords = [\"rebel\"]\n");
    assert_eq!(e.message, "`rebel` stands in two lists");
    assert!(broken("[actor.x\n").labels[0].span.begin > 0);
}

#[test]
fn a_dictionary_goes_before_our_own_tables() {
    let mut own = Actors::load(&DataFiles::embedded()).unwrap_or_else(|e| panic!("{e}"));
    own.load_petrarch("GONDOR [GON]\n+MINAS_TIRITH\n", "actors.txt").unwrap_or_else(|e| panic!("{e}"));
    own.load_petrarch("SOLDIER [~MIL]\n", "agents.txt").unwrap_or_else(|e| panic!("{e}"));
    let word = |form, lemma| Word { form, lemma, upos: Pos::Propn };
    let r = own.resolve(&[word("Gondor", "Gondor"), word("soldiers", "soldier")], 1, None).expect("it is known");
    assert_eq!(
        (r.code.as_deref(), r.country.as_deref(), r.sector.as_deref()),
        (Some("GONMIL"), Some("GON"), Some("MIL"))
    );
    let r = own.resolve(&[word("Syrian", "Syrian"), word("soldiers", "soldier")], 1, None).expect("it is known");
    assert_eq!(r.code.as_deref(), Some("SYRMIL"));
}

#[test]
fn any_words_at_all_are_no_panic() {
    let stock = [
        "-", "'s", "’", "s'", "", " ", "al", "-backed", "US", "the", "of", "Assad", "ГРУ", "x-", "--", "a/b", "'", "İ",
        "Syrian", "rebels", "former", "al-", "group", "ß", "K.U.", "2,000", "National", "Army", "-led",
    ];
    // A small generator of our own: the same sequence on every machine.
    let mut seed = 7u64;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    for _ in 0..5000 {
        let words: Vec<Word<'_>> = (0..next(7))
            .map(|_| Word {
                form: stock[next(stock.len())],
                lemma: stock[next(stock.len())],
                upos: [Pos::Propn, Pos::Noun, Pos::Adp][next(3)],
            })
            .collect();
        let head = next(9);
        if let Some(r) = actors().resolve(&words, head, None) {
            assert!(r.score <= 100 && r.sector.as_ref() == r.sectors.first());
        }
    }
}
