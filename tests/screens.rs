//! The application as its reader meets it: keys in, drawn screens out, without a terminal.

#[path = "screens/harness.rs"]
mod harness;
#[path = "screens/notices.rs"]
mod notices;
#[path = "screens/outline.rs"]
mod outline;
