//! OFD (GB/T 33190), the fixed-layout format in which offices exchange 公文: text objects of each page → glyphs, of
//! which `layout` makes paragraphs.

use std::collections::HashMap;

use super::ExtractError;
use super::input::Input;
use super::layout::{Glyph, sheet_of};
use super::package::{Package, resolve};
use super::xml::{Element, Piece, Xml, decode_xml};
use crate::notice::Manuscript;

/// Pages that are read of one file; a notice with annexes has hundreds at most.
const MAX_PAGES: usize = 10_000;

/// The format measures in millimetres.
const POINTS: f32 = 72.0 / 25.4;

/// Reads the text of all pages; annotations and seals are left out.
pub(super) fn read_ofd(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let mut package = Package::open(input.bytes, input.budget)?;
    let root = package.required("OFD.xml")?;
    let documents = texts_of(&decode_xml(&root), "DocRoot");
    if documents.is_empty() {
        return Err(ExtractError::damaged("OFD.xml names no document"));
    }
    let mut pages: Vec<Vec<Glyph>> = Vec::new();
    let mut damage = None;
    for document in documents {
        let name = resolve("OFD.xml", document.trim());
        let Some(content) = package.part(&name)? else {
            damage = Some(format!("{name} is missing"));
            continue;
        };
        read_document(&mut package, &name, &decode_xml(&content), &mut pages, &mut damage)?;
    }
    if pages.is_empty() {
        return Err(ExtractError::damaged(damage.as_deref().unwrap_or("it has no pages")));
    }
    if pages.iter().all(Vec::is_empty) {
        return Err(ExtractError::NoTextLayer { pages: pages.len() });
    }
    Ok(sheet_of(pages).finish(input.source, damage.or(package.damage)))
}

/// The text of all elements of that name.
fn texts_of(text: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_open = false;
    for piece in Xml::new(text) {
        match piece {
            Piece::Start(element) => {
                is_open = element.name() == name;
                if is_open {
                    found.push(String::new());
                }
            }
            Piece::Text(text) if is_open => found.last_mut().expect("it is open").push_str(&text),
            Piece::Text(_) => {}
            Piece::End => is_open = false,
        }
    }
    found
}

fn read_document(
    package: &mut Package<'_>,
    name: &str,
    content: &str,
    pages: &mut Vec<Vec<Glyph>>,
    damage: &mut Option<String>,
) -> Result<(), ExtractError> {
    let mut templates: HashMap<String, String> = HashMap::new();
    let mut names = Vec::new();
    for piece in Xml::new(content) {
        let Piece::Start(element) = piece else { continue };
        let Some(place) = element.attribute("BaseLoc").map(|place| resolve(name, &place)) else { continue };
        match element.name() {
            "TemplatePage" => drop(templates.insert(element.attribute("ID").unwrap_or_default(), place)),
            "Page" => names.push(place),
            _ => {}
        }
    }
    // What a template draws is read once for all the pages that have it.
    let mut drawn: HashMap<String, Vec<Glyph>> = HashMap::new();
    for name in names.into_iter().take(MAX_PAGES.saturating_sub(pages.len())) {
        let Some(content) = package.part(&name)? else {
            *damage = Some(format!("{name} is missing"));
            continue;
        };
        let page = read_page(&decode_xml(&content));
        if let Some(error) = page.damage {
            *damage = Some(format!("{name}: {error}"));
        }
        let mut glyphs = page.glyphs;
        for id in page.templates.into_iter().take(MAX_TEMPLATES) {
            let Some(template) = templates.get(&id) else { continue };
            if !drawn.contains_key(&id) {
                let content = package.part(template)?.unwrap_or_default();
                drawn.insert(id.clone(), read_page(&decode_xml(&content)).glyphs);
            }
            glyphs.extend(drawn.get(&id).into_iter().flatten().take(MAX_TEMPLATE_CHARS));
        }
        pages.push(glyphs);
    }
    Ok(())
}

/// Templates of a page, and characters of a template, at most: they count for every page that has them.
const MAX_TEMPLATES: usize = 4;
const MAX_TEMPLATE_CHARS: usize = 2_000;

/// What a page draws.
#[derive(Debug, Default)]
struct Page {
    glyphs: Vec<Glyph>,
    templates: Vec<String>,
    damage: Option<String>,
}

/// A text object that is open.
#[derive(Debug, Clone, Copy)]
struct TextObject {
    /// The corner of its area, in millimetres.
    corner: [f32; 2],
    size: f32,
    /// `a b c d e f`: a point (x, y) becomes (ax + cy + e, bx + dy + f).
    matrix: [f32; 6],
}

