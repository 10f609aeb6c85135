//! Who "it", "they" and "we" are in somebody's own words, reported or quoted: "the junta said it would free the miners",
//! "“They attacked us,” the president said".
//!
//! Only pronouns that coreference left alone, and only where the speaker can be meant by his number: a person is no "it",
//! one body is no "they".

use crate::tree::Tree;
use froissart_model::{Analysis, Attitude, Attribution, Name, NameKind, Pos, TokenRef};
use std::collections::BTreeMap;

/// Adds the speaker as antecedent of what stands for nobody else in his own words, reported or quoted.
pub(crate) fn own_pronouns(
    a: &Analysis,
    trees: &[Tree],
    names: &[Vec<Option<usize>>],
    antecedents: &mut BTreeMap<TokenRef, TokenRef>,
) {
    reported(a, trees, names, antecedents);
    in_quotation(a, trees, antecedents);
    in_account(a, trees, antecedents);
}

/// "It" and "they" in reported words that have no antecedent: "the unions say they will not give in".
fn reported(
    a: &Analysis,
    trees: &[Tree],
    names: &[Vec<Option<usize>>],
    antecedents: &mut BTreeMap<TokenRef, TokenRef>,
) {
    for said in &a.attributions {
        let Some(speaker) = said.source_head else { continue };
        if said.attitude == Attitude::Judgement || trees[speaker.sentence].upos(speaker.token) == Pos::Pron {
            continue;
        }
        let s = said.cue_head.sentence;
        let tree = &trees[s];
        let name: Option<&Name> = names[speaker.sentence][speaker.token].map(|n| &a.names[n]);
        let many = trees[speaker.sentence].tok(speaker.token).xpos == "NNS"
            || trees[speaker.sentence].kids_by(speaker.token, &["conj"]).next().is_some();
        for t in (0..tree.len()).filter(|&t| tree.upos(t) == Pos::Pron) {
            let here = TokenRef { sentence: s, token: t };
            let inside = said.content.iter().any(|c| c.contains(tree.tok(t).span));
            if here == speaker || !inside {
                continue;
            }
            // "The council denies that its units crossed" are the council's, whatever was spoken of before.
            let begins = || leads_content(tree, t, said) && speaker.sentence == s && speaker.token < t;
            // Nor of what stands deeper in the speaker's own phrase: "the army, which had denied the city's fall, said its".
            let inside_speaker = |b: &TokenRef| *b != speaker && tree.dominates(speaker.token, b.token);
            let from_before = antecedents.get(&here).is_some_and(|b| b.sentence != s || inside_speaker(b));
            let is_speakers = match tree.form(t) {
                "its" => !many && is_body(tree, speaker.token, name),
                "he" | "she" | "his" => name.is_some_and(|n| n.kind == NameKind::Per),
                _ => false,
            };
            if from_before && is_speakers && begins() {
                antecedents.insert(here, speaker);
                continue;
            }
            if antecedents.contains_key(&here) {
                continue;
            }
            let fits = match tree.form(t) {
                "it" | "its" | "itself" if !many && is_body(&trees[speaker.sentence], speaker.token, name) => true,
                "its" => is_own(a, tree, t, said, speaker),
                "they" | "their" | "them" | "themselves" => many,
                _ => false,
            };
            let own_body = || body_of(&trees[speaker.sentence], speaker, &names[speaker.sentence], a);
            let body = (!fits && matches!(tree.form(t), "it" | "its" | "itself")).then(own_body).flatten();
            if let Some(whom) = fits.then_some(speaker).or(body).filter(|&w| w != here) {
                antecedents.insert(here, whom);
            }
        }
    }
}

/// Whether a pronoun is the subject of what is said, or owns it: "he was ready to", "its units crossed".
fn leads_content(tree: &Tree, t: usize, said: &Attribution) -> bool {
    // "Dozens of its soldiers": the owner's noun may hang on its number.
    let owned = || {
        let h = tree.head(t)?;
        if tree.rel(h) == "nmod" && tree.case(h).as_deref() == Some("of") { tree.head(h) } else { Some(h) }
    };
    let subject = if tree.rel(t) == "nmod:poss" { owned() } else { Some(t) };
    subject.is_some_and(|x| {
        tree.rel(x).starts_with("nsubj")
            && tree.head(x).is_some_and(|v| said.content_head.is_some_and(|c| c.token == v))
    })
}

