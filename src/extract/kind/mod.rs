//! What kind of file bytes are, by their content alone: a `.doc` may be a web page, and a `.txt` a PDF.

pub(in crate::extract) mod magic;
mod zip_names;

use crate::extract::kind::magic::other_binary;
use crate::extract::kind::zip_names::{entry_names, first_entry};

/// A kind of file, as far as its bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// Text: plain, Markdown, JSON, CSV. Which one can be told once it is decoded. What is no text at all is this too,
    /// as long as nothing is known about it: decoding will say so.
    Text,
    /// A web page.
    Html,
    /// A web page saved with all that belongs to it (MHTML).
    Mht,
    /// A book: web pages in a ZIP archive.
    Epub,
    /// A Word document (docx, docm, dotx).
    Docx,
    /// A Word document in one XML file, that of Word 2003 among them.
    WordXml,
    /// A text document of `LibreOffice`.
    Odt,
    /// The same in one XML file.
    FlatOdt,
    /// A fixed-layout document after GB/T 33190.
    Ofd,
    /// A rich-text document.
    Rtf,
    /// A compound file: Word 97 to 2003, WPS; xls and ppt are such files too.
    Doc,
    /// A PDF document.
    Pdf,
    /// A ZIP archive that is no document.
    Zip,
    /// A tar archive.
    Tar,
    /// One compressed file, often a tar archive.
    Gzip,
    /// Something that is known and holds no text.
    Other(&'static str),
}

/// First bytes, and the kind of a file that begins with them.
const SIGNATURES: [(&[u8], FileKind); 6] = [
    (b"%PDF-", FileKind::Pdf),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Doc),
    (b"{\\rtf", FileKind::Rtf),
    (b"\x1F\x8B\x08", FileKind::Gzip),
    // A ZIP archive without entries.
    (b"PK\x05\x06", FileKind::Zip),
    (b"\xEF\xBB\xBF%PDF-", FileKind::Pdf),
];

/// What a file in a ZIP container that is a document says in its first entry, and the kind that makes it.
const MIME_TYPES: [(&str, FileKind); 4] = [
    ("application/epub+zip", FileKind::Epub),
    ("application/vnd.oasis.opendocument.text", FileKind::Odt),
    ("application/vnd.oasis.opendocument", FileKind::Other("LibreOffice spreadsheet or presentation (ods, odp)")),
    ("application/ofd", FileKind::Ofd),
];

/// Entries, or folders of entries, without which a document is none, and the kind of document.
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

/// What a page without a declaration begins with. A single `<p>` is no page: it may stand in any text.
const PAGE_STARTS: [&str; 8] = ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<frameset", "<base"];

/// Fields of which a saved page has at least one.
const MAIL_FIELDS: [&str; 3] = ["mime-version:", "snapshot-content-location:", "content-type: multipart/"];

/// The kind of a file.
pub fn kind_of(bytes: &[u8]) -> FileKind {
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return *kind;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return kind_of_zip(bytes);
    }
    if is_tar(bytes) {
        return FileKind::Tar;
    }
    if let Some(what) = other_binary(bytes) {
        return FileKind::Other(what);
    }
    // Nearly every file is plain text, which the first character tells.
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

/// What stands at the beginning of documents in one XML file, and what they are.
const XML_DOCUMENTS: [(&str, FileKind); 7] = [
    ("<?mso-application progid=\"word.document\"", FileKind::WordXml),
    ("<?mso-application progid=\"excel.sheet\"", FileKind::Other("spreadsheet (XML)")),
    ("<?mso-application progid=\"powerpoint.show\"", FileKind::Other("presentation (XML)")),
    ("<w:worddocument", FileKind::WordXml),
    ("<pkg:package", FileKind::WordXml),
    ("<workbook xmlns=\"urn:schemas-microsoft-com", FileKind::Other("spreadsheet (XML)")),
    ("<office:document ", FileKind::FlatOdt),
];

/// The document that a text is which begins as XML, if it is one: declarations and comments stand before it.
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

