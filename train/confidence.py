#!/usr/bin/env python3
"""Fits data/confidence/weights.tsv: how likely a claim is right in its type, its actor and its object.

    confidence.py BINARY [--judge FILE] [--data DIR] [--texts FILE] [--dry]

  BINARY   the built program, whose `code` and `read` give the features of each claim (`--features`)
  --judge  the judge, whose functions say what fits what ([../shared/score.py])
  --data   the open sets ([the judge's folder]/eval)
  --texts  JSON lines {"text"}: news, where the texts of train/confidence-judged.tsv stand ([the judge's folder]/train/news.jsonl)
  --dry    only prints; writes neither the weights nor the table of docs/confidence.md

A logistic regression over the features, squared weights costing LAMBDA; each set has a level of its own, since what has a
label in it differs (docs/confidence.md), and a claim of news at large gets the level of the sets in which every claim has
one. What is printed and written of the folds comes from fits that have not seen the document. Standard library only,
about a minute."""
import collections
import hashlib
import importlib.util
import json
import math
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "data/confidence/weights.tsv"
DOCS = ROOT / "docs/confidence.md"
JUDGED = ROOT / "train/confidence-judged.tsv"
BEGIN, END = "<!-- begin: made by train/confidence.py -->", "<!-- end -->"
LAMBDA, FOLDS, SEED, RARE = 15.0, 10, 5, 8
# The weight of a whole set, in claims: what every claim of news is like counts most, however many rows the others have.
SHARE = {"judged": 600, "pages": 500, "plv": 250, "gsr": 100, "petrarch": 100, "re3d": 80}
# The sets in which every claim has a label.
WHOLE = ("judged", "pages")


def key(c):
    words = lambda k: sorted(" ".join(e["text"].split()) for e in c[k])
    figure = (c.get("figure") or {}).get("text")
    says = [c["kind"], c["type"], c["status"], words("actor"), words("recipient"), words("place"), figure]
    return short(json.dumps(says, ensure_ascii=False))


