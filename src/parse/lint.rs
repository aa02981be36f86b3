//! Faults of the numbering, read off the finished outline.

use std::cmp::Ordering;

use crate::notice::{Code, MarkerKind, NodeId, NodeKind, Notice, Warning};
use crate::text::han_set::is_han;
use crate::text::numeral;

/// Every fault of the numbering, in order of position; also whether title or outline are missing.
pub fn lint(notice: &Notice) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if notice.elements.title.is_none() {
        warnings.push(Warning { code: Code::NoTitle, span: None, line: 1, message: "no title found".to_owned() });
    }
    if notice.outline.is_empty() {
        warnings.push(Warning {
            code: Code::NoOutline,
            span: None,
            line: 1,
            message: "no numbered heading found".to_owned(),
        });
    }
    let mut running = [0_u32; MarkerKind::COUNT];
    for id in notice.outline.ids() {
        let node = &notice.outline[id];
        if node.kind == NodeKind::Part {
            running = [0; MarkerKind::COUNT];
        }
        let Some(marker) = node.marker.filter(|marker| marker.number > 0) else { continue };
        let last_anywhere = std::mem::replace(&mut running[marker.kind as usize], marker.number);
        match notice.outline.previous_of_kind(id, marker.kind) {
            Some(before) => {
                let number = notice.outline[before].marker.map_or(0, |marker| marker.number);
                warnings.extend(compare(notice, id, number, marker.number));
                warnings.extend(check_style(notice, before, id));
            }
            None => warnings.extend(check_first(notice, id, last_anywhere, marker.number)),
        }
    }
    warnings
}

fn warning(notice: &Notice, id: NodeId, code: Code, message: String) -> Warning {
    let node = &notice.outline[id];
    Warning { code, span: node.marker.map(|marker| marker.span), line: notice.source_line(node.start()), message }
}

/// Compares a sibling's number with the one before it.
fn compare(notice: &Notice, id: NodeId, previous: u32, number: u32) -> Option<Warning> {
    let written = notice.marker(id);
    if number == previous + 1 || (number == 1 && previous > 1) {
        return None;
    }
    let (code, message) = match number.cmp(&previous) {
        Ordering::Greater => {
            let missing = missing(previous + 1, number - 1);
            (Code::NumberingGap, format!("{written:?} follows number {previous}: {missing} missing"))
        }
        Ordering::Equal => (Code::NumberingRepeat, format!("{written:?} stands twice in a row")),
        Ordering::Less => (Code::NumberingOrder, format!("{written:?} follows number {previous}")),
    };
    Some(warning(notice, id, code, message))
}

/// The first of its family under its heading begins at 1 or goes on from the last one anywhere above.
fn check_first(notice: &Notice, id: NodeId, running: u32, number: u32) -> Option<Warning> {
    if number == 1 || (running > 0 && number == running + 1) {
        return None;
    }
    let written = notice.marker(id);
    let (code, message) = if running == 0 {
        (Code::NumberingGap, format!("{written:?} is the first: {} missing", missing(1, number - 1)))
    } else if number > running {
        (
            Code::NumberingGap,
            format!("{written:?} follows number {running}: {} missing", missing(running + 1, number - 1)),
        )
    } else {
        (Code::NumberingOrder, format!("{written:?} follows number {running}"))
    };
    Some(warning(notice, id, code, message))
}

fn missing(first: u32, last: u32) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// Siblings of one family punctuated in different ways.
fn check_style(notice: &Notice, before: NodeId, id: NodeId) -> Option<Warning> {
    let (first, second) = (notice.marker(before), notice.marker(id));
    (!differ_in_one_char(first, second) && style(first) != style(second))
        .then(|| warning(notice, id, Code::MixedMarkers, format!("{second:?} is written unlike {first:?} before it")))
}

/// Whether two markers of one family are the same but for a number of one character, as nearly all are.
fn differ_in_one_char(first: &str, second: &str) -> bool {
    let (mut first, mut second) = (first.chars(), second.chars());
    let opens_alike = first.as_str().starts_with(['（', '(', '第']);
    if opens_alike && first.next() != second.next() {
        return false;
    }
    let are_numbers = first.next().is_some() && second.next().is_some();
    are_numbers && first.as_str() == second.as_str()
}

/// Bits of a code point.
const CHAR_BITS: u32 = 21;

/// What is left of a marker when its number is taken out, its last six characters side by side; Arabic and Chinese
/// digits differ. A number, because every marker of every notice is compared with the one before it.
fn style(marker: &str) -> u128 {
    let put = |style: u128, c: char| style << CHAR_BITS | u128::from(c);
    marker.chars().fold(0, |style, c| match c {
        '0'..='9' => style,
        '．' => put(style, '.'),
        // What nearly all markers are written with, before the tables of Unicode are asked.
        '、' | '（' | '）' | '(' | ')' | '.' | '第' | '章' | '节' | '条' => put(style, c),
        c if is_han(c) && !numeral::is_numeral(c) && numeral::stem(c).is_none() => put(style, c),
        c if c.is_alphanumeric() || is_number_sign(c) => style,
        c => put(style, c),
    })
}

/// Whether one character is a number with its brackets or stop: `①`, `㈠`, `⒈`.
fn is_number_sign(c: char) -> bool {
    numeral::circled(c).is_some() || numeral::dotted(c).is_some() || numeral::parenthesised(c).is_some()
}
