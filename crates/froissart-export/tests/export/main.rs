//! Every layout, written from invented claims and read back by readers that know nothing of the writer.

mod codes;
mod losses;
mod merging;
mod order;
mod readback;
mod support;
