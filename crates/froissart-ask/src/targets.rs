//! What a name asked for means: the countries that the tables know by it, the names that corrections lead to it, and
//! what is like it where no claim has it.

use crate::{Error, Result, Voice};
use froissart_know::Knowledge;
use froissart_ledger::{Store, Target};
use froissart_model::fold;
use froissart_picture::{Indexed, Meaning};

/// What `about` names, with the countries that the tables know by it and the names that corrections lead to it.
pub(crate) fn of(about: Option<&str>, ledger: &dyn Store, know: &Knowledge) -> Result<Vec<Target>> {
    let Some(about) = about else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for name in about.splitn(2, '/').map(str::trim) {
        let folded = fold(name);
        let is_called = |s: &&froissart_know::State| {
            s.code == name || std::iter::once(&s.name).chain(&s.aliases).any(|n| fold(n) == folded)
        };
        let countries = know.actors.states().iter().filter(is_called).map(|s| s.code.clone()).collect();
        let mut also = Vec::new();
        for c in ledger.corrections()?.into_iter().filter(|c| c.retracted.is_none()).map(|c| c.decision) {
            let into = ledger.actors_named(&c.into)?.into_iter().flat_map(|x| [x.key, x.name]).chain([c.into]);
            if into.map(|n| fold(&n)).any(|n| format!(" {n} ").contains(&format!(" {folded} "))) {
                also.extend(ledger.actors_named(&c.subject)?.into_iter().map(|x| x.name));
            }
        }
        all.push(Target { name: name.to_owned(), countries, also });
    }
    Ok(all)
}

/// Refuses a name that several actors have; of one that no claim has, tells what is like it.
pub(crate) fn known(claims: &Indexed<'_>, about: &str, voice: Voice) -> Result<Option<String>> {
    if about.split('/').any(|n| n.trim().is_empty()) || about.matches('/').count() > 1 {
        let asked = voice.name("about");
        return Err(Error::Question(format!("{asked} `{about}`: name one, or two with a slash between, as in A/B")));
    }
    let near = |a: &str, b: &str| strsim::jaro_winkler(a, b) >= 0.85;
    match claims.meaning(near) {
        Meaning::Known => Ok(None),
        Meaning::Unknown(like) if like.is_empty() => Ok(Some(format!("no claim names `{about}`; {}", voice.search()))),
        Meaning::Unknown(like) => Ok(Some(format!("no claim names `{about}`; there is {}", like.join(", ")))),
        Meaning::Several(all) => {
            let all: Vec<String> = all.iter().map(|(id, who)| format!("{id} ({who})")).collect();
            Err(Error::Question(format!("`{about}` is several: ask for one by its key: {}", all.join("; "))))
        }
    }
}
