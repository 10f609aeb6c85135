//! What a page's markup says about itself: headline, authors, outlet, address, days, language.
//!
//! It collects every candidate with where it was found, and chooses by one fixed order; visible words are asked last.
//! A page whose JSON-LD says `"datePublished": "2024-12-02T14:39:31+05:30"` was published then.
//!
//! The order for the day of publication: JSON-LD `datePublished`, `article:published_time`, microdata, `<time>` marked as
//! publication, other meta elements, the first `<time>`, the address, the words. Two sources that agree beat one that stands
//! alone; of the agreeing ones, the first with a clock gives the instant.

use crate::blocks::{Piece, Zone};
use crate::jsonld::{self, Article};
use crate::outlet::{self, Outlet};
use crate::when::{self, Clock, When};
use crate::words::{collapse, folded};
use crate::{Hints, byline};
use scraper::{ElementRef, Html, Node};

/// Where a date was found, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    JsonLd,
    Article,
    Microdata,
    TimePublished,
    Meta,
    FirstTime,
    Address,
    Words,
}

/// Everything the markup and the words say of a page, chosen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    pub(crate) title: Option<String>,
    pub(crate) byline: Vec<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) article_body: Option<String>,
    /// The abbreviation that stood for more than one clock.
    pub(crate) ambiguous: Option<String>,
    /// Whether `published` is really the day of the last change, for want of another.
    pub(crate) from_modified: bool,
}

/// The markup's own words, gathered in one walk.
#[derive(Default)]
struct Raw {
    meta: Vec<(String, String)>,
    canonical: Option<String>,
    title: Option<String>,
    h1: Vec<String>,
    lang: Option<String>,
    scripts: Vec<serde_json::Value>,
    micro: Vec<(String, String)>,
    times: Vec<(bool, bool, String)>,
    rel_author: Vec<String>,
}

fn text_of(e: ElementRef<'_>) -> String {
    let mut s = String::new();
    for t in e.text() {
        s.push_str(t);
        if s.len() > 2000 {
            break;
        }
    }
    collapse(&s)
}

/// Whether the element stands among other articles, comments or the page's rim.
fn aside(e: ElementRef<'_>) -> bool {
    for a in e.ancestors().take(14).filter_map(ElementRef::wrap) {
        let name = a.value().name();
        if matches!(name, "body" | "main") {
            return false;
        }
        if matches!(name, "aside" | "nav" | "footer" | "li") {
            return true;
        }
        let class = format!("{} {}", a.attr("class").unwrap_or(""), a.attr("id").unwrap_or("")).to_ascii_lowercase();
        if [
            "related",
            "comment",
            "sidebar",
            "recommend",
            "mostread",
            "most-read",
            "popular",
            "teaser",
            "latest",
            "trending",
            "recent",
        ]
        .iter()
        .any(|w| class.contains(w))
        {
            return true;
        }
    }
    false
}

