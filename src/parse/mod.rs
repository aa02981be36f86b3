//! Lines → notice, in named steps: clean → unglue → chrome → reflow → marker → elements → outline.
//!
//! Each step is a function from values to values in a file of its own name; none of them fails, and none drops text
//! that belongs to the notice.

pub mod chrome;
pub mod clean;
pub mod elements;
pub mod ending;
pub mod inline;
pub mod lint;
pub mod outline;
pub mod reflow;
pub mod region;
pub mod reused;
pub mod sections;
pub mod select;
pub mod stack;
pub mod unglue;

use self::ending::DroppedText;
use crate::notice::{Manuscript, Notice, Warning, WarningKind, WarningPosition};

/// Parses a manuscript. Never fails and never loses text of the notice: what cannot be placed stays in the body of the
/// heading above it. Cost is linear in the length of the text.
///
/// ```
/// use gangmu::notice::Manuscript;
/// use gangmu::parse::parse;
///
/// let text = "甲县教育局关于作业的通知\n各学校：\n一、时间\n三、地点\n".to_owned();
/// let notice = parse(Manuscript { text, first_line: 1, ..Manuscript::default() });
/// assert_eq!(notice.elements.title.as_deref(), Some("甲县教育局关于作业的通知"));
/// assert_eq!(notice.outline.len(), 2);
/// // The number 二 is missing.
/// assert_eq!(notice.warnings.len(), 1);
/// ```
pub fn parse(manuscript: Manuscript) -> Notice {
    let cleaned = clean::clean(manuscript.text, manuscript.first_line, &manuscript.hints);
    let unglued = unglue::unglue(cleaned);
    let (frame, body) = chrome::frame(unglued.page, manuscript.given.title.as_deref());
    let page = reflow::reflow(body);
    let places = sections::sort_paragraphs(&page);
    let chosen = select::choose(&page, &places, unglued.was_glued);
    let elements = elements::find_elements(&frame, &page, &places, manuscript.given);
    let blank = Notice { source: manuscript.source, elements, warnings: manuscript.warnings, ..Notice::default() };
    let mut notice = outline::build(blank, &frame, &page, &places, &chosen);
    let faults = lint::lint(&notice);
    notice.warnings.extend(faults);
    if let Some(DroppedText { source_line, chars, first_words }) = frame.dropped {
        let kind = WarningKind::DroppedText { chars, first_words };
        notice.warnings.push(Warning { kind, position: WarningPosition::Line(source_line) });
    }
    if let Some(line) = unglued.repeated_at {
        notice.warnings.push(Warning { kind: WarningKind::RepeatedText, position: WarningPosition::Line(line) });
    }
    notice
}
