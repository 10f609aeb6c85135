//! Whose a mention or a thing is: the country of "lawmakers in Peru", the party behind "the closure of schools in Mali".
//!
//! Looks at the phrases that hang on a noun, and not at verbs: "an attack by the army" is the army's, "roads leading into
//! Gaza" concern Gaza. Codes of a user's dictionary that leave the actor open ("---MIL") are closed here.

use crate::reader::Reader;
use froissart_know::{Resolved, Word};
use froissart_model::{Entity, EntityKind, Pos, TokenRef};

/// Prepositions that tell whose a thing is, or with whom it is shared.
const NEAR: &[&str] = &["by", "from", "of", "with", "between", "among"];
/// Prepositions that tell whom a thing concerns, where nothing tells whose it is.
const WIDE: &[&str] = &[
    "about",
    "across",
    "against",
    "at",
    "concerning",
    "for",
    "in",
    "inside",
    "into",
    "on",
    "over",
    "regarding",
    "to",
    "toward",
    "towards",
    "within",
];
/// Participles whose object a thing is for or about.
const SIDES_WITH: &[&str] = &["affect", "back", "concern", "favor", "favour", "involve", "support"];
/// Behind these a state tells where a group belongs.
const HOME: &[&str] = &["across", "for", "from", "in", "inside", "of", "within"];
/// Deeper than this a thing of a thing of a thing is nobody's.
const MOST_DEPTH: usize = 3;
/// What a code of PETRARCH's has where the actor is open.
const OPEN: &str = "---";