/// The first entry of a document often says what it is; else its entries do. Any other archive is just that: a folder
/// of documents that somebody packed may well be called `word`.
fn kind_of_zip(bytes: &[u8]) -> FileKind {
    let said = first_entry(bytes).filter(|(name, _)| *name == b"mimetype").map(|(_, data)| data);
    let said = said.and_then(|data| MIME_TYPES.iter().find(|(mime, _)| data.starts_with(mime.as_bytes())));
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

/// Where the header of the first file in a tar archive ends, and where in it the sum of its bytes stands.
const TAR_HEADER_BYTES: usize = 512;
const TAR_SUM: std::ops::Range<usize> = 148..156;

/// A tar archive has no signature that all programs write, but a sum of its header's bytes, in octal.
fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..TAR_HEADER_BYTES) else { return false };
    let Some(said) = octal(&header[TAR_SUM]) else { return false };
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    let own: u32 = header[TAR_SUM].iter().map(|byte| u32::from(*byte)).sum();
    said == sum - own + u32::from(b' ') * TAR_SUM.len() as u32
}

/// The number in a field of a tar header: octal digits, after spaces, before spaces and NULs.
fn octal(field: &[u8]) -> Option<u32> {
    let padding = |byte: &u8| matches!(byte, b' ' | 0);
    let digits = field.trim_ascii_start();
    let len = digits.iter().position(padding).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(len);
    let is_number = len > 0 && digits.iter().all(|byte| matches!(byte, b'0'..=b'7')) && rest.iter().all(padding);
    is_number.then(|| digits.iter().fold(0, |number, digit| number * 8 + u32::from(digit - b'0')))
}

/// The beginning of a text without the byte order mark before it.
fn unmarked(bytes: &[u8]) -> &[u8] {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let marks = [b"\xEF\xBB\xBF".as_slice(), b"\xFF\xFE", b"\xFE\xFF"];
    marks.iter().find_map(|mark| head.strip_prefix(*mark)).unwrap_or(head)
}

/// Whether a byte is white space, or a NUL as UTF-16 has in every second byte of ASCII.
const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t'..=b'\r' | b' ')
}

/// The first byte of a text that is no mark, no NUL and no white space.
fn first_visible(bytes: &[u8]) -> Option<u8> {
    unmarked(bytes).iter().copied().find(|byte| !is_space(*byte))
}

/// Whether a text begins as a field of a mail does: `Name:`.
fn begins_with_name(bytes: &[u8]) -> bool {
    let mut letters = unmarked(bytes).iter().skip_while(|byte| is_space(**byte)).filter(|byte| **byte != 0);
    letters.find(|byte| !byte.is_ascii_alphanumeric() && **byte != b'-') == Some(&b':')
}

/// The beginning of a text with its ASCII in lower case, without the marks, the NULs of UTF-16 and the white space before
/// it.
fn lower_head(bytes: &[u8]) -> Vec<u8> {
    let head = unmarked(bytes);
    let start = head.iter().position(|byte| !is_space(*byte)).unwrap_or(head.len());
    let mut lower = head[start..].to_ascii_lowercase();
    lower.retain(|byte| *byte != 0);
    lower
}

/// Whether a text begins with the head of a saved page: nothing but header fields, one of [`MAIL_FIELDS`] among them.
fn is_mail(head: &[u8]) -> bool {
    let is_field = |line: &&[u8]| {
        let is_in_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        let name = line.iter().take_while(|byte| is_in_name(byte)).count();
        (name > 0 && line.get(name) == Some(&b':')) || matches!(line.first(), Some(b' ' | b'\t'))
    };
    let mut fields = head.split(|byte| *byte == b'\n').take_while(is_field);
    fields.any(|line| MAIL_FIELDS.iter().any(|field| line.starts_with(field.as_bytes())))
}

/// Whether a text begins as a web page does; comments, processing instructions and stray tags may stand before.
fn is_page(head: &[u8]) -> bool {
    let begins_page = |at: &usize| {
        let tag = &head[*at..];
        let rest = PAGE_STARTS.iter().find_map(|start| tag.strip_prefix(start.as_bytes()));
        rest.is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
    };
    let mut starts = memchr::memchr_iter(b'<', head).filter(begins_page).map(|at| &head[..at]);
    // Text before it is no part of a page, save in a comment.
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

    /// A torn archive whose first entry has that name and those data.
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
