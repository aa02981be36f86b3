//! The words and patterns that notices are made of. `extract` and `parse` both ask here, so that they get one answer.
//!
//! | file | question |
//! | --- | --- |
//! | `marker` | Does a line begin with a numbering marker (`一、`), and with which number? |
//! | `dates`, `date_values` | Where are dates in a text? Which date does the value of a field state? |
//! | `labels` | Which element of a notice does a label or the name of a field state? |
//! | `organs` | Is this the name of a body, or a line of addressees? |
//! | `titles` | Is this a title, and of which kind of document (文种)? Where does it end? |
//! | `document_numbers` | Is there a document number (发文字号)? |
//! | `attachments` | Does a line list attachments or head one? Which names are in the list? |
//! | `closing_lines` | Does a line belong to the imprint, or is it the note about a release? |
//! | `page_furniture`, `page_numbers` | Is a line furniture of its page? Is it a page number? |
//! | `column_names` | Is this the name of a column of a table? |
//!
//! Lists of words are tables, and a test walks the rows of each. Whether a line that looks like a heading is one *here*,
//! the steps of the parser decide.

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
