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
            &["say: who -> they left"],
        ),
        // Judging takes for granted what is judged.
        (
            "Lavrov/PROPN/NNP/2/nsubj condemned=condemn/VERB/VBD/0/root the/DET/DT/4/det attack/NOUN/NN/2/obj ./PUNCT/./2/punct",
            &["condemn: Lavrov -> the attack"],
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

/// `attitude lemma: source -> content`, each under the one that it stands within, two spaces deeper.
fn nested(rows: &str) -> Vec<String> {
    let names =
        [("Lavrov", NameKind::Per), ("Hassan", NameKind::Per), ("AFP", NameKind::Org), ("Hamas", NameKind::Org)];
    let (mut a, text) = hand::analysis(rows, &names);
    a.quotations = crate::quote::quotations(&a, &text);
    let out = attributions(&a, &text);
    let join = |spans: &[Span]| spans.iter().map(|s| s.of(&text)).collect::<Vec<_>>().join(" … ");
    let depth = |x: &Attribution| std::iter::successors(x.within, |w| out[*w].within).count();
    let line = |x: &Attribution| {
        let (pad, attitude) = ("  ".repeat(depth(x)), x.attitude.as_str());
        format!("{pad}{attitude} {}: {} -> {}", x.lemma, join(&x.source), join(&x.content))
    };
    out.iter().map(line).collect()
}

#[test]
fn chains_stand_within_each_other() {
    let cases: &[(&str, &[&str])] = &[
        (
            "The/DET/DT/2/det governor/NOUN/NN/3/nsubj said=say/VERB/VBD/0/root the/DET/DT/5/det mayor/NOUN/NN/6/nsubj told=tell/VERB/VBD/3/ccomp reporters=reporter/NOUN/NNS/6/iobj that/SCONJ/IN/11/mark water/NOUN/NN/11/nsubj was=be/AUX/VBD/11/cop short/ADJ/JJ/6/ccomp ./PUNCT/./3/punct",
            &[
                "statement say: The governor -> the mayor told reporters that water was short",
                "  statement tell: the mayor -> that water was short",
            ],
        ),
        (
            "State/NOUN/NN/2/compound media/NOUN/NNS/3/nsubj quoted=quote/VERB/VBD/0/root a/DET/DT/5/det commander/NOUN/NN/3/obj as/SCONJ/IN/7/mark saying=say/VERB/VBG/3/advcl the/DET/DT/9/det bridge/NOUN/NN/10/nsubj fell=fall/VERB/VBD/7/ccomp ./PUNCT/./3/punct",
            &[
                "statement quote: State media -> a commander as saying the bridge fell",
                "  statement say: a commander -> the bridge fell",
            ],
        ),
        // What closes the sentence covers who says it.
        (
            "Hassan/PROPN/NNP/2/nsubj said=say/VERB/VBD/0/root the/DET/DT/4/det port/NOUN/NN/5/nsubj shut/VERB/VBD/2/ccomp ,/PUNCT/,/9/punct according=accord/VERB/VBG/9/case to/ADP/IN/7/fixed AFP/PROPN/NNP/5/obl ./PUNCT/./2/punct",
            &["  statement say: Hassan -> the port shut", "statement according: AFP -> Hassan said the port shut"],
        ),
        // Where he speaks on, it is not part of what he argued.
        (
            "He/PRON/PRP/2/nsubj argued=argue/VERB/VBD/0/root the/DET/DT/4/det truce/NOUN/NN/6/nsubj would/AUX/MD/6/aux hold/VERB/VB/2/ccomp ,/PUNCT/,/8/punct saying=say/VERB/VBG/6/advcl both/DET/DT/10/det sides=side/NOUN/NNS/11/nsubj agreed=agree/VERB/VBD/8/ccomp ./PUNCT/./2/punct",
            &["statement argue: He -> the truce would hold", "statement say: He -> both sides agreed"],
        ),
        // His own mind is no further source, neither as "I" nor as what he denies.
        (
            "Hamas/PROPN/NNP/2/nsubj denied=deny/VERB/VBD/0/root wanting=want/VERB/VBG/2/xcomp a/DET/DT/5/det war/NOUN/NN/3/obj ./PUNCT/./2/punct",
            &["denial deny: Hamas -> wanting a war"],
        ),
    ];
    for (rows, wanted) in cases {
        assert_eq!(&nested(rows), wanted, "{rows}");
    }
}

#[test]
fn attitudes_follow_the_cue_and_its_content() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Residents=resident/NOUN/NNS/2/nsubj fear/VERB/VBP/0/root the/DET/DT/4/det dam/NOUN/NN/6/nsubj will/AUX/MD/6/aux burst/VERB/VB/2/ccomp ./PUNCT/./2/punct",
            &["expectation fear: Residents -> the dam will burst"],
        ),
        (
            "Officials=official/NOUN/NNS/2/nsubj believe/VERB/VBP/0/root he/PRON/PRP/4/nsubj fled=flee/VERB/VBD/2/ccomp ./PUNCT/./2/punct",
            &["belief believe: Officials -> he fled"],
        ),
        (
            "She/PRON/PRP/2/nsubj asked=ask/VERB/VBD/0/root workers=worker/NOUN/NNS/2/iobj if/SCONJ/IN/6/mark they/PRON/PRP/6/nsubj left=leave/VERB/VBD/2/advcl ./PUNCT/./2/punct",
            &["question ask: She -> if they left"],
        ),
        (
            "She/PRON/PRP/2/nsubj asked=ask/VERB/VBD/0/root them/PRON/PRP/2/obj to/PART/TO/5/mark leave/VERB/VB/2/xcomp ./PUNCT/./2/punct",
            &["demand ask: She -> them to leave"],
        ),
        (
            "Aid/NOUN/NN/2/compound workers=worker/NOUN/NNS/3/nsubj called=call/VERB/VBD/0/root for/ADP/IN/6/case a/DET/DT/6/det truce/NOUN/NN/3/obl ./PUNCT/./3/punct",
            &["demand call: Aid workers -> a truce"],
        ),
        (
            "Iran/PROPN/NNP/2/nsubj vowed=vow/VERB/VBD/0/root to/PART/TO/4/mark retaliate/VERB/VB/2/xcomp ./PUNCT/./2/punct",
            &["intention vow: Iran -> to retaliate"],
        ),
        (
            "Lavrov/PROPN/NNP/2/nsubj slammed=slam/VERB/VBD/0/root the/DET/DT/4/det deal/NOUN/NN/2/obj as/ADP/IN/7/case a/DET/DT/7/det betrayal/NOUN/NN/2/obl and/CCONJ/CC/9/cc called=call/VERB/VBD/2/conj it/PRON/PRP/9/obj a/DET/DT/12/det trap/NOUN/NN/9/xcomp ./PUNCT/./2/punct",
            &["judgement slam: Lavrov -> the deal as a betrayal", "judgement call: Lavrov -> it a trap"],
        ),
        (
            "The/DET/DT/2/det deal/NOUN/NN/4/nsubj:pass was=be/AUX/VBD/4/aux:pass denounced=denounce/VERB/VBN/0/root by/ADP/IN/6/case Hamas/PROPN/NNP/4/obl:agent ./PUNCT/./4/punct",
            &["judgement denounce: Hamas -> The deal"],
        ),
        (
            "He/PRON/PRP/3/nsubj is=be/AUX/VBZ/3/cop critical/ADJ/JJ/0/root of/ADP/IN/6/case the/DET/DT/6/det deal/NOUN/NN/3/obl ./PUNCT/./3/punct",
            &["judgement critical: He -> the deal"],
        ),
        (
            "Lavrov/PROPN/NNP/3/nmod:poss 's/PART/POS/1/case support/NOUN/NN/7/nsubj for/ADP/IN/6/case the/DET/DT/6/det truce/NOUN/NN/3/nmod grew=grow/VERB/VBD/0/root ./PUNCT/./7/punct",
            &["judgement support: Lavrov 's -> the truce"],
        ),
    ];
    for (rows, wanted) in cases {
        assert_eq!(&nested(rows), wanted, "{rows}");
    }
}

