//! Step 6 of 9, second half: markers → those that number a heading.
//!
//! A sequence is evidence, not a rule. At the start of a line a marker is accepted unless it is implausible; inside a line it
//! is accepted only if its number is the expected next one. A gap suggests a sibling hidden in the text before.

use tracing::debug;

use crate::notice::MarkerKind;
use crate::parse::inline::{Before, Candidate, scan_inline};
use crate::parse::marker_stack::{Family, Stack};
use crate::parse::reflow::Reflowed;
use crate::parse::reused::{Reused, reusable};
use crate::parse::sections::ParagraphRole;
use crate::terms::column_names::heads_column;
use crate::terms::marker::{LineMarker, leading_marker};
use crate::text::numeral;
use crate::text::words::{ends_clause, squeezed};

/// The marker of a heading, with its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Byte offset of the marker in the paragraph.
    pub at: usize,
    /// The marker.
    pub marker: LineMarker,
}

reusable!(Chosen, Candidate, (usize, LineMarker));

impl Chosen {
    /// Its family.
    pub const fn family(&self) -> Family {
        family_of(&self.marker)
    }
}

const fn family_of(marker: &LineMarker) -> Family {
    Family { kind: marker.kind, components: marker.components }
}

/// Maximum number of hidden siblings to search for in a gap.
const WIDEST_GAP: u32 = 8;
/// A number this far above the expected one does not belong to the sequence.
const FARTHEST_NUMBER: u32 = 30;
/// Number of markers to look ahead for a successor; bounds the cost for text that consists of markers.
const LOOKAHEAD: usize = 1000;
/// Maximum length of a heading that the next marker follows without a line break.
const GLUED_HEADING_CHARS: usize = 30;

/// Chooses the headings among all markers of the body, in order of position.
pub fn choose(page: &Reflowed, roles: &[ParagraphRole], was_glued: bool) -> Reused<Chosen> {
    let starts = line_starts(page, roles);
    let mut chooser = Chooser {
        page,
        roles,
        was_glued,
        starts: &starts,
        stack: Stack::default(),
        chosen: Reused::with_capacity(starts.len() + 8),
        inline_candidates: 0,
        in_table: false,
    };
    let mut next_start = 0;
    let mut inline = Reused::default();
    for (index, role) in roles.iter().enumerate() {
        if matches!(role, ParagraphRole::PartTitle { .. } | ParagraphRole::Attachment) {
            chooser.stack.clear();
            chooser.in_table = false;
        }
        if *role != ParagraphRole::Body {
            continue;
        }
        while next_start < starts.len() && starts[next_start].0 < index {
            next_start += 1;
        }
        chooser.choose_in(index, next_start, &mut inline);
        chooser.inline_candidates += inline.len();
    }
    let candidates = starts.len() + chooser.inline_candidates;
    let accepted = chooser.chosen.len();
    debug!(
        at_line_starts = starts.len(),
        inside_lines = chooser.inline_candidates,
        accepted,
        refused = candidates.saturating_sub(accepted),
        "marker candidates"
    );
    chooser.chosen
}

/// Markers at the beginning of body paragraphs.
fn line_starts(page: &Reflowed, roles: &[ParagraphRole]) -> Reused<(usize, LineMarker)> {
    let body = page.paragraphs.iter().zip(roles).enumerate().filter(|(_, (_, own))| **own == ParagraphRole::Body);
    body.filter_map(|(index, (paragraph, _))| leading_marker(page.text(paragraph)).map(|marker| (index, marker)))
        .collect()
}

struct Chooser<'a> {
    page: &'a Reflowed,
    roles: &'a [ParagraphRole],
    was_glued: bool,
    /// Markers at line starts, by paragraph.
    starts: &'a [(usize, LineMarker)],
    stack: Stack<()>,
    chosen: Reused<Chosen>,
    /// Places inside lines where a marker might stand, counted for the log.
    inline_candidates: usize,
    in_table: bool,
}

