//! Writers of notices in every format that can be written by hand: files for the bench of formats that the samples
//! beside the repository do not have.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A ZIP archive of these parts.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let is_mime = *name == "mimetype";
        let method = if is_mime { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("memory");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The results of `write` for each item, concatenated.
fn joined<T>(items: impl IntoIterator<Item = T>, write: impl FnMut(T) -> String) -> String {
    items.into_iter().map(write).collect::<Vec<String>>().concat()
}

/// The lines of a notice, each between two tags.
fn paragraphs(text: &str, open: &str, close: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.flat_map(|line| [open, line.trim(), close]).collect()
}

/// A page of a portal.
pub fn html(text: &str) -> Vec<u8> {
    let links = "<li><a href='/zwgk/1.html'>政务公开</a></li>".repeat(20);
    let body = paragraphs(
        text,
        "<p style=\"text-indent: 2em; line-height: 28pt\"><span style=\"font-family: 仿宋\">",
        "</span></p>\n",
    );
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>通知</title><style>p{{margin:0}}</style></head><body>\n\
         <div class=\"nav\"><ul>{links}</ul></div><div class=\"TRS_Editor\" id=\"zoom\">\n{body}</div>\n\
         <div class=\"footer\"><ul>{links}</ul></div><script>var a = 1;</script></body></html>"
    );
    page.into_bytes()
}

/// A document as Word writes it: a run with properties for each stretch of text.
pub fn docx(text: &str) -> Vec<u8> {
    let body = paragraphs(
        text,
        "<w:p><w:pPr><w:ind w:firstLine=\"640\"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia=\"仿宋\"/><w:sz w:val=\"32\"/></w:rPr><w:t>",
        "</w:t></w:r></w:p>",
    );
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    packed(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A document as `LibreOffice` writes it.
pub fn odt(text: &str) -> Vec<u8> {
    let body =
        paragraphs(text, "<text:p text:style-name=\"P1\"><text:span text:style-name=\"T1\">", "</text:span></text:p>");
    let content = format!(
        "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    packed(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

/// A rich-text document; characters are UTF-16 numbers, as all programs write them.
pub fn rtf(text: &str) -> Vec<u8> {
    let mut written = String::from("{\\rtf1\\ansi\\uc1 ");
    for line in text.lines() {
        for unit in line.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte) if byte.is_ascii_alphanumeric() => written.push(char::from(byte)),
                _ => write!(written, "\\u{}?", unit.cast_signed()).expect("memory"),
            }
        }
        written.push_str("\\par\n");
    }
    written.push('}');
    written.into_bytes()
}

/// A book with a chapter for each notice.
pub fn epub(texts: &[&str]) -> Vec<u8> {
    let name = |number: usize| format!("c{number}.xhtml");
    let chapters: Vec<(String, String)> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            (
                name(number),
                format!("<html><body><h1>关于开展工作的通知</h1>{}</body></html>", paragraphs(text, "<p>", "</p>\n")),
            )
        })
        .collect();
    let list = |line: fn(&str) -> String| chapters.iter().map(|(name, _)| line(name)).collect::<String>();
    let items = list(|name| format!("<item id=\"{name}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>"));
    let spine = list(|name| format!("<itemref idref=\"{name}\"/>"));
    let contents = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
    let container = "<container><rootfiles><rootfile full-path=\"a.opf\"/></rootfiles></container>";
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container.as_bytes()),
        ("a.opf", contents.as_bytes()),
    ];
    parts.extend(chapters.iter().map(|(name, chapter)| (name.as_str(), chapter.as_bytes())));
    packed(&parts)
}

/// Characters on a line and lines on a page (GB/T 9704-2012).
const LINE_CHARS: usize = 28;
const PAGE_LINES: usize = 22;

/// The lines of each page, as an office prints them.
pub fn pages(text: &str) -> Vec<Vec<String>> {
    let chars: Vec<Vec<char>> = text.lines().map(|line| line.trim().chars().collect()).collect();
    let lines: Vec<String> =
        chars.iter().flat_map(|line| line.chunks(LINE_CHARS)).map(|line| line.iter().collect()).collect();
    lines.chunks(PAGE_LINES).map(<[String]>::to_vec).collect()
}

/// The position of a line on its page in millimetres from the left and the top, and the size of its characters.
const LEFT_MM: usize = 28;
const TOP_MM: usize = 37;
const LINE_MM: usize = 10;
const SIZE_MM: f32 = 5.6;

