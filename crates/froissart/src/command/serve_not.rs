//! `froissart serve` in a program that was built without the page: it says how to build one with it.

use super::Run;
use crate::args::ServeArgs;
use crate::failure::Failure;

pub(crate) fn serve(_: &ServeArgs) -> Run {
    Err(Failure::message(
        "this program was built without its page: build it with Node at hand, by `cargo build --release`",
    ))
}
