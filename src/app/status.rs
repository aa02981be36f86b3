//! The message in the status line: said once, gone with the next key.

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// It tells something.
    Note,
    /// Something did not work.
    Trouble,
}

/// A message in the language of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// How it is meant.
    pub tone: Tone,
    /// One line, safe for a terminal.
    pub text: String,
}

/// What the status line says besides the facts that are always there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    message: Option<Message>,
}

impl Status {
    /// Says something until the next key.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { tone: Tone::Note, text: text.into() });
    }

    /// Says what did not work, until the next key.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Some(Message { tone: Tone::Trouble, text: text.into() });
    }

    /// Forgets the message.
    pub fn clear(&mut self) {
        self.message = None;
    }

    /// The message.
    pub(crate) const fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }
}
