//! Chinese text as text: numerals, width folding, display columns, line breaking, sentences, terminal safety, paths as
//! arguments, fast scanning.
//!
//! Nothing here depends on notices; everything works on `&str` and `char`.

pub(crate) mod bytes;
pub mod columns;
pub mod fold;
pub(crate) mod han_set;
pub mod line_break;
pub(crate) mod line_ends;
pub mod numeral;
pub mod operand;
pub mod pinyin;
pub mod safe;
pub mod sentence;
pub mod shuangpin;
pub(crate) mod sign;
pub(crate) mod words;
