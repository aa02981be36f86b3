//! Bytes of a terminal → keys, mouse reports and pastes. Recovers from sequences that are cut off, garbled or endless.
//!
//! Three rules make the keyboard always recover:
//!
//! 1. A byte that cannot continue an unfinished sequence ends it and is read anew, so ESC and control characters are never
//!    swallowed. `^C` is always `^C`, except within a paste.
//! 2. A pause ends everything unfinished: [`Tokenizer::deadline`] says when, [`Tokenizer::pause`] ends it.
//! 3. A paste keeps at most [`MAX_PASTE_BYTES`] and ends with a pause, too; `^C` does not prolong the wait.
//!
//! A pasted text may hold the sequence that ends a paste. To a terminal that passes it on, the rest would be typed. Nobody
//! types within a tenth of a second after a paste, so bytes that follow its end without a pause are held back; when the end
//! of a paste comes once more, they were pasted.

use std::time::{Duration, Instant};

use super::sequence::{decode_char, decode_console, decode_csi, decode_ss3, decode_x10_mouse};
use crate::app::{Event, Key};

/// A longer paste is refused: no query is that long, and the memory that a paste takes must have a limit.
pub(super) const MAX_PASTE_BYTES: usize = 64 * 1024;

/// Time limit for the rest of a sequence after ESC; after it, ESC is the key. Bytes of one sequence stand in one packet
/// almost always, and a reader does not notice so short a wait.
const ESC_PAUSE: Duration = Duration::from_millis(25);

/// Time limit for the rest of any other unfinished sequence.
const SEQUENCE_PAUSE: Duration = Duration::from_millis(500);

/// Longest pause within a paste; after it, the end of the paste counts as lost.
const PASTE_PAUSE: Duration = Duration::from_secs(1);

/// The pause after a paste behind which bytes are typed again.
const AFTER_PASTE_PAUSE: Duration = Duration::from_millis(100);

/// The longest time that keys are held back after a paste: a key that repeats leaves no pause.
const AFTER_PASTE_LIMIT: Duration = Duration::from_secs(1);

/// No key and no mouse report is longer. Of a longer sequence only the beginning and the end are kept, and its meaning is
/// ignored.
const MAX_SEQUENCE_BYTES: usize = 64;

const ESC: u8 = 0x1B;
const CTRL_C: u8 = 0x03;
const PASTE_BEGIN: &[u8] = b"\x1B[200~";
const PASTE_END: &[u8] = b"\x1B[201~";

/// The state between bytes of a terminal. It has no clock; the caller passes the time.
#[derive(Debug)]
pub(super) struct Tokenizer {
    mode: Mode,
    /// The unfinished sequence or character, the pasted text, or what followed a paste.
    held: Vec<u8>,
    /// Whether bytes of `held` were dropped.
    is_too_long: bool,
    /// When the last byte other than `^C` came.
    last_byte: Instant,
    /// When the last paste ended.
    paste_ended: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Keys and mouse reports.
    Keys,
    /// Between the two markers of a paste.
    Paste,
    /// Behind a paste, before the next pause.
    AfterPaste,
}

/// The state of a sequence after its last byte.
#[derive(Debug, PartialEq)]
enum Step {
    /// More bytes belong to it.
    More,
    /// It is complete; `None` when it stands for nothing.
    Done(Option<Event>),
    /// It was the beginning of a paste.
    Paste,
    /// It is cut off: this many of its last bytes do not belong to it.
    Cut(usize),
}

impl Tokenizer {
    /// A tokenizer that has seen nothing yet.
    pub(super) const fn new(now: Instant) -> Self {
        Self { mode: Mode::Keys, held: Vec::new(), is_too_long: false, last_byte: now, paste_ended: now }
    }

    /// Takes the bytes that have arrived, and adds what they make to `events`.
    pub(super) fn push(&mut self, bytes: &[u8], now: Instant, events: &mut Vec<Event>) {
        for byte in bytes {
            if *byte != CTRL_C {
                self.last_byte = now;
            }
            self.push_byte(*byte, now, events);
        }
    }

