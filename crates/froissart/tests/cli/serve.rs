//! The page as programs see it: what is sent, to whom, what is refused, and in which words.
//!
//! Requests are written by hand over a socket on this machine; no other program is asked. What a browser sees of the
//! pages is tested in `crates/froissart-serve/web/tests`.

use crate::support::{Desk, PAGES};
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};

/// A server of a ledger, ended when it is dropped.
struct Server {
    child: Child,
    address: SocketAddr,
    token: String,
}

/// What it answered.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|l| {
            let (n, v) = l.split_once(':')?;
            n.eq_ignore_ascii_case(name).then(|| v.trim())
        })
    }
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

impl Server {
    fn start(desk: &Desk, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_froissart"))
            .args(["serve", "--port", "0", "--json"])
            .args(more)
            .current_dir(desk.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it has an output");
        BufReader::new(out).read_line(&mut line).expect("it says where it listens");
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let address = said["address"].as_str().unwrap().trim_start_matches("http://").trim_end_matches('/');
        Self { child, address: address.parse().unwrap(), token: said["token"].as_str().unwrap().to_owned() }
    }
    fn of_ledger(desk: &Desk) -> Self {
        Self::start(desk, &["--ledger", "war.db"])
    }
    /// Sends a request as it stands, with a host of its own where it names none.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut s = TcpStream::connect(self.address).expect("it listens");
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|h| h.0 == "Host") {
            let _ = write!(head, "Host: {}\r\n", self.address);
        }
        for (n, v) in headers {
            let _ = write!(head, "{n}: {v}\r\n");
        }
        s.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        // A server that refuses a body may close before it has read all of it.
        let _ = s.write_all(body);
        let mut all = Vec::new();
        let _ = s.read_to_end(&mut all);
        let at = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("{path}: no answer"));
        let head = String::from_utf8_lossy(&all[..at]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap();
        Answer { status, head, body: all[at + 4..].to_vec() }
    }
    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }
    fn post(&self, path: &str, fields: &Value, token: bool) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![("Content-Type", "application/json")];
        if token {
            headers.push(("Authorization", &bearer));
        }
        self.ask("POST", path, &headers, fields.to_string().as_bytes())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_page_is_small_safe_and_not_sent_twice() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    let page = server.get("/");
    assert_eq!(page.status, 200, "{}", page.text());
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    let text = page.text();
    assert!(!text.contains("style=\"") && !text.contains("onclick"), "what the policy forbids is not on the page");
    let tag = page.header("etag").unwrap().to_owned();
    let again = server.ask("GET", "/", &[("If-None-Match", &tag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = server.ask("GET", "/", &[("Accept-Encoding", "gzip")], b"");
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    // The whole of a first view: the page, its script and its style.
    let mut sum = packed.body.len();
    for asset in text.split(['"', '\'']).filter(|a| a.starts_with("/assets/")) {
        let a = server.ask("GET", asset, &[("Accept-Encoding", "gzip")], b"");
        assert_eq!(a.status, 200, "{asset}");
        assert!(a.header("cache-control").unwrap().contains("immutable"));
        sum += a.body.len();
    }
    assert!(sum < 250_000, "{sum} bytes");
}

#[test]
fn the_json_is_what_the_command_prints() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    let mut of_page = server.get("/api/v1/situation?about=Syria&as_of=2024-12-02").json();
    let args = ["picture", "--ledger", "war.db", "--about", "Syria", "--as-of", "2024-12-02", "--json"];
    let printed = desk.run(&args).exits(0).json().remove(0);
    for beside in ["selection", "problems", "state", "notes"] {
        of_page.as_object_mut().unwrap().remove(beside);
    }
    assert_eq!(of_page, printed);
    let unknown = server.get("/api/v1/map?about=Osgiliath").json();
    assert!(unknown["notes"][0].as_str().is_some_and(|n| n.contains("no claim names `Osgiliath`")), "{unknown}");
    let table = server.get("/api/v1/situation.csv?about=Syria&as_of=2024-12-02");
    assert!(table.header("content-type").unwrap().starts_with("text/csv"));
    assert!(
        table.text().starts_with("section,type,text,actors,places,from,to,standing,n_accounts,accounts,claims\r\n")
    );
    let described = server.get("/api/v1/openapi.json").json();
    assert!(described["paths"]["/api/v1/disputes"]["get"].is_object());
}

#[test]
fn others_are_refused() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    let a = server.ask("GET", "/", &[("Host", "evil.example")], b"");
    assert_eq!(a.status, 403);
    assert!(a.text().contains("--host-name"), "{}", a.text());
    assert_eq!(server.ask("GET", "/", &[("Host", "localhost:1")], b"").status, 403, "another port is another server");
    let opinion = serde_json::json!({"claim": "0000", "verdict": "accept", "why": "so it was"});
    let a = server.post("/api/v1/opinions", &opinion, false);
    assert_eq!(a.status, 403);
    assert!(a.json()["error"].as_str().unwrap().contains("token"), "{}", a.text());
    let bearer = format!("Bearer {}", server.token);
    let headers =
        [("Authorization", bearer.as_str()), ("Origin", "http://evil.example"), ("Content-Type", "application/json")];
    let a = server.ask("POST", "/api/v1/opinions", &headers, opinion.to_string().as_bytes());
    assert_eq!(a.status, 403);
    assert!(a.text().contains("evil.example"));
    assert_eq!(server.get("/enter?token=wrong").status, 403);
    let in_ = server.get(&format!("/enter?token={}", server.token));
    assert_eq!(in_.status, 303);
    let cookie = in_.header("set-cookie").unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert_eq!(server.ask("DELETE", "/", &[], b"").status, 400);
}

