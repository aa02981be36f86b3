//! Whole screens as they are drawn, at three sizes, in both languages.

use crate::harness::Screen;
use crate::notices::several;

/// The sizes of a roomy window, of a terminal as it opens, and of a phone.
const SIZES: [(u16, u16); 3] = [(120, 36), (80, 24), (40, 12)];

/// Presses keys and compares the screen with the one kept under `name`, in Chinese and in English.
#[track_caller]
fn check(name: &str, keys: &str) {
    for (cols, rows) in SIZES {
        let draw = |screen: Screen| {
            let mut screen = screen;
            screen.press(keys);
            screen.text()
        };
        let chinese = draw(Screen::new(cols, rows, several()));
        let english = draw(Screen::new(cols, rows, several()).in_english());
        let rule = "=".repeat(cols.into());
        insta::with_settings!({ description => keys, omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{name}_{cols}x{rows}"), format!("{chinese}\n{rule}\n{english}"));
        });
    }
}

#[test]
fn the_first_screen() {
    check("start", "");
}

#[test]
fn the_outline_with_a_fold() {
    check("outline", "Enter 2 j z c j j");
}

#[test]
fn the_text_with_a_match() {
    check("reading", "F4 / 督导 Enter");
}

#[test]
fn a_filtered_outline() {
    check("filter", "F3 f 加强 | 督导");
}

#[test]
fn a_picker() {
    check("picker", "S 加强");
}

#[test]
fn the_help() {
    check("help", "F3 ?");
}

#[test]
fn the_palette() {
    check("palette", ": fold");
}

#[test]
fn pending_keys() {
    check("hints", "F3 z");
}

#[test]
fn a_failure_and_a_sorted_list() {
    check("list", "oy G");
}