impl Reader<'_> {
    /// Whose a thing is: its possessor, its doer, or those it is with; also through other things, "the resumption of
    /// ties with Oman".
    pub(crate) fn owners(&self, thing: TokenRef) -> Vec<TokenRef> {
        let heads = self.near(thing.sentence, thing.token, 0);
        self.spread(thing.sentence, &heads)
    }

    fn near(&self, s: usize, t: usize, depth: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        let told = |k: usize| tree.rel(k) == "nmod:poss" || tree.case(k).is_some_and(|c| NEAR.contains(&c.as_str()));
        let mut heads: Vec<usize> = tree.kids_by(t, &["nmod"]).filter(|&k| told(k)).collect();
        // "their resumption of ties with Oman": the pronoun tells whose, and leaves open with whom.
        let pronouns = heads.iter().all(|&k| tree.upos(k) == Pos::Pron);
        heads.extend(self.participles(s, t).into_iter().flat_map(|v| tree.verb_frame(v).actor));
        // "Russian aggression": the nation's.
        if heads.is_empty() && depth == 0 {
            heads = self.nations(s, t);
        }
        heads.retain(|&k| k != t && self.is_party(s, k));
        if (heads.is_empty() || pronouns) && depth < MOST_DEPTH {
            let through = |k: &usize| tree.case(*k).is_some_and(|c| NEAR.contains(&c.as_str())) && *k > t;
            heads.extend(tree.kids_by(t, &["nmod"]).filter(through).flat_map(|k| self.near(s, k, depth + 1)));
        }
        heads
    }

    /// "an offer made by Chad", "roads leading into Gaza"; what "claims that it armed the rebels" says is another matter.
    fn participles(&self, s: usize, t: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        tree.kids_by(t, &["acl"])
            .filter(|&v| tree.rel(v) == "acl" && tree.is_verb(v) && matches!(tree.tok(v).xpos.as_str(), "VBG" | "VBN"))
            .collect()
    }

    /// Whom a thing concerns that is nobody's: "a plan for Kosovo", "peace in Chad", "roads leading into Gaza". What
    /// befell somebody is not asked: "an attack in Israel" tells nothing of who is meant.
    ///
    /// Only a hostile act is meant for those whom its thing is against: "welcomed sanctions on Iran" is no word to Iran.
    pub(crate) fn concerned(&self, thing: TokenRef, hostile: bool) -> Vec<TokenRef> {
        let heads = self.wide(thing.sentence, thing.token, hostile, 0);
        self.spread(thing.sentence, &heads)
    }

    fn wide(&self, s: usize, t: usize, hostile: bool, depth: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        if self.is_instrument(s, t) {
            return Vec::new();
        }
        let harm =
            |x: usize| ["sanctions", "penalty-nouns", "harm-nouns"].iter().any(|l| self.know.words.has(l, tree.low(x)));
        let phrases = |x: usize| -> Vec<usize> {
            tree.kids_by(x, &["nmod", "obl"])
                .filter(|&k| {
                    let meant =
                        |c: &str| hostile || c != "against" && (!harm(x) || matches!(c, "in" | "inside" | "within"));
                    let fits = |c: String| WIDE.contains(&c.as_str()) && meant(&c);
                    k > x && tree.case(k).is_some_and(fits)
                })
                .collect()
        };
        let mut heads = phrases(t);
        for v in self.participles(s, t) {
            // "a parade supporting Gondor"; "a resolution criticising Gondor" says nothing to it by being passed.
            if SIDES_WITH.contains(&tree.low(v)) {
                heads.extend(tree.kids_by(v, &["obj"]));
            }
            heads.extend(phrases(v));
            heads.extend(tree.kids_by(v, &["obl"]).filter(|&k| tree.case(k).is_some_and(|c| c == "from")));
        }
        let inner = heads.clone();
        // "results in Monrovia": a capital there is where, and no government.
        let seat = |k: usize| self.resolve(s, k).is_some_and(|r| r.is_place && r.name.is_none());
        // "claims on social media": whom a thing concerns is somebody in particular.
        let known = |k: usize| {
            self.resolve(s, k)
                .is_some_and(|r| r.country.is_some() || r.id.is_some() || r.name.is_some() || r.code.is_some())
        };
        heads.retain(|&k| k != t && self.is_party(s, k) && known(k) && !seat(k));
        if heads.is_empty() && depth < MOST_DEPTH {
            let of = |k: &usize| *k > t && tree.case(*k).is_some_and(|c| NEAR.contains(&c.as_str()));
            let under: Vec<usize> = tree.kids_by(t, &["nmod"]).filter(of).chain(inner).collect();
            let below = |k: usize| {
                let near = self.near(s, k, depth + 1);
                if near.is_empty() { self.wide(s, k, hostile, depth + 1) } else { near }
            };
            heads = under.into_iter().filter(|&k| !self.is_time(s, k)).flat_map(below).collect();
        }
        heads
    }

    /// Whether a mention is of a party, and not of a thing that only names one: "aid for Poland".
    pub(crate) fn is_party(&self, s: usize, k: usize) -> bool {
        self.can_act(s, k) && !self.is_place(s, k) && !self.is_thing_for(s, k)
    }

    /// Whether a noun that no table has stands beside the party that its phrase names: "aid for Poland", "welfare of
    /// Libyans", "the Russian government's refusal".
    fn is_thing_for(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        if tree.upos(t) != Pos::Noun || self.name_at(s, t).is_some() {
            return false;
        }
        let told = self.resolve(s, t).is_some_and(|r| r.sector.is_none() && r.kind != EntityKind::Equipment);
        let (a, b) = self.extent(s, t);
        // "the Russian government's refusal": what it is, its own words say.
        let owned = tree.kids_by(t, &["nmod"]).find(|&k| tree.rel(k) == "nmod:poss" && tree.is_noun(k) && k < t);
        let a = owned
            .filter(|&k| tree.upos(k) != Pos::Pron)
            .map_or(a, |k| (k + 1..t).find(|&i| tree.upos(i) != Pos::Part).unwrap_or(t));
        if !told || b <= t && owned.is_none() || a > t {
            return false;
        }
        let words: Vec<Word> =
            (a..=t).map(|i| Word { form: &tree.tok(i).form, lemma: &tree.tok(i).lemma, upos: tree.upos(i) }).collect();
        self.know.actors.resolve_in(&words, t - a, &self.beside()).is_none()
    }

    /// The entities of a mention: a name that stands for several parties in a user's dictionary is as many.
    pub(crate) fn parties(&self, s: usize, t: usize) -> Vec<Entity> {
        let e = self.entity(s, t);
        let Some(code) = e.code.clone().filter(|c| c.contains('/')) else { return vec![e] };
        let by_code = e.country.as_deref() == code.get(..3);
        code.split('/')
            .map(|one| {
                let country = if by_code { one.get(..3).map(str::to_owned) } else { e.country.clone() };
                Entity { code: Some(one.to_owned()), country, ..e.clone() }
            })
            .collect()
    }

    /// Closes what the words of a mention leave open by the phrases that hang on it, and by what it shares with those
    /// beside it: "soldiers from Gondor", "lawmakers and officials in Chad", "Danish media and government".
    pub(crate) fn close(&self, s: usize, t: usize, r: &mut Resolved) {
        let group =
            matches!(r.kind, EntityKind::Group | EntityKind::Civilians | EntityKind::Person | EntityKind::Equipment);
        let bare = r.country.is_none() && r.id.is_none();
        let open = r.code.as_ref().map_or(bare && group, |c| c.contains(OPEN));
        let tree = &self.trees[s];
        let home = |x: usize| -> Vec<usize> {
            tree.kids_by(x, &["nmod"])
                .filter(|&k| k > x && tree.case(k).is_some_and(|c| HOME.contains(&c.as_str())))
                .flat_map(|k| tree.conjuncts(k))
                .collect()
        };
        let mut tellers = home(t);
        if !open {
            // "the ambassadors of Chad, Mali and Togo" are of three.
            let one_list = tellers.first().map(|&k| tree.conjuncts(k)).filter(|l| l.len() > 1);
            if let (Some(code), Some(list)) = (&r.code, one_list) {
                let all: Vec<String> = list.iter().filter_map(|&k| self.own_code(s, k)).collect();
                if let Some(first) = all.first().filter(|f| code.starts_with(f.as_str())) {
                    let each: Vec<String> = all.iter().map(|c| code.replacen(first.as_str(), c, 1)).collect();
                    r.code = Some(each.join("/"));
                }
            }
            return;
        }
        let first = tree.first_conjunct(t);
        let all = tree.conjuncts(first);
        if tellers.is_empty() && all.len() > 1 {
            let own = tree.kids(t).iter().any(|&k| k < t && matches!(tree.rel(k), "det" | "nmod:poss" | "nummod"));
            tellers = all.iter().flat_map(|&x| home(x)).filter(|&k| k > t).collect();
            if tellers.is_empty() && first != t && !own {
                tellers = tree
                    .kids(first)
                    .iter()
                    .copied()
                    .filter(|&k| k < first && matches!(tree.rel(k), "amod" | "compound" | "nmod:poss" | "nmod:desc"))
                    .collect();
            }
        }
        let mut codes: Vec<String> = Vec::new();
        for k in tellers {
            let Some(code) = self.own_code(s, k) else { continue };
            for one in code.split('/') {
                let one = match &r.code {
                    Some(c) => joined(c, one),
                    None => one.to_owned(),
                };
                if !codes.contains(&one) {
                    codes.push(one);
                }
            }
        }
        let Some(one) = codes.first() else { return };
        r.country = r.country.take().or_else(|| one.get(..3).map(str::to_owned));
        r.code = Some(codes.join("/"));
    }

    /// The code that a user's dictionary gives a name by its own words; an agent without an actor has none.
    fn own_code(&self, s: usize, k: usize) -> Option<String> {
        let tree = &self.trees[s];
        let (a, b) = self.extent(s, k);
        let words: Vec<Word> =
            (a..=b).map(|i| Word { form: &tree.tok(i).form, lemma: &tree.tok(i).lemma, upos: tree.upos(i) }).collect();
        let found = self.know.actors.resolve(&words, k.clamp(a, b) - a, self.day)?;
        found.code.filter(|c| !c.contains(OPEN))
    }

    /// Whether a user's dictionary knows the word as an actor by itself: "Eriadori" of "Eriadori and Breeish leaders".
    pub(crate) fn is_dictionary_name(&self, s: usize, k: usize) -> bool {
        let t = self.trees[s].tok(k);
        let word = [Word { form: &t.form, lemma: &t.lemma, upos: t.upos }];
        self.know.actors.resolve(&word, 0, self.day).and_then(|r| r.code).is_some_and(|c| !c.contains(OPEN))
    }
}

/// An open code with the actor in it; what the actor's code already says is not said twice.
fn joined(open: &str, actor: &str) -> String {
    let Some((front, back)) = open.split_once(OPEN) else { return open.to_owned() };
    let has = |part: &str| !part.is_empty() && actor.get(3..).is_some_and(|tail| tail.starts_with(part));
    let back = if has(back) { "" } else { back };
    format!("{front}{actor}{back}")
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn closes_an_open_code_once() {
        assert_eq!(joined("---MIL", "GON"), "GONMIL");
        assert_eq!(joined("NGO---", "ARN"), "NGOARN");
        assert_eq!(joined("---GOV", "USAGOV"), "USAGOV");
        assert_eq!(joined("---ELI", "USAGOV"), "USAGOVELI");
        assert_eq!(joined("GONMIL", "MOR"), "GONMIL");
    }
}
