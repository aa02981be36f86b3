//! XML as a flat sequence of elements and text. Names are local names, since programs use different prefixes.
//!
//! Nothing recurses, and entities declared in a document are never expanded, so neither deep nesting nor an entity
//! bomb costs more than its bytes.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::escape::unescape_with;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::extract::error::quoted;
use crate::notice::{Damage, XmlFault};

/// The next event in an XML document.
#[derive(Debug)]
pub(in crate::extract) enum XmlEvent<'a> {
    /// An element begins. An empty element begins and ends.
    Start(Element<'a>),
    /// The innermost element ends.
    End,
    /// Text with entities resolved.
    Text(Cow<'a, str>),
}

/// The start tag of an element.
#[derive(Debug)]
pub(in crate::extract) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name without prefix.
    pub(in crate::extract) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute; prefixes are ignored.
    pub(in crate::extract) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        // Checks for duplicate attributes are off: they cost time, and damaged files must be readable.
        let mut known = attributes.with_checks(false).flatten();
        let found = known.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let raw: &str = &found.value;
        Some(unescape_with(raw, predefined).map_or_else(|_| raw.to_owned(), Cow::into_owned))
    }

    /// The value of an attribute as a number.
    pub(in crate::extract) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// Upper bound on the events of a document. A real document of the largest size that is unpacked has this many.
const MAX_EVENTS: usize = 3_000_000;

/// Iterates over the events of a document; ends at the first damage.
pub(in crate::extract) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// Number of events that may still follow.
    left: usize,
    /// Description of the damage, with its byte.
    pub damage: Option<Damage>,
}

impl<'a> Xml<'a> {
    /// Starts at the beginning of `text`.
    pub(in crate::extract) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        // Empty elements are reported as start and end, so that readers handle one form.
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { text, reader, left: MAX_EVENTS, damage: None }
    }

    /// Reads to the end of the element that has just begun and returns the XML inside; without an end tag, all of the
    /// rest.
    pub(in crate::extract) fn inside(&mut self, element: &Element<'_>) -> &'a str {
        let start = self.reader.buffer_position();
        let end = match self.reader.read_to_end(element.0.name()) {
            Ok(span) => span.end,
            Err(error) => {
                self.damage = Some(self.damage_of(&error));
                self.text.len() as u64
            }
        };
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

impl Xml<'_> {
    fn damage_of(&self, error: &Error) -> Damage {
        let fault = match error {
            Error::Syntax(_) => XmlFault::OpenTag,
            Error::IllFormed(IllFormedError::MissingEndTag(name)) => XmlFault::NoEnd(quoted(name)),
            Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => XmlFault::StrayEnd(quoted(name)),
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                XmlFault::WrongEnd { open: quoted(expected), found: quoted(found) }
            }
            _ => XmlFault::Malformed,
        };
        Damage::Xml { byte: self.reader.error_position(), fault }
    }
}

impl<'a> Iterator for Xml<'a> {
    type Item = XmlEvent<'a>;

    fn next(&mut self) -> Option<XmlEvent<'a>> {
        while self.damage.is_none() {
            if self.left == 0 {
                self.damage = Some(Damage::TooManyXmlPieces(MAX_EVENTS));
                return None;
            }
            self.left -= 1;
            match self.reader.read_event() {
                Ok(Event::Start(start)) => return Some(XmlEvent::Start(Element(start))),
                Ok(Event::End(_)) => return Some(XmlEvent::End),
                Ok(Event::Text(text)) => return Some(XmlEvent::Text(text.into_inner())),
                Ok(Event::CData(text)) => return Some(XmlEvent::Text(text.into_inner())),
                Ok(Event::GeneralRef(reference)) => return Some(XmlEvent::Text(resolved(&reference).into())),
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => {
                    self.damage = Some(self.damage_of(&error));
                }
            }
        }
        None
    }
}

fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{A0}",
        _ => return None,
    })
}

/// The text of `&name;`. An entity that the document declares stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> String {
    let name: &str = reference;
    match (reference.resolve_char_ref(), predefined(name)) {
        (Ok(Some(c)), _) => c.to_string(),
        (_, Some(text)) => text.to_owned(),
        _ => format!("&{name};"),
    }
}

