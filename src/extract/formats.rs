//! The table of all formats: name, extensions and reader of each.

use super::ExtractError;
use super::extracted::Extracted;
use super::input::Input;
use crate::extract::kind::FileKind;
use crate::extract::office::doc::read_doc;
use crate::extract::office::docx::{read_docx, read_word_xml};
use crate::extract::office::odt::{read_flat_odt, read_odt};
use crate::extract::office::rtf::read_rtf;
use crate::extract::pages::ofd::read_ofd;
use crate::extract::web::epub;
use crate::extract::web::mht;
use crate::extract::web::page;
use crate::notice::{Format, Manuscript};

/// The way in which a format is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reader {
    /// As text, once decoded: plain, Markdown, JSON and so on, depending on the content.
    Text,
    /// By a function that returns any number of items, at least one.
    Document(fn(Input<'_>) -> Vec<Extracted>),
    /// By a function that returns one notice.
    Notice(fn(Input<'_>) -> Result<Manuscript, ExtractError>),
    /// By unpacking; each member is a file.
    Archive,
    /// Not at all yet.
    Missing,
}

/// A file format.
#[derive(Debug, Clone, Copy)]
pub struct FileFormat {
    /// Its kind, as recognised from the bytes.
    pub kind: FileKind,
    /// The format that its notices are labelled with; `None` for archives, whose members have formats of their own.
    pub format: Option<Format>,
    /// Its name in English.
    pub name: &'static str,
    /// Its extensions in lower case. The content takes precedence over them.
    pub extensions: &'static [&'static str],
    reader: Reader,
}

impl FileFormat {
    /// Whether files of this format can be read.
    pub const fn is_read(&self) -> bool {
        !matches!(self.reader, Reader::Missing)
    }

    /// Its reader.
    pub(super) const fn reader(&self) -> Reader {
        self.reader
    }
}

#[cfg(feature = "pdf")]
const PDF_READER: Reader = Reader::Notice(crate::extract::pages::pdf::read_pdf);
#[cfg(not(feature = "pdf"))]
const PDF_READER: Reader = Reader::Missing;

/// All known formats, in the order in which they are listed to users.
pub const FORMATS: [FileFormat; 20] = [
    text(Format::Text, "plain text", &["txt", "text"]),
    text(Format::Markdown, "Markdown", &["md", "markdown", "mkd"]),
    text(Format::Json, "JSON", &["json"]),
    text(Format::JsonLines, "JSON Lines", &["jsonl", "ndjson"]),
    text(Format::Csv, "table of records (CSV, TSV)", &["csv", "tsv"]),
    text(Format::Sql, "database dump (SQL)", &["sql"]),
    document(
        FileKind::Html,
        Format::Html,
        "web page (HTML)",
        &["html", "htm", "xhtml", "shtml"],
        Reader::Document(page::read),
    ),
    document(FileKind::Mht, Format::Mht, "saved web page (MHT)", &["mht", "mhtml", "eml"], Reader::Document(mht::read)),
    document(FileKind::Epub, Format::Epub, "book (EPUB)", &["epub"], Reader::Document(epub::read)),
    document(
        FileKind::Docx,
        Format::Docx,
        "Word document (docx)",
        &["docx", "docm", "dotx"],
        Reader::Notice(read_docx),
    ),
    document(FileKind::WordXml, Format::Docx, "Word document in one XML file", &[], Reader::Notice(read_word_xml)),
    document(FileKind::Odt, Format::Odt, "LibreOffice document (odt)", &["odt", "ott"], Reader::Notice(read_odt)),
    document(
        FileKind::FlatOdt,
        Format::Odt,
        "LibreOffice document in one XML file (fodt)",
        &["fodt"],
        Reader::Notice(read_flat_odt),
    ),
    document(FileKind::Ofd, Format::Ofd, "fixed-layout document (OFD)", &["ofd"], Reader::Notice(read_ofd)),
    document(FileKind::Rtf, Format::Rtf, "rich-text document (RTF)", &["rtf"], Reader::Notice(read_rtf)),
    document(
        FileKind::Doc,
        Format::Doc,
        "Word 97 or WPS document (doc, wps, xls)",
        &["doc", "dot", "wps"],
        Reader::Notice(read_doc),
    ),
    document(FileKind::Pdf, Format::Pdf, "PDF document", &["pdf"], PDF_READER),
    archive(FileKind::Zip, "ZIP archive", &["zip"]),
    archive(FileKind::Tar, "tar archive", &["tar"]),
    archive(FileKind::Gzip, "gzip archive", &["gz", "tgz"]),
];

const fn text(format: Format, name: &'static str, extensions: &'static [&'static str]) -> FileFormat {
    FileFormat { kind: FileKind::Text, format: Some(format), name, extensions, reader: Reader::Text }
}

const fn document(
    kind: FileKind,
    format: Format,
    name: &'static str,
    extensions: &'static [&'static str],
    reader: Reader,
) -> FileFormat {
    FileFormat { kind, format: Some(format), name, extensions, reader }
}

const fn archive(kind: FileKind, name: &'static str, extensions: &'static [&'static str]) -> FileFormat {
    FileFormat { kind, format: None, name, extensions, reader: Reader::Archive }
}

/// The first format of a kind; `None` for kinds without text.
pub(super) fn format_of_kind(kind: FileKind) -> Option<&'static FileFormat> {
    FORMATS.iter().find(|format| format.kind == kind)
}

/// The format that the extension of a path suggests, whether gangmu reads it or not.
pub(super) fn promised(path: &str) -> Option<&'static FileFormat> {
    let name = path.rsplit(['/', '\\', '!']).next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let extension = extension.to_lowercase();
    let format = FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()));
    format.filter(|_| !stem.is_empty())
}

/// Whether the extension of a file name is of a format that is read.
pub fn has_known_extension(path: &str) -> bool {
    promised(path).is_some_and(FileFormat::is_read)
}

/// Whether, by its extension, a file is plain text, neither records nor markup.
pub fn is_plain_text(path: &str) -> bool {
    promised(path).is_none_or(|promised| promised.format == Some(Format::Text))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_extension_promises_a_format() {
        let cases = [
            ("a.txt", Some(Format::Text)),
            ("a/b.c/通知.MD", Some(Format::Markdown)),
            ("C:\\a\\b.Json", Some(Format::Json)),
            ("b.tar.jsonl", Some(Format::JsonLines)),
            ("a.zip!b/c.htm", Some(Format::Html)),
            ("a.zip", None),
            ("a.exe", None),
            ("txt", None),
            (".txt", None),
            ("a.zip!.txt", None),
            ("a.txt/b", None),
            ("-", None),
            ("", None),
        ];
        for (path, format) in cases {
            assert_eq!(promised(path).and_then(|promised| promised.format), format, "{path}");
        }
    }

    #[test]
    fn every_extension_stands_once() {
        let mut seen = HashSet::new();
        for extension in FORMATS.iter().flat_map(|format| format.extensions) {
            assert!(seen.insert(*extension), "{extension} stands twice");
        }
    }
}
