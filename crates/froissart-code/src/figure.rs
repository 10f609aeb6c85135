//! Figures: how many were killed, hurt, driven out, with the bounds the words give, and shares of a place.
//!
//! "At least 11 civilians, including two women, were killed" gives 11 or more of one event, and 2 as a part of them.
//! "No casualties were reported" is not zero: it is `reported_none`.

use crate::tree::Tree;
use froissart_model::{Extent, ExtentOf, Figure, FigureScope, Pos};

/// The value of a numeral: "41", "1,200", "eleven", "dozens" (which has only a lower bound, see [`count`]).
pub(crate) fn number(form: &str) -> Option<f64> {
    let f = form.to_lowercase().replace(',', "");
    if let Ok(n) = f.parse::<f64>() {
        return n.is_finite().then_some(n);
    }
    let unit = |w: &str| -> Option<f64> {
        Some(match w {
            "zero" => 0.0,
            "one" => 1.0,
            "two" => 2.0,
            "three" => 3.0,
            "four" => 4.0,
            "five" => 5.0,
            "six" => 6.0,
            "seven" => 7.0,
            "eight" => 8.0,
            "nine" => 9.0,
            "ten" => 10.0,
            "eleven" => 11.0,
            "twelve" => 12.0,
            "thirteen" => 13.0,
            "fourteen" => 14.0,
            "fifteen" => 15.0,
            "sixteen" => 16.0,
            "seventeen" => 17.0,
            "eighteen" => 18.0,
            "nineteen" => 19.0,
            "twenty" => 20.0,
            "thirty" => 30.0,
            "forty" => 40.0,
            "fifty" => 50.0,
            "sixty" => 60.0,
            "seventy" => 70.0,
            "eighty" => 80.0,
            "ninety" => 90.0,
            _ => return None,
        })
    };
    if let Some(n) = unit(&f) {
        return Some(n);
    }
    if let Some((a, b)) = f.split_once('-')
        && let (Some(a), Some(b)) = (unit(a), unit(b))
    {
        return (a >= 20.0 && b < 10.0).then_some(a + b);
    }
    scale(&f)
}

fn scale(f: &str) -> Option<f64> {
    Some(match f {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        _ => return None,
    })
}

/// A count with bounds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Count {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) exact: Option<f64>,
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) none: bool,
}

