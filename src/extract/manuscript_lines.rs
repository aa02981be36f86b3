//! Collects the lines of a manuscript, paragraphs and table rows, while a document is read.

use crate::notice::{Damage, Hint, Manuscript, Source, Warning, WarningKind, WarningPosition};
use crate::terms::marker::begins_item;

/// Heading level of a title style, above the headings of level 1. In the finished manuscript the title becomes level
/// 1, and the headings move down by one.
pub(in crate::extract) const TITLE: Hint = Hint::Heading(0);

/// The lines so far, of a document or of a cell, box or note in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::extract) struct ManuscriptLines {
    lines: Vec<(String, Option<Hint>)>,
}

impl ManuscriptLines {
    /// Adds a paragraph. A line break inside it ends a line as well.
    pub(in crate::extract) fn push_paragraph(&mut self, text: &str, hint: Option<Hint>) {
        self.lines.extend(text.split('\n').map(|line| (line.trim_end().to_owned(), hint)));
    }

    /// Moves the lines of `other` to the end of these.
    pub(in crate::extract) fn append(&mut self, other: &mut Self) {
        self.lines.append(&mut other.lines);
    }

    /// Adds a table row: one line, with tabs between cells.
    ///
    /// If only one cell has content, and it has several paragraphs, the table is a border around text, and its
    /// paragraphs stay separate.
    pub(in crate::extract) fn push_row(&mut self, mut cells: Vec<Self>) {
        for cell in &mut cells {
            // Empty paragraphs in a cell only position its text.
            cell.lines.retain(|(line, _)| !line.trim().is_empty());
        }
        let mut inked = cells.iter_mut().filter(|cell| !cell.lines.is_empty());
        match (inked.next(), inked.next()) {
            (None, _) => return,
            (Some(cell), None) if cell.lines.len() > 1 => return self.append(cell),
            _ => {}
        }
        let cells: Vec<String> = cells.iter().map(Self::joined).collect();
        let row = cells.join("\t");
        self.lines.push((row.trim_end().to_owned(), Some(Hint::TableRow)));
    }

    /// Joins all lines into one, with a space only between Latin characters.
    pub(in crate::extract) fn joined(&self) -> String {
        let mut text = String::new();
        for (line, _) in &self.lines {
            let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
            if is_latin(text.chars().next_back()) && is_latin(line.chars().next()) {
                text.push(' ');
            }
            text.push_str(line);
        }
        text
    }

    /// Turns the lines into a manuscript.
    ///
    /// `damage`: the damage of the file, if these lines are all that could be read of it.
    pub(in crate::extract) fn finish(self, source: Source, damage: Option<Damage>) -> Manuscript {
        // Without a title all levels move up by one.
        let shift = u8::from(!self.has_title());
        let mut text = String::new();
        let mut hints = Vec::new();
        for (index, (line, hint)) in self.lines.into_iter().enumerate() {
            text.push_str(&line);
            text.push('\n');
            let hint = hint.filter(|_| !line.is_empty()).map(|hint| match hint {
                Hint::Heading(level) => Hint::Heading(level.saturating_add(shift)),
                Hint::TableRow => hint,
            });
            hints.extend(hint.map(|hint| (index as u32, hint)));
        }
        Manuscript {
            source,
            text,
            first_line: 1,
            hints,
            warnings: damage.map(damage_warning).into_iter().collect(),
            ..Manuscript::default()
        }
    }

    /// Whether the only heading of level 1 is above all others and has no number, as a title. In most files level 1
    /// is 一、, and the title is not a heading.
    fn has_title(&self) -> bool {
        let mut levels = self.lines.iter().filter(|(line, _)| !line.is_empty()).filter_map(|(line, hint)| match hint {
            Some(Hint::Heading(level)) => Some((*level, line)),
            _ => None,
        });
        levels.next().is_some_and(|(level, line)| level == 1 && !begins_item(line))
            && levels.all(|(level, _)| level > 1)
    }
}

/// The warning for a damaged file, at the damaged page if known, else at the beginning.
pub(in crate::extract) fn damage_warning(damage: Damage) -> Warning {
    let position = damage.page().map_or(WarningPosition::Line(1), WarningPosition::Page);
    Warning { kind: WarningKind::Damaged { damage }, position }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(paragraphs: &[&str]) -> ManuscriptLines {
        let mut lines = ManuscriptLines::default();
        for paragraph in paragraphs {
            lines.push_paragraph(paragraph, None);
        }
        lines
    }

    #[track_caller]
    fn check_row(cells: &[&[&str]], expected: &str) {
        let mut rows = ManuscriptLines::default();
        rows.push_row(cells.iter().map(|cell| lines(cell)).collect());
        assert_eq!(rows.finish(Source::default(), None).text, expected);
    }

    #[test]
    fn a_row_is_a_line_unless_one_cell_holds_all_the_text() {
        check_row(&[&["类型"], &["标准"]], "类型\t标准\n");
        check_row(&[&["类型"], &[], &["第一", "第二 a", "b"]], "类型\t\t第一第二 a b\n");
        check_row(&[&["单位"], &[""]], "单位\n");
        check_row(&[&["一、总则", "二、附则"], &[]], "一、总则\n二、附则\n");
        check_row(&[&[], &[" "]], "");
    }

    #[test]
    fn a_single_top_heading_is_the_title() {
        let levels = |levels: &[u8]| {
            let mut lines = ManuscriptLines::default();
            for level in levels {
                lines.push_paragraph("题", Some(Hint::Heading(*level)));
            }
            let hints = lines.finish(Source::default(), None).hints;
            hints
                .into_iter()
                .map(|(_, hint)| if let Hint::Heading(level) = hint { level } else { 0 })
                .collect::<Vec<_>>()
        };
        assert_eq!(levels(&[1, 2, 2]), [1, 2, 2]);
        assert_eq!(levels(&[1, 2, 1]), [2, 3, 2]);
        assert_eq!(levels(&[2, 1]), [3, 2]);
        assert_eq!(levels(&[0, 1, 2]), [1, 2, 3]);
    }

    #[test]
    fn breaks_are_lines_and_damage_is_a_warning() {
        let manuscript = lines(&["咨询电话：\n0000", "", "后"]).finish(Source::default(), Some(Damage::OpenGroup));
        assert_eq!(manuscript.text, "咨询电话：\n0000\n\n后\n");
        assert_eq!(manuscript.warnings, [damage_warning(Damage::OpenGroup)]);
    }
}
