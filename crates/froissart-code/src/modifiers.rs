//! Relations told in passing: "Turkey-backed rebels", "Iran-backed Hezbollah", "Lebanon-based", "rebel-held Idlib",
//! "opposition-supporter Turkey", "Assad's allies Russia and Iran", "an ally of Damascus".

use crate::assemble::{base, in_passing};
use crate::reader::Reader;
use froissart_model::{Claim, EntityKind, Kind, PlaceRole, Pos, Stance};

/// What a compound's participle or noun says: the list of words, the relation, and whether the compound's first part
/// is its actor ("Turkey-backed rebels": Turkey supports) or its object ("opposition-supporter Turkey").
const COMPOUNDS: &[(&str, &str, bool)] = &[
    ("compound-supports", "supports", true),
    ("compound-leads", "leads", true),
    ("compound-allied", "allied_with", false),
    ("compound-based", "based_in", false),
    ("compound-controls", "controls", true),
    ("compound-supporter", "supports", false),
    ("compound-fights", "opposes", false),
];

/// Nouns that name one side of a tie: "X's ally Y", "Y, an ally of X".
const NOUNS: &[(&str, &str, bool)] = &[
    ("nouns-ally", "allied_with", false),
    ("nouns-backer", "supports", false),
    ("nouns-proxy", "supports", true),
    ("nouns-enemy", "opposes", false),
    ("nouns-leader", "leads", false),
    ("nouns-branch", "part_of", false),
];

pub(crate) fn modifiers(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    compounds(r, s, out);
    nouns(r, s, out);
}

fn compounds(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for p in 0..tree.len() {
        // Treebanks split "Turkey-backed" into three words; where it stayed one, the first part cannot be a mention.
        if p < 2 || tree.tok(p - 1).form != "-" && tree.tok(p - 1).form != "–" {
            continue;
        }
        let low = tree.form(p);
        let Some((_, relation, first_acts)) = COMPOUNDS.iter().find(|(l, _, _)| r.know.words.has(l, low)) else {
            continue;
        };
        let x = p - 2;
        // "A two-run lead" is nobody's rule.
        if tree.upos(x) == Pos::Num {
            continue;
        }
        let Some(mut y) = modified(r, s, p) else { continue };
        // "a U.S.-backed offensive": who backs it backs those whose offensive it is.
        if *relation == "supports" && *first_acts && r.is_instrument(s, y) && !r.can_act(s, y) {
            let whose = tree
                .noun_frame(y, &r.know.words)
                .actor
                .into_iter()
                .find(|&a| a != x && r.can_act(s, a) && !r.is_place(s, a));
            let Some(whose) = whose else { continue };
            y = whose;
        }
        if y == x || !tree.is_nominal(x) && tree.upos(x) != Pos::Adj {
            continue;
        }
        let held = *relation == "controls";
        // Where an observatory has its office is no news of the conflict that it reports on.
        let teller = |y: usize| {
            let span = r.span(s, y);
            r.analysis.attributions.iter().any(|a| a.source.iter().any(|x| x.overlaps(span)))
        };
        let fights = |y: usize| {
            r.resolve(s, y)
                .and_then(|x| x.sector)
                .is_some_and(|x| matches!(x.as_str(), "REB" | "MIL" | "PRM" | "SEP" | "GOV" | "OPP"))
        };
        if *relation == "based_in" && teller(y) && !fights(y) {
            continue;
        }
        let known = r.can_act(s, x) || r.is_place(s, x) || r.resolve(s, x).is_some();
        if !known || (!held && !r.can_act(s, y) && r.resolve(s, y).is_none()) {
            continue;
        }
        let (mut sure, when) = in_passing(r, s, p);
        // What stands before a name in reported words is the page's: "the Harad-backed Umbar Guard had left, he said".
        let quoted = r.analysis.quotations.iter().any(|q| q.is_speech && q.outer.contains(tree.tok(p).span));
        if tree.upos(y) == Pos::Propn && !quoted {
            sure.accounts.clear();
            sure.stance = Stance::Asserted;
        }
        let words = [tree.tok(x).span, r.span(s, y)];
        let rule = format!("modifier/{low}");
        let kind = if held { Kind::Control } else { Kind::Relation };
        let mut c = base(r, s, p, kind, relation, &rule, &sure, &words);
        let xe = || {
            let mut e = r.entity(s, x);
            e.span = named(r, s, x);
            e.span.of(&r.page.text).clone_into(&mut e.text);
            // "Kurdish-led" is led by Kurds: of the adjectives of peoples without a state, only these change their stem.
            if let Some(people) = e.text.strip_suffix("ish").filter(|_| e.name.is_none() && e.country.is_none()) {
                e.name = Some(format!("{people}s"));
            }
            e
        };
        // Without its own modifier: Turkey supports the rebels, not "Turkey-backed rebels".
        let ye = || {
            let mut e = r.entity(s, y);
            if e.span.begin < tree.tok(p).span.end && tree.tok(p).span.end < e.span.end {
                e.span.begin =
                    (p + 1..=y).find(|&i| tree.upos(i) != Pos::Punct).map_or(e.span.begin, |i| tree.tok(i).span.begin);
                e.span.of(&r.page.text).clone_into(&mut e.text);
            }
            e
        };
        let (a, b) = if *first_acts { (x, y) } else { (y, x) };
        c.actor.push(if a == x { xe() } else { ye() });
        if held {
            c.status = Some("held".into());
            c.place.push(r.place(s, b, PlaceRole::Of));
        } else if *relation == "based_in" {
            let mut place = r.place(s, b, PlaceRole::At);
            place.span = named(r, s, x);
            place.span.of(&r.page.text).clone_into(&mut place.text);
            c.place.push(place);
        } else {
            c.recipient.push(if b == x { xe() } else { ye() });
        }
        if !held {
            c.status = Some("active".into());
        }
        c.happened = Some(when);
        // A trained, armed or funded party has its support by those means.
        if let Some(means) = match low {
            "armed" => Some("arms"),
            "trained" => Some("training"),
            "funded" | "financed" => Some("money"),
            "equipped" | "supplied" => Some("materiel"),
            _ => None,
        } {
            c.means.push(means.into());
        }
        // "Iran-backed groups such as Hezbollah": what is said of the class is said of the members that it names.
        if *relation != "controls" {
            for m in r.members(s, y) {
                let mut d = c.clone();
                let e = r.entity(m.sentence, m.token);
                d.evidence = crate::assemble::evidence(r, s, c.evidence.span.cover(e.span));
                if *first_acts {
                    d.recipient = vec![e];
                } else {
                    d.actor = vec![e];
                }
                out.push(d);
            }
        }
        // A list shares its modifier only as far as it goes with one head: conjuncts of a modified plural are not modified.
        out.push(c);
    }
}

