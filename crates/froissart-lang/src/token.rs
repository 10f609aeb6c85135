//! Text to words, as Universal Dependencies' English treebanks cut it: "Turkey-backed rebels didn't" is
//! Turkey · - · backed · rebels · did · n't.
//!
//! Only where words begin and end; a word is always a piece of the text as it stands. Sentences are cut in `sentence`.

use froissart_model::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The lists of `data/language/en/token.toml`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Lists {
    prefixes: BTreeSet<String>,
    suffixes: BTreeSet<String>,
    titles: BTreeSet<String>,
    abbreviations: BTreeSet<String>,
    doubtful: BTreeSet<String>,
    before_numbers: BTreeSet<String>,
    days: BTreeSet<String>,
    months: BTreeSet<String>,
    states: BTreeSet<String>,
    units: BTreeSet<String>,
    joined: Vec<String>,
    joined_small: Vec<String>,
    joined_first: Vec<String>,
    its_before: BTreeSet<String>,
    your_before: BTreeSet<String>,
}

/// The lists, ready to be asked.
struct Words {
    lists: Lists,
    /// Words joined in writing, with the characters of each part.
    joined: BTreeMap<String, Vec<usize>>,
    joined_small: BTreeMap<String, Vec<usize>>,
    joined_first: BTreeMap<String, Vec<usize>>,
    /// Neighbouring parts of all of them, in small letters.
    pairs: BTreeSet<(String, String)>,
}

impl Words {
    fn new(lists: Lists) -> Self {
        let sizes = |rows: &[String]| {
            rows.iter().map(|r| (r.replace(' ', ""), r.split(' ').map(|p| p.chars().count()).collect())).collect()
        };
        let mut pairs = BTreeSet::from([("it", "s"), ("you", "r")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        for row in lists.joined.iter().chain(&lists.joined_small).chain(&lists.joined_first) {
            let parts: Vec<_> = row.to_lowercase().split(' ').map(str::to_owned).collect();
            pairs.extend(parts.windows(2).map(|p| (p[0].clone(), p[1].clone())));
        }
        let (joined, joined_small) = (sizes(&lists.joined), sizes(&lists.joined_small));
        Self { joined, joined_small, joined_first: sizes(&lists.joined_first), pairs, lists }
    }

    /// The parts of a word that is joined in writing, in characters, by the word itself and the one that follows.
    fn parts(&self, word: &str, next: &str) -> Option<Vec<usize>> {
        let lower = plain(word);
        let found = || {
            let small =
                || word.chars().skip(1).all(char::is_lowercase).then(|| self.joined_small.get(&lower)).flatten();
            self.joined.get(&lower).or_else(small).or_else(|| self.joined_first.get(word)).cloned()
        };
        match lower.as_str() {
            "its" => self.lists.its_before.contains(next).then(|| vec![2, 1]),
            "your" => self.lists.your_before.contains(next).then(|| vec![3, 1]),
            _ => found(),
        }
    }
}

/// The embedded lists. The file is part of the program, so a mistake in it is a broken build: a test loads it.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lists = toml::from_str(include_str!("../../../data/language/en/token.toml"));
        Words::new(lists.expect("data/language/en/token.toml is well formed"))
    })
}

/// Small letters, and one kind of apostrophe.
fn plain(word: &str) -> String {
    word.to_lowercase().replace('’', "'")
}

/// What stands after an apostrophe and is a word of its own.
const CLITICS: &[&str] = &["s", "re", "ve", "ll", "d", "m"];
/// Words that begin with an apostrophe.
const ELIDED: &[&str] = &["em", "cause", "til", "tis", "twas", "n", "round", "bout"];
/// Endings of sites and files.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "co", "uk", "io", "ru", "info", "doc", "xls", "pdf", "txt", "ppt", "html",
    "htm", "jpg", "url", "tv", "int", "mil",
];
/// Bytes of an address, and of a word held together by marks; longer runs are cut.
const LONGEST: usize = 1000;
const EMOTICONS: &[&str] = &[
    ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":'(", ">:(", ":)", ":(", ";)", ":D", ":P", ":/", ":O", "=)", "=(", "=D",
    ";P", "^_^", "<3", "(:",
];
/// Characters of a run without blanks from which on it may be a picture or a key in letters, and of a word from which on
/// it is none that a reader reads.
const CODE: usize = 40;
const UNREAD: usize = 60;
/// Bytes of a run that are looked at to tell.
const LOOK: usize = 200;