    /// When [`Tokenizer::pause`] is to be called if nothing arrives before; `None` while nothing is unfinished.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.mode {
            Mode::Keys if self.held.is_empty() => None,
            Mode::Keys if self.held == [ESC] => Some(self.last_byte + ESC_PAUSE),
            Mode::Keys => Some(self.last_byte + SEQUENCE_PAUSE),
            Mode::Paste => Some(self.last_byte + PASTE_PAUSE),
            Mode::AfterPaste => {
                let pause = self.last_byte.max(self.paste_ended) + AFTER_PASTE_PAUSE;
                Some(pause.min(self.paste_ended + AFTER_PASTE_LIMIT))
            }
        }
    }

    /// Ends what is unfinished if its deadline has passed. To be called only after looking for bytes: those that have
    /// arrived before the deadline but were not yet read belong to it.
    pub(super) fn pause(&mut self, now: Instant, events: &mut Vec<Event>) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        let held = std::mem::take(&mut self.held);
        let is_too_long = std::mem::take(&mut self.is_too_long);
        match std::mem::replace(&mut self.mode, Mode::Keys) {
            // ESC and one byte are Alt and that key, if nothing follows.
            Mode::Keys => match held[..] {
                [ESC] => events.extend(decode_char('\x1B')),
                [ESC, byte] if byte.is_ascii() => events.extend(with_alt(decode_char(byte.into()))),
                _ => {}
            },
            Mode::Paste => {
                // Whoever finds that no key works presses this one.
                let text_bytes = held.iter().rposition(|byte| *byte != CTRL_C).map_or(0, |last| last + 1);
                let (text, typed) = held.split_at(text_bytes);
                events.push(pasted(text, is_too_long));
                events.extend(typed.iter().map(|_| Event::Key(Key::ctrl('c'))));
            }
            // Of too many keys some were dropped, and the rest would mean something else.
            Mode::AfterPaste if is_too_long => {
                if held.last() == Some(&CTRL_C) {
                    events.push(Event::Key(Key::ctrl('c')));
                }
            }
            Mode::AfterPaste => {
                for byte in held {
                    self.push_byte(byte, now, events);
                }
            }
        }
    }

    fn push_byte(&mut self, byte: u8, now: Instant, events: &mut Vec<Event>) {
        match self.mode {
            Mode::Keys => self.push_key_byte(byte, events),
            Mode::Paste | Mode::AfterPaste => self.push_pasted_byte(byte, now, events),
        }
    }

    fn push_key_byte(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.held.push(byte);
        match step(&self.held) {
            Step::More => {
                if self.held.len() > MAX_SEQUENCE_BYTES {
                    self.is_too_long = true;
                    // The first three bytes say what kind of sequence it is, the last one or two where it ends.
                    self.held.remove(3);
                }
            }
            Step::Done(event) => {
                let is_whole = !std::mem::take(&mut self.is_too_long);
                events.extend(event.filter(|_| is_whole));
                self.held.clear();
            }
            Step::Paste => {
                self.held.clear();
                self.mode = Mode::Paste;
            }
            Step::Cut(rest) => {
                let rest = self.held.split_off(self.held.len() - rest);
                self.is_too_long = false;
                match self.held[..] {
                    [ESC] => events.extend(decode_char('\x1B')),
                    // Only of these is it known that they would not begin a sequence of that kind.
                    [ESC, byte @ (b']' | b'P' | b'_')] => events.extend(with_alt(decode_char(byte.into()))),
                    _ => {}
                }
                self.held.clear();
                for byte in rest {
                    self.push_key_byte(byte, events);
                }
            }
        }
    }

    fn push_pasted_byte(&mut self, byte: u8, now: Instant, events: &mut Vec<Event>) {
        self.held.push(byte);
        if self.held.ends_with(PASTE_END) {
            self.held.truncate(self.held.len() - PASTE_END.len());
            let text = std::mem::take(&mut self.held);
            let is_too_long = std::mem::take(&mut self.is_too_long);
            if self.mode == Mode::Paste || !text.is_empty() {
                events.push(pasted(&text, is_too_long));
            }
            self.mode = Mode::AfterPaste;
            self.paste_ended = now;
        } else if self.held.len() > MAX_PASTE_BYTES {
            self.is_too_long = true;
            // The marker of the end may have begun.
            self.held.drain(..self.held.len() - PASTE_END.len());
        }
    }
}

