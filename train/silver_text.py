"""Read the training text and let spaCy's medium English model mark it, for silver.py.

What.  Treebank files on their own words, with the tree and GUM's `Entity=` brackets; and news texts
(JSON lines with "set" and "text"), cut into sentences and words as the treebanks cut them: "Turkey-backed"
is three words, "AK-47" is three, "pro-Beijing" is one.  Each word gets spaCy's Penn tag, each sentence
spaCy's name spans.  What the spans should have been is silver.py's business.

FA-KES lost its apostrophes and commas ("Syrias Homs province"): the possessives of states, leaders and
well-known towns are put back ("Syria 's Homs province"); the commas are gone for good.
"""
import html
import json
import random
import re

TYPES = {
    "PERSON": "PER", "NORP": "NORP", "FAC": "FAC", "ORG": "ORG", "GPE": "GPE",
    "LOC": "LOC", "EVENT": "EVENT", "WORK_OF_ART": "MISC", "LAW": "MISC",
    "PRODUCT": "MISC", "LANGUAGE": "MISC",
}
# As in the engine's tokeniser (token.rs): first parts of hyphenated words that stay whole.
PREFIXES = set("""anti arch bi co counter cross de e ex extra hyper inter intra macro mega micro mid mini multi
 neo non over pan para post pre pro proto pseudo psycho re semi socio sub super trans ultra un under uh mm""".split())
SPLIT = re.compile(r"(?<=\w)([-–‑])(?=\w)")


def entities(column, open_, out, at):
    """Follow GUM's brackets in one word's `Entity=`; closed ones go to `out` as (first, end, fields)."""
    for m in re.finditer(r"\(([^()]*)(\))?|([^()]+)\)", column):
        if m.group(3) is not None:
            key = m.group(3)
            for i in range(len(open_) - 1, -1, -1):
                if open_[i][0] == key:
                    _, first, fields = open_.pop(i)
                    if first is not None:
                        out.append((first, at + 1, fields))
                    break
        else:
            fields = m.group(1).split("-", 6)
            if m.group(2):
                out.append((at, at + 1, fields))
            else:
                open_.append((fields[0], at, fields))


def treebank(path):
    """Documents of a CoNLL-U file: {"set", "id", "sents"}; a sentence has words, upos, head, rel, gold."""
    name = "gum" if "gum" in path else "ewt"
    docs, sid, rows = [], None, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                docs.append({"set": name, "id": line.split("=")[-1].strip(), "sents": []})
                open_ = []
            elif line.startswith("# sent_id = "):
                sid = line[12:]
            elif not line:
                if rows:
                    gold = []
                    open_ = [(k, None, x) for k, _, x in open_]
                    for i, c in enumerate(rows):
                        m = re.search(r"(?:^|\|)Entity=([^|]*)", c[9])
                        if m:
                            entities(m.group(1), open_, gold, i)
                    docs[-1]["sents"].append({
                        "id": sid, "words": [c[1] for c in rows], "upos": [c[3] for c in rows],
                        "head": [int(c[6]) - 1 for c in rows], "rel": [c[7].split(":")[0] for c in rows],
                        "gold": gold if name == "gum" else None})
                rows = []
            elif line[0] != "#":
                c = line.split("\t")
                if c[0].isdigit():
                    rows.append(c)
    return docs


def clean(text):
    """Undo HTML escapes and tags, and squeeze blanks."""
    text = html.unescape(html.unescape(re.sub(r"#(\d\d);", r"&#\1;", text)))
    text = re.sub(r"<[^<>]{1,40}>", " ", text)
    text = text.replace("\\$", "$").replace("\\", " ")
    return re.sub(r" &#39;|(?<=\w) '(?=s\b)", "'", re.sub(r"\s+", " ", text)).strip()


def treebank_words(span):
    """The words of a spaCy span as the treebanks would cut them."""
    words, glue = [], False
    toks = []
    for t in span:
        if t.is_space:
            continue
        parts = [t.text] if t.like_url or "@" in t.text else [p for p in SPLIT.split(t.text) if p]
        toks += [(p, bool(t.whitespace_) and i == len(parts) - 1) for i, p in enumerate(parts)]
    for i, (w, _) in enumerate(toks):
        if glue:
            words[-1] += w
            glue = False
        elif (w == "-" and words and i + 1 < len(toks) and not toks[i][1] and not toks[i - 1][1]
                and words[-1].lower() in PREFIXES):
            words[-1] += w
            glue = True
        else:
            words.append(w)
    return words


def possessives(words, owners):
    """ "Syrias" was "Syria's" once."""
    out = []
    for w in words:
        if w.endswith("s") and w[:-1] in owners:
            out += [w[:-1], "'s"]
        else:
            out.append(w)
    return out


def news(path, nlp, sizes, owners):
    """Whole texts of each set in random order, until `sizes[set]` words are there."""
    sets = {}
    with open(path, encoding="utf-8") as f:
        for n, line in enumerate(f):
            r = json.loads(line)
            if r["set"] in sizes:
                sets.setdefault(r["set"], []).append((f"{r['set']}-{n}", clean(r["text"])))
    docs, rng = [], random.Random(1)
    for name in sorted(sets):
        rng.shuffle(sets[name])
        left = sizes[name]
        picked = []
        for key, text in sets[name]:
            if left <= 0:
                break
            picked.append((text[:12000], key))
            left -= len(text[:12000].split())
        for doc, key in nlp.pipe(picked, as_tuples=True, batch_size=32):
            sents = []
            for s in doc.sents:
                w = treebank_words(s)
                if name == "fa-kes":
                    w = possessives(w, owners)
                sents.append({"words": w})
            docs.append({"set": name, "id": key, "sents": sents})
    return docs


def mark(docs, nlp):
    """Add spaCy's tags and name spans to every sentence, on the sentence's own words."""
    from spacy.tokens import Doc
    sents = [s for d in docs for s in d["sents"] if s["words"]]
    made = (Doc(nlp.vocab, words=s["words"]) for s in sents)
    for s, doc in zip(sents, nlp.pipe(made, batch_size=256)):
        s["tag"] = [t.tag_ for t in doc]
        s["spacy"] = [(e.start, e.end, TYPES[e.label_]) for e in doc.ents if e.label_ in TYPES]
    for d in docs:
        d["sents"] = [s for s in d["sents"] if s["words"]]
    return docs


def read_all(model, ud, news_path, sizes, owners):
    """Everything: treebank documents, then news documents, marked by the model."""
    import spacy
    nlp = spacy.load(model, exclude=["attribute_ruler", "lemmatizer", "parser"])
    nlp.enable_pipe("senter")
    docs = [d for p in ud for d in treebank(p)]
    with nlp.select_pipes(enable=["senter"]):
        docs += news(news_path, nlp, sizes, owners)
    with nlp.select_pipes(disable=["senter"]):
        return mark(docs, nlp)
