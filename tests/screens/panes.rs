//! The panes: which are on the screen, how the focus moves, what the mouse does, what a resize keeps.

use gangmu::app::layout::Pane;
use gangmu::app::{Effect, MouseKind, Theme};
use gangmu::ui::theme::Styles;
use ratatui::style::Color;

use crate::harness::Screen;
use crate::notices::{plan, several};

fn panes(screen: &Screen) -> Vec<Pane> {
    screen.app.areas().panes().map(|(pane, _)| pane).collect()
}

#[test]
fn small_screens_show_the_pane_with_the_focus() {
    use Pane::{List, Outline, Reading};
    let mut screen = Screen::new(80, 24, several());
    assert_eq!(panes(&screen), [List, Reading]);
    screen.press("Enter");
    assert_eq!(panes(&screen), [Outline, Reading]);
    screen.press("Enter");
    assert_eq!((panes(&screen), screen.app.focus()), (vec![Outline, Reading], Reading));
    screen.resize(40, 12);
    assert_eq!(panes(&screen), [Reading]);
    screen.press("Esc");
    assert_eq!(panes(&screen), [Outline]);
    screen.press("Esc");
    assert_eq!(panes(&screen), [List]);
    screen.press("Z");
    screen.resize(120, 36);
    assert_eq!(panes(&screen), [List]);
    screen.press("Z");
    assert_eq!(panes(&screen), [List, Outline, Reading]);
}

#[test]
fn a_resize_keeps_the_place() {
    let mut screen = Screen::new(120, 36, plan());
    screen.press("F4 7 }");
    let path = screen.header(Pane::Reading);
    for (cols, rows) in [(80, 24), (100, 8), (200, 60), (60, 10)] {
        screen.resize(cols, rows);
        assert_eq!(screen.app.current_node().map(|node| node.0), Some(6), "{cols}×{rows}");
    }
    screen.resize(120, 36);
    assert_eq!(screen.header(Pane::Reading), path);
}

#[test]
fn no_size_is_too_small_to_draw() {
    for cols in [0, 1, 2, 3, 5, 12, 13, 25, 59, 60, 61, 99, 100, 101] {
        for rows in [0, 1, 2, 3, 4, 5, 9] {
            let mut screen = Screen::new(cols, rows, several());
            for keys in [
                "j", "Enter", "z", "o", "G", "f 教育", "Esc", "S 教育", "Enter", "?", "Esc", "F4", "/ 教育", "Enter",
                ">", "Z",
            ] {
                screen.press(keys);
            }
        }
    }
}

#[test]
fn the_mouse_clicks_turns_and_drags() {
    let mut screen = Screen::new(120, 14, several());
    screen.click(5, 7);
    assert_eq!((screen.app.focus(), screen.app.list().cursor_index()), (Pane::List, 3));
    screen.click(5, 1);
    screen.click(34, 2);
    assert_eq!(screen.body(Pane::Outline).lines().nth(1), Some(" ▸ 二、重点任务"), "a click on the sign folds");
    screen.click(34, 2);
    assert_eq!(screen.body(Pane::Outline).lines().nth(1), Some(" ▾ 二、重点任务"));
    screen.click(45, 3);
    assert_eq!(screen.header(Pane::Reading), "二、重点任务 › （一）加强党的建设");
    let before = screen.body(Pane::Reading);
    screen.mouse(MouseKind::ScrollDown, 100, 5);
    assert_ne!(screen.body(Pane::Reading), before);
    assert_eq!(screen.app.focus(), Pane::Outline, "the wheel takes no focus");
    screen.mouse(MouseKind::Press, 31, 5);
    screen.mouse(MouseKind::Drag, 20, 5);
    screen.mouse(MouseKind::Release, 20, 5);
    screen.mouse(MouseKind::Drag, 40, 5);
    let width = |pane| screen.app.areas().pane(pane).map(|area| area.cols);
    assert_eq!((width(Pane::List), width(Pane::Outline)), (Some(20), Some(33)));
}

#[test]
fn the_wheel_moves_the_window_and_not_the_cursor() {
    let mut screen = Screen::new(120, 7, several());
    let cursor = screen.app.list().cursor();
    screen.mouse(MouseKind::ScrollDown, 3, 3);
    assert!(screen.body(Pane::List).starts_with(" 做好2023年"));
    screen.mouse(MouseKind::ScrollDown, 40, 3);
    assert!(screen.body(Pane::Outline).starts_with("       1.加强理论武装"), "{}", screen.body(Pane::Outline));
    assert_eq!((screen.app.list().cursor(), screen.app.current_node()), (cursor, None));
    screen.press("F3 j");
    assert!(screen.body(Pane::Outline).contains("▾ 二、重点任务 ◂"), "the cursor brings the window back");
}

#[test]
fn the_mouse_is_switched_while_running() {
    let mut screen = Screen::new(80, 24, plan());
    screen.press("M M");
    assert_eq!(screen.effects, [Effect::SetMouse(false), Effect::SetMouse(true)]);
    assert!(screen.status().starts_with("鼠标：开"));
}

#[test]
fn without_colour_the_cursor_is_still_seen() {
    for theme in Theme::ALL {
        let screen = Screen::new(120, 24, plan()).with_theme(theme);
        let styles = Styles::of(theme);
        let row = screen.cell(33, 1);
        assert_ne!((row.fg, row.bg, row.modifier), (Color::Reset, Color::Reset, styles.text.add_modifier), "{theme:?}");
        let is_coloured =
            screen.buffer().content().iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
        assert_eq!(is_coloured, theme != Theme::Plain, "{theme:?}");
    }
}

#[test]
fn q_goes_back_before_it_quits() {
    let mut screen = Screen::new(80, 24, several());
    screen.press("Enter Enter q");
    assert_eq!((screen.app.focus(), screen.effects.len()), (Pane::List, 0));
    screen.press("q");
    assert_eq!(screen.effects, [Effect::Quit]);
    let mut alone = Screen::new(80, 24, plan());
    assert_eq!(alone.app.focus(), Pane::Reading, "a notice given alone is there to be read");
    alone.press("q");
    assert_eq!(alone.effects, [Effect::Quit], "there is no list worth going back to");
}

#[test]
fn keys_without_meaning_say_so() {
    let mut screen = Screen::new(80, 24, several());
    screen.press("D");
    assert!(screen.status().starts_with("这里没有 D 键，F1 看帮助"));
    screen.press("j");
    assert!(!screen.status().contains("这里没有"));
    screen.press("F4 z x");
    assert!(screen.status().starts_with("这里没有 zx 键"));
    screen.press("z Esc");
    assert!(!screen.status().contains("这里没有"), "Esc gives up quietly");
    assert_eq!(screen.app.focus(), Pane::Reading);
}
