#!/usr/bin/env python3
"""Builds data/map/world.json.gz and data/map/regions/*.json.gz (what is in them: data/map/README.md).

    make.py WORLD_MAP.GPKG [--report]

WORLD_MAP.GPKG is usr/share/qgis/resources/data/world_map.gpkg of Debian's package qgis-common.
--report tells how every unit was joined to the gazetteer's first-level regions.
Standard library only, Python 3.11 or later. Same inputs, same bytes.
"""
import argparse
import collections
import hashlib
import heapq
import importlib.util
import json
import math
import pathlib
import sqlite3
import struct
import sys
import tomllib
import zlib

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent
SHA256 = "ff5cceefc4b27abea094fa82459d8aef9417023236c326a666978b62ffe85db2"
UNIT = 100_000                                   # coordinates are whole numbers of 0.00001 degree while we work

# ---- what is made ---------------------------------------------------------------------------
# Steps of the written grid in units of 0.00001 degree, and what is left out: triangles under so many square degrees
# (a degree of longitude counted as long as it is at that latitude), islands under so many.
WORLD_STEP, WORLD_TRIANGLE, WORLD_ISLAND = 1000, 0.0085, 0.02
REGION_STEP, REGION_TRIANGLE, REGION_ISLAND = 50, 0.00001, 0.00002
WORLD_BYTES, REGION_BYTES, REGIONS_BYTES = 90_000, 60_000, 3_000_000

# ---- whose is what --------------------------------------------------------------------------
# Codes of the source that are not ours. States are drawn as the gazetteer has their towns.
STATE = {"SDS": "SSD", "PSX": "PSE", "SAH": "ESH", "SOL": "SOM", "CYN": "CYP", "ALD": "ALA", "KAB": "KAZ", "USG": "CUB",
         "ESB": "CYP", "WSB": "CYP", "KAS": "IND", "ATC": "AUS", "CLP": "FRA"}
# No state's: without towns, claimed by six.
LEFT_OUT = {"PGA", "CLP"}
STATE_OF_UNIT = {
    ("RUS", "Crimea"): "UKR", ("RUS", "Sevastopol"): "UKR",
    ("FRA", "Guadeloupe"): "GLP", ("FRA", "Martinique"): "MTQ", ("FRA", "Guyane française"): "GUF",
    ("FRA", "La Réunion"): "REU", ("FRA", "Mayotte"): "MYT",
    ("NLD", "Bonaire"): "BES", ("NLD", "Saba"): "BES", ("NLD", "St. Eustatius"): "BES",
    ("NOR", "Svalbard"): "SJM", ("NOR", "Jan Mayen"): "SJM", ("NOR", "Bouvet Island"): "BVT",
    ("IOA", "Cocos (Keeling) Islands"): "CCK", ("IOA", "Christmas Island"): "CXR",
}
# What is no state in data/actors/states.toml, and whose it is there.
SOVEREIGN = {
    "ABW": "NLD", "AIA": "GBR", "ALA": "FIN", "ASM": "USA", "ATF": "FRA", "BES": "NLD", "BLM": "FRA", "BMU": "GBR",
    "BVT": "NOR", "CCK": "AUS", "COK": "NZL", "CUW": "NLD", "CXR": "AUS", "CYM": "GBR", "FLK": "GBR", "FRO": "DNK",
    "GGY": "GBR", "GIB": "GBR", "GLP": "FRA", "GRL": "DNK", "GUF": "FRA", "GUM": "USA", "HKG": "CHN", "HMD": "AUS",
    "IMN": "GBR", "IOT": "GBR", "JEY": "GBR", "MAC": "CHN", "MAF": "FRA", "MNP": "USA", "MSR": "GBR", "MTQ": "FRA",
    "MYT": "FRA", "NCL": "FRA", "NFK": "AUS", "NIU": "NZL", "PCN": "GBR", "PRI": "USA", "PYF": "FRA", "REU": "FRA",
    "SGS": "GBR", "SHN": "GBR", "SJM": "NOR", "SPM": "FRA", "SXM": "NLD", "TCA": "GBR", "TKL": "NZL", "UMI": "USA",
    "VGB": "GBR", "VIR": "USA", "WLF": "FRA",
}
# Countries that the gazetteer has no name for.
NAMES = {"BVT": "Bouvet Island", "UMI": "United States Minor Outlying Islands"}
UNIT_NAMES = {("SYR", "UNDOF"): "UN buffer zone (UNDOF)", ("SOM", "Somaliland"): "Somaliland",
              ("CYP", "Northern Cyprus"): "Northern Cyprus", ("IND", "Kashmir"): "Siachen Glacier",
              ("CYP", "Dhekelia"): "Dhekelia (United Kingdom)",
              ("CYP", "Akrotiri"): "Akrotiri (United Kingdom)",
              ("CUB", "Guantanamo Bay USNB"): "Guantanamo Bay (United States)",
              ("ESH", "west of the berm"): "Western Sahara, west of the berm",
              ("ESH", "Western Sahara"): "Western Sahara, east of the berm"}
# Units that no region of the gazetteer may swallow.
APART = {("SYR", "UNDOF"), ("SYR", "Golan Heights"), ("CYP", "Northern Cyprus"), ("IND", "Kashmir"),
         ("CYP", "Dhekelia"), ("CYP", "Akrotiri"), ("CUB", "Guantanamo Bay USNB"), ("ESH", "west of the berm"),
         ("ESH", "Western Sahara")}
# Regions that the gazetteer gives to another state than the one whose unit they lie in.
FOREIGN = {("PSE", "West Bank"): ("ISR", "Judea and Samaria Area"),
           ("ESH", "west of the berm"): ("MAR", "Dakhla-Oued Ed-Dahab")}

