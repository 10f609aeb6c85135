//! What a picture is drawn from, of a shared ledger: all that was known comes, and the definition itself picks from it.
//!
//! No index is asked: of a million claims that takes a minute, where a file takes part of a second.

use super::PostgresLedger;
use super::ask::NEWEST;
use crate::Result;
use crate::pack::{day_number, day_of_number};
use crate::query::{PageHead, Query, Stored};
use crate::situation::{Asked, PageRead, Since, Situation, chosen};
use crate::sqlite::{end_instant, from_json};
use froissart_model::{Char, Page};
use std::collections::BTreeSet;
use std::sync::Arc;

impl PostgresLedger {
    pub(super) fn ask_situation(&self, a: &Asked) -> Result<Situation> {
        let known = Query {
            known_by: a.known_by,
            recorded_by: a.recorded_by.clone(),
            include_implied: true,
            ..Query::default()
        };
        let all = self.ask_claims(&known)?;
        let Some((Since { first, ties }, wanted, left_out)) = chosen(&all, a) else {
            return Ok(Situation::default());
        };
        let claims: Vec<Stored> = wanted.into_iter().map(|n| all[n].clone()).collect();
        let until = a.recorded_by.as_deref().map_or(Ok(i64::MAX), end_instant)?;
        let last = a.known_by.map_or(i64::MAX, day_number);
        let of_claims: BTreeSet<&str> = claims.iter().map(|s| s.page.id.as_str()).collect();
        let of_claims: Vec<&str> = of_claims.into_iter().collect();
        let rows = self.ask(
            &format!(
                "{NEWEST} SELECT p.json FROM newest r JOIN page p ON p.seq = r.page
                 WHERE r.known_day <= $2 AND (r.known_day >= $3 OR p.id = ANY ($4)) ORDER BY p.seq"
            ),
            &[&until, &last, &first, &of_claims],
        )?;
        let mut pages = Vec::with_capacity(rows.len());
        for r in &rows {
            let page: Page<Char> = from_json(r.get(0), "a page", "of the ledger")?;
            pages.push(PageRead { head: Arc::new(PageHead::from(&page)), language: page.language });
        }
        let ids: Vec<&str> = pages.iter().map(|p| p.head.id.as_str()).collect();
        let families = self.ask_families(&ids, a.known_by, a.recorded_by.as_deref())?;
        let older = format!("{NEWEST} SELECT 1 FROM newest WHERE known_day < $2 LIMIT 1");
        let has_older = !self.ask(&older, &[&until, &first])?.is_empty();
        let (first, ties_since) = (day_of_number(first), day_of_number(ties));
        Ok(Situation { claims, pages, families, first, has_older, ties_since, left_out })
    }
}
