//! Finders: what the words and the parties of a claim add to its type. Modes, contexts, ACLED's sub-event types, the
//! third level of CAMEO, the precedence of auxiliary modes, and the borders between types with their sentences.
//!
//! "Herders attacked the hamlet with machetes" is an ASSAULT by its rule; that it is `primitive` says
//! `data/ontology/modes.toml`, in a row that has the word and that very sentence. Matching is the coder's.

use crate::Ontology;
use crate::data::{DataFiles, diagnostic, parse};
use crate::rules::{Yes, expectation};
use froissart_model::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// Where a finder's words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Near {
    /// The predicate with all that hangs on it.
    #[default]
    Clause,
    /// The sentence.
    Sentence,
    /// The paragraph, where one word may be chance: two different ones, or one in the claim's own sentence.
    Paragraph,
}

/// What must hold of a claim, and what it is then given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finder {
    /// The mode, the context, or the ACLED sub-event type.
    pub gives: String,
    /// The claim's type is one of these; empty for any.
    pub types: Vec<String>,
    /// The claim has one of these modes.
    pub modes: Vec<String>,
    /// Its ACLED sub-event type so far is one of these.
    pub coded: Vec<String>,
    /// One of its actors is of these sectors or kinds; `nobody` where there is none.
    pub actor: Vec<String>,
    /// One of its recipients is.
    pub recipient: Vec<String>,
    /// An actor or a recipient is.
    pub party: Vec<String>,
    /// No actor and no recipient is.
    pub without: Vec<String>,
    /// One of these words is near, each a lemma or up to three in a row.
    pub words: Vec<String>,
    /// Where.
    pub near: Near,
    /// None of these is.
    pub unless: Vec<String>,
    /// A mode that joins these modes; any other set of modes stands alone.
    pub beside: Vec<String>,
    /// A mode that takes the place of these.
    pub instead: Vec<String>,
    /// Sentences with a claim that is given it.
    pub yes: Vec<String>,
    /// Sentences without.
    pub no: Vec<String>,
}

/// When one type stands for another with an auxiliary mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// Planned or predicted.
    Future,
    /// Planned or predicted, and negated.
    NotToBe,
    /// Wanted of its actor by somebody else.
    Requested,
}

/// Whose words a claim is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The actor's own, or nobody's.
    Itself,
    /// The actor's own, and the words say so.
    Speaker,
    /// Somebody else's.
    Another,
}

/// "A single type wins over a type and an auxiliary mode": one row of that precedence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Becomes {
    /// The auxiliary mode that is spared.
    pub when: Case,
    /// Whose words.
    pub by: By,
    /// The type that wins.
    pub to: String,
    /// From which types, each with the mode and the CAMEO code that the new type then has. A key `COERCE.arrest` is
    /// looked for before `COERCE`.
    pub from: BTreeMap<String, Sort>,
    /// Sentences with what they must give.
    pub yes: Vec<Yes>,
}

/// A mode and a CAMEO code, either of which may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sort {
    /// The mode.
    pub mode: Option<String>,
    /// The code.
    pub cameo: Option<String>,
}

/// A border between codes: the decision, why, and the sentences that hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Border {
    /// "capture"
    pub name: String,
    /// The codes on its two sides.
    pub between: Vec<String>,
    /// What is coded as what.
    pub decision: String,
    /// Why.
    pub why: String,
    /// Sentences with their claims; `no ASSAULT` says that there is none.
    pub sentences: Vec<Yes>,
    /// Sentences that are coded wrongly today, with what they give.
    pub wrong: Vec<Yes>,
}

/// CAMEO's lower levels: the code of a code about a topic.
pub type Codes = BTreeMap<String, BTreeMap<String, String>>;

/// All finders.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Finders {
    /// Modes by the words beside the predicate.
    pub modes: Vec<Finder>,
    /// Contexts by the words of the paragraph and by the parties.
    pub contexts: Vec<Finder>,
    /// ACLED's sub-event types; the first row that fits decides.
    pub acled: Vec<Finder>,
    /// Words by topic.
    pub topics: BTreeMap<String, Vec<String>>,
    /// The CAMEO code of a code about a topic.
    pub codes: Codes,
    /// Sentences for codes, each with its code.
    pub coded: Vec<(String, String)>,
    /// The precedence of single types over auxiliary modes.
    pub becomes: Vec<Becomes>,
    /// The borders.
    pub borders: Vec<Border>,
}

