//! One text with its trees, then its chains. The trees are written by hand, so that no change of the parser's weights
//! changes what is asked here.

use super::*;
use crate::attribution::tree::hand;
use froissart_model::NameKind;

/// Chains of two or more as the words of their mentions.
fn chains(text: &str, names: &[(&str, NameKind)]) -> Vec<Vec<String>> {
    let (a, text) = hand::analysis(text, names);
    let mut out: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for m in mentions(&a, &text) {
        out.entry(m.chain).or_default().push(m.span.of(&text).to_string());
    }
    out.into_values().collect()
}

#[test]
fn acronym_pronoun_and_bare_noun_join_the_name() {
    let text = "The/DET/DT/4/det Syrian/ADJ/NNP/4/amod Democratic/ADJ/NNP/4/amod Forces/PROPN/NNPS/8/nsubj (/PUNCT/-LRB-/6/punct SDF/PROPN/NNP/4/appos )/PUNCT/-RRB-/6/punct left=leave/VERB/VBD/0/root the/DET/DT/10/det town/NOUN/NN/8/obj ./PUNCT/./8/punct
        The/DET/DT/2/det SDF/PROPN/NNP/3/nsubj said=say/VERB/VBD/0/root it/PRON/PRP/6/nsubj would/AUX/MD/6/aux return/VERB/VB/3/ccomp ./PUNCT/./3/punct
        The/DET/DT/2/det group/NOUN/NN/3/nsubj kept=keep/VERB/VBD/0/root its/PRON/PRP$/5/nmod:poss arms=arm/NOUN/NNS/3/obj ./PUNCT/./3/punct";
    let names = [("Syrian Democratic Forces", NameKind::Org), ("SDF", NameKind::Org)];
    assert_eq!(chains(text, &names), [["The Syrian Democratic Forces", "SDF", "The SDF", "it", "The group", "its"]]);
}

#[test]
fn surname_and_he_join_the_full_name() {
    let text = "President/PROPN/NNP/2/nmod:desc Bashar/PROPN/NNP/4/nsubj Assad/PROPN/NNP/2/flat met=meet/VERB/VBD/0/root ministers=minister/NOUN/NNS/4/obj ./PUNCT/./4/punct
        Assad/PROPN/NNP/2/nsubj told=tell/VERB/VBD/0/root reporters=reporter/NOUN/NNS/2/iobj he/PRON/PRP/6/nsubj would/AUX/MD/6/aux fight/VERB/VB/2/ccomp ./PUNCT/./2/punct";
    let names = [("Bashar Assad", NameKind::Per), ("Assad", NameKind::Per)];
    assert_eq!(chains(text, &names), [["President Bashar Assad", "Assad", "he"]]);
}

#[test]
fn the_rebels_are_the_rebels() {
    let text = "The/DET/DT/2/det rebels=rebel/NOUN/NNS/3/nsubj took=take/VERB/VBD/0/root Hama/PROPN/NNP/3/obj ./PUNCT/./3/punct
        Russia/PROPN/NNP/2/nsubj said=say/VERB/VBD/0/root the/DET/DT/4/det rebels=rebel/NOUN/NNS/5/nsubj broke=break/VERB/VBD/2/ccomp their/PRON/PRP$/7/nmod:poss word/NOUN/NN/5/obj ./PUNCT/./2/punct";
    let names = [("Hama", NameKind::Gpe), ("Russia", NameKind::Gpe)];
    assert_eq!(chains(text, &names), [["The rebels", "the rebels", "their"]]);
}

