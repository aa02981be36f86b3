//! The names of file formats.

use super::Lang;
use crate::extract::{FORMATS, FileFormat, FileKind};
use crate::notice::Format;

/// The Chinese names of the formats, by detected kind of file and by the format of a notice.
const NAMES: [(FileKind, Option<Format>, &str); FORMATS.len()] = [
    (FileKind::Text, Some(Format::Text), "纯文本"),
    (FileKind::Text, Some(Format::Markdown), "Markdown"),
    (FileKind::Text, Some(Format::Json), "JSON"),
    (FileKind::Text, Some(Format::JsonLines), "JSON Lines（每行一条）"),
    (FileKind::Text, Some(Format::Csv), "表格（CSV、TSV）"),
    (FileKind::Text, Some(Format::Sql), "数据库导出（SQL）"),
    (FileKind::Html, Some(Format::Html), "网页（HTML）"),
    (FileKind::Mht, Some(Format::Mht), "保存的网页（MHT）"),
    (FileKind::Epub, Some(Format::Epub), "电子书（EPUB）"),
    (FileKind::Docx, Some(Format::Docx), "Word 文档（docx）"),
    (FileKind::WordXml, Some(Format::Docx), "Word 文档（单个 XML 文件）"),
    (FileKind::Odt, Some(Format::Odt), "LibreOffice 文档（odt）"),
    (FileKind::FlatOdt, Some(Format::Odt), "LibreOffice 文档（单个 XML 文件，fodt）"),
    (FileKind::Ofd, Some(Format::Ofd), "版式文档（OFD）"),
    (FileKind::Rtf, Some(Format::Rtf), "RTF 文档"),
    (FileKind::Doc, Some(Format::Doc), "Word 97 或 WPS 文档"),
    (FileKind::Pdf, Some(Format::Pdf), "PDF 文档"),
    (FileKind::Zip, None, "ZIP 压缩包"),
    (FileKind::Tar, None, "tar 归档"),
    (FileKind::Gzip, None, "gzip 压缩包"),
];

/// The name of a format.
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
