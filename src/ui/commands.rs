//! Draws the help and the command palette.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::painter::Painter;
use super::picker::{self, PopupTexts};
use super::theme::Styles;
use crate::app::action::{Action, Section};
use crate::app::commands::{Commands, Purpose, keys_of};
use crate::app::keymap::Keymap;
use crate::lang::{Lang, panes, screen};
use crate::text::columns::width_cols;

/// Columns for the keys of an action; further keys are cut off.
const KEYS_COLS: usize = 22;

/// Minimum width for a column with the names of the actions.
const NAMES_FROM_COLS: usize = 64;

/// Draws the list of actions; returns the position of the terminal's cursor.
pub(super) fn draw(commands: &Commands, keymap: &Keymap, styles: &Styles, buffer: &mut Buffer) -> Position {
    let (list, lang) = (commands.picker(), commands.lang());
    let title = match commands.purpose() {
        Purpose::Help => Action::Help,
        Purpose::Palette => Action::Palette,
    };
    let count = list.items().len().to_string();
    let (title, hint) = (title.entry().help.to(lang), panes::COMMANDS_HINT.to(lang));
    let texts = PopupTexts { title, count: &count, hint, ..PopupTexts::default() };
    let areas = commands.areas();
    let cursor = picker::draw(&texts, list.prompt(), areas, styles, buffer);

    let mut section_above = None;
    for (row, (action, is_selected)) in list.visible_items().enumerate() {
        let mut painter = Painter::new(buffer, areas.results, row as u16);
        painter.skip(1);
        if commands.purpose() == Purpose::Help {
            let section = action.entry().section;
            let name = if section_above == Some(section) { "" } else { section.title().to(lang) };
            put_column(&mut painter, name, section_cols(lang), styles.popup.patch(styles.title));
            section_above = Some(section);
        }
        put_action(commands, keymap, action, &mut painter, styles);
        if is_selected {
            painter.highlight_cursor(true, styles);
        }
    }
    if list.items().is_empty() {
        let mut painter = Painter::new(buffer, areas.results, 0);
        painter.skip(1);
        painter.put(screen::NO_MATCH.to(lang), styles.popup.patch(styles.dim));
    }
    cursor
}

/// Draws the keys of an action, its description, and its name.
fn put_action(commands: &Commands, keymap: &Keymap, action: Action, painter: &mut Painter<'_>, styles: &Styles) {
    let (entry, lang) = (action.entry(), commands.lang());
    let name_cols = if painter.room() >= NAMES_FROM_COLS { width_cols(entry.name) } else { 0 };
    let (keys, elsewhere) = keys_of(keymap, action, commands.context());
    let keys_style = if elsewhere.is_some() { styles.dim } else { styles.key };
    put_column(painter, &keys.join(" "), KEYS_COLS.min(painter.room() / 3), styles.popup.patch(keys_style));
    let [in_help, in_name] = commands.matched(action);
    let help_cols = painter.room().saturating_sub(name_cols + 2);
    painter.put_matched(entry.help.to(lang), help_cols, styles.popup.patch(styles.text), &in_help, styles.matched);
    if let Some(context) = elsewhere {
        let place_cols = painter.room().saturating_sub(name_cols + 2);
        painter.put_cut(&format!("（{}）", context.title().to(lang)), place_cols, styles.popup.patch(styles.dim));
    }
    painter.skip(painter.room().saturating_sub(name_cols + 1));
    painter.put_matched(entry.name, name_cols, styles.popup.patch(styles.dim), &in_name, styles.matched);
}

/// Draws text at the start of a column and moves to the end of the column, with a free column at its end.
fn put_column(painter: &mut Painter<'_>, text: &str, cols: usize, style: Style) {
    let room_after = painter.room().saturating_sub(cols + 1);
    painter.put_cut(text, cols, style);
    painter.skip(painter.room() - room_after);
}

fn section_cols(lang: Lang) -> usize {
    Section::ALL.iter().map(|section| width_cols(section.title().to(lang))).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Context;
    use crate::app::layout::Area;
    use crate::app::prompt::History;
    use crate::app::{Key, Theme};
    use crate::ui::drawn::{lines, lines_where};
    use crate::ui::painter::rect;

    fn drawn(purpose: Purpose, cols: u16, typed: &str, lang: Lang) -> Buffer {
        let area = Area { col: 0, row: 0, cols, rows: 9 };
        let mut commands = Commands::new(purpose, Context::Outline, lang, area);
        for c in typed.chars() {
            commands.press(Key::char(c), &History::default());
        }
        let mut buffer = Buffer::empty(rect(area));
        draw(&commands, &Keymap::default(), Styles::of(Theme::Dark), &mut buffer);
        buffer
    }

    #[test]
    fn help_shows_keys_by_section() {
        assert_eq!(
            lines(&drawn(Purpose::Help, 79, "'一行 | '展开一 | '只看", Lang::Chinese))[1..],
            [
                "│ › '一行 | '展开一 | '只看                                                   │",
                "│─────────────────────────────────────────────────────────────────────────────│",
                "│ 阅读 j Down ^e              下移一行                              move-down │",
                "│      k Up ^y                上移一行                                move-up │",
                "│ 大纲 zr                     多展开一级                            fold-less │",
                "│      zm                     少展开一级                            fold-more │",
                "│ 查找 & F5                   只看匹配的段落（正文）             only-matches │",
                "└─────────────────────────────────────────────────────────────────────────────┘",
            ]
        );
        assert_eq!(
            lines(&drawn(Purpose::Help, 40, "down a", Lang::English))[1..5],
            [
                "│ › down a                             │",
                "│──────────────────────────────────────│",
                "│ Reading j Down ^e move down a line   │",
                "│         Space ^f… move down a page   │",
            ]
        );
        assert!(lines(&drawn(Purpose::Help, 40, "没有这个", Lang::Chinese))[3].contains("没有"));
    }

    #[test]
    fn the_palette_shows_why_an_action_was_found() {
        let buffer = drawn(Purpose::Palette, 79, "'suspend | '跳回", Lang::Chinese);
        let matched = Styles::of(Theme::Dark).matched;
        let found = lines_where(&buffer, |style| style.fg == matched.fg);
        let found: Vec<&str> = found.iter().map(|row| row.trim()).filter(|row| !row.is_empty()).collect();
        assert_eq!(found, ["suspend", "跳回"]);
    }
}
