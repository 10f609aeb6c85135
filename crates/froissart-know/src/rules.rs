//! Rules as data: patterns over the dependency tree, what they yield, and the sentences that bind them.
//!
//! `match = "ACTOR {back|support} RECIPIENT"` codes "China backs Assad forces". Matching itself is the coder's; here
//! is the language of patterns, its loader, and the refusal of a rule that has no `yes` or no `no`.

use crate::diagnostics;
use froissart_model::{Diagnostic, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// What part of a claim a slot fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Who did it.
    Actor,
    /// To whom.
    Recipient,
    /// Where.
    Place,
    /// A clause.
    Content,
    /// Anything: must be there, goes nowhere.
    Any,
}

/// What a slot asks of its filler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    /// Anybody that can act.
    Actor,
    /// An armed or security body.
    Armed,
    /// Armed, and no state's: rebels, militias, gunmen, gangs.
    Irregular,
    /// An armed body, and not a state by its bare name.
    Forces,
    /// A person.
    Person,
    /// A state or its organ.
    State,
    /// A group or organisation.
    Group,
    /// People taking no part.
    Civilian,
    /// A place.
    Place,
    /// Anything that cannot act.
    Thing,
}

/// A role to fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The role.
    pub role: Role,
    /// The classes it accepts; empty for the role's default.
    pub classes: Vec<Class>,
    /// The classes it refuses, `:!person`.
    pub not: Vec<Class>,
    /// Whether it may be missing.
    pub optional: bool,
}

/// A lemma with its particle, if any: "carry out".
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lemma {
    /// The lemma, lower case.
    pub word: String,
    /// The particle.
    pub particle: Option<String>,
}

/// What part of speech a set asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Trigger {
    /// A verb.
    Verb,
    /// A noun with arguments of its own.
    Noun,
    /// An adjective or a participle used as one.
    Adjective,
}

/// What an argument position holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filler {
    /// A role.
    Slot(Slot),
    /// One of these lemmas.
    Set(Vec<Lemma>),
}

/// How an argument hangs on the predicate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// Its object.
    Object,
    /// A phrase with one of these prepositions.
    Prepositions(Vec<String>),
    /// An infinitive or a gerund; later arguments hang on it.
    Infinitive,
    /// A clause.
    That,
}

/// One argument of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// How it hangs.
    pub link: Link,
    /// What it is.
    pub filler: Filler,
    /// The lemmas that a role's filler must have, `RECIPIENT{hostage}`; empty for any.
    pub lemmas: Vec<Lemma>,
}

/// One compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// What the trigger is.
    pub trigger: Trigger,
    /// The trigger's lemmas.
    pub lemmas: Vec<Lemma>,
    /// What its subject must be.
    pub subject: Option<Slot>,
    /// The lemmas its subject must have, `S{missile}`; empty for any. The actor is then the subject itself where it can
    /// act, else its possessor, compound or "by" phrase ("Israeli missiles hit the port"), else nobody.
    pub instrument: Vec<Lemma>,
    /// Its other arguments in order.
    pub arguments: Vec<Argument>,
    /// Whether it may have no object, `-`.
    pub intransitive: bool,
    /// The pattern as written.
    pub text: String,
}

impl Pattern {
    /// How much the pattern asks for: of two that match, the one that asks more wins.
    pub fn weight(&self) -> usize {
        let slot = |s: &Slot| usize::from(!s.optional) + usize::from(!s.classes.is_empty() || !s.not.is_empty());
        let particle = usize::from(self.lemmas.iter().all(|l| l.particle.is_some()));
        self.subject.as_ref().map_or(0, slot)
            + particle
            + usize::from(self.intransitive)
            + if self.instrument.is_empty() { 0 } else { 4 }
            + self
                .arguments
                .iter()
                .map(|a| match &a.filler {
                    Filler::Set(_) => 4,
                    Filler::Slot(_) if !a.lemmas.is_empty() => 4,
                    Filler::Slot(s) => slot(s) + usize::from(!s.optional && matches!(a.link, Link::Prepositions(_))),
                })
                .sum::<usize>()
    }
}

