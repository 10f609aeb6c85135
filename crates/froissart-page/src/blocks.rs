//! The visible text of a parsed page, block by block, in document order.
//!
//! It decides nothing about what is article and what is furniture; it notes what the markup says of each block.
//! `<p>Rebels took <b>Saraqib</b>.<br>The army left.</p>` is two blocks.

use crate::words::invisible;
use scraper::{ElementRef, Html, Node};

/// What the markup around a block says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    None,
    Menu,
    Header,
    Footer,
    Aside,
    Form,
    Share,
    Comment,
    Related,
    Advert,
    Newsletter,
    Cookie,
    Byline,
    Date,
    Tags,
    Credit,
}

impl Zone {
    /// The reason a block of this zone is furniture.
    pub(crate) fn why(self) -> &'static str {
        match self {
            Self::None => "other",
            Self::Menu => "menu",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Aside => "aside",
            Self::Form => "form",
            Self::Share => "share",
            Self::Comment => "comment",
            Self::Related => "related",
            Self::Advert => "advertisement",
            Self::Newsletter => "newsletter",
            Self::Cookie => "cookie",
            Self::Byline => "byline",
            Self::Date => "date",
            Self::Tags => "tags",
            Self::Credit => "credit",
        }
    }
}

/// One block of visible text.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) zone: Zone,
    /// 1 to 6 in a heading, else 0.
    pub(crate) heading: u8,
    pub(crate) caption: bool,
    /// The markup calls it a standfirst.
    pub(crate) standfirst: bool,
    /// The markup calls it a pull quote.
    pub(crate) pull: bool,
    /// It stands in a list or a definition.
    pub(crate) item: bool,
    /// Bytes of it inside links.
    pub(crate) linked: usize,
}

#[derive(Clone, Copy)]
struct Around {
    zone: Zone,
    heading: u8,
    caption: bool,
    standfirst: bool,
    pull: bool,
    item: bool,
    link: bool,
    pre: bool,
    figure: bool,
}

const TOP: Around = Around {
    zone: Zone::None,
    heading: 0,
    caption: false,
    standfirst: false,
    pull: false,
    item: false,
    link: false,
    pre: false,
    figure: false,
};

struct Walk {
    out: Vec<Piece>,
    text: String,
    linked: usize,
    around: Around,
    /// A link or a label has just ended, and nothing has come since.
    ended: bool,
}

/// All blocks of a page.
pub(crate) fn of(doc: &Html) -> Vec<Piece> {
    let mut w = Walk { out: Vec::new(), text: String::new(), linked: 0, around: TOP, ended: false };
    w.element(doc.root_element(), TOP);
    w.flush();
    w.out
}

/// The greatest depth of the tree, found without recursion.
pub(crate) fn depth(doc: &Html) -> usize {
    let mut most = 0;
    let mut depths = vec![(doc.tree.root(), 0usize)];
    while let Some((node, d)) = depths.pop() {
        most = most.max(d);
        depths.extend(node.children().map(|c| (c, d + 1)));
    }
    most
}

/// Whether the element is not shown. The depth guard has passed, so recursion below is safe.
fn hidden(e: ElementRef<'_>) -> bool {
    let name = e.value().name();
    if matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "video"
            | "audio"
            | "canvas"
            | "datalist"
            | "noframes"
            | "map"
            | "textarea"
    ) {
        return true;
    }
    // A streamed page sends its parts hidden, as `S:0`, `S:1`, and shows them when they have come.
    let streamed = e.attr("id").is_some_and(|i| {
        i.strip_prefix("S:").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    if !streamed && e.attr("hidden").is_some_and(|v| !v.eq_ignore_ascii_case("until-found"))
        || name == "dialog" && e.attr("open").is_none()
    {
        return true;
    }
    e.attr("style").is_some_and(|s| {
        let s: String = s.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        s.contains("display:none") || s.contains("visibility:hidden")
    })
}

fn inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "ruby"
            | "rt"
            | "rp"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "picture"
            | "source"
            | "input"
            | "amp-img"
    )
}

