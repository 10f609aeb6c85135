//! The shapes of the map under `data/map/`: every file is whole, small enough, and says what the rest of the data says.
//!
//! Not here: how the shapes are made (`data/map/make.py`), or drawn. Syria's file has the unit "Idlib", which the
//! gazetteer knows as the first-level region 169387.

use froissart_know::{Gazetteer, PlaceKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Bytes as they are sent: the world, one country, all countries.
const WORLD_MOST: usize = 90_000;
const REGION_MOST: usize = 60_000;
const REGIONS_MOST: usize = 3_000_000;
/// Neither a state in data/actors/states.toml nor a dependency of one: Western Sahara.
const OPEN: [&str; 1] = ["ESH"];
/// A state without a shape: the source has none of the Vatican.
const SHAPELESS: [&str; 1] = ["VAT"];

/// Names of regions that mean something else without a word beside them: an article goes, "Somali" is of Somalia.
const READ_OTHERWISE: [&str; 5] = ["The Farrington", "The Valley", "The Marches", "Somali", "Balkan"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn states() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("data/actors/states.toml")).unwrap();
    text.parse::<toml::Table>().unwrap()["state"].as_table().unwrap().keys().cloned().collect()
}

/// The text in a gzip file without a name, a comment or a time.
fn unpacked(name: &str, bytes: &[u8]) -> String {
    assert_eq!(
        bytes[..10],
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff],
        "{name}: its head is not the one that make.py writes"
    );
    let (body, tail) = bytes[10..].split_at(bytes.len() - 18);
    let out = miniz_oxide::inflate::decompress_to_vec(body).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(tail[4..], u32::try_from(out.len()).unwrap().to_le_bytes(), "{name}: its length");
    String::from_utf8(out).unwrap()
}

struct Shapes {
    name: String,
    bytes: usize,
    json: Value,
}

impl Shapes {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let json = serde_json::from_str(&unpacked(&name, &bytes)).unwrap_or_else(|e| panic!("{name}: {e}"));
        Self { name, bytes: bytes.len(), json }
    }
    fn world() -> Self {
        Self::read(&root().join("data/map/world.json.gz"))
    }
    fn regions() -> Vec<Self> {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(root().join("data/map/regions")).unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        paths.iter().map(|p| Self::read(p)).collect()
    }
    fn geometries(&self, object: &str) -> &[Value] {
        self.json["objects"][object]["geometries"].as_array().unwrap_or_else(|| panic!("{}: no {object}", self.name))
    }
    /// The arcs as points, in degrees.
    fn arcs(&self) -> Vec<Vec<(f64, f64)>> {
        let number = |v: &Value| v.as_f64().unwrap();
        let pair = |v: &Value| (number(&v[0]), number(&v[1]));
        let (scale, translate) = (pair(&self.json["transform"]["scale"]), pair(&self.json["transform"]["translate"]));
        let arcs = self.json["arcs"].as_array().unwrap();
        arcs.iter()
            .map(|arc| {
                let mut at = (0.0, 0.0);
                arc.as_array()
                    .unwrap()
                    .iter()
                    .map(|step| {
                        let (x, y) = pair(step);
                        at = (at.0 + x, at.1 + y);
                        (at.0 * scale.0 + translate.0, at.1 * scale.1 + translate.1)
                    })
                    .collect()
            })
            .collect()
    }
    /// Every list of arcs that makes a line or a ring, with its object.
    fn paths(&self) -> Vec<(&str, Vec<i64>)> {
        fn collect<'a>(object: &'a str, v: &Value, out: &mut Vec<(&'a str, Vec<i64>)>) {
            let list = v.as_array().unwrap();
            if list.iter().any(Value::is_array) {
                for v in list {
                    collect(object, v, out);
                }
            } else if !list.is_empty() {
                out.push((object, list.iter().map(|v| v.as_i64().unwrap()).collect()));
            }
        }
        let mut out = Vec::new();
        for (name, object) in self.json["objects"].as_object().unwrap() {
            for one in object["geometries"].as_array().unwrap_or(&vec![object.clone()]) {
                collect(name, &one["arcs"], &mut out);
            }
        }
        out
    }
    /// Is a topology, in the world; rings close; of lines none is drawn twice, solid and dashed.
    fn check(&self, polygons: &str, lines: &[&str]) {
        let name = &self.name;
        assert_eq!(self.json["type"], "Topology", "{name}");
        let arcs = self.arcs();
        for &(x, y) in arcs.iter().flatten() {
            assert!(x.abs() <= 180.000_001 && y.abs() <= 90.000_001, "{name}: {x},{y} is outside the world");
        }
        let mut drawn = BTreeMap::new();
        let (mut used, mut rings) = (BTreeSet::new(), 0);
        for (object, path) in self.paths() {
            assert!(object == polygons || lines.contains(&object), "{name}: what is {object}?");
            let mut points: Vec<(f64, f64)> = Vec::new();
            for i in path {
                let at = usize::try_from(if i < 0 { !i } else { i }).unwrap();
                let mut arc = arcs.get(at).unwrap_or_else(|| panic!("{name}: {object} has no arc {i}")).clone();
                assert!(arc.len() > 1, "{name}: arc {i} is a point");
                if i < 0 {
                    arc.reverse();
                }
                if let Some(last) = points.last() {
                    assert_eq!(*last, arc[0], "{name}: {object}: arc {i} begins elsewhere");
                }
                points.extend_from_slice(&arc[usize::from(!points.is_empty())..]);
                used.insert(at);
                if object != polygons {
                    let before = drawn.insert(at, object);
                    assert_eq!(before, None, "{name}: arc {i} is also in {object}");
                }
            }
            if object == polygons {
                rings += 1;
                assert!(points.len() > 3 && points.first() == points.last(), "{name}: an open ring");
            }
        }
        assert!(rings > 0, "{name}: nothing to draw");
        assert_eq!(used.len(), arcs.len(), "{name}: arcs that nothing uses");
    }
    fn disputed(&self, states: &BTreeSet<String>) {
        for g in self.geometries("disputed") {
            let p = &g["properties"];
            assert!(!p["name"].as_str().unwrap().is_empty(), "{}", self.name);
            assert!(matches!(p["kind"].as_str(), Some("line" | "claim")), "{}: {p}", self.name);
            let sides: Vec<&str> = p["sides"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
            assert_eq!(sides.len(), 2, "{}: {p}", self.name);
            for s in sides.iter().filter(|s| s.len() == 3) {
                assert!(states.contains(*s) || OPEN.contains(s) || *s == "GUF", "{}: who is {s}?", self.name);
            }
        }
    }
}

