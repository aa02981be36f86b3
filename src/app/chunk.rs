//! Chunks of a very long paragraph. A row always ends at the end of a chunk, so a chunk can be broken into rows on its
//! own.
//!
//! The idea: chunk number N starts near byte N × 8 KiB, at the first good break behind it. The start of any chunk is
//! therefore found by reading a few KiB around it, never the text before it, and the last page of a single line of 64
//! MB opens as fast as the first.

use crate::text::columns::char_cols;

/// Target length of a chunk: 2,700 汉字, about 70 rows. Breaking one into rows takes well under a millisecond.
const CHUNK_BYTES: usize = 8 * 1024;

/// Number of chunks of a paragraph, at least one. Each has at least half the target length.
pub(crate) fn chunk_count(len_bytes: usize) -> u32 {
    (len_bytes / CHUNK_BYTES).max(1) as u32
}

/// Byte offset of the start of a chunk. Reads at most half a chunk of text, wherever it is.
pub(crate) fn chunk_start(text: &str, chunk: u32) -> usize {
    if chunk == 0 {
        return 0;
    }
    let mut from = chunk as usize * CHUNK_BYTES;
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (from + CHUNK_BYTES / 2).min(text.len());
    while !text.is_char_boundary(to) {
        // From the best break to the worst: behind a sentence, between two 汉字, before a character that is not
        // combining.
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

/// Index of the chunk that contains a byte of the paragraph.
pub(crate) fn chunk_at(text: &str, offset: usize) -> u32 {
    let last = chunk_count(text.len()) - 1;
    // A chunk starts at or behind its multiple of the target length, so the guess is at most one too high.
    let guess = ((offset / CHUNK_BYTES) as u32).min(last);
    if chunk_start(text, guess) > offset { guess - 1 } else { guess }
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, ends_of_chunks: &str) {
        for chunk in 1..chunk_count(text.len()) {
            let before = &text[..chunk_start(text, chunk)];
            assert!(before.ends_with(ends_of_chunks), "chunk {chunk} of {text:.30}… begins elsewhere");
        }
    }

    #[test]
    fn a_chunk_ends_with_a_sentence_else_between_characters() {
        check(&"落实教育方针，抓好“双减”。".repeat(4000), "。");
        check(&"落实，".repeat(9000), "落");
        check(&"a\u{301}".repeat(9000), "\u{301}");
        check(&"\u{301}".repeat(9000), "\u{301}");
    }

    #[test]
    fn short_paragraphs_are_one_chunk() {
        assert_eq!([0, 1, CHUNK_BYTES, 2 * CHUNK_BYTES - 1, 2 * CHUNK_BYTES].map(chunk_count), [1, 1, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn chunks_tile_the_text_and_every_byte_is_found_in_its_own(
            unit in "([一-十。]|[a-z ]|e\u{301}){1,30}", times in 1_usize..3000, at in any::<prop::sample::Index>(),
        ) {
            let text = unit.repeat(times);
            let starts: Vec<usize> = (0..chunk_count(text.len())).map(|chunk| chunk_start(&text, chunk)).collect();
            prop_assert!(starts.is_sorted_by(|one, next| one < next));
            prop_assert!(starts.iter().all(|start| *start < text.len() && text.is_char_boundary(*start)));
            let offset = at.index(text.len());
            let expected = starts.partition_point(|start| *start <= offset) - 1;
            prop_assert_eq!(chunk_at(&text, offset) as usize, expected);
        }
    }
}