fn gather(doc: &Html) -> Raw {
    let mut r = Raw::default();
    for node in doc.tree.nodes() {
        let Node::Element(_) = node.value() else { continue };
        let Some(e) = ElementRef::wrap(node) else { continue };
        match e.value().name() {
            "html" => r.lang = e.attr("lang").or_else(|| e.attr("xml:lang")).map(str::to_owned),
            "title"
                if r.title.is_none()
                    && !e.ancestors().any(|a| a.value().as_element().is_some_and(|a| a.name() == "svg")) =>
            {
                r.title = Some(text_of(e));
            }
            "meta" => {
                if let Some(content) = e.attr("content").map(collapse).filter(|c| !c.is_empty()) {
                    for key in [e.attr("property"), e.attr("name"), e.attr("itemprop"), e.attr("http-equiv")]
                        .into_iter()
                        .flatten()
                    {
                        r.meta.push((key.to_ascii_lowercase(), content.clone()));
                    }
                }
            }
            "link" if r.canonical.is_none() && e.attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                r.canonical = e.attr("href").map(str::to_owned);
            }
            "script" if e.attr("type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) => {
                r.scripts.extend(jsonld::parse(&e.text().collect::<String>()));
            }
            "h1" if r.h1.len() < 8 => {
                let t = text_of(e);
                if !t.is_empty()
                    && !e
                        .ancestors()
                        .filter_map(ElementRef::wrap)
                        .any(|a| matches!(a.value().name(), "nav" | "footer" | "aside"))
                {
                    r.h1.push(t);
                }
            }
            "time" if r.times.len() < 40 => {
                let own = format!("{} {}", e.attr("class").unwrap_or(""), e.attr("itemprop").unwrap_or(""))
                    .to_ascii_lowercase();
                let parent = e.parent().and_then(ElementRef::wrap).map(|p| {
                    let mut words = text_of(p).to_lowercase();
                    words.truncate(words.char_indices().nth(60).map_or(words.len(), |(i, _)| i));
                    format!("{} {words}", p.attr("class").unwrap_or("").to_ascii_lowercase())
                });
                let near = format!("{own} {}", parent.unwrap_or_default());
                let modified = own.contains("updat")
                    || own.contains("modif")
                    || !own.contains("publi") && (near.contains("updat") || near.contains("modif"));
                let published =
                    !modified && (e.attr("pubdate").is_some() || near.contains("publi") || near.contains("posted"));
                let value = e.attr("datetime").map_or_else(|| text_of(e), str::to_owned);
                if !aside(e) {
                    r.times.push((published, modified, value));
                }
            }
            _ => {}
        }
        if let Some(prop) = e
            .attr("itemprop")
            .filter(|_| r.micro.len() < 200 && e.value().name() != "meta" || e.attr("content").is_some())
        {
            for p in prop.split_whitespace() {
                if matches!(p, "datePublished" | "dateModified" | "dateCreated" | "author" | "headline") && !aside(e) {
                    let v = e.attr("content").or_else(|| e.attr("datetime")).map_or_else(|| text_of(e), str::to_owned);
                    // The author's own object names itself inside.
                    r.micro.push((p.to_owned(), v));
                }
            }
        }
        if e.attr("rel").is_some_and(|v| v.split_whitespace().any(|w| w == "author"))
            && e.value().name() == "a"
            && !aside(e)
            && r.rel_author.len() < 8
        {
            r.rel_author.push(text_of(e));
        }
    }
    r
}

impl Raw {
    fn meta(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|k| self.meta.iter().find(|(m, _)| m == k).map(|(_, v)| v.as_str()))
    }
    fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        self.meta.iter().filter(move |(m, _)| m == key).map(|(_, v)| v.as_str())
    }
}

const META_DATES: &[&str] = &[
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "dcterms.date",
    "dc.created",
    "og:published_time",
    "og:article:published_time",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "publication_date",
    "publish-date",
    "publish_date",
    "pubdate",
    "publishdate",
    "pub_date",
    "published-date",
    "date_published",
    "datepublished",
    "publishtime",
    "publisheddate",
    "rnews:datepublished",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "article:published",
    "article:publicationdate",
    "article.created",
    "analyticsattributes.articledate",
    "displaydate",
    "displayed_date",
    "release_date",
    "news_date",
    "created",
    "date",
    "creation_date",
    "iso-8601-publish-date",
    "vr:published_time",
    "og:pubdate",
    "ptime",
    "sort_date",
    "dcsext.articlefirstpublished",
    "shareaholic:article_published_time",
    "dateissued",
    "timestamp",
    "last-published",
    "published_at",
    "published_time",
    "article:post_date",
    "artdate",
    "issued",
];
const META_MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "modified",
    "date_modified",
    "revised",
    "updated",
    "updatetime",
    "article:modified",
    "article.updated",
    "last_updated",
    "moddate",
    "shareaholic:article_modified_time",
    "utime",
    "date.updated",
    "lastupdate",
];
const META_AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "citation_author",
    "article:author_name",
    "article.author",
    "authors",
    "og:author",
    "dc.creator.author",
    "cxenseparse:author",
    "byline",
    "twitter:data1",
    "shareaholic:article_author_name",
    "dable:author",
    "rbauthors",
    "creator",
];

