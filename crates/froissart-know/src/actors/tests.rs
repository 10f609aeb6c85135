//! Tests of the tables of actors: names, nouns, roles by the day, and files that must be refused.
//!
//! "Syrian opposition forces" resolves to SYR REB.

use super::mention::{BELONGS, FORMER};
use super::pieces::without_s;
use super::table::INTERNATIONAL;
use super::table::SECTORS;
use super::*;
use froissart_model::Pos;
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
        w => {
            let w = w.to_lowercase();
            w[..without_s(&w)].to_owned()
        }
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
        ("Hafez al-*Assad", "1990-01-01", "SYR GOV hafez_al_assad_past"),
        ("the *bicycle", "", "nobody"),
        ("30 *Syrians", "", "SYR CVL -"),
        ("pro-Russian *separatists", "", "- REB -"),
        ("anti-Assad *rebels", "", "- REB -"),
        ("pro-government *militia", "", "- PRM -"),
        ("ethnic Armenian *forces", "", "- MIL -"),
        ("*sources close to Hezbollah", "", "- GOV -"),
        ("*Hizbullah", "", "LBN REB hezbollah"),
        ("*Zelenskiy", "", "UKR GOV zelensky"),
        ("Bashar el-*Asad", "2024-01-01", "SYR GOV bashar_assad"),
        ("*Greywater", "", "nobody"),
        ("Republican *governor of Vermont", "", "USA GOV -"),
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
        assert!(keys.is_sorted_by_key(|k| k.trim_matches(['[', ']'])), "{file} is not sorted");
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
    assert_eq!(e.message, "x names `y`, which has no table");
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

fn own(text: &str) -> Actors {
    let mut all = actors().clone();
    all.load_toml(text, "own.toml").unwrap_or_else(|e| panic!("{e}"));
    all
}

/// Plain words by blanks; the last one is the head.
fn ask(all: &Actors, text: &str, context: &Context<'_>) -> Option<Resolved> {
    let small: Vec<String> = text.split(' ').map(str::to_lowercase).collect();
    let words: Vec<Word<'_>> = text
        .split(' ')
        .zip(&small)
        .map(|(form, low)| Word {
            form,
            lemma: if form.starts_with(char::is_lowercase) { low } else { form },
            upos: match form {
                "the" => Pos::Det,
                "of" => Pos::Adp,
                f if f.starts_with(char::is_lowercase) => Pos::Noun,
                _ => Pos::Propn,
            },
        })
        .collect();
    all.resolve_in(&words, words.len() - 1, context)
}

const PEOPLE: &str = r#"
[actor.zed]
name = "Omar Zedani"
kind = "person"
country = "MLI"
roles = [{ sector = "GOV", title = "prime minister", from = "2021-01-01", to = "2022-12-31" }]
[actor.zed_of_togo]
name = "Kofi Zedani"
kind = "person"
country = "TGO"
roles = [{ sector = "GOV", title = "prime minister", from = "1951-01-01" }]
[actor.grey_army]
name = "Grey Army"
aliases = ["GRA"]
names = { ar = ["الجيش الرمادي"], ru = ["Серая армия"] }
kind = "group"
country = "SYR"
roles = [{ sector = "REB" }]
[actor.grey_army_of_mali]
name = "Grey Association"
aliases = ["GRA"]
kind = "group"
country = "MLI"
roles = [{ sector = "SOC" }]
[shared]
"GRA" = ["grey_army_of_mali", "grey_army"]
"#;

#[test]
fn a_title_and_a_country_make_a_surname_a_person() {
    let all = own(PEOPLE);
    let on = |day: &str, about| Context { day: day.parse().ok(), places: None, about };
    let who = |text: &str, c: Context<'_>| short(ask(&all, text, &c));
    assert_eq!(who("Malian Prime Minister Zedani", on("2022-01-01", None)), "MLI GOV zed");
    assert_eq!(who("Prime Minister Zedani", on("2022-01-01", Some("TGO"))), "TGO GOV zed_of_togo");
    // Two bear the name, and nothing tells them apart.
    assert_eq!(who("Prime Minister Zedani", on("2022-01-01", None)), "- GOV -");
    // One of them left.
    assert_eq!(who("Prime Minister Zedani", on("2024-01-01", None)), "TGO GOV zed_of_togo");
    // Another office, another given name, an office that is over.
    assert_eq!(who("Foreign Minister Zedani", on("2024-01-01", None)), "- GOV -");
    assert_eq!(who("Prime Minister Aziz Zedani", on("2024-01-01", None)), "- GOV -");
    assert_eq!(who("former Prime Minister Zedani", on("2024-01-01", None)), "- ELI -");
}

