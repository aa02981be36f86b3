//! Drawing. One file per file of `app`, of the same name. Reads the state, changes nothing.
