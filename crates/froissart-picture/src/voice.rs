//! How far a claim's words are from the act; whose word it is, testimony tells ([`froissart_testimony::Accounts`]).
//!
//! "Rebels seized the town" is the page's own word; "sources say that rebels seized it" is three steps away.

use froissart_testimony::Mentions;

/// How far the words of the claim of this number are from the act: 0 the page's own word, else one for each account in
/// the chain, and two more where the innermost is nobody by name ("sources", "residents").
pub(crate) fn directness(m: &Mentions<'_>, n: u32) -> u8 {
    let holders = m.holders.of(n as usize);
    let innermost = holders.first().map(|&way| m.ways[way as usize].entity);
    let chain = holders.len().min(9) as u8;
    chain + if innermost.is_some_and(|e| e.id.is_none() && e.name.is_none()) { 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{PageHead, Sourced};
    use froissart_model::{Claim, Entity, EntityKind, Evidence, Kind, Part, Span};

    fn told(chain: &[(&str, bool)]) -> Sourced {
        let evidence = Evidence { span: Span::new(0, 1), text: "x".into(), part: Part::Body, sentence: 0 };
        let mut claim = Claim::new(Kind::Event, "ASSAULT", evidence, "test");
        for &(text, named) in chain {
            let e = Entity::unnamed(text, Span::new(0, 1), EntityKind::Group);
            claim.according_to.push(Entity { name: named.then(|| text.to_owned()), ..e });
        }
        Sourced::new(
            claim,
            PageHead { id: "p".into(), title: None, outlet: Some("Gondor Herald".into()), url: None, published: None },
        )
    }

    #[test]
    fn the_pages_own_word_is_the_most_direct_and_a_nameless_one_the_least() {
        let of = |chain: &[(&str, bool)]| directness(&Mentions::new([&told(chain)]), 0);
        assert_eq!((of(&[]), of(&[("the Steward", true)])), (0, 1));
        assert_eq!((of(&[("the Steward", true), ("AFP", true)]), of(&[("sources", false)])), (2, 3));
    }
}