#[test]
fn an_opinion_changes_the_page_and_can_be_taken_back() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    let before = server.get("/api/v1/situation").json();
    let claim = before["holdings"][0]["grounds"]["claims"][0]["id"].as_str().unwrap().to_owned();
    let reject = serde_json::json!({"claim": claim, "verdict": "reject", "why": "an old photograph", "who": "Faramir"});
    let a = server.post("/api/v1/opinions", &reject, true);
    assert_eq!(a.status, 200, "{}", a.text());
    let number = a.json()["number"].to_string();
    let after = server.get("/api/v1/situation").json();
    assert_ne!(after["state"], before["state"]);
    let aside = after["set_aside"].to_string();
    assert!(aside.contains(&claim) && aside.contains("Faramir"), "{aside}");
    let back = serde_json::json!({"decision": "opinion", "number": number, "why": "it is of this year"});
    assert_eq!(server.post("/api/v1/retractions", &back, true).status, 200);
    let last = server.get("/api/v1/situation").json();
    assert_eq!(last["set_aside"], Value::Null);
    for (fields, words) in [
        (serde_json::json!({"claim": claim, "verdict": "perhaps", "why": "x"}), "no verdict"),
        (serde_json::json!({"claim": claim, "verdict": "accept"}), "a reason"),
        (serde_json::json!({"claim": "zz' OR 1=1", "verdict": "accept", "why": "x"}), "there is no claim"),
    ] {
        let a = server.post("/api/v1/opinions", &fields, true);
        assert!((400..500).contains(&a.status) && a.text().contains(words), "{}", a.text());
    }
}

