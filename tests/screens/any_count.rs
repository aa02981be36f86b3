//! Every default key of every action, with and without counts, where there is nothing to act on.

use gangmu::app::action::{Argument, TABLE};
use gangmu::extract::ExtractError;
use gangmu::library::Slot;

use crate::harness::{Screen, notice};
use crate::notices::{FAULTY, SPEECH, failed};

/// Counts as they are typed. A count cannot begin with 0, so that one is a key of its own.
const COUNTS: [&str; 5] = ["", "0", "1", "7", "9 9 9 9 9 9 9 9 9"];

/// The keys that give a pane the focus.
const PANES: [&str; 3] = ["F2", "F3", "F4"];

/// Presses every key on every pane, with every count.
fn check_all_keys(slots: &[Slot]) {
    for entry in TABLE {
        let words = entry.keys.iter().flat_map(|(_, keys)| keys.split(' '));
        let letter = if entry.argument == Argument::Letter { "a" } else { "" };
        for (word, pane) in words.flat_map(|word| PANES.map(|pane| (word, pane))) {
            let mut screen = Screen::new(100, 12, slots.to_vec());
            for count in COUNTS {
                screen.press(&[pane, count, word, letter].join(" "));
                // What the key has opened is closed again.
                screen.press("Esc Esc");
            }
        }
    }
}

#[test]
fn an_empty_library_takes_every_key() {
    check_all_keys(&[]);
}

#[test]
fn a_notice_without_headings_takes_every_key() {
    check_all_keys(&[notice("讲话.txt", SPEECH)]);
}

#[test]
fn an_empty_notice_takes_every_key() {
    check_all_keys(&[notice("空.txt", "")]);
}

#[test]
fn a_file_that_could_not_be_read_takes_every_key() {
    check_all_keys(&[failed("扫描件.pdf", ExtractError::Binary(Some("PDF document")))]);
}

#[track_caller]
fn check_status(slots: &[Slot], keys: &[&str], expected: &str) {
    let mut screen = Screen::new(120, 12, slots.to_vec());
    for keys in keys {
        screen.press(keys);
    }
    assert!(screen.status().starts_with(expected), "{keys:?}: {}", screen.status());
}

#[test]
fn without_headings_the_outline_says_so() {
    for keys in [&["F3", "1", "%"][..], &["F3", "G"], &["F3", "j"], &["F3", "zR"], &["F3", "}"], &["F4", "}"]] {
        check_status(&[notice("讲话.txt", SPEECH)], keys, "没有分级标题");
    }
}

/// The steps lead round and round; no count takes longer than one round.
#[test]
fn a_large_count_goes_round() {
    const LARGE: &str = "9 9 9 9 9 9 9 9";
    let faulty = [notice("槐荫区.txt", FAULTY)];
    for count in [LARGE, "1"] {
        let mut screen = Screen::new(100, 12, faulty.to_vec());
        for keys in ["F3", "/", "加强", "Enter", count, "n"] {
            screen.press(keys);
        }
        let body = screen.body(gangmu::app::layout::Pane::Outline);
        // Two headings have the pattern, and 99999999 is odd.
        assert!(body.contains("（一）加强督查 ◂"), "{count}: {body}");
    }
}
