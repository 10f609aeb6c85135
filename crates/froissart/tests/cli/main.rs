//! The whole binary, run as a person runs it: what it prints, where, and with which exit code.
//!
//! No network and no clock: where an instant is needed it is given. What a sentence is coded as is tested where the
//! coder lives; here "Turkey backs the rebels." only has to come out of the right command in the right form.

mod bad_input;
mod contract;
mod decisions;
mod dictionaries;
mod explain;
mod export;
mod help;
mod honoured;
mod ledger;
mod lines;
mod picture;
#[cfg(feature = "web")]
mod serve;
mod support;
mod wire;
