//! One item of a picture in words, without its accounts: "Rebels: held, most of (50–100 %), since 2024-11-30".
//!
//! It prints nothing and knows no sections; `report.rs` sets the lines, and `delta.rs` compares by them.

use crate::grammar::are_many;
use crate::types::{
    Accord, Account, ActorRef, Backing, Engagement, FigureRange, Holding, Incident, Standing, Tie, Timing,
};
use froissart_model::{Day, Precision};
use std::fmt::Write as _;
use std::sync::Arc;

/// By whom, where and when, in one line.
pub fn account(a: &Account) -> String {
    let mut text = a.by.join(", via ");
    if let Some(outlet) = &a.outlet {
        let _ = write!(text, "{}{outlet}", if text.is_empty() { "" } else { "; " });
    }
    if let Some(day) = a.day {
        let _ = write!(text, "{}{day}", if text.is_empty() { "" } else { ", " });
    }
    if text.is_empty() { "no outlet named".into() } else { text }
}

/// The text with marks of what is no plain fact on the day.
fn marked(text: String, standing: Standing, more: Option<String>) -> String {
    let hedge = (standing != Standing::Fact).then(|| standing.mark().to_owned());
    let marks: Vec<String> = hedge.into_iter().chain(more).collect();
    if marks.is_empty() { text } else { format!("{text} [{}]", marks.join(", ")) }
}

fn timing_mark(timing: Timing) -> Option<String> {
    match timing {
        Timing::Current => None,
        Timing::LastReported(day) => Some(format!("last reported {day}")),
        Timing::Possible => Some("possibly".into()),
        Timing::Past => Some("past".into()),
    }
}

fn days_before(n: i32) -> String {
    match n {
        0 => "the same day".into(),
        1 => "1 day before".into(),
        n => format!("{n} days before"),
    }
}

fn number(n: f64) -> String {
    if n.fract() == 0.0 { format!("{n:.0}") } else { format!("{n}") }
}

fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(l), Some(h)) if (l - h).abs() < f64::EPSILON => number(l),
        (Some(l), Some(h)) => format!("{} to {}", number(l), number(h)),
        (Some(l), None) => format!("{} or more", number(l)),
        (None, Some(h)) => format!("up to {}", number(h)),
        (None, None) => "an unknown number".into(),
    }
}

/// The names in their order, each once.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.join(", ")
}

/// "most of", but not "the government regained most of", which is the sentence and not the share.
fn extent(h: &Holding) -> Option<&str> {
    h.extent.as_deref().filter(|e| e.split_whitespace().count() <= 4)
}

/// A holding in words, without its accounts.
pub fn holding_text(h: &Holding) -> String {
    // What somebody says is not so is told as that, and needs no other mark.
    let is_denied = h.standing == Standing::Denied;
    let mut text = format!("{}: {}{}", h.holder.name, if is_denied { "not " } else { "" }, h.status);
    if let Some(e) = extent(h) {
        let _ = write!(text, ", {e}");
    }
    if let (Some(low), Some(high)) = (h.low.filter(|&l| l < 1.0), h.high) {
        let _ = if (low - high).abs() < 1e-9 {
            write!(text, " ({:.0} %)", low * 100.0)
        } else {
            write!(text, " ({:.0}\u{2013}{:.0} %)", low * 100.0, high * 100.0)
        };
    }
    if !h.other.is_empty() {
        let preposition = match h.status.as_str() {
            "besieged" => "by",
            "besieging" => "against",
            "lost" => "to",
            "contested" | "shared" => "with",
            _ => "from",
        };
        let _ = write!(text, ", {preposition} {}", list(h.other.iter().map(|o| o.name.as_str())));
    }
    // What is over has an end; what may last has only a beginning.
    let timing = match (h.timing, h.from, h.to) {
        (Timing::Past, Some(from), Some(to)) if from != to => {
            let _ = write!(text, ", {from} to {to}");
            None
        }
        (Timing::Past, _, Some(to)) => {
            let _ = write!(text, ", by {to}");
            None
        }
        (timing, ..) if h.since.is_some() => {
            let _ = write!(text, ", since {}", h.since.map_or_else(String::new, |d| d.to_string()));
            Some(timing)
        }
        (timing, Some(from), Some(to)) if to != from && h.is_by_act => {
            let _ = write!(text, ", some time from {from} to {to}");
            Some(timing)
        }
        (timing, ..) => Some(timing),
    };
    let age = match (timing, h.age_days) {
        (Some(Timing::LastReported(day)), Some(n)) if h.is_stale => {
            Some(format!("last told {day}, {}", days_before(n)))
        }
        (Some(Timing::LastReported(day)), _) => Some(format!("told {day}")),
        (Some(t), _) => timing_mark(t),
        (None, _) => None,
    };
    let age =
        if h.is_disputed { Some(age.map_or_else(|| "disputed".to_owned(), |a| format!("{a}, disputed"))) } else { age };
    marked(text, if is_denied { Standing::Fact } else { h.standing }, age)
}

