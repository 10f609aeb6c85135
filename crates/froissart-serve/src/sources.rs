//! Who vouches for what: every account and every outlet of a picture, with what speaks for and against taking its word.
//!
//! "The Observatory: 41 claims on 12 pages of 5 outlets; on a side of 3 disputes, against the army in 2" is counted here;
//! nothing is weighed, and contradicted is not refuted: of two sides of a dispute each contradicts the other.

use crate::app::Refusal;
use crate::cx::Cx;
use crate::{filter, items};
use froissart_ask::{Answer, context, sourced, state_names};
use froissart_know::Knowledge;
use froissart_ledger::Stored;
use froissart_model::{Day, fold};
use froissart_testimony::{Accounts, Bears, Families, Family, Leaning, Origin, Sourced, Voice, VoiceKind, bearings};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The first and the last day of publication.
pub(crate) type Span = (Option<Day>, Option<Day>);

/// That an account stands on one side of a dispute.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Contradiction {
    /// Over what.
    pub(crate) dispute: String,
    /// What this account says.
    pub(crate) says: String,
    /// Who says otherwise, by name, with what they say.
    pub(crate) against: Vec<(String, String)>,
}

/// Whom an account leans to, and whose word that is.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Leans {
    /// To whom, by name.
    pub(crate) to: String,
    /// In words.
    pub(crate) why: String,
    /// The claim that says so, where one does.
    pub(crate) claim: Option<(String, String)>,
}

/// One independent account.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Account {
    pub(crate) voice: Voice,
    /// By their places among the picture's claims.
    #[serde(skip)]
    pub(crate) claims: Vec<usize>,
    pub(crate) n_claims: usize,
    pub(crate) n_pages: usize,
    /// Who printed it, with how many claims.
    pub(crate) outlets: BTreeMap<String, usize>,
    pub(crate) days: Span,
    pub(crate) contradicted: Vec<Contradiction>,
    /// Its claims that bear for the side that it is of or leans to.
    pub(crate) for_own_side: usize,
    /// Those that bear against it.
    pub(crate) against_own_side: usize,
    pub(crate) leans: Vec<Leans>,
}

/// One outlet: what it publishes on its own word, and whom it relays.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Outlet {
    pub(crate) name: String,
    #[serde(skip)]
    pub(crate) claims: Vec<usize>,
    pub(crate) n_claims: usize,
    pub(crate) n_pages: usize,
    /// Claims on its own word.
    pub(crate) own: usize,
    /// Claims by others' accounts.
    pub(crate) relayed: usize,
    /// Pages that print another outlet's text.
    pub(crate) copies: usize,
    pub(crate) days: Span,
    /// The account of its own word, by its number.
    #[serde(skip)]
    pub(crate) voice: Option<usize>,
}

/// All of them.
pub(crate) struct Sources {
    answer: Arc<Answer>,
    /// Most claims first.
    pub(crate) accounts: Vec<Account>,
    /// Most claims first.
    pub(crate) outlets: Vec<Outlet>,
    /// Texts that more than one page prints.
    pub(crate) families: Vec<Family>,
    /// By folded name, the accounts that bear it.
    names: BTreeMap<String, BTreeSet<usize>>,
}

fn wider(days: &mut Span, day: Option<Day>) {
    if let Some(d) = day {
        days.0 = Some(days.0.map_or(d, |x| x.min(d)));
        days.1 = Some(days.1.map_or(d, |x| x.max(d)));
    }
}

/// The names of whom one can lean to, by their keys.
fn names_of(know: &Knowledge, claims: &[Sourced]) -> BTreeMap<String, String> {
    let mut names = state_names(know);
    for e in claims.iter().flat_map(|s| s.claim.actor.iter().chain(&s.claim.recipient)) {
        if let (Some(id), Some(name)) = (&e.id, &e.name) {
            names.entry(id.clone()).or_insert_with(|| name.clone());
        }
    }
    for a in know.actors.actors().iter().filter(|a| !a.hosts.is_empty() || !a.leans.is_empty()) {
        names.entry(a.key.clone()).or_insert_with(|| a.name.clone());
    }
    names
}

