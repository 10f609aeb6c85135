"""Learns the mention ranker of `data/language/en/mention.weights` from GUM's `Entity=` marks.

What our code says of each phrase and its candidates comes from `cargo run --release -p froissart-lang --example
decisions`, as a stream of 32-bit numbers, so that training and reading use the same features; here they only meet the
gold entities. Chains build up while reading, so the stream is made anew with the weights learnt from the last one:

    printf 'bias 0\nout 0\nmargin 0 0 0 0 0 0 0 0 0 0\n' > 0.weights      # every phrase alone, but for plain rules
    for n in 0 1 2; do
        decisions $n.weights UD/en_gum-ud-train.conllu > $n.bin
        coref.py --treebank UD/en_gum-ud-train.conllu --stream $n.bin --out $((n + 1)).weights
    done
"""
import argparse
import collections
import re
import sys

import numpy as np
import torch

TYPES = ("person", "organization", "place")
UNIT = 256
ROUGH = 10


def gold(path, skip):
    """Documents: name, words, and {(first word, last word): (entity, type)}."""
    docs, start, here, opened = [], 0, 0, []
    for line in open(path, encoding="utf-8"):
        if line.startswith("# newdoc id"):
            here, opened = 0, []
            docs.append([line.split("=")[1].strip(), 0, {}])
        cols = line.rstrip("\n").split("\t")
        if len(cols) != 10 or not cols[0].isdigit():
            continue
        marks = re.search(r"(?:^|\|)Entity=([^|]*)", cols[9])
        for mark in re.findall(r"\([^()]*\)?|[^()]+\)", marks[1]) if marks else []:
            fields = mark.strip("()").split("-")
            if mark.startswith("("):
                opened.append((fields[0], fields[1], here))
            if mark.endswith(")"):
                k = max(i for i, o in enumerate(opened) if o[0] == fields[0])
                entity, kind, first = opened.pop(k)
                docs[-1][2].setdefault((first, here), (entity, kind))
        here += 1
        docs[-1][1] = here
    for d in docs:
        d.append(d[0].split("_")[1] in skip)
    return docs


def decisions(path, docs):
    """(document, rough form, words, [features of a row], [is right]) of each phrase; row 0 is nobody."""
    data = np.fromfile(path, dtype="<u4")
    at, n = 2 + int(data[1]), -1
    out = []
    while at < len(data):
        if data[at] == 0xFFFFFFFF:
            n += 1
            assert data[at + 1] == docs[n][1], (docs[n][:2], data[at + 1])
            at += 2
            marks = docs[n][2]
            members = collections.defaultdict(list)
            counts = collections.Counter(e for e, k in marks.values() if k in TYPES)
            continue
        phrase, first, last, rough, chosen, nn, no, nc = (int(x) for x in data[at:at + 8])
        at += 8
        none = data[at:at + nn]
        at += nn
        own = data[at:at + no]
        at += no
        entity, kind = marks.get((first, last), (None, None))
        chained = kind in TYPES and counts[entity] > 1
        rows, right = [none], [False]
        for _ in range(nc):
            who, size = int(data[at]), int(data[at + 1])
            rows.append(np.concatenate([own, data[at + 2:at + 2 + size]]))
            at += 2 + size
            inside = members[who]
            # Right where the greater part of its marked phrases is the same somebody.
            same = sum(m == entity for m in inside)
            right.append(bool(chained and same and 2 * same >= len([m for m in inside if m is not None])))
        right[0] = not any(right)
        members[chosen].append(entity)
        if not docs[n][3]:
            out.append((n, rough, entity, rows, right))
    return out


