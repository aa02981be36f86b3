//! Draws the panel of warnings.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::painter::Painter;
use super::picker::{self, PopupTexts};
use super::theme::Styles;
use crate::app::warning_list::{WarningList, WarningRow, WarningScope};
use crate::lang::{Lang, errors, panes, screen, warnings};
use crate::library::{Library, Slot};
use crate::notice::WarningPosition;
use crate::text::columns::width_cols;

/// Denominator of the share of the width that titles take when the rows belong to several notices.
const TITLE_SHARE: usize = 3;

/// Draws the panel; returns the position of the terminal's cursor.
pub(crate) fn draw(
    list: &WarningList,
    library: &Library,
    lang: Lang,
    styles: &Styles,
    buffer: &mut Buffer,
) -> Position {
    let title = match list.scope() {
        WarningScope::OpenNotice => panes::WARNINGS_HERE,
        WarningScope::Everywhere => panes::WARNINGS_EVERYWHERE,
    };
    let title = match list.kind() {
        Some(kind) => format!("{} · {}", title.to(lang), kind.title().to(lang)),
        None => title.to(lang).to_owned(),
    };
    let rows = list.picker();
    let count = screen::matches(lang, rows.items().len(), list.count());
    let (hint, keys) = (panes::WARNINGS_HINT.to(lang), panes::WARNINGS_KEYS.to(lang));
    let texts = PopupTexts { title: &title, count: &count, hint, keys, ..PopupTexts::default() };
    let areas = list.areas();
    let cursor = picker::draw(&texts, rows.prompt(), areas, styles, buffer);
    for (index, (row, is_selected)) in rows.visible_items().enumerate() {
        let mut painter = Painter::new(buffer, areas.results, index as u16);
        painter.skip(1);
        put_row(row, list.scope(), library, lang, &mut painter, styles);
        if is_selected {
            painter.highlight_cursor(true, styles);
        }
    }
    if rows.items().is_empty() {
        let mut painter = Painter::new(buffer, areas.results, 0);
        painter.skip(1);
        let nothing = if list.count() == 0 { panes::NO_WARNINGS } else { screen::NO_MATCH };
        painter.put(nothing.to(lang), styles.popup.patch(styles.dim));
    }
    cursor
}

/// Draws a row: the title when the rows belong to several notices, the position, the message.
fn put_row(
    row: WarningRow,
    scope: WarningScope,
    library: &Library,
    lang: Lang,
    painter: &mut Painter<'_>,
    styles: &Styles,
) {
    let (title, position, message) = match library.slot(row.notice) {
        Some(Slot::Loaded(notice)) => {
            let warning = row.warning.and_then(|index| notice.warnings.get(index as usize));
            let Some(warning) = warning else { return };
            let position = match warning.position {
                WarningPosition::Page(page) => panes::page(lang, page),
                _ => panes::line(lang, notice.warning_line(warning)),
            };
            (notice.display_title(), position, warnings::describe(&warning.kind, lang))
        }
        Some(Slot::Failed(failure)) => {
            (failure.source.file_name(), String::new(), errors::explain(&failure.error, lang))
        }
        None => return,
    };
    if scope == WarningScope::Everywhere {
        put_column(painter, title, painter.room() / TITLE_SHARE, styles);
    }
    if !position.is_empty() {
        painter.put(&position, styles.popup.patch(styles.dim));
        painter.skip(2);
    }
    let room = painter.room().saturating_sub(1);
    painter.put_cut(&message, room, styles.popup.patch(styles.warning));
}

/// Draws text at the start of a column and moves to the end of the column, with two free columns at its end.
fn put_column(painter: &mut Painter<'_>, text: &str, cols: usize, styles: &Styles) {
    let room_after = painter.room().saturating_sub(cols + 2);
    let style = styles.popup.patch(styles.text);
    painter.put_shortened(text, cols.max(width_cols("…")), style, &[], style);
    painter.skip(painter.room().saturating_sub(room_after));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::app::Theme;
    use crate::app::fixture::notice;
    use crate::app::layout::Area;
    use crate::extract::ExtractError;
    use crate::library::{Failure, NoticeId, Segment};
    use crate::notice::{MissingText, Source, Warning, WarningKind};
    use crate::ui::drawn::lines;
    use crate::ui::painter::rect;

    fn drawn(scope: WarningScope, cols: u16, lang: Lang) -> Vec<String> {
        let mut notice = Arc::unwrap_or_clone(notice("题关于放假的通知\n1一、|总体要求"));
        let repeat = WarningKind::NumberingRepeat { marker: "三、".to_owned() };
        let images = WarningKind::MissingText { text: MissingText::Images { pages: 1, of: 2 } };
        notice.warnings = vec![
            Warning { kind: repeat, position: WarningPosition::Line(12) },
            Warning { kind: images, position: WarningPosition::Page(2) },
        ];
        let source = Source { path: "公文/空.txt".to_owned(), ..Source::default() };
        let failure = Slot::Failed(Failure { source, error: ExtractError::Empty });
        let mut library = Library::default();
        library.add(Segment { slots: vec![Slot::Loaded(Arc::new(notice)), failure] });
        let area = Area { col: 0, row: 0, cols, rows: 7 };
        let list = WarningList::new(scope, Some(NoticeId(0)), &library, area);
        let mut buffer = Buffer::empty(rect(area));
        draw(&list, &library, lang, Styles::of(Theme::Plain), &mut buffer);
        lines(&buffer)
    }

    #[test]
    fn the_panel_lists_positions_and_words() {
        assert_eq!(
            drawn(WarningScope::OpenNotice, 60, Lang::Chinese),
            [
                "┌─ 此件的提示 ─────────────────────────────────────── 2/2 ─┐",
                "│ ›   输入种类、标题或路径以筛选                           │",
                "│──────────────────────────────────────────────────────────│",
                "│ 第 2 页  有无法读取的文字：共 2 页，其中 1 页是图像，没… │",
                "│ 第 12 行  编号重复：“三、”连续出现两次                   │",
                "│                                                          │",
                "└─ A-k 种类  A-w 此件/全部  回车前往 ──────────────────────┘",
            ]
        );
        assert_eq!(
            drawn(WarningScope::Everywhere, 60, Lang::English)[3..6],
            [
                "│ 关于放假的通知       page 2  1 of 2 pages are images wi… │",
                "│ 关于放假的通知       line 12  \"三、\" stands twice in a … │",
                "│ 空.txt               is empty (nothing to show)          │",
            ]
        );
    }
}
