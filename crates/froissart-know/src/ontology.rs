//! The codebooks: PLOVER, CAMEO, ACLED, and what becomes of a code of one in another.
//!
//! No words are matched to codes here; that is the rules' work. "Warplanes struck the town", once read as ASSAULT with
//! the mode `aerial`, has the score -9, quad 4, CAMEO 195 and ACLED's Air/drone strike from these tables.

use crate::data::{DataFiles, diagnostic, parse};
pub use froissart_model::Acled;
use froissart_model::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// A PLOVER event type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventType {
    /// `ASSAULT`
    pub name: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// From -10, conflict, to 10, cooperation.
    pub score: f64,
    /// Whether a record without a recipient is incomplete.
    pub recipient_required: bool,
    /// What it means.
    pub definition: String,
    /// Where it ends and a neighbour begins.
    pub borders: Vec<String>,
    /// Its modes with their scores.
    pub modes: BTreeMap<String, f64>,
}

/// A PLOVER context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// `human_rights`
    pub name: String,
    /// What it means.
    pub meaning: String,
}

/// A PLOVER auxiliary mode.
pub type AuxiliaryMode = Context;

/// A PLOVER sector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sector {
    /// `REB`
    pub code: String,
    /// "rebels"
    pub name: String,
    /// Whether PLOVER lists it among the frequent ones.
    pub frequent: bool,
}

/// A CAMEO code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameoCode {
    /// `0333`
    pub code: String,
    /// What it means, in short.
    pub label: String,
    /// Its quad class.
    pub quad: u8,
}

/// One of ACLED's sub-event types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcledSub {
    /// "Armed clash"
    pub sub_event_type: String,
    /// "Battles"
    pub event_type: String,
    /// What it means.
    pub meaning: String,
}

/// What a CAMEO code becomes in PLOVER.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// `ASSAULT`
    pub event: String,
    /// Its modes; none for most cooperation.
    pub modes: Vec<String>,
    /// The contexts that the code itself tells.
    pub contexts: Vec<String>,
}

/// All codebooks, checked against each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ontology {
    events: BTreeMap<String, EventType>,
    contexts: BTreeMap<String, Context>,
    auxiliary: BTreeMap<String, AuxiliaryMode>,
    sectors: BTreeMap<String, Sector>,
    cameo: BTreeMap<String, CameoCode>,
    acled: BTreeMap<String, AcledSub>,
    mappings: BTreeMap<String, Option<Mapping>>,
    cameo_defaults: BTreeMap<(String, String), String>,
    acled_defaults: BTreeMap<(String, String), String>,
}

