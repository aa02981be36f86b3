//! A query as it was typed, with the scheme of its pinyin.

use super::Query;
use crate::text::shuangpin::PinyinScheme;

/// A query as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// The text in the prompt.
    pub text: String,
    /// The scheme in which pinyin is typed.
    pub scheme: PinyinScheme,
}

impl Typed {
    /// The parsed query.
    pub fn query(&self) -> Query {
        Query::parse_in(&self.text, self.scheme)
    }
}

impl From<&str> for Typed {
    /// Takes pinyin for quanpin (全拼, spelled in full).
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), scheme: PinyinScheme::Full }
    }
}
