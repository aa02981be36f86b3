//! Boundaries of sentences. They are the same in a text and in its search form, except for byte offsets.
//!
//! A sentence ends after `。`, `！`, `？` (or `!`, `?`), including further ones and closing marks that follow
//! (`做好！！”`), and at the end of its line, which it does not include.

use std::ops::Range;

use wide::i8x16;

const fn is_terminator(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | '！' | '？')
}

const fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '"' | '\'' | '）' | ')' | '」' | '』' | '》' | '〉' | '】' | '］' | ']')
}

/// Whether an occurrence of `word` can begin in one sentence and end in another.
pub fn can_cross(word: &str) -> bool {
    word.contains(is_terminator) || word.starts_with(is_closer)
}

/// The sentence of `text` that contains the character at byte `at`. For a line end that is the empty range there.
pub fn sentence_around(text: &str, at: usize) -> Range<usize> {
    let start = sentence_start(text, at);
    start..sentence_end(text, at)
}

/// The start of the sentence that contains the character at byte `at`.
pub fn sentence_start(text: &str, at: usize) -> usize {
    let mut at = at;
    loop {
        let Some((stop, c)) = text[..at].char_indices().rev().find(|(_, c)| is_terminator(*c) || *c == '\n') else {
            return 0;
        };
        let after = stop + c.len_utf8();
        if c == '\n' {
            return after;
        }
        let end = end_of_run(text, after);
        if end <= at {
            return end;
        }
        // The character at `at` still closes the previous sentence: that one is wanted.
        at = start_of_run(text, stop);
    }
}

/// The end of the sentence that contains the character at byte `at`.
pub fn sentence_end(text: &str, at: usize) -> usize {
    let mut from = at;
    // If `at` is among the marks that close a sentence, only its end is left.
    if text[at..].starts_with(is_closer) {
        let run = start_of_run(text, at);
        if text[run..].starts_with(is_terminator) {
            from = run;
        }
    }
    loop {
        let end = sentence_end_after(text, from);
        if end > at || end == text.len() || text.as_bytes()[end] == b'\n' {
            return end;
        }
        from = end;
    }
}

/// The end of the sentence that continues at byte `at`. Marks before `at` do not count as its closing.
pub fn sentence_end_after(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let stop = find_stop(bytes, at);
    match bytes.get(stop) {
        None | Some(b'\n') => stop,
        // `find_stop` stops at the first byte of a character of one or of three bytes.
        Some(first) => end_of_run(text, stop + if *first < 0x80 { 1 } else { 3 }),
    }
}

/// The end of the run of terminators and closing marks that begins at byte `from`.
fn end_of_run(text: &str, from: usize) -> usize {
    // Nearly always a Chinese character follows, as its first byte shows.
    if matches!(text.as_bytes().get(from), Some(0xE4..=0xE9)) {
        return from;
    }
    let rest = &text[from..];
    from + rest.find(|c| !is_terminator(c) && !is_closer(c)).unwrap_or(rest.len())
}

/// The start of the run that closes a sentence and contains the character at byte `at`: the first terminator that
/// only terminators and closing marks separate from `at`; `at` if there is none.
fn start_of_run(text: &str, at: usize) -> usize {
    let run = text[..at].char_indices().rev().take_while(|(_, c)| is_terminator(*c) || is_closer(*c));
    run.filter(|(_, c)| is_terminator(*c)).last().map_or(at, |(start, _)| start)
}

/// The first byte of the next terminator or line end from byte `from` on; the length if there is none.
fn find_stop(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    // Each block overlaps the one before by a byte: terminators are recognised by their last two bytes.
    while let Some(block) = at.checked_sub(1).and_then(|before| bytes.get(before..)?.first_chunk::<17>()) {
        let mut found = stop_candidates(block);
        while found != 0 {
            let candidate = at + found.trailing_zeros() as usize;
            if let Some(stop) = as_stop(bytes, candidate).filter(|stop| *stop >= from) {
                return stop;
            }
            found &= found - 1;
        }
        at += block.len() - 1;
    }
    let mut rest = at.min(bytes.len())..bytes.len();
    rest.find_map(|candidate| as_stop(bytes, candidate).filter(|stop| *stop >= from)).unwrap_or(bytes.len())
}

