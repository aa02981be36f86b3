//! The message in the status line; it disappears with the next key.

/// Severity of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    /// Information.
    Info,
    /// A failure.
    Error,
}

/// A message in the language of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its severity.
    pub severity: Severity,
    /// One line, safe for a terminal.
    pub text: String,
}

/// The message part of the status line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    message: Option<Message>,
}

impl Status {
    /// Shows information until the next key.
    pub fn show(&mut self, text: impl Into<String>) {
        self.message = Some(Message { severity: Severity::Info, text: text.into() });
    }

    /// Shows a failure until the next key.
    pub fn show_error(&mut self, text: impl Into<String>) {
        self.message = Some(Message { severity: Severity::Error, text: text.into() });
    }

    /// Removes the message.
    pub fn clear(&mut self) {
        self.message = None;
    }

    /// The message.
    pub(crate) const fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }
}
