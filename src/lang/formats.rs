//! The names of file formats.

use super::Lang;
use crate::extract::{FORMATS, FileFormat, Kind};
use crate::notice::Format;

/// The Chinese names of the formats, by what their bytes look like and what notices from them are marked with.
const NAMES: [(Kind, Option<Format>, &str); FORMATS.len()] = [
    (Kind::Text, Some(Format::Text), "纯文本"),
    (Kind::Text, Some(Format::Markdown), "Markdown"),
    (Kind::Text, Some(Format::Json), "JSON"),
    (Kind::Text, Some(Format::JsonLines), "JSON Lines（每行一条）"),
    (Kind::Text, Some(Format::Csv), "表格（CSV、TSV）"),
    (Kind::Text, Some(Format::Sql), "数据库导出（SQL）"),
    (Kind::Html, Some(Format::Html), "网页（HTML）"),
    (Kind::Mht, Some(Format::Mht), "保存的网页（MHT）"),
    (Kind::Epub, Some(Format::Epub), "电子书（EPUB）"),
    (Kind::Docx, Some(Format::Docx), "Word 文档（docx）"),
    (Kind::WordXml, Some(Format::Docx), "Word 文档（单个 XML 文件）"),
    (Kind::Odt, Some(Format::Odt), "LibreOffice 文档（odt）"),
    (Kind::FlatOdt, Some(Format::Odt), "LibreOffice 文档（单个 XML 文件，fodt）"),
    (Kind::Ofd, Some(Format::Ofd), "版式文档（OFD）"),
    (Kind::Rtf, Some(Format::Rtf), "RTF 文档"),
    (Kind::Doc, Some(Format::Doc), "Word 97 或 WPS 文档"),
    (Kind::Pdf, Some(Format::Pdf), "PDF 文档"),
    (Kind::Zip, None, "ZIP 压缩包"),
    (Kind::Tar, None, "tar 归档"),
    (Kind::Gzip, None, "gzip 压缩包"),
];

/// What a format is called.
pub fn name_of(format: &FileFormat, lang: Lang) -> &'static str {
    let own = NAMES.iter().find(|(kind, known, _)| (*kind, *known) == (format.kind, format.format));
    match (lang, own) {
        (Lang::Chinese, Some((.., name))) => name,
        _ => format.name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_name_in_both_languages() {
        for format in &FORMATS {
            let same = name_of(format, Lang::Chinese) == name_of(format, Lang::English);
            assert!(!same || matches!(format.format, Some(Format::Markdown | Format::Json)), "{}", format.name);
        }
    }
}