/// The event of a pasted text; markers in it are left out.
fn pasted(text: &[u8], is_too_long: bool) -> Event {
    if is_too_long {
        return Event::PasteTooLong;
    }
    let text = String::from_utf8_lossy(text);
    let [begin, end] = [PASTE_BEGIN, PASTE_END].map(|marker| str::from_utf8(marker).expect("ASCII"));
    Event::Paste(text.replace(begin, "").replace(end, ""))
}

fn with_alt(event: Option<Event>) -> Option<Event> {
    match event {
        Some(Event::Key(key)) => Some(Event::Key(Key { alt: true, ..key })),
        other => other,
    }
}

/// The state of a sequence after its last byte.
fn step(held: &[u8]) -> Step {
    match held {
        [.., CTRL_C] if held.len() > 1 => Step::Cut(1),
        [ESC] | [ESC, b'[' | b'O' | b']' | b'P' | b'_'] => Step::More,
        // Alt and ESC is no key that could be bound; the second one may begin a sequence.
        [ESC, ESC] => Step::Cut(1),
        [ESC, b'[', rest @ ..] => step_csi(rest),
        [ESC, b'O', last] => step_final(*last, decode_ss3),
        [ESC, kind @ (b']' | b'P' | b'_'), rest @ ..] => step_string(*kind, rest),
        [ESC, rest @ ..] => match step_char(rest) {
            Step::Done(event) => Step::Done(with_alt(event)),
            other => other,
        },
        _ => step_char(held),
    }
}

/// One character in UTF-8.
fn step_char(bytes: &[u8]) -> Step {
    match str::from_utf8(bytes) {
        Ok(text) => Step::Done(text.chars().next().and_then(decode_char)),
        Err(error) if error.error_len().is_none() => Step::More,
        Err(_) if bytes.len() == 1 => Step::Done(None),
        Err(_) => Step::Cut(1),
    }
}

/// A sequence that one more byte completes, unless that is a control character.
fn step_final(last: u8, decode: fn(u8) -> Option<Event>) -> Step {
    if matches!(last, b' '..=b'~') { Step::Done(decode(last)) } else { Step::Cut(1) }
}

/// The text after `ESC [`: parameters and one final byte.
fn step_csi(rest: &[u8]) -> Step {
    match rest {
        b"200~" => Step::Paste,
        // Before them, no parameters: these two are followed by more in spite of being final bytes.
        [b'[' | b'M'] => Step::More,
        [b'[', last] => step_final(*last, decode_console),
        [b'M', values @ ..] if values.iter().any(|value| *value < b' ') => Step::Cut(1),
        [b'M', button, col, row] => Step::Done(decode_x10_mouse([*button, *col, *row])),
        [b'M', ..] | [.., b' '..=b'?'] => Step::More,
        [parameters @ .., last @ b'@'..=b'~'] => Step::Done(decode_csi(parameters, *last)),
        _ => Step::Cut(1),
    }
}

