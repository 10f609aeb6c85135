//! `--actors`: dictionaries of the user's own, good ones in every command, and bad ones refused before anything starts.
//!
//! What each line of the formats means is tested beside their loader; here "Gondor's soldiers" has to come out of the
//! binary as GONMIL, and a broken line as a message with its place and what to write instead.

use crate::support::{Desk, example};
use serde_json::json;

const NEVA: &str = "2024-12-05-neva-herald.html";

const ACTORS: &str = "\
# The lands of the west.
GONDOR [GON]
+MINAS_TIRITH
SMEAGOL
+GOLLUM
\t[HOB <19950601]
\t[HOBGOV 19950601-990815]
\t[HOBREB >19990816]
THE_SHIRE [FRO/SAM]
";
const AGENTS: &str = "!PERSON! = MAN, MEN\nSOLDIER [~MIL]\nCONGRESS!PERSON! [~LEG]\nRELIEF_BODY {} [NGO~]\n";

fn desk() -> Desk {
    let d = Desk::with("actors.txt", ACTORS);
    d.put("agents.txt", AGENTS);
    d
}

const BOTH: [&str; 4] = ["--actors", "actors.txt", "--actors", "agents.txt"];

/// The actors' and recipients' codes of the first claim of every line.
fn pairs(d: &Desk, input: &str) -> Vec<(String, String)> {
    let mut args = vec!["code", "--json"];
    args.extend(BOTH);
    let codes = |c: &serde_json::Value, key: &str| -> String {
        let all: Vec<&str> = c[key].as_array().into_iter().flatten().filter_map(|e| e["code"].as_str()).collect();
        all.join("+")
    };
    let lines = d.feed(&args, input).exits(0).quietly().json();
    lines.iter().map(|l| (codes(&l["claims"][0], "actor"), codes(&l["claims"][0], "recipient"))).collect()
}

