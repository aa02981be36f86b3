//! Finds where the encoding of a text changes, as in files that were put together from several.
//!
//! Each line is classified by itself: valid UTF-8 with three-byte characters, invalid UTF-8, or undetermined.
//! Adjacent lines of one class form a run, undetermined lines belong to the run before them, and each run gets an
//! encoding. If the change is within a line, the line is split where both halves decode without errors.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use crate::extract::encodings::detect::{
    common_share_percent, decode_sample, is_damaged_utf8, is_likely_chinese, likelier_chinese, sample_of,
};

/// Upper bound on the changes in a file that was put together; with more, the file is damaged in another way.
const MAX_CHANGES: usize = 1000;

/// Number of characters before and after the likeliest position at which a change within a line is tried.
const CHANGE_TRIES: usize = 4;

/// Consecutive lines in one encoding, or a part of a line where the encoding changes within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract) struct EncodingRun {
    /// The bytes of the run, line ends included.
    pub bytes: Range<usize>,
    /// Its encoding.
    pub encoding: &'static Encoding,
}

/// Evidence that a line gives about its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineClass {
    /// None: ASCII, or too few other letters to tell.
    Undetermined,
    Utf8,
    Other,
}

/// The runs of a text whose lines are partly UTF-8 and partly in another encoding, in order. `whole`: its encoding if
/// it were in one. `None` if it is in one.
pub(in crate::extract) fn runs(bytes: &[u8], whole: &'static Encoding) -> Option<Vec<EncodingRun>> {
    // In UTF-16 and the like, line ends are not single bytes.
    let has_lines = whole.is_ascii_compatible();
    // Other encodings are possible only if some line is clearly UTF-8.
    if !has_lines || (whole != UTF_8 && !lines(bytes).any(|line| is_utf8(&bytes[line]))) {
        return None;
    }
    let classes = group_lines(bytes)?;
    let other = other_encoding(bytes, &classes, whole);
    let mut runs: Vec<EncodingRun> = Vec::new();
    for (range, class) in classes {
        let encoding = encoding_of(&bytes[range.clone()], class, whole, other);
        match runs.last_mut().filter(|last| last.encoding == encoding) {
            Some(last) => last.bytes.end = range.end,
            None => runs.push(EncodingRun { bytes: range, encoding }),
        }
    }
    // Move each border to where the encoding really changes.
    for at in 1..runs.len() {
        let boundary = find_boundary(bytes, &runs[at - 1], &runs[at]);
        runs[at - 1].bytes.end = boundary;
        runs[at].bytes.start = boundary;
    }
    (runs.len() > 1).then_some(runs)
}

/// The byte where the second of two runs begins: at the start of a line, unless the line itself is in both encodings.
fn find_boundary(bytes: &[u8], first: &EncodingRun, second: &EncodingRun) -> usize {
    let boundary = second.bytes.start;
    let last_line = lines(&bytes[first.bytes.clone()]).last().unwrap_or_default();
    let next_line = lines(&bytes[second.bytes.clone()]).next().unwrap_or_default();
    let last_start = first.bytes.start + last_line.start;
    let last_line = &bytes[last_start..boundary];
    let next_line = &bytes[boundary..boundary + next_line.len()];
    let cut = |line: &[u8]| find_change(line, first.encoding, second.encoding);
    if !is_in(last_line, first.encoding) {
        cut(last_line).map_or(boundary, |at| last_start + at)
    } else if !is_in(next_line, second.encoding) {
        cut(next_line).map_or(boundary, |at| boundary + at)
    } else {
        boundary
    }
}

/// The byte of a line where the second encoding begins, such that both halves are valid.
fn find_change(line: &[u8], first: &'static Encoding, second: &'static Encoding) -> Option<usize> {
    let is_change = |at: &usize| is_in(&line[..*at], first) && is_in(&line[*at..], second);
    let ends = |text: &str| -> Vec<usize> { text.char_indices().map(|(at, c)| at + c.len_utf8()).collect() };
    // At the change, two bytes of Chinese may look like a character of another script, so such characters are skipped
    // first.
    let is_strange = |c| matches!(c, '\u{80}'..'\u{800}');
    // UTF-8 first: the valid prefix ends near the change.
    if first == UTF_8 {
        let valid = &line[..Encoding::utf8_valid_up_to(line)];
        let text = simdutf8::basic::from_utf8(valid).unwrap_or_default();
        let known = text.trim_end_matches(is_strange);
        let before = ends(known).into_iter().rev().take(CHANGE_TRIES);
        return before.chain([text.len()]).find(is_change);
    }
    let last_bad = line.utf8_chunks().scan(0, |end, chunk| {
        *end += chunk.valid().len() + chunk.invalid().len();
        Some((*end, !chunk.invalid().is_empty()))
    });
    // UTF-8 last: it begins after the last invalid byte.
    let start = last_bad.filter(|(_, is_bad)| *is_bad).map(|(end, _)| end).last()?;
    let text = simdutf8::basic::from_utf8(&line[start..]).ok()?;
    let known = line.len() - text.trim_start_matches(is_strange).len();
    let after = ends(text).into_iter().take(CHANGE_TRIES).map(|at| start + at);
    [known, start].into_iter().chain(after).find(is_change)
}

