//! Dictionaries of actors and agents in PETRARCH's formats.
//!
//! Not our own tables, and not its verb patterns. `GONDOR [GON]` and `SOLDIERS {} [~MIL]` make "Gondor's soldiers"
//! the code GONMIL; `[SWEGOV >730915]` holds from that day; `THE_SHIRE [FRO/SAM]` stands for two at once.

mod load;
#[cfg(test)]
mod tests;

use crate::fold::fold;
use froissart_model::Day;
use std::collections::HashMap;

/// The code of an actor that a dictionary leaves open, and of a name that is nobody's.
const OPEN: &str = "---";
/// Words before an agent that make it one of former days, whose code is that of an elite.
const FORMER: [&str; 8] = ["deposed", "erstwhile", "ex", "former", "late", "ousted", "retired", "toppled"];
/// Words behind which stands another mention: "ambassador to Mordor's army".
const LINKS: [&str; 20] = [
    "about", "across", "after", "against", "among", "at", "before", "between", "by", "for", "from", "in", "into",
    "near", "of", "on", "over", "to", "toward", "with",
];
/// Words that stand for those that they are made of: "a bunch of orcs".
const OF_MANY: [&str; 18] = [
    "band",
    "bunch",
    "column",
    "couple",
    "crowd",
    "dozens",
    "gang",
    "group",
    "handful",
    "horde",
    "hundreds",
    "majority",
    "mob",
    "number",
    "pair",
    "team",
    "thousands",
    "trio",
];

/// What the dictionaries say of a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PetrarchRole {
    /// The entry's first name.
    pub(crate) name: Option<String>,
    /// The actor's code on the day.
    pub(crate) actor: Option<String>,
    /// The agents' codes in the words' order; true where the code goes in front.
    pub(crate) agents: Vec<(bool, String)>,
    /// Whether the actor's own name is what is meant, and not somebody or something of the actor's.
    pub(crate) itself: bool,
    /// How it was found.
    pub(crate) why: String,
}

impl PetrarchRole {
    /// The code with the agents' suffixes and prefixes, on the country that our own tables tell where the
    /// dictionaries know no actor. `None` is nobody. A code of several parties ("FRO/SAM") takes them on each.
    pub(crate) fn code(&self, country: Option<&str>) -> Option<String> {
        let actor = self.actor.as_deref().or(country).unwrap_or(OPEN);
        if actor == OPEN && self.agents.is_empty() {
            return None;
        }
        let one = |actor: &str| {
            let mut code = actor.to_owned();
            for (front, agent) in &self.agents {
                let has = |code: &str| code.as_bytes().chunks(3).any(|c| c == agent.as_bytes());
                if *front {
                    if !has(&code) {
                        code.insert_str(0, agent);
                    }
                } else if !code.get(3..).is_some_and(has) {
                    code.push_str(agent);
                }
            }
            code
        };
        Some(actor.split('/').map(one).collect::<Vec<_>>().join("/"))
    }
}

#[derive(Debug, Clone)]
struct Dated {
    code: String,
    from: Option<Day>,
    to: Option<Day>,
}

#[derive(Debug, Clone)]
enum Entry {
    Actor { name: String, roles: Vec<Dated> },
    Agent { front: bool, code: String },
}

type Named = (Box<[String]>, usize);

/// All dictionaries loaded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    entries: Vec<Entry>,
    /// By first word: all words of a name, and its entry.
    index: HashMap<String, Vec<Named>>,
}

impl Dictionary {
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn add(&mut self, name: &str, entry: usize) {
        let folded = fold(name);
        let mut tokens: Vec<String> = folded
            .split(' ')
            .filter(|t| !t.is_empty() && !matches!(*t, "al" | "el" | "ul"))
            .map(ToOwned::to_owned)
            .collect();
        if tokens.len() > 1 && tokens[0] == "the" {
            tokens.remove(0);
        }
        if let Some(first) = tokens.first().cloned() {
            self.index.entry(first).or_default().push((tokens.into(), entry));
        }
    }

    fn on(roles: &[Dated], day: Option<Day>) -> Option<&Dated> {
        let dated = |r: &&Dated| r.from.is_some() || r.to.is_some();
        match day {
            Some(day) => roles
                .iter()
                .filter(dated)
                .find(|r| r.from.is_none_or(|f| f <= day) && r.to.is_none_or(|t| day <= t))
                .or_else(|| roles.iter().find(|r| !dated(r))),
            None => roles.iter().find(|r| r.to.is_none()).or(roles.last()),
        }
    }

