//! Which mentions may fill a slot of a pattern: its role and its classes against what is known of the mention.
//!
//! "Rebels held a third of the country" fills a place with the third, "a suspected attack killed five" no actor with
//! "suspected". Only whether one may: which of several does, the matcher decides.

use crate::matcher::Match;
use crate::reader::Reader;
use froissart_know::{Class, RuleRole as Role, Slot, Yield};
use froissart_model::{EntityKind, Pos};

const SECTORS_ARMED: &[&str] = &["MIL", "REB", "PRM", "COP", "SPY", "UAF", "PRE", "CRM", "SEP", "IMG"];

impl Reader<'_> {
    /// Whether a mention may fill a slot.
    pub(crate) fn accepts(&self, s: usize, t: usize, slot: &Slot) -> bool {
        let tree = &self.trees[s];
        // "China is the only country that he has visited": what China is, China fills.
        if tree.kid(t, &["cop"]).is_some()
            && !tree.is_cleft(t)
            && let Some(subject) = tree.kids_by(t, &["nsubj"]).find(|&k| k < t && tree.kid(k, &["cop"]).is_none())
        {
            return self.accepts(s, subject, slot);
        }
        if slot.role == Role::Content || slot.role == Role::Any {
            // "An official who requested anonymity": that is between him and the paper.
            return !self.know.words.has("not-asked", tree.low(t));
        }
        if self.is_time(s, t) || self.in_dateline(s, t) || tree.upos(t) == Pos::Punct {
            return false;
        }
        // "dozens of schools" are what is counted.
        if !slot.classes.is_empty()
            && tree.is_noun(t)
            && self.know.words.has("quantity-nouns", tree.low(t))
            && let Some(&k) = self.counted(s, t).first()
            && self.accepts(s, k, slot)
        {
            return true;
        }
        if slot.not.iter().any(|c| self.is_of(s, t, *c)) {
            return false;
        }
        if slot.classes.is_empty() {
            return match slot.role {
                Role::Actor => tree.conjuncts(t).into_iter().any(|c| self.can_do(s, c)),
                Role::Recipient => tree.is_nominal(t),
                Role::Place => self.is_place(s, t) || self.place_like(s, t),
                Role::Content | Role::Any => true,
            };
        }
        slot.classes.iter().any(|c| self.is_of(s, t, *c))
    }

    /// Whether a mention may be the doer: "suspected" of "a suspected attack" and "school" of "a school siege" are not.
    pub(crate) fn can_do(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let before = matches!(tree.rel(t), "amod" | "compound" | "nmod:unmarked");
        if before && tree.upos(t) == Pos::Verb {
            return false;
        }
        // "A military operation" is not thereby the military's.
        if before
            && (tree.upos(t) == Pos::Adj && self.know.words.has("qualities", tree.low(t))
                || tree.upos(t) == Pos::Noun
                    && self.name_at(s, t).is_none()
                    && self.know.words.has("not-doers", tree.low(t)))
        {
            return false;
        }
        // "An anti-Putin rally" is held by others, and "a pro-Russian rally" by nobody's government.
        let form = tree.form(t);
        if before && (form.starts_with("anti-") || form.starts_with("pro-")) {
            return false;
        }
        if before && self.name_at(s, t).is_none() && self.resolve(s, t).is_some_and(|r| r.kind == EntityKind::Facility)
        {
            return false;
        }
        self.can_act(s, t) && !self.is_place(s, t)
    }

    /// Whether a noun before an attack names those who suffer it: "civilian killings", and "twin" of "a twin bombing".
    pub(crate) fn suffers(&self, s: usize, t: usize, m: &Match) -> bool {
        let tree = &self.trees[s];
        matches!(&m.rule.yields, Yield::Event(x) if x == "ASSAULT")
            && matches!(tree.rel(t), "amod" | "compound" | "nmod:unmarked")
            && matches!(tree.upos(t), Pos::Adj | Pos::Noun)
            && self.name_at(s, t).is_none()
            && self.resolve(s, t).is_some_and(|r| {
                r.country.is_none() && matches!(r.sector.as_deref(), Some("CVL" | "EDU" | "JRN" | "MED" | "REF"))
            })
    }

    /// Control takes whatever can be held: a town, a share of a country, a country, territory.
    fn place_like(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        if let Some(r) = self.antecedent(s, t)
            && (self.is_place(r.sentence, r.token)
                || self.resolve(r.sentence, r.token).is_some_and(|r| r.kind == EntityKind::State && r.sector.is_none()))
        {
            return true;
        }
        let bare_state = |t: usize| {
            self.resolve(s, t).is_some_and(|r| r.kind == EntityKind::State && (r.is_place || r.sector.is_none()))
        };
        if bare_state(t) {
            return true;
        }
        if let Some((_, Some(whole))) = crate::figure::extent(tree, t, &self.page.text)
            && whole != t
        {
            return self.is_place(s, whole) || self.place_like(s, whole);
        }
        self.unknown_place(s, t)
            || self.know.words.has("place-nouns", tree.low(t)) && !self.is_idiom(s, t)
            || tree.low(t) == "control"
                && tree.kids_by(t, &["nmod"]).any(|k| self.place_like(s, k) || self.is_place(s, k))
    }

    /// A proper noun that no table knows and that is no person's name: in a place's position it is a place.
    pub(crate) fn unknown_place(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        tree.upos(t) == Pos::Propn
            && self.resolve(s, t).is_none_or(|r| r.is_place && r.name.is_none())
            && self
                .kind_at(s, t)
                .is_none_or(|k| !matches!(k, froissart_model::NameKind::Per | froissart_model::NameKind::Norp))
            && tree.kids_by(t, &["det", "nmod:poss"]).next().is_none()
            && tree.kid(t, &["nmod:desc"]).is_none()
    }

    /// "Killed four", "five were wounded": so many people, and no batting average.
    fn is_so_many_people(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let harmed = |v: usize| {
            ["verbs-killed", "verbs-injured"].iter().any(|l| self.know.words.has(l, tree.low(v)))
                && !tree.kids_by(v, &["nsubj"]).any(|k| k != t && tree.kid(k, &["nummod"]).is_some())
        };
        // "20 civilians killed 30 injured" leaves out a comma, and its civilians kill nobody.
        let more =
            t + 1 < tree.len() && (tree.tok(t + 1).xpos == "VBN" || matches!(tree.upos(t + 1), Pos::Adj | Pos::Noun));
        tree.upos(t) == Pos::Num
            && !more
            && crate::figure::number(&tree.tok(t).form).is_some_and(|n| n >= 1.0 && n.fract() == 0.0)
            && tree.kids_by(t, &["nmod", "case"]).next().is_none()
            && tree.head(t).is_some_and(harmed)
    }

    /// A parliament, a court or a ministry is no person, though its members are.
    fn is_institution(&self, s: usize, t: usize) -> bool {
        self.kind_at(s, t) == Some(froissart_model::NameKind::Org)
            || self.know.words.has("institutions", self.trees[s].low(t))
            || self.know.words.has("facilities", self.trees[s].low(t))
    }

    fn is_of(&self, s: usize, t: usize, c: Class) -> bool {
        let r = self.resolve(s, t);
        let tree = &self.trees[s];
        let sector = |list: &[&str]| r.as_ref().and_then(|r| r.sector.as_deref()).is_some_and(|x| list.contains(&x));
        match c {
            Class::Actor => self.can_act(s, t) && !self.is_place(s, t),
            Class::Armed => {
                sector(SECTORS_ARMED)
                    || sector(&["GOV"]) && self.know.words.has("armed-governments", tree.low(t))
                    || r.as_ref().is_some_and(|r| r.kind == EntityKind::State && r.sector.is_none() && r.name.is_some())
            }
            Class::Forces => sector(SECTORS_ARMED),
            // "Chad" is no person, whatever its forename says.
            Class::Person if self.is_place(s, t) || self.is_named_state(s, t) => false,
            Class::Irregular => sector(&["REB", "PRM", "UAF", "CRM"]),
            Class::Person => {
                r.as_ref().is_some_and(|r| {
                    r.kind == EntityKind::Person || r.kind == EntityKind::Civilians && !self.is_institution(s, t)
                }) || self.kind_at(s, t) == Some(froissart_model::NameKind::Per)
                    || self.know.words.has("people", tree.low(t))
                    || self.is_so_many_people(s, t)
                    || !self.is_institution(s, t)
                        && sector(&[
                            "CVL", "JRN", "MED", "REF", "EDU", "LEG", "JUD", "ELI", "AGR", "LAB", "OPP", "SOC", "REB",
                            "MIL", "COP", "CRM", "UAF",
                        ])
                    || matches!(tree.form(t), "him" | "her" | "he" | "she" | "them" | "me" | "us" | "who" | "they")
            }
            Class::State => r.as_ref().is_some_and(|r| {
                r.kind == EntityKind::State
                    || r.country.is_some()
                        && matches!(r.sector.as_deref(), Some("GOV" | "MIL" | "COP" | "JUD" | "LEG" | "SPY"))
            }),
            Class::Group => {
                r.as_ref().is_some_and(|r| r.kind == EntityKind::Group)
                    || self.kind_at(s, t) == Some(froissart_model::NameKind::Org)
            }
            Class::Civilian => {
                r.as_ref().is_some_and(|r| r.kind == EntityKind::Civilians)
                    || sector(&["CVL", "REF", "JRN", "MED", "EDU"])
                    || self.know.words.has("people", tree.low(t))
            }
            Class::Place => self.is_place(s, t) || self.place_like(s, t),
            // A school may speak; what burns down is a thing all the same.
            Class::Thing => {
                !self.is_place(s, t)
                    && (!self.can_act(s, t)
                        || ["facilities", "equipment"].iter().any(|l| self.know.words.has(l, tree.low(t))))
            }
        }
    }
}