def short(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def is_implied(c):
    return any(l["as"] == "implied_by" for l in c["links"])


class Sets:
    """Labelled claims: (set, document, 0 or 1, features)."""

    def __init__(self, judge, binary, data, texts):
        self.judge, self.binary, self.data, self.texts, self.rows = judge, binary, data, texts, []

    def run(self, args, rows):
        said = subprocess.run([self.binary, *args, "--json", "--features"], capture_output=True, encoding="utf-8",
                              input="".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
        if said.returncode not in (0, 1):
            sys.exit(f"{' '.join(args)}: {said.stderr[-400:]}")
        return [json.loads(l) for l in said.stdout.splitlines()]

    def code(self, rows, *more):
        return {o["id"]: list(zip(o["claims"], o["features"])) for o in self.run(["code", *more], rows)}

    def load(self, name):
        return [json.loads(l) for l in open(self.data / name, encoding="utf-8")]

    def files(self):
        """What was read, for the manifest."""
        names = ["plv-train.jsonl", "plover-gsr.jsonl", "petrarch-unit.jsonl", "re3d.jsonl"]
        pages = sorted((self.data / "pages").glob("*.json"))
        return [self.data.parent / "seed/claims.json", *pages, *(self.data / n for n in names), JUDGED]

    def add(self, of, document, right, features):
        self.rows.append((of, str(document), int(right), features))

    def pages(self):
        """Every claim in an annotated sentence: right where a claim of the gold fits it; one that is implied, also where
        what implies it is right."""
        j = self.judge
        seed = self.data.parent / "seed"
        docs = [(f.with_suffix(".txt"), json.load(open(f, encoding="utf-8"))) for f in sorted((self.data / "pages").glob("*.json"))]
        for file, gold in [(seed / "page.txt", json.load(open(seed / "claims.json", encoding="utf-8"))), *docs]:
            text = open(file, encoding="utf-8").read()
            if file.name == "page.txt":
                o = self.run(["read", str(file)], [])[0]
                text, claims = o["page"]["text"], list(zip(o["claims"], o["features"]))
            else:
                text = text.split("\n----\n", 1)[1]
                day = (gold["dct"] or "2000-01-01").split("/")[-1][:10]
                claims = self.code([dict(id="x", text=text, date=day, outlet=gold["outlet"])])["x"]
            flat, at = j.squash(text)
            right = {}
            for s in gold["sentences"]:
                want, _ = j.squash(s["sentence"].strip())
                i = flat.find(want)
                if i < 0:
                    continue
                b, e = at[i], at[min(i + len(want) - 1, len(at) - 1)] + 1
                near = [k for k, (c, _) in enumerate(claims) if c["evidence"]["begin"] < e and c["evidence"]["end"] > b]
                G = sorted(s["claims"], key=lambda x: bool(x.get("optional")))
                fit = [[j.match(g, claims[k][0]) and 1 + 2 * (claims[k][0]["type"] == g["action"]) for k in near] for g in G]
                used = {near[n] for n in j.bipart(G, near, fit).values()}
                used |= {k for k in near if any(g.get("optional") and j.match(g, claims[k][0]) for g in G)}
                for k in near:
                    right[k] = right.get(k, False) or k in used
            anchors = {claims[k][0]["anchor"]: r for k, r in right.items()}
            for k, r in right.items():
                c, f = claims[k]
                by = is_implied(c) and any(anchors.get(l["to"]) for l in c["links"] if l["as"] == "implied_by")
                self.add("pages", file.stem, r or by, f)

    def judged(self):
        """Claims that a person has judged, out of news at large; those that the program no longer makes are left out."""
        labels = {}
        for line in open(JUDGED, encoding="utf-8"):
            if not line.startswith("#"):
                text, claim, right = line.split()
                labels.setdefault(text, {})[claim] = int(right)
        found = {}
        for line in open(self.texts, encoding="utf-8"):
            text = json.loads(line)["text"]
            # Long ones were cut before they were judged.
            for t in (text, text[:1500], text[:3000]):
                if short(t) in labels:
                    found[short(t)] = t
        left = 0
        for document, claims in self.code([dict(id=k, text=t) for k, t in sorted(found.items())]).items():
            seen = {key(c): f for c, f in claims}
            for k, right in labels[document].items():
                left += k not in seen
                if k in seen:
                    self.add("judged", document, right, seen[k])
        print(f"judged: {left} claims are made no more, {len(labels) - len(found)} texts are not there", file=sys.stderr)

    def plv(self):
        """The claim between the marked pair, where its actor and its recipient are the pair: right where its type is."""
        j = self.judge
        family = lambda t: "YIELD" if t in ("CONCEDE", "RETREAT") else t
        rows = self.load("plv-train.jsonl")
        out = self.code([dict(id=r["id"], text=r["text"]) for r in rows])
        for r in rows:
            between = []
            for c, f in out[r["id"]]:
                if c["kind"] in ("event", "statement", "agreement"):
                    a, b = j.ents(c, "actor"), j.ents(c, "recipient", "place")
                    mutual = j.share(r["target"], a) and c["type"] in ("CONSULT", "AGREE", "COOPERATE")
                    if j.share(r["source"], a) and (j.share(r["target"], b) or mutual):
                        between.append((c, f))
            if between:
                c, f = between[0]
                self.add("plv", r["id"], family(c["type"]) == family(r["plover"]), f)

    def gsr(self):
        """The one act of a sentence: right where type and countries are the gold's. Where several claims are made, the one
        with the gold's countries is it, and without such a one nothing is known of any."""
        fix = {"JAP": "JPN", "ROM": "ROU"}
        rows = self.load("plover-gsr.jsonl")
        out = self.code([dict(id=r["id"], text=r["text"]) for r in rows])
        for r in rows:
            cs = [x for x in out[r["id"]] if x[0]["kind"] in ("event", "statement", "agreement")]
            side = lambda k: {fix.get(a["code"], a["code"])[:3] for a in r[k] if a.get("code")}
            S, G = side("source"), side("target")
            codes = lambda c, *k: {v for x in k for e in c[x] for v in (e["country"], *e.get("sectors", [])) if v}
            both = ("CONSULT", "AGREE", "COOPERATE")
            good = [x for x in cs if S <= (codes(x[0], "actor", "recipient") if x[0]["type"] in both or not G else codes(x[0], "actor"))
                    and G <= codes(x[0], "recipient", "place", *(() if S else ("actor",)))]
            if good:
                self.add("gsr", r["id"], good[0][0]["type"] == r["event16"], good[0][1])
            elif len(cs) == 1:
                self.add("gsr", r["id"], False, cs[0][1])

    def petrarch(self):
        """Acts of fictional states: right where actor and recipient are one of the gold's pairs. The type has no label
        here; a claim without both sides has none at all."""
        folder = self.data / "petrarch-fictional"
        rows = [r for r in self.load("petrarch-unit.jsonl") if r["scored"]]
        own = ["--actors", str(folder / "actors.txt"), "--actors", str(folder / "agents.txt")]
        out = self.code([dict(id=r["id"], text=r["text"], date=r["date"]) for r in rows], *own)
        for r in rows:
            want = {(e["source"], e["target"]) for e in r["expected"]}
            for c, f in out[r["id"]]:
                pairs = {(a["code"], b["code"]) for a in c["actor"] for b in c["recipient"] if a["code"] and b["code"]}
                if c["kind"] in ("event", "statement", "agreement") and pairs:
                    either = pairs | ({(b, a) for a, b in pairs} if c["type"] in ("CONSULT", "AGREE", "COOPERATE") else set())
                    self.add("petrarch", r["id"], bool(either & want), f)

    def re3d(self):
        """Ties of war and alliance between two mentions: right where the gold has a tie of that sort between the two. The
        gold has few of the acts that make a tie, so that the level of this set tells nothing."""
        sorts = {"FightingAgainst": {"fights", "ASSAULT"}, "AlliesOf": {"allied_with", "supports", "AID"}}
        rows = self.load("re3d.jsonl")
        out = self.code([dict(id=r["doc_id"], text=r["text"]) for r in rows])
        over = lambda a, b: a["begin"] < b["end"] and b["begin"] < a["end"]
        for r in rows:
            for c, f in out[r["doc_id"]]:
                for sort, types in sorts.items():
                    if c["type"] not in types or not c["actor"] or not c["recipient"]:
                        continue
                    gold = [(x["source"], x["target"]) for x in r["relations"] if x["type"] == sort and x.get("confidence", 1) >= .5]
                    pairs = [(a, b) for a in c["actor"] for b in c["recipient"]]
                    tied = any(over(s, a) and over(t, b) or over(s, b) and over(t, a) for s, t in gold for a, b in pairs)
                    self.add("re3d", r["doc_id"], tied, f)


def sigmoid(x):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


def solve(A, b):
    """A x = b for a symmetric positive matrix, by Cholesky; A is overwritten."""
    n = len(b)
    for i in range(n):
        Ai = A[i]
        for j in range(i + 1):
            Aj = A[j]
            s = Ai[j] - sum(map(lambda x, y: x * y, Ai[:j], Aj[:j]))
            Ai[j] = math.sqrt(s) if i == j else s / Aj[j]
    y = []
    for i in range(n):
        y.append((b[i] - sum(map(lambda u, v: u * v, A[i][:i], y))) / A[i][i])
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (y[i] - sum(A[k][i] * x[k] for k in range(i + 1, n))) / A[i][i]
    return x


def fit(rows, names, cost):
    """Newton's steps to the weights of `names`; a row is (label, weight, [(column, value)…])."""
    n = len(names)
    w = [0.0] * n
    for step in range(25):
        g = [-c * x for c, x in zip(cost, w)]
        H = [[0.0] * n for _ in range(n)]
        for i in range(n):
            H[i][i] = cost[i]
        for right, weight, f in rows:
            p = sigmoid(sum(w[i] * x for i, x in f))
            d, h = weight * (right - p), weight * p * (1 - p)
            for k, (i, x) in enumerate(f):
                g[i] += d * x
                Hi, hx = H[i], h * x
                for j, y in f[:k + 1]:
                    Hi[j] += hx * y
        delta = solve(H, g)
        w = [a + b for a, b in zip(w, delta)]
        if max(map(abs, delta)) < 1e-3:
            break
    return w


class Model:
    """The weights of features, and the level of each set."""

    def __init__(self, rows, lam):
        count = collections.Counter(n for *_, f in rows for n in f)
        weight = {s: SHARE[s] / n for s, n in collections.Counter(r[0] for r in rows).items()}
        feats = sorted(n for n, k in count.items() if k >= RARE)
        levels = sorted(weight, key=lambda s: (s not in WHOLE, s))
        # The sets in which all is labelled share a level.
        self.names = ["always"] + [f"set: {s}" for s in levels if s not in WHOLE] + feats
        at = {n: i for i, n in enumerate(self.names)}
        self.at = at
        self.weight = weight
        # A level costs little: it is no feature of a claim.
        cost = [0.01 if n == "always" or n.startswith("set: ") else lam for n in self.names]
        # Half a claim at the least, and no claim more than one and a half.
        scaled = [(y, min(1.5, weight[s]), self.columns(s, f)) for s, _, y, f in rows]
        self.w = fit(scaled, self.names, cost)

    def columns(self, of, f):
        """Sorted by column, as `fit` wants it."""
        own = [(0, 1.0)]
        if f"set: {of}" in self.at:
            own.append((self.at[f"set: {of}"], 1.0))
        return sorted(own + [(self.at[n], x) for n, x in f.items() if n in self.at])

    def odds(self, of, f):
        return sum(self.w[i] * x for i, x in self.columns(of, f))


def folds(rows, lam):
    """For each row the log odds of a model that has not seen its document."""
    documents = sorted({(r[0], r[1]) for r in rows})
    # The few whole pages are each a fold's, the rest by the number that the seed deals.
    random.Random(SEED).shuffle(documents)
    pages = [d for d in documents if d[0] == "pages"]
    rest = [d for d in documents if d[0] != "pages"]
    of = {d: i % FOLDS for part in (pages, rest) for i, d in enumerate(part)}
    out = [0.0] * len(rows)
    for k in range(FOLDS):
        model = Model([r for r in rows if of[r[0], r[1]] != k], lam)
        for i, r in enumerate(rows):
            if of[r[0], r[1]] == k:
                out[i] = model.odds(r[0], r[3])
    return out, [of[r[0], r[1]] for r in rows]


def platt(odds, right):
    """Slope and level that make log odds calibrated."""
    w = fit([(y, 1.0, [(0, 1.0), (1, x)]) for x, y in zip(odds, right)], ["level", "slope"], [0.01, 0.01])
    return w[1], w[0]


def brier(p, y):
    return sum((a - b) ** 2 for a, b in zip(p, y)) / len(y)


def bins(p, y):
    out = []
    for k in range(10):
        here = [(a, b) for a, b in zip(p, y) if k / 10 <= a < (k + 1) / 10 or k == 9 and a == 1]
        if here:
            out.append((k, len(here), sum(a for a, _ in here) / len(here), sum(b for _, b in here) / len(here)))
    return out


def auc(p, y):
    """How often a right claim stands above a wrong one."""
    ranked = sorted(zip(p, y))
    rank, i, s = 0.0, 0, 0.0
    while i < len(ranked):
        k = i
        while k < len(ranked) and ranked[k][0] == ranked[i][0]:
            k += 1
        s += sum(b for _, b in ranked[i:k]) * (i + k + 1) / 2
        i = k
    good = sum(y)
    return (s - good * (good + 1) / 2) / max(1, good * (len(y) - good))


def report(rows, odds):
    """The tables of the docs."""
    s = []
    p = [round(sigmoid(x), 2) for x in odds]
    whole = [i for i, r in enumerate(rows) if r[0] in WHOLE]
    P, Y = [p[i] for i in whole], [rows[i][2] for i in whole]
    base = sum(Y) / len(Y)
    ece = sum(n * abs(m - r) for _, n, m, r in bins(P, Y)) / len(Y)
    s.append("Claims of the whole pages and of news at large, each by a fit that has not seen its document:\n")
    s.append("| confidence | claims | mean confidence | share right |\n|---|--:|--:|--:|")
    for k, n, m, r in bins(P, Y):
        s.append(f"| {k / 10:.1f} to {(k + 1) / 10:.1f} | {n} | {m:.2f} | {r:.2f} |")
    s.append(f"\nExpected calibration error {ece:.3f}; Brier {brier(P, Y):.3f}, and {base * (1 - base):.3f} for the same "
             f"number on every claim; of a right and a wrong claim the right one has more confidence {100 * auc(P, Y):.0f} times in 100.\n")
    s.append("Set by set, at each set's own level:\n")
    s.append("| set | claims | share right | Brier | Brier of the share | right above wrong |\n|---|--:|--:|--:|--:|--:|")
    for name in SHARE:
        i = [k for k, r in enumerate(rows) if r[0] == name]
        if i:
            P, Y = [p[k] for k in i], [rows[k][2] for k in i]
            b = sum(Y) / len(Y)
            s.append(f"| {name} | {len(i)} | {b:.2f} | {brier(P, Y):.3f} | {b * (1 - b):.3f} | {auc(P, Y):.2f} |")
    return "\n".join(s) + "\n"


def main():
    args = sys.argv[1:]
    option = lambda k, d: pathlib.Path(args[args.index(k) + 1]) if k in args else d
    judge = option("--judge", ROOT.parent / "shared/score.py")
    data = option("--data", judge.parent / "eval")
    spec = importlib.util.spec_from_file_location("judge", judge)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sets = Sets(module, args[0], data, option("--texts", judge.parent / "train/news.jsonl"))
    for name in ("pages", "judged", "plv", "gsr", "petrarch", "re3d"):
        getattr(sets, name)()
    rows = sets.rows
    odds, of = folds(rows, LAMBDA)
    whole = [i for i, r in enumerate(rows) if r[0] in WHOLE]
    # A last straightening, if folds ask for it: tried on folds of its own.
    y = [rows[i][2] for i in whole]
    plain = [sigmoid(odds[i]) for i in whole]
    straight = []
    for i in whole:
        seen = [k for k in whole if of[k] != of[i]]
        straight.append((of[i], i, seen))
    slopes = {}
    for k, _, seen in straight:
        if k not in slopes:
            slopes[k] = platt([odds[i] for i in seen], [rows[i][2] for i in seen])
    after = [sigmoid(slopes[k][0] * odds[i] + slopes[k][1]) for k, i, _ in straight]
    wanted = brier(after, y) + 0.0005 < brier(plain, y)
    slope, level = platt([odds[i] for i in whole], y) if wanted else (1.0, 0.0)
    print(f"Brier {brier(plain, y):.4f}, straightened {brier(after, y):.4f}: {'straightened' if wanted else 'left as it is'}; "
          f"slope {slope:.2f} level {level:.2f}", file=sys.stderr)
    if wanted:
        odds = [slopes[of[i]][0] * x + slopes[of[i]][1] if rows[i][0] in WHOLE else x for i, x in enumerate(odds)]
    made = report(rows, odds)
    print(made)
    model = Model(rows, LAMBDA)
    mean = collections.Counter()
    here = [r for r in rows if r[0] in WHOLE]
    for *_, f in here:
        for n, x in f.items():
            mean[n] += x / len(here)
    count = collections.Counter(r[0] for r in rows)
    right = collections.Counter(r[0] for r in rows if r[2])
    head = ["# What speaks for and against a claim (crates/froissart-code/src/confidence.rs), fitted by train/confidence.py: the",
            "# feature, its weight in log odds, and how much of it a middling claim has. docs/confidence.md says how well it does."]
    head += [f"# {s}: {count[s]} claims, {right[s]} right" for s in SHARE]
    head += [f"# seed {SEED}, {FOLDS} folds, squared weights cost {LAMBDA:g}, straightened by {slope:.2f} and {level:.2f}",
             "# files " + ", ".join(f"{f.name} {hashlib.sha256(f.read_bytes()).hexdigest()[:12]}" for f in sets.files()),
             f"# claims and labels {short(json.dumps([[a, b, c, f] for a, b, c, f in rows], sort_keys=True))}"]
    lines = [(n, w) for n, w in zip(model.names, model.w) if not n.startswith("set: ")]
    body = [f"{n}\t{slope * w + (level if n == 'always' else 0):.3f}\t{1 if n == 'always' else mean[n]:.3f}" for n, w in lines]
    if "--dry" in args:
        return
    OUT.write_text("\n".join(head + body) + "\n", encoding="utf-8")
    text = DOCS.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    DOCS.write_text(before + BEGIN + "\n" + made + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
