//! Lines → notice.

use crate::notice::{Manuscript, Matter, Notice, Paragraph, Role, Span};

/// Parses a manuscript. Never fails: what cannot be placed stays in the text.
pub fn parse(manuscript: Manuscript) -> Notice {
    let mut notice = Notice { source: manuscript.source, elements: manuscript.given, ..Notice::default() };
    for (index, line) in manuscript.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let start = notice.text.len() as u32;
        notice.paragraphs.push(Paragraph { start, source_line: manuscript.first_line + index as u32 });
        notice.text.push_str(line.trim());
        notice.text.push('\n');
    }
    let span = Span::new(0, notice.text.len() as u32);
    notice.matter.push(Matter { role: Role::Preamble, span });
    notice
}