#[test]
fn who_is_asked_is_no_source_and_silence_is_no_statement() {
    let asked = "Asked=ask/VERB/VBN/9/advcl whether/SCONJ/IN/4/mark he/PRON/PRP/4/nsubj left=leave/VERB/VBD/1/ccomp ,/PUNCT/,/1/punct the/DET/DT/8/det new/ADJ/JJ/8/amod minister/NOUN/NN/9/nsubj said=say/VERB/VBD/0/root nobody/PRON/NN/11/nsubj did=do/VERB/VBD/9/ccomp ./PUNCT/./9/punct";
    assert_eq!(nested(asked), ["question ask:  -> whether he left", "statement say: the new minister -> nobody did"]);
    let silent = "Hamas/PROPN/NNP/4/nsubj did=do/AUX/VBD/4/aux not/PART/RB/4/advmod respond/VERB/VB/0/root to/ADP/IN/7/case a/DET/DT/7/det request/NOUN/NN/4/obl ./PUNCT/./4/punct";
    assert_eq!(nested(silent), [""; 0]);
}

#[test]
fn sources_of_participles_and_nouns() {
    let cases: &[(&str, &[&str])] = &[
        (
            "The/DET/DT/2/det ministry/NOUN/NN/3/nsubj issued=issue/VERB/VBD/0/root a/DET/DT/5/det statement/NOUN/NN/3/obj saying=say/VERB/VBG/5/acl it/PRON/PRP/8/nsubj left=leave/VERB/VBD/6/ccomp ./PUNCT/./3/punct",
            &["statement say: The ministry -> it left"],
        ),
        (
            "Hassan/PROPN/NNP/2/nsubj resigned=resign/VERB/VBD/0/root ,/PUNCT/,/4/punct citing=cite/VERB/VBG/2/advcl low/ADJ/JJ/6/amod morale/NOUN/NN/4/obj ./PUNCT/./2/punct",
            &["statement cite: Hassan -> low morale"],
        ),
        (
            "An/DET/DT/2/det announcement/NOUN/NN/9/nsubj by/ADP/IN/4/case Hamas/PROPN/NNP/2/nmod that/SCONJ/IN/8/mark talks=talk/NOUN/NNS/8/nsubj had=have/AUX/VBD/8/aux failed=fail/VERB/VBN/4/acl surprised=surprise/VERB/VBD/0/root many/ADJ/JJ/9/obj ./PUNCT/./9/punct",
            &["statement announcement: Hamas -> that talks had failed"],
        ),
        (
            "In/ADP/IN/3/case the/DET/DT/3/det view/NOUN/NN/11/obl of/ADP/IN/6/case the/DET/DT/6/det generals=general/NOUN/NNS/3/nmod ,/PUNCT/,/3/punct the/DET/DT/9/det war/NOUN/NN/11/nsubj:pass is=be/AUX/VBZ/11/aux:pass lost=lose/VERB/VBN/0/root ./PUNCT/./11/punct",
            &["belief view: the generals -> the war is lost"],
        ),
        (
            "For/ADP/IN/2/case residents=resident/NOUN/NNS/8/obl ,/PUNCT/,/2/punct the/DET/DT/5/det siege/NOUN/NN/8/nsubj is=be/AUX/VBZ/8/cop a/DET/DT/8/det catastrophe/NOUN/NN/0/root ./PUNCT/./8/punct",
            &["belief view: residents -> the siege is a catastrophe"],
        ),
        (
            "By/ADP/IN/4/case their/PRON/PRP$/4/nmod:poss own/ADJ/JJ/4/amod account/NOUN/NN/7/obl the/DET/DT/6/det fighters=fighter/NOUN/NNS/7/nsubj fled=flee/VERB/VBD/0/root ./PUNCT/./7/punct",
            &["statement account: their -> the fighters fled"],
        ),
        // Where the tree does not tie the end of the sentence to its beginning.
        (
            "The/DET/DT/2/det pilot/NOUN/NN/4/nsubj was=be/AUX/VBD/4/cop kind/ADJ/JJ/8/amod ,/PUNCT/,/8/punct a/DET/DT/8/det Cairo/PROPN/NNP/8/compound official/NOUN/NN/9/nsubj told=tell/VERB/VBD/0/root AFP/PROPN/NNP/9/iobj ./PUNCT/./9/punct",
            &["statement tell: a Cairo official -> The pilot was kind"],
        ),
    ];
    for (rows, wanted) in cases {
        assert_eq!(&nested(rows), wanted, "{rows}");
    }
}