    /// The longest entry that begins at a piece, and its length. Agents are matched as they stand, for the file gives
    /// their plurals; an actor's last word may have a plural's s ("Israelis").
    fn longest(&self, pieces: &[Piece<'_>], i: usize) -> Option<(usize, usize)> {
        let (key, bare, ..) = pieces[i];
        let fits = |tokens: &[String], e: usize| {
            let (Some(last), Some(there)) = (tokens.len().checked_sub(1), pieces.get(i..i + tokens.len())) else {
                return false;
            };
            let actor = matches!(self.entries[e], Entry::Actor { .. });
            there.iter().zip(tokens).enumerate().all(|(n, (p, t))| p.0 == t || actor && n == last && p.1 == t)
                // "us" and "it" are no states.
                && (tokens.len() > 1 || tokens[0].len() > 2 || pieces[i].3)
        };
        [key, bare]
            .into_iter()
            .take(if key == bare { 1 } else { 2 })
            .flat_map(|k| self.index.get(k).into_iter().flatten())
            .filter(|(tokens, e)| fits(tokens, *e))
            .map(|(tokens, e)| (tokens.len(), *e))
            // Of equals the last counts: a later file goes before an earlier one.
            .max_by_key(|&(n, e)| (n, matches!(self.entries[e], Entry::Actor { .. })))
    }

    /// The actor and the agents in the pieces of a mention: (key, without s, lemma, in capitals).
    pub(crate) fn resolve(&self, pieces: &[Piece<'_>], head: usize, day: Option<Day>) -> Option<PetrarchRole> {
        if self.entries.is_empty() {
            return None;
        }
        let mut actors: Vec<Found> = Vec::new();
        let mut agents: Vec<(usize, (bool, String))> = Vec::new();
        let mut i = 0;
        while i < pieces.len() {
            let Some((len, entry)) = self.longest(pieces, i) else {
                i += 1;
                continue;
            };
            match &self.entries[entry] {
                Entry::Actor { .. } => actors.push(Found { begin: i, end: i + len, entry }),
                Entry::Agent { front, code } => {
                    let code = if !front && is_former(pieces, i) { former(code) } else { code.clone() };
                    agents.push((i, (*front, code)));
                }
            }
            i += len;
        }
        // What stands behind the head belongs to another: "ambassador to Mordor's army".
        agents.retain(|(at, _)| *at <= head);
        let chosen = choose(&actors, &agents, pieces, head);
        let actor = chosen.and_then(|f| match &self.entries[f.entry] {
            Entry::Actor { name, roles } => Self::on(roles, day).map(|r| (name.clone(), r.code.clone())),
            Entry::Agent { .. } => None,
        });
        if actor.is_none() && agents.is_empty() {
            return None;
        }
        let (name, code) = actor.map_or((None, None), |(n, c)| (Some(n), Some(c)));
        let mut why = String::from("in the dictionary");
        if let Some(n) = &name {
            why = format!("\"{n}\" in the dictionary");
        }
        for (_, (_, a)) in &agents {
            why.push_str(", agent ");
            why.push_str(a);
        }
        Some(PetrarchRole {
            itself: name.is_some() && agents.is_empty() && chosen.is_some_and(|f| f.covers(head)),
            name,
            actor: code,
            agents: agents.into_iter().map(|(_, a)| a).collect(),
            why,
        })
    }
}

/// A piece of a mention: its key, the same without a plural's s, its lemma, and whether it stands in capitals.
type Piece<'a> = (&'a str, &'a str, &'a str, bool);

/// An actor's name among the pieces.
#[derive(Debug, Clone, Copy)]
struct Found {
    begin: usize,
    end: usize,
    entry: usize,
}

impl Found {
    fn covers(self, at: usize) -> bool {
        self.begin <= at && at < self.end
    }
}

/// Whose mention it is: the name at the head, else the one before it, else the one behind that it belongs to.
fn choose(actors: &[Found], agents: &[(usize, (bool, String))], pieces: &[Piece<'_>], head: usize) -> Option<Found> {
    let linked = |from: usize, to: usize| pieces[from.min(to)..to].iter().any(|p| LINKS.contains(&p.0));
    let before = actors.iter().rfind(|a| a.end <= head && !linked(a.end, head)).copied();
    if let Some(own) = actors.iter().find(|a| a.covers(head)).copied() {
        // "Gondor's minister Faramir" is told by the words to be Gondor's, whoever else has the name.
        let office = |b: &Found| agents.iter().any(|(at, _)| b.end <= *at && *at < own.begin);
        return Some(before.filter(office).unwrap_or(own));
    }
    let behind = || {
        let b = actors.iter().find(|a| a.begin > head)?;
        // "resumption of ties with Gondor" is not Gondor; "the government of Gondor" is.
        let members = || pieces[head + 1..b.begin].iter().all(|p| matches!(p.0, "of" | "the"));
        let many = OF_MANY.contains(&pieces[head].0) && members();
        (!agents.is_empty() || many || !linked(head, b.begin)).then_some(*b)
    };
    before.or_else(behind)
}

/// Whether a word before an agent, with no other mention between, makes it one of former days.
fn is_former(pieces: &[Piece<'_>], agent: usize) -> bool {
    pieces[..agent].iter().rev().take_while(|p| !LINKS.contains(&p.0)).any(|p| FORMER.contains(&p.0))
}

/// The code of whoever held an office: an elite. Who was a rebel or a worker is told as such.
fn former(code: &str) -> String {
    let office = ["COP", "GOV", "JUD", "LEG", "MIL", "SPY"].iter().any(|o| code.starts_with(o));
    if office { "ELI".to_owned() } else { code.to_owned() }
}
