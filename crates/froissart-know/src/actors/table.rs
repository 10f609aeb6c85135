//! The tables under `data/actors/`: their shapes, and the refusal of a table that is not sound.
//!
//! Finds nobody: `[actor.hts]` with two roles that overlap is an error that points at both; which words mean HTS is the
//! business of the index.

use crate::data::diagnostic;
use froissart_model::{Day, Diagnostic, EntityKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// What an actor is during some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// PLOVER sectors, the primary first.
    pub sectors: Vec<String>,
    /// Where it differs from the actor's own.
    pub country: Option<String>,
    /// "president"
    pub title: Option<String>,
    /// The first day, where known.
    pub from: Option<Day>,
    /// The last day, inclusive; `None` where it goes on.
    pub to: Option<Day>,
    /// It ended with the holder's death: of the dead it stays.
    pub died: bool,
}

/// One table of `actors/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// `hts`
    pub key: String,
    /// "Hayat Tahrir al-Sham"
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// ISO 3166 alpha-3, KOS, or IGO, UNO, NGO, IMG …
    pub country: Option<String>,
    /// In order of time, without overlap.
    pub roles: Vec<Role>,
    /// Names in other scripts and languages, by ISO 639-1 code.
    pub names: BTreeMap<String, Vec<String>>,
    /// The actors that it belongs to, and when.
    pub parents: Vec<Tie>,
    /// States and actors that arm, pay or lead it from outside, and when.
    pub backers: Vec<Tie>,
    /// What it came from.
    pub after: Vec<Origin>,
    /// Where an outlet publishes, without `www.`.
    pub hosts: Vec<String>,
    /// An outlet's clock, as an IANA name.
    pub zone: Option<String>,
    /// The languages that an outlet publishes in, the main one first; ISO 639-1.
    pub languages: Vec<String>,
    /// Staff bylines that are an outlet's own: "FP Staff".
    pub bylines: Vec<String>,
    /// Whom an outlet is known to lean to, with the public source of that.
    pub leans: Vec<Lean>,
    /// The public source of the entry.
    pub note: Option<String>,
}

/// A tie to another actor or a state during some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// An actor's key or a state's code.
    pub of: String,
    /// The first day, where known.
    pub from: Option<Day>,
    /// The last day, inclusive; `None` where it goes on or is not known.
    pub to: Option<Day>,
}

impl Tie {
    /// Whether it holds on a day; without a day, whether it has not ended.
    pub fn holds(&self, day: Option<Day>) -> bool {
        match day {
            Some(d) => self.from.is_none_or(|f| f <= d) && self.to.is_none_or(|t| d <= t),
            None => self.to.is_none(),
        }
    }
}

/// How an actor came to be from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The key of the actor that was before.
    pub of: String,
    /// A new name, a part of it, or a union of several.
    pub by: Change,
    /// The day, where known.
    pub on: Option<Day>,
}

/// What happened to the actor that was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It took another name.
    Rename,
    /// A part of it left.
    Split,
    /// It was joined with others.
    Merger,
}

/// Whom an outlet is known to lean to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lean {
    /// An actor's key or a state's code, which stands for the government.
    pub to: String,
    /// What ties it, and the public source of that.
    pub why: String,
    /// The first day, where known.
    pub from: Option<Day>,
    /// The last day, inclusive; `None` where it goes on or is not known.
    pub until: Option<Day>,
}

impl Actor {
    /// The role on a day, and whether it is another day's. Without a day: the one that goes on, if any. A person has none
    /// before the first one; a group is what it first was.
    pub fn role_on(&self, day: Option<Day>) -> (Option<&Role>, bool) {
        let Some(day) = day else {
            return match self.roles.iter().rfind(|r| r.to.is_none()) {
                Some(r) => (Some(r), false),
                None => (self.roles.last(), !self.roles.is_empty()),
            };
        };
        let holds = |r: &&Role| r.from.is_none_or(|f| f <= day) && r.to.is_none_or(|t| day <= t);
        if let Some(r) = self.roles.iter().find(holds) {
            return (Some(r), false);
        }
        let last = self.roles.iter().rfind(|r| r.to.is_some_and(|t| t < day));
        let first = self.roles.first().filter(|_| self.kind != EntityKind::Person);
        (last.or(first), true)
    }