#[test]
fn headlines_name_their_source_at_either_end() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Truce/NOUN/NN/3/nsubj will/AUX/MD/3/aux hold/VERB/VB/0/root :/PUNCT/:/6/punct Hamas/PROPN/NNP/6/compound chief/NOUN/NN/3/parataxis",
            &["statement :: Hamas chief -> Truce will hold"],
        ),
        (
            "Ten/NUM/CD/2/nsubj killed=kill/VERB/VBN/0/root in/ADP/IN/4/case strike/NOUN/NN/2/obl –/PUNCT/:/6/punct monitor/NOUN/NN/2/parataxis",
            &["statement :: monitor -> Ten killed in strike"],
        ),
        (
            "Talks=talk/NOUN/NNS/2/nsubj stall/VERB/VBP/0/root -/PUNCT/:/4/punct Hassan/PROPN/NNP/2/parataxis :/PUNCT/:/8/punct “/PUNCT/``/8/punct We/PRON/PRP/8/nsubj wait/VERB/VBP/4/parataxis ”/PUNCT/''/8/punct",
            &["statement :: Hassan -> “ We wait ”"],
        ),
        // A label is nobody, and a sentence may end with a name.
        (
            "Update/NOUN/NN/4/dep :/PUNCT/:/1/punct Hamas/PROPN/NNP/4/nsubj leaves=leave/VERB/VBZ/0/root Gaza/PROPN/NNP/4/obj",
            &[],
        ),
        (
            "He/PRON/PRP/2/nsubj has=have/VERB/VBZ/0/root a/DET/DT/5/det new/ADJ/JJ/5/amod enemy/NOUN/NN/2/obj :/PUNCT/:/7/punct Hassan/PROPN/NNP/5/appos ./PUNCT/./2/punct",
            &[],
        ),
    ];
    for (rows, wanted) in cases {
        assert_eq!(&nested(rows), wanted, "{rows}");
    }
}

