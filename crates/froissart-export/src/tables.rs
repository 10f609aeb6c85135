//! The tables of codes under `data/layouts`, read once from what is built in.
//!
//! They are ours and are tested here, so a wrong line is a broken build, never a message to the reader.
//! `REB` is 2 in ACLED, `REB` in CAMEO, and an armed side in UCDP.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What other codebooks call a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Country {
    pub(crate) name: &'static str,
    /// ISO 3166 numeric; none for Kosovo.
    pub(crate) iso: Option<&'static str>,
    /// FIPS 10-4, by which GDELT places things.
    pub(crate) fips: Option<&'static str>,
    /// Gleditsch and Ward's number, UCDP's.
    pub(crate) gw: Option<&'static str>,
    /// The Correlates of War's number, POLECAT's.
    pub(crate) cow: Option<&'static str>,
    pub(crate) acled_region: Option<&'static str>,
    pub(crate) ucdp_region: Option<&'static str>,
}

/// What a PLOVER sector is elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sector {
    /// ACLED's interaction code at home.
    pub(crate) acled_inter: Option<u8>,
    /// CAMEO's role.
    pub(crate) cameo: Option<&'static str>,
    /// What it can be in a fight.
    pub(crate) side: Option<Side>,
}

/// What somebody can be in a fight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// A state's.
    State,
    /// Armed, and no state's.
    Armed,
    /// Neither.
    Civil,
}

fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1).map(|l| l.split('\t').collect())
}

fn known(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

static COUNTRIES: LazyLock<BTreeMap<&'static str, Country>> = LazyLock::new(|| {
    lines(include_str!("../../../data/layouts/countries.tsv"))
        .map(|c| {
            let row = Country {
                name: c[1],
                iso: known(c[2]),
                fips: known(c[3]),
                gw: known(c[4]),
                cow: known(c[5]),
                acled_region: known(c[6]),
                ucdp_region: known(c[7]),
            };
            (c[0], row)
        })
        .collect()
});

static SECTORS: LazyLock<BTreeMap<&'static str, Sector>> = LazyLock::new(|| {
    lines(include_str!("../../../data/layouts/sectors.tsv"))
        .map(|c| {
            let side = match c[3] {
                "state" => Some(Side::State),
                "armed" => Some(Side::Armed),
                "civil" => Some(Side::Civil),
                _ => None,
            };
            (c[0], Sector { acled_inter: c[1].parse().ok(), cameo: known(c[2]), side })
        })
        .collect()
});

static GOLDSTEIN: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| lines(include_str!("../../../data/layouts/goldstein.tsv")).map(|c| (c[0], c[1])).collect());

/// A country by its ISO alpha-3 code; `None` for UNO, IGO and other codes that are no country.
pub(crate) fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.get(code)
}

/// A PLOVER sector.
pub(crate) fn sector(code: &str) -> Option<&'static Sector> {
    SECTORS.get(code)
}

/// The Goldstein scale of a CAMEO code: its own, else that of the longest listed code that it begins with.
pub(crate) fn goldstein(cameo: &str) -> Option<&'static str> {
    (2..=cameo.len()).rev().find_map(|n| GOLDSTEIN.get(cameo.get(..n)?).copied())
}

/// GDELT's quad class of a CAMEO code, by its root: 1 verbal cooperation … 4 material conflict.
pub(crate) fn quad_class(cameo: &str) -> Option<u8> {
    match cameo.get(..2)?.parse::<u8>().ok()? {
        1..=5 => Some(1),
        6..=8 => Some(2),
        9..=13 => Some(3),
        14..=20 => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert!(COUNTRIES.len() > 230, "{}", COUNTRIES.len());
        for (code, c) in COUNTRIES.iter() {
            assert!(code.len() == 3 && !c.name.is_empty() && c.name.trim() == c.name, "{code}");
            for n in [c.iso, c.gw, c.cow].into_iter().flatten() {
                assert!(n.parse::<u16>().is_ok(), "{code}: {n}");
            }
            assert!(c.fips.is_none_or(|f| f.len() == 2), "{code}");
            assert!(c.acled_region.is_some() && c.ucdp_region.is_some(), "{code}");
        }
        let fips: Vec<_> = COUNTRIES.values().filter_map(|c| c.fips).collect();
        let distinct: std::collections::BTreeSet<_> = fips.iter().collect();
        assert_eq!(fips.len(), distinct.len(), "two countries of one FIPS code");
        assert_eq!(SECTORS.len(), 25);
        // UCDP's own numbers for these, from its codebook.
        for (code, gw) in
            [("SYR", "652"), ("UKR", "369"), ("RUS", "365"), ("IRN", "630"), ("ISR", "666"), ("LBN", "660")]
        {
            assert_eq!(country(code).and_then(|c| c.gw), Some(gw), "{code}");
        }
    }

    #[test]
    fn scales_follow_the_code() {
        // As GDELT's own table has them, listed or not.
        for (code, scale) in [
            ("190", "-10.0"),
            ("193", "-10.0"),
            ("191", "-9.5"),
            ("051", "3.4"),
            ("057", "8.0"),
            ("0871", "9.0"),
            ("0874", "10.0"),
            ("1823", "-10.0"),
            ("1821", "-9.0"),
            ("182", "-9.5"),
            ("036", "4.0"),
            ("01", "0.0"),
            ("010", "0.0"),
            ("128", "-5.0"),
            ("120", "-4.0"),
            ("130", "-4.4"),
            ("2042", "-10.0"),
            ("154", "-7.2"),
        ] {
            assert_eq!(goldstein(code), Some(scale), "{code}");
        }
        assert_eq!(goldstein("99"), None);
        assert_eq!(
            [quad_class("051"), quad_class("0871"), quad_class("138"), quad_class("190"), quad_class("")],
            [Some(1), Some(2), Some(3), Some(4), None]
        );
    }
}