fn leans(l: &Leaning, names: &BTreeMap<String, String>) -> Leans {
    let to = names.get(&l.to).cloned().unwrap_or_else(|| l.to.clone());
    let (why, claim) = match &l.origin {
        Origin::Itself => ("it is that party's own".to_owned(), None),
        Origin::Table { why } => (format!("by the table of outlets: {why}"), None),
        Origin::Claim { id, page_id, tie, .. } => {
            (format!("by a claim: {}", tie.replace('_', " ")), Some((id.clone(), page_id.clone())))
        }
    };
    Leans { to, why, claim }
}

/// Leanings of one account that are told: a state has one for each telling of each of its ties.
const LEANINGS: usize = 8;

impl Sources {
    /// Those of the picture that is asked for, under its filters; counted once.
    pub(crate) fn of(cx: &Cx<'_>) -> Result<Arc<Self>, Refusal> {
        let name = format!("{}\n{}", cx.state, cx.selection.shared().query());
        let size = |s: &Self| s.answer.stored.len() + 100;
        cx.app.sources.get(&name, size, || Self::count(cx))
    }

    /// The claims of these sources.
    pub(crate) fn stored(&self) -> &[Stored] {
        &self.answer.stored
    }

    fn count(cx: &Cx<'_>) -> Result<Self, Refusal> {
        let answer = cx.answer()?;
        let know = cx.app.desk.knowledge();
        let ask = &cx.selection.ask;
        let claims: Vec<Sourced> = answer.stored.iter().cloned().map(sourced).collect();
        let pages: BTreeSet<&str> = claims.iter().map(|s| s.page.id.as_str()).collect();
        let pages: Vec<&str> = pages.into_iter().collect();
        let families = cx.store().families(&pages, ask.known_by.or(ask.as_of), ask.recorded_by.as_deref())?;
        let context = context(know, families.clone());
        let voices = Accounts::new(&claims, &families, &context.outlets);
        let mut known = context.leanings;
        known.extend(froissart_testimony::leanings(&claims));
        let bears = bearings(&claims, &voices, &known);
        let only = (!filter::is_plain(&cx.selection)).then(|| items::claims_of(&cx.picture(&answer)));
        let is_in = |n: &usize| only.as_ref().is_none_or(|ids| ids.contains(&claims[*n].claim.id));
        let taken: Vec<usize> = (0..claims.len()).filter(is_in).collect();

        let mut accounts: Vec<Account> = voices.voices().map(empty).collect();
        let mut names: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut outlets: BTreeMap<&str, Outlet> = BTreeMap::new();
        let mut of_account: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        let mut of_outlet: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for &n in &taken {
            let s = &claims[n];
            let number = voices.number(n) as usize;
            let a = &mut accounts[number];
            a.claims.push(n);
            of_account.entry(number).or_default().insert(&s.page.id);
            wider(&mut a.days, s.day());
            a.for_own_side += usize::from(bears[n].iter().any(|b| b.bears == Bears::For));
            a.against_own_side += usize::from(bears[n].iter().any(|b| b.bears == Bears::Against));
            if let Some(e) = s.claim.according_to.first() {
                for name in [Some(&e.text), e.name.as_ref()].into_iter().flatten() {
                    names.entry(fold(name)).or_default().insert(number);
                }
            }
            let Some(o) = &s.page.outlet else { continue };
            *a.outlets.entry(o.clone()).or_default() += 1;
            let outlet = outlets.entry(o).or_insert_with(|| Outlet {
                name: o.clone(),
                claims: Vec::new(),
                n_claims: 0,
                n_pages: 0,
                own: 0,
                relayed: 0,
                copies: 0,
                days: (None, None),
                voice: None,
            });
            outlet.claims.push(n);
            wider(&mut outlet.days, s.day());
            if s.claim.according_to.is_empty() {
                outlet.own += 1;
                outlet.voice = outlet.voice.or(Some(number));
            } else {
                outlet.relayed += 1;
            }
            if of_outlet.entry(o).or_default().insert(&s.page.id) {
                outlet.copies += usize::from(is_copy(&families, &s.page.id, o));
            }
        }
        for (number, pages) in of_account {
            accounts[number].n_pages = pages.len();
        }
        for (name, pages) in of_outlet {
            if let Some(o) = outlets.get_mut(name) {
                o.n_pages = pages.len();
            }
        }
        let called = names_of(know, &claims);
        let numbers: BTreeMap<String, usize> =
            accounts.iter().enumerate().map(|(n, a)| (a.voice.key.clone(), n)).collect();
        contradicted(&answer, &numbers, &mut accounts);
        for (n, a) in accounts.iter_mut().enumerate() {
            a.n_claims = a.claims.len();
            names.entry(fold(&a.voice.name)).or_default().insert(n);
            if let Some(own) = &a.voice.of {
                let mut seen = BTreeSet::new();
                let mine = known.iter().filter(|l| l.who == *own && l.to != *own && seen.insert(l.to.as_str()));
                a.leans = mine.take(LEANINGS).map(|l| leans(l, &called)).collect();
            }
        }
        // Numbers are places: an account without a claim under these filters stays, and is not shown.
        let mut outlets: Vec<Outlet> = outlets.into_values().collect();
        for o in &mut outlets {
            o.n_claims = o.claims.len();
        }
        outlets.sort_by(|a, b| b.n_claims.cmp(&a.n_claims).then_with(|| a.name.cmp(&b.name)));
        let families = families.copied().cloned().collect();
        Ok(Self { answer: answer.clone(), accounts, outlets, families, names })
    }

