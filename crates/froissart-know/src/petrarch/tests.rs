//! The formats as PETRARCH documents them, and every way in which a file can be wrong.

use super::*;
use proptest::prelude::*;

const ACTORS: &str = "\
<!-- a comment
over two lines -->
ARNOR_  [ARN] <!-- and one at the end -->
+CALENARDHON

SMEAGOL  # a comment
+GOLLUM   ; one as in older files
\t[HOB <950601]
\t[HOBGOV 19950601 - 19990815]
#\t[HOBXXX 950601-990815]
\t[HOBREB > 990816]
THE_SHIRE [FRO/SAM]
GONDOR [gon]
GREY_HAVENS
\t[--- <950630]
\t[ELF]
";
const AGENTS: &str = "\
!PERSON! = MAN, MEN
SOLDIER [~MIL] # x
CONGRESS!PERSON! [~LEG]
RIGHTS_BODY [NGO~]
GOLDEN_GOOSE {GOLDEN_GEESE} [~GGS]
POLICE {} [ ~COP]
MINISTER [~GOV]
REBEL [~REB]
";

fn role(text: &str, head: usize, day: &str) -> Option<PetrarchRole> {
    let mut d = Dictionary::default();
    d.load(ACTORS, "actors.txt").expect("well formed");
    d.load(AGENTS, "agents.txt").expect("well formed");
    let keys: Vec<String> = text.to_lowercase().split(' ').map(ToOwned::to_owned).collect();
    let bare: Vec<&str> = keys.iter().map(|k| k.strip_suffix('s').unwrap_or(k)).collect();
    let pieces: Vec<_> = keys.iter().zip(&bare).map(|(k, b)| (k.as_str(), *b, *b, false)).collect();
    d.resolve(&pieces, head, day.parse().ok())
}

fn code(text: &str, head: usize, day: &str) -> Option<String> {
    role(text, head, day)?.code(None)
}

#[test]
fn joins_actor_and_agent() {
    assert_eq!(code("arnor soldiers", 1, "").as_deref(), Some("ARNMIL"));
    assert_eq!(code("calenardhon", 0, "").as_deref(), Some("ARN"));
    assert_eq!(code("arnor congressmen", 1, "").as_deref(), Some("ARNLEG"));
    assert_eq!(code("arnor rights body", 2, "").as_deref(), Some("NGOARN"));
    assert_eq!(code("golden geese", 1, "").as_deref(), Some("---GGS"));
    assert_eq!(code("the shire", 1, "").as_deref(), Some("FRO/SAM"));
    assert_eq!(code("shire soldiers", 1, "").as_deref(), Some("FROMIL/SAMMIL"));
    assert_eq!(code("soldiers of gondor", 0, "").as_deref(), Some("GONMIL"));
    assert_eq!(code("bystanders", 0, ""), None);
}

#[test]
fn leaves_alone_what_only_names_an_actor() {
    assert_eq!(code("ties with gondor", 0, ""), None);
    assert_eq!(code("bunch of gondor men", 0, "").as_deref(), Some("GON"));
    assert_eq!(code("soldier among gondor police", 0, "").as_deref(), Some("GONMIL"));
    // The file gives the plurals, and none here.
    assert_eq!(code("gondor polices", 1, "").as_deref(), Some("GON"));
}

#[test]
fn a_later_entry_counts() {
    let mut d = Dictionary::default();
    d.load("GONDOR [GON]\nGONDOR [NEW]\n", "a.txt").expect("well formed");
    let gondor = [("gondor", "gondor", "gondor", false)];
    assert_eq!(d.resolve(&gondor, 0, None).and_then(|r| r.code(None)).as_deref(), Some("NEW"));
    d.load("GONDOR [LAST]\n", "b.txt").expect("well formed");
    assert_eq!(d.resolve(&gondor, 0, None).and_then(|r| r.code(None)).as_deref(), Some("LAST"));
}

#[test]
fn an_office_of_former_days_is_an_elite() {
    assert_eq!(code("former gondor minister", 2, "").as_deref(), Some("GONELI"));
    assert_eq!(code("former gondor rebel", 2, "").as_deref(), Some("GONREB"));
}

