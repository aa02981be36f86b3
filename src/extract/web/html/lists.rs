//! The numbers of `<ol>`, which a page shows although its text does not contain them.

use super::tree::Tree;
use crate::extract::numbering::list_format::ListFormat;
use crate::terms::marker::begins_item;

/// Numbering of the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemNumbering {
    /// No numbers, or bullets.
    None,
    /// 1. 2. 3.
    Decimal,
    /// a. b. c., or capitals.
    Letters(u8),
    /// Other numerals, and the text behind them.
    Other(ListFormat, &'static str),
}

const ROMAN_LOWER: ItemNumbering = ItemNumbering::Other(ListFormat::RomanLower, ". ");
const ROMAN_UPPER: ItemNumbering = ItemNumbering::Other(ListFormat::RomanUpper, ". ");
/// 一、二、三、
const CHINESE: ItemNumbering = ItemNumbering::Other(ListFormat::Chinese, "、");
/// ①②③
const CIRCLED: ItemNumbering = ItemNumbering::Other(ListFormat::Circled, "");

/// An open list: its numbering and the number of its next item.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenList {
    numbering: ItemNumbering,
    next: u32,
}

/// Values of `list-style-type`, and of the attribute `type`, in which case matters.
const STYLES: [(&str, ItemNumbering); 24] = [
    ("1", ItemNumbering::Decimal),
    ("a", ItemNumbering::Letters(b'a')),
    ("A", ItemNumbering::Letters(b'A')),
    ("i", ROMAN_LOWER),
    ("I", ROMAN_UPPER),
    ("decimal", ItemNumbering::Decimal),
    ("decimal-leading-zero", ItemNumbering::Decimal),
    ("lower-alpha", ItemNumbering::Letters(b'a')),
    ("lower-latin", ItemNumbering::Letters(b'a')),
    ("upper-alpha", ItemNumbering::Letters(b'A')),
    ("upper-latin", ItemNumbering::Letters(b'A')),
    ("lower-roman", ROMAN_LOWER),
    ("upper-roman", ROMAN_UPPER),
    ("cjk-ideographic", CHINESE),
    ("simp-chinese-informal", CHINESE),
    ("simp-chinese-formal", CHINESE),
    ("trad-chinese-informal", CHINESE),
    ("trad-chinese-formal", CHINESE),
    ("cjk-decimal", CHINESE),
    ("circled-decimal", CIRCLED),
    ("none", ItemNumbering::None),
    ("disc", ItemNumbering::None),
    ("circle", ItemNumbering::None),
    ("square", ItemNumbering::None),
];

/// Largest number that is believed; a larger one is a mistake of the page.
const LARGEST_NUMBER: u32 = 99_999;

impl OpenList {
    /// The numbering of a list element.
    pub(super) fn of(tree: &Tree, list: u32) -> Self {
        let default = if tree.is(list, "ol") { ItemNumbering::Decimal } else { ItemNumbering::None };
        let numbering = stated_numbering(tree, list).unwrap_or(default);
        let start = tree.attribute(list, "start").and_then(|start| start.trim().parse().ok());
        Self { numbering, next: start.unwrap_or(1).min(LARGEST_NUMBER) }
    }
}

fn stated_numbering(tree: &Tree, element: u32) -> Option<ItemNumbering> {
    let known = |value: &str| STYLES.iter().find(|(name, _)| *name == value).map(|(_, numbering)| *numbering);
    // The style wins over the attribute, as in browsers.
    let style = tree.attribute(element, "style").map(str::to_ascii_lowercase).unwrap_or_default();
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let mut values = declarations
        .filter(|(name, _)| name.trim().starts_with("list-style"))
        .flat_map(|(_, value)| value.split_whitespace());
    values.find_map(known).or_else(|| known(tree.attribute(element, "type")?.trim()))
}

/// The marker of an item, if its list is numbered and its text does not begin with a number already. The list counts
/// on in any case.
pub(super) fn marker(tree: &Tree, item: u32, list: &mut OpenList) -> Option<String> {
    let value = tree.attribute(item, "value").and_then(|value| value.trim().parse::<u32>().ok());
    let number = value.unwrap_or(list.next).min(LARGEST_NUMBER);
    list.next = number + 1;
    let numbering = stated_numbering(tree, item).unwrap_or(list.numbering);
    let marker = match numbering {
        ItemNumbering::None => return None,
        ItemNumbering::Decimal => format!("{number}. "),
        ItemNumbering::Letters(first) => format!("{}. ", letters(number, first)),
        ItemNumbering::Other(format, behind) => {
            let written = format.write(number);
            // Numbers beyond the range of the format are written in digits.
            let is_plain = written.bytes().all(|byte| byte.is_ascii_digit());
            written + if is_plain { ". " } else { behind }
        }
    };
    (!begins_item(&beginning(tree, item))).then_some(marker)
}

/// The beginning of an item's text, as long as a number could be.
fn beginning(tree: &Tree, item: u32) -> String {
    let nodes = item..tree.nodes[item as usize].end;
    nodes.flat_map(|at| tree.text(at).chars()).filter(|c| !c.is_whitespace()).take(8).collect()
}

fn letters(mut number: u32, first: u8) -> String {
    let mut written = Vec::new();
    while number > 0 {
        number -= 1;
        written.push(char::from(first + (number % 26) as u8));
        number /= 26;
    }
    written.iter().rev().collect()
}
