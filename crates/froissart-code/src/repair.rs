//! Common errors of the parser, mended before anything is read: gapped clauses, headlines, titles before names.
//!
//! The trees come from a trained model and are right in nine arcs of ten; what is wrong is wrong in kinds. In "Rebels
//! took Aleppo and the army Homs" the army and Homs hang on Aleppo as if all three were taken. Each repair asks for a
//! pattern that the right tree does not have, and leaves everything else as it was parsed.

use crate::tree::{Gap, Tree};
use froissart_know::{Knowledge, Trigger, Word};
use froissart_model::{Part, Pos};

/// Verbs that take a gerund: in "Rebels deny shelling school" the shelling is denied, and not a school.
const WITH_GERUND: &[&str] =
    &["admit", "avoid", "begin", "consider", "continue", "deny", "halt", "resume", "risk", "start", "stop", "suspend"];

/// Mends what it can.
pub(crate) fn repair(tree: &mut Tree, know: &Knowledge) {
    for i in 0..tree.len() {
        contact_clause(tree, i);
        reduced_relative(tree, i);
        called_untrue(tree, i, know);
        title(tree, i);
        adjective_first(tree, i, know);
        nation_of_compound(tree, i, know);
        list_of_objects(tree, i);
        second_object(tree, i);
        victims_apart(tree, i, know);
        spoken_to(tree, i);
        remark(tree, i);
        verb_as_modifier(tree, i);
        some_of_them(tree, i);
        share(tree, i, know);
    }
    for v in 0..tree.len() {
        gapped(tree, v);
    }
    if headline(tree) {
        for i in 0..tree.len() {
            comma_for_and(tree, i);
            verb_as_noun(tree, i, know);
            verb_as_plural(tree, i, know);
            gerund(tree, i, know);
        }
        verbless(tree, know);
    }
}

/// A headline by the page's word, or a line that ends without a full stop, as headlines and captions do.
pub(crate) fn headline(tree: &Tree) -> bool {
    let end = (0..tree.len()).rev().map(|i| tree.tok(i).form.as_str()).next();
    tree.sentence.part == Part::Headline
        || !end.is_some_and(|e| matches!(e, "." | "!" | "?" | "\"" | "”" | "''" | ":" | ";" | ")"))
}

/// "The patrol the militia ambushed": a participle with a subject of its own is a relative clause.
fn contact_clause(tree: &mut Tree, v: usize) {
    let past = matches!(tree.tok(v).xpos.as_str(), "VBN" | "VBD");
    if tree.rel(v) != "acl"
        || !past
        || tree.kids(v).iter().any(|&k| matches!(tree.rel(k), "mark" | "aux:pass" | "case"))
    {
        return;
    }
    let (Some(head), Some(subject)) = (tree.head(v), tree.kid(v, &["nsubj"])) else { return };
    if head < subject && subject < v && !tree.is_relative(subject) {
        tree.hang(v, Some(head), "acl:relcl");
        tree.hang(subject, Some(v), "nsubj");
    }
}

/// "The army called reports that it had lost the town false": the last word is what the reports are called.
fn called_untrue(tree: &mut Tree, k: usize, know: &Knowledge) {
    let is = |list: &str, t: usize| know.words.has(list, tree.low(t));
    if !(is("untrue", k) || know.words.has("untrue", tree.form(k))) || tree.kid(k, &["cop"]).is_some() {
        return;
    }
    let Some(clause) = tree.head(k).filter(|&c| c < k && tree.rel(c) == "acl" && tree.is_verb(c)) else { return };
    let named = tree.head(clause).filter(|&n| is("charge-nouns", n) && tree.rel(n) == "obj");
    let verb = named.and_then(|n| tree.head(n)).filter(|&v| is("naming-verbs", v));
    if verb.is_some() && matches!(tree.rel(k), "xcomp" | "advmod" | "amod" | "obl" | "advcl") {
        tree.hang(k, verb, "xcomp");
    }
}

