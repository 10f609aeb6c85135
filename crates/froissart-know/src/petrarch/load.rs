//! Files of actors and agents in PETRARCH's formats: lines to entries, or a message about the first wrong one.
//!
//! `GONDOR [GON]` is a name and its code, `+MINAS_TIRITH` under it another name of the same, and `[GONREB >990816]`
//! under that what it was from a day on; `SOLDIER [~MIL]` adds its code to an actor's. Nothing is guessed: where the
//! reader of the file and we could differ, the file is refused.

use super::{Dated, Dictionary, Entry};
use crate::data::diagnostic;
use froissart_model::{Day, Diagnostic};
use std::collections::BTreeMap;
use std::ops::Range;

/// A code with its brackets off is longer than this only where a bracket was forgotten.
const LONGEST_CODE: usize = 60;

/// Why a part of a file cannot be read: where, what is wrong, and what to write instead.
struct Wrong {
    at: Range<usize>,
    message: String,
    help: String,
}

type Read<T> = Result<T, Wrong>;

fn wrong<T>(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Read<T> {
    Err(Wrong { at, message: message.into(), help: help.into() })
}

/// A piece of a line, and where it begins in the file.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    at: usize,
}

impl Part<'_> {
    fn range(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }
    fn slice(self, r: Range<usize>) -> Self {
        Self { text: &self.text[r.clone()], at: self.at + r.start }
    }
    fn from(self, i: usize) -> Self {
        self.slice(i..self.text.len())
    }
    fn trim(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        Self { text: self.text.trim(), at: self.at + start }
    }
    fn split_once(self, c: char) -> Option<(Self, Self)> {
        let i = self.text.find(c)?;
        Some((self.slice(0..i), self.from(i + c.len_utf8())))
    }
}

/// The text with blanks in the place of its comments, so that every offset stays: `#` and `;` up to the line's end,
/// `<!-- … -->` over any number of lines.
fn without_comments(text: &str) -> Read<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut inside = false;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let skip = match c {
            // A `#` inside brackets is part of a code: `[###]`.
            '#' | ';' if !inside => line_end,
            '<' if rest.starts_with("<!--") => match rest.find("-->") {
                Some(end) => end + 3,
                None => return wrong(at..at + 4, "this comment does not end", "close it with `-->`"),
            },
            // `<! -- … -->` and other marks of a document are no lines of the dictionary either.
            '<' if rest.starts_with("<!") => line_end,
            _ => 0,
        };
        if skip > 0 {
            out.extend(rest[..skip].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
            at += skip;
            continue;
        }
        inside = c == '[' || inside && c != ']' && c != '\n';
        out.push(c);
        at += c.len_utf8();
    }
    Ok(out)
}

/// The lines that are not blank, without the blanks around them.
fn lines(text: &str) -> Vec<Part<'_>> {
    let mut at = 0;
    let mut out = Vec::new();
    for raw in text.split_inclusive('\n') {
        let line = Part { text: raw, at }.trim();
        at += raw.len();
        if !line.text.is_empty() {
            out.push(line);
        }
    }
    out
}

fn date(p: Part<'_>) -> Read<Day> {
    const HELP: &str = "write the day as YYMMDD or YYYYMMDD: 950601, 19950601";
    let p = p.trim();
    let digits = p.text;
    let no = || wrong(p.range(), format!("`{digits}` is no date"), HELP);
    if digits.is_empty() {
        return wrong(p.at..p.at + 1, "a date is missing here", HELP);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 6 | 8) {
        return no();
    }
    let part = |r: Range<usize>| digits[r].parse::<i16>().unwrap_or(0);
    let (year, rest) = match digits.len() {
        // Two digits up to 30 are of this century, as in KEDS, TABARI and PETRARCH.
        6 if part(0..2) <= 30 => (2000 + part(0..2), 2),
        6 => (1900 + part(0..2), 2),
        _ => (part(0..4), 4),
    };
    // Dictionaries write 00 for a month or a day that is not known.
    let (month, day) = (part(rest..rest + 2).max(1), part(rest + 2..rest + 4).max(1));
    match Day::new(year, month as i8, day as i8) {
        Ok(day) => Ok(day),
        Err(_) => wrong(
            p.range(),
            format!("there is no day `{digits}`"),
            "the month goes from 01 to 12, the day to the month's last",
        ),
    }
}