# ---- disputed lines -------------------------------------------------------------------------
# A `line` lies where control changes or a border stands that not all accept; a `claim` is only how far a claim reaches.
# Lines between two sets of units (code of the source, or code and unit), along the borders of the units.
J_AND_K = ("IND", "Jammu and Kashmir")
BETWEEN = [
    ("Kosovo", ["KOS", "SRB"], [("KOS",)], [("SRB",)]),
    ("Somaliland", ["SOM", "Somaliland"], [("SOL",)], [("SOM",)]),
    ("Buffer zone in Cyprus", ["CYP", "Northern Cyprus"], [("CYN",)], [("CYP",), ("ESB",)]),
    ("Armistice line of 1949", ["ISR", "PSE"], [("PSX",)], [("ISR",)]),
    ("Blue Line", ["ISR", "LBN"], [("ISR",), ("SYR", "Golan Heights")], [("LBN",)]),
    ("Ceasefire line of 1974", ["ISR", "SYR"], [("SYR", "Golan Heights")], [("SYR",)]),
    ("Line of 4 June 1967", ["ISR", "SYR"], [("SYR", "Golan Heights")], [("ISR",)]),
    ("Crimea", ["RUS", "UKR"], [("RUS", "Crimea"), ("RUS", "Sevastopol")], [("UKR",)]),
    ("Abkhazia", ["Abkhazia", "GEO"], [("GEO", "Abkhazia")], [("GEO",)]),
    ("Military Demarcation Line", ["KOR", "PRK"], [("KOR",)], [("PRK",)]),
    ("Line of Control", ["IND", "PAK"], [J_AND_K], [("PAK", "Azad Kashmir"), ("PAK", "Northern Areas")]),
    ("Working boundary", ["IND", "PAK"], [J_AND_K], [("PAK", "Punjab")]),
    ("Actual Ground Position Line", ["IND", "PAK"], [("KAS",)], [("PAK",)]),
    ("Line of Actual Control", ["CHN", "IND"], [J_AND_K, ("KAS",)], [("CHN",)]),
    ("McMahon Line", ["CHN", "IND"], [("IND", "Arunachal Pradesh")], [("CHN",)]),
    ("Berm", ["MAR", "Polisario"], [("SAH",)], [("MAR",), ("ESH", "west of the berm")]),
    ("Northern border of Western Sahara", ["ESH", "MAR"], [("ESH", "west of the berm")], [("MAR",)]),
    ("Halaib Triangle", ["EGY", "SDN"], [("EGY", "Al Bahr al Ahmar")], [("SDN", "Red Sea")]),
]
# Lines of the layer disputed_borders, by row: (name, sides, kind, until); countries whose file has them are the sides
# and those that the line lies in. Rows not named here are left out: README "Left out".
LINES = {
    1: ("Southern Kurils", ["JPN", "RUS"], "claim", None),
    4: ("Shebaa Farms", ["ISR", "LBN"], "claim", None), 39: ("Shebaa Farms", ["ISR", "LBN"], "claim", None),
    5: ("Chinese claim in Bhutan", ["BTN", "CHN"], "claim", None),
    34: ("Chinese claim in Bhutan", ["BTN", "CHN"], "claim", None),
    7: ("Transnistria", ["MDA", "Transnistria"], "line", None),
    9: ("South Ossetia", ["GEO", "South Ossetia"], "line", None),
    10: ("Tigri", ["GUY", "SUR"], "claim", None), 11: ("Suriname's claim", ["GUF", "SUR"], "claim", None),
    12: ("Chinese claim in India", ["CHN", "IND"], "claim", None),
    13: ("Chinese claim in India", ["CHN", "IND"], "claim", None),
    14: ("Chinese claim in India", ["CHN", "IND"], "claim", None),
    35: ("Chinese claim in India", ["CHN", "IND"], "claim", None),
    44: ("Chinese claim in India", ["CHN", "IND"], "claim", None),
    20: ("Arunachal Pradesh", ["CHN", "IND"], "claim", None),
    15: ("Shaksgam", ["CHN", "IND"], "claim", None), 21: ("Aksai Chin", ["CHN", "IND"], "claim", None),
    16: ("Indian claim to Gilgit-Baltistan", ["IND", "PAK"], "claim", None),
    26: ("Indian claim to Azad Kashmir", ["IND", "PAK"], "claim", None),
    28: ("Indian claim to Azad Kashmir", ["IND", "PAK"], "claim", None),
    23: ("Pakistani claim to Jammu and Kashmir", ["IND", "PAK"], "claim", None),
    24: ("Pakistani claim to Jammu and Kashmir", ["IND", "PAK"], "claim", None),
    17: ("Ilemi Triangle", ["KEN", "SSD"], "claim", None), 18: ("Ilemi Triangle", ["KEN", "SSD"], "claim", None),
    19: ("Ilemi Triangle", ["KEN", "SSD"], "claim", None),
    25: ("Abyei", ["SDN", "SSD"], "claim", None),
    29: ("Line of contact in Nagorno-Karabakh", ["ARM", "AZE"], "line", 2020),
    40: ("Line of contact in Nagorno-Karabakh", ["ARM", "AZE"], "line", 2020),
    42: ("Line of contact in Nagorno-Karabakh", ["ARM", "AZE"], "line", 2020),
    30: ("Guatemalan claim to Belize", ["BLZ", "GTM"], "claim", None),
    31: ("Essequibo", ["GUY", "VEN"], "claim", None),
    32: ("Olivenza", ["ESP", "PRT"], "claim", None),
    45: ("Line of contact in the Donbas", ["RUS", "UKR"], "line", 2022),
}
# A point of the source, and those in its place, from north to south: generalised, the line of 1949 leaves all of
# Jerusalem east of it.
MENDED = {(35.20801, 31.76612): [(35.221, 31.7985), (35.2275, 31.787), (35.2283, 31.7765), (35.2295, 31.7705),
                                 (35.228, 31.76), (35.219, 31.74)]}
GOLAN, SAHARA = 22, 33                           # rows that cut a unit in two
NEAR = 0.0115                                    # degrees: the layer is not generalised as the units are, by 0.01


# ---- the source ----------------------------------------------------------------------------
def geometry(b):
    """Rings or lines of a GeoPackage geometry, as floats."""
    at = 8 + (0, 32, 48, 48, 64)[b[3] >> 1 & 7]

    def points(o, bo):
        n = struct.unpack_from(bo + "I", b, o)[0]
        f = struct.unpack_from(f"{bo}{2 * n}d", b, o + 4)
        return list(zip(f[::2], f[1::2])), o + 4 + 16 * n

    def read(o):
        bo = "<" if b[o] else ">"
        kind, n = struct.unpack_from(bo + "II", b, o + 1)
        if kind == 2:
            return points(o + 5, bo)
        o, out = o + 9, []
        for _ in range(n):
            x, o = points(o, bo) if kind == 3 else read(o)
            out.append(x)
        return out, o
    return read(at)[0]