#[test]
fn the_words_beside_a_name_go_before_its_entry() {
    assert_eq!(code("arnor minister gollum", 2, "1997-01-01").as_deref(), Some("ARNGOV"));
    assert_eq!(code("minister gollum", 1, "1990-01-01").as_deref(), Some("HOBGOV"));
}

#[test]
fn goes_by_the_day() {
    assert_eq!(code("gollum", 0, "1994-01-01").as_deref(), Some("HOB"));
    assert_eq!(code("smeagol", 0, "1997-01-01").as_deref(), Some("HOBGOV"));
    assert_eq!(code("gollum police", 1, "2005-01-01").as_deref(), Some("HOBREBCOP"));
    assert_eq!(code("grey havens", 1, "1990-01-01"), None, "nobody's then");
    assert_eq!(code("grey havens", 1, "1999-01-01").as_deref(), Some("ELF"));
}

#[test]
fn an_agent_goes_on_a_country_of_ours() {
    assert_eq!(role("rebel", 0, "").and_then(|r| r.code(Some("FRA"))).as_deref(), Some("FRAREB"));
    assert_eq!(code("rebel", 0, "").as_deref(), Some("---REB"));
    // A body without a country is not its own country.
    assert_eq!(role("rights body", 1, "").and_then(|r| r.code(Some("NGO"))).as_deref(), Some("NGO"));
}

/// The file's message, the words that it points at, its line and column.
fn refused(text: &str) -> (String, String, (usize, usize), String) {
    let mut d = Dictionary::default();
    let e = d.load(text, "a.txt").expect_err(text);
    assert!(d.entries.is_empty() && d.index.is_empty(), "half loaded: {text}");
    let place = e.line_and_column();
    (e.message, e.labels[0].span.of(&e.source).to_owned(), place, e.help.unwrap_or_default())
}