/// Reads the fields of a parsed page; `pieces` are its visible blocks.
pub(crate) fn read(doc: &Html, pieces: &[Piece], hints: &Hints) -> Fields {
    let raw = gather(doc);
    let ld = jsonld::article(&raw.scripts);
    let mut f = Fields { url: address(&raw, &ld), ..Fields::default() };
    let host = f.url.as_deref().and_then(outlet::host_of);
    let lang = raw
        .lang
        .as_deref()
        .or(ld.language.as_deref())
        .or_else(|| raw.meta(&["og:locale", "content-language", "language", "dc.language"]));
    f.language = lang.and_then(language_code);
    let known = known_outlet(&raw, &ld, host.as_deref(), hints);
    f.outlet = hints.outlet.clone().or_else(|| known.map(|o| o.name.clone())).or_else(|| {
        let said = raw.meta(&[
            "og:site_name",
            "dcterms.publisher",
            "citation_publisher",
            "dc.publisher",
            "application-name",
            "al:android:app_name",
            "twitter:app:name:iphone",
        ]);
        ld.publisher.clone().or_else(|| said.map(str::to_owned)).or_else(|| title_tail(raw.title.as_deref(), &raw.h1))
    });
    let clock = clock(known, host.as_deref(), lang);
    f.title = title(&raw, &ld, host.as_deref(), f.outlet.as_deref());
    let lines = lines(pieces, f.title.as_deref(), &clock);
    dates(&mut f, &raw, &ld, &lines, &clock);
    f.byline = authors(&raw, &ld, &lines, f.outlet.as_deref());
    // A page that names no outlet may carry a byline that only one outlet uses.
    if f.outlet.is_none() {
        f.outlet = pieces.iter().rev().take(12).find_map(|p| rights_holder(&p.text));
    }
    if f.outlet.is_none() {
        f.outlet = f.byline.iter().find_map(|b| outlet::outlet_named(b)).map(|o| o.name.clone()).or(host);
    }
    f.description = raw.meta(&["og:description", "description", "twitter:description"]).map(crate::markup::entities);
    f.article_body = ld.body;
    f
}

/// The clock of a page's outlet, where it is known.
pub(crate) fn clock(known: Option<&Outlet>, host: Option<&str>, lang: Option<&str>) -> Clock {
    let lang = lang.unwrap_or("").to_ascii_lowercase().replace('_', "-");
    let by_lang = ["en-in", "hi-in", "he-il", "en-ie", "en-au", "bn-bd", "en-za", "en-pk"]
        .iter()
        .zip(["IND", "IND", "ISR", "IRL", "AUS", "BGD", "ZAF", "PAK"])
        .find(|(l, _)| **l == lang)
        .map(|(_, c)| c);
    Clock {
        zone: known.map(|o| o.zone.clone()),
        country: known
            .map(|o| o.country.clone())
            .or_else(|| host.and_then(outlet::country_of_host).or(by_lang).map(str::to_owned)),
        month_first: lang == "en-us",
    }
}

fn known_outlet(raw: &Raw, ld: &Article, host: Option<&str>, hints: &Hints) -> Option<&'static Outlet> {
    if let Some(h) = &hints.outlet {
        return outlet::outlet_named(h).or_else(|| outlet::outlet_at(h));
    }
    host.and_then(outlet::outlet_at)
        .or_else(|| ld.publisher.as_deref().and_then(outlet::outlet_named))
        .or_else(|| raw.meta(&["og:site_name"]).and_then(outlet::outlet_named))
}