class Ranker(torch.nn.Module):
    def __init__(self, features, width):
        super().__init__()
        self.rows = torch.nn.EmbeddingBag(features, width + 1, mode="sum", include_last_offset=True)
        torch.nn.init.normal_(self.rows.weight, std=0.05)
        with torch.no_grad():
            self.rows.weight[:, -1] = 0
        self.bias = torch.nn.Parameter(torch.zeros(width))
        self.out = torch.nn.Parameter(torch.randn(width) * 0.3)
        self.width = width

    def forward(self, ids, offsets, drop):
        if drop and self.training:
            w = (torch.rand(len(ids)) >= drop).float() / (1 - drop)
            s = self.rows(ids, offsets, per_sample_weights=w)
        else:
            s = self.rows(ids, offsets)
        return torch.relu(s[:, :-1] + self.bias) @ self.out + s[:, -1]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--treebank", required=True)
    ap.add_argument("--stream", nargs="+", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--width", type=int, default=16)
    ap.add_argument("--epochs", type=int, default=5)
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--decay", type=float, default=1e-6)
    ap.add_argument("--drop", type=float, default=0.25)
    ap.add_argument("--least", type=int, default=4, help="decisions in which a feature must stand")
    ap.add_argument("--false-link", type=float, default=1.0, help="weight of decisions whose answer is nobody")
    ap.add_argument("--margin", type=float, nargs=ROUGH, default=[-0.25] * 4 + [0, 0, -0.25, -0.25, 0, 0],
                    help="how much better than nobody, by rough form (order: phrase.rs); below nought it may be worse")
    ap.add_argument("--held", type=int, default=0, help="keep every n-th document out, to look at")
    ap.add_argument("--skip", default="fiction,whow,essay,letter,podcast,reddit", help="genres left out")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    docs = gold(a.treebank, set(a.skip.split(",")))
    all_ = [d for path in a.stream for d in decisions(path, docs)]
    held = [d for d in all_ if a.held and d[0] % a.held == 0]
    train = [d for d in all_ if not (a.held and d[0] % a.held == 0)]
    # Dense numbers for features that stand in enough decisions.
    codes = np.concatenate([np.unique(np.concatenate(d[3])) for d in train])
    values, seen = np.unique(codes, return_counts=True)
    values = values[seen >= a.least * len(a.stream)]
    print(len(train), "decisions,", sum(len(d[3]) for d in train), "rows,", len(values), "features", flush=True)
    dense = np.full(int(max(codes)) + 1, -1, dtype=np.int32)
    dense[values] = np.arange(len(values))

    def pack(d):
        rows = [dense[r[r < len(dense)]] for r in d[3]]
        rows = [r[r >= 0] for r in rows]
        return d[1], rows, np.array(d[4])

    train, held = [pack(d) for d in train], [pack(d) for d in held]
    model = Ranker(len(values), a.width)
    opt = torch.optim.Adam(model.parameters(), lr=a.rate)
    size = 64
    steps = a.epochs * (len(train) // size + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, 20 * s / steps) * max(0.02, 1 - s / steps))

    def batch(ds):
        rows = [r for d in ds for r in d[1]]
        ids = torch.from_numpy(np.concatenate(rows).astype(np.int64))
        ends = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
        return ids, torch.from_numpy(ends), [len(d[1]) for d in ds]

    for epoch in range(a.epochs):
        order = rng.permutation(len(train))
        model.train()
        total = 0.0
        for b in range(0, len(order), size):
            ds = [train[i] for i in order[b:b + size]]
            ids, offsets, counts = batch(ds)
            scores = model(ids, offsets, a.drop)
            most = max(counts)
            table = torch.full((len(ds), most), -1e4)
            right = torch.zeros((len(ds), most), dtype=torch.bool)
            mask = torch.zeros((len(ds), most), dtype=torch.bool)
            for i, d in enumerate(ds):
                right[i, :counts[i]] = torch.from_numpy(d[2])
                mask[i, :counts[i]] = True
            table = table.masked_scatter(mask, scores)
            loss = torch.logsumexp(table, 1) - torch.logsumexp(table.masked_fill(~right, -1e4), 1)
            weight = torch.where(right[:, 0], a.false_link, 1.0)
            loss = (loss * weight).mean() + a.decay * (model.rows.weight ** 2).sum()
            opt.zero_grad()
            loss.backward()
            opt.step()
            schedule.step()
            total += loss.item()
        message = f"epoch {epoch + 1}: loss {total * size / len(train):.4f}"
        if held and (epoch + 1) % 2 == 0:
            model.eval()
            tally = np.zeros((ROUGH, 4), dtype=int)
            with torch.no_grad():
                for b in range(0, len(held), size):
                    ds = held[b:b + size]
                    ids, offsets, counts = batch(ds)
                    scores = model(ids, offsets, 0).numpy()
                    at = 0
                    for d, c in zip(ds, counts):
                        best = int(scores[at:at + c].argmax())
                        at += c
                        tally[d[0]] += [best > 0, best > 0 and d[2][best], not d[2][0], 1]
            for r, (ours, good, want, n) in enumerate(tally):
                message += f"\n  {r}: P {good / max(1, ours):.3f} R {good / max(1, want):.3f} of {want} in {n}"
            s = tally.sum(0)
            message += f"\n  all: P {s[1] / s[0]:.3f} R {s[1] / s[2]:.3f}"
        print(message, flush=True)

    # In whole numbers. A row that would not fit sixteen bits would be a sign of a broken run.
    head = np.fromfile(a.stream[0], dtype="<u4", count=4096)
    room, names = int(head[0]), "".join(map(chr, head[2:2 + head[1]])).split("\n")
    rows = torch.round(model.rows.weight.detach() * UNIT).to(torch.int64).numpy()
    assert abs(rows).max() < 32768, abs(rows).max()
    line = lambda name, xs: name + " " + " ".join(str(int(x)) for x in xs) + "\n"
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("# Which phrases stand for the same: a network over features, weights times 256. Made by train/coref.py from\n")
        f.write("# UD English GUM; `bias` and `out` of the hidden units, `margin` by form over nobody, then a line a feature.\n")
        f.write(line("bias", torch.round(model.bias.detach() * UNIT)))
        f.write(line("out", torch.round(model.out.detach() * UNIT)))
        f.write(line("margin", [round(m * UNIT) for m in a.margin]))
        for code, row in zip(values, rows):
            if row.any():
                f.write(line(f"{names[code // room]}.{code % room}", row))


if __name__ == "__main__":
    sys.exit(main())
