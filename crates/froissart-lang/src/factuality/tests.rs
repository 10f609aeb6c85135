//! Facts over trees made by hand, for what the shape of the tree decides; sentences stand in `tests/factuality/`.

use super::facts;
use crate::attribution::tree::hand;
use froissart_model::{Analysis, Fact};

/// The facts of a word: "negated not", one a cue; a scope other than the word itself after `@`.
fn of(rows: &str, word: &str) -> Vec<String> {
    let (a, _) = hand::analysis(rows, &[]);
    show(&a, &facts(&a), word)
}

fn show(a: &Analysis, facts: &[Fact], word: &str) -> Vec<String> {
    let line = |f: &Fact| {
        let mut out = f.kind.as_str().to_owned();
        for c in &f.cue {
            out = out + " " + &a.token(*c).form;
        }
        if f.scope != f.token {
            out = out + " @" + &a.token(f.scope).form;
        }
        out
    };
    facts.iter().filter(|f| a.token(f.token).form == word).map(line).collect()
}

#[test]
fn what_is_plainly_told_has_no_facts() {
    let rows = "Rebels/NOUN/NNS/2/nsubj captured=capture/VERB/VBD/0/root the/DET/DT/4/det town/NOUN/NN/2/obj";
    let (a, _) = hand::analysis(rows, &[]);
    assert_eq!(facts(&a), []);
}

#[test]
fn auxiliaries_and_negation_are_shared_by_conjuncts_until_but() {
    let both = "They/PRON/PRP/4/nsubj did=do/AUX/VBD/4/aux not/PART/RB/4/advmod attack/VERB/VB/0/root \
                or/CCONJ/CC/6/cc shell/VERB/VB/4/conj";
    assert_eq!(of(both, "attack"), ["negated not"]);
    assert_eq!(of(both, "shell"), ["negated not @attack"]);
    let but = "They/PRON/PRP/4/nsubj did=do/AUX/VBD/4/aux not/PART/RB/4/advmod attack/VERB/VB/0/root \
               but/CCONJ/CC/6/cc withdrew=withdraw/VERB/VBD/4/conj";
    assert_eq!(of(but, "withdrew"), [""; 0]);
    let will = "They/PRON/PRP/3/nsubj will/AUX/MD/3/aux attack/VERB/VB/0/root and/CCONJ/CC/5/cc \
                capture/VERB/VB/3/conj it/PRON/PRP/5/obj";
    assert_eq!(of(will, "capture"), ["future will @attack"]);
    let own = "They/PRON/PRP/3/nsubj will/AUX/MD/3/aux attack/VERB/VB/0/root and/CCONJ/CC/6/cc we/PRON/PRP/6/nsubj \
               fled=flee/VERB/VBD/3/conj";
    assert_eq!(of(own, "fled"), [""; 0]);
}

#[test]
fn governors_are_listed_innermost_first() {
    let rows = "Police/NOUN/NNS/3/nsubj not/PART/RB/3/advmod foiled=foil/VERB/VBD/0/root a/DET/DT/5/det \
                plot/NOUN/NN/3/obj to/PART/TO/7/mark bomb/VERB/VB/5/acl it/PRON/PRP/7/obj";
    assert_eq!(of(rows, "bomb"), ["intended plot", "prevented foiled @plot", "negated not @foiled"]);
}

#[test]
fn relative_clauses_and_factives_are_islands() {
    let relative = "They/PRON/PRP/4/nsubj did=do/AUX/VBD/4/aux not/PART/RB/4/advmod find/VERB/VB/0/root \
                    rebels=rebel/NOUN/NNS/4/obj who/PRON/WP/7/nsubj attacked=attack/VERB/VBD/5/acl:relcl";
    assert_eq!(of(relative, "attacked"), ["presupposed who"]);
    let know = |verb: &str| {
        format!(
            "He/PRON/PRP/4/nsubj does=do/AUX/VBZ/4/aux not/PART/RB/4/advmod {verb}/VERB/VB/0/root that/SCONJ/IN/7/mark \
             they/PRON/PRP/7/nsubj fled=flee/VERB/VBD/4/ccomp"
        )
    };
    assert_eq!(of(&know("know"), "fled"), ["known know"]);
    assert_eq!(of(&know("think"), "fled"), ["believed think", "negated not @think"]);
    assert_eq!(of(&know("say"), "fled"), ["reported say", "negated not @say"]);
}

#[test]
fn a_subject_negates_what_its_verb_governs_only_where_they_share_it() {
    let tried = "Nobody/PRON/NN/2/nsubj tried=try/VERB/VBD/0/root to/PART/TO/4/mark attack/VERB/VB/2/xcomp";
    assert_eq!(of(tried, "attack"), ["attempted tried", "negated Nobody @tried"]);
    let said = "Nobody/PRON/NN/2/nsubj said=say/VERB/VBD/0/root they/PRON/PRP/4/nsubj fled=flee/VERB/VBD/2/ccomp";
    assert_eq!(of(said, "fled"), ["reported said"]);
}

