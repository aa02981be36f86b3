//! Draws the pickers over notices and headings.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::page;
use super::painter::Painter;
use super::picker::{self, PopupTexts, put_match};
use super::theme::Styles;
use crate::app::action::Action;
use crate::app::hit_picker::{Candidates, HitPicker};
use crate::app::layout::Area;
use crate::app::target::Target;
use crate::lang::queries::explain;
use crate::lang::{Lang, panes, screen};
use crate::library::Library;
use crate::notice::{Address, NodeId, Notice};
use crate::search::Scope;
use crate::search::full_text::SentenceHit;
use crate::text::columns::width_cols;

/// Draws the picker; returns the position of the terminal's cursor.
pub(super) fn draw(hits: &HitPicker, library: &Library, lang: Lang, styles: &Styles, buffer: &mut Buffer) -> Position {
    let areas = hits.areas();
    let list = hits.picker();
    let count = count(hits, lang);
    let fault = hits.fault().map(|fault| explain(fault, lang)).unwrap_or_default();
    let (action, hint) = match hits.candidates() {
        Candidates::Items(Scope::Titles) => (Action::PickTitle, panes::QUERY_HINT),
        Candidates::Items(Scope::Headings(_)) => (Action::PickHeading, panes::QUERY_HINT),
        Candidates::Items(Scope::AllHeadings) => (Action::PickHeadingEverywhere, panes::QUERY_HINT),
        Candidates::Sentences => (Action::PickSentence, panes::SENTENCES_HINT),
    };
    let texts = PopupTexts {
        title: action.entry().help.to(lang),
        count: &count,
        hint: hint.to(lang),
        fault: &fault,
        proposals: hits.completions(),
        keys: panes::PICKER_KEYS.to(lang),
        is_proposal: list.is_proposal(),
    };
    let cursor = picker::draw(&texts, list.prompt(), areas, styles, buffer);

    let entries: Vec<(Entry<'_>, bool)> = list
        .visible_items()
        .filter_map(|(target, is_selected)| Some((Entry::of(hits, library, lang, target)?, is_selected)))
        .collect();
    let room = usize::from(areas.results.cols).saturating_sub(2);
    let widest = entries.iter().map(|(entry, _)| entry.cols()).max().unwrap_or(0).min(room * 3 / 5);
    for (row, (entry, is_selected)) in entries.iter().enumerate() {
        let mut painter = Painter::new(buffer, areas.results, row as u16);
        painter.put(if entry.is_marked { MARK } else { " " }, styles.popup.patch(styles.key));
        let note_cols = width_cols(&entry.note);
        let text_cols = match hits.candidates() {
            // Titles are long: align them in a column, as far left as the headings allow.
            Candidates::Items(Scope::AllHeadings) => widest,
            _ if note_cols == 0 => room,
            _ => room.saturating_sub(note_cols.min(room * 2 / 5) + 2),
        };
        entry.put(&mut painter, text_cols, styles);
        if *is_selected {
            painter.highlight_cursor(true, styles);
        }
    }
    if list.items().is_empty() && list.is_settled() {
        let mut painter = Painter::new(buffer, areas.results, 0);
        painter.skip(1);
        painter.put(screen::NO_MATCH.to(lang), styles.popup.patch(styles.dim));
    }
    if let Some(area) = areas.preview {
        draw_preview(hits, area, styles, buffer);
    }
    cursor
}

/// Drawn before a marked item.
const MARK: &str = "▎";

/// The number of matches, the number of items, and the duration.
fn count(hits: &HitPicker, lang: Lang) -> String {
    let list = hits.picker();
    // The previous results stay until the current ones arrive; `…` marks them as outdated.
    let waiting = if list.is_settled() { "" } else { "…" };
    // Nothing matches the query as typed; `≈` marks results of a corrected query.
    let nearly = if hits.typo().is_some() { "≈" } else { "" };
    let found = match (hits.candidates(), hits.counted()) {
        (Candidates::Items(_), _) => format!("{waiting}{nearly}{}/{}", hits.found(), hits.total()),
        (Candidates::Sentences, Some(total)) => {
            format!("{waiting}{}", panes::sentences_found(lang, total.hits, total.texts))
        }
        (Candidates::Sentences, None) => panes::sentences_so_far(lang, list.items().len()),
    };
    let marked = list.marked().len();
    let marked = (marked > 0).then(|| panes::marked(lang, marked));
    let micros = hits.elapsed().as_micros();
    let elapsed = match micros {
        0 => None,
        1..10_000 => Some(format!("{}.{} ms", micros / 1000, micros % 1000 / 100)),
        _ => Some(format!("{} ms", micros / 1000)),
    };
    marked.into_iter().chain([found]).chain(elapsed).collect::<Vec<_>>().join(" · ")
}

/// A result in three parts: label before the text, the text that was matched, and a note beside it.
struct Entry<'a> {
    label: String,
    text: &'a str,
    matched: Vec<u32>,
    note: String,
    /// Whether it is a name above the items that follow.
    is_name: bool,
    is_marked: bool,
}

