//! Step 9 of the layout: rows of a column → lines of text, with spaces and tabs where the gaps are wide enough.

use super::Glyph;
use super::rows::Row;
use super::struck::STRUCK;

/// A line of a page. Positions are in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Its text; wide gaps are tabs.
    pub text: String,
    /// Left edge of its first character.
    pub start: f32,
    /// Right edge of its last character.
    pub end: f32,
    /// Its baseline.
    pub y: f32,
    /// The median size of its characters.
    pub size: f32,
    /// Whether it has a gap as wide as one between columns of a table.
    pub has_columns: bool,
}

/// Equal characters this close, in ems, are one that is drawn twice to look bold.
const DOUBLED_EMS: f32 = 0.1;

/// Smallest gap between words of letters, gap of a full character, gap between columns; in ems.
const WORD_GAP_EMS: f32 = 0.15;
const CHARACTER_GAP_EMS: f32 = 0.8;
const COLUMN_GAP_EMS: f32 = 3.0;

/// A footnote reference has at most this part of the text's size, and is raised by at least this part of it.
const RAISED_SIZE: f32 = 0.75;
const RAISED_EMS: f32 = 0.2;

/// Text between two wide gaps of a line. Positions are in points.
#[derive(Debug, Clone)]
struct LineCell {
    text: String,
    start: f32,
    end: f32,
    /// Width of its first unbreakable unit: one Chinese character, or a word.
    first_word: f32,
}

/// The text of consecutive rows in one column; none of them is a table.
pub(super) fn lines_of(rows: &[Row]) -> Vec<TextLine> {
    let right = rows.iter().flat_map(Row::glyphs).map(|glyph| glyph.end).fold(f32::MIN, f32::max);
    let mut lines: Vec<(TextLine, Vec<LineCell>)> = Vec::new();
    for row in rows {
        let (line, cells) = line_of(row);
        match lines.last_mut() {
            // The text is appended, and the position is moved down so that a third line can follow.
            Some((row, above)) if is_row_wrapped(row, above, &line, &cells, right) => {
                continue_cells(above, &cells, row.size);
                row.y = line.y;
            }
            _ => lines.push((line, cells)),
        }
    }
    lines.into_iter().map(|(line, cells)| TextLine { text: joined(cells), ..line }).collect()
}

/// The text of a row.
pub(super) fn text_of(row: &Row) -> String {
    joined(line_of(row).1)
}

fn joined(cells: Vec<LineCell>) -> String {
    let texts: Vec<String> = cells.into_iter().map(|cell| cell.text).collect();
    texts.join("\t")
}

/// A row, which is no table, as a line and its cells. The text stays in the cells.
fn line_of(row: &Row) -> (TextLine, Vec<LineCell>) {
    let (glyphs, y) = (row.glyphs(), row.y);
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    // The median: a line may contain a raised number or a large initial.
    let size = sizes[sizes.len() / 2];
    let is_raised = |glyph: &Glyph| {
        glyph.c.is_ascii_digit() && glyph.size <= RAISED_SIZE * size && y - glyph.y >= RAISED_EMS * size
    };
    let mut cells: Vec<LineCell> = Vec::new();
    let mut before: Option<&Glyph> = None;
    let mut is_in_note = false;
    // Glyphs are sorted from left to right; each is compared with the one before it.
    for (index, glyph) in glyphs.iter().enumerate() {
        let gap = before.map(|before| (glyph.x - before.end) / before.size.max(glyph.size));
        match (before, cells.last_mut(), gap) {
            // A second copy of a character, drawn slightly shifted, adds nothing.
            (Some(before), ..) if before.c == glyph.c && (glyph.x - before.x).abs() < DOUBLED_EMS * glyph.size => {}
            (Some(_), Some(cell), _) if glyph.c == STRUCK => cell.end = glyph.end,
            (Some(before), Some(cell), Some(gap)) if gap < COLUMN_GAP_EMS => {
                let space = space_between(before.c, glyph.c, gap);
                // Still within the first word: everything so far was one run of letters.
                let is_first_word = cell.first_word >= cell.end - cell.start;
                if is_first_word && space.is_empty() && before.c.is_ascii_graphic() && glyph.c.is_ascii_graphic() {
                    cell.first_word = glyph.end - cell.start;
                }
                cell.text.push_str(space);
                // The ² of m² is raised, too, but follows a letter.
                if is_raised(glyph) && !is_in_note && !before.c.is_ascii_alphanumeric() {
                    is_in_note = true;
                    cell.text.push('[');
                }
                cell.text.push(glyph.c);
                cell.end = glyph.end;
            }
            _ => cells.push(LineCell {
                text: Some(glyph.c).filter(|c| *c != STRUCK).into_iter().collect(),
                start: glyph.x,
                end: glyph.end,
                first_word: glyph.end - glyph.x,
            }),
        }
        if is_in_note && !glyphs.get(index + 1).is_some_and(is_raised) {
            is_in_note = false;
            cells.last_mut().expect("it has a character").text.push(']');
        }
        before = Some(glyph);
    }
    let line = TextLine {
        text: String::new(),
        start: glyphs[0].x,
        end: glyphs.iter().map(|glyph| glyph.end).fold(f32::MIN, f32::max),
        y,
        size,
        has_columns: cells.len() > 1,
    };
    (line, cells)
}