/// The words of `text` within `span`, in order.
pub(crate) fn tokenise(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let part = span.of(text);
    let mut at = span.begin;
    for chunk in part.split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        let rest = &text[at + chunk.len()..span.end.max(at + chunk.len())];
        if !word.is_empty() {
            let cursor = Cursor { chunk: word, base: at, before: &text[span.begin..at], rest };
            let mut here = 0;
            while here < word.len() {
                here = cursor.token(here, &mut out);
            }
        }
        at += chunk.len();
    }
    out
}

/// Whether the second of two adjoining words is bound to the first, so that UD writes them as one word of two parts.
pub(crate) fn is_bound(first: &str, second: &str) -> bool {
    let second = plain(second);
    second == "n't"
        || (second == "'" && first.ends_with(['s', 'S']))
        || second.strip_prefix('\'').is_some_and(|c| CLITICS.contains(&c))
        || words().pairs.contains(&(plain(first), second))
}

/// Whether a word that ends in a full stop is a title, an initial or another thing that a sentence does not end with.
pub(crate) fn is_title(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|w| {
        let (lists, lower) = (&words().lists, w.to_lowercase());
        (lists.titles.contains(&lower) && w.starts_with(char::is_uppercase))
            || lists.before_numbers.contains(&lower)
            || (w.chars().count() == 1 && w.chars().all(char::is_uppercase))
    })
}

/// Whether a word is none that a reader reads: a picture, a key or an archive in letters, of which the model need not see
/// more than that it stands there. Looks at the first [`LOOK`] bytes.
pub(crate) fn is_unread(word: &str) -> bool {
    if word.len() < CODE {
        return false;
    }
    let head = start(word, LOOK);
    let length = run(head, is_code);
    if length < CODE.min(word.len()) {
        return false;
    }
    let letters = head[..length].bytes().filter(u8::is_ascii_alphabetic).count();
    let vowels = head[..length].bytes().filter(|b| b"aeiouyAEIOUY".contains(b)).count();
    // Names run together ("FreeTheNorthNow") rise to a capital once a word, and have vowels; keys do neither.
    let breaks = head.as_bytes()[..length].windows(2).filter(|p| {
        (p[0].is_ascii_lowercase() && p[1].is_ascii_uppercase())
            || (p[0].is_ascii_digit() && p[1].is_ascii_alphabetic())
            || (p[0].is_ascii_alphabetic() && p[1].is_ascii_digit())
    });
    let longest = head[..length].split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max().unwrap_or(0);
    breaks.count() * 4 > length || vowels * 5 < letters || longest >= UNREAD
}

/// The characters of base64 and its like.
fn is_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-')
}

/// What follows the place we look at.
struct Cursor<'a> {
    /// The run of text between two spaces.
    chunk: &'a str,
    /// Where it begins in the page.
    base: usize,
    /// The text before it.
    before: &'a str,
    /// The text after it.
    rest: &'a str,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || c == '_'
        || unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | 'ʼ')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | 'ʼ' | '‘')
}

