//! Random keys, clicks and loads in any order: nothing panics, and the screen agrees with the state.

use gangmu::app::action::{Argument, Entry, TABLE};
use gangmu::app::layout::Pane;
use gangmu::app::{Effect, MouseKind};
use gangmu::library::Slot;
use proptest::prelude::*;

use crate::harness::{Screen, notice};
use crate::notices::{SPEECH, several};

/// Something a reader does.
#[derive(Debug, Clone)]
enum Deed {
    Press(String),
    /// Digits, then keys.
    Count(u32, String),
    Mouse(MouseKind, u16, u16),
    Resize(u16, u16),
    Load(usize),
}

/// The default keys of the actions that `is_meant`.
fn keys_of(is_meant: fn(&Entry) -> bool) -> Vec<String> {
    let entries = TABLE.iter().filter(|entry| is_meant(entry));
    entries.flat_map(|entry| entry.keys).flat_map(|(_, keys)| keys.split(' ')).map(str::to_owned).collect()
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let bound = keys_of(|_| true);
    let counted = keys_of(|entry| entry.argument == Argument::Repeat);
    let numbered = keys_of(|entry| entry.argument == Argument::Number);
    let counts = || prop::sample::select(vec![1, 2, 7, 50, 100, 999_999_999]);
    let others = vec!["2", "7", "a", "教育", "'加强", "Enter", "Enter", "Esc", "Backspace", "Up", "Down", "x", "中"];
    let kinds = vec![MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::ScrollDown, MouseKind::ScrollUp];
    prop_oneof![
        8 => prop::sample::select(bound).prop_map(Deed::Press),
        2 => (counts(), prop::sample::select(counted)).prop_map(|(count, keys)| Deed::Count(count, keys)),
        4 => (counts(), prop::sample::select(numbered)).prop_map(|(count, keys)| Deed::Count(count, keys)),
        2 => prop::sample::select(vec!["F2", "F3", "F4"]).prop_map(|keys| Deed::Press(keys.to_owned())),
        4 => prop::sample::select(others).prop_map(|keys| Deed::Press(keys.to_owned())),
        2 => (prop::sample::select(kinds), 0_u16..130, 0_u16..40).prop_map(|(kind, col, row)| Deed::Mouse(kind, col, row)),
        1 => (0_u16..130, 0_u16..40).prop_map(|(cols, rows)| Deed::Resize(cols, rows)),
        1 => (1_usize..3).prop_map(Deed::Load),
    ]
}

/// The notices there are in the beginning: several, one without headings, only a file that could not be read, none.
fn any_slots() -> impl Strategy<Value = Vec<Slot>> {
    let speech = notice("讲话.txt", SPEECH);
    let failed = several().into_iter().filter(|slot| matches!(slot, Slot::Failed(_))).collect();
    prop_oneof![4 => Just(several()), 4 => Just(vec![speech]), 1 => Just(failed), 1 => Just(Vec::new())]
}

/// Invariants of every screen.
fn check(screen: &Screen) {
    let Some(opened) = &screen.app.opened() else { return };
    let outline = &opened.notice.outline;
    let rows: Vec<_> = opened.outline.visible_rows(outline).collect();
    assert!(rows.is_sorted_by_key(|row| row.id), "rows stand in order of the text");
    assert!(rows.iter().filter(|row| row.is_cursor).count() <= 1);
    let cursor = opened.outline.cursor(outline);
    let is_folded_above = |id| {
        outline.ancestors(id).any(|above| rows.iter().any(|row| row.id == above && row.is_collapsed == Some(true)))
    };
    assert!(!rows.iter().any(|row| is_folded_above(row.id)), "no row lies under a folded one");
    assert!(cursor.is_some() || outline.is_empty() || opened.outline.filter().is_some_and(|(_, count)| count == 0));
    let here = screen.app.here().expect("a notice is open");
    assert_eq!(here.notice, opened.id);
    assert!(opened.notice.text.is_char_boundary(here.byte as usize));
    let shown = screen.app.areas();
    assert!(shown.pane(screen.app.focus()).is_some(), "the pane with the focus is on the screen");
    assert!(screen.app.side() != Pane::Reading);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn nothing_breaks(slots in any_slots(), deeds in prop::collection::vec(any_deed(), 1..50)) {
        let mut screen = Screen::new(100, 20, slots);
        for deed in deeds {
            match deed {
                Deed::Press(keys) => screen.press(&keys),
                Deed::Count(count, keys) => {
                    screen.type_text(&count.to_string());
                    screen.press(&keys);
                }
                Deed::Mouse(kind, col, row) => screen.mouse(kind, col, row),
                Deed::Resize(cols, rows) => screen.resize(cols, rows),
                Deed::Load(count) => screen.load(several().into_iter().take(count).collect()),
            }
            if screen.effects.contains(&Effect::Quit) {
                break;
            }
            check(&screen);
        }
    }
}
