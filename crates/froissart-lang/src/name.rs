//! Names: from the label scores of words to the names of a page.
//!
//! Each sentence gets the best row of labels that is legal (a name is begun before it goes on); what the form or the
//! tree makes sure is mended ("Abu Bakr" takes in "al-Baghdadi"); then the page's other mentions of the same words
//! decide where the scores are close: "Raqqa" is one town in "ISIL lost Raqqa. Clashes in Raqqa went on." Nothing here
//! knows who or what is named. All sums run in a fixed order, so the same scores give the same names everywhere.

use crate::engine::NameTag;
use froissart_model::{Name, NameKind, Pos, Sentence, Token, TokenRef};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Scores a word, in natural logarithms of odds, within which the page may overrule a sentence.
const CLOSE: f32 = 3.0;
/// The most that one mention speaks against a kind.
const MOST: f32 = 6.0;
/// What a person's full name speaks against other kinds of its parts.
const FULL: f32 = 4.0;
/// Arabic articles and what stands like them before a hyphen.
const ARTICLES: &[&str] =
    &["ad", "adh", "al", "an", "ar", "as", "ash", "at", "az", "ed", "el", "en", "er", "ez", "ul", "ur"];

/// The names of a page. `scores` holds for each sentence a row a word, a number a label of `tags`.
pub(crate) fn names(sentences: &[Sentence], scores: &[Vec<f32>], tags: &[NameTag]) -> Vec<Name> {
    let labels = Labels::new(tags);
    let mut found: Vec<Vec<Found>> = sentences
        .iter()
        .zip(scores)
        .map(|(s, scores)| {
            let spans = spans(&decode(scores, tags), tags);
            mend(&s.tokens, spans).into_iter().map(|(range, kind)| Found { range, kind }).collect()
        })
        .collect();
    agree(sentences, scores, &labels, &mut found);
    let mut out = Vec::new();
    for (number, (sentence, mut found)) in sentences.iter().zip(found).enumerate() {
        found.sort_by_key(|f| f.range.start);
        for Found { range, kind } in found {
            let at = |token| TokenRef { sentence: number, token };
            let span = sentence.tokens[range.start].span.cover(sentence.tokens[range.end - 1].span);
            out.push(Name { span, kind, first: at(range.start), last: at(range.end - 1) });
        }
    }
    out
}

/// A name in one sentence.
struct Found {
    range: Range<usize>,
    kind: NameKind,
}

/// Where the labels of each kind stand in a row of scores.
struct Labels {
    width: usize,
    out: Option<usize>,
    /// Kind, its first word's label, its later words' label.
    kinds: Vec<(NameKind, usize, usize)>,
}

impl Labels {
    fn new(tags: &[NameTag]) -> Self {
        let place = |tag| tags.iter().position(|&t| t == tag);
        let begun = tags.iter().filter_map(|&t| if let NameTag::Begin(k) = t { Some(k) } else { None });
        let kinds = begun.filter_map(|k| Some((k, place(NameTag::Begin(k))?, place(NameTag::Inside(k))?))).collect();
        Self { width: tags.len(), out: place(NameTag::Out), kinds }
    }

    /// How well the words of `range` belong to a name of each kind, a word's mean.
    fn fit(&self, scores: &[f32], range: &Range<usize>) -> Vec<f32> {
        // Where a name was mended, its first word need not be the one that looked like a beginning.
        let mean = |first: usize, later: usize| {
            let mut sum = 0.0;
            for w in range.clone() {
                let row = w * self.width;
                let inner = scores[row + later];
                sum += if w == range.start { inner.max(scores[row + first]) } else { inner };
            }
            sum / range.len() as f32
        };
        self.kinds.iter().map(|&(_, first, later)| mean(first, later)).collect()
    }

    /// How well the words of `range` are no name, a word's mean.
    fn none(&self, scores: &[f32], range: &Range<usize>) -> f32 {
        let Some(out) = self.out else { return f32::NEG_INFINITY };
        let mut sum = 0.0;
        for w in range.clone() {
            sum += scores[w * self.width + out];
        }
        sum / range.len() as f32
    }
}

