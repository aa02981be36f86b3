//! The keymap: bindings of key sequences to actions, counts, pending keys.

use std::collections::BTreeMap;

use super::action::{Action, Argument, Context, TABLE};
use super::key::{Key, KeyCode, parse_sequence};

/// All bindings.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// Keyed by context, whether a count is required, and sequence.
    bindings: BTreeMap<(Context, bool, Vec<Key>), Action>,
}

/// Keys pressed so far of an incomplete command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PendingKeys {
    /// The count typed so far.
    pub count: Option<u32>,
    /// The keys of the sequence typed so far.
    pub keys: Vec<Key>,
    /// The action that waits for its letter.
    pub action: Option<Action>,
}

/// Result of resolving a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A complete command.
    Command {
        /// The action to perform.
        action: Action,
        /// The count typed before it.
        count: Option<u32>,
        /// The letter typed after it, if the action takes one.
        letter: Option<char>,
    },
    /// More keys must follow.
    Waiting,
    /// The keys are not bound.
    Unbound,
}

/// A key that can follow the keys typed so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hint {
    /// The key.
    pub key: Key,
    /// The action it leads to.
    pub action: Action,
}

/// Upper bound on a count; no notice has more rows.
const MAX_COUNT: u32 = 99_999_999;

impl Default for Keymap {
    fn default() -> Self {
        let mut keymap = Self { bindings: BTreeMap::new() };
        for entry in TABLE {
            for (context, keys) in entry.keys {
                for word in keys.split(' ') {
                    let sequence = parse_sequence(word).expect("the table holds only keys");
                    keymap.bind(*context, sequence, entry.action);
                }
            }
        }
        keymap
    }
}

impl Keymap {
    /// Binds a sequence, replacing its binding in that context.
    pub fn bind(&mut self, context: Context, sequence: Vec<Key>, action: Action) {
        let with_count = action.entry().argument == Argument::Number;
        self.bindings.insert((context, with_count, sequence), action);
    }

    /// Removes the binding of a sequence in one context.
    pub fn unbind(&mut self, context: Context, sequence: &[Key]) {
        self.bindings.retain(|(bound, _, keys), _| *bound != context || keys != sequence);
    }

    /// All bindings (context, sequence, action), sorted by context and key.
    pub fn bindings(&self) -> impl Iterator<Item = (Context, &[Key], Action)> {
        self.bindings.iter().map(|((context, _, keys), action)| (*context, keys.as_slice(), *action))
    }

    /// Resolves a key after the pending ones. Clears `pending` unless the result is [`Resolved::Waiting`].
    pub(crate) fn resolve(&self, context: Context, pending: &mut PendingKeys, key: Key) -> Resolved {
        let resolved = self.look_up(context, pending, key);
        if resolved != Resolved::Waiting {
            *pending = PendingKeys::default();
        }
        resolved
    }

    fn look_up(&self, context: Context, pending: &mut PendingKeys, key: Key) -> Resolved {
        let key = key.without_input_method();
        if let Some(action) = pending.action {
            return match key.typed() {
                Some(letter) => Resolved::Command { action, count: pending.count, letter: Some(letter) },
                None => Resolved::Unbound,
            };
        }
        if pending.keys.is_empty() && push_digit(&mut pending.count, key) {
            return Resolved::Waiting;
        }
        pending.keys.push(key);
        if let Some(action) = self.action(context, pending) {
            if action.entry().argument == Argument::Letter {
                pending.action = Some(action);
                return Resolved::Waiting;
            }
            return Resolved::Command { action, count: pending.count, letter: None };
        }
        let may_follow = self.hints(context, pending).next().is_some();
        if may_follow { Resolved::Waiting } else { Resolved::Unbound }
    }

    /// The action bound to the pending keys. Bindings of the pane take precedence over those of `Anywhere`, and, when a
    /// count was typed, bindings with a count over those without.
    fn action(&self, context: Context, pending: &PendingKeys) -> Option<Action> {
        let counts: &[bool] = if pending.count.is_some() { &[true, false] } else { &[false] };
        counts.iter().find_map(|with_count| {
            let bound = |context| self.bindings.get(&(context, *with_count, pending.keys.clone())).copied();
            bound(context).or_else(|| bound(Context::Anywhere))
        })
    }

    /// The keys that can follow the keys typed so far in that context, in the order of the help.
    pub(crate) fn hints<'a>(&'a self, context: Context, pending: &'a PendingKeys) -> impl Iterator<Item = Hint> + 'a {
        let depth = pending.keys.len();
        self.bindings
            .iter()
            .filter(move |((bound, with_count, keys), _)| {
                (*bound == context || *bound == Context::Anywhere)
                    && (!with_count || pending.count.is_some())
                    && keys.len() > depth
                    && keys.starts_with(&pending.keys)
            })
            .map(move |((_, _, keys), action)| Hint { key: keys[depth], action: *action })
    }
}

