//! Outlines cut to a frame: only what is on the sheet, and no finer than the eye sees.
//!
//! Land is filled as polygons and never stroked; lines are drawn from their own arcs, so that what is dashed has nothing
//! solid below. Syria with its neighbours is some ten kilobytes.

use super::frame::Frame;
use super::shapes::{Degrees, Shapes};
use std::fmt::Write as _;

/// Points nearer than this on the sheet are one.
const FINEST: f64 = 0.8;

type Point = (f64, f64);

/// Paths as SVG has them.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) land: String,
    pub(crate) coast: String,
    pub(crate) borders: String,
    pub(crate) disputed: String,
}

/// What of the world is on the sheet; lines that ended before the year of the picture are left out.
pub(crate) fn outline(world: &Shapes, f: &Frame, year: Option<i16>) -> Outline {
    let mut o = Outline::default();
    for ring in world.countries.iter().flat_map(|c| &c.rings) {
        for turn in TURNS.into_iter().filter(|t| is_near(ring, f, *t)) {
            put(&mut o.land, &thinned(&clipped(&on_sheet(ring, f, turn), f)), true);
        }
    }
    let lines = |all: &[Vec<Degrees>], out: &mut String| {
        for line in all {
            for turn in TURNS.into_iter().filter(|t| is_near(line, f, *t)) {
                for piece in pieces(&on_sheet(line, f, turn), f) {
                    put(out, &thinned(&piece), false);
                }
            }
        }
    };
    lines(&world.coast, &mut o.coast);
    lines(&world.borders, &mut o.borders);
    for d in world.disputed.iter().filter(|d| d.until.is_none_or(|u| year.is_some_and(|y| y < u))) {
        lines(&d.lines, &mut o.disputed);
    }
    o
}

/// Once around the earth to either side: a sheet across the date line shows the end of the world and its beginning.
const TURNS: [f64; 3] = [0.0, 360.0, -360.0];

fn on_sheet(line: &[Degrees], f: &Frame, turn: f64) -> Vec<Point> {
    line.iter().map(|(lon, lat)| f.point(*lat, *lon + turn)).collect()
}

fn is_near(line: &[Degrees], f: &Frame, turn: f64) -> bool {
    let (mut w, mut s, mut e, mut n) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for (x, y) in line {
        (w, e, s, n) = (w.min(*x), e.max(*x), s.min(*y), n.max(*y));
    }
    w + turn <= f.east && e + turn >= f.west && s <= f.north && n >= f.south
}

/// A ring cut to the sheet, one edge of the sheet after the other (Sutherland and Hodgman 1974).
fn clipped(ring: &[Point], f: &Frame) -> Vec<Point> {
    // A point beyond the edge, so that the cut itself is not on the sheet.
    let (low, high_x, high_y) = (-2.0, f.width + 2.0, f.height + 2.0);
    let mut ring = ring.to_vec();
    for edge in 0..4 {
        let depth = |p: &Point| match edge {
            0 => p.0 - low,
            1 => high_x - p.0,
            2 => p.1 - low,
            _ => high_y - p.1,
        };
        let mut out = Vec::with_capacity(ring.len());
        for (i, now) in ring.iter().enumerate() {
            let before = &ring[(i + ring.len() - 1) % ring.len()];
            let (a, b) = (depth(before), depth(now));
            if (a < 0.0) != (b < 0.0) {
                let t = a / (a - b);
                out.push((before.0 + (now.0 - before.0) * t, before.1 + (now.1 - before.1) * t));
            }
            if b >= 0.0 {
                out.push(*now);
            }
        }
        ring = out;
    }
    ring
}