/// The words of an element's id and classes: "inlinePromo ad-slot" is inline, promo, ad, slot.
fn tokens(e: ElementRef<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for v in [e.attr("id"), e.attr("class"), e.attr("data-component"), e.attr("data-testid"), e.attr("aria-label")]
        .into_iter()
        .flatten()
    {
        let mut word = String::new();
        let mut lower = false;
        for c in v.chars().take(400) {
            if (!c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && lower) && !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            }
            lower = c.is_ascii_lowercase();
        }
        if !word.is_empty() {
            out.push(word);
        }
    }
    out
}

fn zone_of(e: ElementRef<'_>, words: &[String]) -> Option<Zone> {
    let name = e.value().name();
    let has = |any: &[&str]| words.iter().any(|w| any.contains(&w.as_str()));
    match e.attr("role") {
        Some("navigation" | "menu" | "menubar" | "search" | "toolbar") => return Some(Zone::Menu),
        Some("banner") => return Some(Zone::Header),
        Some("contentinfo") => return Some(Zone::Footer),
        Some("complementary") => return Some(Zone::Aside),
        _ => {}
    }
    if name == "body" || name == "html" || name == "main" {
        return None;
    }
    if matches!(e.attr("rel"), Some("author")) || e.attr("itemprop") == Some("author") {
        return Some(Zone::Byline);
    }
    let by_word: &[(Zone, &[&str])] = &[
        (Zone::Cookie, &["cookie", "cookies", "consent", "gdpr"]),
        (Zone::Comment, &["comment", "comments", "disqus", "respond", "commentlist", "coral"]),
        (
            Zone::Share,
            &["share", "sharing", "social", "socials", "sharebar", "addthis", "sharedaddy", "shares", "tools"],
        ),
        (
            Zone::Advert,
            &[
                "ad",
                "ads",
                "advert",
                "adverts",
                "advertisement",
                "advertising",
                "adslot",
                "adsbygoogle",
                "dfp",
                "sponsored",
                "sponsor",
            ],
        ),
        (
            Zone::Related,
            &[
                "related",
                "recommended",
                "recommendation",
                "recommendations",
                "mostread",
                "popular",
                "trending",
                "promo",
                "promos",
                "teaser",
                "teasers",
                "readmore",
                "recirc",
                "outbrain",
                "taboola",
                "suggested",
                "morenews",
            ],
        ),
        (Zone::Newsletter, &["newsletter", "subscribe", "signup", "subscription", "paywall", "optin"]),
        (
            Zone::Menu,
            &[
                "nav",
                "navigation",
                "menu",
                "navbar",
                "breadcrumb",
                "breadcrumbs",
                "crumbs",
                "pagination",
                "pager",
                "topbar",
            ],
        ),
        (Zone::Tags, &["tags", "tag", "taglist", "topics", "keywords", "hashtags"]),
        (Zone::Credit, &["credit", "credits", "attribution", "copyright"]),
        (Zone::Byline, &["byline", "bylines", "author", "authors", "writer", "reporter", "signature", "sig"]),
        (Zone::Date, &["date", "pubdate", "timestamp", "datetime", "published", "dateline", "updated", "modified"]),
        (Zone::Footer, &["footer", "foot", "colophon"]),
        (Zone::Aside, &["sidebar", "rail", "widget"]),
    ];
    match name {
        "nav" => return Some(Zone::Menu),
        "footer" => return Some(Zone::Footer),
        "aside" => return by_word.iter().find(|(_, w)| has(w)).map(|(z, _)| *z).or(Some(Zone::Aside)),
        "form" | "select" | "button" | "fieldset" => return Some(Zone::Form),
        "time" => return Some(Zone::Date),
        "header" if !has(&["article", "post", "entry", "story", "content"]) => return Some(Zone::Header),
        _ => {}
    }
    by_word.iter().find(|(_, w)| has(w)).map(|(z, _)| *z)
}

