//! JSON-LD as pages really carry it: lenient where JSON is strict.
//!
//! It is no RDF processor; it finds the article object and its own fields.
//! `<!-- {"headline": "Rebels take Saraqib", "author": {"name": "A. Writer"},} -->` is read all the same.

use serde_json::Value;

/// What the article objects of a page say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Article {
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) body: Option<String>,
}

/// Reads one script's text: as JSON, as repaired JSON, or by its bare keys.
pub(crate) fn parse(script: &str) -> Option<Value> {
    let s = script.trim().trim_start_matches('\u{feff}');
    let s = s.strip_prefix("<!--").unwrap_or(s);
    let s = s.strip_suffix("-->").unwrap_or(s).trim().trim_end_matches(';').trim();
    if s.is_empty() || too_deep(s) {
        return None;
    }
    serde_json::from_str(s).ok().or_else(|| serde_json::from_str(&repair(s)).ok()).or_else(|| rescue(s))
}

/// Brackets deeper than any article's; the parser would refuse them, and the repair is not worth its time.
fn too_deep(s: &str) -> bool {
    let mut d = 0usize;
    s.bytes().any(|b| {
        match b {
            b'{' | b'[' => d += 1,
            b'}' | b']' => d = d.saturating_sub(1),
            _ => {}
        }
        d > 100
    })
}

