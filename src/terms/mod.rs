//! Terms: the words and the grammar that notices are made of, each question answered in one file.

pub mod attachments;
pub mod closing_lines;
pub mod column_names;
pub mod date_values;
pub mod dates;
pub mod document_numbers;
pub mod labels;
pub mod marker;
pub mod organs;
pub mod page_furniture;
pub mod page_numbers;
pub mod titles;
