//! The help and the command palette: a picker over the table of actions. The help keeps the order of the table, the
//! palette ranks by score.

use std::cmp::Reverse;

use super::action::{Action, Argument, Context, TABLE};
use super::key::{Key, parse_sequence, print_sequence};
use super::keymap::Keymap;
use super::layout::Area;
use super::picker::{Outcome, Picker};
use super::picker_areas::PickerAreas;
use super::prompt::History;
use crate::lang::Lang;
use crate::search::Query;
use crate::text::shuangpin::PinyinScheme;

/// The two forms of the list of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Reference: actions by section, in the order of the table.
    Help,
    /// Command palette: best match first.
    Palette,
}

/// State of the help or the palette.
#[derive(Debug, Clone)]
pub struct Commands {
    purpose: Purpose,
    context: Context,
    lang: Lang,
    picker: Picker<Action>,
    /// How pinyin is typed.
    pinyin: PinyinScheme,
    query: Query,
    areas: PickerAreas,
    generation: u64,
}

impl Commands {
    /// A list of all actions in the given area of the screen. `context` is the focused pane.
    pub fn new(purpose: Purpose, context: Context, lang: Lang, area: Area) -> Self {
        let mut commands = Self {
            purpose,
            context,
            lang,
            picker: Picker::new(""),
            pinyin: PinyinScheme::default(),
            query: Query::default(),
            areas: PickerAreas::default(),
            generation: 0,
        };
        commands.resize(area);
        commands.filter();
        commands
    }

    /// Sets the scheme in which pinyin is typed.
    #[must_use]
    pub const fn with_pinyin(mut self, pinyin: PinyinScheme) -> Self {
        self.pinyin = pinyin;
        self
    }

    /// Sets the area of the screen.
    pub fn resize(&mut self, area: Area) {
        self.areas = PickerAreas::within(area, false);
        self.picker.set_rows(self.areas.results.rows);
    }

    /// Whether this is the help or the palette.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Prompt, actions and selection.
    pub(crate) const fn picker(&self) -> &Picker<Action> {
        &self.picker
    }

    /// The language of the descriptions.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Byte offsets of the matched characters, in the description of the action and in its name.
    pub fn matched(&self, action: Action) -> [Vec<u32>; 2] {
        let help_end = action.entry().help.to(self.lang).len() as u32;
        let found = self.query.find(&description(action, self.lang)).unwrap_or_default().positions;
        let in_name = found.iter().filter_map(|byte| byte.checked_sub(help_end + GAP.len() as u32)).collect();
        [found.into_iter().filter(|byte| *byte < help_end).collect(), in_name]
    }

    /// The pane that had the focus when the list was opened.
    pub const fn context(&self) -> Context {
        self.context
    }

    /// Areas of the parts of the popup.
    pub const fn areas(&self) -> &PickerAreas {
        &self.areas
    }

    /// Handles a key. [`Outcome::QueryChanged`] needs no further work: the list is already filtered.
    pub fn press(&mut self, key: Key, history: &History) -> Outcome<Action> {
        let outcome = self.picker.press(key, history);
        if outcome == Outcome::QueryChanged {
            self.filter();
        }
        outcome
    }

    /// Inserts pasted text into the prompt.
    pub fn paste(&mut self, text: &str) {
        self.picker.paste(text);
        self.filter();
    }

    /// Handles a press of the left button: on the selected action it chooses, on another it selects, outside the popup
    /// it closes.
    pub fn click(&mut self, col: u16, row: u16) -> Outcome<Action> {
        if !self.areas.popup.contains(col, row) {
            return Outcome::Closed;
        }
        if !self.areas.results.contains(col, row) {
            return Outcome::Moved;
        }
        let before = self.picker.selected();
        match self.picker.select_row(usize::from(row - self.areas.results.row)) {
            Some(action) if Some(action) == before => Outcome::Chosen(action),
            _ => Outcome::Moved,
        }
    }

    /// Handles the wheel: selects an action further down or up.
    pub(crate) fn scroll(&mut self, is_down: bool, count: usize) {
        self.picker.scroll(is_down, count);
    }

    fn filter(&mut self) {
        self.query = Query::parse_in(self.picker.prompt().text(), self.pinyin);
        let scored = TABLE.iter().filter_map(|entry| {
            let score = self.query.score(&description(entry.action, self.lang))?;
            Some((score, entry.action))
        });
        let mut scored: Vec<(i64, Action)> = scored.collect();
        if self.purpose == Purpose::Palette {
            scored.sort_by_key(|(score, _)| Reverse(*score));
        }
        self.generation += 1;
        self.picker.expect(self.generation, false);
        self.picker.apply(self.generation, scored.into_iter().map(|(_, action)| action).collect());
    }
}

/// The text that a query is matched against: the description of the action, then its name.
fn description(action: Action, lang: Lang) -> String {
    let entry = action.entry();
    format!("{}{GAP}{}", entry.help.to(lang), entry.name)
}

/// Separates the description of an action from its name.
const GAP: &str = "  ";

