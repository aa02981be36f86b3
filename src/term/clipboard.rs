//! The clipboard: the system's own program where there is one, else the terminal's (OSC 52), through tmux too.
//!
//! Over ssh only the terminal is asked: the programs there would reach the clipboard of the wrong machine.

use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

/// A program that copies its standard input to the clipboard.
struct Tool {
    program: &'static str,
    arguments: &'static [&'static str],
    /// Environment variable that must be set for it to work; `""` for none.
    needs: &'static str,
    /// Whether its clipboard is that of the machine it runs on.
    is_local: bool,
}

const TOOLS: [Tool; 6] = [
    Tool { program: "pbcopy", arguments: &[], needs: "", is_local: true },
    Tool { program: "wl-copy", arguments: &[], needs: "WAYLAND_DISPLAY", is_local: true },
    Tool { program: "xclip", arguments: &["-selection", "clipboard"], needs: "DISPLAY", is_local: true },
    Tool { program: "xsel", arguments: &["--clipboard", "--input"], needs: "DISPLAY", is_local: true },
    Tool { program: "termux-clipboard-set", arguments: &[], needs: "TERMUX_VERSION", is_local: true },
    // It hands the text on to the terminal it is in, which it need not do with the terminal's own sequence.
    Tool { program: "tmux", arguments: &["load-buffer", "-w", "-"], needs: "TMUX", is_local: false },
];

/// Time limit for a clipboard program: its window system may not answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Puts a text on the clipboard.
///
/// # Errors
/// When the terminal cannot be written to. Terminals do not confirm that they took the text.
pub(super) fn copy(text: &str) -> io::Result<()> {
    let is_remote = is_set("SSH_CONNECTION") || is_set("SSH_TTY");
    let may_take = |tool: &&Tool| !(is_remote && tool.is_local) && (tool.needs.is_empty() || is_set(tool.needs));
    if TOOLS.iter().filter(may_take).any(|tool| tool.takes(text)) {
        return Ok(());
    }
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

impl Tool {
    /// Whether the program is there and has taken the text in time.
    fn takes(&'static self, text: &str) -> bool {
        let (tell, answer) = channel();
        let text = text.to_owned();
        // Nobody listens any more when the time is over.
        thread::spawn(move || tell.send(self.has_taken(&text)));
        answer.recv_timeout(PATIENCE).unwrap_or(false)
    }

    /// Whether the program is there and has taken the text.
    fn has_taken(&self, text: &str) -> bool {
        let child = Command::new(self.program)
            .args(self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = child else { return false };
        // Dropped at the end of the statement: the program waits for the end of its input.
        let is_written = child.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
        child.wait().is_ok_and(|status| status.success()) && is_written
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_takes_nothing_is_not_waited_for() {
        const DEAF: Tool = Tool { program: "sleep", arguments: &["9"], needs: "", is_local: true };
        const READER: Tool = Tool { program: "cat", arguments: &[], needs: "", is_local: true };
        const MISSING: Tool = Tool { program: "gangmu-no-such-program", arguments: &[], needs: "", is_local: true };
        let text = "纲".repeat(100_000);
        assert!(!DEAF.takes(&text));
        assert!(READER.takes(&text));
        assert!(!MISSING.takes(&text));
    }
}
