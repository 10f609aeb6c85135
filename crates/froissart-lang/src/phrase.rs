//! The phrase that a name stands in, and what the name names there, for the JSON lines.
//!
//! In "President Keita met officials in northern Mali" the phrases are "President Keita" and "northern Mali", the names
//! within them Keita and Mali. A state that acts is an organisation where it does: "Turkey denied it". The
//! names themselves ([`Name`]) stay bare, and a state's stays `GPE`: the steps after this one want the name.

use froissart_model::{Analysis, Name, NameKind, Pos, Sentence, Span, Token};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    directions: BTreeSet<String>,
    places: BTreeSet<String>,
    parts: BTreeSet<String>,
    organs: BTreeSet<String>,
    offices: BTreeSet<String>,
    governments: BTreeSet<String>,
    still: BTreeSet<String>,
    parties: BTreeSet<String>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| {
        toml::from_str(include_str!("../../../data/language/en/name.toml")).unwrap_or_else(|e| panic!("name.toml: {e}"))
    })
}

/// A name's phrase, and what it names as it is used there.
pub(crate) fn phrase(a: &Analysis, name: &Name) -> (Span, NameKind) {
    let sentence = &a.sentences[name.first.sentence];
    if name.last.sentence != name.first.sentence {
        return (name.span, name.kind);
    }
    let p = Phrase { sentence, first: name.first.token, last: name.last.token };
    let (first, last, kind) = match name.kind {
        NameKind::Per => (p.title(), p.last, NameKind::Per),
        NameKind::Gpe | NameKind::Loc | NameKind::Fac => p.place(name.kind),
        NameKind::Org => (p.number(), p.last, NameKind::Org),
        NameKind::Norp => (p.first, p.last, p.people()),
        kind => (p.first, p.last, kind),
    };
    (sentence.tokens[first].span.cover(sentence.tokens[last].span), kind)
}

/// Offices that stand for who holds them: "The Foreign Secretary denied it". A capital and no name beside them.
pub(crate) fn offices(a: &Analysis) -> Vec<Span> {
    let mut out = Vec::new();
    for (number, sentence) in a.sentences.iter().enumerate() {
        let names: Vec<&Name> = a.names.iter().filter(|n| n.first.sentence == number).collect();
        for (i, t) in sentence.tokens.iter().enumerate() {
            let noun =
                matches!(t.upos, Pos::Noun | Pos::Propn) && matches!(t.relation(), "nsubj" | "obj" | "obl" | "iobj");
            let named = |i: usize| names.iter().any(|n| (n.first.token..=n.last.token).contains(&i));
            if !noun || !capital(t) || !lists().offices.contains(&t.lemma.to_lowercase()) || named(i) {
                continue;
            }
            let p = Phrase { sentence, first: i, last: i };
            let first = p.title();
            // At the beginning of a sentence or in a headline a capital says nothing of one word.
            let alone = first == i && i == 0;
            let with_name = sentence.tokens.iter().enumerate().any(|(k, x)| {
                x.head == Some(i) && k > i && matches!(x.relation(), "flat" | "appos" | "compound") && named(k)
            });
            if !alone && !with_name && t.has("Number=Sing") {
                out.push(sentence.tokens[first].span.cover(t.span));
            }
        }
    }
    out
}

fn capital(t: &Token) -> bool {
    t.form.chars().next().is_some_and(char::is_uppercase)
}

struct Phrase<'a> {
    sentence: &'a Sentence,
    first: usize,
    last: usize,
}

