//! `froissart picture` and `froissart disputes`: the situation from a ledger, as of any day, as known on any day.

use super::{Run, line};
use crate::args::PictureArgs;
use crate::failure::{Done, Failure};
use crate::terminal;
use froissart_ledger::{Ledger, Query, Stored};
use froissart_picture::{Options, Sourced};
use std::io::Write;

/// A stored claim as the picture takes it.
pub(crate) fn sourced(s: Stored) -> Sourced {
    Sourced {
        claim: s.claim,
        outlet: s.page.outlet,
        page_id: s.page.id,
        title: s.page.title,
        published: s.page.published,
    }
}

/// The picture that the arguments ask for.
fn drawn(a: &PictureArgs) -> Result<froissart_picture::Picture, Failure> {
    let ledger = Ledger::open_existing(&a.ledger)?;
    let query = Query {
        // What is published after the day tells of the day too, but was not known on it.
        known_by: a.known_by.or(a.as_of),
        recorded_by: a.recorded_by.clone(),
        include_implied: true,
        ..Query::default()
    };
    let claims: Vec<Sourced> = ledger.claims(&query)?.into_iter().map(sourced).collect();
    let options = Options { as_of: a.as_of, about: a.about.clone(), include_implied: a.implied };
    Ok(froissart_picture::picture(&claims, &options))
}

pub(crate) fn picture(a: &PictureArgs) -> Run {
    let p = drawn(a)?;
    let mut out = anstream::stdout().lock();
    if a.json {
        line(&mut out, &p)?;
    } else {
        out.write_all(terminal::picture(&p).as_bytes())?;
        out.flush()?;
    }
    Ok(if p.claims == 0 { Done::Nothing } else { Done::Found })
}

pub(crate) fn disputes(a: &PictureArgs) -> Run {
    let p = drawn(a)?;
    let mut out = anstream::stdout().lock();
    if a.json {
        for d in &p.disputes {
            line(&mut out, d)?;
        }
    } else {
        out.write_all(terminal::disputes(&p).as_bytes())?;
        out.flush()?;
    }
    Ok(if p.disputes.is_empty() { Done::Nothing } else { Done::Found })
}
