//! One sentence, then what bears on its predicates: the harness of `tests/factuality/*.txt`.
//!
//! A case is a line `== name`, a sentence, and one line a predicate of which anything holds, indented by two blanks:
//! the predicate, then its facts, innermost first, each with its cue; ` of "plan"` names the scope where that is not
//! the predicate. A predicate without a line is plainly told. A line `# FIXME why` says that today's facts are wrong,
//! and why. `UPDATE=1 cargo test -p froissart-lang` writes today's facts into the files; then read the difference.

use froissart_lang::{Model, analyse};
use froissart_model::{Analysis, Page, TokenRef};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

/// The facts of a text, one line a predicate.
fn lines(a: &Analysis) -> String {
    let form = |r: &TokenRef| a.token(*r).form.as_str();
    let mut out = String::new();
    let mut last = None;
    for f in &a.facts {
        if last == Some(f.token) {
            out.push_str(", ");
        } else {
            let _ = write!(out, "{}  {}: ", if last.is_some() { "\n" } else { "" }, form(&f.token));
            last = Some(f.token);
        }
        out.push_str(f.kind.as_str());
        if !f.cue.is_empty() {
            let _ = write!(out, " \"{}\"", f.cue.iter().map(form).collect::<Vec<_>>().join(" "));
        }
        if f.scope != f.token {
            let _ = write!(out, " of \"{}\"", form(&f.scope));
        }
    }
    if last.is_some() {
        out.push('\n');
    }
    out
}

#[derive(Default)]
struct Case {
    name: String,
    comments: String,
    text: String,
    expected: String,
}

fn cases(file: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for line in file.lines().filter(|l| !l.is_empty()) {
        if let Some(name) = line.strip_prefix("== ") {
            out.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let case = out.last_mut().unwrap_or_else(|| panic!("words before the first case: {line:?}"));
        let part = match line {
            l if l.starts_with("# ") => &mut case.comments,
            l if l.starts_with("  ") => &mut case.expected,
            _ => &mut case.text,
        };
        part.push_str(line);
        part.push('\n');
    }
    out
}

#[test]
fn every_sentence_has_its_facts() {
    let update = std::env::var_os("UPDATE").is_some();
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/factuality");
    let mut paths: Vec<_> =
        std::fs::read_dir(dir).expect("the folder is there").map(|e| e.expect("readable").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let (mut names, mut wrong) = (BTreeSet::new(), String::new());
    for path in paths {
        let mut file = String::new();
        for c in cases(&std::fs::read_to_string(&path).expect("UTF-8")) {
            assert!(names.insert(c.name.clone()), "two cases have the name {}", c.name);
            let (analysis, _) = analyse(&Page::from_text(c.text.trim_end(), None, None), Model::embedded());
            let today = lines(&analysis);
            let mut comments = c.comments.clone();
            if today != c.expected {
                comments = comments.replace("# FIXME ", "# FIXME? ");
                let _ =
                    writeln!(wrong, "== {}\n{}{}expected\n{}today\n{today}", c.name, c.comments, c.text, c.expected);
            }
            let _ = writeln!(file, "== {}\n{comments}{}{today}", c.name, c.text);
        }
        if update {
            std::fs::write(&path, file.trim_end().to_owned() + "\n").expect("the file can be written");
        }
    }
    assert!(names.len() >= 120, "cases were lost: {}", names.len());
    assert!(update || wrong.is_empty(), "\n{wrong}(UPDATE=1 writes today's facts into the files)");
}

#[test]
fn jsonl_gives_facts_with_offsets_in_characters() {
    let text = "Müller said “no”. The army failed to capture the town.";
    let (a, _) = analyse(&Page::from_text(text, None, None), Model::embedded());
    let v = froissart_lang::jsonl::value(&serde_json::json!(1), text, &a);
    let chars: Vec<char> = text.chars().collect();
    let word = |v: &serde_json::Value| {
        let at = |k: &str| usize::try_from(v[k].as_u64().expect("an offset")).expect("small");
        let word: String = chars[at("begin")..at("end")].iter().collect();
        assert_eq!(v["text"], word.as_str());
        word
    };
    let fact = v["facts"].as_array().and_then(|l| l.last()).expect("a fact");
    assert_eq!(fact["kind"], "failed");
    assert_eq!((word(fact).as_str(), word(&fact["cue"][0]).as_str()), ("capture", "failed"));
    assert_eq!(word(&fact["scope"]), "capture");
    assert_eq!((fact["sentence"].as_u64(), fact["token"].as_u64()), (Some(1), Some(4)));
}
