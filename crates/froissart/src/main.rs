//! The binary: arguments, printing, exit codes; no logic of its own.
//!
//! `froissart read page.html` prints the page's claims with their words, and the picture they make.
//! Exit 0 done, 1 nothing found, 2 error; a closed pipe is quiet.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::exit,
    reason = "printing and exiting is what the binary is for; no other crate does"
)]

mod args;
mod command;
mod failure;
mod files;
mod ledger;
mod parallel;
mod terminal;

use clap::Parser as _;
use failure::Failure;

/// Pictures are made of many small values: room for them is asked for often.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args = args::Args::parse();
    let code = match command::run(args) {
        Ok(done) => done.code(),
        Err(Failure::BrokenPipe) => 0,
        Err(f) => {
            anstream::eprint!("{}", terminal::failure(&f));
            2
        }
    };
    std::process::exit(code);
}
