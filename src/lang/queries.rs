//! Messages for invalid queries.

use super::{Lang, phrases, sentences};
use crate::search::{FacetFault, Field, QueryFault};

phrases! {
    /// The query has operators and no words.
    ONLY_OPERATORS: "只有运算符，没有要找的字", "only operators, nothing to look for";
    /// An unclosed quotation mark.
    UNCLOSED_QUOTE: "引号没有成对（词句写作 \"…\"）", "a quotation mark is not closed (a phrase is written \"...\")";
}

sentences! {
    /// A query above the length limit.
    too_long(chars: usize, most: usize): "查询太长：{chars} 字，最多 {most} 字", "the query is too long: {chars} characters, at most {most}";
}

/// The reason in one clause, with the likely remedy.
pub(crate) fn explain(fault: &QueryFault, lang: Lang) -> String {
    match fault {
        QueryFault::Facet(fault) => match lang {
            Lang::English => fault.to_string(),
            Lang::Chinese => explain_in_chinese(fault),
        },
        QueryFault::OnlyOperators => ONLY_OPERATORS.to(lang).to_owned(),
        QueryFault::UnclosedQuote => UNCLOSED_QUOTE.to(lang).to_owned(),
        QueryFault::TooLong(chars) => too_long(lang, *chars, QueryFault::MAX_CHARS),
    }
}

fn explain_in_chinese(fault: &FacetFault) -> String {
    match fault {
        FacetFault::UnknownField(name) => {
            let names: Vec<&str> = Field::ALL.iter().map(|field| field.names()[0]).collect();
            format!("没有“{name}”这一项（可用：{}）", names.join("、"))
        }
        FacetFault::NoValue(field) => format!("“{}:”后面缺少取值", field.names()[0]),
        FacetFault::NoYear(value) => format!("“{value}”不是年份（如 2024、2022..2024）"),
        FacetFault::Backwards(first, last) => format!("年份前后颠倒（应为 {last}..{first}）"),
        FacetFault::UnknownFeature(value) => {
            format!("不能按“有{value}”筛选（可用：附件、文号、日期、大纲、网址、警告）")
        }
    }
}