fn address(raw: &Raw, ld: &Article) -> Option<String> {
    let all = [
        raw.canonical.as_deref(),
        raw.meta(&["og:url"]),
        ld.url.as_deref(),
        raw.meta(&["parsely-link", "twitter:url", "citation_public_url", "syndication-source", "original-source"]),
    ];
    let good: Vec<&str> = all.into_iter().flatten().map(str::trim).filter(|u| outlet::host_of(u).is_some()).collect();
    // A canonical address that is the site's front says nothing about the article.
    let deep = |u: &&&str| u.split('/').skip(3).any(|p| !p.is_empty());
    good.iter().find(deep).or(good.first()).map(|u| (*u).to_owned())
}

fn language_code(l: &str) -> Option<String> {
    let code = l.split(['-', '_', ',']).next()?.trim().to_ascii_lowercase();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

const BARS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " • ", " · ", " » ", " // ", " ‹ ", " « ", " ~ ", ": "];

fn squash(s: &str) -> String {
    folded(s).concat()
}

/// A headline without the site's name before or behind it.
pub(crate) fn strip_site(title: &str, sites: &[String]) -> String {
    let keys: Vec<String> = sites.iter().map(|s| squash(s)).filter(|s| s.len() >= 2).collect();
    let is_site = |part: &str| {
        let k = squash(part);
        let bare = k.strip_prefix("the").unwrap_or(&k);
        !k.is_empty()
            && keys.iter().any(|s| {
                let t = s.strip_prefix("the").unwrap_or(s);
                bare == t
                    || t.len() >= 4 && bare.contains(t) && bare.len() <= t.len() + 14
                    || bare.len() >= 3 && t.starts_with(bare) && t.len() <= bare.len() + 12
            })
    };
    let mut s = title.trim().to_owned();
    for _ in 0..3 {
        let mut cut = None;
        for bar in BARS {
            if let Some(i) = s.rfind(bar)
                && *bar != ": "
                && is_site(&s[i + bar.len()..])
            {
                cut = Some(s[..i].trim().to_owned());
                break;
            }
            if let Some(i) = s.find(bar)
                && is_site(&s[..i])
            {
                cut = Some(s[i + bar.len()..].trim().to_owned());
                break;
            }
        }
        match cut {
            Some(c) if !c.is_empty() => s = c,
            _ => break,
        }
    }
    s
}

/// The tail of the title element that its headline does not have: the site's name.
fn title_tail(title: Option<&str>, h1: &[String]) -> Option<String> {
    let t = title?;
    let bar = BARS[..7].iter().filter_map(|b| t.rfind(b).map(|i| (i, b.len()))).max()?;
    let (head, tail) = (t[..bar.0].trim(), t[bar.0 + bar.1..].trim());
    (tail.split_whitespace().count() <= 5 && h1.iter().any(|h| squash(h) == squash(head))).then(|| tail.to_owned())
}

fn title(raw: &Raw, ld: &Article, host: Option<&str>, outlet_name: Option<&str>) -> Option<String> {
    let mut sites: Vec<String> = Vec::new();
    sites.extend(outlet_name.map(str::to_owned));
    sites.extend(raw.meta(&["og:site_name"]).map(str::to_owned));
    sites.extend(ld.publisher.clone());
    sites.extend(
        outlet_name
            .and_then(outlet::outlet_named)
            .into_iter()
            .flat_map(|o| o.aliases.iter().cloned().chain([o.name.clone()])),
    );
    if let Some(h) = host {
        let labels: Vec<&str> = h.split('.').collect();
        sites.push(h.to_owned());
        // The longest label but the last is the name: bbc.co.uk, edition.cnn.com.
        sites.extend(
            labels[..labels.len() - 1].iter().filter(|l| l.len() > 2).max_by_key(|l| l.len()).map(|l| (*l).to_owned()),
        );
    }
    let clean = |s: &str| {
        let s = strip_site(&collapse(&crate::markup::entities(s)), &sites);
        (!s.is_empty()).then_some(s)
    };
    let meta: Vec<String> = [
        ld.headline.as_deref(),
        raw.meta(&["og:title"]),
        raw.meta(&[
            "parsely-title",
            "sailthru.title",
            "citation_title",
            "dc.title",
            "dcterms.title",
            "twitter:title",
            "headline",
            "title",
        ]),
        raw.micro.iter().find(|(k, _)| k == "headline").map(|(_, v)| v.as_str()),
        raw.title.as_deref(),
    ]
    .into_iter()
    .flatten()
    .filter_map(clean)
    .collect();
    let words: Vec<Vec<String>> = meta.iter().map(|m| folded(m)).collect();
    let h1: Vec<String> = raw.h1.iter().filter_map(|h| clean(h)).collect();
    let agrees = |h: &Vec<String>| {
        words.iter().any(|m| {
            let (a, b) = if h.len() < m.len() { (h, m) } else { (m, h) };
            a == b || a.len() >= 3 && b.starts_with(a) || {
                let shared = a.iter().filter(|w| b.contains(w)).count();
                a.len() >= 4 && shared * 10 >= b.len() * 6
            }
        })
    };
    if let Some(h) = h1.iter().find(|h| agrees(&folded(h))) {
        return Some(h.clone());
    }
    if let [only] = h1.as_slice()
        && folded(only).len() >= 3
    {
        return Some(only.clone());
    }
    meta.into_iter().next().or_else(|| h1.into_iter().next())
}

