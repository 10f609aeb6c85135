//! One attributed statement with its evidence: the contract of `--json`, version 1.
//!
//! "Rebels seized most of Aleppo on Friday, a war monitor said." gives an ASSAULT and a control claim, each with
//! those words, that day and that account. A claim cannot be made without evidence: [`Claim::new`] asks for it.

use crate::analysis::TokenRef;
use crate::day::Interval;
use crate::entity::{Entity, Place};
use crate::page::Part;
use crate::span::{Byte, Char, CharMap, Span};
use serde::{Deserialize, Serialize};

/// The seven kinds of claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A PLOVER event.
    Event,
    /// A speech act, typed in PLOVER too.
    Statement,
    /// Parties bind themselves.
    Agreement,
    /// A lasting tie between two.
    Relation,
    /// An actor and a place.
    Control,
    /// A count.
    Figure,
    /// The page's own judgement of a party's condition.
    Assessment,
}

/// What whoever speaks makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// Said as true.
    Asserted,
    /// Thought to be true.
    Believed,
    /// Said against somebody, unproved.
    Alleged,
    /// Held to be unlikely.
    Doubted,
}

/// Whether the act is told as real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mood {
    /// It is or was so.
    Actual,
    /// Somebody means to do it.
    Planned,
    /// It is expected.
    Predicted,
    /// Only if something else.
    Conditional,
    /// Somebody wants it done.
    Requested,
    /// Tried, the outcome open or failed.
    Attempted,
    /// A question.
    Asked,
}

/// The summary of stance, mood, negation and account; the first that fits, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// A speaker rejects an allegation.
    Denied,
    /// Somebody wants it.
    Requested,
    /// Only if something else.
    Conditional,
    /// Planned, predicted or attempted.
    Planned,
    /// Believed, alleged or doubted.
    Believed,
    /// Somebody else's fact.
    Reported,
    /// The page's own fact.
    Asserted,
}

impl Certainty {
    /// The summary of the three axes; `denied` is for a speaker who rejects an allegation.
    pub fn summary(denied: bool, stance: Stance, mood: Mood, has_account: bool) -> Self {
        match mood {
            _ if denied => Self::Denied,
            Mood::Requested => Self::Requested,
            Mood::Conditional | Mood::Asked => Self::Conditional,
            Mood::Planned | Mood::Predicted | Mood::Attempted => Self::Planned,
            Mood::Actual if stance != Stance::Asserted => Self::Believed,
            Mood::Actual if has_account => Self::Reported,
            Mood::Actual => Self::Asserted,
        }
    }
}

/// Whether the page tells it as news or as what went before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Told {
    /// The page's news.
    News,
    /// What the reader is reminded of.
    Background,
}

/// ACLED's pair of types.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Acled {
    /// "Battles"
    pub event_type: String,
    /// "Armed clash"
    pub sub_event_type: String,
}

/// Of what an extent is a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExtentOf {
    /// All of it.
    Whole,
    /// What another part leaves.
    Rest,
    /// A part.
    Part,
}

/// How much of a place: "most of" is (0.5, 1], "around 60 per cent" 0.55 to 0.65, "much of" has no number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extent {
    /// The words.
    pub text: String,
    /// Whole, rest or part.
    pub of: ExtentOf,
    /// The least share, where the words license one.
    pub low: Option<f64>,
    /// The greatest share, where the words license one.
    pub high: Option<f64>,
}

/// Whether a figure is of one event, a running total, or a part of another figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FigureScope {
    /// Of one event.
    Event,
    /// A running total.
    Total,
    /// "including two women".
    Subset,
}

/// A count with its bounds: "at least 11".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The words.
    pub text: String,
    /// killed, injured, `killed_or_injured`, captured, missing, displaced, evacuated, destroyed, troops, aid …
    pub of: String,
    /// The least, where the words give one.
    pub low: Option<f64>,
    /// The greatest, where the words give one.
    pub high: Option<f64>,
    /// The number itself, where it is given as exact.
    pub exact: Option<f64>,
    /// What it counts over.
    pub scope: FigureScope,
    /// "no casualties reported", which is not zero.
    pub reported_none: bool,
}

