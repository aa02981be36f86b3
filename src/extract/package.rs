//! A document that is a ZIP archive of parts (DOCX, ODT, OFD, EPUB), unpacked within the budget of its file.

use std::io::Cursor;

use zip::ZipArchive;

use super::ExtractError;
use super::budget::{Budget, MAX_MEMBERS};

/// An opened document.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    budget: &'a Budget,
    /// What was wrong with a part that was read as far as it goes.
    pub damage: Option<String>,
}

impl<'a> Package<'a> {
    /// Opens a document.
    ///
    /// Fails when the directory of the archive is damaged, or names more parts than any document has.
    pub(super) fn open(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, ExtractError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| ExtractError::damaged(&error.to_string()))?;
        if archive.len() > MAX_MEMBERS {
            return Err(ExtractError::damaged(&format!("{} parts, more than any document has", archive.len())));
        }
        Ok(Self { archive, budget, damage: None })
    }

    /// Unpacks a part; `None` when there is none of that name. Upper and lower case, and the direction of slashes, are
    /// the same: programs disagree about them.
    ///
    /// A part that ends too early is returned as far as it goes, and remembered as damage.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let name = name.trim_start_matches('/');
        let Some(index) = self.archive.index_for_name(name).or_else(|| self.similar(name)) else { return Ok(None) };
        let file = match self.archive.by_index(index) {
            Ok(file) => file,
            Err(error) => return Err(ExtractError::damaged(&format!("{name}: {error}"))),
        };
        let size = file.size();
        let unpacked = self.budget.read(file, Some(size))?;
        if let Some(damage) = unpacked.damage {
            self.damage = Some(format!("{name}: {damage}"));
        }
        Ok(Some(unpacked.bytes))
    }

    /// Unpacks a part without which there is no document.
    pub(super) fn required(&mut self, name: &str) -> Result<Vec<u8>, ExtractError> {
        self.part(name)?.ok_or_else(|| ExtractError::damaged(&format!("{name} is missing")))
    }

    fn similar(&self, name: &str) -> Option<usize> {
        let plain = |name: &str| name.replace('\\', "/").to_lowercase();
        let wanted = plain(name);
        (0..self.archive.len()).find(|index| {
            let known = self.archive.name_for_index(*index).and_then(Result::ok);
            known.is_some_and(|known| plain(&known) == wanted)
        })
    }
}

/// The name of the part that `target` means in the part `base`: `a/b.xml` and `../c.xml` → `c.xml`.
pub(super) fn resolve(base: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
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
    fn what_is_no_archive_is_refused() {
        assert!(matches!(Package::open(b"PK\x03\x04", &Budget::of_file(4)), Err(ExtractError::Damaged(_))));
    }
}
