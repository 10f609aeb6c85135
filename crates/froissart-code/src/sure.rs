//! How sure: stance, mood, negation and accounts of a predicate, read off the tree above and around it.
//!
//! "Rebels may attack", "rebels failed to capture the town", "Turkey denied backing the rebels": none of these is a
//! fact, and none may come out as one.

use crate::reader::Reader;
use froissart_model::{Certainty, Entity, Interval, Mood, Pos, Stance, TokenRef};

/// The circumstances of a predicate.
#[derive(Debug, Clone)]
pub(crate) struct Sure {
    pub(crate) stance: Stance,
    pub(crate) mood: Mood,
    pub(crate) negated: bool,
    pub(crate) denied: bool,
    pub(crate) accounts: Vec<Entity>,
    /// The cues of the accounts, innermost first.
    pub(crate) cues: Vec<TokenRef>,
    pub(crate) said: Option<Interval>,
    /// Stands in a relative clause or a modifier: what the reader is reminded of.
    pub(crate) embedded: bool,
}

impl Sure {
    pub(crate) fn certainty(&self) -> Certainty {
        Certainty::summary(self.denied, self.stance, self.mood, !self.accounts.is_empty())
    }
    /// A weaker mood never hides a stronger one: the first that is not `actual` stays.
    fn set_mood(&mut self, m: Mood) {
        if self.mood == Mood::Actual {
            self.mood = m;
        }
    }
    fn set_stance(&mut self, s: Stance) {
        if self.stance == Stance::Asserted {
            self.stance = s;
        }
    }
}