#[test]
fn in_speech_i_is_the_speaker_and_he_another() {
    let text = "Bashar/PROPN/NNP/3/nsubj Assad/PROPN/NNP/1/flat met=meet/VERB/VBD/0/root Vladimir/PROPN/NNP/3/obj Putin/PROPN/NNP/4/flat ./PUNCT/./3/punct
        “/PUNCT/``/4/punct I/PRON/PRP/4/nsubj will/AUX/MD/4/aux fight/VERB/VB/7/ccomp ,/PUNCT/,/4/punct ”/PUNCT/''/4/punct said=say/VERB/VBD/0/root Assad/PROPN/NNP/7/nsubj ./PUNCT/./7/punct";
    let names = [("Bashar Assad", NameKind::Per), ("Vladimir Putin", NameKind::Per), ("Assad", NameKind::Per)];
    let (mut a, text) = hand::analysis(text, &names);
    a.quotations = crate::quote::quotations(&a, &text);
    a.attributions = crate::attribution::attributions(&a, &text);
    let found: Vec<_> = mentions(&a, &text).iter().map(|m| (m.span.of(&text), m.chain)).collect();
    assert_eq!(found, [("Bashar Assad", 0), ("I", 0), ("Assad", 0)]);
}

#[test]
fn an_empty_it_and_another_name_join_nothing() {
    let text = "Turkey/PROPN/NNP/2/nsubj left=leave/VERB/VBD/0/root ./PUNCT/./2/punct
        It/PRON/PRP/3/expl is=be/AUX/VBZ/3/cop clear/ADJ/JJ/0/root that/SCONJ/IN/6/mark Iran/PROPN/NNP/6/nsubj stayed=stay/VERB/VBD/3/csubj ./PUNCT/./3/punct";
    let names = [("Turkey", NameKind::Gpe), ("Iran", NameKind::Gpe)];
    assert!(chains(text, &names).is_empty());
}

#[test]
fn his_father_is_not_his_and_a_phrase_has_no_preposition_but_its_clause() {
    let text = "Of/ADP/IN/3/case his/PRON/PRP$/3/nmod:poss father/NOUN/NN/8/obl ,/PUNCT/,/6/punct who/PRON/WP/6/nsubj ruled=rule/VERB/VBD/3/acl:relcl ,/PUNCT/,/6/punct spoke=speak/VERB/VBD/0/root Bashar/PROPN/NNP/8/nsubj ./PUNCT/./8/punct";
    let (a, text) = hand::analysis(text, &[("Bashar", NameKind::Per)]);
    let d = Document::new(&a, &text);
    let words: Vec<_> = d.phrases.iter().map(|p| p.span.of(&text)).collect();
    assert_eq!(words, ["his", "his father , who ruled", "Bashar"]);
    let e = Entity::new(0, &d.phrases[0]);
    assert!(crosses(&d, &d.phrases[1], &e) && !crosses(&d, &d.phrases[2], &e));
}

#[test]
fn several_together_are_a_phrase_of_their_own() {
    let text =
        "Turkey/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Iran/PROPN/NNP/1/conj met=meet/VERB/VBD/0/root ./PUNCT/./4/punct
        They/PRON/PRP/2/nsubj agreed=agree/VERB/VBD/0/root to/PART/TO/4/mark talk/VERB/VB/2/xcomp ./PUNCT/./2/punct";
    let names = [("Turkey", NameKind::Gpe), ("Iran", NameKind::Gpe)];
    assert_eq!(chains(text, &names), [["Turkey and Iran", "They"]]);
}

#[test]
fn a_long_page_looks_back_no_farther_than_a_short_one() {
    let row = "Turkey/PROPN/NNP/2/nsubj left=leave/VERB/VBD/0/root Iran/PROPN/NNP/2/obj and/CCONJ/CC/5/cc Iraq/PROPN/NNP/3/conj ./PUNCT/./2/punct\n";
    let names = [("Turkey", NameKind::Gpe), ("Iran", NameKind::Gpe), ("Iraq", NameKind::Gpe)];
    let (a, text) = hand::analysis(&row.repeat(300), &names);
    let mut most = 0;
    let mentions = read(&a, &text, Ranker::embedded(), &mut |x| most = most.max(x.candidates.len()));
    assert!(most <= NEAR + 6 * FAR, "{most}");
    assert!(mentions.iter().filter(|m| m.span.of(&text) == "Turkey").all(|m| m.chain == mentions[0].chain));
}
