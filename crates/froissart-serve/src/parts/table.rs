//! Tables of a view, as CSV for a spreadsheet: one header, one row an item, claim ids in the last column.

use froissart_picture::Grounds;

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