/// What a rule makes of a match, beside the claims it implies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Yield {
    /// A PLOVER event.
    Event(String),
    /// A speech act of a PLOVER type.
    Statement(String),
    /// An agreement on a subject.
    Agreement(String),
    /// A lasting tie.
    Relation(String),
    /// An actor's position at a place.
    Control(String),
    /// A count.
    Figure(String),
}

/// A claim that follows: "control held ACTOR PLACE".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Implied {
    /// What follows.
    pub yields: Yield,
    /// Who stands as its actor.
    pub actor: Role,
    /// Who or what stands as its object.
    pub object: Role,
}

/// A sentence that a rule must code, and what it must give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Yes {
    /// The sentence.
    pub sentence: String,
    /// What is expected.
    pub expected: Vec<Expected>,
}

/// One expected claim of a `yes` sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// PLOVER type, relation, `controls` or what a figure counts.
    pub type_: String,
    /// Words of the actor; empty for none.
    pub actor: Option<String>,
    /// Words of the recipient or the place.
    pub object: Option<String>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// `FILE/name`: stable, stands in the claim's `rule`.
    pub id: String,
    /// The file it stands in.
    pub file: String,
    /// Its patterns.
    pub patterns: Vec<Pattern>,
    /// What it makes.
    pub yields: Yield,
    /// The PLOVER type of an agreement, where it is not AGREE: what is signed or ratified is SUPPORT.
    pub event: Option<String>,
    /// The claims that follow.
    pub implies: Vec<Implied>,
    /// `status` of the claim.
    pub status: Option<String>,
    /// `subject` of the claim.
    pub subject: Option<String>,
    /// `means` of the claim.
    pub means: Vec<String>,
    /// `modes` of the claim.
    pub modes: Vec<String>,
    /// `contexts` of the claim.
    pub contexts: Vec<String>,
    /// The CAMEO code, where it is not the type's own.
    pub cameo: Option<String>,
    /// The ACLED sub-event type, where it is not the type's own.
    pub acled: Option<String>,
    /// Whether several actors without a recipient are on one footing.
    pub symmetric: bool,
    /// The mood that the words carry.
    pub mood: Option<String>,
    /// Whether the pattern says that it did not happen.
    pub negated: bool,
    /// Sentences it must code.
    pub yes: Vec<Yes>,
    /// Sentences it must leave alone.
    pub no: Vec<String>,
}

/// All rules, indexed by the lemma of their triggers.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Rules {
    /// The rules, by file and name.
    pub rules: Vec<Rule>,
    index: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Rules {
    /// The patterns that `lemma` may trigger, as (rule, pattern).
    pub fn triggered(&self, lemma: &str) -> impl Iterator<Item = (&Rule, &Pattern)> {
        self.index.get(lemma).into_iter().flatten().map(|&(r, p)| (&self.rules[r], &self.rules[r].patterns[p]))
    }

    /// Loads the files under `data/rules`, with the word lists of `words`.
    pub fn load(files: &[(String, String)], words: &WordLists) -> Result<Self, Diagnostic> {
        let mut rules = Vec::new();
        for (name, text) in files {
            load_file(name, text, words, &mut rules)?;
        }
        let mut index: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (r, rule) in rules.iter().enumerate() {
            for (p, pattern) in rule.patterns.iter().enumerate() {
                for l in &pattern.lemmas {
                    let at = index.entry(l.word.clone()).or_default();
                    if !at.contains(&(r, p)) {
                        at.push((r, p));
                    }
                }
            }
        }
        Ok(Self { rules, index })
    }
}

/// Named lists of words: `@strikes`.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct WordLists {
    lists: BTreeMap<String, Vec<String>>,
    /// The same to look up in; made anew from the lists where they come packed.
    #[serde(skip)]
    sets: FxHashMap<Box<str>, FxHashSet<Box<str>>>,
}