#[test]
fn refuses_what_it_cannot_read() {
    let cases: &[(&str, &str, &str, (usize, usize))] = &[
        ("GONDOR [GON]\nMORDOR [MOR\n", "this bracket does not close", "[MOR", (2, 8)),
        ("GONDOR GON]\n", "this bracket closes nothing", "]", (1, 11)),
        ("GONDOR [GON]]\n", "this bracket closes nothing", "]", (1, 13)),
        ("GONDOR [GON [MOR]\n", "this bracket does not close", "[GON [MOR]", (1, 8)),
        ("+GONDOR [GON]\n", "there is no name above this line that it could belong to", "+GONDOR [GON]", (1, 1)),
        ("\t[GON >950601]\n", "there is no name above this line that it could belong to", "[GON >950601]", (1, 2)),
        ("GONDOR\nMORDOR [MOR]\n", "`GONDOR` has no code", "GONDOR", (1, 1)),
        ("GONDOR []\n", "there is no code in these brackets", "[]", (1, 8)),
        ("GONDOR [GON] x\n", "`x` stands behind a code", "x", (1, 14)),
        ("GONDOR [GON] x [MOR]\n", "`x` stands between two codes", "x", (1, 14)),
        ("GONDOR [GON]\n+ [MOR]\n", "there is no name on this line", "+ [MOR]", (2, 1)),
        ("GONDOR\n\t[GON >soon]\n", "`soon` is no date", "soon", (2, 8)),
        ("GONDOR\n\t[GON >]\n", "a date is missing here", "]", (2, 8)),
        ("GONDOR\n\t[GON 950601-]\n", "a date is missing here", "]", (2, 14)),
        ("GONDOR\n\t[GON 950601]\n", "`950601` says no time", "950601", (2, 7)),
        ("GONDOR\n\t[GON >951301]\n", "there is no day `951301`", "951301", (2, 8)),
        ("GONDOR\n\t[GON <19950231]\n", "there is no day `19950231`", "19950231", (2, 8)),
        ("GONDOR\n\t[GON <1995]\n", "`1995` is no date", "1995", (2, 8)),
        ("GONDOR\n\t[GON 990815-950601]\n", "these days end before they begin", "990815-950601", (2, 7)),
        ("GONDOR\n\t[950601-990815]\n", "these days have no code before them", "[950601-990815]", (2, 2)),
        ("GONDOR\n\t[>950601]\n", "these days have no code before them", "[>950601]", (2, 2)),
        ("GONDOR [GON]\nSOLDIER [~MIL]\n", "`~MIL` is an agent's code, and this is a file of actors", "~MIL", (2, 10)),
        ("GONDOR [GON]\n<!-- a\nb\n", "this comment does not end", "<!--", (2, 1)),
        ("# only a comment\n\n", "there is nobody in this file", "# only a comment", (1, 1)),
        ("", "there is nobody in this file", "", (1, 1)),
        ("SOLDIER [~MIL]\nTROOPS\n", "this agent has no code", "TROOPS", (2, 1)),
        ("SOLDIER [~MIL]\nTROOPS [MIL]\n", "an agent's code has a `~` where the actor's goes", "[MIL]", (2, 8)),
        ("SOLDIER [~MIL~]\n", "this code leaves open on which side the actor's goes", "[~MIL~]", (1, 9)),
        ("SOLDIER [~]\n", "`~` is no agent's code", "[~]", (1, 9)),
        ("SOLDIER [~MIL GOV]\n", "`~MIL GOV` is no agent's code", "[~MIL GOV]", (1, 9)),
        ("[~MIL]\n", "there is no agent before this code", "[~MIL]", (1, 1)),
        ("GOOSE {GEESE [~GGS]\n", "this brace does not close", "{GEESE ", (1, 7)),
        ("GOOSE GEESE} [~GGS]\n", "this brace closes nothing", "}", (1, 12)),
        ("GOOSE {GEESE} X [~GGS]\n", "`X` stands between the plural and the code", "X", (1, 15)),
        ("SOLDIER!MEN! [~MIL]\n", "the list !MEN! is not defined above this line", "SOLDIER!MEN!", (1, 1)),
        ("SOLDIER!MEN [~MIL]\n", "a list's name stands between two `!`", "SOLDIER!MEN", (1, 1)),
        ("!MEN = MAN\nSOLDIER [~MIL]\n", "the name of a list stands between two `!`", "!MEN", (1, 1)),
        ("!MEN! =\nSOLDIER [~MIL]\n", "this list is empty", "!MEN! =", (1, 1)),
        ("\u{feff}GONDOR [GON\n", "this bracket does not close", "[GON", (1, 8)),
    ];
    for (text, message, words, place) in cases {
        let got = refused(text);
        assert_eq!((got.0.as_str(), got.1.as_str(), got.2), (*message, *words, *place), "{text}");
        assert!(!got.3.is_empty(), "no help: {text}");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_part_of_it() {
    let mut d = Dictionary::default();
    d.load("\u{feff}GONDOR\r\n\t[GON >950601]\r\n", "a.txt").expect("well formed");
    let r = d.resolve(&[("gondor", "gondor", "gondor", false)], 0, "1999-01-01".parse().ok());
    assert_eq!(r.and_then(|r| r.code(None)).as_deref(), Some("GON"));
}

#[test]
fn two_digits_are_of_this_century_up_to_30() {
    let mut d = Dictionary::default();
    d.load("BREE [OLD]\n\t[NEW >301231]\nFORNOST\n\t[FOR <310101]\n", "a.txt").expect("well formed");
    let code =
        |name: &str, day: &str| d.resolve(&[(name, name, name, false)], 0, day.parse().ok()).and_then(|r| r.code(None));
    assert_eq!(code("bree", "2029-01-01").as_deref(), Some("OLD"));
    assert_eq!(code("fornost", "1930-01-01").as_deref(), Some("FOR"));
    assert_eq!(code("fornost", "1999-01-01"), None);
}

proptest! {
    #[test]
    fn any_text_is_no_panic(text in "[A-Z+!~\\[\\]{}<>#;_ \t\n0-9é=,-]{0,80}") {
        let mut d = Dictionary::default();
        if let Err(e) = d.load(&text, "a.txt") {
            prop_assert!(e.labels.iter().all(|l| e.source.get(l.span.begin..l.span.end).is_some()));
        }
    }

    #[test]
    fn any_bytes_at_all_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut d = Dictionary::default();
        let _ = d.load(&text, "a.txt");
        let _ = d.resolve(&[("gondor", "gondor", "", true)], 0, None);
    }
}
