//! Our own table: one line a claim, every field of the contract flat, for whoever has a spreadsheet and no JSON.
//!
//! Lists stand in one cell, joined with "; ". Parallel lists (names, ids, countries) keep their places, so that an empty
//! id between two others is one.

use crate::delimited::{Cells, Dialect, Table};
use crate::loss::Field;
use crate::row::Row;
use crate::select::Selection;
use crate::words::{name_of, named, number};
use crate::{Export, Options};
use froissart_model::{Char, Entity};
use froissart_picture::Sourced;

const HEADER: &str = include_str!("../../../data/layouts/claims.csv");

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut table = Table::new(HEADER, Dialect::Csv, options.spreadsheet_safe);
    let mut written = Vec::new();
    for row in rows {
        for s in row.all() {
            written.push(s);
            line(&mut table, row, s);
        }
    }
    let n = table.rows();
    let text = table.finish(&mut selection.losses);
    // Rivals are not lost: each stands in a line of its own under the same event.
    Export { text, report: selection.losses.report(options, n, &written, &Field::ALL) }
}

fn line(table: &mut Table, row: &Row<'_>, s: &Sourced) {
    let c = &s.claim;
    let mut t = table.row();
    t.code("claim", &c.id).code("anchor", &c.anchor).text("event", &row.id);
    t.code("kind", name_of(&c.kind)).code("type", &c.type_);
    t.maybe("status", c.status.as_deref()).maybe("subject", c.subject.as_deref());
    let list = |l: &[String]| l.join("; ");
    t.code("means", list(&c.means)).code("modes", list(&c.modes)).code("contexts", list(&c.contexts));
    t.code("auxiliary", list(&c.auxiliary)).maybe("cameo", c.cameo.as_deref()).maybe("quad", c.quad);
    t.maybe("intensity", c.intensity.map(number));
    t.maybe("acled_event_type", c.acled.as_ref().map(|a| &a.event_type));
    t.maybe("acled_sub_event_type", c.acled.as_ref().map(|a| &a.sub_event_type));
    entities(&mut t, "actor", &c.actor);
    entities(&mut t, "recipient", &c.recipient);
    let p = &c.place;
    let each = |f: &dyn Fn(&froissart_model::Place<Char>) -> String| p.iter().map(f).collect::<Vec<_>>().join("; ");
    let maybe = |n: Option<f64>| n.map_or_else(String::new, number);
    t.text("place", &each(&|p| crate::place::name(p).to_owned())).text("place_text", &each(&|p| p.text.clone()));
    t.text("place_relation", &each(&|p| p.relation.clone().unwrap_or_default()));
    t.code("place_role", each(&|p| name_of(&p.role)));
    t.code("geonames", each(&|p| p.geonames.map_or_else(String::new, |g| g.to_string())));
    t.code("country", each(&|p| p.country.clone().unwrap_or_default()));
    t.text("admin1", &each(&|p| p.admin1.clone().unwrap_or_default()));
    t.code("latitude", each(&|p| maybe(p.lat))).code("longitude", each(&|p| maybe(p.lon)));
    t.code("radius_km", each(&|p| maybe(p.radius_km)));
    t.code("place_precision", each(&|p| p.precision.clone().unwrap_or_default()));
    if let Some(e) = &c.extent {
        t.text("extent", &e.text).maybe("extent_low", e.low.map(number)).maybe("extent_high", e.high.map(number));
    }
    if let Some(f) = &c.figure {
        t.code("figure_of", &f.of).text("figure_text", &f.text).maybe("figure_low", f.low.map(number));
        t.maybe("figure_high", f.high.map(number)).maybe("figure_exact", f.exact.map(number));
        t.code("figure_scope", name_of(&f.scope)).code("figure_reported_none", f.reported_none);
    }
    if let Some(h) = &c.happened {
        t.maybe("happened_from", h.from).maybe("happened_to", h.to).code("happened_precision", name_of(&h.precision));
        t.code("happened_holds", name_of(&h.holds)).code("happened_basis", name_of(&h.basis));
        t.maybe_text("happened_text", h.text.as_deref());
    }
    if let Some(h) = &c.in_force {
        t.maybe("in_force_from", h.from).maybe("in_force_to", h.to);
    }
    if let Some(h) = &c.said {
        t.maybe("said_from", h.from).maybe("said_to", h.to);
    }
    t.list("according_to", c.according_to.iter().map(named));
    t.code("stance", name_of(&c.stance)).code("mood", name_of(&c.mood)).code("negated", c.negated);
    t.code("certainty", name_of(&c.certainty)).code("told", name_of(&c.told)).code("implied", c.is_implied());
    t.maybe("confidence", c.confidence);
    t.text("evidence", &c.evidence.text).code("part", name_of(&c.evidence.part)).code("sentence", c.evidence.sentence);
    t.code("begin", c.evidence.span.begin).code("end", c.evidence.span.end);
    t.code("links", c.links.iter().map(|l| format!("{} {}", name_of(&l.as_), l.to)).collect::<Vec<_>>().join("; "));
    t.code("rule", &c.rule).code("page", &s.page.id).maybe_text("outlet", s.page.outlet.as_deref());
    t.maybe_text("title", s.page.title.as_deref());
    let page = row.page(s);
    t.maybe_text("url", page.and_then(|p| p.url.as_deref()));
    t.maybe("language", page.and_then(|p| p.language.as_deref())).maybe("published", s.page.published.as_deref());
    t.end();
}

fn entities(t: &mut Cells<'_>, role: &str, all: &[Entity<Char>]) {
    t.list(role, all.iter().map(named));
    let each = |f: &dyn Fn(&Entity<Char>) -> Option<&str>| {
        if all.iter().all(|e| f(e).is_none()) {
            return String::new();
        }
        all.iter().map(|e| f(e).unwrap_or("")).collect::<Vec<_>>().join("; ")
    };
    t.code(&format!("{role}_id"), each(&|e| e.id.as_deref()));
    t.code(&format!("{role}_country"), each(&|e| e.country.as_deref()));
    t.code(&format!("{role}_sector"), each(&|e| e.sector.as_deref()));
}
