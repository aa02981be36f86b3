//! Draws a line editor.

use ratatui::style::Style;

use super::painter::Painter;
use crate::app::prompt::Prompt;

/// Draws the text in `cols` columns; returns the screen column of the terminal's cursor, where an input method shows
/// its composition.
pub(super) fn draw(prompt: &Prompt, painter: &mut Painter<'_>, cols: usize, style: Style) -> u16 {
    let view = prompt.visible_part(cols.min(painter.room()));
    let cursor_col = painter.col() + view.cursor_cols as u16;
    painter.put(view.text, style);
    cursor_col
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::app::layout::Area;
    use crate::app::prompt::Edit;
    use crate::ui::drawn::lines;
    use crate::ui::painter::rect;

    /// Draws a prompt of ten columns after a label; `^` stands below the terminal's cursor.
    #[track_caller]
    fn check(text: &str, lefts: usize, expected: [&str; 2]) {
        let mut prompt = Prompt::of(text);
        for _ in 0..lefts {
            prompt.edit(Edit::Left);
        }
        let area = Area { col: 0, row: 0, cols: 12, rows: 1 };
        let mut buffer = Buffer::empty(rect(area));
        let mut painter = Painter::new(&mut buffer, area, 0);
        painter.put("/", Style::new());
        let cursor = draw(&prompt, &mut painter, 10, Style::new());
        let under = format!("{}^", " ".repeat(cursor.into()));
        assert_eq!([lines(&buffer)[0].as_str(), under.as_str()], expected, "{text}");
    }

    #[test]
    fn the_cursor_of_the_terminal_stands_where_the_next_character_will() {
        check("", 0, ["/", " ^"]);
        check("双减", 0, ["/双减", "     ^"]);
        check("双减", 1, ["/双减", "   ^"]);
        check("双减工作", 0, ["/双减工作", "         ^"]);
        check("双减工作要", 0, ["/作要", "     ^"]);
    }
}
