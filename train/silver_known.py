"""What silver.py knows by heart: the actors of data/actors, the gazetteer of data/places, the lists of silver.toml.

Names are looked up as tuples of treebank words ("Deir", "ez", "-", "Zor").  Actors and states match letter
by letter, but for the article's case ("Al-Shabaab"); places match through the gazetteer's own folding, and
only where their words are capitalised.
"""
import pathlib
import re
import struct
import sys
import tomllib
import zlib

from silver_text import PREFIXES, SPLIT

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "data"
sys.path.insert(0, str(DATA / "places"))
from make import MAGIC, fold  # noqa: E402

PARTICLES = set("""al el ez as ash ad adh ar at an az ul ur ud us bin ibn bint abu umm van von de del della der den
 di da dos du la le wa e o i ben ould""".split())
ARTICLE_CASED = re.compile(r"^(al|el|as|ash|ad|ar|at|an|az|ez)$")


def words_of(name):
    """A name as treebank words."""
    out = []
    for w in name.replace("’", "'").split():
        tail = []
        m = re.match(r"^(.+?)('s|')$", w)
        if m and not w.endswith("n't"):
            w, tail = m.group(1), [m.group(2)]
        while w and w[0] in "(\"":
            out.append(w[0])
            w = w[1:]
        end = []
        while w and w[-1] in "),":
            end.insert(0, w[-1])
            w = w[:-1]
        parts = [p for p in SPLIT.split(w) if p]
        if len(parts) == 3 and parts[0].lower() in PREFIXES:
            parts = [w]
        out += parts + tail + end
    return tuple(out)


def spellings(words):
    """The same with the article in the other case, and without "the"."""
    if words and words[0].lower() == "the":
        words = words[1:]
    out = {words}
    for i, w in enumerate(words):
        if ARTICLE_CASED.match(w.lower()) and len(words) > 1:
            for v in (w.lower(), w.capitalize()):
                out |= {x[:i] + (v,) + x[i + 1:] for x in list(out)}
    # "al-Nusra" is also "al Nusra" and "alNusra" never.
    for x in list(out):
        if len(x) > 2 and "-" in x and any(ARTICLE_CASED.match(y.lower()) for y in x):
            out.add(tuple(y for i, y in enumerate(x) if y != "-" or not ARTICLE_CASED.match(x[i - 1].lower())))
    return {x for x in out if x}


class Gazetteer:
    """Folded key -> best kind, country and size; and names to draw from."""

    def __init__(self, path):
        raw = path.read_bytes()
        if raw[:8] != MAGIC:
            raise SystemExit(f"{path}: not a gazetteer")
        n = struct.unpack_from("<I", raw, 12)[0]
        sect = []
        for i in range(7):
            at, packed, _, count = struct.unpack_from("<IIII", raw, 16 + 16 * i)
            sect.append((zlib.decompress(raw[at:at + packed]), count))
        countries = [sect[0][0][5 * i:5 * i + 3].decode() for i in range(sect[0][1])]
        f = sect[1][0]
        self.population = struct.unpack_from(f"<{n}I", f, 12 * n)
        self.country = [countries[c] for c in f[20 * n:21 * n]]
        self.kind = list(f[21 * n:22 * n])
        self.names, at, b = [], 0, sect[2][0]
        for _ in range(n):
            k = b[at]
            name = b[at + 1:at + 1 + k].decode()
            at += 1 + k
            k = b[at]
            english = b[at + 1:at + 1 + k].decode()
            at += 1 + k
            self.names.append(english or name)
        self.keys, key, at, b = {}, b"", 0, sect[3][0]
        post, p = sect[4][0], 0

        def varint():
            nonlocal p
            shift = value = 0
            while True:
                c = post[p]
                p += 1
                value |= (c & 127) << shift
                if c < 128:
                    return value
                shift += 7
        for _ in range(sect[3][1]):
            key = key[:b[at]] + b[at + 2:at + 2 + b[at + 1]]
            at += 2 + b[at + 1]
            count, row, best = varint(), 0, None
            for _ in range(count):
                v = varint()
                row += v >> 3
                flags = v & 7
                rank = (self.weight(row, flags), row)
                if best is None or rank > best:
                    best = rank
            self.keys[key.decode()] = best[1], best[0]

    def weight(self, row, flags):
        """How much a spelling speaks for a place: a country or region more than a village."""
        k = self.kind[row]
        base = {5: 1e9, 6: 1e9, 3: 3e5, 1: 2e6}.get(k, 1e5 if k >= 7 else 0)
        return (base + self.population[row] + 1) * (.2 if flags & 4 else 1) * (.3 if flags & 3 == 1 else 1)

    def find(self, words):
        """(type, weight) of capitalised words, or None."""
        k = fold(" ".join(words))
        if len(k) < 3:
            return None
        hit = self.keys.get(k)
        if hit is None:
            return None
        row, weight = hit
        kind = self.kind[row]
        return ("LOC" if 6 <= kind <= 11 else "FAC" if kind == 12 else "GPE"), weight


