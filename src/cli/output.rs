//! Standard output: colour only on a terminal, foreign text made safe there, a closed pipe no error.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use super::json;
use crate::text::safe::visible;

/// The role of a piece of text, which decides its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Running text.
    Plain,
    /// A notice's title.
    Title,
    /// Lines of a tree and other scaffolding.
    Faint,
    /// A numbering marker, the name of a rule.
    Marker,
    /// The path of a file; as ripgrep has it.
    Path,
    /// A line number; as ripgrep has it.
    Line,
    /// A matched character; as grep has it.
    Match,
}

impl Ink {
    /// The parameters of the escape sequence that begins it.
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Title => "1",
            Self::Faint => "2",
            Self::Marker => "36",
            Self::Path => "35",
            Self::Line => "32",
            Self::Match => "1;31",
        }
    }
}

/// Destination of the results.
pub(super) struct Output<W: Write> {
    writer: W,
    /// A terminal: foreign text is made safe.
    is_terminal: bool,
    has_colour: bool,
}

/// Buffer size in bytes. Frequent small writes would cost more than the search.
const HELD_BYTES: usize = 64 * 1024;

/// Standard output.
pub(super) type Stdout = Output<BufWriter<io::StdoutLock<'static>>>;

impl Stdout {
    /// Colour unless `NO_COLOR` says otherwise or the terminal is a dumb one.
    pub(super) fn open() -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let is_terminal = io::stdout().is_terminal();
        let has_colour = is_terminal && !is_set("NO_COLOR") && !is_dumb;
        Self { writer: BufWriter::with_capacity(HELD_BYTES, io::stdout().lock()), is_terminal, has_colour }
    }
}

impl<W: Write> Output<W> {
    /// Whether matches are visible (coloured). Computing their positions costs more than finding the text.
    pub(super) const fn shows_matches(&self) -> bool {
        self.has_colour
    }

    /// Writes a piece of text.
    pub(super) fn put(&mut self, ink: Ink, text: &str) -> io::Result<()> {
        let has_ink = self.has_colour && ink != Ink::Plain && !text.is_empty();
        if has_ink {
            write!(self.writer, "\x1b[{}m", ink.code())?;
        }
        if self.is_terminal {
            self.writer.write_all(visible(text).as_bytes())?;
        } else {
            self.writer.write_all(text.as_bytes())?;
        }
        if has_ink {
            self.writer.write_all(b"\x1b[0m")?;
        }
        Ok(())
    }

    /// Writes the name of a file, or text that begins with one: as the system has it, for another program, and safe for a
    /// terminal.
    pub(super) fn put_name(&mut self, name: &OsStr) -> io::Result<()> {
        if self.is_terminal {
            return self.put(Ink::Plain, &name.to_string_lossy());
        }
        self.writer.write_all(name.as_encoded_bytes())
    }

    /// Writes trusted text with line ends, without colour.
    pub(super) fn put_own(&mut self, text: &[u8]) -> io::Result<()> {
        self.writer.write_all(text)
    }

    /// Writes text whose characters at the given byte offsets matched.
    pub(super) fn put_matched(&mut self, text: &str, positions: &[u32]) -> io::Result<()> {
        if !self.has_colour {
            return self.put(Ink::Plain, text);
        }
        let is_matched = |start: usize| positions.binary_search(&(start as u32)).is_ok();
        let mut rest = 0;
        let mut starts = text.char_indices().map(|(start, _)| start).skip(1).chain(std::iter::once(text.len()));
        while rest < text.len() {
            let matches = is_matched(rest);
            let end = starts.find(|start| *start == text.len() || is_matched(*start) != matches);
            let end = end.unwrap_or(text.len());
            self.put(if matches { Ink::Match } else { Ink::Plain }, &text[rest..end])?;
            rest = end;
        }
        Ok(())
    }

    /// Writes `path:line: `.
    pub(super) fn put_place(&mut self, path: &str, line: u32) -> io::Result<()> {
        self.put(Ink::Path, path)?;
        self.writer.write_all(b":")?;
        // Tens of thousands of lines are printed at a time.
        self.put(Ink::Line, itoa::Buffer::new().format(line))?;
        self.writer.write_all(b": ")
    }

    /// Ends the line.
    pub(super) fn end_line(&mut self) -> io::Result<()> {
        self.writer.write_all(b"\n")
    }

    /// Writes one line of JSON; characters that a terminal would interpret or hide are escaped.
    pub(super) fn put_json(&mut self, value: &impl Serialize) -> io::Result<()> {
        json::write(&mut self.writer, value)?;
        self.end_line()
    }

    /// Flushes the buffer.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Prints a message to standard error; a failure to write is ignored.
pub(super) fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "{}", visible(message));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(is_terminal: bool, has_colour: bool, expected: &str) {
        let mut output = Output { writer: Vec::new(), is_terminal, has_colour };
        output.put_place("a\u{1B}b\u{202E}", 7).expect("memory does not fail");
        output.put_matched("推进双减", &[6, 9]).expect("memory does not fail");
        output.put_matched("双减工双", &[0, 3, 9]).expect("memory does not fail");
        output.put_matched("", &[]).expect("memory does not fail");
        assert_eq!(String::from_utf8(output.writer).expect("UTF-8"), expected);
    }

    #[test]
    fn a_terminal_gets_safe_text_and_colour() {
        check(false, false, "a\u{1B}b\u{202E}:7: 推进双减双减工双");
        check(true, false, "ab:7: 推进双减双减工双");
        check(
            true,
            true,
            "\x1b[35mab\x1b[0m:\x1b[32m7\x1b[0m: 推进\x1b[1;31m双减\x1b[0m\x1b[1;31m双减\x1b[0m工\x1b[1;31m双\x1b[0m",
        );
    }
}