/// Decodes an XML file: UTF-8, UTF-16, or the encoding that its declaration names.
pub(in crate::extract) fn decode_xml(bytes: &[u8]) -> Cow<'_, str> {
    // A byte order mark, or the two-byte form of `<`.
    let encoding = match bytes {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => UTF_16LE,
        [0xFE, 0xFF, ..] | [0, b'<', ..] => UTF_16BE,
        _ => declared(bytes).unwrap_or(UTF_8),
    };
    encoding.decode(bytes).0
}

/// Length of a file's head that is searched for the declaration, in bytes.
const DECLARATION_BYTES: usize = 200;

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let declaration = &head[..memchr::memmem::find(head, b"?>")?];
    let value = &declaration[memchr::memmem::find(declaration, b"encoding")? + "encoding".len()..];
    let open = memchr::memchr2(b'"', b'\'', value)?;
    let name = &value[open + 1..];
    let name = &name[..memchr::memchr(value[open], name)?];
    // The declaration was readable as ASCII, so the file is not UTF-16, whatever the declaration says.
    Encoding::for_label(name).filter(|encoding| encoding.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut xml = Xml::new(text);
        let mut written = String::new();
        for event in xml.by_ref() {
            match event {
                XmlEvent::Start(element) => {
                    let value = element.attribute("val").map(|value| format!("={value}")).unwrap_or_default();
                    written += &["<", element.name(), &value].concat();
                }
                XmlEvent::End => written.push('>'),
                XmlEvent::Text(text) => written += &text,
            }
        }
        written += if xml.damage.is_some() { "!" } else { "" };
        assert_eq!(written, expected, "{text}");
    }

    #[test]
    fn elements_are_known_without_their_prefixes() {
        check("<?xml version='1.0'?><w:p><w:r w:val='&lt;一'/>文 &amp; 字&#x4E00;</w:p>", "<p<r=<一>文 & 字一>");
        check("<p><![CDATA[<一>]]><!-- c --></p>", "<p<一>>");
    }

    #[test]
    fn inner_xml_is_returned_verbatim() {
        let inside = |text: &str| {
            let mut xml = Xml::new(text);
            let mut found = String::new();
            while let Some(event) = xml.next() {
                if let XmlEvent::Start(element) = event
                    && element.name() == "x"
                {
                    found = format!("{found}{}|", xml.inside(&element));
                }
            }
            (found, xml.damage.is_some())
        };
        assert_eq!(
            inside("<a><p:x>一<p:x/><b>&amp;</b></p:x><x/><x>二</x></a>"),
            ("一<p:x/><b>&amp;</b>||二|".into(), false)
        );
        assert_eq!(inside("<a><x>一<b>"), ("一<b>|".into(), true));
    }

    #[test]
    fn declared_entities_are_not_expanded() {
        check("<!DOCTYPE a [<!ENTITY b 'bbbb'>]><a val='&b;'>&b; & c</a>", "<a=&b;&b; & c>");
    }

    #[test]
    fn damage_ends_the_document() {
        check("<p>一<q>二</p>三", "<p一<q二!");
        check("<p>一<q", "<p一!");
    }

    #[test]
    fn a_document_of_millions_of_elements_is_cut() {
        let text = "<p/>".repeat(MAX_EVENTS / 2 - 1);
        let mut xml = Xml::new(&text);
        assert_eq!(xml.by_ref().count(), MAX_EVENTS - 2);
        assert_eq!(xml.damage, None);
        let text = format!("<a>{}", "<p/>".repeat(MAX_EVENTS / 2));
        let mut xml = Xml::new(&text);
        assert_eq!(xml.by_ref().count(), MAX_EVENTS);
        assert_eq!(xml.damage, Some(Damage::TooManyXmlPieces(MAX_EVENTS)));
    }

    #[test]
    fn xml_may_be_in_any_encoding() {
        let utf16: Vec<u8> = "\u{FEFF}<a>一</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode_xml(&utf16), "<a>一</a>");
        let utf16: Vec<u8> = "<a>一</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode_xml(&utf16), "<a>一</a>");
        let gbk = [b"<?xml version='1.0' encoding='GB2312'?>".as_slice(), b"\xD2\xBB"].concat();
        assert!(decode_xml(&gbk).ends_with('一'));
        assert_eq!(decode_xml(b"<?xml encoding='utf-16'?>a"), "<?xml encoding='utf-16'?>a");
    }
}