/// The count that a noun carries: its numeral with hedges, or a vague plural ("dozens of", "scores").
pub(crate) fn count(tree: &Tree, n: usize) -> Option<Count> {
    // "no civilians", "none".
    if let Some(d) = tree.kids_by(n, &["det"]).find(|&d| tree.low(d) == "no") {
        return Some(Count { low: None, high: None, exact: None, first: d, last: n, none: true });
    }
    if let Some(c) = vague(tree, n) {
        return Some(c);
    }
    let num =
        tree.kids_by(n, &["nummod"]).filter(|&k| k < n).last().or_else(|| (tree.upos(n) == Pos::Num).then_some(n))?;
    let num_value = value(tree, num)?;
    if (1900.0..2100.0).contains(&num_value)
        && num == n
        && tree.tok(num).form.len() == 4
        && !tree.tok(num).form.contains(',')
    {
        return None;
    }
    let mut first =
        tree.kids(num).iter().copied().filter(|&k| k < num && number(&tree.tok(k).form).is_some()).min().unwrap_or(num);
    let mut c =
        Count { low: Some(num_value), high: Some(num_value), exact: Some(num_value), first, last: num, none: false };
    // "At least a dozen", "nearly a thousand".
    if scale(tree.low(num)).is_some() && first == num && num > 0 && matches!(tree.form(num - 1), "a" | "an") {
        first = num - 1;
        c.first = first;
    }
    // The hedge stands right before the numeral, as one to three words.
    let before: Vec<&str> = (first.saturating_sub(4)..first).map(|i| tree.form(i)).collect();
    let ends = |p: &str| {
        let w: Vec<&str> = p.split(' ').collect();
        before.len() >= w.len() && before[before.len() - w.len()..].iter().zip(&w).all(|(a, b)| a == b)
    };
    let hedges: &[(&str, u8)] = &[
        ("at least", 0),
        ("more than", 1),
        ("over", 1),
        ("no fewer than", 0),
        ("no less than", 0),
        ("not less than", 0),
        ("as many as", 2),
        ("up to", 2),
        ("at most", 2),
        ("no more than", 2),
        ("fewer than", 3),
        ("less than", 3),
        ("under", 3),
        ("nearly", 4),
        ("almost", 4),
        ("close to", 4),
        ("about", 5),
        ("around", 5),
        ("some", 5),
        ("roughly", 5),
        ("approximately", 5),
        ("an estimated", 5),
        ("estimated", 5),
    ];
    if let Some((p, how)) = hedges.iter().filter(|(p, _)| ends(p)).max_by_key(|(p, _)| p.len()) {
        first -= p.split(' ').count();
        c.first = first;
        c.exact = None;
        match how {
            0 => c.high = None,
            1 => {
                // More than 40 people are at least 41; more than 40 per cent are not.
                c.low = Some(num_value + f64::from(u8::from(num_value.fract() == 0.0)));
                c.high = None;
            }
            2 => c.low = None,
            3 => {
                c.low = None;
                c.high = Some(num_value - 1.0);
            }
            // "Nearly" and "around": within a tenth; the codebook's convention.
            4 => c.low = Some((num_value * 0.9).floor()),
            _ => {
                c.low = Some((num_value * 0.9).floor());
                c.high = Some((num_value * 1.1).ceil());
            }
        }
    } else if ends("between") && num + 2 < tree.len() && tree.low(num + 1) == "and" {
        if let Some(hi) = number(&tree.tok(num + 2).form).filter(|h| *h > num_value) {
            c.exact = None;
            c.high = Some(hi);
            c.first -= 1;
            c.last = num + 2;
        }
    } else if tree.len() > num + 2 && matches!(tree.low(num + 1), "or") && tree.low(num + 2) == "more" {
        c.exact = None;
        c.high = None;
        c.last = num + 2;
    } else if num + 2 < tree.len()
        && matches!(tree.tok(num + 1).form.as_str(), "-" | "–" | "to")
        && let Some(hi) = number(&tree.tok(num + 2).form)
        && hi > num_value
    {
        c.exact = None;
        c.high = Some(hi);
        c.last = num + 2;
    }
    Some(c)
}

/// A numeral with its scale: "2.5 million", "two hundred".
pub(crate) fn value(tree: &Tree, num: usize) -> Option<f64> {
    let own = number(&tree.tok(num).form)?;
    let inner = tree.kids(num).iter().filter(|&&k| k < num).find_map(|&k| number(&tree.tok(k).form));
    match (scale(tree.low(num)), inner) {
        (Some(s), Some(i)) if i < s => Some(i * s),
        _ => {
            if num + 1 < tree.len()
                && let Some(s) = scale(tree.form(num + 1))
                && own < s
            {
                return Some(own * s);
            }
            Some(own)
        }
    }
}

/// "dozens of people", "scores", "hundreds": only a lower bound; "several", "a few" none but two.
fn vague(tree: &Tree, n: usize) -> Option<Count> {
    let low_of = |w: &str| -> Option<f64> {
        Some(match w {
            "dozen" | "dozens" => 24.0,
            "score" | "scores" => 40.0,
            "hundred" | "hundreds" => 200.0,
            "thousand" | "thousands" => 2000.0,
            "million" | "millions" => 2e6,
            "several" | "multiple" => 3.0,
            "few" => 2.0,
            "couple" => 2.0,
            _ => return None,
        })
    };
    let plural =
        |i: usize| tree.form(i).ends_with('s') || matches!(tree.low(i), "several" | "few" | "multiple" | "couple");
    if plural(n) && tree.upos(n) != Pos::Propn {
        let form = tree.form(n);
        if matches!(form, "dozens" | "scores" | "hundreds" | "thousands" | "millions") {
            return low_of(form).map(|v| Count {
                low: Some(v),
                high: None,
                exact: None,
                first: n,
                last: n,
                none: false,
            });
        }
    }
    let k = tree.kids(n).iter().copied().find(|&k| {
        k < n
            && matches!(tree.rel(k).split(':').next(), Some("amod" | "nummod" | "det"))
            && low_of(tree.form(k)).is_some()
            && plural(k)
    })?;
    let v = low_of(tree.form(k))?;
    Some(Count { low: Some(v), high: None, exact: None, first: k, last: k, none: false })
}