#[test]
fn without_a_day_the_words_tell_which_office() {
    let all = own(PEOPLE);
    let none = Context::default();
    assert_eq!(short(ask(&all, "Omar Zedani", &none)), "MLI ELI zed");
    assert_eq!(short(ask(&all, "Prime Minister Omar Zedani", &none)), "MLI GOV zed");
    assert_eq!(short(ask(&all, "former Prime Minister Omar Zedani", &none)), "MLI ELI zed");
    let day = Context { day: "2024-01-01".parse().ok(), ..none };
    assert_eq!(short(ask(&all, "Prime Minister Omar Zedani", &day)), "MLI ELI zed");
}

#[test]
fn who_died_in_office_is_not_former() {
    let table = |died: &str| {
        format!(
            "[actor.zed]\nname = \"Omar Zedani\"\nkind = \"person\"\ncountry = \"MLI\"\nroles = [{{ sector = \"MIL\", title = \"commander\"{died} }}]\n"
        )
    };
    let day = Context { day: "2021-01-01".parse().ok(), ..Context::default() };
    let on = |died: &str| short(ask(&own(&table(died)), "Omar Zedani", &day));
    assert_eq!(on(", to = \"2020-12-31\", died = true"), "MLI MIL zed");
    assert_eq!(on(", to = \"2020-12-31\""), "MLI ELI zed");
    let e = broken(&table(", died = true"));
    assert_eq!(e.message, "Omar Zedani died in this role, and it has no last day");
}

#[test]
fn an_office_and_a_country_are_whoever_held_it_that_day() {
    let all = own(PEOPLE);
    let on = |day: &str| Context { day: day.parse().ok(), ..Context::default() };
    assert_eq!(short(ask(&all, "the Togolese prime minister", &on("1955-01-01"))), "TGO GOV zed_of_togo");
    assert_eq!(short(ask(&all, "the former Togolese prime minister", &on("1955-01-01"))), "TGO ELI -");
    assert_eq!(short(ask(&all, "the next Togolese prime minister", &on("1955-01-01"))), "TGO GOV -");
    assert_eq!(short(ask(&all, "the Togolese prime minister", &on("1949-01-01"))), "TGO GOV -");
    assert_eq!(short(ask(&all, "the Togolese prime minister", &Context::default())), "TGO GOV -");
}

#[test]
fn a_shared_name_is_decided_by_country_then_page_then_the_table() {
    let all = own(PEOPLE);
    let about = |about| Context { about, ..Context::default() };
    assert_eq!(short(ask(&all, "GRA", &about(None))), "MLI SOC grey_army_of_mali");
    assert_eq!(short(ask(&all, "Syrian GRA", &about(None))), "SYR REB grey_army");
    assert_eq!(short(ask(&all, "GRA", &about(Some("SYR")))), "SYR REB grey_army");
    assert_eq!(ask(&all, "GRA", &about(None)).map(|r| r.also), Some(vec!["grey_army".to_owned()]));
}

#[test]
fn names_in_other_scripts_are_found() {
    let all = own(PEOPLE);
    assert_eq!(short(ask(&all, "الجيش الرمادي", &Context::default())), "SYR REB grey_army");
    assert_eq!(short(ask(&all, "Серая Армия", &Context::default())), "SYR REB grey_army");
}

#[test]
fn the_page_tells_whose_army_it_is() {
    let about = Context { about: Some("DEU"), ..Context::default() };
    assert_eq!(short(ask(actors(), "the army", &about)), "DEU MIL -");
    assert_eq!(short(ask(actors(), "the Sudanese army", &about)), "SDN MIL saf");
    assert_eq!(short(ask(actors(), "the rebels", &about)), "- REB -");
    assert_eq!(short(ask(actors(), "the army", &Context::default())), "- MIL -");
}

