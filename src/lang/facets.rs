//! What makes no sense in a facet, said to a reader.

use super::Lang;
use crate::search::{FacetFault, Field};

/// The reason in one clause, with the likely remedy. The English is the one of the command line.
pub fn explain(fault: &FacetFault, lang: Lang) -> String {
    match lang {
        Lang::English => fault.to_string(),
        Lang::Chinese => explain_in_chinese(fault),
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