/// The figure of a count.
pub(crate) fn figure(tree: &Tree, c: &Count, of: &str, scope: FigureScope, page: &str) -> Figure {
    Figure {
        text: tree.span(c.first, c.last).of(page).to_owned(),
        of: of.to_owned(),
        low: c.low,
        high: c.high,
        exact: c.exact,
        scope,
        reported_none: c.none,
    }
}

/// The share that a noun phrase takes of a place: its words, bounds, and the head of what it is a share of.
pub(crate) fn extent(tree: &Tree, n: usize, page: &str) -> Option<(Extent, Option<usize>)> {
    let low = tree.low(n);
    let whole = tree
        .kids_by(n, &["nmod"])
        .find(|&k| k > n && tree.case(k).is_some_and(|c| c == "of" || c == "in"))
        // "more than half of Syria": the numeral may carry the phrase.
        .or_else(|| tree.kids_by(n, &["obl"]).find(|&k| tree.case(k).as_deref() == Some("of")));
    let mk = |a: usize, b: usize, of: ExtentOf, low: Option<f64>, high: Option<f64>| Extent {
        text: tree.span(a, b).of(page).to_owned(),
        of,
        low,
        high,
    };
    let near = |w: &str| (n.saturating_sub(3)..n).any(|i| tree.form(i) == w);
    // "60 per cent of", "60%", "a third of", "half of".
    let percent = matches!(low, "percent" | "%" | "percentage" | "cent") || tree.tok(n).form.contains('%');
    if percent {
        let num = (n.saturating_sub(4)..=n)
            .rev()
            .find_map(|i| number(tree.tok(i).form.trim_end_matches('%')).map(|v| (i, v)))?;
        let share = num.1 / 100.0;
        let (mut lo, mut hi) = (share, share);
        let mut a = num.0;
        let word = |i: usize| tree.form(i);
        if a >= 1 {
            match word(a - 1) {
                "around" | "about" | "roughly" | "approximately" | "some" => {
                    (lo, hi, a) = (share - 0.05, share + 0.05, a - 1);
                }
                "nearly" | "almost" => (lo, hi, a) = (share - 0.05, share, a - 1),
                "over" | "than"
                    if word(a - 1) == "over" || a >= 2 && matches!(word(a - 2), "more" | "less" | "fewer") =>
                {
                    let more = word(a - 1) == "over" || word(a - 2) == "more";
                    (lo, hi) = if more { (share, 1.0) } else { (0.0, share) };
                    a -= if word(a - 1) == "over" { 1 } else { 2 };
                }
                "least" => (lo, hi, a) = (share, 1.0, a.saturating_sub(2)),
                "to" if a >= 2 => (lo, hi, a) = (0.0, share, a.saturating_sub(2)),
                _ => {}
            }
        }
        let round = |x: f64| (x.clamp(0.0, 1.0) * 1e4).round() / 1e4;
        return Some((mk(a, n, ExtentOf::Part, Some(round(lo)), Some(round(hi))), whole));
    }
    let more = near("more") && near("than") || near("over");
    let less = near("less") && near("than");
    let a = (n.saturating_sub(3)..n)
        .find(|&i| {
            matches!(tree.form(i), "more" | "less" | "over" | "nearly" | "almost" | "about" | "around" | "the" | "a")
        })
        .unwrap_or(n);
    let fraction = |f: f64| {
        if more {
            (Some(f), Some(1.0))
        } else if less {
            (Some(0.0), Some(f))
        } else {
            (Some(f), Some(f))
        }
    };
    let (of, lo, hi) = match low {
        "most" | "majority" | "bulk" => (ExtentOf::Part, Some(0.5), Some(1.0)),
        // "the quarters on the left bank" are no fourths.
        "half" | "third" | "quarter" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth" | "tenth"
            if whole.is_none() =>
        {
            return modifier(tree, n, page);
        }
        // Nor is "the industrial quarter of Sheikh Najjar", which has no "a" or "three" before it.
        // It is a part of its town.
        "quarter" if !["a", "one", "three"].iter().any(|w| near(w)) => (ExtentOf::Part, None, None),
        // "The area of Kidal" is Kidal and what lies around it, and no share.
        "area" if near("the") && whole.is_some_and(|w| tree.upos(w) == Pos::Propn) => return modifier(tree, n, page),
        "half" => {
            let (l, h) = fraction(0.5);
            (ExtentOf::Part, l, h)
        }
        "third" => {
            let two = near("two");
            let (l, h) = fraction(((if two { 2.0 } else { 1.0 }) / 3.0_f64 * 1e4).round() / 1e4);
            (ExtentOf::Part, l, h)
        }
        "fifth" | "sixth" | "seventh" | "eighth" | "ninth" | "tenth" => {
            let of = ["fifth", "sixth", "seventh", "eighth", "ninth", "tenth"].iter().position(|w| *w == low);
            let of = 5.0 + of.unwrap_or_default() as f64;
            let many = [(2.0, "two"), (3.0, "three"), (4.0, "four")].into_iter().find(|(_, w)| near(w));
            let (l, h) = fraction((many.map_or(1.0, |m| m.0) / of * 1e4).round() / 1e4);
            (ExtentOf::Part, l, h)
        }
        "quarter" => {
            let three = near("three");
            let (l, h) = fraction(if three { 0.75 } else { 0.25 });
            (ExtentOf::Part, l, h)
        }
        "rest" | "remainder" | "remnant" => (ExtentOf::Rest, None, None),
        "all" | "whole" | "entirety" => (ExtentOf::Whole, Some(1.0), Some(1.0)),
        "much" | "part" | "parts" | "many" | "some" | "swath" | "swathe" | "portion" | "section" | "stretch"
        | "pocket" | "area" | "chunk" | "territory" | "district" | "neighbourhood" | "neighborhood" | "several"
        | "corner" | "tract" | "expanse" => {
            if matches!(low, "area" | "territory" | "district" | "neighbourhood" | "neighborhood") && whole.is_none() {
                return modifier(tree, n, page);
            }
            (ExtentOf::Part, None, None)
        }
        _ => return modifier(tree, n, page),
    };
    let of_case = whole.and_then(|w| tree.kids_by(w, &["case"]).next()).filter(|&c| c > n && c <= n + 2);
    Some((mk(a, of_case.unwrap_or(n), of, lo, hi), whole))
}

