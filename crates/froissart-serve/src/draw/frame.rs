//! A part of the earth on a sheet: degrees to points and kilometres to points, true to scale in the sheet's middle.
//!
//! It is the plate carrée whose parallel is the middle of what is shown: circles of kilometres stay all but round in a
//! country, and a script computes the same with one multiplication. "Within 25 km of Hama" is a circle of 25 km.

/// Kilometres in a degree of latitude (the meridian's mean, WGS 84).
pub(crate) const KM: f64 = 111.2;

/// What is shown, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// A place with how far it reaches, in degrees and kilometres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) lat: f64,
    pub(crate) lon: f64,
    pub(crate) km: f64,
}

/// Where to begin to count the degrees of these places, so that what lies together across the date line stays together:
/// Fiji's islands at 178° E and 179° W are three degrees apart.
pub(crate) fn first_degree(lons: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = lons.collect();
    all.sort_by(f64::total_cmp);
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return -180.0 };
    let across = 360.0 - (last - first);
    let widest = all.windows(2).map(|w| (w[1] - w[0], w[1])).max_by(|a, b| a.0.total_cmp(&b.0));
    // Where the widest empty part is the one across the date line, the degrees are as they are written.
    widest.filter(|(gap, _)| *gap > across).map_or(-180.0, |(_, after)| after)
}

/// A longitude counted from a first degree.
pub(crate) fn counted(lon: f64, first: f64) -> f64 {
    first + (lon - first).rem_euclid(360.0)
}

impl Frame {
    /// The world, for where there is nothing to be fitted to.
    pub(crate) fn world(width: f64, height: f64) -> Self {
        Self { west: -180.0, south: -60.0, east: 180.0, north: 80.0, width, height }.fitted()
    }

    /// The least frame of the sheet's own proportions that holds all of these, with a margin, and is no less than
    /// `least_km` high.
    pub(crate) fn of(all: &[Spread], least_km: f64, width: f64, height: f64) -> Self {
        let first = first_degree(all.iter().map(|s| s.lon));
        let mut f = Self { west: f64::MAX, south: 90.0, east: f64::MIN, north: -90.0, width, height };
        for s in all {
            let (dy, dx) = (s.km / KM, s.km / KM / s.lat.to_radians().cos().max(0.1));
            let lon = counted(s.lon, first);
            f.west = f.west.min(lon - dx);
            f.east = f.east.max(lon + dx);
            f.south = f.south.min(s.lat - dy);
            f.north = f.north.max(s.lat + dy);
        }
        if f.west > f.east {
            return Self::world(width, height);
        }
        let grow = |low: &mut f64, high: &mut f64, least: f64| {
            let by = ((least - (*high - *low)) / 2.0).max(0.0) + (*high - *low) * 0.12;
            *low -= by;
            *high += by;
        };
        grow(&mut f.south, &mut f.north, least_km / KM);
        grow(&mut f.west, &mut f.east, least_km / KM);
        f.fitted()
    }

    /// Widened in one direction until it has the sheet's proportions.
    fn fitted(mut self) -> Self {
        let ratio = self.width / self.height;
        let (w, h) = ((self.east - self.west) * self.shrink(), self.north - self.south);
        if w / h < ratio {
            let by = (h * ratio - w) / self.shrink() / 2.0;
            self.west -= by;
            self.east += by;
        } else {
            let by = (w / ratio - h) / 2.0;
            self.south -= by;
            self.north += by;
        }
        self
    }

    /// How much shorter a degree of longitude is than one of latitude, in the middle.
    pub(crate) fn shrink(&self) -> f64 {
        f64::midpoint(self.south, self.north).to_radians().cos().max(0.1)
    }

    /// Points of the sheet in a degree of latitude.
    pub(crate) fn scale(&self) -> f64 {
        self.height / (self.north - self.south)
    }

    /// Where a place is on the sheet, from its upper left; beyond the date line too.
    pub(crate) fn xy(&self, lat: f64, lon: f64) -> (f64, f64) {
        self.point(lat, self.near(lon))
    }

    /// Where a point of a line is, whose degrees are counted as they are written.
    pub(crate) fn point(&self, lat: f64, lon: f64) -> (f64, f64) {
        let k = self.scale();
        ((lon - self.west) * self.shrink() * k, (self.north - lat) * k)
    }

    /// A longitude as it is counted nearest to the sheet's middle: 179° W is 181° E on a map of Fiji.
    fn near(&self, lon: f64) -> f64 {
        counted(lon, f64::midpoint(self.west, self.east) - 180.0)
    }

    /// Whether a place is on the sheet.
    pub(crate) fn holds(&self, lat: f64, lon: f64) -> bool {
        (self.south..=self.north).contains(&lat) && (self.west..=self.east).contains(&self.near(lon))
    }

    /// A circle of kilometres around a place, as its two half-axes.
    pub(crate) fn circle(&self, lat: f64, km: f64) -> (f64, f64) {
        let ry = km / KM * self.scale();
        (ry * self.shrink() / lat.to_radians().cos().max(0.1), ry)
    }

    /// A round number of kilometres that is about a fifth of the sheet, and its length.
    pub(crate) fn bar(&self) -> (f64, f64) {
        let most = self.width / 5.0 / self.scale() * KM;
        let ten = 10_f64.powf(most.log10().floor());
        let km = [5.0, 2.0, 1.0].iter().map(|n| n * ten).find(|n| *n <= most).unwrap_or(ten);
        (km, km / KM * self.scale())
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Spread};
    use proptest::prelude::*;

    #[test]
    fn a_town_alone_has_its_surroundings_and_nothing_has_the_world() {
        let f = Frame::of(&[Spread { lat: 36.2, lon: 37.16, km: 0.0 }], 120.0, 900.0, 600.0);
        assert!(f.holds(36.2, 37.16) && f.north - f.south > 1.0 && f.north - f.south < 1.5, "{f:?}");
        assert!(Frame::of(&[], 120.0, 900.0, 600.0).holds(-34.0, 150.0));
        let (km, px) = f.bar();
        assert!([20.0, 50.0].contains(&km) && px < 181.0, "{km} {px}");
    }

    #[test]
    fn what_lies_together_across_the_date_line_stays_together() {
        let fiji = [(-17.8, 178.0), (-16.8, -179.97), (-19.1, -178.8)];
        let all: Vec<Spread> = fiji.iter().map(|(lat, lon)| Spread { lat: *lat, lon: *lon, km: 0.0 }).collect();
        let f = Frame::of(&all, 150.0, 900.0, 600.0);
        assert!(f.east - f.west < 10.0, "{f:?}");
        let x: Vec<f64> = fiji.iter().map(|(lat, lon)| f.xy(*lat, *lon).0).collect();
        assert!(x[0] < x[1] && x[1] < x[2] && x[2] < 900.0, "{x:?}");
        assert!(fiji.iter().all(|(lat, lon)| f.holds(*lat, *lon)) && !f.holds(-17.0, 0.0));
    }

    proptest! {
        #[test]
        fn whatever_is_told_of_is_on_the_sheet(all in prop::collection::vec((-80.0..80.0_f64, -179.0..179.0_f64, 0.0..300.0_f64), 1..20)) {
            let all: Vec<Spread> = all.into_iter().map(|(lat, lon, km)| Spread { lat, lon, km }).collect();
            let f = Frame::of(&all, 100.0, 900.0, 600.0);
            for s in &all {
                let (x, y) = f.xy(s.lat, s.lon);
                prop_assert!((-0.1..=900.1).contains(&x) && (-0.1..=600.1).contains(&y), "{x} {y}");
            }
        }
    }
}
