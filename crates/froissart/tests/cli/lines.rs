//! The commands that answer line by line: `code`, `analyse`, `who`, `where`.
//!
//! `{"id": "a", "text": "Turkey backs the rebels."}` in, one answer out, in order, before the next line is there.

use crate::support::{Desk, has};
use serde_json::{Value, json};
use std::io::{BufRead as _, Write as _};

fn ids(lines: &[Value]) -> Vec<Value> {
    lines.iter().map(|l| l["id"].clone()).collect()
}

#[test]
fn code_answers_in_order_and_skips_blank_lines() {
    let input = "{\"id\": \"a\", \"text\": \"Turkey backs the rebels.\", \"date\": \"2024-12-02\", \"lang\": \"en\"}\n\n  \n\
                 {\"id\": 7, \"text\": \"\"}\r\n{\"id\": [1], \"text\": \"The film is set in Paris.\"}";
    let r = Desk::new().feed(&["code", "--json"], input).exits(0).quietly();
    let lines = r.json();
    assert_eq!(ids(&lines), [json!("a"), json!(7), json!([1])]);
    assert!(has(&lines[0]["claims"], "supports", "Turkey"), "{}", r.out);
    for l in &lines {
        assert_eq!(l.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "claims", "notes"]);
    }
    assert_eq!(lines[0]["notes"], json!([]));
    assert_eq!((&lines[1]["claims"], &lines[2]["claims"]), (&json!([]), &json!([])));
    let c = &lines[0]["claims"][0]["evidence"];
    assert_eq!((&c["begin"], &c["part"]), (&json!(0), &json!("body")));
}

#[test]
fn many_lines_come_back_in_their_order() {
    let input: Vec<String> = (0..150).map(|i| format!("{{\"id\": {i}, \"text\": \"Unit {i} fled.\"}}")).collect();
    let input = input.join("\n");
    let lines = Desk::new().feed(&["code"], input).exits(0).json();
    assert_eq!(ids(&lines), (0..150).map(Value::from).collect::<Vec<_>>());
}

#[test]
fn the_bytes_are_the_same_with_any_number_of_threads() {
    let texts =
        ["Rebels seized the town, a monitor said on Monday.", "Iran denied it.", "Turkey backs the rebels. They fled."];
    let line =
        |i: usize| json!({"id": i, "text": texts[i % 3].repeat(i % 5 + 1), "date": "2024-12-02"}).to_string() + "\n";
    let input: String = (0..40).map(line).collect();
    let run = |jobs: &str| {
        let args = ["analyse", "--from", "jsonl", "--to", "jsonl", "--jobs", jobs];
        Desk::new().feed(&args, &input).exits(0).quietly().out
    };
    let one = run("1");
    assert_eq!(one.lines().count(), 40);
    assert_eq!(run("2"), one);
    assert_eq!(run("7"), one);
    let r = Desk::new().feed(&["analyse", "--jobs", "0"], "").exits(2);
    assert!(r.err.contains("--jobs"), "{}", r.err);
}

#[test]
fn a_bad_line_is_answered_with_its_number_and_the_rest_goes_on() {
    let input = b"{\"id\": \"a\", \"text\": \"Turkey backs the rebels.\"}\n\n{\"id\": \"b\", \"text\": \"x\"\n[\"c\", \"x\"]\n\
                  {\"text\": \"x\"}\n\xff\xfe\n{\"id\": \"d\", \"text\": \"x\", \"date\": \"2024-13-01\"}\n{\"id\": \"e\", \"text\": \"a\xffb\"}\n\
                  {\"id\": \"f\", \"text\": \"Troops fled.\"}\n";
    for command in ["code", "who", "where", "analyse"] {
        let mut args = vec![command];
        if command == "analyse" {
            args.extend(["--from", "jsonl", "--to", "jsonl"]);
        }
        let r = Desk::new().feed(&args, input).exits(2).quietly();
        let lines = r.json();
        assert_eq!(
            ids(&lines),
            [json!("a"), Value::Null, Value::Null, Value::Null, Value::Null, json!("d"), Value::Null, json!("f")]
        );
        let bad: Vec<(u64, &str)> = lines
            .iter()
            .filter(|l| l["id"].is_null())
            .map(|l| {
                assert_eq!(l.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "line", "error"]);
                (l["line"].as_u64().unwrap(), l["error"].as_str().unwrap())
            })
            .collect();
        assert_eq!(bad.iter().map(|b| b.0).collect::<Vec<_>>(), [3, 4, 5, 6, 8]);
        assert!(bad[0].1.starts_with("this line is not as expected: EOF while parsing"), "{bad:?}");
        assert_eq!(bad[1].1, "this line is no JSON object");
        assert!(bad[2].1.contains("missing field `id`"), "{bad:?}");
        assert_eq!(bad[3].1, "this line is no JSON object");
        if command == "code" {
            assert_eq!(lines[5]["notes"][0]["name"], "bad-date");
        }
    }
}