/// What stands between a pair of brackets of an actor: a code, and the days on which it holds.
fn role(inside: Part<'_>, brackets: Range<usize>) -> Read<Dated> {
    const HELP: &str = "write [GONGOV], [GONGOV <950601], [GONGOV >950601] or [GONGOV 950601-990815]";
    let p = inside.trim();
    let end = p.text.find(['<', '>', ' ', '\t']).unwrap_or(p.text.len());
    let (code, rest) = (p.slice(0..end), p.from(end).trim());
    if p.text.is_empty() {
        return wrong(brackets, "there is no code in these brackets", HELP);
    }
    let only_days = rest.text.is_empty()
        && code.text.starts_with(|c: char| c.is_ascii_digit())
        && code.text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if code.text.is_empty() || only_days {
        return wrong(brackets, "these days have no code before them", HELP);
    }
    if code.text.contains('~') {
        return wrong(
            code.range(),
            format!("`{}` is an agent's code, and this is a file of actors", code.text),
            "put agents into a file of their own and load it with another --actors",
        );
    }
    if code.text.len() > LONGEST_CODE {
        return wrong(code.range(), "this is too long for a code", HELP);
    }
    let (from, to) = if rest.text.is_empty() {
        (None, None)
    } else if rest.text.starts_with('<') {
        (None, Some(date(rest.from(1))?))
    } else if rest.text.starts_with('>') {
        (Some(date(rest.from(1))?), None)
    } else if let Some((a, b)) = rest.split_once('-') {
        let days = (date(a)?, date(b)?);
        if days.1 < days.0 {
            return wrong(rest.range(), "these days end before they begin", "write the earlier day first");
        }
        (Some(days.0), Some(days.1))
    } else {
        return wrong(rest.range(), format!("`{}` says no time", rest.text), HELP);
    };
    Ok(Dated { code: code.text.to_uppercase(), from, to })
}

/// A line's bracketed parts: what is inside, and where the brackets stand in the line.
fn brackets<'a>(line: Part<'a>, help: &str) -> Read<Vec<(Part<'a>, Range<usize>)>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(i) = line.text[at..].find(['[', ']']) {
        let open = at + i;
        if line.text[open..].starts_with(']') {
            return wrong(line.slice(open..open + 1).range(), "this bracket closes nothing", help);
        }
        let close = line.text[open + 1..].find(['[', ']']).map(|c| open + 1 + c);
        match close.filter(|&c| line.text[c..].starts_with(']')) {
            Some(c) => {
                out.push((line.slice(open + 1..c), open..c + 1));
                at = c + 1;
            }
            None => return wrong(line.from(open).range(), "this bracket does not close", help),
        }
    }
    Ok(out)
}

