//! The table of outlets: names, hosts, countries and clocks of news outlets and agencies.
//!
//! It says nothing about what an outlet writes or whom it favours.
//! The byline "FP Staff" is Firstpost's, and Firstpost's clock is India's.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One news outlet or agency.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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

#[derive(Deserialize)]
struct File {
    outlet: Vec<Outlet>,
}

struct Table {
    outlets: Vec<Outlet>,
    by_name: BTreeMap<String, usize>,
    by_host: BTreeMap<String, usize>,
}

const SOURCE: &str = include_str!("../../../data/outlets.toml");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File = toml::from_str(SOURCE).expect("the embedded table of outlets is well formed");
    let (mut by_name, mut by_host) = (BTreeMap::new(), BTreeMap::new());
    for (i, o) in file.outlet.iter().enumerate() {
        by_name.insert(key(&o.name), i);
        for a in &o.aliases {
            by_name.entry(key(a)).or_insert(i);
        }
        for h in &o.hosts {
            by_host.insert(h.clone(), i);
        }
    }
    Table { outlets: file.outlet, by_name, by_host }
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
        assert!(t.len() > 140);
        assert!(t.windows(2).all(|w| w[0].name.to_lowercase() < w[1].name.to_lowercase()), "sorted by name");
        let mut hosts = std::collections::BTreeSet::new();
        for o in t {
            assert!(jiff::tz::TimeZone::get(&o.zone).is_ok(), "{}: no zone {}", o.name, o.zone);
            assert!(o.country.len() == 3 && o.country.bytes().all(|b| b.is_ascii_uppercase()), "{}", o.name);
            assert!(o.language.len() == 2, "{}", o.name);
            for h in &o.hosts {
                assert!(hosts.insert(h), "{h} twice");
            }
        }
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