/// A document in OFD, the Chinese fixed-layout format (GB/T 33190), and its number of pages.
pub fn ofd(text: &str) -> (Vec<u8>, usize) {
    let pages = pages(text);
    let page = |lines: &Vec<String>| {
        let mut content = String::from("<ofd:Page><ofd:Content><ofd:Layer>");
        for (index, line) in lines.iter().enumerate() {
            let (top, count) = (TOP_MM + LINE_MM * index, line.chars().count());
            write!(
                content,
                "<ofd:TextObject Boundary=\"{LEFT_MM} {top} 160 8\" Size=\"{SIZE_MM}\"><ofd:TextCode X=\"0\" Y=\"6\" DeltaX=\"g {count} {SIZE_MM}\">{line}</ofd:TextCode></ofd:TextObject>"
            )
            .expect("memory");
        }
        content + "</ofd:Layer></ofd:Content></ofd:Page>"
    };
    let contents: Vec<(String, String)> =
        pages.iter().enumerate().map(|(number, lines)| (format!("Doc_0/Pages/{number}.xml"), page(lines))).collect();
    let list = joined(0..pages.len(), |number| format!("<ofd:Page ID=\"{number}\" BaseLoc=\"Pages/{number}.xml\"/>"));
    let document = format!("<ofd:Document><ofd:Pages>{list}</ofd:Pages></ofd:Document>");
    let root = "<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    let mut parts: Vec<(&str, &[u8])> = vec![("OFD.xml", root.as_bytes()), ("Doc_0/Document.xml", document.as_bytes())];
    parts.extend(contents.iter().map(|(name, page)| (name.as_str(), page.as_bytes())));
    (packed(&parts), pages.len())
}

/// A PDF document with a font that is not embedded but has a character map, and its number of pages. Streams are
/// compressed, as all programs do.
pub fn pdf(text: &str) -> (Vec<u8>, usize) {
    let pages = pages(text);
    // Objects 1 to 6 are shared, then each page has two.
    let page_object = |number: usize| 7 + 2 * number;
    let kids: String = joined(0..pages.len(), |number| format!("{} 0 R ", page_object(number)));
    let mut pdf = Pdf::new();
    pdf.object("<</Type/Catalog/Pages 2 0 R>>");
    pdf.object(&format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()));
    pdf.object(
        "<</Type/Font/Subtype/Type0/BaseFont/FangSong/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
    );
    pdf.object("<</Type/Font/Subtype/CIDFontType2/BaseFont/FangSong/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 5 0 R/DW 1000>>");
    pdf.object("<</Type/FontDescriptor/FontName/FangSong/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>");
    let ranges: String = joined(0..=255_u16, |high| format!("<{high:02X}00> <{high:02X}FF> <{high:02X}00>\n"));
    // The format allows a hundred ranges in a table.
    let ranges: Vec<&str> = ranges.lines().collect();
    let ranges: String =
        joined(ranges.chunks(100), |some| format!("{} beginbfrange\n{}\nendbfrange\n", some.len(), some.join("\n")));
    pdf.stream(&format!("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{ranges}endcmap end end"));
    for (number, lines) in pages.iter().enumerate() {
        pdf.object(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
            page_object(number) + 1
        ));
        let mut content = String::new();
        for (index, line) in lines.iter().enumerate() {
            let codes: String = joined(line.encode_utf16(), |unit| format!("{unit:04X}"));
            let y = 740 - 28 * index;
            writeln!(content, "BT /F 16 Tf 1 0 0 1 79 {y} Tm <{codes}> Tj ET").expect("memory");
        }
        pdf.stream(&content);
    }
    (pdf.finish(), pages.len())
}

/// A PDF document that is being written.
struct Pdf {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl Pdf {
    fn new() -> Self {
        Self { bytes: b"%PDF-1.5\n".to_vec(), places: Vec::new() }
    }

    fn object(&mut self, content: &str) {
        self.places.push(self.bytes.len());
        write!(self.bytes, "{} 0 obj\n{content}\nendobj\n", self.places.len()).expect("memory");
    }

    fn stream(&mut self, content: &str) {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(content.as_bytes()).expect("memory");
        let packed = encoder.finish().expect("memory");
        self.places.push(self.bytes.len());
        write!(self.bytes, "{} 0 obj\n<</Length {}/Filter/FlateDecode>>stream\n", self.places.len(), packed.len())
            .expect("memory");
        self.bytes.extend(packed);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }

    fn finish(mut self) -> Vec<u8> {
        let start = self.bytes.len();
        let count = self.places.len() + 1;
        write!(self.bytes, "xref\n0 {count}\n0000000000 65535 f \n").expect("memory");
        for place in &self.places {
            writeln!(self.bytes, "{place:010} 00000 n ").expect("memory");
        }
        write!(self.bytes, "trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").expect("memory");
        self.bytes
    }
}