/// "The truce agreed in March no longer holds": a participle without a subject, between a clause and the subject of that
/// clause, says nothing of it, and belongs to that subject.
fn reduced_relative(tree: &mut Tree, v: usize) {
    let past = matches!(tree.tok(v).xpos.as_str(), "VBN" | "VBD");
    if !past || tree.kids_by(v, &["nsubj", "csubj", "aux", "mark", "cc", "expl"]).next().is_some() {
        return;
    }
    let Some(c) = tree.kids_by(v, &["ccomp"]).find(|&c| c > v) else { return };
    let Some(n) = tree.kids_by(c, &["nsubj"]).find(|&n| n < v && tree.upos(n) == Pos::Noun) else { return };
    if tree.phrase(n).1 + 1 != v || tree.kids_by(c, &["mark"]).next().is_some() {
        return;
    }
    let (head, rel) = (tree.head(v), tree.rel(v));
    tree.hang(c, head, rel);
    tree.hang(v, Some(n), "acl");
    for k in tree.kids(v).to_vec() {
        if k > c || k < n {
            let rel = tree.rel(k);
            tree.hang(k, Some(c), rel);
        }
    }
    tree.reduced.push(v);
}

/// "Ansar Dine leader Iyad Ag Ghaly met …": a title right before a name is no second subject.
fn title(tree: &mut Tree, t: usize) {
    if tree.upos(t) != Pos::Noun || !matches!(tree.rel(t), "nsubj" | "nsubj:pass") || t + 1 >= tree.len() {
        return;
    }
    let (n, v) = (t + 1, tree.head(t));
    if tree.upos(n) == Pos::Propn && tree.head(n) == v && tree.rel(n) == tree.rel(t) && tree.conjuncts(t).len() == 1 {
        tree.hang(t, Some(n), "compound");
    }
}

/// "The fighter killed himself and wounded seven others": what stands behind the second verb is the second's.
fn second_object(tree: &mut Tree, c: usize) {
    let Some(v) = tree.head(c).filter(|&v| tree.rel(c) == "conj" && tree.is_verb(c) && tree.is_verb(v) && v < c) else {
        return;
    };
    let own = tree.kid(c, &["obj", "nsubj"]).is_some();
    let first = tree.kids_by(v, &["obj"]).any(|o| v < o && o < c);
    let Some(second) = tree.kids_by(v, &["obj"]).find(|&o| o > c).filter(|_| first && !own) else { return };
    for k in tree.kids(v).to_vec() {
        if k >= second && matches!(tree.rel(k), "obj" | "obl" | "obl:tmod" | "obl:unmarked") {
            let rel = tree.rel(k);
            tree.hang(k, Some(c), rel);
        }
    }
}

/// "Chadian, Nigerien and Nigerian troops": the troops are of all three.
fn adjective_first(tree: &mut Tree, a: usize, know: &Knowledge) {
    let nation = |tree: &Tree, x: usize| {
        matches!(tree.upos(x), Pos::Adj | Pos::Propn) && know.actors.country_of(&tree.tok(x).form).is_some()
    };
    if tree.upos(a) != Pos::Adj || matches!(tree.rel(a), "amod" | "conj" | "root") || !nation(tree, a) {
        return;
    }
    let others: Vec<usize> = tree.kids_by(a, &["conj"]).collect();
    let Some(&noun) = others.last().filter(|&&n| tree.upos(n) == Pos::Noun) else { return };
    let Some(last) = tree.kids_by(noun, &["amod"]).find(|&k| k + 1 == noun && nation(tree, k)) else { return };
    if others.iter().any(|&o| o != noun && !nation(tree, o)) {
        return;
    }
    let (head, rel) = (tree.head(a), tree.rel(a));
    tree.hang(noun, head, rel);
    tree.hang(a, Some(noun), "amod");
    tree.hang(last, Some(a), "conj");
    // What hung on the adjective as if it were the noun.
    for k in tree.kids(a).to_vec() {
        if k > noun || matches!(tree.rel(k), "det" | "nummod" | "case") {
            let rel = tree.rel(k);
            tree.hang(k, Some(noun), rel);
        }
    }
}