#[test]
fn what_is_known_is_not_denied_with_the_verb_beside_it() {
    let with = |verb: &str, article: &str| {
        format!(
            "They/PRON/PRP/4/nsubj did=do/AUX/VBD/4/aux not/PART/RB/4/advmod {verb}/VERB/VB/0/root \
             {article}/DET/DT/6/det attack/NOUN/NN/4/obj"
        )
    };
    assert_eq!(of(&with("condemn", "the"), "attack"), [""; 0]);
    assert_eq!(of(&with("condemn", "an"), "attack"), ["negated not @condemn"]);
    assert_eq!(of(&with("launch", "the"), "attack"), ["begun launch", "negated not @launch"]);
}

#[test]
fn not_only_negates_nothing_and_neither_nor_both() {
    let only = "They/PRON/PRP/4/nsubj not/PART/RB/3/advmod only/ADV/RB/4/advmod attacked=attack/VERB/VBD/0/root \
                but/CCONJ/CC/6/cc won=win/VERB/VBD/4/conj";
    assert_eq!(of(only, "attacked"), [""; 0]);
    let nor = "They/PRON/PRP/3/nsubj neither/CCONJ/CC/3/cc:preconj attacked=attack/VERB/VBD/0/root \
               nor/CCONJ/CC/5/cc withdrew=withdraw/VERB/VBD/3/conj";
    assert_eq!(of(nor, "attacked"), ["negated neither"]);
    assert_eq!(of(nor, "withdrew"), ["negated nor"]);
}

#[test]
fn a_question_mark_asks_of_its_own_clause_and_a_tag_of_none() {
    let asks = "Did=do/AUX/VBD/3/aux they/PRON/PRP/3/nsubj flee/VERB/VB/0/root ?/PUNCT/./3/punct";
    assert_eq!(of(asks, "flee"), ["asked ?"]);
    let said = "Did=do/AUX/VBD/3/aux he/PRON/PRP/3/nsubj say/VERB/VB/0/root they/PRON/PRP/5/nsubj \
                fled=flee/VERB/VBD/3/ccomp ?/PUNCT/./3/punct";
    assert_eq!(of(said, "fled"), ["reported say"]);
    let tag = "They/PRON/PRP/2/nsubj fled=flee/VERB/VBD/0/root ,/PUNCT/,/2/punct did=do/AUX/VBD/2/parataxis \
               n't=not/PART/RB/4/advmod they/PRON/PRP/4/nsubj ?/PUNCT/./2/punct";
    assert_eq!(of(tag, "fled"), [""; 0]);
}

#[test]
fn an_imperative_has_no_subject_and_a_report_has() {
    let leave = "Leave/VERB/VB/0/root the/DET/DT/3/det town/NOUN/NN/1/obj";
    assert_eq!(of(leave, "Leave"), ["commanded Leave"]);
    let attack = "Rebels/NOUN/NNS/2/nsubj attack/VERB/VBP/0/root town/NOUN/NN/2/obj";
    assert_eq!(of(attack, "attack"), [""; 0]);
}

#[test]
fn odd_trees_do_no_harm() {
    // A circle, a head that is not there, a sentence of one mark.
    let circle = "a/VERB/VB/2/conj b/VERB/VB/1/xcomp";
    assert!(of(circle, "a").len() < 10);
    let lost = "a/VERB/VB/9/conj not/PART/RB/1/advmod";
    let (mut a, _) = hand::analysis("?/PUNCT/./0/root", &[]);
    assert_eq!(facts(&a), []);
    (a, _) = hand::analysis(lost, &[]);
    assert_eq!(show(&a, &facts(&a), "a"), ["negated not"]);
}

#[test]
fn facts_come_in_the_order_of_their_predicates() {
    let rows = "They/PRON/PRP/2/nsubj vowed=vow/VERB/VBD/0/root to/PART/TO/4/mark attack/VERB/VB/2/xcomp \
                and/CCONJ/CC/6/cc capture/VERB/VB/4/conj it/PRON/PRP/6/obj";
    let (mut a, _) = hand::analysis(rows, &[]);
    a.facts = facts(&a);
    let tokens: Vec<_> = a.facts.iter().map(|f| f.token).collect();
    assert!(tokens.is_sorted());
    for s in 0..a.sentences.len() {
        for token in 0..a.sentences[s].tokens.len() {
            let r = froissart_model::TokenRef { sentence: s, token };
            assert!(a.facts_of(r).iter().all(|f| f.token == r));
        }
    }
    assert_eq!(a.facts.len(), 2);
}
