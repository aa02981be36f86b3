//! OFD (GB/T 33190), the Chinese fixed-layout format in which offices exchange official documents: text and lines of
//! each page, which `layout` turns into paragraphs.

use std::collections::HashMap;

use crate::extract::ExtractError;
use crate::extract::containers::package::{Package, resolve};
use crate::extract::containers::xml::{Element, Xml, XmlEvent, decode_xml};
use crate::extract::error::quoted;
use crate::extract::input::Input;
use crate::extract::pages::layout::{MAX_RULES, Page, PageChar, Rule, write_manuscript};
use crate::notice::{Damage, Manuscript};

/// Upper bound on the pages read from one file; a notice with annexes has hundreds at most.
const MAX_PAGES: usize = 10_000;

/// Points per millimetre, the unit of the format.
const POINTS: f32 = 72.0 / 25.4;

/// Reads the text of all pages; annotations and seals are left out.
pub(in crate::extract) fn read_ofd(input: Input<'_>) -> Result<Manuscript, ExtractError> {
    let mut package = Package::open(input.bytes, input.budget)?;
    let root = package.required("OFD.xml")?;
    let documents = texts_of(&decode_xml(&root), "DocRoot");
    if documents.is_empty() {
        return Err(ExtractError::Damaged(Damage::NamesNoDocument("OFD.xml".to_owned())));
    }
    let mut pages: Vec<Page> = Vec::new();
    let mut damage = None;
    // A missing document is damage, but others in the file may be readable.
    for document in documents {
        let name = resolve("OFD.xml", document.trim());
        let Some(content) = package.part(&name)? else {
            damage = Some(Damage::MissingPart(quoted(&name)));
            continue;
        };
        read_document(&mut package, &name, &decode_xml(&content), &mut pages, &mut damage)?;
    }
    // A damaged part does not stop the others; only a file without any page fails.
    if pages.is_empty() {
        return Err(ExtractError::Damaged(damage.unwrap_or(Damage::NoPages)));
    }
    // Pages of images, as a scanner makes them.
    if pages.iter().all(|page| page.chars.is_empty()) {
        return Err(ExtractError::NoTextLayer { pages: pages.len() });
    }
    Ok(write_manuscript(pages).finish(input.source, damage.or(package.damage)))
}

/// The text of all elements with that name.
fn texts_of(text: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_open = false;
    for event in Xml::new(text) {
        match event {
            XmlEvent::Start(element) => {
                is_open = element.name() == name;
                if is_open {
                    found.push(String::new());
                }
            }
            XmlEvent::Text(text) if is_open => found.last_mut().expect("it is open").push_str(&text),
            XmlEvent::Text(_) => {}
            XmlEvent::End => is_open = false,
        }
    }
    found
}

fn read_document(
    package: &mut Package<'_>,
    name: &str,
    content: &str,
    pages: &mut Vec<Page>,
    damage: &mut Option<Damage>,
) -> Result<(), ExtractError> {
    let mut templates: HashMap<String, String> = HashMap::new();
    let mut names = Vec::new();
    let mut area = Vec::new();
    let mut is_area = false;
    for event in Xml::new(content) {
        let element = match event {
            XmlEvent::Start(element) => element,
            XmlEvent::Text(text) if is_area => {
                area = numbers_in(&text);
                continue;
            }
            _ => continue,
        };
        is_area = element.name() == "PhysicalBox";
        let Some(place) = element.attribute("BaseLoc").map(|place| resolve(name, &place)) else { continue };
        match element.name() {
            "TemplatePage" => drop(templates.insert(element.attribute("ID").unwrap_or_default(), place)),
            "Page" => names.push(place),
            _ => {}
        }
    }
    // Each template is read once and reused for all of its pages.
    let mut drawn: HashMap<String, Page> = HashMap::new();
    for name in names.into_iter().take(MAX_PAGES.saturating_sub(pages.len())) {
        let Some(content) = package.part(&name)? else {
            *damage = Some(Damage::MissingPart(quoted(&name)));
            continue;
        };
        let content = read_page(&decode_xml(&content));
        if let Some(found) = content.damage {
            *damage = Some(found.in_part(&quoted(&name)));
        }
        let mut page = content.page;
        for id in content.templates.into_iter().take(MAX_TEMPLATES) {
            let Some(template) = templates.get(&id) else { continue };
            if !drawn.contains_key(&id) {
                let content = package.part(template)?.unwrap_or_default();
                drawn.insert(id.clone(), read_page(&decode_xml(&content)).page);
            }
            let template = &drawn[&id];
            page.chars.extend(template.chars.iter().take(MAX_TEMPLATE_CHARS));
            page.rules.extend(template.rules.iter().take(MAX_TEMPLATE_CHARS));
        }
        // A page may inherit its size from the document.
        if page.size.iter().all(|side| *side <= 0.0) {
            page.size = size_of(&area);
        }
        pages.push(page);
    }
    Ok(())
}