#[test]
fn a_name_and_a_colon_speak_the_whole_paragraph_and_a_signature_what_is_above() {
    let transcript =
        "HASSAN/PROPN/NNP/4/dep :/PUNCT/:/1/punct We/PRON/PRP/4/nsubj stay/VERB/VBP/0/root ./PUNCT/./4/punct
        They/PRON/PRP/2/nsubj left=leave/VERB/VBD/0/root ./PUNCT/./2/punct";
    assert_eq!(nested(transcript), ["statement :: HASSAN -> We stay … They left ."]);
    let post = "The/DET/DT/2/det bridge/NOUN/NN/3/nsubj fell=fall/VERB/VBD/0/root ./PUNCT/./3/punct
        Nobody/PRON/NN/2/nsubj came=come/VERB/VBD/0/root —/PUNCT/:/4/punct Hassan/PROPN/NNP/2/parataxis (/PUNCT/-LRB-/6/punct @hassan/PROPN/NNP/4/appos )/PUNCT/-RRB-/6/punct";
    assert_eq!(nested(post), ["statement —: Hassan ( @hassan ) -> The bridge fell . … Nobody came"]);
}

const OPEN: &str =
    "“/PUNCT/``/3/punct We/PRON/PRP/3/nsubj wait=wait/VERB/VBP/0/root there/ADV/RB/3/advmod ./PUNCT/./3/punct";
