//! What the language analysis sees: sentences as trees, names, times, quotations, attributions, mentions.
//!
//! All spans count bytes of `page.text`. Trees follow Universal Dependencies v2.

use crate::day::{Day, Holds, Precision};
use crate::page::Part;
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A universal part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the names are those of universaldependencies.org/u/pos")]
pub enum Pos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Pos {
    /// The tag as UD writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Adj => "ADJ",
            Self::Adp => "ADP",
            Self::Adv => "ADV",
            Self::Aux => "AUX",
            Self::Cconj => "CCONJ",
            Self::Det => "DET",
            Self::Intj => "INTJ",
            Self::Noun => "NOUN",
            Self::Num => "NUM",
            Self::Part => "PART",
            Self::Pron => "PRON",
            Self::Propn => "PROPN",
            Self::Punct => "PUNCT",
            Self::Sconj => "SCONJ",
            Self::Sym => "SYM",
            Self::Verb => "VERB",
            Self::X => "X",
        }
    }
    /// The tag of a UD string; `X` for anything else.
    pub fn parse(s: &str) -> Self {
        match s {
            "ADJ" => Self::Adj,
            "ADP" => Self::Adp,
            "ADV" => Self::Adv,
            "AUX" => Self::Aux,
            "CCONJ" => Self::Cconj,
            "DET" => Self::Det,
            "INTJ" => Self::Intj,
            "NOUN" => Self::Noun,
            "NUM" => Self::Num,
            "PART" => Self::Part,
            "PRON" => Self::Pron,
            "PROPN" => Self::Propn,
            "PUNCT" => Self::Punct,
            "SCONJ" => Self::Sconj,
            "SYM" => Self::Sym,
            "VERB" => Self::Verb,
            _ => Self::X,
        }
    }
}

/// One syntactic word ("do" and "n't" are two).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the page text.
    pub span: Span,
    /// The word as written.
    pub form: String,
    /// Its dictionary form.
    pub lemma: String,
    /// The universal part of speech.
    pub upos: Pos,
    /// The Penn tag.
    pub xpos: String,
    /// UD features, `_` for none.
    pub feats: String,
    /// The head's index in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// The UD relation to the head, subtype included.
    pub deprel: String,
}

impl Token {
    /// The relation without its subtype.
    pub fn relation(&self) -> &str {
        self.deprel.split(':').next().unwrap_or("")
    }
    /// Whether the features hold `Name=Value`.
    pub fn has(&self, feature: &str) -> bool {
        self.feats.split('|').any(|f| f == feature)
    }
}

/// One sentence as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the page text.
    pub span: Span,
    /// The part of the page it stands in.
    pub part: Part,
    /// Which block of the body, from 0: a paragraph's sentences share it.
    pub block: usize,
    /// Its words in order.
    pub tokens: Vec<Token>,
}

/// A token by sentence and place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TokenRef {
    /// The sentence's number.
    pub sentence: usize,
    /// The token's number in it.
    pub token: usize,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum NameKind {
    /// A person.
    Per,
    /// A nationality, a religion, a political group as adjective or people.
    Norp,
    /// A facility.
    Fac,
    /// An organisation.
    Org,
    /// A place with a government.
    Gpe,
    /// Another place.
    Loc,
    /// A named event.
    Event,
    /// A weapon or weapon system.
    Weapon,
    /// Anything else.
    Misc,
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
    /// Its first token.
    pub first: TokenRef,
    /// Its last token, inclusive.
    pub last: TokenRef,
}

/// A time expression with its TIMEX3 value and its days.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// Its first token.
    pub first: TokenRef,
    /// Its last token, inclusive.
    pub last: TokenRef,
    /// DATE, TIME, DURATION or SET.
    pub kind: String,
    /// The TIMEX3 value: `2024-W48`, `PAST_REF`, `P4Y`.
    pub value: String,
    /// The first day; `None` where open or unknown (also when the page has no day).
    pub from: Option<Day>,
    /// The last day, inclusive.
    pub to: Option<Day>,
    /// How finely it tells the time.
    pub precision: Precision,
    /// How a claim that it dates holds within it.
    pub holds: Holds,
}

/// Words in quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// With the marks.
    pub outer: Span,
    /// Without them.
    pub inner: Span,
    /// Longer than a word or two of scare quotes: it holds a clause.
    pub is_speech: bool,
}

/// What somebody's stance to a content is, told by the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attitude {
    /// It is said, reported, claimed, shown: "said", "according to".
    #[default]
    Statement,
    /// It is held to be so: "believes that".
    Belief,
    /// It is meant to be done, or refused: "vowed to", "the plan to".
    Intention,
    /// It is said not to be so: "denied that".
    Denial,
    /// It is asked or left open: "asked whether".
    Question,
    /// Somebody else is to do it: "urged them to", "called for".
    Demand,
    /// It is expected, hoped or feared: "fears that".
    Expectation,
    /// It is praised, blamed, backed or opposed, and so taken for granted: "condemned the attack".
    Judgement,
}

impl Attitude {
    /// The name as written in JSON and in the word lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Belief => "belief",
            Self::Intention => "intention",
            Self::Denial => "denial",
            Self::Question => "question",
            Self::Demand => "demand",
            Self::Expectation => "expectation",
            Self::Judgement => "judgement",
        }
    }
}

/// Who says what: "…, said Lin Jian", "according to AFP".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The source's words; empty where nobody is named ("it is believed"), a relative pronoun alone in "who said".
    pub source: Vec<Span>,
    /// The source's head token; of a relative pronoun the noun that it stands for.
    pub source_head: Option<TokenRef>,
    /// The speech verb's or preposition's words.
    pub cue: Vec<Span>,
    /// The cue's head token.
    pub cue_head: TokenRef,
    /// What is said.
    pub content: Vec<Span>,
    /// The head token of the content's clause, where it is one clause of the tree.
    pub content_head: Option<TokenRef>,
    /// The cue's lemma: say, deny, claim, believe, according …
    pub lemma: String,
    /// The source's stance to the content.
    pub attitude: Attitude,
    /// The attribution whose content this one's cue stands in, the innermost, by its place in the list: of "X said Y
    /// told Z that …" the telling stands in what X said.
    pub within: Option<usize>,
}

/// A mention of somebody or something, in a chain of mentions of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The whole noun phrase.
    pub span: Span,
    /// Its head token.
    pub head: TokenRef,
    /// Which chain.
    pub chain: usize,
}

/// Everything the language analysis sees on a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    /// The sentences in order.
    pub sentences: Vec<Sentence>,
    /// The names in order.
    pub names: Vec<Name>,
    /// The time expressions in order.
    pub times: Vec<TimeExpression>,
    /// The quotations in order.
    pub quotations: Vec<Quotation>,
    /// The attributions in order of their cues.
    pub attributions: Vec<Attribution>,
    /// The mentions that belong to chains of two or more.
    pub mentions: Vec<Mention>,
}

impl Analysis {
    /// A token by reference.
    pub fn token(&self, r: TokenRef) -> &Token {
        &self.sentences[r.sentence].tokens[r.token]
    }
}
