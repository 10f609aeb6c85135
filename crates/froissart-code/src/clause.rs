//! Whose clause it is: the subject and the voice of a verb, through relatives, participles, control and coordination.
//!
//! "Militants ferried commandos to storm the camp": the commandos storm it; "the opposition challenged a plan to arrest
//! him": whoever has the plan, and not the opposition. Only the subject: objects and phrases are the frame's.

use crate::tree::Tree;
use froissart_model::Pos;

/// Verbs whose object is the subject of their infinitive: "urged Russia to withdraw".
pub(crate) const OBJECT_CONTROL: &[&str] = &[
    "urge",
    "ask",
    "order",
    "force",
    "tell",
    "allow",
    "enable",
    "help",
    "want",
    "call",
    "press",
    "push",
    "pressure",
    "persuade",
    "convince",
    "encourage",
    "invite",
    "permit",
    "require",
    "compel",
    "lead",
    "cause",
    "expect",
    "advise",
    "warn",
    "command",
    "instruct",
    "direct",
    "accuse",
    "deter",
    "prevent",
    "stop",
    "bar",
    "discourage",
    "dissuade",
    "keep",
    "block",
    "ban",
    "restrain",
    "prohibit",
    "authorize",
    "authorise",
    "beg",
    "appeal",
    "demand",
    "let",
    "make",
    "see",
    "leave",
    "send",
    "prompt",
    "implore",
    "lobby",
    "arm",
    "train",
    "pay",
    "believe",
    "say",
    "think",
    "suspect",
    "report",
    "condemn",
    "blame",
    "criticize",
    "criticise",
    "praise",
    "thank",
    "charge",
];

/// Verbs whose object does what the journey is for.
const CARRYING: &[&str] = &["airdrop", "airlift", "bus", "deploy", "dispatch", "ferry", "fly", "parachute", "truck"];

/// Things that speak for whoever gives them out.
const SPEECH_THINGS: &[&str] = &[
    "statement",
    "declaration",
    "letter",
    "resolution",
    "message",
    "communique",
    "communiqué",
    "petition",
    "report",
    "note",
    "decree",
    "order",
    "ultimatum",
    "announcement",
    "speech",
    "video",
    "tweet",
    "post",
    "lawsuit",
    "suit",
    "complaint",
    "indictment",
];

/// Verbs that are said of others' plans: who challenges a plan to arrest somebody does not arrest him. The second value
/// says whether an infinitive behind the object may still be the subject's own aim: "stopped the bus to search it".
const OF_OTHERS: &[(&str, bool)] = &[
    ("avert", true),
    ("back", false),
    ("block", false),
    ("challenge", false),
    ("condemn", false),
    ("counter", true),
    ("criticise", false),
    ("criticize", false),
    ("defeat", true),
    ("denounce", false),
    ("dismiss", false),
    ("disrupt", true),
    ("endorse", false),
    ("expose", true),
    ("foil", false),
    ("frustrate", true),
    ("investigate", true),
    ("oppose", false),
    ("praise", false),
    ("prevent", true),
    ("probe", true),
    ("protest", false),
    ("reject", false),
    ("repel", true),
    ("reveal", true),
    ("slam", false),
    ("stop", true),
    ("support", false),
    ("thwart", false),
    ("uncover", false),
    ("unmask", true),
    ("veto", false),
    ("welcome", false),
];

/// What kills by being thrown: "bombs were dropped, killing nine".
const THROWN: &[&str] = &["bomb", "rocket", "missile", "shell", "mortar", "grenade", "shot", "round"];

/// What a deed leads to; after a passive its subject is the deed, and not who underwent it.
const RESULTS: &[&str] = &["kill", "wound", "injure", "hurt", "maim", "destroy", "damage", "displace"];

const MAX_DEPTH: usize = 12;