/// Takes out comments, CDATA marks and trailing commas; escapes raw control characters inside strings; decodes entities outside.
fn repair(s: &str) -> String {
    let s = s.replace("<![CDATA[", " ").replace("]]>", " ").replace("//<![CDATA[", " ");
    let s = if s.contains("&quot;") && !s.contains('"') { crate::markup::entities(&s) } else { s };
    let mut out = String::with_capacity(s.len());
    let mut chars = s.chars().peekable();
    let mut inside = false;
    while let Some(c) = chars.next() {
        if inside {
            match c {
                '\\' => {
                    let next = chars.peek().copied();
                    if next.is_some_and(|n| matches!(n, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) {
                        out.push('\\');
                        out.extend(chars.next());
                    }
                }
                '"' => {
                    inside = false;
                    out.push('"');
                }
                '\n' => out.push_str("\\n"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                inside = true;
                out.push('"');
            }
            '/' if chars.peek() == Some(&'/') => {
                for d in chars.by_ref() {
                    if d == '\n' {
                        break;
                    }
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut star = false;
                for d in chars.by_ref() {
                    if star && d == '/' {
                        break;
                    }
                    star = d == '*';
                }
            }
            '}' | ']' => {
                let kept = out.trim_end().len();
                if out[..kept].ends_with(',') {
                    out.truncate(kept - 1);
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    let kept = out.trim_end_matches([',', ';', ' ', '\n', '\t', '\r']).len();
    out.truncate(kept);
    out
}

/// The few keys that matter, from a text that no repair makes JSON.
fn rescue(s: &str) -> Option<Value> {
    if !s.contains("Article") && !s.contains("BlogPosting") {
        return None;
    }
    let mut map = serde_json::Map::new();
    map.insert("@type".into(), "Article".into());
    for key in ["headline", "datePublished", "dateModified", "dateCreated", "inLanguage"] {
        if let Some(v) = string_after(s, key) {
            map.insert(key.into(), v.into());
        }
    }
    if let Some(at) = s.find("\"author\"")
        && let Some(v) = string_after(&s[at..], "name")
    {
        map.insert("author".into(), v.into());
    }
    (map.len() > 1).then_some(Value::Object(map))
}

fn string_after(s: &str, key: &str) -> Option<String> {
    let quoted = format!("\"{key}\"");
    let rest = s[s.find(&quoted)? + quoted.len()..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut out = String::new();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return (!out.is_empty()).then_some(out),
            '\\' => out.extend(chars.next()),
            '\n' => return None,
            c => out.push(c),
        }
    }
    None
}

fn types(v: &Value) -> Vec<&str> {
    match v.get("@type") {
        Some(Value::String(s)) => vec![s.as_str()],
        Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn rank(v: &Value) -> usize {
    let of = |t: &str| match t.rsplit(['/', ':']).next().unwrap_or(t) {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "BackgroundNewsArticle"
        | "LiveBlogPosting"
        | "AskPublicNewsArticle"
        | "ReviewNewsArticle" => 4,
        "Article" | "BlogPosting" | "Report" | "TechArticle" | "ScholarlyArticle" | "SocialMediaPosting"
        | "MedicalWebPage" | "Recipe" | "Review" => 3,
        "WebPage" | "ItemPage" | "CreativeWork" | "DiscussionForumPosting" => 2,
        "VideoObject" | "PodcastEpisode" => 1,
        _ => 0,
    };
    types(v).into_iter().map(of).max().unwrap_or(0)
}

fn objects<'a>(v: &'a Value, out: &mut Vec<&'a Value>) {
    match v {
        Value::Array(a) => a.iter().for_each(|x| objects(x, out)),
        Value::Object(o) => {
            out.push(v);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "liveBlogUpdate"] {
                // Items of a list are other articles, and updates of a live page have dates of their own.
                if matches!(key, "itemListElement" | "hasPart" | "liveBlogUpdate") {
                    continue;
                }
                if let Some(x) = o.get(key) {
                    objects(x, out);
                }
            }
        }
        _ => {}
    }
}

fn text(v: Option<&Value>) -> Option<String> {
    let s = match v? {
        Value::String(s) => s.clone(),
        Value::Array(a) => return a.iter().find_map(|x| text(Some(x))),
        Value::Object(o) => return text(o.get("@value").or_else(|| o.get("name"))),
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    let s = crate::words::collapse(&crate::markup::entities(&s));
    (!s.is_empty()).then_some(s)
}

fn names(v: Option<&Value>, all: &[&Value], out: &mut Vec<String>) {
    match v {
        Some(Value::Array(a)) => a.iter().for_each(|x| names(Some(x), all, out)),
        Some(Value::Object(o)) => {
            let name = text(o.get("name")).or_else(|| {
                let id = o.get("@id")?.as_str()?;
                let x =
                    all.iter().find(|x| x.get("@id").and_then(Value::as_str) == Some(id) && x.get("name").is_some())?;
                text(x.get("name"))
            });
            out.extend(name);
        }
        Some(Value::String(s)) => out.push(crate::markup::entities(s)),
        _ => {}
    }
}

/// The article of a page's scripts: the most specific object wins a field, the first among equals.
pub(crate) fn article(scripts: &[Value]) -> Article {
    let mut all = Vec::new();
    for s in scripts {
        objects(s, &mut all);
    }
    let mut ranked: Vec<(usize, &Value)> = all.iter().map(|v| (rank(v), *v)).filter(|(r, _)| *r > 0).collect();
    ranked.sort_by_key(|(r, _)| std::cmp::Reverse(*r));
    let mut a = Article::default();
    let take = |slot: &mut Option<String>, v: &Value, key: &str| {
        if slot.is_none() {
            *slot = text(v.get(key));
        }
    };
    for (r, v) in &ranked {
        if *r >= 3 {
            take(&mut a.headline, v, "headline");
            take(&mut a.body, v, "articleBody");
        }
        if *r >= 2 {
            take(&mut a.published, v, "datePublished");
            take(&mut a.modified, v, "dateModified");
        }
        take(&mut a.created, v, "dateCreated");
        take(&mut a.created, v, "uploadDate");
        take(&mut a.language, v, "inLanguage");
        if *r >= 2 && a.authors.is_empty() {
            names(v.get("author").or_else(|| v.get("creator")), &all, &mut a.authors);
        }
        if a.publisher.is_none() {
            let mut p = Vec::new();
            names(v.get("publisher"), &all, &mut p);
            a.publisher = p.into_iter().next();
        }
        if *r >= 3 && a.url.is_none() {
            let main = v.get("mainEntityOfPage");
            a.url = main
                .and_then(Value::as_str)
                .or_else(|| main.and_then(|m| m.get("@id")).and_then(Value::as_str))
                .or_else(|| v.get("url").and_then(Value::as_str))
                .filter(|u| u.starts_with("http"))
                .map(str::to_owned);
        }
    }
    if a.headline.is_none() {
        a.headline = ranked.iter().filter(|(r, _)| *r >= 3).find_map(|(_, v)| text(v.get("name")));
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lenient_json_is_read() {
        for s in [
            r#"{"@type":"NewsArticle","headline":"H","datePublished":"2024-12-02",}"#,
            "<!-- \n{\"@type\":\"NewsArticle\", // says who\n \"headline\":\"H\", /* x */ \"datePublished\":\"2024-12-02\",} -->",
            "//<![CDATA[\n{\"@type\":[\"NewsArticle\"],\"headline\":\"H\",\"datePublished\":\"2024-12-02\"}\n//]]>",
            "{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"datePublished\":\"2024-12-02\"}]}",
            "{\"@type\":\"NewsArticle\" \"headline\":\"H\", \"datePublished\":\"2024-12-02\" oops",
        ] {
            let a = article(&[parse(s).expect(s)]);
            assert_eq!((a.headline.as_deref(), a.published.as_deref()), (Some("H"), Some("2024-12-02")), "{s}");
        }
        assert_eq!(parse(&"[".repeat(100_000)), None);
    }

    #[test]
    fn authors_are_followed_by_id() {
        let v = parse(
            r##"{"@graph":[{"@type":"Person","@id":"#a","name":"Salma D"},{"@type":"Article","author":[{"@id":"#a"},"B C"]}]}"##,
        );
        assert_eq!(article(&[v.expect("json")]).authors, ["Salma D", "B C"]);
    }
}