/// Strings that terminals send as answers: `ESC ]`, `ESC P` or `ESC _`, a text, BEL or `ESC \`. The same two bytes are
/// keys with Alt, so the byte behind them must be one with which answers begin.
fn step_string(kind: u8, rest: &[u8]) -> Step {
    match (kind, rest) {
        (b']' | b'P', [b'0'..=b'9']) | (b'P', [b'>' | b'!' | b'$' | b'+' | b'|']) | (b'_', [b'G']) => Step::More,
        (_, [_]) => Step::Cut(1),
        (_, [.., 0x07] | [.., ESC, b'\\']) => Step::Done(None),
        // The ESC belonged to the end of this string, which is cut off.
        (_, [.., ESC, 0..=0x1F]) => Step::Cut(1),
        // The ESC began something else.
        (_, [.., ESC, _]) => Step::Cut(2),
        (_, [.., ESC | b' '..=b'~' | 0x80..=0xFF]) => Step::More,
        _ => Step::Cut(1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::{Mouse, MouseKind};

    /// A terminal whose time is made up.
    struct Line {
        tokenizer: Tokenizer,
        now: Instant,
        events: Vec<Event>,
    }

    impl Line {
        fn new() -> Self {
            let now = Instant::now();
            Self { tokenizer: Tokenizer::new(now), now, events: Vec::new() }
        }

        fn send(&mut self, bytes: &[u8]) {
            self.tokenizer.push(bytes, self.now, &mut self.events);
        }

        /// Lets time pass in which nothing arrives.
        fn wait(&mut self, time: Duration) {
            let end = self.now + time;
            while let Some(deadline) = self.tokenizer.deadline().filter(|deadline| *deadline <= end) {
                self.tokenizer.pause(deadline, &mut self.events);
            }
            self.now = end;
        }

        /// The events so far, keys as they are written, pastes in quotation marks.
        fn text(&self) -> String {
            let words: Vec<String> = self.events.iter().map(describe).collect();
            words.join(" ")
        }
    }

    fn describe(event: &Event) -> String {
        match event {
            Event::Key(key) => key.to_string(),
            Event::Paste(text) => format!("{text:?}"),
            other => format!("{other:?}"),
        }
    }

    /// More than any pause.
    const LONG: Duration = Duration::from_secs(5);

    /// Chunks, after each of which that many milliseconds pass; then a long pause.
    #[track_caller]
    fn check(chunks: &[(&[u8], u64)], expected: &str) {
        let mut line = Line::new();
        for (bytes, millis) in chunks {
            line.send(bytes);
            line.wait(Duration::from_millis(*millis));
        }
        line.wait(LONG);
        assert_eq!(line.text(), expected, "{:?}", chunks.iter().map(|(bytes, _)| bytes.escape_ascii().to_string()));
    }

    #[test]
    fn keys_arrive_as_they_are_written() {
        for (bytes, expected) in [
            (&b"jG"[..], "j G"),
            ("、教".as_bytes(), "、 教"),
            (b"\r\t\x7F \x0F\0\n", "Enter Tab Backspace Space ^o ^Space ^j"),
            (b"\x1B", "Esc"),
            (b"\x1B\x1B", "Esc Esc"),
            (b"\x1Bx\x1B\r", "A-x A-Enter"),
            ("\x1B教".as_bytes(), "A-教"),
            (b"\x1B[A\x1BOB\x1B[1;3D\x1B[5~", "Up Down A-Left PageUp"),
            (b"\x1BOP\x1B[[B\x1B[24~", "F1 F2 F12"),
            (b"\x1B[Z\x1B[106u", "S-Tab j"),
            (b"\x1B\x1B[A", "Esc Up"),
            (b"\x1B[I\x1B[O", "FocusGained FocusLost"),
            // Alt and the bytes that begin sequences.
            (b"\x1B[", "A-["),
            (b"\x1BO", "A-O"),
            (b"\x1B]x", "A-] x"),
        ] {
            check(&[(bytes, 0)], expected);
            // Byte by byte, without pauses that would end anything.
            let bytes: Vec<[u8; 1]> = bytes.iter().map(|byte| [*byte]).collect();
            let chunks: Vec<(&[u8], u64)> = bytes.iter().map(|byte| (&byte[..], 10)).collect();
            check(&chunks, expected);
        }
    }

    #[test]
    fn mouse_reports_arrive_in_every_encoding() {
        let press = describe(&Event::Mouse(Mouse { kind: MouseKind::Press, col: 3, row: 4 }));
        for bytes in [&b"\x1B[<0;4;5M"[..], b"\x1B[32;4;5M", b"\x1B[M $%"] {
            check(&[(bytes, 0)], &press);
            check(&[(&bytes[..4], 100), (&bytes[4..], 0)], &press);
        }
    }

    #[test]
    fn answers_of_the_terminal_are_no_keys() {
        for bytes in [
            &b"\x1B[?2026;2$yj"[..],
            b"\x1B[?64;1;2cj",
            b"\x1B]11;rgb:0000/0000/0000\x1B\\j",
            b"\x1B]11;rgb:0000/0000/0000\x07j",
            b"\x1BP>|xterm(390)\x1B\\j",
            b"\x1B_Gi=31;OK\x1B\\j",
        ] {
            check(&[(bytes, 0)], "j");
        }
    }

    /// Nothing that is cut off swallows the ESC or the control character behind it, nor a key after a pause.
    #[test]
    fn what_is_cut_off_ends() {
        for cut in [
            &b"\x1B[<"[..],
            b"\x1B[<0;1",
            b"\x1B[?2026;2$",
            b"\x1B[M",
            b"\x1B[M !",
            b"\x1B[[",
            b"\x1B[1;",
            b"\x1B]11;rgb",
            b"\x1B]11;rgb\x1B",
            b"\x1BP1$r",
            b"\xE6",
            b"\xE6\x95",
            b"\x1B\xE6",
        ] {
            for (next, expected) in
                [(&b"\x1B[A"[..], "Up"), (b"\r", "Enter"), (b"\x03", "^c"), (b"\x1B[200~Q\x1B[201~", "\"Q\"")]
            {
                check(&[(cut, 0), (next, 0)], expected);
            }
            check(&[(cut, 600), (b"j", 0)], "j");
        }
        check(&[(&[b"\x1B[".as_slice(), &[b'1'; 1000], b"Aj"].concat(), 0)], "j");
    }

    #[test]
    fn a_paste_is_one_event() {
        check(&[(b"\x1B[200~a\nQ\x1B[201~", 200), (b"j", 0)], "\"a\\nQ\" j");
        check(&[(b"\x1B[200~a", 300), (b"b\x1B[20", 300), (b"1~", 0)], "\"ab\"");
        check(&[(b"\x1B[200~\x1B[201~", 0)], "\"\"");
        // Keys right behind it are late, but not lost; a key that repeats is not held back for ever.
        check(&[(b"\x1B[200~a\x1B[201~\r", 0)], "\"a\" Enter");
        let mut held = vec![(&b"\x1B[200~a\x1B[201~"[..], 0)];
        held.extend([(&b"j"[..], 30); 40]);
        check(&held, &format!("\"a\"{}", " j".repeat(40)));
    }

    #[test]
    fn a_paste_that_holds_its_end_runs_no_keys() {
        check(&[(b"\x1B[200~a\x1B[201~Q\x1B[201~", 200), (b"j", 0)], "\"a\" \"Q\" j");
        check(&[(b"\x1B[200~a\x1B[201~Q\x1B[200~b\x1B[201~", 0)], "\"a\" \"Qb\"");
        check(&[(b"\x1B[200~a\x1B[201~", 20), (b"Q", 20), (b"\x1B[201~", 0)], "\"a\" \"Q\"");
        check(&[(b"\x1B[200~a\x1B[20\x1B[201~1~Q\x1B[201~", 0)], "\"a\\u{1b}[20\" \"1~Q\"");
    }

    #[test]
    fn a_paste_that_never_ends_ends_with_a_pause() {
        check(&[(b"\x1B[200~a", 1000), (b"j", 0)], "\"a\" j");
        check(&[(b"\x1B[200~a", 600), (b"\x03", 300), (b"\x03", 300), (b"j", 0)], "\"a\" ^c ^c j");
    }

    #[test]
    fn a_paste_that_is_too_long_is_refused() {
        let long = vec![b'Q'; MAX_PASTE_BYTES * 2];
        check(&[(b"\x1B[200~", 0), (&long, 0), (b"\x1B[201~", 200), (b"j", 0)], "PasteTooLong j");
        check(&[(b"\x1B[200~", 0), (&long, 1000), (b"j", 0)], "PasteTooLong j");
        check(&[(b"\x1B[200~a\x1B[201~", 0), (&long, 0), (b"\x03", 0)], "\"a\" ^c");
        let fitting = vec![b'Q'; MAX_PASTE_BYTES - PASTE_END.len()];
        check(&[(b"\x1B[200~", 0), (&fitting, 0), (b"\x1B[201~", 0)], &format!("{:?}", "Q".repeat(fitting.len())));
    }

    /// Bytes of which many belong to sequences.
    fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
        let parts: Vec<&[u8]> = vec![
            b"\x1B",
            b"[",
            b"[<",
            b"M",
            b"O",
            b"]1",
            b"P1",
            b"\\",
            b"0;1",
            b"~",
            PASTE_BEGIN,
            PASTE_END,
            b"\xE6\x95",
            b"$y",
        ];
        let part = prop_oneof![
            4 => prop::sample::select(parts).prop_map(<[u8]>::to_vec),
            1 => any::<u8>().prop_map(|byte| vec![byte]),
        ];
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    proptest! {
        /// Whatever came before, in whatever pieces: `^C` arrives, and at most the limit after a paste and the pause of
        /// a paste that begins behind it go by.
        #[test]
        fn control_c_always_arrives(chunks in prop::collection::vec((any_bytes(), 0_u64..1200), 0..6)) {
            let mut line = Line::new();
            for (bytes, millis) in chunks {
                line.send(&bytes);
                line.wait(Duration::from_millis(millis));
            }
            line.events.clear();
            line.send(b"\x03");
            line.wait(AFTER_PASTE_LIMIT + PASTE_PAUSE);
            prop_assert!(line.events.contains(&Event::Key(Key::ctrl('c'))), "{}", line.text());
            prop_assert_eq!(line.tokenizer.deadline(), None);
            prop_assert!(line.tokenizer.held.is_empty());
        }

        /// Pieces of a stream mean the same as the whole.
        #[test]
        fn how_bytes_are_split_makes_no_difference(bytes in any_bytes(), at in any::<prop::sample::Index>()) {
            let (mut whole, mut split) = (Line::new(), Line::new());
            let (first, second) = bytes.split_at(at.index(bytes.len() + 1));
            whole.send(&bytes);
            split.send(first);
            split.send(second);
            whole.wait(LONG);
            split.wait(LONG);
            prop_assert_eq!(whole.text(), split.text());
        }

        /// A pasted text types nothing, whatever markers are in it and whatever was cut off before it.
        #[test]
        fn a_paste_types_nothing(
            cut in prop::sample::select(vec![&b""[..], b"\x1B[<0;1", b"\x1B[M", b"\x1B]1", b"\xE6", b"\x1B[", b"\x1B"]),
            parts in prop::collection::vec(prop::sample::select(vec![&b"Q"[..], PASTE_BEGIN, PASTE_END, b"\x1B", b"\x1B[20", b"\r"]), 0..8),
        ) {
            let mut line = Line::new();
            line.send(&[cut, PASTE_BEGIN, &parts.concat(), PASTE_END].concat());
            line.wait(LONG);
            let keys: Vec<&Event> = line.events.iter().filter(|event| matches!(event, Event::Key(_))).collect();
            let expected = if cut == b"\x1B" { vec![Event::Key(Key::parse("Esc").expect("a key"))] } else { Vec::new() };
            prop_assert_eq!(keys, expected.iter().collect::<Vec<_>>());
        }
    }
}