impl Tree<'_> {
    /// Whether the verb stands in the passive, finite or reduced.
    pub(crate) fn is_passive(&self, v: usize) -> bool {
        // "is engaged in fighting", "was locked in talks": that is what its subject does.
        if matches!(self.low(v), "embroil" | "engage" | "lock")
            && self.kids_by(v, &["obl"]).any(|k| self.case(k).as_deref() == Some("in"))
        {
            return false;
        }
        if self.kid(v, &["nsubj:pass"]).is_some() || self.kids(v).iter().any(|&k| self.rel(k) == "aux:pass") {
            return true;
        }
        let vbn = self.tok(v).xpos == "VBN" || self.tok(v).has("VerbForm=Part") && self.tok(v).has("Tense=Past");
        if !vbn || self.kids_by(v, &["aux"]).any(|k| self.low(k) == "have") {
            return false;
        }
        match self.rel(v) {
            "acl" | "amod" | "advcl" => true,
            "xcomp" => self.caused(v).is_some(),
            "conj" => {
                self.head(v).is_some_and(|h| self.is_verb(h) && self.kid(v, &["nsubj"]).is_none() && self.is_passive(h))
            }
            _ => false,
        }
    }

    /// "had his house raided", "saw two villages burned": the object that the participle tells of.
    pub(crate) fn caused(&self, v: usize) -> Option<usize> {
        let h = self.head(v).filter(|&h| matches!(self.low(h), "have" | "get"))?;
        self.kid(h, &["obj"]).filter(|&o| h < o && o < v)
    }

    /// The grammatical subject of a clause, found through relatives, participles, control and coordination.
    /// The second value says whether it is the patient (subject of a passive).
    pub(crate) fn subject(&self, v: usize, depth: usize) -> Vec<usize> {
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let mut own: Vec<usize> =
            self.kids_by(v, &["nsubj", "csubj"]).filter(|&k| self.rel(k) != "nsubj:outer").collect();
        // "the two presidents are to meet": the only subject there is.
        if own.is_empty() && self.is_verb(v) && self.is_infinitive(v) {
            own.extend(self.kids_by(v, &["nsubj:outer"]).take(1));
        }
        if let Some(&s) = own.first() {
            if self.is_relative(s)
                && let Some(h) = self.relative_head(v)
            {
                return vec![h];
            }
            // Two subjects are a coordination that the parser took apart.
            return own;
        }
        // "What the rebels did was to burn the market": whoever did it.
        if let Some(what) = self.kid(v, &["nsubj:outer"]).filter(|&k| self.low(k) == "what")
            && let Some(did) = self.kid(what, &["acl"]).filter(|&d| self.low(d) == "do")
        {
            return self.subject(did, depth + 1);
        }
        // "it is willing to withdraw": a personal "it" that the parser took for an empty one.
        if self.kid(v, &["xcomp"]).is_some()
            && self.kid(v, &["ccomp"]).is_none()
            && let Some(e) = self.kid(v, &["expl"]).filter(|&e| self.low(e) == "it")
        {
            return vec![e];
        }
        let Some(h) = self.head(v) else { return Vec::new() };
        // "found the general guilty of killing": it is he who killed.
        if self.rel(h) == "xcomp"
            && self.upos(h) == Pos::Adj
            && self.tok(v).xpos == "VBG"
            && self.kids_by(v, &["mark"]).any(|m| matches!(self.low(m), "of" | "for"))
            && let Some(judge) = self.head(h).filter(|&j| !self.is_passive(j))
            && let Some(o) = self.kid(judge, &["obj"]).filter(|&o| o < h)
        {
            return vec![o];
        }
        match self.rel(v) {
            "acl:relcl" => {
                // No subject and no relative pronoun: "the man killed" is acl; here the subject was missed, so the head is it
                // unless the head is already the object.
                vec![h]
            }
            "acl" => {
                if self.is_infinitive(v) {
                    // "a plan to attack": whoever has the plan, "a campaign by the army to clear the valley", "the White
                    // House plan to".
                    let by = |k: &usize| self.rel(*k) == "nmod:poss" || self.case(*k).as_deref() == Some("by");
                    let mut holder: Vec<usize> = self.kids_by(h, &["nmod:poss", "nmod"]).filter(by).collect();
                    if holder.is_empty() {
                        // "the Mali efforts to", "efforts by Mali to"
                        let named = |k: usize| {
                            k < h && self.rel(k) != "nmod" && self.upos(k) == Pos::Propn
                                || k > h && k < v && self.case(k).is_some_and(|c| c == "by" || c == "of")
                        };
                        holder = self.kids_by(h, &["compound", "nmod", "nmod:desc"]).filter(|&k| named(k)).collect();
                    }
                    if !holder.is_empty() {
                        return holder;
                    }
                    let clause = self.clause_of(h);
                    // "foiled a plot to bomb the court", "challenged a plan to arrest", "resigned over a decision to
                    // deploy": somebody else's.
                    let aside = self.rel(h) == "obl"
                        && self.case(h).is_some_and(|c| {
                            matches!(
                                c.as_str(),
                                "after" | "following" | "over" | "amid" | "against" | "despite" | "before"
                            )
                        });
                    let low = self.low(clause);
                    let other = OF_OTHERS.iter().any(|(w, _)| *w == low) && !self.is_passive(clause);
                    if clause == h || other || aside { Vec::new() } else { self.subject(clause, depth + 1) }
                } else if SPEECH_THINGS.contains(&self.low(h)) && self.tok(v).xpos == "VBG" {
                    // "issued a declaration demanding …": whoever issued it.
                    let clause = self.clause_of(h);
                    if clause == h { vec![h] } else { self.subject(clause, depth + 1) }
                } else {
                    vec![h]
                }
            }
            "amod" => vec![h],
            "conj" => {
                if self.is_verb(h)
                    || self.kid(h, &["nsubj", "cop", "aux"]).is_some()
                    || matches!(self.rel(h), "xcomp" | "advcl" | "acl" | "acl:relcl")
                {
                    self.subject(h, depth + 1)
                } else {
                    Vec::new()
                }
            }
            "xcomp" | "advcl" if self.is_joint(v, h) => {
                // "France stands by Mali to defeat the rebels": both do.
                let mut all = self.subject(h, depth + 1);
                all.extend(self.helped(h));
                all
            }
            "xcomp" => {
                if self.tok(v).xpos == "VBN"
                    && let Some(o) = self.caused(v)
                {
                    return vec![o];
                }
                if OBJECT_CONTROL.contains(&self.low(h)) {
                    if let Some(o) = self.kid(h, &["obj", "iobj"]) {
                        return vec![o];
                    }
                    if let Some(o) = self
                        .kids_by(h, &["obl"])
                        .find(|&k| matches!(self.case(k).as_deref(), Some("on" | "to" | "for")))
                    {
                        return vec![o];
                    }
                }
                self.subject(h, depth + 1)
            }
            "ccomp" if self.is_infinitive(v) || self.tok(v).xpos == "VBG" => {
                if let Some(o) = self.kid(h, &["obj"]) {
                    vec![o]
                } else {
                    self.subject(h, depth + 1)
                }
            }
            // "Russia says shot down 12 drones": the headline leaves out who did it.
            // "deny having attacked": they themselves.
            "ccomp"
                if self.kid(v, &["mark", "expl", "cop"]).is_none()
                    && !self.is_passive(h)
                    && h < v
                    && (h + 1..v).all(|i| self.head(i) == Some(v) && self.rel(i) == "aux" && self.low(i) == "have") =>
            {
                self.subject(h, depth + 1)
            }
            "advcl" => {
                let accused = self.kids_by(v, &["mark"]).any(|m| matches!(self.low(m), "of" | "for" | "from" | "with"))
                    && OBJECT_CONTROL.contains(&self.low(h));
                if accused
                    && !self.is_passive(h)
                    && let Some(o) = self.kid(h, &["obj"])
                {
                    return vec![o];
                }
                // "A helicopter was shot down by rebels, killing five": the rebels killed them, or the shooting did.
                if self.tok(v).xpos == "VBG"
                    && RESULTS.contains(&self.low(v))
                    && v > h
                    && self.is_passive(h)
                    && self.kid(v, &["mark"]).is_none()
                {
                    let by: Vec<usize> = self.kids_by(h, &["obl"]).filter(|&k| self.rel(k) == "obl:agent").collect();
                    let sent = |k: &usize| THROWN.contains(&self.low(*k));
                    return if by.is_empty() { self.kids_by(h, &["nsubj"]).filter(sent).collect() } else { by };
                }
                // "foiled a plot to bomb the court", where the plan hangs on the verb.
                let others = self.is_infinitive(v)
                    && self.kids_by(h, &["obj"]).any(|o| o < v)
                    && OF_OTHERS.contains(&(self.low(h), false));
                if others && !self.is_passive(h) {
                    return Vec::new();
                }
                // "ferried commandos to storm the camp": those who were sent storm it.
                if self.is_infinitive(v)
                    && CARRYING.contains(&self.low(h))
                    && let Some(o) = if self.is_passive(h) { self.kid(h, &["nsubj"]) } else { self.kid(h, &["obj"]) }
                {
                    return vec![o];
                }
                self.subject(h, depth + 1)
            }
            _ => Vec::new(),
        }
    }

    /// Whether a noun is what somebody remains or becomes: a donor, of "remains the largest donor".
    pub(crate) fn is_remaining(&self, n: usize) -> bool {
        self.rel(n) == "xcomp"
            && self.head(n).is_some_and(|h| matches!(self.low(h), "remain" | "become" | "stay") && self.is_verb(h))
    }

    /// Whether an infinitive is the purpose that a helper and the helped share.
    fn is_joint(&self, v: usize, helper: usize) -> bool {
        const JOINT: &[&str] = &["aid", "assist", "back", "join", "partner", "stand", "support", "work"];
        self.is_infinitive(v)
            && JOINT.contains(&self.low(helper))
            && !self.is_passive(helper)
            && self.helped(helper).next().is_some()
    }

    /// Whom a helper helps, or with whom he works.
    fn helped(&self, helper: usize) -> impl Iterator<Item = usize> + '_ {
        self.kids_by(helper, &["obj", "obl"]).filter(move |&k| {
            k > helper
                && (self.rel(k) == "obj" && !matches!(self.low(helper), "join" | "stand" | "work")
                    || self.case(k).is_some_and(|c| matches!(c.as_str(), "with" | "by" | "alongside" | "beside")))
        })
    }

    /// Whether the predicate is what "it was … that" sets apart: the army, of "it was the army that shelled the camp".
    pub(crate) fn is_cleft(&self, p: usize) -> bool {
        self.kid(p, &["cop"]).is_some()
            && self.kids_by(p, &["expl", "nsubj"]).any(|k| k < p && self.low(k) == "it")
            && self.kids_by(p, &["acl", "advcl"]).any(|k| k > p && self.rel(k).ends_with(":relcl"))
    }

    /// The noun that a relative clause is about.
    pub(crate) fn relative_head(&self, v: usize) -> Option<usize> {
        let mut at = v;
        for _ in 0..MAX_DEPTH {
            match self.rel(at) {
                "acl:relcl" | "acl" => return self.head(at),
                "advcl:relcl" => return self.head(at).filter(|&h| self.is_cleft(h)),
                "conj" | "xcomp" | "ccomp" | "advcl" => at = self.head(at)?,
                _ => return None,
            }
        }
        None
    }

    pub(crate) fn is_infinitive(&self, v: usize) -> bool {
        self.kids_by(v, &["mark"]).any(|k| self.low(k) == "to")
            || self.tok(v).has("VerbForm=Inf") && self.kid(v, &["aux"]).is_none()
    }
}
