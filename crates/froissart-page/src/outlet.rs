//! The table of outlets: names, hosts, countries and clocks of news outlets and agencies.
//!
//! It is the same table that tells who a source is, data/actors/outlets.toml; whom an outlet leans to is not read here.
//! The byline "FP Staff" is Firstpost's, and Firstpost's clock is India's.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One news outlet or agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// What it calls itself.
    pub name: String,
    /// Where it publishes, without `www.`.
    pub hosts: Vec<String>,
    /// The country it publishes from, ISO 3166 alpha-3.
    pub country: String,
    /// The clock its pages go by, as an IANA name.
    pub zone: String,
    /// The language it mainly publishes in, ISO 639-1.
    pub language: String,
    /// Other names, and staff bylines that are its own.
    pub aliases: Vec<String>,
}

impl Outlet {
    /// Whether a line writes one of its names as it does itself: "MAP" is an agency, and "Map" a heading.
    pub(crate) fn is_written_in(&self, name: &str, line: &str) -> bool {
        let k = key(name);
        let capitals = |n: &str| n.len() <= 6 && n.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        let mut names = std::iter::once(&self.name).chain(&self.aliases).filter(|n| key(n) == k).peekable();
        names.peek().is_none() || names.any(|n| !capitals(n) || line.contains(n.as_str()))
    }
}

/// What a page is read by, of an actor's table.
#[derive(Deserialize)]
struct Row {
    name: String,
    country: Option<String>,
    zone: Option<String>,
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    bylines: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    actor: BTreeMap<String, Row>,
}

struct Table {
    outlets: Vec<Outlet>,
    by_name: BTreeMap<String, usize>,
    by_host: BTreeMap<String, usize>,
}

const SOURCE: &str = include_str!("../../../data/actors/outlets.toml");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File = toml::from_str(SOURCE).expect("the embedded table of outlets is well formed");
    // Without a clock of its own no page is read by it: the media of an armed group that publishes nowhere in particular.
    let mut outlets: Vec<Outlet> = file
        .actor
        .into_values()
        .filter_map(|r| {
            Some(Outlet {
                name: r.name,
                hosts: r.hosts,
                country: r.country?,
                zone: r.zone?,
                language: r.languages.into_iter().next()?,
                aliases: r.aliases.into_iter().chain(r.bylines).collect(),
            })
        })
        .collect();
    outlets.sort_by_cached_key(|o| o.name.to_lowercase());
    let (mut by_name, mut by_host) = (BTreeMap::new(), BTreeMap::new());
    for (i, o) in outlets.iter().enumerate() {
        by_name.insert(key(&o.name), i);
    }
    for (i, o) in outlets.iter().enumerate() {
        for a in &o.aliases {
            by_name.entry(key(a)).or_insert(i);
        }
        for h in &o.hosts {
            by_host.insert(h.clone(), i);
        }
    }
    Table { outlets, by_name, by_host }
});

fn key(name: &str) -> String {
    crate::words::folded(name).join(" ")
}

/// All outlets of the table, sorted by name.
pub fn outlets() -> &'static [Outlet] {
    &TABLE.outlets
}

/// The outlet called so, by its name or another of its names ("AFP", "FP Staff").
pub fn outlet_named(name: &str) -> Option<&'static Outlet> {
    let k = key(name);
    let i = TABLE.by_name.get(&k).or_else(|| TABLE.by_name.get(k.strip_prefix("the ")?))?;
    TABLE.outlets.get(*i)
}

/// The outlet that publishes at a host, or at the host above it (`edition.cnn.com`).
pub fn outlet_at(host: &str) -> Option<&'static Outlet> {
    let host = host.to_ascii_lowercase();
    let mut rest = host.as_str();
    loop {
        if let Some(&i) = TABLE.by_host.get(rest) {
            return TABLE.outlets.get(i);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// The host of an absolute address, without `www.`.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

/// The country of a host by its top domain, where that settles the reading of a clock.
pub(crate) fn country_of_host(host: &str) -> Option<&'static str> {
    Some(match host.rsplit('.').next()? {
        "ar" => "ARG",
        "au" => "AUS",
        "bd" => "BGD",
        "ca" => "CAN",
        "cn" => "CHN",
        "de" => "DEU",
        "fr" => "FRA",
        "ie" => "IRL",
        "il" => "ISR",
        "in" => "IND",
        "iq" => "IRQ",
        "it" => "ITA",
        "nz" => "NZL",
        "pk" => "PAK",
        "sa" => "SAU",
        "tr" => "TUR",
        "tw" => "TWN",
        "uk" => "GBR",
        "us" | "gov" | "mil" => "USA",
        "za" => "ZAF",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_unique_and_its_zones_exist() {
        let t = outlets();
        assert!(t.len() > 900);
        assert!(
            t.windows(2).all(|w| w[0].name.to_lowercase() < w[1].name.to_lowercase()),
            "sorted by name, none twice"
        );
        for o in t {
            assert!(o.country.len() == 3 && o.country.bytes().all(|b| b.is_ascii_uppercase()), "{}", o.name);
            assert!(o.language.len() == 2, "{}", o.name);
        }
    }

    #[test]
    fn every_table_of_an_outlet_can_be_used() {
        let file: File = toml::from_str(SOURCE).unwrap();
        let (mut hosts, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (k, r) in &file.actor {
            assert!(r.zone.is_some() || r.hosts.is_empty(), "{k}: hosts without a clock");
            assert!(!r.languages.is_empty(), "{k}: no language");
            if let Some(zone) = &r.zone {
                assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{k}: no zone {zone}");
            }
            for h in &r.hosts {
                assert_eq!(
                    host_of(&format!("https://{h}/")).as_ref(),
                    Some(h),
                    "{k}: a host has no www., scheme or path"
                );
                assert_eq!(hosts.insert(h, k), None, "{k}: {h} twice");
            }
            for n in std::iter::once(&r.name).chain(&r.aliases).chain(&r.bylines) {
                let other = names.insert(key(n), k);
                assert!(other.is_none_or(|o| o == k), "{k}: {n} is {}'s as well", other.unwrap_or(k));
            }
        }
    }

    #[test]
    fn capitals_tell_an_agency_from_a_heading() {
        let map = outlet_named("MAP").unwrap();
        assert!(map.is_written_in("map", "© MAP 2024"));
        assert!(!map.is_written_in("map", "Map"));
        assert!(outlet_named("dpa").unwrap().is_written_in("dpa", "dpa"));
    }

    #[test]
    fn outlets_are_found_by_name_alias_and_host() {
        let name = |o: Option<&'static Outlet>| o.map(|o| o.name.as_str());
        assert_eq!(name(outlet_named("FP Staff")), Some("Firstpost"));
        assert_eq!(name(outlet_named("the associated press")), Some("Associated Press"));
        assert_eq!(name(outlet_at("edition.cnn.com")), Some("CNN"));
        assert_eq!(outlet_at("example.org"), None);
        assert_eq!(host_of("https://www.aljazeera.com/news/1").as_deref(), Some("aljazeera.com"));
        assert_eq!(host_of("/news/1"), None);
    }
}
