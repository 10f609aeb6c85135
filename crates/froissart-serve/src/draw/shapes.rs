//! Countries' outlines from the packed TopoJSON that the browser gets too, as lines in degrees.
//!
//! It reads what `data/map/README.md` describes and nothing else; a file that is otherwise is no shapes, and the map is
//! drawn without. "The border of Syria with Turkey" is one arc of it, that both countries' polygons have.

use crate::assets;
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::io::Read as _;
use std::sync::OnceLock;

/// Longitude and latitude.
pub(crate) type Degrees = (f64, f64);

/// A country with its rings.
#[derive(Debug)]
pub(crate) struct Country {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) rings: Vec<Vec<Degrees>>,
}

/// A line, and until which year it was one, where it is none any more.
#[derive(Debug)]
pub(crate) struct Dashed {
    pub(crate) lines: Vec<Vec<Degrees>>,
    pub(crate) until: Option<i16>,
}

/// What can be drawn.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    pub(crate) countries: Vec<Country>,
    pub(crate) coast: Vec<Vec<Degrees>>,
    pub(crate) borders: Vec<Vec<Degrees>>,
    pub(crate) disputed: Vec<Dashed>,
}

/// The world's, read once.
pub(crate) fn world() -> &'static Shapes {
    static WORLD: OnceLock<Shapes> = OnceLock::new();
    WORLD.get_or_init(|| read(assets::WORLD).unwrap_or_default())
}

/// The name of a country, as the map has it.
pub(crate) fn country_name(code: &str) -> Option<&'static str> {
    world().countries.iter().find(|c| c.code == code).map(|c| c.name.as_str())
}

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    arcs: Vec<Vec<(i64, i64)>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    countries: Collection,
    coast: Geometry,
    borders: Geometry,
    disputed: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Geometry {
    Polygon {
        arcs: Vec<Vec<i64>>,
        #[serde(default)]
        properties: Properties,
    },
    MultiPolygon {
        arcs: Vec<Vec<Vec<i64>>>,
        #[serde(default)]
        properties: Properties,
    },
    MultiLineString {
        arcs: Vec<Vec<i64>>,
        #[serde(default)]
        properties: Properties,
    },
}

#[derive(Deserialize, Default)]
struct Properties {
    iso3: Option<String>,
    name: Option<String>,
    until: Option<i16>,
}

impl Topology {
    /// One line of several arcs; a negative number is the arc of its complement, backwards.
    fn line(&self, arcs: &[i64]) -> Vec<Degrees> {
        let mut out: Vec<Degrees> = Vec::new();
        for a in arcs {
            let n = usize::try_from(if *a < 0 { !*a } else { *a }).unwrap_or(usize::MAX);
            let (mut x, mut y) = (0, 0);
            let mut arc: Vec<Degrees> = self
                .arcs
                .get(n)
                .into_iter()
                .flatten()
                .map(|(dx, dy)| {
                    x += dx;
                    y += dy;
                    let t = &self.transform;
                    (x as f64 * t.scale.0 + t.translate.0, y as f64 * t.scale.1 + t.translate.1)
                })
                .collect();
            if *a < 0 {
                arc.reverse();
            }
            out.extend(arc.into_iter().skip(usize::from(!out.is_empty())));
        }
        out
    }

    fn lines(&self, arcs: &[Vec<i64>]) -> Vec<Vec<Degrees>> {
        arcs.iter().map(|a| self.line(a)).collect()
    }

    fn mesh(&self, g: &Geometry) -> Vec<Vec<Degrees>> {
        match g {
            Geometry::MultiLineString { arcs, .. } | Geometry::Polygon { arcs, .. } => self.lines(arcs),
            Geometry::MultiPolygon { arcs, .. } => arcs.iter().flat_map(|a| self.lines(a)).collect(),
        }
    }
}

impl Geometry {
    fn properties(&self) -> &Properties {
        match self {
            Self::Polygon { properties, .. }
            | Self::MultiPolygon { properties, .. }
            | Self::MultiLineString { properties, .. } => properties,
        }
    }
}

/// Reads a packed file of the world.
fn read(packed: &[u8]) -> Option<Shapes> {
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text).ok()?;
    let t: Topology = serde_json::from_str(&text).ok()?;
    let country = |g: &Geometry| {
        let p = g.properties();
        let code = p.iso3.clone()?;
        Some(Country { name: p.name.clone().unwrap_or_else(|| code.clone()), code, rings: t.mesh(g) })
    };
    Some(Shapes {
        countries: t.objects.countries.geometries.iter().filter_map(country).collect(),
        coast: t.mesh(&t.objects.coast),
        borders: t.mesh(&t.objects.borders),
        disputed: t
            .objects
            .disputed
            .geometries
            .iter()
            .map(|g| Dashed { lines: t.mesh(g), until: g.properties().until })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::{country_name, world};

    #[test]
    fn the_world_is_read_and_its_lines_lie_on_the_earth() {
        let w = world();
        assert!(w.countries.len() > 200 && !w.borders.is_empty() && !w.disputed.is_empty());
        assert_eq!(country_name("SYR"), Some("Syria"));
        assert_eq!(country_name("XYZ"), None);
        let on_earth = |(x, y): &(f64, f64)| (-180.0..=180.0).contains(x) && (-90.0..=90.0).contains(y);
        assert!(w.countries.iter().flat_map(|c| c.rings.iter().flatten()).all(on_earth));
        let syria = w.countries.iter().find(|c| c.code == "SYR").unwrap();
        assert!(syria.rings.iter().all(|r| r.first() == r.last()), "rings are closed");
    }
}
