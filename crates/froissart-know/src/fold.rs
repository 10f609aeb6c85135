//! One spelling for many: folds letters so that "Ḥamāh", "HAMAH" and "Hamah" are one key.
//!
//! No dictionary: "Aleppo" and "Halab" stay apart here. The same rules made the keys of the packed gazetteer, see
//! data/places/README.md.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The Arabic article as it is written in Latin letters, assimilated or not.
const ARTICLES: [&str; 17] =
    ["ad", "al", "an", "ar", "as", "ash", "at", "az", "ed", "el", "en", "er", "es", "esh", "et", "ez", "ul"];

/// Whether a folded word is an Arabic article.
pub fn is_article(word: &str) -> bool {
    ARTICLES.binary_search(&word).is_ok()
}

fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ı' => "i",
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' | 'ɗ' | 'ɖ' => "d",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'ħ' => "h",
        'ə' | 'ɛ' | 'ǝ' => "e",
        'ŋ' => "n",
        'ɓ' => "b",
        'ƙ' => "k",
        'ŧ' => "t",
        'ɔ' => "o",
        'ƴ' => "y",
        'ƒ' => "f",
        'ɣ' => "g",
        'ʋ' => "v",
        _ => return None,
    })
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | 'ˊ' | 'ˋ' | '.')
}

/// The key of a name: lower case, no marks, no apostrophes and dots, everything else that is no letter or digit a blank.
pub fn fold(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut blank = false;
    let mut push = |out: &mut String, c: char| {
        if c.is_ascii_alphanumeric() {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        } else {
            blank = true;
        }
    };
    if s.is_ascii() {
        for c in s.chars().filter(|c| !is_dropped(*c)) {
            push(&mut out, c.to_ascii_lowercase());
        }
        return out;
    }
    for c in s.nfkd().filter(|c| !is_combining_mark(*c)) {
        for c in c.to_lowercase().filter(|c| !is_dropped(*c) && !is_combining_mark(*c)) {
            match letter(c) {
                Some(r) => r.chars().for_each(|c| push(&mut out, c)),
                None => push(&mut out, c),
            }
        }
    }
    out
}

/// The same for names in any script: what has no Latin letters keeps its own, "هيئة تحرير الشام" too.
///
/// Marks and hamzas fall, and the letters that Arabic and Persian write in two ways are one.
pub(crate) fn fold_name(s: &str) -> Cow<'_, str> {
    if s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(s);
    }
    let latin = fold(s);
    if !latin.is_empty() || s.is_ascii() {
        return Cow::Owned(latin);
    }
    let mut out = String::new();
    for c in s.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ـ' => {}
            'ى' | 'ی' => out.push('ي'),
            'ة' => out.push('ه'),
            'ک' => out.push('ك'),
            c if c.is_alphanumeric() => out.push(c),
            c if is_dropped(c) || is_combining_mark(c) => {}
            _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_other_scripts_keep_their_letters() {
        assert_eq!(fold_name("hts"), "hts");
        assert_eq!(fold_name("Ḥayʾat"), "hayat");
        assert_eq!(fold_name("هَيْئَة"), fold_name("هيئه"));
        assert_eq!(fold_name("Вагнер"), "вагнер");
        assert_eq!(fold_name("  "), "");
    }

    #[test]
    fn folds_marks_apostrophes_and_hyphens() {
        assert_eq!(fold("Ḩamāh"), "hamah");
        assert_eq!(fold("‘Ayn al-‘Arab"), "ayn al arab");
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold("  Łódź — Ärger "), "lodz arger");
        assert_eq!(fold("Diyarbakır"), "diyarbakir");
        assert_eq!(fold("حلب"), "");
    }

    #[test]
    fn the_articles_are_sorted() {
        assert!(ARTICLES.is_sorted());
    }
}