impl Walk {
    fn element(&mut self, e: ElementRef<'_>, outer: Around) {
        if hidden(e) {
            return;
        }
        let name = e.value().name();
        if name == "br" || name == "hr" {
            self.flush();
            return;
        }
        // Links that follow each other without a blank are set apart by their style: a menu's "World" and "Politics".
        let apart = matches!(name, "a" | "label");
        if apart && self.ended && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        let mut a = outer;
        let block = !inline(name);
        let words = tokens(e);
        let has = |any: &[&str]| words.iter().any(|w| any.contains(&w.as_str()));
        match zone_of(e, &words) {
            // A narrower zone tells more; but a comment's author is still a comment, and an advert's date an advert.
            Some(z)
                if !matches!(a.zone, Zone::Comment | Zone::Related | Zone::Advert | Zone::Cookie)
                    && (block || matches!(z, Zone::Byline | Zone::Date)) =>
            {
                a.zone = z;
            }
            _ => {}
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => a.heading = name.as_bytes()[1] - b'0',
            "figcaption" => a.caption = true,
            "figure" => a.figure = true,
            "li" | "dt" | "dd" | "option" => a.item = true,
            "a" => a.link = true,
            "pre" => a.pre = true,
            "caption" => a.caption = true,
            _ => {}
        }
        if block && !a.item {
            a.caption |= has(&["caption", "captions", "figcaption", "cutline"]) && !has(&["video"]);
            a.standfirst |= has(&[
                "standfirst",
                "dek",
                "deck",
                "subtitle",
                "subheadline",
                "subhed",
                "subheading",
                "strapline",
                "strap",
                "sub",
                "lede",
                "excerpt",
                "synopsis",
                "chapo",
                "summary",
                "subhead",
                "standfast",
                "tagline",
            ]) && a.zone == outer.zone;
            a.pull |= has(&["pull", "pullquote", "pullquotes"]);
        }
        if block {
            self.flush();
            self.around = a;
        }
        // An inline element alone in its block gives it its meaning: <div><time>…</time></div>.
        let started = self.text.trim().is_empty();
        if !block && started && a.zone != outer.zone {
            self.around.zone = a.zone;
        }
        if !block && started && a.caption && !self.around.caption {
            self.around.caption = true;
        }
        for child in e.children() {
            match child.value() {
                Node::Text(t) => self.words(t, a),
                Node::Element(_) => {
                    if let Some(c) = ElementRef::wrap(child) {
                        self.element(c, a);
                        if block && !inline(c.value().name()) {
                            self.around = a;
                        }
                    }
                }
                _ => {}
            }
        }
        self.ended = apart;
        if block {
            self.flush();
            self.around = outer;
        } else if !started && a.zone != outer.zone && self.text.len() > 200 {
            self.around.zone = outer.zone;
        }
    }

    fn words(&mut self, t: &str, a: Around) {
        let before = self.text.len();
        for c in t.chars() {
            if c == '\n' && a.pre {
                self.flush();
            } else if c.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            } else if !invisible(c) {
                self.ended = false;
                self.text.push(c);
            }
        }
        if a.link {
            self.linked += self.text.len().saturating_sub(before);
        }
    }

    fn flush(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            let a = self.around;
            self.out.push(Piece {
                text: text.to_owned(),
                zone: a.zone,
                heading: a.heading,
                caption: a.caption,
                standfirst: a.standfirst,
                pull: a.pull,
                item: a.item,
                linked: self.linked.min(text.len()),
            });
        }
        self.text.clear();
        self.linked = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str) -> Vec<String> {
        of(&Html::parse_document(html)).into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn blocks_are_what_a_reader_sees() {
        assert_eq!(
            texts("<p>Rebels took <b>Sara</b>qib.<br>The army left.</p><script>x</script>"),
            ["Rebels took Saraqib.", "The army left."]
        );
        assert_eq!(
            texts("<div>a<p>b</p>c<span hidden>x</span></div><div style='display: none'>x</div>"),
            ["a", "b", "c"]
        );
        assert_eq!(texts("<ul><li>one<li>two</ul><noscript><p>x</p></noscript><template>x</template>"), ["one", "two"]);
    }

    #[test]
    fn zones_follow_the_markup() {
        let p = of(&Html::parse_document(
            "<nav><a>Home</a></nav><article><h1>T</h1><div class='byline'>By A B</div><p>x</p><div class='adSlot'>buy</div><figure><figcaption>c</figcaption></figure></article><div id=comments><p>hm</p></div>",
        ));
        let zones: Vec<_> = p.iter().map(|p| p.zone).collect();
        assert_eq!(zones, [Zone::Menu, Zone::None, Zone::Byline, Zone::None, Zone::Advert, Zone::None, Zone::Comment]);
        assert!(p[5].caption && p[1].heading == 1);
    }
}