/// "much Aleppo city", "most areas", "the entire city", "all of": the share as a modifier of the place.
fn modifier(tree: &Tree, n: usize, page: &str) -> Option<(Extent, Option<usize>)> {
    let k = tree.kids(n).iter().copied().find(|&k| {
        k < n
            && matches!(
                tree.low(k),
                "most" | "much" | "entire" | "whole" | "all" | "half" | "some" | "many" | "several"
            )
    })?;
    let (of, lo, hi) = match tree.low(k) {
        "most" => (ExtentOf::Part, Some(0.5), Some(1.0)),
        "entire" | "whole" | "all" => (ExtentOf::Whole, Some(1.0), Some(1.0)),
        "half" => (ExtentOf::Part, Some(0.5), Some(0.5)),
        _ => (ExtentOf::Part, None, None),
    };
    let text = tree.span(k, k).of(page).to_owned();
    Some((Extent { text, of, low: lo, high: hi }, Some(n)))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numerals_in_words_and_digits() {
        for (w, v) in [
            ("41", Some(41.0)),
            ("1,200", Some(1200.0)),
            ("eleven", Some(11.0)),
            ("twenty-one", Some(21.0)),
            ("many", None),
            ("seven-foot", None),
        ] {
            assert_eq!(number(w), v, "{w}");
        }
    }
}
