//! Terms: the words and the grammar that notices are made of, each question answered in one file.

pub mod date_values;
pub mod dates;
pub mod lexicon;
pub mod marker;
pub mod page_furniture;
