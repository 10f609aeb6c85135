//! Scraped text, where there is no markup to say what is article.

use crate::{body, furniture, named};
use froissart_model::Part::{self, Body, Caption, Headline, Standfirst};
use froissart_page::{Hints, read};

const SCRAPED: &str = "Home World Politics Sport Video\n\nTrending:\n\nIran and Russia promise Damascus more help as rebels near Hama\n\n\
FP Staff December 3, 2024, 09:05:10 IST\n\nWith the north lost, the government’s allies say that they will not let it fall\n\nAdvertisement\n\
Government soldiers on the road to Hama. (Photo: Reuters)\nGovernment soldiers on the road to Hama. (Photo: Reuters)\n\n\
Russia and Iran promised the Syrian government more help on Tuesday, as rebels came within ten kilometres of Hama.\n\n\
A spokesman for the Kremlin said that its support would go on, according to Interfax.\n\nSTORY CONTINUES BELOW THIS AD\n\n\
What Tehran wants\n\nIranian officials have said for years that Damascus is the ring in a golden chain, and that they will hold it.\n\n\
Also Read\nHow the drones changed the northern front this year\n\nNobody in Hama expects the front to hold for long, two residents said by telephone.\n\n\
Tags: Syria, Iran\n\nMost read\n\nStorm closes three ports\nGold price slips again\n\n© 2024 Firstpost. All rights reserved.\n";

#[test]
fn a_scraped_page_comes_apart() {
    let (p, notes) = read(SCRAPED.as_bytes(), &Hints::default());
    p.assert_whole();
    let parts: Vec<Part> = body(&p).iter().map(|b| b.0).collect();
    assert_eq!(parts, [Headline, Standfirst, Caption, Body, Body, Body, Body, Body], "{:?}", body(&p));
    assert_eq!(p.title.as_deref(), Some("Iran and Russia promise Damascus more help as rebels near Hama"));
    assert_eq!(p.published.as_deref(), Some("2024-12-03T09:05:10+05:30"));
    assert_eq!((p.byline.as_slice(), p.outlet.as_deref()), (["FP Staff".to_owned()].as_slice(), Some("Firstpost")));
    assert_eq!(p.language.as_deref(), Some("en"));
    assert!(notes.is_empty(), "{notes:?}");
    let why: Vec<&str> = furniture(&p).iter().map(|f| f.0).collect();
    assert_eq!(
        why,
        [
            "menu",
            "related",
            "byline",
            "advertisement",
            "duplicate",
            "advertisement",
            "related",
            "related",
            "tags",
            "related",
            "related",
            "related",
            "footer"
        ]
    );
}

#[test]
fn running_prose_is_all_body() {
    let text = "Rebels took the town on Friday, residents said.\n\nThe army denied it. Its units were still in the centre, a spokesman said.\n\nNobody could reach the hospital, doctors said.";
    let (p, _) = read(text.as_bytes(), &Hints::default());
    assert_eq!((p.body.len(), p.furniture.len(), p.title), (3, 0, None));
    let (p, _) = read(b"China backs Assad", &Hints::default());
    assert_eq!(p.body.len(), 1);
}

#[test]
fn a_clock_of_several_countries_is_not_guessed() {
    let text = SCRAPED.replace("FP Staff", "Ada Writer").replace("Firstpost", "The Paper");
    let (p, notes) = read(text.as_bytes(), &Hints::default());
    assert_eq!(p.published.as_deref(), Some("2024-12-03"));
    assert_eq!(named(&notes), ["ambiguous-zone"]);
    let (p, _) = read(text.as_bytes(), &Hints { outlet: Some("Haaretz".into()), ..Hints::default() });
    assert_eq!(p.published.as_deref(), Some("2024-12-03T09:05:10+02:00"));
}

#[test]
fn lines_broken_by_a_machine_are_joined() {
    let words = "rebels said on friday that they had taken the western part of the city and that the army was leaving the rest of it without a fight";
    let mut text = String::new();
    for para in 0..4 {
        let mut line = 0;
        for w in format!("Paragraph {para} says that {words} while {words}.").split(' ') {
            if line + w.len() + 1 > 70 {
                text.push('\n');
                line = 0;
            } else if line > 0 {
                text.push(' ');
            }
            text.push_str(w);
            line += w.len() + 1;
        }
        text.push_str("\n\n");
    }
    let (p, _) = read(text.as_bytes(), &Hints::default());
    assert_eq!(p.body.len(), 4, "{}", p.text);
}
