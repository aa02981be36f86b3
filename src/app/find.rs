//! Find in the text of one notice: the pattern of `/`, `n` and `&`, and its matches.

use crate::notice::{Notice, Span};
use crate::search::find_all;

/// Up to this size, a notice is searched completely at every key; that takes a few milliseconds. In a larger notice
/// only the nearest match is searched for, and matches are not counted.
const WHOLE_BYTES: usize = 1024 * 1024;

/// Limit of text searched for the nearest match while the pattern is being typed.
pub(crate) const TYPING_BYTES: usize = WHOLE_BYTES;

/// Chunk size for searching a large notice.
const STRETCH_BYTES: usize = WHOLE_BYTES / 4;

/// A pattern and its matches in one notice. Character width and ASCII case are ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Find {
    pattern: String,
    /// All matches; `None` when the notice is too large to be searched completely.
    all: Option<Vec<Span>>,
}

/// A match, and whether the search wrapped to reach it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nearest {
    /// The match.
    pub span: Span,
    /// Whether the search wrapped around the end or the beginning of the notice.
    pub has_wrapped: bool,
}

impl Find {
    /// Searches `notice` for `pattern`. An empty pattern has no matches.
    pub(crate) fn new(notice: &Notice, pattern: &str) -> Self {
        let is_small = notice.text.len() <= WHOLE_BYTES;
        let all = is_small.then(|| find_all(&notice.text, pattern));
        Self { pattern: pattern.to_owned(), all }
    }

    /// The pattern.
    pub(crate) fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The 1-based number of the match `span` and the number of all matches; `None` when matches were not counted.
    pub(crate) fn position(&self, span: Span) -> Option<(usize, usize)> {
        let all = self.all.as_ref()?;
        let index = all.binary_search(&span).ok()?;
        Some((index + 1, all.len()))
    }

    /// The matches that overlap `span`, in order.
    pub(crate) fn matches_in(&self, notice: &Notice, span: Span) -> Vec<Span> {
        if let Some(all) = &self.all {
            let from = all.partition_point(|found| found.end <= span.start);
            return all[from..].iter().take_while(|found| found.start < span.end).copied().collect();
        }
        let reach = self.reach_bytes();
        let from = boundary_before(&notice.text, (span.start as usize).saturating_sub(reach));
        let to = boundary_before(&notice.text, (span.end as usize + reach).min(notice.text.len()));
        let found = find_all(&notice.text[from..to], &self.pattern).into_iter().map(|found| shift(found, from));
        found.filter(|found| found.end > span.start && found.start < span.end).collect()
    }

    /// The first match that starts at or after `from`; wraps to the first match of the notice. `limit_bytes` bounds how
    /// much text of a large notice is searched.
    pub(crate) fn next(&self, notice: &Notice, from: u32, limit_bytes: usize) -> Option<Nearest> {
        if let Some(all) = &self.all {
            let after = all.get(all.partition_point(|found| found.start < from));
            return after.map(|span| near(*span)).or_else(|| all.first().map(|span| wrapped(*span)));
        }
        let (from, len) = (from as usize, notice.text.len());
        let ahead =
            stretches(from, len).map(|range| (range, false)).chain(stretches(0, from).map(|range| (range, true)));
        take_bytes(ahead, limit_bytes).find_map(|((start, end), has_wrapped)| {
            let span = *self.starting_in(notice, start, end).first()?;
            Some(Nearest { span, has_wrapped })
        })
    }

    /// The last match that starts before `from`; wraps to the last match of the notice.
    pub(crate) fn previous(&self, notice: &Notice, from: u32, limit_bytes: usize) -> Option<Nearest> {
        if let Some(all) = &self.all {
            let before = all.partition_point(|found| found.start < from).checked_sub(1).map(|index| near(all[index]));
            return before.or_else(|| all.last().map(|span| wrapped(*span)));
        }
        let (from, len) = (from as usize, notice.text.len());
        let behind = stretches(0, from).rev().map(|range| (range, false));
        let behind = behind.chain(stretches(from, len).rev().map(|range| (range, true)));
        take_bytes(behind, limit_bytes).find_map(|((start, end), has_wrapped)| {
            let span = *self.starting_in(notice, start, end).last()?;
            Some(Nearest { span, has_wrapped })
        })
    }

    /// Indices of the paragraphs with a match, ascending. Searches the whole notice, whatever its size.
    pub(crate) fn paragraphs(&self, notice: &Notice) -> Vec<u32> {
        let mut paragraphs: Vec<u32> = match &self.all {
            Some(all) => paragraphs_of(notice, all).collect(),
            None => stretches(0, notice.text.len())
                .flat_map(|(start, end)| {
                    let found = self.starting_in(notice, start, end);
                    paragraphs_of(notice, &found).collect::<Vec<u32>>()
                })
                .collect(),
        };
        paragraphs.dedup();
        paragraphs
    }

    /// The matches that start in `[start, end)`. Both ends may lie inside a character.
    fn starting_in(&self, notice: &Notice, start: usize, end: usize) -> Vec<Span> {
        let from = boundary_before(&notice.text, start);
        let to = boundary_before(&notice.text, (end + self.reach_bytes()).min(notice.text.len()));
        let found = find_all(&notice.text[from..to], &self.pattern).into_iter().map(|found| shift(found, from));
        found.filter(|found| (start..end).contains(&(found.start as usize))).collect()
    }