#[test]
fn the_words_say_who_is_behind() {
    let r = who_on("Turkish-backed Syrian National *Army", "2024-12-01").expect("it is known");
    assert!(r.why.contains("\"turkish-backed\" says TUR is behind"), "{}", r.why);
    let r = who_on("Syrian National *Army", "2024-12-01").expect("it is known");
    assert!(!r.why.contains("behind"));
}

#[test]
fn a_users_table_replaces_ours() {
    let all = own(
        "[actor.hts]\nname = \"Hayat Tahrir al-Sham\"\nkind = \"group\"\ncountry = \"SYR\"\nroles = [{ sector = \"PTY\" }]\n",
    );
    assert_eq!(short(ask(&all, "Hayat Tahrir Sham", &Context::default())), "SYR PTY hts");
    assert_eq!(ask(&all, "HTS", &Context::default()), None, "its other names went with our table");
}

#[test]
fn refuses_names_that_leave_two_actors_apart_by_nothing() {
    let table = |key: &str, roles: &str| {
        format!("[actor.{key}]\nname = \"{key} Front\"\naliases = [\"QZF\"]\nkind = \"group\"\nroles = [{roles}]\n")
    };
    let e = broken(&(table("a", "{ sector = \"REB\" }") + &table("b", "{ sector = \"MIL\" }")));
    assert_eq!(e.message, "a and b are both called `qzf` at the same time");
    assert_eq!(e.line_and_column(), (6, 1));
    // One after the other needs no line.
    let first = table("a", "{ sector = \"REB\", to = \"2010-01-01\" }");
    let apart = first + &table("b", "{ sector = \"REB\", from = \"2010-01-02\" }");
    assert!(Actors::load(&DataFiles::from(vec![("actors/own.toml".to_owned(), apart)])).is_ok());
    let both = table("a", "{ sector = \"REB\" }") + &table("b", "{ sector = \"MIL\" }");
    let e = broken(&(both.clone() + "[shared]\n\"QZF\" = [\"a\", \"c\"]\n"));
    assert_eq!(e.message, "no actor `c` is called `QZF`");
    let listed = both + "[shared]\n\"QZF\" = [\"a\", \"b\"]\n";
    assert!(Actors::load(&DataFiles::from(vec![("actors/own.toml".to_owned(), listed)])).is_ok());
}

#[test]
fn refuses_a_name_twice_and_wrong_ties() {
    let actor = |more: &str| format!("[actor.x]\nname = \"X Front\"\nkind = \"group\"\n{more}\n");
    let e = broken(&actor("aliases = [\"Al-Quds\", \"Quds\"]"));
    assert_eq!(e.message, "`Quds` stands here twice: it is found by the same letters as `Al-Quds`");
    assert_eq!(e.line_and_column(), (4, 23));
    let e = broken(&actor("names = { ar = [\"…\"] }"));
    assert_eq!(e.message, "this name has no letter or digit to be found by");
    let e = broken(&actor("parents = [{ of = \"x\", from = \"2020-01-02\", to = \"2020-01-01\" }]"));
    assert_eq!(e.message, "the tie to x ends on 2020-01-01, before it begins on 2020-01-02");
    let e = broken(&actor("after = [{ of = \"x\", by = \"marriage\" }]"));
    assert!(e.message.starts_with("unknown variant `marriage`"), "{}", e.message);
    let e = broken(&actor("backers = [\"MARS\"]"));
    assert_eq!(e.message, "x names `MARS`, which has no table");
    assert_eq!(broken(&format!("{0}{0}", actor(""))).labels.len(), 1);
}

#[test]
fn any_bytes_at_all_are_an_error_inside_the_file() {
    let sound = PEOPLE.as_bytes();
    let mut seed = 11u64;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    let empty = Actors::default();
    for _ in 0..2000 {
        let mut bytes = sound.to_vec();
        for _ in 0..=next(4) {
            let at = next(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
            match next(3) {
                _ if bytes.is_empty() => bytes.push(b'['),
                0 => bytes[at] = b"\"[]{}=,.\n '-019azAZ#"[next(20)],
                1 => drop(bytes.drain(at..(at + next(40)).min(bytes.len()))),
                _ => bytes.truncate(at.max(1)),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Err(e) = empty.clone().load_toml(&text, "own.toml") {
            assert!(e.labels.iter().all(|l| l.span.begin <= l.span.end && l.span.end <= e.source.len()), "{e}");
            let _ = e.to_string();
        }
    }
}
