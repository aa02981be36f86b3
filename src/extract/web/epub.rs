//! Books (EPUB): web pages in a ZIP archive, in the order of the book's spine. Each chapter with its own title is a
//! notice. Pages before the first text, and chapters without a title, belong to their neighbour.

use std::collections::HashMap;

use crate::extract::ExtractError;
use crate::extract::containers::package::{Package, resolve};
use crate::extract::containers::xml::{Xml, XmlEvent, decode_xml};
use crate::extract::encodings::decode::decode;
use crate::extract::extracted::{Extracted, is_blank};
use crate::extract::input::Input;
use crate::extract::web::html::{StrippedText, strip_markup};
use crate::notice::{Damage, Format, Hint, Manuscript, Source};

/// The file that names the list of the book's parts.
const CONTAINER: &str = "META-INF/container.xml";

/// Reads a book.
pub(in crate::extract) fn read(input: Input<'_>) -> Vec<Extracted> {
    let source = Source { format: Format::Epub, ..input.source };
    let notices = match read_book(Package::open(input.bytes, input.budget), input.options.encoding.as_deref()) {
        Ok(notices) => notices,
        Err(error) => return vec![Extracted::Failed { source, error }],
    };
    let is_several = notices.len() > 1;
    let extracted = notices.into_iter().enumerate().map(|(index, manuscript)| {
        let part = is_several.then(|| (index + 1).to_string());
        Extracted::Manuscript(Manuscript { source: Source { part, ..source.clone() }, ..manuscript })
    });
    extracted.collect()
}

/// Title and chapters from the list of the book's parts.
#[derive(Debug, Default)]
struct Contents {
    title: String,
    /// The paths of the chapters, in order.
    chapters: Vec<String>,
}

fn read_book(
    package: Result<Package<'_>, ExtractError>,
    encoding: Option<&str>,
) -> Result<Vec<Manuscript>, ExtractError> {
    let mut package = package?;
    let container = package.required(CONTAINER)?;
    let root = root_file(&decode_xml(&container))
        .ok_or_else(|| ExtractError::Damaged(Damage::NamesNoDocument(CONTAINER.to_owned())))?;
    let contents = contents_of(&root, &decode_xml(&package.required(&root)?));
    let mut notices: Vec<Chapters> = Vec::new();
    for path in &contents.chapters {
        let Some(chapter) = package.part(path)? else { continue };
        let chapter = strip_markup(&decode(&chapter, encoding)?.text);
        let is_cut = !chapter.warnings.is_empty();
        match notices.last_mut() {
            Some(notice) if !notice.ends_before(&chapter) => notice.append(chapter, &contents.title),
            _ => notices.push(Chapters::of(chapter)),
        }
        // No real chapter is that long, and a book may have thousands of them.
        if is_cut {
            break;
        }
    }
    let notices = notices.into_iter().map(|notice| notice.read).filter(|read| !is_blank(&read.text));
    let notices: Vec<Manuscript> = notices.map(Manuscript::from).collect();
    if notices.is_empty() { Err(ExtractError::Empty) } else { Ok(notices) }
}

fn root_file(container: &str) -> Option<String> {
    Xml::new(container).find_map(|event| match event {
        XmlEvent::Start(element) if element.name() == "rootfile" => element.attribute("full-path"),
        _ => None,
    })
}

/// Reads the list of parts: the pages of the spine, without the table of contents.
fn contents_of(root: &str, list: &str) -> Contents {
    let mut contents = Contents::default();
    let mut pages: HashMap<String, String> = HashMap::new();
    let mut is_title = false;
    for event in Xml::new(list) {
        match event {
            XmlEvent::Start(element) => {
                is_title = element.name() == "title" && contents.title.is_empty();
                let value = |name: &str| element.attribute(name).unwrap_or_default();
                let is_page =
                    value("media-type").contains("html") && !value("properties").split(' ').any(|word| word == "nav");
                if element.name() == "item" && is_page {
                    pages.insert(value("id"), resolve(root, &unescaped(&value("href"))));
                } else if element.name() == "itemref" {
                    contents.chapters.extend(pages.get(&value("idref")).cloned());
                }
            }
            XmlEvent::Text(text) if is_title => contents.title.push_str(&text),
            XmlEvent::Text(_) => {}
            XmlEvent::End => is_title = false,
        }
    }
    contents
}

