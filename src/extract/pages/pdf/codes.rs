//! Decodes fonts that do not say what their codes mean: Chinese typesetting systems embed fonts without a `ToUnicode`
//! map.
//!
//! Most of them use an encoding that the PDF standard predefines (`GBK-EUC-H`, `UniGB-UCS2-H`). It maps codes to the
//! numbers of a character collection, and a second table maps those to Unicode. Otherwise the font program may
//! contain a table from characters to glyphs, which is read in reverse.

use std::collections::{HashMap, HashSet};

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use skrifa::raw::FontRef;
use skrifa::{GlyphId, GlyphNames};

use crate::extract::numbering::symbols::is_private;

/// A character at least this wide, in thousandths of an em, is square.
const SQUARE: f32 = 950.0;

/// Decodes the codes of one font.
struct CodeDecoder {
    /// Code → number in the character collection.
    encoding: CMap,
    /// Number in the character collection → Unicode.
    collection: CMap,
}

/// The fonts of a file that can be decoded.
pub(super) struct FontDecoders<'p> {
    pdf: &'p Pdf,
    /// Fonts whose codes the library takes for ASCII although they draw Chinese characters. Filled when the first
    /// square letter occurs.
    misread: Option<HashSet<String>>,
    /// Decoders by font name; two fonts may share a name. Filled when the first glyph needs one.
    decoders: Option<HashMap<String, Vec<CodeDecoder>>>,
    /// The character of each glyph, by the key of the font program.
    drawn: HashMap<u128, HashMap<u32, char>>,
    /// Fonts with characters that could not be decoded.
    unknown: HashSet<String>,
}

impl<'p> FontDecoders<'p> {
    /// Starts without reading any font.
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { pdf, misread: None, decoders: None, drawn: HashMap::new(), unknown: HashSet::new() }
    }

    /// Sorted names of the fonts with characters that could not be decoded.
    pub(super) fn unknown(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.unknown.iter().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Whether the character that the library reports for a glyph is a wrong guess. `advance`: its width in
    /// thousandths of an em.
    pub(super) fn is_misread(&mut self, glyph: &Glyph<'_>, c: char, advance: Option<f32>) -> bool {
        let is_square = advance.is_some_and(|advance| advance >= SQUARE);
        // The font list is made only when a square letter shows that it may be needed.
        let may_be = c.is_ascii_graphic() && self.misread.as_ref().map_or(is_square, |fonts| !fonts.is_empty());
        let Glyph::Outline(outline) = glyph else { return false };
        let Some(name) = Some(outline).filter(|_| may_be).and_then(|outline| outline.font_data()?.postscript_name)
        else {
            return false;
        };
        let misread = || fonts_of(self.pdf).filter(|(_, font)| is_misread(font)).map(|(name, _)| name).collect();
        self.misread.get_or_insert_with(misread).contains(&name)
    }

    /// The character of a glyph that the library cannot decode.
    pub(super) fn decode(&mut self, glyph: &Glyph<'_>) -> Option<char> {
        let font = if let Glyph::Outline(outline) = glyph { outline.font_data() } else { None };
        let (Glyph::Outline(outline), Some(font)) = (glyph, font) else {
            self.unknown.insert(String::from("a font of drawings"));
            return None;
        };
        let name = font.postscript_name.unwrap_or_default();
        let decoders = self.decoders.get_or_insert_with(|| decoders_of(self.pdf));
        // First by the encoding of the font, then by the font program itself.
        let in_collection =
            decoders.get(&name).into_iter().flatten().find_map(|decoder| decoder.decode(outline.char_code()));
        let found = in_collection.or_else(|| {
            let drawn = self.drawn.entry(font.cache_key).or_insert_with(|| characters_of((*font.data).as_ref()));
            drawn.get(&outline.glyph_id().to_u32()).copied()
        });
        if found.is_none() {
            self.unknown.insert(name);
        }
        found
    }
}

impl CodeDecoder {
    fn decode(&self, code: u32) -> Option<char> {
        // The length of a code is not known here, so each length is tried.
        let cid = (1..=4).find_map(|len_bytes| self.encoding.lookup_cid_code(code, len_bytes))?;
        match self.collection.lookup_bf_string(cid)? {
            BfString::Char(c) => Some(c),
            BfString::String(text) => text.chars().next(),
        }
    }
}

