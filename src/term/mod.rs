//! The terminal itself: set up and restore, events in, effects carried out, the loop.
