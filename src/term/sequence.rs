//! One complete escape sequence of a terminal → the key or the mouse report it stands for.
//!
//! Covers the sequences of xterm, the Linux console and rxvt, mouse reports in three encodings (SGR, rxvt, X10), and the
//! `CSI u` form of the kitty keyboard protocol.

use crate::app::{Event, Key, KeyCode, Mouse, MouseKind};

/// Modifier keys held with a key.
#[derive(Debug, Clone, Copy)]
struct Modifiers {
    shift: bool,
    alt: bool,
    ctrl: bool,
}

impl Modifiers {
    /// No modifier.
    const NONE: Self = Self { shift: false, alt: false, ctrl: false };

    /// Control alone.
    const CTRL: Self = Self { ctrl: true, ..Self::NONE };

    /// From the parameter of a sequence: one more than the sum of Shift 1, Alt 2, Control 4. Higher bits are modifiers
    /// that no binding uses.
    const fn from_mask(mask: u8) -> Self {
        let bits = mask.saturating_sub(1);
        Self { shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & 4 != 0 }
    }
}

/// A key as the application names it. A character with Control is in lower case: terminals that can tell `^O` from `^o`
/// mean the same key as those that cannot.
fn key(code: KeyCode, modifiers: Modifiers) -> Event {
    let Modifiers { shift, alt, ctrl } = modifiers;
    Event::Key(match code {
        KeyCode::Char(c) if ctrl => Key { code: KeyCode::Char(c.to_ascii_lowercase()), ctrl, alt, shift: false },
        KeyCode::Char(_) => Key { code, ctrl, alt, shift: false },
        _ => Key { code, ctrl, alt, shift },
    })
}

/// The key of one character that was sent as itself: a control character, a letter, a 汉字.
pub(super) fn decode_char(c: char) -> Option<Event> {
    let (code, modifiers) = match c {
        '\r' => (KeyCode::Enter, Modifiers::NONE),
        '\t' => (KeyCode::Tab, Modifiers::NONE),
        '\x1B' => (KeyCode::Esc, Modifiers::NONE),
        '\x7F' => (KeyCode::Backspace, Modifiers::NONE),
        '\0' => (KeyCode::Char(' '), Modifiers::CTRL),
        '\x01'..='\x1A' => (KeyCode::Char((c as u8 - 1 + b'a') as char), Modifiers::CTRL),
        '\x1C'..='\x1F' => (KeyCode::Char((c as u8 - 0x1C + b'4') as char), Modifiers::CTRL),
        _ if c.is_control() => return None,
        _ => (KeyCode::Char(c), Modifiers::NONE),
    };
    Some(key(code, modifiers))
}

/// The sequence `ESC O final`.
pub(super) fn decode_ss3(last: u8) -> Option<Event> {
    cursor_key(last).map(|code| key(code, Modifiers::NONE))
}

/// The sequence `ESC [ [ final` of the Linux console.
pub(super) fn decode_console(last: u8) -> Option<Event> {
    matches!(last, b'A'..=b'E').then(|| key(KeyCode::F(last - b'A' + 1), Modifiers::NONE))
}

/// The sequence `ESC [ M button col row` of terminals without SGR mouse reports; every value is 32 too large.
pub(super) fn decode_x10_mouse(values: [u8; 3]) -> Option<Event> {
    let [button, col, row] = values;
    mouse(mouse_kind(button.checked_sub(32)?)?, col.checked_sub(32)?.into(), row.checked_sub(32)?.into())
}

/// The sequence `ESC [ parameters final`. `None` for sequences that stand for no key and no mouse report: answers of the
/// terminal, keys that were released, unknown ones.
pub(super) fn decode_csi(parameters: &[u8], last: u8) -> Option<Event> {
    let parameters = str::from_utf8(parameters).ok()?;
    if let Some(report) = parameters.strip_prefix('<') {
        return decode_sgr_mouse(report, last);
    }
    match (parameters, last) {
        ("", b'Z') => Some(key(KeyCode::Tab, Modifiers { shift: true, ..Modifiers::NONE })),
        ("", b'I') => Some(Event::FocusGained),
        ("", b'O') => Some(Event::FocusLost),
        ("", _) => cursor_key(last).map(|code| key(code, Modifiers::NONE)),
        (_, b'~') => decode_numbered(parameters),
        (_, b'u') => decode_unicode(parameters),
        (_, b'M') => decode_rxvt_mouse(parameters),
        // With parameters, this is the report of the cursor's position.
        (_, b'R') => None,
        _ => {
            let code = cursor_key(last)?;
            let modifiers = match parameters.split_once(';') {
                Some((_, modifiers)) => pressed_with(modifiers)?,
                None => Modifiers::from_mask(parameters.chars().last()?.to_digit(10)? as u8),
            };
            Some(key(code, modifiers))
        }
    }
}

