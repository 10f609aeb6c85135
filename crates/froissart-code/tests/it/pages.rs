//! The example pages, whole: every one gives claims, and none of them from furniture.
//!
//! The menu of a page may well say "Rebels seize town: read more"; that is no claim of the page's.

use froissart_page::Hints;
use std::path::PathBuf;

#[test]
fn an_example_page_gives_claims_and_none_from_furniture() {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut paths: Vec<_> =
        std::fs::read_dir(dir).expect("the folder is there").map(|e| e.expect("readable").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "html" || e == "txt"));
    paths.sort();
    assert!(paths.len() >= 10, "the example pages were lost");
    for path in paths {
        let file = path.file_name().expect("a file").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("the page can be read");
        let (page, _) = froissart_page::read(&bytes, &Hints { name: Some(file.clone()), ..Hints::default() });
        assert!(
            !page.furniture.is_empty() || path.extension().is_some_and(|e| e == "txt"),
            "{file}: every example has furniture"
        );
        let claims = crate::code(&page);
        assert!(claims.len() >= 5, "{file} gives {} claims", claims.len());
        for c in &claims {
            for at in std::iter::once(&c.evidence).chain(&c.more_evidence) {
                let inside = page.furniture.iter().find(|f| f.span.overlaps(at.span));
                assert!(inside.is_none(), "{file}: {:?} is {}", at.text, inside.map_or("", |f| &f.why));
                assert!(
                    page.body.iter().any(|b| b.span.contains(at.span) && b.part == at.part),
                    "{file}: {:?}",
                    at.text
                );
            }
        }
    }
}