/// The best of some scores, the first of equals.
fn best(scores: impl Iterator<Item = (usize, f32)>) -> Option<(usize, f32)> {
    scores.fold(None, |top, (i, s)| match top {
        Some((_, t)) if s <= t => top,
        _ => Some((i, s)),
    })
}

/// The best legal row of labels (Viterbi): an inner label follows the first or an inner one of its kind.
fn decode(scores: &[f32], tags: &[NameTag]) -> Vec<usize> {
    let width = tags.len();
    let mut came: Vec<Vec<usize>> = Vec::new();
    let mut sums: Vec<f32> = Vec::new();
    for row in scores.chunks_exact(width.max(1)) {
        let all = |t: &NameTag| match *t {
            NameTag::Inside(kind) => {
                let from = |j: &usize| matches!(tags[*j], NameTag::Begin(k) | NameTag::Inside(k) if k == kind);
                best((0..sums.len()).filter(from).map(|j| (j, sums[j]))).unwrap_or((0, f32::NEG_INFINITY))
            }
            _ => best(sums.iter().copied().enumerate()).unwrap_or((0, 0.0)),
        };
        let (from, now): (Vec<_>, Vec<_>) = tags.iter().map(all).unzip();
        sums = now.iter().zip(row).map(|(a, b)| a + b).collect();
        came.push(from);
    }
    let Some((mut at, _)) = best(sums.into_iter().enumerate()) else { return Vec::new() };
    let mut out = Vec::with_capacity(came.len());
    for from in came.iter().rev() {
        out.push(at);
        at = from[at];
    }
    out.reverse();
    out
}

/// The names that a legal row of labels marks.
fn spans(labels: &[usize], tags: &[NameTag]) -> Vec<(Range<usize>, NameKind)> {
    let mut out: Vec<(Range<usize>, _)> = Vec::new();
    for (i, &label) in labels.iter().enumerate() {
        match (tags[label], out.last_mut()) {
            (NameTag::Out, _) => {}
            (NameTag::Inside(_), Some((range, _))) if range.end == i => range.end = i + 1,
            (NameTag::Begin(kind) | NameTag::Inside(kind), _) => out.push((i..i + 1, kind)),
        }
    }
    out
}

fn hyphen(token: &Token) -> bool {
    matches!(token.form.as_str(), "-" | "–" | "\u{2010}" | "\u{2011}")
}

fn capital(token: &Token) -> bool {
    token.form.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
}

fn article(token: &Token) -> bool {
    ARTICLES.contains(&token.form.to_lowercase().as_str())
}

/// May a name not end, or not begin, with this word?
fn loose(token: &Token) -> bool {
    match token.upos {
        Pos::Punct => !token.form.ends_with(['.', ')', '!']),
        Pos::Adp | Pos::Cconj | Pos::Sconj | Pos::Part | Pos::Aux | Pos::Pron => {
            token.form.chars().all(|c| !c.is_uppercase())
        }
        Pos::Det => matches!(token.form.as_str(), "the" | "The" | "a" | "an" | "A" | "An"),
        _ => matches!(token.form.as_str(), "'s" | "’s"),
    }
}

/// Takes off what is no part of a name, and takes in what hangs on it by its form or in the tree.
fn mend(tokens: &[Token], found: Vec<(Range<usize>, NameKind)>) -> Vec<(Range<usize>, NameKind)> {
    let mut free = vec![true; tokens.len()];
    for (range, _) in &found {
        free[range.clone()].fill(false);
    }
    let mut out = Vec::new();
    for (mut range, kind) in found {
        let idle = |w: usize| loose(&tokens[w]) || hyphen(&tokens[w]);
        while range.len() > 1 && idle(range.start) {
            range.start += 1;
        }
        while range.len() > 1 && idle(range.end - 1) {
            range.end -= 1;
        }
        if idle(range.start) {
            continue;
        }
        let may = |w: usize| tokens.get(w).filter(|_| free[w]);
        // "al-" before it.
        if let Some(start) = range.start.checked_sub(2)
            && may(start + 1).is_some_and(hyphen)
            && may(start).is_some_and(article)
            && capital(&tokens[range.start])
        {
            range.start = start;
        }
        loop {
            let end = range.end;
            let open = article(&tokens[end - 1]) && may(end).is_some_and(hyphen);
            let joined = |w: usize| tokens[w].head.is_some_and(|h| range.contains(&h));
            if open && may(end + 1).is_some_and(capital) {
                range.end = end + 2;
            } else if may(end).is_some_and(article)
                && may(end + 1).is_some_and(hyphen)
                && may(end + 2).is_some_and(capital)
                && (joined(end) || joined(end + 2))
            {
                range.end = end + 3;
            } else if may(end).is_some_and(|t| t.upos == Pos::Propn && t.relation() == "flat") && joined(end) {
                range.end = end + 1;
            } else {
                break;
            }
        }
        free[range.clone()].fill(false);
        out.push((range, kind));
    }
    out
}

