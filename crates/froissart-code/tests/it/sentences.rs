//! One sentence, then its claims: the harness of `tests/sentences/*.txt`.
//!
//! A case is a line `== name   day`, raw text (a line that begins with `> ` is a headline), and the claims in the brief
//! form of [`crate::brief`], indented by two blanks. A line `# FIXME why` says that today's claims are wrong, and why.
//! `UPDATE=1 cargo test -p froissart-code` writes today's claims into the files; then read the difference. Where claims
//! under a FIXME changed, it becomes `# FIXME?`, until somebody has read whether it is done.

use froissart_model::{Page, Part};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// One case: its header, its comments and text as written, and the expected lines.
#[derive(Default)]
pub(crate) struct Case {
    header: String,
    comments: String,
    pub(crate) text: String,
    expected: String,
}

impl Case {
    fn name(&self) -> &str {
        self.header.split_whitespace().next().unwrap_or("")
    }
    pub(crate) fn page(&self) -> Page {
        let day = self.header.split_whitespace().nth(1).map(str::to_owned);
        let mut page = Page::from_text(self.text.as_str(), day, None);
        for b in &mut page.body {
            if b.span.of(&page.text).starts_with("> ") {
                b.span.begin += 2;
                b.part = Part::Headline;
            }
        }
        page
    }
    fn today(&self) -> String {
        let page = self.page();
        crate::code(&page).iter().fold(String::new(), |all, c| all + "  " + &crate::brief::brief(c, &page.text) + "\n")
    }
}

/// The files of cases, in the order of their names.
pub(crate) fn files() -> Vec<(PathBuf, Vec<Case>)> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sentences");
    let mut paths: Vec<_> =
        std::fs::read_dir(dir).expect("the folder is there").map(|e| e.expect("readable").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.into_iter().map(|p| (cases(&std::fs::read_to_string(&p).expect("UTF-8")), p)).map(|(c, p)| (p, c)).collect()
}

fn cases(file: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for line in file.lines() {
        if let Some(header) = line.strip_prefix("== ") {
            out.push(Case { header: header.to_owned(), ..Case::default() });
            continue;
        }
        let case = out.last_mut().unwrap_or_else(|| panic!("words before the first case: {line:?}"));
        let part = match line {
            "" => continue,
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
fn every_sentence_gives_its_claims() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut names = BTreeMap::new();
    let mut wrong = String::new();
    for (path, cases) in files() {
        let mut file = String::new();
        for c in &cases {
            if let Some(other) = names.insert(c.name().to_owned(), path.clone()) {
                panic!("the name {} stands in {} and in {}", c.name(), other.display(), path.display());
            }
            let today = c.today();
            let mut comments = c.comments.clone();
            if today != c.expected {
                comments = comments.replace("# FIXME ", "# FIXME? ");
                let _ =
                    writeln!(wrong, "== {}\n{}{}expected\n{}today\n{today}", c.header, c.comments, c.text, c.expected);
            }
            let _ = writeln!(file, "== {}\n{comments}{}{today}", c.header, c.text);
        }
        if update {
            std::fs::write(&path, file.trim_end().to_owned() + "\n").expect("the file can be written");
        }
    }
    assert!(names.len() >= 140, "cases were lost: {}", names.len());
    assert!(update || wrong.is_empty(), "\n{wrong}(UPDATE=1 writes today's claims into the files)");
}