/// Bytes of a block (after the first) that may be the last of a terminator or a line end, as bits.
#[inline]
fn stop_candidates(block: &[u8; 17]) -> u32 {
    let vector = |bytes: &[u8]| i8x16::from(std::array::from_fn(|index| bytes[index].cast_signed()));
    let (before, bytes) = (vector(&block[..16]), vector(&block[1..]));
    let is = |bytes: i8x16, byte: u8| bytes.simd_eq(i8x16::splat(byte.cast_signed()));
    // `。` ends with 80 82, `！` with BC 81, `？` with BC 9F. Other characters share these bytes, so each candidate
    // is checked afterwards.
    let ends_stop = is(bytes, 0x82) & is(before, 0x80);
    let ends_wide = (is(bytes, 0x81) | is(bytes, 0x9F)) & is(before, 0xBC);
    (is(bytes, b'\n') | is(bytes, b'!') | is(bytes, b'?') | ends_stop | ends_wide).to_bitmask()
}

/// The first byte of the terminator or line end whose last byte is `last`, `None` if there is none.
fn as_stop(bytes: &[u8], last: usize) -> Option<usize> {
    match bytes[last] {
        b'\n' | b'!' | b'?' => Some(last),
        _ => {
            let start = last.checked_sub(2)?;
            let c = &bytes[start..=last];
            (c == "。".as_bytes() || c == "！".as_bytes() || c == "？".as_bytes()).then_some(start)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The sentences of a text, split from its beginning.
    fn split(text: &str) -> Vec<Range<usize>> {
        let mut sentences = Vec::new();
        let mut start = 0;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let end = at + c.len_utf8();
            if c == '\n' {
                sentences.extend([start..at, at..at]);
                start = end;
            } else if is_terminator(c) {
                let mut end = end;
                while let Some((at, c)) = chars.next_if(|(_, c)| is_terminator(*c) || is_closer(*c)) {
                    end = at + c.len_utf8();
                }
                sentences.push(start..end);
                start = end;
            }
        }
        sentences.push(start..text.len());
        sentences
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found: Vec<Range<usize>> =
            text.char_indices().filter(|(_, c)| *c != '\n').map(|(at, _)| sentence_around(text, at)).collect();
        found.dedup();
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn sentences_end_where_readers_stop() {
        check("做好甲事。做好乙事，丙事；丁事", &["做好甲事。", "做好乙事，丙事；丁事"]);
        check("他说：“好！！”（完。）又说", &["他说：“好！！”", "（完。）", "又说"]);
        check("一、总则\n为了。", &["一、总则", "为了。"]);
        check("）（）3.5亿元?!", &["）（）3.5亿元?!"]);
    }

    #[test]
    fn only_some_words_can_cross_the_end_of_a_sentence() {
        assert!(can_cross("完。各") && can_cross("”各") && !can_cross("甲，乙”"));
    }

    proptest! {
        #[test]
        fn every_character_is_in_the_sentence_of_the_reference(
            text in "([甲乙，a]{0,20}|[。！？!?”）)'\n。]{0,3}|[\u{3001}\u{3002}\u{5042}\u{FF01}\u{FF1F}]){0,12}"
        ) {
            let sentences = split(&text);
            for (at, c) in text.char_indices().filter(|(_, c)| *c != '\n') {
                let holds = |range: &&Range<usize>| range.contains(&at);
                let expected = sentences.iter().find(holds).expect("every character is in a sentence");
                prop_assert_eq!(&sentence_around(&text, at), expected, "{} at {}", c, at);
            }
        }
    }
}