def whole(p):
    """A point on the working grid. The source stops 0.1 degree short of the date line: we go on to it."""
    x, y = round(p[0] * UNIT), round(p[1] * UNIT)
    if abs(x) > 179.8999 * UNIT:
        x = 180 * UNIT if x > 0 else -180 * UNIT
    if y < -89.8999 * UNIT:
        y = -90 * UNIT
    return x, y


class Unit:
    def __init__(self, code, name, names, rings):
        self.code, self.name, self.names, self.rings = code, name, names, rings
        self.state = STATE_OF_UNIT.get((code, name)) or STATE.get(code, code)
        if code == "NZL" and "Tokelau" in (name or ""):
            self.state = "TKL"


def read(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    units = []
    for a2, code, name, woe, label, gn, blob in db.execute(
            "select iso_a2, adm0_a3, name, woe_name, woe_label, gn_name, geom from states_provinces order by fid"):
        if code in LEFT_OUT:
            continue
        rings = []
        for poly in geometry(blob):
            for ring in poly:
                r = [whole(p) for p in ring]
                r = [p for i, p in enumerate(r) if i == 0 or p != r[i - 1]]
                if len(r) > 3:
                    rings.append(r)
        # The columns do not always agree: Guyana's are right in gn_name only.
        names = [n for n in (gn, (label or "").split(",")[0], name, woe) if n]
        units.append(Unit(code, name or "", names, rings))
        if a2 == "TK":
            units[-1].state = "TKL"
    lines = {}
    for fid, blob in db.execute("select fid, geom from disputed_borders order by fid"):
        lines[fid] = merged([[whole(p) for p in line] for line in geometry(blob)])
    return units, lines


def merged(lines):
    """Lines joined where one begins as another ends."""
    lines = [[p for i, p in enumerate(x) if i == 0 or p != x[i - 1]] for x in lines]
    again = True
    while again:
        again = False
        for i in range(len(lines)):
            for j in range(len(lines)):
                if i == j:
                    continue
                a, b = lines[i], lines[j]
                for y in (b, b[::-1]):
                    for x in (a, a[::-1]):
                        if x[-1] == y[0] and not again:
                            lines[i] = x + y[1:]
                            del lines[j]
                            again = True
                if again:
                    break
            if again:
                break
    return lines


# ---- cutting units in two --------------------------------------------------------------------
def insert(units, a, b, p):
    """A point put on the edge a b, in every ring that has it."""
    if p in (a, b):
        return
    for u in units:
        for r in u.rings:
            for i in range(len(r) - 1, 0, -1):
                if {r[i - 1], r[i]} == {a, b}:
                    r.insert(i, p)


def mend(units):
    """Points of MENDED in the place of one, in every ring that has it."""
    for p, several in MENDED.items():
        p, several = whole(p), [whole(q) for q in several]
        done = 0
        for u in units:
            for r in u.rings:
                for i in [i for i, q in enumerate(r) if q == p]:
                    assert 0 < i < len(r) - 1, "a mended point begins its ring"
                    done += 1
                    r[i:i + 1] = several if r[i - 1][1] > r[i + 1][1] else several[::-1]
        assert done == 2, f"{p} is in {done} rings"


def foot(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = max(0, min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)))
    return a[0] + t * dx, a[1] + t * dy


def away(p, a, b):
    x, y = foot(p, a, b)
    return math.hypot(p[0] - x, p[1] - y)


def area(r):
    """Twice the signed area of a closed ring: positive where it runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(r, r[1:]))


def cut_off_golan(units, line):
    """The Golan Heights, of the unit that they are part of in the source: what lies east of the line of 1967."""
    u = next(u for u in units if (u.code, u.name) == ("ISR", "HaZafon"))
    ring = max(u.rings, key=lambda r: abs(area(r)))
    path = max(line, key=len)
    ends = []
    for p in (path[0], path[-1]):
        a, b = min(zip(ring, ring[1:]), key=lambda e: away(p, *e))
        q = tuple(round(v) for v in foot(p, a, b))
        insert(units, a, b, q)
        ends.append(q)
    # What of the line runs along the outer border of the unit is that border, not a cut.
    inner = [p for p in path[1:-1] if min(away(p, a, b) for a, b in zip(ring, ring[1:])) > NEAR * UNIT / 4]
    path = [ends[0], *inner, ends[1]]
    r = ring[:-1]
    i, j = r.index(path[0]), r.index(path[-1])
    way = lambda i, j: r[i:j + 1] if i <= j else r[i:] + r[:j + 1]
    one, two = way(j, i) + path[1:], way(i, j) + path[-2::-1]
    east, west = (one, two) if max(x for x, _ in one) > max(x for x, _ in two) else (two, one)
    u.rings[u.rings.index(ring)] = west
    units.append(Unit("SYR", "Golan Heights", ["Golan Heights"], [east]))


def cut_off_sahara(units, line):
    """What lies between Morocco's southern border and the berm; in the source a part of Morocco."""
    sahara = next(u for u in units if u.code == "SAH")
    lat = collections.Counter(p[1] for r in line for p in r).most_common(1)[0][0]
    top = max(p[1] for r in sahara.rings for p in r)
    if abs(top - lat) < 0.02 * UNIT:
        lat = top
    west, east = -13.6 * UNIT, -8.6 * UNIT
    cuts = {}
    for u in units:
        if u.code not in ("MAR", "SAH", "DZA"):
            continue
        for r in u.rings:
            for a, b in zip(r, r[1:]):
                if (a[1] >= lat) != (b[1] >= lat) and lat not in (a[1], b[1]) and west < a[0] < east:
                    a, b = sorted((a, b))
                    cuts[a, b] = (round(a[0] + (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1])), lat)
    for (a, b), p in cuts.items():
        insert(units, a, b, p)
    below = []
    for u in [u for u in units if u.code == "MAR"]:
        keep = []
        for r in u.rings:
            r = r[:-1]
            if all(p[1] < lat for p in r):
                below.append(r + r[:1])
            elif all(p[1] >= lat for p in r):
                keep.append(r + r[:1])
            else:
                up, down = halves(r, lat)
                keep += up
                below += down
        u.rings = keep
    units[:] = [u for u in units if u.rings]
    units.append(Unit("ESH", "west of the berm", ["Western Sahara"], below))


