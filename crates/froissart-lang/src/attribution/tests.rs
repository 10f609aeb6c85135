//! Attributions of hand-made trees: one sentence, then who says what.

use super::tree::hand;
use super::*;
use froissart_model::NameKind;

/// `lemma: source -> content`, spans joined by an ellipsis.
fn said(rows: &str) -> Vec<String> {
    let names = [("Russian", NameKind::Norp), ("Lavrov", NameKind::Per)];
    let (mut a, text) = hand::analysis(rows, &names);
    a.quotations = crate::quote::quotations(&a, &text);
    let join = |spans: &[Span]| spans.iter().map(|s| s.of(&text)).collect::<Vec<_>>().join(" … ");
    attributions(&a, &text)
        .iter()
        .map(|x| format!("{}: {} -> {}", x.lemma, join(&x.source), join(&x.content)))
        .collect()
}

#[test]
fn forms_of_saying() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Rebels=rebel/NOUN/NNS/2/nsubj seized=seize/VERB/VBD/0/root Aleppo/PROPN/NNP/2/obj ,/PUNCT/,/8/punct a/DET/DT/7/det war/NOUN/NN/7/compound monitor/NOUN/NN/8/nsubj said=say/VERB/VBD/2/parataxis ./PUNCT/./2/punct",
            &["say: a war monitor -> Rebels seized Aleppo"],
        ),
        (
            "“/PUNCT/``/3/punct We/PRON/PRP/3/nsubj stand/VERB/VBP/11/ccomp with/ADP/IN/5/case Syria/PROPN/NNP/3/obl ,/PUNCT/,/3/punct ”/PUNCT/''/3/punct Spokesman/PROPN/NNP/9/nmod:desc Lin/PROPN/NNP/11/nsubj Jian/PROPN/NNP/9/flat said=say/VERB/VBD/0/root ,/PUNCT/,/15/punct according=accord/VERB/VBG/15/case to/ADP/IN/13/fixed AFP/PROPN/NNP/11/obl ./PUNCT/./11/punct",
            &[
                "say: Spokesman Lin Jian -> “ We stand with Syria , ”",
                "according: AFP -> “ We stand with Syria , ” Spokesman Lin Jian said",
            ],
        ),
        (
            "Turkey/PROPN/NNP/2/nsubj denied=deny/VERB/VBD/0/root backing=back/VERB/VBG/2/xcomp the/DET/DT/5/det rebels=rebel/NOUN/NNS/3/obj ./PUNCT/./2/punct",
            &["deny: Turkey -> backing the rebels"],
        ),
        (
            "Iranian/ADJ/JJ/2/amod advisers=adviser/NOUN/NNS/4/nsubj:pass are=be/AUX/VBP/4/aux:pass believed=believe/VERB/VBN/0/root to/PART/TO/9/mark be/AUX/VB/9/cop in/ADP/IN/9/case the/DET/DT/9/det city/NOUN/NN/4/xcomp ./PUNCT/./4/punct",
            &["believe:  -> Iranian advisers … to be in the city"],
        ),
        (
            "It/PRON/PRP/3/expl is=be/AUX/VBZ/3/aux:pass believed=believe/VERB/VBN/0/root that/SCONJ/IN/6/mark they/PRON/PRP/6/nsubj fled=flee/VERB/VBD/3/csubj:pass ./PUNCT/./3/punct",
            &["believe:  -> that they fled"],
        ),
        // A lemma that came out wrong is mended from the form.
        (
            "The/DET/DT/2/det group/NOUN/NN/3/nsubj vowed=vowe/VERB/VBD/0/root to/PART/TO/5/mark advance/VERB/VB/3/xcomp on/ADP/IN/7/case Hama/PROPN/NNP/5/obl ./PUNCT/./3/punct",
            &["vow: The group -> to advance on Hama"],
        ),
        (
            "The/DET/DT/2/det observatory/NOUN/NN/3/nsubj accused=accuse/VERB/VBD/0/root the/DET/DT/5/det regime/NOUN/NN/3/obj of/SCONJ/IN/7/mark shelling=shell/VERB/VBG/3/advcl hospitals=hospital/NOUN/NNS/7/obj ./PUNCT/./3/punct",
            &["accuse: The observatory -> the regime of shelling hospitals"],
        ),
        (
            "Claims=claim/NOUN/NNS/9/nsubj by/ADP/IN/3/case Moscow/PROPN/NNP/1/nmod that/SCONJ/IN/6/mark it/PRON/PRP/6/nsubj killed=kill/VERB/VBD/1/acl fighters=fighter/NOUN/NNS/6/obj were=be/AUX/VBD/9/aux fading=fade/VERB/VBG/0/root ./PUNCT/./9/punct",
            &["claim: Moscow -> that it killed fighters"],
        ),
        (
            "Russian/ADJ/JJ/2/amod claims=claim/NOUN/NNS/6/nsubj that/SCONJ/IN/5/mark he/PRON/PRP/5/nsubj fled=flee/VERB/VBD/2/acl grew=grow/VERB/VBD/0/root ./PUNCT/./6/punct",
            &["claim: Russian -> that he fled"],
        ),
        (
            "The/DET/DT/2/det men=man/NOUN/NNS/4/nsubj reportedly/ADV/RB/4/advmod fled=flee/VERB/VBD/0/root ./PUNCT/./4/punct",
            &["reportedly:  -> The men … fled"],
        ),
        (
            "Erdogan/PROPN/NNP/2/nsubj said=say/VERB/VBD/0/root talks=talk/NOUN/NNS/4/nsubj failed=fail/VERB/VBD/2/ccomp ,/PUNCT/,/6/punct adding=add/VERB/VBG/2/advcl that/SCONJ/IN/9/mark Putin/PROPN/NNP/9/nsubj agreed=agree/VERB/VBD/6/ccomp ./PUNCT/./2/punct",
            &["say: Erdogan -> talks failed", "add: Erdogan -> that Putin agreed"],
        ),
        (
            "Washington/PROPN/NNP/2/nsubj urged=urge/VERB/VBD/0/root all/DET/DT/4/det sides=side/NOUN/NNS/2/obj to/PART/TO/6/mark leave/VERB/VB/2/xcomp ./PUNCT/./2/punct",
            &["urge: Washington -> all sides to leave"],
        ),
        (
            "The/DET/DT/2/det army/NOUN/NN/3/nsubj left=leave/VERB/VBD/0/root ,/PUNCT/,/6/punct Reuters/PROPN/NNP/6/nsubj reported=report/VERB/VBD/3/parataxis ,/PUNCT/,/8/punct citing=cite/VERB/VBG/3/advcl two/NUM/CD/10/nummod officials=official/NOUN/NNS/8/obj ./PUNCT/./3/punct",
            &["report: Reuters -> The army left", "cite: two officials -> The army left , Reuters reported"],
        ),
        (
            "The/DET/DT/2/det ministry/NOUN/NN/3/nsubj said=say/VERB/VBD/0/root in/ADP/IN/6/case a/DET/DT/6/det statement/NOUN/NN/3/obl that/SCONJ/IN/9/mark it/PRON/PRP/9/nsubj left=leave/VERB/VBD/6/acl ./PUNCT/./3/punct",
            &["say: The ministry -> that it left"],
        ),
        (
            "The/DET/DT/2/det men=man/NOUN/NNS/0/root who/PRON/WP/4/nsubj said=say/VERB/VBD/2/acl:relcl they/PRON/PRP/6/nsubj left=leave/VERB/VBD/4/ccomp ./PUNCT/./2/punct",
            &["say: The men who -> they left"],
        ),
        // Judging is no saying.
        (
            "Lavrov/PROPN/NNP/2/nsubj condemned=condemn/VERB/VBD/0/root the/DET/DT/4/det attack/NOUN/NN/2/obj ./PUNCT/./2/punct",
            &[],
        ),
        (
            "Lavrov/PROPN/NNP/5/dep :/PUNCT/:/5/punct talks=talk/NOUN/NNS/5/nsubj will/AUX/MD/5/aux continue/VERB/VB/0/root ./PUNCT/./5/punct",
            &[":: Lavrov -> talks will continue"],
        ),
    ];
    for (rows, wanted) in cases {
        assert_eq!(&said(rows), wanted, "{rows}");
    }
}

