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
pub(crate) fn name_of(format: &FileFormat, lang: Lang) -> &'static str {
    let own = NAMES.iter().find(|(kind, known, _)| (*kind, *known) == (format.kind, format.format));
    match (lang, own) {
        (Lang::Chinese, Some((.., name))) => name,
        _ => format.name,
    }
}

/// The Chinese names of files that gangmu does not read, by their English ones; those of an old kind that another
/// program reads, too.
const OTHERS: [(&str, &str); 23] = [
    ("PNG image", "PNG 图像"),
    ("JPEG image", "JPEG 图像"),
    ("GIF image", "GIF 图像"),
    ("TIFF image", "TIFF 图像"),
    ("RIFF file (WebP image, sound or video)", "RIFF 文件（WebP 图像、音频或视频）"),
    ("bzip2 archive", "bzip2 压缩包"),
    ("xz archive", "xz 压缩包"),
    ("Zstandard archive", "Zstandard 压缩包"),
    ("7z archive", "7z 压缩包"),
    ("RAR archive", "RAR 压缩包"),
    ("program", "程序"),
    ("SQLite database", "SQLite 数据库"),
    ("UTF-32 text", "UTF-32 文本"),
    ("spreadsheet (xls)", "电子表格（xls）"),
    ("spreadsheet (xlsx)", "电子表格（xlsx）"),
    ("spreadsheet (XML)", "电子表格（XML）"),
    ("presentation (ppt)", "演示文稿（ppt）"),
    ("presentation (pptx)", "演示文稿（pptx）"),
    ("presentation (XML)", "演示文稿（XML）"),
    ("LibreOffice spreadsheet or presentation (ods, odp)", "LibreOffice 电子表格或演示文稿（ods、odp）"),
    ("Microsoft Works document", "Microsoft Works 文档"),
    ("Outlook message (msg)", "Outlook 邮件（msg）"),
    ("Word 6 or Word 95 document", "Word 6 或 Word 95 文档"),
];

/// The Chinese name of a kind of file, by its English one: with a space before it where it begins with a letter.
pub(crate) fn in_chinese(english: &str) -> String {
    let other = OTHERS.iter().find(|(name, _)| *name == english).map(|(_, chinese)| *chinese);
    let format = || FORMATS.iter().find(|format| format.name == english);
    let name = other.or_else(|| format().map(|format| name_of(format, Lang::Chinese))).unwrap_or(english);
    if name.starts_with(|c: char| c.is_ascii()) { format!(" {name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::kind_of;

    #[test]
    fn every_format_has_a_name_in_both_languages() {
        for format in &FORMATS {
            let same = name_of(format, Lang::Chinese) == name_of(format, Lang::English);
            assert!(!same || matches!(format.format, Some(Format::Markdown | Format::Json)), "{}", format.name);
        }
    }

    #[test]
    fn files_that_are_not_read_have_names_in_chinese() {
        for (english, chinese) in [
            ("PDF document", " PDF 文档"),
            ("web page (HTML)", "网页（HTML）"),
            ("program", "程序"),
            ("PNG image", " PNG 图像"),
        ] {
            assert_eq!(in_chinese(english), chinese);
        }
        let bytes: [&[u8]; 4] = [b"\x89PNG\r\n\x1A\n", b"Rar!\x1A\x07", b"\x7FELF", b"SQLite format 3\0"];
        for bytes in bytes {
            let FileKind::Other(name) = kind_of(bytes) else { panic!("{bytes:?} is no other file") };
            assert_ne!(in_chinese(name).trim(), name);
        }
    }
}