/// Keys that a letter stands for.
const fn cursor_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

/// Modifiers and kind of a key: `modifiers` or `modifiers:kind`. `None` when the key was released; a held key repeats, so
/// repeats count as presses.
fn pressed_with(parameter: &str) -> Option<Modifiers> {
    const RELEASED: u8 = 3;
    let parameter = parameter.split(';').next().unwrap_or_default();
    let (mask, kind) = parameter.split_once(':').unwrap_or((parameter, ""));
    let is_released = kind.parse() == Ok(RELEASED);
    // Terminals leave the number out when nothing is held.
    (!is_released).then(|| Modifiers::from_mask(mask.parse().unwrap_or(1)))
}

/// `number ~` or `number ; modifiers ~`.
fn decode_numbered(parameters: &str) -> Option<Event> {
    let (number, modifiers) = parameters.split_once(';').unwrap_or((parameters, ""));
    let code = match number.parse::<u8>().ok()? {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // Numbers are left out between the groups of keys of a DEC keyboard.
        number @ 11..=15 => KeyCode::F(number - 10),
        number @ 17..=21 => KeyCode::F(number - 11),
        number @ 23..=26 => KeyCode::F(number - 12),
        number @ 28..=29 => KeyCode::F(number - 15),
        number @ 31..=34 => KeyCode::F(number - 17),
        _ => return None,
    };
    Some(key(code, pressed_with(modifiers)?))
}

/// `code point : shifted code point ; modifiers : kind u`.
fn decode_unicode(parameters: &str) -> Option<Event> {
    let (codes, modifiers) = parameters.split_once(';').unwrap_or((parameters, ""));
    let modifiers = pressed_with(modifiers)?;
    let mut codes = codes.split(':').map(|code| code.parse::<u32>().ok());
    let plain = codes.next()??;
    let shifted = codes.next().flatten().and_then(char::from_u32).filter(|_| modifiers.shift);
    let code = match (plain, shifted) {
        (_, Some(shifted)) => KeyCode::Char(shifted),
        (0x1B, _) => KeyCode::Esc,
        (0x0D, _) => KeyCode::Enter,
        (0x09, _) => KeyCode::Tab,
        (0x7F, _) => KeyCode::Backspace,
        (57344..=63743, _) => keypad_key(plain)?,
        _ => KeyCode::Char(char::from_u32(plain)?),
    };
    let is_control = matches!(code, KeyCode::Char(c) if c.is_control());
    (!is_control).then(|| key(code, modifiers))
}

/// Keys to which the kitty protocol gives code points of the private use area: the keypad, F13 and above.
fn keypad_key(code: u32) -> Option<KeyCode> {
    const KEYPAD: [KeyCode; 28] = [
        KeyCode::Char('0'),
        KeyCode::Char('1'),
        KeyCode::Char('2'),
        KeyCode::Char('3'),
        KeyCode::Char('4'),
        KeyCode::Char('5'),
        KeyCode::Char('6'),
        KeyCode::Char('7'),
        KeyCode::Char('8'),
        KeyCode::Char('9'),
        KeyCode::Char('.'),
        KeyCode::Char('/'),
        KeyCode::Char('*'),
        KeyCode::Char('-'),
        KeyCode::Char('+'),
        KeyCode::Enter,
        KeyCode::Char('='),
        KeyCode::Char(','),
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Insert,
        KeyCode::Delete,
    ];
    match code {
        57376..=57398 => Some(KeyCode::F((code - 57376) as u8 + 13)),
        57399..=57426 => Some(KEYPAD[(code - 57399) as usize]),
        _ => None,
    }
}

/// `button ; col ; row` of an SGR report, which ends with `M` for a press and `m` for a release.
fn decode_sgr_mouse(report: &str, last: u8) -> Option<Event> {
    let (button, col, row) = mouse_numbers(report)?;
    let kind = match (mouse_kind(button)?, last) {
        (MouseKind::Press, b'm') => MouseKind::Release,
        (kind, b'M' | b'm') => kind,
        _ => return None,
    };
    mouse(kind, col, row)
}

/// `button ; col ; row` of an rxvt report; the button is 32 too large.
fn decode_rxvt_mouse(report: &str) -> Option<Event> {
    let (button, col, row) = mouse_numbers(report)?;
    mouse(mouse_kind(button.checked_sub(32)?)?, col, row)
}