const SAID: &str = "“/PUNCT/``/3/punct They/PRON/PRP/3/nsubj left=leave/VERB/VBD/7/ccomp ,/PUNCT/,/3/punct ”/PUNCT/''/3/punct Hassan/PROPN/NNP/7/nsubj said=say/VERB/VBD/0/root ./PUNCT/./7/punct";
const ALONE: &str =
    "“/PUNCT/``/3/punct We/PRON/PRP/3/nsubj go/VERB/VBP/0/root on/ADV/RB/3/advmod ./PUNCT/./3/punct ”/PUNCT/''/3/punct";

#[test]
fn a_paragraph_that_is_not_closed_belongs_to_the_next_ones_speaker() {
    let rows = format!("{OPEN}\n\n{SAID}");
    assert_eq!(nested(&rows), ["statement say: Hassan -> “ We wait there . … “ They left , ”"]);
}

#[test]
fn a_quoted_sentence_before_its_speaker_in_the_paragraph_is_his() {
    let rows = format!("{ALONE}\n{SAID}");
    assert_eq!(nested(&rows), ["statement say: Hassan -> “ We go on . ” “ They left , ”".replace("” “", "” … “")]);
}

#[test]
fn quoted_paragraphs_go_on_as_long_as_nobody_else_speaks() {
    let rows = format!("{SAID}\n\n{ALONE}\n\n{ALONE}\n\n{ALONE}");
    let on = " … “ We go on . ”".repeat(3);
    assert_eq!(nested(&rows), [format!("statement say: Hassan -> “ They left , ”{on}")]);
}

#[test]
fn a_speaker_in_the_next_sentence_has_the_question_before() {
    let rows = "“/PUNCT/``/4/punct Who/PRON/WP/4/nsubj will/AUX/MD/4/aux feed/VERB/VB/0/root them/PRON/PRP/4/obj ?/PUNCT/./4/punct ”/PUNCT/''/4/punct
        Hassan/PROPN/NNP/2/nsubj asked=ask/VERB/VBD/0/root ./PUNCT/./2/punct";
    assert_eq!(nested(rows), ["question ask: Hassan -> “ Who will feed them ? ”"]);
}

#[test]
fn the_head_of_a_source_is_the_pronoun_in_the_tree_and_of_who_the_noun() {
    let rows = "“/PUNCT/``/3/punct We/PRON/PRP/3/nsubj wait/VERB/VBP/7/ccomp ,/PUNCT/,/3/punct ”/PUNCT/''/3/punct he/PRON/PRP/7/nsubj said=say/VERB/VBD/0/root ./PUNCT/./7/punct
        The/DET/DT/2/det men=man/NOUN/NNS/0/root who/PRON/WP/4/nsubj said=say/VERB/VBD/2/acl:relcl they/PRON/PRP/6/nsubj left=leave/VERB/VBD/4/ccomp ./PUNCT/./2/punct";
    let (mut a, text) = hand::analysis(rows, &[]);
    a.quotations = crate::quote::quotations(&a, &text);
    let heads: Vec<&str> =
        attributions(&a, &text).iter().map(|x| a.token(x.source_head.expect("a source")).form.as_str()).collect();
    assert_eq!(heads, ["he", "men"]);
}

#[test]
fn long_pages_take_no_longer_than_their_length() {
    // With a pass over the page for each quotation this would be 10^9 steps.
    let block = format!("{SAID}\n\n{ALONE}\n\n");
    let rows = block.repeat(6000);
    let (mut a, text) = hand::analysis(&rows, &[]);
    a.quotations = crate::quote::quotations(&a, &text);
    assert_eq!(a.quotations.len(), 12_000);
    let out = attributions(&a, &text);
    assert_eq!(out.len(), 6000);
    assert!(out.iter().all(|x| x.content.len() == 2));
}