/// Whether a line is only wrapped text of the row above: it begins under cells other than the first, and its first
/// word would not have fitted into any of them.
fn is_row_wrapped(row: &TextLine, above: &[LineCell], line: &TextLine, cells: &[LineCell], right: f32) -> bool {
    let is_close = line.y - row.y < 2.0 * row.size;
    // The first column is left out: a row that continues it is a row of its own.
    let continues = |cell: &LineCell| {
        let index = column_of(above, cell, row.size).filter(|index| *index > 0)?;
        let limit = above.get(index + 1).map_or(right, |next| next.start);
        // A cell keeps about an em free on both sides together.
        Some(above[index].end + cell.first_word + row.size > limit)
    };
    above.len() > cells.len() && is_close && cells.iter().all(|cell| continues(cell) == Some(true))
}

/// The index of the cell above that begins at the same position.
fn column_of(above: &[LineCell], cell: &LineCell, size: f32) -> Option<usize> {
    above.iter().position(|upper| (upper.start - cell.start).abs() < 0.5 * size)
}

fn continue_cells(above: &mut [LineCell], cells: &[LineCell], size: f32) {
    for cell in cells {
        if let Some(index) = column_of(above, cell, size) {
            above[index].text.push_str(&cell.text);
            above[index].end = cell.end;
        }
    }
}

/// The white space that a gap of `gap_ems` stands for. Beside a Chinese character, small gaps come from
/// justification.
fn space_between(before: char, after: char, gap_ems: f32) -> &'static str {
    match gap_ems {
        gap if gap >= CHARACTER_GAP_EMS => "\u{3000}",
        gap if gap >= WORD_GAP_EMS && before.is_ascii_graphic() && after.is_ascii_graphic() => " ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::rows_of;
    use super::*;

    /// A glyph of size 10.
    fn glyph(c: char, x: f32, y: f32) -> Glyph {
        let width = if c.is_ascii() { 5.0 } else { 10.0 };
        Glyph { c, x, end: x + width, y, size: 10.0, order: 0 }
    }

    #[track_caller]
    fn check(glyphs: &[(char, f32, f32)], expected: &[&str]) {
        let rows = rows_of(glyphs.iter().map(|(c, x, y)| glyph(*c, *x, *y)).collect());
        let texts: Vec<String> = lines_of(&rows).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn glyphs_are_ordered_by_position() {
        check(&[('三', 0.0, 30.0), ('二', 10.0, 10.0), ('一', 0.0, 10.0)], &["一二", "三"]);
        // A raised character belongs to its line.
        check(&[('m', 0.0, 10.0), ('2', 5.0, 7.0), ('。', 10.0, 10.0), ('后', 0.0, 25.0)], &["m2。", "后"]);
    }

    #[test]
    fn gaps_are_spaces_where_they_mean_something() {
        check(&[('a', 0.0, 0.0), ('b', 5.0, 0.0), ('c', 12.0, 0.0)], &["ab c"]);
        check(&[('一', 0.0, 0.0), ('二', 13.0, 0.0), ('3', 26.0, 0.0)], &["一二3"]);
        check(&[('总', 0.0, 0.0), ('则', 20.0, 0.0)], &["总\u{3000}则"]);
        check(&[('类', 0.0, 0.0), ('型', 50.0, 0.0)], &["类\t型"]);
    }

    #[test]
    fn text_that_wraps_in_a_cell_stays_in_it() {
        let row = [('甲', 0.0, 0.0), ('乙', 50.0, 0.0), ('丙', 60.0, 0.0), ('丁', 100.0, 0.0)];
        let wrapped = [('戊', 80.0, 0.0), ('己', 50.0, 13.0), ('庚', 0.0, 26.0)];
        check(&[row.as_slice(), &wrapped[1..]].concat(), &["甲\t乙丙\t丁", "己", "庚"]);
        let full = [('甲', 0.0, 0.0), ('乙', 50.0, 0.0), ('丙', 60.0, 0.0), ('戊', 70.0, 0.0), ('丁', 110.0, 0.0)];
        let right = [('己', 110.0, 13.0), ('庚', 0.0, 26.0)];
        check(&[full.as_slice(), &right].concat(), &["甲\t乙丙戊\t丁己", "庚"]);
    }

    #[test]
    fn a_raised_number_behind_a_character_is_the_mark_of_a_footnote() {
        let raised = |c, x| Glyph { size: 6.0, end: x + 3.0, ..glyph(c, x, -4.0) };
        let line = |c, x| {
            [glyph('查', 0.0, 0.0), glyph(c, x, 0.0), raised('1', 20.0), raised('2', 23.0), glyph('。', 26.0, 0.0)]
        };
        for (c, x, expected) in [('验', 10.0, "查验[12]。"), ('m', 15.0, "查m12。")] {
            let rows = rows_of(line(c, x).to_vec());
            assert_eq!(lines_of(&rows).iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), [expected]);
        }
    }

    #[test]
    fn a_character_drawn_twice_is_kept_once() {
        check(&[('一', 0.0, 0.0), ('一', 0.3, 0.1), ('二', 10.0, 0.0), ('二', 20.0, 0.0)], &["一二二"]);
    }
}