    /// Upper bound on the length of a match: folding turns a character of at least one byte into one of at most four.
    const fn reach_bytes(&self) -> usize {
        self.pattern.len() * 4
    }
}

const fn near(span: Span) -> Nearest {
    Nearest { span, has_wrapped: false }
}

const fn wrapped(span: Span) -> Nearest {
    Nearest { span, has_wrapped: true }
}

const fn shift(span: Span, by: usize) -> Span {
    Span::new(span.start + by as u32, span.end + by as u32)
}

fn boundary_before(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

fn paragraphs_of<'a>(notice: &'a Notice, found: &'a [Span]) -> impl Iterator<Item = u32> + 'a {
    found.iter().filter_map(|span| notice.paragraph_at(span.start)).map(|index| index as u32)
}

/// Splits `[from, to)` into chunks, in order.
fn stretches(from: usize, to: usize) -> impl DoubleEndedIterator<Item = (usize, usize)> {
    let count = to.saturating_sub(from).div_ceil(STRETCH_BYTES);
    (0..count).map(move |index| {
        let start = from + index * STRETCH_BYTES;
        (start, (start + STRETCH_BYTES).min(to))
    })
}

fn take_bytes<T>(
    stretches: impl Iterator<Item = ((usize, usize), T)>,
    limit_bytes: usize,
) -> impl Iterator<Item = ((usize, usize), T)> {
    stretches.take(limit_bytes.div_ceil(STRETCH_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::notice;

    /// Checks the nearest match after and before each start, as character offsets in the small text; `*` marks a match
    /// reached by wrapping.
    #[track_caller]
    fn check(text: &str, pattern: &str, from: u32, next: &str, previous: &str) {
        let notice = notice(&format!("前{text}"));
        let find = Find::new(&notice, pattern);
        let searched_in_stretches = Find { all: None, ..find.clone() };
        for find in [find, searched_in_stretches] {
            let say = |nearest: Option<Nearest>| {
                nearest.map_or("-".to_owned(), |nearest| {
                    let mark = if nearest.has_wrapped { "*" } else { "" };
                    format!("{}{mark}", nearest.span.start)
                })
            };
            assert_eq!(say(find.next(&notice, from, usize::MAX)), next, "{pattern} in {text} after {from}");
            assert_eq!(say(find.previous(&notice, from, usize::MAX)), previous, "{pattern} in {text} before {from}");
        }
    }

    #[test]
    fn the_nearest_match_is_found_and_the_search_wraps() {
        check("ab..ab..AB", "ab", 0, "0", "8*");
        check("ab..ab..AB", "ab", 1, "4", "0");
        check("ab..ab..AB", "ab", 4, "4", "0");
        check("ab..ab..AB", "ab", 5, "8", "4");
        check("ab..ab..AB", "ab", 9, "0*", "8");
        check("ab", "c", 0, "-", "-");
        check("ab", "", 0, "-", "-");
    }

    #[test]
    fn matches_are_numbered() {
        let notice = notice("前双减，双减\n前双减");
        let find = Find::new(&notice, "双减");
        let spans = find.matches_in(&notice, Span::new(0, notice.text.len() as u32));
        let positions: Vec<_> = spans.iter().map(|span| find.position(*span)).collect();
        assert_eq!(positions, [Some((1, 3)), Some((2, 3)), Some((3, 3))]);
        assert_eq!(find.matches_in(&notice, Span::new(3, 9)), [Span::new(0, 6)]);
        assert_eq!(find.paragraphs(&notice), [0, 1]);
    }

    #[test]
    fn a_large_notice_is_searched_in_stretches() {
        let filler = "工作要点。".repeat(WHOLE_BYTES / 15);
        let notice = notice(&format!("前甲{filler}\n前{filler}双减{filler}\n前丙"));
        let find = Find::new(&notice, "双减");
        let at = notice.text.find("双减").expect("it is there") as u32;
        let span = Span::new(at, at + 6);
        assert_eq!(find.next(&notice, 0, usize::MAX), Some(near(span)));
        assert_eq!(find.next(&notice, at + 1, usize::MAX), Some(wrapped(span)));
        assert_eq!(find.previous(&notice, at, usize::MAX), Some(wrapped(span)));
        assert_eq!(find.next(&notice, 0, STRETCH_BYTES), None, "no more than the limit is looked through");
        assert_eq!(find.position(span), None);
        assert_eq!(find.paragraphs(&notice), [1]);
        assert_eq!(find.matches_in(&notice, Span::new(at + 3, at + 9)), [span]);
        assert_eq!(find.matches_in(&notice, Span::new(at + 6, at + 9)), []);
    }

    #[test]
    fn a_match_across_stretches_is_found() {
        for shift in 0..9 {
            let filler = "a".repeat(STRETCH_BYTES - shift);
            let notice = notice(&format!("前{filler}双减{}", "b".repeat(WHOLE_BYTES)));
            let find = Find::new(&notice, "双减");
            let found = find.next(&notice, 0, usize::MAX).map(|nearest| nearest.span.start as usize);
            assert_eq!(found, Some(STRETCH_BYTES - shift));
            assert_eq!(find.paragraphs(&notice), [0]);
        }
    }
}
