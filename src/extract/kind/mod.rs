//! Recognises the kind of a file by its content alone: a `.doc` may be a web page, and a `.txt` a PDF.

pub(in crate::extract) mod magic;
mod zip_names;

use crate::extract::kind::magic::other_binary;
use crate::extract::kind::zip_names::{entry_names, first_entry};

/// A kind of file, as recognised from its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Text: plain, Markdown, JSON, CSV; the difference shows only when it is decoded. Unknown binary data counts as
    /// text, too, until decoding fails.
    Text,
    /// A web page.
    Html,
    /// A web page saved with all its resources (MHTML).
    Mht,
    /// A book: web pages in a ZIP archive.
    Epub,
    /// A Word document (docx, docm, dotx).
    Docx,
    /// A Word document in one XML file, including Word 2003.
    WordXml,
    /// A text document of `LibreOffice`.
    Odt,
    /// The same in one XML file.
    FlatOdt,
    /// A fixed-layout document (GB/T 33190).
    Ofd,
    /// A rich-text document.
    Rtf,
    /// A compound file: Word 97 to 2003, WPS, but also xls and ppt.
    Doc,
    /// A PDF document.
    Pdf,
    /// A ZIP archive that is not a document.
    Zip,
    /// A tar archive.
    Tar,
    /// One compressed file, often a tar archive.
    Gzip,
    /// A known kind of file without text.
    Other(&'static str),
}

/// First bytes of a file, and its kind.
const SIGNATURES: [(&[u8], FileKind); 6] = [
    (b"%PDF-", FileKind::Pdf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Doc),
    (b"{\\rtf", FileKind::Rtf),
    (b"\x1F\x8B\x08", FileKind::Gzip),
    // A ZIP archive without entries.
    (b"PK\x05\x06", FileKind::Zip),
    (b"\xEF\xBB\xBF%PDF-", FileKind::Pdf),
];

/// MIME types that documents in a ZIP container state in their first entry, and their kinds.
const MIME_TYPES: [(&str, FileKind); 4] = [
    ("application/epub+zip", FileKind::Epub),
    ("application/vnd.oasis.opendocument.text", FileKind::Odt),
    ("application/vnd.oasis.opendocument", FileKind::Other("LibreOffice spreadsheet or presentation (ods, odp)")),
    ("application/ofd", FileKind::Ofd),
];

/// Entries, or folders of entries, that a kind of document must have.
const MEMBERS: [(&[&str], FileKind); 7] = [
    (&["[Content_Types].xml", "word/"], FileKind::Docx),
    (&["[Content_Types].xml", "xl/"], FileKind::Other("spreadsheet (xlsx)")),
    (&["[Content_Types].xml", "ppt/"], FileKind::Other("presentation (pptx)")),
    (&["word/document.xml"], FileKind::Docx),
    (&["OFD.xml"], FileKind::Ofd),
    (&["META-INF/container.xml"], FileKind::Epub),
    (&["META-INF/manifest.xml", "content.xml"], FileKind::Odt),
];

/// How far into a file a web page or mail must have begun, in bytes.
const HEAD_BYTES: usize = 4096;

/// Starts of a page without a declaration. A single `<p>` is no page: it may occur in any text.
const PAGE_STARTS: [&str; 8] = ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<frameset", "<base"];

/// Header fields of which a saved page has at least one.
const MAIL_FIELDS: [&str; 3] = ["mime-version:", "snapshot-content-location:", "content-type: multipart/"];

/// Recognises the kind of a file.
pub fn kind_of(bytes: &[u8]) -> FileKind {
    // Signatures first; they are certain.
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return *kind;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return kind_of_zip(bytes);
    }
    // The checksum is certain, too, but costs more.
    if is_tar(bytes) {
        return FileKind::Tar;
    }
    if let Some(what) = other_binary(bytes) {
        return FileKind::Other(what);
    }
    // The first character excludes everything but plain text for nearly every file.
    match first_visible(bytes) {
        Some(b'<') => {
            let head = lower_head(bytes);
            let document = document_in_xml(&head);
            document.unwrap_or_else(|| if is_page(&head) { FileKind::Html } else { FileKind::Text })
        }
        Some(byte) if byte.is_ascii_alphanumeric() && begins_with_name(bytes) && is_mail(&lower_head(bytes)) => {
            FileKind::Mht
        }
        _ => FileKind::Text,
    }
}

/// Starts of documents in one XML file, and their kinds.
const XML_DOCUMENTS: [(&str, FileKind); 7] = [
    ("<?mso-application progid=\"word.document\"", FileKind::WordXml),
    ("<?mso-application progid=\"excel.sheet\"", FileKind::Other("spreadsheet (XML)")),
    ("<?mso-application progid=\"powerpoint.show\"", FileKind::Other("presentation (XML)")),
    ("<w:worddocument", FileKind::WordXml),
    ("<pkg:package", FileKind::WordXml),
    ("<workbook xmlns=\"urn:schemas-microsoft-com", FileKind::Other("spreadsheet (XML)")),
    ("<office:document ", FileKind::FlatOdt),
];