/// The visible lines that may tell who and when: what the markup calls so, and what stands near the headline.
fn lines(pieces: &[Piece], title: Option<&str>, clock: &Clock) -> Vec<(bool, byline::Line)> {
    let key = title.map(folded).unwrap_or_default();
    let head = pieces
        .iter()
        .position(|p| p.heading == 1 && folded(&p.text) == key)
        .or_else(|| pieces.iter().position(|p| !key.is_empty() && folded(&p.text) == key));
    let mut out = Vec::new();
    for (i, p) in pieces.iter().enumerate() {
        let near = head.is_some_and(|h| i + 6 >= h && i <= h + 14);
        let marked = matches!(p.zone, Zone::Byline | Zone::Date);
        let lower = p.text.get(..10).unwrap_or(&p.text).to_lowercase();
        let says = ["publish", "posted", "updated", "last upd", "by ", "written by", "first pub", "date:", "author"]
            .iter()
            .any(|s| lower.starts_with(s));
        let rim = matches!(
            p.zone,
            Zone::Comment | Zone::Related | Zone::Advert | Zone::Cookie | Zone::Menu | Zone::Footer | Zone::Newsletter
        );
        if !near && !marked && !says || rim && !(near && says) {
            continue;
        }
        if let Some(mut l) = byline::parse(&p.text, clock) {
            if p.zone == Zone::Byline
                && l.names.is_empty()
                && p.text.split_whitespace().count() <= 8
                && l.published.is_none()
                && l.modified.is_none()
            {
                l.names = byline::names(&p.text);
            }
            out.push((near, l));
        } else if p.zone == Zone::Byline && p.text.split_whitespace().count() <= 6 && !p.text.ends_with('.') {
            out.push((near, byline::Line { names: byline::names(&p.text), ..byline::Line::default() }));
        }
    }
    // Names alone, close under the headline, are a byline that lacks its "By".
    if let Some(h) = head
        && out.iter().all(|(_, l)| l.names.is_empty())
    {
        let under = pieces
            .iter()
            .skip(h + 1)
            .take(5)
            .filter(|p| p.heading == 0 && !p.caption && matches!(p.zone, Zone::None | Zone::Byline | Zone::Header));
        let bare = under.take_while(|p| !crate::text::is_prose(&p.text)).find_map(|p| byline::bare(&p.text));
        out.extend(bare.map(|names| (true, byline::Line { names, ..byline::Line::default() })));
    }
    // What stands near the headline comes first, the rest in the page's order.
    out.sort_by_key(|(near, _)| !near);
    out
}

