//! Lines → notice, in nine steps. Each is a function from values to values; none of them fails, and none drops text that
//! belongs to the notice. The words and patterns that they look for are in the room `terms`.
//!
//! | step | file | from → to |
//! | --- | --- | --- |
//! | 1 | `clean` | raw text → trimmed lines |
//! | 2 | `unglue` | a notice that lost its line breaks → lines |
//! | 3 | `page_furniture`, `ending` | a page → title, labels, and the lines of the notice |
//! | 4 | `reflow` | lines that the page broke → paragraphs |
//! | 5 | `sections` | paragraphs → the role of each |
//! | 6 | `inline`, `select` | paragraphs → the markers that number headings |
//! | 7 | `elements` | title, labels, roles → title, issuer, date and the other elements |
//! | 8 | `outline` | paragraphs and markers → text and outline |
//! | 9 | `lint` | outline → warnings about its numbering |

pub mod clean;
pub mod elements;
pub(crate) mod ending;
pub(crate) mod inline;
pub mod lint;
pub(crate) mod marker_stack;
pub mod outline;
pub mod page_furniture;
pub mod reflow;
pub(crate) mod region;
pub(crate) mod reused;
pub mod sections;
pub mod select;
mod step_log;
pub mod unglue;

use tracing::{debug, debug_span, info};

use self::ending::DroppedText;
use self::sections::ParagraphRole;
use self::step_log::{LinesBefore, StepTimer};
use crate::notice::{Hint, Manuscript, Notice, Warning, WarningKind, WarningPosition};

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
    let _span = debug_span!("parse", notice = ?manuscript.source.place()).entered();
    let mut timer = StepTimer::start();
    let cleaned = clean::clean(manuscript.text, manuscript.first_line, &manuscript.hints);
    debug!(bytes = cleaned.buf.len(), lines = cleaned.lines.len(), took = ?timer.lap(), "clean");

    let unglued = unglue::unglue(cleaned);
    let lines = unglued.page.lines.len();
    debug!(lines, was_glued = unglued.was_glued, repeated_at = unglued.repeated_at, took = ?timer.lap(), "unglue");

    let before = LinesBefore::of(&unglued.page);
    let (head, body) = page_furniture::take_off_furniture(unglued.page, manuscript.given.title.as_deref());
    before.log_taken_off(&body);
    let kept = body.lines.len();
    debug!(kept, taken_off = lines.saturating_sub(kept), title_lines = head.title.len(), took = ?timer.lap(), "furniture");

    let page = reflow::reflow(body);
    let paragraphs = page.paragraphs.len();
    debug!(paragraphs, joined_lines = kept.saturating_sub(paragraphs), took = ?timer.lap(), "reflow");

    let roles = sections::sort_paragraphs(&page);
    let in_body = || roles.iter().filter(|own| **own == ParagraphRole::Body).count();
    debug!(in_body = in_body(), outside = paragraphs.saturating_sub(in_body()), took = ?timer.lap(), "sections");

    let chosen = select::choose(&page, &roles, unglued.was_glued);
    let table_rows = || page.paragraphs.iter().filter(|paragraph| paragraph.hint == Some(Hint::TableRow)).count();
    debug!(headings = chosen.len(), table_rows = table_rows(), took = ?timer.lap(), "markers");

    let elements = elements::find_elements(&head, &page, &roles, manuscript.given);
    debug!(took = ?timer.lap(), "elements");

    let blank = Notice { source: manuscript.source, elements, warnings: manuscript.warnings, ..Notice::default() };
    let mut notice = outline::build(blank, &head, &page, &roles, &chosen);
    debug!(took = ?timer.lap(), "outline");

    let faults = lint::lint(&notice);
    debug!(faults = faults.len(), took = ?timer.lap(), "lint");
    notice.warnings.extend(faults);
    if let Some(DroppedText { source_line, chars, first_words }) = head.dropped {
        let kind = WarningKind::DroppedText { chars, first_words };
        notice.warnings.push(Warning { kind, position: WarningPosition::Line(source_line) });
    }
    if let Some(line) = unglued.repeated_at {
        notice.warnings.push(Warning { kind: WarningKind::RepeatedText, position: WarningPosition::Line(line) });
    }
    let (headings, warnings) = (notice.outline.len(), notice.warnings.len());
    info!(notice = ?notice.source.place(), lines, headings, warnings, took = ?timer.total(), "parsed");
    notice
}
