//! ODT: the parts of the package, or the single XML file → the lines of its text.
//!
//! `styles` reads list, paragraph and text styles, `body` reads the text itself.

mod body;
mod styles;

use crate::extract::ExtractError;
use crate::extract::containers::package::Package;
use crate::extract::containers::xml::decode_xml;
use crate::extract::input::Input;
use crate::notice::Manuscript;
use body::read_body;
use styles::Styles;

/// Reads the text in its final state, with automatic numbers before their paragraphs; headers, footers, comments and
/// tables of contents are left out.
pub(in crate::extract) fn read_odt(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let mut package = Package::open(input.bytes, input.budget)?;
    if is_encrypted(&mut package)? {
        return Err(ExtractError::NeedsPassword);
    }
    let content = package.required("content.xml")?;
    let content = decode_xml(&content);
    let mut styles = Styles::default();
    styles.read(&decode_xml(&package.part("styles.xml")?.unwrap_or_default()));
    styles.read(&content);
    let (sheet, damage) = read_body(&content, &styles);
    Ok(sheet.finish(input.source, damage.map(|damage| damage.in_part("content.xml")).or(package.damage)))
}

/// Reads a document that was saved as one XML file.
#[allow(clippy::unnecessary_wraps, reason = "readers have one signature, and others fail")]
pub(in crate::extract) fn read_flat_odt(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let text = decode_xml(input.bytes);
    let mut styles = Styles::default();
    styles.read(&text);
    let (sheet, damage) = read_body(&text, &styles);
    Ok(sheet.finish(input.source, damage))
}

fn is_encrypted(package: &mut Package<'_>) -> Result<bool, ExtractError> {
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    Ok(memchr::memmem::find(&manifest, b"encryption-data").is_some())
}
