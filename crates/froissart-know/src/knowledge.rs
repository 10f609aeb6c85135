//! Everything that the coder knows, loaded together and checked against each other.
//!
//! A rule that names a mode its PLOVER type lacks refuses to load, with a message that points at the rule.

use crate::rules::{Rules, WordLists, Yield};
use crate::{Actors, DataFiles, Finders, Gazetteer, Ontology, data};
use froissart_model::Diagnostic;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// The ontology, the actors, the places, the rules and the words of the language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Knowledge {
    /// PLOVER, CAMEO, ACLED and the crosswalks.
    pub ontology: Ontology,
    /// What words and parties add to a type, and the borders between types.
    pub finders: Finders,
    /// Who is who, and since when.
    pub actors: Actors,
    /// What is where.
    #[serde(skip, default = "Gazetteer::embedded")]
    pub places: &'static Gazetteer,
    /// What is coded.
    pub rules: Rules,
    /// Word lists by name.
    pub words: WordLists,
    version: String,
}

/// Bytes that are no packed knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no packed knowledge of this version: build the program again")]
pub struct PackError;

/// Relations that a rule may yield.
pub const RELATIONS: &[&str] = &[
    "supports",
    "allied_with",
    "opposes",
    "fights",
    "depends_on",
    "part_of",
    "leads",
    "commands",
    "hosts",
    "mediates",
    "split_from",
    "merged_into",
    "based_in",
    "present_in",
];
/// Statuses of control that a rule may yield.
pub const CONTROL: &[&str] = &["held", "contested", "lost", "besieged", "besieging", "shared", "present"];

impl Knowledge {
    /// The knowledge of the files built in, read anew; froissart-data has it packed. A broken file here is a broken build.
    pub fn embedded() -> &'static Self {
        static KNOWN: OnceLock<Knowledge> = OnceLock::new();
        KNOWN.get_or_init(|| {
            Self::load(&DataFiles::embedded()).unwrap_or_else(|e| panic!("the embedded data is wrong\n{e}"))
        })
    }

    /// Loads a set of files, and checks every code that a rule names.
    pub fn load(files: &DataFiles) -> Result<Self, Diagnostic> {
        let ontology = Ontology::load(files)?;
        let finders = Finders::load(files, &ontology)?;
        let actors = Actors::load(files)?;
        let mut words = WordLists::default();
        for (name, text) in files.of_folder("language") {
            if name.rsplit('/').next().is_some_and(|f| f.starts_with("words")) {
                words.add(name, text)?;
            }
        }
        let rule_files: Vec<(String, String)> =
            files.of_folder("rules").map(|(n, t)| (n.to_owned(), t.to_owned())).collect();
        let rules = Rules::load(&rule_files, &words)?;
        for rule in &rules.rules {
            check(rule, &ontology, &rule_files)?;
        }
        let all = files.iter().flat_map(|(n, t)| [n, "\n", t, "\n"]).collect::<String>();
        let version = short_id(&all);
        Ok(Self { ontology, finders, actors, places: Gazetteer::embedded(), rules, words, version })
    }

    /// Adds a user's own actors beside ours; `code` of an entity comes from PETRARCH's dictionaries. Where a file is
    /// refused, none is added.
    pub fn with_actors(mut self, own: &[(String, String)]) -> Result<Self, Diagnostic> {
        for (file, text) in own {
            if file.rsplit('.').next().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
                self.actors.load_toml(text, file)?;
            } else {
                self.actors.load_petrarch(text, file)?;
            }
            self.version = short_id(&format!("{}\n{file}\n{text}", self.version));
        }
        Ok(self)
    }

    /// The same in a packed form that `unpack` reads in a fraction of the time that the files take.
    pub fn pack(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("all its parts can be written")
    }

    /// Reads what `pack` wrote.
    pub fn unpack(bytes: &[u8]) -> Result<Self, PackError> {
        let mut all: Self = postcard::from_bytes(bytes).map_err(|_| PackError)?;
        all.actors.open();
        all.words.open();
        Ok(all)
    }

    /// A hash of all data files; part of every claim's id.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// Twelve digits of a hash: enough to tell versions of the data apart.
fn short_id(text: &str) -> String {
    let mut id = froissart_model::content_id("data", text.as_bytes());
    id.truncate(12);
    id
}

fn check(rule: &crate::rules::Rule, o: &Ontology, files: &[(String, String)]) -> Result<(), Diagnostic> {
    let fail = |what: &str, word: &str, help: &str| {
        let text = files.iter().find(|(n, _)| *n == rule.file).map_or("", |(_, t)| t.as_str());
        let name = rule.id.rsplit('/').next().unwrap_or("");
        let at = text.find(&format!("[rule.{name}]")).unwrap_or(0);
        let end = at + text[at..].find('\n').unwrap_or(0);
        Err(data::diagnostic(
            &rule.file,
            text,
            at..end,
            format!("rule `{name}` names {what} `{word}`, which there is not"),
            Some(help),
        ))
    };
    let event = match &rule.yields {
        Yield::Event(e) | Yield::Statement(e) => {
            if o.event(e).is_none() {
                return fail("the event type", e, "data/ontology/plover.toml has the sixteen types");
            }
            Some(e.as_str())
        }
        Yield::Agreement(_) => Some("AGREE"),
        Yield::Relation(r) if !RELATIONS.contains(&r.as_str()) => {
            return fail("the relation", r, "data/rules/README.md lists the relations");
        }
        Yield::Control(c) if !CONTROL.contains(&c.as_str()) => {
            return fail("the status", c, "data/rules/README.md lists the statuses of control");
        }
        _ => None,
    };
    if let Some(e) = event {
        for m in &rule.modes {
            if !o.is_mode(e, m) {
                return fail("the mode", m, "data/ontology/plover.toml has the modes of each type");
            }
        }
    }
    for c in &rule.contexts {
        if !o.is_context(c) {
            return fail("the context", c, "data/ontology/plover.toml has the contexts");
        }
    }
    if let Some(c) = &rule.cameo
        && o.cameo(c).is_none()
    {
        return fail("the CAMEO code", c, "data/ontology/cameo.toml has the codes");
    }
    if let Some(a) = &rule.acled
        && o.acled(a).is_none()
    {
        return fail("the ACLED sub-event type", a, "data/ontology/acled.toml has the types");
    }
    Ok(())
}
