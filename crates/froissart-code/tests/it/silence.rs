//! Of a sentence that gives no claim the coder says why, as far as it knows.

use froissart_know::Knowledge;
use froissart_lang::Model;
use froissart_model::Page;

fn why(text: &str) -> Vec<Vec<String>> {
    let page = Page::from_text(text, Some("2024-12-02".into()), None);
    let (analysis, _) = froissart_lang::analyse(&page, Model::embedded());
    let traced = froissart_code::code_traced(&page, &analysis, Knowledge::embedded());
    for s in &traced.silences {
        assert!(!s.why.is_empty(), "no reason for {:?}", s.span.of(&page.text));
        assert!(!traced.claims.iter().any(|c| c.evidence.sentence == s.sentence));
    }
    traced.silences.into_iter().map(|s| s.why).collect()
}

#[test]
fn a_sentence_without_a_claim_says_why() {
    assert_eq!(why("Rebels seized Aleppo on Friday."), Vec::<Vec<String>>::new());
    let has = |text: &str, reason: &str| {
        let all = why(text);
        assert!(all.iter().flatten().any(|w| w.contains(reason)), "{text}: {all:?}");
    };
    has("The dog yawned in the garden.", "no rule has “yawned”");
    has("The engine seized in the cold.", "rules have “seized”");
    has("A quiet morning.", "no verb");
}
