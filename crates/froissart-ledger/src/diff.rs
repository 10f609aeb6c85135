//! What two versions of the coder read differently on one page.
//!
//! A pure comparison of two lists of claims: ids differ with every version, so claims are paired by their anchors, the
//! words. "Rebels seized Osgiliath", COERCE before and ASSAULT now, is one claim changed in `type`.

use froissart_model::{Char, Claim};
use serde::Serialize;
use std::collections::BTreeMap;

/// How a claim differs between two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// Only the newer version makes it.
    New,
    /// Only the older version makes it.
    Gone,
    /// Both make a claim of these words, and say other things.
    Changed,
}

/// One claim that two versions read differently.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// New, gone or changed.
    pub difference: Difference,
    /// The words.
    pub anchor: String,
    /// The fields that differ, as the contract of `--json` names them; of a changed claim alone.
    pub fields: Vec<String>,
    /// As the older version has it.
    pub old: Option<Claim<Char>>,
    /// As the newer version has it.
    pub new: Option<Claim<Char>>,
}

/// Compares the claims of one page as two versions read them; in the order of the newer page, what is gone last.
///
/// `confidence` is no part of a reading, and makes no difference.
pub fn compare(old: &[Claim<Char>], new: &[Claim<Char>]) -> Vec<Changed> {
    let mut left: BTreeMap<&str, Vec<&Claim<Char>>> = BTreeMap::new();
    for c in old.iter().rev() {
        left.entry(&c.anchor).or_default().push(c);
    }
    let mut all = Vec::new();
    for n in new {
        // Of several claims of the same words the one that says the same is its pair, else the first.
        let pair = left.get_mut(n.anchor.as_str()).and_then(|list| {
            let same = list.iter().rposition(|o| fields(o, n).is_empty());
            same.map(|i| list.remove(i)).or_else(|| list.pop())
        });
        let anchor = n.anchor.clone();
        match pair {
            None => all.push(Changed {
                difference: Difference::New,
                anchor,
                fields: Vec::new(),
                old: None,
                new: Some(n.clone()),
            }),
            Some(o) => {
                let fields = fields(o, n);
                if !fields.is_empty() {
                    all.push(Changed {
                        difference: Difference::Changed,
                        anchor,
                        fields,
                        old: Some(o.clone()),
                        new: Some(n.clone()),
                    });
                }
            }
        }
    }
    let mut gone: Vec<&Claim<Char>> = left.into_values().flatten().collect();
    gone.sort_by_key(|c| c.evidence.span);
    all.extend(gone.into_iter().map(|o| Changed {
        difference: Difference::Gone,
        anchor: o.anchor.clone(),
        fields: Vec::new(),
        old: Some(o.clone()),
        new: None,
    }));
    all
}

/// The keys in which two claims differ, but for the id and the confidence.
fn fields(a: &Claim<Char>, b: &Claim<Char>) -> Vec<String> {
    let value = |c: &Claim<Char>| serde_json::to_value(c).expect("a claim is plain data");
    let (a, b) = (value(a), value(b));
    let (Some(a), Some(b)) = (a.as_object(), b.as_object()) else { return Vec::new() };
    a.iter()
        .filter(|(k, v)| !matches!(k.as_str(), "id" | "confidence") && b.get(*k) != Some(*v))
        .map(|(k, _)| k.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Difference, compare};
    use froissart_model::{Char, Claim, Evidence, Kind, Part, Span, seal};

    fn claim(version: &str, kind: Kind, type_: &str, at: usize) -> Claim<Char> {
        let evidence = Evidence { span: Span::new(at, at + 4), text: "word".into(), part: Part::Body, sentence: 0 };
        let mut c = Claim::new(kind, type_, evidence, "test");
        c.confidence = Some(if version == "1" { 0.5 } else { 0.7 });
        seal("page", version, &mut c);
        c
    }

    #[test]
    fn claims_are_paired_by_their_words() {
        let old = [
            claim("1", Kind::Event, "AID", 0),
            claim("1", Kind::Event, "AID", 9),
            claim("1", Kind::Control, "controls", 0),
        ];
        let mut changed = claim("2", Kind::Control, "controls", 0);
        changed.status = Some("held".into());
        seal("page", "2", &mut changed);
        let new = [claim("2", Kind::Event, "AID", 0), changed, claim("2", Kind::Figure, "figure", 3)];
        let got = compare(&old, &new);
        let got: Vec<_> = got.iter().map(|c| (c.difference, c.fields.join(" "))).collect();
        assert_eq!(
            got,
            [
                (Difference::Changed, "status".into()),
                (Difference::New, String::new()),
                (Difference::Gone, String::new())
            ]
        );
        assert_eq!(compare(&old, &old), []);
    }
}