    /// Accounts with claims, most first.
    pub(crate) fn ranked(&self) -> Vec<&Account> {
        let mut all: Vec<&Account> = self.accounts.iter().filter(|a| !a.claims.is_empty()).collect();
        all.sort_by(|a, b| b.n_claims.cmp(&a.n_claims).then_with(|| a.voice.key.cmp(&b.voice.key)));
        all
    }

    /// The accounts that a name or key may mean.
    pub(crate) fn called(&self, name: &str) -> Vec<&Account> {
        let folded = fold(name);
        let mut numbers: BTreeSet<usize> = self.names.get(&folded).into_iter().flatten().copied().collect();
        numbers.extend(self.accounts.iter().position(|a| a.voice.key == name));
        numbers.extend(self.outlet(name).and_then(|o| o.voice));
        numbers.into_iter().map(|n| &self.accounts[n]).filter(|a| !a.claims.is_empty()).collect()
    }

    /// The outlet of a name.
    pub(crate) fn outlet(&self, name: &str) -> Option<&Outlet> {
        let folded = fold(name);
        self.outlets.iter().find(|o| fold(&o.name) == folded)
    }
}

fn empty(v: &Voice) -> Account {
    Account {
        voice: v.clone(),
        claims: Vec::new(),
        n_claims: 0,
        n_pages: 0,
        outlets: BTreeMap::new(),
        days: (None, None),
        contradicted: Vec::new(),
        for_own_side: 0,
        against_own_side: 0,
        leans: Vec::new(),
    }
}

/// Whether a page prints what another outlet printed first.
fn is_copy(families: &Families, page: &str, outlet: &str) -> bool {
    families.family(page).is_some_and(|f| f.head != page && f.outlet.as_deref() != Some(outlet))
}

/// Who stands on which side of which dispute, against whom.
fn contradicted(answer: &Answer, numbers: &BTreeMap<String, usize>, accounts: &mut [Account]) {
    for d in &answer.picture.disputes {
        for (n, side) in d.sides.iter().enumerate() {
            let others = d.sides.iter().enumerate().filter(|(k, _)| *k != n);
            let against: Vec<(String, String)> = others
                .flat_map(|(_, o)| o.testimonies.iter().map(|t| (t.voice.name.clone(), o.label.clone())))
                .collect();
            for t in &side.testimonies {
                if let Some(a) = numbers.get(&t.voice.key).and_then(|n| accounts.get_mut(*n)) {
                    a.contradicted.push(Contradiction {
                        dispute: d.label.clone(),
                        says: side.label.clone(),
                        against: against.iter().filter(|(name, _)| *name != t.voice.name).cloned().collect(),
                    });
                }
            }
        }
    }
}

/// What sort of account it is, in a word.
pub(crate) fn sort(kind: VoiceKind) -> &'static str {
    match kind {
        VoiceKind::Named => "named",
        VoiceKind::Outlet => "outlet",
        VoiceKind::Unnamed => "unnamed",
    }
}
