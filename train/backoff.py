"""Learn the back-off, data/model/backoff.weights: which act a predicate tells that no rule reads.

The examples come from the program itself:

    cargo run --release -p froissart-code --example predicates -- news.jsonl out/predicates

Each is a verb or a noun of news, or of the rules' own sentences, with the parser's vector of it, what stands around
it, and the type of event that a rule read in it. What no rule read is NONE at first. Some of it is an act that the rules
miss: what a first head, which has not seen the lemma, half takes for an act is left out of the second. Whatever is
reported here is of lemmas that the fold's head has not seen.
"""
import argparse
import collections
import hashlib
import json

import numpy as np
import torch

TYPES = (
    "NONE ACCUSE AGREE AID ASSAULT COERCE CONCEDE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION "
    "SUPPORT THREATEN"
).split()
NUMBER = {t: i for i, t in enumerate(TYPES)}
FOLDS = 5
SCALE = 1024


def load(name):
    told = [json.loads(line) for line in open(name + ".jsonl", encoding="utf-8")]
    rows = np.fromfile(name + ".rows", dtype=np.int8).reshape(len(told), -1)
    return told, rows


def fold(lemma):
    """The fold of a lemma, the same on every machine: a head is never asked about a lemma that it has seen."""
    return int(hashlib.sha256(lemma.encode()).hexdigest(), 16) % FOLDS


def inputs(told, rows, names):
    """Vectors of length one a number, and a 1 for each feature."""
    x = rows.astype(np.float32)
    x /= np.sqrt(np.maximum((x * x).sum(1, keepdims=True), 1) / x.shape[1])
    marks = np.zeros((len(told), len(names)), np.float32)
    number = {n: i for i, n in enumerate(names)}
    for i, r in enumerate(told):
        for f in r["features"]:
            if f in number:
                marks[i, number[f]] = 1
    return np.concatenate([x, marks], 1)


def fit(x, y, weight, l2, steps):
    """Multinomial logistic regression; L-BFGS from zero, so that no seed has a say."""
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    weight = torch.from_numpy((weight / weight.sum()).astype(np.float32))
    w = torch.zeros(len(TYPES), x.shape[1], requires_grad=True)
    b = torch.zeros(len(TYPES), requires_grad=True)
    search = torch.optim.LBFGS([w, b], max_iter=steps, history_size=10, line_search_fn="strong_wolfe")

    def loss():
        search.zero_grad()
        each = torch.nn.functional.cross_entropy(x @ w.T + b, y, reduction="none")
        all_ = (each * weight).sum() + l2 * (w * w).sum()
        all_.backward()
        return all_

    search.step(loss)
    return w.detach().numpy(), b.detach().numpy()


def whole(w, b):
    """As the program computes: weights and biases in whole numbers."""
    return np.clip(np.round(w * SCALE), -32000, 32000), np.clip(np.round(b * SCALE), -32000, 32000)