#[test]
fn a_page_is_read_without_the_token_and_recorded_with_it() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    let page = serde_json::json!({"text": "Rebels shelled Hama on Monday, <script>alert(1)</script> residents said.", "date": "2024-12-03", "outlet": "The Ford Herald"});
    let before = server.get("/api/v1/about").json()["counts"]["pages"].as_u64().unwrap();
    let read = server.post("/api/v1/read", &page, false);
    assert_eq!(read.status, 200, "{}", read.text());
    assert!(read.json()["claims"].as_array().is_some_and(|c| !c.is_empty()), "{}", read.text());
    assert_eq!(server.get("/api/v1/about").json()["counts"]["pages"], before, "nothing is kept");
    assert_eq!(server.post("/api/v1/pages", &page, false).status, 403);
    assert_eq!(server.post("/api/v1/pages", &page, true).status, 200);
    assert_eq!(server.get("/api/v1/about").json()["counts"]["pages"], before + 1);
    let nothing = server.post("/api/v1/read", &serde_json::json!({"text": "  "}), false);
    assert_eq!(nothing.status, 400);
    let large = vec![b'a'; 9 << 20];
    let a = server.ask("POST", "/api/v1/read", &[("Content-Type", "text/plain")], &large);
    assert_eq!(a.status, 413, "{}", a.text());
    assert!(a.text().contains("froissart record"));
}

#[test]
fn an_organ_leads_to_its_states_page_and_to_its_own() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--demo"]);
    let organ = server.get("/actor?key=SYR%20MIL").text();
    assert!(organ.contains("Of Syria: armed forces of a state (MIL)"), "{organ}");
    assert!(organ.contains("/actor?key=state%20SYR"), "{organ}");
    let by_itself = "/actor?organs=separate&amp;key=SYR%20MIL";
    assert!(organ.contains(by_itself), "{organ}");
    let alone = server.get(&by_itself.replace("&amp;", "&")).text();
    assert!(!alone.contains("is shown as the state"), "{alone}");
    let state = server.get("/actor?key=state%20SYR").text();
    assert!(state.contains("On which side") && !state.contains("is shown as the state"), "{state}");
}

#[test]
fn nonsense_is_told_and_words_stay_words() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    let evil = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%27%22%3B--";
    for view in
        ["/", "/disputes", "/brief", "/place", "/actor", "/dyad", "/about", "/api/v1/situation", "/api/v1/disputes.csv"]
    {
        for name in [
            "about",
            "as_of",
            "known_by",
            "since",
            "recorded_by",
            "days",
            "actor",
            "place",
            "type",
            "account",
            "from",
            "q",
            "key",
            "a",
            "page",
            "kind",
        ] {
            let a = server.get(&format!("{view}?{name}={evil}"));
            assert!([200, 400, 404].contains(&a.status), "{view} {name}: {}", a.text());
            let is_page = a.header("content-type").is_some_and(|t| t.starts_with("text/html"));
            assert!(!is_page || !a.text().contains("<script>alert"), "{view} {name}");
        }
    }
    for (path, words) in [
        ("/?as_of=banana", "is no day for as of"),
        ("/?days=99999999999", "is no number of days"),
        ("/disputes?page=-5", "Disputes"),
        ("/disputes?page=999999999999999999999", "Disputes"),
        ("/?from=2024-12-05&to=2024-12-01", "is no span of days"),
    ] {
        let a = server.get(path);
        assert!(a.status == 200 && a.text().contains(words), "{path}: {}", a.text());
    }
    for path in [
        "/nowhere",
        "/actor?key=nobody",
        "/place?key=Atlantis",
        "/shapes/%2e%2e%2fetc%2fpasswd",
        "/assets/../Cargo.toml",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn the_page_names_its_fields_and_the_terminal_its_flags() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    for (query, words) in [
        ("about=Gondor/Rohan/Harad", "about `Gondor/Rohan/Harad`: name one, or two"),
        ("about=Osgiliath", "no claim names `Osgiliath`; the search looks for words"),
        ("since=2031-01-01", "no page came out after since 2031-01-01"),
    ] {
        let a = server.get(&format!("/?{query}"));
        assert!(a.text().contains(words), "{query}: {}", a.text());
        assert!(!a.text().contains("--about") && !a.text().contains("--since"), "{}", a.text());
    }
    let ran = desk.run(&["picture", "--ledger", "war.db", "--about", "Gondor/Rohan/Harad"]).exits(2);
    assert!(ran.err.contains("--about `Gondor/Rohan/Harad`"), "{ran:?}");
}