#[test]
fn speech_goes_on_in_the_next_sentence_and_paragraph() {
    let rows = "“/PUNCT/``/3/punct We/PRON/PRP/3/nsubj wait/VERB/VBP/6/ccomp ,/PUNCT/,/3/punct ”/PUNCT/''/3/punct said=say/VERB/VBD/0/root Hassan/PROPN/NNP/6/nsubj ./PUNCT/./6/punct
        “/PUNCT/``/3/punct We/PRON/PRP/3/nsubj go/VERB/VBP/0/root on/ADV/RB/3/advmod ./PUNCT/./3/punct ”/PUNCT/''/3/punct

        “/PUNCT/``/4/punct Hama/PROPN/NNP/4/nsubj is=be/AUX/VBZ/4/cop next/ADJ/JJ/0/root ./PUNCT/./4/punct ”/PUNCT/''/4/punct";
    assert_eq!(said(rows), ["say: Hassan -> “ We wait , ” … “ We go on . ” … “ Hama is next . ”"]);
}

#[test]
fn a_cue_after_a_colon_takes_the_quotation() {
    let rows = "The/DET/DT/2/det minister/NOUN/NN/4/nsubj was=be/AUX/VBD/4/cop blunt/ADJ/JJ/0/root :/PUNCT/:/4/punct “/PUNCT/``/7/punct We/PRON/PRP/8/nsubj leave/VERB/VBP/4/dep now/ADV/RB/8/advmod ./PUNCT/./8/punct ”/PUNCT/''/8/punct";
    assert_eq!(said(rows), [":: The minister -> “ We leave now . ”"]);
}

#[test]
fn his_own_mind_inside_his_speech_is_no_further_source() {
    let rows = "“/PUNCT/``/3/punct I/PRON/PRP/3/nsubj think/VERB/VBP/8/ccomp they/PRON/PRP/5/nsubj left=leave/VERB/VBD/3/ccomp ,/PUNCT/,/3/punct ”/PUNCT/''/3/punct said=say/VERB/VBD/0/root Hassan/PROPN/NNP/8/nsubj ./PUNCT/./8/punct";
    assert_eq!(said(rows), ["say: Hassan -> “ I think they left , ”"]);
}
