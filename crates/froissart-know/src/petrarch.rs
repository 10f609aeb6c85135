//! Dictionaries of actors and agents in PETRARCH's formats.
//!
//! Not our own tables, and not its verb patterns. `GONDOR [GON]` and `SOLDIERS {} [~MIL]` make "Gondor's soldiers"
//! the code GONMIL; `[SWEGOV >730915]` holds from that day.

use crate::data::diagnostic;
use crate::fold::fold;
use froissart_model::{Day, Diagnostic};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What the dictionaries say of a mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PetrarchRole {
    /// The entry's first name.
    pub(crate) name: Option<String>,
    /// The actor's code on the day.
    pub(crate) actor: Option<String>,
    /// The agents' codes in the words' order; true where the code goes in front.
    pub(crate) agents: Vec<(bool, String)>,
    /// How it was found.
    pub(crate) why: String,
}

impl PetrarchRole {
    /// The code with the agents' suffixes and prefixes, on a country found elsewhere where the dictionary has none.
    pub(crate) fn code(&self, country: Option<&str>) -> String {
        let mut code = self.actor.as_deref().or(country).unwrap_or("---").to_owned();
        for (front, agent) in &self.agents {
            if *front {
                code.insert_str(0, agent);
            } else if !code.get(3..).is_some_and(|tail| tail.as_bytes().chunks(3).any(|c| c == agent.as_bytes())) {
                code.push_str(agent);
            }
        }
        code
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

/// One line without its comments, and where it begins in the file.
struct Line<'a> {
    text: &'a str,
    at: usize,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut comment = false;
    for raw in text.split_inclusive('\n') {
        let begin = at;
        at += raw.len();
        let line = raw.trim_end();
        if comment || line.trim_start().starts_with("<!--") {
            comment = !line.contains("-->");
            continue;
        }
        // A `#` inside brackets is part of a code.
        let mut inside = false;
        let end = line
            .char_indices()
            .find(|&(_, c)| {
                match c {
                    '[' => inside = true,
                    ']' => inside = false,
                    _ => {}
                }
                c == '#' && !inside
            })
            .map_or(line.len(), |(i, _)| i);
        let line = line[..end].trim_end();
        if !line.is_empty() {
            out.push(Line { text: line, at: begin });
        }
    }
    out
}

fn date(digits: &str) -> Option<Day> {
    let (year, rest) = match digits.len() {
        6 => {
            let y: i16 = digits[..2].parse().ok()?;
            (if y < 30 { 2000 + y } else { 1900 + y }, &digits[2..])
        }
        8 => (digits[..4].parse().ok()?, &digits[4..]),
        _ => return None,
    };
    // Dictionaries write 00 for an unknown month or day.
    let part = |s: &str| s.parse::<i8>().ok().map(|v| v.max(1));
    Day::new(year, part(&rest[..2])?, part(&rest[2..])?).ok()
}

fn role(inside: &str) -> Result<Dated, String> {
    let text = inside.trim();
    let end = text.find(['<', '>', ' ', '\t']).unwrap_or(text.len());
    let (code, rest) = (text[..end].trim(), text[end..].trim());
    if code.is_empty() && !rest.is_empty() {
        return Err(format!("`[{inside}]` has dates and no code"));
    }
    let digits = |s: &str| -> Result<Day, String> {
        let s = s.trim();
        if s.is_ascii() { date(s) } else { None }.ok_or_else(|| format!("`{s}` is no date: write YYMMDD or YYYYMMDD"))
    };
    let (from, to) = if rest.is_empty() {
        (None, None)
    } else if let Some(d) = rest.strip_prefix('<') {
        (None, Some(digits(d)?))
    } else if let Some(d) = rest.strip_prefix('>') {
        (Some(digits(d)?), None)
    } else if let Some((a, b)) = rest.split_once('-') {
        (Some(digits(a)?), Some(digits(b)?))
    } else {
        return Err(format!("`{rest}` is no date: write <date, >date or date-date"));
    };
    Ok(Dated { code: code.to_uppercase(), from, to })
}

/// All bracketed parts of a line, with their places in it.
fn brackets(line: &str) -> Result<Vec<(&str, Range<usize>)>, Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = line[at..].find('[') {
        let open = at + open;
        let Some(close) = line[open..].find(']') else { return Err(open..line.len()) };
        out.push((&line[open + 1..open + close], open..open + close + 1));
        at = open + close + 1;
    }
    Ok(out)
}

