//! Items of the pickers: a notice, a heading or a sentence; and their form in quotations.

use crate::library::{Library, Location, NoticeId};
use crate::notice::{Address, NodeId, Notice, Span};
use crate::search::{Hit, Query};

/// An item of a picker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    /// The notice.
    pub notice: NoticeId,
    /// The heading, or the heading above the sentence; `None` for a whole notice, and for a sentence outside the
    /// outline.
    pub node: Option<NodeId>,
    /// The sentence; `None` for a heading and for a whole notice.
    pub sentence: Option<Span>,
}

impl Target {
    /// The title or heading of a hit.
    pub(crate) const fn of_hit(hit: &Hit) -> Self {
        Self { notice: hit.notice, node: hit.node, sentence: None }
    }

    /// The text that queries are matched against: the displayed title, the heading without its marker, or the sentence.
    pub fn text(self, library: &Library) -> &str {
        match self.sentence {
            Some(span) => library.notice(self.notice).map_or("", |notice| notice.slice(span)),
            None => self.as_hit().text(library),
        }
    }

    /// Byte offsets in [`Target::text`] of the characters of a title or heading that `query` matches.
    pub fn positions(self, library: &Library, query: &Query) -> Vec<u32> {
        self.as_hit().positions(library, query)
    }

    const fn as_hit(self) -> Hit {
        Hit { notice: self.notice, node: self.node, score: 0 }
    }

    /// Its span in the text of the notice; `None` for a whole notice.
    pub fn span(self, notice: &Notice) -> Option<Span> {
        let heading = || {
            let node = &notice.outline[self.node?];
            Some(Span::new(node.start(), node.heading.end))
        };
        self.sentence.or_else(heading)
    }

    /// Its start; for a whole notice, the first byte.
    pub fn location(self, library: &Library) -> Option<Location> {
        match self.sentence {
            Some(span) => library.notice(self.notice).map(|_| Location { notice: self.notice, byte: span.start }),
            None => self.as_hit().location(library),
        }
    }

    /// A quotation with its source: `一（二）抓好双减工作——《甲县2024年教育工作要点》`.
    pub fn quote(self, library: &Library) -> String {
        let Some(notice) = library.notice(self.notice) else { return String::new() };
        // Titles inside titles take single marks (GB/T 15834-2011).
        let title = format!("《{}》", notice.display_title().replace('《', "〈").replace('》', "〉"));
        let address = || self.node.map(|node| Address::of(notice, node).to_string()).unwrap_or_default();
        match (self.sentence, self.node) {
            (Some(span), _) => format!("{}——{title}{}", in_one_line(notice.slice(span)), address()),
            (None, Some(node)) => format!("{}{}——{title}", address(), notice.heading(node)),
            (None, None) => title,
        }
    }

    /// The text in one line.
    pub fn line(self, library: &Library) -> String {
        in_one_line(self.text(library))
    }

    /// Its position for other programs: `notices/7号.docx:12` with the line counted from 1; without a line for a whole
    /// notice.
    pub fn source(self, library: &Library) -> String {
        let Some(notice) = library.notice(self.notice) else { return String::new() };
        let line = self.span(notice).map(|span| format!(":{}", notice.source_line(span.start)));
        format!("{}{}", notice.source.place(), line.unwrap_or_default())
    }
}

/// Joins a sentence that continues in another paragraph into one line.
fn in_one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::notice;
    use crate::library::{Segment, Slot};

    #[test]
    fn items_are_quoted_with_their_source() {
        let mut library = Library::default();
        library.add(Segment {
            slots: vec![Slot::Loaded(notice(
                "题关于印发《甲县教育要点》的通知\n1一、|总体要求\n2（一）|双减\n文抓好作业。",
            ))],
        });
        let target = |node: Option<u32>, sentence| Target { notice: NoticeId(0), node: node.map(NodeId), sentence };
        let check = |target: Target, quote: &str| assert_eq!(target.quote(&library), quote);
        check(target(None, None), "《关于印发〈甲县教育要点〉的通知》");
        check(target(Some(1), None), "一（一）双减——《关于印发〈甲县教育要点〉的通知》");
        let text = &library.notice(NoticeId(0)).expect("it is there").text;
        let start = text.find("抓好").expect("it is there") as u32;
        let sentence = target(Some(1), Some(Span::new(start, start + 15)));
        check(sentence, "抓好作业。——《关于印发〈甲县教育要点〉的通知》一（一）");
        assert_eq!(sentence.line(&library), "抓好作业。");
        assert_eq!(sentence.location(&library).map(|location| location.byte), Some(start));
    }
}