fn is_in(bytes: &[u8], encoding: &'static Encoding) -> bool {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

/// Lines with their ends. In all multi-byte encodings of text, the bytes of line ends occur in no other character.
fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')).map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

/// Whether a line is UTF-8 and hardly anything else: it has characters of three bytes or more. Two-byte characters
/// prove nothing, since two bytes are a character in every Chinese encoding.
fn is_utf8(line: &[u8]) -> bool {
    line.iter().any(|byte| *byte >= 0xE0) && simdutf8::basic::from_utf8(line).is_ok()
}

fn class_of(line: &[u8]) -> LineClass {
    if is_utf8(line) {
        LineClass::Utf8
    } else if simdutf8::basic::from_utf8(line).is_ok() {
        LineClass::Undetermined
    } else if is_damaged_utf8(line) {
        LineClass::Utf8
    } else {
        LineClass::Other
    }
}

/// Groups lines of one class; undetermined lines belong to the group before them. `None` if there are too many
/// groups.
fn group_lines(bytes: &[u8]) -> Option<Vec<(Range<usize>, LineClass)>> {
    let mut found: Vec<(Range<usize>, LineClass)> = Vec::new();
    for line in lines(bytes) {
        let class = class_of(&bytes[line.clone()]);
        if found.len() > MAX_CHANGES {
            return None;
        }
        match found.last_mut() {
            Some((range, last))
                if *last == class || class == LineClass::Undetermined || *last == LineClass::Undetermined =>
            {
                range.end = line.end;
                if *last == LineClass::Undetermined {
                    *last = class;
                }
            }
            _ => found.push((line, class)),
        }
    }
    Some(found)
}

/// The encoding of the lines that are not UTF-8, if they are Chinese.
fn other_encoding(bytes: &[u8], classes: &[(Range<usize>, LineClass)], whole: &'static Encoding) -> &'static Encoding {
    if whole != UTF_8 {
        return whole;
    }
    // The longest stretch is the best sample.
    let longest = classes.iter().filter(|(_, class)| *class == LineClass::Other).max_by_key(|(range, _)| range.len());
    longest.map_or(whole, |(range, _)| likelier_chinese(sample_of(&bytes[range.clone()])))
}

fn encoding_of(
    bytes: &[u8],
    class: LineClass,
    whole: &'static Encoding,
    other: &'static Encoding,
) -> &'static Encoding {
    let sample = sample_of(bytes);
    let is_chinese = |encoding| is_likely_chinese(common_share_percent(sample, encoding));
    match class {
        // Three rare characters of GBK may be valid UTF-8, two characters long.
        LineClass::Utf8 if is_chinese(UTF_8) || decode_sample(sample, whole).1 > 0 => UTF_8,
        LineClass::Other if whole != UTF_8 || is_chinese(other) => other,
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, UTF_16LE};

    use super::*;

    const TEXT: &str = "一、总体要求\n（一）指导思想\n";

    fn gbk(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    /// Checks the encoding and length of each run.
    #[track_caller]
    fn check(parts: &[&[u8]], whole: &'static Encoding, expected: &[(&'static Encoding, usize)]) {
        let found = runs(&parts.concat(), whole).unwrap_or_default();
        let found: Vec<_> = found.iter().map(|run| (run.encoding, run.bytes.len())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn runs_of_lines_in_different_encodings_are_found() {
        let (utf8, gbk) = (TEXT.as_bytes(), gbk(TEXT));
        let lens = [(GB18030, gbk.len()), (UTF_8, utf8.len())];
        check(&[&gbk, utf8], GB18030, &lens);
        check(&[&gbk, utf8], UTF_8, &lens);
        check(&[utf8, &gbk, utf8], UTF_8, &[lens[1], lens[0], lens[1]]);
        // ASCII belongs to the run before it, or to the first one.
        check(&[b"1\n", &gbk, b"2\n\n", utf8], GB18030, &[(GB18030, gbk.len() + 5), lens[1]]);
        let traditional = BIG5.encode("一、總體要求\n第一條　為了規範辦學行為，制定本辦法。\n").0;
        check(&[utf8, &traditional], UTF_8, &[lens[1], (BIG5, traditional.len())]);
    }

    #[test]
    fn a_change_within_a_line_is_found() {
        let (utf8, gbk) = (TEXT.as_bytes(), gbk(TEXT));
        let count = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
        // A line that can be read in one encoding stays whole.
        for chars in [2, 3, 5] {
            let bytes: usize = count(TEXT)[..chars].iter().sum();
            let (first, second) = (&gbk[..chars * 2], &utf8[bytes..]);
            check(&[&gbk, first, second], GB18030, &[(GB18030, gbk.len() + first.len()), (UTF_8, second.len())]);
            let (first, second) = (&utf8[..bytes], &gbk[chars * 2..]);
            check(&[utf8, first, second], UTF_8, &[(UTF_8, utf8.len() + first.len()), (GB18030, second.len())]);
        }
    }

    #[test]
    fn text_in_one_encoding_is_left_alone() {
        let (utf8, gbk) = (TEXT.as_bytes(), gbk(TEXT));
        check(&[&gbk], GB18030, &[]);
        check(&[utf8], UTF_8, &[]);
        check(&[b"ASCII\n"], UTF_8, &[]);
        // Neither damage nor a chance resemblance to UTF-8 is another encoding.
        check(&[utf8, b"\xFF\xFE\n", utf8], UTF_8, &[]);
        check(&[utf8, "二、重点".as_bytes(), b"\xE4\xBB\n", utf8], UTF_8, &[]);
        check(&[&gbk, &GB18030.encode("联通\n").0, &gbk], GB18030, &[]);
        check(&[&gbk, utf8], UTF_16LE, &[]);
        check(&[], UTF_8, &[]);
    }

    #[test]
    fn text_that_changes_at_every_line_is_left_alone() {
        let lines = [TEXT.as_bytes(), &gbk(TEXT)].concat().repeat(MAX_CHANGES);
        assert_eq!(runs(&lines, UTF_8), None);
    }
}