/// The noun that a compound modifier stands before: the name that begins right after it, else its head.
fn modified(r: &Reader, s: usize, p: usize) -> Option<usize> {
    let tree = &r.trees[s];
    if let Some(n) = r
        .name_at(s, (p + 1).min(tree.len() - 1))
        .filter(|n| n.first.token == p + 1 && n.kind != froissart_model::NameKind::Norp)
    {
        // A name used as a modifier of a noun ("Iran-backed Hezbollah fighters") gives way to that noun.
        let top = (n.first.token..=n.last.token)
            .find(|&i| tree.head(i).is_none_or(|h| h < n.first.token || h > n.last.token))?;
        if let Some(h) = tree.head(top) {
            let attributive =
                matches!(tree.rel(top), "compound" | "amod" | "nmod:unmarked" | "nmod:desc") && h == n.last.token + 1;
            if attributive && tree.is_noun(h) && r.can_act(s, h) && !r.is_instrument(s, h) {
                return Some(h);
            }
        }
        return Some(top);
    }
    let mut h = tree.head(p)?;
    for _ in 0..4 {
        if h > p && tree.is_noun(h) {
            // "U.S.-led coalition airstrikes": the party, not its strikes.
            if r.is_instrument(s, h)
                && let Some(k) = (p + 1..h).filter(|&i| tree.is_noun(i) && r.can_act(s, i)).last()
            {
                return Some(k);
            }
            // "Turkey-backed rebel groups": the head, not its modifier.
            while let Some(up) =
                tree.head(h).filter(|&u| u > h && matches!(tree.rel(h), "compound" | "amod") && tree.is_noun(u))
            {
                h = up;
            }
            return Some(h);
        }
        match tree.head(h) {
            Some(x) if x != h => h = x,
            _ => break,
        }
    }
    // A parse that hung it elsewhere: the noun that follows at once.
    (p + 1..tree.len().min(p + 4))
        .take_while(|&i| matches!(tree.upos(i), Pos::Adj | Pos::Noun | Pos::Propn))
        .filter(|&i| tree.is_noun(i))
        .last()
}

/// The whole of a name that ends at a token: "Abu Dhabi" of "Abu Dhabi-backed".
fn named(r: &Reader, s: usize, x: usize) -> froissart_model::Span {
    let own = r.trees[s].tok(x).span;
    let begin = r.name_at(s, x).map_or(own.begin, |n| n.span.begin.min(own.begin));
    froissart_model::Span::new(begin, own.end)
}

