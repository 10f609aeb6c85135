//! Whole behaviours of testimony, on invented pages and claims.

mod account;
mod bearing;
mod event;
mod make;
mod wire;