def shares(x, w, b):
    z = (x @ w.T + b) / SCALE
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def area(good, score):
    """The area under the curve of hits and false alarms: how often an act's score is above a non-act's."""
    order = np.argsort(score, kind="stable")
    rank = np.empty(len(score))
    rank[order] = np.arange(1, len(score) + 1)
    n = good.sum()
    return (rank[good].sum() - n * (n + 1) / 2) / (n * (len(good) - n))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("predicates", help="what the example `predicates` wrote, without .jsonl and .rows")
    p.add_argument("--out", required=True, help="the file of weights")
    p.add_argument("--scores", help="where the fold table goes, as JSON")
    p.add_argument("--held", help="where the folds' opinions of open predicates go, as JSON lines, to be read")
    p.add_argument("--points", required=True, help="how often it was right by reading: the `sure` and `fire` lines")
    p.add_argument("--l2", type=float, default=3e-4)
    p.add_argument("--steps", type=int, default=80)
    p.add_argument("--doubt", type=float, default=0.5, help="from which share of acts on no rule's silence is doubted")
    p.add_argument("--least", type=int, default=30, help="how often a feature must occur")
    a = p.parse_args()
    torch.set_num_threads(1)
    told, rows = load(a.predicates)
    y = np.array([NUMBER[r["type"] or "NONE"] for r in told])
    # A tie, a figure, or a word of another act is neither an act nor none.
    use = np.array([bool(r["type"]) or not r["known"] for r in told])
    verb = np.array(["verb" in r["features"] for r in told])
    in_fold = np.array([fold(r["lemma"]) for r in told])
    count = collections.Counter(r["lemma"] for r in told)
    # A lemma that occurs a thousand times is not fifty times the evidence of one that occurs twenty times.
    weight = np.array([min(1, (20 / count[r["lemma"]]) ** 0.5) for r in told])
    seen = collections.Counter(f for r in told for f in set(r["features"]))
    names = sorted(n for n, c in seen.items() if c >= a.least)
    x = inputs(told, rows, names)

    def by_folds(use):
        held = np.zeros((len(told), len(TYPES)), np.float32)
        for k in range(FOLDS):
            train = use & (in_fold != k)
            held[in_fold == k] = shares(x[in_fold == k], *whole(*fit(x[train], y[train], weight[train], a.l2, a.steps)))
        return held

    held = by_folds(use)
    clean = use & ~((y == 0) & (1 - held[:, 0] >= a.doubt))
    if clean.sum() < use.sum():
        held = by_folds(clean)
    act = 1 - held[:, 0]
    table = {}
    for name, of in (("verb", verb), ("noun", ~verb)):
        of = of & use
        coded = of & (y > 0)
        right = held[:, 1:].argmax(1) + 1 == y
        row = {"predicates": int(of.sum()), "coded": int(coded.sum())}
        row["lemmas"] = len({told[i]["lemma"] for i in np.flatnonzero(coded)})
        row["left_out"] = int((of & ~clean).sum())
        row["area"] = round(float(area(y[of] > 0, act[of])), 3)
        row["type_right"] = round(float(right[coded].mean()), 3)
        for t in (0.5, 0.7, 0.8, 0.9):
            said = coded & (held[:, 1:].max(1) >= t)
            row[f"at_{t}"] = {
                "share_of_coded": round(float(said.sum() / coded.sum()), 3),
                "type_right": round(float(right[said].mean()), 3),
            }
        table[name] = row
    print(json.dumps(table, indent=1))
    if a.scores:
        with open(a.scores, "w", encoding="utf-8") as f:
            json.dump(table, f, indent=1)
    if a.held:
        with open(a.held, "w", encoding="utf-8") as f:
            for i, r in enumerate(told):
                if r["open"] and r["set"] == "news":
                    best = int(held[i, 1:].argmax()) + 1
                    f.write(json.dumps({"share": float(held[i, best]), "as": TYPES[best], **r}) + "\n")
    # Verbs that the rules read in most of their uses, and as what.
    coded = collections.Counter((r["lemma"], r["type"]) for i, r in enumerate(told) if verb[i] and use[i] and r["type"])
    uses = collections.Counter(r["lemma"] for i, r in enumerate(told) if verb[i] and use[i])
    usual = {lemma: t for (lemma, t), n in sorted(coded.items()) if n >= 5 and 2 * n >= uses[lemma]}
    w, b = whole(*fit(x[clean], y[clean], weight[clean], a.l2, a.steps))
    line = lambda name, numbers: name + " " + " ".join(str(int(n)) for n in numbers) + "\n"
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("# Which act a predicate tells that no rule reads: weights times 1024, a line a number of the parser's vector,\n")
        f.write("# then a line a feature. Made by train/backoff.py; data/model/backoff.toml says of what.\n")
        f.write("types " + " ".join(TYPES) + "\n")
        f.write(open(a.points, encoding="utf-8").read())
        f.writelines(f"word {lemma} {t}\n" for lemma, t in usual.items() if " " not in lemma)
        f.write(line("bias", b))
        for i in range(rows.shape[1]):
            f.write(line("row", w[:, i]))
        for i, n in enumerate(names):
            f.write(line(n, w[:, rows.shape[1] + i]))


if __name__ == "__main__":
    main()