/// The words of a name without its hyphens, by which its mentions are the same.
fn surface<'a>(tokens: &'a [Token], range: &Range<usize>) -> Vec<&'a str> {
    tokens[range.clone()].iter().filter(|t| !hyphen(t)).map(|t| t.form.as_str()).collect()
}

/// One sense a page: where a sentence's scores are close, the sum of all mentions decides the kind, and whether words
/// that are named elsewhere are a name here.
fn agree(sentences: &[Sentence], scores: &[Vec<f32>], labels: &Labels, found: &mut [Vec<Found>]) {
    let mut votes: BTreeMap<Vec<&str>, Votes> = BTreeMap::new();
    let mut parts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for ((sentence, scores), found) in sentences.iter().zip(scores).zip(&*found) {
        for Found { range, kind } in found {
            let fit = labels.fit(scores, range);
            let top = fit.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let words = surface(&sentence.tokens, range);
            if *kind == NameKind::Per && words.len() > 1 {
                // Full names speak for their last words, with the article, and for their first.
                let last = words.len() - 1 - usize::from(words.len() > 2 && ARTICLES.contains(&words[words.len() - 2]));
                let parts_of_it = BTreeSet::from([&words[..1], &words[last..], &words[words.len() - 1..]]);
                for part in parts_of_it {
                    *parts.entry(part.to_vec()).or_default() += 1;
                }
            }
            let vote = votes.entry(words).or_insert_with(|| Votes { sums: vec![0.0; fit.len()], sure: false });
            for (sum, f) in vote.sums.iter_mut().zip(&fit) {
                *sum -= (top - f).min(MOST);
            }
            vote.sure |= top - labels.none(scores, range) > CLOSE;
        }
    }
    for (words, vote) in &mut votes {
        if let Some(&n) = parts.get(words) {
            for (sum, (kind, ..)) in vote.sums.iter_mut().zip(&labels.kinds) {
                if *kind != NameKind::Per {
                    *sum -= FULL * n.min(3) as f32;
                }
            }
        }
    }
    let mut by_first: BTreeMap<&str, Vec<(&[&str], usize)>> = BTreeMap::new();
    for (words, vote) in votes.iter().filter(|(_, v)| v.sure) {
        if let Some(kind) = vote.kind() {
            by_first.entry(words[0]).or_default().push((words, kind));
        }
    }
    for list in by_first.values_mut() {
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    for ((sentence, scores), found) in sentences.iter().zip(scores).zip(found) {
        let tokens = &sentence.tokens;
        let mut free = vec![true; tokens.len()];
        for Found { range, kind } in &mut *found {
            free[range.clone()].fill(false);
            let fit = labels.fit(scores, range);
            let here = labels.kinds.iter().position(|k| k.0 == *kind);
            let page = votes.get(&surface(tokens, range)).and_then(Votes::kind);
            if let (Some(here), Some(page)) = (here, page)
                && fit[here] - fit[page] < CLOSE
            {
                *kind = labels.kinds[page].0;
            }
        }
        for (start, token) in tokens.iter().enumerate() {
            let Some(list) = by_first.get(token.form.as_str()) else { continue };
            let hit = list.iter().find_map(|&(words, kind)| {
                let range = stretch(tokens, start, words)?;
                let close = labels.none(scores, &range) - labels.fit(scores, &range)[kind] < CLOSE;
                (close && free[range.clone()].iter().all(|&f| f)).then_some((range, kind))
            });
            if let Some((range, kind)) = hit {
                free[range.clone()].fill(false);
                found.push(Found { range, kind: labels.kinds[kind].0 });
            }
        }
    }
}

/// What the mentions of some words say together.
struct Votes {
    /// For each kind, how far it stays behind the best, over all mentions.
    sums: Vec<f32>,
    /// Is one mention surely a name?
    sure: bool,
}

impl Votes {
    /// The kind that stays behind least.
    fn kind(&self) -> Option<usize> {
        best(self.sums.iter().copied().enumerate()).map(|(i, _)| i)
    }
}

/// The words of `tokens` from `start` on that are `words`, hyphens between them or not, where they are proper nouns.
fn stretch(tokens: &[Token], start: usize, words: &[&str]) -> Option<Range<usize>> {
    let mut at = start;
    for (n, word) in words.iter().enumerate() {
        if n > 0 && tokens.get(at).is_some_and(hyphen) {
            at += 1;
        }
        if tokens.get(at)?.form != *word {
            return None;
        }
        at += 1;
    }
    // A word of a hyphened compound is that compound's, and not the name ("post-Assad", "Assad-held" is).
    let alone = start == 0 || !hyphen(&tokens[start - 1]);
    let range = start..at;
    let proper = tokens[range.clone()].iter().any(|t| t.upos == Pos::Propn && capital(t));
    (alone && proper).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use NameKind::{Gpe, Org, Per};
    use NameTag::{Begin, Inside, Out};
    use froissart_model::{Part, Span};

    const TAGS: [NameTag; 7] = [Out, Begin(Per), Inside(Per), Begin(Org), Inside(Org), Begin(Gpe), Inside(Gpe)];

    /// A sentence of words with their part of speech ("Raqqa/PROPN"), each hung on the word before.
    fn sentence(text: &str) -> Sentence {
        let mut begin = 0;
        let tokens: Vec<_> = text
            .split(' ')
            .enumerate()
            .map(|(i, w)| {
                let (form, upos) = w.rsplit_once('/').unwrap_or((w, "NOUN"));
                let span = Span::new(begin, begin + form.len());
                begin = span.end + 1;
                Token {
                    span,
                    form: form.to_owned(),
                    lemma: form.to_owned(),
                    upos: Pos::parse(upos),
                    xpos: String::new(),
                    feats: "_".to_owned(),
                    head: i.checked_sub(1),
                    deprel: if i == 0 { "root" } else { "flat" }.to_owned(),
                }
            })
            .collect();
        Sentence { span: Span::new(0, begin), part: Part::Body, block: 0, tokens }
    }

    /// Scores: for each word the labels that score, by number, and how much.
    fn scores(rows: &[&[(usize, f32)]]) -> Vec<f32> {
        let mut out = vec![0.0; rows.len() * TAGS.len()];
        for (w, row) in rows.iter().enumerate() {
            for &(label, score) in *row {
                out[w * TAGS.len() + label] = score;
            }
        }
        out
    }

    fn found(sentences: &[Sentence], scores: &[Vec<f32>]) -> Vec<(String, NameKind)> {
        let word = |n: &Name| {
            let tokens = &sentences[n.first.sentence].tokens[n.first.token..=n.last.token];
            tokens.iter().map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ")
        };
        names(sentences, scores, &TAGS).iter().map(|n| (word(n), n.kind)).collect()
    }

    fn one(text: &str, rows: &[&[(usize, f32)]]) -> Vec<(String, NameKind)> {
        found(&[sentence(text)], &[scores(rows)])
    }

    #[test]
    fn a_name_goes_on_only_as_what_it_began() {
        // Word by word: B-ORG, I-GPE, O. The legal best is one organisation.
        let got = one("Free/PROPN Army/PROPN fled", &[&[(3, 5.0), (5, 1.0)], &[(6, 3.0), (4, 2.5)], &[(0, 6.0)]]);
        assert_eq!(got, [("Free Army".to_owned(), Org)]);
        // Nothing comes before an inner label at the start of a sentence.
        let got = one("Raqqa/PROPN fell", &[&[(6, 5.0), (5, 4.0)], &[(0, 6.0)]]);
        assert_eq!(got, [("Raqqa".to_owned(), Gpe)]);
        // What looks like a name's later word, with no name before it, is none.
        let got = one("it fled of", &[&[(0, 9.0)], &[(0, 9.0)], &[(4, 3.0), (0, 2.0)]]);
        assert_eq!(got, []);
    }

    #[test]
    fn equal_scores_give_the_first_label() {
        assert_eq!(decode(&[0.0; 14], &TAGS), [0, 0]);
        assert_eq!(decode(&[], &TAGS), Vec::<usize>::new());
        assert_eq!(decode(&[], &[]), Vec::<usize>::new());
        // Where every path is impossible or no better, the first still comes out, legal.
        let mut far = vec![f32::NEG_INFINITY; 7];
        far[2] = 1.0;
        assert_eq!(spans(&decode(&far, &TAGS), &TAGS), []);
    }

    #[test]
    fn articles_and_hyphened_pieces_belong_to_a_name() {
        let out: &[(usize, f32)] = &[(0, 9.0)];
        let got = one(
            "Abu/PROPN Bakr/PROPN al/PROPN -/PUNCT Baghdadi/PROPN fled",
            &[&[(1, 5.0)], &[(2, 5.0)], out, out, out, out],
        );
        assert_eq!(got, [("Abu Bakr al - Baghdadi".to_owned(), Per)]);
        let got = one("the/DET al/PROPN -/PUNCT Nusra/PROPN Front/PROPN", &[out, out, out, &[(3, 5.0)], &[(4, 5.0)]]);
        assert_eq!(got, [("al - Nusra Front".to_owned(), Org)]);
        let got = one("the/DET Kremlin/PROPN 's/PART men", &[&[(3, 5.0)], &[(4, 5.0)], &[(4, 5.0)], out]);
        assert_eq!(got, [("Kremlin".to_owned(), Org)]);
        // A hyphen alone joins nothing: "Raqqa - based".
        let got = one("a/DET Raqqa/PROPN -/PUNCT based/VERB group", &[out, &[(5, 5.0)], out, out, out]);
        assert_eq!(got, [("Raqqa".to_owned(), Gpe)]);
    }

    #[test]
    fn the_page_decides_what_a_sentence_leaves_open() {
        let texts = ["ISIL/PROPN lost Raqqa/PROPN", "near Raqqa/PROPN", "Raqqa/PROPN burned", "then Raqqa/PROPN rose"];
        let sentences: Vec<_> = texts.iter().map(|t| sentence(t)).collect();
        let out: &[(usize, f32)] = &[(0, 9.0)];
        let scores = [
            scores(&[&[(3, 8.0)], out, &[(5, 8.0)]]),
            scores(&[out, &[(5, 8.0)]]),
            // A person by a little, then no name by a little.
            scores(&[&[(1, 5.0), (5, 4.0)], out]),
            scores(&[out, &[(0, 5.0), (5, 3.0)], out]),
        ];
        let town = ("Raqqa".to_owned(), Gpe);
        let all = found(&sentences, &scores);
        assert_eq!(all, [("ISIL".to_owned(), Org), town.clone(), town.clone(), town.clone(), town]);
    }

    #[test]
    fn the_page_does_not_overrule_what_is_sure() {
        let sentences = [sentence("in Jordan/PROPN and Jordan/PROPN"), sentence("Michael/PROPN Jordan/PROPN played")];
        let out: &[(usize, f32)] = &[(0, 9.0)];
        let scores = [scores(&[out, &[(5, 9.0)], out, &[(5, 9.0)]]), scores(&[&[(1, 9.0)], &[(2, 9.0)], out])];
        let country = ("Jordan".to_owned(), Gpe);
        assert_eq!(found(&sentences, &scores), [country.clone(), country, ("Michael Jordan".to_owned(), Per)]);
    }

    #[test]
    fn a_full_name_speaks_for_its_parts() {
        let sentences = [sentence("Karim/PROPN Wasifi/PROPN played"), sentence("Wasifi/PROPN left")];
        let out: &[(usize, f32)] = &[(0, 9.0)];
        let scores = [scores(&[&[(1, 9.0)], &[(2, 9.0)], out]), scores(&[&[(3, 5.0), (1, 4.0)], out])];
        assert_eq!(found(&sentences, &scores), [("Karim Wasifi".to_owned(), Per), ("Wasifi".to_owned(), Per)]);
    }
}
