//! The names of file formats.

use super::Lang;
use crate::extract::{FileFormat, Kind};
use crate::notice::Format;

/// The Chinese names of the formats of notices, and of archives by their first extension.
const FORMAT_NAMES: [(Format, &str); 15] = [
    (Format::Text, "纯文本"),
    (Format::Markdown, "Markdown"),
    (Format::Json, "JSON"),
    (Format::JsonLines, "JSON Lines（每行一条）"),
    (Format::Csv, "表格（CSV、TSV）"),
    (Format::Sql, "数据库导出（SQL）"),
    (Format::Html, "网页（HTML）"),
    (Format::Mht, "保存的网页（MHT）"),
    (Format::Epub, "电子书（EPUB）"),
    (Format::Docx, "Word 文档（docx）"),
    (Format::Odt, "LibreOffice 文档（odt）"),
    (Format::Ofd, "版式文档（OFD）"),
    (Format::Rtf, "RTF 文档"),
    (Format::Doc, "Word 97 或 WPS 文档"),
    (Format::Pdf, "PDF 文档"),
];

/// Those of documents that share their format with another kind of file.
const XML_NAMES: [(Kind, &str); 2] =
    [(Kind::WordXml, "Word 文档（单个 XML 文件）"), (Kind::FlatOdt, "LibreOffice 文档（单个 XML 文件，fodt）")];

const ARCHIVE_NAMES: [(&str, &str); 3] = [("zip", "ZIP 压缩包"), ("tar", "tar 归档"), ("gz", "gzip 压缩包")];

/// What a format is called.
pub fn name_of(format: &FileFormat, lang: Lang) -> &'static str {
    let chinese = match format.format {
        Some(own) => FORMAT_NAMES.iter().find(|(known, _)| *known == own).map(|(_, name)| *name),
        None => ARCHIVE_NAMES.iter().find(|(first, _)| format.extensions.first() == Some(first)).map(|(_, name)| *name),
    };
    let in_xml = XML_NAMES.iter().find(|(known, _)| *known == format.kind).map(|(_, name)| *name);
    match lang {
        Lang::English => format.name,
        Lang::Chinese => in_xml.or(chinese).unwrap_or(format.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::FORMATS;

    #[test]
    fn every_format_has_a_name_in_both_languages() {
        for format in &FORMATS {
            let same = name_of(format, Lang::Chinese) == name_of(format, Lang::English);
            assert!(!same || matches!(format.format, Some(Format::Markdown | Format::Json)), "{}", format.name);
        }
    }
}