/// "Eritrean army shelling": the army is Eritrean, and the shelling the army's.
fn nation_of_compound(tree: &mut Tree, k: usize, know: &Knowledge) {
    let n = k + 1;
    if n >= tree.len()
        || tree.head(n) != tree.head(k)
        || !matches!(tree.rel(k), "amod" | "compound")
        || tree.rel(n) != "compound"
        || tree.upos(n) != Pos::Noun
        || tree.head(n).is_none_or(|h| h <= n)
        || !tree.kids(k).is_empty()
        || tree.conjuncts(n).len() > 1
        || !is_nation(tree, k, know)
        || !is_party(tree, n, know)
    {
        return;
    }
    tree.hang(k, Some(n), "amod");
}

/// A nation's adjective, or a state by its name; no town.
fn is_nation(tree: &Tree, k: usize, know: &Knowledge) -> bool {
    let t = tree.tok(k);
    let word = [Word { form: &t.form, lemma: &t.lemma, upos: t.upos }];
    know.actors.country_of(&t.form).is_some()
        && (tree.upos(k) == Pos::Adj
            || know.actors.resolve(&word, 0, None).is_some_and(|r| !r.is_place || r.name.is_some()))
}

/// Whether a common noun names a party by itself.
fn is_party(tree: &Tree, n: usize, know: &Knowledge) -> bool {
    let t = tree.tok(n);
    let word = [Word { form: &t.form, lemma: &t.lemma, upos: t.upos }];
    know.actors.resolve(&word, 0, None).is_some_and(|r| r.sector.is_some() && !r.is_place)
}

/// "took Segou and, a day later, Gao": a noun coordinated with the verb is another object.
fn list_of_objects(tree: &mut Tree, c: usize) {
    if tree.rel(c) != "conj" || !matches!(tree.upos(c), Pos::Propn | Pos::Noun) {
        return;
    }
    let Some(v) = tree.head(c).filter(|&v| tree.is_verb(v) && v < c) else { return };
    let own = ["nsubj", "cop", "aux", "obj", "case", "mark", "acl", "advcl", "parataxis"];
    if tree.kid(c, &own).is_some() || tree.kid(c, &["cc"]).is_none() {
        return;
    }
    if let Some(o) = tree.kids_by(v, &["obj"]).filter(|&o| v < o && o < c).last() {
        tree.hang(c, Some(o), "conj");
    }
}

/// "killed a colonel in Goma and two policemen in Bukavu": people are no second town.
fn victims_apart(tree: &mut Tree, c: usize, know: &Knowledge) {
    if tree.rel(c) != "conj" || tree.upos(c) != Pos::Noun || tree.kid(c, &["det", "nummod"]).is_none() {
        return;
    }
    let Some(town) = tree.head(c).filter(|&t| t < c && tree.upos(t) == Pos::Propn) else { return };
    let inside = tree.case(town).is_some_and(|c| matches!(c.as_str(), "in" | "at" | "near" | "outside"));
    if !inside || tree.kid(c, &["case"]).is_some() || !is_party(tree, c, know) {
        return;
    }
    let Some(up) = tree.head(town) else { return };
    let whom = match tree.rel(town) {
        "nmod" => Some(up).filter(|&o| tree.rel(o) == "obj"),
        "obl" => tree.kids_by(up, &["obj"]).find(|&o| o < town),
        _ => None,
    };
    if let Some(o) = whom.filter(|&o| is_party(tree, o, know)) {
        tree.hang(c, Some(o), "conj");
    }
}

/// "Our men", he said, "never attacked": news speaks to nobody, and who seems spoken to is the subject.
fn spoken_to(tree: &mut Tree, i: usize) {
    if tree.rel(i) != "vocative" || !tree.is_noun(i) {
        return;
    }
    if let Some(v) = tree.head(i).filter(|&v| v > i && tree.is_verb(v) && tree.kid(v, &["nsubj", "expl"]).is_none()) {
        tree.hang(i, Some(v), if tree.is_passive(v) { "nsubj:pass" } else { "nsubj" });
    }
}

/// "The rebels, the army says, burned the church": the army is who says so, and no other name of the rebels.
fn remark(tree: &mut Tree, v: usize) {
    let said = matches!(tree.low(v), "say" | "report" | "claim" | "add" | "allege" | "announce");
    if v == 0 || !said || tree.rel(v) != "parataxis" || tree.kid(v, &["nsubj"]).is_some() {
        return;
    }
    let before = v - 1;
    if tree.rel(before) == "appos" && tree.is_noun(before) && tree.head(before).is_some_and(|h| h < before) {
        let opened = tree.phrase(before).0;
        if opened > 0 && tree.tok(opened - 1).form == "," && v + 1 < tree.len() && tree.tok(v + 1).form == "," {
            tree.hang(before, Some(v), "nsubj");
        }
    }
}