impl Cursor<'_> {
    fn emit(&self, out: &mut Vec<Span>, from: usize, to: usize) {
        if from < to {
            out.push(Span::new(self.base + from, self.base + to));
        }
    }
    /// Takes the token at `at`; says where the next begins.
    fn token(&self, at: usize, out: &mut Vec<Span>) -> usize {
        let s = &self.chunk[at..];
        let Some(c) = s.chars().next() else { return self.chunk.len() };
        if let Some(length) = address(s) {
            self.emit(out, at, at + length);
            return at + length;
        }
        let code = run(start(s, LOOK), is_code);
        if code >= CODE && is_unread(&s[..code]) {
            let length = run(s, is_code);
            self.emit(out, at, at + length);
            return at + length;
        }
        if is_word(c) {
            return self.word(at, out);
        }
        let digit_next = s[c.len_utf8()..].starts_with(|d: char| d.is_ascii_digit());
        let letter_next = s[c.len_utf8()..].starts_with(char::is_alphabetic);
        // A sign belongs to its number, a mark to its tag or name.
        if (matches!(c, '+' | '.') && at == 0 && digit_next) || (matches!(c, '#' | '@') && letter_next) {
            let length = c.len_utf8() + number_or_tag(&s[c.len_utf8()..]);
            self.emit(out, at, at + length);
            return at + length;
        }
        // The ending of a file, where a blank stands before it.
        if c == '.' && at == 0 && ENDINGS.contains(&s[1..].to_lowercase().trim_end_matches(|c: char| !is_word(c))) {
            let length = 1 + run(&s[1..], is_word);
            self.emit(out, at, at + length);
            return at + length;
        }
        if let Some(e) = EMOTICONS
            .iter()
            .find(|e| s.strip_prefix(**e).is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric() || c == '/')))
        {
            self.emit(out, at, at + e.len());
            return at + e.len();
        }
        if is_apostrophe(c) {
            return self.apostrophe(at, c, out);
        }
        let rule = |d: char| matches!(d, '-' | '=' | '*' | '~' | '_' | '#' | '+' | '<' | '>' | '|' | '^');
        let (stops, marks) = (run(s, |d| d == '.' || d == '…'), run(s, |d| d == '!' || d == '?'));
        let length = if stops == 1 {
            // ".?" is one mark, and so is "!.".
            1 + run(&s[1..], |d| d == '!' || d == '?')
        } else if stops > 0 {
            stops
        } else if marks > 0 {
            let more = &s[marks..];
            marks + usize::from(more.starts_with('.') && !more.starts_with(".."))
        } else if rule(c) && run(start(s, LOOK), rule) > 3 && s[1..].starts_with(c) {
            // A line drawn with marks.
            run(s, rule)
        } else if rule(c) || matches!(c, '—' | '–' | '$' | '/' | '\\') {
            run(s, |d| d == c)
        } else {
            c.len_utf8()
        };
        self.emit(out, at, at + length);
        at + length
    }

    fn apostrophe(&self, at: usize, c: char, out: &mut Vec<Span>) -> usize {
        let s = &self.chunk[at..];
        let after = &s[c.len_utf8()..];
        let letters = run(after, is_word);
        let next = after[..letters].to_lowercase();
        let bound = at > 0 && self.chunk[..at].ends_with(is_word);
        let year = letters >= 2 && next.trim_end_matches('s').bytes().all(|b| b.is_ascii_digit());
        if c != '‘'
            && letters > 0
            && ((bound && CLITICS.contains(&next.as_str())) || year || (!bound && ELIDED.contains(&next.as_str())))
            && !after[letters..].starts_with(is_apostrophe)
        {
            self.emit(out, at, at + c.len_utf8() + letters);
            return at + c.len_utf8() + letters;
        }
        let length = if after.starts_with(c) && c != '‘' { 2 * c.len_utf8() } else { c.len_utf8() };
        self.emit(out, at, at + length);
        at + length
    }

    /// Takes the word at `at`, cut into its parts.
    fn word(&self, at: usize, out: &mut Vec<Span>) -> usize {
        let mut end = at + self.stretch(at);
        let word = &self.chunk[at..end];
        // Currency marks that begin with letters: US$, C$.
        if self.chunk[end..].starts_with('$')
            && (1..=3).contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_uppercase())
        {
            self.emit(out, at, end + 1);
            return end + 1;
        }
        if self.keeps_stop(word, end) {
            end += 1;
            let word = &self.chunk[at..end];
            if let Some(cut) = unit_cut(word) {
                self.emit(out, at, at + cut);
                self.emit(out, at + cut, end);
                return end;
            }
            self.emit(out, at, end);
            return end;
        }
        // A word broken off: "th-".
        let broken = word.len() < 4 && word.chars().all(char::is_alphabetic) && &self.chunk[end..] == "-";
        let initials = word.len() > 1 && word.chars().all(char::is_uppercase);
        if broken && !initials && (word.len() == 1 || !word.contains(|c: char| "aeiouyAEIOUY".contains(c))) {
            self.emit(out, at, end + 1);
            return end + 1;
        }
        if let Some(cut) = unit_cut(word) {
            self.emit(out, at, at + cut);
            self.emit(out, at + cut, end);
            return end;
        }
        let next = if end == self.chunk.len() { self.rest.split_whitespace().next().unwrap_or("") } else { "" };
        if let Some(parts) = words().parts(word, next) {
            let mut from = at;
            for count in parts {
                let length: usize = self.chunk[from..end].chars().take(count).map(char::len_utf8).sum();
                self.emit(out, from, from + length);
                from += length;
            }
            return end;
        }
        if let Some(cut) = clitic_cut(word) {
            self.emit(out, at, at + cut);
            self.emit(out, at + cut, end);
            return end;
        }
        self.emit(out, at, end);
        end
    }

    /// How far the word at `at` goes: letters and digits, and the marks inside that do not cut it.
    fn stretch(&self, at: usize) -> usize {
        let s = &self.chunk[at..];
        if let Some(length) = telephone(s) {
            return length;
        }
        let mut end = run(s, is_word);
        loop {
            let Some(c) = s[end..].chars().next() else { return end };
            let after = &s[end + c.len_utf8()..];
            let (before, part) = (&s[..end], run(after, is_word));
            if part == 0 || end > LONGEST {
                return end;
            }
            let next = &after[..part];
            let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
            let last_digit = before.ends_with(|c: char| c.is_ascii_digit());
            let first_digit = next.starts_with(|c: char| c.is_ascii_digit());
            let holds = match c {
                '.' => (last_digit && first_digit) || is_dotted(before, next, &after[part..]),
                ',' => last_digit && first_digit && next.len() >= 3 && before.starts_with(|c: char| c.is_ascii_digit()),
                ':' => last_digit && first_digit && before.bytes().all(|b| b.is_ascii_digit() || b == b':'),
                // Names and foreign words (Sana'a, O'Connor, o'clock); contractions are cut afterwards.
                _ if is_apostrophe(c) => !last_digit || CLITICS.contains(&next),
                '-' | '‑' => {
                    let first = before.to_lowercase();
                    words().lists.prefixes.contains(&first) && next.starts_with(char::is_alphanumeric)
                        || words().lists.suffixes.contains(next)
                        || is_date(before, after)
                }
                '/' => {
                    (before.bytes().all(|b| b.is_ascii_digit() || b == b'/')
                        && digits(next)
                        && before.len() + next.len() <= 9)
                        || (before.len() == 1
                            && next.len() <= 3
                            && matches!(
                                (before.to_lowercase().as_str(), next.to_lowercase().as_str()),
                                ("w", "o" | "out") | ("b" | "l" | "i" | "a", "c") | ("n", "a") | ("s", "he")
                            ))
                }
                '&' => {
                    before.len() <= 3
                        && next.len() <= 2
                        && before.bytes().chain(next.bytes()).all(|b| b.is_ascii_uppercase())
                }
                '@' => true,
                _ => false,
            };
            if !holds {
                return end;
            }
            end += c.len_utf8() + part;
        }
    }

    /// Whether the full stop after `word` is the word's own.
    fn keeps_stop(&self, word: &str, end: usize) -> bool {
        let after = &self.chunk[end..];
        if !after.starts_with('.') || after.starts_with("..") {
            return false;
        }
        let (lists, lower) = (&words().lists, word.to_lowercase());
        let last = after.len() == 1;
        let following = self.rest.trim_start();
        let next = following.chars().next();
        let capital = word.starts_with(char::is_uppercase);
        if (word.contains('.') && is_acronym(word))
            || lists.abbreviations.contains(&lower)
            || (lists.titles.contains(&lower) && capital)
            || (lists.states.contains(&lower) && capital && self.before.trim_end().ends_with(','))
        {
            return true;
        }
        if lists.doubtful.contains(&lower) {
            return !last || next.is_some_and(|c| !c.is_uppercase());
        }
        if lists.days.contains(&lower) && capital {
            let month = || lists.months.contains(&following[..run(following, char::is_alphabetic)].to_lowercase());
            return !last || next.is_some_and(|c| c.is_ascii_digit() || c.is_lowercase()) || month();
        }
        if lists.before_numbers.contains(&lower) {
            let digit = |c: char| c.is_ascii_digit();
            return if last { next.is_some_and(digit) } else { after[1..].starts_with(digit) };
        }
        // An initial: one capital before a name, or before another initial.
        let initial = word.chars().count() == 1 && word != "I" && word.chars().all(char::is_uppercase);
        initial && if last { next.is_some_and(char::is_uppercase) } else { after[1..].starts_with(char::is_uppercase) }
    }
}