/// "We" inside of somebody's quoted words are those who speak.
fn in_quotation(a: &Analysis, trees: &[Tree], antecedents: &mut BTreeMap<TokenRef, TokenRef>) {
    for q in a.quotations.iter().filter(|q| q.is_speech) {
        // The account whose words are this quotation, and the narrowest of them.
        let account = a
            .attributions
            .iter()
            .filter(|x| x.content.iter().any(|c| c.contains(q.inner) || q.outer.contains(*c)))
            .min_by_key(|x| x.content.iter().map(|c| c.len()).sum::<usize>());
        let Some(who) = account.and_then(|x| x.source_head) else { continue };
        for (s, tree) in trees.iter().enumerate() {
            if !tree.sentence.span.overlaps(q.inner) {
                continue;
            }
            for t in 0..tree.len() {
                let form = tree.form(t);
                let own = matches!(form, "we" | "us" | "our" | "ours" | "i" | "me" | "my");
                let here = TokenRef { sentence: s, token: t };
                if own && tree.upos(t) == Pos::Pron && q.inner.contains(tree.tok(t).span) && here != who {
                    antecedents.entry(here).or_insert(who);
                }
            }
        }
    }
}

/// "“They attacked us,” the president said", where no quotation of its own was found for the account: quoted words within
/// what it tells, in the speaker's own sentence.
fn in_account(a: &Analysis, trees: &[Tree], antecedents: &mut BTreeMap<TokenRef, TokenRef>) {
    for said in a.attributions.iter().filter(|x| x.attitude == Attitude::Statement) {
        let Some(speaker) = said.source_head.filter(|h| h.sentence == said.cue_head.sentence) else { continue };
        let tree = &trees[speaker.sentence];
        for t in (0..tree.len()).filter(|&t| tree.upos(t) == Pos::Pron) {
            let span = tree.tok(t).span;
            if matches!(tree.form(t), "we" | "us" | "our")
                && a.quotations.iter().any(|q| q.inner.contains(span))
                && said.content.iter().any(|c| c.contains(span))
            {
                antecedents.entry(TokenRef { sentence: speaker.sentence, token: t }).or_insert(speaker);
            }
        }
    }
}

/// Whether "its" in reported words is a named speaker's: where it stands before a subject ("the movement said that its
/// fighters …"), for behind one that subject may own it as well.
fn is_own(a: &Analysis, tree: &Tree, t: usize, said: &Attribution, speaker: TokenRef) -> bool {
    let span = tree.tok(t).span;
    said.attitude == Attitude::Statement
        && speaker.sentence == said.cue_head.sentence
        && !tree.tok(speaker.token).has("Number=Plur")
        && tree.upos(speaker.token) == Pos::Propn
        && !a.quotations.iter().any(|q| q.inner.contains(span))
        && (tree.rel(t) != "nmod:poss" || tree.head(t).is_some_and(|h| tree.rel(h).starts_with("nsubj")))
}

/// The state or body that a person speaks for, where it is named beside him: "Chad's president said it would …".
fn body_of(tree: &Tree, speaker: TokenRef, names: &[Option<usize>], a: &Analysis) -> Option<TokenRef> {
    let body = |k: usize| names[k].is_some_and(|n| matches!(a.names[n].kind, NameKind::Gpe | NameKind::Org));
    let own = |k: &usize| tree.rel(*k) == "nmod:poss" || *k > speaker.token && tree.case(*k).as_deref() == Some("of");
    let mut all = tree.kids_by(speaker.token, &["nmod"]).filter(own).filter(|&k| body(k));
    let token = all.next()?;
    all.next().is_none().then_some(TokenRef { sentence: speaker.sentence, token })
}

/// Whether a speaker is a body and no person: by its name, or by a noun of one.
fn is_body(tree: &Tree, t: usize, name: Option<&Name>) -> bool {
    const BODIES: &[&str] = &[
        "agency",
        "alliance",
        "army",
        "association",
        "authority",
        "bank",
        "bloc",
        "body",
        "charity",
        "coalition",
        "command",
        "commission",
        "committee",
        "company",
        "council",
        "country",
        "court",
        "department",
        "embassy",
        "force",
        "government",
        "group",
        "junta",
        "kingdom",
        "military",
        "militia",
        "ministry",
        "mission",
        "movement",
        "navy",
        "office",
        "organisation",
        "organization",
        "parliament",
        "party",
        "police",
        "regime",
        "state",
        "statement",
        "tribunal",
        "union",
    ];
    match name.map(|n| n.kind) {
        Some(NameKind::Gpe | NameKind::Org) => true,
        Some(_) => false,
        None => BODIES.contains(&tree.low(t)),
    }
}
