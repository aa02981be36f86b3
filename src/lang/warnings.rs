//! The remarks about a notice, said to a reader.

use super::{Lang, Phrase};
use crate::notice::{Code, Warning};

/// What a rule is about, in a few words.
pub const fn rule(code: Code) -> Phrase {
    match code {
        Code::NumberingGap => Phrase::new("编号跳号", "a number is skipped"),
        Code::NumberingRepeat => Phrase::new("编号重复", "a number is repeated"),
        Code::NumberingOrder => Phrase::new("编号倒序", "numbers out of order"),
        Code::MixedMarkers => Phrase::new("同级编号样式不一", "mixed numbering styles"),
        Code::BadBytes => Phrase::new("有无法解码的字节", "bytes that are no text"),
        Code::RepeatedText => Phrase::new("同一段文字重复出现", "the same text twice"),
        Code::NoTitle => Phrase::new("没有找到标题", "no title found"),
        Code::NoOutline => Phrase::new("没有找到分级标题", "no outline found"),
    }
}

/// A remark in one clause. The details stay as `check` words them, so that both can be compared.
pub fn describe(warning: &Warning, lang: Lang) -> String {
    match lang {
        Lang::English => warning.message.clone(),
        Lang::Chinese => format!("{}（{}）", rule(warning.code).to(lang), warning.message),
    }
}