#[test]
fn no_lines_are_nothing_found() {
    let d = Desk::new();
    for args in [
        &["code"][..],
        &["who"],
        &["where"],
        &["analyse"],
        &["analyse", "--from", "jsonl"],
        &["analyse", "--from", "conllu"],
    ] {
        for input in ["", "\n \n"] {
            let r = d.feed(args, input).exits(1).quietly();
            assert_eq!(r.out.trim(), "", "{args:?}");
        }
    }
}

#[test]
fn an_answer_does_not_wait_for_the_next_question() {
    let d = Desk::new();
    let mut child =
        d.command(&["code"]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let (mut to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for l in std::io::BufReader::new(from).lines() {
            let _ = send.send(l.unwrap());
        }
    });
    for id in 0..3 {
        writeln!(to, "{{\"id\": {id}, \"text\": \"Troops fled.\"}}").unwrap();
        to.flush().unwrap();
        let patience = std::time::Duration::from_secs(60);
        let answer = receive.recv_timeout(patience).expect("an answer while standard input is open");
        assert!(answer.starts_with(&format!("{{\"id\":{id},")), "{answer}");
    }
    drop(to);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn analyse_writes_conllu_and_sentences() {
    let d = Desk::new();
    // A line's end within a paragraph is a blank; a blank line ends the paragraph.
    let text = "Rebels seized\nthe town. Troops fled.\n\nTalks failed\n";
    let r = d.feed(&["analyse"], text).exits(0).quietly();
    let sentences: Vec<&str> = r.out.lines().filter_map(|l| l.strip_prefix("# text = ")).collect();
    assert_eq!(sentences, ["Rebels seized the town.", "Troops fled.", "Talks failed"]);
    for l in r.out.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        assert_eq!(l.split('\t').count(), 10, "{l}");
    }
    assert!(r.out.ends_with("\n\n"));
    let r = d.feed(&["analyse", "--to", "text"], text).exits(0);
    assert_eq!(r.out, "Rebels seized the town.\nTroops fled.\nTalks failed\n");
    let r = d.feed(&["analyse"], b"Rebels \xff").exits(2);
    assert_eq!(r.err, "error: standard input is no UTF-8 from byte 7 on: convert it first\n");
}

#[test]
fn analyse_keeps_the_tokens_it_is_given() {
    // Odd on purpose: no tokenizer would split so, and the sentence has no end.
    let given = "# sent_id = odd-1\n# text = cannot go, U.S.-backed\n\
                 1-2\tcannot\t_\t_\t_\t_\t_\t_\t_\t_\n1\tcan\t_\t_\t_\t_\t_\t_\t_\t_\n2\tnot\t_\t_\t_\t_\t_\t_\t_\t_\n\
                 3\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n4\t,\t_\t_\t_\t_\t_\t_\t_\t_\n5\tU.S.-\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
                 6\tbacked\t_\t_\t_\t_\t_\t_\t_\t_\n\n# sent_id = odd-2\n1\tnor\t_\t_\t_\t_\t_\t_\t_\t_\n2\tstay\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let r = Desk::new().feed(&["analyse", "--from", "conllu"], given).exits(0).quietly();
    let kept = |s: &str| -> Vec<String> {
        s.lines()
            .map(
                |l| if l.starts_with('#') { l.to_owned() } else { l.split('\t').take(2).collect::<Vec<_>>().join(" ") },
            )
            .collect()
    };
    let comments = |l: &String| !l.starts_with("# text");
    assert_eq!(
        kept(&r.out).into_iter().filter(comments).collect::<Vec<_>>(),
        kept(given).into_iter().filter(comments).collect::<Vec<_>>()
    );
    // And every token got a tag, and every sentence one root.
    for sentence in r.out.split("\n\n").filter(|s| !s.trim().is_empty()) {
        let tokens: Vec<Vec<&str>> = sentence
            .lines()
            .filter(|l| !l.starts_with('#') && !l.starts_with("1-2"))
            .map(|l| l.split('\t').collect())
            .collect();
        assert!(tokens.iter().all(|t| t[3] != "_" && t[7] != "_"), "{sentence}");
        assert_eq!(tokens.iter().filter(|t| t[6] == "0").count(), 1, "{sentence}");
    }
    let r = Desk::new().feed(&["analyse", "--from", "conllu"], "1\tbroken\n\n").exits(2);
    assert_eq!(r.err, "error: standard input: line 1 is no CoNLL-U: it has no columns\n");
}

