//! Draws the reading pane: the page and the matches in it.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::page;
use super::theme::Styles;
use crate::app::layout::Area;
use crate::app::reading::ReadingPane;
use crate::notice::Span;

/// Draws the page and its matches into `area`, which must have the size set on the page. Returns the screen row of the
/// last jump's target while it is on the screen.
pub(super) fn draw(reading: &ReadingPane, area: Area, styles: &Styles, buffer: &mut Buffer) -> Option<u16> {
    let rows = reading.page.visible_rows();
    let target = reading.page.target().map(|span| (span, styles.selected_elsewhere));
    let matches = reading.visible_matches(&rows).into_iter().map(|span| (span, styles.matched));
    let current = reading.current_match().map(|span| (span, styles.match_here));
    let layers: Vec<(Span, Style)> = target.into_iter().chain(matches).chain(current).collect();
    page::draw(&reading.page, &layers, area, styles, buffer);
    let focus = reading.page.view().focus?;
    let row = rows.iter().rposition(|row| row.span.start <= focus)?;
    (focus <= rows.last()?.span.end && rows.first()?.span.start <= focus).then_some(area.row + row as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Theme;
    use crate::app::fixture::notice;
    use crate::app::motion::Direction;
    use crate::ui::drawn::lines_where;
    use crate::ui::painter::rect;

    #[test]
    fn matches_are_seen_and_the_one_the_reader_is_at_stands_out() {
        let mut reading = ReadingPane::default();
        reading.page.resize(30, 4);
        reading.show(notice("前双减，双减。\n前抓双减。"));
        reading.begin_find(Direction::Forward);
        reading.accept_find("双减");
        reading.find_again(false, 1);
        let area = Area { col: 0, row: 0, cols: 30, rows: 4 };
        let mut buffer = Buffer::empty(rect(area));
        let styles = Styles::of(Theme::Dark);
        let row = draw(&reading, area, styles, &mut buffer);
        assert_eq!(row, Some(0));
        let here = lines_where(&buffer, |style| style.bg == styles.match_here.bg && style.bg.is_some());
        let all = lines_where(&buffer, |style| style.fg == styles.matched.fg);
        assert_eq!(
            [here[0].as_str(), all[0].as_str(), all[1].as_str()],
            ["            双减", "      双减", "        双减"]
        );
    }
}
