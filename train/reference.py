"""Read sentences with a weight file, computing as the engine must (W8A8).

Reads one sentence a line on standard input, words parted by blanks, and prints
CoNLL-U with the name tag and the sentence-end flag in the last column.  With
--json it prints one object a line that holds the pieces, shapes, first piece of
each word, the start of the encoder's output vectors, heads and relations: what a
second implementation needs to compare itself with.
"""
import argparse
import json
import sys
from types import SimpleNamespace

import torch
from safetensors import safe_open

import train


def load(path):
    """Model, label lists and coder from a weight file."""
    with safe_open(path, framework="pt") as f:
        meta = f.metadata()
        pieces = bytes(f.get_tensor("vocab").tolist()).decode().split("\n")[:-1]
    inv = SimpleNamespace(**{k: json.loads(v) for k, v in meta.items() if k != "version"})
    inv.exceptions = inv.lemma_exceptions
    return train.quantised(inv, pieces, path), inv, train.Coder(train.make_tokenizer(pieces), inv)


@torch.inference_mode()
def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("weights")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    torch.set_num_threads(1)
    M, inv, coder = load(a.weights)
    for line in sys.stdin:
        words = line.split()
        if not words:
            continue
        item = train.new_item()
        item["words"] = [coder.word(w) for w in words]
        for k in ("head", "rel", "upos", "xpos", "feats", "lemma", "ner", "eos"):
            item[k] = [-1] * len(words)
        inp, _ = train.collate([item])
        x = M.enc(*inp)
        arcs = M.arcs(x, inp[4])
        head = train.decode(arcs[0].numpy())
        rel = M.rels(x, torch.tensor(head)[None]).argmax(-1)[0].tolist()
        p = {k: getattr(M, k)(x[0, 1:]).argmax(-1).tolist()
             for k in ("upos", "xpos", "feats", "lemma", "ner", "eos")}
        rows = []
        for i, w in enumerate(words):
            upos = inv.upos[p["upos"][i]]
            lemma = inv.exceptions.get(f"{w.lower()}|{upos}",
                                       train.apply_script(w, inv.lemma[p["lemma"][i]]))
            rows.append([w, lemma, upos, inv.xpos[p["xpos"][i]], inv.feats[p["feats"][i]],
                         int(head[i]), inv.labels[rel[i]], inv.ner[p["ner"][i]], p["eos"][i]])
        if a.json:
            print(json.dumps(dict(
                words=words, pieces=inp[0][0].tolist(), shapes=inp[2][0].tolist(),
                first=inp[3][0].tolist(),
                vectors=[[round(v, 4) for v in r[:8]] for r in x[0].tolist()],
                arcs=[[round(v, 3) for v in r] for r in arcs[0].tolist()], rows=rows)))
            continue
        for i, (w, m, u, xp, f, h, r, n, e) in enumerate(rows):
            print(i + 1, w, m, u, xp, f, h, r, "_", f"NER={n}|EOS={e}", sep="\t")
        print()


if __name__ == "__main__":
    main()