#[test]
fn analyse_gives_everything_with_offsets_in_characters() {
    let text = "“Rebels” seized Aleppo on Friday, a war monitor said — and Müller denied it.";
    let input = json!({"id": "q", "text": text, "date": "2024-12-02"}).to_string();
    let r = Desk::new().feed(&["analyse", "--from", "jsonl", "--to", "jsonl"], input).exits(0).quietly();
    let l = &r.json()[0];
    assert_eq!(
        l.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["id", "sentences", "names", "times", "attributions", "mentions", "facts"]
    );
    let chars: Vec<char> = text.chars().collect();
    let words = |v: &Value| -> String {
        let at = |k: &str| v[k].as_u64().unwrap() as usize;
        chars[at("begin")..at("end")].iter().collect()
    };
    let list = |k: &str| l[k].as_array().unwrap().clone();
    let mut checked = 0;
    let tokens = |s: &Value| s["tokens"].as_array().unwrap().clone();
    for v in list("sentences")
        .iter()
        .chain(&list("names"))
        .chain(&list("times"))
        .chain(&list("mentions"))
        .chain(&tokens(&l["sentences"][0]))
    {
        assert_eq!(v["text"], words(v));
        checked += 1;
    }
    assert!(checked > 18, "{r:?}");
    let friday = list("times").into_iter().find(|t| t["text"].as_str().unwrap().contains("Friday")).expect("a time");
    assert_eq!(
        (&friday["from"], &friday["to"], &friday["precision"]),
        (&json!("2024-11-29"), &json!("2024-11-29"), &json!("day"))
    );
    assert!(list("names").iter().any(|n| n["text"] == "Aleppo" && n["type"] == "GPE"), "{}", l["names"]);
    let said = list("attributions").into_iter().find(|a| a["lemma"] == "say").expect("an attribution");
    // Attributions are lists of pairs: begin and end.
    let pair = |v: &Value| words(&json!({"begin": v[0], "end": v[1]}));
    assert_eq!(pair(&said["source"][0]), "a war monitor");
    assert_eq!(pair(&said["cue"][0]), "said");
}

#[test]
fn who_answers_one_line_each_by_the_day() {
    let input = "{\"id\": 1, \"text\": \"Syrian opposition forces\"}\n\
                 {\"id\": 2, \"text\": \"President Bashar al-Assad\", \"date\": \"2024-12-01\"}\n\
                 {\"id\": 3, \"text\": \"President Bashar al-Assad\", \"date\": \"2025-12-01T10:00:00Z\"}\n\
                 {\"id\": 4, \"text\": \"the green table\"}\n{\"id\": 5, \"text\": \"\"}\n";
    let r = Desk::new().feed(&["who"], input).exits(0).quietly();
    let lines = r.json();
    assert_eq!(ids(&lines), (1..=5).map(Value::from).collect::<Vec<_>>());
    let first = |i: usize| (&lines[i]["actors"][0]["country"], &lines[i]["actors"][0]["sector"]);
    assert_eq!(first(0), (&json!("SYR"), &json!("REB")));
    assert_eq!(first(1), (&json!("SYR"), &json!("GOV")));
    assert_eq!(first(2), (&json!("SYR"), &json!("ELI")), "out of office since 8 December 2024");
    assert_eq!((&lines[3]["actors"], &lines[4]["actors"]), (&json!([]), &json!([])));
    for l in &lines {
        assert_eq!(l.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "actors", "why"]);
        assert!(!l["why"].as_str().unwrap().is_empty());
    }
    // --on is the day of the lines that have none.
    let one = "{\"id\": 1, \"text\": \"President Bashar al-Assad\"}";
    let on = |day: &str| Desk::new().feed(&["who", "--on", day], one).exits(0).json()[0]["actors"][0]["sector"].clone();
    assert_eq!((on("2020-01-01"), on("2025-01-01")), (json!("GOV"), json!("ELI")));
}