/// The words of a name: blanks and underscores part them.
fn name_of(p: Part<'_>) -> String {
    p.text.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A regular plural, of the last word.
fn plural(word: &str) -> String {
    match word.strip_suffix('Y') {
        Some(stem) if !stem.ends_with(['A', 'E', 'I', 'O', 'U']) => format!("{stem}IES"),
        _ if word.ends_with(['S', 'X', 'Z']) || word.ends_with("CH") || word.ends_with("SH") => format!("{word}ES"),
        _ => format!("{word}S"),
    }
}

/// The names and roles of one entry of an actors' file, as far as they are read.
#[derive(Default)]
struct Open {
    at: Range<usize>,
    names: Vec<String>,
    roles: Vec<Dated>,
}

impl Dictionary {
    /// Reads a dictionary; agents are told from actors by the `~` in their codes. A wrong one changes nothing.
    pub(crate) fn load(&mut self, text: &str, file: &str) -> Result<(), Diagnostic> {
        // A byte-order mark is no part of the first name.
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut new = self.clone();
        let read = without_comments(body).and_then(|body| {
            let rows = lines(&body);
            let first = rows.iter().find_map(|l| l.text.split_once('['));
            let agents = rows.iter().any(|l| l.text.starts_with('!'))
                || first.is_some_and(|(_, code)| code.split(']').next().is_some_and(|c| c.contains('~')));
            if rows.is_empty() {
                let end = body.find('\n').unwrap_or(body.len());
                wrong(
                    0..end,
                    "there is nobody in this file",
                    "an actor stands as `GONDOR [GON]`, an agent as `SOLDIER [~MIL]`",
                )
            } else if agents {
                new.read_agents(&rows)
            } else {
                new.read_actors(&rows)
            }
        });
        match read {
            Ok(()) => {
                *self = new;
                Ok(())
            }
            Err(w) => Err(diagnostic(file, body, w.at, w.message, Some(&w.help))),
        }
    }

    fn finish(&mut self, open: Open) -> Read<()> {
        let Some(first) = open.names.first().cloned() else { return Ok(()) };
        if open.roles.is_empty() {
            return wrong(
                open.at,
                format!("`{first}` has no code"),
                "write the code behind the name, `GONDOR [GON]`, or on a line under it; [---] is nobody's",
            );
        }
        let entry = self.entries.len();
        self.entries.push(Entry::Actor { name: first, roles: open.roles });
        for n in &open.names {
            self.add(n, entry);
        }
        Ok(())
    }

    fn read_actors(&mut self, rows: &[Part<'_>]) -> Read<()> {
        const HELP: &str = "a code stands as [USAGOV], its days inside as [USAGOV 930120-20010120]";
        let mut open = Open::default();
        for l in rows {
            let line = *l;
            let found = brackets(line, HELP)?;
            let other = line.text.starts_with('+');
            let under = line.text.starts_with('[');
            if (other || under) && open.names.is_empty() {
                return wrong(
                    line.range(),
                    "there is no name above this line that it could belong to",
                    "write the actor's first name on a line of its own, without a `+`",
                );
            }
            if !other && !under {
                self.finish(std::mem::take(&mut open))?;
                open.at = line.range();
            }
            if !under {
                let name = line.slice(usize::from(other)..found.first().map_or(line.text.len(), |f| f.1.start));
                let words = name_of(name);
                if !words.contains(char::is_alphanumeric) {
                    return wrong(
                        line.range(),
                        "there is no name on this line",
                        "a name is made of letters: `+MINAS_TIRITH`",
                    );
                }
                open.names.push(words);
            }
            let mut end = found.first().map(|f| f.1.start);
            for (inside, r) in found {
                let between = line.slice(end.unwrap_or(0)..r.start).trim();
                if !between.text.is_empty() {
                    return wrong(between.range(), format!("`{}` stands between two codes", between.text), HELP);
                }
                end = Some(r.end);
                open.roles.push(role(inside, line.slice(r).range())?);
            }
            if let Some(end) = end {
                let rest = line.from(end).trim();
                if !rest.text.is_empty() {
                    return wrong(
                        rest.range(),
                        format!("`{}` stands behind a code", rest.text),
                        "a note goes behind a `#`, another name on a line of its own",
                    );
                }
            }
        }
        self.finish(open)
    }

    fn read_agents(&mut self, rows: &[Part<'_>]) -> Read<()> {
        const HELP: &str = "write [~MIL] where the code goes behind the actor's, [NGO~] where it goes before";
        let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for l in rows {
            let line = *l;
            if line.text.contains('=') && !line.text.contains('[') {
                let (name, words) = list(line)?;
                lists.insert(name, words);
                continue;
            }
            let found = brackets(line, HELP)?;
            let Some((inside, r)) = found.first().cloned() else {
                return wrong(line.range(), "this agent has no code", "a code stands as [~MIL] at the line's end");
            };
            let (front, code) = agent_code(inside, line.slice(r.clone()).range(), HELP)?;
            let before = line.slice(0..r.start);
            let (root, plurals) = braces(before)?;
            let root_words = name_of(root);
            if !root_words.contains(char::is_alphanumeric) {
                return wrong(
                    line.range(),
                    "there is no agent before this code",
                    "an agent stands as `SOLDIER [~MIL]`",
                );
            }
            let mut names = expand(root, &root_words, &lists)?;
            match plurals {
                Some(given) => names.extend(given),
                // A list has its own plurals in it.
                None if names.len() == 1 && names[0] == root_words => names.push(plural(&root_words.to_uppercase())),
                None => {}
            }
            let entry = self.entries.len();
            self.entries.push(Entry::Agent { front, code });
            for n in names {
                self.add(&n, entry);
            }
        }
        Ok(())
    }
}

/// `!PERSON! = MAN, MEN, WOMAN`
fn list(line: Part<'_>) -> Read<(String, Vec<String>)> {
    const HELP: &str = "a list stands as `!PERSON! = MAN, MEN, WOMAN`";
    let Some((name, words)) = line.split_once('=') else { return wrong(line.range(), "this list has no `=`", HELP) };
    let name = name.trim();
    let inner = name.text.strip_prefix('!').and_then(|n| n.strip_suffix('!')).unwrap_or("");
    if inner.trim().is_empty() || inner.contains('!') {
        return wrong(name.range(), "the name of a list stands between two `!`", HELP);
    }
    let all: Vec<String> =
        words.text.split(',').map(|w| name_of(Part { text: w, at: 0 })).filter(|w| !w.is_empty()).collect();
    if all.is_empty() {
        return wrong(line.range(), "this list is empty", HELP);
    }
    Ok((name_of(name).to_uppercase(), all))
}

fn agent_code(inside: Part<'_>, at: Range<usize>, help: &str) -> Read<(bool, String)> {
    let p = inside.trim();
    let (front, code) = match (p.text.strip_prefix('~'), p.text.strip_suffix('~')) {
        (Some(c), None) => (false, c.trim()),
        (None, Some(c)) => (true, c.trim()),
        (None, None) => return wrong(at, "an agent's code has a `~` where the actor's goes", help),
        (Some(_), Some(_)) if p.text.len() > 1 => {
            return wrong(at, "this code leaves open on which side the actor's goes", help);
        }
        (Some(_), Some(_)) => (false, ""),
    };
    if code.is_empty() || code.contains(['~', ' ', '\t']) || code.len() > LONGEST_CODE {
        return wrong(at, format!("`{}` is no agent's code", p.text), help);
    }
    Ok((front, code.to_uppercase()))
}

/// The root before `{…}`, and the plurals inside; `None` where there are no braces, and a regular plural is formed.
fn braces(before: Part<'_>) -> Read<(Part<'_>, Option<Vec<String>>)> {
    const HELP: &str = "a plural stands as {GEESE}, and {} where there is none";
    let Some((root, rest)) = before.split_once('{') else {
        return match before.text.find('}') {
            Some(i) => wrong(before.slice(i..i + 1).range(), "this brace closes nothing", HELP),
            None => Ok((before, None)),
        };
    };
    let Some((inner, after)) = rest.split_once('}') else {
        return wrong(root.at + root.text.len()..before.range().end, "this brace does not close", HELP);
    };
    let after = after.trim();
    if !after.text.is_empty() {
        return wrong(after.range(), format!("`{}` stands between the plural and the code", after.text), HELP);
    }
    let given = inner.text.split(',').map(|w| name_of(Part { text: w, at: 0 })).filter(|w| !w.is_empty()).collect();
    Ok((root, Some(given)))
}

/// The names that a root with a list in it stands for: `CONGRESS!PERSON!` is CONGRESSMAN and the others.
fn expand(root: Part<'_>, words: &str, lists: &BTreeMap<String, Vec<String>>) -> Read<Vec<String>> {
    const HELP: &str = "write it as in `CONGRESS!PERSON! [~LEG]`";
    let Some((head, rest)) = words.split_once('!') else { return Ok(vec![words.to_owned()]) };
    let Some((key, tail)) = rest.split_once('!') else {
        return wrong(root.trim().range(), "a list's name stands between two `!`", HELP);
    };
    if tail.contains('!') {
        return wrong(root.trim().range(), "a name takes one list", "write its other forms on lines of their own");
    }
    let key = format!("!{}!", key.to_uppercase());
    match lists.get(&key) {
        Some(found) => Ok(found.iter().map(|w| format!("{head}{w}{tail}")).collect()),
        None => wrong(
            root.trim().range(),
            format!("the list {key} is not defined above this line"),
            format!("define it: {key} = MAN, MEN, WOMAN"),
        ),
    }
}