fn name_of(text: &str) -> String {
    let end = text.find(['[', '{']).unwrap_or(text.len());
    text[..end].trim().trim_matches('_').replace('_', " ").trim().to_owned()
}

fn plural(word: &str) -> String {
    match word.strip_suffix('Y') {
        Some(stem) if !stem.ends_with(['A', 'E', 'I', 'O', 'U']) => format!("{stem}IES"),
        _ if word.ends_with(['S', 'X', 'Z']) || word.ends_with("CH") || word.ends_with("SH") => format!("{word}ES"),
        _ => format!("{word}S"),
    }
}

impl Dictionary {
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
            let list = self.index.entry(first).or_default();
            // A later file goes before an earlier one.
            list.insert(0, (tokens.into(), entry));
        }
    }

    /// Reads a dictionary; agents are told from actors by the `~` in their codes.
    pub(crate) fn load(&mut self, text: &str, file: &str) -> Result<(), Diagnostic> {
        let rows = lines(text);
        if rows.iter().any(|l| l.text.contains("[~") || l.text.contains("~]") || l.text.contains("[ ~")) {
            self.load_agents(text, file, &rows)
        } else {
            self.load_actors(text, file, &rows)
        }
    }

    fn load_actors(&mut self, text: &str, file: &str, rows: &[Line<'_>]) -> Result<(), Diagnostic> {
        let mut names: Vec<String> = Vec::new();
        let mut roles: Vec<Dated> = Vec::new();
        let flush = |this: &mut Self, names: &mut Vec<String>, roles: &mut Vec<Dated>| {
            if let Some(first) = names.first().cloned()
                && !roles.is_empty()
            {
                let entry = this.entries.len();
                this.entries.push(Entry::Actor { name: first, roles: std::mem::take(roles) });
                for n in names.iter() {
                    this.add(n, entry);
                }
            }
            names.clear();
            roles.clear();
        };
        for l in rows {
            let at = |r: Range<usize>| l.at + r.start..l.at + r.end;
            let found = brackets(l.text).map_err(|r| {
                diagnostic(
                    file,
                    text,
                    at(r),
                    "this bracket does not close",
                    Some("a code stands as [USAGOV], one line for each"),
                )
            })?;
            let continues = l.text.starts_with([' ', '\t', '+']);
            if continues && names.is_empty() {
                return Err(diagnostic(
                    file,
                    text,
                    at(0..l.text.len()),
                    "this line continues no name",
                    Some("a name begins in the first column"),
                ));
            }
            if !continues {
                flush(self, &mut names, &mut roles);
            }
            let name = name_of(l.text.trim_start_matches('+'));
            if !name.is_empty() {
                names.push(name);
            }
            for (inside, r) in found {
                roles.push(role(inside).map_err(|m| diagnostic(file, text, at(r), m, None))?);
            }
        }
        flush(self, &mut names, &mut roles);
        Ok(())
    }

    fn load_agents(&mut self, text: &str, file: &str, rows: &[Line<'_>]) -> Result<(), Diagnostic> {
        let mut macros: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for l in rows {
            let all = l.at..l.at + l.text.len();
            if l.text.starts_with('!')
                && let Some((name, list)) = l.text.split_once('=')
            {
                macros.insert(name.trim().to_owned(), list.split(',').map(|w| w.trim().replace('_', " ")).collect());
                continue;
            }
            let found = brackets(l.text).map_err(|r| {
                diagnostic(file, text, l.at + r.start..l.at + r.end, "this bracket does not close", None)
            })?;
            let Some((inside, r)) = found.first() else {
                return Err(diagnostic(
                    file,
                    text,
                    all,
                    "this agent has no code",
                    Some("a code stands as [~MIL] at the line's end"),
                ));
            };
            let inside = inside.trim();
            let (front, code) = match (inside.strip_prefix('~'), inside.strip_suffix('~')) {
                (Some(c), _) => (false, c),
                (None, Some(c)) => (true, c),
                _ => {
                    let at = l.at + r.start..l.at + r.end;
                    return Err(diagnostic(
                        file,
                        text,
                        at,
                        "an agent's code has a ~ where the actor's goes",
                        Some("write [~MIL], or [NGO~]"),
                    ));
                }
            };
            let entry = self.entries.len();
            self.entries.push(Entry::Agent { front, code: code.trim().to_uppercase() });
            let mut names = vec![name_of(l.text)];
            let has_macro = names[0].contains('!');
            for (key, words) in &macros {
                if names[0].contains(key.as_str()) {
                    names = words.iter().map(|w| names[0].replace(key.as_str(), w)).collect();
                }
            }
            if let Some(rest) = names.iter().find(|n| n.contains('!')) {
                return Err(diagnostic(
                    file,
                    text,
                    all,
                    format!("`{rest}` uses a list that is not defined above it"),
                    Some("define it: !PERSON! = MAN, MEN, WOMAN"),
                ));
            }
            match l.text.split_once('{').and_then(|(_, t)| t.split_once('}')) {
                Some((inner, _)) => names.extend(inner.split(',').map(name_of).filter(|w| !w.is_empty())),
                None if !has_macro => names.push(plural(&names[0].to_uppercase())),
                None => {}
            }
            for n in names {
                self.add(&n, entry);
            }
        }
        Ok(())
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

    /// The actor and the agents in the pieces of a mention: (key, without s, lemma, in capitals).
    pub(crate) fn resolve(
        &self,
        pieces: &[(&str, &str, &str, bool)],
        head: usize,
        day: Option<Day>,
    ) -> Option<PetrarchRole> {
        if self.entries.is_empty() {
            return None;
        }
        let is = |i: usize, t: &str| pieces[i].0 == t || pieces[i].1 == t || pieces[i].2 == t;
        let longest = |i: usize| {
            let keys = [pieces[i].0, pieces[i].1, pieces[i].2];
            keys.iter()
                .enumerate()
                .filter(|(n, k)| !k.is_empty() && !keys[..*n].contains(k))
                .flat_map(|(_, k)| self.index.get(*k).into_iter().flatten())
                .filter(|(tokens, _)| {
                    tokens.len() <= pieces.len() - i
                        && tokens.iter().enumerate().all(|(n, t)| is(i + n, t))
                        // "us" and "it" are no states.
                        && (tokens.len() > 1 || tokens[0].len() > 2 || pieces[i].3)
                })
                .max_by_key(|(tokens, e)| (tokens.len(), matches!(self.entries[*e], Entry::Actor { .. })))
        };
        let mut actors: Vec<(usize, usize, usize)> = Vec::new();
        let mut agents: Vec<(usize, (bool, String))> = Vec::new();
        let mut i = 0;
        while i < pieces.len() {
            let Some((tokens, e)) = longest(i) else {
                i += 1;
                continue;
            };
            match &self.entries[*e] {
                Entry::Actor { .. } => actors.push((i, tokens.len(), *e)),
                Entry::Agent { front, code } => agents.push((i, (*front, code.clone()))),
            }
            i += tokens.len();
        }
        let covers = |&(b, n, _): &(usize, usize, usize)| b <= head && head < b + n;
        let actor = actors
            .iter()
            .find(|a| covers(a))
            .or_else(|| actors.iter().rfind(|a| a.0 < head))
            .or(actors.first())
            .and_then(|&(_, _, e)| match &self.entries[e] {
                Entry::Actor { name, roles } => Self::on(roles, day).map(|r| (name.clone(), r.code.clone())),
                Entry::Agent { .. } => None,
            });
        // What stands behind the head belongs to another: "ambassador to Mordor's army".
        let agents: Vec<(bool, String)> = agents.into_iter().filter(|(at, _)| *at <= head).map(|(_, a)| a).collect();
        if actor.is_none() && agents.is_empty() {
            return None;
        }
        let (name, code) = actor.map_or((None, None), |(n, c)| (Some(n), Some(c)));
        let mut why = String::from("in the dictionary");
        if let Some(n) = &name {
            why = format!("\"{n}\" in the dictionary");
        }
        for (_, a) in &agents {
            why.push_str(", agent ");
            why.push_str(a);
        }
        Some(PetrarchRole { name, actor: code, agents, why })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTORS: &str = "<!-- a comment\nover two lines -->\nARNOR_  [ARN]\n+CALENARDHON\n\nSMEAGOL  # a comment\n+GOLLUM\n\t[HOB <950601]\n\t[HOBGOV 19950601 - 19990815]\n\t[HOBREB > 990816]\nTHE_SHIRE [SHI]\n";
    const AGENTS: &str = "!PERSON! = MAN, MEN\nSOLDIER [~MIL] # x\nCONGRESS!PERSON! [~LEG]\nRIGHTS_BODY [NGO~]\nGOLDEN_GOOSE {GOLDEN_GEESE} [~GGS]\nPOLICE {} [ ~COP]\n";

    fn code(text: &str, head: usize, day: &str) -> Option<String> {
        let mut d = Dictionary::default();
        d.load(ACTORS, "actors.txt").expect("well formed");
        d.load(AGENTS, "agents.txt").expect("well formed");
        let keys: Vec<String> = text.to_lowercase().split(' ').map(ToOwned::to_owned).collect();
        let pieces: Vec<_> = keys.iter().map(|k| (k.as_str(), k.as_str(), k.as_str(), false)).collect();
        d.resolve(&pieces, head, day.parse().ok()).map(|r| r.code(None))
    }

    #[test]
    fn joins_actor_and_agent() {
        assert_eq!(code("arnor soldiers", 1, "").as_deref(), Some("ARNMIL"));
        assert_eq!(code("calenardhon", 0, "").as_deref(), Some("ARN"));
        assert_eq!(code("arnor congressmen", 1, "").as_deref(), Some("ARNLEG"));
        assert_eq!(code("arnor rights body", 2, "").as_deref(), Some("NGOARN"));
        assert_eq!(code("golden geese", 1, "").as_deref(), Some("---GGS"));
        assert_eq!(code("the shire", 1, "").as_deref(), Some("SHI"));
        assert_eq!(code("bystanders", 0, ""), None);
    }

    #[test]
    fn goes_by_the_day() {
        assert_eq!(code("gollum", 0, "1994-01-01").as_deref(), Some("HOB"));
        assert_eq!(code("smeagol", 0, "1997-01-01").as_deref(), Some("HOBGOV"));
        assert_eq!(code("gollum police", 1, "2005-01-01").as_deref(), Some("HOBREBCOP"));
    }

    #[test]
    fn refuses_broken_lines() {
        let e = Dictionary::default().load("GONDOR [GON\n", "a").expect_err("open bracket");
        assert_eq!(e.message, "this bracket does not close");
        let e = Dictionary::default().load("+GONDOR [GON]\n", "a").expect_err("no name");
        assert_eq!(e.message, "this line continues no name");
        let e = Dictionary::default().load("GONDOR [GON >soon]\n", "a").expect_err("no date");
        assert_eq!(e.message, "`soon` is no date: write YYMMDD or YYYYMMDD");
        assert_eq!(e.labels[0].span.of(&e.source), "[GON >soon]");
        let e = Dictionary::default().load("SOLDIER [~MIL]\nTROOPS\n", "a").expect_err("no code");
        assert_eq!(e.line_and_column(), (2, 1));
        let e = Dictionary::default().load("SOLDIER!MEN! [~MIL]\n", "a").expect_err("no list");
        assert!(e.message.contains("not defined"));
    }
}
