//! GDELT 2 mentions: one line a claim, with the true offsets of actors and action in the page's text.
//!
//! GDELT guesses them in its own rendering of a page; here they count the characters of `page.text`, as the claims do.

use crate::delimited::{Dialect, Table};
use crate::gdelt::{cameo, stamp};
use crate::loss::{Field, Reason};
use crate::row::Row;
use crate::select::Selection;
use crate::words::number_of_id;
use crate::{Export, Options};
use froissart_picture::Sourced;

const HEADER: &str = include_str!("../../../data/layouts/gdelt2-mentions.tsv");

const CARRIES: &[Field] = &[Field::Ids, Field::Offsets, Field::Source, Field::Confidence];

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut table = Table::new(HEADER, Dialect::Raw, options.spreadsheet_safe);
    let mut written = Vec::new();
    let losses = &mut selection.losses;
    for row in rows {
        if cameo(row).is_none() {
            row.all().for_each(|s| losses.leave(Reason::NoCameo, s));
            continue;
        }
        // A figure is no mention of its own: it stands in the sentence of its event.
        row.figures.iter().for_each(|s| losses.leave(Reason::LooseFigure, s));
        for s in &row.claims {
            written.push(*s);
            let claim = &s.claim;
            let page = row.page(s);
            let url = page.and_then(|p| p.url.as_deref());
            let mut c = table.row();
            c.code("GLOBALEVENTID", number_of_id(&row.id));
            c.maybe("EventTimeDate", row.published().and_then(stamp));
            c.maybe("MentionTimeDate", s.page.published.as_deref().and_then(stamp));
            // 1 a page on the web, known by its address; 2 a citation, known by its words.
            c.code("MentionType", if url.is_some() { 1 } else { 2 });
            c.maybe_text("MentionSourceName", url.and_then(host).or(s.page.outlet.as_deref()));
            c.text("MentionIdentifier", &url.map_or_else(|| citation(s), str::to_owned));
            c.code("SentenceID", claim.evidence.sentence + 1);
            let offset = |list: &[froissart_model::Entity<froissart_model::Char>]| {
                list.first().map_or_else(|| "-1".to_owned(), |e| e.span.begin.to_string())
            };
            c.code("Actor1CharOffset", offset(&claim.actor)).code("Actor2CharOffset", offset(&claim.recipient));
            c.code("ActionCharOffset", claim.evidence.span.begin).code("InRawText", 1);
            c.maybe("Confidence", claim.confidence.map(|p| format!("{:.0}", p * 100.0)));
            c.maybe("MentionDocLen", page.and_then(|p| p.chars));
            c.code("Extras", format!("froissart claim {}", claim.id));
            c.end();
        }
    }
    losses.notes.push("the file has no header line, as GDELT's own have none".to_owned());
    losses.notes.push("offsets count the characters of the page's text as `froissart read --json` gives it".to_owned());
    let n = table.rows();
    let text = table.finish(losses);
    Export { text, report: selection.losses.report(options, n, &written, CARRIES) }
}

/// The host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

fn citation(s: &Sourced) -> String {
    let parts =
        [s.page.outlet.as_deref(), s.page.published.as_deref().and_then(|p| p.get(..10)), s.page.title.as_deref()];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if text.is_empty() { format!("page {}", s.page.id) } else { text }
}
