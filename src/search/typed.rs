//! A query as it was typed, and parsed once: prompt, search and screen share the result.

use super::Query;
use crate::text::shuangpin::PinyinScheme;

/// A query as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    text: String,
    query: Query,
}

impl Typed {
    /// Parses the text of a prompt, with pinyin in the scheme in which it is typed.
    pub fn new(text: &str, scheme: PinyinScheme) -> Self {
        Self { text: text.to_owned(), query: Query::parse_in(text, scheme) }
    }

    /// The text in the prompt.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed query.
    pub const fn query(&self) -> &Query {
        &self.query
    }
}

impl From<&str> for Typed {
    /// Takes pinyin for quanpin (全拼, spelled in full).
    fn from(text: &str) -> Self {
        Self::new(text, PinyinScheme::Full)
    }
}
