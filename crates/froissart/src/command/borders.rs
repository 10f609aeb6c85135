//! The sentences of the ontology's tables: every mode, context and code with one in which it is found, and every border
//! between types with those that hold it. `froissart check` runs them beside the rules' own.
//!
//! An expected claim is written `ASSAULT.drone 'rebels' -> 'base'`: `.mode`, `/status` and `!certainty` after the type;
//! `no ASSAULT`, `acled Armed clash`, `cameo 1032` and `context election` ask for just that.

use froissart_know::{Expected, Finder, Knowledge, Yes};
use froissart_model::Claim;

/// One sentence and what is wrong with its claims.
pub(super) type Verdict = (String, Option<String>);

/// A row of a table with its sentences.
pub(super) enum Row<'k> {
    Mode(&'k Finder),
    Context(&'k Finder),
    Acled(&'k Finder),
    Cameo(&'k (String, String)),
    Sentences(String, &'k [Yes]),
}

/// All rows, in the order of the files.
pub(super) fn rows(know: &Knowledge) -> Vec<Row<'_>> {
    let f = &know.finders;
    let mut all: Vec<Row> = f.modes.iter().map(Row::Mode).collect();
    all.extend(f.contexts.iter().map(Row::Context));
    all.extend(f.acled.iter().map(Row::Acled));
    all.extend(f.coded.iter().map(Row::Cameo));
    all.extend(f.becomes.iter().map(|b| Row::Sentences(format!("auxiliary/{}", b.to), &b.yes)));
    all.extend(f.borders.iter().map(|b| Row::Sentences(format!("border/{}", b.name), &b.sentences)));
    all.extend(f.borders.iter().map(|b| Row::Sentences(format!("border/{} (wrong today)", b.name), &b.wrong)));
    all
}

impl Row<'_> {
    pub(super) fn id(&self) -> String {
        match self {
            Self::Mode(f) => format!("mode/{}.{}", f.types.join("|"), f.gives),
            Self::Context(f) => format!("context/{}", f.gives),
            Self::Acled(f) => format!("acled/{}", f.gives),
            Self::Cameo(x) => format!("cameo/{}", x.1),
            Self::Sentences(id, _) => id.clone(),
        }
    }

    /// What is wrong with each of its sentences.
    pub(super) fn run(&self, code: &dyn Fn(&str) -> Vec<Claim>) -> Vec<Verdict> {
        let by = |f: &Finder, has: &dyn Fn(&Claim) -> bool| -> Vec<Verdict> {
            let found =
                |s: &String| code(s).iter().any(|c| (f.types.is_empty() || f.types.contains(&c.type_)) && has(c));
            let yes = f.yes.iter().map(|s| (s.clone(), (!found(s)).then(|| told(&f.gives, &code(s)))));
            let no = f.no.iter().map(|s| (s.clone(), found(s).then(|| format!("gave {}", f.gives))));
            yes.chain(no).collect()
        };
        match self {
            Self::Mode(f) => by(f, &|c| c.modes.contains(&f.gives)),
            Self::Context(f) => by(f, &|c| c.contexts.contains(&f.gives)),
            Self::Acled(f) => by(f, &|c| c.acled.as_ref().is_some_and(|a| a.sub_event_type == f.gives)),
            Self::Cameo((s, want)) => {
                let all = code(s);
                let wrong = !all.iter().any(|c| c.cameo.as_ref() == Some(want));
                vec![(s.clone(), wrong.then(|| told(want, &all)))]
            }
            Self::Sentences(_, all) => {
                all.iter().map(|y| (y.sentence.clone(), broken(y, &code(&y.sentence)))).collect()
            }
        }
    }
}

fn told(want: &str, all: &[Claim]) -> String {
    let list: Vec<String> = all.iter().map(shown).collect();
    format!("{want} is missing among: {}", list.join("; "))
}

/// A claim with what the tables give it.
fn shown(c: &Claim) -> String {
    let mut s = crate::terminal::brief(c);
    for x in c.modes.iter().chain(&c.contexts).chain(&c.cameo) {
        s.push(' ');
        s.push_str(x);
    }
    if let Some(a) = &c.acled {
        s.push_str(" [");
        s.push_str(&a.sub_event_type);
        s.push(']');
    }
    s
}

/// What is wrong with the claims of a sentence, if anything.
fn broken(y: &Yes, all: &[Claim]) -> Option<String> {
    let word = |e: &Expected| e.actor.clone().unwrap_or_default();
    y.expected.iter().find_map(|e| {
        let ok = match e.type_.as_str() {
            "no" => !all.iter().any(|c| is(c, &word(e)) && !c.is_implied() && !c.negated),
            "acled" => all.iter().any(|c| c.acled.as_ref().is_some_and(|a| a.sub_event_type == word(e))),
            "cameo" => all.iter().any(|c| c.cameo.as_deref() == Some(&*word(e))),
            "context" => all.iter().any(|c| c.contexts.contains(&word(e))),
            type_ => all
                .iter()
                .any(|c| is(c, type_) && super::check::fits(c, &Expected { type_: c.type_.clone(), ..e.clone() })),
        };
        (!ok).then(|| told(&format!("{} {} -> {}", e.type_, word(e), e.object.as_deref().unwrap_or("-")), all))
    })
}

/// Whether a claim is of a type written `TYPE.mode/status!certainty`; `controls` and relations without modes.
fn is(c: &Claim, written: &str) -> bool {
    let (rest, certainty) = written.split_once('!').unwrap_or((written, ""));
    let (rest, status) = rest.split_once('/').unwrap_or((rest, ""));
    let (type_, mode) = rest.split_once('.').unwrap_or((rest, ""));
    let sure = serde_json::to_value(c.certainty).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    c.type_ == type_
        && (mode.is_empty() || c.modes.iter().any(|m| m == mode))
        && (status.is_empty() || c.status.as_deref() == Some(status))
        && (certainty.is_empty() || sure == certainty)
}