/// The kind of a document in one XML file; declarations and comments may precede its root.
fn document_in_xml(head: &[u8]) -> Option<FileKind> {
    for rest in memchr::memchr_iter(b'<', head).map(|at| &head[at..]) {
        if let Some((_, kind)) = XML_DOCUMENTS.iter().find(|(start, _)| rest.starts_with(start.as_bytes())) {
            return Some(*kind);
        }
        if !rest.starts_with(b"<?") && !rest.starts_with(b"<!") {
            return None;
        }
    }
    None
}

/// The kind of a ZIP file. A document is recognised by the MIME type in its first entry or by its entries. Any other
/// ZIP file is an archive, even if it has a folder named `word`.
fn kind_of_zip(bytes: &[u8]) -> FileKind {
    let said = first_entry(bytes).filter(|(name, _)| *name == b"mimetype").map(|(_, data)| data);
    let said = said.and_then(|data| MIME_TYPES.iter().find(|(mime, _)| data.starts_with(mime.as_bytes())));
    // The first entry states the kind.
    if let Some((_, kind)) = said {
        return *kind;
    }
    let names = entry_names(bytes);
    let has = |wanted: &str| {
        names.iter().any(|name| {
            let end = if wanted.ends_with('/') { wanted.len().min(name.len()) } else { name.len() };
            name[..end].eq_ignore_ascii_case(wanted.as_bytes())
        })
    };
    let found = MEMBERS.iter().find(|(members, _)| members.iter().all(|member| has(member)));
    found.map_or(FileKind::Zip, |(_, kind)| *kind)
}

/// Length of a tar header, and the position of the checksum in it.
const TAR_HEADER_BYTES: usize = 512;
const TAR_SUM: std::ops::Range<usize> = 148..156;

/// Recognises a tar archive by the checksum of its header, in octal; not all programs write a signature.
fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..TAR_HEADER_BYTES) else { return false };
    let Some(said) = octal(&header[TAR_SUM]) else { return false };
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    let own: u32 = header[TAR_SUM].iter().map(|byte| u32::from(*byte)).sum();
    said == sum - own + u32::from(b' ') * TAR_SUM.len() as u32
}

/// The number in a field of a tar header: octal digits after spaces, followed by spaces and NULs.
fn octal(field: &[u8]) -> Option<u32> {
    let padding = |byte: &u8| matches!(byte, b' ' | 0);
    let digits = field.trim_ascii_start();
    let len = digits.iter().position(padding).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(len);
    let is_number = len > 0 && digits.iter().all(|byte| matches!(byte, b'0'..=b'7')) && rest.iter().all(padding);
    is_number.then(|| digits.iter().fold(0, |number, digit| number * 8 + u32::from(digit - b'0')))
}

/// The beginning of a text without its byte order mark.
fn unmarked(bytes: &[u8]) -> &[u8] {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let marks = [b"\xEF\xBB\xBF".as_slice(), b"\xFF\xFE", b"\xFE\xFF"];
    marks.iter().find_map(|mark| head.strip_prefix(*mark)).unwrap_or(head)
}

/// Whether a byte is white space, or a NUL, which is every second byte of ASCII in UTF-16.
const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t'..=b'\r' | b' ')
}

/// The first byte of a text that is no mark, no NUL and no white space.
fn first_visible(bytes: &[u8]) -> Option<u8> {
    unmarked(bytes).iter().copied().find(|byte| !is_space(*byte))
}

/// Whether a text begins like a header field of a mail: `Name:`.
fn begins_with_name(bytes: &[u8]) -> bool {
    let mut letters = unmarked(bytes).iter().skip_while(|byte| is_space(**byte)).filter(|byte| **byte != 0);
    letters.find(|byte| !byte.is_ascii_alphanumeric() && **byte != b'-') == Some(&b':')
}

/// The beginning of a text with ASCII in lower case, without mark, NULs of UTF-16, and leading white space.
fn lower_head(bytes: &[u8]) -> Vec<u8> {
    let head = unmarked(bytes);
    let start = head.iter().position(|byte| !is_space(*byte)).unwrap_or(head.len());
    let mut lower = head[start..].to_ascii_lowercase();
    lower.retain(|byte| *byte != 0);
    lower
}

/// Whether a text begins like a saved page: only header fields, at least one of them in [`MAIL_FIELDS`].
fn is_mail(head: &[u8]) -> bool {
    let is_field = |line: &&[u8]| {
        let is_in_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        let name = line.iter().take_while(|byte| is_in_name(byte)).count();
        (name > 0 && line.get(name) == Some(&b':')) || matches!(line.first(), Some(b' ' | b'\t'))
    };
    let mut fields = head.split(|byte| *byte == b'\n').take_while(is_field);
    fields.any(|line| MAIL_FIELDS.iter().any(|field| line.starts_with(field.as_bytes())))
}

