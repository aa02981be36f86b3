//! The styles of all elements on the screen: one table per theme.

use ratatui::style::{Color, Modifier, Style};

use crate::app::Theme;

/// The styles of a theme, by element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Styles {
    /// Running text.
    pub text: Style,
    /// Secondary text: metadata, ancestors kept by a filter, hints.
    pub dim: Style,
    /// Numbering markers: `一、`, `（三）`.
    pub marker: Style,
    /// Headings in the reading pane.
    pub heading: Style,
    /// The notice's own title.
    pub title: Style,
    /// The header of the pane with the focus.
    pub header_focused: Style,
    /// The header of another pane.
    pub header: Style,
    /// The line between panes.
    pub divider: Style,
    /// Applied to the row of the cursor in the focused pane.
    pub selected: Style,
    /// Applied to dim text and markers in that row, which would be hard to read on the strong background.
    pub quiet_selected: Style,
    /// Applied to the row of the cursor in a pane without the focus.
    pub selected_elsewhere: Style,
    /// Applied to characters that match the query.
    pub matched: Style,
    /// Applied to the current match.
    pub match_here: Style,
    /// The status line.
    pub status: Style,
    /// Overlays: hints, help, pickers.
    pub popup: Style,
    /// Keys in hints and help.
    pub key: Style,
    /// A prompt's label.
    pub prompt: Style,
    /// Warnings.
    pub warning: Style,
    /// Failures.
    pub error: Style,
}

impl Styles {
    /// The styles of a theme.
    pub const fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Dark => &DARK,
            Theme::Light => &LIGHT,
            Theme::Ansi => &ANSI,
            Theme::Plain => &PLAIN,
        }
    }
}

const BASE: Style = Style::new();

/// Leaves the background to the terminal. Nearly all terminals support the 256-colour palette, over ssh too.
const fn indexed(index: u8) -> Style {
    BASE.fg(Color::Indexed(index))
}

const DARK: Styles = Styles {
    text: BASE,
    dim: indexed(245),
    marker: indexed(110),
    heading: indexed(153).add_modifier(Modifier::BOLD),
    title: BASE.add_modifier(Modifier::BOLD),
    header_focused: indexed(117).add_modifier(Modifier::BOLD),
    header: indexed(245),
    divider: indexed(239),
    selected: BASE.bg(Color::Indexed(24)),
    quiet_selected: indexed(252).bg(Color::Indexed(24)),
    selected_elsewhere: BASE.bg(Color::Indexed(237)),
    matched: indexed(221).add_modifier(Modifier::BOLD),
    match_here: BASE.fg(Color::Indexed(16)).bg(Color::Indexed(221)),
    status: indexed(250).bg(Color::Indexed(235)),
    popup: BASE.bg(Color::Indexed(235)),
    key: indexed(117),
    prompt: indexed(117).add_modifier(Modifier::BOLD),
    warning: indexed(179),
    error: indexed(210),
};

const LIGHT: Styles = Styles {
    text: BASE,
    dim: indexed(242),
    marker: indexed(25),
    heading: indexed(24).add_modifier(Modifier::BOLD),
    title: BASE.add_modifier(Modifier::BOLD),
    header_focused: indexed(25).add_modifier(Modifier::BOLD),
    header: indexed(242),
    divider: indexed(250),
    selected: BASE.bg(Color::Indexed(153)),
    quiet_selected: indexed(237).bg(Color::Indexed(153)),
    selected_elsewhere: BASE.bg(Color::Indexed(254)),
    matched: indexed(124).add_modifier(Modifier::BOLD),
    match_here: BASE.fg(Color::Indexed(16)).bg(Color::Indexed(221)),
    status: indexed(238).bg(Color::Indexed(254)),
    popup: BASE.bg(Color::Indexed(255)),
    key: indexed(25),
    prompt: indexed(25).add_modifier(Modifier::BOLD),
    warning: indexed(130),
    error: indexed(124),
};

const ANSI: Styles = Styles {
    text: BASE,
    dim: BASE.add_modifier(Modifier::DIM),
    marker: BASE.fg(Color::Cyan),
    heading: BASE.add_modifier(Modifier::BOLD),
    title: BASE.add_modifier(Modifier::BOLD),
    header_focused: BASE.fg(Color::Cyan).add_modifier(Modifier::BOLD),
    header: BASE.add_modifier(Modifier::DIM),
    divider: BASE.add_modifier(Modifier::DIM),
    selected: BASE.add_modifier(Modifier::REVERSED),
    quiet_selected: BASE.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM).fg(Color::Reset),
    selected_elsewhere: BASE.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    matched: BASE.fg(Color::Red).add_modifier(Modifier::BOLD),
    match_here: BASE.fg(Color::Black).bg(Color::Yellow),
    status: BASE.add_modifier(Modifier::REVERSED),
    popup: BASE,
    key: BASE.fg(Color::Cyan),
    prompt: BASE.fg(Color::Cyan).add_modifier(Modifier::BOLD),
    warning: BASE.fg(Color::Yellow),
    error: BASE.fg(Color::Red),
};

const PLAIN: Styles = Styles {
    text: BASE,
    dim: BASE.add_modifier(Modifier::DIM),
    marker: BASE,
    heading: BASE.add_modifier(Modifier::BOLD),
    title: BASE.add_modifier(Modifier::BOLD),
    header_focused: BASE.add_modifier(Modifier::BOLD),
    header: BASE.add_modifier(Modifier::DIM),
    divider: BASE.add_modifier(Modifier::DIM),
    selected: BASE.add_modifier(Modifier::REVERSED),
    quiet_selected: BASE.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::DIM),
    selected_elsewhere: BASE.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    matched: BASE.add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
    match_here: BASE.add_modifier(Modifier::BOLD.union(Modifier::REVERSED)),
    status: BASE.add_modifier(Modifier::REVERSED),
    popup: BASE,
    key: BASE.add_modifier(Modifier::BOLD),
    prompt: BASE.add_modifier(Modifier::BOLD),
    warning: BASE.add_modifier(Modifier::BOLD),
    error: BASE.add_modifier(Modifier::BOLD),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_colour_means_no_colour_and_the_cursor_is_still_seen() {
        let Styles { selected, selected_elsewhere, .. } = PLAIN;
        assert!(!format!("{PLAIN:?}").contains("Color::") && format!("{PLAIN:?}").matches("fg: Some").count() == 0);
        assert_eq!(format!("{PLAIN:?}").matches("bg: Some").count(), 0);
        assert_ne!(selected, PLAIN.text);
        assert_ne!(selected_elsewhere, PLAIN.text);
        assert_ne!(selected, selected_elsewhere);
    }

    #[test]
    fn the_cursor_is_seen_in_every_theme() {
        for theme in Theme::ALL {
            let styles = Styles::of(theme);
            let seen = [styles.selected, styles.selected_elsewhere, styles.text];
            assert!(seen[0] != seen[1] && seen[1] != seen[2] && seen[0] != seen[2], "{theme:?}");
        }
    }
}