/// The character that a font draws with each glyph, by its own table or by the names of its glyphs.
fn characters_of(program: &[u8]) -> HashMap<u32, char> {
    /// Upper bound on the glyphs of a font and their characters.
    const MAX_MAPPINGS: usize = 200_000;
    let Ok(font) = FontRef::from_index(program, 0) else { return HashMap::new() };
    let mut characters: HashMap<u32, char> = HashMap::new();
    for (code, glyph) in skrifa::charmap::Charmap::new(&font).mappings().take(MAX_MAPPINGS) {
        let Some(c) = char::from_u32(code).filter(|c| !is_private(*c) && !c.is_control()) else { continue };
        // Code points of one glyph come in order, so the usual character follows its radical: 一 after ⼀.
        let known = characters.entry(glyph.to_u32()).or_insert(c);
        // Prefer the usual character when a glyph has several.
        if is_look_alike(*known) {
            *known = c;
        }
    }
    if characters.is_empty() {
        let names = GlyphNames::new(&font);
        let glyphs = (1..names.num_glyphs()).take(MAX_MAPPINGS);
        characters.extend(glyphs.filter_map(|glyph| Some((glyph, named(names.get(GlyphId::new(glyph))?.as_str())?))));
    }
    characters
}

/// Whether a character only looks like a more usual one: radicals, and compatibility ideographs.
fn is_look_alike(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

/// Reads glyph names such as `uni4E00` and `u20000`.
fn named(name: &str) -> Option<char> {
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))?;
    // The glyph names may have a suffix, e.g. `uni4E00.vert`.
    let digits = digits.split('.').next().filter(|digits| (4..=6).contains(&digits.len()))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// The fonts of a file with their names.
fn fonts_of(pdf: &Pdf) -> impl Iterator<Item = (String, Dict<'_>)> {
    let dictionaries = pdf.objects().into_iter().filter_map(Object::into_dict);
    dictionaries.filter_map(|font| Some((name_of(&font)?, font)))
}

fn decoders_of(pdf: &Pdf) -> HashMap<String, Vec<CodeDecoder>> {
    let mut decoders: HashMap<String, Vec<CodeDecoder>> = HashMap::new();
    for (name, font) in fonts_of(pdf) {
        if let Some(decoder) = decoder_of(&font) {
            decoders.entry(name).or_default().push(decoder);
        }
    }
    decoders
}

/// The name of a font without its subset tag (`ABCDEF+`).
fn name_of(font: &Dict<'_>) -> Option<String> {
    let name = font.get::<Name<'_>>("BaseFont")?.as_str().to_owned();
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => Some(rest.to_owned()),
        _ => Some(name),
    }
}

/// Whether a font of single-byte codes draws Chinese characters without saying which: nothing in it names its
/// characters, so that its codes would be taken for ASCII, but most of them are square.
fn is_misread(font: &Dict<'_>) -> bool {
    let is_embedded = font.get::<Dict<'_>>("FontDescriptor").is_some_and(|descriptor| {
        ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.get::<Stream<'_>>(*key).is_some())
    });
    // A font with an encoding or a `ToUnicode` map says what it draws.
    let is_named = font.get::<Stream<'_>>("ToUnicode").is_some() || font.get::<Object<'_>>("Encoding").is_some();
    let Some(widths) = font.get::<Array<'_>>("Widths").filter(|_| is_embedded && !is_named) else { return false };
    let widths: Vec<f32> = widths.iter::<f32>().filter(|width| *width > 0.0).collect();
    widths.len() > 2 && widths.iter().filter(|width| **width >= SQUARE).count() * 5 >= widths.len() * 4
}

fn decoder_of(font: &Dict<'_>) -> Option<CodeDecoder> {
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
    // The encoding may name a collection of its own; else the font does.
    let family = own_family.filter(|family| family.ucs2_cmap().is_some()).or_else(|| family_of(&descendant))?;
    let collection = CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded)?;
    Some(CodeDecoder { encoding, collection })
}

/// The character collection that a font names.
fn family_of(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let registry = info.get::<PdfString<'_>>("Registry")?;
    let ordering = info.get::<PdfString<'_>>("Ordering")?;
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}