def halves(r, lat):
    """The parts of a ring (open, with a point wherever it crosses) over and under a parallel."""
    n = len(r)
    over = lambda p: p[1] >= lat
    # Where it goes under: the last point over, which lies on the parallel; and where it comes up again.
    down = [i for i in range(n) if over(r[i]) and not over(r[(i + 1) % n])]
    up = [i for i in range(n) if over(r[i]) and not over(r[i - 1])]
    assert all(r[i][1] == lat for i in down + up), "a crossing without a point"
    stops = sorted([(r[i][0], i) for i in down + up])
    partner = {}
    for (_, i), (_, j) in zip(stops[::2], stops[1::2]):
        partner[i], partner[j] = j, i

    def walk(starts, ends):
        rings, left = [], set(starts)
        while left:
            first = i = min(left)
            ring = []
            while True:
                left.discard(i)
                k = i
                while True:
                    ring.append(r[k])
                    if k in ends and (k != i or len(ring) > 1 or k in starts and k in ends and ring[0] != r[k]):
                        break
                    k = (k + 1) % n
                i = partner[k]
                if i == first:
                    break
            rings.append(ring + ring[:1])
        return rings
    return walk(set(up), set(down)), walk(set(down), set(up))


# ---- the topology ---------------------------------------------------------------------------
class Chain:
    """A run of edges between two nodes, with one group at its left and one at its right."""
    __slots__ = "points left right marks seam weights kept at drawn".split()

    def __init__(self, points, left, right, marks, seam):
        self.points, self.left, self.right, self.marks, self.seam = points, left, right, marks, seam
        self.weights = self.kept = self.at = self.drawn = None


def seam(a, b):
    return a[0] == b[0] and abs(a[0]) == 180 * UNIT or a[1] == b[1] == -90 * UNIT


def edges(units):
    """Undirected edge -> (index of the unit at its left, at its right), for the edge in ascending order."""
    out = {}
    for i, u in enumerate(units):
        for r in u.rings:
            for a, b in zip(r, r[1:]):
                if a < b:
                    e, side = (a, b), 0
                else:
                    e, side = (b, a), 1
                pair = out.setdefault(e, [None, None])
                assert pair[side] is None, f"two units on one side of an edge: {u.name}, {units[pair[side]].name}"
                pair[side] = i
    return out


def chains(edge, group, marks):
    """Cuts the edges into chains: nodes lie where three or more meet, or where sides or marks change."""
    kind, near = {}, collections.defaultdict(list)
    for (a, b), (l, r) in edge.items():
        l, r = group.get(l), group.get(r)
        m = marks.get((a, b))
        if l == r and m is None:
            continue
        kind[a, b] = (l, r, m, seam(a, b))
        near[a].append(b)
        near[b].append(a)

    def sides(a, b):
        if a < b:
            return kind[a, b]
        l, r, m, s = kind[b, a]
        return r, l, m, s
    node = {p for p, q in near.items() if len(q) != 2 or sides(q[0], p) != sides(p, q[1])}
    out, seen = [], set()
    for start in sorted(node) + sorted(near):
        for nxt in sorted(near[start]):
            if (min(start, nxt), max(start, nxt)) in seen:
                continue
            line = [start]
            a, b = start, nxt
            while True:
                seen.add((min(a, b), max(a, b)))
                line.append(b)
                if b in node or b == start:
                    break
                q = near[b]
                a, b = b, q[0] if q[1] == a else q[1]
            out.append(Chain(line, *sides(line[0], line[1])))
    return out


def span(a, b, c):
    """Area of a triangle in square degrees of latitude."""
    k = max(0.15, math.cos(math.radians(b[1] / UNIT)))
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 / UNIT ** 2 * k


def ring_span(r):
    return abs(area(r)) / 2 / UNIT ** 2 * max(0.15, math.cos(math.radians(r[0][1] / UNIT)))


def weigh(points):
    """Visvalingam: for every point the area at which it goes; ends never do."""
    n = len(points)
    out = [math.inf] * n
    prev, nxt = list(range(-1, n - 1)), list(range(1, n + 1))
    heap = [(span(points[i - 1], points[i], points[i + 1]), i) for i in range(1, n - 1)]
    now = {i: a for a, i in heap}
    heapq.heapify(heap)
    most = 0.0
    while heap:
        a, i = heapq.heappop(heap)
        if now.get(i) != a:
            continue
        del now[i]
        most = max(most, a)
        out[i] = most
        p, q = prev[i], nxt[i]
        nxt[p], prev[q] = q, p
        for k in (p, q):
            if 0 < k < n - 1:
                a = span(points[prev[k]], points[k], points[nxt[k]])
                if now.get(k) != a:
                    now[k] = a
                    heapq.heappush(heap, (a, k))
    return out


def thin(c, least, step):
    """Draws a chain: the points that stay, on the grid. Closed ones keep four."""
    if c.points[0] == c.points[-1]:
        least = min(least, sorted(c.weights, reverse=True)[min(len(c.weights), 5) - 1])
    c.kept = [i for i, w in enumerate(c.weights) if w >= least]
    on_grid(c, step)


def on_grid(c, step):
    c.drawn, c.at = [], []
    for i in c.kept:
        x, y = c.points[i]
        q = round(x / step), round(y / step)
        if not c.drawn or c.drawn[-1] != q:
            c.drawn.append(q)
            c.at.append(i)


