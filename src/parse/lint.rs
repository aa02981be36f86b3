//! Step 9 of 9: the finished outline → warnings about its numbering.

use std::cmp::Ordering;

use crate::notice::{MarkerKind, NodeId, NodeKind, Notice, Span, Warning, WarningKind, WarningPosition};
use crate::text::han_set::is_han;
use crate::text::numeral;

/// All faults of the numbering in order of position, and warnings for a missing title or outline.
pub fn lint(notice: &Notice) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let beginning = WarningPosition::Line(notice.source_line(0));
    if notice.elements.title.is_none() {
        warnings.push(Warning { kind: WarningKind::NoTitle, position: beginning });
    }
    if notice.outline.is_empty() {
        warnings.push(Warning { kind: WarningKind::NoOutline, position: beginning });
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
                warnings.extend(compare(notice, marker.span, number, marker.number));
                warnings.extend(check_style(notice, before, marker.span));
            }
            None => warnings.extend(check_first(notice, marker.span, last_anywhere, marker.number)),
        }
    }
    warnings
}

/// A warning about the marker of a node, which is at `span`.
fn warning(span: Span, kind: WarningKind) -> Warning {
    Warning { kind, position: WarningPosition::Span(span) }
}

/// Compares a sibling's number with the one before it.
fn compare(notice: &Notice, span: Span, previous: u32, number: u32) -> Option<Warning> {
    if number == previous + 1 || (number == 1 && previous > 1) {
        return None;
    }
    let marker = notice.slice(span).to_owned();
    let kind = match number.cmp(&previous) {
        Ordering::Greater => gap(marker, Some(previous), number),
        Ordering::Equal => WarningKind::NumberingRepeat { marker },
        Ordering::Less => WarningKind::NumberingOrder { marker, after: previous },
    };
    Some(warning(span, kind))
}

/// Checks the first item of a family under its heading: it must have number 1, or continue the last number above.
fn check_first(notice: &Notice, span: Span, running: u32, number: u32) -> Option<Warning> {
    if number == 1 || (running > 0 && number == running + 1) {
        return None;
    }
    let marker = notice.slice(span).to_owned();
    let kind = if running == 0 {
        gap(marker, None, number)
    } else if number > running {
        gap(marker, Some(running), number)
    } else {
        WarningKind::NumberingOrder { marker, after: running }
    };
    Some(warning(span, kind))
}

/// A warning that the numbers between `after` (or 0) and `number` are missing.
fn gap(marker: String, after: Option<u32>, number: u32) -> WarningKind {
    let first_missing = after.map_or(1, |after| after + 1);
    WarningKind::NumberingGap { marker, after, first_missing, last_missing: number - 1 }
}

/// Warns of siblings of one family with different punctuation.
fn check_style(notice: &Notice, before: NodeId, span: Span) -> Option<Warning> {
    let (first, second) = (notice.marker(before), notice.slice(span));
    (!differ_in_one_char(first, second) && style(first) != style(second))
        .then(|| warning(span, WarningKind::MixedMarkers { marker: second.to_owned(), previous: first.to_owned() }))
}

/// Fast path: whether two markers of one family differ in a number of one character only, as nearly all do.
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

/// The punctuation of a marker: its last six characters without the number, packed into an integer; Arabic and Chinese digits
/// differ. An integer, because every marker of every notice is compared with the one before it.
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