impl WordLists {
    /// Adds the lists of a file such as `data/language/en/words.toml`: one array of strings a list. A list that stands
    /// in two files has the words of both.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Diagnostic> {
        let lists: BTreeMap<String, Vec<String>> =
            toml::from_str(text).map_err(|e| diagnostics::toml(file, text, &e))?;
        for (name, words) in lists {
            self.lists.entry(name).or_default().extend(words);
        }
        self.open();
        Ok(())
    }
    /// Makes the sets that `has` looks words up in.
    pub(crate) fn open(&mut self) {
        let set = |words: &Vec<String>| words.iter().map(|w| w.as_str().into()).collect();
        self.sets = self.lists.iter().map(|(name, words)| (name.as_str().into(), set(words))).collect();
    }
    /// A list by name; empty where there is none.
    pub fn get(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }
    /// Whether a list holds a word.
    pub fn has(&self, name: &str, word: &str) -> bool {
        self.sets.get(name).is_some_and(|s| s.contains(word))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    code: CodeToml,
    #[serde(default)]
    rule: BTreeMap<Spanned<String>, Spanned<RuleToml>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeToml {
    event: Option<String>,
    #[serde(rename = "text")]
    _text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleToml {
    #[serde(rename = "match")]
    match_: Vec<Spanned<String>>,
    event: Option<String>,
    relation: Option<String>,
    control: Option<String>,
    agreement: Option<String>,
    figure: Option<String>,
    #[serde(default)]
    statement: bool,
    status: Option<String>,
    subject: Option<String>,
    #[serde(default)]
    means: Vec<String>,
    #[serde(default)]
    modes: Vec<String>,
    #[serde(default)]
    contexts: Vec<String>,
    cameo: Option<String>,
    acled: Option<String>,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    implies: Vec<Spanned<String>>,
    mood: Option<String>,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    yes: Vec<Spanned<String>>,
    #[serde(default)]
    no: Vec<String>,
}

fn load_file(name: &str, text: &str, words: &WordLists, out: &mut Vec<Rule>) -> Result<(), Diagnostic> {
    let file: FileToml = toml::from_str(text).map_err(|e| diagnostics::toml(name, text, &e))?;
    let stem = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".toml");
    let at = |span: std::ops::Range<usize>, message: String, help: &str| {
        diagnostics::at(name, text, Span::new(span.start, span.end), message, help)
    };
    for (key, rule) in file.rule {
        let (span, r) = (key.span(), rule.into_inner());
        let rule_name = key.into_inner();
        if r.no.is_empty() {
            return Err(at(
                span,
                format!("rule `{rule_name}` has no sentence that it must leave alone"),
                "add one line `no = [\"…\"]`, for example a figurative use of the same verb",
            ));
        }
        if r.yes.is_empty() {
            return Err(at(
                span,
                format!("rule `{rule_name}` has no sentence that it must code"),
                "add one line `yes = [\"sentence => TYPE 'actor' -> 'recipient'\"]`",
            ));
        }
        let own = r.event.clone().or_else(|| file.code.event.clone());
        let yields = match (&r.relation, &r.control, &r.agreement, &r.figure, own) {
            (Some(x), None, None, None, _) => Yield::Relation(x.clone()),
            (None, Some(x), None, None, _) => Yield::Control(x.clone()),
            (None, None, Some(x), None, _) => Yield::Agreement(x.clone()),
            (None, None, None, Some(x), _) => Yield::Figure(x.clone()),
            (None, None, None, None, Some(x)) if r.statement => Yield::Statement(x),
            (None, None, None, None, Some(x)) => Yield::Event(x),
            _ => {
                return Err(at(
                    span,
                    format!("rule `{rule_name}` must yield one thing"),
                    "give one of event, relation, control, agreement, figure (or `event` in [code])",
                ));
            }
        };
        let mut patterns = Vec::new();
        for m in &r.match_ {
            patterns.push(
                pattern(m.get_ref(), words)
                    .map_err(|e| at(m.span(), e, "data/rules/README.md has the language of patterns"))?,
            );
        }
        let mut implies = Vec::new();
        for i in &r.implies {
            implies.push(implied(i.get_ref()).ok_or_else(|| {
                at(i.span(), "this is no implied claim".into(), "write it as \"control held ACTOR PLACE\"")
            })?);
        }
        let mut yes = Vec::new();
        for y in &r.yes {
            yes.push(expectation(y.get_ref()).ok_or_else(|| {
                at(
                    y.span(),
                    "this sentence does not say what it must give".into(),
                    "write it as \"sentence => TYPE 'actor' -> 'recipient'\"",
                )
            })?);
        }
        out.push(Rule {
            id: format!("{stem}/{rule_name}"),
            file: name.to_owned(),
            patterns,
            yields,
            event: r.event.filter(|_| r.agreement.is_some()),
            implies,
            status: r.status,
            subject: r.subject,
            means: r.means,
            modes: r.modes,
            contexts: r.contexts,
            cameo: r.cameo,
            acled: r.acled,
            symmetric: r.symmetric,
            mood: r.mood,
            negated: r.negated,
            yes,
            no: r.no,
        });
    }
    Ok(())
}

fn implied(s: &str) -> Option<Implied> {
    let w: Vec<_> = s.split_whitespace().collect();
    let [kind, what, actor, object] = w[..] else { return None };
    let yields = match kind {
        "control" => Yield::Control(what.into()),
        "relation" => Yield::Relation(what.into()),
        "event" => Yield::Event(what.into()),
        _ => return None,
    };
    Some(Implied { yields, actor: role(actor)?, object: role(object)? })
}

pub(crate) fn expectation(s: &str) -> Option<Yes> {
    let (sentence, rest) = s.split_once("=>")?;
    let quoted = |s: &str| {
        let s = s.trim().trim_matches(|c| c == '\'' || c == '"').trim();
        (!s.is_empty() && s != "-").then(|| s.to_owned())
    };
    let expected = rest
        .split(';')
        .map(|e| {
            let e = e.trim();
            let (type_, args) = e.split_once(' ').unwrap_or((e, ""));
            let (actor, object) = args.split_once("->").unwrap_or((args, ""));
            Expected { type_: type_.to_owned(), actor: quoted(actor), object: quoted(object) }
        })
        .collect();
    Some(Yes { sentence: sentence.trim().to_owned(), expected })
}

fn role(s: &str) -> Option<Role> {
    Some(match s {
        "ACTOR" => Role::Actor,
        "RECIPIENT" => Role::Recipient,
        "PLACE" => Role::Place,
        "CONTENT" => Role::Content,
        "ANY" => Role::Any,
        _ => return None,
    })
}

/// Compiles one pattern; the error says what is wrong with it.
pub fn pattern(text: &str, words: &WordLists) -> Result<Pattern, String> {
    let mut found: Option<(Trigger, Vec<Lemma>)> = None;
    let mut subject = None;
    let mut instrument = Vec::new();
    let mut arguments = Vec::new();
    let mut link = None;
    let mut intransitive = false;
    for element in elements(text)? {
        if element == "-" {
            if found.is_none() {
                return Err("`-` says that there is no object: it stands after the trigger".into());
            }
            intransitive = true;
            continue;
        }
        if let Some(list) = element.strip_prefix('[').and_then(|e| e.strip_suffix(']')) {
            link = Some(Link::Prepositions(list.split('|').map(|p| p.trim().to_lowercase()).collect()));
        } else if element == "to" {
            link = Some(Link::Infinitive);
        } else if element == "that" {
            link = Some(Link::That);
        } else if element.ends_with('}') {
            let (prefix, list) = element.split_once('{').ok_or_else(|| format!("`{element}` is no set"))?;
            let lemmas = lemmas(list.trim_end_matches('}'), words)?;
            if prefix == "S" {
                if found.is_some() || subject.is_some() || !instrument.is_empty() {
                    return Err("S{…} is the subject: it stands first, and alone before the trigger".into());
                }
                instrument = lemmas;
                continue;
            }
            if let Some(role) = role(prefix) {
                if found.is_none() {
                    return Err(format!("`{prefix}{{…}}` is an argument: it stands after the trigger"));
                }
                let slot = Slot { role, classes: Vec::new(), not: Vec::new(), optional: false };
                let link = link.take().unwrap_or(Link::Object);
                arguments.push(Argument { link, filler: Filler::Slot(slot), lemmas });
                continue;
            }
            let trigger = match prefix {
                "" | "V" => Trigger::Verb,
                "N" => Trigger::Noun,
                "A" => Trigger::Adjective,
                _ => return Err(format!("a set is V{{…}}, N{{…}}, A{{…}} or S{{…}}, not `{prefix}{{…}}`")),
            };
            if found.is_none() {
                if link.is_some() {
                    return Err("the trigger comes before any preposition".into());
                }
                found = Some((trigger, lemmas));
            } else {
                let link = link.take().unwrap_or(Link::Object);
                arguments.push(Argument { link, filler: Filler::Set(lemmas), lemmas: Vec::new() });
            }
        } else {
            let slot = slot(&element)?;
            if found.is_none() {
                if !instrument.is_empty() || subject.replace(slot).is_some() {
                    return Err("only one slot may stand before the trigger".into());
                }
            } else {
                let link = link.take().unwrap_or(Link::Object);
                arguments.push(Argument { link, filler: Filler::Slot(slot), lemmas: Vec::new() });
            }
        }
    }
    if link.is_some() {
        return Err("a preposition at the end has nothing after it".into());
    }
    let (trigger, lemmas) = found.ok_or("a pattern needs a set {…} as its trigger")?;
    Ok(Pattern { trigger, lemmas, subject, instrument, arguments, intransitive, text: text.to_owned() })
}

/// Splits at blanks outside brackets.
fn elements(text: &str) -> Result<Vec<String>, String> {
    let (mut out, mut cur, mut depth) = (Vec::new(), String::new(), 0_i32);
    for c in text.chars() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            _ => {}
        }
        if c.is_whitespace() && depth == 0 {
            if !cur.is_empty() {
                out.push(std::mem::take(&mut cur));
            }
        } else {
            cur.push(c);
        }
    }
    if depth != 0 {
        return Err("a bracket is not closed".into());
    }
    if !cur.is_empty() {
        out.push(cur);
    }
    Ok(out)
}

