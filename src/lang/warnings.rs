//! The remarks about a notice, said to a reader.

use super::{Lang, Phrase};
use crate::notice::{Code, Notice, Warning};

/// What a rule is about, in a few words.
pub const fn rule(code: Code) -> Phrase {
    match code {
        Code::NumberingGap => Phrase::new("编号跳号", "a number is skipped"),
        Code::NumberingRepeat => Phrase::new("编号重复", "a number is repeated"),
        Code::NumberingOrder => Phrase::new("编号倒序", "numbers out of order"),
        Code::MixedMarkers => Phrase::new("同级编号样式不一", "mixed numbering styles"),
        Code::BadBytes => Phrase::new("有无法解码的字节", "bytes that are no text"),
        Code::MixedEncodings => Phrase::new("前后编码不一", "the encoding changes"),
        Code::MissingText => Phrase::new("有无法读取的文字（图像页或字体未注明字符）", "text that cannot be read"),
        Code::Damaged => Phrase::new("文件有损坏", "the file is damaged"),
        Code::RepeatedText => Phrase::new("同一段文字重复出现", "the same text twice"),
        Code::NoTitle => Phrase::new("没有找到标题", "no title found"),
        Code::NoOutline => Phrase::new("没有找到分级标题", "no outline found"),
    }
}

/// A remark about `notice` in one clause.
pub fn describe(notice: &Notice, warning: &Warning, lang: Lang) -> String {
    match lang {
        Lang::English => warning.message.clone(),
        Lang::Chinese => format!("{}{}", rule(warning.code).to(lang), in_chinese(notice, warning).unwrap_or_default()),
    }
}

/// The markers that a remark is about; `None` when it is about something else.
fn in_chinese(notice: &Notice, warning: &Warning) -> Option<String> {
    let id = notice.outline.node_at(warning.span?.start)?;
    let kind = notice.outline[id].marker?.kind;
    let written = notice.marker(id);
    Some(match notice.outline.previous_of_kind(id, kind) {
        Some(above) => format!("：“{}”之后是“{written}”", notice.marker(above)),
        None => format!("：首项是“{written}”"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Extracted, extract};
    use crate::parse::parse;

    #[test]
    fn faults_of_numbering_are_said_in_both_languages() {
        let text = "云岭县工作要点\n\n一、总体要求\n三、重点任务\n（二）安全\n（三）稳定\n（三）防范\n";
        let Some(Extracted::Manuscript(manuscript)) = extract("a.txt", text.as_bytes(), None).pop() else {
            panic!("plain text is a manuscript")
        };
        let notice = parse(manuscript);
        let said =
            |lang| -> Vec<String> { notice.warnings.iter().map(|warning| describe(&notice, warning, lang)).collect() };
        let chinese = ["编号跳号：“一、”之后是“三、”", "编号跳号：首项是“（二）”", "编号重复：“（三）”之后是“（三）”"];
        assert_eq!(said(Lang::Chinese), chinese);
        assert!(said(Lang::English)[0].contains("2 missing"));
    }
}