/// Kinds of parties beside the sectors.
const KINDS: &[&str] = &["state", "person", "group", "civilians", "facility", "equipment", "nobody"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    gives: Spanned<String>,
    #[serde(default, rename = "type")]
    types: Vec<String>,
    #[serde(default)]
    modes: Vec<String>,
    #[serde(default)]
    coded: Vec<String>,
    #[serde(default)]
    actor: Vec<String>,
    #[serde(default)]
    recipient: Vec<String>,
    #[serde(default)]
    party: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    near: Option<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    instead: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FinderFile {
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
    find: Vec<Row>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyFile {
    party: BTreeMap<String, Vec<String>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesFile {
    topic: BTreeMap<String, Vec<String>>,
    code: BTreeMap<String, BTreeMap<String, Spanned<String>>>,
    sentence: Vec<(String, Spanned<String>)>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BecomesFile {
    becomes: Vec<BecomesRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BecomesRow {
    when: Case,
    by: By,
    to: Spanned<String>,
    from: BTreeMap<Spanned<String>, Sort>,
    yes: Vec<Spanned<String>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BorderFile {
    border: Vec<BorderRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BorderRow {
    name: String,
    between: Vec<String>,
    decision: String,
    why: String,
    sentences: Vec<Spanned<String>>,
    #[serde(default)]
    wrong: Vec<Spanned<String>>,
}

/// A file of the ontology, for messages that point into it.
#[derive(Clone, Copy)]
struct At<'a> {
    name: &'a str,
    text: &'a str,
}

impl<'a> At<'a> {
    fn of(files: &'a DataFiles, name: &'a str) -> Result<Self, Diagnostic> {
        let found = files.named("ontology", name);
        let (name, text) = found.ok_or_else(|| {
            diagnostic(&format!("ontology/{name}"), "", 0..0, format!("there is no ontology/{name}"), None)
        })?;
        Ok(Self { name, text })
    }
    fn bad(self, at: std::ops::Range<usize>, message: String, help: &str) -> Diagnostic {
        diagnostic(self.name, self.text, at, message, Some(help))
    }
    fn sentences(self, all: Vec<Spanned<String>>) -> Result<Vec<Yes>, Diagnostic> {
        let one = |y: Spanned<String>| {
            expectation(y.get_ref()).ok_or_else(|| {
                let help = "write it as \"sentence => TYPE 'actor' -> 'recipient'\"";
                self.bad(y.span(), "this sentence does not say what it must give".into(), help)
            })
        };
        all.into_iter().map(one).collect()
    }
}

impl Finders {
    /// Reads the finders' files of `ontology/` and checks every name in them against the codebooks.
    pub fn load(files: &DataFiles, o: &Ontology) -> Result<Self, Diagnostic> {
        let at = At::of(files, "parties.toml")?;
        let parties: PartyFile = parse(at.name, at.text)?;
        let known = |name: &str| parties.party.contains_key(name) || KINDS.contains(&name) || o.sector(name).is_some();
        for name in parties.party.values().flatten() {
            if !known(name) {
                return Err(at.bad(
                    0..0,
                    format!("`{name}` is no sector and no kind of party"),
                    "use a code of plover.toml",
                ));
            }
        }
        let mode = |g: &str, r: &Row| r.types.iter().all(|t| o.is_mode(t, g)) && !r.types.is_empty();
        let modes = rows(At::of(files, "modes.toml")?, &parties.party, &known, &mode)?;
        let contexts = rows(At::of(files, "contexts.toml")?, &parties.party, &known, &|g, _| o.is_context(g))?;
        let acled =
            rows(At::of(files, "to-acled.toml")?, &parties.party, &known, &|g, _| g == "none" || o.acled(g).is_some())?;

        let at = At::of(files, "to-cameo.toml")?;
        let file: CodesFile = parse(at.name, at.text)?;
        let mut codes = Codes::new();
        for (base, row) in file.code {
            for (topic, code) in row {
                if o.cameo(&base).is_none() || !file.topic.contains_key(&topic) || o.cameo(code.get_ref()).is_none() {
                    let said = format!("`{base}`, `{topic}`, `{}`: one of them is not known", code.get_ref());
                    return Err(at.bad(code.span(), said, "a CAMEO code, a topic of this file, a CAMEO code"));
                }
                codes.entry(base.clone()).or_default().insert(topic, code.into_inner());
            }
        }
        let topics = file.topic;
        let mut coded = Vec::new();
        for (sentence, code) in file.sentence {
            if o.cameo(code.get_ref()).is_none() {
                return Err(at.bad(code.span(), format!("`{}` is no CAMEO code", code.get_ref()), "see cameo.toml"));
            }
            coded.push((sentence, code.into_inner()));
        }

        let at = At::of(files, "auxiliary.toml")?;
        let file: BecomesFile = parse(at.name, at.text)?;
        let mut becomes = Vec::new();
        for row in file.becomes {
            if o.event(row.to.get_ref()).is_none() {
                return Err(at.bad(
                    row.to.span(),
                    format!("`{}` is no PLOVER type", row.to.get_ref()),
                    "see plover.toml",
                ));
            }
            let to = row.to.into_inner();
            for (from, sort) in &row.from {
                let (event, mode) = from.get_ref().split_once('.').unwrap_or((from.get_ref(), ""));
                let fits = o.event(event).is_some_and(|e| mode.is_empty() || e.modes.contains_key(mode))
                    && sort.mode.as_ref().is_none_or(|m| o.is_mode(&to, m))
                    && sort.cameo.as_ref().is_none_or(|c| o.cameo(c).is_some());
                if !fits {
                    return Err(at.bad(
                        from.span(),
                        format!("`{}` names what no codebook has", from.get_ref()),
                        "see plover.toml",
                    ));
                }
            }
            let from = row.from.into_iter().map(|(k, v)| (k.into_inner(), v)).collect();
            becomes.push(Becomes { when: row.when, by: row.by, to, from, yes: at.sentences(row.yes)? });
        }

        let at = At::of(files, "borders.toml")?;
        let file: BorderFile = parse(at.name, at.text)?;
        let mut borders = Vec::new();
        for b in file.border {
            let (sentences, wrong) = (at.sentences(b.sentences)?, at.sentences(b.wrong)?);
            borders.push(Border {
                name: b.name,
                between: b.between,
                decision: b.decision,
                why: b.why,
                sentences,
                wrong,
            });
        }
        Ok(Self { modes, contexts, acled, topics, codes, coded, becomes, borders })
    }
}

fn rows(
    at: At,
    parties: &BTreeMap<String, Vec<String>>,
    known: &impl Fn(&str) -> bool,
    gives: &dyn Fn(&str, &Row) -> bool,
) -> Result<Vec<Finder>, Diagnostic> {
    let file: FinderFile = parse(at.name, at.text)?;
    let mut out = Vec::new();
    for r in file.find {
        let name = r.gives.get_ref().clone();
        let bad = |m: String, help: &str| at.bad(r.gives.span(), m, help);
        if !gives(&name, &r) {
            return Err(bad(format!("`{name}` is not there to be given"), "use a name of plover.toml or acled.toml"));
        }
        if r.yes.is_empty() {
            return Err(bad(format!("`{name}` has no sentence that it must find"), "add `yes = [\"…\"]`"));
        }
        let near = match r.near.as_deref() {
            None | Some("clause") => Near::Clause,
            Some("sentence") => Near::Sentence,
            Some("paragraph") => Near::Paragraph,
            Some(x) => return Err(bad(format!("`{x}` is no place for words"), "clause, sentence or paragraph")),
        };
        for p in r.actor.iter().chain(&r.recipient).chain(&r.party).chain(&r.without) {
            if !known(p) {
                return Err(bad(format!("`{p}` is no party"), "a name of parties.toml, a sector, or a kind"));
            }
        }
        let of = |list: &[String]| -> Vec<String> {
            list.iter().flat_map(|p| parties.get(p).cloned().unwrap_or_else(|| vec![p.clone()])).collect()
        };
        let spelt_out = |list: &[String]| -> Result<Vec<String>, Diagnostic> {
            let mut all = Vec::new();
            for w in list {
                match w.strip_prefix('@') {
                    None => all.push(w.clone()),
                    Some(name) => {
                        let named = file.words.get(name);
                        all.extend(
                            named.cloned().ok_or_else(|| bad(format!("no list is called `{w}`"), "see [words]"))?,
                        );
                    }
                }
            }
            Ok(all)
        };
        let (words, unless) = (spelt_out(&r.words)?, spelt_out(&r.unless)?);
        out.push(Finder {
            gives: name,
            actor: of(&r.actor),
            recipient: of(&r.recipient),
            party: of(&r.party),
            without: of(&r.without),
            words,
            unless,
            near,
            types: r.types,
            modes: r.modes,
            coded: r.coded,
            beside: r.beside,
            instead: r.instead,
            yes: r.yes,
            no: r.no,
        });
    }
    Ok(out)
}
