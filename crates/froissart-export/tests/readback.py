#!/usr/bin/env python3
"""Loads every layout as an analyst would: with pandas, networkx, and the field's own loaders where they are installed.

    python3 readback.py FOLDER

FOLDER holds what `froissart export` wrote: plover.jsonl, acled.csv, polecat.tsv, gdelt.tsv, gdelt-mentions.tsv,
ucdp.csv, claims.csv, claims.geojson, claims.graphml. Exits 0 when all of it loads and agrees, 1 when something does
not, 77 when pandas or networkx is missing. Prints what was loaded by what, and which loaders were not there.

The loaders of PyPI's `acled` and `gdelt` fetch from the network; here their own parsing gets our bytes instead.
"""

import importlib.util
import io
import json
import sys
import zipfile
from pathlib import Path

try:
    import networkx
    import pandas as pd
except ImportError as e:
    print(f"NOT RUN: {e}")
    sys.exit(77)

HERE = Path(__file__).resolve()
LAYOUTS = HERE.parents[3] / "data" / "layouts"
FOLDER = Path(sys.argv[1])


def said(text):
    print(text, flush=True)


def header(name, sep):
    return (LAYOUTS / name).read_text(encoding="utf-8").rstrip("\n").split(sep)


claims = pd.read_csv(FOLDER / "claims.csv", dtype=str, keep_default_na=False)
assert list(claims.columns) == header("claims.csv", ",")
assert claims["claim"].is_unique and len(claims) > 0
by_id = claims.set_index("claim")
said(f"claims.csv: {len(claims)} rows, {len(claims.columns)} columns (pandas)")


def known(ids, where):
    missing = [i for i in ids if i not in by_id.index]
    assert not missing, f"{where} names claims that are not there: {missing[:3]}"


# PLOVER: JSON lines.
plover = [json.loads(line) for line in (FOLDER / "plover.jsonl").read_text(encoding="utf-8").splitlines()]
assert plover
for e in plover:
    assert all(k in e for k in ("id", "date", "actor", "event")), e
    known([c["claim"]["id"] for c in e["froissart"]["claims"]], "plover.jsonl")
    pd.to_datetime(e["date"])
said(f"plover.jsonl: {len(plover)} events (json, pandas)")

# ACLED.
acled = pd.read_csv(FOLDER / "acled.csv")
assert list(acled.columns) == header("acled.csv", ",")
assert acled["event_id_cnty"].is_unique
dates = pd.to_datetime(acled["event_date"], format="%Y-%m-%d")
assert (dates.dropna().dt.year == acled.loc[dates.notna(), "year"]).all()
for column, low, high in (("inter1", 1, 8), ("inter2", 0, 8), ("time_precision", 1, 3), ("geo_precision", 1, 3)):
    values = pd.to_numeric(acled[column]).dropna()
    assert values.between(low, high).all(), column
assert pd.to_numeric(acled["interaction"]).dropna().between(10, 88).all()
both = acled.dropna(subset=["inter1", "inter2", "interaction"])
for _, r in both.iterrows():
    digits = sorted(int(d) for d in str(int(r["interaction"])) if d != "0")
    assert digits == sorted(int(n) for n in (r["inter1"], r["inter2"]) if n != 0), r
assert acled["latitude"].dropna().between(-90, 90).all() and acled["longitude"].dropna().between(-180, 180).all()
for tags in acled["tags"]:
    known(tags.split("claims=")[1].split(", "), "acled.csv")
said(f"acled.csv: {len(acled)} rows, {len(acled.columns)} columns (pandas)")
try:
    from acled.clients.acled_data_client import AcledDataClient
    from acled.models import AcledEvent

    assert list(AcledEvent.__annotations__) == list(acled.columns), "the acled package has other columns"
    parse = AcledDataClient._parse_event
    for r in json.loads(acled.to_json(orient="records")):
        event = parse(None, r)
        assert event["event_date"] is None or event["event_date"].year == event["year"]
    said(f"acled.csv: {len(acled)} rows through the acled package's own parser")
except ImportError as e:
    said(f"NOT RUN: the acled package's parser ({e})")

# POLECAT.
polecat = pd.read_csv(FOLDER / "polecat.tsv", sep="\t")
assert list(polecat.columns) == header("polecat.tsv", "\t")
types = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
            "MOBILIZE COERCE ASSAULT".split())
assert set(polecat["Event Type"]) <= types
assert pd.to_numeric(polecat["Intensity"]).dropna().between(-10, 10).all()
pd.to_datetime(polecat["Event Date"], format="%Y-%m-%d")
said(f"polecat.tsv: {len(polecat)} rows, {len(polecat.columns)} columns (pandas)")

# GDELT 2 events and mentions: no header, tabs.
events = pd.read_csv(FOLDER / "gdelt.tsv", sep="\t", header=None, names=header("gdelt2-events.tsv", "\t"), dtype=str)
mentions = pd.read_csv(FOLDER / "gdelt-mentions.tsv", sep="\t", header=None, names=header("gdelt2-mentions.tsv", "\t"),
                       dtype=str)