/// "Gunmen abduct priest": a finite verb with a subject is no adjective of its object.
fn verb_as_modifier(tree: &mut Tree, v: usize) {
    if tree.rel(v) != "amod" || !matches!(tree.tok(v).xpos.as_str(), "VBD" | "VBP" | "VBZ" | "VB") {
        return;
    }
    let (Some(o), Some(_)) = (tree.head(v).filter(|&o| o > v), tree.kid(v, &["nsubj"])) else { return };
    raise(tree, v, o);
    tree.hang(o, Some(v), "obj");
    tree.read_as(v, Pos::Verb);
    tree.main = Some(v);
}

/// "Controls about half of the country", "most of the country": a hedge is no preposition, and what stands after "of" is
/// what the share is of.
fn share(tree: &mut Tree, i: usize, know: &Knowledge) {
    if !know.words.has("extents", tree.low(i)) || tree.is_verb(i) {
        return;
    }
    let whole = tree.kids_by(i, &["obl"]).find(|&k| k > i && tree.case(k).as_deref() == Some("of"));
    if let Some(k) = whole {
        tree.hang(k, Some(i), "nmod");
    }
    let hedge = i.checked_sub(1).filter(|&k| {
        matches!(tree.form(k), "about" | "around" | "over" | "under")
            && tree.head(k) == Some(i)
            && tree.rel(k) == "case"
    });
    if let (Some(k), Some(v), "obl") = (hedge, tree.head(i), tree.rel(i))
        && v + 1 == k
        && tree.is_verb(v)
        && tree.kid(v, &["obj"]).is_none()
        && tree.kid(i, &["nmod"]).is_some_and(|w| w > i)
    {
        tree.hang(i, Some(v), "obj");
        tree.hang(k, Some(i), "advmod");
    }
}

/// "300 soldiers, some of them wounded, crossed the river": not the three hundred were wounded.
fn some_of_them(tree: &mut Tree, q: usize) {
    let of_them = tree.kids_by(q, &["nmod"]).any(|k| k == q + 2 && matches!(tree.form(k), "them" | "us" | "whom"));
    if !of_them || !matches!(tree.upos(q), Pos::Det | Pos::Adj | Pos::Num | Pos::Noun | Pos::Pron) {
        return;
    }
    let v = q + 3;
    let is_participle = |v: usize| matches!(tree.tok(v).xpos.as_str(), "VBN" | "VBD") && tree.rel(v) == "acl";
    if v < tree.len() && is_participle(v) && tree.head(v).is_some_and(|h| h < q) {
        tree.hang(v, tree.head(v), "parataxis");
        tree.hang(q, Some(v), "nsubj:pass");
    }
}

/// Puts a token where its head hangs.
fn raise(tree: &mut Tree, i: usize, head: usize) {
    let (up, rel) = (tree.head(head), tree.rel(head));
    tree.hang(i, up, rel);
    for k in tree.kids(head).to_vec() {
        if k != i && k < i && matches!(tree.rel(k), "mark" | "cc" | "punct" | "nsubj" | "advmod") {
            let rel = tree.rel(k);
            tree.hang(k, Some(i), rel);
        }
    }
}

