//! Which keys mean what: sequences, counts, pending keys.

use std::collections::BTreeMap;

use super::action::{Action, Context, TABLE, Wants};
use super::key::{Key, KeyCode, parse_sequence};

/// Every binding.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// By context, and whether a count comes before; then by sequence.
    bindings: BTreeMap<(Context, bool, Vec<Key>), Action>,
}

/// Keys that have been pressed and do not yet make an order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// The count typed so far.
    pub count: Option<u32>,
    /// The keys of the sequence typed so far.
    pub keys: Vec<Key>,
    /// The action that waits for a letter.
    pub action: Option<Action>,
}

/// What a key has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolved {
    /// An order.
    Order {
        /// What to do.
        action: Action,
        /// The count before it.
        count: Option<u32>,
        /// The letter after it, where the action wants one.
        letter: Option<char>,
    },
    /// More keys must follow.
    Waiting,
    /// The keys mean nothing here.
    Unknown,
}

/// A key that may follow the pending ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// The key.
    pub key: Key,
    /// What it leads to.
    pub action: Action,
}

/// A higher count is cut off here: no notice has more rows.
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
    /// Binds a sequence; what it meant in that context before is forgotten.
    pub fn bind(&mut self, context: Context, sequence: Vec<Key>, action: Action) {
        let with_count = action.entry().wants == Wants::Number;
        self.bindings.insert((context, with_count, sequence), action);
    }

    /// Takes a sequence's meaning away in one context.
    pub fn unbind(&mut self, context: Context, sequence: &[Key]) {
        self.bindings.retain(|(bound, _, keys), _| *bound != context || keys != sequence);
    }

    /// Every binding: context, sequence, action; in order of context and key.
    pub fn bindings(&self) -> impl Iterator<Item = (Context, &[Key], Action)> {
        self.bindings.iter().map(|((context, _, keys), action)| (*context, keys.as_slice(), *action))
    }

    /// Takes a key after the pending ones. `pending` is empty again unless the answer is [`Resolved::Waiting`].
    pub fn resolve(&self, context: Context, pending: &mut Pending, key: Key) -> Resolved {
        let resolved = self.look_up(context, pending, key);
        if resolved != Resolved::Waiting {
            *pending = Pending::default();
        }
        resolved
    }

    fn look_up(&self, context: Context, pending: &mut Pending, key: Key) -> Resolved {
        let key = key.without_input_method();
        if let Some(action) = pending.action {
            return match key.typed() {
                Some(letter) => Resolved::Order { action, count: pending.count, letter: Some(letter) },
                None => Resolved::Unknown,
            };
        }
        if pending.keys.is_empty() && push_digit(&mut pending.count, key) {
            return Resolved::Waiting;
        }
        pending.keys.push(key);
        if let Some(action) = self.action(context, pending) {
            if action.entry().wants == Wants::Letter {
                pending.action = Some(action);
                return Resolved::Waiting;
            }
            return Resolved::Order { action, count: pending.count, letter: None };
        }
        let may_follow = self.hints(context, pending).next().is_some();
        if may_follow { Resolved::Waiting } else { Resolved::Unknown }
    }

    /// The action of the pending keys; the pane's own bindings before those of anywhere, those with a count first
    /// when there is one.
    fn action(&self, context: Context, pending: &Pending) -> Option<Action> {
        let counts: &[bool] = if pending.count.is_some() { &[true, false] } else { &[false] };
        counts.iter().find_map(|with_count| {
            let bound = |context| self.bindings.get(&(context, *with_count, pending.keys.clone())).copied();
            bound(context).or_else(|| bound(Context::Anywhere))
        })
    }

    /// Which keys may follow the pending ones in that context, in order of the help.
    pub fn hints<'a>(&'a self, context: Context, pending: &'a Pending) -> impl Iterator<Item = Hint> + 'a {
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

/// Adds a digit to a count; `0` does not begin one. Whether `key` was such a digit.
fn push_digit(count: &mut Option<u32>, key: Key) -> bool {
    let Key { code: KeyCode::Char(c), ctrl: false, alt: false, .. } = key else { return false };
    let Some(digit) = c.to_digit(10).filter(|digit| *digit > 0 || count.is_some()) else { return false };
    *count = Some(count.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(MAX_COUNT));
    true
}