impl<'a> Entry<'a> {
    fn of(hits: &HitPicker, library: &'a Library, lang: Lang, target: Target) -> Option<Self> {
        let notice = library.notice(target.notice)?;
        let is_marked = hits.picker().marked().contains(&target);
        let of_sentences = hits.candidates() == Candidates::Sentences;
        if of_sentences {
            return Some(match hits.sentence(target) {
                Some(hit) => Self { is_marked, ..Self::of_sentence(notice, hit) },
                None => Self {
                    label: String::new(),
                    text: notice.display_title(),
                    matched: Vec::new(),
                    note: panes::in_notice(lang, hits.sentence_count(target)),
                    is_name: true,
                    is_marked,
                },
            });
        }
        let (label, note) = match (hits.candidates(), target.node) {
            (Candidates::Items(Scope::Headings(_)), Some(node)) => {
                (indent_and_marker(notice, node), Address::of(notice, node).to_string())
            }
            (_, Some(node)) => (notice.marker(node).to_owned(), notice.display_title().to_owned()),
            (_, None) => (String::new(), facts(notice)),
        };
        let matched = target.positions(library, hits.query());
        Some(Self { label, text: target.text(library), matched, note, is_name: false, is_marked })
    }

    /// A sentence with its heading.
    fn of_sentence(notice: &'a Notice, hit: &SentenceHit) -> Self {
        let whole = notice.slice(hit.sentence);
        let text = whole.trim_start();
        let start = hit.sentence.start + (whole.len() - text.len()) as u32;
        // A sentence over several lines is drawn on one.
        let text = text.trim_end();
        let chars = hit.matches.iter().flat_map(|span| {
            let slice = notice.slice(*span);
            slice.char_indices().filter_map(move |(at, _)| (span.start + at as u32).checked_sub(start))
        });
        let heading = hit.node.filter(|node| hit.sentence.start >= notice.outline[*node].heading.end);
        let note = heading.map(|node| format!("{}{}", notice.marker(node), notice.heading(node)));
        Self {
            label: "  ".to_owned(),
            text,
            matched: chars.collect(),
            note: note.unwrap_or_default(),
            is_name: false,
            is_marked: false,
        }
    }

    /// Columns without the note.
    fn cols(&self) -> usize {
        width_cols(&self.label) + width_cols(self.text)
    }

    /// Draws the entry; the note begins two columns after the column of the text.
    fn put(&self, painter: &mut Painter<'_>, cols: usize, styles: &Styles) {
        let text_room = painter.room().saturating_sub(cols);
        painter.put_cut(&self.label, cols / 2, styles.popup.patch(styles.marker));
        let style = styles.popup.patch(if self.is_name { styles.heading } else { styles.text });
        let text_cols = painter.room().saturating_sub(text_room);
        if self.matched.is_empty() {
            painter.put_shortened(self.text, text_cols, style, &[], style);
        } else {
            put_match(painter, self.text, text_cols, style, &self.matched, styles.matched);
        }
        painter.skip((painter.room() + 2).saturating_sub(text_room));
        let style = styles.popup.patch(styles.dim);
        painter.put_shortened(&self.note, painter.room().saturating_sub(1), style, &[], style);
    }
}

/// Indentation and marker of a heading: two columns per ancestor, limited so that deep headings keep room for their
/// text.
fn indent_and_marker(notice: &Notice, node: NodeId) -> String {
    const DEEPEST: usize = 8;
    format!("{}{}", "  ".repeat(notice.outline.depth(node).min(DEEPEST)), notice.marker(node))
}