    /// The first and the last day of which the roles tell; `None` where they are open.
    fn days(&self) -> (Option<Day>, Option<Day>) {
        let from = if self.roles.iter().any(|r| r.from.is_none()) {
            None
        } else {
            self.roles.iter().filter_map(|r| r.from).min()
        };
        let to =
            if self.roles.iter().any(|r| r.to.is_none()) { None } else { self.roles.iter().filter_map(|r| r.to).max() };
        (from, to)
    }

    /// Whether the days of the two meet.
    pub(super) fn lives_beside(&self, other: &Self) -> bool {
        let ((a, b), (c, d)) = (self.days(), other.days());
        let after = |begin: Option<Day>, end: Option<Day>| begin.zip(end).is_some_and(|(begin, end)| begin > end);
        !after(a, d) && !after(c, b)
    }
}

/// One table of states.toml.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// `SYR`
    pub code: String,
    /// "Syria"
    pub name: String,
    /// Other names of the state.
    pub aliases: Vec<String>,
    /// Adjectives and names of its people: "Syrian".
    pub demonyms: Vec<String>,
    /// Its capital, which stands for the government: "Damascus said".
    pub capitals: Vec<String>,
    /// Other names that stand for the government: "the Kremlin".
    pub seats: Vec<String>,
    /// Towns and regions that tell the country of a noun beside them: "Rakhine rebels".
    pub regions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Noun {
    pub(super) sectors: Vec<String>,
    pub(super) country: Option<String>,
    pub(super) kind: EntityKind,
    /// Takes its sector from a noun beside it: "rebel leader".
    pub(super) weak: bool,
    /// Looks through to what follows "of": "a group of men".
    pub(super) transparent: bool,
}

// ---------------------------------------------------------------- the files

pub(super) type Keyed<T> = BTreeMap<Spanned<String>, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorFile {
    #[serde(default)]
    pub(super) actor: Keyed<ActorRow>,
    #[serde(default)]
    pub(super) state: Keyed<StateRow>,
    #[serde(default)]
    pub(super) noun: Keyed<NounRow>,
    /// Names that several actors have at once, with the keys of these, the one most often meant first.
    #[serde(default)]
    pub(super) shared: Keyed<Vec<Spanned<String>>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActorRow {
    pub(super) name: Spanned<String>,
    #[serde(default)]
    pub(super) aliases: Vec<Spanned<String>>,
    pub(super) kind: EntityKind,
    pub(super) country: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) roles: Vec<Spanned<RoleRow>>,
    #[serde(default)]
    pub(super) names: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) parents: Vec<Spanned<TieRow>>,
    #[serde(default)]
    pub(super) backers: Vec<Spanned<TieRow>>,
    #[serde(default)]
    pub(super) after: Vec<Spanned<OriginRow>>,
    #[serde(default)]
    pub(super) hosts: Vec<String>,
    pub(super) zone: Option<String>,
    #[serde(default)]
    pub(super) languages: Vec<String>,
    #[serde(default)]
    pub(super) bylines: Vec<String>,
    #[serde(default)]
    pub(super) leans: Vec<LeanRow>,
    pub(super) note: Option<String>,
}
impl ActorRow {
    /// The actor that the table tells of.
    pub(super) fn actor(self, file: &str, text: &str, key: Spanned<String>) -> Result<Actor, Diagnostic> {
        check_country(file, text, self.country.as_ref())?;
        let roles = roles_of(file, text, self.name.get_ref(), &self.roles)?;
        let plain = |v: Vec<Spanned<String>>| v.into_iter().map(Spanned::into_inner).collect::<Vec<_>>();
        Ok(Actor {
            key: key.into_inner(),
            name: self.name.into_inner(),
            aliases: plain(self.aliases),
            kind: self.kind,
            country: self.country.map(Spanned::into_inner),
            roles,
            names: self.names.into_iter().map(|(k, v)| (k.into_inner(), plain(v))).collect(),
            parents: ties_of(file, text, &self.parents)?,
            backers: ties_of(file, text, &self.backers)?,
            after: origins_of(file, text, self.after)?,
            hosts: self.hosts,
            zone: self.zone,
            languages: self.languages,
            bylines: self.bylines,
            leans: leans_of(file, text, self.leans)?,
            note: self.note,
        })
    }
}