/// The keys of an action in the notation of a manual: with placeholders for the count and the letter (`NG`, `mx`).
///
/// Prefers the keys that work in `context`; when there are none, returns those of another pane together with that pane.
pub(crate) fn keys_of(keymap: &Keymap, action: Action, context: Context) -> (Vec<String>, Option<Context>) {
    let others = Context::ALL.into_iter().filter(|other| ![context, Context::Anywhere].contains(other));
    let here = keys_in(keymap, action, &[context, Context::Anywhere]);
    if !here.is_empty() {
        return (here, None);
    }
    let elsewhere = others.map(|other| (keys_in(keymap, action, &[other]), Some(other)));
    elsewhere.into_iter().find(|(keys, _)| !keys.is_empty()).unwrap_or_default()
}

fn keys_in(keymap: &Keymap, action: Action, contexts: &[Context]) -> Vec<String> {
    let bound = |context: Context| {
        let bindings = keymap.bindings();
        bindings
            .filter(move |(bound, _, action_bound)| *bound == context && *action_bound == action)
            .map(|(_, keys, _)| keys)
    };
    let mut keys: Vec<&[Key]> = contexts.iter().flat_map(|context| bound(*context)).collect();
    // Default keys in the order of the table, the usual one first; keys bound by the user follow.
    let usual: Vec<Vec<Key>> =
        action.entry().keys.iter().flat_map(|(_, keys)| keys.split(' ')).filter_map(parse_sequence).collect();
    keys.sort_by_key(|keys| usual.iter().position(|usual| usual == keys).unwrap_or(usual.len()));
    keys.dedup();
    let (before, after) = match action.entry().argument {
        Argument::Nothing | Argument::Repeat => ("", ""),
        Argument::Number => ("N", ""),
        Argument::Letter => ("", "x"),
    };
    keys.into_iter().map(|keys| format!("{before}{}{after}", print_sequence(keys))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(purpose: Purpose, typed: &str) -> Commands {
        let area = Area { col: 0, row: 0, cols: 80, rows: 24 };
        let mut commands = Commands::new(purpose, Context::Reading, Lang::Chinese, area);
        for c in typed.chars() {
            commands.press(Key::char(c), &History::default());
        }
        commands
    }

    #[test]
    fn every_action_is_listed_in_order_of_the_table() {
        for purpose in [Purpose::Help, Purpose::Palette] {
            let actions: Vec<Action> = TABLE.iter().map(|entry| entry.action).collect();
            assert_eq!(commands(purpose, "").picker().items(), actions);
        }
    }

    #[test]
    fn actions_are_found_by_what_they_do_and_by_name() {
        let first = |purpose, typed| commands(purpose, typed).picker().selected();
        assert_eq!(first(Purpose::Palette, "挂起"), Some(Action::Suspend));
        assert_eq!(first(Purpose::Palette, "'fold-to-level"), Some(Action::FoldToLevel));
        assert_eq!(first(Purpose::Palette, "jumpback"), Some(Action::JumpBack));
        assert_eq!(first(Purpose::Palette, "没有这个"), None);
        let help = commands(Purpose::Help, "'下一");
        let order: Vec<usize> = help.picker().items().iter().map(|action| *action as usize).collect();
        assert!(order.is_sorted() && order.len() > 3, "help keeps the order of its sections");
    }

    #[test]
    fn matches_are_told_apart_by_where_they_stand() {
        assert_eq!(commands(Purpose::Palette, "'挂").matched(Action::Suspend), [vec![0], vec![]]);
        assert_eq!(commands(Purpose::Palette, "'su").matched(Action::Suspend), [vec![], vec![0, 1]]);
    }

    #[test]
    fn enter_runs_what_is_selected() {
        let mut palette = commands(Purpose::Palette, "suspend");
        assert_eq!(
            palette.press(Key::plain(crate::app::KeyCode::Enter), &History::default()),
            Outcome::Chosen(Action::Suspend)
        );
        let results = palette.areas().results;
        assert_eq!(palette.click(results.col, results.row), Outcome::Chosen(Action::Suspend));
    }

    #[track_caller]
    fn check_keys(keymap: &Keymap, action: Action, context: Context, expected: &str, elsewhere: Option<Context>) {
        let (keys, from) = keys_of(keymap, action, context);
        assert_eq!((keys.join(" ").as_str(), from), (expected, elsewhere), "{action:?}");
    }

    #[test]
    fn keys_are_those_that_work_in_the_pane() {
        let mut keymap = Keymap::default();
        check_keys(&keymap, Action::MoveDown, Context::List, "j Down ^e", None);
        check_keys(&keymap, Action::JumpForward, Context::Reading, "^i ) A-Right Tab", None);
        check_keys(&keymap, Action::JumpForward, Context::Outline, "^i ) A-Right", None);
        check_keys(&keymap, Action::ToggleFold, Context::List, "za", Some(Context::Outline));
        check_keys(&keymap, Action::GoToPercent, Context::List, "N%", None);
        check_keys(&keymap, Action::SetMark, Context::List, "mx", None);
        keymap.bind(Context::Anywhere, vec![Key::char('+')], Action::MoveDown);
        keymap.unbind(Context::Anywhere, &[Key::char('j')]);
        check_keys(&keymap, Action::MoveDown, Context::List, "Down ^e +", None);
    }
}