/// The first bytes of a text, so that a long run without spaces is not read again and again.
fn start(s: &str, most: usize) -> &str {
    let cut = (0..=most.min(s.len())).rev().find(|&i| s.is_char_boundary(i)).unwrap_or(0);
    &s[..cut]
}

/// Bytes of the longest start of which all characters pass.
fn run(s: &str, pass: impl Fn(char) -> bool) -> usize {
    s.find(|c| !pass(c)).unwrap_or(s.len())
}

fn number_or_tag(s: &str) -> usize {
    run(s, |c| is_word(c) || matches!(c, '.' | ',' | '-')).min(s.trim_end_matches(['.', ',', '-']).len())
}

/// Letters with full stops between: U.S, a.m, e.g, Ph.D.
fn is_acronym(word: &str) -> bool {
    word.split('.').all(|p| (1..=2).contains(&p.chars().count()) && p.chars().all(char::is_alphabetic))
}

/// Whether a full stop between letters stands inside one word: "U.S", "e.g", or a site's name such as "rian.com".
fn is_dotted(before: &str, next: &str, after: &str) -> bool {
    let last = before.rsplit('.').next().unwrap_or("");
    let short = |p: &str| p.chars().count() == 1 && p.chars().all(char::is_alphabetic);
    if short(last) && (short(next) || (after.starts_with('.') && next.chars().count() == 2)) {
        return true;
    }
    (before == "Ph" && next == "D")
        || (ENDINGS.contains(&next.to_lowercase().as_str())
            && before.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')))
        || is_group(before, next, after)
}

/// Whether three or more words of small letters hang together by full stops, as the names of newsgroups and packages do:
/// "talk.politics.misc".
fn is_group(before: &str, next: &str, after: &str) -> bool {
    let small = |w: &str| w.len() > 1 && w.bytes().all(|b| b.is_ascii_lowercase());
    let further = || after.strip_prefix('.').is_some_and(|a| small(&a[..run(start(a, LOOK), is_word)]));
    small(next) && small(before.rsplit('.').next().unwrap_or("")) && (before.contains('.') || further())
}

/// A day in digits: 2024-12-02, 11-20-2000.
fn is_date(before: &str, after: &str) -> bool {
    let digits = |t: &str, n: &[usize]| n.contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let rest = &after[..run(start(after, 20), |c| c.is_ascii_digit() || c == '-')];
    if let Some((first, second)) = before.split_once('-') {
        return digits(first, &[1, 2, 4]) && digits(second, &[1, 2]) && digits(rest, &[2, 4]);
    }
    rest.split_once('-')
        .is_some_and(|(second, third)| digits(before, &[1, 2, 4]) && digits(second, &[1, 2]) && digits(third, &[2, 4]))
}

/// Bytes of a telephone number: groups of digits of which the last has four and the others three, at most one more before.
fn telephone(s: &str) -> Option<usize> {
    let length = run(start(s, 20), |c| c.is_ascii_digit() || c == '-');
    let number = s[..length].trim_end_matches('-');
    let groups: Vec<_> = number.split('-').map(str::len).collect();
    let ends = s[number.len()..].chars().next().is_none_or(|c| !is_word(c));
    (ends && matches!(groups[..], [1 | 3 | 5, 4] | [3, 3, 4] | [1 | 2, 3, 3, 4])).then_some(number.len())
}

/// Where a number's unit begins: "5km", "7:30pm".
fn unit_cut(word: &str) -> Option<usize> {
    let cut = word.find(|c: char| c.is_alphabetic())?;
    let number = &word[..cut];
    (number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':'))
        && words().lists.units.contains(&word[cut..].to_lowercase()))
    .then_some(cut)
}

