//! Tables with a fixed header: cells by the name of their column, quoted by the csv crate or, for GDELT, not at all.
//!
//! A cell that names no column of the header is a mistake of ours and stops the program. A cell that no one sets is
//! blank. Text is never changed silently: whatever a layout cannot hold is replaced and counted in the notes.

use crate::loss::{Losses, count};
use std::collections::BTreeMap;

/// How cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Commas, quotes where needed, a header (RFC 4180, with `\n`).
    Csv,
    /// Tabs, quotes where needed, a header.
    Tsv,
    /// Tabs, no quotes, no header: GDELT's own files.
    Raw,
}

/// A table that grows by rows.
pub(crate) struct Table {
    header: Vec<&'static str>,
    column: BTreeMap<&'static str, usize>,
    dialect: Dialect,
    spreadsheet_safe: bool,
    writer: csv::Writer<Vec<u8>>,
    rows: usize,
    formulas: usize,
    replaced: usize,
}

/// A row's cells, blank until set.
pub(crate) struct Cells<'t> {
    table: &'t mut Table,
    cells: Vec<String>,
}

impl Table {
    /// A table with the header of a file under `data/layouts`, to the byte.
    pub(crate) fn new(header: &'static str, dialect: Dialect, spreadsheet_safe: bool) -> Self {
        let line = header.trim_end_matches('\n');
        let delimiter = if dialect == Dialect::Csv { ',' } else { '\t' };
        let header: Vec<&'static str> = line.split(delimiter).collect();
        let column = header.iter().enumerate().map(|(n, h)| (*h, n)).collect();
        let style = if dialect == Dialect::Raw { csv::QuoteStyle::Never } else { csv::QuoteStyle::Necessary };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter as u8)
            .quote_style(style)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_writer(Vec::new());
        if dialect != Dialect::Raw {
            writer.write_record(&header).expect("memory takes all");
        }
        Self { header, column, dialect, spreadsheet_safe, writer, rows: 0, formulas: 0, replaced: 0 }
    }

    pub(crate) fn row(&mut self) -> Cells<'_> {
        let cells = vec![String::new(); self.header.len()];
        Cells { table: self, cells }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The file, and a note on whatever was changed in it.
    pub(crate) fn finish(self, losses: &mut Losses) -> String {
        if self.formulas > 0 {
            let cells = count(self.formulas, "text cell");
            losses.notes.push(if self.spreadsheet_safe {
                format!("{cells} got an apostrophe in front, so that a spreadsheet does not run them as formulas")
            } else {
                format!(
                    "{cells} begin with =, +, - or @, which a spreadsheet may run as a formula; they are as the page has \
                     them, and --spreadsheet-safe puts an apostrophe in front"
                )
            });
        }
        if self.replaced > 0 {
            let cells = count(self.replaced, "cell");
            losses.notes.push(match self.dialect {
                Dialect::Raw => format!(
                    "{cells} had tabs, line ends or quotation marks, which this layout cannot hold: spaces and apostrophes \
                     stand for them"
                ),
                _ => format!("{cells} had tabs or line ends: spaces stand for them"),
            });
        }
        let bytes = self.writer.into_inner().expect("memory takes all");
        String::from_utf8(bytes).expect("cells are UTF-8")
    }
}

impl Cells<'_> {
    fn at(&self, column: &str) -> usize {
        *self.table.column.get(column).unwrap_or_else(|| panic!("the layout has no column `{column}`"))
    }

    /// A number, a code or a date of our own making.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "most are numbers made on the spot; a reference would only add signs"
    )]
    pub(crate) fn code(&mut self, column: &str, value: impl ToString) -> &mut Self {
        let at = self.at(column);
        self.cells[at] = value.to_string();
        self
    }

    /// The same, blank where there is none.
    pub(crate) fn maybe(&mut self, column: &str, value: Option<impl ToString>) -> &mut Self {
        if let Some(v) = value {
            self.code(column, v);
        }
        self
    }

    /// Text that comes from a page.
    pub(crate) fn text(&mut self, column: &str, value: &str) -> &mut Self {
        let mut text = value.to_owned();
        // One record, one line: readers that split lines first would break on a quoted line end.
        let breaks = |c: char| c == '\n' || c == '\r' || (c == '\t' && self.table.dialect != Dialect::Csv);
        if text.contains(breaks) || (self.table.dialect == Dialect::Raw && text.contains('"')) {
            self.table.replaced += 1;
            text = text.replace(breaks, " ");
            if self.table.dialect == Dialect::Raw {
                text = text.replace('"', "'");
            }
        }
        if text.starts_with(['=', '+', '-', '@', '\t']) {
            self.table.formulas += 1;
            if self.table.spreadsheet_safe {
                text.insert(0, '\'');
            }
        }
        let at = self.at(column);
        self.cells[at] = text;
        self
    }

    /// The same, blank where there is none.
    pub(crate) fn maybe_text(&mut self, column: &str, value: Option<&str>) -> &mut Self {
        if let Some(v) = value {
            self.text(column, v);
        }
        self
    }

    /// Several texts in one cell, as the field joins them.
    pub(crate) fn list<'v>(&mut self, column: &str, values: impl IntoIterator<Item = &'v str>) -> &mut Self {
        let joined = values.into_iter().collect::<Vec<_>>().join("; ");
        self.text(column, &joined)
    }

    /// Whether a cell is still blank.
    pub(crate) fn is_blank(&self, column: &str) -> bool {
        self.cells[self.at(column)].is_empty()
    }

    pub(crate) fn end(self) {
        self.table.writer.write_record(&self.cells).expect("memory takes all");
        self.table.rows += 1;
    }
}
