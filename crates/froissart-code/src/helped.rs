//! Help that somebody has in what he does: "Chad, with French help, attacked the rebels", "with the backing of a militia".
//!
//! The act is the matcher's; here is only the tie that the phrase tells: France supports Chad. What is only planned,
//! denied or done without help tells no tie.

use crate::assemble::base;
use crate::reader::Reader;
use froissart_model::{Claim, Kind, Mood};

/// Words before the help that say by what means.
const MEANS: &[(&[&str], &str)] = &[
    (&["air", "aerial"], "air"),
    (&["financial", "economic"], "money"),
    (&["logistical", "logistic", "material"], "materiel"),
    (&["artillery", "military", "troop", "ground"], "troops"),
];

/// Adds the ties of one sentence.
pub(crate) fn helped(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for n in 0..tree.len() {
        if !r.know.words.has("help-in-deed", tree.low(n)) || !tree.is_noun(n) {
            continue;
        }
        let with = |c: String| matches!(c.as_str(), "with" | "thanks to");
        let Some(v) = tree.head(n).filter(|&v| tree.is_verb(v) && tree.rel(n).starts_with("obl")) else { continue };
        if !tree.case(n).is_some_and(with) {
            continue;
        }
        let party = |k: &usize| r.can_act(s, *k) && !r.is_place(s, *k);
        let by = tree.kids(n).iter().copied().filter(|&k| match tree.rel(k) {
            "nmod:poss" | "amod" | "compound" => true,
            "nmod" => tree.case(k).is_some_and(|c| matches!(c.as_str(), "of" | "from" | "by")),
            _ => false,
        });
        let by: Vec<usize> = by.filter(party).collect();
        let whom: Vec<usize> = tree.verb_frame(v).actor.into_iter().filter(party).collect();
        // "expressed disappointment with Russian support for Assad" tells whom it is given to, and not for what.
        let given =
            tree.kids_by(n, &["nmod"]).any(|k| tree.case(k).is_some_and(|c| matches!(c.as_str(), "for" | "to")));
        if given {
            continue;
        }
        let sure = r.sure(s, n);
        if by.is_empty() || whom.is_empty() || sure.negated || sure.mood != Mood::Actual {
            continue;
        }
        let means = tree.kids_by(n, &["amod", "compound"]).find_map(|k| {
            let low = tree.low(k);
            MEANS.iter().find(|(words, _)| words.contains(&low)).map(|x| x.1)
        });
        let (by, whom) = (r.spread(s, &by), r.spread(s, &whom));
        for a in &by {
            for b in whom.iter().filter(|&b| b != a) {
                let words = [r.span(a.sentence, a.token), r.span(b.sentence, b.token)];
                let rule = format!("modifier/with-{}", tree.low(n));
                let mut c = base(r, s, n, Kind::Relation, "supports", &rule, &sure, &words);
                c.actor = r.parties(a.sentence, a.token);
                c.recipient = r.parties(b.sentence, b.token);
                c.status = Some("active".into());
                c.means.extend(means.map(str::to_owned));
                c.happened = Some(r.when(s, v, true));
                out.push(c);
            }
        }
    }
}
