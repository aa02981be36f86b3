//! Draws a heading path.

use ratatui::style::Style;

use super::painter::Painter;
use crate::app::heading_path::{SEPARATOR, heading_path};
use crate::notice::{NodeId, Notice};

/// Draws the path to `node` in at most `cols` columns: the ancestors in the first style, its own heading in the second.
pub(super) fn draw(
    notice: &Notice,
    node: NodeId,
    painter: &mut Painter<'_>,
    cols: usize,
    (above, here): (Style, Style),
) {
    for (index, step) in heading_path(notice, node, cols.min(painter.room())).iter().enumerate() {
        if index > 0 {
            painter.put(SEPARATOR, above);
        }
        painter.put(&step.text, if step.node == Some(node) { here } else { above });
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::style::Modifier;

    use super::*;
    use crate::app::fixture::notice;
    use crate::app::layout::Area;
    use crate::ui::drawn::{lines, lines_where};
    use crate::ui::painter::rect;

    #[test]
    fn the_own_heading_stands_out() {
        let notice = notice("1一、|总体要求\n2（一）|指导思想");
        let area = Area { col: 0, row: 0, cols: 26, rows: 1 };
        let mut buffer = Buffer::empty(rect(area));
        let bold = Style::new().add_modifier(Modifier::BOLD);
        draw(&notice, NodeId(1), &mut Painter::new(&mut buffer, area, 0), 26, (Style::new(), bold));
        assert_eq!(lines(&buffer), ["一、总体… › （一）指导思想"]);
        let bold = lines_where(&buffer, |style| style.add_modifier.contains(Modifier::BOLD));
        assert_eq!(bold[0].trim(), "（一）指导思想");
    }
}
