//! Fonts that do not say what their codes mean: Chinese typesetting systems embed fonts without a `ToUnicode` map.
//!
//! Their encoding is one of those the standard predefines (`GBK-EUC-H`, `UniGB-UCS2-H`), which lead to the numbers of a
//! character collection, and these to Unicode.

use std::collections::HashMap;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};

/// How the codes of one font are decoded.
struct Decoder {
    /// Codes → numbers in the collection.
    encoding: CMap,
    /// Numbers in the collection → Unicode.
    collection: CMap,
}

/// The fonts of a file that can be decoded, by name.
pub(super) struct Encodings<'p> {
    pdf: &'p Pdf,
    /// Filled when the first glyph asks.
    decoders: Option<HashMap<String, Decoder>>,
}

impl<'p> Encodings<'p> {
    /// Looks at nothing yet.
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { pdf, decoders: None }
    }

    /// The character of a glyph whose font does not say.
    pub(super) fn decode(&mut self, glyph: &Glyph<'_>) -> Option<char> {
        let Glyph::Outline(outline) = glyph else { return None };
        let name = outline.font_data()?.postscript_name?;
        let decoders = self.decoders.get_or_insert_with(|| find_decoders(self.pdf));
        decoders.get(&name)?.decode(outline.char_code())
    }
}

impl Decoder {
    fn decode(&self, code: u32) -> Option<char> {
        let cid = (1..=4).find_map(|len_bytes| self.encoding.lookup_cid_code(code, len_bytes))?;
        match self.collection.lookup_bf_string(cid)? {
            BfString::Char(c) => Some(c),
            BfString::String(text) => text.chars().next(),
        }
    }
}

fn find_decoders(pdf: &Pdf) -> HashMap<String, Decoder> {
    let fonts = pdf.objects().into_iter().filter_map(Object::into_dict);
    fonts.filter_map(|font| Some((name_of(&font)?, decoder_of(&font)?))).collect()
}

/// The name of a font, without the tag of a subset (`ABCDEF+`).
fn name_of(font: &Dict<'_>) -> Option<String> {
    let name = font.get::<Name<'_>>("BaseFont")?.as_str().to_owned();
    let is_tag = |tag: &str| tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase());
    match name.split_once('+') {
        Some((tag, rest)) if is_tag(tag) => Some(rest.to_owned()),
        _ => Some(name),
    }
}

fn decoder_of(font: &Dict<'_>) -> Option<Decoder> {
    let descendant = font.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let encoding = match font.get::<Object<'_>>("Encoding")? {
        Object::Name(name) => match CMapName::from_bytes(&name) {
            CMapName::IdentityH => CMap::identity_h(),
            CMapName::IdentityV => CMap::identity_v(),
            name => CMap::parse(load_embedded(name)?, load_embedded)?,
        },
        Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded)?,
        _ => return None,
    };
    let own_family = encoding.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
    let family = own_family.filter(|family| family.ucs2_cmap().is_some()).or_else(|| family_of(&descendant))?;
    let collection = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
    Some(Decoder { encoding, collection })
}

/// The character collection that a font names.
fn family_of(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let registry = info.get::<PdfString<'_>>("Registry")?;
    let ordering = info.get::<PdfString<'_>>("Ordering")?;
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}