/// The words that carry a claim, verbatim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Evidence<U = Byte> {
    /// Where they stand.
    #[serde(flatten)]
    pub span: Span<U>,
    /// The words.
    pub text: String,
    /// The part of the page.
    pub part: Part,
    /// The sentence's number on the page, from 0.
    pub sentence: usize,
}

/// What another claim is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkAs {
    /// This claim follows from that one.
    ImpliedBy,
    /// This claim is what that statement says.
    ContentOf,
    /// This claim rejects that one.
    Rejects,
    /// The same, told again on the page.
    SameTelling,
    /// A part of it.
    PartOf,
    /// A figure of that event.
    FigureOf,
    /// That is why.
    BecauseOf,
}

/// A claim's tie to another claim, by the other's anchor.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// The other claim's anchor.
    pub to: String,
    /// What it is to this one.
    #[serde(rename = "as")]
    pub as_: LinkAs,
}

/// One attributed statement. Field order is the order of the JSON contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Claim<U = Byte> {
    /// Hash of the whole reading, the coder's and the data's version included, `confidence` not.
    pub id: String,
    /// Hash of the page, kind, evidence span and role spans: the words.
    pub anchor: String,
    /// Which of the seven kinds.
    pub kind: Kind,
    /// PLOVER type, relation, or `controls`.
    #[serde(rename = "type")]
    pub type_: String,
    /// Of agreements, relations and control.
    pub status: Option<String>,
    /// ceasefire, withdrawal, responsibility, denial …
    pub subject: Option<String>,
    /// Of `supports`: political, troops, air, arms …
    pub means: Vec<String>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// historical, future, hypothetical, negation
    pub auxiliary: Vec<String>,
    /// The CAMEO code.
    pub cameo: Option<String>,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: Option<u8>,
    /// −10 (conflict) to 10 (cooperation), PLOVER's scale.
    pub intensity: Option<f64>,
    /// ACLED's pair.
    pub acled: Option<Acled>,
    /// Who did it.
    pub actor: Vec<Entity<U>>,
    /// To whom.
    pub recipient: Vec<Entity<U>>,
    /// Where.
    pub place: Vec<Place<U>>,
    /// How much of the place.
    pub extent: Option<Extent>,
    /// How many.
    pub figure: Option<Figure>,
    /// When it happened or held.
    pub happened: Option<Interval<U>>,
    /// From when to when an agreement binds.
    pub in_force: Option<Interval<U>>,
    /// When the account was given.
    pub said: Option<Interval<U>>,
    /// By whose account, innermost first.
    pub according_to: Vec<Entity<U>>,
    /// What the speaker makes of it.
    pub stance: Stance,
    /// Whether it is told as real.
    pub mood: Mood,
    /// It did not happen.
    pub negated: bool,
    /// The summary.
    pub certainty: Certainty,
    /// News or background.
    pub told: Told,
    /// 0 to 1, calibrated; null until it is.
    pub confidence: Option<f64>,
    /// The words that carry it.
    pub evidence: Evidence<U>,
    /// Further words that carry it.
    pub more_evidence: Vec<Evidence<U>>,
    /// A statement's quotation.
    pub quotation: Option<Span<U>>,
    /// Ties to other claims.
    pub links: Vec<Link>,
    /// The rule that found it.
    pub rule: String,
    /// The predicate that it was read off, as long as its page is being coded; a sealed claim has none.
    #[serde(skip)]
    pub origin: Option<TokenRef>,
}