fn dates(f: &mut Fields, raw: &Raw, ld: &Article, lines: &[(bool, byline::Line)], clock: &Clock) {
    let mut found: Vec<(Source, When)> = Vec::new();
    let mut changed: Vec<When> = Vec::new();
    {
        let mut add = |source: Source, value: Option<&str>| {
            if let Some(w) = value.and_then(|v| when::parse(v, clock)) {
                found.push((source, w));
            }
        };
        add(Source::JsonLd, ld.published.as_deref());
        for v in raw.all("article:published_time") {
            add(Source::Article, Some(v));
        }
        for (k, v) in &raw.micro {
            if k == "datePublished" {
                add(Source::Microdata, Some(v));
            }
        }
        for (_, _, v) in raw.times.iter().filter(|t| t.0) {
            add(Source::TimePublished, Some(v));
        }
        for k in META_DATES {
            add(Source::Meta, raw.meta(&[k]));
        }
        add(Source::Meta, ld.created.as_deref());
        for (k, v) in &raw.micro {
            if k == "dateCreated" {
                add(Source::Meta, Some(v));
            }
        }
        add(Source::FirstTime, raw.times.iter().find(|t| !t.1).map(|t| t.2.as_str()));
    }
    found.extend(f.url.as_deref().and_then(when::in_url).map(|w| (Source::Address, w)));
    found.extend(lines.iter().find_map(|(_, l)| l.published.clone()).map(|w| (Source::Words, w)));
    for v in [ld.modified.as_deref(), raw.meta(META_MODIFIED)].into_iter().flatten() {
        changed.extend(when::parse(v, clock));
    }
    for (k, v) in &raw.micro {
        if k == "dateModified" {
            changed.extend(when::parse(v, clock));
        }
    }
    changed.extend(raw.times.iter().filter(|t| t.1).filter_map(|t| when::parse(&t.2, clock)));
    changed.extend(lines.iter().find_map(|(_, l)| l.modified.clone()));
    if let Some(w) = choose(&found) {
        let (s, ambiguous) = when::render(&w, clock);
        f.published = Some(s);
        f.ambiguous = ambiguous;
    }
    if let Some(w) = changed.first() {
        let (s, ambiguous) = when::render(w, clock);
        f.modified = Some(s);
        if f.published.is_none() {
            f.ambiguous = ambiguous;
        }
    }
    if f.published.is_none() && f.modified.is_some() {
        f.published.clone_from(&f.modified);
        f.from_modified = true;
    }
}

/// The first source's day, unless it stands alone and a later day has two sources; then the best-told instant of that day.
fn choose(found: &[(Source, When)]) -> Option<When> {
    let mut sorted: Vec<&(Source, When)> = found.iter().collect();
    sorted.sort_by_key(|(s, _)| *s);
    let (_, first) = sorted.first()?;
    // Two clocks may put one instant on neighbouring days; they still agree.
    let near = |a: &When, b: &When| {
        a.day == b.day || (a.time.is_some() || b.time.is_some()) && (a.day - b.day).get_days().abs() <= 1
    };
    let support = |w: &When| {
        let mut s: Vec<Source> = sorted.iter().filter(|(_, v)| near(w, v)).map(|(s, _)| *s).collect();
        s.dedup();
        s.len()
    };
    let chosen = if support(first) >= 2 {
        first
    } else {
        sorted.iter().map(|(_, w)| w).find(|w| support(w) >= 2).unwrap_or(first)
    };
    let same: Vec<&When> = sorted.iter().map(|(_, w)| w).filter(|w| w.day == chosen.day).collect();
    let told = |w: &&&When| w.time.is_some() && matches!(w.zone, when::Zone::Fixed(_));
    let best = same.iter().find(told).or_else(|| same.iter().find(|w| w.time.is_some())).copied();
    Some(best.unwrap_or(chosen).clone())
}