/// A relation's type as a verb that agrees with whose it is.
pub(crate) fn verb(who: &ActorRef, tie: &str) -> String {
    let (one, many) = match tie {
        "allied_with" => ("is allied with", "are allied with"),
        "depends_on" => ("depends on", "depend on"),
        "part_of" => ("is part of", "are part of"),
        "split_from" => ("has split from", "have split from"),
        "merged_into" => ("has merged into", "have merged into"),
        "based_in" => ("is based in", "are based in"),
        "present_in" => ("is present in", "are present in"),
        // The others are verbs in the third person: supports, leads, commands, hosts, mediates.
        other if are_many(who) => return other.strip_suffix('s').unwrap_or(other).replace('_', " "),
        other => return other.replace('_', " "),
    };
    if are_many(who) { many } else { one }.to_owned()
}

/// A backing in words.
pub fn backing_text(b: &Backing) -> String {
    let mut text = match b.tie.as_str() {
        "depends_on" => format!("{} {} {}", b.backed.name, verb(&b.backed, "depends_on"), b.backer.name),
        tie => format!("{} {} {}", b.backer.name, verb(&b.backer, tie), b.backed.name),
    };
    if !b.means.is_empty() {
        let _ = write!(text, " ({})", b.means.join(", "));
    }
    if let Some(since) = b.since {
        let _ = write!(text, ", since {}", since_text(since, b.since_precision));
    }
    marked(text, b.standing, timing_mark(b.timing))
}

/// "2015-01-01" told as "since 2015" is the year alone; a decade's beginning is about that year.
fn since_text(day: Day, precision: Option<Precision>) -> String {
    match precision {
        Some(Precision::Year) => day.year().to_string(),
        Some(Precision::Decade) => format!("about {}", day.year()),
        _ => day.to_string(),
    }
}

/// A tie in words.
pub fn tie_text(t: &Tie) -> String {
    let to = t.to.as_ref().map(|a| a.name.as_str()).or(t.place.as_ref().map(|p| p.name.as_str())).unwrap_or("");
    let age = match (t.timing, t.age_days) {
        (Timing::LastReported(day), Some(n)) if t.is_stale => Some(format!("last told {day}, {}", days_before(n))),
        (timing, _) => timing_mark(timing),
    };
    marked(format!("{} {} {to}", t.from.name, verb(&t.from, &t.tie)), t.standing, age)
}

/// An engagement in words.
pub fn engagement_text(e: &Engagement) -> String {
    let mut text = format!("{} and {} fight", e.a.name, e.b.name);
    for (who, count) in [(&e.a, e.a_on_b), (&e.b, e.b_on_a)] {
        if count > 0 {
            let what = if count == 1 { "telling of an assault" } else { "tellings of assaults" };
            let _ = write!(text, "; {count} {what} by {}", who.name);
        }
    }
    if !e.places.is_empty() {
        let _ = write!(text, "; {}", list(e.places.iter().map(|p| p.name.as_str())));
    }
    if let Some(latest) = e.latest {
        let _ = write!(text, "; last by {latest}");
    }
    let quiet = e
        .quiet_days
        .filter(|&n| n > 0)
        .map(|n| format!("nothing told for {n} {} since", if n == 1 { "day" } else { "days" }));
    marked(text, e.standing, quiet)
}

/// Instead of the parties of an agreement whose words name none.
pub(crate) const UNNAMED_PARTIES: &str = "parties not named";

