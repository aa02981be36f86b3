//! A key as a value, independent of any terminal library: parsed from the configuration, printed in the help.

use std::fmt;

use crate::text::fold::half_width;

/// The key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character as typed; Shift is already included.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; Shift with Tab is the key that terminals call back-tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The key without its modifiers.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; always false for a character, which includes it.
    pub shift: bool,
}

/// Keys written by name.
const NAMES: [(&str, KeyCode); 15] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

/// Characters that a Chinese input method sends for a key, other than its full-width form.
const INPUT_METHOD: [(char, char); 18] = [
    ('、', '/'),
    ('。', '.'),
    ('《', '<'),
    ('》', '>'),
    ('〈', '<'),
    ('〉', '>'),
    ('【', '['),
    ('】', ']'),
    ('「', '{'),
    ('」', '}'),
    ('『', '{'),
    ('』', '}'),
    ('‘', '\''),
    ('’', '\''),
    ('“', '"'),
    ('”', '"'),
    ('·', '`'),
    ('￥', '$'),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with Control.
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// The character that this key types into a prompt; `None` for a named key or a key with modifiers.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key on the keyboard, undoing the conversion of an active input method. `？` → `?`, `ｊ` → `j`.
    #[must_use]
    pub(crate) fn without_input_method(self) -> Self {
        let KeyCode::Char(c) = self.code else { return self };
        let known = INPUT_METHOD.iter().find(|(sent, _)| *sent == c).map(|(_, intended)| *intended);
        Self { code: KeyCode::Char(known.unwrap_or_else(|| half_width(c))), ..self }
    }

    /// Parses one key: `j`, `^o`, `A-Left`, `S-Tab`, `F1`, `Space`. `None` when the text is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Self::plain(KeyCode::Esc);
        let mut rest = text;
        loop {
            let modifiers: [(&str, &mut bool); 3] =
                [("^", &mut key.ctrl), ("A-", &mut key.alt), ("S-", &mut key.shift)];
            let found = modifiers
                .into_iter()
                .find_map(|(prefix, held)| Some((rest.strip_prefix(prefix).filter(|rest| !rest.is_empty())?, held)));
            let Some((after, held)) = found else { break };
            *held = true;
            rest = after;
        }
        key.code = parse_code(rest)?;
        let is_char = matches!(key.code, KeyCode::Char(_));
        (!(is_char && key.shift)).then_some(key)
    }
}

fn parse_code(text: &str) -> Option<KeyCode> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if chars.next().is_none() {
        return (!first.is_control() && first != ' ').then_some(KeyCode::Char(first));
    }
    let by_name = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, code)| *code);
    let function = || text.strip_prefix(['F', 'f'])?.parse().ok().filter(|number| (1..=24).contains(number));
    by_name.or_else(|| function().map(KeyCode::F))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (prefix, is_held) in [("^", self.ctrl), ("A-", self.alt), ("S-", self.shift)] {
            f.write_str(if is_held { prefix } else { "" })?;
        }
        let name = NAMES.iter().find(|(_, code)| *code == self.code).map(|(name, _)| *name);
        match (name, self.code) {
            (Some(name), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(number)) => write!(f, "F{number}"),
            (None, other) => write!(f, "{other:?}"),
        }
    }
}

/// Parses a sequence of keys: `zR`, `[[`, `^o`, `Space`; several named keys are separated by spaces.
pub fn parse_sequence(text: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    for word in text.split_whitespace() {
        match Key::parse(word) {
            Some(key) => keys.push(key),
            None => keys.extend(word.chars().map(Key::char)),
        }
    }
    (!keys.is_empty()).then_some(keys)
}

/// Formats keys in the notation that [`parse_sequence`] reads.
pub fn print_sequence(keys: &[Key]) -> String {
    let all_plain = keys.iter().all(|key| key.typed().is_some_and(|c| c != ' '));
    let words: Vec<String> = keys.iter().map(Key::to_string).collect();
    words.join(if all_plain { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Key) {
        assert_eq!(Key::parse(text), Some(expected), "{text}");
        assert_eq!(expected.to_string(), text);
    }

    #[test]
    fn keys_are_read_and_written() {
        check("j", Key::char('j'));
        check("^o", Key::ctrl('o'));
        check("^", Key::char('^'));
        check("-", Key::char('-'));
        check("S-Tab", Key { shift: true, ..Key::plain(KeyCode::Tab) });
        check("A-Left", Key { alt: true, ..Key::plain(KeyCode::Left) });
        check("^A-x", Key { alt: true, ..Key::ctrl('x') });
        check("F1", Key::plain(KeyCode::F(1)));
        check("F", Key::char('F'));
        check("F12", Key::plain(KeyCode::F(12)));
        check("Space", Key::char(' '));
        check("PageDown", Key::plain(KeyCode::PageDown));
        check("中", Key::char('中'));
        for (_, code) in NAMES {
            check(&Key::plain(code).to_string(), Key::plain(code));
        }
        for text in ["", "F0", "F99", "xy", "S-j", "Tabs", "\t"] {
            assert_eq!(Key::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn sequences_are_read_and_written() {
        let chars = |text: &str| text.chars().map(Key::char).collect::<Vec<_>>();
        assert_eq!(parse_sequence("zR"), Some(chars("zR")));
        assert_eq!(parse_sequence("[["), Some(chars("[[")));
        assert_eq!(parse_sequence("g Tab"), Some(vec![Key::char('g'), Key::plain(KeyCode::Tab)]));
        assert_eq!(parse_sequence(" "), None);
        for text in ["zR", "[[", "^o", "Space", "g Tab", "^w Left"] {
            assert_eq!(print_sequence(&parse_sequence(text).expect("keys")), text);
        }
    }

    #[test]
    fn keys_survive_an_input_method() {
        let pairs = "、/ ？? ：: 》> 《< 【[ 】] ，, 。. ｊj Ｇg ３3 ％% ＆& （( ）) ‘' ’' ·` ｛{ 「{ 」} ￥$ ＝= 中中";
        for pair in pairs.split(' ') {
            let mut chars = pair.chars();
            let (sent, intended) = (chars.next().expect("a pair"), chars.next().expect("a pair"));
            let intended = if sent == 'Ｇ' { 'G' } else { intended };
            assert_eq!(Key::char(sent).without_input_method(), Key::char(intended), "{pair}");
        }
    }
}
