#!/usr/bin/env python3
"""Fits data/places/weights.tsv to pages whose place names are known, by folds over the pages.

    fit.py WEIGH PAGES [--folds N] [--write]

  WEIGH   the built example `weigh` of froissart-know
  PAGES   JSON lines {"text", "spans": [[begin, end]…], "context": [[begin, end]…], "points": [[lat, lon]…]}:
          names, other names of the page, and where the names lie; optional "weight" of the page, "countries" it names
A softmax over the candidates of a name, right where one lies within 161 km; squared weights cost LAMBDA; the names of one
place on one page count as one to the half. Prints how many the fits find that have not seen the page; with --write, fits
all, and writes the file. Features depend on the weights of the rounds before: run it until the figures stand.
Standard library only."""
import json
import math
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "weights.tsv"
LAMBDA, STEPS = 0.5, 120
# Too rare on pages to be fitted; set by hand.
BY_HAND = {"likeness": 4.0, "hint": 0.8, "article-off": -1.0, "article": -0.2, "sound": -0.5}
# A place of unknown population must not beat a known one by that alone.
AT_MOST = {"admin2": 0.0, "people-unknown": 1.0, "site": 1.5, "by-hand": 0.5}
# What may only speak for a candidate, whatever the pages say.
FOR = """people hint hint-main tie-comma tie-in tie-near tie-holds sort-fits land fellow fellow-near region inside holds near
 near-text far nearest capital-abroad people-abroad dateline likeness biggest below-biggest capital""".split()


def names():
    src = (HERE.parent.parent / "crates/froissart-know/src/places/choose.rs").read_text()
    return [x.strip().strip('",') for x in src.split("FEATURES: [&str;")[1].split("= [")[1].split("]")[0].split(",") if x.strip()]


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    return 12742 * math.asin(min(1, math.sqrt(math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2)))


def cases(pages, weighed):
    """(page, weight, rows of (right, sparse features) a round)"""
    out, lost = [], 0
    for n, (page, sets) in enumerate(zip(pages, weighed)):
        seen = {}
        for (b, e), (la, lo), cands in zip(page["spans"], page["points"], sets):
            key = (page["text"][b:e].lower(), round(la, 2), round(lo, 2))
            seen.setdefault(key, [0, cands, la, lo])[0] += 1
        for count, cands, la, lo in seen.values():
            right = [km(la, lo, c[0], c[1]) <= 161 for c in cands]
            if not any(right):
                lost += count
                continue
            for r in range(len(cands[0][2])):
                rows = [(ok, [(i, v) for i, v in enumerate(c[2][r]) if v]) for ok, c in zip(right, cands)]
                last = r == len(cands[0][2]) - 1
                out.append((n, page.get("weight", 1) * math.sqrt(count), rows, count if last else 0))
    return out, lost


def fit(data, feat):
    n = len(feat)
    up = [f in FOR for f in feat]
    w, m, v = [0.0] * n, [0.0] * n, [0.0] * n
    for step in range(1, STEPS + 1):
        g = [LAMBDA * x for x in w]
        for _, weight, rows, _ in data:
            if all(ok for ok, _ in rows):
                continue
            s = [sum(w[i] * x for i, x in f) for _, f in rows]
            top = max(s)
            p = [math.exp(x - top) for x in s]
            z = sum(p)
            zr = sum(x for x, (ok, _) in zip(p, rows) if ok)
            for x, (ok, f) in zip(p, rows):
                d = weight * (x / z - (x / zr if ok and zr else 0))
                if abs(d) > 1e-6:
                    for i, val in f:
                        g[i] += d * val
        rate = 0.3 if step < 80 else 0.1
        for i in range(n):                       # Adam
            m[i] = .9 * m[i] + .1 * g[i]
            v[i] = .99 * v[i] + .01 * g[i] ** 2
            w[i] -= rate * (m[i] / (1 - .9 ** step)) / (math.sqrt(v[i] / (1 - .99 ** step)) + 1e-8)
            if feat[i] in BY_HAND:
                w[i] = BY_HAND[feat[i]]
            elif feat[i] in AT_MOST:
                w[i] = min(w[i], AT_MOST[feat[i]])
            elif up[i]:
                w[i] = max(0.0, w[i])
    return w


def right(data, w):
    ok = n = 0
    for _, _, rows, count in data:
        if count:
            n += count
            ok += count * max(rows, key=lambda r: sum(w[i] * x for i, x in r[1]))[0]
    return ok, n


def main():
    weigh, path = sys.argv[1:3]
    folds = int(sys.argv[sys.argv.index("--folds") + 1]) if "--folds" in sys.argv else 5
    pages = [json.loads(l) for l in open(path, encoding="utf-8")]
    inp = "".join(json.dumps({k: p.get(k, []) for k in ("text", "spans", "context", "countries")}, ensure_ascii=False) + "\n" for p in pages)
    run = subprocess.run([weigh], input=inp, capture_output=True, text=True, encoding="utf-8", check=True)
    weighed = [json.loads(l) for l in run.stdout.splitlines()]
    data, lost = cases(pages, weighed)
    feat = names()
    ok = n = 0
    for k in range(folds if folds > 1 else 0):
        w = fit([d for d in data if d[0] % folds != k], feat)
        a, b = right([d for d in data if d[0] % folds == k], w)
        ok, n = ok + a, n + b
        print(f"fold {k}: {a}/{b}", file=sys.stderr)
    if n:
        print(f"held out: {ok}/{n} {ok/n:.4f} of names with a candidate; {ok/(n+lost):.4f} of all")
    w = fit(data, feat)
    a, b = right(data, w)
    print(f"fitted: {a}/{b} {a/b:.4f}")
    if "--write" in sys.argv:
        head = "# What speaks for a place among its namesakes (crates/froissart-know/src/places/choose.rs), fitted by fit.py.\n"
        OUT.write_text(head + "".join(f"{f}\t{x:.3f}\n" for f, x in zip(feat, w)))


if __name__ == "__main__":
    main()
