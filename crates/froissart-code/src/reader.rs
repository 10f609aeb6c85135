//! The page as the coder reads it: trees, the words' names, whom a pronoun stands for, and what is known of each.
//!
//! "his regime" on a page about Bashar al-Assad is an entity with the words "his regime", the name of Syria's
//! government, and the antecedent's span. Nothing is invented: what no table knows keeps its words and the sector
//! that its head noun gives.

use crate::anaphora;
use crate::tree::Tree;
use froissart_know::{ActorContext, Found, Knowledge, Resolved, Word};
use froissart_model::{Analysis, Day, Entity, EntityKind, Name, NameKind, Page, Pos, Span, TokenRef};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Everything the coder looks at.
pub(crate) struct Reader<'a> {
    pub(crate) page: &'a Page,
    pub(crate) analysis: &'a Analysis,
    pub(crate) know: &'a Knowledge,
    pub(crate) day: Option<Day>,
    pub(crate) trees: Vec<Tree<'a>>,
    /// The name kind of each token of each sentence.
    names: Vec<Vec<Option<usize>>>,
    /// The antecedent of a head token, where coreference found one.
    pub(crate) antecedents: BTreeMap<TokenRef, TokenRef>,
    /// Names that are longer names cut short, with these.
    pub(crate) short_forms: BTreeMap<TokenRef, TokenRef>,
    /// The places that the page's names stand for, by their words.
    pub(crate) places: BTreeMap<String, Found>,
    /// The state that the page tells of, where one is named oftener than any other.
    pub(crate) home: Option<Found>,
    /// The country that the page is about: three names in five, and three at least, are of it.
    about: Option<String>,
    /// The only country that the page names at all.
    pub(crate) only: Option<String>,
    pub(crate) cache: RefCell<BTreeMap<TokenRef, Option<Resolved>>>,
    /// The words of each sentence, for the tables of modes and contexts.
    pub(crate) bags: RefCell<BTreeMap<usize, std::rc::Rc<crate::shades::Bag>>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(page: &'a Page, analysis: &'a Analysis, know: &'a Knowledge) -> Self {
        let trees: Vec<Tree> = analysis
            .sentences
            .iter()
            .map(|s| {
                let mut tree = Tree::new(s);
                crate::repair::repair(&mut tree, know);
                tree
            })
            .collect();
        let mut names: Vec<Vec<Option<usize>>> = trees.iter().map(|t| vec![None; t.len()]).collect();
        for (n, name) in analysis.names.iter().enumerate() {
            if name.first.sentence == name.last.sentence {
                names[name.first.sentence][name.first.token..=name.last.token].fill(Some(n));
            }
        }
        // Each mention points to the best earlier mention of its chain: a name if there is one, else a noun.
        let mut chains: BTreeMap<usize, Vec<TokenRef>> = BTreeMap::new();
        for m in &analysis.mentions {
            chains.entry(m.chain).or_default().push(m.head);
        }
        let mut antecedents = BTreeMap::new();
        for chain in chains.values() {
            for (i, &m) in chain.iter().enumerate() {
                let is = |r: TokenRef, p: Pos| trees[r.sentence].upos(r.token) == p;
                if is(m, Pos::Propn) {
                    // A surname stands for the full name that came first.
                    if let Some(&first) = chain[..i].iter().find(|&&r| is(r, Pos::Propn)) {
                        antecedents.insert(m, first);
                    }
                    continue;
                }
                let before = &chain[..i];
                let best = before
                    .iter()
                    .rev()
                    .find(|&&r| is(r, Pos::Propn))
                    .or_else(|| before.iter().find(|&&r| is(r, Pos::Noun)))
                    .or_else(|| {
                        if i == 0 && is(m, Pos::Pron) { chain.iter().find(|&&r| is(r, Pos::Propn)) } else { None }
                    });
                if let Some(&b) = best {
                    antecedents.insert(m, b);
                }
            }
        }
        anaphora::subject_before(analysis, &trees, &names, &chains, &mut antecedents);
        anaphora::lone_persons(analysis, &trees, &names, &mut antecedents);
        crate::speaker::own_pronouns(analysis, &trees, &names, &mut antecedents);
        let (places, home, about, only) = crate::places::resolve_places(analysis, know, page);
        let mut r = Self {
            page,
            analysis,
            know,
            day: page.day(),
            trees,
            names,
            antecedents,
            short_forms: BTreeMap::new(),
            places,
            home,
            about,
            only,
            cache: RefCell::default(),
            bags: RefCell::default(),
        };
        r.drop_wrong_antecedents();
        r.point_to_groups();
        r
    }

    /// What is known beside the words of a mention.
    pub(crate) fn beside(&self) -> ActorContext<'_> {
        ActorContext { day: self.day, places: Some(self.know.places), about: self.about.as_deref() }
    }

    /// "The army" beside the Syrian National Army is not that rebel force: a noun whose own sector differs from its
    /// antecedent's stands for somebody else.
    fn drop_wrong_antecedents(&mut self) {
        let wrong: Vec<TokenRef> = self
            .antecedents
            .iter()
            .filter(|(m, b)| {
                let tree = &self.trees[m.sentence];
                // "More than 820 people" are no people told of before; "the two men" may be.
                let is_new = || {
                    tree.kid(m.token, &["nummod"]).is_some()
                        && !tree.kids_by(m.token, &["det", "nmod:poss"]).any(|d| tree.low(d) != "a")
                };
                tree.upos(m.token) == Pos::Noun && is_new()
                    || tree.upos(m.token) == Pos::Noun
                        && match (self.resolve_direct(m.sentence, m.token), self.resolve_direct(b.sentence, b.token)) {
                            (Some(own), Some(from)) => {
                                own.sector.is_some()
                                    && from.sector.is_some()
                                    && own.sector != from.sector
                                    && !own.sectors.iter().any(|x| from.sectors.contains(x))
                            }
                            _ => false,
                        }
            })
            .map(|(m, _)| *m)
            .collect();
        for m in wrong {
            self.antecedents.remove(&m);
        }
        self.cache.borrow_mut().clear();
        self.people_not_things();
        self.cache.borrow_mut().clear();
    }

    /// "Though warplanes struck the rebels, they are in control": warplanes hold no town, so it is the rebels who do.
    fn people_not_things(&mut self) {
        let mut better: Vec<(TokenRef, Option<TokenRef>)> = Vec::new();
        for (m, b) in &self.antecedents {
            let tree = &self.trees[m.sentence];
            let thing = |r: TokenRef| {
                let low = self.trees[r.sentence].low(r.token);
                ["instruments", "weapons", "aircraft"].iter().any(|l| self.know.words.has(l, low))
            };
            if tree.form(m.token) != "they" || !thing(*b) || !self.is_peoples_act(*m) {
                continue;
            }
            let party = |t: usize| {
                let r = TokenRef { sentence: m.sentence, token: t };
                tree.upos(t) == Pos::Noun
                    && tree.tok(t).xpos == "NNS"
                    && !matches!(tree.rel(t), "compound" | "amod")
                    && !thing(r)
                    && self.resolve_direct(m.sentence, t).is_some_and(|x| x.sector.is_some())
            };
            let found = (0..m.token).rev().find(|&t| party(t));
            better.push((*m, found.map(|token| TokenRef { sentence: m.sentence, token })));
        }
        for (m, found) in better {
            match found {
                // What the noun itself stands for is whom the pronoun stands for.
                Some(f) => self.antecedents.insert(m, self.antecedents.get(&f).copied().unwrap_or(f)),
                None => self.antecedents.remove(&m),
            };
        }
    }

    /// Whether a pronoun is the subject of what only people do: hold, rule, agree, "are believed to be in control".
    fn is_peoples_act(&self, m: TokenRef) -> bool {
        let tree = &self.trees[m.sentence];
        let Some(v) = tree.head(m.token).filter(|_| tree.rel(m.token).starts_with("nsubj")) else { return false };
        let own = |t: usize| self.know.words.has("people-only", tree.low(t));
        own(v) || tree.kids_by(v, &["xcomp"]).any(own)
    }

    pub(crate) fn name_at(&self, s: usize, t: usize) -> Option<&'a Name> {
        self.names[s][t].map(|n| &self.analysis.names[n])
    }
    pub(crate) fn kind_at(&self, s: usize, t: usize) -> Option<NameKind> {
        self.name_at(s, t).map(|n| n.kind)
    }
    pub(crate) fn antecedent(&self, s: usize, t: usize) -> Option<TokenRef> {
        if let Some(&a) = self.antecedents.get(&TokenRef { sentence: s, token: t }) {
            return Some(a);
        }
        // "commanders, whose men …": a relative stands for the noun that its clause is about.
        let tree = &self.trees[s];
        if !tree.is_relative(t) {
            return None;
        }
        let mut at = t;
        for _ in 0..6 {
            let h = tree.head(at)?;
            if tree.rel(at) == "acl:relcl" {
                return Some(TokenRef { sentence: s, token: h });
            }
            at = h;
        }
        None
    }

    /// The words of a mention as the tables want them, possessive pronouns replaced by whom they stand for; and where its
    /// head is among them.
    fn words(&self, s: usize, t: usize, depth: usize) -> (Vec<(String, String, Pos)>, usize) {
        let tree = &self.trees[s];
        let (a, b) = self.extent(s, t);
        let mut out = Vec::new();
        let mut head = 0;
        // "Syrian" of "Syrian and Russian warplanes" stands for Syrian warplanes.
        if let Some(h) = self.nation_of(s, t) {
            let noun = tree.tok(h);
            let own = if h < t { self.plain_name(s, t).to_owned() } else { tree.tok(t).form.clone() };
            return (
                vec![
                    (own, tree.tok(t).lemma.clone(), tree.upos(t)),
                    (noun.form.clone(), noun.lemma.clone(), noun.upos),
                ],
                1,
            );
        }
        // What stands in brackets before the head glosses a name, and is no part of it.
        let glossed: Vec<bool> = {
            let mut inside = false;
            (a..=b)
                .map(|i| {
                    inside |= tree.tok(i).form == "(" && i < t;
                    let here = inside;
                    inside &= tree.tok(i).form != ")";
                    here
                })
                .collect()
        };
        for i in a..=b {
            let tok = tree.tok(i);
            if i == t {
                head = out.len();
            }
            if glossed[i - a] && (a..t).any(|x| tree.tok(x).form == ")") && i != t {
                continue;
            }
            if i != t
                && tok.upos == Pos::Pron
                && tree.rel(i) == "nmod:poss"
                && depth < 2
                && let Some(r) = self.antecedent(s, i)
            {
                let (w, _) = self.words(r.sentence, r.token, depth + 1);
                out.extend(w);
                out.push(("'s".into(), "'s".into(), Pos::Part));
                if i < t {
                    head = out.len();
                }
                continue;
            }
            out.push((tok.form.clone(), tok.lemma.clone(), tok.upos));
        }
        (out, head)
    }

    /// The noun that a coordinated adjective of nation stands for together with itself.
    fn nation_of(&self, s: usize, t: usize) -> Option<usize> {
        if let Some(n) = self.office_of(s, t) {
            return Some(n);
        }
        let tree = &self.trees[s];
        let first = tree.first_conjunct(t);
        if tree.is_noun(t) && tree.upos(t) != Pos::Propn || !matches!(tree.rel(first), "amod" | "compound") {
            return None;
        }
        let n = tree.head(first)?;
        let nations = self.nations(s, n);
        (nations.len() > 1 && nations.contains(&t)).then_some(n)
    }

    /// The noun that a state of several stands for together with itself: the ministers, of Libya in "the foreign
    /// ministers of Chad and Libya".
    pub(crate) fn office_of(&self, s: usize, t: usize) -> Option<usize> {
        let tree = &self.trees[s];
        let first = tree.first_conjunct(t);
        let n = tree.head(first).filter(|&n| n < first && tree.rel(first) == "nmod")?;
        self.states_of(s, n).contains(&t).then_some(n)
    }

    /// The states of "the foreign ministers of Chad and Libya", "troops from Chad and Niger"; none where it is one.
    pub(crate) fn states_of(&self, s: usize, n: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        let plural = tree.tok(n).xpos == "NNS" && tree.upos(n) == Pos::Noun;
        if !plural || tree.kids_by(n, &["nummod", "nmod:poss"]).next().is_some() {
            return Vec::new();
        }
        let list = tree
            .kids_by(n, &["nmod"])
            .filter(|&k| k > n && tree.case(k).is_some_and(|c| c == "of" || c == "from"))
            .map(|k| tree.conjuncts(k))
            .find(|l| l.len() > 1);
        let named =
            |&k: &usize| tree.upos(k) == Pos::Propn && self.know.actors.country_of(self.plain_name(s, k)).is_some();
        let word = [Word { form: &tree.tok(n).form, lemma: &tree.tok(n).lemma, upos: tree.upos(n) }];
        let party = || self.know.actors.resolve_in(&word, 0, &self.beside()).is_some_and(|r| r.sector.is_some());
        list.filter(|l| l.iter().all(named) && party()).unwrap_or_default()
    }

    /// The words of the name at a token, or the token's own.
    fn plain_name(&self, s: usize, t: usize) -> &str {
        self.name_at(s, t).map_or(self.trees[s].tok(t).form.as_str(), |n| n.span.of(&self.page.text))
    }

    /// The first and last token of a mention.
    pub(crate) fn extent(&self, s: usize, t: usize) -> (usize, usize) {
        let tree = &self.trees[s];
        if let Some(n) = self.nation_of(s, t) {
            // "The presidents of Chad" and "Sudan"; "Syrian" and "Russian".
            let first = n < t && !self.states_of(s, n).iter().any(|&o| o < t);
            let a = if first { tree.phrase(n).0 } else { t };
            let b = self.name_at(s, t).map_or(t, |x| x.last.token.max(t));
            return (a, b);
        }
        let (mut a, b) = tree.phrase(t);
        if let Some(k) = self.swallowed(s, t) {
            // What stands before the conjunction is another mention.
            a = (k + 1..t).find(|&i| tree.rel(i) == "cc").map_or(a, |cc| cc + 1);
        }
        self.widen_to_name(s, t, a, b)
    }

    /// A name that the parser cut is still one name.
    fn widen_to_name(&self, s: usize, t: usize, mut a: usize, mut b: usize) -> (usize, usize) {
        if let Some(n) = self.name_at(s, t) {
            a = a.min(n.first.token);
            b = b.max(n.last.token);
        }
        // "AP - Panama recalled its envoy": the byline is no part of the name.
        let tree = &self.trees[s];
        while a < t && (self.in_dateline(s, a) || a > 0 && self.in_dateline(s, a - 1) && tree.upos(a) == Pos::Punct) {
            a += 1;
        }
        (a, b)
    }

    /// What the tables know of the mention at a head token, following pronouns and bare nouns to their antecedents.
    pub(crate) fn resolve(&self, s: usize, t: usize) -> Option<Resolved> {
        let key = TokenRef { sentence: s, token: t };
        if let Some(r) = self.cache.borrow().get(&key) {
            return r.clone();
        }
        let r = self.resolve_uncached(s, t);
        self.cache.borrow_mut().insert(key, r.clone());
        r
    }

    /// The fuller mention of a group elsewhere on the page: "Syrian opposition forces" of "opposition forces".
    fn fuller(&self, s: usize, t: usize) -> Option<TokenRef> {
        let tree = &self.trees[s];
        if tree.upos(t) != Pos::Noun {
            return None;
        }
        let key = |s: usize, t: usize| -> Vec<String> {
            let tree = &self.trees[s];
            let (a, b) = self.extent(s, t);
            (a..=b)
                .filter(|&i| {
                    matches!(tree.upos(i), Pos::Noun | Pos::Adj | Pos::Propn)
                        && self.know.actors.country_of(&tree.tok(i).form).is_none()
                })
                .map(|i| tree.low(i).to_owned())
                .collect()
        };
        let own = key(s, t);
        let mut found: Option<(TokenRef, String)> = None;
        for (n, other) in self.trees.iter().enumerate() {
            for i in 0..other.len() {
                if other.upos(i) != Pos::Noun || other.low(i) != tree.low(t) || (n, i) == (s, t) || key(n, i) != own {
                    continue;
                }
                let Some(c) = self.resolve_direct(n, i).and_then(|r| r.country) else { continue };
                match &found {
                    None => found = Some((TokenRef { sentence: n, token: i }, c)),
                    Some((_, f)) if *f != c => return None,
                    Some(_) => {}
                }
            }
        }
        found.map(|x| x.0)
    }

    fn resolve_uncached(&self, s: usize, t: usize) -> Option<Resolved> {
        let mut r = self.resolve_by_antecedent(s, t)?;
        if r.country.is_none() && r.id.is_none() && r.sector.is_some() {
            let at = if matches!(self.trees[s].upos(t), Pos::Pron | Pos::Det) {
                self.antecedent(s, t)?
            } else {
                TokenRef { sentence: s, token: t }
            };
            if let Some(f) = self.fuller(at.sentence, at.token) {
                let full = self.resolve_direct(f.sentence, f.token);
                r.country = full.as_ref().and_then(|x| x.country.clone());
                r.name = r.name.or_else(|| Some(self.text(f.sentence, f.token)));
            }
        }
        Some(r)
    }

    fn resolve_by_antecedent(&self, s: usize, t: usize) -> Option<Resolved> {
        let tree = &self.trees[s];
        let pron = tree.upos(t) == Pos::Pron || tree.upos(t) == Pos::Det;
        let ante = self.antecedent(s, t);
        if pron {
            let r = ante?;
            return if (r.sentence, r.token) == (s, t) { None } else { self.resolve_direct(r.sentence, r.token) };
        }
        if let Some(whole) = self.short_forms.get(&TokenRef { sentence: s, token: t }) {
            let mut r = self.resolve_direct(whole.sentence, whole.token)?;
            if tree.upos(t) == Pos::Noun && r.name.is_none() {
                r.name = Some(self.text(whole.sentence, whole.token));
            }
            return Some(r);
        }
        let own = self.resolve_direct(s, t);
        // A bare noun ("the regime") or a surname takes from its antecedent what its own words do not say.
        if let Some(r) = ante.filter(|r| (r.sentence, r.token) != (s, t)) {
            let vague = own.as_ref().is_none_or(|o| o.country.is_none() || o.name.is_none());
            if vague && let Some(from) = self.resolve_direct(r.sentence, r.token) {
                let is_of_tables = from.id.is_some() && self.know.words.has("groups", tree.low(t));
                return Some(match own {
                    Some(mut o) => {
                        if o.country.is_none() {
                            o.country = from.country;
                        }
                        if o.name.is_none() {
                            o.name = from.name;
                            o.id = from.id;
                        }
                        if o.code.is_none() {
                            o.code = from.code;
                        }
                        // "The group", "the armed group": which sort of group, the name tells better.
                        let is_vague = o.sector.as_deref().is_none_or(|x| matches!(x, "UNK" | "UAF"));
                        if (is_vague || is_of_tables) && from.sector.is_some() {
                            o.sector = from.sector;
                            o.sectors = from.sectors;
                        }
                        o
                    }
                    None => from,
                });
            }
        }
        own
    }

    pub(crate) fn resolve_direct(&self, s: usize, t: usize) -> Option<Resolved> {
        // "One third of the rebels" are rebels.
        if let Some(k) = self.whole(s, t) {
            return self.resolve_direct(s, k).map(|r| Resolved { name: None, id: None, ..r });
        }
        let (w, head) = self.words(s, t, 0);
        let words: Vec<Word> =
            w.iter().map(|(f, l, p)| Word { form: f.as_str(), lemma: l.as_str(), upos: *p }).collect();
        let mut r = self.know.actors.resolve_in(&words, head, &self.beside());
        if let Some(r) = &mut r {
            self.follow(s, t, r);
        }
        if r.as_ref().is_some_and(|r| self.is_deed(s, t, r)) {
            return None;
        }
        if let Some(mut r) = r {
            // "Rebels in the Ivory Coast", "opposition parties in Nepal": where a group is tells whose it is.
            if r.country.is_none()
                && r.id.is_none()
                && matches!(r.kind, EntityKind::Group | EntityKind::Civilians | EntityKind::Person)
            {
                r.country = self.home(s, t);
            }
            self.belongs(s, t, &mut r);
            self.close(s, t, &mut r);
            return Some(r);
        }
        // "Israeli army bulldozers": an unknown noun belongs to the party before it.
        let tree = &self.trees[s];
        if tree.upos(t) == Pos::Noun {
            let (a, _) = self.extent(s, t);
            if let Some(k) =
                tree.kids_by(t, &["compound"]).filter(|&k| k >= a && k < t && tree.upos(k) == Pos::Noun).last()
            {
                let before: Vec<Word> = (a..=k)
                    .map(|i| Word { form: &tree.tok(i).form, lemma: &tree.tok(i).lemma, upos: tree.upos(i) })
                    .collect();
                let r = self
                    .know
                    .actors
                    .resolve_in(&before, k - a, &self.beside())
                    .filter(|r| !r.is_place && r.sector.is_some());
                let low = tree.low(t);
                let agent = ["er", "or", "ist", "man"].iter().any(|x| low.ends_with(x)) && tree.tok(t).xpos == "NNS";
                if (self.know.words.has("equipment", low) || agent && !self.know.words.has("place-nouns", low))
                    && r.is_some()
                {
                    return r;
                }
            }
        }
        // "a tanker from Liberia", "tanks of the army": a thing made to be used is its owner's.
        let used = ["equipment", "vessels"].iter().any(|l| self.know.words.has(l, tree.low(t)));
        if tree.upos(t) == Pos::Noun && used {
            let owner = tree
                .kids_by(t, &["nmod"])
                .filter(|&k| k > t && tree.case(k).is_some_and(|c| c == "from" || c == "of"))
                .find_map(|k| self.resolve_direct(s, k).filter(|r| r.country.is_some() || r.code.is_some()));
            if owner.is_some() {
                return owner.map(|r| Resolved {
                    name: None,
                    id: None,
                    is_place: false,
                    kind: EntityKind::Equipment,
                    ..r
                });
            }
        }
        // An apposition says who somebody is: "Lin Jian, a Foreign Ministry spokesman".
        let tree = &self.trees[s];
        if let Some(r) = self.told_before(s, t) {
            return Some(r);
        }
        for k in tree.kids_by(t, &["appos"]) {
            let (a, b) = tree.phrase(k);
            let words: Vec<Word> = (a..=b)
                .map(|i| Word { form: &tree.tok(i).form, lemma: &tree.tok(i).lemma, upos: tree.upos(i) })
                .collect();
            if let Some(mut r) = self.know.actors.resolve_in(&words, k - a, &self.beside()) {
                if tree.upos(t) == Pos::Propn {
                    r.name = Some(self.text(s, t));
                    r.id = None;
                }
                return Some(r);
            }
        }
        None
    }

    /// "Haftar's men" are of Haftar's side, and no bystanders.
    fn follow(&self, s: usize, t: usize, r: &mut Resolved) {
        const ARMED: &[&str] = &["MIL", "REB", "PRM", "COP", "PRE", "CRM", "SEP"];
        let tree = &self.trees[s];
        if r.sector.as_deref() != Some("CVL") || !self.know.words.has("own-people", tree.low(t)) {
            return;
        }
        let Some(k) = tree.kids_by(t, &["nmod:poss"]).next() else { return };
        let at = self.antecedent(s, k).unwrap_or(TokenRef { sentence: s, token: k });
        if (at.sentence, at.token) == (s, t) {
            return;
        }
        if let Some(from) = self.resolve_direct(at.sentence, at.token)
            && from.sector.as_deref().is_some_and(|x| ARMED.contains(&x))
        {
            r.kind = EntityKind::Group;
            r.sector = from.sector;
            r.sectors = from.sectors;
            r.country = r.country.take().or(from.country);
        }
    }

    /// "forces from the People's Protection Units", "men of the Wagner Group": they are that group's.
    fn belongs(&self, s: usize, t: usize, r: &mut Resolved) {
        let tree = &self.trees[s];
        if r.id.is_some() || r.kind != EntityKind::Group || tree.upos(t) != Pos::Noun || r.name.is_some() {
            return;
        }
        let whose = |k: &usize| {
            *k > t && tree.case(*k).is_some_and(|c| c == "from") && self.kind_at(s, *k) == Some(NameKind::Org)
        };
        let group = tree.kids_by(t, &["nmod"]).filter(whose).find_map(|k| {
            let own =
                self.resolve_direct(s, k).filter(|x| x.id.is_some() && x.kind == EntityKind::Group && !x.is_place);
            own.or_else(|| {
                let all = tree.conjuncts(k);
                all.into_iter()
                    .filter(|&c| c != k)
                    .find_map(|c| self.resolve_direct(s, c).filter(|x| x.id.is_some() && x.kind == EntityKind::Group))
            })
        });
        if let Some(g) = group {
            (r.id, r.name) = (g.id, g.name);
            r.country = r.country.take().or(g.country);
            if g.sector.is_some() {
                (r.sector, r.sectors) = (g.sector, g.sectors);
            }
        }
    }

    /// Whether a noun names a deed or a state of things and no party, though a party's name stands before it: "Iran's
    /// resumption of ties". What the tables have as an actor ("delegation") is one.
    fn is_deed(&self, s: usize, t: usize, r: &Resolved) -> bool {
        const ENDS: [&str; 6] = ["tion", "sion", "ment", "ness", "ance", "ence"];
        let tree = &self.trees[s];
        let low = tree.low(t);
        tree.upos(t) == Pos::Noun
            && self.name_at(s, t).is_none()
            && (r.sector.is_none() || self.is_of_others(s, t))
            && r.code.as_ref().is_none_or(|c| c.len() == 3)
            && !self.know.words.has("equipment", low)
            && !self.know.words.has("place-nouns", low)
            && (ENDS.iter().any(|e| low.ends_with(e)) || self.know.words.has("deeds", low))
    }

    /// Whether a noun is nobody by itself, and a party is only what it is of: "the needs of the refugees".
    fn is_of_others(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let (a, b) = self.extent(s, t);
        let of = |k: usize| k > t && k <= b && tree.case(k).as_deref() == Some("of");
        let own: Vec<Word> =
            (a..=t).map(|i| Word { form: &tree.tok(i).form, lemma: &tree.tok(i).lemma, upos: tree.upos(i) }).collect();
        tree.kids_by(t, &["nmod"]).any(of)
            && !self.know.words.has("quantity-nouns", tree.low(t))
            && self.know.actors.resolve_in(&own, t - a, &self.beside()).is_none_or(|r| r.sector.is_none())
    }

    /// The country that a place or a state named at a token lies in.
    pub(crate) fn country(&self, s: usize, t: usize) -> Option<String> {
        let n = self.name_at(s, t)?;
        let words = n.span.of(&self.page.text);
        if let Some(c) = self.know.actors.country_of(words) {
            return Some(c.to_owned());
        }
        self.places.get(words).and_then(|p| p.country.clone())
    }

    /// The words of a mention's phrase.
    pub(crate) fn text(&self, s: usize, t: usize) -> String {
        self.span(s, t).of(&self.page.text).to_owned()
    }
    /// The span of a mention's phrase.
    pub(crate) fn span(&self, s: usize, t: usize) -> Span {
        let (a, b) = self.extent(s, t);
        self.trees[s].span(a, b)
    }

    /// Whether the mention can act: known to the tables, a person's, group's or state's name, or a pronoun.
    pub(crate) fn can_act(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        if self.is_time(s, t) || self.in_dateline(s, t) {
            return false;
        }
        if self.resolve(s, t).is_some_and(|r| !r.is_place || self.is_state(&r)) {
            return true;
        }
        match self.kind_at(s, t) {
            Some(NameKind::Per | NameKind::Org | NameKind::Norp) => return true,
            Some(_) => return false,
            None => {}
        }
        if tree.upos(t) == Pos::Pron {
            let form = tree.form(t);
            if self.antecedent(s, t).is_some_and(|r| self.can_act_shallow(r)) {
                return true;
            }
            return matches!(form, "he" | "she" | "they" | "we" | "him" | "her" | "them" | "who" | "i" | "us");
        }
        tree.upos(t) == Pos::Propn && !self.know.words.has("place-nouns", tree.low(t))
    }
    fn can_act_shallow(&self, r: TokenRef) -> bool {
        self.resolve_direct(r.sentence, r.token).is_some()
            || matches!(self.kind_at(r.sentence, r.token), Some(NameKind::Per | NameKind::Org | NameKind::Norp))
    }
    #[allow(clippy::unused_self, reason = "reads as a question to the reader, like its neighbours")]
    pub(crate) fn is_state(&self, r: &Resolved) -> bool {
        // A town that the tables place in a country ("Daraa lies in Syria") is no state: those have a name or an office.
        r.country.is_some() && r.kind == EntityKind::State && (r.name.is_some() || r.sector.is_some())
    }

    /// Whether the mention is a state by its name, and not a government, a people or a town.
    pub(crate) fn is_named_state(&self, s: usize, t: usize) -> bool {
        self.resolve(s, t).is_some_and(|r| {
            r.kind == EntityKind::State && r.name.is_some() && r.country.is_some() && r.sector.is_none()
        })
    }

    /// Whether the token stands in a dateline: "AMMAN, Jordan (Reuters) —" is where a report was filed, and nobody's deed.
    pub(crate) fn in_dateline(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let starts_block = s == 0 || self.trees[s - 1].sentence.block != tree.sentence.block;
        if !starts_block || t > 12 {
            return false;
        }
        let Some(dash) = (1..tree.len().min(14)).find(|&i| matches!(tree.tok(i).form.as_str(), "—" | "–" | "-" | "--"))
        else {
            return false;
        };
        let capital = tree.tok(0).form.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let bracket = (0..dash).any(|i| tree.tok(i).form == "(");
        let byline = dash == 1 && self.know.words.has("agencies-in-bylines", tree.form(0));
        t < dash
            && (capital && tree.tok(0).form.chars().count() > 2 || bracket || byline)
            && (0..dash).all(|i| {
                matches!(tree.upos(i), Pos::Propn | Pos::Punct | Pos::Num | Pos::Sym | Pos::X)
                    || self.names[s][i].is_some()
            })
    }

    /// Whether the token belongs to a time expression.
    pub(crate) fn is_time(&self, s: usize, t: usize) -> bool {
        self.analysis.times.iter().any(|x| {
            x.first.sentence == s && x.first.token <= t && t <= x.last.token && self.trees[s].upos(t) != Pos::Pron
        })
    }

    /// Builds the entity of a mention.
    pub(crate) fn entity(&self, s: usize, t: usize) -> Entity {
        let tree = &self.trees[s];
        let span = self.span(s, t);
        let text = span.of(&self.page.text).to_owned();
        let resolved = self.resolve(s, t);
        let elsewhere = |r: &TokenRef| !self.in_dateline(r.sentence, r.token);
        let ante =
            self.antecedent(s, t).filter(elsewhere).map(|r| self.span(r.sentence, r.token)).filter(|x| *x != span);
        let kind = match (&resolved, self.kind_at(s, t)) {
            (Some(r), _) => r.kind,
            (None, Some(NameKind::Per)) => EntityKind::Person,
            (None, Some(NameKind::Gpe)) => EntityKind::State,
            (None, Some(NameKind::Fac | NameKind::Loc)) => EntityKind::Facility,
            (None, Some(NameKind::Weapon)) => EntityKind::Equipment,
            _ => {
                let low = tree.low(t);
                if matches!(tree.form(t), "he" | "she" | "him" | "her" | "i") {
                    EntityKind::Person
                } else if self.know.words.has("facilities", low) {
                    EntityKind::Facility
                } else if self.know.words.has("weapons", low) {
                    EntityKind::Equipment
                } else {
                    EntityKind::Group
                }
            }
        };
        let mut e = Entity::unnamed(text, span, kind);
        e.antecedent = ante;
        if let Some(r) = resolved {
            r.fill(&mut e);
        }
        if e.name.is_none() && tree.upos(t) == Pos::Noun {
            // "his regime" is Bashar al-Assad's regime.
            e.name = tree
                .kids_by(t, &["nmod:poss"])
                .find(|&k| tree.upos(k) == Pos::Pron)
                .and_then(|k| self.antecedent(s, k))
                .filter(|r| self.trees[r.sentence].upos(r.token) == Pos::Propn)
                .map(|r| format!("{}’s {}", self.text(r.sentence, r.token), tree.tok(t).form));
        }
        if e.name.is_none() {
            if let Some(r) = self.antecedent(s, t) {
                e.name = Some(self.text(r.sentence, r.token));
            } else if let Some(n) = self.name_at(s, t)
                && n.span != span
            {
                e.name = Some(n.span.of(&self.page.text).to_owned());
            }
        }
        e.count = tree
            .kids_by(t, &["nummod"])
            .find_map(|k| crate::figure::value(tree, k))
            .filter(|n| *n >= 0.0)
            .map(|n| n as u64);
        e
    }
}
