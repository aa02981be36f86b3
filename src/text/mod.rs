//! Chinese text as text: numerals, width folding, display columns, line breaking, terminal safety.
//!
//! Knows nothing of notices; everything here works on `&str` and `char`.

pub mod columns;
pub mod fold;
pub mod line_break;
pub mod numeral;
pub mod safe;