/// Width and height of an area given as `x y width height`, in points; 0 where missing.
fn size_of(area: &[f32]) -> [f32; 2] {
    [2, 3].map(|at| area.get(at).copied().filter(|side| side.is_finite()).unwrap_or(0.0) * POINTS)
}

/// Upper bounds on the templates of a page and on the characters or lines of a template. They are copied to every
/// page that uses it, so a small file could grow without limit.
const MAX_TEMPLATES: usize = 4;
const MAX_TEMPLATE_CHARS: usize = 2_000;

/// Content of a page part.
#[derive(Debug, Default)]
struct PageContent {
    page: Page,
    templates: Vec<String>,
    damage: Option<Damage>,
}

/// The text or path object being read.
#[derive(Debug, Clone, Copy)]
struct DrawnObject {
    /// Top left corner of its boundary, in millimetres.
    corner: [f32; 2],
    /// Font size.
    size: f32,
    /// `a b c d e f`: maps a point (x, y) to (ax + cy + e, bx + dy + f).
    matrix: [f32; 6],
    /// Whether its path is drawn as lines.
    is_stroked: bool,
}

/// A `TextCode` element: position of the first character, and the distances between characters.
#[derive(Debug, Clone, Default)]
struct TextCode {
    start: [f32; 2],
    steps: [Vec<f32>; 2],
    text: String,
}

fn read_page(content: &str) -> PageContent {
    /// The element that the next text belongs to.
    enum OpenElement {
        Nothing,
        Code(TextCode),
        Path,
        Area,
    }
    let mut read = PageContent::default();
    let mut place = DrawnObject::default();
    let mut open = OpenElement::Nothing;
    // A code without a position starts where the one before it started.
    let mut last_start = [0.0; 2];
    let mut xml = Xml::new(content);
    for event in xml.by_ref() {
        match event {
            XmlEvent::Start(element) => match element.name() {
                "TextObject" | "PathObject" => place = object_of(&element),
                "TextCode" => {
                    let number = |name| element.number(name);
                    let start = [number("X").unwrap_or(last_start[0]), number("Y").unwrap_or(last_start[1])];
                    last_start = start;
                    open = OpenElement::Code(TextCode {
                        start,
                        steps: [steps(&element, "DeltaX"), steps(&element, "DeltaY")],
                        text: String::new(),
                    });
                }
                "AbbreviatedData" => open = OpenElement::Path,
                "PhysicalBox" => open = OpenElement::Area,
                "Template" => read.templates.extend(element.attribute("TemplateID")),
                _ => {}
            },
            XmlEvent::Text(text) => match &mut open {
                OpenElement::Code(code) => code.text.push_str(&text),
                OpenElement::Path => add_rules(&mut read.page.rules, place, &text),
                OpenElement::Area => read.page.size = size_of(&numbers_in(&text)),
                OpenElement::Nothing => {}
            },
            // Only text occurs inside these elements, so the first end tag is theirs.
            XmlEvent::End => {
                if let OpenElement::Code(code) = std::mem::replace(&mut open, OpenElement::Nothing) {
                    draw(&mut read.page.chars, place, &code);
                }
            }
        }
    }
    read.damage = xml.damage.take();
    read
}

fn numbers_in(text: &str) -> Vec<f32> {
    text.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

fn object_of(element: &Element<'_>) -> DrawnObject {
    let numbers = |name| numbers_in(&element.attribute(name).unwrap_or_default());
    let area = numbers("Boundary");
    let at = |index: usize| area.get(index).copied().unwrap_or(0.0);
    let matrix = numbers("CTM").try_into().unwrap_or(DrawnObject::default().matrix);
    let size = element.number("Size").unwrap_or(1.0);
    let is_stroked = element.attribute("Stroke").is_none_or(|stroke| stroke != "false");
    DrawnObject { corner: [at(0), at(1)], size, matrix, is_stroked }
}

impl Default for DrawnObject {
    fn default() -> Self {
        Self { corner: [0.0; 2], size: 1.0, matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], is_stroked: true }
    }
}