/// Decodes a path: `%E4%B8%80.xhtml` → `一.xhtml`
fn unescaped(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let value = hex.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(value.unwrap_or(*first));
        rest = if value.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Chapters that form one notice.
struct Chapters {
    read: StrippedText,
    line_count: u32,
    /// Whether they contain a sentence; pages before the first sentence are a cover.
    has_sentence: bool,
}

impl Chapters {
    fn of(chapter: StrippedText) -> Self {
        let line_count = chapter.text.lines().count() as u32;
        Self { line_count, has_sentence: has_sentence(&chapter), read: chapter }
    }

    /// Whether a chapter with its own title follows a notice that has begun.
    fn ends_before(&self, chapter: &StrippedText) -> bool {
        let first_ink = chapter.text.lines().position(|line| !line.trim().is_empty());
        // A chapter that begins with a heading of level 1.
        let is_titled = |line: usize| chapter.hints.contains(&(line as u32, Hint::Heading(1)));
        self.has_sentence && first_ink.is_some_and(is_titled)
    }

    /// Appends a chapter. Pages with nothing but the book's title are dropped.
    fn append(&mut self, chapter: StrippedText, book_title: &str) {
        let has_own_title = chapter.hints.iter().any(|(_, hint)| *hint == Hint::Heading(1));
        // Everything so far was a cover: only its own text is kept.
        if has_own_title && !self.has_sentence {
            let kept = self.read.text.lines().filter(|line| line.trim() != book_title.trim());
            let text: String = kept.flat_map(|line| [line, "\n"]).collect();
            *self = Self::of(StrippedText { text, ..StrippedText::default() });
        }
        let line_count = chapter.text.lines().count() as u32;
        self.has_sentence |= has_sentence(&chapter);
        self.read.text.push_str(&chapter.text);
        self.read.hints.extend(chapter.hints.iter().map(|(line, hint)| (line + self.line_count, *hint)));
        self.read.warnings.extend(chapter.warnings);
        self.line_count += line_count;
    }
}

fn has_sentence(chapter: &StrippedText) -> bool {
    chapter.text.contains('。')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spine_orders_the_chapters() {
        let list = "<package><metadata><dc:title>汇编</dc:title></metadata><manifest>\
            <item id='b' href='t/%E4%B8%80.xhtml' media-type='application/xhtml+xml'/>\
            <item id='a' href='a.html' media-type='text/html'/>\
            <item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
            <item id='c' href='c.css' media-type='text/css'/></manifest>\
            <spine><itemref idref='n'/><itemref idref='b'/><itemref idref='c'/><itemref idref='a'/></spine></package>";
        let contents = contents_of("EPUB/book.opf", list);
        assert_eq!(
            (contents.title.as_str(), contents.chapters),
            ("汇编", vec!["EPUB/t/一.xhtml".to_owned(), "EPUB/a.html".to_owned()])
        );
    }

    #[test]
    fn chapters_are_joined_until_a_title_begins_another_notice() {
        let mut notice = Chapters::of(strip_markup("<h1>汇编</h1><p>云教〔2024〕5号</p>"));
        let first = strip_markup("<h1>关于放假的通知</h1><p>现通知如下。</p>");
        assert!(!notice.ends_before(&first));
        notice.append(first, "汇编");
        assert_eq!(notice.read.text, "云教〔2024〕5号\n关于放假的通知\n现通知如下。\n");
        assert_eq!(notice.read.hints, [(1, Hint::Heading(1))]);
        assert!(notice.ends_before(&strip_markup("<h1>关于开学的通知</h1>")));
        assert!(!notice.ends_before(&strip_markup("<p>一、时间</p>")));
        notice.append(strip_markup("<p>一、时间</p><h2>说明</h2>"), "汇编");
        assert_eq!(notice.read.hints, [(1, Hint::Heading(1)), (4, Hint::Heading(2))]);
    }
}