fn nouns(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for n in 0..tree.len() {
        if tree.upos(n) != Pos::Noun || n > 0 && tree.tok(n - 1).form == "-" {
            continue;
        }
        let low = tree.low(n);
        let Some((list, relation, holder_acts)) = NOUNS.iter().find(|(l, _, _)| r.know.words.has(l, low)) else {
            continue;
        };
        // Who has the ally.
        let mut holder: Vec<usize> = tree
            .kids(n)
            .iter()
            .copied()
            .filter(|&k| {
                tree.rel(k) == "nmod:poss"
                    || tree.rel(k) == "nmod" && tree.case(k).is_some_and(|c| matches!(c.as_str(), "of" | "to"))
                    || matches!(tree.rel(k), "compound" | "amod")
                        && k < n
                        && r.resolve(s, k).is_some()
                        && *list != "nouns-enemy"
            })
            .filter(|&k| r.can_act(s, k) || r.resolve(s, k).is_some())
            .collect();
        // Who the ally is: in apposition, as the name that the noun stands before, or as the subject of "is an ally".
        let mut who: Vec<usize> = r.apposed(s, n);
        if matches!(tree.rel(n), "compound" | "nmod:unmarked" | "nmod:desc" | "amod")
            && let Some(h) = tree.head(n).filter(|&h| h > n && tree.upos(h) == Pos::Propn)
        {
            who.push(h);
            holder.extend(
                tree.kids(h)
                    .iter()
                    .copied()
                    .filter(|&k| k < n && matches!(tree.rel(k), "nmod:poss") && r.can_act(s, k)),
            );
            holder.extend(
                tree.kids(h)
                    .iter()
                    .copied()
                    .filter(|&k| k < n && matches!(tree.rel(k), "amod" | "compound") && r.resolve(s, k).is_some()),
            );
        }
        if tree.rel(n) == "appos"
            && let Some(h) = tree.head(n).filter(|&h| tree.upos(h) == Pos::Propn)
        {
            who.push(h);
        }
        let predicate = tree.kid(n, &["cop"]).is_some();
        if predicate {
            who.extend(tree.subject(n, 0));
        }
        // "found support from allies Russia and Iran": the subject's allies.
        // "our ally Turkey" is the speaker's, whoever that is.
        let mine = tree
            .kids_by(n, &["nmod:poss"])
            .chain(who.iter().flat_map(|&w| tree.kids_by(w, &["nmod:poss"])))
            .any(|k| k < n);
        if holder.is_empty() && *list == "nouns-ally" && !who.is_empty() && !predicate && !mine {
            holder = tree.subject(tree.clause_of(n), 0).into_iter().filter(|&h| r.can_act(s, h)).collect();
        }
        // "Assad's Russian allies": whoever has them is the possessor, and who they are stands before the noun.
        let owned = |k: &usize| tree.rel(*k) == "nmod:poss";
        if holder.iter().any(owned) && who.is_empty() && !predicate && matches!(*list, "nouns-ally" | "nouns-backer") {
            who = holder.iter().copied().filter(|k| !owned(k) && *k < n && tree.rel(*k) != "nmod").collect();
            holder.retain(|k| !who.contains(k));
        }
        // "the army and its allies", "Mali and its ally France": whose they are stands before them by name.
        let first = tree.first_conjunct(if tree.rel(n) == "conj" { n } else { who.first().copied().unwrap_or(n) });
        if first < n && r.can_act(s, first) && !r.is_place(s, first) {
            for h in &mut holder {
                let told = tree.upos(*h) == Pos::Pron && tree.rel(*h) == "nmod:poss" && *h > first;
                // "Government forces and their allies": several have theirs.
                let several = tree.form(*h) == "their" && tree.tok(first).xpos == "NNS";
                if told && (several || r.antecedent(s, *h).is_none_or(|a| a.sentence == s && a.token == first)) {
                    *h = first;
                }
            }
        }
        holder.sort_unstable();
        holder.dedup();
        if holder.is_empty() || who.is_empty() {
            continue;
        }
        let former = tree
            .kids_by(n, &["amod"])
            .any(|k| matches!(tree.low(k), "former" | "ex" | "late" | "one-time" | "erstwhile"));
        let mut holders = r.spread(s, &holder);
        let whom = r.spread(s, &who);
        holders.retain(|h| (h.sentence, h.token) != (s, n) && !whom.contains(h));
        for h in &holders {
            for w in &whom {
                if h == w {
                    continue;
                }
                if *relation == "leads" && r.resolve(h.sentence, h.token).is_some_and(|x| x.kind == EntityKind::State) {
                    // The head of a state is an office, found in the tables, and no news of the page.
                    continue;
                }
                let (sure, when) = in_passing(r, s, n);
                let words = [r.span(h.sentence, h.token), r.span(w.sentence, w.token)];
                let mut c = base(r, s, n, Kind::Relation, relation, &format!("modifier/{low}"), &sure, &words);
                let (a, b) = if *holder_acts { (h, w) } else { (w, h) };
                c.actor.push(r.entity(a.sentence, a.token));
                c.recipient.push(r.entity(b.sentence, b.token));
                c.status = Some(if former { "ended" } else { "active" }.into());
                c.happened = Some(when);
                out.push(c);
            }
        }
    }
}