fn mouse_numbers(report: &str) -> Option<(u8, u16, u16)> {
    let mut numbers = report.split(';');
    let button = numbers.next()?.parse().ok()?;
    Some((button, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// A mouse report at a position that is counted from 1.
fn mouse(kind: MouseKind, col: u16, row: u16) -> Option<Event> {
    Some(Event::Mouse(Mouse { kind, col: col.checked_sub(1)?, row: row.checked_sub(1)? }))
}

/// The low bits are the button, 32 says that the mouse moves, 4, 8 and 16 are modifiers. `None` for buttons that nothing
/// reacts to.
const fn mouse_kind(button: u8) -> Option<MouseKind> {
    let is_moving = button & 32 != 0;
    match ((button & 0b11) | ((button & 0b1100_0000) >> 4), is_moving) {
        (0, false) => Some(MouseKind::Press),
        (0, true) => Some(MouseKind::Drag),
        (3, false) => Some(MouseKind::Release),
        (4, false) => Some(MouseKind::ScrollUp),
        (5, false) => Some(MouseKind::ScrollDown),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `sequence`: what follows `ESC [`.
    #[track_caller]
    fn check_csi(sequence: &str, expected: &str) {
        let (last, parameters) = sequence.as_bytes().split_last().expect("a final byte");
        let expected = Key::parse(expected).map(Event::Key);
        assert_eq!(decode_csi(parameters, *last), expected, "{sequence}");
    }

    #[test]
    fn keys_of_xterm_and_rxvt() {
        for (sequence, expected) in [
            ("A", "Up"),
            ("B", "Down"),
            ("C", "Right"),
            ("D", "Left"),
            ("H", "Home"),
            ("F", "End"),
            ("Z", "S-Tab"),
            ("P", "F1"),
            ("S", "F4"),
            ("1;3D", "A-Left"),
            ("1;2A", "S-Up"),
            ("1;2:1B", "S-Down"),
            ("2A", "S-Up"),
            ("1;2P", "S-F1"),
            ("1~", "Home"),
            ("2~", "Insert"),
            ("3~", "Delete"),
            ("4~", "End"),
            ("5~", "PageUp"),
            ("6~", "PageDown"),
            ("7~", "Home"),
            ("8~", "End"),
            ("11~", "F1"),
            ("15~", "F5"),
            ("17~", "F6"),
            ("21~", "F10"),
            ("23~", "F11"),
            ("24~", "F12"),
            ("6;3~", "A-PageDown"),
        ] {
            check_csi(sequence, expected);
        }
    }

    #[test]
    fn keys_of_the_kitty_protocol() {
        for (sequence, expected) in [
            ("106u", "j"),
            ("99;5u", "^c"),
            ("79;6u", "^o"),
            ("97:65;2u", "A"),
            ("120;3:2u", "A-x"),
            ("27u", "Esc"),
            ("13u", "Enter"),
            ("9;2u", "S-Tab"),
            ("127u", "Backspace"),
            ("57405u", "6"),
            ("57421u", "PageUp"),
            ("19968u", "一"),
        ] {
            check_csi(sequence, expected);
        }
    }

    #[test]
    fn answers_and_releases_are_no_keys() {
        for sequence in [
            "?2026;2$y",
            "?1;2c",
            ">0;276;0c",
            "5;10R",
            "0n",
            "?1u",
            "106;1:3u",
            "1;1:3A",
            "201~",
            "99~",
            "1u",
            "x",
            "<1M",
            "57358u",
            "<;;M",
            "0;1;1M",
            "99999999999999999999~",
            "4;600;800t",
        ] {
            check_csi(sequence, "no key");
        }
    }

    #[track_caller]
    fn check_mouse(event: Option<&Event>, expected: Option<(MouseKind, u16, u16)>) {
        let expected = expected.map(|(kind, col, row)| Event::Mouse(Mouse { kind, col, row }));
        assert_eq!(event, expected.as_ref());
    }

    #[test]
    fn only_the_left_button_and_the_wheel_are_known() {
        use MouseKind::{Drag, Press, Release, ScrollDown, ScrollUp};
        for (parameters, last, expected) in [
            ("<0;4;5", b'M', Some((Press, 3, 4))),
            ("<0;4;5", b'm', Some((Release, 3, 4))),
            ("<32;300;5", b'M', Some((Drag, 299, 4))),
            ("<64;1;1", b'M', Some((ScrollUp, 0, 0))),
            ("<65;1;1", b'M', Some((ScrollDown, 0, 0))),
            ("<20;4;5", b'M', Some((Press, 3, 4))),
            ("<2;4;5", b'M', None),
            ("<35;4;5", b'M', None),
            ("<0;0;5", b'M', None),
            ("32;4;5", b'M', Some((Press, 3, 4))),
            ("35;4;5", b'M', Some((Release, 3, 4))),
        ] {
            check_mouse(decode_csi(parameters.as_bytes(), last).as_ref(), expected);
        }
        check_mouse(decode_x10_mouse([b' ', b'$', b'%']).as_ref(), Some((Press, 3, 4)));
        check_mouse(decode_x10_mouse([b'#', b'$', 0xFF]).as_ref(), Some((Release, 3, 222)));
        check_mouse(decode_x10_mouse([b' ', b' ', b'!']).as_ref(), None);
    }
}
