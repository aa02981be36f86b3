//! `--log FILE`: writes what the rooms report through `tracing` to a file, each event as one line of safe text.
//!
//! Nothing is ever logged to the terminal: without the option there is no subscriber, whatever `RUST_LOG` says.

use std::borrow::Cow;
use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tracing::Level;
use tracing_subscriber::filter::{ParseError, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{fmt, registry};

use crate::lang::{Lang, cli as words};
use crate::text::safe::visible;

/// The variable that says which rooms log at which level: `debug`, or `gangmu::parse=debug,gangmu::extract=warn`.
const LEVELS: &str = "RUST_LOG";

/// The log of this process.
pub(super) struct Log {
    file: Arc<LogFile>,
}

impl Log {
    /// Appends to `path` from now on, whatever thread reports something. A new file is readable by its owner only.
    ///
    /// # Errors
    /// When the file cannot be written, is none (a pipe, a terminal), or `RUST_LOG` makes no sense; in words of `lang`.
    pub(super) fn start(path: &Path, lang: Lang) -> Result<Self, String> {
        let asked = env::var_os(LEVELS).unwrap_or_default();
        let levels = levels_of(&asked.to_string_lossy())
            .map_err(|error| words::log_levels_unclear(lang, LEVELS, &asked.to_string_lossy(), &error.to_string()))?;
        let cannot = |error: io::Error| words::cannot_log(lang, &path.to_string_lossy(), &error.to_string());
        let file = Arc::new(LogFile { file: open(path).map_err(cannot)?, failure: OnceLock::new() });
        let lines = fmt::layer().with_ansi(false).log_internal_errors(false).with_writer(Arc::clone(&file));
        let started = registry().with(levels).with(lines).try_init();
        started.expect("a process starts its log once, before anything else could");
        Ok(Self { file })
    }

    /// Why some lines could not be written, if so: the disk is full, for instance.
    pub(super) fn failure(&self) -> Option<&io::Error> {
        self.file.failure.get()
    }
}

/// The levels that `RUST_LOG` asks for; without any, one or two lines for each file.
fn levels_of(asked: &str) -> Result<Targets, ParseError> {
    match asked.trim() {
        "" => Ok(Targets::new().with_target(env!("CARGO_PKG_NAME"), Level::INFO)),
        asked => asked.parse(),
    }
}

fn open(path: &Path) -> io::Result<File> {
    // Opening a pipe would wait for its other end, and a terminal would show what is written.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A file that takes one line at a time.
struct LogFile {
    file: File,
    /// The first failure to write.
    failure: OnceLock<io::Error>,
}

impl Write for &LogFile {
    /// Writes one event. The subscriber hands each over as a whole, and the file is open for appending, so lines of
    /// several threads do not mix.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let written = (&self.file).write_all(line_of(&String::from_utf8_lossy(event)).as_bytes());
        if let Err(error) = written {
            // Only the first is reported; the later ones have the same reason.
            let _ = self.failure.set(error);
        }
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An event as a line: names of files and texts may hold line ends and escape sequences.
fn line_of(event: &str) -> String {
    let text = event.strip_suffix('\n').unwrap_or(event);
    [visible(text), Cow::Borrowed("\n")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(event: &str, line: &str) {
        assert_eq!(line_of(event), line, "{event:?}");
    }

    #[test]
    fn an_event_is_one_line_without_escapes() {
        check("INFO read file=一.txt\n", "INFO read file=一.txt\n");
        check("no end", "no end\n");
        check("file=a\nINFO forged\n", "file=a INFO forged\n");
        check("file=\u{1b}]52;c;x\u{7}\u{202E}a\u{9b}1m\n", "file=]52;c;xa1m\n");
    }

    #[cfg(unix)]
    #[test]
    fn the_first_failure_to_write_is_kept() {
        let read_only = File::open(env!("CARGO_MANIFEST_DIR")).expect("a folder can be opened");
        let file = LogFile { file: read_only, failure: OnceLock::new() };
        assert!((&file).write(b"INFO read\n").is_ok(), "the subscriber would print an error to the terminal");
        assert!(file.failure.get().is_some());
    }
}