/// The pieces of a line of which at least one end of each step is on the sheet.
fn pieces(line: &[Point], f: &Frame) -> Vec<Vec<Point>> {
    let is_on = |p: &Point| (-2.0..=f.width + 2.0).contains(&p.0) && (-2.0..=f.height + 2.0).contains(&p.1);
    let mut out: Vec<Vec<Point>> = Vec::new();
    let mut open = false;
    for step in line.windows(2) {
        if is_on(&step[0]) || is_on(&step[1]) {
            if !open {
                out.push(vec![step[0]]);
            }
            if let Some(piece) = out.last_mut() {
                piece.push(step[1]);
            }
            open = true;
        } else {
            open = false;
        }
    }
    out
}

fn thinned(line: &[Point]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for (i, p) in line.iter().enumerate() {
        let is_far = out.last().is_none_or(|q| (p.0 - q.0).hypot(p.1 - q.1) >= FINEST);
        if is_far || i + 1 == line.len() {
            out.push(*p);
        }
    }
    out
}

fn put(out: &mut String, line: &[Point], is_ring: bool) {
    if line.len() < 2 + usize::from(is_ring) {
        return;
    }
    let tenths = |n: f64| (n * 10.0).round() as i64;
    let (mut x, mut y) = (tenths(line[0].0), tenths(line[0].1));
    let _ = write!(out, "M{} {}l", x as f64 / 10.0, y as f64 / 10.0);
    for p in &line[1..] {
        let (nx, ny) = (tenths(p.0), tenths(p.1));
        let _ = write!(out, "{} {} ", (nx - x) as f64 / 10.0, (ny - y) as f64 / 10.0);
        (x, y) = (nx, ny);
    }
    out.pop();
    if is_ring {
        out.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, clipped, outline, pieces};
    use crate::draw::shapes::world;

    fn sheet() -> Frame {
        Frame { west: 35.0, south: 32.0, east: 43.0, north: 37.5, width: 900.0, height: 760.0 }
    }

    #[test]
    fn a_country_with_its_neighbours_is_small_and_what_is_dashed_is_not_solid() {
        let o = outline(world(), &sheet(), Some(2024));
        let all = o.land.len() + o.coast.len() + o.borders.len() + o.disputed.len();
        assert!(!o.borders.is_empty() && !o.disputed.is_empty() && all < 40_000, "{all}");
    }

    #[test]
    fn a_sheet_in_the_middle_of_a_country_is_all_land() {
        let f = Frame { west: 38.4, south: 34.4, east: 38.6, north: 34.6, width: 100.0, height: 100.0 };
        let o = outline(world(), &f, None);
        assert!(o.land.starts_with('M') && o.land.ends_with('Z') && o.borders.is_empty(), "{}", o.land);
    }

    #[test]
    fn a_sheet_across_the_date_line_has_the_land_of_both_its_sides() {
        // The east of Chukotka lies west of 180° W.
        let f = Frame { west: 176.0, south: 64.0, east: 190.0, north: 70.0, width: 600.0, height: 600.0 };
        let o = outline(world(), &f, Some(2024));
        let beyond = f.point(66.0, 184.0).0;
        let xs = o
            .land
            .split(['M', 'L', 'Z', 'H', 'V', 'l', 'm', 'h', 'v'])
            .filter_map(|p| p.split([' ', ',']).next()?.parse::<f64>().ok());
        assert!(xs.into_iter().any(|x| x > beyond), "{}", o.land);
    }

    #[test]
    fn what_is_outside_is_cut() {
        let f = Frame { west: 0.0, south: 0.0, east: 1.0, north: 1.0, width: 100.0, height: 100.0 };
        let ring = clipped(&[(-500.0, 50.0), (50.0, -500.0), (500.0, 50.0), (50.0, 500.0)], &f);
        assert!(ring.iter().all(|p| (-2.1..=102.1).contains(&p.0) && (-2.1..=102.1).contains(&p.1)), "{ring:?}");
        assert_eq!(pieces(&[(-50.0, 0.0), (10.0, 0.0), (300.0, 0.0), (400.0, 0.0), (50.0, 50.0)], &f).len(), 2);
    }
}