#[test]
fn of_many_ties_the_best_attested_are_drawn_and_the_others_counted() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--demo"]);
    let all = server.get("/api/v1/network").json();
    let of = |v: &Value| -> Vec<u64> {
        v["edges"].as_array().unwrap().iter().map(|e| e["n_accounts"].as_u64().unwrap()).collect()
    };
    let accounts = of(&all);
    assert!(accounts.len() > 20 && all["ties_left_out"] == 0, "{} ties", accounts.len());
    let few = server.get("/api/v1/network?ties=5").json();
    let mut best = accounts.clone();
    best.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
    let mut drawn = of(&few);
    drawn.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
    assert_eq!(drawn, best[..5]);
    assert_eq!(few["ties_left_out"], accounts.len() - 5);
    let iran = few["nodes"].as_array().unwrap().iter().find(|n| n["name"] == "Iran").unwrap_or_else(|| panic!("{few}"));
    assert!(iran["ties_left_out"].as_u64() > Some(5), "{iran}");
    let page = server.get("/network?ties=5").text();
    let said = format!("The 5 best attested of {} ties are drawn", accounts.len());
    assert!(page.contains(&said), "{said}");
    let table = server.get("/api/v1/network.csv?ties=5").text();
    assert_eq!(table.trim_end().lines().count(), accounts.len() + 1, "the table has all");
    let nonsense = server.get("/api/v1/network?ties=banana").json();
    assert_eq!(of(&nonsense), accounts);
}

#[test]
fn figures_stand_on_the_timeline_with_their_bounds() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--demo"]);
    let told = server.get("/api/v1/timeline").json();
    let lanes = told["lanes"].as_array().unwrap();
    let figures = lanes.iter().find(|l| l["name"] == "Figures").unwrap_or_else(|| panic!("{told}"));
    let items = figures["items"].as_array().unwrap();
    let dead =
        items.iter().find(|i| i["type"] == "killed" && i["low"].is_number()).unwrap_or_else(|| panic!("{figures}"));
    assert!(dead["end"].is_string() && dead["text"].as_str().unwrap().contains("killed"), "{dead}");
    let table = server.get("/api/v1/timeline.csv").text();
    let head: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    assert!(head.contains(&"low") && head.contains(&"high"), "{head:?}");
    assert!(table.lines().any(|l| l.starts_with("Figures,figure,killed")), "{table}");
    let page = server.get("/timeline").text();
    assert!(page.contains("class=\"least\"") && page.contains("class=\"most"), "least and most are drawn");
}

#[test]
fn a_port_in_use_and_a_ledger_that_is_not_there_are_told() {
    let desk = Desk::with_ledger();
    let server = Server::of_ledger(&desk);
    let port = server.address.port().to_string();
    let ran = desk.run(&["serve", "--ledger", "war.db", "--port", &port]).exits(2);
    assert!(
        ran.err.contains(&format!("port {port} of 127.0.0.1 is in use")) && ran.err.contains("is free: --port"),
        "{ran:?}"
    );
    desk.run(&["serve", "--ledger", "none.db", "--port", "0"]).exits(2);
    // One that disappears while it is served.
    std::fs::rename(desk.path("war.db"), desk.path("moved.db")).unwrap();
    let a = server.get("/?about=Hama");
    assert_eq!(a.status, 503, "{}", a.text());
    assert!(a.text().contains("war.db"), "{}", a.text());
    std::fs::rename(desk.path("moved.db"), desk.path("war.db")).unwrap();
    assert_eq!(server.get("/?about=Hama").status, 200);
}

#[test]
fn the_demo_opens_on_the_examples_and_leaves_nothing() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--demo"]);
    assert!(!PAGES.is_empty());
    let a = server.get("/api/v1/about").json();
    assert_eq!(a["counts"]["pages"], 12);
    assert_eq!(std::fs::read_dir(desk.path(".")).unwrap().count(), 0);
}
