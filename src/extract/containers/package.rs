//! A document that is a ZIP archive of parts (DOCX, ODT, OFD, EPUB), unpacked within the budget of its file; or one
//! XML file that contains all parts (`pkg:package`).

use std::io::Cursor;

use zip::ZipArchive;

use crate::extract::ExtractError;
use crate::extract::budget::Budget;
use crate::extract::containers::archive::zip_damage;
use crate::extract::containers::xml::{Xml, XmlEvent};
use crate::extract::error::quoted;
use crate::notice::Damage;

/// Storage of the parts.
enum Parts<'a> {
    Zip(ZipArchive<Cursor<&'a [u8]>>),
    /// Their names and XML.
    Xml(Vec<(String, &'a str)>),
}

/// An opened document.
pub(in crate::extract) struct Package<'a> {
    parts: Parts<'a>,
    budget: &'a Budget,
    /// Damage of a part that was read as far as it goes.
    pub damage: Option<Damage>,
}

impl<'a> Package<'a> {
    /// Opens a document.
    ///
    /// # Errors
    /// When the directory of the archive is damaged, or lists more parts than any document has.
    pub(in crate::extract) fn open(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, ExtractError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| ExtractError::Damaged(zip_damage(&error)))?;
        if archive.len() > budget.max_members() {
            return Err(ExtractError::Damaged(Damage::TooManyParts(archive.len())));
        }
        Ok(Self { parts: Parts::Zip(archive), budget, damage: None })
    }

    /// The parts in the text of an XML file; none if it is not a package.
    pub(in crate::extract) fn of_xml(text: &'a str, budget: &'a Budget) -> Self {
        let (parts, damage) = parts_in(text, budget.max_members());
        Self { parts: Parts::Xml(parts), budget, damage }
    }

    /// Whether there are no parts.
    pub(in crate::extract) fn is_empty(&self) -> bool {
        match &self.parts {
            Parts::Zip(archive) => archive.is_empty(),
            Parts::Xml(parts) => parts.is_empty(),
        }
    }

    /// Unpacks a part; `None` if there is none of that name. Case and the direction of slashes are ignored, because
    /// programs disagree about them.
    ///
    /// A part that ends too early is returned as far as it goes, and recorded as damage.
    pub(in crate::extract) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let name = name.trim_start_matches('/');
        let archive = match &mut self.parts {
            Parts::Zip(archive) => archive,
            Parts::Xml(parts) => {
                let found = parts.iter().find(|(known, _)| known.trim_start_matches('/').eq_ignore_ascii_case(name));
                return Ok(found.map(|(_, xml)| xml.as_bytes().to_vec()));
            }
        };
        // An exact name first; the comparison without case is slow and rarely needed.
        let Some(index) = archive.index_for_name(name).or_else(|| similar(archive, name)) else { return Ok(None) };
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => return Err(ExtractError::Damaged(zip_damage(&error).in_part(&quoted(name)))),
        };
        let size = file.size();
        let unpacked = self.budget.read(file, Some(size))?;
        if let Some(damage) = unpacked.damage {
            self.damage = Some(damage.in_part(&quoted(name)));
        }
        Ok(Some(unpacked.bytes))
    }

    /// Unpacks a part that the document cannot do without.
    pub(in crate::extract) fn required(&mut self, name: &str) -> Result<Vec<u8>, ExtractError> {
        self.part(name)?.ok_or_else(|| ExtractError::Damaged(Damage::MissingPart(quoted(name))))
    }
}

fn similar(archive: &ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<usize> {
    let plain = |name: &str| name.replace('\\', "/").to_lowercase();
    let wanted = plain(name);
    (0..archive.len()).find(|index| {
        let known = archive.name_for_index(*index).and_then(Result::ok);
        known.is_some_and(|known| plain(&known) == wanted)
    })
}

/// The parts of a package in one XML file, and its damage. Images, which are not XML, are left out.
fn parts_in(text: &str, max_parts: usize) -> (Vec<(String, &str)>, Option<Damage>) {
    let mut xml = Xml::new(text);
    let mut parts = Vec::new();
    let mut name = String::new();
    while parts.len() < max_parts
        && let Some(event) = xml.next()
    {
        let XmlEvent::Start(element) = event else { continue };
        match element.name() {
            // Parts follow each other; a part's name precedes its content.
            "part" => name = element.attribute("name").unwrap_or_default(),
            "xmlData" => parts.push((std::mem::take(&mut name), xml.inside(&element))),
            "package" | "binaryData" => {}
            // Not a package.
            _ => break,
        }
    }
    (parts, xml.damage)
}

/// Resolves the reference `target` in the part `base`: `a/b.xml` and `../c.xml` → `c.xml`.
pub(in crate::extract) fn resolve(base: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    // The target is relative to the folder of the part that contains it.
    let mut folders: Vec<&str> = base.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(folders.pop()),
            name => folders.push(name),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_their_part() {
        let cases = [
            ("word/document.xml", "styles.xml", "word/styles.xml"),
            ("word/document.xml", "/word/styles.xml", "word/styles.xml"),
            ("word/document.xml", "../customXml/item.xml", "customXml/item.xml"),
            ("OFD.xml", "Doc_0/./Document.xml", "Doc_0/Document.xml"),
            ("a.xml", "../../b.xml", "b.xml"),
        ];
        for (base, target, expected) in cases {
            assert_eq!(resolve(base, target), expected);
        }
    }

    #[test]
    fn bytes_that_are_no_archive_are_refused() {
        assert!(matches!(Package::open(b"PK\x03\x04", &Budget::of_file(4)), Err(ExtractError::Damaged(_))));
    }
}
