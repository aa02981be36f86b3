//! Pieces of a very long paragraph: cut at bounded distances, each found without looking at the ones before.

use crate::text::columns::char_cols;

/// A piece's target length: 2,700 汉字, some 70 rows. Breaking one takes well under a millisecond.
const PIECE_BYTES: usize = 8 * 1024;

/// How many pieces a paragraph of `len_bytes` is broken in, at least one; none is shorter than half the target.
pub(crate) fn piece_count(len_bytes: usize) -> u32 {
    (len_bytes / PIECE_BYTES).max(1) as u32
}

/// Where a piece begins. Found by looking at half a piece of text at most, wherever it is.
pub(crate) fn piece_start(text: &str, piece: u32) -> usize {
    if piece == 0 {
        return 0;
    }
    let mut from = piece as usize * PIECE_BYTES;
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (from + PIECE_BYTES / 2).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let window = &text[from..to];
    let ends: [fn(char, char) -> bool; 3] = [
        |before, after| "。；！？".contains(before) && is_ideograph(after),
        |before, after| is_ideograph(before) && is_ideograph(after),
        |_, after| char_cols(after) > 0,
    ];
    let find = |is_end: fn(char, char) -> bool| {
        let pairs = window.char_indices().zip(window.char_indices().skip(1));
        pairs.into_iter().find(|((_, before), (_, after))| is_end(*before, *after)).map(|(_, (at, _))| from + at)
    };
    ends.into_iter().find_map(find).unwrap_or(from)
}

/// The piece that holds a byte of a paragraph.
pub(crate) fn piece_at(text: &str, offset: usize) -> u32 {
    let last = piece_count(text.len()) - 1;
    let guess = ((offset / PIECE_BYTES) as u32).min(last);
    if piece_start(text, guess) > offset { guess - 1 } else { guess }
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, ends_of_pieces: &str) {
        for piece in 1..piece_count(text.len()) {
            let before = &text[..piece_start(text, piece)];
            assert!(before.ends_with(ends_of_pieces), "piece {piece} of {text:.30}… begins elsewhere");
        }
    }

    #[test]
    fn a_piece_ends_with_a_sentence_else_between_characters() {
        check(&"落实教育方针，抓好“双减”。".repeat(4000), "。");
        check(&"落实，".repeat(9000), "落");
        check(&"a\u{301}".repeat(9000), "\u{301}");
        check(&"\u{301}".repeat(9000), "\u{301}");
    }

    #[test]
    fn short_paragraphs_are_one_piece() {
        assert_eq!([0, 1, PIECE_BYTES, 2 * PIECE_BYTES - 1, 2 * PIECE_BYTES].map(piece_count), [1, 1, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn pieces_tile_the_text_and_every_byte_is_found_in_its_own(
            unit in "([一-十。]|[a-z ]|e\u{301}){1,30}", times in 1_usize..3000, at in any::<prop::sample::Index>(),
        ) {
            let text = unit.repeat(times);
            let starts: Vec<usize> = (0..piece_count(text.len())).map(|piece| piece_start(&text, piece)).collect();
            prop_assert!(starts.is_sorted_by(|one, next| one < next));
            prop_assert!(starts.iter().all(|start| *start < text.len() && text.is_char_boundary(*start)));
            let offset = at.index(text.len());
            let expected = starts.partition_point(|start| *start <= offset) - 1;
            prop_assert_eq!(piece_at(&text, offset) as usize, expected);
        }
    }
}