class Known:
    """Everything that is known of names before a text is read."""

    def __init__(self):
        lists = tomllib.loads((HERE / "silver.toml").read_text(encoding="utf-8"))
        self.lists = {s: {k: set(v) if isinstance(v, list) else v for k, v in d.items()} for s, d in lists.items()}
        mention = tomllib.loads((DATA / "language" / "en" / "mention.toml").read_text(encoding="utf-8"))
        self.lists["person"]["roles"] = set(mention["person"]) - {"people", "man", "woman", "official", "resident", "worker"}
        self.names, self.surnames, self.owners = {}, set(), set()
        self.persons, self.groups, self.acronyms, self.demonyms, self.states, self.towns = [], [], [], [], [], []
        given = self.lists["person"]["given"]
        for kind in ("groups*", "organisations", "organs*", "outlets", "leaders*"):
            for file in sorted((DATA / "actors").glob(f"{kind}.toml")):
                t = tomllib.loads(file.read_text(encoding="utf-8"))["actor"]
                for a in t.values():
                    self.actor(a, given, kind == "groups*")
        t = tomllib.loads((DATA / "actors" / "states.toml").read_text(encoding="utf-8"))["state"]
        self.nations = set()
        for s in t.values():
            for name in [s["name"], *s.get("aliases", [])]:
                self.add(words_of(name), "GPE")
                self.nations |= spellings(words_of(name))
            for name in s.get("capitals", []):
                self.add(words_of(name), "GPE")
            for d in s.get("demonyms", []):
                for v in {d, d + "s"} if not d.endswith(("s", "sh", "ch", "ese", "men", "z")) else {d}:
                    self.add(words_of(v), "NORP")
            self.states.append(s["name"])
            self.demonyms += s.get("demonyms", [])[:1]
        for w in self.lists["norp"]["extra"]:
            self.names[(w,)] = "NORP"
        for w in ("US", "U.S.", "USA", "U.S.A.", "UK", "U.K.", "America", "Britain", "England", "Scotland", "Wales"):
            self.names[(w,)] = "GPE"
            self.nations.add((w,))
        for w in self.lists["place"]["land"]:
            self.names[(w,)] = "LOC"
        for w in self.lists["org"]["alone"]:
            self.names[(w,)] = "ORG"
        self.names |= {words_of(n): "ORG" for n in ("White House", "Downing Street", "Elysee Palace")}
        for w in self.lists["weapon"]["names"]:
            for x in spellings(words_of(w)):
                self.names[x] = "WEAPON"
        self.longest = max(map(len, self.names))
        self.gazetteer = Gazetteer(DATA / "places" / "gazetteer.bin")
        self.draw_towns()

    def add(self, words, kind):
        for x in spellings(words):
            self.names.setdefault(x, kind)
            if len(x) > 1 and x[-1] == "Party":     # the Guardian's way
                self.names.setdefault(x[:-1] + ("party",), kind)

    def actor(self, a, given, armed):
        """One entry of the actor tables."""
        kind = "PER" if a["kind"] == "person" else "ORG"
        for n, name in enumerate([a["name"], *a.get("aliases", [])]):
            w = words_of(name)
            body = [x for x in w if x[0].isalnum()]
            if "(" in w or not body or "class" in w:
                continue
            if body[-1][0].islower() and body[-1] not in PARTICLES and kind == "ORG":
                continue
            if kind == "PER":
                if len(w) == 1:
                    if w[0] not in given:
                        self.surnames.add(fold(w[0]))
                        self.owners.add(w[0])
                    continue
                if w[0] in self.lists["person"]["titles"]:
                    continue
                self.surnames.add(fold(w[-1])) if n == 0 and w[-1] not in given else None
                if n == 0 and "of" not in w and not any(x in ("I", "II", "III", "IV", "V") for x in w):
                    self.persons.append(w)
            elif w[0].isupper() or len(w) > 1:
                if any(x[0].islower() for x in body if x not in PARTICLES
                       and x not in ("of", "for", "the", "and", "in", "to", "on", "s")):
                    continue
                # Armed groups weigh more than ministries and papers among what is swapped in.
                (self.acronyms if len(w) == 1 and w[0].isupper() else self.groups).extend([w] * (4 if armed else 1))
            if len(w) == 1 and not w[0].isupper() and len(w[0]) < 4:
                continue
            self.add(w, kind)

    def draw_towns(self):
        """Towns to swap in: of the countries at war, with names an English paper would print."""
        g = self.gazetteer
        wars = set("SYR IRQ YEM LBY SDN SSD UKR AFG PAK MMR ETH SOM NGA NER MLI BFA CAF TCD CMR COD MOZ PSE LBN COL HTI".split())
        plain = re.compile(r"^[A-Z][A-Za-zéèêïôâ'’]+(?:[ -](?:[A-Z]|al-|el-|ez-|as-|ash-|al |e |de )[A-Za-z'’-]+){0,2}$")
        for i, name in enumerate(g.names):
            if g.country[i] in wars and g.kind[i] in (0, 2, 3, 13) and plain.match(name):
                self.towns.append(words_of(name))