impl<U> Claim<U> {
    /// A claim of `kind` and `type_` that rests on `evidence`; everything else is unknown.
    pub fn new(kind: Kind, type_: impl Into<String>, evidence: Evidence<U>, rule: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            anchor: String::new(),
            kind,
            type_: type_.into(),
            status: None,
            subject: None,
            means: Vec::new(),
            modes: Vec::new(),
            contexts: Vec::new(),
            auxiliary: Vec::new(),
            cameo: None,
            quad: None,
            intensity: None,
            acled: None,
            actor: Vec::new(),
            recipient: Vec::new(),
            place: Vec::new(),
            extent: None,
            figure: None,
            happened: None,
            in_force: None,
            said: None,
            according_to: Vec::new(),
            stance: Stance::Asserted,
            mood: Mood::Actual,
            negated: false,
            certainty: Certainty::Asserted,
            told: Told::News,
            confidence: None,
            evidence,
            more_evidence: Vec::new(),
            quotation: None,
            links: Vec::new(),
            rule: rule.into(),
            origin: None,
        }
    }

    /// Whether it only follows from another claim.
    pub fn is_implied(&self) -> bool {
        self.links.iter().any(|l| l.as_ == LinkAs::ImpliedBy)
    }

    /// Whether it is told as true: asserted or reported, and not negated.
    pub fn is_fact(&self) -> bool {
        matches!(self.certainty, Certainty::Asserted | Certainty::Reported) && !self.negated
    }

    fn map<V>(self, f: &impl Fn(Span<U>) -> Span<V>) -> Claim<V> {
        let ev = |e: Evidence<U>| Evidence { span: f(e.span), text: e.text, part: e.part, sentence: e.sentence };
        Claim {
            id: self.id,
            anchor: self.anchor,
            kind: self.kind,
            type_: self.type_,
            status: self.status,
            subject: self.subject,
            means: self.means,
            modes: self.modes,
            contexts: self.contexts,
            auxiliary: self.auxiliary,
            cameo: self.cameo,
            quad: self.quad,
            intensity: self.intensity,
            acled: self.acled,
            actor: self.actor.into_iter().map(|e| e.map(f)).collect(),
            recipient: self.recipient.into_iter().map(|e| e.map(f)).collect(),
            place: self.place.into_iter().map(|p| p.map(f)).collect(),
            extent: self.extent,
            figure: self.figure,
            happened: self.happened.map(|i| i.map(f)),
            in_force: self.in_force.map(|i| i.map(f)),
            said: self.said.map(|i| i.map(f)),
            according_to: self.according_to.into_iter().map(|e| e.map(f)).collect(),
            stance: self.stance,
            mood: self.mood,
            negated: self.negated,
            certainty: self.certainty,
            told: self.told,
            confidence: self.confidence,
            evidence: ev(self.evidence),
            more_evidence: self.more_evidence.into_iter().map(ev).collect(),
            quotation: self.quotation.map(f),
            links: self.links,
            rule: self.rule,
            origin: None,
        }
    }
}

impl Claim<Byte> {
    /// The claim as it goes on the wire and into the ledger.
    #[must_use]
    pub fn to_chars(self, map: &CharMap) -> Claim<Char> {
        self.map(&|s| map.chars(s))
    }
}
impl Claim<Char> {
    /// The claim with spans that slice `page.text`.
    #[must_use]
    pub fn to_bytes(self, map: &CharMap) -> Claim<Byte> {
        self.map(&|s| map.bytes(s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certainty_is_the_first_that_fits() {
        use Certainty as C;
        assert_eq!(C::summary(true, Stance::Asserted, Mood::Planned, true), C::Denied);
        assert_eq!(C::summary(false, Stance::Believed, Mood::Conditional, true), C::Conditional);
        assert_eq!(C::summary(false, Stance::Alleged, Mood::Actual, true), C::Believed);
        assert_eq!(C::summary(false, Stance::Asserted, Mood::Actual, true), C::Reported);
        assert_eq!(C::summary(false, Stance::Asserted, Mood::Actual, false), C::Asserted);
    }

    #[test]
    fn every_key_of_the_contract_is_always_written() {
        let ev = Evidence { span: Span::<Char>::new(0, 4), text: "word".into(), part: Part::Body, sentence: 0 };
        let v = serde_json::to_value(Claim::new(Kind::Event, "ASSAULT", ev, "test")).unwrap();
        let keys: Vec<_> = v.as_object().unwrap().keys().map(String::as_str).collect();
        let contract = "id anchor kind type status subject means modes contexts auxiliary cameo quad intensity acled \
             actor recipient place extent figure happened in_force said according_to stance mood negated certainty \
             told confidence evidence more_evidence quotation links rule";
        assert_eq!(keys, contract.split_whitespace().collect::<Vec<_>>());
        let back: Claim<Char> = serde_json::from_value(v.clone()).unwrap();
        assert_eq!(serde_json::to_value(back).unwrap(), v);
    }
}
