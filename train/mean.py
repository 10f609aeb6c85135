"""Write the weight file of the mean of two checkpoints of one training, and print its scores.

Two stages that began from the same weights lie in one basin, and their mean does better than either on words that
neither learnt (Wortsman et al. 2022, "Model soups").
"""
import argparse
import json
import os

import torch

import train as T


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("checks", nargs=2, help="check.pt of the two stages")
    ap.add_argument("--data", required=True, help="folder with the four CoNLL-U files")
    ap.add_argument("--silver", required=True)
    ap.add_argument("--minilm", required=True)
    ap.add_argument("--out", required=True, help="the weight file; its scores go beside it as scores.json")
    a = ap.parse_args()
    torch.set_num_threads(1)
    pieces, _ = T.load_pieces(a.minilm)
    ents = {r["id"]: r["ents"] for r in T.read_jsonl(os.path.join(a.silver, "silver-ud.jsonl"))}
    ud = lambda n: os.path.join(a.data, n + ".conllu")
    inv = T.Inventory(T.read_treebank(ud("en_ewt-ud-train"), ents)
                      + T.read_treebank(ud("en_gum-ud-train"), ents, T.NC_GENRES))
    coder = T.Coder(T.make_tokenizer(pieces), inv)
    one, two = (torch.load(p, weights_only=False) for p in a.checks)
    if one["lists"] != two["lists"]:
        raise SystemExit("the two checkpoints have different labels")
    mean = lambda x, y: (x.float() + y.float()) / 2 if x.is_floating_point() else x
    M = T.Model(len(pieces), inv)
    M.load_state_dict({k: mean(v, two["sd"][k]) for k, v in one["sd"].items()})
    T.export(M, inv, pieces, a.out)
    Q = T.quantised(inv, pieces, a.out)
    scores = {}
    for n in ("ewt", "gum"):
        dev = [[coder.sentence(s) for s in d] for d in T.read_treebank(ud(f"en_{n}-ud-dev"), ents)]
        scores[n] = T.evaluate(M, dev, inv)
        scores[n + "_eos"] = T.evaluate_eos(M, dev)
        scores[n + "_w8a8"] = T.evaluate(Q, dev, inv)
    with open(os.path.join(os.path.dirname(a.out) or ".", "scores.json"), "w") as f:
        json.dump(scores, f, indent=1)
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
