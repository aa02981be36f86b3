//! What a reader typed, and how its letters are meant.

use super::Query;
use crate::text::shuangpin::PinyinScheme;

/// A query as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// What stands in the prompt.
    pub text: String,
    /// How letters that are pinyin are typed.
    pub scheme: PinyinScheme,
}

impl Typed {
    /// The query that it is.
    pub fn query(&self) -> Query {
        Query::parse_in(&self.text, self.scheme)
    }
}

impl From<&str> for Typed {
    /// Letters that are pinyin are 全拼.
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), scheme: PinyinScheme::Full }
    }
}