fn authors(raw: &Raw, ld: &Article, lines: &[(bool, byline::Line)], outlet_name: Option<&str>) -> Vec<String> {
    let mut lists: Vec<Vec<String>> = vec![ld.authors.clone()];
    for k in META_AUTHORS {
        if *k == "twitter:data1" && raw.meta(&["twitter:label1"]).is_none_or(|l| !l.to_lowercase().contains("written"))
        {
            continue;
        }
        lists.push(raw.all(k).map(str::to_owned).collect());
    }
    lists.push(
        raw.micro
            .iter()
            .filter(|(k, v)| k == "author" && v.split_whitespace().count() <= 8)
            .map(|(_, v)| v.clone())
            .collect(),
    );
    lists.push(raw.rel_author.clone());
    let mut cleaned: Vec<Vec<String>> = lists.iter().map(|l| merge(l.iter().flat_map(|a| byline::names(a)))).collect();
    // Every marked line is its own list: a second one is often another article's.
    cleaned.extend(lines.iter().map(|(_, l)| l.names.clone()));
    cleaned.retain(|l| !l.is_empty());
    let site = outlet_name.map(squash).unwrap_or_default();
    let is_site =
        |n: &String| squash(n) == site || squash(n).trim_start_matches("the") == site.trim_start_matches("the");
    // A person beats the outlet's own name in the author's place.
    let pick =
        cleaned.iter().find(|l| !l.iter().all(|n| is_site(n) || n.split_whitespace().count() == 1)).or(cleaned.first());
    pick.map(|l| l.iter().filter(|n| l.len() == 1 || !is_site(n)).cloned().collect()).unwrap_or_default()
}

/// The outlet of a copyright line: "Copyright © Tigris Monitor 2024 | …", "© 2024 The Harbour Post. …".
pub(crate) fn rights_holder(line: &str) -> Option<String> {
    let at = line.find('©').or_else(|| line.find("Copyright"))?;
    let mut rest = line[at..].trim_start_matches("Copyright").trim_start();
    let mut again = true;
    while again {
        let t = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let t = t.strip_prefix("Copyright ").or_else(|| t.strip_prefix("by ")).unwrap_or(t);
        again = t.len() < rest.len();
        rest = t;
    }
    let rest = rest.split(['|', '.', '·', ',', '-', '–', '—']).next()?;
    let rest = rest.split("All Rights").next()?.split("All rights").next()?;
    let name = rest.trim_end_matches(|c: char| !c.is_alphabetic()).trim();
    let name = [" Ltd", " Limited", " Inc", " LLC", " plc", " PLC", " Publishing"]
        .iter()
        .find_map(|s| name.strip_suffix(s))
        .unwrap_or(name);
    let n = name.split_whitespace().count();
    ((1..=6).contains(&n) && name.starts_with(char::is_uppercase) && !name.starts_with("All "))
        .then(|| outlet::outlet_named(name).map_or_else(|| name.to_owned(), |o| o.name.clone()))
}

fn merge(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for n in names {
        if !out.iter().any(|o| folded(o) == folded(&n)) {
            out.push(n);
        }
    }
    out.truncate(12);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_names_are_stripped() {
        let sites = ["Levant Wire".to_owned(), "levantwire.example".to_owned()];
        for t in [
            "Rebels attack | Levant Wire",
            "Rebels attack - LevantWire",
            "Levant Wire: Rebels attack",
            "Rebels attack — The Levant Wire",
            "Rebels attack",
        ] {
            assert_eq!(strip_site(t, &sites), "Rebels attack", "{t}");
        }
        assert_eq!(strip_site("Turkey - Syria border shut", &sites), "Turkey - Syria border shut");
    }

    #[test]
    fn two_sources_beat_one() {
        let at = |s: &str| when::parse(s, &Clock::default()).expect("a date");
        let found = [
            (Source::JsonLd, at("2024-12-05")),
            (Source::Article, at("2024-12-02")),
            (Source::Words, at("2024-12-02T10:00:00Z")),
        ];
        assert_eq!(choose(&found), Some(at("2024-12-02T10:00:00Z")));
        assert_eq!(choose(&found[..1]), Some(at("2024-12-05")));
        assert_eq!(choose(&[]), None);
    }
}
