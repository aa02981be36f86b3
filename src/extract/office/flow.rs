//! The open parts of a word-processor file while it is read: the paragraph, and the cells, boxes and notes around it.

use crate::extract::manuscript_lines::ManuscriptLines;

/// Deepest nesting of cells, boxes and notes. Deeper ones are read as paragraphs of the last one, so that the
/// recursion in a file is bounded.
const MAX_CONTAINERS: usize = 16;

/// A paragraph while it is being read.
#[derive(Debug, Default)]
pub(in crate::extract) struct Paragraph<P> {
    /// Its text so far.
    pub text: String,
    /// Boxes and notes inside it, which follow it.
    pub after: ManuscriptLines,
    /// Its properties in its format.
    pub properties: P,
}

/// Anything with paragraphs of its own: the document, a cell, a box, a note.
#[derive(Debug, Default)]
struct Container<P> {
    lines: ManuscriptLines,
    paragraph: Option<Paragraph<P>>,
}

/// A table row while it is being read.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<ManuscriptLines>,
    is_deleted: bool,
}

/// The open containers, innermost last, and the open rows between them.
#[derive(Debug)]
pub(in crate::extract) struct Flow<P> {
    /// Never empty.
    containers: Vec<Container<P>>,
    rows: Vec<Row>,
}

impl<P: Default> Default for Flow<P> {
    fn default() -> Self {
        Self { containers: vec![Container::default()], rows: Vec::new() }
    }
}

impl<P: Default> Flow<P> {
    fn innermost(&mut self) -> &mut Container<P> {
        self.containers.last_mut().expect("the frame of the document stays open")
    }

    /// The lines of the innermost container.
    pub(in crate::extract) fn lines(&mut self) -> &mut ManuscriptLines {
        &mut self.innermost().lines
    }

    /// Begins a paragraph. The previous one must have been taken.
    pub(in crate::extract) fn begin_paragraph(&mut self) {
        self.innermost().paragraph = Some(Paragraph::default());
    }

    /// The open paragraph; begins one if there is none.
    pub(in crate::extract) fn paragraph(&mut self) -> &mut Paragraph<P> {
        self.innermost().paragraph.get_or_insert_default()
    }

    /// Ends the paragraph.
    pub(in crate::extract) fn take_paragraph(&mut self) -> Option<Paragraph<P>> {
        self.innermost().paragraph.take()
    }

    /// Whether another container or row may be opened.
    pub(in crate::extract) fn has_room(&self) -> bool {
        self.containers.len() < MAX_CONTAINERS
    }

    /// Opens a container.
    pub(in crate::extract) fn open(&mut self) {
        self.containers.push(Container::default());
    }

    /// Closes the innermost container, whose paragraph must have been taken. The document itself stays open, without
    /// lines.
    pub(in crate::extract) fn close(&mut self) -> ManuscriptLines {
        if self.containers.len() > 1 {
            return self.containers.pop().unwrap_or_default().lines;
        }
        std::mem::take(self.lines())
    }

    /// Number of open containers, the document included.
    pub(in crate::extract) fn depth(&self) -> usize {
        self.containers.len()
    }

    /// Whether only the document is open.
    pub(in crate::extract) fn is_outermost(&self) -> bool {
        self.depth() == 1
    }

    /// Begins a table row.
    pub(in crate::extract) fn begin_row(&mut self) {
        self.rows.push(Row::default());
    }

    /// Marks the row as deleted.
    pub(in crate::extract) fn delete_row(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.is_deleted = true;
        }
    }

    /// Adds a cell to the row. Without a row, the cell's lines are added to the text.
    pub(in crate::extract) fn push_cell(&mut self, mut cell: ManuscriptLines) {
        match self.rows.last_mut() {
            Some(row) => row.cells.push(cell),
            None => self.lines().append(&mut cell),
        }
    }

    /// Ends the row.
    pub(in crate::extract) fn end_row(&mut self) {
        let row = self.rows.pop().filter(|row| !row.is_deleted).unwrap_or_default();
        self.lines().push_row(row.cells);
    }
}
