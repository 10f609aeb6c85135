//! `froissart brief`: a situation report in Markdown or HTML, each sentence with its footnotes.

use super::Run;
use super::picture::drawn;
use crate::args::{BriefArgs, Paper};
use crate::failure::{Done, Failure};
use froissart_brief::Source;
use std::collections::BTreeMap;
use std::io::Write as _;

pub(crate) fn brief(a: &BriefArgs) -> Run {
    let (p, stored) = drawn(&a.picture)?;
    let mut pages: BTreeMap<String, Source> = BTreeMap::new();
    for s in stored {
        pages.entry(s.page.id.clone()).or_insert_with(|| Source {
            title: s.page.title.clone(),
            outlet: s.page.outlet.clone(),
            url: s.page.url.clone(),
            published: s.page.published.clone(),
        });
    }
    let report = froissart_brief::brief(&p, &pages);
    let text = match a.to {
        _ if a.picture.json => serde_json::to_string(&p).map_err(std::io::Error::from)? + "\n",
        Paper::Md => froissart_brief::markdown(&report),
        Paper::Html => froissart_brief::html(&report),
    };
    if let Some(path) = &a.out {
        std::fs::write(path, text)
            .map_err(|e| Failure::message(format!("the report cannot be written to {}: {e}", path.display())))?;
    } else {
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    Ok(if p.claims == 0 { Done::Nothing } else { Done::Found })
}
