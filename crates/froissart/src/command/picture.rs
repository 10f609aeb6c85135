//! `froissart picture` and `froissart disputes`: the situation from a ledger, as of any day, as known on any day.

use super::{Run, line};
use crate::args::PictureArgs;
use crate::failure::{Done, Failure};
use crate::terminal;
use froissart_ask::{Answer, Ask};
use froissart_ledger::Stored;
use froissart_picture::Picture;
use std::io::Write;

/// The picture that the arguments ask for, and the claims that it is drawn from.
pub(super) fn drawn(a: &PictureArgs) -> Result<(Picture, Vec<Stored>), Failure> {
    let ledger = crate::ledger::existing(&a.ledger)?;
    let know = super::plain_knowledge()?;
    let ask = Ask {
        about: a.about.clone(),
        as_of: a.as_of,
        known_by: a.known_by,
        recorded_by: a.recorded_by.clone(),
        since: a.since,
        days: a.days,
        stale_after: a.stale_after,
        separate_organs: a.separate_organs,
        camps: a.camps,
        implied: a.implied,
        without_decisions: a.without_decisions,
        back: a.back,
        voice: froissart_ask::Voice::Terminal,
    };
    let Answer { picture, stored, notes } =
        froissart_ask::ask(&*ledger, &crate::ledger::shown(&a.ledger), &know, &ask)?;
    for note in &notes {
        anstream::eprintln!("note: {note}");
    }
    Ok((picture, stored))
}

pub(crate) fn picture(a: &PictureArgs) -> Run {
    let (p, _) = drawn(a)?;
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
    let (p, _) = drawn(a)?;
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