fn lemmas(list: &str, words: &WordLists) -> Result<Vec<Lemma>, String> {
    let mut out = Vec::new();
    let mut add = |l: &str| {
        let mut w = l.split_whitespace();
        if let Some(word) = w.next() {
            out.push(Lemma { word: word.to_lowercase(), particle: w.next().map(str::to_lowercase) });
        }
    };
    for alt in list.split('|').map(str::trim).filter(|a| !a.is_empty()) {
        if let Some(name) = alt.strip_prefix('@') {
            let l = words.get(name);
            if l.is_empty() {
                return Err(format!("there is no word list `{name}`"));
            }
            for w in l {
                add(w);
            }
        } else {
            add(alt);
        }
    }
    if out.is_empty() { Err("a set may not be empty".into()) } else { Ok(out) }
}

fn slot(element: &str) -> Result<Slot, String> {
    let (element, optional) = element.strip_suffix('?').map_or((element, false), |e| (e, true));
    let (name, classes) = element.split_once(':').unwrap_or((element, ""));
    let role = role(name)
        .ok_or_else(|| format!("`{name}` is no role: ACTOR, RECIPIENT, PLACE, CONTENT, ANY, or a set in braces"))?;
    let (mut wanted, mut not) = (Vec::new(), Vec::new());
    for c in classes.split('+').filter(|c| !c.is_empty()) {
        match c.strip_prefix('!') {
            Some(c) => not.push(class(c)?),
            None => wanted.push(class(c)?),
        }
    }
    Ok(Slot { role, classes: wanted, not, optional })
}