#[test]
fn who_knows_actors_of_the_users_own() {
    let d = Desk::with(
        "own.toml",
        "[actor.arnor]\nname = \"Free Men of Arnor\"\naliases = [\"Arnorians\"]\nkind = \"group\"\ncountry = \"SYR\"\nroles = [\n  \
         { sector = \"REB\", from = \"2011-01-01\", to = \"2013-12-31\" },\n  { sector = \"GOV\", from = \"2014-01-01\" },\n]\n",
    );
    let input = "{\"id\": 1, \"text\": \"the Free Men of Arnor\", \"date\": \"2012-05-05\"}\n\
                 {\"id\": 2, \"text\": \"Arnorians\", \"date\": \"2015-05-05\"}\n";
    let lines = d.feed(&["who", "--actors", "own.toml"], input).exits(0).quietly().json();
    for (l, sector) in lines.iter().zip(["REB", "GOV"]) {
        let a = &l["actors"][0];
        assert_eq!((&a["id"], &a["sector"]), (&json!("arnor"), &json!(sector)), "{l}");
    }
    let lines = d.feed(&["who"], input).exits(0).json();
    assert!(lines.iter().all(|l| l["actors"][0]["id"] != "arnor"), "{lines:?}");
}

#[test]
fn where_moves_a_place_as_far_as_the_words_say() {
    let text = "A convoy was hit 25 km south of Hama in Syria.";
    let input = format!(
        "{}\n{}\n",
        json!({"id": 1, "text": text}),
        json!({"id": 2, "text": text, "spans": [[17, 36], [32, 36]]})
    );
    let lines = Desk::new().feed(&["where"], &input).exits(0).quietly().json();
    let hama = &lines[1]["places"][1];
    for p in [&lines[0]["places"][0], &lines[1]["places"][0]] {
        assert_eq!((&p["text"], &p["relation"]), (&json!("25 km south of Hama"), &json!("25 km south of")), "{p}");
        assert!((hama["lat"].as_f64().unwrap() - p["lat"].as_f64().unwrap() - 0.225).abs() < 0.01, "{p}");
        assert_eq!((&p["radius_km"], &p["precision"]), (&json!(7.5), &json!("area")));
    }
    assert!(hama["geonames"].is_number() && hama["relation"].is_null(), "the bare name is the town itself: {hama}");
}

#[test]
fn where_answers_one_line_each_and_one_place_a_span() {
    let input = "{\"id\": \"x\", \"text\": \"Fighting near Aleppo in Syria.\"}\n\
                 {\"id\": \"y\", \"text\": \"From Aleppo to Mordor.\", \"spans\": [[15, 21], [5, 11]]}\n\
                 {\"id\": \"z\", \"text\": \"Aleppo.\", \"spans\": [[0, 99], [5, 1]]}\n{\"id\": \"n\", \"text\": \"Talks failed.\"}\n";
    let lines = Desk::new().feed(&["where"], input).exits(0).quietly().json();
    assert_eq!(ids(&lines), ["x", "y", "z", "n"]);
    let places = |i: usize| lines[i]["places"].as_array().unwrap().clone();
    let texts = |i: usize| places(i).iter().map(|p| p["text"].clone()).collect::<Vec<_>>();
    assert_eq!(texts(0), ["Aleppo", "Syria"]);
    assert_eq!(places(0)[0]["country"], "SYR");
    let (lat, lon) = (places(0)[0]["lat"].as_f64().unwrap(), places(0)[0]["lon"].as_f64().unwrap());
    assert!((35.5..37.0).contains(&lat) && (36.5..38.5).contains(&lon), "{lat} {lon}");
    // In the order asked for; what nobody knows has no coordinates.
    assert_eq!(texts(1), ["Mordor", "Aleppo"]);
    assert!(places(1)[0]["lat"].is_null() && places(1)[1]["lat"].is_number());
    assert_eq!(places(2).len(), 2, "a span that is none is answered too");
    assert_eq!(places(3), [Value::Null; 0]);
}