fn facts(notice: &Notice) -> String {
    let year = notice.elements.year.map(|year| year.to_string());
    let known = [notice.elements.region.as_deref(), year.as_deref()];
    known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn draw_preview(hits: &HitPicker, area: Area, styles: &Styles, buffer: &mut Buffer) {
    let shown = hits.preview();
    let Some(notice) = shown.notice() else { return };
    let mut painter = Painter::new(buffer, area.header(), 0);
    painter.skip(1);
    let room = painter.room().saturating_sub(1);
    let style = styles.popup.patch(styles.header);
    painter.put_shortened(notice.display_title(), room, style, &[], style);
    let target = shown.target().map(|span| (span, styles.selected_elsewhere));
    let hit = hits.picker().selected().and_then(|target| hits.sentence(target));
    let matches = hit.into_iter().flat_map(|hit| &hit.matches).map(|span| (*span, styles.matched));
    let target: Vec<_> = target.into_iter().chain(matches).collect();
    page::draw(shown, &target, area.body(), styles, buffer);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::app::Theme;
    use crate::app::event::SearchResult;
    use crate::app::fixture::notice;
    use crate::library::{NoticeId, Segment, Slot};
    use crate::notice::Elements;
    use crate::search::{Extent, Indexes};
    use crate::ui::drawn::{lines, lines_where};
    use crate::ui::painter::rect;

    fn library() -> Library {
        let plan = notice("题甲县教育局年度工作要点\n1一、|总体要求\n文立德树人。\n2（一）|抓好双减工作\n文控制总量。");
        let rules = notice("题乙县双减办法\n1一、|总则");
        let elements = Elements { region: Some("乙县".to_owned()), year: Some(2024), ..rules.elements.clone() };
        let rules = Notice { elements, ..Arc::unwrap_or_clone(rules) };
        let mut library = Library::default();
        library.add(Segment { slots: vec![Slot::Loaded(plan), Slot::Loaded(Arc::new(rules))] });
        library
    }

    fn drawn(scope: Scope, typed: &str, cols: u16, rows: u16) -> Buffer {
        let library = library();
        let area = Area { col: 0, row: 0, cols, rows };
        let mut picker = HitPicker::new(Candidates::Items(scope), typed, area);
        picker.start_search(1, &library);
        let found = Indexes::default().pick_typed(&library, &scope, &typed.into(), Extent::Best, &|| false);
        let elapsed = Duration::from_micros(2345);
        let result = SearchResult { generation: 1, picked: found.expect("nothing stops it"), elapsed };
        assert!(picker.apply(result, &library));
        let mut buffer = Buffer::empty(rect(area));
        draw(&picker, &library, Lang::Chinese, Styles::of(Theme::Dark), &mut buffer);
        buffer
    }

    #[test]
    fn matches_of_a_corrected_query_are_highlighted() {
        assert_eq!(
            lines(&drawn(Scope::Titles, "双碱办法", 44, 6)),
            [
                "┌─ 按标题选公文 ─────────── ≈1/2 · 2.3 ms ─┐",
                "│ › 双碱办法                               │",
                "│──────────────────────────────────────────│",
                "│ 乙县双减办法                 乙县 · 2024 │",
                "│                                          │",
                "└─ Tab 标记  A-c 复制  A-s 存为文件 ───────┘",
            ]
        );
    }

    #[test]
    fn titles_stand_with_region_and_year() {
        assert_eq!(
            lines(&drawn(Scope::Titles, "县", 44, 7)),
            [
                "┌─ 按标题选公文 ──────────── 2/2 · 2.3 ms ─┐",
                "│ › 县                                     │",
                "│──────────────────────────────────────────│",
                "│ 甲县教育局年度工作要点                   │",
                "│ 乙县双减办法                 乙县 · 2024 │",
                "│                                          │",
                "└─ Tab 标记  A-c 复制  A-s 存为文件 ───────┘",
            ]
        );
    }

    #[test]
    fn headings_of_one_notice_stand_in_their_depth_with_their_address() {
        assert_eq!(
            lines(&drawn(Scope::Headings(NoticeId(0)), "", 44, 7))[3..5],
            ["│ 一、总体要求                          一 │", "│   （一）抓好双减工作            一（一） │"]
        );
    }

    #[test]
    fn headings_of_all_notices_stand_with_the_title_and_a_preview() {
        let buffer = drawn(Scope::AllHeadings, "双减", 100, 9);
        assert_eq!(
            lines(&buffer)[1..8],
            [
                "│ › 双减                                          │ 甲县教育局年度工作要点                         │",
                "│─────────────────────────────────────────────────│             甲县教育局年度工作要点             │",
                "│ （一）抓好双减工作  甲县教育局年度工作要点      │                                                │",
                "│                                                 │  一、总体要求                                  │",
                "│                                                 │      立德树人。                                │",
                "│                                                 │▌ （一）抓好双减工作                            │",
                "│                                                 │      控制总量。                                │",
            ]
        );
        let matched = Styles::of(Theme::Dark).matched;
        assert_eq!(lines_where(&buffer, |style| style.fg == matched.fg)[3].trim(), "双减");
    }
}