#[test]
fn the_world_holds_every_state_once() {
    let (world, states) = (Shapes::world(), states());
    assert!(world.bytes <= WORLD_MOST, "{} bytes", world.bytes);
    world.check("countries", &["coast", "borders", "disputed"]);
    world.disputed(&states);
    let mut seen = BTreeSet::new();
    for g in world.geometries("countries") {
        let p = &g["properties"];
        let iso3 = p["iso3"].as_str().unwrap();
        let of = p["of"].as_str();
        assert!(seen.insert(iso3.to_owned()), "{iso3} is there twice");
        assert!(!p["name"].as_str().unwrap().is_empty(), "{iso3} has no name");
        assert!(of.is_none_or(|s| states.contains(s)), "{iso3} belongs to {of:?}, which is no state");
        assert!(states.contains(iso3) || of.is_some() || OPEN.contains(&iso3), "{iso3} is no state, and nobody's");
    }
    let lost: Vec<&String> = states.iter().filter(|s| !seen.contains(*s) && !SHAPELESS.contains(&s.as_str())).collect();
    assert!(lost.is_empty(), "states without a shape: {lost:?}");
}

#[test]
fn every_country_has_a_file_of_units() {
    let states = states();
    let world: BTreeSet<String> = Shapes::world()
        .geometries("countries")
        .iter()
        .map(|g| format!("{}.json.gz", g["properties"]["iso3"].as_str().unwrap()))
        .collect();
    let regions = Shapes::regions();
    assert_eq!(regions.iter().map(|r| r.name.clone()).collect::<BTreeSet<_>>(), world);
    assert!(regions.iter().map(|r| r.bytes).sum::<usize>() <= REGIONS_MOST);
    for r in &regions {
        assert!(r.bytes <= REGION_MOST, "{}: {} bytes", r.name, r.bytes);
        r.check("units", &["coast", "borders", "inner", "disputed"]);
        r.disputed(&states);
    }
}

#[test]
fn units_are_regions_of_the_gazetteer() {
    let gazetteer = Gazetteer::embedded();
    let (mut seen, mut unnamed) = (BTreeMap::new(), 0);
    for r in Shapes::regions() {
        for g in r.geometries("units") {
            let p = &g["properties"];
            assert!(!p["name"].as_str().unwrap().is_empty(), "{}: a unit without a name", r.name);
            let (names, ids) = (p["admin1"].as_array().unwrap(), p["geonames"].as_array().unwrap());
            assert_eq!(names.len(), ids.len(), "{}: {p}", r.name);
            unnamed += usize::from(names.is_empty());
            for (name, id) in names.iter().zip(ids) {
                let name = name.as_str().unwrap();
                let found = gazetteer.lookup(name).into_iter().map(|c| gazetteer.found(c));
                let one = found.into_iter().find(|f| f.geonames == id.as_u64() && f.kind == PlaceKind::Admin1);
                if !READ_OTHERWISE.contains(&name) {
                    assert_eq!(one.map(|f| f.name).as_deref(), Some(name), "{}: {id} is not {name}", r.name);
                }
                if let Some(other) = seen.insert(id.as_u64(), r.name.clone()) {
                    panic!("{name} is in {other} and in {}", r.name);
                }
            }
        }
    }
    // 143 of the gazetteer's 3,782 regions have no shape, and 125 shapes no region; see data/map/README.md.
    assert!(
        seen.len() > 3_600 && unnamed < 150,
        "{} regions with a shape, {unnamed} shapes without a region",
        seen.len()
    );
}

#[test]
fn syria_has_its_governorates() {
    let path = root().join("data/map/regions/SYR.json.gz");
    let syria = Shapes::read(&path);
    let names: BTreeSet<&str> =
        syria.geometries("units").iter().filter_map(|g| g["properties"]["admin1"][0].as_str()).collect();
    assert_eq!(names.len(), 14, "{names:?}");
    assert!(["Idlib", "Homs", "Deir ez-Zor", "Raqqa"].iter().all(|n| names.contains(n)), "{names:?}");
}