impl<'a> Chooser<'a> {
    fn text(&self, paragraph: usize) -> &'a str {
        self.page.text(&self.page.paragraphs[paragraph])
    }

    /// `start` is the index into `starts` of the first marker at or after this paragraph; `inline` is where its
    /// candidates are put.
    fn choose_in(&mut self, paragraph: usize, start: usize, inline: &mut Vec<Candidate>) {
        let text = self.text(paragraph);
        self.watch_table(text, paragraph);
        if let Some((_, marker)) = self.starts.get(start).filter(|(at, _)| *at == paragraph) {
            let marker = *marker;
            if self.is_heading_at_start(text, &marker, start) {
                self.fill_gap(&marker, paragraph, 0);
                self.accept(Chosen { paragraph, at: 0, marker });
            }
        }
        let mut run: Option<(Family, u32)> = None;
        inline.clear();
        let place = &self.page.paragraphs[paragraph];
        scan_inline(text, place.start, self.page.signs(place), |candidate| {
            inline.push(candidate);
        });
        for (index, candidate) in inline.iter().enumerate() {
            let family = family_of(&candidate.marker);
            let number = candidate.marker.number;
            if run.is_some_and(|(running, last)| running == family && number == last + 1) {
                run = Some((family, number));
                continue;
            }
            if self.is_behind_chosen(paragraph, candidate) {
                continue;
            }
            if self.is_heading_inside(candidate, &inline[index + 1..]) {
                self.accept(Chosen { paragraph, at: candidate.at, marker: candidate.marker });
            } else if number == 1 {
                // 一是…二是…, （1）…；（2）…: a list in prose, to its end in this paragraph.
                run = Some((family, 1));
            }
        }
    }

    /// Whether the last accepted heading already covers this position. It may have been accepted early, as one that follows
    /// its predecessor without a line break.
    fn is_behind_chosen(&self, paragraph: usize, candidate: &Candidate) -> bool {
        self.chosen.last().is_some_and(|last| last.paragraph == paragraph && candidate.at < last.at + last.marker.len)
    }

    /// Whether a table begins here: with the number column, or with the names of two columns.
    fn opens_table(&self, text: &str, paragraph: usize) -> bool {
        let below = || self.page.paragraphs.get(paragraph + 1).map(|below| self.page.text(below));
        heads_column(text) && (squeezed(text).starts_with("序号") || below().is_some_and(heads_column))
    }

    /// A table that was broken into one-cell lines begins with its head and ends with running text.
    fn watch_table(&mut self, text: &str, paragraph: usize) {
        if text.len() <= 30 && self.opens_table(text, paragraph) {
            self.in_table = true;
        } else if self.in_table && text.len() > 120 {
            self.in_table = false;
        }
    }

    /// Decides whether a marker at the start of a line heads a section: yes, unless its number or kind is implausible here.
    fn is_heading_at_start(&mut self, text: &str, marker: &LineMarker, start: usize) -> bool {
        let family = family_of(marker);
        let last = self.stack.last_number(family);
        let number = marker.number;
        let is_expected = last.is_some_and(|last| number == last + 1);
        let is_formal = is_formal(marker.kind);
        if self.in_table {
            let ends_table = is_expected
                && (is_formal || matches!(marker.kind, MarkerKind::Ideographic | MarkerKind::ParenIdeographic));
            self.in_table = !ends_table;
            return ends_table;
        }
        if marker.kind == MarkerKind::Decimal {
            return self.starts.iter().filter(|(_, other)| family_of(other) == family).take(2).count() == 2;
        }
        if marker.doubtful {
            let is_dash =
                text.starts_with(|c: char| !c.is_ascii_digit() && !crate::text::fold::half_width(c).is_ascii_digit());
            return is_expected || (number == 1 && (!is_dash || self.second_follows(family, start)));
        }
        if is_expected || is_formal || (number == 1 && self.opens_well(marker, start)) {
            return true;
        }
        let takes_any_number = !matches!(marker.kind, MarkerKind::Letter | MarkerKind::Stem | MarkerKind::Circled);
        match last {
            Some(last) if number > last => takes_any_number && number - last <= FARTHEST_NUMBER,
            Some(_) => takes_any_number && number > 1,
            None => takes_any_number && self.successor_follows(family, number, start),
        }
    }

    /// Whether a first item may open a list here. Weak kinds of markers such as letters need a second item.
    fn opens_well(&self, marker: &LineMarker, start: usize) -> bool {
        match marker.kind {
            MarkerKind::Letter | MarkerKind::Stem | MarkerKind::Circled | MarkerKind::ArabicParen => {
                self.successor_follows(family_of(marker), 1, start)
            }
            _ => true,
        }
    }

    /// Whether the second item of a family follows as the next marker of that family at a line start.
    fn second_follows(&self, family: Family, start: usize) -> bool {
        self.successor_follows(family, 1, start)
    }

    /// Whether the next marker of that family at a line start has the number after `number`.
    fn successor_follows(&self, family: Family, number: u32, start: usize) -> bool {
        let next = self.starts[start + 1..].iter().take(LOOKAHEAD).find(|(_, other)| family_of(other) == family);
        next.is_some_and(|(_, other)| other.number == number + 1)
    }

    /// Decides whether a marker inside a line heads a section: only if its number is the expected next one.
    fn is_heading_inside(&self, candidate: &Candidate, later: &[Candidate]) -> bool {
        let marker = &candidate.marker;
        let family = family_of(marker);
        let open = self.stack.open_number(family);
        let is_expected_open = open.is_some_and(|last| marker.number == last + 1);
        let is_expected = self.stack.last_number(family).is_some_and(|last| marker.number == last + 1);
        if self.in_table || (marker.doubtful && !is_expected) {
            return false;
        }
        if is_formal(marker.kind) {
            return (is_expected || marker.number == 1) && candidate.before != Before::Colon;
        }
        if self.was_glued {
            let goes_on = later
                .iter()
                .take(LOOKAHEAD)
                .any(|other| family_of(&other.marker) == family && other.marker.number == 2);
            let opens = marker.number == 1
                && goes_on
                && open.is_none()
                && matches!(
                    marker.kind,
                    MarkerKind::Ideographic
                        | MarkerKind::ParenIdeographic
                        | MarkerKind::Arabic
                        | MarkerKind::ParenArabic
                );
            return is_expected || opens;
        }
        match candidate.before {
            Before::Clause => is_expected_open || (is_expected && marker.kind == MarkerKind::Ideographic),
            Before::Space => is_expected_open && marker.kind == MarkerKind::Ideographic,
            Before::Colon => false,
        }
    }

    fn accept(&mut self, chosen: Chosen) {
        let family = chosen.family();
        self.stack.close_for(family);
        self.stack.open(family, chosen.marker.number, ());
        self.chosen.push(chosen);
        self.accept_glued(chosen);
    }

    /// A heading to which the first marker of the next level is glued without any stop:
    /// `第三章认定程序第九条…`, `三、工作规则（一）会议制度。…`.
    fn accept_glued(&mut self, above: Chosen) {
        let wanted = if matches!(above.marker.kind, MarkerKind::Chapter | MarkerKind::Section | MarkerKind::Volume) {
            '第'
        } else if self.was_glued && above.marker.kind == MarkerKind::Ideographic {
            '（'
        } else {
            return;
        };
        let text = self.text(above.paragraph);
        let from = above.at + above.marker.heading;
        let heading = &text[from..];
        let heading: &str = heading.char_indices().nth(GLUED_HEADING_CHARS).map_or(heading, |(at, _)| &heading[..at]);
        let reach = heading.find(|c| ends_clause(c) || c == '，' || c == ',').unwrap_or(heading.len());
        for (at, c) in heading.char_indices().skip(2) {
            let is_wanted = c == wanted || (wanted == '（' && c == '(');
            // Brackets count as clause ends, so the opening one may stand right at the stop.
            if !is_wanted || at > reach {
                continue;
            }
            let Some(marker) = leading_marker(&text[from + at..]) else { continue };
            let family = family_of(&marker);
            let is_next =
                self.stack.last_number(family).is_some_and(|last| marker.number == last + 1) || marker.number == 1;
            let fits = match above.marker.kind {
                MarkerKind::Ideographic => marker.kind == MarkerKind::ParenIdeographic && marker.number == 1,
                _ => marker.kind == MarkerKind::Article && is_next,
            };
            let before_is_space = text[..from + at].ends_with(char::is_whitespace);
            if fits && !before_is_space {
                self.accept(Chosen { paragraph: above.paragraph, at: from + at, marker });
                return;
            }
        }
    }

    /// Searches the text since the last marker of its family for the siblings missing before `marker`.
    fn fill_gap(&mut self, marker: &LineMarker, paragraph: usize, at: usize) {
        let family = family_of(marker);
        let Some(last) = self.stack.open_number(family) else { return };
        if marker.number <= last + 1 || marker.number - last > WIDEST_GAP || marker.kind == MarkerKind::Decimal {
            return;
        }
        let Some(since) = self.chosen.iter().rposition(|chosen| chosen.family() == family) else { return };
        let (mut from_paragraph, mut from) =
            (self.chosen[since].paragraph, self.chosen[since].at + self.chosen[since].marker.len);
        for missing in last + 1..marker.number {
            let Some(found) = self.find_hidden(family, missing, (from_paragraph, from), (paragraph, at)) else {
                return;
            };
            (from_paragraph, from) = (found.paragraph, found.at + found.marker.len);
            let place =
                self.chosen.partition_point(|chosen| (chosen.paragraph, chosen.at) < (found.paragraph, found.at));
            self.chosen.insert(place, found);
        }
    }

    /// The first place between two positions where the marker of that family and number stands in mid-text.
    fn find_hidden(&self, family: Family, number: u32, from: (usize, usize), to: (usize, usize)) -> Option<Chosen> {
        let spellings = spellings(family.kind, number);
        for paragraph in from.0..=to.0.min(self.roles.len() - 1) {
            if self.roles[paragraph] != ParagraphRole::Body {
                continue;
            }
            let text = self.text(paragraph);
            let start = if paragraph == from.0 { from.1 } else { 0 };
            let stop = if paragraph == to.0 { to.1 } else { text.len() };
            for spelling in &spellings {
                let hits = text[start.min(stop)..stop].match_indices(spelling.as_str()).map(|(at, _)| start + at);
                for at in hits {
                    let marker = leading_marker(&text[at..])
                        .filter(|marker| family_of(marker) == family && marker.number == number);
                    if let Some(marker) = marker.filter(|_| may_hide_behind(&text[..at])) {
                        return Some(Chosen { paragraph, at, marker });
                    }
                }
            }
        }
        None
    }
}

/// Whether a marker in mid-text may follow `before`: not another digit, an enumeration or a citation.
fn may_hide_behind(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_some_and(|c| ends_clause(c) || c.is_whitespace() || c == '，')
}

/// The spellings of a marker, with brackets and stop in both widths.
fn spellings(kind: MarkerKind, number: u32) -> Vec<String> {
    let chinese = numeral::to_chinese(number);
    match kind {
        MarkerKind::Ideographic => vec![format!("{chinese}、")],
        MarkerKind::ParenIdeographic => vec![format!("（{chinese}）"), format!("({chinese})")],
        MarkerKind::ParenArabic => vec![format!("（{number}）"), format!("({number})")],
        MarkerKind::Arabic => vec![format!("{number}."), format!("{number}．"), format!("{number}、")],
        MarkerKind::Article => vec![format!("第{chinese}条")],
        MarkerKind::Chapter => vec![format!("第{chinese}章")],
        _ => Vec::new(),
    }
}

const fn is_formal(kind: MarkerKind) -> bool {
    matches!(kind, MarkerKind::Volume | MarkerKind::Chapter | MarkerKind::Section | MarkerKind::Article)
}