/// "Rebels took Aleppo and the army Homs", "Rebels control the north, the army the south": two nouns side by side after
/// an object are a clause that leaves out the verb.
fn gapped(tree: &mut Tree, v: usize) {
    if !tree.is_verb(v) {
        return;
    }
    for o in tree.kids_by(v, &["obj"]).filter(|&o| o > v).collect::<Vec<_>>() {
        for first in tree.kids_by(o, &["conj", "appos"]).filter(|&k| k > o).collect::<Vec<_>>() {
            let (a, end) = tree.phrase(first);
            // The second noun may hang on the first as if it were a part of it.
            let inner = tree.kids_by(first, &["nmod"]).find(|&k| k > first && tree.rel(k) == "nmod:unmarked");
            let begin = inner.map_or(end + 1, |k| tree.phrase(k).0);
            // Nothing between but the conjunction or a comma, as before any member of a list.
            let joined = a > 0 && (tree.rel(a - 1) == "cc" || tree.tok(a - 1).form == ",");
            if !joined || begin >= tree.len() || tree.rel(first) == "appos" && tree.tok(a - 1).form != "," {
                continue;
            }
            let near = |k: usize| tree.head(k).is_some_and(|h| h == first || h == o || h == v);
            let second = (begin..tree.len().min(begin + 4)).find(|&k| {
                near(k)
                    && matches!(tree.upos(k), Pos::Noun | Pos::Propn)
                    && matches!(tree.rel(k), "conj" | "obj" | "appos" | "nmod:unmarked")
                    && tree.phrase(k).0 == begin
                    && tree.kid(k, &["case", "cc"]).is_none()
            });
            let Some(second) = second else { continue };
            // A name after a noun may be its title's bearer; a noun after a noun has an article or a number.
            let opens = matches!(tree.upos(begin), Pos::Det | Pos::Num);
            let name = tree.upos(second) == Pos::Propn && matches!(tree.rel(second), "conj" | "obj");
            if !opens && !name {
                continue;
            }
            tree.hang(first, Some(v), "orphan");
            tree.hang(second, Some(v), "orphan");
            tree.gaps.push(Gap { verb: v, actor: first, object: second });
        }
    }
}

/// "Colombia, ELN rebels extend ceasefire", "abduct priest, two nuns": in a headline a comma stands for "and".
fn comma_for_and(tree: &mut Tree, i: usize) {
    let comma = |x: usize| x < tree.len() && tree.tok(x).form == ",";
    if tree.rel(i) == "appos"
        && tree.kid(i, &["nummod"]).is_some()
        && tree.head(i).is_some_and(|h| tree.kid(h, &["nummod"]).is_some() || tree.tok(h).xpos == "NN")
    {
        let head = tree.head(i);
        tree.hang(i, head, "conj");
        return;
    }
    if !matches!(tree.rel(i), "compound" | "nmod:desc" | "nmod:unmarked") || tree.upos(i) != Pos::Propn || !comma(i + 1)
    {
        return;
    }
    let Some(h) = tree.head(i).filter(|&h| h > i + 1 && matches!(tree.rel(h), "nsubj" | "obj" | "nsubj:pass")) else {
        return;
    };
    let (up, rel) = (tree.head(h), tree.rel(h));
    tree.hang(i, up, rel);
    tree.hang(h, Some(i), "conj");
    for k in tree.kids(h).to_vec() {
        if k < i {
            let rel = tree.rel(k);
            tree.hang(k, Some(i), rel);
        }
    }
}

/// "12 killed as rebels attack base": a plural does not stand before a noun as its modifier, but as a verb's subject.
fn verb_as_noun(tree: &mut Tree, v: usize, know: &Knowledge) {
    if tree.tok(v).xpos != "NN" || tree.rel(v) != "compound" || v == 0 {
        return;
    }
    let s = v - 1;
    let Some(o) = tree.head(v).filter(|&o| o > v) else { return };
    let plural = tree.tok(s).xpos == "NNS" && tree.rel(s) == "compound" && tree.head(s) == Some(o);
    let verb = know.rules.triggered(tree.low(v)).any(|(_, p)| p.trigger == Trigger::Verb);
    if !plural || !verb || !is_party(tree, s, know) {
        return;
    }
    let case = tree.kids_by(o, &["case"]).find(|&c| c < s);
    let clause = match (tree.rel(o), case) {
        ("root" | "parataxis" | "conj", None) => tree.rel(o),
        ("obl" | "nmod", Some(c)) if matches!(tree.low(c), "as" | "after" | "before" | "since") => "advcl",
        _ => return,
    };
    let up = tree.head(o);
    tree.hang(v, up, clause);
    tree.hang(o, Some(v), "obj");
    tree.hang(s, Some(v), "nsubj");
    if let Some(c) = case {
        tree.hang(c, Some(v), "mark");
    }
    for k in tree.kids(o).to_vec() {
        if k < s {
            let rel = tree.rel(k);
            tree.hang(k, Some(s), rel);
        }
    }
    tree.read_as(v, Pos::Verb);
}