#[test]
fn codes_of_actors_and_agents_by_the_storys_day() {
    let input = "{\"id\": 1, \"text\": \"Gondor's soldiers attacked Gollum on Friday.\", \"date\": \"1997-02-01\"}\n\
                 {\"id\": 2, \"text\": \"Gondor's soldiers attacked Gollum on Friday.\", \"date\": \"2004-02-01\"}\n\
                 {\"id\": 3, \"text\": \"Soldiers from Minas Tirith attacked Smeagol.\", \"date\": \"1990-02-01\"}\n\
                 {\"id\": 4, \"text\": \"Gondor criticised the Shire.\"}\n";
    let want = [("GONMIL", "HOBGOV"), ("GONMIL", "HOBREB"), ("GONMIL", "HOB"), ("GON", "FRO+SAM")];
    assert_eq!(pairs(&desk(), input), want.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn who_gives_the_code_and_says_where_it_is_from() {
    let d = desk();
    let input = "{\"id\": 1, \"text\": \"Gondor's congressmen\"}\n{\"id\": 2, \"text\": \"a relief body from Gondor\"}\n\
                 {\"id\": 3, \"text\": \"Syrian soldiers\"}\n";
    let mut args = vec!["who"];
    args.extend(BOTH);
    let lines = d.feed(&args, input).exits(0).quietly().json();
    let code = |i: usize| lines[i]["actors"][0]["code"].clone();
    assert_eq!((code(0), code(1), code(2)), (json!("GONLEG"), json!("NGOGON"), json!("SYRMIL")), "{lines:?}");
    assert_eq!(lines[0]["why"], "\"GONDOR\" in the dictionary, agent LEG");
}

/// A bad file is refused by every command, with this message, before anything is read, printed or begun.
fn refused(name: &str, bytes: impl AsRef<[u8]>, says: &str) {
    let d = desk();
    d.put(name, bytes);
    let page = example(NEVA);
    for args in [
        &["read", "--actors", "actors.txt", "--actors", name, &page][..],
        &["record", "--actors", name, "--actors", "actors.txt", &page],
        &["code", "--actors", name],
        &["who", "--actors", "actors.txt", "--actors", name],
        &["check", "--actors", name],
        &["check", name],
    ] {
        let r = d.feed(args, "{\"id\": 1, \"text\": \"Gondor attacked Mordor.\"}\n").exits(2).says(says);
        assert_eq!(r.out, "", "{args:?}");
    }
    assert!(!d.path("froissart.db").exists(), "no ledger is begun with a wrong dictionary");
}

#[test]
fn a_byte_that_is_not_utf8() {
    let says = |file: &str| {
        format!(
            "error: the byte D3 is not UTF-8
  --> {file}:2:5
  |
2 | MORD\u{fffd}R [MOR]
  |     ^ \n  = help: save the file as UTF-8; in Latin-1 and Windows-1252 this byte is `Ó`\n"
        )
    };
    let text = b"GONDOR [GON]\nMORD\xd3R [MOR]\n";
    refused("own.txt", text, &says("own.txt"));
    refused("own.toml", text, &says("own.toml"));
}

#[test]
fn utf16() {
    refused(
        "own.txt",
        b"\xff\xfeG\0O\0N\0",
        "error: this file is UTF-16, and not UTF-8
  --> own.txt:1:1
  |
1 | \u{fffd}\u{fffd}GON
  | ^ \n  = help: save the file as UTF-8\n",
    );
}

#[test]
fn a_date_restriction_that_says_no_day() {
    refused(
        "own.txt",
        "SMEAGOL\n+GOLLUM\n\t[HOB <950601]\n\t[HOBREB >991316]\n",
        "error: there is no day `991316`
  --> own.txt:4:11
  |
4 | \t[HOBREB >991316]
  |           ^^^^^^ \n  = help: the month goes from 01 to 12, the day to the month's last\n",
    );
}

#[test]
fn days_that_end_before_they_begin() {
    refused(
        "own.txt",
        "SMEAGOL\n\t[HOB 990815 - 950601]\n",
        "error: these days end before they begin
  --> own.txt:2:7
  |
2 | \t[HOB 990815 - 950601]
  |       ^^^^^^^^^^^^^^^ \n  = help: write the earlier day first\n",
    );
}

#[test]
fn a_bracket_that_does_not_close() {
    refused(
        "own.txt",
        "GONDOR [GON\nMORDOR [MOR]\n",
        "error: this bracket does not close
  --> own.txt:1:8
  |
1 | GONDOR [GON
  |        ^^^^ \n  = help: a code stands as [USAGOV], its days inside as [USAGOV 930120-20010120]\n",
    );
}

#[test]
fn a_name_without_a_code() {
    refused(
        "own.txt",
        "GONDOR\n+MINAS_TIRITH\nMORDOR [MOR]\n",
        "error: `GONDOR` has no code
  --> own.txt:1:1
  |
1 | GONDOR
  | ^^^^^^ \n  = help: write the code behind the name, `GONDOR [GON]`, or on a line under it; [---] is nobody's\n",
    );
}

#[test]
fn an_agent_without_its_tilde() {
    refused(
        "own.txt",
        "SOLDIER [~MIL]\nTROOPS {} [MIL]\n",
        "error: an agent's code has a `~` where the actor's goes
  --> own.txt:2:11
  |
2 | TROOPS {} [MIL]
  |           ^^^^^ \n  = help: write [~MIL] where the code goes behind the actor's, [NGO~] where it goes before\n",
    );
}

#[test]
fn a_list_that_is_not_defined() {
    refused(
        "own.txt",
        "SOLDIER [~MIL]\nCONGRESS!PERSON! [~LEG]\n",
        "error: the list !PERSON! is not defined above this line
  --> own.txt:2:1
  |
2 | CONGRESS!PERSON! [~LEG]
  | ^^^^^^^^^^^^^^^^ \n  = help: define it: !PERSON! = MAN, MEN, WOMAN\n",
    );
}

#[test]
fn a_comment_that_does_not_end() {
    refused(
        "own.txt",
        "GONDOR [GON]\n<!-- the others\nMORDOR [MOR]\n",
        "error: this comment does not end
  --> own.txt:2:1
  |
2 | <!-- the others
  | ^^^^ \n  = help: close it with `-->`\n",
    );
}

#[test]
fn a_file_of_something_else() {
    refused(
        "own.txt",
        "Rebels seized most of Aleppo on Friday.\n",
        "error: `Rebels seized most of Aleppo on Friday.` has no code
  --> own.txt:1:1
  |
1 | Rebels seized most of Aleppo on Friday.
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \n  = help: write the code behind the name, `GONDOR [GON]`, or on a line under it; [---] is nobody's\n",
    );
    refused(
        "own.txt",
        "",
        "error: there is nobody in this file
  --> own.txt:1:1
  = help: an actor stands as `GONDOR [GON]`, an agent as `SOLDIER [~MIL]`\n",
    );
}