fn class(name: &str) -> Result<Class, String> {
    Ok(match name {
        "actor" => Class::Actor,
        "armed" => Class::Armed,
        "irregular" => Class::Irregular,
        "forces" => Class::Forces,
        "person" => Class::Person,
        "state" => Class::State,
        "group" => Class::Group,
        "civilian" => Class::Civilian,
        "place" => Class::Place,
        "thing" => Class::Thing,
        _ => {
            return Err(format!(
                "`{name}` is no class: actor, armed, forces, irregular, person, state, group, civilian, place, thing"
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(s: &str) -> Result<Pattern, String> {
        pattern(s, &WordLists::default())
    }

    #[test]
    fn a_pattern_reads_like_its_clause() {
        let p = compile("ACTOR:armed {carry out|launch} {attack} [on|against] RECIPIENT?").unwrap();
        assert_eq!(p.trigger, Trigger::Verb);
        assert_eq!(p.lemmas[0], Lemma { word: "carry".into(), particle: Some("out".into()) });
        assert_eq!(p.subject.as_ref().unwrap().classes, [Class::Armed]);
        assert_eq!(p.arguments.len(), 2);
        assert_eq!(p.arguments[1].link, Link::Prepositions(vec!["on".into(), "against".into()]));
    }

    #[test]
    fn a_filter_may_refuse_a_class() {
        let p = compile("ACTOR {dismiss} RECIPIENT:thing+actor+!person").unwrap();
        let Filler::Slot(slot) = &p.arguments[0].filler else { panic!("a role") };
        assert_eq!(
            (slot.classes.as_slice(), slot.not.as_slice()),
            (&[Class::Thing, Class::Actor][..], &[Class::Person][..])
        );
        assert!(compile("ACTOR:armed {fight} - [in] PLACE").unwrap().intransitive);
        assert!(compile("{dismiss} RECIPIENT:!big").unwrap_err().contains("is no class"));
        let plain = compile("ACTOR {dismiss} RECIPIENT").unwrap();
        assert!(compile("ACTOR {dismiss} RECIPIENT:!person").unwrap().weight() > plain.weight());
    }

    #[test]
    fn an_instrument_stands_for_the_subject() {
        let p = compile("S{missile|rocket} {hit} RECIPIENT").unwrap();
        assert_eq!(p.instrument.len(), 2);
        assert!(p.subject.is_none());
        assert_eq!(p.lemmas[0].word, "hit");
        let p = compile("ACTOR {free} RECIPIENT{hostage|prisoner}").unwrap();
        assert_eq!(p.arguments[0].lemmas[1].word, "prisoner");
        assert!(compile("RECIPIENT{hostage} {escape}").unwrap_err().contains("after the trigger"));
        assert!(compile("ACTOR S{missile} {hit}").unwrap_err().contains("alone before the trigger"));
    }

    #[test]
    fn a_wrong_pattern_is_refused_with_a_reason() {
        for (text, reason) in [
            ("ACTOR", "needs a set"),
            ("ACTOR RECIPIENT {attack}", "only one slot"),
            ("ACTOR {attack", "not closed"),
            ("WHO {attack}", "is no role"),
            ("ACTOR:big {attack}", "is no class"),
            ("{@none}", "no word list"),
            ("{attack} [on]", "nothing after"),
            ("ACTOR - {attack}", "after the trigger"),
        ] {
            let e = compile(text).unwrap_err();
            assert!(e.contains(reason), "{text}: {e}");
        }
    }

    #[test]
    fn a_rule_without_a_no_points_at_itself() {
        let text = "[code]\nevent = \"AID\"\ntext = \"x\"\n[rule.arms]\nmatch = [\"ACTOR {arm} RECIPIENT\"]\nyes = [\"A arms B. => AID 'A' -> 'B'\"]\n";
        let e = Rules::load(&[("data/rules/plover/AID.toml".into(), text.into())], &WordLists::default()).unwrap_err();
        assert!(e.message.contains("rule `arms` has no sentence that it must leave alone"), "{e}");
        assert_eq!(e.line_and_column().0, 4);
    }
}
