//! How a claim arose: the match behind it, and how each role hangs on the predicate.
//!
//! In "Rebels crossed the border and seized Hama" the actor of the seizing is borrowed: it is the subject of "crossed".
//! Looks back at what the coder has made and changes nothing; what speaks for and against a claim is read off it.

use crate::matcher::Match;
use crate::reader::Reader;
use crate::tree::Tree;
use froissart_model::{Claim, Span, TokenRef};

/// Further up than this no argument is borrowed.
const MOST_STEPS: usize = 5;

/// How a role hangs on its predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// "Rebels seized"
    Subject,
    /// "seized Hama"
    Object,
    /// "Hama was seized"
    PassiveSubject,
    /// "seized by rebels"
    Agent,
    /// "attacked on the base"
    Phrase,
    /// "Russia's strikes"
    Possessor,
    /// "Russian strikes", "drone strikes"
    Compound,
    /// "the rebels, who seized"
    Relative,
    /// "the rebels holding Hama"
    Participle,
    /// "Rebels crossed the border and seized Hama"
    Shared,
    /// "urged Russia to withdraw", "threatened to attack"
    Control,
    /// "withdrew, leaving the city"
    Adjunct,
    /// "Rebels launched an attack"
    Light,
    /// Somewhere under one of the predicate's own phrases.
    Below,
    /// In another sentence: a list that a pronoun stands for.
    Elsewhere,
    /// None of these: the tree has no such way.
    Far,
}

impl Tie {
    /// The name in features.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Object => "object",
            Self::PassiveSubject => "passive subject",
            Self::Agent => "agent",
            Self::Phrase => "phrase",
            Self::Possessor => "possessor",
            Self::Compound => "compound",
            Self::Relative => "relative",
            Self::Participle => "participle",
            Self::Shared => "shared",
            Self::Control => "control",
            Self::Adjunct => "adjunct",
            Self::Light => "light verb",
            Self::Below => "below",
            Self::Elsewhere => "elsewhere",
            Self::Far => "far",
        }
    }
    /// What the words are to `pred`, to be read by a person.
    pub(crate) fn told(self, pred: &str) -> String {
        match self {
            Self::Subject => format!("the subject of “{pred}”"),
            Self::Object => format!("the object of “{pred}”"),
            Self::PassiveSubject => format!("the subject of the passive “{pred}”, and so its object"),
            Self::Agent => format!("the agent of the passive “{pred}”"),
            Self::Phrase => format!("a phrase on “{pred}”"),
            Self::Possessor => format!("the possessor of “{pred}”"),
            Self::Compound => format!("a word compounded with “{pred}”"),
            Self::Relative => format!("the noun that the relative clause of “{pred}” is about"),
            Self::Participle => format!("the noun that the participle “{pred}” stands beside"),
            Self::Shared => format!("an argument of the verb that “{pred}” is coordinated with"),
            Self::Control => format!("an argument of the verb that governs “{pred}”"),
            Self::Adjunct => format!("an argument of the clause that “{pred}” is an adjunct of"),
            Self::Light => format!("an argument of the verb that carries “{pred}”"),
            Self::Below => format!("within a phrase of “{pred}”"),
            Self::Elsewhere => format!("in another sentence than “{pred}”"),
            Self::Far => format!("not tied to “{pred}” in a way that has a name"),
        }
    }
}

/// Where a role's head stands and how it is tied to the predicate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bound {
    pub(crate) at: TokenRef,
    pub(crate) tie: Tie,
    /// A further member of a coordination.
    pub(crate) joined: bool,
}

/// The match behind a claim, where one predicate's match of that rule was it.
pub(crate) fn match_of<'m, 'k>(c: &Claim, matches: &'m [Vec<Match<'k>>]) -> Option<&'m Match<'k>> {
    let at = c.origin?;
    matches.get(at.sentence)?.iter().find(|m| m.pred == at.token && m.rule.id == c.rule)
}

impl Reader<'_> {
    /// The head token of the words of a span.
    pub(crate) fn head_of(&self, span: Span) -> Option<TokenRef> {
        let s = self.trees.partition_point(|t| t.sentence.span.end <= span.begin);
        let tree = self.trees.get(s)?;
        let inside = |i: usize| tree.tok(i).span.begin < span.end && span.begin < tree.tok(i).span.end;
        let all = (0..tree.len()).filter(|&i| inside(i));
        let token = all.clone().find(|&i| tree.head(i).is_none_or(|h| !inside(h))).or_else(|| all.clone().next())?;
        Some(TokenRef { sentence: s, token })
    }

    /// How the words of a role hang on the predicate of its claim.
    pub(crate) fn bound(&self, origin: TokenRef, span: Span) -> Option<Bound> {
        let at = self.head_of(span)?;
        if at.sentence != origin.sentence {
            return Some(Bound { at, tie: Tie::Elsewhere, joined: false });
        }
        let (tie, joined) = tie(&self.trees[at.sentence], origin.token, at.token);
        Some(Bound { at, tie, joined })
    }
}

/// How token `t` hangs on the predicate `p`, and whether as a further member of a coordination.
fn tie(tree: &Tree, p: usize, t: usize) -> (Tie, bool) {
    let top = tree.first_conjunct(t);
    let ways = [(t, false), (top, top != t)];
    for (x, joined) in ways {
        if let Some(k) = direct(tree, p, x) {
            return (k, joined);
        }
    }
    let mut v = p;
    for _ in 0..MOST_STEPS {
        let Some(h) = tree.head(v) else { break };
        for (x, joined) in ways {
            if x == h {
                let k = match tree.rel(v) {
                    "acl:relcl" => Tie::Relative,
                    "acl" | "amod" => Tie::Participle,
                    _ => Tie::Far,
                };
                return (k, joined);
            }
            if tree.head(x) == Some(h) && x != v {
                let k = match tree.rel(v).split(':').next().unwrap_or("") {
                    "conj" => Tie::Shared,
                    "xcomp" | "ccomp" => Tie::Control,
                    "advcl" | "parataxis" => Tie::Adjunct,
                    "obj" | "nsubj" | "obl" | "nmod" | "compound" if !tree.is_verb(p) => Tie::Light,
                    _ => Tie::Far,
                };
                return (k, joined);
            }
        }
        v = h;
    }
    (if tree.dominates(p, t) { Tie::Below } else { Tie::Far }, false)
}

/// The tie of a word that hangs on the predicate itself, or that the predicate hangs on.
fn direct(tree: &Tree, p: usize, x: usize) -> Option<Tie> {
    if tree.head(x) == Some(p) {
        return Some(match tree.rel(x) {
            "nsubj:pass" => Tie::PassiveSubject,
            "obl:agent" => Tie::Agent,
            "nmod:poss" => Tie::Possessor,
            r => match r.split(':').next().unwrap_or("") {
                "nsubj" | "csubj" => Tie::Subject,
                "obj" | "iobj" => Tie::Object,
                "obl" | "nmod" if tree.case(x).as_deref() == Some("by") => Tie::Agent,
                "obl" | "nmod" => Tie::Phrase,
                "compound" | "amod" | "nummod" => Tie::Compound,
                _ => Tie::Below,
            },
        });
    }
    (tree.head(p) == Some(x)).then(|| match tree.rel(p) {
        "acl:relcl" => Tie::Relative,
        "acl" | "amod" => Tie::Participle,
        _ => Tie::Compound,
    })
}