/// Where a contraction is cut: do|n't, Assad|'s.
fn clitic_cut(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().find(|(_, c)| is_apostrophe(*c))?;
    let tail = word[at + mark.len_utf8()..].to_lowercase();
    let head = &word[..at];
    if tail == "t" && head.ends_with(['n', 'N']) && head.len() > 1 {
        return Some(at - 1);
    }
    // A decade: 1980's.
    if tail == "s" && head.ends_with('0') && head.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    (CLITICS.contains(&tail.as_str()) && !head.is_empty()).then_some(at)
}

/// Bytes of an address that stands at the start: a link, a site, an e-mail address.
fn address(s: &str) -> Option<usize> {
    let s = start(s, LONGEST);
    let lower_start = |p: &str| s.get(..p.len()).is_some_and(|t| t.eq_ignore_ascii_case(p));
    let end = run(s, |c| !matches!(c, '<' | '>' | '"' | '“' | '”' | '’' | '»'));
    let trimmed = |s: &str| {
        let mut t = s;
        loop {
            let before = t.len();
            t = t.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '…']);
            if t.ends_with(')') && t.matches('(').count() < t.matches(')').count() {
                t = &t[..t.len() - 1];
            }
            if t.len() == before {
                return t.len();
            }
        }
    };
    if ["http://", "https://", "ftp://", "www.", "mailto:"].iter().any(|p| lower_start(p)) {
        return Some(trimmed(&s[..end])).filter(|&n| n > 4);
    }
    // Text up to the first mark that no e-mail address has.
    let stretch = run(s, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@'));
    let mail = s[..stretch].trim_end_matches(['.', '-', '_', '+', '@']);
    let (name, host) = mail.split_once('@')?;
    (!name.is_empty() && host.contains('.') && !host.contains('@')).then_some(mail.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        tokenise(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_cut_as_the_treebanks_cut_them() {
        for (text, want) in [
            ("Turkey-backed rebels didn't stop.", "Turkey - backed rebels did n't stop ."),
            ("They cannot, won’t and can't.", "They can not , wo n’t and ca n't ."),
            ("Assad's allies' forces", "Assad 's allies ' forces"),
            ("the U.S.-led coalition", "the U.S. - led coalition"),
            ("Mr. Smith met Lt. Gen. J. Doe.", "Mr. Smith met Lt. Gen. J. Doe ."),
            ("He lives in the U.S.", "He lives in the U.S."),
            ("pro-government and anti-Assad", "pro-government and anti-Assad"),
            ("a 60-year-old ex-minister", "a 60 - year - old ex-minister"),
            ("al-Assad of Sana'a", "al - Assad of Sana'a"),
            ("$5.5 million, 12% or 1,200 men", "$ 5.5 million , 12 % or 1,200 men"),
            ("from 2010-2015 or 2010–2015", "from 2010 - 2015 or 2010 – 2015"),
            ("on 2024-12-02 at 7:30pm", "on 2024-12-02 at 7:30 pm"),
            ("“It’s over,” he said…", "“ It ’s over , ” he said …"),
            ("wait... what?! (really)", "wait ... what ?! ( really )"),
            ("said—and meant—it", "said — and meant — it"),
            ("and/or the 9/11 attacks", "and / or the 9/11 attacks"),
            (
                "See https://example.org/a?b=1. Or a.b@example.org!",
                "See https://example.org/a?b=1 . Or a.b@example.org !",
            ),
            ("@someone said #peace", "@someone said #peace"),
            ("the '90s, the 1990s", "the '90s , the 1990s"),
            ("AT&T paid US$3", "AT&T paid US$ 3"),
            ("'We fight,' she said", "' We fight , ' she said"),
            ("the 'rebels' fled", "the ' rebels ' fled"),
            ("25km from Aleppo", "25 km from Aleppo"),
            ("Call 555-1234 or 800-555-1234", "Call 555-1234 or 800-555-1234"),
            ("Vehicle No. 3. No.", "Vehicle No. 3 . No ."),
            ("", ""),
        ] {
            assert_eq!(cut(text), want);
        }
    }

    #[test]
    fn nothing_but_space_is_lost_in_any_text() {
        for text in
            ["حلب، café’s “x”", "a\u{301}'b ''c''", "-- ??", "https://", "@", "x@y", "'", "’’’", "$$$", "1,2,3:4/5-6"]
        {
            let joined: String = cut(text).replace(' ', "");
            assert_eq!(joined, text.replace(' ', ""));
        }
    }

    #[test]
    fn a_page_without_spaces_takes_no_time() {
        for unit in ["-", "a-", "'", "a.", "1-", "x@", "(", "\u{301}"] {
            let text = unit.repeat(20_000);
            let all = tokenise(&text, Span::new(0, text.len()));
            assert_eq!(all.iter().map(|s| s.len()).sum::<usize>(), text.len());
        }
    }

    #[test]
    fn bound_words_are_known() {
        assert!(is_bound("do", "n't") && is_bound("Assad", "’s") && is_bound("can", "not") && is_bound("allies", "'"));
        assert!(!is_bound("Turkey", "-") && !is_bound("it", "not"));
    }
}