/// An agreement in words.
pub fn accord_text(a: &Accord) -> String {
    let subject = a.subject.as_deref().filter(|s| *s != "other").unwrap_or("agreement");
    let parties = list(a.parties.iter().chain(&a.bound).map(|p| p.name.as_str()));
    let mut text = format!("{subject}: {}", if parties.is_empty() { UNNAMED_PARTIES } else { &parties });
    if !a.brokers.is_empty() {
        let _ = write!(text, ", brokered by {}", list(a.brokers.iter().map(|p| p.name.as_str())));
    }
    // "Not in force" is said below.
    if let Some(status) = a.status.as_deref().filter(|s| *s != "not_in_force") {
        let _ = write!(text, ", {}", status.replace('_', " "));
    }
    if let Some(from) = a.from {
        let _ = write!(text, ", from {from}");
    }
    if let Some(to) = a.to {
        let _ = write!(text, " to {to}");
    }
    if !a.in_force && a.standing == Standing::Fact {
        text.push_str(", not in force");
    }
    marked(text, a.standing, None)
}

/// A count in its own words, and of what: "some 14,000 displaced", "hundreds of troops".
pub(crate) fn counted(words: &str, of: &str) -> String {
    let last = words.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let is_vague = matches!(last.as_str(), "dozens" | "hundreds" | "millions" | "scores" | "tens" | "thousands");
    format!("{words} {}{}", if is_vague && of == "troops" { "of " } else { "" }, of.replace('_', " "))
}

/// Who was counted, without the count: "civilians" for "11 civilians" and for "two civilians" after "two". "People" says
/// nothing.
pub(crate) fn whom_counted<'v>(victim: &'v str, words: &str) -> Option<&'v str> {
    let mut rest = victim.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == ' ');
    if let Some((first, more)) = rest.split_once(' ')
        && words.split(' ').any(|w| w.eq_ignore_ascii_case(first))
    {
        rest = more;
    }
    Some(rest).filter(|r| !matches!(*r, "" | "people" | "persons"))
}

/// The text with its first letter small, where it begins a sentence and is no name: "Some 14,000".
fn lowered(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// A figure in words.
pub fn figure_text(f: &FigureRange) -> String {
    let what = f.of.replace('_', " ");
    let mut text = match f.counts.as_slice() {
        [] if f.reported_none => format!("none reported {what}"),
        // One way of saying it is said so: nobody counted "12600 to 15401".
        [one] => counted(&lowered(&one.text), &f.of),
        several => {
            let words: Vec<String> = several.iter().map(|c| lowered(&c.text)).collect();
            format!("{} {what} ({})", range(f.low, f.high), words.join("; "))
        }
    };
    // "11 civilians" beside "11 or more killed" would read as another count.
    let whom = f.victims.iter().filter_map(|v| whom_counted(v, f.words.first().map_or("", String::as_str)));
    let whom = list(whom);
    if !whom.is_empty() {
        let _ = write!(text, ", {whom}");
    }
    if f.scope != "event" {
        let _ = write!(text, " ({})", if f.scope == "subset" { "part of another figure" } else { "total" });
    }
    if let Some(place) = &f.place {
        let _ = write!(text, ", {}", place.name);
    }
    if let Some(day) = f.day {
        let _ = write!(text, ", {day}");
    }
    marked(text, f.standing, None)
}

/// An event in words.
pub fn incident_text(e: &Incident) -> String {
    let names = |all: &[Arc<ActorRef>]| list(all.iter().map(|a| a.name.as_str()));
    let mut text = format!("{}{}: {}", if e.by { "by " } else { "" }, e.day, e.type_);
    if !e.modes.is_empty() {
        let _ = write!(text, " {}", e.modes.join("+"));
    }
    let who = if e.actors.is_empty() { "somebody unnamed".to_owned() } else { names(&e.actors) };
    let _ = write!(text, ", {who}");
    if !e.targets.is_empty() {
        let _ = write!(text, " \u{2192} {}", names(&e.targets));
    }
    // "From Idlib" and "to Homs" are not "in" either.
    let ways = [("", &e.places), ("from ", &e.from), ("to ", &e.to)];
    let places: Vec<String> =
        ways.iter().flat_map(|(w, all)| all.iter().map(move |p| format!("{w}{}", p.name))).collect();
    if !places.is_empty() {
        let _ = write!(text, "; {}", list(places.iter().map(String::as_str)));
    }
    if let Some(n) = e.intensity {
        let _ = write!(text, " [{}{}]", if n < 0.0 { "\u{2212}" } else { "+" }, number(n.abs()));
    }
    text
}
