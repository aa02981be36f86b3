//! The application as its reader meets it: keys in, drawn screens out, without a terminal.

#[path = "screens/actions.rs"]
mod actions;
#[path = "screens/any_count.rs"]
mod any_count;
#[path = "screens/any_keys.rs"]
mod any_keys;
#[path = "screens/finding.rs"]
mod finding;
#[path = "screens/harness.rs"]
mod harness;
#[path = "screens/jumps.rs"]
mod jumps;
#[path = "screens/loading.rs"]
mod loading;
#[path = "screens/notices.rs"]
mod notices;
#[path = "screens/outline.rs"]
mod outline;
#[path = "screens/panes.rs"]
mod panes;
#[path = "screens/snapshots.rs"]
mod snapshots;