/// Appends a digit to a count and returns true; `0` cannot be the first digit. Returns false for any other key.
fn push_digit(count: &mut Option<u32>, key: Key) -> bool {
    let Key { code: KeyCode::Char(c), ctrl: false, alt: false, .. } = key else { return false };
    let Some(digit) = c.to_digit(10).filter(|digit| *digit > 0 || count.is_some()) else { return false };
    *count = Some(count.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(MAX_COUNT));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses keys, then checks the resulting command; `…` when more keys must follow, `?` when the keys are not
    /// bound.
    #[track_caller]
    fn check(context: Context, keys: &str, expected: &str) {
        check_in(&Keymap::default(), context, keys, expected);
    }

    #[track_caller]
    fn check_in(keymap: &Keymap, context: Context, keys: &str, expected: &str) {
        let mut pending = PendingKeys::default();
        let mut resolved = Resolved::Waiting;
        for key in parse_sequence(keys).expect("keys") {
            resolved = keymap.resolve(context, &mut pending, key);
        }
        let described = match resolved {
            Resolved::Waiting => "…".to_owned(),
            Resolved::Unbound => "?".to_owned(),
            Resolved::Command { action, count, letter } => {
                let count = count.map(|count| format!("{count} ")).unwrap_or_default();
                let letter = letter.map(|letter| format!(" {letter}")).unwrap_or_default();
                format!("{count}{}{letter}", action.entry().name)
            }
        };
        assert_eq!(described, expected, "{keys} in {context:?}");
        assert_eq!(pending != PendingKeys::default(), resolved == Resolved::Waiting, "{keys}");
    }

    #[test]
    fn counts_and_sequences() {
        check(Context::Outline, "12 j", "12 move-down");
        check(Context::Outline, "1 0 j", "10 move-down");
        check(Context::Outline, "0", "?");
        check(Context::Outline, "3 G", "3 go-to-number");
        check(Context::Outline, "G", "go-to-end");
        check(Context::Outline, "5 0 %", "50 go-to-percent");
        check(Context::Outline, "%", "?");
        check(Context::Outline, "2 z", "2 fold-to-level");
        check(Context::Outline, "z", "…");
        check(Context::Outline, "z R", "open-all-folds");
        check(Context::Outline, "z Esc", "?");
        check(Context::Outline, "z 3", "?");
        check(Context::Reading, "2 ] ]", "2 next-same-level");
        check(Context::Reading, "9 9 9 9 9 9 9 9 9 9 9 j", "99999999 move-down");
        check(Context::Reading, "m", "…");
        check(Context::Reading, "m 3", "set-mark 3");
        check(Context::Reading, "m Esc", "?");
        check(Context::Reading, "' '", "go-to-mark '");
    }

    #[test]
    fn the_pane_comes_first() {
        check(Context::Reading, "f", "page-down");
        check(Context::List, "f", "filter");
        check(Context::Reading, "F5", "only-matches");
        check(Context::List, "F5", "filter");
        check(Context::Outline, "Tab", "cycle-fold");
        check(Context::Reading, "Tab", "jump-forward");
        check(Context::Reading, "?", "find-backward");
        check(Context::List, "?", "help");
        check(Context::List, "o y", "sort-by-year");
        check(Context::Outline, "o", "?");
    }

    #[test]
    fn an_input_method_left_on_does_no_harm() {
        check(Context::Reading, "、", "find");
        check(Context::Reading, "？", "find-backward");
        check(Context::Reading, "：", "palette");
        check(Context::Reading, "【 【", "previous-same-level");
        check(Context::Reading, "》", "widen-pane");
        check(Context::Outline, "１ ２ ｊ", "12 move-down");
        check(Context::Outline, "ｚ Ｒ", "open-all-folds");
        check(Context::Reading, "‘ ａ", "go-to-mark a");
    }

    #[test]
    fn the_keys_that_may_follow_are_known() {
        let keymap = Keymap::default();
        let pending = PendingKeys { keys: parse_sequence("[").expect("keys"), ..PendingKeys::default() };
        let hints = |context| keymap.hints(context, &pending).map(|hint| hint.action.entry().name).collect::<Vec<_>>();
        assert_eq!(hints(Context::Outline), ["previous-same-level", "previous-warning"]);
        assert_eq!(hints(Context::List), ["previous-warning"]);
        assert_eq!(
            keymap.hints(Context::List, &PendingKeys::default()).filter(|hint| hint.key == Key::char('o')).count(),
            5
        );
    }

    #[test]
    fn bindings_can_be_changed() {
        let mut keymap = Keymap::default();
        keymap.bind(Context::Anywhere, parse_sequence("x").expect("keys"), Action::Quit);
        keymap.unbind(Context::Anywhere, &parse_sequence("Q").expect("keys"));
        check_in(&keymap, Context::List, "x", "quit");
        check_in(&keymap, Context::List, "Q", "?");
    }
}