impl Reader<'_> {
    fn listed(&self, list: &str, word: &str) -> bool {
        self.know.words.has(list, word)
    }

    /// The circumstances of the predicate at token `p` of sentence `s`.
    pub(crate) fn sure(&self, s: usize, p: usize) -> Sure {
        let mut sure = Sure {
            stance: Stance::Asserted,
            mood: Mood::Actual,
            negated: false,
            denied: false,
            accounts: Vec::new(),
            cues: Vec::new(),
            said: None,
            embedded: false,
        };
        self.climb(s, p, &mut sure);
        self.accounts(s, p, &mut sure);
        if self.is_question(s, p) {
            sure.mood = Mood::Asked;
        }
        sure
    }

    fn is_question(&self, s: usize, p: usize) -> bool {
        let tree = &self.trees[s];
        let last = tree.len().saturating_sub(1);
        let asks = (last.saturating_sub(2)..=last).any(|i| tree.tok(i).form == "?");
        asks && tree.clause_of(p) == tree.clause_of((0..tree.len()).find(|&i| tree.head(i).is_none()).unwrap_or(p))
    }

    /// What the words right at a predicate say: negation, modals, hedges, marks.
    fn own(&self, s: usize, v: usize, first: bool, sure: &mut Sure) {
        let tree = &self.trees[s];
        let mut perfect = false;
        let mut modal: Option<String> = None;
        for &k in tree.kids(v) {
            let low = tree.low(k);
            let form = tree.tok(k).form.to_lowercase();
            match tree.rel(k).split(':').next().unwrap_or("") {
                "advmod" => {
                    if matches!(low.as_str(), "not" | "never" | "n't" | "neither" | "nowhere" | "hardly" | "barely")
                        || form == "n’t"
                    {
                        // "not only … but also" negates nothing.
                        let only = tree.kids(v).iter().any(|&o| tree.low(o) == "only" && o > k && o <= k + 2)
                            || tree.kids(k).iter().any(|&o| tree.low(o) == "only");
                        if !only {
                            sure.negated = !sure.negated;
                        }
                    } else if low == "long" && tree.kids(k).iter().any(|&x| tree.low(x) == "no") || low == "longer" {
                        sure.negated = true;
                    } else if self.listed("hedges-alleged", &low) {
                        sure.set_stance(Stance::Alleged);
                    } else if self.listed("hedges-believed", &low) {
                        sure.set_stance(Stance::Believed);
                    } else if low == "almost" || low == "nearly" {
                        let counts = tree.kids(v).iter().any(|&x| tree.rel(x) == "nummod");
                        if !counts && tree.is_verb(v) && first {
                            sure.set_mood(Mood::Attempted);
                        }
                    }
                }
                "aux" => {
                    if low == "have" {
                        perfect = true;
                    } else if !matches!(low.as_str(), "be" | "do" | "get") {
                        modal = Some(low);
                    }
                }
                "det" if matches!(low.as_str(), "no" | "neither" | "not") => sure.negated = !sure.negated,
                "cc" if low == "nor" => sure.negated = true,
                "nsubj" | "obj" => {
                    let pre = |w: &str| {
                        tree.kids(k).iter().any(|&x| {
                            tree.low(x) == w && matches!(tree.rel(x).split(':').next(), Some("cc" | "det" | "advmod"))
                        })
                    };
                    // "either A or B", "suspected rebels": somebody did it, and who is not certain.
                    if first && pre("either") {
                        sure.set_stance(Stance::Believed);
                    }
                    if first
                        && tree.rel(k).starts_with("nsubj")
                        && tree.kids_by(k, &["amod"]).any(|x| {
                            matches!(
                                tree.tok(x).form.to_lowercase().as_str(),
                                "suspected" | "alleged" | "presumed" | "apparent"
                            )
                        })
                    {
                        sure.set_stance(Stance::Believed);
                    }
                    let none = matches!(form.as_str(), "nobody" | "none" | "nothing" | "noone")
                        || pre("neither")
                        || tree.kids_by(k, &["det"]).any(|d| matches!(tree.low(d).as_str(), "no" | "neither"));
                    if none && first {
                        sure.negated = !sure.negated;
                    }
                }
                "mark" => match low.as_str() {
                    "if" | "unless" | "lest" => {
                        // "even if", "asked if": a question or a concession is not a fact either.
                        sure.set_mood(Mood::Conditional);
                    }
                    "whether" => sure.set_mood(Mood::Asked),
                    "without" => sure.negated = true,
                    _ => {}
                },
                "amod" if !tree.is_verb(v) => {
                    if self.listed("adjectives-planned", &low) {
                        sure.set_mood(Mood::Planned);
                    } else if self.listed("adjectives-attempted", &low) {
                        sure.set_mood(Mood::Attempted);
                    } else if self.listed("adjectives-alleged", &low) {
                        sure.set_stance(Stance::Alleged);
                    }
                }
                "case" if !tree.is_verb(v) && low == "without" => sure.negated = true,
                "advcl"
                    if first && modal.as_deref() != Some("have")
                    // "Russia will respond if Ukraine attacks": the answer is as conditional as the question.
                    && tree.kids_by(k, &["mark"]).any(|m| matches!(tree.low(m).as_str(), "if" | "unless"))
                        && tree.kids_by(v, &["aux"]).any(|a| {
                            matches!(
                                tree.low(a).as_str(),
                                "will" | "would" | "could" | "may" | "might" | "shall" | "’ll" | "'ll"
                            )
                        }) =>
                {
                    sure.set_mood(Mood::Conditional);
                }
                _ => {}
            }
        }
        // "Had Turkey attacked, …": inversion is a condition.
        if tree.rel(v) == "advcl" && tree.kid(v, &["mark"]).is_none() {
            let had = tree
                .kids_by(v, &["aux", "aux:pass", "cop"])
                .find(|&k| matches!(tree.tok(k).form.to_lowercase().as_str(), "had" | "were" | "should"));
            let subject = tree.kids_by(v, &["nsubj"]).next();
            if had.zip(subject).is_some_and(|(h, s)| h < s) {
                sure.set_mood(Mood::Conditional);
            }
        }
        // "has yet to capture"
        if tree.kids_by(v, &["advmod"]).any(|k| tree.low(k) == "yet")
            && tree.kids_by(v, &["mark"]).any(|k| tree.low(k) == "to")
        {
            sure.negated = true;
        }
        // "are to meet": the same, where the parser made the copula an auxiliary.
        if first
            && tree.kids_by(v, &["aux"]).any(|k| tree.low(k) == "be")
            && tree.kids_by(v, &["mark"]).any(|k| tree.low(k) == "to")
            && tree.tok(v).xpos == "VB"
        {
            sure.set_mood(Mood::Planned);
        }
        if let Some(m) = modal {
            match m.as_str() {
                "will" | "shall" | "wo" | "'ll" | "’ll" => sure.set_mood(Mood::Predicted),
                "may" | "might" if perfect => sure.set_stance(Stance::Believed),
                "could" | "must" if perfect => sure.set_stance(Stance::Believed),
                "may" | "might" => sure.set_mood(Mood::Predicted),
                // "could hear", "can see" are abilities told as facts only for perception; an act is only possible.
                "can" | "could" => sure.set_mood(Mood::Predicted),
                "would" => {
                    // Backshift under a past cue is a plan or a forecast, else it depends on something.
                    let reported = matches!(tree.rel(v), "ccomp" | "parataxis");
                    sure.set_mood(if reported { Mood::Predicted } else { Mood::Conditional });
                }
                "should" | "must" | "ought" | "need" => sure.set_mood(Mood::Requested),
                _ => {}
            }
        }
    }

    /// Goes up from the predicate and takes along what each governor does to it.
    fn climb(&self, s: usize, p: usize, sure: &mut Sure) {
        let tree = &self.trees[s];
        let mut v = p;
        self.own(s, v, true, sure);
        for _ in 0..tree.len() {
            let Some(h) = tree.head(v) else { break };
            let rel = tree.rel(v);
            let g = tree.low(h);
            let infinitive = tree.is_infinitive(v);
            match rel {
                "acl:relcl" => {
                    sure.embedded = true;
                    break;
                }
                "xcomp" | "ccomp" | "csubj" => {
                    if g == "close" || tree.kids_by(h, &["advmod", "xcomp"]).any(|k| k != v && tree.low(k) == "close") {
                        sure.set_mood(Mood::Attempted);
                    }
                    if tree.is_noun(h) && self.is_called_false(s, v, h) {
                        sure.denied = true;
                        sure.negated = true;
                    }
                    self.governed(s, h, &g, rel != "xcomp" && !infinitive, self.is_indicative(s, v), sure);
                    self.own(s, h, false, sure);
                }
                "acl" => {
                    if infinitive {
                        self.under_noun(&g, sure);
                    } else if !tree.is_verb(v) || tree.is_passive(v) || tree.tok(v).xpos == "VBG" {
                        // "reports of", "forces fighting in the north": a participle is told as fact, and in passing.
                        if self.listed("nouns-alleged", &g) {
                            sure.set_stance(Stance::Alleged);
                        } else {
                            sure.embedded = true;
                            break;
                        }
                    }
                    if self.listed("nouns-alleged", &g) {
                        sure.set_stance(Stance::Alleged);
                    }
                    if self.is_called_false(s, v, h) {
                        sure.denied = true;
                        sure.negated = true;
                    }
                    // The noun itself may be governed: "denied plans to attack".
                    self.own(s, h, false, sure);
                }
                "advcl" => {
                    let marks: Vec<String> = tree.kids_by(v, &["mark", "case"]).map(|m| tree.low(m)).collect();
                    if infinitive && !marks.iter().any(|m| m == "after") {
                        // "clawed back to win", "came back to take": what one gets back to is done.
                        let back = tree.kids_by(h, &["advmod", "compound:prt"]).any(|k| tree.low(k) == "back");
                        let only = back || self.listed("verbs-actual", &g);
                        if !only {
                            sure.set_mood(Mood::Planned);
                        }
                    }
                    if marks.iter().any(|m| matches!(m.as_str(), "instead" | "rather" | "without")) {
                        sure.negated = true;
                    }
                    if matches!(g.as_str(), "capable" | "able") {
                        sure.set_mood(Mood::Predicted);
                    }
                    if g == "close" || tree.kids_by(h, &["advmod", "xcomp"]).any(|k| tree.low(k) == "close") {
                        sure.set_mood(Mood::Attempted);
                    }
                    if marks.iter().any(|m| matches!(m.as_str(), "of" | "for" | "with" | "over")) && self.listed("verbs-accuse", &g) {
                        sure.set_stance(Stance::Alleged);
                    }
                    if marks.iter().any(|m| m == "from") && self.listed("verbs-prevent", &g) {
                        sure.negated = true;
                    }
                    if marks.iter().any(|m| m == "before")
                        && !infinitive
                        && tree.kids_by(h, &["aux"]).any(|a| tree.low(a) == "will")
                    {
                        sure.set_mood(Mood::Predicted);
                    }
                    break;
                }
                "conj"
                    // "will attack and capture": auxiliaries before the first belong to both.
                    if tree.kid(v, &["aux", "nsubj", "nsubj:pass", "mark"]).is_none()
                        && (tree.is_verb(v) == tree.is_verb(h))
                    => {
                        let negated = sure.negated;
                        self.own(s, h, false, sure);
                        // "did not attack but withdrew": a but-clause is not under the negation.
                        if tree.kids_by(v, &["cc"]).any(|c| tree.low(c) == "but") {
                            sure.negated = negated;
                        }
                    }
                _ if !tree.is_verb(v) && tree.kid(v, &["cop"]).is_none() => {
                    // A noun that names an act, governed by a verb or another noun.
                    let case = tree.case(v).unwrap_or_default();
                    let object = matches!(rel, "obj" | "nsubj:pass");
                    if tree.is_verb(h) {
                        if object
                            || matches!(case.as_str(), "for" | "of" | "on" | "to" | "from" | "against" | "with")
                                && rel.starts_with("obl")
                        {
                            self.governed_noun(&g, &case, object, sure);
                        }
                        if case == "without" {
                            sure.negated = true;
                        }
                        if matches!(rel, "obj" | "nsubj" | "nsubj:pass") || rel.starts_with("obl") {
                            self.own(s, h, false, sure);
                        }
                    } else if rel.starts_with("nmod")
                        && g == "truth"
                        && tree.kids_by(h, &["det"]).any(|d| tree.low(d) == "no")
                    {
                        // "There is no truth to reports that …"
                        sure.denied = true;
                        sure.negated = true;
                    } else if rel.starts_with("nmod")
                        && matches!(case.as_str(), "of" | "for" | "on" | "about" | "over" | "to" | "against") {
                            if self.under_noun(&g, sure) {
// Said by the noun.
} else if self.listed("nouns-alleged", &g) {
                                sure.set_stance(Stance::Alleged);
                            } else if self.listed("nouns-none", &g) {
                                sure.negated = true;
                            }
                        }
                    if rel == "nsubj" && tree.is_verb(h) {
                        break;
                    }
                }
                _ => {}
            }
            v = h;
        }
    }

    /// "Reports that the town had fallen were false": whether a clause `v` under a noun `h` is called untrue, wherever the
    /// parser hung the verdict.
    fn is_called_false(&self, s: usize, v: usize, h: usize) -> bool {
        let tree = &self.trees[s];
        let called = |top: usize, rels: &[&str]| tree.kids_by(top, rels).any(|k| k != v && self.is_false_word(s, k));
        let verdict = tree.clause_of(h);
        verdict != h && self.is_false_word(s, verdict)
            || called(h, &["ccomp", "acl", "parataxis"])
            || called(v, &["xcomp"])
            || tree.head(h).is_some_and(|g| called(g, &["xcomp", "ccomp"]))
    }

    /// What a noun does to the act under it: "a plan to attack", "an attempt at", "a call for". Whether it does anything.
    fn under_noun(&self, g: &str, sure: &mut Sure) -> bool {
        let mood = [
            ("nouns-planned", Mood::Planned),
            ("nouns-attempted", Mood::Attempted),
            ("nouns-requested", Mood::Requested),
        ]
        .into_iter()
        .find(|(list, _)| self.listed(list, g));
        if let Some((_, mood)) = mood {
            sure.set_mood(mood);
        }
        mood.is_some()
    }

    /// "false", "untrue", "a fabrication": what is called so is denied.
    fn is_false_word(&self, s: usize, t: usize) -> bool {
        matches!(
            self.trees[s].low(t).as_str(),
            "false"
                | "untrue"
                | "fake"
                | "wrong"
                | "baseless"
                | "unfounded"
                | "lie"
                | "fabrication"
                | "fabricate"
                | "fabricated"
                | "incorrect"
                | "groundless"
        )
    }

    /// Whether a clause is told, not wanted: its verb or first auxiliary is finite, and no "should" stands in it.
    fn is_indicative(&self, s: usize, v: usize) -> bool {
        let tree = &self.trees[s];
        let aux: Vec<usize> = tree.kids_by(v, &["aux", "cop"]).collect();
        if aux.iter().any(|&a| matches!(tree.low(a).as_str(), "should" | "must" | "ought" | "may"))
            || tree.is_infinitive(v)
        {
            return false;
        }
        aux.iter().copied().chain([v]).any(|k| matches!(tree.tok(k).xpos.as_str(), "VBZ" | "VBD" | "VBP" | "MD"))
    }

    /// What a verb or adjective does to its clause complement.
    fn governed(&self, s: usize, h: usize, g: &str, finite: bool, indicative: bool, sure: &mut Sure) {
        let tree = &self.trees[s];
        let passive = tree.is_passive(h);
        if finite && self.is_false_word(s, h) {
            sure.denied = true;
            sure.negated = true;
        } else if self.listed("verbs-request", g) {
            // "insists that it does not strike" asserts; "insists that they leave" and "asked them to leave" want something.
            if !indicative {
                sure.set_mood(Mood::Requested);
            }
        } else if self.listed("verbs-plan", g) {
            sure.set_mood(Mood::Planned);
        } else if self.listed("verbs-try", g) {
            sure.set_mood(Mood::Attempted);
        } else if self.listed("verbs-fail", g)
            || g == "unable"
            || g == "have" && !finite && tree.kids_by(h, &["advmod"]).any(|k| tree.low(k) == "yet")
        {
            sure.negated = true;
        } else if self.listed("verbs-deny", g) {
            sure.denied = true;
            sure.negated = true;
        } else if self.listed("verbs-prevent", g) {
            sure.negated = true;
        } else if self.listed("verbs-expect", g)
            || matches!(
                g,
                "likely"
                    | "unlikely"
                    | "poised"
                    | "set"
                    | "due"
                    | "ready"
                    | "willing"
                    | "about"
                    | "prepared"
                    | "able"
                    | "bound"
            ) && !finite
        {
            if g == "unlikely" {
                sure.set_stance(Stance::Doubted);
            }
            sure.set_mood(if matches!(g, "ready" | "willing" | "prepared" | "about" | "set" | "poised") {
                Mood::Planned
            } else {
                Mood::Predicted
            });
        } else if self.listed("verbs-believe", g) {
            sure.set_stance(Stance::Believed);
        } else if passive
            && !finite
            && matches!(
                g,
                "say" | "report" | "allege" | "accuse" | "claim" | "rumour" | "rumor" | "understand" | "presume"
            )
        {
            sure.set_stance(if matches!(g, "say" | "report") { Stance::Asserted } else { Stance::Alleged });
        } else if self.listed("verbs-doubt", g) {
            sure.set_stance(Stance::Doubted);
        } else if finite && matches!(g, "possible" | "probable" | "likely" | "conceivable") {
            sure.set_stance(Stance::Believed);
        } else if finite && matches!(g, "unclear" | "uncertain" | "unknown") {
            sure.set_mood(Mood::Asked);
        } else if g == "be" && !finite {
            // "are to meet on Saturday"
            sure.set_mood(Mood::Planned);
        } else if g == "go" && !finite && tree.tok(h).xpos == "VBG" {
            sure.set_mood(Mood::Planned);
        }
    }

    /// What a verb does to a noun that names an act.
    fn governed_noun(&self, g: &str, case: &str, object: bool, sure: &mut Sure) {
        if case == "for" && matches!(g, "call" | "ask" | "appeal" | "press" | "push" | "plead" | "wait" | "hope")
            || object && self.listed("verbs-request", g)
        {
            sure.set_mood(Mood::Requested);
        } else if self.listed("verbs-plan", g) && (object || matches!(case, "for" | "in" | "of"))
            || case == "for" && matches!(g, "prepare" | "gear" | "brace" | "mobilise" | "mobilize")
        {
            sure.set_mood(Mood::Planned);
        } else if self.listed("verbs-prevent", g) || case == "from" && matches!(g, "refrain" | "abstain" | "desist") {
            sure.negated = true;
        } else if object && self.listed("verbs-deny", g) {
            sure.denied = true;
            sure.negated = true;
        } else if object && self.listed("verbs-try", g) {
            sure.set_mood(Mood::Attempted);
        } else if object && self.listed("verbs-expect", g) {
            sure.set_mood(Mood::Predicted);
        } else if object && self.listed("verbs-believe", g) {
            sure.set_stance(Stance::Believed);
        }
    }

    /// Who says so: every attribution whose content holds the predicate, innermost first.
    fn accounts(&self, s: usize, p: usize, sure: &mut Sure) {
        let at = self.trees[s].tok(p).span;
        let mut found: Vec<(usize, &froissart_model::Attribution)> = Vec::new();
        for a in &self.analysis.attributions {
            // "A holds the north and B the south, according to C": at the end of a sentence it covers all of it.
            let at_end = a.lemma.starts_with("accord")
                && a.cue_head.sentence == s
                && a.cue_head.token > p
                && a.source.iter().any(|x| x.end + 2 >= self.trees[s].sentence.span.end);
            let inside = at_end || a.content.iter().any(|c| c.contains(at));
            let own = a.cue_head == (TokenRef { sentence: s, token: p })
                || a.source.iter().any(|x| x.contains(at))
                || a.cue.iter().any(|x| x.contains(at));
            if inside && !own {
                found.push((a.content.iter().map(|c| c.len()).sum(), a));
            }
        }
        // Whose words hold another's cue is the outer account: "Lin Jian said, according to AFP".
        let cues: Vec<froissart_model::Span> = found.iter().flat_map(|(_, a)| a.cue.iter().copied()).collect();
        found.sort_by_key(|(n, a)| {
            (cues.iter().filter(|c| a.content.iter().any(|x| x.contains(**c))).count(), *n, a.cue_head)
        });
        // Who condemns or backs a deed does not tell of it.
        found.retain(|(_, a)| a.attitude != froissart_model::Attitude::Judgement);
        for (_, a) in found {
            let lemma = a.lemma.as_str();
            // A cue that governs the predicate by the tree has been read there already, also for its mood.
            if self.listed("verbs-deny", lemma) && !sure.denied {
                sure.denied = true;
                sure.negated = true;
            } else if self.listed("verbs-doubt", lemma) {
                sure.set_stance(Stance::Doubted);
            } else if self.listed("verbs-believe", lemma) {
                sure.set_stance(Stance::Believed);
            } else if self.listed("verbs-allege", lemma) {
                sure.set_stance(Stance::Alleged);
            } else if self.listed("verbs-request", lemma) && self.infinitive_content(a) {
                sure.set_mood(Mood::Requested);
            } else if self.listed("verbs-plan", lemma) && self.infinitive_content(a) {
                sure.set_mood(Mood::Planned);
            }
            let Some(h) = a.source_head else {
                continue;
            };
            // "reported" as a bare adverb has no source; a page's own outlet is not in the chain.
            let e = self.entity(h.sentence, h.token);
            if !sure.accounts.iter().any(|x| x.span == e.span) {
                sure.accounts.push(e);
                sure.cues.push(a.cue_head);
                if sure.said.is_none() {
                    sure.said = self.time_of(a.cue_head.sentence, a.cue_head.token, true);
                }
            }
        }
    }
    fn infinitive_content(&self, a: &froissart_model::Attribution) -> bool {
        a.content_head.is_some_and(|c| {
            let t = &self.trees[c.sentence];
            t.is_infinitive(c.token) || matches!(t.upos(c.token), Pos::Noun)
        })
    }
}
