//! For which letters of a word a syllable stands: in full by 全拼, by two keys where the reader types 双拼.
//!
//! By 双拼 a syllable is its two keys, or the first of them alone: that is an initial, and the beginning of a syllable
//! that is still being typed. Its first letter counts as an initial as well, as not everyone who types zh as `v` thinks of
//! 中 as `v`.

use crate::text::shuangpin::{KeyPair, PinyinScheme};

/// In what way a character stands for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MatchKind {
    /// It is the letter.
    Literal,
    /// By a whole syllable.
    Full,
    /// By the beginning of one, at the end of the word.
    Partial,
    /// By the first letter or key, or by zh, ch or sh.
    Initial,
}

/// Calls `push` with every way in which a syllable stands for letters of a word: from which place on, for how many, and
/// in what way.
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

/// Those of 全拼.
fn push_full_pinyin(syllable: &str, letters: &[u16], push: &mut impl FnMut(usize, usize, MatchKind)) {
    let name: Vec<u16> = syllable.bytes().map(u16::from).collect();
    for place in 0..letters.len() {
        let rest = &letters[place..];
        let same = rest.iter().zip(&name).take_while(|(a, b)| a == b).count();
        if same == name.len() {
            push(place, same, MatchKind::Full);
        }
        let has_long_initial = same >= 2 && ["zh", "ch", "sh"].iter().any(|initial| syllable.starts_with(initial));
        if same >= 1 && name.len() > 1 {
            push(place, 1, MatchKind::Initial);
        }
        if has_long_initial && name.len() > 2 {
            push(place, 2, MatchKind::Initial);
        }
        let is_new = same >= 2 && !(same == 2 && has_long_initial);
        if is_new && same == rest.len() && same < name.len() {
            push(place, same, MatchKind::Partial);
        }
    }
}

/// Those of 双拼. `pairs`: the keys of the syllable.
fn push_shuangpin(syllable: &str, pairs: &[KeyPair], letters: &[u16], push: &mut impl FnMut(usize, usize, MatchKind)) {
    let first_letter = u16::from(syllable.as_bytes()[0]);
    for (place, letter) in letters.iter().enumerate() {
        let is_typed = |[_, second]: &KeyPair| letters.get(place + 1) == Some(&u16::from(*second));
        let mut begun = pairs.iter().filter(|[first, _]| u16::from(*first) == *letter).peekable();
        if *letter == first_letter || begun.peek().is_some() {
            push(place, 1, MatchKind::Initial);
        }
        if begun.any(is_typed) {
            push(place, 2, MatchKind::Full);
        }
    }
}
