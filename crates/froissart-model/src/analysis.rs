//! What the language analysis sees: sentences as trees, names, times, quotations, attributions, mentions, facts.
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

/// What a cue makes of a predicate: its polarity, certainty, mood or aspect. docs/factuality.md has the cues of each.
///
/// "The army failed to capture the town": `Failed` of the capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// It is or was not so: "did not attack", "no attack", "without firing".
    Negated,
    /// Somebody says that it is not so: "denied attacking", "reports of an attack were false".
    Denied,
    /// Held to be unlikely or unproved: "doubts that", "no evidence that".
    Doubted,
    /// It did not come about: "failed to attack".
    Failed,
    /// Somebody would not: "refused to attack".
    Refused,
    /// Something kept it from coming about: "foiled an attack".
    Prevented,
    /// It all but came about: "nearly captured".
    Nearly,
    /// It came about, and was no matter of course: "managed to capture".
    Managed,
    /// It begins: "began to shell".
    Begun,
    /// It goes on: "continued to shell".
    Continued,
    /// It goes on no more: "stopped shelling", "no longer holds".
    Ended,
    /// Again and again: "regularly shelled", "used to shell".
    Habitual,
    /// It may be so: "perhaps", "may have attacked".
    Possible,
    /// It is likely so: "probably", "is expected to".
    Probable,
    /// It looks so: "apparently", "seems to have".
    Apparent,
    /// Said against somebody or with a pinch of salt: "allegedly", "accused of attacking".
    Alleged,
    /// Said by nobody named: "reportedly".
    Hearsay,
    /// Said by somebody, who does not thereby make it so: "said that".
    Reported,
    /// Thought by somebody: "believes that".
    Believed,
    /// Thought and not wished: "fears that".
    Feared,
    /// Presupposed by a verb of knowledge or feeling: "knows that", "regrets attacking".
    Known,
    /// Told in passing as given: "the rebels who attacked".
    Presupposed,
    /// Somebody took part, and who it was is uncertain: "suspected rebels attacked".
    Hedged,
    /// Put in scare quotes: a "liberation".
    Distanced,
    /// Somebody or something can: "can attack", "capable of".
    Able,
    /// It ought to be: "must withdraw".
    Required,
    /// Somebody may: "allowed the rebels to leave".
    Permitted,
    /// Somebody wants it of another: "urged them to leave".
    Requested,
    /// An imperative: "Leave the town!"
    Commanded,
    /// Somebody means to: "plans to attack".
    Intended,
    /// Somebody says they will: "vowed to attack".
    Promised,
    /// Somebody says they will, to another's harm: "threatened to attack".
    Threatened,
    /// Somebody wishes it: "hopes to return".
    Hoped,
    /// Tried, the outcome open or failed: "tried to capture".
    Attempted,
    /// For what something else was done: "came to attack".
    Purpose,
    /// It is to come: "will attack".
    Future,
    /// Only if something else, or as a condition: "if they attack".
    Conditional,
    /// A question, or left open: "Did they attack?", "whether they attacked".
    Asked,
}

impl FactKind {
    /// The kind as it is printed and as the word lists write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Negated => "negated",
            Self::Denied => "denied",
            Self::Doubted => "doubted",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Prevented => "prevented",
            Self::Nearly => "nearly",
            Self::Managed => "managed",
            Self::Begun => "begun",
            Self::Continued => "continued",
            Self::Ended => "ended",
            Self::Habitual => "habitual",
            Self::Possible => "possible",
            Self::Probable => "probable",
            Self::Apparent => "apparent",
            Self::Alleged => "alleged",
            Self::Hearsay => "hearsay",
            Self::Reported => "reported",
            Self::Believed => "believed",
            Self::Feared => "feared",
            Self::Known => "known",
            Self::Presupposed => "presupposed",
            Self::Hedged => "hedged",
            Self::Distanced => "distanced",
            Self::Able => "able",
            Self::Required => "required",
            Self::Permitted => "permitted",
            Self::Requested => "requested",
            Self::Commanded => "commanded",
            Self::Intended => "intended",
            Self::Promised => "promised",
            Self::Threatened => "threatened",
            Self::Hoped => "hoped",
            Self::Attempted => "attempted",
            Self::Purpose => "purpose",
            Self::Future => "future",
            Self::Conditional => "conditional",
            Self::Asked => "asked",
        }
    }
}

/// One thing that bears on whether what a predicate says is so.
///
/// In "Police foiled a plot to bomb the court" two hold of "bomb": intended, by "plot", and prevented, by "foiled",
/// which governs the plot and what is under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The predicate of which it holds.
    pub token: TokenRef,
    /// What holds of it.
    pub kind: FactKind,
    /// The words that make it so.
    pub cue: Vec<TokenRef>,
    /// The top of the subtree that the cue governs: the predicate, or a word above it or joined to it.
    pub scope: TokenRef,
}

/// What the model makes of single words in their sentences, as rows of small whole numbers; of those words only that
/// may tell an act. Their units mean nothing to people: a learned head reads them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vectors {
    at: Vec<TokenRef>,
    rows: Vec<i8>,
}

impl Vectors {
    /// Adds the row of a word that stands after all those that are there; every row is as long as the first.
    pub fn push(&mut self, at: TokenRef, row: &[i8]) {
        debug_assert!(self.at.last().is_none_or(|&last| last < at), "words come in order");
        self.at.push(at);
        self.rows.extend_from_slice(row);
    }
    /// The row of a word.
    pub fn of(&self, r: TokenRef) -> Option<&[i8]> {
        let width = self.rows.len().checked_div(self.at.len())?;
        let n = self.at.binary_search(&r).ok()?;
        self.rows.get(n * width..(n + 1) * width)
    }
    /// How many words have a row.
    pub fn len(&self) -> usize {
        self.at.len()
    }
    /// Whether no word has one.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
}

/// Everything the language analysis sees on a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    /// The sentences in order.
    pub sentences: Vec<Sentence>,
    /// How sure the parser is of each word's head, in per cent, a list a sentence; empty where it was not asked.
    pub arcs: Vec<Vec<u8>>,
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
    /// What bears on whether predicates are so: in the order of the predicates, of one predicate innermost first.
    pub facts: Vec<Fact>,
    /// The model's rows for verbs and common nouns; never written out.
    pub vectors: Vectors,
}

impl Analysis {
    /// The facts of a predicate, innermost first; none for what is plainly told.
    pub fn facts_of(&self, r: TokenRef) -> &[Fact] {
        let begin = self.facts.partition_point(|f| f.token < r);
        let end = self.facts.partition_point(|f| f.token <= r);
        &self.facts[begin..end]
    }
    /// A token by reference.
    pub fn token(&self, r: TokenRef) -> &Token {
        &self.sentences[r.sentence].tokens[r.token]
    }
}
