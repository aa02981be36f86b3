//! DOCX, DOCM, DOTX: the parts of the package → the lines of its text. Also the same package in one XML file, and the
//! XML of Word 2003.
//!
//! `styles` and `lists` read what paragraphs refer to, `body` reads the text itself.

mod body;
mod lists;
mod styles;

use crate::extract::ExtractError;
use crate::extract::containers::package::{Package, resolve};
use crate::extract::containers::xml::{Xml, XmlEvent, decode_xml};
use crate::extract::error::quoted;
use crate::extract::input::Input;
use crate::extract::numbering::Numbering;
use crate::notice::{Manuscript, Source};
use body::{Notes, read_body, read_notes};
use lists::read_lists;
use styles::read_styles;

/// Reads the text in its final state: with insertions and automatic numbers, without deletions, comments, headers and
/// footers.
pub(in crate::extract) fn read_docx(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    read_package(&mut Package::open(input.bytes, input.budget)?, input.source)
}

/// Reads a document in one XML file: either a package whose parts follow each other, or a document of Word 2003.
pub(in crate::extract) fn read_word_xml(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let text = decode_xml(input.bytes);
    let mut package = Package::of_xml(&text, input.budget);
    if !package.is_empty() {
        return read_package(&mut package, input.source);
    }
    // Word 2003 puts styles, lists and text into one document, so each reader gets the same text.
    let styles = read_styles(&text);
    let mut numbering = Numbering::default();
    read_lists(&text, &styles, &mut numbering);
    let (sheet, damage) = read_body(&text, &styles, &mut numbering, Notes::default());
    Ok(sheet.finish(input.source, damage))
}

fn read_package(package: &mut Package<'_>, source: Source) -> Result<Manuscript, ExtractError> {
    // The main part usually has this name, but only the relation is binding.
    let main = match relations(package, "")?.into_iter().find(|(kind, _)| kind == "officeDocument") {
        Some((_, target)) => target,
        None => "word/document.xml".to_owned(),
    };
    let document = package.required(&main)?;
    let related = relations(package, &main)?;
    let mut part = |kind: &str, usual: &str| {
        let target = related.iter().find(|(known, _)| known == kind).map(|(_, target)| target.clone());
        package.part(&target.unwrap_or_else(|| resolve(&main, usual)))
    };
    let styles = read_styles(&decode_xml(&part("styles", "styles.xml")?.unwrap_or_default()));
    let lists = part("numbering", "numbering.xml")?.unwrap_or_default();
    let mut numbering = Numbering::default();
    read_lists(&decode_xml(&lists), &styles, &mut numbering);
    let mut notes = Notes::default();
    for (kind, usual) in [("footnotes", "footnotes.xml"), ("endnotes", "endnotes.xml")] {
        let bytes = part(kind, usual)?.unwrap_or_default();
        read_notes(&decode_xml(&bytes), &styles, &mut numbering, &mut notes);
    }
    let (sheet, damage) = read_body(&decode_xml(&document), &styles, &mut numbering, notes);
    Ok(sheet.finish(source, damage.map(|damage| damage.in_part(&quoted(&main))).or(package.damage.take())))
}

/// Lists the parts that `part` refers to: the last segment of the relation's type, and the part's name.
fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<(String, String)>, ExtractError> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let path = format!("{folder}/_rels/{name}.rels");
    let bytes = package.part(&path)?.unwrap_or_default();
    let text = decode_xml(&bytes);
    let relation = |event| match event {
        XmlEvent::Start(element) if element.name() == "Relationship" => {
            let kind = element.attribute("Type")?;
            let kind = kind.rsplit('/').next()?.to_owned();
            Some((kind, resolve(part, &element.attribute("Target")?)))
        }
        _ => None,
    };
    Ok(Xml::new(&text).filter_map(relation).collect())
}
