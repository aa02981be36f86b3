//! Draws a page of a notice.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::heading_path;
use super::painter::Painter;
use super::theme::Styles;
use crate::app::layout::Area;
use crate::app::page::Page;
use crate::app::paragraph_format::Block;
use crate::app::typeset::Row;
use crate::notice::{NodeId, Notice, Span};
use crate::text::columns::clusters;

/// Drawn left of the current heading.
const MARK: &str = "▌";

/// Draws the page into `area`, which must have the size set on the page. `layers`: styles for spans of the text; later
/// ones override earlier ones.
pub(super) fn draw(page: &Page, layers: &[(Span, Style)], area: Area, styles: &Styles, buffer: &mut Buffer) {
    let Some(notice) = page.notice() else { return };
    let column = page.column();
    let here = page.current_node();
    for (index, row) in page.visible_rows().iter().enumerate() {
        let mut painter = Painter::new(buffer, area, index as u16);
        if column.left_cols >= 2 {
            painter.skip(usize::from(column.left_cols) - 2);
            let is_here = begins_node(notice, row, here);
            painter.put(if is_here { MARK } else { " " }, styles.key);
            painter.skip(1);
        }
        match row.block {
            Block::Blank => {}
            Block::Path(node) => {
                heading_path::draw(notice, node, &mut painter, column.measure_cols.into(), (styles.dim, styles.dim));
            }
            _ => {
                painter.skip(row.indent_cols.into());
                put_text(notice, row, layers, &mut painter, styles);
            }
        }
    }
}

fn begins_node(notice: &Notice, row: &Row, node: Option<NodeId>) -> bool {
    node.is_some_and(|node| row.block == Block::Heading(node) && notice.outline[node].start() == row.span.start)
}

fn put_text(notice: &Notice, row: &Row, layers: &[(Span, Style)], painter: &mut Painter<'_>, styles: &Styles) {
    let (style, own_layers) = match row.block {
        Block::Title => (styles.title, None),
        Block::DocumentNumber | Block::Note | Block::Imprint => (styles.dim, None),
        Block::Heading(id) => (styles.text, Some(heading_layers(notice, id, styles))),
        _ => (styles.text, None),
    };
    let layers = own_layers.iter().flatten().chain(layers);
    let near = layers.filter(|(span, _)| span.start < row.span.end && row.span.start < span.end);
    let near: Vec<(Span, Style)> = near.copied().collect();
    put_layered(notice.slice(row.span), row.span.start, style, &near, painter);
}

/// Draws text whose first byte has offset `start` in the text that the spans refer to. A grapheme cluster takes the
/// style of its first byte.
fn put_layered(text: &str, start: u32, style: Style, layers: &[(Span, Style)], painter: &mut Painter<'_>) {
    let style_at = |byte: u32| {
        let covering = layers.iter().filter(|(span, _)| span.contains(byte));
        covering.fold(style, |style, (_, layer)| style.patch(*layer))
    };
    let mut run_start = 0;
    let mut run_style = style;
    for cluster in clusters(text).filter(|_| !layers.is_empty()) {
        let cluster_style = style_at(start + cluster.start as u32);
        if cluster_style != run_style {
            painter.put(&text[run_start..cluster.start], run_style);
            (run_start, run_style) = (cluster.start, cluster_style);
        }
    }
    painter.put(&text[run_start..], run_style);
}

/// The styles of a heading: its marker and the heading itself. Text after it in the same paragraph is body text.
fn heading_layers(notice: &Notice, id: NodeId, styles: &Styles) -> [(Span, Style); 2] {
    let node = &notice.outline[id];
    let marker = node.marker.map_or(Span::empty(node.heading.start), |marker| marker.span);
    [(node.heading, styles.heading), (marker, styles.marker)]
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;
    use crate::app::Theme;
    use crate::app::fixture::notice;
    use crate::ui::drawn::{lines, lines_where};
    use crate::ui::painter::rect;

    fn page(cols: u16, rows: u16, text: &str) -> Page {
        let mut page = Page::default();
        page.resize(cols, rows);
        page.show(notice(text));
        page
    }

    fn draw_in(page: &Page, cols: u16, rows: u16, layers: &[(Span, Style)]) -> Buffer {
        let area = Area { col: 0, row: 0, cols, rows };
        let mut buffer = Buffer::empty(rect(area));
        draw(page, layers, area, Styles::of(Theme::Plain), &mut buffer);
        buffer
    }

    const TEXT: &str =
        "题工作要点\n主各镇学校：\n1一、|总体要求\n文坚持立德树人，全面落实。\n2（一）|抓好双减|。控制作业总量。";

    #[test]
    fn rows_stand_in_their_column_with_the_current_heading_marked() {
        let mut page = page(27, 9, TEXT);
        page.go_to_node(NodeId(1));
        assert_eq!(
            lines(&draw_in(&page, 27, 9, &[])),
            [
                "          工作要点",
                "",
                "  各镇学校：",
                "",
                "  一、总体要求",
                "      坚持立德树人，全面落",
                "  实。",
                "▌ （一）抓好双减。控制作业",
                "        总量。",
            ]
        );
    }

    #[test]
    fn only_the_heading_of_a_run_on_paragraph_stands_out() {
        let page = page(27, 9, TEXT);
        let bold = lines_where(&draw_in(&page, 27, 9, &[]), |style| style.add_modifier.contains(Modifier::BOLD));
        assert_eq!([bold[0].trim(), bold[4].trim(), bold[7].trim()], ["工作要点", "总体要求", "抓好双减"]);
    }

    #[test]
    fn layers_are_laid_over_the_text_wherever_it_stands() {
        let page = page(27, 9, TEXT);
        let text = &page.notice().expect("a notice is shown").text;
        let at = text.find("全面落实").expect("it is there") as u32;
        let layers = [(Span::new(at, at + 12), Style::new().add_modifier(Modifier::REVERSED))];
        let marked =
            lines_where(&draw_in(&page, 27, 9, &layers), |style| style.add_modifier.contains(Modifier::REVERSED));
        assert_eq!([marked[5].trim(), marked[6].trim()], ["全面落", "实"]);
    }

    #[test]
    fn a_layer_inside_of_a_cluster_does_not_tear_it() {
        let reversed = Style::new().add_modifier(Modifier::REVERSED);
        for (layer, marked) in [(Span::new(1, 2), " e\u{301}"), (Span::new(2, 4), "")] {
            let page = page(20, 1, "主ae\u{301}b");
            let buffer = draw_in(&page, 20, 1, &[(layer, reversed)]);
            assert_eq!(lines(&buffer), ["ae\u{301}b"]);
            assert_eq!(lines_where(&buffer, |style| style.add_modifier.contains(Modifier::REVERSED)), [marked]);
        }
    }

    #[test]
    fn any_size_can_be_drawn_into() {
        for cols in 0..40 {
            for rows in 0..6 {
                let page = page(cols, rows, TEXT);
                draw_in(&page, cols, rows, &[]);
                draw_in(&page, cols / 2, rows / 2, &[]);
            }
        }
    }
}
