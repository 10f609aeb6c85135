//! Tables of a view, as CSV for a spreadsheet: one header, one row an item, claim ids in the last column.

use crate::items::Item;
use froissart_model::Day;
use froissart_picture::{Grounds, Picture, Standing};

/// A header and rows.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) header: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    /// The lines, as RFC 4180 has them. What a spreadsheet would take for a formula has a quotation mark before it.
    pub(crate) fn csv(&self) -> String {
        let mut out = String::new();
        let line = |cells: &mut dyn Iterator<Item = &str>, out: &mut String| {
            for (n, cell) in cells.enumerate() {
                if n > 0 {
                    out.push(',');
                }
                // "=1+1" in a headline is text, and no spreadsheet may run it (OWASP, "CSV injection").
                let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
                let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
                if cell.contains([',', '"', '\n', '\r']) {
                    out.push('"');
                    out.push_str(&cell.replace('"', "\"\""));
                    out.push('"');
                } else {
                    out.push_str(&cell);
                }
            }
            out.push_str("\r\n");
        };
        line(&mut self.header.iter().copied(), &mut out);
        for r in &self.rows {
            line(&mut r.iter().map(String::as_str), &mut out);
        }
        out
    }
}

/// All items of a picture as rows.
pub(crate) fn items(p: &Picture) -> Table {
    let mut t = Table::new(&[
        "section",
        "type",
        "text",
        "actors",
        "places",
        "from",
        "to",
        "standing",
        "n_accounts",
        "accounts",
        "claims",
    ]);
    put(&mut t, &p.backers);
    put(&mut t, &p.ties);
    put(&mut t, &p.holdings);
    put(&mut t, &p.history);
    put(&mut t, &p.engagements);
    put(&mut t, &p.agreements);
    put(&mut t, &p.events);
    put(&mut t, &p.figures);
    t
}

fn put<T: Item>(t: &mut Table, all: &[T]) {
    for i in all {
        let names = |n: Vec<&str>| n.join("; ");
        let (from, to) = i.days();
        let day = |d: Option<Day>| d.map_or_else(String::new, |d| d.to_string());
        let mut row = vec![
            T::SECTION.to_owned(),
            i.type_().to_owned(),
            i.text(),
            names(i.actors().iter().map(|a| a.name.as_str()).collect()),
            names(i.places().iter().map(|p| p.name.as_str()).collect()),
            day(from),
            day(to),
            if i.standing() == Standing::Fact { "fact".into() } else { i.standing().mark().to_owned() },
        ];
        row.extend(grounds(i.grounds()));
        t.rows.push(row);
    }
}

/// How many accounts, who, and which claims: the last cells of most rows.
pub(crate) fn grounds(g: &Grounds) -> [String; 3] {
    let accounts: Vec<String> = g.accounts.iter().map(froissart_picture::account).collect();
    let claims: Vec<&str> = g.claims.iter().map(|c| c.id.as_str()).collect();
    [g.accounts.len().to_string(), accounts.join(" | "), claims.join(" ")]
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn words_stay_words() {
        let mut t = Table::new(&["a", "b"]);
        t.rows.push(vec!["=SUM(A1)".into(), "he said \"no\", twice".into()]);
        t.rows.push(vec!["-3.5".into(), String::new()]);
        assert_eq!(t.csv(), "a,b\r\n'=SUM(A1),\"he said \"\"no\"\", twice\"\r\n-3.5,\r\n");
    }
}
