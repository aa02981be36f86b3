//! Reasons why gangmu's own JSON is not a notice, in both languages.

use super::Lang;
use crate::notice::{BrokenNotice, NameList, RecordError};

/// The reason in one clause. The English is that of the library.
pub(super) fn explain(error: &RecordError, lang: Lang) -> String {
    match lang {
        Lang::English => error.to_string(),
        Lang::Chinese => explain_in_chinese(error),
    }
}

fn explain_in_chinese(error: &RecordError) -> String {
    match error {
        RecordError::Schema(found) => format!("schema 是 {found}，由另一版本的 gangmu 写成"),
        RecordError::Malformed(reason) => format!("字段不对：{reason}"),
        RecordError::UnknownName { list, name } => format!("不认识的{} {name:?}", list_name(*list)),
        RecordError::Date(date) => format!("{date:?} 不是日期"),
        RecordError::Details { code, reason } => format!("{} 的细节不对：{reason}", code.name()),
        RecordError::Span([start, end]) => format!("[{start}, {end}] 不是文中的范围"),
        RecordError::NodeOrder(id) => format!("节点 {id} 起于上一节点结束之前"),
        RecordError::NodeSpans(id) => format!("节点 {id} 的编号、标题、正文相互重叠"),
        RecordError::LineCount(lines) => format!("列出 {lines} 行，与段落数不符"),
        RecordError::Broken(fault) => explain_broken(*fault),
    }
}

const fn list_name(list: NameList) -> &'static str {
    match list {
        NameList::NodeKind => "节点种类",
        NameList::MarkerStyle => "编号样式",
        NameList::Role => "部分",
        NameList::Format => "格式",
        NameList::Warning => "提示",
    }
}

fn explain_broken(fault: BrokenNotice) -> String {
    match fault {
        BrokenNotice::NoEnd => "末段没有换行".to_owned(),
        BrokenNotice::Invisible(c) => format!("文中有不可显示的字符 {c:?}"),
        BrokenNotice::Empty(index) => format!("第 {index} 段是空的"),
        BrokenNotice::Paragraph { start } => format!("起于 {start} 的段落没有列出"),
        BrokenNotice::Behind { start } => format!("起于 {start} 的段落在全文之后"),
        BrokenNotice::NodeSpans(node) => format!("节点 {node} 各部分顺序不对"),
        BrokenNotice::Heading(node) => format!("节点 {node} 的编号和标题不在一行"),
        BrokenNotice::NotParagraphs { node, span } => {
            format!("节点 {node}（{} 至 {}）不是完整的段落", span.start, span.end)
        }
        BrokenNotice::Gap { end, next } => {
            format!("{end} 之后是 {} 至 {}，不是紧接的段落", next.start, next.end)
        }
        BrokenNotice::Rest { end } => format!("{end} 之后的文字没有归属"),
        BrokenNotice::Parent(node) => format!("节点 {node} 的上级不在它之前"),
        BrokenNotice::NodeOrder(node) => format!("节点 {node} 顺序不对"),
        BrokenNotice::Warning(span) => format!("提示指向 {} 至 {}，超出全文", span.start, span.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::{Code, Span};
    use crate::text::han_set::is_han;

    #[test]
    fn every_fault_of_a_record_is_said_in_both_languages() {
        let broken = [
            BrokenNotice::NoEnd,
            BrokenNotice::Invisible('\u{200B}'),
            BrokenNotice::Empty(1),
            BrokenNotice::Paragraph { start: 3 },
            BrokenNotice::Behind { start: 3 },
            BrokenNotice::NodeSpans(1),
            BrokenNotice::Heading(1),
            BrokenNotice::NotParagraphs { node: 1, span: Span::new(3, 6) },
            BrokenNotice::Gap { end: 3, next: Span::new(4, 6) },
            BrokenNotice::Rest { end: 3 },
            BrokenNotice::Parent(1),
            BrokenNotice::NodeOrder(1),
            BrokenNotice::Warning(Span::new(3, 6)),
        ];
        let records = [
            RecordError::Schema(99),
            RecordError::Malformed("1".to_owned()),
            RecordError::UnknownName { list: NameList::Role, name: "1".to_owned() },
            RecordError::Date("2024-13-01".to_owned()),
            RecordError::Details { code: Code::NumberingGap, reason: "1".to_owned() },
            RecordError::Span([3, 6]),
            RecordError::NodeOrder(1),
            RecordError::NodeSpans(1),
            RecordError::LineCount(3),
        ];
        for error in records.into_iter().chain(broken.map(RecordError::Broken)) {
            let [chinese, english] = [Lang::Chinese, Lang::English].map(|lang| explain(&error, lang));
            assert!(chinese.contains(is_han) && !english.contains(is_han), "{chinese}\n{english}");
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            assert_eq!(digits(&chinese), digits(&english), "{chinese}\n{english}");
        }
    }
}
