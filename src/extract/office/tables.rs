//! Tables in formats that mark the ends of cells and rows in running text (DOC, RTF).

use crate::extract::manuscript_lines::ManuscriptLines;

/// Deepest nesting of tables; deeper ones are read as paragraphs of the last one.
const MAX_DEPTH: usize = 16;

/// An open table.
#[derive(Debug, Default)]
struct Table {
    cells: Vec<ManuscriptLines>,
    cell: ManuscriptLines,
}

/// The lines so far, and the open tables.
#[derive(Debug, Default)]
pub(in crate::extract) struct Tables {
    lines: ManuscriptLines,
    open: Vec<Table>,
}

impl Tables {
    /// Sets the number of tables that the following text is nested in.
    pub(in crate::extract) fn set_depth(&mut self, depth: usize) {
        // Tables that end here are closed with the row that was open in them.
        while self.open.len() > depth.min(MAX_DEPTH) {
            self.end_row();
            self.open.pop();
        }
        self.open.resize_with(depth.min(MAX_DEPTH), Table::default);
    }

    /// Number of open tables.
    pub(in crate::extract) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Adds lines.
    pub(in crate::extract) fn append(&mut self, lines: &mut ManuscriptLines) {
        self.open.last_mut().map_or(&mut self.lines, |table| &mut table.cell).append(lines);
    }

    /// Ends a cell of the innermost table.
    pub(in crate::extract) fn end_cell(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.cells.push(std::mem::take(&mut table.cell));
        }
    }

    /// Ends a row of the innermost table.
    pub(in crate::extract) fn end_row(&mut self) {
        let Some((table, outer)) = self.open.split_last_mut() else { return };
        table.cells.push(std::mem::take(&mut table.cell));
        let row = std::mem::take(&mut table.cells);
        outer.last_mut().map_or(&mut self.lines, |outer| &mut outer.cell).push_row(row);
    }

    /// Closes all tables and returns all lines.
    pub(in crate::extract) fn finish(mut self) -> ManuscriptLines {
        self.set_depth(0);
        self.lines
    }
}