assert events["GLOBALEVENTID"].is_unique and events["GLOBALEVENTID"].astype("int64").between(0, 2**53).all()
assert set(events["GLOBALEVENTID"]) == set(mentions["GLOBALEVENTID"])
counted = mentions.groupby("GLOBALEVENTID").size()
for _, r in events.iterrows():
    assert counted[r["GLOBALEVENTID"]] == int(r["NumMentions"]), r
    assert r["EventCode"].startswith(r["EventRootCode"]) and r["EventCode"].startswith(r["EventBaseCode"])
    root = int(r["EventRootCode"])
    assert int(r["QuadClass"]) == (1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4)
assert pd.to_numeric(events["GoldsteinScale"]).between(-10, 10).all()
pd.to_datetime(events["SQLDATE"].dropna(), format="%Y%m%d")
pd.to_datetime(events["DATEADDED"].dropna(), format="%Y%m%d%H%M%S")
known([x.removeprefix("froissart claim ") for x in mentions["Extras"]], "gdelt-mentions.tsv")
for _, m in mentions.iterrows():
    c = by_id.loc[m["Extras"].removeprefix("froissart claim ")]
    assert m["ActionCharOffset"] == c["begin"] and int(m["SentenceID"]) == int(c["sentence"]) + 1
said(f"gdelt.tsv: {len(events)} events, gdelt-mentions.tsv: {len(mentions)} mentions (pandas)")
try:
    # The package asks the network for its tables as soon as it is imported; its loader's own file does not.
    spec = importlib.util.find_spec("gdelt")
    if spec is None:
        raise ImportError("no package gdelt")
    path = Path(spec.submodule_search_locations[0]) / "parallel.py"
    spec = importlib.util.spec_from_file_location("gdelt_parallel", path)
    loader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loader)

    def through(name, table):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as z:
            z.writestr("20241201.CSV", (FOLDER / name).read_bytes())

        class Answer:
            status_code = 200
            content = packed.getvalue()

        class Requests:
            @staticmethod
            def get(*_, **__):
                return Answer

        loader.requests = Requests
        return loader._mp_worker("http://data.gdeltproject.org/20241201000000", table=table)

    frame = through("gdelt.tsv", "events")
    assert frame.shape == events.shape
    # Codes keep their leading zeros in these columns, by the loader's own choice.
    assert list(frame[26]) == list(events["EventCode"]) and list(frame[28]) == list(events["EventRootCode"])
    assert through("gdelt-mentions.tsv", "mentions").shape == mentions.shape
    said(f"gdelt.tsv and gdelt-mentions.tsv: {frame.shape[0]} events through the gdelt package's own loader")
except ImportError as e:
    said(f"NOT RUN: the gdelt package's loader ({e})")

# UCDP GED.
ucdp = pd.read_csv(FOLDER / "ucdp.csv")
assert list(ucdp.columns) == header("ucdp-ged.csv", ",")
assert ucdp["id"].is_unique and (ucdp["low"] >= 1).all()
assert ucdp["type_of_violence"].dropna().isin([1, 2, 3]).all()
assert ucdp["where_prec"].dropna().between(1, 7).all() and ucdp["date_prec"].dropna().between(1, 5).all()
full = ucdp.dropna(subset=["best"])
assert (full["best"] >= full["low"]).all()
for ids in ucdp["relid"]:
    known(ids.split("; "), "ucdp.csv")
for _, r in ucdp.dropna(subset=["latitude"]).iterrows():
    gid = int((r["latitude"] + 90) * 2) * 720 + int((r["longitude"] + 180) * 2) + 1
    assert gid == r["priogrid_gid"]
said(f"ucdp.csv: {len(ucdp)} rows, {len(ucdp.columns)} columns (pandas)")

# GeoJSON.
collection = json.loads((FOLDER / "claims.geojson").read_text(encoding="utf-8"))
assert collection["type"] == "FeatureCollection" and collection["features"]
for f in collection["features"]:
    assert f["geometry"]["type"] == "Point" and all(isinstance(n, float | int) for n in f["geometry"]["coordinates"])
    known(f["properties"]["claims"].split("; "), "claims.geojson")
said(f"claims.geojson: {len(collection['features'])} features (json)")
try:
    import geopandas

    frame = geopandas.read_file(FOLDER / "claims.geojson")
    assert len(frame) == len(collection["features"]) and frame.crs.to_epsg() == 4326 and frame.geometry.is_valid.all()
    said(f"claims.geojson: {len(frame)} features (geopandas)")
except ImportError as e:
    said(f"NOT RUN: geopandas ({e})")

# GraphML.
graph = networkx.read_graphml(FOLDER / "claims.graphml")
assert graph.is_directed() and graph.number_of_edges() > 0
assert all(d.get("label") for _, d in graph.nodes(data=True))
for _, _, d in graph.edges(data=True):
    known(d["claims"].split("; "), "claims.graphml")
    assert d["type"] and d["weight"] >= 1
said(f"claims.graphml: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges (networkx)")