impl DrawnObject {
    /// Maps a point of the object to the page, in points.
    fn on_page(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let matrix = self.matrix;
        [0, 1].map(|axis| (self.corner[axis] + matrix[axis] * x + matrix[axis + 2] * y + matrix[axis + 4]) * POINTS)
    }
}

/// Adds the straight lines of a path such as `M 0 0 L 10 0 L 10 5 C`.
fn add_rules(rules: &mut Vec<Rule>, place: DrawnObject, path: &str) {
    let mut first: Option<[f32; 2]> = None;
    let mut last: Option<[f32; 2]> = None;
    let mut words = path.split_whitespace();
    while let Some(word) = words.next().filter(|_| place.is_stroked && rules.len() < MAX_RULES) {
        let mut point = || Some([words.next()?.parse().ok()?, words.next()?.parse().ok()?]);
        let next = match word {
            // Both set the current point.
            "S" | "M" => {
                first = point();
                last = first;
                continue;
            }
            "L" => point(),
            "C" => first,
            // A curve: no line starts from its end until the next `M`.
            _ => None,
        };
        if let (Some(from), Some(to)) = (last, next) {
            let [from, to] = [from, to].map(|point| place.on_page(point));
            rules.extend(Rule::of(from, to));
        }
        last = next;
    }
}

/// Distances to the next characters; `g 3 5.5` means 5.5 three times.
fn steps(element: &Element<'_>, name: &str) -> Vec<f32> {
    /// Upper bound on the characters of a line; a count in the file could be any number.
    const MAX_REPEATS: usize = 10_000;
    let text = element.attribute(name).unwrap_or_default();
    let mut words = text.split_whitespace();
    let mut steps = Vec::new();
    while let Some(word) = words.next() {
        let (count, word) = if word == "g" {
            (words.next().and_then(|count| count.parse().ok()).unwrap_or(0), words.next().unwrap_or_default())
        } else {
            // Without `g`, a single distance.
            (1, word)
        };
        let step = word.parse().unwrap_or(0.0);
        let room = MAX_REPEATS.saturating_sub(steps.len());
        steps.extend(std::iter::repeat_n(step, room.min(count)));
    }
    steps
}

/// A Latin character is at most this many times as wide as usual; the rest of the distance is a gap.
const WIDE: f32 = 1.3;

/// Usual width of a character, in ems; the file does not state it.
fn width_ems(c: char) -> f32 {
    match c {
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.8,
        '&' | '=' | '+' | '<' | '>' | '~' | '#' | 'A'..='H' | 'J'..='Z' => 0.65,
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | '!'..='/' | ':' | ';' | '['..=']' | '|' | '`' => 0.35,
        ' '..='~' => 0.5,
        _ => 1.0,
    }
}

/// Adds the characters of a text code at their positions.
fn draw(chars: &mut Vec<PageChar>, place: DrawnObject, code: &TextCode) {
    // The transformation may scale the text; its second column is the vertical scale.
    let size = place.size * place.matrix[2].hypot(place.matrix[3]) * POINTS;
    let mut at = code.start;
    // White space around the text comes from formatting the XML; there are no distances for it.
    for (index, char) in code.text.trim_matches(['\r', '\n', '\t']).chars().enumerate() {
        let width = width_ems(char) * place.size;
        let step = |axis: usize| code.steps[axis].get(index).copied();
        // The width is estimated, so advance is limited to it: the rest of a wide step is a gap, which becomes a
        // space.
        let widest = if char.is_ascii() { WIDE * width } else { width };
        let advance = step(0).filter(|step| *step > 0.0).map_or(width, |step| step.min(widest));
        chars.extend(PageChar::of(char, place.on_page(at), place.on_page([at[0] + advance, at[1]]), size));
        // Without distances, characters stand side by side, unless they are set below each other.
        let is_vertical = code.steps[0].is_empty() && !code.steps[1].is_empty();
        at[0] += step(0).unwrap_or(if is_vertical { 0.0 } else { width });
        at[1] += step(1).unwrap_or(0.0);
    }
}