/// Whether a text begins like a web page; comments, processing instructions and stray tags may precede.
fn is_page(head: &[u8]) -> bool {
    let begins_page = |at: &usize| {
        let tag = &head[*at..];
        let rest = PAGE_STARTS.iter().find_map(|start| tag.strip_prefix(start.as_bytes()));
        rest.is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
    };
    let mut starts = memchr::memchr_iter(b'<', head).filter(begins_page).map(|at| &head[..at]);
    // Text before the first tag means that it is no page, except in a comment.
    starts.any(|before| before.is_ascii() || before.starts_with(b"<!--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: FileKind) {
        assert_eq!(kind_of(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn files_are_known_by_their_first_bytes() {
        check(b"%PDF-1.7\n", FileKind::Pdf);
        check(b"{\\rtf1\\ansi", FileKind::Rtf);
        check(b"\x1F\x8B\x08\0", FileKind::Gzip);
        check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", FileKind::Doc);
        check(b"\x89PNG\r\n\x1A\n\0\0", FileKind::Other("PNG image"));
        check("一、总体要求".as_bytes(), FileKind::Text);
        check(b"", FileKind::Text);
    }

    #[test]
    fn web_pages_are_known_by_how_they_begin() {
        for page in [
            "<!DOCTYPE html><html>",
            "\r\n <HTML lang=zh>",
            "\u{FEFF}<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">",
            "<!-- 保存于 2024 年 --><html>",
            "<!-- saved from url=(0014)about:internet -->\n<HTML>",
            "<link rel=stylesheet><title>通知</title>",
        ] {
            check(page.as_bytes(), FileKind::Html);
            let utf16: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
            check(&utf16, FileKind::Html);
        }
        for text in ["<附件>的<html>写法", "<p>一、</p>", "<", "说明：<html>", "<html5lib>"] {
            check(text.as_bytes(), FileKind::Text);
        }
    }

    #[test]
    fn documents_in_one_xml_file_are_known_by_their_root() {
        check("<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><a>".as_bytes(), FileKind::WordXml);
        check(b"<w:wordDocument xmlns:w='x'>", FileKind::WordXml);
        check("<?xml version=\"1.0\"?>\n<pkg:package xmlns:pkg='x'>".as_bytes(), FileKind::WordXml);
        check("<?xml version=\"1.0\"?>\n<office:document xmlns:office='x'>".as_bytes(), FileKind::FlatOdt);
        check(b"<?mso-application progid=\"Excel.Sheet\"?><Workbook>", FileKind::Other("spreadsheet (XML)"));
        check("\u{FEFF}<?xml version=\"1.0\"?>\n<!-- a -->\n<rss/>".as_bytes(), FileKind::Text);
        check(b"<p>\n<w:wordDocument>", FileKind::Text);
    }

    #[test]
    fn saved_pages_are_known_by_their_fields() {
        check(b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?a?=\r\n b\r\nMIME-Version: 1.0\r\n", FileKind::Mht);
        check(b"Content-Type: multipart/related; boundary=x\n\n--x", FileKind::Mht);
        check("主题：通知\nMIME-Version: 1.0\n".as_bytes(), FileKind::Text);
        check(b"From: a\nTo: b\n\nMIME-Version: 1.0\n", FileKind::Text);
    }

    /// A truncated archive with one entry of that name and data.
    fn torn_zip(name: &str, data: &str) -> Vec<u8> {
        let mut bytes = [b"PK\x03\x04".as_slice(), &[0; 22], &(name.len() as u16).to_le_bytes(), &[0; 2]].concat();
        bytes.extend([name, data].concat().bytes());
        bytes
    }

    #[test]
    fn zip_entries_distinguish_documents_from_archives() {
        check(&torn_zip("mimetype", "application/epub+zipPK"), FileKind::Epub);
        check(&torn_zip("mimetype", "application/vnd.oasis.opendocument.textPK"), FileKind::Odt);
        check(&torn_zip("word/document.xml", ""), FileKind::Docx);
        check(&torn_zip("OFD.xml", ""), FileKind::Ofd);
        check(&torn_zip("word/说明.txt", ""), FileKind::Zip);
        check(&torn_zip("a.docx", "word/document.xml"), FileKind::Zip);
        check(&[torn_zip("[Content_Types].xml", ""), torn_zip("word/document2.xml", "")].concat(), FileKind::Docx);
        check(
            &[torn_zip("[Content_Types].xml", ""), torn_zip("xl/a.xml", "")].concat(),
            FileKind::Other("spreadsheet (xlsx)"),
        );
        check(b"PK\x05\x06", FileKind::Zip);
    }

    #[test]
    fn a_tar_archive_is_known_by_its_sum() {
        let mut header = vec![0; 512];
        header[..5].copy_from_slice(b"a.txt");
        header[TAR_SUM].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[TAR_SUM].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        check(&header, FileKind::Tar);
        header[0] = b'b';
        check(&header, FileKind::Text);
        check(&[0; 512], FileKind::Text);
    }
}