impl Phrase<'_> {
    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }
    fn is_in(&self, i: usize) -> bool {
        (self.first..=self.last).contains(&i)
    }
    /// The name's word whose head stands outside the name.
    fn head(&self) -> usize {
        (self.first..=self.last).find(|&i| self.token(i).head.is_none_or(|h| !self.is_in(h))).unwrap_or(self.last)
    }
    fn low(&self, i: usize) -> String {
        self.token(i).form.to_lowercase()
    }
    fn case(&self, of: usize) -> Option<String> {
        let tokens = &self.sentence.tokens;
        tokens.iter().position(|t| t.head == Some(of) && t.relation() == "case").map(|i| self.low(i))
    }

    /// Where the phrase of a person begins: with the capitalised title before the name, where the tree ties the two.
    fn title(&self) -> usize {
        let mut first = self.first;
        let mut at = self.first;
        while at > 0 {
            at -= 1;
            let t = self.token(at);
            let inner = matches!(self.low(at).as_str(), "of" | "for" | "the" | "and" | ".") && at > 0;
            if inner {
                continue;
            }
            let noun = matches!(t.upos, Pos::Noun | Pos::Propn | Pos::Adj) && capital(t);
            if !noun || !self.tied(at) {
                break;
            }
            first = at;
        }
        first
    }

    /// Where the phrase of an organisation begins: with the number before it, "3rd Brigade".
    fn number(&self) -> usize {
        let ordinal = |i: usize| {
            let word = self.low(i);
            let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
            let (digits, end) = word.split_at(digits.len());
            !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && ["st", "nd", "rd", "th"].contains(&end)
        };
        if self.first > 0 && ordinal(self.first - 1) { self.first - 1 } else { self.first }
    }

    /// Whether the tree makes a word before the name part of the same noun phrase: it hangs on the name, or the name on
    /// it, by relations that join titles and names.
    fn tied(&self, i: usize) -> bool {
        const JOINTS: [&str; 6] = ["compound", "flat", "amod", "appos", "nmod", "dep"];
        let head = self.head();
        let up = |from: usize, to: usize| {
            let mut at = from;
            for _ in 0..4 {
                if at == to {
                    return true;
                }
                let t = self.token(at);
                let joint = JOINTS.contains(&t.relation()) && t.deprel != "nmod:poss";
                let Some(h) = t.head.filter(|_| joint) else { return false };
                at = h;
            }
            at == to
        };
        up(i, head) || up(head, i)
    }

    /// The phrase of a place, and what it names.
    fn place(&self, kind: NameKind) -> (usize, usize, NameKind) {
        let lists = lists();
        let head = self.head();
        let (mut first, mut last) = (self.first, self.last);
        if first > 0 && self.token(first - 1).head == Some(head) && lists.directions.contains(&self.low(first - 1)) {
            first -= 1;
        }
        let over = self.token(head).head;
        let lemma = |i: usize| self.token(i).lemma.to_lowercase();
        match over {
            // "Gao province"
            Some(noun)
                if noun == last + 1
                    && self.token(head).relation() == "compound"
                    && lists.places.contains(&lemma(noun))
                    && self.sentence.tokens.get(noun + 1).is_none_or(|t| t.form != "of") =>
            {
                last = noun;
            }
            // "the Syrian town of Kidal", "the government of Mali"
            Some(noun) if noun + 2 <= self.first && self.case(head).as_deref() == Some("of") => {
                let between = (noun + 1..self.first).all(|i| matches!(self.low(i).as_str(), "of" | "the"));
                let government = lists.governments.contains(&lemma(noun));
                // "the Kalaban district of Bamako" is another place than the name's.
                let other =
                    noun > 0 && self.token(noun - 1).head == Some(noun) && self.token(noun - 1).upos == Pos::Propn;
                if between && !other && (government || lists.places.contains(&lemma(noun))) {
                    first = noun;
                    while first > 0
                        && self.token(first - 1).head == Some(noun)
                        && self.token(first - 1).upos == Pos::Adj
                    {
                        first -= 1;
                    }
                    if government {
                        return (first, last, NameKind::Org);
                    }
                }
            }
            _ => {}
        }
        // "Gao, Mali"
        if last + 2 < self.sentence.tokens.len()
            && self.low(last + 1) == ","
            && self.token(last + 2).upos == Pos::Propn
            && self.token(last + 2).head.is_some_and(|h| self.is_in(h))
            && matches!(self.token(last + 2).deprel.as_str(), "appos" | "nmod:unmarked" | "nmod:npmod")
        {
            last += 2;
        }
        let acts = kind == NameKind::Gpe && (first, last) == (self.first, self.last) && self.acts(head);
        (first, last, if acts { NameKind::Org } else { kind })
    }

    /// A people that acts is taken for a party as a state is: "Syrians voted".
    fn people(&self) -> NameKind {
        let plural = self.token(self.last).has("Number=Plur") && self.token(self.last).upos != Pos::Adj;
        if plural && self.acts(self.head()) { NameKind::Org } else { NameKind::Norp }
    }

    /// Whether a state does something here, or is a party to it.
    fn acts(&self, head: usize) -> bool {
        let lists = lists();
        let mut at = head;
        // In a list, all have the role of the first.
        for _ in 0..40 {
            match self.token(at).head {
                Some(h) if self.token(at).relation() == "conj" => at = h,
                _ => break,
            }
        }
        let t = self.token(at);
        let Some(over) = t.head.map(|h| self.token(h)) else { return false };
        match t.deprel.as_str() {
            "nsubj" => over.upos == Pos::Verb && !lists.still.contains(&over.lemma.to_lowercase()),
            "obl:agent" => true,
            "nmod:poss" => {
                let had = over.lemma.to_lowercase();
                !lists.places.contains(&had) && !lists.parts.contains(&had)
            }
            "compound" => lists.organs.contains(&over.lemma.to_lowercase()),
            _ => match t.relation() {
                "obl" | "nmod" => self.case(at).is_some_and(|c| lists.parties.contains(&c)),
                _ => false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::tree::hand;
    use froissart_model::TokenRef;

    /// The phrase and kind of the name that the words `first..=last` are.
    fn of(rows: &str, first: usize, last: usize, kind: NameKind) -> (String, NameKind) {
        let (a, text) = hand::analysis(rows, &[]);
        let at = |token| TokenRef { sentence: 0, token };
        let span = a.sentences[0].tokens[first].span.cover(a.sentences[0].tokens[last].span);
        let (span, kind) = phrase(&a, &Name { span, kind, first: at(first), last: at(last) });
        (span.of(&text).to_owned(), kind)
    }

    #[test]
    fn a_title_belongs_to_the_phrase() {
        let rows = "On/ADP/IN/2/case Monday/PROPN/NNP/7/obl Foreign/ADJ/JJ/4/amod Minister/PROPN/NNP/6/nmod:desc Ali/PROPN/NNP/6/compound Reza/PROPN/NNP/7/nsubj left=leave/VERB/VBD/0/root";
        assert_eq!(of(rows, 4, 5, NameKind::Per), ("Foreign Minister Ali Reza".to_owned(), NameKind::Per));
        let rows =
            "rebel/NOUN/NN/2/compound leader/NOUN/NN/3/nmod:desc Reza/PROPN/NNP/4/nsubj left=leave/VERB/VBD/0/root";
        assert_eq!(of(rows, 2, 2, NameKind::Per).0, "Reza");
        let rows = "Mali/PROPN/NNP/3/nmod:poss 's/PART/POS/1/case Keita/PROPN/NNP/4/nsubj left=leave/VERB/VBD/0/root";
        assert_eq!(of(rows, 2, 2, NameKind::Per).0, "Keita");
    }

    #[test]
    fn a_place_comes_with_its_direction_and_its_noun() {
        let rows = "in/ADP/IN/3/case northern/ADJ/JJ/3/amod Mali/PROPN/NNP/4/obl fled=flee/VERB/VBD/0/root";
        assert_eq!(of(rows, 2, 2, NameKind::Gpe), ("northern Mali".to_owned(), NameKind::Gpe));
        let rows = "the/DET/DT/3/det Malian/ADJ/JJ/3/amod town/NOUN/NN/6/nsubj of/ADP/IN/5/case Kidal/PROPN/NNP/3/nmod fell=fall/VERB/VBD/0/root";
        assert_eq!(of(rows, 4, 4, NameKind::Gpe).0, "Malian town of Kidal");
        let rows = "Gao/PROPN/NNP/2/compound province/NOUN/NN/3/nsubj fell=fall/VERB/VBD/0/root";
        assert_eq!(of(rows, 0, 0, NameKind::Gpe).0, "Gao province");
        let rows = "the/DET/DT/3/det Kalaban/PROPN/NNP/3/compound district/NOUN/NN/6/nsubj of/ADP/IN/5/case Bamako/PROPN/NNP/3/nmod burned=burn/VERB/VBD/0/root";
        assert_eq!(of(rows, 4, 4, NameKind::Gpe).0, "Bamako");
        let rows = "the/DET/DT/3/det 3rd/ADJ/JJ/3/amod Brigade/PROPN/NNP/4/nsubj left=leave/VERB/VBD/0/root";
        assert_eq!(of(rows, 2, 2, NameKind::Org).0, "3rd Brigade");
        let rows = "Gao/PROPN/NNP/2/compound officials/NOUN/NNS/3/nsubj fled=flee/VERB/VBD/0/root";
        assert_eq!(of(rows, 0, 0, NameKind::Gpe).0, "Gao");
        let rows = "the/DET/DT/2/det government/NOUN/NN/5/nsubj of/ADP/IN/4/case Mali/PROPN/NNP/2/nmod denied=deny/VERB/VBD/0/root";
        assert_eq!(of(rows, 3, 3, NameKind::Gpe), ("government of Mali".to_owned(), NameKind::Org));
    }

    #[test]
    fn a_state_that_acts_is_an_organisation() {
        let acts = |rows: &str, at: usize| of(rows, at, at, NameKind::Gpe).1 == NameKind::Org;
        let rows = "Mali/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Niger/PROPN/NNP/1/conj denied=deny/VERB/VBD/0/root it/PRON/PRP/4/obj";
        assert!(acts(rows, 0) && acts(rows, 2));
        assert!(!acts("Mali/PROPN/NNP/2/nsubj borders=border/VERB/VBZ/0/root Niger/PROPN/NNP/2/obj", 0));
        assert!(!acts("in/ADP/IN/2/case Mali/PROPN/NNP/3/obl fled=flee/VERB/VBD/0/root", 1));
        assert!(acts(
            "Mali/PROPN/NNP/3/nmod:poss 's/PART/POS/1/case veto/NOUN/NN/4/nsubj stood=stand/VERB/VBD/0/root",
            0
        ));
        assert!(!acts(
            "Mali/PROPN/NNP/3/nmod:poss 's/PART/POS/1/case north/NOUN/NN/4/nsubj burned=burn/VERB/VBD/0/root",
            0
        ));
        assert!(acts("Mali/PROPN/NNP/2/compound officials=official/NOUN/NNS/3/nsubj fled=flee/VERB/VBD/0/root", 0));
        assert!(!acts("Gao/PROPN/NNP/2/compound residents=resident/NOUN/NNS/3/nsubj fled=flee/VERB/VBD/0/root", 0));
        assert!(acts("talks=talk/NOUN/NNS/0/root with/ADP/IN/3/case Mali/PROPN/NNP/1/nmod", 2));
    }
}