/// The codes of a text object: where the first character stands, and how far it is to each next one.
#[derive(Debug, Clone, Default)]
struct TextCode {
    start: [f32; 2],
    steps: [Vec<f32>; 2],
    text: String,
}

fn read_page(content: &str) -> Page {
    let mut page = Page::default();
    let mut object: Option<TextObject> = None;
    let mut code: Option<TextCode> = None;
    // Codes without a position go on where the ones before had begun.
    let mut last_start = [0.0; 2];
    let mut xml = Xml::new(content);
    for piece in xml.by_ref() {
        match piece {
            Piece::Start(element) => match element.name() {
                "TextObject" => object = Some(text_object(&element)),
                "TextCode" => {
                    let number = |name| element.number(name);
                    let start = [number("X").unwrap_or(last_start[0]), number("Y").unwrap_or(last_start[1])];
                    last_start = start;
                    code = Some(TextCode {
                        start,
                        steps: [steps(&element, "DeltaX"), steps(&element, "DeltaY")],
                        text: String::new(),
                    });
                }
                "Template" => page.templates.extend(element.attribute("TemplateID")),
                _ => {}
            },
            Piece::Text(text) => {
                if let Some(code) = &mut code {
                    code.text.push_str(&text);
                }
            }
            // Nothing stands inside of codes but text, so the first end is theirs.
            Piece::End => {
                if let (Some(code), Some(object)) = (code.take(), object) {
                    draw(&mut page.glyphs, object, &code);
                }
            }
        }
    }
    page.damage = xml.damage.take();
    page
}

/// Numbers in an attribute.
fn numbers(element: &Element<'_>, name: &str) -> Vec<f32> {
    let text = element.attribute(name).unwrap_or_default();
    text.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

fn text_object(element: &Element<'_>) -> TextObject {
    let area = numbers(element, "Boundary");
    let at = |index: usize| area.get(index).copied().unwrap_or(0.0);
    let matrix = numbers(element, "CTM").try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    TextObject { corner: [at(0), at(1)], size: element.number("Size").unwrap_or(1.0), matrix }
}

/// The steps to the next characters; `g 3 5.5` is 5.5 three times.
fn steps(element: &Element<'_>, name: &str) -> Vec<f32> {
    /// A line has no more characters.
    const MAX_REPEATS: usize = 10_000;
    let text = element.attribute(name).unwrap_or_default();
    let mut words = text.split_whitespace();
    let mut steps = Vec::new();
    while let Some(word) = words.next() {
        let (count, word) = if word == "g" {
            (words.next().and_then(|count| count.parse().ok()).unwrap_or(0), words.next().unwrap_or_default())
        } else {
            (1, word)
        };
        let step = word.parse().unwrap_or(0.0);
        let room = MAX_REPEATS.saturating_sub(steps.len());
        steps.extend(std::iter::repeat_n(step, room.min(count)));
    }
    steps
}

/// Puts the characters of a code where they stand.
fn draw(glyphs: &mut Vec<Glyph>, object: TextObject, code: &TextCode) {
    let matrix = object.matrix;
    let size = object.size * matrix[2].hypot(matrix[3]);
    let stretch = matrix[0].hypot(matrix[1]);
    let mut at = code.start;
    // White space around the text is that of the file; the program that wrote it gave no steps for it.
    for (index, char) in code.text.trim_matches(['\r', '\n', '\t']).chars().enumerate() {
        let [x, y] =
            [0, 1].map(|axis| object.corner[axis] + matrix[axis] * at[0] + matrix[axis + 2] * at[1] + matrix[axis + 4]);
        let width = if char.is_ascii() { object.size / 2.0 } else { object.size };
        let step = |axis: usize| code.steps[axis].get(index).copied();
        let advance = step(0).filter(|step| *step > 0.0).map_or(width, |step| step.min(width)) * stretch;
        let glyph = Glyph { c: char, x: x * POINTS, end: (x + advance) * POINTS, y: y * POINTS, size: size * POINTS };
        if glyph.size > 0.0 && [glyph.x, glyph.end, glyph.y, glyph.size].iter().all(|value| value.is_finite()) {
            glyphs.push(glyph);
        }
        // Without steps, characters stand side by side, unless they are set below each other.
        let is_vertical = code.steps[0].is_empty() && !code.steps[1].is_empty();
        at[0] += step(0).unwrap_or(if is_vertical { 0.0 } else { width });
        at[1] += step(1).unwrap_or(0.0);
    }
}
