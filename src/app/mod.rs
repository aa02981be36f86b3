//! State and update: actions in, effects out. No terminal, no drawing, no I/O.
