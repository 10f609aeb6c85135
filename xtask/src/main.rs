//! `cargo xtask CHORE`: takes the arguments, runs the chore, prints what is wrong. What a chore does stands in its module.
//!
//! `cargo xtask tidy` ends with "tidy: 214 files, nothing to say".
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore talks to whoever runs it")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use xtask::{ci, coref, docs, memory, score, tidy, tree::Tree, trees};

const USAGE: &str = "\
usage: cargo xtask CHORE

  ci                              every check, in order; stops at the first that fails
  memory                          the kernels' tests under valgrind, where it is installed
  tidy                            what no other tool asks of the files
  score [SET...] [--update] [--force]
                                  how good the coder is, against bench/ratchet.toml; wants ../shared; the set
                                  `facts` is the share of the world's states and armed groups that the tables know
  trees [FILE] [--split tune|report] [--binary PROGRAM]...
                                  how good the trees are by relation, on train/treebank or another CoNLL-U file
  coref [--binary PATH] [TREEBANK]
                                  how well mentions are chained, on the treebank of ../shared or a given one
  docs [--check]                  make docs/reference/cli.md and docs/codebook/ anew (or only compare them)
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    let done = match args.first().map(String::as_str) {
        Some("ci") if args.len() == 1 => ci::run(&root),
        Some("memory") if args.len() == 1 => memory::run(&root),
        Some("tidy") if args.len() == 1 => run_tidy(&root),
        Some("score") => score::Options::parse(&args[1..]).and_then(|o| score::run(&root, &o)),
        Some("trees") => trees::run(&root, &args[1..]),
        Some("coref") => coref::Options::parse(&args[1..]).and_then(|o| coref::run(&root, &o)),
        Some("docs") if args.len() == 1 => docs::run(&root, docs::Manner::Write),
        Some("docs") if args[1..] == ["--check"] => docs::run(&root, docs::Manner::Check),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{}", e.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// The workspace's folder: the one above this crate's.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn run_tidy(root: &Path) -> Result<(), String> {
    let tree = Tree::read(root)?;
    let mut problems = tidy::problems(&tree);
    problems.extend(trees::problems(root)?);
    if problems.is_empty() {
        println!("tidy: {} files, nothing to say", tree.len());
        return Ok(());
    }
    Err(format!("{}\ntidy: {} files, {} to put right", problems.join("\n"), tree.len(), problems.len()))
}