/// "Army shells rebel-held town", "Junta bombs Umbar": a plural stands before no other noun as its modifier, and none
/// behind it; a party in the singular before it is who does it.
fn verb_as_plural(tree: &mut Tree, v: usize, know: &Knowledge) {
    let Some(s) = v.checked_sub(1).filter(|_| tree.tok(v).xpos == "NNS") else { return };
    let is_one = matches!(tree.tok(s).xpos.as_str(), "NN" | "NNP") && tree.rel(s) == "compound";
    let verb = know.rules.triggered(tree.low(v)).any(|(_, p)| p.trigger == Trigger::Verb);
    if !is_one || !verb || !is_party(tree, s, know) {
        return;
    }
    let behind = tree.kids_by(v, &["compound", "flat"]).find(|&k| k > v);
    match (tree.rel(v), tree.head(v), behind) {
        ("compound", Some(o), _) if o > v && tree.rel(o) == "root" && tree.kid(o, &["case"]).is_none() => {
            let head = tree.head(s);
            if head != Some(v) && head != Some(o) {
                return;
            }
            tree.hang(v, None, "root");
            tree.hang(o, Some(v), "obj");
            for k in tree.kids(o).to_vec() {
                if k < s {
                    let rel = tree.rel(k);
                    tree.hang(k, Some(s), rel);
                }
            }
        }
        ("root", None, Some(o)) if tree.head(s) == Some(v) && tree.is_noun(o) => {
            tree.hang(o, Some(v), "obj");
            for k in tree.kids(v).to_vec() {
                if k < s {
                    let rel = tree.rel(k);
                    tree.hang(k, Some(s), rel);
                }
            }
        }
        _ => return,
    }
    tree.hang(s, Some(v), "nsubj");
    tree.read_as(v, Pos::Verb);
    tree.main = Some(v);
}

/// "Rebels deny shelling school": after such a verb a bare gerund is what is denied.
fn gerund(tree: &mut Tree, g: usize, know: &Knowledge) {
    if tree.tok(g).xpos != "VBG" || !matches!(tree.rel(g), "compound" | "amod") || g == 0 {
        return;
    }
    let Some(o) = tree.head(g).filter(|&o| o > g && tree.rel(o) == "obj") else { return };
    let Some(v) = tree.head(o).filter(|&v| v + 1 == g) else { return };
    let verb = know.rules.triggered(tree.low(g)).any(|(_, p)| p.trigger == Trigger::Verb);
    if !WITH_GERUND.contains(&tree.low(v)) || !verb {
        return;
    }
    tree.hang(g, Some(v), "xcomp");
    tree.hang(o, Some(g), "obj");
    tree.read_as(g, Pos::Verb);
}

/// "Turkey to send troops", "Chad rebels captured by army": a headline without a finite verb has its verb under the
/// subject.
fn verbless(tree: &mut Tree, know: &Knowledge) {
    let Some(root) = (0..tree.len()).find(|&i| tree.rel(i) == "root") else { return };
    let finite = |i: usize| {
        matches!(tree.tok(i).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
            && !matches!(tree.rel(i), "acl:relcl" | "advcl")
    };
    if !tree.is_noun(root) || (0..tree.len()).any(finite) || tree.kid(root, &["cop", "case"]).is_some() {
        return;
    }
    let Some(v) = tree.kids_by(root, &["acl"]).find(|&v| v > root && tree.rel(v) == "acl" && tree.is_verb(v)) else {
        return;
    };
    let to = tree.is_infinitive(v);
    if !to && tree.tok(v).xpos != "VBN" {
        return;
    }
    // "Bid to free hostages" is no plan of the bid's.
    if to && tree.upos(root) != Pos::Propn && !is_party(tree, root, know) {
        return;
    }
    let passive = if to && !tree.is_passive(v) { "nsubj" } else { "nsubj:pass" };
    tree.hang(v, None, "root");
    tree.hang(root, Some(v), passive);
    for k in tree.kids(root).to_vec() {
        if k > v {
            let rel = tree.rel(k);
            tree.hang(k, Some(v), rel);
        }
    }
    if to {
        tree.planned = Some(v);
    } else {
        tree.main = Some(v);
    }
}
