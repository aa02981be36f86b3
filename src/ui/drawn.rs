//! Test helpers: the text of a drawn buffer.

use ratatui::buffer::Buffer;

use crate::text::columns::width_cols;

/// The rows of a buffer as text without trailing white space. A wide character occurs once.
pub(crate) fn lines(buffer: &Buffer) -> Vec<String> {
    let area = *buffer.area();
    let line = |y| {
        let mut line = String::new();
        let mut x = area.left();
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += width_cols(symbol).max(1) as u16;
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    };
    (area.top()..area.bottom()).map(line).collect()
}

/// The rows of a buffer with only the cells whose style passes `is_wanted`; other cells are spaces.
pub(crate) fn lines_where(buffer: &Buffer, is_wanted: impl Fn(ratatui::style::Style) -> bool) -> Vec<String> {
    let mut wanted = buffer.clone();
    for cell in &mut wanted.content {
        if !is_wanted(cell.style()) {
            let blanks = " ".repeat(width_cols(cell.symbol()).clamp(1, 2));
            cell.set_symbol(&blanks);
        }
    }
    lines(&wanted)
}