impl StateRow {
    /// The state that the table tells of.
    pub(super) fn state(self, code: String) -> State {
        State {
            code,
            name: self.name,
            aliases: self.aliases,
            demonyms: self.demonyms,
            capitals: self.capitals,
            seats: self.seats,
            regions: self.regions,
        }
    }
}

/// A key alone, or a table with days.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum TieRow {
    Key(String),
    Dated(DatedTie),
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatedTie {
    pub(super) of: String,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OriginRow {
    pub(super) of: String,
    pub(super) by: Change,
    pub(super) on: Option<Spanned<String>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeanRow {
    pub(super) to: String,
    pub(super) why: String,
    pub(super) from: Option<Spanned<String>>,
    pub(super) until: Option<Spanned<String>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleRow {
    pub(super) sector: Spanned<String>,
    pub(super) country: Option<Spanned<String>>,
    pub(super) title: Option<String>,
    pub(super) from: Option<Spanned<String>>,
    pub(super) to: Option<Spanned<String>>,
    pub(super) died: Option<Spanned<bool>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StateRow {
    pub(super) name: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) demonyms: Vec<String>,
    #[serde(default)]
    pub(super) capitals: Vec<String>,
    #[serde(default)]
    pub(super) seats: Vec<String>,
    #[serde(default)]
    pub(super) regions: Vec<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NounRow {
    pub(super) sector: Option<Spanned<String>>,
    pub(super) country: Option<String>,
    pub(super) kind: EntityKind,
    #[serde(default)]
    pub(super) weak: bool,
    #[serde(default)]
    pub(super) transparent: bool,
    pub(super) words: Vec<Spanned<String>>,
}

/// The 25 PLOVER sectors, sorted; a test holds them against ontology/plover.toml.
pub(crate) const SECTORS: [&str; 25] = [
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "OPP", "PRE",
    "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK",
];
pub(super) const INTERNATIONAL: [&str; 7] = ["EUR", "IGO", "IMG", "ISM", "MNC", "NGO", "UNO"];
/// Sectors whose people become ELI when they leave.
pub(super) const OFFICES: [&str; 6] = ["COP", "GOV", "JUD", "LEG", "MIL", "SPY"];

pub(super) fn sectors_of(file: &str, text: &str, s: &Spanned<String>) -> Result<Vec<String>, Diagnostic> {
    let list: Vec<String> = s.get_ref().split_whitespace().map(ToOwned::to_owned).collect();
    match list.iter().find(|c| SECTORS.binary_search(&c.as_str()).is_err()) {
        None if !list.is_empty() => Ok(list),
        bad => Err(diagnostic(
            file,
            text,
            s.span(),
            format!("`{}` is no PLOVER sector", bad.map_or("", String::as_str)),
            Some("the 25 sectors stand in ontology/plover.toml; several are set apart by blanks, the primary first"),
        )),
    }
}

pub(super) fn day_of(file: &str, text: &str, s: Option<&Spanned<String>>) -> Result<Option<Day>, Diagnostic> {
    let Some(s) = s else { return Ok(None) };
    let help = Some("write year-month-day, as in \"2024-12-08\"; leave the key out where the day is not known");
    s.get_ref()
        .parse()
        .map(Some)
        .map_err(|_| diagnostic(file, text, s.span(), format!("`{}` is no day", s.get_ref()), help))
}

pub(super) fn check_country(file: &str, text: &str, c: Option<&Spanned<String>>) -> Result<(), Diagnostic> {
    match c {
        Some(c) if c.get_ref().len() != 3 || !c.get_ref().chars().all(|x| x.is_ascii_uppercase()) => Err(diagnostic(
            file,
            text,
            c.span(),
            format!("`{}` is no country code", c.get_ref()),
            Some("three capital letters: ISO 3166, KOS, or EUR, IGO, IMG, ISM, MNC, NGO, UNO"),
        )),
        _ => Ok(()),
    }
}

pub(super) fn ties_of(file: &str, text: &str, rows: &[Spanned<TieRow>]) -> Result<Vec<Tie>, Diagnostic> {
    let mut out = Vec::new();
    for row in rows {
        let day = |s: &Option<String>| match s {
            Some(s) => day_of(file, text, Some(&Spanned::new(row.span(), s.clone()))),
            None => Ok(None),
        };
        let tie = match row.get_ref() {
            TieRow::Key(of) => Tie { of: of.clone(), from: None, to: None },
            TieRow::Dated(t) => Tie { of: t.of.clone(), from: day(&t.from)?, to: day(&t.to)? },
        };
        if let (Some(f), Some(t)) = (tie.from, tie.to)
            && t < f
        {
            let message = format!("the tie to {} ends on {t}, before it begins on {f}", tie.of);
            let help = "put the earlier day first, or leave out the one that is not known";
            return Err(diagnostic(file, text, row.span(), message, Some(help)));
        }
        out.push(tie);
    }
    Ok(out)
}

fn leans_of(file: &str, text: &str, rows: Vec<LeanRow>) -> Result<Vec<Lean>, Diagnostic> {
    rows.into_iter()
        .map(|row| {
            let (from, until) = (day_of(file, text, row.from.as_ref())?, day_of(file, text, row.until.as_ref())?);
            if let (Some(f), Some(u), Some(at)) = (from, until, &row.until)
                && u < f
            {
                let message = format!("the leaning to {} ends on {u}, before it begins on {f}", row.to);
                let help = "put the earlier day first, or leave out the one that is not known";
                return Err(diagnostic(file, text, at.span(), message, Some(help)));
            }
            Ok(Lean { to: row.to, why: row.why, from, until })
        })
        .collect()
}

pub(super) fn origins_of(file: &str, text: &str, rows: Vec<Spanned<OriginRow>>) -> Result<Vec<Origin>, Diagnostic> {
    rows.into_iter()
        .map(|row| {
            let row = row.into_inner();
            Ok(Origin { on: day_of(file, text, row.on.as_ref())?, of: row.of, by: row.by })
        })
        .collect()
}

struct DatedRole {
    role: Role,
    at: Range<usize>,
}

pub(super) fn roles_of(file: &str, text: &str, who: &str, rows: &[Spanned<RoleRow>]) -> Result<Vec<Role>, Diagnostic> {
    let mut roles = Vec::new();
    for row in rows {
        let r = row.get_ref();
        check_country(file, text, r.country.as_ref())?;
        let role = Role {
            sectors: sectors_of(file, text, &r.sector)?,
            country: r.country.as_ref().map(|c| c.get_ref().clone()),
            title: r.title.clone(),
            from: day_of(file, text, r.from.as_ref())?,
            to: day_of(file, text, r.to.as_ref())?,
            died: r.died.as_ref().is_some_and(|d| *d.get_ref()),
        };
        if let Some(died) = r.died.as_ref().filter(|_| role.died && role.to.is_none()) {
            let message = format!("{who} died in this role, and it has no last day");
            return Err(diagnostic(
                file,
                text,
                died.span(),
                message,
                Some("write the day of the death: to = \"2020-01-03\""),
            ));
        }
        if let (Some(f), Some(t)) = (role.from, role.to)
            && t < f
        {
            return Err(diagnostic(
                file,
                text,
                row.span(),
                format!("this role of {who} ends on {t}, before it begins on {f}"),
                Some("put the earlier day first, or leave out the one that is not known"),
            ));
        }
        roles.push(DatedRole { role, at: row.span() });
    }
    roles.sort_by_key(|r| (r.role.from, r.role.to));
    for pair in roles.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        let apart = a.role.to.zip(b.role.from).is_some_and(|(end, begin)| end < begin);
        if !apart {
            let name = |r: &Role| {
                let day = |d: Option<Day>| d.map_or_else(|| "open".to_owned(), |d| d.to_string());
                format!("{} {} to {}", r.sectors.join(" "), day(r.from), day(r.to))
            };
            let mut e = diagnostic(
                file,
                text,
                b.at.clone(),
                format!("two roles of {who} overlap: {} and {}", name(&a.role), name(&b.role)),
                Some("end the first on the day before the second begins, or join them: sector = \"GOV MIL\""),
            );
            e.labels.push(froissart_model::Label {
                span: froissart_model::Span::new(a.at.start, a.at.end),
                message: "the other one".into(),
            });
            return Err(e);
        }
    }
    Ok(roles.into_iter().map(|r| r.role).collect())
}
