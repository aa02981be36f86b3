//! The `gangmu` binary.

fn main() {}
