//! Matches one syllable against the letters of a typed word: spelled in full (全拼, quanpin) or by two keys (双拼,
//! shuangpin).
//!
//! In shuangpin a syllable is its two keys, or the first key alone, which counts as an initial and as the beginning
//! of a syllable that is still being typed. The first letter of the spelled syllable counts as an initial as well:
//! someone who types the initial zh as `v` does not necessarily abbreviate 中 (zhong) as `v`.

use crate::text::shuangpin::{KeyPair, PinyinScheme};

/// How a character matches letters of the typed word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchKind {
    /// The character is the letter itself.
    Literal,
    /// By one of its readings, in full.
    Full,
    /// By the beginning of a reading, where the typed word ends before the syllable does.
    Partial,
    /// By the first letter or key of a reading, or by zh, ch or sh.
    Initial,
}

/// Calls `push(start, letters, kind)` for every match of `syllable` in a typed word: the index of its first letter,
/// the number of letters, and how they match.
pub(super) fn push_matches(
    scheme: PinyinScheme,
    syllable: &str,
    letters: &[u16],
    push: &mut impl FnMut(usize, usize, MatchKind),
) {
    match scheme {
        PinyinScheme::Full => push_full_pinyin(syllable, letters, push),
        _ => push_shuangpin(syllable, &scheme.pairs_of(syllable), letters, push),
    }
}

/// The matches of a syllable spelled in full.
fn push_full_pinyin(syllable: &str, letters: &[u16], push: &mut impl FnMut(usize, usize, MatchKind)) {
    let name: Vec<u16> = syllable.bytes().map(u16::from).collect();
    for start in 0..letters.len() {
        let rest = &letters[start..];
        let same = rest.iter().zip(&name).take_while(|(a, b)| a == b).count();
        if same == name.len() {
            push(start, same, MatchKind::Full);
        }
        // zh, ch and sh count as initials of two letters; a bare z, c or s matches them as well.
        let has_long_initial = same >= 2 && ["zh", "ch", "sh"].iter().any(|initial| syllable.starts_with(initial));
        if same >= 1 && name.len() > 1 {
            push(start, 1, MatchKind::Initial);
        }
        if has_long_initial && name.len() > 2 {
            push(start, 2, MatchKind::Initial);
        }
        // Two letters of zh, ch or sh were pushed as an initial already.
        let is_new = same >= 2 && !(same == 2 && has_long_initial);
        if is_new && same == rest.len() && same < name.len() {
            push(start, same, MatchKind::Partial);
        }
    }
}

/// The matches of a syllable typed by two keys. `pairs`: its key pairs in the scheme.
fn push_shuangpin(syllable: &str, pairs: &[KeyPair], letters: &[u16], push: &mut impl FnMut(usize, usize, MatchKind)) {
    let first_letter = u16::from(syllable.as_bytes()[0]);
    for (start, letter) in letters.iter().enumerate() {
        let is_typed = |[_, second]: &KeyPair| letters.get(start + 1) == Some(&u16::from(*second));
        let mut begun = pairs.iter().filter(|[first, _]| u16::from(*first) == *letter).peekable();
        if *letter == first_letter || begun.peek().is_some() {
            push(start, 1, MatchKind::Initial);
        }
        if begun.any(is_typed) {
            push(start, 2, MatchKind::Full);
        }
    }
}
