//! Files of word processors and page makers: small ones made here, and some that other programs have written.

#[path = "office/made.rs"]
mod made;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "extract/shared.rs"]
mod shared;
#[path = "office/written.rs"]
mod written;