def crossings(lines):
    """Segments that cross others: (index of the line, of the segment)."""
    cell, size = collections.defaultdict(list), 400
    for n, line in enumerate(lines):
        for i, (a, b) in enumerate(zip(line, line[1:])):
            for x in range(min(a[0], b[0]) // size, max(a[0], b[0]) // size + 1):
                for y in range(min(a[1], b[1]) // size, max(a[1], b[1]) // size + 1):
                    cell[x, y].append((a, b, n, i))
    bad = set()
    turn = lambda a, b, c: (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    for here in cell.values():
        here.sort(key=lambda s: min(s[0][0], s[1][0]))
        for i, (a, b, n, k) in enumerate(here):
            right = max(a[0], b[0])
            low, high = min(a[1], b[1]), max(a[1], b[1])
            for c, d, m, l in here[i + 1:]:
                if min(c[0], d[0]) > right:
                    break
                if max(c[1], d[1]) < low or min(c[1], d[1]) > high or a in (c, d) or b in (c, d):
                    continue
                if turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0:
                    bad |= {(n, k), (m, l)}
    return bad


def settle(all_chains, step):
    """Gives points back where drawn chains cross, until none do, or no point is left to give."""
    for turn in range(30):
        use = [c for c in all_chains if c.drawn and len(c.drawn) > 1]
        bad = crossings([c.drawn for c in use])
        more = collections.defaultdict(list)
        for n, k in bad:
            c = use[n]
            i, j = c.at[k], c.at[k + 1] if k + 1 < len(c.at) else len(c.points) - 1
            if j - i > 1:
                more[n].append(max(range(i + 1, j), key=lambda q: (c.weights[q], -q)))
        if not more:
            return len(bad)
        for n, points in more.items():
            use[n].kept = sorted(set(use[n].kept) | set(points))
            on_grid(use[n], step)
    return len(bad)


def draw(all_chains, least, step, drop):
    """Sets .drawn of every chain: thinned, on the grid. None: left out."""
    for c in all_chains:
        if c.weights is None:
            c.weights = weigh(c.points)
        if drop(c):
            c.drawn = None
        else:
            thin(c, least(c), step)
    left = settle(all_chains, step)
    if left:
        print(f"  {left} pieces of borders cross on the grid", file=sys.stderr)


def outline(mine, group):
    """Rings of a group as lists of (chain number, forward?), outer ones with their holes."""
    out = collections.defaultdict(list)
    for n, c in mine:
        if c.drawn is None or c.left == c.right:
            continue
        if c.left == group:
            out[c.points[0]].append((n, True, c.points[-1], c))
        if c.right == group:
            out[c.points[-1]].append((n, False, c.points[0], c))
    rings = []
    for start in sorted(out):
        while out[start]:
            walk, at, p = [], {start: 0}, start
            while True:
                if not out[p]:
                    raise AssertionError(f"{group}: an open ring at {p}")
                step = out[p].pop(0)
                walk.append(step)
                p = step[2]
                if p in at:                      # a loop: a ring of its own, even where it only touches
                    loop = walk[at[p]:]
                    rings.append(loop)
                    for s in loop:
                        if s[2] != p:
                            at.pop(s[2], None)
                    del walk[at[p]:]
                    if not walk:
                        break
                else:
                    at[p] = len(walk)
    shapes = []
    for loop in rings:
        pts = []
        for _, forward, _, c in loop:
            line = c.drawn if forward else c.drawn[::-1]
            pts += line[1:] if pts else line
        if len(pts) < 4 or area(pts) == 0:
            continue
        shapes.append((loop, pts, area(pts)))
    outer = [[s] for s in shapes if s[2] < 0]
    for s in shapes:
        if s[2] < 0:
            continue
        # Where its outer ring went in thinning, a hole goes with it.
        inside = [o for o in outer if holds(o[0][1], s[1])]
        if inside:
            min(inside, key=lambda o: abs(o[0][2])).append(s)
    outer.sort(key=lambda o: (-abs(o[0][2]), o[0][1]))
    # What the grid made a point is no arc.
    return [[[(n, f) for n, f, _, c in s[0] if len(c.drawn) > 1] for s in o] for o in outer]


def inside(p, ring):
    x, y = p
    hit = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            hit = not hit
    return hit


def holds(outer, inner):
    on = set(outer)
    for p in inner:
        if p not in on:
            return inside(p, outer)
    a, b = inner[0], inner[1]
    return inside(((a[0] + b[0]) / 2 + 0.01, (a[1] + b[1]) / 2 + 0.01), outer)


# ---- writing ---------------------------------------------------------------------------------
class Topology:
    def __init__(self, step):
        self.step, self.arcs, self.number = step, [], {}

    def arc(self, key, points):
        if key not in self.number:
            self.number[key] = len(self.arcs)
            flat, x, y = [], 0, 0
            for px, py in points:
                flat.append([px - x, py - y])
                x, y = px, py
            self.arcs.append(flat)
        return self.number[key]

    def polygons(self, shapes, drawn):
        number = lambda n, f: self.arc(n, drawn[n]) if f else ~self.arc(n, drawn[n])
        out = [[[number(n, f) for n, f in ring] for ring in poly] for poly in shapes]
        return {"type": "Polygon", "arcs": out[0]} if len(out) == 1 else {"type": "MultiPolygon", "arcs": out}

    def bytes(self, objects):
        scale = self.step / UNIT
        text = json.dumps({"type": "Topology", "transform": {"scale": [scale, scale], "translate": [0, 0]},
                           "objects": objects, "arcs": self.arcs}, ensure_ascii=False, separators=(",", ":"))
        return packed(text.encode() + b"\n")


def packed(data):
    """gzip without a time, a name or a system."""
    z = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = z.compress(data) + z.flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + struct.pack("<II", zlib.crc32(data), len(data))


def lines_of(top, mine, shown):
    """coast and inner or outer borders: arcs that are not disputed, by what lies on their sides."""
    kinds = collections.defaultdict(list)
    for n, c in mine:
        if n in top.number and not c.seam and c.marks is None:
            kinds[shown(c)].append([top.number[n]])
    return {k: {"type": "MultiLineString", "arcs": sorted(v)} for k, v in sorted(kinds.items()) if k}


def disputes(top, mine, free, wanted, states):
    """The disputed lines that have an arc here, or that run free in or beside one of the states."""
    arcs = collections.defaultdict(list)
    for n, c in mine:
        if c.marks is not None and c.drawn and len(c.drawn) > 1:
            arcs[c.marks].append([top.arc(n, c.drawn)])
    for k, (mark, c) in enumerate(free):
        if (states is None or wanted[mark]["in"] & states) and len(c.drawn) > 1:
            arcs[mark].append([top.arc(("free", k), c.drawn)])
    rows = collections.defaultdict(list)
    for mark in sorted(arcs):
        w = wanted[mark]
        p = {"name": w["name"], "sides": w["sides"], "kind": w["kind"]}
        if w["until"]:
            p["until"] = w["until"]
        rows[json.dumps(p, ensure_ascii=False)] += arcs[mark]
    return {"type": "GeometryCollection", "geometries": [
        {"type": "MultiLineString", "arcs": sorted(v), "properties": json.loads(k)} for k, v in rows.items()]}


# ---- disputed lines -----------------------------------------------------------------------------
def dispute(units, edge, lines):
    """marks: edge -> number of a dispute; wanted: the disputes; free: what of them runs along no border."""
    wanted, marks = [], {}

    def is_of(u, which):
        return u is not None and any(w in ((units[u].code,), (units[u].code, units[u].name)) for w in which)
    for name, sides, one, two in BETWEEN:
        mark, states = len(wanted), set()
        for e, (l, r) in edge.items():
            if e in marks or l is None or r is None:
                continue
            if is_of(l, one) != is_of(r, one) and is_of(l if is_of(r, one) else r, two):
                marks[e] = mark
                states |= {units[l].state, units[r].state}
        if not states:
            sys.exit(f"no border between the units of {name}")
        wanted.append({"name": name, "sides": sides, "kind": "line", "until": None, "in": states})
    cell = collections.defaultdict(list)
    for a, b in edge:
        for x in range(min(a[0], b[0]) // UNIT, max(a[0], b[0]) // UNIT + 1):
            for y in range(min(a[1], b[1]) // UNIT, max(a[1], b[1]) // UNIT + 1):
                cell[x, y].append((a, b))
    nine = [(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    around = lambda p: {e for x, y in nine for e in cell.get((p[0] // UNIT + x, p[1] // UNIT + y), ())}
    free = []
    for fid in sorted(LINES):
        name, sides, kind, until = LINES[fid]
        mark = len(wanted)
        states = {s for s in sides if len(s) == 3}
        wanted.append({"name": name, "sides": sides, "kind": kind, "until": until, "in": states})
        for line in lines[fid]:
            segs = list(zip(line, line[1:]))
            close = lambda p: min(away(p, *s) for s in segs) <= NEAR * UNIT
            along = set()
            for a, b in sorted({e for p in dense(line) for e in around(p)}):
                mid = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
                if close(a) and close(b) and close(mid):
                    along.add((a, b))
            # An edge that only crosses the line or ends at it does not run along it.
            along = {e for e in along if math.dist(*e) > 2 * NEAR * UNIT or any(
                f != e and set(e) & set(f) for f in along)}
            for e in along:
                marks.setdefault(e, mark)
            taken = [e for e in along] + [e for e in marks if e not in along and marks[e] < len(BETWEEN)
                                          and wanted[marks[e]]["in"] & wanted[mark]["in"]]
            pts = dense(line)
            lone = [min((away(p, *e) for e in taken), default=math.inf) > NEAR * UNIT for p in pts]
            run = []
            for i, p in enumerate(pts):
                if lone[i] or i and lone[i - 1] or i + 1 < len(pts) and lone[i + 1]:
                    run.append(p)
                if run and (i + 1 == len(pts) or not (lone[i] or lone[i + 1])):
                    if len(run) > 2 or len(pts) == 2 and lone[0]:
                        wanted[mark]["in"] |= owners(units, run)
                        free.append((mark, Chain(run, None, None, mark, False)))
                    run = []
    return marks, wanted, free


def owners(units, points):
    """The states that points lie in."""
    out = set()
    for u in units:
        for r in u.rings:
            xs, ys = [p[0] for p in r], [p[1] for p in r]
            box = min(xs), min(ys), max(xs), max(ys)
            if any(box[0] <= x <= box[2] and box[1] <= y <= box[3] and inside((x, y), r) for x, y in points):
                out.add(u.state)
    return out


def dense(line):
    """A line with a point at least every 0.05 degree."""
    out = [line[0]]
    for a, b in zip(line, line[1:]):
        n = max(1, math.ceil(math.dist(a, b) / (0.05 * UNIT)))
        out += [(round(a[0] + (b[0] - a[0]) * k / n), round(a[1] + (b[1] - a[1]) * k / n)) for k in range(1, n + 1)]
    return out


# ---- the gazetteer's first-level regions ------------------------------------------------------------
def gazetteer():
    spec = importlib.util.spec_from_file_location("places", DATA / "places" / "make.py")
    places = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(places)
    return places, places.Gazetteer(DATA / "places" / "gazetteer.bin")


class Regions:
    """Which first-level regions of the gazetteer a unit is, by its towns and its names."""

    def __init__(self, units):
        places, g = gazetteer()
        self.g, self.places = g, places
        kinds = places.KINDS
        land, kind, admin1 = g.col[6], g.col[7], g.col[4]
        self.land = lambda i: g.codes[land[i]]
        self.regions = collections.defaultdict(list)
        self.keys = collections.defaultdict(lambda: collections.defaultdict(set))
        self.country = {}
        for i in range(g.n):
            if kinds[kind[i]] == "admin1":
                self.regions[self.land(i)].append(i)
            if kinds[kind[i]] == "country":
                self.country[self.land(i)] = g.names[i][1] or g.names[i][0]
        ones = {i for v in self.regions.values() for i in v}
        for k, rows in g.index.items():
            for i, _ in rows:
                if i in ones:
                    self.keys[self.land(i)][k].add(i)
        cell = collections.defaultdict(list)
        for n, u in enumerate(units):
            for r in u.rings:
                xs, ys = [p[0] for p in r], [p[1] for p in r]
                box = min(xs), min(ys), max(xs), max(ys)
                for x in range(box[0] // UNIT, box[2] // UNIT + 1):
                    for y in range(box[1] // UNIT, box[3] // UNIT + 1):
                        cell[x, y].append((n, box, r))
        self.towns = [collections.Counter() for _ in units]
        self.lands = [collections.Counter() for _ in units]
        towns = {kinds.index(k) for k in ("city", "capital", "seat", "village")}
        for i in range(g.n):
            if kind[i] not in towns:
                continue
            p = round(g.col[2][i] * UNIT / 1e5), round(g.col[1][i] * UNIT / 1e5)
            odd = collections.Counter()
            for n, b, r in cell.get((p[0] // UNIT, p[1] // UNIT), ()):
                if b[0] <= p[0] <= b[2] and b[1] <= p[1] <= b[3] and inside(p, r):
                    odd[n] += 1
            for n, k in odd.items():
                if k % 2:
                    self.lands[n][self.land(i)] += 1
                    if admin1[i] != 0xFFFF:
                        self.towns[n][admin1[i]] += 1

    def named(self, u):
        keys = self.keys[u.state]
        out = set()
        for name in u.names:
            for part in [name, *name.replace(")", "").split("(")]:
                k = self.places.fold(part)
                for x in (k, self.places.strip_article(k), self.places.strip_generic(k)):
                    if x:
                        out |= keys.get(x, set())
            if out:
                break                            # the first name that says anything
        return out

    def one(self, n, u):
        """The region that a unit lies in, or None; and how that is known."""
        if (u.state, u.name) in APART:
            return None, "apart"
        towns = collections.Counter({a: k for a, k in self.towns[n].items() if self.land(a) == u.state})
        total, named = towns.total(), self.named(u)
        if named:
            best = max(sorted(named), key=lambda a: towns[a])
            if total < 3 and len(named) == 1 or towns[best] and towns[best] >= 0.15 * total:
                return best, "name"
        if total:
            best = max(sorted(towns), key=lambda a: towns[a])
            if towns[best] > 0.5 * total:
                return best, "towns"
        return None, "none"

    def join(self, units, edge):
        """(group of every unit, per group: state, name, regions)."""
        group, out, how, known = {}, [], collections.Counter(), {}
        found = [self.one(n, u) for n, u in enumerate(units)]
        # Where several units make a region, one that no town tells of goes with the neighbour of the longest border;
        # so does a scrap without a name.
        beside = collections.defaultdict(collections.Counter)
        for (p, q), (l, r) in edge.items():
            if l is not None and r is not None and units[l].state == units[r].state:
                beside[l][r] += math.dist(p, q)
                beside[r][l] += math.dist(p, q)
        many = collections.Counter(u.state for u in units)
        few = collections.defaultdict(set)
        for u, (a, _) in zip(units, found):
            few[u.state].add(a)
        for n, u in enumerate(units):
            if found[n][1] == "none" and (many[u.state] > 2.5 * len(few[u.state]) or not u.names):
                near = [(round(k), -m) for m, k in beside[n].items() if found[m][0] is not None]
                if near:
                    found[n] = found[-max(near)[1]][0], "neighbour"
        for n, u in enumerate(units):
            a, why = found[n]
            how[why] += 1
            if a is not None and (u.state, a) in known:
                group[n] = known[u.state, a]
                out[group[n]]["units"].append(n)
                continue
            group[n] = len(out)
            if a is not None:
                known[u.state, a] = len(out)
            out.append({"state": u.state, "regions": [] if a is None else [a], "units": [n],
                        "name": UNIT_NAMES.get((u.state, u.name)) or u.name})
        for state, rows in self.regions.items():
            for a in rows:
                if (state, a) in known:
                    continue
                name = self.g.names[a][0]
                abroad = [n for n, u in enumerate(units) if FOREIGN.get((u.state, u.name)) == (state, name)]
                if abroad:
                    out[group[abroad[0]]]["regions"].append(a)
                    continue
                held = [(self.towns[n][a], -group[n]) for n, u in enumerate(units)
                        if u.state == state and self.towns[n][a]]
                total = sum(k for k, _ in held)
                if total and max(held)[0] > 0.5 * total:
                    out[-max(held)[1]]["regions"].append(a)
                else:
                    how["region without a unit"] += 1
        for o in out:
            u = units[o["units"][0]]
            if (u.state, u.name) in UNIT_NAMES:
                continue
            o["name"] = o["name"] or self.country.get(u.state) or NAMES[u.state]
            if o["regions"] and (len(o["regions"]) == 1 or self.named(units[o["units"][0]]) & set(o["regions"][:1])):
                o["name"] = self.shown(o["regions"][0])
        return group, out, how

    def written(self, i):
        """As Place.admin1 has it."""
        name, english = self.g.names[i]
        return english or name

    def shown(self, i):
        """For a label: without "Governorate" and the like where the name alone will do."""
        name, english = self.g.names[i]
        if not english or english.startswith(name) and self.places.fold(english) != self.places.fold(name):
            return name
        return english


# ---- all of it ----------------------------------------------------------------------------------
def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("source", type=pathlib.Path)
    ap.add_argument("--out", type=pathlib.Path, default=HERE)
    ap.add_argument("--report", action="store_true")
    a = ap.parse_args()
    if not a.source.is_file():
        sys.exit(f"{a.source} is not there: take world_map.gpkg out of Debian's package qgis-common "
                 "(`apt-get download qgis-common`, `dpkg -x qgis-common_*.deb DIR`); "
                 "it lies in DIR/usr/share/qgis/resources/data/")
    if hashlib.sha256(a.source.read_bytes()).hexdigest() != SHA256:
        print("another edition of the source than the one described in README.md", file=sys.stderr)
    units, lines = read(a.source)
    mend(units)
    cut_off_golan(units, lines[GOLAN])
    cut_off_sahara(units, lines[SAHARA])
    for u in units:                              # one way round
        u.rings = [r for r in u.rings if area(r)]
    known = tomllib.loads((DATA / "actors" / "states.toml").read_text())["state"]
    regions = Regions(units)
    for n, u in enumerate(units):
        c = regions.lands[n]
        if c and c.most_common(1)[0][0] != u.state and (c.total() > 2 or a.report):
            print(f"  {u.state} {u.name}: towns of {dict(c.most_common(3))}")
    edge = edges(units)
    marks, wanted, free = dispute(units, edge, lines)
    group, out, how = regions.join(units, edge)
    states = sorted({u.state for u in units})
    print(f"{len(units)} units of {len(states)} countries, {len(edge)} edges; joined {dict(how)}")
    if a.report:
        for o in out:
            print(f"  {o['state']} {o['name']} <- {'; '.join(units[n].name for n in o['units'])} = "
                  f"{'; '.join(regions.g.names[i][0] for i in o['regions'])}")
        for state in states:
            have = {i for o in out for i in o["regions"]}
            lost = [regions.g.names[i][0] for i in regions.regions[state] if i not in have]
            if lost:
                print(f"  {state} without a unit: {'; '.join(lost)}")
    write_world(a.out, units, edge, marks, wanted, free, states, known, regions)
    write_regions(a.out, units, edge, group, out, marks, wanted, free, states, regions)


def write_world(folder, units, edge, marks, wanted, free, states, known, regions):
    size = collections.defaultdict(float)
    whose = {n: u.state for n, u in enumerate(units)}
    cs = chains(edge, whose, {e: m for e, m in marks.items()})
    best, whole_area = {}, collections.Counter()
    for u in units:
        for r in u.rings:
            whole_area[u.state] += ring_span(r)
    for c in cs:
        if c.points[0] == c.points[-1] and (c.left is None or c.right is None):
            s = c.left or c.right
            size[s] += ring_span(c.points)
            best[s] = max(best.get(s, 0), ring_span(c.points))
        else:
            for s in (c.left, c.right):
                size[s] += 1 if s else 0         # on a continent: no island state

    def drop(c):
        if c.points[0] != c.points[-1] or c.left is not None and c.right is not None or c.marks is not None:
            return False
        s, r = c.left or c.right, ring_span(c.points)
        least = WORLD_ISLAND if size[s] > 0.6 else WORLD_ISLAND / 12
        return r < least and r < best[s] or r < least and size[s] >= 1

    def least(c):
        s = [x for x in (c.left, c.right) if x]
        if s and min(whole_area[x] for x in s) < 0.05:
            return 0
        return WORLD_TRIANGLE if not s or max(size[x] for x in s) > 0.6 else WORLD_TRIANGLE / 12
    for _, c in free:
        c.left = c.right = None
    allc = cs + [c for _, c in free]
    draw(allc, least, WORLD_STEP, drop)
    mine = list(enumerate(cs))
    per = collections.defaultdict(list)
    for n, c in mine:
        for s in {c.left, c.right} - {None}:
            per[s].append((n, c))
    top = Topology(WORLD_STEP)
    drawn = {n: c.drawn for n, c in mine}
    rows = []
    for s in states:
        shapes = outline(per[s], s)
        if not shapes:
            # Smaller than the grid: a triangle where it lies, over its neighbour.
            c = max((c for _, c in per[s]), key=lambda c: len(c.points))
            x, y = c.points[0][0] // WORLD_STEP, c.points[0][1] // WORLD_STEP
            drawn["dot", s] = [(x, y), (x, y + 1), (x + 1, y), (x, y)]
            shapes = [[[(("dot", s), True)]]]
            print("  a triangle for", s)
        p = {"iso3": s, "name": known.get(s, {}).get("name") or regions.country.get(s) or NAMES[s]}
        if s in SOVEREIGN:
            p["of"] = SOVEREIGN[s]
        rows.append({**top.polygons(shapes, drawn), "properties": p})

    def kind(c):
        return None if c.left == c.right else "coast" if None in (c.left, c.right) else "borders"
    objects = {"countries": {"type": "GeometryCollection", "geometries": rows},
               **lines_of(top, mine, kind),
               "disputed": disputes(top, mine, free, wanted, None)}
    data = top.bytes(objects)
    (folder / "world.json.gz").write_bytes(data)
    print(f"world {len(data)} bytes, {len(top.arcs)} arcs, {sum(map(len, top.arcs))} points, {len(rows)} countries")
    if len(data) > WORLD_BYTES:
        sys.exit("the world is too large")
    missing = [s for s in states if s not in known and s not in SOVEREIGN]
    print("  neither states nor dependencies:", missing, "; states without a shape:", sorted(set(known) - set(states)))


def write_regions(folder, units, edge, group, out, marks, wanted, free, states, regions):
    cs = chains(edge, group, marks)
    of = lambda g: None if g is None else out[g]["state"]
    (folder / "regions").mkdir(exist_ok=True)
    for old in (folder / "regions").glob("*.json.gz"):
        old.unlink()
    best = collections.defaultdict(float)
    for c in cs:
        if c.points[0] == c.points[-1]:
            for g in (c.left, c.right):
                best[g] = max(best[g], ring_span(c.points))
    coarse = collections.defaultdict(lambda: 1.0)
    # How much a country has to be thinned is found by its bytes; a border is thinned as the coarser of its two sides.
    todo = set(states)
    for _, c in free:
        c.weights = c.weights or weigh(c.points)
        thin(c, REGION_TRIANGLE, REGION_STEP)
    files = {}
    for turn in range(14):
        def least(c):
            return REGION_TRIANGLE * max(coarse[s] for s in (of(c.left), of(c.right)) if s)

        def drop(c):
            if c.points[0] != c.points[-1] or c.left is not None and c.right is not None or c.marks is not None:
                return False
            g = c.left if c.right is None else c.right
            r = ring_span(c.points)
            return r < REGION_ISLAND * coarse[of(g)] and r < best[g]
        draw(cs, least, REGION_STEP, drop)
        per = collections.defaultdict(list)
        for n, c in enumerate(cs):
            for s in {of(c.left), of(c.right)} - {None}:
                per[s].append((n, c))
        changed = set()
        for s in sorted(todo):
            files[s] = region(s, per[s], out, wanted, free, of, regions)
            if len(files[s]) > REGION_BYTES:
                changed.add(s)
        if not changed:
            break
        print("  too large:", {s: len(files[s]) for s in sorted(changed)})
        for s in changed:
            coarse[s] *= 1.6 * max(1, len(files[s]) / REGION_BYTES)
        todo = changed | {of(x) for c in cs if {of(c.left), of(c.right)} & changed for x in (c.left, c.right)} - {None}
    total = 0
    for s in sorted(files):
        (folder / "regions" / f"{s}.json.gz").write_bytes(files[s])
        total += len(files[s])
    big = sorted(files, key=lambda s: -len(files[s]))[:6]
    if total > REGIONS_BYTES or max(map(len, files.values())) > REGION_BYTES:
        sys.exit("the regions are too large")
    have = {i for o in out for i in o["regions"]}
    print(f"{sum(1 for o in out if o['regions'])} of {len(out)} units have a region, {len(have)} of "
          f"{sum(map(len, regions.regions.values()))} regions a unit")
    print(f"{len(files)} regions, {total} bytes;", {s: len(files[s]) for s in big})


def region(s, mine, out, wanted, free, of, regions):
    top = Topology(REGION_STEP)
    drawn = {n: c.drawn for n, c in mine}
    rows = []
    per = collections.defaultdict(list)
    for n, c in mine:
        for g in {c.left, c.right} - {None}:
            per[g].append((n, c))
    for g in sorted((g for g in per if of(g) == s), key=lambda g: (out[g]["name"], g)):
        shapes = outline(per[g], g)
        if not shapes:
            print(f"  {s} {out[g]['name']}: smaller than the grid", file=sys.stderr)
            continue
        o = out[g]
        p = {"name": o["name"], "admin1": [regions.written(i) for i in o["regions"]],
             "geonames": [regions.g.col[0][i] for i in o["regions"]]}
        rows.append({**top.polygons(shapes, drawn), "properties": p})

    def kind(c):
        if c.left == c.right:
            return None
        if c.left is None or c.right is None:
            return "coast"
        return "inner" if of(c.left) == of(c.right) else "borders"
    objects = {"units": {"type": "GeometryCollection", "geometries": rows}, **lines_of(top, mine, kind),
               "disputed": disputes(top, mine, free, wanted, {s})}
    for k in ("coast", "borders", "inner"):
        objects.setdefault(k, {"type": "MultiLineString", "arcs": []})
    return top.bytes(objects)


if __name__ == "__main__":
    main()