type Keyed<T> = BTreeMap<Spanned<String>, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PloverFile {
    event: Keyed<EventRow>,
    context: BTreeMap<String, String>,
    auxiliary: BTreeMap<String, String>,
    sector: BTreeMap<String, SectorRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventRow {
    quad: Spanned<u8>,
    score: Spanned<f64>,
    recipient_required: bool,
    definition: String,
    #[serde(default)]
    borders: Vec<String>,
    #[serde(default)]
    modes: Keyed<f64>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectorRow {
    name: String,
    frequent: bool,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CameoFile {
    quad: BTreeMap<String, u8>,
    code: Keyed<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AcledFile {
    event_type: BTreeMap<String, BTreeMap<String, String>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrosswalkFile {
    cameo: Keyed<MappingRow>,
    dropped: Keyed<String>,
    to_cameo: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
    to_acled: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingRow {
    event: Spanned<String>,
    #[serde(default)]
    modes: Vec<Spanned<String>>,
    #[serde(default)]
    contexts: Vec<Spanned<String>>,
}

fn file<'a>(data: &'a DataFiles, name: &str) -> Result<(&'a str, &'a str), Diagnostic> {
    data.named("ontology", name).ok_or_else(|| {
        diagnostic(
            &format!("ontology/{name}"),
            "",
            0..0,
            format!("there is no ontology/{name}"),
            Some("every codebook needs its file"),
        )
    })
}

impl Ontology {
    /// Reads the four files of `ontology/` and checks them against each other.
    pub fn load(data: &DataFiles) -> Result<Self, Diagnostic> {
        let (name, text) = file(data, "plover.toml")?;
        let plover: PloverFile = parse(name, text)?;
        let mut events = BTreeMap::new();
        for (key, row) in plover.event {
            let bad = |at: std::ops::Range<usize>, m: &str| Err(diagnostic(name, text, at, m, None));
            if !(1..=4).contains(row.quad.get_ref()) {
                return bad(row.quad.span(), "a quad is 1, 2, 3 or 4");
            }
            if row.score.get_ref().abs() > 10.0 {
                return bad(row.score.span(), "a score lies between -10 and 10");
            }
            for (mode, score) in &row.modes {
                if score.abs() > 10.0 {
                    return bad(mode.span(), "a mode's score lies between -10 and 10");
                }
            }
            let event = key.into_inner();
            events.insert(
                event.clone(),
                EventType {
                    name: event,
                    quad: row.quad.into_inner(),
                    score: row.score.into_inner(),
                    recipient_required: row.recipient_required,
                    definition: row.definition,
                    borders: row.borders,
                    modes: row.modes.into_iter().map(|(k, v)| (k.into_inner(), v)).collect(),
                },
            );
        }
        let lines = |m: BTreeMap<String, String>| -> BTreeMap<String, Context> {
            m.into_iter().map(|(name, meaning)| (name.clone(), Context { name, meaning })).collect()
        };
        let (contexts, auxiliary) = (lines(plover.context), lines(plover.auxiliary));
        let sectors = plover
            .sector
            .into_iter()
            .map(|(code, s)| (code.clone(), Sector { code, name: s.name, frequent: s.frequent }))
            .collect();

        let (name, text) = file(data, "cameo.toml")?;
        let rows: CameoFile = parse(name, text)?;
        let mut cameo = BTreeMap::new();
        for (key, label) in rows.code {
            let code = key.get_ref().clone();
            let Some(quad) = code.get(..2).and_then(|root| rows.quad.get(root)) else {
                return Err(diagnostic(
                    name,
                    text,
                    key.span(),
                    format!("`{code}` has no root with a quad"),
                    Some("add its first two digits to [quad]"),
                ));
            };
            cameo.insert(code.clone(), CameoCode { code, label, quad: *quad });
        }

        let (name, text) = file(data, "acled.toml")?;
        let rows: AcledFile = parse(name, text)?;
        let mut acled = BTreeMap::new();
        for (event_type, subs) in rows.event_type {
            for (sub, meaning) in subs {
                let row = AcledSub { sub_event_type: sub.clone(), event_type: event_type.clone(), meaning };
                acled.insert(sub, row);
            }
        }

        let (name, text) = file(data, "crosswalk.toml")?;
        let rows: CrosswalkFile = parse(name, text)?;
        let bad = |at: std::ops::Range<usize>, m: String| {
            Err(diagnostic(name, text, at, m, Some("use a name of the codebook's own file")))
        };
        let mut mappings = BTreeMap::new();
        for (key, row) in rows.cameo {
            if !cameo.contains_key(key.get_ref()) {
                return bad(key.span(), format!("`{}` is no CAMEO code", key.get_ref()));
            }
            let Some(event) = events.get(row.event.get_ref()) else {
                return bad(row.event.span(), format!("`{}` is no PLOVER event type", row.event.get_ref()));
            };
            for m in &row.modes {
                if !event.modes.contains_key(m.get_ref()) {
                    return bad(m.span(), format!("`{}` is no mode of {}", m.get_ref(), event.name));
                }
            }
            for c in &row.contexts {
                if !contexts.contains_key(c.get_ref()) {
                    return bad(c.span(), format!("`{}` is no PLOVER context", c.get_ref()));
                }
            }
            mappings.insert(
                key.into_inner(),
                Some(Mapping {
                    event: row.event.into_inner(),
                    modes: row.modes.into_iter().map(Spanned::into_inner).collect(),
                    contexts: row.contexts.into_iter().map(Spanned::into_inner).collect(),
                }),
            );
        }
        for (key, _why) in rows.dropped {
            if !cameo.contains_key(key.get_ref()) {
                return bad(key.span(), format!("`{}` is no CAMEO code", key.get_ref()));
            }
            if mappings.contains_key(key.get_ref()) {
                return bad(key.span(), format!("`{}` is mapped above and dropped here", key.get_ref()));
            }
            mappings.insert(key.into_inner(), None);
        }
        let mut cameo_defaults = BTreeMap::new();
        let mut acled_defaults = BTreeMap::new();
        for (table, known, out, what) in [
            (rows.to_cameo, cameo.keys().cloned().collect::<BTreeSet<_>>(), &mut cameo_defaults, "CAMEO code"),
            (rows.to_acled, acled.keys().cloned().collect(), &mut acled_defaults, "ACLED sub-event type"),
        ] {
            for (event, row) in table {
                for (mode, code) in row {
                    let fits = events.get(&event).is_some_and(|e| mode == "any" || e.modes.contains_key(&mode));
                    if !fits {
                        return bad(code.span(), format!("{event} has no mode `{mode}`"));
                    }
                    if !known.contains(code.get_ref()) {
                        return bad(code.span(), format!("`{}` is no {what}", code.get_ref()));
                    }
                    out.insert((event.clone(), mode), code.into_inner());
                }
            }
        }
        Ok(Self { events, contexts, auxiliary, sectors, cameo, acled, mappings, cameo_defaults, acled_defaults })
    }

    /// An event type by name.
    pub fn event(&self, name: &str) -> Option<&EventType> {
        self.events.get(name)
    }
    /// All event types by name.
    pub fn events(&self) -> impl Iterator<Item = &EventType> {
        self.events.values()
    }
    /// All contexts by name.
    pub fn contexts(&self) -> impl Iterator<Item = &Context> {
        self.contexts.values()
    }
    /// Whether PLOVER has this context.
    pub fn is_context(&self, name: &str) -> bool {
        self.contexts.contains_key(name)
    }
    /// The four auxiliary modes by name.
    pub fn auxiliary(&self) -> impl Iterator<Item = &AuxiliaryMode> {
        self.auxiliary.values()
    }
    /// A sector by its code.
    pub fn sector(&self, code: &str) -> Option<&Sector> {
        self.sectors.get(code)
    }
    /// All sectors by code.
    pub fn sectors(&self) -> impl Iterator<Item = &Sector> {
        self.sectors.values()
    }
    /// A CAMEO code.
    pub fn cameo(&self, code: &str) -> Option<&CameoCode> {
        self.cameo.get(code)
    }
    /// All CAMEO codes in order.
    pub fn cameo_codes(&self) -> impl Iterator<Item = &CameoCode> {
        self.cameo.values()
    }
    /// ACLED's event type of a sub-event type.
    pub fn acled(&self, sub_event_type: &str) -> Option<Acled> {
        let row = self.acled.get(sub_event_type)?;
        Some(Acled { event_type: row.event_type.clone(), sub_event_type: row.sub_event_type.clone() })
    }
    /// All of ACLED's sub-event types.
    pub fn acled_subs(&self) -> impl Iterator<Item = &AcledSub> {
        self.acled.values()
    }
    /// Whether the event type has the mode.
    pub fn is_mode(&self, event: &str, mode: &str) -> bool {
        self.events.get(event).is_some_and(|e| e.modes.contains_key(mode))
    }
    /// A mode's score under its type.
    pub fn mode_score(&self, event: &str, mode: &str) -> Option<f64> {
        self.events.get(event)?.modes.get(mode).copied()
    }
    /// The score of a type with modes: that of the most forceful mode, or the type's own; 0 for an unknown type.
    pub fn intensity(&self, event: &str, modes: &[impl AsRef<str>]) -> f64 {
        let Some(e) = self.events.get(event) else { return 0.0 };
        modes
            .iter()
            .filter_map(|m| e.modes.get(m.as_ref()).copied())
            .reduce(|a, b| if b.abs() > a.abs() { b } else { a })
            .unwrap_or(e.score)
    }
    /// A type's quad; 0 for an unknown type.
    pub fn quad(&self, event: &str) -> u8 {
        self.events.get(event).map_or(0, |e| e.quad)
    }
    /// What a CAMEO code becomes in PLOVER; `None` for unknown codes and for those dropped on purpose.
    pub fn mapping(&self, cameo: &str) -> Option<&Mapping> {
        self.mappings.get(cameo)?.as_ref()
    }
    /// Whether the crosswalk drops a CAMEO code on purpose.
    pub fn is_dropped(&self, cameo: &str) -> bool {
        matches!(self.mappings.get(cameo), Some(None))
    }
    fn default_of<'a>(
        table: &'a BTreeMap<(String, String), String>,
        event: &str,
        modes: &[impl AsRef<str>],
    ) -> Option<&'a str> {
        modes
            .iter()
            .map(AsRef::as_ref)
            .chain(["any"])
            .find_map(|m| table.get(&(event.to_owned(), m.to_owned())))
            .map(String::as_str)
    }
    /// The CAMEO code that a type with modes has when nothing more is known: that of the first mode that has one.
    pub fn cameo_default(&self, event: &str, modes: &[impl AsRef<str>]) -> Option<&str> {
        Self::default_of(&self.cameo_defaults, event, modes)
    }
    /// ACLED's pair for a type with modes, where one exists.
    pub fn acled_default(&self, event: &str, modes: &[impl AsRef<str>]) -> Option<Acled> {
        self.acled(Self::default_of(&self.acled_defaults, event, modes)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load() -> Ontology {
        Ontology::load(&DataFiles::embedded()).unwrap_or_else(|e| panic!("{e}"))
    }
    fn with(file: &str, from: &str, to: &str) -> Diagnostic {
        let files = FILES_OF_ONTOLOGY
            .iter()
            .map(|name| {
                let data = DataFiles::embedded();
                let (p, t) = data.named("ontology", name).expect("embedded");
                let t = if *name == file { t.replacen(from, to, 1) } else { t.to_owned() };
                (p.to_owned(), t)
            })
            .collect::<Vec<_>>();
        Ontology::load(&DataFiles::from(files)).expect_err("the file is broken")
    }
    const FILES_OF_ONTOLOGY: [&str; 4] = ["acled.toml", "cameo.toml", "crosswalk.toml", "plover.toml"];
    const NONE: [&str; 0] = [];

    #[test]
    fn has_the_codebooks_numbers() {
        let o = load();
        assert_eq!(o.events().count(), 16);
        assert_eq!(o.events().map(|e| e.modes.len()).sum::<usize>(), 67);
        assert_eq!(o.contexts().count(), 37);
        assert_eq!(o.auxiliary().count(), 4);
        assert_eq!(o.sectors().count(), 25);
        assert_eq!(o.acled_subs().count(), 25);
        let kinds: BTreeSet<_> = o.acled_subs().map(|s| s.event_type.as_str()).collect();
        assert_eq!(kinds.len(), 6);
        assert_eq!(o.cameo_codes().filter(|c| c.code.len() == 2).count(), 20);
    }

    #[test]
    fn every_cameo_code_is_mapped_or_dropped_on_purpose() {
        let o = load();
        for c in o.cameo_codes() {
            assert!(o.mapping(&c.code).is_some() || o.is_dropped(&c.code), "{} {}", c.code, c.label);
        }
    }

    #[test]
    fn every_type_has_a_cameo_code_that_leads_back_to_it() {
        let o = load();
        for e in o.events() {
            let code = o.cameo_default(&e.name, &NONE).unwrap_or_else(|| panic!("{} has no CAMEO code", e.name));
            assert_eq!(o.mapping(code).map(|m| m.event.as_str()), Some(e.name.as_str()), "{code}");
            for mode in e.modes.keys() {
                assert!(o.cameo_default(&e.name, &[mode]).is_some());
            }
        }
    }

    #[test]
    fn reads_scores_and_defaults() {
        let o = load();
        assert!((o.intensity("ASSAULT", &["aerial"]) + 9.5).abs() < 1e-9);
        assert!((o.intensity("ASSAULT", &["beat", "firearms"]) + 9.0).abs() < 1e-9);
        assert!((o.intensity("SUPPORT", &NONE) - 5.0).abs() < 1e-9);
        assert_eq!(o.quad("COERCE"), 4);
        assert_eq!(o.cameo_default("ASSAULT", &["aerial"]), Some("195"));
        assert_eq!(o.cameo_default("COERCE", &["seize"]), Some("192"));
        let acled = o.acled_default("ASSAULT", &["drone"]).expect("there is one");
        assert_eq!(
            (acled.event_type.as_str(), acled.sub_event_type.as_str()),
            ("Explosions/Remote violence", "Air/drone strike")
        );
        assert_eq!(o.acled_default("SUPPORT", &NONE), None);
        assert_eq!(o.mapping("0333").map(|m| m.event.as_str()), Some("AGREE"));
        assert!(o.mapping("nonsense").is_none() && !o.is_dropped("nonsense"));
    }

    #[test]
    fn refuses_broken_files_and_points_into_them() {
        let e = with("crosswalk.toml", "event = \"AGREE\"", "event = \"AGREED\"");
        assert_eq!(e.message, "`AGREED` is no PLOVER event type");
        assert_eq!(e.labels[0].span.of(&e.source), "\"AGREED\"");
        let e = with("plover.toml", "quad = 1", "quad = 7");
        assert_eq!(e.message, "a quad is 1, 2, 3 or 4");
        let e = with("cameo.toml", "[code]", "[codes]");
        assert!(e.message.contains("unknown field"), "{}", e.message);
        let e = with("acled.toml", "[", "[[[");
        assert!(e.file.ends_with("acled.toml"));
    }
}
